//! Stocks, restrictions and returns by quarter: rates, lives and ramps in years with periods of a
//! quarter, so that an exchange of the two would change the result.
//!
//! Expected numbers are calculated purchase by purchase.
#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap
)]
#![allow(clippy::cast_possible_truncation)] // Helpers of tests, which the lint takes for code.

use crate::common::{
    assert_path, assert_path_within, assumed, listed, money, path, path_under, read,
};
use compute_impact::Scenario;
use compute_impact::capacity::Segment;
use compute_impact::scenario::{Output, Reading};

/// Billions of yuan for smart compute in twelve quarters, 2025 to 2027.
const SMART: [f64; 12] = [
    20.0, 35.0, 10.0, 25.0, 40.0, 15.0, 30.0, 5.0, 45.0, 50.0, 60.0, 55.0,
];

/// 70 EFLOPS of general and 30 of smart compute by quarter, from the end of 2024 to that of 2027.
/// `smart` states the cost and retirement of smart capacity, `more` adds further parts.
fn built(smart: &str, more: &str) -> Scenario {
    read(&format!(
        r#"
version = 1
name = "a build-out by quarter"
base = "2024-Q4"
until = "2027-Q4"

[compute]
base = {base}
counterfactual = "frozen"

[compute.path.build-out]
mix = {{ general = "70 %", smart = "30 %", supercomputing = "0 %" }}
mix-source = {{ publisher = "assumption", title = "for a test", kind = "assumption", confidence = "assumed" }}
general.per-period = {steady}
smart.by-period = {amounts}

[compute.stock.general]
unit-cost.start = {cost}
retirement.geometric = {lost}

[compute.stock.smart]
{smart}

[gdp]
base = {gdp}
baseline.excludes.constant = {growth}
response.coefficient.elasticity = {elasticity}
{more}
"#,
        base = assumed("100 EFLOPS FP32 in use"),
        steady = assumed("14 bn CNY"),
        amounts = money(&SMART),
        cost = assumed("7 bn CNY per EFLOPS FP32 in use"),
        lost = assumed("10 %"),
        gdp = assumed("34 tn CNY"),
        growth = assumed("1 % per quarter"),
        elasticity = assumed("0.05"),
    ))
}

/// A cost of 8 bn per EFLOPS that falls by 5 % a quarter, with a retirement.
fn falling_cost(retirement: &str) -> String {
    format!(
        "unit-cost = {{ start = {}, trend = {} }}\n{retirement}",
        assumed("8 bn CNY per EFLOPS FP32 in use"),
        assumed("-5 % per quarter")
    )
}

fn by_life(life: &str) -> String {
    falling_cost(&format!("retirement.life = {}", assumed(life)))
}

/// Purchases of smart capacity without a restriction, in FLOP/s.
fn free() -> Vec<f64> {
    let bought = SMART.iter().enumerate();
    let bought = bought.map(|(t, bn)| 1e18 * bn / (8.0 * 0.95_f64.powi(t as i32 + 1)));
    [0.0].into_iter().chain(bought).collect()
}

/// A stock from 30 EFLOPS: the surviving base, and each surviving purchase at its age.
fn stock(
    additions: &[f64],
    of_base: impl Fn(usize) -> f64,
    surviving: impl Fn(usize) -> f64,
) -> Vec<f64> {
    let stands = |row: usize| {
        let young = (1..=row).map(|bought| additions[bought] * surviving(row - bought));
        30e18 * of_base(row) + young.sum::<f64>()
    };
    (0..additions.len()).map(stands).collect()
}

const ADDED: Output = Output::Additions(Segment::Smart);
const LEVEL: Output = Output::Compute(Segment::Smart);
const RETIRED: Output = Output::Retirements(Segment::Smart);

/// 10 % a year is 1 - 0.9^(1/4) a quarter.
#[test]
fn a_geometric_stock_loses_a_quarter_of_a_year_each_quarter() {
    let scenario = built(
        &falling_cost(&format!("retirement.geometric = {}", assumed("15 %"))),
        "",
    );
    let general: Vec<f64> = (0..=12)
        .map(|row| {
            let surviving = |quarters: i32| 0.9_f64.powf(f64::from(quarters) / 4.0);
            1e18 * (70.0 * surviving(row)
                + (1..=row)
                    .map(|bought| 2.0 * surviving(row - bought))
                    .sum::<f64>())
        })
        .collect();
    assert_path(
        &path(&scenario, Output::Compute(Segment::General)),
        &general,
    );
    let surviving = |quarters: usize| 0.85_f64.powf(quarters as f64 / 4.0);
    assert_path(&path(&scenario, ADDED), &free());
    assert_path(
        &path(&scenario, LEVEL),
        &stock(&free(), surviving, surviving),
    );
}

