//! Estimators for panels: between entities, and random effects.

use nalgebra::{DMatrix, DVector};

use super::absorb;
use super::covariance::{quadratic, too_few};
use super::data::{Data, Panel};
use super::design::Design;
use super::distribution::Reference;
use super::fit::{Fit, Test};
use super::least_squares;
use super::prepared::Prepared;
use super::regression::{Regression, Weights};
use super::small_sample::SmallSample;
use super::standard_errors::StandardErrors;
use super::term::ordered;
use crate::{Error, ErrorKind};

/// A random-effects estimate: a fit, and the variances that it rests on.
///
/// # Examples
///
/// See [`Regression::fit_random_effects`].
#[derive(Clone, Debug)]
pub struct RandomEffects {
    fit: Fit,
    idiosyncratic_variance: f64,
    effect_variance: f64,
    shares: [f64; 2],
}

impl Regression {
    /// Takes the difference of the response and of every regressor since the period before, and
    /// leaves the constant out, which has none.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::estimation::{Regression, Term};
    ///
    /// let levels = Regression::of(Term::column("GDP").log()).on(Term::column("compute").log());
    /// let growth = levels.differenced();
    /// # let _ = growth;
    /// ```
    #[must_use]
    pub fn differenced(mut self) -> Self {
        self.response = self.response.difference();
        let regressors = self.regressors.into_iter();
        self.regressors = regressors.map(super::Term::difference).collect();
        self.has_constant = false;
        self
    }

    /// Fits the regression to the means of each entity: what differs between entities, without
    /// what changes over time.
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit); [`Missing`](ErrorKind::Missing) for data without
    /// [`Data::with_panel`]; [`Conflict`](ErrorKind::Conflict) for weights and absorbed effects, and
    /// for errors other than classical and HC0 to HC3.
    pub fn fit_between(
        &self,
        data: &Data,
        errors: &StandardErrors,
        rule: SmallSample,
    ) -> Result<Fit, Error> {
        let panel = self.panel_of(data)?;
        match errors {
            StandardErrors::Classical
            | StandardErrors::Hc0
            | StandardErrors::Hc1
            | StandardErrors::Hc2
            | StandardErrors::Hc3 => {}
            StandardErrors::Clustered { .. }
            | StandardErrors::ClusteredTwoWay { .. }
            | StandardErrors::NeweyWest(_)
            | StandardErrors::DriscollKraay(_) => {
                return Err(Error::new(ErrorKind::Conflict {
                    what: "a regression between entities",
                    with: "errors of several rows of an entity",
                    remedy: "use classical or HC errors: each entity is one row",
                }));
            }
        }
        let design = Design::new(self, data)?;
        let entities = Entities::new(panel, &design);
        Fit::new(entities.between(design), data, errors, rule)
    }

    /// Fits the regression with a random effect of each entity, by generalised least squares with
    /// the variances of Swamy and Arora (1972), *Econometrica* 40(2), 261-275.
    ///
    /// With `s_e^2` the variance of what is left within entities and `s_u^2` that of the effects,
    /// each number loses the share `1 - sqrt(s_e^2 / (s_e^2 + T s_u^2))` of the mean of its entity,
    /// which has `T` rows.
    ///
    /// A regressor that never changes within an entity is no part of the regression within, from
    /// which `s_e^2` comes, and one whose mean is that of the others is none of the regression
    /// between: each counts as many coefficients as it determines. Random effects must not depend on
    /// the regressors, which [`RandomEffects::hausman`] tests.
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit); [`Missing`](ErrorKind::Missing) for data without
    /// [`Data::with_panel`]; [`Conflict`](ErrorKind::Conflict) for weights and absorbed effects.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Period;
    /// use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
    ///
    /// let years: Result<Vec<Period>, _> = (0..15).map(|row| Period::year(2021 + row % 3)).collect();
    /// let data = Data::new()
    ///     .with_labels("city", (0..15).map(|row| format!("city {}", row / 3)))?
    ///     .with_periods("year", years?)?
    ///     .with_numbers("x", [4, 8, 1, 8, 2, 3, 7, 3, 4, 0, 6, 4, 3, 6, 2].map(f64::from))?
    ///     .with_numbers("y", [
    ///         6.9, 10.3, 3.9, 6.8, 1.6, 2.6, 6.8, 3.8, 4.6, 1.9, 7.6, 6.5, 4.1, 7.1, 3.5,
    ///     ])?
    ///     .with_panel("city", "year")?;
    /// let regression = Regression::of(Term::column("y")).on(Term::column("x"));
    /// let (errors, rule) = (StandardErrors::Classical, SmallSample::STATA);
    /// let random = regression.fit_random_effects(&data, &errors, rule)?;
    /// let fixed = regression.absorbing("city").fit(&data, &errors, rule)?;
    /// let hausman = random.hausman(&fixed)?;
    /// assert!(hausman.p_value > 0.05); // no sign that the effects depend on x
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn fit_random_effects(
        &self,
        data: &Data,
        errors: &StandardErrors,
        rule: SmallSample,
    ) -> Result<RandomEffects, Error> {
        let panel = self.panel_of(data)?;
        let entity = panel.entity.clone().unwrap_or_default();
        let mut all = Design::new(self, data)?;
        let entities = Entities::new(panel, &all);
        let within = Design::new(&self.clone().absorbing(entity), data)?;
        let idiosyncratic = variance_left(&within)?;
        let of_means = variance_left(&entities.between(all.clone()))?;
        let effect = (of_means - idiosyncratic / entities.harmonic_size()).max(0.0);
        let total = all.response.add_scalar(-all.response.mean()).norm_squared();
        // What is below the rounding errors of the response is none.
        if idiosyncratic * all.observations() <= 1e-20 * total {
            return Err(Error::new(ErrorKind::Conflict {
                what: "random effects",
                with: "a fit within entities that leaves no residuals",
                remedy: "use fixed effects: `Regression::absorbing`",
            }));
        }
        let shares = entities
            .sizes
            .iter()
            .map(|size| 1.0 - (idiosyncratic / (idiosyncratic + size * effect)).sqrt());
        let shares: Vec<f64> = shares.collect();
        for mut column in all.columns.column_iter_mut() {
            let means = entities.means(column.as_slice());
            entities.take_out(column.as_mut_slice(), &means, &shares);
        }
        let means = entities.means(all.response.as_slice());
        entities.take_out(all.response.as_mut_slice(), &means, &shares);
        let ascending = |a: &f64, b: &f64| a.total_cmp(b);
        let least = shares.iter().copied().min_by(ascending).unwrap_or(0.0);
        let most = shares.iter().copied().max_by(ascending).unwrap_or(0.0);
        Ok(RandomEffects {
            fit: Fit::new(all, data, errors, rule)?,
            idiosyncratic_variance: idiosyncratic,
            effect_variance: effect,
            shares: [least, most],
        })
    }

    fn panel_of<'a>(&self, data: &'a Data) -> Result<&'a Panel, Error> {
        let panel = ordered(data)?;
        if panel.entity.is_none() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the entity of each row",
                remedy: "state it with `Data::with_panel`",
            }));
        }
        if self.weights != Weights::Equal || !self.absorbed.is_empty() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "an estimator of means of entities",
                with: "weights or absorbed effects",
                remedy: "leave them out, or use `Regression::fit`",
            }));
        }
        Ok(panel)
    }
}

