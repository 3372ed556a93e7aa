//! Findings that need the projected paths of the economy.

use super::benchmark::Benchmark;
use super::objection::{Economy, OnInvestment};
use super::{Finding, outcome, pair};
use crate::capacity::Segment;
use crate::scenario::{Key, Output, Place};
use crate::{MultiplierOf, Period, Projection};

/// The largest outlay over GDP that is reported: beyond it the economy has all but vanished.
const MANY: f64 = 1e12;
/// Value added of one unit of final demand, with a margin for rounding.
const ONE: f64 = 1.0 + 1e-9;

pub(super) fn check(projection: &Projection, findings: &mut Vec<Finding>) {
    let scenario = projection.scenario();
    let gdp = projection.gdp();
    outcome::check(projection, Economy::Gdp, scenario.gdp(), &gdp, findings);
    if let (Some(digital), Some(paths)) = (scenario.digital(), projection.digital()) {
        outcome::check(projection, Economy::Digital, digital, &paths, findings);
        pair::check(projection, findings);
    }
    outlay(projection, findings);
    overlap(projection, findings);
    multiplier(projection, findings);
}

/// Money spent in each period, with its place: the outlay, or the cost of the build-out.
fn spent(projection: &Projection) -> Option<(Place, Vec<(Period, f64)>)> {
    if let Some(outlay) = projection.series(Output::Outlay) {
        return Some((Key::Investment / Key::Outlay, outlay.iter().collect()));
    }
    let costs = Segment::ALL.map(|segment| projection.series(Output::CapacityOutlay(segment)));
    let mut costs = costs.into_iter().flatten();
    let mut total: Vec<(Period, f64)> = costs.next()?.iter().collect();
    for other in costs {
        for ((_, sum), amount) in total.iter_mut().zip(other.values()) {
            *sum += amount;
        }
    }
    Some((Key::Compute / Key::Stock, total))
}

/// Objects to an outlay above the share of GDP that an economy invests in all ICT equipment.
fn outlay(projection: &Projection, findings: &mut Vec<Finding>) {
    let Some((place, spent)) = spent(projection) else {
        return;
    };
    let recent = Benchmark::IctInvestmentRecent.number();
    let beyond = spent
        .into_iter()
        .zip(projection.gdp().with().values())
        .skip(1)
        .map(|((period, spent), gdp)| (period, (spent / gdp).min(MANY)))
        .find(|(_, share)| *share > recent);
    if let Some((period, outlay_share)) = beyond {
        let objection = OnInvestment::ImplausibleOutlay { outlay_share };
        findings.push(Finding::warning(place, objection).in_period(period));
    }
}

/// Notes that the multiplier and the response overlap.
fn overlap(projection: &Projection, findings: &mut Vec<Finding>) {
    let first = projection
        .gdp()
        .with()
        .iter()
        .skip(1)
        .find_map(|(period, _)| projection.reconciliation(period).ok()?);
    if let Some(both) = first {
        let objection = OnInvestment::OverlappingChannels {
            of: both.multiplier_of,
            multiplier: both.multiplier_fraction,
            response: both.response_fraction,
        };
        findings.push(Finding::note(Key::Investment, objection).in_period(both.period));
    }
}

/// Objects to a multiplier of gross output, to value added above final demand, and to a point.
fn multiplier(projection: &Projection, findings: &mut Vec<Finding>) {
    let Some(investment) = projection.scenario().investment() else {
        return;
    };
    let estimate = investment.multiplier();
    let (multiplier, of) = (estimate.value().get(), estimate.value().of());
    let place = Key::Investment / Key::Multiplier;
    match of {
        MultiplierOf::ValueAdded => {}
        MultiplierOf::GrossOutput | MultiplierOf::Unstated => findings.push(Finding::warning(
            place.clone(),
            OnInvestment::GrossOutputAsGdp { multiplier, of },
        )),
    }
    if let Some(per_unit) = investment
        .value_added_per_outlay()
        .filter(|each| *each > ONE)
    {
        findings.push(Finding::warning(
            place.clone(),
            OnInvestment::ValueAddedAboveDemand { per_unit },
        ));
    }
    if estimate.is_certain() {
        findings.push(Finding::note(
            place,
            OnInvestment::MultiplierWithoutRange { multiplier },
        ));
    }
}
