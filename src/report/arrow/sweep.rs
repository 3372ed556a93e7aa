//! The variants of a sweep as record batches.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::LargeStringBuilder;
use arrow_array::{ArrayRef, Date32Array, Float64Array, RecordBatch, UInt64Array};
use arrow_schema::{Field, Schema};

use super::{key, provenance};
use crate::report::tidy::{self, SweepRow};
use crate::sweep::Columns;

/// The columns with their contents.
const COLUMNS: [(&str, &str); 8] = [
    ("scenario", "the scenario's name"),
    ("variant", "the number of the variant, from zero"),
    ("output", "the stable name of the output"),
    ("period", "year, quarter or month"),
    ("date", "the last day of the period"),
    (
        "value",
        "a finite number, in the unit of its row, null unless the status is valid",
    ),
    ("unit", "the unit of the value, in words"),
    ("status", "what is known of the output in the variant"),
];

/// The variants of a sweep, or of a block of them, as one batch: the rows of [`tidy::sweep`]. All
/// blocks of a sweep have one schema, so that they make one stream or file.
///
/// | column | type | contents |
/// |---|---|---|
/// | `scenario` | text | the scenario's name |
/// | `variant` | 64-bit unsigned integer | the number of the variant, from zero |
/// | `output`, `period`, `date` | as of a [projection](super::projection) | |
/// | `value` | 64-bit float or null | a finite number; null unless the status is `valid` |
/// | `unit` | text | of the value, in words |
/// | `status` | text | a [`Status`](crate::sweep::Status), as it prints |
///
/// For a table with one row a variant take the slices of [`Columns`] themselves.
///
/// # Examples
///
/// ```
/// use compute_impact::report::arrow;
/// use compute_impact::{Error, Output, Reading};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let coefficients: Vec<f64> = (0..20_000).map(|n| 1e-5 * f64::from(n)).collect();
/// let sweep = scenario.sweep().with_outputs([Output::Gdp(Reading::Impact)])?;
/// let sweep = sweep.with_values("gdp.response.coefficient", &coefficients)?;
/// let mut rows = 0;
/// for block in sweep.blocks()? {
///     rows += arrow::sweep(&block?).num_rows(); // or write each batch to a file
/// }
/// assert_eq!(rows, 20_000 * 7);
/// # Ok::<(), Error>(())
/// ```
#[must_use]
pub fn sweep(columns: &Columns) -> RecordBatch {
    let labels = columns.labels();
    let mut metadata = provenance(labels.fingerprint.clone());
    for (output, (_, unit)) in labels.outputs.iter().zip(&labels.units) {
        metadata.insert(key(&format!("unit.{}", output.id())), unit.clone());
    }
    let values: Float64Array = tidy::sweep(columns).map(|row| row.value).collect();
    let arrays: Vec<ArrayRef> = vec![
        texts(columns, |_| &labels.scenario),
        Arc::new(UInt64Array::from_iter_values(
            tidy::sweep(columns).map(|row| row.variant as u64),
        )),
        texts(columns, |row| row.output.id()),
        texts(columns, SweepRow::period_text),
        Arc::new(Date32Array::from_iter_values(
            tidy::sweep(columns).map(|row| row.date().days_since_1970()),
        )),
        Arc::new(values),
        texts(columns, SweepRow::unit),
        texts(columns, |row| row.status.name()),
    ];
    batch(arrays, metadata)
}

/// The arrays as a batch of the columns.
fn batch(arrays: Vec<ArrayRef>, metadata: HashMap<String, String>) -> RecordBatch {
    let fields = COLUMNS.into_iter().zip(&arrays);
    let fields: Vec<Field> = fields
        .map(|((name, description), array)| {
            let about = HashMap::from([("description".to_owned(), description.to_owned())]);
            let may_be_null = name == "value";
            Field::new(name, array.data_type().clone(), may_be_null).with_metadata(about)
        })
        .collect();
    let schema = Arc::new(Schema::new_with_metadata(fields, metadata));
    #[expect(
        clippy::expect_used,
        reason = "eight columns of one length, and fields with the columns' own types"
    )]
    RecordBatch::try_new(schema, arrays).expect("columns fit their fields")
}

/// One column of text from the rows. No count of rows exceeds its offsets.
fn texts<'a>(columns: &'a Columns, text: impl Fn(&SweepRow<'a>) -> &'a str) -> ArrayRef {
    let mut texts = LargeStringBuilder::new();
    for row in tidy::sweep(columns) {
        texts.append_value(text(&row));
    }
    Arc::new(texts.finish())
}
