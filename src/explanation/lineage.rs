//! Lineage of a number: the tree of outputs and inputs from which it is computed, with the formula
//! of each output, read off the plan itself.

use std::fmt;

use crate::evidence::Confidence;
use crate::explanation::sensitivity::row_of;
use crate::finding::Finding;
use crate::kernel::Names;
use crate::output::Unit;
use crate::scenario::{Input, Place, Plan, Scenario};
use crate::simulation::Distribution;
use crate::{Error, ErrorKind, Fan, Output, Period, Projection};

/// A number with its lineage: the outputs it is computed from, down to the inputs and their
/// sources.
///
/// The tree and the formulas are read off the plan that was run: the leaves are exactly the inputs
/// that enter the computation, including those that cancel out in it. An explanation prints as
/// indented prose and serialises as nested tables.
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Reading};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let projection = scenario.project()?;
/// let why = projection.explain(Output::Gdp(Reading::Impact), None)?;
/// assert_eq!(why.value, projection.gdp().impact().last());
/// assert_eq!(why.grade.to_string(), "assumed"); // growth to 2030 is an assumption
/// assert!(why.to_string().contains("caict.growth-ratio.gdp"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The output.
    pub output: Output,
    /// The period.
    pub period: Period,
    /// The number, in its unit.
    pub value: f64,
    #[serde(serialize_with = "as_text")]
    unit: Unit,
    /// The formula of the number, over the places of inputs and the identifiers of other outputs,
    /// read off the plan.
    ///
    /// `t` counts periods from the base; `[t > 0]` is one after the base and zero in it; `base (x)`
    /// is `x` in the base period; `[a, b, ..., z]` lists one number per period; and a long part
    /// that occurs more than once is defined after `where`.
    ///
    /// | function | of period `t` |
    /// |---|---|
    /// | `sum over periods of (x)` | the sum of `x` from the base up to `t` |
    /// | `change of (x)` | `x[t] - x[t - 1]`; zero in the base |
    /// | `growth of (x)` | `x[t] / x[t - 1] - 1`; zero in the base |
    /// | `next (x)` | `x[t + 1]`; zero in the last period |
    /// | `lag [a, b, ...] of (x)` | `a x[t] + b x[t - 1] + ...` |
    /// | `koyck(x, k)` | `y[t] = (1 - k) x[t] + k y[t - 1]` |
    /// | `carried(x, k)` | `y[t] = x[t] + k y[t - 1]` |
    /// | `convolution(x, y)` | the sum of `x[s] y[t - s]` over `s` from the base up to `t` |
    /// | `deconvolution(x, y)` | the series whose convolution with `y` is `x` |
    /// | `surviving(x, l)` | the stock of purchases `x` that each last `l` periods: `x[t] + ... + x[t - m + 1] + f x[t - m]`, with the whole periods `m` of `l` and the fraction `f` |
    /// | `purchases(x, l)` | the series of which `surviving` with `l` makes `x` |
    /// | `damping(x)` | `(1 - exp(-x)) / x`, one at zero |
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Output, Reading};
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    ///
    /// let why = scenario.project()?.explain(Output::Gdp(Reading::ImpactMoney), None)?;
    /// assert_eq!(why.formula, "gdp-without * gdp-impact");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub formula: String,
    /// The weakest confidence among all inputs that the number depends on.
    pub grade: Confidence,
    /// The summary over draws; `None` unless the number is of a simulation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spread: Option<Spread>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Finding>,
    /// The outputs that the number is computed from. An output that occurs twice in the tree is
    /// expanded once.
    pub from: Vec<Self>,
    /// The inputs that enter the formula directly.
    pub inputs: Vec<Leaf>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    noise: Vec<String>,
}

/// An input at the end of a tree.
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Scenario};
///
/// let projection = Scenario::shipped("china-2030")?.project()?;
/// let why = projection.explain(Output::MultiplierOutput, None)?;
/// let places: Vec<&str> = why.leaves().iter().map(|leaf| leaf.place.as_str()).collect();
/// assert!(places.contains(&"investment.multiplier"));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Leaf {
    /// The place in the scenario.
    pub place: Place,
    /// The central value, in its unit.
    pub value: f64,
    #[serde(skip)]
    written: String,
    unit: String,
    /// True if the input has an uncertainty.
    pub is_uncertain: bool,
    source: String,
    kind: String,
    /// The confidence in its source.
    pub confidence: Confidence,
    #[serde(skip_serializing_if = "Option::is_none")]
    catalogue: Option<&'static str>,
}

