mod bytes;

use std::ops::Range;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use super::design::Design;
use super::part::{Part, Reached, SeriesPart};
use super::{Scheme, checksum};
use crate::kernel::Kept;
use crate::scenario::Output;
use crate::{Error, ErrorKind};
pub(super) use bytes::{HEAD_BYTES, check_head};

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
///
/// It is serialised with a checksum. What no run could have written does not read, and neither does
/// what was changed or damaged after it was written:
///
/// ```
/// # use compute_impact::{Scenario, Simulation, simulation::Summary};
/// # let scenario = Scenario::shipped("china-2030")?;
/// let summary = Simulation::new(1_000)?.part(&scenario, 0..400)?;
/// let changed = serde_json::to_string(&summary)?.replace("[0,400]", "[0,401]");
/// assert!(serde_json::from_str::<Summary>(&changed).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    version: u32,
    design: Design,
    /// The ranges of draws, ascending and disjoint.
    done: Vec<[u64; 2]>,
    series: Vec<SeriesPart>,
    reached: Vec<Reached>,
}

/// The serde shape of a summary to read.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename = "Summary")]
struct Fields {
    version: u32,
    design: Design,
    done: Vec<[u64; 2]>,
    series: Vec<SeriesPart>,
    reached: Vec<Reached>,
    #[serde(default)]
    checksum: Option<String>,
}

/// The serde shape of a summary to write, without the checksum in order to compute it.
#[derive(Debug, serde::Serialize)]
#[serde(rename = "Summary")]
struct Written<'a> {
    version: u32,
    design: &'a Design,
    done: &'a [[u64; 2]],
    series: &'a [SeriesPart],
    reached: &'a [Reached],
    #[serde(skip_serializing_if = "Option::is_none")]
    checksum: Option<String>,
}

impl Summary {
    /// The version of the serialised form that this release reads and writes.
    pub const VERSION: u32 = 2;

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

    pub(super) fn series(&self) -> &[SeriesPart] {
        &self.series
    }

    pub(super) fn reached(&self) -> &[Reached] {
        &self.reached
    }

    /// The fingerprint of the scenario: [`Scenario::fingerprint`](crate::Scenario::fingerprint).
    #[must_use]
    pub fn scenario(&self) -> &str {
        &self.design.scenario
    }

    /// The number of draws of the whole run.
    #[must_use]
    pub const fn draws(&self) -> u64 {
        self.design.draws
    }

    /// The draws of the summary, as ascending and disjoint ranges.
    pub fn ranges(&self) -> impl Iterator<Item = Range<u64>> {
        self.done.iter().map(|[start, end]| *start..*end)
    }

