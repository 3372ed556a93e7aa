//! The value of each input that reaches a goal.

use super::answer::with_unit;
use super::block::{Block, Grid, scaled};
use super::names;
use super::readable::Readable;
use crate::Language;
use crate::explanation::goal_seek::{Goal, Solution};
use crate::report::chart::{AxisUnit, unit_of, words};
use crate::scenario::{Input, Output, Scenario};
use crate::{Error, ErrorKind, Frequency, Period, Projection, Simulation};

/// The inputs that are moved to reach a goal.
#[derive(Clone)]
pub(super) struct Goals {
    output: Output,
    unit: AxisUnit,
    number: f64,
    probability: f64,
    period: Period,
    rows: Vec<Row>,
}

/// The value that one input needs.
#[derive(Clone)]
struct Row {
    input: Input,
    frequency: Frequency,
    at_central_values: Sought,
    with_probability: Sought,
}

/// The result of a search.
#[derive(Clone)]
enum Sought {
    At(f64),
    /// No value reaches the goal; the output stays between these.
    OutOfReach([f64; 2]),
    /// A correlated input cannot be kept at a value in the draws.
    Correlated,
    /// A scenario with alternatives has several paths of central values.
    ManyReadings,
}

impl Sought {
    fn of(search: Result<Solution, Error>) -> Result<Self, Error> {
        match search {
            Ok(solution) => Ok(Self::At(solution.value)),
            Err(error) => match error.kind() {
                ErrorKind::NotReachable { reached, .. } => Ok(Self::OutOfReach(*reached)),
                _ => Err(error),
            },
        }
    }

    fn text(&self, goals: &Goals, scale: &Readable, language: Language) -> String {
        match self {
            Self::At(value) => scale.number(*value),
            Self::OutOfReach(ends) if ends.iter().all(|end| end.is_finite()) => {
                let short = scaled(&[ends[0], ends[1], goals.number], &goals.unit, language);
                let [low, high] = ends.map(|end| short.precise(end, 3));
                match language {
                    Language::English => format!("out of reach: {low} to {high}"),
                    Language::Chinese => format!("无法达到：{low}至{high}"),
                }
            }
            Self::OutOfReach(_) => language.of("out of reach", "无法达到").to_owned(),
            Self::ManyReadings => language.of("has alternatives", "含备选情景").to_owned(),
            Self::Correlated => language
                .of("correlated with others", "与其他输入相关")
                .to_owned(),
        }
    }
}

impl Goals {
    pub(super) fn new(
        scenario: &Scenario,
        projection: &Projection,
        goal: &Goal,
        inputs: &[&str],
        settings: &Simulation,
    ) -> Result<Self, Error> {
        let output = goal.output();
        let series = projection.series(output);
        let series = series.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        let mut rows = Vec::new();
        for place in inputs {
            let number = scenario.input_number(place)?;
            let central = if scenario.alternatives().next().is_some() {
                Sought::ManyReadings
            } else {
                Sought::of(scenario.solve(goal, place))?
            };
            let drawn = if scenario.is_correlated(number) {
                Sought::Correlated
            } else {
                Sought::of(scenario.solve_in_draws(goal, place, settings))?
            };
            rows.push(Row {
                input: scenario.inputs()[number].clone(),
                frequency: scenario.base().frequency(),
                at_central_values: central,
                with_probability: drawn,
            });
        }
        Ok(Self {
            output,
            unit: unit_of(output, series.unit()),
            number: goal.number(),
            probability: goal.probability(),
            period: goal.period().unwrap_or_else(|| scenario.until()),
            rows,
        })
    }

    pub(super) fn report(&self, language: Language, blocks: &mut Vec<Block>) {
        let short = scaled(&[self.number], &self.unit, language);
        let goal = with_unit(&short, self.number, language);
        let name = words::output(self.output);
        let sure = Readable::of_probability(language).number(self.probability);
        let (title, header) = match language {
            Language::English => (
                format!("{} of {goal} in {}", name.of(language), self.period),
                [
                    "by this input alone".to_owned(),
                    "unit".to_owned(),
                    "now".to_owned(),
                    "at central values".to_owned(),
                    format!("with {sure} probability"),
                ],
            ),
            Language::Chinese => (
                format!(
                    "{}{}达到{goal}",
                    words::period(self.period, language),
                    name.of(language)
                ),
                [
                    "仅调整此输入".to_owned(),
                    "单位".to_owned(),
                    "现值".to_owned(),
                    "中心值下所需".to_owned(),
                    format!("{sure}概率下所需"),
                ],
            ),
        };
        let mut grid = Grid::new(&title, header.each_ref().map(String::as_str), 2);
        for row in &self.rows {
            let scale = Readable::of(&row.input, row.frequency, language);
            grid.push([
                names::place(row.input.place(), language),
                scale.unit().to_owned(),
                scale.number(row.input.central()),
                row.at_central_values.text(self, &scale, language),
                row.with_probability.text(self, &scale, language),
            ]);
        }
        blocks.push(Block::Subheading(title));
        blocks.push(Block::Grid(grid));
        let text = language.of(
            "The probability is the part of the draws that reach the goal. It holds if the inputs are \
             distributed as the scenario states and if its coefficient is right, and is no larger \
             certainty than theirs.",
            "概率为达到目标的模拟所占比例，以情景所给的输入分布和系数成立为条件，其可靠程度不高于这些假定。",
        );
        blocks.push(Block::Aside(text.to_owned()));
    }
}
