//! Charts: what is drawn is what the table holds, in every style, whatever the data.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

use std::collections::HashSet;

use compute_impact::Language;
use compute_impact::capacity::ShareObservation;
use compute_impact::estimation::BackTest;
use compute_impact::evidence::{Estimate, Figure, catalogue};
use compute_impact::report::chart::{
    AxisUnit, Balance, Bar, Caption, Chart, FanChart, FlowChart, ForestChart, ForestKind,
    ForestRow, Link, Part, PolicyChart, Row, ShareChart, Site, Size, Style, Table, Theme,
    TornadoChart, WaterfallChart,
};
use compute_impact::scenario::{Output, Reading, Unit};
use compute_impact::{
    Capacity, Error, ErrorKind, Fan, GrowthRate, Period, Projection, Quantity, Scenario, Share,
    Simulation,
};
use roxmltree::{Document, Node};

const FILE: &str = include_str!("../examples/scenarios/china-2030.toml");
const IMPACT: Output = Output::Gdp(Reading::Impact);
/// Coordinates are written to a hundredth of a pixel.
const PIXEL: f64 = 0.021;

fn scenario(from: &str, to: &str) -> Scenario {
    let file = FILE.replace(from, to);
    Scenario::from_toml(&file).unwrap()
}

fn runs(from: &str, to: &str) -> (Fan, Projection) {
    let scenario = scenario(from, to);
    let fan = Simulation::new(400).unwrap().run(&scenario).unwrap();
    (fan, scenario.project().unwrap())
}

fn styles() -> [Style; 6] {
    let [light, dark] = [Theme::Light, Theme::Dark];
    [
        Style::new(light, Language::English),
        Style::new(dark, Language::English),
        Style::new(light, Language::Chinese),
        Style::new(dark, Language::Chinese),
        Style::new(light, Language::English).with_size(Size::Phone),
        Style::new(dark, Language::Chinese).with_size(Size::Phone),
    ]
}

fn caption() -> Caption {
    Caption::new("A title", "a measure", "own calculation").unwrap()
}

fn plain() -> AxisUnit {
    AxisUnit::Other("points".to_owned())
}

fn tornado(base: f64, bars: &[(&str, f64, f64)]) -> Result<TornadoChart, Error> {
    let bars = bars
        .iter()
        .map(|(name, low, high)| Bar::new(*name, *low, *high));
    TornadoChart::new(caption(), plain(), base, bars.collect())
}

fn waterfall(numbers: &[f64], unit: AxisUnit) -> Result<WaterfallChart, Error> {
    let (start, parts) = numbers.split_first().unwrap();
    let end = numbers.iter().sum::<f64>();
    let parts = parts
        .iter()
        .enumerate()
        .map(|(n, x)| Part::new(format!("part {n}"), *x));
    let (start, end) = (Part::new("start", *start), Part::new("end", end));
    WaterfallChart::new(
        caption(),
        unit,
        &Balance::new(start, parts.collect(), 0.0, end)?,
    )
}

fn forest(rows: &[(f64, f64, f64)]) -> Result<ForestChart, Error> {
    let row = |(low, value, high): &(f64, f64, f64)| {
        ForestRow::new("a study", *value, ForestKind::Regression).with_interval(*low, *high)
    };
    let rows = rows.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    ForestChart::new(caption(), plain(), rows)
}

fn flow(sites: &[(&str, f64, f64)], links: &[(&str, &str, f64)]) -> Result<FlowChart, Error> {
    let sites: Vec<Site> = sites
        .iter()
        .map(|(name, a, b)| Site::new(*name, *a, *b))
        .collect();
    let links: Vec<Link> = links
        .iter()
        .map(|(a, b, x)| Link::new(*a, *b, *x))
        .collect();
    FlowChart::new(caption(), plain(), &sites, &links)
}

fn seen(at: &str, id: &str) -> ShareObservation {
    ShareObservation::new(at.parse().unwrap(), Estimate::from_catalogue(id).unwrap())
}

fn share(at: &str) -> Result<ShareChart, Error> {
    let observations = [
        seen("2023-06", "miit.smart-share.in-use.2023-06"),
        seen("2024-06", "miit.smart-share.in-use.2024-07"),
    ];
    ShareChart::new(&observations, Share::new(0.35)?, at.parse()?)
}

// ---- from the picture back to the table

fn attribute(node: Node, name: &str) -> f64 {
    node.attribute(name)
        .unwrap_or_else(|| panic!("no {name}"))
        .parse()
        .unwrap()
}

/// `(low, high, start, end)` of the scale along `along`.
fn scale(document: &Document, along: &str) -> Option<impl Fn(f64) -> f64 + use<>> {
    let node = document
        .descendants()
        .find(|node| node.attribute("data-axis") == Some(along))?;
    let [low, high, start, end] =
        ["data-low", "data-high", "data-start", "data-end"].map(|name| attribute(node, name));
    let is_logarithmic = node.attribute("data-scale") == Some("logarithmic");
    Some(move |value: f64| {
        let part = if is_logarithmic {
            (value.max(low) / low).ln() / (high / low).ln()
        } else {
            (value - low) / (high - low)
        };
        start + (end - start) * part
    })
}