/// With a life of two years an eighth of the base retires each quarter, and a purchase survives for
/// eight quarters.
#[test]
fn a_life_of_years_ends_after_four_quarters_each() {
    let scenario = built(&by_life("2 years"), "");
    let of_base = |row: usize| 1.0 - row.min(8) as f64 / 8.0;
    let surviving = |quarters: usize| if quarters < 8 { 1.0 } else { 0.0 };
    assert_path(&path(&scenario, LEVEL), &stock(&free(), of_base, surviving));
    let retired: Vec<f64> = (0..=12)
        .map(|row| match row {
            0 => 0.0,
            1..=8 => 30e18 / 8.0,
            _ => free()[row - 8],
        })
        .collect();
    // A difference of stocks of some 100 EFLOPS.
    assert_path_within(&path(&scenario, RETIRED), &retired, 1e-11);

    // Five years: a twentieth a quarter, and no purchase has retired by the end of the third year.
    let scenario = built(&by_life("5 years"), "");
    let of_base = |row: usize| 1.0 - row as f64 / 20.0;
    assert_path(&path(&scenario, LEVEL), &stock(&free(), of_base, |_| 1.0));

    // 20 months are six quarters and two thirds: the last quarter counts in part.
    let scenario = built(&by_life("20 months"), "");
    let of_base = |row: usize| (1.0 - row as f64 / (20.0 / 3.0)).max(0.0);
    let surviving = |quarters: usize| (20.0 / 3.0 - quarters as f64).clamp(0.0, 1.0);
    assert_path(&path(&scenario, LEVEL), &stock(&free(), of_base, surviving));
}

/// Purchases that grew by 10 % a quarter before the base result in a young stock, with the weights
/// 1.1^0 to 1.1^-7 of eight quarters.
#[test]
fn a_stock_bought_at_a_growing_pace_is_young() {
    let smart = format!(
        "{}\npast-growth = {}",
        by_life("2 years"),
        assumed("10 % per quarter")
    );
    let scenario = built(&smart, "");
    let sum = |terms: i32| (0..terms).map(|age| 1.1_f64.powi(-age)).sum::<f64>();
    let of_base = |row: usize| sum(8 - row.min(8) as i32) / sum(8);
    let surviving = |quarters: usize| if quarters < 8 { 1.0 } else { 0.0 };
    assert_path(&path(&scenario, LEVEL), &stock(&free(), of_base, surviving));
}

/// The shares of a curve apply after one quarter, two, three; of equal purchases before the base
/// the shares 1, 0.9, 0.6 and 0.2 survive.
#[test]
fn a_survival_curve_counts_quarters() {
    let curve = listed(&["90 %", "60 %", "20 %"]);
    let scenario = built(&falling_cost(&format!("retirement.survival = {curve}")), "");
    let surviving = |quarters: usize| [1.0, 0.9, 0.6, 0.2].get(quarters).copied().unwrap_or(0.0);
    let of_base = |row: usize| [2.7, 1.7, 0.8, 0.2].get(row).copied().unwrap_or(0.0) / 2.7;
    assert_path(&path(&scenario, LEVEL), &stock(&free(), of_base, surviving));
}

/// 70 and 30 EFLOPS, of which smart compute grows by an outlay and general compute retires.
fn counted(base: &str, until: &str, smart: &str, trend: &str, growth: &str) -> Scenario {
    let text = format!(
        r#"
version = 1
name = "one stock, counted twice"
base = "{base}"
until = "{until}"

[compute]
base = {capacity}
counterfactual = "frozen"

[compute.path.build-out]
mix = {{ general = "70 %", smart = "30 %", supercomputing = "0 %" }}
mix-source = {{ publisher = "assumption", title = "for a test", kind = "assumption", confidence = "assumed" }}
smart.by-period = {smart}

[compute.stock.general]
retirement.life = {life}

[compute.stock.smart]
unit-cost = {{ start = {cost}, trend = {trend} }}
retirement.geometric = {lost}

[gdp]
base = {gdp}
baseline.excludes.constant = {growth}
response.coefficient.elasticity = {elasticity}
"#,
        capacity = assumed("100 EFLOPS FP32 in use"),
        life = assumed("5 years"),
        cost = assumed("8 bn CNY per EFLOPS FP32 in use"),
        trend = assumed(trend),
        lost = assumed("15 %"),
        gdp = assumed("34 tn CNY"),
        growth = assumed(growth),
        elasticity = assumed("0.05"),
    );
    read(&text)
}

