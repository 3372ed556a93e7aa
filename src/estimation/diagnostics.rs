//! Tests of the assumptions behind a fit: equal variances, independence over time, normality.

use nalgebra::DVector;

use super::data::{Data, Panel};
use super::distribution::Reference;
use super::fit::{Fit, Test};
use super::least_squares;
use super::term::ordered;
use crate::limits::Limit;
use crate::{Error, ErrorKind, Interval};

impl Fit {
    /// Tests that the errors have one variance, whatever the regressors: Breusch and Pagan (1979),
    /// *Econometrica* 47(5), 1287-1294, in the form of Koenker (1981), which does not need normal
    /// errors. The statistic is `n` times R squared of the squared residuals on the regressors.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) for a fit with weights or absorbed effects, or without a
    /// constant; [`Missing`](ErrorKind::Missing) if the constant is the only regressor.
    ///
    /// # Examples
    ///
    /// Scatter that grows with x:
    ///
    /// ```
    /// use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
    ///
    /// let x: Vec<f64> = (1..=40).map(f64::from).collect();
    /// let sign = |x: f64| if x as u32 % 2 == 0 { 1.0 } else { -1.0 };
    /// let y = x.iter().map(|x| 2.0 * x + 0.2 * sign(*x) * x);
    /// let data = Data::new().with_numbers("y", y)?.with_numbers("x", x.clone())?;
    /// let line = Regression::of(Term::column("y")).on(Term::column("x"));
    /// let fit = line.fit(&data, &StandardErrors::Classical, SmallSample::STATA)?;
    /// assert!(fit.breusch_pagan()?.rejects(0.01)); // use robust errors
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn breusch_pagan(&self) -> Result<Test, Error> {
        self.check_plain("a Breusch-Pagan test")?;
        let squares = self.solution.residuals.map(|residual| residual * residual);
        self.auxiliary(&[], &squares, self.coefficients().len() - 1)
    }

    /// Tests that the errors of a time series do not depend on those of the `lags` periods before:
    /// Breusch (1978) and Godfrey (1978), *Econometrica* 46(6), 1293-1301. The statistic is `n`
    /// times R squared of the residuals on the regressors and on earlier residuals, which are zero
    /// before the first period.
    ///
    /// # Errors
    ///
    /// As [`breusch_pagan`](Self::breusch_pagan); [`Missing`](ErrorKind::Missing) for data without
    /// [`Data::with_time`]; [`OutOfRange`](ErrorKind::OutOfRange) unless there are fewer lags than
    /// rows, and at least one; [`TooMany`](ErrorKind::TooMany) past [`Limit::Regressors`] with the
    /// regressors.
    pub fn breusch_godfrey(&self, data: &Data, lags: u16) -> Result<Test, Error> {
        self.check_plain("a Breusch-Godfrey test")?;
        let panel = ordered(data)?;
        #[expect(clippy::cast_precision_loss, reason = "a number of rows")]
        let most = (self.rows().len().saturating_sub(1)) as f64;
        Interval::closed_const(1.0, most.max(1.0)).check("number of lags", f64::from(lags))?;
        Limit::Regressors.check(self.coefficients().len() + usize::from(lags))?;
        let mut row_of = std::collections::HashMap::new();
        for (place, row) in self.rows().iter().enumerate() {
            row_of.insert(*row, place);
        }
        let residuals = &self.solution.residuals;
        let lagged: Vec<DVector<f64>> = (1..=lags)
            .map(|lag| {
                let earlier = self.rows().iter().map(|row| {
                    let place = panel.earlier(*row, lag).and_then(|row| row_of.get(&row));
                    place.map_or(0.0, |place| residuals[*place])
                });
                DVector::from_iterator(residuals.len(), earlier)
            })
            .collect();
        self.auxiliary(&lagged, residuals, usize::from(lags))
    }

