//! Findings on the evidence under a result: assumptions, weak sources, targets, central values.

use super::Finding;
use super::objection::OnEvidence;
use crate::capacity::{ComputePath, Counterfactual};
use crate::evidence::{Confidence, EvidenceKind, Source};
use crate::scenario::{Input, Key, Place, Scenario};

pub(super) fn check(scenario: &Scenario, findings: &mut Vec<Finding>) {
    for input in scenario.inputs() {
        if input.source().kind() == EvidenceKind::PolicyTarget {
            findings.push(Finding::warning(
                input.place().clone(),
                OnEvidence::TargetAsProjection {
                    value: input.central(),
                    publisher: input.source().publisher().to_owned(),
                },
            ));
        }
    }
    let mixes = mixes(scenario);
    let graded = |confidence: Confidence| -> Vec<Place> {
        let inputs = scenario.inputs().iter();
        inputs
            .map(|input| (input.place(), input.source()))
            .chain(mixes.iter().map(|(place, source)| (place, *source)))
            .filter(|(_, source)| source.confidence() == confidence)
            .map(|(place, _)| place.clone())
            .collect()
    };
    let places = graded(Confidence::Assumed);
    if !places.is_empty() {
        let objection = OnEvidence::RestsOnAssumptions { places };
        findings.push(Finding::note(Key::Inputs, objection));
    }
    let places = graded(Confidence::Low);
    if !places.is_empty() {
        let objection = OnEvidence::RestsOnWeakSource { places };
        findings.push(Finding::warning(Key::Inputs, objection));
    }
}

/// Base mixes of segments with their sources: a mix is three shares, and so it is not among the
/// inputs, each of which is one number.
fn mixes(scenario: &Scenario) -> Vec<(Place, &Source)> {
    let compute = scenario.compute();
    let own = Some((Key::Compute / Key::Path, compute.path()));
    let other = match compute.counterfactual() {
        Counterfactual::Path(path) => {
            Some((Key::Compute / Key::Counterfactual / Key::Path, &**path))
        }
        Counterfactual::Frozen | Counterfactual::Trend(_) => None,
    };
    own.into_iter()
        .chain(other)
        .filter_map(|(place, path)| match path {
            ComputePath::Segments { mix_source, .. } => {
                Some((place / Key::Segments / Key::Mix, mix_source))
            }
            ComputePath::BuildOut { mix_source, .. } => {
                Some((place / Key::BuildOut / Key::Mix, mix_source))
            }
            ComputePath::Total { .. } => None,
        })
        .collect()
}

/// Notes uncertain inputs of a result that shows central values alone.
pub(super) fn spread(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let uncertain = scenario
        .inputs()
        .iter()
        .filter(|input| input.is_uncertain());
    let places: Vec<Place> = uncertain.map(Input::place).cloned().collect();
    if !places.is_empty() {
        let objection = OnEvidence::SpreadNotShown { places };
        findings.push(Finding::note(Key::Inputs, objection));
    }
}
