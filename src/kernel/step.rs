//! One step of a program, over rows or blocks of lanes.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use super::block::{
    Block, convolve, deconvolve, lagged, lesser, map, piecewise, positive, recur_row as recur,
};
use super::elementwise::{exp_each, exp_m1_each, ln_1p_each, ln_each, logit_each};
use super::exp_log::exp;
use super::life::{Sought, over_life};
use super::logistic::of_odds;
use super::share_path::RESTART;
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
    /// The odds against a share on a logistic curve, `exp(-(a + b row))`, with the factor
    /// `exp(-b)` of a row, which is the third register.
    Odds(Register, Register, Register),
    /// `out[row] = sum_{k <= row} a[k] * b[row - k]`.
    Convolve(Register, Register),
    /// The register whose convolution with `b`, whose row 0 is one, is `a`.
    Deconvolve(Register, Register),
    /// The stock that purchases make under a life in periods.
    Surviving(Register, Register),
    /// The purchases that make a stock under a life in periods.
    Purchases(Register, Register),
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Unary {
    Exp,
    ExpM1,
    Ln,
    Ln1p,
    Logit,
    /// The share with these odds against it, `1 / (1 + x)`.
    OfOdds,
    Sqrt,
    /// The operand limited to `[0, 1]`.
    Unit,
    /// The operand, or zero where it is negative.
    Positive,
}

/// A function of two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// What a step that has no numbers of its own does with its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Operation {
    Unary(Unary),
    Binary(Binary),
}

impl Step {
    /// The operation of a step that its operands determine.
    pub(super) const fn operation(&self) -> Option<Operation> {
        match self {
            Self::Unary(operation, _) => Some(Operation::Unary(*operation)),
            Self::Binary(operation, ..) => Some(Operation::Binary(*operation)),
            _ => None,
        }
    }

    /// The registers that the step reads.
    pub(super) fn operands(&self) -> [Option<Register>; 3] {
        match self {
            Self::Constant(_) | Self::Input(_) | Self::InputRows(_) | Self::Noise(_) => [None; 3],
            Self::Unary(_, a)
            | Self::First(a)
            | Self::Cumulate(a)
            | Self::Difference(a)
            | Self::Growth(a)
            | Self::Lead(a)
            | Self::Lag(a, _)
            | Self::Piecewise(a, _) => [Some(*a), None, None],
            Self::Binary(_, a, b)
            | Self::Koyck(a, b)
            | Self::Autoregress(a, b)
            | Self::Convolve(a, b)
            | Self::Deconvolve(a, b)
            | Self::Surviving(a, b)
            | Self::Purchases(a, b) => [Some(*a), Some(*b), None],
            Self::Odds(a, b, c) => [Some(*a), Some(*b), Some(*c)],
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
            | Self::Deconvolve(a, b)
            | Self::Surviving(a, b)
            | Self::Purchases(a, b) => {
                (*a, *b) = (to[a.0], to[b.0]);
            }
            Self::Odds(a, b, c) => (*a, *b, *c) = (to[a.0], to[b.0], to[c.0]),
        }
    }

    /// True if a row of the result takes more than the same row of the operands and the row before:
    /// the step is performed over whole blocks.
    pub(super) const fn is_whole(&self) -> bool {
        matches!(
            self,
            Self::Lead(_)
                | Self::Lag(..)
                | Self::Convolve(..)
                | Self::Deconvolve(..)
                | Self::Surviving(..)
                | Self::Purchases(..)
        )
    }

    /// True if a row of the result takes the row of the result before it.
    pub(super) const fn is_recurrence(&self) -> bool {
        matches!(
            self,
            Self::Cumulate(_) | Self::Koyck(..) | Self::Autoregress(..) | Self::Odds(..)
        )
    }

    /// True if a row of the result takes the row of the operand before it.
    pub(super) const fn is_change(&self) -> bool {
        matches!(self, Self::Difference(_) | Self::Growth(_))
    }

    /// Writes a row of `out`, one number per lane; a slice of one number applies to all lanes.
    ///
    /// `a`, `b` and `c` are the operands in this row, and `past` is `a` in the row before. For a
    /// recurrence `out` has the row before. `inputs` is `(inputs, lanes)`.
    #[inline(always)]
    pub(super) fn perform_row(
        &self,
        row: usize,
        inputs: &[f64],
        [a, b, c, past]: [&[f64]; 4],
        out: &mut [f64],
    ) {
        if row == 0 && (self.is_recurrence() || self.is_change()) {
            out.fill(0.0);
        }
        let lanes = out.len();
        let input = |index: usize| &inputs[index * lanes..(index + 1) * lanes];
        match self {
            Self::Constant(values) => out.fill(values[row]),
            Self::Input(index) => out.copy_from_slice(input(*index)),
            Self::InputRows(sources) => match sources[row] {
                RowSource::Input(index) => out.copy_from_slice(input(index)),
                RowSource::Number(number) => out.fill(number),
            },
            // Varying lanes are passed as operands, so this is the noise of a central lane.
            Self::Noise(_) => out.fill(0.0),
            // It has one row, which is written with the first row of its operand.
            Self::First(_) => out.copy_from_slice(a),
            Self::Unary(..) | Self::Binary(..) | Self::Piecewise(..) => self.elementwise(a, b, out),
            Self::Cumulate(_) => recur(a, &[1.0], out, |now, past, _| past + now),
            Self::Koyck(..) => recur(a, b, out, formula::koyck),
            Self::Autoregress(..) => recur(a, b, out, |now, past, keep| keep * past + now),
            Self::Odds(..) if row.is_multiple_of(RESTART) => {
                #[expect(clippy::cast_precision_loss, reason = "a few thousand rows")]
                let time = row as f64;
                map(a, b, out, |start, slope| exp(-(start + slope * time)));
            }
            Self::Odds(..) => recur(c, &[1.0], out, |factor, past, _| past * factor),
            Self::Difference(_) if row > 0 => map(a, past, out, |now, past| now - past),
            Self::Growth(_) if row > 0 => map(a, past, out, |now, past| now / past - 1.0),
            Self::Difference(_) | Self::Growth(_) => {}
            // They are performed over whole blocks.
            Self::Lead(_)
            | Self::Lag(..)
            | Self::Convolve(..)
            | Self::Deconvolve(..)
            | Self::Surviving(..)
            | Self::Purchases(..) => {
                debug_assert!(false, "{self:?}");
            }
        }
    }

