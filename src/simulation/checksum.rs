//! The checksum at the end of what a run writes, which shows if a file was changed or damaged.

use crate::scenario::{fingerprint, fingerprint_of, hash};

/// The checksum of a value, as of its serialised form without the checksum.
pub(super) fn of<T: serde::Serialize + std::fmt::Debug>(value: &T) -> String {
    // JSON has a form for integers, names and digits.
    fingerprint_of(value)
}

/// Checks that a value that was read has the checksum written with it.
pub(super) fn check(what: &str, written: Option<&str>, found: &str) -> Result<(), String> {
    match written {
        Some(written) if written == found => Ok(()),
        Some(written) => Err(format!(
            "the checksum of a {what} must be that of its contents, {found}, got {}: the file was \
             changed or damaged after the library wrote it; take it again from where it was written",
            crate::error::quoted(written)
        )),
        None => Err(format!(
            "a {what} must end with its `checksum`, got none: the file was changed or damaged after \
             the library wrote it; take it again from where it was written"
        )),
    }
}

/// The checksum of bytes.
pub(super) fn of_bytes(bytes: &[u8]) -> u128 {
    hash(bytes)
}

/// True for a text that a fingerprint can be: 32 hexadecimal digits, and not those of no bytes.
pub(super) fn is_fingerprint(text: &str) -> bool {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    text.len() == 32 && text.bytes().all(is_digit) && text != fingerprint(&[])
}
