//! Inputs that are moved on the path of compute alone, while the counterfactual stays as stated.

use std::cell::RefCell;

use super::compute::Compiled;
use super::{Compiler, Driver, Joint, Path, Place, Side};
use crate::kernel::Builder;
use crate::scenario::compute::Compute;
use crate::scenario::plan::{Input, Plan};
use crate::scenario::spec::Spec;
use crate::{Error, Output};

/// The inputs that are moved, as the scenario states them.
pub(super) struct Moved {
    stated: Vec<Input>,
    /// The numbers under which the stated inputs were entered.
    entered: Vec<Option<usize>>,
    /// True while the stated inputs are entered in place of those that move.
    is_stated: bool,
}

impl Plan {
    /// Compiles a checked specification in which `stated` inputs move on the path of compute alone.
    /// The counterfactual and the base period read copies of them, which stay as they are given.
    ///
    /// # Errors
    ///
    /// As [`compile`](Self::compile).
    pub(crate) fn compile_with_moved(
        spec: &Spec,
        periods: u32,
        stated: Vec<Input>,
    ) -> Result<Self, Error> {
        let builder = RefCell::new(Builder::new(periods as usize + 1));
        let mut compiler = Compiler::new(&builder, spec.base, periods);
        compiler.moved = Some(Moved {
            entered: vec![None; stated.len()],
            stated,
            is_stated: false,
        });
        let outputs = compiler.scenario(spec, None);
        let copies = compiler.moved.take().map(|moved| moved.entered);
        let parts = compiler.finish(outputs);
        let mut plan = parts.plan(builder.into_inner());
        plan.copies = copies.into_iter().flatten().flatten().collect();
        plan.join(&spec.correlation, Joint::WhereItFits)?;
        Ok(plan)
    }
}

impl<'p> Compiler<'p> {
    /// The number of the copy that replaces an input while the stated inputs are read; `None` while
    /// the moved inputs are read, and for an input that is not moved.
    pub(super) fn stated_copy(&mut self, place: &Place) -> Option<usize> {
        let moved = self.moved.as_mut().filter(|moved| moved.is_stated)?;
        let is_at = |input: &Input| input.place() == place;
        let at = moved.stated.iter().position(is_at)?;
        if moved.entered[at].is_none() {
            moved.entered[at] = Some(self.inputs.len());
            self.inputs.push(moved.stated[at].clone());
        }
        moved.entered[at]
    }

    /// Compute with its counterfactual, where inputs may move the path alone.
    ///
    /// The base period is known and common to both. The path starts from the stated level `S_0`;
    /// from the first period on it is at `M_t`, its level with the inputs moved. Its log over the
    /// base is therefore `ln(M_t / M_0) + ln(M_0 / S_0)`, of which the second term is exactly zero
    /// while no input is moved. Its growth in the first period is `(1 + g_1) M_0 / S_0 - 1`,
    /// with the growth `g_1` of `M`.
    pub(super) fn compute_with_moved(
        &mut self,
        compute: &Compute,
        side: Side<'_, 'p>,
    ) -> Compiled<'p> {
        if self.moved.is_none() {
            return self.compute(compute, side);
        }
        self.read_stated(true);
        let stated = self.compute(compute, side);
        self.read_stated(false);
        let mut moved = self.compute(compute, side);
        let [stated_base, moved_base] =
            [&stated, &moved].map(|compiled| compiled.effective.first());
        let jump = (moved_base / stated_base).ln();
        let from_first = self.series(|row| f64::from(u8::from(row > 0)));
        let in_first = self.series(|row| f64::from(u8::from(row == 1)));
        let own = moved.driver.path;
        let path = Path {
            log: own.log + jump * from_first,
            // In the first period (1 + g_1) M_0 / S_0 - 1.
            simple: own.simple + (1.0 + own.simple) * (jump * in_first).exp_m1(),
        };
        moved.driver = Driver {
            path,
            ..stated.driver
        };
        let stated_term = |output| {
            let mut outputs = stated.outputs.iter();
            outputs
                .find(|(other, _)| *other == output)
                .map(|(_, term)| *term)
        };
        for (output, term) in &mut moved.outputs {
            match output {
                Output::CounterfactualCompute => *term = stated_term(*output).unwrap_or(*term),
                Output::ComputeGrowth => *term = path.simple,
                _ => {}
            }
        }
        moved
    }

    fn read_stated(&mut self, is_stated: bool) {
        if let Some(moved) = &mut self.moved {
            moved.is_stated = is_stated;
        }
    }
}
