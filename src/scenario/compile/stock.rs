//! Stocks of capacity by the perpetual inventory method: purchases, retirements, costs and power.
//!
//! The stock at the end of a period is the surviving part of all purchases (OECD, *Measuring
//! Capital*, 2nd edition, 2009): `K_t = K_0 b_t + sum over 0 < s <= t of a_s v_{t-s}`, with the
//! stock `K_0` at the base, the part `b_t` of it that survives period `t`, the additions `a_s`, and
//! the part `v_j` of a purchase that survives to age `j`.

use std::f64::consts::LN_2;

use super::term::sum;
use super::{Compiler, Key, Outputs, Place, Side, Term, periods_at};
use crate::Output;
use crate::capacity::{
    ComputePath, CostPath, CostTrend, Outlay, PowerUse, Retirement, Segment, SegmentStock,
};
use crate::evidence::Estimate;
use crate::market::Market;
use crate::policy::Instrument;
use crate::scenario::Compute;
use crate::{Share, Years};

/// FLOP/s in an EFLOPS.
pub(super) const EXA: f64 = 1e18;

/// The greatest number of rows over which lives are followed as a curve by age: a convolution of so
/// few rows takes less time than sums of a length of their own in each draw.
const SHORT: usize = 24;

/// The part of a stock that survives: of a purchase by its age (`v_j`), of the base stock by period
/// (`b_t`).
struct Survival<'p> {
    of_purchases: Survivors<'p>,
    of_base: Term<'p>,
}

