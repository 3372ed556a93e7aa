//! Purchases under trade restrictions: shares other than a half, premiums other than a doubling,
//! substitution of less than the loss, starts within a period, two restrictions at once.
//!
//! Expected numbers are calculated purchase by purchase from the money, the unit cost and the
//! definition of the restriction.
#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap
)]
#![allow(clippy::cast_possible_truncation)] // Helpers of tests, which the lint takes for code.

use crate::common::{assert_path, assumed, listed, money, path, path_under, read};
use compute_impact::Scenario;
use compute_impact::capacity::Segment;
use compute_impact::scenario::{Output, Reading};

/// Billions of yuan spent on each segment, 2025 to 2032.
const GENERAL: [f64; 8] = [70.0, 30.0, 50.0, 90.0, 40.0, 60.0, 20.0, 80.0];
const SMART: [f64; 8] = [100.0, 120.0, 80.0, 160.0, 200.0, 60.0, 90.0, 150.0];
const SUPER: [f64; 8] = [12.0, 3.0, 9.0, 6.0, 15.0, 21.0, 18.0, 24.0];

/// A build-out from 60, 30 and 10 EFLOPS, 2024 to 2032; an EFLOPS costs 14 bn, 8 bn falling by a
/// fifth a year, and 3 bn.
fn built(policies: &str) -> Scenario {
    read(&format!(
        r#"
version = 1
name = "a build-out under restrictions"
base = "2024"
until = "2032"

[compute]
base = {base}
counterfactual = "frozen"

[compute.path.build-out]
mix = {{ general = "60 %", smart = "30 %", supercomputing = "10 %" }}
mix-source = {{ publisher = "assumption", title = "for a test", kind = "assumption", confidence = "assumed" }}
general.by-period = {general}
smart.by-period = {smart}
supercomputing.by-period = {supercomputing}

[compute.stock.general]
unit-cost.start = {cost_general}
retirement.geometric = {lost}

[compute.stock.smart]
unit-cost = {{ start = {cost_smart}, trend = {trend} }}
retirement.life = {life}

[compute.stock.supercomputing]
unit-cost.start = {cost_super}
retirement.survival = {survival}

[gdp]
base = {gdp}
baseline.excludes.constant = {growth}
response.coefficient.elasticity = {elasticity}
{policies}
"#,
        base = assumed("100 EFLOPS FP32 in use"),
        general = money(&GENERAL),
        smart = money(&SMART),
        supercomputing = money(&SUPER),
        cost_general = assumed("14 bn CNY per EFLOPS FP32 in use"),
        lost = assumed("10 %"),
        cost_smart = assumed("8 bn CNY per EFLOPS FP32 in use"),
        trend = assumed("-20 % per year"),
        life = assumed("5 years"),
        cost_super = assumed("3 bn CNY per EFLOPS FP32 in use"),
        survival = listed(&["100 %", "80 %", "30 %"]),
        gdp = assumed("134.9 tn CNY"),
        growth = assumed("4 % per year"),
        elasticity = assumed("0.05"),
    ))
}

/// A policy of one restriction; `more` adds keys to the segment.
fn restriction(name: &str, segment: &str, more: &str) -> String {
    format!(
        "[[policy]]\nname = \"{name}\"\nshock = [{{ restriction = {{ segment = \"{segment}\", {more} }} }}]\n"
    )
}

fn share(percent: &str) -> String {
    format!("limit.share = {}", assumed(percent))
}

/// Purchases of smart capacity in each year without a restriction, in FLOP/s.
fn free() -> Vec<f64> {
    let bought = SMART.iter().enumerate();
    let bought = bought.map(|(year, bn)| 1e18 * bn / (8.0 * 0.8_f64.powi(year as i32 + 1)));
    [0.0].into_iter().chain(bought).collect()
}

/// Money spent on smart compute, in yuan.
fn smart_money() -> Vec<f64> {
    [0.0].into_iter().chain(SMART.map(|bn| bn * 1e9)).collect()
}

