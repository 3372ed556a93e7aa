//! Notes on facts about figures that a result depends on and that nobody states.

use super::Finding;
use super::figure::{Figure, Role};
use super::objection::{Economy, Fact, OnEvidence};
use crate::Scope;
use crate::evidence::EvidenceKind;
use crate::scenario::{Place, Scenario};

/// Raises one note for each fact that matters and that published figures do not state. An
/// assumption is the user's own, so that no source could state more about it.
pub(super) fn check(scenario: &Scenario, figures: &[Figure<'_>], findings: &mut Vec<Finding>) {
    let published = figures
        .iter()
        .filter(|figure| figure.source.kind() != EvidenceKind::Assumption);
    for fact in Fact::ALL {
        let open = published
            .clone()
            .filter(|figure| is_missing(scenario, figure, fact));
        let places: Vec<Place> = open.map(|figure| figure.place.clone()).collect();
        if let Some(first) = places.first().cloned() {
            findings.push(Finding::note(
                first,
                OnEvidence::UnstatedFact { fact, places },
            ));
        }
    }
}

/// Returns true if the result depends on the fact and the figure does not state it.
fn is_missing(scenario: &Scenario, figure: &Figure<'_>, fact: Fact) -> bool {
    let meaning = figure.meaning;
    match fact {
        Fact::Prices => {
            meaning.prices().is_none()
                && matches!(figure.role, Role::EconomyGrowth(_) | Role::Discount)
        }
        // A target is compared with a base that stands on a known revision.
        Fact::Revision => {
            meaning.revision().is_none()
                && matches!(figure.role, Role::EconomyTarget(Economy::Gdp, _))
                && scenario.gdp().base().meaning().revision().is_some()
        }
        Fact::Definition => {
            meaning.definition().is_none()
                && matches!(
                    figure.role,
                    Role::EconomyBase(Economy::Digital) | Role::EconomyTarget(Economy::Digital, _)
                )
        }
        Fact::Machines => {
            meaning.machines().is_none()
                && matches!(figure.role, Role::SmartShare(_) | Role::ComputeGrowth(_))
                && scenario.compute().base().value().measure().scope() != Scope::Unstated
        }
        Fact::Measures => meaning.measures().is_none() && figure.role == Role::Utilisation,
        // Levels are mostly published for a year; an outlay is often a total of several years.
        Fact::Timing => {
            let is_yearly = scenario.base().frequency().per_year() == 1;
            meaning.timing().is_none()
                && figure.role.is_flow()
                && (figure.role == Role::Outlay || !is_yearly)
        }
    }
}
