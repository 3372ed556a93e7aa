//! Tidy tables hold what the accessors give, bit for bit, and nothing else.

#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::report::tidy::{self, CsvStyle, Record, Row, Statistic};
use compute_impact::scenario::Output;
use compute_impact::simulation::Target;
use compute_impact::{Fan, Scenario, Simulation};

const CHINA: &str = include_str!("../examples/scenarios/china-2030.toml");
const EAST_DATA: &str = include_str!("../examples/scenarios/east-data-west-computing.toml");
const UNCERTAIN: &str = include_str!("scenarios/uncertain.toml");

fn read(text: &str) -> Scenario {
    Scenario::from_toml(text).unwrap()
}

#[test]
fn a_projection_is_its_series_bit_for_bit() {
    for text in [CHINA, EAST_DATA, UNCERTAIN] {
        let projection = read(text).project().unwrap();
        let mut rows = 0;
        let mut outputs = Vec::new();
        for row in tidy::projection(&projection) {
            let output: Output = row.output.parse().unwrap();
            let series = projection.series(output).unwrap();
            let value = series.at(row.period).unwrap().unwrap();
            assert_eq!(row.value.to_bits(), value.to_bits());
            assert_eq!(row.unit().to_string(), series.unit().to_string());
            assert_eq!(row.statistic, Statistic::Central);
            if outputs.last() != Some(&output) {
                outputs.push(output);
            }
            rows += 1;
        }
        assert_eq!(outputs, projection.outputs());
        let periods = projection.scenario().periods() as usize;
        let expected = outputs
            .iter()
            .map(|output| periods + usize::from(!output.is_of_period()));
        assert_eq!(rows, expected.sum::<usize>());
    }
}

fn fan() -> (Fan, Target) {
    let target = Target::at_least(Output::SmartShare, 0.01).unwrap();
    let settings = Simulation::new(3_000).unwrap().with_seed(5);
    let settings = settings.with_targets([target]).unwrap();
    let settings = settings.with_exact_quantiles([0.95]).unwrap();
    (read(CHINA).simulate(&settings).unwrap(), target)
}

#[test]
fn a_fan_is_its_distributions_bit_for_bit() {
    let (fan, target) = fan();
    for row in tidy::fan(&fan, &[0.05, 0.95, -0.0]).unwrap() {
        let output: Output = row.output.parse().unwrap();
        let period = row.period;
        let of = fan.series(output).unwrap().at(period).unwrap().unwrap();
        let expected = match row.statistic {
            Statistic::Mean => of.mean().unwrap(),
            Statistic::StandardDeviation => of.standard_deviation().unwrap(),
            Statistic::Quantile(p) => of.quantile(p).unwrap().value,
            #[expect(clippy::cast_precision_loss)]
            Statistic::Draws => of.draws() as f64,
            Statistic::ProbabilityAt(own) => {
                assert_eq!(own, target);
                fan.probability_at(&own, period).unwrap().unwrap().value()
            }
            Statistic::ProbabilityBy(own) => {
                fan.probability_by(&own, period).unwrap().unwrap().value()
            }
            other => unreachable!("{other}"),
        };
        assert_eq!(row.value.to_bits(), expected.to_bits());
    }
    let names = |output: &str| -> Vec<String> {
        let rows = tidy::fan(&fan, &[0.05, -0.0]).unwrap();
        rows.filter(|row| row.output == output && row.period.to_string() == "2030")
            .map(|row| format!("{} in {}", row.statistic, row.unit()))
            .collect()
    };
    let expected = [
        "mean in fraction",
        "standard-deviation in fraction",
        "q0.05 in fraction",
        "q0 in fraction",
        "draws in count",
        "probability at least 0.01 in probability, all or none of the draws, which is no certainty",
        "probability by then at least 0.01 in probability, all or none of the draws, which is no certainty",
    ];
    assert_eq!(names("smart-share"), expected);
    assert_eq!(names("gdp-impact"), expected[..5]);
    for p in [f64::NAN, -0.1, 5.0, f64::INFINITY] {
        assert!(tidy::fan(&fan, &[0.5, p]).is_err());
    }
}