/// Each number of a path times the allowed share of its row.
fn restricted(path: &[f64], allowed: impl Fn(usize) -> f64) -> Vec<f64> {
    path.iter()
        .enumerate()
        .map(|(row, x)| x * allowed(row))
        .collect()
}

/// Smart capacity: 30 EFLOPS bought evenly over five years, and later additions.
fn smart_stock(additions: &[f64]) -> Vec<f64> {
    let rows = 0..additions.len();
    let stands = |row: usize| {
        let old = 6e18 * 5_usize.saturating_sub(row) as f64;
        let young: f64 = (row.saturating_sub(4)..=row)
            .map(|year| additions[year])
            .sum();
        old + young
    };
    rows.map(stands).collect()
}

const ADDED: Output = Output::Additions(Segment::Smart);
const LEVEL: Output = Output::Compute(Segment::Smart);
const SPENT: Output = Output::CapacityOutlay(Segment::Smart);

/// An allowed share of 30 % is not a ban of 30 %.
#[test]
fn a_share_is_the_part_that_can_be_bought() {
    let limit = format!("from = \"2027\", {}", share("30 %"));
    let scenario = built(&restriction("three tenths", "smart", &limit));
    let allowed = |row: usize| if row >= 3 { 0.3 } else { 1.0 };
    let added = restricted(&free(), allowed);
    let under = |output| path_under(&scenario, &["three tenths"], output);
    assert_path(&path(&scenario, ADDED), &free());
    assert_path(&under(ADDED), &added);
    assert_path(&under(LEVEL), &smart_stock(&added));
    // Capacity that may not be bought is not paid for.
    assert_path(&under(SPENT), &restricted(&smart_money(), allowed));
    // The other segments are not affected.
    for segment in [Segment::General, Segment::Supercomputing] {
        let output = Output::Additions(segment);
        assert_eq!(under(output), path(&scenario, output));
    }
}

/// The same share of supercomputing affects only supercomputing.
#[test]
fn each_segment_has_restrictions_of_its_own() {
    let limit = format!("from = \"2027\", {}", share("30 %"));
    for (name, segment, costs, outlays) in [
        ("general", Segment::General, 14.0, GENERAL),
        ("supercomputing", Segment::Supercomputing, 3.0, SUPER),
    ] {
        let scenario = built(&restriction("restricted", name, &limit));
        for other in Segment::ALL {
            let output = Output::Additions(other);
            let added = path_under(&scenario, &["restricted"], output);
            if other != segment {
                assert_eq!(added, path(&scenario, output));
                continue;
            }
            let allowed = |row: usize| if row >= 3 { 0.3 } else { 1.0 };
            let bought = outlays.map(|bn| 1e18 * bn / costs);
            let bought: Vec<f64> = [0.0].into_iter().chain(bought).collect();
            assert_path(&added, &restricted(&bought, allowed));
        }
    }
}

/// Domestic production replaces 80 % of the loss after four years, and never all of it.
#[test]
fn substitution_replaces_the_stated_share_of_the_loss() {
    let over = format!(
        "from = \"2027\", {}, substitution = {{ up-to = {}, over = {} }}",
        share("30 %"),
        assumed("80 %"),
        assumed("4 years")
    );
    let scenario = built(&restriction("substituted", "smart", &over));
    // The mean of the ramp over 2027 is that of its middle, half a year after its start.
    let ramp = [0.0, 0.0, 0.0, 0.125, 0.375, 0.625, 0.875, 1.0, 1.0];
    let allowed = |row: usize| {
        if row >= 3 {
            0.3 + 0.7 * 0.8 * ramp[row]
        } else {
            1.0
        }
    };
    let added = path_under(&scenario, &["substituted"], ADDED);
    assert_path(&added, &restricted(&free(), allowed));
}

