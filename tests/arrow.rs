//! Record batches hold the tidy rows, bit for bit, and say where they come from.

#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use compute_impact::report::{arrow, tidy};
use compute_impact::scenario::Output;
use compute_impact::simulation::Target;
use compute_impact::{Scenario, Simulation};

const CHINA: &str = include_str!("../examples/scenarios/china-2030.toml");

fn read(text: &str) -> Scenario {
    Scenario::from_toml(text).unwrap()
}

fn texts(batch: &RecordBatch, name: &str) -> Vec<String> {
    let column = batch.column_by_name(name).unwrap();
    let column = column.as_string::<i64>();
    column
        .into_iter()
        .map(|text| text.unwrap().to_owned())
        .collect()
}

#[track_caller]
fn assert_rows<'a>(batch: &RecordBatch, rows: impl Iterator<Item = tidy::Row<'a>>) {
    let [scenarios, outputs, periods, statistics, units] =
        ["scenario", "output", "period", "statistic", "unit"].map(|name| texts(batch, name));
    let values = batch.column_by_name("value").unwrap();
    let values = values.as_primitive::<Float64Type>().values();
    let dates = batch.column_by_name("date").unwrap();
    let dates = dates.as_primitive::<Date32Type>();
    let [levels, targets] = ["level", "target"].map(|name| {
        let column = batch.column_by_name(name).unwrap();
        column
            .as_primitive::<Float64Type>()
            .iter()
            .collect::<Vec<_>>()
    });
    let mut count = 0;
    for (number, row) in rows.enumerate() {
        assert_eq!(scenarios[number], row.scenario);
        assert_eq!(outputs[number], row.output);
        assert_eq!(periods[number], row.period.to_string());
        assert_eq!(statistics[number], row.statistic.to_string());
        assert_eq!(units[number], row.unit().to_string());
        assert_eq!(values[number].to_bits(), row.value.to_bits());
        let days = row.date().days_since("1970-01-01".parse().unwrap());
        assert_eq!(dates.value(number), days);
        assert_eq!(levels[number], row.statistic.level());
        assert_eq!(targets[number], row.statistic.target());
        count += 1;
    }
    assert_eq!(count, batch.num_rows());
    for field in batch.schema().fields() {
        let column = batch.column_by_name(field.name()).unwrap();
        assert!(field.is_nullable() || column.null_count() == 0);
    }
}

#[test]
fn a_projection_is_its_rows_and_its_accessors() {
    let projection = read(CHINA).project().unwrap();
    let batch = arrow::projection(&projection);
    assert_rows(&batch, tidy::projection(&projection));

    let values = batch.column_by_name("value").unwrap();
    let values = values.as_primitive::<Float64Type>().values();
    let outputs = texts(&batch, "output");
    let impact: Vec<f64> = outputs
        .iter()
        .zip(values)
        .filter(|(output, _)| *output == "gdp-impact")
        .map(|(_, value)| *value)
        .collect();
    assert_eq!(impact, projection.gdp().impact().values());
}

#[test]
fn a_fan_is_its_rows() {
    let target = Target::at_least(Output::SmartShare, 0.35).unwrap();
    let settings = Simulation::new(2_000).unwrap().with_seed(11);
    let settings = settings.with_targets([target]).unwrap();
    let fan = read(CHINA).simulate(&settings).unwrap();
    let batch = arrow::fan(&fan, &[0.05, 0.95]).unwrap();
    assert_rows(&batch, tidy::fan(&fan, &[0.05, 0.95]).unwrap());
    assert!(texts(&batch, "statistic").contains(&"probability at least 0.35".to_owned()));
    assert!(arrow::fan(&fan, &[f64::NAN]).is_err());
}

#[test]
fn the_schema_states_the_origin_of_the_numbers() {
    let scenario = read(CHINA);
    let batch = arrow::projection(&scenario.project().unwrap());
    let schema = batch.schema();
    let said = |name: &str| schema.metadata().get(&format!("compute-impact.{name}"));
    assert_eq!(said("scenario"), Some(&scenario.fingerprint()));
    assert_eq!(said("version").unwrap(), env!("CARGO_PKG_VERSION"));
    assert_eq!(said("unit.gdp-impact").unwrap(), "fraction");
    let compute = said("unit.total-compute").unwrap();
    assert_eq!(compute, "FLOP/s FP32 in use");
    assert_eq!(said("seed"), None);
    for field in schema.fields() {
        let may_be_null = ["level", "target"].contains(&field.name().as_str());
        assert_eq!(field.is_nullable(), may_be_null);
        assert!(field.metadata().contains_key("description"));
        let expected = match field.name().as_str() {
            "level" | "target" | "value" => DataType::Float64,
            "date" => DataType::Date32,
            _ => DataType::LargeUtf8,
        };
        assert_eq!(*field.data_type(), expected);
    }

    let settings = Simulation::new(1_000).unwrap().with_seed(u64::MAX);
    let fan = scenario.simulate(&settings).unwrap();
    let schema = arrow::fan(&fan, &[]).unwrap().schema();
    let said = |name: &str| schema.metadata()[&format!("compute-impact.{name}")].clone();
    assert_eq!(said("seed"), u64::MAX.to_string());
    assert_eq!(said("draws"), "1000");
    assert_eq!(said("scenario"), scenario.fingerprint());
    assert_eq!(said("digest"), fan.manifest().digest());
    assert_eq!(said("unit.smart-share"), "fraction");
}

/// A name of megabytes does not fill every row.
#[test]
fn a_long_name_is_cut() {
    let name = "long ".repeat(200);
    let scenario = read(CHINA).edit().name(name).build().unwrap();
    let batch = arrow::projection(&scenario.project().unwrap());
    let names = texts(&batch, "scenario");
    assert!(batch.num_rows() > 100);
    assert!(names.iter().all(|name| name.chars().count() <= 201));
}

/// Batches of two scenarios go into one file of Arrow's IPC format, which takes one schema and, of
/// each dictionary, one version.
#[test]
fn batches_of_two_scenarios_share_one_schema() {
    let target = Target::at_least(Output::SmartShare, 0.35).unwrap();
    let settings = Simulation::new(500)
        .unwrap()
        .with_targets([target])
        .unwrap();
    let other = read(CHINA).edit().name("another").build().unwrap();
    let batches = [read(CHINA), other].map(|scenario| {
        let fan = scenario.simulate(&settings).unwrap();
        arrow::fan(&fan, &[0.05, 0.95]).unwrap()
    });
    let [first, second] = &batches;
    assert_eq!(first.schema().fields(), second.schema().fields());
    let is_dictionary = |of: &DataType| matches!(of, DataType::Dictionary(..));
    let schema = first.schema();
    let mut fields = schema.fields().iter();
    assert!(!fields.any(|field| is_dictionary(field.data_type())));
    // What a file holds: the rows of both under the schema of the first.
    let again = RecordBatch::try_new(first.schema(), second.columns().to_vec()).unwrap();
    assert_eq!(texts(&again, "scenario")[0], "another");
    assert_ne!(texts(first, "scenario")[0], "another");
}
