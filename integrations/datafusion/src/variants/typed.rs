//! Variants by columns of values: the library's sweep, batch by batch.

use std::collections::HashMap;
use std::sync::Arc;

use compute_impact::sweep::{Batches, Columns, OnFailure, Status};
use compute_impact::{Error, Interval, Output, Scenario};
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Float64Array, RecordBatch, StringArray, UInt32Array,
};
use datafusion::arrow::buffer::{BooleanBuffer, Buffer, NullBuffer};
use datafusion::arrow::compute::{CastOptions, cast_with_options, take_record_batch};
use datafusion::arrow::datatypes::{DataType, Float64Type, Schema};
use datafusion::common::Result;
use datafusion::error::DataFusionError;

use super::rows::{Column, Repeat, Results, place_of, texts};
use super::{BadRows, Form};
use crate::error::{refused, unplanned};
use crate::function::UNIT;
use crate::runs::units;

const NAME: &str = "sweep";

/// The most numbers that one batch of results has, so that memory does not grow with the outputs.
const NUMBERS: usize = 1 << 17;

/// An input of the scenario that a column moves.
#[derive(Clone, Debug)]
struct Moved {
    /// The number of the column.
    column: usize,
    place: String,
    unit: String,
    allowed: Interval,
}

/// A sweep over the columns of a table.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    scenario: Arc<Scenario>,
    /// No outputs stand for all.
    outputs: Vec<Output>,
    batches: Batches,
    moved: Vec<Moved>,
    bad_rows: BadRows,
    labels: Arc<Labels>,
    /// The least and the greatest value of each column that were tried; see [`Typed::widen`].
    tried: Vec<[f64; 2]>,
    /// The numbers of the batch before, whose memory serves the next one if no one reads them any more.
    numbers: Buffer,
    /// The texts of earlier batches, which are those of the next one of as many rows. Two, because the
    /// last piece of a batch of the input is shorter than the others.
    known_texts: [Option<(usize, Texts)>; 2],
}

/// The columns of texts of a batch: output, period and unit.
type Texts = [ArrayRef; 3];

/// The texts of the results.
#[derive(Debug)]
struct Labels {
    outputs: Arc<StringArray>,
    units: Arc<StringArray>,
    periods: Arc<StringArray>,
    /// For each block of results the numbers of its output and of its period.
    blocks: Vec<(usize, usize)>,
}

impl Typed {
    pub(super) fn new(
        scenario: &Scenario,
        schema: &Schema,
        outputs: &[Output],
        bad_rows: BadRows,
    ) -> Result<Self> {
        let moved = inputs(scenario, schema)?;
        let mut sweep = scenario.sweep();
        if !outputs.is_empty() {
            let chosen = outputs.iter().copied();
            sweep = sweep
                .with_outputs(chosen)
                .map_err(|error| unplanned(NAME, error))?;
        }
        if bad_rows == BadRows::Skip {
            sweep = sweep.with_failures(OnFailure::Mark);
        }
        let places = moved.iter().map(|moved| moved.place.as_str());
        let batches = sweep.batches(places);
        let batches = batches.map_err(|error| unplanned(NAME, error))?;
        let labels = Labels::of(scenario, batches.outputs())?;
        Ok(Self {
            scenario: Arc::new(scenario.clone()),
            outputs: outputs.to_vec(),
            labels: Arc::new(labels),
            numbers: Buffer::default(),
            known_texts: [None, None],
            tried: Vec::new(),
            batches,
            moved,
            bad_rows,
        })
    }

    /// The serialized form.
    pub(super) fn form(&self) -> Form {
        Form::Sweep {
            scenario: Box::new(self.scenario.as_ref().clone()),
            outputs: self.outputs.clone(),
            bad_rows: self.bad_rows,
        }
    }

    /// The unit of the numbers of a column, if it moves an input.
    pub(super) fn unit_of(&self, column: usize) -> Option<&str> {
        let moved = self.moved.iter().find(|moved| moved.column == column);
        moved.map(|moved| moved.unit.as_str())
    }

