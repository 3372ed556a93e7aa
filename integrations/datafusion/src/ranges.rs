//! The table function `draw_ranges`: the ranges of draws of a run, in several partitions.

use std::sync::Arc;

use async_trait::async_trait;
use compute_impact::Simulation;
use datafusion::arrow::array::{ArrayRef, Int64Array};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::memory::MemorySourceConfig;
use datafusion::catalog::{Session, TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{Result, ScalarValue};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;

use crate::Runs;
use crate::error::unplanned;
use crate::function::with_unit;

const NAME: &str = "draw_ranges";

/// The greatest number of parts, each of which is a row in memory.
const MAX_PARTS: u64 = 100_000;

/// The table function.
#[derive(Debug)]
pub(crate) struct DrawRanges(Arc<Runs>);

impl DrawRanges {
    pub(crate) fn new(runs: &Arc<Runs>) -> Self {
        Self(Arc::clone(runs))
    }
}

impl TableFunctionImpl for DrawRanges {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let [draws, parts] = args.exprs() else {
            let reason = "write draw_ranges(draws, parts), or draw_ranges(run, parts)";
            return Err(unplanned(NAME, reason));
        };
        let draws = match literal_text(NAME, "run", draws) {
            Ok(run) => self.0.named(NAME, run)?.settings.draws(),
            Err(_) => literal_count(NAME, "draws", draws)?,
        };
        let parts = literal_count(NAME, "parts", parts)?;
        let partitions = args.session().config().target_partitions() as u64;
        let cut = Cut::new(draws, parts, partitions.clamp(1, parts.max(1)))?;
        Ok(Arc::new(RangesTable(cut)))
    }
}

/// A whole number that is written in the query.
fn literal_count(function: &str, name: &str, given: &Expr) -> Result<u64> {
    let number = match given {
        Expr::Literal(value, _) if value.data_type().is_integer() => {
            match value.cast_to(&DataType::Int64) {
                Ok(ScalarValue::Int64(number)) => number,
                _ => None,
            }
        }
        _ => None,
    };
    let count = number.and_then(|number| u64::try_from(number).ok());
    count.ok_or_else(|| {
        let reason =
            format!("the argument `{name}` must be a non-negative whole number, got {given}");
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

/// Draws cut into parts of nearly one length, which are dealt out to partitions one by one.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "[u64; 3]", into = "[u64; 3]")]
pub(crate) struct Cut {
    draws: u64,
    parts: u64,
    partitions: u64,
}

impl From<Cut> for [u64; 3] {
    fn from(cut: Cut) -> Self {
        [cut.draws, cut.parts, cut.partitions]
    }
}

impl TryFrom<[u64; 3]> for Cut {
    type Error = DataFusionError;

    fn try_from([draws, parts, partitions]: [u64; 3]) -> Result<Self> {
        Self::new(draws, parts, partitions)
    }
}

impl Cut {
    fn new(draws: u64, parts: u64, partitions: u64) -> Result<Self> {
        // The bounds of the number of draws are the library's.
        Simulation::new(draws).map_err(|error| unplanned(NAME, error))?;
        if parts == 0 || parts > draws.min(MAX_PARTS) {
            let most = draws.min(MAX_PARTS);
            let reason = format!("the argument `parts` must lie in [1, {most}], got {parts}");
            return Err(unplanned(NAME, reason));
        }
        if partitions == 0 || partitions > parts {
            let reason =
                format!("the number of partitions must lie in [1, {parts}], got {partitions}");
            return Err(unplanned(NAME, reason));
        }
        Ok(Self {
            draws,
            parts,
            partitions,
        })
    }

    /// The ranges of each partition, each in a batch of its own, so that no more than one is in work.
    fn batches(self) -> Result<Vec<Vec<RecordBatch>>> {
        let schema = schema();
        let batch = |part| {
            let columns = [part, part + 1].map(|part| {
                // At most 2^48.
                let draw = i64::try_from(self.start(part)).unwrap_or(i64::MAX);
                Arc::new(Int64Array::from(vec![draw])) as ArrayRef
            });
            Ok(RecordBatch::try_new(Arc::clone(&schema), columns.to_vec())?)
        };
        let step = usize::try_from(self.partitions).unwrap_or(usize::MAX);
        let of = |first| (first..self.parts).step_by(step).map(batch).collect();
        (0..self.partitions).map(of).collect()
    }

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

/// The columns of all ranges.
fn schema() -> SchemaRef {
    let field = |name| {
        let field = Field::new(name, DataType::Int64, false);
        with_unit(field, Some("number of a draw, from zero".to_owned()))
    };
    Arc::new(Schema::new(vec![field("start"), field("end")]))
}

/// The table of ranges.
#[derive(Debug)]
pub(crate) struct RangesTable(pub(crate) Cut);

#[async_trait]
impl TableProvider for RangesTable {
    fn schema(&self) -> SchemaRef {
        schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        // A table in memory, since it is the only kind without files that Ballista cuts into tasks.
        let exec =
            MemorySourceConfig::try_new_exec(&self.0.batches()?, schema(), projection.cloned());
        Ok(exec?)
    }
}

#[cfg(test)]
mod tests {
    use super::Cut;

    #[test]
    fn parts_cover_all_draws_in_pairs_where_they_suffice() {
        for (draws, parts) in [(1, 1), (7, 7), (7, 3), (1_000, 7), (1 << 48, 100_000)] {
            let cut = Cut::new(draws, parts, 1).unwrap();
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