impl Leaf {
    fn of(input: &Input) -> Self {
        Self {
            place: input.place().clone(),
            value: input.central(),
            written: input.written().to_owned(),
            unit: input.unit().to_owned(),
            is_uncertain: input.is_uncertain(),
            source: input.source().to_string(),
            kind: input.source().kind().to_string(),
            confidence: input.source().confidence(),
            catalogue: input.entry().map(crate::evidence::catalogue::Entry::id),
        }
    }
}

/// A summary of a number over the draws of a simulation.
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Reading, Scenario, Simulation};
///
/// let fan = Scenario::shipped("china-2030")?.simulate(&Simulation::new(1_000)?)?;
/// let why = fan.explain(Output::MultiplierOutput, None)?;
/// let [low, median, high] = why.spread.unwrap().quantiles;
/// assert!(low < median && median < high);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Spread {
    draws: u64,
    mean: Option<f64>,
    /// The quantiles at 5, 50 and 95 %.
    pub quantiles: [f64; 3],
}

impl Spread {
    fn of(distribution: Distribution<'_>) -> Result<Self, Error> {
        let quantile = |p| distribution.quantile(p).map(|quantile| quantile.value);
        Ok(Self {
            draws: distribution.draws(),
            mean: distribution.mean(),
            quantiles: [quantile(0.05)?, quantile(0.5)?, quantile(0.95)?],
        })
    }
}

impl Projection {
    /// Returns the lineage of an output's number in a period; the last period by default.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the scenario has no such output;
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) or
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a period outside it.
    ///
    /// # Examples
    ///
    /// See [`Explanation`].
    pub fn explain(&self, output: Output, period: Option<Period>) -> Result<Explanation, Error> {
        let row = row_of(self.scenario(), output, period)?;
        let plan = self.scenario().plan();
        let number = plan.outputs.iter().position(|other| *other == output);
        let number = number.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        let mut tree = Tree {
            projection: self,
            row,
            printed: vec![false; plan.outputs.len()],
            findings: self.findings(),
        };
        tree.branch(number)
    }
}

/// A tree under construction; each output is expanded and each finding attached once.
struct Tree<'a> {
    projection: &'a Projection,
    row: usize,
    printed: Vec<bool>,
    /// The findings that are not attached to a branch yet.
    findings: Vec<Finding>,
}

impl Tree<'_> {
    fn branch(&mut self, number: usize) -> Result<Explanation, Error> {
        let scenario = self.projection.scenario();
        let plan = scenario.plan();
        let output = plan.outputs[number];
        let series = self.projection.series(output);
        let series = series.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        let sources = plan.program.sources(number);
        // A branch that was printed already is named, but its parts are not printed again.
        let is_repeated = std::mem::replace(&mut self.printed[number], true);
        let mut from = Vec::new();
        let mut inputs: Vec<Leaf> = Vec::new();
        let mut noise = Vec::new();
        let mut findings = Vec::new();
        if !is_repeated {
            let leaves = sources.inputs.iter();
            inputs.extend(leaves.map(|input| Leaf::of(&plan.inputs[*input])));
            findings = self.findings_on(&inputs);
            for other in &sources.outputs {
                // The growth of a segment that starts from zero is undefined and is not shown.
                if self.projection.series(plan.outputs[*other]).is_some() {
                    from.push(self.branch(*other)?);
                }
            }
            let on = |block: &usize| plan.noises[*block].on.to_string();
            noise.extend(sources.noises.iter().map(on));
        }
        let depends_on = all_inputs(plan, number);
        let grade = depends_on
            .iter()
            .map(|input| plan.inputs[*input].source().confidence())
            .min()
            .unwrap_or(Confidence::High);
        let period = scenario
            .base()
            .plus(u32::try_from(self.row).unwrap_or(u32::MAX))?;
        Ok(Explanation {
            output,
            period,
            value: series.values()[self.row],
            unit: series.unit(),
            formula: formula(scenario, number),
            grade,
            spread: None,
            findings,
            from,
            inputs,
            noise,
        })
    }

    /// Takes the findings whose place contains one of the inputs.
    fn findings_on(&mut self, inputs: &[Leaf]) -> Vec<Finding> {
        let is_on = |finding: &Finding| {
            let mut places = inputs.iter().map(|leaf| &leaf.place);
            places.any(|place| place.is_within(finding.place()))
        };
        let (here, elsewhere) = std::mem::take(&mut self.findings)
            .into_iter()
            .partition(is_on);
        self.findings = elsewhere;
        here
    }
}

