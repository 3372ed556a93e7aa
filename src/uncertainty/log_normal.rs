use std::fmt;

use libm::{exp, expm1, log, log1p};

use super::{
    given::{self, Ends},
    shape::{self, Plain, Shape, level, sealed},
    special,
};
use crate::{Error, Interval};

/// The log-normal shape, the distribution of a positive quantity whose errors multiply.
///
/// | parameter | symbol | unit | range |
/// |---|---|---|---|
/// | `mean_of_log` | μ | logarithm of the quantity's | `[-345, 345]` |
/// | `standard_deviation_of_log` | σ | dimensionless | such that the standard deviation of the quantity is in `[1e-150, 1e150]`; hence below 19 |
///
/// ln x is normal with mean μ and standard deviation σ. Median e^μ, mean e^(μ + σ²/2), variance
/// (e^(σ²) - 1) e^(2 μ + σ²): Johnson, Kotz and Balakrishnan (1994), *Continuous Univariate
/// Distributions* vol. 1, 2nd ed., chapter 14, equations 14.8.
///
/// In a file: `{ shape = "log-normal", mean-of-log = -1.75, standard-deviation-of-log = 0.33
/// }` or `{ shape = "log-normal", interval = "0.1 to 0.3"
/// }`, a central interval of 90 % unless `probability` states another.
///
/// # Examples
///
/// ```
/// use compute_impact::uncertainty::{LogNormal, Shape};
///
/// let elasticity = LogNormal::from_interval(0.1, 0.3, 0.90)?;
/// assert!((elasticity.mean() - 0.183_137_842_815_744_22).abs() < 1e-15);
/// assert!((elasticity.quantile(0.05)? - 0.1).abs() < 1e-15);
/// assert!(LogNormal::from_interval(-0.1, 0.3, 0.90).is_err());
/// assert!(LogNormal::new(0.0, 30.0).is_err()); // the variance would be e^1800
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct LogNormal {
    mean_of_log: f64,
    standard_deviation_of_log: f64,
}

impl LogNormal {
    /// Returns mean and standard deviation of the logarithm.
    pub(super) const fn parameters(&self) -> [f64; 2] {
        [self.mean_of_log, self.standard_deviation_of_log]
    }

    /// Builds the log-normal with this mean and standard deviation of the natural logarithm.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if a parameter, or the standard deviation of
    /// the quantity itself, is outside the range above; [`Conflict`](crate::ErrorKind::Conflict)
    /// if the standard deviation of the logarithm is zero.
    pub fn new(mean_of_log: f64, standard_deviation_of_log: f64) -> Result<Self, Error> {
        let shape = Self {
            mean_of_log: Interval::closed_const(-345.0, 345.0)
                .check("mean of the log", mean_of_log)?,
            standard_deviation_of_log: shape::spread(
                "standard deviation of the log",
                standard_deviation_of_log,
            )?,
        };
        shape::spread(
            "standard deviation of the log-normal",
            shape.standard_deviation(),
        )?;
        Ok(shape)
    }

    /// Builds the log-normal whose central part with the given probability, in `[1e-9, 1 - 1e-9]`,
    /// lies from `low` to `high`, both above zero.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and [`OutOfRange`](crate::ErrorKind::OutOfRange) for the probability
    /// or if `low` is not above zero.
    pub fn from_interval(low: f64, high: f64, probability: f64) -> Result<Self, Error> {
        Interval::POSITIVE.check("lower end of a log-normal", low)?;
        let width = shape::width(low, high)?;
        let half = special::normal_half_width(shape::central(probability)?);
        let ratio = if width < low {
            log1p(width / low)
        } else {
            log(high) - log(low)
        };
        Self::new(0.5 * (log(low) + log(high)), 0.5 * ratio / half)
    }

    /// The median, e^μ, in the quantity's unit.
    #[must_use]
    pub fn median(&self) -> f64 {
        exp(self.mean_of_log)
    }

    /// The standardised logarithm of `x`.
    fn z(&self, x: f64) -> f64 {
        let ln = log(x);
        // The rounding error of the logarithm; far from 1 it is more than an ulp of x.
        let rest = if x > 1e-290 && x < 1e290 {
            x / exp(ln) - 1.0
        } else {
            0.0
        };
        (ln - self.mean_of_log + rest) / self.standard_deviation_of_log
    }
}

impl sealed::Sealed for LogNormal {}

impl Shape for LogNormal {
    fn name(&self) -> &'static str {
        "log-normal"
    }

    fn mean(&self) -> f64 {
        let sd = self.standard_deviation_of_log;
        exp(self.mean_of_log + 0.5 * sd * sd)
    }

    fn variance(&self) -> f64 {
        self.standard_deviation() * self.standard_deviation()
    }

    fn standard_deviation(&self) -> f64 {
        let sd = self.standard_deviation_of_log;
        // For a tiny sd the square would underflow, and expm1(sd^2) already equals sd^2.
        let relative = if sd < 1e-9 { sd } else { expm1(sd * sd).sqrt() };
        self.mean() * relative
    }

    fn density(&self, x: f64) -> f64 {
        if !(x > 0.0 && x < f64::INFINITY) {
            return 0.0;
        }
        let z = self.z(x);
        special::INV_SQRT_2_PI * exp(-0.5 * z * z - log(x)) / self.standard_deviation_of_log
    }

    fn cumulative(&self, x: f64) -> f64 {
        if x > 0.0 {
            special::normal_upper(-self.z(x))
        } else {
            0.0
        }
    }

    fn survival(&self, x: f64) -> f64 {
        if x > 0.0 {
            special::normal_upper(self.z(x))
        } else if x <= 0.0 {
            1.0
        } else {
            0.0
        }
    }

    fn quantile(&self, p: f64) -> Result<f64, Error> {
        let p = level(p)?;
        Ok(if p <= 0.0 {
            0.0
        } else if p >= 1.0 {
            f64::INFINITY
        } else {
            exp(self.mean_of_log + self.standard_deviation_of_log * special::normal_quantile(p))
        })
    }

    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl fmt::Display for LogNormal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "log-normal, mean of log {}, sd of log {}",
            Plain(self.mean_of_log),
            Plain(self.standard_deviation_of_log)
        )
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename = "LogNormal", rename_all = "kebab-case")]
pub(super) struct Fields {
    #[serde(default, alias = "mean_of_log")]
    pub(super) mean_of_log: Option<f64>,
    #[serde(default, alias = "standard_deviation_of_log")]
    pub(super) standard_deviation_of_log: Option<f64>,
    #[serde(default, skip_serializing)]
    pub(super) interval: Option<Ends>,
    #[serde(default, skip_serializing)]
    pub(super) probability: Option<f64>,
}

impl TryFrom<Fields> for LogNormal {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        let parameters = [fields.mean_of_log, fields.standard_deviation_of_log];
        match given::interval(fields.interval, fields.probability, &parameters)? {
            Some((ends, probability)) => Self::from_interval(ends.low, ends.high, probability),
            None => Self::new(
                given::need(fields.mean_of_log, "`mean-of-log`")?,
                given::need(
                    fields.standard_deviation_of_log,
                    "`standard-deviation-of-log`",
                )?,
            ),
        }
    }
}

impl From<LogNormal> for Fields {
    fn from(shape: LogNormal) -> Self {
        Self {
            mean_of_log: Some(shape.mean_of_log),
            standard_deviation_of_log: Some(shape.standard_deviation_of_log),
            interval: None,
            probability: None,
        }
    }
}