    /// Writes all rows of `out` in one lane, from operands with one row or all rows.
    #[inline(always)]
    pub(super) fn perform_column(
        &self,
        level: Level,
        inputs: &[f64],
        [a, b, c]: [&[f64]; 3],
        out: &mut [f64],
    ) {
        match self {
            Self::Constant(values) => out.copy_from_slice(values),
            Self::First(_) => out.copy_from_slice(&a[..1]),
            Self::Unary(..) | Self::Binary(..) | Self::Piecewise(..) => self.elementwise(a, b, out),
            step if step.is_whole() => {
                step.perform_whole(level, 1, [a, b, c].map(Block::uniform), out);
            }
            step => {
                let at = |a: &[f64], row: usize| [a.get(row).or(a.first()).copied().unwrap_or(0.0)];
                let mut now = [0.0];
                for (row, out) in out.iter_mut().enumerate() {
                    let past = at(a, row.saturating_sub(1));
                    let operands = [at(a, row), at(b, row), at(c, row), past];
                    let operands = operands.each_ref().map(<[f64; 1]>::as_slice);
                    step.perform_row(row, inputs, operands, &mut now);
                    [*out] = now;
                }
            }
        }
    }

    /// Writes `out`, `(rows, lanes)`, of a step [over whole blocks](Self::is_whole).
    pub(super) fn perform_whole(
        &self,
        level: Level,
        lanes: usize,
        [a, b, _]: [Block<'_>; 3],
        out: &mut [f64],
    ) {
        match self {
            Self::Lead(_) => {
                let later = a.numbers().get(lanes..).unwrap_or_default();
                out[..later.len()].copy_from_slice(later);
                out[later.len()..].fill(0.0);
            }
            Self::Convolve(..) => convolve(level, lanes, a, b, out),
            Self::Deconvolve(..) => deconvolve(level, lanes, a, b, out),
            Self::Surviving(..) => over_life(level, lanes, Sought::Stock, a, b, out),
            Self::Purchases(..) => over_life(level, lanes, Sought::Purchases, a, b, out),
            Self::Lag(_, weights) => lagged(level, lanes, a, weights, out),
            _ => debug_assert!(false, "{self:?}"),
        }
    }

    /// Writes a result of which each number takes the numbers at its place; a slice of one number
    /// applies to all.
    #[inline(always)]
    fn elementwise(&self, a: &[f64], b: &[f64], out: &mut [f64]) {
        match self {
            Self::Unary(operation, _) => operation.apply(a, out),
            Self::Binary(operation, ..) => operation.apply(a, b, out),
            Self::Piecewise(_, knots) => {
                for (out, x) in out.iter_mut().zip(a) {
                    *out = piecewise(*x, knots);
                }
            }
            _ => debug_assert!(false, "{self:?}"),
        }
    }
}

impl Unary {
    #[inline(always)]
    fn apply(self, a: &[f64], out: &mut [f64]) {
        match self {
            Self::Exp => exp_each(a, out),
            Self::ExpM1 => exp_m1_each(a, out),
            Self::Ln => ln_each(a, out),
            Self::Ln1p => ln_1p_each(a, out),
            Self::Logit => logit_each(a, out),
            Self::OfOdds => each(a, out, of_odds),
            // Correctly rounded by definition, at every level.
            Self::Sqrt => each(a, out, f64::sqrt),
            Self::Unit => each(a, out, |x| lesser(positive(x), 1.0)),
            Self::Positive => each(a, out, positive),
        }
    }
}

impl Binary {
    #[inline(always)]
    fn apply(self, a: &[f64], b: &[f64], out: &mut [f64]) {
        match self {
            Self::Add => map(a, b, out, |a, b| a + b),
            Self::Subtract => map(a, b, out, |a, b| a - b),
            Self::Multiply => map(a, b, out, |a, b| a * b),
            Self::Divide => map(a, b, out, |a, b| a / b),
            Self::Minimum => map(a, b, out, lesser),
            Self::Effect => map(a, b, out, formula::effect),
            Self::Saturate => map(a, b, out, formula::saturated),
        }
    }
}

#[inline(always)]
fn each(a: &[f64], out: &mut [f64], f: impl Fn(f64) -> f64) {
    for (out, a) in out.iter_mut().zip(a) {
        *out = f(*a);
    }
}
