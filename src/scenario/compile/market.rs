//! The market for the compute of a segment: prices, demand, scarcity, vouchers, and what users save.
//!
//! The equations of the market are definitions of this library; see [`crate::market`].

use super::stock::EXA;
use super::term::sum;
use super::{Compiler, Key, Outputs, Place, Side, Term, periods_at};
use crate::capacity::Segment;
use crate::market::{InducedInvestment, Market, PriceFromCost, Sites};
use crate::policy::{Platform, Shock, Voucher, periods_to_start};
use crate::scenario::Compute;
use crate::{Output, PricedHour};

/// Hours in a year of 365.2425 days.
const HOURS_PER_YEAR: f64 = 8_765.82;
/// Kilowatts in a megawatt.
const KILO: f64 = 1e3;

/// Prices of a segment in money per FLOP/s and hour, one per period.
#[derive(Clone, Copy)]
struct Prices<'p> {
    from_cost: Option<Term<'p>>,
    observed: Option<Term<'p>>,
}

impl<'p> Prices<'p> {
    /// The price without scarcity: the one that covers cost, else the observed one.
    fn without_scarcity(self) -> Option<Term<'p>> {
        self.from_cost.or(self.observed)
    }
}

/// The demand of a segment at the price without scarcity.
#[derive(Clone, Copy)]
struct Desired<'p> {
    /// In FLOP/s.
    demand: Term<'p>,
    /// The elasticity, as a positive number.
    elasticity: Term<'p>,
    /// The ceiling of utilisation of a site by itself.
    own_ceiling: Term<'p>,
    /// The ceiling of utilisation of all sites, those of a platform pooled.
    ceiling: Term<'p>,
}

/// What vouchers change in a market.
#[derive(Clone, Copy)]
struct Vouchers<'p> {
    /// Served, in FLOP/s.
    served: Term<'p>,
    /// The part of it that vouchers cover, in FLOP/s.
    covered_use: Term<'p>,
    /// The part of the full price that a voucher pays.
    rate: Term<'p>,
    /// The part of the market price that users do not pay on average, where capacity is spare.
    discount: Term<'p>,
    /// The most money that a voucher adds to what users pay, as a part of it.
    most: Term<'p>,
    /// The money of a period that changes what users pay.
    effective: Option<Term<'p>>,
    /// The money paid out for each unit of it that changes what users pay.
    per_effective: Option<Term<'p>>,
    /// One while the vouchers are paid.
    active: Term<'p>,
}

/// The place of a segment's market.
fn place_of(segment: Segment) -> Place {
    Key::Compute / Key::Market / Key::from(segment)
}

impl<'p> Compiler<'p> {
    /// Hours in a period.
    fn hours(&self) -> f64 {
        HOURS_PER_YEAR / self.per_year()
    }

