//! Student's t and Fisher's F distribution, by the incomplete beta function.

use super::incomplete_beta::UnitBeta;
use super::solve::{End, invert};

/// The probability that an F statistic is greater than `f`: `I_x(d2/2, d1/2)` at
/// `x = d2 / (d2 + d1 f)`; Abramowitz and Stegun (1964), *Handbook of Mathematical Functions*, 26.6.2.
/// Degrees of freedom are positive and at most 2e6.
pub(crate) fn fisher_upper(f: f64, numerator: f64, denominator: f64) -> f64 {
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

/// The number that an F statistic exceeds with the probability `p` between 0 and 1.
pub(crate) fn fisher_quantile(p: f64, numerator: f64, denominator: f64) -> f64 {
    let beta = UnitBeta::new(0.5 * denominator, 0.5 * numerator);
    let (end, distance) = invert(p, 0.5, |end, z| beta.tails(end, z));
    let ratio = match end {
        End::Low => (1.0 - distance) / distance,
        End::High => distance / (1.0 - distance),
    };
    denominator / numerator * ratio
}

/// The probability of a t statistic at least as far from zero: its square is an F statistic.
pub(crate) fn student_t_two_sided(t: f64, degrees_of_freedom: f64) -> f64 {
    fisher_upper(t * t, 1.0, degrees_of_freedom)
}

/// The distance from zero that a t statistic exceeds with the probability `1 - confidence`;
/// `0 < confidence < 1`.
pub(crate) fn student_t_half_width(confidence: f64, degrees_of_freedom: f64) -> f64 {
    fisher_quantile(1.0 - confidence, 1.0, degrees_of_freedom).sqrt()
}
