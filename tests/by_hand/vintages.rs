//! A build-out by quarter with every kind of cost, retirement and policy at once, against a program
//! that tracks each purchase separately: `tests/data/vintages.py`.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use crate::common::{assert_path_within, path, read};
use compute_impact::scenario::{Output, Reading, Unit};

const SCENARIO: &str = include_str!("../scenarios/vintages.toml");
const EXPECTED: &str = include_str!("../data/vintages.csv");

/// Every output with the numbers of the other program.
fn expected() -> Vec<(Output, Vec<f64>)> {
    let lines = EXPECTED.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (id, numbers) = line.split_once(',').unwrap();
            let numbers = numbers.split(',').map(|number| number.parse().unwrap());
            (id.parse().unwrap(), numbers.collect())
        })
        .collect()
}

#[test]
fn every_output_equals_that_of_purchases_tracked_one_by_one() {
    let scenario = read(SCENARIO);
    let expected = expected();
    let projection = scenario.project().unwrap();
    let mut named: Vec<&str> = expected.iter().map(|(output, _)| output.id()).collect();
    let mut outputs: Vec<&str> = projection
        .outputs()
        .iter()
        .map(|output| output.id())
        .collect();
    named.sort_unstable();
    outputs.sort_unstable();
    assert_eq!(outputs, named);
    for (output, expected) in expected {
        let series = path(&scenario, output);
        // A small difference of two levels has their absolute precision, and so has a growth.
        match output {
            Output::Gdp(Reading::ImpactMoney) | Output::Digital(Reading::ImpactMoney) => {
                assert_path_within(&series, &expected, 1e-10);
            }
            output if projection.series(output).unwrap().unit() == Unit::Fraction => {
                let ratios = |path: &[f64]| path.iter().map(|x| 1.0 + x).collect::<Vec<f64>>();
                assert_path_within(&ratios(&series), &ratios(&expected), 1e-13);
            }
            _ => assert_path_within(&series, &expected, 1e-12),
        }
    }
}
