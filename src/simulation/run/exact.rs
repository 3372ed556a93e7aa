//! Exact quantiles: a pilot run locates their bins, and the run keeps the numbers in these.

use crate::Error;
use crate::kernel::{Kept, Tally, rank};
use crate::simulation::Simulation;
use crate::simulation::engine::{Engine, KeptBins};
use crate::simulation::part::Part;
use crate::watch::{Stage, Watch};

/// With at most this many draws, all numbers are kept for exact quantiles.
pub(in crate::simulation) const KEEP_ALL: u64 = 16 * 1024;
/// One draw in this many is part of the pilot run that locates the exact quantiles.
const PILOT_SHARE: u64 = 16;
/// The half-width of the kept range, in standard errors of the pilot's rank: seven quantiles in a
/// million lie outside it and require a second run.
const STANDARD_ERRORS: f64 = 4.5;

/// How a run finds its exact quantiles.
pub(super) enum QuantileSearch {
    /// None are wanted.
    None,
    /// It keeps the numbers in these ranges of bins.
    Keep(KeptBins),
    /// It was stopped in the pilot run, which drew the first draws, up to this one.
    Stopped(Part, u64),
}

impl Simulation {
    /// The number of draws of the pilot run.
    pub(super) fn pilot(&self) -> u64 {
        (self.draws / PILOT_SHARE).max(KEEP_ALL / 2).min(self.draws)
    }

    /// The search for the exact quantiles, which starts with a pilot run. The quantiles lie in its
    /// ranges of bins with very high probability.
    ///
    /// # Errors
    ///
    /// As [`collect`](Self::collect).
    pub(super) fn quantile_search(&self, engine: &Engine) -> Result<QuantileSearch, Error> {
        if self.exact.is_empty() {
            return Ok(QuantileSearch::None);
        }
        if self.draws <= KEEP_ALL {
            return Ok(QuantileSearch::Keep(engine.all_bins()));
        }
        let (pilot, end) = self.collect(engine, 0..self.pilot(), None, Stage::Pilot, 0)?;
        if self.is_stopped() {
            return Ok(QuantileSearch::Stopped(pilot, end));
        }
        Ok(QuantileSearch::Keep(
            self.bins_to_keep(&pilot, self.pilot()),
        ))
    }

    /// The ranges of bins in which the exact quantiles lie if the pilot run locates them, from
    /// `draws` draws: those of the pilot run, or others to estimate its result.
    pub(in crate::simulation) fn bins_to_keep(&self, part: &Part, draws: u64) -> KeptBins {
        #[expect(clippy::cast_precision_loss, reason = "at most 2^48 draws")]
        let of_pilot = self.pilot() as f64 / draws as f64;
        let ranges = |tally: &Tally| self.ranges_to_keep(tally, of_pilot);
        let series = part.series.iter();
        series
            .map(|part| part.cells.iter().map(ranges).collect())
            .collect()
    }

