//! Outcomes that respond to compute at the end of a period or to its average, and a part of the economy
//! that outgrows the whole: against closed forms.
#![allow(clippy::unwrap_used)] // A test may.

use crate::common::read;
use approx::assert_relative_eq;
use compute_impact::{Error, ErrorKind, Scenario};

/// Compute grows by a quarter a year, also before the base; GDP stands still without it.
fn scenario(timing: &str, coefficient: &str, counterfactual: &str) -> String {
    format!(
        r#"
version = 1
name = "timing"
base = "2024"
until = "2026"
[compute]
base = {{ value = "280 EFLOPS FP32 in use", assumption = "x" }}
counterfactual = {counterfactual}
{timing}
path.total.growth.constant = {{ value = "25 % per year", assumption = "x" }}
path.total.smart-share.observations = [
    {{ at = "2023", share = {{ value = "25 %", assumption = "x" }} }},
    {{ at = "2024", share = {{ value = "30 %", assumption = "x" }} }},
]
[gdp]
base = {{ value = "100 tn CNY", assumption = "x" }}
baseline.excludes.constant = {{ value = "0 % per year", assumption = "x" }}
response.coefficient.{coefficient}
"#
    )
}

const AVERAGE: &str =
    r#"timing.average.growth-before = { value = "25 % per year", assumption = "as after it" }"#;
const ELASTICITY: &str = r#"elasticity = { value = 0.0426, assumption = "x" }"#;
const RATIO: &str = r#"growth-ratio = { value = 0.2, assumption = "x" }"#;
const FROZEN: &str = "\"frozen\"";

fn impacts(timing: &str, coefficient: &str, counterfactual: &str) -> Vec<f64> {
    let scenario = read(&scenario(timing, coefficient, counterfactual));
    scenario.project().unwrap().gdp().impact().values().to_vec()
}

/// The average of a year in which compute goes from `E` to `1.25 E` is `0.25 E / ln 1.25`. Compute that
/// stands still is its own average.
#[test]
fn an_elasticity_responds_to_the_average_of_a_period() {
    let mean = 0.25 / 1.25_f64.ln();
    let found = impacts(AVERAGE, ELASTICITY, FROZEN);
    for (year, level) in [(1, mean), (2, 1.25 * mean)] {
        let expected = level.powf(0.0426) - 1.0;
        assert_relative_eq!(found[year], expected, max_relative = 1e-12);
    }
    assert_eq!(found[0].to_bits(), 0);
    // At the end of the year it is twice as much.
    let end = impacts("", ELASTICITY, FROZEN);
    assert_relative_eq!(end[1], 1.25_f64.powf(0.0426) - 1.0, max_relative = 1e-12);
    assert_eq!(end, impacts("timing = \"end\"", ELASTICITY, FROZEN));
}

/// The average of the base year is `0.2 E / ln 1.25`, so that averages grow by a quarter, and by
/// `ln 1.25 / 0.2 - 1` where compute stands still from the base on.
#[test]
fn a_growth_ratio_responds_to_the_growth_of_averages() {
    let frozen = 1.25_f64.ln() / 0.2 - 1.0;
    let first = 0.2 * (0.25 - frozen);
    let second = (1.0 + first) * (1.0 + 0.2 * 0.25) - 1.0;
    let found = impacts(AVERAGE, RATIO, FROZEN);
    assert_relative_eq!(found[1], first, max_relative = 1e-12);
    assert_relative_eq!(found[2], second, max_relative = 1e-12);
}

#[test]
fn compute_that_is_its_counterfactual_has_no_impact_on_average() {
    let same = r#"{ trend = { value = "25 % per year", assumption = "x" } }"#;
    for coefficient in [ELASTICITY, RATIO] {
        let found = impacts(AVERAGE, coefficient, same);
        assert!(
            found.iter().all(|impact| impact.to_bits() == 0),
            "{found:?}"
        );
    }
}

fn refusal(text: &str) -> Error {
    match Scenario::from_toml(text) {
        Ok(scenario) => scenario.project().unwrap_err(),
        Err(error) => error,
    }
}

#[test]
fn growth_before_the_base_is_of_the_scenarios_frequency() {
    let monthly = AVERAGE.replace("per year", "per month");
    let error = refusal(&scenario(&monthly, ELASTICITY, FROZEN));
    assert_eq!(error.path(), "compute.timing.average.growth-before");
    assert!(matches!(error.kind(), ErrorKind::FrequencyMismatch { .. }));
}

/// A digital economy of 60 % of GDP that grows by 50 % a year in one that stands still: 90 % after a
/// year, 135 % after two.
#[test]
fn a_part_that_outgrows_the_whole_is_named_with_its_period() {
    let text = scenario("", ELASTICITY, FROZEN)
        .replace("[compute]", "coherence = \"coherent\"\n[compute]")
        + r#"
[digital]
base = { value = "60 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "50 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.06, assumption = "x" }
"#;
    let error = refusal(&text);
    assert!(
        matches!(error.kind(), ErrorKind::Outgrown { .. }),
        "{error}"
    );
    let words = "the digital economy outgrows GDP in 2026";
    assert!(error.to_string().contains(words), "{error}");
}
