//! Markets of segments: prices from cost and observed ones, demand, sites; vouchers and platforms.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{built, growth, policy::dates, policy::years, rate, uncertain::spread};
use crate::{
    Capacity, ComputePrice, Elasticity, EnergyPrice, Error, Money, Period, PricedHour, Share,
    Years,
    capacity::{Segment, SegmentStock, SegmentUse},
    evidence::Estimate,
    market::{Demand, InducedInvestment, Market, PriceFromCost, Rental, Sites},
    policy::{Payer, Platform, Voucher},
    scenario::{Locality, Nation},
};

fn share(least: f64, most: f64) -> impl Strategy<Value = Estimate<Share>> {
    spread(built(least..=most, Share::new))
}

/// Prices of an hour of one EFLOPS or of one card, of about the cost of `per_eflops` over five
/// years.
fn price(per_eflops: Money, like: Capacity) -> BoxedStrategy<Estimate<ComputePrice>> {
    let raw = (0.1..=3.0_f64, any::<bool>());
    spread(built(raw, move |(times, by_card)| {
        let hour = per_eflops.times(times * 0.05 / 43_829.1)?;
        if by_card {
            // A card of 50 TFLOPS.
            return ComputePrice::new(hour.times(5e-5)?, PricedHour::Card);
        }
        ComputePrice::new(hour, PricedHour::Eflops(like.measure()))
    }))
    .boxed()
}

/// Up to three observed prices in months of their own.
fn rentals(
    per_eflops: Money,
    like: Capacity,
    base: Period,
    least: usize,
) -> BoxedStrategy<Vec<Rental>> {
    let months = vec((1_u32..20, price(per_eflops, like)), least..=3);
    built(months, move |dated| {
        let mut at = super::months(base, 1)?.0;
        let mut rentals = Vec::new();
        for (later, price) in dated {
            at = at.plus(later)?;
            rentals.push(Rental::new(at, price));
        }
        Ok(rentals)
    })
    .boxed()
}

fn cost(money: Money, has_power: bool) -> BoxedStrategy<PriceFromCost> {
    let rate = spread(built(0.01..=0.15, crate::GrowthRate::per_year));
    let life = spread(built(2.0..=10.0, Years::new));
    let energy = spread(built(1e-13..=1e-12_f64, move |part| {
        EnergyPrice::new(money.times(part)?)
    }));
    let extras = (
        option::of(share(0.01, 0.2)),
        option::of(energy),
        option::of(share(0.01, 0.4)),
        option::of(spread(built(-0.3..=0.05, crate::GrowthRate::per_year))),
    );
    (rate, life, share(0.2, 0.9), extras)
        .prop_map(
            move |(rate, life, sold, (operation, energy, margin, rents))| {
                let mut cost = PriceFromCost::new(rate, life, sold);
                if let Some(operation) = operation {
                    cost = cost.with_operation(operation);
                }
                if let Some(energy) = energy.filter(|_| has_power) {
                    cost = cost.with_power_price(energy);
                }
                if let Some(rents) = rents {
                    cost = cost.with_rent_growth(rents);
                }
                match margin {
                    Some(margin) => cost.with_margin(margin),
                    None => cost,
                }
            },
        )
        .boxed()
}

fn induced() -> impl Strategy<Value = InducedInvestment> {
    built((share(0.1, 0.9), 1_u32..5), |(share, lag)| {
        InducedInvestment::new(share, lag)
    })
}

/// A demand that starts from a utilisation.
fn demand(
    used: Capacity,
    utilisation: f64,
    can_build: bool,
    span: (Period, u32),
) -> BoxedStrategy<Demand> {
    let elasticity = spread(built(0.2..=1.8, |size: f64| Elasticity::new(-size)));
    let ceiling = spread(built(0.1..=0.9_f64, move |part| {
        Share::new(utilisation + part * (0.92 - utilisation))
    }));
    (
        growth(used, span, -0.1..=0.8),
        elasticity,
        ceiling,
        option::of(induced()),
    )
        .prop_map(move |(growth, elasticity, ceiling, induced)| {
            let demand = Demand::new(growth, elasticity, ceiling);
            match induced.filter(|_| can_build) {
                Some(induced) => demand.with_induced(induced),
                None => demand,
            }
        })
        .boxed()
}

