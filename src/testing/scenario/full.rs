//! Scenarios with every part that a scenario may have.

use proptest::{option, prelude::*};

use super::{
    built, built::full_compute, channel::investment, market::locality, outcome, overlay::overlay,
    span, uncertain::responding, with_coefficient,
};
use crate::{
    Money, Period, Scenario,
    capacity::{ComputePath, Counterfactual, Segment},
    response::{Coefficient, Coherence},
    scenario::{Baseline, Compute, Outcome},
    testing::quantity::typical,
};

/// GDP and its digital part, independent or as a coherent pair.
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
                let response = responding(gdp.response())?;
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

/// Scenarios with every part that a scenario may have: build-outs and stocks, active policies,
/// chains and payout profiles, uncertainty and noise, correlations and alternatives.
///
/// Every scenario is valid and can be projected.
pub fn full_scenario() -> BoxedStrategy<Scenario> {
    (span(), typical::<Money>(), 0.1..=0.3_f64)
        .prop_flat_map(|(span, gdp, part)| {
            let digital = gdp.times(part).unwrap_or(gdp);
            let compute = (full_compute(gdp, span), any::<bool>());
            (compute, economies(gdp, digital, span)).prop_flat_map(
                move |((compute, stays_divided), economies)| {
                    let compute = if stays_divided {
                        compute
                    } else {
                        undivided(compute)
                    };
                    scenario_of(gdp, span, compute, economies)
                },
            )
        })
        .prop_filter_map("leaves its range", |scenario| scenario)
        .boxed()
}

/// The same compute with a total that is not divided into segments, and without what would need
/// these; unchanged where the path or the counterfactual is made of segments.
fn undivided(compute: Compute) -> Compute {
    match (compute.path(), compute.counterfactual()) {
        (ComputePath::Total { growth, .. }, Counterfactual::Frozen | Counterfactual::Trend(_)) => {
            let path = ComputePath::total(growth.clone());
            Compute::new(
                compute.base().clone(),
                path,
                compute.counterfactual().clone(),
            )
        }
        _ => compute,
    }
}

/// A scenario of these parts and others, or `None` if no compute is left or the parts conflict.
fn scenario_of(
    money: Money,
    span: (Period, u32),
    compute: Compute,
    (gdp, digital, coherence): (Outcome, Option<Outcome>, Coherence),
) -> BoxedStrategy<Option<Scenario>> {
    let has_costs = Segment::ALL.into_iter().any(|segment| {
        let stock = compute.stock(segment);
        stock.is_some_and(|stock| stock.unit_cost().is_some())
    });
    let overlay = overlay(&compute, &gdp, digital.as_ref(), span);
    let channel = option::of(investment(money, has_costs, span));
    let has_elasticity = matches!(gdp.response().coefficient(), Coefficient::Elasticity(_));
    let like = compute.base().value();
    let channel = channel.prop_flat_map(move |channel| {
        let has_chain = channel
            .as_ref()
            .is_some_and(|channel| channel.chain().is_some());
        let locality = locality(like, money, has_chain, has_elasticity, span.0);
        (Just(channel), option::weighted(0.2, locality))
    });
    (channel, overlay)
        .prop_map(move |((channel, locality), overlay)| {
            let until = span.0.plus(span.1).ok()?;
            let mut builder = Scenario::builder("random", span.0, until)
                .compute(compute.clone())
                .gdp(gdp.clone())
                .coherence(coherence);
            if let Some(digital) = &digital {
                builder = builder.digital(digital.clone());
            }
            if let Some(channel) = channel {
                builder = builder.investment(channel);
            }
            if let Some(locality) = locality {
                builder = builder.locality(locality);
            }
            let scenario = overlay.on(builder.build().ok()?);
            scenario.project().is_ok().then_some(scenario)
        })
        .boxed()
}
