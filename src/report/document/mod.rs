//! A run as one file for a reader: the question, the answer with its range, one picture and the
//! most severe objections on the first screen; then the evidence, charts, drivers, goals, sources,
//! and the record from which the run can be repeated.
//!
//! HTML contains its charts and its style, asks the network for nothing and runs no script. It
//! suits a phone and a screen, light and dark, and prints. Markdown contains the same texts and
//! tables, and the charts as images within the file; their numbers follow in tables in both. The
//! words are English or Chinese. In Chinese, so are the titles of the catalogue's sources and the
//! names and assumptions of the shipped scenarios; those of other scenarios stay as written.
//!
//! # Ranges
//!
//! A range of draws covers the inputs that the scenario gives as uncertain, and no others. It is
//! printed only where no larger known uncertainty lies outside it:
//!
//! | the output depends on | the report prints |
//! |---|---|
//! | no coefficient of a response, or only on coefficients that are uncertain in the scenario | the range of the draws |
//! | the coefficient of GDP, taken as certain or not | the range of the draws next to that of the same scenario with the other [published](super::published) coefficients, pooled |
//! | a coefficient taken as certain, without published ones to compare | no range |
//!
//! The first sentence states both ranges of the answer. The second is a run of the scenario with the
//! coefficient [pooled](super::published::PooledResult) over publications, which disagree by more than
//! the error of any of them; if it cannot be run, the sentence states the least and the greatest
//! result of the single coefficients. Tables of other outputs state least and greatest.
//!
//! A scenario with alternatives spreads its draws over them, and counts as the first case.
//!
//! The range of a policy's effect is left out where the scenario takes the coefficient as certain.
//!
//! A probability that prints as 0.00 or 100.00 % has a footnote: all or none of the draws agree,
//! which is no certainty.

mod analysis;
mod answer;
mod block;
mod certainty;
mod drivers;
mod goals;
mod html;
mod markdown;
mod names;
mod objections;
mod paths;
mod policies;
mod readable;
mod record;
mod shipped;

use block::{Block, Picture};
use drivers::Drivers;
use goals::Goals;
use policies::Effects;

use super::chart::words::{self, Words};
use super::chart::{AxisUnit, Chart, FanChart, Short, clean, unit_of};
use super::published::{PooledResult, Published};
use crate::Language;
use crate::capacity::Segment;
use crate::explanation::goal_seek::Goal;
use crate::explanation::lineage::Explanation;
use crate::explanation::sensitivity::Samples;
use crate::limits::Limit;
use crate::scenario::{Key, Output, Place, Reading};
use crate::{Error, ErrorKind, Fan, Period, Projection, Simulation, Watch};

/// The probabilities of the quantiles in a report.
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
    /// The title of the caller; by default the name of the scenario.
    title: Option<String>,
    main: Reported,
    others: Vec<Reported>,
    /// The picture next to the answer.
    range: Picture,
    /// The answer with the published coefficients pooled, where they are compared.
    pooled: Option<PooledResult>,
    /// The answer by coefficient, where published ones are compared.
    coefficients: Option<Picture>,
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

/// The uncertainty of an output that is known to lie outside the draws. See the module.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Known {
    /// The draws contain all of it.
    All,
    /// The output depends on the coefficient of GDP, and lies in this range with other published
    /// coefficients.
    Published([f64; 2]),
    /// The output depends on a coefficient that is taken as certain, without others to compare.
    CoefficientOnly,
}

/// The most draws for each published coefficient.
const DRAWS: u64 = 4_096;

/// One output over the periods: the central path and the quantiles.
#[derive(Clone)]
struct Reported {
    output: Output,
    unit: AxisUnit,
    /// Period, central value and quantiles of the periods that have them.
    rows: Vec<(Period, f64, [f64; 3])>,
    known: Known,
    picture: Picture,
}

