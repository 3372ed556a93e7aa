//! The regularised incomplete beta function with full relative accuracy in both tails.

use libm::{fma, log};

use super::{
    solve::{End, Tails},
    special::{LN_SQRT_2_PI, ln_complement, ln_less_linear, stirling_error},
};

/// A beta distribution on `[0, 1]`, with all terms that do not depend on the point precomputed.
///
/// The density is x^(alpha-1) y^(beta-1) / B(alpha, beta) with y = 1 - x. Its logarithm is taken as
/// the distance from the mean, alpha (ln(1 - u) + u) + beta (ln(1 + v) - v) with u = d / alpha, v =
/// d / beta, d = alpha y - beta x, and Stirling's error, so that nothing large cancels for large
/// shapes: Loader (2000), "Fast and accurate computation of binomial probabilities". The
/// distribution function is that front factor times the continued fraction of `DiDonato` and Morris
/// (1992), "Algorithm 708", *ACM TOMS* 18(3), 360-373, equation 9.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct UnitBeta {
    alpha: f64,
    beta: f64,
    /// The sum of the shapes.
    sum: f64,
    /// The rounding error of the sum.
    sum_rest: f64,
    /// The part of ln(x^alpha y^beta / B) that does not depend on x.
    ln_front: f64,
}

impl UnitBeta {
    /// Builds the distribution; the caller has checked that both shapes are within the range of
    /// [`Beta`](super::Beta).
    pub(crate) fn new(alpha: f64, beta: f64) -> Self {
        let sum = alpha + beta;
        let part = sum - alpha;
        let sum_rest = (alpha - (sum - part)) + (beta - part);
        let ln_front = 0.5 * log(alpha / sum * beta) - LN_SQRT_2_PI + stirling_error(sum)
            - stirling_error(alpha)
            - stirling_error(beta);
        Self {
            alpha,
            beta,
            sum,
            sum_rest,
            ln_front,
        }
    }

    /// Evaluates the distribution at distance `z` in `(0, 1)` from an end; smaller distances are
    /// more exact.
    pub(crate) fn tails(&self, end: End, z: f64) -> Tails {
        let (near, far) = match end {
            End::Low => (self.alpha, self.beta),
            End::High => (self.beta, self.alpha),
        };
        let rest = 1.0 - z;
        // near * rest - far * z
        let d = fma(z, -self.sum, near) - self.sum_rest * z;
        let ln_power = self.ln_front
            + near * ln_less_linear(-d / near, self.sum / near * z)
            + far * ln_less_linear(d / far, self.sum / far * rest);
        let (ln_near, ln_far);
        if z * (self.sum + 2.0) <= near + 1.0 {
            ln_near = (ln_power - log(fraction(near, far, z, d))).min(0.0);
            ln_far = ln_complement(ln_near);
        } else {
            ln_far = (ln_power - log(fraction(far, near, rest, -d))).min(0.0);
            ln_near = ln_complement(ln_far);
        }
        Tails {
            ln_near,
            ln_far,
            ln_density: ln_power - log(z) - libm::log1p(-z),
        }
    }

    /// The density at an end of the unit interval: zero, finite or infinite.
    pub(crate) fn end_density(&self, end: End) -> f64 {
        let (near, far) = match end {
            End::Low => (self.alpha, self.beta),
            End::High => (self.beta, self.alpha),
        };
        if near > 1.0 {
            0.0
        } else if near < 1.0 {
            f64::INFINITY
        } else {
            far
        }
    }
}

/// Returns x^a y^b / B(a, b) divided by `I_x(a`, b), with `d = a y - b x`, for x not far above the
/// mean.
///
/// The fraction is evaluated by Lentz's method as modified by Thompson and Barnett (1986), *Journal
/// of Computational Physics* 64, 490-509.
fn fraction(a: f64, b: f64, x: f64, d: f64) -> f64 {
    let mut value = a * (d + 1.0) / (a + 1.0);
    if value.abs() < f64::MIN_POSITIVE {
        value = f64::MIN_POSITIVE;
    }
    let (mut c, mut inverse) = (value, 0.0);
    // Shapes within the range of `Beta` need at most some ten thousand terms.
    for m in 1..100_000 {
        let m = f64::from(m);
        let width = a + 2.0 * m - 1.0;
        let top = (a + m - 1.0) * ((a + b + m - 1.0) / width) * (m * x * ((b - m) * x / width));
        let bottom =
            m + m * (b - m) * x / width + (a + m) * (d + 1.0 + m * (2.0 - x)) / (width + 2.0);
        inverse = bottom + top * inverse;
        if inverse.abs() < f64::MIN_POSITIVE {
            inverse = f64::MIN_POSITIVE;
        }
        inverse = inverse.recip();
        c = bottom + top / c;
        if c.abs() < f64::MIN_POSITIVE {
            c = f64::MIN_POSITIVE;
        }
        let change = c * inverse;
        value *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}