fn pairs(path: &str) -> Vec<(f64, f64)> {
    let corner = |text: &str| {
        let (x, y) = text.trim_start_matches(['M', 'L', 'C']).split_once(',')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    path.split(' ').filter_map(corner).collect()
}

/// The cells that a shape says it stands for.
fn cells<'a>(node: Node<'a, 'a>) -> Vec<(usize, &'a str, f64)> {
    let columns: Vec<&str> = node.attribute("data-column").unwrap().split(' ').collect();
    let rows = node.attribute("data-row").unwrap().split(' ');
    let values: Vec<f64> = node
        .attribute("data-value")
        .unwrap()
        .split(' ')
        .map(|x| x.parse().unwrap())
        .collect();
    let each = values.len() / columns.len();
    rows.zip(values)
        .enumerate()
        .map(|(n, (row, value))| (row.parse().unwrap(), columns[n / each], value))
        .collect()
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= PIXEL, "{a} {b}");
}

/// Every shape's numbers are the table's, every place follows from them, and every number of the
/// table is drawn.
fn check(table: &Table, svg: &str) {
    let document = Document::parse(svg).unwrap();
    let (x, y, length) = (
        scale(&document, "x"),
        scale(&document, "y"),
        scale(&document, "length"),
    );
    let mut drawn = HashSet::new();
    for node in document
        .descendants()
        .filter(|node| node.has_attribute("data-value"))
    {
        let cells = cells(node);
        for (row, column, value) in &cells {
            let number = table.cell(*row, column).unwrap();
            assert_eq!(number.to_bits(), value.to_bits());
            drawn.insert((*row, column.to_string()));
        }
        let first = cells[0].2;
        if let Some(length) = &length {
            let tall = if node.has_tag_name("rect") {
                attribute(node, "height")
            } else {
                // There along the upper edge, back along the lower.
                let points = pairs(node.attribute("d").unwrap());
                near(points[7].1 - points[0].1, points[4].1 - points[3].1);
                points[4].1 - points[3].1
            };
            near(tall, length(first));
            continue;
        }
        let x = x.as_ref().unwrap();
        if node.has_attribute("data-x") {
            match &y {
                Some(y) => near(attribute(node, "data-y"), y(first)),
                None => near(attribute(node, "data-x"), x(first)),
            }
        } else if node.tag_name().name() == "rect" {
            let left = attribute(node, "x");
            let right = left + attribute(node, "width");
            for (_, _, value) in &cells {
                let at = x(*value);
                assert!(
                    (at - left).abs() <= PIXEL || (at - right).abs() <= PIXEL,
                    "{at} {left} {right}"
                );
            }
        } else {
            let points = pairs(node.attribute("d").unwrap());
            let Some(y) = &y else {
                for ((_, _, value), point) in cells.iter().zip(&points) {
                    near(point.0, x(*value));
                }
                continue;
            };
            // A band goes there and back; one period alone has two points at each side.
            let columns: HashSet<&str> = cells.iter().map(|cell| cell.1).collect();
            let each = cells.len() / columns.len();
            let twice = points.len() / cells.len();
            for (n, point) in points.iter().enumerate() {
                let mut cell = n / twice;
                if cell >= each {
                    cell = each + (cells.len() - 1 - cell);
                }
                let (row, _, value) = cells[cell];
                near(point.1, y(value));
                if twice == 1 {
                    near(point.0, x(table.cell(row, "years").unwrap()));
                }
            }
        }
    }
    for (row, of) in table.rows().iter().enumerate() {
        for column in table.columns() {
            // Places along the axis, and numbers that only stand in words.
            let is_in_words = ["years", "out-of", "into", "amount"].contains(column)
                || (*column == "from" && ["start", "end"].contains(&of.kind()));
            let number = table
                .cell(row, column)
                .filter(|x| *x != 0.0 || length.is_none());
            if number.is_some() && !is_in_words {
                assert!(
                    drawn.contains(&(row, (*column).to_owned())),
                    "{row} {column} is not drawn"
                );
            }
        }
    }
}

/// About how wide a letter is in a common font; less than the crate reckons with.
fn wide(text: &str, size: f64) -> f64 {
    let em = |c: char| match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.3,
        c if u32::from(c) > 0x2E7F => 1.0,
        _ => 0.56,
    };
    text.chars().map(em).sum::<f64>() * size
}