impl RandomEffects {
    /// The coefficients. Residuals and R squared are those of the transformed numbers.
    #[must_use]
    pub const fn fit(&self) -> &Fit {
        &self.fit
    }

    /// The variance of what is left within entities: `s_e^2`.
    #[must_use]
    pub const fn idiosyncratic_variance(&self) -> f64 {
        self.idiosyncratic_variance
    }

    /// The variance of the effects of entities: `s_u^2`; zero if the means of entities scatter less
    /// than their rows do.
    #[must_use]
    pub const fn effect_variance(&self) -> f64 {
        self.effect_variance
    }

    /// The least and the greatest share of its entity's mean that a number loses: with 0 the
    /// estimate is that of pooled least squares, with 1 that of fixed effects.
    #[must_use]
    pub const fn shares_of_means(&self) -> [f64; 2] {
        self.shares
    }

    /// Tests whether the effects depend on the regressors, by Hausman's statistic
    /// `(b - c)' (V_b - V_c)^-1 (b - c)` of fixed effects `b` and random effects `c`, over the
    /// coefficients that both have: Hausman (1978), *Econometrica* 46(6), 1251-1271.
    ///
    /// A small p value says that random effects are biased, and that fixed effects should be used.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) unless both have classical errors, and if the difference of
    /// their variances is not positive, so that there is no statistic;
    /// [`Missing`](ErrorKind::Missing) if they have no coefficient in common.
    pub fn hausman(&self, fixed: &Fit) -> Result<Test, Error> {
        let are_classical = [fixed, &self.fit]
            .iter()
            .all(|fit| *fit.standard_errors() == StandardErrors::Classical);
        if !are_classical {
            return Err(Error::new(ErrorKind::Conflict {
                what: "Hausman's test",
                with: "errors that are not classical",
                remedy: "fit both with `StandardErrors::Classical`",
            }));
        }
        let names = fixed.coefficients().iter().map(super::Coefficient::name);
        let constant = super::design::CONSTANT;
        let names: Vec<&str> = names
            .filter(|name| *name != constant && self.fit.coefficient(name).is_ok())
            .collect();
        if names.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "a coefficient in common",
                remedy: "give a fixed-effects fit of the same regression",
            }));
        }
        let count = names.len();
        let mut gaps = DVector::zeros(count);
        let mut variances = DMatrix::zeros(count, count);
        for (i, one) in names.iter().enumerate() {
            gaps[i] = fixed.coefficient(one)?.value() - self.fit.coefficient(one)?.value();
            for (j, other) in names.iter().enumerate() {
                variances[(i, j)] =
                    fixed.covariance(one, other)? - self.fit.covariance(one, other)?;
            }
        }
        let inverse = variances.cholesky().map(|cholesky| cholesky.inverse());
        let inverse = inverse.ok_or_else(|| {
            Error::new(ErrorKind::Conflict {
                what: "Hausman's test",
                with: "variances whose difference is not positive",
                remedy: "more entities make it so; it says nothing here",
            })
        })?;
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
        let degrees_of_freedom = count as f64;
        let reference = Reference::ChiSquared { degrees_of_freedom };
        Ok(Test::new(quadratic(&inverse, &gaps), reference))
    }
}

