//! What the engine costs over the library alone, and what parts of a run cost: time, bytes, merging.
//!
//! `cargo run --example measure -- 200000 1000000`: variants, draws.

use std::sync::Arc;
use std::time::{Duration, Instant};

use compute_impact::{Scenario, Simulation};
use compute_impact_datafusion::{Runs, register};
use datafusion::arrow::array::{ArrayRef, AsArray, Float64Array, RecordBatch};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::datasource::MemTable;
use datafusion::prelude::{SessionConfig, SessionContext};
use futures::StreamExt;

type Answer<T> = Result<T, Box<dyn std::error::Error>>;

const PLACES: [&str; 2] = [
    "compute.path.total.growth.constant",
    "gdp.response.coefficient",
];

/// The least time of several attempts.
fn least(times: impl IntoIterator<Item = Duration>) -> Duration {
    times.into_iter().min().unwrap_or_default()
}

/// The time until all rows of a query have come, and their number.
async fn streamed(session: &SessionContext, sql: &str) -> Answer<(Duration, usize)> {
    let start = Instant::now();
    let mut rows = 0;
    let mut batches = session.sql(sql).await?.execute_stream().await?;
    while let Some(batch) = batches.next().await {
        rows += batch?.num_rows();
    }
    Ok((start.elapsed(), rows))
}

fn columns(variants: u32) -> [Vec<f64>; 2] {
    // In ascending order, in which every batch goes beyond the one before.
    let share = |n: u32| f64::from(n) / f64::from(variants);
    [
        (0..variants).map(|n| 0.05 + 0.3 * share(n)).collect(),
        (0..variants).map(|n| 0.25 - 0.2 * share(n)).collect(),
    ]
}

#[expect(clippy::print_stdout, reason = "an example prints its result")]
async fn sweeps(session: &SessionContext, scenario: &Scenario, variants: u32) -> Answer<()> {
    let values = columns(variants);
    let fields = PLACES.map(|place| Field::new(place, DataType::Float64, false));
    let schema = Arc::new(Schema::new(fields.to_vec()));
    let arrays = values
        .clone()
        .map(|x| Arc::new(Float64Array::from(x)) as ArrayRef);
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays.to_vec())?;
    let table = MemTable::try_new(schema, vec![vec![batch]])?;
    session.register_table("variants", Arc::new(table))?;

    for (name, outputs) in [("one output", "gdp-impact"), ("all outputs", "")] {
        let mut times: [Vec<Duration>; 3] = Default::default();
        let mut rows = 0;
        for _ in 0..5 {
            let mut sweep = scenario.sweep().with_threads(1)?;
            if !outputs.is_empty() {
                sweep = sweep.with_outputs([outputs.parse()?])?;
            }
            for (place, values) in PLACES.iter().zip(&values) {
                sweep = sweep.with_values(place, values)?;
            }
            // Block by block, as the engine: no more than one block is in memory.
            let start = Instant::now();
            let mut sum = 0.0;
            let swept = sweep.for_each_block(|block| {
                sum += block.iter().map(|output| output.last()[0]).sum::<f64>();
                Ok::<(), compute_impact::Error>(())
            })?;
            times[0].push(start.elapsed());
            assert!(swept.is_complete() && sum.is_finite());
            for (times, chosen) in times[1..].iter_mut().zip(["value", "*"]) {
                let sql = format!("SELECT {chosen} FROM sweep('china', 'variants', '{outputs}')");
                let (time, found) = streamed(session, &sql).await?;
                times.push(time);
                rows = found;
            }
        }
        let [library, value, all] = times.map(|times| least(times).as_secs_f64());
        let each = |time: f64| 1e9 * time / f64::from(variants);
        println!(
            "{name}, {rows} rows; ns a variant: library {:.1}, SQL {:.1} (x{:.2}), all columns {:.1} (x{:.2})",
            each(library),
            each(value),
            value / library,
            each(all),
            all / library
        );
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "an example prints its result")]
#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of draws and bytes to show"
)]
async fn parts(session: &SessionContext, scenario: &Scenario, settings: &Simulation) -> Answer<()> {
    let draws = settings.draws();
    let start = Instant::now();
    settings.part(scenario, 0..draws)?;
    let time = start.elapsed().as_secs_f64();
    println!(
        "library: {:.0} draws a second on one core",
        draws as f64 / time
    );
    for parts in [1, 8, 64] {
        let sql = format!(
            "SELECT simulate('china', start, \"end\") AS part FROM draw_ranges('china', {parts})"
        );
        let start = Instant::now();
        let found = session.sql(&sql).await?.collect().await?;
        let simulated = start.elapsed().as_secs_f64();
        let summaries = found
            .iter()
            .flat_map(|batch| batch.column(0).as_binary::<i32>());
        let bytes: usize = summaries.flatten().map(<[u8]>::len).sum();
        let table = MemTable::try_new(found[0].schema(), vec![found])?;
        session.register_table("parts", Arc::new(table))?;
        let merging = "SELECT merge_summaries(part) AS summary FROM parts";
        let (merged, _) = streamed(session, merging).await?;
        session.deregister_table("parts")?;
        println!(
            "{parts} parts: {:.0} draws a second, {} bytes a part, {:.2} ms a part to read and merge",
            draws as f64 / simulated,
            bytes / parts,
            1e3 * merged.as_secs_f64() / parts as f64
        );
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Answer<()> {
    let mut arguments = std::env::args().skip(1);
    let variants = arguments.next().map_or(Ok(200_000), |text| text.parse())?;
    let draws = arguments
        .next()
        .map_or(Ok(1_000_000), |text| text.parse())?;
    let scenario = Scenario::shipped("china-2030")?;
    let settings = Simulation::new(draws)?.with_seed(7);
    let runs = Runs::new().with_run("china", scenario.clone(), settings.clone())?;
    let one = SessionConfig::new().with_target_partitions(1);
    let session = SessionContext::new_with_config(one);
    register(&session, &runs);
    sweeps(&session, &scenario, variants).await?;
    parts(&session, &scenario, &settings).await
}