/// Nothing is cut off, nothing overlaps, nothing is too small to read, and it can be read aloud.
fn readable(table: &Table, svg: &str, style: Style) {
    let language = style.language();
    let document = Document::parse(svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let (width, height) = (attribute(root, "width"), attribute(root, "height"));
    let most = match style.size() {
        Size::Page => 720.0,
        Size::Phone => 360.0,
    };
    assert!(width <= most);
    let mut described = String::new();
    for id in root.attribute("aria-labelledby").unwrap().split(' ') {
        let node = document
            .descendants()
            .find(|node| node.attribute("id") == Some(id))
            .unwrap();
        assert!(!node.text().unwrap().trim().is_empty());
        described.push_str(node.text().unwrap());
    }
    assert!(described.contains(table.caption().title(language)));
    assert!(described.contains(table.caption().source(language)));
    let is_path = |row: &&Row| ["period", "history"].contains(&row.kind());
    for row in table.rows().iter().filter(|row| !is_path(row)) {
        let label = row.label_in(language);
        assert!(described.contains(label), "{described} lacks {label}");
    }
    let mut boxes: Vec<([f64; 4], String)> = Vec::new();
    for node in document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
    {
        let size = attribute(node, "font-size");
        assert!(size >= 11.0);
        let text = node.text().unwrap_or("");
        let (x, y, long) = (attribute(node, "x"), attribute(node, "y"), wide(text, size));
        let left = match node.attribute("text-anchor") {
            Some("end") => x - long,
            Some("middle") => x - long / 2.0,
            _ => x,
        };
        let own = [left, left + long, y - size * 0.75, y + size * 0.2];
        assert!(
            own[0] >= 0.0 && own[1] <= width && own[2] >= 0.0 && own[3] <= height,
            "{text} {own:?}"
        );
        for (other, words) in &boxes {
            let apart = own[1] <= other[0]
                || other[1] <= own[0]
                || own[3] <= other[2]
                || other[3] <= own[2];
            assert!(apart, "`{text}` is drawn over `{words}`");
        }
        boxes.push((own, text.to_owned()));
    }
    for node in document
        .descendants()
        .filter(|node| node.has_attribute("d"))
    {
        let d = node.attribute("d").unwrap();
        assert!(!d.contains("NaN") && !d.contains("inf"), "{d}");
    }
}

fn valid(chart: &impl Chart) {
    for style in styles() {
        let svg = chart.svg(style);
        check(chart.table(), &svg);
        readable(chart.table(), &svg, style);
    }
}

/// Ticks stand at their numbers, and no two say the same; for numbers without a unit.
fn ticked(svg: &str) {
    let document = Document::parse(svg).unwrap();
    let x = scale(&document, "x").unwrap();
    let mut seen = HashSet::new();
    for node in document
        .descendants()
        .filter(|node| node.attribute("text-anchor") == Some("middle"))
    {
        let text = node.text().unwrap();
        let Ok(value) = text.replace(',', "").replace('−', "-").parse::<f64>() else {
            continue;
        };
        assert!(seen.insert(text.to_owned()), "{text} stands there twice");
        // As far as the digits go that are written.
        assert!((x(value) - attribute(node, "x")).abs() < 1.0, "{text}");
    }
    assert!(seen.len() > 1, "{seen:?}");
}

/// The labels of both axes of a chart over years stand at their numbers; a label counts `unit`.
fn dated_and_labelled(svg: &str, base: f64, unit: f64) {
    let document = Document::parse(svg).unwrap();
    let (x, y) = (
        scale(&document, "x").unwrap(),
        scale(&document, "y").unwrap(),
    );
    let mut seen = [HashSet::new(), HashSet::new()];
    for node in document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
    {
        let text = node.text().unwrap_or_default();
        let digits = text
            .trim_end_matches(" %")
            .replace(',', "")
            .replace('−', "-");
        let Ok(number) = digits.parse::<f64>() else {
            continue;
        };
        let axis = match node.attribute("text-anchor") {
            Some("middle") => {
                near(attribute(node, "x"), x(number - base));
                0
            }
            // The middle of a label is a third of its size above its foot.
            Some("end") => {
                let middle = attribute(node, "y") - attribute(node, "font-size") / 3.0;
                assert!((middle - y(number * unit)).abs() < 1.0, "{text}");
                1
            }
            _ => continue,
        };
        assert!(
            seen[axis].insert(text.to_owned()),
            "{text} stands there twice"
        );
    }
    assert!(seen.iter().all(|labels| labels.len() >= 3), "{seen:?}");
}

// ---- the charts

#[test]
fn labels_of_a_fan_stand_at_their_numbers() {
    let (fan, projection) = runs("", "");
    for (output, unit, name) in [
        (IMPACT, 0.01, "%"),
        (Output::ComputeGrowth, 0.01, "%"),
        (Output::SmartShare, 0.01, "%"),
        (Output::Gdp(Reading::With), 1e12, "tn yuan"),
        (Output::TotalCompute, 1e18, "EFLOPS"),
    ] {
        let chart = FanChart::new(&fan, output).unwrap();
        let chart = chart.with_projection(&projection).unwrap();
        for style in [styles()[0], styles()[1]] {
            let svg = chart.svg(style);
            assert!(svg.contains(name), "{output}");
            dated_and_labelled(&svg, 2024.0, unit);
        }
    }
}

#[test]
fn fans_are_drawn_from_their_tables() {
    let (fan, projection) = runs("", "");
    for output in [
        IMPACT,
        Output::Gdp(Reading::With),
        Output::TotalCompute,
        Output::ComputeGrowth,
    ] {
        let chart = FanChart::new(&fan, output)
            .unwrap()
            .with_projection(&projection)
            .unwrap();
        valid(&chart);
        let series = fan.series(output).unwrap();
        let last = chart.table().rows().len() - 1;
        for (column, p) in [
            ("p05", 0.05),
            ("p25", 0.25),
            ("p50", 0.5),
            ("p75", 0.75),
            ("p95", 0.95),
        ] {
            let expected = series.last().quantile(p).unwrap().value;
            assert_eq!(chart.table().cell(last, column), Some(expected));
        }
        let central = projection.series(output).unwrap().last();
        assert_eq!(chart.table().cell(last, "central"), Some(central));
    }
    let chart = FanChart::new(&fan, Output::SmartShare)
        .unwrap()
        .with_target(0.5)
        .unwrap();
    let chart = chart.with_target_at("2025".parse().unwrap(), 0.35).unwrap();
    // A target may lie outside of the scenario, in any frequency.
    let chart = chart
        .with_target_at("2031-06".parse().unwrap(), 0.9)
        .unwrap();
    valid(&chart);
    assert_eq!(chart.table().cell(9, "years"), Some(6.5));
    let svg = chart.svg(Style::default());
    for text in [
        ">target 50 %<",
        ">target 2025: 35 %<",
        ">target 2031-06: 90 %<",
    ] {
        assert!(svg.contains(text), "{text}");
    }
}

/// A level that was observed at a date, as the catalogue has it.
fn observed<Q: Quantity>(at: &str, id: &str) -> (Period, Estimate<Q>)
where
    Estimate<Q>: TryFrom<Figure, Error = Error>,
{
    (at.parse().unwrap(), Estimate::from_catalogue(id).unwrap())
}

#[test]
fn a_fan_is_drawn_after_its_history() {
    let (fan, projection) = runs("", "");
    let in_use = |at: &str| observed::<Capacity>(at, &format!("miit.compute.in-use.{at}"));
    let compute = || FanChart::new(&fan, Output::TotalCompute).unwrap();
    let dates = ["2023-06", "2021-12", "2022-12", "2023-12", "2024-06"];
    let chart = compute().with_history(dates.map(in_use)).unwrap();
    let chart = chart.with_projection(&projection).unwrap();
    valid(&chart);
    // Observations come in the order of time, years before the end of 2024.
    let table = chart.table();
    let years: Vec<f64> = (7..12)
        .map(|row| table.cell(row, "years").unwrap())
        .collect();
    assert_eq!(years, [-3.0, -2.0, -1.5, -1.0, -0.5]);
    let values: Vec<f64> = (7..12)
        .map(|row| table.cell(row, "observed").unwrap())
        .collect();
    assert_eq!(values, [140e18, 180e18, 197e18, 230e18, 246e18]);
    assert!(table.rows()[7..].iter().all(|row| row.kind() == "history"));
    for (style, word, source) in [
        (styles()[0], ">observed<", "history: CAICT"),
        (styles()[2], ">观测值<", "历史数据：CAICT"),
    ] {
        let svg = chart.svg(style);
        assert!(svg.contains(word), "{svg}");
        let text: String = Document::parse(&svg)
            .unwrap()
            .descendants()
            .filter(|node| node.has_tag_name("text"))
            .filter_map(|node| node.text())
            .collect();
        // A line may end within it.
        let [text, source] = [&text, source].map(|text| text.replace(' ', ""));
        assert!(text.contains(&source), "{text}");
        dated_and_labelled(&svg, 2024.0, 1e18);
    }
    // Growth of the scenario starts a period after its base, which is still before the fan.
    let growth = observed::<GrowthRate>("2023", "nbs.gdp-growth.real.2023.preliminary");
    let of_growth = FanChart::new(&fan, Output::Gdp(Reading::Growth)).unwrap();
    valid(&of_growth.with_history([growth]).unwrap());
}

#[test]
fn a_history_of_something_else_is_refused() {
    let (fan, _) = runs("", "");
    let chart = |output| FanChart::new(&fan, output).unwrap();
    let refused = |error: Result<FanChart, Error>| error.unwrap_err().to_string();
    let in_use = || observed::<Capacity>("2022-12", "miit.compute.in-use.2022-12");
    let compute = || chart(Output::TotalCompute);

    let installed = observed::<Capacity>("2022-12", "caict.compute.installed.2022-12");
    let error = refused(compute().with_history([installed]));
    assert!(
        error.starts_with("history[0]: ") && error.contains("another unit"),
        "{error}"
    );
    let share = observed::<Share>("2022-12", "miit.smart-share.in-use.2022-12");
    assert!(refused(compute().with_history([share])).contains("another unit"));
    let error = refused(compute().with_history([in_use(), in_use()]));
    assert!(
        error.contains("given twice") || error.contains("twice"),
        "{error}"
    );
    let base = observed::<Capacity>("2024-12", "miit.compute.in-use.2024-12");
    let error = refused(compute().with_history([base]));
    assert!(error.contains("not before the fan"), "{error}");
    let wrong_date = ("2021".parse().unwrap(), in_use().1);
    let error = refused(compute().with_history([wrong_date]));
    assert!(error.contains("another date"), "{error}");
    let real = observed::<GrowthRate>("2023", "nbs.gdp-growth.real.2023.preliminary");
    let error = refused(chart(IMPACT).with_history([real]));
    assert!(error.contains("nobody observes"), "{error}");
    let quarterly = Estimate::assumed("1.2 % per quarter".parse::<GrowthRate>().unwrap(), "count");
    let quarterly = ("2023".parse().unwrap(), quarterly.unwrap());
    let error = refused(chart(Output::Gdp(Reading::Growth)).with_history([quarterly]));
    assert!(error.contains("another unit"), "{error}");
    let error = refused(compute().with_history(std::iter::repeat_with(in_use)));
    assert!(error.contains("rows of a chart"), "{error}");
}

#[test]
fn a_calibrated_fan_starts_at_the_last_observation() {
    let id = |year: i32| {
        let vintage = if year == 2022 { "final" } else { "preliminary" };
        format!("nbs.gdp-growth.real.{year}.{vintage}")
    };
    let history: Vec<(Period, Estimate<GrowthRate>)> = (2015..=2025)
        .map(|year| observed(&year.to_string(), &id(year)))
        .collect();
    let series: Vec<(f64, f64)> = history
        .iter()
        .map(|(at, seen)| (f64::from(at.calendar_year()), seen.value().get()))
        .collect();
    let test = BackTest::run(&series, 2, 2, &|known, _| {
        known.last().map(|last| (last.1, None))
    });
    let fan = test.unwrap().fan(&[0.05, 0.05]).unwrap();
    let base: Period = "2025".parse().unwrap();
    let chart = || FanChart::of_past_errors(caption(), Unit::Fraction, base, &fan).unwrap();
    valid(&chart());
    assert_eq!(chart().table().cell(0, "years"), Some(1.0));
    let with_history = chart().with_history(history.clone()).unwrap();
    valid(&with_history);
    let table = with_history.table();
    assert_eq!(table.rows()[0].label(), "2025");
    for column in ["p05", "p50", "p95", "central"] {
        assert_eq!(table.cell(0, column), Some(0.05));
    }
    assert_eq!(table.cell(1, "p95"), Some(fan.quantile(1, 0.95).unwrap()));
    assert_eq!(table.rows().len(), 3 + 11);
    dated_and_labelled(&with_history.svg(Style::default()), 2025.0, 0.01);
    // Without the last observation the fan starts in its first period.
    let shorter = chart().with_history(history[..10].to_vec()).unwrap();
    valid(&shorter);
    assert_eq!(shorter.table().rows()[0].label(), "2026");
    let projection = scenario("", "").project().unwrap();
    let error = chart().with_projection(&projection).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("project the scenario of the fan")
    );
    assert!(
        FanChart::of_past_errors(caption(), Unit::Fraction, "9999".parse().unwrap(), &fan).is_err()
    );
}

