//! The figures of a scenario, each with the role it plays: what a check of meaning walks through.

use super::objection::Economy;
use crate::capacity::{ComputePath, Counterfactual, Gain, Growth, Outlay, Segment, Shock, UseOf};
use crate::evidence::{Estimate, Meaning, Part, Source};
use crate::response::Coefficient;
use crate::scenario::{Outcome, Scenario};
use crate::{Period, Quantity};

/// What a figure is used as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Computing power at the base.
    ComputeBase,
    /// Growth of computing power, or of one segment.
    ComputeGrowth(Part),
    /// Computing power, or that of a segment, to reach at a date.
    ComputeTarget(Part, Period),
    /// A smart share at a date.
    SmartShare(Period),
    /// The ceiling of the smart share.
    ShareCeiling,
    /// The share of operations that do useful work.
    Utilisation,
    /// An economy's level at the base.
    EconomyBase(Economy),
    /// An economy's growth.
    EconomyGrowth(Economy),
    /// An economy's level in a period.
    EconomyTarget(Economy, Period),
    /// The response of an economy to compute.
    Coefficient(Economy),
    /// Money spent in a period.
    Outlay,
    /// A rate at which money is discounted.
    Discount,
}

/// An estimate in its role, whatever its quantity.
#[derive(Clone, Debug)]
pub(super) struct Figure<'a> {
    pub(super) place: String,
    pub(super) role: Role,
    /// The central value, in the unit of the quantity.
    pub(super) value: f64,
    pub(super) meaning: &'a Meaning,
    pub(super) source: &'a Source,
}

impl<'a> Figure<'a> {
    fn new<Q: Quantity>(place: impl Into<String>, role: Role, estimate: &'a Estimate<Q>) -> Self {
        Self {
            place: place.into(),
            role,
            value: estimate.value().number(),
            meaning: estimate.meaning(),
            source: estimate.source(),
        }
    }
}

/// The figures of a scenario that have a role which a check knows.
pub(super) fn of(scenario: &Scenario) -> Vec<Figure<'_>> {
    let mut figures = Vec::new();
    let compute = scenario.compute();
    figures.push(Figure::new(
        "compute.base",
        Role::ComputeBase,
        compute.base(),
    ));
    path("compute.path", compute.path(), &mut figures);
    match compute.counterfactual() {
        Counterfactual::Frozen => {}
        Counterfactual::Trend(rate) => {
            let role = Role::ComputeGrowth(Part::Whole);
            figures.push(Figure::new("compute.counterfactual.trend", role, rate));
        }
        Counterfactual::Path(other) => path("compute.counterfactual.path", other, &mut figures),
    }
    utilisation(scenario, &mut figures);
    economy(Economy::Gdp, scenario.gdp(), &mut figures);
    if let Some(digital) = scenario.digital() {
        economy(Economy::Digital, digital, &mut figures);
    }
    if let Some(investment) = scenario.investment() {
        amounts("investment.outlay", investment.outlay(), &mut figures);
        if let Some(discount) = investment.discount() {
            figures.push(Figure::new("investment.discount", Role::Discount, discount));
        }
    }
    figures
}

fn path<'a>(place: &str, path: &'a ComputePath, figures: &mut Vec<Figure<'a>>) {
    match path {
        ComputePath::Total {
            growth: total,
            smart_share,
            ..
        } => {
            let whole = Part::Whole;
            let target = |at| Role::ComputeTarget(whole, at);
            let place = format!("{place}.total");
            let at = format!("{place}.growth");
            growth(&at, Role::ComputeGrowth(whole), target, total, figures);
            let at = format!("{place}.smart-share");
            for (number, observation) in smart_share.observations().iter().enumerate() {
                let at = format!("{at}.observations[{number}].share");
                let role = Role::SmartShare(observation.at());
                figures.push(Figure::new(at, role, observation.share()));
            }
            if let Some(ceiling) = smart_share.ceiling() {
                let at = format!("{at}.ceiling");
                figures.push(Figure::new(at, Role::ShareCeiling, ceiling));
            }
        }
        ComputePath::Segments {
            general,
            smart,
            supercomputing,
            ..
        } => {
            let growths = [Some(general), Some(smart), supercomputing.as_ref()];
            for (segment, own) in Segment::ALL.into_iter().zip(growths) {
                let part = Part::from(segment);
                let target = |at| Role::ComputeTarget(part, at);
                if let Some(own) = own {
                    let at = format!("{place}.segments.{segment}");
                    growth(&at, Role::ComputeGrowth(part), target, own, figures);
                }
            }
        }
        ComputePath::BuildOut { .. } => {
            for (segment, outlay) in path.outlays() {
                amounts(&format!("{place}.build-out.{segment}"), outlay, figures);
            }
        }
    }
}

