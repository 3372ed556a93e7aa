//! Results of the library as lines of text. Two machines with the same lines compute the same bits.

use std::fmt::Write;

mod results;
// The pinned numbers of the tests, of which there is one list.
#[path = "../value_stability.rs"]
mod value_stability;
#[cfg(target_family = "wasm")]
mod wasm;

/// All results, a line each: name, colon, value.
///
/// # Errors
///
/// The same lines if a number is not the pinned one; its line has both.
pub fn report() -> Result<String, String> {
    let (mut text, mut kept) = (String::new(), true);
    for result in value_stability::all() {
        let value = if result.found == result.pinned {
            result.found
        } else {
            kept = false;
            format!("{}, pinned as {}", result.found, result.pinned)
        };
        line(&mut text, &format!("pinned {}", result.name), &value);
    }
    for (name, value) in results::all() {
        line(&mut text, &name, &value);
    }
    if kept { Ok(text) } else { Err(text) }
}

fn line(text: &mut String, name: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{name}: {value}");
}
