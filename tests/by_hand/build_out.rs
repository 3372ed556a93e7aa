//! Build-outs in which each segment has a stock of its own: listed costs, costs that fall by
//! learning and by trend at once, power without a limit, and counterfactuals that are build-outs.
//!
//! Expected numbers are calculated purchase by purchase.
#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap
)]
#![allow(clippy::cast_possible_truncation)] // Helpers of tests, which the lint takes for code.

use crate::common::{assert_path, assert_path_within, assumed, listed, money, path, read};
use compute_impact::Scenario;
use compute_impact::capacity::Segment;
use compute_impact::scenario::{Output, Reading};

/// Billions of yuan spent on each segment, 2025 to 2030.
const GENERAL: [f64; 6] = [70.0, 30.0, 50.0, 90.0, 40.0, 60.0];
const SMART: [f64; 6] = [100.0, 120.0, 80.0, 160.0, 200.0, 60.0];
const SUPER: [f64; 6] = [12.0, 3.0, 9.0, 6.0, 15.0, 21.0];

/// A build-out of the three segments, 60, 30 and 10 EFLOPS at the base, under a key.
fn path_of(key: &str, outlays: [&[f64]; 3]) -> String {
    let [general, smart, supercomputing] = outlays.map(money);
    format!(
        r#"
[{key}.build-out]
mix = {{ general = "60 %", smart = "30 %", supercomputing = "10 %" }}
mix-source = {{ publisher = "assumption", title = "for a test", kind = "assumption", confidence = "assumed" }}
general.by-period = {general}
smart.by-period = {smart}
supercomputing.by-period = {supercomputing}
"#
    )
}

/// The stocks: 14 bn per EFLOPS and geometric retirement of 10 % a year; 8 bn, falling by a fifth a
/// year, and a life of five years; 3 bn and a survival curve. `more` adds keys to each.
fn stocks(more: [&str; 3]) -> String {
    let [general, smart, supercomputing] = more;
    format!(
        r"
[compute.stock.general]
unit-cost.start = {}
retirement.geometric = {}
{general}

[compute.stock.smart]
unit-cost = {{ start = {}, trend = {} }}
retirement.life = {}
{smart}

[compute.stock.supercomputing]
unit-cost.start = {}
retirement.survival = {}
{supercomputing}
",
        assumed("14 bn CNY per EFLOPS FP32 in use"),
        assumed("10 %"),
        assumed("8 bn CNY per EFLOPS FP32 in use"),
        assumed("-20 % per year"),
        assumed("5 years"),
        assumed("3 bn CNY per EFLOPS FP32 in use"),
        listed(&["100 %", "80 %", "30 %"]),
    )
}

/// A build-out from 100 EFLOPS, 2024 to 2030.
fn built(counterfactual: &str, parts: &str) -> Scenario {
    read(&format!(
        r#"
version = 1
name = "a build-out of three segments"
base = "2024"
until = "2030"

[compute]
base = {}
{counterfactual}
{}
{parts}

[gdp]
base = {}
baseline.excludes.constant = {}
response.coefficient.elasticity = {}
"#,
        assumed("100 EFLOPS FP32 in use"),
        path_of("compute.path", [&GENERAL, &SMART, &SUPER]),
        assumed("134.9 tn CNY"),
        assumed("4 % per year"),
        assumed("0.05"),
    ))
}

const FROZEN: &str = "counterfactual = \"frozen\"";

/// The surviving share of a purchase at an age in years.
fn surviving(segment: Segment, age: usize) -> f64 {
    match segment {
        Segment::General => 0.9_f64.powi(age as i32),
        Segment::Smart => f64::from(u8::from(age < 5)),
        Segment::Supercomputing => [1.0, 1.0, 0.8, 0.3].get(age).copied().unwrap_or(0.0),
    }
}

/// The surviving stock of the base, in FLOP/s.
fn of_base(segment: Segment, year: usize) -> f64 {
    match segment {
        Segment::General => 60e18 * 0.9_f64.powi(year as i32),
        Segment::Smart => 6e18 * 5_usize.saturating_sub(year) as f64,
        // The shares 1, 1, 0.8 and 0.3 survive of equal purchases.
        Segment::Supercomputing => {
            10e18 * [3.1, 2.1, 1.1, 0.3].get(year).copied().unwrap_or(0.0) / 3.1
        }
    }
}

/// Capacity that money buys at the end of a year, in FLOP/s.
fn bought(segment: Segment, year: usize, bn: f64) -> f64 {
    1e18 * bn
        / match segment {
            Segment::General => 14.0,
            Segment::Smart => 8.0 * 0.8_f64.powi(year as i32),
            Segment::Supercomputing => 3.0,
        }
}

fn additions(segment: Segment, outlays: &[f64]) -> Vec<f64> {
    let years = outlays.iter().enumerate();
    let bought = years.map(|(year, bn)| bought(segment, year + 1, *bn));
    [0.0].into_iter().chain(bought).collect()
}

