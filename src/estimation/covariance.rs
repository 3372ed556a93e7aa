//! Covariance matrices of coefficients, from classical to clustered and autocorrelated errors.

use nalgebra::{DMatrix, DVector};

use super::absorb;
use super::clusters::{Clusters, sums_of_products};
use super::data::Data;
use super::design::Design;
use super::least_squares::Solution;
use super::small_sample::{ClusterCorrection, CountedEffects, RowCorrection, SmallSample};
use super::standard_errors::{Bandwidth, StandardErrors, rule_of_thumb};
use super::term::ordered;
use crate::{Error, ErrorKind};

/// A covariance matrix of coefficients, and what it was computed with.
#[derive(Clone, Debug)]
pub(super) struct Covariance {
    /// Columns x columns.
    pub(super) matrix: DMatrix<f64>,
    /// The numbers of clusters; none without clusters.
    pub(super) clusters: Vec<usize>,
    /// The number of estimated coefficients that counts.
    pub(super) parameters: f64,
    /// The coefficients whose variance came out negative and was set to zero.
    pub(super) negative: Vec<usize>,
    /// The lags of autocorrelated errors.
    pub(super) lags: Option<usize>,
}

/// What a covariance matrix is computed from.
struct Setting<'a> {
    design: &'a Design,
    solution: &'a Solution,
    data: &'a Data,
    rule: SmallSample,
    /// The number of observations.
    n: f64,
}

/// The covariance matrix of the coefficients.
pub(super) fn covariance(
    design: &Design,
    solution: &Solution,
    data: &Data,
    (errors, rule): (&StandardErrors, SmallSample),
) -> Result<Covariance, Error> {
    let setting = Setting {
        design,
        solution,
        data,
        rule,
        n: design.observations(),
    };
    match errors {
        StandardErrors::Classical => setting.classical(),
        StandardErrors::Hc0 => setting.robust(0, false),
        StandardErrors::Hc1 => setting.robust(0, true),
        StandardErrors::Hc2 => setting.robust(1, false),
        StandardErrors::Hc3 => setting.robust(2, false),
        StandardErrors::Clustered { by } => setting.clustered(&[by.as_str()]),
        StandardErrors::ClusteredTwoWay { by } => {
            setting.clustered(&[by[0].as_str(), by[1].as_str()])
        }
        StandardErrors::NeweyWest(bandwidth) => setting.autocorrelated(*bandwidth, true),
        StandardErrors::DriscollKraay(bandwidth) => setting.autocorrelated(*bandwidth, false),
    }
}

