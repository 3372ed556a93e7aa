use crate::kernel::{self, Arena, Level, Routine};
use crate::limits::Limit;
use crate::scenario::{Input, Output, Scenario};
use crate::simulation::Streams;
use crate::uncertainty::{Copula, Sampler};
use crate::watch::{Count, Stage};
use crate::{Error, ErrorKind, Interval, Period, Watch};

/// Number of points that are run at a time.
const BLOCK: usize = 256;

/// A named factor and the columns of the unit cube that it takes.
#[derive(Clone, Debug)]
pub(super) struct Factor {
    pub(super) name: String,
    pub(super) columns: Vec<usize>,
}

/// One number as a function of uncertain factors.
///
/// Each factor takes one or more columns of the unit cube as uniform numbers: an uncertain input
/// takes one column, noise one column per period. Inputs that cite the same entry of the catalogue
/// are one figure and one factor, named after the first of them. [`Scenario::model`] makes the
/// model of an output of a scenario.
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
/// assert!(x3.first.may_be_zero()); // no effect alone
/// assert!((x3.total.value - 0.2437).abs() < 0.02); // an effect together with x1
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub struct Model<'a> {
    factors: Vec<Factor>,
    columns: usize,
    kind: Kind<'a>,
    /// The correlated columns, in the order of the copula.
    joined: Option<(Vec<usize>, Copula)>,
    watch: Option<Watch>,
}

