//! All real zeros of `f(x) = sum_i c_i exp(-t_i x)`, for ascending times `t_i`.
//!
//! With `x = ln(1 + r)` these are the internal rates of flows `c_i` at times `t_i`.
//!
//! **How none is missed.** Let the coefficients change sign `V` times, once between `t_k` and
//! `t_(k+1)`, and let `b` lie between the two. The derivative of `f(x) exp(bx)` is a sum of the
//! same kind with coefficients `(b - t_i) c_i`, which change sign `V - 1` times. By Rolle, between
//! two neighbouring zeros of that derivative `f` has at most one zero. After `V` such steps no
//! change of sign is left, and a sum without one has no zero: so the zeros are found from the last
//! step back to the first, each alone in its bracket. This is the proof of Descartes' rule of signs
//! (1637), for real exponents by Laguerre (1883), carried out with numbers.
//!
//! **What rounding does.** Every value comes with a running bound of its error (Higham 2002,
//! *Accuracy and Stability of Numerical Algorithms*, section 5.1), so each sign is either certain
//! or the value is zero within rounding. A turning point with such a value is one zero that
//! touches, or two or more so close that rounding cannot tell them apart.
//!
//! The steps take time and memory with the changes of sign; where these are many, [`bisection`]
//! comes first.

use std::cell::Cell;

use super::bisection;
use crate::uncertainty::solve::rising_root;

/// A zero and its multiplicity: the number of zeros that rounding cannot tell apart there. The sum
/// changes its sign if it is odd.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Zero {
    pub(super) x: f64,
    pub(super) multiplicity: u32,
}

/// Terms evaluated before either way is given up: about half a second.
const WORK: u64 = 100_000_000;
/// Changes of sign up to which each is taken off by a step.
const FEW: usize = 64;
/// Coefficients of all steps together that are kept in memory.
const KEPT: usize = 4_000_000;
/// Where the largest coefficient is put, far from both ends of the range of numbers.
const TOP: i32 = 900;

/// How often the coefficients change sign; zeros do not count.
pub(super) fn sign_changes(coefficients: &[f64]) -> usize {
    let mut signs = coefficients.iter().filter(|c| **c != 0.0).map(|c| *c > 0.0);
    let Some(mut last) = signs.next() else {
        return 0;
    };
    signs
        .filter(|sign| std::mem::replace(&mut last, *sign) != *sign)
        .count()
}

/// All zeros, ascending; `None` if finding them would take too long or too many digits.
///
/// The coefficients are finite and not zero; the times are whole numbers below 2^50, ascending.
pub(super) fn zeros(times: &[f64], coefficients: &[f64]) -> Option<Vec<Zero>> {
    debug_assert!(times.len() == coefficients.len());
    let coefficients = scaled(coefficients.to_vec())?;
    if sign_changes(&coefficients) <= FEW {
        return stepwise(times, &coefficients);
    }
    // Faster, but no use for a zero that touches.
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

/// As the head of this file has it.
fn stepwise(times: &[f64], coefficients: &[f64]) -> Option<Vec<Zero>> {
    let changes = sign_changes(coefficients);
    if changes.checked_mul(times.len())? > KEPT {
        return None;
    }
    let mut steps = vec![coefficients.to_vec()];
    for left in (1..=changes).rev() {
        let next = derived(times, steps.last()?, left)?;
        steps.push(next);
    }
    let work = Cell::new(0);
    let mut found = Vec::new();
    // The last step has no change of sign, and so no zero.
    for (step, coefficients) in steps.iter().enumerate().rev().skip(1) {
        let sum = Sum {
            times,
            coefficients,
            // Each step rounds a coefficient once.
            rounding: f64::EPSILON * f64::from(u32::try_from(step).ok()?),
            work: &work,
        };
        found = sum.zeros(&found)?;
    }
    Some(found)
}

/// The coefficients times a power of two that puts the largest near 2^TOP; `None` if one is lost.
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

/// The sum with one change of sign less; `left` is how many there are now.
fn derived(times: &[f64], coefficients: &[f64], left: usize) -> Option<Vec<f64>> {
    // Taking changes from all over the list in turn keeps the coefficients alike in size.
    let wanted = (left * 5) / 8;
    let mut changes =
        (1..times.len()).filter(|i| (coefficients[*i] > 0.0) != (coefficients[*i - 1] > 0.0));
    let k = changes.nth(wanted.min(left - 1))?;
    let b = f64::midpoint(times[k - 1], times[k]);
    let terms = times.iter().zip(coefficients);
    scaled(terms.map(|(t, c)| (b - t) * c).collect())
}

/// One step: a sum, and the relative rounding that its coefficients have seen.
pub(super) struct Sum<'a> {
    pub(super) times: &'a [f64],
    pub(super) coefficients: &'a [f64],
    rounding: f64,
    work: &'a Cell<u64>,
}

