//! What it would take, what made the difference, and where a number comes from.
#![allow(clippy::float_cmp)] // What is exactly zero, or without end, is exactly that.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use crate::common::read;
use approx::assert_relative_eq;
use compute_impact::capacity::Segment;
use compute_impact::explanation::decomposition::{Decomposition, of_drivers, of_product, of_sum};
use compute_impact::explanation::goal_seek::Goal;
use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::Scheme;
use compute_impact::{ErrorKind, Scenario, Simulation};
use proptest::prelude::*;

const ONE_YEAR: &str = r#"
version = 1
name = "one year"
base = "2024"
until = "2025"
[compute]
base = { value = "280 EFLOPS FP32 in use", assumption = "x" }
counterfactual = "frozen"
path.total.growth.constant = { value = "30 % per year", assumption = "x" }
path.total.smart-share.observations = [
    { at = "2023", share = { value = "25 %", assumption = "x" } },
    { at = "2024", share = { value = "30 %", assumption = "x" } },
]
[gdp]
base = { value = "134.9 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "4 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.2, assumption = "x", uncertainty = { shape = "normal", mean = 0.2, standard-deviation = 0.05 } }
[investment]
outlay.per-period = { value = "400 bn CNY", assumption = "x" }
multiplier = { value = "3.5 of gross output", assumption = "x" }
discount = { value = "5 % per year", assumption = "x" }
chain = { value-added = { value = "40 %", assumption = "x" }, domestic = { value = "60 %", assumption = "x" }, crowding-out = { value = "50 %", assumption = "x" } }
"#;

const GROWTH: &str = "compute.path.total.growth.constant";
const IMPACT: Output = Output::Gdp(Reading::Impact);

fn programme() -> Scenario {
    read(include_str!(
        "../examples/scenarios/east-data-west-computing.toml"
    ))
}

#[test]
fn growth_that_reaches_a_goal_is_the_closed_form() {
    let scenario = read(ONE_YEAR);
    for goal in [0.001, 0.01, 0.05, -0.02] {
        let goal_of = Goal::new(IMPACT, goal).unwrap();
        let found = scenario.solve(&goal_of, GROWTH).unwrap();
        // (1 + g)^0.2 = 1 + goal
        let expected = (1.0 + goal).powf(5.0) - 1.0;
        assert_relative_eq!(found.value, expected, max_relative = 1e-9, epsilon = 1e-12);
        assert_relative_eq!(found.reached, goal, max_relative = 1e-9);
        assert_eq!(found.now.to_bits(), 0.3_f64.to_bits());
        // Projecting what was found gives the goal.
        let percent = 100.0 * found.value;
        let again = ONE_YEAR.replace("30 % per year", &format!("{percent:?} % per year"));
        let impact = read(&again).project().unwrap().gdp().impact().last();
        assert_relative_eq!(impact, goal, max_relative = 1e-9, epsilon = 1e-12);
    }
}

#[test]
fn break_even_multiplier_and_coefficient() {
    let scenario = read(ONE_YEAR);
    let goal = Goal::new(Output::DiscountedBalance, 0.0).unwrap();
    let found = scenario.solve(&goal, "investment.multiplier").unwrap();
    // 1 = m * 0.4 * 0.6 * 0.5
    assert_relative_eq!(found.value, 1.0 / 0.12, max_relative = 1e-9);
    let goal = Goal::new(IMPACT, 0.03).unwrap();
    let found = scenario.solve(&goal, "gdp.response.coefficient").unwrap();
    assert_relative_eq!(
        found.value,
        1.03_f64.ln() / 1.3_f64.ln(),
        max_relative = 1e-9
    );
}