    /// The draws of the run that the summary lacks, as ascending and disjoint ranges.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Simulation;
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    ///
    /// let part = Simulation::new(5_000)?.part(&scenario, 1_000..3_000)?;
    /// assert_eq!(part.missing().collect::<Vec<_>>(), [0..1_000, 3_000..5_000]);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn missing(&self) -> impl Iterator<Item = Range<u64>> {
        let ends = std::iter::once(0).chain(self.done.iter().map(|[_, end]| *end));
        let starts = self.done.iter().map(|[start, _]| *start);
        let starts = starts.chain(std::iter::once(self.design.draws));
        let between = ends.zip(starts).map(|(end, start)| end..start);
        between.filter(|draws| !draws.is_empty())
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
        let mut series = self.series.iter().zip(&other.series);
        if !series.all(|(ours, theirs)| ours.fits(theirs)) {
            return mismatch("their sums are about different centres");
        }
        for (ours, theirs) in self.series.iter_mut().zip(&other.series) {
            ours.merge_from(theirs);
        }
        for (ours, theirs) in self.reached.iter_mut().zip(&other.reached) {
            ours.merge(theirs);
        }
        self.done.extend(&other.done);
        self.done = joined(std::mem::take(&mut self.done));
        Ok(())
    }

    /// The fingerprint of the summary, bit by bit: the checksum with which it is serialised.
    #[must_use]
    pub fn digest(&self) -> String {
        checksum::of(&self.written(None))
    }

    fn written(&self, checksum: Option<String>) -> Written<'_> {
        Written {
            version: self.version,
            design: &self.design,
            done: &self.done,
            series: &self.series,
            reached: &self.reached,
            checksum,
        }
    }

    /// Checks that all counts of a summary from a file are consistent.
    fn check(&self) -> Result<(), &'static str> {
        let rows = self.design.periods as usize + 1;
        if self.series.len() != self.design.outputs.len()
            || self.reached.len() != self.design.targets.len()
        {
            return Err("there must be one series per output and one count per target");
        }
        let inside = |range: &[u64; 2]| range[0] < range[1] && range[1] <= self.design.draws;
        let apart = self.done.windows(2).all(|pair| pair[0][1] < pair[1][0]);
        if !self.done.iter().all(inside) || !apart {
            return Err("the ranges of draws must ascend, be disjoint and end with the last draw");
        }
        let is_antithetic = self.design.scheme == Scheme::Antithetic;
        if is_antithetic && self.done.iter().flatten().any(|end| end % 2 == 1) {
            return Err("the ranges of draws must not split antithetic pairs");
        }
        self.check_series(rows)?;
        self.check_kept()?;
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
            // The first draw that fails and as many after it as fail besides.
            let most = part.first_failed.map_or(0, |draw| self.draws_from(draw));
            let is_done = |draw: u64| self.ranges().any(|range| range.contains(&draw));
            if part.failed > most
                || part.first_failed.is_some() != (part.failed > 0)
                || part.first_failed.is_some_and(|draw| !is_done(draw))
            {
                return Err(
                    "the first draw that fails must be one of those done, and given if any fails",
                );
            }
            let is_antithetic = self.design.scheme == Scheme::Antithetic;
            if !is_antithetic && part.cells.iter().any(crate::kernel::Tally::has_pairs) {
                return Err("only antithetic draws come in pairs");
            }
        }
        Ok(())
    }

    /// Checks the numbers kept for exact quantiles.
    fn check_kept(&self) -> Result<(), &'static str> {
        let Some(located) = &self.design.ranges else {
            return if self.series.iter().all(|part| part.kept.is_empty()) {
                Ok(())
            } else {
                Err("numbers are kept only for exact quantiles")
            };
        };
        for (part, ranges) in self.series.iter().zip(located.ranges()) {
            let mut cells = part.kept.iter().zip(&part.cells).zip(ranges);
            let fits = cells.all(|((kept, tally), ranges)| {
                kept.has_ranges_of(&Kept::new(ranges)) && kept.fits(tally)
            });
            if part.kept.len() != ranges.len() || !fits {
                return Err("the kept numbers must be those of the counts, in the ranges to keep");
            }
        }
        Ok(())
    }

    /// The number of draws done from one on.
    fn draws_from(&self, draw: u64) -> u64 {
        self.ranges()
            .map(|range| range.end.saturating_sub(range.start.max(draw)))
            .sum()
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
                let range = if cell.count() == 0 {
                    0..=0
                } else {
                    before.max(*at)..=cell.count().min(before.saturating_add(*at))
                };
                if !range.contains(by) {
                    return Err(
                        "the draws that reach a target must not exceed all draws, nor those that \
                         reach it in the period or before",
                    );
                }
                let [low, high] = cell.counts_beyond(target.number(), target.is_at_least());
                if !(low..=high).contains(at) {
                    return Err("the draws that reach a target must be those in its bins");
                }
                before = *by;
            }
        }
        Ok(())
    }
}

impl Serialize for Summary {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.written(Some(self.digest())).serialize(to)
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
            checksum,
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
        checksum::check("summary", checksum.as_deref(), &summary.digest())
            .map_err(D::Error::custom)?;
        summary.design.check().map_err(D::Error::custom)?;
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