    /// The unit of each output, for metadata.
    pub(super) fn units(&self) -> HashMap<String, String> {
        let pairs = self.labels.outputs.iter().zip(self.labels.units.iter());
        let named = pairs
            .filter_map(|(output, unit)| Some((format!("{UNIT}.{}", output?), unit?.to_owned())));
        let mut named: HashMap<String, String> = named.collect();
        let mut units = named.values();
        if let Some(unit) = units.next().cloned()
            && units.all(|other| *other == unit)
        {
            named.insert(UNIT.to_owned(), unit);
        }
        named
    }

    /// The same sweep over a choice of the columns.
    pub(super) fn over(&self, read: &[usize]) -> Result<Self> {
        let mut typed = self.clone();
        for moved in &mut typed.moved {
            moved.column = place_of(moved.column, read)?;
        }
        Ok(typed)
    }

    /// The number of rows of the input that are computed together.
    pub(super) fn most_rows(&self) -> usize {
        (NUMBERS / self.results_per_row().max(1)).clamp(64, 8192)
    }

    /// The number of rows of results of a row of the input.
    pub(super) fn results_per_row(&self) -> usize {
        self.labels.blocks.len()
    }

    /// The results of some rows, and the number of rows skipped.
    pub(super) fn results(
        &mut self,
        input: &RecordBatch,
        at: impl Fn(usize) -> String,
        columns: &[Column],
    ) -> Result<(Results, usize)> {
        let values = self.values(input)?;
        match self.bad_rows {
            BadRows::Refuse => {
                self.refuse_null(&values, &at)?;
                let swept = self.run(&slices(&values));
                let swept = swept.map_err(|error| bad_row(&error, &at))?;
                Ok((self.table(input.clone(), swept, columns)?, 0))
            }
            BadRows::Skip => {
                let allowed = self.allowed_rows(&values);
                if allowed.len() == input.num_rows()
                    && let Ok(swept) = self.run(&slices(&values))
                    && swept.failed() == 0
                {
                    return Ok((self.table(input.clone(), swept, columns)?, 0));
                }
                let rows = self.good_rows(&values, &allowed);
                let skipped = input.num_rows() - rows.len();
                let input = take_record_batch(input, &UInt32Array::from(rows))?;
                if input.num_rows() == 0 {
                    let texts = self.texts(0, columns)?;
                    return Ok((Labels::nothing(input, texts), skipped));
                }
                let values = self.values(&input)?;
                let swept = self
                    .run(&slices(&values))
                    .map_err(|error| refused(NAME, error))?;
                Ok((self.table(input, swept, columns)?, skipped))
            }
        }
    }

    /// Computes a batch, in the memory of the one before if no one reads it any more.
    fn run(&mut self, columns: &[&[f64]]) -> std::result::Result<Columns, Error> {
        self.widen(columns);
        let memory = std::mem::take(&mut self.numbers).into_vec();
        self.batches.run_in(columns, memory.unwrap_or_default())
    }

    /// The results of all variants of a batch, of which none failed.
    fn table(&mut self, input: RecordBatch, swept: Columns, columns: &[Column]) -> Result<Results> {
        let texts = self.texts(input.num_rows(), columns)?;
        let has_undefined = swept.iter().any(|output| output.statuses().is_some());
        let numbers = swept.into_defined_values();
        let nulls = has_undefined.then(|| {
            let is_defined = |place: usize| !numbers[place].is_nan();
            NullBuffer::new(BooleanBuffer::collect_bool(numbers.len(), is_defined))
        });
        self.numbers = Buffer::from_vec(numbers);
        Ok(Results {
            texts,
            value: Float64Array::new(self.numbers.clone().into(), nulls),
            repeat: Repeat::Blocks(self.results_per_row()),
            input,
        })
    }

    /// Shows the library two variants at ends far beyond the values of a batch. Values between those
    /// that it has accepted are not read anew, so that a table in ascending order is not read anew
    /// with every batch. What it refuses here is not used.
    fn widen(&mut self, columns: &[&[f64]]) {
        let is_tried = |(column, [low, high]): (&&[f64], &[f64; 2])| {
            // NaN is tried, and refused as the library refuses it.
            let outside = |x: &f64| u32::from(x < low) | u32::from(x > high);
            column.iter().fold(0, |any, x| any | outside(x)) == 0
        };
        if !self.tried.is_empty() && columns.iter().zip(&self.tried).all(is_tried) {
            return;
        }
        let ends = columns.iter().enumerate().map(|(number, column)| {
            let empty = [f64::INFINITY, f64::NEG_INFINITY];
            let [low, high] = self.tried.get(number).copied().unwrap_or(empty);
            let low = column.iter().copied().fold(low, f64::min);
            let high = column.iter().copied().fold(high, f64::max);
            let span = high - low;
            [low - span, high + span]
        });
        let ends: Vec<[f64; 2]> = ends.collect();
        let slices: Vec<&[f64]> = ends.iter().map(|ends| &ends[..]).collect();
        // Only that it was read matters.
        drop(self.batches.run(&slices).map(|_| ()));
        self.tried = ends;
    }

