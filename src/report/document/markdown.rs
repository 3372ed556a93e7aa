//! A report as `CommonMark` with tables.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::block::{Block, Grid, Objection, Picture};
use super::names;
use super::objections;
use crate::Language;
use crate::report::chart::{Size, words};
use crate::text::{lines, markdown as escaped};

struct File {
    text: String,
    language: Language,
    /// The charts by number, as data, for the end of the file.
    images: String,
    count: usize,
}

/// The report as text.
pub(super) fn file(title: &str, blocks: &[Block], language: Language) -> String {
    let mut file = File {
        text: format!("# {}\n", escaped(title)),
        language,
        images: String::new(),
        count: 0,
    };
    for block in blocks {
        file.block(block);
    }
    if !file.images.is_empty() {
        file.text.push('\n');
        file.text.push_str(&file.images);
    }
    lines(&file.text).into_owned()
}

impl File {
    fn paragraph(&mut self, text: &str) {
        self.text.push('\n');
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn picture(&mut self, picture: &Picture) {
        self.count += 1;
        let name = format!("chart-{}", self.count);
        let title = escaped(picture.title(self.language));
        self.paragraph(&format!("![{title}][{name}]"));
        let data = STANDARD.encode(picture.svg(self.language, Size::Page));
        let _ = writeln!(self.images, "[{name}]: data:image/svg+xml;base64,{data}");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => self.paragraph(&format!("## {}", escaped(text))),
            Block::Subheading(text) => self.paragraph(&format!("### {}", escaped(text))),
            Block::Text(text) => self.paragraph(&escaped(text)),
            Block::Aside(text) => self.paragraph(&format!("*{}*", escaped(text))),
            Block::Answer(sentences) => {
                let mut lines = sentences.iter().map(|sentence| escaped(sentence));
                let first = lines.next().unwrap_or_default();
                let rest: Vec<String> = lines.collect();
                self.paragraph(&format!("> **{first}**\n>\n> {}", rest.join("\n>\n> ")));
            }
            Block::Objections(objections) => {
                let language = self.language;
                let lines = objections.iter().map(|part| objection(part, language));
                self.paragraph(&lines.collect::<Vec<_>>().join("\n"));
            }
            Block::Small(picture) => self.picture(picture),
            Block::Columns(left, right) => {
                for block in left.iter().chain(right) {
                    self.block(block);
                }
            }
            Block::Grid(grid) => self.paragraph(&table(grid)),
            Block::Picture(picture) => {
                self.picture(picture);
                self.paragraph(&table(&picture.grid(self.language)));
            }
            Block::Folded(title, blocks) => {
                self.block(&Block::Subheading(title.clone()));
                for block in blocks {
                    self.block(block);
                }
            }
            Block::Code(language, text) => {
                let fence = "`".repeat(longest_run(text).max(2) + 1);
                self.paragraph(&format!("{fence}{language}\n{text}\n{fence}"));
            }
        }
    }
}

/// An objection with its findings as a nested list.
fn objection(objection: &Objection, language: Language) -> String {
    let mut lines = vec![format!(
        "- **{}** {} (`{}`)",
        words::capital(objection.severity.name_in(language)),
        escaped(&objection.title(language)),
        objection.code
    )];
    for finding in &objection.findings {
        let [message, remedy] = objections::finding_text(finding, language);
        let period = finding.period().map(|period| {
            let comma = language.of(", ", "，");
            format!("{comma}{}", words::period(period, language))
        });
        let colon = language.of(": ", "：");
        lines.push(format!(
            "  - {}{} (`{}`){colon}{} *{}*",
            escaped(&names::place(finding.place(), language)),
            period.unwrap_or_default(),
            finding.place().as_str().replace('`', "'"),
            escaped(&message),
            escaped(&remedy)
        ));
    }
    lines.join("\n")
}

/// The most backticks in a row.
fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`')
        .map(str::len)
        .max()
        .unwrap_or(0)
}

fn table(grid: &Grid) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
        format!("| {} |", cells.join(" | "))
    };
    let rule: Vec<&str> = (0..grid.header.len())
        .map(|column| if column < grid.words { "---" } else { "---:" })
        .collect();
    let mut lines = vec![line(&grid.header), format!("| {} |", rule.join(" | "))];
    lines.extend(grid.rows.iter().map(|row| line(row)));
    lines.join("\n")
}
