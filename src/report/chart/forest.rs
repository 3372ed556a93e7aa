//! Coefficients of several studies with their intervals.

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, Key, Shape, Stroke, TICK, mark};
use super::rows::{Layout, Rows};
use super::table::{Caption, Table};
use super::text::width;
use super::time::describe;
use super::unit::{AxisUnit, Short};
use super::words::{self, Column, Words};
use super::{Style, drawn};
use crate::evidence::catalogue::{Entry, Origin};
use crate::evidence::{Estimate, EvidenceKind, Figure, Source};
use crate::uncertainty::Uncertainty;
use crate::{Error, ErrorKind, Interval, Language, Quantity};

/// The evidence of a row of a forest plot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ForestKind {
    /// An estimated regression.
    Regression,
    /// Many studies pooled by their author.
    MetaAnalysis,
    /// One growth rate over another: all growth attributed to one cause.
    Ratio,
    /// Own work of the chart's maker, arithmetic or a regression, which is no publication.
    Own,
    /// Any other evidence.
    Other,
    /// The rows of this plot pooled.
    Pooled,
}

const KINDS: [ForestKind; 6] = [
    ForestKind::Regression,
    ForestKind::MetaAnalysis,
    ForestKind::Ratio,
    ForestKind::Own,
    ForestKind::Other,
    ForestKind::Pooled,
];

impl ForestKind {
    const fn id(self) -> &'static str {
        match self {
            Self::Regression => "regression",
            Self::MetaAnalysis => "meta-analysis",
            Self::Ratio => "ratio",
            Self::Own => "own",
            Self::Other => "other",
            Self::Pooled => "pooled",
        }
    }

    const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Regression => language.of("regression", "回归估计"),
            Self::MetaAnalysis => language.of("meta-analysis", "元分析"),
            Self::Ratio => language.of("ratio of growth rates", "增速比"),
            Self::Own => language.of("own calculation, not published", "自行测算（未发表）"),
            Self::Other => language.of("other estimate", "其他估计"),
            Self::Pooled => language.of("pooled", "合并估计"),
        }
    }

    const fn shape(self) -> Shape {
        match self {
            Self::Regression => Shape::Circle,
            Self::MetaAnalysis => Shape::Square,
            Self::Ratio => Shape::Triangle,
            Self::Own => Shape::Cross,
            Self::Other => Shape::Ring,
            Self::Pooled => Shape::Diamond,
        }
    }
}

impl From<EvidenceKind> for ForestKind {
    fn from(kind: EvidenceKind) -> Self {
        match kind {
            EvidenceKind::Regression { .. } => Self::Regression,
            EvidenceKind::MetaAnalysis => Self::MetaAnalysis,
            EvidenceKind::RatioOfGrowthRates => Self::Ratio,
            EvidenceKind::Derived => Self::Own,
            _ => Self::Other,
        }
    }
}

impl From<&Entry> for ForestKind {
    fn from(entry: &Entry) -> Self {
        match entry.origin() {
            Origin::OwnWork => Self::Own,
            Origin::Publication => entry.source().kind().into(),
        }
    }
}

/// One row of a forest plot: a coefficient, and an interval if there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct ForestRow {
    label: Words,
    value: f64,
    interval: Option<Interval>,
    kind: ForestKind,
}

impl ForestRow {
    /// Builds a row from a coefficient without interval.
    #[must_use]
    pub fn new(label: impl Into<String>, value: f64, kind: ForestKind) -> Self {
        let label = label.into();
        Self {
            label: Words::new(&label, &label),
            value,
            interval: None,
            kind,
        }
    }

    /// The same row with another name in Chinese.
    #[must_use]
    pub fn in_chinese(self, label: &str) -> Self {
        let label = Words::new(self.label.of(Language::English), label);
        Self { label, ..self }
    }

    /// The same row with an interval.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the interval ascends and contains the value.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::report::chart::{ForestKind, ForestRow};
    ///
    /// let row = || ForestRow::new("panel", 0.025, ForestKind::Regression);
    /// assert!(row().with_interval(0.019, 0.032).is_ok());
    /// assert!(row().with_interval(0.032, 0.019).is_err());
    /// assert!(row().with_interval(0.026, 0.032).is_err());
    /// ```
    pub fn with_interval(mut self, low: f64, high: f64) -> Result<Self, Error> {
        let interval = Interval::closed(low, high)?;
        interval.check("coefficient with an interval", self.value)?;
        self.interval = Some(interval);
        Ok(self)
    }

