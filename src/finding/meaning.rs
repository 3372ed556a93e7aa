//! Findings on the meaning of figures: figures that are each right may not belong together.

use super::Finding;
use super::figure::{self, Figure, Role};
use super::objection::{Economy, OnCompute, OnEvidence, OnOutcome};
use super::unstated;
use crate::evidence::{Measured, Prices, Timing};
use crate::scenario::{Key, Scenario};
use crate::{Period, PriceBasis};

/// Distance in years that a figure may have from its date: published dates are rounded to months.
pub(super) const ROUNDED_DATE: f64 = 1.5 / 12.0;
/// Relative difference between a window and a period that rounding alone may cause.
const SAME_WINDOW: f64 = 1e-6;

pub(super) fn check(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let figures = figure::of(scenario);
    contradicted(scenario, findings);
    for figure in &figures {
        another_thing(figure, findings);
        date(scenario, figure, findings);
        window(scenario, figure, findings);
        machines(scenario, figure, findings);
        extent(scenario, figure, findings);
        prices(scenario, figure, findings);
        definition(scenario, figure, findings);
        revision(scenario, figure, findings);
    }
    unstated::check(scenario, &figures, findings);
}

/// Objects to figures that another figure contradicts, or that measure nothing of use.
fn contradicted(scenario: &Scenario, findings: &mut Vec<Finding>) {
    for input in scenario.inputs() {
        if let Some(by) = input.meaning().contradicted() {
            let (value, by) = (input.central(), by.clone());
            findings.push(Finding::warning(
                input.place().clone(),
                OnEvidence::ContradictedSource { value, by },
            ));
        }
    }
}

/// Objects to a figure that measures another thing than its place in the scenario means.
fn another_thing(figure: &Figure<'_>, findings: &mut Vec<Finding>) {
    let (Some(measured), Some(used_as)) = (figure.meaning.measures(), figure.role.measures())
    else {
        return;
    };
    // A coefficient is often measured on a wider cause or effect, which its size shows; the two
    // economies of a scenario are not to be exchanged.
    let is_coefficient = matches!(figure.role, Role::Coefficient(_));
    let is_economy = matches!(measured, Measured::Gdp | Measured::DigitalEconomy);
    // The price of a centre is money spent on it.
    let is_price = figure.role == Role::Outlay && measured == Measured::Price;
    if measured == used_as || is_price || (is_coefficient && !is_economy) {
        return;
    }
    let value = figure.value;
    findings.push(if figure.role == Role::Utilisation {
        let utilisation = value;
        let objection = OnCompute::OccupancyAsUtilisation {
            utilisation,
            measured,
        };
        Finding::warning(figure.place.clone(), objection)
    } else {
        let objection = OnEvidence::FigureOfAnotherThing {
            value,
            measured,
            used_as,
        };
        Finding::warning(figure.place.clone(), objection)
    });
}

/// Objects to a base figure of another date than the base period, and to an observation or a target
/// at another date than its figure's own.
fn date(scenario: &Scenario, figure: &Figure<'_>, findings: &mut Vec<Finding>) {
    let Some(of) = figure.meaning.timing().and_then(Timing::end) else {
        return;
    };
    let base = scenario.base();
    let basis: Period = match figure.role {
        Role::ComputeBase | Role::EconomyBase(_) => base,
        Role::ComputeTarget(_, at) | Role::SmartShare(at) | Role::EconomyTarget(_, at) => at,
        Role::ComputeGrowth(_)
        | Role::ShareCeiling
        | Role::Utilisation
        | Role::EconomyGrowth(_)
        | Role::Coefficient(_)
        | Role::Outlay
        | Role::Discount => return,
    };
    let years_apart = of.years_until(basis);
    if years_apart.abs() <= ROUNDED_DATE {
        return;
    }
    let is_base = matches!(figure.role, Role::ComputeBase | Role::EconomyBase(_));
    let place = figure.place.clone();
    findings.push(if is_base {
        let objection = OnEvidence::BaseDateMismatch {
            of,
            base,
            years_apart,
        };
        Finding::warning(place, objection)
    } else {
        let objection = OnEvidence::DateMismatch {
            of,
            basis,
            years_apart,
        };
        Finding::warning(place, objection)
    });
}

/// Objects to a flow over another window than a period of the scenario.
fn window(scenario: &Scenario, figure: &Figure<'_>, findings: &mut Vec<Finding>) {
    let Some(timing) = figure.meaning.timing().filter(|_| figure.role.is_flow()) else {
        return;
    };
    let window_years = match timing {
        Timing::Flow(window) => window.years(),
        Timing::Every(frequency) => frequency.years(),
        Timing::Stock(_) | Timing::Between(_) => return,
    };
    let frequency = scenario.base().frequency();
    if (window_years / frequency.years() - 1.0).abs() > SAME_WINDOW {
        findings.push(Finding::warning(
            figure.place.clone(),
            OnEvidence::FlowOfAnotherWindow {
                timing,
                window_years,
                frequency,
            },
        ));
    }
}

