//! What does a national programme of computing centres buy, and what does the economy retain?
//! East Data West Computing to 2030: money, capacity, policies, the multiplier chain, and every
//! channel side by side.
//!
//! `cargo run --example programme --features network`, or `-- --scenario FILE`, `-- --hubs FILE`,
//! `-- --centres FILE`, `-- --draws 100000`.

#[path = "../shown/mod.rs"]
mod shown;

mod arguments;
mod parts;
mod places;

use std::process::ExitCode;

use clap::Parser;
use compute_impact::Simulation;
use compute_impact::text::line;

use arguments::Arguments;
use shown::{Answer, file};

fn main() -> ExitCode {
    shown::print(&run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Answer {
    let path = arguments.scenario_file();
    let scenario = file::scenario(&path)?;
    let projection = scenario
        .project()
        .map_err(|error| file::at(&path, &error))?;
    let settings = Simulation::new(arguments.draws)?.with_seed(arguments.seed);
    let sections = [
        format!(
            "{}: {} to {}, central values except where a range is printed\n",
            line(scenario.name()),
            scenario.base(),
            scenario.until()
        ),
        parts::findings(&projection),
        parts::capacity(&projection),
        parts::policies(&scenario, &settings)?,
        places::interconnection(&arguments.centres_file())?,
        places::hubs(&arguments.hubs_file())?,
        parts::chain(&projection, &settings)?,
        parts::channels(&projection, arguments.table_value_added)?,
    ];
    Ok(sections
        .into_iter()
        .filter(|section| !section.is_empty())
        .collect::<Vec<_>>()
        .join("\n"))
}
