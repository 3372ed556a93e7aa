//! Every number of every shipped scenario, made absurd: what is accepted gives numbers, what is
//! refused says why, and nothing panics.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::explanation::sensitivity::Samples;
use compute_impact::scenario::{Output, Reading};
use compute_impact::{ErrorKind, Scenario, Simulation};
use serde_json::Value;

const FULL_STOCK: &str = include_str!("scenarios/full-stock.toml");
const SCENARIOS: [&str; 4] = [
    include_str!("../examples/scenarios/china-2030.toml"),
    include_str!("../examples/scenarios/east-data-west-computing.toml"),
    include_str!("scenarios/uncertain.toml"),
    FULL_STOCK,
];
/// Numbers that somebody may write.
const HOSTILE: [&str; 14] = [
    "0",
    "-0.0",
    "-1",
    "1",
    "0.5",
    "1.0000001",
    "99",
    "1000",
    "1e-300",
    "1e300",
    "-1e300",
    "1e12",
    "1e-12",
    "3e-324",
];
/// Of which the parts are asked.
const IMPACT: Output = Output::Gdp(Reading::Impact);

/// The places of all leaves that begin with a number.
fn numbers(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                // Words about a source change no number.
                if !["source", "assumption", "catalogue", "version"].contains(&key.as_str()) {
                    numbers(field, &format!("{at}/{key}"), found);
                }
            }
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                numbers(item, &format!("{at}/{number}"), found);
            }
        }
        Value::Number(_) => found.push(at.to_owned()),
        Value::String(text) if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
            found.push(at.to_owned());
        }
        _ => {}
    }
}

/// The leaf with another number in front of its unit.
fn changed(leaf: &Value, number: &str) -> Value {
    match leaf {
        Value::String(text) => {
            let end = text.find(' ').unwrap_or(text.len());
            Value::String(format!("{number}{}", &text[end..]))
        }
        _ => serde_json::from_str(number).unwrap(),
    }
}

/// How often each question was answered, of all the times it was asked.
#[derive(Debug, Default)]
struct Answered {
    asked: usize,
    channels: usize,
    simulations: usize,
    tornadoes: usize,
    indices: usize,
    policies: usize,
    effects: usize,
}

impl Answered {
    /// Four of five questions have an answer, whatever the number; Sobol' indices have one unless
    /// inputs are correlated.
    fn check(&self, is_correlated: bool) {
        let asked = if is_correlated { 0 } else { self.asked };
        for (answered, asked) in [
            (self.channels, self.asked),
            (self.simulations, self.asked),
            (self.tornadoes, self.asked),
            (self.indices, asked),
            (self.effects, self.policies),
        ] {
            assert!(5 * answered >= 4 * asked, "{self:?}");
        }
    }
}

/// True if a text has neither of the words for what is no number, but as the open end of a range.
fn has_only_numbers(text: &str) -> bool {
    let text = text.replace("(-inf, inf)", "");
    let text = text.replace("(-inf, ", "(").replace(", inf)", ")");
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.all(|word| word != "NaN" && word != "inf")
}

/// Runs all that a caller may ask of a scenario.
fn stress(scenario: &Scenario, place: &str, answered: &mut Answered) -> bool {
    let Ok(projection) = scenario.project() else {
        return false;
    };
    answered.asked += 1;
    for output in projection.outputs() {
        let Some(series) = projection.series(*output) else {
            continue;
        };
        for (period, value) in series.iter() {
            assert!(
                value.is_finite(),
                "{place}: {output} in {period} is {value}"
            );
        }
    }
    for finding in projection.findings() {
        let text = finding.to_string();
        assert!(has_only_numbers(&text), "{place}: {text}");
        assert!(
            finding
                .numbers()
                .iter()
                .all(|(_, number)| number.is_finite()),
            "{place}: {text}"
        );
    }
    for period in [scenario.base(), scenario.until()] {
        if let Ok(Some(channels)) = projection.channels(period, None) {
            answered.channels += 1;
            let sound = channels
                .channels
                .iter()
                .all(|channel| channel.fraction.is_finite());
            assert!(sound, "{place}: {channels:?}");
        }
    }
    let why = projection.explain(IMPACT, None).unwrap();
    assert!(
        why.value.is_finite() && has_only_numbers(&why.to_string()),
        "{place}"
    );
    if let Ok(fan) = scenario.simulate(&Simulation::new(16).unwrap()) {
        answered.simulations += 1;
        for output in fan.outputs().to_vec() {
            // One that no draw gives, such as growth from nothing, has no series.
            let cells = fan
                .series(output)
                .into_iter()
                .flat_map(|series| series.iter());
            for (period, distribution) in cells {
                for p in [0.0, 0.05, 0.5, 1.0] {
                    let value = distribution.quantile(p).unwrap().value;
                    assert!(value.is_finite(), "{place}: {output} in {period} at {p}");
                }
                let mean = distribution.mean();
                assert!(
                    mean.is_none_or(f64::is_finite),
                    "{place}: {output} in {period}"
                );
            }
        }
    }
    if let Ok(found) = scenario.tornado(IMPACT, None, [0.05, 0.95]) {
        answered.tornadoes += 1;
        assert!(found.base.is_finite(), "{place}");
        assert!(
            found.swings.iter().all(|swing| swing.size().is_finite()),
            "{place}"
        );
    }
    let indices = scenario
        .model(IMPACT, None)
        .and_then(|model| model.sobol(Samples::new(16)?));
    if let Ok(found) = indices {
        answered.indices += 1;
        assert!(
            found
                .factors
                .iter()
                .all(|factor| factor.total.value.is_finite()),
            "{place}"
        );
    }
    for policy in scenario.policies() {
        answered.policies += 1;
        let Ok(effect) = scenario
            .effect_of(policy.name())
            .and_then(|effect| effect.project())
        else {
            continue;
        };
        answered.effects += 1;
        for output in effect.outputs() {
            let all = effect
                .series(*output)
                .map(|series| series.values().to_vec());
            let sound = all.unwrap_or_default().into_iter().all(f64::is_finite);
            assert!(sound, "{place}: {output} of {}", policy.name());
        }
    }
    true
}

