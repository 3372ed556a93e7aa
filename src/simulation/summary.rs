use std::ops::Range;

use serde::de::{Deserialize, Deserializer, Error as _};

use super::design::Design;
use super::part::{Part, Reached, SeriesPart};
use crate::scenario::{Output, fingerprint_of};
use crate::{Error, ErrorKind};

/// The summary of some or all draws of a run: counts and sums in integers.
///
/// Parts merge in any order and grouping to the same bits, and can be sent in any format of serde.
/// [`Fan::from_summary`](super::Fan::from_summary) reads a summary.
///
/// # Examples
///
/// ```
/// use compute_impact::{Scenario, Simulation};
///
/// let scenario = Scenario::shipped("china-2030")?;
/// let settings = Simulation::new(1_000)?;
/// let mut summary = settings.part(&scenario, 0..400)?; // on one machine
/// assert!(!summary.is_complete());
/// summary.merge(&settings.part(&scenario, 400..1_000)?)?; // on another
/// assert!(summary.is_complete());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Summary {
    version: u32,
    design: Design,
    /// The ranges of draws, ascending and disjoint.
    done: Vec<[u64; 2]>,
    series: Vec<SeriesPart>,
    reached: Vec<Reached>,
}

/// The serde shape of a summary.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename = "Summary")]
struct Fields {
    version: u32,
    design: Design,
    done: Vec<[u64; 2]>,
    series: Vec<SeriesPart>,
    reached: Vec<Reached>,
}

impl Summary {
    /// The version of the serialised form that this release reads and writes.
    pub const VERSION: u32 = 1;

    pub(super) fn new(design: Design, draws: Range<u64>, part: Part) -> Self {
        Self {
            version: Self::VERSION,
            design,
            done: joined(vec![[draws.start, draws.end]]),
            series: part.series,
            reached: part.reached,
        }
    }

    pub(super) const fn design(&self) -> &Design {
        &self.design
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = (Output, &SeriesPart)> {
        self.design.outputs.iter().copied().zip(&self.series)
    }

    pub(super) fn reached(&self) -> &[Reached] {
        &self.reached
    }

    /// The draws of the summary, as ascending and disjoint ranges.
    pub fn ranges(&self) -> impl Iterator<Item = Range<u64>> {
        self.done.iter().map(|[start, end]| *start..*end)
    }

    /// The number of draws, including those that failed.
    #[must_use]
    pub fn draws_done(&self) -> u64 {
        self.done.iter().map(|[start, end]| end - start).sum()
    }

    /// True if the summary has all draws of the run.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.draws_done() == self.design.draws
    }

