//! A build-out by quarter with every kind of cost, retirement and policy at once, against a program
//! that follows each purchase on its own: `tests/data/vintages.py`.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use crate::common::{assert_path_within, path, read};
use compute_impact::scenario::{Output, Reading, Unit};

const SCENARIO: &str = include_str!("../scenarios/vintages.toml");
const EXPECTED: &str = include_str!("../data/vintages.csv");

/// Every output with its numbers by the other program.
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
fn every_output_is_that_of_the_purchases_followed_one_by_one() {
    let scenario = read(SCENARIO);
    let expected = expected();
    let projection = scenario.project().unwrap();
    let mut named: Vec<&str> = expected.iter().map(|(output, _)| output.id()).collect();
    let mut found: Vec<&str> = projection
        .outputs()
        .iter()
        .map(|output| output.id())
        .collect();
    named.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, named);
    for (output, expected) in expected {
        let found = path(&scenario, output);
        // Money that is the small rest of two levels is known to their digits, and so is a growth.
        match output {
            Output::Gdp(Reading::ImpactMoney) | Output::Digital(Reading::ImpactMoney) => {
                assert_path_within(&found, &expected, 1e-10);
            }
            output if projection.series(output).unwrap().unit() == Unit::Fraction => {
                let ratios = |path: &[f64]| path.iter().map(|x| 1.0 + x).collect::<Vec<f64>>();
                assert_path_within(&ratios(&found), &ratios(&expected), 1e-13);
            }
            _ => assert_path_within(&found, &expected, 1e-12),
        }
    }
}
