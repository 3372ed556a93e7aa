use std::{fmt, str::FromStr};

use super::{Interval, decimal, one_number, text_serde};
use crate::Error;

/// A part of a whole, such as the smart share of all computing power.
///
/// Unit: dimensionless. Range: `[0, 1]`. Reads and prints as `25 %`; `0.25` and `250 ‰` are
/// read too.
///
/// Two shares do not add, because they may be parts of different wholes.
///
/// ```compile_fail
/// use compute_impact::Share;
/// let sum = Share::new(0.3)? + Share::new(0.4)?; // no `+` on shares
/// # Ok::<(), compute_impact::Error>(())
/// ```
///
/// The field is private, so that no share is outside its range.
///
/// ```compile_fail
/// use compute_impact::Share;
/// let share = Share(1.2); // `Share::new(1.2)` refuses
/// ```
///
/// # Examples
///
/// ```
/// use compute_impact::Share;
///
/// let smart: Share = "25 %".parse()?;
/// assert_eq!(smart, Share::new(0.25)?);
/// assert_eq!(smart.complement().to_string(), "75 %");
/// assert!("125 %".parse::<Share>().is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Share(f64);

impl Share {
    pub(crate) const WHAT: &'static str = "share";
    const EXPECTED: &'static str = "`25 %` or `0.25`";

    /// Builds a share from a fraction, so that a half is `0.5`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) outside `[0, 1]`, or for NaN.
    pub fn new(fraction: f64) -> Result<Self, Error> {
        // Adding zero turns -0 into 0, which compares the same but has other bits.
        Interval::UNIT
            .check(Self::WHAT, fraction)
            .map(|fraction| Self(fraction + 0.0))
    }

    /// Builds a share from per cent, so that a half is `50.0`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) outside 0 to 100 per cent, or for NaN.
    pub fn from_percent(percent: f64) -> Result<Self, Error> {
        Self::new(decimal::shifted(percent, -2))
    }

    /// The share as a fraction, in `[0, 1]`.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// Returns the rest of the whole: one less this share.
    #[must_use]
    pub fn complement(self) -> Self {
        Self(1.0 - self.0)
    }

    /// Returns this share if its log odds are finite.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for exactly 0 or 1, where log odds are infinite
    /// and a logistic path is constant.
    pub(crate) fn interior(self, what: &'static str) -> Result<Self, Error> {
        Interval::open_const(0.0, 1.0).check(what, self.0).map(Self)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", decimal::print(f, self.0, -2))
    }
}

impl FromStr for Share {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let (number, unit) = decimal::split(text).ok_or_else(wrong)?;
        let exponent = match unit {
            "" => 0,
            unit => decimal::part_exponent(unit).ok_or_else(wrong)?,
        };
        Self::new(decimal::scaled(&number, exponent).ok_or_else(wrong)?)
    }
}

text_serde!(Share, Share::EXPECTED, Share::new);

one_number!(Share, Share::new, Interval::UNIT, "share of the whole");
