//! Covariance matrices of coefficients, from classical to clustered and autocorrelated errors.

use std::collections::HashMap;
use std::fmt;

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use super::absorb;
use super::data::{Data, Labels};
use super::design::Design;
use super::least_squares::Solution;
use super::small_sample::{ClusterCorrection, CountedEffects, RowCorrection, SmallSample};
use super::term::ordered;
use crate::{Error, ErrorKind};

/// The assumption about the errors of a regression, from which standard errors follow.
///
/// # Examples
///
/// ```
/// use compute_impact::estimation::{Bandwidth, StandardErrors};
///
/// let by_country = StandardErrors::clustered_by("country");
/// assert_eq!(by_country.to_string(), "clustered by country");
/// let over_time = StandardErrors::NeweyWest(Bandwidth::Lags(4));
/// assert_eq!(over_time.to_string(), "Newey-West, 4 lags");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum StandardErrors {
    /// Independent errors of one variance: `s^2 (X'X)^-1`.
    Classical,
    /// Independent errors of any variance: White (1980), *Econometrica* 48(4), 817-838.
    Hc0,
    /// As [`Hc0`](Self::Hc0), times `n / (n - K)`.
    Hc1,
    /// As [`Hc0`](Self::Hc0), with each squared residual divided by `1 - h`, where `h` is the
    /// leverage of its row: MacKinnon and White (1985), *Journal of Econometrics* 29(3), 305-325.
    Hc2,
    /// As [`Hc2`](Self::Hc2), divided by `(1 - h)^2`.
    Hc3,
    /// Errors that depend on each other within the groups of a column.
    Clustered {
        /// The name of the column of labels or periods.
        by: String,
    },
    /// Errors that depend on each other within the groups of either of two columns: Cameron, Gelbach
    /// and Miller (2011), *Journal of Business & Economic Statistics* 29(2), 238-249. A variance that
    /// their difference of matrices makes negative is zero, and reported.
    ClusteredTwoWay {
        /// The names of the columns.
        by: [String; 2],
    },
    /// Errors that depend on those of neighbouring periods, with Bartlett's weights: Newey and West
    /// (1987), *Econometrica* 55(3), 703-708. For a time series.
    NeweyWest(Bandwidth),
    /// Errors that depend on those of all entities and of neighbouring periods: Driscoll and Kraay
    /// (1998), *Review of Economics and Statistics* 80(4), 549-560. For a panel of many periods.
    DriscollKraay(Bandwidth),
}

/// The number of lags over which errors depend on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Bandwidth {
    /// This number of lags, each with the weight `1 - lag / (lags + 1)`.
    Lags(u16),
    /// The whole part of `4 (T / 100)^(2/9)` lags for `T` periods: the default of statsmodels
    /// and of Stata's `xtscc`. It does not look at the data.
    RuleOfThumb,
    /// The lags that the autocovariances of the data ask for: Newey and West (1994), *Review of
    /// Economic Studies* 61(4), 631-653, for Bartlett's weights, without prewhitening.
    ///
    /// With the scores `h_t`, summed over all regressors but the constant, their autocovariances
    /// `c_j` and `n` the whole part of `4 (T / 100)^(2/9)`, it is the whole part of
    /// `1.1447 ((s_1 / s_0)^2 T)^(1/3)` with `s_0 = c_0 + 2 (c_1 + ... + c_n)` and
    /// `s_1 = 2 (c_1 + 2 c_2 + ... + n c_n)`, at most `T - 1`: `NeweyWest(prewhite = FALSE)` of the R
    /// package sandwich. It depends on the units of several regressors, of whose scores it takes
    /// the sum.
    NeweyWest1994,
}

impl Bandwidth {
    /// The number of lags for a number of periods; none if it depends on the data, where
    /// [`Fit::lags`](super::Fit::lags) has it.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::estimation::Bandwidth;
    ///
    /// assert_eq!(Bandwidth::RuleOfThumb.lags(40), Some(3));
    /// assert_eq!(Bandwidth::NeweyWest1994.lags(40), None);
    /// ```
    #[must_use]
    pub fn lags(self, periods: usize) -> Option<usize> {
        match self {
            Self::Lags(lags) => Some(usize::from(lags)),
            Self::RuleOfThumb => Some(rule_of_thumb(periods)),
            Self::NeweyWest1994 => None,
        }
    }
}

