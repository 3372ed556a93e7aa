//! Reports: self-contained, true to the run, and safe with any name.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use base64::Engine;
use compute_impact::Language;
use compute_impact::explanation::goal_seek::Goal;
use compute_impact::explanation::sensitivity::Samples;
use compute_impact::report::chart::{AxisUnit, Bar, Caption, TornadoChart};
use compute_impact::report::document::Report;
use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::{Manifest, Target};
use compute_impact::{ErrorKind, Fan, Scenario, Simulation};
use roxmltree::{Document, Node};

const CHINA: &str = include_str!("../examples/scenarios/china-2030.toml");
const BUILD_OUT: &str = include_str!("../examples/scenarios/east-data-west-computing.toml");
const IMPACT: Output = Output::Gdp(Reading::Impact);
const GROWTH: &str = "compute.path.total.growth.constant";

pub(crate) fn read(text: &str) -> Scenario {
    Scenario::from_toml(text).unwrap()
}

fn fan_of(text: &str) -> Fan {
    run(&read(text))
}

pub(crate) fn run(scenario: &Scenario) -> Fan {
    run_towards(scenario, 0.35)
}

/// The fan with the probability of a smart share.
fn run_towards(scenario: &Scenario, share: f64) -> Fan {
    let target = Target::at_least(Output::SmartShare, share).unwrap();
    let settings = Simulation::new(500).unwrap().with_seed(7);
    let settings = settings.with_targets([target]).unwrap();
    scenario.simulate(&settings).unwrap()
}

/// A report with all its parts.
pub(crate) fn full<'a>(fan: &'a Fan, input: &str) -> Report<'a> {
    let few = Simulation::new(64).unwrap();
    let goal = Goal::new(IMPACT, 0.01)
        .unwrap()
        .with_probability(0.8)
        .unwrap();
    let caption = Caption::new("Own chart", "result", "own calculation").unwrap();
    let bars = vec![Bar::new("a bar", 0.1, 0.3)];
    let chart = TornadoChart::new(caption, AxisUnit::Fraction, 0.2, bars).unwrap();
    Report::new(fan, IMPACT)
        .unwrap()
        .with_drivers(Samples::new(64).unwrap())
        .unwrap()
        .with_goal(&goal, &[input], &few)
        .unwrap()
        .with_policies(&few)
        .unwrap()
        .with_chart(&chart)
}

/// The page as XML, which it is but for the elements that HTML leaves open.
fn xml(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some(at) = rest.find("<meta ") {
        let end = at + rest[at..].find('>').unwrap();
        out.push_str(&rest[..end]);
        out.push_str("/>");
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out.replace("<wbr>", "<wbr/>")
}

fn texts(node: Node<'_, '_>) -> String {
    let all = node.descendants().filter(Node::is_text);
    all.filter_map(|node| node.text()).collect()
}

fn headings(document: &Document<'_>) -> Vec<String> {
    let all = document
        .descendants()
        .filter(|node| node.has_tag_name("h2"));
    all.map(texts).collect()
}

/// The code blocks of a Markdown file in a language.
fn code<'a>(markdown: &'a str, language: &str) -> Vec<&'a str> {
    let mut blocks = Vec::new();
    let mut rest = markdown;
    while let Some(at) = rest.find(&format!("```{language}\n")) {
        let start = at + 4 + language.len();
        let end = start + rest[start..].find("\n```").unwrap();
        blocks.push(&rest[start..end]);
        rest = &rest[end + 4..];
    }
    blocks
}

/// The cells of a table's line, with what escapes taken off.
pub(crate) fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for letter in line.chars() {
        match letter {
            '\\' if !escaped => escaped = true,
            '|' if !escaped => cells.push(String::new()),
            letter => {
                escaped = false;
                cells.last_mut().unwrap().push(letter);
            }
        }
    }
    let count = cells.len();
    cells[1..count - 1]
        .iter()
        .map(|cell| cell.trim().to_owned())
        .collect()
}

