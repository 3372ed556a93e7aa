use std::fmt;

use super::{
    given::{self, Ends},
    shape::{self, Plain, Shape, level, sealed},
    solve::rising_root,
};
use crate::{Error, Interval};

/// The triangular shape, whose density rises in a straight line from the least value to the mode
/// and falls to the greatest.
///
/// | parameter | unit | range |
/// |---|---|---|
/// | `low`, `high` | the quantity's | within 1e150 of zero, between 1e-150 and 1e150 apart |
/// | `mode` | the quantity's | `[low, high]` |
///
/// Cumulative (x - low)^2 / ((high - low)(mode - low)) up to the mode and 1 - (high - x)^2 /
/// ((high - low)(high - mode)) beyond it; mean (low + mode + high) / 3; variance (a^2 + a b + b^2)
/// / 18 with a = mode - low, b = high - mode: Kotz and van Dorp (2004), *Beyond Beta*, chapter 1.
///
/// In a file: `{ shape = "triangular", low = 2, mode = 3, high = 5 }`, or `interval = "3 to
/// 4"` with or without a `mode` inside it; without a mode the triangle is symmetric.
///
/// # Examples
///
/// ```
/// use compute_impact::uncertainty::{Shape, Triangular};
///
/// let multiplier = Triangular::from_interval_and_mode(3.0, 3.2, 4.0, 0.90)?;
/// assert!((multiplier.quantile(0.05)? - 3.0).abs() < 1e-14);
/// assert!((multiplier.quantile(0.95)? - 4.0).abs() < 1e-14);
/// assert!(Triangular::new(1.0, 5.0, 3.0).is_err()); // the mode is the second argument
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Triangular {
    low: f64,
    mode: f64,
    high: f64,
}

impl Triangular {
    pub(super) const fn mode(&self) -> f64 {
        self.mode
    }

    /// Builds the triangle over `[low, high]` with its peak at `mode`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if a parameter is outside the range above;
    /// [`Conflict`](crate::ErrorKind::Conflict) if the ends are equal.
    pub fn new(low: f64, mode: f64, high: f64) -> Result<Self, Error> {
        shape::width(low, high)?;
        Interval::closed_const(low, high).check("mode", mode)?;
        Ok(Self { low, mode, high })
    }

    /// Builds the symmetric triangle whose central part with the given probability, in `[1e-9, 1]`,
    /// lies from `low` to `high`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and [`OutOfRange`](crate::ErrorKind::OutOfRange) for the probability.
    pub fn from_interval(low: f64, high: f64, probability: f64) -> Result<Self, Error> {
        let width = shape::width(low, high)?;
        let tail = 0.5 * (1.0 - shape::bounded_central(probability)?);
        let root = (0.5 * tail).sqrt();
        let margin = width * root / (1.0 - 2.0 * root);
        Self::new(low - margin, 0.5 * (low + high), high + margin)
    }

    /// Builds the triangle with its peak at `mode` whose central part with the given probability,
    /// in `[1e-9, 1]`, lies from `low` to `high`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and [`OutOfRange`](crate::ErrorKind::OutOfRange) for the probability
    /// or if the mode lies outside the interval.
    pub fn from_interval_and_mode(
        low: f64,
        mode: f64,
        high: f64,
        probability: f64,
    ) -> Result<Self, Error> {
        let tail = 0.5 * (1.0 - shape::bounded_central(probability)?);
        let unit = |theta: f64| (unit_tail(theta, tail), 1.0 - unit_tail(1.0 - theta, tail));
        let (low, high) = stretch(low, mode, high, unit)?;
        Self::new(low, mode, high)
    }

    fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// Returns the quantile of the triangle on `[0, 1]` with its mode at `theta`, for a tail of at most
/// a half.
fn unit_tail(theta: f64, tail: f64) -> f64 {
    if tail <= theta {
        (tail * theta).sqrt()
    } else {
        1.0 - ((1.0 - tail) * (1.0 - theta)).sqrt()
    }
}

/// Returns the ends of the support for which a shape of a family has the given interval and mode.
/// The family is on `[0, 1]` and is indexed by its mode `theta`; `unit` gives the central interval
/// of each member.
pub(super) fn stretch(
    low: f64,
    mode: f64,
    high: f64,
    unit: impl Fn(f64) -> (f64, f64),
) -> Result<(f64, f64), Error> {
    let width = shape::width(low, high)?;
    Interval::closed_const(low, high).check("mode", mode)?;
    // The position of the mode in the interval; members reach from below 0 at theta = 0 to above 1
    // at theta = 1.
    let position = (mode - low) / width;
    let difference = |theta: f64| {
        let (from, to) = unit(theta);
        (theta - from) / (to - from) - position
    };
    let theta = rising_root(0.0, 1.0, difference).unwrap_or(position);
    let (from, to) = unit(theta);
    let scale = width / (to - from);
    // Rounding may put an end inside the mode by an ulp.
    Ok((
        (low - from * scale).min(mode),
        (high + (1.0 - to) * scale).max(mode),
    ))
}

impl sealed::Sealed for Triangular {}

impl Shape for Triangular {
    fn name(&self) -> &'static str {
        "triangular"
    }

