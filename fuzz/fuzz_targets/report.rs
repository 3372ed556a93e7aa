//! Reports of a scenario with any texts: the page and its charts parse as XML, no control character is
//! left, Markdown keeps its tables, and CSV gives the texts back.
#![no_main]

use std::sync::OnceLock;

use compute_impact::report::chart::{Chart, FanChart, Size, Style, Theme};
use compute_impact::report::document::Report;
use compute_impact::report::tidy;
use compute_impact::{Fan, Language, Output, Projection, Reading, Scenario, Simulation};
use compute_impact_fuzz::mutate;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::Value;

const IMPACT: Output = Output::Gdp(Reading::Impact);

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let texts: Vec<&str> = text
        .split('\u{0}')
        .filter(|text| !text.is_empty())
        .collect();
    if texts.is_empty() {
        return;
    }
    let mut document = base().clone();
    let mut number = 0;
    replace(&mut document, "", &texts, &mut number);
    let Ok(scenario) = Scenario::read(document) else {
        return;
    };
    let settings = Simulation::new(32).expect("a valid number of draws");
    let (Ok(fan), Ok(projection)) = (scenario.simulate(&settings), scenario.project()) else {
        return;
    };
    pages(&fan);
    tables(&projection);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

/// The scenario whose texts are replaced, as JSON.
fn base() -> &'static Value {
    static BASE: OnceLock<Value> = OnceLock::new();
    BASE.get_or_init(|| {
        let text = include_str!("../seeds/models/one-year.toml");
        let scenario = Scenario::from_toml(text).expect("the seed is valid");
        serde_json::to_value(&scenario).expect("a scenario has a JSON form")
    })
}

/// Puts the texts in place of names, assumptions and sources, in turn.
fn replace(value: &mut Value, key: &str, texts: &[&str], number: &mut usize) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                replace(field, key, texts, number);
            }
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| replace(item, key, texts, number)),
        Value::String(text) => {
            if [
                "name",
                "assumption",
                "title",
                "publisher",
                "excerpt",
                "note",
            ]
            .contains(&key)
            {
                text.clear();
                text.push_str(texts[*number % texts.len()]);
                *number += 1;
            }
        }
        _ => {}
    }
}

fn pages(fan: &Fan) {
    let Ok(report) = Report::new(fan, IMPACT) else {
        return;
    };
    for language in [Language::English, Language::Chinese] {
        let html = report.html(language);
        visible("HTML", &html);
        let xml = xml(&html);
        if let Err(error) = roxmltree::Document::parse(&xml) {
            panic!("the page is no XML: {error}\n{xml}");
        }
        visible("Markdown", &report.markdown(language));
        let chart = FanChart::new(fan, IMPACT).expect("the report has one");
        for size in [Size::Page, Size::Phone] {
            let svg = chart.svg(Style::new(Theme::Light, language).with_size(size));
            visible("SVG", &svg);
            if let Err(error) = roxmltree::Document::parse(&svg) {
                panic!("the chart is no XML: {error}\n{svg}");
            }
        }
    }
}

/// The page as XML, which it is but for the elements that HTML leaves open.
fn xml(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page
        .strip_prefix("<!DOCTYPE html>")
        .expect("a page has a type");
    while let Some(at) = rest.find("<meta ") {
        let end = at + rest[at..].find('>').expect("an element has an end");
        out.push_str(&rest[..end]);
        out.push_str("/>");
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out.replace("<wbr>", "<wbr/>")
}

/// No control character but the end of a line, and none that turns the direction of a text.
fn visible(what: &str, text: &str) {
    let is_hidden = |letter: char| {
        (letter.is_control() && letter != '\n')
            || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
    };
    if let Some(at) = text.find(is_hidden) {
        let letter = text[at..].chars().next();
        let around: String = text[..at].chars().rev().take(80).collect();
        let around: String = around.chars().rev().collect();
        panic!("{what} has {letter:?} after {around:?}");
    }
}

/// A row of CSV has as many cells as the header, and its first cell, the name of the scenario, is clean.
fn tables(projection: &Projection) {
    let scenario = projection.scenario();
    let mut written = Vec::new();
    tidy::write_csv(
        tidy::projection(projection),
        tidy::CsvStyle::Plain,
        &mut written,
    )
    .expect("a vector takes all");
    first_cells(&written);
    let findings = projection.findings();
    let mut written = Vec::new();
    let rows = tidy::findings(scenario.name(), &findings);
    tidy::write_csv(rows, tidy::CsvStyle::Plain, &mut written).expect("a vector takes all");
    first_cells(&written);
    let mut written = Vec::new();
    tidy::write_csv(tidy::inputs(scenario), tidy::CsvStyle::Plain, &mut written)
        .expect("a vector takes all");
    first_cells(&written);
    let mut lines = Vec::new();
    tidy::write_json_lines(tidy::inputs(scenario), &mut lines).expect("a vector takes all");
    for line in lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        let row: Value = serde_json::from_slice(line).expect("a line is JSON");
        let name = row["scenario"]
            .as_str()
            .expect("every row names its scenario");
        assert!(!name.contains(char::is_control));
    }
}

fn first_cells(written: &[u8]) {
    let mut table = csv::Reader::from_reader(written);
    let columns = table.headers().expect("a header").len();
    for record in table.records() {
        let record = record.expect("a row with as many cells as the header");
        assert_eq!(record.len(), columns);
        let name = record.get(0).expect("a row has cells");
        assert!(!name.contains(char::is_control));
    }
}
