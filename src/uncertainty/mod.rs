//! Uncertainty of a number: shapes of distributions, with full precision in the tails.
//!
//! Each shape is a validated struct with the methods of [`Shape`]; [`Uncertainty`] is any of them,
//! in the form in which a file states one. A value that exists is valid, and nothing here panics or
//! gives NaN.
//!
//! | shape | use | from an interval |
//! |---|---|---|
//! | [`Certain`] | a figure taken as exact | |
//! | [`Uniform`] | two ends and no further information | yes |
//! | [`Triangular`], [`Pert`] | ends and a most likely value | yes, with or without a mode |
//! | [`Normal`] | sums of errors, regression coefficients | yes |
//! | [`StudentT`] | estimates and forecasts from few observations | yes, given the degrees of freedom |
//! | [`LogNormal`] | positive quantities, products of errors | yes |
//! | [`TruncatedNormal`] | a normal with one or two bounds | yes, given the bounds |
//! | [`Beta`] | shares, quantities between bounds | yes, given the bounds |
//! | [`Empirical`] | a sample | |
//!
//! An interval such as `3 to 4` is the central 90 % unless another probability is stated: 5 % lie
//! below it and 5 % above. Every interval is read in the same way: thousands may be grouped
//! (`1,000 to 2,000`), and in an estimate, where the quantity is known, both ends or the last may
//! carry its unit (`20 to 30 %`). Bare numbers are in the quantity's own unit.
//!
//! # Precision
//!
//! Exponentials, logarithms and error functions come from the crate `libm`, never from the
//! platform, so every platform computes the same bits. Against values of 60 digits in
//! `tests/data/uncertainty.csv` the relative error is at most 3e-13 in tails down to 1e-300, and
//! mostly below 1e-14. Locations lie within 1e150 of zero and spreads between 1e-150 and 1e150, so
//! that no mean or variance overflows; a quantile cannot be finer than the spacing of floats around
//! it.

mod beta;
mod certain;
mod copula;
mod cut;
mod empirical;
mod form;
mod given;
mod incomplete_beta;
mod log_normal;
mod normal;
mod normal_window;
mod pert;
mod sampler;
mod shape;
pub(crate) mod solve;
pub(crate) mod special;
pub(crate) mod student_t;
mod triangular;
mod truncated_fit;
mod truncated_normal;
mod uniform;

use std::fmt;

pub use beta::Beta;
pub use certain::Certain;
pub(crate) use copula::Copula;
pub use empirical::Empirical;
pub(crate) use form::Form;
pub(crate) use given::{Ends, PROBABILITY};
pub use log_normal::LogNormal;
pub use normal::Normal;
pub use pert::Pert;
pub(crate) use sampler::Sampler;
pub use shape::Shape;
pub use student_t::StudentT;
pub use triangular::Triangular;
pub use truncated_normal::TruncatedNormal;
pub use uniform::Uniform;

use crate::error::{nearest, quoted};
use crate::{Error, ErrorKind};

/// The probability distribution of an uncertain number: any of the shapes.
///
/// All values are in the unit of the quantity it belongs to. In a file it is a table whose `shape`
/// names the shape; see each shape's page for the other keys. Unknown keys are refused, and a shape
/// writes itself by its parameters, so that reading it back gives the same bits.
///
/// # Examples
///
/// ```
/// use compute_impact::uncertainty::{Normal, Uncertainty};
///
/// let stated: Uncertainty = serde_json::from_str(
///     r#"{ "shape": "normal", "interval": "0.1 to 0.3", "probability": 0.9 }"#,
/// )?;
/// assert_eq!(stated, Normal::from_interval(0.1, 0.3, 0.9)?.into());
/// assert_eq!(Uncertainty::from(Normal::new(0.2, 0.05)?).to_string(), "normal, mean 0.2, sd 0.05");
/// assert!(serde_json::from_str::<Uncertainty>(r#"{ "shape": "normal", "mean": 0.2 }"#).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "shape", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Uncertainty {
    /// A value known exactly.
    Certain(Certain),
    /// A uniform distribution between two ends.
    Uniform(Uniform),
    /// A triangle: straight lines that rise to a mode and fall after it.
    Triangular(Triangular),
    /// A PERT distribution: a smooth curve with a mode.
    Pert(Pert),
    /// A normal distribution.
    Normal(Normal),
    /// Student's t: a normal distribution whose spread was estimated from few observations.
    StudentT(StudentT),
    /// A log-normal distribution: the logarithm is normal.
    LogNormal(LogNormal),
    /// A normal distribution truncated to bounds.
    TruncatedNormal(TruncatedNormal),
    /// A beta distribution between bounds.
    Beta(Beta),
    /// The distribution of a sample.
    Empirical(Empirical),
}

/// The shapes that an interval alone determines.
const NAMED: [&str; 6] = [
    "uniform",
    "triangular",
    "pert",
    "normal",
    "log-normal",
    "beta",
];

