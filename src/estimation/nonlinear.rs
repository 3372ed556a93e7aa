//! Nonlinear least squares by the method of Levenberg and Marquardt.

use nalgebra::{DMatrix, DVector};

use super::curve::{Curve, MOST};

/// The steps after which a search is given up.
const STEPS: usize = 500;
/// The relative change of the sum of squares at which a search has ended.
const CONVERGED: f64 = 1e-15;

/// Parameters that minimise a sum of squares, with what standard errors need.
#[derive(Clone, Debug)]
pub(super) struct Minimum {
    pub(super) parameters: Vec<f64>,
    pub(super) squares: f64,
    /// `(J'J)^-1` of the Jacobian matrix `J`, which has one row for each point; none if it has not
    /// full rank.
    pub(super) inverse: Option<DMatrix<f64>>,
    pub(super) has_converged: bool,
}

/// A curve and the points that it is fitted to.
pub(super) struct Problem<'a> {
    pub(super) curve: Curve,
    pub(super) points: &'a [(f64, f64)],
    /// A parameter that does not move.
    pub(super) fixed: Option<usize>,
}

impl Problem<'_> {
    /// Searches the minimum from a start. With residuals `r` and the Jacobian matrix `J`, a step `d`
    /// solves `(J'J + l D) d = J'r`, where `D` are the greatest diagonals of `J'J` so far and `l` grows
    /// after a step that does not lower the sum of squares and shrinks after one that does: Marquardt (1963),
    /// *Journal of the Society for Industrial and Applied Mathematics* 11(2), 431-441. It is solved
    /// by QR, as least squares with further rows `sqrt(l D)`.
    pub(super) fn minimise(&self, start: &[f64]) -> Option<Minimum> {
        let mut parameters = start.to_vec();
        let mut squares = self.squares(&parameters)?;
        let mut damping = 1e-2;
        let mut has_converged = false;
        // The greatest lengths of the columns so far, which measure a step: Moré (1978), "The
        // Levenberg-Marquardt algorithm", *Lecture Notes in Mathematics* 630, 105-116.
        let mut lengths = vec![0.0; self.free().len()];
        for _ in 0..STEPS {
            let (jacobian, residuals) = self.linear(&parameters);
            for (length, column) in lengths.iter_mut().zip(jacobian.column_iter()) {
                *length = column.norm().max(*length);
            }
            let mut growth = 2.0;
            let mut moved = None;
            while moved.is_none() && damping < 1e20 {
                let step = damped_step(&jacobian, &residuals, &lengths, damping);
                let next = self.moved(&parameters, &step);
                let expected = squares - (&residuals - &jacobian * &step).norm_squared();
                match self.squares(&next) {
                    Some(lower) if lower <= squares => {
                        // Less damping where the straight line foretold the gain, more where not:
                        // Nielsen (1999), "Damping parameter in Marquardt's method".
                        let ratio = if expected > 0.0 {
                            (squares - lower) / expected
                        } else {
                            1.0
                        };
                        let fall = 2.0 * ratio - 1.0;
                        damping *= (1.0 - fall * fall * fall).max(1.0 / 3.0);
                        damping = damping.max(1e-20);
                        moved = Some((next, lower));
                    }
                    _ => {
                        damping *= growth;
                        growth *= 2.0;
                    }
                }
            }
            let Some((next, lower)) = moved else {
                // No step lowers the sum of squares but for rounding errors.
                has_converged = true;
                break;
            };
            let is_small = parameters
                .iter()
                .zip(&next)
                .all(|(old, new)| (new - old).abs() <= 1e-14 * old.abs().max(f64::MIN_POSITIVE));
            has_converged = is_small || (squares - lower <= CONVERGED * squares && damping < 1e-3);
            (parameters, squares) = (next, lower);
            if has_converged {
                break;
            }
        }
        if has_converged {
            squares = self.polish(&mut parameters).unwrap_or(squares);
        }
        let (jacobian, _) = self.linear(&parameters);
        Some(Minimum {
            inverse: inverse(&jacobian),
            parameters,
            squares,
            has_converged,
        })
    }

    /// Steps without damping, as long as each is at most half of the one before: near the minimum the
    /// sum of squares is flat, and says less of where it is than the derivatives do.
    fn polish(&self, parameters: &mut Vec<f64>) -> Option<f64> {
        let mut last = f64::INFINITY;
        for _ in 0..20 {
            let (jacobian, residuals) = self.linear(parameters);
            let lengths: Vec<f64> = jacobian.column_iter().map(|column| column.norm()).collect();
            let step = damped_step(&jacobian, &residuals, &lengths, 1e-30);
            let sizes = step
                .iter()
                .zip(&lengths)
                .map(|(step, length)| step * length);
            let size = sizes.map(f64::abs).fold(0.0, f64::max);
            let next = self.moved(parameters, &step);
            if size.is_nan() || size >= 0.5 * last || self.squares(&next).is_none() {
                break;
            }
            last = size;
            *parameters = next;
        }
        self.squares(parameters)
    }

    /// The sum of squared residuals; none if a value is infinite or NaN.
    fn squares(&self, parameters: &[f64]) -> Option<f64> {
        let squares = self.points.iter().map(|(x, y)| {
            let residual = y - self.curve.value(parameters, *x);
            residual * residual
        });
        let sum: f64 = squares.sum();
        sum.is_finite().then_some(sum)
    }

    /// The places of the parameters that move.
    pub(super) fn free(&self) -> Vec<usize> {
        let all = 0..self.curve.parameters().len();
        all.filter(|place| Some(*place) != self.fixed).collect()
    }

    fn linear(&self, parameters: &[f64]) -> (DMatrix<f64>, DVector<f64>) {
        let free = self.free();
        let mut jacobian = DMatrix::zeros(self.points.len(), free.len());
        let mut residuals = DVector::zeros(self.points.len());
        let mut gradient = [0.0; MOST];
        for (row, (x, y)) in self.points.iter().enumerate() {
            residuals[row] = y - self.curve.with_gradient(parameters, *x, &mut gradient);
            for (column, place) in free.iter().enumerate() {
                jacobian[(row, column)] = gradient[*place];
            }
        }
        (jacobian, residuals)
    }

    fn moved(&self, parameters: &[f64], step: &DVector<f64>) -> Vec<f64> {
        let mut moved = parameters.to_vec();
        for (place, step) in self.free().into_iter().zip(step) {
            moved[place] += step;
        }
        moved
    }
}

