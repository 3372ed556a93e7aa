//! Inputs that are moved on the path of compute alone, the counterfactual staying as stated.

use super::{Compiler, Driver, Joint};
use crate::kernel::Register;
use crate::scenario::compute::Compute;
use crate::scenario::plan::{Input, Plan};
use crate::scenario::spec::Spec;
use crate::{Error, Output};

/// Inputs that are moved, as the scenario states them.
pub(super) struct Lever {
    stated: Vec<Input>,
    /// The numbers under which the stated inputs were entered.
    entered: Vec<Option<usize>>,
    /// Whether the stated inputs are entered in place of those that move.
    is_stated: bool,
}

impl Plan {
    /// Compiles a checked specification in which `stated` inputs move on the path of compute alone.
    /// The counterfactual and the base period read copies of them, which stay as they are given.
    ///
    /// # Errors
    ///
    /// As [`compile`](Self::compile).
    pub(crate) fn compile_with_lever(
        spec: &Spec,
        periods: u32,
        stated: Vec<Input>,
    ) -> Result<Self, Error> {
        let mut compiler = Compiler::new(spec.base, periods);
        compiler.lever = Some(Lever {
            entered: vec![None; stated.len()],
            stated,
            is_stated: false,
        });
        let outputs = compiler.scenario(spec);
        let copies = compiler.lever.take().map(|lever| lever.entered);
        let mut plan = compiler.finish(outputs);
        plan.copies = copies.into_iter().flatten().flatten().collect();
        plan.join(&spec.correlation, Joint::WhereItFits)?;
        Ok(plan)
    }
}

impl Compiler {
    /// The number of the copy that stands for an input on the stated side; none on the side that
    /// moves, and for an input that is no lever.
    pub(super) fn stated_copy(&mut self, place: &str) -> Option<usize> {
        let lever = self.lever.as_mut().filter(|lever| lever.is_stated)?;
        let place_of = |input: &Input| input.place() == place;
        let at = lever.stated.iter().position(place_of)?;
        if lever.entered[at].is_none() {
            lever.entered[at] = Some(self.inputs.len());
            self.inputs.push(lever.stated[at].clone());
        }
        lever.entered[at]
    }

    /// Compute with its counterfactual, where a lever may move the path alone.
    ///
    /// The base period is known and is common to both: the path starts from the stated level `S_0`
    /// and is at `M_t`, its level with the lever moved, from the first period on, so that its log
    /// over the base is `ln(M_t / M_0) + ln(M_0 / S_0)`. Where the lever is not moved, the second
    /// term is exactly zero.
    pub(super) fn compute_with_lever(
        &mut self,
        compute: &Compute,
        outputs: &mut Vec<(Output, Register)>,
    ) -> Driver {
        if self.lever.is_none() {
            return self.compute(compute, outputs);
        }
        let level_of = |outputs: &[(Output, Register)]| {
            let level = outputs
                .iter()
                .find(|(output, _)| *output == Output::EffectiveCompute);
            level.map(|(_, register)| *register)
        };
        self.read_stated(true);
        let mut before = Vec::new();
        let stated = self.compute(compute, &mut before);
        self.read_stated(false);
        let mut after = Vec::new();
        let mut moved = self.compute(compute, &mut after);
        if let (Some(was), Some(is)) = (level_of(&before), level_of(&after)) {
            let (was, is) = (self.builder.first(was), self.builder.first(is));
            let ratio = self.builder.divide(is, was);
            let jump = self.builder.ln(ratio);
            let rows = self.builder.rows();
            let from_first = (0..rows).map(|row| f64::from(u8::from(row > 0)));
            let from_first = self.builder.series(from_first.collect());
            let offset = self.builder.multiply(jump, from_first);
            moved.log = self.builder.add(moved.log, offset);
            // Growth of the first period: (1 + g) M_0 / S_0 - 1.
            let in_first = (0..rows).map(|row| f64::from(u8::from(row == 1)));
            let in_first = self.builder.series(in_first.collect());
            let step = self.builder.multiply(jump, in_first);
            let step = self.builder.exp_m1(step);
            let one = self.builder.constant(1.0);
            let factor = self.builder.add(one, moved.growth);
            let more = self.builder.multiply(factor, step);
            moved.growth = self.builder.add(moved.growth, more);
        }
        for (output, register) in &mut after {
            if *output == Output::CounterfactualCompute {
                let stated = before.iter().find(|(other, _)| other == output);
                *register = stated.map_or(*register, |(_, register)| *register);
            } else if *output == Output::ComputeGrowth {
                *register = moved.growth;
            }
        }
        outputs.append(&mut after);
        Driver {
            log_0: stated.log_0,
            growth_0: stated.growth_0,
            ..moved
        }
    }

    fn read_stated(&mut self, is_stated: bool) {
        if let Some(lever) = &mut self.lever {
            lever.is_stated = is_stated;
        }
    }
}
