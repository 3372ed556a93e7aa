//! Random scenarios for property tests with `proptest`.
//!
//! | function | values |
//! |---|---|
//! | [`scenario`] | compute on a growth path, one or two economies, and an outlay; all inputs are certain |
//! | [`full_scenario`] | also build-outs, stocks, policies, chains, uncertainty, noise, correlations and alternatives |
//! | [`response`], [`lag`], [`share_path`] | parts of these scenarios |
//!
//! Every scenario is valid and can be projected: its numbers are typical of forecasts, and shares,
//! targets and pairs are chosen so that nothing leaves its range.
//!
//! # Examples
//!
//! ```
//! use compute_impact::testing::scenario::scenario;
//! use proptest::prelude::*;
//!
//! proptest!(ProptestConfig::with_cases(16), |(scenario in scenario())| {
//!     let projection = scenario.project()?;
//!     let share = projection.smart_share().ok_or(TestCaseError::fail("no segments"))?;
//!     prop_assert!(share.values().iter().all(|s| (0.0..=1.0).contains(s)));
//! });
//! ```

mod built;
mod channel;
mod full;
mod market;
mod overlay;
mod policy;
mod response;
mod stock;
mod uncertain;

use std::ops::RangeInclusive;

pub use full::full_scenario;
pub use response::{lag, response, with_coefficient};

use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::{
    Capacity, Error, Factor, Frequency, GrowthRate, Interval, LogOdds, Money, Multiplier,
    MultiplierOf, Period, Quantity, Scenario, Scope, Share, Years,
    capacity::{
        Composition, ComputePath, Counterfactual, Curve, DeviationByDate, Growth, Segment,
        SegmentUse, ShareObservation, SharePath,
    },
    evidence::{Confidence, Estimate, EvidenceKind, Geography, Meaning, Prices, Revision, Source},
    investment::{Investment, Outlay},
    response::{Coefficient, Coherence},
    scenario::{Baseline, Compute, Outcome},
    testing::{built, quantity::typical},
};

/// A few sources of different kinds; random words would only slow the tests down.
fn sources() -> impl Strategy<Value = Source> {
    let published = |kind, confidence| Source::new("an institute", "a paper", kind, confidence);
    let statistic = published(EvidenceKind::OfficialStatistic, Confidence::High);
    let all = [
        Source::assumption("for a test"),
        statistic.clone(),
        Period::year(2024).and_then(|year| statistic?.with_date(year).with_locator("table 3")),
        published(EvidenceKind::PolicyTarget, Confidence::Medium),
        published(EvidenceKind::RatioOfGrowthRates, Confidence::High),
        published(EvidenceKind::PressReport, Confidence::Low),
    ];
    select(all.into_iter().flatten().collect::<Vec<_>>())
}

/// A few facts that are allowed at every place of a scenario.
fn facts() -> impl Strategy<Value = Meaning> {
    let all = [
        Meaning::default().with(Geography::Nation),
        Meaning::default().with(Prices::Nominal),
        Meaning::default().with(Prices::Real),
        Meaning::default().with(Scope::InUse),
        Meaning::default().with(Scope::Installed),
        Meaning::default().with(Revision::FifthCensus),
    ];
    select(all.into_iter().flatten().collect::<Vec<_>>())
}

fn estimated<Q: Quantity>(value: impl Strategy<Value = Q>) -> impl Strategy<Value = Estimate<Q>> {
    let observed = option::weighted(0.1, any::<Interval>());
    let facts = option::weighted(0.2, facts());
    (value, sources(), observed, facts).prop_map(|(value, source, observed, facts)| {
        let plain = Estimate::new(value, source);
        // Facts that contradict the quantity are left out.
        let stated = facts.and_then(|facts| plain.clone().with_meaning(facts).ok());
        let estimate = stated.unwrap_or(plain);
        // Every range of `interval` has two ends, so none is refused.
        observed
            .and_then(|range| estimate.clone().observed_in(range).ok())
            .unwrap_or(estimate)
    })
}

