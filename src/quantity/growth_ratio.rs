use std::fmt;

use super::{Interval, decimal, one_number, text_of_number, text_serde};
use crate::Error;

/// Percentage points of outcome growth per percentage point of compute growth.
///
/// This is the literal wording of the Chinese source (每增长1个百分点，带动…0.2个百分点): one growth rate divided
/// by another. It depends on how a change is divided into steps, so it is valid only in the range
/// of growth in which it was observed.
///
/// Unit: points per point. Range: finite, negative values included. Prints as
/// `0.2 points per point`; `0.2`, `0.2 pp/pp` and `0.2 percentage points per percentage point` are
/// read too.
///
/// A bare number converts only through [`new`](Self::new), which names the unit, and the other two
/// coefficients do not convert at all.
///
/// ```compile_fail,E0277
/// use compute_impact::GrowthRatio;
/// let ratio: GrowthRatio = 0.2.into(); // per cent per per cent, or points per point?
/// ```
///
/// ```compile_fail,E0308
/// use compute_impact::{GrowthRatio, SemiElasticity};
/// let per_index_point: SemiElasticity = "1.8 ‰ per point".parse().unwrap();
/// let larger = GrowthRatio::new(0.2).unwrap() < per_index_point; // another unit
/// ```
///
/// # Examples
///
/// ```
/// use compute_impact::GrowthRatio;
///
/// let caict: GrowthRatio = "0.2 points per point".parse()?;
/// assert_eq!(caict, GrowthRatio::new(0.2)?);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct GrowthRatio(f64);

impl GrowthRatio {
    pub(crate) const WHAT: &'static str = "growth ratio";
    const EXPECTED: &'static str = "`0.2 points per point` or `0.2`";

    /// Builds a growth ratio: 0.2 is 0.2 points of outcome growth per point of compute growth.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless finite.
    pub fn new(points_per_point: f64) -> Result<Self, Error> {
        Interval::FINITE
            .check(Self::WHAT, points_per_point)
            .map(Self)
    }

    /// Points of outcome growth per point of compute growth.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for GrowthRatio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} points per point", decimal::print(f, self.0, 0))
    }
}

text_of_number!(
    GrowthRatio,
    &[
        "",
        "points per point",
        "percentage points per percentage point",
        "pp/pp",
        "pp per pp"
    ]
);

text_serde!(GrowthRatio, GrowthRatio::EXPECTED, GrowthRatio::new);

one_number!(
    GrowthRatio,
    GrowthRatio::new,
    Interval::FINITE,
    "points per point"
);
