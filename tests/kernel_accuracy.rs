//! The elementary functions against correctly rounded values, at every vector level of the machine.
//!
//! `tests/data/kernel.csv` is written by `tests/data/kernel.py`; its numbers are the hexadecimal
//! digits of a float's bits.

#![expect(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a test may panic, and 53 bits fit a float"
)]

use compute_impact::kernel::{Level, at_level};

/// Function, arguments, value.
type Line = (&'static str, f64, f64, f64);

fn references() -> Vec<Line> {
    let number = |digits: &str| f64::from_bits(u64::from_str_radix(digits, 16).unwrap());
    // A function of one argument has no second.
    let second = |digits: &str| {
        if digits.is_empty() {
            0.0
        } else {
            number(digits)
        }
    };
    include_str!("data/kernel.csv")
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&'static str> = line.split(',').collect();
            (
                fields[0],
                number(fields[1]),
                second(fields[2]),
                number(fields[3]),
            )
        })
        .collect()
}

/// One number through a slice function, in a slice long enough to be vector code.
fn apply(level: Level, function: &str, x: &[f64], y: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; x.len()];
    let done = match function {
        "exp" => at_level::exp(level, x, &mut out),
        "exp_m1" => at_level::exp_m1(level, x, &mut out),
        "ln" => at_level::ln(level, x, &mut out),
        "ln_1p" => at_level::ln_1p(level, x, &mut out),
        "logistic" => at_level::logistic(level, x, &mut out),
        "logit" => at_level::logit(level, x, &mut out),
        "damping" => at_level::damping(level, x, &mut out),
        "normal_quantile" => at_level::normal_quantile(level, x, &mut out),
        "normal_cumulative" => at_level::normal_cumulative(level, x, &mut out),
        "pow" => at_level::pow(level, x, y, &mut out),
        other => panic!("no function {other}"),
    };
    done.expect("slices are of one length");
    out
}

/// How many floats lie between two numbers; none between two NaNs. Zeros of different sign differ.
fn floats_between(a: f64, b: f64) -> u64 {
    if a.is_nan() || b.is_nan() {
        return if a.is_nan() && b.is_nan() {
            0
        } else {
            u64::MAX
        };
    }
    let place = |x: f64| {
        let bits = x.to_bits().cast_signed();
        if bits < 0 { i64::MIN - bits - 1 } else { bits }
    };
    place(a).abs_diff(place(b))
}

/// Against a correctly rounded value, a function that is within `n` units in the last place of the
/// true one is at most `n` floats off.
#[test]
fn results_are_as_close_to_the_true_values_as_documented() {
    let bounds = [
        ("exp", 1),
        ("exp_m1", 1),
        ("ln", 1),
        ("ln_1p", 1),
        ("logistic", 3),
        ("logit", 2),
        ("damping", 2),
        ("pow", 1),
        ("normal_quantile", 4),
        ("normal_cumulative", 8),
    ];
    let all = references();
    for (function, bound) in bounds {
        let lines: Vec<Line> = all
            .iter()
            .copied()
            .filter(|line| line.0 == function)
            .collect();
        assert!(
            lines.len() > 300,
            "{function} has {} references",
            lines.len()
        );
        let x: Vec<f64> = lines.iter().map(|line| line.1).collect();
        let y: Vec<f64> = lines.iter().map(|line| line.2).collect();
        for level in Level::available() {
            for (found, (_, x, y, expected)) in apply(level, function, &x, &y).iter().zip(&lines) {
                let off = floats_between(*found, *expected);
                assert!(
                    off <= bound,
                    "{level}: {function}({x:e}, {y:e}) is {found:e}, {off} floats from {expected:e}"
                );
            }
        }
    }
}

/// Any bit pattern, from a fixed sequence (`SplitMix64`).
fn patterns(seed: u64) -> impl Iterator<Item = f64> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        f64::from_bits(mixed ^ (mixed >> 31))
    })
}

#[test]
fn every_level_gives_the_same_bits() {
    let functions = [
        "exp",
        "exp_m1",
        "ln",
        "ln_1p",
        "logistic",
        "logit",
        "damping",
        "normal_quantile",
        "normal_cumulative",
        "pow",
    ];
    let references = references();
    // Any pattern, then numbers in the range in which each function does its work, then the
    // special values and the references.
    let within = |seed, size: f64| {
        patterns(seed).map(move |bits| (bits.to_bits() >> 11) as f64 / 2f64.powi(53) * size)
    };
    let x: Vec<f64> = patterns(1)
        .take(100_000)
        .chain(within(2, 1.0).take(50_000))
        .chain(within(3, 1500.0).take(50_000).map(|x| x - 750.0))
        .chain(references.iter().map(|line| line.1))
        .collect();
    let y: Vec<f64> = patterns(4)
        .take(100_000)
        .chain(within(5, 200.0).take(100_000).map(|y| y - 100.0))
        .chain(references.iter().map(|line| line.2))
        .collect();
    for function in functions {
        let baseline = apply(Level::Baseline, function, &x, &y);
        for level in Level::available() {
            let other = apply(level, function, &x, &y);
            for (i, (a, b)) in baseline.iter().zip(&other).enumerate() {
                let same = a.to_bits() == b.to_bits();
                assert!(
                    same,
                    "{level}: {function}({}, {}) is {a} and {b}",
                    x[i], y[i]
                );
            }
        }
    }
}

/// Vector code and the rest of a slice that no vector fills are the same code.
#[test]
fn a_result_does_not_depend_on_its_place_in_the_slice() {
    let x: Vec<f64> = (1..40).map(|i| f64::from(i) / 40.0).collect();
    for level in Level::available() {
        for function in ["exp", "ln", "logit", "normal_quantile", "pow"] {
            let whole = apply(level, function, &x, &x);
            for start in 0..x.len() {
                let part = apply(level, function, &x[start..], &x[start..]);
                let same = part
                    .iter()
                    .zip(&whole[start..])
                    .all(|(a, b)| a.to_bits() == b.to_bits());
                assert!(same, "{level}: {function} from {start}");
            }
        }
    }
}
