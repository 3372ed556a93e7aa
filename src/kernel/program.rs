//! A scenario compiled to flat steps, and the one loop that runs them over lanes.
//!
//! A register is a block `(rows, lanes)`, row-major, where rows are periods and row 0 is the base
//! period; a register of one row stands for a number that does not change over time. Steps are in
//! static single assignment: each writes the register of its own number and reads earlier ones.
//! A projection is a run over one lane, a simulation the same run over many.

use super::Level;
use super::elementwise::{damping_at, exp_at, exp_m1_at, ln_1p_at, ln_at, logistic_at, logit_at};

/// The result of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Register(usize);

#[derive(Clone, Debug, PartialEq)]
enum Step {
    /// The same numbers in every lane: one, or one a row.
    Constant(Vec<f64>),
    /// One number a lane, from the caller.
    Input(usize),
    /// One number a lane and row from the caller: the input for each row, or zero.
    InputRows(Vec<Option<usize>>),
    /// Row 0 of a block.
    First(Register),
    Unary(Unary, Register),
    Binary(Binary, Register, Register),
    /// Running sum over the rows.
    Cumulate(Register),
    /// Change from the row before; zero in row 0.
    Difference(Register),
    /// Ratio to the row before, less one; zero in row 0.
    Growth(Register),
    /// `sum_k weight[k] * a[row - k]`, rows before 0 counting as zero.
    Lag(Register, Vec<f64>),
    /// `out[row] = keep * out[row - 1] + (1 - keep) * a[row]`, from zero before row 0.
    Koyck(Register, Register),
    /// Continuous and piecewise linear, zero at zero: `(knot, slope above it)`, knots ascending.
    Piecewise(Register, Vec<(f64, f64)>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unary {
    Exp,
    ExpM1,
    Ln,
    Ln1p,
    Logistic,
    Logit,
    /// `(1 - exp(-x)) / x`, one at zero.
    Damping,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
}

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
    pub(crate) fn input_rows(&mut self, indices: Vec<Option<usize>>) -> Register {
        debug_assert_eq!(indices.len(), self.rows);
        let height = self.rows;
        self.push(Step::InputRows(indices), height)
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

    pub(crate) fn damping(&mut self, a: Register) -> Register {
        self.unary(Unary::Damping, a)
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
        let mut kept = Vec::new();
        let mut offset = 0;
        for (number, mut step) in self.steps.into_iter().enumerate() {
            if needed[number] {
                step.renumber(&renumbered);
                renumbered[number] = Register(kept.len());
                let height = self.heights[number];
                kept.push(Placed {
                    step,
                    offset,
                    height,
                });
                offset += height;
            }
        }
        Program {
            rows: self.rows,
            steps: kept,
            arena_rows: offset,
            outputs: outputs
                .into_iter()
                .map(|output| renumbered[output.0])
                .collect(),
        }
    }
}

impl Step {
    fn operands(&self) -> [Option<Register>; 2] {
        match self {
            Self::Constant(_) | Self::Input(_) | Self::InputRows(_) => [None, None],
            Self::Unary(_, a)
            | Self::First(a)
            | Self::Cumulate(a)
            | Self::Difference(a)
            | Self::Growth(a)
            | Self::Lag(a, _)
            | Self::Piecewise(a, _) => [Some(*a), None],
            Self::Binary(_, a, b) | Self::Koyck(a, b) => [Some(*a), Some(*b)],
        }
    }

    fn renumber(&mut self, to: &[Register]) {
        match self {
            Self::Constant(_) | Self::Input(_) | Self::InputRows(_) => {}
            Self::Unary(_, a)
            | Self::First(a)
            | Self::Cumulate(a)
            | Self::Difference(a)
            | Self::Growth(a)
            | Self::Lag(a, _)
            | Self::Piecewise(a, _) => *a = to[a.0],
            Self::Binary(_, a, b) | Self::Koyck(a, b) => (*a, *b) = (to[a.0], to[b.0]),
        }
    }
}

/// A step with its place in the arena, in rows.
#[derive(Clone, Debug, PartialEq)]
struct Placed {
    step: Step,
    offset: usize,
    height: usize,
}

/// Flat steps over registers; see the module.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Program {
    rows: usize,
    steps: Vec<Placed>,
    arena_rows: usize,
    outputs: Vec<Register>,
}

impl Program {
    /// Runs over `lanes` lanes.
    ///
    /// `inputs` is `(inputs, lanes)`. `arena` is scratch that grows to what is needed and can be
    /// handed in again. `emit` receives each output's number and its block `(rows, lanes)`.
    pub(crate) fn run(
        &self,
        inputs: &[f64],
        lanes: usize,
        arena: &mut Vec<f64>,
        mut emit: impl FnMut(usize, &[f64]),
    ) {
        let level = Level::detect();
        debug_assert!(lanes > 0 && inputs.len().is_multiple_of(lanes));
        arena.resize(self.arena_rows * lanes, 0.0);
        for placed in &self.steps {
            let (done, rest) = arena.split_at_mut(placed.offset * lanes);
            let out = &mut rest[..placed.height * lanes];
            let block = |a: Register| {
                let Placed { offset, height, .. } = self.steps[a.0];
                &done[offset * lanes..(offset + height) * lanes]
            };
            match &placed.step {
                Step::Constant(values) => {
                    for (row, value) in out.chunks_exact_mut(lanes).zip(values) {
                        row.fill(*value);
                    }
                }
                Step::Input(index) => {
                    out.copy_from_slice(&inputs[index * lanes..(index + 1) * lanes]);
                }
                Step::InputRows(indices) => {
                    for (row, index) in out.chunks_exact_mut(lanes).zip(indices) {
                        match index {
                            Some(index) => {
                                row.copy_from_slice(&inputs[index * lanes..(index + 1) * lanes]);
                            }
                            None => row.fill(0.0),
                        }
                    }
                }
                Step::First(a) => out.copy_from_slice(&block(*a)[..lanes]),
                Step::Unary(operation, a) => operation.apply(level, block(*a), out),
                Step::Binary(operation, a, b) => operation.apply(block(*a), block(*b), out, lanes),
                Step::Cumulate(a) => {
                    recur(block(*a), out, lanes, |now, past, _| past + now);
                }
                Step::Difference(a) => between(block(*a), out, lanes, |now, past| now - past),
                Step::Growth(a) => between(block(*a), out, lanes, |now, past| now / past - 1.0),
                Step::Lag(a, weights) => lagged(block(*a), weights, out, lanes),
                Step::Koyck(a, keep) => {
                    let keep = block(*keep);
                    recur(block(*a), out, lanes, |now, past, lane| {
                        keep[lane] * past + (1.0 - keep[lane]) * now
                    });
                }
                Step::Piecewise(a, knots) => {
                    for (out, x) in out.iter_mut().zip(block(*a)) {
                        *out = piecewise(*x, knots);
                    }
                }
            }
        }
        for (number, output) in self.outputs.iter().enumerate() {
            let Placed { offset, height, .. } = self.steps[output.0];
            debug_assert_eq!(height, self.rows);
            emit(number, &arena[offset * lanes..(offset + height) * lanes]);
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
            Self::Damping => damping_at(level, a, out),
        }
    }
}

impl Binary {
    fn apply(self, a: &[f64], b: &[f64], out: &mut [f64], lanes: usize) {
        match self {
            Self::Add => paired(a, b, out, lanes, |a, b| a + b),
            Self::Subtract => paired(a, b, out, lanes, |a, b| a - b),
            Self::Multiply => paired(a, b, out, lanes, |a, b| a * b),
            Self::Divide => paired(a, b, out, lanes, |a, b| a / b),
        }
    }
}

/// Elementwise over two blocks, one of which may be a single row that serves for all.
fn paired(a: &[f64], b: &[f64], out: &mut [f64], lanes: usize, f: impl Fn(f64, f64) -> f64) {
    let elementwise = |a: &[f64], b: &[f64], out: &mut [f64]| {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = f(*a, *b);
        }
    };
    match (a.len() == out.len(), b.len() == out.len()) {
        (true, true) => elementwise(a, b, out),
        (true, false) => {
            for (a, out) in a.chunks_exact(lanes).zip(out.chunks_exact_mut(lanes)) {
                elementwise(a, b, out);
            }
        }
        (false, _) => {
            for (b, out) in b.chunks_exact(lanes).zip(out.chunks_exact_mut(lanes)) {
                elementwise(a, b, out);
            }
        }
    }
}

