//! What a year's purchases are worth, and where two channels agree: against closed forms worked out
//! by hand, and against the same scenario projected without the purchases.
#![allow(clippy::float_cmp)] // What is exactly zero, or without end, is exactly that.
#![allow(clippy::unwrap_used, clippy::panic)] // A test may.

use crate::common::read;
use approx::assert_relative_eq;
use compute_impact::testing::scenario as scenarios;
use compute_impact::*;
use investment::{BreakEven, ChannelKind, Channels};

/// A base of 100 EFLOPS, half of it smart. In the first year money buys smart capacity at 1 bn an
/// EFLOPS, which does not retire.
fn bought(bn: f64, smart_use: &str, changes: &[(&str, &str)]) -> String {
    let mut text = format!(
        r#"
version = 1
name = "purchases"
base = "2024"
until = "2025"
[compute]
base = {{ value = "100 EFLOPS FP32 in use", assumption = "x" }}
counterfactual = "frozen"
[compute.path.build-out]
mix = {{ general = "50 %", smart = "50 %", supercomputing = "0 %" }}
mix-source = {{ publisher = "x", title = "x", kind = "assumption", confidence = "assumed" }}
smart.per-period = {{ value = "{bn} bn CNY", assumption = "x" }}
[compute.stock.smart]
retirement.geometric = {{ value = "0 %", assumption = "x" }}
unit-cost.start = {{ value = "1 bn CNY per EFLOPS FP32 in use", assumption = "x" }}
[compute.use]
general.utilisation = {{ value = "100 %", assumption = "x" }}
smart.utilisation = {{ value = "{smart_use}", assumption = "x" }}
[gdp]
base = {{ value = "100 tn CNY", assumption = "x" }}
baseline.excludes.constant = {{ value = "0 % per year", assumption = "x" }}
response.coefficient.elasticity = {{ value = 0.1, assumption = "x" }}
[investment]
outlay = "of-compute"
multiplier = {{ value = "3 of value added", assumption = "x" }}
"#
    );
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text
}

#[track_caller]
fn channels(scenario: &Scenario, period: &str) -> Channels {
    let projection = scenario.project().unwrap();
    let channels = projection.channels(period.parse().unwrap(), None).unwrap();
    channels.unwrap()
}

#[track_caller]
fn capital(text: &str, period: &str) -> f64 {
    let channels = channels(&read(text), period);
    let channel = channels.channel(ChannelKind::Capital).unwrap();
    let gdp = channels.reconciliation.gdp.amount();
    assert_relative_eq!(
        channel.money.amount(),
        channel.fraction * gdp,
        max_relative = 1e-12
    );
    channel.fraction
}

/// Used at 1 %, the 100 EFLOPS bought raise effective compute from 50.5 to 51.5 EFLOPS.
#[test]
fn purchases_count_by_the_use_of_their_segment() {
    let little = capital(&bought(100.0, "1 %", &[]), "2025");
    assert_relative_eq!(
        little,
        (51.5_f64 / 50.5).powf(0.1) - 1.0,
        max_relative = 1e-12
    );
    assert_relative_eq!(little, 0.001_962_770_856_755, max_relative = 1e-10);
    // Fully used they double it.
    let full = capital(&bought(100.0, "100 %", &[]), "2025");
    assert_relative_eq!(full, 2f64.powf(0.1) - 1.0, max_relative = 1e-12);
}

/// With saturation 2 the log of GDP rises by `0.1 (1 - exp(-2 ln 2)) / 2 = 0.0375`.
#[test]
fn purchases_count_by_a_response_that_saturates() {
    let bends = (
        "elasticity = { value = 0.1, assumption = \"x\" }",
        "elasticity = { value = 0.1, assumption = \"x\" }\nresponse.saturation = { value = 2, assumption = \"x\" }",
    );
    let found = capital(&bought(100.0, "100 %", &[bends]), "2025");
    assert_relative_eq!(found, 0.0375_f64.exp() - 1.0, max_relative = 1e-12);
}

