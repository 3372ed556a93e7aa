//! Tables of scenarios: what the library gives for each row, bit for bit.

use std::sync::Arc;

use compute_impact::capacity::Segment;
use compute_impact::sweep::Columns;
use compute_impact::{Output, Scenario};
use compute_impact_datafusion::{BadRows, Runs, Variants, register as register_functions};
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Float64Array, Int64Array, RecordBatch, StringArray,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Float64Type, Int64Type, Schema};
use datafusion::datasource::MemTable;
use datafusion::prelude::SessionContext;
use futures::StreamExt;

use crate::common::{IMPACT, bits, china, numbers, refusal, rows, session, settings};

const GROWTH: &str = "compute.path.total.growth.constant";
const COEFFICIENT: &str = "gdp.response.coefficient";

/// Some variants: a number, a growth rate and a coefficient each.
fn growths(variants: i32) -> [Vec<f64>; 2] {
    let growth =
        (0..variants).map(|n| 0.05 + 0.3 * f64::from(n * 7919 % variants) / f64::from(variants));
    let coefficient = (0..variants).map(|n| 0.01 + 0.2 * f64::from(n) / f64::from(variants));
    [growth.collect(), coefficient.collect()]
}

/// The columns of the library's own sweep over variants.
fn swept(growth: &[f64], coefficient: &[f64], outputs: [Output; 2]) -> Columns {
    let scenario = china();
    let sweep = scenario.sweep().with_outputs(outputs).unwrap();
    let sweep = sweep.with_values(GROWTH, growth).unwrap();
    let sweep = sweep.with_values(COEFFICIENT, coefficient).unwrap();
    sweep.columns().unwrap()
}

