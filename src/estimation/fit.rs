//! Fitted regressions.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use super::absorb;
use super::coefficient::Coefficient;
use super::covariance::{Covariance, covariance, quadratic};
use super::data::Data;
use super::design::{Design, LeftOut};
use super::distribution::Reference;
use super::least_squares::{self, Solution};
use super::prepared::{Prepared, around_mean};
use super::small_sample::{ReferenceRule, SmallSample};
use super::standard_errors::StandardErrors;
use crate::{Error, ErrorKind};

/// A regression fitted to data: coefficients with standard errors, tests, and how it was made.
///
/// # Examples
///
/// See [`Regression`](super::Regression).
#[derive(Clone, Debug)]
pub struct Fit {
    pub(super) design: Design,
    pub(super) solution: Solution,
    covariance: Covariance,
    coefficients: Vec<Coefficient>,
    errors: StandardErrors,
    rule: SmallSample,
    observations: f64,
    squares: Squares,
    /// True if regressors were replaced by their projections on instruments.
    pub(super) is_projected: bool,
}

/// Sums of squares of a regression.
#[derive(Clone, Copy, Debug)]
struct Squares {
    residual: f64,
    /// Of the response, around its mean if there is a constant or an absorbed effect.
    total: f64,
    /// Of the response without its absorbed effects.
    within: f64,
}

/// The result of a test.
///
/// # Examples
///
/// See [`Fit::wald`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Test {
    /// The test statistic.
    pub statistic: f64,
    /// Its distribution if the null hypothesis is true.
    pub reference: Reference,
    /// The probability of a statistic at least as extreme if the null hypothesis is true.
    pub p_value: f64,
}

impl Test {
    /// True if the null hypothesis is rejected at a level, such as 0.05.
    #[must_use]
    pub fn rejects(&self, level: f64) -> bool {
        self.p_value < level
    }

    pub(super) fn new(statistic: f64, reference: Reference) -> Self {
        Self {
            statistic,
            reference,
            p_value: reference.two_sided(statistic),
        }
    }
}

impl Fit {
    pub(super) fn new(
        design: Design,
        data: &Data,
        errors: &StandardErrors,
        rule: SmallSample,
    ) -> Result<Self, Error> {
        let Prepared {
            columns,
            response,
            lengths,
            within,
        } = Prepared::new(&design)?;
        let lengths = lengths.as_slice();
        let solution = least_squares::solve(&columns, &response, lengths, &design.names)?;
        drop((columns, response));
        Self::of(design, solution, within, data, (errors, rule))
    }

