//! A scenario compiled to a flat sequence of steps.
//!
//! A register is a block `(rows, lanes)`, row-major, where rows are periods and row 0 is the base
//! period; a register of one row is a number that does not change over time. Steps are in static
//! single assignment: each writes the register of its own number and reads earlier ones. A program
//! runs as a [`Routine`](super::Routine), which computes once everything that is the same in every
//! lane. In a projection no input varies, so that is everything.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use fearless_simd::{Simd, dispatch};

use super::Level;
use super::step::{Binary, Register, RowSource, Step, Unary};

/// A builder of a [`Program`], step by step.
#[derive(Debug)]
pub(crate) struct Builder {
    rows: usize,
    steps: Vec<Step>,
    /// The number of rows of each register: 1 or `rows`.
    heights: Vec<usize>,
}

impl Builder {
    /// Begins a program over `rows` periods, the base included.
    pub(crate) fn new(rows: usize) -> Self {
        debug_assert!(rows > 0);
        Self {
            rows,
            steps: Vec::with_capacity(64),
            heights: Vec::with_capacity(64),
        }
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    fn push(&mut self, step: Step, height: usize) -> Register {
        self.steps.push(step);
        self.heights.push(height);
        Register(self.steps.len() - 1)
    }

    /// Adds one number for all rows and lanes.
    pub(crate) fn constant(&mut self, value: f64) -> Register {
        self.push(Step::Constant(vec![value]), 1)
    }

    /// Adds one number per row for all lanes.
    pub(crate) fn series(&mut self, values: Vec<f64>) -> Register {
        debug_assert_eq!(values.len(), self.rows);
        let height = self.rows;
        self.push(Step::Constant(values), height)
    }

    /// Adds the caller's input with this number, one value per lane.
    pub(crate) fn input(&mut self, index: usize) -> Register {
        self.push(Step::Input(index), 1)
    }

    /// Adds for each row the caller's input with this number, or zero.
    pub(crate) fn input_rows(&mut self, indices: &[Option<usize>]) -> Register {
        debug_assert_eq!(indices.len(), self.rows);
        let height = self.rows;
        let sources = indices
            .iter()
            .map(|index| index.map_or(RowSource::Number(0.0), RowSource::Input))
            .collect();
        self.push(Step::InputRows(sources), height)
    }

    /// Adds the caller's noise block with this number, one standard normal number per lane and row;
    /// row 0, and a lane at central values, are zero.
    pub(crate) fn noise(&mut self, index: usize) -> Register {
        let height = self.rows;
        self.push(Step::Noise(index), height)
    }

    /// Adds row 0 as a register of one row.
    pub(crate) fn first(&mut self, a: Register) -> Register {
        self.push(Step::First(a), 1)
    }

    fn unary(&mut self, operation: Unary, a: Register) -> Register {
        self.push(Step::Unary(operation, a), self.heights[a.0])
    }

    fn binary(&mut self, operation: Binary, a: Register, b: Register) -> Register {
        let height = self.heights[a.0].max(self.heights[b.0]);
        self.push(Step::Binary(operation, a, b), height)
    }

    pub(crate) fn exp(&mut self, a: Register) -> Register {
        self.unary(Unary::Exp, a)
    }

    pub(crate) fn exp_m1(&mut self, a: Register) -> Register {
        self.unary(Unary::ExpM1, a)
    }

    pub(crate) fn ln(&mut self, a: Register) -> Register {
        self.unary(Unary::Ln, a)
    }

    pub(crate) fn ln_1p(&mut self, a: Register) -> Register {
        self.unary(Unary::Ln1p, a)
    }

    pub(crate) fn logit(&mut self, a: Register) -> Register {
        self.unary(Unary::Logit, a)
    }

    /// Adds the odds against a share on a logistic curve: `exp(-(intercept + slope t))`, with `t`
    /// periods from the base. Both operands have one row.
    pub(crate) fn odds(&mut self, intercept: Register, slope: Register) -> Register {
        debug_assert_eq!([intercept, slope].map(|a| self.heights[a.0]), [1; 2]);
        let zero = self.constant(0.0);
        let falling = self.subtract(zero, slope);
        let factor = self.exp(falling);
        self.push(Step::Odds(intercept, slope, factor), self.rows)
    }

    /// Adds the share with these odds against it, `1 / (1 + odds)`.
    pub(crate) fn of_odds(&mut self, odds: Register) -> Register {
        self.unary(Unary::OfOdds, odds)
    }

    pub(crate) fn sqrt(&mut self, a: Register) -> Register {
        self.unary(Unary::Sqrt, a)
    }

    /// Adds the effect of a coefficient on a stimulus.
    pub(crate) fn effect(&mut self, coefficient: Register, stimulus: Register) -> Register {
        self.binary(Binary::Effect, coefficient, stimulus)
    }

    /// Adds the saturated `x`, `(1 - exp(-kappa x)) / kappa`.
    pub(crate) fn saturate(&mut self, kappa: Register, x: Register) -> Register {
        self.binary(Binary::Saturate, kappa, x)
    }

    /// Adds `a` limited to `[0, 1]`.
    pub(crate) fn unit(&mut self, a: Register) -> Register {
        self.unary(Unary::Unit, a)
    }

    /// Adds `a`, or zero where `a` is negative.
    pub(crate) fn positive(&mut self, a: Register) -> Register {
        self.unary(Unary::Positive, a)
    }

    pub(crate) fn minimum(&mut self, a: Register, b: Register) -> Register {
        self.binary(Binary::Minimum, a, b)
    }

    /// Adds the convolution `out[row] = sum_{k <= row} a[k] * b[row - k]`.
    pub(crate) fn convolve(&mut self, a: Register, b: Register) -> Register {
        let (a, b) = (self.widened(a), self.widened(b));
        self.push(Step::Convolve(a, b), self.rows)
    }

    /// Adds the deconvolution: the register whose convolution with `b` is `a`. Row 0 of `b` must be
    /// one.
    pub(crate) fn deconvolve(&mut self, a: Register, b: Register) -> Register {
        let (a, b) = (self.widened(a), self.widened(b));
        self.push(Step::Deconvolve(a, b), self.rows)
    }

    /// Adds the stock that purchases make if each lasts for `life` periods; `life` has one row.
    pub(crate) fn surviving(&mut self, a: Register, life: Register) -> Register {
        debug_assert_eq!(self.heights[life.0], 1);
        let a = self.widened(a);
        self.push(Step::Surviving(a, life), self.rows)
    }

    /// Adds the purchases of which [`surviving`](Self::surviving) makes `a`.
    pub(crate) fn purchases(&mut self, a: Register, life: Register) -> Register {
        debug_assert_eq!(self.heights[life.0], 1);
        let a = self.widened(a);
        self.push(Step::Purchases(a, life), self.rows)
    }

    pub(crate) fn add(&mut self, a: Register, b: Register) -> Register {
        self.binary(Binary::Add, a, b)
    }

    pub(crate) fn subtract(&mut self, a: Register, b: Register) -> Register {
        self.binary(Binary::Subtract, a, b)
    }

    pub(crate) fn multiply(&mut self, a: Register, b: Register) -> Register {
        self.binary(Binary::Multiply, a, b)
    }

    pub(crate) fn divide(&mut self, a: Register, b: Register) -> Register {
        self.binary(Binary::Divide, a, b)
    }

    pub(crate) fn cumulate(&mut self, a: Register) -> Register {
        let a = self.widened(a);
        self.push(Step::Cumulate(a), self.rows)
    }

    pub(crate) fn difference(&mut self, a: Register) -> Register {
        let a = self.widened(a);
        self.push(Step::Difference(a), self.rows)
    }

    pub(crate) fn growth(&mut self, a: Register) -> Register {
        let a = self.widened(a);
        self.push(Step::Growth(a), self.rows)
    }

    /// Adds the next row of `a`; zero in the last row.
    pub(crate) fn lead(&mut self, a: Register) -> Register {
        let a = self.widened(a);
        self.push(Step::Lead(a), self.rows)
    }

    pub(crate) fn lag(&mut self, a: Register, weights: Vec<f64>) -> Register {
        let a = self.widened(a);
        self.push(Step::Lag(a, weights), self.rows)
    }

    /// Adds geometric decay, `out[row] = keep * out[row - 1] + (1 - keep) * a[row]`; `keep` has one
    /// row.
    pub(crate) fn koyck(&mut self, a: Register, keep: Register) -> Register {
        debug_assert_eq!(self.heights[keep.0], 1);
        let a = self.widened(a);
        self.push(Step::Koyck(a, keep), self.rows)
    }

    /// Adds the autoregression `out[row] = keep * out[row - 1] + a[row]`; `keep` has one row.
    pub(crate) fn autoregress(&mut self, a: Register, keep: Register) -> Register {
        debug_assert_eq!(self.heights[keep.0], 1);
        let a = self.widened(a);
        self.push(Step::Autoregress(a, keep), self.rows)
    }

    pub(crate) fn piecewise(&mut self, a: Register, knots: Vec<(f64, f64)>) -> Register {
        self.push(Step::Piecewise(a, knots), self.heights[a.0])
    }

    /// Returns the register over all rows, which recurrences require.
    pub(crate) fn widened(&mut self, a: Register) -> Register {
        if self.heights[a.0] == self.rows {
            return a;
        }
        let zeros = self.series(vec![0.0; self.rows]);
        self.add(a, zeros)
    }

    /// Ends the program and keeps the steps that `outputs` need; outputs have all rows.
    pub(crate) fn finish(mut self, outputs: &[Register]) -> Program {
        let outputs: Vec<Register> = outputs.iter().map(|a| self.widened(*a)).collect();
        let mut needed = vec![false; self.steps.len()];
        for output in &outputs {
            needed[output.0] = true;
        }
        for (number, step) in self.steps.iter().enumerate().rev() {
            if needed[number] {
                for operand in step.operands().into_iter().flatten() {
                    needed[operand.0] = true;
                }
            }
        }
        let mut renumbered = vec![Register(0); self.steps.len()];
        let (mut steps, mut heights) = (Vec::new(), Vec::new());
        for (number, mut step) in self.steps.into_iter().enumerate() {
            if needed[number] {
                step.renumber(&renumbered);
                renumbered[number] = Register(steps.len());
                steps.push(step);
                heights.push(self.heights[number]);
            }
        }
        let (mut offsets, mut end) = (Vec::with_capacity(heights.len()), 0);
        for height in &heights {
            offsets.push(end);
            end += height;
        }
        Program {
            rows: self.rows,
            steps,
            heights,
            offsets,
            numbers: end,
            outputs: outputs
                .into_iter()
                .map(|output| renumbered[output.0])
                .collect(),
        }
    }
}

/// A flat sequence of steps over registers; see the module.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Program {
    pub(super) rows: usize,
    pub(super) steps: Vec<Step>,
    /// The number of rows of each register.
    pub(super) heights: Vec<usize>,
    /// The start of each register among the numbers of one lane.
    offsets: Vec<usize>,
    /// The count of all numbers of one lane.
    numbers: usize,
    pub(super) outputs: Vec<Register>,
}

