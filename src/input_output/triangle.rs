//! The small steps of elimination that are not products: up to [`ORDER`] rows and columns, each
//! number by the same fused operations in the same order at every vector width.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use std::array::from_fn;
use std::ops::Range;

use fearless_simd::{Simd, SimdBase, SimdFloat, f64x8};

use super::elimination::LEAST_PIVOT;
use super::product::{Grid, GridMut, add_scalar_product};

/// The greatest number of rows and columns of a step.
pub(super) const ORDER: usize = 32;
/// The number of vectors of a row that are computed at once.
const ACROSS: usize = 4;

/// A square on the diagonal of the factors, of `order` rows and columns.
pub(super) struct Triangle {
    rows: [[f64; ORDER]; ORDER],
    order: usize,
}

impl Triangle {
    pub(super) fn new(factors: Grid<'_>, place: &Range<usize>) -> Self {
        let mut rows = [[0.0; ORDER]; ORDER];
        for (copy, row) in rows.iter_mut().zip(place.clone()) {
            copy[..place.len()].copy_from_slice(factors.row(row, place.clone()));
        }
        let order = place.len();
        Self { rows, order }
    }

    /// Factors itself; `None` if a pivot is too small.
    #[inline(always)]
    fn factor(&mut self) -> Option<()> {
        for k in 0..self.order {
            let (done, below) = self.rows[..self.order].split_at_mut(k + 1);
            let row = &done[k][..self.order];
            let pivot = -row[k];
            // NaN, which results from a sum that overflowed, is not a pivot either.
            if !matches!(
                pivot.partial_cmp(&LEAST_PIVOT),
                Some(std::cmp::Ordering::Greater)
            ) {
                return None;
            }
            for below in below {
                below[k] /= pivot;
                let left = below[k];
                add_multiple(&mut below[k + 1..self.order], left, &row[k + 1..]);
            }
        }
        Some(())
    }

    /// Eliminates within columns `place`, over all rows from there on.
    #[inline(always)]
    pub(super) fn eliminate<S: Simd>(
        simd: S,
        factors: &mut GridMut<'_>,
        place: &Range<usize>,
    ) -> Option<()> {
        let mut triangle = Self::new(factors.as_grid(), place);
        triangle.factor()?;
        let width = factors.width;
        let (above, below) = factors.values.split_at_mut(place.end * width);
        let square = above[place.start * width..].chunks_exact_mut(width);
        for (row, factored) in square.zip(&triangle.rows) {
            row[place.clone()].copy_from_slice(&factored[..place.len()]);
        }
        // Eight rows at a time, each of them in one lane of the vectors.
        let mut columns = [f64x8::splat(simd, 0.0); ORDER];
        for rows in below.chunks_mut(8 * width) {
            for (lane, row) in rows.chunks_exact(width).enumerate() {
                for (column, value) in columns.iter_mut().zip(&row[place.clone()]) {
                    column[lane] = *value;
                }
            }
            triangle.divide(simd, &mut columns);
            for (lane, row) in rows.chunks_exact_mut(width).enumerate() {
                for (column, value) in columns.iter().zip(&mut row[place.clone()]) {
                    *value = column[lane];
                }
            }
        }
        Some(())
    }

    /// Replaces rows by their multiples of the rows of the upper factor.
    #[inline(always)]
    fn divide<S: Simd>(&self, simd: S, columns: &mut [f64x8<S>; ORDER]) {
        for (k, row) in self.rows[..self.order].iter().enumerate() {
            let (done, rest) = columns[..self.order].split_at_mut(k + 1);
            done[k] /= -row[k];
            for (column, right) in rest.iter_mut().zip(&row[k + 1..]) {
                *column = done[k].mul_add_precise(f64x8::splat(simd, *right), *column);
            }
        }
    }

    /// Solves with the lower factor for some columns of as many rows as the triangle has.
    #[inline(always)]
    pub(super) fn solve_lower<S: Simd>(
        &self,
        simd: S,
        sides: &mut GridMut<'_>,
        columns: Range<usize>,
    ) {
        for k in 1..self.order {
            let (solved, rest) = sides.values.split_at_mut(k * sides.width);
            if sides.width == 1 {
                add_scalar_product(&mut rest[0], &self.rows[k][..k], solved);
                continue;
            }
            let row = &mut rest[columns.clone()];
            add_rows(simd, row, &self.rows[k][..k], |row| {
                &solved[row * sides.width..][columns.clone()]
            });
        }
    }