    /// The fit of a solution. `within` are the squares of the response without absorbed effects.
    pub(super) fn of(
        design: Design,
        solution: Solution,
        within: f64,
        data: &Data,
        (errors, rule): (&StandardErrors, SmallSample),
    ) -> Result<Self, Error> {
        let is_centred = design.has_constant || !design.absorbed.is_empty();
        let first = design.response.iter().next().copied().unwrap_or(0.0);
        let is_constant = design
            .response
            .iter()
            .all(|y| y.to_bits() == first.to_bits());
        if is_constant && (is_centred || first == 0.0) {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a response",
                with: "one value in every row",
                remedy: "there is nothing to explain",
            })
            .at(&design.response_name));
        }
        let observations = design.observations();
        let total = around_mean(&design.response, &design);
        // What is left of a response that is constant in every group is rounding errors.
        if !design.absorbed.is_empty() && within <= 1e-20 * total {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a response",
                with: "absorbed effects, within whose groups it does not change",
                remedy: "absorb fewer effects",
            })
            .at(&design.response_name));
        }
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand columns")]
        let columns = design.names.len() as f64;
        let parameters = columns + absorb::degrees(&design, &[]);
        if observations <= parameters {
            return Err(super::covariance::too_few(observations, parameters));
        }
        let covariance = covariance(&design, &solution, data, (errors, rule))?;
        if covariance.matrix.iter().any(|entry| !entry.is_finite()) {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a regression",
                with: "numbers so far apart that a variance leaves the range of numbers",
                remedy: "state them in other units",
            }));
        }
        let reference = reference(&covariance, errors, rule, observations)?;
        let matrix = &covariance.matrix;
        let coefficients = design.names.iter().enumerate().map(|(place, name)| {
            let value = solution.coefficients[place];
            Coefficient::new(
                name,
                value,
                matrix[(place, place)].max(0.0).sqrt(),
                reference,
            )
        });
        let squares = Squares {
            residual: solution.residuals.norm_squared(),
            total,
            within,
        };
        Ok(Self {
            coefficients: coefficients.collect(),
            design,
            solution,
            covariance,
            errors: errors.clone(),
            rule,
            observations,
            squares,
            is_projected: false,
        })
    }

    /// The coefficients in the order of the regressors, the constant last.
    #[must_use]
    pub fn coefficients(&self) -> &[Coefficient] {
        &self.coefficients
    }

    /// The coefficient of a regressor, by its printed name, such as `ln(compute)`.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that no regressor has.
    pub fn coefficient(&self, name: &str) -> Result<&Coefficient, Error> {
        Ok(&self.coefficients[self.place(name)?])
    }

    pub(super) fn place(&self, name: &str) -> Result<usize, Error> {
        let mut names = self.design.names.iter();
        names.position(|other| other == name).ok_or_else(|| {
            let names = self.design.names.iter().map(String::as_str);
            Error::unknown_of("regressor", name, names)
        })
    }

    /// The covariance of two coefficients.
    ///
    /// # Errors
    ///
    /// As [`coefficient`](Self::coefficient).
    pub fn covariance(&self, one: &str, other: &str) -> Result<f64, Error> {
        Ok(self.covariance.matrix[(self.place(one)?, self.place(other)?)])
    }

    /// A weighted sum of coefficients, with its standard error: the long-run effect of a distributed
    /// lag, for example.
    ///
    /// # Errors
    ///
    /// As [`coefficient`](Self::coefficient); [`OutOfRange`](ErrorKind::OutOfRange) for a weight that
    /// is infinite or NaN, and for a sum that overflows.
    ///
    /// # Examples
    ///
    /// ```
    /// # use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
    /// let data = Data::new()
    ///     .with_numbers("y", [2.0, 3.1, 3.9, 5.1, 5.9])?
    ///     .with_numbers("x", [1.0, 2.0, 3.0, 4.0, 5.0])?;
    /// let line = Regression::of(Term::column("y")).on(Term::column("x"));
    /// let fit = line.fit(&data, &StandardErrors::Classical, SmallSample::STATA)?;
    /// // The prediction at x = 6, and the standard error of the line there.
    /// let at_six = fit.combination("y at 6", &[("constant", 1.0), ("x", 6.0)])?;
    /// assert!((at_six.value() - 6.94).abs() < 1e-12);
    /// assert!((at_six.standard_error() - 0.1149).abs() < 1e-4);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn combination(&self, name: &str, weights: &[(&str, f64)]) -> Result<Coefficient, Error> {
        let weights = self.weights(weights)?;
        let value = weights.dot(&self.solution.coefficients);
        self.derived(name, value, &weights)
    }

    /// A number computed from the coefficients, whose derivatives by them are given.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a number or a variance that overflows.
    pub(super) fn derived(
        &self,
        name: &str,
        value: f64,
        gradient: &DVector<f64>,
    ) -> Result<Coefficient, Error> {
        let variance = quadratic(&self.covariance.matrix, gradient);
        for number in [value, variance] {
            crate::Interval::FINITE
                .check("combination of coefficients", number)
                .map_err(|error| error.at(name))?;
        }
        let error = variance.max(0.0).sqrt();
        Ok(Coefficient::new(name, value, error, self.reference()))
    }

    pub(super) fn weights(&self, weights: &[(&str, f64)]) -> Result<DVector<f64>, Error> {
        let mut row = DVector::zeros(self.coefficients.len());
        for (name, weight) in weights {
            crate::Interval::FINITE
                .check("weight of a coefficient", *weight)
                .map_err(|error| error.at(name))?;
            row[self.place(name)?] += *weight;
        }
        Ok(row)
    }

    /// Tests that weighted sums of coefficients have given values, all at once, by Wald's statistic
    /// `(R b - q)' (R V R')^-1 (R b - q) / m` for `m` restrictions.
    ///
    /// Its reference is F with the degrees of freedom of the t statistics or, where those are
    /// normal, chi-squared, without the division by `m`.
    ///
    /// # Errors
    ///
    /// As [`combination`](Self::combination); [`Missing`](ErrorKind::Missing) without a restriction;
    /// [`Conflict`](ErrorKind::Conflict) for restrictions that contradict or repeat each other, and for
    /// more of them than coefficients or clusters allow.
    ///
    /// # Examples
    ///
    /// Constant returns to scale: two elasticities that sum to one.
    ///
    /// ```
    /// # use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
    /// let data = Data::new()
    ///     .with_numbers("y", [2.1, 3.9, 4.2, 8.3, 7.9, 16.2])?
    ///     .with_numbers("k", [1.0, 2.0, 2.0, 4.0, 4.1, 8.0])?
    ///     .with_numbers("l", [1.0, 1.0, 2.0, 2.1, 4.0, 4.0])?;
    /// let fit = Regression::of(Term::column("y").log())
    ///     .on(Term::column("k").log())
    ///     .on(Term::column("l").log())
    ///     .fit(&data, &StandardErrors::Classical, SmallSample::STATA)?;
    /// let test = fit.wald(&[(&[("ln(k)", 1.0), ("ln(l)", 1.0)], 1.0)])?;
    /// assert_eq!(test.reference.to_string(), "F(1, 3)");
    /// assert!(test.p_value > 0.05);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn wald(&self, restrictions: &[(&[(&str, f64)], f64)]) -> Result<Test, Error> {
        let count = restrictions.len();
        if count > self.coefficients.len() {
            return Err(dependent());
        }
        let mut rows = DMatrix::zeros(count, self.coefficients.len());
        let mut gaps = DVector::zeros(count);
        for (number, (weights, value)) in restrictions.iter().enumerate() {
            let at = |error: Error| error.at(&format!("restrictions[{number}]"));
            let weights = self.weights(weights).map_err(at)?;
            crate::Interval::FINITE
                .check("value of a restriction", *value)
                .map_err(at)?;
            gaps[number] = weights.dot(&self.solution.coefficients) - value;
            rows.row_mut(number).tr_copy_from(&weights);
        }
        self.wald_of(&rows, &gaps)
    }

    fn wald_of(&self, rows: &DMatrix<f64>, gaps: &DVector<f64>) -> Result<Test, Error> {
        let count = gaps.len();
        if count == 0 {
            return Err(Error::new(ErrorKind::Missing {
                what: "a restriction",
                remedy: "give at least one",
            }));
        }
        let matrix = rows * &self.covariance.matrix * rows.transpose();
        // In units of standard errors, so that the sizes of coefficients do not matter.
        let units = matrix.diagonal().map(f64::sqrt);
        if units.iter().any(|unit| !(*unit > 0.0 && unit.is_finite())) {
            return Err(dependent());
        }
        let scaled = DMatrix::from_fn(count, count, |i, j| matrix[(i, j)] / (units[i] * units[j]));
        let gaps = gaps.component_div(&units);
        let cholesky = scaled.cholesky().ok_or_else(dependent)?;
        let least = cholesky.l_dirty().diagonal().min();
        if least < 1e-7 {
            return Err(dependent());
        }
        let squares = gaps.dot(&cholesky.solve(&gaps));
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
        let count = count as f64;
        Ok(match self.reference() {
            Reference::StudentT { degrees_of_freedom } => Test::new(
                squares / count,
                Reference::F {
                    numerator: count,
                    denominator: degrees_of_freedom,
                },
            ),
            Reference::Normal | Reference::F { .. } | Reference::ChiSquared { .. } => Test::new(
                squares,
                Reference::ChiSquared {
                    degrees_of_freedom: count,
                },
            ),
        })
    }

    /// Tests that all coefficients but the constant are zero.
    ///
    /// # Errors
    ///
    /// As [`wald`](Self::wald), and [`Missing`](ErrorKind::Missing) if the constant is the only
    /// regressor.
    pub fn joint_test(&self) -> Result<Test, Error> {
        self.joint_test_of_first(self.coefficients.len() - usize::from(self.design.has_constant))
    }

    /// Tests that the first coefficients are zero.
    pub(super) fn joint_test_of_first(&self, count: usize) -> Result<Test, Error> {
        let rows = DMatrix::identity(count, self.coefficients.len());
        let gaps = self.solution.coefficients.rows(0, count).into_owned();
        self.wald_of(&rows, &gaps)
    }

    /// The covariance matrix of the first coefficients.
    pub(super) fn covariance_of_first(&self, count: usize) -> DMatrix<f64> {
        self.covariance
            .matrix
            .view((0, 0), (count, count))
            .into_owned()
    }

    pub(super) fn reference(&self) -> Reference {
        // All coefficients have the same.
        let first = self.coefficients.first();
        first.map_or(Reference::Normal, Coefficient::reference)
    }

    /// The number of observations: the used rows, or the sum of their counts.
    #[must_use]
    pub const fn observations(&self) -> f64 {
        self.observations
    }

    /// The rows that were not used, by reason.
    ///
    /// # Examples
    ///
    /// Of seven rows one has a missing number, two have no year before, and one is alone with its city:
    ///
    /// ```
    /// use compute_impact::Period;
    /// use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
    ///
    /// let rows = [
    ///     ("A", 2020), ("A", 2021), ("A", 2022), ("A", 2023), ("A", 2024), ("B", 2020), ("B", 2021),
    /// ];
    /// let years: Result<Vec<Period>, _> = rows.iter().map(|(_, year)| Period::year(*year)).collect();
    /// let y = [1.0, 1.4, 1.9, 2.1, 2.8, 5.0, 5.5].map(Some);
    /// let x = [Some(1.0), Some(2.0), None, Some(3.0), Some(5.0), Some(1.0), Some(2.0)];
    /// let data = Data::new()
    ///     .with_labels("city", rows.iter().map(|(city, _)| *city))?
    ///     .with_periods("year", years?)?
    ///     .with_optional_numbers("y", y)?
    ///     .with_optional_numbers("x", x)?
    ///     .with_panel("city", "year")?;
    /// let fit = Regression::of(Term::column("y").difference())
    ///     .on(Term::column("x"))
    ///     .absorbing("city")
    ///     .dropping_missing()
    ///     .fit(&data, &StandardErrors::Classical, SmallSample::STATA)?;
    /// let left_out = fit.left_out();
    /// assert_eq!((left_out.missing, left_out.without_lag, left_out.singletons), (1, 2, 1));
    /// assert_eq!(fit.rows(), [1, 3, 4]);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub const fn left_out(&self) -> LeftOut {
        self.design.left_out
    }

    /// The numbers of clusters of each dimension, or of periods for Driscoll-Kraay errors; empty for
    /// errors that are not clustered.
    #[must_use]
    pub fn clusters(&self) -> &[usize] {
        &self.covariance.clusters
    }

    /// The number of lags of autocorrelated errors.
    #[must_use]
    pub const fn lags(&self) -> Option<usize> {
        self.covariance.lags
    }

    /// The observations less the estimated coefficients that the rule counts: `n - K`.
    #[must_use]
    pub const fn degrees_of_freedom(&self) -> f64 {
        self.observations - self.covariance.parameters
    }

    /// The assumption about the errors.
    #[must_use]
    pub const fn standard_errors(&self) -> &StandardErrors {
        &self.errors
    }

    /// The corrections for small samples.
    #[must_use]
    pub const fn small_sample(&self) -> SmallSample {
        self.rule
    }

    /// The share of the variance of the response that the regressors and the absorbed effects
    /// explain; without a constant, of its squares around zero.
    #[must_use]
    pub fn r_squared(&self) -> f64 {
        1.0 - self.squares.residual / self.squares.total
    }

    /// R squared after a correction for the number of coefficients and of absorbed effects,
    /// `1 - (1 - R2) (n - c) / (n - K)`, where `c` is 1 with a constant and 0 without.
    #[must_use]
    pub fn adjusted_r_squared(&self) -> f64 {
        let all = self.parameters();
        let centred = if self.is_centred() { 1.0 } else { 0.0 };
        let ratio = (self.observations - centred) / (self.observations - all);
        1.0 - (1.0 - self.r_squared()) * ratio
    }

    /// The share of the variance within groups that the regressors explain; R squared if no effect
    /// is absorbed.
    #[must_use]
    pub fn within_r_squared(&self) -> f64 {
        1.0 - self.squares.residual / self.squares.within
    }

    fn is_centred(&self) -> bool {
        self.design.has_constant || !self.design.absorbed.is_empty()
    }

    /// All coefficients and absorbed effects.
    fn parameters(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand columns")]
        let columns = self.coefficients.len() as f64;
        columns + absorb::degrees(&self.design, &[])
    }

    /// The sum of squared residuals, with the weights scaled to a mean of one.
    #[must_use]
    pub const fn residual_sum_of_squares(&self) -> f64 {
        self.squares.residual
    }

    /// The standard deviation of the residuals, with the degrees of freedom that all coefficients
    /// and absorbed effects leave.
    #[must_use]
    pub fn residual_standard_error(&self) -> f64 {
        (self.squares.residual / (self.observations - self.parameters())).sqrt()
    }

    /// The residual of each used row: the response less its fitted value.
    #[must_use]
    pub fn residuals(&self) -> Vec<f64> {
        match &self.design.roots {
            None => self.solution.residuals.as_slice().to_vec(),
            Some(roots) => self
                .solution
                .residuals
                .component_div(roots)
                .as_slice()
                .to_vec(),
        }
    }

    /// The rows of the data that are used, counted from zero.
    #[must_use]
    pub fn rows(&self) -> &[usize] {
        &self.design.rows
    }

    /// The condition number of the columns, each scaled to length one: above 30 their coefficients
    /// are hard to tell apart; Belsley, Kuh and Welsch (1980), *Regression Diagnostics*.
    #[must_use]
    pub const fn condition_number(&self) -> f64 {
        self.solution.condition
    }

    /// The coefficients whose variance came out negative in two dimensions of clusters and was set
    /// to zero.
    pub fn negative_variances(&self) -> impl Iterator<Item = &str> {
        let places = self.covariance.negative.iter();
        places.map(|place| self.design.names[*place].as_str())
    }
}