    fn mean(&self) -> f64 {
        (self.low + self.mode + self.high) / 3.0
    }

    fn variance(&self) -> f64 {
        let (rise, fall) = (self.mode - self.low, self.high - self.mode);
        (rise * rise + rise * fall + fall * fall) / 18.0
    }

    fn density(&self, x: f64) -> f64 {
        let peak = 2.0 / self.width();
        if x < self.mode && x >= self.low {
            peak * ((x - self.low) / (self.mode - self.low))
        } else if x > self.mode && x <= self.high {
            peak * ((self.high - x) / (self.high - self.mode))
        } else if x.is_nan() || x < self.low || x > self.high {
            0.0
        } else {
            peak
        }
    }

    fn cumulative(&self, x: f64) -> f64 {
        if x >= self.high {
            1.0
        } else if x > self.mode {
            // The complement of the survival would cancel where the mode is at the low end.
            let (past, fall) = (x - self.mode, self.high - self.mode);
            let part = past / self.width() * (2.0 - past / fall);
            ((self.mode - self.low) / self.width() + part).min(1.0)
        } else if x > self.low {
            let part = x - self.low;
            part / self.width() * (part / (self.mode - self.low))
        } else {
            0.0
        }
    }

    fn survival(&self, x: f64) -> f64 {
        if x <= self.low {
            1.0
        } else if x < self.mode {
            let (short, rise) = (self.mode - x, self.mode - self.low);
            let part = short / self.width() * (2.0 - short / rise);
            ((self.high - self.mode) / self.width() + part).min(1.0)
        } else if x < self.high {
            let part = self.high - x;
            part / self.width() * (part / (self.high - self.mode))
        } else {
            0.0
        }
    }

    fn quantile(&self, p: f64) -> Result<f64, Error> {
        let p = level(p)?;
        let (rise, fall) = (self.mode - self.low, self.high - self.mode);
        // Counted from the nearer end where it is on the same side of the mode, and from the mode
        // otherwise.
        let root = |part: f64, side: f64| part.sqrt() * self.width().sqrt() * side.sqrt();
        let past = |area: f64, side: f64| area / (1.0 + (1.0 - area / side).max(0.0).sqrt());
        let (below, above) = (p * self.width(), (1.0 - p) * self.width());
        Ok(match (below <= rise, p <= 0.5) {
            (true, true) => (self.low + root(p, rise)).min(self.mode),
            (true, false) => (self.mode - past(above - fall, rise)).max(self.low),
            (false, true) => (self.mode + past(below - rise, fall)).min(self.high),
            (false, false) => (self.high - root(1.0 - p, fall)).max(self.mode),
        })
    }

    fn support(&self) -> (f64, f64) {
        (self.low, self.high)
    }
}

impl fmt::Display for Triangular {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "triangular, {} to {}, mode {}",
            Plain(self.low),
            Plain(self.high),
            Plain(self.mode)
        )
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename = "Triangular")]
pub(super) struct Fields {
    #[serde(default)]
    pub(super) low: Option<f64>,
    #[serde(default)]
    pub(super) mode: Option<f64>,
    #[serde(default)]
    pub(super) high: Option<f64>,
    #[serde(default, skip_serializing)]
    pub(super) interval: Option<Ends>,
    #[serde(default, skip_serializing)]
    pub(super) probability: Option<f64>,
}

/// The three forms in which a file may state a shape with a mode.
pub(super) enum Form {
    Parameters(f64, f64, f64),
    Interval(Ends, f64),
    IntervalAndMode(Ends, f64, f64),
}

impl Fields {
    pub(super) fn new(low: f64, mode: f64, high: f64) -> Self {
        Self {
            low: Some(low),
            mode: Some(mode),
            high: Some(high),
            interval: None,
            probability: None,
        }
    }

    pub(super) fn form(self) -> Result<Form, Error> {
        let parameters = [self.low, self.high];
        let interval = given::interval(self.interval, self.probability, &parameters)?;
        Ok(match (interval, self.mode) {
            (Some((ends, probability)), None) => Form::Interval(ends, probability),
            (Some((ends, probability)), Some(mode)) => {
                Form::IntervalAndMode(ends, mode, probability)
            }
            (None, mode) => Form::Parameters(
                given::need(self.low, "`low`")?,
                given::need(mode, "`mode`")?,
                given::need(self.high, "`high`")?,
            ),
        })
    }
}

impl TryFrom<Fields> for Triangular {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        match fields.form()? {
            Form::Parameters(low, mode, high) => Self::new(low, mode, high),
            Form::Interval(ends, p) => Self::from_interval(ends.low, ends.high, p),
            Form::IntervalAndMode(ends, mode, p) => {
                Self::from_interval_and_mode(ends.low, mode, ends.high, p)
            }
        }
    }
}

impl From<Triangular> for Fields {
    fn from(Triangular { low, mode, high }: Triangular) -> Self {
        Self::new(low, mode, high)
    }
}
