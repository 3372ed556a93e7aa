use std::fmt;

use super::{
    given::{self, Ends},
    shape::{self, LOCATION, Plain, Shape, level, sealed},
    special,
};
use crate::Error;

/// The normal shape, the distribution of a sum of many small errors.
///
/// | parameter | symbol | unit | range |
/// |---|---|---|---|
/// | `mean` | μ | the quantity's | `[-1e150, 1e150]` |
/// | `standard_deviation` | σ | the quantity's | `[1e-150, 1e150]` |
///
/// Density exp(-z^2 / 2) / (σ sqrt(2 π)) with z = (x - μ) / σ, cumulative erfc(-z / sqrt(2)) / 2:
/// Abramowitz and Stegun (1964), *Handbook of Mathematical Functions*, 26.2.1 and 7.1.22. Quantile
/// by Wichura (1988), "Algorithm AS 241", *Applied Statistics* 37(3), 477-484.
///
/// In a file: `{ shape = "normal", mean = 0.2, standard-deviation = 0.05 }` or `{ shape = "normal",
/// interval = "0.1 to 0.3" }`, a central interval of 90 % unless `probability` states another.
///
/// # Examples
///
/// ```
/// use compute_impact::uncertainty::{Normal, Shape};
///
/// let elasticity = Normal::from_interval(0.1, 0.3, 0.90)?;
/// assert!((elasticity.mean() - 0.2).abs() < 1e-15);
/// assert!((elasticity.standard_deviation() - 0.060_795_683_191_176_895).abs() < 1e-15);
/// assert!(Normal::new(0.2, -0.05).is_err());
/// assert!(Normal::new(0.2, 0.0).is_err()); // `Certain` is the shape without spread
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Normal {
    mean: f64,
    standard_deviation: f64,
}

impl Normal {
    /// Builds the normal with this mean and standard deviation.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if a parameter is outside the range above;
    /// [`Conflict`](crate::ErrorKind::Conflict) if the standard deviation is zero.
    pub fn new(mean: f64, standard_deviation: f64) -> Result<Self, Error> {
        Ok(Self {
            mean: LOCATION.check("mean", mean)?,
            standard_deviation: shape::spread("standard deviation", standard_deviation)?,
        })
    }

    /// Builds the normal whose central part with the given probability, in `[1e-9, 1 - 1e-9]`, lies
    /// from `low` to `high`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and [`OutOfRange`](crate::ErrorKind::OutOfRange) for the probability.
    pub fn from_interval(low: f64, high: f64, probability: f64) -> Result<Self, Error> {
        let width = shape::width(low, high)?;
        let half = special::normal_half_width(shape::central(probability)?);
        Self::new(0.5 * (low + high), 0.5 * width / half)
    }

    /// The standardised value of `x`.
    fn z(&self, x: f64) -> f64 {
        (x - self.mean) / self.standard_deviation
    }
}

impl sealed::Sealed for Normal {}

impl Shape for Normal {
    fn name(&self) -> &'static str {
        "normal"
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        self.standard_deviation * self.standard_deviation
    }

    fn standard_deviation(&self) -> f64 {
        self.standard_deviation
    }

    fn density(&self, x: f64) -> f64 {
        if x.is_nan() {
            return 0.0;
        }
        special::normal_density(self.z(x)) / self.standard_deviation
    }

    fn cumulative(&self, x: f64) -> f64 {
        if x.is_nan() {
            return 0.0;
        }
        special::normal_upper(-self.z(x))
    }

    fn survival(&self, x: f64) -> f64 {
        if x.is_nan() {
            return 0.0;
        }
        special::normal_upper(self.z(x))
    }

    fn quantile(&self, p: f64) -> Result<f64, Error> {
        let p = level(p)?;
        Ok(if p <= 0.0 {
            f64::NEG_INFINITY
        } else if p >= 1.0 {
            f64::INFINITY
        } else {
            self.mean + self.standard_deviation * special::normal_quantile(p)
        })
    }

    fn support(&self) -> (f64, f64) {
        (f64::NEG_INFINITY, f64::INFINITY)
    }
}

impl fmt::Display for Normal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mean, sd) = (Plain(self.mean), Plain(self.standard_deviation));
        write!(f, "normal, mean {mean}, sd {sd}")
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename = "Normal", rename_all = "kebab-case")]
pub(super) struct Fields {
    #[serde(default)]
    pub(super) mean: Option<f64>,
    #[serde(default, alias = "standard_deviation")]
    pub(super) standard_deviation: Option<f64>,
    #[serde(default, skip_serializing)]
    pub(super) interval: Option<Ends>,
    #[serde(default, skip_serializing)]
    pub(super) probability: Option<f64>,
}

impl TryFrom<Fields> for Normal {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        let parameters = [fields.mean, fields.standard_deviation];
        match given::interval(fields.interval, fields.probability, &parameters)? {
            Some((ends, probability)) => Self::from_interval(ends.low, ends.high, probability),
            None => Self::new(
                given::need(fields.mean, "`mean`")?,
                given::need(fields.standard_deviation, "`standard-deviation`")?,
            ),
        }
    }
}

impl From<Normal> for Fields {
    fn from(shape: Normal) -> Self {
        Self {
            mean: Some(shape.mean),
            standard_deviation: Some(shape.standard_deviation),
            interval: None,
            probability: None,
        }
    }
}