    /// The texts of the results of this number of rows, if a query reads any.
    fn texts(&mut self, rows: usize, columns: &[Column]) -> Result<Option<Texts>> {
        let is_text = |column| matches!(column, &Column::Output | Column::Period | Column::Unit);
        if !columns.iter().any(is_text) {
            return Ok(None);
        }
        let mut known = self.known_texts.iter().flatten();
        if let Some((_, texts)) = known.find(|(of, _)| *of == rows) {
            return Ok(Some(texts.clone()));
        }
        let texts = self.labels.texts(rows)?;
        self.known_texts.swap(0, 1);
        self.known_texts[0] = Some((rows, texts.clone()));
        Ok(Some(texts))
    }

    /// The columns of the inputs as 64-bit floats.
    fn values(&self, input: &RecordBatch) -> Result<Vec<Float64Array>> {
        let columns = self.moved.iter().map(|moved| {
            let column = input.column(moved.column);
            let options = CastOptions {
                safe: false,
                ..CastOptions::default()
            };
            let column = cast_with_options(column, &DataType::Float64, &options)?;
            Ok(column.as_primitive::<Float64Type>().clone())
        });
        columns.collect()
    }

    fn refuse_null(&self, values: &[Float64Array], at: impl Fn(usize) -> String) -> Result<()> {
        for (column, moved) in values.iter().zip(&self.moved) {
            let nulls = column.nulls().filter(|nulls| nulls.null_count() > 0);
            let row = nulls.and_then(|nulls| nulls.iter().position(|is_valid| !is_valid));
            if let Some(row) = row {
                let place = &moved.place;
                let reason = format!("{}, column \"{place}\": NULL; {}", at(row), super::REMEDY);
                return Err(refused(NAME, reason));
            }
        }
        Ok(())
    }

    /// The rows of which every number is in the range of its input.
    fn allowed_rows(&self, values: &[Float64Array]) -> Vec<usize> {
        let rows = values.first().map_or(0, Array::len);
        let pairs = || values.iter().zip(&self.moved);
        let is_allowed = |row: &usize| {
            pairs().all(|(column, moved)| {
                column.is_valid(*row) && moved.allowed.contains(column.value(*row))
            })
        };
        (0..rows).filter(is_allowed).collect()
    }

    /// The rows, among those allowed, that the scenario accepts and of which no output leaves its range.
    fn good_rows(&mut self, values: &[Float64Array], allowed: &[usize]) -> Vec<u32> {
        let mut good = Vec::with_capacity(allowed.len());
        // Halves of what is refused as a whole, until the row is alone.
        let mut open = vec![allowed];
        while let Some(rows) = open.pop() {
            if rows.is_empty() {
                continue;
            }
            let columns = values.iter().map(|column| {
                let numbers = rows.iter().map(|row| column.value(*row));
                numbers.collect::<Vec<f64>>()
            });
            let columns: Vec<Vec<f64>> = columns.collect();
            let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            match self.batches.run(&slices) {
                Ok(swept) => good.extend(rows.iter().enumerate().filter_map(|(place, row)| {
                    let fails = swept
                        .iter()
                        .any(|output| output.status(place).is_some_and(Status::is_failure));
                    (!fails).then(|| u32::try_from(*row).unwrap_or(u32::MAX))
                })),
                Err(_) if rows.len() == 1 => {}
                Err(_) => {
                    let (left, right) = rows.split_at(rows.len() / 2);
                    open.extend([right, left]);
                }
            }
        }
        good
    }
}

/// The numbers of columns.
fn slices(columns: &[Float64Array]) -> Vec<&[f64]> {
    columns.iter().map(|column| &column.values()[..]).collect()
}

