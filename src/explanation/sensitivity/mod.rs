//! Drivers of an output: which uncertain inputs matter, alone and together.
//!
//! | question | method |
//! |---|---|
//! | how far does each input move it, by itself? | [`Scenario::tornado`](crate::Scenario::tornado) |
//! | which inputs matter at all, at little cost? | [`Model::morris`] |
//! | which part of its variance does each input make, alone and with others? | [`Model::sobol`] |
//! | the same where inputs are correlated | [`Model::shapley`] |
//!
//! A [`Model`] is one number as a function of factors: an output of a scenario in a period
//! ([`Scenario::model`](crate::Scenario::model)), or any function. The design of each method is
//! made and used inside it, so that design and analysis cannot be mismatched.
//!
//! # Examples
//!
//! ```
//! use compute_impact::explanation::sensitivity::Samples;
//! use compute_impact::{Output, Reading, Scenario};
//!
//! let scenario = Scenario::shipped("east-data-west-computing")?;
//! let model = scenario.model(Output::Gdp(Reading::Impact), None)?;
//! let indices = model.sobol(Samples::new(1_024)?)?;
//! let first = indices.factors.first().unwrap();
//! assert_eq!(first.name, "gdp.response.coefficient"); // the greatest part of the variance
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cost;
mod grid;
mod model;
mod morris;
mod shapley;
mod sobol;
mod tornado;

pub use grid::Grid;
pub use model::Model;
pub(in crate::explanation) use model::row_of;
pub use morris::{Morris, Screened};
pub use shapley::{Effect, Shapley};
pub use sobol::{Index, Indices};
pub use tornado::{Swing, Tornado};

use crate::{Error, ErrorKind, Interval};

/// The number of samples that a method takes, and their seed.
///
/// # Examples
///
/// ```
/// use compute_impact::explanation::sensitivity::Samples;
///
/// let samples = Samples::new(1_024)?.with_seed(7);
/// assert_eq!((samples.count(), samples.seed()), (1_024, 7));
/// assert!(Samples::new(8).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Samples {
    count: u32,
    seed: u64,
}

impl Samples {
    /// `count` base samples, with seed 0.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for fewer than 16, which are too few to
    /// estimate a variance, or more than 2^24.
    pub fn new(count: u32) -> Result<Self, Error> {
        Interval::closed_const(16.0, 16_777_216.0)
            .check("number of samples for a sensitivity", f64::from(count))?;
        Ok(Self { count, seed: 0 })
    }

    /// The same number of samples with another seed.
    #[must_use]
    pub const fn with_seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The number of samples.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// The seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }
}

/// An estimated number with its 95 % interval.
///
/// The interval of an index or elementary effect is by bootstrap (Efron 1979), that of a Shapley
/// effect by Student's t over batches.
///
/// # Examples
///
/// ```
/// use compute_impact::explanation::sensitivity::{Model, Samples};
///
/// let model = Model::of_function(["a", "b"], |u| u[0])?;
/// let indices = model.sobol(Samples::new(256)?)?;
/// let first = indices.factor("a")?.first;
/// let [low, high] = first.interval();
/// assert!(low <= first.value && first.value <= high);
/// assert!(!first.may_be_zero()); // all variance is of `a`
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Estimated {
    /// The number.
    pub value: f64,
    low: f64,
    high: f64,
}

impl Estimated {
    /// The ends of its interval.
    #[must_use]
    pub const fn interval(&self) -> [f64; 2] {
        [self.low, self.high]
    }

    /// True if the interval contains zero: the number is then not distinguishable from zero.
    #[must_use]
    pub fn may_be_zero(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }

    /// Builds the number and its interval from repetitions of the estimate on resampled rows: the
    /// quantiles at 2.5 and 97.5 %, widened where the number lies outside them.
    fn from_repetitions(value: f64, mut repetitions: Vec<f64>) -> Self {
        repetitions.retain(|x| x.is_finite());
        repetitions.sort_by(f64::total_cmp);
        let at = |p: f64| {
            let rank = crate::kernel::rank(p, repetitions.len() as u64);
            let place = usize::try_from(rank - 1).unwrap_or(usize::MAX);
            repetitions.get(place).copied().unwrap_or(value)
        };
        Self {
            value,
            low: at(0.025).min(value),
            high: at(0.975).max(value),
        }
    }
}

/// The greatest number of groups of neighbouring rows, which the bootstrap draws as wholes.
const GROUPS: u32 = 4_096;

/// The number of resamplings for an interval.
const REPETITIONS: usize = 200;

/// The rows of a resampling with replacement, as many as there are rows.
fn resampled(seed: u64, repetition: usize, rows: usize) -> Vec<u32> {
    let mut uniforms = vec![0.0; rows];
    let level = crate::kernel::Level::detect();
    // No input draws from this stream.
    let stream = 0x9d39_247e_3377_6d41 ^ repetition as u64;
    let at = crate::kernel::Draws::From(0);
    crate::kernel::uniform_at(level, seed, stream, 7, at, &mut uniforms);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "fewer than 2^24 rows"
    )]
    let rows = uniforms
        .into_iter()
        .map(|u| ((u * rows as f64) as u32).min(rows as u32 - 1))
        .collect();
    rows
}

/// The least and the greatest of a model's numbers.
#[derive(Clone, Copy, Debug)]
struct Extremes {
    low: f64,
    high: f64,
}

impl Extremes {
    const NONE: Self = Self {
        low: f64::INFINITY,
        high: f64::NEG_INFINITY,
    };

    fn of<'a>(values: impl IntoIterator<Item = &'a f64>) -> Self {
        values.into_iter().fold(Self::NONE, |extremes, value| Self {
            low: extremes.low.min(*value),
            high: extremes.high.max(*value),
        })
    }

    fn with(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }

    /// True if the numbers differ by more than rounding, relative to their size. Half the width is
    /// compared, as the width itself may overflow.
    fn vary(self) -> bool {
        let size = self.low.abs().max(self.high.abs());
        0.5 * self.high - 0.5 * self.low > ROUNDING * size
    }
}

/// The relative error that rounding may make.
const ROUNDING: f64 = 1e-13;

/// Returns the variance of numbers, unless it cannot be divided by.
fn check_variance(extremes: Extremes, variance: f64) -> Result<f64, Error> {
    if !extremes.vary() {
        return Err(Error::new(ErrorKind::Conflict {
            what: "a sensitivity",
            with: "an output that does not vary",
            remedy: "choose another output or period: no uncertain input reaches this one",
        }));
    }
    check_square(variance)?;
    if variance < f64::MIN_POSITIVE {
        return Err(Error::new(ErrorKind::Conflict {
            what: "a sensitivity",
            with: "an output so small that its squares vanish",
            remedy: "state the output in a smaller unit",
        }));
    }
    Ok(variance)
}

/// Returns a square or a sum of squares, unless it overflowed.
fn check_square(square: f64) -> Result<f64, Error> {
    if square.is_finite() {
        return Ok(square);
    }
    Err(Error::new(ErrorKind::Conflict {
        what: "a sensitivity",
        with: "an output so large that its squares overflow",
        remedy: "state the output in a larger unit",
    }))
}
