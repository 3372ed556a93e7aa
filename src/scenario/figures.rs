//! Checks that each figure measures the quantity that its place requires.

use super::spec::Spec;
use crate::capacity::{ComputePath, Counterfactual, Growth, Outlay, Segment, SharePath};
use crate::evidence::{Estimate, Meaning, Measured, Timing};
use crate::market::Market;
use crate::policy::{Gain, Shock};
use crate::{Error, ErrorKind, Quantity};

/// The quantity that a place of a scenario requires.
#[derive(Clone, Copy)]
enum Role {
    /// Money of the economy, or of a part of it, in one period.
    Outcome,
    /// Growth of an outcome.
    OutcomeGrowth,
    /// Growth of capacity.
    CapacityGrowth,
    /// The smart share of capacity.
    SmartShare,
    /// The share of capacity that is used.
    Utilisation,
    /// A factor on the use or on the productivity of machines.
    Factor,
    /// Money spent in a period.
    Outlay,
    /// The price of an hour of compute.
    Price,
}

impl Role {
    /// The role in words, as a message puts it after "contradicts".
    const fn name(self) -> &'static str {
        match self {
            Self::Outcome => "its place, money of the economy in a period",
            Self::OutcomeGrowth => "its place, growth of the economy",
            Self::CapacityGrowth => "its place, growth of computing power",
            Self::SmartShare => "its place, a smart share",
            Self::Utilisation => "its place, a utilisation",
            Self::Factor => "its place, a factor on machines",
            Self::Outlay => "its place, money spent on computing",
            Self::Price => "its place, a price of compute",
        }
    }

    /// True if a figure that measures this may have the role. Rack occupancy and energy load are
    /// often mistaken for a utilisation: they are accepted here and reported by a finding.
    const fn takes(self, measured: Measured) -> bool {
        match self {
            Self::Outcome => matches!(measured, Measured::Gdp | Measured::DigitalEconomy),
            Self::OutcomeGrowth => matches!(
                measured,
                Measured::Gdp | Measured::DigitalEconomy | Measured::PriceLevel
            ),
            Self::CapacityGrowth => matches!(measured, Measured::ComputingPower),
            Self::SmartShare => matches!(measured, Measured::SmartShare),
            Self::Utilisation => measured.is_use_of_capacity(),
            Self::Factor => !matches!(measured, Measured::TrainingEfficiency),
            Self::Outlay => matches!(
                measured,
                Measured::Outlay | Measured::DrivenInvestment | Measured::Price
            ),
            Self::Price => matches!(measured, Measured::Price),
        }
    }

    const fn remedy(self, measured: Measured) -> &'static str {
        match (self, measured) {
            (_, Measured::TrainingEfficiency) => {
                "give a share of operations used, with its own source or assumption: the training \
                 efficiency of one model does not state how much of the machines is used"
            }
            (Self::Utilisation, Measured::IdleCapacity) => {
                "give the share that is used, which is one less the idle share"
            }
            (Self::Outcome, _) => "give GDP, or the digital economy, over one period",
            (Self::OutcomeGrowth, _) => "give the growth of GDP, or of the digital economy",
            (Self::CapacityGrowth, _) => "give the growth of capacity itself",
            (Self::SmartShare, _) => "give the share of smart computing in computing power",
            (Self::Utilisation | Self::Factor, _) => {
                "give the share of operations used, with its own source or assumption"
            }
            (Self::Price, _) => "give the price of an hour, with its own source or assumption",
            (Self::Outlay, _) => "give money spent on computing, with its own source or assumption",
        }
    }

    fn check<Q: Quantity>(self, estimate: &Estimate<Q>) -> Result<(), Error> {
        match estimate.meaning().measures() {
            Some(measured) if !self.takes(measured) => Err(Error::new(ErrorKind::Meaning {
                field: "measures",
                given: measured.to_string(),
                against: self.name().to_owned(),
                remedy: self.remedy(measured),
            })),
            Some(_) | None => Ok(()),
        }
    }
}

/// Refuses figures that measure something other than their place requires.
pub(super) fn check(spec: &Spec) -> Result<(), Error> {
    compute(spec).map_err(|error| error.at("compute"))?;
    let outcomes = [("gdp", Some(&spec.gdp)), ("digital", spec.digital.as_ref())];
    for (place, outcome) in outcomes {
        let Some(outcome) = outcome else { continue };
        Role::Outcome
            .check(outcome.base())
            .map_err(|error| error.at("base").at(place))?;
        let baseline = if outcome.baseline().includes() {
            "baseline.includes"
        } else {
            "baseline.excludes"
        };
        growth(outcome.baseline().growth(), Role::OutcomeGrowth)
            .and_then(|()| match outcome.baseline().growth() {
                Growth::ToTarget { level, .. } => Role::Outcome
                    .check(level)
                    .map_err(|error| error.at("to-target.level")),
                Growth::Constant(_) | Growth::ByPeriod { .. } => Ok(()),
            })
            .map_err(|error| error.at(baseline).at(place))?;
    }
    if let Some(investment) = &spec.investment {
        outlay(investment.outlay(), spec).map_err(|error| error.at("investment.outlay"))?;
    }
    for (number, policy) in spec.policy.iter().enumerate() {
        for (index, one) in policy.shocks().iter().enumerate() {
            shock(one).map_err(|error| error.at(&format!("policy[{number}].shock[{index}]")))?;
        }
    }
    Ok(())
}

