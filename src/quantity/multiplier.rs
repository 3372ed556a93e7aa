use std::{fmt, str::FromStr};

use super::{Interval, Quantity, QuantityKind, decimal, sealed, text_serde};
use crate::Error;

/// The output that a multiplier counts.
///
/// # Examples
///
/// ```
/// use compute_impact::{Multiplier, MultiplierOf};
///
/// let value_added = Multiplier::new(1.2, MultiplierOf::ValueAdded)?;
/// assert_eq!(value_added.to_string(), "1.2 of value added");
/// let published: Multiplier = "3.5x".parse()?;
/// assert_eq!(published.of(), MultiplierOf::Unstated);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MultiplierOf {
    /// Sales along the whole chain, intermediate goods counted again at each step.
    GrossOutput,
    /// Value added, which GDP counts.
    ValueAdded,
    /// Unstated: the source says "economic output" or names both. It must never be quoted as GDP.
    Unstated,
}

impl fmt::Display for MultiplierOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GrossOutput => "of gross output",
            Self::ValueAdded => "of value added",
            Self::Unstated => "of unstated output",
        })
    }
}

/// Money out per money in, with the output that is counted.
///
/// Unit: dimensionless. Range: zero and above. Reads and prints as `3.5 of gross output`,
/// `3.5 of value added over 5 years`; a bare `3.5` or `3.5x` leaves the output unstated.
///
/// # Examples
///
/// ```
/// use compute_impact::{Multiplier, MultiplierOf};
///
/// let published: Multiplier = "3.5x".parse()?;
/// assert_eq!(published.of(), MultiplierOf::Unstated);
/// assert_eq!("3.5 of gross output".parse::<Multiplier>()?.of(), MultiplierOf::GrossOutput);
/// assert!("-1".parse::<Multiplier>().is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Multiplier {
    ratio: f64,
    of: MultiplierOf,
    horizon_years: Option<u16>,
}

impl Multiplier {
    pub(crate) const WHAT: &'static str = "multiplier";
    const EXPECTED: &'static str =
        "`3.5`, `3.5x`, `3.5 of value added` or `3.5 of gross output over 5 years`";

    /// Builds a multiplier from money out per money in.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if negative or not finite.
    pub fn new(ratio: f64, of: MultiplierOf) -> Result<Self, Error> {
        Interval::NON_NEGATIVE
            .check(Self::WHAT, ratio)
            .map(|ratio| Self {
                ratio: ratio + 0.0, // no -0
                of,
                horizon_years: None,
            })
    }

    /// Returns the same multiplier, reached over a stated number of years (at least one).
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for zero years.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Multiplier, MultiplierOf};
    ///
    /// let multiplier = Multiplier::new(3.5, MultiplierOf::GrossOutput)?.over_years(5)?;
    /// assert_eq!(multiplier.to_string(), "3.5 of gross output over 5 years");
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn over_years(self, years: u16) -> Result<Self, Error> {
        Interval::closed_const(1.0, f64::from(u16::MAX))
            .check("horizon of the multiplier in years", f64::from(years))?;
        Ok(Self {
            horizon_years: Some(years),
            ..self
        })
    }

    /// The money out per money in.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.ratio
    }

    /// The output that is counted.
    #[must_use]
    pub const fn of(self) -> MultiplierOf {
        self.of
    }

    /// The number of years over which it is reached, if the source states it.
    #[must_use]
    pub const fn horizon_years(self) -> Option<u16> {
        self.horizon_years
    }
}

impl fmt::Display for Multiplier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal::print(f, self.ratio, 0))?;
        if self.of != MultiplierOf::Unstated {
            write!(f, " {}", self.of)?;
        }
        match self.horizon_years {
            None => Ok(()),
            Some(1) => f.write_str(" over 1 year"),
            Some(years) => write!(f, " over {years} years"),
        }
    }
}

impl FromStr for Multiplier {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let (number, rest) = decimal::split(text).ok_or_else(wrong)?;
        let rest = rest.strip_prefix(['x', '×', '倍']).unwrap_or(rest).trim();
        let (of, horizon) = match rest.split_once("over ") {
            Some((of, horizon)) => (of.trim_end(), Some(horizon)),
            None => (rest, None),
        };
        let of = match of {
            "" => MultiplierOf::Unstated,
            "of gross output" => MultiplierOf::GrossOutput,
            "of value added" => MultiplierOf::ValueAdded,
            _ => return Err(wrong()),
        };
        let multiplier = Self::new(decimal::scaled(&number, 0).ok_or_else(wrong)?, of)?;
        let Some(horizon) = horizon else {
            return Ok(multiplier);
        };
        let years = horizon
            .strip_suffix("years")
            .or_else(|| horizon.strip_suffix("year"))
            .and_then(|years| years.trim_end().parse().ok())
            .ok_or_else(wrong)?;
        multiplier.over_years(years)
    }
}

text_serde!(Multiplier, Multiplier::EXPECTED, |ratio| Multiplier::new(
    ratio,
    MultiplierOf::Unstated
));

impl sealed::Sealed for Multiplier {}

impl Quantity for Multiplier {
    const NAME: &'static str = Self::WHAT;
    const KIND: QuantityKind = QuantityKind::Multiplier;

    fn number(&self) -> f64 {
        self.ratio
    }

    fn with_number(&self, number: f64) -> Result<Self, Error> {
        Self::new(number, self.of).map(|new| Self {
            horizon_years: self.horizon_years,
            ..new
        })
    }

    fn allowed(&self) -> Interval {
        Interval::NON_NEGATIVE
    }

    fn unit(&self) -> String {
        format!("money out per money in, {}", self.of)
    }
}
