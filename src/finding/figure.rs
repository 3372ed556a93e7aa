//! The figures of a scenario, each with its role, for the checks of meaning.

use super::objection::Economy;
use crate::capacity::{ComputePath, Counterfactual, Growth, Outlay, Segment, SharePath};
use crate::evidence::{Estimate, Meaning, Measured, Part, Source};
use crate::policy::{Gain, Shock, UseOf};
use crate::response::Coefficient;
use crate::scenario::{Baseline, Key, Outcome, Place, Scenario};
use crate::{Period, Quantity};

/// The role in which a scenario uses a figure.
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

impl Role {
    /// The thing that a figure in this role has to measure; `None` if several are possible.
    pub(super) const fn measures(self) -> Option<Measured> {
        match self {
            Self::ComputeBase | Self::ComputeGrowth(_) | Self::ComputeTarget(..) => {
                Some(Measured::ComputingPower)
            }
            Self::SmartShare(_) | Self::ShareCeiling => Some(Measured::SmartShare),
            Self::Utilisation => Some(Measured::FlopUtilisation),
            Self::EconomyBase(economy)
            | Self::EconomyGrowth(economy)
            | Self::EconomyTarget(economy, _)
            | Self::Coefficient(economy) => Some(economy.measured()),
            Self::Outlay => Some(Measured::Outlay),
            Self::Discount => None,
        }
    }

    /// The part of computing power that a figure in this role stands for.
    pub(super) const fn part(self) -> Option<Part> {
        match self {
            Self::ComputeBase => Some(Part::Whole),
            Self::ComputeGrowth(part) | Self::ComputeTarget(part, _) => Some(part),
            Self::SmartShare(_)
            | Self::ShareCeiling
            | Self::Utilisation
            | Self::EconomyBase(_)
            | Self::EconomyGrowth(_)
            | Self::EconomyTarget(..)
            | Self::Coefficient(_)
            | Self::Outlay
            | Self::Discount => None,
        }
    }

    /// Returns true for figures of the computing power that the base counts.
    pub(super) const fn is_of_compute(self) -> bool {
        match self {
            Self::ComputeBase
            | Self::ComputeGrowth(_)
            | Self::ComputeTarget(..)
            | Self::SmartShare(_)
            | Self::ShareCeiling => true,
            Self::Utilisation
            | Self::EconomyBase(_)
            | Self::EconomyGrowth(_)
            | Self::EconomyTarget(..)
            | Self::Coefficient(_)
            | Self::Outlay
            | Self::Discount => false,
        }
    }

    /// Returns true for money that flows in a period.
    pub(super) const fn is_flow(self) -> bool {
        match self {
            Self::EconomyBase(_) | Self::EconomyTarget(..) | Self::Outlay => true,
            Self::ComputeBase
            | Self::ComputeGrowth(_)
            | Self::ComputeTarget(..)
            | Self::SmartShare(_)
            | Self::ShareCeiling
            | Self::Utilisation
            | Self::EconomyGrowth(_)
            | Self::Coefficient(_)
            | Self::Discount => false,
        }
    }

    /// The economy to which a level, a growth rate or a coefficient belongs.
    pub(super) const fn economy(self) -> Option<Economy> {
        match self {
            Self::EconomyBase(economy)
            | Self::EconomyGrowth(economy)
            | Self::EconomyTarget(economy, _)
            | Self::Coefficient(economy) => Some(economy),
            Self::ComputeBase
            | Self::ComputeGrowth(_)
            | Self::ComputeTarget(..)
            | Self::SmartShare(_)
            | Self::ShareCeiling
            | Self::Utilisation
            | Self::Outlay
            | Self::Discount => None,
        }
    }
}

impl Economy {
    /// The thing that a level of the economy measures.
    pub(super) const fn measured(self) -> Measured {
        match self {
            Self::Gdp => Measured::Gdp,
            Self::Digital => Measured::DigitalEconomy,
        }
    }
}

/// An estimate of any quantity, in its role.
#[derive(Clone, Debug)]
pub(super) struct Figure<'a> {
    pub(super) place: Place,
    pub(super) role: Role,
    /// The central value, in the unit of the quantity.
    pub(super) value: f64,
    pub(super) meaning: &'a Meaning,
    pub(super) source: &'a Source,
}

impl<'a> Figure<'a> {
    fn new<Q: Quantity>(place: impl Into<Place>, role: Role, estimate: &'a Estimate<Q>) -> Self {
        Self {
            place: place.into(),
            role,
            value: estimate.value().number(),
            meaning: estimate.meaning(),
            source: estimate.source(),
        }
    }
}

/// The figures of a scenario that have a [`Role`].
pub(super) fn of(scenario: &Scenario) -> Vec<Figure<'_>> {
    let mut figures = Vec::new();
    let compute = scenario.compute();
    figures.push(Figure::new(
        Key::Compute / Key::Base,
        Role::ComputeBase,
        compute.base(),
    ));
    path(&(Key::Compute / Key::Path), compute.path(), &mut figures);
    match compute.counterfactual() {
        Counterfactual::Frozen => {}
        Counterfactual::Trend(rate) => {
            let role = Role::ComputeGrowth(Part::Whole);
            let place = Key::Compute / Key::Counterfactual / Key::Trend;
            figures.push(Figure::new(place, role, rate));
        }
        Counterfactual::Path(other) => {
            let place = Key::Compute / Key::Counterfactual / Key::Path;
            path(&place, other, &mut figures);
        }
    }
    utilisation(scenario, &mut figures);
    economy(Economy::Gdp, scenario.gdp(), &mut figures);
    if let Some(digital) = scenario.digital() {
        economy(Economy::Digital, digital, &mut figures);
    }
    if let Some(investment) = scenario.investment() {
        let place = Key::Investment / Key::Outlay;
        amounts(&place, investment.outlay(), &mut figures);
        if let Some(discount) = investment.discount() {
            let place = Key::Investment / Key::Discount;
            figures.push(Figure::new(place, Role::Discount, discount));
        }
    }
    figures
}

