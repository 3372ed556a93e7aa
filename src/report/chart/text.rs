//! Text that must fit: its approximate width, its shortening, and its line breaks.
//!
//! The font of an SVG is unknown until it is drawn, so widths are those of a wide one (Verdana and
//! similar): in any usual font the text is narrower and nothing overlaps.

/// The text as [`crate::text::line`] cleans it.
pub(in crate::report) fn clean(text: &str) -> String {
    crate::text::line(text).into_owned()
}

/// The width of a letter as a part of the font's size.
fn em(letter: char) -> f64 {
    match letter {
        '\u{0300}'..='\u{036F}' | '\u{200B}'..='\u{200D}' | '\u{FE00}'..='\u{FE0F}' => 0.0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.34,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '/' | '-' | '"' | '·' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '—' => 0.98,
        'A'..='Z' | '&' | '<' | '>' | '=' | '+' | '−' | '~' | '#' => 0.79,
        '\u{21}'..='\u{24F}' | '–' | '’' | '‘' => 0.64,
        '\u{0370}'..='\u{10FF}' => 0.78,
        _ => 1.02,
    }
}

/// The width of a text in pixels, estimated on the high side.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// The text, or as much of its start as fits with an ellipsis.
pub(super) fn cut(text: &str, size: f64, span: f64) -> String {
    if width(text, size) <= span {
        return text.to_owned();
    }
    let mut rest = span - em('…') * size;
    let fits = text.chars().take_while(|letter| {
        rest -= em(*letter) * size;
        rest >= 0.0
    });
    format!("{}…", fits.collect::<String>().trim_end())
}

/// The text over at most `lines` lines, the last one cut.
///
/// A line breaks at a space, between Chinese characters, and behind the joints of a long name.
pub(super) fn wrap(text: &str, size: f64, span: f64, lines: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text.trim();
    while out.len() + 1 < lines && width(rest, size) > span {
        let Some(at) = break_at(rest, size, span) else {
            break;
        };
        out.push(rest[..at].trim_end().to_owned());
        rest = rest[at..].trim_start();
    }
    if !rest.is_empty() {
        out.push(cut(rest, size, span));
    }
    out
}

/// The last byte at which a line that fits may end; `None` if the line has no place to break.
fn break_at(text: &str, size: f64, span: f64) -> Option<usize> {
    let mut rest = span;
    let mut last = None;
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        // No line starts with a closing mark of Chinese.
        let closing = "，。；：、）》”".contains(letter);
        let chinese = !closing && (em(letter) > 1.0 || em(before) > 1.0);
        let joint = matches!(before, '-' | '/' | '.' | '_') && letter.is_alphabetic();
        let may = letter == ' ' || chinese || joint;
        if may && at > 0 {
            last = Some(at);
        }
        rest -= em(letter) * size;
        if rest < 0.0 {
            return last;
        }
        before = letter;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_and_broken_where_it_may_be() {
        assert_eq!(cut("short", 12.0, 100.0), "short");
        let long = cut("a label that is far too long to be drawn", 12.0, 100.0);
        assert!(long.ends_with('…') && width(&long, 12.0) <= 100.0, "{long}");
        let lines = wrap("one two three four five six seven eight", 12.0, 100.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(
            lines.iter().all(|line| width(line, 12.0) <= 100.0),
            "{lines:?}"
        );
        let lines = wrap("算力对国内生产总值的影响，二〇三〇年", 12.0, 90.0, 4);
        assert!(lines.len() > 2 && lines.iter().all(|line| !line.starts_with('，')));
        assert_eq!(wrap("", 12.0, 90.0, 2), Vec::<String>::new());
    }

    #[test]
    fn letters_that_xml_cannot_contain_are_dropped() {
        assert_eq!(clean("a\u{0}b\nc\u{202E}d\u{FFFF}"), "ab cd");
    }
}
