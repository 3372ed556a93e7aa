//! Shapes and texts on a canvas, each with its numbers.
//!
//! Every shape that stands for numbers says which, so that a reader's program (and a test) can go
//! back from the picture to the table: `data-row` and `data-column` name the cells, `data-value`
//! their numbers. Rows and columns of a line or an area are lists.

use svg::node::element::Element;
use svg::node::{Node, Text};

use super::axis::Scale;
use super::shape::{Shape, corners, outline, pixels};
use super::style::Palette;
use super::text::{cut, width, wrap};
use super::{Size, Style};
use crate::text::{line, lines};

/// Pixels above the title.
const TOP: f64 = 24.0;
/// Font sizes, in pixels.
pub(super) const TITLE: f64 = 18.0;
pub(super) const BODY: f64 = 12.5;
pub(super) const TICK: f64 = 12.0;
const SOURCE: f64 = 11.0;

/// The alignment of a text at its point.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// The stroke of a line.
#[derive(Clone, Copy)]
pub(super) struct Stroke {
    pub(super) colour: &'static str,
    pub(super) width: f64,
    /// The pattern of dashes; empty for a line without gaps.
    pub(super) dash: &'static str,
}

impl Stroke {
    pub(super) const fn new(colour: &'static str, width: f64, dash: &'static str) -> Self {
        Self {
            colour,
            width,
            dash,
        }
    }
}

/// A sign in a legend.
pub(super) enum Key {
    Area(&'static str, f64),
    Line(Stroke),
    Mark(Shape, &'static str),
}

pub(super) struct Canvas {
    pub(super) style: Style,
    pub(super) palette: Palette,
    /// Pixels from edge to edge.
    width: f64,
    /// The lowest pixel in use; new parts go below it.
    pub(super) top: f64,
    shapes: Vec<Element>,
}

/// Records the cells of the table that a shape stands for, and their numbers.
pub(super) fn mark(shape: &mut Element, columns: &str, cells: &[(usize, f64)]) {
    let rows = cells.iter().map(|(row, _)| row.to_string());
    // The shortest text that reads back to the same bits.
    let values = cells.iter().map(|(_, value)| format!("{value:?}"));
    shape.assign("data-row", rows.collect::<Vec<_>>().join(" "));
    shape.assign("data-column", columns);
    shape.assign("data-value", values.collect::<Vec<_>>().join(" "));
}

impl Canvas {
    /// A canvas with the title on it.
    pub(super) fn new(style: Style, title: &str) -> Self {
        let palette = style.palette();
        let mut canvas = Self {
            style,
            palette,
            width: style.size().width(),
            top: TOP,
            shapes: Vec::new(),
        };
        // Bold letters are wider than others.
        let lines = if canvas.is_narrow() { 4 } else { 2 };
        for line in wrap(title, TITLE * 1.1, canvas.span(), lines) {
            canvas.top += TITLE;
            let at = (canvas.left(), canvas.top - 3.0);
            let text = canvas.text(&line, at, TITLE, palette.text, Anchor::Start);
            text.assign("font-weight", "600");
            canvas.top += 5.0;
        }
        canvas.top += 4.0;
        canvas
    }

    /// The left edge of the drawing.
    pub(super) fn left(&self) -> f64 {
        if self.is_narrow() { 12.0 } else { 24.0 }
    }

    /// The right edge of the drawing.
    pub(super) fn right(&self) -> f64 {
        self.width - self.left()
    }

    /// Pixels between the two edges.
    fn span(&self) -> f64 {
        self.right() - self.left()
    }

    /// True if names stand above their rows, as on a phone.
    pub(super) fn is_narrow(&self) -> bool {
        self.style.size() == Size::Phone
    }

    fn shape(&mut self, name: &str) -> &mut Element {
        self.shapes.push(Element::new(name));
        let last = self.shapes.len() - 1;
        &mut self.shapes[last]
    }

    /// Writes one line of text at a baseline, unwrapped.
    pub(super) fn text(
        &mut self,
        text: &str,
        (x, y): (f64, f64),
        size: f64,
        colour: &str,
        anchor: Anchor,
    ) -> &mut Element {
        let shape = self.shape("text");
        shape.assign("x", pixels(x));
        shape.assign("y", pixels(y));
        shape.assign("font-size", pixels(size));
        shape.assign("fill", colour);
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => shape.assign("text-anchor", "middle"),
            Anchor::End => shape.assign("text-anchor", "end"),
        }
        // The one way into the picture for text, cleaned before or not.
        shape.append(Text::new(line(text)));
        shape
    }

    /// Writes a paragraph from the left edge and moves `top` below it.
    pub(super) fn paragraph(&mut self, text: &str, size: f64, lines: usize) {
        let colour = self.palette.muted;
        for line in wrap(text, size, self.span(), lines) {
            self.top += size + 4.0;
            let at = (self.left(), self.top - 4.0);
            self.text(&line, at, size, colour, Anchor::Start);
        }
    }

    pub(super) fn line(
        &mut self,
        (x1, y1): (f64, f64),
        (x2, y2): (f64, f64),
        stroke: Stroke,
    ) -> &mut Element {
        let shape = self.shape("line");
        for (name, value) in [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)] {
            shape.assign(name, pixels(value));
        }
        stroked(shape, stroke);
        shape
    }

    /// Draws a line through points.
    pub(super) fn path(&mut self, points: &[(f64, f64)], stroke: Stroke) -> &mut Element {
        let shape = self.shape("path");
        shape.assign("d", corners(points));
        shape.assign("fill", "none");
        shape.assign("stroke-linejoin", "round");
        stroked(shape, stroke);
        shape
    }