fn path<'a>(place: &Place, path: &'a ComputePath, figures: &mut Vec<Figure<'a>>) {
    match path {
        ComputePath::Total {
            growth: total,
            smart_share,
            ..
        } => {
            let whole = Part::Whole;
            let target = |at| Role::ComputeTarget(whole, at);
            let place = place / Key::Total;
            let at = &place / Key::Growth;
            growth(&at, Role::ComputeGrowth(whole), target, total, figures);
            let at = &place / Key::SmartShare;
            let observations = smart_share.iter().flat_map(SharePath::observations);
            for (number, observation) in observations.enumerate() {
                let at = &at / Key::Observations / number / Key::Share;
                let role = Role::SmartShare(observation.at());
                figures.push(Figure::new(at, role, observation.share()));
            }
            if let Some(ceiling) = smart_share.as_ref().and_then(SharePath::ceiling) {
                let at = &at / Key::Ceiling;
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
                    let at = place / Key::Segments / Key::from(segment);
                    growth(&at, Role::ComputeGrowth(part), target, own, figures);
                }
            }
        }
        ComputePath::BuildOut { .. } => {
            for (segment, outlay) in path.outlays() {
                let at = place / Key::BuildOut / Key::from(segment);
                amounts(&at, outlay, figures);
            }
        }
    }
}

/// The rates of a growth path, and the level it leads to.
fn growth<'a, Q: Quantity>(
    place: &Place,
    rate: Role,
    target: impl Fn(Period) -> Role,
    growth: &'a Growth<Q>,
    figures: &mut Vec<Figure<'a>>,
) {
    match growth {
        Growth::Constant(constant) => {
            figures.push(Figure::new(place / Key::Constant, rate, constant));
        }
        Growth::ByPeriod { rates, then } => {
            let place = place / Key::ByPeriod;
            for (number, listed) in rates.iter().enumerate() {
                let at = &place / Key::Rates / number;
                figures.push(Figure::new(at, rate, listed));
            }
            if let Some(then) = then {
                figures.push(Figure::new(&place / Key::Then, rate, then));
            }
        }
        Growth::ToTarget { level, at, then } => {
            let place = place / Key::ToTarget;
            figures.push(Figure::new(&place / Key::Level, target(*at), level));
            if let Some(then) = then {
                figures.push(Figure::new(&place / Key::Then, rate, then));
            }
        }
    }
}

/// The utilisation of each segment, and the levels to which active policies raise it.
fn utilisation<'a>(scenario: &'a Scenario, figures: &mut Vec<Figure<'a>>) {
    for segment in Segment::ALL {
        if let Some(share) = scenario.compute().segment_use(segment).utilisation() {
            let place = Key::Compute / Key::Use / Key::from(segment) / Key::Utilisation;
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
            let place = Key::Policy / number / Key::Shock / index;
            match shock {
                Shock::Efficiency(gain) => match (&gain.gain, gain.of) {
                    (Gain::To(level), UseOf::Utilisation) => {
                        let place = place / Key::Efficiency / Key::Gain / Key::To;
                        figures.push(Figure::new(place, Role::Utilisation, level));
                    }
                    (Gain::To(_), UseOf::Productivity) | (Gain::By(_), _) => {}
                },
                Shock::Restriction(_)
                | Shock::Demand(_)
                | Shock::Voucher(_)
                | Shock::Platform(_) => {}
            }
        }
    }
}

fn economy<'a>(economy: Economy, outcome: &'a Outcome, figures: &mut Vec<Figure<'a>>) {
    let key = economy.key();
    let role = Role::EconomyBase(economy);
    figures.push(Figure::new(key / Key::Base, role, outcome.base()));
    let kind = match outcome.baseline() {
        Baseline::Includes(_) => Key::Includes,
        Baseline::Excludes(_) => Key::Excludes,
    };
    growth(
        &(key / Key::Baseline / kind),
        Role::EconomyGrowth(economy),
        |at| Role::EconomyTarget(economy, at),
        outcome.baseline().growth(),
        figures,
    );
    let place = key / Key::Response / Key::Coefficient;
    let role = Role::Coefficient(economy);
    figures.push(match outcome.response().coefficient() {
        Coefficient::Elasticity(estimate) => Figure::new(place, role, estimate),
        Coefficient::GrowthRatio(estimate) => Figure::new(place, role, estimate),
        Coefficient::SemiElasticity(estimate) => Figure::new(place, role, estimate),
    });
}

fn amounts<'a>(place: &Place, outlay: &'a Outlay, figures: &mut Vec<Figure<'a>>) {
    match outlay {
        Outlay::PerPeriod(amount) => {
            figures.push(Figure::new(place / Key::PerPeriod, Role::Outlay, amount));
        }
        Outlay::ByPeriod(amounts) => {
            for (number, amount) in amounts.iter().enumerate() {
                let place = place / Key::ByPeriod / number;
                figures.push(Figure::new(place, Role::Outlay, amount));
            }
        }
        Outlay::OfCompute => {}
    }
}
