//! Evaluation of dated forecasts: bias and efficiency at a horizon.

use std::collections::BTreeMap;

use serde::Serialize;

use super::back_test::{BackTest, MincerZarnowitz};
use super::coefficient::Coefficient;
use super::data::Data;
use super::fit::{Fit, Test};
use super::regression::Regression;
use super::scores::{Accuracy, compare};
use super::small_sample::{ReferenceRule, RowCorrection, SmallSample};
use super::standard_errors::{Bandwidth, StandardErrors};
use super::term::Term;
use crate::limits::Limit;
use crate::{Error, ErrorKind, Interval, Period};

/// A forecast of a period with its outcome, and its two horizons.
///
/// Both are needed: the calendar horizon says how far ahead of its date a forecast looks, and the
/// information horizon how far beyond the last published number, on which the size and the
/// autocorrelation of errors depend.
///
/// # Examples
///
/// A forecast made in the second quarter, when the first was not published yet:
///
/// ```
/// use compute_impact::Period;
/// use compute_impact::estimation::DatedForecast;
///
/// let quarter = |number| Period::quarter(2026, number);
/// let forecast = DatedForecast::new(quarter(2)?, Period::quarter(2025, 4)?, quarter(3)?, 4.1, 4.3)?;
/// assert_eq!((forecast.calendar_horizon(), forecast.information_horizon()), (1, 3));
/// assert!((forecast.error() - 0.2).abs() < 1e-12);
/// // What is known needs no forecast.
/// assert!(DatedForecast::new(quarter(2)?, quarter(1)?, quarter(1)?, 4.1, 4.3).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DatedForecast {
    made_in: Period,
    target: Period,
    calendar_horizon: i32,
    information_horizon: u16,
    forecast: f64,
    outcome: f64,
}

impl DatedForecast {
    /// Builds a forecast from the period in which it was made, the last period whose outcome was
    /// known then, and its target.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) for periods of several frequencies;
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a target that was known or is 1,000 periods further,
    /// an outcome that was known before its period had come, and a number beyond 10^70.
    pub fn new(
        made_in: Period,
        known_to: Period,
        target: Period,
        forecast: f64,
        outcome: f64,
    ) -> Result<Self, Error> {
        let calendar_horizon = target.since(made_in)?;
        let information = target.since(known_to)?;
        Interval::closed_const(1.0, 1e3).check("information horizon", f64::from(information))?;
        Interval::closed_const(0.0, 1e3).check(
            "number of periods since the last known one",
            f64::from(made_in.since(known_to)?),
        )?;
        for (what, number) in [("forecast", forecast), ("outcome", outcome)] {
            Interval::closed_const(-1e70, 1e70).check(what, number)?;
        }
        Ok(Self {
            made_in,
            target,
            calendar_horizon,
            information_horizon: u16::try_from(information).unwrap_or(u16::MAX),
            forecast,
            outcome,
        })
    }

    /// The period in which the forecast was made.
    #[must_use]
    pub const fn made_in(&self) -> Period {
        self.made_in
    }

    /// The period that is forecast.
    #[must_use]
    pub const fn target(&self) -> Period {
        self.target
    }

    /// The periods from the date of the forecast to its target: 0 for the current period, and
    /// negative for a past one that is not published yet.
    #[must_use]
    pub const fn calendar_horizon(&self) -> i32 {
        self.calendar_horizon
    }

    /// The periods from the last known outcome to the target: 1 for the next one.
    #[must_use]
    pub const fn information_horizon(&self) -> u16 {
        self.information_horizon
    }

    /// The forecast.
    #[must_use]
    pub const fn forecast(&self) -> f64 {
        self.forecast
    }

    /// The outcome.
    #[must_use]
    pub const fn outcome(&self) -> f64 {
        self.outcome
    }

    /// The outcome less the forecast.
    #[must_use]
    pub fn error(&self) -> f64 {
        self.outcome - self.forecast
    }
}

/// A test that errors do not depend on what was known when the forecasts were made.
///
/// # Examples
///
/// See [`Evaluation::efficiency_on_past_errors`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Efficiency {
    /// The coefficients of the known numbers, the constant last. All are zero for efficient
    /// forecasts.
    pub coefficients: Vec<Coefficient>,
    /// The test that all of them are zero.
    pub test: Test,
    /// The number of forecasts.
    pub count: usize,
}

