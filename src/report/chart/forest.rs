//! Published coefficients side by side.

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, Key, Shape, Stroke, TICK, mark};
use super::rows::{Layout, Rows};
use super::table::{Caption, Table};
use super::text::width;
use super::time::tell;
use super::unit::{AxisUnit, Short};
use super::words::{Words, name};
use super::{Style, drawn};
use crate::evidence::catalogue::Entry;
use crate::evidence::{Estimate, EvidenceKind, Figure};
use crate::uncertainty::Uncertainty;
use crate::{Error, ErrorKind, Interval, Quantity};

/// What a row of a forest plot rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ForestKind {
    /// An estimated regression.
    Regression,
    /// Many studies pooled by their author.
    MetaAnalysis,
    /// One growth rate over another: all growth laid to one cause.
    Ratio,
    /// Anything else.
    Other,
    /// The rows of this plot pooled.
    Pooled,
}

const KINDS: [ForestKind; 5] = [
    ForestKind::Regression,
    ForestKind::MetaAnalysis,
    ForestKind::Ratio,
    ForestKind::Other,
    ForestKind::Pooled,
];

impl ForestKind {
    const fn id(self) -> &'static str {
        match self {
            Self::Regression => "regression",
            Self::MetaAnalysis => "meta-analysis",
            Self::Ratio => "ratio",
            Self::Other => "other",
            Self::Pooled => "pooled",
        }
    }

    const fn shape(self) -> Shape {
        match self {
            Self::Regression => Shape::Circle,
            Self::MetaAnalysis => Shape::Square,
            Self::Ratio => Shape::Triangle,
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
            _ => Self::Other,
        }
    }
}

/// One row of a forest plot: a coefficient, and an interval if there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct ForestRow {
    label: String,
    value: f64,
    interval: Option<Interval>,
    kind: ForestKind,
}

impl ForestRow {
    /// A coefficient without interval.
    #[must_use]
    pub fn new(label: impl Into<String>, value: f64, kind: ForestKind) -> Self {
        Self {
            label: label.into(),
            value,
            interval: None,
            kind,
        }
    }

    /// The same row with an interval.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the interval ascends and holds the value.
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

    /// An entry of the catalogue, with the central 90 % of its uncertainty if it has one.
    ///
    /// # Errors
    ///
    /// None for the entries that the crate ships; the errors of
    /// [`with_interval`](Self::with_interval) where the central 90 % does not hold the value.
    pub fn from_entry(entry: &Entry) -> Result<Self, Error> {
        let (value, uncertainty, _) = numbers(entry.figure());
        let row = Self::new(entry.id(), value, entry.source().kind().into());
        let Some(spread) = uncertainty.filter(|spread| !spread.is_certain()) else {
            return Ok(row);
        };
        row.with_interval(spread.quantile(0.05)?, spread.quantile(0.95)?)
    }
}

/// Value, spread and unit of a figure.
fn numbers(figure: &Figure) -> (f64, Option<&Uncertainty>, AxisUnit) {
    fn of<Q: Quantity>(estimate: &Estimate<Q>) -> (f64, Option<&Uncertainty>, AxisUnit) {
        let unit = AxisUnit::Other(estimate.value().unit());
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
        Figure::Elasticity(_) => AxisUnit::Other("% per %".to_owned()),
        _ => unit,
    };
    (value, spread, unit)
}

/// Published coefficients with their intervals, and a pooled one.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::catalogue;
/// use compute_impact::report::chart::{Chart, ForestChart};
///
/// let found = |id: &str| catalogue::find(id);
/// let entries = [found("literature.ict.corrected")?, found("panel.elasticity.capital")?];
/// let chart = ForestChart::of_entries(&entries, None)?;
/// assert_eq!(chart.table().cell(1, "value"), Some(0.008173));
/// // A growth ratio is no elasticity.
/// let mixed = [found("literature.ict.corrected")?, found("caict.growth-ratio.gdp")?];
/// assert!(ForestChart::of_entries(&mixed, None).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ForestChart {
    table: Table,
}

drawn!(ForestChart);

impl ForestChart {
    /// Rows in the order given.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) without rows, and
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a number that is not finite.
    pub fn new(caption: Caption, unit: AxisUnit, rows: Vec<ForestRow>) -> Result<Self, Error> {
        let mut table = Table::new(caption, unit, &["low", "value", "high"]);
        for row in rows {
            let mut cells = vec![("value", row.value)];
            if let Some(interval) = row.interval {
                cells.extend([("low", interval.low()), ("high", interval.high())]);
            }
            table.push(row.kind.id(), &row.label, &cells)?;
        }
        let table = table.checked()?;
        Ok(Self { table })
    }

