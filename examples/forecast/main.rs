//! What does computing power do to the economy? Projects a scenario and prints the answer, the
//! objections to it, and the sources.
//!
//! `cargo run --example forecast`, or `-- --scenario FILE`, `-- --draws 1000000`, `-- --json` (with
//! `--draws`, the distribution). With `--features report`, `-- --report out.html` (or `out.md`)
//! writes one file for a reader, and `-- --chart fan.svg` the fan of the impact on GDP. Ctrl-C ends a
//! simulation with the draws done until then.

#[path = "../shown/mod.rs"]
mod shown;

mod arguments;
mod fan;
#[cfg(feature = "report")]
mod page;
mod tables;

use std::process::ExitCode;

use clap::Parser;
use compute_impact::Projection;
use compute_impact::text::{json, line};

use arguments::Arguments;
use shown::{Answer, file};

fn main() -> ExitCode {
    shown::print(&run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Answer {
    fan::stop_on_interrupt()?;
    let path = arguments.scenario_file();
    let projection = file::scenario(&path)?
        .project()
        .map_err(|error| file::at(&path, &error))?;
    #[cfg(feature = "report")]
    if let Some(file) = &arguments.report {
        return page::write(&projection, arguments, file);
    }
    #[cfg(feature = "report")]
    if let Some(file) = &arguments.chart {
        return fan::chart(projection.scenario(), arguments, file);
    }
    match (arguments.draws, arguments.json) {
        (Some(draws), true) => fan::json(&projection, draws, arguments.seed),
        (Some(draws), false) => fan::report(&projection, draws, arguments.seed),
        (None, true) => Ok(json(&serde_json::to_string_pretty(&projection)?).into_owned()),
        (None, false) => report(&projection),
    }
}

fn report(projection: &Projection) -> Answer {
    let scenario = projection.scenario();
    let sections = [
        format!(
            "{}: {} to {}, by {}\n",
            line(scenario.name()),
            scenario.base(),
            scenario.until(),
            scenario.base().frequency()
        ),
        tables::answer(projection)?,
        tables::compute(projection),
        tables::outcome("GDP", &projection.gdp()),
        projection
            .digital()
            .map_or(String::new(), |d| tables::outcome("Digital economy", &d)),
        tables::smart_share(scenario)?,
        tables::channels(projection)?,
        tables::findings(projection),
        tables::sources(scenario),
    ];
    Ok(sections
        .into_iter()
        .filter(|s| !s.is_empty())
        .collect::<Vec<_>>()
        .join("\n"))
}