    /// The ranges of bins to keep, from a tally of a fraction of the pilot run's draws.
    fn ranges_to_keep(&self, tally: &Tally, of_pilot: f64) -> Vec<[i32; 2]> {
        let count = tally.count();
        // Equal numbers are known without being kept.
        if tally.minimum().map(f64::to_bits) == tally.maximum().map(f64::to_bits) {
            return Vec::new();
        }
        let ranges = self.exact.iter().filter_map(|p| {
            #[expect(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a rank within the pilot"
            )]
            let margin = {
                let count = count as f64 * of_pilot;
                let errors = (STANDARD_ERRORS * (count * p * (1.0 - p)).sqrt()).ceil();
                ((errors + 2.0) / of_pilot).ceil() as u64
            };
            let rank = rank(*p, count);
            let ends = [rank.saturating_sub(margin), rank.saturating_add(margin)];
            let [mut from, mut to] = tally.bins_between(ends)?;
            // The whole run has more extreme numbers than the pilot run.
            if ends[0] < 1 {
                from = i32::MIN / 2;
            }
            if ends[1] > count {
                to = i32::MAX / 2;
            }
            Some([from, to])
        });
        joined(ranges.collect())
    }

    pub(in crate::simulation) fn is_stopped(&self) -> bool {
        self.watch.as_ref().is_some_and(Watch::is_stopped)
    }

    /// The exact quantiles, `(series, periods, quantiles)`. A quantile outside the kept ranges is
    /// found by a second run, as its bin is known after the first. `None` if the run is stopped
    /// before all are found. The kept numbers are dropped.
    ///
    /// # Errors
    ///
    /// As [`collect`](Self::collect).
    pub(super) fn exact_quantiles_of(
        &self,
        engine: &Engine,
        part: &mut Part,
        bins: &KeptBins,
        end: u64,
    ) -> Result<Option<Vec<Vec<Vec<f64>>>>, Error> {
        let kept = std::mem::take(&mut part.kept);
        let statistics = self.order_statistics(part, &kept, bins);
        drop(kept);
        let is_missing = statistics.iter().flatten().flatten().any(Option::is_none);
        let statistics = if is_missing {
            if self.is_stopped() {
                return Ok(None);
            }
            let bins = part.series.iter().map(|part| {
                let ranges = |tally: &Tally| {
                    let ranks = self.exact.iter().map(|p| tally.rank(*p));
                    let bins = ranks.filter_map(|rank| tally.bins_between([rank, rank]));
                    joined(bins.collect())
                };
                part.cells.iter().map(ranges).collect()
            });
            let bins: KeptBins = bins.collect();
            let draws = 0..end;
            let (stage, taken) = (Stage::SecondPass, part.bytes());
            let (second, done) = self.collect(engine, draws, Some(&bins), stage, taken)?;
            if done < end {
                return Ok(None);
            }
            self.order_statistics(&second, &second.kept, &bins)
        } else {
            statistics
        };
        let numbers = statistics.into_iter().map(|periods| {
            let periods = periods.into_iter().map(|quantiles| {
                // A period without numbers has no quantile, and none is read.
                quantiles
                    .into_iter()
                    .map(|x| x.unwrap_or(f64::NAN))
                    .collect()
            });
            periods.collect()
        });
        Ok(Some(numbers.collect()))
    }

    /// The exact quantiles from the kept numbers; `None` for one outside the kept ranges, and for all
    /// that are left once the run is stopped.
    fn order_statistics(
        &self,
        part: &Part,
        kept: &[Vec<Kept>],
        bins: &KeptBins,
    ) -> Vec<Vec<Vec<Option<f64>>>> {
        let series = part.series.iter().zip(kept).zip(bins);
        let series = series.map(|((part, kept), bins)| {
            let cells = part.cells.iter().zip(kept).zip(bins);
            let cells = cells.map(|((tally, kept), bins)| {
                if self.is_stopped() {
                    return vec![None; self.exact.len()];
                }
                let (least, greatest) = (tally.minimum(), tally.maximum());
                let (Some(least), Some(greatest)) = (least, greatest) else {
                    // A period without numbers has no quantile: nothing is missing.
                    return vec![Some(f64::NAN); self.exact.len()];
                };
                let ranks: Vec<u64> = self.exact.iter().map(|p| tally.rank(*p)).collect();
                let mut statistics = tally.order_statistics(self.level, &ranks, bins, kept);
                for (statistic, rank) in statistics.iter_mut().zip(ranks) {
                    // Extremes and equal numbers are known without being kept.
                    if rank == 1 || least.to_bits() == greatest.to_bits() {
                        *statistic = Some(least);
                    } else if rank == tally.count() {
                        *statistic = Some(greatest);
                    }
                }
                statistics
            });
            cells.collect()
        });
        series.collect()
    }
}

