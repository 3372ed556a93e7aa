//! Capital stocks: what is bought, what retires, and what it costs.

use super::{Compiler, Side};
use crate::capacity::{
    ComputePath, CostPath, Limit, Outlay, PowerUse, Retirement, Segment, SegmentStock,
};
use crate::kernel::Register;
use crate::scenario::Compute;
use crate::scenario::output::Output;

/// FLOP/s in an EFLOPS.
const EXA: f64 = 1e18;

/// What of a stock is left: of a purchase by its age, of the base's stock by period.
struct Survival {
    by_age: Register,
    of_base: Register,
}

/// What capacity costs, each one row or a series.
struct Cost {
    /// Money per FLOP/s at the base's experience.
    per_flop: Register,
    /// One less the exponent of the learning curve, and the experience at the base.
    learning: Option<(Register, Register)>,
}

/// What a stock is made of.
struct Bought {
    /// What is left of the base.
    left: Register,
    /// The level, where it is given and nothing is taken from the additions.
    known: Option<Register>,
    additions: Register,
    spent: Option<(Register, Cost)>,
}

impl Compiler {
    fn survival(&mut self, segment: Segment, stock: &SegmentStock) -> Survival {
        let retirement = stock.retirement();
        let place = format!("compute.stock.{segment}.retirement");
        // The log of how purchases grew each period before the base.
        let past = stock.past_growth().map(|rate| {
            let rate = self.estimate(format!("compute.stock.{segment}.past-growth"), rate);
            self.builder.ln_1p(rate)
        });
        let time = self.time();
        let per_year = f64::from(self.base.frequency().per_year());
        match retirement {
            Retirement::Life(life) => {
                let years = self.estimate(format!("{place}.life"), life);
                let per_year = self.builder.constant(per_year);
                let life = self.builder.multiply(years, per_year);
                let left = self.builder.subtract(life, time);
                let one = self.builder.constant(1.0);
                let of_base = if let Some(past) = past {
                    // Past purchases are a geometric series of `life` terms, of which the youngest
                    // are left. A hair beside no growth gives the limit, (life - time) / life.
                    let hair = self.builder.constant(-1e-30);
                    let zero = self.builder.constant(0.0);
                    let backwards = self.builder.subtract(zero, past);
                    let backwards = self.builder.add(backwards, hair);
                    let young = self.builder.positive(left);
                    let mut sum = |terms| {
                        let log = self.builder.multiply(backwards, terms);
                        self.builder.exp_m1(log)
                    };
                    let (young, all) = (sum(young), sum(life));
                    self.builder.divide(young, all)
                } else {
                    let passed = self.builder.divide(time, life);
                    self.builder.subtract(one, passed)
                };
                Survival {
                    by_age: self.builder.unit(left),
                    of_base: self.builder.unit(of_base),
                }
            }
            Retirement::Geometric(share) => {
                let share = self.estimate(format!("{place}.geometric"), share);
                let zero = self.builder.constant(0.0);
                let lost = self.builder.subtract(zero, share);
                let step = self.builder.ln_1p(lost);
                let per_year = self.builder.constant(per_year);
                let years = self.builder.divide(time, per_year);
                let log = self.builder.multiply(step, years);
                let left = self.builder.exp(log);
                Survival {
                    by_age: left,
                    of_base: left,
                }
            }
            Retirement::Survival(shares) => {
                let listed: Vec<usize> = shares
                    .iter()
                    .enumerate()
                    .map(|(age, share)| self.enter(format!("{place}.survival[{age}]"), share))
                    .collect();
                let rows = self.builder.rows();
                let ages: Vec<_> = (0..rows)
                    .map(|age| (age > 0).then(|| listed.get(age - 1).copied()).flatten())
                    .collect();
                let later = self.builder.input_rows(&ages);
                let new = (0..rows).map(|age| f64::from(u8::from(age == 0)));
                let new = self.builder.series(new.collect());
                let by_age = self.builder.add(later, new);
                // Of purchases of the same size in every past period, those are left at `t` whose
                // share at age `t` and above is; ages beyond the horizon count to the whole.
                // Where purchases grew, each age counts for what was bought then.
                let mut whole = self.builder.constant(1.0);
                for (before, index) in listed.into_iter().enumerate() {
                    let mut share = self.builder.input(index);
                    if let Some(past) = past {
                        #[expect(clippy::cast_precision_loss, reason = "an age in periods")]
                        let age = self.builder.constant(-(before as f64 + 1.0));
                        let log = self.builder.multiply(past, age);
                        let bought = self.builder.exp(log);
                        share = self.builder.multiply(share, bought);
                    }
                    whole = self.builder.add(whole, share);
                }
                let (weighted, grown) = match past {
                    Some(past) => {
                        let log = self.builder.multiply(past, time);
                        let grown = self.builder.exp(log);
                        (self.builder.divide(by_age, grown), Some(grown))
                    }
                    None => (by_age, None),
                };
                let gone = self.builder.cumulate(weighted);
                let left = self.builder.subtract(whole, gone);
                let left = self.builder.add(left, weighted);
                let mut left = self.builder.positive(left);
                if let Some(grown) = grown {
                    left = self.builder.multiply(left, grown);
                }
                let start = self.builder.first(left);
                Survival {
                    by_age,
                    of_base: self.builder.divide(left, start),
                }
            }
        }
    }