fn stock(segment: Segment, additions: &[f64]) -> Vec<f64> {
    let stands = |year: usize| {
        let young = (1..=year).map(|from| additions[from] * surviving(segment, year - from));
        of_base(segment, year) + young.sum::<f64>()
    };
    (0..additions.len()).map(stands).collect()
}

/// The retirements of a year: of the base, and of each earlier purchase.
fn retirements(segment: Segment, additions: &[f64]) -> Vec<f64> {
    let goes = |year: usize| {
        let young = (1..year).map(|from| {
            additions[from]
                * (surviving(segment, year - 1 - from) - surviving(segment, year - from))
        });
        of_base(segment, year - 1) - of_base(segment, year) + young.sum::<f64>()
    };
    [0.0]
        .into_iter()
        .chain((1..additions.len()).map(goes))
        .collect()
}

const OUTLAYS: [(Segment, [f64; 6]); 3] = [
    (Segment::General, GENERAL),
    (Segment::Smart, SMART),
    (Segment::Supercomputing, SUPER),
];

#[test]
fn each_segment_grows_by_its_own_outlay_at_its_own_cost() {
    let scenario = built(FROZEN, &stocks([""; 3]));
    let mut total = vec![0.0; 7];
    for (segment, outlays) in OUTLAYS {
        let added = additions(segment, &outlays);
        let level = stock(segment, &added);
        assert_path(&path(&scenario, Output::Additions(segment)), &added);
        assert_path(&path(&scenario, Output::Compute(segment)), &level);
        let gone = retirements(segment, &added);
        assert_path_within(&path(&scenario, Output::Retirements(segment)), &gone, 1e-11);
        let spent: Vec<f64> = [0.0]
            .into_iter()
            .chain(outlays.map(|bn| bn * 1e9))
            .collect();
        assert_path(&path(&scenario, Output::CapacityOutlay(segment)), &spent);
        total
            .iter_mut()
            .zip(&level)
            .for_each(|(sum, level)| *sum += level);
    }
    assert_path(&path(&scenario, Output::TotalCompute), &total);
    let smart = stock(Segment::Smart, &additions(Segment::Smart, &SMART));
    let share: Vec<f64> = smart
        .iter()
        .zip(&total)
        .map(|(smart, total)| smart / total)
        .collect();
    assert_path(&path(&scenario, Output::SmartShare), &share);
}

/// Each segment has its own use and weight, so that an exchange of two would change the result.
#[test]
fn each_segment_has_its_own_use() {
    let uses = format!(
        "[compute.use]\ngeneral.utilisation = {}\nsmart.utilisation = {}\nsmart.productivity = {}\nsupercomputing.utilisation = {}\nsupercomputing.productivity = {}\n{}",
        assumed("40 %"),
        assumed("30 %"),
        assumed("2.5"),
        assumed("70 %"),
        assumed("0.8"),
        stocks([""; 3])
    );
    let scenario = built(FROZEN, &uses);
    let mut expected = vec![0.0; 7];
    for ((segment, outlays), worth) in OUTLAYS.into_iter().zip([0.4, 0.75, 0.56]) {
        let level = stock(segment, &additions(segment, &outlays));
        expected
            .iter_mut()
            .zip(&level)
            .for_each(|(sum, level)| *sum += worth * level);
    }
    assert_path(&path(&scenario, Output::EffectiveCompute), &expected);
}