/// A quarterly stock whose purchases come at the end of each year is the yearly one at year ends.
#[test]
fn a_stock_by_quarter_is_the_yearly_one_at_year_ends() {
    let yearly = [100.0, 140.0, 60.0];
    let by_quarter: Vec<f64> = yearly.iter().flat_map(|bn| [0.0, 0.0, 0.0, *bn]).collect();
    // 0.8^(1/4) - 1 a quarter.
    let trend = format!("{:?} % per quarter", 100.0 * (0.8_f64.powf(0.25) - 1.0));
    let (smart, by_quarter) = (money(&yearly), money(&by_quarter));
    let years = counted("2024", "2027", &smart, "-20 % per year", "4 % per year");
    let quarters = counted("2024-Q4", "2027-Q4", &by_quarter, &trend, "1 % per quarter");
    for segment in [Segment::General, Segment::Smart] {
        let output = Output::Compute(segment);
        let at_year_ends: Vec<f64> = path(&quarters, output).into_iter().step_by(4).collect();
        assert_path(&at_year_ends, &path(&years, output));
    }
    // By hand: 30 at 0.85 a year, and 12.5, 21.875 and 11.71875 EFLOPS at 10, 6.4 and 5.12 bn.
    let bought = [100.0 / 6.4, 140.0 / 5.12, 60.0 / 4.096];
    let expected: Vec<f64> = (0..=3)
        .map(|year: usize| {
            let young = (0..year).map(|b| bought[b] * 0.85_f64.powi((year - b - 1) as i32));
            1e18 * (30.0 * 0.85_f64.powi(year as i32) + young.sum::<f64>())
        })
        .collect();
    assert_path(&path(&years, LEVEL), &expected);
}

/// From the third quarter of 2025 to the end of the third of 2026, 30 % can be bought; with a start
/// in August a third of the loss of the first quarter is avoided.
#[test]
fn a_restriction_by_quarter_starts_and_ends_with_its_quarters() {
    let policy = |name: &str, keys: &str| {
        format!(
            "[[policy]]\nname = \"{name}\"\nshock = [{{ restriction = {{ segment = \"smart\", limit.share = {}, {keys} }} }}]\n",
            assumed("30 %")
        )
    };
    let over = format!(
        "from = \"2025-Q3\", substitution = {{ up-to = {}, over = {} }}",
        assumed("80 %"),
        assumed("4 years")
    );
    let ahead = format!("from = \"2025-Q3\", anticipation = {}", assumed("20 %"));
    let policies = [
        policy("quarters", "from = \"2025-Q3\", until = \"2026-Q3\""),
        policy("August", "from = \"2025-08\", until = \"2026\""),
        policy("substituted", &over),
        policy("foreseen", &ahead),
    ];
    let scenario = built(&by_life("5 years"), &policies.concat());
    let free = free();
    let limited = |allowed: &dyn Fn(usize) -> f64| -> Vec<f64> {
        free.iter()
            .enumerate()
            .map(|(row, x)| x * allowed(row))
            .collect()
    };
    let under = |name: &str| path_under(&scenario, &[name], ADDED);
    let expected = limited(&|row| if (3..=7).contains(&row) { 0.3 } else { 1.0 });
    assert_path(&under("quarters"), &expected);
    let expected = limited(&|row| match row {
        3 => 1.0 - 0.7 * 2.0 / 3.0,
        4..=8 => 0.3,
        _ => 1.0,
    });
    assert_path(&under("August"), &expected);
    // Four years are sixteen quarters; the mean of the ramp over a quarter is that of its middle.
    let expected = limited(&|row| {
        if row < 3 {
            return 1.0;
        }
        0.3 + 0.7 * 0.8 * (row as f64 - 2.0 - 0.5) / 16.0
    });
    assert_path(&under("substituted"), &expected);
    let mut expected = limited(&|row| if row >= 3 { 0.3 } else { 1.0 });
    expected[2] = 1.2 * free[2];
    // The 10 bn of the third quarter suffice for a fifth of the 35 bn of the quarter before.
    assert!(free[3] > 0.2 * free[2]);
    expected[3] = 0.3 * (free[3] - 0.2 * free[2]);
    assert_path(&under("foreseen"), &expected);
}

