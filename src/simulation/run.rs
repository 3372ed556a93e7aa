//! Runs: the draws of a simulation, shared among workers.

mod exact;

use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::engine::{Engine, KeptBins};
use super::ensemble::Ensemble;
use super::manifest::Design;
use super::part::Part;
use super::{Fan, Scheme, Simulation, Subject, Summary};
use crate::scenario::{Output, Scenario};
use crate::{Error, ErrorKind};
use exact::{KEEP_ALL, STANDARD_ERRORS};

/// The progress of a run.
///
/// # Examples
///
/// See [`Simulation::run_watched`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The number of draws done, including those of the pilot run for exact quantiles.
    pub done: u64,
    /// The number of draws of the run.
    pub draws: u64,
}

/// The number of draws that a worker takes at a time.
const CLAIM: u64 = 8 * 1024;

impl Simulation {
    /// Runs the simulation on a scenario, as [`Scenario::simulate`] does.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the scenario does not have an output or the output of a
    /// target; [`Memory`](ErrorKind::Memory) if the memory bound is too small;
    /// [`Conflict`](ErrorKind::Conflict) for antithetic draws of a scenario with alternatives;
    /// [`TooManyFailed`](ErrorKind::TooManyFailed) if more draws fail than the settings allow;
    /// [`Overflow`](ErrorKind::Overflow) if an output that no uncertain input reaches leaves its
    /// range.
    ///
    /// # Examples
    ///
    /// See [`Scenario::simulate`].
    pub fn run(&self, scenario: &Scenario) -> Result<Fan, Error> {
        self.run_watched(scenario, |_| ControlFlow::Continue(()))
    }

