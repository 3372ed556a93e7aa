//! Gaussian elimination of `I - A` for a non-negative `A`, by halves.
//!
//! Rows are never exchanged. For a non-negative `A` all pivots are positive exactly if its spectral
//! radius is below one (Hawkins and Simon 1949, "Note: some conditions of macroeconomic
//! stability", *Econometrica* 17(3/4)), and elimination in the given order is then stable
//! (Funderlic and Plemmons 1981, "LU decomposition of M-matrices by elimination without pivoting",
//! *Linear Algebra and its Applications* 41). So the factorisation is the test of a productive
//! table as well.
//!
//! The matrix in memory is `A - I`, with the negatives of the factors. Then nothing is subtracted: to
//! eliminate a sector adds its suppliers to the suppliers of those that buy from it. Halving turns
//! almost all of the work into products of large blocks (Toledo 1997, "Locality of reference in LU
//! decomposition with partial pivoting", *SIAM Journal on Matrix Analysis and Applications* 18(4)),
//! and leaves the order of the sums of each number as it is in the textbook's three loops.

use std::ops::Range;

use fearless_simd::{Simd, dispatch};

use super::Matrix;
use super::product::{Grid, GridMut, Product, Sums};
use super::triangle::{self, Triangle};
use crate::kernel::Level;

/// The smallest pivot: below it, a unit of demand would need more than 1e12 of output.
pub(super) const LEAST_PIVOT: f64 = 1e-12;
/// The number of rows that are solved for at once for an inverse: to the right of them it is zero.
const STRIP: usize = 256;

/// The factors of `I - A`, negative: unit lower below the diagonal, upper on it and above.
#[derive(Clone, Debug)]
pub(super) struct Elimination {
    factors: Vec<f64>,
    order: usize,
    level: Level,
}

impl Elimination {
    /// Factors `I - A`; `None` if `A`, square and non-negative, is not productive.
    pub(super) fn new(coefficients: &Matrix) -> Option<Self> {
        Self::at(Level::detect(), coefficients)
    }

    /// Factors at a vector level, which changes no bit.
    fn at(level: Level, coefficients: &Matrix) -> Option<Self> {
        let order = coefficients.rows();
        let mut factors = coefficients.values().to_vec();
        for diagonal in factors.iter_mut().step_by(order + 1) {
            *diagonal -= 1.0;
        }
        let grid = &mut GridMut {
            values: &mut factors,
            width: order,
        };
        dispatch!(level.token(), simd => eliminate(simd, &mut Product::default(), grid, 0..order))?;
        Some(Self {
            factors,
            order,
            level,
        })
    }

    pub(super) const fn order(&self) -> usize {
        self.order
    }

    /// Replaces each of `count` columns of `sides`, `(sectors, count)` row by row, by the solution of
    /// `(I - A) x = side`. A column has the same bits alone as among others.
    pub(super) fn solve(&self, sides: &mut [f64], count: usize) {
        let all = 0..self.order;
        let sides = &mut GridMut {
            values: sides,
            width: count,
        };
        let product = &mut Product::default();
        dispatch!(self.level.token(), simd => {
            lower(simd, product, Some(self.grid()), sides, all.clone(), 0..count);
            upper(simd, product, self.grid(), sides, all.clone(), 0..count);
        });
    }

    /// Returns the inverse of `I - A`, row by row.
    pub(super) fn inverse(&self) -> Vec<f64> {
        let order = self.order;
        let mut inverse = vec![0.0; order * order];
        for diagonal in inverse.iter_mut().step_by(order + 1) {
            *diagonal = 1.0;
        }
        let sides = &mut GridMut {
            values: &mut inverse,
            width: order,
        };
        let product = &mut Product::default();
        let left = Some(self.grid());
        dispatch!(self.level.token(), simd => {
            // The inverse of the lower factor has zeros above its diagonal, which are left out.
            for start in (0..order).step_by(STRIP) {
                let end = (start + STRIP).min(order);
                lower(simd, product, left, sides, start..end, 0..end);
                let sums = Sums { rows: end..order, inner: start..end, columns: 0..end };
                product.add(simd, left, sides, &sums);
            }
            upper(simd, product, self.grid(), sides, 0..order, 0..order);
        });
        inverse
    }