/// The rates of a growth path, and the level it leads to.
fn growth<'a, Q: Quantity>(
    place: &str,
    rate: Role,
    target: impl Fn(Period) -> Role,
    growth: &'a Growth<Q>,
    figures: &mut Vec<Figure<'a>>,
) {
    match growth {
        Growth::Constant(constant) => {
            figures.push(Figure::new(format!("{place}.constant"), rate, constant));
        }
        Growth::ByPeriod { rates, then } => {
            let place = format!("{place}.by-period");
            for (number, listed) in rates.iter().enumerate() {
                figures.push(Figure::new(
                    format!("{place}.rates[{number}]"),
                    rate,
                    listed,
                ));
            }
            if let Some(then) = then {
                figures.push(Figure::new(format!("{place}.then"), rate, then));
            }
        }
        Growth::ToTarget { level, at, then } => {
            let place = format!("{place}.to-target");
            figures.push(Figure::new(format!("{place}.level"), target(*at), level));
            if let Some(then) = then {
                figures.push(Figure::new(format!("{place}.then"), rate, then));
            }
        }
    }
}

/// The utilisation of each segment, and the levels to which policies in force raise it.
fn utilisation<'a>(scenario: &'a Scenario, figures: &mut Vec<Figure<'a>>) {
    for segment in Segment::ALL {
        if let Some(share) = scenario.compute().segment_use(segment).utilisation() {
            let place = format!("compute.use.{segment}.utilisation");
            figures.push(Figure::new(place, Role::Utilisation, share));
        }
    }
    let policies = scenario.policies().iter().enumerate();
    let in_force = |name: &str| {
        scenario
            .active_policies()
            .iter()
            .any(|active| active == name)
    };
    for (number, policy) in policies.filter(|(_, policy)| in_force(policy.name())) {
        for (index, shock) in policy.shocks().iter().enumerate() {
            let place = format!("policy[{number}].shock[{index}]");
            match shock {
                Shock::Efficiency(gain) => match (&gain.gain, gain.of) {
                    (Gain::To(level), UseOf::Utilisation) => {
                        let place = format!("{place}.efficiency.gain.to");
                        figures.push(Figure::new(place, Role::Utilisation, level));
                    }
                    (Gain::To(_), UseOf::Productivity) | (Gain::By(_), _) => {}
                },
                Shock::Restriction(_) | Shock::Demand(_) => {}
            }
        }
    }
}

fn economy<'a>(economy: Economy, outcome: &'a Outcome, figures: &mut Vec<Figure<'a>>) {
    let place = economy.key();
    let role = Role::EconomyBase(economy);
    figures.push(Figure::new(format!("{place}.base"), role, outcome.base()));
    let kind = if outcome.baseline().includes() {
        "includes"
    } else {
        "excludes"
    };
    growth(
        &format!("{place}.baseline.{kind}"),
        Role::EconomyGrowth(economy),
        |at| Role::EconomyTarget(economy, at),
        outcome.baseline().growth(),
        figures,
    );
    let place = format!("{place}.response.coefficient");
    let role = Role::Coefficient(economy);
    figures.push(match outcome.response().coefficient() {
        Coefficient::Elasticity(estimate) => Figure::new(place, role, estimate),
        Coefficient::GrowthRatio(estimate) => Figure::new(place, role, estimate),
        Coefficient::SemiElasticity(estimate) => Figure::new(place, role, estimate),
    });
}

fn amounts<'a>(place: &str, outlay: &'a Outlay, figures: &mut Vec<Figure<'a>>) {
    match outlay {
        Outlay::PerPeriod(amount) => {
            let place = format!("{place}.per-period");
            figures.push(Figure::new(place, Role::Outlay, amount));
        }
        Outlay::ByPeriod(amounts) => {
            for (number, amount) in amounts.iter().enumerate() {
                let place = format!("{place}.by-period[{number}]");
                figures.push(Figure::new(place, Role::Outlay, amount));
            }
        }
        Outlay::OfCompute => {}
    }
}
