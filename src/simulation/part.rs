//! The partial results of a worker, and the merging of two.

use crate::kernel::{Kept, Tally};

/// The partial results of one worker.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) series: Vec<SeriesPart>,
    /// The numbers in the ranges of bins to keep, by series and period.
    pub(super) kept: Vec<Vec<Kept>>,
    pub(super) reached: Vec<Reached>,
}

/// The partial results of one output.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeriesPart {
    /// The number of draws left out because this output, or one it is computed from, left its
    /// range.
    pub(super) failed: u64,
    pub(super) first_failed: Option<u64>,
    /// One tally per period; that of the base period is empty for an output over a period.
    pub(super) cells: Vec<Tally>,
}

/// The numbers of draws that reach a target, by period.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reached {
    /// The draws that reach it in the period.
    pub(super) at: Vec<u64>,
    /// The draws that reach it in the period or before.
    pub(super) by: Vec<u64>,
}

#[cfg(feature = "parallel")]
impl Part {
    /// Adds the partial results of another worker of the same engine.
    pub(super) fn merge(&mut self, other: Self) {
        for (ours, theirs) in self.series.iter_mut().zip(other.series) {
            ours.merge(&theirs);
        }
        let kept = self.kept.iter_mut().flatten();
        for (ours, theirs) in kept.zip(other.kept.into_iter().flatten()) {
            ours.append(theirs);
        }
        for (ours, theirs) in self.reached.iter_mut().zip(&other.reached) {
            ours.merge(theirs);
        }
    }
}

impl SeriesPart {
    /// Adds the other's counts. Returns false if a tally does not fit.
    pub(super) fn merge(&mut self, other: &Self) -> bool {
        self.failed += other.failed;
        self.first_failed = match (self.first_failed, other.first_failed) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let cells = self.cells.iter_mut().zip(&other.cells);
        cells.fold(true, |fits, (ours, theirs)| {
            ours.merge(theirs).is_ok() && fits
        })
    }
}

impl Reached {
    pub(super) fn merge(&mut self, other: &Self) {
        let at = self.at.iter_mut().zip(&other.at);
        for (ours, theirs) in at.chain(self.by.iter_mut().zip(&other.by)) {
            *ours += theirs;
        }
    }
}
