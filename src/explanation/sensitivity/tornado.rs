use super::model::row_of;
use crate::scenario::{Output, Scenario};
use crate::{Error, ErrorKind, Interval, Period};

/// How far each uncertain input moves an output by itself, all others at their central values.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Tornado {
    base: f64,
    probabilities: [f64; 2],
    swings: Vec<Swing>,
}

/// What one input does.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Swing {
    name: String,
    inputs: [f64; 2],
    outputs: [f64; 2],
}

impl Swing {
    /// The input, by its place; of inputs that are one figure the first.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The low and the high value of the input.
    #[must_use]
    pub const fn inputs(&self) -> [f64; 2] {
        self.inputs
    }

    /// The output at the low and at the high value of the input.
    #[must_use]
    pub const fn outputs(&self) -> [f64; 2] {
        self.outputs
    }

    /// How far the two outputs lie apart.
    #[must_use]
    pub const fn size(&self) -> f64 {
        (self.outputs[1] - self.outputs[0]).abs()
    }
}

impl Tornado {
    /// The output at central values.
    #[must_use]
    pub const fn base(&self) -> f64 {
        self.base
    }

    /// The quantiles of the inputs that were taken.
    #[must_use]
    pub const fn probabilities(&self) -> [f64; 2] {
        self.probabilities
    }

    /// All inputs, the greatest swing first.
    #[must_use]
    pub fn swings(&self) -> &[Swing] {
        &self.swings
    }
}

/// Moves one uncertain input at a time to two of its quantiles.
///
/// `period` is the last unless said. Noise stays at zero, correlation is left aside.
///
/// # Errors
///
/// [`NoOutput`](ErrorKind::NoOutput) if the scenario has none such;
/// [`OutOfRange`](ErrorKind::OutOfRange) unless the probabilities lie between 0 and 1, both out, or for
/// a period that is none of the scenario's; [`Conflict`](ErrorKind::Conflict) if a moved input leads
/// outside the range of the output.
///
/// # Examples
///
/// ```
/// use compute_impact::explanation::sensitivity::tornado;
/// use compute_impact::scenario::{Output, Reading};
/// # let file = std::fs::read_to_string("examples/scenarios/east-data-west-computing.toml")?;
/// # let scenario = compute_impact::Scenario::read(toml::Deserializer::parse(&file)?)?;
///
/// let tornado = tornado(&scenario, Output::Gdp(Reading::Impact), None, [0.05, 0.95])?;
/// assert_eq!(tornado.swings()[0].name(), "gdp.response.coefficient");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn tornado(
    scenario: &Scenario,
    output: Output,
    period: Option<Period>,
    probabilities: [f64; 2],
) -> Result<Tornado, Error> {
    for p in probabilities {
        Interval::open_const(0.0, 1.0).check("probability of a quantile", p)?;
    }
    let row = row_of(scenario, output, period)?;
    let inputs = scenario.inputs();
    let mut runner = scenario.runner(&[output])?;
    let mut moved: Vec<(Vec<usize>, [f64; 2])> = Vec::new();
    for (number, input) in inputs.iter().enumerate() {
        let Some(uncertainty) = input.uncertainty().filter(|_| input.is_uncertain()) else {
            continue;
        };
        let met = moved
            .iter_mut()
            .find(|(held, _)| inputs[held[0]].stream() == input.stream());
        if let Some((held, _)) = met {
            held.push(number);
        } else {
            let [low, high] = probabilities.map(|p| uncertainty.quantile(p));
            moved.push((vec![number], [low?, high?]));
        }
    }
    let lanes = 1 + 2 * moved.len();
    let mut given: Vec<f64> = inputs
        .iter()
        .flat_map(|input| std::iter::repeat_n(input.central(), lanes))
        .collect();
    for (place, (held, _)) in moved.iter().enumerate() {
        for number in held {
            // Inputs that are one figure share the shape of each.
            if let Some(uncertainty) = inputs[*number].uncertainty() {
                for (end, p) in probabilities.into_iter().enumerate() {
                    given[number * lanes + 1 + 2 * place + end] = uncertainty.quantile(p)?;
                }
            }
        }
    }
    let rows = scenario.periods() as usize + 1;
    let mut out = vec![0.0; rows * lanes];
    if runner.run(&given, lanes, &mut out).is_err() {
        // The slices were made to fit.
        return Err(Error::new(ErrorKind::NoOutput { output }));
    }
    let values = &out[row * lanes..(row + 1) * lanes];
    let allowed = scenario.allowed(output);
    if !allowed.contains(values[0]) {
        return Err(Error::new(ErrorKind::Overflow {
            what: output.what(),
            period: scenario
                .base()
                .plus(u32::try_from(row).unwrap_or(u32::MAX))?,
            allowed,
        }));
    }
    let mut swings: Vec<Swing> = Vec::with_capacity(moved.len());
    for (place, (held, ends)) in moved.iter().enumerate() {
        let outputs = [values[1 + 2 * place], values[2 + 2 * place]];
        if !outputs.iter().all(|value| allowed.contains(*value)) {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a quantile of an input",
                with: "the range of the output",
                remedy: "take quantiles nearer to the middle, or narrow its uncertainty",
            })
            .at(inputs[held[0]].place().as_str()));
        }
        swings.push(Swing {
            name: inputs[held[0]].place().to_string(),
            inputs: *ends,
            outputs,
        });
    }
    swings.sort_by(|a, b| b.size().total_cmp(&a.size()));
    Ok(Tornado {
        base: values[0],
        probabilities,
        swings,
    })
}
