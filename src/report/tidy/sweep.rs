use std::borrow::Cow;
use std::io;

use super::write::{JsonLines, Table};
use crate::cash_flow::Date;
use crate::sweep::{Blocks, Columns, Labels, Status, Sweep, Swept};
use crate::{Error, Output, Period};

#[cfg(feature = "csv")]
use super::write::{CsvStyle, CsvTable};

/// The number of one output in one period of one variant of a sweep.
///
/// | column | contents |
/// |---|---|
/// | `scenario` | the scenario's name |
/// | `variant` | the number of the variant, from zero |
/// | `output` | the stable name, as of [`Output::id`] |
/// | `period` | such as `2030` or `2030-Q1` |
/// | `date` | the [last day](Period::last_day) of the period, such as `2030-12-31` |
/// | `value` | a finite number; absent unless the status is `valid` |
/// | `unit` | the unit of the value, in words |
/// | `status` | a [`Status`], as it prints |
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SweepRow<'a> {
    /// The name of the scenario, on one line.
    pub scenario: Cow<'a, str>,
    /// The number of the variant, from zero.
    pub variant: usize,
    /// The output.
    pub output: Output,
    /// The period of the number.
    pub period: Period,
    /// The number, finite, in the row's unit; `None` unless the status is valid.
    pub value: Option<f64>,
    /// What is known of the output in the variant.
    pub status: Status,
    unit: &'a str,
    /// The period and the date, as they print.
    written: [&'a str; 2],
}

impl<'a> SweepRow<'a> {
    /// The unit of the number, in words.
    #[must_use]
    pub const fn unit(&self) -> &'a str {
        self.unit
    }

    /// The period, as it prints.
    #[cfg(feature = "arrow")]
    pub(in crate::report) const fn period_text(&self) -> &'a str {
        self.written[0]
    }

    /// The last day of the period.
    #[must_use]
    pub fn date(&self) -> Date {
        self.period.last_day()
    }
}

/// The serde shape of a row.
#[derive(serde::Serialize)]
#[serde(rename = "SweepRow")]
struct Written<'a> {
    scenario: &'a str,
    variant: usize,
    output: &'static str,
    period: &'a str,
    date: &'a str,
    value: Option<f64>,
    unit: &'a str,
    status: &'static str,
}

impl serde::Serialize for SweepRow<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let [period, date] = self.written;
        Written {
            scenario: &self.scenario,
            variant: self.variant,
            output: self.output.id(),
            period,
            date,
            value: self.value,
            unit: self.unit,
            status: self.status.name(),
        }
        .serialize(to)
    }
}

/// The variants of a sweep, or of a block of them, as rows: variant by variant, in each output by
/// output, in each the periods in order. Growth and other outputs over a period have no row in the
/// base period.
///
/// # Examples
///
/// ```
/// use compute_impact::report::tidy;
/// use compute_impact::{Output, Reading};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let sweep = scenario.sweep().with_outputs([Output::Gdp(Reading::Impact)])?;
/// let columns = sweep.with_values("gdp.response.coefficient", vec![0.1, 0.2])?.columns()?;
/// let rows: Vec<_> = tidy::sweep(&columns).collect();
/// assert_eq!(rows.len(), 2 * 7);
/// assert_eq!((rows[7].variant, rows[7].period.to_string().as_str()), (1, "2024"));
/// assert_eq!((rows[7].value, rows[7].unit()), (Some(0.0), "fraction"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sweep(columns: &Columns) -> impl Iterator<Item = SweepRow<'_>> {
    let labels: &Labels = columns.labels();
    (0..columns.len()).flat_map(move |variant| {
        let outputs = columns.iter().zip(&labels.units);
        outputs.flat_map(move |(of, (_, unit))| {
            let output = of.output();
            let status = of.status(variant).unwrap_or(Status::Valid);
            let skipped = usize::from(output.is_of_period());
            (skipped..labels.periods.len()).map(move |row| {
                let [period, date] = &labels.dates[row];
                SweepRow {
                    scenario: Cow::Borrowed(&labels.scenario),
                    variant: columns.first() + variant,
                    output,
                    period: labels.periods[row],
                    value: status.is_valid().then(|| of.row(row)[variant]),
                    status,
                    unit,
                    written: [period, date],
                }
            })
        })
    })
}

/// Writes a sweep as JSON, one object per line, block by block: the rows of [`sweep`]. An absent
/// value is `null`.
///
/// The table is the same for any number of threads. The writer should be buffered. A sweep that its
/// watch stopped is written as far as it came, which the result says.
///
/// # Errors
///
/// Those of the writer, and an error that contains the [`Error`] of the sweep
/// ([`io::Error::get_ref`]): that of [`Sweep::blocks`] before anything is written, that of a variant
/// that fails after the variants of the blocks before it.
///
/// # Examples
///
/// ```
/// use compute_impact::report::tidy;
/// use compute_impact::{Output, Reading};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let sweep = scenario.sweep().with_outputs([Output::Gdp(Reading::Impact)])?;
/// let sweep = sweep.with_values("gdp.response.coefficient", vec![0.1, 0.2])?;
/// let mut lines = Vec::new();
/// let swept = tidy::write_sweep_json_lines(&sweep, &mut lines)?;
/// assert!(swept.is_complete());
/// let lines = String::from_utf8(lines)?;
/// assert!(lines.contains(r#""variant":1,"output":"gdp-impact","period":"2024","date":"2024-12-31""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_sweep_json_lines(sweep: &Sweep<'_>, to: impl io::Write) -> io::Result<Swept> {
    write(
        sweep.blocks().map_err(io::Error::other)?,
        JsonLines::new(to),
    )
}

/// Writes a sweep as CSV (RFC 4180), block by block: a header, then the rows of [`sweep`]. An absent
/// value is empty.
///
/// # Errors
///
/// As [`write_sweep_json_lines`].
///
/// # Examples
///
/// ```
/// use compute_impact::report::tidy::{self, CsvStyle};
/// use compute_impact::{Output, Reading};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let sweep = scenario.sweep().with_outputs([Output::Gdp(Reading::Impact)])?;
/// let sweep = sweep.with_values("gdp.response.coefficient", vec![0.1, 0.2])?;
/// let mut table = Vec::new();
/// tidy::write_sweep_csv(&sweep, CsvStyle::Plain, &mut table)?;
/// let table = String::from_utf8(table)?;
/// assert!(table.starts_with("scenario,variant,output,period,date,value,unit,status\r\n"));
/// assert!(table.contains(",0,gdp-impact,2024,2024-12-31,0.0,fraction,valid\r\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[cfg(feature = "csv")]
pub fn write_sweep_csv(
    sweep: &Sweep<'_>,
    style: CsvStyle,
    to: impl io::Write,
) -> io::Result<Swept> {
    let blocks = sweep.blocks().map_err(io::Error::other)?;
    write(blocks, CsvTable::new::<SweepRow<'_>>(style, to)?)
}

/// Writes the rows of all blocks.
fn write(mut blocks: Blocks<'_>, mut table: impl Table) -> io::Result<Swept> {
    while let Some(block) = blocks.next() {
        let block = block.map_err(io::Error::other::<Error>)?;
        for row in sweep(&block) {
            table.add(&row)?;
        }
        blocks.recycle(block);
    }
    table.finish()?;
    Ok(blocks.swept())
}
