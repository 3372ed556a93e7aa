//! Running summaries of numbers that no one would wish for, against sorting and plain sums.
#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)] // Helpers of tests, which the lint takes for code.

use approx::assert_relative_eq;
use compute_impact::kernel::{Tally, TallyError};
use proptest::prelude::*;

const QUANTILES: [f64; 11] = [
    0.0, 1e-9, 0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 0.999_999, 1.0,
];

/// Numbers that come without an order, by a linear congruence (Knuth's MMIX).
fn uniforms(count: usize) -> impl Iterator<Item = f64> {
    let mut state = 20_261_123_u64;
    (0..count).map(move |_| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    })
}

/// Name, centre and reach that a caller might have guessed, numbers.
fn hostile() -> Vec<(&'static str, [f64; 2], Vec<f64>)> {
    const COUNT: usize = 20_001;
    let drawn = |from: fn(f64) -> f64| uniforms(COUNT).map(from).collect::<Vec<_>>();
    vec![
        ("constant", [0.0, 1.0], vec![0.1; COUNT]),
        ("zero", [5.0, 1.0], vec![0.0; COUNT]),
        ("one number", [0.0, 1.0], vec![-7.25]),
        (
            "two values",
            [0.0, 1.0],
            drawn(|u| if u < 0.3 { -1.0 } else { 1e9 }),
        ),
        (
            "Cauchy",
            [0.0, 1.0],
            drawn(|u| (std::f64::consts::PI * (u - 0.5)).tan()),
        ),
        ("Pareto of index 1/2", [1.0, 1.0], drawn(|u| u.powi(-2))),
        (
            "300 orders of magnitude",
            [0.0, 1e150],
            drawn(|u| 10_f64.powf(300.0 * u - 150.0)),
        ),
        (
            "both signs of 300 orders",
            [0.0, 1.0],
            drawn(|u| (u - 0.5).signum() * 10_f64.powf(600.0 * (u - 0.5).abs() - 150.0)),
        ),
        ("negative", [-100.0, 10.0], drawn(|u| -100.0 - u)),
        (
            "mostly zero",
            [0.0, 1.0],
            drawn(|u| if u < 0.9 { 0.0 } else { u - 0.95 }),
        ),
        ("far from the guess", [-1e300, 1e-300], drawn(|u| 1.0 + u)),
        ("close together", [1.0, 1e-12], drawn(|u| 1.0 + u * 1e-13)),
        (
            "a wrong guess of nothing",
            [f64::NAN, f64::INFINITY],
            drawn(|u| u),
        ),
    ]
}

fn tally([center, reach]: [f64; 2], values: &[f64]) -> Tally {
    let mut tally = Tally::new(center, reach);
    tally.add(values).unwrap();
    tally
}

/// The ceiling of n p, counted from one, and at least one.
fn order_statistic(sorted: &[f64], p: f64) -> f64 {
    let rank = (sorted.len() as f64 * p).ceil() as usize;
    sorted[rank.clamp(1, sorted.len()) - 1]
}

#[test]
fn quantiles_are_within_their_bound_of_the_sorted_numbers() {
    for (name, guess, values) in hostile() {
        let tally = tally(guess, &values);
        let mut sorted = values;
        sorted.sort_by(f64::total_cmp);
        assert_eq!(tally.count(), sorted.len() as u64);
        assert_eq!(tally.minimum(), sorted.first().copied(), "{name}");
        assert_eq!(tally.maximum(), sorted.last().copied(), "{name}");
        for p in QUANTILES {
            let exact = order_statistic(&sorted, p);
            let found = tally.quantile(p).unwrap();
            assert!(
                (found - exact).abs() <= exact.abs() * Tally::RELATIVE_ERROR,
                "{name}, {p}: {found} for {exact}"
            );
        }
    }
}

#[test]
fn moments_are_those_of_plain_sums() {
    for (name, guess, values) in hostile() {
        // Squares of the largest numbers must fit, a spread below rounding has no plain sum, and
        // one of no reach at all has no digits left: the tally says `None`.
        if values.iter().any(|value| value.abs() > 1e100)
            || ["close together", "far from the guess"].contains(&name)
        {
            continue;
        }
        let tally = tally(guess, &values);
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let scale = values
            .iter()
            .fold(0.0_f64, |most, value| most.max(value.abs()));
        let moment = |power| {
            let deviations = values.iter().map(|value| (value - mean).powi(power));
            deviations.sum::<f64>() / count
        };
        // 20,001 additions of plain floats lose at most 20,001 half units in the last place.
        let rounding = 2.5e-12;
        assert_relative_eq!(tally.mean().unwrap(), mean, epsilon = scale * rounding);
        let variance = moment(2) * count / (count - 1.0);
        if values.len() > 1 {
            assert_relative_eq!(
                tally.standard_deviation().unwrap(),
                variance.sqrt(),
                epsilon = scale * rounding,
                max_relative = 1e-9
            );
        }
        if moment(2) > (scale * 1e-9).powi(2) {
            let skewness = moment(3) / moment(2).powf(1.5);
            assert_relative_eq!(
                tally.skewness().unwrap(),
                skewness,
                max_relative = 1e-7,
                epsilon = 1e-7
            );
        }
    }
}

