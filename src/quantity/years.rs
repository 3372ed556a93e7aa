use std::{fmt, str::FromStr};

use super::{Interval, decimal, one_number, text_serde};
use crate::Error;

/// A length of time, such as the service life of a machine or the length of a ramp.
///
/// Unit: years. Range: above 0, to 1,000. Reads `6 years`, `1 year`, `18 months`; prints the first
/// two forms. A number without a unit is refused.
///
/// # Examples
///
/// ```
/// use compute_impact::Years;
///
/// assert_eq!("18 months".parse::<Years>()?, Years::new(1.5)?);
/// assert_eq!(Years::new(6.0)?.to_string(), "6 years");
/// assert!(Years::new(0.0).is_err()); // no machine lives for no time
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Years(f64);

impl Years {
    pub(crate) const WHAT: &'static str = "length of time in years";
    const EXPECTED: &'static str = "`6 years` or `18 months`";
    pub(crate) const ALLOWED: Interval = Interval::left_open_const(0.0, 1_000.0);

    /// Builds a length of time from years.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless above 0 and at most 1,000.
    pub fn new(years: f64) -> Result<Self, Error> {
        Self::ALLOWED.check(Self::WHAT, years).map(Self)
    }

    /// The number of years.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if self.0.to_bits() == 1.0_f64.to_bits() {
            "year"
        } else {
            "years"
        };
        write!(f, "{} {unit}", decimal::print(f, self.0, 0))
    }
}

impl FromStr for Years {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        if let Some(months) = decimal::plain(text, &["months", "month", "个月"]) {
            return Self::new(months / 12.0);
        }
        Self::new(decimal::plain(text, &["years", "year", "a", "年"]).ok_or_else(wrong)?)
    }
}

text_serde!(Years, Years::EXPECTED);

one_number!(Years, Years::new, Years::ALLOWED, "years");
