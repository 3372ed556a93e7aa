//! Policies: restrictions, gains in efficiency and surges of demand.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    built,
    market::{platform, voucher},
    months,
    uncertain::spread,
};
use crate::{
    Capacity, Error, Factor, Money, Period, Share, Years,
    capacity::Segment,
    policy::Policy,
    policy::{DemandSurge, Efficiency, Limit, Restriction, Shock, UseOf},
};

/// A period of the scenario, or a month within one; a second period that does not end before it;
/// and true if a whole period of the scenario comes before.
pub(super) fn dates(
    (base, periods): (Period, u32),
) -> impl Strategy<Value = (Period, Period, bool)> {
    let raw = (0_u8..3, 1..=periods, 0..=periods, 0_u32..12);
    built(raw, move |(kind, number, more, part)| {
        let own = (base.plus(number)?, base.plus(number + more)?);
        let per_period = u32::from(12 / base.frequency().per_year());
        let part = part % per_period;
        let month = |number: u32| {
            months(base, 1)?
                .0
                .plus((number - 1) * per_period + 1 + part)
        };
        let (from, until) = match kind {
            0 => own,
            1 => (month(number)?, month(number + more)?),
            // From within a period to the end of one.
            _ => (month(number)?, own.1),
        };
        Ok((from, until, number > 1))
    })
}

fn limit(like: Capacity) -> BoxedStrategy<Limit> {
    let most = built(0.01..=0.3_f64, move |part| {
        Capacity::new(part * like.as_flop_per_s(), like.measure())
    });
    prop_oneof![
        spread(built(0.1..=0.9, Share::new)).prop_map(Limit::Share),
        spread(most).prop_map(Limit::Capacity),
        spread(built(0.1..=1.0, Factor::new)).prop_map(Limit::Premium),
    ]
    .boxed()
}

pub(super) fn years() -> impl Strategy<Value = crate::evidence::Estimate<Years>> {
    spread(built(0.5..=4.0, Years::new))
}

/// Restrictions of a segment with the capacity `like`, with any limit, end, substitution and
/// anticipation.
pub(super) fn restriction(
    segment: Segment,
    like: Capacity,
    span: (Period, u32),
) -> BoxedStrategy<Restriction> {
    let share = |most: f64| spread(built(0.1..=most, Share::new));
    let extras = (
        any::<bool>(),
        option::of((share(0.9), years())),
        option::of(share(0.5)),
        option::of(spread(built(0.5..=1.2, Factor::new))),
        option::of((share(0.9), spread(built(0.1..=1.0, Factor::new)))),
    );
    (dates(span), limit(like), extras)
        .prop_map(move |((from, until, is_later), limit, extras)| {
            let (ends, substitution, anticipation, quality, secondary) = extras;
            let is_premium = matches!(limit, Limit::Premium(_));
            let mut restriction = Restriction::new(segment, from, limit);
            if ends {
                restriction = restriction.until(until);
            }
            if let Some((up_to, over)) = substitution {
                restriction = restriction.with_substitution(up_to, over);
            }
            if let Some(quality) = quality {
                restriction = restriction.with_quality(quality);
            }
            if let Some((share, premium)) = secondary.filter(|_| !is_premium) {
                restriction = restriction.with_secondary_market(share, premium);
            }
            match anticipation.filter(|_| is_later) {
                Some(share) => restriction.with_anticipation(share),
                None => restriction,
            }
        })
        .boxed()
}

/// Gains in efficiency of a segment with a stated utilisation, to a level and by a factor.
pub(super) fn efficiency(segment: Segment, span: (Period, u32)) -> BoxedStrategy<Efficiency> {
    let of = select(vec![UseOf::Utilisation, UseOf::Productivity]);
    let by = (of, spread(built(0.8..=1.5, Factor::new)));
    let to = spread(built(0.5..=0.9, Share::new));
    let gain = prop_oneof![by.prop_map(Ok), to.prop_map(Err)];
    (gain, dates(span), option::of(years()))
        .prop_map(move |(gain, (from, ..), over)| {
            let gain = match gain {
                Ok((of, factor)) => Efficiency::by(segment, of, factor, from),
                Err(level) => Efficiency::to(segment, level, from),
            };
            match over {
                Some(over) => gain.over(over),
                None => gain,
            }
        })
        .boxed()
}

/// Surges and slumps of demand for a segment with a stated utilisation.
pub(super) fn demand(segment: Segment, span: (Period, u32)) -> BoxedStrategy<DemandSurge> {
    let factor = spread(built(0.5..=2.5, Factor::new));
    (factor, dates(span), any::<bool>())
        .prop_map(move |(factor, (from, until, _), ends)| {
            let demand = DemandSurge::new(segment, factor, from);
            if ends { demand.until(until) } else { demand }
        })
        .boxed()
}

/// Up to four policies of up to three shocks on segments in use. `restricted` lists the segments
/// that have a stock, `traded` those that have a demand. None where no segment is in use.
pub(super) fn policies(
    used: Vec<Segment>,
    restricted: Vec<Segment>,
    traded: Vec<Segment>,
    (like, money): (Capacity, Money),
    span: (Period, u32),
) -> BoxedStrategy<Vec<Policy>> {
    // Shocks act on segments, which an undivided total does not have.
    if used.is_empty() {
        return Just(Vec::new()).boxed();
    }
    let on_use = select(used).prop_flat_map(move |segment| {
        prop_oneof![
            efficiency(segment, span).prop_map(Shock::Efficiency),
            demand(segment, span).prop_map(Shock::Demand),
        ]
    });
    let shock = if restricted.is_empty() {
        on_use.boxed()
    } else {
        let on_stock = select(restricted).prop_flat_map(move |segment| {
            restriction(segment, like, span).prop_map(Shock::Restriction)
        });
        prop_oneof![on_use.boxed(), on_stock.boxed()].boxed()
    };
    let shock = if traded.is_empty() {
        shock
    } else {
        let on_market = select(traded).prop_flat_map(move |segment| {
            prop_oneof![
                voucher(segment, money, span).prop_map(Shock::Voucher),
                platform(segment, span).prop_map(Shock::Platform),
            ]
        });
        prop_oneof![2 => shock, 1 => on_market.boxed()].boxed()
    };
    built(vec(vec(shock, 0..=3), 0..=4), |policies| {
        let numbered = policies.into_iter().enumerate();
        numbered
            .map(|(number, shocks)| Policy::new(format!("policy {number}"), shocks))
            .collect::<Result<Vec<_>, Error>>()
    })
    .boxed()
}
