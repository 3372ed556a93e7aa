//! Capital stocks of compute: what money buys, what retires, what a restriction takes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss
)] // Helpers of tests, which the lint takes for code.

use approx::assert_relative_eq;
use compute_impact::capacity::Segment;
use compute_impact::scenario::{Output, Reading};
use compute_impact::{Error, ErrorKind, Scenario, Simulation};

const BUILD_OUT: &str = r#"
version = 1
name = "a build-out"
base = "2024"
until = "2034"

[compute]
base = { value = "100 EFLOPS FP32 in use", assumption = "x" }
counterfactual = "frozen"

[compute.path.build-out]
mix = { general = "70 %", smart = "30 %", supercomputing = "0 %" }
mix-source = { publisher = "assumption", title = "x", kind = "assumption", confidence = "assumed" }
general.per-period = { value = "50 bn CNY", assumption = "x" }
smart.per-period = { value = "100 bn CNY", assumption = "x" }

[compute.stock.general]
unit-cost.start = { value = "14 bn CNY per EFLOPS FP32 in use", assumption = "x" }
retirement.geometric = { value = "10 %", assumption = "x" }

[compute.stock.smart]
unit-cost = { start = { value = "8 bn CNY per EFLOPS FP32 in use", assumption = "x" }, trend = { value = "-20 % per year", assumption = "x" } }
retirement.life = { value = "5 years", assumption = "x" }

[gdp]
base = { value = "134.9 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "4 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.0426, assumption = "x" }
"#;

fn read(text: &str) -> Result<Scenario, Error> {
    Scenario::from_toml(text)
}

#[track_caller]
fn changed(from: &str, to: &str) -> String {
    assert!(BUILD_OUT.contains(from), "no `{from}`");
    BUILD_OUT.replacen(from, to, 1)
}

fn path(scenario: &Scenario, output: Output) -> Vec<f64> {
    let projection = scenario.project().unwrap();
    projection.series(output).unwrap().values().to_vec()
}

const SMART: Output = Output::Compute(Segment::Smart);
const GENERAL: Output = Output::Compute(Segment::General);

/// Each purchase followed on its own, from its year to its end.
#[test]
fn money_buys_vintages_that_retire() {
    let scenario = read(BUILD_OUT).unwrap();
    let smart = path(&scenario, SMART);
    let general = path(&scenario, GENERAL);
    for year in 0..=10 {
        // 30 EFLOPS bought evenly over five years: a fifth goes each year.
        let old = 6.0 * f64::from((5 - year).max(0));
        let young: f64 = (1..=year)
            .filter(|bought| year - bought < 5)
            .map(|bought| 100.0 / (8.0 * 0.8_f64.powi(bought)))
            .sum();
        assert_relative_eq!(
            smart[year as usize],
            (old + young) * 1e18,
            max_relative = 1e-12
        );
        let old = 70.0 * 0.9_f64.powi(year);
        let young: f64 = (1..=year)
            .map(|b| 50.0 / 14.0 * 0.9_f64.powi(year - b))
            .sum();
        assert_relative_eq!(
            general[year as usize],
            (old + young) * 1e18,
            max_relative = 1e-12
        );
    }
}

/// Nordhaus's DICE-2010: capital of 97.3 loses 10 % a year for ten years, and ten years'
/// investment is added whole at the end of each decade (Nordhaus 2010, the code of DICE-2010).
#[test]
fn capital_of_dice_2010() {
    let text = changed("\"2034\"", "\"2028\"")
        // 97.3 EFLOPS of general compute; a decade is a year here, and keeps 0.9^10.
        .replace("100 EFLOPS", "139 EFLOPS")
        .replace(
            "geometric = { value = \"10 %\"",
            "geometric = { value = 0.6513215599",
        )
        .replace("14 bn CNY per EFLOPS", "1 bn CNY per EFLOPS")
        .replace(
            "general.per-period = { value = \"50 bn CNY\", assumption = \"x\" }",
            "general.by-period = [\
             { value = \"135.59920631442088 bn CNY\", assumption = \"x\" },\
             { value = \"198.88999683137076 bn CNY\", assumption = \"x\" },\
             { value = \"269.7776241882345 bn CNY\", assumption = \"x\" },\
             { value = \"347.89879506038176 bn CNY\", assumption = \"x\" }]",
        );
    let general = path(&read(&text).unwrap(), GENERAL);
    let published = [
        97.3,
        169.525_618_536_150_9,
        257.999_925_059_543_5,
        359.736_635_603_913_04,
        473.331_204_009_576_3,
    ];
    for (found, expected) in general.iter().zip(published) {
        assert_relative_eq!(*found, expected * 1e18, max_relative = 1e-10);
    }
}

