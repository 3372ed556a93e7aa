//! Data to estimate from: named columns of equal length.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::limits::Limit;
use crate::{Error, ErrorKind, Interval, Period};

/// Named columns of equal length: numbers, labels such as countries, and periods.
///
/// A number may be missing, which a [`Regression`](super::Regression) refuses by default. A label
/// and a period may not: a row without an entity belongs to no group.
///
/// # Examples
///
/// Two countries in two years, one number of which was never published:
///
/// ```
/// use compute_impact::Period;
/// use compute_impact::estimation::Data;
///
/// let years = [2018, 2019, 2018, 2019].map(Period::year);
/// let years: Result<Vec<Period>, _> = years.into_iter().collect();
/// let data = Data::new()
///     .with_labels("country", ["China", "China", "Japan", "Japan"])?
///     .with_periods("year", years?)?
///     .with_numbers("GDP", [13.9, 14.3, 5.0, 5.1])?
///     .with_optional_numbers("compute", [Some(0.2), None, Some(0.1), Some(0.1)])?
///     .with_panel("country", "year")?;
/// assert_eq!((data.rows(), data.missing("compute")?), (4, 1));
///
/// let error = data.with_numbers("capital", [1.0, 2.0]).unwrap_err();
/// assert_eq!(error.to_string(), "capital: a column must have 4 entries, got 2");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Data {
    columns: Vec<(String, Column)>,
    panel: Option<Panel>,
}

/// The kind of a column of a table that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ColumnKind {
    /// Numbers. A null is a missing one, and in CSV a cell that is empty, `NA`, `NaN` or `.`.
    Numbers,
    /// Labels.
    Labels,
    /// Periods: as text `2024`, `2024-Q2` or `2024-06`, and as whole numbers years.
    Periods,
}

/// The values of a column.
#[derive(Clone, Debug)]
pub(super) enum Column {
    /// A missing number is NaN.
    Numbers(Vec<f64>),
    Labels(Labels),
    Periods(Vec<Period>),
}

/// A column of labels, each row as the place of its label in the list of all.
#[derive(Clone, Debug)]
pub(super) struct Labels {
    pub(super) names: Vec<String>,
    pub(super) codes: Vec<u32>,
}

/// The entity and the period of each row.
#[derive(Clone, Debug)]
pub(super) struct Panel {
    /// The name of the column of entities; none for a time series.
    pub(super) entity: Option<String>,
    pub(super) time: String,
    /// The place of the entity of each row; zero in a time series.
    pub(super) entities: Vec<u32>,
    /// The periods of each row since the first one of the data.
    pub(super) ordinals: Vec<i32>,
    rows: HashMap<(u32, i32), usize>,
}

impl Panel {
    /// The row of the same entity some periods earlier, if there is one.
    pub(super) fn earlier(&self, row: usize, periods: u16) -> Option<usize> {
        let ordinal = self.ordinals[row] - i32::from(periods);
        self.rows.get(&(self.entities[row], ordinal)).copied()
    }
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Labels(labels) => labels.codes.len(),
            Self::Periods(periods) => periods.len(),
        }
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::Numbers(_) => "a column of numbers",
            Self::Labels(_) => "a column of labels",
            Self::Periods(_) => "a column of periods",
        }
    }
}

impl Labels {
    pub(super) fn new(labels: impl IntoIterator<Item = String>) -> Self {
        let mut places: HashMap<String, u32> = HashMap::new();
        let mut names = Vec::new();
        let codes = labels
            .into_iter()
            .map(|label| {
                *places.entry(label).or_insert_with_key(|label| {
                    names.push(label.clone());
                    // There are at most as many as rows, whose limit is below 2^32.
                    u32::try_from(names.len() - 1).unwrap_or(u32::MAX)
                })
            })
            .collect();
        Self { names, codes }
    }
}

