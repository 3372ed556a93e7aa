//! The numbers that least squares are computed from: without absorbed effects, and weighted.

use nalgebra::{DMatrix, DVector};

use super::absorb;
use super::design::Design;
use super::least_squares;
use crate::Error;

/// The numbers of a design without absorbed effects, each times the root of its weight.
pub(super) struct Prepared {
    pub(super) columns: DMatrix<f64>,
    pub(super) response: DVector<f64>,
    /// The lengths of the columns before effects were taken out.
    pub(super) lengths: DVector<f64>,
    /// The squares of the response without absorbed effects.
    pub(super) within: f64,
}

impl Prepared {
    pub(super) fn new(design: &Design) -> Result<Self, Error> {
        let roots = design.roots.as_ref();
        let lengths = DVector::from_fn(design.columns.ncols(), |column, _| {
            least_squares::length(design.columns.column(column))
        });
        let (columns, response) = if design.absorbed.is_empty() {
            (design.columns.clone(), design.response.clone())
        } else {
            absorb::without_effects(design)?
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
            for mut column in prepared.columns.column_iter_mut() {
                column.component_mul_assign(roots);
            }
            prepared.response.component_mul_assign(roots);
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
