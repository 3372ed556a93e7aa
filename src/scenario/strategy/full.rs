//! Scenarios with every part that a scenario may have.

use proptest::{collection::vec, option, prelude::*};

use super::{
    built, compute_path, estimated, investment, outcome, policies, rate, segment_stock, sources,
    span, uncertain::spread, with_coefficient,
};
use crate::{
    Capacity, Elasticity, Error, Factor, GrowthRate, GrowthRatio, Money, Period, Scenario,
    SemiElasticity, Share,
    capacity::{
        Composition, ComputePath, Counterfactual, Outlay, Segment, SegmentStock, SegmentUse,
    },
    evidence::{Estimate, Source},
    investment::Investment,
    response::{Coefficient, Coherence, Response},
    scenario::{
        Alternative, Baseline, Compute, Noise, Outcome, Policy, RankCorrelation, ScenarioBuilder,
    },
    strategy::{capacity, money},
    uncertainty::{LogNormal, Normal, Uncertainty},
};

/// Compute that is built by money: up to half of the base a period, on each segment or on some.
fn build_out(money: Money, (_, periods): (Period, u32)) -> BoxedStrategy<ComputePath> {
    let amount = move || spread(built(0.0..=0.02, move |part| money.times(part)));
    let outlay = move || {
        prop_oneof![
            amount().prop_map(Outlay::PerPeriod),
            vec(amount(), periods as usize).prop_map(Outlay::ByPeriod),
        ]
    };
    let mix = built(
        (0.1..=0.6_f64, option::of(0.02..=0.2_f64)),
        |(smart, supercomputing)| {
            let supercomputing = supercomputing.unwrap_or(0.0);
            let general = Share::new(1.0 - smart - supercomputing)?;
            Composition::new(general, Share::new(smart)?, Share::new(supercomputing)?)
        },
    );
    let outlays = [
        option::of(outlay()),
        option::of(outlay()),
        option::of(outlay()),
    ];
    (mix, sources(), outlays)
        .prop_map(|(mix, mix_source, [general, smart, supercomputing])| {
            let is_there = mix.share(Segment::Supercomputing).get() > 0.0;
            ComputePath::BuildOut {
                mix,
                mix_source,
                general,
                smart,
                supercomputing: supercomputing.filter(|_| is_there),
            }
        })
        .boxed()
}

/// The segments of a path, and those of them that money is spent on.
fn segments(path: &ComputePath) -> (Vec<Segment>, Vec<Segment>) {
    let (has_supercomputing, outlays) = match path {
        ComputePath::Total {
            supercomputing_part,
            ..
        } => (supercomputing_part.is_some(), [false; 3]),
        ComputePath::Segments { mix, .. } => {
            (mix.share(Segment::Supercomputing).get() > 0.0, [false; 3])
        }
        ComputePath::BuildOut {
            mix,
            general,
            smart,
            supercomputing,
            ..
        } => (
            mix.share(Segment::Supercomputing).get() > 0.0,
            [general.is_some(), smart.is_some(), supercomputing.is_some()],
        ),
    };
    let all = Segment::ALL.into_iter();
    let held = all.filter(|segment| has_supercomputing || *segment != Segment::Supercomputing);
    let spent = Segment::ALL.into_iter().zip(outlays);
    let spent = spent.filter_map(|(segment, is_spent)| is_spent.then_some(segment));
    (held.collect(), spent.collect())
}

/// A stock, perhaps without its cost, or none; in full where money is spent on it.
fn stock(
    money: Money,
    like: Capacity,
    span: (Period, u32),
    is_needed: bool,
) -> BoxedStrategy<Option<SegmentStock>> {
    (segment_stock(money, like, span), 0_u8..4)
        .prop_map(move |(stock, form)| match form {
            0 if !is_needed => None,
            1 if !is_needed => {
                let bare = SegmentStock::new(stock.retirement().clone());
                Some(match stock.power() {
                    Some(power) => bare.drawing(power.clone()),
                    None => bare,
                })
            }
            _ => Some(stock),
        })
        .boxed()
}

fn segment_use() -> impl Strategy<Value = SegmentUse> {
    let utilisation = spread(built(0.2..=0.9, Share::new));
    let productivity = option::of(spread(built(0.8..=1.25, Factor::new)));
    (utilisation, productivity).prop_map(|(utilisation, productivity)| {
        let of = SegmentUse::default().utilised(utilisation);
        match productivity {
            Some(productivity) => of.weighted(productivity),
            None => of,
        }
    })
}

