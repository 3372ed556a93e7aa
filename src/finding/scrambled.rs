//! A test that findings do not depend on the names and descriptions of figures: with random letters
//! in place of every name, wording, note and title, codes, severities, places, periods and numbers
//! stay.

use std::fmt::Write as _;

use super::{Code, Finding, Severity};
use crate::evidence::catalogue;
use crate::policy::Policy;
use crate::scenario::place::Step;
use crate::scenario::{Key, Place};
use crate::{Period, Projection, Scenario};

/// The parts of a finding that a program reads, with the bits of its numbers.
type Facts = (
    Code,
    Severity,
    String,
    Option<Period>,
    Vec<(&'static str, u64)>,
);

fn facts(findings: &[Finding]) -> Vec<Facts> {
    let facts = findings.iter().map(|finding| {
        let numbers = finding.numbers().into_iter();
        (
            finding.code(),
            finding.severity(),
            finding.place().to_string(),
            finding.period(),
            numbers
                .map(|(name, number)| (name, number.to_bits()))
                .collect(),
        )
    });
    facts.collect()
}

/// Compares the findings of a projection with those under random letters, and their numbers with
/// the documentation of their codes.
fn check(projection: &Projection) -> usize {
    let plain = projection.findings();
    let hidden = catalogue::scrambled(|| projection.findings());
    assert_eq!(facts(&plain), facts(&hidden));
    let file = serde_json::to_value(projection.scenario()).unwrap();
    for finding in &plain {
        assert!(is_place(&file, finding.place()), "{finding}");
        let documented = finding.code().numbers();
        for (name, number) in finding.numbers() {
            assert!(
                documented.iter().any(|(own, _)| *own == name),
                "{name} of {}",
                finding.code()
            );
            assert!(number.is_finite(), "{finding}");
        }
        let text = finding.to_string();
        assert!(!text.contains("-0 %") && !text.contains(".;"), "{text}");
    }
    plain.len()
}

/// Returns true if the place is a path of the scenario's own file; `inputs` stands for all of them.
fn is_place(file: &serde_json::Value, place: &Place) -> bool {
    let part = place
        .steps()
        .iter()
        .try_fold(file, |part, step| match step {
            Step::Key(key) => part.get(key.name()),
            Step::Item(number) => part.get(number),
        });
    part.is_some() || *place == Place::from(Key::Inputs)
}

fn read(text: &str) -> Option<Projection> {
    let scenario = Scenario::from_toml(text).ok()?;
    scenario.project().ok()
}

/// Files of this crate: each as it is, with each of its policies and with all of them active.
#[test]
fn findings_of_files_do_not_depend_on_names() {
    let mut count = 0;
    for folder in ["examples/scenarios", "tests/scenarios"] {
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let Some(projection) = read(&text) else {
                continue;
            };
            count += check(&projection);
            let scenario = projection.scenario();
            let names = scenario.policies().iter().map(Policy::name);
            let names: Vec<&str> = names.collect();
            let each = names.iter().map(|name| vec![*name]);
            for active in each.chain([names.clone()]) {
                let under = scenario.edit().under(active).build().unwrap();
                // Policies that exclude each other may leave nothing to compute with.
                count += under.project().as_ref().map_or(0, check);
            }
        }
    }
    assert!(count > 50, "{count}");
}

/// Places that take a figure of the catalogue, each with its default figure.
const PLACES: [(&str, &str); 13] = [
    (
        "COMPUTE_BASE",
        r#"value = "280 EFLOPS FP32 in use", assumption = "a""#,
    ),
    (
        "COMPUTE_GROWTH",
        r#"value = "25 % per year", assumption = "a""#,
    ),
    ("SHARE", r#"value = "32 %", assumption = "a""#),
    ("UTILISATION", r#"value = "25 %", assumption = "a""#),
    ("GDP_BASE", r#"value = "134 tn CNY", assumption = "a""#),
    (
        "GDP_GROWTH",
        r#"value = "4.5 % per year", assumption = "a""#,
    ),
    ("GDP_COEFFICIENT", r#"value = 0.05, assumption = "a""#),
    ("DIGITAL_BASE", r#"value = "57 tn CNY", assumption = "a""#),
    ("DIGITAL_LEVEL", r#"value = "62 tn CNY", assumption = "a""#),
    ("DIGITAL_COEFFICIENT", r#"value = 0.1, assumption = "a""#),
    ("OUTLAY", r#"value = "400 bn CNY", assumption = "a""#),
    ("MULTIPLIER", r#"value = "3.5", assumption = "a""#),
    ("DISCOUNT", r#"value = "5 % per year", assumption = "a""#),
];

/// A scenario with a placeholder in each of [`PLACES`].
const HOLES: &str = r#"
version = 1
name = "every figure in every place"
base = "2024"
until = "2030"

[compute]
base = { COMPUTE_BASE }
counterfactual = "frozen"
use.smart.utilisation = { UTILISATION }
[compute.path.total]
growth.constant = { COMPUTE_GROWTH }
smart-share.observations = [
    { at = "2023-06", share = { value = "25 %", assumption = "a" } },
    { at = "2024-12", share = { SHARE } },
]

[gdp]
base = { GDP_BASE }
baseline.includes.constant = { GDP_GROWTH }
response.coefficient.KIND = { GDP_COEFFICIENT }

[digital]
base = { DIGITAL_BASE }
baseline.includes.to-target = { at = "2025", level = { DIGITAL_LEVEL }, then = { value = "5 % per year", assumption = "a" } }
response.coefficient.KIND = { DIGITAL_COEFFICIENT }

[investment]
outlay.per-period = { OUTLAY }
multiplier = { MULTIPLIER }
discount = { DISCOUNT }
[investment.chain]
basis = "gross-output"
value-added = { value = "35 %", assumption = "a" }
domestic = { value = "60 %", assumption = "a" }
crowding-out = { value = "30 %", assumption = "a" }
"#;

/// Every figure of the catalogue in every place that takes one of its kind.
#[test]
fn findings_on_figures_of_the_catalogue_do_not_depend_on_names() {
    let (mut scenarios, mut raised) = (0, 0);
    for entry in catalogue::entries() {
        for (filled, _) in PLACES {
            for kind in ["elasticity", "growth-ratio"] {
                let mut text = HOLES.replace("KIND", kind);
                for (hole, own) in PLACES {
                    let hole_of = format!("{{ {hole} }}");
                    let mut figure = String::new();
                    let _ = if hole == filled {
                        write!(figure, "{{ catalogue = \"{}\" }}", entry.id())
                    } else {
                        write!(figure, "{{ {own} }}")
                    };
                    text = text.replace(&hole_of, &figure);
                }
                if let Some(projection) = read(&text) {
                    scenarios += 1;
                    raised += check(&projection);
                }
            }
        }
    }
    assert!(scenarios > 300 && raised > 3_000, "{scenarios}, {raised}");
}

#[cfg(feature = "proptest")]
mod random {
    use proptest::prelude::*;

    use crate::testing::scenario::scenario;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn findings_of_random_scenarios_do_not_depend_on_names(scenario in scenario()) {
            if let Ok(projection) = scenario.project() {
                super::check(&projection);
            }
        }
    }
}
