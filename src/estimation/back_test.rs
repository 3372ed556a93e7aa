//! Back-tests: forecasts from the past of a series, compared with what came.

use serde::Serialize;

use super::calibrated_fan::{CalibratedFan, Step};
use super::fit::{Fit, Test};
use super::scores::{Accuracy, compare, incomparable};
use crate::limits::Limit;
use crate::uncertainty::{Certain, StudentT, Uncertainty};
use crate::{Error, ErrorKind, Interval};

/// A forecast and its outcome.
///
/// # Examples
///
/// See [`BackTest`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Forecast {
    /// The number of the last observation that was known.
    pub origin: usize,
    /// The observations ahead: 1 for the next one.
    pub horizon: usize,
    /// The forecast.
    pub forecast: f64,
    /// The central interval of the forecast, low end first, if it states one.
    pub interval: Option<[f64; 2]>,
    /// What came.
    pub outcome: f64,
}

impl Forecast {
    /// The outcome less the forecast.
    #[must_use]
    pub fn error(&self) -> f64 {
        self.outcome - self.forecast
    }
}

/// A method of forecasting: from the observations so far, each a time and a value, to the forecast
/// at a later time, with its central interval if it states one; none where it has no forecast.
pub type Method<'a> = &'a dyn Fn(&[(f64, f64)], f64) -> Option<(f64, Option<[f64; 2]>)>;

/// Forecasts from a rolling origin: each observation is forecast from those before it, at every
/// horizon up to one.
///
/// # Examples
///
/// The share of metal ships in the US merchant marine of Martino (1993), forecast by logistic curves
/// from its first observations on, against the last observation repeated:
///
/// ```
/// use compute_impact::estimation::{BackTest, Curve, fit_curve};
///
/// let shares = [
///     0.1007, 0.1416, 0.2092, 0.3084, 0.4413, 0.5483, 0.6323, 0.7625, 0.8329, 0.8410, 0.8508,
/// ];
/// let series: Vec<(f64, f64)> =
///     shares.iter().enumerate().map(|(number, share)| (1885.0 + 5.0 * number as f64, *share)).collect();
/// let test = BackTest::run(&series, 4, 3, &|known, at| {
///     let fit = fit_curve(Curve::Logistic, known.iter().copied(), None).ok()?;
///     Some((fit.predict(at), fit.prediction_interval(at, 0.8).ok()))
/// })?;
/// let (curve, naive) = (test.accuracy(3)?, test.naive(3)?);
/// assert!(curve.mean_absolute_error < 0.5 * naive.mean_absolute_error);
/// // The intervals of 80 % are too narrow: they do not know how wrong the curve may be.
/// assert!(test.coverage(3)?.unwrap() < 0.8);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BackTest {
    series: Vec<(f64, f64)>,
    forecasts: Vec<Forecast>,
    horizons: usize,
    without: usize,
}

/// A regression of outcomes on forecasts: unbiased forecasts have the intercept 0 and the slope 1.
///
/// # Examples
///
/// See [`BackTest::mincer_zarnowitz`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MincerZarnowitz {
    /// The constant.
    pub intercept: f64,
    /// The coefficient of the forecast.
    pub slope: f64,
    /// The test that the intercept is 0 and the slope 1.
    pub test: Test,
}

impl MincerZarnowitz {
    /// The test of a regression on `forecast` with a constant.
    pub(super) fn of(fit: &Fit) -> Result<Self, Error> {
        let test = fit.wald(&[(&[("forecast", 1.0)], 1.0), (&[("constant", 1.0)], 0.0)])?;
        Ok(Self {
            intercept: fit.coefficient("constant")?.value(),
            slope: fit.coefficient("forecast")?.value(),
            test,
        })
    }
}

/// The fewest errors from which a fan is calibrated.
const FEWEST_ERRORS: usize = 8;

/// The least scale of Student's t.
const LEAST_SPREAD: f64 = 1e-150;