impl Setting<'_> {
    /// The number of estimated coefficients that counts: `K`.
    fn parameters(&self, clusters: &[&[u32]]) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand columns")]
        let columns = self.solution.coefficients.len() as f64;
        let degrees = |clusters: &[&[u32]]| absorb::degrees(self.design, clusters);
        let effects = if self.design.absorbed.is_empty() {
            0.0
        } else {
            match self.rule.effects() {
                CountedEffects::All => degrees(&[]),
                CountedEffects::NotNested => degrees(clusters),
                CountedEffects::AllUnlessNested => {
                    // One is counted for all that are nested.
                    let are_all_nested = !clusters.is_empty() && degrees(clusters) < 2.0;
                    if are_all_nested { 0.0 } else { degrees(&[]) }
                }
                CountedEffects::None => 1.0,
            }
        };
        columns + effects
    }

    /// The factor for the number of observations.
    fn row_factor(&self, parameters: f64, is_clustered: bool) -> Result<f64, Error> {
        let rest = self.n - parameters;
        match self.rule.rows() {
            RowCorrection::None => Ok(1.0),
            RowCorrection::Degrees | RowCorrection::DegreesLessOne if rest <= 0.0 => {
                Err(too_few(self.n, parameters))
            }
            RowCorrection::DegreesLessOne if is_clustered => Ok((self.n - 1.0) / rest),
            RowCorrection::Degrees | RowCorrection::DegreesLessOne => Ok(self.n / rest),
        }
    }

    /// `R^-1 M R^-T` of a matrix of the scores in the columns of `Q`.
    fn sandwich(&self, meat: &DMatrix<f64>) -> DMatrix<f64> {
        let r_inverse = &self.solution.r_inverse;
        symmetric(r_inverse * meat * r_inverse.transpose())
    }

    fn plain(matrix: DMatrix<f64>, parameters: f64) -> Covariance {
        Covariance {
            matrix,
            clusters: Vec::new(),
            parameters,
            negative: Vec::new(),
            lags: None,
        }
    }

    /// `s^2 (X'X)^-1` with `s^2 = r'r / (n - K)`.
    fn classical(&self) -> Result<Covariance, Error> {
        let parameters = self.parameters(&[]);
        let variance =
            self.solution.residuals.norm_squared() / self.n * self.row_factor(parameters, false)?;
        let r_inverse = &self.solution.r_inverse;
        let matrix = symmetric(r_inverse * r_inverse.transpose()) * variance;
        Ok(Self::plain(matrix, parameters))
    }

    /// Each squared residual divided by a power of `1 - h`, where `h` is the leverage of its row.
    fn robust(&self, power: u8, is_corrected: bool) -> Result<Covariance, Error> {
        let needs_leverage = power > 0;
        let parameters = self.parameters(&[]);
        let q = &self.solution.q;
        let leverage_of_effects = if needs_leverage {
            absorb::leverage(self.design)?
        } else {
            Vec::new()
        };
        let mut weighted = q.clone();
        for (row, residual) in self.solution.residuals.iter().enumerate() {
            let count = self.count(row);
            let of_effects = leverage_of_effects.get(row).copied().unwrap_or(0.0);
            let leverage = (q.row(row).norm_squared() + of_effects) / count;
            // A row that determines a coefficient alone is fitted exactly.
            let rest = if 1.0 - leverage < 1e-12 {
                0.0
            } else {
                1.0 - leverage
            };
            let divisor = match power {
                0 => 1.0,
                1 => rest,
                _ => rest * rest,
            };
            if divisor <= 0.0 {
                return Err(Error::new(ErrorKind::FittedExactly {
                    row: self.design.rows[row],
                }));
            }
            let factor = residual / (divisor * count).sqrt();
            weighted.row_mut(row).scale_mut(factor);
        }
        let mut matrix = self.sandwich(&weighted.tr_mul(&weighted));
        if is_corrected {
            let rest = self.n - parameters;
            if rest <= 0.0 {
                return Err(too_few(self.n, parameters));
            }
            matrix *= self.n / rest;
        }
        Ok(Self::plain(matrix, parameters))
    }

    /// The number of equal observations of a row.
    fn count(&self, row: usize) -> f64 {
        match &self.design.roots {
            Some(roots) if self.design.are_counts => roots[row] * roots[row],
            _ => 1.0,
        }
    }

    /// The scores `q_i r_i` summed over the rows of each group, groups x columns.
    fn sums_of_scores(&self, groups: &[u32], count: usize) -> DMatrix<f64> {
        sums_of_products(groups, count, &self.solution.q, &self.solution.residuals)
    }

    fn clustered(&self, by: &[&str]) -> Result<Covariance, Error> {
        let mut dimensions = Vec::new();
        for name in by {
            let groups = self.data.groups(name)?;
            let clusters = Clusters::new(&groups, &self.design.rows);
            if clusters.count < 2 {
                return Err(Error::new(ErrorKind::TooFewClusters {
                    clusters: clusters.count,
                })
                .at(name));
            }
            dimensions.push(clusters);
        }
        let codes: Vec<&[u32]> = dimensions.iter().map(|one| &one.codes[..]).collect();
        let parameters = self.parameters(&codes);
        let counts: Vec<usize> = dimensions.iter().map(|one| one.count).collect();
        let fewest = counts.iter().copied().min().unwrap_or(0);
        let part = |clusters: &Clusters| {
            let factor = match self.rule.clusters() {
                ClusterCorrection::None => 1.0,
                ClusterCorrection::Each => of_clusters(clusters.count),
                ClusterCorrection::Fewest => of_clusters(fewest),
            };
            let sums = self.sums_of_scores(&clusters.codes, clusters.count);
            sums.tr_mul(&sums) * factor
        };
        let columns = self.solution.q.ncols();
        let mut meat = DMatrix::zeros(columns, columns);
        for one in &dimensions {
            meat += part(one);
        }
        if let [first, second] = &dimensions[..] {
            meat -= part(&first.crossed(second));
        }
        let mut matrix = self.sandwich(&meat) * self.row_factor(parameters, true)?;
        let negative: Vec<usize> = (0..matrix.nrows())
            .filter(|place| matrix[(*place, *place)] < 0.0)
            .collect();
        for place in &negative {
            matrix.row_mut(*place).fill(0.0);
            matrix.column_mut(*place).fill(0.0);
        }
        Ok(Covariance {
            matrix,
            clusters: counts,
            parameters,
            negative,
            lags: None,
        })
    }

    /// The scores of each period in the columns of the design, summed over all but the constant.
    fn summed_scores(&self, sums: &DMatrix<f64>) -> Vec<f64> {
        let count = sums.ncols();
        let without_constant = self.design.has_constant && count > 1;
        // With X = Q R, the sum over columns is the scores in the columns of Q times R w.
        let mut weights = DVector::from_element(count, 1.0);
        if without_constant {
            weights[count - 1] = 0.0;
        }
        self.solution
            .r_inverse
            .solve_upper_triangular_mut(&mut weights);
        (sums * weights).as_slice().to_vec()
    }

    /// Scores summed by period, and products of neighbouring periods with Bartlett's weights.
    fn autocorrelated(&self, bandwidth: Bandwidth, is_series: bool) -> Result<Covariance, Error> {
        let panel = ordered(self.data)?;
        if is_series && panel.entity.is_some() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "Newey-West errors",
                with: "a panel",
                remedy: "use `StandardErrors::DriscollKraay`, or cluster by entity",
            }));
        }
        if self.design.are_counts {
            return Err(Error::new(ErrorKind::Conflict {
                what: "errors that depend on those of other periods",
                with: "rows that are repeated",
                remedy: "use `Regression::weighted_by`",
            }));
        }
        let parameters = self.parameters(&[]);
        let ordinals = self.design.rows.iter().map(|row| panel.ordinals[*row]);
        let ordinals: Vec<i32> = ordinals.collect();
        let first = ordinals.iter().copied().min().unwrap_or(0);
        let last = ordinals.iter().copied().max().unwrap_or(0);
        let periods = usize::try_from(last - first).unwrap_or(0) + 1;
        let of_rows: Vec<u32> = ordinals
            .iter()
            .map(|ordinal| ordinal.abs_diff(first))
            .collect();
        let mut is_there = vec![false; periods];
        for period in &of_rows {
            is_there[*period as usize] = true;
        }
        if let Some(gap) = is_there.iter().position(|is_there| !is_there) {
            let step = u32::try_from(gap).unwrap_or(u32::MAX);
            let all = self.data.periods(&panel.time)?;
            let start = self.design.rows.iter().map(|row| all[*row]);
            let start = start.reduce(super::data::earlier);
            let period = start.map(|start| start.plus(step)).transpose()?;
            return Err(Error::new(ErrorKind::Missing {
                what: "a period",
                remedy: "errors that depend on those of neighbouring periods need all periods",
            })
            .at(&period.map_or_else(String::new, |period| period.to_string()))
            .at(&panel.time));
        }
        let sums = self.sums_of_scores(&of_rows, periods);
        let lags = bandwidth
            .lags(periods)
            .unwrap_or_else(|| automatic(&self.summed_scores(&sums)));
        if lags >= periods {
            #[expect(clippy::cast_precision_loss, reason = "a number of periods")]
            let (given, most) = (lags as f64, (periods - 1) as f64);
            crate::Interval::closed_const(0.0, most).check("number of lags", given)?;
        }
        let mut meat = sums.tr_mul(&sums);
        for lag in 1..=lags {
            #[expect(clippy::cast_precision_loss, reason = "a number of lags")]
            let weight = 1.0 - lag as f64 / (lags as f64 + 1.0);
            let now = sums.rows(lag, periods - lag);
            let before = sums.rows(0, periods - lag);
            let product = now.tr_mul(&before) * weight;
            meat += &product + product.transpose();
        }
        let matrix = self.sandwich(&meat) * self.row_factor(parameters, false)?;
        Ok(Covariance {
            matrix,
            clusters: if is_series { Vec::new() } else { vec![periods] },
            parameters,
            negative: Vec::new(),
            lags: Some(lags),
        })
    }
}