/// Perpetual inventory: with additions that grow at g and a stock that loses d, the stock tends
/// to 1 / (g + d) times what is added in the next period; 1.818 for 30 % and 25 %.
#[test]
fn the_stock_tends_to_the_steady_state() {
    let outlays: Vec<String> = (1..=60)
        .map(|t| {
            format!(
                "{{ value = \"{} m CNY\", assumption = \"x\" }}",
                1.3_f64.powi(t)
            )
        })
        .collect();
    let text = changed("\"2034\"", "\"2084\"")
        .replace(
            "geometric = { value = \"10 %\"",
            "geometric = { value = \"25 %\"",
        )
        .replace(
            "general.per-period = { value = \"50 bn CNY\", assumption = \"x\" }",
            &format!("general.by-period = [{}]", outlays.join(",")),
        )
        .replace("14 bn CNY per EFLOPS", "1 bn CNY per EFLOPS")
        .replace(
            "smart.per-period = { value = \"100 bn CNY\"",
            "smart.per-period = { value = \"1 CNY\"",
        );
    let scenario = read(&text).unwrap();
    let stock = path(&scenario, GENERAL);
    let additions = path(&scenario, Output::Additions(Segment::General));
    // Additions at period end, so that the stock before them is what they are compared with.
    let ratio = stock[59] / additions[60];
    assert_relative_eq!(ratio, 1.0 / 0.55, max_relative = 1e-6);
}

/// Of 30 EFLOPS with a life of five years 6 retire a year, and then each purchase five years after
/// it. Of general capacity a tenth retires: of 70, 66.571... and so on, with 50/14 bought a year.
#[test]
fn machines_retire_at_the_end_of_their_life() {
    let scenario = read(BUILD_OUT).unwrap();
    let bought = path(&scenario, Output::Additions(Segment::Smart));
    let retired = path(&scenario, Output::Retirements(Segment::Smart));
    let general = path(&scenario, Output::Retirements(Segment::General));
    let mut stock = 70e18;
    for t in 1..=10 {
        let year = if t <= 5 { 6e18 } else { bought[t - 5] };
        assert_relative_eq!(retired[t], year, max_relative = 1e-12);
        assert_relative_eq!(general[t], 0.1 * stock, max_relative = 1e-12);
        stock += 50e18 / 14.0 - 0.1 * stock;
    }
}

/// Wright's law: the tenth doubling costs what it must, and buying twice half as much buys the
/// same. At 20 % for a doubling the exponent is ln 0.8 / ln 2 = -0.3219.
#[test]
fn learning_is_wrights_law_and_does_not_depend_on_steps() {
    let learning = |periods: &str, amount: &str, until: &str| {
        let text = changed(
            "start = { value = \"8 bn CNY per EFLOPS FP32 in use\", assumption = \"x\" }, trend = { value = \"-20 % per year\", assumption = \"x\" }",
            "start = { value = \"8 bn CNY per EFLOPS FP32 in use\", assumption = \"x\" }, learning = { value = \"20 %\", assumption = \"x\" }",
        )
        .replace("life = { value = \"5 years\"", "life = { value = \"1000 years\"")
        .replace("\"2034\"", until)
        .replace(periods, amount);
        let scenario = read(&text).unwrap();
        let additions = path(&scenario, Output::Additions(Segment::Smart));
        additions.iter().sum::<f64>() / 1e18
    };
    let exponent = 0.8_f64.ln() / 2.0_f64.ln();
    let total = learning("\"100 bn CNY\"", "\"100 bn CNY\"", "\"2034\"");
    // The integral of 8 (K / 30)^exponent from 30 to 30 + total is 1,000 bn.
    let power = 1.0 + exponent;
    let spent = 8.0 * 30.0 / power * (((30.0 + total) / 30.0).powf(power) - 1.0);
    assert_relative_eq!(spent, 1_000.0, max_relative = 1e-12);
    let halves = learning("\"100 bn CNY\"", "\"200 bn CNY\"", "\"2029\"");
    assert_relative_eq!(halves, total, max_relative = 1e-12);
}

