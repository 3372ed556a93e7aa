//! The serde form of all quantities: the text that they print, read by the parser that checks it.

use std::{fmt, marker::PhantomData};

use serde::de::{self, Deserializer, IgnoredAny, MapAccess, Unexpected, Visitor};

use crate::Error;
use crate::limits::Limit;

/// A type with a written form.
pub(crate) trait Written: Sized {
    /// Valid forms, for messages.
    const EXPECTED: &'static str;

    /// Reads the text.
    fn from_text(text: &str) -> Result<Self, Error>;

    /// Reads a bare number; only dimensionless types accept one.
    fn from_bare(number: f64) -> Result<Self, Error>;
}

struct WrittenVisitor<Q>(PhantomData<Q>);

/// The key under which the crate `toml` passes on a date written without quotes.
const TOML_DATE: &str = "$__toml_private_datetime";

impl<'de, Q: Written> Visitor<'de> for WrittenVisitor<Q> {
    type Value = Q;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a text like {}", Q::EXPECTED)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Q, E> {
        Limit::QuantityText.check_text(text).map_err(E::custom)?;
        Q::from_text(text).map_err(E::custom)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Q, E> {
        Q::from_bare(number).map_err(E::custom)
    }

    #[allow(clippy::cast_precision_loss)] // Beyond 2^53 no quantity here is valid or exact anyway.
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Q, E> {
        Q::from_bare(number as f64).map_err(E::custom)
    }

    #[allow(clippy::cast_precision_loss)]
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Q, E> {
        Q::from_bare(number as f64).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Q, A::Error> {
        if map.next_key::<String>()?.as_deref() == Some(TOML_DATE) {
            let date: String = map.next_value()?;
            return Err(de::Error::custom(format!(
                "{date} is written without quotes, which TOML reads as a date: write a text like \
                 {}",
                Q::EXPECTED
            )));
        }
        // The whole table is read, so that the message is about it and not about what follows.
        if map.next_value::<IgnoredAny>().is_ok() {
            while let Some((IgnoredAny, IgnoredAny)) = map.next_entry()? {}
        }
        Err(de::Error::invalid_type(Unexpected::Map, &self))
    }
}

pub(crate) fn deserialize<'de, Q: Written, D: Deserializer<'de>>(source: D) -> Result<Q, D::Error> {
    source.deserialize_any(WrittenVisitor(PhantomData))
}

/// The schema of a quantity in a file: a text, or a bare number too where `forms` includes it.
#[cfg(feature = "schema")]
pub(crate) fn schema<Q: Written>(what: &str, forms: &[&str]) -> schemars::Schema {
    // The forms are in backticks, with words between them.
    let examples: Vec<&str> = Q::EXPECTED.split('`').skip(1).step_by(2).collect();
    schemars::json_schema!({
        "type": if let [form] = forms { (*form).into() } else { serde_json::Value::from(forms) },
        "description": format!("A {what}, written like {}.", Q::EXPECTED),
        "examples": examples,
    })
}

/// Implements the serde form of a type with `Display` and `FromStr`; a third argument reads a bare
/// number, for types without a unit.
macro_rules! text_serde {
    ($type:ty, $expected:expr) => {
        $crate::quantity::text_serde!(@impl $type, $expected, &["string"], |number: f64| {
            Err($crate::Error::parse(<$type>::WHAT, &number.to_string(), $expected))
        });
    };
    ($type:ty, $expected:expr, $bare:expr) => {
        $crate::quantity::text_serde!(@impl $type, $expected, &["string", "number"], $bare);
    };
    (@impl $type:ty, $expected:expr, $forms:expr, $bare:expr) => {
        impl $crate::quantity::text::Written for $type {
            const EXPECTED: &'static str = $expected;

            fn from_text(text: &str) -> Result<Self, $crate::Error> {
                text.parse()
            }

            fn from_bare(number: f64) -> Result<Self, $crate::Error> {
                ($bare)(number)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::quantity::text::deserialize(from)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($type)).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::quantity::text::schema::<$type>(<$type>::WHAT, $forms)
            }
        }
    };
}
pub(crate) use text_serde;

/// Implements [`Quantity`](super::Quantity) for a tuple struct of one number: its checked
/// constructor, the numbers allowed and the name of its unit.
macro_rules! one_number {
    ($type:ident, $new:expr, $allowed:expr, $unit:literal) => {
        impl $crate::quantity::sealed::Sealed for $type {}

        impl $crate::quantity::Quantity for $type {
            const NAME: &'static str = Self::WHAT;
            const KIND: $crate::quantity::QuantityKind = $crate::quantity::QuantityKind::$type;

            fn number(&self) -> f64 {
                self.0
            }

            fn with_number(&self, number: f64) -> Result<Self, $crate::Error> {
                ($new)(number)
            }

            fn allowed(&self) -> $crate::quantity::Interval {
                $allowed
            }

            fn unit(&self) -> String {
                $unit.to_owned()
            }
        }
    };
}
pub(crate) use one_number;

/// Implements `FromStr` for a type that reads as a plain number followed by one of the units; the
/// empty unit stands for none.
macro_rules! text_of_number {
    ($type:ident, $units:expr) => {
        impl std::str::FromStr for $type {
            type Err = $crate::Error;

            fn from_str(text: &str) -> Result<Self, $crate::Error> {
                crate::limits::Limit::QuantityText.check_text(text)?;
                let number = $crate::quantity::decimal::plain(text, $units);
                let wrong = || $crate::Error::parse(Self::WHAT, text, Self::EXPECTED);
                Self::new(number.ok_or_else(wrong)?)
            }
        }
    };
}
pub(crate) use text_of_number;

/// Gives a type the JSON schema of the fields that it is read from.
#[cfg(feature = "schema")]
macro_rules! schema_of {
    ($type:ty, $fields:ty) => {
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                <$fields>::schema_name()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                <$fields>::schema_id()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                <$fields>::json_schema(generator)
            }
        }
    };
}
#[cfg(feature = "schema")]
pub(crate) use schema_of;
