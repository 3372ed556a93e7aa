//! The effect of policies on the use of compute and on the economy: surges that end, gains that
//! ramp up, and GDP that deviates from a forecast of every kind.
#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap
)]
#![allow(clippy::cast_possible_truncation)] // Helpers of tests, which the lint takes for code.

use crate::common::{assert_path, assumed, path, path_under, read};
use compute_impact::Scenario;
use compute_impact::scenario::{Output, Reading};

/// 60 EFLOPS of general compute in full use and 40 of smart compute used at one half, constant from
/// `base` to `until`.
fn steady(base: &str, until: &str, policies: &str) -> Scenario {
    let per = if base.contains('Q') {
        "quarter"
    } else {
        "year"
    };
    let mix = r#"mix = { general = "60 %", smart = "40 %", supercomputing = "0 %" }
mix-source = { publisher = "assumption", title = "for a test", kind = "assumption", confidence = "assumed" }"#;
    read(&format!(
        r#"
version = 1
name = "steady compute"
base = "{base}"
until = "{until}"

[compute]
base = {capacity}
counterfactual = "frozen"
use.smart.utilisation = {half}

[compute.path.segments]
{mix}
general.constant = {still}
smart.constant = {still}

[gdp]
base = {gdp}
baseline.excludes.constant = {still}
response.coefficient.elasticity = {elasticity}
{policies}
"#,
        capacity = assumed("100 EFLOPS FP32 in use"),
        half = assumed("50 %"),
        still = assumed(&format!("0 % per {per}")),
        gdp = assumed("134.9 tn CNY"),
        elasticity = assumed("0.05"),
    ))
}

fn policy(name: &str, shock: &str) -> String {
    format!("[[policy]]\nname = \"{name}\"\nshock = [{{ {shock} }}]\n")
}

fn surge(name: &str, factor: &str, when: &str) -> String {
    let factor = assumed(factor);
    policy(
        name,
        &format!("demand = {{ segment = \"smart\", factor = {factor}, {when} }}"),
    )
}

fn gain(name: &str, of: &str, gain: &str, when: &str) -> String {
    let keys = format!("segment = \"smart\", of = \"{of}\", gain.{gain}, {when}");
    policy(name, &format!("efficiency = {{ {keys} }}"))
}

/// Utilisation times productivity of the 40 EFLOPS of smart compute, in each period.
fn used(scenario: &Scenario, policies: &[&str]) -> Vec<f64> {
    let effective = path_under(scenario, policies, Output::EffectiveCompute);
    effective
        .iter()
        .map(|level| (level / 1e18 - 60.0) / 40.0)
        .collect()
}

#[test]
fn a_surge_ends_with_its_last_period() {
    let scenario = steady(
        "2024",
        "2029",
        &[
            surge(
                "half as much again",
                "1.5",
                "from = \"2026\", until = \"2027\"",
            ),
            surge("more and later", "1.6", "from = \"2027\", until = \"2028\""),
            surge(
                "from July",
                "1.5",
                "from = \"2026-07\", until = \"2027-06\"",
            ),
        ]
        .concat(),
    );
    let first = ["half as much again"];
    assert_path(&used(&scenario, &first), &[0.5, 0.5, 0.75, 0.75, 0.5, 0.5]);
    // 0.75 x 1.6 exceeds full use.
    let both = ["half as much again", "more and later"];
    assert_path(&used(&scenario, &both), &[0.5, 0.5, 0.75, 1.0, 0.8, 0.5]);
    // Use is measured at the year's end, and only the end of 2026 lies within the surge.
    assert_path(
        &used(&scenario, &["from July"]),
        &[0.5, 0.5, 0.75, 0.5, 0.5, 0.5],
    );
}

#[test]
fn a_surge_by_quarter_ends_with_its_last_quarter() {
    let scenario = steady(
        "2024-Q4",
        "2026-Q4",
        &[
            surge("quarters", "1.5", "from = \"2025-Q3\", until = \"2026-Q1\""),
            surge("a year", "1.2", "from = \"2025\", until = \"2025\""),
        ]
        .concat(),
    );
    let expected = [0.5, 0.5, 0.5, 0.75, 0.75, 0.75, 0.5, 0.5, 0.5];
    assert_path(&used(&scenario, &["quarters"]), &expected);
    let expected = [0.5, 0.6, 0.6, 0.6, 0.6, 0.5, 0.5, 0.5, 0.5];
    assert_path(&used(&scenario, &["a year"]), &expected);
}