impl Program {
    /// Computes every register on one lane, with noise at its mean, zero; see [`span`](Self::span).
    pub(super) fn registers(&self, inputs: &[f64]) -> Vec<f64> {
        #[inline(always)]
        fn over<S: Simd>(simd: S, program: &Program, level: Level, inputs: &[f64]) -> Vec<f64> {
            simd.vectorize(
                #[inline(always)]
                || {
                    let mut arena = vec![0.0; program.numbers];
                    for (number, step) in program.steps.iter().enumerate() {
                        let (computed, rest) = arena.split_at_mut(program.offsets[number]);
                        let out = &mut rest[..program.heights[number]];
                        let operands = step
                            .operands()
                            .map(|operand| operand.map_or(&[][..], |a| &computed[program.span(a)]));
                        step.perform_column(level, inputs, operands, out);
                    }
                    arena
                },
            )
        }
        let level = Level::detect();
        dispatch!(level.token(), simd => over(simd, self, level, inputs))
    }

    /// Returns the range of a register among all numbers of one lane.
    pub(super) fn span(&self, register: Register) -> std::ops::Range<usize> {
        let start = self.offsets[register.0];
        start..start + self.heights[register.0]
    }

    /// Returns a flag for each output, true if `output` is computed from it; itself included.
    pub(crate) fn cone(&self, output: usize) -> Vec<bool> {
        let mut needed = vec![false; self.steps.len()];
        needed[self.outputs[output].0] = true;
        for (number, step) in self.steps.iter().enumerate().rev() {
            if needed[number] {
                for operand in step.operands().into_iter().flatten() {
                    needed[operand.0] = true;
                }
            }
        }
        self.outputs
            .iter()
            .map(|register| needed[register.0])
            .collect()
    }

