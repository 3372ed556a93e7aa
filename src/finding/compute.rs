//! Findings on the path of compute: its shares, its counterfactual and its size.

use super::Finding;
use super::benchmark::Benchmark;
use super::objection::OnCompute;
use crate::capacity::{ComputePath, ComputeTiming, Counterfactual, Curve, SharePath};
use crate::evidence::{Estimate, Geography, Timing};
use crate::scenario::{Key, Place};
use crate::{GrowthRate, Period, Precision, Projection, Scope};

/// Change of the log odds of a share in a year above which its definition has likely changed: from
/// 30 % to 54 %. China's share went from 25 % to 30 % in the year to mid-2024.
pub(super) const JUMP_PER_YEAR: f64 = 1.0;
/// Years without new compute beyond which the comparison is a thought experiment.
pub(super) const LONG_FREEZE: f64 = 2.0;
/// Multiple of the observed span for which a share may be extrapolated.
pub(super) const FAR_BEYOND: f64 = 3.0;
/// Part of the impact in the first period by which the two timings may differ.
pub(super) const TIMINGS_APART: f64 = 1e-3;

pub(super) fn check(projection: &Projection, findings: &mut Vec<Finding>) {
    let compute = projection.scenario().compute();
    let base = compute.base().value();
    if base.measure().scope() == Scope::Unstated {
        findings.push(Finding::note(
            Key::Compute / Key::Base,
            OnCompute::UnstatedScope { base },
        ));
    }
    share_path(Key::Compute / Key::Path, compute.path(), findings);
    if let Counterfactual::Path(path) = compute.counterfactual() {
        let place = Key::Compute / Key::Counterfactual / Key::Path;
        share_path(place, path, findings);
    }
    timing(projection, findings);
    horizon(projection, findings);
    world(projection, findings);
}

/// Objects to jumps of the smart share and to a ceiling that its observations cannot identify.
fn share_path(place: Place, path: &ComputePath, findings: &mut Vec<Finding>) {
    let ComputePath::Total {
        smart_share: Some(smart_share),
        ..
    } = path
    else {
        return;
    };
    let place = place / Key::Total / Key::SmartShare;
    jump(&place, smart_share, findings);
    if let (Some(ceiling), 2) = (smart_share.ceiling(), smart_share.observations().len()) {
        let ceiling = ceiling.value().get();
        findings.push(Finding::warning(
            place / Key::Ceiling,
            OnCompute::UnidentifiedCeiling { ceiling },
        ));
    }
}

/// Objects to a share whose log odds `ln(s / (1 - s))` change too fast between two observations.
fn jump(place: &Place, path: &SharePath, findings: &mut Vec<Finding>) {
    let mut dated: Vec<_> = path.observations().iter().collect();
    let Some(first) = dated.first().map(|observation| observation.at()) else {
        return;
    };
    dated.sort_by(|a, b| {
        first
            .years_until(a.at())
            .total_cmp(&first.years_until(b.at()))
    });
    for pair in dated.windows(2) {
        let dates = [pair[0].at(), pair[1].at()];
        let shares = [pair[0], pair[1]].map(|observation| observation.share().value().get());
        let [from, to] = shares;
        let is_inner = shares.iter().all(|share| *share > 0.0 && *share < 1.0);
        let log_odds = |share: f64| libm::log(share / (1.0 - share));
        // A straight path may touch 0 or 1, where log odds are infinite; they move at least four
        // times as fast as the share.
        let change = if is_inner {
            log_odds(to) - log_odds(from)
        } else {
            4.0 * (to - from)
        };
        let log_odds_per_year = change / dates[0].years_until(dates[1]);
        if log_odds_per_year.abs() > JUMP_PER_YEAR {
            let objection = OnCompute::ShareJump {
                shares,
                dates,
                log_odds_per_year,
            };
            findings.push(Finding::warning(place.clone(), objection).in_period(dates[1]));
        }
    }
}

/// Notes the impact of the first period under the other timing: an outcome is a flow over a period,
/// and may respond to compute at the end of the period or to its average.
fn timing(projection: &Projection, findings: &mut Vec<Finding>) {
    let scenario = projection.scenario();
    let compute = scenario.compute();
    let first = projection.gdp().impact().iter().nth(1);
    let growth = projection.compute_growth().iter().nth(1);
    let (Some((period, impact)), Some((_, growth))) = (first, growth) else {
        return;
    };
    // Growth before the base is not known; growth of the first period stands for it.
    let frequency = scenario.base().frequency();
    let growth_before = GrowthRate::new(growth, frequency)
        .and_then(|rate| Estimate::assumed(rate, "as in the first period"));
    let is_average = *compute.timing() != ComputeTiming::End;
    let other = match (is_average, growth_before) {
        (true, _) => ComputeTiming::End,
        (false, Ok(growth_before)) => ComputeTiming::Average { growth_before },
        (false, Err(_)) => return,
    };
    let compute = compute.clone().with_timing(other);
    let other = scenario.edit().plain().compute(compute).build();
    let Ok(other) = other.and_then(|other| other.project()) else {
        return;
    };
    let other_impact = other.gdp().impact().values()[1];
    if (other_impact - impact).abs() > TIMINGS_APART * impact.abs() {
        let objection = OnCompute::FlowOnStock {
            impact,
            other_impact,
            is_average,
        };
        let place = Place::from(Key::Compute);
        findings.push(Finding::note(place, objection).in_period(period));
    }
}

