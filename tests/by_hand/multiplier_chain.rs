//! The multiplier channel with different steps: crowding out other than a half, outlays that vary,
//! returns paid out over time, and their present value.
#![allow(
    clippy::unwrap_used,
    clippy::cast_possible_wrap,
    clippy::cast_possible_truncation
)]
// Helpers of tests, which the lint takes for code.

use crate::common::{assert_path, assumed, listed, path, read};
use compute_impact::cash_flow::DiscountRate;
use compute_impact::investment::ChannelKind;
use compute_impact::scenario::Output;
use compute_impact::{Money, Scenario};

/// Outlays of 100, 200, 0 and 400 bn. Of their return 40 % is value added, of which 60 % is
/// domestic, of which 30 % is crowded out.
fn invested(multiplier: &str, more: &str, chain: &str) -> Scenario {
    let outlays = listed(&["100 bn CNY", "200 bn CNY", "0 bn CNY", "400 bn CNY"]);
    read(&format!(
        r#"
version = 1
name = "outlays and returns"
base = "2024"
until = "2028"

[compute]
base = {base}
counterfactual = "frozen"
path.total.growth.constant = {growth}
path.total.smart-share.observations = [
    {{ at = "2023", share = {low} }},
    {{ at = "2024", share = {high} }},
]

[gdp]
base = {gdp}
baseline.excludes.constant = {slow}
response.coefficient.elasticity = {elasticity}

[investment]
outlay.by-period = {outlays}
multiplier = {multiplier}
{more}

[investment.chain]
value-added = {value_added}
domestic = {domestic}
crowding-out = {crowding_out}
{chain}
"#,
        base = assumed("100 EFLOPS FP32 in use"),
        growth = assumed("25 % per year"),
        low = assumed("30 %"),
        high = assumed("32 %"),
        gdp = assumed("134.9 tn CNY"),
        slow = assumed("4 % per year"),
        elasticity = assumed("0.05"),
        multiplier = assumed(multiplier),
        value_added = assumed("40 %"),
        domestic = assumed("60 %"),
        crowding_out = assumed("30 %"),
    ))
}

/// Billions of yuan, from the base on.
fn billions(amounts: [f64; 5]) -> Vec<f64> {
    amounts.iter().map(|bn| bn * 1e9).collect()
}

fn times(path: &[f64], factor: f64) -> Vec<f64> {
    path.iter().map(|number| number * factor).collect()
}

/// With crowding out of 30 %, 70 % of value added is retained.
#[test]
fn each_step_of_the_chain_has_its_own_share() {
    let scenario = invested("3.5 of gross output", "", "");
    let outlay = billions([0.0, 100.0, 200.0, 0.0, 400.0]);
    assert_path(&path(&scenario, Output::Outlay), &outlay);
    assert_path(
        &path(&scenario, Output::MultiplierOutput),
        &times(&outlay, 3.5),
    );
    assert_path(&path(&scenario, Output::GrossOutput), &times(&outlay, 3.5));
    assert_path(&path(&scenario, Output::ValueAdded), &times(&outlay, 1.4));
    assert_path(
        &path(&scenario, Output::DomesticValueAdded),
        &times(&outlay, 0.84),
    );
    assert_path(
        &path(&scenario, Output::NetValueAdded),
        &times(&outlay, 0.588),
    );
    let chain = scenario.investment().unwrap().chain().unwrap();
    assert_path(&[chain.kept_of_gross_output()], &[0.168]);
    // The multiplier channel ends with the chain.
    let channels = scenario
        .project()
        .unwrap()
        .channels("2026".parse().unwrap(), None);
    let channels = channels.unwrap().unwrap();
    let retained = channels
        .channel(ChannelKind::Multiplier)
        .unwrap()
        .money
        .amount();
    assert_path(&[retained], &[200e9 * 0.588]);

    // A multiplier of value added starts one step later.
    for (multiplier, basis) in [
        ("3.5 of value added", ""),
        ("3.5", "basis = \"value-added\""),
    ] {
        let scenario = invested(multiplier, "", basis);
        assert_path(&path(&scenario, Output::GrossOutput), &times(&outlay, 8.75));
        assert_path(&path(&scenario, Output::ValueAdded), &times(&outlay, 3.5));
        assert_path(
            &path(&scenario, Output::NetValueAdded),
            &times(&outlay, 1.47),
        );
        let channels = scenario
            .project()
            .unwrap()
            .channels("2026".parse().unwrap(), None);
        let channels = channels.unwrap().unwrap();
        let retained = channels
            .channel(ChannelKind::Multiplier)
            .unwrap()
            .money
            .amount();
        assert_path(&[retained], &[200e9 * 1.47]);
    }
}