/// A power limit for 200 EFLOPS of smart compute: 2025 brings 150, 2026 would bring 250. Without the
/// purchases of 2026 there are 150, so that these still count up to the limit. At a limit for 150
/// they count for nothing.
#[test]
fn purchases_beyond_the_power_there_is_count_for_nothing() {
    let until = ("until = \"2025\"", "until = \"2026\"");
    let limited = |megawatts: &str| {
        let power = format!(
            "[compute.stock.smart.power]\nintensity = {{ value = \"1 MW per EFLOPS FP32 in use\", assumption = \"x\" }}\npue = {{ value = 1, assumption = \"x\" }}\nlimit = {{ value = \"{megawatts} MW\", assumption = \"x\" }}\n[compute.use]"
        );
        capital(
            &bought(100.0, "100 %", &[until, ("[compute.use]", &power)]),
            "2026",
        )
    };
    assert_relative_eq!(
        limited("200"),
        (250_f64 / 200.0).powf(0.1) - 1.0,
        max_relative = 1e-12
    );
    assert_eq!(limited("150"), 0.0);
}

/// Growth of 4 % and 0.2 points for each of 25 points of compute: 1.09 over 1.04.
#[test]
fn purchases_count_by_a_growth_ratio_on_growing_gdp() {
    let ratio = (
        "coefficient.elasticity = { value = 0.1",
        "coefficient.growth-ratio = { value = 0.2",
    );
    let growing = ("value = \"0 % per year\"", "value = \"4 % per year\"");
    let found = capital(&bought(25.0, "100 %", &[ratio, growing]), "2025");
    assert_relative_eq!(found, 1.09 / 1.04 - 1.0, max_relative = 1e-12);
    assert_relative_eq!(found, 0.048_076_923_076_923, max_relative = 1e-12);
}

/// The national build-out by a second program: stocks of six years' life whose purchases grew by 16 and
/// 50 % a year before the base, at unit costs that fall, used at 40 and 25 %. See `channels.py`.
#[test]
fn the_national_build_out_agrees_with_a_second_program() {
    let text = include_str!("../examples/scenarios/east-data-west-computing.toml");
    let csv = include_str!("data/channels.csv");
    let mut cases = 0;
    for line in csv.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let numbers: Vec<f64> = line
            .split(',')
            .map(|number| number.parse().unwrap())
            .collect();
        let &[general, smart, limit, fraction, bn] = &numbers[..] else {
            panic!("{line}")
        };
        let outlay = |segment: &str, bn: f64| {
            format!("{segment}.per-period = {{ value = \"{bn} bn CNY\", assumption = \"x\" }}")
        };
        let mut text = text.to_owned();
        for (segment, bn) in [("general", general), ("smart", smart)] {
            let own = text
                .lines()
                .find(|line| line.starts_with(&format!("{segment}.per-period")));
            let own = own.unwrap().to_owned();
            text = text.replace(&own, &outlay(segment, bn));
        }
        if limit > 0.0 {
            let power = format!(
                "[compute.stock.smart.power]\nintensity = {{ value = \"20 MW per EFLOPS FP32 in use\", assumption = \"x\" }}\npue = {{ value = 1.3, assumption = \"x\" }}\nlimit = {{ value = \"{limit} GW\", assumption = \"x\" }}\n\n[compute.use.general.utilisation]"
            );
            text = text.replace("[compute.use.general.utilisation]", &power);
        }
        let channels = channels(&read(&text), "2030");
        let channel = channels.channel(ChannelKind::Capital).unwrap();
        assert_relative_eq!(channel.fraction, fraction, max_relative = 1e-9);
        assert_relative_eq!(channel.money.amount() / 1e9, bn, max_relative = 1e-9);
        cases += 1;
    }
    assert_eq!(cases, 4);
}

