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

    /// The maximum number of tasks that run at once; 0 for one per core.
    #[arg(long, default_value_t = 0)]
    cores: usize,

    /// The directory in which a folder for results is made; that of temporary files if it is not given.
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
    let directory = arguments.directory.unwrap_or_else(std::env::temp_dir);
    let executor = ExecutorSettings {
        scheduler: (arguments.scheduler_host, arguments.scheduler_port),
        address: arguments.address,
        external_host: arguments.external_host,
        cores: arguments.cores,
        directory,
    };
    Ok(run_executor(&executor).await?)
}
