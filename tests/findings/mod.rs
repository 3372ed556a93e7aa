//! Every finding: one scenario that raises it, a near one that does not, its code, severity and
//! numbers.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.
#![allow(clippy::float_cmp, clippy::unreadable_literal)] // Numbers that pass through unchanged.

mod chinese;
mod compute;
mod evidence;
mod investment;
mod meaning;
mod outcome;
mod page;
mod response;
mod usage;

use compute_impact::{
    Finding, Scenario,
    finding::{Code, Severity},
};

/// A scenario to which a careful economist has nothing to say: every change below is to this.
const CALM: &str = r#"
version = 1
name = "calm"
base = "2023"
until = "2026"

[compute]
base = { value = "230 EFLOPS FP32 in use", source = { publisher = "MIIT", title = "statistics", kind = "official-statistic", confidence = "high" } }
counterfactual = "frozen"
[compute.path.total]
growth.constant = { value = "10 % per year", source = { publisher = "MIIT", title = "statistics", kind = "official-statistic", confidence = "high" }, meaning = { machines = "in use" } }
smart-share.observations = [
    { at = "2022", share = { value = "24 %", source = { publisher = "CAICT", title = "paper", kind = "institute-estimate", confidence = "high" }, meaning = { machines = "in use" } } },
    { at = "2023", share = { value = "28 %", source = { publisher = "CAICT", title = "paper", kind = "institute-estimate", confidence = "high" }, meaning = { machines = "in use" } } },
]

[gdp]
base = { value = "126.06 tn CNY", source = { publisher = "NBS", title = "communiqué", kind = "official-statistic", confidence = "high" } }
baseline.includes.constant = { value = "4 % per year", source = { publisher = "NBS", title = "communiqué", kind = "official-statistic", confidence = "high" }, meaning = { prices = "nominal" } }
response.coefficient.elasticity = { value = 0.02, source = { publisher = "authors", title = "study", kind = "meta-analysis", confidence = "high" } }
"#;

const DIGITAL: &str = r#"
[digital]
base = { value = "53.9 tn CNY", source = { publisher = "CAICT", title = "paper", kind = "institute-estimate", confidence = "high" }, meaning = { measures = "digital-economy", definition = "caict-broad" } }
baseline.includes.constant = { value = "5 % per year", source = { publisher = "CAICT", title = "paper", kind = "institute-estimate", confidence = "high" }, meaning = { prices = "nominal" } }
response.coefficient.elasticity = { value = 0.03, source = { publisher = "authors", title = "study", kind = "meta-analysis", confidence = "high" } }
"#;

const INVESTMENT: &str = r#"
[investment]
outlay.per-period = { value = "400 bn CNY", source = { publisher = "NDA", title = "figures", kind = "official-statistic", confidence = "high" }, meaning = { timing = { every = "year" } } }
multiplier = { value = "0.9 of value added", source = { publisher = "authors", title = "table", kind = "input-output-study", confidence = "high" } }
"#;

const INDEX: &str = r#"response.coefficient.semi-elasticity = { value = "1.8 ‰ per point", source = { publisher = "IDC", title = "index", kind = "institute-estimate", confidence = "high" }, observed = [0.0, 80.0] }
response.index.base = { value = "20 points", source = { publisher = "IDC", title = "index", kind = "institute-estimate", confidence = "high" } }
response.index.target = { value = "25 points", source = { publisher = "IDC", title = "index", kind = "institute-estimate", confidence = "high" } }
response.index.at = "2026""#;

/// The coefficient of GDP in [`CALM`], to be replaced.
const COEFFICIENT: &str = r#"response.coefficient.elasticity = { value = 0.02, source = { publisher = "authors", title = "study", kind = "meta-analysis", confidence = "high" } }"#;

/// A figure of [`CALM`] that is replaced by another.
const COMPUTE_BASE: &str = r#"base = { value = "230 EFLOPS FP32 in use", source = { publisher = "MIIT", title = "statistics", kind = "official-statistic", confidence = "high" } }"#;
const COMPUTE_GROWTH: &str = r#"growth.constant = { value = "10 % per year", source = { publisher = "MIIT", title = "statistics", kind = "official-statistic", confidence = "high" }, meaning = { machines = "in use" } }"#;
const LAST_SHARE: &str = r#"share = { value = "28 %", source = { publisher = "CAICT", title = "paper", kind = "institute-estimate", confidence = "high" }, meaning = { machines = "in use" } }"#;
const GDP_BASE: &str = r#"base = { value = "126.06 tn CNY", source = { publisher = "NBS", title = "communiqué", kind = "official-statistic", confidence = "high" } }"#;
const GDP_GROWTH: &str = r#"baseline.includes.constant = { value = "4 % per year", source = { publisher = "NBS", title = "communiqué", kind = "official-statistic", confidence = "high" }, meaning = { prices = "nominal" } }"#;
const OUTLAY: &str = r#"outlay.per-period = { value = "400 bn CNY", source = { publisher = "NDA", title = "figures", kind = "official-statistic", confidence = "high" }, meaning = { timing = { every = "year" } } }"#;

