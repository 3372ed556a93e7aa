//! One job of a run: some draws, as a query.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ballista_core::execution_plans::DistributedQueryExec;
use ballista_core::serde::protobuf::job_status::Status;
use ballista_core::serde::protobuf::scheduler_grpc_client::SchedulerGrpcClient;
use ballista_core::serde::protobuf::{CancelJobParams, GetJobStatusParams};
use compute_impact::simulation::Summary;
use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::physical_plan::{ExecutionPlan, collect};
use datafusion::prelude::SessionContext;
use datafusion_proto::protobuf::LogicalPlanNode;
use tokio::time::{Instant, sleep, timeout};

use crate::Error;

/// The name of the only run of a session.
pub(crate) const RUN: &str = "run";

/// The pause between two attempts.
const RETRY_INTERVAL: Duration = Duration::from_millis(500);

/// The pause between two questions about a running job.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// The time limit of a request to the scheduler.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);

/// The number of times that a job is submitted to a scheduler that answers but does not accept it, or of
/// which the results cannot be fetched.
const MAX_SUBMISSIONS: u32 = 3;

/// A job that is given to a cluster.
pub(crate) struct Job<'a> {
    pub(crate) session: &'a SessionContext,
    pub(crate) running: &'a Running,
    pub(crate) url: &'a str,
    pub(crate) draws: Range<u64>,
    pub(crate) tasks: u64,
    pub(crate) timeout: Duration,
    /// The longest time that the scheduler may be unreachable.
    pub(crate) patience: Duration,
}

/// The plans of running queries, from which the ids of their jobs are read.
#[derive(Default)]
pub(crate) struct Running(Mutex<Vec<Arc<dyn ExecutionPlan>>>);

impl Running {
    fn plans(&self) -> MutexGuard<'_, Vec<Arc<dyn ExecutionPlan>>> {
        // A panic cannot leave the list half updated.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self, plan: &Arc<dyn ExecutionPlan>) {
        self.plans().push(Arc::clone(plan));
    }

    fn end(&self, plan: &Arc<dyn ExecutionPlan>) {
        self.plans().retain(|other| !Arc::ptr_eq(plan, other));
    }

    /// Cancels all running jobs.
    pub(crate) async fn cancel(&self, url: &str) {
        let plans: Vec<_> = self.plans().drain(..).collect();
        if plans.is_empty() {
            return;
        }
        // One that does not answer has nothing to cancel.
        cancel(url, plans.iter().filter_map(job_id)).await;
    }
}

/// Asks a scheduler to cancel jobs; false if it does not accept all requests.
async fn cancel(url: &str, jobs: impl Iterator<Item = String>) -> bool {
    let asked = timeout(ANSWER_LIMIT, async {
        let mut scheduler = SchedulerGrpcClient::connect(url.to_owned()).await.ok()?;
        let mut are_accepted = true;
        for job_id in jobs {
            let job = CancelJobParams { job_id };
            are_accepted &= scheduler.cancel_job(job).await.is_ok();
        }
        Some(are_accepted)
    });
    matches!(asked.await, Ok(Some(true)))
}

/// The id that the scheduler gave to the job of a plan; `None` before it did.
fn job_id(plan: &Arc<dyn ExecutionPlan>) -> Option<String> {
    let query = plan.downcast_ref::<DistributedQueryExec<LogicalPlanNode>>()?;
    query.job_id().map(|id| id.to_string())
}

/// The scheduler's record of a job.
enum Record {
    Running,
    Successful,
    Failed(String),
    /// It does not know the job, as after a restart.
    Unknown,
    Unreachable,
}

/// Asks the scheduler for its record of a job.
async fn record(url: &str, job_id: String) -> Record {
    let asked = timeout(ANSWER_LIMIT, async {
        let mut scheduler = SchedulerGrpcClient::connect(url.to_owned()).await.ok()?;
        let answer = scheduler
            .get_job_status(GetJobStatusParams { job_id })
            .await;
        Some(
            answer
                .ok()?
                .into_inner()
                .status
                .and_then(|status| status.status),
        )
    });
    match asked.await {
        Ok(Some(Some(Status::Queued(_) | Status::Running(_)))) => Record::Running,
        Ok(Some(Some(Status::Successful(_)))) => Record::Successful,
        Ok(Some(Some(Status::Failed(failed)))) => Record::Failed(failed.error),
        Ok(Some(None)) => Record::Unknown,
        Ok(None) | Err(_) => Record::Unreachable,
    }
}

/// Reason why an attempt gave no result.
enum Failure {
    /// The scheduler calls the job failed.
    Failed(String),
    /// The scheduler answers, and did not accept the job.
    Rejected(String),
    /// The job was done, and its results could not be fetched.
    NotFetched(String),
    /// The scheduler does not know the job, or its answer was lost.
    Lost,
    /// The scheduler does not answer.
    Unreachable,
}

