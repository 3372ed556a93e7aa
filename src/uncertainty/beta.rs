use std::fmt;

use libm::{exp, log};

use super::{
    given::{self, Ends},
    incomplete_beta::UnitBeta,
    shape::{self, Plain, Shape, level, sealed},
    solve::{End, Tails, invert, rising_root},
    special,
};
use crate::{Error, Interval};

/// The range of the shape parameters in which all functions keep their precision.
const SHAPE: Interval = Interval::closed_const(1e-3, 1e6);

/// The beta shape, for a share or any quantity between two bounds.
///
/// | parameter | symbol | unit | range | default |
/// |---|---|---|---|---|
/// | `alpha` | α | dimensionless | `[1e-3, 1e6]` | |
/// | `beta` | β | dimensionless | `[1e-3, 1e6]` | |
/// | `low`, `high` | | the quantity's | within 1e150 of zero, between 1e-150 and 1e150 apart | 0, 1 |
///
/// With u = (x - low) / (high - low) the density is u^(α-1) (1 - u)^(β-1) / (B(α, β)(high - low)),
/// the cumulative the regularised incomplete beta function `I_u(α`, β); mean low + (high - low) α /
/// (α + β); variance (high - low)^2 α β / ((α + β)^2 (α + β + 1)): Johnson, Kotz and Balakrishnan
/// (1995), *Continuous Univariate Distributions* vol. 2, 2nd ed., chapter 25.
///
/// A quantile nearer to its end than the least positive number rounds to the end; for α = 0.01
/// every `p` below 0.0006 does.
///
/// In a file: `{ shape = "beta", alpha = 2, beta = 5 }` with `low` and `high` if the bounds are not
/// 0 and 1, or with `interval = "0.1 to 0.3"`, a central interval of 90 % unless `probability`
/// states another.
///
/// # Examples
///
/// ```
/// use compute_impact::uncertainty::{Beta, Shape};
/// use compute_impact::Interval;
///
/// let smart_share = Beta::from_interval(0.25, 0.35, 0.90)?;
/// assert!((smart_share.quantile(0.95)? - 0.35).abs() < 1e-12);
/// let index = Beta::new(2.0, 3.0)?.within(Interval::closed(0.0, 100.0)?)?;
/// assert!((index.mean() - 40.0).abs() < 1e-13);
/// assert!(Beta::new(0.0, 3.0).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
#[expect(clippy::struct_field_names)] // The literature calls the two shapes alpha and beta.
pub struct Beta {
    alpha: f64,
    beta: f64,
    low: f64,
    high: f64,
    unit: UnitBeta,
}

impl Beta {
    /// Builds the beta on `[0, 1]` with these shapes.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if a shape is outside the range above.
    pub fn new(alpha: f64, beta: f64) -> Result<Self, Error> {
        SHAPE.check("alpha", alpha)?;
        SHAPE.check("beta", beta)?;
        Ok(Self {
            alpha,
            beta,
            low: 0.0,
            high: 1.0,
            unit: UnitBeta::new(alpha, beta),
        })
    }

    /// Returns the same shape stretched over `bounds`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if the bounds are outside the range above;
    /// [`Conflict`](crate::ErrorKind::Conflict) if they are equal.
    pub fn within(self, bounds: Interval) -> Result<Self, Error> {
        let (low, high) = (bounds.low(), bounds.high());
        shape::width(low, high)?;
        Ok(Self { low, high, ..self })
    }

    /// Builds the beta on `[0, 1]` whose central part with the given probability, in
    /// `[1e-9, 1 - 1e-9]`, lies from `low` to `high`.
    ///
    /// # Errors
    ///
    /// As [`from_interval_within`](Self::from_interval_within).
    pub fn from_interval(low: f64, high: f64, probability: f64) -> Result<Self, Error> {
        Self::from_interval_within(low, high, probability, Interval::UNIT)
    }

