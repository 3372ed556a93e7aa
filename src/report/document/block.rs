//! The parts of a report, before they become HTML or Markdown.

use crate::Language;
use crate::finding::{Code, Finding, Severity};
use crate::report::chart::words::Column;
use crate::report::chart::{AxisUnit, Chart, Short, Size, Style, Table, Theme};

/// All findings of one code.
#[derive(Clone, Debug)]
pub(super) struct Objection {
    /// The greatest severity among them.
    pub(super) severity: Severity,
    pub(super) code: Code,
    pub(super) findings: Vec<Finding>,
}

/// One part of a report. Texts are plain; each form escapes them in its own way.
pub(super) enum Block {
    /// The title of a section.
    Heading(String),
    /// The title of a part of it.
    Subheading(String),
    Text(String),
    /// A remark in less weight.
    Aside(String),
    /// The summary sentences.
    Answer(Vec<String>),
    Objections(Vec<Objection>),
    Grid(Grid),
    Picture(Picture),
    /// A picture in the width of a phone, without its numbers, which the text next to it states.
    Small(Picture),
    /// Two columns on a wide screen.
    Columns(Vec<Block>, Vec<Block>),
    /// Parts that are closed until the reader opens them, where the form can.
    Folded(String, Vec<Block>),
    /// A preformatted text, with the name of its format.
    Code(&'static str, String),
}

/// A table of texts.
pub(super) struct Grid {
    /// The name of the table, for readers who do not see it.
    pub(super) name: String,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    /// Number of leading text columns; the others contain numbers.
    pub(super) words: usize,
}

impl Grid {
    pub(super) fn new<const N: usize>(name: &str, header: [&str; N], words: usize) -> Self {
        Self {
            name: name.to_owned(),
            header: header.map(str::to_owned).to_vec(),
            rows: Vec::new(),
            words,
        }
    }

    /// Adds a row of as many cells as the header has.
    pub(super) fn push<const N: usize>(&mut self, cells: [String; N]) {
        debug_assert_eq!(N, self.header.len(), "a row of `{}`", self.name);
        self.rows.push(cells.into());
    }
}

/// A chart that is not drawn yet.
#[derive(Clone)]
pub(super) struct Picture {
    table: Table,
    draw: fn(&Table, Style) -> String,
}

impl Picture {
    pub(super) fn of<C: Chart>(chart: &C) -> Self {
        Self {
            table: chart.table().clone(),
            draw: C::draw,
        }
    }

    pub(super) fn title(&self, language: Language) -> &str {
        self.table.caption().title(language)
    }

    pub(super) fn svg(&self, language: Language, size: Size) -> String {
        let style = Style::new(Theme::Light, language).with_size(size);
        (self.draw)(&self.table, style)
    }

    /// All numbers of the chart.
    pub(super) fn grid(&self, language: Language) -> Grid {
        let table = &self.table;
        let is_empty = |column: &str| table.numbers(&[column]).is_empty();
        let columns: Vec<Column> = table
            .kinds()
            .iter()
            .copied()
            .filter(|column| !column.is_position() && !is_empty(column.id()))
            .collect();
        let ids: Vec<&str> = columns.iter().map(|column| column.id()).collect();
        let values = table.numbers(&ids);
        let short = scaled(&values, table.unit(), language);
        let mut header = vec![if short.unit.is_empty() {
            String::new()
        } else {
            short.unit.clone()
        }];
        header.extend(
            columns
                .iter()
                .map(|column| column.name(language).to_owned()),
        );
        let rows = table.rows().iter().enumerate().map(|(row, of)| {
            let cell = |column: &&str| {
                let value = table.cell(row, column);
                value.map_or_else(String::new, |value| short.precise(value, 4))
            };
            let mut cells = vec![of.label_in(language).to_owned()];
            cells.extend(ids.iter().map(cell));
            cells
        });
        Grid {
            name: self.title(language).to_owned(),
            header,
            rows: rows.collect(),
            words: 1,
        }
    }
}

/// The number format of values of one unit in a table, in four digits.
pub(super) fn scaled(values: &[f64], unit: &AxisUnit, language: Language) -> Short {
    let largest = values.iter().fold(0.0, |most, value| value.abs().max(most));
    let step = if largest > 0.0 { largest * 1e-3 } else { 1.0 };
    Short::new(unit, largest, step, language)
}