/// Elasticities of 0.2 and 0.4, a digital economy of 40 of 100 tn, and growth of 4 % without compute.
/// 4 tn at twice their value added are 8 of 104 tn, so that at the break-even growth of compute `g`,
/// with `x = ln(1 + g)`, `0.4 exp(0.4 x) + 0.6 exp(x / 15) = 1 + 8 / 104`: 43.584 %.
#[test]
fn a_coherent_pair_breaks_even_where_the_sum_of_its_parts_does() {
    let text = r#"
version = 1
name = "a coherent pair"
base = "2024"
until = "2025"
coherence = "coherent"
[compute]
base = { value = "280 EFLOPS FP32 in use", assumption = "x" }
counterfactual = "frozen"
path.total.growth.constant = { value = "50 % per year", assumption = "x" }
path.total.smart-share.observations = [
    { at = "2023", share = { value = "25 %", assumption = "x" } },
    { at = "2024", share = { value = "30 %", assumption = "x" } },
]
[gdp]
base = { value = "100 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "4 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.2, assumption = "x" }
[digital]
base = { value = "40 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "4 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.4, assumption = "x" }
[investment]
outlay.per-period = { value = "4 tn CNY", assumption = "x" }
multiplier = { value = "2 of value added", assumption = "x" }
"#;
    let both = channels(&read(text), "2025").reconciliation;
    let growth = both.break_even_growth.unique().unwrap().get();
    assert_relative_eq!(growth, 0.435_840_302_714_701_5, max_relative = 1e-12);
    // Noise is for draws: the answer at central values has none.
    let noisy = format!(
        r#"{text}
[[noise]]
on = "gdp.baseline.excludes"
persistence = {{ value = "0 %", assumption = "x" }}
standard-deviation = {{ value = "3 % per year", assumption = "x" }}
"#
    );
    let noisy = channels(&read(&noisy), "2025");
    let growth = noisy.reconciliation.break_even_growth.unique().unwrap();
    assert_relative_eq!(growth.get(), 0.435_840_302_714_701_5, max_relative = 1e-12);
    let response = 0.4 * 1.5_f64.powf(0.4) + 0.6 * 1.5_f64.powf(1.0 / 15.0) - 1.0;
    assert_relative_eq!(both.response_fraction, response, max_relative = 1e-12);
    let outlay = both.break_even_outlay.unique().unwrap().amount();
    assert_relative_eq!(outlay, 104e12 * response / 2.0, max_relative = 1e-12);
}

/// An outlay of 2 tn next to purchases that double compute, of which a table gives 1.5 tn: both
/// demand channels are in proportion to the outlay, so that it breaks even with the response,
/// `2^0.1 - 1` of 100 tn, at 1 / 3 and at 4 / 3 of that response.
#[test]
fn the_break_even_outlay_of_a_demand_channel_is_in_proportion_to_it() {
    let outlay = r#"outlay.per-period = { value = "2 tn CNY", assumption = "x" }"#;
    let free = ("outlay = \"of-compute\"", outlay);
    let scenario = read(&bought(100.0, "100 %", &[free]));
    let projection = scenario.project().unwrap();
    let table = "1.5 tn CNY".parse().unwrap();
    let period = "2025".parse().unwrap();
    let found = projection.channels(period, Some(table)).unwrap().unwrap();
    let response = 100e12 * (2_f64.powf(0.1) - 1.0);
    for (demand, money, times) in [
        (ChannelKind::Multiplier, 6e12, 1.0 / 3.0),
        (ChannelKind::InputOutput, 1.5e12, 4.0 / 3.0),
    ] {
        let channel = found.channel(demand).unwrap();
        assert_eq!(channel.kind, demand);
        assert!(channel.is_value_added);
        assert_relative_eq!(channel.money.amount(), money, max_relative = 1e-12);
        assert_relative_eq!(channel.fraction, money / 100e12, max_relative = 1e-12);
        let mut agreements = found.agreements.iter();
        let agreement = agreements.find(|one| one.between == [ChannelKind::Response, demand]);
        let outlay = agreement.unwrap().outlay.unique().unwrap();
        assert_relative_eq!(outlay.amount(), times * response, max_relative = 1e-10);
    }
}

/// With `q` times its purchases the year has `1 + q` times the compute of a year without them: GDP
/// rises by `(1 + q)^0.1 - 1` of 100 tn. A table that gives a third of that rise at `q = 3` breaks even
/// there, at three times the outlay of 2 tn, and nowhere else.
#[test]
fn the_break_even_outlay_of_the_capital_channel_moves_its_purchases() {
    let outlay = r#"outlay.per-period = { value = "2 tn CNY", assumption = "x" }"#;
    let free = ("outlay = \"of-compute\"", outlay);
    let scenario = read(&bought(100.0, "100 %", &[free]));
    let third = 100e12 * (4_f64.powf(0.1) - 1.0) / 3.0;
    let table = format!("{third} CNY").parse().unwrap();
    let projection = scenario.project().unwrap();
    let found = projection.channels("2025".parse().unwrap(), Some(table));
    let found = found.unwrap().unwrap();
    let mut agreements = found.agreements.iter();
    let between = [ChannelKind::Capital, ChannelKind::InputOutput];
    let agreement = agreements.find(|one| one.between == between).unwrap();
    let outlay = agreement.outlay.unique().unwrap().amount();
    assert_relative_eq!(outlay, 6e12, max_relative = 1e-9);
}

