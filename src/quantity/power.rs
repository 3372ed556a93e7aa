use std::{fmt, str::FromStr};

use super::{Interval, decimal, one_number, text_serde};
use crate::Error;

/// Electric power.
///
/// Unit: megawatts. Range: 0 to 1e9; a site without power has 0 MW. Reads `500 MW`, `1.2 GW`,
/// `800 kW`; prints the first form.
///
/// # Examples
///
/// ```
/// use compute_impact::Power;
///
/// let grid: Power = "1.2 GW".parse()?;
/// assert_eq!(grid.as_megawatts(), 1_200.0);
/// assert!("1.2".parse::<Power>().is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Power(f64);

impl Power {
    pub(crate) const WHAT: &'static str = "power in megawatts";
    const EXPECTED: &'static str = "`500 MW`, `1.2 GW` or `800 kW`";
    pub(crate) const ALLOWED: Interval = Interval::closed_const(0.0, 1e9);

    /// Builds power from megawatts.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) outside `[0, 1e9]`, or for NaN.
    pub fn from_megawatts(megawatts: f64) -> Result<Self, Error> {
        let megawatts = Self::ALLOWED.check(Self::WHAT, megawatts)?;
        Ok(Self(megawatts + 0.0)) // -0 becomes 0
    }

    /// The power in megawatts.
    #[must_use]
    pub const fn as_megawatts(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Power {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} MW", decimal::print(f, self.0, 0))
    }
}

impl FromStr for Power {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let (number, unit) = decimal::split(text).ok_or_else(wrong)?;
        let exponent = match unit.trim() {
            "GW" => 3,
            "MW" => 0,
            "kW" => -3,
            _ => return Err(wrong()),
        };
        Self::from_megawatts(decimal::scaled(&number, exponent).ok_or_else(wrong)?)
    }
}

text_serde!(Power, Power::EXPECTED);

one_number!(Power, Power::from_megawatts, Power::ALLOWED, "MW");
