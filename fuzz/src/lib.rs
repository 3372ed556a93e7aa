//! The common part of the fuzz targets: how an input is read, how texts mutate, and what numbers are
//! tried.

use arbitrary::{Result, Unstructured};
use compute_impact::Scenario;
use libfuzzer_sys::fuzzer_mutate;

/// Numbers that break careless code.
pub const NUMBERS: [f64; 24] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    0.01,
    0.999_999_999,
    1.000_000_1,
    2.0,
    10.0,
    100.0,
    9999.0,
    1e6,
    1e12,
    1e20,
    1e30,
    -1e30,
    1e100,
    1e300,
    -1e300,
    1e-12,
    1e-300,
    3e-324,
    f64::NAN,
];

/// A number: ordinary, from the list above, or of any bits.
pub fn number(u: &mut Unstructured<'_>) -> Result<f64> {
    Ok(match u.int_in_range(0..=7_u8)? {
        0 => *u.choose(&NUMBERS)?,
        1 => f64::from_bits(u.arbitrary()?),
        2 | 3 => f64::from(u.arbitrary::<i16>()?) / 100.0,
        _ => ordinary(u)?,
    })
}

/// A number between 0 and 1,000 with at most three decimals.
pub fn ordinary(u: &mut Unstructured<'_>) -> Result<f64> {
    let scale = *u.choose(&[1.0, 10.0, 1000.0, 1000.0])?;
    Ok(f64::from(u.int_in_range(0..=1000_u16)?) / scale)
}

/// A share between 0 and 1.
pub fn share(u: &mut Unstructured<'_>) -> Result<f64> {
    Ok(f64::from(u.int_in_range(0..=1000_u16)?) / 1000.0)
}

/// Splits an input into its text and the bytes after the first NUL, which choose what is done with
/// the text. `None` for bytes that are no UTF-8.
pub fn text_and_choices(data: &[u8]) -> Option<(&str, &[u8])> {
    let end = data.iter().position(|byte| *byte == 0);
    let (text, rest) = data.split_at(end.unwrap_or(data.len()));
    Some((
        std::str::from_utf8(text).ok()?,
        rest.get(1..).unwrap_or(&[]),
    ))
}

/// Reads a scenario, JSON if it starts with a brace and TOML otherwise.
///
/// # Errors
///
/// Those of the library.
pub fn read(text: &str) -> std::result::Result<Scenario, compute_impact::Error> {
    if text.trim_start().starts_with('{') {
        Scenario::from_json(text)
    } else {
        Scenario::from_toml(text)
    }
}

/// True for a scenario small enough to be run many times in a second.
#[must_use]
pub fn is_small(scenario: &Scenario) -> bool {
    scenario.periods() <= 60
        && scenario.inputs().len() <= 80
        && scenario.alternatives().count() <= 3
}

/// True if two numbers are equal but for rounding, relative to a size.
#[must_use]
pub fn near(a: f64, b: f64, size: f64, tolerance: f64) -> bool {
    // Numbers below the smallest normal one have few digits.
    a.to_bits() == b.to_bits()
        || (a - b).abs() <= tolerance * size.max(a.abs()).max(b.abs()) + 1e-300
}

/// Mutates a text: one of its numbers, one of its lines, or any of its bytes.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut state = u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or(0) % below.max(1)
    };
    let kind = random(8);
    let text = data[..size].to_vec();
    let changed = match kind {
        0..=2 => number_changed(&text, &mut random),
        3 => line_changed(&text, &mut random),
        4 => string_changed(&text, &mut random),
        _ => None,
    };
    match changed {
        Some(text) if text.len() <= max_size => {
            data[..text.len()].copy_from_slice(&text);
            text.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
}

/// Another number in place of one of the text.
fn number_changed(text: &[u8], random: &mut impl FnMut(usize) -> usize) -> Option<Vec<u8>> {
    const OTHERS: [&str; 26] = [
        "0",
        "-0.0",
        "-1",
        "1",
        "0.5",
        "2",
        "3",
        "10",
        "99",
        "100",
        "1000",
        "2024",
        "2025",
        "2030",
        "1.0000001",
        "0.03",
        "12.5",
        "1e-300",
        "1e300",
        "-1e300",
        "1e12",
        "1e-12",
        "3e-324",
        "nan",
        "1e400",
        "00.1",
    ];
    let is_start = |at: &usize| {
        text[*at].is_ascii_digit() && (*at == 0 || !text[*at - 1].is_ascii_alphanumeric())
    };
    let starts: Vec<usize> = (0..text.len()).filter(is_start).collect();
    let start = *starts.get(random(starts.len()))?;
    let is_part = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let length = text[start..]
        .iter()
        .take_while(|byte| is_part(byte))
        .count();
    let other = OTHERS[random(OTHERS.len())].as_bytes();
    Some([&text[..start], other, &text[start + length..]].concat())
}

/// One line left out, given twice, or moved.
fn line_changed(text: &[u8], random: &mut impl FnMut(usize) -> usize) -> Option<Vec<u8>> {
    let mut lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    if lines.len() < 2 {
        return None;
    }
    let (from, to) = (random(lines.len()), random(lines.len()));
    match random(3) {
        0 => drop(lines.remove(from)),
        1 => lines.insert(to, lines[from]),
        _ => lines.swap(from, to),
    }
    Some(lines.join(&b'\n'))
}

/// One quoted text in place of another.
fn string_changed(text: &[u8], random: &mut impl FnMut(usize) -> usize) -> Option<Vec<u8>> {
    let quotes: Vec<usize> = (0..text.len()).filter(|at| text[*at] == b'"').collect();
    let pairs = quotes.len() / 2;
    if pairs < 2 {
        return None;
    }
    let (one, other) = (2 * random(pairs), 2 * random(pairs));
    let copied = &text[quotes[other]..=quotes[other + 1]];
    Some([&text[..quotes[one]], copied, &text[quotes[one + 1] + 1..]].concat())
}
