//! What a summary says: quantiles, means, probabilities.

use std::sync::Arc;

use compute_impact::simulation::{Distribution, Fan, Target};
use compute_impact::{Output, Period};
use datafusion::arrow::array::{ArrayRef, Float64Array, StringArray, UInt64Array};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{ReturnFieldArgs, ScalarUDF, Volatility};

use crate::Runs;
use crate::error::refused;
use crate::function::{Argument, Call, Function, Work};
use crate::merge::listed;
use crate::summary;

const SUMMARY: Argument = ("summary", DataType::Binary);
const OUTPUT: Argument = ("output", DataType::Utf8);
const PERIOD: Argument = ("period", DataType::Utf8);

/// All functions of a summary.
pub(crate) fn functions(runs: &Arc<Runs>) -> Vec<ScalarUDF> {
    let of = |statistic| Of {
        runs: Arc::clone(runs),
        statistic,
    };
    let function = |name, more: &[Argument], work| {
        let arguments = [&[SUMMARY, OUTPUT, PERIOD], more].concat();
        Function::scalar(
            name,
            arguments,
            DataType::Float64,
            Volatility::Immutable,
            work,
        )
    };
    let draws = Function::scalar(
        "summary_draws",
        [SUMMARY],
        DataType::UInt64,
        Volatility::Immutable,
        Draws,
    );
    let digest = Function::scalar(
        "summary_digest",
        [SUMMARY],
        DataType::Utf8,
        Volatility::Immutable,
        Digest,
    );
    let target = Function::scalar(
        "target_probability",
        [
            SUMMARY,
            OUTPUT,
            ("side", DataType::Utf8),
            ("number", DataType::Float64),
            PERIOD,
        ],
        DataType::Float64,
        Volatility::Immutable,
        Probability(Arc::clone(runs)),
    );
    vec![
        function(
            "fan_quantile",
            &[("p", DataType::Float64)],
            of(Statistic::Quantile),
        ),
        function("fan_mean", &[], of(Statistic::Mean)),
        function("fan_standard_error", &[], of(Statistic::StandardError)),
        target,
        draws,
        digest,
    ]
}

/// The summary of the row before, which usually is that of the next one.
struct Last<'a, T>(Option<(&'a [u8], T)>);

impl<'a, T> Last<'a, T> {
    /// What is read from the bytes, read anew only for others than those before.
    fn of(&mut self, bytes: &'a [u8], read: impl FnOnce() -> Result<T>) -> Result<&T> {
        let is_last = |(last, _): &(&[u8], T)| *last == bytes;
        match &mut self.0 {
            Some(last) if is_last(last) => {}
            last => *last = Some((bytes, read()?)),
        }
        let (_, read) = self
            .0
            .as_ref()
            .ok_or_else(|| refused("fan", "no summary"))?;
        Ok(read)
    }
}

/// The fan of a summary that has all draws of its run.
fn fan_of(call: &Call, runs: &Runs, row: usize, bytes: &[u8]) -> Result<Fan> {
    let function = call.function();
    let summary = summary::from_bytes(function, bytes)?;
    if !summary.is_complete() {
        let reason = format!(
            "draws {} of {} are missing: simulate them and merge them in",
            listed(&summary.missing().collect::<Vec<_>>()),
            summary.draws()
        );
        return Err(call.error(row, 0, reason));
    }
    runs.fan(function, &summary)?
        .map_err(|error| call.error(row, 0, error))
}

#[derive(Clone, Copy, Debug)]
enum Statistic {
    Quantile,
    Mean,
    StandardError,
}

/// A statistic of an output in a period.
#[derive(Debug)]
struct Of {
    runs: Arc<Runs>,
    statistic: Statistic,
}

impl Of {
    fn value(&self, of: &Distribution<'_>, p: f64) -> Result<Option<f64>, compute_impact::Error> {
        Ok(match self.statistic {
            Statistic::Quantile => Some(of.quantile(p)?.value),
            Statistic::Mean => of.mean(),
            Statistic::StandardError => of.mean_error(),
        })
    }
}

/// The distribution of an output in a period; `None` for growth that is undefined in every draw.
fn distribution<'a>(
    call: &Call,
    fan: &'a Fan,
    row: usize,
    (output, period): (&str, &str),
) -> Result<Option<Distribution<'a>>> {
    let of: Output = output.parse().map_err(|error| call.error(row, 1, error))?;
    let at: Period = period.parse().map_err(|error| call.error(row, 2, error))?;
    if !fan.outputs().contains(&of) {
        let ids: Vec<&str> = fan.outputs().iter().map(|output| output.id()).collect();
        let reason = format!(
            "the run has no `{output}`: choose one of {}",
            ids.join(", ")
        );
        return Err(call.error(row, 1, reason));
    }
    let own = fan.series(of);
    let is_defined = own.is_some();
    // The period is checked all the same.
    let any = || fan.outputs().iter().find_map(|other| fan.series(*other));
    let Some(series) = own.or_else(any) else {
        return Ok(None);
    };
    let distribution = series.at(at).map_err(|error| call.error(row, 2, error))?;
    let distribution = distribution.ok_or_else(|| {
        let periods: Vec<String> = series
            .iter()
            .map(|(period, _)| period.to_string())
            .collect();
        let ends = (periods.first(), periods.last());
        let (first, last) = (
            ends.0.map_or("", String::as_str),
            ends.1.map_or("", String::as_str),
        );
        let reason = format!("`{output}` has numbers from {first} to {last}, none in {period}");
        call.error(row, 2, reason)
    })?;
    Ok(is_defined.then_some(distribution))
}

