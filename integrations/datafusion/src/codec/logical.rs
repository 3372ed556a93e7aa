//! Logical plans.

use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::ipc::reader::StreamReader;
use datafusion::arrow::ipc::writer::StreamWriter;
use datafusion::catalog::TableProvider;
use datafusion::catalog::view::ViewTable;
use datafusion::common::{Result, TableReference};
use datafusion::datasource::file_format::FileFormatFactory;
use datafusion::datasource::{MemTable, provider_as_source, source_as_provider};
use datafusion::execution::TaskContext;
use datafusion::logical_expr::{
    AggregateUDF, Extension, HigherOrderUDF, LogicalPlan, LogicalPlanBuilder, ScalarUDF, WindowUDF,
};
use datafusion_proto::logical_plan::{AsLogicalPlan, LogicalExtensionCodec};
use datafusion_proto::protobuf::LogicalPlanNode;

use super::{Functions, message, plan_error};
use crate::ranges::{Cut, RangesTable};
use crate::variants::{Form, Variants};

/// The codec of this crate over that of the engine.
#[derive(Debug)]
pub(super) struct Codec {
    pub(super) engine: Arc<dyn LogicalExtensionCodec>,
    pub(super) functions: Functions,
    /// The number of tables of variants around what is read.
    pub(super) depth: u32,
}

/// The largest number of tables of variants inside each other.
const MAX_DEPTH: u32 = 8;

/// A table that is sent.
#[derive(serde::Serialize, serde::Deserialize)]
enum Table {
    DrawRanges(Cut),
    /// The plan of its input follows.
    Variants(Form),
    /// For each partition the number of bytes of its batches, which follow.
    Memory(Vec<usize>),
}

impl Codec {
    /// The bytes of a plan that reads a table or view.
    fn encode_input(&self, input: &Arc<dyn TableProvider>) -> Result<Vec<u8>> {
        let plan = if let Some(plan) = input.get_logical_plan() {
            plan.into_owned()
        } else {
            let source = provider_as_source(Arc::clone(input));
            LogicalPlanBuilder::scan("input", source, None)?.build()?
        };
        let mut bytes = Vec::new();
        LogicalPlanNode::try_from_logical_plan(&plan, self)?.try_encode(&mut bytes)?;
        Ok(bytes)
    }

    fn decode_input(&self, bytes: &[u8], context: &TaskContext) -> Result<Arc<dyn TableProvider>> {
        if self.depth == MAX_DEPTH {
            let reason =
                format!("tables of variants must not be nested more than {MAX_DEPTH} times");
            return Err(plan_error(reason));
        }
        let inner = Self {
            engine: Arc::clone(&self.engine),
            functions: Functions::default(),
            depth: self.depth + 1,
        };
        let plan = LogicalPlanNode::try_decode(bytes)?.try_into_logical_plan(context, &inner)?;
        match &plan {
            LogicalPlan::TableScan(scan)
                if scan.projection.is_none() && scan.filters.is_empty() =>
            {
                source_as_provider(&scan.source)
            }
            _ => Ok(Arc::new(ViewTable::new(plan, None))),
        }
    }
}

impl LogicalExtensionCodec for Codec {
    fn try_decode(
        &self,
        bytes: &[u8],
        inputs: &[LogicalPlan],
        context: &TaskContext,
    ) -> Result<Extension> {
        self.engine.try_decode(bytes, inputs, context)
    }

    fn try_encode(&self, node: &Extension, bytes: &mut Vec<u8>) -> Result<()> {
        self.engine.try_encode(node, bytes)
    }

    fn try_decode_table_provider(
        &self,
        bytes: &[u8],
        name: &TableReference,
        schema: SchemaRef,
        context: &TaskContext,
    ) -> Result<Arc<dyn TableProvider>> {
        if !message::is_ours(bytes) {
            return self
                .engine
                .try_decode_table_provider(bytes, name, schema, context);
        }
        let (table, rest) = message::read(bytes)?;
        Ok(match table {
            Table::DrawRanges(cut) => Arc::new(RangesTable(cut)),
            Table::Variants(form) => Arc::new(form.over(self.decode_input(rest, context)?)?),
            Table::Memory(lengths) => Arc::new(decode_memory(schema, &lengths, rest)?),
        })
    }

