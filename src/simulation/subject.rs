use crate::scenario::{Output, Plan, Scenario, Unit};
use crate::{Interval, Period, Share};

/// The subject of a run: a plan with the facts that a run requires, for a scenario with its
/// alternatives or for the difference of two scenarios.
#[derive(Clone, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) base: Period,
    pub(crate) periods: u32,
    /// The alternatives with their weights; the plan itself has the remaining weight.
    pub(crate) alternatives: Vec<(Share, &'a Scenario)>,
    /// The range of an output's numbers.
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

    /// The number of rows: the base period and the periods after it.
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
