//! The progress of a run in a directory.

use std::ops::Range;

use super::cuts::Cuts;
use super::{PartDirectory, disjoint_names, merged};
use crate::limits::Limit;
use crate::simulation::design::Design;
use crate::simulation::{Simulation, Subject, Summary};
use crate::watch::{Count, Stage};
use crate::{Error, Scenario};

/// The progress of a run in a directory, for a scheduler of your own: the summary of the draws done, and the
/// ranges of draws that remain. [`Simulation::state_in`] reads it.
///
/// # Examples
///
/// ```
/// use compute_impact::simulation::{PartDirectory, Simulation};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
/// # let path = std::env::temp_dir().join(format!("compute-impact-r{}", std::process::id()));
///
/// let settings = Simulation::new(5_000)?;
/// let directory = PartDirectory::open(&path)?;
/// directory.write(&settings.part(&scenario, 0..3_000)?)?;
/// let state = settings.state_in(&scenario, &directory, 0..5_000, 2_000)?;
/// assert_eq!(state.done().map(|done| done.draws_done()), Some(3_000));
/// assert_eq!(state.remaining(), [3_000..4_000, 4_000..5_000]);
/// for draws in state.remaining() {
///     // On any machine.
///     directory.write(&settings.part(&scenario, draws.clone())?)?;
/// }
/// let state = settings.state_in(&scenario, &directory, 0..5_000, 2_000)?;
/// let summary = state.into_parts().0.ok_or("there are no parts")?;
/// assert_eq!(settings.fan(&scenario, summary)?, scenario.simulate(&settings)?);
/// # drop(directory);
/// # std::fs::remove_dir_all(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RunState {
    done: Option<Summary>,
    remaining: Vec<Range<u64>>,
}

impl RunState {
    /// The summary of all parts in the directory, also of draws that were not asked for; `None` if it
    /// has none.
    #[must_use]
    pub const fn done(&self) -> Option<&Summary> {
        self.done.as_ref()
    }

    /// The draws that are left, in parts: cut at multiples of their length and where the directory has
    /// draws, in ascending order.
    #[must_use]
    pub fn remaining(&self) -> &[Range<u64>] {
        &self.remaining
    }

    /// The [summary](Self::done) and what is [left](Self::remaining).
    #[must_use]
    pub fn into_parts(self) -> (Option<Summary>, Vec<Range<u64>>) {
        (self.done, self.remaining)
    }
}

impl Simulation {
    /// Reads the progress of some draws of this simulation in a directory, the remaining ones in parts of
    /// `draws_per_part` draws. Nothing is drawn.
    ///
    /// # Errors
    ///
    /// [`Conflict`](crate::ErrorKind::Conflict) for a range that is empty or goes past the last draw,
    /// or a part that would split a pair of antithetic draws; otherwise as [`part_in`](Self::part_in).
    /// Exact quantiles without ranges are refused when a part is drawn.
    ///
    /// # Examples
    ///
    /// See [`RunState`].
    pub fn state_in(
        &self,
        scenario: &Scenario,
        directory: &PartDirectory,
        draws: Range<u64>,
        draws_per_part: u64,
    ) -> Result<RunState, Error> {
        self.check_range(&draws)?;
        let cuts = Cuts::new(&draws, draws_per_part)?;
        let (subject, fingerprint) = (Subject::of(scenario), scenario.fingerprint());
        let design = self.design(&subject, fingerprint);
        self.state(directory, &cuts, &design)
    }

    pub(super) fn state(
        &self,
        directory: &PartDirectory,
        cuts: &Cuts,
        design: &Design,
    ) -> Result<RunState, Error> {
        let names = disjoint_names(&directory.path)?;
        let remaining = cuts.missing(names.iter().map(|name| name.draws()));
        Limit::PartFiles.check(names.len() + remaining.len())?;
        // A watch that was stopped before asks for what the directory has.
        let watch = self.watch.as_ref().filter(|watch| !watch.is_stopped());
        let reading = Count::new(watch, Stage::Draws, cuts.draws().end - cuts.draws().start);
        let done = merged(&directory.path, names, Some(design), &reading)?;
        for part in &remaining {
            self.check_range(part)?;
        }
        Ok(RunState { done, remaining })
    }
}