    /// Entries of the catalogue, all of one kind of quantity, and a pooled row below them.
    ///
    /// # Errors
    ///
    /// [`WrongQuantity`](ErrorKind::WrongQuantity) if an entry is another kind of quantity, or
    /// counted in another unit, than the first, and as [`new`](Self::new).
    pub fn of_entries(entries: &[&Entry], pooled: Option<ForestRow>) -> Result<Self, Error> {
        let Some(first) = entries.first() else {
            return Err(Error::new(ErrorKind::Missing {
                what: "the entries of the chart",
                remedy: "give one at least",
            }));
        };
        let (expected, unit) = (first.figure().quantity(), numbers(first.figure()).2);
        let mut rows = Vec::new();
        for entry in entries {
            let (found, own) = (entry.figure().quantity(), numbers(entry.figure()).2);
            if found != expected || own != unit {
                let kind = ErrorKind::WrongQuantity { expected, found };
                return Err(Error::new(kind).at(entry.id()));
            }
            rows.push(ForestRow::from_entry(entry)?);
        }
        let own = pooled.is_some();
        rows.extend(pooled);
        let mut publishers: Vec<&str> = entries
            .iter()
            .map(|entry| entry.source().publisher())
            .collect();
        publishers.sort_unstable();
        publishers.dedup();
        let chinese = super::words::quantity(expected);
        let caption = Caption {
            title: Words::new(
                &format!("Published figures: {expected}, with the central 90 %"),
                &format!("已发表的{chinese}及其中央90%区间"),
            ),
            measured: Words::new(&super::words::capital(expected), chinese),
            source: Words::new(
                &format!(
                    "{}{}",
                    publishers.join("; "),
                    if own { "; pooled: own calculation" } else { "" }
                ),
                &format!(
                    "{}{}",
                    publishers.join("；"),
                    if own {
                        "；合并估计为自行计算"
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
                name(kind.id(), language).to_owned(),
            )
        })
        .collect();
    if !table.numbers(&["low"]).is_empty() {
        let text = language.of("interval", "区间");
        items.push((
            Key::Line(Stroke::new(palette.muted, 2.0, "")),
            text.to_owned(),
        ));
    }
    canvas.legend(&items);
    let mut values = table.numbers(&["low", "value", "high"]);
    values.push(0.0);
    let axis = Axis::around(&values, table.unit(), language);
    let texts: Vec<String> = (0..table.rows().len())
        .map(|row| written(table, row, &axis.short))
        .collect();
    let layout = Layout {
        table,
        values,
        names: table.rows().iter().map(super::Row::label).collect(),
        room: texts
            .iter()
            .map(|text| width(text, TICK))
            .fold(0.0, f64::max)
            + 12.0,
        note: "",
    };
    let rows = Rows::new(&mut canvas, &layout);
    let zero = rows.x.at(0.0);
    for (row, (held, text)) in table.rows().iter().zip(&texts).enumerate() {
        let kind = KINDS.into_iter().find(|kind| kind.id() == held.kind());
        let kind = kind.unwrap_or(ForestKind::Other);
        let y = rows.middle(row);
        let ends = ((zero, y - 13.0), (zero, y + 15.0));
        canvas.line(ends.0, ends.1, Stroke::new(palette.neutral, 1.5, ""));
        if let (Some(low), Some(high)) = (table.cell(row, "low"), table.cell(row, "high")) {
            let points = [(rows.x.at(low), y), (rows.x.at(high), y)];
            let line = canvas.path(&points, Stroke::new(colour(kind), 2.0, ""));
            mark(line, "low high", &[(row, low), (row, high)]);
            for (x, _) in points {
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
    let told = tell(table, &all, &rows.short, language);
    canvas.finish("forest", title, table.caption().source(language), &told)
}

/// `0.025 [0.019, 0.032]`.
fn written(table: &Table, row: usize, short: &Short) -> String {
    let cell = |column| table.cell(row, column).map(|value| short.precise(value, 3));
    let value = cell("value").unwrap_or_default();
    match (cell("low"), cell("high")) {
        (Some(low), Some(high)) => format!("{value} [{low}, {high}]"),
        _ => value,
    }
}
