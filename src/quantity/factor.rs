use std::fmt;

use super::{Interval, decimal, one_number, text_of_number, text_serde};
use crate::Error;

/// A pure number that scales another, such as a productivity weight or a curvature.
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
    /// The factor that changes nothing.
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

    /// The factor as a plain number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal::print(f, self.0, 0))
    }
}

text_of_number!(Factor, &[""]);

text_serde!(Factor, Factor::EXPECTED, Factor::new);

one_number!(Factor, Factor::new, Interval::NON_NEGATIVE, "pure number");
