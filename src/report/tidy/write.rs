use std::io;

use super::{FindingRow, InputRow, Row, SweepRow};

/// A row of one of the tables, with the names of its columns.
///
/// The trait is sealed: its rows are [`Row`], [`FindingRow`], [`InputRow`] and [`SweepRow`].
pub trait Record: serde::Serialize + sealed::Sealed {
    /// The names of the columns, in order; the keys of the serialised row.
    const COLUMNS: &'static [&'static str];
}

mod sealed {
    pub trait Sealed {}
}

impl sealed::Sealed for Row<'_> {}

impl Record for Row<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "scenario",
        "output",
        "period",
        "date",
        "statistic",
        "level",
        "target",
        "value",
        "unit",
    ];
}

impl sealed::Sealed for FindingRow<'_> {}

impl Record for FindingRow<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "scenario", "code", "severity", "place", "period", "date", "message", "remedy",
    ];
}

impl sealed::Sealed for InputRow<'_> {}

impl Record for InputRow<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "scenario",
        "place",
        "central",
        "unit",
        "uncertainty",
        "source",
        "confidence",
        "catalogue",
    ];
}

impl sealed::Sealed for SweepRow<'_> {}

impl Record for SweepRow<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "scenario", "variant", "output", "period", "date", "value", "unit", "status",
    ];
}

/// A table that is written row by row.
pub(super) trait Table {
    fn add<R: Record>(&mut self, row: &R) -> io::Result<()>;

    fn finish(self) -> io::Result<()>;
}

/// Rows as JSON, one object per line.
pub(super) struct JsonLines<W> {
    to: W,
}

impl<W: io::Write> JsonLines<W> {
    pub(super) const fn new(to: W) -> Self {
        Self { to }
    }
}

impl<W: io::Write> Table for JsonLines<W> {
    fn add<R: Record>(&mut self, row: &R) -> io::Result<()> {
        serde_json::to_writer(&mut self.to, row)?;
        self.to.write_all(b"\n")
    }

    fn finish(mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Writes rows as JSON, one object per line; an absent value is `null`.
///
/// The writer should be buffered. Numbers have enough digits to restore the same bits.
///
/// # Errors
///
/// Those of the writer.
///
/// # Examples
///
/// ```
/// use compute_impact::report::tidy;
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let projection = scenario.project()?;
/// let mut lines = Vec::new();
/// tidy::write_json_lines(tidy::projection(&projection).take(1), &mut lines)?;
/// let line = String::from_utf8(lines)?;
/// assert!(line.contains(r#""output":"total-compute","period":"2024","date":"2024-12-31""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_json_lines<R: Record>(
    rows: impl IntoIterator<Item = R>,
    to: impl io::Write,
) -> io::Result<()> {
    let mut table = JsonLines::new(to);
    for row in rows {
        table.add(&row)?;
    }
    table.finish()
}

/// The form of a CSV table.
///
/// # Examples
///
/// See [`write_csv`].
#[cfg(feature = "csv")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CsvStyle {
    /// RFC 4180 in UTF-8, for programs: texts read back as they are in the rows.
    #[default]
    Plain,
    /// The same for spreadsheets: a byte-order mark, from which they know UTF-8, and an apostrophe
    /// before a text that they would run as a formula, because it begins with `=`, `+`, `-` or `@`
    /// ([OWASP, "CSV Injection"](https://owasp.org/www-community/attacks/CSV_Injection)). Numbers
    /// stay as they are.
    Spreadsheet,
}

/// Writes rows as CSV (RFC 4180): a header, commas, lines that end in CR LF, quotes where a text
/// needs them; an absent value is empty.
///
/// Numbers have enough digits to restore the same bits. A name in the plain form may be a formula of
/// a spreadsheet: a table that people open there needs [`CsvStyle::Spreadsheet`].
///
/// # Errors
///
/// Those of the writer.
///
/// # Examples
///
/// ```
/// use compute_impact::report::tidy::{self, CsvStyle};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let mut table = Vec::new();
/// tidy::write_csv(tidy::projection(&scenario.project()?), CsvStyle::Plain, &mut table)?;
/// let table = String::from_utf8(table)?;
/// assert!(table.starts_with("scenario,output,period,date,statistic,level,target,value,unit\r\n"));
/// assert!(table.contains("published\",total-compute,2024,2024-12-31,central,,,"));
///
/// let named = scenario.edit().name("=1+1").build()?;
/// let mut table = Vec::new();
/// tidy::write_csv(tidy::inputs(&named), CsvStyle::Spreadsheet, &mut table)?;
/// assert!(String::from_utf8(table)?.contains("\r\n'=1+1,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[cfg(feature = "csv")]
pub fn write_csv<R: Record>(
    rows: impl IntoIterator<Item = R>,
    style: CsvStyle,
    to: impl io::Write,
) -> io::Result<()> {
    let mut table = CsvTable::new::<R>(style, to)?;
    for row in rows {
        table.add(&row)?;
    }
    table.finish()
}

/// Rows as CSV.
#[cfg(feature = "csv")]
pub(super) struct CsvTable<W: io::Write> {
    style: CsvStyle,
    table: csv::Writer<W>,
}

#[cfg(feature = "csv")]
impl<W: io::Write> CsvTable<W> {
    /// A table with the header of a kind of rows.
    pub(super) fn new<R: Record>(style: CsvStyle, mut to: W) -> io::Result<Self> {
        if style == CsvStyle::Spreadsheet {
            to.write_all("\u{FEFF}".as_bytes())?;
        }
        let mut table = csv::WriterBuilder::new()
            .has_headers(false)
            .terminator(csv::Terminator::CRLF)
            .from_writer(to);
        table.write_record(R::COLUMNS)?;
        Ok(Self { style, table })
    }
}

#[cfg(feature = "csv")]
impl<W: io::Write> Table for CsvTable<W> {
    fn add<R: Record>(&mut self, row: &R) -> io::Result<()> {
        match self.style {
            CsvStyle::Plain => self.table.serialize(row)?,
            CsvStyle::Spreadsheet => self.table.write_record(cells(row)?)?,
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        self.table.flush()
    }
}

/// The cells of a row for a spreadsheet, in the order of the columns.
#[cfg(feature = "csv")]
fn cells<R: Record>(row: &R) -> serde_json::Result<Vec<String>> {
    use serde_json::Value;
    let row = serde_json::to_value(row)?;
    let cell = |column: &&str| match row.get(column) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => crate::text::cell(text).into_owned(),
        Some(number) => number.to_string(),
    };
    Ok(R::COLUMNS.iter().map(cell).collect())
}