fn damped_step(
    jacobian: &DMatrix<f64>,
    residuals: &DVector<f64>,
    lengths: &[f64],
    damping: f64,
) -> DVector<f64> {
    let (rows, columns) = jacobian.shape();
    // Columns of length one, so that the damping does not depend on units.
    let scale = |column: usize| {
        if lengths[column] > 0.0 {
            lengths[column]
        } else {
            1.0
        }
    };
    let system = DMatrix::from_fn(rows + columns, columns, |row, column| {
        if row < rows {
            jacobian[(row, column)] / scale(column)
        } else if row - rows == column {
            damping.sqrt()
        } else {
            0.0
        }
    });
    let mut right = residuals.clone().resize_vertically(rows + columns, 0.0);
    let qr = system.qr();
    qr.q_tr_mul(&mut right);
    let mut step = right.rows(0, columns).into_owned();
    // The further rows make the diagonal of R positive.
    qr.r().solve_upper_triangular_mut(&mut step);
    for column in 0..columns {
        step[column] /= scale(column);
    }
    step
}

/// `(J'J)^-1`; none for columns that are combinations of each other.
fn inverse(jacobian: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let count = jacobian.ncols();
    let lengths: Vec<f64> = jacobian.column_iter().map(|column| column.norm()).collect();
    if jacobian.nrows() < count
        || lengths
            .iter()
            .any(|length| !(*length > 0.0 && length.is_finite()))
    {
        return None;
    }
    let scaled = DMatrix::from_fn(jacobian.nrows(), count, |row, column| {
        jacobian[(row, column)] / lengths[column]
    });
    let r = scaled.qr().r();
    if r.diagonal().iter().any(|entry| entry.abs() < 1e-10) {
        return None;
    }
    let mut r_inverse = DMatrix::identity(count, count);
    r.solve_upper_triangular_mut(&mut r_inverse);
    for (row, length) in lengths.iter().enumerate() {
        for entry in r_inverse.row_mut(row).iter_mut() {
            *entry /= *length;
        }
    }
    Some(&r_inverse * r_inverse.transpose())
}
