use crate::scenario::{Output, Plan, Scenario, Unit};
use crate::{Interval, Period, Share};

/// A plan that is drawn from, with all that a run has to know of it: a scenario with its
/// alternatives, or the difference of two scenarios.
#[derive(Clone, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) base: Period,
    pub(crate) periods: u32,
    /// Other readings with their weights; the plan itself has the weight that is left.
    pub(crate) alternatives: Vec<(Share, &'a Scenario)>,
    /// The range that the numbers of an output must stay in.
    pub(crate) allowed: fn(Output) -> Interval,
}

impl<'a> Subject<'a> {
    pub(crate) fn of(scenario: &'a Scenario) -> Self {
        Self {
            plan: scenario.plan(),
            base: scenario.base(),
            periods: scenario.periods(),
            alternatives: scenario.alternatives().collect(),
            allowed: Output::allowed,
        }
    }

    /// Periods, the base included.
    pub(super) fn rows(&self) -> usize {
        self.periods as usize + 1
    }
}

/// The unit of an output of a scenario.
pub(crate) fn unit_in(scenario: &Scenario, output: Output) -> Unit {
    let measure = scenario.compute().base().value().measure();
    let money = scenario.gdp().base().value();
    output.unit(measure, money.currency(), money.basis())
}
