//! What does a national programme of computing centres buy, and what does the economy keep?
//! East Data West Computing to 2030: money, capacity, policies, the value chain, and every route
//! to its worth side by side.
//!
//! `cargo run --example programme --features network`, or `-- --scenario FILE`, `-- --draws 100000`.

mod parts;
mod places;

use std::{error::Error, fs, io::Write, path::PathBuf, process::ExitCode};

use clap::Parser;
use compute_impact::{Money, Scenario, Simulation};

/// Follows a build-out from its outlay to what the economy keeps.
#[derive(Parser)]
#[command(name = "programme")]
struct Arguments {
    /// The scenario, in TOML. Without it: East Data West Computing to 2030.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,

    /// How many uncertain futures are drawn.
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    draws: u64,

    /// What an input-output table gives for a year's outlay, such as `160 bn CNY`: value added at
    /// home, for the comparison of routes. The example `multipliers` reads tables.
    #[arg(long, value_name = "MONEY")]
    table_value_added: Option<Money>,

    /// The seed of the draws: the same seed gives the same bits.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(text) => {
            // A reader that stopped reading (`| head`) is no error; a full disk is.
            match writeln!(std::io::stdout(), "{text}") {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
                _ => ExitCode::SUCCESS,
            }
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<String, Box<dyn Error>> {
    let shipped = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/examples/scenarios/east-data-west-computing.toml"
    );
    let path = arguments.scenario.clone().unwrap_or_else(|| shipped.into());
    let named = |error: &dyn Error| format!("{}: {error}", path.display());
    let text = fs::read_to_string(&path).map_err(|error| named(&error))?;
    let source = toml::Deserializer::parse(&text).map_err(|error| named(&error))?;
    let scenario = Scenario::read(source).map_err(|error| named(&error))?;
    let projection = scenario.project()?;
    let settings = Simulation::new(arguments.draws)?.with_seed(arguments.seed);
    let sections = [
        format!(
            "{}: {} to {}, central values unless a range is given\n",
            scenario.name(),
            scenario.base(),
            scenario.until()
        ),
        parts::findings(&projection),
        parts::capacity(&projection),
        parts::policies(&scenario, &settings)?,
        places::interconnection()?,
        places::hubs()?,
        parts::chain(&projection, &settings)?,
        parts::routes(&projection, arguments.table_value_added)?,
    ];
    Ok(sections
        .into_iter()
        .filter(|section| !section.is_empty())
        .collect::<Vec<_>>()
        .join("\n"))
}