/// Gross output is no value added, and compute that doubles while its counterfactual grows by a
/// quarter is 1.6 times the counterfactual.
#[test]
fn a_reconciliation_counts_growth_over_the_counterfactual() {
    let gross = ("3 of value added", "3 of gross output");
    let trend = (
        "counterfactual = \"frozen\"",
        "counterfactual.trend = { value = \"25 % per year\", assumption = \"x\" }",
    );
    let found = channels(&read(&bought(100.0, "100 %", &[gross, trend])), "2025");
    let multiplier = found.channel(ChannelKind::Multiplier).unwrap();
    assert!(!multiplier.is_value_added);
    // The purchases cost 100 bn.
    assert_relative_eq!(multiplier.money.amount(), 300e9, max_relative = 1e-12);
    let both = found.reconciliation;
    assert_relative_eq!(both.compute_growth, 0.6, max_relative = 1e-12);
    let response = 1.6_f64.powf(0.1) - 1.0;
    assert_relative_eq!(both.response_fraction, response, max_relative = 1e-12);
}

/// Of an elasticity of 1 in 40 of 100 tn and one of 0.1 in all, -0.5 is left for the rest. With `u` the
/// square root of the factor by which compute grows, 93.6 of 104 tn need `0.4 u^2 + 0.6 / u = 1.9`,
/// which is `(u - 2) (0.4 u^2 + 0.8 u - 0.3) = 0`: compute at 4 times, or at 10.42 % of what it was.
#[test]
fn of_two_break_even_growths_the_nearer_is_reported() {
    let text = |growth: &str| {
        format!(
            r#"
version = 1
name = "a coherent pair of which the rest loses"
base = "2024"
until = "2025"
coherence = "coherent"
[compute]
base = {{ value = "280 EFLOPS FP32 in use", assumption = "x" }}
counterfactual = "frozen"
path.total.growth.constant = {{ value = "{growth} per year", assumption = "x" }}
[gdp]
base = {{ value = "100 tn CNY", assumption = "x" }}
baseline.excludes.constant = {{ value = "4 % per year", assumption = "x" }}
response.coefficient.elasticity = {{ value = 0.1, assumption = "x" }}
[digital]
base = {{ value = "40 tn CNY", assumption = "x" }}
baseline.excludes.constant = {{ value = "4 % per year", assumption = "x" }}
response.coefficient.elasticity = {{ value = 1, assumption = "x" }}
[investment]
outlay.per-period = {{ value = "46.8 tn CNY", assumption = "x" }}
multiplier = {{ value = "2 of value added", assumption = "x" }}
"#
        )
    };
    let lower = ((1.12_f64.sqrt() - 0.8) / 0.8).powi(2);
    // In logarithms 1.5 is nearer to 4 than to 0.1042, and 0.5 is nearer to 0.1042.
    for (growth, expected) in [("50 %", 3.0), ("-50 %", lower - 1.0)] {
        let both = channels(&read(&text(growth)), "2025").reconciliation;
        let found = both.break_even_growth;
        assert!(
            matches!(found, BreakEven::Several { count: 2, .. }),
            "{found:?}"
        );
        let nearest = found.nearest().unwrap().get();
        assert_relative_eq!(nearest, expected, max_relative = 1e-10);
    }
}

/// Nothing in the response moves with compute: no growth breaks even, and the answer says why.
#[test]
fn a_break_even_that_does_not_exist_says_so() {
    let none = ("elasticity = { value = 0.1", "elasticity = { value = 0");
    let still = channels(&read(&bought(100.0, "100 %", &[none])), "2025");
    assert_eq!(
        still.reconciliation.break_even_growth,
        BreakEven::Independent
    );
    // A loss from more compute never equals a gain.
    let negative = ("elasticity = { value = 0.1", "elasticity = { value = -0.1");
    let text = bought(100.0, "100 %", &[negative]);
    let found = channels(&read(&text), "2025")
        .reconciliation
        .break_even_growth;
    // 300 bn of 100 tn are 0.3 %: reached where compute falls by (1.003)^-10 - 1.
    let growth = found.unique().unwrap().get();
    assert_relative_eq!(growth, 1.003_f64.powi(-10) - 1.0, max_relative = 1e-11);
}

mod without_purchases {
    use super::*;
    use compute_impact::capacity::{Outlay, Segment};
    use compute_impact::evidence::Estimate;
    use compute_impact::investment::Investment;
    use compute_impact::policy::Policy;
    use compute_impact::policy::{Limit, Restriction, Shock};
    use compute_impact::response::Coefficient;
    use compute_impact::{Error, Output, Period};
    use proptest::prelude::*;