    /// Replaces `side` by the solution of `x (I - A) = side`, a row on the left.
    pub(super) fn solve_transposed(&self, side: &mut [f64]) {
        let factors = self.grid();
        dispatch!(self.level.token(), simd => simd.vectorize(
            #[inline(always)]
            || triangle::solve_transposed(factors, side),
        ));
    }

    fn grid(&self) -> Grid<'_> {
        Grid {
            values: &self.factors,
            width: self.order,
        }
    }
}

/// Cuts rows in two, the first part a multiple of the smallest step.
fn halves(rows: &Range<usize>) -> (Range<usize>, Range<usize>) {
    let middle = rows.start + (rows.len() / 2).next_multiple_of(triangle::ORDER);
    (rows.start..middle, middle..rows.end)
}

/// Eliminates within some columns, over all rows from the first of them on.
fn eliminate<S: Simd>(
    simd: S,
    product: &mut Product,
    factors: &mut GridMut<'_>,
    columns: Range<usize>,
) -> Option<()> {
    if columns.len() <= triangle::ORDER {
        return simd.vectorize(
            #[inline(always)]
            || Triangle::eliminate(simd, factors, &columns),
        );
    }
    let (left, right) = halves(&columns);
    eliminate(simd, product, factors, left.clone())?;
    lower(simd, product, None, factors, left.clone(), right.clone());
    let sums = Sums {
        rows: right.start..factors.width,
        inner: left,
        columns: right.clone(),
    };
    product.add(simd, None, factors, &sums);
    eliminate(simd, product, factors, right)
}

/// Solves with the lower factor, which is in `sides` too if it is not given, for some columns.
fn lower<S: Simd>(
    simd: S,
    product: &mut Product,
    factors: Option<Grid<'_>>,
    sides: &mut GridMut<'_>,
    rows: Range<usize>,
    columns: Range<usize>,
) {
    if rows.len() <= triangle::ORDER {
        let triangle = Triangle::new(factors.unwrap_or(sides.as_grid()), &rows);
        return simd.vectorize(
            #[inline(always)]
            || triangle.solve_lower(simd, &mut sides.rows(rows), columns),
        );
    }
    let (first, second) = halves(&rows);
    lower(
        simd,
        product,
        factors,
        sides,
        first.clone(),
        columns.clone(),
    );
    let sums = Sums {
        rows: second.clone(),
        inner: first,
        columns: columns.clone(),
    };
    product.add(simd, factors, sides, &sums);
    lower(simd, product, factors, sides, second, columns);
}

/// Solves with the upper factor for some columns.
fn upper<S: Simd>(
    simd: S,
    product: &mut Product,
    factors: Grid<'_>,
    sides: &mut GridMut<'_>,
    rows: Range<usize>,
    columns: Range<usize>,
) {
    if rows.len() <= triangle::ORDER {
        let triangle = Triangle::new(factors, &rows);
        return simd.vectorize(
            #[inline(always)]
            || triangle.solve_upper(simd, &mut sides.rows(rows), columns),
        );
    }
    let (first, second) = halves(&rows);
    upper(
        simd,
        product,
        factors,
        sides,
        second.clone(),
        columns.clone(),
    );
    let sums = Sums {
        rows: first.clone(),
        inner: second,
        columns: columns.clone(),
    };
    product.add(simd, Some(factors), sides, &sums);
    upper(simd, product, factors, sides, first, columns);
}

