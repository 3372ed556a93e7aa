//! Runs: the draws of a simulation, shared among workers.

mod exact;

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use super::design::Design;
use super::engine::{Engine, KeptBins};
use super::ensemble::Ensemble;
use super::memory::Bound;
use super::part::Part;
use super::{Fan, Scheme, Simulation, Subject, Summary};
use crate::scenario::{Output, Scenario};
use crate::watch::{Count, Stage, stopped};
use crate::{Error, ErrorKind};
pub(super) use exact::KEEP_ALL;
use exact::QuantileSearch;

/// The greatest number of draws that a worker takes at a time.
const CLAIM: u64 = 8 * 1024;
/// The greatest count of numbers that a worker computes before it looks at the stop flag.
const CLAIM_NUMBERS: u64 = 1024 * 1024;

impl Simulation {
    /// Runs the simulation on a scenario, as [`Scenario::simulate`] does.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the scenario does not have an output or the output of a
    /// target; [`Memory`](ErrorKind::Memory) if the memory bound is too small, before the first
    /// draw or once the run takes more;
    /// [`Conflict`](ErrorKind::Conflict) for antithetic draws of a scenario with alternatives;
    /// [`TooManyFailed`](ErrorKind::TooManyFailed) if more draws fail than the settings allow;
    /// [`Overflow`](ErrorKind::Overflow) if an output that no uncertain input reaches leaves its
    /// range; [`Stopped`](ErrorKind::Stopped) if its watch stopped it before the first draws were
    /// done.
    ///
    /// # Examples
    ///
    /// See [`Scenario::simulate`].
    pub fn run(&self, scenario: &Scenario) -> Result<Fan, Error> {
        let ensemble = self.ensemble(&Subject::of(scenario), scenario.fingerprint())?;
        Ok(Fan::new(scenario, ensemble))
    }

    /// Runs the simulation on a scenario, for a result that part of the draws do not give.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), and [`Stopped`](ErrorKind::Stopped) if its watch stops it.
    pub(crate) fn run_whole(&self, scenario: &Scenario) -> Result<Fan, Error> {
        let ensemble = self.ensemble(&Subject::of(scenario), scenario.fingerprint())?;
        Ok(Fan::new(scenario, ensemble.completed()?))
    }

