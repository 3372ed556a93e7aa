//! Findings on what an outcome makes of compute, along its path.

use super::{Code, Finding, Severity, percent};
use crate::capacity::Counterfactual;
use crate::response::Coefficient;
use crate::scenario::{Outcome, Output};
use crate::{OutcomeSeries, Period, Projection};

/// How far a growth ratio and an elasticity of the same number may part, relative to the latter,
/// before it is remarked on.
const PARTED: f64 = 0.05;

/// How fast everything else may shrink, per year over the horizon, before a contribution that
/// exceeds growth is called a contradiction and not a bad year.
const SHRINKING: f64 = -0.0025;

pub(super) fn check(
    projection: &Projection,
    place: &str,
    outcome: &Outcome,
    paths: &OutcomeSeries<'_>,
    findings: &mut Vec<Finding>,
) {
    let at = format!("{place}.response.coefficient");
    match outcome.response().coefficient() {
        Coefficient::GrowthRatio(ratio) => {
            growth_ratio(projection, &at, ratio.value().get(), findings);
            observed(projection, &at, outcome, findings);
        }
        Coefficient::Elasticity(_) => observed(projection, &at, outcome, findings),
        Coefficient::SemiElasticity(_) => index(projection, place, findings),
    }
    saturation(projection, place, outcome, findings);
    if outcome.baseline().includes() {
        contribution(projection, place, paths, findings);
    } else {
        addition(place, paths, findings);
    }
}

/// Growth of compute in each period after the base.
fn growth(projection: &Projection) -> impl Iterator<Item = (Period, f64)> {
    projection.compute_growth().iter().skip(1)
}

/// Growth of a period at a yearly rate; the largest number there is where it would overflow.
fn yearly(projection: &Projection, growth: f64) -> f64 {
    let per_year = f64::from(projection.scenario().base().frequency().per_year());
    libm::expm1(libm::log1p(growth) * per_year).min(f64::MAX)
}

fn growth_ratio(projection: &Projection, at: &str, ratio: f64, findings: &mut Vec<Finding>) {
    let frequency = projection.scenario().base().frequency();
    let gap = |growth: f64| {
        let as_elasticity = libm::expm1(ratio * libm::log1p(growth));
        (ratio * growth - as_elasticity).abs() / as_elasticity.abs()
    };
    // NaN, of no growth or a ratio of zero, is never the widest.
    let widest = growth(projection)
        .filter(|(_, growth)| gap(*growth) > PARTED)
        .reduce(|widest, next| {
            if gap(next.1) > gap(widest.1) {
                next
            } else {
                widest
            }
        });
    if let Some((period, growth)) = widest {
        let (as_ratio, as_elasticity) = (ratio * growth, libm::expm1(ratio * libm::log1p(growth)));
        findings.push(Finding {
            code: Code::GrowthRatioAtHighGrowth,
            severity: Severity::Warning,
            place: at.to_owned(),
            period: Some(period),
            message: format!(
                "at compute growth of {} a {frequency} the growth ratio {ratio} gives {}, an \
                 elasticity of the same number {}",
                percent(growth),
                percent(as_ratio),
                percent(as_elasticity)
            ),
            numbers: vec![
                ("compute growth", growth),
                ("as growth ratio", as_ratio),
                ("as elasticity", as_elasticity),
            ],
            remedy: "say which was meant, and show both",
        });
    }
    if frequency.per_year() > 1 {
        findings.push(Finding {
            code: Code::GrowthRatioBySubannualStep,
            severity: Severity::Warning,
            place: at.to_owned(),
            period: None,
            message: format!(
                "published growth ratios are between yearly rates; taken {frequency} by \
                 {frequency} the same number gives another year"
            ),
            numbers: vec![("periods per year", f64::from(frequency.per_year()))],
            remedy: "use a yearly scenario, or convert to an elasticity, which is the same by any step",
        });
    }
}

fn observed(projection: &Projection, at: &str, outcome: &Outcome, findings: &mut Vec<Finding>) {
    let Some(observed) = outcome.response().coefficient().observed() else {
        return;
    };
    let outside = growth(projection)
        .map(|(period, growth)| (period, yearly(projection, growth)))
        .find(|(_, growth)| !observed.contains(*growth));
    if let Some((period, growth)) = outside {
        findings.push(Finding {
            code: Code::OutsideObservedRange,
            severity: Severity::Warning,
            place: at.to_owned(),
            period: Some(period),
            message: format!(
                "compute grows {} a year, and the coefficient was observed at {} to {}",
                percent(growth),
                percent(observed.low()),
                percent(observed.high())
            ),
            numbers: vec![
                ("compute growth per year", growth),
                ("observed from", observed.low()),
                ("observed to", observed.high()),
            ],
            remedy: "treat the result as extrapolation",
        });
    }
}

