//! Findings on what a result rests on: assumptions, weak sources, targets, central values.

use super::Finding;
use super::objection::OnEvidence;
use crate::capacity::{ComputePath, Counterfactual};
use crate::evidence::{Confidence, EvidenceKind, Source};
use crate::scenario::{Input, Scenario};

pub(super) fn check(scenario: &Scenario, findings: &mut Vec<Finding>) {
    for input in scenario.inputs() {
        if input.source().kind() == EvidenceKind::PolicyTarget {
            findings.push(Finding::warning(
                input.place(),
                OnEvidence::TargetAsProjection {
                    value: input.central(),
                    publisher: input.source().publisher().to_owned(),
                },
            ));
        }
    }
    let mixes = mixes(scenario);
    let graded = |confidence: Confidence| -> Vec<String> {
        let inputs = scenario.inputs().iter();
        inputs
            .map(|input| (input.place(), input.source()))
            .chain(mixes.iter().copied())
            .filter(|(_, source)| source.confidence() == confidence)
            .map(|(place, _)| place.to_owned())
            .collect()
    };
    let places = graded(Confidence::Assumed);
    if !places.is_empty() {
        let objection = OnEvidence::RestsOnAssumptions { places };
        findings.push(Finding::note("inputs", objection));
    }
    let places = graded(Confidence::Low);
    if !places.is_empty() {
        let objection = OnEvidence::RestsOnWeakSource { places };
        findings.push(Finding::warning("inputs", objection));
    }
}

/// Base mixes of segments with their sources: a mix is three shares, so no input of one number.
fn mixes(scenario: &Scenario) -> Vec<(&'static str, &Source)> {
    let compute = scenario.compute();
    let own = match compute.path() {
        ComputePath::Segments { mix_source, .. } => Some(("compute.path.segments.mix", mix_source)),
        ComputePath::BuildOut { mix_source, .. } => {
            Some(("compute.path.build-out.mix", mix_source))
        }
        ComputePath::Total { .. } => None,
    };
    let other = match compute.counterfactual() {
        Counterfactual::Path(path) => match &**path {
            ComputePath::Segments { mix_source, .. } => {
                Some(("compute.counterfactual.path.segments.mix", mix_source))
            }
            ComputePath::BuildOut { mix_source, .. } => {
                Some(("compute.counterfactual.path.build-out.mix", mix_source))
            }
            ComputePath::Total { .. } => None,
        },
        Counterfactual::Frozen | Counterfactual::Trend(_) => None,
    };
    own.into_iter().chain(other).collect()
}

/// Uncertain inputs where central values alone are shown.
pub(super) fn spread(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let uncertain = scenario
        .inputs()
        .iter()
        .filter(|input| input.is_uncertain());
    let places: Vec<String> = uncertain.map(Input::place).map(str::to_owned).collect();
    if !places.is_empty() {
        let objection = OnEvidence::SpreadNotShown { places };
        findings.push(Finding::note("inputs", objection));
    }
}
