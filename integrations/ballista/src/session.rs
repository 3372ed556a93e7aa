use std::sync::Arc;

use ballista_core::config::BALLISTA_CLIENT_PULL;
use ballista_core::extension::{SessionConfigExt, SessionStateExt};
use ballista_core::serde::{BallistaLogicalExtensionCodec, BallistaPhysicalExtensionCodec};
use compute_impact_datafusion::{Runs, logical_codec, physical_codec, register};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion_proto::logical_plan::LogicalExtensionCodec;
use datafusion_proto::physical_plan::PhysicalExtensionCodec;
use url::Url;

/// The largest message between two processes, of which a summary with exact quantiles is one.
pub(crate) const MAX_MESSAGE_BYTES: u32 = 1 << 28;

/// The address of a scheduler in the form in which the engine uses it.
pub(crate) fn address(url: &str) -> Result<String> {
    let refused = || {
        let reason = format!(
            "the address of a scheduler must be such as http://127.0.0.1:50050, got {url:?}"
        );
        DataFusionError::Configuration(reason)
    };
    let parsed = Url::parse(url).map_err(|_| refused())?;
    let (host, port) = (parsed.host_str(), parsed.port_or_known_default());
    let (Some(host), Some(port)) = (host, port) else {
        return Err(refused());
    };
    // Nothing else has a meaning for the engine.
    let used = Url::parse(&format!("http://{host}:{port}")).map_err(|_| refused())?;
    let has_port = url.trim_end_matches('/').ends_with(&format!(":{port}"));
    if parsed != used || !has_port {
        return Err(refused());
    }
    Ok(format!("http://{host}:{port}"))
}

/// The codec of what a client sends to a scheduler.
pub(crate) fn logical() -> Arc<dyn LogicalExtensionCodec> {
    logical_codec(Arc::new(BallistaLogicalExtensionCodec::default()))
}

/// The codec of what a scheduler sends to executors.
pub(crate) fn physical() -> Arc<dyn PhysicalExtensionCodec> {
    physical_codec(Arc::new(BallistaPhysicalExtensionCodec::default()))
}

/// A session whose queries run on the cluster of a scheduler, in this number of partitions, with all
/// functions of `compute-impact-datafusion`.
///
/// The scenarios and settings of `runs` travel with each query that uses a function of theirs.
///
/// # Errors
///
/// If the address is not one. The scheduler is only asked by the first query.
///
/// # Examples
///
/// ```no_run
/// use compute_impact::{Scenario, Simulation};
/// use compute_impact_ballista::session;
/// use compute_impact_datafusion::Runs;
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let scenario = Scenario::shipped("china-2030")?;
/// let runs = Runs::new().with_run("china", scenario, Simulation::new(1_000_000)?)?;
/// let session = session("http://127.0.0.1:50050", 8, &runs)?;
/// let median = session
///     .sql(
///         "SELECT fan_quantile(summary, 'gdp-impact', '2030', 0.5) AS median FROM (
///              SELECT merge_summaries(simulate('china', start, \"end\")) AS summary
///              FROM draw_ranges('china', 64))",
///     )
///     .await?;
/// median.show().await?;
/// # Ok(())
/// # }
/// ```
pub fn session(url: &str, partitions: usize, runs: &Runs) -> Result<SessionContext> {
    let scheduler = address(url)?;
    let config = SessionConfig::new_with_ballista()
        // The client asks for the status of a job, and knows the id of the job from the start.
        .set_bool(BALLISTA_CLIENT_PULL, true)
        .with_ballista_grpc_client_max_message_size(MAX_MESSAGE_BYTES as usize)
        .with_target_partitions(partitions.max(1))
        .with_ballista_logical_extension_codec(logical())
        .with_ballista_physical_extension_codec(physical());
    let state = SessionStateBuilder::new()
        .with_config(config)
        .with_default_features()
        .build()
        .upgrade_for_ballista(scheduler)?;
    let session = SessionContext::new_with_state(state);
    // After the upgrade, which replaces all functions.
    register(&session, runs);
    Ok(session)
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_is_a_host_and_a_port_and_nothing_else() {
        for url in [
            "http://127.0.0.1:50050",
            "http://a.example:80/",
            "http://[::1]:50050",
        ] {
            assert_eq!(
                address(url).ok().as_deref(),
                Some(url.trim_end_matches('/'))
            );
        }
        for url in [
            "127.0.0.1:50050",
            "https://a.example:50050",
            "http://a.example",
            "http://user:secret@a.example:50050",
            "http://a.example:50050/path",
            "http://a.example:50050?query",
            "http://:50050",
        ] {
            assert!(address(url).is_err(), "{url}");
        }
    }
}