    /// Solves with the upper factor for some columns of as many rows as the triangle has.
    #[inline(always)]
    pub(super) fn solve_upper<S: Simd>(
        &self,
        simd: S,
        sides: &mut GridMut<'_>,
        columns: Range<usize>,
    ) {
        for k in (0..self.order).rev() {
            let (rest, solved) = sides.values.split_at_mut((k + 1) * sides.width);
            if sides.width == 1 {
                add_scalar_product(&mut rest[k], &self.rows[k][k + 1..self.order], solved);
                rest[k] /= -self.rows[k][k];
                continue;
            }
            let row = &mut rest[k * sides.width..][columns.clone()];
            add_rows(simd, row, &self.rows[k][k + 1..self.order], |row| {
                &solved[row * sides.width..][columns.clone()]
            });
            for value in row {
                *value /= -self.rows[k][k];
            }
        }
    }
}

/// Adds a multiple of each row, in turn, to `sums`.
#[inline(always)]
fn add_rows<'a, S: Simd>(
    simd: S,
    sums: &mut [f64],
    multiples: &[f64],
    row: impl Fn(usize) -> &'a [f64],
) {
    let mut parts = sums.chunks_exact_mut(ACROSS * S::f64s::LEN);
    let mut start = 0;
    for part in &mut parts {
        let mut kept: [S::f64s; ACROSS] = from_fn(
            #[inline(always)]
            |v| S::f64s::from_slice(simd, &part[v * S::f64s::LEN..][..S::f64s::LEN]),
        );
        for (k, multiple) in multiples.iter().enumerate() {
            let multiple = S::f64s::splat(simd, *multiple);
            let row = row(k)[start..][..ACROSS * S::f64s::LEN].chunks_exact(S::f64s::LEN);
            for (sum, right) in kept.iter_mut().zip(row) {
                *sum = multiple.mul_add_precise(S::f64s::from_slice(simd, right), *sum);
            }
        }
        for (sum, part) in kept.iter().zip(part.chunks_exact_mut(S::f64s::LEN)) {
            sum.store_slice(part);
        }
        start += ACROSS * S::f64s::LEN;
    }
    let rest = parts.into_remainder();
    for (k, multiple) in multiples.iter().enumerate() {
        add_multiple(rest, *multiple, &row(k)[start..]);
    }
}

#[inline(always)]
fn add_multiple(sums: &mut [f64], multiple: f64, row: &[f64]) {
    for (sum, value) in sums.iter_mut().zip(row) {
        *sum = multiple.mul_add(*value, *sum);
    }
}

/// The number of rows that are added at once to a side: the sums are read and written less often.
const TOGETHER: usize = 4;

/// Replaces a row `side` by the solution of `x (I - A) = side` with the factors: row after row of
/// the upper one, then of the lower one in reverse.
#[inline(always)]
pub(super) fn solve_transposed(factors: Grid<'_>, side: &mut [f64]) {
    let order = factors.width;
    let whole = order - order % TOGETHER;
    for start in (0..whole).step_by(TOGETHER) {
        let rows: [&[f64]; TOGETHER] = from_fn(|r| factors.row(start + r, start..order));
        let (solved, rest) = side[start..].split_at_mut(TOGETHER);
        for k in 0..TOGETHER {
            solved[k] /= -rows[k][k];
            let multiple = solved[k];
            add_multiple(&mut solved[k + 1..], multiple, &rows[k][k + 1..]);
        }
        let rows = rows.map(|row| &row[TOGETHER..]);
        add_multiples(rest, [solved[0], solved[1], solved[2], solved[3]], rows);
    }
    for k in whole..order {
        side[k] /= -factors.row(k, 0..order)[k];
        let multiple = side[k];
        add_multiple(&mut side[k + 1..], multiple, factors.row(k, k + 1..order));
    }
    for k in (whole..order).rev() {
        let multiple = side[k];
        add_multiple(&mut side[..k], multiple, factors.row(k, 0..k));
    }
    for start in (0..whole).step_by(TOGETHER).rev() {
        let rows: [&[f64]; TOGETHER] = from_fn(|r| factors.row(start + r, 0..start + TOGETHER));
        let (rest, solved) = side[..start + TOGETHER].split_at_mut(start);
        for k in (0..TOGETHER).rev() {
            let multiple = solved[k];
            add_multiple(&mut solved[..k], multiple, &rows[k][start..]);
        }
        let [first, second, third, fourth] = rows.map(|row| &row[..start]);
        let multiples = [solved[3], solved[2], solved[1], solved[0]];
        add_multiples(rest, multiples, [fourth, third, second, first]);
    }
}

/// Adds a multiple of each row, in turn, to `sums`.
#[inline(always)]
fn add_multiples(sums: &mut [f64], multiples: [f64; TOGETHER], rows: [&[f64]; TOGETHER]) {
    let [a, b, c, d] = multiples;
    let [first, second, third, fourth] = rows;
    let rows = first.iter().zip(second).zip(third).zip(fourth);
    for (sum, (((first, second), third), fourth)) in sums.iter_mut().zip(rows) {
        let sum_of_two = b.mul_add(*second, a.mul_add(*first, *sum));
        *sum = d.mul_add(*fourth, c.mul_add(*third, sum_of_two));
    }
}
