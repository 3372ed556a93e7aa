//! Linear regressions: a response, its regressors, weights and absorbed effects.

use super::data::Data;
use super::design::Design;
use super::fit::Fit;
use super::small_sample::SmallSample;
use super::standard_errors::StandardErrors;
use super::term::Term;
use crate::Error;

/// A linear regression, `y = X b + e`, before it is fitted to data.
///
/// # Examples
///
/// The elasticity of output with respect to compute, from made-up levels in which it is 0.1:
///
/// ```
/// use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
///
/// let compute = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0_f64];
/// let scatter = [0.01, -0.02, 0.01, 0.01, -0.02, 0.01];
/// let output = compute.iter().zip(scatter).map(|(x, e)| 3.0 * x.powf(0.1) * (1.0 + e));
/// let data = Data::new()
///     .with_numbers("output", output)?
///     .with_numbers("compute", compute)?;
///
/// let fit = Regression::of(Term::column("output").log())
///     .on(Term::column("compute").log())
///     .fit(&data, &StandardErrors::Hc3, SmallSample::STATA)?;
/// let elasticity = fit.coefficient("ln(compute)")?;
/// assert!((elasticity.value() - 0.1).abs() < 0.01);
/// let [low, high] = elasticity.interval(0.95)?;
/// assert!(low < 0.1 && 0.1 < high);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Regression {
    pub(super) response: Term,
    pub(super) regressors: Vec<Term>,
    pub(super) has_constant: bool,
    pub(super) weights: Weights,
    pub(super) absorbed: Vec<String>,
    pub(super) missing: Missing,
    pub(super) endogenous: Vec<Term>,
    pub(super) instruments: Vec<Term>,
}

/// The weights of the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Weights {
    Equal,
    /// The name of a column of inverse variances.
    Precision(String),
    /// The name of a column of counts.
    Frequency(String),
}

/// What happens to rows with a missing number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    Refused,
    Dropped,
}

impl Regression {
    /// A regression of a response on a constant.
    #[must_use]
    pub const fn of(response: Term) -> Self {
        Self {
            response,
            regressors: Vec::new(),
            has_constant: true,
            weights: Weights::Equal,
            absorbed: Vec::new(),
            missing: Missing::Refused,
            endogenous: Vec::new(),
            instruments: Vec::new(),
        }
    }

    /// Adds a regressor.
    #[must_use]
    pub fn on(mut self, regressor: Term) -> Self {
        self.regressors.push(regressor);
        self
    }

    /// Leaves the constant out. R squared is then that of the response around zero.
    #[must_use]
    pub const fn without_constant(mut self) -> Self {
        self.has_constant = false;
        self
    }

    /// Weights each row by the inverse of its variance, up to a factor: Stata's `aweight`.
    #[must_use]
    pub fn weighted_by(mut self, column: impl Into<String>) -> Self {
        self.weights = Weights::Precision(column.into());
        self
    }

    /// Takes each row as many times as a column states: Stata's `fweight`.
    #[must_use]
    pub fn repeated_by(mut self, column: impl Into<String>) -> Self {
        self.weights = Weights::Frequency(column.into());
        self
    }

    /// Adds a fixed effect for each value of a column of labels or periods, without estimating it.
    /// Rows that are alone with their value say nothing about the coefficients: they are left out
    /// and counted.
    #[must_use]
    pub fn absorbing(mut self, column: impl Into<String>) -> Self {
        self.absorbed.push(column.into());
        self
    }

    /// Leaves rows with a missing number out and counts them. By default they are refused.
    #[must_use]
    pub const fn dropping_missing(mut self) -> Self {
        self.missing = Missing::Dropped;
        self
    }

    /// Fits the regression by least squares.
    ///
    /// The standard errors and their correction for small samples are chosen, not assumed, as
    /// programs differ in both; the result keeps the choice.
    ///
    /// # Errors
    ///
    /// Each names the column, and the row counted from zero where there is one:
    /// [`Unknown`](crate::ErrorKind::Unknown) and [`WrongQuantity`](crate::ErrorKind::WrongQuantity)
    /// for a column that is not there or of another kind; [`MissingNumbers`](crate::ErrorKind::MissingNumbers)
    /// unless they may be dropped; [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number that is
    /// not positive under a logarithm, a weight that is not positive, and a count that is not whole;
    /// [`TooFewRows`](crate::ErrorKind::TooFewRows); [`Collinear`](crate::ErrorKind::Collinear) for
    /// columns that are combinations of those before them or of absorbed effects;
    /// [`TooFewClusters`](crate::ErrorKind::TooFewClusters); [`TooMany`](crate::ErrorKind::TooMany)
    /// past [`Limit::Regressors`](crate::limits::Limit::Regressors) and
    /// [`Limit::RegressionNumbers`](crate::limits::Limit::RegressionNumbers).
    pub fn fit(
        &self,
        data: &Data,
        errors: &StandardErrors,
        rule: SmallSample,
    ) -> Result<Fit, Error> {
        if !self.endogenous.is_empty() || !self.instruments.is_empty() {
            return Err(Error::new(crate::ErrorKind::Conflict {
                what: "least squares in one stage",
                with: "endogenous regressors or instruments",
                remedy: "use `Regression::fit_two_stage`",
            }));
        }
        Fit::new(Design::new(self, data)?, data, errors, rule)
    }
}
