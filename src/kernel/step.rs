//! One step of a program, over a block of lanes.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use fearless_simd::{Simd, dispatch};

use super::elementwise::{exp_at, exp_m1_at, ln_1p_at, ln_at, logistic_at, logit_at};
use super::{Level, Register, formula};

/// A step of a program.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// The same numbers in every lane: one, or one per row.
    Constant(Vec<f64>),
    /// One number per lane, from the caller.
    Input(usize),
    /// One number per lane and row: the caller's input for each row, or a number.
    InputRows(Vec<RowSource>),
    /// A block of noise from the caller.
    Noise(usize),
    /// Row 0 of a block.
    First(Register),
    Unary(Unary, Register),
    Binary(Binary, Register, Register),
    /// The running sum over the rows.
    Cumulate(Register),
    /// The change from the previous row; zero in row 0.
    Difference(Register),
    /// The ratio to the previous row, less one; zero in row 0.
    Growth(Register),
    /// The next row; zero in the last row.
    Lead(Register),
    /// `sum_k weight[k] * a[row - k]`, rows before 0 counting as zero.
    Lag(Register, Vec<f64>),
    /// `out[row] = keep * out[row - 1] + (1 - keep) * a[row]`, from zero before row 0.
    Koyck(Register, Register),
    /// `out[row] = keep * out[row - 1] + a[row]`, from zero before row 0.
    Autoregress(Register, Register),
    /// `out[row] = sum_{k <= row} a[k] * b[row - k]`.
    Convolve(Register, Register),
    /// The register whose convolution with `b`, whose row 0 is one, is `a`.
    Deconvolve(Register, Register),
    /// A continuous, piecewise linear function: `(knot, slope above it)`, knots ascending, zero
    /// below the first.
    Piecewise(Register, Vec<(f64, f64)>),
}

/// The source of one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum RowSource {
    Input(usize),
    Number(f64),
}

/// A function of one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unary {
    Exp,
    ExpM1,
    Ln,
    Ln1p,
    Logistic,
    Logit,
    Sqrt,
    /// The operand limited to `[0, 1]`.
    Unit,
    /// The operand, or zero where it is negative.
    Positive,
}

/// A function of two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    /// The lesser operand; NaN if either is NaN.
    Minimum,
    /// [`formula::effect`] of a coefficient on a stimulus.
    Effect,
    /// [`formula::saturated`] of `kappa` and a log change.
    Saturate,
}

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
    fn row(&self, row: usize) -> &'a [f64] {
        let start = if self.numbers.len() == self.lanes {
            0
        } else {
            row * self.lanes
        };
        &self.numbers[start..start + self.lanes]
    }
}

impl Step {
    /// The registers that the step reads.
    pub(super) fn operands(&self) -> [Option<Register>; 2] {
        match self {
            Self::Constant(_) | Self::Input(_) | Self::InputRows(_) | Self::Noise(_) => {
                [None, None]
            }
            Self::Unary(_, a)
            | Self::First(a)
            | Self::Cumulate(a)
            | Self::Difference(a)
            | Self::Growth(a)
            | Self::Lead(a)
            | Self::Lag(a, _)
            | Self::Piecewise(a, _) => [Some(*a), None],
            Self::Binary(_, a, b)
            | Self::Koyck(a, b)
            | Self::Autoregress(a, b)
            | Self::Convolve(a, b)
            | Self::Deconvolve(a, b) => [Some(*a), Some(*b)],
        }
    }

    /// Replaces the registers that the step reads by their new numbers.
    pub(super) fn renumber(&mut self, to: &[Register]) {
        match self {
            Self::Constant(_) | Self::Input(_) | Self::InputRows(_) | Self::Noise(_) => {}
            Self::Unary(_, a)
            | Self::First(a)
            | Self::Cumulate(a)
            | Self::Difference(a)
            | Self::Growth(a)
            | Self::Lead(a)
            | Self::Lag(a, _)
            | Self::Piecewise(a, _) => *a = to[a.0],
            Self::Binary(_, a, b)
            | Self::Koyck(a, b)
            | Self::Autoregress(a, b)
            | Self::Convolve(a, b)
            | Self::Deconvolve(a, b) => {
                (*a, *b) = (to[a.0], to[b.0]);
            }
        }
    }

