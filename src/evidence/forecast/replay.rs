//! The errors of forecasts by forecaster and horizon.

use std::collections::HashMap;

use serde::Serialize;

use super::{DatedForecast, MeanErrors, Statement, as_of, published};
use crate::evidence::{Definition, Measured, Part};
use crate::{Period, QuantityKind};

/// The unit of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorUnit {
    /// Outturn less forecast, of a growth rate or a share: `0.01` is one percentage point.
    Points,
    /// Outturn less forecast, over the outturn, of a level.
    Relative,
}

/// The errors of one forecaster on one thing at one horizon.
///
/// # Examples
///
/// See [`Replay`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ForecastErrors {
    /// The forecaster.
    pub forecaster: String,
    /// Forecasts or targets.
    pub statement: Statement,
    /// The thing measured, if the figures state it.
    pub measured: Option<Measured>,
    /// The unit of the errors.
    pub unit: ErrorUnit,
    /// The calendar years ahead: 0 for the current year.
    pub horizon: i32,
    /// The number of forecasts with an outturn.
    pub count: usize,
    /// The mean error: positive if outturns lie above the forecasts.
    pub mean_error: f64,
    /// The mean of the absolute errors (MAE).
    pub mean_absolute_error: f64,
    /// The root of the mean of the squared errors (RMSE).
    pub root_mean_squared_error: f64,
    /// The mean of the absolute errors over the outturns (MAPE), a fraction; `None` for growth
    /// rates, of which zero is no floor, and for shares unless all outturns are positive.
    pub mean_absolute_percentage_error: Option<f64>,
}

/// Forecasts compared with what came.
///
/// # Examples
///
/// What could be said of the IMF's forecasts by the end of 2023, which is less than today:
///
/// ```
/// use compute_impact::evidence::forecast::Replay;
///
/// let (then, now) = (Replay::as_of("2023-12".parse()?), Replay::published());
/// let count = |replay: &Replay| -> usize { replay.errors().iter().map(|one| one.count).sum() };
/// assert!(count(&then) < count(&now));
/// for errors in now.errors() {
///     assert!(errors.root_mean_squared_error >= errors.mean_absolute_error - 1e-12);
/// }
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Replay {
    errors: Vec<ForecastErrors>,
    pending: Vec<DatedForecast>,
}

/// What the forecasts of one group have in common.
#[derive(PartialEq, Eq, Hash)]
struct Group<'a> {
    forecaster: &'a str,
    statement: Statement,
    kind: QuantityKind,
    unit: String,
    measured: Option<Measured>,
    part: Option<Part>,
    definition: Option<Definition>,
}

impl Replay {
    /// Replays the [shipped](published) forecasts and targets.
    #[must_use]
    pub fn published() -> Self {
        Self::of(published())
    }

    /// Replays what was [known](as_of) of the shipped forecasts by the end of a period.
    #[must_use]
    pub fn as_of(period: Period) -> Self {
        Self::of(&as_of(period).collect::<Vec<_>>())
    }

    /// Replays forecasts. Those of one forecaster, statement, quantity, unit, part, definition and
    /// thing measured are one series; it has a row for each horizon, the shortest first. Series
    /// come in the order of their first forecast.
    #[must_use]
    pub fn of(forecasts: &[DatedForecast]) -> Self {
        let mut numbers: HashMap<Group<'_>, usize> = HashMap::new();
        let mut pairs: Vec<((usize, i32), &DatedForecast)> = Vec::new();
        let mut pending = Vec::new();
        for one in forecasts {
            if one.outturn().is_none() {
                pending.push(one.clone());
                continue;
            }
            let (figure, meaning) = (one.figure(), one.figure().meaning());
            let group = Group {
                forecaster: one.forecaster(),
                statement: one.statement(),
                kind: figure.kind(),
                unit: figure.unit(),
                measured: meaning.measures(),
                part: meaning.part(),
                definition: meaning.definition(),
            };
            let next = numbers.len();
            let number = *numbers.entry(group).or_insert(next);
            pairs.push(((number, one.horizon()), one));
        }
        pairs.sort_by_key(|(key, _)| *key);
        let errors = pairs
            .chunk_by(|(one, _), (other, _)| one == other)
            .map(summary)
            .collect();
        Self { errors, pending }
    }

    /// The errors by series and horizon.
    #[must_use]
    pub fn errors(&self) -> &[ForecastErrors] {
        &self.errors
    }

    /// The forecasts and targets without an outturn, in order.
    #[must_use]
    pub fn pending(&self) -> &[DatedForecast] {
        &self.pending
    }
}

/// The errors of forecasts of one series and horizon, of which there is at least one.
fn summary(group: &[((usize, i32), &DatedForecast)]) -> ForecastErrors {
    let (_, first) = group[0];
    let known = group
        .iter()
        .filter_map(|(_, one)| one.error().zip(one.outturn()));
    let errors = MeanErrors::of(known.map(|(error, outturn)| {
        let outturn = outturn.figure().number();
        let relative = match (first.figure().kind(), first.error_unit()) {
            (_, ErrorUnit::Relative) => Some(error.abs()),
            (QuantityKind::Share, _) if outturn > 0.0 => Some(error.abs() / outturn),
            _ => None,
        };
        (error, relative)
    }));
    ForecastErrors {
        forecaster: first.forecaster().to_owned(),
        statement: first.statement(),
        measured: first.figure().meaning().measures(),
        unit: first.error_unit(),
        horizon: first.horizon(),
        count: errors.count,
        mean_error: errors.mean,
        mean_absolute_error: errors.mean_absolute,
        root_mean_squared_error: errors.root_mean_squared,
        mean_absolute_percentage_error: errors.mean_relative,
    }
}
