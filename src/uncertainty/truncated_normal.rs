use std::fmt;

use libm::{exp, log};

use super::{
    given::{self, Ends},
    normal_window::{Point, Window},
    shape::{self, LOCATION, Plain, Shape, level, sealed},
    solve::{End, invert, rising_root},
    special::{self, INV_SQRT_2_PI, normal_quantile, normal_upper},
};
use crate::{Error, Interval};

/// How many standard deviations the nearer bound may lie from the mean.
const REACH: Interval = Interval::closed_const(0.0, 1e8);

/// A normal shape cut to a range that the quantity cannot leave.
///
/// | parameter | symbol | unit | range |
/// |---|---|---|---|
/// | `mean` | μ | the quantity's | `[-1e150, 1e150]`, at most 1e8 σ outside the bounds |
/// | `standard_deviation` | σ | the quantity's | `[1e-150, 1e150]` |
/// | `low`, `high` | | the quantity's | within 1e150 of zero, between 1e-150 and 1e150 apart |
///
/// Mean and standard deviation are those of the normal before it is cut;
/// [`mean`](Shape::mean) and [`variance`](Shape::variance) are those of what is left. With φ and Φ
/// of the standard normal and z = (x - μ) / σ the density is φ(z) / (σ (Φ(β) - Φ(α))) between the
/// standardised bounds α and β: Johnson, Kotz and Balakrishnan (1994), *Continuous Univariate
/// Distributions* vol. 1, 2nd ed., chapter 13, section 10.1. For a single bound, put the other one 40
/// standard deviations beyond the mean: what is cut off there is below the last digit.
///
/// In a file: `{ shape = "truncated-normal", mean = 0.2, standard-deviation = 0.1, low = 0, high = 1 }`,
/// or the bounds with `interval = "0.1 to 0.3"`, a central interval of 90 % unless `probability` says
/// otherwise.
///
/// # Examples
///
/// ```
/// use compute_impact::uncertainty::{Shape, TruncatedNormal};
/// use compute_impact::Interval;
///
/// let bounds = Interval::closed(0.0, 1.0)?;
/// let share = TruncatedNormal::new(0.0, 0.1, bounds)?; // half of a normal
/// assert!((share.mean() - 0.079_788_456_080_286_54).abs() < 1e-15);
/// let stated = TruncatedNormal::from_interval(0.1, 0.6, 0.90, bounds)?;
/// assert!((stated.quantile(0.05)? - 0.1).abs() < 1e-12);
/// assert!(TruncatedNormal::from_interval(0.01, 0.99, 0.90, bounds).is_err()); // wider than flat
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

/// The parameters, and the standardised window they make.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cut {
    mean: f64,
    sd: f64,
    low: f64,
    high: f64,
    /// Whether the bounds lie below the mean, so that the window is the mirror image.
    mirrored: bool,
    window: Window,
}

impl Cut {
    fn new(mean: f64, sd: f64, low: f64, high: f64) -> Self {
        let mirrored = high <= mean;
        let (from, to) = if mirrored {
            (mean - high, mean - low)
        } else {
            (low - mean, high - mean)
        };
        Self {
            mean,
            sd,
            low,
            high,
            mirrored,
            window: Window::new(from / sd, to / sd, (high - low) / sd),
        }
    }

    /// Probability below and above `x`, and the density.
    fn at(&self, x: f64) -> (f64, f64, f64) {
        let (low, high) = ((x - self.low) / self.sd, (self.high - x) / self.sd);
        let from_mean = (x - self.mean) / self.sd;
        if self.mirrored {
            let (below, above, density) = self.window.at(Point {
                from_low: high,
                from_high: low,
                from_mean: -from_mean,
            });
            (above, below, density / self.sd)
        } else {
            let (below, above, density) = self.window.at(Point {
                from_low: low,
                from_high: high,
                from_mean,
            });
            (below, above, density / self.sd)
        }
    }

    /// The quantile where the window holds the mean and is not narrow, from the normal's own.
    fn direct(&self, p: f64) -> Option<f64> {
        let Window {
            alpha, beta, total, ..
        } = self.window;
        if alpha >= 0.0 {
            return None;
        }
        let total = total * INV_SQRT_2_PI;
        let (cut, kept, sign) = if p <= 0.5 {
            (normal_upper(-alpha), p * total, 1.0)
        } else {
            (normal_upper(beta), (1.0 - p) * total, -1.0)
        };
        // Nearer to a bound the distance to it is what has to be exact.
        (kept >= cut).then(|| self.mean + self.sd * (sign * normal_quantile(cut + kept)))
    }

    fn quantile(&self, p: f64) -> f64 {
        let x = self.direct(p).unwrap_or_else(|| {
            let (end, z) = invert(p, 0.5 * self.window.width, |end, z| {
                let end = match (end, self.mirrored) {
                    (End::Low, false) | (End::High, true) => End::Low,
                    _ => End::High,
                };
                self.window.tails(end, z)
            });
            match end {
                End::Low => self.low + self.sd * z,
                End::High => self.high - self.sd * z,
            }
        });
        x.clamp(self.low, self.high)
    }
}

impl TruncatedNormal {
    /// Mean and standard deviation of the normal before the cut, and the bounds.
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

