//! The command lines of the examples, and the files that they read and write.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

#[path = "../examples/charts/arguments.rs"]
mod charts;
#[path = "../examples/drivers/arguments.rs"]
mod drivers;
#[path = "../examples/forecast/arguments.rs"]
mod forecast;
#[path = "../examples/long_run/arguments.rs"]
mod long_run;
#[path = "../examples/multipliers/arguments.rs"]
mod multipliers;
#[path = "../examples/multipliers/read.rs"]
mod multipliers_read;
#[path = "../examples/programme/arguments.rs"]
mod programme;
#[path = "../examples/what_it_takes/arguments.rs"]
mod what_it_takes;

use std::path::{Path, PathBuf};

use crate::shown;
use crate::shown::file::{self, Kind};
use clap::{CommandFactory, Parser, error::ErrorKind};
use compute_impact::Currency;
use compute_impact::input_output::{PriceType, Valuation};

/// The kind of error that a command line is refused with.
fn refused<A: Parser>(arguments: &[&str]) -> ErrorKind {
    let all = std::iter::once(&"example").chain(arguments);
    match A::try_parse_from(all) {
        Ok(_) => panic!("{arguments:?} must be refused"),
        Err(error) => error.kind(),
    }
}

fn parsed<A: Parser>(arguments: &[&str]) -> A {
    let all = std::iter::once(&"example").chain(arguments);
    A::try_parse_from(all).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
}

/// Every example helps, and refuses what it does not know.
fn has_a_command_line<A: CommandFactory + Parser>() {
    A::command().debug_assert();
    assert_eq!(refused::<A>(&["--help"]), ErrorKind::DisplayHelp);
    assert_eq!(
        refused::<A>(&["--no-such-flag"]),
        ErrorKind::UnknownArgument
    );
    assert_eq!(
        refused::<A>(&["one", "two", "three"]),
        ErrorKind::UnknownArgument
    );
}

#[test]
fn every_example_helps_and_refuses_what_it_does_not_know() {
    has_a_command_line::<charts::Arguments>();
    has_a_command_line::<drivers::Arguments>();
    has_a_command_line::<forecast::Arguments>();
    has_a_command_line::<long_run::Arguments>();
    has_a_command_line::<multipliers::Arguments>();
    has_a_command_line::<programme::Arguments>();
    has_a_command_line::<what_it_takes::Arguments>();
}

#[test]
fn a_long_run_has_a_folder() {
    let arguments: long_run::Arguments = parsed(&["parts", "--draws", "7"]);
    assert_eq!(arguments.folder, Path::new("parts"));
    let refused = refused::<long_run::Arguments>;
    assert_eq!(refused(&[]), ErrorKind::MissingRequiredArgument);
    assert_eq!(refused(&[""]), ErrorKind::ValueValidation);
    assert_eq!(
        refused(&["parts", "--draws", "x"]),
        ErrorKind::ValueValidation
    );
}

#[test]
fn an_empty_file_name_is_refused() {
    let empty = ["--scenario", ""];
    assert_eq!(
        refused::<drivers::Arguments>(&empty),
        ErrorKind::InvalidValue
    );
    assert_eq!(
        refused::<forecast::Arguments>(&empty),
        ErrorKind::InvalidValue
    );
    assert_eq!(
        refused::<programme::Arguments>(&empty),
        ErrorKind::InvalidValue
    );
    assert_eq!(
        refused::<what_it_takes::Arguments>(&empty),
        ErrorKind::InvalidValue
    );
    assert_eq!(
        refused::<multipliers::Arguments>(&[""]),
        ErrorKind::InvalidValue
    );
}

#[test]
fn charts_are_written_to_a_folder_of_that_name_and_no_other() {
    let folder = |arguments: &[&str]| parsed::<charts::Arguments>(arguments).folder;
    assert_eq!(folder(&[]), PathBuf::from("target/charts"));
    assert_eq!(folder(&["out"]), PathBuf::from("out"));
    assert_eq!(folder(&["./--help"]), PathBuf::from("./--help"));
    for name in ["", " ", "-"] {
        let kind = refused::<charts::Arguments>(&[name]);
        assert_eq!(kind, ErrorKind::ValueValidation, "`{name}`");
    }
    // After two dashes a flag is a name, and still refused.
    let kind = refused::<charts::Arguments>(&["--", "--help"]);
    assert_eq!(kind, ErrorKind::ValueValidation);
}

#[test]
fn negative_numbers_are_values() {
    let goal = parsed::<what_it_takes::Arguments>(&["--goal", "-0.02"]).goal;
    assert_eq!(goal.to_string(), "-0.02");
    let added = ["--table-value-added", "-5 bn CNY"];
    let added = parsed::<programme::Arguments>(&added).table_value_added;
    assert_eq!(
        added.map(|money| money.to_string()),
        Some("-5 bn CNY".to_owned())
    );
    let spent = ["table.csv", "--spend", "-100", "--from", "2"];
    assert_eq!(parsed::<multipliers::Arguments>(&spent).spend, Some(-100.0));
    // Where none can be meant the value is named, and not taken for a flag.
    for flag in ["--draws", "--seed"] {
        let kind = refused::<forecast::Arguments>(&[flag, "-5"]);
        assert_eq!(kind, ErrorKind::ValueValidation, "{flag}");
    }
    let samples = refused::<drivers::Arguments>(&["--samples", "-5"]);
    assert_eq!(samples, ErrorKind::ValueValidation);
}

