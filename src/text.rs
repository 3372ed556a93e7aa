//! Text of others on its way out: names, sources and titles that a file gave, which may hold
//! anything.
//!
//! Letters that no reader sees can do harm: a control character makes XML invalid or moves the
//! cursor of a terminal, and a control of direction shows a text in another order than it has. Text
//! is kept as given inside the library, and cleaned where it leaves:
//!
//! | way out | cleaning |
//! |---|---|
//! | charts (SVG), names in tables (CSV, JSON lines, Arrow), findings, citations | [`line()`] |
//! | pages (HTML, Markdown), error messages, a terminal | [`lines`], after the form's own escapes |
//! | JSON in a page or on a terminal | [`json`], which reads back to the same text |
//! | CSV for spreadsheets | [`line()`], and an apostrophe before what would be a formula |
//!
//! Hidden are the controls (U+0000 to U+001F, U+007F to U+009F), the controls of direction (U+061C,
//! U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069), and U+FFFE and U+FFFF, which XML refuses.
//! Joiners without width stay: scripts and emoji need them.
//!
//! # Examples
//!
//! ```
//! use compute_impact::text;
//!
//! assert_eq!(text::line("CAICT\u{1b}[2J,\nBlue Book\u{202e}"), "CAICT[2J, Blue Book");
//! assert_eq!(text::lines("one\r\ntwo\u{7}"), "one\ntwo");
//! assert_eq!(text::json("\"a\u{202e}b\""), r#""a\u202eb""#);
//! ```

use std::borrow::Cow;
use std::fmt::Write;

/// True for a letter that breaks a form or is not seen.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{61C}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2066}'..='\u{2069}'
                | '\u{FFFE}'
                | '\u{FFFF}'
        )
}

/// True for a letter that ends a line or moves along it.
fn is_break(letter: char) -> bool {
    matches!(letter, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The text on one line: a space for each line break and tab, without hidden letters, and without
/// blanks around it.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if !text.contains(|letter| is_hidden(letter) || is_break(letter)) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter_map(|letter| match letter {
        letter if is_break(letter) => Some(' '),
        letter => (!is_hidden(letter)).then_some(letter),
    });
    Cow::Owned(kept.collect::<String>().trim().to_owned())
}

/// The text with its line breaks, all of them `\n`, and without hidden letters; a space for each
/// tab.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    let changes = |letter| letter != '\n' && (is_hidden(letter) || is_break(letter));
    if !text.contains(changes) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\t' => out.push(' '),
            '\r' if letters.peek() == Some(&'\n') => {}
            letter if is_break(letter) => out.push('\n'),
            letter if is_hidden(letter) => {}
            letter => out.push(letter),
        }
    }
    Cow::Owned(out)
}

/// JSON text with an escape for each hidden letter, which reads to the same value.
#[must_use]
pub fn json(text: &str) -> Cow<'_, str> {
    // Between its texts, JSON has no hidden letters but line breaks and tabs.
    let changes = |letter: char| {
        !matches!(letter, '\n' | '\r' | '\t') && (is_hidden(letter) || is_break(letter))
    };
    if !text.contains(changes) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if changes(letter) {
            // All of them have at most sixteen bits.
            let _ = write!(out, "\\u{:04x}", u32::from(letter));
        } else {
            out.push(letter);
        }
    }
    Cow::Owned(out)
}

/// The text with an escape for each hidden letter, so that a message shows what was given.
pub(crate) fn shown(text: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    for letter in text {
        if is_hidden(letter) || is_break(letter) {
            out.extend(letter.escape_default());
        } else {
            out.push(letter);
        }
    }
    out
}

/// The most letters of a name that stands in every row of a table.
const NAME: usize = 200;

/// A name in the rows of a table: on one line, and at most 200 letters of it.
pub(crate) fn name(text: &str) -> Cow<'_, str> {
    let text = line(text);
    match text.char_indices().nth(NAME) {
        Some((end, _)) => Cow::Owned(format!("{}…", text[..end].trim_end())),
        None => text,
    }
}

/// Text of a cell that no spreadsheet takes for a formula: with an apostrophe before the signs that
/// begin one (OWASP, "CSV Injection",
/// <https://owasp.org/www-community/attacks/CSV_Injection>), also in their wide forms.
#[cfg(feature = "csv")]
pub(crate) fn cell(text: &str) -> Cow<'_, str> {
    let text = line(text);
    if text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        return Cow::Owned(format!("'{text}"));
    }
    text
}

/// Text in Markdown without markup of Markdown or HTML, on one line.
#[cfg(feature = "report")]
pub(crate) fn markdown(text: &str) -> String {
    let text = line(text);
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(letter);
            }
            letter => out.push(letter),
        }
    }
    // No line begins a list, a rule or an underlined title.
    let is_numbered = out.starts_with(|first: char| first.is_ascii_digit())
        && (out.contains(". ") || out.contains(") "));
    if is_numbered || out.starts_with(['-', '+', '=']) {
        out.insert_str(0, "&#8203;");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter that is hidden, or breaks a line.
    fn hidden() -> Vec<char> {
        let all = ('\0'..='\u{FFFF}').filter(|letter| is_hidden(*letter) || is_break(*letter));
        all.collect()
    }

    #[test]
    fn hidden_letters_leave_in_no_form() {
        let hidden = hidden();
        // 65 controls, 12 of direction, 2 that are no characters, 2 separators.
        assert_eq!(hidden.len(), 65 + 12 + 2 + 2);
        for letter in &hidden {
            let text = format!("a{letter}b");
            assert!(!line(&text).contains(*letter), "{letter:?}");
            assert!(
                *letter == '\n' || !lines(&text).contains(*letter),
                "{letter:?}"
            );
            assert!(!shown(text.chars()).contains(*letter), "{letter:?}");
        }
        let all: String = hidden.into_iter().collect();
        let written = serde_json::to_string(&all).unwrap_or_default();
        let cleaned = json(&written);
        assert!(!cleaned.contains(is_hidden), "{cleaned}");
        assert_eq!(serde_json::from_str::<String>(&cleaned).ok(), Some(all));
    }

    #[test]
    fn text_that_harms_nobody_stays() {
        for text in ["算力", "a b", "👩\u{200D}💻", "e\u{301}", ""] {
            for cleaned in [line(text), lines(text), json(text)] {
                assert!(matches!(cleaned, Cow::Borrowed(same) if same == text));
            }
        }
        assert_eq!(name(&"x".repeat(200)), "x".repeat(200));
        assert_eq!(name(&"算".repeat(201)), format!("{}…", "算".repeat(200)));
    }
}
