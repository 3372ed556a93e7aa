//! Student's t and Fisher's F distribution, by the incomplete beta function.

use std::fmt;

use libm::{exp, log, log1p};

use super::given::{self, Ends};
use super::incomplete_beta::UnitBeta;
use super::shape::{self, LOCATION, Plain, Shape, level, sealed};
use super::solve::{End, invert};
use super::special::{INV_SQRT_2_PI, stirling_error};
use crate::{Error, Interval};

/// The degrees of freedom of a shape: with one or fewer there is no mean, and with more than a
/// million no difference from a normal.
const DEGREES_OF_FREEDOM: Interval = Interval::open_const(1.0, 1_000_001.0);

/// Student's t: the shape of a number that was estimated from few observations, such as a forecast
/// of a regression.
///
/// | parameter | symbol | unit | range |
/// |---|---|---|---|
/// | `location` | μ | the quantity's | `[-1e150, 1e150]` |
/// | `scale` | s | the quantity's | `[1e-150, 1e150]` |
/// | `degrees_of_freedom` | ν | | above 1, below 1,000,001 |
///
/// Density `Γ((ν+1)/2) / (Γ(ν/2) sqrt(ν π) s) (1 + t^2/ν)^(-(ν+1)/2)` with `t = (x - μ) / s`;
/// probability beyond `t > 0` half of `I_y(ν/2, 1/2)` at `y = ν / (ν + t^2)`: Abramowitz and Stegun
/// (1964), *Handbook of Mathematical Functions*, 26.7.1. The mean is the location. The variance is
/// `s^2 ν / (ν - 2)`, and infinite with two degrees of freedom or fewer; the scale is never the
/// standard deviation.
///
/// In a file: `{ shape = "student-t", location = 0.2, scale = 0.05, degrees-of-freedom = 4 }` or
/// `{ shape = "student-t", interval = "0.1 to 0.3", degrees-of-freedom = 4 }`, a central interval of
/// 90 % unless `probability` states another.
///
/// # Examples
///
/// An elasticity with its standard error, from a regression that left four degrees of freedom:
///
/// ```
/// use compute_impact::uncertainty::{Normal, Shape, StudentT};
///
/// let elasticity = StudentT::new(0.2, 0.05, 4.0)?;
/// // The table of the 97.5 % point: 2.776 with 4 degrees of freedom, 1.960 for a normal.
/// assert!((elasticity.quantile(0.975)? - (0.2 + 2.776 * 0.05)).abs() < 1e-4);
/// assert!((Normal::new(0.2, 0.05)?.quantile(0.975)? - (0.2 + 1.960 * 0.05)).abs() < 1e-4);
/// assert!((elasticity.standard_deviation() - 0.05 * 2_f64.sqrt()).abs() < 1e-15);
/// // Three points on a line leave one degree of freedom, with which there is no mean.
/// assert!(StudentT::new(0.2, 0.05, 1.0).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct StudentT {
    location: f64,
    scale: f64,
    degrees_of_freedom: f64,
}

impl StudentT {
    /// Builds the shape with this location, scale and number of degrees of freedom, which need not
    /// be whole.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if a parameter is outside the range above;
    /// [`Conflict`](crate::ErrorKind::Conflict) if the scale is zero.
    pub fn new(location: f64, scale: f64, degrees_of_freedom: f64) -> Result<Self, Error> {
        Ok(Self {
            location: LOCATION.check("location", location)?,
            scale: shape::spread("scale", scale)?,
            degrees_of_freedom: DEGREES_OF_FREEDOM
                .check("number of degrees of freedom", degrees_of_freedom)?,
        })
    }

    /// Builds the shape whose central part with the given probability, in `[1e-9, 1 - 1e-9]`, lies
    /// from `low` to `high`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and [`OutOfRange`](crate::ErrorKind::OutOfRange) for the probability.
    pub fn from_interval(
        low: f64,
        high: f64,
        degrees_of_freedom: f64,
        probability: f64,
    ) -> Result<Self, Error> {
        let width = shape::width(low, high)?;
        let probability = shape::central(probability)?;
        let degrees_of_freedom =
            DEGREES_OF_FREEDOM.check("number of degrees of freedom", degrees_of_freedom)?;
        let half = student_t_half_width(probability, degrees_of_freedom);
        Self::new(0.5 * (low + high), 0.5 * width / half, degrees_of_freedom)
    }

    /// The number of degrees of freedom.
    #[must_use]
    pub const fn degrees_of_freedom(&self) -> f64 {
        self.degrees_of_freedom
    }

