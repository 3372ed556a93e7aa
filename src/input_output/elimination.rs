//! Gaussian elimination of `I - A` for a non-negative `A`, in blocks.
//!
//! Rows are never exchanged. For a non-negative `A` all pivots are positive exactly if its spectral
//! radius is below one (Hawkins and Simon 1949, "Note: some conditions of macroeconomic
//! stability", *Econometrica* 17(3/4)), and elimination in the given order is then stable
//! (Funderlic and Plemmons 1981, "LU decomposition of M-matrices by elimination without pivoting",
//! *Linear Algebra and its Applications* 41). So the factorisation is the test of a productive
//! table as well.

use nalgebra::DMatrix;

use super::Matrix;

/// The number of columns of a block: a panel of 2000 rows fits the second-level cache.
const BLOCK: usize = 64;
/// The smallest pivot: below it, a unit of demand would need more than 1e12 of output.
pub(super) const LEAST_PIVOT: f64 = 1e-12;

/// The factors of `I - A`: unit lower below the diagonal, upper on it and above.
#[derive(Clone, Debug)]
pub(super) struct Elimination {
    factors: DMatrix<f64>,
}

impl Elimination {
    /// Factors `I - A`; `None` if `A`, square and non-negative, is not productive.
    pub(super) fn new(coefficients: &Matrix) -> Option<Self> {
        let order = coefficients.rows();
        let mut factors = -coefficients.to_dense();
        for k in 0..order {
            factors[(k, k)] += 1.0;
        }
        let mut start = 0;
        while start < order {
            let end = (start + BLOCK).min(order);
            let data = factors.as_mut_slice();
            panel(data, order, start, end)?;
            let (done, rest) = data.split_at_mut(end * order);
            for column in rest.chunks_exact_mut(order) {
                lower(done, order, start..end, end, column);
            }
            if end < order {
                let (left, mut right) = factors.columns_range_pair_mut(start..end, end..order);
                let (upper, mut below) = right.rows_range_pair_mut(start..end, end..order);
                below.gemm(-1.0, &left.rows_range(end..order), &upper, 1.0);
            }
            start = end;
        }
        Some(Self { factors })
    }

    pub(super) fn order(&self) -> usize {
        self.factors.nrows()
    }

    /// Replaces each column of `sides` by the solution of `(I - A) x = side`.
    pub(super) fn solve(&self, sides: &mut DMatrix<f64>) {
        let order = self.order();
        let data = self.factors.as_slice();
        // Few sides are solved column by column in one pass; many are faster with block products.
        let block = if sides.ncols() < 4 { order } else { BLOCK };
        let starts: Vec<usize> = (0..order).step_by(block).collect();
        for &start in &starts {
            let end = (start + block).min(order);
            for column in sides.as_mut_slice().chunks_exact_mut(order) {
                lower(data, order, start..end, end, column);
            }
            if end < order {
                let (solved, mut below) = sides.rows_range_pair_mut(start..end, end..order);
                let factor = self.factors.view((end, start), (order - end, end - start));
                below.gemm(-1.0, &factor, &solved, 1.0);
            }
        }
        for &start in starts.iter().rev() {
            let end = (start + block).min(order);
            for column in sides.as_mut_slice().chunks_exact_mut(order) {
                upper(data, order, start..end, column);
            }
            if start > 0 {
                let (mut above, solved) = sides.rows_range_pair_mut(0..start, start..end);
                let factor = self.factors.view((0, start), (start, end - start));
                above.gemm(-1.0, &factor, &solved, 1.0);
            }
        }
    }

    /// Replaces `side` by the solution of `x (I - A) = side`, a row on the left.
    pub(super) fn solve_transposed(&self, side: &mut [f64]) {
        let order = self.order();
        let columns = || self.factors.as_slice().chunks_exact(order).enumerate();
        for (k, column) in columns() {
            side[k] = (side[k] - dot(&column[..k], &side[..k])) / column[k];
        }
        for (k, column) in columns().rev() {
            side[k] -= dot(&column[k + 1..], &side[k + 1..]);
        }
    }
}

/// Eliminates within columns `start..end`, over all rows from `start` on.
fn panel(data: &mut [f64], order: usize, start: usize, end: usize) -> Option<()> {
    for k in start..end {
        let (done, rest) = data.split_at_mut((k + 1) * order);
        let pivot = done[k * order + k];
        // NaN, which results from a sum that overflowed, is not a pivot either.
        if !matches!(
            pivot.partial_cmp(&LEAST_PIVOT),
            Some(std::cmp::Ordering::Greater)
        ) {
            return None;
        }
        let multipliers = &mut done[k * order + k + 1..(k + 1) * order];
        for multiplier in multipliers.iter_mut() {
            *multiplier /= pivot;
        }
        for column in rest.chunks_exact_mut(order).take(end - k - 1) {
            let (head, tail) = column.split_at_mut(k + 1);
            subtract(tail, head[k], multipliers);
        }
    }
    Some(())
}

/// Solves with the unit lower factor for rows `rows` of one column, changing rows up to `until`.
fn lower(data: &[f64], order: usize, rows: std::ops::Range<usize>, until: usize, side: &mut [f64]) {
    for k in rows {
        let (head, tail) = side[..until].split_at_mut(k + 1);
        subtract(tail, head[k], &data[k * order + k + 1..k * order + until]);
    }
}

/// Solves with the upper factor for rows `rows` of one column, changing none above them.
fn upper(data: &[f64], order: usize, rows: std::ops::Range<usize>, side: &mut [f64]) {
    let start = rows.start;
    for k in rows.rev() {
        let (head, tail) = side.split_at_mut(k);
        tail[0] /= data[k * order + k];
        subtract(
            &mut head[start..],
            tail[0],
            &data[k * order + start..k * order + k],
        );
    }
}

fn subtract(target: &mut [f64], factor: f64, column: &[f64]) {
    for (value, entry) in target.iter_mut().zip(column) {
        *value -= factor * entry;
    }
}

/// Returns the scalar product, by four independent sums that the processor computes in parallel.
pub(super) fn dot(left: &[f64], right: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (left, right) = (left.chunks_exact(4), right.chunks_exact(4));
    let rest: f64 = left
        .remainder()
        .iter()
        .zip(right.remainder())
        .map(|(a, b)| a * b)
        .sum();
    for (left, right) in left.zip(right) {
        for ((sum, a), b) in sums.iter_mut().zip(left).zip(right) {
            *sum += a * b;
        }
    }
    sums.iter().sum::<f64>() + rest
}