/// At a price that is a quarter higher the same money buys four fifths.
#[test]
fn a_premium_buys_less_for_the_same_money() {
    let dearer = |more: &str| {
        let limit = format!("limit.premium = {}", assumed("0.25"));
        let keys = format!("from = \"2027\", until = \"2029\", {limit}{more}");
        restriction("dearer", "smart", &keys)
    };
    let scenario = built(&dearer(""));
    let part = |row: usize| if (3..=5).contains(&row) { 0.8 } else { 1.0 };
    assert_path(
        &path_under(&scenario, &["dearer"], ADDED),
        &restricted(&free(), part),
    );
    assert_path(&path_under(&scenario, &["dearer"], SPENT), &smart_money());

    let substituted = dearer(&format!(
        ", substitution = {{ up-to = {}, over = {} }}",
        assumed("80 %"),
        assumed("2 years")
    ));
    // The ramp reaches a quarter in 2027, three quarters in 2028, and one in 2029.
    let lost = [0.0, 0.0, 0.0, 0.8, 0.4, 0.2, 0.0, 0.0, 0.0];
    let allowed = |row: usize| 1.0 - 0.2 * lost[row];
    let scenario = built(&substituted);
    assert_path(
        &path_under(&scenario, &["dearer"], ADDED),
        &restricted(&free(), allowed),
    );
}

/// A yearly capacity cuts the purchases above it, and the money for these is not spent.
#[test]
fn a_capacity_limit_cuts_the_excess() {
    let cap = format!(
        "from = \"2027\", until = \"2030\", limit.capacity = {}",
        assumed("45 EFLOPS FP32 in use")
    );
    let scenario = built(&restriction("capped", "smart", &cap));
    let expected: Vec<f64> = free()
        .into_iter()
        .enumerate()
        .map(|(row, x)| {
            if (3..=6).contains(&row) {
                x.min(45e18)
            } else {
                x
            }
        })
        .collect();
    assert!(expected.contains(&45e18) && expected[3] < 45e18);
    assert_path(&path_under(&scenario, &["capped"], ADDED), &expected);
    let spent: Vec<f64> = expected
        .iter()
        .enumerate()
        .map(|(row, added)| added / 1e18 * 8e9 * 0.8_f64.powi(row as i32))
        .collect();
    assert_path(&path_under(&scenario, &["capped"], SPENT), &spent);
}

/// Purchases that are brought forward are made in the year before and not again, and the
/// restriction applies to the remaining ones.
#[test]
fn anticipation_brings_purchases_of_the_first_restricted_year_forward() {
    let foreseen = |more: &str| {
        let keys = format!("from = \"2027\", {}, anticipation = {more}", share("30 %"));
        restriction("foreseen", "smart", &keys)
    };
    let free = free();
    let mut expected = restricted(&free, |row| if row >= 3 { 0.3 } else { 1.0 });
    expected[2] = 1.2 * free[2];
    expected[3] = 0.3 * (free[3] - 0.2 * free[2]);
    let scenario = built(&foreseen(&assumed("20 %")));
    assert_path(&path_under(&scenario, &["foreseen"], ADDED), &expected);
    // The purchases of 2027 limit what can be brought forward: 19.5 EFLOPS, against 23.4 in 2026.
    let scenario = built(&foreseen(&assumed("100 %")));
    assert!(free[3] < free[2]);
    expected[2] = free[2] + free[3];
    expected[3] = 0.0;
    assert_path(&path_under(&scenario, &["foreseen"], ADDED), &expected);
}