/// A number as a report writes it.
pub(crate) fn number(text: &str) -> f64 {
    text.replace('−', "-")
        .replace([',', ' ', '%'], "")
        .parse()
        .unwrap()
}

#[test]
fn a_page_needs_nothing_else() {
    for (text, input) in [(CHINA, GROWTH), (BUILD_OUT, "gdp.response.coefficient")] {
        for language in [Language::English, Language::Chinese] {
            let page = full(&fan_of(text), input).html(language);
            let text = xml(&page);
            let document = Document::parse(&text).unwrap();
            for node in document.descendants().filter(Node::is_element) {
                let name = node.tag_name().name();
                assert!(
                    !["script", "link", "img", "iframe", "object", "image", "use"].contains(&name),
                    "{name}"
                );
                for attribute in node.attributes() {
                    assert!(
                        !["src", "href"].contains(&attribute.name()),
                        "{attribute:?}"
                    );
                    assert!(!attribute.name().starts_with("on"), "{attribute:?}");
                    assert!(!attribute.value().contains("url("), "{attribute:?}");
                }
            }
            assert!(!page.contains("@import") && !page.contains("url("));
            // What a name points at is there.
            for node in document
                .descendants()
                .filter(|node| node.has_attribute("aria-labelledby"))
            {
                for id in node.attribute("aria-labelledby").unwrap().split(' ') {
                    let named = document
                        .descendants()
                        .filter(|node| node.attribute("id") == Some(id));
                    assert_eq!(named.count(), 1, "{id}");
                }
            }
        }
    }
}

#[test]
fn objections_come_before_charts() {
    let page = xml(&full(&fan_of(BUILD_OUT), "gdp.response.coefficient").html(Language::English));
    let document = Document::parse(&page).unwrap();
    assert_eq!(
        headings(&document),
        [
            "Question",
            "Answer",
            "Objections, before you quote it",
            "How certain it is",
            "The paths",
            "What drives it",
            "What it would take",
            "What policies change",
            "The same build-out by every channel",
            "How the number is computed",
            "Inputs and sources",
            "To run it again",
        ]
    );
    let place = |name: &str| {
        document
            .descendants()
            .position(|node| node.has_tag_name(name))
            .unwrap()
    };
    // One picture next to the answer, then the objections, then all other charts.
    let charts = document.descendants().enumerate();
    let mut charts = charts.filter(|(_, node)| node.has_tag_name("figure"));
    let (first, second) = (charts.next().unwrap().0, charts.next().unwrap().0);
    assert!(first < place("li") && place("li") < second);
    let fold = document
        .descendants()
        .position(|node| node.has_tag_name("summary") && texts(node).contains("other objections"));
    let items = document.descendants().enumerate();
    let before = items.filter(|(at, node)| node.has_tag_name("li") && *at < fold.unwrap());
    assert_eq!(before.count(), 3);
}

#[test]
fn the_answer_is_that_of_the_run() {
    let scenario = read(CHINA);
    let (fan, projection) = (run(&scenario), scenario.project().unwrap());
    let text = Report::new(&fan, IMPACT)
        .unwrap()
        .markdown(Language::English);
    let spread = fan.series(IMPACT).unwrap().last();
    // Three digits, of numbers from 10 to 100 %.
    let percent = |value: f64| {
        let text = format!("{:.1}", value * 100.0);
        format!("{} %", text.trim_end_matches(".0"))
    };
    let quantile = |p| percent(spread.quantile(p).unwrap().value);
    let central = percent(projection.gdp().impact().last());
    assert!(text.contains(&format!(
        "GDP in 2030 is {central} above what it would be had compute stayed at its level of 2024"
    )));
    let between = format!(
        "nine in ten lie between {} and {}, and half below {}",
        quantile(0.05),
        quantile(0.95),
        quantile(0.5)
    );
    assert!(text.contains(&between), "{between}");
    // The scenario of CAICT's rules contradicts itself, and the answer says so.
    assert!(text.contains("Do not quote it alone"));
    // The first sentence sets the range of the draws next to that of other coefficients.
    let first = text.lines().find(|line| line.starts_with("> **")).unwrap();
    assert!(first.contains("in nine of ten draws"), "{first}");
    assert!(
        first.contains("by the other coefficients of the catalogue"),
        "{first}"
    );
    for finding in fan.findings() {
        assert!(
            text.contains(&format!("(`{}`)", finding.code())),
            "{finding}"
        );
    }
    let plain = text.replace('\\', "");
    for input in scenario.inputs() {
        assert!(plain.contains(input.place().as_str()), "{}", input.place());
    }
}

