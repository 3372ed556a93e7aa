use super::Simulation;
use crate::Error;
use crate::scenario::{Input, Output, Scenario};

/// A single draw of a scenario: the drawn inputs and the series of all outputs.
///
/// A draw that fails is shown as it is: its numbers may be outside their range, infinite or NaN.
///
/// # Examples
///
/// See [`Simulation::draw`].
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    scenario: Scenario,
    number: u64,
    inputs: Vec<f64>,
    paths: Vec<Vec<f64>>,
}

impl Simulation {
    /// Returns a single draw by its number, as the summary of a run counts it.
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
        let scenario = super::choice::drawn_alternative(scenario, self.uniforms(), number);
        let plan = scenario.plan();
        let rows = scenario.periods() as usize + 1;
        let sampler = super::inputs::InputSampler::new(plan, self.uniforms(), rows);
        let mut drawn = vec![0.0; sampler.rows()];
        sampler.fill(
            crate::kernel::Draws::From(number),
            1,
            &mut super::inputs::Numbers::default(),
            &mut drawn,
        );
        let central: Vec<f64> = plan.inputs.iter().map(Input::central).collect();
        let varying: Vec<bool> = plan.inputs.iter().map(Input::is_uncertain).collect();
        let all: Vec<usize> = (0..plan.outputs.len()).collect();
        let routine = plan
            .program
            .routine(&central, &varying, plan.noises.len(), &all);
        let mut paths = vec![Vec::new(); plan.outputs.len()];
        for (output, values) in routine.constants() {
            paths[output] = values.to_vec();
        }
        let mut arena = crate::kernel::Arena::default();
        routine.run(self.level, &drawn, 1, &mut arena, |output, values| {
            paths[output] = values.to_vec();
        });
        let mut values = drawn.iter();
        let inputs = central.iter().zip(&varying).map(|(central, varies)| {
            let value = if *varies { values.next() } else { None };
            *value.unwrap_or(central)
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
    /// The scenario that the draw takes: the one as written, or an alternative.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The number of the draw.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The scenario's inputs with their values in this draw, in their units; certain inputs have
    /// their central value.
    pub fn inputs(&self) -> impl Iterator<Item = (&Input, f64)> {
        self.scenario
            .inputs()
            .iter()
            .zip(self.inputs.iter().copied())
    }

    /// The numbers of an output from the base period to the last; `None` if the scenario has no
    /// such output.
    #[must_use]
    pub fn path(&self, output: Output) -> Option<&[f64]> {
        let outputs = &self.scenario.plan().outputs;
        let number = outputs.iter().position(|other| *other == output)?;
        self.paths.get(number).map(Vec::as_slice)
    }
}
