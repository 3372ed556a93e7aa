//! The layout of a routine: which steps it performs, in which order, and where their results lie.

use std::collections::HashMap;

use super::program::Program;
use super::routine::{Place, Routine, Turn, Work};
use super::step::{Register, RowSource, Step};

/// The most registers with all rows in a turn row by row, so that what is written in one row stays
/// in the fastest memory.
const MOST_COMPLETE: usize = 8;

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
}

/// What a routine needs to know of the registers of a program.
struct Uses<'a> {
    program: &'a Program,
    given: Given,
    /// True for a register that differs by lane.
    varies: Vec<bool>,
    /// The register that has the same numbers, which is itself except for a repeated step.
    same: Vec<usize>,
    /// The last step that reads each register, or its own; `None` if no step needs it.
    last: Vec<Option<usize>>,
    /// True for a register that is a requested output.
    is_output: Vec<bool>,
    /// The turn of each computed register; later steps are in later turns.
    turn: Vec<usize>,
    /// True for a register whose slot has only the present row.
    is_passing: Vec<bool>,
}

impl Program {
    /// Builds the routine for the outputs `requested`, in which the inputs of `varying` (one flag
    /// per input) and `noises` blocks of noise differ by lane, and all others are as in `central`.
    /// With no block of noise all noise is at its mean, zero.
    pub(crate) fn routine(
        &self,
        central: &[f64],
        varying: &[bool],
        noises: usize,
        requested: &[usize],
    ) -> Routine {
        let uses = Uses::of(self, varying, noises, requested);
        let given_rows = uses.given.noise_from + noises * self.rows;
        let (turns, constant, slots) = uses.laid_out(central, requested);
        Routine {
            rows: self.rows,
            turns,
            fixed: self.registers(central),
            constant,
            slots,
            given_rows,
        }
    }

    /// Builds the routine for all outputs in which no input varies and noise is at its mean, zero.
    /// Its outputs are constants, in order.
    pub(crate) fn constant_routine(&self, central: &[f64]) -> Routine {
        let place = |(number, output): (usize, &Register)| (number, self.fixed_place(*output));
        Routine {
            rows: self.rows,
            turns: Vec::new(),
            fixed: self.registers(central),
            constant: self.outputs.iter().enumerate().map(place).collect(),
            slots: Vec::new(),
            given_rows: 0,
        }
    }

    fn fixed_place(&self, register: Register) -> Place {
        let span = self.span(register);
        let (at, rows) = (span.start, span.len());
        Place::Fixed { at, rows }
    }

    /// Returns a flag for each register, true if it differs by lane.
    fn varies(&self, varying: &[bool], noises: usize) -> Vec<bool> {
        let mut varies: Vec<bool> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            varies.push(match step {
                Step::Input(index) => varying[*index],
                Step::InputRows(sources) => sources
                    .iter()
                    .any(|source| matches!(source, RowSource::Input(index) if varying[*index])),
                Step::Noise(_) => noises > 0,
                step => step.operands().into_iter().flatten().any(|a| varies[a.0]),
            });
        }
        varies
    }
}

impl<'a> Uses<'a> {
    fn of(program: &'a Program, varying: &[bool], noises: usize, requested: &[usize]) -> Self {
        let count = program.steps.len();
        let varies = program.varies(varying, noises);
        let mut is_output = vec![false; count];
        for output in requested {
            is_output[program.outputs[*output].0] = true;
        }
        let mut uses = Self {
            program,
            given: Given::of(varying, program.rows),
            same: repeated(program, &is_output),
            varies,
            last: vec![None; count],
            is_output,
            turn: vec![0; count],
            is_passing: vec![false; count],
        };
        uses.find_last();
        uses.find_turns();
        uses.find_passing();
        uses
    }

    /// The registers that a step reads, without repeated ones.
    fn operands(&self, number: usize) -> [Option<usize>; 3] {
        self.program.steps[number]
            .operands()
            .map(|operand| operand.map(|a| self.same[a.0]))
    }

    fn find_last(&mut self) {
        for number in (0..self.last.len()).rev() {
            if self.is_output[number] {
                self.last[number] = self.last[number].max(Some(number));
            }
            if self.last[number].is_some() && self.varies[number] {
                for operand in self.operands(number).into_iter().flatten() {
                    self.last[operand] = self.last[operand].max(Some(number));
                }
            }
        }
    }

    /// True for a register that the routine computes.
    fn is_computed(&self, number: usize) -> bool {
        let step = &self.program.steps[number];
        self.varies[number] && self.last[number].is_some() && self.given.row_of(step).is_none()
    }

    /// Numbers the turns: a step over whole blocks has one of its own, and the steps between two
    /// such steps share one, up to a number of complete registers.
    fn find_turns(&mut self) {
        let (mut turn, mut complete) = (0, 0);
        for number in 0..self.turn.len() {
            if !self.is_computed(number) {
                continue;
            }
            let is_whole = self.program.steps[number].is_whole();
            if is_whole || complete >= MOST_COMPLETE {
                turn += 1;
                complete = 0;
            }
            self.turn[number] = turn;
            complete += usize::from(self.is_output[number]);
            if is_whole {
                turn += 1;
            }
        }
    }

