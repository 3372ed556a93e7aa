//! What an input would have to be: which side it moves, which alternatives count, what a file accepts.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::common::read;
use approx::assert_relative_eq;
use compute_impact::explanation::goal_seek::Goal;
use compute_impact::simulation::Target;
use compute_impact::{ErrorKind, Output, Reading, Scenario, Simulation, Watch};

const IMPACT: Output = Output::Gdp(Reading::Impact);
const GROWTH: &str = "compute.path.total.growth.constant";

/// One year of 30 % growth; 30 % of compute is smart throughout.
const USED: &str = r#"
version = 1
name = "one year in use"
base = "2024"
until = "2025"
[compute]
base = { value = "280 EFLOPS FP32 in use", assumption = "x" }
counterfactual = "frozen"
[compute.path.total]
growth.constant = { value = "30 % per year", assumption = "x" }
[compute.path.total.smart-share]
curve = "linear"
observations = [
    { at = "2023", share = { value = "30 %", assumption = "x" } },
    { at = "2024", share = { value = "30 %", assumption = "x" } },
]
[compute.use]
general = { utilisation = { value = "40 %", assumption = "x", uncertainty = { shape = "uniform", low = 0.3, high = 0.5 } } }
smart = { utilisation = { value = "25 %", assumption = "x" } }
[gdp]
base = { value = "134.9 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "4 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.2, assumption = "x" }
"#;

/// Half of the weight is on an alternative with no response.
const HALF: &str = r#"
version = 1
name = "perhaps no effect"
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
response.coefficient.elasticity = { value = 0.2, assumption = "x", uncertainty = { shape = "uniform", low = 0.1, high = 0.3 } }
[[alternative]]
name = "none"
weight = { value = "50 %", assumption = "x" }
[alternative.gdp]
base = { value = "134.9 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "4 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.0, assumption = "x" }
"#;

const SCENARIOS: [&str; 4] = [
    USED,
    include_str!("../examples/scenarios/china-2030.toml"),
    include_str!("../examples/scenarios/east-data-west-computing.toml"),
    include_str!("scenarios/uncertain.toml"),
];

fn programme() -> Scenario {
    read(SCENARIOS[2])
}

/// The counterfactual keeps `0.7 * 40 % + 0.3 * 25 % = 0.355` of 280 EFLOPS in use; the path has
/// `1.3 * (0.7 u + 0.075)` of it, so that the impact is the quotient to the power 0.2, less one.
#[test]
fn utilisation_is_moved_on_the_path_and_the_counterfactual_stays() {
    let scenario = read(USED);
    for goal in [0.02, 0.05, 0.1, 0.2, -0.05] {
        let expected = (0.355 * (1.0_f64 + goal).powi(5) / 1.3 - 0.075) / 0.7;
        let goal = Goal::new(IMPACT, goal).unwrap();
        let solution = scenario.solve(&goal, "compute.use.general.utilisation");
        if !(0.0..=1.0).contains(&expected) {
            let error = solution.unwrap_err();
            assert!(
                matches!(error.kind(), ErrorKind::NotReachable { .. }),
                "{error}"
            );
            continue;
        }
        let solution = solution.unwrap();
        assert_relative_eq!(solution.value, expected, max_relative = 1e-9);
        assert!(solution.holds_counterfactual);
    }
}

/// The base of the path alone: `(1.3 b / 280)^0.2 - 1`.
#[test]
fn the_base_is_moved_on_the_path_and_the_counterfactual_stays() {
    let scenario = read(USED);
    let goal = Goal::new(IMPACT, 0.1).unwrap();
    let solution = scenario.solve(&goal, "compute.base").unwrap();
    let expected = 280e18 * 1.1_f64.powi(5) / 1.3;
    assert_relative_eq!(solution.value, expected, max_relative = 1e-9);
    // Growth is read by the path alone, and any file with it gives the goal.
    let solution = scenario.solve(&goal, GROWTH).unwrap();
    assert!(!solution.holds_counterfactual);
    assert_relative_eq!(solution.value, 1.1_f64.powi(5) - 1.0, max_relative = 1e-9);
}

