//! Common parts of the charts over time: axes, lines, bands, and numbers at their ends.

use super::axis::{Axis, Scale, stride};
use super::canvas::{Anchor, BODY, Canvas, Stroke, TICK, mark, spread};
use super::shape::{Shape, corners};
use super::table::Table;
use super::text::width;
use super::unit::Short;
use super::words::Column;
use crate::Language;

/// Pixels from the top of a plot to its bottom.
const HEIGHT: f64 = 300.0;
/// Half the width of the line or band of a single period.
const ALONE: f64 = 14.0;

/// A plot over time.
pub(super) struct Plot<'a> {
    table: &'a Table,
    x: Scale,
    y: Scale,
    short: Short,
}

/// The name of what is measured, with its unit.
pub(super) fn measured(table: &Table, short: &Short, language: Language) -> String {
    let name = table.caption().measured(language);
    if short.unit.is_empty() {
        return name.to_owned();
    }
    format!("{name}{}{}", language.of(", ", "，"), short.unit)
}

/// A column whose last number is written at its end.
#[derive(Clone, Copy)]
pub(super) struct End {
    pub(super) column: Column,
    pub(super) colour: &'static str,
    /// True if the name of the column follows the number.
    pub(super) named: bool,
}

impl End {
    fn text(&self, value: f64, short: &Short, language: Language) -> String {
        let number = short.write(value);
        if self.named {
            return format!("{number} {}", self.column.name(language));
        }
        number
    }
}

/// Draws the axes for the numbers of some columns, with a margin at the right for the numbers at
/// the ends of lines.
pub(super) fn plot<'a>(
    canvas: &mut Canvas,
    table: &'a Table,
    columns: &[&'static str],
    ends: &[End],
) -> Plot<'a> {
    let language = canvas.style.language();
    let axis = Axis::around(&table.numbers(columns), table.unit(), language);
    let short = axis.short.finer();
    let text = format!(
        "{}{}",
        measured(table, &axis.short, language),
        axis.remark(language)
    );
    canvas.paragraph(&text, BODY, 3);
    canvas.top += 12.0;
    let written = axis.ticks.iter().map(|tick| axis.short.write(*tick));
    let left = canvas.left() + widest(written) + 8.0;
    let last = ends
        .iter()
        .filter_map(|end| Some((end, cells(table, end.column.id()).pop()?.2)));
    let margin = widest(last.map(|(end, value)| end.text(value, &short, language)));
    let right = canvas.right() - (margin + 10.0).max(16.0);
    let (top, bottom) = (canvas.top, canvas.top + HEIGHT);
    let y = Scale {
        low: axis.low,
        high: axis.high,
        start: bottom,
        end: top,
        is_logarithmic: false,
    };
    let (first, last) = span_of_years(table);
    let x = Scale {
        low: first,
        high: last,
        start: left + 6.0,
        end: right - 6.0,
        is_logarithmic: false,
    };
    levels(canvas, &axis, &y, (left, right));
    periods(canvas, table, &x, bottom);
    canvas.scale("x", &x);
    canvas.scale("y", &y);
    canvas.top = bottom + 24.0;
    let periods = table.of_kind("period");
    let yearly = periods.iter().all(|(_, row)| row.label().len() == 4);
    let time = if yearly {
        ("Year", "年份")
    } else {
        ("Period", "时期")
    };
    canvas.top += BODY + 4.0;
    let at = (f64::midpoint(left, right), canvas.top);
    let text = language.of(time.0, time.1);
    canvas.text(text, at, BODY, canvas.palette.muted, Anchor::Middle);
    canvas.top += 8.0;
    Plot { table, x, y, short }
}

/// The width of the widest of some numbers at an axis, in pixels.
fn widest(texts: impl Iterator<Item = String>) -> f64 {
    texts.map(|text| width(&text, TICK)).fold(0.0, f64::max)
}

/// The first and the last date of a table, in years; a year around a date that is alone.
fn span_of_years(table: &Table) -> (f64, f64) {
    let years = table.numbers(&["years"]);
    let first = years.iter().copied().fold(f64::INFINITY, f64::min);
    let last = years.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if first < last {
        (first, last)
    } else {
        (first - 1.0, last + 1.0)
    }
}

/// Draws the levels of the vertical axis across the plot, and two strokes at its foot where it does
/// not begin at zero.
fn levels(canvas: &mut Canvas, axis: &Axis, y: &Scale, (left, right): (f64, f64)) {
    let palette = canvas.palette;
    for tick in &axis.ticks {
        let at = y.at(*tick);
        let zero = axis.low < 0.0 && tick.abs() <= 0.0;
        let colour = if zero { palette.neutral } else { palette.grid };
        canvas.line((left, at), (right, at), Stroke::new(colour, 1.0, ""));
        let text = axis.short.write(*tick);
        let place = (left - 8.0, at + 4.0);
        canvas.text(&text, place, TICK, palette.muted, Anchor::End);
    }
    if !axis.remark(canvas.style.language()).is_empty() {
        // Two strokes across the foot of the axis: the numbers below are cut off.
        let bottom = y.start;
        for up in [4.0, 9.0] {
            let stroke = Stroke::new(palette.muted, 1.5, "");
            canvas.line(
                (left - 5.0, bottom - up + 3.0),
                (left + 5.0, bottom - up - 3.0),
                stroke,
            );
        }
    }
}

