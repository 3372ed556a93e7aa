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
use crate::evidence::EvidenceKind;
use crate::output::UnitKind;
use crate::simulation::{FanSeries, Summary};
use crate::text::line;
use crate::{
    Difference, DifferenceFan, Error, ErrorKind, Fan, Output, Period, Projection, Scenario, Series,
    Unit,
};

/// The columns of the quantiles, with their probabilities.
const QUANTILES: [(Column, f64); 5] = [
    (Column::P05, 0.05),
    (Column::P25, 0.25),
    (Column::P50, 0.50),
    (Column::P75, 0.75),
    (Column::P95, 0.95),
];

const COLUMNS: [Column; 8] = [
    Column::Years,
    Column::P05,
    Column::P25,
    Column::P50,
    Column::P75,
    Column::P95,
    Column::Central,
    Column::Target,
];
/// The columns of numbers in the unit of the output.
const DRAWN: [&str; 7] = ["p05", "p25", "p50", "p75", "p95", "central", "target"];
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
    output: Output,
    base: Period,
    scenario: String,
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
        Self::of_series(scenario, &series, fan.summary(), scenario.fingerprint())
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
        let fingerprint = comparison.fingerprint();
        let mut chart = Self::of_series(comparison.with(), &series, fan.summary(), fingerprint)?;
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
        fingerprint: String,
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
            output,
            base: scenario.base(),
            scenario: fingerprint,
        })
    }

    /// The same chart with the path at central values.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) if the projection is of another scenario, and
    /// [`NoOutput`](ErrorKind::NoOutput) if it has no such path.
    pub fn with_projection(self, projection: &Projection) -> Result<Self, Error> {
        let fingerprint = projection.scenario().fingerprint();
        let series = projection.series(self.output);
        self.with_central(&fingerprint, series)
    }

    /// The same chart with the difference at central values.
    ///
    /// # Errors
    ///
    /// As [`with_projection`](Self::with_projection).
    pub fn with_difference(self, difference: &Difference) -> Result<Self, Error> {
        let fingerprint = difference.comparison().fingerprint();
        let series = difference.series(self.output);
        self.with_central(&fingerprint, series)
    }

    fn with_central(
        mut self,
        fingerprint: &str,
        series: Option<Series<'_>>,
    ) -> Result<Self, Error> {
        if fingerprint != self.scenario {
            return Err(Error::new(ErrorKind::Conflict {
                what: "the central path",
                with: "the fan",
                remedy: "project the scenario of the fan",
            }));
        }
        let output = self.output;
        let series = series.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        for (period, value) in series.iter() {
            self.table.set(&period.to_string(), "central", value)?;
        }
        Ok(self)
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
    median: Stroke,
    central: Stroke,
    target: Stroke,
}

impl Strokes {
    const fn of(palette: &Palette) -> Self {
        Self {
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
    plot.level(&mut canvas, "target", strokes.target);
    plot.marks(&mut canvas, "target", Shape::Diamond, palette.target);
    plot.ends(&mut canvas, &ends);
    let text = describe(table, &notable(table), plot.short(), language);
    canvas.finish("fan", title, table.caption().source(language), &text)
}
