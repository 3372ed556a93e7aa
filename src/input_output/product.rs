//! Products of matrices, added in place: almost all of the work on a large table.
//!
//! Each number is the sum that the plain loop gives, by one fused multiply-add after another in the
//! order of the inner index. So it has the same bits however the product is cut into blocks, at
//! every vector width, and alone as among others. A machine without fused operations computes the
//! same bits by several others, and is slow.
//!
//! The blocks are those of Goto and van de Geijn 2008, "Anatomy of high-performance matrix
//! multiplication", *ACM Transactions on Mathematical Software* 34(3): a panel of the right factor
//! stays in the first-level cache, a block of the left one in the second, and the sums of a tile in
//! registers.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use std::array::from_fn;
use std::ops::Range;

use fearless_simd::{Simd, SimdBase, SimdFloat};

/// The number of inner indices of a block: a panel of 24 columns fits a first-level cache of 48 KB.
const DEPTH: usize = 192;
/// The number of rows of a block of the left factor, which takes 200 KB.
const HEIGHT: usize = 128;
/// The number of vectors in a row of a tile.
const ACROSS: usize = 3;
/// The greatest number of rows in a tile.
const DOWN: usize = 8;

/// A matrix, row by row.
#[derive(Clone, Copy)]
pub(super) struct Grid<'a> {
    pub(super) values: &'a [f64],
    pub(super) width: usize,
}

impl<'a> Grid<'a> {
    /// Returns some columns of one row.
    pub(super) fn row(self, row: usize, columns: Range<usize>) -> &'a [f64] {
        &self.values[row * self.width..(row + 1) * self.width][columns]
    }
}

/// A matrix that is changed, row by row.
pub(super) struct GridMut<'a> {
    pub(super) values: &'a mut [f64],
    pub(super) width: usize,
}

impl GridMut<'_> {
    pub(super) fn as_grid(&self) -> Grid<'_> {
        Grid {
            values: self.values,
            width: self.width,
        }
    }

    /// Returns whole rows.
    pub(super) fn rows(&mut self, rows: Range<usize>) -> GridMut<'_> {
        GridMut {
            values: &mut self.values[rows.start * self.width..rows.end * self.width],
            width: self.width,
        }
    }
}

/// The sums of a product: number `(i, j)` is the sum of `left[i][k] * right[k][j]` over `inner`.
#[derive(Clone)]
pub(super) struct Sums {
    pub(super) rows: Range<usize>,
    pub(super) inner: Range<usize>,
    pub(super) columns: Range<usize>,
}

/// The memory for the blocks of products.
#[derive(Default)]
pub(super) struct Product {
    left: Vec<[f64; DEPTH]>,
    right: Vec<f64>,
}

impl Product {
    /// Adds a product to `target`, whose rows `inner` are the right factor. The left factor is in
    /// `target` too if it is not given.
    pub(super) fn add<S: Simd>(
        &mut self,
        simd: S,
        left: Option<Grid<'_>>,
        target: &mut GridMut<'_>,
        sums: &Sums,
    ) {
        if target.width == 1
            && let Some(left) = left
        {
            return simd.vectorize(
                #[inline(always)]
                || add_column(left, target.values, sums),
            );
        }
        for start in sums.inner.clone().step_by(DEPTH) {
            let inner = start..(start + DEPTH).min(sums.inner.end);
            self.take_right::<S>(target.as_grid(), inner.clone(), sums.columns.clone());
            for top in sums.rows.clone().step_by(HEIGHT) {
                let rows = top..(top + HEIGHT).min(sums.rows.end);
                let from = left.unwrap_or(target.as_grid());
                self.take_left(from, rows.clone(), inner.clone());
                self.add_block(simd, &mut target.rows(rows), inner.len(), &sums.columns);
            }
        }
    }

    /// Copies rows `inner` in panels of as many columns as a tile has. The last panel has zeros up
    /// to a whole vector.
    fn take_right<S: Simd>(&mut self, from: Grid<'_>, inner: Range<usize>, columns: Range<usize>) {
        self.right.clear();
        for panel in panels::<S>(&columns) {
            let padding = panel.len().next_multiple_of(S::f64s::LEN) - panel.len();
            for k in inner.clone() {
                self.right.extend_from_slice(from.row(k, panel.clone()));
                self.right.extend(std::iter::repeat_n(0.0, padding));
            }
        }
    }

    /// Copies a block of the left factor. The rows of an incomplete last tile are not read.
    fn take_left(&mut self, from: Grid<'_>, rows: Range<usize>, inner: Range<usize>) {
        let count = rows.len().next_multiple_of(DOWN);
        if self.left.len() < count {
            self.left.resize(count, [0.0; DEPTH]);
        }
        for (copy, row) in self.left.iter_mut().zip(rows) {
            copy[..inner.len()].copy_from_slice(from.row(row, inner.clone()));
        }
    }

    fn add_block<S: Simd>(
        &self,
        simd: S,
        target: &mut GridMut<'_>,
        depth: usize,
        columns: &Range<usize>,
    ) {
        let mut right = self.right.as_slice();
        for columns in panels::<S>(columns) {
            let across = columns.len().div_ceil(S::f64s::LEN);
            let (panel, rest) = right.split_at(across * S::f64s::LEN * depth);
            right = rest;
            let left = &self.left;
            simd.vectorize(
                #[inline(always)]
                || match across {
                    1 => add_panel::<S, 1>(simd, left, panel, target, columns),
                    2 => add_panel::<S, 2>(simd, left, panel, target, columns),
                    _ => add_panel::<S, ACROSS>(simd, left, panel, target, columns),
                },
            );
        }
    }
}