fn index(projection: &Projection, place: &str, findings: &mut Vec<Finding>) {
    let frozen = *projection.scenario().compute().counterfactual() == Counterfactual::Frozen;
    findings.push(Finding {
        code: Code::IndexDrivesOutcome,
        severity: if frozen {
            Severity::Note
        } else {
            Severity::Warning
        },
        place: format!("{place}.response.index"),
        period: None,
        message: "the path of the index drives this outcome, measured against its base score; \
                  neither capacity nor its counterfactual does"
            .to_owned(),
        numbers: Vec::new(),
        remedy: "move the index in step with capacity, or convert to an elasticity at a score",
    });
}

fn saturation(
    projection: &Projection,
    place: &str,
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
    if let Some(((period, compute), other)) = paths.skip(1).find(|((_, e), other)| *e < **other) {
        findings.push(Finding {
            code: Code::SaturationBelowCounterfactual,
            severity: Severity::Warning,
            place: format!("{place}.response.saturation"),
            period: Some(period),
            message: format!(
                "compute is {} below its counterfactual, where a saturating response steepens \
                 without end",
                percent(1.0 - compute / other)
            ),
            numbers: vec![("compute", compute), ("counterfactual", *other)],
            remedy: "leave saturation out for losses of compute",
        });
    }
}

/// An attributed part of growth that is larger than the growth.
fn contribution(
    projection: &Projection,
    place: &str,
    paths: &OutcomeSeries<'_>,
    findings: &mut Vec<Finding>,
) {
    let exceeding: Vec<(Period, f64, f64)> = paths
        .growth_impact()
        .iter()
        .zip(paths.growth().values())
        .skip(1)
        .map(|((period, impact), growth)| (period, impact, *growth))
        .filter(|(_, impact, growth)| *growth > 0.0 && impact > growth)
        .collect();
    let Some(&(period, impact, growth)) = exceeding.first() else {
        return;
    };
    let scenario = projection.scenario();
    let years = f64::from(scenario.periods()) * scenario.base().frequency().years();
    let over = |values: &[f64]| libm::log(values[values.len() - 1] / values[0]) / years;
    let (grown, else_grown) = (over(paths.with().values()), over(paths.without().values()));
    let severe = grown > 0.0 && else_grown < SHRINKING;
    #[allow(clippy::cast_precision_loss)] // At most 1,200 periods.
    let count = exceeding.len() as f64;
    findings.push(Finding {
        code: Code::ContributionExceedsGrowth,
        severity: if severe {
            Severity::Severe
        } else {
            Severity::Warning
        },
        place: place.to_owned(),
        period: Some(period),
        message: format!(
            "compute is said to contribute {:.2} percentage points to growth of {}, which leaves \
             {} for capital, labour and everything else (so in {count} of {} periods)",
            impact * 100.0,
            percent(growth),
            percent(growth - impact),
            scenario.periods()
        ),
        numbers: vec![
            ("contribution", impact),
            ("growth", growth),
            ("left for the rest", growth - impact),
            ("periods", count),
        ],
        remedy: "this holds only if all else shrinks: check the coefficient",
    });
}

/// An added effect that is larger than the growth it is added to.
fn addition(place: &str, paths: &OutcomeSeries<'_>, findings: &mut Vec<Finding>) {
    let beyond = paths
        .growth_impact()
        .iter()
        .zip(paths.growth_without().values())
        .skip(1)
        .find(|((_, impact), growth)| *impact > growth.max(0.0));
    if let Some(((period, impact), growth)) = beyond {
        findings.push(Finding {
            code: Code::AdditionExceedsGrowth,
            severity: Severity::Warning,
            place: place.to_owned(),
            period: Some(period),
            message: format!(
                "compute adds {:.2} percentage points to growth of {} from everything else",
                impact * 100.0,
                percent(*growth)
            ),
            numbers: vec![("addition", impact), ("growth without", *growth)],
            remedy: "more than all else together: check the coefficient",
        });
    }
}
