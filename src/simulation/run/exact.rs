//! Exact quantiles: the numbers of the draws so far tell in which range each lies, and only those in
//! the range are kept.
//!
//! The first draws keep all numbers. After them, and again each time that there are eight times as
//! many, the ranges are narrowed to those between two order statistics of the draws so far, around
//! the rank of each quantile. The count of numbers kept grows with the square root of the draws.

use super::Before;
use super::workers::Workers;
use crate::Error;
use crate::kernel::{Kept, Tally, join_ranges, rank};
use crate::simulation::engine::{Engine, Ranges};
use crate::simulation::part::{Part, SeriesPart};
use crate::simulation::{Simulation, Summary};
use crate::watch::{Count, Stage, Watch};

/// With at most this many draws, all numbers are kept for exact quantiles.
pub(in crate::simulation) const KEEP_ALL: u64 = 16 * 1024;
/// The number of draws after which the ranges are located for the first time.
const FIRST: u64 = 8 * 1024;
/// The ranges are narrowed when there are this many times as many draws.
const GROWTH: u64 = 8;
/// The part of all draws that locates the ranges for a run in parts.
const PILOT_SHARE: u64 = 16;
/// The half-width of a range in standard errors of the rank: seven quantiles in a million lie
/// outside it and require a second run.
const STANDARD_ERRORS: f64 = 4.5;

/// The exact quantiles of a run, `(series, periods, quantiles)`; `None` for one that was not found.
pub(in crate::simulation) type Quantiles = Vec<Vec<Vec<Option<f64>>>>;

/// The counts of draws at which the ranges are narrowed, and the last draw.
pub(in crate::simulation) fn stages(draws: u64) -> Vec<u64> {
    let mut stages = Vec::new();
    if draws > KEEP_ALL {
        let mut end = FIRST;
        // Narrowing shortly before the end is no gain.
        while end <= draws / 2 {
            stages.push(end);
            end *= GROWTH;
        }
    }
    stages.push(draws);
    stages
}

impl Simulation {
    /// The number of draws that locate the ranges for a run in parts.
    pub(in crate::simulation) fn pilot(&self) -> u64 {
        (self.draws / PILOT_SHARE).max(FIRST).min(self.draws)
    }

    pub(in crate::simulation) fn is_stopped(&self) -> bool {
        self.watch.as_ref().is_some_and(Watch::is_stopped)
    }

    /// Draws the first `draws` draws and keeps the numbers around the exact quantiles. Returns them
    /// and the number of draws done.
    ///
    /// # Errors
    ///
    /// As [`collect`](Self::collect).
    pub(super) fn keeping(
        &self,
        engine: &Engine,
        workers: &Workers,
        draws: u64,
        stage: Stage,
    ) -> Result<(Part, u64), Error> {
        let count = Count::new(self.watch.as_ref(), stage, draws);
        let mut ranges = engine.whole_ranges();
        let mut all: Option<Part> = None;
        let mut start = 0;
        for end in stages(draws) {
            if let Some(part) = &mut all {
                ranges = self.ranges_around(workers, &part.series);
                part.narrow(self.level, &ranges);
            }
            let before = Before {
                draws: start,
                bytes: all.as_ref().map_or(0, Part::bytes),
            };
            let (part, done) =
                self.collect(engine, workers, start..end, Some(&ranges), &count, before)?;
            match &mut all {
                Some(all) => all.merge(part),
                None => all = Some(part),
            }
            start = done;
            if done < end {
                break;
            }
        }
        // There is one stage at least.
        Ok((all.unwrap_or_else(|| engine.part(None)), start))
    }

    /// The ranges of numbers around the exact quantiles, from numbers kept so far.
    pub(super) fn ranges_around(&self, workers: &Workers, series: &[SeriesPart]) -> Ranges {
        by_cell(workers, series, |tally, kept| {
            // Equal numbers are known without being kept.
            if tally.is_constant() {
                return Vec::new();
            }
            let ends: Vec<[Option<u64>; 2]> = self
                .exact
                .iter()
                .map(|p| ranks_around(*p, tally.count()))
                .collect();
            let ranks: Vec<u64> = ends.iter().flatten().flatten().copied().collect();
            let mut found = tally.order_statistics(self.level, &ranks, kept).into_iter();
            let below = kept.counts_below(tally);
            let ranges = ends.into_iter().zip(&self.exact).filter_map(|(ends, p)| {
                let [low, high] = ends.map(|rank| rank.and_then(|_| found.next().flatten()));
                // A range cannot reach beyond the one that was kept so far.
                let [least, most] = kept.range_of(&below, tally.rank(*p))?;
                Some([
                    low.map_or(least, |low| low.max(least)),
                    high.map_or(most, |high| high.min(most)),
                ])
            });
            let mut ranges: Vec<[f64; 2]> = ranges.collect();
            join_ranges(&mut ranges);
            ranges
        })
    }

