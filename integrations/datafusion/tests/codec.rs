//! Plans that are sent: a process that knows neither the functions nor the scenarios computes the same
//! bits.

use std::sync::Arc;

use compute_impact_datafusion::{logical_codec, physical_codec};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::{ExecutionPlan, collect};
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion_proto::logical_plan::{AsLogicalPlan, DefaultLogicalExtensionCodec};
use datafusion_proto::physical_plan::{AsExecutionPlan, DefaultPhysicalExtensionCodec};
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};

use crate::common::{china, rows, session, settings, text};

/// A process of its own, with nothing registered.
fn empty_session() -> SessionContext {
    SessionContext::new_with_config(SessionConfig::new().with_target_partitions(3))
}

/// The bytes that a client sends.
fn encode_logical(plan: &LogicalPlan) -> Vec<u8> {
    let codec = logical_codec(Arc::new(DefaultLogicalExtensionCodec {}));
    let mut bytes = Vec::new();
    let node = LogicalPlanNode::try_from_logical_plan(plan, codec.as_ref()).unwrap();
    node.try_encode(&mut bytes).unwrap();
    bytes
}

/// The plan that a scheduler reads.
fn decode_logical(bytes: &[u8], session: &SessionContext) -> Result<LogicalPlan, String> {
    let codec = logical_codec(Arc::new(DefaultLogicalExtensionCodec {}));
    let node = LogicalPlanNode::try_decode(bytes).map_err(|error| error.to_string())?;
    let plan = node.try_into_logical_plan(&session.task_ctx(), codec.as_ref());
    plan.map_err(|error| error.to_string())
}

/// The operators that an executor reads, after a scheduler wrote them.
fn through_physical_codec(
    plan: Arc<dyn ExecutionPlan>,
    session: &SessionContext,
) -> Arc<dyn ExecutionPlan> {
    let codec = physical_codec(Arc::new(DefaultPhysicalExtensionCodec {}));
    let mut bytes = Vec::new();
    let node = PhysicalPlanNode::try_from_physical_plan(plan, codec.as_ref()).unwrap();
    node.try_encode(&mut bytes).unwrap();
    let node = PhysicalPlanNode::try_decode(&bytes).unwrap();
    node.try_into_physical_plan(&session.task_ctx(), codec.as_ref())
        .unwrap()
}

/// The results of a query that was sent from a client to a scheduler, and from there to an executor.
async fn results_through_codecs(session: &SessionContext, sql: &str) -> Vec<RecordBatch> {
    let plan = session
        .sql(sql)
        .await
        .unwrap()
        .into_optimized_plan()
        .unwrap();
    let scheduler = empty_session();
    let plan = decode_logical(&encode_logical(&plan), &scheduler).unwrap();
    let plan = scheduler.execute_logical_plan(plan).await.unwrap();
    let plan = plan.create_physical_plan().await.unwrap();
    let executor = empty_session();
    collect(through_physical_codec(plan, &executor), executor.task_ctx())
        .await
        .unwrap()
}

