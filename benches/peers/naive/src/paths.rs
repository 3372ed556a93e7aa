//! The works without chance: each writes a matrix of years by lanes, row after row.

use crate::Size;
use crate::measure::{Measured, least};
use rayon::prelude::*;

const WEYL: f64 = 0.618_033_988_749_894_9;

type Outcome = (Measured, Vec<f64>);

pub fn constant_powf(size: Size, repeat: usize) -> Outcome {
    let (base, growth) = (base(size), constant_growth(size));
    let mut out = matrix(size);
    let measured = least(repeat, || {
        for (year, row) in (1_u32..).zip(out.chunks_exact_mut(size.lanes)) {
            row.par_iter_mut()
                .zip(&base)
                .zip(&growth)
                .for_each(|((out, base), growth)| *out = base * (1.0 + growth).powf(year.into()));
        }
    });
    (measured, row_means(&out, size))
}

pub fn constant_recurrence(size: Size, repeat: usize) -> Outcome {
    let (base, growth) = (base(size), constant_growth(size));
    let mut out = matrix(size);
    let measured = least(repeat, || {
        let mut level = base.as_slice();
        for row in out.chunks_exact_mut(size.lanes) {
            row.par_iter_mut()
                .zip(level)
                .zip(&growth)
                .for_each(|((out, level), growth)| *out = level * (1.0 + growth));
            level = row;
        }
    });
    (measured, row_means(&out, size))
}

pub fn yearly_ln_exp(size: Size, repeat: usize) -> Outcome {
    let (base, growth) = (base(size), yearly_growth(size));
    let mut out = matrix(size);
    let mut total = vec![0.0; size.lanes];
    let measured = least(repeat, || {
        total.fill(0.0);
        let rows = out.chunks_exact_mut(size.lanes);
        for (row, growth) in rows.zip(growth.chunks_exact(size.lanes)) {
            row.par_iter_mut()
                .zip(&mut total)
                .zip(&base)
                .zip(growth)
                .for_each(|(((out, total), base), growth)| {
                    *total += (1.0 + growth).ln();
                    *out = base * total.exp();
                });
        }
    });
    (measured, row_means(&out, size))
}

pub fn yearly_product(size: Size, repeat: usize) -> Outcome {
    let (base, growth) = (base(size), yearly_growth(size));
    let mut out = matrix(size);
    let measured = least(repeat, || {
        let mut level = base.as_slice();
        let rows = out.chunks_exact_mut(size.lanes);
        for (row, growth) in rows.zip(growth.chunks_exact(size.lanes)) {
            row.par_iter_mut()
                .zip(level)
                .zip(growth)
                .for_each(|((out, level), growth)| *out = level * (1.0 + growth));
            level = row;
        }
    });
    (measured, row_means(&out, size))
}

pub fn logistic(size: Size, repeat: usize) -> Outcome {
    let intercept = lanes(size, |lane| -1.1 + 0.2 * (lane * WEYL).fract());
    let slope = lanes(size, |lane| {
        0.05 + 0.4 * ((lane + 1.0) * WEYL * 0.5).fract()
    });
    let mut out = matrix(size);
    let measured = least(repeat, || {
        for (year, row) in (1_u32..).zip(out.chunks_exact_mut(size.lanes)) {
            let year = f64::from(year);
            row.par_iter_mut()
                .zip(&intercept)
                .zip(&slope)
                .for_each(|((out, intercept), slope)| {
                    *out = 1.0 / (1.0 + (-(intercept + slope * year)).exp())
                });
        }
    });
    (measured, row_means(&out, size))
}

fn base(size: Size) -> Vec<f64> {
    lanes(size, |lane| 100.0 + lane % 7.0)
}

fn constant_growth(size: Size) -> Vec<f64> {
    lanes(size, spread)
}

fn yearly_growth(size: Size) -> Vec<f64> {
    (0..size.years * size.lanes)
        .map(|place| spread(place as f64))
        .collect()
}

/// Growth rates over [0.02, 0.25).
fn spread(place: f64) -> f64 {
    0.02 + 0.23 * ((place + 1.0) * WEYL).fract()
}

fn lanes(size: Size, value: impl Fn(f64) -> f64) -> Vec<f64> {
    (0..size.lanes).map(|lane| value(lane as f64)).collect()
}

fn matrix(size: Size) -> Vec<f64> {
    vec![0.0; size.years * size.lanes]
}

/// The means of the first, the middle and the last year.
fn row_means(out: &[f64], size: Size) -> Vec<f64> {
    let last = size.years - 1;
    [0, last / 2, last]
        .iter()
        .map(|year| {
            let row = &out[year * size.lanes..][..size.lanes];
            row.iter().sum::<f64>() / size.lanes as f64
        })
        .collect()
}
