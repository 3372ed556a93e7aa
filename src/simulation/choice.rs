//! The choice between a scenario as written and its alternatives, and the runs of each in blocks.

use super::Subject;
use super::inputs::{InputSampler, Numbers};
use super::scheme::Uniforms;
use crate::kernel::{Arena, Draws, Level, Room, Routine};
use crate::scenario::Key;
use crate::scenario::place::{Place, Stream};
use crate::scenario::{Input, Output, Plan, Scenario, Watched};
use crate::{Error, ErrorKind, Share};

/// The random stream that chooses between the scenario as written and its alternatives.
pub(super) fn choice_stream() -> u64 {
    Place::from(Key::Alternative).stream(Stream::Alternative)
}

/// A scenario as written, or one of its alternatives, ready to be drawn from.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) routine: Routine,
    pub(super) sampler: InputSampler,
    pub(super) watched: Watched,
    /// The number among the summarised outputs of each watched one; `None` for one from which
    /// others are computed.
    series: Vec<Option<usize>>,
    /// The rows of each series that is the same in every draw.
    pub(super) constant: Vec<Option<Vec<f64>>>,
}

/// The memory of one worker, reused from block to block.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    pub(super) numbers: Numbers,
    pub(super) inputs: Vec<f64>,
    pub(super) arena: Arena,
    /// The flags of the draws that fail, for each watched output; empty if none fails.
    pub(super) failed: Vec<Vec<bool>>,
    pub(super) valid: Vec<f64>,
    pub(super) reached: Vec<bool>,
    pub(super) room: Room,
}

/// The scenario as written or the alternative that a draw takes.
pub(super) fn drawn_alternative(scenario: &Scenario, uniforms: Uniforms, draw: u64) -> &Scenario {
    let mut uniform = [0.0];
    uniforms.fill(
        (choice_stream(), usize::MAX),
        0,
        Draws::From(draw),
        &mut uniform,
    );
    let weights = scenario.alternatives().map(|(weight, _)| weight);
    let number = chosen(&ends_of(weights), uniform[0]);
    let number = number.checked_sub(1);
    let alternative = number.and_then(|number| scenario.alternatives().nth(number));
    alternative.map_or(scenario, |(_, alternative)| alternative)
}

/// The cumulative weights of the alternatives; above the last lies the scenario as written.
pub(super) fn ends_of(weights: impl Iterator<Item = Share>) -> Vec<f64> {
    weights
        .scan(0.0, |sum, weight| {
            *sum += weight.get();
            Some(*sum)
        })
        .collect()
}

/// The number of the choice of a draw with a uniform number: 0 for the scenario as written, then
/// the alternatives.
pub(super) fn chosen(ends: &[f64], uniform: f64) -> usize {
    ends.iter()
        .position(|end| uniform < *end)
        .map_or(0, |alternative| alternative + 1)
}

impl Choice {
    pub(super) fn new(
        subject: &Subject<'_>,
        uniforms: Uniforms,
        numbers: &[usize],
    ) -> Result<Self, Error> {
        let plan = subject.plan;
        let rows = subject.rows();
        let watched = Watched::of(plan, numbers, subject.allowed);
        let needed: Vec<usize> = watched.numbers().collect();
        let varying: Vec<bool> = plan.inputs.iter().map(Input::is_uncertain).collect();
        let central = central(plan);
        let routine = plan
            .program
            .routine(&central, &varying, plan.noises.len(), &needed);
        let series = needed
            .iter()
            .map(|output| numbers.iter().position(|n| n == output));
        let series = series.collect();
        let mut constant = vec![None; numbers.len()];
        for (output, values) in routine.constants() {
            check_constant(subject, plan.outputs[output], values)?;
            if let Some(place) = numbers.iter().position(|number| *number == output) {
                constant[place] = Some(values.to_vec());
            }
        }
        Ok(Self {
            routine,
            sampler: InputSampler::new(plan, uniforms, rows),
            watched,
            series,
            constant,
        })
    }

    /// The count of numbers per draw.
    pub(super) fn rows(&self) -> usize {
        self.given_rows() + self.routine.arena_rows()
    }

    /// The count of random numbers per draw.
    pub(super) fn given_rows(&self) -> usize {
        self.sampler.rows() + self.sampler.scratch_rows()
    }

    pub(super) fn fill(&self, at: Draws<'_>, draws: usize, scratch: &mut Scratch) {
        let size = self.sampler.rows() * draws;
        if scratch.inputs.len() < size {
            scratch.inputs.resize(size, 0.0);
        }
        let inputs = &mut scratch.inputs[..size];
        self.sampler.fill(at, draws, &mut scratch.numbers, inputs);
    }

