//! Loops over blocks of lanes, at the vector level of the machine.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use fearless_simd::{Simd, dispatch};

use super::Level;

/// An operand: `(rows, lanes)`, or `(rows, 1)` for one that is the same in every lane.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block<'a> {
    numbers: &'a [f64],
    lanes: usize,
}

impl<'a> Block<'a> {
    pub(super) fn numbers(&self) -> &'a [f64] {
        self.numbers
    }

    pub(super) fn uniform(numbers: &'a [f64]) -> Self {
        Self { numbers, lanes: 1 }
    }

    pub(super) fn varying(numbers: &'a [f64], lanes: usize) -> Self {
        Self { numbers, lanes }
    }

    /// Returns a row; an operand of one row has the same in every row.
    pub(super) fn row(&self, row: usize) -> &'a [f64] {
        let start = if self.numbers.len() == self.lanes {
            0
        } else {
            row * self.lanes
        };
        &self.numbers[start..start + self.lanes]
    }
}

/// Returns the lesser number; NaN stays NaN, which `f64::min` would drop.
#[inline(always)]
pub(super) fn lesser(a: f64, b: f64) -> f64 {
    if a > b || b.is_nan() { b } else { a }
}

#[inline(always)]
pub(super) fn positive(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x }
}

/// Sets `out[i] = f(a[i], b[i])`; a slice of one number applies to all.
#[inline(always)]
pub(super) fn map(a: &[f64], b: &[f64], out: &mut [f64], f: impl Fn(f64, f64) -> f64) {
    match (a, b) {
        ([a], b) => {
            for (out, b) in out.iter_mut().zip(b) {
                *out = f(*a, *b);
            }
        }
        (a, [b]) => {
            for (out, a) in out.iter_mut().zip(a) {
                *out = f(*a, *b);
            }
        }
        (a, b) => {
            for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
                *out = f(*a, *b);
            }
        }
    }
}

/// Applies a function elementwise to two blocks, each of one row or all and of one lane or all.
pub(super) fn paired(
    level: Level,
    lanes: usize,
    a: Block<'_>,
    b: Block<'_>,
    out: &mut [f64],
    f: impl Fn(f64, f64) -> f64 + Copy,
) {
    #[inline(always)]
    fn over<S: Simd>(
        simd: S,
        lanes: usize,
        (a, b): (Block<'_>, Block<'_>),
        out: &mut [f64],
        f: impl Fn(f64, f64) -> f64 + Copy,
    ) {
        simd.vectorize(
            #[inline(always)]
            || {
                // Whole blocks, or one number for a whole block, need no rows.
                let is_flat =
                    |block: Block<'_>| block.numbers.len() == out.len() || block.numbers.len() == 1;
                if is_flat(a) && is_flat(b) {
                    map(a.numbers, b.numbers, out, f);
                    return;
                }
                for (row, out) in out.chunks_exact_mut(lanes).enumerate() {
                    map(a.row(row), b.row(row), out, f);
                }
            },
        );
    }
    dispatch!(level.token(), simd => over(simd, lanes, (a, b), out, f));
}

/// Replaces the previous row in `out` by the next, `f(a, out, keep)`; a slice of one number applies to
/// all lanes.
#[inline(always)]
pub(super) fn recur_row(
    a: &[f64],
    keep: &[f64],
    out: &mut [f64],
    f: impl Fn(f64, f64, f64) -> f64,
) {
    match (a, keep) {
        ([a], [keep]) => {
            for out in out {
                *out = f(*a, *out, *keep);
            }
        }
        (a, [keep]) => {
            for (out, a) in out.iter_mut().zip(a) {
                *out = f(*a, *out, *keep);
            }
        }
        ([a], keep) => {
            for (out, keep) in out.iter_mut().zip(keep) {
                *out = f(*a, *out, *keep);
            }
        }
        (a, keep) => {
            for ((out, a), keep) in out.iter_mut().zip(a).zip(keep) {
                *out = f(*a, *out, *keep);
            }
        }
    }
}

/// Sets `out[row] = f(a[row], out[row - 1], keep)`, from zero before row 0.
pub(super) fn recur(
    level: Level,
    lanes: usize,
    a: Block<'_>,
    keep: Block<'_>,
    out: &mut [f64],
    f: impl Fn(f64, f64, f64) -> f64 + Copy,
) {
    #[inline(always)]
    fn over<S: Simd>(
        simd: S,
        lanes: usize,
        (a, keep): (Block<'_>, Block<'_>),
        out: &mut [f64],
        f: impl Fn(f64, f64, f64) -> f64 + Copy,
    ) {
        simd.vectorize(
            #[inline(always)]
            || {
                let (first, rest) = out.split_at_mut(lanes);
                first.fill(0.0);
                recur_row(a.row(0), keep.row(0), first, f);
                let mut past: &mut [f64] = first;
                for (row, now) in rest.chunks_exact_mut(lanes).enumerate() {
                    now.copy_from_slice(past);
                    recur_row(a.row(row + 1), keep.row(0), now, f);
                    past = now;
                }
            },
        );
    }
    dispatch!(level.token(), simd => over(simd, lanes, (a, keep), out, f));
}

