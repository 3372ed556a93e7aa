//! Coefficients of several studies with their intervals.

mod row;
mod side_by_side;

pub(in crate::report) use row::study;
pub use row::{ForestKind, ForestRow};
use row::{KINDS, numbers, publisher};

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, Key, Stroke, TICK, mark};
use super::rows::{Layout, Rows};
use super::style::Palette;
use super::table::{Caption, Table};
use super::text::width;
use super::time::describe;
use super::unit::{AxisUnit, Short};
use super::words::{self, Column, Words};
use super::{Style, drawn};
use crate::evidence::catalogue::Entry;
use crate::{Error, ErrorKind, Language, QuantityKind};

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
        let caption = Caption {
            source: source(entries, pooled.is_some()),
            ..caption(first.figure().kind())
        };
        rows.extend(pooled);
        Self::new(caption, unit, rows)
    }
}

/// Title and measure of a chart of entries of one kind of quantity, without a source.
fn caption(kind: QuantityKind) -> Caption {
    let english = words::capital(words::quantity(kind, Language::English));
    let chinese = words::quantity(kind, Language::Chinese);
    Caption {
        title: Words::new(
            &format!("{english} by study, with the central 90 %"),
            &format!("各项研究的{chinese}及其居中的90%区间（5%—95%分位）"),
        ),
        measured: Words::new(&english, chinese),
        source: Words::new("", ""),
    }
}

/// The publishers of entries, each once, and the origin of a pooled row.
fn source(entries: &[&Entry], has_pooled: bool) -> Words {
    Words::both(|language| {
        let publishers = entries
            .iter()
            .map(|entry| publisher(entry.source(), language));
        let mut publishers: Vec<&str> = publishers.collect();
        publishers.sort_unstable();
        publishers.dedup();
        let pooled = if has_pooled {
            language.of("; pooled: own calculation", "；合并估计为自行测算")
        } else {
            ""
        };
        format!("{}{pooled}", publishers.join(language.of("; ", "；")))
    })
}

/// The colour of a row by its evidence.
const fn colour(kind: ForestKind, palette: &Palette) -> &'static str {
    match kind {
        ForestKind::Regression => palette.main,
        ForestKind::MetaAnalysis => palette.third,
        ForestKind::Ratio => palette.other,
        ForestKind::Own => palette.text,
        ForestKind::Other => palette.neutral,
        ForestKind::Pooled => palette.target,
    }
}

/// The legend: the kinds of evidence that the table has, and the intervals if it has any.
fn legend(table: &Table, palette: &Palette, language: Language) -> Vec<(Key, String)> {
    let present = KINDS
        .into_iter()
        .filter(|kind| !table.of_kind(kind.id()).is_empty());
    let key = |kind: ForestKind| Key::Mark(kind.shape(), colour(kind, palette));
    let mut items: Vec<(Key, String)> = present
        .map(|kind| (key(kind), kind.name(language).to_owned()))
        .collect();
    if !table.numbers(&["low"]).is_empty() {
        let text = language.of("central 90 %", "居中的90%区间（5%—95%分位）");
        let line = Key::Line(Stroke::new(palette.muted, 2.0, ""));
        items.push((line, text.to_owned()));
    }
    items
}

fn draw(table: &Table, style: Style) -> String {
    let language = style.language();
    let title = table.caption().title(language);
    let mut canvas = Canvas::new(style, title);
    let palette = canvas.palette;
    canvas.legend(&legend(table, &palette, language));
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
    for (row, text) in texts.iter().enumerate() {
        let y = rows.middle(row);
        if let Some(zero) = zero {
            let stroke = Stroke::new(palette.neutral, 1.5, "");
            canvas.line((zero, y - 13.0), (zero, y + 15.0), stroke);
        }
        coefficient(&mut canvas, table, &rows, row);
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

/// Draws the coefficient of a row, and its interval if it has one.
fn coefficient(canvas: &mut Canvas, table: &Table, rows: &Rows, row: usize) {
    let id = table.rows()[row].kind();
    let kind = KINDS.into_iter().find(|kind| kind.id() == id);
    let kind = kind.unwrap_or(ForestKind::Other);
    let colour = colour(kind, &canvas.palette);
    let y = rows.middle(row);
    if let (Some(low), Some(high)) = (table.cell(row, "low"), table.cell(row, "high")) {
        let stroke = Stroke::new(colour, 2.0, "");
        let points = [(rows.x.at(low), y), (rows.x.at(high), y)];
        let line = canvas.path(&points, stroke);
        mark(line, "low high", &[(row, low), (row, high)]);
        // An end that the logarithmic axis cuts off has no cap.
        let is_cut = rows.x.is_logarithmic && low < rows.x.low;
        for (x, _) in points.into_iter().skip(usize::from(is_cut)) {
            canvas.line((x, y - 4.0), (x, y + 4.0), stroke);
        }
    }
    if let Some(value) = table.cell(row, "value") {
        let point = canvas.point(kind.shape(), (rows.x.at(value), y), 5.0, colour);
        mark(point, "value", &[(row, value)]);
    }
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