/// The part of a purchase that survives by its age. A stock under a rate or a life takes a time that
/// grows with the periods, under a curve with their square.
#[derive(Clone, Copy)]
pub(super) enum Survivors<'p> {
    /// `v_j = k^j`, with the part that survives each period.
    Rate(Term<'p>),
    /// `v_j = L - j`, at least 0 and at most 1, with the life in periods.
    Life(Term<'p>),
    /// `v_j`, one row per age.
    Curve(Term<'p>),
}

impl<'p> Survivors<'p> {
    /// The stock that purchases make: `sum over s of a_s v_{t-s}`.
    pub(super) fn stock_of(self, purchases: Term<'p>) -> Term<'p> {
        match self {
            Self::Rate(kept) => purchases.autoregress(kept),
            Self::Life(life) => purchases.surviving(life),
            Self::Curve(by_age) => purchases.convolve(by_age),
        }
    }

    /// The purchases that make a stock, the inverse of [`stock_of`](Self::stock_of).
    fn purchases_for(self, stock: Term<'p>) -> Term<'p> {
        match self {
            Self::Rate(kept) => stock - stock.lag(vec![0.0, 1.0]) * kept,
            Self::Life(life) => stock.purchases(life),
            Self::Curve(by_age) => stock.deconvolve(by_age),
        }
    }
}

/// The unit cost of capacity; each term has one row or one row per period.
struct Cost<'p> {
    /// Money per FLOP/s at the experience of the base.
    per_flop: Term<'p>,
    learning: Option<Learning<'p>>,
}

/// A learning curve.
struct Learning<'p> {
    /// `p = 1 + ln(1 - r) / ln 2` with the learning rate `r`: one plus the exponent of experience
    /// in the unit cost.
    power: Term<'p>,
    /// The experience at the base, in FLOP/s.
    experience: Term<'p>,
}

/// The outputs of stocks along a path, and the segments bought.
#[derive(Default)]
pub(super) struct Ledger<'p> {
    pub(super) outputs: Outputs<'p>,
    pub(super) bought: Vec<Bought<'p>>,
    /// The unit cost of each segment in each period, in money per FLOP/s.
    pub(super) unit_costs: [Option<Term<'p>>; 3],
    /// The productivity of each segment's stock relative to its machines at the base.
    pub(super) qualities: [Option<Term<'p>>; 3],
}

/// A segment that money is spent on.
#[derive(Clone, Copy)]
pub(super) struct Bought<'p> {
    /// The money that its additions take in each period.
    pub(super) money: Term<'p>,
    /// The cost, at the unit cost of each period, of the capacity that remains of all purchases
    /// since the base: `(K_t - K_0 b_t)` times the unit cost.
    pub(super) replacement: Term<'p>,
}

/// The parts of which a stock is made.
struct Purchases<'s, 'p> {
    segment: Segment,
    stock: &'s SegmentStock,
    /// The surviving part of the base stock, `K_0 b_t`.
    survivors: Term<'p>,
    /// The level, where it is given and the additions are not restricted.
    level: Option<Term<'p>>,
    additions: Term<'p>,
    /// The additions of a path before a question scales its purchases; `None` for money, which it
    /// scales before it is spent.
    unscaled: Option<Term<'p>>,
    spent: Option<(Term<'p>, Cost<'p>)>,
}

/// True if a shortage of a segment induces investment.
fn is_induced(compute: &Compute, segment: Segment) -> bool {
    let demand = compute.market(segment).and_then(Market::demand);
    demand.is_some_and(|demand| demand.induced().is_some())
}

impl<'p> Compiler<'p> {
    /// The survival of a segment's stock by its form of retirement.
    fn survival(&mut self, segment: Segment, stock: &SegmentStock) -> Survival<'p> {
        let place = Key::Compute / Key::Stock / Key::from(segment);
        // The log growth of purchases per period before the base.
        let past = stock
            .past_growth()
            .map(|rate| self.input(&place / Key::PastGrowth, rate).ln_1p());
        let place = place / Key::Retirement;
        match stock.retirement() {
            Retirement::Life(life) => self.fixed_life(&place, life, past),
            Retirement::Geometric(share) => {
                // Geometric retirement at the rate `d` per year, whatever the age: with `n` periods
                // in a year, `v_j = (1 - d)^(j / n)` and `b_t = (1 - d)^(t / n)`.
                let share = self.input(place / Key::Geometric, share);
                let log = (-share).ln_1p();
                Survival {
                    of_purchases: Survivors::Rate((log / self.per_year()).exp()),
                    of_base: (log * (self.time() / self.per_year())).exp(),
                }
            }
            Retirement::Survival(shares) => self.survival_curve(&place, shares, past),
        }
    }

    /// Survival under a fixed life of `L` periods: `v_j = L - j`, at least 0 and at most 1.
    ///
    /// Of the base stock `b_t = (1 - q^(L - t)) / (1 - q^L)` survives, with `q = 1 / (1 + g)` and
    /// purchases that grew by `g` per period before the base: a geometric series of `L` terms, of
    /// which the youngest `L - t` survive. Without growth `b_t = (L - t) / L`.
    fn fixed_life(
        &mut self,
        place: &Place,
        life: &Estimate<Years>,
        past: Option<Term<'p>>,
    ) -> Survival<'p> {
        let years = self.input(place / Key::Life, life);
        let life = years * self.per_year();
        let of_purchases = if self.rows() <= SHORT {
            Survivors::Curve((life - self.time()).unit())
        } else {
            Survivors::Life(life)
        };
        let of_base = match past {
            Some(past) => {
                // A tiny offset from zero growth yields the limit.
                let log_q = -past + -1e-30;
                let remaining_life = (life - self.time()).positive();
                (log_q * remaining_life).exp_m1() / (log_q * life).exp_m1()
            }
            None => 1.0 - self.time() / life,
        };
        Survival {
            of_purchases,
            of_base: of_base.unit(),
        }
    }

    /// Survival by listed shares: `v_j = s_j`, with `s_0 = 1`.
    ///
    /// Of purchases that grew by `g` per period before the base, `b_t = sum over j >= t of s_j (1 +
    /// g)^(t - j) / sum over j >= 0 of s_j (1 + g)^(-j)` survives. Ages beyond the last period of
    /// the scenario are part of the sums.
    fn survival_curve(
        &mut self,
        place: &Place,
        shares: &[Estimate<Share>],
        past: Option<Term<'p>>,
    ) -> Survival<'p> {
        let numbers: Vec<usize> = shares
            .iter()
            .enumerate()
            .map(|(age, share)| self.enter(place / Key::Survival / age, share))
            .collect();
        let later = self.input_rows(|age| age.checked_sub(1).and_then(|a| numbers.get(a).copied()));
        let by_age = later + self.series(|age| f64::from(u8::from(age == 0)));
        // The sum over all ages of `s_j (1 + g)^(-j)`.
        let mut whole = self.constant(1.0);
        for (before, number) in numbers.into_iter().enumerate() {
            let share = self.term(|builder| builder.input(number));
            let bought = past.map(|past| (past * -(periods_at(before) + 1.0)).exp());
            whole = whole + bought.map_or(share, |bought| share * bought);
        }
        // `(1 + g)^t`, and the terms of the sum up to the age `t`.
        let growth = past.map(|past| (past * self.time()).exp());
        let weighted = growth.map_or(by_age, |growth| by_age / growth);
        let retired = weighted.cumulate();
        let survivors = (whole - retired + weighted).positive();
        let survivors = growth.map_or(survivors, |growth| survivors * growth);
        Survival {
            of_purchases: Survivors::Curve(by_age),
            of_base: survivors / survivors.first(),
        }
    }

    /// The unit cost along its path, at the experience of the base.
    ///
    /// A trend at the rate `g` gives `c_t = c_0 (1 + g)^t`; price-performance that rises at the
    /// rate `h` gives `c_t = c_0 / (1 + h)^t`. Under a learning rate `r`, each doubling of all
    /// capacity ever bought reduces the cost by the part `r`: it is multiplied by
    /// `(X_t / X_0)^(p - 1)`, with the experience `X` and `p - 1 = ln(1 - r) / ln 2` (Wright,
    /// *Journal of the Aeronautical Sciences* 3, 1936).
    ///
    /// No policy acts on prices, so the path and its counterfactual have the same unit cost: it
    /// needs no side.
    fn cost(&mut self, segment: Segment, path: &CostPath, experience: Term<'p>) -> Cost<'p> {
        let place = Key::Compute / Key::Stock / Key::from(segment) / Key::UnitCost;
        let (start, trend, learning) = match path {
            CostPath::Listed(listed) => {
                let numbers: Vec<usize> = listed
                    .costs()
                    .iter()
                    .enumerate()
                    .map(|(t, cost)| self.enter(&place / Key::ByPeriod / t, cost))
                    .collect();
                // Nothing is bought in the base period, so its cost does not matter.
                let cost = self.input_rows(|row| numbers.get(row.max(1) - 1).copied());
                return Cost {
                    per_flop: cost * (1.0 / EXA),
                    learning: None,
                };
            }
            CostPath::Falling(cost) => (cost.start(), cost.trend(), cost.learning()),
        };
        let start = self.input(&place / Key::Start, start);
        let mut per_flop = start * (1.0 / EXA);
        match trend {
            Some(CostTrend::Rate(rate)) => {
                let level = self.constant_growth(&place / Key::Trend, rate).log.exp();
                per_flop = per_flop * level;
            }
            Some(CostTrend::PricePerformance(rate)) => {
                let place = &place / Key::PricePerformance;
                per_flop = per_flop / self.constant_growth(place, rate).log.exp();
            }
            None => {}
        }
        let learning = learning.map(|rate| {
            let rate = self.input(&place / Key::Learning, rate);
            Learning {
                power: 1.0 + (-rate).ln_1p() * (1.0 / LN_2),
                experience,
            }
        });
        Cost { per_flop, learning }
    }

    /// The level of a segment that is built by the money spent on it.
    #[expect(
        clippy::too_many_arguments,
        reason = "a segment's place in its scenario"
    )]
    pub(super) fn built(
        &mut self,
        place: &Place,
        compute: &Compute,
        path: &ComputePath,
        segment: Segment,
        base: Term<'p>,
        side: Side<'_, 'p>,
        ledger: &mut Ledger<'p>,
    ) -> Term<'p> {
        let Some(stock) = compute.stock(segment) else {
            // A segment without a stock has no outlay, or the scenario was refused.
            return base;
        };
        let survival = self.survival(segment, stock);
        let outlay = path.outlays().find(|(other, _)| *other == segment);
        let (additions, spent) = match (outlay, stock.unit_cost()) {
            (Some((_, outlay)), Some(cost)) => {
                let cost = self.cost(segment, cost, base);
                let money = self.money(place, outlay);
                let money = match side.question() {
                    Some(question) => question.scaled(money),
                    None => money,
                };
                (cost.bought(money), Some((money, cost)))
            }
            _ => (self.still().log, None),
        };
        let purchases = Purchases {
            segment,
            stock,
            survivors: base * survival.of_base,
            level: None,
            additions,
            unscaled: None,
            spent,
        };
        self.installed(compute, &survival, &purchases, side, ledger)
    }

    /// The levels of segments along a path of growth, under restrictions and power limits, with the
    /// purchases behind them.
    ///
    /// The additions are those that the path requires: the series whose convolution with the
    /// survival `v` is `K_t - K_0 b_t`.
    pub(super) fn constrained(
        &mut self,
        compute: &Compute,
        mut segments: [Option<Term<'p>>; 3],
        side: Side<'_, 'p>,
    ) -> ([Option<Term<'p>>; 3], Ledger<'p>) {
        let mut ledger = Ledger::default();
        for segment in Segment::ALL {
            let (Some(level), Some(stock)) = (segments[segment as usize], compute.stock(segment))
            else {
                continue;
            };
            let is_limited = stock.power().is_some_and(|power| power.limit().is_some());
            let is_path = matches!(side, Side::Path { .. });
            // A market asks for the unit cost.
            let has_market = compute.market(segment).is_some();
            if !is_path && !is_limited && !has_market {
                continue;
            }
            let question = side.question().filter(|_| stock.unit_cost().is_some());
            let is_changed = question.is_some()
                || side.moves(Instrument::Additions(segment))
                || is_induced(compute, segment);
            let base = level.first();
            let survival = self.survival(segment, stock);
            let survivors = base * survival.of_base;
            let unscaled = survival.of_purchases.purchases_for(level - survivors);
            let additions = match question {
                Some(question) => question.scaled_purchases(unscaled),
                None => unscaled,
            };
            let spent = stock.unit_cost().map(|cost| {
                let cost = self.cost(segment, cost, base);
                (cost.needed(additions), cost)
            });
            let purchases = Purchases {
                segment,
                stock,
                survivors,
                // An unrestricted level is kept bit for bit.
                level: (!is_changed).then_some(level),
                additions,
                unscaled: Some(unscaled),
                spent,
            };
            let installed = self.installed(compute, &survival, &purchases, side, &mut ledger);
            if is_changed || is_limited {
                // Rounding may make a level of zero slightly negative.
                segments[segment as usize] = Some(installed.positive());
            }
        }
        (segments, ledger)
    }

    /// The stock that additions make after restrictions, up to the power limit, and its outputs:
    /// `K_t = K_0 b_t + sum over s <= t of a_s v_{t-s}`, at most `limit / power`, and retirements
    /// `a_t - (K_t - K_{t-1})`.
    fn installed(
        &mut self,
        compute: &Compute,
        survival: &Survival<'p>,
        purchases: &Purchases<'_, 'p>,
        side: Side<'_, 'p>,
        ledger: &mut Ledger<'p>,
    ) -> Term<'p> {
        let Purchases { segment, stock, .. } = *purchases;
        let is_path = matches!(side, Side::Path { .. });
        let mut restricted = self.restricted(segment, purchases.additions, side);
        let mut level = purchases.level;
        let premium = self.price_factor(segment, side);
        let unit_cost = |additions: Term<'p>| {
            let (_, cost) = purchases.spent.as_ref()?;
            let cost = cost.current(additions);
            Some(premium.map_or(cost, |premium| cost * premium))
        };
        let planned =
            |additions: Term<'p>| purchases.survivors + survival.of_purchases.stock_of(additions);
        let mut money = purchases.spent.as_ref().map(|(money, _)| *money);
        if is_induced(compute, segment) {
            let level_planned = level.unwrap_or_else(|| planned(restricted.additions));
            let unit_cost = unit_cost(restricted.additions);
            if let Some(induced) = self.induced(compute, segment, level_planned, unit_cost, side) {
                // What a question scales are all purchases of its year that cost money. Along a path
                // induced additions may only make up for machines that are scrapped.
                let question = side.question().filter(|_| purchases.spent.is_some());
                let additions = match (question, purchases.unscaled) {
                    (Some(question), Some(unscaled)) => {
                        question.scaled_purchases(unscaled + induced)
                    }
                    (Some(question), None) => {
                        purchases.additions + question.scaled_purchases(induced)
                    }
                    (None, _) => purchases.additions + induced,
                };
                restricted = self.restricted(segment, additions, side);
                level = None;
                let cost = purchases.spent.as_ref();
                money = cost.map(|(_, cost)| cost.needed(additions));
            }
        }
        let additions = restricted.additions;
        let mut level = level.unwrap_or_else(|| planned(additions));
        ledger.unit_costs[segment as usize] = unit_cost(additions);
        ledger.qualities[segment as usize] =
            self.quality(segment, additions, survival.of_purchases, level, side);
        if is_path {
            let retired = additions - level.difference();
            ledger.outputs.push((Output::Additions(segment), additions));
            ledger.outputs.push((Output::Retirements(segment), retired));
            if let (Some(money), Some((_, cost))) = (money, &purchases.spent) {
                // Under a cap less money is spent; under a premium the same money buys less.
                let money = match restricted.capped {
                    Some(capped) => cost.needed(capped),
                    None => money,
                };
                // What is dearer on a secondary market goes to its traders, and sets off nothing.
                let paid = match restricted.dearer {
                    Some(dearer) => money + dearer * cost.current(additions),
                    None => money,
                };
                ledger.outputs.push((Output::CapacityOutlay(segment), paid));
                let bought = (level - purchases.survivors).positive();
                let replacement = bought * cost.current(additions);
                ledger.bought.push(Bought { money, replacement });
            }
        }
        if let Some(power) = stock.power() {
            let drawn = self.power(segment, power);
            if let Some(limit) = power.limit() {
                let place = Key::Compute / Key::Stock / Key::from(segment) / Key::Power;
                let limit = self.input(place / Key::Limit, limit);
                level = level.minimum(limit / drawn);
            }
            if is_path {
                let drawn = level * drawn;
                ledger.outputs.push((Output::PowerDrawn(segment), drawn));
            }
        }
        level
    }

    /// Megawatts per FLOP/s, cooling included: power intensity of the machines times power usage
    /// effectiveness (PUE, ISO/IEC 30134-2).
    pub(super) fn power(&mut self, segment: Segment, power: &PowerUse) -> Term<'p> {
        let place = Key::Compute / Key::Stock / Key::from(segment) / Key::Power;
        let intensity = self.input(&place / Key::Intensity, power.intensity());
        let pue = self.input(place / Key::Pue, power.pue());
        intensity * pue * (1.0 / EXA)
    }

    /// The money spent in each period, zero in the base period; `None` for an outlay that is the
    /// cost of compute.
    fn money_of(&mut self, place: &Place, outlay: &Outlay) -> Option<Term<'p>> {
        let amounts: Vec<usize> = match outlay {
            Outlay::PerPeriod(amount) => vec![self.enter(place / Key::PerPeriod, amount)],
            Outlay::ByPeriod(amounts) => amounts
                .iter()
                .enumerate()
                .map(|(t, amount)| self.enter(place / Key::ByPeriod / t, amount))
                .collect(),
            Outlay::OfCompute => return None,
        };
        let last = amounts.last().copied();
        Some(self.input_rows(|row| {
            row.checked_sub(1)
                .and_then(|t| amounts.get(t).copied().or(last))
        }))
    }

    /// The money spent on a segment.
    fn money(&mut self, place: &Place, outlay: &Outlay) -> Term<'p> {
        // An outlay of a segment is never the cost of compute, or the scenario was refused.
        let money = self.money_of(place, outlay);
        money.unwrap_or_else(|| self.still().log)
    }

    /// The outlay of the multiplier channel: its own money, or the sum of the money of all segments
    /// bought.
    pub(super) fn outlay(
        &mut self,
        place: &Place,
        outlay: &Outlay,
        bought: &[Bought<'p>],
    ) -> Term<'p> {
        let money = self
            .money_of(place, outlay)
            .or_else(|| sum(bought.iter().map(|bought| bought.money)));
        money.unwrap_or_else(|| self.still().log)
    }
}

