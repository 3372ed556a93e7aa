use std::future::Future;
use std::ops::Range;
use std::time::Duration;

use compute_impact::simulation::{Fan, PartDirectory, Simulation, Summary};
use compute_impact::{ErrorKind, Scenario};
use compute_impact_datafusion::Runs;
use futures::StreamExt;
use futures::stream;
use tokio::pin;

use crate::job::{Job, RUN, Running};
use crate::{Error, session};

/// The number of jobs of which the parts fit into one directory.
const MOST_JOBS: u64 = 10_000;

/// How a run is shared among the executors of a cluster.
///
/// The draws are cut into jobs, which the scheduler gets two at a time, so that executors have work while
/// one ends; a job is cut into tasks, which executors get. The part of each job is a file of a
/// [`PartDirectory`], so that a run goes on where it was stopped.
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
/// let settings = Simulation::new(1_000_000_000)?;
/// let directory = PartDirectory::open("parts")?;
/// let cluster = Cluster::new("http://127.0.0.1:50050").with_jobs(100).with_tasks(16);
/// let never = std::future::pending();
/// let fan = cluster
///     .draw(&scenario, &settings, &directory, |done| println!("{done} draws"), never)
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
    at_a_time: usize,
    time_out: Duration,
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
            at_a_time: 2,
            time_out: Duration::from_secs(600),
            patience: Duration::from_secs(60),
        }
    }

    /// The same with another number of jobs, between one and 10,000.
    #[must_use]
    pub fn with_jobs(self, jobs: u64) -> Self {
        let jobs = jobs.clamp(1, MOST_JOBS);
        Self { jobs, ..self }
    }

    /// The same with another number of tasks in a job, from one: as many as all executors have cores,
    /// or a multiple of it.
    #[must_use]
    pub fn with_tasks(self, tasks: u64) -> Self {
        let tasks = tasks.clamp(1, MOST_JOBS);
        Self { tasks, ..self }
    }

    /// The same with another number of jobs at a time, from one; the default is two.
    #[must_use]
    pub fn with_jobs_at_a_time(self, jobs: usize) -> Self {
        let at_a_time = jobs.max(1);
        Self { at_a_time, ..self }
    }

    /// The same with another time that a job may take, lost attempts included; the default is ten
    /// minutes.
    #[must_use]
    pub fn with_time_out(self, time_out: Duration) -> Self {
        Self { time_out, ..self }
    }

    /// The same with another time that the scheduler may be away; the default is a minute.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Draws what a directory of parts lacks, and returns the fan of all draws: that of
    /// [`Scenario::simulate`] on one machine, to the bit.
    ///
    /// `progress` gets the number of draws done, those of earlier runs first. Once `stop` is ready, the
    /// jobs under way are ended.
    ///
    /// The tasks of an executor that is lost are done by another one, and a job that is lost with its
    /// scheduler is given again once there is one; both are within the time of a job.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with the reason, if an executor cannot do a task: also one with another version of the
    /// library; [`Error::TimeOut`]; [`Error::Unreachable`]; [`Error::Stopped`]; [`Error::Library`] for a
    /// directory that has parts of another run or cannot be written to, and as
    /// [`Simulation::fan`]. What was drawn before is in the directory.
    pub async fn draw(
        &self,
        scenario: &Scenario,
        settings: &Simulation,
        directory: &PartDirectory,
        mut progress: impl FnMut(u64),
        stop: impl Future<Output = ()>,
    ) -> Result<Fan, Error> {
        let mut whole = PartDirectory::merged(directory.path())?;
        if let Some(whole) = &whole {
            match settings.fan(scenario, whole.clone()) {
                Err(error) if matches!(error.kind(), ErrorKind::PartMismatch { .. }) => {
                    return Err(error.into());
                }
                // Whether too many draws failed is known at the end.
                Ok(_) | Err(_) => {}
            }
        }
        progress(whole.as_ref().map_or(0, Summary::draws_done));

        let runs = Runs::new().with_run(RUN, scenario.clone(), settings.clone())?;
        let partitions = usize::try_from(self.tasks).unwrap_or(usize::MAX);
        let session = session(&self.url, partitions, &runs)?;
        let running = Running::default();
        let job = |draws| Job {
            session: &session,
            running: &running,
            url: &self.url,
            draws,
            tasks: self.tasks,
            time_out: self.time_out,
            patience: self.patience,
        };
        let jobs = self.missing(settings.draws(), whole.as_ref());
        let jobs = stream::iter(jobs).map(|draws| async { job(draws).run().await });
        let parts = jobs.buffer_unordered(self.at_a_time);
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
        if let Err(error) = ended {
            running.cancel(&self.url).await;
            return Err(error);
        }
        match whole {
            Some(whole) => Ok(settings.fan(scenario, whole)?),
            // There is a job for every draw that is missing, and at least one draw.
            None => Err(Error::Stopped {
                done: 0,
                draws: settings.draws(),
            }),
        }
    }

    /// The draws of each job: what a summary lacks, cut at multiples of an even length.
    fn missing(&self, draws: u64, done: Option<&Summary>) -> Vec<Range<u64>> {
        let length = draws.div_ceil(self.jobs).next_multiple_of(2);
        let missing = match done {
            Some(done) => done.missing().collect(),
            None => vec![0..draws],
        };
        let mut jobs = Vec::new();
        for Range { mut start, end } in missing {
            while start < end {
                let cut = (start / length + 1) * length;
                jobs.push(start..cut.min(end));
                start = cut.min(end);
            }
        }
        jobs
    }
}
