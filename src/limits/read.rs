//! Lists of files, which are read no further than their limits.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor};

use super::rows::ROWS;

/// Reads a list of at most as many entries as the limit with the number `LIMIT` allows.
///
/// # Errors
///
/// Those of the entries, and [`TooMany`](ErrorKind::TooMany), as the format reports it, at the first
/// entry past the limit.
pub(crate) fn list<'de, const LIMIT: usize, T, D>(source: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    source.deserialize_seq(ListVisitor::<LIMIT, T>(PhantomData))
}

/// Reads a list as [`list`] does, or nothing.
///
/// # Errors
///
/// As [`list`].
pub(crate) fn list_if_any<'de, const LIMIT: usize, T, D>(
    source: D,
) -> Result<Option<Vec<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    source.deserialize_option(OptionVisitor::<LIMIT, T>(PhantomData))
}

struct ListVisitor<const LIMIT: usize, T>(PhantomData<T>);

impl<'de, const LIMIT: usize, T: Deserialize<'de>> Visitor<'de> for ListVisitor<LIMIT, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The words of serde for a list.
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Vec<T>, A::Error> {
        let limit = ROWS[LIMIT].limit;
        let mut items = Vec::new();
        while items.len() < limit.most() {
            let Some(item) = source.next_element()? else {
                return Ok(items);
            };
            items.push(item);
        }
        if source.next_element::<IgnoredAny>()?.is_some() {
            return Err(A::Error::custom(limit.error(None)));
        }
        Ok(items)
    }
}

struct OptionVisitor<const LIMIT: usize, T>(PhantomData<T>);

impl<'de, const LIMIT: usize, T: Deserialize<'de>> Visitor<'de> for OptionVisitor<LIMIT, T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        list::<LIMIT, T, D>(source).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limit;

    #[test]
    fn a_list_of_a_file_is_refused_at_the_first_entry_past_the_limit() {
        #[derive(Debug, serde::Deserialize)]
        struct Shape {
            #[serde(deserialize_with = "list::<{ Limit::Tiers as usize }, _, _>")]
            tiers: Vec<u32>,
            #[serde(
                default,
                deserialize_with = "list_if_any::<{ Limit::Tiers as usize }, _, _>"
            )]
            other: Option<Vec<u32>>,
        }
        let text = |count: usize| format!("{{\"tiers\": [0{}]}}", ", 1".repeat(count - 1));
        let most = Limit::Tiers.most();
        let shape: Shape = serde_json::from_str(&text(most)).unwrap();
        assert_eq!((shape.tiers.len(), shape.other), (most, None));
        // What comes after the limit is not read: it is no number.
        let long = text(most + 1).replace("]}", ", x");
        let error = serde_json::from_str::<Shape>(&long).unwrap_err();
        assert!(error.to_string().contains("at most 100 tiers"), "{error}");
        let null: Shape = serde_json::from_str("{\"tiers\": [], \"other\": null}").unwrap();
        assert_eq!(null.other, None);
        let one: Shape = serde_json::from_str("{\"tiers\": [], \"other\": [7]}").unwrap();
        assert_eq!(one.other, Some(vec![7]));
    }
}