/// Objects to a long frozen counterfactual and to a share extrapolated far beyond its observations.
fn horizon(projection: &Projection, findings: &mut Vec<Finding>) {
    let scenario = projection.scenario();
    let compute = scenario.compute();
    let (base, until) = (scenario.base(), scenario.until());
    let years = base.years_until(until);
    if *compute.counterfactual() == Counterfactual::Frozen && years > LONG_FREEZE {
        let objection = OnCompute::FrozenCounterfactual { years, until };
        findings
            .push(Finding::note(Key::Compute / Key::Counterfactual, objection).in_period(until));
    }
    let (Some(share), ComputePath::Total { smart_share, .. }) =
        (projection.smart_share(), compute.path())
    else {
        return;
    };
    // Every path holds two observations at least.
    let observations = smart_share.iter().flat_map(SharePath::observations);
    let dates = observations.map(|observation| base.years_until(observation.at()));
    let (first, last) = dates.fold((f64::INFINITY, f64::NEG_INFINITY), |(first, last), date| {
        (first.min(date), last.max(date))
    });
    let (observed_years, years_beyond) = (last - first, years - last);
    certain_trend(
        smart_share.as_ref(),
        years_beyond,
        share.last(),
        until,
        findings,
    );
    if years_beyond > FAR_BEYOND * observed_years {
        let objection = OnCompute::ShareExtrapolated {
            observed_years,
            years_beyond,
            last_share: share.last(),
        };
        let place = Key::Compute / Key::Path / Key::Total / Key::SmartShare;
        findings.push(Finding::warning(place, objection).in_period(until));
    }
}

/// Notes a trend without a deviation past observations that are uncertain.
fn certain_trend(
    path: Option<&SharePath>,
    years_beyond: f64,
    last_share: f64,
    until: Period,
    findings: &mut Vec<Finding>,
) {
    let Some(path) = path else { return };
    let is_logistic = path.curve() == Curve::Logistic;
    let is_uncertain = path
        .observations()
        .iter()
        .any(|observation| !observation.share().is_certain());
    if is_logistic && is_uncertain && path.deviation().is_none() && years_beyond > 0.0 {
        let objection = OnCompute::CertainTrend {
            years_beyond,
            last_share,
        };
        let place = Key::Compute / Key::Path / Key::Total / Key::SmartShare;
        findings.push(Finding::note(place, objection).in_period(until));
    }
}

/// Objects to a total beyond that of the world, extrapolated in a straight line:
/// `W(t) = W_1 + (W_1 - W_0) / (t_1 - t_0) (t - t_1)`, with `W_0` and `W_1` the last two published
/// totals. No source projects the world as far as a scenario may go; a straight line is the least
/// that a growing series does, and an exponential one would let any total pass.
fn world(projection: &Projection, findings: &mut Vec<Finding>) {
    let base = projection.scenario().compute().base();
    let meaning = base.meaning();
    // The world's totals are in FP32; a scenario of the world is its own measure.
    if base.value().measure().precision() != Precision::Fp32
        || meaning.geography() == Some(Geography::World)
    {
        return;
    }
    let [earlier, latest] = [Benchmark::EarlierWorld, Benchmark::LatestWorld];
    let date = |benchmark: Benchmark| benchmark.entry().meaning().timing().and_then(Timing::end);
    let (Some(before), Some(after)) = (date(earlier), date(latest)) else {
        return;
    };
    let [from, to] = [earlier.number(), latest.number()];
    let added_per_year = (to - from) / before.years_until(after);
    let carried_on = |years: f64| to + added_per_year * years.max(0.0);
    let worst = projection
        .total_compute()
        .iter()
        .map(|(period, total)| (period, total, carried_on(after.years_until(period))))
        .filter(|(_, total, world)| total > world)
        .max_by(|(_, total, world), (_, other, others)| {
            (total / world).total_cmp(&(other / others))
        });
    if let Some((period, total_flop_per_s, carried_on_flop_per_s)) = worst {
        let objection = OnCompute::OutOfProportionWithWorld {
            total_flop_per_s,
            world_flop_per_s: to,
            carried_on_flop_per_s,
        };
        findings.push(Finding::warning(Key::Compute / Key::Path, objection).in_period(period));
    }
}
