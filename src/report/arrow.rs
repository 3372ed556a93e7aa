//! Tidy tables as Arrow record batches, for `DataFusion`, Polars, pandas and the like.
//!
//! Apart from serde's traits the crate's API holds no third-party type; this module, behind its
//! feature, is an exception: it returns [`RecordBatch`], of the major version 59 of `arrow-array`.
//!
//! | column | type | contents |
//! |---|---|---|
//! | `scenario` | text | the scenario's name |
//! | `output` | text | the stable name, as of [`Output::id`](crate::scenario::Output::id) |
//! | `period` | text | such as `2030` or `2030-Q1` |
//! | `date` | 32-bit date | the last day of the period |
//! | `statistic` | text | a [`Statistic`], as it prints |
//! | `level` | 64-bit float or null | the probability of a quantile |
//! | `target` | 64-bit float or null | the number of the target of a probability |
//! | `value` | 64-bit float | a finite number |
//! | `unit` | text | of the value, in words |
//!
//! No other column contains nulls. Text has 64-bit offsets (`LargeUtf8`) and no dictionaries, which
//! differ between batches: batches of any scenarios go into one IPC file, whose schema is that of
//! the first. The rows are those of [`tidy`], in the same order and with the same bits.
//!
//! The schema gives the provenance of the numbers under these keys:
//!
//! | key | of | contents |
//! |---|---|---|
//! | `compute-impact.version` | all | the version of this library |
//! | `compute-impact.scenario` | all | [`Scenario::fingerprint`](crate::Scenario::fingerprint) |
//! | `compute-impact.unit.gdp-with` and so on | all | the unit of an output |
//! | `compute-impact.seed`, `.draws`, `.scheme`, `.generator` | fan | the settings that repeat the run |
//! | `compute-impact.digest` | fan | a fingerprint of the result, as of the manifest |
//!
//! [`sweep`] has other columns, one row for each output and period of a variant, and the same keys.
//! The metadata of each field describe its contents under `description`.

mod sweep;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Float64Array, LargeStringArray, RecordBatch};
use arrow_schema::{DataType, Field, Schema};

pub use sweep::sweep;

use super::tidy::{self, Row, Statistic};
use crate::simulation::Manifest;
use crate::{Difference, DifferenceFan, Error, Fan, Projection};

/// The columns with their contents.
const COLUMNS: [(&str, &str); 9] = [
    ("scenario", "the scenario's name"),
    ("output", "the stable name of the output"),
    ("period", "year, quarter or month"),
    ("date", "the last day of the period"),
    ("statistic", "the statistic of the output"),
    ("level", "the probability of a quantile, null for others"),
    (
        "target",
        "the number of the target of a probability, null for others",
    ),
    ("value", "a finite number, in the unit of its row"),
    ("unit", "the unit of the value, in words"),
];

/// A projection as one batch: the rows of [`tidy::projection`].
///
/// # Examples
///
/// ```
/// use compute_impact::report::arrow;
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let batch = arrow::projection(&scenario.project()?);
/// assert_eq!(batch.num_columns(), 9);
/// let schema = batch.schema();
/// assert_eq!(schema.metadata()["compute-impact.scenario"], scenario.fingerprint());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn projection(projection: &Projection) -> RecordBatch {
    let metadata = provenance(projection.scenario().fingerprint());
    batch(&tidy::projection(projection).collect::<Vec<_>>(), metadata)
}

/// The differences of two scenarios at central values as one batch: the rows of
/// [`tidy::difference`].
#[must_use]
pub fn difference(difference: &Difference) -> RecordBatch {
    let metadata = provenance(difference.comparison().fingerprint());
    batch(&tidy::difference(difference).collect::<Vec<_>>(), metadata)
}

/// A fan as one batch: the rows of [`tidy::fan`].
///
/// # Errors
///
/// As [`tidy::fan`].
///
/// # Examples
///
/// ```
/// use compute_impact::{report::arrow, Simulation};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let fan = scenario.simulate(&Simulation::new(1_000)?.with_seed(7))?;
/// let batch = arrow::fan(&fan, &[0.05, 0.5, 0.95])?;
/// assert_eq!(batch.schema().metadata()["compute-impact.seed"], "7");
/// assert!(arrow::fan(&fan, &[95.0]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fan(fan: &Fan, quantiles: &[f64]) -> Result<RecordBatch, Error> {
    let rows: Vec<Row<'_>> = tidy::fan(fan, quantiles)?.collect();
    let mut metadata = provenance(fan.scenario().fingerprint());
    metadata.extend(run(&fan.manifest()));
    Ok(batch(&rows, metadata))
}

