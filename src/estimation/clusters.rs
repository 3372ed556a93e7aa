//! Groups of rows whose errors depend on each other.

use std::collections::HashMap;

use nalgebra::DMatrix;

use super::data::Labels;

/// Groups of rows whose errors depend on each other, numbered from zero.
pub(super) struct Clusters {
    pub(super) codes: Vec<u32>,
    pub(super) count: usize,
}

impl Clusters {
    pub(super) fn new(groups: &Labels, rows: &[usize]) -> Self {
        Self::numbered(rows.iter().map(|row| (groups.codes[*row], 0)))
    }

    fn numbered(keys: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut numbers = HashMap::new();
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

    /// The groups of rows that are in one group of either.
    pub(super) fn crossed(&self, other: &Self) -> Self {
        let codes = self.codes.iter().copied();
        Self::numbered(codes.zip(other.codes.iter().copied()))
    }

    /// Sums of the rows of each cluster, clusters x columns.
    pub(super) fn sums(&self, scores: &DMatrix<f64>) -> DMatrix<f64> {
        let mut sums = DMatrix::zeros(self.count, scores.ncols());
        for (mut sums, scores) in sums.column_iter_mut().zip(scores.column_iter()) {
            for (code, score) in self.codes.iter().zip(scores.iter()) {
                sums[*code as usize] += *score;
            }
        }
        sums
    }
}