#[test]
fn a_goal_with_a_probability() {
    let scenario = read(ONE_YEAR);
    let settings = Simulation::new(16_384)
        .unwrap()
        .with_scheme(Scheme::Sobol)
        .unwrap();
    for (probability, z) in [
        (0.8, 0.841_621_233_572_914_2),
        (0.5, 0.0),
        (0.95, 1.644_853_626_951_472_2),
    ] {
        let goal = Goal::new(IMPACT, 0.01)
            .unwrap()
            .with_probability(probability)
            .unwrap();
        let found = scenario.solve_in_draws(&goal, GROWTH, &settings).unwrap();
        // The elasticity that all but so many exceed.
        let elasticity = 0.2 - z * 0.05;
        let expected = 1.01_f64.powf(1.0 / elasticity) - 1.0;
        assert_relative_eq!(found.value, expected, max_relative = 2e-3);
        assert_relative_eq!(found.reached, 0.01, max_relative = 1e-9);
    }
}

#[test]
fn what_cannot_be_reached_or_makes_no_sense() {
    let scenario = read(ONE_YEAR);
    let goal = Goal::new(IMPACT, 5.0).unwrap();
    let error = scenario.solve(&goal, GROWTH).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotReachable { .. }));
    assert!(
        error
            .to_string()
            .contains("GDP impact of 5 is not reachable by compute.path.total"),
        "{error}"
    );
    // An input that does not matter reaches nothing.
    let goal = Goal::new(IMPACT, 0.01).unwrap();
    let error = scenario.solve(&goal, "investment.multiplier").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotReachable { .. }));
    let goal = Goal::new(IMPACT, 0.01).unwrap();
    let error = scenario
        .solve(&goal, "compute.path.total.growth")
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("did you mean `compute.path.total.growth.constant`?"),
        "{error}"
    );
    let error = Goal::new(Output::SmartShare, 35.0).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("smart share must lie in [0, 1], got 35"),
        "{error}"
    );
    for p in [0.0, 1.0, f64::NAN, -1.0] {
        assert!(
            Goal::new(IMPACT, 0.01)
                .unwrap()
                .with_probability(p)
                .is_err()
        );
    }
    let goal = Goal::new(IMPACT, 0.01).unwrap();
    for between in [
        [-2.0, 1.0],
        [0.5, 0.1],
        [f64::NAN, 1.0],
        [0.0, f64::INFINITY],
    ] {
        assert!(
            goal.by_values_between(between[0], between[1])
                .and_then(|goal| scenario.solve(&goal, GROWTH))
                .is_err(),
            "{between:?}"
        );
    }
    assert!(
        scenario
            .solve(&goal.in_period("2031".parse().unwrap()), GROWTH)
            .is_err()
    );
    let goal = Goal::new(Output::DigitalShare, 0.4).unwrap();
    assert!(matches!(
        scenario.solve(&goal, GROWTH).unwrap_err().kind(),
        ErrorKind::NoOutput { .. }
    ));
}

fn sums(change: &Decomposition) {
    let sum = change
        .parts()
        .fold(change.start, |sum, (_, part)| sum + part);
    assert_eq!((sum + change.residual).to_bits(), change.end.to_bits());
    let scale = change.start.abs() + change.end.abs();
    assert!(change.residual.abs() <= 1e-12 * scale, "{change:?}");
}

/// Smart compute 49.25 to 73.8 EFLOPS: volume 13.483 and share 11.067 by the logarithmic mean, 13.475
/// and 11.075 by Shapley (worked by hand from 197 at 25 % and 246 at 30 %).
#[test]
fn smart_compute_by_volume_and_share() {
    let change = of_product(&[("total", 197.0, 246.0), ("share", 0.25, 0.30)]).unwrap();
    sums(&change);
    let parts: Vec<f64> = change.parts().map(|(_, part)| part).collect();
    assert_relative_eq!(parts[0], 13.483_115_940_267_002, max_relative = 1e-12);
    assert_relative_eq!(parts[1], 11.066_884_059_732_994, max_relative = 1e-12);
    let back = of_product(&[("total", 246.0, 197.0), ("share", 0.30, 0.25)]).unwrap();
    for ((_, there), (_, back)) in change.parts().zip(back.parts()) {
        assert_relative_eq!(there, -back, max_relative = 1e-12);
    }
    let still = of_product(&[("total", 197.0, 394.0), ("share", 0.5, 0.25)]).unwrap();
    sums(&still);
    assert_relative_eq!(
        still.parts().next().unwrap().1,
        98.5 * 2.0_f64.ln(),
        max_relative = 1e-9
    );
    assert!(of_product(&[("a", 0.0, 1.0)]).is_err());
    assert!(of_product(&[]).is_err());
}

