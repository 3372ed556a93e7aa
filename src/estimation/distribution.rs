//! The distributions of test statistics.

use std::fmt;

use statrs::function::gamma::checked_gamma_ur;

use crate::uncertainty::incomplete_beta::UnitBeta;
use crate::uncertainty::solve::{End, invert};
use crate::uncertainty::special::{normal_half_width, normal_upper};

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

impl Reference {
    /// The probability of a statistic at least as far from zero, on either side for the normal and
    /// Student's t, and above for the others, which have one side.
    ///
    /// With `T` Student's t with `v` degrees of freedom, `P(|T| > t) = I_x(v/2, 1/2)` at
    /// `x = v / (v + t^2)`; with `F` Fisher's, `P(F > f) = I_x(d2/2, d1/2)` at
    /// `x = d2 / (d2 + d1 f)`; Abramowitz and Stegun (1964), 26.5.27 and 26.6.2.
    #[must_use]
    pub fn two_sided(self, statistic: f64) -> f64 {
        if statistic.is_nan() {
            return f64::NAN;
        }
        match self {
            Self::Normal => 2.0 * normal_upper(statistic.abs()),
            Self::StudentT {
                degrees_of_freedom: v,
            } => upper_f(statistic * statistic, 1.0, v),
            Self::F {
                numerator,
                denominator,
            } => upper_f(statistic, numerator, denominator),
            Self::ChiSquared { degrees_of_freedom } => {
                if statistic <= 0.0 {
                    1.0
                } else if statistic.is_infinite() {
                    0.0
                } else {
                    // Both arguments are positive and finite.
                    checked_gamma_ur(0.5 * degrees_of_freedom, 0.5 * statistic).unwrap_or(f64::NAN)
                }
            }
        }
    }

    /// The distance from zero that a statistic exceeds on either side with the probability
    /// `1 - confidence`; the caller has checked that `0 < confidence < 1`, and that the distribution
    /// has two sides.
    pub(super) fn half_width(self, confidence: f64) -> f64 {
        match self {
            Self::StudentT {
                degrees_of_freedom: v,
            } => {
                // T^2 / (v + T^2) is beta with shapes 1/2 and v/2.
                let beta = UnitBeta::new(0.5, 0.5 * v);
                let (end, distance) = invert(confidence, 0.5, |end, z| beta.tails(end, z));
                let ratio = match end {
                    End::Low => distance / (1.0 - distance),
                    End::High => (1.0 - distance) / distance,
                };
                (v * ratio).sqrt()
            }
            Self::Normal | Self::F { .. } | Self::ChiSquared { .. } => normal_half_width(confidence),
        }
    }
}

/// The number that an F statistic exceeds with a probability, `0 < p < 1`.
pub(super) fn upper_f_quantile(p: f64, numerator: f64, denominator: f64) -> f64 {
    // d2 / (d2 + d1 F) is beta with shapes d2/2 and d1/2.
    let beta = UnitBeta::new(0.5 * denominator, 0.5 * numerator);
    let (end, distance) = invert(p, 0.5, |end, z| beta.tails(end, z));
    let ratio = match end {
        End::Low => (1.0 - distance) / distance,
        End::High => distance / (1.0 - distance),
    };
    denominator / numerator * ratio
}

/// The probability that an F statistic is greater than `f`.
fn upper_f(f: f64, numerator: f64, denominator: f64) -> f64 {
    if f <= 0.0 {
        return 1.0;
    }
    let explained = numerator * f;
    if explained.is_infinite() {
        return 0.0;
    }
    let beta = UnitBeta::new(0.5 * denominator, 0.5 * numerator);
    let sum = denominator + explained;
    let (near, far) = (denominator / sum, explained / sum);
    if near <= 0.0 {
        0.0
    } else if near <= far {
        libm::exp(beta.tails(End::Low, near).ln_near)
    } else if far <= 0.0 {
        1.0
    } else {
        libm::exp(beta.tails(End::High, far).ln_far)
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
