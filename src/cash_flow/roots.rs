//! All real zeros of `f(x) = sum_i c_i exp(-t_i x)`, for ascending times `t_i`.
//!
//! With `x = ln(1 + r)` these are the internal rates of flows `c_i` at times `t_i`.
//!
//! **Completeness.** Let the coefficients change sign `V` times, once between `t_k` and `t_(k+1)`,
//! and let `b` lie between the two. The derivative of `f(x) exp(bx)` is a sum of the same kind with
//! coefficients `(b - t_i) c_i`, which change sign `V - 1` times. By Rolle's theorem, `f` has at
//! most one zero between two neighbouring zeros of that derivative. After `V` such steps there is
//! no change of sign, and a sum without one has no zero: so the zeros are determined from the last
//! step back to the first, each alone in its bracket. This follows the proof of Descartes' rule of
//! signs (1637), for real exponents by Laguerre (1883).
//!
//! **Rounding.** Every value has a running bound of its error (Higham 2002, *Accuracy and Stability
//! of Numerical Algorithms*, section 5.1), so that its sign is either certain or the value is zero
//! within rounding. A turning point with such a value is one zero that touches, or two or more
//! zeros too close to distinguish.
//!
//! The time and memory of the steps grow with the changes of sign; if these are many,
//! [`bisection`] is tried first.

use std::cell::Cell;

use super::bisection;
use super::sum::{Sum, Zero};

/// The largest number of sign changes for which the steps are tried first.
const FEW: usize = 64;
/// The largest number of coefficients of all steps together in memory.
const MAX_COEFFICIENTS: usize = 4_000_000;
/// The binary exponent to which the largest coefficient is scaled, far from underflow and overflow.
const TOP: i32 = 900;

/// Returns the number of sign changes of the coefficients, without zeros.
pub(super) fn sign_changes(coefficients: &[f64]) -> usize {
    let mut signs = coefficients.iter().filter(|c| **c != 0.0).map(|c| *c > 0.0);
    let Some(mut last) = signs.next() else {
        return 0;
    };
    signs
        .filter(|sign| std::mem::replace(&mut last, *sign) != *sign)
        .count()
}

/// Returns all zeros, ascending; `None` if they would take too long or too many digits.
///
/// The coefficients are finite and not zero; the times are whole numbers below 2^50, ascending.
pub(super) fn zeros(times: &[f64], coefficients: &[f64]) -> Option<Vec<Zero>> {
    debug_assert!(times.len() == coefficients.len());
    let coefficients = scaled(coefficients.to_vec())?;
    if sign_changes(&coefficients) <= FEW {
        return stepwise(times, &coefficients);
    }
    // Bisection is faster, but cannot resolve a zero that touches.
    bisected(times, &coefficients).or_else(|| stepwise(times, &coefficients))
}

fn bisected(times: &[f64], coefficients: &[f64]) -> Option<Vec<Zero>> {
    let work = Cell::new(0);
    let rounding = 0.0; // Scaling by a power of two is exact.
    bisection::zeros(&Sum {
        times,
        coefficients,
        rounding,
        work: &work,
    })
}

/// Returns the zeros by the steps that the head of this file describes.
fn stepwise(times: &[f64], coefficients: &[f64]) -> Option<Vec<Zero>> {
    let changes = sign_changes(coefficients);
    if changes.checked_mul(times.len())? > MAX_COEFFICIENTS {
        return None;
    }
    let mut steps = vec![coefficients.to_vec()];
    for remaining in (1..=changes).rev() {
        let next = derived(times, steps.last()?, remaining)?;
        steps.push(next);
    }
    let work = Cell::new(0);
    let mut zeros = Vec::new();
    // The last step has no change of sign, and so no zero.
    for (step, coefficients) in steps.iter().enumerate().rev().skip(1) {
        let sum = Sum {
            times,
            coefficients,
            // Each step rounds a coefficient once.
            rounding: f64::EPSILON * f64::from(u32::try_from(step).ok()?),
            work: &work,
        };
        zeros = sum.zeros(&zeros)?;
    }
    Some(zeros)
}

/// Scales the coefficients by a power of two that brings the largest near 2^TOP; `None` if one
/// underflows.
fn scaled(mut coefficients: Vec<f64>) -> Option<Vec<f64>> {
    let largest = coefficients.iter().fold(0.0, |a: f64, c| a.max(c.abs()));
    let shift = TOP - libm::ilogb(largest);
    for c in &mut coefficients {
        *c = libm::scalbn(*c, shift);
        if !c.is_normal() {
            return None;
        }
    }
    Some(coefficients)
}

/// Returns the derivative step with one change of sign less than the `changes` of these
/// coefficients.
fn derived(times: &[f64], coefficients: &[f64], changes: usize) -> Option<Vec<f64>> {
    // Removing changes from all parts of the list in turn keeps the coefficients of similar size.
    let number = (changes * 5) / 8;
    let mut places =
        (1..times.len()).filter(|i| (coefficients[*i] > 0.0) != (coefficients[*i - 1] > 0.0));
    let k = places.nth(number.min(changes - 1))?;
    let b = f64::midpoint(times[k - 1], times[k]);
    let terms = times.iter().zip(coefficients);
    scaled(terms.map(|(t, c)| (b - t) * c).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns pseudo-random numbers in [-0.5, 0.5).
    fn scattered(count: u32, seed: f64) -> Vec<f64> {
        let number = |i: u32| (f64::from(i) * 12.9898 + seed).sin() * 43_758.545;
        (0..count)
            .map(|i| number(i) - number(i).floor() - 0.5)
            .collect()
    }

    #[test]
    fn steps_and_bisection_agree() {
        for case in 0..60 {
            let coefficients = scattered(2 + 5 * case, f64::from(case));
            let mut time = 0.0;
            let times: Vec<f64> = scattered(2 + 5 * case, 0.5)
                .iter()
                .map(|gap| {
                    // Every second case has uneven gaps of 1 to 30.
                    time += if case % 2 == 0 {
                        1.0
                    } else {
                        (15.5 + 29.0 * gap).round()
                    };
                    time
                })
                .collect();
            let steps = stepwise(&times, &coefficients).unwrap();
            let halves = bisected(&times, &coefficients).unwrap();
            assert_eq!(steps.len(), halves.len(), "{case}: {steps:?} {halves:?}");
            for (a, b) in steps.iter().zip(&halves) {
                assert!((a.x - b.x).abs() < 1e-9 && a.multiplicity == b.multiplicity);
            }
        }
    }

    #[test]
    fn bisection_leaves_a_double_zero_to_the_steps() {
        let (times, square) = ([0.0, 1.0, 2.0], [1.0, -2.0, 1.0]);
        assert_eq!(bisected(&times, &square), None);
        let zeros = stepwise(&times, &square).unwrap();
        assert!(zeros.len() == 1 && zeros[0].multiplicity == 2);
    }
}