/// Compute with stocks, used below its capacity, along any path and against any counterfactual;
/// an outlay of a fiftieth of `money` buys a fifth of the base to all of it.
pub fn full_compute(money: Money, span: (Period, u32)) -> BoxedStrategy<Compute> {
    let published = built(
        Just("miit.compute.in-use.2024-12"),
        Estimate::<Capacity>::from_catalogue,
    );
    let base = prop_oneof![4 => spread(capacity()).boxed(), 1 => published.boxed()];
    base.prop_flat_map(move |base| {
        let from = base.value();
        let path = move || prop_oneof![3 => build_out(money, span), 2 => compute_path(from, span)];
        let counterfactual = prop_oneof![
            Just(Counterfactual::Frozen).boxed(),
            rate(span.0, -0.1..=0.5)
                .prop_map(Counterfactual::Trend)
                .boxed(),
            path()
                .prop_map(|path| Counterfactual::Path(path.into()))
                .boxed(),
        ];
        let uses = [segment_use(), segment_use(), segment_use()];
        (path(), counterfactual, uses).prop_flat_map(move |(path, counterfactual, uses)| {
            let (_, mut spent) = segments(&path);
            if let Counterfactual::Path(other) = &counterfactual {
                spent.extend(segments(other).1);
            }
            // An EFLOPS costs what a hundredth to a tenth of a fiftieth buys of the whole base.
            let per_eflops = money.times(1e18 / from.as_flop_per_s()).unwrap_or(money);
            let stocks =
                Segment::ALL.map(|segment| stock(per_eflops, from, span, spent.contains(&segment)));
            let compute = Compute::new(base.clone(), path, counterfactual);
            let compute = Segment::ALL
                .into_iter()
                .zip(uses)
                .fold(compute, |compute, (segment, of)| {
                    compute.with_use(segment, of)
                });
            stocks.prop_map(move |stocks| {
                let stocks = Segment::ALL.into_iter().zip(stocks);
                stocks.fold(compute.clone(), |compute, (segment, stock)| match stock {
                    Some(stock) => compute.with_stock(segment, stock),
                    None => compute,
                })
            })
        })
    })
    .boxed()
}

/// A normal around a number, or a log-normal with it as the median.
fn bell(number: f64) -> Result<Uncertainty, Error> {
    if number > 0.1 {
        return Ok(LogNormal::new(libm::log(number), 0.1)?.into());
    }
    Ok(Normal::new(number, 0.1 * number.abs() + 1e-6)?.into())
}

/// The same response with a coefficient that spreads by about a tenth to either side.
fn uncertain(response: &Response) -> Result<Response, Error> {
    let number = response.coefficient().number();
    let spread = bell(number)?;
    let reason = Source::assumption("for a test")?;
    let coefficient = match response.coefficient() {
        Coefficient::Elasticity(_) => {
            let estimate = Estimate::new(Elasticity::new(number)?, reason);
            Coefficient::Elasticity(estimate.with_uncertainty(spread)?)
        }
        Coefficient::GrowthRatio(_) => {
            let estimate = Estimate::new(GrowthRatio::new(number)?, reason);
            Coefficient::GrowthRatio(estimate.with_uncertainty(spread)?)
        }
        Coefficient::SemiElasticity(_) => {
            let estimate = Estimate::new(SemiElasticity::new(number)?, reason);
            Coefficient::SemiElasticity(estimate.with_uncertainty(spread)?)
        }
    };
    response.clone().with_coefficient(coefficient)
}

/// GDP and its digital part, apart or as a coherent pair.
fn economies(
    gdp: Money,
    digital: Money,
    span: (Period, u32),
) -> BoxedStrategy<(Outcome, Option<Outcome>, Coherence)> {
    let outcomes = (
        outcome(gdp, span, -0.01..=0.06),
        outcome(digital, span, -0.01..=0.08),
    );
    built(
        (outcomes, 0..3, any::<bool>()),
        |((gdp, digital), pair, spreads)| {
            let gdp = if spreads {
                let response = uncertain(gdp.response())?;
                gdp.with_response(response)
            } else {
                gdp
            };
            if pair < 2 {
                return Ok((gdp, (pair == 1).then_some(digital), Coherence::AsPublished));
            }
            let number = digital.response().coefficient().number();
            let small = match gdp.response().coefficient() {
                Coefficient::SemiElasticity(_) => number.clamp(-0.001, 0.003),
                Coefficient::Elasticity(_) | Coefficient::GrowthRatio(_) => number,
            };
            let growth = digital.baseline().growth().clone();
            let baseline = match gdp.baseline() {
                Baseline::Includes(_) => Baseline::Includes(growth),
                Baseline::Excludes(_) => Baseline::Excludes(growth),
            };
            let response = with_coefficient(gdp.response(), small)?;
            let digital = Outcome::new(digital.base().clone(), baseline, response);
            Ok((gdp, Some(digital), Coherence::Coherent))
        },
    )
    .boxed()
}