    /// Runs the simulation and calls `watch` with its progress from time to time, from any thread.
    ///
    /// If `watch` returns `Break`, the run ends early and returns the draws done until then: the
    /// first draws of the run, [`Summary::draws_done`] of them, in a summary that is not complete.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run).
    ///
    /// # Examples
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use compute_impact::simulation::Simulation;
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    ///
    /// let settings = Simulation::new(1_000_000_000_000)?; // the run is stopped early
    /// let fan = settings.run_watched(&scenario, |progress| {
    ///     let is_enough = progress.done >= 20_000;
    ///     if is_enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    /// })?;
    /// assert!(!fan.summary().is_complete());
    /// assert!(fan.summary().draws_done() >= 20_000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn run_watched(
        &self,
        scenario: &Scenario,
        watch: impl Fn(Progress) -> ControlFlow<()> + Sync,
    ) -> Result<Fan, Error> {
        let subject = Subject::of(scenario);
        let ensemble = self.ensemble(&subject, scenario.fingerprint(), watch)?;
        Ok(Fan::new(scenario, ensemble))
    }

    /// Runs the simulation on a plan, which is identified by a fingerprint.
    pub(crate) fn ensemble(
        &self,
        subject: &Subject<'_>,
        fingerprint: String,
        watch: impl Fn(Progress) -> ControlFlow<()> + Sync,
    ) -> Result<Ensemble, Error> {
        let engine = self.engine(subject)?;
        self.check_memory(&engine)?;
        let watcher = Watcher {
            watch: &watch,
            stopped: AtomicBool::new(false),
            done: AtomicU64::new(0),
            draws: self.draws,
        };
        let kept_bins = self.bins_to_keep(&engine, &watcher);
        watcher.done.store(0, Ordering::Relaxed);
        // A caller who stops the pilot run still gets the first draws of the run itself.
        watcher.stopped.store(false, Ordering::Relaxed);
        let (part, end) = self.collect(&engine, 0..self.draws, kept_bins.as_ref(), &watcher);
        let exact = match kept_bins {
            Some(bins) => self.exact_quantiles_of(&engine, &part, &bins, end),
            None => Vec::new(),
        };
        let summary = Summary::new(self.design(subject, fingerprint), 0..end, part);
        self.check_failures(&summary)?;
        Ok(Ensemble {
            settings: self.clone(),
            summary,
            exact,
            base: subject.base,
            periods: subject.periods,
        })
    }

    /// Runs some of the draws: a part to be merged with others, which may be from other machines.
    ///
    /// The number of draws in the settings is that of the whole run. Parts that cover all draws,
    /// merged in any order, equal the whole run to the bit. Exact quantiles require all draws in
    /// one process and are not part of it.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), and [`OutOfRange`](ErrorKind::OutOfRange) unless the range lies
    /// within the draws, is not empty, and does not split antithetic pairs.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::simulation::{Fan, Simulation, Summary};
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    ///
    /// let settings = Simulation::new(5_000)?.with_seed(1);
    /// let mut first = settings.part(&scenario, 0..1_234)?;
    /// let rest = settings.part(&scenario, 1_234..5_000)?;
    /// // A summary can be sent in any format of serde.
    /// let rest: Summary = serde_json::from_str(&serde_json::to_string(&rest)?)?;
    /// first.merge(&rest)?;
    /// assert_eq!(&first, scenario.simulate(&settings)?.summary());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn part(&self, scenario: &Scenario, draws: Range<u64>) -> Result<Summary, Error> {
        self.part_of(&Subject::of(scenario), scenario.fingerprint(), draws)
    }

    /// Runs some of the draws of a plan, which is identified by a fingerprint.
    pub(crate) fn part_of(
        &self,
        subject: &Subject<'_>,
        fingerprint: String,
        draws: Range<u64>,
    ) -> Result<Summary, Error> {
        self.check_range(&draws)?;
        let engine = self.engine(subject)?;
        self.check_memory(&engine)?;
        let watch = |_| ControlFlow::Continue(());
        let watcher = Watcher {
            watch: &watch,
            stopped: AtomicBool::new(false),
            done: AtomicU64::new(0),
            draws: self.draws,
        };
        let (part, end) = self.collect(&engine, draws.clone(), None, &watcher);
        let design = self.design(subject, fingerprint);
        Ok(Summary::new(design, draws.start..end, part))
    }

    fn check_range(&self, draws: &Range<u64>) -> Result<(), Error> {
        let conflict = |what, remedy| {
            let with = "the draws of the settings";
            Err(Error::new(ErrorKind::Conflict { what, with, remedy }))
        };
        if draws.is_empty() || draws.end > self.draws {
            return conflict(
                "a range of draws that is empty or goes past the last",
                "set the number of draws to that of all parts together",
            );
        }
        if self.scheme == Scheme::Antithetic && (draws.start % 2 == 1 || draws.end % 2 == 1) {
            return conflict(
                "a range that splits a pair of antithetic draws",
                "let it start and end with an even number",
            );
        }
        Ok(())
    }

    pub(super) fn engine(&self, subject: &Subject<'_>) -> Result<Engine, Error> {
        let outputs = self.outputs_of(subject);
        Engine::new(
            subject,
            self.uniforms(),
            &outputs,
            &self.targets,
            self.block,
        )
    }

    pub(super) fn design(&self, subject: &Subject<'_>, fingerprint: String) -> Design {
        Design::new(self, subject, fingerprint, self.outputs_of(subject))
    }

    #[cfg(feature = "parallel")]
    fn threads(&self) -> usize {
        self.threads.unwrap_or_else(rayon::current_num_threads)
    }

    #[cfg(not(feature = "parallel"))]
    #[expect(clippy::unused_self, reason = "with the feature the settings choose")]
    fn threads(&self) -> usize {
        1
    }

    /// Refuses a run whose estimated memory exceeds the bound.
    fn check_memory(&self, engine: &Engine) -> Result<(), Error> {
        let Some(allowed) = self.memory else {
            return Ok(());
        };
        let threads = self.threads() as u64;
        let cells = (engine.series.len() * engine.rows()) as u64;
        // Most outputs spread over fewer than eight powers of two in a period, of 4 KB each.
        let cell = 1_024 + 8 * 4_096;
        let mut needed = threads * engine.scratch_memory() as u64 + (threads + 1) * cells * cell;
        if !self.exact.is_empty() {
            needed += 8 * cells * self.kept_numbers();
        }
        if needed <= allowed {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Memory { needed, allowed }))
    }

    /// An estimate of the count of numbers that exact quantiles keep per output and period.
    ///
    /// For each probability `p` it is `2 e sqrt(p (1 - p) / m) n`, with `e` standard errors, `m`
    /// draws of the pilot run and `n` draws of the run.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate"
    )]
    fn kept_numbers(&self) -> u64 {
        if self.draws <= KEEP_ALL {
            return self.draws;
        }
        let window = |p: &f64| {
            let pilot = self.pilot() as f64;
            2.0 * STANDARD_ERRORS * (p * (1.0 - p) / pilot).sqrt() * self.draws as f64
        };
        // Half as much again, as windows end with whole bins and arrays grow by doubling.
        (self.exact.iter().map(window).sum::<f64>() * 1.5) as u64
    }

    fn check_failures(&self, summary: &Summary) -> Result<(), Error> {
        let draws = summary.draws_done();
        for (output, part) in summary.parts() {
            #[expect(clippy::cast_precision_loss, reason = "at most 2^48 draws")]
            let share = part.failed as f64 / draws as f64;
            if share > self.failures.get() && !matches!(output, Output::SegmentGrowth(_)) {
                return Err(Error::new(ErrorKind::TooManyFailed {
                    what: output.what(),
                    failed: part.failed,
                    draws,
                    first: part.first_failed.unwrap_or_default(),
                    allowed: self.failures.get(),
                }));
            }
        }
        Ok(())
    }

    /// Runs a range of draws on all threads. Returns the partial results and the end of the draws
    /// done.
    fn collect(
        &self,
        engine: &Engine,
        draws: Range<u64>,
        kept_bins: Option<&KeptBins>,
        watcher: &Watcher<'_>,
    ) -> (Part, u64) {
        let next = AtomicU64::new(draws.start);
        let work = || work(engine, draws.end, &next, kept_bins, watcher);
        let blocks = (draws.end - draws.start).div_ceil(engine.block() as u64);
        let blocks = usize::try_from(blocks).unwrap_or(usize::MAX);
        let mut part = self.on_threads(blocks, &work, &(|| engine.part()));
        let end = next.load(Ordering::Relaxed).min(draws.end);
        engine.add_constants(draws.start, end - draws.start, &mut part);
        (part, end)
    }

    #[cfg(feature = "parallel")]
    fn on_threads(
        &self,
        blocks: usize,
        work: &(dyn Fn() -> Part + Sync),
        none: &(dyn Fn() -> Part + Sync),
    ) -> Part {
        use rayon::iter::{IntoParallelIterator, ParallelIterator};
        // Threads beyond the number of blocks would be idle.
        let threads = self.threads().min(blocks).max(1);
        if threads == 1 {
            return work();
        }
        let all = || {
            (0..threads)
                .into_par_iter()
                .map(|_| work())
                .reduce(none, |mut part, other| {
                    part.merge(other);
                    part
                })
        };
        match self.threads {
            // If no pool can be built, the caller's own is used: results are the same.
            Some(_) => match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
                Ok(pool) => pool.install(all),
                Err(_) => all(),
            },
            None => all(),
        }
    }

    #[cfg(not(feature = "parallel"))]
    #[expect(clippy::unused_self, reason = "the settings choose among threads")]
    fn on_threads(
        &self,
        _: usize,
        work: &(dyn Fn() -> Part + Sync),
        _: &(dyn Fn() -> Part + Sync),
    ) -> Part {
        work()
    }
}

