//! The fan of the shipped scenario china-2030, from SQL: a million draws in 64 parts, on all cores.
//!
//! `cargo run --example fan -- 1000000 64`

use compute_impact::simulation::Target;
use compute_impact::{Output, Reading, Scenario, Simulation};
use compute_impact_datafusion::{Runs, register};
use datafusion::prelude::SessionContext;

/// The fan of the impact on GDP: 5 %, median, 95 %, mean, its error, and the odds of a quarter more GDP.
const FAN: &str = "
SELECT o.period,
       round(100 * fan_quantile(summary, 'gdp-impact', o.period, 0.05), 2) AS \"5 %\",
       round(100 * fan_quantile(summary, 'gdp-impact', o.period, 0.5), 2) AS \"50 %\",
       round(100 * fan_quantile(summary, 'gdp-impact', o.period, 0.95), 2) AS \"95 %\",
       round(100 * fan_mean(summary, 'gdp-impact', o.period), 3) AS mean,
       round(100 * fan_standard_error(summary, 'gdp-impact', o.period), 4) AS error,
       target_probability(summary, 'gdp-impact', 'at-least', 0.25, o.period) AS \"25 % or more\"
FROM merged CROSS JOIN run_outputs('china') AS o
WHERE o.output = 'gdp-impact'
ORDER BY o.period";

#[tokio::main]
#[expect(clippy::print_stdout, reason = "an example prints its result")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let draws = arguments
        .next()
        .map_or(Ok(1_000_000), |text| text.parse())?;
    let parts: u64 = arguments.next().map_or(Ok(64), |text| text.parse())?;

    let impact = Output::Gdp(Reading::Impact);
    let settings = Simulation::new(draws)?
        .with_seed(7)
        .with_targets([Target::at_least(impact, 0.25)?])?;
    let scenario = Scenario::shipped("china-2030")?;
    let runs = Runs::new().with_run("china", scenario.clone(), settings.clone())?;
    let session = SessionContext::new();
    register(&session, &runs);

    // The summary once, as a table of one row: it could be a Parquet file as well.
    let merged = format!(
        "CREATE TABLE merged AS
         SELECT merge_summaries(simulate('china', start, \"end\")) AS summary
         FROM draw_ranges('china', {parts})"
    );
    session.sql(&merged).await?.collect().await?;

    println!("Impact on GDP in per cent, {draws} draws in {parts} parts");
    session.sql(FAN).await?.show().await?;

    let digest = session.sql(
        "SELECT summary_digest(summary) AS digest, summary_draws(summary) AS draws FROM merged",
    );
    digest.await?.show().await?;
    let on_one_machine = scenario.simulate(&settings)?;
    println!("Without the engine: {}", on_one_machine.summary().digest());
    Ok(())
}
