//! Findings that need the projected paths.

use super::{Code, Finding, Severity, percent};
use crate::response::{Coefficient, Coherence, PairCoherence};
use crate::scenario::{Outcome, Output};
use crate::{OutcomeSeries, Period, Projection, Series};

/// Growth per year above which a growth ratio and an elasticity of the same number part by more
/// than a twentieth: at 12 %, 0.2 as a ratio gives 2.40 % and as an elasticity 2.29 %.
const HIGH_GROWTH: f64 = 0.12;

pub(super) fn check(projection: &Projection, findings: &mut Vec<Finding>) {
    let scenario = projection.scenario();
    outcome(
        projection,
        "gdp",
        scenario.gdp(),
        &projection.gdp(),
        findings,
    );
    if let (Some(outcome_in), Some(paths)) = (scenario.digital(), projection.digital()) {
        outcome(projection, "digital", outcome_in, &paths, findings);
        pair(projection, findings);
    }
    outlay(projection, findings);
}

fn outcome(
    projection: &Projection,
    place: &str,
    outcome: &Outcome,
    paths: &OutcomeSeries<'_>,
    findings: &mut Vec<Finding>,
) {
    let response = format!("{place}.response.coefficient");
    let coefficient = outcome.response().coefficient();
    let frequency = projection.scenario().base().frequency();
    let per_year = f64::from(frequency.per_year());

    // The highest growth of compute that the coefficient meets, per year.
    let fastest = projection
        .compute_growth()
        .iter()
        .skip(1)
        .map(|(period, growth)| (period, yearly(growth, per_year)))
        .reduce(|fastest, next| if next.1 > fastest.1 { next } else { fastest });
    if let (Coefficient::GrowthRatio(ratio), Some((period, growth))) = (coefficient, fastest)
        && growth >= HIGH_GROWTH
    {
        let ratio = ratio.value().get();
        let (as_ratio, as_elasticity) = (ratio * growth, libm::expm1(ratio * libm::log1p(growth)));
        findings.push(Finding {
            code: Code::GrowthRatioAtHighGrowth,
            severity: Severity::Warning,
            place: response.clone(),
            period: Some(period),
            message: format!(
                "at {} compute growth a year the growth ratio {ratio} gives {}, an elasticity of \
                 the same number {}",
                percent(growth),
                percent(as_ratio),
                percent(as_elasticity)
            ),
            numbers: vec![
                ("compute growth per year", growth),
                ("as growth ratio", as_ratio),
                ("as elasticity", as_elasticity),
            ],
            remedy: "say which was meant, and show both",
        });
    }
    if let Some(observed) = coefficient.observed()
        && !matches!(coefficient, Coefficient::SemiElasticity(_))
    {
        let outside = projection
            .compute_growth()
            .iter()
            .skip(1)
            .map(|(period, growth)| (period, yearly(growth, per_year)))
            .find(|(_, growth)| !observed.contains(*growth));
        if let Some((period, growth)) = outside {
            findings.push(Finding {
                code: Code::OutsideObservedRange,
                severity: Severity::Warning,
                place: response.clone(),
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

    let exceeding: Vec<(Period, f64, f64)> = paths
        .growth_impact()
        .iter()
        .zip(paths.growth().values())
        .skip(1)
        .map(|((period, impact), growth)| (period, impact, *growth))
        .filter(|(_, impact, growth)| *impact > 0.0 && impact > growth)
        .collect();
    if let Some(&(period, impact, growth)) = exceeding.first() {
        #[allow(clippy::cast_precision_loss)] // At most 1,200 periods.
        let count = exceeding.len() as f64;
        findings.push(Finding {
            code: Code::ContributionExceedsGrowth,
            severity: Severity::Severe,
            place: place.to_owned(),
            period: Some(period),
            message: format!(
                "compute is said to contribute {:.2} percentage points of growth, more than all the \
                 growth there is, {} (so in {count} of {} periods)",
                impact * 100.0,
                percent(growth),
                projection.scenario().periods()
            ),
            numbers: vec![
                ("contribution", impact),
                ("growth", growth),
                ("periods", count),
            ],
            remedy: "the coefficient cannot hold here: use a smaller one",
        });
    }
}

/// Growth of a period at a yearly rate; the largest number there is where it would overflow.
fn yearly(growth: f64, per_year: f64) -> f64 {
    libm::expm1(libm::log1p(growth) * per_year).min(f64::MAX)
}

fn pair(projection: &Projection, findings: &mut Vec<Finding>) {
    let scenario = projection.scenario();
    let (Some(digital), Some(share)) =
        (scenario.digital(), projection.series(Output::DigitalShare))
    else {
        return;
    };
    if let Some((period, share)) = share.iter().find(|(_, share)| *share >= 1.0) {
        findings.push(Finding {
            code: Code::DigitalExceedsGdp,
            severity: Severity::Severe,
            place: "digital".to_owned(),
            period: Some(period),
            message: format!("the digital economy is {} of GDP", percent(share)),
            numbers: vec![("digital share", share)],
            remedy: "use `coherence = \"coherent\"` or lower growth of the digital economy",
        });
    }
    if let Some((period, share)) = share
        .iter()
        .find(|(_, share)| !(0.05..=0.70).contains(share))
    {
        findings.push(Finding {
            code: Code::ImplausibleDigitalShare,
            severity: Severity::Warning,
            place: "digital".to_owned(),
            period: Some(period),
            message: format!(
                "the digital economy is {} of GDP; published definitions run from 7.8 % (NBS \
                 core, 2020) to 42.8 % (CAICT, 2023)",
                percent(share)
            ),
            numbers: vec![("digital share", share)],
            remedy: "check the unit (亿 is 10^8, 万亿 10^12) and the definition",
        });
    }
    if let Some(pair) = projection.pair_coherence() {
        let numbers = [scenario.gdp(), digital].map(|o| o.response().coefficient().number());
        incoherent(&pair, numbers, share, findings);
    }
    findings.push(Finding {
        code: Code::DigitalInsideGdp,
        severity: Severity::Note,
        place: "digital".to_owned(),
        period: None,
        message: "the digital economy's effect is part of GDP's".to_owned(),
        numbers: Vec::new(),
        remedy: "quote one or the other, never their sum",
    });
}

fn incoherent(
    pair: &PairCoherence,
    [gdp, digital]: [f64; 2],
    share: Series<'_>,
    findings: &mut Vec<Finding>,
) {
    let losing = pair
        .rest_coefficients()
        .iter()
        .zip(share.values())
        .find(|((_, rest), _)| rest.is_some_and(|rest| rest < 0.0));
    let (Some(((period, Some(rest)), share)), Some(breach)) = (losing, pair.breach_share()) else {
        return;
    };
    findings.push(Finding {
        code: Code::IncoherentPair,
        severity: Severity::Warning,
        place: "digital.response".to_owned(),
        period: Some(*period),
        message: format!(
            "with the digital economy at {} of GDP, coefficients of {gdp} and {digital} leave \
             {rest:.3} for the rest, which loses from a share of {breach} on",
            percent(*share)
        ),
        numbers: vec![
            ("digital share", *share),
            ("breach share", breach.get()),
            ("coefficient of the rest", *rest),
        ],
        remedy: match pair.mode() {
            Coherence::AsPublished => "use `coherence = \"coherent\"`",
            Coherence::Coherent => {
                "lower the digital coefficient: the pair is impossible from the start"
            }
        },
    });
}

fn outlay(projection: &Projection, findings: &mut Vec<Finding>) {
    let Some(outlay) = projection.series(Output::Outlay) else {
        return;
    };
    let gdp = projection.gdp().with().values();
    let parts = outlay
        .iter()
        .zip(gdp)
        .map(|((period, outlay), gdp)| (period, outlay / gdp));
    if let Some((period, part)) = parts.skip(1).find(|(_, part)| *part > 0.10) {
        findings.push(Finding {
            code: Code::ImplausibleOutlay,
            severity: Severity::Warning,
            place: "investment.outlay".to_owned(),
            period: Some(period),
            message: format!("the outlay is {} of GDP in one period", percent(part)),
            numbers: vec![("outlay as a share of GDP", part)],
            remedy: "check the unit (亿 is 10^8, 万亿 10^12), and whether a total is spread by year",
        });
    }
    let reconciled = projection
        .gdp()
        .with()
        .iter()
        .nth(1)
        .and_then(|(period, _)| projection.reconciliation(period).ok().flatten());
    if let Some(both) = reconciled {
        findings.push(Finding {
            code: Code::OverlappingRoutes,
            severity: Severity::Note,
            place: "investment".to_owned(),
            period: Some(both.period()),
            message: format!(
                "the multiplier gives {} of GDP and the response {}; they overlap",
                percent(both.multiplier_fraction()),
                percent(both.response_fraction())
            ),
            numbers: vec![
                ("multiplier", both.multiplier_fraction()),
                ("response", both.response_fraction()),
            ],
            remedy: "quote one or the other, never their sum",
        });
    }
}