/// The path that money makes, given as growth, needs that money.
#[test]
fn a_capacity_path_needs_the_outlay_that_makes_it() {
    for unit_cost in [
        "trend = { value = \"-20 % per year\", assumption = \"x\" }",
        "learning = { value = \"15 %\", assumption = \"x\" }",
    ] {
        let text = changed(
            "trend = { value = \"-20 % per year\", assumption = \"x\" }",
            unit_cost,
        );
        let scenario = read(&text).unwrap();
        let rates = |output| {
            let levels = path(&scenario, output);
            let rates = levels.windows(2).map(|pair| {
                let rate = 100.0 * (pair[1] / pair[0] - 1.0);
                format!("{{ value = \"{rate:?} % per year\", assumption = \"x\" }}")
            });
            rates.collect::<Vec<_>>().join(",")
        };
        let (before, after) = text.split_once("[compute.path.build-out]").unwrap();
        let (_, after) = after.split_once("[compute.stock.general]").unwrap();
        let text = format!(
            "{before}[compute.path.segments]\n\
             mix = {{ general = \"70 %\", smart = \"30 %\", supercomputing = \"0 %\" }}\n\
             mix-source = {{ publisher = \"a\", title = \"x\", kind = \"assumption\", confidence = \"assumed\" }}\n\
             general.by-period.rates = [{}]\nsmart.by-period.rates = [{}]\n[compute.stock.general]{after}",
            rates(GENERAL),
            rates(SMART)
        );
        let grown = read(&text).unwrap();
        for (segment, yearly) in [(Segment::General, 50e9), (Segment::Smart, 100e9)] {
            let money = path(&grown, Output::CapacityOutlay(segment));
            for found in &money[1..] {
                assert_relative_eq!(*found, yearly, max_relative = 1e-9);
            }
        }
    }
}

/// Price-performance that doubles in 2.46 years is a price that falls 24.6 % a year (Epoch AI).
#[test]
fn price_performance_is_the_other_way_to_say_a_trend() {
    let with = |change: &str| {
        let text = changed(
            "trend = { value = \"-20 % per year\", assumption = \"x\" }",
            change,
        );
        path(&read(&text).unwrap(), SMART)
    };
    let published =
        with("price-performance = { catalogue = \"hardware.price-performance.all-gpus\" }");
    let doubling = format!(
        "trend = {{ value = \"{:?} % per year\", assumption = \"x\" }}",
        100.0 * (0.5_f64.powf(1.0 / 2.46) - 1.0)
    );
    for (published, doubled) in published.iter().zip(with(&doubling)) {
        // The catalogue holds five digits of the rate.
        assert_relative_eq!(*published, doubled, max_relative = 1e-4);
    }
    let both = changed(
        "trend = {",
        "price-performance = { value = \"25 % per year\", assumption = \"x\" }, trend = {",
    );
    assert!(
        read(&both)
            .unwrap_err()
            .to_string()
            .contains("two forms of the same rate")
    );
}

#[test]
fn a_survival_curve_is_followed() {
    let text = changed(
        "retirement.geometric = { value = \"10 %\", assumption = \"x\" }",
        "retirement.survival = [{ value = \"100 %\", assumption = \"x\" }, { value = \"50 %\", assumption = \"x\" }]",
    );
    let scenario = read(&text).unwrap();
    let level = path(&scenario, GENERAL);
    let bought = 50.0 / 14.0;
    // Purchases of equal size stand at 1, 1 and 1/2: of 2.5 there are 1.5 and then 0.5 left.
    let expected = [
        70.0,
        42.0 + bought,
        14.0 + 2.0 * bought,
        2.5 * bought,
        2.5 * bought,
    ];
    for (found, expected) in level.iter().zip(expected) {
        assert_relative_eq!(*found, expected * 1e18, max_relative = 1e-12);
    }
}

/// Purchases that grew by a fifth a year before the base, and go on to, keep a stock that grows by a
/// fifth a year, whatever retires; the sums over past purchases are written out here.
#[test]
fn a_stock_that_was_bought_at_a_growing_pace_goes_on_growing() {
    let curve = "retirement.survival = [{ value = \"90 %\", assumption = \"x\" }, { value = \"90 %\", assumption = \"x\" }, { value = \"40 %\", assumption = \"x\" }]";
    let life = "retirement.life = { value = \"7 years\", assumption = \"x\" }";
    for (retirement, shares) in [(curve, vec![1.0, 0.9, 0.9, 0.4]), (life, vec![1.0; 7])] {
        for growth in [0.2_f64, -0.2, 0.0] {
            let pace = 1.0 + growth;
            let ages = shares.iter().enumerate();
            let weights: f64 = ages
                .map(|(age, share)| share * pace.powi(-(age as i32)))
                .sum();
            let last = 70.0 / weights;
            let outlays: Vec<String> = (1..=10)
                .map(|t| {
                    let amount = 14.0 * last * pace.powi(t);
                    format!("{{ value = \"{amount:?} bn CNY\", assumption = \"x\" }}")
                })
                .collect();
            let text = changed(
                "retirement.geometric = { value = \"10 %\", assumption = \"x\" }",
                &format!(
                    "{retirement}\npast-growth = {{ value = \"{} % per year\", assumption = \"x\" }}",
                    growth * 100.0
                ),
            )
            .replace(
                "general.per-period = { value = \"50 bn CNY\", assumption = \"x\" }",
                &format!("general.by-period = [{}]", outlays.join(",")),
            );
            let level = path(&read(&text).unwrap(), GENERAL);
            for (t, found) in level.iter().enumerate() {
                let expected = 70e18 * pace.powi(t as i32);
                assert_relative_eq!(*found, expected, max_relative = 1e-9);
            }
        }
    }
    // Nothing said is no growth.
    let even = changed(
        "geometric = { value = \"10 %\", assumption = \"x\" }",
        "life = { value = \"7 years\", assumption = \"x\" }",
    );
    let told = even.replacen(
        "\"7 years\", assumption = \"x\" }",
        "\"7 years\", assumption = \"x\" }\npast-growth = { value = \"0 % per year\", assumption = \"x\" }",
        1,
    );
    let [even, told] = [even, told].map(|text| path(&read(&text).unwrap(), GENERAL));
    for (a, b) in even.iter().zip(told) {
        assert_relative_eq!(*a, b, max_relative = 1e-12);
    }
}

