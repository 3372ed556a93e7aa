//! Findings on what capacity costs, and on an elasticity against the size of its industry.

use super::evidence::finding;
use super::{Code, Finding, Severity};
use crate::capacity::{CostPath, Segment, SegmentStock};
use crate::response::Coefficient;
use crate::scenario::Output;
use crate::{Currency, Precision, PriceBasis, Projection, UnitCost};

/// The published cost of an EFLOPS in FP32, all in: 190 bn yuan for 13.5 EFLOPS (NDRC, 2022).
const ALL_IN_FP32: f64 = 14.1e9;
/// The published cost of an EFLOPS in FP16, servers alone: 0.51 to 1.99 bn yuan (Caijing).
const SERVERS_FP16: [f64; 2] = [0.51e9, 1.99e9];
/// How far precision and scope alone move a unit cost.
const SCOPES_APART: f64 = 7.0;
/// China's core computing industry over its GDP in 2022: 1.8 of 120.47 tn yuan (CAICT and MIIT;
/// NBS).
const DOMAR_WEIGHT: f64 = 1.8 / 120.47;
/// How many times its first-order effect a coefficient may be before it is remarked on.
const FAR_ABOVE: f64 = 5.0;

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
    domar(projection, findings);
}

/// The range of costs that were published for this precision in yuan, from servers alone to all in.
fn published(precision: Precision, currency: Currency) -> Option<[f64; 2]> {
    if currency != Currency::CNY {
        return None;
    }
    match precision {
        Precision::Fp32 => Some([ALL_IN_FP32 / SCOPES_APART, ALL_IN_FP32 * SCOPES_APART]),
        Precision::Fp16 => Some([
            SERVERS_FP16[0] / SCOPES_APART,
            SERVERS_FP16[1] * SCOPES_APART / 2.0,
        ]),
        _ => None,
    }
}

/// Whether a unit cost is of the precision it claims.
fn unit_cost(segment: Segment, path: &CostPath, findings: &mut Vec<Finding>) {
    let Some(cost) = path.costs().first() else {
        return;
    };
    let cost: UnitCost = cost.value();
    let (precision, money) = (cost.measure().precision(), cost.per_eflops());
    let Some([low, high]) = published(precision, money.currency()) else {
        return;
    };
    if money.amount() >= low && money.amount() <= high {
        return;
    }
    findings.push(finding(
        Code::UnitCostOfAnotherScope,
        Severity::Warning,
        format!("compute.stock.{segment}.unit-cost"),
        format!(
            "{money} per EFLOPS lies outside {} to {} bn yuan in {precision}, which is what was \
             published and 7-fold to either side: precision and scope alone move it 7- to 28-fold",
            low / 1e9,
            high / 1e9
        ),
        vec![
            ("money per EFLOPS", money.amount()),
            ("published from", low),
            ("published to", high),
        ],
        "check that cost and capacity count the same operations and the same machines",
    ));
}

/// Whether an outlay and the capacity beside it can be of one programme.
fn outlay(projection: &Projection, findings: &mut Vec<Finding>) {
    let Some(outlay) = projection.series(Output::Outlay) else {
        return;
    };
    let scenario = projection.scenario();
    let base = scenario.gdp().base().value();
    let precision = scenario.compute().base().value().measure().precision();
    let Some([low, high]) = published(precision, base.currency()) else {
        return;
    };
    let total = projection.total_compute();
    let levels = total.values();
    let added = (levels[levels.len() - 1] - levels[0]) / 1e18;
    let spent: f64 = outlay.values().iter().sum();
    let cost = spent / added;
    // Capacity that does not grow, or no outlay, has no unit cost.
    if !(added > 0.0 && spent > 0.0) || (cost >= low && cost <= high) {
        return;
    }
    findings.push(finding(
        Code::OutlayAndCapacityApart,
        Severity::Warning,
        "investment.outlay",
        format!(
            "the outlay comes to {:.2} bn for each EFLOPS that is there more at the end, outside {} to \
             {} bn in {precision}, which is what was published and 7-fold to either side: the money \
             and the capacity are not of one programme",
            cost / 1e9,
            low / 1e9,
            high / 1e9
        ),
        vec![
            ("money per EFLOPS", cost),
            ("published from", low),
            ("published to", high),
        ],
        "give `compute.stock` with unit costs, and the outlay as `of-compute`",
    ));
}

/// Hulten's theorem: to first order a gain in an industry's productivity raises output by its
/// sales over GDP. An elasticity many times that needs another reason (Hulten 1978).
fn domar(projection: &Projection, findings: &mut Vec<Finding>) {
    let scenario = projection.scenario();
    let gdp = scenario.gdp();
    let money = gdp.base().value();
    let coefficient = gdp.response().coefficient();
    // The weight is China's, at current prices.
    let is_china = money.currency() == Currency::CNY && money.basis() == PriceBasis::Nominal;
    let number = coefficient.number();
    let times = number / DOMAR_WEIGHT;
    if !is_china || matches!(coefficient, Coefficient::SemiElasticity(_)) || times <= FAR_ABOVE {
        return;
    }
    findings.push(finding(
        Code::AboveDomarWeight,
        Severity::Note,
        "gdp.response.coefficient",
        format!(
            "{number} is {times:.0} times the sales of the core computing industry over GDP \
             ({DOMAR_WEIGHT:.3} in 2022), which is what a gain in its productivity gives to first \
             order"
        ),
        vec![
            ("coefficient", number),
            ("Domar weight", DOMAR_WEIGHT),
            ("times", times),
        ],
        "say what beyond the industry itself makes up the rest: complements, spillovers, or growth \
         that compute only accompanies",
    ));
}
