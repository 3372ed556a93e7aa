//! Where a number comes from: the tree of outputs and inputs behind it, read off the plan itself.

use std::fmt;

use crate::evidence::Confidence;
use crate::explanation::sensitivity::row_of;
use crate::finding::Finding;
use crate::scenario::{Input, Output, Reading};
use crate::simulation::Distribution;
use crate::{Error, ErrorKind, Fan, Period, Projection};

/// A number with what it was computed from, down to the inputs and their sources.
///
/// The tree is read off the plan that was run: its leaves are exactly the inputs that enter the
/// computation, also where they cancel on the way. It prints as prose, indented, and serialises as nested tables.
///
/// # Examples
///
/// ```
/// use compute_impact::scenario::{Output, Reading};
/// # let file = std::fs::read_to_string("examples/scenarios/china-2030.toml")?;
/// # let scenario = compute_impact::Scenario::read(toml::Deserializer::parse(&file)?)?;
///
/// let projection = scenario.project()?;
/// let why = projection.explain(Output::Gdp(Reading::Impact), None)?;
/// assert_eq!(why.value(), projection.gdp().impact().last());
/// assert_eq!(why.grade().to_string(), "assumed"); // growth to 2030 is an assumption
/// assert!(why.to_string().contains("caict.growth-ratio.gdp"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Explanation {
    output: Output,
    period: Period,
    value: f64,
    unit: String,
    formula: &'static str,
    /// The weakest confidence among all leaves.
    grade: Confidence,
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<Spread>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Finding>,
    from: Vec<Self>,
    inputs: Vec<Leaf>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    noise: Vec<String>,
}

/// An input at the end of a tree.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Leaf {
    place: String,
    value: f64,
    unit: String,
    is_uncertain: bool,
    source: String,
    kind: String,
    confidence: Confidence,
    #[serde(skip_serializing_if = "Option::is_none")]
    catalogue: Option<&'static str>,
}

impl Leaf {
    fn of(input: &Input) -> Self {
        Self {
            place: input.place().to_string(),
            value: input.central(),
            unit: input.unit().to_owned(),
            is_uncertain: input.is_uncertain(),
            source: input.source().to_string(),
            kind: input.source().kind().to_string(),
            confidence: input.source().confidence(),
            catalogue: input.entry().map(crate::evidence::catalogue::Entry::id),
        }
    }

    /// The place in the scenario.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The central value, in its unit.
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// Whether it is given with a spread.
    #[must_use]
    pub const fn is_uncertain(&self) -> bool {
        self.is_uncertain
    }

    /// How far its source is trusted.
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }
}

/// What is known of the number in many futures.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Spread {
    draws: u64,
    mean: Option<f64>,
    quantiles: [f64; 3],
}

impl Spread {
    fn of(distribution: Distribution<'_>) -> Result<Self, Error> {
        let quantile = |p| distribution.quantile(p).map(|held| held.value());
        Ok(Self {
            draws: distribution.draws(),
            mean: distribution.mean(),
            quantiles: [quantile(0.05)?, quantile(0.5)?, quantile(0.95)?],
        })
    }

    /// The quantiles 5, 50 and 95 %.
    #[must_use]
    pub const fn quantiles(&self) -> [f64; 3] {
        self.quantiles
    }
}

