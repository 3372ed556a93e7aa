//! One output of a fan.

use std::borrow::Cow;

use super::axis::Axis;
use super::canvas::{Canvas, Key, Stroke};
use super::shape::Shape;
use super::style::Palette;
use super::table::{Caption, Table};
use super::time::{End, describe, notable, plot};
use super::unit::AxisUnit;
use super::words::{self, Column, Words};
use super::{Style, drawn};
use crate::Language;
use crate::evidence::{Estimate, EvidenceKind, Timing};
use crate::limits::Limit;
use crate::output::UnitKind;
use crate::simulation::{FanSeries, Summary};
use crate::text::line;
use crate::{
    Difference, DifferenceFan, Error, ErrorKind, Fan, Output, Period, Projection, Quantity,
    Reading, Scenario, Series, Unit,
};

/// The columns of the quantiles, with their probabilities.
const QUANTILES: [(Column, f64); 5] = [
    (Column::P05, 0.05),
    (Column::P25, 0.25),
    (Column::P50, 0.50),
    (Column::P75, 0.75),
    (Column::P95, 0.95),
];

const COLUMNS: [Column; 9] = [
    Column::Years,
    Column::Observed,
    Column::P05,
    Column::P25,
    Column::P50,
    Column::P75,
    Column::P95,
    Column::Central,
    Column::Target,
];
/// The columns of numbers in the unit of the output.
const DRAWN: [&str; 8] = [
    "observed", "p05", "p25", "p50", "p75", "p95", "central", "target",
];
/// The most targets that the legend names; all are drawn.
const MAX_NAMED: usize = 6;

/// One output of an ensemble of draws: the middle half and the middle nine tenths of them, their
/// median, the path at central values, and a target.
///
/// The title line under the legend names the counterfactual of an impact, and says where the axis
/// does not start at zero. The source cites the inputs that the output depends on, and no others.
///
/// Its quantiles are those of
/// [`Distribution::quantile`](crate::simulation::Distribution::quantile): exact if the simulation
/// keeps all draws, else within 0.1 %.
///
/// # Examples
///
/// ```
/// use compute_impact::report::chart::{Chart, FanChart, Style};
/// use compute_impact::scenario::Output;
/// use compute_impact::{Scenario, Simulation};
///
/// let scenario = Scenario::shipped("china-2030")?;
/// let fan = Simulation::new(500)?.run(&scenario)?;
/// let chart = FanChart::new(&fan, Output::SmartShare)?
///     .with_projection(&scenario.project()?)?
///     .with_target_at("2025".parse()?, 0.35)?;
/// assert_eq!(chart.table().rows().len(), 8); // 2024 to 2030, and the target
/// assert_eq!(chart.table().cell(7, "target"), Some(0.35));
/// assert!(chart.svg(Style::default()).contains("Smart share"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FanChart {
    table: Table,
    base: Period,
    unit: Unit,
    subject: Subject,
}

/// What a fan is about.
#[derive(Clone, Debug, PartialEq)]
enum Subject {
    /// An output of a scenario.
    Output { output: Output, scenario: String },
    /// The difference that two scenarios make to an output.
    Difference { output: Output, scenario: String },
    /// A series that was forecast without a scenario.
    #[cfg(feature = "estimation")]
    Series,
}

drawn!(FanChart);

/// The number of draws, for the source.
pub(super) fn draws(summary: &Summary) -> Words {
    let count = |language| words::count(summary.draws_done(), language);
    Words::new(
        &format!(", {} draws", count(Language::English)),
        &format!("，{}次模拟", count(Language::Chinese)),
    )
}

/// The inputs that an output depends on, by number; all of them where the scenario does not have
/// the output.
fn inputs_of(scenario: &Scenario, output: Output) -> Vec<usize> {
    let plan = scenario.plan();
    let Some(first) = plan.outputs.iter().position(|other| *other == output) else {
        return (0..scenario.inputs().len()).collect();
    };
    let mut inputs = Vec::new();
    let mut is_visited = vec![false; plan.outputs.len()];
    let mut pending = vec![first];
    while let Some(number) = pending.pop() {
        if !std::mem::replace(&mut is_visited[number], true) {
            let sources = plan.program.sources(number);
            inputs.extend(sources.inputs);
            pending.extend(sources.outputs);
        }
    }
    inputs.sort_unstable();
    inputs.dedup();
    inputs
}

