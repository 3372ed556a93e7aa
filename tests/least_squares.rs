//! A smart share through two to five dated observations is their least-squares line, in log odds or in
//! shares, whatever their dates, their order and their scatter.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::scenario::Output;
use proptest::prelude::*;

use crate::common::{assert_path_within, assumed, cases, path, read};

/// A month between two dates three years away is known to some 10^-14 of itself, and log odds that change
/// by sixty in a year are so known to 10^-12 after four.
const CLOSE: f64 = 1e-11;

/// The month so many months after the end of 2024.
fn month(after: i32) -> String {
    let count = 12 * 2024 + 11 + after;
    format!(
        "{:04}-{:02}",
        count.div_euclid(12),
        count.rem_euclid(12) + 1
    )
}

/// The smart share from 2024 to 2028 through shares in per mille.
fn smart_share(observed: &[(i32, u32)], more: &str) -> Vec<f64> {
    let observations: Vec<String> = observed
        .iter()
        .map(|(after, share)| {
            let (whole, tenths) = (share / 10, share % 10);
            let share = assumed(&format!("{whole}.{tenths} %"));
            format!("{{ at = \"{}\", share = {share} }}", month(*after))
        })
        .collect();
    let text = format!(
        r#"
version = 1
name = "a share through observations"
base = "2024"
until = "2028"

[compute]
base = {}
counterfactual = "frozen"
path.total.growth.constant = {rate}

[compute.path.total.smart-share]
observations = [{}]
{more}

[gdp]
base = {}
baseline.excludes.constant = {rate}
response.coefficient.elasticity = {}
"#,
        assumed("280 EFLOPS FP32 in use"),
        observations.join(", "),
        assumed("134.9 tn CNY"),
        assumed("0.05"),
        rate = assumed("4 % per year"),
    );
    path(&read(&text), Output::SmartShare)
}

/// Intercept at the end of 2024 and slope a year of the line that makes the sum of squared distances
/// least, from the normal equations.
fn line(points: &[(f64, f64)]) -> [f64; 2] {
    let sum = |of: &dyn Fn(f64, f64) -> f64| points.iter().map(|(t, y)| of(*t, *y)).sum::<f64>();
    let count = sum(&|_, _| 1.0);
    let (t, y) = (sum(&|t, _| t) / count, sum(&|_, y| y) / count);
    let slope = sum(&|at, of| (at - t) * (of - y)) / sum(&|at, _| (at - t) * (at - t));
    [y - slope * t, slope]
}

/// Shares of 5 to 95 % at two to five dates from 2022 to 2026, in any order.
fn observed() -> impl Strategy<Value = Vec<(i32, u32)>> {
    let dated = prop::collection::btree_map(-36..24_i32, 50..950_u32, 2..=5);
    let listed = dated.prop_map(|dated| dated.into_iter().collect::<Vec<_>>());
    listed.prop_shuffle()
}

fn fitted(observed: &[(i32, u32)], of_share: impl Fn(f64) -> f64) -> [f64; 2] {
    let points = observed.iter().map(|(after, share)| {
        let years = f64::from(*after) / 12.0;
        (years, of_share(f64::from(*share) / 1_000.0))
    });
    line(&points.collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn log_odds_are_the_least_squares_line(observed in observed()) {
        let [start, slope] = fitted(&observed, |share| (share / (1.0 - share)).ln());
        let odds = |year: i32| (-start - slope * f64::from(year)).exp();
        let expected: Vec<f64> = (0..=4).map(|year| 1.0 / (1.0 + odds(year))).collect();
        assert_path_within(&smart_share(&observed, ""), &expected, CLOSE);
    }

    #[test]
    fn log_odds_below_a_ceiling_are_the_least_squares_line(observed in observed()) {
        let ceiling = 0.97;
        let [start, slope] = fitted(&observed, |share| (share / (ceiling - share)).ln());
        let odds = |year: i32| (-start - slope * f64::from(year)).exp();
        let expected: Vec<f64> = (0..=4).map(|year| ceiling / (1.0 + odds(year))).collect();
        let more = format!("ceiling = {}", assumed("97 %"));
        assert_path_within(&smart_share(&observed, &more), &expected, CLOSE);
    }

    #[test]
    fn shares_on_a_straight_path_are_the_least_squares_line(observed in observed()) {
        let [start, slope] = fitted(&observed, |share| share);
        let expected: Vec<f64> = (0..=4).map(|year| start + slope * f64::from(year)).collect();
        prop_assume!(expected.iter().all(|share| (0.01..0.99).contains(share)));
        assert_path_within(&smart_share(&observed, "curve = \"linear\""), &expected, CLOSE);
    }
}
