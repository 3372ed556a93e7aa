//! What a new user tries first, and what the library answers.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use approx::assert_relative_eq;
use compute_impact::capacity::{BySegment, ComputePath, Growth, Segment, SegmentUse};
use compute_impact::evidence::Estimate;
use compute_impact::policy::{Efficiency, Policy, Shock};
use compute_impact::{Currency, Error, ErrorKind, Money, Output, Reading, Scenario, Simulation};

use crate::common::{path, read};

const GROWTH: &str = "compute.path.total.growth.constant";
const IMPACT: Output = Output::Gdp(Reading::Impact);

/// The shortest scenario.
const SHORT: &str = r#"
version = 1
name = "short"
base = "2024"
until = "2030"

[compute]
base = { value = "280 EFLOPS FP32 in use", assumption = "x" }
counterfactual = "frozen"
path.total.growth.constant = { value = "20 % per year", assumption = "x" }

[gdp]
base = { value = "135 tn yuan", assumption = "x" }
baseline.excludes.constant = { value = "4 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.02, assumption = "x" }
"#;

const SMART_SHARE: &str = r#"
path.total.smart-share.observations = [
    { at = "2023", share = { value = "25 %", assumption = "x" } },
    { at = "2024", share = { value = "30 %", assumption = "x" } },
]

[gdp]
"#;

fn short() -> Scenario {
    read(SHORT)
}

/// The error of the short scenario with a change.
#[track_caller]
fn refused(from: &str, to: &str) -> Error {
    assert!(SHORT.contains(from), "no `{from}`");
    Scenario::from_toml(&SHORT.replace(from, to)).unwrap_err()
}

fn china() -> Scenario {
    Scenario::shipped("china-2030").unwrap()
}

#[test]
fn a_scenario_is_compared_with_itself_under_one_changed_input() {
    let scenario = short();
    let slower = scenario.with_value(GROWTH, 0.15).unwrap();
    let difference = slower.compared_with(&scenario).unwrap();
    let difference = difference.project().unwrap();
    for output in [IMPACT, Output::Gdp(Reading::With), Output::TotalCompute] {
        let (slower, before) = (path(&slower, output), path(&scenario, output));
        let gaps = difference.series(output).unwrap();
        for ((gap, slower), before) in gaps.values().iter().zip(&slower).zip(&before) {
            assert_relative_eq!(*gap, slower - before, epsilon = 1e-12 * before.abs());
        }
        assert!(gaps.last() < 0.0, "{output}");
    }
}

#[test]
fn draws_under_a_changed_input_are_those_of_both_scenarios() {
    // With noise and correlated inputs, in both directions.
    let scenario = read(include_str!("scenarios/uncertain.toml"));
    let changed = scenario.with_value(GROWTH, 0.15).unwrap();
    let settings = Simulation::new(200)
        .unwrap()
        .with_outputs([IMPACT])
        .unwrap();
    let last = |scenario: &Scenario, number| {
        let draw = settings.draw(scenario, number).unwrap();
        *draw.path(IMPACT).unwrap().last().unwrap()
    };
    for (with, without) in [(&changed, &scenario), (&scenario, &changed)] {
        let comparison = with.compared_with(without).unwrap();
        let fan = comparison.simulate(&settings).unwrap();
        let gaps = (0..200).map(|number| last(with, number) - last(without, number));
        let found = fan.series(IMPACT).unwrap().last().mean().unwrap();
        assert_relative_eq!(found, gaps.sum::<f64>() / 200.0, epsilon = 1e-9);
    }
}

#[test]
fn an_uncertain_input_that_differs_is_drawn_at_the_same_quantile() {
    let with = |value: f64, low: f64, high: f64| {
        let shape = format!("{{ shape = \"uniform\", low = {low}, high = {high} }}");
        let uncertain = format!("value = {value}, uncertainty = {shape}");
        read(&SHORT.replace("value = 0.02", &uncertain))
    };
    // The intervals overlap, and still every draw of the higher one is above that of the lower.
    let (low, high) = (with(0.03, 0.01, 0.05), with(0.032, 0.012, 0.052));
    let fan = high.compared_with(&low).unwrap();
    let fan = fan.simulate(&Simulation::new(500).unwrap()).unwrap();
    assert!(fan.series(IMPACT).unwrap().last().minimum() > 0.0);
}

#[test]
fn correlations_that_contradict_each_other_are_not_compared() {
    let text = include_str!("scenarios/uncertain.toml");
    let scenario = read(text);
    let other = read(&text.replacen("rank = 0.6", "rank = 0.1", 1));
    let error = scenario.compared_with(&other).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Conflict { .. }));
    assert!(error.to_string().contains("plain()"), "{error}");
    assert!(!error.path().is_empty());
    let plain = |scenario: &Scenario| scenario.edit().plain().build().unwrap();
    assert!(plain(&scenario).compared_with(&plain(&other)).is_ok());
}