/// The digital economy's contribution to nominal growth of 2023, by CAICT's own accounting: 7.39 % of
/// a part of 41.5 % in growth of 4.63 % is 66.2 %.
#[test]
fn growth_accounting() {
    let change = of_sum(&[
        ("digital", 41.5, 41.5 * 1.0739),
        ("rest", 58.5, 104.63 - 41.5 * 1.0739),
    ])
    .unwrap();
    sums(&change);
    let digital = change.parts().next().unwrap().1;
    assert_relative_eq!(digital / 4.63, 0.662, max_relative = 1e-3);
}

/// Of 30 EFLOPS a fifth retires a year, and x bn yuan a year buy x / 8: 24 + x / 8 after one year and
/// 18 + x / 4 after two. Growth of the second year rises from -25 % without purchases towards 100 %. It
/// has a pole at x = -192, beyond which it is above 100 %: a sign that changes there is no solution.
#[test]
fn a_pole_is_no_solution() {
    let scenario = read(
        r#"
version = 1
name = "a pole"
base = "2024"
until = "2026"
[compute]
base = { value = "100 EFLOPS FP32 in use", assumption = "x" }
counterfactual = "frozen"
[compute.path.build-out]
mix = { general = "70 %", smart = "30 %", supercomputing = "0 %" }
mix-source = { publisher = "x", title = "x", kind = "assumption", confidence = "assumed" }
smart.per-period = { value = "100 bn CNY", assumption = "x" }
[compute.stock.smart]
unit-cost.start = { value = "8 bn CNY per EFLOPS FP32 in use", assumption = "x" }
retirement.life = { value = "5 years", assumption = "x" }
[gdp]
base = { value = "134.9 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "4 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.2, assumption = "x" }
"#,
    );
    let growth = Output::SegmentGrowth(Segment::Smart);
    let place = "compute.path.build-out.smart.per-period";
    let solve = |goal: f64| scenario.solve(&Goal::new(growth, goal).unwrap(), place);
    // (18 + x / 4) / (24 + x / 8) = 1.5 at x = 288, and 1 at x = 48.
    for (goal, bn) in [(0.5, 288.0), (0.0, 48.0)] {
        assert_relative_eq!(solve(goal).unwrap().value, bn * 1e9, max_relative = 1e-9);
    }
    // x = -672 and x = -7.4.
    for goal in [1.5, -0.3] {
        let error = solve(goal).unwrap_err();
        let is_known = matches!(error.kind(), ErrorKind::NotReachable { .. });
        assert!(is_known, "{goal}: {error}");
    }
}

#[test]
fn scenarios_that_count_otherwise_are_not_split() {
    let file = include_str!("scenarios/uncertain.toml");
    let money = Output::Gdp(Reading::ImpactMoney);
    for (from, to) in [
        ("CNY", "USD"),
        ("CNY", "CNY at 2020 prices"),
        ("FP32", "FP16"),
    ] {
        let (a, b) = (read(file), read(&file.replace(from, to)));
        let error = a.split_by_inputs(&b, money, None, &[]).unwrap_err();
        assert!(!error.to_string().is_empty());
        assert_eq!(a.compared_with(&b).unwrap_err().kind(), error.kind());
    }
}

#[test]
fn what_is_no_number_is_not_divided() {
    let error = of_drivers(&["a"], |on| Ok(if on[0] { f64::NAN } else { 1.0 })).unwrap_err();
    assert!(error.to_string().contains("got NaN"), "{error}");
    assert!(of_sum(&[("a", 1e308, 1.0), ("b", 1e308, 1.0)]).is_err());
    let far = of_drivers(&["a", "b"], |on| {
        Ok([1.7e308, -1.7e308][usize::from(on[0] ^ on[1])])
    });
    assert!(matches!(
        far.unwrap_err().kind(),
        ErrorKind::OutOfRange { .. }
    ));
    let twice = of_sum(&[("a", 1.0, 2.0), ("a", 1.0, 2.0)]).unwrap_err();
    assert!(twice.to_string().contains("given twice: a"), "{twice}");
    // Factors whose ratio is no number still have parts, here of nothing.
    let far = of_product(&[("a", 1e-300, 1e300), ("b", 1e300, 1e-300)]).unwrap();
    let parts: Vec<f64> = far.parts().map(|(_, part)| part).collect();
    assert_relative_eq!(parts[0], 600.0 * 10_f64.ln(), max_relative = 1e-12);
    assert_relative_eq!(parts[1], -parts[0], max_relative = 1e-12);
}

