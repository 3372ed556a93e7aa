//! The runs of the plan of a scenario over blocks of variants.

use super::column::Column;
use super::columns::Columns;
use super::door::{Door, Way, at_variant};
use super::status::Status;
use crate::kernel::{Arena, Level, Routine};
use crate::scenario::{Input, Plan, Scenario, Watched};
use crate::{Error, ErrorKind, Output};

/// The greatest count of numbers in a run of the plan, so that it fits into the cache of a core.
const RUN_NUMBERS: usize = 64 * 1024;

/// A scenario compiled for a choice of moved inputs and outputs.
#[derive(Clone, Debug)]
pub(super) struct Engine {
    scenario: Scenario,
    routine: Routine,
    watched: Watched,
    /// The row of each moved input among those that the routine is given.
    rows_of: Vec<usize>,
    /// The number among the asked for outputs of each watched one.
    series: Vec<Option<usize>>,
    constants: Vec<Constant>,
    rows: usize,
    level: Level,
    /// The number of variants in a run of the plan.
    lanes: usize,
}

/// A watched output that the moved inputs do not reach.
#[derive(Clone, Debug)]
struct Constant {
    place: usize,
    values: Vec<f64>,
    status: Status,
}

/// The memory of one worker, reused from block to block.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    given: Vec<f64>,
    arena: Arena,
    /// The flags of the variants that fail, for each watched output; empty if none fails.
    failed: Vec<Vec<bool>>,
}

/// The part of some columns that belongs to a range of variants.
#[derive(Debug)]
pub(super) struct Tile<'t> {
    pub(super) first: usize,
    pub(super) len: usize,
    /// `(outputs, periods + 1)` columns of `len` numbers.
    pub(super) values: Vec<&'t mut [f64]>,
    pub(super) statuses: Vec<Vec<Status>>,
}

impl Tile<'_> {
    /// Sets the status of a variant, whose numbers it replaces by NaN.
    fn fail(&mut self, series: usize, rows: usize, slot: usize, status: Status) {
        let statuses = &mut self.statuses[series];
        statuses.resize(self.len, Status::Valid);
        statuses[slot] = status;
        for column in &mut self.values[series * rows..(series + 1) * rows] {
            column[slot] = f64::NAN;
        }
    }
}

impl Columns {
    /// All columns as one tile.
    pub(super) fn tile(&mut self) -> Tile<'_> {
        Tile {
            first: self.first,
            len: self.room,
            statuses: std::mem::take(&mut self.statuses),
            values: self.columns_mut(),
        }
    }

    /// The columns in tiles of `size` variants and a last one of the rest.
    pub(super) fn tiles(&mut self, size: usize) -> Vec<Tile<'_>> {
        let (room, outputs) = (self.room, self.labels.outputs.len());
        let starts = (0..room).step_by(size);
        let mut tiles: Vec<Tile<'_>> = starts
            .map(|start| Tile {
                first: self.first + start,
                len: size.min(room - start),
                values: Vec::with_capacity(self.labels.columns()),
                statuses: vec![Vec::new(); outputs],
            })
            .collect();
        for column in self.columns_mut() {
            for (tile, part) in tiles.iter_mut().zip(column.chunks_mut(size)) {
                tile.values.push(part);
            }
        }
        tiles
    }
}

