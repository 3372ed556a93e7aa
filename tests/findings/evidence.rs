//! Findings on sources, and on figures of the catalogue that are not compatible.

use compute_impact::Simulation;
use compute_impact::finding::{Code, Severity};

use super::{
    CALM, COEFFICIENT, COMPUTE_BASE, COMPUTE_GROWTH, LAST_SHARE, changed, close, number, of,
    raised_alone, scenario,
};

#[test]
fn target_as_projection() {
    let raised = changed(
        &[],
        &[(
            r#""28 %", source = { publisher = "CAICT", title = "paper", kind = "institute-estimate""#,
            r#""28 %", source = { publisher = "MIIT", title = "plan", kind = "policy-target""#,
        )],
    );
    let finding = raised_alone(
        Code::TargetAsProjection,
        Severity::Warning,
        &raised,
        &changed(&[], &[]),
    );
    assert_eq!(
        finding.place(),
        "compute.path.total.smart-share.observations[1].share"
    );
    assert_eq!(number(&finding, "value"), 0.28);
}

#[test]
fn rests_on_assumptions() {
    let assumed = (
        COMPUTE_GROWTH,
        r#"growth.constant = { value = "10 % per year", assumption = "a guess" }"#,
    );
    let finding = raised_alone(
        Code::RestsOnAssumptions,
        Severity::Note,
        &changed(&[], &[assumed]),
        &changed(&[], &[]),
    );
    assert_eq!(number(&finding, "inputs"), 1.0);
    assert!(
        finding
            .message()
            .ends_with("compute.path.total.growth.constant")
    );
    // A mix is an input too.
    let segments = r#"segments = { mix = { general = "75 %", smart = "25 %", supercomputing = "0 %" }, mix-source = { publisher = "assumption", title = "a guess", kind = "assumption", confidence = "assumed" }, general.constant = { value = "5 % per year", assumption = "a guess" }, smart.constant = { value = "30 % per year", assumption = "a guess" } }"#;
    let start = CALM.find("[compute.path.total]").unwrap();
    let end = CALM.find("[gdp]").unwrap();
    let raised = changed(&[], &[(&CALM[start..end], &format!("path.{segments}\n"))]);
    let finding = raised_alone(Code::RestsOnAssumptions, Severity::Note, &raised, &[]);
    assert_eq!(number(&finding, "inputs"), 3.0);
    assert!(finding.message().contains("compute.path.segments.mix"));
}

#[test]
fn rests_on_weak_source() {
    let weak = (
        r#"kind = "meta-analysis", confidence = "high""#,
        r#"kind = "press-report", confidence = "low""#,
    );
    let finding = raised_alone(
        Code::RestsOnWeakSource,
        Severity::Warning,
        &changed(&[], &[weak]),
        &changed(&[], &[]),
    );
    assert!(finding.message().ends_with("gdp.response.coefficient"));
}

#[test]
fn figures_of_another_date_are_reported() {
    let from = |id: &str| {
        changed(
            &[],
            &[(COMPUTE_BASE, &format!("base = {{ catalogue = \"{id}\" }}"))],
        )
    };
    let finding = raised_alone(
        Code::BaseDateMismatch,
        Severity::Warning,
        &from("miit.compute.in-use.2022-12"),
        &from("miit.compute.in-use.2023-12"),
    );
    assert_eq!(finding.place(), "compute.base");
    assert!(close(number(&finding, "years-apart"), 1.0));
}

#[test]
fn shares_and_coefficients_of_other_machines_are_reported() {
    let from = |id: &str| {
        changed(
            &[],
            &[(LAST_SHARE, &format!("share = {{ catalogue = \"{id}\" }}"))],
        )
    };
    let finding = raised_alone(
        Code::ShareOfOtherMachines,
        Severity::Warning,
        &from("caict.smart-share.installed.2023-12"),
        &from("miit.smart-share.in-use.2024-07"),
    );
    assert_eq!(
        finding.place(),
        "compute.path.total.smart-share.observations[1].share"
    );
    let rule = r#"response.coefficient.growth-ratio = { catalogue = "caict.growth-ratio.gdp" }"#;
    let raised = changed(&[], &[(COEFFICIENT, rule)]);
    let installed = changed(
        &[],
        &[(COEFFICIENT, rule), ("FP32 in use", "FP32 installed")],
    );
    raised_alone(
        Code::CoefficientOfOtherMachines,
        Severity::Warning,
        &raised,
        &installed,
    );
}

#[test]
fn a_spread_that_is_not_shown_is_reported() {
    let ranged = COEFFICIENT.replace(
        "value = 0.02",
        "interval = \"0.01 to 0.03\", shape = \"uniform\"",
    );
    let finding = raised_alone(
        Code::SpreadNotShown,
        Severity::Note,
        &changed(&[], &[(COEFFICIENT, &ranged)]),
        &changed(&[], &[]),
    );
    assert!(finding.message().ends_with("gdp.response.coefficient"));
}

#[test]
fn a_simulation_shows_the_spread() {
    let ranged = COEFFICIENT.replace(
        "value = 0.02",
        "interval = \"0.01 to 0.03\", shape = \"uniform\"",
    );
    let uncertain = scenario(&[], &[(COEFFICIENT, &ranged)]);
    let projected = uncertain.project().unwrap().findings();
    let fan = uncertain.simulate(&Simulation::new(100).unwrap()).unwrap();
    let simulated = fan.findings();
    assert!(of(&simulated, Code::SpreadNotShown).is_empty());
    // All others are the same.
    let others: Vec<_> = projected
        .into_iter()
        .filter(|finding| finding.code() != Code::SpreadNotShown)
        .collect();
    assert_eq!(others, simulated);
    assert!(!simulated.is_empty());
}