    /// Writes `out`, `(rows, lanes)`. `inputs` is `(inputs, lanes)`.
    pub(super) fn perform<'a>(
        &self,
        level: Level,
        lanes: usize,
        inputs: &[f64],
        operand: impl Fn(Register) -> Block<'a>,
        out: &mut [f64],
    ) {
        let input = |index: usize| &inputs[index * lanes..(index + 1) * lanes];
        match self {
            Self::Constant(values) => {
                for (row, value) in out.chunks_exact_mut(lanes).zip(values) {
                    row.fill(*value);
                }
            }
            Self::Input(index) => out.copy_from_slice(input(*index)),
            Self::InputRows(sources) => {
                for (row, source) in out.chunks_exact_mut(lanes).zip(sources) {
                    match source {
                        RowSource::Input(index) => row.copy_from_slice(input(*index)),
                        RowSource::Number(number) => row.fill(*number),
                    }
                }
            }
            // Varying lanes are passed as operands, so this is the noise of a central lane.
            Self::Noise(_) => out.fill(0.0),
            Self::First(a) => out.copy_from_slice(operand(*a).row(0)),
            Self::Unary(operation, a) => operation.apply(level, operand(*a).numbers, out),
            Self::Binary(operation, a, b) => {
                let (a, b) = (operand(*a), operand(*b));
                match operation {
                    Binary::Add => paired(level, lanes, a, b, out, |a, b| a + b),
                    Binary::Subtract => paired(level, lanes, a, b, out, |a, b| a - b),
                    Binary::Multiply => paired(level, lanes, a, b, out, |a, b| a * b),
                    Binary::Divide => paired(level, lanes, a, b, out, |a, b| a / b),
                    Binary::Minimum => paired(level, lanes, a, b, out, lesser),
                    Binary::Effect => paired(level, lanes, a, b, out, formula::effect),
                    Binary::Saturate => paired(level, lanes, a, b, out, formula::saturated),
                }
            }
            Self::Cumulate(a) => {
                let keep = Block::uniform(&[1.0]);
                recur(level, lanes, operand(*a), keep, out, |now, past, _| {
                    past + now
                });
            }
            Self::Koyck(a, keep) => {
                let (a, keep) = (operand(*a), operand(*keep));
                recur(level, lanes, a, keep, out, formula::koyck);
            }
            Self::Autoregress(a, keep) => {
                let (a, keep) = (operand(*a), operand(*keep));
                recur(level, lanes, a, keep, out, |now, past, keep| {
                    keep * past + now
                });
            }
            Self::Difference(a) => {
                between(level, lanes, operand(*a), out, |now, past| now - past);
            }
            Self::Growth(a) => {
                between(level, lanes, operand(*a), out, |now, past| now / past - 1.0);
            }
            Self::Lead(a) => {
                let later = operand(*a).numbers.get(lanes..).unwrap_or_default();
                out[..later.len()].copy_from_slice(later);
                out[later.len()..].fill(0.0);
            }
            Self::Convolve(a, b) => convolve(level, lanes, operand(*a), operand(*b), out),
            Self::Deconvolve(a, b) => deconvolve(level, lanes, operand(*a), operand(*b), out),
            Self::Lag(a, weights) => lagged(level, lanes, operand(*a), weights, out),
            Self::Piecewise(a, knots) => {
                for (out, x) in out.iter_mut().zip(operand(*a).numbers) {
                    *out = piecewise(*x, knots);
                }
            }
        }
    }
}

impl Unary {
    fn apply(self, level: Level, a: &[f64], out: &mut [f64]) {
        match self {
            Self::Exp => exp_at(level, a, out),
            Self::ExpM1 => exp_m1_at(level, a, out),
            Self::Ln => ln_at(level, a, out),
            Self::Ln1p => ln_1p_at(level, a, out),
            Self::Logistic => logistic_at(level, a, out),
            Self::Logit => logit_at(level, a, out),
            // Correctly rounded by definition, at every level.
            Self::Sqrt => each(a, out, f64::sqrt),
            Self::Unit => each(a, out, |x| lesser(positive(x), 1.0)),
            Self::Positive => each(a, out, positive),
        }
    }
}

fn each(a: &[f64], out: &mut [f64], f: impl Fn(f64) -> f64) {
    for (out, a) in out.iter_mut().zip(a) {
        *out = f(*a);
    }
}

/// Returns the lesser number; NaN stays NaN, which `f64::min` would drop.
#[inline(always)]
fn lesser(a: f64, b: f64) -> f64 {
    if a > b || b.is_nan() { b } else { a }
}

#[inline(always)]
fn positive(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x }
}

/// Sets `out[i] = f(a[i], b[i])`; a slice of one number applies to all.
#[inline(always)]
fn map(a: &[f64], b: &[f64], out: &mut [f64], f: impl Fn(f64, f64) -> f64) {
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
                step(a.row(0), keep.row(0), first, f);
                let mut past: &mut [f64] = first;
                for (row, now) in rest.chunks_exact_mut(lanes).enumerate() {
                    now.copy_from_slice(past);
                    step(a.row(row + 1), keep.row(0), now, f);
                    past = now;
                }
            },
        );
    }
    /// Replaces the previous row in `out` by the next row.
    #[inline(always)]
    fn step(a: &[f64], keep: &[f64], out: &mut [f64], f: impl Fn(f64, f64, f64) -> f64) {
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
    dispatch!(level.token(), simd => over(simd, lanes, (a, keep), out, f));
}

/// Sets `out[row] = f(a[row], a[row - 1])`, zero in row 0. The operand has all rows and lanes.
fn between(
    level: Level,
    lanes: usize,
    a: Block<'_>,
    out: &mut [f64],
    f: impl Fn(f64, f64) -> f64 + Copy,
) {
    out[..lanes].fill(0.0);
    let now = Block::varying(a.numbers.get(lanes..).unwrap_or_default(), lanes);
    let past = Block::varying(&a.numbers[..now.numbers.len()], lanes);
    paired(level, lanes, now, past, &mut out[lanes..], f);
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
fn convolve(level: Level, lanes: usize, a: Block<'_>, b: Block<'_>, out: &mut [f64]) {
    for (row, out) in out.chunks_exact_mut(lanes).enumerate() {
        out.fill(0.0);
        for k in 0..=row {
            add_product(level, a.row(k), b.row(row - k), 1.0, out);
        }
    }
}

/// Sets `out[row] = a[row] - sum_{k < row} out[k] * b[row -
/// k]`. Both operands have all rows; row 0 of `b` is one.
fn deconvolve(level: Level, lanes: usize, a: Block<'_>, b: Block<'_>, out: &mut [f64]) {
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
fn piecewise(x: f64, knots: &[(f64, f64)]) -> f64 {
    let mut sum = 0.0;
    for (number, (knot, slope)) in knots.iter().enumerate() {
        let end = knots
            .get(number + 1)
            .map_or(f64::INFINITY, |(next, _)| *next);
        // `max` and `min` would turn NaN into a number; comparisons keep it.
        let upper = if x > end { end } else { x };
        sum += if upper < *knot {
            0.0
        } else {
            slope * (upper - knot)
        };
    }
    sum
}
