//! Inputs that are moved on the path of compute alone, while the counterfactual stays as stated.

use std::cell::RefCell;

use super::compute::Compiled;
use super::{Compiler, Driver, Joint, Path, Place, Side};
use crate::kernel::Builder;
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
        let builder = RefCell::new(Builder::new(periods as usize + 1));
        let mut compiler = Compiler::new(&builder, spec.base, periods);
        compiler.lever = Some(Lever {
            entered: vec![None; stated.len()],
            stated,
            is_stated: false,
        });
        let outputs = compiler.scenario(spec, None);
        let copies = compiler.lever.take().map(|lever| lever.entered);
        let parts = compiler.finish(outputs);
        let mut plan = parts.plan(builder.into_inner());
        plan.copies = copies.into_iter().flatten().flatten().collect();
        plan.join(&spec.correlation, Joint::WhereItFits)?;
        Ok(plan)
    }
}

impl<'p> Compiler<'p> {
    /// The number of the copy that stands for an input on the stated side; none on the side that
    /// moves, and for an input that is no lever.
    pub(super) fn stated_copy(&mut self, place: &Place) -> Option<usize> {
        let lever = self.lever.as_mut().filter(|lever| lever.is_stated)?;
        let is_at = |input: &Input| input.place() == place;
        let at = lever.stated.iter().position(is_at)?;
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
        side: Side<'_, 'p>,
    ) -> Compiled<'p> {
        if self.lever.is_none() {
            return self.compute(compute, side);
        }
        self.read_stated(true);
        let stated = self.compute(compute, side);
        self.read_stated(false);
        let mut moved = self.compute(compute, side);
        let [was, is] = [&stated, &moved].map(|compiled| compiled.effective.first());
        let jump = (is / was).ln();
        let from_first = self.series(|row| f64::from(u8::from(row > 0)));
        let in_first = self.series(|row| f64::from(u8::from(row == 1)));
        let own = moved.driver.path;
        let path = Path {
            log: own.log + jump * from_first,
            // In the first period (1 + g) M_0 / S_0 - 1.
            simple: own.simple + (1.0 + own.simple) * (jump * in_first).exp_m1(),
        };
        moved.driver = Driver {
            path,
            ..stated.driver
        };
        let as_stated = |wanted| {
            let mut outputs = stated.outputs.iter();
            outputs
                .find(|(output, _)| *output == wanted)
                .map(|(_, term)| *term)
        };
        for (output, term) in &mut moved.outputs {
            match output {
                Output::CounterfactualCompute => *term = as_stated(*output).unwrap_or(*term),
                Output::ComputeGrowth => *term = path.simple,
                _ => {}
            }
        }
        moved
    }

    fn read_stated(&mut self, is_stated: bool) {
        if let Some(lever) = &mut self.lever {
            lever.is_stated = is_stated;
        }
    }
}
