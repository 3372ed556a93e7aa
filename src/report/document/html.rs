//! A report as one HTML page.

use std::fmt::Write;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::block::{Block, Grid, Objection};
use super::names;
use super::objections;
use crate::Language;
use crate::finding::Finding;
use crate::report::chart::{Size, dark_of, words};
use crate::text::lines;

/// Widths, colours, and the differences on a phone and in print. The charts have the colours of the
/// light theme, which rules replace by the dark ones.
const STYLE: &str = include_str!("style.css");

/// The page as text.
pub(super) fn page(title: &str, blocks: &[Block], language: Language) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(language.of("en", "zh-CN")) {
            head {
                meta charset="utf-8";
                // Nothing is fetched and nothing runs, whatever the texts contain.
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(concat!("compute-impact ", env!("CARGO_PKG_VERSION")));
                title { (title) }
                style { (PreEscaped(STYLE)) (PreEscaped(dark())) }
            }
            body {
                main {
                    h1 { (title) }
                    (all(blocks, language))
                }
                footer { "compute-impact " (crate::VERSION) }
            }
        }
    };
    lines(&page.into_string()).into_owned()
}

/// The dark colours of the charts.
fn dark() -> String {
    let mut rules = String::from("@media screen and (prefers-color-scheme:dark){");
    for (light, dark) in dark_of() {
        for property in ["fill", "stroke", "stop-color"] {
            let _ = write!(
                rules,
                "figure [{property}=\"{light}\"]{{{property}:{dark}}}"
            );
        }
    }
    rules.push('}');
    rules
}

fn all(blocks: &[Block], language: Language) -> Markup {
    html! { @for part in blocks { (block(part, language)) } }
}

fn block(block: &Block, language: Language) -> Markup {
    html! {
        @match block {
            Block::Heading(text) => h2 { (text) },
            Block::Subheading(text) => h3 { (text) },
            Block::Text(text) => p { (text) },
            Block::Aside(text) => p.aside { (text) },
            Block::Answer(sentences) => {
                div.answer { @for sentence in sentences { p { (sentence) } } }
            }
            Block::Objections(objections) => {
                ul.findings { @for part in objections { (objection(part, language)) } }
            }
            Block::Small(picture) => {
                figure.small { (PreEscaped(picture.svg(language, Size::Phone))) }
            }
            Block::Columns(left, right) => {
                div.columns {
                    div { (all(left, language)) }
                    div { (all(right, language)) }
                }
            }
            Block::Grid(grid) => (table(grid)),
            Block::Picture(picture) => {
                figure {
                    div.page { (PreEscaped(picture.svg(language, Size::Page))) }
                    div.phone { (PreEscaped(picture.svg(language, Size::Phone))) }
                    details {
                        summary { (language.of("The numbers", "数据")) }
                        (table(&picture.grid(language)))
                    }
                }
            }
            Block::Folded(title, blocks) => {
                details { summary { (title) } (all(blocks, language)) }
            }
            Block::Code("json", text) => pre lang="en" { (text) },
            Block::Code(_, text) => pre { (text) },
        }
    }
}

/// An objection: one line, and its findings under it when opened.
fn objection(objection: &Objection, language: Language) -> Markup {
    html! {
        li class=(objection.severity) {
            details {
                summary {
                    strong { (words::capital(objection.severity.name_in(language))) }
                    " " (objection.title(language))
                }
                @for part in &objection.findings { (finding(part, language)) }
                p.aside { code { (objection.code) } }
            }
        }
    }
}

fn finding(finding: &Finding, language: Language) -> Markup {
    let [message, remedy] = objections::finding_text(finding, language);
    html! {
        p.place {
            (names::place(finding.place(), language))
            @if let Some(period) = finding.period() {
                (language.of(", ", "，")) (words::period(period, language))
            }
            " " code { (finding.place()) }
        }
        p { (spans(&message)) }
        p.aside { (spans(&remedy)) }
    }
}

/// A sentence with its parts between backticks as code.
fn spans(text: &str) -> Markup {
    html! {
        @for (number, part) in text.split('`').enumerate() {
            @if number % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// A cell; a long name in it, which has no spaces, may break at its dots.
fn broken(text: &str) -> Markup {
    html! {
        @if text.len() > 16 && text.is_ascii() && !text.contains(' ') {
            @for (number, part) in text.split_inclusive('.').enumerate() {
                @if number > 0 { wbr; }
                (part)
            }
        } @else {
            (text)
        }
    }
}

/// A table; on a phone its rows are stacked, and each cell follows the name of its column.
fn table(grid: &Grid) -> Markup {
    html! {
        div.table tabindex="0" role="region" aria-label=(grid.name) {
            table {
                thead {
                    tr {
                        @for (number, cell) in grid.header.iter().enumerate() {
                            th.number[number >= grid.words] scope="col" { (cell) }
                        }
                    }
                }
                tbody {
                    @for row in &grid.rows {
                        tr {
                            @for (number, cell) in row.iter().enumerate() {
                                td.number[number >= grid.words] data-label=(grid.header[number]) {
                                    (broken(cell))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