#[test]
fn the_share_has_three_answers() {
    let chart = share("2025").unwrap();
    valid(&chart);
    let svg = chart.svg(Style::default());
    for text in [
        "38.5 % logistic trend",
        "37.5 % linear trend",
        "35.0 % policy target",
    ] {
        assert!(svg.contains(text), "{text}");
    }
    // The straight line leaves 100 % and ends there; the logistic does not.
    let chart = share("2060").unwrap();
    valid(&chart);
    let answers = chart.table().rows().len() - 3;
    assert_eq!(chart.table().cell(answers + 1, "linear"), None);
    assert!(chart.table().cell(answers, "logistic").is_some());
    assert!(matches!(
        share("2022").unwrap_err().kind(),
        ErrorKind::DateOrder { .. }
    ));
}

#[test]
fn policies_are_drawn_before_and_after() {
    let (fan, projection) = runs("", "");
    let (slower, after) = runs("24.7 % per year", "15 % per year");
    let output = Output::TotalCompute;
    valid(&PolicyChart::of_fans(&fan, &slower, output).unwrap());
    let chart = PolicyChart::of_projections(&projection, &after, output).unwrap();
    valid(&chart);
    assert_eq!(
        chart.table().cell(6, "after"),
        Some(after.total_compute().last())
    );
    // Growth has no number in the base period.
    let growth = PolicyChart::of_projections(&projection, &after, Output::ComputeGrowth).unwrap();
    valid(&growth);
    assert_eq!(growth.table().rows()[0].label(), "2025");
    let (short, _) = runs("until = \"2030\"", "until = \"2029\"");
    let error = PolicyChart::of_fans(&fan, &short, output).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Conflict { .. }));
    let output = Output::DiscountedBalance;
    let error = PolicyChart::of_fans(&fan, &slower, output).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NoOutput { .. }));
}

