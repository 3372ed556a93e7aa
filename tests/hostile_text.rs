//! One scenario whose every text is hostile: each way out of the library is in its form, and shows
//! no letter that a reader does not see.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use arrow_array::cast::AsArray;
use compute_impact::Language;
use compute_impact::report::chart::{
    AxisUnit, Bar, Caption, Chart, FanChart, PolicyChart, Style, Theme, TornadoChart,
};
use compute_impact::report::document::Report;
use compute_impact::report::tidy::{self, CsvStyle, Record};
use compute_impact::report::{arrow, chart};
use compute_impact::scenario::{Output, Reading};
use compute_impact::{Scenario, Simulation, text};
use roxmltree::Document;
use serde_json::Value;

const IMPACT: Output = Output::Gdp(Reading::Impact);

/// What breaks XML, HTML, Markdown, CSV and terminals, and what hides from a reader.
const HOSTILE: &str = "=cmd|' /C calc'!A0 <script>alert(1)</script><img src=x onerror=y>\u{1b}[2J\u{1b}]0;t\u{7}\
    \u{0}\u{8}\u{7f}\u{85}\u{9b}31m \u{202e}\u{2066}\u{61c}\u{200f}\u{fffe}\u{ffff}\r\n# head\n- item\n\
    [link](javascript:alert(1)) ![i](http://evil.example) <http://evil.example> ````` ``` | *b* _i_ \
    ]]> --> &amp; &#0; \" ' \\ $x$ \u{2028}\u{2029}\t算力";

/// Writes the hostile text into every text of a scenario, and a number behind it where texts must
/// differ.
fn poison(value: &mut Value, key: &str, count: &mut usize) {
    match value {
        Value::Object(fields) => fields
            .iter_mut()
            .for_each(|(key, field)| poison(field, key, count)),
        Value::Array(items) => items.iter_mut().for_each(|item| poison(item, key, count)),
        Value::String(text)
            if ["name", "publisher", "title", "locator", "assumption"].contains(&key) =>
        {
            *count += 1;
            *text = format!("{HOSTILE}{count}");
        }
        _ => {}
    }
}

fn hostile() -> Scenario {
    let file = include_str!("../examples/scenarios/east-data-west-computing.toml");
    let mut value = serde_json::to_value(Scenario::from_toml(file).unwrap()).unwrap();
    let mut count = 0;
    poison(&mut value, "", &mut count);
    assert!(count > 30, "{count}");
    Scenario::read(value).unwrap()
}

/// True for a letter that a reader does not see, but for an end of line.
fn is_hidden(letter: char) -> bool {
    (letter.is_control() && letter != '\n')
        || "\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}\u{fffe}\u{ffff}".contains(letter)
        || ('\u{202a}'..='\u{202e}').contains(&letter)
        || ('\u{2066}'..='\u{2069}').contains(&letter)
}

#[track_caller]
fn assert_visible(what: &str, text: &str) {
    let hidden = text.char_indices().find(|(_, letter)| is_hidden(*letter));
    assert_eq!(hidden, None, "{what}");
}

/// The same on one line.
#[track_caller]
fn assert_line(what: &str, text: &str) {
    assert_visible(what, text);
    assert!(!text.contains('\n'), "{what}: {text}");
}

#[track_caller]
fn assert_xml(what: &str, text: &str) {
    assert_visible(what, text);
    if let Err(error) = Document::parse(text) {
        unreachable!("{what}: {error}");
    }
    assert!(
        !text.contains("<script") && !text.contains("<img"),
        "{what}"
    );
}

const LANGUAGES: [Language; 2] = [Language::English, Language::Chinese];

#[test]
fn charts_are_xml() {
    let scenario = hostile();
    let fan = scenario.simulate(&Simulation::new(200).unwrap()).unwrap();
    let caption = Caption::new(HOSTILE, HOSTILE, HOSTILE).unwrap();
    let bars = vec![Bar::new(HOSTILE, 0.1, 0.3)];
    let unit = AxisUnit::Other(HOSTILE.to_owned());
    let tornado = TornadoChart::new(caption.clone(), unit, 0.2, bars).unwrap();
    let fan_chart = FanChart::new(&fan, IMPACT).unwrap();
    let named = FanChart::new(&fan, IMPACT).unwrap().with_caption(caption);
    let policy = scenario.policies()[1].name();
    let [before, after] = [&[][..], &[policy][..]].map(|active| {
        let scenario = scenario.under(active.iter().copied()).unwrap();
        scenario.project().unwrap()
    });
    let policy = PolicyChart::of_projections(&before, &after, IMPACT).unwrap();
    for language in LANGUAGES {
        for size in [chart::Size::Page, chart::Size::Phone] {
            let style = Style::new(Theme::Light, language).with_size(size);
            assert_xml("tornado", &tornado.svg(style));
            assert_xml("fan", &fan_chart.svg(style));
            assert_xml("fan with a caption", &named.svg(style));
            assert_xml("policy", &policy.svg(style));
        }
        for row in fan_chart.table().rows() {
            assert_line("row", row.label_in(language));
        }
        assert_line("source", fan_chart.table().caption().source(language));
    }
}

/// The page with the elements that HTML does not close closed.
fn as_xml(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some(at) = rest
        .find("<meta")
        .into_iter()
        .chain(rest.find("<wbr"))
        .min()
    {
        let end = at + rest[at..].find('>').unwrap();
        out.push_str(&rest[..end]);
        out.push_str("/>");
        rest = &rest[end + 1..];
    }
    out + rest
}