/// A base period and the number of periods that follow: up to twelve years, quarters or months, or
/// up to six whole years of quarters and three of months.
fn span() -> impl Strategy<Value = (Period, u32)> {
    built(
        (
            2015..=2025,
            1..=12,
            any::<Frequency>(),
            1_u32..=12,
            any::<bool>(),
        ),
        |(year, part, frequency, count, whole_years)| {
            Ok(match frequency {
                Frequency::Year => (Period::year(year)?, count),
                Frequency::Quarter => {
                    let years = 4 * count.div_ceil(2);
                    let base = Period::quarter(year, (part + 2) / 3)?;
                    (base, if whole_years { years } else { count })
                }
                Frequency::Month => {
                    let years = 12 * count.div_ceil(4);
                    let base = Period::month(year, part)?;
                    (base, if whole_years { years } else { count })
                }
            })
        },
    )
}

/// Returns the month that ends with `base`, and the number of months in the periods after it.
fn months(base: Period, periods: u32) -> Result<(Period, u32), Error> {
    let mut month = Period::month(base.calendar_year(), 1)?;
    while base.ends_after(month) {
        month = month.plus(1)?;
    }
    Ok((month, periods * u32::from(12 / base.frequency().per_year())))
}

fn rate(base: Period, yearly: RangeInclusive<f64>) -> impl Strategy<Value = Estimate<GrowthRate>> {
    estimated(built(yearly, move |yearly| {
        GrowthRate::per_year(yearly)?.at(base.frequency())
    }))
}

/// The periods with which a target may be dated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dates {
    /// Months, in scenarios of any frequency: for a stock.
    Months,
    /// Periods of the scenario: for a flow.
    Own,
}

/// Growth from a level, in each of the three forms; `yearly` bounds the rates, including the
/// constant rate to a target. Targets are dated with months, which a stock allows.
fn growth<Q: Quantity + 'static>(
    from: Q,
    span: (Period, u32),
    yearly: RangeInclusive<f64>,
) -> BoxedStrategy<Growth<Q>> {
    dated_growth(from, span, yearly, Dates::Months)
}

fn dated_growth<Q: Quantity + 'static>(
    from: Q,
    (base, periods): (Period, u32),
    yearly: RangeInclusive<f64>,
    dates: Dates,
) -> BoxedStrategy<Growth<Q>> {
    let rate = || rate(base, yearly.clone());
    let listed = (vec(rate(), 0..=periods as usize), rate(), any::<bool>());
    let by_period = listed.prop_map(move |(rates, then, optional)| {
        let short = rates.len() < periods as usize;
        let then = (short || optional).then_some(then);
        Growth::ByPeriod { rates, then }
    });
    let per_year = u32::from(base.frequency().per_year());
    let (reach, counted) = match dates {
        Dates::Months => (12 * periods / per_year + 12, 12),
        Dates::Own => (periods + per_year, per_year),
    };
    let target = built(
        (1..=reach, yearly.clone(), sources(), rate()),
        move |(after, steady, source, then)| {
            let years = f64::from(after) / f64::from(counted);
            let level = from.with_number(from.number() * libm::pow(1.0 + steady, years))?;
            let start = match dates {
                Dates::Months => months(base, periods)?.0,
                Dates::Own => base,
            };
            let at = start.plus(after)?;
            let (level, then) = (Estimate::new(level, source), Some(then));
            Ok(Growth::ToTarget { level, at, then })
        },
    );
    prop_oneof![
        rate().prop_map(Growth::Constant).boxed(),
        by_period.boxed(),
        target.boxed()
    ]
    .boxed()
}

