//! What does computing power do to the economy? Projects a scenario file and prints the answer,
//! the objections to it, and the sources.
//!
//! `cargo run --example forecast`, or `-- --scenario FILE`, `-- --draws 1000000`, `-- --json`.
//! With `--features report`, `-- --report out.html` (or `out.md`) writes one file for a reader.

mod fan;
#[cfg(feature = "report")]
mod page;
mod tables;

use std::{error::Error, fs, io::Write, path::PathBuf, process::ExitCode};

use clap::Parser;
use compute_impact::{Projection, Scenario};

/// Projects what computing power does to GDP, the digital economy and the smart share.
#[derive(Parser)]
#[command(
    name = "forecast",
    after_help = "Exit code: 0 if projected, 1 if the scenario is refused."
)]
struct Arguments {
    /// The scenario, in TOML or (by its ending) JSON. Without it: China from 2024 to 2030.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,

    /// Draw so many uncertain futures, and print what is known of them.
    #[arg(long, value_name = "N", conflicts_with = "json")]
    draws: Option<u64>,

    /// The seed of the draws: the same seed gives the same bits.
    #[arg(long, default_value_t = 0)]
    seed: u64,

    /// Write a report to a file, as HTML or (by the ending `.md`) Markdown; from 20,000 draws unless
    /// told otherwise.
    #[cfg(feature = "report")]
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    report: Option<PathBuf>,

    /// The report in Chinese.
    #[cfg(feature = "report")]
    #[arg(long, requires = "report")]
    chinese: bool,

    /// Print the projection with its findings as JSON.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(text) => {
            // A reader that stopped reading (`| head`) is no error; a full disk is.
            match writeln!(std::io::stdout(), "{text}") {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                    let _ = writeln!(std::io::stderr(), "error: standard output: {error}");
                    ExitCode::FAILURE
                }
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
        "/examples/scenarios/china-2030.toml"
    );
    let path = arguments.scenario.clone().unwrap_or_else(|| shipped.into());
    let named = |error: &dyn Error| format!("{}: {error}", path.display());
    let bytes = fs::read(&path).map_err(|error| named(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| named(&error))?;
    let json = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let scenario = if json {
        let mut source = serde_json::Deserializer::from_str(&text);
        let scenario = Scenario::read(&mut source);
        if scenario.is_ok() {
            source.end().map_err(|error| named(&error))?;
        }
        scenario
    } else {
        let source = toml::Deserializer::parse(&text).map_err(|error| named(&error))?;
        Scenario::read(source)
    };
    let projection = scenario
        .and_then(|s| s.project())
        .map_err(|error| named(&error))?;
    if arguments.json {
        return Ok(serde_json::to_string_pretty(&projection)?);
    }
    #[cfg(feature = "report")]
    if let Some(file) = &arguments.report {
        return page::write(&projection, arguments, file);
    }
    if let Some(draws) = arguments.draws {
        return fan::report(&projection, draws, arguments.seed);
    }
    report(&projection)
}

fn report(projection: &Projection) -> Result<String, Box<dyn Error>> {
    let scenario = projection.scenario();
    let sections = [
        format!(
            "{}: {} to {}, by {}\n",
            scenario.name(),
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
        tables::routes(projection)?,
        tables::findings(projection),
        tables::sources(scenario),
    ];
    Ok(sections
        .into_iter()
        .filter(|s| !s.is_empty())
        .collect::<Vec<_>>()
        .join("\n"))
}
