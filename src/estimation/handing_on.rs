//! Estimated coefficients as estimates for a scenario, with their source and uncertainty.

use super::coefficient::Coefficient;
use super::fit::Fit;
use crate::evidence::{Confidence, Estimate, EvidenceKind, Source};
use crate::uncertainty::special::normal_half_width;
use crate::uncertainty::{Normal, Uncertainty};
use crate::{Elasticity, Error, ErrorKind, Quantity, SemiElasticity};

/// The probability of the interval that the normal uncertainty shares with the reference
/// distribution.
const PROBABILITY: f64 = 0.95;

impl Fit {
    /// The coefficient of a logarithm in a regression of a logarithm, as an elasticity for a
    /// scenario. `publisher` and `title` are those of the data.
    ///
    /// Its uncertainty is normal, with the 95 % interval of the reference distribution, which is wider
    /// than the standard error says where there are few degrees of freedom. It covers the sampling
    /// error alone, not whether the regression measures what compute causes.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that no regressor has;
    /// [`WrongQuantity`](ErrorKind::WrongQuantity) unless both sides are logarithms;
    /// [`TooMany`](ErrorKind::TooMany) for a publisher or a title past its limit.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::EvidenceKind;
    /// # use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
    /// let data = Data::new()
    ///     .with_numbers("GDP", [10.0, 10.3, 10.9, 11.1, 11.8])?
    ///     .with_numbers("compute", [1.0, 1.2, 1.5, 1.7, 2.2])?;
    /// let fit = Regression::of(Term::column("GDP").log())
    ///     .on(Term::column("compute").log())
    ///     .fit(&data, &StandardErrors::Classical, SmallSample::STATA)?;
    /// let estimate = fit.elasticity("ln(compute)", "city statistics", "five years of one city")?;
    /// assert_eq!(format!("{:.3}", estimate.value().get()), "0.212");
    /// let kind = estimate.source().kind();
    /// assert!(matches!(kind, EvidenceKind::Regression { observations: 5, controls: false, .. }));
    /// // 3 degrees of freedom: the interval is 3.18 standard errors wide on each side, not 1.96.
    /// let error = fit.coefficient("ln(compute)")?.standard_error();
    /// assert!(estimate.uncertainty().unwrap().standard_deviation() > 1.6 * error);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn elasticity(
        &self,
        name: &str,
        publisher: &str,
        title: &str,
    ) -> Result<Estimate<Elasticity>, Error> {
        if !self.design.response_is_log || !self.design.are_logs[self.place(name)?] {
            return Err(wrong("the coefficient of a logarithm in a regression of one").at(name));
        }
        self.handed_on(self.coefficient(name)?, publisher, title, Elasticity::new)
    }

    /// The coefficient of a level in a regression of a logarithm, as a semi-elasticity for a
    /// scenario.
    ///
    /// # Errors
    ///
    /// As [`elasticity`](Self::elasticity), with the regressor as it is.
    pub fn semi_elasticity(
        &self,
        name: &str,
        publisher: &str,
        title: &str,
    ) -> Result<Estimate<SemiElasticity>, Error> {
        if !self.design.response_is_log || self.design.are_logs[self.place(name)?] {
            return Err(
                wrong("the coefficient of a level in a regression of a logarithm").at(name),
            );
        }
        self.handed_on(
            self.coefficient(name)?,
            publisher,
            title,
            SemiElasticity::new,
        )
    }

    fn handed_on<Q: Quantity>(
        &self,
        coefficient: &Coefficient,
        publisher: &str,
        title: &str,
        quantity: fn(f64) -> Result<Q, Error>,
    ) -> Result<Estimate<Q>, Error> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count, cut at the greatest that a source states"
        )]
        let observations = self.observations().min(f64::from(u32::MAX)) as u32;
        let regressors = self.coefficients().len() - usize::from(self.design.has_constant);
        let kind = EvidenceKind::Regression {
            observations,
            standard_error: Some(coefficient.standard_error()),
            controls: regressors > 1 || !self.design.absorbed.is_empty(),
        };
        let source = Source::new(publisher, title, kind, Confidence::Derived)?;
        let estimate = Estimate::new(quantity(coefficient.value())?, source);
        let [low, high] = coefficient.interval(PROBABILITY)?;
        let deviation = 0.5 * (high - low) / normal_half_width(PROBABILITY);
        if deviation == 0.0 {
            return Ok(estimate);
        }
        estimate.with_uncertainty(Uncertainty::from(Normal::new(
            coefficient.value(),
            deviation,
        )?))
    }
}

fn wrong(expected: &'static str) -> Error {
    Error::new(ErrorKind::WrongQuantity {
        expected,
        found: "another form: use `Term::log` on both sides for an elasticity",
    })
}
