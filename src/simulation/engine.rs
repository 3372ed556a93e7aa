//! The engine that runs blocks of draws through the compiled plan.

use std::ops::Range;

use super::Subject;
use super::choice::{Choice, DrawnSeries, Scratch, Visitor, choice_stream, chosen, ends_of};
use super::part::{Part, Reached, SeriesPart};
use super::scheme::{Scheme, Uniforms};
use super::target::Target;
use crate::kernel::{Draws, Kept, Tally};
use crate::scenario::{Output, Plan};
use crate::{Error, ErrorKind};

/// A scenario ready to be drawn from.
#[derive(Clone, Debug)]
pub(super) struct Engine {
    /// The scenario as written, then its alternatives.
    choices: Vec<Choice>,
    /// The cumulative weights of the alternatives: a draw takes the first alternative whose
    /// cumulative weight is above the draw's uniform number, or the scenario as written.
    ends: Vec<f64>,
    uniforms: Uniforms,
    block: usize,
    rows: usize,
    pub(super) series: Vec<Output>,
    targets: Vec<(usize, Target)>,
    scales: Vec<Vec<[f64; 2]>>,
}

/// The ranges of numbers to keep, for each series and period.
pub(super) type Ranges = Vec<Vec<Vec<[f64; 2]>>>;

/// The greatest count of numbers in a block, so that it fits into the cache of a core.
const BLOCK_NUMBERS: usize = 64 * 1024;
/// The number of draws from which the scale of each output is estimated.
const PILOT: u64 = 256;

