//! Numbers as people write them, scaled by powers of ten without rounding twice.
//!
//! `7 %` must be the number nearest 0.07, and print as `7 %` again. Multiplying and dividing
//! floats by 100 breaks both, so the exponent is moved in the decimal text instead.

/// Splits `126.06 tn CNY` into its number and the rest; `None` when it starts with no number.
///
/// Thousands may be grouped with commas; `0,125` is refused, for there the comma can only mean
/// the decimal point of another language. A leading `+`, and the minus sign of typeset text (−),
/// are allowed.
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
    let mut found = end > 0;
    if bytes.get(end) == Some(&b'.') {
        let after = digits(end + 1);
        found |= after > end + 1;
        end = after;
    }
    if !found {
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

/// `x` times ten to `exponent` as the decimal text of `x` says it, so that 46.3 per cent is the
/// number nearest 0.463; what is not finite stays as it is.
pub(crate) fn shifted(x: f64, exponent: i32) -> f64 {
    scaled(&format!("{x:e}"), exponent).unwrap_or(x)
}

/// Reads a number that one of the units follows; the empty unit is no unit.
pub(crate) fn plain(text: &str, units: &[&str]) -> Option<f64> {
    let (number, unit) = split(text)?;
    units.contains(&unit).then(|| scaled(&number, 0)).flatten()
}

/// Writes `x` over ten to `exponent` in the fewest digits that [`scaled`] reads back.
pub(crate) fn write(x: f64, exponent: i32) -> String {
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
    if !(-7..=20).contains(&power) {
        return format!("{mantissa}e{power}");
    }
    let (sign, mantissa) = mantissa
        .strip_prefix('-')
        .map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    // `power` lies in -7..=20, so neither cast can wrap.
    #[allow(clippy::cast_sign_loss)]
    if power < 0 {
        format!("{sign}0.{}{digits}", "0".repeat((-power - 1) as usize))
    } else if digits.len() <= power as usize + 1 {
        format!(
            "{sign}{digits}{}",
            "0".repeat(power as usize + 1 - digits.len())
        )
    } else {
        let (whole, part) = digits.split_at(power as usize + 1);
        format!("{sign}{whole}.{part}")
    }
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
}
