use crate::evidence::catalogue::nearest::nearest;
use crate::kernel::{self, Arena, Level, Routine};
use crate::scenario::{Input, Output, Scenario};
use crate::uncertainty::{Copula, Sampler};
use crate::{Error, ErrorKind, Interval, Period};

/// Lanes that are run at a time.
const BLOCK: usize = 256;

/// A named factor: the columns of the unit cube that it takes.
#[derive(Clone, Debug)]
pub(super) struct Factor {
    pub(super) name: String,
    pub(super) columns: Vec<usize>,
}

/// One number as a function of uncertain factors.
///
/// Each factor takes a column of the unit cube or more, as uniform numbers: an uncertain input one,
/// noise one a period. Inputs that cite one entry of the catalogue are one figure and one factor,
/// named by the first of them.
///
/// # Examples
///
/// Ishigami's function has a known answer (Saltelli et al. 2008).
///
/// ```
/// use compute_impact::explanation::sensitivity::{Model, Samples};
/// use std::f64::consts::PI;
///
/// let model = Model::of_function(["x1", "x2", "x3"], |u| {
///     let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
///     x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
/// })?;
/// let indices = model.sobol(Samples::new(4_096)?)?;
/// let x3 = indices.factor("x3")?;
/// assert!(x3.first().may_be_zero()); // alone it does nothing
/// assert!((x3.total().value() - 0.2437).abs() < 0.02); // with x1 it does
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub struct Model<'a> {
    factors: Vec<Factor>,
    columns: usize,
    kind: Kind<'a>,
    /// Columns that are correlated, in the order of the copula, and the name of one pair.
    joined: Option<(Vec<usize>, Copula)>,
}

/// A number of a point of the unit cube.
type Function<'a> = Box<dyn Fn(&[f64]) -> f64 + Sync + 'a>;

enum Kind<'a> {
    Function(Function<'a>),
    Scenario(Box<Compiled>),
}

/// An output of a scenario in one row.
struct Compiled {
    routine: Routine,
    output: usize,
    row: usize,
    rows: usize,
    /// For each uncertain input its column, and how it is drawn from it.
    inputs: Vec<(usize, Sampler)>,
    /// The first column of each noise; one a period follows.
    noises: Vec<usize>,
    /// What is the same in every lane.
    constant: Option<f64>,
}

impl std::fmt::Debug for Model<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model")
            .field("factors", &self.factors)
            .finish_non_exhaustive()
    }
}

impl<'a> Model<'a> {
    /// A function of as many uniform numbers as there are names.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) without a name or with more than 1,000;
    /// [`Duplicate`](ErrorKind::Duplicate) for two of one name.
    pub fn of_function(
        names: impl IntoIterator<Item = impl Into<String>>,
        function: impl Fn(&[f64]) -> f64 + Sync + 'a,
    ) -> Result<Self, Error> {
        let factors: Vec<Factor> = names
            .into_iter()
            .enumerate()
            .map(|(column, name)| Factor {
                name: name.into(),
                columns: vec![column],
            })
            .collect();
        let model = Self {
            columns: factors.len(),
            factors,
            kind: Kind::Function(Box::new(function)),
            joined: None,
        };
        model.check()?;
        Ok(model)
    }