/// Sets `out[row] = sum_k weights[k] * a[row - k]`. The operand has all rows and lanes.
pub(super) fn lagged(level: Level, lanes: usize, a: Block<'_>, weights: &[f64], out: &mut [f64]) {
    #[inline(always)]
    fn over<S: Simd>(simd: S, a: &[f64], weight: f64, out: &mut [f64]) {
        simd.vectorize(
            #[inline(always)]
            || {
                for (out, a) in out.iter_mut().zip(a) {
                    *out += weight * a;
                }
            },
        );
    }
    out.fill(0.0);
    for (lag, weight) in weights.iter().enumerate() {
        let Some(out) = out.get_mut(lag * lanes..) else {
            break;
        };
        dispatch!(level.token(), simd => over(simd, a.numbers, *weight, out));
    }
}

/// Sets `out[row] = sum_{k <= row} a[k] * b[row - k]`. Both operands have all rows.
pub(super) fn convolve(level: Level, lanes: usize, a: Block<'_>, b: Block<'_>, out: &mut [f64]) {
    for (row, out) in out.chunks_exact_mut(lanes).enumerate() {
        out.fill(0.0);
        for k in 0..=row {
            add_product(level, a.row(k), b.row(row - k), 1.0, out);
        }
    }
}

/// Sets `out[row] = a[row] - sum_{k < row} out[k] * b[row - k]`. Both operands have all rows; row 0
/// of `b` is one.
pub(super) fn deconvolve(level: Level, lanes: usize, a: Block<'_>, b: Block<'_>, out: &mut [f64]) {
    for row in 0..out.len() / lanes {
        let (computed, rest) = out.split_at_mut(row * lanes);
        let now = &mut rest[..lanes];
        match a.row(row) {
            [a] => now.fill(*a),
            a => now.copy_from_slice(a),
        }
        for (k, before) in computed.chunks_exact(lanes).enumerate() {
            add_product(level, before, b.row(row - k), -1.0, now);
        }
    }
}

/// Adds `sign * a * b` to `out`; a slice of one number applies to all lanes.
fn add_product(level: Level, a: &[f64], b: &[f64], sign: f64, out: &mut [f64]) {
    #[inline(always)]
    fn over<S: Simd>(simd: S, a: &[f64], b: &[f64], sign: f64, out: &mut [f64]) {
        simd.vectorize(
            #[inline(always)]
            || match (a, b) {
                ([a], [b]) => out.iter_mut().for_each(|out| *out += sign * (a * b)),
                ([a], b) => {
                    for (out, b) in out.iter_mut().zip(b) {
                        *out += sign * (a * b);
                    }
                }
                (a, [b]) => {
                    for (out, a) in out.iter_mut().zip(a) {
                        *out += sign * (a * b);
                    }
                }
                (a, b) => {
                    for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
                        *out += sign * (a * b);
                    }
                }
            },
        );
    }
    dispatch!(level.token(), simd => over(simd, a, b, sign, out));
}

/// Evaluates a continuous, piecewise linear function, zero below its first knot.
#[inline(always)]
pub(super) fn piecewise(x: f64, knots: &[(f64, f64)]) -> f64 {
    let mut sum = 0.0;
    for (number, (knot, slope)) in knots.iter().enumerate() {
        // What lies above adds nothing. A NaN is below no knot.
        if x < *knot {
            break;
        }
        let end = knots
            .get(number + 1)
            .map_or(f64::INFINITY, |(next, _)| *next);
        // `max` and `min` would turn NaN into a number; comparisons keep it.
        let upper = if x > end { end } else { x };
        sum += slope * (upper - knot);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::piecewise;

    #[test]
    fn slopes_add_up_from_knot_to_knot() {
        let knots = [(1.0, 2.0), (3.0, -0.5), (7.0, 4.0)];
        let at = |x| piecewise(x, &knots).to_bits();
        let is = f64::to_bits;
        // Below the first knot nothing, then 2 a unit, half a unit back, and 4 a unit.
        assert_eq!([-5.0, 0.0, 1.0].map(at), [0.0; 3].map(is));
        assert_eq!([2.0, 3.0].map(at), [2.0, 4.0].map(is));
        assert_eq!([5.0, 7.0].map(at), [3.0, 2.0].map(is));
        assert_eq!(at(8.0), is(6.0));
        assert!(piecewise(f64::NAN, &knots).is_nan());
        assert_eq!(at(f64::INFINITY), is(f64::INFINITY));
        assert_eq!(piecewise(3.0, &[]).to_bits(), is(0.0));
    }
}
