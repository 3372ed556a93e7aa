//! Rank correlation of uncertain numbers through a Gaussian copula.

use std::f64::consts::PI;

use nalgebra::{DMatrix, SymmetricEigen};

/// The Cholesky factor of the correlation matrix of normal scores, which correlates independent
/// scores.
///
/// It is factorised here and not by the matrix crate, whose products differ in the last bit from
/// machine to machine.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Copula {
    /// The lower triangle row by row: row i has i + 1 numbers.
    factor: Vec<f64>,
}

/// Returns Pearson's correlation of normal scores for a rank correlation: `2 sin(π r / 6)` (Pearson
/// 1907).
fn score_correlation(rank: f64) -> f64 {
    2.0 * libm::sin(PI / 6.0 * rank)
}

/// Returns the rank correlation for a correlation of normal scores: `6 / π asin(s / 2)`.
fn rank_correlation(score: f64) -> f64 {
    6.0 / PI * libm::asin(score / 2.0)
}

/// The least square of a diagonal entry of the factor; below it the other inputs almost determine
/// an input.
const LEAST_PIVOT: f64 = 1e-9;

impl Copula {
    /// Builds the factor from a symmetric matrix of rank correlations with ones on its diagonal.
    ///
    /// # Errors
    ///
    /// The nearest valid matrix of rank correlations, if this one is not positive definite.
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
                let explained: f64 = (0..j)
                    .map(|k| row[k] * factor.get(j).map_or(row[k], |other| other[k]))
                    .sum();
                // On the diagonal the correlation of scores is exactly one; the sine may be off in
                // its last bit.
                if i == j {
                    let pivot = 1.0 - explained;
                    if pivot < LEAST_PIVOT {
                        return Err(nearest(&scores));
                    }
                    row.push(pivot.sqrt());
                } else {
                    row.push((scores[i][j] - explained) / factor[j][j]);
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

/// Returns the nearest valid matrix of rank correlations, in the Frobenius norm of normal scores,
/// by alternating projections with Dykstra's correction (Higham 2002, "Computing the nearest
/// correlation matrix", *IMA Journal of Numerical Analysis* 22(3)), then shrunk towards
/// independence until it is clearly positive definite.
fn nearest(scores: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let size = scores.len();
    let mut matrix = DMatrix::from_fn(size, size, |i, j| if i == j { 1.0 } else { scores[i][j] });
    let mut correction = DMatrix::zeros(size, size);
    for _ in 0..200 {
        let shifted = &matrix - &correction;
        let mut eigen = SymmetricEigen::new(shifted.clone());
        eigen.eigenvalues.apply(|value| *value = value.max(0.0));
        let projected = eigen.recompose();
        correction = &projected - shifted;
        let before = matrix;
        matrix = projected;
        matrix.fill_diagonal(1.0);
        if (&matrix - before).amax() < 1e-10 {
            break;
        }
    }
    // Three decimals, because a person reads them; rounding must not make the matrix invalid again.
    for step in 0..=100 {
        let shrinkage = 1.0 - f64::from(step) / 100.0;
        let ranks: Vec<Vec<f64>> = (0..size)
            .map(|i| {
                (0..size)
                    .map(|j| {
                        if i == j {
                            return 1.0;
                        }
                        let score = shrinkage * 0.5 * (matrix[(i, j)] + matrix[(j, i)]);
                        (rank_correlation(score.clamp(-2.0, 2.0)) * 1e3).trunc() / 1e3
                    })
                    .collect()
            })
            .collect();
        if is_valid(&ranks) {
            return ranks;
        }
    }
    // Never reached: at the last step all rank correlations are zero, and the matrix is valid.
    (0..size)
        .map(|i| (0..size).map(|j| f64::from(u8::from(i == j))).collect())
        .collect()
}

/// The least eigenvalue of a matrix that is clearly positive definite.
const LEAST_EIGENVALUE: f64 = 1e-4;

/// Returns true if the matrix of rank correlations is clearly positive definite.
fn is_valid(ranks: &[Vec<f64>]) -> bool {
    let size = ranks.len();
    // It is if it stays positive definite without a little of the identity matrix, by which all its
    // eigenvalues fall.
    let less = DMatrix::from_fn(size, size, |i, j| {
        if i == j {
            1.0 - LEAST_EIGENVALUE
        } else {
            score_correlation(ranks[i][j])
        }
    });
    less.cholesky().is_some()
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
    #[expect(
        clippy::needless_range_loop,
        reason = "a matrix is read by its indices"
    )]
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
    fn an_invalid_matrix_is_refused_with_the_nearest_valid_one() {
        // a moves with b, b with c, but a against c.
        let ranks = [
            vec![1.0, 0.9, -0.9],
            vec![0.9, 1.0, 0.9],
            vec![-0.9, 0.9, 1.0],
        ];
        let nearest = Copula::new(&ranks).unwrap_err();
        assert!(Copula::new(&nearest).is_ok());
        // By symmetry the nearest matrix changes all three alike, to scores near 1/2.
        for (i, j, sign) in [(0, 1, 1.0), (1, 2, 1.0), (0, 2, -1.0)] {
            assert!(
                (nearest[i][j] - sign * rank_correlation(0.5)).abs() < 0.01,
                "{nearest:?}"
            );
        }
    }
}