/// The range next to the scenario's own is that of the scenario's file with `pooled` in place of the
/// coefficient, in as many draws of the same seed.
#[test]
fn the_first_sentence_has_the_range_of_the_pooled_coefficient() {
    let rule = "response.coefficient.growth-ratio = { catalogue = \"caict.growth-ratio.gdp\" }";
    let pool = "response.coefficient.elasticity = { pooled = [\"caict.elasticity.gdp-2025\", \
                \"literature.ict.corrected\"] }";
    assert!(CHINA.contains(rule));
    let other = run(&read(&CHINA.replace(rule, pool)));
    let last = other.series(IMPACT).unwrap().last();
    // A range has the decimals of its smaller end, at two digits.
    let percent = |value: f64| {
        let text = format!("{:.2}", value * 100.0);
        text.trim_end_matches('0').to_owned()
    };
    let [low, high] = [0.05, 0.95].map(|p| percent(last.quantile(p).unwrap().value));
    let central = percent(other.scenario().project().unwrap().gdp().impact().last());
    let fan = fan_of(CHINA);
    let report = Report::new(&fan, IMPACT).unwrap();
    let sentence = |language: Language| {
        let text = report.markdown(language);
        let first = text.lines().find(|line| line.starts_with("> **")).unwrap();
        let html = report.html(language);
        let plain = first.trim_start_matches("> **").replace('\\', "");
        let plain = plain.split("**").next().unwrap().to_owned();
        assert!(html.contains(&plain), "{plain}");
        plain
    };
    let english = sentence(Language::English);
    let pooled = format!(
        "and {central} % ({low} to {high} % in nine of ten draws) by the other coefficients of the \
         catalogue, pooled."
    );
    assert!(english.contains(&pooled), "{english} lacks {pooled}");
    let chinese = sentence(Language::Chinese);
    assert!(
        chinese.contains("若改用目录中其他系数的合并值，则为"),
        "{chinese}"
    );
    assert!(chinese.contains(&format!("{central}%")), "{chinese}");
    // The forest chart has the pool as a row of its own.
    let text = report.markdown(Language::English);
    assert!(text.contains("publications pooled"));
}

#[test]
fn a_loss_is_reported_as_a_loss() {
    let scenario = read(&CHINA.replace("24.7 % per year", "-10 % per year"));
    let text = Report::new(&run(&scenario), IMPACT)
        .unwrap()
        .markdown(Language::English);
    assert!(text.contains(" below what it would be"), "{}", &text[..600]);
}

#[test]
fn the_numbers_under_a_chart_are_those_of_the_fan() {
    let fan = run(&read(CHINA));
    let text = Report::new(&fan, IMPACT)
        .unwrap()
        .markdown(Language::English);
    let start = text.find("![GDP impact, 2024–2030]").unwrap();
    let mut lines = text[start..].lines().skip(2);
    let header = cells(lines.next().unwrap());
    assert_eq!(
        header,
        ["", "5 %", "25 %", "median", "75 %", "95 %", "central path"]
    );
    let series = fan.series(IMPACT).unwrap();
    let rows: Vec<Vec<String>> = lines
        .skip(1)
        .take(series.iter().count())
        .map(cells)
        .collect();
    for ((period, distribution), row) in series.iter().zip(&rows) {
        assert_eq!(row[0], period.to_string());
        for (cell, p) in row[1..6].iter().zip([0.05, 0.25, 0.5, 0.75, 0.95]) {
            // Four digits are written.
            let value = distribution.quantile(p).unwrap().value * 100.0;
            assert!(
                (number(cell) - value).abs() <= 1e-3 * value.abs() + 1e-12,
                "{cell} {value}"
            );
        }
    }
}