fn register(
    session: &SessionContext,
    name: &str,
    growth: Vec<Option<f64>>,
    coefficient: Vec<Option<f64>>,
) {
    let ids = Int64Array::from_iter_values(0..i64::try_from(growth.len()).unwrap());
    let field = |name, is| Field::new(name, is, true);
    let schema = Arc::new(Schema::new(vec![
        field("id", DataType::Int64),
        field(GROWTH, DataType::Float64),
        field(COEFFICIENT, DataType::Float64),
    ]));
    let columns = [growth, coefficient].map(|column| Arc::new(Float64Array::from(column)) as _);
    let [growth, coefficient] = columns;
    let batch = RecordBatch::try_new(
        Arc::clone(&schema),
        vec![Arc::new(ids), growth, coefficient],
    );
    let table = MemTable::try_new(schema, vec![vec![batch.unwrap()]]).unwrap();
    session.register_table(name, Arc::new(table)).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parquet_file_of_many_variants_gives_the_bits_of_the_library() {
    const VARIANTS: i32 = 100_000;
    let [growth, coefficient] = growths(VARIANTS);
    let session = session(4);
    let some = |column: &[f64]| column.iter().copied().map(Some).collect();
    register(&session, "in_memory", some(&growth), some(&coefficient));
    let folder = tempfile::tempdir().unwrap();
    let [variants, results] = ["variants", "results"].map(|name| {
        let path = folder.path().join(format!("{name}.parquet"));
        path.to_str().unwrap().to_owned()
    });
    rows(
        &session,
        &format!("COPY in_memory TO '{variants}' STORED AS PARQUET"),
    )
    .await;
    for (name, path) in [("variants", &variants), ("results", &results)] {
        if name == "results" {
            let write = format!(
                "COPY (SELECT id, output, period, value FROM sweep('china', 'variants', 'gdp-impact, smart-share'))
                 TO '{results}' STORED AS PARQUET"
            );
            rows(&session, &write).await;
        }
        let sql = format!("CREATE EXTERNAL TABLE {name} STORED AS PARQUET LOCATION '{path}'");
        rows(&session, &sql).await;
    }
    let swept = swept(&growth, &coefficient, [IMPACT, Output::SmartShare]);
    for output in swept.iter() {
        for (period, expected) in output.iter() {
            let sql = format!(
                "SELECT id, value FROM results WHERE output = '{}' AND period = '{period}' ORDER BY id",
                output.output().id()
            );
            let found = numbers(&rows(&session, &sql).await, "value");
            let expected = expected.iter().copied().map(Some);
            assert!(
                bits(found) == bits(expected),
                "{} {period}",
                output.output()
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_outputs_of_a_row_are_those_of_the_edited_scenario_with_their_units() {
    let session = session(2);
    register(
        &session,
        "variants",
        vec![Some(0.1), Some(0.2)],
        vec![Some(0.2), Some(0.1)],
    );
    let edited = china()
        .with_values([(GROWTH, 0.2), (COEFFICIENT, 0.1)])
        .unwrap();
    let projection = edited.project().unwrap();
    let cells: Vec<_> = compute_impact::report::tidy::projection(&projection).collect();
    let sql = "SELECT output, period, unit, value
               FROM sweep('china', 'variants') WHERE id = 1";
    let found = rows(&session, sql).await;
    let total: usize = found.iter().map(RecordBatch::num_rows).sum();
    assert_eq!(total, cells.len());
    for batch in &found {
        let text = |name: &str| {
            let column = batch.column_by_name(name).unwrap();
            cast(column, &DataType::Utf8)
                .unwrap()
                .as_string::<i32>()
                .clone()
        };
        let (outputs, periods, units) = (text("output"), text("period"), text("unit"));
        for row in 0..batch.num_rows() {
            let is_same = |cell: &&compute_impact::report::tidy::Row<'_>| {
                cell.output == outputs.value(row) && cell.period.to_string() == periods.value(row)
            };
            let cell = cells.iter().find(is_same).unwrap();
            assert_eq!(cell.unit().to_string(), units.value(row));
            let value = batch.column(3).as_primitive::<Float64Type>().value(row);
            assert_eq!(
                cell.value.to_bits(),
                value.to_bits(),
                "{}",
                outputs.value(row)
            );
        }
    }
    let frame = session
        .sql("SELECT * FROM sweep('china', 'variants', 'gdp-impact')")
        .await
        .unwrap();
    let schema = frame.schema().as_arrow().clone();
    let metadata = |name: &str| schema.field_with_name(name).unwrap().metadata().clone();
    assert_eq!(metadata("value")["unit"], "fraction");
    assert_eq!(metadata("value")["unit.gdp-impact"], "fraction");
    assert_eq!(
        metadata(GROWTH)["unit"],
        china().input(GROWTH).unwrap().unit()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_csv_file_with_places_as_header_and_whole_numbers_is_swept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("variants.csv");
    std::fs::write(&path, format!("name,{GROWTH}\nnone,0\nfast,1\n")).unwrap();
    let session = session(2);
    let read = format!(
        "CREATE EXTERNAL TABLE variants STORED AS CSV LOCATION '{}' OPTIONS ('format.has_header' 'true')",
        path.to_str().unwrap()
    );
    rows(&session, &read).await;
    let sql = "SELECT name, value FROM sweep('china', 'variants', 'gdp-impact')
               WHERE period = '2030' ORDER BY value";
    let found = numbers(&rows(&session, sql).await, "value");
    let expected = [0.0, 1.0].map(|growth| {
        let edited = china().with_value(GROWTH, growth).unwrap();
        Some(edited.project().unwrap().gdp().impact().last())
    });
    assert_eq!(bits(found), bits(expected));
}

#[tokio::test(flavor = "multi_thread")]
async fn scenarios_as_json_are_projected_row_by_row() {
    let session = session(2);
    let scenarios: Vec<Scenario> = Scenario::shipped_names()
        .map(|name| Scenario::shipped(name).unwrap())
        .collect();
    let texts = scenarios
        .iter()
        .map(|scenario| Some(serde_json::to_string(scenario).unwrap()));
    let mut texts: Vec<Option<String>> = texts.collect();
    let register = |name: &str, texts: &[Option<String>]| {
        let ids = Int64Array::from_iter_values(0..i64::try_from(texts.len()).unwrap());
        let schema = Arc::new(Schema::new(vec![
            Field::new("id", DataType::Int64, false),
            Field::new("scenario", DataType::Utf8, true),
        ]));
        let texts = StringArray::from(texts.to_vec());
        let batch = RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(ids), Arc::new(texts)]);
        let table = MemTable::try_new(schema, vec![vec![batch.unwrap()]]).unwrap();
        session.register_table(name, Arc::new(table)).unwrap();
    };
    register("documents", &texts);
    let sql =
        "SELECT id, value FROM project('documents', 'scenario', 'gdp-impact') ORDER BY id, period";
    let found = numbers(&rows(&session, sql).await, "value");
    let expected = scenarios.iter().flat_map(|scenario| {
        let projection = scenario.project().unwrap();
        let impact = projection.gdp().impact().values().to_vec();
        impact.into_iter().map(Some)
    });
    assert_eq!(bits(found), bits(expected));

    texts.push(None);
    texts.push(Some("{}".to_owned()));
    register("mixed", &texts);
    let sql = "SELECT * FROM project('mixed', 'scenario', 'gdp-impact')";
    let message = refusal(&session, sql).await;
    let row = format!("row {}, column \"scenario\": NULL", texts.len() - 1);
    assert!(message.contains(&row), "{message}");
    let sql = "SELECT DISTINCT id FROM project('mixed', 'scenario', '', 'skip') ORDER BY id";
    let kept: usize = rows(&session, sql)
        .await
        .iter()
        .map(RecordBatch::num_rows)
        .sum();
    assert_eq!(kept, scenarios.len());
}

/// Growth of a segment from zero: as NULL, in both ways, and the other outputs stay.
#[tokio::test(flavor = "multi_thread")]
async fn undefined_growth_is_null_and_loses_no_other_output() {
    let mut form = serde_json::to_value(china()).unwrap();
    let part = serde_json::json!({ "value": "0 %", "assumption": "x" });
    form["compute"]["path"]["total"]["supercomputing-part"] = part;
    let text = form.to_string();
    let scenario = Scenario::from_json(&text).unwrap();
    let growth = Output::SegmentGrowth(Segment::Supercomputing);
    let projection = scenario.project().unwrap();
    assert!(projection.series(growth).is_none());

    let runs = Runs::new().with_run("run", scenario.clone(), settings(5_000, 7));
    let session = SessionContext::new();
    register_functions(&session, &runs.unwrap());
    register(&session, "variants", vec![Some(0.2)], vec![Some(0.1)]);
    let same = scenario.with_values([(GROWTH, 0.2), (COEFFICIENT, 0.1)]);
    let text = serde_json::to_string(&same.unwrap()).unwrap();
    let view = format!(
        "CREATE VIEW documents AS SELECT '{}' AS scenario",
        text.replace('\'', "''")
    );
    rows(&session, &view).await;
    // A fan has them as NULL too.
    let sql = "SELECT output, fan_quantile(summary, output, period, 0.5) AS median
               FROM (SELECT merge_summaries(simulate('run', start, \"end\")) AS summary FROM draw_ranges('run', 2))
               CROSS JOIN run_outputs('run')";
    for (period, reason) in [("2029-Q1", "quarter"), ("2090", "2090"), ("soon", "soon")] {
        let of_period = sql.replace(", period, 0.5", &format!(", '{period}', 0.5"));
        let undefined = format!("{of_period} WHERE output = 'supercomputing-growth'");
        let message = refusal(&session, &undefined).await;
        assert!(message.contains(reason), "{message}");
    }
    let medians = numbers(&rows(&session, sql).await, "median");
    let undefined = medians.iter().filter(|median| median.is_none()).count();
    assert_eq!((undefined, medians.len() > 171), (6, true));
    for outputs in ["", "gdp-impact, supercomputing-growth"] {
        let mut tables = Vec::new();
        for table in [
            format!("sweep('run', 'variants', '{outputs}')"),
            format!("project('documents', 'scenario', '{outputs}')"),
            format!("project('documents', 'scenario', '{outputs}', 'skip')"),
        ] {
            let sql = format!(
                "SELECT CAST(output || period || unit AS VARCHAR) AS name, value FROM {table} ORDER BY name"
            );
            let batches = rows(&session, &sql).await;
            let names = batches.iter().flat_map(|batch| {
                let names = cast(batch.column(0), &DataType::Utf8).unwrap();
                let names = names.as_string::<i32>();
                names
                    .iter()
                    .map(|name| name.unwrap().to_owned())
                    .collect::<Vec<_>>()
            });
            let names: Vec<String> = names.collect();
            tables.push((names, bits(numbers(&batches, "value"))));
        }
        assert_eq!(tables[0], tables[1]);
        assert_eq!(tables[0], tables[2]);
        let (names, values) = &tables[0];
        let nulls = names
            .iter()
            .zip(values)
            .filter(|(_, value)| value.is_none());
        let nulls: Vec<&String> = nulls.map(|(name, _)| name).collect();
        let unit = projection.unit(growth).unwrap().to_string();
        assert_eq!(nulls.len(), 6);
        assert!(
            nulls
                .iter()
                .all(|name| name.starts_with("supercomputing-growth") && name.ends_with(&unit))
        );
    }
}

/// The memory of a batch is not used again while someone reads it, and columns of every kind stay.
#[tokio::test(flavor = "multi_thread")]
async fn all_columns_of_collected_batches_are_those_of_their_rows() {
    let session = session(1);
    let variants = 20_000;
    let [growth, coefficient] = growths(variants);
    let some = |column: &[f64]| column.iter().copied().map(Some).collect();
    register(&session, "plain", some(&growth), some(&coefficient));
    let view = "CREATE VIEW variants AS SELECT *, 'row ' || id AS note,
                    CASE WHEN id % 3 = 0 THEN NULL ELSE id * 0.5 END AS half FROM plain";
    rows(&session, view).await;
    let sql = format!(
        "SELECT \"{GROWTH}\", id, note, half, \"{COEFFICIENT}\", output, period, value
         FROM sweep('china', 'variants', 'gdp-impact, compute-growth')"
    );
    let batches = rows(&session, &sql).await;
    let swept = swept(&growth, &coefficient, [IMPACT, Output::ComputeGrowth]);
    let mut seen = 0;
    for batch in &batches {
        let numbers = |place: usize| batch.column(place).as_primitive::<Float64Type>();
        let texts = |place: usize| cast(batch.column(place), &DataType::Utf8).unwrap();
        let ids = batch.column(1).as_primitive::<Int64Type>();
        let (notes, outputs, periods) = (texts(2), texts(5), texts(6));
        for row in 0..batch.num_rows() {
            let text = |column: &ArrayRef| column.as_string::<i32>().value(row).to_owned();
            let id = usize::try_from(ids.value(row)).unwrap();
            assert_eq!(numbers(0).value(row).to_bits(), growth[id].to_bits());
            assert_eq!(numbers(4).value(row).to_bits(), coefficient[id].to_bits());
            assert_eq!(text(&notes), format!("row {id}"));
            assert_eq!(numbers(3).is_null(row), id % 3 == 0);
            let output = swept.output(text(&outputs).parse().unwrap()).unwrap();
            let values = output.at(text(&periods).parse().unwrap()).unwrap().unwrap();
            assert_eq!(numbers(7).value(row).to_bits(), values[id].to_bits());
            seen += 1;
        }
    }
    assert_eq!(seen, 20_000 * (7 + 6));
}

/// Texts that are repeated in every row of the results bound the rows of a batch.
#[tokio::test(flavor = "multi_thread")]
async fn long_texts_make_short_batches() {
    let session = session(1);
    register(&session, "plain", vec![Some(0.2); 12], vec![Some(0.1); 12]);
    let length = 100_000;
    let note = format!("arrow_cast(repeat('x', {length}), 'Utf8')");
    let table = format!("CREATE TABLE variants AS SELECT *, {note} AS note FROM plain");
    rows(&session, &table).await;
    let sql = "SELECT note, value FROM sweep('china', 'variants')";
    let mut batches = session
        .sql(sql)
        .await
        .unwrap()
        .execute_stream()
        .await
        .unwrap();
    let (mut total, mut most) = (0, 0);
    while let Some(batch) = batches.next().await {
        let rows = batch.unwrap().num_rows();
        (total, most) = (total + rows, most.max(rows));
    }
    assert_eq!(total, 12 * 171);
    assert!(most * length <= 1 << 26, "{most}");

    // One row that would be repeated in more than a column can have.
    let length = 20_000_000;
    let note = format!("arrow_cast(repeat('x', {length}), 'Utf8')");
    let table = format!("CREATE TABLE longest AS SELECT *, {note} AS note FROM plain LIMIT 1");
    rows(&session, &table).await;
    let message = refusal(&session, "SELECT note FROM sweep('china', 'longest')").await;
    assert!(
        message.contains("\"note\"") && message.contains("2 GiB"),
        "{message}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_cells_are_refused_with_row_and_column_or_skipped_and_counted() {
    let session = session(2);
    let good = || vec![Some(0.2); 10];
    for (name, place, cell, texts) in [
        ("null", 7, None, ["row 8, column", "NULL"]),
        ("nan", 3, Some(f64::NAN), ["row 4, column", "NaN"]),
        ("low", 9, Some(-1.5), ["row 10, column", "got -1.5"]),
    ] {
        let mut growth = good();
        growth[place] = cell;
        register(&session, name, growth, good());
        let message = refusal(&session, &format!("SELECT * FROM sweep('china', '{name}')")).await;
        assert!(message.contains(GROWTH), "{message}");
        assert!(texts.iter().all(|text| message.contains(text)), "{message}");
        let sql = format!("SELECT DISTINCT id FROM sweep('china', '{name}', 'gdp-impact', 'skip')");
        let kept = rows(&session, &sql).await;
        let ids: Vec<i64> = kept
            .iter()
            .flat_map(|batch| {
                batch
                    .column(0)
                    .as_primitive::<Int64Type>()
                    .values()
                    .to_vec()
            })
            .collect();
        assert_eq!(ids.len(), 9, "{name}");
        assert!(!ids.contains(&i64::try_from(place).unwrap()));
        let explained = rows(&session, &format!("EXPLAIN ANALYZE {sql}")).await;
        let plan = explained[0]
            .column(1)
            .as_string::<i32>()
            .value(0)
            .to_owned();
        assert!(plan.contains("rows_skipped=1"), "{plan}");
    }
    let all_bad = vec![None; 10];
    register(&session, "bad", all_bad, good());
    let kept = rows(&session, "SELECT * FROM sweep('china', 'bad', '', 'skip')").await;
    assert_eq!(kept.iter().map(RecordBatch::num_rows).sum::<usize>(), 0);

    let input = session.table_provider("null").await.unwrap();
    let variants = Variants::sweep(input, &china(), &[IMPACT], BadRows::Skip).unwrap();
    let counter = variants.skipped_counter();
    let frame = session.read_table(Arc::new(variants)).unwrap();
    assert_eq!(frame.count().await.unwrap(), 9 * 7);
    assert_eq!(counter.load(std::sync::atomic::Ordering::Relaxed), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_that_do_not_fit_are_refused_before_they_are_read() {
    let session = session(1);
    register(&session, "variants", vec![Some(0.1)], vec![Some(0.2)]);
    for (sql, texts) in [
        (
            "SELECT * FROM sweep('china', 'nowhere')",
            &["\"nowhere\"", "register"][..],
        ),
        ("SELECT * FROM sweep('chin', 'variants')", &["\"chin\""]),
        (
            "SELECT * FROM sweep('china', 'variants', 'gdp-impacts')",
            &["gdp-impact"],
        ),
        (
            "SELECT * FROM sweep('china', 'variants', '', 'drop')",
            &["'refuse' or 'skip'"],
        ),
        (
            "SELECT * FROM sweep('china')",
            &["sweep(run, table, outputs, bad_rows)"],
        ),
        (
            "SELECT * FROM sweep('china', 'misspelt')",
            &["did you mean `gdp.response.coefficient`"],
        ),
        (
            "SELECT * FROM sweep('china', 'no_input')",
            &["no column", "gdp.response.coefficient"],
        ),
        (
            "SELECT * FROM sweep('china', 'of_text')",
            &["must be a number", "CAST"],
        ),
        (
            "SELECT * FROM sweep('china', 'taken')",
            &["`value`", "rename it"],
        ),
        (
            "SELECT * FROM project('variants', 'text')",
            &["no column \"text\"", "id"],
        ),
        (
            "SELECT * FROM project('variants', 'id')",
            &["must be a text"],
        ),
    ] {
        for (name, columns) in [
            ("misspelt", "1.0 AS \"gdp.response.coeficient\""),
            ("no_input", "1.0 AS growth"),
            ("of_text", "'a' AS \"gdp.response.coefficient\""),
            ("taken", "1.0 AS \"gdp.response.coefficient\", 1.0 AS value"),
        ] {
            let view = format!("CREATE OR REPLACE VIEW {name} AS SELECT {columns}");
            rows(&session, &view).await;
        }
        let message = refusal(&session, sql).await;
        assert!(
            texts.iter().all(|text| message.contains(text)),
            "{sql}: {message}"
        );
    }
}