#[test]
fn policies_share_what_they_do_together() {
    let scenario = programme();
    let output = Output::Gdp(Reading::ImpactMoney);
    let names = ["chip restriction", "interconnection"];
    let change = scenario.split_by_policies(&names, output, None).unwrap();
    sums(&change);
    let last = |policies: &[&str]| {
        let scenario = scenario.under(policies.iter().copied()).unwrap();
        scenario.project().unwrap().gdp().impact_money().last()
    };
    assert_eq!(change.start.to_bits(), last(&[]).to_bits());
    assert_eq!(change.end.to_bits(), last(&names).to_bits());
    // Of two, each has the mean of coming first and coming last.
    let (none, a, b, both) = (
        last(&[]),
        last(&names[..1]),
        last(&names[1..]),
        last(&names),
    );
    let parts: Vec<f64> = change.parts().map(|(_, part)| part).collect();
    assert_relative_eq!(
        parts[0],
        0.5 * (a - none) + 0.5 * (both - b),
        max_relative = 1e-9
    );
    assert!(
        scenario
            .split_by_policies(&["tariff"], output, None)
            .is_err()
    );
    assert!(scenario.split_by_policies(&[], output, None).is_err());
}

#[test]
fn inputs_share_the_change_between_two_scenarios() {
    let before = read(ONE_YEAR);
    let text = ONE_YEAR
        .replace("30 % per year", "50 % per year")
        .replace("value = 0.2, ", "value = 0.25, ");
    let after = read(&text);
    let groups: [(&str, &[&str]); 2] = [
        ("compute", &["compute.*"]),
        ("response", &["gdp.response.coefficient"]),
    ];
    let change = before
        .split_by_inputs(&after, IMPACT, None, &groups)
        .unwrap();
    sums(&change);
    assert_relative_eq!(change.start, 1.3_f64.powf(0.2) - 1.0, max_relative = 1e-12);
    assert_relative_eq!(change.end, 1.5_f64.powf(0.25) - 1.0, max_relative = 1e-12);
    let at = |g: f64, e: f64| (1.0 + g).powf(e) - 1.0;
    let compute = 0.5 * (at(0.5, 0.2) - at(0.3, 0.2)) + 0.5 * (at(0.5, 0.25) - at(0.3, 0.25));
    assert_relative_eq!(
        change.parts().next().unwrap().1,
        compute,
        max_relative = 1e-9
    );
    // What is in no group has a driver of its own.
    let change = before
        .split_by_inputs(&after, IMPACT, None, &groups[..1])
        .unwrap();
    let names: Vec<&str> = change.parts().map(|(name, _)| name).collect();
    assert_eq!(names, ["compute", "all else"]);
    let error = before
        .split_by_inputs(&programme(), IMPACT, None, &groups)
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Conflict { .. }));
    let unknown: [(&str, &[&str]); 1] = [("g", &["gdp.bas"])];
    let error = before
        .split_by_inputs(&after, IMPACT, None, &unknown)
        .unwrap_err();
    assert!(
        error.to_string().contains("did you mean `gdp.base`?"),
        "{error}"
    );
}

proptest! {
    #[test]
    fn parts_make_up_the_whole_to_the_bit(
        values in prop::collection::vec(-1e6..1e6_f64, 16),
        factors in prop::collection::vec((0.01..1e3_f64, 0.01..1e3_f64), 1..6),
    ) {
        let change = of_drivers(&["a", "b", "c", "d"], |on| {
            let set = on.iter().rev().fold(0, |set, on| 2 * set + usize::from(*on));
            Ok(values[set])
        }).unwrap();
        sums(&change);
        let named: Vec<(&str, f64, f64)> = ["a", "b", "c", "d", "e"]
            .into_iter()
            .zip(&factors)
            .map(|(name, (a, b))| (name, *a, *b))
            .collect();
        sums(&of_product(&named).unwrap());
        sums(&of_sum(&named).unwrap());
    }
}