#[test]
fn the_run_can_be_repeated_from_the_file_alone() {
    let fan = run(&read(BUILD_OUT));
    let text = Report::new(&fan, IMPACT)
        .unwrap()
        .markdown(Language::Chinese);
    let [manifest, scenario] = code(&text, "json")[..] else {
        panic!("two blocks of JSON");
    };
    let manifest: Manifest = serde_json::from_str(manifest).unwrap();
    let scenario = Scenario::read(&mut serde_json::Deserializer::from_str(scenario)).unwrap();
    assert_eq!(manifest.verify(&scenario).unwrap(), fan);
}

#[test]
fn charts_are_in_the_markdown() {
    let text = full(&fan_of(CHINA), GROWTH).markdown(Language::English);
    let images: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("[chart-"))
        .collect();
    let shown = text.lines().filter(|line| line.starts_with("![")).count();
    assert_eq!(images.len(), shown);
    assert!(shown >= 7, "{shown}");
    for image in images {
        let (_, data) = image.split_once("base64,").unwrap();
        let svg = base64::engine::general_purpose::STANDARD
            .decode(data)
            .unwrap();
        let svg = String::from_utf8(svg).unwrap();
        assert_eq!(
            Document::parse(&svg)
                .unwrap()
                .root_element()
                .tag_name()
                .name(),
            "svg"
        );
    }
}

#[test]
fn names_are_only_names() {
    let name = "</title><script>alert(1)</script> | `code` ``` *b* _i_ [x](http://example.org) # <b> & \u{202E}\n## no";
    let scenario = read(BUILD_OUT).edit().name(name).build().unwrap();
    let fan = run(&scenario);
    let report = full(&fan, "gdp.response.coefficient");
    let page = report.html(Language::English);
    assert!(!page.contains("<script"));
    let text = xml(&page);
    let document = Document::parse(&text).unwrap();
    let title = document
        .descendants()
        .find(|node| node.has_tag_name("h1"))
        .unwrap();
    // What turns the direction of text, or breaks a line, is left out.
    assert_eq!(
        texts(title),
        name.replace('\u{202E}', "").replace('\n', " ")
    );
    let text = report.markdown(Language::English);
    // Outside of code nothing of it is markup.
    assert!(text.starts_with("# &lt;/title&gt;&lt;script&gt;"));
    assert!(!text.lines().any(|line| line.starts_with("## no")));
    let table_lines: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
    assert!(table_lines.len() > 40);
    for block in text.split("\n\n").filter(|block| block.starts_with("| ")) {
        let widths: Vec<usize> = block.lines().map(|line| cells(line).len()).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{block}");
    }
}

#[test]
fn each_language_speaks_its_own() {
    let fan = fan_of(BUILD_OUT);
    let report = full(&fan, "gdp.response.coefficient");
    let page = xml(&report.html(Language::Chinese));
    let document = Document::parse(&page).unwrap();
    for heading in headings(&document) {
        assert!(
            heading.chars().all(|letter| letter as u32 > 0x7F),
            "{heading}"
        );
    }
    let english = xml(&report.html(Language::English));
    let document = Document::parse(&english).unwrap();
    assert!(headings(&document).iter().all(|heading| heading.is_ascii()));
    assert_eq!(document.root_element().attribute("lang"), Some("en"));
}

#[test]
fn what_is_out_of_reach_is_said() {
    let fan = run(&read(BUILD_OUT));
    let few = Simulation::new(64).unwrap();
    let goal = Goal::new(IMPACT, 3.0).unwrap();
    let report = Report::new(&fan, IMPACT).unwrap();
    let report = report
        .with_goal(&goal, &["compute.use.supercomputing.utilisation"], &few)
        .unwrap();
    assert!(
        report
            .markdown(Language::English)
            .contains("out of reach: ")
    );
}

