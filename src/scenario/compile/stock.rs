//! Capital stocks by the perpetual inventory method: what is bought, what retires, what it costs.

use std::f64::consts::LN_2;

use super::restriction::restrictions;
use super::term::sum;
use super::{Compiler, Key, Outputs, Place, Side, Term, periods_at};
use crate::Output;
use crate::capacity::{
    ComputePath, CostPath, CostTrend, Outlay, PowerUse, Retirement, Segment, SegmentStock,
};
use crate::evidence::Estimate;
use crate::scenario::Compute;
use crate::{Share, Years};

/// FLOP/s in an EFLOPS.
const EXA: f64 = 1e18;

/// The part of a stock that survives: of a purchase by its age, of the base's stock by period.
struct Survival<'p> {
    by_age: Term<'p>,
    of_base: Term<'p>,
}

/// What capacity costs, each one row or a series.
struct Cost<'p> {
    /// Money per FLOP/s at the base's experience.
    per_flop: Term<'p>,
    learning: Option<Learning<'p>>,
}

/// A learning curve.
struct Learning<'p> {
    /// One less the exponent by which the cost falls with experience.
    power: Term<'p>,
    /// The experience at the base, in FLOP/s.
    experience: Term<'p>,
}

/// What was bought, retired and spent along a path.
#[derive(Default)]
pub(super) struct Ledger<'p> {
    pub(super) outputs: Outputs<'p>,
    pub(super) bought: Vec<Bought<'p>>,
}

/// A segment that money is spent on.
#[derive(Clone, Copy)]
pub(super) struct Bought<'p> {
    /// The money that its additions take in each period.
    pub(super) money: Term<'p>,
    /// What it would cost, at each period's unit cost, to buy the capacity that stands of all
    /// purchases since the base.
    pub(super) replacement: Term<'p>,
}

/// What a stock is made of.
struct Purchases<'p> {
    /// What is left of the base.
    left: Term<'p>,
    /// The level, where it is given and nothing is taken from the additions.
    known: Option<Term<'p>>,
    additions: Term<'p>,
    spent: Option<(Term<'p>, Cost<'p>)>,
}

