use std::{fmt, str::FromStr};

use super::{Interval, Quantity, QuantityKind, decimal, sealed, text_serde};
use crate::Error;

/// Per-cent response of an outcome to a 1 % change of effective compute: the slope between logs.
///
/// Unit: dimensionless (per cent per per cent). Range: finite; it may be negative. Reads and
/// prints as a plain number, `0.2`.
///
/// It is not a [`GrowthRatio`](crate::GrowthRatio), which divides growth rates and gives other
/// answers at the growth that compute really has, nor a
/// [`SemiElasticity`](crate::SemiElasticity), which is per index point.
///
/// ```compile_fail
/// use compute_impact::{Elasticity, GrowthRatio};
/// let elasticity: Elasticity = GrowthRatio::new(0.2)?; // another kind of coefficient
/// # Ok::<(), compute_impact::Error>(())
/// ```
///
/// # Examples
///
/// ```
/// use compute_impact::Elasticity;
///
/// let ict_capital = Elasticity::new(0.05)?;
/// assert_eq!(ict_capital.to_string(), "0.05");
/// assert!(Elasticity::new(f64::NAN).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Elasticity(f64);

impl Elasticity {
    pub(crate) const WHAT: &'static str = "elasticity";
    const EXPECTED: &'static str = "`0.2` (per cent per per cent)";

    /// Builds an elasticity: 0.2 is 0.2 % of outcome per 1 % of compute.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless finite.
    pub fn new(percent_per_percent: f64) -> Result<Self, Error> {
        Interval::FINITE
            .check(Self::WHAT, percent_per_percent)
            .map(Self)
    }

    /// Per cent of outcome per per cent of compute.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Elasticity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal::write(self.0, 0))
    }
}

impl FromStr for Elasticity {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let units = &[""];
        let number = decimal::plain(text, units);
        Self::new(number.ok_or_else(|| Error::parse(Self::WHAT, text, Self::EXPECTED))?)
    }
}

text_serde!(Elasticity, Elasticity::EXPECTED, Elasticity::new);

impl sealed::Sealed for Elasticity {}

impl Quantity for Elasticity {
    const NAME: &'static str = Self::WHAT;
    const KIND: QuantityKind = QuantityKind::Elasticity;

    fn number(&self) -> f64 {
        self.0
    }

    fn with_number(&self, number: f64) -> Result<Self, Error> {
        Self::new(number)
    }

    fn allowed(&self) -> Interval {
        Interval::FINITE
    }

    fn unit(&self) -> String {
        "% per %".to_owned()
    }
}
