//! One reading of a scenario in blocks of draws: the scenario as written, or an alternative.

use super::lanes::{Lanes, Numbers};
use super::scheme::Uniforms;
use crate::kernel::{Arena, Level, Routine, is_within_at};
use crate::scenario::place::{Key, Place, Stream};
use crate::scenario::{Input, Output, Plan, Scenario};
use crate::{Error, ErrorKind, Interval};

/// The random stream that chooses among alternatives.
pub(super) fn choice_stream() -> u64 {
    Place::from(Key::Alternative).stream(Stream::Alternative)
}

/// An output that is summarised, or one that such an output is computed from.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    /// The range its numbers must stay in, both ends in.
    range: [f64; 2],
    /// Those it is computed from, by their numbers here; they come first.
    upstream: Vec<usize>,
    /// Its number among the summarised.
    series: Option<usize>,
}

/// One reading of a scenario, ready to be drawn from.
#[derive(Clone, Debug)]
pub(super) struct Variant {
    pub(super) routine: Routine,
    pub(super) lanes: Lanes,
    /// By the plan's number of the output.
    pub(super) watched: Vec<Option<usize>>,
    pub(super) watch: Vec<Watched>,
    /// The rows of each series that is the same in every draw.
    pub(super) constant: Vec<Option<Vec<f64>>>,
}

/// Memory of one worker, kept from block to block.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    pub(super) numbers: Numbers,
    pub(super) given: Vec<f64>,
    pub(super) arena: Arena,
    /// For each watched output the lanes that fail; none if empty.
    pub(super) failed: Vec<Vec<bool>>,
    pub(super) sound: Vec<f64>,
    pub(super) reached: Vec<bool>,
}

/// The reading of a scenario that holds in a draw.
pub(super) fn reading(scenario: &Scenario, uniforms: Uniforms, draw: u64) -> &Scenario {
    let mut choice = [0.0];
    uniforms.fill((choice_stream(), usize::MAX), 0, draw, &mut choice);
    let number = chosen(&ends_of(scenario), choice[0]);
    let other = number.checked_sub(1);
    let other = other.and_then(|number| scenario.alternatives().nth(number));
    other.map_or(scenario, |(_, other)| other)
}

/// Where the choice of each alternative ends; what lies above is the scenario as written.
pub(super) fn ends_of(scenario: &Scenario) -> Vec<f64> {
    let weights = scenario.alternatives().map(|(weight, _)| weight.get());
    weights
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}

/// The variant that a draw takes.
pub(super) fn chosen(ends: &[f64], choice: f64) -> usize {
    ends.iter()
        .position(|end| choice < *end)
        .map_or(0, |alternative| alternative + 1)
}

impl Variant {
    pub(super) fn new(
        scenario: &Scenario,
        uniforms: Uniforms,
        numbers: &[usize],
    ) -> Result<Self, Error> {
        let plan = scenario.plan();
        let rows = scenario.periods() as usize + 1;
        let cones: Vec<Vec<bool>> = numbers.iter().map(|n| plan.program.cone(*n)).collect();
        let wanted: Vec<usize> = (0..plan.outputs.len())
            .filter(|output| cones.iter().any(|cone| cone[*output]))
            .collect();
        let varying: Vec<bool> = plan.inputs.iter().map(Input::is_uncertain).collect();
        let central = central(plan);
        let routine = plan
            .program
            .routine(&central, &varying, plan.noises.len(), &wanted);
        let mut watched = vec![None; plan.outputs.len()];
        for (place, output) in wanted.iter().enumerate() {
            watched[*output] = Some(place);
        }
        let watch = wanted
            .iter()
            .map(|output| Watched {
                range: closed(scenario.allowed(plan.outputs[*output])),
                upstream: upstream(plan, *output, &watched),
                series: numbers.iter().position(|number| number == output),
            })
            .collect();
        let mut constant = vec![None; numbers.len()];
        for (output, values) in routine.constants() {
            check_constant(scenario, plan.outputs[output], values)?;
            if let Some(place) = numbers.iter().position(|number| *number == output) {
                constant[place] = Some(values.to_vec());
            }
        }
        Ok(Self {
            routine,
            lanes: Lanes::new(plan, uniforms, rows),
            watched,
            watch,
            constant,
        })
    }

    /// Numbers of one lane.
    pub(super) fn rows(&self) -> usize {
        self.lanes.rows() + self.lanes.scratch_rows() + self.routine.arena_rows()
    }

    pub(super) fn fill(&self, first: u64, lanes: usize, scratch: &mut Scratch) {
        let size = self.lanes.rows() * lanes;
        if scratch.given.len() < size {
            scratch.given.resize(size, 0.0);
        }
        let given = &mut scratch.given[..size];
        self.lanes.fill(first, lanes, &mut scratch.numbers, given);
    }

