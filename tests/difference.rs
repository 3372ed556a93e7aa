//! One scenario less another: the same numbers as from two runs, to be repeated and printed.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use approx::assert_relative_eq;
use compute_impact::simulation::{Summary, Target};
use compute_impact::{
    Comparison, DifferenceFan, ErrorKind, Output, Reading, Scenario, Simulation, report::tidy,
};

const GDP: Output = Output::Gdp(Reading::With);

fn comparison() -> Comparison {
    let text = include_str!("../examples/scenarios/east-data-west-computing.toml");
    let scenario = Scenario::from_toml(text).unwrap();
    scenario.effect_of("chip restriction").unwrap()
}

#[test]
fn every_number_is_that_of_one_scenario_less_that_of_the_other() {
    let comparison = comparison();
    let difference = comparison.project().unwrap();
    let with = comparison.with().project().unwrap();
    let without = comparison.without().project().unwrap();
    for output in difference.outputs() {
        let Some(series) = difference.series(*output) else {
            continue;
        };
        let (a, b) = (
            with.series(*output).unwrap(),
            without.series(*output).unwrap(),
        );
        assert_eq!(series.unit(), a.unit());
        for ((gap, a), b) in series.values().iter().zip(a.values()).zip(b.values()) {
            // One program and two round alike but for the last bits.
            assert_relative_eq!(*gap, a - b, epsilon = 1e-12 * (a.abs() + b.abs()));
        }
    }
    assert!(difference.series(GDP).unwrap().last() < 0.0);
}

#[test]
fn draws_of_a_difference_are_differences_of_draws() {
    let comparison = comparison();
    let settings = Simulation::new(400).unwrap().with_outputs([GDP]).unwrap();
    let fan = comparison.simulate(&settings).unwrap();
    let last = |scenario: &Scenario, number| {
        let draw = settings.draw(scenario, number).unwrap();
        *draw.path(GDP).unwrap().last().unwrap()
    };
    let gaps = (0..400).map(|n| last(comparison.with(), n) - last(comparison.without(), n));
    let mean = gaps.sum::<f64>() / 400.0;
    let found = fan.series(GDP).unwrap().last().mean().unwrap();
    // Levels of GDP are a thousand times their differences.
    assert_relative_eq!(found, mean, max_relative = 1e-11);
}

#[test]
fn a_difference_is_repeated_from_its_manifest_and_merged_from_parts() {
    let comparison = comparison();
    let settings = Simulation::new(1_000).unwrap().with_outputs([GDP]).unwrap();
    let fan = comparison.simulate(&settings).unwrap();
    assert_eq!(comparison.verify(&fan.manifest()).unwrap(), fan);
    let error = fan.manifest().verify(comparison.with()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotRepeated { .. }));
    let mut first: Summary = comparison.part(&settings, 0..300).unwrap();
    first
        .merge(&comparison.part(&settings, 300..1_000).unwrap())
        .unwrap();
    let whole = DifferenceFan::from_summary(&comparison, first.clone()).unwrap();
    assert_eq!(whole.summary(), fan.summary());
    let error = compute_impact::Fan::from_summary(comparison.with(), first).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::PartMismatch { .. }));
}

#[test]
fn a_difference_has_rows_and_probabilities() {
    let comparison = comparison();
    let target = Target::at_most(GDP, 1e14).unwrap();
    let settings = Simulation::new(200)
        .unwrap()
        .with_outputs([GDP])
        .unwrap()
        .with_targets([target])
        .unwrap();
    let fan = comparison.simulate(&settings).unwrap();
    let last = comparison.with().until();
    let surely = fan.probability_at(&target, last).unwrap().unwrap();
    assert_eq!((surely.reached, surely.draws), (200, 200));
    let rows: Vec<_> = tidy::difference_fan(&fan, &[0.5]).unwrap().collect();
    // Seven periods of mean, spread, one quantile, draws, and two probabilities.
    assert_eq!(rows.len(), 7 * 6);
    assert!(rows.iter().all(|row| row.output == "gdp-with"));
    let difference = comparison.project().unwrap();
    let row = tidy::difference(&difference)
        .filter(|row| row.output == "gdp-with")
        .last()
        .unwrap();
    let last = difference.series(GDP).unwrap().last();
    assert_eq!(row.value.to_bits(), last.to_bits());
    let json = serde_json::to_value(&difference).unwrap();
    assert_eq!(
        json["series"].as_array().unwrap().len(),
        difference.outputs().len()
    );
}
