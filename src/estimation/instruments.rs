//! Two-stage least squares, for regressors that depend on the response in turn.

use nalgebra::DVector;

use super::data::Data;
use super::design::Design;
use super::distribution::Reference;
use super::fit::{Fit, Test};
use super::least_squares::{self, Solution};
use super::prepared::Prepared;
use super::reduced_form::{ReducedForm, fixed_lags};
use super::regression::Regression;
use super::small_sample::SmallSample;
use super::standard_errors::StandardErrors;
use super::term::Term;
use crate::uncertainty::student_t::fisher_quantile;
use crate::{Error, ErrorKind, Interval};

/// A regression fitted with instruments, with the strength of these.
///
/// # Examples
///
/// See [`Regression::fit_two_stage`].
#[derive(Clone, Debug)]
pub struct TwoStage {
    fit: Fit,
    first_stages: Vec<Test>,
    weak: Option<WeakInstruments>,
    reduced: Option<ReducedForm>,
}

/// What an Anderson-Rubin set is computed from, with one endogenous regressor: products of what is
/// left of the response and of the regressor after the exogenous ones, explained by the instruments
/// and not.
#[derive(Clone, Copy, Debug)]
struct WeakInstruments {
    /// Explained: response with itself, with the regressor, regressor with itself.
    explained: [f64; 3],
    unexplained: [f64; 3],
    instruments: f64,
    degrees_of_freedom: f64,
}

/// The values of a coefficient that a test does not reject. Where instruments are weak the set may
/// be unbounded, which says that the data do not determine the coefficient.
///
/// # Examples
///
/// ```
/// use compute_impact::estimation::ConfidenceSet;
///
/// let set = ConfidenceSet::Outside { low: -1.0, high: 2.0 };
/// assert!(set.contains(3.0) && !set.contains(0.0));
/// assert_eq!(set.to_string(), "at most -1 or at least 2");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ConfidenceSet {
    /// All values between two ends.
    Between {
        /// The least value.
        low: f64,
        /// The greatest value.
        high: f64,
    },
    /// All values but those between two ends.
    Outside {
        /// The greatest value of the lower part.
        low: f64,
        /// The least value of the upper part.
        high: f64,
    },
    /// Every value.
    Everything,
    /// No value: the instruments contradict each other.
    Nothing,
}

impl ConfidenceSet {
    /// True if a value is in the set.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        match self {
            Self::Between { low, high } => low <= value && value <= high,
            Self::Outside { low, high } => value <= low || value >= high,
            Self::Everything => true,
            Self::Nothing => false,
        }
    }
}

impl std::fmt::Display for ConfidenceSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Between { low, high } => write!(f, "{low} to {high}"),
            Self::Outside { low, high } => write!(f, "at most {low} or at least {high}"),
            Self::Everything => f.write_str("any value"),
            Self::Nothing => f.write_str("no value"),
        }
    }
}

impl Regression {
    /// Adds an endogenous regressor: one that depends on the response in turn, or is measured with
    /// error. It comes before the exogenous ones.
    #[must_use]
    pub fn on_endogenous(mut self, regressor: Term) -> Self {
        self.endogenous.push(regressor);
        self
    }

    /// Adds an instrument: it moves an endogenous regressor, and the response only through it.
    #[must_use]
    pub fn with_instrument(mut self, instrument: Term) -> Self {
        self.instruments.push(instrument);
        self
    }