/// Title, measure and source of a chart of one output of one scenario or of two.
///
/// The measure names the counterfactual where the output is a comparison with it. The source cites
/// the inputs that the output depends on.
pub(super) fn caption(scenarios: &[&Scenario], output: Output, run: &Words) -> Caption {
    let name = words::output(output);
    let title = |language: Language| {
        let span = scenarios.last().map_or_else(String::new, |scenario| {
            words::span(scenario.base(), scenario.until(), language)
        });
        let two = if scenarios.len() > 1 {
            language.of(" before and after the policy", "：政策前后")
        } else {
            ""
        };
        format!(
            "{}{two}{}{span}",
            name.of(language),
            language.of(", ", "，")
        )
    };
    let measured = |language: Language| match scenarios {
        [scenario, ..] if words::compares(output) => format!(
            "{}{}{}",
            name.of(language),
            language.of(", against ", "，对照："),
            words::counterfactual(scenario, language)
        ),
        _ => name.of(language).to_owned(),
    };
    Caption {
        title: Words::both(title),
        source: source(scenarios, output, run),
        measured: Words::both(measured),
    }
}

/// The source of a chart: the scenarios by name, the run, and the publishers of all inputs that the
/// output depends on.
fn source(scenarios: &[&Scenario], output: Output, run: &Words) -> Words {
    let mut names: Vec<Words> = Vec::new();
    let mut publishers: Vec<Cow<'_, str>> = Vec::new();
    let mut has_assumptions = false;
    for scenario in scenarios {
        let quoted =
            Words::both(|language| format!("“{}”", words::scenario_name(scenario, language)));
        if !names.contains(&quoted) {
            names.push(quoted);
        }
        for number in inputs_of(scenario, output) {
            let source = scenario.inputs()[number].source();
            if source.kind() == EvidenceKind::Assumption {
                has_assumptions = true;
            } else {
                publishers.push(line(source.publisher()));
            }
        }
    }
    publishers.sort_unstable();
    publishers.dedup();
    Words::both(|language: Language| {
        let quoted: Vec<&str> = names.iter().map(|name| name.of(language)).collect();
        let mut inputs = publishers.clone();
        if has_assumptions {
            inputs.push(language.of("assumptions", "假定").into());
        }
        format!(
            "{}{}{}{}{}",
            language.of("own calculation, scenario ", "自行测算，情景"),
            quoted.join(language.of(" and ", "与")),
            run.of(language),
            language.of("; inputs: ", "；输入数据："),
            inputs.join(language.of(", ", "、")),
        )
    })
}

/// The unit of an output's numbers; a change of growth is in percentage points.
pub(in crate::report) fn unit(output: Output, unit: Unit) -> AxisUnit {
    match output.about().unit {
        UnitKind::Points => AxisUnit::Points,
        UnitKind::Capacity
        | UnitKind::Money
        | UnitKind::Power
        | UnitKind::HourlyPrice
        | UnitKind::Fraction => unit.into(),
    }
}

impl FanChart {
    /// The quantiles of an output in every period that has it.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the fan does not have the output.
    pub fn new(fan: &Fan, output: Output) -> Result<Self, Error> {
        let scenario = fan.scenario();
        let series = fan.series(output);
        let series = series.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        let subject = Subject::Output {
            output,
            scenario: scenario.fingerprint(),
        };
        Self::of_series(scenario, &series, fan.summary(), subject)
    }

    /// The quantiles of the difference that two scenarios make to an output, in every period that
    /// has it.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the fan does not have the output.
    pub fn of_difference(fan: &DifferenceFan, output: Output) -> Result<Self, Error> {
        let comparison = fan.comparison();
        let series = fan.series(output);
        let series = series.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        let subject = Subject::Difference {
            output,
            scenario: comparison.fingerprint(),
        };
        let mut chart = Self::of_series(comparison.with(), &series, fan.summary(), subject)?;
        // The numbers are differences between two scenarios: the other one is the counterfactual.
        let other = super::text::clean(comparison.without().name());
        let name = words::output(output);
        chart.table.caption.measured = Words::both(|language| match language {
            Language::English => {
                format!("{}, difference from scenario “{other}”", name.of(language))
            }
            Language::Chinese => format!("{}，与情景“{other}”之差", name.of(language)),
        });
        Ok(chart)
    }

