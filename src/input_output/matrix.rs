use std::sync::Arc;

use crate::limits::Limit;
use crate::{Error, ErrorKind, Interval};

/// A matrix of finite numbers, stored row by row. A clone shares the numbers.
///
/// # Examples
///
/// ```
/// use compute_impact::input_output::Matrix;
///
/// let matrix = Matrix::from_rows([[0.15, 0.25], [0.2, 0.05]])?;
/// assert_eq!(matrix, Matrix::new(2, 2, vec![0.15, 0.25, 0.2, 0.05])?);
/// assert_eq!(matrix.get(1, 0), Some(0.2));
/// assert!(Matrix::new(2, 2, vec![0.15, 0.25, 0.2]).is_err());
/// assert!(Matrix::from_rows([[f64::NAN]]).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    values: Arc<Vec<f64>>,
}

impl Matrix {
    /// Builds a matrix of `rows` x `columns` from its numbers, row by row.
    ///
    /// # Errors
    ///
    /// [`ShapeMismatch`](ErrorKind::ShapeMismatch) unless there are `rows * columns` numbers and at
    /// least one; [`OutOfRange`](ErrorKind::OutOfRange) naming the place of a number that is not
    /// finite.
    pub fn new(rows: usize, columns: usize, values: Vec<f64>) -> Result<Self, Error> {
        let expected = rows.saturating_mul(columns);
        if values.is_empty() || values.len() != expected {
            return Err(Error::new(ErrorKind::ShapeMismatch {
                what: "a matrix of at least one row and column",
                expected: expected.max(1),
                found: values.len(),
            }));
        }
        for (k, value) in values.iter().enumerate() {
            Interval::FINITE
                .check("number in a matrix", *value)
                .map_err(|error| error.at(&format!("[{}][{}]", k / columns, k % columns)))?;
        }
        Ok(Self::trusted(rows, columns, values))
    }

    /// Builds a matrix from rows of equal length.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and [`TooMany`](ErrorKind::TooMany) past [`Limit::Labels`] rows or
    /// columns.
    pub fn from_rows<R: AsRef<[f64]>>(rows: impl IntoIterator<Item = R>) -> Result<Self, Error> {
        let mut values = Vec::new();
        let (mut count, mut columns) = (0, 0);
        for row in rows {
            let row = row.as_ref();
            Limit::Labels.check(count + 1)?;
            if count == 0 {
                columns = row.len();
                Limit::Labels.check(columns)?;
            } else if row.len() != columns {
                return Err(Error::new(ErrorKind::ShapeMismatch {
                    what: "a row of the matrix",
                    expected: columns,
                    found: row.len(),
                })
                .at(&format!("[{count}]")));
            }
            values.extend_from_slice(row);
            count += 1;
        }
        Self::new(count, columns, values)
    }

    /// Builds a matrix without checks, from numbers that this module computed.
    pub(super) fn trusted(rows: usize, columns: usize, values: Vec<f64>) -> Self {
        debug_assert_eq!(values.len(), rows * columns);
        Self {
            rows,
            columns,
            values: Arc::new(values),
        }
    }

    /// The number of rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The number of columns.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// All numbers, row by row.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Returns the number in a row and a column, counted from zero.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> Option<f64> {
        self.row(row)?.get(column).copied()
    }

    /// Returns one row, counted from zero, if it exists.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<&[f64]> {
        self.values.chunks_exact(self.columns).nth(row)
    }

    /// Returns one column, counted from zero, if it exists.
    #[must_use]
    pub fn column(&self, column: usize) -> Option<Vec<f64>> {
        (column < self.columns).then(|| self.iter_rows().map(|row| row[column]).collect())
    }

    /// The rows, from the first to the last.
    #[must_use]
    pub fn iter_rows(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(self.columns)
    }

    pub(super) fn row_sums(&self) -> Vec<f64> {
        self.iter_rows().map(|row| row.iter().sum()).collect()
    }

    pub(super) fn column_sums(&self) -> Vec<f64> {
        self.weighted_sums(|_| 1.0)
    }

    /// Returns a row of weights times the matrix: `columns` numbers.
    pub(super) fn weighted_sums(&self, weight: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.columns];
        for (i, row) in self.iter_rows().enumerate() {
            let weight = weight(i);
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += weight * value;
            }
        }
        sums
    }
}