#[test]
fn growth_has_no_row_in_the_base_period() {
    let (fan, _) = fan();
    let projection = read(CHINA).project().unwrap();
    let rows = tidy::fan(&fan, &[]).unwrap();
    let base = |row: &Row<'_>| {
        row.period == projection.scenario().base()
            && row.output.parse::<Output>().unwrap().is_of_period()
    };
    assert!(!rows.into_iter().any(|row| base(&row)));
    assert!(!tidy::projection(&projection).any(|row| base(&row)));
}

#[test]
fn one_draw_has_no_spread_and_no_row_of_it() {
    let fan = read(CHINA).simulate(&Simulation::new(1).unwrap()).unwrap();
    let mut rows = tidy::fan(&fan, &[]).unwrap();
    assert!(!rows.any(|row| row.statistic == Statistic::StandardDeviation));
}

#[test]
fn channels_have_rows_of_their_own() {
    let scenario = read(EAST_DATA);
    let projection = scenario.project().unwrap();
    let channels = projection.channels("2026".parse().unwrap(), None).unwrap();
    let channels = channels.unwrap();
    let rows: Vec<Row<'_>> = tidy::channels(scenario.name(), &channels).collect();
    let agreements = channels.agreements.iter();
    let known = agreements.filter(|agreement| agreement.outlay.nearest().is_some());
    let expected = 2 * channels.channels.len() + known.count();
    assert_eq!(rows.len(), expected);
    for (channel, rows) in channels.channels.iter().zip(rows.chunks(2)) {
        let id = serde_json::to_value(channel.kind).unwrap();
        assert!(rows[0].output.starts_with(id.as_str().unwrap()));
        assert_eq!(
            rows[0].output.contains("value-added"),
            channel.is_value_added
        );
        assert_eq!(rows[0].value.to_bits(), channel.money.amount().to_bits());
        assert_eq!(rows[1].value.to_bits(), channel.fraction.to_bits());
        assert_eq!(
            rows[1].unit().to_string(),
            "fraction of the year's GDP without its growth of compute over the counterfactual"
        );
    }
}

/// The columns are the keys of the rows, in order.
#[track_caller]
fn columns_are_keys<R: Record>(rows: impl Iterator<Item = R>) {
    let mut lines = Vec::new();
    tidy::write_json_lines(rows.take(1), &mut lines).unwrap();
    let line = String::from_utf8(lines).unwrap();
    let places = R::COLUMNS
        .iter()
        .map(|column| line.find(&format!("\"{column}\":")).unwrap());
    assert!(places.is_sorted());
    let row: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(row.as_object().unwrap().len(), R::COLUMNS.len());
}

