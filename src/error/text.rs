//! Numbers and lists as the messages of errors write them.

use crate::quantity::decimal::{excluded, short, short_percent};

/// Returns the first 80 characters of a text, for a message: a malicious file may have megabytes in
/// one field.
pub(crate) fn quoted(text: &str) -> String {
    text.chars().take(80).collect()
}

/// Writes a count with its noun in the singular or the plural.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{count} {noun}")
}

/// Writes the central probability of the interval that a number was read from, if it was.
pub(super) fn central(probability: Option<f64>) -> String {
    probability.map_or_else(String::new, |probability| {
        let percent = short_percent(probability);
        format!("; the interval is read as the central {percent}")
    })
}

/// Writes the sum of shares with enough digits to show that it is not one.
pub(super) fn unlike_one(sum: f64, tolerance: f64) -> String {
    excluded(sum, |x| (x - 1.0).abs() <= tolerance)
}

/// Writes a number of bytes in megabytes.
pub(super) fn megabytes(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "four digits are shown")]
    let megabytes = bytes as f64 / 1e6;
    short(megabytes)
}

/// Lists keys in backticks.
pub(super) fn list_of_keys(keys: &[&str]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    quoted.join(", ")
}

/// Lists the first ten correlations.
pub(super) fn pairs(nearest: &[([String; 2], f64)]) -> String {
    const SHOWN: usize = 10;
    let mut shown: Vec<String> = nearest
        .iter()
        .take(SHOWN)
        .map(|([a, b], rank)| format!("{} for {a} and {b}", short(*rank)))
        .collect();
    if nearest.len() > SHOWN {
        shown.push(format!("and {} more", nearest.len() - SHOWN));
    }
    shown.join(", ")
}

/// Lists the first ten numbers with their labels.
pub(super) fn listed(numbers: &[(String, f64)]) -> String {
    const SHOWN: usize = 10;
    let mut shown: Vec<String> = numbers
        .iter()
        .take(SHOWN)
        .map(|(label, number)| format!("{} in {label}", short(*number)))
        .collect();
    if numbers.len() > SHOWN {
        shown.push(format!("and {} more", numbers.len() - SHOWN));
    }
    shown.join(", ")
}