/// From July 2026 to March 2028, a yearly scenario has half of the loss of 2026, all of that of
/// 2027 and a quarter of that of 2028.
#[test]
fn a_restriction_may_start_and_end_within_a_year() {
    let within = format!("from = \"2026-07\", until = \"2028-Q1\", {}", share("30 %"));
    let scenario = built(&restriction("within", "smart", &within));
    let inside = [0.0, 0.0, 0.5, 1.0, 0.25, 0.0, 0.0, 0.0, 0.0];
    let allowed = |row: usize| 1.0 - 0.7 * inside[row];
    assert_path(
        &path_under(&scenario, &["within"], ADDED),
        &restricted(&free(), allowed),
    );

    // A ramp of two years from July: its mean over the half year of 2026 is an eighth, over 2027 a
    // half, over 2028 the integral of t / 2 from 1.5 to 2, and a half more.
    let ramped = format!(
        "from = \"2026-07\", {}, substitution = {{ up-to = {}, over = {} }}",
        share("30 %"),
        assumed("80 %"),
        assumed("2 years")
    );
    let scenario = built(&restriction("ramped", "smart", &ramped));
    let inside = [0.0, 0.0, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0];
    let ramp = [0.0, 0.0, 0.125, 0.5, 0.937_5, 1.0, 1.0, 1.0, 1.0];
    let allowed = |row: usize| 1.0 - 0.7 * inside[row] * (1.0 - 0.8 * ramp[row]);
    assert_path(
        &path_under(&scenario, &["ramped"], ADDED),
        &restricted(&free(), allowed),
    );

    // Buyers anticipate by the end of 2025, at the expense of 2026.
    let foreseen = format!(
        "from = \"2026-07\", {}, anticipation = {}",
        share("30 %"),
        assumed("20 %")
    );
    let scenario = built(&restriction("foreseen", "smart", &foreseen));
    let free = free();
    let mut expected = restricted(&free, |row| 1.0 - 0.7 * inside[row]);
    expected[1] = 1.2 * free[1];
    expected[2] = (1.0 - 0.7 * 0.5) * (free[2] - 0.2 * free[1]);
    assert_path(&path_under(&scenario, &["foreseen"], ADDED), &expected);
}

/// The second of two restrictions applies to the result of the first; premiums come last, in any
/// order of activation.
#[test]
fn two_restrictions_act_together() {
    let from = |year: &str, limit: &str| format!("from = \"{year}\", {limit}");
    let cap = format!("limit.capacity = {}", assumed("10 EFLOPS FP32 in use"));
    let premium = format!("limit.premium = {}", assumed("0.25"));
    let scenario = built(
        &[
            restriction("third", "smart", &from("2027", &share("30 %"))),
            restriction("later", "smart", &from("2029", &share("40 %"))),
            restriction("capped", "smart", &from("2028", &cap)),
            restriction("dearer", "smart", &from("2026", &premium)),
        ]
        .concat(),
    );
    let free = free();
    let at = |row: usize, from: usize, part: f64| if row >= from { part } else { 1.0 };
    let both = restricted(&free, |row| at(row, 3, 0.3) * at(row, 5, 0.4));
    for order in [["third", "later"], ["later", "third"]] {
        assert_path(&path_under(&scenario, &order, ADDED), &both);
    }
    let capped_last = free.iter().enumerate().map(|(row, x)| {
        let allowed = x * at(row, 3, 0.3);
        if row >= 4 {
            allowed.min(10e18)
        } else {
            allowed
        }
    });
    let capped_first = free.iter().enumerate().map(|(row, x)| {
        let capped = if row >= 4 { x.min(10e18) } else { *x };
        capped * at(row, 3, 0.3)
    });
    let capped_last: Vec<f64> = capped_last.collect();
    let capped_first: Vec<f64> = capped_first.collect();
    assert_path(
        &path_under(&scenario, &["third", "capped"], ADDED),
        &capped_last,
    );
    assert_path(
        &path_under(&scenario, &["capped", "third"], ADDED),
        &capped_first,
    );

    let dearer = restricted(&free, |row| at(row, 3, 0.3) * at(row, 2, 0.8));
    let spent = restricted(&smart_money(), |row| at(row, 3, 0.3));
    for order in [["third", "dearer"], ["dearer", "third"]] {
        assert_path(&path_under(&scenario, &order, ADDED), &dearer);
        // The share reduces spending, the premium does not.
        assert_path(&path_under(&scenario, &order, SPENT), &spent);
    }
}

