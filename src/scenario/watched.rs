//! Outputs that are watched while a plan runs over blocks of lanes: which lanes leave a range.

use super::plan::Plan;
use crate::kernel::{Level, is_within_at};
use crate::{Interval, Output};

/// The outputs that are asked for, and those from which they are computed.
#[derive(Clone, Debug)]
pub(crate) struct Watched {
    list: Vec<Watch>,
    /// The place in the list, by the plan's number of the output.
    places: Vec<Option<usize>>,
}

#[derive(Clone, Debug)]
struct Watch {
    /// The plan's number of the output.
    number: usize,
    /// The range of its numbers, both ends included.
    range: [f64; 2],
    /// The places of the outputs it is computed from, which are run before it.
    upstream: Vec<usize>,
}

impl Watched {
    /// Watches the outputs of these numbers and all that they are computed from.
    pub(crate) fn of(plan: &Plan, numbers: &[usize], allowed: impl Fn(Output) -> Interval) -> Self {
        let cones: Vec<Vec<bool>> = numbers.iter().map(|n| plan.program.cone(*n)).collect();
        let needed: Vec<usize> = (0..plan.outputs.len())
            .filter(|output| cones.iter().any(|cone| cone[*output]))
            .collect();
        let mut places = vec![None; plan.outputs.len()];
        for (place, output) in needed.iter().enumerate() {
            places[*output] = Some(place);
        }
        let watch = |number: usize| Watch {
            number,
            range: closed(allowed(plan.outputs[number])),
            upstream: upstream(plan, number, &places),
        };
        Self {
            list: needed.into_iter().map(watch).collect(),
            places,
        }
    }

    /// The number of outputs that are watched.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The plan's numbers of the outputs, in order.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = usize> {
        self.list.iter().map(|watch| watch.number)
    }

    /// The place of an output, by the plan's number of it; `None` for one that is not watched.
    pub(crate) fn place(&self, number: usize) -> Option<usize> {
        self.places[number]
    }

    /// True if a number lies in the range of the output at a place.
    pub(crate) fn allows(&self, place: usize, value: f64) -> bool {
        let [low, high] = self.list[place].range;
        (low..=high).contains(&value)
    }

    /// Marks in `flags` the lanes of which an output upstream failed; `failed` has the flags of each
    /// place, empty if none fails.
    pub(crate) fn mark_inherited(&self, place: usize, failed: &[Vec<bool>], flags: &mut Vec<bool>) {
        for other in &self.list[place].upstream {
            merge(flags, &failed[*other]);
        }
    }

    /// Marks in `flags` the lanes of a block `(rows, lanes)` that leave the range of their output.
    pub(crate) fn mark_outside(
        &self,
        place: usize,
        level: Level,
        block: &[f64],
        lanes: usize,
        flags: &mut Vec<bool>,
    ) {
        let [low, high] = self.list[place].range;
        if is_within_at(level, block, low, high) {
            return;
        }
        flags.resize(lanes, false);
        for row in block.chunks_exact(lanes) {
            for (flag, value) in flags.iter_mut().zip(row) {
                *flag |= !(low..=high).contains(value);
            }
        }
    }
}

/// Adds the flags of another output to those of one; empty flags mark nothing.
fn merge(flags: &mut Vec<bool>, other: &[bool]) {
    if other.is_empty() {
        return;
    }
    flags.resize(other.len(), false);
    for (flag, other) in flags.iter_mut().zip(other) {
        *flag |= other;
    }
}

/// The watched outputs that an output is computed from, without itself.
fn upstream(plan: &Plan, output: usize, places: &[Option<usize>]) -> Vec<usize> {
    let cone = plan.program.cone(output);
    (0..cone.len())
        .filter(|other| *other != output && cone[*other])
        .filter_map(|other| places[other])
        .collect()
}

/// The least and the greatest number of an interval, both included.
pub(crate) fn closed(allowed: Interval) -> [f64; 2] {
    let (low, high) = (allowed.low(), allowed.high());
    [
        if allowed.contains(low) {
            low
        } else {
            low.next_up()
        },
        if allowed.contains(high) {
            high
        } else {
            high.next_down()
        },
    ]
}
