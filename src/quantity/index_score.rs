use std::fmt;

use super::{Interval, decimal, one_number, text_of_number, text_serde};
use crate::Error;

/// A country's score on a composite index of computing power, such as the IDC-Inspur-Tsinghua
/// global computing index.
///
/// Unit: index points. Range: `[0, 100]`. Prints as `70 points`; a bare `70` is read too. It is not
/// a capacity: the index also covers efficiency, applications and infrastructure.
///
/// # Examples
///
/// ```
/// use compute_impact::IndexScore;
///
/// let china: IndexScore = "70 points".parse()?;
/// assert_eq!(china, IndexScore::new(70.0)?);
/// assert!(IndexScore::new(101.0).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct IndexScore(f64);

impl IndexScore {
    pub(crate) const WHAT: &'static str = "index score";
    const EXPECTED: &'static str = "`70 points`";
    pub(crate) const ALLOWED: Interval = Interval::closed_const(0.0, 100.0);

    /// Builds a score from index points.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) outside `[0, 100]`, or for NaN.
    pub fn new(points: f64) -> Result<Self, Error> {
        Self::ALLOWED
            .check(Self::WHAT, points)
            .map(|points| Self(points + 0.0))
    }

    /// The score in index points.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for IndexScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} points", decimal::print(f, self.0, 0))
    }
}

text_of_number!(IndexScore, &["", "points", "point"]);

text_serde!(IndexScore, IndexScore::EXPECTED, IndexScore::new);

one_number!(
    IndexScore,
    IndexScore::new,
    IndexScore::ALLOWED,
    "index points"
);