/// The text without code blocks, and the code blocks.
fn without_code(text: &str) -> (String, Vec<String>) {
    let (mut out, mut blocks) = (String::new(), Vec::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let fence = line.len() - line.trim_start_matches('`').len();
        if fence >= 3 {
            let end = "`".repeat(fence);
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
            blocks.push(block.join("\n"));
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    (out, blocks)
}

#[test]
fn reports_are_in_their_form() {
    let scenario = hostile();
    let settings = Simulation::new(200).unwrap();
    let fan = scenario.simulate(&settings).unwrap();
    let report = Report::new(&fan, IMPACT)
        .unwrap()
        .with_policies(&settings)
        .unwrap();
    let titled = report.clone().with_title(HOSTILE).unwrap();
    for report in [&report, &titled] {
        for language in LANGUAGES {
            let page = report.html(language);
            assert_visible("page", &page);
            assert_xml("page", &as_xml(&page));
            let text = report.markdown(language);
            assert_visible("Markdown", &text);
            let (prose, blocks) = without_code(&text);
            assert!(!prose.contains('<'), "no HTML");
            for (at, _) in prose.match_indices("](") {
                assert_eq!(prose.as_bytes()[at - 1], b'\\', "{}", &prose[..at]);
            }
            for line in prose.lines() {
                let is_injected = line.starts_with("# head") || line.starts_with("- item");
                assert!(!is_injected, "{line}");
            }
            let read = blocks
                .iter()
                .filter_map(|block| Scenario::from_json(block).ok());
            assert_eq!(
                read.collect::<Vec<_>>(),
                std::slice::from_ref(&scenario),
                "the record reads back"
            );
        }
    }
}

#[track_caller]
fn assert_table<R: Record>(rows: impl Fn() -> Vec<R>) {
    let mut lines = Vec::new();
    tidy::write_json_lines(rows(), &mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for style in [CsvStyle::Plain, CsvStyle::Spreadsheet] {
        let mut table = Vec::new();
        tidy::write_csv(rows(), style, &mut table).unwrap();
        let table = String::from_utf8(table).unwrap();
        let table = table.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        assert_visible("CSV", &table);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let mut count = 0;
        for (record, line) in reader.records().zip(&lines) {
            let record = record.unwrap();
            for (cell, column) in record.iter().zip(R::COLUMNS) {
                assert_line(column, cell);
                if let Some(text) = line[column].as_str() {
                    let is_formula = style == CsvStyle::Spreadsheet && text.starts_with('=');
                    let expected = if is_formula {
                        format!("'{text}")
                    } else {
                        text.to_owned()
                    };
                    assert_eq!(cell, expected);
                }
            }
            count += 1;
        }
        assert_eq!(count, lines.len());
    }
}

#[test]
fn tables_hold_texts_on_one_line() {
    let scenario = hostile();
    let projection = scenario.project().unwrap();
    let fan = scenario.simulate(&Simulation::new(50).unwrap()).unwrap();
    let findings = projection.findings();
    assert_table(|| tidy::projection(&projection).collect());
    assert_table(|| tidy::fan(&fan, &[0.05]).unwrap().collect());
    assert_table(|| tidy::findings(scenario.name(), &findings).collect());
    assert_table(|| tidy::inputs(&scenario).collect());
    let sweep = scenario.sweep().with_values("compute.base", vec![2.8e20]);
    let columns = sweep.unwrap().columns().unwrap();
    assert_table(|| tidy::sweep(&columns).collect());
    let batch = arrow::sweep(&columns);
    let names = batch.column_by_name("scenario").unwrap().as_string::<i64>();
    assert_line("Arrow", names.value(0));
    let batch = arrow::fan(&fan, &[0.5]).unwrap();
    let names = batch.column_by_name("scenario").unwrap().as_string::<i64>();
    assert_line("Arrow", names.value(0));
}

#[test]
fn what_is_printed_hides_nothing() {
    let scenario = hostile();
    let projection = scenario.project().unwrap();
    for finding in projection.findings() {
        assert_line("finding", &finding.to_string());
        for language in LANGUAGES {
            assert_line("message", &finding.message_in(language));
            assert_line("remedy", &finding.remedy_in(language));
        }
    }
    for input in scenario.inputs() {
        assert_line("source", &input.source().to_string());
    }
    let why = projection.explain(IMPACT, None).unwrap();
    assert_visible("lineage", &why.to_string());
    let json = serde_json::to_string_pretty(&scenario).unwrap();
    assert_visible("JSON", &text::json(&json));
    assert_eq!(Scenario::from_json(&text::json(&json)).unwrap(), scenario);
    for error in [
        scenario.with_value(HOSTILE, 1.0).unwrap_err(),
        scenario.effect_of(HOSTILE).unwrap_err(),
        scenario.under([HOSTILE]).unwrap_err(),
        Scenario::shipped(HOSTILE).unwrap_err(),
        HOSTILE.parse::<compute_impact::Share>().unwrap_err(),
        Scenario::from_toml(&format!("name = \"{HOSTILE}")).unwrap_err(),
        Scenario::from_json(&format!("{{\"{HOSTILE}\": 1}}")).unwrap_err(),
    ] {
        assert_visible("error", &error.to_string());
        assert_visible("error", &format!("{error:?}"));
    }
}
