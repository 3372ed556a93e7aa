//! Results of the library as lines of text. Two machines with the same lines compute the same bits.

use std::fmt::Write;

mod results;
// The pinned numbers of the tests, of which there is one list.
#[path = "../value_stability.rs"]
mod value_stability;
#[cfg(target_family = "wasm")]
mod wasm;

/// All results, a line each: name, colon, value. A number that is not the pinned one has both.
#[must_use]
pub fn report() -> String {
    let mut text = String::new();
    for result in value_stability::all() {
        let value = if result.found == result.pinned {
            result.found
        } else {
            format!("{}, which is not {}", result.found, result.pinned)
        };
        line(&mut text, &format!("pinned {}", result.name), &value);
    }
    for (name, value) in results::all() {
        line(&mut text, &name, &value);
    }
    text
}

fn line(text: &mut String, name: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{name}: {value}");
}