#[test]
fn past_growth_that_does_not_fit_is_refused() {
    let with = |rate: &str| {
        format!(
            "retirement.life = {{ value = \"5 years\", assumption = \"x\" }}\npast-growth = {{ value = \"{rate}\", assumption = \"x\" }}"
        )
    };
    let life = "retirement.life = { value = \"5 years\", assumption = \"x\" }";
    for (rate, words) in [
        (
            "-60 % per year",
            "growth of past purchases a period must lie in [-0.5, 10]",
        ),
        (
            "2000 % per year",
            "growth of past purchases a period must lie in [-0.5, 10]",
        ),
        ("5 % per quarter", "quarter"),
    ] {
        let error = read(&changed(life, &with(rate))).unwrap_err().to_string();
        assert!(
            error.contains("compute.stock.smart.past-growth") && error.contains(words),
            "{error}"
        );
    }
    let geometric = "retirement.geometric = { value = \"10 %\", assumption = \"x\" }";
    let text = changed(
        geometric,
        &format!("{geometric}\npast-growth = {{ value = \"5 % per year\", assumption = \"x\" }}"),
    );
    let error = read(&text).unwrap_err().to_string();
    assert!(error.contains("age of such a stock"), "{error}");
}

#[test]
fn power_limits_what_runs() {
    let text = changed(
        "retirement.life",
        "power = { intensity = { value = \"20 MW per EFLOPS FP32 in use\", assumption = \"x\" }, pue = { value = 1.25, assumption = \"x\" }, limit = { value = \"1 GW\", assumption = \"x\" } }\nretirement.life",
    );
    let limited = path(&read(&text).unwrap(), SMART);
    let free = path(&read(BUILD_OUT).unwrap(), SMART);
    for (limited, free) in limited.iter().zip(&free) {
        // 1,000 MW at 25 MW an EFLOPS.
        assert_relative_eq!(*limited, free.min(40e18), max_relative = 1e-12);
    }
    let drawn = path(&read(&text).unwrap(), Output::PowerDrawn(Segment::Smart));
    assert!(
        drawn
            .iter()
            .all(|megawatts| *megawatts <= 1_000.0 * (1.0 + 1e-12))
    );
    assert!(drawn.iter().any(|megawatts| *megawatts > 999.0));
}

/// A limit that binds at the base leaves the other segments as they are.
#[test]
fn power_that_is_short_at_the_base() {
    let text = changed(
        "retirement.life",
        "power = { intensity = { value = \"100 MW per EFLOPS FP32 in use\", assumption = \"x\" }, pue = { value = 1, assumption = \"x\" }, limit = { value = \"2 GW\", assumption = \"x\" } }\nretirement.life",
    );
    let limited = read(&text).unwrap();
    let general = path(&limited, GENERAL);
    for (limited, free) in general.iter().zip(path(&read(BUILD_OUT).unwrap(), GENERAL)) {
        assert_relative_eq!(*limited, free, max_relative = 1e-12);
    }
    let smart = path(&limited, SMART);
    assert!(smart.iter().all(|level| *level <= 20e18 * (1.0 + 1e-12)));
    assert_relative_eq!(
        path(&limited, Output::TotalCompute)[0],
        90e18,
        max_relative = 1e-12
    );
    assert_eq!(path(&limited, Output::ComputeGrowth)[0].to_bits(), 0);
}

