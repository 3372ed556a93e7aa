//! Findings on inputs by their entry in the catalogue: whether figures that are each right belong
//! together.

use super::evidence::finding;
use super::{Code, Finding, Severity};
use crate::evidence::Timing;
use crate::evidence::catalogue::Entry;
use crate::scenario::{Input, Scenario};
use crate::{PriceBasis, Scope};

pub(super) fn check(scenario: &Scenario, findings: &mut Vec<Finding>) {
    for input in scenario.inputs() {
        let Some(entry) = input.entry() else { continue };
        contradicted(input, entry, findings);
        base_date(scenario, input, entry, findings);
        machines(scenario, input, entry, findings);
        real_growth(scenario, input, entry, findings);
    }
    level_break(scenario, findings);
}

/// A figure that another contradicts, or that is unusable for a stated reason.
fn contradicted(input: &Input, entry: &Entry, findings: &mut Vec<Finding>) {
    if let Some(contradiction) = input.meaning().contradicted() {
        findings.push(finding(
            Code::ContradictedSource,
            Severity::Warning,
            input.place(),
            format!("{} is {contradiction}: {}", entry.id(), entry.note()),
            vec![("value", input.central())],
            "use the figure that contradicts it, or another with its own source",
        ));
    }
}

fn base_date(scenario: &Scenario, input: &Input, entry: &Entry, findings: &mut Vec<Finding>) {
    let is_base = ["compute.base", "gdp.base", "digital.base"].contains(&input.place());
    let Some(at) = entry
        .meaning()
        .timing()
        .and_then(Timing::end)
        .filter(|_| is_base)
    else {
        return;
    };
    let years = at.years_until(scenario.base());
    // A month either way is how figures are rounded to dates.
    if years.abs() > 1.5 / 12.0 {
        findings.push(finding(
            Code::BaseDateMismatch,
            Severity::Warning,
            input.place(),
            format!(
                "{} is a figure for {at}, and the base period is {}",
                entry.id(),
                scenario.base()
            ),
            vec![("years apart", years)],
            "use the figure of the base period, or start from the period of the figure",
        ));
    }
}

/// Shares and coefficients that were measured on other machines than the base capacity.
fn machines(scenario: &Scenario, input: &Input, entry: &Entry, findings: &mut Vec<Finding>) {
    let scope = scenario.compute().base().value().measure().scope();
    let share = input.place().contains("smart-share.observations");
    let of_share = match entry.id() {
        id if id.contains(".installed.") => Some(Scope::Installed),
        id if id.contains(".in-use.") => Some(Scope::InUse),
        _ => None,
    };
    if let Some(other) = of_share.filter(|other| share && *other != scope) {
        findings.push(finding(
            Code::ShareOfOtherMachines,
            Severity::Warning,
            input.place(),
            format!(
                "{} is a share of capacity {other}, and the base is {scope}",
                entry.id()
            ),
            vec![("share", input.central())],
            "at one date the two differ by a factor of two: use shares of the machines in the base",
        ));
    }
    // CAICT divides by the growth of installed devices, 46 % a year.
    if entry.id().starts_with("caict.growth-ratio.") && scope != Scope::Installed {
        findings.push(finding(
            Code::CoefficientOfOtherMachines,
            Severity::Warning,
            input.place(),
            format!(
                "{} rests on the growth of installed devices, and here it meets that of capacity \
                 {scope}",
                entry.id()
            ),
            vec![("coefficient", input.central())],
            "on capacity in use the same division gives 0.22 for GDP over 2018-23",
        ));
    }
}

fn real_growth(scenario: &Scenario, input: &Input, entry: &Entry, findings: &mut Vec<Finding>) {
    let nominal = scenario.gdp().base().value().basis() == PriceBasis::Nominal;
    if nominal && entry.id().contains(".gdp-growth.real.") && input.place().contains("baseline") {
        findings.push(finding(
            Code::RealGrowthOnCurrentPrices,
            Severity::Warning,
            input.place(),
            format!(
                "{} is real growth, and the money is at current prices",
                entry.id()
            ),
            vec![("growth", input.central())],
            "use nominal growth, or money at constant prices",
        ));
    }
}

/// A level before a statistical revision and a target after it, or the other way.
fn level_break(scenario: &Scenario, findings: &mut Vec<Finding>) {
    for outcome in ["gdp", "digital"] {
        let entry_at = |end: &str| {
            let ours =
                |input: &&Input| input.place().starts_with(outcome) && input.place().ends_with(end);
            scenario.inputs().iter().find(ours).and_then(Input::entry)
        };
        let (Some(base), Some(target)) = (entry_at(".base"), entry_at("to-target.level")) else {
            continue;
        };
        let revised = |entry: &Entry| entry.id().ends_with(".revised");
        if revised(base) != revised(target) {
            findings.push(finding(
                Code::LevelBreak,
                Severity::Warning,
                format!("{outcome}.base"),
                format!(
                    "{} and {} stand on two sides of a revision",
                    base.id(),
                    target.id()
                ),
                Vec::new(),
                "the change between them is not growth: use levels of one vintage",
            ));
        }
    }
}
