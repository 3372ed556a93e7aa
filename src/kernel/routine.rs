//! A program reduced to some outputs and some varying inputs, ready for blocks of lanes.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use fearless_simd::{Simd, dispatch};

use super::Level;
use super::block::Block;
use super::step::Step;

/// The place of an operand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// A range of `fixed`, the same in every lane.
    Fixed { at: usize, rows: usize },
    /// Rows of `given`, which the caller passes.
    Given { at: usize, rows: usize },
    /// A slot that is computed for this block: all rows, or the present one.
    Slot { slot: usize, rows: usize },
}

/// A step with the places of its operands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Work {
    pub(super) step: Step,
    pub(super) operands: [Place; 3],
    pub(super) slot: usize,
    /// True if the result has one row, which is written with the first row of others.
    pub(super) is_once: bool,
    /// True if the slot has all rows.
    pub(super) has_all_rows: bool,
}

/// An action of a routine.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Turn {
    /// Performs steps row by row: all steps in the first row, then all in the next. What they pass
    /// on stays in the fastest memory.
    Rows(Vec<Work>),
    /// Performs a step over all rows.
    Whole(Work),
    /// Passes a complete output to the caller: its number and place.
    Emit(usize, Place),
}

/// A [`Program`](super::Program) for blocks of lanes. Steps that no varying input reaches are
/// precomputed, steps that no requested output needs are omitted, and registers share memory after
/// their last use.
///
/// `given` is `(varying inputs + noises * rows, lanes)`: one row for each input that varies, in
/// order, then a block of all rows for each noise.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Routine {
    pub(super) rows: usize,
    pub(super) turns: Vec<Turn>,
    pub(super) fixed: Vec<f64>,
    /// The outputs that are the same in every lane, with their range of `fixed`.
    pub(super) constant: Vec<(usize, Place)>,
    /// The number of rows of each slot.
    pub(super) slots: Vec<usize>,
    pub(super) given_rows: usize,
}

/// Memory that steps write to, reused from block to block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arena {
    slots: Vec<Vec<f64>>,
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
                Turn::Rows(works) => self.perform_rows(level, works, given, lanes, arena),
                Turn::Whole(work) => {
                    // Taken out of the arena, so that it can be written while others are read.
                    let mut out = std::mem::take(&mut arena.slots[work.slot]);
                    let operands = work
                        .operands
                        .map(|place| self.block(place, given, lanes, arena));
                    work.step.perform_whole(level, lanes, operands, &mut out);
                    arena.slots[work.slot] = out;
                }
                Turn::Emit(output, place) => {
                    emit(*output, self.block(*place, given, lanes, arena).numbers());
                }
            }
        }
    }

    /// Performs steps row by row.
    fn perform_rows(
        &self,
        level: Level,
        works: &[Work],
        given: &[f64],
        lanes: usize,
        arena: &mut Arena,
    ) {
        #[inline(always)]
        fn over<S: Simd>(
            simd: S,
            routine: &Routine,
            works: &[Work],
            given: &[f64],
            lanes: usize,
            arena: &mut Arena,
        ) {
            simd.vectorize(
                #[inline(always)]
                || {
                    for row in 0..routine.rows {
                        for work in works {
                            if work.is_once && row > 0 {
                                continue;
                            }
                            let mut slot = std::mem::take(&mut arena.slots[work.slot]);
                            let start = if work.has_all_rows { row * lanes } else { 0 };
                            if start > 0 && work.step.is_recurrence() {
                                slot.copy_within(start - lanes..start, start);
                            }
                            let [a, b, c] = work.operands;
                            let now = |place| routine.row(place, row, given, lanes, arena);
                            let past = if work.step.is_change() {
                                routine.row(a, row.saturating_sub(1), given, lanes, arena)
                            } else {
                                &[]
                            };
                            let operands = [now(a), now(b), now(c), past];
                            let out = &mut slot[start..start + lanes];
                            work.step.perform_row(row, given, operands, out);
                            arena.slots[work.slot] = slot;
                        }
                    }
                },
            );
        }
        dispatch!(level.token(), simd => over(simd, self, works, given, lanes, arena));
    }

    /// A row of a place; that of a place with one row is the same in every row.
    #[inline(always)]
    fn row<'a>(
        &'a self,
        place: Place,
        row: usize,
        given: &'a [f64],
        lanes: usize,
        arena: &'a Arena,
    ) -> &'a [f64] {
        let at = |rows: usize| if rows == 1 { 0 } else { row };
        match place {
            // A step without operands has an empty one.
            Place::Fixed { rows: 0, .. } => &[],
            Place::Fixed { at: start, rows } => &self.fixed[start + at(rows)..][..1],
            Place::Given { at: start, rows } => &given[(start + at(rows)) * lanes..][..lanes],
            Place::Slot { slot, rows } => &arena.slots[slot][at(rows) * lanes..][..lanes],
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
            Place::Slot { slot, .. } => Block::varying(&arena.slots[slot], lanes),
        }
    }
}
