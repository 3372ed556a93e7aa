//! Numbers of Student's t from normal scores.
//!
//! With `ν` degrees of freedom, a score `z` and the quantile `t` of the same probability, the
//! logarithm `ln(1 + t^2/ν)` is nearly `z^2/ν` (Wallace, "Bounds on Normal Approximations to Student's
//! and the Chi-Square Distributions", *Annals of Mathematical Statistics* 30(4), 1959). Their ratio is
//! smooth in `(z^2 - 20) / (z^2 + 20)`, and one polynomial interpolates it over all scores.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use fearless_simd::{Simd, dispatch};

use super::Level;
use super::exp_log::{exp_m1, select, unless_nan};
use super::polynomial::interpolated;

/// The number of coefficients. The error of the ratio is less than 1e-13 from one degree of freedom
/// on.
const COUNT: usize = 24;
/// The square of the score in the middle of the map.
const MIDDLE: f64 = 20.0;
/// A bound of all scores: those that are drawn are at most 8.6 in size.
const FARTHEST: f64 = 8.7;

/// The quantiles of a number of degrees of freedom, as a function of normal scores.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StudentT {
    degrees_of_freedom: f64,
    /// Coefficients of the ratio, over -1 to 1, the constant term first.
    ratio: [f64; COUNT],
}

/// The greatest value of the map, that of the farthest score.
const MOST: f64 = (FARTHEST * FARTHEST - MIDDLE) / (FARTHEST * FARTHEST + MIDDLE);

impl StudentT {
    /// Interpolates the ratio at the Chebyshev points, from the logarithm `ln(1 + t^2/ν)` at a score.
    pub(crate) fn new(degrees_of_freedom: f64, logarithm: impl Fn(f64) -> f64) -> Self {
        let ratio = interpolated(|place| {
            let mapped = 0.5 * (MOST - 1.0) + 0.5 * (MOST + 1.0) * place;
            let square = MIDDLE * (1.0 + mapped) / (1.0 - mapped);
            degrees_of_freedom * logarithm(square.sqrt()) / square
        });
        Self {
            degrees_of_freedom,
            ratio,
        }
    }

    #[inline(always)]
    fn at(&self, score: f64) -> f64 {
        let within = select(score.abs() > FARTHEST, FARTHEST, score.abs());
        let square = within * within;
        let mapped = (square - MIDDLE) / (square + MIDDLE);
        let place = (mapped - 0.5 * (MOST - 1.0)) * (2.0 / (MOST + 1.0));
        let mut ratio = self.ratio[COUNT - 1];
        for coefficient in self.ratio[..COUNT - 1].iter().rev() {
            ratio = ratio * place + coefficient;
        }
        let size =
            (self.degrees_of_freedom * exp_m1(square * ratio / self.degrees_of_freedom)).sqrt();
        unless_nan(score, select(score < 0.0, -size, size))
    }
}

/// Replaces each normal score, up to 8.7 in size, by the quantile of Student's t with the same probability.
pub(crate) fn student_t_in_place_at(level: Level, scores: &mut [f64], shape: &StudentT) {
    #[inline(always)]
    fn over<S: Simd>(simd: S, scores: &mut [f64], shape: &StudentT) {
        simd.vectorize(
            #[inline(always)]
            || {
                let shape = *shape;
                for score in scores {
                    *score = shape.at(*score);
                }
            },
        );
    }
    dispatch!(level.token(), simd => over(simd, scores, shape));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::shape::tests::{assert_same_bits_at_every_level, numbers};

    /// Two degrees of freedom, where the quantile is a formula: with the probability `p` of a score,
    /// `t = (2 p - 1) / sqrt(2 p (1 - p))`.
    fn of_two() -> StudentT {
        StudentT::new(2.0, |score| {
            let tail = 0.5 * libm::erfc(score * std::f64::consts::FRAC_1_SQRT_2);
            let inside = libm::erf(score * std::f64::consts::FRAC_1_SQRT_2);
            libm::log1p(inside * inside / (4.0 * tail * (1.0 - tail)))
        })
    }

    #[test]
    fn two_degrees_of_freedom_follow_their_formula() {
        let mut scores: Vec<f64> = (-850..=850).map(|i| f64::from(i) / 100.0).collect();
        let given = scores.clone();
        student_t_in_place_at(Level::detect(), &mut scores, &of_two());
        for (score, t) in given.iter().zip(&scores) {
            let tail = 0.5 * libm::erfc(score.abs() * std::f64::consts::FRAC_1_SQRT_2);
            let inside = libm::erf(score * std::f64::consts::FRAC_1_SQRT_2);
            let expected = inside / (2.0 * tail * (1.0 - tail)).sqrt();
            // The error of the ratio, times the logarithm of a square.
            let tolerance = 4e-13 * (1.0 + score.abs()) * expected.abs();
            assert!(
                (t - expected).abs() <= tolerance,
                "{score}: {t} for {expected}"
            );
        }
    }

    #[test]
    fn bits_do_not_depend_on_the_level() {
        let given = numbers(7, 1_001);
        let shape = of_two();
        assert_same_bits_at_every_level(given.len(), |level, out| {
            out.copy_from_slice(&given);
            student_t_in_place_at(level, out, &shape);
        });
    }
}