    fn cost(&mut self, segment: Segment, path: &CostPath, experience: Register) -> Cost {
        let place = format!("compute.stock.{segment}.unit-cost");
        let exa = self.builder.constant(1.0 / EXA);
        let Some(start) = path.start() else {
            let listed: Vec<usize> = path
                .listed()
                .iter()
                .enumerate()
                .map(|(t, cost)| self.enter(format!("{place}.by-period[{t}]"), cost))
                .collect();
            // Nothing is bought in the base period, so its cost does not matter.
            let rows = self.builder.rows();
            let steps: Vec<_> = (0..rows)
                .map(|row| listed.get(row.max(1) - 1).copied())
                .collect();
            let cost = self.builder.input_rows(&steps);
            return Cost {
                per_flop: self.builder.multiply(cost, exa),
                learning: None,
            };
        };
        let start = self.estimate(format!("{place}.start"), start);
        let mut per_flop = self.builder.multiply(start, exa);
        if let Some(trend) = path.trend() {
            let index = self.enter(format!("{place}.trend"), trend);
            let trend = self.constant_growth(index);
            let level = self.builder.exp(trend.log);
            per_flop = self.builder.multiply(per_flop, level);
        }
        if let Some(growth) = path.price_performance() {
            let index = self.enter(format!("{place}.price-performance"), growth);
            let growth = self.constant_growth(index);
            let level = self.builder.exp(growth.log);
            per_flop = self.builder.divide(per_flop, level);
        }
        let learning = path.learning().map(|part| {
            let part = self.estimate(format!("{place}.learning"), part);
            let zero = self.builder.constant(0.0);
            let left = self.builder.subtract(zero, part);
            // The exponent is -ln(1 - part) / ln 2.
            let log = self.builder.ln_1p(left);
            let doubling = self.builder.constant(1.0 / std::f64::consts::LN_2);
            let exponent = self.builder.multiply(log, doubling);
            let one = self.builder.constant(1.0);
            (self.builder.add(one, exponent), experience)
        });
        Cost { per_flop, learning }
    }

    /// Capacity that money buys in each period: the integral of money over a cost that falls with
    /// all that was ever bought.
    fn bought(&mut self, outlay: Register, cost: &Cost) -> Register {
        let plain = self.builder.divide(outlay, cost.per_flop);
        let Some((power, experience)) = cost.learning else {
            return plain;
        };
        let sum = self.builder.cumulate(plain);
        let relative = self.builder.divide(sum, experience);
        let scaled = self.builder.multiply(relative, power);
        let log = self.builder.ln_1p(scaled);
        let log = self.builder.divide(log, power);
        let grown = self.builder.exp_m1(log);
        let grown = self.builder.multiply(grown, experience);
        self.builder.difference(grown)
    }

    /// Money that additions take: the inverse of [`bought`](Self::bought). Scrapping earns nothing.
    fn needed(&mut self, additions: Register, cost: &Cost) -> Register {
        let additions = self.builder.positive(additions);
        let Some((power, experience)) = cost.learning else {
            return self.builder.multiply(additions, cost.per_flop);
        };
        let sum = self.builder.cumulate(additions);
        let relative = self.builder.divide(sum, experience);
        let log = self.builder.ln_1p(relative);
        let log = self.builder.multiply(log, power);
        let plain = self.builder.exp_m1(log);
        let plain = self.builder.divide(plain, power);
        let plain = self.builder.multiply(plain, experience);
        let plain = self.builder.difference(plain);
        self.builder.multiply(plain, cost.per_flop)
    }

    /// A segment that is built by the money spent on it.
    pub(super) fn built(
        &mut self,
        place: &str,
        compute: &Compute,
        path: &ComputePath,
        segment: Segment,
        base: Register,
        side: Side,
    ) -> Register {
        let Some(stock) = compute.stock(segment) else {
            // A segment without a stock has no outlay, or the scenario was refused.
            return base;
        };
        let survival = self.survival(segment, stock);
        let outlay = path.outlays().find(|(held, _)| *held == segment);
        let (additions, spent) = match (outlay, stock.unit_cost()) {
            (Some((_, outlay)), Some(cost)) => {
                let cost = self.cost(segment, cost, base);
                let outlay = self.outlay(&format!("{place}.build-out.{segment}"), outlay);
                let additions = self.bought(outlay, &cost);
                (additions, Some((outlay, cost)))
            }
            _ => (self.still(), None),
        };
        let bought = Bought {
            left: self.builder.multiply(base, survival.of_base),
            known: None,
            additions,
            spent,
        };
        self.installed(stock, segment, &survival, bought, side)
    }