    /// Runs the inputs that were filled in.
    pub(super) fn run(
        &self,
        level: Level,
        lanes: usize,
        chosen: &[usize],
        scratch: &mut Scratch,
        visit: &mut impl FnMut(usize, Found<'_>, &mut Beside<'_>),
    ) {
        let Scratch {
            given,
            arena,
            failed,
            sound,
            reached,
            ..
        } = scratch;
        failed.resize(self.watch.len(), Vec::new());
        // A constant has no lanes that fail, and another variant may have left some.
        failed.iter_mut().for_each(Vec::clear);
        let given = &given[..self.lanes.rows() * lanes];
        let mut beside = Beside { sound, reached };
        self.routine
            .run(level, given, lanes, arena, |output, block| {
                // Only watched outputs were asked for.
                let Some(place) = self.watched[output] else {
                    return;
                };
                let watched = &self.watch[place];
                // Taken out, so that those of the outputs before it can be read.
                let mut mask = std::mem::take(&mut failed[place]);
                for other in &watched.upstream {
                    merge_mask(&mut mask, &failed[*other]);
                }
                let [low, high] = watched.range;
                if !is_within_at(level, block, low, high) {
                    mask.resize(lanes, false);
                    for row in block.chunks_exact(lanes) {
                        for (flag, value) in mask.iter_mut().zip(row) {
                            *flag |= !(low..=high).contains(value);
                        }
                    }
                }
                if let Some(series) = watched.series {
                    let found = Found {
                        block,
                        lanes,
                        failed: &mask,
                        chosen,
                    };
                    visit(series, found, &mut beside);
                }
                failed[place] = mask;
            });
    }

    /// Hands over what is the same in every draw of this variant.
    pub(super) fn repeat_constants(
        &self,
        lanes: usize,
        chosen: &[usize],
        scratch: &mut Scratch,
        visit: &mut impl FnMut(usize, Found<'_>, &mut Beside<'_>),
    ) {
        let Scratch { sound, reached, .. } = scratch;
        let mut beside = Beside { sound, reached };
        for (series, values) in self.constant.iter().enumerate() {
            let Some(values) = values else { continue };
            let finite = values.iter().all(|value| value.is_finite());
            let block: Vec<f64> = values
                .iter()
                .flat_map(|value| std::iter::repeat_n(*value, lanes))
                .collect();
            // Growth of a segment that starts from nothing is no number in any lane.
            let failed = if finite {
                Vec::new()
            } else {
                vec![true; lanes]
            };
            let found = Found {
                block: &block,
                lanes,
                failed: &failed,
                chosen,
            };
            visit(series, found, &mut beside);
        }
    }
}

/// One series in a block of draws.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    /// `(rows, lanes)`.
    pub(super) block: &'a [f64],
    pub(super) lanes: usize,
    /// Lanes that fail; none if empty.
    pub(super) failed: &'a [bool],
    /// The place of each lane in the block that was drawn; its own if empty.
    pub(super) chosen: &'a [usize],
}

impl<'a> Found<'a> {
    pub(super) fn rows(&self) -> impl Iterator<Item = &'a [f64]> + use<'a> {
        self.block.chunks_exact(self.lanes)
    }

    pub(super) fn fails(&self, lane: usize) -> bool {
        self.failed.get(lane).copied().unwrap_or(false)
    }

    pub(super) fn draw(&self, lane: usize) -> usize {
        self.chosen.get(lane).copied().unwrap_or(lane)
    }
}

/// Scratch that a visitor may use.
pub(super) struct Beside<'a> {
    pub(super) sound: &'a mut Vec<f64>,
    pub(super) reached: &'a mut Vec<bool>,
}

fn merge_mask(mask: &mut Vec<bool>, other: &[bool]) {
    if other.is_empty() {
        return;
    }
    mask.resize(other.len(), false);
    for (flag, other) in mask.iter_mut().zip(other) {
        *flag |= other;
    }
}

/// The outputs that one is computed from, by their watched numbers, without itself.
fn upstream(plan: &Plan, output: usize, watched: &[Option<usize>]) -> Vec<usize> {
    let cone = plan.program.cone(output);
    (0..cone.len())
        .filter(|other| *other != output && cone[*other])
        .filter_map(|other| watched[other])
        .collect()
}

/// An interval with both ends in.
fn closed(allowed: Interval) -> [f64; 2] {
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

fn check_constant(scenario: &Scenario, output: Output, values: &[f64]) -> Result<(), Error> {
    let allowed = scenario.allowed(output);
    let outside = values.iter().position(|value| !allowed.contains(*value));
    match outside {
        // A segment that starts from nothing grows without a rate.
        Some(row) if !matches!(output, Output::SegmentGrowth(_)) => {
            let period = scenario
                .base()
                .plus(u32::try_from(row).unwrap_or(u32::MAX))?;
            let what = output.what();
            Err(Error::new(ErrorKind::Overflow {
                what,
                period,
                allowed,
            }))
        }
        _ => Ok(()),
    }
}

pub(super) fn central(plan: &Plan) -> Vec<f64> {
    plan.inputs.iter().map(Input::central).collect()
}
