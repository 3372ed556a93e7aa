//! Effects of a billionth: the digits of a small impact are its own, and not those of the level that
//! it changes.

use crate::common::{assert_path_within, assumed, path, read};
use compute_impact::scenario::{Output, Reading};

/// The impact on GDP, which grows by 4 % a year, of compute that grows by 25 %.
fn impact(response: &str) -> Vec<f64> {
    let scenario = read(&format!(
        r#"
version = 1
name = "a billionth"
base = "2024"
until = "2030"

[compute]
base = {}
counterfactual = "frozen"
path.total.growth.constant = {}

[gdp]
base = {}
baseline.excludes.constant = {}
{response}
"#,
        assumed("100 EFLOPS FP32 in use"),
        assumed("25 % per year"),
        assumed("134.9 tn CNY"),
        assumed("4 % per year"),
    ));
    path(&scenario, Output::Gdp(Reading::Impact))
}

/// A rounding of a logarithm of 0.24 by half a unit in its last place is 1.4e-17, which is some
/// hundred-millionths of an effect of a billionth.
const PART: f64 = 1e-6;

#[test]
fn an_elasticity_of_a_billionth_keeps_its_digits() {
    let found = impact(&format!(
        "response.coefficient.elasticity = {}",
        assumed("0.000000001")
    ));
    let expected: Vec<f64> = (0..=6)
        .map(|t| (1e-9 * f64::from(t) * 1.25_f64.ln()).exp_m1())
        .collect();
    assert_path_within(&found, &expected, PART);
}

/// Growth of 4 % and 0.25 billionths of a point.
#[test]
fn a_growth_ratio_of_a_billionth_keeps_its_digits() {
    let found = impact(&format!(
        "response.coefficient.growth-ratio = {}",
        assumed("0.000000001")
    ));
    let step = (0.25e-9 / 1.04_f64).ln_1p();
    let expected: Vec<f64> = (0..=6).map(|t| (f64::from(t) * step).exp_m1()).collect();
    assert_path_within(&found, &expected, PART);
}
