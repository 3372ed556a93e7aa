use super::Simulation;
use crate::Error;
use crate::scenario::{Input, Output, Scenario};

/// One path through a scenario, with the inputs that were drawn for it.
///
/// It may be one that a summary leaves out since it fails: its numbers are then those that the
/// plan gave, infinite or no number where it broke.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    scenario: Scenario,
    number: u64,
    inputs: Vec<f64>,
    paths: Vec<Vec<f64>>,
}

impl Simulation {
    /// The path of one draw: the same that the summary counts.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless the number is below that of the draws.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::scenario::Output;
    /// use compute_impact::simulation::Simulation;
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    ///
    /// let draw = Simulation::new(1_000)?.draw(&scenario, 17)?;
    /// let multiplier = draw.inputs().find(|(input, _)| input.place() == "investment.multiplier");
    /// let (_, multiplier) = multiplier.unwrap();
    /// let returns = draw.path(Output::MultiplierOutput).unwrap();
    /// assert_eq!(returns[6], 4e11 * multiplier); // of 400 bn yuan
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn draw(&self, scenario: &Scenario, number: u64) -> Result<Draw, Error> {
        #[expect(clippy::cast_precision_loss, reason = "at most 2^48 draws")]
        crate::Interval::closed_const(0.0, (self.draws - 1) as f64)
            .check("number of the draw", number as f64)?;
        let scenario = super::reading::reading(scenario, self.uniforms(), number);
        let plan = scenario.plan();
        let rows = scenario.periods() as usize + 1;
        let lanes = super::lanes::Lanes::new(plan, self.uniforms(), rows);
        let mut given = vec![0.0; lanes.rows()];
        lanes.fill(number, 1, &mut super::lanes::Numbers::default(), &mut given);
        let central: Vec<f64> = plan.inputs.iter().map(Input::central).collect();
        let varying: Vec<bool> = plan.inputs.iter().map(Input::is_uncertain).collect();
        let wanted: Vec<usize> = (0..plan.outputs.len()).collect();
        let routine = plan
            .program
            .routine(&central, &varying, plan.noises.len(), &wanted);
        let mut paths = vec![Vec::new(); plan.outputs.len()];
        for (output, values) in routine.constants() {
            paths[output] = values.to_vec();
        }
        let mut arena = crate::kernel::Arena::default();
        routine.run(self.level, &given, 1, &mut arena, |output, values| {
            paths[output] = values.to_vec();
        });
        let mut drawn = given.iter();
        let inputs = central.iter().zip(&varying).map(|(central, varies)| {
            let drawn = if *varies { drawn.next() } else { None };
            *drawn.unwrap_or(central)
        });
        Ok(Draw {
            scenario: scenario.clone(),
            number,
            inputs: inputs.collect(),
            paths,
        })
    }
}

impl Draw {
    /// The scenario in the reading that holds in this draw: as written, or an alternative.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Its number.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The scenario's inputs with their values in this draw, in their units; those that are certain
    /// have their central value.
    pub fn inputs(&self) -> impl Iterator<Item = (&Input, f64)> {
        self.scenario
            .inputs()
            .iter()
            .zip(self.inputs.iter().copied())
    }

    /// An output's numbers from the base period to the last; `None` if the scenario has none such.
    #[must_use]
    pub fn path(&self, output: Output) -> Option<&[f64]> {
        let outputs = &self.scenario.plan().outputs;
        let number = outputs.iter().position(|held| *held == output)?;
        self.paths.get(number).map(Vec::as_slice)
    }
}