/// Cuts columns into as many as a tile has.
fn panels<S: Simd>(columns: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<S> {
    let end = columns.end;
    let width = ACROSS * S::f64s::LEN;
    columns
        .clone()
        .step_by(width)
        .map(move |start| start..(start + width).min(end))
}

/// Adds the product of a block and a panel, in tiles whose sums fit the registers.
#[inline(always)]
fn add_panel<S: Simd, const V: usize>(
    simd: S,
    left: &[[f64; DEPTH]],
    panel: &[f64],
    target: &mut GridMut<'_>,
    columns: Range<usize>,
) {
    if S::f64s::LEN == 8 {
        add_tiles::<S, V, DOWN>(simd, left, panel, target, columns);
    } else {
        add_tiles::<S, V, 4>(simd, left, panel, target, columns);
    }
}

#[inline(always)]
fn add_tiles<S: Simd, const V: usize, const R: usize>(
    simd: S,
    left: &[[f64; DEPTH]],
    panel: &[f64],
    target: &mut GridMut<'_>,
    columns: Range<usize>,
) {
    let width = target.width;
    let is_whole = columns.len() == V * S::f64s::LEN;
    let tiles = target.values.chunks_mut(R * width);
    for (rows, left) in tiles.zip(left.as_chunks::<R>().0) {
        let mut sums = [[S::f64s::splat(simd, 0.0); V]; R];
        // Two loops for one: that of whole vectors must not ask for their length.
        if is_whole && rows.len() == R * width {
            for (sums, row) in sums.iter_mut().zip(rows.chunks_exact(width)) {
                let parts = row[columns.clone()].chunks_exact(S::f64s::LEN);
                for (sum, part) in sums.iter_mut().zip(parts) {
                    *sum = S::f64s::from_slice(simd, part);
                }
            }
            add_tile(simd, left, panel, &mut sums);
            for (sums, row) in sums.iter().zip(rows.chunks_exact_mut(width)) {
                let parts = row[columns.clone()].chunks_exact_mut(S::f64s::LEN);
                for (sum, part) in sums.iter().zip(parts) {
                    sum.store_slice(part);
                }
            }
        } else {
            for (sums, row) in sums.iter_mut().zip(rows.chunks_exact(width)) {
                let parts = row[columns.clone()].chunks(S::f64s::LEN);
                for (sum, part) in sums.iter_mut().zip(parts) {
                    sum.as_mut_slice()[..part.len()].copy_from_slice(part);
                }
            }
            add_tile(simd, left, panel, &mut sums);
            for (sums, row) in sums.iter().zip(rows.chunks_exact_mut(width)) {
                let parts = row[columns.clone()].chunks_mut(S::f64s::LEN);
                for (sum, part) in sums.iter().zip(parts) {
                    part.copy_from_slice(&sum.as_slice()[..part.len()]);
                }
            }
        }
    }
}

/// Adds the product of `R` rows and a panel.
#[inline(always)]
fn add_tile<S: Simd, const V: usize, const R: usize>(
    simd: S,
    left: &[[f64; DEPTH]; R],
    panel: &[f64],
    sums: &mut [[S::f64s; V]; R],
) {
    // An own copy stays in registers.
    let mut kept = *sums;
    for (k, right) in (0..DEPTH).zip(panel.chunks_exact(V * S::f64s::LEN)) {
        let right: [S::f64s; V] = from_fn(
            #[inline(always)]
            |v| S::f64s::from_slice(simd, &right[v * S::f64s::LEN..(v + 1) * S::f64s::LEN]),
        );
        for (row, left) in kept.iter_mut().zip(left) {
            let left = S::f64s::splat(simd, left[k]);
            for (sum, right) in row.iter_mut().zip(right) {
                *sum = left.mul_add_precise(right, *sum);
            }
        }
    }
    *sums = kept;
}

/// Adds the product with a single column, for eight rows at a time: one sum would wait for itself.
#[inline(always)]
fn add_column(left: Grid<'_>, target: &mut [f64], sums: &Sums) {
    let (rows, inner) = (sums.rows.clone(), sums.inner.clone());
    let (right, target) = if rows.end <= inner.start {
        let (target, right) = target.split_at_mut(inner.start);
        (&right[..inner.len()], &mut target[rows.clone()])
    } else {
        let (right, target) = target.split_at_mut(rows.start);
        (&right[inner.clone()], &mut target[..rows.len()])
    };
    let (tiles, rest) = target.as_chunks_mut::<8>();
    for (sums, top) in tiles.iter_mut().zip(rows.clone().step_by(8)) {
        let left: [&[f64]; 8] = from_fn(|r| left.row(top + r, inner.clone()));
        let parts: [&[[f64; 8]]; 8] = left.map(|row| row.as_chunks().0);
        let (whole, rest) = right.as_chunks::<8>();
        let mut kept = *sums;
        for (k, right) in whole.iter().enumerate() {
            let part: [&[f64; 8]; 8] = parts.map(|parts| &parts[k]);
            for (j, right) in right.iter().enumerate() {
                for (sum, part) in kept.iter_mut().zip(part) {
                    *sum = part[j].mul_add(*right, *sum);
                }
            }
        }
        for (sum, row) in kept.iter_mut().zip(left) {
            add_scalar_product(sum, &row[whole.len() * 8..], rest);
        }
        *sums = kept;
    }
    let done = rows.len() - rest.len();
    for (sum, row) in rest.iter_mut().zip(rows.start + done..) {
        add_scalar_product(sum, left.row(row, inner.clone()), right);
    }
}

/// Adds the products of two rows of numbers, one after another.
#[inline(always)]
pub(super) fn add_scalar_product(sum: &mut f64, left: &[f64], right: &[f64]) {
    for (left, right) in left.iter().zip(right) {
        *sum = left.mul_add(*right, *sum);
    }
}