    /// Runs the routine over the inputs of the scratch memory.
    pub(super) fn run(
        &self,
        level: Level,
        draws: usize,
        chosen: &[usize],
        scratch: &mut Scratch,
        visit: &mut impl FnMut(usize, DrawnSeries<'_>, &mut Visitor<'_>),
    ) {
        let Scratch {
            inputs,
            arena,
            failed,
            valid,
            reached,
            room,
            ..
        } = scratch;
        failed.resize(self.watched.len(), Vec::new());
        // Flags of a constant are not written here, and another alternative may have left some.
        failed.iter_mut().for_each(Vec::clear);
        let inputs = &inputs[..self.sampler.rows() * draws];
        let mut visitor = Visitor {
            valid,
            reached,
            room,
        };
        self.routine
            .run(level, inputs, draws, arena, |output, block| {
                // The routine has watched outputs only.
                let Some(place) = self.watched.place(output) else {
                    return;
                };
                // The flags are moved out, so that those of the outputs upstream can be read.
                let mut mask = std::mem::take(&mut failed[place]);
                self.watched.mark_inherited(place, failed, &mut mask);
                let watched = &self.watched;
                watched.mark_outside(place, level, block, draws, &mut mask);
                if let Some(series) = self.series[place] {
                    let drawn = DrawnSeries {
                        block,
                        draws,
                        failed: &mask,
                        chosen,
                    };
                    visit(series, drawn, &mut visitor);
                }
                failed[place] = mask;
            });
    }

    /// Passes the series that are the same in every draw of this choice to the visitor.
    pub(super) fn repeat_constants(
        &self,
        draws: usize,
        chosen: &[usize],
        scratch: &mut Scratch,
        visit: &mut impl FnMut(usize, DrawnSeries<'_>, &mut Visitor<'_>),
    ) {
        let Scratch {
            valid,
            reached,
            room,
            ..
        } = scratch;
        let mut visitor = Visitor {
            valid,
            reached,
            room,
        };
        for (series, values) in self.constant.iter().enumerate() {
            let Some(values) = values else { continue };
            let is_finite = values.iter().all(|value| value.is_finite());
            let block: Vec<f64> = values
                .iter()
                .flat_map(|value| std::iter::repeat_n(*value, draws))
                .collect();
            // The growth of a segment that starts from zero is undefined in every draw.
            let failed = if is_finite {
                Vec::new()
            } else {
                vec![true; draws]
            };
            let drawn = DrawnSeries {
                block: &block,
                draws,
                failed: &failed,
                chosen,
            };
            visit(series, drawn, &mut visitor);
        }
    }
}

/// One series in a block of draws.
#[derive(Clone, Copy)]
pub(super) struct DrawnSeries<'a> {
    /// `(rows, draws)`.
    pub(super) block: &'a [f64],
    pub(super) draws: usize,
    /// The flags of the draws that fail; empty if none fails.
    pub(super) failed: &'a [bool],
    /// The slot of each draw in the block that was drawn; its own if empty.
    pub(super) chosen: &'a [usize],
}

impl<'a> DrawnSeries<'a> {
    pub(super) fn rows(&self) -> impl Iterator<Item = &'a [f64]> + use<'a> {
        self.block.chunks_exact(self.draws)
    }

    pub(super) fn fails(&self, slot: usize) -> bool {
        self.failed.get(slot).copied().unwrap_or(false)
    }

    /// The slot of a draw in the block that was drawn.
    pub(super) fn draw(&self, slot: usize) -> usize {
        self.chosen.get(slot).copied().unwrap_or(slot)
    }
}

/// Scratch buffers of the visitor.
pub(super) struct Visitor<'a> {
    pub(super) valid: &'a mut Vec<f64>,
    pub(super) reached: &'a mut Vec<bool>,
    pub(super) room: &'a mut Room,
}

/// Refuses a constant output that leaves its range.
fn check_constant(subject: &Subject<'_>, output: Output, values: &[f64]) -> Result<(), Error> {
    let allowed = (subject.allowed)(output);
    let outside = values.iter().position(|value| !allowed.contains(*value));
    match outside {
        // The growth of a segment that starts from zero is undefined, which is not an error.
        Some(row) if !matches!(output, Output::SegmentGrowth(_)) => {
            let period = subject.base.plus(u32::try_from(row).unwrap_or(u32::MAX))?;
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
