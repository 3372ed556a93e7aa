//! Compute with stocks, from build-outs or growth paths.

use proptest::{collection::vec, option, prelude::*};

use super::{
    built, compute_path, market::market, rate, sources, stock::segment_stock, uncertain::spread,
};
use crate::{
    Capacity, Factor, Money, Period, Share,
    capacity::{
        Composition, ComputePath, ComputeTiming, Counterfactual, Outlay, Segment, SegmentStock,
        SegmentUse,
    },
    evidence::Estimate,
    scenario::Compute,
    testing::quantity::typical,
};

/// Build-outs with an outlay on all segments or some: up to half of the base in each period.
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
    let outlay = || option::weighted(0.8, outlay());
    let outlays = [outlay(), outlay(), outlay()];
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

/// Returns the segments of a path, and those of them that money is spent on.
pub(super) fn segments(path: &ComputePath) -> (Vec<Segment>, Vec<Segment>) {
    let all = Segment::ALL.into_iter();
    let segments = all.filter(|segment| path.holds(*segment));
    let spent = path.outlays().map(|(segment, _)| segment);
    (segments.collect(), spent.collect())
}

/// A stock, a stock without its unit cost, or none; always a full stock if money is spent on it.
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
                    Some(power) => bare.with_power(power.clone()),
                    None => bare,
                })
            }
            _ => Some(stock),
        })
        .boxed()
}

fn segment_use() -> impl Strategy<Value = SegmentUse> {
    let utilisation = spread(built(0.15..=0.9, Share::new));
    let productivity = option::of(spread(built(0.8..=1.25, Factor::new)));
    (utilisation, productivity).prop_map(|(utilisation, productivity)| {
        let of = SegmentUse::default().with_utilisation(utilisation);
        match productivity {
            Some(productivity) => of.with_productivity(productivity),
            None => of,
        }
    })
}

/// The same compute, some with markets of its segments.
fn with_markets(
    compute: Compute,
    per_eflops: Money,
    span: (Period, u32),
) -> BoxedStrategy<Compute> {
    let like = compute.base().value();
    let markets = Segment::ALL.map(|segment| {
        let of = compute.segment_use(segment);
        let market = market(per_eflops, like, compute.stock(segment), of, span);
        option::weighted(0.25, market)
    });
    markets
        .prop_map(move |markets| {
            let markets = Segment::ALL.into_iter().zip(markets);
            markets.fold(compute.clone(), |compute, (segment, market)| {
                match market.filter(|_| compute.path().holds(segment)) {
                    Some(market) => compute.with_market(segment, market),
                    None => compute,
                }
            })
        })
        .boxed()
}

/// Compute with stocks, used below its capacity, on any path and with any counterfactual. An outlay
/// of a fiftieth of `money` buys between a fifth and all of the base.
pub(super) fn full_compute(money: Money, span: (Period, u32)) -> BoxedStrategy<Compute> {
    let published = built(
        Just("miit.compute.in-use.2024-12"),
        Estimate::<Capacity>::from_catalogue,
    );
    let base = prop_oneof![4 => spread(typical::<Capacity>()).boxed(), 1 => published.boxed()];
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
        let average = rate(span.0, -0.1..=0.5)
            .prop_map(|growth_before| ComputeTiming::Average { growth_before });
        let timing = prop_oneof![3 => Just(ComputeTiming::End).boxed(), 1 => average.boxed()];
        let parts = (path(), counterfactual, uses, timing);
        parts.prop_flat_map(move |(path, counterfactual, uses, timing)| {
            let (_, mut spent) = segments(&path);
            if let Counterfactual::Path(other) = &counterfactual {
                spent.extend(segments(other).1);
            }
            // The unit cost is a hundredth to a tenth of `money`, for the capacity of the base.
            let per_eflops = money.times(1e18 / from.as_flop_per_s()).unwrap_or(money);
            let stocks =
                Segment::ALL.map(|segment| stock(per_eflops, from, span, spent.contains(&segment)));
            let compute = Compute::new(base.clone(), path, counterfactual).with_timing(timing);
            let compute = Segment::ALL
                .into_iter()
                .zip(uses)
                .fold(compute, |compute, (segment, of)| {
                    compute.with_use(segment, of)
                });
            stocks.prop_flat_map(move |stocks| {
                let stocks = Segment::ALL.into_iter().zip(stocks);
                let compute =
                    stocks.fold(compute.clone(), |compute, (segment, stock)| match stock {
                        Some(stock) => compute.with_stock(segment, stock),
                        None => compute,
                    });
                with_markets(compute, per_eflops, span)
            })
        })
    })
    .boxed()
}