    fn of_series(
        scenario: &Scenario,
        series: &FanSeries<'_>,
        summary: &Summary,
        subject: Subject,
    ) -> Result<Self, Error> {
        let output = series.output();
        let caption = caption(&[scenario], output, &draws(summary));
        let mut table = Table::new(caption, unit(output, series.unit()), &COLUMNS);
        for (period, distribution) in series.iter() {
            let mut cells = vec![("years", scenario.base().years_until(period))];
            for (column, p) in QUANTILES {
                cells.push((column.id(), distribution.quantile(p)?.value));
            }
            table.push_period("period", period, &cells)?;
        }
        Ok(Self {
            table: table.checked()?,
            base: scenario.base(),
            unit: series.unit(),
            subject,
        })
    }

    /// A fan that is calibrated by the past errors of its method, at the periods after `base`, the
    /// period of the last observation. Numbers are in the unit; the caption names the method and the
    /// source of the series.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for numbers too large to draw, and for periods after
    /// the year 9999; [`TooMany`](ErrorKind::TooMany) for more periods than a chart has rows.
    ///
    /// # Examples
    ///
    /// Real growth of GDP, forecast to stay as it was in the year before:
    ///
    /// ```
    /// use compute_impact::estimation::BackTest;
    /// use compute_impact::evidence::Estimate;
    /// use compute_impact::report::chart::{Caption, Chart, FanChart, Style};
    /// use compute_impact::scenario::Unit;
    /// use compute_impact::{GrowthRate, Period};
    ///
    /// let growth = |year: i32| {
    ///     let vintage = if year == 2022 { "final" } else { "preliminary" };
    ///     let id = format!("nbs.gdp-growth.real.{year}.{vintage}");
    ///     Estimate::<GrowthRate>::from_catalogue(&id)
    /// };
    /// let history: Vec<(Period, Estimate<GrowthRate>)> = (2015..=2025)
    ///     .map(|year| Ok((Period::year(year)?, growth(year)?)))
    ///     .collect::<Result<_, compute_impact::Error>>()?;
    /// let series: Vec<(f64, f64)> =
    ///     history.iter().map(|(at, seen)| (f64::from(at.calendar_year()), seen.value().get())).collect();
    /// let test = BackTest::run(&series, 2, 2, &|known, _| known.last().map(|last| (last.1, None)))?;
    ///
    /// let caption = Caption::new("Growth of GDP as in the year before", "growth of GDP", "NBS")?;
    /// let fan = test.fan(&[0.05, 0.05])?;
    /// let chart = FanChart::of_past_errors(caption, Unit::Fraction, "2025".parse()?, &fan)?
    ///     .with_history(history)?;
    /// assert!(chart.svg(Style::default()).contains("observed"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "estimation")]
    pub fn of_past_errors(
        caption: Caption,
        unit: Unit,
        base: Period,
        fan: &crate::estimation::CalibratedFan,
    ) -> Result<Self, Error> {
        let mut table = Table::new(caption, unit.into(), &COLUMNS);
        for horizon in 1..=fan.horizons() {
            Limit::ChartRows.check(horizon)?;
            let period = base.plus(u32::try_from(horizon).unwrap_or(u32::MAX))?;
            let mut cells = vec![("years", base.years_until(period))];
            for (column, p) in QUANTILES {
                cells.push((column.id(), fan.quantile(horizon, p)?));
            }
            cells.push((Column::Central.id(), fan.forecast(horizon)?));
            table.push_period("period", period, &cells)?;
        }
        Ok(Self {
            table: table.checked()?,
            base,
            unit,
            subject: Subject::Series,
        })
    }

    /// The same chart with the path at central values.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) if the projection is of another scenario, and
    /// [`NoOutput`](ErrorKind::NoOutput) if it has no such path.
    pub fn with_projection(self, projection: &Projection) -> Result<Self, Error> {
        let own = match &self.subject {
            Subject::Output { output, scenario } => Some((*output, scenario.as_str())),
            Subject::Difference { .. } => None,
            #[cfg(feature = "estimation")]
            Subject::Series => None,
        };
        let output = Self::of_scenario(own, &projection.scenario().fingerprint())?;
        self.with_central(output, projection.series(output))
    }