/// `out[row] = f(a[row], out[row - 1], lane)`, from zero before row 0.
fn recur(a: &[f64], out: &mut [f64], lanes: usize, f: impl Fn(f64, f64, usize) -> f64) {
    for (lane, (out, a)) in out[..lanes].iter_mut().zip(a).enumerate() {
        *out = f(*a, 0.0, lane);
    }
    for at in lanes..out.len() {
        out[at] = f(a[at], out[at - lanes], at % lanes);
    }
}

/// `out[row] = f(a[row], a[row - 1])`, zero in row 0.
fn between(a: &[f64], out: &mut [f64], lanes: usize, f: impl Fn(f64, f64) -> f64) {
    out[..lanes].fill(0.0);
    for ((out, now), past) in out[lanes..].iter_mut().zip(&a[lanes..]).zip(a) {
        *out = f(*now, *past);
    }
}

fn lagged(a: &[f64], weights: &[f64], out: &mut [f64], lanes: usize) {
    out.fill(0.0);
    for (lag, weight) in weights.iter().enumerate() {
        let Some(out) = out.get_mut(lag * lanes..) else {
            break;
        };
        for (out, a) in out.iter_mut().zip(a) {
            *out += weight * a;
        }
    }
}

fn piecewise(x: f64, knots: &[(f64, f64)]) -> f64 {
    let mut sum = 0.0;
    for (number, (knot, slope)) in knots.iter().enumerate() {
        let end = knots
            .get(number + 1)
            .map_or(f64::INFINITY, |(next, _)| *next);
        // `max` and `min` would turn NaN into a number; comparisons keep it.
        let reached = if x > end { end } else { x };
        sum += if reached < *knot {
            0.0
        } else {
            slope * (reached - knot)
        };
    }
    sum
}