    /// An output of a scenario in a period, the last unless said, with all that is uncertain.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the scenario has none such;
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) or
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a period that is none of its;
    /// [`OutOfRange`](ErrorKind::OutOfRange) if nothing is uncertain;
    /// [`Conflict`](ErrorKind::Conflict) for a scenario with alternatives, which are no numbers:
    /// analyse each.
    pub fn of_scenario(
        scenario: &Scenario,
        output: Output,
        period: Option<Period>,
    ) -> Result<Self, Error> {
        if scenario.alternatives().next().is_some() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a sensitivity",
                with: "a scenario that holds alternatives",
                remedy: "analyse each reading by itself: `Scenario::alternatives`",
            }));
        }
        let row = row_of(scenario, output, period)?;
        let plan = scenario.plan();
        let number = plan.outputs.iter().position(|held| *held == output);
        let number = number.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        let rows = scenario.periods() as usize + 1;
        let mut factors: Vec<Factor> = Vec::new();
        let mut streams: Vec<u64> = Vec::new();
        let mut inputs = Vec::new();
        for input in &plan.inputs {
            let Some(sampler) = input.uncertainty().and_then(Sampler::new) else {
                continue;
            };
            let met = streams.iter().position(|held| *held == input.stream());
            let column = met.unwrap_or_else(|| {
                streams.push(input.stream());
                factors.push(Factor {
                    name: input.place().to_string(),
                    columns: vec![streams.len() - 1],
                });
                streams.len() - 1
            });
            inputs.push((column, sampler));
        }
        let joined = plan.joined.as_ref().map(|joined| {
            let column = |input: &usize| {
                let stream = plan.inputs[*input].stream();
                // Every member is uncertain, or the scenario was refused.
                streams.iter().position(|held| *held == stream).unwrap_or(0)
            };
            (
                joined.members.iter().map(column).collect(),
                joined.copula.clone(),
            )
        });
        let mut columns = streams.len();
        let mut noises = Vec::with_capacity(plan.noises.len());
        for noise in &plan.noises {
            noises.push(columns);
            factors.push(Factor {
                name: format!("noise on {}", noise.on),
                columns: (columns..columns + rows - 1).collect(),
            });
            columns += rows - 1;
        }
        let central: Vec<f64> = plan.inputs.iter().map(Input::central).collect();
        let varying: Vec<bool> = plan.inputs.iter().map(Input::is_uncertain).collect();
        let routine = plan
            .program
            .routine(&central, &varying, plan.noises.len(), &[number]);
        let constant = routine
            .constants()
            .find(|(held, _)| *held == number)
            .map(|(_, values)| values[row]);
        let model = Self {
            factors,
            columns,
            kind: Kind::Scenario(Box::new(Compiled {
                routine,
                output: number,
                row,
                rows,
                inputs,
                noises,
                constant,
            })),
            joined,
        };
        model.check()?;
        Ok(model)
    }

    /// The same with factors that are looked at as one: `(name, members)`. What is in no group stays
    /// by itself.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that no factor has, with the nearest;
    /// [`Duplicate`](ErrorKind::Duplicate) for a factor in two groups, or two groups of one name;
    /// [`Missing`](ErrorKind::Missing) for a group of none.
    pub fn grouped<'b>(
        mut self,
        groups: impl IntoIterator<Item = (&'b str, Vec<&'b str>)>,
    ) -> Result<Self, Error> {
        let mut grouped = Vec::new();
        let mut rest = std::mem::take(&mut self.factors);
        let names: Vec<String> = rest.iter().map(|factor| factor.name.clone()).collect();
        for (name, members) in groups {
            let mut columns = Vec::new();
            for member in members {
                let Some(at) = rest.iter().position(|factor| factor.name == member) else {
                    return Err(if names.iter().any(|name| name == member) {
                        let given = member.chars().take(80).collect();
                        let what = "the factor of a group";
                        Error::new(ErrorKind::Duplicate { what, given })
                    } else {
                        unknown(member, names.iter().map(String::as_str))
                    });
                };
                columns.extend(rest.remove(at).columns);
            }
            if columns.is_empty() {
                return Err(Error::new(ErrorKind::Missing {
                    what: "the members of a group",
                    remedy: "name one factor at least, or leave the group out",
                })
                .at(name));
            }
            grouped.push(Factor {
                name: name.to_owned(),
                columns,
            });
        }
        grouped.extend(rest);
        self.factors = grouped;
        self.check()?;
        Ok(self)
    }

    /// The names of the factors.
    pub fn factors(&self) -> impl Iterator<Item = &str> {
        self.factors.iter().map(|factor| factor.name.as_str())
    }

    pub(super) fn parts(&self) -> &[Factor] {
        &self.factors
    }

    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    pub(super) fn joined(&self) -> Option<&(Vec<usize>, Copula)> {
        self.joined.as_ref()
    }

    fn check(&self) -> Result<(), Error> {
        let count = u32::try_from(self.factors.len()).unwrap_or(u32::MAX);
        Interval::closed_const(1.0, 1_000.0)
            .check("number of uncertain factors", f64::from(count))?;
        let mut met = std::collections::HashSet::new();
        for factor in &self.factors {
            if !met.insert(&factor.name) {
                let given = factor.name.chars().take(80).collect();
                let what = "the factor";
                return Err(Error::new(ErrorKind::Duplicate { what, given }));
            }
        }
        Ok(())
    }

    /// Plain methods take factors to move by themselves.
    pub(super) fn check_independent(&self) -> Result<(), Error> {
        if self.joined.is_none() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Conflict {
            what: "an index that takes inputs to be independent",
            with: "inputs that are correlated",
            remedy: "its parts would not sum to the variance: ask for Shapley effects",
        }))
    }

    /// The model at points of the unit cube, `(columns, lanes)`; correlation is not applied.
    ///
    /// # Errors
    ///
    /// [`Overflow`](ErrorKind::Overflow)-like failures are reported by the first lane whose number is
    /// not finite.
    pub(super) fn run(&self, points: &[f64], lanes: usize, out: &mut [f64]) {
        match &self.kind {
            Kind::Function(function) => {
                let mut point = vec![0.0; self.columns];
                for (lane, out) in out.iter_mut().enumerate() {
                    for (column, x) in point.iter_mut().enumerate() {
                        *x = points[column * lanes + lane];
                    }
                    *out = function(&point);
                }
            }
            Kind::Scenario(compiled) => compiled.run(points, lanes, out),
        }
    }

    /// The model at many points: `fill(first, lanes, columns)` writes a block. In parallel, with the
    /// same bits.
    pub(super) fn evaluate(
        &self,
        count: usize,
        fill: impl Fn(usize, usize, &mut [f64]) + Sync,
    ) -> Result<Vec<f64>, Error> {
        let mut values = vec![0.0; count];
        let block = |(number, out): (usize, &mut [f64])| {
            let lanes = out.len();
            let mut points = vec![0.0; self.columns * lanes];
            fill(number * BLOCK, lanes, &mut points);
            self.run(&points, lanes, out);
        };
        #[cfg(feature = "parallel")]
        {
            use rayon::prelude::*;
            values.par_chunks_mut(BLOCK).enumerate().for_each(block);
        }
        #[cfg(not(feature = "parallel"))]
        values.chunks_mut(BLOCK).enumerate().for_each(block);
        if values.iter().all(|value| value.is_finite()) {
            return Ok(values);
        }
        let failed = values.iter().filter(|value| !value.is_finite()).count() as u64;
        let first = values
            .iter()
            .position(|value| !value.is_finite())
            .unwrap_or(0) as u64;
        Err(Error::new(ErrorKind::TooManyFailed {
            what: "the output of a sensitivity",
            failed,
            draws: count as u64,
            first,
            allowed: 0.0,
        }))
    }
}