impl Projection {
    /// Where an output's number in a period comes from; the last period unless said.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the scenario has none such;
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) or
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a period that is none of its.
    pub fn explain(&self, output: Output, period: Option<Period>) -> Result<Explanation, Error> {
        let row = row_of(self.scenario(), output, period)?;
        let plan = self.scenario().plan();
        let number = plan.outputs.iter().position(|held| *held == output);
        let number = number.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        let findings = self.findings();
        let mut met = vec![false; plan.outputs.len()];
        self.branch(number, row, &findings, &mut met)
    }

    fn branch(
        &self,
        number: usize,
        row: usize,
        findings: &[Finding],
        met: &mut [bool],
    ) -> Result<Explanation, Error> {
        let scenario = self.scenario();
        let plan = scenario.plan();
        let output = plan.outputs[number];
        let series = self.series(output);
        let series = series.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        let sources = plan.program.sources(number);
        // A branch that was told already is named and not told again.
        let told = std::mem::replace(&mut met[number], true);
        let mut from = Vec::new();
        let mut inputs: Vec<Leaf> = Vec::new();
        let mut noise = Vec::new();
        if !told {
            for other in &sources.outputs {
                // Growth of a segment that starts from nothing has no number to show.
                if self.series(plan.outputs[*other]).is_some() {
                    from.push(self.branch(*other, row, findings, met)?);
                }
            }
            let leaves = sources
                .inputs
                .iter()
                .map(|input| Leaf::of(&plan.inputs[*input]));
            inputs.extend(leaves);
            let on = |block: &usize| plan.noises[*block].on.to_string();
            noise = sources.noises.iter().map(on).collect();
        }
        let cone = self.all_inputs(number);
        let grade = cone
            .iter()
            .map(|input| plan.inputs[*input].source().confidence())
            .min()
            .unwrap_or(Confidence::High);
        let place = place_of(output);
        let findings = findings
            .iter()
            .filter(|finding| {
                let at = finding.place().as_str();
                inputs.iter().any(|leaf| leaf.place == at)
                    || (!place.is_empty() && (at == place || at.starts_with(&format!("{place}."))))
            })
            .filter(|_| !told)
            .cloned()
            .collect();
        let period = scenario
            .base()
            .plus(u32::try_from(row).unwrap_or(u32::MAX))?;
        Ok(Explanation {
            output,
            period,
            value: series.values()[row],
            unit: series.unit().to_string(),
            formula: formula(output),
            grade,
            spread: None,
            findings,
            from,
            inputs,
            noise,
        })
    }

    /// Every input that an output depends on.
    fn all_inputs(&self, number: usize) -> Vec<usize> {
        let plan = self.scenario().plan();
        let mut inputs = Vec::new();
        let mut met = vec![false; plan.outputs.len()];
        let mut open = vec![number];
        while let Some(output) = open.pop() {
            if !std::mem::replace(&mut met[output], true) {
                let sources = plan.program.sources(output);
                inputs.extend(sources.inputs);
                open.extend(sources.outputs);
            }
        }
        inputs.sort_unstable();
        inputs.dedup();
        inputs
    }
}

impl Fan {
    /// Where an output's number in a period comes from, at central values, with its spread in the
    /// draws; the last period unless said.
    ///
    /// # Errors
    ///
    /// As [`Projection::explain`] and [`Scenario::project`](crate::Scenario::project);
    /// [`NoOutput`](ErrorKind::NoOutput) too if the simulation left the output out.
    pub fn explain(&self, output: Output, period: Option<Period>) -> Result<Explanation, Error> {
        let mut explanation = self.scenario().project()?.explain(output, period)?;
        let series = self.series(output);
        let series = series.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        explanation.spread = series.at(explanation.period)?.map(Spread::of).transpose()?;
        Ok(explanation)
    }
}

impl Explanation {
    /// The output.
    #[must_use]
    pub const fn output(&self) -> Output {
        self.output
    }

