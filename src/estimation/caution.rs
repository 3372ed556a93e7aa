//! What a careful reader would object to an estimate.

use std::fmt;

use serde::Serialize;

use super::curve_fit::CurveFit;
use super::fit::Fit;
use super::instruments::TwoStage;
use crate::{Error, Language};

/// An objection to an estimate, with the numbers that it rests on.
///
/// It is not a finding: a `Finding` objects to a scenario, at a place among the keys of its file and in
/// a period, with a severity for the reader of the projected number. A fit has no such place, and how
/// much ten clusters matter depends on what the estimate is used for. Both keep typed numbers, speak
/// two languages and change no result. Once an estimate is the coefficient of a scenario, findings
/// judge it there.
///
/// # Examples
///
/// ```
/// use compute_impact::Language;
/// use compute_impact::estimation::Caution;
///
/// let caution = Caution::FewClusters { clusters: 9 };
/// assert_eq!(
///     caution.to_string(),
///     "errors are clustered in 9 groups, fewer than 20: the t test rejects too often; use the wild \
///      cluster bootstrap",
/// );
/// assert!(caution.text(Language::Chinese).contains("9"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Caution {
    /// Errors are clustered in few groups, so that their t tests reject too often.
    FewClusters {
        /// The number of groups, in the dimension with fewer.
        clusters: usize,
    },
    /// A variance came out negative in two dimensions of clusters, and was set to zero.
    NegativeVariance {
        /// The number of coefficients.
        coefficients: usize,
    },
    /// Columns are so nearly combinations of each other that their coefficients are hard to tell
    /// apart.
    NearlyCollinear {
        /// The condition number of the columns.
        condition_number: f64,
    },
    /// Instruments hardly move an endogenous regressor.
    WeakInstruments {
        /// The F statistic of the first stage, the least of several.
        statistic: f64,
    },
    /// The points do not bound the ceiling of a curve.
    NoCeiling,
}

/// The number of clusters from which their t tests are usually right: Cameron and Miller (2015),
/// *Journal of Human Resources* 50(2), 317-372.
const CLUSTERS: usize = 20;
/// The condition number from which digits of a coefficient depend on rounding of the data.
const CONDITION: f64 = 1e4;
/// The F statistic of strong instruments: Staiger and Stock (1997), *Econometrica* 65(3), 557-586.
const STRONG: f64 = 10.0;
/// The confidence with which a ceiling must be bounded.
const CONFIDENCE: f64 = 0.95;

impl Caution {
    /// The objection in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::FewClusters { clusters }, Language::English) => format!(
                "errors are clustered in {clusters} groups, fewer than {CLUSTERS}: the t test rejects too \
                 often; use the wild cluster bootstrap"
            ),
            (Self::FewClusters { clusters }, Language::Chinese) => format!(
                "误差仅聚类为 {clusters} 组，少于 {CLUSTERS} 组：t 检验过于容易拒绝，应使用 wild 聚类自助法"
            ),
            (Self::NegativeVariance { coefficients }, Language::English) => format!(
                "the variance of {coefficients} of the coefficients came out negative and is zero: cluster \
                 by one column"
            ),
            (Self::NegativeVariance { coefficients }, Language::Chinese) => {
                format!("{coefficients} 个系数的方差为负，已置零：应只按一列聚类")
            }
            (Self::NearlyCollinear { condition_number }, Language::English) => format!(
                "the condition number of the regressors is {condition_number:.0}: their coefficients are \
                 hard to tell apart"
            ),
            (Self::NearlyCollinear { condition_number }, Language::Chinese) => {
                format!("解释变量的条件数为 {condition_number:.0}：各系数难以区分")
            }
            (Self::WeakInstruments { statistic }, Language::English) => format!(
                "the instruments are weak, with a first-stage F of {statistic:.1} below {STRONG}: use the \
                 Anderson-Rubin set"
            ),
            (Self::WeakInstruments { statistic }, Language::Chinese) => format!(
                "工具变量较弱，第一阶段 F 为 {statistic:.1}，低于 {STRONG}：应使用 Anderson-Rubin 置信集"
            ),
            (Self::NoCeiling, Language::English) => {
                "the points do not bound the ceiling of the curve: it says nothing about where growth ends"
                    .to_owned()
            }
            (Self::NoCeiling, Language::Chinese) => {
                "数据不足以确定曲线的上限：无法据此判断增长止于何处".to_owned()
            }
        }
    }
}

impl fmt::Display for Caution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::English))
    }
}

impl Fit {
    /// The objections to the fit.
    #[must_use]
    pub fn cautions(&self) -> Vec<Caution> {
        let mut cautions = Vec::new();
        if let Some(clusters) = self.clusters().iter().copied().min()
            && clusters < CLUSTERS
        {
            cautions.push(Caution::FewClusters { clusters });
        }
        let coefficients = self.negative_variances().count();
        if coefficients > 0 {
            cautions.push(Caution::NegativeVariance { coefficients });
        }
        let condition_number = self.condition_number();
        if condition_number > CONDITION {
            cautions.push(Caution::NearlyCollinear { condition_number });
        }
        cautions
    }
}

impl TwoStage {
    /// The objections to the fit.
    #[must_use]
    pub fn cautions(&self) -> Vec<Caution> {
        let mut cautions = self.fit().cautions();
        let statistics = self.first_stages().iter().map(|test| test.statistic);
        let statistic = statistics.fold(f64::INFINITY, f64::min);
        if statistic < STRONG {
            cautions.push(Caution::WeakInstruments { statistic });
        }
        cautions
    }
}

impl CurveFit {
    /// The objections to the fit.
    ///
    /// # Errors
    ///
    /// None for a curve without a ceiling; else those of [`has_ceiling`](Self::has_ceiling).
    pub fn cautions(&self) -> Result<Vec<Caution>, Error> {
        let is_open = self.curve().ceiling().is_some() && !self.has_ceiling(CONFIDENCE)?;
        Ok(if is_open {
            vec![Caution::NoCeiling]
        } else {
            Vec::new()
        })
    }
}
