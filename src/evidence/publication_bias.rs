//! Regressions of estimates on their standard errors: publication bias, and what is left without it.

use serde::Serialize;

use super::meta_analysis::{MetaAnalysis, Study, degrees};
use crate::limits::Limit;
use crate::uncertainty::student_t::student_t_two_sided;
use crate::{Error, ErrorKind};

/// A regression of the estimates of studies on their standard errors, which shows whether small
/// studies find more.
///
/// # Examples
///
/// See [`MetaAnalysis::precision_effect`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BiasRegression {
    /// The estimate of a study without a standard error.
    pub corrected: f64,
    /// The standard error of that.
    pub corrected_error: f64,
    /// The p value of the test that it is zero.
    pub corrected_p: f64,
    /// The change of an estimate with its standard error or, for PEESE, its square.
    pub slope: f64,
    /// The standard error of the slope.
    pub slope_error: f64,
    /// The p value of the test that estimates do not change with it.
    pub slope_p: f64,
}

impl MetaAnalysis {
    /// Egger's test of the asymmetry that publication bias leaves: the estimates on their standard
    /// errors, weighted by precision, with `k - 2` degrees of freedom. Its slope tests for bias, and
    /// `corrected` is the estimate that it leaves, known as PET (precision-effect test): Egger et al.
    /// (1997), *BMJ* 315, 629-634; Stanley and Doucouliagos (2014), *Research Synthesis Methods* 5(1),
    /// 60-78.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for fewer than three studies;
    /// [`Conflict`](ErrorKind::Conflict) if all standard errors are equal.
    ///
    /// # Examples
    ///
    /// Studies whose estimates are their standard errors doubled: nothing is left.
    ///
    /// ```
    /// use compute_impact::evidence::{Heterogeneity, MetaAnalysis, Study};
    ///
    /// let errors = [0.01, 0.02, 0.04, 0.05, 0.1];
    /// let studies = errors.iter().zip(["A", "B", "C", "D", "E"]);
    /// let studies = studies.map(|(error, name)| Study::new(name, 2.0 * error, *error));
    /// let studies: Result<Vec<Study>, _> = studies.collect();
    /// let pooled = MetaAnalysis::new(studies?, Heterogeneity::None)?;
    /// assert!(pooled.mean() > 0.02);
    /// let corrected = pooled.precision_effect()?;
    /// assert!(corrected.corrected.abs() < 1e-15 && corrected.slope_p < 1e-6);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn precision_effect(&self) -> Result<BiasRegression, Error> {
        self.bias_regression(|study| study.standard_error)
    }

    /// The estimates on the squares of their standard errors (PEESE), which corrects less where there
    /// is a true effect: use it if the test of [`precision_effect`](Self::precision_effect) rejects
    /// that there is none.
    ///
    /// # Errors
    ///
    /// As [`precision_effect`](Self::precision_effect).
    pub fn precision_effect_with_squares(&self) -> Result<BiasRegression, Error> {
        self.bias_regression(|study| study.standard_error * study.standard_error)
    }

    /// Weighted least squares on a constant and one regressor.
    fn bias_regression(&self, regressor: fn(&Study) -> f64) -> Result<BiasRegression, Error> {
        Limit::PooledEntries.check_from(3, "number of studies", self.studies.len())?;
        let weight = |study: &Study| (study.standard_error * study.standard_error).recip();
        let sum = |f: &dyn Fn(&Study) -> f64| -> f64 {
            let terms = self.studies.iter().map(|study| weight(study) * f(study));
            terms.sum()
        };
        let weights = sum(&|_| 1.0);
        let (x, y) = (
            sum(&regressor) / weights,
            sum(&|study| study.value) / weights,
        );
        let squares = sum(&|study| (regressor(study) - x) * (regressor(study) - x));
        let products = sum(&|study| (regressor(study) - x) * (study.value - y));
        if squares <= 1e-14 * weights * x * x {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a test of publication bias",
                with: "studies of one standard error",
                remedy: "it needs studies of different precision",
            }));
        }
        let slope = products / squares;
        let corrected = y - slope * x;
        let rest = sum(&|study| {
            let residual = study.value - corrected - slope * regressor(study);
            residual * residual
        });
        let freedom = degrees(&self.studies) - 1.0;
        let variance = rest / freedom;
        let slope_error = (variance / squares).sqrt();
        let corrected_error = (variance * (1.0 / weights + x * x / squares)).sqrt();
        let p = |value: f64, error: f64| {
            if value == 0.0 {
                1.0
            } else {
                student_t_two_sided(value / error, freedom)
            }
        };
        Ok(BiasRegression {
            corrected,
            corrected_error,
            corrected_p: p(corrected, corrected_error),
            slope,
            slope_error,
            slope_p: p(slope, slope_error),
        })
    }
}
