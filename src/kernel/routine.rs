//! A program reduced to some outputs and some varying inputs, ready for blocks of lanes.

use super::Level;
use super::block::Block;
use super::program::Program;
use super::step::{Register, RowSource, Step};

/// The place of an operand.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    /// A range of `fixed`, the same in every lane.
    Fixed { at: usize, rows: usize },
    /// Rows of `given`, which the caller passes.
    Given { at: usize, rows: usize },
    /// A slot that is computed for this block.
    Slot(usize),
}

/// A step with the places of its operands.
#[derive(Clone, Debug, PartialEq)]
struct Work {
    step: Step,
    operands: [Place; 2],
    slot: usize,
    rows: usize,
}

/// An action of a routine.
#[derive(Clone, Debug, PartialEq)]
enum Turn {
    Work(Work),
    /// Passes a complete output to the caller: its number and place.
    Emit(usize, Place),
}

/// A [`Program`] for blocks of lanes. Steps that no varying input reaches are precomputed, steps
/// that no requested output needs are omitted, and registers share memory after their last use.
///
/// `given` is `(varying inputs + noises * rows, lanes)`: one row for each input that varies, in
/// order, then a block of all rows for each noise.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Routine {
    rows: usize,
    turns: Vec<Turn>,
    fixed: Vec<f64>,
    /// The outputs that are the same in every lane, with their range of `fixed`.
    constant: Vec<(usize, Place)>,
    /// The number of rows of each slot.
    slots: Vec<usize>,
    given_rows: usize,
}

/// Memory that steps write to, reused from block to block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arena {
    slots: Vec<Vec<f64>>,
}

/// The rows that the caller of a routine passes.
struct Given {
    /// The row of each input; `None` for one that does not vary.
    inputs: Vec<Option<usize>>,
    /// The first row of the noise.
    noise_from: usize,
    /// The number of rows of a block of noise.
    noise_rows: usize,
}

impl Given {
    fn of(varying: &[bool], noise_rows: usize) -> Self {
        let mut noise_from = 0;
        let mut inputs = Vec::with_capacity(varying.len());
        for varies in varying {
            inputs.push(varies.then_some(noise_from));
            noise_from += usize::from(*varies);
        }
        Self {
            inputs,
            noise_from,
            noise_rows,
        }
    }

    /// The first row of a varying step that the caller passes; `None` for one that is computed.
    fn row_of(&self, step: &Step) -> Option<usize> {
        match step {
            // A varying register of this kind is always a varying input.
            Step::Input(index) => Some(self.inputs[*index].unwrap_or_default()),
            Step::Noise(index) => Some(self.noise_from + index * self.noise_rows),
            _ => None,
        }
    }
}

/// The slots of a routine while its steps are laid out, and which of them are free.
#[derive(Default)]
struct Slots {
    /// The number of rows of each slot.
    rows: Vec<usize>,
    free: Vec<usize>,
}

impl Slots {
    /// Takes a free slot of this many rows, or a new one.
    fn take(&mut self, rows: usize) -> usize {
        let fitting = self.free.iter().position(|slot| self.rows[*slot] == rows);
        if let Some(position) = fitting {
            return self.free.swap_remove(position);
        }
        self.rows.push(rows);
        self.rows.len() - 1
    }

    /// Frees a slot, which may be free already.
    fn release(&mut self, slot: usize) {
        if !self.free.contains(&slot) {
            self.free.push(slot);
        }
    }
}

/// The places of the operands of a step, all of which come before it; an absent one needs no place.
fn operands(step: &Step, places: &[Option<Place>]) -> [Place; 2] {
    step.operands().map(|operand| {
        operand
            .and_then(|a| places[a.0])
            .unwrap_or(Place::Fixed { at: 0, rows: 0 })
    })
}

impl Program {
    /// Builds the routine for the outputs `requested`, in which the inputs of `varying` (one flag
    /// per input) and `noises` blocks of noise differ by lane, and all others are as in `central`.
    pub(crate) fn routine(
        &self,
        central: &[f64],
        varying: &[bool],
        noises: usize,
        requested: &[usize],
    ) -> Routine {
        let given = Given::of(varying, self.rows);
        let varies = self.varies(varying);
        let last = self.last_uses(requested, &varies);
        let mut places: Vec<Option<Place>> = vec![None; self.steps.len()];
        let (mut turns, mut constant) = (Vec::new(), Vec::new());
        let mut slots = Slots::default();
        for (number, step) in self.steps.iter().enumerate() {
            let register = Register(number);
            let span = self.span(register);
            let (start, rows) = (span.start, span.len());
            let place = if !varies[number] {
                Place::Fixed { at: start, rows }
            } else if last[number].is_none() {
                continue;
            } else if let Some(at) = given.row_of(step) {
                Place::Given { at, rows }
            } else {
                let slot = slots.take(rows);
                turns.push(Turn::Work(Work {
                    step: step.with_given(&given.inputs, central),
                    operands: operands(step, &places),
                    slot,
                    rows,
                }));
                Place::Slot(slot)
            };
            places[number] = Some(place);
            for (output, output_register) in self.outputs.iter().enumerate() {
                if *output_register == register && requested.contains(&output) {
                    match place {
                        Place::Fixed { .. } => constant.push((output, place)),
                        _ => turns.push(Turn::Emit(output, place)),
                    }
                }
            }
            // Slots are free after their last use, that of the register itself too if it is only
            // emitted.
            let ending = step.operands().into_iter().flatten().chain([register]);
            for operand in ending {
                if last[operand.0] == Some(number)
                    && let Some(Place::Slot(slot)) = places[operand.0]
                {
                    slots.release(slot);
                }
            }
        }
        Routine {
            rows: self.rows,
            turns,
            fixed: self.registers(central),
            constant,
            slots: slots.rows,
            given_rows: given.noise_from + noises * self.rows,
        }
    }