    /// Draws an area whose edge is a path.
    pub(super) fn area(&mut self, edge: &str, colour: &str, opacity: f64) -> &mut Element {
        let shape = self.shape("path");
        shape.assign("d", format!("{edge} Z"));
        shape.assign("fill", colour);
        shape.assign("fill-opacity", pixels(opacity));
        shape
    }

    pub(super) fn rectangle(
        &mut self,
        (x1, y1): (f64, f64),
        (x2, y2): (f64, f64),
        colour: &str,
    ) -> &mut Element {
        let shape = self.shape("rect");
        shape.assign("x", pixels(x1.min(x2)));
        shape.assign("y", pixels(y1.min(y2)));
        shape.assign("width", pixels((x2 - x1).abs()));
        shape.assign("height", pixels((y2 - y1).abs()));
        shape.assign("fill", colour);
        shape
    }

    /// Draws a mark around a point, which `data-x` and `data-y` record.
    pub(super) fn point(
        &mut self,
        kind: Shape,
        (x, y): (f64, f64),
        radius: f64,
        colour: &str,
    ) -> &mut Element {
        let ground = self.palette.ground;
        let shape = self.shape("path");
        shape.assign("d", format!("{} Z", outline(kind, (x, y), radius)));
        let (fill, stroke) = if kind == Shape::Ring {
            (ground, colour)
        } else {
            (colour, ground)
        };
        shape.assign("fill", fill);
        shape.assign("stroke", stroke);
        shape.assign("stroke-width", if kind == Shape::Ring { "2" } else { "1" });
        shape.assign("data-x", pixels(x));
        shape.assign("data-y", pixels(y));
        shape
    }

    /// Records the map from numbers to pixels along `x` or `y`.
    pub(super) fn scale(&mut self, along: &str, scale: &Scale) {
        let shape = self.shape("g");
        shape.assign("data-axis", along);
        shape.assign("data-low", format!("{:?}", scale.low));
        shape.assign("data-high", format!("{:?}", scale.high));
        shape.assign("data-start", pixels(scale.start));
        shape.assign("data-end", pixels(scale.end));
        if scale.is_logarithmic {
            shape.assign("data-scale", "logarithmic");
        }
    }

    /// Draws signs with their names, over as many lines as they need.
    pub(super) fn legend(&mut self, items: &[(Key, String)]) {
        let palette = self.palette;
        let mut x = self.left();
        self.top += 18.0;
        for (key, name) in items {
            let name = cut(name, BODY, self.span() - 32.0);
            let long = 32.0 + width(&name, BODY);
            if x > self.left() && x + long > self.right() {
                x = self.left();
                self.top += 20.0;
            }
            let y = self.top - 4.5;
            match key {
                Key::Area(colour, opacity) => {
                    let shape = self.rectangle((x, y - 5.5), (x + 22.0, y + 5.5), colour);
                    shape.assign("fill-opacity", pixels(*opacity));
                }
                Key::Line(stroke) => {
                    self.line((x, y), (x + 22.0, y), *stroke);
                }
                Key::Mark(shape, colour) => {
                    self.point(*shape, (x + 11.0, y), 4.5, colour);
                }
            }
            self.text(
                &name,
                (x + 28.0, self.top),
                BODY,
                palette.text,
                Anchor::Start,
            );
            x += long + 14.0;
        }
        self.top += 10.0;
    }

    /// The SVG, with the source as its last paragraph and `description` for readers who do not see
    /// it.
    pub(super) fn finish(
        mut self,
        kind: &str,
        title: &str,
        source: &str,
        description: &str,
    ) -> String {
        self.top += 8.0;
        let language = self.style.language();
        let source = format!("{}{source}", language.of("Source: ", "来源："));
        self.paragraph(&source, SOURCE, if self.is_narrow() { 8 } else { 4 });
        let height = (self.top + 12.0).ceil();
        let name = super::name(&[kind, title, description, &format!("{:?}", self.style)]);
        let mut root = Element::new("svg");
        for (key, value) in [
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("width", &pixels(self.width)),
            ("height", &pixels(height)),
            (
                "viewBox",
                &format!("0 0 {} {}", pixels(self.width), pixels(height)),
            ),
            ("role", "img"),
            ("aria-labelledby", &format!("{name}-title {name}-desc")),
            ("lang", language.of("en", "zh-CN")),
            ("xml:lang", language.of("en", "zh-CN")),
            ("font-family", self.style.fonts()),
            ("data-chart", kind),
        ] {
            root.assign(key, value);
        }
        for (element, text) in [
            ("title", title),
            ("desc", &format!("{description} {source}")),
        ] {
            let mut words = Element::new(element);
            words.assign("id", format!("{name}-{element}"));
            words.append(Text::new(lines(text)));
            root.append(words);
        }
        let mut ground = Element::new("rect");
        ground.assign("width", pixels(self.width));
        ground.assign("height", pixels(height));
        ground.assign("fill", self.palette.ground);
        root.append(ground);
        for shape in self.shapes {
            root.append(shape);
        }
        format!("{root}\n")
    }
}

fn stroked(shape: &mut Element, stroke: Stroke) {
    shape.assign("stroke", stroke.colour);
    shape.assign("stroke-width", pixels(stroke.width));
    if !stroke.dash.is_empty() {
        shape.assign("stroke-dasharray", stroke.dash);
    }
}

/// Moves heights apart, in their order, until neighbours are at least `gap` apart, within
/// `low..=high` if they fit.
pub(super) fn spread(heights: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by(|a, b| heights[*a].total_cmp(&heights[*b]));
    let mut out = heights.to_vec();
    let mut least = low;
    for place in &order {
        out[*place] = out[*place].max(least);
        least = out[*place] + gap;
    }
    let mut most = high;
    for place in order.iter().rev() {
        out[*place] = out[*place].min(most);
        most = out[*place] - gap;
    }
    out
}