/// The error for restrictions of which one is a combination of the others.
fn dependent() -> Error {
    Error::new(ErrorKind::Conflict {
        what: "a restriction",
        with: "the others, of which it is a combination, or with too few clusters",
        remedy: "leave out restrictions that follow from the others",
    })
}

/// The reference distribution of t statistics.
fn reference(
    covariance: &Covariance,
    errors: &StandardErrors,
    rule: SmallSample,
    observations: f64,
) -> Result<Reference, Error> {
    let by_rows = || {
        let degrees_of_freedom = observations - covariance.parameters;
        if degrees_of_freedom > 0.0 {
            Ok(Reference::StudentT { degrees_of_freedom })
        } else {
            Err(super::covariance::too_few(
                observations,
                covariance.parameters,
            ))
        }
    };
    match rule.reference() {
        ReferenceRule::NormalIfRobust if *errors == StandardErrors::Classical => by_rows(),
        ReferenceRule::Normal | ReferenceRule::NormalIfRobust => Ok(Reference::Normal),
        ReferenceRule::Rows => by_rows(),
        ReferenceRule::Clusters => match covariance.clusters.iter().min() {
            None => by_rows(),
            // Driscoll-Kraay errors of one period.
            Some(clusters) if *clusters < 2 => Err(Error::new(ErrorKind::TooFewClusters {
                clusters: *clusters,
            })),
            Some(clusters) => {
                #[expect(clippy::cast_precision_loss, reason = "at most as many as rows")]
                let degrees_of_freedom = *clusters as f64 - 1.0;
                Ok(Reference::StudentT { degrees_of_freedom })
            }
        },
    }
}
