//! `compute-impact` in SQL: simulations in parts, their summaries and fans, responses on columns and
//! tables of scenarios, as functions of [Apache DataFusion](https://datafusion.apache.org).
//!
//! The crate is an adapter: all numbers come from the library `compute-impact`, to the bit. The engine
//! reads and writes Parquet and CSV, plans the query, and shares the work among partitions.
//!
//! # Examples
//!
//! ```
//! use compute_impact::{Scenario, Simulation};
//! use compute_impact_datafusion::{Runs, register};
//! use datafusion::prelude::SessionContext;
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let scenario = Scenario::shipped("china-2030")?;
//! let runs = Runs::new().with_run("china", scenario, Simulation::new(2_000)?.with_seed(7))?;
//! let session = SessionContext::new();
//! register(&session, &runs);
//!
//! let median = session
//!     .sql(
//!         "SELECT fan_quantile(summary, 'gdp-impact', '2030', 0.5) AS median FROM (
//!              SELECT merge_summaries(simulate('china', start, \"end\")) AS summary
//!              FROM draw_ranges('china', 4))",
//!     )
//!     .await?;
//! assert_eq!(median.collect().await?[0].num_rows(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Functions
//!
//! Scalar and aggregate functions are used in the same way from a `DataFrame`:
//! `session.udf("simulate")?.call(vec![...])`.
//!
//! | function | result |
//! |---|---|
//! | `draw_ranges(draws or run, parts)` | a table: `start` and `end` of each range of draws |
//! | `simulate(run, start, end)` | the summary of the draws from `start` to before `end`, as bytes |
//! | `merge_summaries(summary)` | an aggregate: the summary of all draws, as bytes |
//! | `summary_draws(summary)`, `summary_digest(summary)` | the number of draws; the fingerprint, bit by bit |
//! | `fan_quantile(summary, output, period, p)` | the quantile at the probability `p` in [0, 1], within 0.1 % of that of the draws; exact if the settings have `with_quantile_ranges` |
//! | `fan_mean(summary, output, period)`, `fan_standard_error(...)` | the mean, and its Monte Carlo standard error |
//! | `target_probability(summary, output, side, number, period)` | the probability that the output is `at-least` or `at-most` the number, in the unit of the output; only targets that the settings had (`Simulation::with_targets`) when the draws were made |
//! | `run_outputs(run)` | a table: `output`, `period` and `unit` of each number that a fan has |
//! | `elasticity_impact(growth, elasticity)` | `(1 + growth)^elasticity - 1` |
//! | `semi_elasticity_impact(points, semi_elasticity)` | `exp(semi_elasticity points) - 1` |
//! | `logistic_share(intercept, slope, time)` | `1 / (1 + exp(-(intercept + slope time)))` |
//! | `sweep(run, table[, outputs[, bad_rows]])` | a table: the projection of each row of the table at central values, one row for each output and period |
//! | `project(table, column[, outputs[, bad_rows]])` | the same columns; each cell of `column` is a scenario in JSON |
//!
//! The arguments of `sweep` and `project` are texts in quotes: the name of a run, of which only the scenario is
//! used; the name of a registered table or view, whose columns named after places are inputs of the scenario; ids
//! of outputs with commas between them, where `''`, the default, stands for all; and `'refuse'`, the default, or
//! `'skip'` for [bad rows](BadRows).
//!
//! A NULL argument of a scalar function gives NULL, `merge_summaries` ignores NULLs, and a NULL in an input of
//! `sweep` or `project` makes a bad row. `fan_quantile`, `fan_mean` and `fan_standard_error` are NULL
//! where they are undefined. Scalar
//! functions and `draw_ranges` state a unit in the metadata of their field under `unit`, where one is known; `sweep`
//! states those of its outputs under `unit.gdp-impact` and so on, and in its column `unit`.
//!
//! # More than one machine
//!
//! [`logical_codec`] and [`physical_codec`] write plans as bytes, in which a function carries the runs that
//! it knows: only the client registers [`Runs`]. A process with another version of the library refuses
//! such a plan, and a summary records its scenario, seed, number of draws and version, and is refused if
//! they differ. A version number does not distinguish two builds: build all processes from one commit.

mod codec;
mod error;
mod fan;
mod function;
mod merge;
mod ranges;
mod response;
mod runs;
mod simulate;
mod summary;
mod variants;

use std::sync::Arc;

use datafusion::logical_expr::ScalarUDF;
use datafusion::prelude::SessionContext;

pub use codec::{logical_codec, physical_codec};
pub use runs::Runs;
pub use variants::{BadRows, Variants};

/// Registers all functions of this crate in a session, with the runs that they know.
///
/// # Examples
///
/// See the [crate].
pub fn register(session: &SessionContext, runs: &Runs) {
    let runs = Arc::new(runs.clone());
    for function in scalar_functions(&runs) {
        session.register_udf(function);
    }
    session.register_udaf(merge::function());
    session.register_udtf("draw_ranges", Arc::new(ranges::DrawRanges::new(&runs)));
    session.register_udtf("run_outputs", Arc::new(runs::RunOutputs::new(&runs)));
    session.register_udtf("sweep", Arc::new(variants::Sweep::new(&runs)));
    session.register_udtf("project", Arc::new(variants::Project));
}

/// The scalar functions, with the runs that they know.
fn scalar_functions(runs: &Arc<Runs>) -> Vec<ScalarUDF> {
    let mut functions = fan::functions(runs);
    functions.extend([
        simulate::function(runs),
        response::elasticity_impact(),
        response::semi_elasticity_impact(),
        response::logistic_share(),
    ]);
    functions
}

/// The program of the README, which compiles with the other examples of the docs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
