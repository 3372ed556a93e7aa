//! Effects over time: lags, and what they add up to in the long run.

use nalgebra::DVector;

use super::coefficient::Coefficient;
use super::fit::Fit;
use super::regression::Regression;
use super::term::Term;
use crate::{Error, ErrorKind, Interval};

/// A constant plus a weighted sum of coefficients: a side of a ratio of them.
///
/// # Examples
///
/// See [`Fit::ratio`].
#[derive(Clone, Debug)]
pub struct Affine<'a> {
    /// The constant.
    pub constant: f64,
    /// The names of coefficients, each with its weight.
    pub weights: &'a [(&'a str, f64)],
}

impl Regression {
    /// Adds a regressor and its lags up to a number of periods, each with a coefficient of its own.
    #[must_use]
    pub fn on_lags(self, regressor: &Term, periods: u16) -> Self {
        let lags = (1..=periods).map(|lag| regressor.clone().lag(lag));
        lags.fold(self.on(regressor.clone()), Self::on)
    }

    /// Adds a regressor and its lags, whose coefficients lie on a polynomial of the lag:
    /// `b_j = a_0 + a_1 j + ... + a_d j^d`; Almon (1965), *Econometrica* 33(1), 178-196.
    ///
    /// The coefficients of the fit are those of the polynomial; [`Fit::almon_lag`] gives that of
    /// each lag.
    #[must_use]
    pub fn on_almon_lags(self, regressor: &Term, periods: u16, degree: u8) -> Self {
        let terms = (0..=degree).map(|power| regressor.clone().almon(periods, power));
        terms.fold(self, Self::on)
    }
}

impl Fit {
    /// The coefficient of a lag in a polynomial lag of [`Regression::on_almon_lags`].
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a regressor without such lags;
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a lag beyond the last one.
    pub fn almon_lag(
        &self,
        regressor: &Term,
        periods: u16,
        degree: u8,
        lag: u16,
    ) -> Result<Coefficient, Error> {
        Interval::closed_const(0.0, f64::from(periods)).check("lag", f64::from(lag))?;
        let names: Vec<String> = (0..=degree)
            .map(|power| regressor.clone().almon(periods, power).to_string())
            .collect();
        let powers =
            (0..=degree).map(|power| (0..power).fold(1.0, |product, _| product * f64::from(lag)));
        let weights: Vec<(&str, f64)> = names.iter().map(String::as_str).zip(powers).collect();
        self.combination(&regressor.clone().lag(lag).to_string(), &weights)
    }

    /// The long-run effect of a regressor when the response depends on its own past: the sum of the
    /// coefficients of the regressor and its lags, over one less those of the lagged response. With
    /// one lag of the response it is that of a Koyck lag, `b / (1 - l)`.
    ///
    /// # Errors
    ///
    /// As [`ratio`](Self::ratio).
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Period;
    /// use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
    ///
    /// // GDP that closes half of the gap each year, with the long-run elasticity 0.2.
    /// let compute = [1.0, 1.2, 1.5, 1.6, 2.1, 2.2, 3.0, 3.4, 3.5, 4.4_f64];
    /// let mut gdp = vec![1.0_f64];
    /// for year in 1..compute.len() {
    ///     let ln = 0.5 * gdp[year - 1].ln() + 0.1 * compute[year].ln();
    ///     gdp.push(ln.exp());
    /// }
    /// let years: Result<Vec<Period>, _> = (2010..2020).map(Period::year).collect();
    /// let data = Data::new()
    ///     .with_periods("year", years?)?
    ///     .with_numbers("GDP", gdp)?
    ///     .with_numbers("compute", compute)?
    ///     .with_time("year")?;
    /// let fit = Regression::of(Term::column("GDP").log())
    ///     .on(Term::column("compute").log())
    ///     .on(Term::column("GDP").log().lag(1))
    ///     .fit(&data, &StandardErrors::Classical, SmallSample::STATA)?;
    /// let long_run = fit.long_run(&["ln(compute)"], &["lag1(ln(GDP))"])?;
    /// assert!((long_run.value() - 0.2).abs() < 1e-9);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn long_run(&self, regressors: &[&str], responses: &[&str]) -> Result<Coefficient, Error> {
        let ones = regressors.iter().map(|name| (*name, 1.0));
        let ones: Vec<(&str, f64)> = ones.collect();
        let less = responses.iter().map(|name| (*name, -1.0));
        let less: Vec<(&str, f64)> = less.collect();
        self.ratio(
            &format!("long run of {}", regressors.join(", ")),
            &Affine {
                constant: 0.0,
                weights: &ones,
            },
            &Affine {
                constant: 1.0,
                weights: &less,
            },
        )
    }

    /// A ratio of two sums of coefficients, such as the long-run effect `-b / c` of an
    /// error-correction form, with its standard error by the delta method: with `r = p / q`,
    /// `dr = (dp - r dq) / q`.
    ///
    /// # Errors
    ///
    /// As [`combination`](Self::combination); [`Conflict`](ErrorKind::Conflict) for a denominator
    /// that is zero.
    ///
    /// # Examples
    ///
    /// The long run of `diff(y) = a + c lag(y) + b lag(x) + d diff(x)`:
    ///
    /// ```
    /// # use compute_impact::Period;
    /// # use compute_impact::estimation::{Affine, Data, Regression, SmallSample, StandardErrors, Term};
    /// # let years: Result<Vec<Period>, _> = (2010..2020).map(Period::year).collect();
    /// # let x = [1.0, 1.3, 1.1, 2.0, 2.4, 2.2, 3.1, 3.0, 4.2, 4.4_f64];
    /// # let mut y = vec![1.0_f64];
    /// # for t in 1..10 {
    /// #     y.push(y[t - 1] + 0.3 - 0.6 * y[t - 1] + 0.3 * x[t - 1] + 0.2 * (x[t] - x[t - 1]));
    /// # }
    /// # let data = Data::new()
    /// #     .with_periods("year", years?)?
    /// #     .with_numbers("y", y)?
    /// #     .with_numbers("x", x)?
    /// #     .with_time("year")?;
    /// let (y, x) = (Term::column("y"), Term::column("x"));
    /// let fit = Regression::of(y.clone().difference())
    ///     .on(y.lag(1))
    ///     .on(x.clone().lag(1))
    ///     .on(x.difference())
    ///     .fit(&data, &StandardErrors::Classical, SmallSample::STATA)?;
    /// let long_run = fit.ratio(
    ///     "long run",
    ///     &Affine { constant: 0.0, weights: &[("lag1(x)", -1.0)] },
    ///     &Affine { constant: 0.0, weights: &[("lag1(y)", 1.0)] },
    /// )?;
    /// assert!((long_run.value() - 0.5).abs() < 1e-9);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn ratio(
        &self,
        name: &str,
        numerator: &Affine<'_>,
        denominator: &Affine<'_>,
    ) -> Result<Coefficient, Error> {
        let value = |affine: &Affine<'_>| -> Result<(f64, DVector<f64>), Error> {
            Interval::FINITE.check("constant of a sum", affine.constant)?;
            let weights = self.weights(affine.weights)?;
            Ok((
                affine.constant + weights.dot(&self.solution.coefficients),
                weights,
            ))
        };
        let (above, above_weights) = value(numerator)?;
        let (below, below_weights) = value(denominator)?;
        let ratio = above / below;
        if !ratio.is_finite() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a ratio of coefficients",
                with: "a denominator of zero",
                remedy: "there is no long run: the response keeps every change",
            })
            .at(name));
        }
        let gradient = (above_weights - below_weights * ratio) / below;
        self.derived(name, ratio, &gradient)
    }
}
