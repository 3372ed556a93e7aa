//! Findings on the response of an economy to compute, along its path.

use super::Finding;
use super::objection::{Driver, Economy, OnIndex, OnOutcome, OnResponse};
use crate::capacity::Counterfactual;
use crate::evidence::Estimate;
use crate::response::{Coefficient, Response};
use crate::scenario::{Key, Outcome, Output, Place};
use crate::{
    Elasticity, Frequency, GrowthRate, GrowthRatio, OutcomeSeries, Period, Projection, impact_of,
};

/// Divergence of a growth ratio from an elasticity of the same number, relative to the latter, up
/// to which no objection is raised.
pub(super) const DIVERGED: f64 = 0.05;

/// Growth of everything else, in logarithms per year over the horizon, below which a contribution
/// that exceeds growth is a contradiction rather than a bad year.
pub(super) const SHRINKING: f64 = -0.0025;

pub(super) fn check(
    projection: &Projection,
    economy: Economy,
    outcome: &Outcome,
    paths: &OutcomeSeries<'_>,
    findings: &mut Vec<Finding>,
) {
    let place = economy.key() / Key::Response / Key::Coefficient;
    match outcome.response().coefficient() {
        Coefficient::GrowthRatio(ratio) => {
            growth_ratio(projection, &place, ratio.value(), findings);
            observed(projection, &place, outcome, findings);
        }
        Coefficient::Elasticity(_) => observed(projection, &place, outcome, findings),
        Coefficient::SemiElasticity(_) => index(projection, economy, findings),
    }
    saturation(projection, economy, outcome, findings);
    if outcome.baseline().includes() {
        contribution(projection, economy, paths, findings);
    } else {
        addition(economy, paths, findings);
    }
}

/// Iterates over growth of compute in each period after the base.
fn growth(projection: &Projection) -> impl Iterator<Item = (Period, f64)> {
    projection.compute_growth().iter().skip(1)
}

/// The effects of one step of growth under a growth ratio and under an elasticity of the same
/// number; `None` if either is undefined.
fn two_readings(ratio: GrowthRatio, growth: f64) -> Option<[f64; 2]> {
    let step = GrowthRate::per_year(growth).ok()?;
    let reason = "the number of the growth ratio";
    let as_ratio = Response::growth_ratio(Estimate::assumed(ratio, reason).ok()?);
    let elasticity = Elasticity::new(ratio.get()).ok()?;
    let as_elasticity = Response::elasticity(Estimate::assumed(elasticity, reason).ok()?);
    Some([
        impact_of(step, &as_ratio).ok()?,
        impact_of(step, &as_elasticity).ok()?,
    ])
}

/// Objects to a growth ratio that diverges from an elasticity, and to steps shorter than a year.
fn growth_ratio(
    projection: &Projection,
    place: &Place,
    ratio: GrowthRatio,
    findings: &mut Vec<Finding>,
) {
    let frequency = projection.scenario().base().frequency();
    // The two diverge the more, the further growth is from zero, so that both ends are enough.
    let fastest = growth(projection).reduce(|a, b| if b.1 > a.1 { b } else { a });
    let slowest = growth(projection).reduce(|a, b| if b.1 < a.1 { b } else { a });
    let gap = |[as_ratio, as_elasticity]: [f64; 2]| {
        (as_ratio - as_elasticity).abs() / as_elasticity.abs()
    };
    // NaN, of no growth or a ratio of zero, is no divergence.
    let widest = [fastest, slowest]
        .into_iter()
        .flatten()
        .filter_map(|(period, growth)| Some((period, growth, two_readings(ratio, growth)?)))
        .filter(|(_, _, readings)| gap(*readings) > DIVERGED)
        .reduce(|a, b| if gap(b.2) > gap(a.2) { b } else { a });
    if let Some((period, compute_growth, [as_growth_ratio, as_elasticity])) = widest {
        let objection = OnResponse::GrowthRatioAtHighGrowth {
            frequency,
            ratio: ratio.get(),
            compute_growth,
            as_growth_ratio,
            as_elasticity,
        };
        findings.push(Finding::warning(place.clone(), objection).in_period(period));
    }
    if frequency.per_year() > 1 {
        findings.push(Finding::warning(
            place.clone(),
            OnResponse::GrowthRatioBySubannualStep { frequency },
        ));
    }
}