    /// Builds a row from an entry of the catalogue, named by its study, with the central 90 % of
    /// its uncertainty if it has one.
    ///
    /// # Errors
    ///
    /// None for the entries that the crate ships; the errors of
    /// [`with_interval`](Self::with_interval) where the central 90 % does not contain the value.
    pub fn from_entry(entry: &Entry) -> Result<Self, Error> {
        let (value, uncertainty, _) = numbers(entry.figure());
        let name = study(entry);
        let row = Self::new(name.of(Language::English), value, ForestKind::from(entry))
            .in_chinese(name.of(Language::Chinese));
        let Some(spread) = uncertainty.filter(|spread| !spread.is_certain()) else {
            return Ok(row);
        };
        row.with_interval(spread.quantile(0.05)?, spread.quantile(0.95)?)
    }
}

/// The name of the study behind an entry: its authors or publisher, the year, and the specification
/// where one study gives several coefficients.
pub(in crate::report) fn study(entry: &Entry) -> Words {
    let specification = match entry.id() {
        "panel.elasticity.cross-section" => {
            Some(("levels of 2019, no controls", "2019年横截面，无控制变量"))
        }
        "panel.elasticity.country-effects" => Some(("country effects", "国家效应")),
        "panel.elasticity.capital" => Some(("with capital", "控制资本")),
        "panel.elasticity.year-effects" => Some(("country and year effects", "国家与年份效应")),
        "literature.public-capital.pooled" => Some(("pooled panel", "混合面板")),
        "literature.public-capital.state-effects" => Some(("state effects", "州效应")),
        _ => None,
    };
    Words::both(|language| {
        let name = publisher(entry.source(), language);
        let date = entry.source().date().map(|date| date.to_string());
        let year = date.as_ref().and_then(|date| date.get(..4));
        let detail = specification.map(|(english, chinese)| language.of(english, chinese));
        let details: Vec<&str> = year.into_iter().chain(detail).collect();
        match (details.is_empty(), language) {
            (true, _) => name.to_owned(),
            (false, Language::English) => format!("{name} ({})", details.join(", ")),
            (false, Language::Chinese) => format!("{name}（{}）", details.join("，")),
        }
    })
}

/// The publisher of a source, short for a row. Names of others stay as they are.
fn publisher(source: &Source, language: Language) -> &str {
    match (source.publisher(), language) {
        ("Own arithmetic", Language::Chinese) => "自行推算",
        ("Own regression on TOP500 and Penn World Table 10.01", language) => {
            language.of("Own regression on TOP500", "自行回归（TOP500）")
        }
        (publisher, _) => publisher,
    }
}

/// Value, spread and unit of a figure.
fn numbers(figure: &Figure) -> (f64, Option<&Uncertainty>, AxisUnit) {
    fn of<Q: Quantity>(estimate: &Estimate<Q>) -> (f64, Option<&Uncertainty>, AxisUnit) {
        let unit = match words::pure_unit(Q::KIND) {
            Some((english, chinese)) => AxisUnit::Named {
                english: english.to_owned(),
                chinese: chinese.to_owned(),
            },
            None => AxisUnit::Other(estimate.value().unit()),
        };
        (estimate.value().number(), estimate.uncertainty(), unit)
    }
    let (value, spread, unit) = match figure {
        Figure::Elasticity(estimate) => of(estimate),
        Figure::GrowthRatio(estimate) => of(estimate),
        Figure::SemiElasticity(estimate) => of(estimate),
        Figure::Multiplier(estimate) => of(estimate),
        Figure::GrowthRate(estimate) => of(estimate),
        Figure::Share(estimate) => of(estimate),
        Figure::Capacity(estimate) => of(estimate),
        Figure::Money(estimate) => of(estimate),
        Figure::IndexScore(estimate) => of(estimate),
        Figure::Factor(estimate) => of(estimate),
        Figure::UnitCost(estimate) => of(estimate),
        Figure::Years(estimate) => of(estimate),
        Figure::Power(estimate) => of(estimate),
        Figure::PowerIntensity(estimate) => of(estimate),
    };
    let unit = match figure {
        Figure::Share(_) | Figure::GrowthRate(_) => AxisUnit::Fraction,
        Figure::Capacity(estimate) => AxisUnit::FlopPerS(estimate.value().measure()),
        Figure::Money(estimate) => {
            AxisUnit::Money(estimate.value().currency(), estimate.value().basis())
        }
        _ => unit,
    };
    (value, spread, unit)
}

