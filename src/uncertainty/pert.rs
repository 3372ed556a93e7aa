use std::fmt;

use super::{
    Beta,
    shape::{self, Plain, Shape, sealed},
    triangular::{Fields, Form, stretch},
};
use crate::{Error, Interval};

/// The weight of the mode relative to each end.
const MODE_WEIGHT: f64 = 4.0;

/// The PERT shape: a smooth curve over a least, a most likely and a greatest value.
///
/// | parameter | unit | range |
/// |---|---|---|
/// | `low`, `high` | the quantity's | within 1e150 of zero, between 1e-150 and 1e150 apart |
/// | `mode` | the quantity's | `[low, high]` |
///
/// It is a beta on `[low, high]` with shapes 1 + 4 (mode - low) / (high - low) and 1 + 4 (high -
/// mode) / (high - low), so that the mean is (low + 4 mode + high) / 6: Malcolm, Roseboom, Clark
/// and Fazar (1959), "Application of a technique for research and development program evaluation",
/// *Operations Research* 7(5), 646-669; Vose (2008), *Risk Analysis*, 3rd ed., appendix III.
///
/// In a file: `{ shape = "pert", low = 2, mode = 3, high = 5 }`, or `interval = "3 to 4"` with or
/// without a `mode` inside it; without a mode the curve is symmetric.
///
/// # Examples
///
/// ```
/// use compute_impact::uncertainty::{Pert, Shape};
///
/// let multiplier = Pert::new(2.0, 3.0, 5.0)?;
/// assert!((multiplier.mean() - 19.0 / 6.0).abs() < 1e-15);
/// let stated = Pert::from_interval_and_mode(3.0, 3.2, 4.0, 0.90)?;
/// assert!((stated.quantile(0.95)? - 4.0).abs() < 1e-13);
/// assert!(Pert::new(2.0, 6.0, 5.0).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Pert {
    mode: f64,
    beta: Beta,
}

impl Pert {
    /// Builds the PERT shape over `[low, high]` with its mode at `mode`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if a parameter is outside the range above;
    /// [`Conflict`](crate::ErrorKind::Conflict) if the ends are equal.
    pub fn new(low: f64, mode: f64, high: f64) -> Result<Self, Error> {
        let width = shape::width(low, high)?;
        Interval::closed_const(low, high).check("mode", mode)?;
        let beta = Beta::new(
            1.0 + MODE_WEIGHT * ((mode - low) / width),
            1.0 + MODE_WEIGHT * ((high - mode) / width),
        )?
        .within(Interval::closed_const(low, high))?;
        Ok(Self { mode, beta })
    }

    /// Builds the symmetric PERT shape whose central part with the given probability, in
    /// `[1e-9, 1]`, lies from `low` to `high`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and [`OutOfRange`](crate::ErrorKind::OutOfRange) for the probability.
    pub fn from_interval(low: f64, high: f64, probability: f64) -> Result<Self, Error> {
        let width = shape::width(low, high)?;
        let (from, to) = unit_interval(0.5, shape::bounded_central(probability)?)?;
        let margin = width * from / (to - from);
        Self::new(low - margin, 0.5 * (low + high), high + margin)
    }

    /// Builds the PERT shape with its mode at `mode` whose central part with the given probability,
    /// in `[1e-9, 1]`, lies from `low` to `high`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and [`OutOfRange`](crate::ErrorKind::OutOfRange) for the probability
    /// or if the mode lies outside the interval.
    pub fn from_interval_and_mode(
        low: f64,
        mode: f64,
        high: f64,
        probability: f64,
    ) -> Result<Self, Error> {
        let probability = shape::bounded_central(probability)?;
        let unit = |theta: f64| unit_interval(theta, probability).unwrap_or((0.0, 1.0));
        let (low, high) = stretch(low, mode, high, unit)?;
        Self::new(low, mode, high)
    }
}

/// Returns the central interval of the PERT shape on `[0, 1]` with its mode at `theta`.
fn unit_interval(theta: f64, probability: f64) -> Result<(f64, f64), Error> {
    let theta = theta.clamp(0.0, 1.0);
    let tail = 0.5 * (1.0 - probability);
    let shape = Beta::new(1.0 + MODE_WEIGHT * theta, 1.0 + MODE_WEIGHT * (1.0 - theta))?;
    Ok((shape.quantile(tail)?, shape.quantile(1.0 - tail)?))
}

impl sealed::Sealed for Pert {}

impl Shape for Pert {
    fn name(&self) -> &'static str {
        "pert"
    }

    fn mean(&self) -> f64 {
        self.beta.mean()
    }

    fn variance(&self) -> f64 {
        self.beta.variance()
    }

    fn density(&self, x: f64) -> f64 {
        self.beta.density(x)
    }

    fn cumulative(&self, x: f64) -> f64 {
        self.beta.cumulative(x)
    }

    fn survival(&self, x: f64) -> f64 {
        self.beta.survival(x)
    }

    fn quantile(&self, p: f64) -> Result<f64, Error> {
        self.beta.quantile(p)
    }

    fn support(&self) -> (f64, f64) {
        self.beta.support()
    }
}

impl fmt::Display for Pert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = self.support();
        write!(
            f,
            "pert, {} to {}, mode {}",
            Plain(low),
            Plain(high),
            Plain(self.mode)
        )
    }
}

impl TryFrom<Fields> for Pert {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        match fields.form()? {
            Form::Parameters(low, mode, high) => Self::new(low, mode, high),
            Form::Interval(ends, p) => Self::from_interval(ends.low, ends.high, p),
            Form::IntervalAndMode(ends, mode, p) => {
                Self::from_interval_and_mode(ends.low, mode, ends.high, p)
            }
        }
    }
}

impl From<Pert> for Fields {
    fn from(shape: Pert) -> Self {
        let (low, high) = shape.support();
        Self::new(low, shape.mode, high)
    }
}