/// The columns of a table that move inputs of a scenario.
fn inputs(scenario: &Scenario, schema: &Schema) -> Result<Vec<Moved>> {
    let mut moved = Vec::new();
    for (column, field) in schema.fields().iter().enumerate() {
        let input = match scenario.input(field.name()) {
            Ok(input) => input,
            // A name with a dot is meant as a place.
            Err(error) if field.name().contains('.') => return Err(unplanned(NAME, error)),
            Err(_) => continue,
        };
        if !field.data_type().is_numeric() {
            let reason = format!(
                "the column \"{}\" must be a number, it has the type {}: CAST it to DOUBLE",
                field.name(),
                field.data_type()
            );
            return Err(unplanned(NAME, reason));
        }
        moved.push(Moved {
            column,
            place: input.place().as_str().to_owned(),
            unit: input.unit().to_owned(),
            allowed: input.allowed(),
        });
    }
    if moved.is_empty() {
        let places: Vec<&str> = scenario
            .inputs()
            .iter()
            .map(|input| input.place().as_str())
            .collect();
        let reason = format!(
            "no column of the table is an input: name one at least by its place, one of {}",
            places.join(", ")
        );
        return Err(unplanned(NAME, reason));
    }
    Ok(moved)
}

/// The error of a variant as that of a row and a column.
fn bad_row(error: &Error, at: impl Fn(usize) -> String) -> DataFusionError {
    let message = error.to_string();
    let inside = error.path().strip_prefix("variant[");
    let Some((variant, rest)) = inside.and_then(|path| path.split_once(']')) else {
        return refused(NAME, message);
    };
    let Ok(row) = variant.parse() else {
        return refused(NAME, message);
    };
    let column = rest.trim_start_matches('.');
    let what = message.strip_prefix(error.path()).unwrap_or(&message);
    let what = what.trim_start_matches(": ");
    let at = at(row);
    let reason = if column.is_empty() {
        format!("{at}: {what}")
    } else {
        format!("{at}, column \"{column}\": {what}")
    };
    refused(NAME, format!("{reason}; {}", super::REMEDY))
}

impl Labels {
    fn of(scenario: &Scenario, outputs: &[Output]) -> Result<Self> {
        let known = units(scenario).map_err(|error| unplanned(NAME, error))?;
        let unit = |output: &Output| {
            let found = known.iter().find(|(other, _)| other == output);
            found.map_or("", |(_, unit)| unit.as_str())
        };
        let periods = (0..=scenario.periods()).map(|row| scenario.base().plus(row));
        let periods: Vec<String> = periods
            .map(|period| period.map(|period| period.to_string()))
            .collect::<std::result::Result<_, _>>()
            .map_err(|error| unplanned(NAME, error))?;
        let blocks = outputs.iter().enumerate().flat_map(|(number, output)| {
            // Growth has no number in the base period.
            let first = usize::from(output.is_of_period());
            (first..periods.len()).map(move |row| (number, row))
        });
        Ok(Self {
            blocks: blocks.collect(),
            outputs: Arc::new(outputs.iter().map(|output| Some(output.id())).collect()),
            units: Arc::new(outputs.iter().map(|output| Some(unit(output))).collect()),
            periods: Arc::new(periods.into_iter().map(Some).collect()),
        })
    }

    /// The texts of the results of this number of rows.
    fn texts(&self, rows: usize) -> Result<Texts> {
        let column = |of: fn(&(usize, usize)) -> usize, list| {
            let mut keys = Vec::with_capacity(rows * self.blocks.len());
            for block in &self.blocks {
                let key = i32::try_from(of(block)).unwrap_or(i32::MAX);
                keys.resize(keys.len() + rows, key);
            }
            texts(keys, list)
        };
        Ok([
            column(|(output, _)| *output, &self.outputs)?,
            column(|(_, period)| *period, &self.periods)?,
            column(|(output, _)| *output, &self.units)?,
        ])
    }

    /// The results of no rows.
    fn nothing(input: RecordBatch, texts: Option<Texts>) -> Results {
        Results {
            texts,
            value: Float64Array::from(Vec::<f64>::new()),
            repeat: Repeat::Rows(UInt32Array::from(Vec::<u32>::new())),
            input,
        }
    }
}