    /// The same chart with the difference at central values.
    ///
    /// # Errors
    ///
    /// As [`with_projection`](Self::with_projection).
    pub fn with_difference(self, difference: &Difference) -> Result<Self, Error> {
        let own = match &self.subject {
            Subject::Difference { output, scenario } => Some((*output, scenario.as_str())),
            Subject::Output { .. } => None,
            #[cfg(feature = "estimation")]
            Subject::Series => None,
        };
        let output = Self::of_scenario(own, &difference.comparison().fingerprint())?;
        self.with_central(output, difference.series(output))
    }

    /// The output of the chart, if its fan is of the scenario with a fingerprint.
    fn of_scenario(own: Option<(Output, &str)>, fingerprint: &str) -> Result<Output, Error> {
        let same = own.filter(|(_, scenario)| *scenario == fingerprint);
        same.map(|(output, _)| output).ok_or_else(|| {
            Error::new(ErrorKind::Conflict {
                what: "the central path",
                with: "the fan",
                remedy: "project the scenario of the fan",
            })
        })
    }

    fn with_central(mut self, output: Output, series: Option<Series<'_>>) -> Result<Self, Error> {
        let series = series.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        for (period, value) in series.iter() {
            self.table.set(&period.to_string(), "central", value)?;
        }
        Ok(self)
    }

