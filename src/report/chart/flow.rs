//! Hosting and use of computing power by place, and the flows between places.

use super::axis::{Scale, power_of_ten};
use super::canvas::{Anchor, BODY, Canvas, mark, spread};
use super::shape::pixels;
use super::table::{Caption, Table};
use super::text::{cut, width};
use super::time::{describe, measured};
use super::unit::{AxisUnit, Short};
use super::words::Column;
use super::{Style, drawn, table};
use crate::limits::Limit;
use crate::{Error, Interval};

/// A place that hosts an amount and uses an amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    name: String,
    hosted: f64,
    used: f64,
}

impl Site {
    /// Builds a place from its name and its two amounts.
    #[must_use]
    pub fn new(name: impl Into<String>, hosted: f64, used: f64) -> Self {
        let name = name.into();
        Self { name, hosted, used }
    }
}

/// The amount that one place hosts for another, or for itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    from: String,
    to: String,
    amount: f64,
}

impl Link {
    /// Builds a link from the place that hosts to the place that uses, by name.
    #[must_use]
    pub fn new(from: impl Into<String>, to: impl Into<String>, amount: f64) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            amount,
        }
    }
}

/// Hosts at the left, users at the right, and the flows between, each with a height in proportion
/// to its amount. The part of an amount that no link covers stays blank.
///
/// # Examples
///
/// ```
/// use compute_impact::report::chart::{AxisUnit, Caption, Chart, FlowChart, Link, Site};
///
/// let caption = Caption::new("East data, west computing", "capacity", "example")?;
/// let sites = vec![Site::new("Guizhou", 30.0, 5.0), Site::new("Guangdong", 20.0, 45.0)];
/// let links = vec![
///     Link::new("Guizhou", "Guangdong", 25.0),
///     Link::new("Guizhou", "Guizhou", 5.0),
///     Link::new("Guangdong", "Guangdong", 20.0),
/// ];
/// let unit = AxisUnit::Other("EFLOPS".into());
/// let chart = FlowChart::new(caption.clone(), unit.clone(), &sites, &links)?;
/// assert_eq!(chart.table().cell(2, "flow"), Some(25.0));
/// // More than Guizhou hosts.
/// let links = [Link::new("Guizhou", "Guangdong", 31.0)];
/// assert!(FlowChart::new(caption, unit, &sites, &links).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FlowChart {
    table: Table,
}

drawn!(FlowChart);

/// The relative rounding error by which flows may exceed their whole.
const ROUNDING: f64 = 1e-9;

impl FlowChart {
    /// Checks that no place gives more than it hosts, or takes more than it uses.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) without places,
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for a name that occurs twice,
    /// [`Unknown`](crate::ErrorKind::Unknown) for a link to a place that is
    /// not among them, and [`OutOfRange`](crate::ErrorKind::OutOfRange) for an amount that is
    /// negative or not finite, and for links that exceed an amount;
    /// [`TooMany`](crate::ErrorKind::TooMany) past [`Limit::FlowPlaces`].
    pub fn new(
        caption: Caption,
        unit: AxisUnit,
        sites: &[Site],
        links: &[Link],
    ) -> Result<Self, Error> {
        let columns = [
            Column::Hosted,
            Column::Used,
            Column::Flow,
            Column::OutOf,
            Column::Into,
        ];
        let mut table = Table::new(caption, unit, &columns);
        Limit::FlowPlaces.check(sites.len())?;
        for (number, site) in sites.iter().enumerate() {
            if sites[..number].iter().any(|other| other.name == site.name) {
                return Err(Error::duplicate("the name of a place", &site.name));
            }
            Interval::NON_NEGATIVE.check("amount hosted", table::number(site.hosted)?)?;
            Interval::NON_NEGATIVE.check("amount used", table::number(site.used)?)?;
            table.push(
                "site",
                &site.name,
                &[("hosted", site.hosted), ("used", site.used)],
            )?;
        }
        let find = |name: &str| {
            let place = sites.iter().position(|site| site.name == name);
            place.ok_or_else(|| {
                let names = sites.iter().map(|site| site.name.as_str());
                Error::unknown("place", name, names)
            })
        };
        let mut outflow = vec![0.0; sites.len()];
        let mut inflow = vec![0.0; sites.len()];
        for link in links {
            Interval::NON_NEGATIVE.check("flow", table::number(link.amount)?)?;
            let (from, to) = (find(&link.from)?, find(&link.to)?);
            outflow[from] += link.amount;
            inflow[to] += link.amount;
            #[expect(clippy::cast_precision_loss, reason = "a small count")]
            let ends = [("out-of", from as f64), ("into", to as f64)];
            let cells = [("flow", link.amount), ends[0], ends[1]];
            table.push("link", &format!("{} → {}", link.from, link.to), &cells)?;
        }
        for ((site, outflow), inflow) in sites.iter().zip(outflow).zip(inflow) {
            let most = |amount: f64| Interval::closed_const(0.0, amount * (1.0 + ROUNDING));
            most(site.hosted).check("flows out of a place", outflow)?;
            most(site.used).check("flows into a place", inflow)?;
        }
        let table = table.checked()?;
        Ok(Self { table })
    }
}

