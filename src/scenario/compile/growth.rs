//! Growth paths: at a constant rate, period by period, or to a target.
//!
//! `L_t` is the level at the end of period `t` and `L_0` that of the base; growth rates are simple
//! rates per period, compounded. These are definitions of compound growth.

use super::{Compiler, Key, Path, Place, Term, running};
use crate::capacity::{Growth, parts_before};
use crate::evidence::Estimate;
use crate::{GrowthRate, Period, Quantity};

impl<'p> Compiler<'p> {
    /// The path at a constant rate `g`: `ln(L_t / L_0) = t ln(1 + g)`.
    pub(super) fn constant_growth(
        &mut self,
        place: Place,
        rate: &Estimate<GrowthRate>,
    ) -> Path<'p> {
        let number = self.enter(place, rate);
        let simple = self.input_rows(|row| (row > 0).then_some(number));
        let rate = self.term(|builder| builder.input(number));
        Path {
            log: (rate.ln_1p() * self.time()).unsigned(),
            simple,
        }
    }

    /// A growth path with its noise; `base` is the base level, which a target needs.
    pub(super) fn growth<Q: Quantity>(
        &mut self,
        place: Place,
        growth: &Growth<Q>,
        base: Option<Term<'p>>,
    ) -> Path<'p> {
        let path = match growth {
            Growth::Constant(rate) => self.constant_growth(&place / Key::Constant, rate),
            Growth::ByPeriod { rates, then } => {
                self.growth_by_period(&(&place / Key::ByPeriod), rates, then.as_ref())
            }
            Growth::ToTarget { level, at, then } => {
                let level = self.input(&place / Key::ToTarget / Key::Level, level);
                self.growth_to_target(&(&place / Key::ToTarget), level, *at, then.as_ref(), base)
            }
        };
        self.with_noise(place, path)
    }

    /// The path at listed rates `g_s`, and at the rate of `then` after them:
    /// `ln(L_t / L_0) = sum over s <= t of ln(1 + g_s)`.
    fn growth_by_period(
        &mut self,
        place: &Place,
        rates: &[Estimate<GrowthRate>],
        then: Option<&Estimate<GrowthRate>>,
    ) -> Path<'p> {
        let listed_rates: Vec<usize> = rates
            .iter()
            .enumerate()
            .map(|(t, rate)| self.enter(place / Key::Rates / t, rate))
            .collect();
        let then = then.map(|rate| self.enter(place / Key::Then, rate));
        let simple = self.input_rows(|row| {
            let index = row.checked_sub(1);
            let rate = index.map(|t| listed_rates.get(t).copied().or(then));
            rate.flatten()
        });
        Path {
            log: simple.ln_1p().cumulate(),
            simple,
        }
    }

    /// The path at the constant rate that reaches the level `T` at the end of `at`, `n` periods
    /// after the base, and at the rate `g` of `then` after it:
    /// `ln(L_t / L_0) = min(t, n) / n ln(T / L_0) + max(t - n, 0) ln(1 + g)`.
    fn growth_to_target(
        &mut self,
        place: &Place,
        level: Term<'p>,
        at: Period,
        then: Option<&Estimate<GrowthRate>>,
        base: Option<Term<'p>>,
    ) -> Path<'p> {
        let parts = parts_before(self.base, self.periods, at);
        let span = self.base.years_until(at) * self.per_year();
        let ratio = match base {
            Some(base) => level.ln() - base.ln(),
            None => level.ln(),
        };
        let mut log = ratio * level.series(running(&parts, |part| part / span));
        if let Some(then) = then {
            let mut after = running(&parts, |part| 1.0 - part);
            // The base period is not a period of growth.
            for periods in &mut after {
                *periods -= 1.0;
            }
            let then = self.input(place / Key::Then, then);
            log = log + then.ln_1p() * level.series(after);
        }
        let log = log.unsigned();
        Path {
            log,
            simple: log.difference().exp_m1(),
        }
    }
}
