use std::fmt;

use super::{Interval, decimal, one_number, text_of_number, text_serde};
use crate::Error;

/// A distance between two shares in log odds, `ln(s / (1 - s))`, in which diffusion runs straight.
///
/// Unit: log odds. Range: finite, of either sign. Reads and prints as `0.05 log odds`; a bare `0.05`
/// is read too. Around a share of one half, 0.04 log odds are one percentage point.
///
/// # Examples
///
/// ```
/// use compute_impact::{LogOdds, Share};
///
/// // China's smart share went from 25 % to 30 % in the year to mid-2024.
/// let year = LogOdds::between(Share::new(0.25)?, Share::new(0.30)?)?;
/// assert_eq!(format!("{year:.3}"), "0.251 log odds");
/// assert_eq!("0.05 log odds".parse::<LogOdds>()?, LogOdds::new(0.05)?);
/// // The log odds of a share of one are infinite.
/// assert!(LogOdds::between(Share::new(0.25)?, Share::new(1.0)?).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct LogOdds(f64);

impl LogOdds {
    pub(crate) const WHAT: &'static str = "log odds";
    const EXPECTED: &'static str = "`0.05 log odds`";

    /// Builds a distance from a number of log odds.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if not finite.
    pub fn new(log_odds: f64) -> Result<Self, Error> {
        Interval::FINITE
            .check(Self::WHAT, log_odds)
            .map(|log_odds| Self(log_odds + 0.0))
    }

    /// The distance from one share to another, `ln(to / (1 - to)) - ln(from / (1 - from))`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a share of 0 or 1.
    pub fn between(from: super::Share, to: super::Share) -> Result<Self, Error> {
        let of = |share: super::Share| {
            let share = share.interior("share")?.get();
            Ok::<_, Error>(libm::log(share) - libm::log1p(-share))
        };
        Self::new(of(to)? - of(from)?)
    }

    /// The distance as a plain number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for LogOdds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} log odds", decimal::print(f, self.0, 0))
    }
}

text_of_number!(LogOdds, &["", "log odds"]);

text_serde!(LogOdds, LogOdds::EXPECTED, LogOdds::new);

one_number!(LogOdds, LogOdds::new, Interval::FINITE, "log odds");