fn sites() -> BoxedStrategy<Sites> {
    let sites = built((1_u32..12, 1_u32..60), |(count, servers)| {
        Sites::new(count, servers)
    });
    (sites, option::of(share(0.1, 0.9)))
        .prop_map(|(sites, movable)| match movable {
            Some(share) => sites.with_movable(share),
            None => sites,
        })
        .boxed()
}

/// A market of a segment with this stock and use, for a path from `like`.
pub(super) fn market(
    per_eflops: Money,
    like: Capacity,
    stock: Option<&SegmentStock>,
    segment_use: &SegmentUse,
    span: (Period, u32),
) -> BoxedStrategy<Market> {
    let has_cost = stock.is_some_and(|stock| stock.unit_cost().is_some());
    let has_power = stock.is_some_and(|stock| stock.power().is_some());
    let utilisation = segment_use
        .utilisation()
        .map_or(0.9, |share| share.value().get());
    let used = Capacity::new(like.as_flop_per_s() * utilisation, like.measure());
    let used = used.unwrap_or(like);
    let parts = (
        cost(per_eflops, has_power),
        rentals(per_eflops, like, span.0, usize::from(!has_cost)),
        option::weighted(
            0.8,
            (
                demand(used, utilisation, stock.is_some(), span),
                option::of(sites()),
            ),
        ),
        spread(built(Just(5e13), move |size| {
            Capacity::new(size, like.measure())
        })),
        option::of(share(0.01, 0.3)),
    );
    built(parts, move |(cost, rentals, demand, card, search)| {
        let mut market = if has_cost {
            Market::at_cost(cost).with_rentals(rentals)?
        } else {
            Market::of_rentals(rentals)?
        }
        .with_card(card);
        if let Some(search) = search {
            market = market.with_search(search);
        }
        if let Some((demand, sites)) = demand {
            market = market.with_demand(demand);
            if let Some(sites) = sites {
                market = market.with_sites(sites);
            }
        }
        Ok::<_, Error>(market)
    })
    .boxed()
}

/// Vouchers for a segment with a demand.
pub(super) fn voucher(
    segment: Segment,
    money: Money,
    span: (Period, u32),
) -> BoxedStrategy<Voucher> {
    let payer = select(vec![Payer::City, Payer::Province, Payer::State]);
    let budget = spread(built(0.0..=0.01_f64, move |part| money.times(part)));
    let extras = (
        option::of(budget),
        option::of(share(0.05, 0.8)),
        any::<bool>(),
    );
    (share(0.05, 0.8), payer, dates(span), extras)
        .prop_map(
            move |(rate, payer, (from, until, _), (budget, displaced, ends))| {
                let mut voucher = Voucher::new(segment, rate, payer, from);
                if let Some(budget) = budget {
                    voucher = voucher.with_budget(budget);
                }
                if let Some(displaced) = displaced {
                    voucher = voucher.with_displaced(displaced);
                }
                if ends { voucher.until(until) } else { voucher }
            },
        )
        .boxed()
}

/// Platforms for a segment with a demand.
pub(super) fn platform(segment: Segment, span: (Period, u32)) -> BoxedStrategy<Platform> {
    (share(0.1, 1.0), dates(span), option::of(years()))
        .prop_map(move |(registered, (from, ..), over)| {
            let platform = Platform::new(segment, registered, from);
            match over {
                Some(over) => platform.over(over),
                None => platform,
            }
        })
        .boxed()
}

/// Places in a nation of twenty times their compute and money, or in none.
pub(super) fn locality(
    compute: Capacity,
    money: Money,
    has_chain: bool,
    has_elasticity: bool,
    base: Period,
) -> BoxedStrategy<Locality> {
    let nation = (
        spread(built(Just(20.0), move |times| {
            Capacity::new(times * compute.as_flop_per_s(), compute.measure())
        })),
        spread(built(Just(20.0), move |times| money.times(times))),
    );
    let parts = (
        share(0.1, 0.9),
        option::of(share(0.1, 0.9)),
        option::of((nation, option::of(rate(base, -0.05..=0.4)))),
    );
    built(parts, move |(used_here, retained, nation)| {
        let mut locality = Locality::new("a city", used_here)?;
        if let Some(retained) = retained.filter(|_| has_chain) {
            locality = locality.with_retained(retained);
        }
        if let Some(((compute, gdp), growth)) = nation.filter(|_| has_elasticity) {
            let nation = Nation::new(compute, gdp);
            locality = locality.with_nation(match growth {
                Some(rate) => nation.with_growth(rate),
                None => nation,
            });
        }
        Ok(locality)
    })
    .boxed()
}
