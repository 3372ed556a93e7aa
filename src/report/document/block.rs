//! What a report is made of, before it is HTML or Markdown.

use crate::Language;
use crate::finding::Finding;
use crate::report::chart::{AxisUnit, Chart, Short, Size, Style, Table, Theme, words};

/// One part of a report. Texts are plain; each form escapes them in its own way.
pub(super) enum Block {
    /// The title of a section.
    Heading(String),
    /// The title of a part of it.
    Subheading(String),
    Text(String),
    /// Said beside the matter, in less weight.
    Aside(String),
    /// What is read if nothing else is.
    Answer(Vec<String>),
    Findings(Vec<Finding>),
    Grid(Grid),
    Picture(Picture),
    /// Kept shut until asked for, where the form can.
    Folded(String, Vec<Block>),
    /// A text to keep as it is, with the name of its language.
    Code(&'static str, String),
}

/// A table of texts.
pub(super) struct Grid {
    /// What it holds, for those who do not see it.
    pub(super) name: String,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    /// So many columns from the left hold words; the others hold numbers.
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

    /// The numbers of the chart, all of them.
    pub(super) fn grid(&self, language: Language) -> Grid {
        let table = &self.table;
        let is_place = |column: &str| ["years", "out-of", "into"].contains(&column);
        let is_empty = |column: &str| table.numbers(&[column]).is_empty();
        let columns: Vec<&str> = table
            .columns()
            .iter()
            .copied()
            .filter(|column| !is_place(column) && !is_empty(column))
            .collect();
        let values = table.numbers(&columns);
        let short = scaled(&values, table.unit(), language);
        let mut header = vec![if short.unit.is_empty() {
            String::new()
        } else {
            short.unit.clone()
        }];
        header.extend(
            columns
                .iter()
                .map(|column| words::name(column, language).to_owned()),
        );
        let rows = table.rows().iter().enumerate().map(|(row, held)| {
            let cell = |column: &&str| {
                let value = table.cell(row, column);
                value.map_or_else(String::new, |value| short.precise(value, 4))
            };
            let mut cells = vec![held.label().to_owned()];
            cells.extend(columns.iter().map(cell));
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

/// How numbers of one unit are written side by side, in four digits.
pub(super) fn scaled(values: &[f64], unit: &AxisUnit, language: Language) -> Short {
    let largest = values.iter().fold(0.0, |most, value| value.abs().max(most));
    let step = if largest > 0.0 { largest * 1e-3 } else { 1.0 };
    Short::new(unit, largest, step, language)
}
