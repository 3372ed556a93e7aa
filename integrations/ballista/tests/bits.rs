//! The bits of one machine, however the draws are shared.

use compute_impact::simulation::Scheme;
use compute_impact::{Output, Reading};
use compute_impact_ballista::session;
use compute_impact_datafusion::Runs;
use datafusion::arrow::array::{AsArray, Float64Array};
use datafusion::arrow::datatypes::Float64Type;

use crate::processes::{Servers, china, digest, program, settings, simulate_on};

#[tokio::test(flavor = "multi_thread")]
async fn every_number_of_executors_and_every_split_gives_the_bits_of_one_machine() {
    let settings = settings(6_000);
    let alone = digest(&settings);
    let mut servers = Servers::new(1);
    for executors in 1..=3 {
        while servers.executors.len() < executors {
            servers.add_executor(&program("executor"));
        }
        for (jobs, tasks, concurrent_jobs) in [(1, 1, 1), (1, 8, 1), (3, 5, 2), (7, 2, 3)] {
            let cluster = servers
                .cluster()
                .with_jobs(jobs)
                .unwrap()
                .with_tasks(tasks)
                .unwrap();
            let cluster = cluster.with_concurrent_jobs(concurrent_jobs).unwrap();
            let fan = simulate_on(&cluster, &settings).await.unwrap();
            assert_eq!(
                fan.summary().digest(),
                alone,
                "{executors} executors, {jobs} jobs, {tasks} tasks"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn schemes_and_quantile_ranges_are_sent_to_executors() {
    let servers = Servers::new(2);
    let cluster = servers
        .cluster()
        .with_jobs(2)
        .unwrap()
        .with_tasks(3)
        .unwrap();
    for scheme in [Scheme::Antithetic, Scheme::LatinHypercube, Scheme::Sobol] {
        let settings = settings(3_000).with_scheme(scheme).unwrap();
        let fan = simulate_on(&cluster, &settings).await.unwrap();
        assert_eq!(fan, china().simulate(&settings).unwrap(), "{scheme:?}");
    }
    let settings = settings(4_000).with_exact_quantiles([0.05, 0.95]).unwrap();
    let ranges = settings.locate_quantiles(&china()).unwrap();
    let settings = settings.with_quantile_ranges(ranges);
    let fan = simulate_on(&cluster, &settings).await.unwrap();
    let impact = fan.series(Output::Gdp(Reading::Impact)).unwrap();
    assert!(impact.last().quantile(0.95).unwrap().is_exact());
    assert_eq!(fan, china().simulate(&settings).unwrap());
}

/// A sweep over a file, of which each executor computes a part.
#[tokio::test(flavor = "multi_thread")]
async fn variants_of_a_file_are_those_of_the_library() {
    const GROWTH: &str = "compute.path.total.growth.constant";
    const VARIANTS: i32 = 5_000;
    let servers = Servers::new(2);
    let runs = Runs::new()
        .with_run("china", china(), settings(100))
        .unwrap();
    let session = session(&servers.url(), 4, &runs).unwrap();
    let growth: Vec<f64> = (0..VARIANTS)
        .map(|n| 0.05 + 0.3 * f64::from(n) / f64::from(VARIANTS))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    // Written by a session of its own, as a user brings a file.
    let here = datafusion::prelude::SessionContext::new();
    let ids = (0..VARIANTS).collect::<datafusion::arrow::array::Int32Array>();
    let batch = datafusion::arrow::record_batch::RecordBatch::try_from_iter([
        ("id", std::sync::Arc::new(ids) as _),
        (
            GROWTH,
            std::sync::Arc::new(Float64Array::from(growth.clone())) as _,
        ),
    ]);
    let options = datafusion::dataframe::DataFrameWriteOptions::new();
    let path = folder.path().join("variants.parquet");
    let path = path.to_str().unwrap();
    here.read_batch(batch.unwrap())
        .unwrap()
        .write_parquet(path, options, None)
        .await
        .unwrap();
    let external = format!("CREATE EXTERNAL TABLE variants STORED AS PARQUET LOCATION '{path}'");
    session
        .sql(&external)
        .await
        .unwrap()
        .collect()
        .await
        .unwrap();
    let sql = "SELECT value FROM sweep('china', 'variants', 'gdp-impact') WHERE period = '2030' ORDER BY id";
    let found = session.sql(sql).await.unwrap().collect().await.unwrap();
    let found = found.iter().flat_map(|batch| {
        batch
            .column(0)
            .as_primitive::<Float64Type>()
            .values()
            .to_vec()
    });
    let sweep = china()
        .sweep()
        .with_outputs([Output::Gdp(Reading::Impact)])
        .unwrap();
    let swept = sweep
        .with_values(GROWTH, &growth)
        .unwrap()
        .columns()
        .unwrap();
    let expected = swept.iter().next().unwrap().last().to_vec();
    // The last 500 coefficients are NULL, which no variant may have.
    let skipping = "EXPLAIN ANALYZE SELECT value FROM sweep('china', 'some', 'gdp-impact', 'skip')";
    let view = "CREATE VIEW some AS SELECT CASE WHEN id < 2000 THEN 0.1 END AS \"gdp.response.coefficient\" FROM variants
                WHERE id < 2500";
    session.sql(view).await.unwrap().collect().await.unwrap();
    let explained = session
        .sql(skipping)
        .await
        .unwrap()
        .collect()
        .await
        .unwrap();
    let explained = datafusion::arrow::util::pretty::pretty_format_batches(&explained)
        .unwrap()
        .to_string();
    assert!(explained.contains("rows_skipped=500"), "{explained}");
    let bits = |numbers: Vec<f64>| numbers.into_iter().map(f64::to_bits).collect::<Vec<_>>();
    assert!(bits(found.collect()) == bits(expected));
}