/// A list of costs has one cost for each year after the base, in order.
#[test]
fn each_listed_cost_applies_to_one_year() {
    let costs = [9.0, 7.5, 6.0, 8.0, 5.0, 4.0];
    let texts = costs.map(|bn| format!("{bn} bn CNY per EFLOPS FP32 in use"));
    let list = listed(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let trend = format!(
        "unit-cost = {{ start = {}, trend = {} }}",
        assumed("8 bn CNY per EFLOPS FP32 in use"),
        assumed("-20 % per year")
    );
    let parts = stocks([""; 3]);
    assert!(parts.contains(&trend));
    let scenario = built(
        FROZEN,
        &parts.replace(&trend, &format!("unit-cost.by-period = {list}")),
    );
    let bought = SMART.iter().zip(costs).map(|(bn, cost)| 1e18 * bn / cost);
    let added: Vec<f64> = [0.0].into_iter().chain(bought).collect();
    assert_path(&path(&scenario, Output::Additions(Segment::Smart)), &added);
    assert_path(
        &path(&scenario, Output::Compute(Segment::Smart)),
        &stock(Segment::Smart, &added),
    );
}

/// Wright's law with a trend: in year t an EFLOPS costs `8 x 0.8^t (K / 30)^-b`, with the
/// cumulative purchases K and 2^-b = 0.85; the money of a year is the integral of that cost.
#[test]
fn learning_and_a_trend_act_together() {
    let trend = format!("trend = {}", assumed("-20 % per year"));
    let both = format!("{trend}, learning = {}", assumed("15 %"));
    let parts = stocks([""; 3]);
    assert!(parts.contains(&trend));
    let scenario = built(FROZEN, &parts.replace(&trend, &both));
    let power = 1.0 + 0.85_f64.ln() / 2.0_f64.ln();
    let mut ever: f64 = 30.0;
    let mut added = vec![0.0];
    for (year, bn) in SMART.iter().enumerate() {
        let cost = 8.0 * 0.8_f64.powi(year as i32 + 1) * 30.0_f64.powf(1.0 - power);
        let grown = (ever.powf(power) + power * bn / cost).powf(1.0 / power);
        added.push(1e18 * (grown - ever));
        ever = grown;
    }
    assert_path_within(
        &path(&scenario, Output::Additions(Segment::Smart)),
        &added,
        1e-11,
    );
    // The integral, by a hundred thousand steps of the last year: 60 bn.
    let (end, steps) = (ever, 100_000);
    let start = end - added[6] / 1e18;
    let step = (end - start) / f64::from(steps);
    let spent: f64 = (0..steps)
        .map(|n| start + (f64::from(n) + 0.5) * step)
        .map(|ever| step * 8.0 * 0.8_f64.powi(6) * (ever / 30.0).powf(power - 1.0))
        .sum();
    assert_path_within(&[spent], &[60.0], 1e-9);
}

/// Machines draw 20 MW per EFLOPS and the site a quarter more; 6 MW and 40 % more.
#[test]
fn power_without_a_limit_is_drawn() {
    let power = |intensity: &str, pue: &str| {
        format!(
            "power = {{ intensity = {}, pue = {} }}",
            assumed(intensity),
            assumed(pue)
        )
    };
    let general = power("6 MW per EFLOPS FP32 in use", "1.4");
    let smart = power("20 MW per EFLOPS FP32 in use", "1.25");
    let scenario = built(FROZEN, &stocks([&general, &smart, ""]));
    for (segment, outlays, megawatts) in [
        (Segment::General, GENERAL, 8.4),
        (Segment::Smart, SMART, 25.0),
    ] {
        let level = stock(segment, &additions(segment, &outlays));
        assert_path(&path(&scenario, Output::Compute(segment)), &level);
        let drawn: Vec<f64> = level.iter().map(|level| megawatts * level / 1e18).collect();
        assert_path(&path(&scenario, Output::PowerDrawn(segment)), &drawn);
    }
    let projection = scenario.project().unwrap();
    assert!(
        projection
            .series(Output::PowerDrawn(Segment::Supercomputing))
            .is_none()
    );
}

/// A counterfactual grows by its own outlay, and stands idle beyond the same power limit.
#[test]
fn a_counterfactual_grows_and_is_limited_like_the_path() {
    let other: [[f64; 6]; 3] = [
        [60.0, 60.0, 60.0, 60.0, 60.0, 60.0],
        [20.0, 10.0, 40.0, 120.0, 300.0, 500.0],
        [3.0, 6.0, 0.0, 9.0, 3.0, 12.0],
    ];
    let [general, smart, supercomputing] = &other;
    let counterfactual = path_of(
        "compute.counterfactual.path",
        [general, smart, supercomputing],
    );
    let limit = format!(
        "power = {{ intensity = {}, pue = {}, limit = {} }}",
        assumed("20 MW per EFLOPS FP32 in use"),
        assumed("1.25"),
        assumed("2.5 GW")
    );
    for (power, most) in [("", f64::INFINITY), (limit.as_str(), 100e18)] {
        let scenario = built("", &format!("{counterfactual}{}", stocks(["", power, ""])));
        let sum = |outlays: [&[f64]; 3]| -> Vec<f64> {
            let mut sum = vec![0.0; 7];
            for (segment, outlays) in Segment::ALL.into_iter().zip(outlays) {
                let most = if segment == Segment::Smart {
                    most
                } else {
                    f64::INFINITY
                };
                let level = stock(segment, &additions(segment, outlays));
                sum.iter_mut()
                    .zip(&level)
                    .for_each(|(sum, level)| *sum += level.min(most));
            }
            sum
        };
        let path_total = sum([&GENERAL, &SMART, &SUPER]);
        let other_total = sum([general, smart, supercomputing]);
        assert_path(&path(&scenario, Output::TotalCompute), &path_total);
        assert_path(
            &path(&scenario, Output::CounterfactualCompute),
            &other_total,
        );
        let gdp: Vec<f64> = (0..7)
            .map(|t| {
                134.9e12 * 1.04_f64.powi(t as i32) * (path_total[t] / other_total[t]).powf(0.05)
            })
            .collect();
        assert_path(&path(&scenario, Output::Gdp(Reading::With)), &gdp);
    }
}