#[test]
fn tornadoes_are_sorted() {
    let chart = tornado(
        5.0,
        &[
            ("small", 4.9, 5.2),
            ("falling", 9.0, 2.0),
            ("one side", 6.0, 7.0),
        ],
    );
    let chart = chart.unwrap();
    valid(&chart);
    let names: Vec<&str> = chart.table().rows().iter().map(Row::label).collect();
    assert_eq!(names, ["falling", "one side", "small"]);
}

#[test]
fn waterfalls_balance() {
    valid(&waterfall(&[230.0, 40.0, 12.0, -2.0], plain()).unwrap());
    valid(&waterfall(&[1.0, -3.0, 0.5], AxisUnit::Points).unwrap());
    // Within rounding, and with the residual on show although it is nothing.
    let chart = waterfall(&[0.1, 0.2, 0.3, 1e-17], AxisUnit::Fraction).unwrap();
    let svg = chart.svg(Style::default());
    assert!(svg.contains(">residual<"), "{svg}");
    assert!(chart.svg(styles()[2]).contains(">残差<"));
    let end = Part::new("end", 2.0);
    let error = Balance::new(Part::new("start", 1.0), vec![], 0.5, end).unwrap_err();
    let wrong = "start, parts and residual sum to 1.5, the whole is 2";
    assert_eq!(error.to_string(), wrong);
    assert!(matches!(error.kind(), ErrorKind::PartsDoNotSum { .. }));
    // An axis that is cut says so.
    let near = waterfall(&[100.0, 1.0], plain())
        .unwrap()
        .svg(Style::default());
    let far = waterfall(&[100.0, 90.0], plain())
        .unwrap()
        .svg(Style::default());
    assert!(near.contains("does not start at zero") && !far.contains("does not start at zero"));
}