/// "Over 2 years" is an eighth a quarter, from the quarter after the outlay on.
#[test]
fn a_multiplier_over_years_pays_out_by_quarter() {
    let chain = format!(
        r"
[investment]
outlay = {{ by-period = {} }}
multiplier = {}
discount = {}
[investment.chain]
value-added = {}
domestic = {}
crowding-out = {}
",
        money(&SMART),
        assumed("3.5 of gross output over 2 years"),
        assumed("1.2 % per quarter"),
        assumed("40 %"),
        assumed("60 %"),
        assumed("30 %"),
    );
    let scenario = built(&by_life("5 years"), &chain);
    let returned: Vec<f64> = (0..=12_usize)
        .map(|row| {
            let paid = (1..=8)
                .filter(|after| row > *after)
                .map(|after| SMART[row - after - 1]);
            3.5 * 1e9 * paid.sum::<f64>() / 8.0
        })
        .collect();
    assert_path(&path(&scenario, Output::GrossOutput), &returned);
    let net: Vec<f64> = returned
        .iter()
        .map(|gross| gross * 0.4 * 0.6 * 0.7)
        .collect();
    assert_path(&path(&scenario, Output::NetValueAdded), &net);
    let mut sum = 0.0;
    let mut value = vec![0.0];
    for row in 1..=12 {
        sum += (net[row] - 1e9 * SMART[row - 1]) / 1.012_f64.powi(row as i32);
        value.push(sum);
    }
    assert_path(&path(&scenario, Output::DiscountedBalance), &value);
}

/// GDP that responds with a lag to compute that grows by 6 % a quarter.
fn gdp_with(lag: &str) -> Vec<f64> {
    let text = format!(
        r#"
version = 1
name = "a lag by quarter"
base = "2024-Q4"
until = "2026-Q4"

[compute]
base = {}
counterfactual = "frozen"
path.total.growth.constant = {}
path.total.smart-share.observations = [
    {{ at = "2024-Q3", share = {} }},
    {{ at = "2024-Q4", share = {} }},
]

[gdp]
base = {}
baseline.excludes.constant = {}
response.coefficient.elasticity = {}
{lag}
"#,
        assumed("100 EFLOPS FP32 in use"),
        assumed("6 % per quarter"),
        assumed("30 %"),
        assumed("31 %"),
        assumed("34 tn CNY"),
        assumed("1 % per quarter"),
        assumed("0.3"),
    );
    path(&read(&text), Output::Gdp(Reading::With))
}

/// Lags count quarters: with the weights 20, 30 and 50 %, and with those of Koyck and Almon.
#[test]
fn a_lag_by_quarter_counts_quarters() {
    // The quarters of growth that have an effect in a row, by the lag of each weight.
    let gdp = |weights: &[f64]| -> Vec<f64> {
        let felt = |row: i32| -> f64 {
            let lags = (0..).zip(weights);
            lags.map(|(lag, weight)| weight * f64::from((row - lag).max(0)))
                .sum()
        };
        (0..=8)
            .map(|row| 34e12 * 1.01_f64.powi(row) * 1.06_f64.powf(0.3 * felt(row)))
            .collect()
    };
    let explicit = "response.lag.explicit = [0.2, 0.3, 0.5]";
    assert_path(&gdp_with(explicit), &gdp(&[0.2, 0.3, 0.5]));
    // Koyck (1954): a decay of 0.6 a quarter gives the weights 0.4, 0.24, 0.144, ...
    let koyck = format!("response.lag.koyck = {}", assumed("60 %"));
    let weights: Vec<f64> = (0..9).map(|lag| 0.4 * 0.6_f64.powi(lag)).collect();
    assert_path(&gdp_with(&koyck), &gdp(&weights));
    // Almon (1965): 1 - 0.2 k on three lags is 1, 0.8 and 0.6 of 2.4.
    let almon = "response.lag.almon = { coefficients = [1, -0.2], length = 3 }";
    let weights = [1.0 / 2.4, 0.8 / 2.4, 0.6 / 2.4];
    assert_path(&gdp_with(almon), &gdp(&weights));
    // 1 + k^2 / 2 on four lags is 1, 1.5, 3 and 5.5 of 11.
    let almon = "response.lag.almon = { coefficients = [1, 0, 0.5], length = 4 }";
    let weights = [1.0 / 11.0, 1.5 / 11.0, 3.0 / 11.0, 5.5 / 11.0];
    assert_path(&gdp_with(almon), &gdp(&weights));
}