    /// Adds the draws of another part of the same run.
    ///
    /// # Errors
    ///
    /// [`PartMismatch`](ErrorKind::PartMismatch) if it is of another scenario, seed, length,
    /// scheme, version or choice of outputs, or shares draws with this one; nothing is added then.
    ///
    /// # Examples
    ///
    /// See [`Simulation::part`](super::Simulation::part).
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        let mismatch = |reason| Err(Error::new(ErrorKind::PartMismatch { reason }));
        if let Some(reason) = self.design.difference(&other.design) {
            return mismatch(reason);
        }
        let overlap = self.done.iter().any(|[start, end]| {
            let overlaps = |[from, to]: &[u64; 2]| from < end && start < to;
            other.done.iter().any(overlaps)
        });
        if overlap {
            return mismatch("both have some of the same draws");
        }
        let mut series = self.series.clone();
        for (ours, theirs) in series.iter_mut().zip(&other.series) {
            if !ours.merge(theirs) {
                return mismatch("their sums are about different centres");
            }
        }
        self.series = series;
        for (ours, theirs) in self.reached.iter_mut().zip(&other.reached) {
            ours.merge(theirs);
        }
        self.done.extend(&other.done);
        self.done = joined(std::mem::take(&mut self.done));
        Ok(())
    }

    /// The fingerprint of the summary, bit by bit.
    #[must_use]
    pub fn digest(&self) -> String {
        // JSON has a form for integers, names and digits.
        fingerprint_of(self)
    }

    /// Checks that all counts of a summary from a file are consistent.
    fn check(&self) -> Result<(), &'static str> {
        if self.design.periods > crate::Scenario::MAX_PERIODS {
            return Err("a scenario has at most 1,200 periods");
        }
        let rows = self.design.periods as usize + 1;
        if self.series.len() != self.design.outputs.len()
            || self.reached.len() != self.design.targets.len()
        {
            return Err("there must be one series per output and one count per target");
        }
        let inside = |range: &[u64; 2]| range[0] < range[1] && range[1] <= self.design.draws;
        let apart = self.done.windows(2).all(|pair| pair[0][1] < pair[1][0]);
        if self.design.draws > crate::kernel::MAX_DRAWS || !self.done.iter().all(inside) || !apart {
            return Err("the ranges of draws must ascend, be disjoint and end with the last draw");
        }
        self.check_series(rows)?;
        self.check_targets(rows)
    }

    /// Checks the counts of the series.
    fn check_series(&self, rows: usize) -> Result<(), &'static str> {
        let done = self.draws_done();
        for (output, part) in self.parts() {
            let skipped = usize::from(output.is_of_period());
            let full = |(row, cell): (usize, &crate::kernel::Tally)| {
                let expected = if row < skipped {
                    Some(0)
                } else {
                    done.checked_sub(part.failed)
                };
                Some(cell.count()) == expected
            };
            if part.cells.len() != rows || !part.cells.iter().enumerate().all(full) {
                return Err("each period must count all draws that did not fail");
            }
            let is_done = |draw: u64| {
                self.done
                    .iter()
                    .any(|range| range[0] <= draw && draw < range[1])
            };
            if part.failed > done
                || part.first_failed.is_some() != (part.failed > 0)
                || part.first_failed.is_some_and(|draw| !is_done(draw))
            {
                return Err(
                    "the first draw that fails must be one of those done, and given if any fails",
                );
            }
        }
        Ok(())
    }

    /// Checks the counts of the targets.
    fn check_targets(&self, rows: usize) -> Result<(), &'static str> {
        for (target, counts) in self.design.targets.iter().zip(&self.reached) {
            let part = self.parts().find(|(output, _)| *output == target.output());
            let Some((_, part)) = part else {
                return Err("a target must be of an output that is summarised");
            };
            if counts.at.len() != rows || counts.by.len() != rows {
                return Err("a target must be counted in each period");
            }
            let mut before = 0;
            for (cell, (at, by)) in part.cells.iter().zip(counts.at.iter().zip(&counts.by)) {
                // A draw that reached the target stays counted; none is counted in the base period
                // of an output over a period.
                if at > by || *by > cell.count() || (*by < before && cell.count() > 0) {
                    return Err(
                        "the draws that reach a target must not exceed all draws, nor those that \
                         reach it in the period or before",
                    );
                }
                before = *by;
            }
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Summary {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Fields {
            version,
            design,
            done,
            series,
            reached,
        } = Fields::deserialize(from)?;
        if version != Self::VERSION {
            return Err(D::Error::custom(format!(
                "the version of a summary must be {}, got {version}",
                Self::VERSION
            )));
        }
        let summary = Self {
            version,
            design,
            done,
            series,
            reached,
        };
        summary.check().map_err(D::Error::custom)?;
        Ok(summary)
    }
}

/// The ranges in ascending order, with adjacent ones joined and empty ones removed.
fn joined(mut ranges: Vec<[u64; 2]>) -> Vec<[u64; 2]> {
    ranges.retain(|[start, end]| start < end);
    ranges.sort_unstable();
    let mut joined: Vec<[u64; 2]> = Vec::with_capacity(ranges.len());
    for [start, end] in ranges {
        match joined.last_mut() {
            Some([_, last]) if start <= *last => *last = end.max(*last),
            _ => joined.push([start, end]),
        }
    }
    joined
}