/// Objects to shares and growth of other machines, or in another precision, than the base capacity.
fn machines(scenario: &Scenario, figure: &Figure<'_>, findings: &mut Vec<Finding>) {
    if !figure.role.is_of_compute() || figure.role == Role::ComputeBase {
        return;
    }
    let measure = scenario.compute().base().value().measure();
    let (base, value) = (measure.scope(), figure.value);
    let place = figure.place.clone();
    if let Some(measured) = figure.meaning.machines().filter(|own| *own != base) {
        findings.push(Finding::warning(
            place.clone(),
            if matches!(figure.role, Role::ComputeGrowth(_)) {
                OnCompute::GrowthOfOtherMachines {
                    growth: value,
                    measured,
                    base,
                }
            } else {
                OnCompute::ShareOfOtherMachines {
                    share: value,
                    measured,
                    base,
                }
            },
        ));
    }
    let base = measure.precision();
    if let Some(counted) = figure.meaning.precision().filter(|own| *own != base) {
        findings.push(Finding::warning(
            place,
            OnCompute::OtherPrecision {
                value,
                counted,
                base,
            },
        ));
    }
}

/// Objects to a figure of a part of computing power, or of an area, that stands for another.
fn extent(scenario: &Scenario, figure: &Figure<'_>, findings: &mut Vec<Finding>) {
    let value = figure.value;
    let place = figure.place.clone();
    if let (Some(part), Some(stands_for)) = (figure.meaning.part(), figure.role.part())
        && part != stands_for
    {
        findings.push(Finding::warning(
            place.clone(),
            OnCompute::PartAsWhole {
                value,
                part,
                stands_for,
            },
        ));
    }
    let whole = scenario.gdp().base().meaning().geography();
    if let (Some(geography), Some(whole)) = (figure.meaning.geography(), whole)
        && figure.role.is_of_compute()
        && geography != whole
    {
        findings.push(Finding::warning(
            place,
            OnCompute::RegionAsWhole {
                value,
                geography,
                whole,
            },
        ));
    }
}

/// Objects to real growth on money at current prices, and to nominal growth on money at constant
/// prices.
fn prices(scenario: &Scenario, figure: &Figure<'_>, findings: &mut Vec<Finding>) {
    if !matches!(figure.role, Role::EconomyGrowth(_) | Role::Discount) {
        return;
    }
    let growth = figure.value;
    let place = figure.place.clone();
    match (
        figure.meaning.prices(),
        scenario.gdp().base().value().basis(),
    ) {
        (Some(Prices::Real), PriceBasis::Nominal) => findings.push(Finding::warning(
            place,
            OnOutcome::RealGrowthOnCurrentPrices { growth },
        )),
        (Some(Prices::Nominal), basis @ PriceBasis::Constant { .. }) => {
            findings.push(Finding::warning(
                place,
                OnOutcome::NominalGrowthOnConstantPrices { growth, basis },
            ));
        }
        (Some(Prices::Real), PriceBasis::Constant { .. })
        | (Some(Prices::Nominal), PriceBasis::Nominal)
        | (None, _) => {}
    }
}

/// Objects to figures of the digital economy by another definition than its base.
fn definition(scenario: &Scenario, figure: &Figure<'_>, findings: &mut Vec<Finding>) {
    let Some(digital) = scenario.digital() else {
        return;
    };
    let (base, own) = (
        digital.base().meaning().definition(),
        figure.meaning.definition(),
    );
    let (Some(base), Some(own)) = (base, own) else {
        return;
    };
    if own == base || figure.role.economy() != Some(Economy::Digital) {
        return;
    }
    let objection = OnOutcome::TwoDefinitions {
        value: figure.value,
        definitions: [base, own],
    };
    let place = figure.place.clone();
    findings.push(if matches!(figure.role, Role::Coefficient(_)) {
        // A coefficient of another definition may still be the best there is.
        Finding::note(place, objection)
    } else {
        Finding::warning(place, objection)
    });
}

/// Objects to a level and a target on two sides of a statistical revision.
fn revision(scenario: &Scenario, figure: &Figure<'_>, findings: &mut Vec<Finding>) {
    let Role::EconomyTarget(economy, _) = figure.role else {
        return;
    };
    let base = match economy {
        Economy::Gdp => Some(scenario.gdp()),
        Economy::Digital => scenario.digital(),
    };
    let Some(base) = base.map(crate::scenario::Outcome::base) else {
        return;
    };
    if let (Some(before), Some(after)) = (base.meaning().revision(), figure.meaning.revision())
        && before != after
    {
        findings.push(Finding::warning(
            economy.key() / Key::Base,
            OnOutcome::LevelBreak {
                from: base.value().amount(),
                to: figure.value,
                currency: base.value().currency(),
                revisions: [before, after],
            },
        ));
    }
}