/// Objects to growth of compute at a yearly rate outside the observed range of the coefficient.
fn observed(
    projection: &Projection,
    place: &Place,
    outcome: &Outcome,
    findings: &mut Vec<Finding>,
) {
    let Some(observed) = outcome.response().coefficient().observed() else {
        return;
    };
    let frequency = projection.scenario().base().frequency();
    let yearly = |growth: f64| {
        let rate = GrowthRate::new(growth, frequency).and_then(|rate| rate.at(Frequency::Year));
        // A rate that overflows over a year lies outside any range.
        rate.map_or(f64::MAX, GrowthRate::get)
    };
    let outside = growth(projection)
        .map(|(period, growth)| (period, yearly(growth)))
        .find(|(_, growth)| !observed.contains(*growth));
    if let Some((period, value)) = outside {
        let driver = Driver::ComputeGrowth;
        let objection = OnResponse::OutsideObservedRange {
            driver,
            value,
            observed,
        };
        findings.push(Finding::warning(place.clone(), objection).in_period(period));
    }
}

/// Notes that an index drives the outcome.
fn index(projection: &Projection, economy: Economy, findings: &mut Vec<Finding>) {
    let place = economy.key() / Key::Response / Key::Index;
    let is_frozen = *projection.scenario().compute().counterfactual() == Counterfactual::Frozen;
    findings.push(if is_frozen {
        Finding::note(place, OnIndex::IndexDrivesOutcome)
    } else {
        Finding::warning(place, OnIndex::IndexDrivesOutcome)
    });
}

/// Objects to a saturating response to compute below its counterfactual.
fn saturation(
    projection: &Projection,
    economy: Economy,
    outcome: &Outcome,
    findings: &mut Vec<Finding>,
) {
    let (Some(_), Some(other)) = (
        outcome.response().saturation(),
        projection.series(Output::CounterfactualCompute),
    ) else {
        return;
    };
    let paths = projection.effective_compute().iter().zip(other.values());
    let below = paths
        .skip(1)
        .find(|((_, compute), other)| *compute < **other);
    if let Some(((period, compute_flop_per_s), other)) = below {
        let objection = OnResponse::SaturationBelowCounterfactual {
            compute_flop_per_s,
            counterfactual_flop_per_s: *other,
        };
        let place = economy.key() / Key::Response / Key::Saturation;
        findings.push(Finding::warning(place, objection).in_period(period));
    }
}

/// Objects to a contribution that is larger in size than growth itself, whether the economy grows,
/// stands still or shrinks.
fn contribution(
    projection: &Projection,
    economy: Economy,
    paths: &OutcomeSeries<'_>,
    findings: &mut Vec<Finding>,
) {
    let exceeding: Vec<(Period, f64, f64)> = paths
        .growth_impact()
        .iter()
        .zip(paths.growth().values())
        .skip(1)
        .map(|((period, impact), growth)| (period, impact, *growth))
        .filter(|(_, impact, growth)| impact.abs() > growth.abs())
        .collect();
    let Some(&(period, contribution, growth)) = exceeding.first() else {
        return;
    };
    let scenario = projection.scenario();
    let years = scenario.base().years_until(scenario.until());
    // Log growth per year over the horizon.
    let over = |values: &[f64]| libm::log(values[values.len() - 1] / values[0]) / years;
    let (grown, rest) = (over(paths.with().values()), over(paths.without().values()));
    let objection = OnOutcome::ContributionExceedsGrowth {
        contribution,
        growth,
        exceeding: exceeding.len(),
        periods: scenario.periods() as usize,
    };
    let severe = grown - rest > grown.abs() && rest < SHRINKING;
    let severity = if severe {
        super::Severity::Severe
    } else {
        super::Severity::Warning
    };
    findings.push(Finding::new(severity, economy.key(), objection).in_period(period));
}

/// Objects to an added effect that is larger in size than the growth to which it is added.
fn addition(economy: Economy, paths: &OutcomeSeries<'_>, findings: &mut Vec<Finding>) {
    let beyond = paths
        .growth_impact()
        .iter()
        .zip(paths.growth_without().values())
        .skip(1)
        .find(|((_, impact), growth)| impact.abs() > growth.abs());
    if let Some(((period, addition), growth_without)) = beyond {
        let objection = OnOutcome::AdditionExceedsGrowth {
            addition,
            growth_without: *growth_without,
        };
        findings.push(Finding::warning(economy.key(), objection).in_period(period));
    }
}
