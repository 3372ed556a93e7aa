//! Blocks of draws through the compiled plan.

use super::part::{Part, Reached, SeriesPart};
use super::reading::{Beside, Found, Scratch, Variant, central, choice_stream, chosen, ends_of};
use super::scheme::{Scheme, Uniforms};
use super::target::Target;
use crate::kernel::{Kept, Tally};
use crate::scenario::{Output, Plan, Scenario};
use crate::{Error, ErrorKind};

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
            .fill((choice_stream(), usize::MAX), 0, first, &mut choice);
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
