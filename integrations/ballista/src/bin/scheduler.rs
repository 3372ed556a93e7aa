//! The scheduler of a cluster: it gives the tasks of jobs to executors.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Parser;
use compute_impact_ballista::run_scheduler;

/// Runs a scheduler until the process is ended.
#[derive(Debug, Parser)]
#[command(version = compute_impact::VERSION)]
struct Arguments {
    /// The address at which executors and clients reach it.
    #[arg(long, default_value = "127.0.0.1:50050")]
    address: SocketAddr,
}

#[tokio::main]
async fn main() -> ExitCode {
    env_logger::init_from_env(env_logger::Env::default().default_filter_or("warn"));
    let arguments = Arguments::parse();
    log::warn!(
        "scheduler of compute-impact {} at {}",
        compute_impact::VERSION,
        arguments.address
    );
    match run_scheduler(arguments.address).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            log::error!("{error}");
            ExitCode::FAILURE
        }
    }
}
