//! Summaries as bytes: the only place that knows the encoding.

use compute_impact::simulation::Summary;
use datafusion::common::Result;
use serde_json::{Map, Value};

use crate::error::refused;

/// What all parts of a run have in common, by name: its scenario, seed, number of draws and so on.
#[derive(Debug)]
pub(crate) struct Design(Map<String, Value>);

/// The part of an encoded summary that describes the run.
#[derive(serde::Deserialize)]
struct Header {
    design: Map<String, Value>,
}

/// A summary as bytes.
pub(crate) fn to_bytes(function: &str, summary: &Summary) -> Result<Vec<u8>> {
    serde_json::to_vec(summary).map_err(|error| refused(function, error))
}

/// The summary that bytes contain.
pub(crate) fn from_bytes(function: &str, bytes: &[u8]) -> Result<Summary> {
    serde_json::from_slice(bytes).map_err(|error| {
        let reason = format!(
            "a summary of {} bytes does not read: {error}; simulate its range of draws again",
            bytes.len()
        );
        refused(function, reason)
    })
}

impl Design {
    pub(crate) fn of(function: &str, summary: &Summary) -> Result<Self> {
        Self::from_bytes(function, &to_bytes(function, summary)?)
    }

    /// The design of a summary whose bytes were read before.
    pub(crate) fn from_bytes(function: &str, bytes: &[u8]) -> Result<Self> {
        let header: Header =
            serde_json::from_slice(bytes).map_err(|error| refused(function, error))?;
        Ok(Self(header.design))
    }

    /// The fingerprint of the scenario.
    pub(crate) fn scenario(&self) -> &str {
        self.0
            .get("scenario")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// The number of draws of the whole run.
    pub(crate) fn draws(&self) -> u64 {
        self.0
            .get("draws")
            .and_then(Value::as_u64)
            .unwrap_or_default()
    }

    /// The names and values that differ from another design, in words.
    pub(crate) fn differences(&self, other: &Self) -> String {
        let differing = self
            .0
            .iter()
            .filter(|(name, value)| other.0.get(*name) != Some(value));
        let words = differing.map(|(name, value)| {
            let theirs = other.0.get(name).unwrap_or(&Value::Null);
            match (value, theirs) {
                (Value::Array(_) | Value::Object(_), _)
                | (_, Value::Array(_) | Value::Object(_)) => {
                    format!("different {name}")
                }
                _ => format!("{name} {value} and {theirs}"),
            }
        });
        words.collect::<Vec<_>>().join(", ")
    }
}
