use std::fmt;

use super::{
    cut::Cut,
    given::{self, Ends},
    shape::{self, LOCATION, Plain, Shape, level, sealed},
    truncated_fit::fit,
};
use crate::{Error, ErrorKind, Interval};

/// The distance allowed from the mean to the nearer bound, in standard deviations.
const REACH: Interval = Interval::closed_const(0.0, 1e8);

/// A normal shape truncated to the range of the quantity.
///
/// | parameter | symbol | unit | range |
/// |---|---|---|---|
/// | `mean` | μ | the quantity's | `[-1e150, 1e150]`, at most 1e8 σ outside the bounds |
/// | `standard_deviation` | σ | the quantity's | `[1e-150, 1e150]` |
/// | `low`, `high` | | the quantity's | within 1e150 of zero, between 1e-150 and 1e150 apart; one may be omitted |
///
/// The parameters `mean` and `standard_deviation` are those of the normal before truncation;
/// [`mean`](Shape::mean) and [`variance`](Shape::variance) are those after truncation. With φ and Φ
/// of the standard normal and z = (x - μ) / σ the density is φ(z) / (σ (Φ(β) - Φ(α))) between the
/// standardised bounds α and β: Johnson, Kotz and Balakrishnan (1994), *Continuous Univariate
/// Distributions* vol. 1, 2nd ed., chapter 13, section 10.1. With only one bound the other is
/// infinite: [`Interval::at_least`] and [`Interval::at_most`], or a file without `low` or without
/// `high`.
///
/// In a file: `{ shape = "truncated-normal", mean = 0.2, standard-deviation = 0.1, low = 0, high =
/// 1 }`, or the bounds with `interval = "0.1 to
/// 0.3"`, a central interval of 90 % unless `probability` states another.
///
/// # Examples
///
/// ```
/// use compute_impact::uncertainty::{Shape, TruncatedNormal};
/// use compute_impact::Interval;
///
/// let bounds = Interval::closed(0.0, 1.0)?;
/// let share = TruncatedNormal::new(0.0, 0.1, bounds)?; // the upper half of a normal
/// assert!((share.mean() - 0.079_788_456_080_286_54).abs() < 1e-15);
/// let stated = TruncatedNormal::from_interval(0.1, 0.6, 0.90, bounds)?;
/// assert!((stated.quantile(0.05)? - 0.1).abs() < 1e-12);
/// assert!(TruncatedNormal::from_interval(0.01, 0.99, 0.90, bounds).is_err()); // too wide
///
/// let positive = TruncatedNormal::new(0.2, 0.1, Interval::at_least(0.0)?)?;
/// assert!((positive.mean() - 0.205_524_786_267_899).abs() < 1e-15);
/// assert_eq!(positive.support(), (0.0, f64::INFINITY));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct TruncatedNormal {
    normal: Cut,
    mean: f64,
    standard_deviation: f64,
}

impl TruncatedNormal {
    /// Returns mean and standard deviation of the normal before truncation, and the bounds.
    pub(super) const fn parameters(&self) -> [f64; 4] {
        let Cut {
            mean,
            sd,
            low,
            high,
            ..
        } = self.normal;
        [mean, sd, low, high]
    }

    /// Builds the normal with this mean and standard deviation, truncated to `bounds`, one of which
    /// may be infinite.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if a parameter is outside the range above;
    /// [`Conflict`](crate::ErrorKind::Conflict) if the standard deviation is zero, the bounds are
    /// equal, or both are infinite.
    pub fn new(mean: f64, standard_deviation: f64, bounds: Interval) -> Result<Self, Error> {
        LOCATION.check("mean", mean)?;
        let sd = shape::spread("standard deviation", standard_deviation)?;
        let (low, high) = (bounds.low(), bounds.high());
        check_bounds(low, high)?;
        let outside = ((low - mean) / sd).max((mean - high) / sd).max(0.0);
        REACH.check(
            "standard deviations from the mean to the nearer bound",
            outside,
        )?;
        let normal = Cut::new(mean, sd, low, high);
        let (center, spread) = normal.window.moments();
        let center = match (normal.mirrored, normal.window.alpha >= 0.0) {
            (true, _) => high - sd * center,
            (false, true) => low + sd * center,
            (false, false) => mean + sd * center,
        };
        Ok(Self {
            normal,
            mean: center.clamp(low, high),
            standard_deviation: sd * spread,
        })
    }