#[test]
fn absurd_numbers_give_numbers_or_reasons() {
    for text in SCENARIOS {
        let scenario = Scenario::from_toml(text).unwrap();
        let whole = serde_json::to_value(&scenario).unwrap();
        let mut places = Vec::new();
        numbers(&whole, "", &mut places);
        assert!(places.len() > 20, "{places:?}");
        let (mut refused, mut ran, mut failed) = (0, 0, 0);
        let mut answered = Answered::default();
        for place in &places {
            for number in HOSTILE {
                let mut other = whole.clone();
                let leaf = other.pointer_mut(place).unwrap();
                let new = changed(leaf, number);
                *leaf = new;
                let place = format!("{place} = {number}");
                match Scenario::read(&other) {
                    Ok(scenario) if stress(&scenario, &place, &mut answered) => ran += 1,
                    Ok(scenario) => {
                        failed += 1;
                        let error = scenario.project().unwrap_err();
                        let known = matches!(error.kind(), ErrorKind::Overflow { .. });
                        assert!(known, "{place}: {error}");
                        assert!(has_only_numbers(&error.to_string()), "{place}: {error}");
                    }
                    Err(error) => {
                        refused += 1;
                        // A number that overflows with its unit is infinite, and refused as such.
                        let text = error.to_string();
                        assert!(text.len() > 20, "{place}: {text}");
                        assert!(!text.contains("NaN"), "{place}: {text}");
                    }
                }
            }
        }
        assert!(refused > 50 && ran > 50, "{refused} {ran} {failed}");
        answered.check(text.contains("\ncorrelation = "));
    }
}

/// A path of capacity instead of money, so that outlays are what is solved for.
const PATH: &str = "[compute.path.segments]
mix = { general = \"70 %\", smart = \"30 %\", supercomputing = \"0 %\" }
mix-source = { publisher = \"a\", title = \"x\", kind = \"assumption\", confidence = \"assumed\" }
general.constant = { value = \"1 % per quarter\", assumption = \"x\" }
smart.constant = { value = \"RATE % per quarter\", assumption = \"x\" }
";

#[test]
fn the_outlay_of_any_path_of_capacity_is_finite() {
    let (before, after) = FULL_STOCK.split_once("[compute.path.build-out]").unwrap();
    let (_, after) = after.split_once("[compute.stock.general]").unwrap();
    for rate in ["-99", "-50", "-3.985", "-4", "0", "1e-12", "10", "400"] {
        let text = format!(
            "{before}{}[compute.stock.general]{after}",
            PATH.replace("RATE", rate)
        );
        let scenario = Scenario::from_toml(&text).unwrap();
        assert!(stress(&scenario, rate, &mut Answered::default()), "{rate}");
    }
}

#[test]
fn a_century_by_month_is_valid() {
    let months = |text: &str| {
        let text = text
            .replace("2030-Q4", "2124-12")
            .replace("2024-Q4", "2024-12");
        let text = text.replace("per quarter", "per month");
        ["1", "2", "3", "4"].iter().fold(text, |text, quarter| {
            let month = 3 * quarter.parse::<u32>().unwrap();
            text.replace(&format!("-Q{quarter}"), &format!("-{month:02}"))
        })
    };
    let text = months(FULL_STOCK).replace("15 bn CNY", "1 bn CNY");
    let text = text.replace("\"1 % per month\"", "\"0.3 % per month\"");
    let scenario = Scenario::from_toml(&text).unwrap();
    assert_eq!(scenario.periods(), 1_200);
    let mut answered = Answered::default();
    assert!(stress(&scenario, "a century", &mut answered));
    // Every question has an answer, and each of its five policies an effect.
    let of_all = [
        answered.channels,
        answered.simulations,
        answered.tornadoes,
        answered.indices,
    ];
    assert_eq!((of_all, answered.effects), ([1; 4], 5));
}