    /// The price that covers cost, in money per FLOP/s and hour: see [`PriceFromCost`] for the
    /// equation. `unit_cost` is in money per FLOP/s, `power` in megawatts per FLOP/s.
    fn price_from_cost(
        &mut self,
        segment: Segment,
        cost: &PriceFromCost,
        unit_cost: Term<'p>,
        power: Option<Term<'p>>,
    ) -> Term<'p> {
        let place = place_of(segment) / Key::Cost;
        // The annuity `r / (1 - (1 + r)^(-L))` with `x = ln(1 + r)` is
        // `((exp(x) - 1) / x) / ((1 - exp(-x L)) / x)`, of which each part has a limit at a rate of
        // zero: one and the life.
        let mut log_rate = self.input(&place / Key::Rate, cost.rate()).ln_1p();
        // Rents that grow at the rate `g` are discounted by `(1 + r) / (1 + g)`, and the first of them
        // is paid at the end of a year: `c (r - g) / (1 - ((1 + g) / (1 + r))^L)`.
        let rents = cost.rent_growth();
        let rents = rents.map(|rate| self.input(&place / Key::RentGrowth, rate));
        if let Some(rents) = rents {
            log_rate = log_rate - rents.ln_1p();
        }
        let life = self.input(&place / Key::Life, cost.life());
        let year = self.constant(1.0);
        let interest = (-log_rate).saturate(year);
        let mut yearly = interest / log_rate.saturate(life);
        if let Some(rents) = rents {
            yearly = yearly * (1.0 + rents);
        }
        if let Some(operation) = cost.operation() {
            yearly = yearly + self.input(&place / Key::Operation, operation);
        }
        let mut hourly = unit_cost * yearly * (1.0 / HOURS_PER_YEAR);
        if let (Some(price), Some(power)) = (cost.power_price(), power) {
            let price = self.input(&place / Key::PowerPrice, price);
            hourly = hourly + power * price * KILO;
        }
        let sold = self.input(&place / Key::Sold, cost.sold());
        let price = hourly / sold;
        match cost.margin() {
            Some(margin) => price / (1.0 - self.input(place / Key::Margin, margin)),
            None => price,
        }
    }

    /// The observed prices in money per FLOP/s and hour: `ln P` is linear in time between two
    /// dates, and constant before the first and after the last.
    fn observed_price(&mut self, segment: Segment, market: &Market) -> Option<Term<'p>> {
        let place = place_of(segment);
        let card = market
            .card()
            .map(|card| self.input(&place / Key::Card, card));
        let mut prices = Vec::with_capacity(market.rentals().len());
        for (number, rental) in market.rentals().iter().enumerate() {
            let place = &place / Key::Rentals / number / Key::Price;
            let price = self.input(place, rental.price());
            let price = match (rental.price().value().of(), card) {
                (PricedHour::Card, Some(card)) => price / card,
                // A price per card-hour without a card was refused.
                (PricedHour::Eflops(_) | PricedHour::Card, _) => price * (1.0 / EXA),
            };
            let at = self.base.years_until(rental.at()) * self.per_year();
            prices.push((at, price));
        }
        prices.sort_by(|a, b| a.0.total_cmp(&b.0));
        let dates: Vec<f64> = prices.iter().map(|(at, _)| *at).collect();
        if let [(_, only)] = prices[..] {
            return Some(only);
        }
        let logs = prices.iter().enumerate().map(|(number, (_, price))| {
            price.ln() * self.series(|row| weight_between(&dates, number, periods_at(row)))
        });
        sum(logs.collect::<Vec<_>>()).map(Term::exp)
    }

    /// The prices of a segment.
    fn prices(
        &mut self,
        compute: &Compute,
        segment: Segment,
        market: &Market,
        unit_cost: Option<Term<'p>>,
    ) -> Prices<'p> {
        let power = compute.stock(segment).and_then(|stock| stock.power());
        let from_cost = market.cost().zip(unit_cost).map(|(cost, unit_cost)| {
            let power = cost.power_price().and(power);
            let power = power.map(|power| self.power(segment, power));
            self.price_from_cost(segment, cost, unit_cost, power)
        });
        Prices {
            from_cost,
            observed: self.observed_price(segment, market),
        }
    }

    /// The demand at the price without scarcity, `D = v_0 K_0 A (P / P_0)^e`, under the surges that
    /// act on the side, and the ceiling under gains in efficiency.
    ///
    /// `v_0 K_0` is the capacity in use in the base period, `A` the growth of demand at an unchanged
    /// price `P_0`, and `e` the price elasticity: demand of constant elasticity.
    fn desired(
        &mut self,
        compute: &Compute,
        segment: Segment,
        market: &Market,
        capacity: Term<'p>,
        price: Term<'p>,
        side: Side<'_, 'p>,
    ) -> Option<Desired<'p>> {
        let demand = market.demand()?;
        let utilisation = compute.segment_use(segment).utilisation()?;
        let of_use = Key::Compute / Key::Use / Key::from(segment);
        let utilisation = self.input(of_use / Key::Utilisation, utilisation);
        let place = place_of(segment) / Key::Demand;
        let base = capacity.first() * utilisation;
        let growth = self.growth(&place / Key::Growth, demand.growth(), Some(base));
        let elasticity = -self.input(&place / Key::Elasticity, demand.elasticity());
        let fall = price.first().ln() - price.ln();
        let mut level = base * (growth.log + elasticity * fall).exp();
        let mut ceiling = self.input(place / Key::Ceiling, demand.ceiling());
        for (place, shock) in side.shocks() {
            match shock {
                Shock::Demand(surge) if surge.segment == segment => {
                    level = self.surged(place, surge, level);
                }
                Shock::Efficiency(gain) if gain.is_of_utilisation(segment) => {
                    let raised = self.raised(place, gain, ceiling);
                    ceiling = raised.minimum(self.constant(1.0));
                }
                Shock::Demand(_)
                | Shock::Efficiency(_)
                | Shock::Restriction(_)
                | Shock::Voucher(_)
                | Shock::Platform(_) => {}
            }
        }
        let own_ceiling = ceiling;
        if let (Some(sites), Some((place, platform))) = (market.sites(), platform(side, segment)) {
            let stated = demand.ceiling().value().get();
            ceiling = self.pooled(segment, sites, stated, ceiling, place, platform);
        }
        Some(Desired {
            demand: level,
            elasticity,
            own_ceiling,
            ceiling,
        })
    }

    /// The registered part of the capacity on a platform at the end of each period.
    fn registered(&mut self, place: &Place, platform: &Platform) -> Term<'p> {
        let place = place / Key::Platform;
        let over = platform.over.as_ref();
        let over = over.map(|over| self.input(&place / Key::Over, over));
        let ramp = self.ramp(periods_to_start(self.base, platform.from), over);
        self.input(place / Key::Registered, &platform.registered) * ramp
    }

    /// What the cost of search multiplies the price by for users, `1 + q (1 - r)`, with the cost `q` as
    /// a part of the price and the part `r` of the capacity that is registered on a platform; `None`
    /// without a cost of search.
    fn search(
        &mut self,
        segment: Segment,
        market: &Market,
        side: Side<'_, 'p>,
    ) -> Option<Term<'p>> {
        let cost = market.search()?;
        let cost = self.input(place_of(segment) / Key::Search, cost);
        let left = platform(side, segment).map(|(place, platform)| {
            let registered = self.registered(place, platform);
            1.0 - registered
        });
        Some(1.0 + left.map_or(cost, |left| cost * left))
    }

    /// The ceiling of utilisation of sites of which a platform pools a part:
    /// `c + G(r m) (1 - c) / (1 - c_0)`, with the ceiling `c`, the registered part `r`, and the part
    /// `m` of jobs that may move.
    ///
    /// `G` is the gain at the stated ceiling `c_0`, from the queueing model (see [`Sites`]); that the
    /// gain is in proportion to the idle part `1 - c` is a definition of this library, exact at
    /// `c_0`.
    fn pooled(
        &mut self,
        segment: Segment,
        sites: &Sites,
        stated: f64,
        ceiling: Term<'p>,
        place: &Place,
        platform: &Platform,
    ) -> Term<'p> {
        // The ceiling was checked, so that the table exists.
        let gains = sites.gains(stated).unwrap_or_default();
        if gains.len() < 2 {
            return ceiling;
        }
        let mut part = self.registered(place, platform);
        if let Some(movable) = sites.movable() {
            let place = place_of(segment) / Key::Sites / Key::Movable;
            part = part * self.input(place, movable);
        }
        let gain = part.piecewise(slopes(&gains));
        ceiling + gain * ((1.0 - ceiling) * (1.0 / (1.0 - stated)))
    }

    /// The additions that the growth of a shortage induces: `a_t = s max(G_{t-l} - G_{t-l-1}, 0)`,
    /// with the shortage `G = max(D / c - K, 0)` of the planned capacity `K`, the share `s` and the
    /// lag `l`, which is one period at least.
    pub(super) fn induced(
        &mut self,
        compute: &Compute,
        segment: Segment,
        planned: Term<'p>,
        unit_cost: Option<Term<'p>>,
        side: Side<'_, 'p>,
    ) -> Option<Term<'p>> {
        let market = compute.market(segment)?;
        let induced: &InducedInvestment = market.demand()?.induced()?;
        let price = self.prices(compute, segment, market, unit_cost);
        let price = price.without_scarcity()?;
        let search = self.search(segment, market, side);
        let price = search.map_or(price, |factor| price * factor);
        let desired = self.desired(compute, segment, market, planned, price, side)?;
        let shortage = (desired.demand / desired.ceiling - planned).positive();
        let place = place_of(segment) / Key::Demand / Key::Induced;
        let share = self.input(place / Key::Share, induced.share());
        let lag = (induced.lag() as usize).min(self.rows());
        let weights = (0..=lag).map(|k| f64::from(u8::from(k == lag))).collect();
        Some(shortage.difference().positive().lag(weights) * share)
    }

    /// The utilisation of a segment with a market, and the outputs of the market; `None` without a
    /// demand.
    ///
    /// With the demand `D`, the capacity `K` and the ceiling `c`: served `S = min(D, c K)`, the
    /// utilisation `S / K`, and the market price `P (D / S)^(1 / |e|)`, at which users want what is
    /// served.
    pub(super) fn market(
        &mut self,
        compute: &Compute,
        segment: Segment,
        capacity: Term<'p>,
        unit_cost: Option<Term<'p>>,
        side: Side<'_, 'p>,
        outputs: &mut Outputs<'p>,
    ) -> Option<Term<'p>> {
        let market = compute.market(segment)?;
        let prices = self.prices(compute, segment, market, unit_cost);
        let per_eflops = |price: Term<'p>| price * EXA;
        let from_cost = prices.from_cost.map(per_eflops);
        let observed = prices.observed.map(per_eflops);
        outputs.extend(from_cost.map(|price| (Output::CostPrice(segment), price)));
        outputs.extend(observed.map(|price| (Output::RentalPrice(segment), price)));
        let search = self.search(segment, market, side);
        let full = |price: Term<'p>| search.map_or(price, |factor| price * factor);
        let price = full(prices.without_scarcity()?);
        let desired = self.desired(compute, segment, market, capacity, price, side)?;
        let Desired {
            demand,
            elasticity,
            own_ceiling,
            ceiling,
        } = desired;
        let most = ceiling * capacity;
        let unaided = demand.minimum(most);
        let scarce = price * ((demand / unaided).ln() / elasticity).exp();
        let hours = self.hours();
        let vouchers = self.vouchers(segment, desired, most, price, search, side);
        let served = vouchers.map_or(unaided, |vouchers| vouchers.served);
        // The price that users pay, and what vouchers add to it.
        let paid = vouchers.map_or(scarce, |vouchers| scarce * (1.0 - vouchers.discount));
        let added = vouchers.map(|vouchers| {
            let most = paid * vouchers.most;
            let added = match vouchers.effective {
                Some(money) => (money / (served * hours)).minimum(most),
                None => most,
            };
            added * vouchers.active
        });
        // Suppliers get what users and vouchers pay, less what search costs.
        let gross = added.map_or(paid, |added| paid + added);
        let gross = search.map_or(gross, |factor| gross / factor);
        outputs.extend([
            (Output::MarketPrice(segment), per_eflops(gross)),
            (Output::PricePaid(segment), per_eflops(paid)),
            (Output::Demand(segment), demand),
            (Output::UnservedDemand(segment), demand - unaided),
            (Output::Utilisation(segment), served / capacity),
        ]);
        if let Some(sites) = market.sites() {
            let used = served / capacity * (own_ceiling / ceiling);
            outputs.extend(waiting(sites, used).map(|wait| (Output::Waiting(segment), wait)));
        }
        if let (Some(added), Some(vouchers)) = (added, vouchers) {
            let effective = added * served * hours;
            let money = vouchers
                .per_effective
                .map_or(effective, |times| effective * times);
            outputs.push((Output::VoucherOutlay(segment), money));
        }
        // Users whose hours a voucher covers gain at another price than the others.
        let covered = vouchers.map(|vouchers| vouchers.covered_use);
        let others = covered.map_or(served, |covered| served - covered);
        let (mut savings, mut surplus) = saved(scarce.first(), scarce, others, elasticity);
        if let Some(vouchers) = vouchers {
            let net = scarce * (1.0 - vouchers.rate);
            let (saved, added) = saved(scarce.first(), net, vouchers.covered_use, elasticity);
            savings = savings + saved;
            surplus = surplus + added;
        }
        outputs.extend([
            (Output::UserSavings(segment), (savings * hours).unsigned()),
            (
                Output::AddedUseSurplus(segment),
                (surplus * hours).unsigned(),
            ),
        ]);
        Some(served / capacity)
    }

    /// What vouchers change, if a voucher acts on the side.
    ///
    /// A voucher pays the part `r` of the full price `P` of users, search included, from a budget of
    /// `B` a period. Users whose hours it covers want `u = (1 - r)^(-|e|)` times as many. Where
    /// capacity is spare the covered part
    /// of demand is `min(1, B / (r P D u h))`, with `h` hours in a period, and no more than fills the
    /// capacity; the average price falls by the part `r` times the covered part of all hours.
    /// Where capacity is short nobody can use more: the price that users pay stays at the one that
    /// clears the market, and the vouchers raise what suppliers get by `B / (S h)`, by the part
    /// `r / (1 - r)` of what users pay at most.
    ///
    /// The part `d` of vouchers that displaces other support changes nothing: `r (1 - d)` and
    /// `B (1 - d)` take the places of `r` and `B`.
    fn vouchers(
        &mut self,
        segment: Segment,
        desired: Desired<'p>,
        most: Term<'p>,
        price: Term<'p>,
        search: Option<Term<'p>>,
        side: Side<'_, 'p>,
    ) -> Option<Vouchers<'p>> {
        let (place, voucher) = side
            .shocks()
            .iter()
            .find_map(|(place, shock)| match shock {
                Shock::Voucher(voucher) if voucher.segment == segment => Some((place, voucher)),
                _ => None,
            })?;
        let Voucher {
            segment: _,
            rate,
            budget,
            payer: _,
            displaced,
            from,
            until,
        } = voucher;
        let Desired {
            demand, elasticity, ..
        } = desired;
        let place = place / Key::Voucher;
        let mut rate = self.input(&place / Key::Rate, rate);
        let mut effective = budget
            .as_ref()
            .map(|budget| self.input(&place / Key::Budget, budget));
        let added = displaced.as_ref().map(|displaced| {
            let displaced = self.input(&place / Key::Displaced, displaced);
            1.0 - displaced
        });
        if let Some(added) = added {
            rate = rate * added;
            effective = effective.map(|money| money * added);
        }
        // Users bear the cost of search, of which a voucher pays nothing.
        if let Some(search) = search {
            rate = rate / search;
        }
        let active = self.active_at_end(periods_to_start(self.base, *from), *until);
        let times = (elasticity * -(-rate).ln_1p()).exp();
        // The covered part of demand: of the whole, of what the capacity can still serve, and of
        // what the budget pays.
        let room = (most / demand - 1.0).positive() / (times - 1.0);
        let mut covered = room.minimum(self.constant(1.0));
        if let Some(money) = effective {
            let whole = rate * price * demand * times * self.hours();
            covered = covered.minimum(money / whole);
        }
        let covered = covered * active;
        let served = (demand * (1.0 + covered * (times - 1.0))).minimum(most);
        let covered_use = covered * times * demand;
        Some(Vouchers {
            served,
            covered_use,
            rate,
            discount: rate * (covered_use / served),
            most: rate / (1.0 - rate),
            effective,
            per_effective: added.map(|added| 1.0 / added),
            active,
        })
    }
}