    /// Fits the regression by two-stage least squares: endogenous regressors `X` are replaced by
    /// their projections on the instruments and the exogenous regressors `Z`,
    /// `b = (X' P X)^-1 X' P y` with `P = Z (Z'Z)^-1 Z'`. Residuals are those of the regressors as
    /// they are.
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit); [`Missing`](ErrorKind::Missing) for fewer instruments than endogenous
    /// regressors, or none; [`Conflict`](ErrorKind::Conflict) with HC2 and HC3 errors, whose
    /// leverage is that of one stage.
    ///
    /// # Examples
    ///
    /// A regressor that depends on the response: least squares finds more than the true 1.
    ///
    /// ```
    /// use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
    ///
    /// let shocks = [1.0, 0.8, -1.0, -0.8, 0.9, -0.9, 0.7, -0.7];
    /// let policy = [0.0, 1.0, 0.0, 1.0, 2.0, 2.0, 3.0, 3.0];
    /// let x: Vec<f64> = policy.iter().zip(shocks).map(|(z, e)| z + e).collect();
    /// let y = x.iter().zip(shocks).map(|(x, e)| 2.0 + x + e);
    /// let data = Data::new()
    ///     .with_numbers("y", y)?
    ///     .with_numbers("x", x.clone())?
    ///     .with_numbers("policy", policy)?;
    /// let (errors, rule) = (StandardErrors::Hc1, SmallSample::STATA);
    ///
    /// let regression = Regression::of(Term::column("y"));
    /// let naive = regression.clone().on(Term::column("x")).fit(&data, &errors, rule)?;
    /// let two_stage = regression
    ///     .on_endogenous(Term::column("x"))
    ///     .with_instrument(Term::column("policy"))
    ///     .fit_two_stage(&data, &errors, rule)?;
    /// assert!(naive.coefficient("x")?.value() > 1.3);
    /// assert!((two_stage.fit().coefficient("x")?.value() - 1.0).abs() < 1e-12);
    /// assert!(two_stage.first_stages()[0].rejects(0.05)); // the policy moves x
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn fit_two_stage(
        &self,
        data: &Data,
        errors: &StandardErrors,
        rule: SmallSample,
    ) -> Result<TwoStage, Error> {
        if self.endogenous.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "an endogenous regressor",
                remedy: "name it with `Regression::on_endogenous`, or use `Regression::fit`",
            }));
        }
        let columns_of = |terms: &[Term]| -> Result<usize, Error> {
            terms.iter().map(|term| term.count(data)).sum()
        };
        let count = columns_of(&self.endogenous)?;
        let instruments = columns_of(&self.instruments)?;
        if instruments < count {
            return Err(Error::new(ErrorKind::Missing {
                what: "an instrument",
                remedy: "give as many as endogenous regressors, or more",
            }));
        }
        if matches!(errors, StandardErrors::Hc2 | StandardErrors::Hc3) {
            return Err(Error::new(ErrorKind::Conflict {
                what: "HC2 or HC3 errors",
                with: "two stages",
                remedy: "use HC0, HC1 or clustered errors",
            }));
        }
        // One design of all terms, so that all stages have the same rows.
        let mut all = self.clone();
        all.regressors.clone_from(&self.endogenous);
        all.regressors.extend(self.instruments.iter().cloned());
        all.regressors.extend(self.regressors.iter().cloned());
        let design = Design::new(&all, data)?;
        let prepared = Prepared::new(&design)?;
        let exogenous: Vec<usize> = (count + instruments..design.names.len()).collect();
        let chosen = |places: &[usize]| {
            (
                prepared.columns.select_columns(places),
                prepared.lengths.select_rows(places),
                places
                    .iter()
                    .map(|place| design.names[*place].clone())
                    .collect::<Vec<_>>(),
            )
        };
        let of_instruments: Vec<usize> = (count..design.names.len()).collect();
        let (z, lengths, names) = chosen(&of_instruments);
        let first = least_squares::solve(&z, &prepared.response, lengths.as_slice(), &names)?;
        let of_regressors: Vec<usize> = (0..count).chain(exogenous.iter().copied()).collect();
        let (x, lengths, names) = chosen(&of_regressors);
        let mut projected = x.clone();
        for place in 0..count {
            let fitted = &first.q * first.q.tr_mul(&x.column(place));
            projected.column_mut(place).copy_from(&fitted);
        }
        let second =
            least_squares::solve(&projected, &prepared.response, lengths.as_slice(), &names)?;
        let residuals = &*prepared.response - &x * &second.coefficients;
        let solution = Solution {
            residuals,
            ..second
        };
        let weak = (count == 1).then(|| {
            let exogenous = chosen(&exogenous).0;
            WeakInstruments::new(
                &design,
                (&prepared.response, &x.column(0).into_owned()),
                &first,
                exogenous,
                instruments,
            )
        });
        let own = design.of_columns(&of_regressors);
        let mut fit = Fit::of(own, solution, prepared.within, data, (errors, rule))?;
        fit.is_projected = true;
        let mut first_stages = Vec::with_capacity(count);
        for place in 0..count {
            let mut stage = design.of_columns(&of_instruments);
            stage.response = design.columns.column(place).into_owned();
            stage.response_name.clone_from(&design.names[place]);
            let stage = Fit::new(stage, data, errors, rule)?;
            first_stages.push(stage.joint_test_of_first(instruments)?);
        }
        let reduced = (count == 1 && *errors != StandardErrors::Classical)
            .then(|| reduced_form(&design, &of_instruments, &fit, data))
            .flatten();
        Ok(TwoStage {
            fit,
            first_stages,
            weak,
            reduced,
        })
    }
}