    /// Runs the simulation on a plan, which is identified by a fingerprint.
    pub(crate) fn ensemble(
        &self,
        subject: &Subject<'_>,
        fingerprint: String,
    ) -> Result<Ensemble, Error> {
        let engine = self.engine(subject)?;
        self.check_memory(&engine, self.draws, &self.exact)?;
        let collect =
            |bins: Option<&KeptBins>| self.collect(&engine, 0..self.draws, bins, Stage::Draws, 0);
        let (part, end, exact) = match self.quantile_search(&engine)? {
            QuantileSearch::None => {
                let (part, end) = collect(None)?;
                (part, end, Vec::new())
            }
            QuantileSearch::Keep(bins) => {
                let (mut part, end) = collect(Some(&bins))?;
                let exact = self.exact_quantiles_of(&engine, &mut part, &bins, end)?;
                (part, end, exact.unwrap_or_default())
            }
            // The draws of the pilot run are the first ones of the run.
            QuantileSearch::Stopped(pilot, end) => (pilot, end, Vec::new()),
        };
        self.check_some(end)?;
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

    /// Refuses a summary of no draws.
    fn check_some(&self, done: u64) -> Result<(), Error> {
        if done > 0 {
            return Ok(());
        }
        Err(stopped(Stage::Draws, 0, self.draws))
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
        self.check_memory(&engine, draws.end - draws.start, &[])?;
        let (part, end) = self.collect(&engine, draws.clone(), None, Stage::Draws, 0)?;
        self.check_some(end - draws.start)?;
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

    /// The number of workers of a run: threads beyond the number of claims would be idle.
    pub(super) fn workers(&self, engine: &Engine, draws: u64) -> usize {
        let claims = draws.div_ceil(claim(engine));
        let claims = usize::try_from(claims).unwrap_or(usize::MAX);
        self.threads().min(claims).max(1)
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
    /// done. Some memory is taken already.
    ///
    /// # Errors
    ///
    /// [`Memory`](ErrorKind::Memory) if the run takes more memory than the bound.
    fn collect(
        &self,
        engine: &Engine,
        draws: Range<u64>,
        kept_bins: Option<&KeptBins>,
        stage: Stage,
        taken: u64,
    ) -> Result<(Part, u64), Error> {
        let next = AtomicU64::new(draws.start);
        let count = Count::new(self.watch.as_ref(), stage, draws.end - draws.start);
        let workers = self.workers(engine, draws.end - draws.start);
        let bound = self.bound(engine, workers, taken);
        let claims = Claims {
            end: draws.end,
            size: claim(engine),
            next: &next,
            count: &count,
            bound: &bound,
        };
        let work = || work(engine, &claims, kept_bins);
        let mut part = self.on_threads(workers, &work);
        let end = next.load(Ordering::Relaxed).min(draws.end);
        bound.check(end - draws.start)?;
        engine.add_constants(draws.start, end - draws.start, &mut part);
        Ok((part, end))
    }

    #[cfg(feature = "parallel")]
    fn on_threads(&self, threads: usize, work: &(dyn Fn() -> Part + Sync)) -> Part {
        use rayon::iter::{IntoParallelIterator, ParallelIterator};
        // A worker of a pool that waits for a run of several threads takes up further runs, each
        // on top of its stack. Who runs simulations in parallel has all threads busy as it is.
        if threads == 1 || rayon::current_thread_index().is_some() {
            return work();
        }
        let all = || {
            let parts = (0..threads).into_par_iter().map(|_| work());
            let merged = parts.reduce_with(|mut part, other| {
                part.merge(other);
                part
            });
            // There are two workers at least.
            merged.unwrap_or_else(work)
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
    fn on_threads(&self, _: usize, work: &(dyn Fn() -> Part + Sync)) -> Part {
        work()
    }
}

/// The draws that workers take, and their progress.
struct Claims<'a> {
    /// The end of all draws.
    end: u64,
    /// The number of draws that a worker takes at a time.
    size: u64,
    next: &'a AtomicU64,
    count: &'a Count<'a>,
    bound: &'a Bound,
}

/// The number of draws that a worker takes at a time: whole blocks, few enough that a stop is
/// honoured soon.
pub(super) fn claim(engine: &Engine) -> u64 {
    let block = engine.block() as u64;
    let cells = (engine.numbers_per_draw() as u64).max(1);
    let draws = (CLAIM_NUMBERS / cells).clamp(1, CLAIM);
    draws.next_multiple_of(block)
}

/// The loop of a worker: it claims ranges of draws and adds them up until none is left or the run
/// is stopped. Claims ascend and each is finished, so that the draws done are always the first
/// ones.
fn work(engine: &Engine, claims: &Claims<'_>, kept_bins: Option<&KeptBins>) -> Part {
    let mut part = engine.part();
    let mut scratch = Engine::scratch();
    let mut reported = 0;
    while !claims.count.is_stopped() && !claims.bound.is_exceeded() {
        let start = claims.next.fetch_add(claims.size, Ordering::Relaxed);
        if start >= claims.end {
            break;
        }
        let stop = claims.end.min(start + claims.size);
        engine.add_range(start..stop, kept_bins, &mut scratch, &mut part);
        claims.bound.report(&part, &mut reported);
        claims.count.add(stop - start);
    }
    part
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_run_beyond_its_memory_bound_is_ended() {
        let scenario = Scenario::shipped("china-2030").unwrap();
        let settings = Simulation::new(1_000_000_000_000).unwrap();
        let engine = settings.engine(&Subject::of(&scenario)).unwrap();
        // The estimate refuses such a bound before the first draw.
        let settings = settings.with_memory_bound(1_000);
        let draws = 0..settings.draws;
        let error = settings.collect(&engine, draws, None, Stage::Draws, 0);
        let error = error.unwrap_err();
        let ErrorKind::Memory {
            needed,
            allowed: 1_000,
            draws_done,
        } = *error.kind()
        else {
            panic!("{error}");
        };
        assert!(needed > 100_000, "{error}");
        // Each worker does what it claimed and ends.
        let most = (claim(&engine) * settings.workers(&engine, settings.draws) as u64) * 2;
        assert!((1..=most).contains(&draws_done), "{error}");
        assert!(error.to_string().contains("was ended after"), "{error}");
    }
}