    /// The same chart with what was observed before: a line and marks to the left of the fan, and
    /// their publishers in the source. Observations may be of any frequency and in any order, in the
    /// output's unit: the measure of a capacity, the currency and prices of money. A growth rate is
    /// of the output's frequency.
    ///
    /// Observations of the base period are refused: the fan starts there. A calibrated fan takes that
    /// of its base and starts at it.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) for a quantity in another unit, an observation that is not
    /// before the fan or whose meaning states another date, and for outputs that nobody observes:
    /// comparisons with the counterfactual and differences; [`Duplicate`](ErrorKind::Duplicate) for
    /// two observations of one date; [`OutOfRange`](ErrorKind::OutOfRange) for a number too large to
    /// draw; [`TooMany`](ErrorKind::TooMany) for more rows than a chart has.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::{Estimate, catalogue};
    /// use compute_impact::report::chart::{Chart, FanChart};
    /// use compute_impact::scenario::Output;
    /// use compute_impact::{Capacity, Period, Scenario, Simulation};
    ///
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let fan = Simulation::new(500)?.run(&scenario)?;
    /// let seen = |at: &str| -> Result<(Period, Estimate<Capacity>), compute_impact::Error> {
    ///     let id = format!("miit.compute.in-use.{at}");
    ///     Ok((at.parse()?, Estimate::from_catalogue(&id)?))
    /// };
    /// let history = [seen("2021-12")?, seen("2022-12")?, seen("2023-12")?];
    /// let chart = FanChart::new(&fan, Output::TotalCompute)?.with_history(history)?;
    /// assert_eq!(chart.table().cell(7, "years"), Some(-3.0));
    /// assert_eq!(chart.table().cell(7, "observed"), Some(140e18));
    ///
    /// // The base period is the fan's.
    /// let chart = FanChart::new(&fan, Output::TotalCompute)?;
    /// assert!(chart.with_history([seen("2024-12")?]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_history<Q: Quantity>(
        mut self,
        observations: impl IntoIterator<Item = (Period, Estimate<Q>)>,
    ) -> Result<Self, Error> {
        let observations = Limit::ChartRows.collect(observations)?;
        let conflict = |with, remedy| {
            Error::new(ErrorKind::Conflict {
                what: "the history of the chart",
                with,
                remedy,
            })
        };
        let is_observable = match &self.subject {
            Subject::Output { output, .. } => !words::compares(*output),
            Subject::Difference { .. } => false,
            #[cfg(feature = "estimation")]
            Subject::Series => true,
        };
        if !is_observable {
            return Err(conflict(
                "an output that nobody observes",
                "give the history of a level or a share, such as `gdp` or `smart-share`",
            ));
        }
        let unit = self.observed_unit::<Q>();
        let first = self.table.of_kind("period").into_iter();
        let first = first.filter_map(|(row, _)| self.table.cell(row, "years"));
        let first = first.fold(f64::INFINITY, f64::min);
        let mut rows: Vec<(Period, f64)> = Vec::with_capacity(observations.len());
        let mut publishers: Vec<String> = Vec::new();
        for (number, (at, seen)) in observations.iter().enumerate() {
            let place = |error: Error| error.at(&format!("history[{number}]"));
            if seen.value().unit() != unit {
                return Err(place(conflict(
                    "a quantity in another unit",
                    "give observations in the unit of the output: its kind, measure, currency, prices \
                     and frequency",
                )));
            }
            let stated = seen.meaning().timing().and_then(Timing::end);
            if stated.is_some_and(|end| end.ends_after(*at) || end.is_before(*at)) {
                return Err(place(conflict(
                    "an observation of another date",
                    "give the date that the observation's meaning states",
                )));
            }
            if self.base.years_until(*at) >= first {
                return Err(place(conflict(
                    "an observation that is not before the fan",
                    "leave out observations from the first period of the fan on",
                )));
            }
            rows.push((*at, seen.value().number()));
            publishers.push(line(seen.source().publisher()).into_owned());
        }
        publishers.sort_unstable();
        publishers.dedup();
        rows.sort_by(|(a, _), (b, _)| b.years_until(*a).total_cmp(&0.0));
        if let Some(pair) = rows
            .windows(2)
            .find(|pair| !pair[1].0.ends_after(pair[0].0))
        {
            return Err(Error::duplicate("an observation", &pair[1].0.to_string()));
        }
        self.start_at(&rows)?;
        for (at, value) in rows {
            let cells = [("years", self.base.years_until(at)), ("observed", value)];
            self.table.push_period("history", at, &cells)?;
        }
        if !publishers.is_empty() && matches!(self.subject, Subject::Output { .. }) {
            let source = self.table.caption.source.clone();
            self.table.caption.source = Words::both(|language| {
                let before = language.of("; history: ", "；历史数据：");
                let publishers = publishers.join(language.of(", ", "、"));
                format!("{}{before}{publishers}", source.of(language))
            });
        }
        Ok(self)
    }

    /// Starts a calibrated fan at the observation of its base period, which is known.
    fn start_at(&mut self, history: &[(Period, f64)]) -> Result<(), Error> {
        let is_base = |at: &Period| !at.ends_after(self.base) && !at.is_before(self.base);
        let base = history.iter().find(|(at, _)| is_base(at));
        let is_series = !matches!(
            self.subject,
            Subject::Output { .. } | Subject::Difference { .. }
        );
        if let Some((_, value)) = base.filter(|_| is_series) {
            let mut cells = vec![("years", 0.0), (Column::Central.id(), *value)];
            cells.extend(QUANTILES.map(|(column, _)| (column.id(), *value)));
            self.table.push_period("period", self.base, &cells)?;
            self.table.move_last_to_front();
        }
        Ok(())
    }

    /// The unit of an observation of the output, in words.
    fn observed_unit<Q: Quantity>(&self) -> String {
        let is_growth = match &self.subject {
            Subject::Output { output, .. } | Subject::Difference { output, .. } => matches!(
                output,
                Output::ComputeGrowth
                    | Output::SegmentGrowth(_)
                    | Output::Gdp(Reading::Growth)
                    | Output::Digital(Reading::Growth)
            ),
            // A pure number of a series is a share or a growth rate, as its history says.
            #[cfg(feature = "estimation")]
            Subject::Series => Q::KIND == crate::QuantityKind::GrowthRate,
        };
        match self.unit {
            Unit::Fraction if is_growth => format!("fraction per {}", self.base.frequency()),
            Unit::Fraction => "share of the whole".to_owned(),
            other => other.to_string(),
        }
    }

    /// The same chart of the central path alone, without quantiles.
    #[cfg(feature = "report")]
    pub(in crate::report) fn without_ranges(mut self) -> Self {
        for (column, _) in QUANTILES {
            self.table.clear(column.id());
        }
        self
    }

    /// The same chart with a remark behind the name of its measure.
    #[cfg(feature = "report")]
    pub(in crate::report) fn with_remark(mut self, remark: &Words) -> Self {
        let measured = self.table.caption.measured.clone();
        self.table.caption.measured = Words::both(|language| {
            let stop = language.of("; ", "；");
            format!("{}{stop}{}", measured.of(language), remark.of(language))
        });
        self
    }

    /// The same chart with a target for all periods, in the output's unit.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) if it is not finite.
    pub fn with_target(mut self, target: f64) -> Result<Self, Error> {
        let name = Words::both(|language| Column::Target.name(language).to_owned());
        self.table
            .push_named("target", &name, &[("target", target)])?;
        Ok(self)
    }

    /// The same chart with a target for the end of a period, which may lie outside the fan.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) if it is not finite.
    pub fn with_target_at(mut self, at: Period, target: f64) -> Result<Self, Error> {
        let years = self.base.years_until(at);
        let cells = [("years", years), ("target", target)];
        self.table.push_period("target", at, &cells)?;
        Ok(self)
    }
}

