//! Runs in parts: the same bits as on one machine, and what the fan says.

use compute_impact::Output;
use compute_impact::simulation::Target;
use compute_impact_datafusion::{Runs, register};
use datafusion::execution::FunctionRegistry;
use datafusion::prelude::{SessionContext, col, lit};

use crate::common::{IMPACT, bits, china, numbers, rows, session, settings, text};

fn merged(parts: u64) -> String {
    format!(
        "SELECT merge_summaries(simulate('china', start, \"end\")) AS summary
         FROM draw_ranges('china', {parts})"
    )
}

async fn digest(session: &SessionContext, parts: u64) -> String {
    let sql = format!("SELECT summary_digest(summary) FROM ({})", merged(parts));
    text(&rows(session, &sql).await, 0)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_split_and_every_number_of_partitions_gives_the_bits_of_one_machine() {
    let expected = china().simulate(&settings(5_000, 7)).unwrap();
    let expected = expected.summary().digest();
    for partitions in [1, 2, 3, 8] {
        let session = session(partitions);
        for parts in [1, 2, 7, 50] {
            let digest = digest(&session, parts).await;
            assert_eq!(digest, expected, "{parts} parts, {partitions} partitions");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outputs_of_a_run_are_those_of_its_settings() {
    let settings = settings(1_000, 7).with_outputs([IMPACT, Output::ComputeGrowth]);
    let runs = Runs::new().with_run("some", china(), settings.unwrap());
    let session = SessionContext::new();
    register(&session, &runs.unwrap());
    let sql = "SELECT fan_mean(summary, output, period) AS mean
               FROM (SELECT merge_summaries(simulate('some', start, \"end\")) AS summary FROM draw_ranges('some', 2))
               CROSS JOIN run_outputs('some')";
    let means = numbers(&rows(&session, sql).await, "mean");
    assert_eq!(means.len(), 7 + 6);
    assert!(means.iter().all(Option::is_some));
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_merge_in_any_order_and_grouping_and_through_parquet_and_csv() {
    let expected = china().simulate(&settings(5_000, 7)).unwrap();
    let expected = expected.summary().digest();
    let session = session(3);
    let folder = tempfile::tempdir().unwrap();
    let parquet = folder.path().join("parts.parquet");
    let parquet = parquet.to_str().unwrap();
    let write = format!(
        "COPY (SELECT start, simulate('china', start, \"end\") AS part FROM draw_ranges('china', 9))
         TO '{parquet}' STORED AS PARQUET"
    );
    rows(&session, &write).await;
    let read = format!("CREATE EXTERNAL TABLE parts STORED AS PARQUET LOCATION '{parquet}'");
    rows(&session, &read).await;
    for sql in [
        "SELECT merge_summaries(part) AS summary FROM (SELECT part FROM parts ORDER BY start DESC)",
        "SELECT merge_summaries(some) AS summary FROM
             (SELECT merge_summaries(part) AS some FROM parts GROUP BY start % 4)",
        "SELECT merge_summaries(some) AS summary FROM
             (SELECT merge_summaries(simulate('china', start, \"end\")) AS some
              FROM draw_ranges('china', 9) GROUP BY start / 2000)",
    ] {
        let sql = format!("SELECT summary_digest(summary), summary_draws(summary) FROM ({sql})");
        assert_eq!(text(&rows(&session, &sql).await, 0), expected);
    }
    let csv = folder.path().join("fan.csv");
    let csv = csv.to_str().unwrap();
    let write = format!(
        "COPY (SELECT period, fan_mean(summary, 'gdp-impact', period) AS mean
               FROM (SELECT merge_summaries(part) AS summary FROM parts)
               CROSS JOIN run_outputs('china') WHERE output = 'gdp-impact' ORDER BY period)
         TO '{csv}' STORED AS CSV OPTIONS ('format.has_header' 'true')"
    );
    rows(&session, &write).await;
    let fan = china().simulate(&settings(5_000, 7)).unwrap();
    let means: Vec<f64> = fan
        .series(IMPACT)
        .unwrap()
        .iter()
        .map(|(_, of)| of.mean().unwrap())
        .collect();
    let written = std::fs::read_to_string(csv).unwrap();
    let lines = written
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(1).unwrap());
    let written: Vec<f64> = lines.map(|mean| mean.parse().unwrap()).collect();
    assert_eq!(
        bits(written.into_iter().map(Some)),
        bits(means.into_iter().map(Some))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_frame_gives_the_same_as_sql() {
    let session = session(2);
    let ranges = session
        .sql("SELECT * FROM draw_ranges('china', 5)")
        .await
        .unwrap();
    let [simulate, digest] = ["simulate", "summary_digest"].map(|name| session.udf(name).unwrap());
    let merge = session.udaf("merge_summaries").unwrap();
    let part = simulate.call(vec![lit("china"), col("start"), col("end")]);
    let merged = ranges
        .select(vec![part.alias("part")])
        .and_then(|parts| {
            parts.aggregate(vec![], vec![merge.call(vec![col("part")]).alias("summary")])
        })
        .and_then(|merged| merged.select(vec![digest.call(vec![col("summary")])]));
    let found = merged.unwrap().collect().await.unwrap();
    let expected = china().simulate(&settings(5_000, 7)).unwrap();
    assert_eq!(text(&found, 0), expected.summary().digest());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fan_in_sql_has_the_numbers_of_the_library() {
    let session = session(2);
    let sql = format!(
        "SELECT period,
                fan_quantile(summary, 'gdp-impact', period, p) AS quantile,
                fan_mean(summary, 'gdp-impact', period) AS mean,
                fan_standard_error(summary, 'gdp-impact', period) AS error,
                target_probability(summary, 'gdp-impact', 'at-least', 0.25, period) AS reached
         FROM ({}) CROSS JOIN run_outputs('china')
              CROSS JOIN (VALUES (0.05), (0.5), (0.95), (CAST(NULL AS DOUBLE))) AS levels (p)
         WHERE output = 'gdp-impact' ORDER BY period, p",
        merged(4)
    );
    let found = rows(&session, &sql).await;
    let fan = china().simulate(&settings(5_000, 7)).unwrap();
    let series = fan.series(IMPACT).unwrap();
    let target = Target::at_least(IMPACT, 0.25).unwrap();
    let mut expected: [Vec<Option<f64>>; 4] = Default::default();
    for (period, of) in series.iter() {
        for p in [Some(0.05), Some(0.5), Some(0.95), None] {
            let reached = fan.probability_at(&target, period).unwrap().unwrap();
            let row = [
                p.map(|p| of.quantile(p).unwrap().value),
                of.mean(),
                of.mean_error(),
                Some(reached.value()),
            ];
            for (column, number) in expected.iter_mut().zip(row) {
                column.push(number);
            }
        }
    }
    assert!(expected[3].iter().flatten().any(|p| *p > 0.0 && *p < 1.0));
    for (name, expected) in ["quantile", "mean", "error", "reached"]
        .iter()
        .zip(expected)
    {
        assert_eq!(bits(numbers(&found, name)), bits(expected), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn units_stand_in_the_metadata_and_in_a_column() {
    let session = session(2);
    let sql = format!(
        "SELECT fan_mean(summary, 'gdp-impact', '2030') AS impact,
                fan_mean(summary, 'total-compute', '2030') AS compute,
                target_probability(summary, 'gdp-impact', 'at-least', 0.25, '2030') AS reached
         FROM ({})",
        merged(2)
    );
    let found = rows(&session, &sql).await;
    let schema = found[0].schema();
    let unit = |name: &str| {
        schema
            .field_with_name(name)
            .unwrap()
            .metadata()
            .get("unit")
            .cloned()
    };
    assert_eq!(unit("impact").as_deref(), Some("fraction"));
    assert_eq!(unit("reached").as_deref(), Some("fraction"));
    // The scenarios of the session may measure compute in different units: then none is stated.
    let found = rows(
        &session,
        "SELECT unit FROM run_outputs('china') WHERE output = 'total-compute' LIMIT 1",
    );
    let stated = text(&found.await, 0);
    assert!(stated.starts_with("FLOP/s"), "{stated}");
    assert!(unit("compute").is_none_or(|unit| unit == stated));
}
