//! QR decomposition of matrices with many more rows than columns.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use std::ops::Range;

use fearless_simd::{Simd, dispatch};
use nalgebra::{DMatrix, DVector};

use super::in_parallel::in_parallel;
use crate::kernel::Level;

/// The fewest rows of a block: with ten columns a block stays in the fastest memory.
const ROWS: usize = 256;
/// The fewest rows of a block for each column. The triangles of all blocks, one below the other, are a
/// matrix of this many times fewer rows.
const ROWS_FOR_EACH_COLUMN: usize = 4;
/// The parts of a sum of products, so that it is vector code with one order.
const PARTS: usize = 8;

/// A decomposition `X = Q R`, and `Q' y`.
pub(super) struct TallQr {
    /// Rows x columns.
    pub(super) q: DMatrix<f64>,
    /// Upper triangular, columns x columns.
    pub(super) r: DMatrix<f64>,
    /// `Q' y` of the response.
    pub(super) projection: DVector<f64>,
}

impl TallQr {
    /// Decomposes columns that are divided by powers of two, at least as many rows as columns.
    ///
    /// Blocks of rows are decomposed by Householder reflections, and then their triangles, one below
    /// the other, in the same way: Demmel, Grigori, Hoemmen and Langou (2012), "Communication-optimal
    /// parallel and sequential QR and LU factorizations", *SIAM Journal on Scientific Computing* 34(1),
    /// A206-A239. It is as stable as reflections of all rows. The blocks depend on the shape alone, so
    /// that the digits do not depend on the number of threads.
    pub(super) fn new(columns: &DMatrix<f64>, scales: &[f64], response: &DVector<f64>) -> Self {
        let (rows, count) = columns.shape();
        let mut q = DMatrix::zeros(rows, count);
        let bounds = bounds(rows, count);
        let level = Level::detect();
        let x = columns.as_slice();
        let tasks = blocks(q.as_mut_slice(), rows, &bounds);
        let reflected = in_parallel(tasks, |(rows_of_block, mut out)| {
            let height = rows_of_block.len();
            let sources = x.chunks(rows.max(1));
            let mut block = Vec::with_capacity(height * (count + 1));
            for (source, scale) in sources.zip(scales) {
                let source = &source[rows_of_block.clone()];
                block.extend(source.iter().map(|x| x / scale));
            }
            block.extend_from_slice(&response.as_slice()[rows_of_block]);
            let factors = reflect(level, &mut block, height, count);
            for (out, column) in out.iter_mut().zip(block.chunks(height)) {
                out.copy_from_slice(column);
            }
            Reflected::new(&block, height, factors)
        });
        let size = reflected.len() * count;
        let mut triangles = DMatrix::zeros(size, count);
        let mut projections = DVector::zeros(size);
        for (number, block) in reflected.iter().enumerate() {
            let mut own = triangles.rows_mut(number * count, count);
            own.copy_from(&block.triangle);
            let mut own = projections.rows_mut(number * count, count);
            own.copy_from(&block.projection);
        }
        let (upper, r, projection) = if reflected.len() > 1 {
            let whole = Self::new(&triangles, &vec![1.0; count], &projections);
            (Some(whole.q), whole.r, whole.projection)
        } else {
            (None, triangles, projections)
        };
        let tasks = blocks(q.as_mut_slice(), rows, &bounds).into_iter();
        let tasks = tasks.zip(&reflected).enumerate().collect();
        in_parallel(tasks, |(number, (rows, block)): Task<'_>| {
            let upper = upper.as_ref().map(|q| q.rows(number * count, count));
            let (height, mut out) = (rows.0.len(), rows.1);
            let mut product = vec![0.0; height * count];
            for (column, product) in product.chunks_mut(height).enumerate() {
                match &upper {
                    Some(upper) => {
                        for (out, number) in product.iter_mut().zip(&upper.column(column)) {
                            *out = *number;
                        }
                    }
                    None => product[column] = 1.0,
                }
            }
            let reflections: Vec<&[f64]> = out.iter().map(|column| &**column).collect();
            unreflect(
                level,
                (&reflections, &block.factors),
                &mut product,
                upper.is_none(),
            );
            for (out, product) in out.iter_mut().zip(product.chunks(height)) {
                out.copy_from_slice(product);
            }
        });
        Self { q, r, projection }
    }
}

