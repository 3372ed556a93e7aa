//! The numbers of a chart: all of them, and nothing else is drawn.

use super::text::clean;
use super::unit::AxisUnit;
use super::words::Words;
use crate::Language;
use crate::{Error, ErrorKind, Interval};

/// A chart's numbers. What a chart draws is made from its table alone.
///
/// # Shape
///
/// One row a mark (a period, a bar, a node), one column a kind of number. A cell without a number
/// is `None`: a target has no quantiles. All columns are in [`unit`](Self::unit) but `years`
/// (years from the first period of the chart) and, of flows, `out-of` and `into` (rows).
///
/// # Examples
///
/// ```
/// use compute_impact::report::chart::{AxisUnit, Bar, Caption, Chart, TornadoChart};
///
/// let caption = Caption::new("What moves the result", "GDP impact in 2030", "own calculation")?;
/// let bars = vec![Bar::new("elasticity", 0.01, 0.09)];
/// let chart = TornadoChart::new(caption, AxisUnit::Fraction, 0.05, bars)?;
/// assert_eq!(chart.table().columns(), ["low", "base", "high"]);
/// assert_eq!(chart.table().cell(0, "high"), Some(0.09));
/// assert_eq!(chart.table().cell(0, "higher"), None);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub(super) caption: Caption,
    pub(super) unit: AxisUnit,
    columns: Vec<&'static str>,
    rows: Vec<Row>,
}

/// One row of a [`Table`].
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    kind: &'static str,
    label: String,
    values: Vec<Option<f64>>,
}

impl Row {
    /// What it is, such as `period`, `target` or `residual`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// Its name, in full.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Its numbers, one a column.
    #[must_use]
    pub fn values(&self) -> &[Option<f64>] {
        &self.values
    }
}

/// More marks than anyone can tell apart.
const MAX_ROWS: usize = 2_000;
/// Far beyond any capacity in FLOP/s, and far inside what differences and sums can hold.
const ALLOWED: Interval = Interval::closed_const(-1e100, 1e100);

/// One number of a chart, checked.
pub(super) fn number(value: f64) -> Result<f64, Error> {
    ALLOWED.check("number of a chart", value)
}

impl Table {
    pub(super) fn new(caption: Caption, unit: AxisUnit, columns: &[&'static str]) -> Self {
        Self {
            caption,
            unit,
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; cells that it does not name hold no number.
    pub(super) fn push(
        &mut self,
        kind: &'static str,
        label: &str,
        cells: &[(&'static str, f64)],
    ) -> Result<(), Error> {
        let at = |error: Error| error.at(&format!("rows[{}]", self.rows.len()));
        #[expect(clippy::cast_precision_loss, reason = "a small count")]
        Interval::closed_const(1.0, MAX_ROWS as f64)
            .check("number of rows of a chart", (self.rows.len() + 1) as f64)?;
        let mut values = vec![None; self.columns.len()];
        for (column, value) in cells {
            let value = number(*value).map_err(at)?;
            if let Some(place) = self.columns.iter().position(|held| held == column) {
                values[place] = Some(value);
            }
        }
        self.rows.push(Row {
            kind,
            label: clean(label),
            values,
        });
        Ok(())
    }

    /// Puts a number into the row of a period; a period that the table has not is left out.
    pub(super) fn set(&mut self, label: &str, column: &str, value: f64) -> Result<(), Error> {
        let value = number(value)?;
        let column = self.columns.iter().position(|held| *held == column);
        let periods = self.rows.iter_mut().filter(|row| row.kind == "period");
        let row = periods.into_iter().find(|row| row.label == label);
        if let Some((row, column)) = row.zip(column) {
            row.values[column] = Some(value);
        }
        Ok(())
    }

    /// Refuses a chart without marks.
    pub(super) fn checked(self) -> Result<Self, Error> {
        if self.rows.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the data of the chart",
                remedy: "give one row at least",
            }));
        }
        Ok(self)
    }

    /// Title, name of what is measured, and source.
    #[must_use]
    pub fn caption(&self) -> &Caption {
        &self.caption
    }

    /// The unit of the numbers.
    #[must_use]
    pub fn unit(&self) -> &AxisUnit {
        &self.unit
    }

    /// The names of the columns.
    #[must_use]
    pub fn columns(&self) -> &[&'static str] {
        &self.columns
    }

    /// The rows, in the order they are drawn.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The number in a row and a column; `None` if the table has no such cell, or no number in it.
    #[must_use]
    pub fn cell(&self, row: usize, column: &str) -> Option<f64> {
        let column = self.columns.iter().position(|held| *held == column)?;
        *self.rows.get(row)?.values.get(column)?
    }

    /// Rows of one kind, with their numbers.
    pub(super) fn of_kind(&self, kind: &str) -> Vec<(usize, &Row)> {
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, row)| row.kind == kind).collect()
    }

    /// All numbers of some columns.
    pub(in crate::report) fn numbers(&self, columns: &[&str]) -> Vec<f64> {
        let rows = 0..self.rows.len();
        rows.flat_map(|row| columns.iter().filter_map(move |name| self.cell(row, name)))
            .collect()
    }
}

/// What stands around a chart: its title, the name of what is measured, and the source.
///
/// # Examples
///
/// ```
/// use compute_impact::Language;
/// use compute_impact::report::chart::{Caption};
///
/// let caption = Caption::new("Hosting and use", "computing power", "own calculation")?
///     .in_chinese("托管与使用", "算力", "自行计算")?;
/// assert_eq!(caption.title(Language::Chinese), "托管与使用");
/// assert!(Caption::new("Hosting and use", "computing power", " ").is_err()); // no number without source
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    pub(super) title: Words,
    pub(super) measured: Words,
    pub(super) source: Words,
}

impl Caption {
    /// The texts, for both languages until [`in_chinese`](Self::in_chinese).
    ///
    /// The source goes without the word "source", which the chart writes before it; `measured`
    /// goes without the unit.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if one of them is blank.
    pub fn new(title: &str, measured: &str, source: &str) -> Result<Self, Error> {
        let both = |what, text| checked(what, text).map(|text| Words::new(&text, &text));
        Ok(Self {
            title: both("title of the chart", title)?,
            measured: both("name of what the chart measures", measured)?,
            source: both("source of the chart", source)?,
        })
    }

    /// The same caption with other texts in Chinese.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if one of them is blank.
    pub fn in_chinese(self, title: &str, measured: &str, source: &str) -> Result<Self, Error> {
        let beside = |what, words: &Words, text| {
            checked(what, text).map(|text| Words::new(words.of(Language::English), &text))
        };
        Ok(Self {
            title: beside("title of the chart", &self.title, title)?,
            measured: beside("name of what the chart measures", &self.measured, measured)?,
            source: beside("source of the chart", &self.source, source)?,
        })
    }

    /// The title.
    #[must_use]
    pub fn title(&self, language: Language) -> &str {
        self.title.of(language)
    }

    /// What is measured, without its unit.
    #[must_use]
    pub fn measured(&self, language: Language) -> &str {
        self.measured.of(language)
    }

    /// Where the numbers come from.
    #[must_use]
    pub fn source(&self, language: Language) -> &str {
        self.source.of(language)
    }
}

fn checked(what: &'static str, text: &str) -> Result<String, Error> {
    let text = clean(text);
    if text.is_empty() {
        let remedy = "a chart says what it shows and where it comes from";
        return Err(Error::new(ErrorKind::Missing { what, remedy }));
    }
    Ok(text)
}