#[test]
fn what_is_certain_has_no_drivers_and_no_spread() {
    let scenario = read(BUILD_OUT).edit().plain().build().unwrap();
    let fan = run(&scenario);
    // Outlays are given as certain.
    let report = Report::new(&fan, Output::Outlay).unwrap();
    let text = report.markdown(Language::English);
    assert!(text.contains("All draws agree"));
    let error = report.with_drivers(Samples::new(64).unwrap()).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Conflict { .. }),
        "{error}"
    );
}

#[test]
fn invalid_reports_are_refused() {
    let scenario = read(BUILD_OUT);
    let fan = run(&scenario);
    let few = Simulation::new(64).unwrap();
    let narrow = scenario
        .simulate(&few.clone().with_outputs([IMPACT]).unwrap())
        .unwrap();
    assert!(matches!(
        Report::new(&narrow, Output::SmartShare).unwrap_err().kind(),
        ErrorKind::NoOutput { .. }
    ));
    assert!(
        Report::new(&narrow, IMPACT)
            .unwrap()
            .with_outputs([Output::SmartShare])
            .is_err()
    );
    assert!(matches!(
        Report::new(&fan, IMPACT)
            .unwrap()
            .with_title(" \n\0")
            .unwrap_err()
            .kind(),
        ErrorKind::Missing { .. }
    ));
    let goal = Goal::new(IMPACT, 0.01).unwrap();
    let error =
        Report::new(&fan, IMPACT)
            .unwrap()
            .with_goal(&goal, &["gdp.response.coeficient"], &few);
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("gdp.response.coefficient")
    );
}

#[test]
fn a_range_is_printed_only_with_the_larger_one() {
    let scenario = read(CHINA);
    let fan = run(&scenario);
    let text = Report::new(&fan, IMPACT)
        .unwrap()
        .markdown(Language::English);
    let start = text.find("| output | unit |").unwrap();
    let rows: Vec<Vec<String>> = text[start..]
        .lines()
        .take_while(|line| line.starts_with('|'))
        .map(cells)
        .collect();
    let row = |name: &str| rows.iter().position(|row| row[0] == name).unwrap();
    // The range over the studies follows that of the draws.
    let impact = row("GDP impact");
    assert!(rows[impact + 1][0].contains("by the other coefficients of the catalogue"));
    // The coefficient of the digital economy is certain, and there is none to compare it with.
    let digital = &rows[row("Digital economy impact")];
    assert_eq!(digital[5..8], ["–", "–", "–"]);
    // Compute depends on no coefficient.
    assert_ne!(rows[row("Total compute")][5], "–");
}

#[test]
fn certain_probabilities_carry_a_caveat() {
    let fan = run_towards(&read(CHINA), 0.01);
    for (language, caveat) in [
        (Language::English, "This is no certainty"),
        (Language::Chinese, "这并不表示确定"),
    ] {
        let report = Report::new(&fan, IMPACT).unwrap();
        for text in [report.html(language), report.markdown(language)] {
            assert!(text.contains("100.00") && text.contains(caveat), "{caveat}");
        }
    }
}

#[test]
fn chinese_reports_have_no_english_labels() {
    for (text, input) in [(CHINA, GROWTH), (BUILD_OUT, "gdp.response.coefficient")] {
        let fan = fan_of(text);
        let page = full(&fan, input).markdown(Language::Chinese);
        for word in [
            "severe",
            "warning",
            "taken as certain",
            "per year",
            "of the whole",
            "money out",
            "points per point",
            "assumed",
            "official statistic",
            "response to compute",
            "抽样相同",
        ] {
            let lines = page
                .lines()
                .filter(|line| line.starts_with('|') || line.starts_with("> "));
            for line in lines {
                assert!(!line.contains(word), "{word} in {line}");
            }
        }
        assert!(page.contains("2030年") && page.contains("万亿"));
    }
}
