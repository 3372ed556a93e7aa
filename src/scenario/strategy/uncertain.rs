//! Estimates that spread, by every shape and from every kind of source.

use proptest::{option, prelude::*};

use super::estimated;
use crate::{
    Error, Interval, Quantity,
    evidence::{Estimate, Source},
    uncertainty::{
        Beta, Certain, Empirical, Pert, Triangular, TruncatedNormal, Uncertainty, Uniform,
    },
};

/// A spread of a twentieth of a value to either side, in the shape of a number below
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

/// Estimates of these values, some of them with a spread.
pub(super) fn spread<Q: Quantity>(
    value: impl Strategy<Value = Q>,
) -> impl Strategy<Value = Estimate<Q>> {
    (estimated(value), option::weighted(0.3, 0..SHAPES)).prop_map(|(estimate, shape)| {
        let number = estimate.value().number();
        // A value of zero has no twentieth, and stays certain.
        let spread = shape.and_then(|shape| around(number, shape).ok());
        let uncertain = spread.map(|spread| estimate.clone().with_uncertainty(spread));
        uncertain.and_then(Result::ok).unwrap_or(estimate)
    })
}

/// An estimate from an interval as files write it.
pub(super) fn from_interval<Q: Quantity>(text: &str) -> Result<Estimate<Q>, Error> {
    Estimate::from_interval(text, "uniform", Source::assumption("an interval")?)
}