impl Engine {
    /// Compiles a scenario for inputs and outputs of these numbers.
    pub(super) fn new(
        scenario: &Scenario,
        moved: &[usize],
        outputs: &[usize],
        level: Level,
    ) -> Self {
        let plan = scenario.plan();
        let watched = Watched::of(plan, outputs, Output::allowed);
        let needed: Vec<usize> = watched.numbers().collect();
        let varying: Vec<bool> = (0..plan.inputs.len()).map(|n| moved.contains(&n)).collect();
        let central: Vec<f64> = plan.inputs.iter().map(Input::central).collect();
        // Without blocks of noise, which is at its mean in a projection.
        let routine = plan.program.routine(&central, &varying, 0, &needed);
        let rows_of = moved
            .iter()
            .map(|n| moved.iter().filter(|other| *other < n).count());
        let series = needed
            .iter()
            .map(|number| outputs.iter().position(|n| n == number));
        let per_variant = routine.given_rows() + routine.arena_rows();
        let mut engine = Self {
            scenario: scenario.clone(),
            rows_of: rows_of.collect(),
            series: series.collect(),
            constants: Vec::new(),
            rows: scenario.periods() as usize + 1,
            level,
            lanes: (RUN_NUMBERS / per_variant.max(1)).clamp(64, 1024) / 64 * 64,
            routine,
            watched,
        };
        engine.constants = engine.constants_of(plan);
        engine
    }

    /// The outputs that are the same in every variant, with their status.
    fn constants_of(&self, plan: &Plan) -> Vec<Constant> {
        let mut failed = vec![Vec::new(); self.watched.len()];
        let mut constants = Vec::new();
        let mut all: Vec<(usize, usize, &[f64])> = Vec::new();
        for (number, values) in self.routine.constants() {
            if let Some(place) = self.watched.place(number) {
                all.push((place, number, values));
                let is_undefined = matches!(plan.outputs[number], Output::SegmentGrowth(_));
                if self.is_outside(place, values) && !is_undefined {
                    failed[place] = vec![true];
                }
            }
        }
        for (place, number, values) in all {
            let status = self.status(plan.outputs[number], place, values, &failed);
            constants.push(Constant {
                place,
                values: values.to_vec(),
                status,
            });
        }
        constants
    }

    /// The status of an output in one variant, whose flags are `(watched outputs, 1)`.
    fn status(&self, output: Output, place: usize, path: &[f64], failed: &[Vec<bool>]) -> Status {
        let mut inherited = Vec::new();
        self.watched.mark_inherited(place, failed, &mut inherited);
        match (self.is_outside(place, path), output) {
            (true, Output::SegmentGrowth(_)) if inherited.is_empty() => Status::Undefined,
            (true, output) if !matches!(output, Output::SegmentGrowth(_)) => Status::OutOfRange,
            (false, _) if inherited.is_empty() => Status::Valid,
            _ => Status::FromOutOfRange,
        }
    }

    fn is_outside(&self, place: usize, path: &[f64]) -> bool {
        path.iter().any(|value| !self.watched.allows(place, *value))
    }

    pub(super) const fn level(&self) -> Level {
        self.level
    }

    /// The number of variants in a run of the plan.
    pub(super) const fn lanes(&self) -> usize {
        self.lanes
    }

