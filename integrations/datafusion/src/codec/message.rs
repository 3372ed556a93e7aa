//! The bytes of a function, table or operator: a line with the library and its version, a line of JSON,
//! and what follows.

use datafusion::common::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::plan_error;

const PREFIX: &[u8] = b"compute-impact ";

/// True if this crate wrote the bytes.
pub(super) fn is_ours(bytes: &[u8]) -> bool {
    bytes.starts_with(PREFIX)
}

/// Adds a message with some bytes after it.
pub(super) fn write(message: &impl Serialize, rest: &[u8], bytes: &mut Vec<u8>) -> Result<()> {
    bytes.extend(PREFIX);
    bytes.extend(compute_impact::VERSION.as_bytes());
    bytes.push(b'\n');
    // It has no line breaks of its own, since it is not indented.
    serde_json::to_writer(&mut *bytes, message).map_err(plan_error)?;
    bytes.push(b'\n');
    bytes.extend(rest);
    Ok(())
}

/// Reads a message, and the bytes after it.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, &[u8])> {
    let after = bytes.strip_prefix(PREFIX);
    let (version, rest) = after
        .and_then(line)
        .ok_or_else(|| plan_error("it must begin with a line that names compute-impact"))?;
    let ours = compute_impact::VERSION;
    if version != ours.as_bytes() {
        let theirs = String::from_utf8_lossy(version);
        return Err(plan_error(format!(
            "it was made by compute-impact {}, and this process has {ours}: run the same version on the \
             client, the scheduler and every executor",
            theirs.escape_debug()
        )));
    }
    let (message, rest) = line(rest).ok_or_else(|| plan_error("its bytes are cut off"))?;
    let message = serde_json::from_slice(message).map_err(plan_error)?;
    Ok((message, rest))
}

/// The first line, and what follows it.
fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((&bytes[..end], &bytes[end + 1..]))
}
