//! Summaries as bytes: the only place that knows the encoding.

use compute_impact::simulation::Summary;
use datafusion::common::Result;
use serde_json::{Map, Value};

use crate::error::refused;

/// A summary as bytes.
pub(crate) fn to_bytes(summary: &Summary) -> Vec<u8> {
    summary.to_bytes()
}

/// The summary that bytes contain.
pub(crate) fn from_bytes(function: &str, bytes: &[u8]) -> Result<Summary> {
    Summary::from_bytes(bytes).map_err(|error| {
        let reason = format!(
            "a summary of {} bytes does not read: {error}; simulate its range of draws again",
            bytes.len()
        );
        refused(function, reason)
    })
}

/// The names and values of two runs that differ, in words: of scenario, seed, number of draws and so on.
pub(crate) fn differences(one: &Summary, other: &Summary) -> String {
    let (one, other) = (design(one), design(other));
    let differing = one
        .iter()
        .filter(|(name, value)| other.get(*name) != Some(value));
    let words = differing.map(|(name, value)| {
        let theirs = other.get(name).unwrap_or(&Value::Null);
        match (value, theirs) {
            (Value::Array(_) | Value::Object(_), _) | (_, Value::Array(_) | Value::Object(_)) => {
                format!("different {name}")
            }
            _ => format!("{name} {value} and {theirs}"),
        }
    });
    words.collect::<Vec<_>>().join(", ")
}

/// What all parts of a run have in common, by name, from the serialised form.
fn design(summary: &Summary) -> Map<String, Value> {
    let value = serde_json::to_value(summary).unwrap_or_default();
    match value.get("design") {
        Some(Value::Object(design)) => design.clone(),
        _ => Map::new(),
    }
}