    /// Builds the routine for all outputs in which no input varies and noise is at its mean, zero.
    /// Its outputs are constants, in order.
    pub(crate) fn constant_routine(&self, central: &[f64]) -> Routine {
        let place = |(number, output): (usize, &Register)| {
            let span = self.span(*output);
            let (at, rows) = (span.start, span.len());
            (number, Place::Fixed { at, rows })
        };
        Routine {
            rows: self.rows,
            turns: Vec::new(),
            fixed: self.registers(central),
            constant: self.outputs.iter().enumerate().map(place).collect(),
            slots: Vec::new(),
            given_rows: 0,
        }
    }

    /// Returns a flag for each register, true if it differs by lane.
    fn varies(&self, varying: &[bool]) -> Vec<bool> {
        let mut varies: Vec<bool> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            varies.push(match step {
                Step::Input(index) => varying[*index],
                Step::InputRows(sources) => sources
                    .iter()
                    .any(|source| matches!(source, RowSource::Input(index) if varying[*index])),
                Step::Noise(_) => true,
                step => step.operands().into_iter().flatten().any(|a| varies[a.0]),
            });
        }
        varies
    }

    /// Returns for each register the last step that needs it; `None` if no step does.
    fn last_uses(&self, requested: &[usize], varies: &[bool]) -> Vec<Option<usize>> {
        let mut last = vec![None; self.steps.len()];
        for output in requested {
            let register = self.outputs[*output].0;
            last[register] = Some(register);
        }
        for (number, step) in self.steps.iter().enumerate().rev() {
            if last[number].is_some() && varies[number] {
                for operand in step.operands().into_iter().flatten() {
                    last[operand.0] = last[operand.0].max(Some(number));
                }
            }
        }
        last
    }
}

impl Step {
    /// Returns the same step over rows of `given`; inputs that do not vary become numbers.
    fn with_given(&self, given: &[Option<usize>], central: &[f64]) -> Self {
        let Self::InputRows(sources) = self else {
            return self.clone();
        };
        let sources = sources.iter().map(|source| match *source {
            RowSource::Input(index) => {
                given[index].map_or(RowSource::Number(central[index]), RowSource::Input)
            }
            number @ RowSource::Number(_) => number,
        });
        Self::InputRows(sources.collect())
    }
}

impl Routine {
    /// Returns the rows of each output that is the same in every lane.
    pub(crate) fn constants(&self) -> impl Iterator<Item = (usize, &[f64])> {
        self.constant
            .iter()
            .filter_map(|(output, place)| match place {
                Place::Fixed { at, rows } => Some((*output, &self.fixed[*at..at + rows])),
                _ => None,
            })
    }

    /// The number of rows that the caller passes: those of the varying inputs, and of the noise.
    pub(crate) const fn given_rows(&self) -> usize {
        self.given_rows
    }

    /// The number of rows of each slot of an arena.
    pub(crate) fn slots(&self) -> &[usize] {
        &self.slots
    }

    /// The length of an arena per lane.
    pub(crate) fn arena_rows(&self) -> usize {
        self.slots.iter().sum()
    }

    /// Runs over `lanes` lanes; the type describes `given`.
    ///
    /// `emit` receives the block `(rows, lanes)` of each varying output as soon as it is computed,
    /// after all outputs from which it is computed.
    pub(crate) fn run(
        &self,
        level: Level,
        given: &[f64],
        lanes: usize,
        arena: &mut Arena,
        mut emit: impl FnMut(usize, &[f64]),
    ) {
        debug_assert_eq!(given.len(), self.given_rows * lanes);
        arena.slots.resize_with(self.slots.len(), Vec::new);
        for (slot, rows) in arena.slots.iter_mut().zip(&self.slots) {
            let size = rows * lanes;
            // Blocks differ in size, and must not double the memory when one is larger.
            slot.reserve_exact(size.saturating_sub(slot.len()));
            slot.resize(size, 0.0);
        }
        for turn in &self.turns {
            match turn {
                Turn::Work(work) => {
                    // Taken out of the arena, so that it can be written while others are read.
                    let mut out = std::mem::take(&mut arena.slots[work.slot]);
                    let [a, b] = work.operands;
                    let registers = work.step.operands();
                    let operand = |register: Register| {
                        let place = if registers[0] == Some(register) { a } else { b };
                        self.block(place, given, lanes, arena)
                    };
                    work.step.perform(level, lanes, given, operand, &mut out);
                    debug_assert_eq!(out.len(), work.rows * lanes);
                    arena.slots[work.slot] = out;
                }
                Turn::Emit(output, place) => {
                    emit(*output, self.block(*place, given, lanes, arena).numbers());
                }
            }
        }
    }

    fn block<'a>(
        &'a self,
        place: Place,
        given: &'a [f64],
        lanes: usize,
        arena: &'a Arena,
    ) -> Block<'a> {
        match place {
            Place::Fixed { at, rows } => Block::uniform(&self.fixed[at..at + rows]),
            Place::Given { at, rows } => {
                Block::varying(&given[at * lanes..(at + rows) * lanes], lanes)
            }
            Place::Slot(slot) => Block::varying(&arena.slots[slot], lanes),
        }
    }
}