impl<'p> Cost<'p> {
    /// The capacity that money buys in each period, at a cost that falls with all capacity ever
    /// bought.
    ///
    /// The money for purchases from the experience `x` at the base to `X` is the integral of the
    /// unit cost, `c (X / x)^(p - 1)`, which is `c x / p ((X / x)^p - 1)`. With the purchases
    /// `a = m / c` that the money `m` would buy without learning, all purchases up to `t` are
    /// therefore `X - x = x ((1 + p sum a / x)^(1 / p) - 1)`.
    fn bought(&self, outlay: Term<'p>) -> Term<'p> {
        let plain = outlay / self.per_flop;
        let Some(Learning { power, experience }) = self.learning else {
            return plain;
        };
        let relative = plain.cumulate() / experience;
        let log = (relative * power).ln_1p() / power;
        (log.exp_m1() * experience).difference()
    }

    /// The money that additions cost, the inverse of [`bought`](Self::bought):
    /// `c` times the change of `x / p ((1 + sum a / x)^p - 1)`. Scrapping earns nothing.
    fn needed(&self, additions: Term<'p>) -> Term<'p> {
        let additions = additions.positive();
        let Some(Learning { power, experience }) = self.learning else {
            return additions * self.per_flop;
        };
        let relative = additions.cumulate() / experience;
        let plain = (relative.ln_1p() * power).exp_m1() / power * experience;
        plain.difference() * self.per_flop
    }

    /// The money per FLOP/s in each period at the experience of the additions so far:
    /// `c_t (1 + sum a / x)^(p - 1)`.
    fn current(&self, additions: Term<'p>) -> Term<'p> {
        let Some(Learning { power, experience }) = self.learning else {
            return self.per_flop;
        };
        let relative = additions.positive().cumulate() / experience;
        self.per_flop * (relative.ln_1p() * (power - 1.0)).exp()
    }
}