/// The differences of two scenarios in many draws as one batch: the rows of
/// [`tidy::difference_fan`].
///
/// # Errors
///
/// As [`tidy::fan`].
pub fn difference_fan(fan: &DifferenceFan, quantiles: &[f64]) -> Result<RecordBatch, Error> {
    let rows: Vec<Row<'_>> = tidy::difference_fan(fan, quantiles)?.collect();
    let mut metadata = provenance(fan.comparison().fingerprint());
    metadata.extend(run(&fan.manifest()));
    Ok(batch(&rows, metadata))
}

/// The settings from which a run can be repeated.
fn run(manifest: &Manifest) -> [(String, String); 6] {
    [
        ("version", manifest.library_version().to_owned()),
        ("seed", manifest.seed().to_string()),
        ("draws", manifest.draws().to_string()),
        ("scheme", manifest.scheme().name().to_owned()),
        ("generator", manifest.generator().to_owned()),
        ("digest", manifest.digest().to_owned()),
    ]
    .map(|(name, value)| (key(name), value))
}

fn key(name: &str) -> String {
    format!("compute-impact.{name}")
}

/// The provenance of the numbers of any table.
fn provenance(fingerprint: String) -> HashMap<String, String> {
    HashMap::from([
        (key("version"), crate::VERSION.to_owned()),
        (key("scenario"), fingerprint),
    ])
}

fn batch(rows: &[Row<'_>], mut metadata: HashMap<String, String>) -> RecordBatch {
    for row in rows.iter().filter(|row| has_output_unit(row)) {
        let name = key(&format!("unit.{}", row.output));
        metadata
            .entry(name)
            .or_insert_with(|| row.unit().to_string());
    }
    let columns: Vec<ArrayRef> = vec![
        texts(rows, |row| row.scenario.as_ref().into()),
        texts(rows, |row| row.output.as_ref().into()),
        texts(rows, |row| row.period.to_string().into()),
        Arc::new(Date32Array::from_iter_values(
            rows.iter().map(|row| row.date().days_since_1970()),
        )),
        texts(rows, |row| row.statistic.to_string().into()),
        Arc::new(numbers(rows, Statistic::level)),
        Arc::new(numbers(rows, Statistic::target)),
        Arc::new(Float64Array::from_iter_values(
            rows.iter().map(|row| row.value),
        )),
        texts(rows, |row| row.unit().to_string().into()),
    ];
    let fields: Vec<Field> = COLUMNS
        .into_iter()
        .zip(&columns)
        .map(|((name, description), column)| field(name, description, column.data_type()))
        .collect();
    let schema = Arc::new(Schema::new_with_metadata(fields, metadata));
    #[expect(
        clippy::expect_used,
        reason = "nine columns of one length, and fields with the columns' own types"
    )]
    RecordBatch::try_new(schema, columns).expect("columns fit their fields")
}

/// True if a row has the unit of its output; a probability and a count have their own.
fn has_output_unit(row: &Row<'_>) -> bool {
    matches!(
        row.statistic,
        Statistic::Central
            | Statistic::Mean
            | Statistic::StandardDeviation
            | Statistic::Quantile(_)
    )
}

fn field(name: &str, description: &str, of: &DataType) -> Field {
    let metadata = HashMap::from([("description".to_owned(), description.to_owned())]);
    let may_be_null = ["level", "target"].contains(&name);
    Field::new(name, of.clone(), may_be_null).with_metadata(metadata)
}

/// One column of text from the rows. No count of rows exceeds its offsets.
fn texts<'a>(rows: &'a [Row<'_>], text: impl Fn(&'a Row<'_>) -> Cow<'a, str>) -> ArrayRef {
    Arc::new(LargeStringArray::from_iter_values(rows.iter().map(text)))
}

/// One column of numbers that a statistic may have.
fn numbers(rows: &[Row<'_>], number: fn(&Statistic) -> Option<f64>) -> Float64Array {
    rows.iter().map(|row| number(&row.statistic)).collect()
}
