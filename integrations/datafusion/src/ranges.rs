//! The table function `draw_ranges`: the ranges of draws of a run, in several partitions.

use std::fmt;
use std::sync::Arc;

use compute_impact::Simulation;
use datafusion::arrow::array::Int64Array;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::streaming::StreamingTable;
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{Result, ScalarValue};
use datafusion::execution::TaskContext;
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::SendableRecordBatchStream;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::PartitionStream;
use futures::stream;

use crate::Runs;
use crate::error::unplanned;
use crate::function::with_unit;

const NAME: &str = "draw_ranges";

/// The table function.
#[derive(Debug)]
pub(crate) struct DrawRanges {
    runs: Arc<Runs>,
    schema: SchemaRef,
}

impl DrawRanges {
    pub(crate) fn new(runs: &Arc<Runs>) -> Self {
        let field = |name| {
            let field = Field::new(name, DataType::Int64, false);
            with_unit(field, Some("number of a draw, from zero".to_owned()))
        };
        Self {
            runs: Arc::clone(runs),
            schema: Arc::new(Schema::new(vec![field("start"), field("end")])),
        }
    }
}

impl TableFunctionImpl for DrawRanges {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let [draws, parts] = args.exprs() else {
            let reason = "write draw_ranges(draws, parts), or draw_ranges(run, parts)";
            return Err(unplanned(NAME, reason));
        };
        let draws = match draws {
            Expr::Literal(ScalarValue::Utf8(Some(run)), _) => {
                self.runs.named(NAME, run)?.settings.draws()
            }
            _ => literal_count(NAME, "draws", draws)?,
        };
        // The bounds of the number of draws are the library's.
        Simulation::new(draws).map_err(|error| unplanned(NAME, error))?;
        let parts = literal_count(NAME, "parts", parts)?;
        if parts == 0 || parts > draws {
            let reason = format!(
                "the argument `parts` must lie between 1 and the {draws} draws, got {parts}"
            );
            return Err(unplanned(NAME, reason));
        }
        let cut = Cut { draws, parts };
        let partitions = args.session().config().target_partitions().max(1) as u64;
        let partitions = partitions.min(parts);
        let streams = (0..partitions).map(|number| {
            Arc::new(Ranges {
                schema: Arc::clone(&self.schema),
                cut,
                first: number,
                step: partitions,
            }) as Arc<dyn PartitionStream>
        });
        let schema = Arc::clone(&self.schema);
        Ok(Arc::new(StreamingTable::try_new(
            schema,
            streams.collect(),
        )?))
    }
}

/// A whole number that is written in the query.
fn literal_count(function: &str, name: &str, given: &Expr) -> Result<u64> {
    let number = match given {
        Expr::Literal(value, _) => match value.cast_to(&DataType::Int64) {
            Ok(ScalarValue::Int64(number)) => number,
            _ => None,
        },
        _ => None,
    };
    let count = number.and_then(|number| u64::try_from(number).ok());
    count.ok_or_else(|| {
        let reason = format!("the argument `{name}` must be a whole number from zero, got {given}");
        unplanned(function, reason)
    })
}

/// A text that is written in the query.
pub(crate) fn literal_text<'a>(function: &str, name: &str, given: &'a Expr) -> Result<&'a str> {
    if let Expr::Literal(
        ScalarValue::Utf8(Some(text))
        | ScalarValue::LargeUtf8(Some(text))
        | ScalarValue::Utf8View(Some(text)),
        _,
    ) = given
    {
        return Ok(text);
    }
    let reason = format!("the argument `{name}` must be a text in quotes, got {given}");
    Err(unplanned(function, reason))
}

/// Draws cut into parts of nearly one length.
#[derive(Clone, Copy, Debug)]
struct Cut {
    draws: u64,
    parts: u64,
}

impl Cut {
    /// The first draw of a part; that of the part after the last is the number of draws.
    fn start(self, part: u64) -> u64 {
        if part == self.parts {
            return self.draws;
        }
        // In pairs where they suffice, so that no pair of antithetic draws is split.
        let pair = if self.draws / 2 >= self.parts { 2 } else { 1 };
        let units = u128::from(self.draws / pair) * u128::from(part) / u128::from(self.parts);
        // At most the number of draws.
        u64::try_from(units).unwrap_or(self.draws) * pair
    }
}

/// Every `step`-th range, each in a batch of its own, so that no more than one is in work.
struct Ranges {
    schema: SchemaRef,
    cut: Cut,
    first: u64,
    step: u64,
}

impl fmt::Debug for Ranges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{NAME}({}, {})", self.cut.draws, self.cut.parts)
    }
}

impl PartitionStream for Ranges {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let (schema, cut, step) = (Arc::clone(&self.schema), self.cut, self.step);
        let parts = (self.first..cut.parts).step_by(usize::try_from(step).unwrap_or(usize::MAX));
        let batches = parts.map(move |part| {
            let [start, end] = [part, part + 1].map(|part| {
                // At most 2^48.
                let draw = i64::try_from(cut.start(part)).unwrap_or(i64::MAX);
                Arc::new(Int64Array::from(vec![draw])) as _
            });
            Ok(RecordBatch::try_new(Arc::clone(&schema), vec![start, end])?)
        });
        let schema = Arc::clone(&self.schema);
        Box::pin(RecordBatchStreamAdapter::new(schema, stream::iter(batches)))
    }
}

#[cfg(test)]
mod tests {
    use super::Cut;

    #[test]
    fn parts_cover_all_draws_in_pairs_where_they_suffice() {
        for (draws, parts) in [(1, 1), (7, 7), (7, 3), (1_000, 7), (1 << 48, 1_000_000)] {
            let cut = Cut { draws, parts };
            assert_eq!((cut.start(0), cut.start(parts)), (0, draws));
            for part in 0..parts.min(1_000) {
                assert!(
                    cut.start(part) < cut.start(part + 1),
                    "{draws} {parts} {part}"
                );
                assert!(draws < 2 * parts || cut.start(part).is_multiple_of(2));
            }
        }
    }
}