impl Compiled {
    fn run(&self, points: &[f64], lanes: usize, out: &mut [f64]) {
        if let Some(constant) = self.constant {
            out.fill(constant);
            return;
        }
        let level = Level::detect();
        let rows = self.inputs.len() + self.noises.len() * self.rows;
        let mut given = vec![0.0; rows * lanes];
        let (inputs, noises) = given.split_at_mut(self.inputs.len() * lanes);
        for ((column, sampler), row) in self.inputs.iter().zip(inputs.chunks_exact_mut(lanes)) {
            row.copy_from_slice(&points[column * lanes..(column + 1) * lanes]);
            if sampler.wants_scores() {
                kernel::normal_quantile_in_place_at(level, row);
            }
            sampler.transform(level, row);
        }
        for (first, block) in self
            .noises
            .iter()
            .zip(noises.chunks_exact_mut(self.rows * lanes))
        {
            let periods = &mut block[lanes..];
            periods.copy_from_slice(&points[first * lanes..(first + self.rows - 1) * lanes]);
            kernel::normal_quantile_in_place_at(level, periods);
        }
        let mut arena = Arena::default();
        self.routine
            .run(level, &given, lanes, &mut arena, |output, values| {
                if output == self.output {
                    out.copy_from_slice(&values[self.row * lanes..(self.row + 1) * lanes]);
                }
            });
    }
}

/// The row of a period, the last unless said, in which the output has a number.
pub(in crate::explanation) fn row_of(
    scenario: &Scenario,
    output: Output,
    period: Option<Period>,
) -> Result<usize, Error> {
    let last = f64::from(scenario.periods());
    let Some(period) = period else {
        return Ok(scenario.periods() as usize);
    };
    let row = period.since(scenario.base())?;
    let first = f64::from(u8::from(output.is_of_period()));
    Interval::closed_const(first, last).check("periods after the base", f64::from(row))?;
    Ok(row.unsigned_abs() as usize)
}

pub(super) fn unknown<'b>(given: &str, known: impl Iterator<Item = &'b str> + Clone) -> Error {
    let given: String = given.chars().take(80).collect();
    let nearest = nearest(&given, known).map(str::to_owned);
    Error::new(ErrorKind::Unknown {
        what: "factor",
        given,
        nearest,
    })
}