/// The rows of a block, and its part of each column.
type Block<'a> = (Range<usize>, Vec<&'a mut [f64]>);

type Task<'a> = (usize, (Block<'a>, &'a Reflected));

/// What is left of a block of rows after its reflections.
struct Reflected {
    /// `R` of the block.
    triangle: DMatrix<f64>,
    /// The first rows of the response.
    projection: DVector<f64>,
    /// The factor of each reflection.
    factors: Vec<f64>,
}

impl Reflected {
    fn new(block: &[f64], height: usize, factors: Vec<f64>) -> Self {
        let count = factors.len();
        let at = |row: usize, column: usize| block[column * height + row];
        Self {
            triangle: DMatrix::from_fn(count, count, |row, column| {
                if row <= column { at(row, column) } else { 0.0 }
            }),
            projection: DVector::from_fn(count, |row, _| at(row, count)),
            factors,
        }
    }
}

/// The first row of each block, and the number of rows at the end.
fn bounds(rows: usize, columns: usize) -> Vec<usize> {
    let height = ROWS.max(ROWS_FOR_EACH_COLUMN * columns);
    let count = (rows / height).max(1);
    // The last block has the rest, and less than twice as many rows as others.
    let mut bounds: Vec<usize> = (0..count).map(|block| block * height).collect();
    bounds.push(rows);
    bounds
}

/// The blocks of a matrix of a number of rows.
fn blocks<'a>(matrix: &'a mut [f64], rows: usize, bounds: &[usize]) -> Vec<Block<'a>> {
    let bounds = bounds.windows(2).map(|bounds| bounds[0]..bounds[1]);
    let mut blocks: Vec<Block<'_>> = bounds.map(|rows| (rows, Vec::new())).collect();
    for mut column in matrix.chunks_mut(rows.max(1)) {
        for (rows, columns) in &mut blocks {
            let (own, rest) = column.split_at_mut(rows.len());
            columns.push(own);
            column = rest;
        }
    }
    blocks
}

/// Reflects a block of columns, the last of which is a response, so that the others are a triangle.
/// Below it are the directions of the reflections, whose first numbers are one. The results are the
/// factors `t` of the reflections `I - t v v'`: Golub and Van Loan (2013), *Matrix Computations*,
/// 5.1 and 5.2.
fn reflect(level: Level, block: &mut [f64], height: usize, count: usize) -> Vec<f64> {
    #[inline(always)]
    fn over<S: Simd>(simd: S, block: &mut [f64], height: usize, factors: &mut [f64]) {
        simd.vectorize(
            #[inline(always)]
            || {
                for (place, factor) in factors.iter_mut().enumerate() {
                    let (own, others) = block[place * height..].split_at_mut(height);
                    let own = &mut own[place..];
                    let Some((first, rest)) = own.split_first_mut() else {
                        continue;
                    };
                    let squares = product(rest, rest);
                    // Columns have a length of about one, so that this much of them says nothing, and
                    // its squares are not yet rounded as they are near zero.
                    if squares <= 1e-280 {
                        rest.fill(0.0);
                        continue;
                    }
                    let length = (*first * *first + squares).sqrt();
                    let end = if *first > 0.0 { -length } else { length };
                    let lead = *first - end;
                    *factor = -lead / end;
                    *first = end;
                    for number in rest.iter_mut() {
                        *number /= lead;
                    }
                    for other in others.chunks_mut(height) {
                        turn(rest, *factor, &mut other[place..]);
                    }
                }
            },
        );
    }
    let mut factors = vec![0.0; count];
    dispatch!(level.token(), simd => over(simd, block, height, &mut factors));
    factors
}