impl Reported {
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
            for (quantile, p) in quantiles.iter_mut().zip(PROBABILITIES) {
                *quantile = distribution.quantile(p)?.value;
            }
            rows.push((period, value, quantiles));
        }
        if rows.is_empty() {
            return Err(missing());
        }
        let known = match comparison(fan, projection, output)? {
            Some(published) => Known::Published(published.range()),
            None if is_conditional(fan, projection, output)? => Known::CoefficientOnly,
            None => Known::All,
        };
        let mut chart = FanChart::new(fan, output)?.with_projection(projection)?;
        for target in fan
            .targets()
            .iter()
            .filter(|target| target.output() == output)
        {
            chart = chart.with_target(target.number())?;
        }
        chart = match known {
            Known::All => chart,
            Known::CoefficientOnly => chart.without_ranges(),
            Known::Published(_) => chart.with_remark(&Words::new(
                "by the coefficient of this scenario alone",
                "仅按本情景的系数",
            )),
        };
        Ok(Self {
            output,
            unit: unit_of(output, central.unit()),
            rows,
            known,
            picture: Picture::of(&chart),
        })
    }

    /// The last period, its central value and its quantiles.
    fn last(&self) -> (Period, f64, [f64; 3]) {
        // `new` checks that there is a row.
        self.rows[self.rows.len() - 1]
    }

    /// The range of the draws in the last period, if they differ and if it may be printed.
    fn range(&self) -> Option<[f64; 2]> {
        let (_, _, [low, _, high]) = self.last();
        (self.known != Known::CoefficientOnly && low < high).then_some([low, high])
    }

    /// True if all numbers are equal, so that a chart would show a level line.
    fn is_constant(&self) -> bool {
        let values = self.values();
        values
            .iter()
            .all(|value| value.to_bits() == values[0].to_bits())
    }

    /// The number format.
    fn short(&self, language: Language) -> Short {
        block::scaled(&self.values(), &self.unit, language)
    }

    fn values(&self) -> Vec<f64> {
        let all = |(_, value, quantiles): &(Period, f64, [f64; 3])| {
            [*value, quantiles[0], quantiles[1], quantiles[2]]
        };
        self.rows.iter().flat_map(all).collect()
    }
}

/// The noise on a growth path, in words.
fn noise(on: &Place, language: Language) -> String {
    let place = names::place(on, language);
    match language {
        Language::English => format!("noise on “{place}”"),
        Language::Chinese => format!("“{place}”的随机扰动"),
    }
}

/// The place of the coefficient of an outcome.
fn coefficient(outcome: Key) -> Place {
    outcome / Key::Response / Key::Coefficient
}

/// True if an output depends on a coefficient that the scenario takes as certain.
fn is_conditional(fan: &Fan, projection: &Projection, output: Output) -> Result<bool, Error> {
    if fan.scenario().alternatives().next().is_some() {
        return Ok(false);
    }
    let explanation = projection.explain(output, None)?;
    let coefficients = [Key::Gdp, Key::Digital].map(coefficient);
    let mut leaves = explanation.leaves().into_iter();
    Ok(leaves.any(|leaf| coefficients.contains(&leaf.place) && !leaf.is_uncertain))
}

/// The output with published coefficients of GDP, if it depends on that coefficient.
fn comparison(
    fan: &Fan,
    projection: &Projection,
    output: Output,
) -> Result<Option<Published>, Error> {
    let scenario = fan.scenario();
    if scenario.alternatives().next().is_some() {
        return Ok(None);
    }
    let explanation = projection.explain(output, None)?;
    let own = coefficient(Key::Gdp);
    if !explanation.leaves().iter().any(|leaf| leaf.place == own) {
        return Ok(None);
    }
    // A scenario may be so extreme that it cannot be run with another coefficient: it then has no
    // range to compare.
    Ok(Published::new(scenario, output, &settings(fan)?).ok())
}

/// The settings of the runs with published coefficients.
fn settings(fan: &Fan) -> Result<Simulation, Error> {
    let draws = fan.manifest().draws().min(DRAWS);
    Ok(Simulation::new(draws)?.with_seed(fan.manifest().seed()))
}

impl Report<'_> {
    /// The title that the caller gave, or the name of the scenario.
    fn title(&self, language: Language) -> String {
        let name = || words::scenario_name(self.fan.scenario(), language);
        self.title.clone().unwrap_or_else(name)
    }
}

