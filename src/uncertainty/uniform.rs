use std::fmt;

use super::{
    given::{self, Ends},
    shape::{self, Plain, Shape, level, sealed},
};
use crate::Error;

/// The uniform shape: every value between two ends is equally likely.
///
/// | parameter | unit | range |
/// |---|---|---|
/// | `low`, `high` | the quantity's | within 1e150 of zero, between 1e-150 and 1e150 apart |
///
/// Density 1 / (high - low), mean (low + high) / 2, variance (high - low)^2 / 12: Johnson, Kotz
/// and Balakrishnan (1995), *Continuous Univariate Distributions* vol. 2, 2nd ed., chapter 26.
///
/// In a file: `{ shape = "uniform", low = 3, high = 4 }` or
/// `{ shape = "uniform", interval = "3 to 4" }`, a central interval of 90 % unless `probability`
/// states another.
///
/// # Examples
///
/// ```
/// use compute_impact::uncertainty::{Shape, Uniform};
///
/// let multiplier = Uniform::from_interval(3.0, 4.0, 0.90)?;
/// assert!((multiplier.quantile(0.05)? - 3.0).abs() < 1e-15);
/// assert!((multiplier.support().1 - (4.0 + 0.5 / 9.0)).abs() < 1e-15);
/// assert!(Uniform::new(3.0, 3.0).is_err()); // `Certain` is the shape without spread
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Uniform {
    low: f64,
    high: f64,
}

impl Uniform {
    /// Builds the uniform from `low` to `high`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if an end, or the distance between the ends, is
    /// outside the range above; [`Conflict`](crate::ErrorKind::Conflict) if the ends are equal.
    pub fn new(low: f64, high: f64) -> Result<Self, Error> {
        shape::width(low, high)?;
        Ok(Self { low, high })
    }

    /// Builds the uniform whose central part with the given probability, in `[1e-9, 1]`, lies from
    /// `low` to `high`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and [`OutOfRange`](crate::ErrorKind::OutOfRange) for the probability.
    pub fn from_interval(low: f64, high: f64, probability: f64) -> Result<Self, Error> {
        let width = shape::width(low, high)?;
        let margin = 0.5 * width * (1.0 / shape::bounded_central(probability)? - 1.0);
        Self::new(low - margin, high + margin)
    }

    fn width(&self) -> f64 {
        self.high - self.low
    }
}

impl sealed::Sealed for Uniform {}

impl Shape for Uniform {
    fn name(&self) -> &'static str {
        "uniform"
    }

    fn mean(&self) -> f64 {
        0.5 * (self.low + self.high)
    }

    fn variance(&self) -> f64 {
        self.width() * self.width() / 12.0
    }

    fn density(&self, x: f64) -> f64 {
        if x >= self.low && x <= self.high {
            1.0 / self.width()
        } else {
            0.0
        }
    }

    fn cumulative(&self, x: f64) -> f64 {
        if x >= self.high {
            1.0
        } else if x > self.low {
            (x - self.low) / self.width()
        } else {
            0.0
        }
    }

    fn survival(&self, x: f64) -> f64 {
        if x <= self.low {
            1.0
        } else if x < self.high {
            (self.high - x) / self.width()
        } else {
            0.0
        }
    }

    fn quantile(&self, p: f64) -> Result<f64, Error> {
        let p = level(p)?;
        Ok(if p <= 0.5 {
            self.low + p * self.width()
        } else {
            self.high - (1.0 - p) * self.width()
        })
    }

    fn support(&self) -> (f64, f64) {
        (self.low, self.high)
    }
}

impl fmt::Display for Uniform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "uniform, {} to {}", Plain(self.low), Plain(self.high))
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename = "Uniform")]
pub(super) struct Fields {
    #[serde(default)]
    pub(super) low: Option<f64>,
    #[serde(default)]
    pub(super) high: Option<f64>,
    #[serde(default, skip_serializing)]
    pub(super) interval: Option<Ends>,
    #[serde(default, skip_serializing)]
    pub(super) probability: Option<f64>,
}

impl TryFrom<Fields> for Uniform {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        let parameters = [fields.low, fields.high];
        match given::interval(fields.interval, fields.probability, &parameters)? {
            Some((ends, probability)) => Self::from_interval(ends.low, ends.high, probability),
            None => Self::new(
                given::need(fields.low, "`low`")?,
                given::need(fields.high, "`high`")?,
            ),
        }
    }
}

impl From<Uniform> for Fields {
    fn from(Uniform { low, high }: Uniform) -> Self {
        Self {
            low: Some(low),
            high: Some(high),
            interval: None,
            probability: None,
        }
    }
}