#[test]
fn a_total_needs_no_smart_share_and_its_answer_does_not_depend_on_one() {
    let whole = short();
    let divided = read(&SHORT.replace("\n[gdp]\n", SMART_SHARE));
    for output in [IMPACT, Output::EffectiveCompute, Output::ComputeGrowth] {
        assert_eq!(path(&whole, output), path(&divided, output));
    }
    let (whole, divided) = (whole.project().unwrap(), divided.project().unwrap());
    assert!(whole.smart_share().is_none() && divided.smart_share().is_some());
    let segment = Output::Compute(Segment::Smart);
    assert!(whole.series(segment).is_none() && divided.series(segment).is_some());
    let json = serde_json::to_string(whole.scenario()).unwrap();
    assert!(!json.contains("smart-share"));
    assert_eq!(&Scenario::from_json(&json).unwrap(), whole.scenario());
}

#[test]
fn what_needs_the_smart_share_names_it() {
    let of_segments = [
        r#"use.smart.utilisation = { value = "40 %", assumption = "x" }"#,
        r#"stock.smart.retirement.geometric = { value = "20 %", assumption = "x" }"#,
        r#"path.total.supercomputing-part = { value = "2 %", assumption = "x" }"#,
    ];
    for key in of_segments {
        let error = refused("\n[gdp]\n", &format!("\n{key}\n[gdp]\n"));
        assert!(matches!(error.kind(), ErrorKind::Missing { .. }), "{error}");
        assert_eq!(error.path(), "compute.path.total");
        assert!(
            error.to_string().contains("`smart-share` is missing"),
            "{error}"
        );
    }
    let level = Estimate::assumed("45 %".parse().unwrap(), "x").unwrap();
    let gain = Efficiency::to(Segment::Smart, level, "2027".parse().unwrap());
    let policy = Policy::new("better use", [Shock::Efficiency(gain)]).unwrap();
    let error = short().edit().policy(policy).build().unwrap_err();
    assert!(error.to_string().contains("smart-share"), "{error}");

    let error = short().runner(&[Output::SmartShare]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NoOutput { .. }));
    assert!(error.to_string().contains("`smart-share`"), "{error}");
    assert!(
        error
            .to_string()
            .contains("`compute.path.total.smart-share`"),
        "{error}"
    );
}

#[test]
fn a_path_of_compute_is_replaced_in_code() {
    let scenario = short();
    let rate = Estimate::assumed("15 % per year".parse().unwrap(), "slower").unwrap();
    let slower = ComputePath::total(Growth::Constant(rate));
    let compute = scenario.compute().clone().with_path(slower.clone());
    assert_eq!(compute.path(), &slower);
    assert_eq!(compute.base(), scenario.compute().base());
    let built = scenario.edit().compute(compute).build().unwrap();
    let set = scenario.with_value(GROWTH, 0.15).unwrap();
    assert_eq!(path(&built, IMPACT), path(&set, IMPACT));

    let counterfactual = compute_impact::capacity::Counterfactual::Path(Box::new(slower));
    let base = Estimate::assumed("300 EFLOPS FP32 in use".parse().unwrap(), "x").unwrap();
    let compute = scenario.compute().clone();
    let compute = compute
        .with_counterfactual(counterfactual.clone())
        .with_base(base.clone());
    assert_eq!(compute.counterfactual(), &counterfactual);
    assert_eq!(compute.base(), &base);
}

