//! The forms in which a file may state a shape: its parameters, or an interval with its
//! probability.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};

use crate::quantity::decimal;
use crate::{Error, ErrorKind};

/// The probability of an interval that states none: the central 90 %.
pub(crate) const PROBABILITY: f64 = 0.90;

/// The two ends of an interval, written `[3, 4]` or `3 to 4`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ends {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Ends {
    pub(crate) const EXPECTED: &'static str = "`3 to 4` or `[3, 4]`";

    /// Reads two bare numbers, which are in the unit of the quantity that they belong to.
    pub(crate) fn read(text: &str) -> Result<Self, Error> {
        let number = |end: &String| decimal::plain(end, &[""]);
        let ends = decimal::ends(text).and_then(|[low, high]| {
            Some(Self {
                low: number(&low)?,
                high: number(&high)?,
            })
        });
        ends.ok_or_else(|| Error::parse("interval", text, Self::EXPECTED))
    }
}

/// Two ends as a file states them. The meaning of a text may depend on the quantity that it belongs
/// to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stated {
    Numbers(Ends),
    Text(String),
}

struct EndsVisitor;

impl<'de> Visitor<'de> for EndsVisitor {
    type Value = Stated;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an interval like {}", Ends::EXPECTED)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Stated, E> {
        Ok(Stated::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Stated, A::Error> {
        let mut next = |at| {
            parts
                .next_element()?
                .ok_or_else(|| de::Error::invalid_length(at, &EndsVisitor))
        };
        let ends = Ends {
            low: next(0)?,
            high: next(1)?,
        };
        match parts.next_element::<f64>()? {
            None => Ok(Stated::Numbers(ends)),
            Some(_) => Err(de::Error::invalid_length(3, &EndsVisitor)),
        }
    }
}

impl<'de> Deserialize<'de> for Stated {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(EndsVisitor)
    }
}

impl<'de> Deserialize<'de> for Ends {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match Stated::deserialize(from)? {
            Stated::Numbers(ends) => Ok(ends),
            Stated::Text(text) => Self::read(&text).map_err(de::Error::custom),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Ends {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Ends".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": format!("Two ends, written like {}.", Self::EXPECTED),
            "anyOf": [
                { "type": "string" },
                { "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 },
            ],
            "examples": ["3 to 4", [3, 4]],
        })
    }
}

/// Returns the interval and its probability, if the shape is stated by one.
///
/// It refuses an interval in addition to parameters, and a probability without an interval.
pub(crate) fn interval(
    interval: Option<Ends>,
    probability: Option<f64>,
    parameters: &[Option<f64>],
) -> Result<Option<(Ends, f64)>, Error> {
    let conflict = |what, with, remedy| Err(Error::new(ErrorKind::Conflict { what, with, remedy }));
    match (interval, probability) {
        (Some(_), _) if parameters.iter().any(Option::is_some) => conflict(
            "`interval`",
            "the parameters of the shape",
            "give either the interval or the parameters",
        ),
        (Some(ends), probability) => Ok(Some((ends, probability.unwrap_or(PROBABILITY)))),
        (None, Some(_)) => conflict(
            "`probability`",
            "the parameters of the shape",
            "give an `interval`, or leave `probability` out",
        ),
        (None, None) => Ok(None),
    }
}

/// Returns a parameter that the shape requires.
pub(crate) fn need(given: Option<f64>, what: &'static str) -> Result<f64, Error> {
    given.ok_or_else(|| {
        Error::new(ErrorKind::Missing {
            what,
            remedy: "give the parameters of the shape, or an `interval`",
        })
    })
}
