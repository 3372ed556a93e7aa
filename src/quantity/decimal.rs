//! Numbers as people write them, scaled by powers of ten without rounding twice.
//!
//! `7 %` must be the number nearest 0.07, and print as `7 %` again. Multiplying and dividing
//! floats by 100 breaks both, so the exponent is moved in the decimal text instead.

use std::{fmt, ops::RangeInclusive};

/// Splits `126.06 tn CNY` into its number and the rest; `None` if the text does not start with a
/// number.
///
/// Thousands may be grouped with commas; `0,125` is refused, because there the comma can only be
/// the decimal sign of another language. A leading `+`, and the minus sign of typeset text (−), are
/// allowed.
pub(crate) fn split(text: &str) -> Option<(String, &str)> {
    let text = text.trim();
    let (sign, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let bytes = text.as_bytes();
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let mut end = digits(0);
    let may_group = (1..=3).contains(&end) && bytes[0] != b'0';
    while may_group && bytes.get(end) == Some(&b',') && digits(end + 1) == end + 4 {
        end += 4;
    }
    let mut has_digits = end > 0;
    if bytes.get(end) == Some(&b'.') {
        let after = digits(end + 1);
        has_digits |= after > end + 1;
        end = after;
    }
    if !has_digits {
        return None;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let after = digits(end + 1 + sign);
        // `3E` is a number and a unit that begins with E; `3e2` is a number.
        if after > end + 1 + sign {
            end = after;
        }
    }
    let (number, rest) = text.split_at(end);
    Some((
        format!("{sign}{}", number.replace(',', "")),
        rest.trim_start(),
    ))
}

/// Reads `number` times ten to `exponent`, rounded once.
pub(crate) fn scaled(number: &str, exponent: i32) -> Option<f64> {
    let (mantissa, own) = match number.find(['e', 'E']) {
        Some(at) => (&number[..at], number[at + 1..].parse::<i32>().ok()?),
        None => (number, 0),
    };
    format!("{mantissa}e{}", own.checked_add(exponent)?)
        .parse()
        .ok()
}

/// Returns `x` times ten to `exponent`, shifted in the decimal text of `x`, so that 46.3 per cent
/// is the number nearest 0.463. A number that is not finite stays as it is.
pub(crate) fn shifted(x: f64, exponent: i32) -> f64 {
    scaled(&format!("{x:e}"), exponent).unwrap_or(x)
}

/// Reads a number followed by one of the units; the empty unit stands for none.
pub(crate) fn plain(text: &str, units: &[&str]) -> Option<f64> {
    let (number, unit) = split(text)?;
    units.contains(&unit).then(|| scaled(&number, 0)).flatten()
}

/// Writes `x / 10^exponent` in the fewest digits that [`scaled`] reads back.
pub(crate) fn write(x: f64, exponent: i32) -> String {
    laid_out(x, exponent, -7..=20)
}

/// Significant digits of a number in a sentence or a table.
const SIGNIFICANT: usize = 4;

/// Returns `x` rounded in its decimal text to a number of significant digits; never -0.
pub(crate) fn rounded(x: f64, digits: usize) -> f64 {
    // Any float in scientific notation reads back; a number that is not finite stays as it is.
    let text = format!("{x:.*e}", digits.saturating_sub(1));
    text.parse().unwrap_or(x) + 0.0
}

/// Writes a number for a sentence: four significant digits at most.
pub(crate) fn short(x: f64) -> String {
    laid_out(rounded(x, SIGNIFICANT), 0, -5..=8)
}

/// Writes a fraction as per cent for a sentence: four significant digits at most.
pub(crate) fn short_percent(x: f64) -> String {
    format!("{} %", laid_out(rounded(x, SIGNIFICANT), -2, -5..=8))
}

/// Writes a number that a person may have typed: unrounded if it has few digits, as counts and
/// limits have, and rounded like [`short`] otherwise.
pub(crate) fn typed(x: f64) -> String {
    const TYPED: usize = 7;
    let digits = format!("{x:e}")
        .bytes()
        .take_while(|b| *b != b'e')
        .filter(u8::is_ascii_digit)
        .count();
    // Up to 2^53 every whole number is exact.
    let is_count = x.fract() == 0.0 && x.abs() < 1e9;
    if digits <= TYPED || is_count {
        laid_out(x + 0.0, 0, -5..=8)
    } else {
        short(x)
    }
}

/// Writes a number that a range excludes like [`typed`], with enough further digits to show that it
/// lies outside.
pub(crate) fn excluded(x: f64, is_allowed: impl Fn(f64) -> bool) -> String {
    let text = typed(x);
    let shows = |text: &str| text.parse().is_ok_and(|shown| !is_allowed(shown));
    if shows(&text) || !x.is_finite() {
        return text;
    }
    (SIGNIFICANT + 1..=17)
        .map(|digits| laid_out(rounded(x, digits), 0, -7..=20))
        .find(|text| shows(text))
        .unwrap_or_else(|| write(x, 0))
}

/// Writes two different numbers like [`typed`], with enough further digits to show that they
/// differ.
pub(crate) fn unlike(a: f64, b: f64) -> [String; 2] {
    let texts = [typed(a), typed(b)];
    if texts[0] != texts[1] {
        return texts;
    }
    (SIGNIFICANT + 1..=17)
        .map(|digits| [a, b].map(|x| laid_out(rounded(x, digits), 0, -7..=20)))
        .find(|[a, b]| a != b)
        .unwrap_or(texts)
}

/// Returns the number that a quantity prints: with all its digits, or rounded to the precision of
/// the format (`{:.4}`).
pub(crate) fn printed(f: &fmt::Formatter<'_>, x: f64) -> f64 {
    f.precision().map_or(x, |digits| rounded(x, digits))
}

/// Writes the number of a quantity divided by `10^exponent`: so that it reads back, or, if the
/// format has a precision, rounded and without rows of zeros.
pub(crate) fn print(f: &fmt::Formatter<'_>, x: f64, exponent: i32) -> String {
    match f.precision() {
        None => write(x, exponent),
        Some(_) => laid_out(printed(f, x), exponent, -5..=8),
    }
}

/// Writes `x / 10^exponent` in its fewest digits, in scientific notation where its power of ten is
/// outside `plain`.
fn laid_out(x: f64, exponent: i32, plain: RangeInclusive<i32>) -> String {
    let text = format!("{x:e}");
    let Some((mantissa, own)) = text.split_once('e') else {
        return text;
    };
    let Ok(own) = own.parse::<i32>() else {
        return text;
    };
    if x == 0.0 {
        return mantissa.to_owned();
    }
    let power = own - exponent;
    if !plain.contains(&power) {
        return format!("{mantissa}e{power}");
    }
    let (sign, mantissa) = mantissa
        .strip_prefix('-')
        .map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    // Digits before the point; the range of plain sizes is small, so the cast does not wrap.
    let zeros = power.unsigned_abs() as usize;
    if power < 0 {
        format!("{sign}0.{}{digits}", "0".repeat(zeros - 1))
    } else if digits.len() <= zeros + 1 {
        format!("{sign}{digits}{}", "0".repeat(zeros + 1 - digits.len()))
    } else {
        let (whole, part) = digits.split_at(zeros + 1);
        format!("{sign}{whole}.{part}")
    }
}

/// Splits `20 to 30 %` into its two ends, each with its unit; a bare number at the first end takes
/// the unit of the last. `None` unless the text is two numbers with `to` between them.
pub(crate) fn ends(text: &str) -> Option<[String; 2]> {
    let (low, high) = text.split_once(" to ")?;
    let ((number, own), (_, unit)) = (split(low)?, split(high)?);
    Some(match (own.is_empty(), unit.is_empty()) {
        (true, false) => [format!("{number} {unit}"), high.trim().to_owned()],
        // With a unit at the first end alone, the unit of the last is unknown.
        (false, true) => return None,
        _ => [low.trim().to_owned(), high.trim().to_owned()],
    })
}

/// The power of ten of a percent or per-mille sign; `None` if `unit` is neither.
pub(crate) fn part_exponent(unit: &str) -> Option<i32> {
    match unit {
        "%" | "％" | "percent" | "per cent" => Some(-2),
        "‰" | "per mille" | "permille" | "per mil" => Some(-3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_numbers_from_units() {
        let cases = [
            ("25 %", "25", "%"),
            ("1,590.5 EFLOPS", "1590.5", "EFLOPS"),
            ("3E", "3", "E"),
            ("3e2 x", "3e2", "x"),
            ("-.5%", "-.5", "%"),
            ("780亿元", "780", "亿元"),
            ("1,59", "1", ",59"),
            ("0,125", "0", ",125"),
            ("−0.7 %", "-0.7", "%"),
            ("+3x", "3", "x"),
        ];
        for (text, number, unit) in cases {
            assert_eq!(split(text), Some((number.to_owned(), unit)), "{text}");
        }
        for text in [
            "", "%", "-", ".", "e5", "nan", "inf", "+", "--1", "+-1", "−-1",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }

    #[test]
    #[allow(clippy::float_cmp)] // The point is that not a bit is lost.
    fn scaling_rounds_once() {
        assert_eq!(scaled("7", -2), Some(0.07));
        assert_eq!(write(0.07, -2), "7");
        assert_eq!(write(126.06e12, 12), "126.06");
        assert_eq!(write(-0.001_23, 0), "-0.00123");
        assert_eq!(write(1e300, 0), "1e300");
        assert_eq!(write(0.0, -2), "0");
        assert_eq!(scaled("1e99999999999", 0), None);
        assert_eq!(shifted(0.7, -2), 0.007); // 0.7 / 100.0 is one unit in the last place less
        assert_eq!(shifted(f64::INFINITY, -2), f64::INFINITY);
        assert!(shifted(f64::NAN, 18).is_nan());
    }

    #[test]
    fn numbers_in_sentences_have_four_digits_at_most() {
        for (x, text) in [
            (2.014_285_714_285_714_2, "2.014"),
            (0.060_795_683_191_176_9, "0.0608"),
            (-0.000_012_345_6, "-0.00001235"),
            (1.234_56e-7, "1.235e-7"),
            (2.8e20, "2.8e20"),
            (1e300, "1e300"),
            (123_456_789.0, "123500000"),
            (9_999.6, "10000"),
            (-0.0, "0"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(short(x), text);
        }
        assert_eq!(short_percent(0.009_553_21), "0.9553 %");
        assert_eq!(short_percent(-0.0), "0 %");
        assert_eq!(typed(20_241.0), "20241");
        assert_eq!(typed(16_777_216.0), "16777216");
        assert_eq!(typed(0.042_6), "0.0426");
        assert_eq!(typed(1.000_000_000_1), "1");
    }

    #[test]
    fn a_number_out_of_range_shows_that_it_is() {
        let unit = |x: f64| (0.0..=1.0).contains(&x);
        assert_eq!(excluded(1.2, unit), "1.2");
        assert_eq!(excluded(2.0 / 3.0 + 1.0, unit), "1.667");
        assert_eq!(excluded(1.000_012_345_678, unit), "1.00001");
        assert_eq!(excluded(1.0_f64.next_up(), unit), "1.0000000000000002");
        assert_eq!(excluded(f64::NAN, unit), "NaN");
        assert_eq!(excluded(f64::INFINITY, unit), "inf");
    }

    #[test]
    fn the_ends_of_an_interval_share_their_unit() {
        let both = |low: &str, high: &str| Some([low.to_owned(), high.to_owned()]);
        assert_eq!(ends("20 to 30 %"), both("20 %", "30 %"));
        assert_eq!(ends("20 % to 30 %"), both("20 %", "30 %"));
        assert_eq!(ends("1,000 to 2,000"), both("1,000", "2,000"));
        assert_eq!(ends("−1 to +2 x"), both("-1 x", "+2 x"));
        assert_eq!(ends("20 % to 30"), None);
        for text in ["", " to ", "3", "3 - 4", "a to b", "3 to", "nan to 4"] {
            assert_eq!(ends(text), None, "{text}");
        }
    }
}
