//! The uncertainty of a quantity as a file states it; its interval may carry the unit.

use serde::de::{Deserialize, Deserializer, Error as _};

use crate::error::quoted;
use crate::quantity::decimal;
use crate::uncertainty::{Ends, Form, Uncertainty};
use crate::{Error, ErrorKind, Quantity};

/// An uncertainty, and an end of the interval that it was read from if that had a unit.
#[derive(Debug)]
pub(super) struct Spread<Q> {
    pub(super) uncertainty: Uncertainty,
    /// An end of the interval, which has its unit.
    pub(super) end: Option<Q>,
}

impl<'de, Q: Quantity> Deserialize<'de> for Spread<Q> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let form = Form::deserialize(from)?;
        let mut end = None;
        let read = |text: &str| {
            // Bare numbers are in the quantity's own unit, as the parameters of a shape are.
            Ends::read(text).or_else(|_| {
                let (low, high) = read_interval::<Q>(text)?;
                end = Some(low);
                Ok(Ends {
                    low: low.number(),
                    high: high.number(),
                })
            })
        };
        let uncertainty = form.shaped(read).map_err(D::Error::custom)?;
        Ok(Self { uncertainty, end })
    }
}

#[cfg(feature = "schema")]
impl<Q> schemars::JsonSchema for Spread<Q> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Uncertainty::schema_name()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        Uncertainty::schema_id()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Uncertainty::json_schema(generator)
    }
}

/// Reads `3 to 4`, `20 % to 30 % per year` or `300 to 500 bn CNY`: a bare number at the first end
/// takes the unit of the last.
pub(super) fn read_interval<Q: Quantity>(text: &str) -> Result<(Q, Q), Error> {
    let wrong = |expected| Error::parse("interval", text, expected);
    let [low, high] = decimal::ends(text).ok_or_else(|| {
        wrong("`3 to 4`, `20 % to 30 %` or `20 to 30 %`, with the unit at both ends or at the last")
    })?;
    let (low, high): (Q, Q) = (low.parse()?, high.parse()?);
    if low.unit() != high.unit() {
        return Err(wrong("`20 % to 30 %`, both ends in one unit"));
    }
    if low.number() < high.number() {
        return Ok((low, high));
    }
    let given = quoted(text.trim());
    Err(Error::new(ErrorKind::Descending { given }))
}
