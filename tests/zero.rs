//! Zero: a value like others where it has a meaning, and refused by what divides by it.
#![allow(clippy::float_cmp)] // What is exactly zero, or without end, is exactly that.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::capacity::Segment;
use compute_impact::scenario::Output;
use compute_impact::{Capacity, Error, Money, Power, PowerIntensity, Scenario, UnitCost};

#[test]
fn zero_is_a_quantity_where_it_means_something() {
    let capacity: Capacity = "0 EFLOPS FP16".parse().unwrap();
    assert_eq!(capacity.to_string(), "0 EFLOPS FP16");
    assert_eq!(capacity.to_string().parse::<Capacity>().unwrap(), capacity);
    let negative = Capacity::new(-0.0, capacity.measure()).unwrap();
    assert_eq!(negative.as_flop_per_s().to_bits(), 0);
    let some: Capacity = "5 EFLOPS FP16".parse().unwrap();
    assert_eq!(some.plus(capacity).unwrap(), some);
    assert_eq!(capacity.ratio_to(some).unwrap(), 0.0);
    assert_eq!(
        some.ratio_to(capacity).unwrap_err().to_string(),
        "capacity to compare with, in FLOP/s must lie in (0, inf), got 0"
    );
    let power: Power = "0 MW".parse().unwrap();
    assert_eq!(power.to_string(), "0 MW");
    let cost: UnitCost = "0 CNY per EFLOPS FP16".parse().unwrap();
    assert_eq!(cost.of(some).unwrap().amount(), 0.0);
    let money: Money = "0 CNY".parse().unwrap();
    assert_eq!(money.amount(), 0.0);
    for refused in ["-1 MW", "-0.1 GW"] {
        assert!(refused.parse::<Power>().is_err(), "{refused}");
    }
    assert!("-1 CNY per EFLOPS FP16".parse::<UnitCost>().is_err());
    // What divides by it stays above zero.
    assert!("0 MW per EFLOPS FP16".parse::<PowerIntensity>().is_err());
}

const FULL_STOCK: &str = include_str!("scenarios/full-stock.toml");

fn changed(from: &str, to: &str) -> Result<Scenario, Error> {
    assert!(FULL_STOCK.contains(from), "{from}");
    Scenario::from_toml(&FULL_STOCK.replacen(from, to, 1))
}

#[test]
fn a_base_of_zero_and_free_capacity_are_refused() {
    for (from, to, message) in [
        (
            "100 EFLOPS FP32 in use",
            "0 EFLOPS FP32 in use",
            "compute.base: computing power of the base period, in FLOP/s must lie in [1, 1e40], got 0",
        ),
        (
            "34 tn CNY",
            "0 CNY",
            "gdp.base: money in the base period must lie in (0, inf), got 0",
        ),
        (
            "14 bn CNY per EFLOPS FP32 in use",
            "0 CNY per EFLOPS FP32 in use",
            "compute.stock.general.unit-cost.start: unit cost must lie in (0, inf), got 0",
        ),
        (
            "20 MW per EFLOPS",
            "0 MW per EFLOPS",
            "power in megawatts for each EFLOPS must lie in (0, 1000000000], got 0",
        ),
    ] {
        let error = changed(from, to).unwrap_err().to_string();
        assert!(error.contains(message), "{message}: {error}");
    }
}

#[test]
fn a_target_of_zero_is_refused() {
    let text = include_str!("scenarios/uncertain.toml");
    let start = text.find("path.total.growth.constant").unwrap();
    let end = start + text[start..].find('\n').unwrap();
    let target = r#"path.total.growth.to-target = { level = { value = "0 EFLOPS FP32 in use", assumption = "x" }, at = "2036" }"#;
    let text = text.replace(&text[start..end], target);
    let error = Scenario::from_toml(&text).unwrap_err();
    assert!(
        error.to_string().contains(
            "to-target.level: computing power to reach, in FLOP/s must lie in [1, 1e40], got 0"
        ),
        "{error}"
    );
}

/// A restriction to no capacity at all, and a site without power, are numbers.
#[test]
fn a_limit_of_zero_stops_everything() {
    let stopped = changed("20 EFLOPS FP32 in use", "0 EFLOPS FP32 in use").unwrap();
    let under = stopped.under(["capped"]).unwrap().project().unwrap();
    let bought = under.series(Output::Additions(Segment::Smart));
    assert!(bought.unwrap().values()[10..].iter().all(|x| *x == 0.0));
    let dark = changed("3 GW", "0 MW").unwrap().project().unwrap();
    let drawn = dark.series(Output::PowerDrawn(Segment::Smart));
    assert!(drawn.unwrap().values().iter().all(|x| *x == 0.0));
}
