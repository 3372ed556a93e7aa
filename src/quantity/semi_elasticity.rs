use std::{fmt, str::FromStr};

use super::{Interval, decimal, one_number, text_serde};
use crate::Error;

/// Response of an outcome to one *point* of an index of computing power, `d ln(outcome) / d index`.
///
/// The IDC-Inspur-Tsinghua index runs from 0 to 100, and its publishers state the response in per
/// mille per point. Reading per mille as per cent is wrong by a factor of ten, so a bare number is
/// refused when reading.
///
/// Unit: fraction of the outcome per index point. Range: finite. Prints as `1.8 ‰ per point`;
/// `0.18 % per point` is read too.
///
/// # Examples
///
/// ```
/// use compute_impact::SemiElasticity;
///
/// let gdp: SemiElasticity = "1.8 ‰ per point".parse()?;
/// assert_eq!(gdp.get(), 0.0018);
/// assert!("1.8".parse::<SemiElasticity>().is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct SemiElasticity(f64);

impl SemiElasticity {
    pub(crate) const WHAT: &'static str = "semi-elasticity";
    const EXPECTED: &'static str = "`1.8 ‰ per point` or `0.18 % per point`";

    /// Builds a semi-elasticity from a fraction per index point: 1.8 ‰ is `0.0018`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless finite.
    pub fn new(fraction_per_point: f64) -> Result<Self, Error> {
        Interval::FINITE
            .check(Self::WHAT, fraction_per_point)
            .map(Self)
    }

    /// Builds a semi-elasticity from per mille per index point: 1.8 ‰ is `1.8`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless finite.
    pub fn from_per_mille(per_mille_per_point: f64) -> Result<Self, Error> {
        Self::new(decimal::shifted(per_mille_per_point, -3))
    }

    /// The fraction of the outcome per index point.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for SemiElasticity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ‰ per point", decimal::print(f, self.0, -3))
    }
}

impl FromStr for SemiElasticity {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let (number, unit) = decimal::split(text).ok_or_else(wrong)?;
        let part = unit
            .strip_suffix("per point")
            .or_else(|| unit.strip_suffix("/point"))
            .ok_or_else(wrong)?;
        let exponent = decimal::part_exponent(part.trim_end()).ok_or_else(wrong)?;
        Self::new(decimal::scaled(&number, exponent).ok_or_else(wrong)?)
    }
}

text_serde!(SemiElasticity, SemiElasticity::EXPECTED);

one_number!(
    SemiElasticity,
    SemiElasticity::new,
    Interval::FINITE,
    "fraction per index point"
);