/// A growth ratio multiplies growth: of the first period `1.3 (0.7 u + 0.075) / 0.355 - 1`, against
/// none, over GDP that grows by 4 %.
#[test]
fn a_growth_ratio_meets_the_step_to_the_moved_path_in_the_first_period() {
    let text = USED.replace("coefficient.elasticity", "coefficient.growth-ratio");
    let scenario = read(&text);
    let goal = Goal::new(IMPACT, 0.08).unwrap();
    let solution = scenario
        .solve(&goal, "compute.use.general.utilisation")
        .unwrap();
    let growth = 0.08 * 1.04 / 0.2;
    let expected = (0.355 * (1.0 + growth) / 1.3 - 0.075) / 0.7;
    assert_relative_eq!(solution.value, expected, max_relative = 1e-9);
}

#[test]
fn more_use_raises_the_effect_of_a_build_out() {
    let scenario = programme();
    let place = "compute.use.general.utilisation";
    let now = scenario.project().unwrap().gdp().impact().last();
    let goal = Goal::new(IMPACT, 0.01).unwrap();
    match scenario.solve(&goal, place) {
        Ok(solution) => assert!(solution.value > 0.4, "{solution:?}"),
        Err(error) => assert!(
            matches!(error.kind(), ErrorKind::NotReachable { .. }),
            "{error}"
        ),
    }
    let above = Goal::new(IMPACT, 1.2 * now).unwrap();
    assert!(scenario.solve(&above, place).unwrap().value > 0.4);
    let below = Goal::new(IMPACT, 0.8 * now).unwrap();
    assert!(scenario.solve(&below, place).unwrap().value < 0.4);
}

/// Between 30 and 50 % of use, with all else at its central value: 5 % and 95 % of the uniform shape
/// are 31 and 49 %.
#[test]
fn a_tornado_moves_the_path_alone() {
    let scenario = read(USED);
    let tornado = scenario.tornado(IMPACT, None, [0.05, 0.95]).unwrap();
    let swing = &tornado.swings[0];
    assert_eq!(swing.name, "compute.use.general.utilisation");
    assert_relative_eq!(tornado.base, 1.3_f64.powf(0.2) - 1.0, max_relative = 1e-12);
    for (used, output) in [0.31, 0.49].into_iter().zip(swing.outputs) {
        let expected = (1.3 * (0.7 * used + 0.075) / 0.355_f64).powf(0.2) - 1.0;
        assert_relative_eq!(output, expected, max_relative = 1e-9);
    }
}

/// In draws the path of a moved input is certain, and the counterfactual keeps its spread: with more use on
/// the path the median moves like the central value.
#[test]
fn draws_hold_the_counterfactual_too() {
    let scenario = read(USED);
    let settings = Simulation::new(2_000).unwrap();
    let place = "compute.use.general.utilisation";
    let goal = Goal::new(IMPACT, 0.1).unwrap();
    let central = scenario.solve(&goal, place).unwrap();
    let median = scenario.solve_in_draws(&goal, place, &settings).unwrap();
    assert!(median.holds_counterfactual);
    // The counterfactual's use has the median 40 %, and the impact falls as it rises.
    assert_relative_eq!(median.value, central.value, max_relative = 0.02);
    let sure = goal.with_probability(0.9).unwrap();
    let sure = scenario.solve_in_draws(&sure, place, &settings).unwrap();
    assert!(sure.value > median.value);
}

#[test]
fn half_of_all_draws_without_effect_keep_a_goal_out_of_reach() {
    let scenario = read(HALF);
    let goal = Goal::new(IMPACT, 0.02)
        .unwrap()
        .by_values_between(0.0, 1.0)
        .unwrap();
    let settings = Simulation::new(10_000).unwrap();
    let likely = goal.with_probability(0.8).unwrap();
    let error = scenario
        .solve_in_draws(&likely, GROWTH, &settings)
        .unwrap_err();
    let ErrorKind::NotReachable { reached, .. } = error.kind() else {
        panic!("{error}");
    };
    assert_eq!(reached.map(f64::to_bits), [0, 0], "{error}");
    // With 40 %, four fifths of the draws that respond must reach it: (1 + g)^e = 1.02 at e = 0.14.
    let rather = goal.with_probability(0.4).unwrap();
    let solution = scenario.solve_in_draws(&rather, GROWTH, &settings).unwrap();
    let expected = 1.02_f64.powf(1.0 / 0.14) - 1.0;
    assert_relative_eq!(solution.value, expected, max_relative = 0.05);
    // What has one path only refuses a scenario with several alternatives.
    let inputs: [(&str, &[&str]); 1] = [("growth", &[GROWTH])];
    for error in [
        scenario
            .split_by_policies(&["a"], IMPACT, None)
            .unwrap_err(),
        scenario
            .split_by_inputs(&scenario, IMPACT, None, &inputs)
            .unwrap_err(),
        scenario.solve(&goal, GROWTH).unwrap_err(),
        scenario.tornado(IMPACT, None, [0.05, 0.95]).unwrap_err(),
        scenario.model(IMPACT, None).unwrap_err(),
    ] {
        assert!(
            matches!(error.kind(), ErrorKind::Conflict { .. }),
            "{error}"
        );
        assert!(error.to_string().contains("alternatives"), "{error}");
    }
}

