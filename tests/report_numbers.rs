//! The tables of a report, in both languages, have the numbers that the questions behind them answer.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

use compute_impact::explanation::goal_seek::Goal;
use compute_impact::explanation::sensitivity::{Estimated, Samples};
use compute_impact::scenario::{Output, Reading};
use compute_impact::{Language, Scenario, Simulation};

use crate::report::{cells, full, number, read, run};

const BUILD_OUT: &str = include_str!("../examples/scenarios/east-data-west-computing.toml");
const IMPACT: Output = Output::Gdp(Reading::Impact);
const COEFFICIENT: &str = "gdp.response.coefficient";

/// A table of a section: the heading over it, its header and its rows.
struct Table {
    heading: String,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The tables below a heading of the second level, in the order of the page.
fn tables(page: &str, heading: &str) -> Vec<Table> {
    let start = page.find(&format!("\n## {heading}\n")).unwrap() + 1;
    let mut found = Vec::new();
    let (mut under, mut is_table) = (String::new(), false);
    for line in page[start..].lines().skip(1) {
        if line.starts_with("## ") {
            break;
        }
        if let Some(text) = line.strip_prefix("### ") {
            text.clone_into(&mut under);
        }
        let was_table = std::mem::replace(&mut is_table, line.starts_with("| "));
        match (was_table, is_table) {
            (false, true) => found.push(Table {
                heading: under.clone(),
                header: cells(line),
                rows: Vec::new(),
            }),
            (true, true) if !line.starts_with("| ---") => {
                let table: &mut Table = found.last_mut().unwrap();
                table.rows.push(cells(line));
            }
            _ => {}
        }
    }
    found
}

/// The page of a scenario in each language, with the heading of a section in it.
fn pages(scenario: &Scenario, headings: [&str; 2]) -> Vec<Vec<Table>> {
    let fan = run(scenario);
    let report = full(&fan, COEFFICIENT);
    let languages = [Language::English, Language::Chinese];
    languages
        .into_iter()
        .zip(headings)
        .map(|(language, heading)| tables(&report.markdown(language), heading))
        .collect()
}

/// The size of the unit that a heading names.
#[track_caller]
fn unit(words: &str) -> f64 {
    let units = [
        ("tn yuan", 1e12),
        ("bn yuan", 1e9),
        ("万亿元", 1e12),
        ("亿元", 1e8),
        ("EFLOPS", 1e18),
        ("PFLOPS", 1e15),
    ];
    let named = units.into_iter().find(|(name, _)| words.contains(name));
    named.map(|(_, size)| size).unwrap()
}

/// A cell of four digits, times its unit, is the number.
#[track_caller]
fn four_digits(cell: &str, unit: f64, expected: f64) {
    let found = number(cell) * unit;
    let off = (found - expected).abs();
    assert!(
        off <= 5.1e-4 * expected.abs(),
        "{cell} times {unit:e} for {expected}"
    );
}

#[test]
fn the_effects_of_policies_are_those_of_their_comparisons() {
    let scenario = read(BUILD_OUT);
    let outputs = [Output::EffectiveCompute, Output::Gdp(Reading::With)];
    let settings = Simulation::new(64).unwrap().with_outputs(outputs).unwrap();
    let mut ranges = 0;
    for tables in pages(&scenario, ["What policies change", "政策影响"]) {
        assert_eq!(tables.len(), outputs.len());
        for (table, output) in tables.iter().zip(outputs) {
            let unit = unit(&table.heading);
            assert_eq!(table.rows.len(), scenario.policies().len());
            for (policy, row) in scenario.policies().iter().zip(&table.rows) {
                let effect = scenario.effect_of(policy.name()).unwrap();
                let central = effect.project().unwrap();
                let series = central.series(output).unwrap();
                let most = series.iter().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
                let (period, most) = most.unwrap();
                assert!(row[2].starts_with(&period.to_string()), "{row:?}");
                four_digits(&row[3], unit, most);
                let fan = effect.simulate(&settings).unwrap();
                let spread = fan.series(output).unwrap().at(period).unwrap().unwrap();
                for (cell, p) in row[4..].iter().zip([0.05, 0.95]) {
                    // The range of GDP is left out where other coefficients have a larger one.
                    if cell != "–" {
                        four_digits(cell, unit, spread.quantile(p).unwrap().value);
                        ranges += 1;
                    }
                }
            }
        }
    }
    assert!(ranges >= 4 * scenario.policies().len(), "{ranges}");
}

#[test]
fn the_channels_are_those_of_the_projection() {
    let scenario = read(BUILD_OUT);
    let projection = scenario.project().unwrap();
    let channels = projection
        .channels(scenario.until(), None)
        .unwrap()
        .unwrap();
    let headings = [
        "The same build-out by every channel",
        "同一建设投资的各条测算渠道",
    ];
    for tables in pages(&scenario, headings) {
        let [table] = &tables[..] else {
            panic!("one table");
        };
        let unit = unit(&table.header[3]);
        assert_eq!(table.rows.len(), channels.channels.len());
        for (channel, row) in channels.channels.iter().zip(&table.rows) {
            four_digits(&row[3], unit, channel.money.amount());
            // Per cent with three decimals.
            let off = (number(&row[4]) - 100.0 * channel.fraction).abs();
            assert!(off <= 5.1e-4, "{row:?} for {}", channel.fraction);
            let counts = [("value added", "增加值"), ("output", "产出")];
            let (english, chinese) = counts[usize::from(!channel.is_value_added)];
            assert!(row[1] == english || row[1] == chinese, "{row:?}");
        }
    }
}

/// An index and the ends of its interval, each with three decimals.
#[track_caller]
fn index(cell: &str, expected: &Estimated) {
    let numbers = cell.split(['[', ']', ',']).filter_map(|text| {
        let text = text.replace('−', "-");
        text.trim().parse::<f64>().ok()
    });
    let [low, high] = expected.interval();
    let found: Vec<f64> = numbers.collect();
    assert_eq!(found.len(), 3, "{cell}");
    for (found, expected) in found.into_iter().zip([expected.value, low, high]) {
        assert!((found - expected).abs() <= 5.1e-4, "{cell} for {expected}");
    }
}

#[test]
fn the_drivers_are_those_of_the_sensitivities() {
    let scenario = read(BUILD_OUT);
    let tornado = scenario.tornado(IMPACT, None, [0.05, 0.95]).unwrap();
    let model = scenario.model(IMPACT, None).unwrap();
    let indices = model.sobol(Samples::new(64).unwrap()).unwrap();
    let mut factors: Vec<_> = indices.factors.iter().collect();
    factors.sort_by(|a, b| b.total.value.total_cmp(&a.total.value));
    factors.retain(|factor| factor.total.value >= 5e-4);
    for tables in pages(&scenario, ["What drives it", "影响因素"]) {
        let [swings, parts] = &tables[..] else {
            panic!("{} tables", tables.len());
        };
        // Inputs that move nothing, and those after the twelve strongest, are left out.
        let moving = tornado
            .swings
            .iter()
            .filter(|swing| swing.size() > 0.0)
            .take(12);
        let moving: Vec<_> = moving.collect();
        assert_eq!(swings.rows.len(), moving.len());
        for (swing, row) in moving.iter().zip(&swings.rows) {
            for output in swing.outputs {
                let is_there = row[1..].iter().any(|cell| {
                    let off = (number(cell) / 100.0 - output).abs();
                    off <= 5.1e-4 * output.abs()
                });
                assert!(is_there, "{row:?} lacks {output}");
            }
        }
        assert_eq!(parts.rows.len(), factors.len().min(12));
        for (factor, row) in factors.iter().zip(&parts.rows) {
            index(&row[1], &factor.first);
            index(&row[2], &factor.total);
        }
    }
}

#[test]
fn what_it_takes_is_what_is_solved_for() {
    let scenario = read(BUILD_OUT);
    let goal = Goal::new(IMPACT, 0.01).unwrap().with_probability(0.8);
    let goal = goal.unwrap();
    let now = scenario.input(COEFFICIENT).unwrap().central();
    let central = scenario.solve(&goal, COEFFICIENT).unwrap().value;
    let few = Simulation::new(64).unwrap();
    let drawn = scenario
        .solve_in_draws(&goal, COEFFICIENT, &few)
        .unwrap()
        .value;
    for tables in pages(&scenario, ["What it would take", "达成目标需要什么"]) {
        let [table] = &tables[..] else {
            panic!("one table");
        };
        let [row] = &table.rows[..] else {
            panic!("one input");
        };
        assert!(table.header[4].contains("80"), "{:?}", table.header);
        for (cell, expected) in row[2..].iter().zip([now, central, drawn]) {
            four_digits(cell, 1.0, expected);
        }
    }
}
