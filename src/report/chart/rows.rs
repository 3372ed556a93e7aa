//! Common parts of the charts with one row per item: names at the left, numbers along the bottom.

use super::axis::{Axis, Scale, stride};
use super::canvas::{Anchor, BODY, Canvas, Stroke, TICK};
use super::table::Table;
use super::text::{width, wrap};
use super::time::measured;
use super::unit::Short;

/// Pixels that a row takes where its name fits on one line.
const STEP: f64 = 27.0;
/// The same where names take two.
const TALL: f64 = 36.0;
/// Pixels from one line of a name to the next.
const LINE: f64 = BODY + 2.0;
/// The largest width of names, in pixels.
const NAMES: f64 = 226.0;

/// A plot of rows.
pub(super) struct Rows {
    pub(super) x: Scale,
    /// The top of the first row.
    top: f64,
    step: f64,
    /// Pixels from the top of a row to the middle of its mark.
    middle: f64,
    pub(super) short: Short,
}

/// The contents of a plot of rows.
pub(super) struct Layout<'a> {
    pub(super) table: &'a Table,
    /// The axis, which spans all numbers.
    pub(super) axis: Axis,
    /// Names of the rows that are drawn, from the top.
    pub(super) names: Vec<&'a str>,
    /// Pixels at the right of the plot for the numbers written there.
    pub(super) margin: f64,
}

/// The columns of a plot of rows, in pixels: names at the left or above, then the marks.
struct Columns {
    /// True if names stand above their rows, over the whole width, as on a narrow canvas.
    above: bool,
    /// The width of the names.
    names: f64,
    /// The edges of the marks.
    left: f64,
    right: f64,
    /// The height of a row, and of the middle of its mark below its top.
    step: f64,
    middle: f64,
}

impl Columns {
    fn of(canvas: &Canvas, layout: &Layout<'_>) -> Self {
        let widths = layout.names.iter().map(|name| width(name, BODY));
        let widest = widths.fold(60.0, f64::max);
        let above = canvas.is_narrow();
        let (names, left) = if above {
            (canvas.right() - canvas.left(), canvas.left())
        } else {
            let names = widest.min(NAMES);
            (names, canvas.left() + names + 12.0)
        };
        let lines = if widest > names { 2.0 } else { 1.0 };
        let (step, middle) = if above {
            let head = lines * LINE + 2.0;
            (head + STEP, head + STEP / 2.0)
        } else {
            let step = if lines > 1.0 { TALL } else { STEP };
            (step, step / 2.0)
        };
        Self {
            above,
            names,
            left,
            right: canvas.right() - layout.margin,
            step,
            middle,
        }
    }
}

impl Rows {
    /// Draws names, grid and axis.
    pub(super) fn new(canvas: &mut Canvas, layout: &Layout<'_>) -> Self {
        let axis = &layout.axis;
        canvas.top += 6.0;
        let columns = Columns::of(canvas, layout);
        let top = canvas.top;
        #[expect(clippy::cast_precision_loss, reason = "a small count")]
        let bottom = top + columns.step * layout.names.len() as f64 + 4.0;
        let rows = Self {
            x: grid(canvas, axis, &columns, bottom),
            top,
            step: columns.step,
            middle: columns.middle,
            short: axis.short.finer(),
        };
        rows.name(canvas, layout, &columns);
        canvas.top = bottom + 26.0;
        let language = canvas.style.language();
        let mut text = measured(layout.table, &axis.short, language);
        text.push_str(axis.remark(language));
        canvas.paragraph(&text, BODY, 3);
        rows
    }

    /// Writes the name of each row, to the left of its mark or above it.
    fn name(&self, canvas: &mut Canvas, layout: &Layout<'_>, columns: &Columns) {
        let colour = canvas.palette.text;
        for (row, name) in layout.names.iter().enumerate() {
            let lines = wrap(name, BODY, columns.names, 2);
            #[expect(clippy::cast_precision_loss, reason = "one or two")]
            let more = lines.len() as f64 - 1.0;
            let (x, first, anchor) = if columns.above {
                let last = self.middle(row) - STEP / 2.0 - 3.0;
                (columns.left, last - more * LINE, Anchor::Start)
            } else {
                let first = self.middle(row) + 4.5 - more * 7.5;
                (columns.left - 12.0, first, Anchor::End)
            };
            for (line, down) in lines.iter().zip([0.0, LINE]) {
                canvas.text(line, (x, first + down), BODY, colour, anchor);
            }
        }
    }

    /// The height of a row's middle.
    pub(super) fn middle(&self, row: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a small count")]
        let rows = row as f64;
        self.top + self.step * rows + self.middle + 2.0
    }
}

/// Draws the axis along the bottom of a plot from the top of the canvas, with its grid and its
/// numbers, and returns its scale.
fn grid(canvas: &mut Canvas, axis: &Axis, columns: &Columns, bottom: f64) -> Scale {
    let palette = canvas.palette;
    let Columns { left, right, .. } = *columns;
    let texts: Vec<String> = axis.ticks.iter().map(|tick| axis.write(*tick)).collect();
    let longest = texts
        .iter()
        .map(|text| width(text, TICK))
        .fold(20.0, f64::max);
    // A number under the left end stays on the canvas.
    let inset = f64::max(8.0, longest / 2.0 - left);
    let x = Scale {
        low: axis.low,
        high: axis.high,
        start: left + inset,
        end: right - 8.0,
        is_logarithmic: axis.is_logarithmic,
    };
    let top = canvas.top;
    for tick in &axis.ticks {
        let at = x.at(*tick);
        let zero = axis.low < 0.0 && tick.abs() <= 0.0;
        let colour = if zero { palette.neutral } else { palette.grid };
        canvas.line((at, top), (at, bottom), Stroke::new(colour, 1.0, ""));
    }
    let span = axis
        .ticks
        .last()
        .zip(axis.ticks.first())
        .map_or(0.0, |(last, first)| x.at(*last) - x.at(*first));
    let thinned = stride(axis.ticks.len(), span, longest + 12.0, &[1, 2, 3, 5, 10]);
    for (tick, text) in axis.ticks.iter().zip(&texts).step_by(thinned) {
        let at = (x.at(*tick), bottom + 17.0);
        canvas.text(text, at, TICK, palette.muted, Anchor::Middle);
    }
    let stroke = Stroke::new(palette.neutral, 1.0, "");
    canvas.line((left, bottom), (right, bottom), stroke);
    canvas.scale("x", &x);
    x
}