#[test]
fn an_unknown_shipped_scenario_suggests_and_lists() {
    let error = Scenario::shipped("china").unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no shipped scenario `china`; did you mean `china-2030`? (choose from \
         `chengdu`, `china-2030`, `east-data-west-computing`)",
    );
    let error = Scenario::shipped("mars").unwrap_err();
    let names: Vec<&str> = Scenario::shipped_names().collect();
    assert_eq!(error.choices(), names);
    assert!(
        error
            .to_string()
            .ends_with("(choose from `chengdu`, `china-2030`, `east-data-west-computing`)")
    );
}

#[test]
fn an_unknown_place_suggests_the_nearest_or_what_lies_beneath() {
    let scenario = china();
    for (given, meant) in [
        ("gdp.response", "gdp.response.coefficient"),
        ("gdp.response.coeficient", "gdp.response.coefficient"),
        ("compute.path.total.growth", GROWTH),
        ("growth.constant", GROWTH),
        (
            "gdp.response.coefficient.elasticity",
            "gdp.response.coefficient",
        ),
    ] {
        let error = scenario.input(given).unwrap_err();
        let expected = format!("there is no input `{given}`; did you mean `{meant}`?");
        assert_eq!(error.to_string(), expected);
    }
    let error = scenario.input("compute.path").unwrap_err();
    assert!(
        error
            .choices()
            .iter()
            .all(|place| place.starts_with("compute.path."))
    );
    assert!(error.choices().iter().any(|place| place == GROWTH));
    assert!(
        scenario
            .input("price of tea")
            .unwrap_err()
            .choices()
            .is_empty()
    );
}

#[test]
fn the_path_of_a_file_names_the_same_input_as_the_place() {
    let scenario = china();
    for text in [
        "gdp.response.coefficient",
        "gdp.response.coefficient.growth-ratio",
        "gdp.response.coefficient.growth-ratio.value",
        "gdp.response.coefficient.value",
    ] {
        assert_eq!(
            scenario.input(text).unwrap().place(),
            "gdp.response.coefficient"
        );
        let changed = scenario.with_value(text, 0.1).unwrap();
        assert_eq!(
            changed,
            scenario
                .with_value("gdp.response.coefficient", 0.1)
                .unwrap()
        );
    }
    for text in [
        "gdp.response.coefficient.elasticity",
        "gdp.base.growth-ratio",
        "gdp.basevalue",
    ] {
        assert!(scenario.input(text).is_err(), "{text}");
    }
    let goal = compute_impact::explanation::goal_seek::Goal::new(IMPACT, 0.1).unwrap();
    let short = scenario.solve(&goal, "gdp.response.coefficient").unwrap();
    let long = scenario
        .solve(&goal, "gdp.response.coefficient.growth-ratio")
        .unwrap();
    assert_eq!(short.value.to_bits(), long.value.to_bits());
}

#[test]
fn a_correlation_names_a_coefficient_as_the_file_does() {
    let text = include_str!("scenarios/uncertain.toml");
    let place = "\"gdp.response.coefficient\"";
    assert!(text.contains(place));
    let scenario = read(text);
    let long = "\"gdp.response.coefficient.elasticity\"";
    let renamed = read(&text.replace(place, long));
    let settings = Simulation::new(50).unwrap().with_outputs([IMPACT]).unwrap();
    let mean = |scenario: &Scenario| {
        let fan = scenario.simulate(&settings).unwrap();
        fan.series(IMPACT).unwrap().last().mean().unwrap().to_bits()
    };
    assert_eq!(mean(&scenario), mean(&renamed));
}

