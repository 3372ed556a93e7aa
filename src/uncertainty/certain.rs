use std::fmt;

use super::shape::{Plain, Shape, level, sealed};
use crate::{Error, Interval};

/// A value taken as known exactly.
///
/// Range: any finite number. All its probability lies at one point: the variance is 0, the
/// density there is infinite, and every quantile is the value.
///
/// In a file: `{ shape = "certain", value = 0.2 }`.
///
/// # Examples
///
/// ```
/// use compute_impact::uncertainty::{Certain, Shape};
///
/// let published = Certain::new(0.2)?;
/// assert_eq!(published.quantile(0.05)?, 0.2);
/// assert_eq!(published.cumulative(0.1), 0.0);
/// assert!(Certain::new(f64::NAN).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Certain {
    value: f64,
}

impl Certain {
    /// Builds a certain value.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless the value is finite.
    pub fn new(value: f64) -> Result<Self, Error> {
        Interval::FINITE
            .check("certain value", value)
            .map(|value| Self { value })
    }
}

impl sealed::Sealed for Certain {}

impl Shape for Certain {
    fn name(&self) -> &'static str {
        "certain"
    }

    fn mean(&self) -> f64 {
        self.value
    }

    fn variance(&self) -> f64 {
        0.0
    }

    fn density(&self, x: f64) -> f64 {
        #[expect(clippy::float_cmp)] // The mass is at this value and at no other.
        let is_value = x == self.value;
        if is_value { f64::INFINITY } else { 0.0 }
    }

    fn cumulative(&self, x: f64) -> f64 {
        if x >= self.value { 1.0 } else { 0.0 }
    }

    fn survival(&self, x: f64) -> f64 {
        if x < self.value { 1.0 } else { 0.0 }
    }

    fn quantile(&self, p: f64) -> Result<f64, Error> {
        level(p).map(|_| self.value)
    }

    fn support(&self) -> (f64, f64) {
        (self.value, self.value)
    }
}

impl fmt::Display for Certain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "certain, {}", Plain(self.value))
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename = "Certain")]
pub(super) struct Fields {
    pub(super) value: f64,
}

impl TryFrom<Fields> for Certain {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        Self::new(fields.value)
    }
}

impl From<Certain> for Fields {
    fn from(Certain { value }: Certain) -> Self {
        Self { value }
    }
}