/// A function of a point of the unit cube.
type Function<'a> = Box<dyn Fn(&[f64]) -> f64 + Send + Sync + 'a>;

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
    /// The column and the sampler of each uncertain input.
    inputs: Vec<(usize, Sampler)>,
    /// The first column of each noise, which has one column per period.
    noises: Vec<usize>,
    /// The number, if no factor moves it.
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
    /// The model of a function of as many uniform numbers as there are names.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) without a name; [`TooMany`](ErrorKind::TooMany) past
    /// [`Limit::Factors`], and for a name past [`Limit::Name`];
    /// [`Duplicate`](ErrorKind::Duplicate) if a name is given twice.
    ///
    /// # Examples
    ///
    /// See [`Model`].
    pub fn of_function(
        names: impl IntoIterator<Item = impl Into<String>>,
        function: impl Fn(&[f64]) -> f64 + Send + Sync + 'a,
    ) -> Result<Self, Error> {
        let names = Limit::Factors.collect(names)?;
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
            watch: None,
        };
        model.check()?;
        Ok(model)
    }

    /// The same model with factors combined into groups: `(name, members)`. A factor in no group
    /// stays a factor of its own.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that no factor has, with the nearest;
    /// [`Duplicate`](ErrorKind::Duplicate) for a factor in two groups, or two groups of one name;
    /// [`Missing`](ErrorKind::Missing) for a group without members;
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::Factors`], and for a name past
    /// [`Limit::Name`].
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::explanation::sensitivity::Model;
    ///
    /// let model = Model::of_function(["a", "b", "c"], |u| u[0] * u[1] + u[2])?;
    /// let grouped = model.grouped([("a and b", vec!["a", "b"])])?;
    /// assert_eq!(grouped.factors().collect::<Vec<_>>(), ["a and b", "c"]);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn grouped<'b>(
        mut self,
        groups: impl IntoIterator<Item = (&'b str, Vec<&'b str>)>,
    ) -> Result<Self, Error> {
        let mut grouped = Vec::new();
        let mut rest = std::mem::take(&mut self.factors);
        let names: Vec<String> = rest.iter().map(|factor| factor.name.clone()).collect();
        for (name, members) in Limit::Factors.collect(groups)? {
            let mut columns = Vec::new();
            for member in members {
                let Some(at) = rest.iter().position(|factor| factor.name == member) else {
                    return Err(if names.iter().any(|name| name == member) {
                        Error::duplicate("the factor of a group", member)
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

    /// The same model with a watch, which sees the runs of each method and can stop it.
    ///
    /// A stopped method returns [`Stopped`](ErrorKind::Stopped), as its indices would be of some
    /// factors and not of others.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::explanation::sensitivity::{Model, Samples};
    /// use compute_impact::{ErrorKind, Watch};
    ///
    /// let watch = Watch::default();
    /// let model = Model::of_function(["a", "b"], |u| u[0] * u[1])?.with_watch(watch.clone());
    /// watch.stop(); // from any thread
    /// let error = model.sobol(Samples::new(1_024)?).unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::Stopped { .. }));
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn with_watch(self, watch: Watch) -> Self {
        let watch = Some(watch);
        Self { watch, ..self }
    }

    /// A count of the runs of a method.
    pub(super) fn count(&self, runs: u64) -> Count<'_> {
        Count::new(self.watch.as_ref(), Stage::ModelRuns, runs)
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

    /// The coordinate of the unit cube for a probability `p` of a grid: for a function `p`, moved
    /// inside the open cube; for a scenario, whose shapes may be unbounded, `0.5 + 0.99 (p - 0.5)`,
    /// in the central 99 %.
    pub(super) fn on_grid(&self, probability: f64) -> f64 {
        const CENTRAL: f64 = 0.99;
        const LEAST: f64 = f64::EPSILON / 2.0;
        match self.kind {
            Kind::Function(_) => probability.clamp(LEAST, 1.0 - LEAST),
            Kind::Scenario(_) => 0.5 + CENTRAL * (probability - 0.5),
        }
    }

    pub(super) fn joined(&self) -> Option<&(Vec<usize>, Copula)> {
        self.joined.as_ref()
    }

    fn check(&self) -> Result<(), Error> {
        Limit::Factors.check_from(1, "number of uncertain factors", self.factors.len())?;
        let mut names = std::collections::HashSet::new();
        for factor in &self.factors {
            Limit::Name.check_text(&factor.name)?;
            if !names.insert(&factor.name) {
                return Err(Error::duplicate("the factor", &factor.name));
            }
        }
        Ok(())
    }

    /// Refuses correlated factors, for methods that assume independence.
    pub(super) fn check_independent(&self) -> Result<(), Error> {
        if self.joined.is_none() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Conflict {
            what: "an index that assumes independent inputs",
            with: "inputs that are correlated",
            remedy: "ask for Shapley effects, whose parts sum to the variance",
        }))
    }

    /// Evaluates the model at `width` points of the unit cube, given as `(columns, width)`;
    /// correlation is not applied. A number that is not finite is written as it is.
    pub(super) fn run(&self, points: &[f64], width: usize, out: &mut [f64]) {
        match &self.kind {
            Kind::Function(function) => {
                let mut point = vec![0.0; self.columns];
                for (slot, out) in out.iter_mut().enumerate() {
                    for (column, x) in point.iter_mut().enumerate() {
                        *x = points[column * width + slot];
                    }
                    *out = function(&point);
                }
            }
            Kind::Scenario(compiled) => compiled.run(points, width, out),
        }
    }

    /// Evaluates the model at many points; `fill(first, width, points)` writes `width` of them,
    /// from the point `first` on. The result is the same to the bit with and without threads.
    ///
    /// # Errors
    ///
    /// [`TooManyFailed`](ErrorKind::TooManyFailed) if a number is not finite, with the first such
    /// point; [`Stopped`](ErrorKind::Stopped) if the watch stops it.
    pub(super) fn evaluate(
        &self,
        progress: &Count<'_>,
        count: usize,
        fill: impl Fn(usize, usize, &mut [f64]) + Sync,
    ) -> Result<Vec<f64>, Error> {
        let mut values = vec![0.0; count];
        let block = |(number, out): (usize, &mut [f64])| {
            if progress.is_stopped() {
                return;
            }
            let width = out.len();
            let mut points = vec![0.0; self.columns * width];
            fill(number * BLOCK, width, &mut points);
            self.run(&points, width, out);
            progress.add(width as u64);
        };
        #[cfg(feature = "parallel")]
        {
            use rayon::prelude::*;
            values.par_chunks_mut(BLOCK).enumerate().for_each(block);
        }
        #[cfg(not(feature = "parallel"))]
        values.chunks_mut(BLOCK).enumerate().for_each(block);
        progress.check()?;
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
    fn run(&self, points: &[f64], width: usize, out: &mut [f64]) {
        if let Some(constant) = self.constant {
            out.fill(constant);
            return;
        }
        let level = Level::detect();
        let rows = self.inputs.len() + self.noises.len() * self.rows;
        let mut drawn = vec![0.0; rows * width];
        let (inputs, noises) = drawn.split_at_mut(self.inputs.len() * width);
        for ((column, sampler), row) in self.inputs.iter().zip(inputs.chunks_exact_mut(width)) {
            row.copy_from_slice(&points[column * width..(column + 1) * width]);
            if sampler.wants_scores() {
                kernel::normal_quantile_in_place_at(level, row);
            }
            sampler.transform(level, row);
        }
        for (first, block) in self
            .noises
            .iter()
            .zip(noises.chunks_exact_mut(self.rows * width))
        {
            let periods = &mut block[width..];
            periods.copy_from_slice(&points[first * width..(first + self.rows - 1) * width]);
            kernel::normal_quantile_in_place_at(level, periods);
        }
        let mut arena = Arena::default();
        self.routine
            .run(level, &drawn, width, &mut arena, |output, values| {
                if output == self.output {
                    out.copy_from_slice(&values[self.row * width..(self.row + 1) * width]);
                }
            });
    }
}

impl Scenario {
    /// The model of an output in a period, by default the last, as a function of all uncertain
    /// inputs and noise: for sensitivity analysis.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the scenario has no such output;
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) or
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a period outside the scenario;
    /// [`OutOfRange`](ErrorKind::OutOfRange) if nothing is uncertain;
    /// [`Conflict`](ErrorKind::Conflict) for a scenario with alternatives: analyse each by itself.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::explanation::sensitivity::Samples;
    /// use compute_impact::{Output, Scenario};
    ///
    /// // The return is the outlay, which is certain, times the multiplier, which is not.
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let model = scenario.model(Output::MultiplierOutput, None)?;
    /// let indices = model.sobol(Samples::new(256)?)?;
    /// assert_eq!(indices.factors[0].name, "investment.multiplier");
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn model(&self, output: Output, period: Option<Period>) -> Result<Model<'static>, Error> {
        self.expect_no_alternatives("a sensitivity")?;
        let row = row_of(self, output, period)?;
        let plan = self.plan();
        let number = plan.outputs.iter().position(|other| *other == output);
        let number = number.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        let rows = self.periods() as usize + 1;
        let Streams {
            first_inputs,
            inputs,
            joined,
            ..
        } = Streams::of(plan);
        let mut columns = first_inputs.len();
        let named = |(column, input): (usize, usize)| Factor {
            name: plan.inputs[input].place().to_string(),
            columns: vec![column],
        };
        let mut factors: Vec<Factor> = first_inputs.into_iter().enumerate().map(named).collect();
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
            .find(|(output, _)| *output == number)
            .map(|(_, values)| values[row]);
        let model = Model {
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
            watch: None,
        };
        model.check()?;
        Ok(model)
    }
}

/// The row of a period, by default the last, in which the output has a number.
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

pub(super) fn unknown<'b>(name: &str, names: impl Iterator<Item = &'b str>) -> Error {
    Error::unknown("factor", name, names)
}