    fn try_encode_table_provider(
        &self,
        name: &TableReference,
        table: Arc<dyn TableProvider>,
        bytes: &mut Vec<u8>,
    ) -> Result<()> {
        if let Some(RangesTable(cut)) = table.downcast_ref() {
            return message::write(&Table::DrawRanges(*cut), &[], bytes);
        }
        if let Some(variants) = table.downcast_ref::<Variants>() {
            let (input, form) = variants.parts();
            return message::write(&Table::Variants(form), &self.encode_input(input)?, bytes);
        }
        if let Some(memory) = table.downcast_ref::<MemTable>() {
            let (lengths, batches) = encode_memory(memory)?;
            return message::write(&Table::Memory(lengths), &batches, bytes);
        }
        self.engine.try_encode_table_provider(name, table, bytes)
    }

    fn try_decode_file_format(
        &self,
        bytes: &[u8],
        context: &TaskContext,
    ) -> Result<Arc<dyn FileFormatFactory>> {
        self.engine.try_decode_file_format(bytes, context)
    }

    fn try_encode_file_format(
        &self,
        bytes: &mut Vec<u8>,
        format: Arc<dyn FileFormatFactory>,
    ) -> Result<()> {
        self.engine.try_encode_file_format(bytes, format)
    }

    fn try_decode_udf(&self, name: &str, bytes: &[u8]) -> Result<Arc<ScalarUDF>> {
        match self.functions.decode(name, bytes)? {
            Some(function) => Ok(function),
            None => self.engine.try_decode_udf(name, bytes),
        }
    }

    fn try_encode_udf(&self, function: &ScalarUDF, bytes: &mut Vec<u8>) -> Result<()> {
        Functions::encode(function, bytes)?;
        if bytes.is_empty() {
            self.engine.try_encode_udf(function, bytes)?;
        }
        Ok(())
    }

    fn try_decode_higher_order_function(
        &self,
        name: &str,
        bytes: &[u8],
    ) -> Result<Arc<HigherOrderUDF>> {
        self.engine.try_decode_higher_order_function(name, bytes)
    }

    fn try_encode_higher_order_function(
        &self,
        function: &HigherOrderUDF,
        bytes: &mut Vec<u8>,
    ) -> Result<()> {
        self.engine
            .try_encode_higher_order_function(function, bytes)
    }

    fn try_decode_udaf(&self, name: &str, bytes: &[u8]) -> Result<Arc<AggregateUDF>> {
        match Functions::aggregate(name) {
            Some(function) => Ok(function),
            None => self.engine.try_decode_udaf(name, bytes),
        }
    }

    fn try_encode_udaf(&self, function: &AggregateUDF, bytes: &mut Vec<u8>) -> Result<()> {
        self.engine.try_encode_udaf(function, bytes)
    }

    fn try_decode_udwf(&self, name: &str, bytes: &[u8]) -> Result<Arc<WindowUDF>> {
        self.engine.try_decode_udwf(name, bytes)
    }

    fn try_encode_udwf(&self, function: &WindowUDF, bytes: &mut Vec<u8>) -> Result<()> {
        self.engine.try_encode_udwf(function, bytes)
    }
}

/// The batches of each partition as a stream, and the number of bytes of each stream.
fn encode_memory(table: &MemTable) -> Result<(Vec<usize>, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut lengths = Vec::with_capacity(table.batches.len());
    for partition in &table.batches {
        let batches = partition.try_read().map_err(|_| {
            plan_error("a table in memory is being written to: send the query again")
        })?;
        let before = bytes.len();
        let mut writer = StreamWriter::try_new(&mut bytes, &table.schema())?;
        for batch in batches.iter() {
            writer.write(batch)?;
        }
        writer.finish()?;
        drop(writer);
        lengths.push(bytes.len() - before);
    }
    Ok((lengths, bytes))
}

fn decode_memory(schema: SchemaRef, lengths: &[usize], mut bytes: &[u8]) -> Result<MemTable> {
    let mut partitions = Vec::with_capacity(lengths.len());
    for length in lengths {
        let (partition, rest) = bytes
            .split_at_checked(*length)
            .ok_or_else(|| plan_error("the batches of a table in memory are cut off"))?;
        bytes = rest;
        let batches = StreamReader::try_new(partition, None)?;
        let batches = batches.map(|batch| {
            // The same columns, with the schema that the plan names.
            let columns = batch?.columns().to_vec();
            Ok(RecordBatch::try_new(Arc::clone(&schema), columns)?)
        });
        partitions.push(batches.collect::<Result<Vec<_>>>()?);
    }
    MemTable::try_new(schema, partitions)
}