/// Coefficients of several studies with their intervals, and a pooled one.
///
/// Where all coefficients are positive and the largest is 30 times the least or more, the axis is
/// logarithmic; an interval that reaches zero or below then ends at the axis.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::catalogue;
/// use compute_impact::report::chart::{Chart, ForestChart};
///
/// let entry = |id: &str| catalogue::find(id);
/// let entries = [entry("literature.ict.corrected")?, entry("panel.elasticity.capital")?];
/// let chart = ForestChart::of_entries(&entries, None)?;
/// assert_eq!(chart.table().cell(1, "value"), Some(0.008173));
/// // A growth ratio is not an elasticity.
/// let mixed = [entry("literature.ict.corrected")?, entry("caict.growth-ratio.gdp")?];
/// assert!(ForestChart::of_entries(&mixed, None).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ForestChart {
    table: Table,
}

drawn!(ForestChart);

impl ForestChart {
    /// Builds a chart of rows in the order given.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) without rows, and
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a number that is not finite.
    pub fn new(caption: Caption, unit: AxisUnit, rows: Vec<ForestRow>) -> Result<Self, Error> {
        let mut table = Table::new(caption, unit, &[Column::Low, Column::Value, Column::High]);
        for row in rows {
            let mut cells = vec![("value", row.value)];
            if let Some(interval) = row.interval {
                cells.extend([("low", interval.low()), ("high", interval.high())]);
            }
            table.push_named(row.kind.id(), &row.label, &cells)?;
        }
        let table = table.checked()?;
        Ok(Self { table })
    }

    /// Builds a chart of entries of the catalogue, all of one kind of quantity, with a pooled row
    /// below them.
    ///
    /// # Errors
    ///
    /// [`WrongQuantity`](ErrorKind::WrongQuantity) if an entry is another kind of quantity than the
    /// first, [`OtherUnit`](ErrorKind::OtherUnit) if it is counted in another unit, and as
    /// [`new`](Self::new).
    pub fn of_entries(entries: &[&Entry], pooled: Option<ForestRow>) -> Result<Self, Error> {
        let Some(first) = entries.first() else {
            return Err(Error::new(ErrorKind::Missing {
                what: "the entries of the chart",
                remedy: "give at least one entry",
            }));
        };
        let (expected, unit) = (first.figure().quantity(), numbers(first.figure()).2);
        let mut rows = Vec::new();
        for entry in entries {
            let (found, entry_unit) = (entry.figure().quantity(), numbers(entry.figure()).2);
            if found != expected {
                let kind = ErrorKind::WrongQuantity { expected, found };
                return Err(Error::new(kind).at(entry.id()));
            }
            if entry_unit != unit {
                let [expected, found] = [&unit, &entry_unit].map(AxisUnit::plain);
                let kind = ErrorKind::OtherUnit { expected, found };
                return Err(Error::new(kind).at(entry.id()));
            }
            rows.push(ForestRow::from_entry(entry)?);
        }
        let has_pooled = pooled.is_some();
        rows.extend(pooled);
        let publishers = |language: Language, separator: &str| {
            let names = entries
                .iter()
                .map(|entry| publisher(entry.source(), language));
            let mut names: Vec<&str> = names.collect();
            names.sort_unstable();
            names.dedup();
            names.join(separator)
        };
        let quantity = |language| words::quantity(first.figure().kind(), language);
        let chinese = quantity(Language::Chinese);
        let caption = Caption {
            title: Words::new(
                &format!(
                    "{} by study, with the central 90 %",
                    words::capital(quantity(Language::English))
                ),
                &format!("各项研究的{chinese}及其居中的90%区间（5%—95%分位）"),
            ),
            measured: Words::new(&words::capital(quantity(Language::English)), chinese),
            source: Words::new(
                &format!(
                    "{}{}",
                    publishers(Language::English, "; "),
                    if has_pooled {
                        "; pooled: own calculation"
                    } else {
                        ""
                    }
                ),
                &format!(
                    "{}{}",
                    publishers(Language::Chinese, "；"),
                    if has_pooled {
                        "；合并估计为自行测算"
                    } else {
                        ""
                    }
                ),
            ),
        };
        Self::new(caption, unit, rows)
    }
}

