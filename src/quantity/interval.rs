use std::{fmt, str::FromStr};

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::decimal;
use crate::{Error, ErrorKind};

/// A range of numbers, each end open or closed, that a value must lie in.
///
/// It prints in mathematical notation: `[0, 1]`, `(-1, inf)`. In a file it is a list of its two
/// ends if both are finite and included, and otherwise a text with all digits, such as
/// `"(0, 0.5]"`. A range without an end has an infinite end there, which is never included.
///
/// # Examples
///
/// ```
/// use compute_impact::Interval;
///
/// let observed = Interval::closed(0.25, 0.50)?;
/// assert!(observed.contains(0.3));
/// assert!(!observed.contains(f64::NAN));
/// assert_eq!(observed.to_string(), "[0.25, 0.5]");
/// assert_eq!(Interval::at_least(0.0)?.to_string(), "[0, inf)");
/// assert_eq!("(-1, 0.5]".parse::<Interval>()?.high(), 0.5);
/// assert!(Interval::closed(2.0, 1.0).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    low: f64,
    high: f64,
    low_open: bool,
    high_open: bool,
}

impl Interval {
    /// All finite numbers.
    pub(crate) const FINITE: Self = Self::open_const(f64::NEG_INFINITY, f64::INFINITY);
    /// All finite numbers above zero.
    pub(crate) const POSITIVE: Self = Self::open_const(0.0, f64::INFINITY);
    /// Zero and all finite numbers above it.
    pub(crate) const NON_NEGATIVE: Self = Self {
        low: 0.0,
        high: f64::INFINITY,
        low_open: false,
        high_open: true,
    };
    /// `[0, 1]`.
    pub(crate) const UNIT: Self = Self {
        low: 0.0,
        high: 1.0,
        low_open: false,
        high_open: false,
    };

    /// `(low, high)`.
    pub(crate) const fn open_const(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            low_open: true,
            high_open: true,
        }
    }

    /// `[low, high]`.
    pub(crate) const fn closed_const(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            low_open: false,
            high_open: false,
        }
    }

    /// `(low, high]`.
    pub(crate) const fn left_open_const(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            low_open: true,
            high_open: false,
        }
    }

    /// `[0, 1)`.
    pub(crate) const fn below_one() -> Self {
        Self {
            low: 0.0,
            high: 1.0,
            low_open: false,
            high_open: true,
        }
    }

    /// `(0, 1]`.
    pub(crate) const fn above_zero_to_one() -> Self {
        Self::left_open_const(0.0, 1.0)
    }

    /// Builds `[low, high]`, both ends finite and included.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless both ends are finite and `low <= high`.
    pub fn closed(low: f64, high: f64) -> Result<Self, Error> {
        Self::FINITE.check("lower end of the interval", low)?;
        Self {
            low,
            high: f64::INFINITY,
            low_open: false,
            high_open: true,
        }
        .check("upper end of the interval", high)?;
        Ok(Self::closed_const(low, high))
    }

    /// Builds `[low, inf)`: no upper end.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless `low` is finite.
    pub fn at_least(low: f64) -> Result<Self, Error> {
        Self::FINITE.check("lower end of the interval", low)?;
        Ok(Self {
            high_open: true,
            ..Self::closed_const(low, f64::INFINITY)
        })
    }

    /// Builds `(-inf, high]`: no lower end.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless `high` is finite.
    pub fn at_most(high: f64) -> Result<Self, Error> {
        Self::FINITE.check("upper end of the interval", high)?;
        Ok(Self::left_open_const(f64::NEG_INFINITY, high))
    }

    /// The lower end.
    #[must_use]
    pub const fn low(&self) -> f64 {
        self.low
    }

    /// The upper end.
    #[must_use]
    pub const fn high(&self) -> f64 {
        self.high
    }

    /// Returns true if `x` lies inside; NaN never does.
    #[must_use]
    pub fn contains(&self, x: f64) -> bool {
        (x > self.low || (!self.low_open && x >= self.low))
            && (x < self.high || (!self.high_open && x <= self.high))
    }

    /// Returns true if all of `other` lies inside.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let low =
            other.low > self.low || (other.low >= self.low && (!self.low_open || other.low_open));
        let high = other.high < self.high
            || (other.high <= self.high && (!self.high_open || other.high_open));
        low && high
    }

    /// Returns true if both ends are finite, so that a list of two numbers can state them.
    pub(crate) const fn is_bounded(&self) -> bool {
        self.low.is_finite() && self.high.is_finite()
    }

    /// Returns `given` if it lies inside: the only range check of the crate.
    pub(crate) fn check(&self, what: &'static str, given: f64) -> Result<f64, Error> {
        if self.contains(given) {
            return Ok(given);
        }
        Err(Error::new(ErrorKind::OutOfRange {
            what,
            given,
            allowed: *self,
        }))
    }
}

impl Interval {
    const WHAT: &'static str = "interval";
    const EXPECTED: &'static str = "`[0, 1]`, `(0, 0.5]` or `[0, inf)`";

    /// Writes both ends in their brackets, each through `number`.
    fn bracketed(&self, number: impl Fn(f64) -> String) -> String {
        let left = if self.low_open { '(' } else { '[' };
        let right = if self.high_open { ')' } else { ']' };
        format!("{left}{}, {}{right}", number(self.low), number(self.high))
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whole limits such as the number of draws are exact, whatever their size.
        let number = |end: f64| {
            if end.fract() == 0.0 && end.abs() < 9e15 {
                decimal::write(end, 0)
            } else {
                decimal::typed(end)
            }
        };
        f.write_str(&self.bracketed(number))
    }
}

impl FromStr for Interval {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let inner = text.trim();
        let low_open = inner.starts_with('(');
        let inner = inner.strip_prefix(['(', '[']).ok_or_else(wrong)?;
        let high_open = inner.ends_with(')');
        let inner = inner.strip_suffix([')', ']']).ok_or_else(wrong)?;
        let (low, high) = inner.split_once(',').ok_or_else(wrong)?;
        let number = |end: &str| end.trim().parse::<f64>().map_err(|_| wrong());
        let interval = Self {
            low: number(low)?,
            high: number(high)?,
            low_open,
            high_open,
        };
        // An infinite end is never included, the ends ascend, and at least one number lies between.
        let has_low = interval.low.is_finite() || (low_open && interval.low == f64::NEG_INFINITY);
        let has_high = interval.high.is_finite() || (high_open && interval.high == f64::INFINITY);
        let is_closed = !low_open && !high_open && interval.low <= interval.high;
        if has_low && has_high && (interval.low < interval.high || is_closed) {
            Ok(interval)
        } else {
            Err(wrong())
        }
    }
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.low_open || self.high_open {
            to.serialize_str(&self.bracketed(|end| decimal::write(end, 0)))
        } else {
            [self.low, self.high].serialize(to)
        }
    }
}

struct IntervalVisitor;

impl<'de> Visitor<'de> for IntervalVisitor {
    type Value = Interval;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of two numbers such as `[0, 1]`, or a text like \"(0, 1]\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Interval, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<Interval, A::Error> {
        let [low, high] = <[f64; 2]>::deserialize(de::value::SeqAccessDeserializer::new(parts))?;
        Interval::closed(low, high).map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(IntervalVisitor)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Interval {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Interval".into()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        concat!(module_path!(), "::Interval").into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A range: its two ends, both included, or a text with brackets.",
            "anyOf": [
                { "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 },
                { "type": "string" },
            ],
            "examples": [[0, 1], "(0, 1]"],
        })
    }
}
