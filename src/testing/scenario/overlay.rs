//! Additions to a scenario: active policies, noise, a correlation, alternatives.

use proptest::{collection::vec, option, prelude::*};

use super::{
    built,
    built::segments,
    estimated,
    policy::policies,
    uncertain::{responding, spread},
    with_coefficient,
};
use crate::{
    Capacity, Error, GrowthRate, Period, Scenario, Share,
    capacity::{ComputePath, Counterfactual, Segment},
    evidence::{Estimate, Source},
    investment::Investment,
    market::Market,
    policy::Policy,
    scenario::{Alternative, Compute, Noise, Outcome, RankCorrelation, ScenarioBuilder},
};

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

/// Returns the growth paths that may have noise.
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

/// Alternatives that may replace parts of a scenario, one for each kind of part.
fn alternatives(
    scenario: &Scenario,
    weights: &[Estimate<Share>],
    base: &Estimate<Capacity>,
) -> Result<Vec<Alternative>, Error> {
    let mut weights = weights.iter().cloned();
    let mut named = |name: &str| weights.next().map(|weight| Alternative::new(name, weight));
    let mut alternatives = Vec::new();
    let compute = scenario.compute();
    if let Some(alternative) = named("another base") {
        let other = Compute::new(base.clone(), compute.path().clone(), Counterfactual::Frozen);
        let other = Segment::ALL.into_iter().fold(other, |other, segment| {
            let other = other.with_use(segment, compute.segment_use(segment).clone());
            let other = match compute.stock(segment) {
                Some(stock) => other.with_stock(segment, stock.clone()),
                None => other,
            };
            match compute.market(segment) {
                Some(market) => other.with_market(segment, market.clone()),
                None => other,
            }
        });
        alternatives.push(alternative?.with_compute(other));
    }
    if let Some(alternative) = named("an uncertain response") {
        let response = responding(scenario.gdp().response())?;
        let gdp = scenario.gdp().clone().with_response(response);
        alternatives.push(alternative?.with_gdp(gdp));
    }
    if let (Some(digital), Some(alternative)) = (scenario.digital(), named("no digital response")) {
        let response = with_coefficient(digital.response(), 0.0)?;
        let digital = digital.clone().with_response(response);
        let alternative = alternative?.with_digital(digital);
        alternatives.push(alternative.with_coherence(scenario.coherence()));
    }
    if let (Some(channel), Some(alternative)) = (scenario.investment(), named("half the outlay")) {
        let multiplier = channel.multiplier().clone();
        let mut other = Investment::new(channel.outlay().clone(), multiplier);
        if let Some(chain) = channel.chain() {
            other = other.with_chain(chain.clone());
        }
        if let Some(discount) = channel.discount() {
            other = other.with_discount(discount.clone());
        }
        alternatives.push(alternative?.with_investment(other));
    }
    Ok(alternatives)
}

/// Adds the parts that are compatible with a scenario; a part that conflicts is left out.
fn with_compatible<P>(
    scenario: Scenario,
    parts: impl IntoIterator<Item = P>,
    add: impl Fn(ScenarioBuilder, P) -> ScenarioBuilder,
) -> Scenario {
    parts.into_iter().fold(scenario, |scenario, part| {
        match add(scenario.edit(), part).build() {
            Ok(extended) => extended,
            Err(_) => scenario,
        }
    })
}

/// Adds the policies that are compatible with a scenario and with each other, so that any of them
/// can be active together.
fn with_policies(scenario: Scenario, policies: Vec<Policy>) -> Scenario {
    policies.into_iter().fold(scenario, |scenario, policy| {
        let names = scenario.policies().iter().chain([&policy]);
        let names: Vec<String> = names.map(|policy| policy.name().to_owned()).collect();
        let extended = scenario.edit().policy(policy).build();
        let extended = extended.and_then(|extended| extended.under(names).map(|_| extended));
        extended.unwrap_or(scenario)
    })
}

/// Returns a correlation of two uncertain inputs of a scenario, by their numbers.
fn correlation(
    scenario: &Scenario,
    [first, second]: [usize; 2],
    rank: f64,
) -> Option<RankCorrelation> {
    let uncertain = scenario
        .inputs()
        .iter()
        .filter(|input| input.is_uncertain());
    let places: Vec<&str> = uncertain.map(|input| input.place().as_str()).collect();
    let count = places.len().max(1);
    let pair = [places.get(first % count)?, places.get(second % count)?];
    let source = Source::assumption("for a test").ok()?;
    RankCorrelation::new(pair.map(|place| (*place).to_owned()), rank, source).ok()
}

/// Additions to a scenario: policies, of which some are active, noise, a correlation of two inputs
/// by number, and the weights of alternatives with the base of one.
#[derive(Clone, Debug)]
pub(super) struct Overlay {
    policies: Vec<Policy>,
    active: Vec<bool>,
    noise: Vec<Noise>,
    correlated: Option<([usize; 2], f64)>,
    weights: Vec<Estimate<Share>>,
    other_base: Estimate<Capacity>,
}

/// Overlays for compute and the economies that respond to it.
pub(super) fn overlay(
    compute: &Compute,
    gdp: &Outcome,
    digital: Option<&Outcome>,
    span: (Period, u32),
) -> BoxedStrategy<Overlay> {
    let (used, _) = segments(compute.path());
    let stocked = used.iter().copied();
    let stocked = stocked.filter(|segment| compute.stock(*segment).is_some());
    let restricted: Vec<Segment> = stocked.collect();
    let traded = used.iter().copied();
    let traded = traded.filter(|segment| {
        let demand = compute.market(*segment).and_then(Market::demand);
        demand.is_some()
    });
    let traded: Vec<Segment> = traded.collect();
    let like = compute.base().value();
    let money = gdp.base().value();
    let other_base = built(0.8..=1.2_f64, move |times| {
        Capacity::new(times * like.as_flop_per_s(), like.measure())
    });
    let rank = (any::<[u8; 2]>(), -0.8..=0.8_f64);
    let rank = rank.prop_map(|(pair, rank)| (pair.map(usize::from), rank));
    (
        policies(used, restricted, traded, (like, money), span),
        vec(any::<bool>(), 4),
        noise(growth_paths(compute, gdp, digital), span.0),
        option::of(rank),
        vec(estimated(built(0.05..=0.2, Share::new)), 0..=4),
        spread(other_base),
    )
        .prop_map(
            |(policies, active, noise, correlated, weights, other_base)| Overlay {
                policies,
                active,
                noise,
                correlated,
                weights,
                other_base,
            },
        )
        .boxed()
}

impl Overlay {
    /// Adds the compatible parts of the overlay to a scenario.
    pub(super) fn on(self, scenario: Scenario) -> Scenario {
        let names = self.policies.iter().zip(self.active);
        let active: Vec<String> = names
            .filter(|(_, is_active)| *is_active)
            .map(|(policy, _)| policy.name().to_owned())
            .collect();
        let scenario = with_policies(scenario, self.policies);
        let scenario = scenario.under(active).unwrap_or(scenario);
        let scenario = with_compatible(scenario, self.noise, ScenarioBuilder::noise);
        let correlation = self
            .correlated
            .and_then(|(pair, rank)| correlation(&scenario, pair, rank));
        let scenario = with_compatible(scenario, correlation, ScenarioBuilder::correlation);
        let alternatives = alternatives(&scenario, &self.weights, &self.other_base);
        let alternatives = alternatives.unwrap_or_default();
        with_compatible(scenario, alternatives, ScenarioBuilder::alternative)
    }
}
