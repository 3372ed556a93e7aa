mod form;

use super::scheme::Uniforms;
use super::{QuantileRanges, Scheme, Subject, Target};
use crate::kernel::{Level, MAX_DRAWS};
use crate::limits::Limit;
use crate::{Error, ErrorKind, Interval, Output, Share, Watch};

/// The settings of a simulation.
///
/// | setting | default |
/// |---|---|
/// | draws | no default: an argument of [`new`](Self::new) |
/// | seed | 0 |
/// | [`Scheme`] | plain |
/// | outputs | all that the scenario has |
/// | targets | none |
/// | exact quantiles | none: all within [`Tally::RELATIVE_ERROR`](crate::kernel::Tally::RELATIVE_ERROR) |
/// | threads | all (feature `parallel`), else one |
/// | memory | not bounded |
/// | draws that may fail | 1 % |
/// | [`Watch`] | none |
///
/// # Examples
///
/// ```
/// use compute_impact::scenario::Output;
/// use compute_impact::simulation::{Scheme, Simulation};
///
/// let settings = Simulation::new(100_000)?
///     .with_seed(42)
///     .with_scheme(Scheme::Antithetic)?
///     .with_outputs([Output::SmartShare])?
///     .with_exact_quantiles([0.05, 0.5, 0.95])?;
/// assert_eq!(settings.draws(), 100_000);
/// assert!(Simulation::new(0).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
///
/// The serialized form contains only the settings that determine the draws and their summary: `draws`
/// (required), `seed`, `scheme`, `outputs`, `targets`, `exact-quantiles` or `quantile-ranges`, and
/// `failures-up-to` (a share in [0, 1]). Threads, memory and watch depend on the machine and are not
/// serialized. Unknown keys are refused.
///
/// ```
/// use compute_impact::Simulation;
///
/// let text = r#"{"draws": 20000, "seed": 7, "outputs": ["smart-share"], "exact-quantiles": [0.5]}"#;
/// let settings: Simulation = serde_json::from_str(text)?;
/// assert_eq!(settings.seed(), 7);
/// assert_eq!(serde_json::from_str::<Simulation>(&serde_json::to_string(&settings)?)?, settings);
///
/// let error = serde_json::from_str::<Simulation>(r#"{"draws": 0}"#).unwrap_err();
/// assert!(error.to_string().contains("number of draws"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "form::Fields", into = "form::Fields")]
pub struct Simulation {
    pub(super) draws: u64,
    pub(super) seed: u64,
    pub(super) scheme: Scheme,
    /// The summarised outputs; `None` for all.
    pub(super) outputs: Option<Vec<Output>>,
    pub(super) targets: Vec<Target>,
    pub(super) exact: Vec<f64>,
    /// Where the exact quantiles lie, for a run in parts.
    pub(super) ranges: Option<QuantileRanges>,
    pub(super) threads: Option<usize>,
    pub(super) memory: Option<u64>,
    pub(super) failures: Share,
    pub(super) level: Level,
    pub(super) block: Option<usize>,
    pub(super) watch: Option<Watch>,
}

/// The greatest number of threads, each of which takes memory.
const MAX_THREADS: u32 = 1 << 12;

/// Refuses no threads, and more than are allowed.
pub(crate) fn check_threads(threads: usize) -> Result<(), Error> {
    let count = u32::try_from(threads).unwrap_or(u32::MAX);
    let allowed = Interval::closed_const(1.0, f64::from(MAX_THREADS));
    allowed.check("number of threads", f64::from(count))?;
    Ok(())
}

