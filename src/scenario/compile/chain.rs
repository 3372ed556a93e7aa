//! The multiplier route: outlay, return, and what is left of it.

use super::Compiler;
use crate::MultiplierOf;
use crate::investment::Investment;
use crate::kernel::Register;
use crate::scenario::output::Output;

impl Compiler {
    pub(super) fn investment(
        &mut self,
        investment: &Investment,
        outputs: &mut Vec<(Output, Register)>,
    ) {
        let outlay = self.outlay("investment.outlay", investment.outlay());
        let multiplier = self.estimate("investment.multiplier", investment.multiplier());
        outputs.push((Output::Outlay, outlay));
        let returned = self.builder.multiply(outlay, multiplier);
        outputs.push((Output::MultiplierOutput, returned));
        let Some(chain) = investment.chain() else {
            return;
        };
        let weights = investment.weights(self.base);
        let returned = if weights == [1.0] {
            returned
        } else {
            self.builder.lag(returned, weights)
        };
        let value_added = self.estimate("investment.chain.value-added", chain.value_added());
        let domestic = self.estimate("investment.chain.domestic", chain.domestic());
        let displacement = self.estimate("investment.chain.displacement", chain.displacement());
        let of = chain.step(investment.multiplier().value().of()).ok();
        // The scenario was refused if the chain does not say where the multiplier stands.
        let (gross, added) = if of == Some(MultiplierOf::ValueAdded) {
            (self.builder.divide(returned, value_added), returned)
        } else {
            (returned, self.builder.multiply(returned, value_added))
        };
        let at_home = self.builder.multiply(added, domestic);
        let one = self.builder.constant(1.0);
        let kept = self.builder.subtract(one, displacement);
        let net = self.builder.multiply(at_home, kept);
        outputs.extend([
            (Output::GrossOutput, gross),
            (Output::ValueAdded, added),
            (Output::DomesticValueAdded, at_home),
            (Output::NetValueAdded, net),
        ]);
        if let Some(discount) = investment.discount() {
            let rate = self.enter("investment.discount", discount);
            let path = self.constant_growth(rate);
            let zero = self.builder.constant(0.0);
            let down = self.builder.subtract(zero, path.log);
            let factor = self.builder.exp(down);
            let flow = self.builder.subtract(net, outlay);
            let present = self.builder.multiply(flow, factor);
            outputs.push((Output::NetPresentValue, self.builder.cumulate(present)));
        }
    }
}