/// Returns the scalar product, by four independent sums that the processor computes in parallel.
pub(super) fn dot(left: &[f64], right: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (left, right) = (left.chunks_exact(4), right.chunks_exact(4));
    let rest: f64 = left
        .remainder()
        .iter()
        .zip(right.remainder())
        .map(|(a, b)| a * b)
        .sum();
    for (left, right) in left.zip(right) {
        for ((sum, a), b) in sums.iter_mut().zip(left).zip(right) {
            *sum += a * b;
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers in [0, 1) of `SplitMix64`, as in `benches/input_output.rs`, a quarter of them zero, so that all
    /// column sums are below 0.99.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit exactly")]
    fn coefficients(order: usize) -> Matrix {
        let number = |place: u64| {
            let mut z = place.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            let number = ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64;
            if z.is_multiple_of(4) { 0.0 } else { number }
        };
        let values = (0..(order * order) as u64).map(|place| 0.99 / order as f64 * number(place));
        Matrix::trusted(order, order, values.collect())
    }

    fn bits(values: &[f64]) -> Vec<u64> {
        values.iter().map(|value| value.to_bits()).collect()
    }

    /// Orders on both sides of a step's and of a block's.
    const ORDERS: [usize; 7] = [1, 2, 31, 32, 33, 100, 390];

    #[test]
    fn the_factors_are_those_of_three_loops_at_every_level() {
        for order in ORDERS {
            let given = coefficients(order);
            let mut rows: Vec<Vec<f64>> = given.iter_rows().map(<[f64]>::to_vec).collect();
            for (k, row) in rows.iter_mut().enumerate() {
                row[k] -= 1.0;
            }
            for k in 0..order {
                let (done, below) = rows.split_at_mut(k + 1);
                for row in below {
                    row[k] /= -done[k][k];
                    let multiple = row[k];
                    for (value, above) in row[k + 1..].iter_mut().zip(&done[k][k + 1..]) {
                        *value = multiple.mul_add(*above, *value);
                    }
                }
            }
            for level in Level::available() {
                let factors = Elimination::at(level, &given).unwrap().factors;
                assert!(bits(&factors) == bits(&rows.concat()), "{order}, {level}");
            }
        }
    }

    #[test]
    fn a_solution_has_the_same_bits_at_every_level_alone_and_among_others() {
        for order in ORDERS {
            let given = coefficients(order);
            let demand = (0..201_u8).cycle().map(|k| f64::from(k) - 100.0);
            let demand: Vec<f64> = demand.take(order).collect();
            let mut widest: Option<[Vec<u64>; 3]> = None;
            for level in Level::available() {
                let factors = Elimination::at(level, &given).unwrap();
                let mut alone = demand.clone();
                factors.solve(&mut alone, 1);
                for count in [2, 25, 50] {
                    let mut many: Vec<f64> = demand.iter().flat_map(|f| vec![*f; count]).collect();
                    factors.solve(&mut many, count);
                    for column in [0, count / 2, count - 1] {
                        let column: Vec<f64> =
                            many.iter().skip(column).step_by(count).copied().collect();
                        assert!(bits(&column) == bits(&alone), "{order}, {level}, {count}");
                    }
                }
                // x - A x = f: half of the numbers are of the order of 100.
                for (row, (x, f)) in given.iter_rows().zip(alone.iter().zip(&demand)) {
                    assert!((x - dot(row, &alone) - f).abs() < 1e-11, "{order}, {level}");
                }
                let mut transposed = demand.clone();
                factors.solve_transposed(&mut transposed);
                let inverse = factors.inverse();
                for k in [0, order / 2, order - 1] {
                    let column: Vec<f64> = inverse.iter().skip(k).step_by(order).copied().collect();
                    assert!((dot(&column, &demand) - transposed[k]).abs() < 1e-10);
                    let mut unit = vec![0.0; order];
                    unit[k] = 1.0;
                    factors.solve(&mut unit, 1);
                    assert!(bits(&unit) == bits(&column), "{order}, {level}, {k}");
                }
                let found = [bits(&alone), bits(&transposed), bits(&inverse)];
                assert!(
                    *widest.get_or_insert_with(|| found.clone()) == found,
                    "{order}, {level}"
                );
            }
        }
    }

    #[test]
    fn a_table_is_productive_or_not_at_every_level() {
        for level in Level::available() {
            for order in [2, 33, 100, 260] {
                // All columns have one sum, which is the spectral radius.
                #[expect(clippy::cast_precision_loss, reason = "a small count")]
                let alike = |sum: f64| {
                    let values = vec![sum / order as f64; order * order];
                    Elimination::at(level, &Matrix::trusted(order, order, values))
                };
                assert!(alike(0.999_999).is_some(), "{order}, {level}");
                assert!(alike(1.0).is_none(), "{order}, {level}");
                assert!(alike(1.5).is_none(), "{order}, {level}");
                assert!(alike(1e100).is_none(), "{order}, {level}");
            }
        }
    }
}