/// The height of all blocks of a side together, in pixels.
const HEIGHT: f64 = 300.0;
/// Pixels between two blocks.
const GAP: f64 = 12.0;
/// The width of a block, in pixels.
const BLOCK: f64 = 16.0;

/// The blocks of one side: row of the place, its amount, top, height.
struct Side {
    blocks: Vec<(usize, f64, f64, f64)>,
}

impl Side {
    fn new(table: &Table, column: &str, scale: &Scale, top: f64) -> Self {
        let mut at = top;
        let amounts = table.of_kind("site").into_iter();
        let amounts = amounts.filter_map(|(row, _)| Some((row, table.cell(row, column)?)));
        let blocks = amounts
            .filter(|(_, amount)| *amount > 0.0)
            .map(|(row, amount)| {
                let block = (row, amount, at, scale.at(amount));
                at += block.3 + GAP;
                block
            });
        Self {
            blocks: blocks.collect(),
        }
    }

    /// The start of each link on its block. `near` gives the place on this side and on the other;
    /// the links of a block follow the order of their other ends, so that few cross.
    fn starts(&self, links: &[Flow], near: fn(&Flow) -> (usize, usize), scale: &Scale) -> Vec<f64> {
        let mut order: Vec<usize> = (0..links.len()).collect();
        order.sort_by_key(|place| near(&links[*place]));
        let mut starts = vec![0.0; links.len()];
        let mut taken = vec![
            0.0;
            self.blocks
                .iter()
                .map(|block| block.0 + 1)
                .max()
                .unwrap_or(0)
        ];
        for place in order {
            let own = near(&links[place]).0;
            if let Some(block) = self.blocks.iter().find(|block| block.0 == own) {
                starts[place] = block.2 + taken[own];
                taken[own] += scale.at(links[place].amount);
            }
        }
        starts
    }
}

/// A link with an amount above zero.
struct Flow {
    row: usize,
    from: usize,
    to: usize,
    amount: f64,
}

/// The links of a table with an amount above zero.
fn flows(table: &Table) -> Vec<Flow> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rows"
    )]
    let flow = |(row, _): (usize, &super::Row)| {
        let amount = table.cell(row, "flow").filter(|amount| *amount > 0.0)?;
        Some(Flow {
            row,
            from: table.cell(row, "out-of")? as usize,
            to: table.cell(row, "into")? as usize,
            amount,
        })
    };
    table.of_kind("link").into_iter().filter_map(flow).collect()
}

/// Edges of the space between the two sides.
fn edges(canvas: &Canvas) -> (f64, f64) {
    let left = canvas.left() + names(canvas) + BLOCK;
    (left, canvas.right() + canvas.left() - left)
}

/// The width of the names of one side, in pixels.
fn names(canvas: &Canvas) -> f64 {
    if canvas.is_narrow() { 104.0 } else { 205.0 }
}