/// Raised to a level means never lowered to it, and what is used at the base is known.
#[test]
fn gains_raise_and_come_after_the_base() {
    let text = |policy: &str| {
        let used = changed(
            "[compute.stock.general]",
            "[compute.use.smart]\nutilisation = { value = \"50 %\", assumption = \"x\" }\n[compute.stock.general]",
        );
        format!(
            "{used}[[policy]]\nname = \"a\"\nshock = [{{ efficiency = {{ segment = \"smart\", of = \"utilisation\", {policy} }} }}]\n"
        )
    };
    let lower = read(&text(
        "gain.to = { value = \"20 %\", assumption = \"x\" }, from = \"2026\"",
    ))
    .unwrap();
    let effect = lower.effect_of("a").unwrap().project().unwrap();
    assert!(
        effect
            .series(Output::EffectiveCompute)
            .unwrap()
            .values()
            .iter()
            .all(|gap| gap.to_bits() == 0)
    );
    let early = read(&text(
        "gain.to = { value = \"80 %\", assumption = \"x\" }, from = \"2024\"",
    ));
    let error = early.unwrap_err();
    assert!(
        error.to_string().contains("must lie after 2024, got 2024"),
        "{error}"
    );
}

fn with_policies(policies: &str) -> Scenario {
    read(&format!("{BUILD_OUT}{policies}")).unwrap()
}

const RESTRICTED: &str = r#"
[[policy]]
name = "half"
shock = [{ restriction = { segment = "smart", from = "2027", limit.share = { value = "50 %", assumption = "x" } } }]
[[policy]]
name = "substituted"
shock = [{ restriction = { segment = "smart", from = "2027", limit.share = { value = "50 %", assumption = "x" }, substitution = { up-to = { value = "100 %", assumption = "x" }, over = { value = "4 years", assumption = "x" } } } }]
[[policy]]
name = "dearer"
shock = [{ restriction = { segment = "smart", from = "2027", until = "2029", limit.premium = { value = 1, assumption = "x" } } }]
[[policy]]
name = "capped"
shock = [{ restriction = { segment = "smart", from = "2027", limit.capacity = { value = "20 EFLOPS FP32 in use", assumption = "x" } } }]
[[policy]]
name = "foreseen"
shock = [{ restriction = { segment = "smart", from = "2027", limit.share = { value = "50 %", assumption = "x" }, anticipation = { value = "30 %", assumption = "x" } } }]
[[policy]]
name = "nothing"
"#;

#[test]
fn restrictions_take_what_they_say() {
    let scenario = with_policies(RESTRICTED);
    let additions = |policy: &str| {
        let scenario = scenario.under([policy]).unwrap();
        path(&scenario, Output::Additions(Segment::Smart))
    };
    let free = path(&scenario, Output::Additions(Segment::Smart));
    let half = additions("half");
    let substituted = additions("substituted");
    let dearer = additions("dearer");
    let capped = additions("capped");
    for t in 1..=10_usize {
        // 2027 is row 3.
        let inside = t >= 3;
        let expected = |share: f64| free[t] * if inside { share } else { 1.0 };
        assert_relative_eq!(half[t], expected(0.5), max_relative = 1e-12);
        // The mean of the ramp over the year.
        let made_good = ((t as f64 - 2.5) / 4.0).clamp(0.0, 1.0);
        assert_relative_eq!(
            substituted[t],
            expected(0.5 + 0.5 * made_good),
            max_relative = 1e-12
        );
        let factor = if (3..=5).contains(&t) { 0.5 } else { 1.0 };
        assert_relative_eq!(dearer[t], free[t] * factor, max_relative = 1e-12);
        let expected = if inside { free[t].min(20e18) } else { free[t] };
        assert_relative_eq!(capped[t], expected, max_relative = 1e-12);
    }
    // A premium takes the same money, a share leaves it unspent.
    let money = |policy: &str| {
        let scenario = scenario.under([policy]).unwrap();
        path(&scenario, Output::CapacityOutlay(Segment::Smart))
    };
    assert_relative_eq!(money("dearer")[4], 100e9, max_relative = 1e-12);
    assert_relative_eq!(money("half")[4], 50e9, max_relative = 1e-12);
    // What is brought forward is bought before, and not again.
    let foreseen = additions("foreseen");
    let ahead = 0.3 * free[2];
    assert_relative_eq!(foreseen[2], free[2] + ahead, max_relative = 1e-12);
    assert_relative_eq!(foreseen[3], 0.5 * (free[3] - ahead), max_relative = 1e-12);
    assert_relative_eq!(foreseen[4], half[4], max_relative = 1e-12);
}

#[test]
fn a_restriction_never_raises_capacity() {
    let scenario = with_policies(RESTRICTED);
    let free = path(&scenario, Output::TotalCompute);
    for policy in scenario.policies() {
        let under = scenario.under([policy.name()]).unwrap();
        let level = path(&under, Output::TotalCompute);
        for t in 0..=10 {
            let stocked_up = policy.name() == "foreseen" && t == 2;
            assert!(
                stocked_up || level[t] <= free[t] * (1.0 + 1e-12),
                "{} {t}",
                policy.name()
            );
        }
    }
}

