//! The result at a low and at a high value of each input.

use super::axis::{Axis, Scale};
use super::canvas::{Anchor, Canvas, Key, Stroke, TICK, mark};
use super::rows::{Layout, Rows};
use super::style::Palette;
use super::table::{Caption, Table};
use super::text::width;
use super::time::describe;
use super::unit::{AxisUnit, Short};
use super::words::{Column, Words};
use super::{Style, drawn};
use crate::{Error, Language};

/// One input of a tornado: the result where the input is low, and where it is high.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    name: Words,
    low: f64,
    high: f64,
}

impl Bar {
    /// Builds a bar from the name of an input and the results at its low and at its high value. The
    /// first is the greater one where the input lowers the result.
    #[must_use]
    pub fn new(name: impl Into<String>, low: f64, high: f64) -> Self {
        let name = name.into();
        Self {
            name: Words::new(&name, &name),
            low,
            high,
        }
    }

    /// The same bar with another name in Chinese.
    #[must_use]
    pub fn in_chinese(self, name: &str) -> Self {
        let name = Words::new(self.name.of(Language::English), name);
        Self { name, ..self }
    }

    fn reach(&self, base: f64) -> f64 {
        self.low.max(self.high).max(base) - self.low.min(self.high).min(base)
    }
}

/// The effect of each input alone on a result, from its base, the largest first.
///
/// # Examples
///
/// See the [module](super).
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoChart {
    table: Table,
}

drawn!(TornadoChart);

impl TornadoChart {
    /// Sorts the bars by their length, in the unit of the result.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) without bars, and
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number that is not finite or beyond
    /// 1e100 in size, and for more than 2,000 bars.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::report::chart::{AxisUnit, Bar, Caption, TornadoChart};
    ///
    /// let caption = Caption::new("What moves the result", "result", "own calculation")?;
    /// let chart = |high| {
    ///     let bars = vec![Bar::new("elasticity", 0.01, high)];
    ///     TornadoChart::new(caption.clone(), AxisUnit::Fraction, 0.05, bars)
    /// };
    /// assert!(chart(0.09).is_ok());
    /// assert!(chart(f64::NAN).is_err());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn new(
        caption: Caption,
        unit: AxisUnit,
        base: f64,
        mut bars: Vec<Bar>,
    ) -> Result<Self, Error> {
        bars.sort_by(|a, b| b.reach(base).total_cmp(&a.reach(base)));
        let mut table = Table::new(caption, unit, &[Column::Low, Column::Base, Column::High]);
        for bar in &bars {
            let cells = [("low", bar.low), ("base", base), ("high", bar.high)];
            table.push_named("input", &bar.name, &cells)?;
        }
        let table = table.checked()?;
        Ok(Self { table })
    }
}

/// The widest of some numbers as they are written.
pub(super) fn widest(short: &Short, values: &[f64], size: f64) -> f64 {
    let widths = values.iter().map(|value| width(&short.write(*value), size));
    widths.fold(0.0, f64::max)
}

/// The outputs of a row: at the low end of its input, at the base, and at the high end.
struct Outputs {
    row: usize,
    low: f64,
    base: f64,
    high: f64,
}

impl Outputs {
    fn of(table: &Table, row: usize) -> Option<Self> {
        Some(Self {
            row,
            low: table.cell(row, "low")?,
            base: table.cell(row, "base")?,
            high: table.cell(row, "high")?,
        })
    }

    /// Draws the two bars around the base, at a height.
    fn bars(&self, canvas: &mut Canvas, x: &Scale, y: f64) {
        let palette = canvas.palette;
        let Self {
            row,
            low,
            base,
            high,
        } = *self;
        let [low_at, base_at, high_at] = [low, base, high].map(|value| x.at(value));
        // Both on one side of the base: one above the other, so that both are visible.
        let same = (low - base > 0.0) == (high - base > 0.0);
        let (up, down) = if same { (y, y) } else { (y + 9.0, y - 9.0) };
        let bar = canvas.rectangle((low_at, y - 9.0), (base_at, up), palette.other);
        mark(bar, "low base", &[(row, low), (row, base)]);
        let bar = canvas.rectangle((base_at, down), (high_at, y + 9.0), palette.main);
        mark(bar, "base high", &[(row, base), (row, high)]);
        let ends = Stroke::new(palette.text, 1.5, "");
        canvas.line((base_at, y - 13.0), (base_at, y + 13.0), ends);
    }
}

fn legend(palette: &Palette, language: Language) -> [(Key, String); 3] {
    let item = |key, english, chinese| (key, language.of(english, chinese).to_owned());
    [
        item(Key::Area(palette.other, 1.0), "input low", "输入取低值"),
        item(Key::Area(palette.main, 1.0), "input high", "输入取高值"),
        item(
            Key::Line(Stroke::new(palette.text, 1.5, "")),
            "base",
            "基准",
        ),
    ]
}

fn draw(table: &Table, style: Style) -> String {
    let language = style.language();
    let title = table.caption().title(language);
    let mut canvas = Canvas::new(style, title);
    let palette = canvas.palette;
    canvas.legend(&legend(&palette, language));
    let values = table.numbers(&["low", "base", "high"]);
    let axis = Axis::around(&values, table.unit(), language);
    let each = widest(&axis.short.finer(), &values, TICK);
    let layout = Layout {
        table,
        axis,
        names: table
            .rows()
            .iter()
            .map(|row| row.label_in(language))
            .collect(),
        margin: 2.0 * each + 34.0,
    };
    let rows = Rows::new(&mut canvas, &layout);
    let right = rows.x.end + 8.0;
    let all: Vec<usize> = (0..table.rows().len()).collect();
    for outputs in all.iter().filter_map(|row| Outputs::of(table, *row)) {
        let y = rows.middle(outputs.row);
        outputs.bars(&mut canvas, &rows.x, y);
        let text = rows.short.write(outputs.low);
        canvas.text(
            &text,
            (right + each + 8.0, y + 4.0),
            TICK,
            palette.muted,
            Anchor::End,
        );
        let text = rows.short.write(outputs.high);
        let at = (right + 2.0 * each + 26.0, y + 4.0);
        canvas.text(&text, at, TICK, palette.muted, Anchor::End);
        canvas.text(
            language.of("to", "至"),
            (right + each + 17.0, y + 4.0),
            TICK,
            palette.muted,
            Anchor::Middle,
        );
    }
    let text = describe(table, &all, &rows.short, language);
    canvas.finish("tornado", title, table.caption().source(language), &text)
}