    /// Builds the beta on `bounds` whose central part with the given probability, in
    /// `[1e-9, 1 - 1e-9]`, lies from `low` to `high`.
    ///
    /// Two quantiles determine the two shapes: van Dorp and Mazzuchi (2000), "Solving for the
    /// parameters of a beta distribution under two quantile constraints", *Journal of Statistical
    /// Computation and Simulation* 67, 189-201.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if the interval does not lie inside the bounds,
    /// or for the probability; [`Conflict`](crate::ErrorKind::Conflict) if the interval has no
    /// width, or is so wide or so narrow that its shapes would leave their range.
    pub fn from_interval_within(
        low: f64,
        high: f64,
        probability: f64,
        bounds: Interval,
    ) -> Result<Self, Error> {
        let width = shape::width(bounds.low(), bounds.high())?;
        shape::width(low, high)?;
        let inside = Interval::open_const(bounds.low(), bounds.high());
        inside.check("lower end of a beta's interval", low)?;
        inside.check("upper end of a beta's interval", high)?;
        let place = |x: f64| nearer_end((x - bounds.low()) / width, (bounds.high() - x) / width);
        let (from, to) = ((low - bounds.low()) / width, (high - bounds.low()) / width);
        fit(
            from,
            to,
            place(low),
            place(high),
            shape::central(probability)?,
        )
        .and_then(|(alpha, beta)| Self::new(alpha, beta).ok())
        .ok_or_else(|| {
            shape::unreachable_interval(
                "a beta with shapes from 0.001 to 1000000",
                "move the interval away from the bounds, or choose another shape",
            )
        })?
        .within(bounds)
    }

    fn width(&self) -> f64 {
        self.high - self.low
    }

    /// Returns the nearer end and the distance from it, as a fraction of the width.
    fn place(&self, x: f64) -> (End, f64) {
        nearer_end(
            (x - self.low) / self.width(),
            (self.high - x) / self.width(),
        )
    }

    /// Returns the probability below and above `x`, which lies inside.
    fn tails(&self, x: f64) -> (f64, f64) {
        let (end, z) = self.place(x);
        if z <= 0.0 {
            return if end == End::Low {
                (0.0, 1.0)
            } else {
                (1.0, 0.0)
            };
        }
        let Tails {
            ln_near, ln_far, ..
        } = self.unit.tails(end, z);
        match end {
            End::Low => (exp(ln_near), exp(ln_far)),
            End::High => (exp(ln_far), exp(ln_near)),
        }
    }
}

/// Returns the nearer end and the distance from it.
fn nearer_end(from_low: f64, from_high: f64) -> (End, f64) {
    if from_low <= from_high {
        (End::Low, from_low)
    } else {
        (End::High, from_high)
    }
}

/// Returns the log odds of a value below a place.
fn log_odds(shape: &UnitBeta, (end, z): (End, f64)) -> f64 {
    let tails = shape.tails(end, z);
    match end {
        End::Low => tails.ln_near - tails.ln_far,
        End::High => tails.ln_far - tails.ln_near,
    }
}

/// Returns the shapes with which the central part of the given probability lies between the two
/// places.
///
/// For a given sum of the shapes, the lower quantile fixes the mean; the upper one then fixes the
/// sum.
fn fit(
    from: f64,
    to: f64,
    low: (End, f64),
    high: (End, f64),
    probability: f64,
) -> Option<(f64, f64)> {
    let odds = log(1.0 + probability) - log(1.0 - probability);
    let shapes = |ln_sum: f64, logit: f64| {
        let sum = exp(ln_sum);
        (sum / (1.0 + exp(-logit)), sum / (1.0 + exp(logit)))
    };
    let least = 0.5 * SHAPE.low();
    let logit_for = |ln_sum: f64| {
        let reach = ln_sum - log(least);
        let miss = |logit: f64| {
            let (alpha, beta) = shapes(ln_sum, logit);
            -odds - log_odds(&UnitBeta::new(alpha, beta), low)
        };
        rising_root(-reach, reach, miss)
    };
    let miss = |ln_sum: f64| {
        let Some(logit) = logit_for(ln_sum) else {
            return f64::NAN;
        };
        let (alpha, beta) = shapes(ln_sum, logit);
        log_odds(&UnitBeta::new(alpha, beta), high) - odds
    };
    // Start from the normal with the same interval.
    let (middle, spread) = (0.5 * (from + to), 0.5 * (to - from));
    let spread = spread / special::normal_half_width(probability);
    let sum = (middle * (1.0 - middle) / (spread * spread) - 1.0).clamp(0.1, 2.0 * SHAPE.high());
    let (first, last) = (log(4.0 * least), log(4.0 * SHAPE.high()));
    let (mut below, mut above) = (log(sum), log(sum));
    let step = 1.0;
    while miss(below) > 0.0 && below > first {
        (above, below) = (below, (below - step).max(first));
    }
    while miss(above) < 0.0 && above < last {
        (below, above) = (above, (above + step).min(last));
    }
    let ln_sum = rising_root(below, above, miss)?;
    Some(shapes(ln_sum, logit_for(ln_sum)?))
}