fn ribbons(canvas: &mut Canvas, table: &Table, sides: [&Side; 2], scale: &Scale) {
    let colours = canvas.palette.series;
    let flows = flows(table);
    let starts = sides[0].starts(&flows, |flow| (flow.from, flow.to), scale);
    let ends = sides[1].starts(&flows, |flow| (flow.to, flow.from), scale);
    let (left, right) = edges(canvas);
    let middle = pixels(f64::midpoint(left, right));
    let [left, right] = [left, right].map(pixels);
    for ((flow, start), end) in flows.iter().zip(starts).zip(ends) {
        let thick = scale.at(flow.amount);
        let [a1, b1, a2, b2] = [start, end, start + thick, end + thick].map(pixels);
        let edge = format!(
            "M{left},{a1} C{middle},{a1} {middle},{b1} {right},{b1} \
             L{right},{b2} C{middle},{b2} {middle},{a2} {left},{a2}"
        );
        let ribbon = canvas.area(&edge, colours[flow.from % colours.len()], 0.4);
        mark(ribbon, "flow", &[(flow.row, flow.amount)]);
    }
}

fn blocks(canvas: &mut Canvas, table: &Table, sides: [&Side; 2], short: &Short) {
    let (palette, language) = (canvas.palette, canvas.style.language());
    let top = canvas.top;
    let (left, right) = edges(canvas);
    let names = names(canvas);
    let [hosts, users] = sides;
    for (side, column, x, anchor) in [
        (hosts, "hosted", left - BLOCK, Anchor::End),
        (users, "used", right, Anchor::Start),
    ] {
        let own = anchor == Anchor::End;
        let name_x = if own { x - 8.0 } else { x + BLOCK + 8.0 };
        let middles: Vec<f64> = side.blocks.iter().map(|b| b.2 + b.3 / 2.0).collect();
        let heights = spread(&middles, BODY + 4.0, top + 6.0, f64::INFINITY);
        for ((row, amount, block, tall), y) in side.blocks.iter().zip(&heights) {
            let series = palette.series[row % palette.series.len()];
            let colour = if own { series } else { palette.neutral };
            let shape = canvas.rectangle((x, *block), (x + BLOCK, block + tall), colour);
            mark(shape, column, &[(*row, *amount)]);
            let number = format!("{}{}", language.of(": ", "："), short.precise(*amount, 3));
            let space = names - 8.0 - width(&number, BODY);
            let name = cut(table.rows()[*row].label(), BODY, space);
            let text = format!("{name}{number}");
            canvas.text(&text, (name_x, y + 4.5), BODY, palette.text, anchor);
            canvas.top = canvas.top.max(y + 8.0).max(block + tall);
        }
    }
}

fn draw(table: &Table, style: Style) -> String {
    let language = style.language();
    let title = table.caption().title(language);
    let mut canvas = Canvas::new(style, title);
    let palette = canvas.palette;
    let total = |column| table.numbers(&[column]).iter().sum::<f64>();
    let most = total("hosted").max(total("used"));
    // Without any amount no block has a height, and any scale will do.
    let most = if most > 0.0 { most } else { 1.0 };
    let amounts = table.numbers(&["hosted", "used", "flow"]);
    let largest = amounts.iter().copied().fold(0.0, f64::max);
    // Three digits of the largest; zero is written as 0.
    let step = if largest > 0.0 {
        power_of_ten((libm::log10(largest) - 2.0).floor())
    } else {
        1.0
    };
    let short = Short::new(table.unit(), largest, step, language);
    canvas.paragraph(&measured(table, &short, language), BODY, 2);
    canvas.top += 22.0;
    let edges = edges(&canvas);
    for (text, x, anchor) in [
        (Column::Hosted.name(language), edges.0, Anchor::End),
        (Column::Used.name(language), edges.1, Anchor::Start),
    ] {
        let text = canvas.text(text, (x, canvas.top), BODY, palette.text, anchor);
        svg::Node::assign(text, "font-weight", "600");
    }
    canvas.top += 10.0;
    let count = table.of_kind("site").len();
    #[expect(clippy::cast_precision_loss, reason = "at most 60")]
    let height = HEIGHT.max(count as f64 * 8.0);
    let scale = Scale {
        low: 0.0,
        high: most,
        start: 0.0,
        end: height,
        is_logarithmic: false,
    };
    canvas.scale("length", &scale);
    let top = canvas.top;
    let left = Side::new(table, "hosted", &scale, top);
    let right = Side::new(table, "used", &scale, top);
    ribbons(&mut canvas, table, [&left, &right], &scale);
    blocks(&mut canvas, table, [&left, &right], &short);
    canvas.top += 6.0;
    let all: Vec<usize> = (0..table.rows().len()).collect();
    let text = describe(table, &all, &short, language);
    canvas.finish("flow", title, table.caption().source(language), &text)
}