/// A scenario from its text.
#[track_caller]
fn read(text: &str) -> Scenario {
    Scenario::from_toml(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The calm scenario with more parts and with each change made.
#[track_caller]
fn scenario(parts: &[&str], changes: &[(&str, &str)]) -> Scenario {
    let mut text = CALM.to_owned() + &parts.concat();
    for (from, to) in changes {
        assert!(text.contains(from), "no `{from}`");
        text = text.replacen(from, to, 1);
    }
    read(&text)
}

/// The findings of the calm scenario with more parts and with each change made.
#[track_caller]
fn changed(parts: &[&str], changes: &[(&str, &str)]) -> Vec<Finding> {
    findings(&scenario(parts, changes))
}

/// The findings of a scenario, after a check that their texts agree in both languages.
#[track_caller]
fn findings(scenario: &Scenario) -> Vec<Finding> {
    let findings = scenario.project().unwrap().findings();
    chinese::check(&findings);
    findings
}

fn of(findings: &[Finding], code: Code) -> Vec<&Finding> {
    findings
        .iter()
        .filter(|finding| finding.code() == code)
        .collect()
}

/// Checks that the code is raised once in `raised` and nowhere in `silent`, and returns its
/// finding, which has a place, a message, a remedy and finite numbers.
#[track_caller]
fn raised_alone(code: Code, severity: Severity, raised: &[Finding], silent: &[Finding]) -> Finding {
    let of_code = of(raised, code);
    assert_eq!(of_code.len(), 1, "{code}: {raised:#?}");
    let finding = of_code[0];
    assert_eq!(finding.severity(), severity);
    assert!(!finding.place().as_str().is_empty() && !finding.message().is_empty());
    assert!(!finding.remedy().is_empty());
    assert!(
        finding
            .numbers()
            .iter()
            .all(|(_, number)| number.is_finite())
    );
    assert!(of(silent, code).is_empty(), "{code}: {silent:#?}");
    finding.clone()
}

#[track_caller]
fn number(finding: &Finding, name: &str) -> f64 {
    finding
        .number(name)
        .unwrap_or_else(|| panic!("no `{name}` in {finding:?}"))
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}

#[test]
fn a_calm_scenario_only_lacks_a_range() {
    let findings = changed(&[], &[]);
    let codes: Vec<String> = findings.iter().map(|f| f.code().to_string()).collect();
    assert_eq!(
        codes,
        [
            "point-without-range",
            "flow-on-stock",
            "frozen-counterfactual"
        ]
    );
    assert!(
        findings
            .iter()
            .all(|finding| finding.severity() == Severity::Note)
    );
    assert_eq!(findings[0].place(), "gdp.response.coefficient");
    assert_eq!(number(&findings[0], "coefficient"), 0.02);
}

#[test]
fn a_code_is_its_name_in_kebab_case() {
    for code in Code::ALL {
        let mut name = String::new();
        for letter in format!("{code:?}").chars() {
            if letter.is_ascii_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.push(letter.to_ascii_lowercase());
        }
        assert_eq!(code.to_string(), name);
        assert_eq!(serde_json::to_value(code).unwrap(), *name);
        assert_eq!(serde_json::from_value::<Code>(name.into()).unwrap(), code);
    }
    assert!(Severity::Severe > Severity::Warning && Severity::Warning > Severity::Note);
    assert_eq!(serde_json::to_value(Severity::Severe).unwrap(), "severe");
}

#[test]
fn a_finding_prints_on_one_line() {
    let ratio = ("coefficient.elasticity", "coefficient.growth-ratio");
    let findings = changed(&[], &[ratio, ("0.02", "0.45")]);
    assert_eq!(
        findings[0].to_string(),
        "severe contribution-exceeds-growth at gdp in 2024: compute is said to contribute 4.5 \
         percentage points to growth of 4 %, which leaves -0.5 percentage points for \
         capital, labour and everything else (so in 3 of 3 periods); check the coefficient: this \
         holds only if everything else taken together shrinks"
    );
    let json = serde_json::to_value(&findings[0]).unwrap();
    assert_eq!(json["code"], "contribution-exceeds-growth");
    assert_eq!(json["severity"], "severe");
    assert_eq!(json["period"], "2024");
    assert_eq!(json["numbers"]["periods"], 3.0);
}