    /// The normal with this mean and standard deviation, cut to `bounds`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if a parameter is outside the range above;
    /// [`Conflict`](crate::ErrorKind::Conflict) if the standard deviation is zero or the bounds are
    /// equal.
    pub fn new(mean: f64, standard_deviation: f64, bounds: Interval) -> Result<Self, Error> {
        LOCATION.check("mean", mean)?;
        let sd = shape::spread("standard deviation", standard_deviation)?;
        let (low, high) = (bounds.low(), bounds.high());
        shape::width(low, high)?;
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

    /// The normal, cut to `bounds`, whose central part of the given probability, in
    /// `[1e-9, 1 - 1e-9]`, lies from `low` to `high` after the cut.
    ///
    /// Not every interval can be had: the widest belongs to a normal so flat that what the bounds
    /// leave of it is an exponential or uniform shape.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if the interval does not lie inside the bounds,
    /// or for the probability; [`Conflict`](crate::ErrorKind::Conflict) if the interval has no width
    /// or no truncated normal has it.
    pub fn from_interval(
        low: f64,
        high: f64,
        probability: f64,
        bounds: Interval,
    ) -> Result<Self, Error> {
        shape::width(low, high)?;
        shape::width(bounds.low(), bounds.high())?;
        let inside = Interval::open_const(bounds.low(), bounds.high());
        inside.check("lower end of a truncated normal's interval", low)?;
        inside.check("upper end of a truncated normal's interval", high)?;
        let (mean, sd) = fit(low, high, shape::central(probability)?, bounds).ok_or_else(|| {
            shape::unreachable_interval(
                "a normal cut to these bounds",
                "it is too wide, even for a flat shape: choose a narrower one or another shape",
            )
        })?;
        Self::new(mean, sd, bounds)
    }
}

/// The mean and standard deviation that put the two quantiles where they are wanted.
///
/// For a given standard deviation the lower quantile fixes the mean; the upper one then fixes the
/// standard deviation, because flatter shapes with the same lower quantile have a higher upper one.
fn fit(low: f64, high: f64, probability: f64, bounds: Interval) -> Option<(f64, f64)> {
    let odds = log(1.0 + probability) - log(1.0 - probability);
    let width = bounds.high() - bounds.low();
    let log_odds = |mean: f64, sd: f64, x: f64| {
        let (below, above, _) = Cut::new(mean, sd, bounds.low(), bounds.high()).at(x);
        log(below) - log(above)
    };
    let middle = 0.5 * (low + high);
    let mean_for = |sd: f64| {
        let miss = |mean: f64| -odds - log_odds(mean, sd, low);
        let mut step = sd * (1.0 + sd / width);
        let (mut below, mut above) = (middle, middle);
        for _ in 0..60 {
            if miss(below) <= 0.0 {
                break;
            }
            (above, below) = (below, below - step);
            step *= 2.0;
        }
        for _ in 0..60 {
            if miss(above) >= 0.0 {
                break;
            }
            (below, above) = (above, above + step);
            step *= 2.0;
        }
        rising_root(below, above, miss)
    };
    let miss = |precision: f64| {
        let sd = exp(-precision);
        mean_for(sd).map_or(f64::NAN, |mean| log_odds(mean, sd, high) - odds)
    };
    let start = 0.5 * (high - low) / special::normal_half_width(probability);
    let flattest = -log(1e3 * width);
    let (mut below, mut above) = ((-log(start)).max(flattest), (-log(start)).max(flattest));
    while miss(below) > 0.0 && below > flattest {
        (above, below) = (below, (below - 0.5).max(flattest));
    }
    for _ in 0..60 {
        if miss(above) < 0.0 {
            (below, above) = (above, above + 0.5);
        }
    }
    let sd = exp(-rising_root(below, above, miss)?);
    Some((mean_for(sd)?, sd))
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
        let (mean, sd, low, high) = (Plain(mean), Plain(sd), Plain(low), Plain(high));
        write!(f, "normal, mean {mean}, sd {sd}, cut to {low} to {high}")
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename = "TruncatedNormal",
    rename_all = "kebab-case"
)]
struct Fields {
    #[serde(default)]
    mean: Option<f64>,
    #[serde(default, alias = "standard_deviation")]
    standard_deviation: Option<f64>,
    low: f64,
    high: f64,
    #[serde(default, skip_serializing)]
    interval: Option<Ends>,
    #[serde(default, skip_serializing)]
    probability: Option<f64>,
}

impl TryFrom<Fields> for TruncatedNormal {
    type Error = Error;

    fn try_from(given: Fields) -> Result<Self, Error> {
        shape::width(given.low, given.high)?;
        let bounds = Interval::closed_const(given.low, given.high);
        let parameters = [given.mean, given.standard_deviation];
        match given::interval(given.interval, given.probability, &parameters)? {
            Some((ends, p)) => Self::from_interval(ends.low, ends.high, p, bounds),
            None => Self::new(
                given::need(given.mean, "`mean`")?,
                given::need(given.standard_deviation, "`standard-deviation`")?,
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
            low: normal.low,
            high: normal.high,
            interval: None,
            probability: None,
        }
    }
}