/// Draws the names of the periods under the plot, as many as fit.
fn periods(canvas: &mut Canvas, table: &Table, x: &Scale, bottom: f64) {
    let palette = canvas.palette;
    canvas.line(
        (x.start - 6.0, bottom),
        (x.end + 6.0, bottom),
        Stroke::new(palette.neutral, 1.0, ""),
    );
    let mut rows: Vec<(f64, String)> = table
        .of_kind("period")
        .into_iter()
        .filter_map(|(row, of)| Some((table.cell(row, "years")?, of.label().to_owned())))
        .collect();
    if let Some(first) = rows.first().cloned() {
        rows.splice(0..0, before(table, &first));
    }
    let longest = rows.iter().map(|(_, text)| width(text, TICK));
    let each = longest.fold(20.0, f64::max) + 14.0;
    let span = rows
        .last()
        .zip(rows.first())
        .map_or(0.0, |(last, first)| x.at(last.0) - x.at(first.0));
    let steps: &[usize] = match rows.first().map_or(0, |(_, text)| text.len()) {
        // 2025-03, 2025-Q1 or 2025.
        7 if rows.iter().any(|(_, text)| text.contains('Q')) => &[1, 2, 4, 8, 20, 40, 80, 200, 400],
        7 => &[1, 3, 6, 12, 24, 60, 120, 240, 600, 1200],
        _ => &[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
    };
    // Counted back from the last one, which matters the most.
    let thinned = stride(rows.len(), span, each, steps);
    for (years, text) in rows.iter().rev().step_by(thinned) {
        let at = x.at(*years);
        canvas.line(
            (at, bottom),
            (at, bottom + 5.0),
            Stroke::new(palette.neutral, 1.0, ""),
        );
        canvas.text(
            text,
            (at, bottom + 19.0),
            TICK,
            palette.muted,
            Anchor::Middle,
        );
    }
}

/// The periods from the first row of the history to that of the path, which has a place and a name.
/// Of a path by year it is the whole years, at the end of which the history has a number or not; of
/// another path the rows of the history whose names are of its form.
fn before(table: &Table, (start, name): &(f64, String)) -> Vec<(f64, String)> {
    let history = table.of_kind("history");
    let dated = history.iter().filter_map(|(row, of)| {
        let years = table.cell(*row, "years").filter(|years| years < start)?;
        Some((years, of.label().to_owned()))
    });
    match name.parse::<i32>() {
        Ok(year) => {
            let first = dated.map(|(years, _)| years).fold(*start, f64::min);
            #[expect(
                clippy::cast_possible_truncation,
                reason = "periods lie within 9999 years"
            )]
            let count = (start - first).floor() as i32;
            (1..=count)
                .rev()
                .map(|back| (start - f64::from(back), (year - back).to_string()))
                .collect()
        }
        Err(_) => dated
            .filter(|(_, label)| label.len() == name.len())
            .filter(|(_, label)| label.contains('Q') == name.contains('Q'))
            .collect(),
    }
}

/// The rows in which a column holds a number: row, years, number.
fn cells(table: &Table, column: &str) -> Vec<(usize, f64, f64)> {
    let rows = 0..table.rows().len();
    rows.filter_map(|row| Some((row, table.cell(row, "years")?, table.cell(row, column)?)))
        .collect()
}

