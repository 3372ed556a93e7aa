use std::io;

use super::{FindingRow, InputRow, Row};

/// A row of one of the tables, with the names of its columns.
///
/// The trait is sealed: its rows are [`Row`], [`FindingRow`] and [`InputRow`].
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
    mut to: impl io::Write,
) -> io::Result<()> {
    for row in rows {
        serde_json::to_writer(&mut to, &row)?;
        to.write_all(b"\n")?;
    }
    to.flush()
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
    mut to: impl io::Write,
) -> io::Result<()> {
    if style == CsvStyle::Spreadsheet {
        to.write_all("\u{FEFF}".as_bytes())?;
    }
    let mut table = csv::WriterBuilder::new()
        .has_headers(false)
        .terminator(csv::Terminator::CRLF)
        .from_writer(to);
    table.write_record(R::COLUMNS)?;
    for row in rows {
        match style {
            CsvStyle::Plain => table.serialize(row)?,
            CsvStyle::Spreadsheet => table.write_record(cells(&row)?)?,
        }
    }
    table.flush()
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