impl Work for Of {
    fn run(&self, call: &Call) -> Result<ArrayRef> {
        let (summaries, outputs, periods) = (call.bytes(0)?, call.texts(1)?, call.texts(2)?);
        let levels = match self.statistic {
            Statistic::Quantile => Some(call.numbers(3)?),
            Statistic::Mean | Statistic::StandardError => None,
        };
        let mut last = Last(None);
        let values = (0..call.rows()).map(|row| {
            let p = levels.as_ref().map_or(Some(0.5), |levels| levels.at(row));
            let cells = (summaries.at(row), outputs.at(row), periods.at(row), p);
            let (Some(bytes), Some(output), Some(period), Some(p)) = cells else {
                return Ok(None);
            };
            let fan = last.of(bytes, || fan_of(call, &self.runs, row, bytes))?;
            let Some(of) = distribution(call, fan, row, (output, period))? else {
                return Ok(None);
            };
            self.value(&of, p)
                .map_err(|error| call.error(row, 3, error))
        });
        Ok(Arc::new(values.collect::<Result<Float64Array>>()?))
    }

    fn unit(&self, arguments: &ReturnFieldArgs<'_>) -> Option<String> {
        match arguments.scalar_arguments.get(1)? {
            Some(
                ScalarValue::Utf8(Some(output))
                | ScalarValue::LargeUtf8(Some(output))
                | ScalarValue::Utf8View(Some(output)),
            ) => self.runs.unit(output.parse().ok()?),
            _ => None,
        }
    }

    fn runs(&self) -> Option<&Runs> {
        Some(&self.runs)
    }
}

/// `target_probability`.
#[derive(Debug)]
struct Probability(Arc<Runs>);

impl Work for Probability {
    fn run(&self, call: &Call) -> Result<ArrayRef> {
        let (summaries, outputs, sides) = (call.bytes(0)?, call.texts(1)?, call.texts(2)?);
        let (numbers, periods) = (call.numbers(3)?, call.texts(4)?);
        let mut last = Last(None);
        let values = (0..call.rows()).map(|row| {
            let (Some(bytes), Some(output), Some(side)) =
                (summaries.at(row), outputs.at(row), sides.at(row))
            else {
                return Ok(None);
            };
            let (Some(number), Some(period)) = (numbers.at(row), periods.at(row)) else {
                return Ok(None);
            };
            let output: Output = output.parse().map_err(|error| call.error(row, 1, error))?;
            let target = match side {
                "at-least" => Target::at_least(output, number),
                "at-most" => Target::at_most(output, number),
                other => {
                    let reason = format!("must be 'at-least' or 'at-most', got '{other}'");
                    return Err(call.error(row, 2, reason));
                }
            };
            let target = target.map_err(|error| call.error(row, 3, error))?;
            let period: Period = period.parse().map_err(|error| call.error(row, 4, error))?;
            let fan = last.of(bytes, || fan_of(call, &self.0, row, bytes))?;
            if !fan.targets().contains(&target) {
                let counted: Vec<String> = fan.targets().iter().map(ToString::to_string).collect();
                let reason = format!(
                    "the run does not count \"{target}\": add it by `Simulation::with_targets`; \
                     counted are [{}]",
                    counted.join(", ")
                );
                return Err(call.error(row, 3, reason));
            }
            let found = fan.probability_at(&target, period);
            let found = found.map_err(|error| call.error(row, 4, error))?;
            let found = found
                .ok_or_else(|| call.error(row, 4, format!("{period} is outside the scenario")))?;
            Ok(Some(found.value()))
        });
        Ok(Arc::new(values.collect::<Result<Float64Array>>()?))
    }

    fn unit(&self, _: &ReturnFieldArgs<'_>) -> Option<String> {
        Some("fraction".to_owned())
    }

    fn runs(&self) -> Option<&Runs> {
        Some(&self.0)
    }
}

/// `summary_draws`.
#[derive(Debug)]
struct Draws;

impl Work for Draws {
    fn run(&self, call: &Call) -> Result<ArrayRef> {
        let summaries = call.bytes(0)?;
        let draws = (0..call.rows()).map(|row| {
            let summary = summaries.at(row);
            let summary = summary.map(|bytes| summary::from_bytes(call.function(), bytes));
            Ok(summary.transpose()?.map(|summary| summary.draws_done()))
        });
        Ok(Arc::new(draws.collect::<Result<UInt64Array>>()?))
    }

    fn unit(&self, _: &ReturnFieldArgs<'_>) -> Option<String> {
        Some("draws".to_owned())
    }
}

/// `summary_digest`.
#[derive(Debug)]
struct Digest;

impl Work for Digest {
    fn run(&self, call: &Call) -> Result<ArrayRef> {
        let summaries = call.bytes(0)?;
        let digests = (0..call.rows()).map(|row| {
            let summary = summaries.at(row);
            let summary = summary.map(|bytes| summary::from_bytes(call.function(), bytes));
            Ok(summary.transpose()?.map(|summary| summary.digest()))
        });
        Ok(Arc::new(digests.collect::<Result<StringArray>>()?))
    }
}