/// The regressions on the instruments of a fit with one endogenous regressor.
fn reduced_form(design: &Design, places: &[usize], fit: &Fit, data: &Data) -> Option<ReducedForm> {
    let errors = fixed_lags(fit.standard_errors(), fit);
    let instruments = design.names.len() - fit.coefficients().len();
    ReducedForm::new(design, fit, instruments, |response| {
        let mut stage = design.of_columns(places);
        stage.response = response;
        Fit::new(stage, data, &errors, fit.small_sample())
    })
}

impl WeakInstruments {
    fn new(
        design: &Design,
        (response, regressor): (&DVector<f64>, &DVector<f64>),
        first: &Solution,
        exogenous: nalgebra::DMatrix<f64>,
        instruments: usize,
    ) -> Self {
        // Projections on all instruments less those on the exogenous regressors.
        let q = exogenous.qr().q();
        let without = |numbers: &DVector<f64>| numbers - &q * q.tr_mul(numbers);
        let (y, x) = (without(response), without(regressor));
        let explained =
            |a: &DVector<f64>, b: &DVector<f64>| first.q.tr_mul(a).dot(&first.q.tr_mul(b));
        let explained = [explained(&y, &y), explained(&y, &x), explained(&x, &x)];
        let all = [y.dot(&y), y.dot(&x), x.dot(&x)];
        let unexplained = [0, 1, 2].map(|place| all[place] - explained[place]);
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand columns")]
        let (instruments, columns) = (instruments as f64, first.coefficients.len() as f64);
        let effects = super::absorb::degrees(design, &[]);
        Self {
            explained,
            unexplained,
            instruments,
            degrees_of_freedom: design.observations() - columns - effects,
        }
    }
}

impl TwoStage {
    /// The coefficients, endogenous regressors first.
    #[must_use]
    pub const fn fit(&self) -> &Fit {
        &self.fit
    }

    /// For each endogenous regressor the test that the instruments do not move it, with the standard
    /// errors of the regression. Below an F statistic of 10 instruments are weak: Staiger and Stock
    /// (1997), *Econometrica* 65(3), 557-586. Use [`anderson_rubin`](Self::anderson_rubin) then.
    #[must_use]
    pub fn first_stages(&self) -> &[Test] {
        &self.first_stages
    }

    /// The values of the coefficient of one endogenous regressor that the test of Anderson and Rubin
    /// (1949), *Annals of Mathematical Statistics* 20(1), 46-63, does not reject. It is right however
    /// weak the instruments are, under the same assumption about the errors as the fit.
    ///
    /// For classical errors, with `P` the projection on the instruments and `M = I - P`, after the
    /// exogenous regressors, it is the set of `b` with
    /// `(y - b x)' P (y - b x) / q <= F (y - b x)' M (y - b x) / (n - k)`, where `F` is the quantile
    /// of the F distribution: a quadratic inequality. For robust, clustered and autocorrelated errors
    /// it is the set that [`anderson_rubin_test`](Self::anderson_rubin_test) does not reject, found
    /// between 4,000 values of the angle whose tangent is the distance from the estimate in
    /// standard errors. Should that set have several gaps, the greatest alone is left out: the set
    /// is then too large, and never too small.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the confidence is between 0 and 1, both
    /// excluded; [`Conflict`](ErrorKind::Conflict) for several endogenous regressors, and as
    /// [`anderson_rubin_test`](Self::anderson_rubin_test) for errors that are not classical.
    pub fn anderson_rubin(&self, confidence: f64) -> Result<ConfidenceSet, Error> {
        Interval::open_const(0.0, 1.0).check("confidence of a set", confidence)?;
        let weak = self.weak.ok_or_else(no_test)?;
        if *self.fit.standard_errors() != StandardErrors::Classical {
            return Ok(self.reduced.as_ref().ok_or_else(no_test)?.set(confidence));
        }
        if weak.degrees_of_freedom <= 0.0 {
            return Ok(ConfidenceSet::Everything);
        }
        let most = fisher_quantile(1.0 - confidence, weak.instruments, weak.degrees_of_freedom);
        let factor = weak.instruments * most / weak.degrees_of_freedom;
        let [c, b, a] =
            [0, 1, 2].map(|place| weak.explained[place] - factor * weak.unexplained[place]);
        // a x^2 - 2 b x + c <= 0
        if a == 0.0 {
            return Ok(half_line(b, c));
        }
        let discriminant = b * b - a * c;
        if discriminant < 0.0 {
            return Ok(if a > 0.0 {
                ConfidenceSet::Nothing
            } else {
                ConfidenceSet::Everything
            });
        }
        // The root of greater size first, without cancellation.
        let sum = b + discriminant.sqrt().copysign(b);
        let roots = [sum / a, c / sum];
        let (low, high) = (roots[0].min(roots[1]), roots[0].max(roots[1]));
        Ok(if a > 0.0 {
            ConfidenceSet::Between { low, high }
        } else {
            ConfidenceSet::Outside { low, high }
        })
    }

