use std::fmt;

use serde::ser::{Error as _, Serialize, Serializer};

use super::decimal;
use crate::{Error, ErrorKind};

/// A stretch of the number line, each end open or closed: the range a value must lie in.
///
/// Prints as mathematics writes it: `[0, 1]`, `(-1, inf)`. In a file it is a list of its two ends,
/// both included; one with an open end has no such form and refuses to be written.
///
/// # Examples
///
/// ```
/// use compute_impact::Interval;
///
/// let observed = Interval::closed(0.25, 0.50)?;
/// assert!(observed.contains(0.3));
/// assert!(!observed.contains(f64::NAN));
/// assert_eq!(observed.to_string(), "[0.25, 0.5]");
/// assert!(Interval::closed(2.0, 1.0).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "[f64; 2]")]
pub struct Interval {
    low: f64,
    high: f64,
    low_open: bool,
    high_open: bool,
}

impl Interval {
    /// All finite numbers.
    pub(crate) const FINITE: Self = Self::open_const(f64::NEG_INFINITY, f64::INFINITY);
    /// All finite numbers above zero.
    pub(crate) const POSITIVE: Self = Self::open_const(0.0, f64::INFINITY);
    /// Zero and all finite numbers above it.
    pub(crate) const NON_NEGATIVE: Self = Self {
        low: 0.0,
        high: f64::INFINITY,
        low_open: false,
        high_open: true,
    };
    /// `[0, 1]`.
    pub(crate) const UNIT: Self = Self {
        low: 0.0,
        high: 1.0,
        low_open: false,
        high_open: false,
    };

    pub(crate) const fn open_const(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            low_open: true,
            high_open: true,
        }
    }

    pub(crate) const fn closed_const(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            low_open: false,
            high_open: false,
        }
    }

    pub(crate) const fn left_open_const(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            low_open: true,
            high_open: false,
        }
    }

    /// `[0, 1)`.
    pub(crate) const fn below_one() -> Self {
        Self {
            low: 0.0,
            high: 1.0,
            low_open: false,
            high_open: true,
        }
    }

    /// `(0, 1]`.
    pub(crate) const fn above_zero_to_one() -> Self {
        Self::left_open_const(0.0, 1.0)
    }

    /// Builds `[low, high]`, both ends finite and included.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless both ends are finite and `low <= high`.
    pub fn closed(low: f64, high: f64) -> Result<Self, Error> {
        Self::FINITE.check("lower end of the interval", low)?;
        Self {
            low,
            high: f64::INFINITY,
            low_open: false,
            high_open: true,
        }
        .check("upper end of the interval", high)?;
        Ok(Self::closed_const(low, high))
    }

    /// The lower end.
    #[must_use]
    pub const fn low(&self) -> f64 {
        self.low
    }

    /// The upper end.
    #[must_use]
    pub const fn high(&self) -> f64 {
        self.high
    }

    /// Whether `x` lies inside; never true for NaN.
    #[must_use]
    pub fn contains(&self, x: f64) -> bool {
        (x > self.low || (!self.low_open && x >= self.low))
            && (x < self.high || (!self.high_open && x <= self.high))
    }

    /// Whether all of `other` lies inside.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let low =
            other.low > self.low || (other.low >= self.low && (!self.low_open || other.low_open));
        let high = other.high < self.high
            || (other.high <= self.high && (!self.high_open || other.high_open));
        low && high
    }

    /// Passes `given` through if it lies inside: the one range check of the crate.
    pub(crate) fn check(&self, what: &'static str, given: f64) -> Result<f64, Error> {
        if self.contains(given) {
            return Ok(given);
        }
        Err(Error::new(ErrorKind::OutOfRange {
            what,
            given,
            allowed: *self,
        }))
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, right) = (
            if self.low_open { '(' } else { '[' },
            if self.high_open { ')' } else { ']' },
        );
        let (low, high) = (decimal::write(self.low, 0), decimal::write(self.high, 0));
        write!(f, "{left}{low}, {high}{right}")
    }
}

impl TryFrom<[f64; 2]> for Interval {
    type Error = Error;

    fn try_from([low, high]: [f64; 2]) -> Result<Self, Error> {
        Self::closed(low, high)
    }
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.low_open || self.high_open {
            let message = format!("{self} has an open end, and a file holds closed intervals only");
            return Err(S::Error::custom(message));
        }
        [self.low, self.high].serialize(to)
    }
}
