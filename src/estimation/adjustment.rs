//! Regressions with adjustment over time: the geometric lag of Koyck and the error-correction form.

use super::coefficient::Coefficient;
use super::data::Data;
use super::dynamics::Affine;
use super::fit::Fit;
use super::regression::Regression;
use super::small_sample::SmallSample;
use super::standard_errors::StandardErrors;
use super::term::Term;
use crate::{Error, ErrorKind};

/// A regression on its own past, in which every effect goes on with a geometric lag.
///
/// # Examples
///
/// See [`Regression::fit_koyck`].
#[derive(Clone, Debug)]
pub struct Koyck {
    fit: Fit,
    persistence: Coefficient,
}

/// A regression of changes on changes and on the levels of the period before.
///
/// # Examples
///
/// See [`Regression::fit_error_correction`].
#[derive(Clone, Debug)]
pub struct ErrorCorrection {
    fit: Fit,
    lagged: String,
    /// The names of a regressor, of its lag and of its change.
    names: Vec<[String; 3]>,
}

impl Regression {
    /// Fits the regression with the response of the period before as a further regressor,
    /// `y = a + b x + l lag(y) + e`: the geometric lag of Koyck (1954), *Distributed Lags and
    /// Investment Analysis*, and the partial adjustment of Nerlove. The effect of a lasting unit of
    /// `x` is `b` at once, `b (1 + l + ... + l^k)` after `k` periods, and `b / (1 - l)` in the long run.
    ///
    /// Least squares is biased where errors are autocorrelated, as the response of the period before
    /// depends on them: test that with [`Fit::breusch_godfrey`].
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit); [`Missing`](ErrorKind::Missing) for data without
    /// [`Data::with_time`] or [`Data::with_panel`].
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Period;
    /// use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
    ///
    /// // GDP that closes 40 % of the gap each year, with the long-run elasticity 0.2.
    /// let compute = [1.0, 1.2, 1.5, 1.6, 2.1, 2.2, 3.0, 3.4, 3.5, 4.4_f64];
    /// let mut gdp = vec![1.0_f64];
    /// for year in 1..compute.len() {
    ///     gdp.push((0.6 * gdp[year - 1].ln() + 0.08 * compute[year].ln()).exp());
    /// }
    /// let years: Result<Vec<Period>, _> = (2010..2020).map(Period::year).collect();
    /// let data = Data::new()
    ///     .with_periods("year", years?)?
    ///     .with_numbers("GDP", gdp)?
    ///     .with_numbers("compute", compute)?
    ///     .with_time("year")?;
    /// let koyck = Regression::of(Term::column("GDP").log())
    ///     .on(Term::column("compute").log())
    ///     .fit_koyck(&data, &StandardErrors::Hc1, SmallSample::STATA)?;
    /// assert!((koyck.persistence().value() - 0.6).abs() < 1e-9);
    /// assert!((koyck.effect_after("ln(compute)", 1)?.value() - 0.128).abs() < 1e-9);
    /// assert!((koyck.long_run("ln(compute)")?.value() - 0.2).abs() < 1e-9);
    /// assert!((koyck.mean_lag()?.value() - 1.5).abs() < 1e-8); // 0.6 / 0.4 years
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn fit_koyck(
        &self,
        data: &Data,
        errors: &StandardErrors,
        rule: SmallSample,
    ) -> Result<Koyck, Error> {
        let lagged = self.response.clone().lag(1);
        let fit = self.clone().on(lagged.clone()).fit(data, errors, rule)?;
        let persistence = fit.coefficient(&lagged.to_string())?.clone();
        Ok(Koyck { fit, persistence })
    }

    /// Fits the regression in its error-correction form,
    /// `diff(y) = a + c lag(y) + b lag(x) + d diff(x) + e`, with one `b` and one `d` for each
    /// regressor: Davidson, Hendry, Srba and Yeo (1978), *Economic Journal* 88, 661-692. The share `-c`
    /// of a gap closes in each period, and the long-run effect is `-b / c`: Bårdsen (1989), *Oxford
    /// Bulletin of Economics and Statistics* 51(3), 345-350.
    ///
    /// It is the regression of `y` on `x` and on the lags of both, written for other coefficients. That
    /// `c` is zero is no test of a relation between levels, as its t statistic is not Student's then:
    /// see [`cointegration`](super::cointegration).
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit); [`Missing`](ErrorKind::Missing) without a regressor, and for data without
    /// [`Data::with_time`] or [`Data::with_panel`].
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Period;
    /// use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
    ///
    /// let years: Result<Vec<Period>, _> = (2010..2020).map(Period::year).collect();
    /// let x = [1.0, 1.3, 1.1, 2.0, 2.4, 2.2, 3.1, 3.0, 4.2, 4.4_f64];
    /// let mut y = vec![1.0_f64];
    /// for t in 1..10 {
    ///     y.push(y[t - 1] + 0.3 - 0.6 * y[t - 1] + 0.3 * x[t - 1] + 0.2 * (x[t] - x[t - 1]));
    /// }
    /// let data = Data::new()
    ///     .with_periods("year", years?)?
    ///     .with_numbers("y", y)?
    ///     .with_numbers("x", x)?
    ///     .with_time("year")?;
    /// let form = Regression::of(Term::column("y"))
    ///     .on(Term::column("x"))
    ///     .fit_error_correction(&data, &StandardErrors::Classical, SmallSample::STATA)?;
    /// assert!((form.adjustment()?.value() - 0.6).abs() < 1e-9);
    /// assert!((form.long_run("x")?.value() - 0.5).abs() < 1e-9);
    /// assert!((form.short_run("x")?.value() - 0.2).abs() < 1e-9);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn fit_error_correction(
        &self,
        data: &Data,
        errors: &StandardErrors,
        rule: SmallSample,
    ) -> Result<ErrorCorrection, Error> {
        if self.regressors.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "a regressor",
                remedy: "name it with `Regression::on`: there is no long run without one",
            }));
        }
        let lagged = self.response.clone().lag(1);
        let mut form = self.clone();
        form.response = self.response.clone().difference();
        form.regressors = vec![lagged.clone()];
        let levels = self.regressors.iter().map(|term| term.clone().lag(1));
        form.regressors.extend(levels);
        let changes = self.regressors.iter().map(|term| term.clone().difference());
        form.regressors.extend(changes);
        let names = self.regressors.iter().map(|term| {
            let [lag, change] = [term.clone().lag(1), term.clone().difference()];
            [term, &lag, &change].map(Term::to_string)
        });
        let fit = form.fit(data, errors, rule)?;
        Ok(ErrorCorrection {
            fit,
            lagged: lagged.to_string(),
            names: names.collect(),
        })
    }
}