/// Takes columns back through the reflections of [`reflect`]. `is_unit` says that they are those of
/// the identity matrix, whose first columns the last reflections leave as they are.
fn unreflect(
    level: Level,
    (reflections, factors): (&[&[f64]], &[f64]),
    columns: &mut [f64],
    is_unit: bool,
) {
    #[inline(always)]
    fn over<S: Simd>(
        simd: S,
        (reflections, factors): (&[&[f64]], &[f64]),
        columns: &mut [f64],
        is_unit: bool,
    ) {
        simd.vectorize(
            #[inline(always)]
            || {
                for (place, (own, factor)) in reflections.iter().zip(factors).enumerate().rev() {
                    let others = columns.chunks_mut(own.len().max(1));
                    for other in others.skip(if is_unit { place } else { 0 }) {
                        turn(&own[place + 1..], *factor, &mut other[place..]);
                    }
                }
            },
        );
    }
    dispatch!(level.token(), simd => over(simd, (reflections, factors), columns, is_unit));
}

/// `x - t v (v' x)` for a direction whose first number is one; `rest` are the others.
#[inline(always)]
fn turn(rest: &[f64], factor: f64, column: &mut [f64]) {
    let Some((first, others)) = column.split_first_mut() else {
        return;
    };
    let size = factor * (*first + product(rest, others));
    *first -= size;
    for (number, direction) in others.iter_mut().zip(rest) {
        *number -= size * direction;
    }
}

/// The sum of products of two lists of equal length.
#[inline(always)]
fn product(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; PARTS];
    let (a, last_of_a) = a.as_chunks::<PARTS>();
    let (b, last_of_b) = b.as_chunks::<PARTS>();
    for (a, b) in a.iter().zip(b) {
        for part in 0..PARTS {
            sums[part] += a[part] * b[part];
        }
    }
    let mut sum: f64 = sums.iter().sum();
    for (a, b) in last_of_a.iter().zip(last_of_b) {
        sum += a * b;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers between -1 and 1 without a pattern that matters here.
    fn numbers(rows: usize, columns: usize) -> DMatrix<f64> {
        let mut state = 1_u32;
        DMatrix::from_fn(rows, columns, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state) / f64::from(u32::MAX) * 2.0 - 1.0
        })
    }

    /// One block, several, triangles that fill several blocks, and a matrix with as many rows as
    /// columns; one column is zero in most blocks, one hardly differs from another, and one is tiny
    /// in the first blocks.
    #[test]
    fn the_product_is_the_matrix_and_the_columns_are_orthogonal() {
        for (rows, columns) in [
            (1, 1),
            (7, 7),
            (100, 4),
            (513, 3),
            (40_000, 5),
            (9_000, 120),
        ] {
            let mut x = numbers(rows, columns);
            let scales: Vec<f64> = (0..columns)
                .map(|place| [1.0, 4.0, 0.5][place % 3])
                .collect();
            if rows > 500 {
                x.view_mut((0, 0), (rows - 5, 1)).fill(0.0);
                let near = x.column(1) + numbers(rows, 1) * 1e-6;
                x.set_column(2, &near);
                x.view_mut((0, 1), (400, 1)).scale_mut(1e-158);
            }
            let y = numbers(rows, 1).column(0).into_owned();
            let TallQr { q, r, projection } = TallQr::new(&x, &scales, &y);
            let scaled = DMatrix::from_fn(rows, columns, |i, j| x[(i, j)] / scales[j]);
            assert!((&q * &r - &scaled).amax() < 2e-13, "{rows}");
            let identity = DMatrix::identity(columns, columns);
            assert!((q.tr_mul(&q) - identity).amax() < 1e-13, "{rows}");
            assert!((q.tr_mul(&y) - projection).amax() < 1e-12, "{rows}");
            let mut below = (0..columns).flat_map(|j| (j + 1..columns).map(move |i| (i, j)));
            assert!(below.all(|place| r[place].abs() <= 0.0));
        }
    }
}
