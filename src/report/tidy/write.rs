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
    const COLUMNS: &'static [&'static str] =
        &["scenario", "output", "period", "statistic", "value", "unit"];
}

impl sealed::Sealed for FindingRow<'_> {}

impl Record for FindingRow<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "scenario", "code", "severity", "place", "period", "message", "remedy",
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
/// assert!(line.contains(r#""output":"total-compute","period":"2024","statistic":"central""#));
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

/// Writes rows as CSV (RFC 4180): a header, commas, lines that end in CR LF, quotes where a text
/// needs them; an absent value is empty.
///
/// Numbers have enough digits to restore the same bits.
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
/// let mut table = Vec::new();
/// tidy::write_csv(tidy::projection(&scenario.project()?), &mut table)?;
/// let table = String::from_utf8(table)?;
/// assert!(table.starts_with("scenario,output,period,statistic,value,unit\r\n"));
/// assert!(table.contains("\"China to 2030, CAICT's rules as published\",total-compute,2024,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[cfg(feature = "csv")]
pub fn write_csv<R: Record>(
    rows: impl IntoIterator<Item = R>,
    to: impl io::Write,
) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new()
        .has_headers(false)
        .terminator(csv::Terminator::CRLF)
        .from_writer(to);
    table.write_record(R::COLUMNS)?;
    for row in rows {
        table.serialize(row)?;
    }
    table.flush()
}
