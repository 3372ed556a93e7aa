//! The distributions of test statistics.

use std::fmt;

use statrs::function::gamma::checked_gamma_ur;

use crate::uncertainty::special::{normal_half_width, normal_upper};
use crate::uncertainty::student_t::{fisher_upper, student_t_half_width, student_t_two_sided};

/// The distribution that a statistic has if its null hypothesis is true.
///
/// # Examples
///
/// ```
/// use compute_impact::estimation::Reference;
///
/// let few = Reference::StudentT { degrees_of_freedom: 9.0 };
/// assert_eq!(few.to_string(), "t(9)");
/// // The 5 % level of a t statistic: 2.262 with nine degrees of freedom, 1.960 with many.
/// assert!((few.two_sided(2.262_157) - 0.05).abs() < 1e-7);
/// assert!((Reference::Normal.two_sided(1.959_964) - 0.05).abs() < 1e-7);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub enum Reference {
    /// The standard normal distribution.
    Normal,
    /// Student's t distribution.
    StudentT {
        /// The degrees of freedom, positive.
        degrees_of_freedom: f64,
    },
    /// Fisher's F distribution.
    F {
        /// The degrees of freedom of the numerator: the number of restrictions.
        numerator: f64,
        /// The degrees of freedom of the denominator.
        denominator: f64,
    },
    /// The chi-squared distribution.
    ChiSquared {
        /// The degrees of freedom, positive.
        degrees_of_freedom: f64,
    },
}

/// The degrees of freedom between which distributions are computed; above, they are those of this many.
const LEAST: f64 = 0.01;
const MOST: f64 = 1e9;

impl Reference {
    fn is_valid(self) -> bool {
        match self {
            Self::Normal => true,
            Self::StudentT { degrees_of_freedom } | Self::ChiSquared { degrees_of_freedom } => {
                degrees_of_freedom >= LEAST
            }
            Self::F {
                numerator,
                denominator,
            } => numerator >= LEAST && denominator >= LEAST,
        }
    }

    /// The probability of a statistic at least as far from zero, on either side for the normal and
    /// Student's t, and above for the others, which have one side.
    ///
    /// NaN for a statistic that is NaN, and for degrees of freedom below 0.01.
    #[must_use]
    pub fn two_sided(self, statistic: f64) -> f64 {
        if statistic.is_nan() || !self.is_valid() {
            return f64::NAN;
        }
        match self {
            Self::Normal => 2.0 * normal_upper(statistic.abs()),
            Self::StudentT { degrees_of_freedom } => {
                student_t_two_sided(statistic, degrees_of_freedom.min(MOST))
            }
            Self::F {
                numerator,
                denominator,
            } => fisher_upper(statistic, numerator.min(MOST), denominator.min(MOST)),
            Self::ChiSquared { degrees_of_freedom } => {
                if statistic <= 0.0 {
                    1.0
                } else if statistic.is_infinite() {
                    0.0
                } else {
                    // Both arguments are positive and finite.
                    checked_gamma_ur(0.5 * degrees_of_freedom.min(MOST), 0.5 * statistic)
                        .unwrap_or(f64::NAN)
                }
            }
        }
    }

    /// The distance from zero that a statistic exceeds on either side with the probability
    /// `1 - confidence`; the caller has checked that `0 < confidence < 1`, and that the distribution
    /// has two sides.
    pub(super) fn half_width(self, confidence: f64) -> f64 {
        match self {
            Self::StudentT { degrees_of_freedom } => {
                student_t_half_width(confidence, degrees_of_freedom)
            }
            Self::Normal | Self::F { .. } | Self::ChiSquared { .. } => {
                normal_half_width(confidence)
            }
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Normal => f.write_str("normal"),
            Self::StudentT { degrees_of_freedom } => write!(f, "t({degrees_of_freedom})"),
            Self::F {
                numerator,
                denominator,
            } => write!(f, "F({numerator}, {denominator})"),
            Self::ChiSquared { degrees_of_freedom } => {
                write!(f, "chi-squared({degrees_of_freedom})")
            }
        }
    }
}