/// Paths of the smart share that stay within `[0, 1]` over the periods.
pub fn share_path((base, periods): (Period, u32)) -> BoxedStrategy<SharePath> {
    let observed = |at, share| -> Result<_, Error> {
        let share = Estimate::new(Share::new(share)?, Source::assumption("for a test")?);
        Ok(ShareObservation::new(at, share))
    };
    let steps = vec((3_u32..=30, -0.8..=0.8_f64), 1..=3);
    let start = (0_u32..=48, 0.1..=0.6_f64, option::of(0.96..=0.99_f64));
    let deviation = option::weighted(0.3, (-0.1..=0.1_f64, 0.5..=5.0_f64));
    let parts = (start, steps, deviation);
    let logistic = built(
        parts,
        move |((offset, share, ceiling), steps, deviation)| {
            let mut at = Period::month(base.calendar_year() - 3, 1)?.plus(offset)?;
            let mut log_odds = libm::log(share / (1.0 - share));
            let mut observations = vec![observed(at, share)?];
            for (gap, step) in steps {
                at = at.plus(gap)?;
                // At most so much a year, and no more in a longer gap.
                log_odds += step * f64::from(gap.min(12)) / 12.0;
                observations.push(observed(at, 1.0 / (1.0 + libm::exp(-log_odds)))?);
            }
            let mut path = SharePath::through(observations)?;
            if let Some(ceiling) = ceiling {
                path = path.with_ceiling(Estimate::assumed(Share::new(ceiling)?, "for a test")?)?;
            }
            if let Some((log_odds, reach)) = deviation {
                let log_odds = Estimate::assumed(LogOdds::new(log_odds)?, "for a test")?;
                let centre = f64::from(base.calendar_year());
                let stated = DeviationByDate::of_line(log_odds, centre, Years::new(reach)?)?;
                path = path.with_deviation(stated.into())?;
            }
            Ok(path)
        },
    );
    let linear = built((0.1..=0.9_f64, -0.2..=0.2_f64), move |(from, slope)| {
        let (month, length) = months(base, periods)?;
        let to = (from + slope * f64::from(length) / 12.0).clamp(0.05, 0.95);
        SharePath::through(vec![
            observed(month, from)?,
            observed(month.plus(length)?, to)?,
        ])?
        .with_curve(Curve::Linear)
    });
    prop_oneof![2 => logistic.boxed(), 1 => linear.boxed()].boxed()
}

/// Paths of compute from a base capacity: a total with a smart share, or two or three segments.
fn compute_path(from: Capacity, span: (Period, u32)) -> BoxedStrategy<ComputePath> {
    let yearly = -0.3..=0.7;
    let part = estimated(built(0.0..=0.3, Share::new));
    let total = (
        growth(from, span, yearly.clone()),
        share_path(span),
        option::of(part),
    )
        .prop_map(
            |(growth, smart_share, supercomputing_part)| ComputePath::Total {
                growth,
                smart_share: Some(smart_share),
                supercomputing_part,
            },
        );
    let mix = built(
        (0.1..=0.8_f64, option::of(0.01..=0.6_f64)),
        |(smart, of_rest)| {
            let supercomputing = of_rest.unwrap_or(0.0) * (1.0 - smart);
            let general = Share::new(1.0 - smart - supercomputing)?;
            Composition::new(general, Share::new(smart)?, Share::new(supercomputing)?)
        },
    );
    let segments = (mix, sources()).prop_flat_map(move |(mix, source)| {
        let segment = |segment: Segment| {
            let level = from.as_flop_per_s() * mix.share(segment).get();
            let level = Capacity::new(level, from.measure()).unwrap_or(from);
            growth(level, span, yearly.clone())
        };
        let three = mix.share(Segment::Supercomputing).get() > 0.0;
        (
            segment(Segment::General),
            segment(Segment::Smart),
            segment(Segment::Supercomputing),
        )
            .prop_map(
                move |(general, smart, supercomputing)| ComputePath::Segments {
                    mix,
                    mix_source: source.clone(),
                    general,
                    smart,
                    supercomputing: three.then_some(supercomputing),
                },
            )
    });
    prop_oneof![total.boxed(), segments.boxed()].boxed()
}