/// The ranges in ascending order, with adjacent and overlapping ones joined.
fn joined(mut ranges: Vec<[i32; 2]>) -> Vec<[i32; 2]> {
    ranges.sort_unstable();
    let mut joined: Vec<[i32; 2]> = Vec::with_capacity(ranges.len());
    for [from, to] in ranges {
        match joined.last_mut() {
            Some([_, end]) if from <= end.saturating_add(1) => *end = to.max(*end),
            _ => joined.push([from, to]),
        }
    }
    joined
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::simulation::Subject;
    use crate::{Output, Reading, Scenario};

    const DRAWS: u64 = 2_000;
    const IMPACT: Output = Output::Gdp(Reading::Impact);

    fn settings(draws: u64) -> Simulation {
        Simulation::new(draws)
            .unwrap()
            .with_outputs([IMPACT])
            .unwrap()
            .with_exact_quantiles([0.01, 0.5, 0.999])
            .unwrap()
    }

    /// The same ranges for every cell.
    fn everywhere(engine: &Engine, ranges: &[[i32; 2]]) -> KeptBins {
        let all = engine.all_bins();
        let cells = |cells: &Vec<Vec<[i32; 2]>>| cells.iter().map(|_| ranges.to_vec()).collect();
        all.iter().map(cells).collect()
    }

    /// However little the first run keeps, the quantiles are those of the sorted draws: type 1, the
    /// ceiling of n p counted from one.
    #[test]
    fn a_second_run_finds_the_quantiles_that_the_first_did_not_keep() {
        let scenario = Scenario::shipped("china-2030").unwrap();
        let settings = settings(DRAWS);
        let mut values: Vec<f64> = (0..DRAWS)
            .map(|number| {
                let draw = settings.draw(&scenario, number).unwrap();
                *draw.path(IMPACT).unwrap().last().unwrap()
            })
            .collect();
        values.sort_by(f64::total_cmp);
        let engine = settings.engine(&Subject::of(&scenario)).unwrap();
        let run =
            |bins: Option<&KeptBins>| settings.collect(&engine, 0..DRAWS, bins, Stage::Draws, 0);
        let (whole, _) = run(None).unwrap();
        let middle = whole.series[0].cells.last().unwrap();
        let middle = middle.bins_between([980, 1_020]).unwrap();
        for ranges in [&[][..], &[middle]] {
            let bins = everywhere(&engine, ranges);
            let (mut part, end) = run(Some(&bins)).unwrap();
            let kept = std::mem::take(&mut part.kept);
            let first = settings.order_statistics(&part, &kept, &bins);
            part.kept = kept;
            let first = first[0].last().unwrap();
            assert_eq!(first[0], None);
            assert_eq!(first[1].is_some(), !ranges.is_empty());
            let exact = settings.exact_quantiles_of(&engine, &mut part, &bins, end);
            let exact = exact.unwrap().unwrap();
            let last = exact[0].last().unwrap();
            for (found, place) in last.iter().zip([19, 999, 1_997]) {
                assert_eq!(found.to_bits(), values[place].to_bits(), "{place}");
            }
        }
    }

    #[test]
    fn a_second_run_that_is_stopped_finds_none() {
        let scenario = Scenario::shipped("china-2030").unwrap();
        let watch = Watch::new(|progress| {
            if progress.stage == Stage::SecondPass {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        // More draws than a worker takes at a time.
        let draws = 3 * KEEP_ALL;
        let settings = settings(draws).with_threads(1).unwrap().with_watch(watch);
        let engine = settings.engine(&Subject::of(&scenario)).unwrap();
        let bins = everywhere(&engine, &[]);
        let first = settings.collect(&engine, 0..draws, Some(&bins), Stage::Draws, 0);
        let (mut part, end) = first.unwrap();
        assert_eq!(end, draws);
        let exact = settings.exact_quantiles_of(&engine, &mut part, &bins, end);
        assert_eq!(exact.unwrap(), None);
    }
}