#[test]
fn gains_ramp_up_over_their_years() {
    let policies = |period: &str| {
        let from = format!("from = \"{period}\"");
        let ramp = format!("{from}, over = {}", assumed("2 years"));
        [
            gain(
                "to",
                "utilisation",
                &format!("to = {}", assumed("80 %")),
                &ramp,
            ),
            gain(
                "by",
                "utilisation",
                &format!("by = {}", assumed("1.4")),
                &ramp,
            ),
            gain(
                "chips",
                "productivity",
                &format!("by = {}", assumed("1.4")),
                &ramp,
            ),
            gain(
                "at once",
                "productivity",
                &format!("by = {}", assumed("0.7")),
                &from,
            ),
        ]
        .concat()
    };
    let yearly = steady("2024", "2028", &policies("2026"));
    // At the end of 2026 one of two years has passed.
    assert_path(&used(&yearly, &["to"]), &[0.5, 0.5, 0.65, 0.8, 0.8]);
    assert_path(&used(&yearly, &["by"]), &[0.5, 0.5, 0.6, 0.7, 0.7]);
    assert_path(&used(&yearly, &["chips"]), &[0.5, 0.5, 0.6, 0.7, 0.7]);
    assert_path(&used(&yearly, &["at once"]), &[0.5, 0.5, 0.35, 0.35, 0.35]);
    // A factor applies to the result of the earlier gain; a level is reached from there.
    assert_path(&used(&yearly, &["by", "to"]), &[0.5, 0.5, 0.7, 0.8, 0.8]);
    assert_path(&used(&yearly, &["to", "by"]), &[0.5, 0.5, 0.78, 1.0, 1.0]);
    assert_path(
        &used(&yearly, &["to", "chips"]),
        &[0.5, 0.5, 0.78, 1.12, 1.12],
    );

    let quarterly = steady("2024-Q4", "2027-Q4", &policies("2025-Q3"));
    // The ramp rises by an eighth each quarter, from the start of the third quarter of 2025.
    let way = |row: usize| row.saturating_sub(2).min(8) as f64 / 8.0;
    let rows = 0..=12;
    let to: Vec<f64> = rows.clone().map(|row| 0.5 + 0.3 * way(row)).collect();
    assert_path(&used(&quarterly, &["to"]), &to);
    let by: Vec<f64> = rows.map(|row| 0.5 * (1.0 + 0.4 * way(row))).collect();
    assert_path(&used(&quarterly, &["by"]), &by);
    assert_path(&used(&quarterly, &["chips"]), &by);
    // From August on, the end of the first quarter comes two months later.
    let monthly = steady("2024-Q4", "2025-Q4", &policies("2025-08"));
    let expected = [0.5, 0.5, 0.5, 0.5 + 0.3 / 12.0, 0.5 + 0.3 * 5.0 / 24.0];
    assert_path(&used(&monthly, &["to"]), &expected);
}

/// Compute that grows by a quarter a year; a policy raises the productivity of smart operations
/// from 2026 on. GDP of 100 tn grows by 5 % including compute, its digital part of 40 tn by 8 %.
fn forecast(kind: &str, gdp: &str, digital: &str, coherence: &str) -> Scenario {
    let factor = format!("by = {}", assumed("1.3"));
    let chips = gain("chips", "productivity", &factor, "from = \"2026\"");
    read(&format!(
        r#"
version = 1
name = "a forecast that includes compute"
base = "2024"
until = "2028"
{coherence}

[compute]
base = {capacity}
counterfactual.trend = {trend}

[compute.path.segments]
mix = {{ general = "60 %", smart = "40 %", supercomputing = "0 %" }}
mix-source = {{ publisher = "assumption", title = "for a test", kind = "assumption", confidence = "assumed" }}
general.constant = {fast}
smart.constant = {fast}

[gdp]
base = {whole}
baseline.includes.constant = {slow}
response.coefficient.{kind} = {gdp}

[digital]
base = {part}
baseline.includes.constant = {quick}
response.coefficient.{kind} = {digital}
{chips}
"#,
        capacity = assumed("100 EFLOPS FP32 in use"),
        trend = assumed("10 % per year"),
        fast = assumed("25 % per year"),
        whole = assumed("100 tn CNY"),
        slow = assumed("5 % per year"),
        part = assumed("40 tn CNY"),
        quick = assumed("8 % per year"),
        gdp = assumed(gdp),
        digital = assumed(digital),
    ))
}

