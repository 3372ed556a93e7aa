//! The multiplier channel: outlays, chains, payouts and discounts.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{built, rate, uncertain};
use crate::{
    Error, Money, Multiplier, MultiplierOf, Period, Share,
    evidence::Estimate,
    investment::{Chain, Investment, Outlay, PayoutProfile},
};

fn share() -> impl Strategy<Value = Estimate<Share>> {
    uncertain::spread(built(0.2..=0.8, Share::new))
}

/// Chains to net additional value added, for a multiplier of the basis `of`.
fn chain(of: MultiplierOf) -> BoxedStrategy<Chain> {
    let crowding_out = prop_oneof![
        4 => share().boxed(),
        1 => built(Just(()), |()| uncertain::from_interval("20 to 40 %")).boxed(),
    ];
    let basis = select(vec![MultiplierOf::GrossOutput, MultiplierOf::ValueAdded]);
    (share(), share(), crowding_out, basis, any::<bool>())
        .prop_map(
            move |(value_added, domestic, crowding_out, basis, repeats)| {
                let chain = Chain::new(value_added, domestic, crowding_out);
                // The chain may repeat the basis that the multiplier states.
                let stated = if of == MultiplierOf::Unstated {
                    Some(basis)
                } else {
                    repeats.then_some(of)
                };
                match stated {
                    Some(of) => chain.with_basis(of),
                    None => chain,
                }
            },
        )
        .boxed()
}

/// Payout profiles over up to five periods.
pub(super) fn payout() -> impl Strategy<Value = PayoutProfile> {
    built(vec(0.0..=1.0_f64, 1..=5), |weights| {
        let sum: f64 = weights.iter().sum();
        let shares = weights.iter().map(|weight| Share::new(weight / sum));
        PayoutProfile::new(shares.collect::<Result<_, Error>>()?)
    })
}

fn multiplier() -> impl Strategy<Value = Estimate<Multiplier>> {
    let of = select(vec![
        MultiplierOf::GrossOutput,
        MultiplierOf::ValueAdded,
        MultiplierOf::Unstated,
    ]);
    let raw = (0.5..=4.0, of, option::of(1_u16..=3));
    let own = uncertain::spread(built(raw, |(ratio, of, years)| {
        let multiplier = Multiplier::new(ratio, of)?;
        years.map_or(Ok(multiplier), |years| multiplier.over_years(years))
    }));
    let published = built(
        Just("caict.multiplier.gross-output"),
        Estimate::from_catalogue,
    );
    prop_oneof![4 => own.boxed(), 1 => published.boxed()]
}

/// An outlay of up to a fiftieth of `money`, or the cost of compute if its stocks have unit costs;
/// with or without a chain and the parts that require one.
pub(super) fn investment(
    money: Money,
    has_costs: bool,
    (base, periods): (Period, u32),
) -> BoxedStrategy<Investment> {
    let amount = move || uncertain::spread(built(0.0..=0.02, move |part| money.times(part)));
    let stated = prop_oneof![
        amount().prop_map(Outlay::PerPeriod),
        vec(amount(), periods as usize).prop_map(Outlay::ByPeriod),
    ];
    let outlay = if has_costs {
        prop_oneof![stated.boxed(), Just(Outlay::OfCompute).boxed()].boxed()
    } else {
        stated.boxed()
    };
    (outlay, multiplier())
        .prop_flat_map(move |(outlay, multiplier)| {
            let bare = Investment::new(outlay, multiplier);
            let of = bare.multiplier().value().of();
            let extras = (option::of(payout()), option::of(rate(base, 0.0..=0.1)));
            option::of((chain(of), extras)).prop_map(move |steps| {
                let mut investment = bare.clone();
                if let Some((chain, (payout, discount))) = steps {
                    investment = investment.with_chain(chain);
                    if let Some(payout) = payout {
                        investment = investment.with_payout(payout);
                    }
                    if let Some(discount) = discount {
                        investment = investment.with_discount(discount);
                    }
                }
                investment
            })
        })
        .boxed()
}