    /// The period.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.period
    }

    /// The number, in its unit.
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// How it is computed, in words.
    #[must_use]
    pub const fn formula(&self) -> &'static str {
        self.formula
    }

    /// The weakest confidence of all that it depends on.
    #[must_use]
    pub const fn grade(&self) -> Confidence {
        self.grade
    }

    /// What is known of it in many futures; of a fan alone.
    #[must_use]
    pub const fn spread(&self) -> Option<&Spread> {
        self.spread.as_ref()
    }

    /// The outputs that it is computed from. One that stands twice in the tree is told once.
    #[must_use]
    pub fn from(&self) -> &[Self] {
        &self.from
    }

    /// The inputs that enter here.
    #[must_use]
    pub fn inputs(&self) -> &[Leaf] {
        &self.inputs
    }

    /// All leaves of the tree, each once, by place.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Leaf> {
        let mut leaves: Vec<&Leaf> = self.inputs.iter().collect();
        for branch in &self.from {
            leaves.extend(branch.leaves());
        }
        leaves.sort_by(|a, b| a.place.cmp(&b.place));
        leaves.dedup_by(|a, b| a.place == b.place);
        leaves
    }

    /// What noise moves it in the draws, each once.
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

    /// How many leaves rest on each kind of evidence.
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
            "{indent}{} in {}: {} {}, {} (evidence: {})",
            self.output.what(),
            self.period,
            shown(self.value),
            self.unit,
            self.formula,
            self.grade
        )?;
        if let Some(spread) = &self.spread {
            let [low, middle, high] = spread.quantiles.map(shown);
            writeln!(
                f,
                "{indent}  in {} draws: {low} to {high} in 90 % of them, {middle} at the middle",
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
                "{indent}  - {} = {} {}{spread}: {}{entry}",
                leaf.place,
                shown(leaf.value),
                leaf.unit,
                leaf.source
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

/// Six significant digits, and a power of ten for large numbers.
pub(crate) fn shown(x: f64) -> String {
    let rounded = format!("{x:.5e}").parse().unwrap_or(x);
    if rounded.abs() >= 1e9 {
        format!("{rounded:e}")
    } else {
        crate::quantity::decimal::write(rounded, 0)
    }
}

/// The place in the scenario that findings on an output name.
fn place_of(output: Output) -> &'static str {
    match output {
        Output::Gdp(_) => "gdp",
        Output::Digital(_) => "digital",
        Output::Outlay | Output::MultiplierOutput => "investment",
        _ => "",
    }
}

/// How an output is computed, in words.
fn formula(output: Output) -> &'static str {
    match output {
        Output::TotalCompute => "the base capacity along its path, or its segments together",
        Output::Compute(_) => {
            "the total times the segment's share, or what was bought and still stands"
        }
        Output::SmartShare => {
            "smart compute over the total, through its observations or from the segments"
        }
        Output::EffectiveCompute => {
            "capacity times utilisation times productivity, over the segments"
        }
        Output::CounterfactualCompute => "what effective compute would be otherwise",
        Output::SegmentGrowth(_) | Output::ComputeGrowth => {
            "its level over the period before, less one"
        }
        Output::Gdp(reading) | Output::Digital(reading) => match reading {
            Reading::With => "money with compute as in the scenario",
            Reading::Without => "money with compute as in the counterfactual",
            Reading::Impact => {
                "with over without, less one: the coefficient on the difference in compute, lagged and \
                 bent as the response says"
            }
            Reading::ImpactMoney => "with less without",
            Reading::Growth | Reading::GrowthWithout => "over the period before, less one",
            Reading::GrowthImpact => "growth with less growth without",
        },
        Output::RestOfEconomy => "GDP less the digital economy, where it responds by itself",
        Output::DigitalShare => "the digital economy over GDP",
        Output::Outlay => "money spent in the period",
        Output::MultiplierOutput => "outlay times multiplier",
        Output::Additions(_) => {
            "money over unit cost, or what a path of capacity takes, less what is barred"
        }
        Output::Retirements(_) => "additions less the change of the stock",
        Output::CapacityOutlay(_) => "additions times unit cost",
        Output::PowerDrawn(_) => "capacity times power for each EFLOPS times PUE",
        Output::GrossOutput => "what the outlays so far return in this period",
        Output::ValueAdded => "gross output times the share of value added",
        Output::DomesticValueAdded => "value added times the part that arises at home",
        Output::NetValueAdded => "domestic value added less what is displaced",
        Output::DiscountedBalance => {
            "net value added less outlay, discounted to the base, summed up"
        }
        Output::DiscountedLaterPayouts => "returns still to come, discounted to the base",
        Output::DiscountedReplacementCost => {
            "capacity bought that stands, at the period's unit cost, discounted to the base"
        }
    }
}