/// The lags of Newey and West (1994) for the scores of each period.
fn automatic(scores: &[f64]) -> usize {
    let periods = scores.len();
    #[expect(clippy::cast_precision_loss, reason = "a number of rows")]
    let count = periods as f64;
    let covariance = |lag: usize| -> f64 {
        let pairs = scores.iter().zip(&scores[lag..]);
        pairs.map(|(a, b)| a * b).sum::<f64>() / count
    };
    let (mut s_0, mut s_1) = (covariance(0), 0.0);
    let pilot = rule_of_thumb(periods).min(periods.saturating_sub(1));
    for lag in 1..=pilot {
        let covariance = covariance(lag);
        #[expect(clippy::cast_precision_loss, reason = "a number of lags")]
        let weight = lag as f64;
        s_0 += 2.0 * covariance;
        s_1 += 2.0 * weight * covariance;
    }
    let ratio = s_1 / s_0;
    let lags = 1.1447 * libm::cbrt(ratio * ratio * count);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive; what is infinite is cut, and NaN is none"
    )]
    let lags = lags as usize;
    lags.min(periods.saturating_sub(1))
}

/// `G / (G - 1)`; there are two clusters at least.
fn of_clusters(count: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most as many as rows")]
    let count = count as f64;
    count / (count - 1.0)
}

/// The mean of a matrix and its transpose, which differ by rounding errors.
fn symmetric(matrix: DMatrix<f64>) -> DMatrix<f64> {
    let transpose = matrix.transpose();
    (matrix + transpose) * 0.5
}

pub(super) fn too_few(observations: f64, parameters: f64) -> Error {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts"
    )]
    Error::new(ErrorKind::TooFewRows {
        rows: observations as usize,
        coefficients: parameters as usize,
    })
}

/// The quadratic form `v' M v`.
pub(super) fn quadratic(matrix: &DMatrix<f64>, vector: &DVector<f64>) -> f64 {
    vector.dot(&(matrix * vector))
}