    /// Fills a tile.
    ///
    /// # Errors
    ///
    /// That of the door, for variants that are read one by one.
    pub(super) fn fill(
        &self,
        way: Way,
        door: &Door,
        columns: &[Column<'_>],
        tile: &mut Tile<'_>,
        scratch: &mut Scratch,
    ) -> Result<(), (usize, Error)> {
        match way {
            Way::Together => {
                self.fill_together(columns, tile, scratch);
                Ok(())
            }
            Way::OneByOne => self.fill_one_by_one(door, columns, tile),
        }
    }

    fn fill_together(&self, columns: &[Column<'_>], tile: &mut Tile<'_>, scratch: &mut Scratch) {
        let outputs = &self.scenario.plan().outputs;
        let Scratch {
            given,
            arena,
            failed,
        } = scratch;
        failed.resize(self.watched.len(), Vec::new());
        for start in (0..tile.len).step_by(self.lanes) {
            let lanes = self.lanes.min(tile.len - start);
            given.resize(columns.len() * lanes, 0.0);
            for (column, row) in columns.iter().zip(&self.rows_of) {
                column.fill(
                    tile.first + start,
                    &mut given[row * lanes..(row + 1) * lanes],
                );
            }
            failed.iter_mut().for_each(Vec::clear);
            for constant in &self.constants {
                if constant.status.is_failure() {
                    failed[constant.place].resize(lanes, true);
                }
            }
            self.routine
                .run(self.level, given, lanes, arena, |number, block| {
                    // The routine has watched outputs only.
                    let Some(place) = self.watched.place(number) else {
                        return;
                    };
                    // The flags are moved out, so that those of the outputs upstream can be read.
                    let mut flags = std::mem::take(&mut failed[place]);
                    self.watched.mark_inherited(place, failed, &mut flags);
                    let is_growth = matches!(outputs[number], Output::SegmentGrowth(_));
                    // Undefined growth of a segment is no failure of what is computed from it.
                    let inherited = if is_growth { flags.clone() } else { Vec::new() };
                    self.watched
                        .mark_outside(place, self.level, block, lanes, &mut flags);
                    if let Some(series) = self.series[place] {
                        for (row, values) in block.chunks_exact(lanes).enumerate() {
                            tile.values[series * self.rows + row][start..start + lanes]
                                .copy_from_slice(values);
                        }
                        for lane in (0..lanes).filter(|lane| flags.get(*lane) == Some(&true)) {
                            let is_outside = |row: &[f64]| !self.watched.allows(place, row[lane]);
                            let status = if is_growth && inherited.get(lane) != Some(&true) {
                                Status::Undefined
                            } else if !is_growth && block.chunks_exact(lanes).any(is_outside) {
                                Status::OutOfRange
                            } else {
                                Status::FromOutOfRange
                            };
                            tile.fail(series, self.rows, start + lane, status);
                        }
                    }
                    failed[place] = if is_growth { inherited } else { flags };
                });
        }
        self.fill_constants(tile);
    }

    fn fill_constants(&self, tile: &mut Tile<'_>) {
        for constant in &self.constants {
            let Some(series) = self.series[constant.place] else {
                continue;
            };
            for (row, value) in constant.values.iter().enumerate() {
                tile.values[series * self.rows + row].fill(*value);
            }
            if !constant.status.is_valid() {
                for slot in 0..tile.len {
                    tile.fail(series, self.rows, slot, constant.status);
                }
            }
        }
    }

    fn fill_one_by_one(
        &self,
        door: &Door,
        columns: &[Column<'_>],
        tile: &mut Tile<'_>,
    ) -> Result<(), (usize, Error)> {
        for slot in 0..tile.len {
            let variant = tile.first + slot;
            let read = door.read(columns, variant).map_err(|e| (variant, e))?;
            self.fill_one(read.plan(), tile, slot)
                .map_err(|error| (variant, at_variant(error, variant)))?;
        }
        Ok(())
    }

    /// Writes the outputs of the plan of a variant.
    fn fill_one(&self, plan: &Plan, tile: &mut Tile<'_>, slot: usize) -> Result<(), Error> {
        let outputs = &self.scenario.plan().outputs;
        let routine = plan.at_central_values();
        let paths: Vec<&[f64]> = routine.constants().map(|(_, path)| path).collect();
        let path = |number: usize| {
            let output = outputs[number];
            let at = plan.outputs.iter().position(|other| *other == output);
            at.map(|at| (output, paths[at]))
                .ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))
        };
        let mut failed = vec![Vec::new(); self.watched.len()];
        for (place, number) in self.watched.numbers().enumerate() {
            let (output, path) = path(number)?;
            if self.is_outside(place, path) && !matches!(output, Output::SegmentGrowth(_)) {
                failed[place] = vec![true];
            }
        }
        for (place, number) in self.watched.numbers().enumerate() {
            let Some(series) = self.series[place] else {
                continue;
            };
            let (output, path) = path(number)?;
            for (row, value) in path.iter().enumerate() {
                tile.values[series * self.rows + row][slot] = *value;
            }
            let status = self.status(output, place, path, &failed);
            if !status.is_valid() {
                tile.fail(series, self.rows, slot, status);
            }
        }
        Ok(())
    }
}
