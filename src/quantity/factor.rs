use std::{fmt, str::FromStr};

use super::{Interval, Quantity, QuantityKind, decimal, sealed, text_serde};
use crate::Error;

/// A pure number that scales something: a productivity weight, a curvature.
///
/// Unit: dimensionless. Range: zero and above. Reads and prints as `1.5`.
///
/// # Examples
///
/// ```
/// use compute_impact::Factor;
///
/// assert_eq!("1.5".parse::<Factor>()?, Factor::new(1.5)?);
/// assert!(Factor::new(-1.0).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Factor(f64);

impl Factor {
    pub(crate) const WHAT: &'static str = "factor";
    const EXPECTED: &'static str = "`1.5`";
    /// No change.
    pub(crate) const ONE: Self = Self(1.0);

    /// Builds a factor.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if negative or not finite.
    pub fn new(factor: f64) -> Result<Self, Error> {
        Interval::NON_NEGATIVE
            .check(Self::WHAT, factor)
            .map(|factor| Self(factor + 0.0))
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal::write(self.0, 0))
    }
}

impl FromStr for Factor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let units = &[""];
        let number = decimal::plain(text, units);
        Self::new(number.ok_or_else(|| Error::parse(Self::WHAT, text, Self::EXPECTED))?)
    }
}

text_serde!(Factor, Factor::EXPECTED, Factor::new);

impl sealed::Sealed for Factor {}

impl Quantity for Factor {
    const NAME: &'static str = Self::WHAT;
    const KIND: QuantityKind = QuantityKind::Factor;

    fn number(&self) -> f64 {
        self.0
    }

    fn with_number(&self, number: f64) -> Result<Self, Error> {
        Self::new(number)
    }

    fn allowed(&self) -> Interval {
        Interval::NON_NEGATIVE
    }

    fn unit(&self) -> String {
        "pure number".to_owned()
    }
}