#[test]
fn an_empty_policy_differs_by_exactly_nothing() {
    let scenario = with_policies(RESTRICTED);
    let effect = scenario.effect_of("nothing").unwrap();
    let projection = effect.project().unwrap();
    for output in projection.outputs() {
        if let Some(series) = projection.series(*output) {
            assert!(
                series.values().iter().all(|value| value.to_bits() == 0),
                "{output}"
            );
        }
    }
}

const UNCERTAIN: &[(&str, &str)] = &[
    (
        "start = { value = \"8 bn CNY per EFLOPS FP32 in use\", assumption = \"x\" }",
        "start = { value = \"8 bn CNY per EFLOPS FP32 in use\", assumption = \"x\", uncertainty = { shape = \"uniform\", low = 4e9, high = 12e9 } }",
    ),
    (
        "life = { value = \"5 years\", assumption = \"x\" }",
        "life = { value = \"5 years\", assumption = \"x\", uncertainty = { shape = \"uniform\", low = 3, high = 7 } }",
    ),
    (
        "geometric = { value = \"10 %\", assumption = \"x\" }",
        "geometric = { value = \"10 %\", assumption = \"x\", uncertainty = { shape = \"uniform\", low = 0.05, high = 0.15 } }",
    ),
];

/// Every draw is a projection of a scenario whose estimates are what was drawn.
#[test]
fn stocks_and_policies_run_over_lanes() {
    let mut text = format!("{BUILD_OUT}{RESTRICTED}");
    for (from, to) in UNCERTAIN {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let scenario = read(&text).unwrap();
    let under = scenario.under(["half"]).unwrap();
    let effect = scenario.effect_of("half").unwrap();
    let settings = Simulation::new(200).unwrap();
    for number in 0..20 {
        let drawn = settings.draw(&under, number).unwrap();
        let free = settings.draw(&scenario, number).unwrap();
        let input = |place: &str| drawn.inputs().find(|(i, _)| i.place() == place).unwrap().1;
        let cost = input("compute.stock.smart.unit-cost.start");
        let life = input("compute.stock.smart.retirement.life");
        let level = drawn.path(SMART).unwrap();
        for (t, level) in level.iter().enumerate() {
            let t = t as f64;
            let old = 30.0 * (1.0 - t / life).max(0.0);
            let mut young = 0.0;
            for bought in 1..=t as i32 {
                let share = if bought >= 3 { 0.5 } else { 1.0 };
                let left = (life - (t - f64::from(bought))).clamp(0.0, 1.0);
                young += share * left * 100e9 / (cost * 0.8_f64.powi(bought));
            }
            assert_relative_eq!(*level, (old + young) * 1e18, max_relative = 1e-11);
        }
        // Common random numbers: the same draw without the policy is the same but for it.
        for ((ours, x), (theirs, y)) in drawn.inputs().zip(free.inputs()) {
            if ours.place() == theirs.place() {
                assert_eq!(x.to_bits(), y.to_bits());
            }
        }
    }
    let fan = effect.simulate(&settings).unwrap();
    let gap = fan.series(Output::Gdp(Reading::With)).unwrap().last();
    assert!(
        gap.maximum() < 0.0,
        "less compute in every draw, and less GDP"
    );
    let mean = |scenario: &Scenario| {
        let fan = scenario.simulate(&settings).unwrap();
        fan.series(Output::Gdp(Reading::With))
            .unwrap()
            .last()
            .mean()
            .unwrap()
    };
    let expected = mean(&under) - mean(&scenario);
    // The mean of differences, and the difference of means: these are a thousand times as large.
    assert_relative_eq!(gap.mean().unwrap(), expected, max_relative = 1e-10);
    assert_ne!(fan.manifest().scenario(), under.fingerprint());
}

/// A forecast that holds compute holds it without the policy: GDP without compute stays, and GDP
/// moves by the response to the difference in compute.
#[test]
fn a_policy_moves_gdp_off_the_forecast() {
    let forecast = BUILD_OUT.replace("baseline.excludes", "baseline.includes");
    for text in [
        forecast.clone(),
        forecast.replace("coefficient.elasticity", "coefficient.growth-ratio"),
    ] {
        let scenario = read(&format!("{text}{RESTRICTED}")).unwrap();
        let under = scenario.under(["half"]).unwrap();
        let (free, held) = (scenario.project().unwrap(), under.project().unwrap());
        for t in 1..=10 {
            let at = |series: compute_impact::Series<'_>| series.values()[t];
            let (with, without) = (at(held.gdp().with()), at(held.gdp().without()));
            assert_relative_eq!(without, at(free.gdp().without()), max_relative = 1e-12);
            assert_relative_eq!(
                at(free.gdp().with()),
                134.9e12 * 1.04_f64.powf(t as f64),
                max_relative = 1e-12
            );
            if t >= 3 {
                assert!(with < at(free.gdp().with()));
            }
            if text.contains("elasticity") {
                let ratio = at(held.effective_compute()) / at(free.effective_compute());
                let expected = at(free.gdp().with()) * ratio.powf(0.0426);
                assert_relative_eq!(with, expected, max_relative = 1e-12);
            }
        }
    }
}

#[test]
fn efficiency_to_a_level_and_by_a_factor_differ() {
    let text = format!(
        "{}{}",
        changed(
            "[compute.stock.general]",
            "[compute.use.smart]\nutilisation = { value = \"50 %\", assumption = \"x\" }\n[compute.stock.general]"
        ),
        r#"
[[policy]]
name = "to"
shock = [{ efficiency = { segment = "smart", of = "utilisation", gain.to = { value = "80 %", assumption = "x" }, from = "2026", over = { value = "2 years", assumption = "x" } } }]
[[policy]]
name = "by"
shock = [{ efficiency = { segment = "smart", of = "utilisation", gain.by = { value = 1.8, assumption = "x" }, from = "2026" } }]
[[policy]]
name = "surge"
shock = [{ demand = { segment = "smart", factor = { value = 3, assumption = "x" }, from = "2026", until = "2027" } }]
[[policy]]
name = "better chips"
shock = [{ efficiency = { segment = "general", of = "productivity", gain.by = { value = 2, assumption = "x" }, from = "2026" } }]
"#
    );
    let scenario = read(&text).unwrap();
    let smart = path(&scenario, SMART);
    let general = path(&scenario, GENERAL);
    let in_use = |policy: &str, t: usize| {
        let scenario = scenario.under([policy]).unwrap();
        let effective = path(&scenario, Output::EffectiveCompute);
        (effective[t] - general[t]) / smart[t]
    };
    // 2026 is row 2: at its end half of two years have passed.
    for (policy, t, expected) in [
        ("to", 1, 0.5),
        ("to", 2, 0.65),
        ("to", 3, 0.8),
        ("to", 9, 0.8),
        ("by", 1, 0.5),
        ("by", 2, 0.9),
        ("surge", 1, 0.5),
        ("surge", 2, 1.0), // three times one half is more than all
        ("surge", 4, 0.5),
    ] {
        assert_relative_eq!(in_use(policy, t), expected, max_relative = 1e-10);
    }
    let better = scenario.under(["better chips"]).unwrap();
    let effective = path(&better, Output::EffectiveCompute);
    assert_relative_eq!(
        effective[5],
        2.0 * general[5] + 0.5 * smart[5],
        max_relative = 1e-12
    );
}

#[test]
fn the_chain_from_output_to_retained_value_added() {
    let chain = r#"
[investment]
outlay = "of-compute"
multiplier = { value = "3.5 of gross output over 2 years", assumption = "x" }
chain = { value-added = { value = "40 %", assumption = "x" }, domestic = { value = "60 %", assumption = "x" }, crowding-out = { value = "50 %", assumption = "x" } }
discount = { value = "5 % per year", assumption = "x" }
"#;
    let scenario = read(&format!("{BUILD_OUT}{chain}")).unwrap();
    let last = |output| *path(&scenario, output).last().unwrap();
    assert_relative_eq!(last(Output::Outlay), 150e9, max_relative = 1e-12);
    assert_relative_eq!(last(Output::GrossOutput), 525e9, max_relative = 1e-12);
    assert_relative_eq!(last(Output::ValueAdded), 210e9, max_relative = 1e-12);
    assert_relative_eq!(
        last(Output::DomesticValueAdded),
        126e9,
        max_relative = 1e-12
    );
    assert_relative_eq!(last(Output::NetValueAdded), 63e9, max_relative = 1e-12);
    // Nothing returns in the first year, half in the second, all from the third on.
    let expected: f64 = (1..=10)
        .map(|t| {
            let part = [0.0, 0.5, 1.0][(t as usize - 1).min(2)];
            (63e9 * part - 150e9) / 1.05_f64.powi(t)
        })
        .sum();
    assert_relative_eq!(
        last(Output::DiscountedBalance),
        expected,
        max_relative = 1e-12
    );

    let value_added = chain.replace("3.5 of gross output over 2 years", "3.5 of value added");
    let scenario = read(&format!("{BUILD_OUT}{value_added}")).unwrap();
    let last = |output| *path(&scenario, output).last().unwrap();
    assert_relative_eq!(last(Output::ValueAdded), 525e9, max_relative = 1e-12);
    assert_relative_eq!(last(Output::GrossOutput), 525e9 / 0.4, max_relative = 1e-12);

    let unstated = chain.replace(" of gross output over 2 years", "");
    let error = read(&format!("{BUILD_OUT}{unstated}")).unwrap_err();
    assert_eq!(error.path(), "investment.chain");
    let both = chain.replace("chain = {", "chain = { basis = \"value-added\",");
    let error = read(&format!("{BUILD_OUT}{both}")).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Conflict { .. }),
        "{error}"
    );
}