/// Of a unit of gross output 0.4 x 0.6 x 0.7 is retained: the break-even multiplier is 1 / 0.168.
#[test]
fn the_break_even_multiplier_is_the_inverse_of_the_retained_share() {
    let break_even = format!("{:?} of gross output", 1.0 / 0.168);
    let scenario = invested(&break_even, "", "");
    let outlay = path(&scenario, Output::Outlay);
    assert_path(&path(&scenario, Output::NetValueAdded), &outlay);
}

/// Half at once, 30 % a year later, 20 % two years later; returns after the horizon are left out.
#[test]
fn returns_of_varying_outlays_are_paid_out_one_by_one() {
    let more = format!(
        "payout = [\"50 %\", \"30 %\", \"20 %\"]\ndiscount = {}",
        assumed("5 % per year")
    );
    let scenario = invested("3.5 of gross output", &more, "");
    // 50; 100 + 30; 60 + 20; 200 + 40 of each unit of return.
    let paid = billions([0.0, 50.0, 130.0, 80.0, 240.0]);
    assert_path(&path(&scenario, Output::GrossOutput), &times(&paid, 3.5));
    assert_path(
        &path(&scenario, Output::NetValueAdded),
        &times(&paid, 0.588),
    );
    // The return by the multiplier is not spread over time.
    let outlay = billions([0.0, 100.0, 200.0, 0.0, 400.0]);
    assert_path(
        &path(&scenario, Output::MultiplierOutput),
        &times(&outlay, 3.5),
    );
    let value = present_values(&times(&paid, 0.588), &outlay);
    assert_path(&path(&scenario, Output::DiscountedBalance), &value);
    as_a_cash_flow(&scenario);
}

/// "Over 2 years" is a half in each of the two years after the outlay.
#[test]
fn returns_over_years_start_the_year_after() {
    let more = format!("discount = {}", assumed("5 % per year"));
    let scenario = invested("3.5 of gross output over 2 years", &more, "");
    let paid = billions([0.0, 0.0, 50.0, 150.0, 100.0]);
    assert_path(&path(&scenario, Output::GrossOutput), &times(&paid, 3.5));
    let outlay = billions([0.0, 100.0, 200.0, 0.0, 400.0]);
    let value = present_values(&times(&paid, 0.588), &outlay);
    assert_path(&path(&scenario, Output::DiscountedBalance), &value);
    as_a_cash_flow(&scenario);
}

/// The cumulative present value of net value added less outlay, at 5 % a year.
fn present_values(net: &[f64], outlay: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    (0..net.len())
        .map(|year| {
            sum += (net[year] - outlay[year]) / 1.05_f64.powi(year as i32);
            sum
        })
        .collect()
}

/// Checks that the scenario's cash flow has the same present value as a [`CashFlow`].
fn as_a_cash_flow(scenario: &Scenario) {
    let flow = scenario
        .project()
        .unwrap()
        .net_cash_flow()
        .unwrap()
        .unwrap();
    let rate = DiscountRate::nominal("5 % per year".parse().unwrap());
    let value: Money = flow.net_present_value(&rate).unwrap();
    let last = path(scenario, Output::DiscountedBalance)[4];
    assert_path(&[value.amount()], &[last]);
    assert!(last < -1e11);
}
