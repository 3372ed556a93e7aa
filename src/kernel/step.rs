//! One step of a program, over a block of lanes.

use super::block::{
    Block, between, convolve, deconvolve, lagged, lesser, paired, piecewise, positive, recur,
};
use super::elementwise::{exp_at, exp_m1_at, ln_1p_at, ln_at, logistic_at, logit_at};
use super::{Level, formula};

/// The number of a step's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Register(pub(super) usize);

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
            Self::Unary(operation, a) => operation.apply(level, operand(*a).numbers(), out),
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
                let later = operand(*a).numbers().get(lanes..).unwrap_or_default();
                out[..later.len()].copy_from_slice(later);
                out[later.len()..].fill(0.0);
            }
            Self::Convolve(a, b) => convolve(level, lanes, operand(*a), operand(*b), out),
            Self::Deconvolve(a, b) => deconvolve(level, lanes, operand(*a), operand(*b), out),
            Self::Lag(a, weights) => lagged(level, lanes, operand(*a), weights, out),
            Self::Piecewise(a, knots) => {
                for (out, x) in out.iter_mut().zip(operand(*a).numbers()) {
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
