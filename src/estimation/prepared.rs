//! The numbers that least squares are computed from: without absorbed effects, and weighted.

use std::borrow::Cow;

use nalgebra::{DMatrix, DVector};

use super::absorb;
use super::design::Design;
use super::in_parallel::in_parallel;
use super::least_squares;
use crate::Error;

/// The numbers of a design without absorbed effects, each times the root of its weight.
pub(super) struct Prepared<'a> {
    pub(super) columns: Cow<'a, DMatrix<f64>>,
    pub(super) response: Cow<'a, DVector<f64>>,
    /// The lengths of the columns before effects were taken out.
    pub(super) lengths: DVector<f64>,
    /// The squares of the response without absorbed effects.
    pub(super) within: f64,
}

impl<'a> Prepared<'a> {
    pub(super) fn new(design: &'a Design) -> Result<Self, Error> {
        let roots = design.roots.as_ref();
        let columns = design.columns.column_iter().collect();
        let lengths = DVector::from_vec(in_parallel(columns, least_squares::length));
        let (columns, response) = if design.absorbed.is_empty() {
            (
                Cow::Borrowed(&design.columns),
                Cow::Borrowed(&design.response),
            )
        } else {
            let (columns, response) = absorb::without_effects(design)?;
            (Cow::Owned(columns), Cow::Owned(response))
        };
        let within = if design.absorbed.is_empty() {
            around_mean(&response, design)
        } else {
            weighted_squares(&response, roots)
        };
        let mut prepared = Self {
            columns,
            response,
            lengths,
            within,
        };
        if let Some(roots) = roots {
            for mut column in prepared.columns.to_mut().column_iter_mut() {
                column.component_mul_assign(roots);
            }
            prepared.response.to_mut().component_mul_assign(roots);
            prepared.lengths *= roots.amax();
        }
        Ok(prepared)
    }
}

/// The squares of numbers, each with its weight.
fn weighted_squares(numbers: &DVector<f64>, roots: Option<&DVector<f64>>) -> f64 {
    match roots {
        None => numbers.norm_squared(),
        Some(roots) => numbers.component_mul(roots).norm_squared(),
    }
}

/// The squares of the response around its mean or, without a constant, around zero.
pub(super) fn around_mean(response: &DVector<f64>, design: &Design) -> f64 {
    let is_centred = design.has_constant || !design.absorbed.is_empty();
    let roots = design.roots.as_ref();
    if !is_centred {
        return weighted_squares(response, roots);
    }
    let mean = match roots {
        None => response.mean(),
        Some(roots) => {
            let weights = roots.component_mul(roots);
            response.dot(&weights) / weights.sum()
        }
    };
    weighted_squares(&response.add_scalar(-mean), roots)
}
