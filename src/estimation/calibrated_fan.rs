//! Forecasts with ranges that the past errors of their method calibrate.

use serde::Serialize;

use crate::uncertainty::Uncertainty;
use crate::{Error, Interval};

/// A forecast with the distribution of its error.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Step {
    pub(super) forecast: f64,
    pub(super) error: Uncertainty,
}

/// Forecasts with a range that is calibrated by the past errors of their method, from
/// [`BackTest::fan`](super::BackTest::fan). `report::chart::FanChart` draws it, with the feature `charts`.
///
/// # Examples
///
/// See [`BackTest::fan`](super::BackTest::fan).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CalibratedFan {
    steps: Vec<Step>,
}

impl CalibratedFan {
    pub(super) const fn new(steps: Vec<Step>) -> Self {
        Self { steps }
    }

    /// The number of horizons.
    #[must_use]
    pub fn horizons(&self) -> usize {
        self.steps.len()
    }

    fn step(&self, horizon: usize) -> Result<&Step, Error> {
        #[expect(clippy::cast_precision_loss, reason = "a number of horizons")]
        let (given, most) = (horizon as f64, self.steps.len() as f64);
        Interval::closed_const(1.0, most).check("horizon", given)?;
        Ok(&self.steps[horizon - 1])
    }

    /// The forecast at a horizon, without the mean of the past errors.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a horizon that the fan does not have.
    pub fn forecast(&self, horizon: usize) -> Result<f64, Error> {
        Ok(self.step(horizon)?.forecast)
    }

    /// The quantile of the outcome at a horizon: the forecast plus that of the error. The median is
    /// the forecast plus the mean of the past errors.
    ///
    /// # Errors
    ///
    /// As [`forecast`](Self::forecast), and unless the probability is between 0 and 1, both
    /// excluded.
    pub fn quantile(&self, horizon: usize, p: f64) -> Result<f64, Error> {
        Interval::open_const(0.0, 1.0).check("probability of a quantile", p)?;
        let Step { forecast, error } = self.step(horizon)?;
        Ok(forecast + error.quantile(p)?)
    }
}
