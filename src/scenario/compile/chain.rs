//! The multiplier channel: outlay, return, the multiplier chain, and the discounted balance.

use super::question::Question;
use super::stock::Bought;
use super::term::sum;
use super::{Compiler, Key, Outputs, Place, Term, periods_at};
use crate::MultiplierOf;
use crate::Output;
use crate::investment::{Chain, Investment};

/// The steps of the multiplier chain from a return to its net value added.
pub(super) struct Steps<'p> {
    pub(super) gross_output: Term<'p>,
    pub(super) value_added: Term<'p>,
    pub(super) domestic: Term<'p>,
    pub(super) net: Term<'p>,
}

impl<'p> Compiler<'p> {
    /// The outputs of the multiplier channel.
    ///
    /// The return of the outlay `I` of a period under the multiplier `m` is `R_t = m I_t`. It is
    /// paid out by the payout profile `w_k`, so that `sum over k of w_k R_{t-k}` enters the chain
    /// in period `t`. (Multiplier: the ratio of a return to an outlay, as the publication that
    /// states it.)
    pub(super) fn investment(
        &mut self,
        investment: &Investment,
        bought: &[Bought<'p>],
        question: Option<&Question<'p>>,
        outputs: &mut Outputs<'p>,
    ) {
        let place = Place::from(Key::Investment);
        let mut outlay = self.outlay(&(&place / Key::Outlay), investment.outlay(), bought);
        // An outlay that is the cost of compute is scaled in the stocks, where it is spent.
        if let Some(question) = question.filter(|_| !investment.outlay().is_of_compute()) {
            outlay = question.scaled(outlay);
        }
        let multiplier = self.input(&place / Key::Multiplier, investment.multiplier());
        outputs.push((Output::Outlay, outlay));
        let returned = outlay * multiplier;
        outputs.push((Output::MultiplierOutput, returned));
        let Some(chain) = investment.chain() else {
            return;
        };
        // A question counts the whole return of the year's outlay, whenever it is paid out.
        let weights = match question {
            Some(_) => vec![1.0],
            None => investment.weights(self.base),
        };
        let paid = if weights == [1.0] {
            returned
        } else {
            returned.lag(weights.clone())
        };
        // A scenario is refused if neither chain nor multiplier says what the multiplier is of.
        let of = chain.step(investment.multiplier().value().of());
        let of = of.unwrap_or(MultiplierOf::GrossOutput);
        let steps = self.chain(&(&place / Key::Chain), chain, of, paid);
        outputs.extend([
            (Output::GrossOutput, steps.gross_output),
            (Output::ValueAdded, steps.value_added),
            (Output::DomesticValueAdded, steps.domestic),
            (Output::NetValueAdded, steps.net),
        ]);
        if question.is_none() && investment.discount().is_some() {
            let at_once = self.chain(&(&place / Key::Chain), chain, of, returned);
            let flows = Flows {
                outlay,
                net: steps.net,
                net_of_return: at_once.net,
                weights: &weights,
            };
            self.balance(investment, &flows, bought, outputs);
        }
    }

    /// The multiplier chain: gross output `G`, value added `V`, domestic value added `D`, and net
    /// (additional) value added `N`.
    ///
    /// With the share `v` of value added in gross output, the domestic share `h` and the crowding
    /// out `x`: `V = v G`, `D = h V`, `N = (1 - x) D`. A return `R` that is gross output gives
    /// `G = R`; one that is value added gives `V = R` and `G = R / v`. These are accounting
    /// identities.
    pub(super) fn chain(
        &mut self,
        place: &Place,
        chain: &Chain,
        of: MultiplierOf,
        returned: Term<'p>,
    ) -> Steps<'p> {
        let share = self.input(place / Key::ValueAdded, chain.value_added());
        let domestic = self.input(place / Key::Domestic, chain.domestic());
        let crowding_out = self.input(place / Key::CrowdingOut, chain.crowding_out());
        let (gross_output, value_added) = match of {
            MultiplierOf::ValueAdded => (returned / share, returned),
            MultiplierOf::GrossOutput | MultiplierOf::Unstated => (returned, returned * share),
        };
        let domestic = value_added * domestic;
        Steps {
            gross_output,
            value_added,
            domestic,
            net: domestic * (1.0 - crowding_out),
        }
    }

    /// The discounted balance of the demand set off against the money spent.
    ///
    /// With net value added `N`, outlay `I` and the discount rate `r` per period it is
    /// `B_t = sum over s <= t of (N_s - I_s) / (1 + r)^s`, a net present value. Two outputs state
    /// what it omits. Payouts after the period are
    /// `L_t = sum over s <= t of n_s / (1 + r)^s u_{t-s}`, with the net value added `n_s` of the
    /// outlay of `s` whenever it is paid out, and `u` below. The replacement cost of the capacity
    /// that remains of all purchases is `C_t / (1 + r)^t`, with the cost `C_t` of
    /// [`Bought::replacement`].
    fn balance(
        &mut self,
        investment: &Investment,
        flows: &Flows<'_, 'p>,
        bought: &[Bought<'p>],
        outputs: &mut Outputs<'p>,
    ) {
        let Some(discount) = investment.discount() else {
            return;
        };
        let place = Key::Investment / Key::Discount;
        let path = self.constant_growth(place.clone(), discount);
        let factor = (-path.log).exp();
        let balance = ((flows.net - flows.outlay) * factor).cumulate();
        outputs.push((Output::DiscountedBalance, balance));

        // Of a unit of the return of period `s`, `u_j = sum over k > j of w_k / (1 + r)^k` is paid
        // out more than `j` periods later, discounted to `s`: the sum over all `k` less that to
        // `j`.
        let rate = self.input(place, discount).ln_1p();
        let whole = flows
            .weights
            .iter()
            .enumerate()
            .fold(None, |sum, (k, weight)| {
                let part = (-(rate * periods_at(k)).unsigned()).exp() * *weight;
                Some(sum.map_or(part, |sum| sum + part))
            });
        let weights = self.series(|row| flows.weights.get(row).copied().unwrap_or(0.0));
        let paid = (factor * weights).cumulate();
        let unpaid = whole.map_or(paid, |whole| whole - paid).positive();
        let later = (flows.net_of_return * factor).convolve(unpaid);
        outputs.push((Output::DiscountedLaterPayouts, later));

        if let Some(value) = sum(bought.iter().map(|bought| bought.replacement)) {
            outputs.push((Output::DiscountedReplacementCost, value * factor));
        }
    }
}

/// The flows of which a balance is made.
struct Flows<'w, 'p> {
    outlay: Term<'p>,
    /// Net value added as it is paid out.
    net: Term<'p>,
    /// Net value added of each period's outlay, whenever it is paid out.
    net_of_return: Term<'p>,
    /// The payout profile: the part of a return that is paid out in the period of the outlay, in
    /// the next, ...
    weights: &'w [f64],
}