    /// The statistic of Durbin and Watson (1950), *Biometrika* 37, 409-428: the squared changes of
    /// the residuals from period to period over their squares. Near 2 errors are independent over
    /// time, near 0 each repeats the one before. In a panel the changes are those of each entity:
    /// Bhargava, Franzini and Narendranathan (1982).
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for data without [`Data::with_time`] or
    /// [`Data::with_panel`], and without neighbouring periods; [`Conflict`](ErrorKind::Conflict) for a
    /// fit without residuals.
    pub fn durbin_watson(&self, data: &Data) -> Result<f64, Error> {
        let panel: &Panel = ordered(data)?;
        let mut residual_of = std::collections::HashMap::new();
        let residuals = self.residuals();
        for (row, residual) in self.rows().iter().zip(&residuals) {
            residual_of.insert(*row, *residual);
        }
        let changes = self
            .rows()
            .iter()
            .zip(&residuals)
            .filter_map(|(row, residual)| {
                let earlier = panel.earlier(*row, 1)?;
                let change = residual - residual_of.get(&earlier)?;
                Some(change * change)
            });
        let squares: f64 = residuals.iter().map(|residual| residual * residual).sum();
        let changes: Vec<f64> = changes.collect();
        if changes.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "a row of the period before",
                remedy: "the statistic needs neighbouring periods of one entity",
            }));
        }
        if squares <= 0.0 {
            return Err(least_squares::exact("a Durbin-Watson statistic"));
        }
        Ok(changes.into_iter().sum::<f64>() / squares)
    }

    /// Tests that the errors are normal, by the skewness `S` and the kurtosis `K` of the residuals:
    /// `n (S^2 + (K - 3)^2 / 4) / 6`; Jarque and Bera (1987), *International Statistical Review*
    /// 55(2), 163-172.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) for a fit without residuals.
    pub fn jarque_bera(&self) -> Result<Test, Error> {
        let residuals = self.residuals();
        let count = self.observations();
        let counts: Vec<f64> = match &self.design.roots {
            Some(roots) if self.design.are_counts => {
                roots.iter().map(|root| (root * root).round()).collect()
            }
            _ => vec![1.0; residuals.len()],
        };
        let weighted = residuals.iter().zip(&counts);
        let mean = weighted
            .map(|(residual, count)| residual * count)
            .sum::<f64>()
            / count;
        let moment = |power: i32| {
            let powers = residuals.iter().zip(&counts).map(|(residual, count)| {
                (0..power).fold(*count, |product, _| product * (residual - mean))
            });
            powers.sum::<f64>() / count
        };
        let variance = moment(2);
        if variance <= 0.0 {
            return Err(least_squares::exact("a test of normality"));
        }
        let skewness = moment(3) / (variance * variance.sqrt());
        let excess = moment(4) / (variance * variance) - 3.0;
        let statistic = count / 6.0 * (skewness * skewness + 0.25 * excess * excess);
        let degrees_of_freedom = 2.0;
        Ok(Test::new(
            statistic,
            Reference::ChiSquared { degrees_of_freedom },
        ))
    }

    /// `n` times R squared of a response on the regressors and further columns.
    fn auxiliary(
        &self,
        further: &[DVector<f64>],
        response: &DVector<f64>,
        restrictions: usize,
    ) -> Result<Test, Error> {
        if restrictions == 0 {
            return Err(Error::new(ErrorKind::Missing {
                what: "a regressor other than the constant",
                remedy: "the test is about regressors",
            }));
        }
        let own = &self.design.columns;
        let mut columns = own
            .clone()
            .resize_horizontally(own.ncols() + further.len(), 0.0);
        let mut names = self.design.names.clone();
        for (number, column) in further.iter().enumerate() {
            columns.column_mut(own.ncols() + number).copy_from(column);
            names.push(format!("residual, lag {}", number + 1));
        }
        let lengths: Vec<f64> = columns.column_iter().map(least_squares::length).collect();
        let total = response.add_scalar(-response.mean()).norm_squared();
        if total <= 0.0 {
            return Err(least_squares::exact("a test of residuals"));
        }
        let solution = least_squares::solve(&columns, response, &lengths, &names)?;
        #[expect(clippy::cast_precision_loss, reason = "a number of rows or columns")]
        let (count, degrees_of_freedom) = (own.nrows() as f64, restrictions as f64);
        let statistic = count * (1.0 - solution.residuals.norm_squared() / total);
        Ok(Test::new(
            statistic,
            Reference::ChiSquared { degrees_of_freedom },
        ))
    }

    fn check_plain(&self, what: &'static str) -> Result<(), Error> {
        let is_plain = self.design.roots.is_none()
            && self.design.absorbed.is_empty()
            && self.design.has_constant;
        if is_plain && !self.is_projected {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Conflict {
            what,
            with: "weights, absorbed effects, instruments or a regression without a constant",
            remedy: "test the regression with a constant, and with dummies for effects",
        }))
    }
}
