//! Findings that need the projected paths.

use super::{Code, Finding, Severity, outcome, pair, percent};
use crate::capacity::{ComputePath, Counterfactual};
use crate::scenario::Output;
use crate::uncertainty::Uncertainty;
use crate::{MultiplierOf, Projection};

/// The most that an economy has been seen to invest in ICT equipment, as a share of GDP: China in
/// 2002 (Liang, Wu & Fukao, IDE Discussion Paper 833).
const ICT_INVESTMENT_PEAK: f64 = 0.027;
/// So many times GDP, or more: of an economy that has all but vanished.
const MANY: f64 = 1e12;

/// Years without new compute that are a thought experiment and no longer a comparison.
const LONG_FREEZE: f64 = 2.0;

/// How many times as long as it was seen a share may be carried on.
const FAR_BEYOND: f64 = 3.0;

pub(super) fn check(projection: &Projection, findings: &mut Vec<Finding>) {
    let scenario = projection.scenario();
    outcome::check(
        projection,
        "gdp",
        scenario.gdp(),
        &projection.gdp(),
        findings,
    );
    if let (Some(digital), Some(paths)) = (scenario.digital(), projection.digital()) {
        outcome::check(projection, "digital", digital, &paths, findings);
        pair::check(projection, findings);
    }
    outlay(projection, findings);
    horizon(projection, findings);
    spread(projection, findings);
}

fn outlay(projection: &Projection, findings: &mut Vec<Finding>) {
    let Some(outlay) = projection.series(Output::Outlay) else {
        return;
    };
    let gdp = projection.gdp().with().values();
    let parts = outlay
        .iter()
        .zip(gdp)
        .map(|((period, outlay), gdp)| (period, (outlay / gdp).min(MANY)));
    if let Some((period, part)) = parts.skip(1).find(|(_, part)| *part > ICT_INVESTMENT_PEAK) {
        findings.push(Finding {
            code: Code::ImplausibleOutlay,
            severity: Severity::Warning,
            place: "investment.outlay".to_owned(),
            period: Some(period),
            message: format!(
                "the outlay is {} of GDP; all of China's ICT equipment investment peaked at {}",
                percent(part),
                percent(ICT_INVESTMENT_PEAK)
            ),
            numbers: vec![("outlay as a share of GDP", part), ("peak", ICT_INVESTMENT_PEAK)],
            remedy: "check the unit (亿 is 10^8, 万亿 10^12), and whether a total is spread by year",
        });
    }
    let periods = projection.gdp().with().iter().skip(1);
    let first = periods
        .map(|(period, _)| period)
        .find_map(|period| projection.reconciliation(period).ok()?);
    if let Some(both) = first {
        let size = match both.multiplier_of() {
            MultiplierOf::ValueAdded => "adds",
            _ => "gives output as large as",
        };
        findings.push(Finding {
            code: Code::OverlappingRoutes,
            severity: Severity::Note,
            place: "investment".to_owned(),
            period: Some(both.period()),
            message: format!(
                "the multiplier {size} {} of GDP and the response adds {}; they overlap",
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

/// How far the comparison and the share are carried.
fn horizon(projection: &Projection, findings: &mut Vec<Finding>) {
    let scenario = projection.scenario();
    let compute = scenario.compute();
    let (base, until) = (scenario.base(), scenario.until());
    let years = base.years_until(until);
    if *compute.counterfactual() == Counterfactual::Frozen && years > LONG_FREEZE {
        findings.push(Finding {
            code: Code::FrozenCounterfactual,
            severity: Severity::Note,
            place: "compute.counterfactual".to_owned(),
            period: Some(until),
            message: format!(
                "by {until} the impact compares with {years:.0} years in which compute stays at its base, what retires being replaced for nothing"
            ),
            numbers: vec![("years", years)],
            remedy: "say so when quoting it, or compare with a trend",
        });
    }
    let ComputePath::Total { smart_share, .. } = compute.path() else {
        return;
    };
    // Every path holds two observations at least.
    let dates = smart_share
        .observations()
        .iter()
        .map(|observation| base.years_until(observation.at()));
    let (first, last) = dates.fold((f64::INFINITY, f64::NEG_INFINITY), |(first, last), date| {
        (first.min(date), last.max(date))
    });
    if years - last > FAR_BEYOND * (last - first) {
        findings.push(Finding {
            code: Code::ShareExtrapolated,
            severity: Severity::Warning,
            place: "compute.path.total.smart-share".to_owned(),
            period: Some(until),
            message: format!(
                "shares seen over {:.1} years are carried on for {:.1} years, to {}",
                last - first,
                years - last,
                percent(projection.smart_share().last())
            ),
            numbers: vec![("observed years", last - first), ("years beyond", years - last)],
            remedy: "show it as one of several paths: a ceiling bends it, and none is identified yet",
        });
    }
}

/// A projection shows central values only.
fn spread(projection: &Projection, findings: &mut Vec<Finding>) {
    let uncertain: Vec<&str> = projection
        .scenario()
        .inputs()
        .iter()
        .filter(|input| {
            input
                .uncertainty()
                .is_some_and(|u: &Uncertainty| !u.is_certain())
        })
        .map(|input| input.place().as_str())
        .collect();
    if !uncertain.is_empty() {
        #[allow(clippy::cast_precision_loss)] // A scenario holds a few thousand inputs at most.
        let count = uncertain.len() as f64;
        findings.push(Finding {
            code: Code::SpreadNotShown,
            severity: Severity::Note,
            place: "inputs".to_owned(),
            period: None,
            message: format!(
                "uncertain, and shown at the central value: {}",
                uncertain.join(", ")
            ),
            numbers: vec![("inputs", count)],
            remedy: "say that the projection is one path of many",
        });
    }
}
