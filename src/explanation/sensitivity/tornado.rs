use super::model::row_of;
use crate::scenario::{Plan, Runner, Scenario};
use crate::{Error, ErrorKind, Interval, Output, Period};

/// The effect of each uncertain input on an output by itself, all others at their central values.
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Reading, Scenario};
///
/// let scenario = Scenario::shipped("east-data-west-computing")?;
/// let tornado = scenario.tornado(Output::Gdp(Reading::Impact), None, [0.05, 0.95])?;
/// assert_eq!(tornado.base, scenario.project()?.gdp().impact().last());
/// assert!(tornado.swings.iter().is_sorted_by(|one, next| one.size() >= next.size()));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Tornado {
    /// The output at central values.
    pub base: f64,
    /// The probabilities of the two quantiles to which the inputs were moved.
    pub probabilities: [f64; 2],
    /// All inputs, the greatest swing first.
    pub swings: Vec<Swing>,
}

/// The effect of one input.
///
/// # Examples
///
/// See [`Scenario::tornado`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Swing {
    /// The place of the input; of inputs that are one figure, the place of the first.
    pub name: String,
    /// The low and the high value of the input.
    pub inputs: [f64; 2],
    /// The output at the low and at the high value of the input.
    pub outputs: [f64; 2],
}

impl Swing {
    /// The distance between the two outputs.
    #[must_use]
    pub const fn size(&self) -> f64 {
        (self.outputs[1] - self.outputs[0]).abs()
    }
}

/// Inputs that are one figure, and the values to which they are moved.
struct Moved {
    /// Their numbers, the first of which gives the name.
    numbers: Vec<usize>,
    /// The low and the high value of each.
    ends: Vec<[f64; 2]>,
}

impl Scenario {
    /// Moves one uncertain input at a time to two of its quantiles, all others staying at their
    /// central values.
    ///
    /// `period` is the last by default. Noise stays at zero and correlations are ignored. Inputs
    /// that cite the same entry of the catalogue are one figure and move together. An input that
    /// the counterfactual reads too, such as a utilisation, moves on the path of compute alone,
    /// from the first period on, as in [`solve`](Self::solve).
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the scenario has no such output;
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the probabilities lie between 0 and 1, both
    /// excluded, or for a period outside the scenario; [`Conflict`](ErrorKind::Conflict) if a moved
    /// input leads outside the range of the output, or for a scenario with alternatives: analyse
    /// each by itself.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Output, Reading};
    /// # let scenario = compute_impact::Scenario::shipped("east-data-west-computing")?;
    ///
    /// let tornado = scenario.tornado(Output::Gdp(Reading::Impact), None, [0.05, 0.95])?;
    /// let widest = &tornado.swings[0];
    /// assert_eq!(widest.name, "gdp.response.coefficient");
    /// let [low, high] = widest.outputs;
    /// assert!(low < tornado.base && tornado.base < high);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn tornado(
        &self,
        output: Output,
        period: Option<Period>,
        probabilities: [f64; 2],
    ) -> Result<Tornado, Error> {
        for p in probabilities {
            Interval::open_const(0.0, 1.0).check("probability of a quantile", p)?;
        }
        self.expect_no_alternatives("a tornado")?;
        let row = row_of(self, output, period)?;
        let moved = moved_inputs(self, probabilities)?;
        let base = outputs_of(self, self.plan(), &[], output, row)?[0];
        let allowed = output.allowed();
        if !allowed.contains(base) {
            return Err(Error::new(ErrorKind::Overflow {
                what: output.what(),
                period: self.base().plus(u32::try_from(row).unwrap_or(u32::MAX))?,
                allowed,
            }));
        }
        let outputs = outputs_at_ends(self, &moved, output, row)?;
        let mut swings: Vec<Swing> = Vec::with_capacity(moved.len());
        for (moved, outputs) in moved.iter().zip(outputs) {
            let name = self.inputs()[moved.numbers[0]].place().as_str();
            if !outputs.iter().all(|value| allowed.contains(*value)) {
                return Err(Error::new(ErrorKind::Conflict {
                    what: "a quantile of an input",
                    with: "the range of the output",
                    remedy: "take quantiles nearer to the middle, or narrow its uncertainty",
                })
                .at(name));
            }
            swings.push(Swing {
                name: name.to_owned(),
                inputs: moved.ends[0],
                outputs,
            });
        }
        swings.sort_by(|a, b| b.size().total_cmp(&a.size()));
        Ok(Tornado {
            base,
            probabilities,
            swings,
        })
    }
}