/// Effective compute over its base: a factor of 1.25 a year, and of 1.12 from 2026 on, as 40 % of
/// it is 30 % more productive.
fn effective(row: usize, is_under_policy: bool) -> f64 {
    let worth = if is_under_policy && row >= 2 {
        1.12
    } else {
        1.0
    };
    1.25_f64.powi(row as i32) * worth
}

/// Without compute an outcome is the forecast less the effect of the forecast's compute; with it,
/// it adds the effect of compute under the policy. An elasticity acts on levels.
fn by_elasticity(forecast: f64, elasticity: f64, row: usize) -> [f64; 2] {
    let trend = 1.1_f64.powi(row as i32);
    let without = forecast / (effective(row, false) / trend).powf(elasticity);
    let with = without * (effective(row, true) / trend).powf(elasticity);
    [with, without]
}

/// A whole path with compute, and without.
fn each_by_elasticity(forecast: &[f64], elasticity: f64) -> [Vec<f64>; 2] {
    [0, 1].map(|side| {
        let rows = forecast.iter().enumerate();
        rows.map(|(row, level)| by_elasticity(*level, elasticity, row)[side])
            .collect()
    })
}

/// The same for a growth ratio, which acts on the growth of each year.
fn by_ratio(forecast: &[f64], ratio: f64) -> [Vec<f64>; 2] {
    let (mut with, mut without) = (vec![forecast[0]], vec![forecast[0]]);
    for row in 1..forecast.len() {
        let growth = |policy| effective(row, policy) / effective(row - 1, policy) - 1.0;
        let forecast_growth = forecast[row] / forecast[row - 1] - 1.0;
        let bare = forecast_growth - ratio * (growth(false) - 0.1);
        without.push(without[row - 1] * (1.0 + bare));
        with.push(with[row - 1] * (1.0 + bare + ratio * (growth(true) - 0.1)));
    }
    [with, without]
}

fn levels(start: f64, growth: f64) -> Vec<f64> {
    (0..=4)
        .map(|row| start * (1.0 + growth).powi(row))
        .collect()
}

