//! Findings on unit costs, and on an outlay next to the capacity that it buys.

use super::Finding;
use super::benchmark::Benchmark;
use super::objection::{OnInvestment, times};
use crate::capacity::{CostPath, Segment, SegmentStock};
use crate::scenario::{Key, Output};
use crate::{Currency, Precision, Projection, UnitCost};

/// Factor by which precision and scope alone move a unit cost: the 14.1 bn yuan for an EFLOPS in
/// FP32 is 7 to 28 times the figures for servers in FP16.
pub(super) const SCOPES_APART: f64 = 7.0;
/// Factor between a unit cost and the nearest published one above which it needs a reason.
pub(super) const COSTS_APART: f64 = 2.0;

pub(super) fn check(projection: &Projection, findings: &mut Vec<Finding>) {
    let compute = projection.scenario().compute();
    let mut has_cost = false;
    for segment in Segment::ALL {
        let cost = compute.stock(segment).and_then(SegmentStock::unit_cost);
        if let Some(cost) = cost {
            has_cost = true;
            unit_cost(segment, cost, findings);
        }
    }
    if !has_cost {
        outlay(projection, findings);
    }
}

/// The range of published unit costs for a precision, in yuan for an EFLOPS, widened by up
/// to [`SCOPES_APART`]; `None` if none is published for the precision or the currency.
fn published(precision: Precision, currency: Currency) -> Option<[f64; 2]> {
    if currency != Currency::CNY {
        return None;
    }
    match precision {
        Precision::Fp32 => {
            let all_in = Benchmark::AllInFp32.number();
            Some([all_in / SCOPES_APART, all_in * SCOPES_APART])
        }
        Precision::Fp16 => {
            let [low, _] = Benchmark::ServersH800.range();
            let [_, high] = Benchmark::ServersAscend.range();
            Some([low / SCOPES_APART, high * SCOPES_APART / 2.0])
        }
        Precision::Fp64 | Precision::Fp8 | Precision::Int8 => None,
    }
}

/// The published unit cost that is nearest to another, with the nearest number of its range; none
/// for a precision without published costs.
fn nearest(cost_per_eflops: f64, precision: Precision) -> Option<(Benchmark, f64)> {
    let published: &[Benchmark] = match precision {
        Precision::Fp32 => &[Benchmark::AllInFp32],
        Precision::Fp16 => &[Benchmark::ServersH800, Benchmark::ServersAscend],
        Precision::Fp64 | Precision::Fp8 | Precision::Int8 => &[],
    };
    // The cost of FP32 is published as a point, those of FP16 as ranges.
    let number = |benchmark: &Benchmark| {
        if *benchmark == Benchmark::AllInFp32 {
            return benchmark.number();
        }
        let [low, high] = benchmark.range();
        cost_per_eflops.clamp(low, high)
    };
    let pairs = published
        .iter()
        .map(|benchmark| (*benchmark, number(benchmark)));
    let apart = |(_, published): &(Benchmark, f64)| times(cost_per_eflops, *published);
    pairs.min_by(|a, b| apart(a).total_cmp(&apart(b)))
}

/// The objection to a cost that lies within the wide range of its precision and far from every
/// published one.
fn far(
    cost_per_eflops: f64,
    bought: Option<[f64; 2]>,
    precision: Precision,
    currency: Currency,
) -> Option<OnInvestment> {
    let (nearest, published) = nearest(cost_per_eflops, precision)?;
    (times(cost_per_eflops, published) > COSTS_APART).then_some(
        OnInvestment::CostFarFromPublished {
            cost_per_eflops,
            nearest,
            published,
            bought,
            precision,
            currency,
        },
    )
}

/// Objects to a unit cost outside the published range of its precision.
fn unit_cost(segment: Segment, path: &CostPath, findings: &mut Vec<Finding>) {
    let Some(cost) = path.costs().first() else {
        return;
    };
    let cost: UnitCost = cost.value();
    let (precision, money) = (cost.measure().precision(), cost.per_eflops());
    let (cost_per_eflops, currency) = (money.amount(), money.currency());
    let Some(published) = published(precision, currency) else {
        return;
    };
    let place = Key::Compute / Key::Stock / Key::from(segment) / Key::UnitCost;
    if (published[0]..=published[1]).contains(&cost_per_eflops) {
        let objection = far(cost_per_eflops, None, precision, currency);
        findings.extend(objection.map(|objection| Finding::note(place, objection)));
        return;
    }
    findings.push(Finding::warning(
        place,
        OnInvestment::UnitCostOfAnotherScope {
            cost_per_eflops,
            published,
            precision,
            currency,
        },
    ));
}

/// Objects to an outlay that cannot have bought the capacity added next to it:
/// `unit cost = sum of outlays / capacity added`, outside the published range.
fn outlay(projection: &Projection, findings: &mut Vec<Finding>) {
    let Some(outlay) = projection.series(Output::Outlay) else {
        return;
    };
    let scenario = projection.scenario();
    let currency = scenario.gdp().base().value().currency();
    let precision = scenario.compute().base().value().measure().precision();
    let Some(published) = published(precision, currency) else {
        return;
    };
    let total = projection.total_compute();
    let levels = total.values();
    let added_eflops = (levels[levels.len() - 1] - levels[0]) / 1e18;
    let spent: f64 = outlay.values().iter().sum();
    let cost_per_eflops = spent / added_eflops;
    // Capacity that does not grow, or no outlay, has no unit cost.
    let has_cost = added_eflops > 0.0 && spent > 0.0;
    if !has_cost {
        return;
    }
    let place = Key::Investment / Key::Outlay;
    if (published[0]..=published[1]).contains(&cost_per_eflops) {
        let bought = Some([spent, added_eflops]);
        let objection = far(cost_per_eflops, bought, precision, currency);
        findings.extend(objection.map(|objection| Finding::note(place, objection)));
        return;
    }
    findings.push(Finding::warning(
        place,
        OnInvestment::OutlayAndCapacityApart {
            cost_per_eflops,
            published,
            precision,
            currency,
        },
    ));
}
