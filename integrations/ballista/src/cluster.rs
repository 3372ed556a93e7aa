use std::future::Future;
use std::time::Duration;

use compute_impact::Scenario;
use compute_impact::limits::Limit;
use compute_impact::simulation::{Fan, PartDirectory, Simulation, Summary};
use compute_impact_datafusion::Runs;
use futures::StreamExt;
use futures::stream;
use tokio::pin;

use crate::error::check;
use crate::job::{Job, RUN, Running};
use crate::session::address;
use crate::{Error, session};

/// The largest number of jobs, which is that of the parts of a run in a directory.
const MAX_JOBS: u64 = Limit::RunParts.most() as u64;

/// The largest number of tasks in a job, whose summaries one task merges.
const MAX_TASKS: u64 = 10_000;

/// The largest number of jobs that run at a time.
const MAX_CONCURRENT_JOBS: u64 = 100;

/// A client that runs simulations on a cluster.
///
/// The draws are split into jobs, two of which run at a time by default so that no executor idles while
/// one ends. Each job is split into tasks, one per executor core at a time. The part of each job is
/// written to a [`PartDirectory`], so that a stopped run can continue.
///
/// # Examples
///
/// ```no_run
/// use compute_impact::simulation::{PartDirectory, Simulation};
/// use compute_impact::Scenario;
/// use compute_impact_ballista::Cluster;
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let scenario = Scenario::shipped("china-2030")?;
/// let settings = Simulation::new(10_000_000_000)?;
/// let directory = PartDirectory::open("parts")?;
/// let cluster = Cluster::new("http://127.0.0.1:50050").with_jobs(20)?.with_tasks(16)?;
/// let never = std::future::pending();
/// let fan = cluster
///     .simulate(&scenario, &settings, &directory, |done| println!("{done} draws"), never)
///     .await?;
/// println!("{}", fan.summary().digest());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Cluster {
    url: String,
    jobs: u64,
    tasks: u64,
    concurrent_jobs: u64,
    timeout: Duration,
    patience: Duration,
}

impl Cluster {
    /// The cluster of the scheduler at an address such as `http://127.0.0.1:50050`, with 20 jobs of 8
    /// tasks each.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            jobs: 20,
            tasks: 8,
            concurrent_jobs: 2,
            timeout: Duration::from_mins(10),
            patience: Duration::from_mins(1),
        }
    }

    /// The same cluster with another number of jobs per run, between 1 and 10,000; the default is 20.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a number outside the range.
    pub fn with_jobs(self, jobs: u64) -> Result<Self, Error> {
        check("number of jobs", jobs, 1..=MAX_JOBS)?;
        Ok(Self { jobs, ..self })
    }

    /// The same cluster with another number of tasks per job, between 1 and 10,000; the default is 8.
    /// Choose the total number of executor cores or a multiple of it.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a number outside the range.
    pub fn with_tasks(self, tasks: u64) -> Result<Self, Error> {
        check("number of tasks", tasks, 1..=MAX_TASKS)?;
        Ok(Self { tasks, ..self })
    }

    /// The same cluster with another number of concurrent jobs, between 1 and 100; the default is 2.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a number outside the range.
    pub fn with_concurrent_jobs(self, jobs: u64) -> Result<Self, Error> {
        check("number of concurrent jobs", jobs, 1..=MAX_CONCURRENT_JOBS)?;
        Ok(Self {
            concurrent_jobs: jobs,
            ..self
        })
    }

    /// The same cluster with another time limit per job, repeated attempts included; the default is
    /// 600 s.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// The same cluster with another limit on how long the scheduler may be unreachable; the default is
    /// 60 s.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Simulates the draws that the directory lacks, and returns the ensemble of all draws. It equals that
    /// of [`Scenario::simulate`] bit for bit.
    ///
    /// `progress` is called with the number of draws done, first with that of earlier runs. When `stop`
    /// completes, running jobs are cancelled. Threads, memory bound and watch of the settings are not sent.
    ///
    /// Tasks of a lost executor run on another one, and a job lost with its scheduler is submitted again.
    /// Both count towards the time limit of the job.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] if an executor cannot do a task, for example because its version of the library
    /// differs; [`Error::Timeout`] if a job exceeds its time limit; [`Error::Unreachable`] if the scheduler
    /// does not answer; [`Error::Query`] for what is no address; [`Error::Stopped`] if `stop` completes
    /// first; [`Error::Library`] as [`Simulation::state_in`], [`PartDirectory::write`] and
    /// [`Simulation::fan`]. Finished parts stay in the directory.
    pub async fn simulate(
        &self,
        scenario: &Scenario,
        settings: &Simulation,
        directory: &PartDirectory,
        mut progress: impl FnMut(u64),
        stop: impl Future<Output = ()>,
    ) -> Result<Fan, Error> {
        let draws = settings.draws();
        // Cut at even numbers, so that no pair of antithetic draws is split.
        let draws_per_job = draws.div_ceil(self.jobs).next_multiple_of(2);
        let state = settings.state_in(scenario, directory, 0..draws, draws_per_job)?;
        let (mut whole, jobs) = state.into_parts();
        progress(whole.as_ref().map_or(0, Summary::draws_done));
        let url = address(&self.url)?;

        let runs = Runs::new().with_run(RUN, scenario.clone(), settings.clone())?;
        let partitions = usize::try_from(self.tasks).unwrap_or(usize::MAX);
        let session = session(&url, partitions, &runs)?;
        let running = Running::default();
        let job = |draws| Job {
            session: &session,
            running: &running,
            url: &url,
            draws,
            tasks: self.tasks,
            timeout: self.timeout,
            patience: self.patience,
        };
        let jobs = stream::iter(jobs).map(|draws| async { job(draws).run().await });
        let parts = jobs.buffer_unordered(usize::try_from(self.concurrent_jobs).unwrap_or(1));
        pin!(parts, stop);
        let ended = loop {
            let part = tokio::select! {
                part = parts.next() => part,
                () = &mut stop => {
                    break Err(Error::Stopped {
                        done: whole.as_ref().map_or(0, Summary::draws_done),
                        draws: settings.draws(),
                    });
                }
            };
            let Some(part) = part else { break Ok(()) };
            let added = part.and_then(|part| {
                match &mut whole {
                    Some(whole) => whole.merge(&part)?,
                    None => whole = Some(part.clone()),
                }
                Ok(directory.write(&part)?)
            });
            if let Err(error) = added {
                break Err(error);
            }
            progress(whole.as_ref().map_or(0, Summary::draws_done));
        };
        // Also those that were given up and may still run.
        running.cancel(&url).await;
        ended?;
        match whole {
            Some(whole) => Ok(settings.fan(scenario, whole)?),
            // There is a job for every draw that is missing, and at least one draw.
            None => Err(Error::Stopped {
                done: 0,
                draws: settings.draws(),
            }),
        }
    }
}
