//! The memory of runs: an estimate before they start, and the bound that they keep.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::engine::{Engine, Ranges};
use super::part::{Part, SeriesPart};
use super::run::{claim, ranks_around, stages};
use super::{Simulation, Subject};
use crate::kernel::{Kept, Pages, Tally, join_ranges};
use crate::watch::{Stage, stopped};
use crate::{Error, ErrorKind, Scenario, Watch};

/// The number of draws from which the memory of a run is estimated.
const SAMPLE: u64 = 16 * 1024;
/// The bytes of a compiled scenario and its threads, whatever is drawn.
const FIXED: u64 = 256 * 1024;
/// The bytes of an output in a period besides its numbers: in the lists of ranges and of quantiles.
const CELL: u64 = 160;
/// The bytes of an exact quantile in the result.
const RESULT: u64 = 16;
/// The bytes of a range of numbers to keep, with its counts and its bins.
const RANGE: u64 = 80;

/// The bytes that the parts of a run need.
#[derive(Clone, Copy, Debug, Default)]
struct Needed {
    /// The counts and sums of each worker.
    tallies: u64,
    /// The numbers kept for exact quantiles, of all workers.
    kept: u64,
    /// The numbers of one output in one period that a thread puts in order, at most.
    ordered: u64,
    /// The quantiles and the ranges to keep.
    quantiles: u64,
}

impl Simulation {
    /// An upper bound of the bytes that a run of the scenario takes, as
    /// [`with_memory_bound`](Self::with_memory_bound) compares it.
    ///
    /// It is estimated from 16,384 draws at most, and is usually less than one and a half times
    /// what the run takes, unless some of its threads find no draws left. It contains the scratch
    /// memory and the counts of each thread, the numbers kept for exact quantiles, and the result.
    /// The scenario itself is not part of it, nor the second run that one exact quantile in a
    /// hundred thousand requires.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), before the first draw; [`Stopped`](ErrorKind::Stopped) if the watch of
    /// the settings is stopped.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Scenario, Simulation};
    ///
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let settings = Simulation::new(1_000_000)?.with_threads(1)?;
    /// let near = settings.memory_needed(&scenario)?;
    /// let exact = settings.with_exact_quantiles([0.5])?.memory_needed(&scenario)?;
    /// assert!(near < 10_000_000);
    /// assert!(exact > near); // numbers around each median are kept
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn memory_needed(&self, scenario: &Scenario) -> Result<u64, Error> {
        let engine = self.engine(&Subject::of(scenario))?;
        self.bytes_needed(&engine, self.draws)
    }

    /// Refuses a run of some draws whose estimated memory exceeds the bound.
    pub(super) fn check_memory(&self, engine: &Engine, draws: u64) -> Result<(), Error> {
        let Some(allowed) = self.memory else {
            return Ok(());
        };
        let needed = self.bytes_needed(engine, draws)?;
        if needed <= allowed {
            return Ok(());
        }
        let draws_done = 0;
        Err(Error::new(ErrorKind::Memory {
            needed,
            allowed,
            draws_done,
        }))
    }

    /// The bytes that a run takes at most.
    fn bytes_needed(&self, engine: &Engine, draws: u64) -> Result<u64, Error> {
        let threads = self.threads_for(engine, draws) as u64;
        let needed = self.parts_needed(engine, draws, threads);
        if self.is_stopped() {
            // Part of the sample shows less than is needed.
            return Err(stopped(Stage::Draws, 0, draws));
        }
        let scratch = threads * engine.scratch_memory() as u64;
        let first = threads * needed.tallies;
        // The numbers are put in order after the draws, without the scratch memory.
        let most = first + needed.kept + scratch.max(threads * needed.ordered);
        // Allocations are a little larger than what they are asked for.
        Ok(FIXED + needed.quantiles + most + most / 32)
    }

