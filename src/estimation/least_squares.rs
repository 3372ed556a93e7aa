//! Least squares by QR decomposition.

use libm::fma;
use nalgebra::{DMatrix, DVector, DVectorView};

use super::in_parallel::in_parallel;
use super::tall_qr::TallQr;
use crate::{Error, ErrorKind};

/// A column whose part outside the columns before it is smaller than this, relative to the column,
/// counts as a combination of them. At the limit a standard error has six digits left.
const TOLERANCE: f64 = 1e-10;
/// Above this condition number the coefficients are refined.
const ILL_CONDITIONED: f64 = 1e4;
/// Above this one they are if there are at most [`FEW`] numbers, which takes no time.
const RATHER_ILL_CONDITIONED: f64 = 100.0;
/// See [`RATHER_ILL_CONDITIONED`].
const FEW: usize = 1 << 20;
/// The rows of which residuals are computed at a time.
const ROWS: usize = 4096;
/// The steps of refinement. Each gains as many digits as the condition number leaves.
const STEPS: usize = 4;

/// The least squares solution of `y = X b + r`.
///
/// The columns of `X` (rows x columns) are scaled to lengths between one and two, and `X = Q R` is
/// found by Householder reflections of blocks of rows. The coefficients are `b = R^-1 Q' y`, and `(X' X)^-1 = R^-1 R^-T`;
/// Golub and Van Loan (2013), *Matrix Computations*, 5.3.
#[derive(Clone, Debug)]
pub(super) struct Solution {
    /// One for each column.
    pub(super) coefficients: DVector<f64>,
    /// One for each row.
    pub(super) residuals: DVector<f64>,
    /// `Q`, rows x columns.
    pub(super) q: DMatrix<f64>,
    /// `R^-1` of the columns as given, columns x columns.
    pub(super) r_inverse: DMatrix<f64>,
    /// The ratio of the greatest to the least singular value of the scaled columns.
    pub(super) condition: f64,
}

/// Solves a least squares problem. `lengths` are the lengths that the columns had before something
/// was removed from them; what is left of a column must not be rounding errors.
///
/// # Errors
///
/// [`Collinear`](ErrorKind::Collinear) with the names of the columns that are combinations of those
/// before them, and the rank; [`OutOfRange`](ErrorKind::OutOfRange) for fewer rows than columns.
pub(super) fn solve(
    columns: &DMatrix<f64>,
    response: &DVector<f64>,
    lengths: &[f64],
    names: &[String],
) -> Result<Solution, Error> {
    let (rows, count) = columns.shape();
    if rows < count.max(1) {
        return Err(Error::new(ErrorKind::TooFewRows {
            rows,
            coefficients: count,
        }));
    }
    let left = in_parallel(columns.column_iter().collect(), length);
    let lost: Vec<usize> = (0..count)
        .filter(|place| left[*place] <= TOLERANCE * lengths[*place])
        .collect();
    // By powers of two, which do not round.
    let scales: Vec<f64> = left.into_iter().map(power_of_two).collect();
    let TallQr { q, r, projection } = TallQr::new(columns, &scales, response);
    let dependent: Vec<usize> = (0..count)
        .filter(|place| lost.contains(place) || r[(*place, *place)].abs() <= TOLERANCE)
        .collect();
    if !dependent.is_empty() {
        return Err(Error::new(ErrorKind::Collinear {
            columns: dependent
                .iter()
                .map(|place| names[*place].clone())
                .collect(),
            rank: count - dependent.len(),
            of: count,
        }));
    }
    let mut r_inverse = DMatrix::identity(count, count);
    // The diagonal of R was checked.
    r.solve_upper_triangular_mut(&mut r_inverse);
    let condition = condition(&r);
    let mut scaled_coefficients = &r_inverse * projection;
    let mut residuals = residuals(columns, &scales, &scaled_coefficients, response);
    let is_small = rows * count <= FEW;
    if condition > ILL_CONDITIONED || (is_small && condition > RATHER_ILL_CONDITIONED) {
        let mut scaled = columns.clone();
        for (mut column, scale) in scaled.column_iter_mut().zip(&scales) {
            column /= *scale;
        }
        let system = System {
            x: &scaled,
            y: response,
            q: &q,
            r_inverse: &r_inverse,
        };
        system.refine(&mut scaled_coefficients, &mut residuals);
    }
    let mut coefficients = scaled_coefficients;
    for (place, scale) in scales.iter().enumerate() {
        coefficients[place] /= *scale;
        for entry in r_inverse.row_mut(place).iter_mut() {
            *entry /= *scale;
        }
    }
    Ok(Solution {
        coefficients,
        residuals,
        q,
        r_inverse,
        condition,
    })
}