#[test]
fn incompatible_parts_are_refused() {
    for (from, to, path, words) in [
        (
            "8 bn CNY per EFLOPS FP32 in use",
            "8 bn CNY per EFLOPS FP16",
            "compute.stock.smart.unit-cost.start",
            "FP16 cannot be combined with",
        ),
        (
            "8 bn CNY per EFLOPS",
            "8 bn USD per EFLOPS",
            "compute.stock.smart.unit-cost.start",
            "USD",
        ),
        (
            "8 bn CNY per",
            "-8 bn CNY per",
            "compute.stock.smart.unit-cost.start.value",
            "unit cost must lie in [0",
        ),
        (
            "\"5 years\"",
            "\"0 years\"",
            "compute.stock.smart.retirement.life.value",
            "(0, 1000]",
        ),
        (
            "\"5 years\"",
            "\"6 months\"",
            "compute.stock.smart.retirement.life",
            "a period at least",
        ),
        (
            "\"10 %\"",
            "\"100 %\"",
            "compute.stock.general.retirement.geometric",
            "[0, 1)",
        ),
        (
            "-20 % per year",
            "-20 % per quarter",
            "compute.stock.smart.unit-cost.trend",
            "must be a year",
        ),
        (
            "\"100 bn CNY\"",
            "\"-100 bn CNY\"",
            "compute.path.build-out.smart",
            "outlay must lie in [0, inf)",
        ),
        (
            "smart.per-period = { value = \"100 bn CNY\", assumption = \"x\" }",
            "smart = \"of-compute\"",
            "compute.path.build-out.smart",
            "`of-compute` does not go with",
        ),
        (
            "unit-cost.start = { value = \"14 bn CNY per EFLOPS FP32 in use\", assumption = \"x\" }\n",
            "",
            "compute.path.build-out.general",
            "unit cost of a segment",
        ),
        (
            "retirement.geometric",
            "retirement.geometrical",
            "compute.stock.general.retirement",
            "geometrical",
        ),
    ] {
        let error = read(&changed(from, to)).unwrap_err();
        assert!(error.to_string().contains(words), "{words}: {error}");
        assert!(error.path().starts_with(path), "{path}: {error}");
    }
}

