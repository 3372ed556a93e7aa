//! Coefficients of several studies with their intervals.

mod row;

pub(in crate::report) use row::study;
pub use row::{ForestKind, ForestRow};
use row::{KINDS, numbers, publisher};

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, Key, Stroke, TICK, mark};
use super::rows::{Layout, Rows};
use super::table::{Caption, Table};
use super::text::width;
use super::time::describe;
use super::unit::{AxisUnit, Short};
use super::words::{self, Column, Words};
use super::{Style, drawn};
use crate::evidence::catalogue::Entry;
use crate::{Error, ErrorKind, Language};

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
    /// [`WrongQuantity`](ErrorKind::WrongQuantity) if an entry is another kind of quantity, or
    /// counted in another unit, than the first, and as [`new`](Self::new).
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
            if found != expected || entry_unit != unit {
                let kind = ErrorKind::WrongQuantity { expected, found };
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
        ForestKind::Derived => palette.text,
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
