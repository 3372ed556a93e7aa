//! Data from Arrow record batches.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_schema::DataType;

use super::data::{ColumnKind, Data};
use crate::limits::Limit;
use crate::{Error, ErrorKind, Period};

impl Data {
    /// Reads columns of record batches, one batch after the other. Columns that are not named are left
    /// out.
    ///
    /// Numbers may be floats or integers, labels text or a dictionary of text with 32-bit keys, and
    /// periods text, or integers that are years.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a column that a batch does not have;
    /// [`WrongQuantity`](ErrorKind::WrongQuantity) for one of another type;
    /// [`Missing`](ErrorKind::Missing) for a label or a period that is null, with its row;
    /// [`Parse`](ErrorKind::Parse) for text that is no period; and as [`Data::with_numbers`].
    ///
    /// # Examples
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use arrow_array::{Float64Array, Int32Array, RecordBatch, StringArray};
    /// use compute_impact::estimation::{ColumnKind, Data};
    ///
    /// let batch = RecordBatch::try_from_iter([
    ///     ("city", Arc::new(StringArray::from(vec!["Chengdu", "Chengdu"])) as _),
    ///     ("year", Arc::new(Int32Array::from(vec![2023, 2024])) as _),
    ///     ("GDP", Arc::new(Float64Array::from(vec![Some(2.2), None])) as _),
    /// ])?;
    /// let data = Data::from_record_batches(&[batch], &[
    ///     ("city", ColumnKind::Labels),
    ///     ("year", ColumnKind::Periods),
    ///     ("GDP", ColumnKind::Numbers),
    /// ])?;
    /// assert_eq!((data.rows(), data.missing("GDP")?), (2, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_record_batches(
        batches: &[RecordBatch],
        columns: &[(&str, ColumnKind)],
    ) -> Result<Self, Error> {
        Limit::DataColumns.check(columns.len())?;
        let rows = batches.iter().map(RecordBatch::num_rows);
        Limit::DataRows.check(rows.fold(0, usize::saturating_add))?;
        columns.iter().try_fold(Self::new(), |data, (name, kind)| {
            let at = |error: Error| error.at(name);
            let arrays: Result<Vec<&ArrayRef>, Error> =
                batches.iter().map(|batch| column(batch, name)).collect();
            let arrays = arrays?;
            match kind {
                ColumnKind::Numbers => {
                    let mut all = Vec::new();
                    for array in arrays {
                        all.extend(numbers(array).map_err(at)?);
                    }
                    data.with_optional_numbers(name, all)
                }
                ColumnKind::Labels => data.with_labels(name, texts(&arrays).map_err(at)?),
                ColumnKind::Periods => data.with_periods(name, periods(&arrays).map_err(at)?),
            }
        })
    }
}

fn column<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a ArrayRef, Error> {
    batch.column_by_name(name).ok_or_else(|| {
        let schema = batch.schema_ref();
        Error::unknown_of(
            "column",
            name,
            schema.fields().iter().map(|field| field.name().as_str()),
        )
    })
}

fn wrong(expected: &'static str) -> Error {
    Error::new(ErrorKind::WrongQuantity {
        expected,
        found: "another type",
    })
}

fn numbers(array: &ArrayRef) -> Result<Vec<Option<f64>>, Error> {
    Ok(match array.data_type() {
        DataType::Float64 => array.as_primitive::<Float64Type>().iter().collect(),
        DataType::Float32 => widened(array.as_primitive::<Float32Type>().iter()),
        DataType::Int8 => widened(array.as_primitive::<Int8Type>().iter()),
        DataType::Int16 => widened(array.as_primitive::<Int16Type>().iter()),
        DataType::Int32 => widened(array.as_primitive::<Int32Type>().iter()),
        DataType::UInt8 => widened(array.as_primitive::<UInt8Type>().iter()),
        DataType::UInt16 => widened(array.as_primitive::<UInt16Type>().iter()),
        DataType::UInt32 => widened(array.as_primitive::<UInt32Type>().iter()),
        #[expect(
            clippy::cast_precision_loss,
            reason = "a number to estimate from, not a key"
        )]
        DataType::Int64 => {
            let numbers = array.as_primitive::<Int64Type>().iter();
            numbers
                .map(|number| number.map(|number| number as f64))
                .collect()
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a number to estimate from, not a key"
        )]
        DataType::UInt64 => {
            let numbers = array.as_primitive::<UInt64Type>().iter();
            numbers
                .map(|number| number.map(|number| number as f64))
                .collect()
        }
        _ => return Err(wrong("a column of floats or integers")),
    })
}

fn widened<T: Into<f64>>(numbers: impl Iterator<Item = Option<T>>) -> Vec<Option<f64>> {
    numbers.map(|number| number.map(Into::into)).collect()
}

/// The texts of all arrays; a null is an error.
fn texts(arrays: &[&ArrayRef]) -> Result<Vec<String>, Error> {
    let mut all = Vec::new();
    for array in arrays {
        match array.data_type() {
            DataType::Utf8 => given(array.as_string::<i32>().iter(), &mut all)?,
            DataType::LargeUtf8 => given(array.as_string::<i64>().iter(), &mut all)?,
            DataType::Utf8View => given(array.as_string_view().iter(), &mut all)?,
            DataType::Dictionary(key, value)
                if **key == DataType::Int32 && **value == DataType::Utf8 =>
            {
                let typed = array
                    .as_dictionary::<Int32Type>()
                    .downcast_dict::<StringArray>();
                let typed = typed.ok_or_else(|| wrong("a column of text"))?;
                given(typed.into_iter(), &mut all)?;
            }
            _ => return Err(wrong("a column of text")),
        }
    }
    Ok(all)
}

fn given<'a>(
    texts: impl Iterator<Item = Option<&'a str>>,
    all: &mut Vec<String>,
) -> Result<(), Error> {
    for text in texts {
        all.push(text.ok_or_else(|| missing(all.len()))?.to_owned());
    }
    Ok(())
}

fn missing(row: usize) -> Error {
    Error::new(ErrorKind::Missing {
        what: "a label or a period",
        remedy: "a row without one belongs to no group: leave it out",
    })
    .at(&format!("[{row}]"))
}

fn periods(arrays: &[&ArrayRef]) -> Result<Vec<Period>, Error> {
    let are_texts = arrays.iter().all(|array| {
        matches!(
            array.data_type(),
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(..)
        )
    });
    if are_texts {
        let texts = texts(arrays)?.into_iter().enumerate();
        return texts
            .map(|(row, text)| {
                text.parse()
                    .map_err(|error: Error| error.at(&format!("[{row}]")))
            })
            .collect();
    }
    let mut all = Vec::new();
    for array in arrays {
        let is_whole = array.data_type().is_integer();
        for number in is_whole
            .then(|| numbers(array))
            .ok_or_else(|| wrong("text or years"))??
        {
            let row = all.len();
            let year = number.ok_or_else(|| missing(row))?;
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a year beyond is refused as well"
            )]
            let period = Period::year(year as i32);
            all.push(period.map_err(|error| error.at(&format!("[{row}]")))?);
        }
    }
    Ok(all)
}
