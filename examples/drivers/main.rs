//! What drives the answer? Tornado, screening, Sobol' indices, the split among policies, and the
//! trail of one number.
//!
//! `cargo run --example drivers`, or `-- --scenario FILE`, `-- --output gdp-impact`.

#[path = "../shown/mod.rs"]
mod shown;

mod arguments;

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Parser;
use compute_impact::explanation::decomposition::of_policies;
use compute_impact::explanation::sensitivity::{Estimated, Model, Samples, tornado};

use arguments::Arguments;
use shown::{Answer, file, short};

fn main() -> ExitCode {
    shown::print(&run(&Arguments::parse()))
}

/// A table of numbers after one column of words.
fn table(header: &[&str], rows: Vec<Vec<String>>) -> String {
    shown::table(1, header, rows)
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

fn run(arguments: &Arguments) -> Answer {
    let scenario = file::scenario(&arguments.scenario_file())?;
    let output = arguments.output;
    let mut text = format!("{}: {output} in {}\n\n", scenario.name(), scenario.until());

    let swings = tornado(&scenario, output, None, [0.05, 0.95])?;
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