/// `y - X b`, of columns that are divided by scales.
fn residuals(
    columns: &DMatrix<f64>,
    scales: &[f64],
    coefficients: &DVector<f64>,
    response: &DVector<f64>,
) -> DVector<f64> {
    let mut residuals = response.clone();
    let rows = residuals.len().max(1);
    let parts = residuals.as_mut_slice().chunks_mut(ROWS).enumerate();
    in_parallel(parts.collect(), |(part, residuals): (usize, &mut [f64])| {
        for (place, column) in columns.as_slice().chunks(rows).enumerate() {
            let slope = coefficients[place] / scales[place];
            let column = &column[part * ROWS..];
            for (residual, x) in residuals.iter_mut().zip(column) {
                *residual -= slope * x;
            }
        }
    });
    residuals
}

/// The error for a test of a fit without residuals.
pub(super) fn exact(what: &'static str) -> Error {
    Error::new(ErrorKind::Conflict {
        what,
        with: "a fit without residuals",
        remedy: "there is nothing to test",
    })
}

/// The Euclidean length of a column, without overflow.
pub(super) fn length(column: DVectorView<'_, f64>) -> f64 {
    let squares = column.norm_squared();
    if squares > 1e-200 && squares < 1e200 {
        return squares.sqrt();
    }
    let largest = column.amax();
    if largest > 0.0 && largest.is_finite() {
        let squares = column.iter().map(|x| (x / largest) * (x / largest));
        largest * squares.sum::<f64>().sqrt()
    } else {
        largest
    }
}

/// The greatest power of two that is not above a number, within the range of normal numbers; one
/// for zero.
fn power_of_two(number: f64) -> f64 {
    if number > 0.0 && number.is_finite() {
        libm::scalbn(1.0, libm::ilogb(number).clamp(-1000, 1000))
    } else {
        1.0
    }
}

/// The condition number of a triangular matrix with its columns scaled to length one.
fn condition(r: &DMatrix<f64>) -> f64 {
    if r.is_empty() {
        return 1.0;
    }
    let mut scaled = r.clone();
    for mut column in scaled.column_iter_mut() {
        let length = column.norm();
        column /= length;
    }
    let values = scaled.singular_values();
    values.max() / values.min()
}

/// The equations of a least squares solution, of which both the residuals and the coefficients are
/// unknown: `r + X b = y` and `X' r = 0`.
struct System<'a> {
    x: &'a DMatrix<f64>,
    y: &'a DVector<f64>,
    q: &'a DMatrix<f64>,
    r_inverse: &'a DMatrix<f64>,
}

impl System<'_> {
    /// Corrects coefficients and residuals by the errors of both equations, computed in twice the
    /// precision: Björck (1967), "Iterative refinement of linear least squares solutions I",
    /// *BIT* 7, 257-278.
    ///
    /// With `f = y - r - X b` and `g = -X' r`, and `h = R^-T g`, the corrections are
    /// `db = R^-1 (Q' f - h)` and `dr = f - Q (Q' f - h)`.
    fn refine(&self, coefficients: &mut DVector<f64>, residuals: &mut DVector<f64>) {
        let mut last = f64::INFINITY;
        for _ in 0..STEPS {
            let f = self.errors_of_rows(coefficients, residuals);
            let g = self.errors_of_columns(residuals);
            let projected = self.q.tr_mul(&f) - self.r_inverse.tr_mul(&g);
            let step = self.r_inverse * &projected;
            let size = step.amax();
            // Rounding errors no longer shrink, or the step is NaN.
            if size.is_nan() || size >= 0.5 * last {
                break;
            }
            last = size;
            *coefficients += &step;
            *residuals += f - self.q * projected;
        }
    }

    fn errors_of_rows(
        &self,
        coefficients: &DVector<f64>,
        residuals: &DVector<f64>,
    ) -> DVector<f64> {
        DVector::from_fn(self.y.len(), |row, _| {
            let mut sum = Sum::from(self.y[row]);
            sum.add(-residuals[row]);
            for (x, b) in self.x.row(row).iter().zip(coefficients) {
                sum.add_product(*x, -b);
            }
            sum.total()
        })
    }

    fn errors_of_columns(&self, residuals: &DVector<f64>) -> DVector<f64> {
        DVector::from_fn(self.x.ncols(), |column, _| {
            let mut sum = Sum::from(0.0);
            for (x, residual) in self.x.column(column).iter().zip(residuals) {
                sum.add_product(*x, -residual);
            }
            sum.total()
        })
    }
}

/// A sum with the rounding errors of its parts: Ogita, Rump and Oishi (2005), "Accurate sum and dot
/// product", *SIAM Journal on Scientific Computing* 26(6), 1955-1988, algorithm 5.3.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    rounded: f64,
    rest: f64,
}

impl From<f64> for Sum {
    fn from(number: f64) -> Self {
        Self {
            rounded: number,
            rest: 0.0,
        }
    }
}

impl Sum {
    pub(super) fn add(&mut self, number: f64) {
        let sum = self.rounded + number;
        let part = sum - self.rounded;
        self.rest += (self.rounded - (sum - part)) + (number - part);
        self.rounded = sum;
    }

    pub(super) fn add_product(&mut self, a: f64, b: f64) {
        let product = a * b;
        self.add(product);
        self.rest += fma(a, b, -product);
    }

    pub(super) fn total(self) -> f64 {
        self.rounded + self.rest
    }
}