    /// Tests that the coefficient of one endogenous regressor has a value, by a regression of
    /// `y - value x` on the instruments and the exogenous regressors, in which the instruments have no
    /// effect if it has: Anderson and Rubin (1949). With the errors of the fit, it is right however
    /// weak the instruments are; for errors that are not classical see Andrews, Stock and Sun (2019),
    /// *Annual Review of Economics* 11, 727-753, section 5.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the value is finite;
    /// [`Conflict`](ErrorKind::Conflict) for several endogenous regressors, for a regression on the
    /// instruments that has no standard errors, such as a perfect fit, and for errors clustered in
    /// two dimensions whose variance came out negative.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
    ///
    /// let shocks = [1.0, 0.8, -1.0, -0.8, 0.9, -0.9, 0.7, -0.6];
    /// let policy = [0.0, 1.0, 0.0, 1.0, 2.0, 2.0, 3.0, 3.0];
    /// let x: Vec<f64> = policy.iter().zip(shocks).map(|(z, e)| z + e).collect();
    /// let y = x.iter().zip(shocks).map(|(x, e)| 2.0 + x + e);
    /// let data = Data::new()
    ///     .with_numbers("y", y)?
    ///     .with_numbers("x", x.clone())?
    ///     .with_numbers("policy", policy)?;
    /// let two_stage = Regression::of(Term::column("y"))
    ///     .on_endogenous(Term::column("x"))
    ///     .with_instrument(Term::column("policy"))
    ///     .fit_two_stage(&data, &StandardErrors::Hc1, SmallSample::STATA)?;
    /// assert!(!two_stage.anderson_rubin_test(1.0)?.rejects(0.05));
    /// assert!(two_stage.anderson_rubin_test(3.0)?.rejects(0.05));
    /// let set = two_stage.anderson_rubin(0.95)?;
    /// assert!(set.contains(1.0) && !set.contains(3.0));
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn anderson_rubin_test(&self, value: f64) -> Result<Test, Error> {
        Interval::FINITE.check("value of a coefficient", value)?;
        let weak = self.weak.ok_or_else(no_test)?;
        if *self.fit.standard_errors() != StandardErrors::Classical {
            return self.reduced.as_ref().ok_or_else(no_test)?.test(value);
        }
        let of = |[c, b, a]: [f64; 3]| c - 2.0 * b * value + a * value * value;
        let explained = of(weak.explained) / weak.instruments;
        let statistic = explained / (of(weak.unexplained) / weak.degrees_of_freedom);
        if weak.degrees_of_freedom <= 0.0 || !statistic.is_finite() {
            return Err(no_test());
        }
        let reference = Reference::F {
            numerator: weak.instruments,
            denominator: weak.degrees_of_freedom,
        };
        Ok(Test::new(statistic.max(0.0), reference))
    }
}

fn no_test() -> Error {
    Error::new(ErrorKind::Conflict {
        what: "an Anderson-Rubin test",
        with: "several endogenous regressors, or a regression on the instruments without standard errors",
        remedy: "use one endogenous regressor, and `StandardErrors::Classical` or other clusters",
    })
}

/// The set of `x` with `c <= 2 b x`.
fn half_line(b: f64, c: f64) -> ConfidenceSet {
    let end = c / (2.0 * b);
    if b > 0.0 {
        ConfidenceSet::Outside {
            low: f64::NEG_INFINITY,
            high: end,
        }
    } else if b < 0.0 {
        ConfidenceSet::Outside {
            low: end,
            high: f64::INFINITY,
        }
    } else if c <= 0.0 {
        ConfidenceSet::Everything
    } else {
        ConfidenceSet::Nothing
    }
}
