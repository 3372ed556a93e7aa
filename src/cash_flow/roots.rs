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
use crate::uncertainty::solve::rising_root;

/// A zero and its multiplicity: the number of zeros that rounding cannot distinguish there. The sum
/// changes its sign at a zero of odd multiplicity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Zero {
    pub(super) x: f64,
    pub(super) multiplicity: u32,
}

/// The largest number of terms that either method evaluates: about half a second.
const WORK: u64 = 100_000_000;
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

/// One step: a sum, and the accumulated relative rounding error of its coefficients.
pub(super) struct Sum<'a> {
    pub(super) times: &'a [f64],
    pub(super) coefficients: &'a [f64],
    rounding: f64,
    work: &'a Cell<u64>,
}

impl Sum<'_> {
    /// Returns the zeros, ascending, from those of the next step, between which the sum (times some
    /// `exp(bx)`) is monotone.
    fn zeros(&self, turns: &[Zero]) -> Option<Vec<Zero>> {
        let bound = self.bound()?;
        let mut zeros = Vec::new();
        let (mut from, mut sign) = (-bound, self.certain(-bound)?);
        let mut open: Vec<Zero> = Vec::new(); // turning points since `from` where the sum is zero
        let turns = turns.iter().copied().filter(|zero| zero.x.abs() < bound);
        let end = Zero {
            x: bound,
            multiplicity: 0,
        };
        for turn in turns.chain([end]) {
            let to = turn.x;
            let value = self.certain(to)?;
            if value == 0.0 {
                // A non-zero value between two such points separates them.
                if let Some(last) = open.last() {
                    let middle = f64::midpoint(last.x, to);
                    let there = self.certain(middle)?;
                    if there != 0.0 {
                        zeros.push(self.touched(&open, sign * there < 0.0));
                        open.clear();
                        (from, sign) = (middle, there);
                    }
                }
                open.push(turn);
                continue;
            }
            let crosses = sign * value < 0.0;
            if !open.is_empty() {
                zeros.push(self.touched(&open, crosses));
                open.clear();
            } else if crosses {
                zeros.push(self.crossing(from, to, value)?);
            }
            (from, sign) = (to, value);
        }
        Some(zeros)
    }

    /// Returns the zero in a bracket, at whose upper end the value is `at_high`.
    pub(super) fn crossing(&self, low: f64, high: f64, at_high: f64) -> Option<Zero> {
        let x = rising_root(low, high, |x| at_high.signum() * self.at(x).0)?;
        let multiplicity = 1;
        Some(Zero { x, multiplicity })
    }

    /// Returns the one zero that represents a run of turning points with values within rounding.
    ///
    /// A zero of the derivative of multiplicity `k` at which the sum is zero is one of multiplicity
    /// `k + 1` of the sum, and between two zeros of the sum lies one of the derivative. So the run
    /// represents one zero more than its turning points have, minus one if rounding has added a
    /// turning point that does not fit the signs on both sides.
    fn touched(&self, points: &[Zero], crosses: bool) -> Zero {
        let size = |zero: Zero| self.at(zero.x).0.abs();
        let nearer = |a: Zero, b: Zero| if size(b) < size(a) { b } else { a };
        let nearest = points.iter().copied().reduce(nearer);
        let turns: u32 = points.iter().map(|zero| zero.multiplicity).sum();
        let fits = (turns + 1) % 2 == u32::from(crosses);
        Zero {
            // There is at least one point.
            x: nearest.map_or(f64::NAN, |zero| zero.x),
            multiplicity: if fits { turns + 1 } else { turns },
        }
    }

    /// Returns the value, or zero if its sign is uncertain; `None` after too much work.
    pub(super) fn certain(&self, x: f64) -> Option<f64> {
        if self.work.get() > WORK {
            return None;
        }
        let (value, doubt) = self.at(x);
        Some(if value.abs() > doubt { value } else { 0.0 })
    }

    /// Counts one pass over the terms, and returns whether more are allowed.
    pub(super) fn count(&self) -> bool {
        let work = self.work.get() + self.times.len() as u64;
        self.work.set(work);
        work <= WORK
    }

    /// Returns the sum relative to the sum of its absolute terms, and the bound of its rounding
    /// error.
    ///
    /// Horner's rule starts at the far end, so that every factor is at most one and nothing
    /// overflows.
    fn at(&self, x: f64) -> (f64, f64) {
        self.work.set(self.work.get() + self.times.len() as u64);
        let terms = self
            .times
            .iter()
            .copied()
            .zip(self.coefficients.iter().copied());
        if x >= 0.0 {
            self.horner(x, terms.rev())
        } else {
            self.horner(-x, terms)
        }
    }

    fn horner(&self, x: f64, terms: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
        let (mut sum, mut size, mut doubt) = (0.0_f64, 0.0, 0.0);
        let (mut last, mut gap, mut factor, mut slack) = (0.0_f64, -1.0, 0.0, 0.0);
        for (t, c) in terms {
            // Times are whole numbers: the gap is exact, and usually that of the previous term.
            if ((t - last).abs() - gap).abs() > 0.0 {
                gap = (t - last).abs();
                factor = libm::exp(-x * gap);
                // The product rounds, `exp` by one ulp, and its argument by half of one.
                slack = 2.0 + 0.5 * x * gap;
            }
            last = t;
            let product = sum * factor;
            sum = product + c;
            size = size * factor + c.abs();
            doubt = doubt * factor + slack * product.abs() + sum.abs();
        }
        (sum / size, doubt / size * f64::EPSILON + self.rounding)
    }

    /// Returns a distance from zero beyond which the outermost term dominates all others together,
    /// so that no zero lies there.
    pub(super) fn bound(&self) -> Option<f64> {
        let (first, last) = (0, self.times.len().checked_sub(1)?);
        let dominates = |x: f64, own: usize| {
            self.count();
            let terms = self.times.iter().zip(self.coefficients);
            let size = |(t, c): (&f64, &f64)| c.abs() * libm::exp(-x * (t - self.times[own]).abs());
            let all: f64 = terms.map(size).sum();
            self.coefficients[own].abs() > 0.9 * all
        };
        let span = self.times[last] - self.times[first];
        let doubled = std::iter::successors(Some(1.0 / span), |x| Some(2.0 * x));
        // The range of numbers of 2^2100 and gaps of 1 end this long before 80 doublings.
        doubled
            .take(80)
            .find(|x| dominates(*x, first) && dominates(*x, last))
    }
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
