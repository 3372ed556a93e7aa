//! Estimated coefficients.

use serde::Serialize;

use super::distribution::Reference;
use crate::{Error, Interval};

/// An estimated coefficient, or a combination of several, with its standard error.
///
/// # Examples
///
/// See [`Regression`](super::Regression).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coefficient {
    name: String,
    value: f64,
    standard_error: f64,
    reference: Reference,
}

impl Coefficient {
    pub(super) fn new(name: &str, value: f64, standard_error: f64, reference: Reference) -> Self {
        Self {
            name: name.to_owned(),
            value,
            standard_error,
            reference,
        }
    }

    /// The name of the regressor.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The estimate.
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// The standard error of the estimate.
    #[must_use]
    pub const fn standard_error(&self) -> f64 {
        self.standard_error
    }

    /// The estimate divided by its standard error; infinite for a certain estimate other than zero.
    #[must_use]
    pub fn statistic(&self) -> f64 {
        self.statistic_against(0.0)
    }

    /// The distance of the estimate from a value, in standard errors; zero if there is none.
    #[must_use]
    pub fn statistic_against(&self, value: f64) -> f64 {
        let distance = self.value - value;
        if distance == 0.0 {
            0.0
        } else {
            distance / self.standard_error
        }
    }

    /// The probability of an estimate at least as far from zero if the true coefficient is zero.
    #[must_use]
    pub fn p_value(&self) -> f64 {
        self.reference.two_sided(self.statistic())
    }

    /// The probability of an estimate at least as far from a value, if that is the true coefficient:
    /// a test of a published number.
    #[must_use]
    pub fn p_value_against(&self, value: f64) -> f64 {
        self.reference.two_sided(self.statistic_against(value))
    }

    /// The distribution of the t statistic.
    #[must_use]
    pub const fn reference(&self) -> Reference {
        self.reference
    }

    /// The confidence interval, low end first: the estimate plus or minus standard errors times a
    /// quantile of the reference distribution.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless the confidence is between 0 and 1, both
    /// excluded.
    pub fn interval(&self, confidence: f64) -> Result<[f64; 2], Error> {
        Interval::open_const(0.0, 1.0).check("confidence of an interval", confidence)?;
        let reach = self.reference.half_width(confidence) * self.standard_error;
        Ok([self.value - reach, self.value + reach])
    }
}