/// Compute with any path, counterfactual and use of the segments.
fn compute(span: (Period, u32)) -> BoxedStrategy<Compute> {
    let uses = || {
        let utilisation = option::of(estimated(built(0.15..=1.0, Share::new)));
        let productivity = option::of(estimated(built(0.8..=1.25, Factor::new)));
        (utilisation, productivity).prop_map(|(utilisation, productivity)| {
            let mut of = SegmentUse::default();
            if let Some(utilisation) = utilisation {
                of = of.with_utilisation(utilisation);
            }
            if let Some(productivity) = productivity {
                of = of.with_productivity(productivity);
            }
            of
        })
    };
    let uses = option::of([uses(), uses(), uses()]);
    (estimated(typical::<Capacity>()), uses)
        .prop_flat_map(move |(base, uses)| {
            let path = || compute_path(base.value(), span);
            let counterfactual = prop_oneof![
                Just(Counterfactual::Frozen).boxed(),
                rate(span.0, -0.1..=0.5)
                    .prop_map(Counterfactual::Trend)
                    .boxed(),
                path()
                    .prop_map(|path| Counterfactual::Path(path.into()))
                    .boxed(),
            ];
            (path(), counterfactual).prop_map(move |(path, counterfactual)| {
                let compute = Compute::new(base.clone(), path, counterfactual);
                let uses = Segment::ALL
                    .into_iter()
                    .zip(uses.clone().into_iter().flatten());
                uses.fold(compute, |compute, (segment, of)| {
                    compute.with_use(segment, of)
                })
            })
        })
        .boxed()
}

/// An economy of the size `base`, whose growth includes compute or excludes it.
fn outcome(
    base: Money,
    span: (Period, u32),
    yearly: RangeInclusive<f64>,
) -> BoxedStrategy<Outcome> {
    // Money is a flow: its target is that of a period of the scenario.
    let growth = dated_growth(base, span, yearly, Dates::Own);
    let all = (
        estimated(Just(base)),
        growth,
        any::<bool>(),
        response(span.0),
    );
    all.prop_map(|(base, growth, includes, response)| {
        let baseline = if includes {
            Baseline::Includes(growth)
        } else {
            Baseline::Excludes(growth)
        };
        Outcome::new(base, baseline, response)
    })
    .boxed()
}

/// Scenarios of every shape: both baselines, both coherence modes, with and without a digital
/// economy and an outlay.
pub fn scenario() -> BoxedStrategy<Scenario> {
    (span(), typical::<Money>(), 0.1..=0.3_f64)
        .prop_flat_map(|(span, gdp, part)| {
            // A part of a hundredth to a third of a valid amount is valid.
            let of_gdp = move |part: f64| gdp.times(part).unwrap_or(gdp);
            let outlays = prop_oneof![
                estimated((0.0..=0.02).prop_map(of_gdp)).prop_map(Outlay::PerPeriod),
                vec(estimated((0.0..=0.02).prop_map(of_gdp)), span.1 as usize)
                    .prop_map(Outlay::ByPeriod),
            ];
            let of = select(vec![
                MultiplierOf::GrossOutput,
                MultiplierOf::ValueAdded,
                MultiplierOf::Unstated,
            ]);
            let multiplier = built((0.5..=4.0, of), |(ratio, of)| Multiplier::new(ratio, of));
            let investment = (outlays, estimated(multiplier))
                .prop_map(|(outlay, multiplier)| Investment::new(outlay, multiplier));
            built(
                (
                    compute(span),
                    outcome(gdp, span, -0.01..=0.06),
                    outcome(of_gdp(part), span, -0.01..=0.08),
                    option::of(investment),
                    0..3,
                ),
                move |(compute, gdp, digital, investment, pair)| {
                    let until = span.0.plus(span.1)?;
                    let mut builder = Scenario::builder("random", span.0, until).compute(compute);
                    if let Some(investment) = investment {
                        builder = builder.investment(investment);
                    }
                    builder = match pair {
                        0 => builder,
                        1 => builder.digital(digital),
                        _ => {
                            let number = digital.response().coefficient().number();
                            let small = match gdp.response().coefficient() {
                                Coefficient::SemiElasticity(_) => number.clamp(-0.001, 0.003),
                                _ => number,
                            };
                            let response = with_coefficient(gdp.response(), small)?;
                            let growth = digital.baseline().growth().clone();
                            let baseline = match gdp.baseline() {
                                Baseline::Includes(_) => Baseline::Includes(growth),
                                Baseline::Excludes(_) => Baseline::Excludes(growth),
                            };
                            let digital = Outcome::new(digital.base().clone(), baseline, response);
                            builder.digital(digital).coherence(Coherence::Coherent)
                        }
                    };
                    builder.gdp(gdp).build()
                },
            )
        })
        .prop_filter("leaves its range", |scenario| scenario.project().is_ok())
        .boxed()
}