impl Job<'_> {
    /// The summary of the draws. A job that is lost with its scheduler or its executor is submitted again.
    pub(crate) async fn run(&self) -> Result<Summary, Error> {
        match timeout(self.timeout, self.attempts()).await {
            Ok(ended) => ended,
            Err(_) => Err(Error::Timeout {
                draws: self.draws.clone(),
                timeout: self.timeout,
            }),
        }
    }

    async fn attempts(&self) -> Result<Summary, Error> {
        // Since when the scheduler has not answered.
        let mut unreachable: Option<Instant> = None;
        let mut submissions = 0;
        // Jobs that may still run, since the scheduler could not be asked.
        let mut abandoned: Vec<Arc<dyn ExecutionPlan>> = Vec::new();
        loop {
            let ids = abandoned.iter().filter_map(job_id);
            if !abandoned.is_empty() && cancel(self.url, ids).await {
                for plan in abandoned.drain(..) {
                    self.running.end(&plan);
                }
            }
            let plan = self.plan().await?;
            self.running.start(&plan);
            let failure = match self.attempt(&plan).await {
                Ok(batches) => {
                    self.running.end(&plan);
                    return self.summary(&batches);
                }
                Err(failure) => failure,
            };
            let was_accepted = job_id(&plan).is_some();
            let mut may_run = false;
            if was_accepted {
                unreachable = None;
            }
            match failure {
                Failure::Failed(reason) => return Err(self.refused(reason)),
                Failure::Rejected(reason) | Failure::NotFetched(reason) => {
                    unreachable = None;
                    submissions += 1;
                    if submissions == MAX_SUBMISSIONS {
                        return Err(self.refused(reason));
                    }
                }
                Failure::Lost => {
                    // If it runs all the same, it is not to take the executors of the next attempt.
                    may_run = !cancel(self.url, job_id(&plan).into_iter()).await;
                }
                Failure::Unreachable => {
                    let since = *unreachable.get_or_insert_with(Instant::now);
                    if since.elapsed() >= self.patience {
                        return Err(Error::Unreachable {
                            url: self.url.to_owned(),
                            waited: self.patience,
                        });
                    }
                    may_run = was_accepted;
                }
            }
            if may_run {
                abandoned.push(plan);
            } else {
                self.running.end(&plan);
            }
            sleep(RETRY_INTERVAL).await;
        }
    }

    /// Runs a plan, as long as the scheduler knows its job.
    async fn attempt(&self, plan: &Arc<dyn ExecutionPlan>) -> Result<Vec<RecordBatch>, Failure> {
        let collected = tokio::select! {
            collected = collect(Arc::clone(plan), self.session.task_ctx()) => collected,
            failure = self.lost(plan) => return Err(failure),
        };
        let reason = match collected {
            Ok(batches) => return Ok(batches),
            Err(error) => error.to_string(),
        };
        let Some(job_id) = job_id(plan) else {
            // A scheduler that answers refused the plan.
            let asked = timeout(
                ANSWER_LIMIT,
                SchedulerGrpcClient::connect(self.url.to_owned()),
            );
            let answers = matches!(asked.await, Ok(Ok(_)));
            return Err(if answers {
                Failure::Rejected(reason)
            } else {
                Failure::Unreachable
            });
        };
        Err(match record(self.url, job_id).await {
            Record::Failed(reason) => Failure::Failed(reason),
            Record::Successful => Failure::NotFetched(format!(
                "the results cannot be fetched: the client must reach every executor at its \
                 --external-host ({reason})"
            )),
            Record::Running | Record::Unknown => Failure::Lost,
            Record::Unreachable => Failure::Unreachable,
        })
    }

    /// Ends when the scheduler no longer knows the job, or does not answer.
    async fn lost(&self, plan: &Arc<dyn ExecutionPlan>) -> Failure {
        let mut missed = 0;
        loop {
            sleep(POLL_INTERVAL).await;
            // Before it has an id, the query itself waits for the answer of the scheduler.
            let Some(job_id) = job_id(plan) else { continue };
            let failure = match record(self.url, job_id).await {
                Record::Running | Record::Successful | Record::Failed(_) => {
                    missed = 0;
                    continue;
                }
                Record::Unknown => Failure::Lost,
                Record::Unreachable => Failure::Unreachable,
            };
            missed += 1;
            if missed == 2 {
                return failure;
            }
        }
    }

    async fn plan(&self) -> Result<Arc<dyn ExecutionPlan>, Error> {
        let Range { start, end } = self.draws;
        let length = end - start;
        // Two draws a task at least, so that no pair of antithetic draws is split.
        let parts = self.tasks.clamp(1, (length / 2).max(1));
        let sql = format!(
            "SELECT merge_summaries(simulate('{RUN}', start + {start}, \"end\" + {start})) AS summary
             FROM draw_ranges({length}, {parts})"
        );
        Ok(self.session.sql(&sql).await?.create_physical_plan().await?)
    }

    fn refused(&self, reason: String) -> Error {
        Error::Refused {
            draws: self.draws.clone(),
            reason,
        }
    }

    /// The summary in the only cell of a result.
    fn summary(&self, batches: &[RecordBatch]) -> Result<Summary, Error> {
        let columns = batches.iter().filter_map(|batch| batch.columns().first());
        let mut cells = columns
            .filter_map(|column| column.as_binary_opt::<i32>())
            .flatten();
        let Some(cell) = cells.next().flatten() else {
            return Err(self.refused("the cluster returned no summary".to_owned()));
        };
        let summary = Summary::from_bytes(cell)?;
        if summary.ranges().ne([self.draws.clone()]) {
            let returned: Vec<_> = summary.ranges().collect();
            return Err(self.refused(format!("the cluster returned the draws {returned:?}")));
        }
        Ok(summary)
    }
}