#[test]
fn a_version_that_is_no_number_is_explained() {
    for (given, shown) in [
        ("\"1\"", "the text \"1\""),
        ("1.0", "1.0"),
        ("2", "2"),
        ("-1", "-1"),
    ] {
        let error = refused("version = 1", &format!("version = {given}"));
        let expected = format!("must be the number 1, got {shown}: write `version = 1`");
        assert!(error.to_string().contains(&expected), "{error}");
        assert_eq!(error.path(), "version");
    }
}

#[test]
fn growth_by_period_that_is_a_list_says_where_the_list_goes() {
    let constant = "constant = { value = \"20 % per year\", assumption = \"x\" }";
    let list = "by-period = [{ value = \"20 % per year\", assumption = \"x\" }]";
    let error = refused(constant, list);
    assert_eq!(error.path(), "compute.path.total.growth.by-period");
    assert!(
        error.to_string().contains("must be a table, got a list"),
        "{error}"
    );
    assert!(
        error.to_string().contains("write the list under `rates`"),
        "{error}"
    );
    let table = format!(
        "{}, then = {{ value = \"20 % per year\", assumption = \"x\" }} }}",
        list.replace('[', "{ rates = [")
    );
    let text = SHORT.replace(constant, &table);
    // One sums the logs of the growth of each year, the other takes multiples of one log.
    let [listed, constant] = [path(&read(&text), IMPACT), path(&short(), IMPACT)];
    assert_eq!(listed.len(), constant.len());
    for (listed, constant) in listed.iter().zip(&constant) {
        assert_relative_eq!(*listed, *constant, max_relative = 1e-13);
    }
}

#[test]
fn a_list_of_known_words_is_cut_between_words() {
    let source =
        r#"source = { publisher = "x", title = "x", kind = "estimate", confidence = "low" }"#;
    let error = refused(
        "response.coefficient.elasticity = { value = 0.02, assumption = \"x\" }",
        &format!("response.coefficient.elasticity = {{ value = 0.02, {source} }}"),
    );
    let message = error.to_string();
    assert!(!message.contains("..."), "{message}");
    assert!(
        message.ends_with("did you mean `institute-estimate`?"),
        "{message}"
    );
    for kind in ["official-statistic", "institute-estimate", "assumption"] {
        assert!(message.contains(&format!("`{kind}`")), "{message}");
    }
}

#[test]
fn the_words_for_yuan_read_as_its_code() {
    for word in ["yuan", "Yuan", "元", "人民币", "RMB", "CNY"] {
        assert_eq!(word.parse::<Currency>().unwrap(), Currency::CNY, "{word}");
        let money: Money = format!("400 bn {word}").parse().unwrap();
        assert_eq!(money.to_string(), "400 bn CNY");
    }
    // There are many dollars.
    let error = "400 bn dollars".parse::<Money>().unwrap_err();
    assert!(error.to_string().contains("`126.06 tn CNY`"), "{error}");
}

#[test]
fn values_by_segment_are_read_and_written_as_a_table() {
    let uses = BySegment::default().with(Segment::Smart, 2.0);
    let json = serde_json::to_string(&uses).unwrap();
    assert_eq!(json, r#"{"smart":2.0}"#);
    assert_eq!(serde_json::from_str::<BySegment<f64>>(&json).unwrap(), uses);
    let error = serde_json::from_str::<BySegment<f64>>(r#"{"quantum":1.0}"#).unwrap_err();
    assert!(
        error.to_string().contains("unknown field `quantum`"),
        "{error}"
    );

    // Full use that is written and full use that is left out are the same scenario.
    let divided = SHORT.replace("\n[gdp]\n", SMART_SHARE);
    let written = read(&divided.replace("\n[gdp]\n", "\nuse.smart = {}\n[gdp]\n"));
    assert_eq!(written.fingerprint(), read(&divided).fingerprint());
    let compute = written.compute().clone();
    let same = compute.with_use(Segment::General, SegmentUse::default());
    assert_eq!(&same, written.compute());
}