    /// The scale, in the quantity's unit: the standard error of an estimate.
    #[must_use]
    pub const fn scale(&self) -> f64 {
        self.scale
    }

    /// The standardised value of `x`.
    fn t(&self, x: f64) -> f64 {
        (x - self.location) / self.scale
    }

    /// The probability beyond a `t` of zero or more.
    fn upper(&self, t: f64) -> f64 {
        if t <= FAR {
            return 0.5 * student_t_two_sided(t, self.degrees_of_freedom);
        }
        0.5 * exp(ln_outside_far(self.degrees_of_freedom) - self.degrees_of_freedom * log(t / FAR))
    }
}

/// The distance beyond which the tail of a standard t is a power of it, to all digits, while
/// `ν / (ν + t^2)` is still far from the least float.
const FAR: f64 = 1e100;

/// The logarithm of the probability outside [`FAR`], on both sides.
fn ln_outside_far(freedom: f64) -> f64 {
    let tails = UnitBeta::new(0.5 * freedom, 0.5).tails(End::Low, freedom / (FAR * FAR));
    tails.ln_near
}

impl sealed::Sealed for StudentT {}

impl Shape for StudentT {
    fn name(&self) -> &'static str {
        "student-t"
    }

    fn mean(&self) -> f64 {
        self.location
    }

    fn variance(&self) -> f64 {
        let freedom = self.degrees_of_freedom;
        if freedom <= 2.0 {
            return f64::INFINITY;
        }
        self.scale * self.scale * (freedom / (freedom - 2.0))
    }

    fn density(&self, x: f64) -> f64 {
        if x.is_nan() {
            return 0.0;
        }
        let (t, freedom) = (self.t(x), self.degrees_of_freedom);
        // Gamma((n+1)/2) / Gamma(n/2) / sqrt(n/2) by Stirling's formula with its errors, so that
        // nothing large cancels: Loader (2000), "Fast and accurate computation of binomial
        // probabilities".
        let half = 0.5 * freedom;
        let ln_factor =
            half * log1p(freedom.recip()) - 0.5 + stirling_error(half + 0.5) - stirling_error(half);
        let ratio = t / freedom.sqrt();
        // ln(1 + r^2), whose square would overflow far out.
        let ln_sum = if ratio.abs() > 1e100 {
            2.0 * log(ratio.abs())
        } else {
            log1p(ratio * ratio)
        };
        let ln_density = ln_factor - (half + 0.5) * ln_sum;
        INV_SQRT_2_PI * exp(ln_density) / self.scale
    }

    fn cumulative(&self, x: f64) -> f64 {
        let t = self.t(x);
        if t.is_nan() {
            0.0
        } else if t <= 0.0 {
            self.upper(-t)
        } else {
            1.0 - self.upper(t)
        }
    }

    fn survival(&self, x: f64) -> f64 {
        let t = self.t(x);
        if t.is_nan() {
            0.0
        } else if t >= 0.0 {
            self.upper(t)
        } else {
            1.0 - self.upper(-t)
        }
    }

    fn quantile(&self, p: f64) -> Result<f64, Error> {
        let p = level(p)?;
        if p <= 0.0 {
            return Ok(f64::NEG_INFINITY);
        }
        if p >= 1.0 {
            return Ok(f64::INFINITY);
        }
        let size = distance(p, self.degrees_of_freedom);
        let signed = if p < 0.5 { -size } else { size };
        // A tail of few degrees of freedom reaches beyond the floats.
        Ok((self.location + self.scale * signed).clamp(f64::MIN, f64::MAX))
    }

    fn support(&self) -> (f64, f64) {
        (f64::NEG_INFINITY, f64::INFINITY)
    }
}

/// The distance from zero of the quantile at `p`, between 0 and 1, of the standard t: from the tail
/// beyond it, or near the middle from the probability within it, whichever is known to more digits.
fn distance(p: f64, freedom: f64) -> f64 {
    let outside = 2.0 * p.min(1.0 - p);
    let beyond_far = log(outside) - ln_outside_far(freedom);
    if beyond_far < 0.0 {
        return FAR * exp(-beyond_far / freedom);
    }
    if outside <= 0.5 {
        return fisher_quantile(outside, 1.0, freedom).sqrt();
    }
    let inside = 2.0 * (p - 0.5).abs();
    if inside <= 0.0 {
        return 0.0;
    }
    let beta = UnitBeta::new(0.5, 0.5 * freedom);
    let (end, z) = invert(inside, 0.5, |end, z| beta.tails(end, z));
    let ratio = match end {
        End::Low => z / (1.0 - z),
        End::High => (1.0 - z) / z,
    };
    (freedom * ratio).sqrt()
}

