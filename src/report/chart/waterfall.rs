//! The parts that lead from one number to another.

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, Key, Stroke, TICK, mark};
use super::rows::{Layout, Rows};
use super::table::{Caption, Table};
use super::time::describe;
use super::tornado::widest;
use super::unit::AxisUnit;
use super::words::{Column, Words};
use super::{Style, drawn, table};
use crate::{Error, ErrorKind, Language};

/// A named amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    name: String,
    amount: f64,
}

impl Part {
    /// Builds a part from its name and its amount.
    #[must_use]
    pub fn new(name: impl Into<String>, amount: f64) -> Self {
        let name = name.into();
        Self { name, amount }
    }
}

/// The balance of a start and an end: named parts, and the residual between their sum and the end.
///
/// # Examples
///
/// ```
/// use compute_impact::report::chart::{AxisUnit, Balance, Caption, Chart, Part, WaterfallChart};
///
/// let parts = vec![Part::new("smart compute", 40.0), Part::new("general compute", 12.0)];
/// let (start, end) = (Part::new("2023", 230.0), Part::new("2024", 280.0));
/// assert!(Balance::new(start.clone(), parts.clone(), 0.0, end.clone()).is_err()); // 282
/// let balance = Balance::new(start, parts, -2.0, end)?;
/// let caption = Caption::new("Where growth came from", "capacity", "own calculation")?;
/// let chart = WaterfallChart::new(caption, AxisUnit::Other("EFLOPS".into()), &balance)?;
/// assert_eq!(chart.table().cell(3, "amount"), Some(-2.0)); // the residual, always shown
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    start: Part,
    parts: Vec<Part>,
    residual: f64,
    end: Part,
}

/// The rounding error of a sum of floats, relative to its greatest number.
const ROUNDING: f64 = 1e-9;

impl Balance {
    /// Checks that start, parts and residual make up the end, within rounding.
    ///
    /// # Errors
    ///
    /// [`PartsDoNotSum`](ErrorKind::PartsDoNotSum) if they miss it by more than 1e-9 of the
    /// greatest of them, and [`OutOfRange`](ErrorKind::OutOfRange) for a number that is not finite.
    pub fn new(start: Part, parts: Vec<Part>, residual: f64, end: Part) -> Result<Self, Error> {
        let amounts = parts.iter().map(|part| part.amount);
        let mut sum = 0.0;
        let mut size = table::number(end.amount)?.abs();
        for amount in [start.amount, residual].into_iter().chain(amounts) {
            sum += table::number(amount)?;
            size = size.max(amount.abs());
        }
        let off = (sum - end.amount).abs();
        if off <= size * ROUNDING {
            return Ok(Self {
                start,
                parts,
                residual,
                end,
            });
        }
        Err(Error::new(ErrorKind::PartsDoNotSum {
            what: "start, parts and residual",
            parts: sum,
            whole: end.amount,
        }))
    }
}

/// Named parts, and a residual that is always shown, from one number to another.
///
/// # Examples
///
/// See [`Balance`].
#[derive(Clone, Debug, PartialEq)]
pub struct WaterfallChart {
    table: Table,
}

drawn!(WaterfallChart);

impl WaterfallChart {
    /// Lays the parts end to end, in their order.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for more rows than can be drawn.
    pub fn new(caption: Caption, unit: AxisUnit, balance: &Balance) -> Result<Self, Error> {
        let mut table = Table::new(caption, unit, &[Column::From, Column::To, Column::Amount]);
        let mut at = balance.start.amount;
        let total = |part: &Part| [("from", 0.0), ("to", part.amount), ("amount", part.amount)];
        table.push("start", &balance.start.name, &total(&balance.start))?;
        let own = |part: &Part| ("part", Words::new(&part.name, &part.name), part.amount);
        let residual = ("residual", Words::new("residual", "残差"), balance.residual);
        for (kind, name, amount) in balance.parts.iter().map(own).chain([residual]) {
            let to = at + amount;
            let cells = [("from", at), ("to", to), ("amount", amount)];
            table.push_named(kind, &name, &cells)?;
            at = to;
        }
        table.push("end", &balance.end.name, &total(&balance.end))?;
        Ok(Self { table })
    }
}

