//! What a page or a script calls.

#![expect(
    unsafe_code,
    reason = "the attribute promises that no other function has the name; the functions are safe"
)]

use std::sync::OnceLock;

static REPORT: OnceLock<String> = OnceLock::new();

fn text() -> &'static str {
    // A number that is not the pinned one has another line than elsewhere.
    REPORT.get_or_init(|| crate::report().unwrap_or_else(|text| text))
}

/// Where the lines begin in memory, as UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn report() -> *const u8 {
    text().as_ptr()
}

/// The length of the lines, in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn report_length() -> usize {
    text().len()
}
