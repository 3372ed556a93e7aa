//! The aggregate `merge_summaries`.

use std::ops::Range;
use std::sync::Arc;

use compute_impact::simulation::Summary;
use datafusion::arrow::array::{ArrayRef, AsArray};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::utils::format_state_name;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Signature, Volatility,
};

use crate::error::refused;
use crate::function::types;
use crate::summary;

const NAME: &str = "merge_summaries";

/// `merge_summaries(summary)`.
pub(crate) fn function() -> AggregateUDF {
    AggregateUDF::new_from_impl(Merge {
        signature: Signature::user_defined(Volatility::Immutable),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Merge {
    signature: Signature,
}

impl AggregateUDFImpl for Merge {
    fn name(&self) -> &str {
        NAME
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        types(NAME, &[("summary", DataType::Binary)], given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Binary)
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Merged::default()))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let name = format_state_name(args.name, "summary");
        Ok(vec![Arc::new(Field::new(name, DataType::Binary, true))])
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}

/// The summary of the parts so far.
#[derive(Debug, Default)]
struct Merged {
    summary: Option<Summary>,
    /// The length in bytes of the longest part.
    longest: usize,
}

/// The bytes of a summary in memory for each byte of its written form, about; a count takes eight.
const IN_MEMORY: usize = 8;

impl Merged {
    fn add(&mut self, column: &[ArrayRef]) -> Result<()> {
        let Some(parts) = column
            .first()
            .and_then(|column| column.as_binary_opt::<i32>())
        else {
            return Err(refused(
                NAME,
                "the summaries must be of the type Binary: CAST them",
            ));
        };
        for part in parts.iter().flatten() {
            self.longest = self.longest.max(part.len());
            let part = summary::from_bytes(NAME, part)?;
            match &mut self.summary {
                None => self.summary = Some(part),
                Some(merged) => {
                    if let Err(error) = merged.merge(&part) {
                        return Err(unlike(merged, &part, &error));
                    }
                }
            }
        }
        Ok(())
    }

    fn bytes(&self) -> ScalarValue {
        ScalarValue::Binary(self.summary.as_ref().map(summary::to_bytes))
    }
}

impl Accumulator for Merged {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.add(values)
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.add(states)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(self.bytes())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.bytes()])
    }

    fn size(&self) -> usize {
        // The engine asks after every batch. A merged summary is little longer than its longest part,
        // but for the numbers that exact quantiles keep.
        size_of_val(self) + IN_MEMORY * self.longest
    }
}

/// The error of two parts that do not merge, with the draws that both have, or what differs.
fn unlike(
    merged: &Summary,
    part: &Summary,
    error: &compute_impact::Error,
) -> datafusion::error::DataFusionError {
    let both = common(merged, part);
    let differences = summary::differences(merged, part);
    let reason = if differences.is_empty() && !both.is_empty() {
        format!(
            "draws {} are in more than one part: merge each range of draws once",
            listed(&both)
        )
    } else {
        format!(
            "draws {} and draws {} are not of one run: {error} ({differences})",
            listed(&merged.ranges().collect::<Vec<_>>()),
            listed(&part.ranges().collect::<Vec<_>>()),
        )
    };
    refused(NAME, reason)
}

/// The draws that two summaries have in common.
fn common(one: &Summary, other: &Summary) -> Vec<Range<u64>> {
    let pairs = one.ranges().flat_map(|one| {
        let with = move |other: Range<u64>| one.start.max(other.start)..one.end.min(other.end);
        other.ranges().map(with)
    });
    pairs.filter(|range| !range.is_empty()).collect()
}

/// Ranges in words, such as `0 to 99 and 200 to 299`; the first three of many.
pub(crate) fn listed(ranges: &[Range<u64>]) -> String {
    const SHOWN: usize = 3;
    let shown = ranges.iter().take(SHOWN);
    let words: Vec<String> = shown
        .map(|range| format!("{} to {}", range.start, range.end - 1))
        .collect();
    let more = ranges.len().saturating_sub(SHOWN);
    let words = words.join(" and ");
    if more > 0 {
        return format!("{words} and {more} more ranges");
    }
    words
}