/// The formula of an output, over places of inputs, identifiers of other outputs and noise.
fn formula(scenario: &Scenario, number: usize) -> String {
    let plan = scenario.plan();
    plan.program.expression(
        number,
        &Names {
            input: &|input| plan.inputs[input].place().to_string(),
            noise: &|block| format!("noise({})", plan.noises[block].on),
            output: &|output| plan.outputs[output].id().to_owned(),
        },
    )
}

/// All inputs that an output depends on, directly or through other outputs.
fn all_inputs(plan: &Plan, number: usize) -> Vec<usize> {
    let mut inputs = Vec::new();
    let mut is_visited = vec![false; plan.outputs.len()];
    let mut open = vec![number];
    while let Some(output) = open.pop() {
        if !std::mem::replace(&mut is_visited[output], true) {
            let sources = plan.program.sources(output);
            inputs.extend(sources.inputs);
            open.extend(sources.outputs);
        }
    }
    inputs.sort_unstable();
    inputs.dedup();
    inputs
}

impl Fan {
    /// Returns the lineage of an output's number in a period at central values, with its spread
    /// over the draws; the last period by default.
    ///
    /// # Errors
    ///
    /// As [`Projection::explain`] and [`Scenario::project`](crate::Scenario::project);
    /// [`NoOutput`](ErrorKind::NoOutput) also if the simulation left the output out.
    ///
    /// # Examples
    ///
    /// See [`Spread`].
    pub fn explain(&self, output: Output, period: Option<Period>) -> Result<Explanation, Error> {
        let mut explanation = self.scenario().project()?.explain(output, period)?;
        let series = self.series(output);
        let series = series.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        explanation.spread = series.at(explanation.period)?.map(Spread::of).transpose()?;
        Ok(explanation)
    }
}

impl Explanation {
    /// All inputs of the tree, each once, sorted by place.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Leaf> {
        let mut leaves: Vec<&Leaf> = self.inputs.iter().collect();
        for branch in &self.from {
            leaves.extend(branch.leaves());
        }
        leaves.sort_by(|a, b| a.place.as_str().cmp(b.place.as_str()));
        leaves.dedup_by(|a, b| a.place == b.place);
        leaves
    }

    /// The growth paths whose noise moves the number in the draws, each once.
    #[must_use]
    pub fn all_noise(&self) -> Vec<&str> {
        let mut noise: Vec<&str> = self.noise.iter().map(String::as_str).collect();
        for branch in &self.from {
            noise.extend(branch.all_noise());
        }
        noise.sort_unstable();
        noise.dedup();
        noise
    }

    /// The kinds of evidence, each with the number of leaves that rest on it, the most frequent
    /// first.
    #[must_use]
    pub fn kinds(&self) -> Vec<(String, usize)> {
        let mut kinds: Vec<(String, usize)> = Vec::new();
        for leaf in self.leaves() {
            match kinds.iter_mut().find(|(kind, _)| *kind == leaf.kind) {
                Some((_, count)) => *count += 1,
                None => kinds.push((leaf.kind.clone(), 1)),
            }
        }
        kinds.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        kinds
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        let indent = "  ".repeat(depth);
        writeln!(
            f,
            "{indent}{} in {}: {} (evidence: {})",
            self.output,
            self.period,
            self.unit.written(self.value),
            self.grade
        )?;
        writeln!(f, "{indent}  {} = {}", self.output.id(), self.formula)?;
        if let Some(spread) = &self.spread {
            let [low, middle, high] = spread.quantiles.map(|x| self.unit.written(x));
            let draws = if spread.draws == 1 { "draw" } else { "draws" };
            writeln!(
                f,
                "{indent}  in {} {draws}: {low} to {high} in 90 % of them, {middle} at the middle",
                spread.draws
            )?;
        }
        for finding in &self.findings {
            writeln!(f, "{indent}  ! {finding}")?;
        }
        for leaf in &self.inputs {
            let spread = if leaf.is_uncertain { ", uncertain" } else { "" };
            let entry = leaf
                .catalogue
                .map(|id| format!(" [{id}]"))
                .unwrap_or_default();
            writeln!(
                f,
                "{indent}  - {} = {}{spread}: {}{entry}",
                leaf.place, leaf.written, leaf.source
            )?;
        }
        for noise in &self.noise {
            writeln!(f, "{indent}  - noise on {noise}, zero at central values")?;
        }
        for branch in &self.from {
            branch.write(f, depth + 1)?;
        }
        Ok(())
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

/// Serialises a unit as text.
fn as_text<S: serde::Serializer>(unit: &Unit, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(unit)
}