    /// Returns the direct sources of an output: the nearest outputs that it is computed from, and
    /// the inputs and noises that reach it through no other output. Outputs that share its register
    /// are omitted.
    pub(crate) fn sources(&self, output: usize) -> Sources {
        let own = self.outputs[output];
        let is_output = |register: usize| {
            self.outputs
                .iter()
                .position(|other| other.0 == register && *other != own)
        };
        let mut sources = Sources::default();
        let mut is_visited = vec![false; self.steps.len()];
        let mut open = vec![own.0];
        while let Some(register) = open.pop() {
            if std::mem::replace(&mut is_visited[register], true) {
                continue;
            }
            if let Some(output) = is_output(register) {
                sources.outputs.push(output);
                continue;
            }
            match &self.steps[register] {
                Step::Input(index) => sources.inputs.push(*index),
                Step::InputRows(rows) => {
                    let inputs = rows.iter().filter_map(|row| match row {
                        RowSource::Input(index) => Some(*index),
                        RowSource::Number(_) => None,
                    });
                    sources.inputs.extend(inputs);
                }
                Step::Noise(index) => sources.noises.push(*index),
                _ => {}
            }
            let operands = self.steps[register].operands();
            open.extend(operands.into_iter().flatten().map(|operand| operand.0));
        }
        for list in [
            &mut sources.outputs,
            &mut sources.inputs,
            &mut sources.noises,
        ] {
            list.sort_unstable();
            list.dedup();
        }
        sources
    }
}

/// The direct sources of an output, by number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sources {
    pub(crate) outputs: Vec<usize>,
    pub(crate) inputs: Vec<usize>,
    pub(crate) noises: Vec<usize>,
}
