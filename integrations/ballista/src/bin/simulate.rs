//! Runs a simulation on a cluster, and prints the fan of the impact on GDP.

use std::cell::Cell;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use compute_impact::simulation::{Fan, PartDirectory};
use compute_impact::{Output, Scenario, Simulation};
use compute_impact_ballista::{Cluster, Error};
use indicatif::{ProgressBar, ProgressStyle};

const PROBABILITIES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Runs a simulation on the executors of a cluster. After Ctrl-C or an error, the same command with the same
/// --directory continues the run.
#[derive(Debug, Parser)]
#[command(version = compute_impact::VERSION)]
struct Arguments {
    /// The address of the scheduler.
    #[arg(long, default_value = "http://127.0.0.1:50050")]
    scheduler: String,

    /// A scenario file, as TOML or JSON; the shipped scenario china-2030 if it is not given.
    #[arg(long)]
    scenario: Option<PathBuf>,

    /// The number of draws.
    #[arg(long, default_value_t = 10_000_000)]
    draws: u64,

    /// The seed.
    #[arg(long, default_value_t = 0)]
    seed: u64,

    /// The output that is shown. All outputs are summarised: the same command with another --output and the same
    /// --directory draws nothing again.
    #[arg(long, default_value = "gdp-impact")]
    output: Output,

    /// The number of jobs, each of which is written as a part of the run.
    #[arg(long, default_value_t = 20)]
    jobs: u64,

    /// The number of tasks in a job: the total number of executor cores, or a multiple of it.
    #[arg(long, default_value_t = 8)]
    tasks: u64,

    /// The time limit of a job in seconds, from its submission, including its wait for executors.
    #[arg(long, default_value_t = 600)]
    timeout: u64,

    /// The time in seconds for which an unreachable scheduler is asked again.
    #[arg(long, default_value_t = 60)]
    patience: u64,

    /// The directory of finished parts, from which the same command continues. Without it they are lost at the
    /// end, also after an error.
    #[arg(long)]
    directory: Option<PathBuf>,
}

#[tokio::main]
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program prints its result"
)]
async fn main() -> ExitCode {
    env_logger::init_from_env(env_logger::Env::default().default_filter_or("error"));
    match run(&Arguments::parse()).await {
        Ok((text, code)) => {
            println!("{text}");
            code
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The exit code of a run that was stopped by Ctrl-C.
const STOPPED: u8 = 130;

async fn run(arguments: &Arguments) -> Result<(String, ExitCode), Box<dyn std::error::Error>> {
    let scenario = match &arguments.scenario {
        Some(path) => read(path)?,
        None => Scenario::shipped("china-2030")?,
    };
    check_output(&scenario, arguments.output)?;
    let settings = Simulation::new(arguments.draws)?.with_seed(arguments.seed);
    let temporary = tempfile::tempdir()?;
    let path = arguments.directory.as_deref().unwrap_or(temporary.path());
    let directory = PartDirectory::open(path)?;
    let bar = bar(arguments.draws);
    let cluster = Cluster::new(&arguments.scheduler)
        .with_jobs(arguments.jobs)?
        .with_tasks(arguments.tasks)?
        .with_timeout(Duration::from_secs(arguments.timeout))
        .with_patience(Duration::from_secs(arguments.patience));
    let stop = async {
        // Without a handler Ctrl-C ends the process, and the parts written so far stay.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let drawn = Cell::new(0);
    let progress = |done| {
        drawn.set(done);
        bar.set_position(done);
    };
    let result = cluster.simulate(&scenario, &settings, &directory, progress, stop);
    let result = result.await;
    bar.finish_and_clear();
    let (done, draws) = match result {
        Err(Error::Stopped { done, draws }) => (done, draws),
        Ok(fan) => return Ok((fan_table(&fan, arguments.output)?, ExitCode::SUCCESS)),
        Err(error) if arguments.directory.is_none() && drawn.get() > 0 => {
            let lost = drawn.get();
            return Err(format!(
                "{error}; {lost} draws were discarded: use --directory to keep them"
            )
            .into());
        }
        Err(error) => return Err(error.into()),
    };
    let text = match &arguments.directory {
        Some(directory) => format!(
            "Stopped after {done} of {draws} draws, which are in {}. Run the same command again to continue.",
            directory.display()
        ),
        None => format!(
            "Stopped after {done} of {draws} draws, which were discarded. Use --directory to keep them."
        ),
    };
    Ok((text, ExitCode::from(STOPPED)))
}

/// Refuses an output that the scenario does not have, before anything is drawn.
fn check_output(scenario: &Scenario, output: Output) -> Result<(), Box<dyn std::error::Error>> {
    let projection = scenario.project()?;
    if projection.series(output).is_some() {
        return Ok(());
    }
    let ids: Vec<&str> = projection
        .outputs()
        .iter()
        .map(|output| output.id())
        .collect();
    let choice = ids.join(", ");
    Err(format!("the scenario has no output `{output}`: choose one of {choice}").into())
}

fn read(path: &Path) -> Result<Scenario, Box<dyn std::error::Error>> {
    let text =
        std::fs::read_to_string(path).map_err(|cause| format!("{}: {cause}", path.display()))?;
    let is_json = path.extension().is_some_and(|ending| ending == "json");
    let scenario = if is_json {
        Scenario::from_json(&text)
    } else {
        Scenario::from_toml(&text)
    };
    Ok(scenario.map_err(|error| format!("{}: {error}", path.display()))?)
}

/// Progress on the terminal; nothing where there is none.
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

/// The fan of an output, period by period.
fn fan_table(fan: &Fan, output: Output) -> Result<String, Box<dyn std::error::Error>> {
    let series = fan.series(output);
    let series = series.ok_or_else(|| format!("the run has no output `{output}`"))?;
    let mut text = format!("{} ({})\n\nperiod", output.id(), series.unit());
    for p in PROBABILITIES {
        let header = format!("{:.0} %", 100.0 * p);
        write!(text, "{header:>12}")?;
    }
    for (period, distribution) in series.iter() {
        write!(text, "\n{period:<6}")?;
        for p in PROBABILITIES {
            write!(text, "{:>12.5}", distribution.quantile(p)?.value)?;
        }
    }
    let summary = fan.summary();
    let (draws, digest) = (summary.draws_done(), summary.digest());
    write!(text, "\n\nDigest of {draws} draws: {digest}")?;
    Ok(text)
}