/// The platform that connects a segment, with its place.
fn platform<'s, 'p: 's>(side: Side<'s, 'p>, segment: Segment) -> Option<(&'s Place, &'s Platform)> {
    side.shocks().iter().find_map(|(place, shock)| match shock {
        Shock::Platform(platform) if platform.segment == segment => Some((place, platform)),
        _ => None,
    })
}

/// The wait at a site at a utilisation, from the table of its queue.
fn waiting<'p>(sites: &Sites, used: Term<'p>) -> Option<Term<'p>> {
    // Tables of checked sites exist.
    let waits = sites.waits().ok()?;
    Some(used.piecewise(slopes(&waits)))
}

/// The slopes of a piecewise linear function through its knots, each above its knot.
fn slopes(knots: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let pairs = knots.windows(2);
    pairs
        .map(|pair| (pair[0].0, (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0)))
        .collect()
}

/// The weight of the `number`-th of dated values at a time, in the straight line between its
/// neighbours in time; the first and the last value stay outside the dates.
fn weight_between(dates: &[f64], number: usize, at: f64) -> f64 {
    let last = dates.len() - 1;
    let at = at.clamp(dates[0], dates[last]);
    let own = dates[number];
    let neighbour = if at < own {
        number.checked_sub(1)
    } else {
        (number < last).then_some(number + 1)
    };
    match neighbour.map(|other| dates[other]) {
        Some(other) => ((at - other) / (own - other)).clamp(0.0, 1.0),
        None => 1.0,
    }
}

/// The gain of users in an hour from a change of the price that they pay, from `n_0` to `n`, on the
/// demand curve of the period through the use `S`: the saving on what they would use at the old
/// price, `(n_0 - n) S (n_0 / n)^(-|e|)`, and the surplus of the use that the new price adds.
///
/// The two sum to the consumer surplus between the prices, the integral of demand over the price:
/// `n S (1 - exp(-k x)) / k` with `k = |e| - 1` and `x = ln(n_0 / n)` (Marshall, *Principles of
/// Economics*, 1890, book III, chapter VI, for a demand of constant elasticity).
fn saved<'p>(
    before: Term<'p>,
    paid: Term<'p>,
    served: Term<'p>,
    elasticity: Term<'p>,
) -> (Term<'p>, Term<'p>) {
    let fall = before.ln() - paid.ln();
    let at_old_price = served * (-(elasticity * fall)).exp();
    let savings = (before - paid) * at_old_price;
    let surplus = paid * served * (elasticity - 1.0).saturate(fall);
    (savings, surplus - savings)
}
