//! Numbers and lists as the messages of errors write them.

use crate::quantity::decimal::{excluded, short, short_percent};

/// Returns the first 80 characters of a text, for a message: a malicious file may have megabytes in
/// one field. Letters that nobody would see are escaped.
pub(crate) fn quoted(text: &str) -> String {
    crate::text::shown(text.chars().take(80))
}

/// Writes a count with its noun in the singular or the plural.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{count} {noun}")
}

/// Writes a count with commas between thousands.
pub(super) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (number, digit) in digits.chars().enumerate() {
        if number > 0 && (digits.len() - number).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
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

/// The message of a run that needs too much memory, or that was ended after some draws.
pub(super) fn memory(needed: u64, allowed: u64, draws_done: u64) -> String {
    let (needed, allowed) = (megabytes(needed), megabytes(allowed));
    let remedy = "allow more, or ask for fewer outputs, exact quantiles or threads";
    if draws_done == 0 {
        return format!(
            "the run needs about {needed} MB of memory and may use {allowed} MB: {remedy}"
        );
    }
    format!(
        "the run was ended after {draws_done} draws, which took {needed} MB of memory of the \
         {allowed} MB that it may use: {remedy}"
    )
}

/// The remedy for a file or a directory that could not be used, if it is known.
pub(super) fn of_file(cause: std::io::ErrorKind) -> &'static str {
    use std::io::ErrorKind;
    match cause {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "; make room on the disk and run it again, which goes on where it ended"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "; use a directory that can be written to"
        }
        ErrorKind::NotFound => "; check the path",
        _ => "",
    }
}

/// Writes a number of bytes in megabytes.
fn megabytes(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "four digits are shown")]
    let megabytes = bytes as f64 / 1e6;
    short(megabytes)
}

/// Lists keys in backticks.
pub(super) fn list_of_keys(keys: &[&str]) -> String {
    enumerated(keys.iter().map(|key| format!("`{key}`")))
}

/// Writes the key of a file that an output needs, for outputs of segments.
pub(super) fn needs(output: crate::Output) -> &'static str {
    use crate::Output::{Compute, SegmentGrowth, SmartShare};
    match output {
        SmartShare | Compute(_) | SegmentGrowth(_) => {
            ": it needs `compute.path.total.smart-share`, or the segments in `compute.path`"
        }
        _ => "",
    }
}

/// Lists a dozen items at most, each whole: of more it lists the first ten and counts the rest.
pub(crate) fn enumerated(items: impl ExactSizeIterator<Item = String>) -> String {
    const SHOWN: usize = 10;
    const MOST: usize = 12;
    let count = items.len();
    if count <= MOST {
        return items.collect::<Vec<_>>().join(", ");
    }
    let shown: Vec<String> = items.take(SHOWN).collect();
    format!("{}, and {} more", shown.join(", "), count - SHOWN)
}

/// Lists correlations.
pub(super) fn pairs(nearest: &[([String; 2], f64)]) -> String {
    let pair = |([a, b], rank): &([String; 2], f64)| format!("{} for {a} and {b}", short(*rank));
    enumerated(nearest.iter().map(pair))
}

/// Lists numbers with their labels.
pub(super) fn listed(numbers: &[(String, f64)]) -> String {
    let number = |(label, number): &(String, f64)| format!("{} in {label}", short(*number));
    enumerated(numbers.iter().map(number))
}
