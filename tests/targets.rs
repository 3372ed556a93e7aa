//! Probabilities of targets from above and from below, against shares of a uniform distribution.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use crate::common::read;
use compute_impact::simulation::{Scheme, Target};
use compute_impact::{Fan, Output, Simulation};

/// Compute of 280 EFLOPS grows by -30 to 30 % in the first year and by 20 % in the second.
const UP_OR_DOWN: &str = r#"
version = 1
name = "up or down, and then up"
base = "2024"
until = "2026"
[compute]
base = { value = "280 EFLOPS FP32 in use", assumption = "x" }
counterfactual = "frozen"
path.total.growth.by-period.rates = [
    { value = "0 % per year", assumption = "x", uncertainty = { shape = "uniform", low = -0.3, high = 0.3 } },
    { value = "20 % per year", assumption = "x" },
]
[gdp]
base = { value = "100 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "4 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.02, assumption = "x" }
"#;

const DRAWS: u64 = 12_000;

fn fan(targets: &[Target]) -> Fan {
    let settings = Simulation::new(DRAWS).unwrap();
    // Of a hypercube each share of draws is that of the distribution but for one draw.
    let settings = settings.with_scheme(Scheme::LatinHypercube).unwrap();
    let settings = settings.with_targets(targets.iter().copied()).unwrap();
    assert_eq!(settings.targets(), targets);
    read(UP_OR_DOWN).simulate(&settings).unwrap()
}

/// At most 252 EFLOPS need a first year of -10 % or less, a third of the range, and in the second
/// year one of -25 %, for 0.75 * 1.2 = 0.9: a twelfth. Those that were low stay reached. At least
/// 308 need 10 % in the first year and -1/12 in the second: 23/36.
#[test]
fn targets_from_below_and_from_above_have_the_shares_of_a_uniform_growth() {
    let low = Target::at_most(Output::TotalCompute, 252e18).unwrap();
    let high = Target::at_least(Output::TotalCompute, 308e18).unwrap();
    assert!(high.is_at_least() && !low.is_at_least());
    let fan = fan(&[low, high]);
    for (target, at, by) in [
        (
            low,
            [0.0, 1.0 / 3.0, 1.0 / 12.0],
            [0.0, 1.0 / 3.0, 1.0 / 3.0],
        ),
        (
            high,
            [0.0, 1.0 / 3.0, 23.0 / 36.0],
            [0.0, 1.0 / 3.0, 23.0 / 36.0],
        ),
    ] {
        for (row, year) in ["2024", "2025", "2026"].into_iter().enumerate() {
            let period = year.parse().unwrap();
            let found = fan.probability_at(&target, period).unwrap().unwrap();
            let off = (found.value() - at[row]).abs();
            assert!(
                off < 2.0 / 12_000.0,
                "{target} in {year}: {}",
                found.value()
            );
            let found = fan.probability_by(&target, period).unwrap().unwrap();
            let off = (found.value() - by[row]).abs();
            assert!(
                off < 2.0 / 12_000.0,
                "{target} by {year}: {}",
                found.value()
            );
        }
    }
}

/// A number that is met exactly reaches the target from both sides; the next number is out of reach.
#[test]
fn a_bound_is_part_of_its_side() {
    let base = 280e18_f64;
    let at = |target: fn(Output, f64) -> Result<Target, compute_impact::Error>, number| {
        target(Output::TotalCompute, number).unwrap()
    };
    let targets = [
        at(Target::at_most, base),
        at(Target::at_least, base),
        at(Target::at_most, base.next_down()),
        at(Target::at_least, base.next_up()),
    ];
    let fan = fan(&targets);
    let found = targets.map(|target| {
        let base = "2024".parse().unwrap();
        let found = fan.probability_at(&target, base).unwrap();
        found.unwrap().value()
    });
    assert_eq!(
        found.map(f64::to_bits),
        [1.0, 1.0, 0.0, 0.0].map(f64::to_bits)
    );
}

/// Of 12,000 draws each reaches the base: with four more draws, half of them on each side, the share
/// is `12002 / 12004`, and its standard error `sqrt(12002 * 2 / 12004^3)`.
#[test]
fn a_certain_probability_has_a_standard_error() {
    let target = Target::at_least(Output::TotalCompute, 280e18).unwrap();
    let found = fan(&[target]).probability_at(&target, "2024".parse().unwrap());
    let found = found.unwrap().unwrap().standard_error();
    let expected = (12_002.0 * 2.0 / 12_004.0_f64.powi(3)).sqrt();
    assert!((found / expected - 1.0).abs() < 1e-12, "{found} {expected}");
}

#[test]
fn a_target_is_read_with_one_of_its_sides() {
    let target = Target::at_most(Output::SmartShare, 0.35).unwrap();
    assert_eq!(target.to_string(), "smart share at most 0.35");
    let text = serde_json::to_string(&target).unwrap();
    assert_eq!(text, r#"{"output":"smart-share","at-most":0.35}"#);
    assert_eq!(serde_json::from_str::<Target>(&text).unwrap(), target);
    for text in [
        r#"{"output":"smart-share"}"#,
        r#"{"output":"smart-share","at-most":0.35,"at-least":0.3}"#,
    ] {
        let error = serde_json::from_str::<Target>(text).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("one of `at-least` and `at-most`"),
            "{error}"
        );
    }
    // A share is never more than all.
    assert!(Target::at_most(Output::SmartShare, 1.5).is_err());
}

#[test]
fn settings_and_a_manifest_say_what_they_were_given() {
    let settings = Simulation::new(100).unwrap();
    let settings = settings.with_exact_quantiles([0.1, 0.9]).unwrap();
    assert_eq!(settings.exact_quantiles(), [0.1, 0.9]);
    let fan = read(UP_OR_DOWN).simulate(&settings).unwrap();
    assert_eq!(fan.manifest().library_version(), env!("CARGO_PKG_VERSION"));
    assert_eq!(fan.manifest().seed(), 0);
}
