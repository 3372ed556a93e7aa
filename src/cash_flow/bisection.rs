//! All real zeros of a sum of exponentials by bisection, for sums with too many changes of sign to
//! remove one by one.
//!
//! On `[m - h, m + h]` let `B` bound the second derivative. There is no zero if
//! `|f(m)| > |f'(m)| h + B h^2 / 2`, and `f` is monotone if `|f'(m)| > B h` (Taylor's theorem with
//! remainder); otherwise the interval is halved. This method cannot resolve a double zero, which
//! stays undecided.

use super::sum::{Sum, Zero};

/// The number of halvings after which an interval counts as undecided.
const DEEPEST: u32 = 60;

/// Returns all zeros, ascending; `None` if an interval cannot be decided, or after too much work.
pub(super) fn zeros(sum: &Sum) -> Option<Vec<Zero>> {
    let bound = sum.bound()?;
    let (first, last) = (*sum.times.first()?, *sum.times.last()?);
    // The seam is not at zero itself, as a rate of zero is common.
    let seam = 1e-3 * 0.618 / (last - first);
    let mut zeros = Vec::new();
    let ends = [(-bound, seam, last, -1.0), (seam, bound, first, 1.0)];
    for (low, high, origin, side) in ends {
        let mut open = vec![(low, high, 0)];
        while let Some((low, high, depth)) = open.pop() {
            let local = Local::of(sum, origin, side, low, high)?;
            if local.excludes() {
                continue;
            }
            if local.is_monotone() {
                let (from, to) = (sum.certain(low)?, sum.certain(high)?);
                if from == 0.0 || to == 0.0 {
                    return None;
                }
                if from * to < 0.0 {
                    zeros.push(sum.crossing(low, high, to)?);
                }
                continue;
            }
            if depth == DEEPEST {
                return None;
            }
            // Not the exact middle, so that no end falls on a zero that is a round number.
            let middle = low + 0.493 * (high - low);
            open.push((middle, high, depth + 1));
            open.push((low, middle, depth + 1));
        }
    }
    Some(zeros)
}

/// The sum near the middle of an interval, over the factor `exp(origin * x)`.
struct Local {
    half: f64,
    value: f64,
    slope: f64,
    /// The largest second derivative in the interval.
    bend: f64,
    /// The bound of the rounding error of the value.
    doubt: f64,
    /// The bound of the rounding error of the slope.
    slope_doubt: f64,
}

impl Local {
    /// Evaluates the sum on an interval. `side` is 1 where the first term dominates far from zero,
    /// and -1 where the last term does.
    fn of(sum: &Sum, origin: f64, side: f64, low: f64, high: f64) -> Option<Self> {
        if !sum.count() {
            return None;
        }
        let (middle, half) = (f64::midpoint(low, high) * side, 0.5 * (high - low));
        // Distances from the origin are not negative, so that terms are largest at the near end.
        let near = middle - half;
        let (mut value, mut slope, mut size, mut slope_size) = (0.0_f64, 0.0_f64, 0.0, 0.0);
        let (mut bend, mut rounding) = (0.0, 0.0);
        let (mut last, mut gap, mut by_middle, mut by_near) = (0.0_f64, 0.0_f64, 1.0, 1.0);
        let (mut at_middle, mut at_near) = (1.0, 1.0);
        let mut add = |t: f64, c: f64| {
            let distance = (t - origin).abs();
            if (distance - last - gap).abs() > 0.0 {
                gap = distance - last;
                by_middle = libm::exp(-gap * middle);
                by_near = libm::exp(-gap * near);
            }
            at_middle *= by_middle;
            at_near *= by_near;
            last = distance;
            let term = c * at_middle;
            value += term;
            slope -= distance * term;
            size += term.abs();
            slope_size += distance * term.abs();
            bend += distance * distance * c.abs() * at_near;
            // Each term rounds its factor, two products, both sums, and `exp` with its argument.
            rounding += f64::EPSILON * (4.0 + gap * middle.abs());
        };
        let terms = sum.times.iter().zip(sum.coefficients);
        if side > 0.0 {
            terms.for_each(|(t, c)| add(*t, *c));
        } else {
            terms.rev().for_each(|(t, c)| add(*t, *c));
        }
        Some(Self {
            half,
            value: value.abs(),
            slope: slope.abs(),
            // The bend may be rounded down by this much.
            bend: bend * (1.0 + 4.0 * rounding),
            doubt: size * rounding,
            slope_doubt: slope_size * rounding,
        })
    }

    fn excludes(&self) -> bool {
        let slope = self.slope + self.slope_doubt;
        self.value - self.doubt > slope * self.half + 0.5 * self.bend * self.half * self.half
    }

    fn is_monotone(&self) -> bool {
        self.slope - self.slope_doubt > self.bend * self.half
    }
}
