//! The partial results of a worker, and the merging of two.

use super::engine::Ranges;
use crate::kernel::{Kept, Level, Tally};

/// The partial results of one worker.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) series: Vec<SeriesPart>,
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
    /// The numbers kept for exact quantiles, by period; empty if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) kept: Vec<Kept>,
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

impl Part {
    /// Adds the partial results of another worker of the same engine.
    pub(super) fn merge(&mut self, other: Self) {
        for (ours, theirs) in self.series.iter_mut().zip(other.series) {
            ours.merge(theirs);
        }
        for (ours, theirs) in self.reached.iter_mut().zip(&other.reached) {
            ours.merge(theirs);
        }
    }

    /// Drops the kept numbers that lie outside narrower ranges.
    pub(super) fn narrow(&mut self, level: Level, ranges: &Ranges) {
        for (part, ranges) in self.series.iter_mut().zip(ranges) {
            for (kept, ranges) in part.kept.iter_mut().zip(ranges) {
                *kept = std::mem::take(kept).narrowed(level, ranges);
            }
        }
    }

    /// Drops all kept numbers.
    pub(super) fn forget_kept(&mut self) {
        for part in &mut self.series {
            part.kept = Vec::new();
        }
    }
}

impl SeriesPart {
    /// Adds the other's counts, of a part of the same engine.
    pub(super) fn merge(&mut self, mut other: Self) {
        for (ours, theirs) in self.kept.iter_mut().zip(std::mem::take(&mut other.kept)) {
            ours.merge(theirs);
        }
        self.merge_counts(&other);
    }

    /// Adds the other's counts, of a part that [fits](Self::fits).
    pub(super) fn merge_from(&mut self, other: &Self) {
        for (ours, theirs) in self.kept.iter_mut().zip(&other.kept) {
            ours.merge(theirs.clone());
        }
        self.merge_counts(other);
    }

    /// True if the other's tallies can be merged with those of this part.
    pub(super) fn fits(&self, other: &Self) -> bool {
        let mut cells = self.cells.iter().zip(&other.cells);
        cells.all(|(ours, theirs)| ours.check_merge(theirs).is_ok())
    }

    fn merge_counts(&mut self, other: &Self) {
        self.failed += other.failed;
        self.first_failed = match (self.first_failed, other.first_failed) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        for (ours, theirs) in self.cells.iter_mut().zip(&other.cells) {
            let merged = ours.merge(theirs);
            debug_assert!(merged.is_ok(), "{merged:?}");
        }
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
