//! A run as one file for a reader: the question, the answer and how sure it is, the objections
//! first, then charts, drivers, what it would take, sources, and what the run is repeated from.
//!
//! HTML holds its charts and its style, asks the network for nothing and runs no script. It suits
//! a phone and a screen, light and dark, and prints. Markdown holds the same texts and tables, and
//! the charts as images within the file, for readers that show such; their numbers stand beside
//! them in both. The words are English or Chinese; findings, sources and names are given as they
//! are, most of them in English.

mod analysis;
mod answer;
mod block;
mod drivers;
mod goals;
mod html;
mod markdown;
mod policies;
mod readable;
mod record;

use block::{Block, Picture};
use drivers::Drivers;
use goals::Goals;
use policies::Effects;

use super::chart::{AxisUnit, Chart, FanChart, clean, unit_of};
use crate::Language;
use crate::explanation::goal_seek::Goal;
use crate::explanation::lineage::Explanation;
use crate::explanation::sensitivity::Samples;
use crate::scenario::{Output, Reading};
use crate::{Error, ErrorKind, Fan, Period, Projection, Simulation};

/// The probabilities of the quantiles that a report tells.
const PROBABILITIES: [f64; 3] = [0.05, 0.5, 0.95];

/// A report on one output of a run.
///
/// # Examples
///
/// ```
/// use compute_impact::explanation::goal_seek::Goal;
/// use compute_impact::explanation::sensitivity::Samples;
/// use compute_impact::Language;
/// use compute_impact::report::document::Report;
/// use compute_impact::scenario::{Output, Reading};
/// use compute_impact::{Scenario, Simulation};
///
/// let scenario = Scenario::shipped("china-2030")?;
/// let settings = Simulation::new(1_000)?;
/// let fan = scenario.simulate(&settings)?;
///
/// let impact = Output::Gdp(Reading::Impact);
/// let goal = Goal::new(impact, 0.1)?.with_probability(0.8)?;
/// let report = Report::new(&fan, impact)?
///     .with_drivers(Samples::new(256)?)?
///     .with_goal(&goal, &["compute.path.total.growth.constant"], &settings)?;
/// let page = report.html(Language::English);
/// assert!(page.starts_with("<!DOCTYPE html>") && page.contains("What it would take"));
/// assert!(report.markdown(Language::Chinese).contains("## 结论"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Report<'a> {
    fan: &'a Fan,
    projection: Projection,
    explanation: Explanation,
    title: String,
    main: Told,
    others: Vec<Told>,
    pictures: Vec<Picture>,
    drivers: Option<Drivers>,
    goals: Vec<Goals>,
    effects: Option<Effects>,
    /// The manifest and the scenario, as JSON.
    record: [String; 2],
}

impl std::fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Report")
            .field("title", &self.title)
            .field("output", &self.main.output)
            .finish_non_exhaustive()
    }
}

/// One output over the periods: the central path and the quantiles.
#[derive(Clone)]
struct Told {
    output: Output,
    unit: AxisUnit,
    /// Period, central value, quantiles; those periods that have them.
    rows: Vec<(Period, f64, [f64; 3])>,
    picture: Picture,
}

impl Told {
    fn new(fan: &Fan, projection: &Projection, output: Output) -> Result<Self, Error> {
        let missing = || Error::new(ErrorKind::NoOutput { output });
        let spread = fan.series(output).ok_or_else(missing)?;
        let central = projection.series(output).ok_or_else(missing)?;
        let mut rows = Vec::new();
        for (period, distribution) in spread.iter() {
            let Some(value) = central.at(period)? else {
                continue;
            };
            let mut quantiles = [0.0; 3];
            for (held, p) in quantiles.iter_mut().zip(PROBABILITIES) {
                *held = distribution.quantile(p)?.value();
            }
            rows.push((period, value, quantiles));
        }
        if rows.is_empty() {
            return Err(missing());
        }
        let mut chart = FanChart::new(fan, output)?.with_projection(projection)?;
        for target in fan
            .targets()
            .iter()
            .filter(|target| target.output() == output)
        {
            chart = chart.with_target(target.number())?;
        }
        Ok(Self {
            output,
            unit: unit_of(output, central.unit()),
            rows,
            picture: Picture::of(&chart),
        })
    }

    /// The last period, its central value and its quantiles.
    fn last(&self) -> (Period, f64, [f64; 3]) {
        // Checked when it was made: there is a row.
        self.rows[self.rows.len() - 1]
    }

    fn values(&self) -> Vec<f64> {
        let all = |(_, value, quantiles): &(Period, f64, [f64; 3])| {
            [*value, quantiles[0], quantiles[1], quantiles[2]]
        };
        self.rows.iter().flat_map(all).collect()
    }
}