/// The relative difference of levels below which the axis starts near them.
const NEAR: f64 = 0.25;

/// The axis of a table, and whether it includes zero: where the levels are far apart or on both
/// sides of zero. Otherwise it starts near the levels.
fn axis(table: &Table, language: Language) -> (Axis, bool) {
    let mut values = table.numbers(&["to"]);
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let apart = high - low > NEAR * low.abs().max(high.abs());
    let crosses = low <= 0.0 && high >= 0.0;
    let includes_zero = apart || crosses;
    if includes_zero {
        values.push(0.0);
    }
    (Axis::around(&values, table.unit(), language), includes_zero)
}

/// A row of the table: the level at the start or the end, or a part that leads from one level to
/// the next.
struct Step<'a> {
    row: usize,
    kind: &'a str,
    from: f64,
    to: f64,
    amount: f64,
}

impl<'a> Step<'a> {
    fn of(table: &'a Table, row: usize) -> Option<Self> {
        Some(Self {
            row,
            kind: table.rows()[row].kind(),
            from: table.cell(row, "from")?,
            to: table.cell(row, "to")?,
            amount: table.cell(row, "amount")?,
        })
    }

    fn is_level(&self) -> bool {
        self.kind == "start" || self.kind == "end"
    }

    /// Draws the bar: of a level from the foot of the axis, of a part from the level before.
    fn bar(&self, canvas: &mut Canvas, rows: &Rows, foot: f64) {
        let palette = canvas.palette;
        let (y, row) = (rows.middle(self.row), self.row);
        let end = (rows.x.at(self.to), y + 9.0);
        if self.is_level() {
            let bar = canvas.rectangle((rows.x.at(foot), y - 9.0), end, palette.neutral);
            mark(bar, "to", &[(row, self.to)]);
            return;
        }
        let colour = if self.amount < 0.0 {
            palette.other
        } else {
            palette.main
        };
        let bar = canvas.rectangle((rows.x.at(self.from), y - 9.0), end, colour);
        if self.kind == "residual" {
            svg::Node::assign(bar, "fill-opacity", "0.55");
        }
        mark(bar, "from to", &[(row, self.from), (row, self.to)]);
    }
}

fn draw(table: &Table, style: Style) -> String {
    let language = style.language();
    let title = table.caption().title(language);
    let mut canvas = Canvas::new(style, title);
    let palette = canvas.palette;
    let item = |colour, english, chinese| {
        let name = language.of(english, chinese).to_owned();
        (Key::Area(colour, 1.0), name)
    };
    canvas.legend(&[
        item(palette.neutral, "level", "水平"),
        item(palette.main, "adds", "增加"),
        item(palette.other, "takes away", "减少"),
    ]);
    let (axis, includes_zero) = axis(table, language);
    let short = axis.short.finer();
    let amounts = table.numbers(&["amount"]);
    let layout = Layout {
        table,
        axis,
        names: table
            .rows()
            .iter()
            .map(|row| row.label_in(language))
            .collect(),
        margin: widest(&short, &amounts, TICK) + 0.8 * TICK + 10.0,
    };
    let rows = Rows::new(&mut canvas, &layout);
    let all: Vec<usize> = (0..table.rows().len()).collect();
    for step in all.iter().filter_map(|row| Step::of(table, *row)) {
        let y = rows.middle(step.row);
        // It would cross a name that stands above its row.
        if step.row + 1 < table.rows().len() && !canvas.is_narrow() {
            let at = rows.x.at(step.to);
            let down = (at, rows.middle(step.row + 1) - 9.0);
            canvas.line((at, y - 9.0), down, Stroke::new(palette.muted, 1.0, "2 2"));
        }
        let foot = if includes_zero { 0.0 } else { rows.x.low };
        step.bar(&mut canvas, &rows, foot);
        let text = if step.is_level() {
            rows.short.write(step.amount)
        } else {
            rows.short.change(step.amount)
        };
        let place = (canvas.right(), y + 4.0);
        canvas.text(&text, place, TICK, palette.text, Anchor::End);
    }
    let text = describe(table, &all, &rows.short, language);
    canvas.finish("waterfall", title, table.caption().source(language), &text)
}
