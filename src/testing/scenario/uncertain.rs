//! Uncertain estimates, of every shape and from every kind of source.

use proptest::{option, prelude::*};

use super::estimated;
use crate::{
    Elasticity, Error, GrowthRatio, Interval, Quantity, SemiElasticity,
    evidence::{Estimate, Source},
    response::{Coefficient, Response},
    uncertainty::{
        Beta, Certain, Empirical, LogNormal, Normal, Pert, StudentT, Triangular, TruncatedNormal,
        Uncertainty, Uniform,
    },
};

/// Returns an uncertainty of a twentieth of a value to either side, in the shape of a number below
/// [`SHAPES`].
fn around(value: f64, shape: u8) -> Result<Uncertainty, Error> {
    let reach = value.abs() / 20.0;
    let (low, high) = (value - reach, value + reach);
    let bounds = Interval::closed(low, high)?;
    Ok(match shape {
        0 => Uniform::new(low, high)?.into(),
        1 => Triangular::new(low, value, high)?.into(),
        2 => Pert::new(low, value, high)?.into(),
        3 => TruncatedNormal::new(value, reach / 2.0, bounds)?.into(),
        4 => Beta::new(2.0, 3.0)?.within(bounds)?.into(),
        5 => Empirical::new(&[low, value, high, value + reach / 3.0])?.into(),
        _ => Certain::new(value)?.into(),
    })
}

const SHAPES: u8 = 7;

/// Estimates of these values, some of them uncertain.
pub(super) fn spread<Q: Quantity>(
    value: impl Strategy<Value = Q>,
) -> impl Strategy<Value = Estimate<Q>> {
    (estimated(value), option::weighted(0.3, 0..SHAPES)).prop_map(|(estimate, shape)| {
        let number = estimate.value().number();
        // A value of zero stays certain, as its twentieth is zero.
        let spread = shape.and_then(|shape| around(number, shape).ok());
        let uncertain = spread.map(|spread| estimate.clone().with_uncertainty(spread));
        uncertain.and_then(Result::ok).unwrap_or(estimate)
    })
}

/// Reads an estimate from an interval in the notation of files.
pub(super) fn from_interval<Q: Quantity>(text: &str) -> Result<Estimate<Q>, Error> {
    Estimate::from_interval(text, "uniform", Source::assumption("an interval")?)
}

/// Returns a distribution around a number: a log-normal one with the number as its median, a normal
/// one or, below zero, one of Student's t.
fn bell(number: f64) -> Result<Uncertainty, Error> {
    if number > 0.1 {
        return Ok(LogNormal::new(libm::log(number), 0.1)?.into());
    }
    if number < 0.0 {
        return Ok(StudentT::new(number, 0.05 * number.abs() + 1e-6, 6.0)?.into());
    }
    Ok(Normal::new(number, 0.1 * number.abs() + 1e-6)?.into())
}

/// Replaces the coefficient of a response by an uncertain one, by about a tenth to either side.
pub(super) fn responding(response: &Response) -> Result<Response, Error> {
    let number = response.coefficient().number();
    let spread = bell(number)?;
    let reason = Source::assumption("for a test")?;
    let coefficient = match response.coefficient() {
        Coefficient::Elasticity(_) => {
            let estimate = Estimate::new(Elasticity::new(number)?, reason);
            Coefficient::Elasticity(estimate.with_uncertainty(spread)?)
        }
        Coefficient::GrowthRatio(_) => {
            let estimate = Estimate::new(GrowthRatio::new(number)?, reason);
            Coefficient::GrowthRatio(estimate.with_uncertainty(spread)?)
        }
        Coefficient::SemiElasticity(_) => {
            let estimate = Estimate::new(SemiElasticity::new(number)?, reason);
            Coefficient::SemiElasticity(estimate.with_uncertainty(spread)?)
        }
    };
    response.clone().with_coefficient(coefficient)
}
