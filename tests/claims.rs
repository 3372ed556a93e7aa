//! The example `check_claim`: what it says of a claim, by recession, fall, window, scope and sign.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

#[path = "../examples/check_claim/check/mod.rs"]
mod check;

use check::{Flags, Point, Report, Verdict};
use clap::Parser;
use proptest::prelude::*;

fn flags(arguments: &[&str]) -> Result<Flags, clap::Error> {
    Flags::try_parse_from(std::iter::once(&"check_claim").chain(arguments))
}

fn report(arguments: &[&str]) -> Report {
    check::run(&flags(arguments).unwrap()).unwrap()
}

/// The error of a claim that cannot be checked.
fn refusal(arguments: &[&str]) -> String {
    match flags(arguments) {
        Err(error) => error.to_string(),
        Ok(flags) => check::run(&flags).unwrap_err().to_string(),
    }
}

/// The point whose claim has these words.
#[track_caller]
fn point<'a>(report: &'a Report, words: &str) -> &'a Point {
    let mut found = report
        .points()
        .iter()
        .filter(|point| point.claim().contains(words));
    match (found.next(), found.next()) {
        (Some(point), None) => point,
        _ => panic!("not one point on `{words}`:\n{report}"),
    }
}

/// Whether the point that has these words gets this verdict, and says all of this.
#[track_caller]
fn says(report: &Report, words: &str, verdict: &Verdict, parts: &[&str]) {
    let point = point(report, words);
    let alike = match (point.verdict(), verdict) {
        // The sense in which it holds is among the parts.
        (Verdict::HoldsOnly(_), Verdict::HoldsOnly(_)) => true,
        (one, other) => one == other,
    };
    let text = point.to_string();
    assert!(alike, "{text}");
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

fn only() -> Verdict {
    Verdict::HoldsOnly(String::new())
}

#[test]
fn the_article_is_taken_apart_point_by_point() {
    let article = report(&[]);
    let expected = [
        ("computing power grows", Verdict::Holds, "machines in use"),
        // 0.2 of 25 % are 5 points, of a growth of 4.63 %.
        ("to GDP", Verdict::DoesNotHold, "adds 5.00 %"),
        (
            "to the digital economy",
            Verdict::DoesNotHold,
            "adds 10.00 %",
        ),
        ("both hold", only(), "0.0571 for the rest"),
        ("invested in a year", only(), "not as an outcome"),
        ("returns", only(), "as gross output"),
        ("coefficient and multiplier", Verdict::DoesNotHold, "0.0465"),
        (
            "from 25 % at the end of 2023-06",
            Verdict::Holds,
            "machines in use",
        ),
        ("to 35 % by the end of 2025", only(), "38.45 %"),
        ("CAICT projects", Verdict::DoesNotHold, "aim of policy"),
        ("8 national computing hubs", Verdict::Holds, "8 hubs"),
        ("10 clusters", Verdict::Holds, "10 clusters"),
        (
            "joins 10 computing centres",
            only(),
            "not of centres that are joined",
        ),
        (
            "raises efficiency by 80 %",
            Verdict::DoesNotHold,
            "not a gain",
        ),
        ("worth 78 bn CNY", Verdict::DoesNotHold, "revenue"),
    ];
    assert_eq!(article.points().len(), expected.len(), "{article}");
    for (words, verdict, part) in expected {
        says(&article, words, &verdict, &[part]);
    }
    assert!(!article.all_hold());
    assert!(
        article
            .to_string()
            .ends_with("6 of 15 points do not hold or are not supported.")
    );
}

/// 43.5 bn in 28 months are 43.5 * 12 / 28 = 18.64 bn a year, 200 bn are 85.71 bn.
#[test]
fn money_of_another_window_is_no_yearly_outlay() {
    let direct = report(&["--outlay-per-year", "43.5 bn CNY"]);
    let parts = ["28 months", "18.64 bn CNY a year", "85.71 bn CNY a year"];
    says(&direct, "43.5 bn CNY", &Verdict::DoesNotHold, &parts);
    assert!(!direct.all_hold());

    let driven = report(&["--outlay-per-year", "200 bn CNY"]);
    says(&driven, "200 bn CNY", &Verdict::DoesNotHold, &["28 months"]);
    // Three trillion over 2021 to 2025.
    let five_years = report(&["--outlay-per-year", "3 tn CNY"]);
    let parts = ["5 years, 2021 to 2025", "600 bn CNY a year"];
    says(&five_years, "3 tn CNY", &Verdict::DoesNotHold, &parts);
    // A total of projects has no years at all.
    let projects = report(&["--outlay-per-year", "190 bn CNY"]);
    says(
        &projects,
        "190 bn CNY",
        &Verdict::DoesNotHold,
        &["nobody states"],
    );
}

#[test]
fn money_of_a_year_is_compared_with_forecast_and_outcome() {
    let forecast = report(&["--outlay-per-year", "400 bn CNY"]);
    let parts = [
        "not as an outcome",
        "18.64 bn CNY a year",
        "85.71 bn CNY a year",
    ];
    says(&forecast, "400 bn CNY", &only(), &parts);
    assert!(forecast.all_hold());
    let average = report(&["--outlay-per-year", "18.6 bn CNY"]);
    says(
        &average,
        "18.6 bn CNY",
        &only(),
        &["yearly average of 28 months"],
    );
    let unknown = report(&["--outlay-per-year", "700 bn CNY"]);
    says(&unknown, "700 bn CNY", &Verdict::NotSupported, &[]);
}

#[test]
fn a_fall_between_two_scopes_does_not_hold() {
    let arguments = |share, at| {
        [
            "--smart-share",
            share,
            "--smart-share-at",
            at,
            "--smart-share-target",
            "35 %",
            "--smart-share-target-at",
            "2025",
        ]
    };
    // Two thirds of installed devices were smart at the end of 2023, half at the end of 2021.
    for (share, at) in [
        ("67 %", "2023-12"),
        ("66 %", "2023-12"),
        ("50 %", "2021-12"),
    ] {
        let fall = report(&arguments(share, at));
        let parts = [
            "two scopes",
            "installed devices at first, machines in use at the end",
        ];
        says(&fall, "to 35 %", &Verdict::DoesNotHold, &parts);
        says(&fall, "share is", &Verdict::Holds, &["installed devices"]);
        assert!(!fall.all_hold());
    }
    // 40 % was the share of neither at the end of 2024.
    let fall = report(&arguments("40 %", "2024-12"));
    says(&fall, "to 35 %", &Verdict::DoesNotHold, &["a fall"]);
    says(&fall, "share is", &Verdict::NotSupported, &["32.00 %"]);
    // The same the other way: from machines in use to the share of installed devices.
    let rise = report(&[
        "--smart-share",
        "32 %",
        "--smart-share-at",
        "2024-12",
        "--smart-share-target",
        "81 %",
        "--smart-share-target-at",
        "2025-06",
    ]);
    says(&rise, "to 81 %", &Verdict::DoesNotHold, &["two scopes"]);
}

#[test]
fn a_share_is_compared_within_its_stated_scope() {
    let share = |of| {
        report(&[
            "--smart-share",
            "67 %",
            "--smart-share-at",
            "2023-12",
            "--smart-share-of",
            of,
        ])
    };
    says(&share("installed"), "67 %", &Verdict::Holds, &[]);
    let parts = ["another scope", "it is of installed devices"];
    says(&share("in-use"), "67 %", &Verdict::DoesNotHold, &parts);
    // A target of installed devices is another one than that of policy.
    let target = report(&[
        "--smart-share",
        "30 %",
        "--smart-share-at",
        "2024-07",
        "--smart-share-target",
        "35 %",
        "--smart-share-target-at",
        "2025",
        "--smart-share-target-of",
        "installed",
    ]);
    says(&target, "to 35 %", &Verdict::DoesNotHold, &["two scopes"]);
}

#[test]
fn a_change_of_the_share_is_of_one_kind_of_machines() {
    let change = |before, share| {
        report(&[
            "--smart-share-before",
            before,
            "--smart-share-before-at",
            "2023-06",
            "--smart-share",
            share,
            "--smart-share-at",
            "2024-07",
        ])
    };
    let parts = ["+5.0 points in 1.08 years", "machines in use"];
    says(&change("25 %", "30 %"), "30 %", &Verdict::Holds, &parts);
    let mixed = change("25 %", "73 %");
    says(&mixed, "73 %", &Verdict::DoesNotHold, &["two scopes"]);
    let fall = change("30 %", "25 %");
    says(
        &fall,
        "to 25 %",
        &Verdict::DoesNotHold,
        &["a fall", "-5.0 points"],
    );
    says(&change("40 %", "50 %"), "50 %", &Verdict::NotSupported, &[]);
}

#[test]
fn an_economy_that_does_not_grow_has_no_growth_to_attribute() {
    for growth in ["-1 %", "0 %", "-4 %"] {
        let recession = report(&["--gdp-growth", growth]);
        says(&recession, "to GDP", &Verdict::DoesNotHold, &["no growth"]);
        assert!(!recession.all_hold());
    }
    let small = report(&[
        "--compute-growth",
        "25 %",
        "--gdp-coefficient",
        "0.01",
        "--gdp-growth",
        "-1 %",
    ]);
    says(&small, "to GDP", &Verdict::DoesNotHold, &["no growth"]);
    let fits = report(&["--compute-growth", "25 %", "--gdp-coefficient", "0.01"]);
    says(&fits, "to GDP", &only(), &["0.25 %"]);
    // A boom of the digital economy does not hide its own recession.
    let digital = report(&["--digital-growth", "-2 %"]);
    says(
        &digital,
        "to the digital economy",
        &Verdict::DoesNotHold,
        &["no growth"],
    );
}

#[test]
fn a_negative_coefficient_is_read_and_sized_without_its_sign() {
    for flag in [
        &["--gdp-coefficient", "-0.2"][..],
        &["--gdp-coefficient=-0.2"][..],
        &["--gdp-coefficient", "-0.2 points per point"][..],
    ] {
        let arguments = [&["--compute-growth", "25 %"], flag].concat();
        let negative = report(&arguments);
        // 5 points against a growth of 4.63 %.
        says(
            &negative,
            "from GDP",
            &Verdict::DoesNotHold,
            &["takes 5.00 %"],
        );
    }
    let small = report(&["--compute-growth", "25 %", "--gdp-coefficient", "-0.01"]);
    let parts = ["no published elasticity of GDP is negative"];
    says(&small, "from GDP", &Verdict::NotSupported, &parts);
}

#[test]
fn a_fall_of_computing_power_is_read_and_contradicted() {
    let fall = report(&["--compute-growth", "-5 %", "--gdp-coefficient", "0.1"]);
    let parts = ["grew in every published series"];
    says(
        &fall,
        "computing power grows",
        &Verdict::DoesNotHold,
        &parts,
    );
    says(&fall, "from GDP", &only(), &["takes 0.50 %"]);
}

#[test]
fn growth_of_compute_has_a_window_and_machines() {
    let growth = |growth| report(&["--compute-growth", growth]);
    let parts = ["2023-06 to 2024-06", "machines in use"];
    says(&growth("25 %"), "grows", &Verdict::Holds, &parts);
    says(&growth("30 %"), "grows", &only(), &["2018 to 2023"]);
    says(
        &growth("55 %"),
        "grows",
        &Verdict::Holds,
        &["machines installed"],
    );
    says(&growth("46 %"), "grows", &only(), &["2016 to 2021"]);
    says(&growth("12 %"), "grows", &Verdict::NotSupported, &[]);
}

#[test]
fn a_level_of_compute_is_of_a_date_a_precision_and_machines() {
    let level = |level, at| report(&["--compute", level, "--compute-at", at]);
    let holds = level("246 EFLOPS FP32 in use", "2024-06");
    says(&holds, "246", &Verdict::Holds, &["FP32 in use"]);
    let unstated = level("230 EFLOPS FP32", "2023-12");
    says(
        &unstated,
        "230",
        &Verdict::Holds,
        &["FP32 in use", "435 EFLOPS"],
    );
    let other_machines = level("435 EFLOPS FP32 in use", "2023-12");
    let parts = ["counts FP32 installed, not FP32 in use"];
    says(&other_machines, "435", &Verdict::DoesNotHold, &parts);
    let other_date = level("280 EFLOPS FP32 in use", "2024-06");
    says(
        &other_date,
        "280",
        &Verdict::DoesNotHold,
        &["published is 246"],
    );
    let between = level("260 EFLOPS FP32 in use", "2024-09");
    says(&between, "260", &only(), &["between two published ones"]);
    let outside = level("300 EFLOPS FP32 in use", "2024-09");
    says(&outside, "300", &Verdict::DoesNotHold, &[]);
    let later = level("400 EFLOPS FP32 in use", "2027");
    says(&later, "400", &Verdict::NotSupported, &[]);

    let smart = |level| report(&["--smart-compute", level, "--smart-compute-at", "2025-03"]);
    says(
        &smart("748 EFLOPS FP16 in use"),
        "748",
        &Verdict::Holds,
        &["FP16"],
    );
    let other_precision = smart("748 EFLOPS FP32 in use");
    says(
        &other_precision,
        "748",
        &Verdict::DoesNotHold,
        &["counts FP16 in use"],
    );
}

#[test]
fn a_multiplier_of_value_added_above_one_needs_more_than_an_open_table() {
    let returns = |text| report(&["--multiplier", text]);
    says(&returns("3 to 4"), "3 to 4", &only(), &["as gross output"]);
    let parts = ["one per unit of final demand"];
    for text in [
        "3.5 of value added",
        "3 to 4 of value added",
        "1.2 of value added",
    ] {
        says(
            &returns(text),
            "value added",
            &Verdict::NotSupported,
            &parts,
        );
    }
    says(
        &returns("0.6 of value added"),
        "0.6",
        &only(),
        &["nothing is crowded out"],
    );
    says(
        &returns("8"),
        "8 times",
        &Verdict::NotSupported,
        &["at most 4"],
    );
}

#[test]
fn a_target_of_policy_is_no_projection_of_an_institute() {
    let share = |share, rest: &[&str]| {
        let target = [
            "--smart-share-target",
            share,
            "--smart-share-target-at",
            "2025",
        ];
        report(&[&target, rest].concat())
    };
    let caict = [
        "--smart-share-target-is",
        "projection",
        "--smart-share-target-by",
        "caict",
    ];
    let parts = ["not a projection", "MIIT", "machines in use"];
    says(
        &share("35 %", &caict),
        "CAICT",
        &Verdict::DoesNotHold,
        &parts,
    );
    let target = ["--smart-share-target-is", "target"];
    says(
        &share("35 %", &target),
        "aims at",
        &Verdict::Holds,
        &["policy target"],
    );
    let ministries = ["--smart-share-target-by", "ministries"];
    says(&share("35 %", &ministries), "MIIT", &Verdict::Holds, &[]);
    says(&share("45 %", &caict), "CAICT", &Verdict::NotSupported, &[]);
}

#[test]
fn chengdus_figures_are_what_their_sources_say() {
    let efficiency = |is| {
        report(&[
            "--chengdu-efficiency",
            "80 %",
            "--chengdu-efficiency-is",
            is,
        ])
    };
    says(
        &efficiency("raised-by"),
        "by 80 %",
        &Verdict::DoesNotHold,
        &["not a gain"],
    );
    let parts = ["training one large model", "no parameter"];
    says(&efficiency("raised-to"), "to 80 %", &only(), &parts);
    says(
        &efficiency("utilisation"),
        "used at",
        &Verdict::DoesNotHold,
        &["not the utilisation"],
    );

    let industry = |is| {
        report(&[
            "--chengdu-industry",
            "78 bn CNY",
            "--chengdu-industry-is",
            is,
        ])
    };
    says(
        &industry("revenue"),
        "78 bn",
        &Verdict::Holds,
        &["over 2023"],
    );
    says(
        &industry("valuation"),
        "78 bn",
        &Verdict::DoesNotHold,
        &["revenue"],
    );
    says(
        &industry("effect"),
        "78 bn",
        &Verdict::DoesNotHold,
        &["whole AI industry"],
    );
}

#[test]
fn hubs_and_clusters_are_counted() {
    let wrong = report(&["--hubs", "10", "--clusters", "8"]);
    says(
        &wrong,
        "10 national",
        &Verdict::DoesNotHold,
        &["8 hubs with 10 clusters"],
    );
    says(&wrong, "8 clusters", &Verdict::DoesNotHold, &[]);
    let many = report(&["--centres-joined", "500"]);
    says(
        &many,
        "500",
        &Verdict::NotSupported,
        &["no count of those joined"],
    );
}

#[test]
fn a_claim_that_cannot_be_checked_is_refused_with_the_remedy() {
    for (arguments, part) in [
        (
            &["--gdp-coefficient", "0.2"][..],
            "--gdp-coefficient needs --compute-growth",
        ),
        (
            &["--smart-share", "30 %"][..],
            "--smart-share needs --smart-share-at",
        ),
        (
            &["--compute", "246 EFLOPS FP32"][..],
            "--compute needs --compute-at",
        ),
        (
            &[
                "--smart-share-target",
                "35 %",
                "--smart-share-target-at",
                "2025",
            ][..],
            "--smart-share-target needs --smart-share",
        ),
        (
            &["--chengdu-efficiency", "80 %"][..],
            "--chengdu-efficiency-is",
        ),
        (&["--outlay-per-year", "60 bn USD"][..], "must be in CNY"),
        (
            &["--outlay-per-year", "60 bn CNY at 2020 prices"][..],
            "at current prices",
        ),
        (
            &["--outlay-per-year", "-60 bn CNY"][..],
            "must be above zero",
        ),
        (
            &["--compute-growth", "2 % per month"][..],
            "must be per year",
        ),
        (&["--multiplier", "4 to 3"][..], "must ascend"),
        (
            &["--multiplier", "3 of value added to 4 of gross output"][..],
            "must be alike",
        ),
        (
            &["--smart-share", "-5 %", "--smart-share-at", "2024-06"][..],
            "share",
        ),
        (&["--no-such-flag"][..], "--no-such-flag"),
        (&["claim.toml"][..], "claim.toml"),
        (&["--file", ""][..], "--file"),
        (&["--file", "no-such.toml"][..], "no-such.toml"),
    ] {
        let error = refusal(arguments);
        assert!(error.contains(part), "{arguments:?}: {error}");
    }
    let order = refusal(&[
        "--smart-share",
        "30 %",
        "--smart-share-at",
        "2024-06",
        "--smart-share-target",
        "35 %",
        "--smart-share-target-at",
        "2023",
    ]);
    assert!(order.contains("must lie after"), "{order}");
}

#[test]
fn a_file_of_another_kind_is_named() {
    for (file, part) in [
        ("examples/scenarios/china-2030.toml", "got a scenario"),
        ("examples/hubs/hubs.toml", "got a network of hubs"),
        (
            "examples/hubs/interconnection.toml",
            "got a pool of computing centres",
        ),
    ] {
        let path = format!("{}/{file}", crate::common::ROOT);
        let error = refusal(&["--file", &path]);
        assert!(error.contains(part) && error.contains(file), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any growth and coefficient gets a verdict or a refusal in words.
    #[test]
    fn any_numbers_get_a_verdict(
        compute in -99.0..1e4_f64,
        gdp in -1e3..1e3_f64,
        digital in -1e3..1e3_f64,
        growth in -99.0..1e3_f64,
        outlay in 1e-3..1e6_f64,
    ) {
        let compute = format!("{compute} %");
        let (gdp, digital) = (gdp.to_string(), digital.to_string());
        let growth = format!("{growth} %");
        let outlay = format!("{outlay} bn CNY");
        let flags = flags(&[
            "--compute-growth", &compute,
            "--gdp-coefficient", &gdp,
            "--digital-coefficient", &digital,
            "--gdp-growth", &growth,
            "--outlay-per-year", &outlay,
            "--multiplier", "3 to 4",
        ]).unwrap();
        match check::run(&flags) {
            Ok(report) => {
                let text = report.to_string();
                prop_assert!(!text.contains("NaN") && !text.contains("inf "), "{text}");
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}