    /// Builds the normal, truncated to `bounds`, whose central part with the given probability, in
    /// `[1e-9, 1 - 1e-9]`, lies from `low` to `high` after truncation.
    ///
    /// Not every interval is possible: the widest belongs to a normal so flat that between the
    /// bounds it is an exponential or uniform shape.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if the interval does not lie inside the bounds,
    /// or for the probability; [`Conflict`](crate::ErrorKind::Conflict) if the interval has no
    /// width or belongs to no truncated normal.
    pub fn from_interval(
        low: f64,
        high: f64,
        probability: f64,
        bounds: Interval,
    ) -> Result<Self, Error> {
        shape::width(low, high)?;
        check_bounds(bounds.low(), bounds.high())?;
        let inside = Interval::open_const(bounds.low(), bounds.high());
        inside.check("lower end of a truncated normal's interval", low)?;
        inside.check("upper end of a truncated normal's interval", high)?;
        let (mean, sd) = fit(low, high, shape::central(probability)?, bounds).ok_or_else(|| {
            shape::unreachable_interval(
                "a normal cut to these bounds",
                "choose a narrower interval or another shape, because even a flat shape is \
                 narrower",
            )
        })?;
        Self::new(mean, sd, bounds)
    }
}

/// Checks that the bounds ascend and are within range; one of them may be infinite.
fn check_bounds(low: f64, high: f64) -> Result<(), Error> {
    match (low == f64::NEG_INFINITY, high == f64::INFINITY) {
        (false, false) => shape::width(low, high).map(|_| ()),
        (true, false) => LOCATION.check("upper end", high).map(|_| ()),
        (false, true) => LOCATION.check("lower end", low).map(|_| ()),
        (true, true) => Err(Error::new(ErrorKind::Conflict {
            what: "`truncated-normal`",
            with: "no bound at all",
            remedy: "give `low` or `high`, or use `normal`",
        })),
    }
}

impl sealed::Sealed for TruncatedNormal {}

impl Shape for TruncatedNormal {
    fn name(&self) -> &'static str {
        "truncated-normal"
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
        if x >= self.normal.low && x <= self.normal.high {
            self.normal.at(x).2
        } else {
            0.0
        }
    }

    fn cumulative(&self, x: f64) -> f64 {
        if x >= self.normal.high {
            1.0
        } else if x > self.normal.low {
            self.normal.at(x).0
        } else {
            0.0
        }
    }

    fn survival(&self, x: f64) -> f64 {
        if x <= self.normal.low {
            1.0
        } else if x < self.normal.high {
            self.normal.at(x).1
        } else {
            0.0
        }
    }

    fn quantile(&self, p: f64) -> Result<f64, Error> {
        let p = level(p)?;
        Ok(if p <= 0.0 {
            self.normal.low
        } else if p >= 1.0 {
            self.normal.high
        } else {
            self.normal.quantile(p)
        })
    }

    fn support(&self) -> (f64, f64) {
        (self.normal.low, self.normal.high)
    }
}

impl fmt::Display for TruncatedNormal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cut {
            mean,
            sd,
            low,
            high,
            ..
        } = self.normal;
        write!(f, "normal, mean {}, sd {}, cut to ", Plain(mean), Plain(sd))?;
        match (low.is_finite(), high.is_finite()) {
            (true, true) => write!(f, "{} to {}", Plain(low), Plain(high)),
            (true, false) => write!(f, "at least {}", Plain(low)),
            _ => write!(f, "at most {}", Plain(high)),
        }
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(extend("anyOf" = [{ "required": ["low"] }, { "required": ["high"] }]))
)]
#[serde(
    deny_unknown_fields,
    rename = "TruncatedNormal",
    rename_all = "kebab-case"
)]
pub(super) struct Fields {
    #[serde(default)]
    pub(super) mean: Option<f64>,
    #[serde(default, alias = "standard_deviation")]
    pub(super) standard_deviation: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) low: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) high: Option<f64>,
    #[serde(default, skip_serializing)]
    pub(super) interval: Option<Ends>,
    #[serde(default, skip_serializing)]
    pub(super) probability: Option<f64>,
}

impl TryFrom<Fields> for TruncatedNormal {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        if fields.low.is_none() && fields.high.is_none() {
            return Err(Error::new(ErrorKind::Missing {
                what: "`low` or `high`",
                remedy: "give at least one bound of the truncated normal",
            }));
        }
        let low = fields.low.unwrap_or(f64::NEG_INFINITY);
        let high = fields.high.unwrap_or(f64::INFINITY);
        check_bounds(low, high)?;
        let bounds = Interval::closed_const(low, high);
        let parameters = [fields.mean, fields.standard_deviation];
        match given::interval(fields.interval, fields.probability, &parameters)? {
            Some((ends, p)) => Self::from_interval(ends.low, ends.high, p, bounds),
            None => Self::new(
                given::need(fields.mean, "`mean`")?,
                given::need(fields.standard_deviation, "`standard-deviation`")?,
                bounds,
            ),
        }
    }
}

impl From<TruncatedNormal> for Fields {
    fn from(TruncatedNormal { normal, .. }: TruncatedNormal) -> Self {
        Self {
            mean: Some(normal.mean),
            standard_deviation: Some(normal.sd),
            low: Some(normal.low).filter(|low| low.is_finite()),
            high: Some(normal.high).filter(|high| high.is_finite()),
            interval: None,
            probability: None,
        }
    }
}