/// Dated forecasts of one series by one method, at any horizons.
///
/// Tests have standard errors of Newey and West, with one lag less than the longest information
/// horizon: errors of overlapping forecasts depend on each other, and the more so the older their
/// information. Their reference is Student's t or F, without a correction for small samples.
///
/// # Examples
///
/// See [`efficiency_on_past_errors`](Self::efficiency_on_past_errors).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// By calendar horizon and target.
    forecasts: BTreeMap<i32, Vec<DatedForecast>>,
}

impl Evaluation {
    /// Collects forecasts. Those of a calendar horizon must follow each other without gaps.
    ///
    /// # Errors
    ///
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::DataRows`];
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch); [`Duplicate`](ErrorKind::Duplicate) for
    /// two forecasts of one target at one calendar horizon; [`Missing`](ErrorKind::Missing) without a
    /// forecast, and for a gap.
    pub fn new(forecasts: impl IntoIterator<Item = DatedForecast>) -> Result<Self, Error> {
        let all = Limit::DataRows.collect(forecasts)?;
        let Some(first) = all.first().map(|forecast| forecast.target) else {
            return Err(Error::new(ErrorKind::Missing {
                what: "a forecast",
                remedy: "give forecasts whose outcomes are known",
            }));
        };
        let mut numbered: BTreeMap<i32, BTreeMap<i32, DatedForecast>> = BTreeMap::new();
        for forecast in all {
            let place = forecast.target.since(first)?;
            let of_horizon = numbered.entry(forecast.calendar_horizon).or_default();
            if of_horizon.insert(place, forecast).is_some() {
                return Err(Error::duplicate(
                    "a forecast of one horizon",
                    &forecast.target.to_string(),
                ));
            }
        }
        let mut forecasts = BTreeMap::new();
        for (horizon, of_horizon) in numbered {
            let places: Vec<i32> = of_horizon.keys().copied().collect();
            let gap = places.windows(2).find(|pair| pair[1] - pair[0] > 1);
            let in_order: Vec<DatedForecast> = of_horizon.into_values().collect();
            if let Some(gap) = gap {
                let before = places.iter().position(|place| *place == gap[0]);
                let before = in_order[before.unwrap_or(0)].target;
                return Err(Error::new(ErrorKind::Missing {
                    what: "the forecast of a period",
                    remedy: "give the forecasts of all periods in between, or of either part",
                })
                .at(&before.plus(1)?.to_string()));
            }
            forecasts.insert(horizon, in_order);
        }
        Ok(Self { forecasts })
    }

    /// The calendar horizons, ascending.
    pub fn horizons(&self) -> impl Iterator<Item = i32> {
        self.forecasts.keys().copied()
    }

    /// The forecasts at a calendar horizon, in the order of their targets.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for a horizon without a forecast.
    pub fn at(&self, calendar_horizon: i32) -> Result<&[DatedForecast], Error> {
        let forecasts = self.forecasts.get(&calendar_horizon);
        forecasts.map(Vec::as_slice).ok_or_else(|| {
            Error::new(ErrorKind::Missing {
                what: "a forecast at this horizon",
                remedy: "`Evaluation::horizons` has those that there are",
            })
        })
    }

    /// The errors at a calendar horizon. There is no scaled error, which needs the whole series.
    ///
    /// # Errors
    ///
    /// As [`at`](Self::at).
    pub fn accuracy(&self, calendar_horizon: i32) -> Result<Accuracy, Error> {
        let forecasts = self.at(calendar_horizon)?;
        let pairs = forecasts.iter().map(|one| (one.forecast, one.outcome));
        Ok(Accuracy::of(pairs, 0.0))
    }

    /// The mean error at a calendar horizon: positive if forecasts are too low.
    ///
    /// # Errors
    ///
    /// As [`at`](Self::at), and as [`Regression::fit`] for few forecasts.
    pub fn bias(&self, calendar_horizon: i32) -> Result<Coefficient, Error> {
        let forecasts = self.at(calendar_horizon)?;
        let regression = Regression::of(Term::column("error"));
        let fit = fitted(&regression, forecasts, &[])?;
        Ok(fit.coefficient("constant")?.clone())
    }

    /// Tests that forecasts at a calendar horizon are unbiased and use what they themselves say, by a
    /// regression of outcomes on forecasts: Mincer and Zarnowitz (1969), "The evaluation of economic
    /// forecasts".
    ///
    /// # Errors
    ///
    /// As [`bias`](Self::bias), and for forecasts that are all equal.
    pub fn mincer_zarnowitz(&self, calendar_horizon: i32) -> Result<MincerZarnowitz, Error> {
        let forecasts = self.at(calendar_horizon)?;
        let regression = Regression::of(Term::column("outcome")).on(Term::column("forecast"));
        MincerZarnowitz::of(&fitted(&regression, forecasts, &[])?)
    }

    /// Tests that errors at a calendar horizon do not depend on the last error that was known when
    /// the forecast was made, nor on a constant: forecasts that repeat their errors could be better.
    ///
    /// The last known error is that of the forecast at the same calendar horizon whose target lies
    /// an information horizon earlier. Forecasts before there is one are left out.
    ///
    /// # Errors
    ///
    /// As [`bias`](Self::bias).
    ///
    /// # Examples
    ///
    /// A series that wanders, forecast to return half of the way to 100, from the last number but
    /// one: each error repeats a part of the one before.
    ///
    /// ```
    /// use compute_impact::Period;
    /// use compute_impact::estimation::{DatedForecast, Evaluation};
    ///
    /// let steps = [3, 2, -1, 4, 2, 3, -2, 1, 4, 3, -1, 2, 3, 1, 4, -2, 3, 2, 4, 1].map(f64::from);
    /// let mut level = 100.0;
    /// let series: Vec<f64> = steps.iter().map(|step| { level += step; level }).collect();
    /// let year = |place: usize| Period::year(2000 + i32::try_from(place).unwrap());
    /// let forecasts = (2..series.len()).map(|place| {
    ///     let forecast = 100.0 + 0.5 * (series[place - 2] - 100.0);
    ///     // Made a year ahead, when the year itself was not known.
    ///     DatedForecast::new(year(place - 1)?, year(place - 2)?, year(place)?, forecast, series[place])
    /// });
    /// let forecasts: Result<Vec<DatedForecast>, _> = forecasts.collect();
    /// let evaluation = Evaluation::new(forecasts?)?;
    /// assert_eq!(evaluation.horizons().collect::<Vec<_>>(), [1]);
    /// assert!(evaluation.bias(1)?.value() > 0.0);
    /// let efficiency = evaluation.efficiency_on_past_errors(1)?;
    /// assert!(efficiency.test.rejects(0.01));
    /// assert!(efficiency.coefficients[0].value() > 0.5);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn efficiency_on_past_errors(&self, calendar_horizon: i32) -> Result<Efficiency, Error> {
        let forecasts = self.at(calendar_horizon)?;
        let last_known = |place: usize| {
            let back = usize::from(forecasts[place].information_horizon);
            place.checked_sub(back).map(|place| forecasts[place])
        };
        let pairs = forecasts.iter().enumerate();
        let pairs = pairs.filter_map(|(place, one)| Some((*one, last_known(place)?.error())));
        let (later, known): (Vec<DatedForecast>, Vec<f64>) = pairs.unzip();
        efficiency(&later, &[("last known error", &known)])
    }

    /// Tests that errors at a calendar horizon do not depend on numbers that were known when the
    /// forecasts were made, nor on a constant. `known` names each and gives its values in the order
    /// of [`at`](Self::at).
    ///
    /// # Errors
    ///
    /// As [`bias`](Self::bias); [`Missing`](ErrorKind::Missing) without a known number;
    /// [`ShapeMismatch`](ErrorKind::ShapeMismatch) for another number of values than of forecasts;
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a value that is infinite or NaN;
    /// [`Duplicate`](ErrorKind::Duplicate) for a name given twice, and for `error`, `forecast`,
    /// `outcome` and `target`, which are taken; [`Collinear`](ErrorKind::Collinear).
    pub fn efficiency_on(
        &self,
        calendar_horizon: i32,
        known: &[(&str, &[f64])],
    ) -> Result<Efficiency, Error> {
        efficiency(self.at(calendar_horizon)?, known)
    }

    /// Tests whether another method has smaller squared errors at a calendar horizon, over the
    /// targets that both have: see [`BackTest::diebold_mariano`]. The autocorrelations are those
    /// of the longest information horizon.
    ///
    /// # Errors
    ///
    /// As [`at`](Self::at) and [`BackTest::diebold_mariano`].
    pub fn diebold_mariano(&self, other: &Self, calendar_horizon: i32) -> Result<Test, Error> {
        let theirs = other.at(calendar_horizon)?;
        let mut longest = 1;
        let mut differences = Vec::new();
        for own in self.at(calendar_horizon)? {
            // The targets of a horizon follow each other without a gap.
            let place = theirs[0].target;
            let place = own
                .target
                .since(place)
                .ok()
                .and_then(|place| usize::try_from(place).ok());
            let Some(same) = place.and_then(|place| theirs.get(place)) else {
                continue;
            };
            let horizons = [own.information_horizon, same.information_horizon];
            longest = horizons.into_iter().fold(longest, u16::max);
            differences.push(own.error() * own.error() - same.error() * same.error());
        }
        compare(&differences, usize::from(longest))
    }
}

