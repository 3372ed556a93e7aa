use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use ballista_core::config::TaskSchedulingPolicy;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;

use crate::Error;
use crate::session::{logical, physical};

/// An executor is given up when it was silent for this long. A busy one asks for work every five.
const SILENCE_SECONDS: u64 = 12;

/// Runs a scheduler at an address until the process ends.
///
/// Executors ask it for work. The tasks of an executor that was silent for 12 s are given to others; a job
/// that has had no executor for 30 s fails.
///
/// # Errors
///
/// [`Error::Server`] if the address is in use.
pub async fn run_scheduler(address: SocketAddr) -> Result<(), Error> {
    let config = SchedulerConfig {
        bind_host: address.ip().to_string(),
        external_host: address.ip().to_string(),
        bind_port: address.port(),
        scheduling_policy: TaskSchedulingPolicy::PullStaged,
        executor_timeout_seconds: SILENCE_SECONDS,
        expire_dead_executor_interval_seconds: 1,
        no_executors_grace_period_seconds: 30,
        override_logical_codec: Some(logical()),
        override_physical_codec: Some(physical()),
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await?;
    Ok(start_server(cluster, address, Arc::new(config)).await?)
}

/// The settings of an executor.
#[derive(Clone, Debug)]
pub struct Executor {
    /// The host and the port of the scheduler.
    pub scheduler: (String, u16),
    /// The address at which other executors and clients fetch the results of its tasks.
    pub address: SocketAddr,
    /// The host by which others reach it, if it is not that of the address.
    pub external_host: Option<String>,
    /// The number of tasks at a time; zero for all cores.
    pub cores: usize,
    /// The directory of the results, until they are fetched.
    pub directory: PathBuf,
}

/// Runs an executor until the process is told to end, which first finishes its tasks.
///
/// It waits for the scheduler for a minute, and later as long as it takes: a scheduler that was
/// restarted has its executors again.
///
/// # Errors
///
/// [`Error::Server`] if the scheduler is not there, or the address is in use.
pub async fn run_executor(executor: &Executor) -> Result<(), Error> {
    let (scheduler_host, scheduler_port) = executor.scheduler.clone();
    let config = ExecutorProcessConfig {
        bind_host: executor.address.ip().to_string(),
        external_host: executor.external_host.clone(),
        port: executor.address.port(),
        scheduler_host,
        scheduler_port,
        scheduler_connect_timeout_seconds: 60,
        vcores: executor.cores,
        task_scheduling_policy: TaskSchedulingPolicy::PullStaged,
        work_dir: Some(executor.directory.to_string_lossy().into_owned()),
        job_data_ttl_seconds: 3_600,
        job_data_clean_up_interval_seconds: 600,
        override_logical_codec: Some(logical()),
        override_physical_codec: Some(physical()),
        ..ExecutorProcessConfig::default()
    };
    Ok(start_executor_process(Arc::new(config)).await?)
}
