use std::fmt;

use super::{Interval, decimal, one_number, text_of_number, text_serde};
use crate::Error;

/// Percentage response of an outcome to a 1 % change of effective compute: the slope between
/// logarithms, `d ln(outcome) / d ln(compute)`.
///
/// Unit: dimensionless (per cent per per cent). Range: finite, negative values included. Reads and
/// prints as a plain number, `0.2`.
///
/// It is not a [`GrowthRatio`](crate::GrowthRatio), which divides growth rates and gives other
/// results at the high growth rates of compute, nor a [`SemiElasticity`](crate::SemiElasticity),
/// which is per index point.
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

    /// The percentage change of the outcome per 1 % of compute.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Elasticity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal::print(f, self.0, 0))
    }
}

text_of_number!(Elasticity, &[""]);

text_serde!(Elasticity, Elasticity::EXPECTED, Elasticity::new);

one_number!(Elasticity, Elasticity::new, Interval::FINITE, "% per %");
