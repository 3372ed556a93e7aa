//! One output of a fan.

use super::axis::Axis;
use super::canvas::{Canvas, Key, Shape, Stroke};
use super::table::{Caption, Table};
use super::time::{End, notable, plot, tell};
use super::unit::{AxisUnit, grouped};
use super::words::{self, Words, name};
use super::{Style, drawn};
use crate::Language;
use crate::evidence::EvidenceKind;
use crate::output::UnitKind;
use crate::simulation::{FanSeries, Summary};
use crate::{
    Difference, DifferenceFan, Error, ErrorKind, Fan, Output, Period, Projection, Scenario, Series,
    Unit,
};

/// The columns of the quantiles, with their probabilities.
const QUANTILES: [(&str, f64); 5] = [
    ("p05", 0.05),
    ("p25", 0.25),
    ("p50", 0.50),
    ("p75", 0.75),
    ("p95", 0.95),
];

const COLUMNS: [&str; 8] = [
    "years", "p05", "p25", "p50", "p75", "p95", "central", "target",
];
/// At most so many targets are told in the legend; all are drawn.
const MAX_TOLD: usize = 6;

/// One output of many uncertain futures: the middle half and the middle nine tenths of them, their
/// median, the central path beside it, and a target.
///
/// Its quantiles are those of [`Distribution::quantile`](crate::simulation::Distribution::quantile):
/// exact if the simulation was told to keep them, else within 0.1 %.
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

/// How many draws, for the source.
pub(super) fn draws(summary: &Summary) -> Words {
    let draws = grouped(&summary.draws_done().to_string());
    Words::new(&format!(", {draws} draws"), &format!("，{draws}次抽样"))
}

/// Title, measured and source of a chart of one output of one scenario or of two.
pub(super) fn caption(scenarios: &[&Scenario], output: Output, how: &Words) -> Caption {
    let measured = words::output(output);
    let mut names: Vec<String> = Vec::new();
    let mut publishers: Vec<&str> = Vec::new();
    let mut spans = String::new();
    let mut assumed = false;
    for scenario in scenarios {
        let named = format!("“{}”", super::text::clean(scenario.name()));
        if !names.contains(&named) {
            names.push(named);
        }
        for input in scenario.inputs() {
            let source = input.source();
            if source.kind() == EvidenceKind::Assumption {
                assumed = true;
            } else {
                publishers.push(source.publisher());
            }
        }
        spans = format!("{}–{}", scenario.base(), scenario.until());
    }
    publishers.sort_unstable();
    publishers.dedup();
    let source = |language: Language| {
        let mut inputs = publishers.clone();
        if assumed {
            inputs.push(language.of("assumptions", "自设假定"));
        }
        format!(
            "{}{}{}{}{}",
            language.of("own calculation, scenario ", "自行计算，情景"),
            names.join(language.of(" and ", "与")),
            how.of(language),
            language.of("; inputs: ", "；输入数据："),
            inputs.join(language.of(", ", "、")),
        )
    };
    let title = |language: Language| {
        let two = if scenarios.len() > 1 {
            language.of(" before and after the policy", "：政策前后")
        } else {
            ""
        };
        format!(
            "{}{two}{}{spans}",
            measured.of(language),
            language.of(", ", "，")
        )
    };
    let both = |text: &dyn Fn(Language) -> String| {
        Words::new(&text(Language::English), &text(Language::Chinese))
    };
    Caption {
        title: both(&title),
        source: both(&source),
        measured,
    }
}

/// The unit of an output's numbers; a change of growth is in points.
pub(in crate::report) fn unit(output: Output, unit: Unit) -> AxisUnit {
    match output.about().unit {
        UnitKind::Points => AxisUnit::Points,
        UnitKind::Capacity | UnitKind::Money | UnitKind::Power | UnitKind::Fraction => unit.into(),
    }
}

impl FanChart {
    /// The quantiles of an output in every period that has it.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if the fan does not hold the output.
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
    /// [`NoOutput`](ErrorKind::NoOutput) if the fan does not hold the output.
    pub fn of_difference(fan: &DifferenceFan, output: Output) -> Result<Self, Error> {
        let comparison = fan.comparison();
        let series = fan.series(output);
        let series = series.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        let fingerprint = comparison.fingerprint();
        Self::of_series(comparison.with(), &series, fan.summary(), fingerprint)
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
                cells.push((column, distribution.quantile(p)?.value()));
            }
            table.push("period", &period.to_string(), &cells)?;
        }
        Ok(Self {
            table: table.checked()?,
            output,
            base: scenario.base(),
            scenario: fingerprint,
        })
    }

    /// The same chart with the central path of the scenario's projection.
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
                remedy: "project what the fan is of",
            }));
        }
        let output = self.output;
        let series = series.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
        for (period, value) in series.iter() {
            self.table.set(&period.to_string(), "central", value)?;
        }
        Ok(self)
    }

    /// The same chart with a target that holds at all times, in the output's unit.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) if it is not finite.
    pub fn with_target(mut self, target: f64) -> Result<Self, Error> {
        self.table.push("target", "target", &[("target", target)])?;
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
        self.table.push("target", &at.to_string(), &cells)?;
        Ok(self)
    }
}

fn draw(table: &Table, style: Style) -> String {
    let language = style.language();
    let title = table.caption().title(language);
    let mut canvas = Canvas::new(style, title);
    let palette = canvas.palette;
    let median = Stroke::new(palette.main, 2.5, "");
    let central = Stroke::new(palette.text, 2.0, "6 4");
    let aim = Stroke::new(palette.target, 2.0, "2 4");
    let mut items = vec![
        (
            Key::Line(median),
            language.of("median", "中位数").to_owned(),
        ),
        (
            Key::Area(palette.main, 0.48),
            language.of("25–75 %", "25–75%").to_owned(),
        ),
        (
            Key::Area(palette.main, 0.22),
            language.of("5–95 %", "5–95%").to_owned(),
        ),
    ];
    if !table.numbers(&["central"]).is_empty() {
        items.push((Key::Line(central), name("central", language).to_owned()));
    }
    let axis = Axis::around(&table.numbers(&COLUMNS[1..]), table.unit(), language);
    for (row, held) in table.of_kind("target").into_iter().take(MAX_TOLD) {
        let number = table.cell(row, "target").unwrap_or(0.0);
        let number = axis.short.precise(number, 4);
        let word = name("target", language);
        items.push(if table.cell(row, "years").is_some() {
            let sign = Key::Mark(Shape::Diamond, palette.target);
            (sign, format!("{word} {}: {number}", held.label()))
        } else {
            (Key::Line(aim), format!("{word} {number}"))
        });
    }
    canvas.legend(&items);
    let end = |column, colour| End {
        column,
        colour,
        named: false,
    };
    let (edge, middle) = (palette.muted, palette.text);
    let ends = [end("p95", edge), end("p50", middle), end("p05", edge)];
    let plot = plot(&mut canvas, table, &COLUMNS[1..], &ends);
    plot.band(&mut canvas, ("p05", "p95"), palette.main, 0.22);
    plot.band(&mut canvas, ("p25", "p75"), palette.main, 0.33);
    plot.line(&mut canvas, "p50", median);
    plot.line(&mut canvas, "central", central);
    plot.level(&mut canvas, "target", aim);
    plot.marks(&mut canvas, "target", Shape::Diamond, palette.target);
    plot.ends(&mut canvas, &ends);
    let told = tell(table, &notable(table), plot.short(), language);
    canvas.finish("fan", title, table.caption().source(language), &told)
}
