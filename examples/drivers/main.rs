//! What drives the answer? Tornado, screening, Sobol' indices, the split among policies, and the
//! trail of one number.
//!
//! `cargo run --example drivers`, or `-- --scenario FILE`, `-- --output gdp-impact`.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{CellAlignment, Table, presets};
use compute_impact::Scenario;
use compute_impact::explanation::decomposition::of_policies;
use compute_impact::explanation::sensitivity::{Estimated, Model, Samples};
use compute_impact::scenario::Output;

/// Says what drives an output of a scenario.
#[derive(Parser)]
#[command(name = "drivers")]
struct Arguments {
    /// The scenario, in TOML. Without it: East Data West Computing to 2030.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,

    /// The output, by its name.
    #[arg(long, default_value = "gdp-impact")]
    output: Output,

    /// Base samples of the Sobol' indices; a power of two is best.
    #[arg(long, default_value_t = 16_384)]
    samples: u32,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(text) => match writeln!(std::io::stdout(), "{text}") {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
            _ => ExitCode::SUCCESS,
        },
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn table(header: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::ASCII_BORDERS_ONLY_CONDENSED)
        .set_header(header)
        .add_rows(rows);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("{table}\n")
}

fn short(x: f64) -> String {
    if x.abs() >= 1e6 || (x != 0.0 && x.abs() < 1e-3) {
        format!("{x:.3e}")
    } else {
        format!("{x:.4}")
    }
}

fn index(of: &Estimated) -> String {
    let [low, high] = of.interval();
    let zero = if of.may_be_zero() {
        " (not told from 0)"
    } else {
        ""
    };
    format!("{:.3} [{low:.3}, {high:.3}]{zero}", of.value() + 0.0)
}

fn read(arguments: &Arguments) -> Result<Scenario, Box<dyn Error>> {
    let shipped = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/examples/scenarios/east-data-west-computing.toml"
    );
    let path = arguments.scenario.clone().unwrap_or_else(|| shipped.into());
    let named = |error: &dyn Error| format!("{}: {error}", path.display());
    let text = std::fs::read_to_string(&path).map_err(|error| named(&error))?;
    let source = toml::Deserializer::parse(&text).map_err(|error| named(&error))?;
    Ok(Scenario::read(source).map_err(|error| named(&error))?)
}

fn run(arguments: &Arguments) -> Result<String, Box<dyn Error>> {
    let scenario = read(arguments)?;
    let output = arguments.output;
    let mut text = format!("{}: {output} in {}\n\n", scenario.name(), scenario.until());

    let swings = scenario.tornado(output, None, [0.05, 0.95])?;
    let rows = swings.swings().iter().map(|swing| {
        let [low, high] = swing.outputs();
        let [from, to] = swing.inputs();
        vec![
            swing.name().to_owned(),
            format!("{} to {}", short(from), short(to)),
            short(low),
            short(high),
        ]
    });
    let _ = write!(
        text,
        "One at a time, between the 5 % and the 95 % quantile; {} at central values\n{}\n",
        short(swings.base()),
        table(
            &["input", "values", "at the low", "at the high"],
            rows.collect()
        )
    );

    let model = Model::of_scenario(&scenario, output, None)?;
    let samples = Samples::new(arguments.samples)?;
    if scenario.correlations().is_empty() {
        let screened = model.morris(Samples::new(128)?)?;
        let rows = screened.factors().iter().map(|factor| {
            vec![
                factor.name().to_owned(),
                short(factor.mean_size().value()),
                short(factor.mean()),
                short(factor.standard_deviation()),
            ]
        });
        let _ = write!(
            text,
            "Screening (Morris), {} runs: change over the whole range of each\n{}\n",
            screened.runs(),
            table(&["factor", "mean size", "mean", "scatter"], rows.collect())
        );
        let indices = model.sobol(samples)?;
        let rows = indices.factors().iter().map(|factor| {
            vec![
                factor.name().to_owned(),
                index(factor.first()),
                index(factor.total()),
            ]
        });
        let _ = write!(
            text,
            "Parts of the variance (Sobol'), {} runs, 95 % intervals\n{}\n",
            indices.runs(),
            table(&["factor", "alone", "with all others"], rows.collect())
        );
    } else {
        let shares = model.shapley(Samples::new(arguments.samples.min(4_096))?)?;
        let rows = shares
            .factors()
            .iter()
            .map(|factor| vec![factor.name().to_owned(), index(factor.part())]);
        let _ = write!(
            text,
            "Parts of the variance (Shapley, as inputs are correlated), {} runs, 95 % intervals\n{}\n",
            shares.runs(),
            table(&["factor", "part"], rows.collect())
        );
    }

    let policies: Vec<&str> = scenario
        .policies()
        .iter()
        .map(compute_impact::scenario::Policy::name)
        .take(3)
        .collect();
    if !policies.is_empty() {
        let change = of_policies(&scenario, &policies, output, None)?;
        let mut rows = vec![vec!["without".to_owned(), short(change.start())]];
        rows.extend(
            change
                .parts()
                .map(|(name, part)| vec![name.to_owned(), short(part)]),
        );
        rows.push(vec!["rounding".to_owned(), short(change.residual())]);
        rows.push(vec!["with all of them".to_owned(), short(change.end())]);
        let _ = write!(
            text,
            "Policies together, each by its mean contribution over all orders (Shapley)\n{}\n",
            table(&["", "output"], rows)
        );
    }
    let _ = write!(
        text,
        "Where it comes from\n{}",
        scenario.project()?.explain(output, None)?
    );
    Ok(text)
}
