//! Scores of forecasts: their errors, losses, and the comparison of two methods.

use serde::Serialize;

use super::distribution::Reference;
use super::fit::Test;
use crate::evidence::forecast::MeanErrors;
use crate::{Error, ErrorKind};

/// The errors of forecasts at a horizon.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Accuracy {
    /// The number of forecasts.
    pub count: usize,
    /// The mean of the errors, outcome less forecast: positive if forecasts are too low.
    pub bias: f64,
    /// The mean of the absolute errors.
    pub mean_absolute_error: f64,
    /// The root of the mean of the squared errors.
    pub root_mean_squared_error: f64,
    /// The mean of the absolute errors over the outcomes; none unless all outcomes are positive.
    pub mean_absolute_percentage_error: Option<f64>,
    /// The mean absolute error over that of repeating the last observation, one period ahead, over
    /// the whole series: Hyndman and Koehler (2006), *International Journal of Forecasting* 22(4),
    /// 679-688. Below one the method is better than that. None for a series that never changes.
    pub mean_absolute_scaled_error: Option<f64>,
}

impl Accuracy {
    /// The errors of pairs of a forecast and its outcome. `change` is the mean absolute change of
    /// the series, zero if it is not known.
    pub(super) fn of(pairs: impl Iterator<Item = (f64, f64)>, change: f64) -> Self {
        let errors = MeanErrors::of(pairs.map(|(forecast, outcome)| {
            let error = outcome - forecast;
            (error, (outcome > 0.0).then(|| (error / outcome).abs()))
        }));
        Self {
            count: errors.count,
            bias: errors.mean,
            mean_absolute_error: errors.mean_absolute,
            root_mean_squared_error: errors.root_mean_squared,
            mean_absolute_percentage_error: errors.mean_relative,
            mean_absolute_scaled_error: (change > 0.0).then_some(errors.mean_absolute / change),
        }
    }
}

pub(super) fn incomparable(with: &'static str) -> Error {
    Error::new(ErrorKind::Conflict {
        what: "a Diebold-Mariano test",
        with,
        remedy: "compare two methods over the same, longer series",
    })
}

/// The test of Diebold and Mariano that differences of losses have the mean zero, of forecasts that
/// many periods beyond the last known one.
pub(super) fn compare(differences: &[f64], horizon: usize) -> Result<Test, Error> {
    if differences.len() < horizon + 2 {
        return Err(incomparable("few common forecasts"));
    }
    #[expect(clippy::cast_precision_loss, reason = "numbers of rows")]
    let (count, ahead) = (differences.len() as f64, horizon as f64);
    let mean = differences.iter().sum::<f64>() / count;
    let covariance = |lag: usize| -> f64 {
        let pairs = differences.iter().zip(&differences[lag..]);
        pairs.map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>() / count
    };
    let later: f64 = (1..horizon).map(covariance).sum();
    let variance = (covariance(0) + 2.0 * later) / count;
    if !variance.is_finite() || variance <= 0.0 {
        return Err(incomparable(
            "differences of errors without a positive variance",
        ));
    }
    let correction = (count + 1.0 - 2.0 * ahead + ahead * (ahead - 1.0) / count) / count;
    let reference = Reference::StudentT {
        degrees_of_freedom: count - 1.0,
    };
    Ok(Test::new(
        mean / variance.sqrt() * correction.sqrt(),
        reference,
    ))
}

/// The pinball loss of a quantile forecast at probability `p`: `p (y - q)` above the quantile and
/// `(1 - p) (q - y)` below it. Its mean is least for the true quantile: Koenker and Bassett (1978),
/// *Econometrica* 46(1), 33-50.
///
/// # Examples
///
/// ```
/// use compute_impact::estimation::pinball_loss;
///
/// assert!((pinball_loss(0.9, 10.0, 12.0) - 1.8).abs() < 1e-12);
/// assert!((pinball_loss(0.9, 10.0, 8.0) - 0.2).abs() < 1e-12);
/// ```
#[must_use]
pub fn pinball_loss(p: f64, quantile: f64, outcome: f64) -> f64 {
    let distance = outcome - quantile;
    if distance >= 0.0 {
        p * distance
    } else {
        (p - 1.0) * distance
    }
}

/// The continuous ranked probability score of an ensemble of equally likely forecasts, the mean over
/// pairs `E|X - y| - E|X - X'| / 2`: zero for a certain forecast that comes true, and the absolute
/// error for any other certain one; Gneiting and Raftery (2007), *Journal of the American Statistical
/// Association* 102, 359-378. NaN for an empty ensemble.
///
/// # Examples
///
/// ```
/// use compute_impact::estimation::ranked_probability_score;
///
/// assert_eq!(ranked_probability_score(&[3.0], 5.0), 2.0);
/// // Two forecasts around the outcome: 1 - 2 / 4.
/// assert_eq!(ranked_probability_score(&[4.0, 6.0], 5.0), 0.5);
/// ```
#[must_use]
pub fn ranked_probability_score(ensemble: &[f64], outcome: f64) -> f64 {
    let mut sorted = ensemble.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "a number of draws")]
    let count = sorted.len() as f64;
    let distance = sorted.iter().map(|x| (x - outcome).abs()).sum::<f64>() / count;
    // The sum over pairs of |x_i - x_j|, from the ranks: 2 sum (2 i - n - 1) x_i.
    let mut spread = 0.0;
    let mut rank = 1.0;
    for x in &sorted {
        spread += (2.0 * rank - count - 1.0) * x;
        rank += 1.0;
    }
    distance - spread / (count * count)
}
