//! Findings on a baseline that already contains the effect of compute.

use super::Finding;
use super::objection::{Economy, OnOutcome};
use crate::capacity::{Counterfactual, Growth};
use crate::evidence::EvidenceKind;
use crate::scenario::{Key, Outcome, Scenario};

pub(super) fn check(scenario: &Scenario, findings: &mut Vec<Finding>) {
    outcome(scenario, Economy::Gdp, scenario.gdp(), findings);
    if let Some(digital) = scenario.digital() {
        outcome(scenario, Economy::Digital, digital, findings);
    }
}

/// Objects to a baseline that should exclude compute and whose source saw the economy with it.
fn outcome(scenario: &Scenario, economy: Economy, outcome: &Outcome, findings: &mut Vec<Finding>) {
    if outcome.baseline().includes() {
        return;
    }
    let growth = outcome.baseline().growth();
    let level = match growth {
        Growth::ToTarget { level, .. } => Some(level.source().kind()),
        Growth::Constant(_) | Growth::ByPeriod { .. } => None,
    };
    let mut published = growth
        .rates()
        .map(|rate| rate.source().kind())
        .chain(level)
        .filter(|kind| *kind != EvidenceKind::Assumption);
    let Some(kind) = published.next() else {
        return;
    };
    let place = economy.key() / Key::Baseline / Key::Excludes;
    // With a counterfactual that grows, the forecast may have been made for that path.
    let is_frozen = *scenario.compute().counterfactual() == Counterfactual::Frozen;
    let objection = OnOutcome::BaselineIncludesCompute { kind, is_frozen };
    findings.push(if is_frozen {
        Finding::warning(place, objection)
    } else {
        Finding::note(place, objection)
    });
}
