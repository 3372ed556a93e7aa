use std::sync::Arc;

use super::status::Status;
use crate::scenario::Scenario;
use crate::simulation::unit_in;
use crate::{Error, Output, Period, Unit};

/// The outputs of the variants of a sweep, or of a block of them, column by column.
///
/// Each output has one column of numbers for each period, row 0 being the base period, and one
/// number in it for each variant. Where an output has no valid numbers in a variant, they are NaN in
/// all periods and its [`Status`] says why.
///
/// # Examples
///
/// See [`Sweep`](super::Sweep).
#[derive(Clone, Debug)]
pub struct Columns {
    pub(super) labels: Arc<Labels>,
    /// The number of the first variant.
    pub(super) first: usize,
    /// The number of variants with numbers.
    pub(super) len: usize,
    /// The number of variants for which there is room: the length of a column.
    pub(super) room: usize,
    /// The number of variants that were asked for.
    pub(super) variants: usize,
    /// The number of variants of which an output failed.
    pub(super) failed: usize,
    /// A column of `room` numbers for each output and period, in the order of the labels.
    pub(super) values: Vec<f64>,
    /// The statuses of each output; empty if all variants are valid.
    pub(super) statuses: Vec<Vec<Status>>,
}

/// The order of the columns in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// All periods of the first output, then those of the next.
    ByOutput,
    /// The same, but the base periods of outputs of a period, which have no number, come last.
    DefinedFirst,
}

/// The names of outputs and periods, made once for all blocks.
#[derive(Debug)]
pub(crate) struct Labels {
    order: Order,
    /// The place in memory of the column of each output and period, `(outputs, periods + 1)`.
    places: Vec<usize>,
    /// The name of the scenario on one line.
    pub(crate) scenario: String,
    #[cfg_attr(
        not(feature = "arrow"),
        expect(dead_code, reason = "only Arrow batches state it")
    )]
    pub(crate) fingerprint: String,
    pub(crate) outputs: Vec<Output>,
    pub(crate) units: Vec<(Unit, String)>,
    pub(crate) periods: Vec<Period>,
    /// Each period and its last day, as they print.
    pub(crate) dates: Vec<[String; 2]>,
}

impl Labels {
    pub(super) fn of(scenario: &Scenario, outputs: &[Output], order: Order) -> Result<Self, Error> {
        let rows = 0..=scenario.periods();
        let periods: Vec<Period> = rows
            .map(|row| scenario.base().plus(row))
            .collect::<Result<_, _>>()?;
        let dates = periods.iter().map(|period| {
            let date = period.last_day();
            [period.to_string(), date.to_string()]
        });
        let units = outputs.iter().map(|output| {
            let unit = unit_in(scenario, *output);
            (unit, unit.to_string())
        });
        Ok(Self {
            order,
            places: places(outputs, periods.len(), order),
            scenario: crate::text::name(scenario.name()).into_owned(),
            fingerprint: scenario.fingerprint(),
            outputs: outputs.to_vec(),
            units: units.collect(),
            dates: dates.collect(),
            periods,
        })
    }

    /// The number of columns of numbers.
    pub(super) fn columns(&self) -> usize {
        self.places.len()
    }

    /// The number of columns of one output.
    fn rows(&self) -> usize {
        self.periods.len()
    }
}

/// The place in memory of the column of each output and period.
fn places(outputs: &[Output], rows: usize, order: Order) -> Vec<usize> {
    let mut in_memory: Vec<usize> = (0..outputs.len() * rows).collect();
    if order == Order::DefinedFirst {
        in_memory.sort_by_key(|column| !is_defined(outputs, rows, *column));
    }
    let mut places = vec![0; in_memory.len()];
    for (place, column) in in_memory.into_iter().enumerate() {
        places[column] = place;
    }
    places
}

/// True if the column has numbers: growth has none in the base period.
fn is_defined(outputs: &[Output], rows: usize, column: usize) -> bool {
    !column.is_multiple_of(rows) || !outputs[column / rows].is_of_period()
}

impl Columns {
    /// Empty columns with room for some variants.
    pub(super) fn new(labels: Arc<Labels>, first: usize, room: usize, variants: usize) -> Self {
        Self {
            first,
            len: 0,
            room,
            variants,
            failed: 0,
            values: vec![0.0; labels.columns() * room],
            statuses: vec![Vec::new(); labels.outputs.len()],
            labels,
        }
    }