/// The logarithm `ln(1 + t^2/ν)` of the standard t whose probability beyond is that of a normal
/// score, for scores above zero.
pub(super) fn log_of_square(score: f64, freedom: f64) -> f64 {
    let tail = super::special::normal_upper(score);
    let t = if tail > 0.25 {
        // The probability within the score, without cancellation near zero.
        let inside = libm::erf(score * std::f64::consts::FRAC_1_SQRT_2);
        distance(0.5 + 0.5 * inside, freedom)
    } else {
        distance(tail, freedom)
    };
    log1p(t * t / freedom)
}

impl fmt::Display for StudentT {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (location, scale) = (Plain(self.location), Plain(self.scale));
        let freedom = Plain(self.degrees_of_freedom);
        write!(
            f,
            "Student's t, location {location}, scale {scale}, degrees of freedom {freedom}"
        )
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename = "StudentT", rename_all = "kebab-case")]
pub(super) struct Fields {
    #[serde(default)]
    pub(super) location: Option<f64>,
    #[serde(default)]
    pub(super) scale: Option<f64>,
    #[serde(default, alias = "degrees_of_freedom")]
    pub(super) degrees_of_freedom: Option<f64>,
    #[serde(default, skip_serializing)]
    pub(super) interval: Option<Ends>,
    #[serde(default, skip_serializing)]
    pub(super) probability: Option<f64>,
}

impl TryFrom<Fields> for StudentT {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        let freedom = given::need(fields.degrees_of_freedom, "`degrees-of-freedom`")?;
        let parameters = [fields.location, fields.scale];
        match given::interval(fields.interval, fields.probability, &parameters)? {
            Some((ends, probability)) => {
                Self::from_interval(ends.low, ends.high, freedom, probability)
            }
            None => Self::new(
                given::need(fields.location, "`location`")?,
                given::need(fields.scale, "`scale`")?,
                freedom,
            ),
        }
    }
}

impl From<StudentT> for Fields {
    fn from(shape: StudentT) -> Self {
        Self {
            location: Some(shape.location),
            scale: Some(shape.scale),
            degrees_of_freedom: Some(shape.degrees_of_freedom),
            interval: None,
            probability: None,
        }
    }
}

/// The probability that an F statistic is greater than `f`: `I_x(d2/2, d1/2)` at
/// `x = d2 / (d2 + d1 f)`; Abramowitz and Stegun (1964), *Handbook of Mathematical Functions*, 26.6.2.
/// Degrees of freedom are positive and at most 2e6.
pub(crate) fn fisher_upper(f: f64, numerator: f64, denominator: f64) -> f64 {
    if f <= 0.0 {
        return 1.0;
    }
    let explained = numerator * f;
    if explained.is_infinite() {
        return 0.0;
    }
    let beta = UnitBeta::new(0.5 * denominator, 0.5 * numerator);
    let sum = denominator + explained;
    let (near, far) = (denominator / sum, explained / sum);
    if near <= 0.0 {
        0.0
    } else if near <= far {
        exp(beta.tails(End::Low, near).ln_near)
    } else if far <= 0.0 {
        1.0
    } else {
        exp(beta.tails(End::High, far).ln_far)
    }
}

/// The number that an F statistic exceeds with the probability `p` between 0 and 1.
pub(crate) fn fisher_quantile(p: f64, numerator: f64, denominator: f64) -> f64 {
    let beta = UnitBeta::new(0.5 * denominator, 0.5 * numerator);
    let (end, distance) = invert(p, 0.5, |end, z| beta.tails(end, z));
    let ratio = match end {
        End::Low => (1.0 - distance) / distance,
        End::High => distance / (1.0 - distance),
    };
    denominator / numerator * ratio
}

/// The probability of a t statistic at least as far from zero: its square is an F statistic.
pub(crate) fn student_t_two_sided(t: f64, degrees_of_freedom: f64) -> f64 {
    fisher_upper(t * t, 1.0, degrees_of_freedom)
}

/// The distance from zero that a t statistic exceeds with the probability `1 - confidence`;
/// `0 < confidence < 1`.
pub(crate) fn student_t_half_width(confidence: f64, degrees_of_freedom: f64) -> f64 {
    fisher_quantile(1.0 - confidence, 1.0, degrees_of_freedom).sqrt()
}
