//! An executor of a cluster: it draws.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use compute_impact_ballista::{ExecutorSettings, run_executor};

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

    /// The address at which clients and other executors fetch results; executors on one machine need
    /// different ports.
    #[arg(long, default_value = "127.0.0.1:50051")]
    address: SocketAddr,

    /// The host name by which others reach this executor, if not the host of --address.
    #[arg(long)]
    external_host: Option<String>,

    /// The maximum number of tasks that run at once, at most 1,024; one per core if it is not given.
    #[arg(long)]
    cores: Option<usize>,

    /// The directory in which the executor makes one of its own for results; that of temporary files if it is
    /// not given.
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
    let Arguments {
        scheduler_host,
        scheduler_port,
        address,
        ..
    } = arguments;
    let mut executor = ExecutorSettings::new(scheduler_host, scheduler_port, address);
    if let Some(host) = arguments.external_host {
        executor = executor.with_external_host(host);
    }
    if let Some(cores) = arguments.cores {
        executor = executor.with_cores(cores)?;
    }
    if let Some(directory) = arguments.directory {
        executor = executor.with_directory(directory);
    }
    Ok(run_executor(&executor).await?)
}
