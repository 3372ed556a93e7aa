use super::plan::Plan;
use super::{Input, Output, Scenario};
use crate::kernel::{Arena, LengthMismatch, Level, Routine};
use crate::{Error, ErrorKind};

/// The compiled plan of a scenario, run over blocks of draws whose inputs the caller chooses: for
/// search, calibration and the design of experiments.
///
/// A runner is of the scenario as written; each alternative has a runner of its own. Noise stays at
/// zero. Ranges are not checked: a draw that leaves the range of an [`Output`] has numbers outside
/// it, infinities or NaN. A [`sweep`](Scenario::sweep) checks both inputs and outputs.
///
/// # Examples
///
/// ```
/// use compute_impact::scenario::{Output, Reading};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let impact = Output::Gdp(Reading::Impact);
/// let mut runner = scenario.runner(&[impact])?;
/// let place = |input: &compute_impact::scenario::Input| input.place() == "gdp.response.coefficient";
/// let coefficient = scenario.inputs().iter().position(place).unwrap();
///
/// // Two draws: the scenario's own inputs, and the same without a response.
/// let mut inputs: Vec<f64> = scenario.inputs().iter().flat_map(|i| [i.central(); 2]).collect();
/// inputs[2 * coefficient + 1] = 0.0;
/// let mut out = vec![0.0; 7 * 2]; // the base period and six more
/// runner.run(&inputs, 2, &mut out)?;
/// assert_eq!(out[12], scenario.project()?.gdp().impact().last());
/// assert_eq!(out[13], 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Runner {
    routine: Routine,
    arena: Arena,
    inputs: usize,
    noise: usize,
    rows: usize,
    /// The plan's number of each requested output.
    outputs: Vec<usize>,
    /// The inputs and the zeros of the noise, kept from run to run.
    block: Vec<f64>,
}

impl Scenario {
    /// The plan for some outputs, to be run over blocks of draws.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the scenario has no such output.
    ///
    /// # Examples
    ///
    /// See [`Runner`].
    pub fn runner(&self, outputs: &[Output]) -> Result<Runner, Error> {
        Runner::of(self.plan(), self.periods(), outputs)
    }
}

impl Runner {
    /// The runner of a plan for some of its outputs.
    pub(crate) fn of(plan: &Plan, periods: u32, outputs: &[Output]) -> Result<Self, Error> {
        let number = |output: &Output| {
            let number = plan.outputs.iter().position(|other| other == output);
            number.ok_or_else(|| Error::new(ErrorKind::NoOutput { output: *output }))
        };
        let outputs: Vec<usize> = outputs.iter().map(number).collect::<Result<_, _>>()?;
        let central: Vec<f64> = plan.inputs.iter().map(Input::central).collect();
        let varying = vec![true; central.len()];
        let rows = periods as usize + 1;
        let noises = plan.noises.len();
        Ok(Self {
            routine: plan.program.routine(&central, &varying, noises, &outputs),
            arena: Arena::default(),
            inputs: central.len(),
            noise: noises * rows,
            rows,
            outputs,
            block: Vec::new(),
        })
    }

    /// Runs the plan over `draws` draws.
    ///
    /// `inputs` is `(inputs, draws)` in the order and units of [`Scenario::inputs`]; `out` is
    /// `(outputs, periods + 1, draws)` in the order in which the outputs were requested, row 0
    /// being the base period. Blocks of a few hundred draws are fastest. Memory is allocated on the
    /// first run and reused.
    ///
    /// # Errors
    ///
    /// [`LengthMismatch`] if a slice has another length; nothing is written then.
    ///
    /// # Examples
    ///
    /// See [`Runner`].
    pub fn run(
        &mut self,
        inputs: &[f64],
        draws: usize,
        out: &mut [f64],
    ) -> Result<(), LengthMismatch> {
        LengthMismatch::check("inputs", self.inputs.saturating_mul(draws), inputs.len())?;
        let size = self.rows.saturating_mul(draws);
        LengthMismatch::check("out", self.outputs.len().saturating_mul(size), out.len())?;
        if draws == 0 {
            return Ok(());
        }
        self.block.clear();
        self.block.extend_from_slice(inputs);
        self.block.resize(inputs.len() + self.noise * draws, 0.0);
        let mut write = |output: usize, row: usize, values: &[f64]| {
            for (place, number) in self.outputs.iter().enumerate() {
                if *number == output {
                    let start = place * size + row * draws;
                    out[start..start + values.len()].copy_from_slice(values);
                }
            }
        };
        for (output, values) in self.routine.constants() {
            for (row, value) in values.iter().enumerate() {
                write(output, row, &vec![*value; draws]);
            }
        }
        let level = Level::detect();
        self.routine.run(
            level,
            &self.block,
            draws,
            &mut self.arena,
            |output, values| {
                write(output, 0, values);
            },
        );
        Ok(())
    }
}