    /// Levels of segments along a path of growth, as restrictions and power leave them.
    pub(super) fn constrained(
        &mut self,
        compute: &Compute,
        mut segments: [Option<Register>; 3],
        side: Side,
    ) -> [Option<Register>; 3] {
        for segment in Segment::ALL {
            let (Some(level), Some(stock)) = (segments[segment as usize], compute.stock(segment))
            else {
                continue;
            };
            let is_limited = stock.power().is_some_and(|power| power.limit().is_some());
            let restricted = side == Side::Path && self.restrictions(segment).next().is_some();
            if side == Side::Counterfactual && !is_limited {
                continue;
            }
            let base = self.builder.first(level);
            let survival = self.survival(segment, stock);
            let left = self.builder.multiply(base, survival.of_base);
            let new = self.builder.subtract(level, left);
            let additions = self.builder.deconvolve(new, survival.by_age);
            let spent = stock.unit_cost().map(|cost| {
                let cost = self.cost(segment, cost, base);
                (self.needed(additions, &cost), cost)
            });
            // What nothing takes away stays as it was, to the bit.
            let known = (!restricted).then_some(level);
            let bought = Bought {
                left,
                known,
                additions,
                spent,
            };
            let installed = self.installed(stock, segment, &survival, bought, side);
            if restricted || is_limited {
                // Sixteen digits down, rounding may leave a little less than nothing.
                segments[segment as usize] = Some(self.builder.positive(installed));
            }
        }
        segments
    }

    /// The stock that additions make, after restrictions, up to the power there is; notes what was
    /// bought.
    fn installed(
        &mut self,
        stock: &SegmentStock,
        segment: Segment,
        survival: &Survival,
        bought: Bought,
        side: Side,
    ) -> Register {
        let Bought {
            left,
            known,
            additions,
            spent,
        } = bought;
        let (additions, capped) = match side {
            Side::Path => self.restricted(segment, additions),
            Side::Counterfactual => (additions, additions),
        };
        let mut level = known.unwrap_or_else(|| {
            let new = self.builder.convolve(additions, survival.by_age);
            self.builder.add(left, new)
        });
        if side == Side::Path {
            let change = self.builder.difference(level);
            let retired = self.builder.subtract(additions, change);
            self.bought.push((Output::Additions(segment), additions));
            self.bought.push((Output::Retirements(segment), retired));
            if let Some((money, cost)) = spent {
                // A cap leaves money unspent; a premium takes the same money for less.
                let is_capped = self
                    .restrictions(segment)
                    .any(|(_, restriction)| !matches!(restriction.limit, Limit::Premium(_)));
                let money = if is_capped {
                    self.needed(capped, &cost)
                } else {
                    money
                };
                self.bought.push((Output::CapacityOutlay(segment), money));
            }
        }
        if let Some(power) = stock.power() {
            let drawn = self.power(segment, power);
            if let Some(limit) = power.limit() {
                let place = format!("compute.stock.{segment}.power.limit");
                let limit = self.estimate(place, limit);
                let most = self.builder.divide(limit, drawn);
                level = self.builder.minimum(level, most);
            }
            if side == Side::Path {
                let megawatts = self.builder.multiply(level, drawn);
                self.bought.push((Output::PowerDrawn(segment), megawatts));
            }
        }
        level
    }

    /// Megawatts per FLOP/s, cooling and all.
    fn power(&mut self, segment: Segment, power: &PowerUse) -> Register {
        let place = format!("compute.stock.{segment}.power");
        let intensity = self.estimate(format!("{place}.intensity"), power.intensity());
        let pue = self.estimate(format!("{place}.pue"), power.pue());
        let drawn = self.builder.multiply(intensity, pue);
        let exa = self.builder.constant(1.0 / EXA);
        self.builder.multiply(drawn, exa)
    }

    /// Money spent in each period; none in the base period.
    pub(super) fn outlay(&mut self, place: &str, outlay: &Outlay) -> Register {
        let amounts: Vec<usize> = match outlay {
            Outlay::PerPeriod(amount) => vec![self.enter(format!("{place}.per-period"), amount)],
            Outlay::ByPeriod(amounts) => amounts
                .iter()
                .enumerate()
                .map(|(t, amount)| self.enter(format!("{place}.by-period[{t}]"), amount))
                .collect(),
            Outlay::OfCompute => return self.outlay_of_compute(),
        };
        let steps: Vec<_> = (0..self.builder.rows())
            .map(|row| {
                let last = amounts.last().copied();
                (row > 0)
                    .then(|| amounts.get(row - 1).copied().or(last))
                    .flatten()
            })
            .collect();
        self.builder.input_rows(&steps)
    }

    /// What all segments that have a cost take together.
    fn outlay_of_compute(&mut self) -> Register {
        let mut sum = None;
        for money in self.spent.clone() {
            sum = Some(sum.map_or(money, |sum| self.builder.add(sum, money)));
        }
        sum.unwrap_or_else(|| self.still())
    }
}
