//! Rank correlation of uncertain numbers through a Gaussian copula.

use std::f64::consts::PI;

use nalgebra::{DMatrix, SymmetricEigen};

/// The lower triangle of normal scores' correlation, ready to join independent scores.
///
/// Factorised here and not by the matrix crate, whose products differ in the last bit from machine
/// to machine.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Copula {
    /// Row by row: row i has i + 1 numbers.
    factor: Vec<f64>,
}

/// Pearson's correlation of normal scores for a rank correlation (Pearson 1907).
fn score_correlation(rank: f64) -> f64 {
    2.0 * libm::sin(PI / 6.0 * rank)
}

/// Its inverse.
fn rank_correlation(score: f64) -> f64 {
    6.0 / PI * libm::asin(score / 2.0)
}

/// A factor's diagonal below this leaves an input all but determined by the others.
const LEAST_PIVOT: f64 = 1e-9;

impl Copula {
    /// From a symmetric matrix of rank correlations with ones on its diagonal, row by row.
    ///
    /// # Errors
    ///
    /// The nearest matrix of rank correlations that can hold, if this one cannot.
    pub(crate) fn new(ranks: &[Vec<f64>]) -> Result<Self, Vec<Vec<f64>>> {
        let size = ranks.len();
        let scores: Vec<Vec<f64>> = ranks
            .iter()
            .map(|row| row.iter().map(|rank| score_correlation(*rank)).collect())
            .collect();
        let mut factor: Vec<Vec<f64>> = Vec::with_capacity(size);
        for i in 0..size {
            let mut row = Vec::with_capacity(i + 1);
            for j in 0..=i {
                let known: f64 = (0..j)
                    .map(|k| row[k] * factor.get(j).map_or(row[k], |other| other[k]))
                    .sum();
                // On the diagonal the score is one: sine leaves its last bit open.
                if i == j {
                    let pivot = 1.0 - known;
                    if pivot < LEAST_PIVOT {
                        return Err(nearest(&scores));
                    }
                    row.push(pivot.sqrt());
                } else {
                    row.push((scores[i][j] - known) / factor[j][j]);
                }
            }
            factor.push(row);
        }
        Ok(Self {
            factor: factor.concat(),
        })
    }

    /// Row `i` of the factor: the weights of the scores 0 to i.
    pub(crate) fn weights(&self, i: usize) -> &[f64] {
        let start = i * (i + 1) / 2;
        &self.factor[start..=start + i]
    }
}

/// The nearest matrix that can hold, in the Frobenius norm of normal scores, as rank correlations:
/// alternating projections with Dykstra's correction (Higham 2002, "Computing the nearest
/// correlation matrix", *IMA Journal of Numerical Analysis* 22(3)), then drawn towards
/// independence until it is clearly positive definite.
fn nearest(scores: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let size = scores.len();
    let mut held = DMatrix::from_fn(size, size, |i, j| if i == j { 1.0 } else { scores[i][j] });
    let mut correction = DMatrix::zeros(size, size);
    for _ in 0..200 {
        let shifted = &held - &correction;
        let mut eigen = SymmetricEigen::new(shifted.clone());
        eigen.eigenvalues.apply(|value| *value = value.max(0.0));
        let projected = eigen.recompose();
        correction = &projected - shifted;
        let before = held;
        held = projected;
        held.fill_diagonal(1.0);
        if (&held - before).amax() < 1e-10 {
            break;
        }
    }
    // Three decimals, as they are offered to a person; rounding must not undo the repair.
    for step in 0..=100 {
        let kept = 1.0 - f64::from(step) / 100.0;
        let ranks: Vec<Vec<f64>> = (0..size)
            .map(|i| {
                (0..size)
                    .map(|j| {
                        if i == j {
                            return 1.0;
                        }
                        let score = kept * 0.5 * (held[(i, j)] + held[(j, i)]);
                        (rank_correlation(score.clamp(-2.0, 2.0)) * 1e3).trunc() / 1e3
                    })
                    .collect()
            })
            .collect();
        if holds(&ranks) {
            return ranks;
        }
    }
    // Reached by no matrix: with nothing kept, all ranks are zero and hold.
    (0..size)
        .map(|i| (0..size).map(|j| f64::from(u8::from(i == j))).collect())
        .collect()
}

/// Whether rank correlations can hold together.
fn holds(ranks: &[Vec<f64>]) -> bool {
    let size = ranks.len();
    let scores = DMatrix::from_fn(size, size, |i, j| {
        if i == j {
            1.0
        } else {
            score_correlation(ranks[i][j])
        }
    });
    SymmetricEigen::new(scores).eigenvalues.min() > 1e-4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_become_the_published_score_correlations() {
        // Closed form: 2 sin(pi r / 6).
        for (rank, score) in [
            (0.5, 0.517_638_090_205_041_5),
            (0.9, 0.907_980_999_479_093_5),
        ] {
            assert!((score_correlation(rank) - score).abs() < 1e-15);
            assert!((rank_correlation(score) - rank).abs() < 1e-15);
        }
    }

    #[test]
    #[expect(clippy::needless_range_loop, reason = "a matrix goes by its indices")]
    fn a_factor_times_itself_is_the_correlation() {
        let ranks = [
            vec![1.0, 0.5, -0.3],
            vec![0.5, 1.0, 0.2],
            vec![-0.3, 0.2, 1.0],
        ];
        let copula = Copula::new(&ranks).unwrap();
        for i in 0..3 {
            for j in 0..=i {
                let product: f64 = copula
                    .weights(i)
                    .iter()
                    .zip(copula.weights(j))
                    .map(|(a, b)| a * b)
                    .sum();
                let expected = if i == j {
                    1.0
                } else {
                    score_correlation(ranks[i][j])
                };
                assert!((product - expected).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn what_cannot_hold_is_refused_with_the_nearest_that_can() {
        // a moves with b, b with c, but a against c.
        let ranks = [
            vec![1.0, 0.9, -0.9],
            vec![0.9, 1.0, 0.9],
            vec![-0.9, 0.9, 1.0],
        ];
        let offered = Copula::new(&ranks).unwrap_err();
        assert!(Copula::new(&offered).is_ok());
        // By symmetry the nearest has all three moved alike, near one half: scores of 1/2.
        for (i, j, sign) in [(0, 1, 1.0), (1, 2, 1.0), (0, 2, -1.0)] {
            assert!(
                (offered[i][j] - sign * rank_correlation(0.5)).abs() < 0.01,
                "{offered:?}"
            );
        }
    }
}