    /// The same scenario without the purchases of the periods of a year: through a restriction that
    /// lets nothing through, laid over it like any policy.
    fn barred(scenario: &Scenario, from: Period, until: Period) -> Result<Scenario, Error> {
        let nothing = || Estimate::assumed("0 %".parse()?, "no purchases");
        let mut shocks = Vec::new();
        for segment in Segment::ALL {
            let buys = scenario
                .project()?
                .series(Output::CapacityOutlay(segment))
                .is_some();
            if buys {
                let limit = Limit::Share(nothing()?);
                let restriction = Restriction::new(segment, from, limit).until(until);
                shocks.push(Shock::Restriction(restriction));
            }
        }
        let policy = Policy::new("no purchases", shocks)?;
        let active = scenario.active_policies().iter().cloned();
        let active: Vec<String> = active.chain(["no purchases".to_owned()]).collect();
        scenario.edit().plain().policy(policy).under(active).build()
    }

    /// Whether money is spent on a segment.
    fn has_purchases(scenario: &Scenario) -> bool {
        let spends = |output: &Output| matches!(output, Output::CapacityOutlay(_));
        let projection = scenario.project();
        projection.is_ok_and(|projection| projection.outputs().iter().any(spends))
    }

    /// Whether an active restriction brings purchases forward, which a second restriction of the
    /// same period does not undo.
    fn anticipates(scenario: &Scenario) -> bool {
        let in_force = |policy: &&Policy| {
            scenario
                .active_policies()
                .iter()
                .any(|name| name == policy.name())
        };
        let text = |policy: &Policy| {
            serde_json::to_string(policy)
                .unwrap()
                .contains("anticipation")
        };
        scenario.policies().iter().filter(in_force).any(text)
    }

    /// The level before over the level after, where GDP or compute shrinks most; one where both grow.
    fn shrinking(projection: &Projection) -> f64 {
        let growth = [Output::Gdp(Reading::Growth), Output::ComputeGrowth];
        let series = growth
            .into_iter()
            .filter_map(|output| projection.series(output));
        let rates = series.flat_map(|series| series.values().to_vec());
        rates.map(|rate| 1.0 / (1.0 + rate)).fold(1.0, f64::max)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, max_global_rejects: 100_000, ..ProptestConfig::default() })]

        /// Over every kind of response, lag, saturation, coherence, stock, power limit and policy, the
        /// capital channel is GDP with the purchases over GDP without them.
        #[test]
        fn the_capital_route_is_the_projection_with_and_without(scenario in scenarios::full_scenario()) {
            let mut plain = scenario.edit().plain();
            if anticipates(&scenario) {
                plain = plain.under(Vec::<String>::new());
            }
            if scenario.investment().is_none() {
                plain = plain.investment(Investment::new(
                    Outlay::OfCompute,
                    Estimate::assumed("3 of value added".parse()?, "for a test")?,
                ));
            }
            prop_assume!(has_purchases(&scenario));
            prop_assume!(!matches!(scenario.gdp().response().coefficient(), Coefficient::SemiElasticity(_)));
            let Ok(scenario) = plain.build() else { return Err(TestCaseError::reject("nothing has a cost")) };
            let Ok(projection) = scenario.project() else { return Err(TestCaseError::reject("leaves its range")) };
            let last = scenario.until();
            // An economy without the growth of the year may lie beyond every range of money.
            let channels = match projection.channels(last, None) {
                Err(error) if matches!(error.kind(), ErrorKind::OutOfRange { .. }) => return Err(TestCaseError::reject("leaves its range")),
                other => other?,
            };
            let Some(channels) = channels else { return Err(TestCaseError::reject("no whole year")) };
            let year = u32::from(scenario.base().frequency().per_year());
            let first = scenario.base().plus(scenario.periods() - year + 1)?;
            let without = barred(&scenario, first, last)?;
            let Ok(without) = without.project() else { return Err(TestCaseError::reject("leaves its range")) };
            let Some(channel) = channels.channel(ChannelKind::Capital) else { return Err(TestCaseError::reject("buys nothing")) };
            let expected = projection.gdp().with().last() / without.gdp().with().last() - 1.0;
            // An impact is the small rest of two levels, and where a level shrinks to a small part of
            // the one before, the rounding of the first is as much larger against the second.
            let shrinks = shrinking(&projection).max(shrinking(&without));
            let tolerance = 1e-12 * shrinks * (1.0 + expected.abs());
            prop_assert!((channel.fraction - expected).abs() <= tolerance, "{} {}", channel.fraction, expected);
        }
    }
}
