//! Sessions, and single cells of results.

use compute_impact::simulation::Target;
use compute_impact::{Output, Reading, Scenario, Simulation};
use compute_impact_datafusion::{Runs, register};
use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::datatypes::Float64Type;
use datafusion::prelude::{SessionConfig, SessionContext};

pub(crate) const IMPACT: Output = Output::Gdp(Reading::Impact);

pub(crate) fn china() -> Scenario {
    Scenario::shipped("china-2030").unwrap()
}

pub(crate) fn settings(draws: u64, seed: u64) -> Simulation {
    let target = Target::at_least(IMPACT, 0.25).unwrap();
    let settings = Simulation::new(draws).unwrap().with_seed(seed);
    settings.with_targets([target]).unwrap()
}

/// A session with this number of partitions, and with runs of 5,000 draws: `china`, `other seed`,
/// `longer`, `other scenario`.
pub(crate) fn session(partitions: usize) -> SessionContext {
    let other = Scenario::shipped_names().find(|name| *name != "china-2030");
    let other = Scenario::shipped(other.unwrap()).unwrap();
    let runs = Runs::new()
        .with_run("china", china(), settings(5_000, 7))
        .and_then(|runs| runs.with_run("other seed", china(), settings(5_000, 8)))
        .and_then(|runs| runs.with_run("longer", china(), settings(6_000, 7)))
        .and_then(|runs| runs.with_run("other scenario", other, settings(5_000, 7)));
    let config = SessionConfig::new().with_target_partitions(partitions);
    let session = SessionContext::new_with_config(config);
    register(&session, &runs.unwrap());
    session
}

pub(crate) async fn rows(session: &SessionContext, sql: &str) -> Vec<RecordBatch> {
    let frame = session.sql(sql).await.unwrap();
    frame.collect().await.unwrap()
}

/// The message with which a query ends.
pub(crate) async fn refusal(session: &SessionContext, sql: &str) -> String {
    match session.sql(sql).await {
        Err(error) => error.to_string(),
        Ok(frame) => frame.collect().await.unwrap_err().to_string(),
    }
}

pub(crate) fn text(batches: &[RecordBatch], column: usize) -> String {
    let batch = batches.iter().find(|batch| batch.num_rows() > 0).unwrap();
    batch.column(column).as_string::<i32>().value(0).to_owned()
}

/// All numbers of a column; NULL is `None`.
pub(crate) fn numbers(batches: &[RecordBatch], name: &str) -> Vec<Option<f64>> {
    let columns = batches
        .iter()
        .map(|batch| batch.column_by_name(name).unwrap());
    let numbers = columns.flat_map(|column| {
        let column = column.as_primitive::<Float64Type>();
        (0..column.len()).map(|row| column.is_valid(row).then(|| column.value(row)))
    });
    numbers.collect()
}

pub(crate) fn bits(numbers: impl IntoIterator<Item = Option<f64>>) -> Vec<Option<u64>> {
    numbers.into_iter().map(|x| x.map(f64::to_bits)).collect()
}
