//! Physical plans.

use std::sync::Arc;

use datafusion::common::Result;
use datafusion::execution::TaskContext;
use datafusion::logical_expr::{AggregateUDF, HigherOrderUDF, ScalarUDF, WindowUDF};
use datafusion::physical_expr_common::physical_expr::proto_decode::PhysicalExprDecodeCtx;
use datafusion::physical_expr_common::physical_expr::proto_encode::PhysicalExprEncodeCtx;
use datafusion::physical_plan::{ExecutionPlan, PhysicalExpr};
use datafusion_proto::physical_plan::{PhysicalExtensionCodec, PhysicalProtoConverterExtension};

use super::{Functions, message, plan_error};
use crate::variants::{Column, Form, Variants, VariantsExec};

/// The codec of this crate over that of the engine.
#[derive(Debug)]
pub(super) struct Codec {
    pub(super) engine: Arc<dyn PhysicalExtensionCodec>,
    pub(super) functions: Functions,
}

/// The operator of variants as it is sent: what it is made of, and its columns.
type Operator = (Form, Vec<Column>);

impl PhysicalExtensionCodec for Codec {
    fn try_decode(
        &self,
        bytes: &[u8],
        inputs: &[Arc<dyn ExecutionPlan>],
        context: &TaskContext,
        converter: &dyn PhysicalProtoConverterExtension,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        if !message::is_ours(bytes) {
            return self.engine.try_decode(bytes, inputs, context, converter);
        }
        let ((form, columns), _): (Operator, _) = message::read(bytes)?;
        let [input] = inputs else {
            let reason = format!("an operator must have one input, got {}", inputs.len());
            return Err(plan_error(reason));
        };
        Ok(Arc::new(Variants::operator(
            form,
            columns,
            Arc::clone(input),
        )?))
    }

    fn try_encode(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        bytes: &mut Vec<u8>,
        converter: &dyn PhysicalProtoConverterExtension,
    ) -> Result<()> {
        if let Some(variants) = plan.downcast_ref::<VariantsExec>() {
            let (form, columns) = variants.parts();
            return message::write(&(form, columns), &[], bytes);
        }
        self.engine.try_encode(plan, bytes, converter)
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

    fn try_decode_expr(
        &self,
        bytes: &[u8],
        inputs: &[Arc<dyn PhysicalExpr>],
        context: &PhysicalExprDecodeCtx<'_>,
    ) -> Result<Arc<dyn PhysicalExpr>> {
        self.engine.try_decode_expr(bytes, inputs, context)
    }

    fn try_encode_expr(
        &self,
        expression: &Arc<dyn PhysicalExpr>,
        bytes: &mut Vec<u8>,
        context: &PhysicalExprEncodeCtx<'_>,
    ) -> Result<()> {
        self.engine.try_encode_expr(expression, bytes, context)
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