impl BackTest {
    /// Forecasts every observation from those before it, from the first origin with `least`
    /// observations on, up to `horizons` observations ahead.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for an observation that is infinite or NaN, fewer than
    /// `least` plus one of them, and a horizon of zero; [`Conflict`](ErrorKind::Conflict) for times
    /// that do not ascend; [`TooMany`](ErrorKind::TooMany) past [`Limit::Observations`].
    pub fn run(
        series: &[(f64, f64)],
        least: usize,
        horizons: usize,
        method: Method<'_>,
    ) -> Result<Self, Error> {
        Limit::Observations.check(series.len())?;
        Limit::Observations.check(horizons)?;
        Limit::Observations.check_from(
            least.max(1).saturating_add(1),
            "number of observations",
            series.len(),
        )?;
        Limit::Observations.check_from(1, "number of horizons", horizons)?;
        for (number, (time, value)) in series.iter().enumerate() {
            let at = |error: Error| error.at(&format!("series[{number}]"));
            Interval::FINITE
                .check("time of an observation", *time)
                .map_err(at)?;
            Interval::closed_const(-1e70, 1e70)
                .check("value of an observation", *value)
                .map_err(at)?;
            if number > 0 && series[number - 1].0 >= *time {
                return Err(at(Error::new(ErrorKind::Conflict {
                    what: "a back-test",
                    with: "times that do not ascend",
                    remedy: "give observations in the order of time, each once",
                })));
            }
        }
        let mut forecasts = Vec::new();
        let mut without = 0;
        for origin in least.max(1) - 1..series.len() - 1 {
            let known = &series[..=origin];
            for horizon in 1..=horizons.min(series.len() - 1 - origin) {
                let (time, outcome) = series[origin + horizon];
                let forecast = method(known, time).filter(|(forecast, interval)| {
                    let are_finite =
                        interval.is_none_or(|ends| ends.iter().all(|end| end.is_finite()));
                    forecast.abs() <= 1e70 && are_finite
                });
                match forecast {
                    Some((forecast, interval)) => forecasts.push(Forecast {
                        origin,
                        horizon,
                        forecast,
                        interval,
                        outcome,
                    }),
                    None => without += 1,
                }
            }
        }
        Ok(Self {
            series: series.to_vec(),
            forecasts,
            horizons,
            without,
        })
    }

    /// All forecasts, by origin and horizon.
    #[must_use]
    pub fn forecasts(&self) -> &[Forecast] {
        &self.forecasts
    }

    /// The number of origins and horizons for which the method had no forecast.
    #[must_use]
    pub const fn without_forecast(&self) -> usize {
        self.without
    }