/// The same table to the last digit, and the same units in the metadata of its fields. The engine sends a
/// function without the metadata of its results.
async fn assert_same_results(session: &SessionContext, sql: &str) {
    let [near, far] = [
        rows(session, sql).await,
        results_through_codecs(session, sql).await,
    ];
    let shown = |batches: &[RecordBatch]| pretty_format_batches(batches).unwrap().to_string();
    assert_eq!(shown(&near), shown(&far), "{sql}");
    assert!(
        near.iter().map(RecordBatch::num_rows).sum::<usize>() > 0,
        "{sql}"
    );
    let metadata = |batches: &[RecordBatch]| {
        let schema = batches[0].schema();
        let fields = schema.fields().iter().map(|field| field.metadata().clone());
        fields.collect::<Vec<_>>()
    };
    if !sql.contains("fan_") && !sql.contains("logistic_share") {
        assert_eq!(metadata(&near), metadata(&far), "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_sent_has_the_digest_of_one_machine() {
    let session = session(2);
    let sql = "SELECT summary_digest(merge_summaries(simulate('longer', start, \"end\")))
               FROM draw_ranges('longer', 7)";
    let alone = china().simulate(&settings(6_000, 7)).unwrap();
    assert_eq!(
        text(&results_through_codecs(&session, sql).await, 0),
        alone.summary().digest()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn all_functions_and_tables_can_be_sent() {
    let session = session(2);
    for sql in [
        "CREATE TABLE merged AS SELECT merge_summaries(simulate('china', start, \"end\")) AS summary
         FROM draw_ranges('china', 3)",
        "CREATE TABLE variants AS SELECT column1 AS id, column2 AS \"compute.path.total.growth.constant\",
             column3 AS \"gdp.response.coefficient\"
         FROM (VALUES (1, 0.1, 0.2), (2, 0.2, 0.1), (3, 0.3, 0.05))",
        "CREATE VIEW some AS SELECT * FROM variants WHERE id > 1",
    ] {
        rows(&session, sql).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("variants.parquet");
    let path = path.to_str().unwrap();
    rows(
        &session,
        &format!("COPY variants TO '{path}' STORED AS PARQUET"),
    )
    .await;
    let external = format!("CREATE EXTERNAL TABLE in_file STORED AS PARQUET LOCATION '{path}'");
    rows(&session, &external).await;
    for sql in [
        "SELECT start, \"end\" FROM draw_ranges(1000, 7) ORDER BY start",
        "SELECT count(*) FROM draw_ranges(1000, 7)",
        "SELECT \"end\" FROM draw_ranges(1000, 7) WHERE start > 500 ORDER BY 1",
        "SELECT * FROM run_outputs('china') ORDER BY output, period",
        "SELECT o.period, fan_quantile(summary, 'gdp-impact', o.period, 0.95) AS high,
                fan_mean(summary, 'gdp-impact', o.period) AS mean,
                fan_standard_error(summary, 'gdp-impact', o.period) AS error,
                target_probability(summary, 'gdp-impact', 'at-least', 0.25, o.period) AS probability,
                summary_draws(summary) AS draws
         FROM merged CROSS JOIN run_outputs('china') AS o WHERE o.output = 'gdp-impact' ORDER BY o.period",
        "SELECT elasticity_impact(column1, 0.2) AS a, semi_elasticity_impact(column1, 0.2) AS b,
                logistic_share(0.1, 0.2, column1) AS c FROM (VALUES (0.1), (0.2)) ORDER BY 1",
        "SELECT * FROM sweep('china', 'variants', 'gdp-impact, smart-share') ORDER BY id, output, period",
        "SELECT value, id FROM sweep('china', 'in_file', 'gdp-impact') ORDER BY id, value",
        "SELECT value FROM sweep('china', 'some', 'gdp-impact', 'skip') ORDER BY value",
        "SELECT count(*) FROM sweep('china', 'variants')",
    ] {
        assert_same_results(&session, sql).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_can_be_sent() {
    let session = session(2);
    let json = serde_json::to_string(&china()).unwrap().replace('\'', "''");
    let sql = format!("CREATE TABLE documents AS SELECT 1 AS id, '{json}' AS scenario");
    rows(&session, &sql).await;
    let sql = "SELECT id, output, period, value, unit
               FROM project('documents', 'scenario', 'gdp-impact') ORDER BY period";
    assert_same_results(&session, sql).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_of_another_version_is_refused_with_both_numbers() {
    let session = session(2);
    let mut others = 0;
    for sql in [
        "SELECT simulate('china', start, \"end\") FROM draw_ranges('china', 3)",
        "SELECT \"end\" FROM draw_ranges('china', 3)",
    ] {
        let plan = session
            .sql(sql)
            .await
            .unwrap()
            .into_optimized_plan()
            .unwrap();
        let bytes = encode_logical(&plan);
        let ours = format!("compute-impact {}\n", compute_impact::VERSION);
        let theirs = "compute-impact 9.8.7\n";
        assert_eq!(ours.len(), theirs.len());
        let mut changed = bytes.clone();
        for place in 0..bytes.len() - ours.len() {
            if bytes[place..].starts_with(ours.as_bytes()) {
                changed[place..place + theirs.len()].copy_from_slice(theirs.as_bytes());
                others += 1;
            }
        }
        let error = decode_logical(&changed, &empty_session()).unwrap_err();
        for words in [
            "9.8.7",
            compute_impact::VERSION,
            "run the same version on the client",
        ] {
            assert!(error.contains(words), "{error}");
        }
    }
    assert_eq!(others, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_plan_is_an_error() {
    let session = session(2);
    let sql =
        "SELECT merge_summaries(simulate('china', start, \"end\")) FROM draw_ranges('china', 3)";
    let plan = session
        .sql(sql)
        .await
        .unwrap()
        .into_optimized_plan()
        .unwrap();
    let bytes = encode_logical(&plan);
    let place = |text: &str| {
        let found = bytes
            .windows(text.len())
            .position(|window| window == text.as_bytes());
        found.unwrap()
    };
    // Numbers and names that no query could have: each is refused by its own check.
    for (from, to, words) in [
        ("[5000,3,2]", "[5000,0,2]", "must lie in [1, 5000], got 0"),
        ("[5000,3,2]", "[5000,3,9]", "must lie in [1, 3], got 9"),
        ("\"DrawRanges\"", "\"DrawRangez\"", "DrawRangez"),
        ("\"draws\":5000", "\"draws\":   0", "number of draws"),
    ] {
        let mut changed = bytes.clone();
        let start = place(from);
        changed[start..start + to.len()].copy_from_slice(to.as_bytes());
        let error = decode_logical(&changed, &empty_session()).unwrap_err();
        assert!(error.contains(words), "{from}: {error}");
    }
    // Cut off or with a byte changed, it is an error or another plan, and never a panic.
    for length in (0..bytes.len()).step_by(97) {
        assert!(decode_logical(&bytes[..length], &empty_session()).is_err() || length == 0);
    }
    for place in (0..bytes.len()).step_by(131) {
        let mut changed = bytes.clone();
        changed[place] ^= 0x20;
        drop(decode_logical(&changed, &empty_session()));
    }
}