/// Machines bought under two restrictions at once lose what each of them takes, and those bought
/// under one of them lose that alone.
#[test]
fn the_losses_of_quality_of_two_restrictions_sum() {
    let poorer = |name: &str, dates: &str, part: &str, quality: &str| {
        let keys = format!("{dates}, {}, quality = {}", share(part), assumed(quality));
        restriction(name, "smart", &keys)
    };
    let scenario = built(
        &[
            poorer("third", "from = \"2027\"", "30 %", "0.8"),
            poorer("later", "from = \"2029\", until = \"2030\"", "40 %", "0.5"),
        ]
        .concat(),
    );
    let (by_third, by_later) = (|row: usize| row >= 3, |row: usize| row == 5 || row == 6);
    let part = |is_active: bool, part: f64| if is_active { part } else { 1.0 };
    let added = restricted(&free(), |row| {
        part(by_third(row), 0.3) * part(by_later(row), 0.4)
    });
    let names = ["third", "later"];
    assert_path(&path_under(&scenario, &names, ADDED), &added);
    // A machine runs five years, the one in which it is bought among them.
    let lost = |row: usize| -> f64 {
        let years = row.saturating_sub(4)..=row;
        years
            .map(|year| {
                let per_machine =
                    if by_third(year) { 0.2 } else { 0.0 } + if by_later(year) { 0.5 } else { 0.0 };
                per_machine * added[year]
            })
            .sum()
    };
    let [general, supercomputing] = [Segment::General, Segment::Supercomputing]
        .map(|segment| path_under(&scenario, &names, Output::Compute(segment)));
    let expected: Vec<f64> = smart_stock(&added)
        .iter()
        .enumerate()
        .map(|(row, level)| general[row] + supercomputing[row] + level - lost(row))
        .collect();
    let effective = path_under(&scenario, &names, Output::EffectiveCompute);
    assert_path(&effective, &expected);
}

/// General compute grows by 10 % and smart compute by 40 % a year, from 70 and 30 EFLOPS.
/// `retirement` is that of smart compute, whose cost falls by a fifth a year.
fn grown(smart: &str, retirement: &str) -> Scenario {
    let limit = format!("from = \"2027\", {}", share("30 %"));
    read(&format!(
        r#"
version = 1
name = "a growth path under restrictions"
base = "2024"
until = "2031"

[compute]
base = {base}

[compute.path.segments]
mix = {{ general = "70 %", smart = "30 %", supercomputing = "0 %" }}
mix-source = {{ publisher = "assumption", title = "for a test", kind = "assumption", confidence = "assumed" }}
general.constant = {slow}
smart = {smart}

[compute.counterfactual.path.segments]
mix = {{ general = "70 %", smart = "30 %", supercomputing = "0 %" }}
mix-source = {{ publisher = "assumption", title = "for a test", kind = "assumption", confidence = "assumed" }}
general.constant = {slow}
smart = {smart}

[compute.stock.smart]
unit-cost = {{ start = {cost}, trend = {trend} }}
{retirement}

[gdp]
base = {gdp}
baseline.excludes.constant = {growth}
response.coefficient.elasticity = {elasticity}
{policy}
"#,
        base = assumed("100 EFLOPS FP32 in use"),
        slow = assumed("10 % per year"),
        cost = assumed("8 bn CNY per EFLOPS FP32 in use"),
        trend = assumed("-20 % per year"),
        gdp = assumed("134.9 tn CNY"),
        growth = assumed("4 % per year"),
        elasticity = assumed("0.05"),
        policy = restriction("third", "smart", &limit),
    ))
}

