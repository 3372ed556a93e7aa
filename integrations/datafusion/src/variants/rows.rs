//! The rows of results, column by column.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, DictionaryArray, Float64Array, Int32Array, OffsetSizeTrait,
    RecordBatch, RecordBatchOptions, StringArray, UInt32Array,
};
use datafusion::arrow::buffer::{Buffer, OffsetBuffer};
use datafusion::arrow::compute::{concat, take};
use datafusion::arrow::datatypes::{DataType, Float64Type, Int32Type, SchemaRef};
use datafusion::common::{Result, internal_datafusion_err};

use crate::error::refused;
use crate::function::MAX_BYTES;

/// The type of texts that repeat.
pub(super) fn dictionary() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// A column of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Column {
    /// A column of the input, by its place.
    Input(usize),
    Output,
    Period,
    Value,
    Unit,
}

impl Column {
    /// The place of the column in a table whose input has this number of columns.
    pub(super) fn place(self, input_columns: usize) -> usize {
        match self {
            Self::Input(place) => place,
            Self::Output => input_columns,
            Self::Period => input_columns + 1,
            Self::Value => input_columns + 2,
            Self::Unit => input_columns + 3,
        }
    }
}

/// The place of a column of the input among those that are read.
pub(super) fn place_of(column: usize, read: &[usize]) -> Result<usize> {
    let place = read.iter().position(|other| *other == column);
    place.ok_or_else(|| internal_datafusion_err!("column {column} of the input is not read"))
}

/// The bytes of the texts of a column that are copied into the results. Those of views are not.
pub(super) fn text_bytes(column: &ArrayRef) -> usize {
    fn bytes<O: OffsetSizeTrait>(offsets: &OffsetBuffer<O>) -> usize {
        match (offsets.first(), offsets.last()) {
            (Some(first), Some(last)) => last.as_usize() - first.as_usize(),
            _ => 0,
        }
    }
    match column.data_type() {
        DataType::Utf8 => bytes(column.as_string::<i32>().offsets()),
        DataType::LargeUtf8 => bytes(column.as_string::<i64>().offsets()),
        DataType::Binary => bytes(column.as_binary::<i32>().offsets()),
        DataType::LargeBinary => bytes(column.as_binary::<i64>().offsets()),
        _ => 0,
    }
}

/// Mapping from rows of the results to rows of the input.
pub(super) enum Repeat {
    /// All rows of the input, this number of times one after another.
    Blocks(usize),
    /// Rows of the input by number.
    Rows(UInt32Array),
}

impl Repeat {
    /// Refuses a column of which the texts would have too many bytes.
    fn check(&self, column: &ArrayRef, name: &str) -> Result<()> {
        let bytes = match self {
            Self::Blocks(blocks) => text_bytes(column).saturating_mul(*blocks),
            Self::Rows(rows) => {
                let rows = rows.values().iter();
                rows.map(|row| text_bytes(&column.slice(*row as usize, 1)))
                    .sum()
            }
        };
        if bytes <= MAX_BYTES {
            return Ok(());
        }
        let reason = format!(
            "the texts of the column \"{name}\" would be repeated in {bytes} bytes, more than 2 GiB: leave the \
             column out of the query, or choose fewer outputs"
        );
        Err(refused("variants", reason))
    }
}

/// The columns of numbers of the batch before, whose memory serves the next one if no one reads them any
/// more.
#[derive(Default)]
pub(super) struct Reused(Vec<Buffer>);

impl Reused {
    /// All values of a column, as many times one after another.
    fn repeat(&mut self, number: usize, column: &ArrayRef, times: usize) -> Result<ArrayRef> {
        let values = match column.as_primitive_opt::<Float64Type>() {
            Some(values) if values.null_count() == 0 => values.values(),
            _ => return Ok(concat(&vec![column.as_ref(); times])?),
        };
        if self.0.len() <= number {
            self.0.resize(number + 1, Buffer::default());
        }
        let memory = std::mem::take(&mut self.0[number]).into_vec();
        let mut repeated: Vec<f64> = memory.unwrap_or_default();
        repeated.clear();
        repeated.reserve(times * values.len());
        for _ in 0..times {
            repeated.extend_from_slice(values);
        }
        let repeated = Buffer::from_vec(repeated);
        self.0[number] = repeated.clone();
        Ok(Arc::new(Float64Array::new(repeated.into(), None)))
    }
}

/// The results of some rows of the input.
pub(super) struct Results {
    pub(super) input: RecordBatch,
    pub(super) repeat: Repeat,
    /// Output, period and unit, if a query reads any of them.
    pub(super) texts: Option<[ArrayRef; 3]>,
    pub(super) value: Float64Array,
}

impl Results {
    /// The results as a batch of the columns that a query reads.
    pub(super) fn batch(
        self,
        schema: &SchemaRef,
        columns: &[Column],
        reused: &mut Reused,
    ) -> Result<RecordBatch> {
        let rows = self.value.len();
        let text = |number: usize| match &self.texts {
            Some(texts) => Ok(Arc::clone(&texts[number])),
            None => Err(refused(
                "variants",
                "the texts of the results were not made",
            )),
        };
        let arrays = columns
            .iter()
            .enumerate()
            .map(|(number, column)| match column {
                Column::Input(place) => {
                    let array = self.input.column(*place);
                    self.repeat.check(array, schema.field(number).name())?;
                    Ok(match &self.repeat {
                        Repeat::Blocks(1) => Arc::clone(array),
                        Repeat::Blocks(blocks) => reused.repeat(number, array, *blocks)?,
                        Repeat::Rows(rows) => take(array, rows, None)?,
                    })
                }
                Column::Output => text(0),
                Column::Period => text(1),
                Column::Unit => text(2),
                Column::Value => Ok(Arc::new(self.value.clone()) as ArrayRef),
            });
        let arrays: Vec<ArrayRef> = arrays.collect::<Result<_>>()?;
        // A query that counts reads no column.
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let schema = Arc::clone(schema);
        Ok(RecordBatch::try_new_with_options(schema, arrays, &options)?)
    }
}

/// Texts by their numbers in a list.
pub(super) fn texts(keys: Vec<i32>, list: &Arc<StringArray>) -> Result<ArrayRef> {
    let list = Arc::clone(list) as ArrayRef;
    let array = DictionaryArray::<Int32Type>::try_new(Int32Array::from(keys), list)?;
    Ok(Arc::new(array))
}
