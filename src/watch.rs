//! Watching and stopping work that may run long.
//!
//! A [`Watch`] is a progress hook and a stop flag. It is given to the settings or the model before
//! the work starts, and its clones, in any thread, stop the work:
//!
//! | work | given by | what a stopped one returns |
//! |---|---|---|
//! | simulations, parts, comparisons | [`Simulation::with_watch`](crate::Simulation::with_watch) | the first draws, in a summary that is [not complete](crate::simulation::Summary::is_complete) |
//! | runs with parts in a directory | the same settings | the draws done, whose parts are in the directory |
//! | goals in draws, published elasticities | the same settings | [`Stopped`](crate::ErrorKind::Stopped) |
//! | Sobol' indices, Morris screening, Shapley effects | [`Model::with_watch`](crate::explanation::sensitivity::Model::with_watch) | `Stopped` |
//! | splits by policies or inputs | [`split_by_policies_watched`](crate::Scenario::split_by_policies_watched), [`split_by_inputs_watched`](crate::Scenario::split_by_inputs_watched) | `Stopped` |
//! | drivers in a report | `Report::with_drivers_watched` | `Stopped` |
//! | sweeps over variants | [`Sweep::with_watch`](crate::Sweep::with_watch) | the first variants, in columns that are [not complete](crate::sweep::Columns::is_complete) |
//! | verification of a manifest | [`Manifest::verify_watched`](crate::simulation::Manifest::verify_watched) | `Stopped` |
//!
//! Work looks at the flag in every stage, before each block of runs and before each claim of about
//! a million numbers of draws. A watch that was stopped stays stopped; take a new one for the next
//! run.
//!
//! # Stopping on Ctrl-C
//!
//! With the crate `ctrlc`, as the example `forecast` does:
//!
//! ```ignore
//! let watch = Watch::default();
//! let stopper = watch.clone();
//! ctrlc::set_handler(move || stopper.stop())?;
//! let fan = scenario.simulate(&settings.with_watch(watch))?; // the draws done until Ctrl-C
//! ```
//!
//! # Async programs
//!
//! A run is computation without waiting, which belongs on a thread of its own. With tokio:
//!
//! ```ignore
//! let watch = Watch::default();
//! let settings = settings.with_watch(watch.clone());
//! let mut run = tokio::task::spawn_blocking(move || scenario.simulate(&settings));
//! let fan = tokio::select! {
//!     done = &mut run => done??,
//!     () = cancelled => {
//!         watch.stop();
//!         run.await?? // returns within about a tenth of a second
//!     }
//! };
//! ```
//!
//! Dropping the future of `spawn_blocking` does not end the run: only `stop` does.
//!
//! # Examples
//!
//! ```
//! use compute_impact::{Scenario, Simulation, Watch};
//!
//! let scenario = Scenario::shipped("china-2030")?;
//! let watch = Watch::default();
//! let settings = Simulation::new(1_000_000_000_000)?.with_watch(watch.clone());
//! let run = std::thread::spawn(move || scenario.simulate(&settings));
//! std::thread::sleep(std::time::Duration::from_millis(200));
//! watch.stop();
//! let fan = run.join().unwrap()?;
//! assert!(!fan.summary().is_complete()); // partial results say so
//! # Ok::<(), compute_impact::Error>(())
//! ```

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::{Error, ErrorKind};

/// A stage of work, each of which counts its own progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// The first draws of a run in parts, which locate its exact quantiles.
    Pilot,
    /// The draws of a run.
    Draws,
    /// The draws of a run once more, for an exact quantile outside the numbers kept.
    SecondPass,
    /// The runs of a model for a sensitivity.
    ModelRuns,
    /// The subsets of drivers whose effects are split.
    Subsets,
    /// The variants of a sweep.
    Variants,
}