#[test]
fn incompatible_policies_are_refused() {
    for (policy, words) in [
        (
            "name = \"a\"\nshock = [{ restriction = { segment = \"supercomputing\", from = \"2026\", limit.share = { value = \"5 %\", assumption = \"x\" } } }]",
            "give the segment",
        ),
        (
            "name = \"a\"\nshock = [{ efficiency = { segment = \"smart\", of = \"utilisation\", gain.by = { value = 2, assumption = \"x\" }, from = \"2026\" } }]",
            "it is 100 % by default",
        ),
        (
            "name = \"a\"\nshock = [{ efficiency = { segment = \"smart\", of = \"productivity\", gain.to = { value = \"80 %\", assumption = \"x\" }, from = \"2026\" } }]",
            "give `by` with a factor",
        ),
        (
            "name = \"a\"\nshock = [{ restriction = { segment = \"smart\", from = \"2027\", until = \"2026\", limit.share = { value = \"5 %\", assumption = \"x\" } } }]",
            "the last period must lie after 2027, got 2026",
        ),
        (
            "name = \"a\"\nshock = [{ restriction = { segment = \"smart\", from = \"2025\", limit.share = { value = \"5 %\", assumption = \"x\" }, anticipation = { value = \"5 %\", assumption = \"x\" } } }]",
            "two periods before",
        ),
        (
            "name = \"a\"\nshock = [{ restriction = { segment = \"smart\", from = \"2026\", limit.share = { value = \"150 %\", assumption = \"x\" } } }]",
            "[0, 1]",
        ),
        ("name = \"a\"\n[[policy]]\nname = \"a\"", "given twice"),
        ("name = \" \"", "the name is missing"),
        (
            "name = \"a\"\nshock = [{ tariff = { segment = \"smart\" } }]",
            "tariff",
        ),
    ] {
        let error = read(&format!("{BUILD_OUT}[[policy]]\n{policy}")).unwrap_err();
        assert!(error.to_string().contains(words), "{words}: {error}");
    }
    let scenario = with_policies(RESTRICTED);
    let error = scenario.effect_of("halff").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("there is no policy `halff`; did you mean `half`?"),
        "{error}"
    );
}