#[test]
fn an_outlay_below_nothing_is_no_solution() {
    let scenario = programme();
    let goal = Goal::new(IMPACT, -0.005).unwrap();
    for place in [
        "compute.path.build-out.general.per-period",
        "compute.stock.smart.retirement.life",
        "compute.stock.general.retirement.life",
    ] {
        match scenario.solve(&goal, place) {
            Ok(solution) => {
                scenario.with_value(place, solution.value).unwrap();
            }
            Err(error) => {
                let ErrorKind::NotReachable { between, .. } = error.kind() else {
                    panic!("{error}");
                };
                // Ends that the scenario itself accepts: no outlay below zero, no life below a year.
                for end in between {
                    scenario.with_value(place, *end).unwrap();
                }
            }
        }
    }
}

#[test]
fn every_input_can_be_written_at_its_place() {
    for text in SCENARIOS {
        let scenario = read(text);
        for policies in [
            Vec::new(),
            scenario
                .policies()
                .iter()
                .map(|p| p.name().to_owned())
                .collect(),
        ] {
            let Ok(scenario) = scenario.under(policies) else {
                continue;
            };
            for input in scenario.inputs() {
                let written = scenario.with_value(input.place().as_str(), input.central());
                let written = written.unwrap_or_else(|error| panic!("{}: {error}", input.place()));
                let same = written.input(input.place().as_str()).unwrap();
                assert_eq!(same.central().to_bits(), input.central().to_bits());
                assert!(!same.is_uncertain());
                let impact = |s: &Scenario| s.project().unwrap().gdp().impact().last().to_bits();
                assert_eq!(impact(&written), impact(&scenario), "{}", input.place());
            }
        }
    }
}

/// Every solution over all inputs and several goals, written into the file, is read and reaches the
/// goal, unless the counterfactual reads the input too.
#[test]
fn solutions_are_accepted_by_the_file_and_reach_the_goal() {
    let mut solved = 0;
    for text in SCENARIOS {
        let scenario = read(text);
        let projection = scenario.project().unwrap();
        for output in [IMPACT, Output::SmartShare, Output::Outlay] {
            let Some(now) = projection.series(output).map(|series| series.last()) else {
                continue;
            };
            for goal in [0.7 * now, 1.3 * now, -now] {
                let Ok(goal) = Goal::new(output, goal) else {
                    continue;
                };
                for input in scenario.inputs() {
                    let Ok(solution) = scenario.solve(&goal, input.place().as_str()) else {
                        continue;
                    };
                    solved += 1;
                    let place = input.place().as_str();
                    let written = scenario.with_value(place, solution.value);
                    let written = written.unwrap_or_else(|error| panic!("{place}: {error}"));
                    let json = serde_json::to_string(&written).unwrap();
                    let again = Scenario::read(&mut serde_json::Deserializer::from_str(&json));
                    let again = again.unwrap_or_else(|error| panic!("{place}: {error}"));
                    assert_relative_eq!(solution.reached, goal.number(), max_relative = 1e-6);
                    if !solution.holds_counterfactual {
                        let series = again.project().unwrap();
                        let reached = series.series(output).unwrap().last();
                        assert_relative_eq!(reached, goal.number(), max_relative = 1e-6);
                    }
                }
            }
        }
    }
    assert!(solved > 50, "{solved}");
}

/// Without a response there is no impact: the value sought is the end of the range itself, the lower
/// one or the upper one.
#[test]
fn a_goal_reached_at_the_end_of_the_range_is_found() {
    let place = "gdp.response.coefficient";
    let scenario = read(USED);
    for (low, high) in [(0.0, 0.5), (-0.5, 0.0)] {
        let goal = Goal::new(IMPACT, 0.0).unwrap();
        let goal = goal.by_values_between(low, high).unwrap();
        let solution = scenario.solve(&goal, place).unwrap();
        assert!(solution.value.abs() < 1e-12, "{}", solution.value);
    }
}

