//! An executor of a cluster: it draws.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use compute_impact_ballista::{Executor, run_executor};

/// Runs an executor until the process is ended.
#[derive(Debug, Parser)]
#[command(version = compute_impact::VERSION)]
struct Arguments {
    /// The host of the scheduler.
    #[arg(long, default_value = "127.0.0.1")]
    scheduler_host: String,

    /// The port of the scheduler.
    #[arg(long, default_value_t = 50050)]
    scheduler_port: u16,

    /// The address at which others fetch the results of its tasks: on one machine each executor has
    /// another port.
    #[arg(long, default_value = "127.0.0.1:50051")]
    address: SocketAddr,

    /// The name by which others reach it, if it is not that of the address.
    #[arg(long)]
    external_host: Option<String>,

    /// The number of tasks at a time; all cores if it is not given.
    #[arg(long, default_value_t = 0)]
    cores: usize,

    /// The directory of results that were not fetched yet; a temporary one if it is not given.
    #[arg(long)]
    directory: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    env_logger::init_from_env(env_logger::Env::default().default_filter_or("warn"));
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            log::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    log::warn!(
        "executor of compute-impact {} at {}",
        compute_impact::VERSION,
        arguments.address
    );
    // Removed at the end, unless the process is killed.
    let temporary = tempfile::tempdir()?;
    let directory = arguments
        .directory
        .unwrap_or_else(|| temporary.path().to_owned());
    let executor = Executor {
        scheduler: (arguments.scheduler_host, arguments.scheduler_port),
        address: arguments.address,
        external_host: arguments.external_host,
        cores: arguments.cores,
        directory,
    };
    Ok(run_executor(&executor).await?)
}