/// The strokes of the lines of a fan.
struct Strokes {
    observed: Stroke,
    median: Stroke,
    central: Stroke,
    target: Stroke,
}

impl Strokes {
    const fn of(palette: &Palette) -> Self {
        Self {
            observed: Stroke::new(palette.other, 2.0, ""),
            median: Stroke::new(palette.main, 2.5, ""),
            central: Stroke::new(palette.text, 2.0, "6 4"),
            target: Stroke::new(palette.target, 2.0, "2 4"),
        }
    }
}

/// The legend: the bands and lines that the table has numbers for, and each target with its number.
fn legend(table: &Table, palette: &Palette, language: Language) -> Vec<(Key, String)> {
    let strokes = Strokes::of(palette);
    let mut items = Vec::new();
    if !table.numbers(&["observed"]).is_empty() {
        let sign = Key::Mark(Shape::Circle, palette.other);
        items.push((sign, Column::Observed.name(language)));
    }
    if has_bands(table) {
        items.extend([
            (Key::Line(strokes.median), language.of("median", "中位数")),
            (
                Key::Area(palette.main, 0.48),
                language.of("25–75 %", "25–75%"),
            ),
            (
                Key::Area(palette.main, 0.22),
                language.of("5–95 %", "5–95%"),
            ),
        ]);
    }
    let mut items: Vec<(Key, String)> = items
        .into_iter()
        .map(|(key, name)| (key, name.to_owned()))
        .collect();
    if !table.numbers(&["central"]).is_empty() {
        items.push((
            Key::Line(strokes.central),
            Column::Central.name(language).to_owned(),
        ));
    }
    let axis = Axis::around(&table.numbers(&DRAWN), table.unit(), language);
    for (row, of) in table.of_kind("target").into_iter().take(MAX_NAMED) {
        let number = table.cell(row, "target").unwrap_or(0.0);
        let number = axis.short.precise(number, 4);
        let word = Column::Target.name(language);
        items.push(if table.cell(row, "years").is_some() {
            let sign = Key::Mark(Shape::Diamond, palette.target);
            let (gap, colon) = (language.of(" ", ""), language.of(": ", "："));
            (
                sign,
                format!("{word}{gap}{}{colon}{number}", of.label_in(language)),
            )
        } else {
            (
                Key::Line(strokes.target),
                format!("{word}{}{number}", language.of(" ", "：")),
            )
        });
    }
    items
}

/// True if the table has the quantiles of a simulation, and not the central path alone.
fn has_bands(table: &Table) -> bool {
    !table.numbers(&["p50"]).is_empty()
}

fn draw(table: &Table, style: Style) -> String {
    let language = style.language();
    let title = table.caption().title(language);
    let mut canvas = Canvas::new(style, title);
    let palette = canvas.palette;
    canvas.legend(&legend(table, &palette, language));
    let end = |column, colour| End {
        column,
        colour,
        named: false,
    };
    let (edge, middle) = (palette.muted, palette.text);
    let ends = if has_bands(table) {
        vec![
            end(Column::P95, edge),
            end(Column::P50, middle),
            end(Column::P05, edge),
        ]
    } else {
        vec![end(Column::Central, middle)]
    };
    let plot = plot(&mut canvas, table, &DRAWN, &ends);
    let strokes = Strokes::of(&palette);
    plot.band(&mut canvas, ("p05", "p95"), palette.main, 0.22);
    plot.band(&mut canvas, ("p25", "p75"), palette.main, 0.33);
    plot.line(&mut canvas, "p50", strokes.median);
    plot.line(&mut canvas, "central", strokes.central);
    let first = if has_bands(table) { "p50" } else { "central" };
    plot.start(&mut canvas, ("observed", first), palette.other);
    plot.line(&mut canvas, "observed", strokes.observed);
    plot.marks(&mut canvas, "observed", Shape::Circle, palette.other);
    plot.level(&mut canvas, "target", strokes.target);
    plot.marks(&mut canvas, "target", Shape::Diamond, palette.target);
    plot.ends(&mut canvas, &ends);
    let text = describe(table, &notable(table), plot.short(), language);
    canvas.finish("fan", title, table.caption().source(language), &text)
}
