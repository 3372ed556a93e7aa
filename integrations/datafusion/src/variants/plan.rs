//! The operator that turns rows of variants into rows of results.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::Result;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::execution::TaskContext;
use datafusion::physical_expr::EquivalenceProperties;
use datafusion::physical_plan::execution_plan::EmissionType;
use datafusion::physical_plan::metrics::{
    BaselineMetrics, Count, ExecutionPlanMetricsSet, MetricBuilder, MetricsSet, RecordOutput,
};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties, Partitioning,
    PhysicalExpr, PlanProperties, SendableRecordBatchStream,
};
use futures::{StreamExt, stream};

use super::rows::{Column, Reused, text_bytes};
use super::{Form, Kind};
use crate::error::unplanned;

/// Computes the variants of each partition of its input, some thousand rows at a time.
#[derive(Debug)]
pub(crate) struct VariantsExec {
    input: Arc<dyn ExecutionPlan>,
    columns: Vec<Column>,
    kind: Kind,
    properties: Arc<PlanProperties>,
    metrics: ExecutionPlanMetricsSet,
    skipped: Arc<AtomicU64>,
    /// True if another process sent the operator. Its partitions are then only those of one task.
    is_decoded: bool,
}

impl VariantsExec {
    pub(super) fn new(
        input: Arc<dyn ExecutionPlan>,
        schema: SchemaRef,
        columns: Vec<Column>,
        kind: Kind,
        skipped: Arc<AtomicU64>,
    ) -> Self {
        let partitions = input.output_partitioning().partition_count();
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(partitions),
            EmissionType::Incremental,
            input.boundedness(),
        );
        Self {
            input,
            columns,
            kind,
            properties: Arc::new(properties),
            metrics: ExecutionPlanMetricsSet::new(),
            skipped,
            is_decoded: false,
        }
    }

    /// The same operator, marked as sent by another process.
    pub(super) fn decoded(self) -> Self {
        Self {
            is_decoded: true,
            ..self
        }
    }

    /// The serialized form and the columns, without the input.
    pub(crate) fn parts(&self) -> (Form, &[Column]) {
        (self.kind.form(), &self.columns)
    }
}

impl DisplayAs for VariantsExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Typed(_) => f.write_str("VariantsExec: by columns"),
            Kind::Documents(_) => f.write_str("VariantsExec: by documents"),
        }
    }
}

impl ExecutionPlan for VariantsExec {
    fn name(&self) -> &'static str {
        "VariantsExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    // Rows are numbered as the table has them, so they are not shuffled before.
    fn benefits_from_input_partitioning(&self) -> Vec<bool> {
        vec![false]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let count = children.len();
        let [input] = <[_; 1]>::try_from(children).map_err(|_| {
            let reason = format!("the operator must have one input, got {count}");
            unplanned("variants", reason)
        })?;
        let schema = self.schema();
        let (columns, kind) = (self.columns.clone(), self.kind.clone());
        let is_decoded = self.is_decoded;
        let same = Self::new(input, schema, columns, kind, Arc::clone(&self.skipped));
        Ok(Arc::new(Self { is_decoded, ..same }))
    }

    fn execute(
        &self,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let schema = self.schema();
        let work = Partition {
            input: self.input.execute(partition, context)?,
            schema: Arc::clone(&schema),
            columns: self.columns.clone(),
            kind: self.kind.clone(),
            number: partition,
            partitions: self.input.output_partitioning().partition_count(),
            is_decoded: self.is_decoded,
            batch: None,
            first: 0,
            reused: Reused::default(),
            skipped: Arc::clone(&self.skipped),
            rows_skipped: MetricBuilder::new(&self.metrics).counter("rows_skipped", partition),
            baseline: BaselineMetrics::new(&self.metrics, partition),
        };
        let batches = stream::try_unfold(work, |mut work| async move {
            Ok(work.next().await?.map(|batch| (batch, work)))
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, batches)))
    }

    fn metrics(&self) -> Option<MetricsSet> {
        Some(self.metrics.clone_inner())
    }
}

/// The most bytes of texts of the input that a batch of results repeats.
const TEXT_BYTES: usize = 1 << 26;

/// The most documents that are projected together; each takes about a millisecond.
const MOST_DOCUMENTS: usize = 32;

/// A number of results that few documents exceed, to bound the texts that they repeat.
const DOCUMENT_RESULTS: usize = 1_000;

/// The work on a partition.
struct Partition {
    input: SendableRecordBatchStream,
    schema: SchemaRef,
    columns: Vec<Column>,
    kind: Kind,
    number: usize,
    partitions: usize,
    is_decoded: bool,
    /// The rest of the current batch.
    batch: Option<RecordBatch>,
    /// The number of rows before it.
    first: usize,
    reused: Reused,
    skipped: Arc<AtomicU64>,
    rows_skipped: Count,
    baseline: BaselineMetrics,
}

impl Partition {
    async fn next(&mut self) -> Result<Option<RecordBatch>> {
        loop {
            let Some(batch) = self.batch.take() else {
                match self.input.next().await {
                    Some(batch) => self.batch = Some(batch?),
                    None => return Ok(None),
                }
                continue;
            };
            let rows = self.rows_together(&batch);
            if rows < batch.num_rows() {
                self.batch = Some(batch.slice(rows, batch.num_rows() - rows));
            }
            if rows > 0 {
                return self.computed(&batch.slice(0, rows)).map(Some);
            }
        }
    }

    /// The number of rows of a batch that are computed together.
    fn rows_together(&self, batch: &RecordBatch) -> usize {
        let (most, results_per_row) = match &self.kind {
            Kind::Typed(typed) => (typed.most_rows(), typed.results_per_row()),
            Kind::Documents(_) => (MOST_DOCUMENTS, DOCUMENT_RESULTS),
        };
        let bytes_of = |rows| {
            let columns = self.columns.iter().map(|column| match column {
                Column::Input(place) => text_bytes(&batch.column(*place).slice(0, rows)),
                Column::Output | Column::Period | Column::Value | Column::Unit => 0,
            });
            columns.sum::<usize>().saturating_mul(results_per_row)
        };
        let mut rows = batch.num_rows().min(most);
        while rows > 1 && bytes_of(rows) > TEXT_BYTES {
            rows /= 2;
        }
        rows
    }

    fn computed(&mut self, rows: &RecordBatch) -> Result<RecordBatch> {
        let clock = self.baseline.elapsed_compute().clone();
        let _timer = clock.timer();
        let (first, number, partitions) = (self.first, self.number, self.partitions);
        let is_decoded = self.is_decoded;
        // Rows and partitions count from one.
        let at = |row: usize| {
            let row = format!("row {}", first + row + 1);
            let partition = format!("partition {} of {partitions}", number + 1);
            match (is_decoded, partitions) {
                (true, _) => format!("{row} of {partition} in this task"),
                (false, 1) => row,
                (false, _) => format!("{row} of {partition}"),
            }
        };
        let (results, skipped) = match &mut self.kind {
            Kind::Typed(typed) => typed.results(rows, at, &self.columns)?,
            Kind::Documents(documents) => documents.results(rows, at)?,
        };
        self.first += rows.num_rows();
        self.rows_skipped.add(skipped);
        self.skipped.fetch_add(skipped as u64, Ordering::Relaxed);
        let batch = results.batch(&self.schema, &self.columns, &mut self.reused)?;
        Ok(batch.record_output(&self.baseline))
    }
}
