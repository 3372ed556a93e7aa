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

/// How often a scheduler that does not answer is asked again.
const PAUSE: Duration = Duration::from_millis(500);

/// How long a question to the scheduler may take.
const ANSWER: Duration = Duration::from_secs(10);

/// A job that is given to a cluster.
pub(crate) struct Job<'a> {
    pub(crate) session: &'a SessionContext,
    pub(crate) running: &'a Running,
    pub(crate) url: &'a str,
    pub(crate) draws: Range<u64>,
    pub(crate) tasks: u64,
    pub(crate) time_out: Duration,
    /// How long the scheduler may be away.
    pub(crate) patience: Duration,
}

/// How many times a job is offered to a scheduler that answers and does not take it.
const OFFERS: u32 = 3;

/// The queries under way, by the plans that have the numbers of their jobs.
#[derive(Default)]
pub(crate) struct Running(Mutex<Vec<Arc<dyn ExecutionPlan>>>);

impl Running {
    fn plans(&self) -> MutexGuard<'_, Vec<Arc<dyn ExecutionPlan>>> {
        // A list of handles is whole at all times.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self, plan: &Arc<dyn ExecutionPlan>) {
        self.plans().push(Arc::clone(plan));
    }

    fn end(&self, plan: &Arc<dyn ExecutionPlan>) {
        self.plans().retain(|other| !Arc::ptr_eq(plan, other));
    }

    /// Asks the scheduler to end all jobs under way; one that does not answer has nothing to end.
    pub(crate) async fn cancel(&self, url: &str) {
        let jobs: Vec<String> = self
            .plans()
            .drain(..)
            .filter_map(|plan| job_id(&plan))
            .collect();
        let asked = timeout(ANSWER, async {
            let mut scheduler = SchedulerGrpcClient::connect(url.to_owned()).await.ok()?;
            for job_id in jobs {
                scheduler
                    .cancel_job(CancelJobParams { job_id })
                    .await
                    .ok()?;
            }
            Some(())
        });
        drop(asked.await);
    }
}

/// What became of an attempt, by the scheduler's own record.
enum Ended {
    /// The scheduler answers, and did not take the job.
    NotTaken(String),
    /// The scheduler calls it failed.
    Failed(String),
    /// It does not know the job or its results: it was restarted, or the executor that had them was lost.
    Lost,
    /// It does not answer.
    Away,
}

impl Job<'_> {
    /// The summary of the draws. A job that is lost with its scheduler or its executor is given again.
    pub(crate) async fn run(&self) -> Result<Summary, Error> {
        match timeout(self.time_out, self.attempts()).await {
            Ok(ended) => ended,
            Err(_) => Err(Error::TimeOut {
                draws: self.draws.clone(),
                time_out: self.time_out,
            }),
        }
    }

    async fn attempts(&self) -> Result<Summary, Error> {
        let mut answered = Instant::now();
        let mut offers = 0;
        loop {
            let plan = self.plan().await?;
            self.running.start(&plan);
            let collected = collect(Arc::clone(&plan), self.session.task_ctx()).await;
            self.running.end(&plan);
            let reason = match collected {
                Ok(batches) => return self.summary(&batches),
                Err(error) => error.to_string(),
            };
            match self.ended(&plan, reason).await {
                Ended::Failed(reason) => return Err(self.refused(reason)),
                Ended::NotTaken(reason) => {
                    offers += 1;
                    if offers == OFFERS {
                        return Err(self.refused(reason));
                    }
                }
                Ended::Lost => answered = Instant::now(),
                Ended::Away if answered.elapsed() < self.patience => {}
                Ended::Away => {
                    return Err(Error::Unreachable {
                        url: self.url.to_owned(),
                        waited: self.patience,
                    });
                }
            }
            sleep(PAUSE).await;
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
        let mut cells = batches
            .iter()
            .flat_map(|batch| batch.column(0).as_binary::<i32>());
        let cell = cells.next().flatten();
        let cell =
            cell.ok_or_else(|| self.refused("the cluster returned no summary".to_owned()))?;
        let summary = Summary::from_bytes(cell)?;
        if summary.ranges().ne([self.draws.clone()]) {
            let given: Vec<_> = summary.ranges().collect();
            return Err(self.refused(format!("the cluster returned other draws: {given:?}")));
        }
        Ok(summary)
    }

    /// What became of a job whose results did not come.
    async fn ended(&self, plan: &Arc<dyn ExecutionPlan>, reason: String) -> Ended {
        let asked = timeout(ANSWER, async {
            let mut scheduler = SchedulerGrpcClient::connect(self.url.to_owned())
                .await
                .ok()?;
            let Some(job_id) = job_id(plan) else {
                return Some(Ended::NotTaken(reason));
            };
            let status = scheduler
                .get_job_status(GetJobStatusParams { job_id })
                .await
                .ok()?;
            Some(
                match status.into_inner().status.and_then(|status| status.status) {
                    Some(Status::Failed(failed)) => Ended::Failed(failed.error),
                    Some(Status::Successful(_) | Status::Queued(_) | Status::Running(_)) | None => {
                        Ended::Lost
                    }
                },
            )
        });
        asked.await.ok().flatten().unwrap_or(Ended::Away)
    }
}

/// The number of the job that the scheduler took.
fn job_id(plan: &Arc<dyn ExecutionPlan>) -> Option<String> {
    let query = plan.downcast_ref::<DistributedQueryExec<LogicalPlanNode>>()?;
    query.job_id().map(|id| id.to_string())
}
