//! The table of a chart: all its numbers; nothing else is drawn.

use super::text::clean;
use super::unit::AxisUnit;
use super::words::{Column, Words};
use crate::Language;
use crate::limits::Limit;
use crate::{Error, ErrorKind, Interval, Period};

/// The numbers of a chart, which is drawn from this table alone.
///
/// # Shape
///
/// One row per mark (a period, a bar, a node), one column per kind of number. A cell without a
/// number is `None`: a target has no quantiles. All columns are in [`unit`](Self::unit) but `years`
/// (years from the first period of the chart, negative for the history of a fan) and, of flows,
/// `out-of` and `into` (rows).
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
    /// The same columns, with their names in both languages.
    kinds: Vec<Column>,
    rows: Vec<Row>,
}

/// One row of a [`Table`].
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    kind: &'static str,
    label: Words,
    values: Vec<Option<f64>>,
}

impl Row {
    /// The kind of the row, such as `period`, `target` or `residual`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// The row's name in English, in full.
    #[must_use]
    pub fn label(&self) -> &str {
        self.label.of(Language::English)
    }

    /// The row's name in a language, in full.
    #[must_use]
    pub fn label_in(&self, language: Language) -> &str {
        self.label.of(language)
    }

    /// The row's numbers, one a column.
    #[must_use]
    pub fn values(&self) -> &[Option<f64>] {
        &self.values
    }
}

/// The range of a chart's numbers: far beyond any capacity in FLOP/s, and small enough that no
/// difference or sum overflows.
const ALLOWED: Interval = Interval::closed_const(-1e100, 1e100);

/// Checks one number of a chart.
pub(super) fn number(value: f64) -> Result<f64, Error> {
    ALLOWED.check("number of a chart", value)
}

impl Table {
    pub(super) fn new(caption: Caption, unit: AxisUnit, columns: &[Column]) -> Self {
        Self {
            caption,
            unit,
            columns: columns.iter().map(|column| column.id()).collect(),
            kinds: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row whose name is the same in both languages.
    pub(super) fn push(
        &mut self,
        kind: &'static str,
        label: &str,
        cells: &[(&'static str, f64)],
    ) -> Result<(), Error> {
        self.push_named(kind, &Words::new(label, label), cells)
    }

    /// Adds the row of a period.
    pub(super) fn push_period(
        &mut self,
        kind: &'static str,
        period: Period,
        cells: &[(&'static str, f64)],
    ) -> Result<(), Error> {
        let label = Words::both(|language| super::words::period(period, language));
        self.push_named(kind, &label, cells)
    }

    /// Adds a row; a column that it does not name gets no number.
    pub(super) fn push_named(
        &mut self,
        kind: &'static str,
        label: &Words,
        cells: &[(&'static str, f64)],
    ) -> Result<(), Error> {
        let at = |error: Error| error.at(&format!("rows[{}]", self.rows.len()));
        Limit::ChartRows.check(self.rows.len() + 1)?;
        for language in [Language::English, Language::Chinese] {
            Limit::Text.check_text(label.of(language)).map_err(at)?;
        }
        let mut values = vec![None; self.columns.len()];
        for (column, value) in cells {
            let value = number(*value).map_err(at)?;
            if let Some(place) = self.columns.iter().position(|own| own == column) {
                values[place] = Some(value);
            }
        }
        self.rows.push(Row {
            kind,
            label: Words::both(|language| clean(label.of(language))),
            values,
        });
        Ok(())
    }

    /// Puts a number into the row of a period; a period that the table does not have is left out.
    pub(super) fn set(&mut self, label: &str, column: &str, value: f64) -> Result<(), Error> {
        let value = number(value)?;
        let column = self.columns.iter().position(|own| *own == column);
        let periods = self.rows.iter_mut().filter(|row| row.kind == "period");
        let row = periods.into_iter().find(|row| row.label() == label);
        if let Some((row, column)) = row.zip(column) {
            row.values[column] = Some(value);
        }
        Ok(())
    }

    /// Moves the last row to the front.
    pub(super) fn move_last_to_front(&mut self) {
        self.rows.rotate_right(1);
    }

    /// Removes all numbers of a column.
    #[cfg(feature = "report")]
    pub(super) fn clear(&mut self, column: &str) {
        if let Some(place) = self.columns.iter().position(|own| *own == column) {
            for row in &mut self.rows {
                row.values[place] = None;
            }
        }
    }

    /// Refuses a chart without marks.
    pub(super) fn checked(self) -> Result<Self, Error> {
        if self.rows.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the data of the chart",
                remedy: "give at least one row",
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
        let column = self.columns.iter().position(|own| *own == column)?;
        *self.rows.get(row)?.values.get(column)?
    }

    /// The columns with their names in both languages.
    pub(in crate::report) fn kinds(&self) -> &[Column] {
        &self.kinds
    }

    /// Rows of one kind, with their row numbers.
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

/// The texts around a chart: its title, the name of the measure, and the source.
///
/// # Examples
///
/// ```
/// use compute_impact::Language;
/// use compute_impact::report::chart::Caption;
///
/// let caption = Caption::new("Hosting and use", "computing power", "own calculation")?
///     .in_chinese("托管与使用", "算力", "自行计算")?;
/// assert_eq!(caption.title(Language::Chinese), "托管与使用");
/// assert!(Caption::new("Hosting and use", "computing power", " ").is_err()); // no source
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    pub(super) title: Words,
    pub(super) measured: Words,
    pub(super) source: Words,
}

impl Caption {
    /// Builds a caption with the same texts in both languages; [`in_chinese`](Self::in_chinese)
    /// gives the Chinese ones.
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
        let with_chinese = |what, words: &Words, text| {
            checked(what, text).map(|text| Words::new(words.of(Language::English), &text))
        };
        Ok(Self {
            title: with_chinese("title of the chart", &self.title, title)?,
            measured: with_chinese("name of what the chart measures", &self.measured, measured)?,
            source: with_chinese("source of the chart", &self.source, source)?,
        })
    }

    /// The title.
    #[must_use]
    pub fn title(&self, language: Language) -> &str {
        self.title.of(language)
    }

    /// The name of the measure, without its unit.
    #[must_use]
    pub fn measured(&self, language: Language) -> &str {
        self.measured.of(language)
    }

    /// The source of the numbers.
    #[must_use]
    pub fn source(&self, language: Language) -> &str {
        self.source.of(language)
    }
}

fn checked(what: &'static str, text: &str) -> Result<String, Error> {
    let text = clean(text);
    if text.is_empty() {
        let remedy = "give the chart a title, the name of its measure and its source";
        return Err(Error::new(ErrorKind::Missing { what, remedy }));
    }
    Ok(text)
}