#[test]
fn forests_hold_one_kind_of_quantity() {
    let entries: Vec<_> = catalogue::entries()
        .iter()
        .filter(|entry| entry.figure().quantity() == "elasticity")
        .collect();
    let pooled = ForestRow::new("pooled", 0.02, ForestKind::Pooled).with_interval(0.0, 0.04);
    let chart = ForestChart::of_entries(&entries, Some(pooled.unwrap())).unwrap();
    assert_eq!(chart.table().rows().len(), entries.len() + 1);
    valid(&chart);
    // Every entry makes a row, and every kind of quantity a chart.
    for entry in catalogue::entries() {
        ForestChart::of_entries(&[entry], None)
            .unwrap()
            .svg(Style::default());
    }
    let shares: Vec<_> = catalogue::series("miit.smart-share.in-use").collect();
    assert!(
        ForestChart::of_entries(&shares, None)
            .unwrap()
            .svg(Style::default())
            .contains("25 %")
    );
    let mixed = [
        entries[0],
        catalogue::find("caict.growth-ratio.gdp").unwrap(),
    ];
    let error = ForestChart::of_entries(&mixed, None).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::WrongQuantity { .. }),
        "{error}"
    );
    // Positive coefficients far apart have a logarithmic axis, and rows are named by study.
    let apart = [
        "literature.ict.corrected",
        "literature.public-capital.pooled",
    ];
    let apart = apart.map(|id| catalogue::find(id).unwrap());
    let chart = ForestChart::of_entries(&apart, None).unwrap();
    valid(&chart);
    let svg = chart.svg(Style::default());
    assert!(svg.contains("data-scale=\"logarithmic\"") && svg.contains("(logarithmic axis)"));
    assert!(!svg.contains("literature.ict"), "{svg}");
    let own = catalogue::find("derived.elasticity.neoclassical").unwrap();
    let svg = ForestChart::of_entries(&[own], None).unwrap();
    assert!(
        svg.svg(Style::default())
            .contains("own calculation, not published")
    );
    // Two measures of capacity do not belong on one axis.
    let ids = [
        "caict.compute.installed.2023-12",
        "miit.smart-compute.fp16.2025-03",
    ];
    let mixed = ids.map(|id| catalogue::find(id).unwrap());
    let error = ForestChart::of_entries(&mixed, None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "miit.smart-compute.fp16.2025-03: the unit must be FLOP/s FP32 installed, got FLOP/s FP16 in use; \
         compare figures of one unit, or convert them first"
    );
    assert!(ForestChart::of_entries(&[], None).is_err());
}

#[test]
fn flows_hold_together() {
    let sites = [
        ("west", 30.0, 5.0),
        ("east", 20.0, 45.0),
        ("nothing", 0.0, 0.0),
    ];
    let links = [
        ("west", "east", 25.0),
        ("west", "west", 5.0),
        ("east", "east", 19.0),
    ];
    valid(&flow(&sites, &links).unwrap());
    valid(&flow(&sites, &[]).unwrap());
    valid(&flow(&[("empty", 0.0, 0.0)], &[("empty", "empty", 0.0)]).unwrap());
    let kind = |links: &[(&str, &str, f64)]| flow(&sites, links).unwrap_err().kind().clone();
    assert!(matches!(
        kind(&[("west", "north", 1.0)]),
        ErrorKind::Unknown { .. }
    ));
    assert!(matches!(
        kind(&[("west", "east", 31.0)]),
        ErrorKind::OutOfRange { .. }
    ));
    assert!(matches!(
        kind(&[("east", "west", 6.0)]),
        ErrorKind::OutOfRange { .. }
    ));
    assert!(matches!(
        kind(&[("west", "east", -1.0)]),
        ErrorKind::OutOfRange { .. }
    ));
    let twice = flow(&[("west", 1.0, 1.0), ("west", 1.0, 1.0)], &[]).unwrap_err();
    assert!(matches!(twice.kind(), ErrorKind::Duplicate { .. }));
    let many: Vec<String> = (0..60).map(|n| format!("place number {n}")).collect();
    let sites: Vec<(&str, f64, f64)> = many.iter().map(|name| (name.as_str(), 1.0, 1e-3)).collect();
    valid(&flow(&sites, &[]).unwrap());
}

