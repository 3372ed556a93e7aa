//! Blocks of draws through the compiled plan.

use super::lanes::{Lanes, Numbers};
use super::scheme::{Scheme, Uniforms};
use super::target::Target;
use crate::kernel::{Arena, Kept, Level, Routine, Tally, is_within_at};
use crate::scenario::{Input, Output, Plan, Scenario, stream};
use crate::{Error, ErrorKind, Interval};

/// An output that is summarised, or one that such an output is computed from.
#[derive(Clone, Debug)]
struct Watched {
    /// The range its numbers must stay in, both ends in.
    range: [f64; 2],
    /// Those it is computed from, by their numbers here; they come first.
    upstream: Vec<usize>,
    /// Its number among the summarised.
    series: Option<usize>,
}

/// One reading of a scenario, ready to be drawn from.
#[derive(Clone, Debug)]
struct Variant {
    routine: Routine,
    lanes: Lanes,
    /// By the plan's number of the output.
    watched: Vec<Option<usize>>,
    watch: Vec<Watched>,
    /// The rows of each series that is the same in every draw.
    constant: Vec<Option<Vec<f64>>>,
}

/// A scenario ready to be drawn from.
#[derive(Clone, Debug)]
pub(super) struct Engine {
    /// The scenario as written, then its alternatives.
    variants: Vec<Variant>,
    /// A draw takes the first variant whose end is above the draw's number for the choice.
    ends: Vec<f64>,
    uniforms: Uniforms,
    block: usize,
    rows: usize,
    pub(super) series: Vec<Output>,
    targets: Vec<(usize, Target)>,
    scales: Vec<Vec<[f64; 2]>>,
}

/// The random stream that chooses among alternatives.
const CHOICE: &str = "alternative";

/// Memory of one worker, kept from block to block.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    numbers: Numbers,
    given: Vec<f64>,
    arena: Arena,
    /// For each watched output the lanes that fail; none if empty.
    failed: Vec<Vec<bool>>,
    sound: Vec<f64>,
    reached: Vec<bool>,
}

/// What one worker found.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) series: Vec<SeriesPart>,
    /// Of each series, by period, the numbers in the ranges of bins to keep.
    pub(super) kept: Vec<Vec<Kept>>,
    pub(super) reached: Vec<Reached>,
}

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeriesPart {
    /// Draws left out since this output, or one it is computed from, left its range.
    pub(super) failed: u64,
    pub(super) first_failed: Option<u64>,
    /// One a period; that of the base period is empty for what is of a period.
    pub(super) cells: Vec<Tally>,
}

/// How many draws reach a target, by period.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reached {
    pub(super) at: Vec<u64>,
    /// In this period or one before it.
    pub(super) by: Vec<u64>,
}

/// For each series and period the ranges of bins to keep.
pub(super) type KeptBins = Vec<Vec<Vec<[i32; 2]>>>;

/// Numbers of one lane that blocks may hold, so that they stay in a core's own cache.
const BLOCK_NUMBERS: usize = 64 * 1024;
const PILOT: u64 = 256;