impl<'a> Report<'a> {
    /// Builds a report whose answer is an output of the fan, with the main other outputs.
    ///
    /// An output that depends on the coefficient of GDP is run with other
    /// [published](super::published) ones too, one by one and pooled, in as many draws as the fan, at
    /// most 4,096.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the fan, or the projection at central values, does not
    /// have the output; otherwise as [`Scenario::project`](crate::Scenario::project).
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
            Output::LocalUserGain,
            Output::LocalValueAdded,
            Output::NationalGain,
        ];
        let of_markets = Segment::ALL.into_iter().flat_map(|segment| {
            [
                Output::PricePaid(segment),
                Output::Utilisation(segment),
                Output::UnservedDemand(segment),
                Output::UserSavings(segment),
                Output::AddedUseSurplus(segment),
            ]
        });
        let is_present = |other: &Output| {
            *other != output && fan.series(*other).is_some() && projection.series(*other).is_some()
        };
        let reported = |other| Reported::new(fan, &projection, other);
        let others = others.into_iter().chain(of_markets);
        let others = others.filter(is_present).map(reported);
        let json = |written: serde_json::Result<String>| match written {
            // Escaped, the record reads to the same scenario.
            Ok(written) => Ok(crate::text::json(&written).into_owned()),
            Err(error) => {
                let message = error.to_string();
                Err(Error::new(ErrorKind::Document { message }))
            }
        };
        let main = reported(output)?;
        let published = match main.known {
            Known::Published(_) => comparison(fan, &projection, output)?,
            Known::All | Known::CoefficientOnly => None,
        };
        let results = published.iter().flat_map(Published::of_publications);
        let values: Vec<f64> = results.map(|result| result.central).collect();
        let pooled = match &published {
            Some(_) => PooledResult::of_publications(scenario, output, &settings(fan)?).ok(),
            None => None,
        };
        let coefficients = published.as_ref().map(|published| {
            Self::coefficient_picture(&main, scenario, published, pooled.as_ref())
        });
        Ok(Self {
            range: Self::range_picture(&main, scenario, &values)?,
            coefficients: coefficients.transpose()?,
            pooled,
            explanation: fan.explain(output, None)?,
            title: None,
            main,
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

    /// The same report under another title than the scenario's name.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if it is blank; [`TooMany`](ErrorKind::TooMany) past
    /// [`Limit::Name`].
    pub fn with_title(self, title: &str) -> Result<Self, Error> {
        Limit::Name.check_text(title)?;
        let title = clean(title);
        if title.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the title of the report",
                remedy: "give a title, or leave it out for the scenario's name",
            }));
        }
        Ok(Self {
            title: Some(title),
            ..self
        })
    }

    /// The same report with these outputs after the answer, and no others.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the fan or the projection does not have one;
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::Outputs`].
    pub fn with_outputs(self, outputs: impl IntoIterator<Item = Output>) -> Result<Self, Error> {
        let reported = |output| Reported::new(self.fan, &self.projection, output);
        let others = Limit::Outputs.collect(outputs)?;
        let others = others.into_iter().map(reported).collect::<Result<_, _>>()?;
        Ok(Self { others, ..self })
    }

    /// The same report with the drivers of the answer: each input alone between its 5 and 95 %
    /// quantile, and its part of the variance, by Sobol' indices or, where inputs are correlated,
    /// Shapley effects.
    ///
    /// # Errors
    ///
    /// As [`Scenario::tornado`](crate::Scenario::tornado) and
    /// [`Model::sobol`](crate::explanation::sensitivity::Model::sobol) or
    /// [`Model::shapley`](crate::explanation::sensitivity::Model::shapley).
    pub fn with_drivers(self, samples: Samples) -> Result<Self, Error> {
        self.with_drivers_watched(samples, &Watch::default())
    }

    /// The same report [with drivers](Self::with_drivers), computed under a watch.
    ///
    /// # Errors
    ///
    /// As [`with_drivers`](Self::with_drivers), and [`Stopped`](ErrorKind::Stopped).
    pub fn with_drivers_watched(self, samples: Samples, watch: &Watch) -> Result<Self, Error> {
        let drivers = Some(Drivers::new(
            self.fan.scenario(),
            &self.main,
            samples,
            watch,
        )?);
        Ok(Self { drivers, ..self })
    }

    /// The same report with the value of each input that reaches a goal, all others unchanged: at
    /// central values, and with the goal's probability. A goal that no value reaches is reported as
    /// out of reach. The method may be called for several goals.
    ///
    /// # Errors
    ///
    /// As [`Scenario::solve`](crate::Scenario::solve) and
    /// [`Scenario::solve_in_draws`](crate::Scenario::solve_in_draws), but for
    /// [`NotReachable`](ErrorKind::NotReachable), and for a correlated input, which is
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

    /// The same report with the effect of each policy, compared with the scenario without it.
    ///
    /// # Errors
    ///
    /// As [`Scenario::effect_of`](crate::Scenario::effect_of) and [`Simulation::run`].
    pub fn with_policies(self, settings: &Simulation) -> Result<Self, Error> {
        let is_hidden = |output| is_conditional(self.fan, &self.projection, output);
        let scenario = self.fan.scenario();
        let effects = Effects::new(scenario, self.main.output, settings, is_hidden)?;
        let effects = Some(effects);
        Ok(Self { effects, ..self })
    }

    /// The same report with another chart, after those given before.
    #[must_use]
    pub fn with_chart(mut self, chart: &impl Chart) -> Self {
        self.pictures.push(Picture::of(chart));
        self
    }

    /// The report as one self-contained HTML page.
    #[must_use]
    pub fn html(&self, language: Language) -> String {
        html::page(&self.title(language), &self.blocks(language), language)
    }

    /// The report as one Markdown file (`CommonMark` with tables), charts included.
    #[must_use]
    pub fn markdown(&self, language: Language) -> String {
        markdown::file(&self.title(language), &self.blocks(language), language)
    }

    /// All parts, in their order.
    fn blocks(&self, language: Language) -> Vec<Block> {
        let mut blocks = self.answer(language);
        self.analysis(language, &mut blocks);
        self.record(language, &mut blocks);
        blocks
    }
}