impl Koyck {
    /// The fit, with the lagged response among the regressors.
    #[must_use]
    pub const fn fit(&self) -> &Fit {
        &self.fit
    }

    /// The share of an effect that is left one period later: `l`.
    #[must_use]
    pub const fn persistence(&self) -> &Coefficient {
        &self.persistence
    }

    /// The effect of a lasting unit of a regressor after a number of periods,
    /// `b (1 + l + ... + l^k)`, with its standard error by the delta method.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that no regressor has;
    /// [`OutOfRange`](ErrorKind::OutOfRange) for an effect that overflows.
    pub fn effect_after(&self, name: &str, periods: u16) -> Result<Coefficient, Error> {
        let effect = self.fit.coefficient(name)?.value();
        let persistence = self.persistence.value();
        // The sum of powers, and its derivative by the persistence.
        let (mut sum, mut slope) = (1.0, 0.0);
        for _ in 0..periods {
            slope = sum + persistence * slope;
            sum = 1.0 + persistence * sum;
        }
        let gradient = [(name, sum), (self.persistence.name(), effect * slope)];
        let gradient = self.fit.weights(&gradient)?;
        let title = format!("{name} after {periods} periods");
        self.fit.derived(&title, effect * sum, &gradient)
    }

    /// The effect of a lasting unit of a regressor in the long run, `b / (1 - l)`, with its standard
    /// error by the delta method. It is one only if the persistence is between -1 and 1.
    ///
    /// # Errors
    ///
    /// As [`Fit::long_run`].
    pub fn long_run(&self, name: &str) -> Result<Coefficient, Error> {
        self.fit.long_run(&[name], &[self.persistence.name()])
    }

    /// The mean of the lags with which an effect comes, weighted by it: `l / (1 - l)` periods.
    ///
    /// # Errors
    ///
    /// As [`Fit::ratio`].
    pub fn mean_lag(&self) -> Result<Coefficient, Error> {
        let lagged = self.persistence.name();
        self.fit.ratio(
            "mean lag",
            &Affine {
                constant: 0.0,
                weights: &[(lagged, 1.0)],
            },
            &Affine {
                constant: 1.0,
                weights: &[(lagged, -1.0)],
            },
        )
    }
}

impl ErrorCorrection {
    /// The fit of changes.
    #[must_use]
    pub const fn fit(&self) -> &Fit {
        &self.fit
    }

    /// The share of a gap that closes in a period: `-c`. Levels return to each other if it is between
    /// 0 and 2.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a variance that overflows.
    pub fn adjustment(&self) -> Result<Coefficient, Error> {
        self.fit.combination("adjustment", &[(&self.lagged, -1.0)])
    }

    fn names(&self, name: &str) -> Result<&[String; 3], Error> {
        let names = self.names.iter().find(|[level, _, _]| level == name);
        names.ok_or_else(|| {
            let levels = self.names.iter().map(|[level, _, _]| level.as_str());
            Error::unknown_of("regressor", name, levels)
        })
    }

    /// The effect of a change of a regressor, by the name of its level, within the period: `d`.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that no regressor has.
    pub fn short_run(&self, name: &str) -> Result<&Coefficient, Error> {
        let [_, _, change] = self.names(name)?;
        self.fit.coefficient(change)
    }

    /// The effect of a lasting unit of a regressor in the long run, `-b / c`, with its standard error
    /// by the delta method.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that no regressor has;
    /// [`Conflict`](ErrorKind::Conflict) for an adjustment of zero.
    pub fn long_run(&self, name: &str) -> Result<Coefficient, Error> {
        let [_, level, _] = self.names(name)?;
        self.fit.ratio(
            &format!("long run of {name}"),
            &Affine {
                constant: 0.0,
                weights: &[(level, -1.0)],
            },
            &Affine {
                constant: 0.0,
                weights: &[(&self.lagged, 1.0)],
            },
        )
    }
}