impl Engine {
    pub(super) fn new(
        scenario: &Scenario,
        uniforms: Uniforms,
        series: &[Output],
        targets: &[Target],
        block: Option<usize>,
    ) -> Result<Self, Error> {
        let plan = scenario.plan();
        let rows = scenario.periods() as usize + 1;
        let number = |output: Output| {
            plan.outputs
                .iter()
                .position(|held| *held == output)
                .ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))
        };
        let numbers: Vec<usize> = series
            .iter()
            .map(|o| number(*o))
            .collect::<Result<_, _>>()?;
        let targets = targets
            .iter()
            .map(|target| {
                let found = series.iter().position(|output| *output == target.output());
                let missing = || {
                    Error::new(ErrorKind::NoOutput {
                        output: target.output(),
                    })
                };
                found.ok_or_else(missing).map(|found| (found, *target))
            })
            .collect::<Result<_, _>>()?;

        let variant = |scenario| Variant::new(scenario, uniforms, &numbers);
        let mut variants = vec![variant(scenario)?];
        for (_, other) in scenario.alternatives() {
            variants.push(variant(other)?);
        }
        if variants.len() > 1 && uniforms.scheme == Scheme::Antithetic {
            return Err(Error::new(ErrorKind::Conflict {
                what: "the scheme `antithetic`",
                with: "a scenario with alternatives",
                remedy: "the two of a pair would hold different readings: use another scheme",
            }));
        }
        let per_lane = variants.iter().map(Variant::rows).max().unwrap_or(1);
        let fitting = (BLOCK_NUMBERS / per_lane.max(1)).clamp(64, 1024) / 64 * 64;
        let mut engine = Self {
            variants,
            ends: ends_of(scenario),
            uniforms,
            block: block.unwrap_or(fitting),
            rows,
            series: series.to_vec(),
            targets,
            scales: Vec::new(),
        };
        let central = projected(plan, &numbers, &central(plan));
        engine.scales = engine.scales_from_pilot(uniforms.draws, &central);
        Ok(engine)
    }

    /// Draws in a block.
    pub(super) fn block(&self) -> usize {
        self.block
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes that a worker's scratch takes.
    pub(super) fn scratch_memory(&self) -> usize {
        let rows = |variant: &Variant| 8 * (variant.rows() + 2) + variant.watch.len();
        self.variants.iter().map(rows).sum::<usize>() * self.block
    }

    pub(super) fn scratch() -> Scratch {
        Scratch::default()
    }

    /// Nothing found yet.
    pub(super) fn part(&self) -> Part {
        let series = self.scales.iter().map(|scales| SeriesPart {
            failed: 0,
            first_failed: None,
            cells: scales
                .iter()
                .map(|[center, reach]| Tally::new(*center, *reach))
                .collect(),
        });
        Part {
            series: series.collect(),
            kept: vec![vec![Kept::default(); self.rows]; self.scales.len()],
            reached: vec![
                Reached {
                    at: vec![0; self.rows],
                    by: vec![0; self.rows],
                };
                self.targets.len()
            ],
        }
    }

    /// Where the numbers of each series and period lie, from the central path and a few draws: so
    /// that sums in fixed point have digits where they are needed.
    fn scales_from_pilot(&self, draws: u64, central: &[Vec<f64>]) -> Vec<Vec<[f64; 2]>> {
        let mut reach: Vec<Vec<f64>> = central.iter().map(|path| vec![0.0; path.len()]).collect();
        let lanes = usize::try_from(draws.min(PILOT)).unwrap_or(1);
        let mut scratch = Self::scratch();
        self.run(0, lanes, &mut scratch, |series, found, _| {
            for (row, values) in found.rows().enumerate() {
                for (lane, value) in values.iter().enumerate() {
                    if !found.fails(lane) {
                        let off = (value - central[series][row]).abs();
                        reach[series][row] = reach[series][row].max(off);
                    }
                }
            }
        });
        let scaled = central.iter().zip(reach).map(|(centers, reaches)| {
            let cells = centers.iter().zip(reaches).map(|(center, reach)| {
                // Sixteen times the farthest of a few hundred is far out for most shapes.
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

    /// Runs a block, and hands over what was found of each series that varies.
    fn run(
        &self,
        first: u64,
        lanes: usize,
        scratch: &mut Scratch,
        mut visit: impl FnMut(usize, Found<'_>, &mut Beside<'_>),
    ) {
        if let [variant] = &self.variants[..] {
            variant.fill(first, lanes, scratch);
            variant.run(self.uniforms.level, lanes, &[], scratch, &mut visit);
            return;
        }
        let mut choice = vec![0.0; lanes];
        self.uniforms
            .fill((stream(CHOICE), usize::MAX), 0, first, &mut choice);
        for (number, variant) in self.variants.iter().enumerate() {
            let holds = |u: f64| chosen(&self.ends, u) == number;
            let chosen: Vec<usize> = (0..lanes).filter(|lane| holds(choice[*lane])).collect();
            if chosen.is_empty() {
                continue;
            }
            // All are drawn, as their numbers come in blocks, and then those that hold remain.
            variant.fill(first, lanes, scratch);
            for row in 0..variant.lanes.rows() {
                for (to, from) in chosen.iter().enumerate() {
                    // What is overwritten was read: places only move to the front.
                    scratch.given[row * chosen.len() + to] = scratch.given[row * lanes + from];
                }
            }
            variant.run(
                self.uniforms.level,
                chosen.len(),
                &chosen,
                scratch,
                &mut visit,
            );
            variant.repeat_constants(chosen.len(), &chosen, scratch, &mut visit);
        }
    }

    /// Draws `lanes` draws from `first` on, and adds them to what was found.
    pub(super) fn add(
        &self,
        first: u64,
        lanes: usize,
        kept_bins: Option<&KeptBins>,
        scratch: &mut Scratch,
        part: &mut Part,
    ) {
        let level = self.uniforms.level;
        let pairs = self.uniforms.scheme == Scheme::Antithetic;
        self.run(first, lanes, scratch, |series, found, beside| {
            let of = &mut part.series[series];
            let any = found.failed.iter().any(|flag| *flag);
            if any {
                of.failed += found.failed.iter().filter(|flag| **flag).count() as u64;
                let lane = found
                    .failed
                    .iter()
                    .position(|flag| *flag)
                    .unwrap_or_default();
                let number = first + found.draw(lane) as u64;
                of.first_failed = Some(of.first_failed.map_or(number, |n| n.min(number)));
            }
            let skipped = self.skipped_rows(series);
            for (row, values) in found.rows().enumerate().skip(skipped) {
                let bins = kept_bins.map_or(&[][..], |bins| &bins[series][row]);
                let (cell, kept) = (&mut of.cells[row], &mut part.kept[series][row]);
                if any {
                    beside.sound.clear();
                    let sound = values.iter().zip(found.failed).filter(|(_, flag)| !**flag);
                    beside.sound.extend(sound.map(|(value, _)| value));
                    cell.add_at(level, beside.sound, bins, kept);
                } else {
                    cell.add_at(level, values, bins, kept);
                }
                if pairs {
                    add_pairs(cell, values, found.failed);
                }
            }
            for (number, (of, target)) in self.targets.iter().enumerate() {
                if *of == series {
                    let reached = &mut part.reached[number];
                    beside.reached.clear();
                    beside.reached.resize(found.lanes, false);
                    for (row, values) in found.rows().enumerate().skip(skipped) {
                        let (mut at, mut by) = (0, 0);
                        for (lane, value) in values.iter().enumerate() {
                            let now = !found.fails(lane) && target.is_reached_by(*value);
                            beside.reached[lane] |= now;
                            at += u64::from(now);
                            by += u64::from(beside.reached[lane]);
                        }
                        reached.at[row] += at;
                        reached.by[row] += by;
                    }
                }
            }
        });
    }

    /// Adds what is the same in each of so many draws, the first of which is `first`.
    /// With alternatives there is nothing to do: each adds its own as it is drawn.
    pub(super) fn add_constants(&self, first: u64, draws: u64, part: &mut Part) {
        let [variant] = &self.variants[..] else {
            return;
        };
        for (series, values) in variant.constant.iter().enumerate() {
            let Some(values) = values else { continue };
            let skipped = self.skipped_rows(series);
            if values.iter().any(|value| !value.is_finite()) {
                let found = &mut part.series[series];
                found.failed += draws;
                found.first_failed = found.first_failed.or(Some(first));
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

    /// Rows that hold no number: the base period of what is of a period.
    fn skipped_rows(&self, series: usize) -> usize {
        usize::from(self.series[series].is_of_period())
    }
}

/// The reading of a scenario that holds in a draw.
pub(super) fn reading(scenario: &Scenario, uniforms: Uniforms, draw: u64) -> &Scenario {
    let mut choice = [0.0];
    uniforms.fill((stream(CHOICE), usize::MAX), 0, draw, &mut choice);
    let number = chosen(&ends_of(scenario), choice[0]);
    let other = number.checked_sub(1);
    let other = other.and_then(|number| scenario.alternatives().nth(number));
    other.map_or(scenario, |(_, other)| other)
}

/// Where the choice of each alternative ends; what lies above is the scenario as written.
fn ends_of(scenario: &Scenario) -> Vec<f64> {
    let weights = scenario.alternatives().map(|(weight, _)| weight.get());
    weights
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}

/// The variant that a draw takes.
fn chosen(ends: &[f64], choice: f64) -> usize {
    ends.iter()
        .position(|end| choice < *end)
        .map_or(0, |alternative| alternative + 1)
}

impl Variant {
    fn new(scenario: &Scenario, uniforms: Uniforms, numbers: &[usize]) -> Result<Self, Error> {
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
    fn rows(&self) -> usize {
        self.lanes.rows() + self.lanes.scratch_rows() + self.routine.arena_rows()
    }

    fn fill(&self, first: u64, lanes: usize, scratch: &mut Scratch) {
        let size = self.lanes.rows() * lanes;
        if scratch.given.len() < size {
            scratch.given.resize(size, 0.0);
        }
        let given = &mut scratch.given[..size];
        self.lanes.fill(first, lanes, &mut scratch.numbers, given);
    }

    /// Runs the inputs that were filled in.
    fn run(
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
    fn repeat_constants(
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
struct Found<'a> {
    /// `(rows, lanes)`.
    block: &'a [f64],
    lanes: usize,
    /// Lanes that fail; none if empty.
    failed: &'a [bool],
    /// The place of each lane in the block that was drawn; its own if empty.
    chosen: &'a [usize],
}

impl<'a> Found<'a> {
    fn rows(&self) -> impl Iterator<Item = &'a [f64]> + use<'a> {
        self.block.chunks_exact(self.lanes)
    }

    fn fails(&self, lane: usize) -> bool {
        self.failed.get(lane).copied().unwrap_or(false)
    }

    fn draw(&self, lane: usize) -> usize {
        self.chosen.get(lane).copied().unwrap_or(lane)
    }
}

/// Scratch that a visitor may use.
struct Beside<'a> {
    sound: &'a mut Vec<f64>,
    reached: &'a mut Vec<bool>,
}

#[cfg(feature = "parallel")]
impl Part {
    /// Adds what another worker of the same engine found.
    pub(super) fn merge(&mut self, other: Self) {
        for (ours, theirs) in self.series.iter_mut().zip(other.series) {
            ours.merge(&theirs);
        }
        let kept = self.kept.iter_mut().flatten();
        for (ours, theirs) in kept.zip(other.kept.into_iter().flatten()) {
            ours.append(theirs);
        }
        for (ours, theirs) in self.reached.iter_mut().zip(&other.reached) {
            ours.merge(theirs);
        }
    }
}

impl SeriesPart {
    /// Adds the other's counts; whether all cells fit.
    pub(super) fn merge(&mut self, other: &Self) -> bool {
        self.failed += other.failed;
        self.first_failed = match (self.first_failed, other.first_failed) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let cells = self.cells.iter_mut().zip(&other.cells);
        cells.fold(true, |fits, (ours, theirs)| {
            ours.merge(theirs).is_ok() && fits
        })
    }
}

impl Reached {
    pub(super) fn merge(&mut self, other: &Self) {
        let at = self.at.iter_mut().zip(&other.at);
        for (ours, theirs) in at.chain(self.by.iter_mut().zip(&other.by)) {
            *ours += theirs;
        }
    }
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

/// Adds the pairs of which both are sound.
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

fn central(plan: &Plan) -> Vec<f64> {
    plan.inputs.iter().map(Input::central).collect()
}

/// The central paths of outputs; zero where there is no number.
fn projected(plan: &Plan, numbers: &[usize], central: &[f64]) -> Vec<Vec<f64>> {
    let mut paths = vec![Vec::new(); numbers.len()];
    plan.program.run(central, |output, values| {
        for (path, number) in paths.iter_mut().zip(numbers) {
            if *number == output {
                *path = values
                    .iter()
                    .map(|value| if value.is_finite() { *value } else { 0.0 })
                    .collect();
            }
        }
    });
    paths
}
