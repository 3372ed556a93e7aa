//! Compute of one segment alone: a mix of 100 % and two of nothing.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use crate::common::{assert_path, path, read};
use compute_impact::Scenario;
use compute_impact::scenario::Output;

/// 100 EFLOPS of general compute and a path below `compute.path`.
fn scenario(path: &str) -> String {
    format!(
        r#"
version = 1
name = "one segment"
base = "2024"
until = "2026"
[compute]
base = {{ value = "100 EFLOPS FP32 in use", assumption = "for a test" }}
counterfactual = "frozen"
{path}
[gdp]
base = {{ value = "100 tn CNY", assumption = "for a test" }}
baseline.excludes.constant = {{ value = "5 % per year", assumption = "for a test" }}
response.coefficient.elasticity = {{ value = 0.1, assumption = "for a test" }}
"#
    )
}

const MIX: &str = r#"
mix = { general = "100 %", smart = "0 %", supercomputing = "0 %" }
mix-source = { publisher = "assumption", title = "for a test", kind = "assumption", confidence = "assumed" }
"#;

/// Each year 10 bn yuan buy 10 EFLOPS, and a tenth of what stood at the start of the year retires:
/// 100, 100 - 10 + 10, 100 - 10 + 10.
#[test]
fn a_build_out_of_one_segment_is_what_is_bought_less_what_retires() {
    let text = scenario(&format!(
        r#"[compute.path.build-out]{MIX}
general.per-period = {{ value = "10 bn CNY", assumption = "for a test" }}
[compute.stock.general]
retirement.geometric = {{ value = "10 %", assumption = "for a test" }}
unit-cost.start = {{ value = "1 bn CNY per EFLOPS FP32 in use", assumption = "for a test" }}"#
    ));
    let scenario = read(&text);
    assert_path(&path(&scenario, Output::TotalCompute), &[1e20, 1e20, 1e20]);
    assert_eq!(path(&scenario, Output::SmartShare), [0.0; 3]);
    let twice = read(&text.replace("\"10 bn CNY\"", "\"20 bn CNY\""));
    // 100 - 10 + 20 = 110, then 110 - 11 + 20 = 119.
    assert_path(
        &path(&twice, Output::TotalCompute),
        &[1e20, 1.1e20, 1.19e20],
    );
}

#[test]
fn segments_of_one_grow_by_its_growth() {
    let text = scenario(&format!(
        r#"[compute.path.segments]{MIX}
general.constant = {{ value = "20 % per year", assumption = "for a test" }}
smart.constant = {{ value = "50 % per year", assumption = "for a test" }}"#
    ));
    let scenario = read(&text);
    assert_path(
        &path(&scenario, Output::TotalCompute),
        &[1e20, 1.2e20, 1.44e20],
    );
    assert_eq!(path(&scenario, Output::SmartShare), [0.0; 3]);
}

/// In binary, 70 %, 20 % and 10 % sum to the number below one; the base total is as stated.
#[test]
fn shares_that_sum_to_one_but_for_rounding_give_the_base_total() {
    let mix = MIX
        .replace("\"100 %\"", "\"70 %\"")
        .replace("smart = \"0 %\"", "smart = \"20 %\"")
        .replace("supercomputing = \"0 %\"", "supercomputing = \"10 %\"");
    let growth = r#"constant = { value = "20 % per year", assumption = "for a test" }"#;
    let scenario = read(&scenario(&format!(
        "[compute.path.segments]{mix}
general.{growth}
smart.{growth}
supercomputing.{growth}"
    )));
    let total = path(&scenario, Output::TotalCompute);
    assert_eq!(total[0].to_bits(), 1e20_f64.to_bits());
    assert_path(&total, &[1e20, 1.2e20, 1.44e20]);
}

/// A logistic trend runs through log odds, which 100 % has not: the message names the share.
#[test]
fn a_trend_of_log_odds_needs_shares_between_nothing_and_all() {
    let text = scenario(
        r#"
[compute.path.total]
growth.constant = { value = "20 % per year", assumption = "for a test" }
smart-share.observations = [
    { at = "2023-06", share = { value = "25 %", assumption = "for a test" } },
    { at = "2024-06", share = { value = "100 %", assumption = "for a test" } },
]"#,
    );
    let error = Scenario::from_toml(&text).unwrap_err().to_string();
    let range = "observations[1].share: share on a logistic path must lie in (0, 1), got 1";
    assert!(error.ends_with(range), "{error}");
}