impl BackTest {
    /// The forecasts as dated ones: the first observation is of `start`, the others follow it period
    /// by period, and each was published `delay` periods late, so that a forecast was made that many
    /// periods after the last observation that it knows.
    ///
    /// # Errors
    ///
    /// As [`DatedForecast::new`] and [`Evaluation::new`]; [`OutOfRange`](ErrorKind::OutOfRange) for a
    /// period past the last one.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Period;
    /// use compute_impact::estimation::BackTest;
    ///
    /// let series: Vec<(f64, f64)> = (0..12).map(|t| (f64::from(t), f64::from(t * t))).collect();
    /// let test = BackTest::run(&series, 3, 2, &|known, _| Some((known.last()?.1, None)))?;
    /// let dated = test.dated(Period::year(2010)?, 1)?;
    /// // Two years beyond the last known one, which is one year ahead.
    /// assert_eq!(dated.horizons().collect::<Vec<_>>(), [0, 1]);
    /// assert_eq!(dated.at(1)?[0].information_horizon(), 2);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn dated(&self, start: Period, delay: u16) -> Result<Evaluation, Error> {
        let period = |place: usize| start.plus(u32::try_from(place).unwrap_or(u32::MAX));
        let forecasts = self.forecasts().iter().map(|one| {
            DatedForecast::new(
                period(one.origin + usize::from(delay))?,
                period(one.origin)?,
                period(one.origin + one.horizon)?,
                one.forecast,
                one.outcome,
            )
        });
        Evaluation::new(forecasts.collect::<Result<Vec<_>, Error>>()?)
    }
}

