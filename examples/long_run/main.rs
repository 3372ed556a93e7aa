//! How does a run of hours survive Ctrl-C, a crash or a loss of power?
//!
//! `cargo run --release --example long_run -- FOLDER` writes each part of its draws to a file of the
//! folder. Ctrl-C stops it after the draws under way, and the same command goes on where it stopped, with
//! the result of a run that never stopped, to the bit.

#[path = "../shown/mod.rs"]
mod shown;

mod arguments;

use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Parser;
use compute_impact::simulation::PartDirectory;
use compute_impact::{Fan, Output, Reading, Simulation, Watch};
use indicatif::{ProgressBar, ProgressStyle};

use arguments::Arguments;
use shown::{Answer, file, percent, table};

const QUANTILES: [f64; 5] = [0.05, 0.25, 0.50, 0.75, 0.95];

/// True once Ctrl-C was pressed.
static STOPPED: AtomicBool = AtomicBool::new(false);

fn main() -> ExitCode {
    shown::print(&run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Answer {
    ctrlc::set_handler(|| STOPPED.store(true, Ordering::Relaxed))?;
    let scenario = file::scenario(&arguments.scenario_file())?;
    let bar = bar(arguments.draws);
    let settings = Simulation::new(arguments.draws)?
        .with_seed(arguments.seed)
        .with_outputs([Output::Gdp(Reading::Impact)])?
        .with_watch(watch(&bar));
    let directory = PartDirectory::open(&arguments.folder)?;
    let fan = settings.run_in(&scenario, &directory, arguments.draws_per_part);
    bar.finish_and_clear();
    answer(&fan?, arguments)
}

/// A watch that shows the progress and stops on Ctrl-C.
fn watch(bar: &ProgressBar) -> Watch {
    let bar = bar.clone();
    Watch::new(move |progress| {
        bar.set_position(progress.done);
        if STOPPED.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })
}

fn bar(draws: u64) -> ProgressBar {
    let bar = ProgressBar::new(draws);
    // This template parses; if it did not, the bar would keep its usual look.
    if let Ok(style) =
        ProgressStyle::with_template("draws {wide_bar} {human_pos} of {human_len} {eta}")
    {
        bar.set_style(style);
    }
    bar
}

fn answer(fan: &Fan, arguments: &Arguments) -> Answer {
    let summary = fan.summary();
    let mut text = String::new();
    if !summary.is_complete() {
        text = format!(
            "Stopped after {} of {} draws, which are in {}. The same command goes on from there.\n\n",
            summary.draws_done(),
            arguments.draws,
            arguments.folder.display()
        );
    }
    let impact = fan.gdp().impact();
    let impact = impact
        .ok_or("no draw of the impact on GDP is valid")?
        .last();
    let mut cells = vec!["impact on GDP".to_owned()];
    for p in QUANTILES {
        cells.push(percent(impact.quantile(p)?.value));
    }
    let header = ["", "5 %", "25 %", "50 %", "75 %", "95 %"];
    text += &table(1, header, [cells]);
    Ok(format!("{text}\nDigest of the draws: {}", summary.digest()))
}
