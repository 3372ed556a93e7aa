//! Groups of rows whose errors depend on each other.

use std::collections::HashMap;

use nalgebra::{DMatrix, DVector};

use super::data::Labels;
use super::design::renumber;
use super::in_parallel::in_parallel;

/// Groups of rows whose errors depend on each other, numbered from zero.
pub(super) struct Clusters {
    pub(super) codes: Vec<u32>,
    pub(super) count: usize,
}

impl Clusters {
    pub(super) fn new(groups: &Labels, rows: &[usize]) -> Self {
        let codes = rows.iter().map(|row| groups.codes[*row]).collect();
        let mut clusters = Self {
            codes,
            count: groups.names.len(),
        };
        clusters.count = renumber(&mut clusters.codes, clusters.count);
        clusters
    }

    /// The groups of rows that are in one group of either.
    pub(super) fn crossed(&self, other: &Self) -> Self {
        let mut numbers = HashMap::new();
        let keys = self.codes.iter().zip(&other.codes);
        let codes = keys
            .map(|key| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                *numbers.entry(key).or_insert(next)
            })
            .collect();
        Self {
            codes,
            count: numbers.len(),
        }
    }

    /// Sums of the rows of each cluster, each times a number, clusters x columns.
    pub(super) fn sums(&self, columns: &DMatrix<f64>, numbers: &DVector<f64>) -> DMatrix<f64> {
        sums_of_products(&self.codes, self.count, columns, numbers)
    }
}

/// The rows of columns, each times a number, summed over the rows of each group, groups x columns.
pub(super) fn sums_of_products(
    groups: &[u32],
    count: usize,
    columns: &DMatrix<f64>,
    numbers: &DVector<f64>,
) -> DMatrix<f64> {
    let mut sums = DMatrix::zeros(count, columns.ncols());
    let of_columns = sums.as_mut_slice().chunks_mut(count.max(1));
    let columns = columns.as_slice().chunks(numbers.len().max(1));
    let tasks = of_columns.zip(columns).collect();
    in_parallel(tasks, |(sums, column): (&mut [f64], &[f64])| {
        for ((group, x), number) in groups.iter().zip(column).zip(numbers.as_slice()) {
            sums[*group as usize] += x * number;
        }
    });
    sums
}
