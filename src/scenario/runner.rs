use super::plan::Plan;
use super::{Input, Output, Scenario};
use crate::kernel::{Arena, LengthMismatch, Level, Routine};
use crate::{Error, ErrorKind};

/// The plan of a scenario over blocks of lanes with inputs of the caller's own: for search,
/// calibration, and designs of experiments.
///
/// It is of the scenario as written: alternatives have runners of their own. Noise stays at zero.
/// Nothing is checked on the way: a lane that leaves its range gives numbers
/// outside it, infinities or NaN, which [`Output`] does not allow but this does not hide.
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
/// // Two lanes: the scenario's own inputs, and the same without a response.
/// let mut inputs: Vec<f64> = scenario.inputs().iter().flat_map(|i| [i.central(); 2]).collect();
/// inputs[2 * coefficient + 1] = 0.0;
/// let mut out = vec![0.0; 7 * 2]; // base period and six more
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
    /// The plan's number of each output asked for.
    outputs: Vec<usize>,
    given: Vec<f64>,
}

impl Scenario {
    /// The plan for some outputs, to be run over blocks of lanes.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the scenario has no such output.
    pub fn runner(&self, outputs: &[Output]) -> Result<Runner, Error> {
        Runner::of(self.plan(), self.periods(), outputs)
    }
}

impl Runner {
    /// A plan for some of its outputs.
    pub(crate) fn of(plan: &Plan, periods: u32, outputs: &[Output]) -> Result<Self, Error> {
        let number = |output: &Output| {
            let found = plan.outputs.iter().position(|other| other == output);
            found.ok_or_else(|| Error::new(ErrorKind::NoOutput { output: *output }))
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
            given: Vec::new(),
        })
    }

    /// Runs over `lanes` lanes.
    ///
    /// `inputs` is `(inputs, lanes)` in the order and units of [`Scenario::inputs`]; `out` is
    /// `(outputs, periods + 1, lanes)` in the order in which outputs were asked for, row 0 being the
    /// base period. Blocks of a few hundred lanes are fastest. Memory is taken on the first run and
    /// kept.
    ///
    /// # Errors
    ///
    /// [`LengthMismatch`] if a slice has another length; nothing is written then.
    pub fn run(
        &mut self,
        inputs: &[f64],
        lanes: usize,
        out: &mut [f64],
    ) -> Result<(), LengthMismatch> {
        LengthMismatch::check("inputs", self.inputs.saturating_mul(lanes), inputs.len())?;
        let block = self.rows.saturating_mul(lanes);
        LengthMismatch::check("out", self.outputs.len().saturating_mul(block), out.len())?;
        if lanes == 0 {
            return Ok(());
        }
        self.given.clear();
        self.given.extend_from_slice(inputs);
        self.given.resize(inputs.len() + self.noise * lanes, 0.0);
        let mut write = |output: usize, row: usize, values: &[f64]| {
            for (place, wanted) in self.outputs.iter().enumerate() {
                if *wanted == output {
                    let start = place * block + row * lanes;
                    out[start..start + values.len()].copy_from_slice(values);
                }
            }
        };
        for (output, values) in self.routine.constants() {
            for (row, value) in values.iter().enumerate() {
                write(output, row, &vec![*value; lanes]);
            }
        }
        let level = Level::detect();
        self.routine.run(
            level,
            &self.given,
            lanes,
            &mut self.arena,
            |output, values| {
                write(output, 0, values);
            },
        );
        Ok(())
    }
}
