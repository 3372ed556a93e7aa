use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use ballista_core::config::TaskSchedulingPolicy;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;

use crate::Error;
use crate::error::check;
use crate::session::{MAX_MESSAGE_BYTES, logical, physical};

/// Seconds of silence after which an executor is taken for lost. A busy one asks for work every 5 s.
const SILENCE_SECONDS: u64 = 12;

/// The largest number of tasks that run at once in an executor, each on a thread.
const MAX_CORES: u64 = 1_024;

/// Runs a scheduler at an address until the process ends.
///
/// Executors ask it for work. The tasks of an executor that was silent for 12 s are given to others; a job
/// that lost its last executor fails 30 s later.
///
/// # Errors
///
/// [`Error::Server`] if the address is in use.
pub async fn run_scheduler(address: SocketAddr) -> Result<(), Error> {
    let config = SchedulerConfig {
        bind_host: host(address),
        external_host: host(address),
        bind_port: address.port(),
        scheduling_policy: TaskSchedulingPolicy::PullStaged,
        executor_timeout_seconds: SILENCE_SECONDS,
        expire_dead_executor_interval_seconds: 1,
        no_executors_grace_period_seconds: 30,
        grpc_server_max_decoding_message_size: MAX_MESSAGE_BYTES,
        grpc_server_max_encoding_message_size: MAX_MESSAGE_BYTES,
        grpc_client_max_message_size: MAX_MESSAGE_BYTES,
        override_logical_codec: Some(logical()),
        override_physical_codec: Some(physical()),
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await?;
    Ok(start_server(cluster, address, Arc::new(config)).await?)
}

/// The host of an address, as it stands before a colon and a port.
fn host(address: SocketAddr) -> String {
    match address {
        SocketAddr::V4(address) => address.ip().to_string(),
        SocketAddr::V6(address) => format!("[{}]", address.ip()),
    }
}

/// The settings of an executor.
///
/// # Examples
///
/// ```no_run
/// use compute_impact_ballista::{ExecutorSettings, run_executor};
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let settings = ExecutorSettings::new("scheduler.example", 50050, "0.0.0.0:50051".parse()?);
/// let settings = settings.with_external_host("executor-1.example").with_cores(4)?;
/// run_executor(&settings).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ExecutorSettings {
    scheduler: (String, u16),
    address: SocketAddr,
    external_host: Option<String>,
    /// As the engine has it: 0 for one per core.
    cores: usize,
    directory: PathBuf,
}

impl ExecutorSettings {
    /// The settings of an executor of the scheduler at a host and a port. Other executors and clients fetch
    /// the results of its tasks at the address. It runs one task per core, and has its results in the
    /// directory of temporary files.
    #[must_use]
    pub fn new(
        scheduler_host: impl Into<String>,
        scheduler_port: u16,
        address: SocketAddr,
    ) -> Self {
        Self {
            scheduler: (scheduler_host.into(), scheduler_port),
            address,
            external_host: None,
            cores: 0,
            directory: std::env::temp_dir(),
        }
    }

    /// The same settings with the host by which others reach the executor, if it is not that of the
    /// address.
    #[must_use]
    pub fn with_external_host(self, host: impl Into<String>) -> Self {
        let external_host = Some(host.into());
        Self {
            external_host,
            ..self
        }
    }

    /// The same settings with another maximum number of tasks that run at once, between 1 and 1,024.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a number outside the range.
    pub fn with_cores(self, cores: usize) -> Result<Self, Error> {
        check("number of cores", cores as u64, 1..=MAX_CORES)?;
        Ok(Self { cores, ..self })
    }

    /// The same settings with another directory in which the executor makes one of its own for results,
    /// until they are fetched.
    #[must_use]
    pub fn with_directory(self, directory: impl Into<PathBuf>) -> Self {
        let directory = directory.into();
        Self { directory, ..self }
    }
}

/// Runs an executor until the process is ended.
///
/// It waits for the scheduler for a minute, and later as long as it takes: a scheduler that was
/// restarted has its executors again.
///
/// # Errors
///
/// [`Error::Server`] if the scheduler is not there; [`Error::Place`] if the address is in use, or the
/// directory cannot be written to.
pub async fn run_executor(executor: &ExecutorSettings) -> Result<(), Error> {
    // A directory of its own, since the engine removes all others that it finds next to its results.
    std::fs::create_dir_all(&executor.directory)?;
    let results = tempfile::tempdir_in(&executor.directory)?;
    // The engine only logs that the address is in use.
    drop(TcpListener::bind(executor.address)?);
    let (scheduler_host, scheduler_port) = executor.scheduler.clone();
    let config = ExecutorProcessConfig {
        bind_host: host(executor.address),
        external_host: executor.external_host.clone(),
        port: executor.address.port(),
        scheduler_host,
        scheduler_port,
        scheduler_connect_timeout_seconds: 60,
        vcores: executor.cores,
        task_scheduling_policy: TaskSchedulingPolicy::PullStaged,
        work_dir: Some(results.path().to_string_lossy().into_owned()),
        job_data_ttl_seconds: 3_600,
        job_data_clean_up_interval_seconds: 600,
        grpc_max_decoding_message_size: MAX_MESSAGE_BYTES,
        grpc_max_encoding_message_size: MAX_MESSAGE_BYTES,
        override_logical_codec: Some(logical()),
        override_physical_codec: Some(physical()),
        ..ExecutorProcessConfig::default()
    };
    Ok(start_executor_process(Arc::new(config)).await?)
}