/// The whole part of `4 (T / 100)^(2/9)`.
fn rule_of_thumb(periods: usize) -> usize {
    #[expect(clippy::cast_precision_loss, reason = "a number of rows")]
    let periods = periods as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive, and at most a few hundred"
    )]
    let lags = (4.0 * libm::pow(periods / 100.0, 2.0 / 9.0)) as usize;
    lags
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

impl StandardErrors {
    /// Errors clustered by a column of labels or periods.
    #[must_use]
    pub fn clustered_by(column: impl Into<String>) -> Self {
        Self::Clustered { by: column.into() }
    }

    /// Errors clustered by two columns.
    #[must_use]
    pub fn clustered_by_two(first: impl Into<String>, second: impl Into<String>) -> Self {
        Self::ClusteredTwoWay {
            by: [first.into(), second.into()],
        }
    }
}

impl fmt::Display for StandardErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lags = |f: &mut fmt::Formatter<'_>, name: &str, bandwidth: &Bandwidth| match bandwidth {
            Bandwidth::Lags(1) => write!(f, "{name}, 1 lag"),
            Bandwidth::Lags(lags) => write!(f, "{name}, {lags} lags"),
            Bandwidth::RuleOfThumb => write!(f, "{name}, lags by rule of thumb"),
            Bandwidth::NeweyWest1994 => write!(f, "{name}, lags after Newey and West (1994)"),
        };
        match self {
            Self::Classical => f.write_str("classical"),
            Self::Hc0 => f.write_str("HC0"),
            Self::Hc1 => f.write_str("HC1"),
            Self::Hc2 => f.write_str("HC2"),
            Self::Hc3 => f.write_str("HC3"),
            Self::Clustered { by } => write!(f, "clustered by {by}"),
            Self::ClusteredTwoWay {
                by: [first, second],
            } => {
                write!(f, "clustered by {first} and {second}")
            }
            Self::NeweyWest(bandwidth) => lags(f, "Newey-West", bandwidth),
            Self::DriscollKraay(bandwidth) => lags(f, "Driscoll-Kraay", bandwidth),
        }
    }
}

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
    fn parameters(&self, clusters: &[Vec<u32>]) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand columns")]
        let columns = self.solution.coefficients.len() as f64;
        let degrees = |clusters: &[Vec<u32>]| absorb::degrees(&self.design.absorbed, clusters);
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

    /// The scores `q_i r_i`, rows x columns.
    fn scores(&self) -> DMatrix<f64> {
        let mut scores = self.solution.q.clone();
        for (mut row, residual) in scores.row_iter_mut().zip(&self.solution.residuals) {
            row.scale_mut(*residual);
        }
        scores
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
        let codes: Vec<Vec<u32>> = dimensions.iter().map(|one| one.codes.clone()).collect();
        let parameters = self.parameters(&codes);
        let scores = self.scores();
        let counts: Vec<usize> = dimensions.iter().map(|one| one.count).collect();
        let fewest = counts.iter().copied().min().unwrap_or(0);
        let part = |clusters: &Clusters| {
            let factor = match self.rule.clusters() {
                ClusterCorrection::None => 1.0,
                ClusterCorrection::Each => of_clusters(clusters.count),
                ClusterCorrection::Fewest => of_clusters(fewest),
            };
            let sums = clusters.sums(&scores);
            sums.tr_mul(&sums) * factor
        };
        let mut meat = DMatrix::zeros(scores.ncols(), scores.ncols());
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
        let scores = self.scores();
        let mut sums = DMatrix::zeros(periods, scores.ncols());
        let mut is_there = vec![false; periods];
        for (row, ordinal) in ordinals.iter().enumerate() {
            let period = usize::try_from(ordinal - first).unwrap_or(0);
            is_there[period] = true;
            let mut sum = sums.row_mut(period);
            sum += scores.row(row);
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
    fn crossed(&self, other: &Self) -> Self {
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
