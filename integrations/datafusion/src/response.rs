//! The library's vectorised responses on columns.

use std::sync::Arc;

use compute_impact::{Elasticity, Error, GrowthRate, SemiElasticity, kernel};
use datafusion::arrow::array::{Array, ArrayRef, Float64Array};
use datafusion::arrow::buffer::NullBuffer;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{ReturnFieldArgs, ScalarUDF, Volatility};

use crate::error::refused;
use crate::function::{Argument, Call, Function, Work};

/// `elasticity_impact(growth, elasticity)`: growth of compute above its counterfactual, as a fraction.
pub(crate) fn elasticity_impact() -> ScalarUDF {
    let arguments = [
        ("growth", DataType::Float64),
        ("elasticity", DataType::Float64),
    ];
    response("elasticity_impact", arguments, Response::Elasticity)
}

/// `semi_elasticity_impact(points, semi_elasticity)`: index points above the counterfactual.
pub(crate) fn semi_elasticity_impact() -> ScalarUDF {
    let arguments = [
        ("points", DataType::Float64),
        ("semi_elasticity", DataType::Float64),
    ];
    response(
        "semi_elasticity_impact",
        arguments,
        Response::SemiElasticity,
    )
}

/// `logistic_share(intercept, slope, time)`: log odds at time zero and per unit of time.
pub(crate) fn logistic_share() -> ScalarUDF {
    let arguments = [
        ("intercept", DataType::Float64),
        ("slope", DataType::Float64),
        ("time", DataType::Float64),
    ];
    response("logistic_share", arguments, Response::Logistic)
}

fn response(
    name: &'static str,
    arguments: impl Into<Vec<Argument>>,
    response: Response,
) -> ScalarUDF {
    Function::scalar(
        name,
        arguments,
        DataType::Float64,
        Volatility::Immutable,
        response,
    )
}

#[derive(Clone, Copy, Debug)]
enum Response {
    Elasticity,
    SemiElasticity,
    Logistic,
}

/// The numbers of an argument. Each that is not NULL passes the check of the library's own type.
fn checked(
    call: &Call,
    number: usize,
    check: impl Fn(f64) -> std::result::Result<(), Error>,
) -> Result<Float64Array> {
    let numbers = call.all_numbers(number)?;
    for (row, value) in numbers.iter().enumerate() {
        if let Some(value) = value {
            check(value).map_err(|error| call.error(row, number, error))?;
        }
    }
    Ok(numbers)
}

/// The numbers of an argument that may be any number but NaN and infinity.
fn finite(call: &Call, number: usize) -> Result<Float64Array> {
    let numbers = call.all_numbers(number)?;
    let bad = numbers
        .iter()
        .enumerate()
        .find_map(|(row, value)| Some((row, value.filter(|value| !value.is_finite())?)));
    match bad {
        Some((row, value)) => {
            let reason = format!("must be a finite number, got {value}");
            Err(call.error(row, number, reason))
        }
        None => Ok(numbers),
    }
}

/// A slice of what a kernel writes.
type Written = std::result::Result<(), kernel::LengthMismatch>;

impl Response {
    /// The results of all rows; what stands in a row that is NULL is not used.
    fn results(self, call: &Call) -> Result<(Vec<f64>, Option<NullBuffer>)> {
        let mut out = vec![0.0; call.rows()];
        let written = |written: Written| written.map_err(|error| refused(call.function(), error));
        let nulls = match self {
            Self::Elasticity => {
                let growth = checked(call, 0, |x| GrowthRate::per_year(x).map(drop))?;
                let elasticity = checked(call, 1, |x| Elasticity::new(x).map(drop))?;
                let mut gap = vec![0.0; call.rows()];
                written(kernel::ln_1p(growth.values(), &mut gap))?;
                written(kernel::elasticity_impact(
                    elasticity.values(),
                    &gap,
                    &mut out,
                ))?;
                NullBuffer::union(growth.nulls(), elasticity.nulls())
            }
            Self::SemiElasticity => {
                let points = finite(call, 0)?;
                let coefficient = checked(call, 1, |x| SemiElasticity::new(x).map(drop))?;
                let (coefficients, points) = (coefficient.values(), &points);
                written(kernel::semi_elasticity_impact(
                    coefficients,
                    points.values(),
                    &mut out,
                ))?;
                NullBuffer::union(points.nulls(), coefficient.nulls())
            }
            Self::Logistic => {
                let (intercept, slope, time) =
                    (finite(call, 0)?, finite(call, 1)?, finite(call, 2)?);
                let lines = intercept.values().iter().zip(slope.values());
                let lines = lines.zip(time.values());
                let line: Vec<f64> = lines.map(|((a, b), t)| a + b * t).collect();
                written(kernel::logistic(&line, &mut out))?;
                let nulls = NullBuffer::union(intercept.nulls(), slope.nulls());
                NullBuffer::union(nulls.as_ref(), time.nulls())
            }
        };
        Ok((out, nulls))
    }
}

impl Work for Response {
    fn run(&self, call: &Call) -> Result<ArrayRef> {
        let (out, nulls) = self.results(call)?;
        let is_null = |row| nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
        let overflow = (0..out.len()).find(|row| !out[*row].is_finite() && !is_null(*row));
        if let Some(row) = overflow {
            let reason = "the result is greater than any number: are the units right?";
            return Err(call.error(row, 0, reason));
        }
        Ok(Arc::new(Float64Array::new(out.into(), nulls)))
    }

    fn unit(&self, _: &ReturnFieldArgs<'_>) -> Option<String> {
        Some("fraction".to_owned())
    }
}