/// The purchases that a growth path requires follow from the surviving stock; 30 % of them result
/// in another path. `surviving` is the surviving share of a purchase at an age, `of_base` that of the
/// base.
fn check_grown(
    scenario: &Scenario,
    target: &[f64],
    surviving: impl Fn(usize) -> f64,
    of_base: impl Fn(usize) -> f64,
) {
    let mut free = vec![0.0_f64];
    let mut restricted = vec![0.0];
    let mut level = vec![target[0]];
    let mut spent = vec![0.0];
    for row in 1..target.len() {
        let stock = |bought: &[f64]| -> f64 {
            let young = (1..row).map(|year| bought[year] * surviving(row - year));
            target[0] * of_base(row) + young.sum::<f64>()
        };
        let bought = target[row] - stock(&free);
        // Early scrapping is not restricted, and has no revenue.
        let part = if row >= 3 && bought > 0.0 { 0.3 } else { 1.0 };
        level.push(stock(&restricted) + part * bought);
        spent.push((part * bought).max(0.0) / 1e18 * 8e9 * 0.8_f64.powi(row as i32));
        free.push(bought);
        restricted.push(part * bought);
    }
    assert_path(&path(scenario, LEVEL), target);
    assert_path(&path(scenario, ADDED), &free);
    assert_path(&path_under(scenario, &["third"], ADDED), &restricted);
    assert_path(&path_under(scenario, &["third"], LEVEL), &level);
    assert_path(&path_under(scenario, &["third"], SPENT), &spent);
    let general: Vec<f64> = (0..target.len())
        .map(|row| 70e18 * 1.1_f64.powi(row as i32))
        .collect();
    let total: Vec<f64> = general.iter().zip(&level).map(|(a, b)| a + b).collect();
    assert_path(
        &path_under(scenario, &["third"], Output::TotalCompute),
        &total,
    );
    // The counterfactual is not restricted.
    let other: Vec<f64> = general.iter().zip(target).map(|(a, b)| a + b).collect();
    let counterfactual = path_under(scenario, &["third"], Output::CounterfactualCompute);
    assert_path(&counterfactual, &other);
    let gdp = path_under(scenario, &["third"], Output::Gdp(Reading::With));
    let expected: Vec<f64> = (0..target.len())
        .map(|row| 134.9e12 * 1.04_f64.powi(row as i32) * (total[row] / other[row]).powf(0.05))
        .collect();
    assert_path(&gdp, &expected);
}

#[test]
fn a_growth_path_loses_a_share_of_its_purchases() {
    let steady: Vec<f64> = (0..8).map(|row| 30e18 * 1.4_f64.powi(row)).collect();
    let constant = format!("{{ constant = {} }}", assumed("40 % per year"));
    let scenario = grown(
        &constant,
        &format!("retirement.geometric = {}", assumed("15 %")),
    );
    let surviving = |age: usize| 0.85_f64.powi(age as i32);
    check_grown(&scenario, &steady, surviving, surviving);

    let scenario = grown(
        &constant,
        &format!("retirement.life = {}", assumed("3 years")),
    );
    let surviving = |age: usize| if age < 3 { 1.0 } else { 0.0 };
    let of_base = |row: usize| (1.0 - row as f64 / 3.0).max(0.0);
    check_grown(&scenario, &steady, surviving, of_base);

    // Of equal purchases before the base the shares 1, 0.8 and 0.3 survive: of 2.1, 1.1 and 0.3.
    let shares = listed(&["80 %", "30 %"]);
    let scenario = grown(&constant, &format!("retirement.survival = {shares}"));
    let surviving = |age: usize| [1.0, 0.8, 0.3].get(age).copied().unwrap_or(0.0);
    let of_base = |row: usize| [2.1, 1.1, 0.3].get(row).copied().unwrap_or(0.0) / 2.1;
    check_grown(&scenario, &steady, surviving, of_base);
}

/// A path that falls faster than machines retire scraps some, which no restriction prevents.
#[test]
fn a_falling_path_is_restricted_only_where_it_buys() {
    let rates = ["40 %", "40 %", "-50 %", "60 %", "-30 %", "40 %", "5 %"];
    let rates = rates.map(|rate| format!("{rate} per year"));
    let rates: Vec<&str> = rates.iter().map(String::as_str).collect();
    let growth = format!("{{ by-period.rates = {} }}", listed(&rates));
    let scenario = grown(
        &growth,
        &format!("retirement.geometric = {}", assumed("15 %")),
    );
    let mut target = vec![30e18];
    for growth in [0.4, 0.4, -0.5, 0.6, -0.3, 0.4, 0.05] {
        target.push(target[target.len() - 1] * (1.0 + growth));
    }
    let surviving = |age: usize| 0.85_f64.powi(age as i32);
    check_grown(&scenario, &target, surviving, surviving);
}