impl Engine {
    pub(super) fn new(
        subject: &Subject<'_>,
        uniforms: Uniforms,
        series: &[Output],
        targets: &[Target],
        block: Option<usize>,
    ) -> Result<Self, Error> {
        let plan = subject.plan;
        let rows = subject.rows();
        let number = |output: Output| {
            plan.outputs
                .iter()
                .position(|other| *other == output)
                .ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))
        };
        let numbers: Vec<usize> = series
            .iter()
            .map(|o| number(*o))
            .collect::<Result<_, _>>()?;
        let targets = targets
            .iter()
            .map(|target| {
                let number = series.iter().position(|output| *output == target.output());
                let missing = || {
                    Error::new(ErrorKind::NoOutput {
                        output: target.output(),
                    })
                };
                number.ok_or_else(missing).map(|number| (number, *target))
            })
            .collect::<Result<_, _>>()?;

        let mut choices = vec![Choice::new(subject, uniforms, &numbers)?];
        for (_, alternative) in &subject.alternatives {
            choices.push(Choice::new(&Subject::of(alternative), uniforms, &numbers)?);
        }
        if choices.len() > 1 && uniforms.scheme == Scheme::Antithetic {
            return Err(Error::new(ErrorKind::Conflict {
                what: "the scheme `antithetic`",
                with: "a scenario with alternatives",
                remedy: "use another scheme: the draws of a pair would take different alternatives",
            }));
        }
        let per_draw = numbers_per_draw(&choices);
        let fitting = (BLOCK_NUMBERS / per_draw.max(1)).clamp(64, 1024) / 64 * 64;
        let mut engine = Self {
            choices,
            ends: ends_of(subject.alternatives.iter().map(|(weight, _)| *weight)),
            uniforms,
            block: block.unwrap_or(fitting),
            rows,
            series: series.to_vec(),
            targets,
            scales: Vec::new(),
        };
        let central = projected(plan, &numbers);
        engine.scales = engine.scales_from_pilot(uniforms.draws, &central);
        Ok(engine)
    }

    /// The number of draws in a block.
    pub(super) fn block(&self) -> usize {
        self.block
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The most numbers that a draw computes.
    pub(super) fn numbers_per_draw(&self) -> usize {
        numbers_per_draw(&self.choices)
    }

    /// The bytes of a worker's scratch memory.
    pub(super) fn scratch_memory(&self) -> usize {
        let of_choices = self.choices.iter();
        // All choices share an arena, each slot of which has the greatest size of all choices.
        let mut slots: Vec<usize> = Vec::new();
        for choice in of_choices.clone() {
            let own = choice.routine.slots();
            slots.resize(slots.len().max(own.len()), 0);
            for (slot, rows) in slots.iter_mut().zip(own) {
                *slot = (*slot).max(*rows);
            }
        }
        let given = of_choices.clone().map(Choice::given_rows);
        let flags = of_choices.clone().map(|choice| choice.watched.len());
        let rows = slots.into_iter().sum::<usize>() + given.max().unwrap_or(0) + 2;
        // With alternatives, a uniform number, a place and a number for each draw, and a constant's
        // rows.
        let choosing = if self.choices.len() > 1 {
            3 + self.rows
        } else {
            0
        };
        (8 * (rows + choosing) + flags.max().unwrap_or(0)) * self.block
    }

    pub(super) fn scratch() -> Scratch {
        Scratch::default()
    }

    /// Empty partial results, which keep the numbers in ranges.
    pub(super) fn part(&self, ranges: Option<&Ranges>) -> Part {
        let kept = |series: usize| match ranges {
            Some(ranges) => ranges[series].iter().map(|of| Kept::new(of)).collect(),
            None => vec![Kept::default(); self.rows],
        };
        let series = self.scales.iter().enumerate();
        let series = series.map(|(number, scales)| SeriesPart {
            failed: 0,
            first_failed: None,
            cells: scales
                .iter()
                .map(|[center, reach]| Tally::new(*center, *reach))
                .collect(),
            kept: kept(number),
        });
        Part {
            series: series.collect(),
            reached: vec![
                Reached {
                    at: vec![0; self.rows],
                    by: vec![0; self.rows],
                };
                self.targets.len()
            ],
        }
    }

    /// The center and reach of the numbers of each series and period, from the central path and a
    /// few draws, which scale the sums in fixed point.
    fn scales_from_pilot(&self, all: u64, central: &[Vec<f64>]) -> Vec<Vec<[f64; 2]>> {
        let mut reach: Vec<Vec<f64>> = central.iter().map(|path| vec![0.0; path.len()]).collect();
        let draws = usize::try_from(all.min(PILOT)).unwrap_or(1);
        let mut scratch = Self::scratch();
        self.run(0, draws, &mut scratch, |series, drawn, _| {
            for (row, values) in drawn.rows().enumerate() {
                for (slot, value) in values.iter().enumerate() {
                    if !drawn.fails(slot) {
                        let distance = (value - central[series][row]).abs();
                        reach[series][row] = reach[series][row].max(distance);
                    }
                }
            }
        });
        let scaled = central.iter().zip(reach).map(|(centers, reaches)| {
            let cells = centers.iter().zip(reaches).map(|(center, reach)| {
                // Sixteen times the greatest distance among a few hundred draws covers most shapes.
                let wide = 16.0 * reach;
                [
                    *center,
                    if wide > 0.0 {
                        wide
                    } else {
                        center.abs().max(1e-300)
                    },
                ]
            });
            cells.collect()
        });
        scaled.collect()
    }

    /// Runs a block and passes each series that varies to the visitor.
    fn run(
        &self,
        first: u64,
        draws: usize,
        scratch: &mut Scratch,
        mut visit: impl FnMut(usize, DrawnSeries<'_>, &mut Visitor<'_>),
    ) {
        if let [choice] = &self.choices[..] {
            choice.fill(Draws::From(first), draws, scratch);
            choice.run(self.uniforms.level, draws, &[], scratch, &mut visit);
            return;
        }
        let mut uniforms = vec![0.0; draws];
        let stream = (choice_stream(), usize::MAX);
        self.uniforms
            .fill(stream, 0, Draws::From(first), &mut uniforms);
        for (number, choice) in self.choices.iter().enumerate() {
            let takes = |u: f64| chosen(&self.ends, u) == number;
            let chosen: Vec<usize> = (0..draws).filter(|slot| takes(uniforms[*slot])).collect();
            if chosen.is_empty() {
                continue;
            }
            let numbers: Vec<u64> = chosen.iter().map(|slot| first + *slot as u64).collect();
            choice.fill(Draws::Each(&numbers), numbers.len(), scratch);
            choice.run(
                self.uniforms.level,
                chosen.len(),
                &chosen,
                scratch,
                &mut visit,
            );
            choice.repeat_constants(chosen.len(), &chosen, scratch, &mut visit);
        }
    }

    /// Draws `draws` draws from `first` on and adds them to the partial results.
    fn add(&self, first: u64, draws: usize, scratch: &mut Scratch, part: &mut Part) {
        let level = self.uniforms.level;
        let pairs = self.uniforms.scheme == Scheme::Antithetic;
        self.run(first, draws, scratch, |series, drawn, visitor| {
            let of = &mut part.series[series];
            let has_failed = drawn.failed.iter().any(|flag| *flag);
            if has_failed {
                of.failed += drawn.failed.iter().filter(|flag| **flag).count() as u64;
                let slot = drawn
                    .failed
                    .iter()
                    .position(|flag| *flag)
                    .unwrap_or_default();
                let number = first + drawn.draw(slot) as u64;
                of.first_failed = Some(of.first_failed.map_or(number, |n| n.min(number)));
            }
            let skipped = self.skipped_rows(series);
            for (row, values) in drawn.rows().enumerate().skip(skipped) {
                let (cell, kept) = (&mut of.cells[row], &mut of.kept[row]);
                if has_failed {
                    visitor.valid.clear();
                    let valid = values.iter().zip(drawn.failed).filter(|(_, flag)| !**flag);
                    visitor.valid.extend(valid.map(|(value, _)| value));
                    cell.add_at(level, visitor.valid, kept, visitor.room);
                } else {
                    cell.add_at(level, values, kept, visitor.room);
                }
                if pairs {
                    add_pairs(cell, values, drawn.failed);
                }
            }
            for (number, (of, target)) in self.targets.iter().enumerate() {
                if *of == series {
                    let reached = &mut part.reached[number];
                    visitor.reached.clear();
                    visitor.reached.resize(drawn.draws, false);
                    for (row, values) in drawn.rows().enumerate().skip(skipped) {
                        let (mut at, mut by) = (0, 0);
                        for (slot, value) in values.iter().enumerate() {
                            let now = !drawn.fails(slot) && target.is_reached_by(*value);
                            visitor.reached[slot] |= now;
                            at += u64::from(now);
                            by += u64::from(visitor.reached[slot]);
                        }
                        reached.at[row] += at;
                        reached.by[row] += by;
                    }
                }
            }
        });
    }

    /// Draws a range of draws, block by block, and adds them to the partial results.
    pub(super) fn add_range(&self, draws: Range<u64>, scratch: &mut Scratch, part: &mut Part) {
        let mut first = draws.start;
        while first < draws.end {
            let size = usize::try_from(draws.end - first).unwrap_or(usize::MAX);
            let size = size.min(self.block);
            self.add(first, size, scratch, part);
            first += size as u64;
        }
    }

    /// Adds the series that are the same in each of `draws` draws, the first of which is `first`.
    /// With alternatives it does nothing: each adds its own constants as it is drawn.
    pub(super) fn add_constants(&self, first: u64, draws: u64, part: &mut Part) {
        let [choice] = &self.choices[..] else {
            return;
        };
        for (series, values) in choice.constant.iter().enumerate() {
            let Some(values) = values else { continue };
            let skipped = self.skipped_rows(series);
            if values.iter().any(|value| !value.is_finite()) {
                let of = &mut part.series[series];
                of.failed += draws;
                of.first_failed = of.first_failed.or(Some(first));
                continue;
            }
            for (row, value) in values.iter().enumerate().skip(skipped) {
                part.series[series].cells[row].add_repeated(*value, draws);
            }
            for (number, (of, target)) in self.targets.iter().enumerate() {
                if *of == series {
                    let reached = &mut part.reached[number];
                    let mut before = false;
                    for (row, value) in values.iter().enumerate().skip(skipped) {
                        let now = target.is_reached_by(*value);
                        before |= now;
                        reached.at[row] += u64::from(now) * draws;
                        reached.by[row] += u64::from(before) * draws;
                    }
                }
            }
        }
    }

    /// The number of rows without a number: the base period of an output over a period.
    fn skipped_rows(&self, series: usize) -> usize {
        usize::from(self.series[series].is_of_period())
    }
}

fn numbers_per_draw(choices: &[Choice]) -> usize {
    choices.iter().map(Choice::rows).max().unwrap_or(1)
}

/// Adds the pairs of which both draws are valid.
fn add_pairs(cell: &mut Tally, values: &[f64], failed: &[bool]) {
    if failed.is_empty() {
        cell.add_pairs(values);
        return;
    }
    for (values, failed) in values.chunks_exact(2).zip(failed.chunks_exact(2)) {
        if failed == [false, false] {
            cell.add_pairs(values);
        }
    }
}

/// The central paths of outputs; zero where a number is not finite.
fn projected(plan: &Plan, numbers: &[usize]) -> Vec<Vec<f64>> {
    let routine = plan.at_central_values();
    let mut paths = vec![Vec::new(); numbers.len()];
    for (output, values) in routine.constants() {
        for (path, number) in paths.iter_mut().zip(numbers) {
            if *number == output {
                *path = values
                    .iter()
                    .map(|value| if value.is_finite() { *value } else { 0.0 })
                    .collect();
            }
        }
    }
    paths
}
