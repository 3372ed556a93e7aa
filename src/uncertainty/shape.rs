//! The trait of all shapes, and the ranges that they share.

use std::fmt;

use crate::quantity::decimal;
use crate::{Error, ErrorKind, Interval};

/// The methods of every shape of uncertainty.
///
/// All values are in the unit of the quantity that the shape belongs to; probabilities are in
/// `[0, 1]`. A shape that exists is valid, and no method panics or returns NaN: a NaN argument lies
/// outside the support, so its density and both its probabilities are zero.
///
/// The trait is sealed; its ten shapes are the variants of
/// [`Uncertainty`](super::Uncertainty), which has the same methods.
///
/// # Examples
///
/// ```
/// use compute_impact::uncertainty::{Normal, Shape};
///
/// let elasticity = Normal::new(0.2, 0.05)?;
/// assert!((elasticity.quantile(0.95)? - 0.282_242_681_347_573_63).abs() < 1e-15);
/// assert!(elasticity.quantile(1.5).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub trait Shape: sealed::Sealed + fmt::Debug + fmt::Display {
    /// The name of the shape in a file, such as `log-normal`.
    fn name(&self) -> &'static str;

    /// The mean, in the quantity's unit.
    fn mean(&self) -> f64;

    /// The variance, in the square of the quantity's unit; it rounds to zero below 1e-308.
    fn variance(&self) -> f64;

    /// The probability density at `x`, per unit of the quantity; zero outside the support and
    /// infinite at the pole of a beta, at a certain value and at a value of a sample.
    fn density(&self, x: f64) -> f64;

    /// The probability of a value of at most `x`.
    fn cumulative(&self, x: f64) -> f64;

    /// The probability of a value above `x`, with full precision where it is tiny.
    fn survival(&self, x: f64) -> f64;

    /// Returns the value with probability `p` at or below it: the inverse of
    /// [`cumulative`](Self::cumulative), interpolated for a sample, whose cumulative function rises
    /// in steps. 0 and 1 give the ends of the support.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if `p` is outside `[0, 1]` or NaN.
    fn quantile(&self, p: f64) -> Result<f64, Error>;

    /// The least and the greatest possible value; infinite where the support has no end.
    fn support(&self) -> (f64, f64);

    /// The standard deviation, in the quantity's unit.
    fn standard_deviation(&self) -> f64 {
        self.variance().sqrt()
    }
}

pub(crate) mod sealed {
    pub trait Sealed {}
}

/// The range of locations, in which no mean or variance overflows.
pub(crate) const LOCATION: Interval = Interval::closed_const(-1e150, 1e150);
/// The range of widths and standard deviations, whose squares neither overflow nor vanish.
pub(crate) const SPREAD: Interval = Interval::closed_const(1e-150, 1e150);

/// The least probability of an interval; one of less probability does not determine the spread
/// around it.
const LEAST_PROBABILITY: f64 = 1e-9;

/// Checks a probability that is the argument of a quantile.
pub(crate) fn level(p: f64) -> Result<f64, Error> {
    Interval::UNIT.check("probability", p)
}

/// Checks the probability of a central interval of an unbounded shape.
pub(crate) fn central(probability: f64) -> Result<f64, Error> {
    Interval::closed_const(LEAST_PROBABILITY, 1.0 - LEAST_PROBABILITY)
        .check("probability of the interval", probability)
}

/// Checks the probability of a central interval of a bounded shape, where one means the whole
/// support.
pub(crate) fn bounded_central(probability: f64) -> Result<f64, Error> {
    Interval::closed_const(LEAST_PROBABILITY, 1.0).check("probability of the interval", probability)
}

/// Checks a spread such as a standard deviation; the error for zero points to `Certain`.
pub(crate) fn spread(what: &'static str, given: f64) -> Result<f64, Error> {
    if given == 0.0 {
        return Err(no_spread());
    }
    SPREAD.check(what, given)
}

/// Returns the width between two ascending ends within range; the error for equal ends points to
/// `Certain`.
pub(crate) fn width(low: f64, high: f64) -> Result<f64, Error> {
    LOCATION.check("lower end", low)?;
    LOCATION.check("upper end", high)?;
    if high < low {
        return Err(Error::new(ErrorKind::OutOfRange {
            what: "upper end",
            given: high,
            allowed: Interval::open_const(low, LOCATION.high()),
        }));
    }
    spread("width", high - low)
}

/// Builds the error for a spread of zero.
fn no_spread() -> Error {
    Error::new(ErrorKind::Conflict {
        what: "a spread of zero",
        with: "an uncertain shape",
        remedy: "use `Certain` for a value known exactly",
    })
}

/// Builds the error for an interval that no shape of the family has.
pub(crate) fn unreachable_interval(with: &'static str, remedy: &'static str) -> Error {
    Error::new(ErrorKind::Conflict {
        what: "the interval",
        with,
        remedy,
    })
}

/// A number printed for a sentence, with few digits, in scientific notation where that is shorter.
pub(crate) struct Plain(pub(crate) f64);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal::typed(self.0))
    }
}
