//! Findings on stocks and their use: retirement, idle capacity and saturated use.
//!
//! To find the limit that binds a segment, a check projects the same scenario without the limit, or
//! with a little more use, and compares.

use super::Finding;
use super::objection::OnStock;
use crate::capacity::{ComputePath, PowerUse, Segment, SegmentStock};
use crate::evidence::Estimate;
use crate::policy::Policy;
use crate::policy::{Efficiency, Instrument, Shock, UseOf};
use crate::scenario::{Key, Output, Scenario};
use crate::{Error, Factor, Projection, Series};

/// Part of its base by which a segment may shrink through rounding alone.
const ROUNDED: f64 = 1e-9;

pub(super) fn check(projection: &Projection, findings: &mut Vec<Finding>) {
    for segment in Segment::ALL {
        purchases(projection, segment, findings);
        // A changed scenario that cannot be projected shows nothing, and raises no finding.
        if let Ok(Some(finding)) = power(projection, segment) {
            findings.push(finding);
        }
        if let Ok(Some(finding)) = saturation(projection, segment) {
            findings.push(finding);
        }
    }
}

/// The sum of a series after the base period.
fn sum(series: Series<'_>) -> f64 {
    series.values().iter().skip(1).sum()
}

/// Objects to a segment of a build-out that shrinks because purchases do not replace retirements.
/// Along a path of growth a segment shrinks because the scenario states it.
fn purchases(projection: &Projection, segment: Segment, findings: &mut Vec<Finding>) {
    let series = |output| projection.series(output);
    let (Some(level), Some(additions), Some(retirements)) = (
        series(Output::Compute(segment)),
        series(Output::Additions(segment)),
        series(Output::Retirements(segment)),
    ) else {
        return;
    };
    let is_built = matches!(
        projection.scenario().compute().path(),
        ComputePath::BuildOut { .. }
    );
    let (base, bought, retired) = (level.values()[0], sum(additions), sum(retirements));
    if !is_built || retired <= bought + ROUNDED * base {
        return;
    }
    let short = additions
        .iter()
        .zip(retirements.values())
        .skip(1)
        .find(|((_, bought), retired)| **retired > bought + ROUNDED * base);
    let period = short.map_or(projection.scenario().until(), |((period, _), _)| period);
    let objection = OnStock::PurchasesBelowRetirement {
        segment,
        base_flop_per_s: base,
        last_flop_per_s: level.last(),
        additions_flop_per_s: bought,
        retirements_flop_per_s: retired,
    };
    let place = Key::Compute / Key::Stock / Key::from(segment);
    findings.push(Finding::warning(place, objection).in_period(period));
}

/// Objects to capacity that a power limit idles while more of it is bought.
fn power(projection: &Projection, segment: Segment) -> Result<Option<Finding>, Error> {
    let scenario = projection.scenario();
    let stock = scenario.compute().stock(segment);
    let drawing = stock.and_then(SegmentStock::power);
    let (Some(stock), Some(power)) = (stock, drawing) else {
        return Ok(None);
    };
    let Some(limit) = power.limit() else {
        return Ok(None);
    };
    let unlimited = PowerUse::new(power.intensity().clone(), power.pue().clone());
    let compute = scenario
        .compute()
        .clone()
        .with_stock(segment, stock.clone().with_power(unlimited));
    let free = scenario
        .edit()
        .plain()
        .compute(compute)
        .build()?
        .project()?;
    let output = Output::Compute(segment);
    let (Some(limited), Some(free), Some(additions)) = (
        projection.series(output),
        free.series(output),
        projection.series(Output::Additions(segment)),
    ) else {
        return Ok(None);
    };
    let spent = projection.series(Output::CapacityOutlay(segment));
    let idle = limited
        .iter()
        .zip(free.values())
        .map(|((period, used), free)| (period, 1.0 - used / free))
        .zip(additions.values())
        .enumerate()
        .skip(1)
        .filter(|(_, ((_, idle), bought))| *idle > ROUNDED && **bought > 0.0)
        .max_by(|(_, ((_, idle), _)), (_, ((_, other), _))| idle.total_cmp(other));
    Ok(idle.map(|(row, ((period, idle_share), _))| {
        let objection = OnStock::IdledByPower {
            segment,
            idle_share,
            limit_megawatts: limit.value().as_megawatts(),
            outlay: spent.map(|spent| spent.values()[row]),
            currency: scenario.gdp().base().value().currency(),
        };
        let place = Key::Compute / Key::Stock / Key::from(segment) / Key::Power / Key::Limit;
        Finding::warning(place, objection).in_period(period)
    }))
}

/// Objects to utilisation that policies raise to 100 %, where a little more of it changes nothing. The
/// use of a segment with a demand follows from that.
fn saturation(projection: &Projection, segment: Segment) -> Result<Option<Finding>, Error> {
    let scenario = projection.scenario();
    let market = scenario.compute().market(segment);
    if market.is_some_and(|market| market.demand().is_some()) {
        return Ok(None);
    }
    let Some(stated) = scenario.compute().segment_use(segment).utilisation() else {
        return Ok(None);
    };
    let stated_utilisation = stated.value().get();
    if stated_utilisation >= 1.0 || !is_raised(scenario, segment) {
        return Ok(None);
    }
    let used_more = used_more(scenario, segment)?.project()?;
    let Some(capacity) = projection.series(Output::Compute(segment)) else {
        return Ok(None);
    };
    let effective = projection.effective_compute();
    let saturated: Vec<_> = effective
        .iter()
        .zip(used_more.effective_compute().values())
        .zip(capacity.values())
        .skip(1)
        .filter(|(((_, own), more), capacity)| own.to_bits() == more.to_bits() && **capacity > 0.0)
        .map(|(((period, _), _), _)| period)
        .collect();
    Ok(saturated.first().map(|period| {
        let objection = OnStock::SaturatedUse {
            segment,
            stated_utilisation,
            saturated: saturated.len(),
            periods: scenario.periods() as usize,
        };
        let place = Key::Compute / Key::Use / Key::from(segment) / Key::Utilisation;
        Finding::warning(place, objection).in_period(*period)
    }))
}

/// Returns true if an active policy acts on the utilisation of the segment.
fn is_raised(scenario: &Scenario, segment: Segment) -> bool {
    let in_force = |policy: &&Policy| {
        let mut active = scenario.active_policies().iter();
        active.any(|name| name == policy.name())
    };
    scenario
        .policies()
        .iter()
        .filter(in_force)
        .flat_map(Policy::shocks)
        .any(|shock| shock.instrument() == Instrument::Utilisation(segment))
}

/// Builds the scenario with the segment used one per cent more, after all active policies.
fn used_more(scenario: &Scenario, segment: Segment) -> Result<Scenario, Error> {
    let factor = Estimate::assumed(Factor::new(1.01)?, "a little more than in the scenario")?;
    let from = scenario.base().plus(1)?;
    let gain = Efficiency::by(segment, UseOf::Utilisation, factor, from);
    let mut name = "used more".to_owned();
    while scenario
        .policies()
        .iter()
        .any(|policy| policy.name() == name)
    {
        name.push('+');
    }
    let mut active = scenario.active_policies().to_vec();
    active.push(name.clone());
    scenario
        .edit()
        .plain()
        .policy(Policy::new(name, [Shock::Efficiency(gain)])?)
        .under(active)
        .build()
}