fn sum(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

fn check(scenario: &Scenario, of: fn(Reading) -> Output, [with, without]: [&[f64]; 2]) {
    let under = |reading| path_under(scenario, &["chips"], of(reading));
    assert_path(&under(Reading::With), with);
    assert_path(&under(Reading::Without), without);
    let money: Vec<f64> = with.iter().zip(without).map(|(a, b)| a - b).collect();
    crate::common::assert_path_within(&under(Reading::ImpactMoney), &money, 1e-11);
    // Without the policy the outcome follows the forecast.
    assert_path(&path(scenario, of(Reading::Without)), without);
}

#[test]
fn a_policy_moves_an_outcome_off_its_forecast() {
    let (gdp, digital) = (levels(100e12, 0.05), levels(40e12, 0.08));
    let scenario = forecast("elasticity", "0.2", "0.4", "");
    let [with, without] = each_by_elasticity(&gdp, 0.2);
    check(&scenario, Output::Gdp, [&with, &without]);
    let [with, without] = each_by_elasticity(&digital, 0.4);
    check(&scenario, Output::Digital, [&with, &without]);

    let scenario = forecast("growth-ratio", "0.2", "0.4", "");
    let [with, without] = by_ratio(&gdp, 0.2);
    check(&scenario, Output::Gdp, [&with, &without]);
    let [with, without] = by_ratio(&digital, 0.4);
    check(&scenario, Output::Digital, [&with, &without]);
}

/// 0.2 of 100 tn and 0.4 of 40 tn imply (20 - 16) / 60 = 1 / 15 for the rest, whose forecast is the
/// difference of the two forecasts.
#[test]
fn a_policy_moves_a_coherent_pair_off_its_forecast() {
    let (gdp, digital) = (levels(100e12, 0.05), levels(40e12, 0.08));
    let rest: Vec<f64> = gdp.iter().zip(&digital).map(|(a, b)| a - b).collect();
    let coherent = "coherence = \"coherent\"";

    let scenario = forecast("elasticity", "0.2", "0.4", coherent);
    let [digital_with, digital_without] = each_by_elasticity(&digital, 0.4);
    let [rest_with, rest_without] = each_by_elasticity(&rest, 1.0 / 15.0);
    check(
        &scenario,
        Output::Digital,
        [&digital_with, &digital_without],
    );
    let with = sum(&digital_with, &rest_with);
    check(
        &scenario,
        Output::Gdp,
        [&with, &sum(&digital_without, &rest_without)],
    );
    assert_path(
        &path_under(&scenario, &["chips"], Output::RestOfEconomy),
        &rest_with,
    );

    let scenario = forecast("growth-ratio", "0.2", "0.4", coherent);
    let [digital_with, digital_without] = by_ratio(&digital, 0.4);
    let [rest_with, rest_without] = by_ratio(&rest, 1.0 / 15.0);
    check(
        &scenario,
        Output::Digital,
        [&digital_with, &digital_without],
    );
    let with = sum(&digital_with, &rest_with);
    check(
        &scenario,
        Output::Gdp,
        [&with, &sum(&digital_without, &rest_without)],
    );
    assert_path(
        &path_under(&scenario, &["chips"], Output::RestOfEconomy),
        &rest_with,
    );
}

/// GDP's coefficient is the average of those of the digital economy and of the rest, weighted by
/// the digital share of the year, or for growth ratios by that of the year before.
#[test]
fn a_coherent_pair_reports_the_coefficient_of_gdp() {
    let (gdp, digital) = (levels(100e12, 0.05), levels(40e12, 0.08));
    let rest_coefficient = 1.0 / 15.0;
    for (kind, years_before) in [("elasticity", 0), ("growth-ratio", 1)] {
        let scenario = forecast(kind, "0.2", "0.4", "coherence = \"coherent\"");
        let pair = scenario.project().unwrap().pair_coherence().unwrap();
        let coefficients: Vec<f64> = pair
            .gdp_coefficients
            .iter()
            .map(|(_, number)| *number)
            .collect();
        let weight = |row: usize| {
            let row = row.saturating_sub(years_before);
            digital[row] / gdp[row]
        };
        let expected: Vec<f64> = (0..=4)
            .map(|row| 0.4 * weight(row) + rest_coefficient * (1.0 - weight(row)))
            .collect();
        assert_path(&coefficients, &expected);
        let rest: Vec<f64> = pair
            .rest_coefficients
            .iter()
            .map(|(_, x)| x.unwrap())
            .collect();
        assert_path(&rest, &[rest_coefficient; 5]);
        // Digital shares of 40 to 44.8 % stay below 0.2 / 0.4.
        assert!((pair.breach_share.unwrap().get() - 0.5).abs() < 1e-15);
        assert_eq!(pair.breach, None);
    }
    let apart = forecast("elasticity", "0.2", "0.4", "");
    let pair = apart.project().unwrap().pair_coherence().unwrap();
    let rest: Vec<f64> = pair
        .rest_coefficients
        .iter()
        .map(|(_, x)| x.unwrap())
        .collect();
    let expected: Vec<f64> = gdp
        .iter()
        .zip(&digital)
        .map(|(gdp, digital)| (0.2 * gdp - 0.4 * digital) / (gdp - digital))
        .collect();
    assert_path(&rest, &expected);
    assert!(
        pair.gdp_coefficients
            .iter()
            .all(|(_, number)| (number - 0.2).abs() < 1e-15)
    );
}