/// Noise on some of the growth paths of a scenario.
fn noise(places: Vec<String>, base: Period) -> BoxedStrategy<Vec<Noise>> {
    let each = places.into_iter().map(|place| {
        let persistence = spread(built(0.0..=0.8, Share::new));
        let deviation = spread(built(0.0..=0.02, move |yearly| {
            GrowthRate::per_year(yearly)?.at(base.frequency())
        }));
        option::weighted(
            0.3,
            built((persistence, deviation), move |(persistence, deviation)| {
                Noise::new(place.clone(), persistence, deviation)
            }),
        )
    });
    each.collect::<Vec<_>>()
        .prop_map(|noise| noise.into_iter().flatten().collect())
        .boxed()
}

/// The growth paths that noise may be on.
fn growth_paths(compute: &Compute, gdp: &Outcome, digital: Option<&Outcome>) -> Vec<String> {
    let of = |name: &str, outcome: &Outcome| {
        let includes = outcome.baseline().includes();
        let side = if includes { "includes" } else { "excludes" };
        format!("{name}.baseline.{side}")
    };
    let mut places = vec![of("gdp", gdp)];
    places.extend(digital.map(|digital| of("digital", digital)));
    match compute.path() {
        ComputePath::Total { .. } => places.push("compute.path.total.growth".to_owned()),
        ComputePath::Segments { .. } => places.push("compute.path.segments.smart".to_owned()),
        ComputePath::BuildOut { .. } => {}
    }
    places
}

/// Readings that may take the place of parts of a scenario, one for each kind of part.
fn readings(
    scenario: &Scenario,
    weights: &[Estimate<Share>],
    base: &Estimate<Capacity>,
) -> Result<Vec<Alternative>, Error> {
    let mut weights = weights.iter().cloned();
    let mut named = |name: &str| weights.next().map(|weight| Alternative::new(name, weight));
    let mut readings = Vec::new();
    let compute = scenario.compute();
    if let Some(reading) = named("another base") {
        let other = Compute::new(base.clone(), compute.path().clone(), Counterfactual::Frozen);
        let other = Segment::ALL.into_iter().fold(other, |other, segment| {
            let other = other.with_use(segment, compute.segment_use(segment).clone());
            match compute.stock(segment) {
                Some(stock) => other.with_stock(segment, stock.clone()),
                None => other,
            }
        });
        readings.push(reading?.with_compute(other));
    }
    if let Some(reading) = named("an uncertain response") {
        let response = uncertain(scenario.gdp().response())?;
        let gdp = scenario.gdp().clone().with_response(response);
        readings.push(reading?.with_gdp(gdp));
    }
    if let (Some(digital), Some(reading)) = (scenario.digital(), named("no digital response")) {
        let response = with_coefficient(digital.response(), 0.0)?;
        let digital = digital.clone().with_response(response);
        let reading = reading?.with_digital(digital);
        readings.push(reading.with_coherence(scenario.coherence()));
    }
    if let (Some(route), Some(reading)) = (scenario.investment(), named("half the outlay")) {
        let multiplier = route.multiplier().clone();
        let mut other = Investment::new(route.outlay().clone(), multiplier);
        if let Some(chain) = route.chain() {
            other = other.with_chain(chain.clone());
        }
        if let Some(discount) = route.discount() {
            other = other.with_discount(discount.clone());
        }
        readings.push(reading?.with_investment(other));
    }
    Ok(readings)
}

/// A scenario with what of these goes with it: a part that clashes with the others is left out.
fn with_what_fits<P>(
    scenario: Scenario,
    parts: impl IntoIterator<Item = P>,
    add: impl Fn(ScenarioBuilder, P) -> ScenarioBuilder,
) -> Scenario {
    parts.into_iter().fold(scenario, |scenario, part| {
        match add(scenario.edit(), part).build() {
            Ok(more) => more,
            Err(_) => scenario,
        }
    })
}