    /// Makes room for other variants in the same memory.
    pub(super) fn renew(&mut self, first: usize, room: usize, variants: usize) {
        self.values.resize(self.labels.columns() * room, 0.0);
        self.statuses.iter_mut().for_each(Vec::clear);
        (self.first, self.len, self.room) = (first, 0, room);
        (self.variants, self.failed) = (variants, 0);
    }

    /// The outputs, in the order in which they were asked for.
    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        &self.labels.outputs
    }

    /// The periods, the base period first.
    #[must_use]
    pub fn periods(&self) -> &[Period] {
        &self.labels.periods
    }

    /// The number of the first variant: zero, or that of a block's first.
    #[must_use]
    pub const fn first(&self) -> usize {
        self.first
    }

    /// The number of variants in the columns.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// True if the columns are without variants.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// True if the columns have all variants that they have room for; false if a watch stopped the
    /// sweep, so that these are the first ones only.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.len == self.room
    }

    /// The number of variants that the whole sweep was asked for.
    #[must_use]
    pub const fn variants(&self) -> usize {
        self.variants
    }

    /// The number of variants in which an output [failed](Status::is_failure).
    #[must_use]
    pub const fn failed(&self) -> usize {
        self.failed
    }

    /// The columns of an output; `None` for one that was not asked for.
    #[must_use]
    pub fn output(&self, output: Output) -> Option<OutputColumns<'_>> {
        let number = self.outputs().iter().position(|other| *other == output)?;
        Some(self.numbered(number))
    }

    /// The columns of all outputs, in order.
    pub fn iter(&self) -> impl Iterator<Item = OutputColumns<'_>> {
        (0..self.outputs().len()).map(|number| self.numbered(number))
    }

    pub(crate) fn numbered(&self, number: usize) -> OutputColumns<'_> {
        OutputColumns {
            columns: self,
            number,
        }
    }

    pub(crate) fn labels(&self) -> &Labels {
        &self.labels
    }

    /// All numbers in one piece: for each output in order, for each period from the base on, one
    /// number for each variant. A foreign array can take it over without a copy. The columns of
    /// [`Batches`](super::Batches) are copied: take [`into_defined_values`](Self::into_defined_values).
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Output, Reading};
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    ///
    /// let impact = Output::Gdp(Reading::Impact);
    /// let sweep = scenario.sweep().with_outputs([impact])?;
    /// let columns = sweep.with_values("gdp.response.coefficient", vec![0.1, 0.2])?.columns()?;
    /// let last = columns.output(impact).ok_or("no impact")?.last().to_vec();
    /// assert_eq!(columns.into_values()[12..], last); // seven periods of two variants
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn into_values(self) -> Vec<f64> {
        match self.labels.order {
            Order::ByOutput => self.packed(|_| true),
            Order::DefinedFirst => {
                let columns = self.iter().flat_map(|output| output.iter());
                let columns: Vec<&[f64]> = columns.map(|(_, values)| values).collect();
                columns.concat()
            }
        }
    }

    /// The numbers of [`into_values`](Self::into_values) without the base period of outputs
    /// [of a period](Output::is_of_period), such as growth, which have none in it. Those of
    /// [`Batches`](super::Batches) are in this order, so that they are not copied.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Output, Reading};
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    ///
    /// let outputs = [Output::ComputeGrowth, Output::Gdp(Reading::Impact)];
    /// let mut batches = scenario.sweep().with_outputs(outputs)?.batches(["gdp.response.coefficient"])?;
    /// let columns = batches.run_in(&[&[0.1, 0.2]], Vec::new())?;
    /// let numbers = columns.into_defined_values();
    /// // Growth has six periods and the impact seven, of two variants each.
    /// assert_eq!(numbers.len(), (6 + 7) * 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn into_defined_values(self) -> Vec<f64> {
        let labels = Arc::clone(&self.labels);
        self.packed(|column| is_defined(&labels.outputs, labels.rows(), column))
    }

    /// Some of the columns in one piece; their places in memory must ascend.
    fn packed(mut self, is_kept: impl Fn(usize) -> bool) -> Vec<f64> {
        let mut end = 0;
        for (column, place) in self.labels.places.iter().enumerate() {
            if is_kept(column) {
                let start = place * self.room;
                // Columns only move to the front, so that none is overwritten before it is moved.
                if start != end {
                    self.values.copy_within(start..start + self.len, end);
                }
                end += self.len;
            }
        }
        self.values.truncate(end);
        self.values
    }

    /// The columns of each output and period, `(outputs, periods + 1)`, to write.
    pub(super) fn columns_mut(&mut self) -> Vec<&mut [f64]> {
        let in_memory = self.values.chunks_exact_mut(self.room.max(1));
        let mut in_memory: Vec<Option<&mut [f64]>> = in_memory.map(Some).collect();
        let places = self.labels.places.iter();
        let in_order = places.filter_map(|place| in_memory.get_mut(*place)?.take());
        in_order.collect()
    }

    /// Counts the variants of which an output failed.
    pub(super) fn count_failed(&mut self) {
        self.failed = failures(&self.statuses, self.len).count();
    }
}