/// The progress callback, the stop flag, and the count of draws done.
struct Watcher<'a> {
    watch: &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync),
    stopped: AtomicBool,
    done: AtomicU64,
    draws: u64,
}

impl Watcher<'_> {
    /// Counts finished draws and calls the progress callback.
    fn report(&self, draws: u64) {
        let done = self.done.fetch_add(draws, Ordering::Relaxed) + draws;
        let draws = self.draws;
        if (self.watch)(Progress { done, draws }).is_break() {
            self.stopped.store(true, Ordering::Relaxed);
        }
    }
}

/// The loop of a worker: it claims ranges of draws and adds them up until none is left or the run
/// is stopped. Claims ascend and each is finished, so that the draws done are always the first
/// ones.
fn work(
    engine: &Engine,
    end: u64,
    next: &AtomicU64,
    kept_bins: Option<&KeptBins>,
    watcher: &Watcher<'_>,
) -> Part {
    let mut part = engine.part();
    let mut scratch = Engine::scratch();
    while !watcher.stopped.load(Ordering::Relaxed) {
        let start = next.fetch_add(CLAIM, Ordering::Relaxed);
        if start >= end {
            break;
        }
        let stop = end.min(start + CLAIM);
        let mut first = start;
        while first < stop {
            let draws = usize::try_from(stop - first).unwrap_or(usize::MAX);
            let draws = draws.min(engine.block());
            engine.add(first, draws, kept_bins, &mut scratch, &mut part);
            first += draws as u64;
        }
        watcher.report(stop - start);
    }
    part
}
