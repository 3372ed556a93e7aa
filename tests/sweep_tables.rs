//! The tables of a sweep hold its columns, in every form and on any number of threads.

#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, UInt64Type};
use compute_impact::kernel::Level;
use compute_impact::report::arrow;
use compute_impact::report::tidy::{self, CsvStyle, Record, SweepRow};
use compute_impact::sweep::OnFailure;
use compute_impact::{Error, Output, Reading, Scenario, Sweep};

/// The last days of the years from 2024 to 2030, of which 2028 is a leap year, in days since 1970.
const LAST_DAYS: [i32; 7] = [20_088, 20_453, 20_818, 21_183, 21_549, 21_914, 22_279];

/// Three variants of an output at the end of a period and one over a period; the last fails.
fn sweep() -> Sweep<'static> {
    let scenario = Scenario::shipped("china-2030").unwrap();
    let growths = vec![0.1, 0.2, 1e6];
    let outputs = [Output::TotalCompute, Output::Gdp(Reading::Growth)];
    let sweep = scenario.sweep().with_outputs(outputs).unwrap();
    let sweep = sweep.with_values("compute.path.total.growth.constant", growths);
    sweep.unwrap().with_failures(OnFailure::Mark)
}

#[test]
fn rows_are_the_columns_bit_for_bit() {
    let columns = sweep().columns().unwrap();
    let rows: Vec<SweepRow<'_>> = tidy::sweep(&columns).collect();
    // Growth has no row in the base period.
    assert_eq!(rows.len(), 3 * (7 + 6));
    for row in &rows {
        let output = columns.output(row.output).unwrap();
        let value = output.at(row.period).unwrap().unwrap()[row.variant];
        assert_eq!(Some(row.status), output.status(row.variant));
        assert_eq!(row.value.is_some(), row.status.is_valid());
        assert!(row.value.is_none_or(|of| of.to_bits() == value.to_bits()));
        assert_eq!(row.unit(), output.unit().to_string());
    }
    assert_eq!(rows[0].period.to_string(), "2024");
    assert_eq!(rows[0].value, Some(2.8e20));
    assert!(
        rows.iter()
            .any(|row| row.value.is_none() && row.variant == 2)
    );
}

#[test]
fn json_lines_and_csv_hold_the_rows_for_any_blocks() {
    let columns = sweep().columns().unwrap();
    let mut lines = Vec::new();
    tidy::write_json_lines(tidy::sweep(&columns), &mut lines).unwrap();
    for (line, row) in String::from_utf8(lines.clone())
        .unwrap()
        .lines()
        .zip(tidy::sweep(&columns))
    {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["variant"], row.variant);
        assert_eq!(line["output"], row.output.id());
        assert_eq!(line["date"], row.date().to_string());
        assert_eq!(
            line["value"].as_f64().map(f64::to_bits),
            row.value.map(f64::to_bits)
        );
        assert_eq!(line["status"], row.status.name());
        assert_eq!(line["unit"], row.unit());
        let keys: Vec<&str> = line
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let mut columns = SweepRow::COLUMNS.to_vec();
        columns.sort_unstable();
        assert!(keys == columns || keys == SweepRow::COLUMNS);
    }
    for style in [CsvStyle::Plain, CsvStyle::Spreadsheet] {
        let mut table = Vec::new();
        tidy::write_csv(tidy::sweep(&columns), style, &mut table).unwrap();
        for (threads, block) in [(1, 1), (2, 1), (4, 2)] {
            let sweep = sweep().with_threads(threads).unwrap();
            let sweep = sweep.with_execution(Level::detect(), block);
            let (mut own, mut csv) = (Vec::new(), Vec::new());
            let swept = tidy::write_sweep_json_lines(&sweep, &mut own).unwrap();
            assert_eq!((swept.done(), swept.failed()), (3, 1));
            assert_eq!(own, lines);
            tidy::write_sweep_csv(&sweep, style, &mut csv).unwrap();
            assert_eq!(csv, table);
        }
    }
}

#[test]
fn a_table_that_ends_early_says_why() {
    let sweep = sweep().with_failures(OnFailure::Refuse);
    let sweep = sweep
        .with_threads(1)
        .unwrap()
        .with_execution(Level::detect(), 1);
    let mut lines = Vec::new();
    let error = tidy::write_sweep_json_lines(&sweep, &mut lines).unwrap_err();
    let error = error.get_ref().unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!(error.path(), "variant[2]");
    // The variants before it are written.
    assert_eq!(String::from_utf8(lines).unwrap().lines().count(), 2 * 13);
}

#[test]
fn batches_of_arrow_hold_the_rows() {
    let sweep = sweep().with_execution(Level::detect(), 2);
    let batches: Vec<_> = sweep
        .blocks()
        .unwrap()
        .map(|block| arrow::sweep(&block.unwrap()))
        .collect();
    assert_eq!(batches.len(), 2);
    assert_eq!(batches[0].schema(), batches[1].schema());
    let metadata = batches[0].schema().metadata().clone();
    assert_eq!(metadata["compute-impact.unit.gdp-growth"], "fraction");
    let columns = sweep.columns().unwrap();
    let mut rows = tidy::sweep(&columns);
    for batch in &batches {
        let text = |name: &str| {
            batch
                .column_by_name(name)
                .unwrap()
                .as_string::<i64>()
                .clone()
        };
        let [outputs, periods, units, statuses] = ["output", "period", "unit", "status"].map(text);
        let variants = batch
            .column_by_name("variant")
            .unwrap()
            .as_primitive::<UInt64Type>();
        let values = batch
            .column_by_name("value")
            .unwrap()
            .as_primitive::<Float64Type>();
        let dates = batch
            .column_by_name("date")
            .unwrap()
            .as_primitive::<Date32Type>();
        for at in 0..batch.num_rows() {
            let row = rows.next().unwrap();
            let value = values.iter().nth(at).unwrap();
            assert_eq!(variants.value(at), row.variant as u64);
            assert_eq!(outputs.value(at), row.output.id());
            assert_eq!(periods.value(at), row.period.to_string());
            assert_eq!(
                dates.value(at),
                LAST_DAYS[row.period.to_string().parse::<usize>().unwrap() - 2_024]
            );
            assert_eq!(value.map(f64::to_bits), row.value.map(f64::to_bits));
            assert_eq!(units.value(at), row.unit());
            assert_eq!(statuses.value(at), row.status.name());
        }
    }
    assert!(rows.next().is_none());
}