fn efficiency(forecasts: &[DatedForecast], known: &[(&str, &[f64])]) -> Result<Efficiency, Error> {
    if known.is_empty() {
        return Err(Error::new(ErrorKind::Missing {
            what: "a known number",
            remedy: "name at least one, or use `Evaluation::bias`",
        }));
    }
    let regression = Regression::of(Term::column("error"));
    let names = known.iter().map(|(name, _)| Term::column(*name));
    let fit = fitted(&names.fold(regression, Regression::on), forecasts, known)?;
    let coefficients = fit.coefficients().to_vec();
    Ok(Efficiency {
        test: fit.joint_test_of_first(coefficients.len())?,
        coefficients,
        count: forecasts.len(),
    })
}

/// A regression over the forecasts of a horizon, with errors that depend on each other as far as
/// the forecasts overlap.
fn fitted(
    regression: &Regression,
    forecasts: &[DatedForecast],
    known: &[(&str, &[f64])],
) -> Result<Fit, Error> {
    let numbers = |number: fn(&DatedForecast) -> f64| forecasts.iter().map(number);
    let mut data = Data::new()
        .with_periods("target", forecasts.iter().map(|one| one.target))?
        .with_numbers("error", numbers(DatedForecast::error))?
        .with_numbers("forecast", numbers(|one| one.forecast))?
        .with_numbers("outcome", numbers(|one| one.outcome))?
        .with_time("target")?;
    for (name, values) in known {
        data = data.with_numbers(name, values.iter().copied())?;
    }
    let horizons = forecasts.iter().map(|one| one.information_horizon);
    let lags = horizons.max().unwrap_or(1) - 1;
    let rule = SmallSample::STATSMODELS
        .with_rows(RowCorrection::None)
        .with_reference(ReferenceRule::Rows);
    let errors = StandardErrors::NeweyWest(Bandwidth::Lags(lags));
    regression.fit(&data, &errors, rule)
}