    /// The exact quantiles among the numbers kept by a part.
    pub(super) fn quantiles_in(&self, workers: &Workers, series: &[SeriesPart]) -> Quantiles {
        by_cell(workers, series, |tally, kept| {
            if self.is_stopped() || tally.count() == 0 {
                return vec![None; self.exact.len()];
            }
            let ranks: Vec<u64> = self.exact.iter().map(|p| tally.rank(*p)).collect();
            tally.order_statistics(self.level, &ranks, kept)
        })
    }

    /// The exact quantiles among the numbers that a summary has.
    pub(in crate::simulation) fn quantiles_of_summary(&self, summary: &Summary) -> Quantiles {
        self.quantiles_in(&Workers::new(self, u64::MAX), summary.series())
    }

    /// The exact quantiles of the first `end` draws. One that was not kept is found by a second run,
    /// as its bin is known after the first. The kept numbers are dropped.
    ///
    /// # Errors
    ///
    /// As [`collect`](Self::collect).
    pub(super) fn exact_quantiles_of(
        &self,
        engine: &Engine,
        workers: &Workers,
        part: &mut Part,
        end: u64,
    ) -> Result<Quantiles, Error> {
        let quantiles = self.quantiles_in(workers, &part.series);
        if self.is_stopped() || !is_missing(&part.series, &quantiles) {
            part.forget_kept();
            return Ok(quantiles);
        }
        let ranges = by_cell(workers, &part.series, |tally, kept| {
            let below = kept.counts_below(tally);
            let ranks = self.exact.iter().map(|p| tally.rank(*p));
            let around = ranks.map(|rank| kept.range_around(tally, &below, rank));
            let mut ranges: Vec<[f64; 2]> = around.collect();
            join_ranges(&mut ranges);
            ranges
        });
        part.forget_kept();
        let count = Count::new(self.watch.as_ref(), Stage::SecondPass, end);
        let before = Before {
            draws: 0,
            bytes: part.bytes(),
        };
        let (second, done) =
            self.collect(engine, workers, 0..end, Some(&ranges), &count, before)?;
        if done < end {
            return Ok(quantiles);
        }
        Ok(self.quantiles_in(workers, &second.series))
    }
}

/// True if the quantiles of a period with numbers are not there, or one was not found.
pub(in crate::simulation) fn is_missing(series: &[SeriesPart], quantiles: &Quantiles) -> bool {
    let found = |number: usize, row: usize| quantiles.get(number)?.get(row);
    series.iter().enumerate().any(|(number, part)| {
        part.cells.iter().enumerate().any(|(row, tally)| {
            let found = found(number, row);
            tally.count() > 0 && found.is_none_or(|found| found.iter().any(Option::is_none))
        })
    })
}

/// The ranks among `count` numbers between which a quantile of many more lies; `None` for an end
/// beyond all of them.
pub(in crate::simulation) fn ranks_around(p: f64, count: u64) -> [Option<u64>; 2] {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank among at most 2^48 draws"
    )]
    let margin = (STANDARD_ERRORS * (count as f64 * p * (1.0 - p)).sqrt()).ceil() as u64 + 2;
    let rank = rank(p, count);
    let above = rank.saturating_add(margin);
    [
        rank.checked_sub(margin).filter(|rank| *rank > 0),
        (above <= count).then_some(above),
    ]
}