/// Moving an input moves an output only if it is a leaf of its tree.
#[test]
fn leaves_are_the_inputs_that_are_used() {
    let file = include_str!("scenarios/uncertain.toml");
    for (text, outputs) in [
        (
            file,
            vec![
                IMPACT,
                Output::SmartShare,
                Output::MultiplierOutput,
                Output::DigitalShare,
            ],
        ),
        (
            include_str!("../examples/scenarios/east-data-west-computing.toml"),
            vec![IMPACT, Output::DiscountedBalance, Output::SmartShare],
        ),
    ] {
        let scenario = read(text);
        let projection = scenario.project().unwrap();
        let inputs = scenario.inputs();
        for output in outputs {
            let why = projection.explain(output, None).unwrap();
            let series = projection.series(output).unwrap();
            assert_eq!(why.value.to_bits(), series.last().to_bits());
            let leaves: Vec<&str> = why
                .leaves()
                .iter()
                .map(|leaf| leaf.place.as_str())
                .collect();
            let mut runner = scenario.runner(&[output]).unwrap();
            let lanes = inputs.len() + 1;
            let mut given: Vec<f64> = inputs
                .iter()
                .flat_map(|input| std::iter::repeat_n(input.central(), lanes))
                .collect();
            for number in 0..inputs.len() {
                given[number * lanes + number + 1] *= 1.01;
            }
            let mut out = vec![0.0; (scenario.periods() as usize + 1) * lanes];
            runner.run(&given, lanes, &mut out).unwrap();
            for (number, input) in inputs.iter().enumerate() {
                let moved = out
                    .chunks_exact(lanes)
                    .any(|row| row[number + 1].to_bits() != row[0].to_bits());
                let used = leaves.contains(&input.place().as_str());
                assert!(used || !moved, "{output}: {} is missing", input.place());
                // What is used moves it, unless it cancels (a base over itself) or is zero.
                let cancels = input.place().as_str().ends_with("base")
                    || input.place().as_str().contains("noise");
                let other_side = input.place().as_str().contains("baseline");
                assert!(
                    !used || moved || cancels || other_side,
                    "{output}: {} is too many",
                    input.place()
                );
            }
            let weakest = why.leaves().iter().map(|leaf| leaf.confidence).min();
            assert_eq!(Some(why.grade), weakest);
            let json = serde_json::to_value(&why).unwrap();
            assert_eq!(json["value"], serde_json::json!(why.value));
        }
    }
}