impl sealed::Sealed for Beta {}

impl Shape for Beta {
    fn name(&self) -> &'static str {
        "beta"
    }

    fn mean(&self) -> f64 {
        let sum = self.alpha + self.beta;
        if self.alpha <= self.beta {
            self.low + self.width() * (self.alpha / sum)
        } else {
            self.high - self.width() * (self.beta / sum)
        }
    }

    fn variance(&self) -> f64 {
        let sum = self.alpha + self.beta;
        let part = self.width() * (self.alpha / sum) * (self.width() * (self.beta / sum));
        part / (sum + 1.0)
    }

    fn density(&self, x: f64) -> f64 {
        if !(x >= self.low && x <= self.high) {
            return 0.0;
        }
        let (end, z) = self.place(x);
        if z <= 0.0 {
            return self.unit.end_density(end) / self.width();
        }
        exp(self.unit.tails(end, z).ln_density) / self.width()
    }

    fn cumulative(&self, x: f64) -> f64 {
        if x >= self.high {
            1.0
        } else if x > self.low {
            self.tails(x).0
        } else {
            0.0
        }
    }

    fn survival(&self, x: f64) -> f64 {
        if x <= self.low {
            1.0
        } else if x < self.high {
            self.tails(x).1
        } else {
            0.0
        }
    }

    fn quantile(&self, p: f64) -> Result<f64, Error> {
        let p = level(p)?;
        Ok(if p <= 0.0 {
            self.low
        } else if p >= 1.0 {
            self.high
        } else {
            match invert(p, 0.5, |end, z| self.unit.tails(end, z)) {
                (End::Low, z) => self.low + z * self.width(),
                (End::High, z) => self.high - z * self.width(),
            }
        })
    }

    fn support(&self) -> (f64, f64) {
        (self.low, self.high)
    }
}

impl fmt::Display for Beta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "beta, {} to {}, alpha {}, beta {}",
            Plain(self.low),
            Plain(self.high),
            Plain(self.alpha),
            Plain(self.beta)
        )
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename = "Beta")]
pub(super) struct Fields {
    #[serde(default)]
    pub(super) alpha: Option<f64>,
    #[serde(default)]
    pub(super) beta: Option<f64>,
    #[serde(default)]
    pub(super) low: Option<f64>,
    #[serde(default)]
    pub(super) high: Option<f64>,
    #[serde(default, skip_serializing)]
    pub(super) interval: Option<Ends>,
    #[serde(default, skip_serializing)]
    pub(super) probability: Option<f64>,
}

impl TryFrom<Fields> for Beta {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        let (low, high) = (fields.low.unwrap_or(0.0), fields.high.unwrap_or(1.0));
        shape::width(low, high)?;
        let bounds = Interval::closed_const(low, high);
        let parameters = [fields.alpha, fields.beta];
        match given::interval(fields.interval, fields.probability, &parameters)? {
            Some((ends, p)) => Self::from_interval_within(ends.low, ends.high, p, bounds),
            None => Self::new(
                given::need(fields.alpha, "`alpha`")?,
                given::need(fields.beta, "`beta`")?,
            )?
            .within(bounds),
        }
    }
}

impl From<Beta> for Fields {
    fn from(shape: Beta) -> Self {
        Self {
            alpha: Some(shape.alpha),
            beta: Some(shape.beta),
            low: Some(shape.low),
            high: Some(shape.high),
            interval: None,
            probability: None,
        }
    }
}
