//! Capital stocks: unit cost, retirement and power.

use proptest::{collection::vec, option, prelude::*};

use super::{built, rate, uncertain::spread};
use crate::{
    Capacity, Factor, Money, Period, Power, PowerIntensity, Share, UnitCost, Years,
    capacity::{CostPath, CostTrend, FallingCost, PowerUse, Retirement, SegmentStock},
};

/// Unit costs in every form of a path, with a hundredth to a tenth of `money` for an EFLOPS.
pub(super) fn cost_path(
    money: Money,
    like: Capacity,
    (base, periods): (Period, u32),
) -> BoxedStrategy<CostPath> {
    let cost = move || {
        spread(built(0.01..=0.1_f64, move |part| {
            UnitCost::new(money.times(part)?, like.measure())
        }))
    };
    let start = move || cost().prop_map(FallingCost::new);
    let falling = move || rate(base, -0.3..=0.1).prop_map(CostTrend::Rate);
    let rising = rate(base, 0.0..=0.4).prop_map(CostTrend::PricePerformance);
    let learning = || spread(built(0.05..=0.3, Share::new));
    let listed = vec(cost(), periods as usize);
    prop_oneof![
        start().prop_map(CostPath::from).boxed(),
        (start(), falling())
            .prop_map(|(cost, trend)| cost.with_trend(trend).into())
            .boxed(),
        (start(), rising)
            .prop_map(|(cost, trend)| cost.with_trend(trend).into())
            .boxed(),
        (start(), learning())
            .prop_map(|(cost, part)| cost.with_learning(part).into())
            .boxed(),
        (start(), falling(), learning())
            .prop_map(|(cost, trend, part)| cost.with_trend(trend).with_learning(part).into())
            .boxed(),
        built(listed, CostPath::listed).boxed(),
    ]
    .boxed()
}

/// Retirement by a fixed life, at a geometric rate, and by a survival curve that does not rise.
pub(super) fn retirement() -> BoxedStrategy<Retirement> {
    let life = spread(built(1.2..=8.0, Years::new)).prop_map(Retirement::Life);
    let geometric = spread(built(0.02..=0.4, Share::new)).prop_map(Retirement::Geometric);
    let share = || super::estimated(built(0.3..=1.0, Share::new));
    let curve = vec(share(), 0..=6).prop_map(|mut shares| {
        shares.sort_by(|a, b| b.value().get().total_cmp(&a.value().get()));
        Retirement::Survival(shares)
    });
    prop_oneof![life.boxed(), geometric.boxed(), curve.boxed()].boxed()
}

/// Power without a limit, and with a limit of half to three times the power drawn by `like`.
pub(super) fn power_use(like: Capacity) -> BoxedStrategy<PowerUse> {
    let intensity = move |megawatts: f64| {
        PowerIntensity::new(Power::from_megawatts(megawatts)?, like.measure())
    };
    let intensity = built(1.0..=50.0, intensity);
    let pue = spread(built(1.1..=1.8, Factor::new));
    (spread(intensity), pue, option::of(0.5..=3.0_f64))
        .prop_flat_map(move |(intensity, pue, limit_factor)| {
            let each = intensity.value().per_eflops().as_megawatts() * pue.value().get();
            let drawn = each * like.as_flop_per_s() / 1e18;
            let bare = PowerUse::new(intensity, pue);
            match limit_factor {
                Some(limit_factor) => {
                    spread(built(Just(limit_factor * drawn), Power::from_megawatts))
                        .prop_map(move |limit| bare.clone().with_limit(limit))
                        .boxed()
                }
                None => Just(bare).boxed(),
            }
        })
        .boxed()
}

/// A stock of about the size of `like`, with a unit cost.
pub(super) fn segment_stock(
    money: Money,
    like: Capacity,
    span: (Period, u32),
) -> BoxedStrategy<SegmentStock> {
    let parts = (
        retirement(),
        cost_path(money, like, span),
        option::of(power_use(like)),
        option::of(rate(span.0, -0.2..=0.4)),
    );
    parts
        .prop_map(|(retirement, cost, power, past)| {
            let is_geometric = matches!(retirement, Retirement::Geometric(_));
            let mut stock = SegmentStock::new(retirement).with_unit_cost(cost);
            if let Some(power) = power {
                stock = stock.with_power(power);
            }
            // The age of a stock that retires geometrically makes no difference.
            match past.filter(|_| !is_geometric) {
                Some(past) => stock.with_past_growth(past),
                None => stock,
            }
        })
        .boxed()
}
