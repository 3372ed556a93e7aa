//! A fan as data: what is written of a simulation for other programs.

#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::{Manifest, Target};
use compute_impact::{Fan, Scenario, Simulation};
use serde_json::Value;

fn fan(draws: u64) -> Fan {
    let text = include_str!("../examples/scenarios/china-2030.toml");
    let scenario = Scenario::from_toml(text).unwrap();
    let target = Target::at_least(Output::SmartShare, 0.35).unwrap();
    let settings = Simulation::new(draws).unwrap().with_seed(7);
    scenario
        .simulate(&settings.with_targets([target]).unwrap())
        .unwrap()
}

/// Calls `visit` on every number or null, with the key that it stands under.
fn visit_leaves(value: &Value, key: &str, visit: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| visit_leaves(item, key, visit)),
        Value::Object(map) => map
            .iter()
            .for_each(|(key, item)| visit_leaves(item, key, visit)),
        leaf => visit(key, leaf),
    }
}

#[test]
fn what_is_written_is_what_the_fan_says() {
    let fan = fan(500);
    let written = serde_json::to_value(&fan).unwrap();
    assert_eq!(written["draws"], 500);
    assert_eq!(written["seed"], 7);
    assert_eq!(written["base"], "2024");
    let outputs = written["outputs"].as_array().unwrap();
    assert_eq!(outputs.len(), fan.outputs().len());
    for (output, entry) in fan.outputs().iter().zip(outputs) {
        let series = fan.series(*output).unwrap();
        assert_eq!(entry["output"], output.id());
        assert_eq!(entry["unit"], series.unit().to_string());
        let periods = entry["periods"].as_array().unwrap();
        assert_eq!(periods.len(), series.iter().count());
        let last = series.last();
        let row = periods.last().unwrap();
        assert_eq!(row["period"], "2030");
        assert_eq!(row["mean"].as_f64(), last.mean());
        assert_eq!(row["standard-error"].as_f64(), last.mean_error());
        let central = fan.scenario().project().unwrap();
        let central = central.series(*output).unwrap().last();
        assert_eq!(row["central"].as_f64(), Some(central));
        let levels = [0.05, 0.25, 0.50, 0.75, 0.95];
        for (quantile, level) in row["quantiles"].as_array().unwrap().iter().zip(levels) {
            assert_eq!(quantile["level"].as_f64(), Some(level));
            let value = last.quantile(level).unwrap().value;
            assert_eq!(quantile["value"].as_f64(), Some(value));
        }
    }
    let target = &written["targets"][0];
    assert_eq!(target["target"]["at-least"], 0.35);
    let reached = fan.probability_by(&fan.targets()[0], "2025".parse().unwrap());
    let by = &target["periods"][1]["by"]["value"];
    assert_eq!(by.as_f64(), reached.unwrap().map(|found| found.value()));
}

#[test]
fn the_manifest_that_is_written_repeats_the_run() {
    let fan = fan(300);
    let written = serde_json::to_value(&fan).unwrap();
    let manifest: Manifest = serde_json::from_value(written["manifest"].clone()).unwrap();
    assert_eq!(manifest.verify(fan.scenario()).unwrap(), fan);
}

/// Of a single draw there is no standard error, and no number that JSON does not have: what is
/// null is undefined, and nothing else is.
#[test]
fn an_undefined_number_is_null() {
    let one = serde_json::to_value(fan(1)).unwrap();
    let mut undefined = 0;
    visit_leaves(&one["outputs"], "outputs", &mut |key, leaf| {
        let is_error = key == "standard-error" || key == "standard-deviation";
        assert_eq!(leaf.is_null(), is_error, "{key}: {leaf}");
        undefined += usize::from(leaf.is_null());
    });
    assert!(undefined > 0);
    let many = serde_json::to_value(fan(200)).unwrap();
    visit_leaves(&many["outputs"], "outputs", &mut |key, leaf| {
        assert!(!leaf.is_null(), "{key}");
    });
}

/// Two runs are equal if their draws and their exact quantiles are, however they were run.
#[test]
fn runs_with_other_draws_or_quantiles_are_not_equal() {
    let scenario = Scenario::shipped("china-2030").unwrap();
    let settings = Simulation::new(500).unwrap();
    let run = |settings: &Simulation| scenario.simulate(settings).unwrap();
    let first = run(&settings);
    assert_eq!(run(&settings.clone().with_threads(2).unwrap()), first);
    assert_ne!(run(&settings.clone().with_seed(1)), first);
    assert_ne!(run(&Simulation::new(501).unwrap()), first);
    let exact = settings.with_exact_quantiles([0.5]).unwrap();
    assert_ne!(run(&exact), first);
}

/// Each outcome of a fan has the series of its own output; an economy that the scenario does not have
/// has none.
#[test]
fn an_outcome_has_its_own_series() {
    let fan = fan(500);
    let digital = fan.digital().unwrap();
    for (of, output) in [
        (fan.gdp(), Output::Gdp(Reading::Impact)),
        (digital, Output::Digital(Reading::Impact)),
    ] {
        let series = of.impact().unwrap();
        assert_eq!(series.output(), output);
        let same = fan.series(output).unwrap().last().mean();
        assert_eq!(series.last().mean(), same);
    }
    let programme = Scenario::shipped("east-data-west-computing").unwrap();
    let fan = programme.simulate(&Simulation::new(100).unwrap()).unwrap();
    assert_eq!(fan.digital().is_some(), programme.digital().is_some());
}
