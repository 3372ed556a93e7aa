//! A scenario's text and edits of it: what reads is written and read again as the same, projects to
//! finite numbers or says why not, and obeys the laws of the model.
#![no_main]

use arbitrary::{Result, Unstructured};
use compute_impact::explanation::goal_seek::Goal;
use compute_impact::{Output, Projection, Reading, Scenario};
use compute_impact_fuzz::{is_small, mutate, near, number, read, text_and_choices};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::Value;

fuzz_target!(|data: &[u8]| {
    let Some((text, choices)) = text_and_choices(data) else {
        return;
    };
    let scenario = match read(text) {
        Ok(scenario) => scenario,
        Err(error) => return assert!(error.to_string().len() < 20_000),
    };
    written(&scenario);
    if !is_small(&scenario) {
        return;
    }
    let projection = scenario.project();
    if let Ok(projection) = &projection {
        finite(projection);
        parts(projection);
    }
    no_effect_of_no_difference(&scenario);
    let mut u = Unstructured::new(choices);
    // The choices end when the bytes do.
    let _ = edits(&scenario, projection.as_ref().ok(), &mut u);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

/// A scenario is written and read again as the same.
fn written(scenario: &Scenario) {
    let json = serde_json::to_string(scenario).expect("a scenario has a JSON form");
    match Scenario::from_json(&json) {
        Ok(again) => {
            assert_eq!(again, *scenario, "read again as another: {json}");
            assert_eq!(again.fingerprint(), scenario.fingerprint(), "{json}");
            assert_eq!(serde_json::to_string(&again).ok().as_ref(), Some(&json));
        }
        Err(error) => panic!("not read again: {error}\n{json}"),
    }
    for input in scenario.inputs() {
        let central = input.central();
        assert!(
            central.is_finite() && input.allowed().contains(central),
            "{}",
            input.place()
        );
    }
}

fn finite(projection: &Projection) {
    for output in projection.outputs() {
        let Some(series) = projection.series(*output) else {
            continue;
        };
        assert!(
            series.iter().all(|(_, value)| value.is_finite()),
            "{output}: {series:?}"
        );
    }
    for finding in projection.findings() {
        let is_finite = finding
            .numbers()
            .iter()
            .all(|(_, number)| number.is_finite());
        assert!(is_finite, "{finding}");
    }
}

/// The impact is the quotient of the two paths less one, and their difference in money.
fn parts(projection: &Projection) {
    let mut outcomes = vec![projection.gdp()];
    outcomes.extend(projection.digital());
    for outcome in outcomes {
        let (with, without) = (outcome.with().values(), outcome.without().values());
        for (row, (with, without)) in with.iter().zip(without).enumerate() {
            let money = outcome.impact_money().values()[row];
            assert!(
                near(money, with - without, with.abs() + without.abs(), 1e-9),
                "row {row}"
            );
            let impact = outcome.impact().values()[row];
            let quotient = with / without - 1.0;
            assert!(
                near(impact, quotient, 1.0 + quotient.abs(), 1e-9),
                "row {row}: {impact}"
            );
        }
    }
}

/// The scenario without policies whose counterfactual is its own path has no impact at all.
fn no_effect_of_no_difference(scenario: &Scenario) {
    let Ok(mut document) = serde_json::to_value(scenario) else {
        return;
    };
    let path = document["compute"]["path"].clone();
    document["compute"]["counterfactual"] = serde_json::json!({ "path": path });
    if let Value::Object(fields) = &mut document {
        for key in ["active", "alternative", "correlation", "noise"] {
            fields.remove(key);
        }
    }
    let Ok(same) = Scenario::read(document) else {
        return;
    };
    let Ok(projection) = same.project() else {
        return;
    };
    let mut outcomes = vec![projection.gdp()];
    outcomes.extend(projection.digital());
    for outcome in outcomes {
        for impact in outcome.impact().values() {
            assert!(
                impact.abs() <= 1e-9,
                "impact of no difference: {:?}",
                outcome.impact()
            );
        }
    }
}

fn edits(
    scenario: &Scenario,
    projection: Option<&Projection>,
    u: &mut Unstructured<'_>,
) -> Result<()> {
    policies(scenario, projection, u)?;
    for _ in 0..3 {
        let inputs = scenario.inputs();
        let input = &inputs[u.choose_index(inputs.len())?];
        let place = input.place().as_str();
        let value = if u.arbitrary()? {
            input.central()
        } else {
            number(u)?
        };
        if let Ok(changed) = scenario.with_value(place, value) {
            written(&changed);
            let now = changed.input(place).map(|input| input.central());
            let is_set = now.is_ok_and(|now| near(now, value, 0.0, 1e-12));
            assert!(is_set, "{place} set to {value}");
            unchanged(
                projection,
                &changed,
                value.to_bits() == input.central().to_bits(),
                place,
            );
        }
        if u.arbitrary()? {
            solve(scenario, place, number(u)?);
        }
    }
    Ok(())
}

/// A value in place of itself changes no number.
fn unchanged(projection: Option<&Projection>, changed: &Scenario, is_same: bool, place: &str) {
    let Ok(after) = changed.project() else {
        assert!(
            !is_same || projection.is_none(),
            "{place} in place of itself fails"
        );
        return;
    };
    finite(&after);
    let Some(before) = projection.filter(|_| is_same) else {
        return;
    };
    for output in before.outputs() {
        let values = |of: &Projection| of.series(*output).map(|series| series.values().to_vec());
        assert_eq!(
            values(before),
            values(&after),
            "{output} after {place} in place of itself"
        );
    }
}

/// A choice of policies is a choice of policies, whatever was chosen before.
fn policies(
    scenario: &Scenario,
    projection: Option<&Projection>,
    u: &mut Unstructured<'_>,
) -> Result<()> {
    let active = scenario.active_policies().to_vec();
    assert_eq!(scenario.under(active.clone()).ok().as_ref(), Some(scenario));
    let bits: u16 = u.arbitrary()?;
    let chosen = scenario.policies().iter().enumerate();
    let chosen: Vec<String> = chosen
        .filter(|(number, _)| bits >> (number % 16) & 1 == 1)
        .map(|(_, policy)| policy.name().to_owned())
        .collect();
    let Ok(under) = scenario.under(chosen) else {
        return Ok(());
    };
    written(&under);
    if let Ok(after) = under.project() {
        finite(&after);
    }
    let back = under.under(active).map(|back| back.project());
    if let (Ok(Ok(back)), Some(before)) = (back, projection) {
        let last = |of: &Projection| of.gdp().with().last().to_bits();
        assert_eq!(last(&back), last(before), "a policy left a trace");
    }
    Ok(())
}

/// A solution reaches its goal, and the scenario accepts it.
fn solve(scenario: &Scenario, place: &str, number: f64) {
    let output = Output::Gdp(Reading::Impact);
    let Ok(goal) = Goal::new(output, number) else {
        return;
    };
    let Ok(solution) = scenario.solve(&goal, place) else {
        return;
    };
    assert!(
        solution.value.is_finite() && solution.reached.is_finite(),
        "{solution:?}"
    );
    assert!(
        near(solution.reached, number, 1e-6, 1e-5),
        "{number}: {solution:?}"
    );
    let changed = match scenario.with_value(place, solution.value) {
        Ok(changed) => changed,
        Err(error) => panic!("a solution is refused: {solution:?}: {error}"),
    };
    if solution.holds_counterfactual {
        return;
    }
    match changed.project() {
        Ok(changed) => {
            let impact = changed.gdp().impact().last();
            assert!(
                near(impact, solution.reached, 1e-9, 1e-6),
                "{solution:?} gives {impact}"
            );
        }
        Err(error) => panic!("a solution does not project: {solution:?}: {error}"),
    }
}
