//! A scenario compiled to flat steps.
//!
//! A register is a block `(rows, lanes)`, row-major, where rows are periods and row 0 is the base
//! period; a register of one row stands for a number that does not change over time. Steps are in
//! static single assignment: each writes the register of its own number and reads earlier ones.
//! To be run, a program is cut to a [`Routine`](super::Routine), which computes once what is the
//! same in every lane: of a projection, where no input varies, that is everything.

use super::Level;
use super::step::{Binary, Block, RowSource, Step, Unary};

/// The result of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Register(pub(super) usize);

/// Writes a [`Program`] step by step.
#[derive(Debug)]
pub(crate) struct Builder {
    rows: usize,
    steps: Vec<Step>,
    /// Rows of each register: 1 or `rows`.
    heights: Vec<usize>,
}

impl Builder {
    /// A program over `rows` periods, the base included.
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

    /// One number for all rows and lanes.
    pub(crate) fn constant(&mut self, value: f64) -> Register {
        self.push(Step::Constant(vec![value]), 1)
    }

    /// One number a row for all lanes.
    pub(crate) fn series(&mut self, values: Vec<f64>) -> Register {
        debug_assert_eq!(values.len(), self.rows);
        let height = self.rows;
        self.push(Step::Constant(values), height)
    }

    /// The caller's input of that number, one value a lane.
    pub(crate) fn input(&mut self, index: usize) -> Register {
        self.push(Step::Input(index), 1)
    }

    /// For each row the caller's input of that number, or zero.
    pub(crate) fn input_rows(&mut self, indices: &[Option<usize>]) -> Register {
        debug_assert_eq!(indices.len(), self.rows);
        let height = self.rows;
        let sources = indices
            .iter()
            .map(|index| index.map_or(RowSource::Number(0.0), RowSource::Input))
            .collect();
        self.push(Step::InputRows(sources), height)
    }

    /// The caller's block of that number, one standard normal number a lane and row; row 0, and a
    /// lane at central values, hold zeros.
    pub(crate) fn noise(&mut self, index: usize) -> Register {
        let height = self.rows;
        self.push(Step::Noise(index), height)
    }

    /// Row 0, as a register of one row.
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

    pub(crate) fn logistic(&mut self, a: Register) -> Register {
        self.unary(Unary::Logistic, a)
    }

    pub(crate) fn logit(&mut self, a: Register) -> Register {
        self.unary(Unary::Logit, a)
    }

    pub(crate) fn sqrt(&mut self, a: Register) -> Register {
        self.unary(Unary::Sqrt, a)
    }

    /// A coefficient on a stimulus.
    pub(crate) fn effect(&mut self, coefficient: Register, stimulus: Register) -> Register {
        self.binary(Binary::Effect, coefficient, stimulus)
    }

    /// `(1 - exp(-kappa x)) / kappa`.
    pub(crate) fn saturate(&mut self, kappa: Register, x: Register) -> Register {
        self.binary(Binary::Saturate, kappa, x)
    }

    /// Zero below zero, one above one.
    pub(crate) fn unit(&mut self, a: Register) -> Register {
        self.unary(Unary::Unit, a)
    }

    /// Zero below zero.
    pub(crate) fn positive(&mut self, a: Register) -> Register {
        self.unary(Unary::Positive, a)
    }

    pub(crate) fn minimum(&mut self, a: Register, b: Register) -> Register {
        self.binary(Binary::Minimum, a, b)
    }

    /// `out[row] = sum_{k <= row} a[k] * b[row - k]`.
    pub(crate) fn convolve(&mut self, a: Register, b: Register) -> Register {
        let (a, b) = (self.widened(a), self.widened(b));
        self.push(Step::Convolve(a, b), self.rows)
    }

