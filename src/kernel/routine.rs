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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Builder, Program};

    /// The rows of an output in each of two lanes.
    type Rows = [[f64; 4]; 2];

    /// A program of every kind of step, with the numbers of two lanes by hand: `x` is 2 and 4, and
    /// a half and a quarter of it is kept. Every number is exact.
    fn program() -> (Program, Vec<Rows>) {
        let mut b = Builder::new(4);
        let (x, keep) = (b.input(0), b.input(1));
        let first = b.series(vec![1.0, 0.0, 0.0, 0.0]);
        let impulse = b.multiply(x, first);
        let decay = b.autoregress(impulse, keep);
        let sum = b.cumulate(decay);
        let (three, unit) = (b.constant(3.0), b.autoregress(first, keep));
        let rows = b.input_rows(&[None, Some(0), None, Some(1)]);
        let (noise, constant) = (b.noise(0), b.series(vec![1.0, 2.0, 3.0, 4.0]));
        let outputs = [
            (decay, [[2.0, 1.0, 0.5, 0.25], [4.0, 1.0, 0.25, 0.0625]]),
            (sum, [[2.0, 3.0, 3.5, 3.75], [4.0, 5.0, 5.25, 5.3125]]),
            (
                b.difference(sum),
                [[0.0, 1.0, 0.5, 0.25], [0.0, 1.0, 0.25, 0.0625]],
            ),
            (
                b.growth(decay),
                [[0.0, -0.5, -0.5, -0.5], [0.0, -0.75, -0.75, -0.75]],
            ),
            (
                b.lead(sum),
                [[3.0, 3.5, 3.75, 0.0], [5.0, 5.25, 5.3125, 0.0]],
            ),
            (
                b.lag(sum, vec![0.5, 0.5]),
                [[1.0, 2.5, 3.25, 3.625], [2.0, 4.5, 5.125, 5.28125]],
            ),
            (
                b.koyck(sum, keep),
                [[1.0, 2.0, 2.75, 3.25], [3.0, 4.5, 5.0625, 5.25]],
            ),
            (
                b.convolve(decay, sum),
                [[4.0, 8.0, 11.0, 13.0], [16.0, 24.0, 27.0, 28.0]],
            ),
            // What is kept of 2 and of 4 a period makes the sums.
            (b.deconvolve(sum, unit), [[2.0; 4], [4.0; 4]]),
            (b.first(sum), [[2.0; 4], [4.0; 4]]),
            (b.minimum(sum, three), [[2.0, 3.0, 3.0, 3.0], [3.0; 4]]),
            (
                b.piecewise(sum, vec![(1.0, 1.0), (3.0, 2.0)]),
                [[1.0, 2.0, 3.0, 3.5], [4.0, 6.0, 6.5, 6.625]],
            ),
            (rows, [[0.0, 2.0, 0.0, 0.5], [0.0, 4.0, 0.0, 0.25]]),
            (
                b.add(noise, sum),
                [[2.0, 3.5, 3.0, 3.75], [4.0, 4.0, 5.25, 6.3125]],
            ),
            (constant, [[1.0, 2.0, 3.0, 4.0]; 2]),
        ];
        let (registers, expected): (Vec<_>, Vec<_>) = outputs.into_iter().unzip();
        (b.finish(&registers), expected)
    }

    /// The rows that a caller gives: inputs and noise, the two lanes in turn.
    fn given(lanes: usize) -> Vec<f64> {
        let rows = [
            [2.0, 4.0],
            [0.5, 0.25],
            [0.0, 0.0],
            [0.5, -1.0],
            [-0.5, 0.0],
            [0.0, 1.0],
        ];
        rows.iter()
            .flat_map(|row| (0..lanes).map(move |lane| row[lane % 2]))
            .collect()
    }

    #[test]
    fn every_kind_of_step_has_its_numbers_in_blocks_of_any_size() {
        let (program, expected) = program();
        let all: Vec<usize> = (0..expected.len()).collect();
        for requested in [&all[..], &[1, 7], &[13], &[4, 9, 12]] {
            let routine = program.routine(&[7.0, 0.9], &[true, true], 1, requested);
            assert_eq!(routine.given_rows(), 6);
            let constants: Vec<usize> = routine.constants().map(|(output, _)| output).collect();
            let constant = requested.iter().filter(|output| **output == 14);
            assert_eq!(constants, constant.copied().collect::<Vec<_>>());
            // One arena for all, so that a smaller block follows a larger one.
            let mut arena = Arena::default();
            for level in Level::available() {
                for lanes in [2, 67, 1, 8, 130] {
                    let mut emitted = constants.clone();
                    routine.run(level, &given(lanes), lanes, &mut arena, |output, block| {
                        emitted.push(output);
                        assert_eq!(block.len(), 4 * lanes);
                        for (at, found) in block.iter().enumerate() {
                            let expected: f64 = expected[output][at % lanes % 2][at / lanes];
                            let is_same = (*found + 0.0).to_bits() == expected.to_bits();
                            assert!(
                                is_same,
                                "{level}, output {output}, {at} of {lanes}: {found}"
                            );
                        }
                    });
                    emitted.sort_unstable();
                    assert_eq!(emitted, requested);
                }
            }
        }
    }

    /// An input that does not vary is that of the central lane, without a row of its own.
    #[test]
    fn what_does_not_vary_is_computed_once() {
        let (program, expected) = program();
        let routine = program.routine(&[4.0, 0.25], &[false, false], 0, &[1, 7, 13]);
        assert_eq!((routine.given_rows(), routine.arena_rows()), (0, 0));
        // Noise is at its mean, zero.
        for ((output, found), (place, like)) in routine.constants().zip([(1, 1), (7, 7), (13, 1)]) {
            assert_eq!(output, place);
            let bits = |rows: &[f64]| rows.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(found), bits(&expected[like][1]));
        }
        assert_eq!(routine.constants().count(), 3);
    }
}