fn compute(spec: &Spec) -> Result<(), Error> {
    let compute = &spec.compute;
    path(compute.path(), spec).map_err(|error| error.at("path"))?;
    match compute.counterfactual() {
        Counterfactual::Frozen => Ok(()),
        Counterfactual::Trend(rate) => Role::CapacityGrowth
            .check(rate)
            .map_err(|error| error.at("trend")),
        Counterfactual::Path(other) => path(other, spec).map_err(|error| error.at("path")),
    }
    .map_err(|error| error.at("counterfactual"))?;
    for segment in Segment::ALL {
        let uses = compute.segment_use(segment);
        let utilisation = uses.utilisation().map_or(Ok(()), |estimate| {
            Role::Utilisation
                .check(estimate)
                .map_err(|error| error.at("utilisation"))
        });
        let productivity = uses.productivity().map_or(Ok(()), |estimate| {
            Role::Factor
                .check(estimate)
                .map_err(|error| error.at("productivity"))
        });
        utilisation
            .and(productivity)
            .map_err(|error| error.at(&format!("use.{segment}")))?;
        if let Some(traded) = compute.market(segment) {
            market(traded).map_err(|error| error.at(&format!("market.{segment}")))?;
        }
    }
    Ok(())
}

fn market(market: &Market) -> Result<(), Error> {
    for (number, rental) in market.rentals().iter().enumerate() {
        Role::Price
            .check(rental.price())
            .map_err(|error| error.at(&format!("rentals[{number}].price")))?;
    }
    if let Some(cost) = market.cost() {
        Role::Utilisation
            .check(cost.sold())
            .map_err(|error| error.at("cost.sold"))?;
    }
    market.demand().map_or(Ok(()), |demand| {
        Role::Utilisation
            .check(demand.ceiling())
            .map_err(|error| error.at("demand.ceiling"))
    })
}

fn path(path: &ComputePath, spec: &Spec) -> Result<(), Error> {
    match path {
        ComputePath::Total {
            growth: total,
            smart_share,
            supercomputing_part: _,
        } => {
            growth(total, Role::CapacityGrowth).map_err(|error| error.at("total.growth"))?;
            let observations = smart_share.iter().flat_map(SharePath::observations);
            for (number, observation) in observations.enumerate() {
                Role::SmartShare
                    .check(observation.share())
                    .map_err(|error| {
                        error.at(&format!("total.smart-share.observations[{number}].share"))
                    })?;
            }
            Ok(())
        }
        ComputePath::Segments {
            mix: _,
            mix_source: _,
            general,
            smart,
            supercomputing,
        } => {
            let segments = [Some(general), Some(smart), supercomputing.as_ref()];
            for (segment, path) in Segment::ALL.into_iter().zip(segments) {
                path.map_or(Ok(()), |path| growth(path, Role::CapacityGrowth))
                    .map_err(|error| error.at(&format!("segments.{segment}")))?;
            }
            Ok(())
        }
        ComputePath::BuildOut { .. } => {
            for (segment, spent) in path.outlays() {
                outlay(spent, spec).map_err(|error| error.at(&format!("build-out.{segment}")))?;
            }
            Ok(())
        }
    }
}

fn growth<Q: Quantity>(path: &Growth<Q>, role: Role) -> Result<(), Error> {
    match path {
        Growth::Constant(rate) => role.check(rate).map_err(|error| error.at("constant")),
        Growth::ByPeriod { rates, then } => {
            for (number, rate) in rates.iter().enumerate() {
                role.check(rate)
                    .map_err(|error| error.at(&format!("by-period.rates[{number}]")))?;
            }
            then.as_ref().map_or(Ok(()), |rate| {
                role.check(rate).map_err(|error| error.at("by-period.then"))
            })
        }
        Growth::ToTarget {
            level: _,
            at: _,
            then,
        } => then.as_ref().map_or(Ok(()), |rate| {
            role.check(rate).map_err(|error| error.at("to-target.then"))
        }),
    }
}

fn outlay(outlay: &Outlay, spec: &Spec) -> Result<(), Error> {
    let amount = |estimate, step: &str| {
        Role::Outlay
            .check(estimate)
            .and_then(|()| window(estimate.meaning(), spec))
            .map_err(|error| error.at(step))
    };
    match outlay {
        Outlay::PerPeriod(estimate) => amount(estimate, "per-period"),
        Outlay::ByPeriod(estimates) => {
            for (number, estimate) in estimates.iter().enumerate() {
                amount(estimate, &format!("by-period[{number}]"))?;
            }
            Ok(())
        }
        Outlay::OfCompute => Ok(()),
    }
}

/// Refuses a sum over a window longer than the scenario, which cannot be spent in one of its
/// periods.
fn window(meaning: &Meaning, spec: &Spec) -> Result<(), Error> {
    let Some(timing @ Timing::Flow(window)) = meaning.timing() else {
        return Ok(());
    };
    if window.years() <= spec.base.years_until(spec.until) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Meaning {
        field: "timing",
        given: timing.to_string(),
        against: format!(
            "the scenario, which runs from {} to {}",
            spec.base, spec.until
        ),
        remedy: "divide the sum by the periods of its window, or let the scenario last longer",
    }))
}

fn shock(shock: &Shock) -> Result<(), Error> {
    match shock {
        Shock::Restriction(_) | Shock::Voucher(_) | Shock::Platform(_) => Ok(()),
        Shock::Efficiency(efficiency) => match &efficiency.gain {
            Gain::To(level) => Role::Utilisation
                .check(level)
                .map_err(|error| error.at("gain.to")),
            Gain::By(factor) => Role::Factor
                .check(factor)
                .map_err(|error| error.at("gain.by")),
        }
        .map_err(|error| error.at("efficiency")),
        Shock::Demand(demand) => Role::Factor
            .check(&demand.factor)
            .map_err(|error| error.at("demand.factor")),
    }
}