#[test]
fn a_forecast_can_be_drawn_and_written_as_data() {
    let both = parsed::<forecast::Arguments>(&["--draws", "1000", "--json"]);
    assert_eq!((both.draws, both.json), (Some(1000), true));
}

#[test]
fn a_report_is_html_or_markdown() {
    for name in ["out.html", "out.md", "out.HTML", "a.b/out.Md"] {
        let arguments = parsed::<forecast::Arguments>(&["--report", name]);
        assert_eq!(arguments.report, Some(PathBuf::from(name)));
    }
    for name in ["out.pdf", "out", "html", ""] {
        let all = ["forecast", "--report", name];
        let Err(error) = forecast::Arguments::try_parse_from(all) else {
            panic!("`{name}` must be refused")
        };
        if !name.is_empty() {
            let text = error.to_string();
            assert!(text.contains(".html") && text.contains(".md"), "{text}");
        }
    }
}

#[test]
fn a_chart_is_svg() {
    let chart = |name| parsed::<forecast::Arguments>(&["--chart", name]).chart;
    assert_eq!(chart("out.svg"), Some(PathBuf::from("out.svg")));
    for name in ["out.png", "out", ""] {
        let kind = refused::<forecast::Arguments>(&["--chart", name]);
        assert_eq!(kind, ErrorKind::ValueValidation, "`{name}`");
    }
    let both = ["--chart", "out.svg", "--json"];
    assert_eq!(
        refused::<forecast::Arguments>(&both),
        ErrorKind::ArgumentConflict
    );
}

#[test]
fn files_that_are_no_scenarios_are_named() {
    for (path, part) in [
        ("hubs/hubs.toml", "a network of hubs"),
        ("hubs/interconnection.toml", "a pool of computing centres"),
        ("claims/article.toml", "a claim"),
    ] {
        let error = file::scenario(&file::shipped(path))
            .unwrap_err()
            .to_string();
        assert!(error.contains(part) && error.contains(path), "{error}");
        assert!(error.contains("must be a scenario"), "{error}");
    }
    let error = file::toml_of(&file::shipped(file::CHINA), Kind::Hubs).unwrap_err();
    assert!(error.to_string().contains("got a scenario"), "{error}");
    let error = file::scenario(Path::new("no-such.toml"))
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("no-such.toml: "), "{error}");
}

#[test]
fn the_files_that_are_read_by_default_are_shipped() {
    let scenarios = [
        parsed::<drivers::Arguments>(&[]).scenario_file(),
        parsed::<forecast::Arguments>(&[]).scenario_file(),
        parsed::<long_run::Arguments>(&["parts"]).scenario_file(),
        parsed::<programme::Arguments>(&[]).scenario_file(),
        parsed::<what_it_takes::Arguments>(&[]).scenario_file(),
    ];
    for path in scenarios {
        file::scenario(&path).unwrap_or_else(|error| panic!("{error}"));
    }
    let programme = parsed::<programme::Arguments>(&[]);
    file::toml_of(&programme.hubs_file(), Kind::Hubs).unwrap();
    file::toml_of(&programme.centres_file(), Kind::Centres).unwrap();
    let other = parsed::<programme::Arguments>(&["--hubs", "own.toml"]).hubs_file();
    assert_eq!(other, PathBuf::from("own.toml"));
}

#[test]
fn every_shipped_scenario_is_read_and_every_other_file_is_elsewhere() {
    for entry in std::fs::read_dir(file::shipped("scenarios")).unwrap() {
        let path = entry.unwrap().path();
        file::scenario(&path).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn a_table_that_cannot_be_read_says_where() {
    let prices = Valuation::new(PriceType::Producer, Currency::CNY, 2020, 1.0).unwrap();
    let error = |text: &str| {
        multipliers_read::table(text, prices)
            .unwrap_err()
            .to_string()
    };
    let wrong = "region,sector,1,2,OTHER DEMAND\na,1,150,x,350\na,2,200,100,1700\n";
    assert_eq!(
        error(wrong),
        "row `1`, column `2`: must be a number, got `x`"
    );
    assert!(error("sector\n1\n").contains("first two columns"));
    let order = "region,sector,2,1,OTHER DEMAND\na,1,150,500,350\na,2,200,100,1700\n";
    assert!(error(order).contains("in the order of the rows"));
    assert!(!error("").is_empty());
    assert!(!error("region,sector,1\n").is_empty());
}

#[test]
fn percentages_of_any_size_are_numbers() {
    assert_eq!(shown::percent(0.0426), "4.26 %");
    assert_eq!(shown::percent(-1e-9), "0.00 %");
    assert_eq!(shown::percent(12_587.048), "1258704.80 %");
    assert_eq!(shown::percent(2e9), "2.000e11 %");
    assert_eq!(shown::percent(-1e307), "-1.000e309 %");
}
