use crate::scenario::Output;
use crate::{Error, Interval};

/// A target: an output that is at least, or at most, a number.
///
/// The number is in the output's own unit: fractions for shares, growth and impact, FLOP/s for
/// compute, units of the currency for money.
///
/// # Examples
///
/// ```
/// use compute_impact::scenario::Output;
/// use compute_impact::simulation::Target;
///
/// let target = Target::at_least(Output::SmartShare, 0.35)?;
/// assert_eq!(target.to_string(), "smart share at least 0.35");
/// assert!(Target::at_least(Output::SmartShare, 35.0).is_err()); // per cent for a fraction
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Target {
    output: Output,
    side: Side,
    number: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    AtLeast,
    AtMost,
}

/// The serde shape of a target.
#[derive(Clone, Copy, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", rename = "Target")]
struct Fields {
    output: Output,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_least: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_most: Option<f64>,
}

impl Target {
    /// The target that an output is at least a number.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if the output can never be that number.
    ///
    /// # Examples
    ///
    /// See [`Target`].
    pub fn at_least(output: Output, number: f64) -> Result<Self, Error> {
        Self::new(output, Side::AtLeast, number)
    }

    /// The target that an output is at most a number.
    ///
    /// # Errors
    ///
    /// As [`at_least`](Self::at_least).
    pub fn at_most(output: Output, number: f64) -> Result<Self, Error> {
        Self::new(output, Side::AtMost, number)
    }

    fn new(output: Output, side: Side, number: f64) -> Result<Self, Error> {
        let allowed: Interval = output.allowed();
        let number = allowed.check(output.what(), number)?;
        Ok(Self {
            output,
            side,
            number,
        })
    }

    /// The output that is to reach the target.
    #[must_use]
    pub const fn output(&self) -> Output {
        self.output
    }

    /// The number to reach.
    #[must_use]
    pub const fn number(&self) -> f64 {
        self.number
    }

    /// True for a lower bound, false for an upper bound.
    #[must_use]
    pub const fn is_at_least(&self) -> bool {
        matches!(self.side, Side::AtLeast)
    }

    /// The side in words: `at least` or `at most`.
    pub(crate) const fn side(&self) -> &'static str {
        match self.side {
            Side::AtLeast => "at least",
            Side::AtMost => "at most",
        }
    }

    /// True if a value of the output reaches the target.
    pub(crate) fn is_reached_by(&self, value: f64) -> bool {
        match self.side {
            Side::AtLeast => value >= self.number,
            Side::AtMost => value <= self.number,
        }
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.output, self.side(), self.number)
    }
}

impl From<Target> for Fields {
    fn from(target: Target) -> Self {
        let (at_least, at_most) = match target.side {
            Side::AtLeast => (Some(target.number), None),
            Side::AtMost => (None, Some(target.number)),
        };
        Self {
            output: target.output,
            at_least,
            at_most,
        }
    }
}

impl TryFrom<Fields> for Target {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        match (fields.at_least, fields.at_most) {
            (Some(number), None) => Self::at_least(fields.output, number),
            (None, Some(number)) => Self::at_most(fields.output, number),
            _ => Err(Error::new(crate::ErrorKind::Missing {
                what: "one of `at-least` and `at-most`",
                remedy: "give one of them",
            })),
        }
    }
}
