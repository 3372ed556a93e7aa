//! How numbers read in a sentence: at most four significant digits, each with its unit.

use crate::quantity::decimal;
use crate::{Currency, Frequency};

/// The number with at most four significant digits and no trailing zeros; thousands are grouped
/// with commas from 10,000 on.
pub(super) fn number(value: f64) -> String {
    grouped(&decimal::write(rounded(value), 0))
}

/// A fraction in per cent: 0.045 is `4.5 %`.
pub(super) fn percent(fraction: f64) -> String {
    format!("{} %", grouped(&decimal::write(rounded(fraction), -2)))
}

/// A fraction in per mille: 0.0018 is `1.8 ‰`.
pub(super) fn per_mille(fraction: f64) -> String {
    format!("{} ‰", grouped(&decimal::write(rounded(fraction), -3)))
}

/// A difference of two growth rates, as a fraction, in percentage points.
pub(super) fn points(fraction: f64) -> String {
    counted(
        &grouped(&decimal::write(rounded(fraction), -2)),
        "percentage point",
        "percentage points",
    )
}

/// Money in trillions, billions or millions, whichever leaves one digit or more before the point.
pub(super) fn money(amount: f64, currency: Currency) -> String {
    let amount = rounded(amount);
    let (exponent, word) = match amount.abs() {
        size if size >= 1e12 => (12, " tn"),
        size if size >= 1e9 => (9, " bn"),
        size if size >= 1e6 => (6, " m"),
        _ => (0, ""),
    };
    let digits = grouped(&decimal::write(amount, exponent));
    format!("{digits}{word} {currency}")
}

/// Operations a second in exaFLOPS: 2.8e20 is `280 EFLOPS`.
pub(super) fn eflops(flop_per_s: f64) -> String {
    let digits = grouped(&decimal::write(rounded(flop_per_s), 18));
    format!("{digits} EFLOPS")
}

/// How many times one number is another: `13 times`.
pub(super) fn times(ratio: f64) -> String {
    let digits = if ratio.abs() < 10.0 {
        significant(ratio, 2)
    } else {
        significant(ratio, 3)
    };
    counted(&grouped(&decimal::write(digits, 0)), "time", "times")
}

/// A length of time: `1 year`, `2.5 years`.
pub(super) fn years(years: f64) -> String {
    counted(&number(years), "year", "years")
}

/// A whole number of things: `1 input`, `3 inputs`.
pub(super) fn count(count: usize, one: &str, many: &str) -> String {
    counted(&grouped(&count.to_string()), one, many)
}

/// How often a period comes: `yearly`, `quarterly`, `monthly`.
pub(super) const fn every(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Year => "yearly",
        Frequency::Quarter => "quarterly",
        Frequency::Month => "monthly",
    }
}

/// Names in a row, with commas.
pub(super) fn list<T: ToString>(names: &[T]) -> String {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    names.join(", ")
}

fn counted(digits: &str, one: &str, many: &str) -> String {
    let name = if digits == "1" || digits == "-1" {
        one
    } else {
        many
    };
    format!("{digits} {name}")
}

fn rounded(value: f64) -> f64 {
    significant(value, 4)
}

/// The value rounded to so few significant digits; zero has no sign.
fn significant(value: f64, digits: usize) -> f64 {
    let text = format!("{value:.0$e}", digits.saturating_sub(1));
    // A float's own scientific form parses back; what is not finite stays as it is.
    text.parse().unwrap_or(value) + 0.0
}

/// Groups the digits before the point by thousands, from five digits on.
fn grouped(digits: &str) -> String {
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits), |rest| ("-", rest));
    let (whole, rest) = digits
        .find(['.', 'e'])
        .map_or((digits, ""), |at| (&digits[..at], &digits[at..]));
    if whole.len() < 5 || rest.starts_with('e') {
        return format!("{sign}{whole}{rest}");
    }
    let mut out = String::with_capacity(digits.len() + whole.len() / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{sign}{out}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_at_most_four_significant_digits() {
        assert_eq!(number(2.014_285_714_285_714_2), "2.014");
        assert_eq!(number(863_112.0), "863,100");
        assert_eq!(number(9_999.6), "10,000");
        assert_eq!(number(1234.0), "1234");
        assert_eq!(number(0.003), "0.003");
        assert_eq!(number(1e300), "1e300");
        assert_eq!(number(-0.0), "0");
    }

    #[test]
    fn fractions_print_without_a_negative_zero() {
        assert_eq!(percent(0.04), "4 %");
        assert_eq!(percent(0.045_04), "4.504 %");
        assert_eq!(percent(-0.0), "0 %");
        assert_eq!(percent(-0.005), "-0.5 %");
        assert_eq!(percent(123.456), "12,350 %");
        assert_eq!(per_mille(0.0018), "1.8 ‰");
        assert_eq!(points(0.01), "1 percentage point");
        assert_eq!(points(0.045), "4.5 percentage points");
    }

    #[test]
    fn units_are_scaled_and_agree_with_their_number() {
        assert_eq!(money(14.1e9, Currency::CNY), "14.1 bn CNY");
        assert_eq!(money(999.99e9, Currency::CNY), "1 tn CNY");
        assert_eq!(money(-352_000.0, Currency::USD), "-352,000 USD");
        assert_eq!(eflops(2.8e20), "280 EFLOPS");
        assert_eq!(times(13.384), "13.4 times");
        assert_eq!(times(4.0), "4 times");
        assert_eq!(years(1.0), "1 year");
        assert_eq!(years(2.5), "2.5 years");
        assert_eq!(count(1, "warning", "warnings"), "1 warning");
        assert_eq!(count(12_000, "input", "inputs"), "12,000 inputs");
    }
}