/// The variance of what a regression leaves, without the columns that are combinations of others or
/// of absorbed effects.
fn variance_left(design: &Design) -> Result<f64, Error> {
    let solved = |design: &Design| {
        let Prepared {
            columns,
            response,
            lengths,
            ..
        } = Prepared::new(design)?;
        if columns.ncols() == 0 {
            return Ok((response.norm_squared(), 0));
        }
        let rank = columns.ncols();
        let lengths = lengths.as_slice();
        let solution = least_squares::solve(&columns, &response, lengths, &design.names)?;
        Ok::<_, Error>((solution.residuals.norm_squared(), rank))
    };
    let (squares, rank) = match solved(design) {
        Err(error) => {
            let ErrorKind::Collinear { columns, .. } = error.kind() else {
                return Err(error);
            };
            let is_left = |place: &usize| !columns.contains(&design.names[*place]);
            let left: Vec<usize> = (0..design.names.len()).filter(is_left).collect();
            solved(&design.of_columns(&left))?
        }
        solution => solution?,
    };
    #[expect(clippy::cast_precision_loss, reason = "at most a thousand columns")]
    let parameters = rank as f64 + absorb::degrees(design, &[]);
    let observations = design.observations();
    if observations <= parameters {
        return Err(too_few(observations, parameters));
    }
    Ok(squares / (observations - parameters))
}

/// The entities of the used rows, numbered from zero.
struct Entities {
    codes: Vec<usize>,
    sizes: Vec<f64>,
}

impl Entities {
    fn new(panel: &Panel, design: &Design) -> Self {
        let mut numbers = std::collections::HashMap::new();
        let mut sizes = Vec::new();
        let rows = design.rows.iter();
        let codes = rows
            .map(|row| {
                let number = *numbers.entry(panel.entities[*row]).or_insert_with(|| {
                    sizes.push(0.0);
                    sizes.len() - 1
                });
                sizes[number] += 1.0;
                number
            })
            .collect();
        Self { codes, sizes }
    }

    fn means(&self, numbers: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.sizes.len()];
        for (code, number) in self.codes.iter().zip(numbers) {
            sums[*code] += number;
        }
        sums.iter()
            .zip(&self.sizes)
            .map(|(sum, size)| sum / size)
            .collect()
    }

    /// The design of the means of each entity.
    fn between(&self, mut design: Design) -> Design {
        design.columns = self.means_of_columns(&design.columns);
        design.response = DVector::from_vec(self.means(design.response.as_slice()));
        design.rows = self.first_rows(&design);
        design
    }

    fn means_of_columns(&self, columns: &DMatrix<f64>) -> DMatrix<f64> {
        let mut means = DMatrix::zeros(self.sizes.len(), columns.ncols());
        for (mut means, column) in means.column_iter_mut().zip(columns.column_iter()) {
            means.copy_from_slice(&self.means(column.as_slice()));
        }
        means
    }

    /// Takes a share of the mean of its entity from each number.
    fn take_out(&self, numbers: &mut [f64], means: &[f64], shares: &[f64]) {
        for (code, number) in self.codes.iter().zip(numbers) {
            *number -= shares[*code] * means[*code];
        }
    }

    /// The first used row of each entity.
    fn first_rows(&self, design: &Design) -> Vec<usize> {
        let mut rows = vec![usize::MAX; self.sizes.len()];
        for (code, row) in self.codes.iter().zip(&design.rows) {
            rows[*code] = rows[*code].min(*row);
        }
        rows
    }

    /// The harmonic mean of the numbers of rows.
    fn harmonic_size(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "at most as many as rows")]
        let count = self.sizes.len() as f64;
        count / self.sizes.iter().map(|size| 1.0 / size).sum::<f64>()
    }
}
