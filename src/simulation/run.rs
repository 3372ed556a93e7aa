//! Runs: the draws of a simulation, shared among workers.

mod exact;
mod located;
mod workers;

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use super::design::Design;
use super::engine::{Engine, Ranges};
use super::ensemble::Ensemble;
use super::memory::Bound;
use super::part::Part;
use super::{Fan, Scheme, Simulation, Subject, Summary};
use crate::scenario::{Output, Scenario};
use crate::watch::{Count, Stage, stopped};
use crate::{Error, ErrorKind};
pub(super) use exact::{Quantiles, is_missing, ranks_around, stages};
pub use located::QuantileRanges;
use workers::Workers;

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
        self.check_memory(&engine, self.draws)?;
        let workers = self.workers(&engine, self.draws);
        let is_whole = self.exact.is_empty() || self.ranges.is_some();
        let (part, end, exact) = if is_whole {
            let ranges = self.ranges_for(subject, &fingerprint)?;
            let (part, end) = self.drawn(&engine, &workers, 0..self.draws, ranges)?;
            let exact = self.quantiles_in(&workers, &part.series);
            (part, end, exact)
        } else {
            let (mut part, end) = self.keeping(&engine, &workers, self.draws, Stage::Draws)?;
            let exact = self.exact_quantiles_of(&engine, &workers, &mut part, end)?;
            (part, end, exact)
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
    /// merged in any order, equal the whole run to the bit. For exact quantiles all parts must keep
    /// the numbers of the same ranges: see [`locate_quantiles`](Self::locate_quantiles).
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), and [`OutOfRange`](ErrorKind::OutOfRange) unless the range lies
    /// within the draws, is not empty, and does not split antithetic pairs;
    /// [`Conflict`](ErrorKind::Conflict) for exact quantiles without the ranges to keep.
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

    /// Builds the ensemble from the merged summary of this run, with these settings' limit on the share of
    /// failed draws. The summary may lack draws, like that of a stopped run.
    ///
    /// # Errors
    ///
    /// [`PartMismatch`](ErrorKind::PartMismatch) if the summary is not of this scenario and these settings,
    /// or has no draws; [`Conflict`](ErrorKind::Conflict) for exact quantiles without the ranges to keep;
    /// [`TooManyFailed`](ErrorKind::TooManyFailed) as [`run`](Self::run).
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::simulation::Simulation;
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    ///
    /// let settings = Simulation::new(5_000)?.with_seed(1);
    /// let mut summary = settings.part(&scenario, 0..2_000)?;
    /// summary.merge(&settings.part(&scenario, 2_000..5_000)?)?;
    /// assert_eq!(settings.fan(&scenario, summary.clone())?, settings.run(&scenario)?);
    /// assert!(settings.with_seed(2).fan(&scenario, summary).is_err());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn fan(&self, scenario: &Scenario, summary: Summary) -> Result<Fan, Error> {
        let (subject, fingerprint) = (Subject::of(scenario), scenario.fingerprint());
        let ensemble = Ensemble::of_summary(&subject, fingerprint, summary, Some(self))?;
        Ok(Fan::new(scenario, ensemble))
    }

    /// Runs some of the draws of a plan, which is identified by a fingerprint.
    pub(crate) fn part_of(
        &self,
        subject: &Subject<'_>,
        fingerprint: String,
        draws: Range<u64>,
    ) -> Result<Summary, Error> {
        self.check_range(&draws)?;
        let ranges = self.ranges_for(subject, &fingerprint)?;
        let engine = self.engine(subject)?;
        self.check_memory(&engine, draws.end - draws.start)?;
        let workers = self.workers(&engine, draws.end - draws.start);
        let (part, end) = self.drawn(&engine, &workers, draws.clone(), ranges)?;
        self.check_some(end - draws.start)?;
        let design = self.design(subject, fingerprint);
        Ok(Summary::new(design, draws.start..end, part))
    }

    /// Runs a range of draws, and keeps the numbers in ranges.
    fn drawn(
        &self,
        engine: &Engine,
        workers: &Workers,
        draws: Range<u64>,
        ranges: Option<&Ranges>,
    ) -> Result<(Part, u64), Error> {
        let total = draws.end - draws.start;
        let count = Count::new(self.watch.as_ref(), Stage::Draws, total);
        self.counted(engine, workers, draws, ranges, &count)
    }

    /// Runs a range of draws, which are counted together with others.
    pub(super) fn counted(
        &self,
        engine: &Engine,
        workers: &Workers,
        draws: Range<u64>,
        ranges: Option<&Ranges>,
        count: &Count<'_>,
    ) -> Result<(Part, u64), Error> {
        let (mut part, end) =
            self.collect(engine, workers, draws, ranges, count, Before::default())?;
        if ranges.is_none() {
            part.forget_kept();
        }
        Ok((part, end))
    }

    pub(super) fn check_range(&self, draws: &Range<u64>) -> Result<(), Error> {
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

    /// The number of threads for some claims: one claim takes one thread.
    fn threads(&self, claims: u64) -> usize {
        let claims = usize::try_from(claims).unwrap_or(usize::MAX);
        self.threads_asked().min(claims).max(1)
    }

    #[cfg(feature = "parallel")]
    fn threads_asked(&self) -> usize {
        self.threads.unwrap_or_else(rayon::current_num_threads)
    }

    #[cfg(not(feature = "parallel"))]
    #[expect(clippy::unused_self, reason = "with the feature the settings choose")]
    fn threads_asked(&self) -> usize {
        1
    }

    /// The number of threads of a run: more than there are claims would be idle.
    pub(super) fn threads_for(&self, engine: &Engine, draws: u64) -> usize {
        self.threads(draws.div_ceil(claim(engine)))
    }

    pub(super) fn workers(&self, engine: &Engine, draws: u64) -> Workers {
        Workers::new(self, draws.div_ceil(claim(engine)))
    }

    pub(super) fn check_failures(&self, summary: &Summary) -> Result<(), Error> {
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

    /// Runs a range of draws on all threads, and keeps the numbers in ranges. Returns the partial
    /// results and the end of the draws done.
    ///
    /// # Errors
    ///
    /// [`Memory`](ErrorKind::Memory) if the run takes more memory than the bound.
    fn collect(
        &self,
        engine: &Engine,
        workers: &Workers,
        draws: Range<u64>,
        ranges: Option<&Ranges>,
        count: &Count<'_>,
        before: Before,
    ) -> Result<(Part, u64), Error> {
        let next = AtomicU64::new(draws.start);
        let bound = self.bound(engine, workers.count(), before.bytes);
        let claims = Claims {
            end: draws.end,
            size: claim(engine),
            next: &next,
            count,
            bound: &bound,
        };
        let mut part = workers.merged(&|| work(engine, &claims, ranges));
        let end = next.load(Ordering::Relaxed).min(draws.end);
        bound.check(before.draws + (end - draws.start))?;
        engine.add_constants(draws.start, end - draws.start, &mut part);
        Ok((part, end))
    }
}

/// What a run did before.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    draws: u64,
    /// The memory that its results take.
    bytes: u64,
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
fn work(engine: &Engine, claims: &Claims<'_>, ranges: Option<&Ranges>) -> Part {
    let mut part = engine.part(ranges);
    let mut scratch = Engine::scratch();
    let mut reported = 0;
    while !claims.count.is_stopped() && !claims.bound.is_exceeded() {
        let start = claims.next.fetch_add(claims.size, Ordering::Relaxed);
        if start >= claims.end {
            break;
        }
        let stop = claims.end.min(start + claims.size);
        engine.add_range(start..stop, &mut scratch, &mut part);
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
        let workers = settings.workers(&engine, settings.draws);
        let error = settings.drawn(&engine, &workers, 0..settings.draws, None);
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
        let most = (claim(&engine) * workers.count() as u64) * 2;
        assert!((1..=most).contains(&draws_done), "{error}");
        assert!(error.to_string().contains("was ended after"), "{error}");
    }
}