impl Uncertainty {
    /// Builds the shape with this name whose central part with the given probability lies from
    /// `low` to `high`.
    ///
    /// Names are those of [`name`](Self::name): `uniform`, `triangular` and `pert` (both
    /// symmetric), `normal`, `log-normal`, and `beta` on `[0, 1]`.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) if no shape has the name; [`Conflict`](ErrorKind::Conflict)
    /// for `truncated-normal`, which also needs bounds, for `student-t`, which also needs degrees of
    /// freedom, and for `certain` and `empirical`, which no
    /// interval determines; otherwise the errors of the shape.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::uncertainty::Uncertainty;
    ///
    /// let multiplier = Uncertainty::from_interval("uniform", 3.0, 4.0, 0.90)?;
    /// assert!((multiplier.quantile(0.95)? - 4.0).abs() < 1e-15);
    /// assert!(Uncertainty::from_interval("gamma", 3.0, 4.0, 0.90).is_err());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn from_interval(
        shape: &str,
        low: f64,
        high: f64,
        probability: f64,
    ) -> Result<Self, Error> {
        Ok(match shape {
            "uniform" => Uniform::from_interval(low, high, probability)?.into(),
            "triangular" => Triangular::from_interval(low, high, probability)?.into(),
            "pert" => Pert::from_interval(low, high, probability)?.into(),
            "normal" => Normal::from_interval(low, high, probability)?.into(),
            "log-normal" | "log_normal" => LogNormal::from_interval(low, high, probability)?.into(),
            "beta" => Beta::from_interval(low, high, probability)?.into(),
            "truncated-normal" | "truncated_normal" => {
                return Err(Error::new(ErrorKind::Conflict {
                    what: "`truncated-normal`",
                    with: "an interval alone",
                    remedy: "state it under `uncertainty`, with the bounds `low` and `high`",
                }));
            }
            "student-t" | "student_t" => {
                return Err(Error::new(ErrorKind::Conflict {
                    what: "`student-t`",
                    with: "an interval alone",
                    remedy: "state it under `uncertainty`, with `degrees-of-freedom`",
                }));
            }
            "certain" | "empirical" => {
                return Err(Error::new(ErrorKind::Conflict {
                    what: "an interval",
                    with: "the shapes `certain` and `empirical`",
                    remedy: "choose a shape with a spread, such as `uniform`",
                }));
            }
            _ => {
                let alone = "shape of an interval";
                let listed = "shape of an interval (it is one of uniform, triangular, pert, normal, log-normal, beta)";
                return Err(unknown_shape(shape, &NAMED, alone, listed));
            }
        })
    }

    fn shape(&self) -> &dyn Shape {
        match self {
            Self::Certain(shape) => shape,
            Self::Uniform(shape) => shape,
            Self::Triangular(shape) => shape,
            Self::Pert(shape) => shape,
            Self::Normal(shape) => shape,
            Self::StudentT(shape) => shape,
            Self::LogNormal(shape) => shape,
            Self::TruncatedNormal(shape) => shape,
            Self::Beta(shape) => shape,
            Self::Empirical(shape) => shape,
        }
    }

    /// Returns true if it has no spread.
    #[must_use]
    pub const fn is_certain(&self) -> bool {
        matches!(self, Self::Certain(_))
    }

    /// The name of the shape in a file, such as `log-normal`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.shape().name()
    }

    /// The mean, in the quantity's unit.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.shape().mean()
    }

    /// The variance, in the square of the quantity's unit.
    #[must_use]
    pub fn variance(&self) -> f64 {
        self.shape().variance()
    }

    /// The standard deviation, in the quantity's unit.
    #[must_use]
    pub fn standard_deviation(&self) -> f64 {
        self.shape().standard_deviation()
    }

    /// The probability density at `x`, per unit of the quantity; see [`Shape::density`].
    #[must_use]
    pub fn density(&self, x: f64) -> f64 {
        self.shape().density(x)
    }

    /// The probability of a value of at most `x`.
    #[must_use]
    pub fn cumulative(&self, x: f64) -> f64 {
        self.shape().cumulative(x)
    }

    /// The probability of a value above `x`, with full precision where it is tiny.
    #[must_use]
    pub fn survival(&self, x: f64) -> f64 {
        self.shape().survival(x)
    }

    /// Returns the value with probability `p` at or below it; 0 and 1 give the ends of the support.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) if `p` is outside `[0, 1]` or NaN.
    pub fn quantile(&self, p: f64) -> Result<f64, Error> {
        self.shape().quantile(p)
    }

    /// The least and the greatest possible value; infinite where the support has no end.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        self.shape().support()
    }
}

/// Builds the error for an unknown shape, with the nearest name or, if no name is near, with the
/// list of all.
fn unknown_shape(given: &str, names: &[&str], alone: &'static str, listed: &'static str) -> Error {
    let nearest = nearest(given, names.iter().copied()).map(str::to_owned);
    Error::new(ErrorKind::Unknown {
        what: if nearest.is_some() { alone } else { listed },
        given: quoted(given),
        nearest,
    })
}

impl fmt::Display for Uncertainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.shape(), f)
    }
}

macro_rules! from_shape {
    ($($shape:ident),*) => {$(
        impl From<$shape> for Uncertainty {
            fn from(shape: $shape) -> Self {
                Self::$shape(shape)
            }
        }
    )*};
}

from_shape!(
    Certain,
    Uniform,
    Triangular,
    Pert,
    Normal,
    StudentT,
    LogNormal,
    TruncatedNormal,
    Beta,
    Empirical
);
