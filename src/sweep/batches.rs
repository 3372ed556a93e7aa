use std::borrow::Cow;
use std::sync::{Arc, Mutex};

use super::column::Column;
use super::columns::Columns;
use super::engine::Scratch;
use super::run::Ready;
use super::workers::Workers;
use super::{common_length, length_of};
use crate::limits::Limit;
use crate::watch::{Count, Stage, stopped};
use crate::{Error, ErrorKind, Output, Watch};

/// A sweep that takes its values batch by batch, for query engines and services.
///
/// The scenario is compiled once, and the memory of one batch serves the next. A batch runs on the
/// caller's thread; a clone for each thread runs batches side by side. Values between those that were
/// accepted together in earlier batches are not checked again, because the checks hold for all of them;
/// inputs that must be [checked one by one](super#what-is-checked) are checked in every batch.
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Reading};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let impact = Output::Gdp(Reading::Impact);
/// let places = ["compute.path.total.growth.constant", "gdp.response.coefficient"];
/// let mut batches = scenario.sweep().with_outputs([impact])?.batches(places)?;
/// for growths in [[0.15, 0.2, 0.25], [0.1, 0.2, 0.3]] {
///     // A column of one value applies to all variants.
///     let columns = batches.run(&[&growths, &[0.2]])?;
///     let impacts = columns.output(impact).ok_or("no impact")?.last();
///     assert!(impacts.is_sorted() && impacts.len() == 3);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Batches {
    ready: Ready,
    moved: Vec<usize>,
    watch: Option<Watch>,
    columns: Columns,
    scratches: Mutex<Vec<Scratch>>,
}

impl Clone for Batches {
    /// A sweep of the same scenario and inputs, with memory of its own.
    fn clone(&self) -> Self {
        Self::new(self.ready.clone(), self.moved.clone(), self.watch.clone())
    }
}

impl Batches {
    pub(super) fn new(ready: Ready, moved: Vec<usize>, watch: Option<Watch>) -> Self {
        Self {
            columns: Columns::new(Arc::clone(&ready.labels), 0, 0, 0),
            ready,
            moved,
            watch,
            scratches: Mutex::default(),
        }
    }

    /// The inputs, in the order in which [`run`](Self::run) takes their columns.
    pub fn inputs(&self) -> impl Iterator<Item = &crate::scenario::Input> {
        let inputs = self.ready.scenario.inputs();
        self.moved.iter().map(|number| &inputs[*number])
    }

    /// The outputs, in the order of the columns.
    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        self.columns.outputs()
    }

    /// Computes a batch: one column of values for each input, in the unit of the input, with one
    /// value for each variant or one for all.
    ///
    /// # Errors
    ///
    /// [`ShapeMismatch`](ErrorKind::ShapeMismatch) for another number of columns, or columns of
    /// other lengths; otherwise as [`Sweep::columns`](super::Sweep::columns), but a stopped batch
    /// returns [`Stopped`](ErrorKind::Stopped) and no columns. The number of a variant counts from the
    /// start of the batch.
    pub fn run(&mut self, values: &[&[f64]]) -> Result<&Columns, Error> {
        let memory = std::mem::take(&mut self.columns.values);
        self.columns = self.run_in(values, memory)?;
        Ok(&self.columns)
    }

    /// Computes a batch as [`run`](Self::run) does, in memory of the caller's: that of an earlier
    /// batch, or none. The columns are then the caller's, without a copy.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run).
    ///
    /// # Examples
    ///
    /// ```
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    /// let mut batches = scenario.sweep().batches(["gdp.response.coefficient"])?;
    /// let mut memory = Vec::new();
    /// for coefficients in [[0.1, 0.2], [0.15, 0.25]] {
    ///     let numbers = batches.run_in(&[&coefficients], memory)?.into_defined_values();
    ///     assert!(numbers.iter().all(|number| number.is_finite()));
    ///     memory = numbers;
    /// }
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn run_in(&mut self, values: &[&[f64]], memory: Vec<f64>) -> Result<Columns, Error> {
        if values.len() != self.moved.len() {
            return Err(Error::new(ErrorKind::ShapeMismatch {
                what: "a batch, a column for each input,",
                expected: self.moved.len(),
                found: values.len(),
            }));
        }
        let mut variants = None;
        for (number, values) in self.moved.iter().zip(values) {
            let here =
                |error: Error| error.at(self.ready.scenario.inputs()[*number].place().as_str());
            let length = length_of(values).map_err(here)?;
            common_length(&mut variants, length).map_err(here)?;
        }
        let variants = variants.unwrap_or(1);
        self.ready.check_size(variants)?;
        let columns = values
            .iter()
            .map(|values| Column::Given(Cow::Borrowed(*values)));
        let columns: Vec<Column<'_>> = columns.collect();
        let count = Count::new(self.watch.as_ref(), Stage::Variants, variants as u64);
        let level = self.ready.engine.level();
        let way = self.ready.door.admit(level, &columns, variants, &count)?;
        let mut batch = Columns::new(Arc::clone(&self.ready.labels), 0, 0, 0);
        batch.values = memory;
        batch.renew(0, variants, variants);
        let block = self.ready.block(way, None);
        let tiles = batch.tiles(block).into_iter();
        let work = (way, &columns[..]);
        let (filled, error) = self
            .ready
            .fill(work, tiles, &Workers::One, &self.scratches, &count);
        if let Some(error) = error {
            return Err(error);
        }
        batch.complete(filled);
        if !batch.is_complete() {
            let (done, total) = (batch.len() as u64, variants as u64);
            return Err(stopped(Stage::Variants, done, total));
        }
        Ok(batch)
    }
}

impl Ready {
    /// Refuses more variants or numbers than the limits allow in one piece.
    pub(super) fn check_size(&self, variants: usize) -> Result<(), Error> {
        Limit::Variants.check(variants)?;
        let columns = self.labels.columns();
        Limit::SweptNumbers.check(columns.saturating_mul(variants))
    }
}
