//! The bytes of a function, table or operator: a line with the library and its version, a line of JSON,
//! and what follows.

use datafusion::common::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::unread;

const MARK: &[u8] = b"compute-impact ";

/// Whether bytes are of this crate.
pub(super) fn is_ours(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
}

/// Adds a message with some bytes after it.
pub(super) fn write(message: &impl Serialize, rest: &[u8], bytes: &mut Vec<u8>) -> Result<()> {
    bytes.extend(MARK);
    bytes.extend(compute_impact::VERSION.as_bytes());
    bytes.push(b'\n');
    // It has no line breaks of its own, since it is not indented.
    serde_json::to_writer(&mut *bytes, message).map_err(unread)?;
    bytes.push(b'\n');
    bytes.extend(rest);
    Ok(())
}

/// Reads a message, and the bytes after it.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, &[u8])> {
    let after = bytes.strip_prefix(MARK);
    let (version, rest) = after
        .and_then(line)
        .ok_or_else(|| unread("its bytes are not those of compute-impact"))?;
    let ours = compute_impact::VERSION;
    if version != ours.as_bytes() {
        let theirs = String::from_utf8_lossy(version);
        return Err(unread(format!(
            "it was made by compute-impact {theirs:?}, and this process has {ours:?}: run the same version \
             on the client, the scheduler and every executor"
        )));
    }
    let (message, rest) = line(rest).ok_or_else(|| unread("its bytes are cut off"))?;
    let message = serde_json::from_slice(message).map_err(unread)?;
    Ok((message, rest))
}

/// The first line, and what follows it.
fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((&bytes[..end], &bytes[end + 1..]))
}