impl<'p> Compiler<'p> {
    fn survival(&mut self, segment: Segment, stock: &SegmentStock) -> Survival<'p> {
        let place = Key::Compute / Key::Stock / Key::from(segment);
        // The log of how purchases grew each period before the base.
        let past = stock
            .past_growth()
            .map(|rate| self.input(&place / Key::PastGrowth, rate).ln_1p());
        let place = place / Key::Retirement;
        match stock.retirement() {
            Retirement::Life(life) => self.fixed_life(&place, life, past),
            Retirement::Geometric(share) => {
                // The part `(1 - d)^years` is left of what retires at `d` a year, whatever its age.
                let share = self.input(place / Key::Geometric, share);
                let left = ((-share).ln_1p() * (self.time() / self.per_year())).exp();
                Survival {
                    by_age: left,
                    of_base: left,
                }
            }
            Retirement::Survival(shares) => self.survival_curve(&place, shares, past),
        }
    }

    /// A purchase lives `L` periods. Of the base's stock `(1 - q^(L - t)) / (1 - q^L)` is left after
    /// `t`, with `q = 1 / (1 + g)` and purchases that grew by `g` a period before the base: a
    /// geometric series of `L` terms of which the youngest are left. Without growth it is
    /// `(L - t) / L`.
    fn fixed_life(
        &mut self,
        place: &Place,
        life: &Estimate<Years>,
        past: Option<Term<'p>>,
    ) -> Survival<'p> {
        let years = self.input(place / Key::Life, life);
        let life = years * self.per_year();
        let left = life - self.time();
        let of_base = match past {
            Some(past) => {
                // A tiny offset from zero growth yields the limit.
                let backwards = -past + -1e-30;
                let young = left.positive();
                (backwards * young).exp_m1() / (backwards * life).exp_m1()
            }
            None => 1.0 - self.time() / life,
        };
        Survival {
            by_age: left.unit(),
            of_base: of_base.unit(),
        }
    }

    /// A purchase of age `a` stands with the listed share `s_a`, `s_0 = 1`. Of purchases that grew
    /// by `g` a period before the base, `sum over a >= t of s_a (1 + g)^(t - a)` over the same sum
    /// from age zero is left after `t`; ages beyond the horizon count to the whole.
    fn survival_curve(
        &mut self,
        place: &Place,
        shares: &[Estimate<Share>],
        past: Option<Term<'p>>,
    ) -> Survival<'p> {
        let listed: Vec<usize> = shares
            .iter()
            .enumerate()
            .map(|(age, share)| self.enter(place / Key::Survival / age, share))
            .collect();
        let later = self.input_rows(|age| age.checked_sub(1).and_then(|a| listed.get(a).copied()));
        let by_age = later + self.series(|age| f64::from(u8::from(age == 0)));
        let mut whole = self.constant(1.0);
        for (before, number) in listed.into_iter().enumerate() {
            let share = self.term(|builder| builder.input(number));
            let bought = past.map(|past| (past * -(periods_at(before) + 1.0)).exp());
            whole = whole + bought.map_or(share, |bought| share * bought);
        }
        let grown = past.map(|past| (past * self.time()).exp());
        let weighted = grown.map_or(by_age, |grown| by_age / grown);
        let gone = weighted.cumulate();
        let left = (whole - gone + weighted).positive();
        let left = grown.map_or(left, |grown| left * grown);
        Survival {
            by_age,
            of_base: left / left.first(),
        }
    }

    /// The unit cost along its path.
    ///
    /// Under a learning rate `r`, each doubling of all capacity ever bought takes the part `r` off
    /// the cost: it falls with experience to the power `ln(1 - r) / ln 2` (Wright, *Journal of the
    /// Aeronautical Sciences* 3, 1936).
    fn cost(&mut self, segment: Segment, path: &CostPath, experience: Term<'p>) -> Cost<'p> {
        let place = Key::Compute / Key::Stock / Key::from(segment) / Key::UnitCost;
        let (start, trend, learning) = match path {
            CostPath::Listed(listed) => {
                let listed: Vec<usize> = listed
                    .costs()
                    .iter()
                    .enumerate()
                    .map(|(t, cost)| self.enter(&place / Key::ByPeriod / t, cost))
                    .collect();
                // Nothing is bought in the base period, so its cost does not matter.
                let cost = self.input_rows(|row| listed.get(row.max(1) - 1).copied());
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

    /// A segment that is built by the money spent on it.
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
            left: base * survival.of_base,
            known: None,
            additions,
            spent,
        };
        self.installed(stock, segment, &survival, purchases, side, ledger)
    }

    /// Levels of segments along a path of growth, as restrictions and power leave them, and what
    /// is bought for them.
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
            if !is_path && !is_limited {
                continue;
            }
            let question = side.question().filter(|_| stock.unit_cost().is_some());
            let is_changed = question.is_some() || restrictions(side, segment).next().is_some();
            let base = level.first();
            let survival = self.survival(segment, stock);
            let left = base * survival.of_base;
            let additions = (level - left).deconvolve(survival.by_age);
            let additions = match question {
                Some(question) => question.scaled_purchases(additions),
                None => additions,
            };
            let spent = stock.unit_cost().map(|cost| {
                let cost = self.cost(segment, cost, base);
                (cost.needed(additions), cost)
            });
            let purchases = Purchases {
                left,
                // An unrestricted level is kept bit for bit.
                known: (!is_changed).then_some(level),
                additions,
                spent,
            };
            let installed = self.installed(stock, segment, &survival, purchases, side, &mut ledger);
            if is_changed || is_limited {
                // Sixteen digits down, rounding may leave a little less than nothing.
                segments[segment as usize] = Some(installed.positive());
            }
        }
        (segments, ledger)
    }

    /// The stock that additions make, after restrictions, up to the power there is:
    /// `K_t = left_t + sum over s <= t of additions_s survival_{t - s}`. Reports what was bought.
    fn installed(
        &mut self,
        stock: &SegmentStock,
        segment: Segment,
        survival: &Survival<'p>,
        purchases: Purchases<'p>,
        side: Side<'_, 'p>,
        ledger: &mut Ledger<'p>,
    ) -> Term<'p> {
        let is_path = matches!(side, Side::Path { .. });
        let restricted = self.restricted(segment, purchases.additions, side);
        let additions = restricted.left;
        let mut level = purchases
            .known
            .unwrap_or_else(|| purchases.left + additions.convolve(survival.by_age));
        if is_path {
            let retired = additions - level.difference();
            ledger.outputs.push((Output::Additions(segment), additions));
            ledger.outputs.push((Output::Retirements(segment), retired));
            if let Some((money, cost)) = purchases.spent {
                // A cap leaves money unspent; a premium takes the same money for less.
                let money = match restricted.capped {
                    Some(capped) => cost.needed(capped),
                    None => money,
                };
                ledger
                    .outputs
                    .push((Output::CapacityOutlay(segment), money));
                let standing = (level - purchases.left).positive();
                let replacement = standing * cost.current(additions);
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

    /// Megawatts per FLOP/s, cooling and all: intensity times PUE.
    fn power(&mut self, segment: Segment, power: &PowerUse) -> Term<'p> {
        let place = Key::Compute / Key::Stock / Key::from(segment) / Key::Power;
        let intensity = self.input(&place / Key::Intensity, power.intensity());
        let pue = self.input(place / Key::Pue, power.pue());
        intensity * pue * (1.0 / EXA)
    }

    /// Money spent in each period; none in the base period. `None` for what compute costs.
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

    /// Money spent on a segment.
    fn money(&mut self, place: &Place, outlay: &Outlay) -> Term<'p> {
        // A segment's own outlay is never that of compute, or the scenario was refused.
        let money = self.money_of(place, outlay);
        money.unwrap_or_else(|| self.still().log)
    }

    /// The outlay of the multiplier channel; `bought` is what each segment with a cost takes.
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
    /// Capacity that money buys in each period: the integral of money over a cost that falls with
    /// all capacity ever bought. With the experience `x` at the base, `p` of
    /// [`Learning::power`] and purchases `a` at the base's cost, all purchases to `t` come to
    /// `x ((1 + p sum a / x)^(1/p) - 1)`.
    fn bought(&self, outlay: Term<'p>) -> Term<'p> {
        let plain = outlay / self.per_flop;
        let Some(Learning { power, experience }) = self.learning else {
            return plain;
        };
        let relative = plain.cumulate() / experience;
        let log = (relative * power).ln_1p() / power;
        (log.exp_m1() * experience).difference()
    }

    /// Money that additions take: the inverse of [`bought`](Self::bought). Scrapping earns nothing.
    fn needed(&self, additions: Term<'p>) -> Term<'p> {
        let additions = additions.positive();
        let Some(Learning { power, experience }) = self.learning else {
            return additions * self.per_flop;
        };
        let relative = additions.cumulate() / experience;
        let plain = (relative.ln_1p() * power).exp_m1() / power * experience;
        plain.difference() * self.per_flop
    }

    /// Money per FLOP/s in each period, after what the additions so far have taught:
    /// `c_t (1 + sum a / x)^(p - 1)`.
    fn current(&self, additions: Term<'p>) -> Term<'p> {
        let Some(Learning { power, experience }) = self.learning else {
            return self.per_flop;
        };
        let relative = additions.positive().cumulate() / experience;
        self.per_flop * (relative.ln_1p() * (power - 1.0)).exp()
    }
}
