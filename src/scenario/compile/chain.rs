//! The multiplier channel: outlay, return, and what is left of it.

use super::question::Question;
use super::stock::Bought;
use super::term::sum;
use super::{Compiler, Key, Outputs, Place, Term, periods_at};
use crate::MultiplierOf;
use crate::Output;
use crate::investment::{Chain, Investment};

/// What a return comes to down the chain.
pub(super) struct Steps<'p> {
    pub(super) gross_output: Term<'p>,
    pub(super) value_added: Term<'p>,
    pub(super) domestic: Term<'p>,
    pub(super) net: Term<'p>,
}

impl<'p> Compiler<'p> {
    pub(super) fn investment(
        &mut self,
        investment: &Investment,
        bought: &[Bought<'p>],
        question: Option<&Question<'p>>,
        outputs: &mut Outputs<'p>,
    ) {
        let place = Place::from(Key::Investment);
        let mut outlay = self.outlay(&(&place / Key::Outlay), investment.outlay(), bought);
        // Money that is spent on compute is scaled where it is spent.
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
        // A question is about what the year's money returns, whenever it is paid out.
        let weights = match question {
            Some(_) => vec![1.0],
            None => investment.weights(self.base),
        };
        let paid = if weights == [1.0] {
            returned
        } else {
            returned.lag(weights.clone())
        };
        // The scenario was refused if the chain does not say what the multiplier is of.
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
                kept_of_return: at_once.net,
                weights: &weights,
            };
            self.balance(investment, &flows, bought, outputs);
        }
    }

    /// From a return to what the economy keeps of it: value added `v` of gross output, the domestic
    /// part `h` of that, and the part `1 - x` of that which is not crowded out elsewhere.
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

    /// The balance of the demand set off against the money spent, discounted to the base at a rate
    /// `r` and summed up: `sum over s <= t of (net_s - outlay_s) / (1 + r)^s`. Next to it stands what
    /// it leaves out: what outlays up to the period still pay out after it, and what it would cost to
    /// buy the capacity that stands of all purchases.
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

        // Of a unit of the return at `s`, `u_j = sum over k > j of w_k / (1 + r)^k` is still to come
        // `j` periods later, in money of `s`.
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
        let passed = (factor * weights).cumulate();
        let to_come = whole.map_or(passed, |whole| whole - passed).positive();
        let later = (flows.kept_of_return * factor).convolve(to_come);
        outputs.push((Output::DiscountedLaterPayouts, later));

        if let Some(value) = sum(bought.iter().map(|bought| bought.replacement)) {
            outputs.push((Output::DiscountedReplacementCost, value * factor));
        }
    }
}

/// What a balance is of.
struct Flows<'w, 'p> {
    outlay: Term<'p>,
    /// Net value added as it is paid out.
    net: Term<'p>,
    /// Net value added of each period's outlay, whenever it is paid out.
    kept_of_return: Term<'p>,
    /// The part of a return that is paid out in the period of the outlay, in the next, ...
    weights: &'w [f64],
}
