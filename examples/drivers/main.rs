//! What drives the answer? Tornado, screening, Sobol' indices, the split among policies, and the
//! lineage of one number.
//!
//! `cargo run --example drivers`, or `-- --scenario FILE`, `-- --output gdp-impact`.

#[path = "../shown/mod.rs"]
mod shown;

mod arguments;

use std::process::ExitCode;

use clap::Parser;
use compute_impact::Scenario;
use compute_impact::explanation::sensitivity::{Estimated, Samples};
use compute_impact::policy::Policy;
use compute_impact::scenario::Output;
use compute_impact::text::line;

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
        " (may be zero)"
    } else {
        ""
    };
    format!("{:.3} [{low:.3}, {high:.3}]{zero}", of.value + 0.0)
}

fn run(arguments: &Arguments) -> Answer {
    let path = arguments.scenario_file();
    let scenario = file::scenario(&path)?;
    let output = arguments.output;
    let lineage = scenario
        .project()
        .map_err(|error| file::at(&path, &error))?
        .explain(output, None)?;
    Ok([
        format!(
            "{}: {output} in {}\n\n",
            line(scenario.name()),
            scenario.until()
        ),
        one_at_a_time(&scenario, output)?,
        parts_of_variance(&scenario, output, arguments.samples)?,
        policies(&scenario, output)?,
        format!("Lineage\n{lineage}"),
    ]
    .concat())
}

/// The tornado: each input alone at its low and its high value.
fn one_at_a_time(scenario: &Scenario, output: Output) -> Answer {
    let swings = scenario.tornado(output, None, [0.05, 0.95])?;
    let rows = swings.swings.iter().map(|swing| {
        let [low, high] = swing.outputs;
        let [from, to] = swing.inputs;
        vec![
            swing.name.clone(),
            format!("{} to {}", short(from), short(to)),
            short(low),
            short(high),
        ]
    });
    Ok(format!(
        "One input at a time, from its 5 % to its 95 % quantile; {} at central values\n{}\n",
        short(swings.base),
        table(
            &["input", "values", "at the low value", "at the high value"],
            rows.collect()
        )
    ))
}

/// Screening and Sobol' indices, or Shapley effects where inputs are correlated.
fn parts_of_variance(scenario: &Scenario, output: Output, samples: u32) -> Answer {
    let model = scenario.model(output, None)?;
    if !scenario.correlations().is_empty() {
        let shares = model.shapley(Samples::new(samples.min(4_096))?)?;
        let rows = shares
            .factors
            .iter()
            .map(|factor| vec![factor.name.clone(), index(&factor.part)]);
        return Ok(format!(
            "Parts of the variance (Shapley, as inputs are correlated), {} runs, 95 % intervals\n{}\n",
            shares.runs,
            table(&["factor", "part"], rows.collect())
        ));
    }
    let screened = model.morris(Samples::new(128)?)?;
    let changes = screened.factors.iter().map(|factor| {
        vec![
            factor.name.clone(),
            short(factor.mean_size.value),
            short(factor.mean),
            short(factor.standard_deviation),
        ]
    });
    let indices = model.sobol(Samples::new(samples)?)?;
    let parts = indices.factors.iter().map(|factor| {
        vec![
            factor.name.clone(),
            index(&factor.first),
            index(&factor.total),
        ]
    });
    Ok(format!(
        "Screening (Morris), {} runs: change over each input's whole range\n{}\n\
         Parts of the variance (Sobol'), {} runs, 95 % intervals\n{}\n",
        screened.runs,
        table(
            &["factor", "mean size", "mean", "standard deviation"],
            changes.collect()
        ),
        indices.runs,
        table(&["factor", "first order", "total order"], parts.collect())
    ))
}

/// The joint effect of the first three policies, split among them.
fn policies(scenario: &Scenario, output: Output) -> Answer {
    let names: Vec<&str> = scenario
        .policies()
        .iter()
        .map(Policy::name)
        .take(3)
        .collect();
    if names.is_empty() {
        return Ok(String::new());
    }
    let change = scenario.split_by_policies(&names, output, None)?;
    let mut rows = vec![vec!["without any".to_owned(), short(change.start)]];
    let parts = change.parts();
    rows.extend(parts.map(|(name, part)| vec![name.to_owned(), short(part)]));
    rows.push(vec!["rounding".to_owned(), short(change.residual)]);
    rows.push(vec!["with all of them".to_owned(), short(change.end)]);
    Ok(format!(
        "Joint effect of policies, each by its mean contribution over all orders (Shapley)\n{}\n",
        table(&["", "output"], rows)
    ))
}