impl Stage {
    /// What is counted, for messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pilot => "draws of the pilot run",
            Self::Draws => "draws",
            Self::SecondPass => "draws of the second pass",
            Self::ModelRuns => "runs of the model",
            Self::Subsets => "subsets of drivers",
            Self::Variants => "variants",
        }
    }
}

/// The progress of a stage.
///
/// # Examples
///
/// See [`Watch::new`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The stage.
    pub stage: Stage,
    /// The number of draws, runs, subsets or variants done in this stage.
    pub done: u64,
    /// The number of draws, runs, subsets or variants of this stage; for Shapley effects of more than eight
    /// factors an upper bound.
    pub total: u64,
}

/// A hook that is called with the progress, from any thread.
type Hook = Arc<dyn Fn(Progress) -> ControlFlow<()> + Send + Sync>;

/// A progress hook and a stop flag for work that may run long. Clones share both.
///
/// # Examples
///
/// See the [module](self).
#[derive(Clone, Default)]
pub struct Watch {
    hook: Option<Hook>,
    stopped: Arc<AtomicBool>,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch")
            .field("has_hook", &self.hook.is_some())
            .field("is_stopped", &self.is_stopped())
            .finish_non_exhaustive()
    }
}

impl PartialEq for Watch {
    /// True for clones of one watch.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.stopped, &other.stopped)
    }
}

impl Watch {
    /// A watch whose hook is called with the progress from time to time, from any thread. If the
    /// hook returns `Break`, the work is stopped.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use compute_impact::{Scenario, Simulation, Watch};
    ///
    /// let enough = Watch::new(|progress| {
    ///     if progress.done >= 20_000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    /// });
    /// let settings = Simulation::new(1_000_000_000_000)?.with_watch(enough);
    /// let fan = Scenario::shipped("china-2030")?.simulate(&settings)?;
    /// assert!(fan.summary().draws_done() >= 20_000);
    /// assert!(!fan.summary().is_complete());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn new(hook: impl Fn(Progress) -> ControlFlow<()> + Send + Sync + 'static) -> Self {
        Self {
            hook: Some(Arc::new(hook)),
            stopped: Arc::default(),
        }
    }

    /// Stops the work; callable from any thread.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// True once the work was stopped, by [`stop`](Self::stop) or by the hook.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// The progress of one stage, which workers count together.
#[derive(Debug)]
pub(crate) struct Count<'a> {
    watch: Option<&'a Watch>,
    stage: Stage,
    done: AtomicU64,
    total: u64,
}

impl<'a> Count<'a> {
    pub(crate) fn new(watch: Option<&'a Watch>, stage: Stage, total: u64) -> Self {
        Self {
            watch,
            stage,
            done: AtomicU64::new(0),
            total,
        }
    }

    /// The same count after this many, which were done before.
    pub(crate) fn after(self, done: u64) -> Self {
        let done = AtomicU64::new(done);
        Self { done, ..self }
    }

    /// Counts what is done and calls the hook.
    pub(crate) fn add(&self, count: u64) {
        let Some(watch) = self.watch else { return };
        let done = self.done.fetch_add(count, Ordering::Relaxed) + count;
        let Some(hook) = &watch.hook else { return };
        let (stage, total) = (self.stage, self.total);
        if hook(Progress { stage, done, total }).is_break() {
            watch.stop();
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.watch.is_some_and(Watch::is_stopped)
    }

    /// Refuses to go on once the work was stopped.
    ///
    /// # Errors
    ///
    /// [`Stopped`](ErrorKind::Stopped) with what was done.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if !self.is_stopped() {
            return Ok(());
        }
        let done = self.done.load(Ordering::Relaxed);
        Err(stopped(self.stage, done, self.total))
    }
}

/// The error of stopped work whose partial result would be none.
pub(crate) fn stopped(stage: Stage, done: u64, total: u64) -> Error {
    let counted = stage.name();
    Error::new(ErrorKind::Stopped {
        counted,
        done,
        total,
    })
}
