use std::ops::{Range, RangeInclusive};
use std::time::Duration;

use ballista_core::error::BallistaError;
use datafusion::error::DataFusionError;

/// An error of a run on a cluster.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An error of the library: of the scenario, the settings, the parts or their directory.
    #[error(transparent)]
    Library(#[from] compute_impact::Error),

    /// A query that cannot be planned.
    #[error(transparent)]
    Query(#[from] DataFusionError),

    /// A server that cannot start.
    #[error("the server cannot start: {0}")]
    Server(#[from] BallistaError),

    /// An address or a directory that a server cannot use.
    #[error("the server cannot start, because its address or its directory cannot be used: {0}")]
    Place(#[from] std::io::Error),

    /// A number that is outside its range.
    #[error("the {what} must lie in [{}, {}], got {given}", allowed.start(), allowed.end())]
    OutOfRange {
        /// The name of the number.
        what: &'static str,
        /// The number given.
        given: u64,
        /// The range that is allowed, both ends included.
        allowed: RangeInclusive<u64>,
    },

    /// The cluster refuses a job.
    #[error("draws {} to {}: {reason}", draws.start, last(draws))]
    Refused {
        /// The draws of the job.
        draws: Range<u64>,
        /// The reason of the scheduler or of an executor.
        reason: String,
    },

    /// A job takes too long.
    #[error(
        "draws {} to {} were not finished within {} s: check that executors are running and that their logs \
         show no errors, then use more jobs or a longer time limit",
        draws.start, last(draws), timeout.as_secs()
    )]
    Timeout {
        /// The draws of the job.
        draws: Range<u64>,
        /// The time allowed for the job.
        timeout: Duration,
    },

    /// The scheduler does not answer.
    #[error(
        "the scheduler at {url} has not answered for {} s: start it, then run again; finished parts stay in the directory",
        waited.as_secs()
    )]
    Unreachable {
        /// The address of the scheduler.
        url: String,
        /// The time spent waiting for an answer.
        waited: Duration,
    },

    /// The caller stopped the run; the draws done are in the directory.
    #[error("stopped after {done} of {draws} draws, which are in the directory of parts")]
    Stopped {
        /// The draws done.
        done: u64,
        /// The draws of the run.
        draws: u64,
    },
}

/// The last draw of a range, for messages.
fn last(draws: &Range<u64>) -> u64 {
    draws.end.saturating_sub(1)
}

/// Refuses a number outside a range.
pub(crate) fn check(
    what: &'static str,
    given: u64,
    allowed: RangeInclusive<u64>,
) -> Result<(), Error> {
    if allowed.contains(&given) {
        return Ok(());
    }
    Err(Error::OutOfRange {
        what,
        given,
        allowed,
    })
}