    /// Estimates the memory of the parts from a few draws.
    fn parts_needed(&self, engine: &Engine, draws: u64, threads: u64) -> Needed {
        let size = draws.min(SAMPLE);
        #[expect(clippy::cast_precision_loss, reason = "at most 2^48 draws")]
        let times = draws as f64 / size as f64;
        let ranges = (!self.exact.is_empty()).then(|| engine.whole_ranges());
        let mut sample = engine.sample(size, ranges.as_ref(), self.watch.as_ref());
        let mut needed = Needed {
            tallies: sample.bytes_after(times),
            ..Needed::default()
        };
        if self.exact.is_empty() {
            return needed;
        }
        let most = self.most_kept(draws);
        // A result of each quantile, and the ends and counts of each range, of all threads.
        let ranges = self.kept_ranges(stages(draws).iter().rev().nth(1).copied());
        let of_cell =
            CELL + RESULT * self.exact.len() as u64 + RANGE * (threads + 1) * ranges.len() as u64;
        for part in &mut sample.series {
            for (tally, kept) in part.cells.iter().zip(&mut part.kept) {
                needed.quantiles += of_cell;
                let singles = kept.singles();
                if tally.count() == 0 || (tally.is_constant() && singles == 0) {
                    // Equal numbers are counted and not kept.
                    continue;
                }
                #[expect(
                    clippy::cast_precision_loss,
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "an estimate"
                )]
                let numbers = (most as f64 * singles as f64 / tally.count() as f64).ceil() as u64;
                let repeated = threads * kept.repeated_bytes();
                let page = if repeated > 0 {
                    Pages::FEWEST
                } else {
                    Pages::NUMBERS
                };
                let pages = numbers / page + 1 + threads;
                needed.kept += pages * Pages::BYTES + repeated;
                let ordered = Kept::ordered(numbers, repeated > 0);
                needed.ordered = needed.ordered.max(8 * ordered + kept.repeated_bytes());
            }
        }
        needed
    }

    /// The most numbers of an output in a period that a run of some draws keeps at one time.
    fn most_kept(&self, draws: u64) -> u64 {
        let Some(located) = &self.ranges else {
            let mut before = 0;
            let kept = stages(draws).into_iter().map(|end| {
                let share = if before == 0 {
                    1.0
                } else {
                    self.kept_share(before)
                };
                before = end;
                count_of(share, end)
            });
            return kept.max().unwrap_or(draws);
        };
        // Parts keep what a sixteenth of all draws located.
        let is_whole =
            |ranges: &Vec<[f64; 2]>| ranges.iter().any(|[from, to]| to - from > f64::MAX);
        if located.ranges().iter().flatten().all(is_whole) {
            return draws;
        }
        count_of(self.kept_share(self.pilot()), draws)
    }

    /// The share of all numbers that lie between the ranks around the exact quantiles among `count`
    /// numbers, and three standard deviations more.
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    fn kept_share(&self, count: u64) -> f64 {
        let ranges = self.kept_ranges(Some(count));
        let share = ranges.iter().map(|[low, high]| high - low).sum::<f64>() / count as f64;
        (share + 3.0 * (share / count as f64).sqrt()).min(1.0)
    }

    /// The ranks around the exact quantiles among `count` numbers, joined where they touch; none
    /// without a count, where all numbers are kept.
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    fn kept_ranges(&self, count: Option<u64>) -> Vec<[f64; 2]> {
        let Some(count) = count else {
            return Vec::new();
        };
        let ranks = self.exact.iter().map(|p| {
            let [low, high] = ranks_around(*p, count);
            [low.unwrap_or(0) as f64, high.unwrap_or(count) as f64]
        });
        let mut ranges: Vec<[f64; 2]> = ranks.collect();
        join_ranges(&mut ranges);
        ranges
    }

    /// The bound of a run's memory, of which some is taken.
    pub(super) fn bound(&self, engine: &Engine, workers: usize, taken: u64) -> Bound {
        let scratch = engine.scratch_memory() as u64 * workers as u64;
        Bound {
            allowed: self.memory,
            taken: AtomicU64::new(FIXED + scratch + taken),
            exceeded: AtomicBool::new(false),
        }
    }
}

/// A share of a count, rounded up.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an estimate"
)]
fn count_of(share: f64, count: u64) -> u64 {
    ((share * count as f64).ceil() as u64).min(count)
}

impl Part {
    /// The approximate bytes of the partial results.
    pub(super) fn bytes(&self) -> u64 {
        let kept = self.series.iter().flat_map(|part| &part.kept);
        self.each_tally(Tally::bytes) + kept.map(Kept::bytes).sum::<u64>()
    }

    /// The approximate bytes after `times` as many draws, without kept numbers.
    fn bytes_after(&self, times: f64) -> u64 {
        self.each_tally(|tally| tally.bytes_after(times))
    }

    fn each_tally(&self, bytes: impl Fn(&Tally) -> u64) -> u64 {
        let cells = self.series.iter().flat_map(|part| &part.cells);
        let reached = self.reached.iter().map(|of| 16 * of.at.len() + 48);
        let kept = self
            .series
            .iter()
            .map(|of: &SeriesPart| of.kept.len() * size_of::<Kept>());
        cells.map(bytes).sum::<u64>() + reached.chain(kept).sum::<usize>() as u64
    }
}

/// The bound of a run's memory, to which all workers add.
#[derive(Debug)]
pub(super) struct Bound {
    allowed: Option<u64>,
    taken: AtomicU64,
    exceeded: AtomicBool,
}

impl Bound {
    /// Adds what a worker's part takes beyond what it reported before.
    pub(super) fn report(&self, part: &Part, reported: &mut u64) {
        let Some(allowed) = self.allowed else { return };
        let bytes = part.bytes();
        let more = bytes.saturating_sub(*reported);
        *reported += more;
        if self.taken.fetch_add(more, Ordering::Relaxed) + more > allowed {
            self.exceeded.store(true, Ordering::Relaxed);
        }
    }

    pub(super) fn is_exceeded(&self) -> bool {
        self.exceeded.load(Ordering::Relaxed)
    }

    /// Refuses to go on beyond the bound, after some draws.
    pub(super) fn check(&self, draws_done: u64) -> Result<(), Error> {
        match self.allowed {
            Some(allowed) if self.is_exceeded() => Err(Error::new(ErrorKind::Memory {
                needed: self.taken.load(Ordering::Relaxed),
                allowed,
                draws_done,
            })),
            _ => Ok(()),
        }
    }
}

impl Engine {
    /// The ranges that keep all numbers.
    pub(super) fn whole_ranges(&self) -> Ranges {
        let all = vec![vec![[f64::NEG_INFINITY, f64::INFINITY]]; self.rows()];
        vec![all; self.series.len()]
    }

    /// The partial results of the first draws, fewer if the watch stops them.
    fn sample(&self, draws: u64, ranges: Option<&Ranges>, watch: Option<&Watch>) -> Part {
        let mut part = self.part(ranges);
        let mut scratch = Self::scratch();
        let mut done = 0;
        while done < draws && !watch.is_some_and(Watch::is_stopped) {
            let end = draws.min(done + claim(self));
            self.add_range(done..end, &mut scratch, &mut part);
            done = end;
        }
        self.add_constants(0, done, &mut part);
        part
    }
}
