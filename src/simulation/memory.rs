//! The memory of runs: an estimate before they start, and the bound that they keep.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::engine::{Engine, KeptBins};
use super::part::Part;
use super::run::{KEEP_ALL, claim};
use super::{Simulation, Subject};
use crate::kernel::{Kept, Tally};
use crate::watch::{Stage, stopped};
use crate::{Error, ErrorKind, Scenario, Watch};

/// The number of draws from which the memory of a run is estimated.
const SAMPLE: u64 = 16 * 1024;
/// The bytes of a compiled scenario and its threads, whatever is drawn.
const FIXED: u64 = 256 * 1024;
/// The bytes of an output in a period besides its numbers: in the lists of bins and of quantiles.
const CELL: u64 = 160;

/// The bytes that the parts of a run need.
#[derive(Clone, Copy, Debug, Default)]
struct Needed {
    /// The counts and sums of each worker.
    tallies: u64,
    /// The numbers kept for exact quantiles, of all workers.
    kept: u64,
    /// The numbers in order of one output in one period, of the greatest.
    ordered: u64,
    /// The quantiles and the ranges of bins to keep.
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
        self.bytes_needed(&engine, self.draws, &self.exact)
    }

    /// Refuses a run of some draws whose estimated memory exceeds the bound.
    pub(super) fn check_memory(
        &self,
        engine: &Engine,
        draws: u64,
        exact: &[f64],
    ) -> Result<(), Error> {
        let Some(allowed) = self.memory else {
            return Ok(());
        };
        let needed = self.bytes_needed(engine, draws, exact)?;
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
    fn bytes_needed(&self, engine: &Engine, draws: u64, exact: &[f64]) -> Result<u64, Error> {
        let threads = self.workers(engine, draws) as u64;
        let needed = self.parts_needed(engine, draws, exact, threads);
        if self.is_stopped() {
            // Part of the sample shows less than is needed.
            return Err(stopped(Stage::Draws, 0, draws));
        }
        let scratch = threads * engine.scratch_memory() as u64;
        let first = threads * needed.tallies;
        // The numbers are put in order after the draws, without the scratch memory.
        let most = first + needed.kept + scratch.max(needed.ordered);
        // Allocations are a little larger than what they are asked for.
        Ok(FIXED + needed.quantiles + most + most / 32)
    }

    /// Estimates the memory of the parts from a few draws.
    fn parts_needed(&self, engine: &Engine, draws: u64, exact: &[f64], threads: u64) -> Needed {
        let size = draws.min(SAMPLE);
        #[expect(clippy::cast_precision_loss, reason = "at most 2^48 draws")]
        let times = draws as f64 / size as f64;
        let sample = engine.sample(size, None, self.watch.as_ref());
        let mut needed = Needed {
            tallies: sample.bytes_after(times),
            ..Needed::default()
        };
        if exact.is_empty() {
            return needed;
        }
        let bins = if draws <= KEEP_ALL {
            engine.all_bins()
        } else {
            self.bins_to_keep(&sample, size)
        };
        let mut again = engine.sample(size, Some(&bins), self.watch.as_ref());
        let cells = sample.series.iter().flat_map(|part| &part.cells);
        let kept = again.kept.iter_mut().flatten();
        for ((tally, kept), bins) in cells.zip(kept).zip(bins.iter().flatten()) {
            needed.quantiles += CELL + 32 * exact.len() as u64;
            if bins.is_empty() || tally.count() == 0 {
                continue;
            }
            let singles = kept.singles();
            if singles == 0 && kept.repeated_bytes() == 0 && times <= 1.0 {
                // Equal numbers are counted and not kept.
                continue;
            }
            let numbers = after(singles, times).min(draws);
            let repeated = threads * kept.repeated_bytes();
            let page = if repeated > 0 {
                Kept::FEWEST
            } else {
                Kept::PAGE_NUMBERS
            };
            needed.kept += (numbers / page + threads) * Kept::PAGE_BYTES + repeated;
            let ranks: Vec<u64> = exact.iter().map(|p| tally.rank(*p)).collect();
            let at_ranks = after(tally.numbers_at(&ranks).min(singles), times).min(draws);
            needed.ordered = needed.ordered.max(8 * at_ranks + kept.repeated_bytes());
        }
        needed
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

/// The count of numbers among `times` as many draws, which begin with those of the sample: three
/// standard deviations above the mean, `k t + 3 sqrt(k t (t - 1))`.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an estimate"
)]
fn after(count: u64, times: f64) -> u64 {
    if times <= 1.0 {
        return count;
    }
    let count = count as f64;
    let more = 3.0 * (count * times * (times - 1.0)).sqrt() + 3.0 * (times - 1.0);
    (count * times + more).ceil() as u64
}

impl Part {
    /// The approximate bytes of the partial results.
    pub(super) fn bytes(&self) -> u64 {
        let kept = self.kept.iter().flatten().map(Kept::bytes);
        self.each_tally(Tally::bytes) + kept.sum::<u64>()
    }

    /// The approximate bytes after `times` as many draws, without kept numbers.
    fn bytes_after(&self, times: f64) -> u64 {
        self.each_tally(|tally| tally.bytes_after(times))
    }

    fn each_tally(&self, bytes: impl Fn(&Tally) -> u64) -> u64 {
        let cells = self.series.iter().flat_map(|part| &part.cells);
        let reached = self.reached.iter().map(|of| 16 * of.at.len() + 48);
        let kept = self.kept.iter().map(|of| of.len() * size_of::<Kept>());
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
    /// The ranges of bins that keep all numbers.
    pub(super) fn all_bins(&self) -> KeptBins {
        let all = vec![vec![[i32::MIN / 2, i32::MAX / 2]]; self.rows()];
        vec![all; self.series.len()]
    }

    /// The partial results of the first draws, fewer if the watch stops them.
    fn sample(&self, draws: u64, kept_bins: Option<&KeptBins>, watch: Option<&Watch>) -> Part {
        let mut part = self.part();
        let mut scratch = Self::scratch();
        let mut done = 0;
        while done < draws && !watch.is_some_and(Watch::is_stopped) {
            let end = draws.min(done + claim(self));
            self.add_range(done..end, kept_bins, &mut scratch, &mut part);
            done = end;
        }
        self.add_constants(0, done, &mut part);
        part
    }
}