impl<'a> Report<'a> {
    /// A report whose answer is an output of the fan, beside the main ones of all others.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the fan, or the projection at central values, does not
    /// hold the output; otherwise as [`Scenario::project`](crate::Scenario::project).
    pub fn new(fan: &'a Fan, output: Output) -> Result<Self, Error> {
        let scenario = fan.scenario();
        let projection = scenario.project()?;
        let others = [
            Output::Gdp(Reading::Impact),
            Output::Gdp(Reading::ImpactMoney),
            Output::Digital(Reading::Impact),
            Output::TotalCompute,
            Output::SmartShare,
            Output::Outlay,
            Output::NetValueAdded,
        ];
        let holds = |other: &Output| {
            *other != output && fan.series(*other).is_some() && projection.series(*other).is_some()
        };
        let told = |other| Told::new(fan, &projection, other);
        let others = others.into_iter().filter(holds).map(told);
        let json = |written: serde_json::Result<String>| {
            written.map_err(|error| {
                let message = error.to_string();
                Error::new(ErrorKind::Document { message })
            })
        };
        Ok(Self {
            explanation: fan.explain(output, None)?,
            title: clean(scenario.name()),
            main: told(output)?,
            others: others.collect::<Result<_, _>>()?,
            pictures: Vec::new(),
            drivers: None,
            goals: Vec::new(),
            effects: None,
            record: [
                json(serde_json::to_string_pretty(&fan.manifest()))?,
                json(serde_json::to_string_pretty(scenario))?,
            ],
            fan,
            projection,
        })
    }

    /// The same under another title than the scenario's name.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if it is blank.
    pub fn with_title(self, title: &str) -> Result<Self, Error> {
        let title = clean(title);
        if title.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the title of the report",
                remedy: "leave it out for the scenario's name",
            }));
        }
        Ok(Self { title, ..self })
    }

    /// The same with these outputs beside the answer, and no others.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the fan or the projection does not hold one.
    pub fn with_outputs(self, outputs: impl IntoIterator<Item = Output>) -> Result<Self, Error> {
        let told = |output| Told::new(self.fan, &self.projection, output);
        let others = outputs.into_iter().map(told).collect::<Result<_, _>>()?;
        Ok(Self { others, ..self })
    }

    /// The same with what drives the answer: each input alone between its 5 and 95 % quantile, and
    /// its part of the variance, by Sobol' indices or, where inputs are correlated, Shapley effects.
    ///
    /// # Errors
    ///
    /// As [`Scenario::tornado`](crate::Scenario::tornado) and
    /// [`Model::sobol`](crate::explanation::sensitivity::Model::sobol) or
    /// [`Model::shapley`](crate::explanation::sensitivity::Model::shapley).
    pub fn with_drivers(self, samples: Samples) -> Result<Self, Error> {
        let drivers = Some(Drivers::new(self.fan.scenario(), &self.main, samples)?);
        Ok(Self { drivers, ..self })
    }

    /// The same with what it would take: the value of each input, all others as they are, that
    /// reaches a goal at central values, and with the goal's probability. What no value reaches is
    /// said to be out of reach. May be called for several goals.
    ///
    /// # Errors
    ///
    /// As [`Scenario::solve`](crate::Scenario::solve) and
    /// [`Scenario::solve_in_draws`](crate::Scenario::solve_in_draws), but for
    /// [`NotReachable`](ErrorKind::NotReachable), and for a correlated input, which is told to be
    /// searched at central values only.
    pub fn with_goal(
        mut self,
        goal: &Goal,
        inputs: &[&str],
        settings: &Simulation,
    ) -> Result<Self, Error> {
        let goals = Goals::new(
            self.fan.scenario(),
            &self.projection,
            goal,
            inputs,
            settings,
        )?;
        self.goals.push(goals);
        Ok(self)
    }

    /// The same with what each policy of the scenario changes, over the scenario without it.
    ///
    /// # Errors
    ///
    /// As [`Scenario::effect_of`](crate::Scenario::effect_of) and [`Simulation::run`].
    pub fn with_policies(self, settings: &Simulation) -> Result<Self, Error> {
        let effects = Some(Effects::new(
            self.fan.scenario(),
            self.main.output,
            settings,
        )?);
        Ok(Self { effects, ..self })
    }

    /// The same with a chart more. Charts stand in the order in which they are given.
    #[must_use]
    pub fn with_chart(mut self, chart: &impl Chart) -> Self {
        self.pictures.push(Picture::of(chart));
        self
    }

    /// One HTML page, whole in itself.
    #[must_use]
    pub fn html(&self, language: Language) -> String {
        html::page(&self.title, &self.blocks(language), language)
    }

    /// One Markdown file (`CommonMark` with tables), charts included.
    #[must_use]
    pub fn markdown(&self, language: Language) -> String {
        markdown::file(&self.title, &self.blocks(language), language)
    }

    /// All that is told, in its order.
    fn blocks(&self, language: Language) -> Vec<Block> {
        let mut blocks = self.answer(language);
        self.analysis(language, &mut blocks);
        self.record(language, &mut blocks);
        blocks
    }
}