#[test]
fn a_fan_tells_its_spread_and_prints_as_prose() {
    let scenario = programme();
    let settings = Simulation::new(1_000).unwrap();
    let fan = scenario.simulate(&settings).unwrap();
    let why = fan.explain(IMPACT, Some("2030".parse().unwrap())).unwrap();
    let [low, middle, high] = why.spread.unwrap().quantiles;
    assert!(low < middle && middle < high);
    let text = why.to_string();
    for part in [
        "GDP impact in 2030",
        "in 1000 draws",
        "evidence: assumed",
        "hardware.life.hyperscalers",
        "gdp.response.coefficient",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    assert!(fan.explain(Output::DigitalShare, None).is_err());
    assert!(fan.explain(IMPACT, Some("2031".parse().unwrap())).is_err());
}

/// The logarithms of two factors that almost undo each other, in 50-digit arithmetic (Python's
/// `decimal`, in `tests/data/stated_numbers.py`): ln 2 times the logarithmic mean of 1 and 1.000000010000000.
#[test]
fn a_product_that_hardly_changes_keeps_its_digits() {
    let half = 0.5 * (1.0 + 1.000_000_1e-8);
    let change = of_product(&[("a", 1.0, 2.0), ("b", 1.0, half)]).unwrap();
    let parts: Vec<f64> = change.parts().map(|(_, part)| part).collect();
    assert_relative_eq!(parts[0], 0.693_147_184_025_681_5, max_relative = 1e-15);
    // With one factor that stays at 3, all of the change is the other's.
    for step in [1e-3, 1e-6, 1e-9, 1e-12] {
        let end = 1.0 + step;
        let change = of_product(&[("a", 1.0, end), ("b", 3.0, 3.0)]).unwrap();
        let part = change.parts().next().unwrap().1;
        assert_relative_eq!(part, 3.0 * (end - 1.0), max_relative = 1e-14);
    }
    let back = of_product(&[("a", 2.0, 1.0), ("b", half, 1.0)]).unwrap();
    let back: Vec<f64> = back.parts().map(|(_, part)| part).collect();
    assert_relative_eq!(back[0], -parts[0], max_relative = 1e-15);
    assert_relative_eq!(back[1], -parts[1], max_relative = 1e-15);
}

#[test]
fn a_sum_of_parts_that_cancel_keeps_its_digits() {
    let change = of_sum(&[("a", 1e16, 1e16), ("b", 1.0, 3.0), ("c", -1e16, -1e16)]).unwrap();
    assert_eq!((change.start, change.end), (1.0, 3.0));
    assert_eq!(
        change.parts().map(|(_, part)| part).collect::<Vec<_>>(),
        [0.0, 2.0, 0.0]
    );
    assert_eq!(change.residual, 0.0);
    // As many parts as are allowed take no time.
    let names: Vec<String> = (0..200_000).map(|n| n.to_string()).collect();
    let parts: Vec<(&str, f64, f64)> = names.iter().map(|name| (name.as_str(), 0.1, 0.2)).collect();
    let change = of_sum(&parts).unwrap();
    assert_relative_eq!(change.end, 40_000.0, max_relative = 1e-15);
}

/// Beside a factor of 2, a fall from the next number above 3 to 3 is one of `2 * 2^-51`; the quotient
/// of the two numbers alone is known to half of that.
#[test]
fn a_fall_in_the_last_digit_keeps_its_size() {
    let above = 3.0 + 2.0_f64.powi(-51);
    let change = of_product(&[("same", 2.0, 2.0), ("less", above, 3.0)]).unwrap();
    let (_, part) = change.parts().nth(1).unwrap();
    // The macro would allow for an absolute difference of 2^-52, a quarter of the part.
    assert_relative_eq!(part, -2.0_f64.powi(-50), max_relative = 1e-9, epsilon = 0.0);
}

/// Two growth paths vary, and each is named once and in order.
#[test]
fn the_noise_of_an_impact_is_named_once_and_in_order() {
    let scenario = Scenario::shipped("china-2030").unwrap();
    let projection = scenario.project().unwrap();
    let impact = Output::Gdp(Reading::ImpactMoney);
    let explained = projection.explain(impact, None).unwrap();
    assert_eq!(
        explained.all_noise(),
        ["compute.path.total.growth", "gdp.baseline.includes"]
    );
}

/// The refusal names what is wrong, not only that the sum of it is.
#[test]
fn a_sum_has_parts_and_each_is_finite() {
    assert!(of_sum(&[]).is_err());
    for bad in [f64::NAN, f64::INFINITY] {
        for part in [("a", bad, 1.0), ("a", 1.0, bad)] {
            let error = of_sum(&[part]).unwrap_err().to_string();
            assert!(error.contains("part of a sum"), "{error}");
        }
    }
}

/// Only the elasticity has a distribution.
#[test]
fn an_explanation_says_which_inputs_are_uncertain() {
    let projection = read(ONE_YEAR).project().unwrap();
    let text = projection.explain(IMPACT, None).unwrap().to_string();
    let inputs: Vec<&str> = text
        .lines()
        .filter(|line| line.trim_start().starts_with("- "))
        .collect();
    assert!(inputs.len() > 1, "{text}");
    for line in inputs {
        let is_elasticity = line.contains("response.coefficient");
        assert_eq!(line.contains(", uncertain:"), is_elasticity, "{line}");
    }
}
