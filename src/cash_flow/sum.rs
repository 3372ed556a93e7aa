//! A sum of exponentials `f(x) = sum_i c_i exp(-t_i x)`, evaluated with the bound of its rounding
//! error, and its zeros between turning points that are known.

use std::cell::Cell;

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
/// One step: a sum, and the accumulated relative rounding error of its coefficients.
pub(super) struct Sum<'a> {
    pub(super) times: &'a [f64],
    pub(super) coefficients: &'a [f64],
    pub(super) rounding: f64,
    pub(super) work: &'a Cell<u64>,
}

impl Sum<'_> {
    /// Returns the zeros, ascending, from those of the next step, between which the sum (times some
    /// `exp(bx)`) is monotone.
    pub(super) fn zeros(&self, turns: &[Zero]) -> Option<Vec<Zero>> {
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
