use std::ops::Range;

use serde::de::{Deserialize, Deserializer, Error as _};

use super::manifest::Design;
use super::part::{Part, Reached, SeriesPart};
use crate::scenario::{Output, fingerprint_of};
use crate::{Error, ErrorKind};

/// What is known of some or all draws of a run: counts and sums in integers.
///
/// Parts merge in any order and grouping to the same bits, and travel through any serde format.
/// [`Fan::from_summary`](super::Fan::from_summary) reads one out.
///
/// # Examples
///
/// See [`Simulation::part`](super::Simulation::part).
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Summary {
    version: u32,
    design: Design,
    /// Ranges of draws, ascending, that do not touch.
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

    /// The draws that it holds, as ranges that ascend and do not touch.
    pub fn ranges(&self) -> impl Iterator<Item = Range<u64>> {
        self.done.iter().map(|[start, end]| *start..*end)
    }

    /// How many draws it holds, those that failed included.
    #[must_use]
    pub fn draws_done(&self) -> u64 {
        self.done.iter().map(|[start, end]| end - start).sum()
    }

    /// Whether it holds all draws of the run.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.draws_done() == self.design.draws
    }

    /// Adds the draws of another part of the same run.
    ///
    /// # Errors
    ///
    /// [`PartMismatch`](ErrorKind::PartMismatch) if it is of another scenario, seed, length,
    /// scheme, version or choice of outputs, or holds draws that this one holds already; nothing is
    /// added then.
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
            return mismatch("both hold some of the same draws");
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

    /// A fingerprint of all that it holds, bit by bit.
    #[must_use]
    pub fn digest(&self) -> String {
        // Integers, names and digits: JSON has a form for all of them.
        fingerprint_of(self)
    }

    /// Whether all counts fit together, so that nothing read from a file can mislead.
    fn check(&self) -> Result<(), &'static str> {
        if self.design.periods > crate::Scenario::MAX_PERIODS {
            return Err("no scenario has so many periods");
        }
        let rows = self.design.periods as usize + 1;
        if self.series.len() != self.design.outputs.len()
            || self.reached.len() != self.design.targets.len()
        {
            return Err("there must be one series an output and one count a target");
        }
        let inside = |range: &[u64; 2]| range[0] < range[1] && range[1] <= self.design.draws;
        let apart = self.done.windows(2).all(|pair| pair[0][1] < pair[1][0]);
        if self.design.draws > crate::kernel::MAX_DRAWS || !self.done.iter().all(inside) || !apart {
            return Err("the ranges of draws must ascend, lie apart and end with the last draw");
        }
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
                    "the first draw that fails is one of those done, and stands where any does",
                );
            }
        }
        for (target, counts) in self.design.targets.iter().zip(&self.reached) {
            let found = self.parts().find(|(output, _)| *output == target.output());
            let Some((_, part)) = found else {
                return Err("a target is of an output that is summarised");
            };
            if counts.at.len() != rows || counts.by.len() != rows {
                return Err("a target is counted in each period");
            }
            let mut before = 0;
            for (cell, (at, by)) in part.cells.iter().zip(counts.at.iter().zip(&counts.by)) {
                // Who reached it stays counted; nobody does in the base period of what has none.
                if at > by || *by > cell.count() || (*by < before && cell.count() > 0) {
                    return Err("no more draws can reach a target than there are, or than by then");
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

/// Ranges in order, those that touch made one, empty ones left out.
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
