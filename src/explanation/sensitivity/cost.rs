//! The expected conditional variance when some factors are known: the cost of a coalition.

use super::model::Model;
use super::{Extremes, check_square};
use crate::Error;
use crate::kernel::{self, Draws, Level, uniform_at};
use crate::uncertainty::Copula;
use crate::watch::Count;

/// Inner runs for each outer one, as recommended by Song, Nelson and Staum (2016), *SIAM/ASA
/// Journal on Uncertainty Quantification* 4(1).
pub(super) const INNER: usize = 3;

/// The correlation of scores `L L'`, `(members, members)`, from the lower triangle `L` of the
/// copula.
fn correlation(copula: &Copula, size: usize) -> Vec<Vec<f64>> {
    let product = |i: usize, j: usize| -> f64 {
        let (a, b) = (copula.weights(i), copula.weights(j));
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    };
    (0..size)
        .map(|i| (0..size).map(|j| product(i, j)).collect())
        .collect()
}

/// The lower triangle `L` of a correlation `R = L L'` in another order, by Cholesky's method:
/// `L_ij = (R_ij - sum over k < j of L_ik L_jk) / L_jj`, and
/// `L_ii = sqrt(R_ii - sum over k < i of L_ik^2)`.
fn lower(correlation: &[Vec<f64>], order: &[usize]) -> Vec<Vec<f64>> {
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(order.len());
    for (i, a) in order.iter().enumerate() {
        let mut row = Vec::with_capacity(i + 1);
        for (j, b) in order[..=i].iter().enumerate() {
            let explained: f64 = (0..j)
                .map(|k| row[k] * rows.get(j).map_or(row[k], |other: &Vec<f64>| other[k]))
                .sum();
            let remainder: f64 = correlation[*a][*b] - explained;
            // The copula is positive definite, but rounding may make the remainder negative.
            row.push(if i == j {
                remainder.max(1e-12).sqrt()
            } else {
                remainder / rows[j][j]
            });
        }
        rows.push(row);
    }
    rows
}

impl Model<'_> {
    /// `E[Var(Y | all but these factors)]`, the expected variance once all other factors are known,
    /// from `outer` conditions of three runs each, and the extremes of all runs. `free` flags the
    /// factors that stay unknown.
    pub(super) fn cost(
        &self,
        free: &[bool],
        outer: usize,
        seed: u64,
        progress: &Count<'_>,
    ) -> Result<(f64, Extremes), Error> {
        let columns = self.columns();
        let mut is_free = vec![false; columns];
        for (factor, free) in self.parts().iter().zip(free) {
            for column in &factor.columns {
                is_free[*column] = *free;
            }
        }
        // Known factors come first in the order of correlated scores, so that the free ones are
        // drawn conditionally on them.
        let joint = self.joined().map(|(members, copula)| {
            let all = correlation(copula, members.len());
            let mut order: Vec<usize> = (0..members.len()).collect();
            order.sort_by_key(|member| is_free[members[*member]]);
            let factor = lower(&all, &order);
            let columns: Vec<usize> = order.iter().map(|member| members[*member]).collect();
            (columns, factor)
        });
        let level = Level::detect();
        let values = self.evaluate(progress, outer * INNER, |first, width, points| {
            for (column, out) in points.chunks_exact_mut(width).enumerate() {
                let stream = column as u64;
                if is_free[column] {
                    uniform_at(level, seed, stream, 11, Draws::From(first as u64), out);
                    continue;
                }
                // The runs of a condition share the values of the known factors.
                let (start, end) = (first / INNER, (first + width - 1) / INNER + 1);
                let mut shared = vec![0.0; end - start];
                uniform_at(
                    level,
                    seed,
                    stream,
                    13,
                    Draws::From(start as u64),
                    &mut shared,
                );
                for (slot, out) in out.iter_mut().enumerate() {
                    *out = shared[(first + slot) / INNER - start];
                }
            }
            if let Some((columns, factor)) = &joint {
                join(level, columns, factor, width, points);
            }
        })?;
        #[expect(clippy::cast_precision_loss, reason = "three, and 2^24 at most")]
        let (inner, count) = (INNER as f64, outer as f64);
        // The sample variance within each condition, averaged over the conditions.
        let within = values.chunks_exact(INNER).map(|runs| {
            let mean = runs.iter().sum::<f64>() / inner;
            runs.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (inner - 1.0)
        });
        let cost = check_square(within.sum::<f64>() / count)?;
        Ok((cost, Extremes::of(&values)))
    }
}

/// Correlates the columns: the scores `z` of each are replaced by `L z`, in the order of the
/// triangle.
fn join(level: Level, columns: &[usize], factor: &[Vec<f64>], width: usize, points: &mut [f64]) {
    let mut scores: Vec<Vec<f64>> = Vec::with_capacity(columns.len());
    for column in columns {
        let mut row = points[column * width..(column + 1) * width].to_vec();
        kernel::normal_quantile_in_place_at(level, &mut row);
        scores.push(row);
    }
    for (i, column) in columns.iter().enumerate() {
        let mut row = vec![0.0; width];
        for (weight, scores) in factor[i].iter().zip(&scores) {
            for (sum, score) in row.iter_mut().zip(scores) {
                *sum += weight * score;
            }
        }
        let out = &mut points[column * width..(column + 1) * width];
        kernel::normal_cumulative_at(level, &row, out);
        for x in out {
            *x = x.clamp(f64::EPSILON / 2.0, 1.0 - f64::EPSILON / 2.0);
        }
    }
}