    fn at(&self, horizon: usize) -> Result<Vec<Forecast>, Error> {
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
        Interval::closed_const(1.0, self.horizons as f64).check("horizon", horizon as f64)?;
        let at = self
            .forecasts
            .iter()
            .filter(|forecast| forecast.horizon == horizon);
        let at: Vec<Forecast> = at.copied().collect();
        if at.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "a forecast at this horizon",
                remedy: "use a shorter horizon, or a method that forecasts from fewer observations",
            }));
        }
        Ok(at)
    }

    /// The errors at a horizon.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a horizon that was not asked for, and
    /// [`Missing`](ErrorKind::Missing) for one without a forecast.
    pub fn accuracy(&self, horizon: usize) -> Result<Accuracy, Error> {
        let forecasts = self.at(horizon)?;
        Ok(self.accuracy_of(forecasts.iter().map(|one| (one.forecast, one.outcome))))
    }

    /// The errors at a horizon of repeating the last observation, for the same origins.
    ///
    /// # Errors
    ///
    /// As [`accuracy`](Self::accuracy).
    pub fn naive(&self, horizon: usize) -> Result<Accuracy, Error> {
        let forecasts = self.at(horizon)?;
        Ok(self.accuracy_of(
            forecasts
                .iter()
                .map(|one| (self.series[one.origin].1, one.outcome)),
        ))
    }

    fn accuracy_of(&self, pairs: impl Iterator<Item = (f64, f64)>) -> Accuracy {
        let changes = self
            .series
            .windows(2)
            .map(|pair| (pair[1].1 - pair[0].1).abs());
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
        let change = changes.sum::<f64>() / (self.series.len() - 1) as f64;
        Accuracy::of(pairs, change)
    }

    /// The share of outcomes inside the intervals at a horizon; none if no forecast states one.
    ///
    /// # Errors
    ///
    /// As [`accuracy`](Self::accuracy).
    pub fn coverage(&self, horizon: usize) -> Result<Option<f64>, Error> {
        let (mut inside, mut count) = (0.0, 0.0);
        for forecast in self.at(horizon)? {
            if let Some([low, high]) = forecast.interval {
                count += 1.0;
                inside += if low <= forecast.outcome && forecast.outcome <= high {
                    1.0
                } else {
                    0.0
                };
            }
        }
        Ok((count > 0.0).then_some(inside / count))
    }

    /// Tests that the forecasts at a horizon are unbiased and efficient, by a regression of outcomes
    /// on forecasts: Mincer and Zarnowitz (1969), "The evaluation of economic forecasts". Errors are
    /// taken to be independent, which overlapping horizons are not: use horizon 1, or see it as a
    /// hint.
    ///
    /// # Errors
    ///
    /// As [`accuracy`](Self::accuracy), and as [`Regression::fit`](super::Regression::fit) for fewer
    /// than three forecasts or forecasts that are all equal.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::estimation::BackTest;
    ///
    /// // Growth that slows, forecast to go on as in the last period: every forecast is too high.
    /// let series: Vec<(f64, f64)> = (1..12).map(|t| (f64::from(t), f64::from(t).ln())).collect();
    /// let test = BackTest::run(&series, 3, 1, &|known, _| {
    ///     let [.., before, last] = known else { return None };
    ///     Some((2.0 * last.1 - before.1, None))
    /// })?;
    /// let regression = test.mincer_zarnowitz(1)?;
    /// assert!(regression.test.rejects(0.01) && test.accuracy(1)?.bias < 0.0);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn mincer_zarnowitz(&self, horizon: usize) -> Result<MincerZarnowitz, Error> {
        let forecasts = self.at(horizon)?;
        let data = super::Data::new()
            .with_numbers("forecast", forecasts.iter().map(|one| one.forecast))?
            .with_numbers("outcome", forecasts.iter().map(|one| one.outcome))?;
        let fit = super::Regression::of(super::Term::column("outcome"))
            .on(super::Term::column("forecast"))
            .fit(
                &data,
                &super::StandardErrors::Classical,
                super::SmallSample::STATA,
            )?;
        MincerZarnowitz::of(&fit)
    }

    /// Tests whether another method, on the same series, has smaller squared errors at a horizon:
    /// Diebold and Mariano (1995), *Journal of Business & Economic Statistics* 13(3), 253-263, with
    /// the correction for small samples of Harvey, Leybourne and Newbold (1997), *International
    /// Journal of Forecasting* 13(2), 281-291, and Student's t. The statistic is positive if the
    /// other is better.
    ///
    /// # Errors
    ///
    /// As [`accuracy`](Self::accuracy); [`Conflict`](ErrorKind::Conflict) for another series, fewer
    /// common forecasts than the horizon plus two, and differences without a positive variance.
    pub fn diebold_mariano(&self, other: &Self, horizon: usize) -> Result<Test, Error> {
        if self.series != other.series {
            return Err(incomparable("another series"));
        }
        let theirs = other.at(horizon)?;
        let differences: Vec<f64> = self
            .at(horizon)?
            .iter()
            .filter_map(|own| {
                let same = theirs.iter().find(|one| one.origin == own.origin)?;
                Some(own.error() * own.error() - same.error() * same.error())
            })
            .collect();
        compare(&differences, horizon)
    }

    /// The central interval of an error at a horizon, low end first, from past errors: their mean and
    /// standard deviation `s`, with Student's t, `m +- t s sqrt(1 + 1/n)`, as central banks make fan
    /// charts. It is added to a forecast.
    ///
    /// # Errors
    ///
    /// As [`accuracy`](Self::accuracy); [`OutOfRange`](ErrorKind::OutOfRange) for fewer than eight
    /// errors at the horizon, with their number, for a mean or a scale beyond 1e150, and unless the
    /// confidence is between 0 and 1, both excluded.
    pub fn error_interval(&self, horizon: usize, confidence: f64) -> Result<[f64; 2], Error> {
        Interval::open_const(0.0, 1.0).check("confidence of an interval", confidence)?;
        let error = self.next_error(horizon)?;
        let tail = 0.5 * (1.0 - confidence);
        Ok([error.quantile(tail)?, error.quantile(1.0 - tail)?])
    }

    /// The distribution of the next error at a horizon, from past errors.
    fn next_error(&self, horizon: usize) -> Result<Uncertainty, Error> {
        let forecasts = self.at(horizon)?;
        Limit::Observations.check_from(
            FEWEST_ERRORS,
            "number of errors at the horizon",
            forecasts.len(),
        )?;
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
        let count = forecasts.len() as f64;
        let bias = forecasts.iter().map(Forecast::error).sum::<f64>() / count;
        let squares = forecasts
            .iter()
            .map(|one| (one.error() - bias) * (one.error() - bias));
        let deviation = (squares.sum::<f64>() / (count - 1.0)).sqrt();
        let scale = deviation * (1.0 + 1.0 / count).sqrt();
        // A method that is always wrong by the same has no spread.
        if scale < LEAST_SPREAD {
            return Ok(Certain::new(bias)?.into());
        }
        Ok(StudentT::new(bias, scale, count - 1.0)?.into())
    }

    /// A fan around forecasts of what comes next, as wide at each horizon as the errors that the
    /// method made there: [`error_interval`](Self::error_interval) at every confidence. The first
    /// forecast is at horizon 1.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) without forecasts; [`OutOfRange`](ErrorKind::OutOfRange) for
    /// a forecast whose size is above 1e70, more forecasts than the back-test has horizons, and
    /// fewer than eight errors at one of them, with their number.
    ///
    /// # Examples
    ///
    /// Growth of 2 % that is forecast as the last growth, which went up and down by a point:
    ///
    /// ```
    /// use compute_impact::estimation::BackTest;
    ///
    /// let series: Vec<(f64, f64)> = (0..14)
    ///     .map(|year| (f64::from(year), if year % 2 == 0 { 0.01 } else { 0.03 }))
    ///     .collect();
    /// let test = BackTest::run(&series, 2, 2, &|known, _| known.last().map(|last| (last.1, None)))?;
    /// let fan = test.fan(&[0.03, 0.03])?;
    /// // One step ahead the method is always wrong by two points, two steps ahead never.
    /// assert!(fan.quantile(1, 0.95)? - fan.quantile(1, 0.05)? > 0.06);
    /// assert_eq!(fan.quantile(2, 0.95)?, fan.quantile(2, 0.05)?);
    /// assert!(test.fan(&[0.03; 3]).is_err());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn fan(&self, forecasts: &[f64]) -> Result<CalibratedFan, Error> {
        if forecasts.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the forecasts of the fan",
                remedy: "give a forecast at horizon 1, and at the next ones",
            }));
        }
        let steps = forecasts.iter().enumerate().map(|(number, forecast)| {
            let at = |error: Error| error.at(&format!("forecasts[{number}]"));
            let forecast = Interval::closed_const(-1e70, 1e70)
                .check("forecast of the fan", *forecast)
                .map_err(at)?;
            let error = self.next_error(number + 1).map_err(at)?;
            Ok(Step { forecast, error })
        });
        Ok(CalibratedFan::new(steps.collect::<Result<_, Error>>()?))
    }
}
