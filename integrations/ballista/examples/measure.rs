//! Cost of a cluster on this machine: draws per second with one and two executors, and the time of a nearly
//! empty task.
//!
//! `cargo build --bins && cargo run --example measure -- 8000000`

#![allow(clippy::unwrap_used, reason = "the servers are those of the tests")]

#[path = "../tests/processes.rs"]
#[allow(dead_code, clippy::print_stdout, reason = "shared with the tests")]
mod processes;

use std::time::Instant;

use processes::{Servers, digest, settings, simulate_on};

#[tokio::main]
#[expect(clippy::print_stdout, reason = "an example prints its result")]
#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of draws and tasks to show"
)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let draws = std::env::args()
        .nth(1)
        .map_or(Ok(8_000_000), |text| text.parse())?;
    let alone = settings(draws);
    let start = Instant::now();
    alone.part(&processes::china(), 0..draws)?;
    println!(
        "one core without a cluster: {:.2} s for {draws} draws",
        start.elapsed().as_secs_f64()
    );
    let expected = digest(&alone);
    for executors in [1, 2] {
        let servers = Servers::new(executors);
        let cluster = servers.cluster().with_jobs(1)?;
        // The first query waits for the executors.
        simulate_on(&cluster.clone().with_tasks(4)?, &settings(1_000)).await?;
        for tasks in [2, 8, 32, 128] {
            let start = Instant::now();
            let fan = simulate_on(&cluster.clone().with_tasks(tasks)?, &alone).await?;
            let seconds = start.elapsed().as_secs_f64();
            assert_eq!(fan.summary().digest(), expected);
            println!(
                "executors of one core: {executors}, tasks: {tasks}: {seconds:.2} s, {:.0} draws per second",
                draws as f64 / seconds
            );
        }
        let [few, many] = [8, 264];
        let mut times = [0.0; 2];
        for (time, tasks) in times.iter_mut().zip([few, many]) {
            let start = Instant::now();
            simulate_on(&cluster.clone().with_tasks(tasks)?, &settings(2 * many)).await?;
            *time = start.elapsed().as_secs_f64();
        }
        println!(
            "executors: {executors}: a job of {few} nearly empty tasks takes {:.0} ms, and each additional task \
             {:.1} ms",
            1e3 * times[0],
            1e3 * (times[1] - times[0]) / (many - few) as f64
        );
    }
    Ok(())
}