impl Plot<'_> {
    /// The points of a column's numbers.
    fn points(&self, column: &str) -> Vec<(f64, f64)> {
        let cells = cells(self.table, column);
        cells
            .iter()
            .map(|(_, years, value)| (self.x.at(*years), self.y.at(*value)))
            .collect()
    }

    /// The row and the number of each cell of a column.
    fn cells(&self, column: &str) -> Vec<(usize, f64)> {
        let cells = cells(self.table, column);
        cells
            .into_iter()
            .map(|(row, _, value)| (row, value))
            .collect()
    }

    /// Draws a line through the numbers of a column; a short dash for one number alone.
    pub(super) fn line(&self, canvas: &mut Canvas, column: &str, stroke: Stroke) {
        let points = self.points(column);
        let shape = match points[..] {
            [] => return,
            [(x, y)] => canvas.path(&[(x - ALONE, y), (x + ALONE, y)], stroke),
            _ => canvas.path(&points, stroke),
        };
        mark(shape, column, &self.cells(column));
    }

    /// Draws marks at the numbers of a column.
    pub(super) fn marks(&self, canvas: &mut Canvas, column: &str, shape: Shape, colour: &str) {
        for (point, cell) in self.points(column).into_iter().zip(self.cells(column)) {
            mark(canvas.point(shape, point, 5.0, colour), column, &[cell]);
        }
    }

    /// Draws a line down the plot where the path starts, and joins the last number of its history to
    /// the first of its own.
    pub(super) fn start(
        &self,
        canvas: &mut Canvas,
        (history, path): (&str, &str),
        colour: &'static str,
    ) {
        let last = cells(self.table, history).pop();
        let first = cells(self.table, path).into_iter().next();
        let Some((last, first)) = last.zip(first) else {
            return;
        };
        let x = self.x.at(first.1);
        let stroke = Stroke::new(canvas.palette.neutral, 1.0, "3 3");
        canvas.line((x, self.y.end), (x, self.y.start), stroke);
        if last.1 < first.1 {
            let ends = [last, first].map(|(_, years, value)| (self.x.at(years), self.y.at(value)));
            let shape = canvas.path(&ends, Stroke::new(colour, 1.5, "2 4"));
            let joined = [(last.0, last.2), (first.0, first.2)];
            mark(shape, &format!("{history} {path}"), &joined);
        }
    }

    /// Draws the area between two columns.
    pub(super) fn band(
        &self,
        canvas: &mut Canvas,
        (low, high): (&str, &str),
        colour: &str,
        opacity: f64,
    ) {
        let (mut below, mut above) = (self.points(low), self.points(high));
        if below.is_empty() || below.len() != above.len() {
            return;
        }
        for side in [&mut below, &mut above] {
            if let [(x, y)] = side[..] {
                *side = vec![(x - ALONE, y), (x + ALONE, y)];
            }
        }
        let back = above.into_iter().rev();
        let edge = corners(&below.into_iter().chain(back).collect::<Vec<_>>());
        let cells: Vec<(usize, f64)> = self
            .cells(low)
            .into_iter()
            .chain(self.cells(high))
            .collect();
        mark(
            canvas.area(&edge, colour, opacity),
            &format!("{low} {high}"),
            &cells,
        );
    }

    /// Draws a level line across the plot at the number of each row that has no date.
    pub(super) fn level(&self, canvas: &mut Canvas, column: &str, stroke: Stroke) {
        for row in 0..self.table.rows().len() {
            let undated = self.table.cell(row, "years").is_none();
            if let Some(value) = self.table.cell(row, column).filter(|_| undated) {
                let y = self.y.at(value);
                let ends = [(self.x.start - 6.0, y), (self.x.end + 6.0, y)];
                mark(canvas.path(&ends, stroke), column, &[(row, value)]);
            }
        }
    }

    /// Writes the last numbers of some columns at their ends, without overlap.
    pub(super) fn ends(&self, canvas: &mut Canvas, columns: &[End]) {
        let language = canvas.style.language();
        let last = |end: &End| {
            let (_, years, value) = cells(self.table, end.column.id()).pop()?;
            let text = end.text(value, &self.short, language);
            Some((self.y.at(value), self.x.at(years), text, end.colour))
        };
        let mut ends: Vec<_> = columns.iter().filter_map(last).collect();
        // Equal texts at one place are written once.
        ends.dedup_by(|a, b| a.2 == b.2 && (a.1 - b.1).abs() < 1.0);
        let heights: Vec<f64> = ends.iter().map(|end| end.0).collect();
        let heights = spread(&heights, TICK + 2.0, self.y.end, self.y.start);
        for ((_, x, text, colour), y) in ends.into_iter().zip(heights) {
            canvas.text(&text, (x + 12.0, y + 4.0), TICK, colour, Anchor::Start);
        }
    }

    /// The number format of the plot.
    pub(super) fn short(&self) -> &Short {
        &self.short
    }
}

/// Describes some rows of a table in words.
pub(super) fn describe(table: &Table, rows: &[usize], short: &Short, language: Language) -> String {
    let numbers = |row: usize| {
        let cells = table.kinds().iter().filter(|column| !column.is_position());
        let cells = cells.filter_map(|column| {
            let value = table.cell(row, column.id())?;
            let name = column.name(language);
            Some(format!(
                "{name}{}{}",
                language.of(" ", ""),
                short.precise(value, 5)
            ))
        });
        cells.collect::<Vec<_>>().join(language.of(", ", "，"))
    };
    let sentence = |row: &usize| {
        let label = table.rows().get(*row)?.label_in(language);
        Some(format!(
            "{label}{}{}",
            language.of(": ", "："),
            numbers(*row)
        ))
    };
    let sentences: Vec<String> = rows.iter().filter_map(sentence).collect();
    let unit = measured(table, short, language);
    let stop = language.of(". ", "。");
    format!(
        "{unit}{stop}{}{}",
        sentences.join(language.of("; ", "；")),
        stop.trim_end()
    )
}

/// The first and the last row of a path and of its history, and every row that belongs to neither.
pub(super) fn notable(table: &Table) -> Vec<usize> {
    let mut ends = Vec::new();
    for kind in ["history", "period"] {
        let of_kind = table.of_kind(kind);
        ends.extend(of_kind.first().map(|(row, _)| *row));
        ends.extend(of_kind.last().map(|(row, _)| *row));
    }
    let rows = table.rows().iter().enumerate();
    rows.filter(|(row, of)| !["history", "period"].contains(&of.kind()) || ends.contains(row))
        .map(|(row, _)| row)
        .collect()
}