// ---- invalid and extreme data

#[test]
fn values_that_are_not_numbers_are_refused() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e200] {
        assert!(tornado(bad, &[("a", 1.0, 2.0)]).is_err());
        assert!(tornado(1.0, &[("a", bad, 2.0)]).is_err());
        assert!(waterfall(&[1.0, bad], plain()).is_err());
        assert!(forest(&[(0.0, bad, 1.0)]).is_err());
        assert!(flow(&[("a", bad, 1.0)], &[]).is_err());
        assert!(flow(&[("a", 1.0, 1.0)], &[("a", "a", bad)]).is_err());
        let (fan, _) = runs("", "");
        let chart = FanChart::new(&fan, IMPACT).unwrap();
        assert!(chart.with_target(bad).is_err());
    }
    assert!(matches!(
        tornado(1.0, &[]).unwrap_err().kind(),
        ErrorKind::Missing { .. }
    ));
    assert!(forest(&[]).is_err() && flow(&[], &[]).is_err());
    for (title, measured, source) in [("", "m", "s"), ("t", "\n", "s"), ("t", "m", "\u{0}")] {
        assert!(Caption::new(title, measured, source).is_err());
        assert!(caption().in_chinese(title, measured, source).is_err());
    }
    let many = vec![("a", 1.0, 2.0); 2_001];
    assert!(matches!(
        tornado(1.0, &many).unwrap_err().kind(),
        ErrorKind::TooMany { .. }
    ));
    let (fan, projection) = runs("", "");
    let (other, _) = runs("24.7 % per year", "15 % per year");
    let chart = FanChart::new(&other, IMPACT)
        .unwrap()
        .with_projection(&projection);
    assert!(matches!(
        chart.unwrap_err().kind(),
        ErrorKind::Conflict { .. }
    ));
    let error = FanChart::new(&fan, Output::DiscountedBalance).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NoOutput { .. }));
}

#[test]
fn any_range_can_be_drawn() {
    let ranges = [
        (0.0, 0.0),
        (7.0, 7.0),
        (-7.0, -7.0),
        (-5e99, 5e99),
        (1e99, 1e100),
        (1e-300, 2e-300),
        (5e-324, 5e-324),
        (-5e-324, 0.0),
        (1.0, 1.0 + f64::EPSILON),
        (1.0, 1.0 + 1e-8),
        (1e18, 1e18 + 1e6),
        (1e-7, 3.0),
        (-0.02, -0.01),
        (1e8, 1e8 + 1.0),
        (12345.6, 98765.4),
    ];
    for (low, high) in ranges {
        let chart = tornado(low, &[("a", low, high), ("b", high, low)]).unwrap();
        valid(&chart);
        ticked(&chart.svg(Style::default()));
        valid(&forest(&[(low, high, high), (low, low, high)]).unwrap());
        valid(&waterfall(&[low, high - low], AxisUnit::Fraction).unwrap());
        valid(&waterfall(&[low, high - low], plain()).unwrap());
        if low >= 0.0 {
            valid(&flow(&[("a", low, high), ("b", high, low)], &[("b", "a", low)]).unwrap());
        }
    }
}

#[test]
fn one_period_can_be_drawn() {
    let (fan, projection) = runs("until = \"2030\"", "until = \"2025\"");
    let chart = FanChart::new(&fan, Output::ComputeGrowth).unwrap();
    assert_eq!(chart.table().rows().len(), 1);
    valid(&chart.with_projection(&projection).unwrap());
    valid(&PolicyChart::of_fans(&fan, &fan, Output::ComputeGrowth).unwrap());
    // All draws are equal.
    let (one, _) = runs("", "");
    let summary = Simulation::new(1).unwrap().run(one.scenario()).unwrap();
    valid(&FanChart::new(&summary, IMPACT).unwrap());
    // Many periods, with room for a few names.
    let (long, _) = runs("until = \"2030\"", "until = \"2075\"");
    valid(&FanChart::new(&long, Output::TotalCompute).unwrap());
}

