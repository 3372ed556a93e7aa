//! Formulas that an explanation prints, read off the plan, against formulas worked out by hand.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use crate::common::read;
use compute_impact::capacity::Segment;
use compute_impact::{Output, Reading, Scenario};

const SIMPLE: &str = r#"
version = 1
name = "simple"
base = "2024"
until = "2025"
[compute]
base = { value = "280 EFLOPS FP32 in use", assumption = "x" }
counterfactual = "frozen"
path.total.growth.constant = { value = "25 % per year", assumption = "x" }
path.total.smart-share.observations = [
    { at = "2023", share = { value = "25 %", assumption = "x" } },
    { at = "2024", share = { value = "30 %", assumption = "x" } },
]
[gdp]
base = { value = "134.9 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "4.5 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.0426, assumption = "x" }
"#;

fn formula(scenario: &Scenario, output: Output) -> String {
    let projection = scenario.project().unwrap();
    let why = projection.explain(output, None).unwrap();
    why.formula.clone()
}

/// The level is `Y (1 + b)^t (1 + g)^(e t)` with compute and `Y (1 + b)^t` without it; the impact is
/// their quotient, less one.
#[test]
fn the_impact_is_the_coefficient_on_the_log_of_compute() {
    let scenario = read(SIMPLE);
    assert_eq!(
        formula(&scenario, Output::Gdp(Reading::Impact)),
        "exp(gdp.response.coefficient * ln(1 + compute.path.total.growth.constant) * t) - 1"
    );
    assert_eq!(
        formula(&scenario, Output::Gdp(Reading::Without)),
        "gdp.base * exp(ln(1 + gdp.baseline.excludes.constant) * t)"
    );
    assert_eq!(
        formula(&scenario, Output::Gdp(Reading::ImpactMoney)),
        "gdp-without * gdp-impact"
    );
    assert_eq!(
        formula(&scenario, Output::Gdp(Reading::GrowthImpact)),
        "gdp-growth - gdp-growth-without"
    );
    assert_eq!(
        formula(&scenario, Output::Gdp(Reading::Growth)),
        "growth of (gdp-with)"
    );
}

/// The line through the log odds at the ends of 2023 and 2024: at 2024 the second observation, at
/// 2025 twice the second less the first.
#[test]
fn the_smart_share_is_a_line_through_log_odds() {
    assert_eq!(
        formula(&read(SIMPLE), Output::SmartShare),
        "logistic(B + (-A + B) * t), where A = logit(compute.path.total.smart-share.observations[0].share); \
         B = logit(compute.path.total.smart-share.observations[1].share)"
    );
    assert_eq!(
        formula(&read(SIMPLE), Output::TotalCompute),
        "compute.base * exp(ln(1 + compute.path.total.growth.constant) * t)"
    );
    // Nothing is used at less than all of it: the counterfactual is the base.
    assert_eq!(
        formula(&read(SIMPLE), Output::CounterfactualCompute),
        "base (total-compute)"
    );
}

#[test]
fn an_outlay_is_what_is_spent_or_what_additions_cost() {
    let build_out = read(include_str!(
        "../examples/scenarios/east-data-west-computing.toml"
    ));
    assert_eq!(
        formula(&build_out, Output::CapacityOutlay(Segment::Smart)),
        "compute.path.build-out.smart.per-period * [t > 0]"
    );
    assert_eq!(
        formula(&build_out, Output::NetValueAdded),
        "domestic-value-added * (1 - investment.chain.crowding-out)"
    );
}

/// Every formula names all inputs that its node has, and every output beneath it.
#[test]
fn formulas_name_what_stands_beneath_them() {
    fn check(why: &compute_impact::explanation::lineage::Explanation) {
        let formula = &why.formula;
        for leaf in &why.inputs {
            let is_named = formula.contains(leaf.place.as_str()) || formula.contains("...");
            assert!(is_named, "{}: {} in {formula}", why.output, leaf.place);
        }
        for branch in &why.from {
            let is_named = formula.contains(branch.output.id());
            assert!(is_named, "{}: {} in {formula}", why.output, branch.output);
            check(branch);
        }
    }
    for text in [
        SIMPLE,
        include_str!("../examples/scenarios/china-2030.toml"),
        include_str!("../examples/scenarios/east-data-west-computing.toml"),
        include_str!("scenarios/uncertain.toml"),
        include_str!("scenarios/full-stock.toml"),
    ] {
        let scenario = read(text);
        let projection = scenario.project().unwrap();
        for output in projection.outputs() {
            let Ok(why) = projection.explain(*output, None) else {
                continue;
            };
            check(&why);
        }
    }
}

/// Findings stand with the first output that reads an input beneath their place, each once.
#[test]
fn findings_stand_with_the_inputs_they_are_about() {
    let scenario = read(include_str!("../examples/scenarios/china-2030.toml"));
    let projection = scenario.project().unwrap();
    let why = projection
        .explain(Output::Gdp(Reading::Impact), None)
        .unwrap();
    let text = why.to_string();
    let on_gdp = projection
        .findings()
        .into_iter()
        .filter(|finding| finding.place().as_str().starts_with("gdp"));
    let mut count = 0;
    for finding in on_gdp {
        assert_eq!(text.matches(&finding.to_string()).count(), 1, "{finding}");
        count += 1;
    }
    assert!(count > 0);
}