impl Simulation {
    /// Settings for `draws` draws, at most 2^48.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for no draws or for more.
    ///
    /// # Examples
    ///
    /// See [`Simulation`].
    pub fn new(draws: u64) -> Result<Self, Error> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "2^48 is a float, more is refused"
        )]
        Interval::closed_const(1.0, MAX_DRAWS as f64).check("number of draws", draws as f64)?;
        Ok(Self {
            draws,
            seed: 0,
            scheme: Scheme::Plain,
            outputs: None,
            targets: Vec::new(),
            exact: Vec::new(),
            ranges: None,
            threads: None,
            memory: None,
            // A summary without one draw in a hundred is close to that of all draws.
            failures: Share::new(0.01)?,
            level: Level::detect(),
            block: None,
            watch: None,
        })
    }

    /// The same settings with another seed; 0 is a valid seed.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The same settings for another number of draws.
    pub(crate) fn with_draws(self, draws: u64) -> Result<Self, Error> {
        let scheme = self.scheme;
        let draws = Self::new(draws)?.draws;
        Self { draws, ..self }.with_scheme(scheme)
    }

    /// The same settings with another sampling scheme.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) for an odd number of antithetic draws, which come in
    /// pairs, and for more than 2^32 draws of a Sobol' sequence.
    pub fn with_scheme(self, scheme: Scheme) -> Result<Self, Error> {
        if scheme == Scheme::Antithetic && self.draws % 2 == 1 {
            return Err(Error::new(ErrorKind::Conflict {
                what: "an odd number of draws",
                with: "the scheme `antithetic`",
                remedy: "ask for one draw more, as its draws come in pairs",
            }));
        }
        if scheme == Scheme::Sobol && self.draws > crate::kernel::MAX_POINTS {
            return Err(Error::new(ErrorKind::Conflict {
                what: "more than 2^32 draws",
                with: "the scheme `sobol`",
                remedy: "ask for fewer draws, or use another scheme",
            }));
        }
        Ok(Self { scheme, ..self })
    }

    /// The same settings with a choice of outputs to summarise; fewer outputs run faster.
    ///
    /// # Errors
    ///
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::Outputs`].
    pub fn with_outputs(self, outputs: impl IntoIterator<Item = Output>) -> Result<Self, Error> {
        let mut chosen = Vec::new();
        for output in Limit::Outputs.collect(outputs)? {
            if !chosen.contains(&output) {
                chosen.push(output);
            }
        }
        Ok(Self {
            outputs: Some(chosen),
            ..self
        })
    }

    /// The same settings with targets, whose probability is counted in each period.
    ///
    /// # Errors
    ///
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::Targets`].
    pub fn with_targets(self, targets: impl IntoIterator<Item = Target>) -> Result<Self, Error> {
        let targets = Limit::Targets.collect(targets)?;
        Ok(Self { targets, ..self })
    }

    /// The same settings with exact quantiles, which are order statistics of all draws.
    ///
    /// They keep numbers of each output and period in memory: those between two order statistics of
    /// the draws so far, for the quantiles of 5, 25, 50, 75 and 95 % at most about 65 times the square
    /// root of the number of draws. Parts of a run need [`with_quantile_ranges`](Self::with_quantile_ranges).
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless each probability lies between 0 and 1, both
    /// ends included; [`TooMany`](ErrorKind::TooMany) past [`Limit::Quantiles`].
    pub fn with_exact_quantiles(
        self,
        probabilities: impl IntoIterator<Item = f64>,
    ) -> Result<Self, Error> {
        let exact = Limit::Quantiles.collect(probabilities)?;
        for p in &exact {
            Interval::UNIT.check("probability of a quantile", *p)?;
        }
        Ok(Self {
            exact,
            ranges: None,
            ..self
        })
    }

    /// The same settings with exact quantiles that were located before, so that parts of the run
    /// keep the same numbers. The result equals that of one run with the same ranges to the bit.
    ///
    /// # Examples
    ///
    /// See [`QuantileRanges`].
    #[must_use]
    pub fn with_quantile_ranges(self, ranges: QuantileRanges) -> Self {
        Self {
            exact: ranges.probabilities().to_vec(),
            ranges: Some(ranges),
            ..self
        }
    }

    /// The same settings for this many threads. Without the feature `parallel` a run has one
    /// thread, as it has inside a worker of a rayon pool, whose other workers are busy with other
    /// runs.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for no threads or for more than 4,096.
    pub fn with_threads(self, threads: usize) -> Result<Self, Error> {
        check_threads(threads)?;
        let threads = Some(threads);
        Ok(Self { threads, ..self })
    }

    /// The same settings with a memory bound: a run is refused if the
    /// [estimate](Self::memory_needed) of its memory exceeds `bytes`, and ends with
    /// [`Memory`](ErrorKind::Memory) once it takes more all the same.
    ///
    /// Workers look at the bound after each 8,192 draws or fewer. The scenario and the program's
    /// other memory are not part of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{ErrorKind, Scenario, Simulation};
    ///
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let settings = Simulation::new(20_000)?.with_threads(1)?;
    /// let error = settings.clone().with_memory_bound(1_000).run(&scenario).unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::Memory { draws_done: 0, .. }));
    /// assert!(settings.with_memory_bound(100_000_000).run(&scenario).is_ok());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn with_memory_bound(self, bytes: u64) -> Self {
        let memory = Some(bytes);
        Self { memory, ..self }
    }

    /// The same settings with another greatest share of draws that may fail, in place of 1 %.
    ///
    /// Draws that fail are left out of the summary and counted, and are not drawn again: the
    /// summary of the rest describes the scenario only if few fail.
    #[must_use]
    pub fn with_failures_up_to(self, failures: Share) -> Self {
        Self { failures, ..self }
    }

    /// The same settings with a watch, which sees the progress and can stop the run.
    ///
    /// A stopped run returns the draws done until then: the first draws of the run,
    /// [`Summary::draws_done`](super::Summary::draws_done) of them, in a summary that is not complete.
    /// Its quantiles are exact only if the kept numbers include them.
    ///
    /// # Examples
    ///
    /// See [`Watch`].
    #[must_use]
    pub fn with_watch(self, watch: Watch) -> Self {
        let watch = Some(watch);
        Self { watch, ..self }
    }

    /// The same settings for a vector level and for blocks of `block` draws; no result depends on
    /// either.
    #[doc(hidden)]
    #[must_use]
    pub fn with_execution(self, level: Level, block: usize) -> Self {
        // Antithetic pairs must not be split.
        let block = Some(block.clamp(1, 1 << 16).next_multiple_of(2));
        Self {
            level,
            block,
            ..self
        }
    }

    /// The number of draws.
    #[must_use]
    pub const fn draws(&self) -> u64 {
        self.draws
    }

    /// The seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// The sampling scheme.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The outputs that are summarised; `None` for all that a scenario has.
    #[must_use]
    pub fn outputs(&self) -> Option<&[Output]> {
        self.outputs.as_deref()
    }

    /// The targets whose probability is counted.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The probabilities of the exact quantiles.
    #[must_use]
    pub fn exact_quantiles(&self) -> &[f64] {
        &self.exact
    }

    /// The outputs that are summarised; all outputs in the plan's order by default.
    pub(super) fn outputs_of(&self, subject: &Subject<'_>) -> Vec<Output> {
        self.outputs
            .clone()
            .unwrap_or_else(|| subject.plan.outputs.clone())
    }

    pub(super) const fn uniforms(&self) -> Uniforms {
        Uniforms {
            level: self.level,
            scheme: self.scheme,
            seed: self.seed,
            draws: self.draws,
        }
    }
}
