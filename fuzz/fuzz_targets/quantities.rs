//! Quantities, periods, dates and intervals as text: what is read prints, and reads again as the same.
#![no_main]

use compute_impact::cash_flow::Date;
use compute_impact::evidence::{Estimate, Source};
use compute_impact::{
    Capacity, ComputePrice, Currency, Elasticity, EnergyPrice, Factor, Frequency, GrowthRate,
    GrowthRatio, IndexScore, Measure, Money, Multiplier, Period, Power, PowerIntensity, PriceBasis,
    Quantity, SemiElasticity, Share, UnitCost, Years,
};
use compute_impact_fuzz::mutate;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::{Debug, Display};
use std::str::FromStr;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    quantity::<Capacity>(text);
    quantity::<Elasticity>(text);
    quantity::<Factor>(text);
    quantity::<GrowthRate>(text);
    quantity::<GrowthRatio>(text);
    quantity::<IndexScore>(text);
    quantity::<ComputePrice>(text);
    quantity::<EnergyPrice>(text);
    quantity::<Money>(text);
    quantity::<Multiplier>(text);
    quantity::<Power>(text);
    quantity::<PowerIntensity>(text);
    quantity::<SemiElasticity>(text);
    quantity::<Share>(text);
    quantity::<UnitCost>(text);
    quantity::<Years>(text);
    prints::<Measure>(text);
    prints::<PriceBasis>(text);
    prints::<Currency>(text);
    prints::<Frequency>(text);
    prints::<Period>(text);
    prints::<Date>(text);
    period(text);
    money_in_chinese(text);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

/// A text that reads prints as a text that reads as the same.
fn prints<T: FromStr + Display + PartialEq + Debug>(text: &str) {
    let Ok(value) = text.parse::<T>() else {
        return;
    };
    let printed = value.to_string();
    match printed.parse::<T>() {
        Ok(again) => assert_eq!(again, value, "{text:?} prints as {printed:?}"),
        Err(_) => panic!("{text:?} prints as {printed:?}, which does not read"),
    }
}

fn quantity<Q: Quantity + Serialize + DeserializeOwned>(text: &str) {
    prints::<Q>(text);
    bare::<Q>(text);
    intervals::<Q>(text);
    let value = match text.parse::<Q>() {
        Ok(value) => value,
        Err(error) => return assert!(error.to_string().len() < 4_000),
    };
    let number = value.number();
    assert!(
        number.is_finite() && value.allowed().contains(number),
        "{text:?}: {value:?}"
    );
    let again = value
        .to_string()
        .parse::<Q>()
        .map(|again| again.number().to_bits());
    assert_eq!(again.ok(), Some(number.to_bits()), "{text:?}");
    assert_eq!(value.with_number(number).ok(), Some(value), "{text:?}");
    assert!(!value.unit().is_empty());
    let json = serde_json::to_string(&value).unwrap_or_default();
    assert_eq!(serde_json::from_str::<Q>(&json).ok(), Some(value), "{json}");
    let short = format!("{value:.4}");
    if let Ok(short) = short.parse::<Q>() {
        let gap = (short.number() - number).abs();
        assert!(
            gap <= 0.000_51 * number.abs(),
            "{value} prints as {short} with four digits"
        );
    }
    for other in [0.0, -number, number.next_up(), number * 2.0, number * 1e9] {
        match value.with_number(other) {
            Ok(other) => {
                let read = other.to_string().parse::<Q>();
                assert_eq!(read.ok(), Some(other), "{other}");
            }
            // A price is at most as large as money is.
            Err(_) if value.priced_at().is_some() && other.abs() > 1e30 => {}
            Err(_) => assert!(!value.allowed().contains(other), "{value} with {other}"),
        }
    }
}

/// A bare JSON number that reads is in the range.
fn bare<Q: Quantity + DeserializeOwned>(text: &str) {
    if let Ok(value) = serde_json::from_str::<Q>(text) {
        assert!(
            value.allowed().contains(value.number()),
            "{text:?}: {value:?}"
        );
    }
}

/// An interval that reads has a central value in the range, within its own uncertainty.
fn intervals<Q: Quantity>(text: &str) {
    let Ok(source) = Source::assumption("a test") else {
        return;
    };
    for shape in [
        "uniform",
        "normal",
        "log-normal",
        "triangular",
        "pert",
        "truncated-normal",
    ] {
        if let Ok(estimate) = Estimate::<Q>::from_interval(text, shape, source.clone()) {
            let value = estimate.value();
            assert!(value.allowed().contains(value.number()), "{text:?} {shape}");
        }
    }
}

fn period(text: &str) {
    let Ok(period) = text.parse::<Period>() else {
        return;
    };
    for count in [0, 1, 7, 1_200] {
        if let Ok(later) = period.plus(count) {
            assert_eq!(
                later.since(period).ok(),
                i32::try_from(count).ok(),
                "{text:?}"
            );
            assert!(!later.is_before(period));
        }
    }
}

fn money_in_chinese(text: &str) {
    if let Ok(money) = text.parse::<Money>() {
        let printed = format!("{money:#}");
        assert_eq!(
            printed.parse::<Money>().ok(),
            Some(money),
            "{text:?} as {printed:?}"
        );
    }
}
