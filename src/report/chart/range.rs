//! Ranges of one number, one below the other.

use super::axis::{Axis, Scale};
use super::canvas::{Anchor, Canvas, Stroke, TICK, mark};
use super::rows::{Layout, Rows};
use super::shape::Shape;
use super::table::{Caption, Table};
use super::text::width;
use super::time::describe;
use super::unit::{AxisUnit, Short};
use super::words::{Column, Words};
use super::{Style, drawn};
use crate::{Error, Language};

/// One range, with the number within it or the numbers that span it.
#[derive(Clone, Debug)]
pub(in crate::report) struct Range {
    pub(in crate::report) name: Words,
    pub(in crate::report) ends: Option<[f64; 2]>,
    /// The numbers in the range; the first is that of the table.
    pub(in crate::report) values: Vec<f64>,
    pub(in crate::report) is_main: bool,
}

/// Ranges of one number side by side: the picture next to an answer. Its axis includes zero.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::report) struct RangeChart {
    table: Table,
}

drawn!(RangeChart);

impl RangeChart {
    pub(in crate::report) fn new(
        caption: Caption,
        unit: AxisUnit,
        ranges: &[Range],
    ) -> Result<Self, Error> {
        let columns = [Column::Low, Column::Value, Column::High];
        let mut table = Table::new(caption, unit, &columns);
        for range in ranges {
            let mut values = range.values.iter();
            let mut cells = Vec::new();
            if let Some([low, high]) = range.ends {
                cells.extend([("low", low), ("high", high)]);
            }
            let kind = if range.is_main { "main" } else { "other" };
            if range.is_main {
                cells.extend(values.next().map(|value| ("value", *value)));
            }
            table.push_named(kind, &range.name, &cells)?;
            // The numbers that span a range, each in a row of its own that has no name to draw.
            for value in values {
                table.push_named("mark", &range.name, &[("value", *value)])?;
            }
        }
        let table = table.checked()?;
        Ok(Self { table })
    }
}

/// A range in words: `29.5 to 38.5 %`, with two digits for an end below ten.
pub(in crate::report) fn written(ends: [f64; 2], short: &Short, language: Language) -> String {
    let [low, high] = ends.map(|end| {
        let is_small = (end / short.divisor).abs() < 10.0;
        short.precise(end, if is_small { 2 } else { 3 })
    });
    match language {
        Language::English => {
            let low = low.strip_suffix(" %").unwrap_or(&low);
            format!("{low} to {high}")
        }
        Language::Chinese => format!("{low}至{high}"),
    }
}

/// Draws the range and the number of a row of the table, at a height.
fn range(canvas: &mut Canvas, table: &Table, row: usize, x: &Scale, y: f64) {
    let palette = canvas.palette;
    let (shape, colour) = match table.rows()[row].kind() {
        "main" => (Shape::Circle, palette.main),
        "mark" => (Shape::Ring, palette.other),
        _ => (Shape::Circle, palette.other),
    };
    if let (Some(low), Some(high)) = (table.cell(row, "low"), table.cell(row, "high")) {
        let bar = canvas.rectangle((x.at(low), y - 6.0), (x.at(high), y + 6.0), colour);
        svg::Node::assign(bar, "fill-opacity", "0.35");
        mark(bar, "low high", &[(row, low), (row, high)]);
    }
    if let Some(value) = table.cell(row, "value") {
        let point = canvas.point(shape, (x.at(value), y), 5.0, colour);
        mark(point, "value", &[(row, value)]);
    }
}

fn draw(table: &Table, style: Style) -> String {
    let language = style.language();
    let title = table.caption().title(language);
    let mut canvas = Canvas::new(style, title);
    let palette = canvas.palette;
    let mut values = table.numbers(&["low", "value", "high"]);
    values.push(0.0);
    let axis = Axis::around(&values, table.unit(), language);
    let drawn: Vec<usize> = (0..table.rows().len())
        .filter(|row| table.rows()[*row].kind() != "mark")
        .collect();
    let text = |row: usize| {
        let cell = |column| table.cell(row, column);
        match (cell("low"), cell("high"), cell("value")) {
            (Some(low), Some(high), _) => written([low, high], &axis.short, language),
            (_, _, Some(value)) => axis.short.precise(value, 3),
            _ => String::new(),
        }
    };
    let texts: Vec<String> = drawn.iter().map(|row| text(*row)).collect();
    let widths = texts.iter().map(|text| width(text, TICK));
    let layout = Layout {
        table,
        names: drawn
            .iter()
            .map(|row| table.rows()[*row].label_in(language))
            .collect(),
        margin: widths.fold(0.0, f64::max) + 12.0,
        axis,
    };
    let rows = Rows::new(&mut canvas, &layout);
    let mut place = 0;
    for (row, of) in table.rows().iter().enumerate() {
        let is_mark = of.kind() == "mark";
        if row > 0 && !is_mark {
            place += 1;
        }
        let y = rows.middle(place);
        range(&mut canvas, table, row, &rows.x, y);
        if !is_mark && let Some(text) = texts.get(place) {
            let at = (canvas.right(), y + 4.0);
            canvas.text(text, at, TICK, palette.text, Anchor::End);
        }
    }
    let zero = Stroke::new(palette.neutral, 1.5, "");
    let x = rows.x.at(0.0);
    let ends = (rows.middle(0) - 13.0, rows.middle(place) + 13.0);
    canvas.line((x, ends.0), (x, ends.1), zero);
    let described = describe(table, &drawn, &rows.short, language);
    canvas.finish("range", title, table.caption().source(language), &described)
}