/// Two of the uncertain inputs of a scenario, by number.
fn correlation(
    scenario: &Scenario,
    [first, second]: [usize; 2],
    rank: f64,
) -> Option<RankCorrelation> {
    let uncertain = scenario
        .inputs()
        .iter()
        .filter(|input| input.is_uncertain());
    let places: Vec<&str> = uncertain.map(crate::scenario::Input::place).collect();
    let count = places.len().max(1);
    let pair = [places.get(first % count)?, places.get(second % count)?];
    let source = Source::assumption("for a test").ok()?;
    RankCorrelation::new(pair.map(|place| (*place).to_owned()), rank, source).ok()
}

/// What is laid over a scenario: its policies, which of them are in force, noise, a correlation and
/// alternatives.
type Overlay = (
    Vec<Policy>,
    Vec<bool>,
    Vec<Noise>,
    Option<([usize; 2], f64)>,
    (Vec<Estimate<Share>>, Estimate<Capacity>),
);

fn overlaid(scenario: Scenario, overlay: Overlay) -> Scenario {
    let (policies, in_force, noise, correlated, (weights, base)) = overlay;
    let names = policies.iter().zip(in_force);
    let active: Vec<String> = names
        .filter_map(|(policy, is_active)| is_active.then(|| policy.name().to_owned()))
        .collect();
    let mut scenario = with_what_fits(scenario, policies, ScenarioBuilder::policy);
    scenario = scenario.under(active).unwrap_or(scenario);
    scenario = with_what_fits(scenario, noise, ScenarioBuilder::noise);
    if let Some((pair, rank)) = correlated {
        let correlation = correlation(&scenario, pair, rank);
        scenario = with_what_fits(scenario, correlation, ScenarioBuilder::correlation);
    }
    let readings = readings(&scenario, &weights, &base).unwrap_or_default();
    with_what_fits(scenario, readings, ScenarioBuilder::alternative)
}

/// Scenarios with every part that a scenario may have: build-outs and stocks, policies in force,
/// chains and pay-outs, spread and noise, correlations and alternatives.
///
/// Every one is valid and projects.
pub fn full_scenario() -> BoxedStrategy<Scenario> {
    (span(), money(), 0.1..=0.3_f64)
        .prop_flat_map(|(span, gdp, part)| {
            let digital = gdp.times(part).unwrap_or(gdp);
            (full_compute(gdp, span), economies(gdp, digital, span)).prop_flat_map(
                move |(compute, economies)| scenario_of(gdp, span, compute, economies),
            )
        })
        .boxed()
}

fn scenario_of(
    money: Money,
    span: (Period, u32),
    compute: Compute,
    (gdp, digital, coherence): (Outcome, Option<Outcome>, Coherence),
) -> BoxedStrategy<Scenario> {
    let stocks = Segment::ALL.map(|segment| compute.stock(segment).is_some());
    let has_costs = Segment::ALL.into_iter().any(|segment| {
        compute
            .stock(segment)
            .is_some_and(|stock| stock.unit_cost().is_some())
    });
    let (used, _) = segments(compute.path());
    let restricted: Vec<Segment> = used
        .iter()
        .copied()
        .filter(|segment| stocks[*segment as usize])
        .collect();
    let like = compute.base().value();
    let places = growth_paths(&compute, &gdp, digital.as_ref());
    let rank = (any::<[u8; 2]>(), -0.8..=0.8_f64);
    let rank = rank.prop_map(|(pair, rank)| (pair.map(usize::from), rank));
    let other_base = built(0.8..=1.2_f64, move |times| {
        Capacity::new(times * like.as_flop_per_s(), like.measure())
    });
    let weights = vec(estimated(built(0.05..=0.2, Share::new)), 0..=4);
    let overlay = (
        policies(used, restricted, like, span),
        vec(any::<bool>(), 4),
        noise(places, span.0),
        option::of(rank),
        (weights, spread(other_base)),
    );
    let route = option::of(investment(money, has_costs, span));
    (route, overlay)
        .prop_filter_map("leaves its range", move |(route, overlay)| {
            let until = span.0.plus(span.1).ok()?;
            let mut builder = Scenario::builder("random", span.0, until)
                .compute(compute.clone())
                .gdp(gdp.clone())
                .coherence(coherence);
            if let Some(digital) = &digital {
                builder = builder.digital(digital.clone());
            }
            if let Some(route) = route {
                builder = builder.investment(route);
            }
            let scenario = overlaid(builder.build().ok()?, overlay);
            scenario.project().is_ok().then_some(scenario)
        })
        .boxed()
}
