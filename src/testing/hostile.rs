//! Input of a careless or malicious caller, for property tests with `proptest`.

use proptest::{
    num::f64 as float,
    prelude::*,
    sample::{Index, select},
};

/// Numbers that break careless code: NaN, infinities, zeros of both signs, subnormals, the largest
/// numbers, the ends of every range of this crate with both neighbours, and random bits.
///
/// # Examples
///
/// ```
/// use compute_impact::{Share, testing::hostile::hostile_number};
/// use proptest::prelude::*;
///
/// proptest!(|(x in hostile_number())| {
///     prop_assert_eq!(Share::new(x).is_ok(), (0.0..=1.0).contains(&x));
/// });
/// ```
pub fn hostile_number() -> impl Strategy<Value = f64> {
    let ends: [f64; 11] = [
        0.0, 1.0, -1.0, 4.0, 12.0, 100.0, 9999.0, 1e30, -1e30, 1e40, 1e308,
    ];
    let mut numbers = vec![
        f64::NAN,
        -f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN,
        f64::MIN_POSITIVE,
        f64::EPSILON,
        -0.0,
        9_007_199_254_740_994.0,
    ];
    numbers.extend(
        ends.iter()
            .flat_map(|end| [*end, end.next_up(), end.next_down()]),
    );
    prop_oneof![
        3 => select(numbers),
        1 => float::ANY,
        1 => -2.0..2.0,
        1 => (-10_000..11_000).prop_map(f64::from),
    ]
}

/// Texts that break careless parsers: arbitrary Unicode, empty texts, blanks, very long texts, and
/// valid texts with one error (another unit, a second sign, a giant exponent, extra commas,
/// full-width digits, an additional or missing character).
///
/// Some of them are valid: a property must hold for every text that parses, and none may panic.
///
/// # Examples
///
/// ```
/// use compute_impact::{Share, testing::hostile::hostile_text};
/// use proptest::prelude::*;
///
/// proptest!(|(text in hostile_text())| {
///     if let Ok(share) = text.parse::<Share>() {
///         prop_assert!((0.0..=1.0).contains(&share.get()));
///     }
/// });
/// ```
pub fn hostile_text() -> impl Strategy<Value = String> {
    let blank = select(vec!["", " ", "\t\n", "\u{3000}", "\u{feff}", "\0"]);
    prop_oneof![
        1 => any::<String>(),
        1 => blank.prop_map(str::to_owned),
        1 => ("[0-9.,eE+\\-]{1,12}", unit()).prop_map(|(number, unit)| number + &unit),
        4 => almost_valid(),
        1 => ("[0-9,e.]", 1_000_usize..20_000, unit())
            .prop_map(|(digit, count, unit)| digit.repeat(count) + &unit),
    ]
}

/// Valid texts of one quantity or another, in every form that is common.
pub fn right_text() -> impl Strategy<Value = &'static str> {
    select(vec![
        "25 %",
        "25%",
        "25％",
        "25 per cent",
        "0.2",
        "-0.7 %",
        "−0.7 %",
        "46 %/yr",
        "1.5 % per quarter",
        "25 % p.a.",
        "0.2 points per point",
        "1.8 ‰ per point",
        "70 points",
        "3.5x",
        "3.5 of gross output over 5 years",
        "230 EFLOPS FP32",
        "230 EFLOPS FP32 in use",
        "1,590 EFLOPS FP16",
        "246EFLOPS（FP32）",
        "30.1万P FP16",
        "748 TOPS INT8",
        "FP16 in AI clusters",
        "126.06 tn CNY",
        "126.06万亿元",
        "780亿元",
        "43.5 bn CNY at 2020 prices",
        "1e-3 USD",
        "14.1 bn CNY per EFLOPS FP32 in use",
        "0.59 m CNY per P FP16",
        "620 CNY per EFLOPS-hour FP32 in use",
        "12.8 CNY per card-hour",
        "0.4 CNY per kWh",
        "400 CNY per MWh",
        "1.2 GW",
        "20 MW per EFLOPS FP32 in use",
        "6 years",
        "18 months",
        "2020 prices",
        "2024",
        "2024-Q2",
        "2024-06",
        "2024年6月",
        "month",
    ])
}

fn unit() -> impl Strategy<Value = String> {
    right_text().prop_map(|text| {
        text.trim_start_matches(|c: char| c.is_ascii_digit() || ",.+-−".contains(c))
            .to_owned()
    })
}

fn almost_valid() -> impl Strategy<Value = String> {
    let error = 0_u8..10;
    (right_text(), any::<Index>(), any::<char>(), error).prop_map(|(text, at, other, error)| {
        let mut text: Vec<char> = text.chars().collect();
        let at = at.index(text.len());
        match error {
            0 => text.insert(at, other),
            1 => drop(text.remove(at)),
            2 => text.insert(at, text[at]),
            3 => text.insert(at, ','),
            4 => text.insert(0, '-'),
            5 => text.truncate(at),
            6 => drop(text.splice(at..at, "e999999999999".chars())),
            7 => text.iter_mut().for_each(|c| *c = full_width(*c)),
            8 => text.reverse(),
            _ => text.iter_mut().for_each(char::make_ascii_uppercase),
        }
        text.into_iter().collect()
    })
}

/// Returns the full-width form of an ASCII digit, and any other character unchanged.
fn full_width(c: char) -> char {
    c.to_digit(10)
        .and_then(|digit| char::from_u32('０' as u32 + digit))
        .unwrap_or(c)
}