impl Sum<'_> {
    /// The zeros, ascending, given those of the step after, between which the sum (times some
    /// `exp(bx)`) only rises or only falls.
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
                // A value between two such points that is not zero sets them apart.
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

    /// The zero in a bracket, at whose upper end the value is `at_high`.
    pub(super) fn crossing(&self, low: f64, high: f64, at_high: f64) -> Option<Zero> {
        let x = rising_root(low, high, |x| at_high.signum() * self.at(x).0)?;
        let multiplicity = 1;
        Some(Zero { x, multiplicity })
    }

    /// The one zero that a run of turning points with values within rounding stands for.
    ///
    /// A zero of the derivative of multiplicity `k` at which the sum is zero is one of multiplicity
    /// `k + 1` of the sum, and between two zeros of the sum lies one of the derivative: so the run
    /// stands for one zero more than its turning points have, less one where rounding has added a
    /// turning point that does not fit the signs on both sides.
    fn touched(&self, points: &[Zero], crosses: bool) -> Zero {
        let size = |zero: Zero| self.at(zero.x).0.abs();
        let nearer = |a: Zero, b: Zero| if size(b) < size(a) { b } else { a };
        let nearest = points.iter().copied().reduce(nearer);
        let turns: u32 = points.iter().map(|zero| zero.multiplicity).sum();
        let fits = (turns + 1) % 2 == u32::from(crosses);
        Zero {
            // Called with one point at least.
            x: nearest.map_or(f64::NAN, |zero| zero.x),
            multiplicity: if fits { turns + 1 } else { turns },
        }
    }

    /// The value, or zero where rounding leaves its sign open; `None` after too much work.
    pub(super) fn certain(&self, x: f64) -> Option<f64> {
        if self.work.get() > WORK {
            return None;
        }
        let (value, doubt) = self.at(x);
        Some(if value.abs() > doubt { value } else { 0.0 })
    }

    /// Counts one pass over the terms, and says whether more are allowed.
    pub(super) fn count(&self) -> bool {
        let work = self.work.get() + self.times.len() as u64;
        self.work.set(work);
        work <= WORK
    }

    /// The sum over the sum of its absolute terms, and what rounding may have done to it.
    ///
    /// Horner's rule from the far end, so that every factor is at most one and nothing overflows.
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
            // Whole numbers: the gap is exact, and mostly that of the term before.
            if ((t - last).abs() - gap).abs() > 0.0 {
                gap = (t - last).abs();
                factor = libm::exp(-x * gap);
                // The product rounds, and `exp` by an ulp, and its argument by half of one.
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

    /// A distance from zero outside of which the outermost term outweighs all others together, so
    /// that no zero lies there.
    pub(super) fn bound(&self) -> Option<f64> {
        let (first, last) = (0, self.times.len().checked_sub(1)?);
        let outweighs = |x: f64, own: usize| {
            self.count();
            let terms = self.times.iter().zip(self.coefficients);
            let size = |(t, c): (&f64, &f64)| c.abs() * libm::exp(-x * (t - self.times[own]).abs());
            let all: f64 = terms.map(size).sum();
            self.coefficients[own].abs() > 0.9 * all
        };
        let span = self.times[last] - self.times[first];
        let doubled = std::iter::successors(Some(1.0 / span), |x| Some(2.0 * x));
        // A range of numbers of 2^2100 and gaps of 1 end this long before.
        doubled
            .take(80)
            .find(|x| outweighs(*x, first) && outweighs(*x, last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers in [-0.5, 0.5) that look like chance.
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
    fn a_zero_that_touches_is_left_to_the_steps() {
        let (times, square) = ([0.0, 1.0, 2.0], [1.0, -2.0, 1.0]);
        assert_eq!(bisected(&times, &square), None);
        let found = stepwise(&times, &square).unwrap();
        assert!(found.len() == 1 && found[0].multiplicity == 2);
    }
}