    /// Finds the registers of which only the present row is read, in the turn in which they are
    /// computed.
    fn find_passing(&mut self) {
        for number in 0..self.turn.len() {
            let has_rows = self.program.heights[number] > 1;
            self.is_passing[number] = self.is_computed(number)
                && has_rows
                && !self.is_output[number]
                && !self.program.steps[number].is_whole();
        }
        for number in 0..self.turn.len() {
            if !self.is_computed(number) {
                continue;
            }
            let is_change = self.program.steps[number].is_change();
            for operand in self.operands(number).into_iter().flatten() {
                if is_change || self.turn[operand] != self.turn[number] {
                    self.is_passing[operand] = false;
                }
            }
        }
    }

    /// The turns, the constant outputs, and the rows of the slots.
    fn laid_out(
        &self,
        central: &[f64],
        requested: &[usize],
    ) -> (Vec<Turn>, Vec<(usize, Place)>, Vec<usize>) {
        let program = self.program;
        let (mut turns, mut constant) = (Vec::new(), Vec::new());
        let (mut slots, mut places) = (Slots::default(), vec![None; program.steps.len()]);
        let mut open = Open::default();
        for (number, step) in program.steps.iter().enumerate() {
            let place = if !self.varies[number] {
                program.fixed_place(Register(number))
            } else if self.last[number].is_none() {
                continue;
            } else if let Some(at) = self.given.row_of(step) {
                let rows = program.heights[number];
                Place::Given { at, rows }
            } else {
                if open.turn != self.turn[number] {
                    open.close(&mut turns, &mut slots);
                    open.turn = self.turn[number];
                }
                self.computed(number, central, &places, &mut open, &mut slots)
            };
            places[number] = Some(place);
            for (output, register) in program.outputs.iter().enumerate() {
                if register.0 == number && requested.contains(&output) {
                    match place {
                        Place::Fixed { .. } => constant.push((output, place)),
                        _ => open.emitted.push(Turn::Emit(output, place)),
                    }
                }
            }
        }
        open.close(&mut turns, &mut slots);
        (turns, constant, slots.rows)
    }

    /// Adds a step to the open turn; returns the place of its result.
    fn computed(
        &self,
        number: usize,
        central: &[f64],
        places: &[Option<Place>],
        open: &mut Open,
        slots: &mut Slots,
    ) -> Place {
        let step = &self.program.steps[number];
        let height = self.program.heights[number];
        let is_passing = self.is_passing[number];
        let rows = if is_passing { 1 } else { height };
        // A recurrence keeps its row for the next one.
        let is_brief = is_passing && !step.is_recurrence();
        let slot = if is_brief {
            let slot = open.brief.pop().unwrap_or_else(|| slots.take(1));
            if !open.taken.contains(&slot) {
                open.taken.push(slot);
            }
            slot
        } else {
            slots.take(rows)
        };
        let work = Work {
            step: step.with_given(&self.given.inputs, central),
            // All operands come before the step; an absent one needs no place.
            operands: self.operands(number).map(|operand| {
                operand
                    .and_then(|a| places[a])
                    .unwrap_or(Place::Fixed { at: 0, rows: 0 })
            }),
            slot,
            is_once: height == 1,
            has_all_rows: rows > 1,
        };
        if step.is_whole() {
            open.whole = Some(work);
        } else {
            open.works.push(work);
        }
        if !is_brief && is_passing {
            open.taken.push(slot);
        }
        // Slots are free after their last use: those of a single row for the next steps of this
        // turn, all others for the next turns.
        let own = Some(number);
        for operand in self.operands(number).into_iter().chain([own]).flatten() {
            let is_last = self.last[operand] == Some(number);
            let slot_of = |place| match place {
                Some(Place::Slot { slot, .. }) => Some(slot),
                _ if operand == number => Some(slot),
                _ => None,
            };
            let Some(slot) = slot_of(places[operand]).filter(|_| is_last) else {
                continue;
            };
            let is_brief = self.is_passing[operand] && !self.program.steps[operand].is_recurrence();
            let list = if is_brief {
                &mut open.brief
            } else if self.is_passing[operand] {
                continue;
            } else {
                &mut open.ended
            };
            if !list.contains(&slot) {
                list.push(slot);
            }
        }
        Place::Slot { slot, rows }
    }
}

/// The turn that is being laid out.
#[derive(Default)]
struct Open {
    turn: usize,
    works: Vec<Work>,
    whole: Option<Work>,
    emitted: Vec<Turn>,
    /// Slots of a row that later steps of the turn may overwrite.
    brief: Vec<usize>,
    /// All slots of a row that were taken for the turn alone.
    taken: Vec<usize>,
    /// Slots that are free from the next turn on.
    ended: Vec<usize>,
}

impl Open {
    fn close(&mut self, turns: &mut Vec<Turn>, slots: &mut Slots) {
        if !self.works.is_empty() {
            turns.push(Turn::Rows(std::mem::take(&mut self.works)));
        }
        turns.extend(self.whole.take().map(Turn::Whole));
        turns.append(&mut self.emitted);
        self.brief.clear();
        slots.free.append(&mut self.taken);
        slots.free.append(&mut self.ended);
    }
}

/// Returns for each register the first one with the same step of the same operands, which has the
/// same numbers: itself, except for a repeated step that is no output.
fn repeated(program: &Program, is_output: &[bool]) -> Vec<usize> {
    let mut first = HashMap::new();
    let mut same: Vec<usize> = Vec::with_capacity(program.steps.len());
    for (number, step) in program.steps.iter().enumerate() {
        let operands = step.operands().map(|operand| operand.map(|a| same[a.0]));
        let own = step
            .operation()
            .filter(|_| !is_output[number])
            .map(|operation| *first.entry((operation, operands)).or_insert(number));
        same.push(own.unwrap_or(number));
    }
    same
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