fn draw(table: &Table, style: Style) -> String {
    let language = style.language();
    let title = table.caption().title(language);
    let mut canvas = Canvas::new(style, title);
    let palette = canvas.palette;
    let colour = |kind: ForestKind| match kind {
        ForestKind::Regression => palette.main,
        ForestKind::MetaAnalysis => palette.third,
        ForestKind::Ratio => palette.other,
        ForestKind::Own => palette.text,
        ForestKind::Other => palette.neutral,
        ForestKind::Pooled => palette.target,
    };
    let present = KINDS
        .into_iter()
        .filter(|kind| !table.of_kind(kind.id()).is_empty());
    let mut items: Vec<(Key, String)> = present
        .map(|kind| {
            (
                Key::Mark(kind.shape(), colour(kind)),
                kind.name(language).to_owned(),
            )
        })
        .collect();
    if !table.numbers(&["low"]).is_empty() {
        let text = language.of("central 90 %", "居中的90%区间（5%—95%分位）");
        items.push((
            Key::Line(Stroke::new(palette.muted, 2.0, "")),
            text.to_owned(),
        ));
    }
    canvas.legend(&items);
    let axis = axis(table, language);
    let texts: Vec<String> = (0..table.rows().len())
        .map(|row| written(table, row, &axis.short))
        .collect();
    let layout = Layout {
        table,
        names: table
            .rows()
            .iter()
            .map(|row| row.label_in(language))
            .collect(),
        margin: texts
            .iter()
            .map(|text| width(text, TICK))
            .fold(0.0, f64::max)
            + 12.0,
        axis,
    };
    let rows = Rows::new(&mut canvas, &layout);
    let zero = (!rows.x.is_logarithmic).then(|| rows.x.at(0.0));
    for (row, (of, text)) in table.rows().iter().zip(&texts).enumerate() {
        let kind = KINDS.into_iter().find(|kind| kind.id() == of.kind());
        let kind = kind.unwrap_or(ForestKind::Other);
        let y = rows.middle(row);
        if let Some(zero) = zero {
            let stroke = Stroke::new(palette.neutral, 1.5, "");
            canvas.line((zero, y - 13.0), (zero, y + 15.0), stroke);
        }
        if let (Some(low), Some(high)) = (table.cell(row, "low"), table.cell(row, "high")) {
            let points = [(rows.x.at(low), y), (rows.x.at(high), y)];
            let line = canvas.path(&points, Stroke::new(colour(kind), 2.0, ""));
            mark(line, "low high", &[(row, low), (row, high)]);
            // An end that the logarithmic axis cuts off has no cap.
            let is_cut = rows.x.is_logarithmic && low < rows.x.low;
            for (x, _) in points.into_iter().skip(usize::from(is_cut)) {
                canvas.line(
                    (x, y - 4.0),
                    (x, y + 4.0),
                    Stroke::new(colour(kind), 2.0, ""),
                );
            }
        }
        if let Some(value) = table.cell(row, "value") {
            let point = canvas.point(kind.shape(), (rows.x.at(value), y), 5.0, colour(kind));
            mark(point, "value", &[(row, value)]);
        }
        canvas.text(
            text,
            (canvas.right(), y + 4.0),
            TICK,
            palette.text,
            Anchor::End,
        );
    }
    let all: Vec<usize> = (0..table.rows().len()).collect();
    let text = describe(table, &all, &rows.short, language);
    canvas.finish("forest", title, table.caption().source(language), &text)
}

/// The axis of a table: logarithmic where the coefficients are far apart and positive.
///
/// Positive ends of intervals are within it; others are cut off at its low end.
fn axis(table: &Table, language: Language) -> Axis {
    let mut values = table.numbers(&["value"]);
    if let Some(axis) = Axis::logarithmic(&values, table.unit(), language) {
        values.extend(table.numbers(&["high"]));
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        // The least end is drawn if it is not far below all coefficients.
        let ends = table.numbers(&["low"]);
        values.extend(ends.into_iter().filter(|end| *end > low * 0.1));
        return Axis::logarithmic(&values, table.unit(), language).unwrap_or(axis);
    }
    values.extend(table.numbers(&["low", "high"]));
    values.push(0.0);
    Axis::around(&values, table.unit(), language)
}

/// A coefficient with its interval: `0.025 [0.019, 0.032]`.
fn written(table: &Table, row: usize, short: &Short) -> String {
    let cell = |column| table.cell(row, column).map(|value| short.precise(value, 3));
    let value = cell("value").unwrap_or_default();
    match (cell("low"), cell("high")) {
        (Some(low), Some(high)) => format!("{value} [{low}, {high}]"),
        _ => value,
    }
}