#[test]
fn json_lines_bring_back_every_bit() {
    let scenario = read(CHINA);
    let projection = scenario.project().unwrap();
    let findings = projection.findings();
    columns_are_keys(tidy::projection(&projection));
    columns_are_keys(tidy::findings(scenario.name(), &findings));
    columns_are_keys(tidy::inputs(&scenario));

    let mut lines = Vec::new();
    tidy::write_json_lines(tidy::projection(&projection), &mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    assert_eq!(lines.lines().count(), tidy::projection(&projection).count());
    for (line, row) in lines.lines().zip(tidy::projection(&projection)) {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(
            line["value"].as_f64().unwrap().to_bits(),
            row.value.to_bits()
        );
    }
}

#[test]
fn findings_and_inputs_say_all() {
    let scenario = read(CHINA);
    let findings = scenario.project().unwrap().findings();
    assert_eq!(tidy::findings("x", &findings).count(), findings.len());
    let mut lines = Vec::new();
    tidy::write_json_lines(tidy::inputs(&scenario), &mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    for (line, input) in lines.lines().zip(scenario.inputs()) {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["place"], input.place().as_str());
        assert_eq!(
            line["central"].as_f64().unwrap().to_bits(),
            input.central().to_bits()
        );
        assert_eq!(line["source"], input.source().to_string());
        assert_eq!(line["confidence"], input.source().confidence().to_string());
        let words = input.uncertainty().map(ToString::to_string);
        assert_eq!(line["uncertainty"].as_str(), words.as_deref());
    }
}

#[test]
fn csv_brings_back_every_bit_and_every_text() {
    let awkward = "a \"name\", with\r\nlines; 算力";
    let scenario = read(CHINA).edit().name(awkward).build().unwrap();
    let projection = scenario.project().unwrap();
    let findings = projection.findings();
    let mut table = Vec::new();
    tidy::write_csv(tidy::projection(&projection), CsvStyle::Plain, &mut table).unwrap();
    let mut reader = csv::Reader::from_reader(table.as_slice());
    assert_eq!(reader.headers().unwrap(), Row::COLUMNS);
    let mut rows = tidy::projection(&projection);
    for (record, row) in reader.records().zip(rows.by_ref()) {
        let record = record.unwrap();
        // A name stands on one line.
        assert_eq!(&record[0], "a \"name\", with  lines; 算力");
        assert_eq!(&record[1], row.output);
        assert_eq!(&record[3], row.date().to_string());
        let value: f64 = record[7].parse().unwrap();
        assert_eq!(value.to_bits(), row.value.to_bits());
        assert_eq!(record[8], row.unit().to_string());
    }
    assert!(rows.next().is_none());

    let mut table = Vec::new();
    tidy::write_csv(
        tidy::findings(awkward, &findings),
        CsvStyle::Plain,
        &mut table,
    )
    .unwrap();
    let mut reader = csv::Reader::from_reader(table.as_slice());
    for (record, finding) in reader.records().zip(&findings) {
        let record = record.unwrap();
        assert_eq!(record[1], finding.code().to_string());
        let period = finding.period().map(|period| period.to_string());
        assert_eq!(record[4], period.unwrap_or_default());
        assert_eq!(&record[6], finding.message());
    }

    let mut table = Vec::new();
    tidy::write_csv(tidy::inputs(&scenario), CsvStyle::Plain, &mut table).unwrap();
    let count = csv::Reader::from_reader(table.as_slice()).records().count();
    assert_eq!(count, scenario.inputs().len());

    let mut empty = Vec::new();
    tidy::write_csv(tidy::findings(awkward, &[]), CsvStyle::Plain, &mut empty).unwrap();
    assert_eq!(
        String::from_utf8(empty).unwrap(),
        "scenario,code,severity,place,period,date,message,remedy\r\n"
    );
}

/// Cells that a spreadsheet would run begin with an apostrophe; numbers, negative ones too, do not.
#[test]
fn a_spreadsheet_runs_no_name() {
    for name in [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(1,1)",
        "\t=1",
        "\r=1",
        " =1",
        "＝1",
    ] {
        let scenario = read(CHINA).edit().name(name).build().unwrap();
        let projection = scenario.project().unwrap();
        let mut table = Vec::new();
        tidy::write_csv(
            tidy::projection(&projection),
            CsvStyle::Spreadsheet,
            &mut table,
        )
        .unwrap();
        let text = String::from_utf8(table).unwrap();
        let text = text.strip_prefix('\u{FEFF}').unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap(), Row::COLUMNS);
        let mut rows = tidy::projection(&projection);
        for (record, row) in reader.records().zip(rows.by_ref()) {
            let record = record.unwrap();
            assert_eq!(record[0], format!("'{}", name.trim()));
            let value: f64 = record[7].parse().unwrap();
            assert_eq!(value.to_bits(), row.value.to_bits());
            assert_eq!(record[2], row.period.to_string());
            for cell in &record {
                let is_safe = !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']);
                assert!(is_safe || cell.parse::<f64>().is_ok(), "{cell}");
            }
        }
        assert!(rows.next().is_none());
    }
}

/// Levels and targets are numbers of their own columns, in every form.
#[test]
fn levels_targets_and_dates_are_columns() {
    let (fan, target) = fan();
    let mut lines = Vec::new();
    tidy::write_json_lines(tidy::fan(&fan, &[0.05]).unwrap(), &mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let (mut levels, mut targets) = (0, 0);
    for (line, row) in lines.lines().zip(tidy::fan(&fan, &[0.05]).unwrap()) {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["date"], format!("{}-12-31", row.period));
        assert_eq!(line["level"].as_f64(), row.statistic.level());
        assert_eq!(line["target"].as_f64(), row.statistic.target());
        levels += usize::from(line["level"] == 0.05);
        targets += usize::from(line["target"] == target.number());
    }
    assert!(levels > 0 && targets == 14, "{levels} {targets}");
}