#[test]
fn names_are_escaped_and_cut() {
    let evil = "<script>alert(1)</script>&amp;\"']]>\u{0}\u{202E}\n<!-- 算力";
    let long = "a label that goes on and on, 而且没有尽头，".repeat(20);
    let joined = "w".repeat(500);
    let caption = || Caption::new(evil, &long, evil).unwrap();
    for name in [evil, &long, &joined, " ", "\u{10FFFF}"] {
        let bars = vec![Bar::new(name, 1.0, 3.0), Bar::new("b", 1.0, 2.5)];
        let tornado = TornadoChart::new(caption(), AxisUnit::Other(name.to_owned()), 2.0, bars);
        valid(&tornado.unwrap());
        let sites = [(name, 2.0, 1.0), ("b", 1.0, 2.0)];
        let chart = flow(&sites, &[(name, "b", 1.0)])
            .unwrap()
            .with_caption(caption());
        valid(&chart);
        let row = ForestRow::new(name, 1.0, ForestKind::Other);
        valid(&ForestChart::new(caption(), AxisUnit::Fraction, vec![row]).unwrap());
        let balance = Balance::new(Part::new(name, 1.0), vec![], 0.0, Part::new(name, 1.0));
        valid(&WaterfallChart::new(caption(), plain(), &balance.unwrap()).unwrap());
        let svg = chart.svg(Style::default());
        assert!(!svg.contains("<script") && !svg.contains("<!--") && !svg.contains('\u{202E}'));
    }
    let (fan, _) = runs(
        "China to 2030, CAICT's rules as published",
        "<script>&\\\"'",
    );
    let chart = FanChart::new(&fan, IMPACT).unwrap();
    valid(&chart);
    let document = chart.svg(Style::default());
    let document = Document::parse(&document).unwrap();
    let described = document
        .descendants()
        .find(|node| node.has_tag_name("desc"))
        .unwrap();
    assert!(described.text().unwrap().contains("<script>&\"'"));
}

// ---- words and looks

#[test]
fn a_chart_of_an_impact_names_its_counterfactual() {
    let (fan, _) = runs("", "");
    let chart = FanChart::new(&fan, IMPACT).unwrap();
    let [english, _, chinese, ..] = styles().map(|style| chart.svg(style));
    assert!(english.contains("against compute that stays at its level of 2024"));
    assert!(chinese.contains("对照：算力停留在2024年水平"));
    // The source cites the inputs of the output, and no others.
    let cited = |output| {
        let chart = FanChart::new(&fan, output).unwrap();
        chart.table().caption().source(Language::English).to_owned()
    };
    let publisher = fan.scenario().gdp().base().source().publisher();
    assert!(cited(Output::Gdp(Reading::With)).contains(publisher));
    assert!(!cited(Output::TotalCompute).contains(publisher));
}

#[test]
fn charts_speak_both_languages() {
    let (fan, _) = runs("", "");
    let chart = FanChart::new(&fan, Output::Gdp(Reading::With)).unwrap();
    let [english, _, chinese, ..] = styles().map(|style| chart.svg(style));
    for text in [
        "median",
        "tn yuan, current prices",
        "Source: ",
        "400 draws",
        "Year",
    ] {
        assert!(english.contains(text), "{text}");
    }
    for text in [
        "中位数",
        "万亿元，现价",
        "来源：",
        "400次模拟",
        "年份",
        "Noto Sans CJK SC",
    ] {
        assert!(chinese.contains(text), "{text}");
    }
    assert!(chinese.contains("xml:lang=\"zh-CN\"") && english.contains("xml:lang=\"en\""));
    let flops = FanChart::new(&fan, Output::TotalCompute).unwrap();
    assert!(flops.svg(styles()[0]).contains("EFLOPS (FP32 in use)"));
    assert!(flops.svg(styles()[2]).contains("EFLOPS（FP32，在用）"));
    let money = AxisUnit::Money(
        compute_impact::Currency::CNY,
        compute_impact::PriceBasis::constant(2020).unwrap(),
    );
    let chart = waterfall(&[3e11, 1e11], money).unwrap();
    assert!(chart.svg(styles()[0]).contains("bn yuan, 2020 prices"));
    assert!(chart.svg(styles()[2]).contains("亿元，2020年价格"));
    let points = FanChart::new(&fan, Output::Gdp(Reading::GrowthImpact)).unwrap();
    assert!(points.svg(styles()[0]).contains("percentage points"));
    let own = caption().in_chinese("标题", "度量", "自行计算").unwrap();
    let chart = tornado(1.0, &[("a", 1.0, 2.0)]).unwrap().with_caption(own);
    assert!(chart.svg(styles()[2]).contains("标题") && chart.svg(styles()[0]).contains("A title"));
}

#[test]
fn a_style_changes_no_number() {
    let chart = share("2025").unwrap();
    let numbers = |style: Style| {
        let svg = chart.svg(style);
        let document = Document::parse(&svg).unwrap();
        let marks = document
            .descendants()
            .filter_map(|node| node.attribute("data-value"));
        marks.map(str::to_owned).collect::<Vec<_>>()
    };
    for style in styles() {
        assert_eq!(numbers(style), numbers(Style::default()));
    }
    // The same chart is the same text, and charts on one page share no name.
    let light = chart.svg(styles()[0]);
    assert_eq!(light, chart.clone().svg(styles()[0]));
    let name = |svg: &str| {
        let document = Document::parse(svg).unwrap();
        document
            .root_element()
            .attribute("aria-labelledby")
            .unwrap()
            .to_owned()
    };
    assert_ne!(name(&light), name(&chart.svg(styles()[1])));
    assert_ne!(name(&light), name(&share("2026").unwrap().svg(styles()[0])));
}