impl Data {
    /// Builds data without columns.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a column of numbers, each of which is given.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a number that is infinite or NaN, with its row
    /// counted from zero; [`ShapeMismatch`](ErrorKind::ShapeMismatch) for another length than that
    /// of the other columns; [`Duplicate`](ErrorKind::Duplicate) for a name that is taken;
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::DataRows`] and [`Limit::DataColumns`].
    pub fn with_numbers(
        self,
        name: &str,
        numbers: impl IntoIterator<Item = f64>,
    ) -> Result<Self, Error> {
        self.with_optional_numbers(name, numbers.into_iter().map(Some))
    }

    /// Adds a column of numbers of which some are missing.
    ///
    /// # Errors
    ///
    /// As [`with_numbers`](Self::with_numbers).
    pub fn with_optional_numbers(
        self,
        name: &str,
        numbers: impl IntoIterator<Item = Option<f64>>,
    ) -> Result<Self, Error> {
        let numbers = Limit::DataRows
            .collect(numbers)
            .map_err(|error| error.at(name))?;
        for (row, number) in numbers.iter().enumerate() {
            if let Some(number) = number {
                Interval::FINITE
                    .check("number", *number)
                    .map_err(|error| error.at(&format!("[{row}]")).at(name))?;
            }
        }
        let numbers = numbers.into_iter().map(|number| number.unwrap_or(f64::NAN));
        self.with_column(name, Column::Numbers(numbers.collect()))
    }

    /// Adds a column of labels, such as the entities of a panel or the groups of clustered errors.
    ///
    /// # Errors
    ///
    /// As [`with_numbers`](Self::with_numbers).
    pub fn with_labels(
        self,
        name: &str,
        labels: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Self, Error> {
        let labels = Limit::DataRows
            .collect(labels)
            .map_err(|error| error.at(name))?;
        let labels = Labels::new(labels.into_iter().map(Into::into));
        for label in &labels.names {
            Limit::Name
                .check_text(label)
                .map_err(|error| error.at(name))?;
        }
        self.with_column(name, Column::Labels(labels))
    }

    /// Adds a column of periods, which must have one frequency.
    ///
    /// # Errors
    ///
    /// As [`with_numbers`](Self::with_numbers), and
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) for a period of another frequency than
    /// the first.
    pub fn with_periods(
        self,
        name: &str,
        periods: impl IntoIterator<Item = Period>,
    ) -> Result<Self, Error> {
        let periods = Limit::DataRows
            .collect(periods)
            .map_err(|error| error.at(name))?;
        if let Some(first) = periods.first() {
            for (row, period) in periods.iter().enumerate() {
                period
                    .since(*first)
                    .map_err(|error| error.at(&format!("[{row}]")).at(name))?;
            }
        }
        self.with_column(name, Column::Periods(periods))
    }

    fn with_column(mut self, name: &str, column: Column) -> Result<Self, Error> {
        Limit::DataColumns.check(self.columns.len() + 1)?;
        Limit::Name.check_text(name)?;
        if self.columns.iter().any(|(other, _)| other == name) {
            return Err(Error::duplicate("a column", name));
        }
        if let Some((_, first)) = self.columns.first()
            && first.len() != column.len()
        {
            return Err(Error::new(ErrorKind::ShapeMismatch {
                what: "a column",
                expected: first.len(),
                found: column.len(),
            })
            .at(name));
        }
        self.columns.push((name.to_owned(), column));
        Ok(self)
    }

    /// States that each row is one entity in one period, so that lags and differences can be taken
    /// and errors can be correlated over time.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a column that is not there;
    /// [`WrongQuantity`](ErrorKind::WrongQuantity) unless `entity` is a column of labels and `time`
    /// one of periods; [`Duplicate`](ErrorKind::Duplicate) for two rows of one entity and period.
    pub fn with_panel(self, entity: &str, time: &str) -> Result<Self, Error> {
        self.with_order(Some(entity), time)
    }

    /// States that each row is one period of a time series.
    ///
    /// # Errors
    ///
    /// As [`with_panel`](Self::with_panel).
    pub fn with_time(self, time: &str) -> Result<Self, Error> {
        self.with_order(None, time)
    }

    fn with_order(mut self, entity: Option<&str>, time: &str) -> Result<Self, Error> {
        let periods = self.periods(time)?;
        let labels = entity.map(|entity| self.labels(entity)).transpose()?;
        let first = periods
            .iter()
            .copied()
            .reduce(earlier)
            .ok_or_else(no_rows)?;
        let ordinals: Result<Vec<i32>, Error> =
            periods.iter().map(|period| period.since(first)).collect();
        let ordinals = ordinals?;
        let entities = labels.map_or_else(|| vec![0; periods.len()], |labels| labels.codes.clone());
        let mut rows = HashMap::with_capacity(periods.len());
        for (row, cell) in entities
            .iter()
            .copied()
            .zip(ordinals.iter().copied())
            .enumerate()
        {
            if rows.insert(cell, row).is_some() {
                let entity = labels.map(|labels| format!("{}, ", labels.names[cell.0 as usize]));
                let cell = format!("{}{}", entity.unwrap_or_default(), periods[row]);
                return Err(Error::duplicate("a row of the panel", &cell)
                    .at(&format!("[{row}]"))
                    .at(time));
            }
        }
        self.panel = Some(Panel {
            entity: entity.map(str::to_owned),
            time: time.to_owned(),
            entities,
            ordinals,
            rows,
        });
        Ok(self)
    }

    /// The rows that have all numbers of some columns, so that several regressions have the same.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a column that is not there, and
    /// [`WrongQuantity`](ErrorKind::WrongQuantity) for one of labels or periods.
    pub fn without_missing(&self, columns: &[&str]) -> Result<Self, Error> {
        let mut is_complete = vec![true; self.rows()];
        for name in columns {
            for (is_complete, number) in is_complete.iter_mut().zip(self.numbers(name)?) {
                *is_complete &= !number.is_nan();
            }
        }
        self.kept(&is_complete)
    }

    /// The rows in which a column of labels or periods has a value, such as one year.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a column or a value that is not there, and
    /// [`WrongQuantity`](ErrorKind::WrongQuantity) for a column of numbers.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::estimation::Data;
    ///
    /// let data = Data::new()
    ///     .with_labels("region", ["east", "west", "west"])?
    ///     .with_numbers("compute", [3.0, 1.0, 2.0])?;
    /// assert_eq!(data.only("region", "west")?.rows(), 2);
    /// assert!(data.only("region", "north").is_err());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn only(&self, column: &str, value: &str) -> Result<Self, Error> {
        let groups = self.groups(column)?;
        let names = || groups.names.iter().map(String::as_str);
        let wanted = names().position(|name| name == value);
        let wanted = wanted
            .ok_or_else(|| Error::unknown("value", value, names()))
            .map_err(|error| error.at(column))?;
        let is_kept = groups.codes.iter().map(|code| *code as usize == wanted);
        self.kept(&is_kept.collect::<Vec<bool>>())
    }

    fn kept(&self, is_kept: &[bool]) -> Result<Self, Error> {
        fn of<T: Clone>(values: &[T], is_kept: &[bool]) -> Vec<T> {
            let pairs = values.iter().zip(is_kept).filter(|(_, is_kept)| **is_kept);
            pairs.map(|(value, _)| value.clone()).collect()
        }
        let columns = self.columns.iter().map(|(name, column)| {
            let column = match column {
                Column::Numbers(numbers) => Column::Numbers(of(numbers, is_kept)),
                Column::Periods(periods) => Column::Periods(of(periods, is_kept)),
                Column::Labels(labels) => {
                    let names = of(&labels.codes, is_kept).into_iter();
                    Column::Labels(Labels::new(
                        names.map(|code| labels.names[code as usize].clone()),
                    ))
                }
            };
            (name.clone(), column)
        });
        let kept = Self {
            columns: columns.collect(),
            panel: None,
        };
        match &self.panel {
            None => Ok(kept),
            Some(panel) => kept.with_order(panel.entity.as_deref(), &panel.time),
        }
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, column)| column.len())
    }

    /// The names of the columns, in the order in which they were added.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_str())
    }

    /// The number of missing numbers in a column.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a column that is not there, and
    /// [`WrongQuantity`](ErrorKind::WrongQuantity) for one of labels or periods.
    pub fn missing(&self, name: &str) -> Result<usize, Error> {
        let numbers = self.numbers(name)?;
        Ok(numbers.iter().filter(|number| number.is_nan()).count())
    }

    pub(super) fn panel(&self) -> Option<&Panel> {
        self.panel.as_ref()
    }

    pub(super) fn column(&self, name: &str) -> Result<&Column, Error> {
        let mut columns = self.columns.iter();
        columns
            .find(|(other, _)| other == name)
            .map(|(_, column)| column)
            .ok_or_else(|| Error::unknown_of("column", name, self.names()))
    }

    pub(super) fn numbers(&self, name: &str) -> Result<&[f64], Error> {
        match self.column(name)? {
            Column::Numbers(numbers) => Ok(numbers),
            other @ (Column::Labels(_) | Column::Periods(_)) => {
                Err(wrong("a column of numbers", other).at(name))
            }
        }
    }

    pub(super) fn labels(&self, name: &str) -> Result<&Labels, Error> {
        match self.column(name)? {
            Column::Labels(labels) => Ok(labels),
            other @ (Column::Numbers(_) | Column::Periods(_)) => {
                Err(wrong("a column of labels", other).at(name))
            }
        }
    }

    pub(super) fn periods(&self, name: &str) -> Result<&[Period], Error> {
        match self.column(name)? {
            Column::Periods(periods) => Ok(periods),
            other @ (Column::Numbers(_) | Column::Labels(_)) => {
                Err(wrong("a column of periods", other).at(name))
            }
        }
    }

    /// The groups of a column of labels or of periods: for each row the place of its group, and
    /// the names of the groups.
    pub(super) fn groups(&self, name: &str) -> Result<Cow<'_, Labels>, Error> {
        match self.column(name)? {
            Column::Labels(labels) => Ok(Cow::Borrowed(labels)),
            Column::Periods(periods) => {
                let names = periods.iter().map(ToString::to_string);
                Ok(Cow::Owned(Labels::new(names)))
            }
            other @ Column::Numbers(_) => {
                Err(wrong("a column of labels or periods", other).at(name))
            }
        }
    }
}

/// The earlier of two periods.
pub(super) fn earlier(one: Period, other: Period) -> Period {
    if other.is_before(one) { other } else { one }
}

/// The error for data without rows.
pub(super) fn no_rows() -> Error {
    Error::new(ErrorKind::Missing {
        what: "a row of data",
        remedy: "give columns of at least one entry",
    })
}

fn wrong(expected: &'static str, found: &Column) -> Error {
    Error::new(ErrorKind::WrongQuantity {
        expected,
        found: found.kind(),
    })
}