/// The values of a small number are searched at least from -0.5 to 1: `1.3^0.5 - 1` takes 0.5, which
/// is more than ten times 0.02 away from it.
#[test]
fn a_small_input_is_searched_up_to_one() {
    let text = USED.replace("elasticity = { value = 0.2", "elasticity = { value = 0.02");
    let goal = Goal::new(IMPACT, 1.3_f64.sqrt() - 1.0).unwrap();
    let solution = read(&text)
        .solve(&goal, "gdp.response.coefficient")
        .unwrap();
    assert_relative_eq!(solution.value, 0.5, max_relative = 1e-9);
}

/// Without a response the impact is zero in every draw, which is at least zero and at most zero.
#[test]
fn a_target_is_reached_by_the_number_itself() {
    let scenario = read(&USED.replace("elasticity = { value = 0.2", "elasticity = { value = 0.0"));
    for target in [
        Target::at_least(IMPACT, 0.0).unwrap(),
        Target::at_most(IMPACT, 0.0).unwrap(),
    ] {
        let settings = Simulation::new(100).unwrap();
        let settings = settings.with_targets([target]).unwrap();
        let fan = scenario.simulate(&settings).unwrap();
        let share = fan.probability_at(&target, scenario.until());
        let share = share.unwrap().unwrap();
        assert_eq!((share.reached, share.draws), (100, 100), "{target}");
    }
}

/// Far from the solution a sixteenth of the draws decides, so that a search runs all draws a few times
/// only; what it finds holds in all of them.
#[test]
fn a_search_in_many_draws_runs_them_a_few_times() {
    const DRAWS: u64 = 1 << 16;
    let scenario = Scenario::shipped("china-2030").unwrap();
    let (all, sampled) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let (runs, samples) = (all.clone(), sampled.clone());
    let watch = Watch::new(move |progress| {
        if progress.done == progress.total {
            let count = if progress.total == DRAWS {
                &runs
            } else {
                &samples
            };
            count.fetch_add(1, Ordering::Relaxed);
        }
        ControlFlow::Continue(())
    });
    let settings = Simulation::new(DRAWS).unwrap();
    let goal = Goal::new(IMPACT, 0.01)
        .unwrap()
        .with_probability(0.8)
        .unwrap();
    let watched = settings.clone().with_watch(watch);
    let solution = scenario.solve_in_draws(&goal, GROWTH, &watched).unwrap();
    let (all, sampled) = (all.load(Ordering::Relaxed), sampled.load(Ordering::Relaxed));
    assert!((1..=25).contains(&all), "{all} runs of all draws");
    assert!(sampled >= 33, "{sampled} runs of a sample");
    assert_relative_eq!(solution.reached, 0.01, max_relative = 1e-6);

    let changed = scenario.with_value(GROWTH, solution.value).unwrap();
    let exact = settings
        .with_outputs([IMPACT])
        .unwrap()
        .with_exact_quantiles([1.0 - 0.8])
        .unwrap();
    let fan = changed.simulate(&exact).unwrap();
    let quantile = fan
        .series(IMPACT)
        .unwrap()
        .last()
        .quantile(1.0 - 0.8)
        .unwrap();
    assert!(quantile.is_exact());
    assert_relative_eq!(quantile.value, solution.reached, max_relative = 1e-9);
}

/// With a probability of 40 %, four fifths of the draws that respond must reach the goal, so that
/// `(1 + g)^e = 1.02` at `e = 0.14`; 4.5 standard errors of the rank among these draws move `g` by 3 %.
/// The solution may lie at the greatest value that the search is allowed.
#[test]
fn a_goal_in_many_draws_is_found_up_to_the_end_of_the_bounds() {
    let scenario = read(HALF);
    let settings = Simulation::new(1 << 16).unwrap();
    let goal = Goal::new(IMPACT, 0.02)
        .unwrap()
        .with_probability(0.4)
        .unwrap();
    let up_to = |greatest: f64| {
        let goal = goal.by_values_between(0.0, greatest).unwrap();
        let solution = scenario.solve_in_draws(&goal, GROWTH, &settings);
        solution.unwrap().value
    };
    let found = up_to(1.0);
    let expected = 1.02_f64.powf(1.0 / 0.14) - 1.0;
    assert_relative_eq!(found, expected, max_relative = 0.03);
    // The same draws have the same solution, to the tolerance of the search.
    assert_relative_eq!(up_to(found * (1.0 + 1e-6)), found, max_relative = 1e-9);
}