/// Computes something of every period of every series, from its tally and the numbers kept.
fn by_cell<T: Send>(
    workers: &Workers,
    series: &[SeriesPart],
    f: impl Fn(&Tally, &Kept) -> T + Sync + Send,
) -> Vec<Vec<T>> {
    let all = series
        .iter()
        .flat_map(|part| part.cells.iter().zip(&part.kept));
    let results = workers.map(all.collect(), |(tally, kept)| f(tally, kept));
    let mut results = results.into_iter();
    let series = series.iter();
    series
        .map(|part| results.by_ref().take(part.kept.len()).collect())
        .collect()
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
    fn everywhere(engine: &Engine, ranges: &[[f64; 2]]) -> Ranges {
        let all = engine.whole_ranges();
        let cells = |cells: &Vec<Vec<[f64; 2]>>| cells.iter().map(|_| ranges.to_vec()).collect();
        all.iter().map(cells).collect()
    }

    /// The numbers of the last period, in order.
    fn sorted(settings: &Simulation, scenario: &Scenario) -> Vec<f64> {
        let mut values: Vec<f64> = (0..settings.draws)
            .map(|number| {
                let draw = settings.draw(scenario, number).unwrap();
                *draw.path(IMPACT).unwrap().last().unwrap()
            })
            .collect();
        values.sort_by(f64::total_cmp);
        values
    }

    /// However little the first run keeps, the quantiles are those of the sorted draws: type 1, the
    /// ceiling of n p counted from one.
    #[test]
    fn a_second_run_finds_the_quantiles_that_the_first_did_not_keep() {
        let scenario = Scenario::shipped("china-2030").unwrap();
        let settings = settings(DRAWS);
        let values = sorted(&settings, &scenario);
        let engine = settings.engine(&Subject::of(&scenario)).unwrap();
        let workers = settings.workers(&engine, DRAWS);
        // Nothing, and the numbers around the median, which leaves a gap in a bin on either side.
        for ranges in [&[][..], &[[values[990], values[1_010]]]] {
            let ranges = everywhere(&engine, ranges);
            let drawn = settings.drawn(&engine, &workers, 0..DRAWS, Some(&ranges));
            let (mut part, end) = drawn.unwrap();
            let first = settings.quantiles_in(&workers, &part.series);
            let first = first[0].last().unwrap();
            assert_eq!(first[0], None);
            assert_eq!(first[1].is_some(), !ranges[0][0].is_empty());
            let exact = settings.exact_quantiles_of(&engine, &workers, &mut part, end);
            let exact = exact.unwrap();
            let last = exact[0].last().unwrap();
            for (found, place) in last.iter().zip([19, 999, 1_997]) {
                let found = found.unwrap();
                assert_eq!(found.to_bits(), values[place].to_bits(), "{place}");
            }
        }
    }

    /// A run of several stages keeps a small part of its numbers, and finds the same order statistics
    /// as sorting all.
    #[test]
    fn narrowing_keeps_what_the_quantiles_need() {
        let scenario = Scenario::shipped("china-2030").unwrap();
        let settings = settings(40_000).with_threads(2).unwrap();
        assert_eq!(stages(40_000), [8_192, 40_000]);
        let values = sorted(&settings, &scenario);
        let engine = settings.engine(&Subject::of(&scenario)).unwrap();
        let workers = settings.workers(&engine, settings.draws);
        let keeping = settings.keeping(&engine, &workers, settings.draws, Stage::Draws);
        let (mut part, end) = keeping.unwrap();
        assert_eq!(end, 40_000);
        let kept = part.series[0].kept.last_mut().unwrap().singles();
        // Of 8,192 draws, 4.5 standard errors on either side of 1 %, 50 % and nearly all.
        assert!((1_500..6_000).contains(&kept), "{kept}");
        let exact = settings.quantiles_in(&workers, &part.series);
        let last = exact[0].last().unwrap();
        for (found, place) in last.iter().zip([399, 19_999, 39_959]) {
            assert_eq!(found.unwrap().to_bits(), values[place].to_bits(), "{place}");
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
        let workers = settings.workers(&engine, draws);
        let nothing = everywhere(&engine, &[]);
        let (mut part, end) = settings
            .drawn(&engine, &workers, 0..draws, Some(&nothing))
            .unwrap();
        assert_eq!(end, draws);
        let exact = settings.exact_quantiles_of(&engine, &workers, &mut part, end);
        let exact = exact.unwrap();
        assert!(exact[0].last().unwrap().iter().all(Option::is_none));
    }
}