    /// What was convolved with `b`, whose row 0 must be one, to give `a`.
    pub(crate) fn deconvolve(&mut self, a: Register, b: Register) -> Register {
        let (a, b) = (self.widened(a), self.widened(b));
        self.push(Step::Deconvolve(a, b), self.rows)
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

    /// The row after; zero in the last row.
    pub(crate) fn lead(&mut self, a: Register) -> Register {
        let a = self.widened(a);
        self.push(Step::Lead(a), self.rows)
    }

    pub(crate) fn lag(&mut self, a: Register, weights: Vec<f64>) -> Register {
        let a = self.widened(a);
        self.push(Step::Lag(a, weights), self.rows)
    }

    /// `keep` has one row.
    pub(crate) fn koyck(&mut self, a: Register, keep: Register) -> Register {
        debug_assert_eq!(self.heights[keep.0], 1);
        let a = self.widened(a);
        self.push(Step::Koyck(a, keep), self.rows)
    }

    /// `out[row] = keep * out[row - 1] + a[row]`; `keep` has one row.
    pub(crate) fn autoregress(&mut self, a: Register, keep: Register) -> Register {
        debug_assert_eq!(self.heights[keep.0], 1);
        let a = self.widened(a);
        self.push(Step::Autoregress(a, keep), self.rows)
    }

    pub(crate) fn piecewise(&mut self, a: Register, knots: Vec<(f64, f64)>) -> Register {
        self.push(Step::Piecewise(a, knots), self.heights[a.0])
    }

    /// The register over all rows, so that every recurrence has rows to run over.
    pub(crate) fn widened(&mut self, a: Register) -> Register {
        if self.heights[a.0] == self.rows {
            return a;
        }
        let zeros = self.series(vec![0.0; self.rows]);
        self.add(a, zeros)
    }

    /// Ends the program, keeping the steps that `outputs` need; outputs have all rows.
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

/// Flat steps over registers; see the module.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Program {
    pub(super) rows: usize,
    pub(super) steps: Vec<Step>,
    /// Rows of each register.
    pub(super) heights: Vec<usize>,
    /// Where each register starts, on one lane.
    offsets: Vec<usize>,
    /// All numbers of one lane.
    numbers: usize,
    pub(super) outputs: Vec<Register>,
}

impl Program {
    /// Every register on one lane, with noise at its mean, zero; see [`span`](Self::span).
    pub(super) fn registers(&self, inputs: &[f64]) -> Vec<f64> {
        let level = Level::detect();
        let mut arena = vec![0.0; self.numbers];
        for (number, step) in self.steps.iter().enumerate() {
            let (done, rest) = arena.split_at_mut(self.offsets[number]);
            let out = &mut rest[..self.heights[number]];
            let operand = |a: Register| Block::uniform(&done[self.span(a)]);
            step.perform(level, 1, inputs, operand, out);
        }
        arena
    }

    /// Where a register stands among all numbers of one lane.
    pub(super) fn span(&self, register: Register) -> std::ops::Range<usize> {
        let start = self.offsets[register.0];
        start..start + self.heights[register.0]
    }

    /// For each output the outputs that it is computed from, itself included.
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
        self.outputs.iter().map(|held| needed[held.0]).collect()
    }

    /// The sources of an output: the outputs that come first on the way back, and the inputs and
    /// noises that come before any of these. Outputs that share its register are left
    /// out.
    pub(crate) fn sources(&self, output: usize) -> Sources {
        let own = self.outputs[output];
        let is_output = |register: usize| {
            self.outputs
                .iter()
                .position(|other| other.0 == register && *other != own)
        };
        let mut sources = Sources::default();
        let mut seen = vec![false; self.steps.len()];
        let mut open = vec![own.0];
        while let Some(register) = open.pop() {
            if std::mem::replace(&mut seen[register], true) {
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

/// The sources of an output, by number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sources {
    pub(crate) outputs: Vec<usize>,
    pub(crate) inputs: Vec<usize>,
    pub(crate) noises: Vec<usize>,
}