#[test]
fn a_small_spread_far_from_zero_is_not_lost() {
    // Numbers of a ten-thousandth around a billion: plain sums of squares hold no digit of it.
    let values: Vec<f64> = (0..10_001)
        .map(|k| 1e9 + f64::from(k - 5_000) / 1_048_576.0)
        .collect();
    let tally = tally([1e9, 1e-2], &values);
    // The variance of n equal steps h is h^2 n (n + 1) / 12.
    let step = 1.0 / 1_048_576.0;
    let expected = step * (10_001.0_f64 * 10_002.0 / 12.0).sqrt();
    assert_relative_eq!(
        tally.standard_deviation().unwrap(),
        expected,
        max_relative = 1e-12
    );
    assert_eq!(tally.mean(), Some(1e9));
}

#[test]
fn an_empty_tally_has_no_mean_and_invalid_numbers_are_refused() {
    let mut empty = Tally::new(0.0, 1.0);
    assert_eq!(empty.count(), 0);
    for found in [
        empty.mean(),
        empty.standard_deviation(),
        empty.skewness(),
        empty.minimum(),
        empty.maximum(),
        empty.quantile(0.5),
    ] {
        assert_eq!(found, None);
    }
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = empty.add(&[1.0, bad]).unwrap_err();
        assert!(matches!(error, TallyError::NotFinite { at: 1, .. }));
        assert_eq!(empty.count(), 0, "none is added");
    }
    empty.add(&[1.0]).unwrap();
    for p in [-0.1, 1.1, f64::NAN] {
        assert_eq!(empty.quantile(p), None, "{p}");
    }
    // Of deviations that overflow in units of the reach no mean is known, but their extremes are.
    let mut far = Tally::new(0.0, 1e-10);
    far.add(&[1e308, 1.5e308]).unwrap();
    assert_eq!(far.mean(), None);
    assert_eq!([far.minimum(), far.maximum()], [Some(1e308), Some(1.5e308)]);
    assert_eq!(
        Tally::new(0.0, 1.0).merge(&Tally::new(0.0, 2.0)),
        Err(TallyError::OtherScale)
    );
}

#[test]
fn a_damaged_file_is_refused_or_consistent() {
    let whole = serde_json::to_string(&tally([0.0, 1.0], &[1.0, -2.0, 3e200, 0.0])).unwrap();
    for at in 0..whole.len() {
        for digit in ["", "9", "-", "\"", "null", "1e400"] {
            let damaged = format!("{}{digit}{}", &whole[..at], &whole[at + 1..]);
            // Whatever reads must be a tally that can be asked.
            if let Ok(read) = serde_json::from_str::<Tally>(&damaged) {
                let numbers = [
                    read.mean(),
                    read.standard_deviation(),
                    read.skewness(),
                    read.minimum(),
                    read.maximum(),
                    read.quantile(0.5),
                ];
                for number in numbers.into_iter().flatten() {
                    assert!(!number.is_nan(), "{damaged}");
                }
            }
        }
    }
}

/// Finite numbers of all sizes, and both zeros.
fn number_of_either_sign() -> impl Strategy<Value = f64> {
    use prop::num::f64::{NEGATIVE, NORMAL, POSITIVE, ZERO};
    POSITIVE | NEGATIVE | NORMAL | ZERO
}

proptest! {
    #[test]
    fn neither_order_nor_grouping_changes_a_bit(
        values in prop::collection::vec(number_of_either_sign(), 1..200),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        center in -1e3..1e3_f64,
        reach in 1e-3..1e3_f64,
    ) {
        let whole = tally([center, reach], &values);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(values.len())).collect();
        cuts.push(values.len());
        cuts.sort_unstable();
        let mut from = 0;
        let mut parts = Vec::new();
        for to in cuts {
            let mut backwards = values[from..to].to_vec();
            backwards.reverse();
            parts.push(tally([center, reach], &backwards));
            from = to;
        }
        let mut merged = Tally::new(center, reach);
        for part in parts.iter().rev() {
            let written = serde_json::to_string(part).unwrap();
            merged.merge(&serde_json::from_str(&written).unwrap()).unwrap();
        }
        prop_assert_eq!(&merged, &whole);
        prop_assert_eq!(merged.mean().map(f64::to_bits), whole.mean().map(f64::to_bits));
        prop_assert_eq!(merged.quantile(0.3).map(f64::to_bits), whole.quantile(0.3).map(f64::to_bits));
    }
}
