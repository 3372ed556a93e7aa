//! The scalar function `simulate`.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BinaryBuilder};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{ReturnFieldArgs, ScalarUDF, Volatility};

use crate::Runs;
use crate::error::refused;
use crate::function::{Call, Function, MAX_BYTES, Work};
use crate::summary;

/// `simulate(run, start, end)`.
pub(crate) fn function(runs: &Arc<Runs>) -> ScalarUDF {
    let arguments = [
        ("run", DataType::Utf8),
        ("start", DataType::Int64),
        ("end", DataType::Int64),
    ];
    // The same arguments give the same bytes. It is called volatile all the same, so that the planner
    // neither runs it on the client nor copies the call to each place that reads its result.
    let volatility = Volatility::Volatile;
    let work = Simulate(Arc::clone(runs));
    Function::scalar("simulate", arguments, DataType::Binary, volatility, work)
}

#[derive(Debug)]
struct Simulate(Arc<Runs>);

impl Work for Simulate {
    fn run(&self, call: &Call) -> Result<ArrayRef> {
        let runs = call.texts(0)?;
        let (starts, ends) = (call.whole_numbers(1)?, call.whole_numbers(2)?);
        let mut summaries = BinaryBuilder::new();
        for row in 0..call.rows() {
            let (Some(run), Some(start), Some(end)) = (runs.at(row), starts.at(row), ends.at(row))
            else {
                summaries.append_null();
                continue;
            };
            let run = self.0.named(call.function(), run)?;
            let draw = |number, draw| {
                let reason = format!("the number of a draw must be zero or more, got {draw}");
                u64::try_from(draw).map_err(|_| call.error(row, number, reason))
            };
            let draws = draw(1, start)?..draw(2, end)?;
            let part = run.settings.part(&run.scenario, draws).map_err(|error| {
                refused(
                    call.function(),
                    format!("the range of draws from {start} to {end}, without its end: {error}"),
                )
            })?;
            let part = summary::to_bytes(&part);
            if summaries.values_slice().len() + part.len() > MAX_BYTES {
                let reason = format!(
                    "the summaries of the {} rows of a batch have more than 2 GiB: SET \
                     datafusion.execution.batch_size = 1, or draw more in each part",
                    call.rows()
                );
                return Err(refused(call.function(), reason));
            }
            summaries.append_value(part);
        }
        Ok(Arc::new(summaries.finish()))
    }

    fn unit(&self, _: &ReturnFieldArgs<'_>) -> Option<String> {
        Some("summary of draws, as bytes".to_owned())
    }

    fn runs(&self) -> Option<&Runs> {
        Some(&self.0)
    }
}