/// The places of the variants of which an output failed.
fn failures(statuses: &[Vec<Status>], len: usize) -> impl Iterator<Item = usize> {
    let len = if statuses.iter().all(Vec::is_empty) {
        0
    } else {
        len
    };
    (0..len).filter(|variant| {
        let mut of = statuses
            .iter()
            .filter_map(|statuses| statuses.get(*variant));
        of.any(|status| status.is_failure())
    })
}

/// The columns of one output of a sweep.
///
/// # Examples
///
/// See [`Sweep`](super::Sweep).
#[derive(Clone, Copy, Debug)]
pub struct OutputColumns<'a> {
    columns: &'a Columns,
    /// The number of the output.
    number: usize,
}

impl<'a> OutputColumns<'a> {
    /// The output.
    #[must_use]
    pub fn output(&self) -> Output {
        self.columns.labels.outputs[self.number]
    }

    /// The unit of the numbers.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.columns.labels.units[self.number].0
    }

    /// The numbers of all variants in a period; `None` outside the scenario.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](crate::ErrorKind::FrequencyMismatch) if the period is of another
    /// frequency than the scenario's.
    pub fn at(&self, period: Period) -> Result<Option<&'a [f64]>, Error> {
        let periods = &self.columns.labels.periods;
        let row = period.since(periods[0])?;
        let row = usize::try_from(row).ok().filter(|row| *row < periods.len());
        Ok(row.map(|row| self.row(row)))
    }

    /// The numbers of all variants in the last period.
    #[must_use]
    pub fn last(&self) -> &'a [f64] {
        self.row(self.columns.labels.rows() - 1)
    }

    /// The periods with the numbers of all variants, the base period first.
    pub fn iter(&self) -> impl Iterator<Item = (Period, &'a [f64])> + use<'a> {
        let own = *self;
        let periods = self.columns.labels.periods.iter().enumerate();
        periods.map(move |(row, period)| (*period, own.row(row)))
    }

    /// The numbers of all variants in the period of a row.
    pub(crate) fn row(&self, row: usize) -> &'a [f64] {
        let columns = self.columns;
        let column = self.number * columns.labels.rows() + row;
        let start = columns.labels.places[column] * columns.room;
        &columns.values[start..start + columns.len]
    }

    /// The status of each variant; `None` if all are valid, as is usual.
    #[must_use]
    pub fn statuses(&self) -> Option<&'a [Status]> {
        let statuses = &self.columns.statuses[self.number];
        (!statuses.is_empty()).then_some(&statuses[..])
    }

    /// The status of the variant at a place in the columns; `None` past the last.
    #[must_use]
    pub fn status(&self, variant: usize) -> Option<Status> {
        if variant >= self.columns.len {
            return None;
        }
        let statuses = &self.columns.statuses[self.number];
        Some(statuses.get(variant).copied().unwrap_or(Status::Valid))
    }

    /// The number of the variant at a place in the columns in the last period; `None` past the last
    /// variant, and where it has no valid number.
    #[must_use]
    pub fn last_of(&self, variant: usize) -> Option<f64> {
        let status = self.status(variant)?;
        status.is_valid().then(|| self.last()[variant])
    }
}