/// The uncertain inputs with the values to which they move; inputs that are one figure together.
fn moved_inputs(scenario: &Scenario, probabilities: [f64; 2]) -> Result<Vec<Moved>, Error> {
    let inputs = scenario.inputs();
    let mut moved: Vec<Moved> = Vec::new();
    for (number, input) in inputs.iter().enumerate() {
        let Some(uncertainty) = input.uncertainty().filter(|_| input.is_uncertain()) else {
            continue;
        };
        let [low, high] = probabilities.map(|p| uncertainty.quantile(p));
        let ends = [low?, high?];
        let same = |moved: &&mut Moved| inputs[moved.numbers[0]].stream() == input.stream();
        if let Some(moved) = moved.iter_mut().find(same) {
            moved.numbers.push(number);
            moved.ends.push(ends);
        } else {
            moved.push(Moved {
                numbers: vec![number],
                ends: vec![ends],
            });
        }
    }
    Ok(moved)
}

/// An output in a row at the low and at the high value of each moved figure.
fn outputs_at_ends(
    scenario: &Scenario,
    moved: &[Moved],
    output: Output,
    row: usize,
) -> Result<Vec<[f64; 2]>, Error> {
    let inputs = scenario.inputs();
    let is_shared = |moved: &Moved| {
        let mut numbers = moved.numbers.iter();
        numbers.any(|number| scenario.moves_counterfactual(*number))
    };
    let is_shared: Vec<bool> = moved.iter().map(is_shared).collect();
    // Inputs that move the path alone need a plan of their own; all others run together.
    let own = moved.iter().zip(&is_shared).filter(|(_, shared)| !**shared);
    let own: Vec<&Moved> = own.map(|(moved, _)| moved).collect();
    let together = outputs_of(scenario, scenario.plan(), &own, output, row)?;
    let mut together = together[1..].chunks_exact(2);
    let mut outputs = Vec::with_capacity(moved.len());
    for (moved, is_shared) in moved.iter().zip(is_shared) {
        if !is_shared {
            outputs.extend(together.next().map(|ends| [ends[0], ends[1]]));
            continue;
        }
        let numbers = moved.numbers.iter();
        let places: Vec<&str> = numbers
            .map(|number| inputs[*number].place().as_str())
            .collect();
        let plan = scenario.plan_with_moved(scenario, &places)?;
        let ends = outputs_of(scenario, &plan, &[moved], output, row)?;
        outputs.push([ends[1], ends[2]]);
    }
    Ok(outputs)
}

/// An output in a row: at central values, then at the low and the high value of each moved figure.
fn outputs_of(
    scenario: &Scenario,
    plan: &Plan,
    moved: &[&Moved],
    output: Output,
    row: usize,
) -> Result<Vec<f64>, Error> {
    let mut runner = Runner::of(plan, scenario.periods(), &[output])?;
    let width = 1 + 2 * moved.len();
    let central = plan.central_values().into_iter();
    let mut values: Vec<f64> = central
        .flat_map(|value| std::iter::repeat_n(value, width))
        .collect();
    for (place, moved) in moved.iter().enumerate() {
        for (number, ends) in moved.numbers.iter().zip(&moved.ends) {
            let input = &scenario.inputs()[*number];
            // A plan of this scenario has all of its inputs.
            let number = plan.input_at(input.place().as_str()).unwrap_or(*number);
            for (end, value) in ends.iter().enumerate() {
                values[number * width + 1 + 2 * place + end] = *value;
            }
        }
    }
    let mut out = vec![0.0; (scenario.periods() as usize + 1) * width];
    if runner.run(&values, width, &mut out).is_err() {
        // The slices have the sizes that the runner expects, so this does not happen.
        return Err(Error::new(ErrorKind::NoOutput { output }));
    }
    Ok(out[row * width..(row + 1) * width].to_vec())
}
