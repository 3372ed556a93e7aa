//! The paths of [`kernel`](super) on all cores, for results that one core would take long to write.
//!
//! Lanes are shared among the threads of rayon's current pool. Results are those of the functions of
//! the same names without threads, to the bit.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::columns::{BLOCK, Columns};
use super::level_path::{constant_growth_columns, growth_columns};
use super::shape::check_rows;
use super::share_path::logistic_columns;
use super::{LengthMismatch, Level};

/// Writes parts of a result, each of the lanes from a first one on.
fn on_threads(lanes: usize, out: &mut [f64], write: impl Fn(usize, Columns<'_>, usize) + Sync) {
    let size = out.len();
    let Some(columns) = Columns::of(lanes, out) else {
        return;
    };
    // Whole blocks, so that no thread has a short one in its midst.
    let width = lanes
        .div_ceil(rayon::current_num_threads())
        .next_multiple_of(BLOCK);
    let parts: Vec<_> = columns.parts(width).collect();
    parts
        .into_par_iter()
        .for_each(|(first, part)| write(first, part, size));
}

/// Does what [`constant_growth_path`](super::constant_growth_path) does on all cores.
///
/// # Errors
///
/// As [`constant_growth_path`](super::constant_growth_path).
///
/// # Examples
///
/// ```
/// use compute_impact::kernel;
///
/// let mut out = [0.0; 6];
/// kernel::parallel::constant_growth_path(&[100.0, 8.0], &[0.5, -0.25], &mut out)?;
/// assert_eq!(out, [150.0, 6.0, 225.0, 4.5, 337.5, 3.375]);
/// # Ok::<(), kernel::LengthMismatch>(())
/// ```
pub fn constant_growth_path(
    base: &[f64],
    growth: &[f64],
    out: &mut [f64],
) -> Result<(), LengthMismatch> {
    LengthMismatch::check("growth", base.len(), growth.len())?;
    check_rows("out", base.len(), out.len())?;
    let level = Level::detect();
    on_threads(base.len(), out, |first, part, size| {
        let lanes = first..first + part.width();
        constant_growth_columns(level, &base[lanes.clone()], &growth[lanes], part, size);
    });
    Ok(())
}

/// Does what [`growth_path`](super::growth_path) does on all cores.
///
/// # Errors
///
/// As [`growth_path`](super::growth_path).
///
/// # Examples
///
/// ```
/// use compute_impact::kernel;
///
/// let mut out = [0.0; 2];
/// kernel::parallel::growth_path(&[180.0], &[0.25, 0.2], &mut out)?;
/// assert!((out[1] - 270.0).abs() < 1e-12);
/// # Ok::<(), kernel::LengthMismatch>(())
/// ```
pub fn growth_path(base: &[f64], growth: &[f64], out: &mut [f64]) -> Result<(), LengthMismatch> {
    check_rows("growth", base.len(), growth.len())?;
    LengthMismatch::check("out", growth.len(), out.len())?;
    let level = Level::detect();
    on_threads(base.len(), out, |first, part, size| {
        let own = &base[first..first + part.width()];
        growth_columns(level, own, (growth, base.len(), first), part, size);
    });
    Ok(())
}

/// Does what [`logistic_path`](super::logistic_path) does on all cores.
///
/// # Errors
///
/// As [`logistic_path`](super::logistic_path).
///
/// # Examples
///
/// ```
/// use compute_impact::kernel;
///
/// let mut out = [0.0; 2];
/// kernel::parallel::logistic_path(&[0.0], &[0.25], &[0.0, 1.0], &mut out)?;
/// assert_eq!(out[0], 0.5);
/// # Ok::<(), kernel::LengthMismatch>(())
/// ```
pub fn logistic_path(
    intercept: &[f64],
    slope: &[f64],
    times: &[f64],
    out: &mut [f64],
) -> Result<(), LengthMismatch> {
    let lanes = intercept.len();
    LengthMismatch::check("slope", lanes, slope.len())?;
    LengthMismatch::check("out", times.len().saturating_mul(lanes), out.len())?;
    let level = Level::detect();
    on_threads(lanes, out, |first, part, size| {
        let lanes = first..first + part.width();
        let line = [&intercept[lanes.clone()], &slope[lanes]];
        logistic_columns(level, line, times, part, size);
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel;
    use crate::kernel::shape::tests::numbers;

    /// Runs in a pool of several threads, on lanes that are not whole blocks.
    #[test]
    fn threads_change_no_bit() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build();
        let Ok(pool) = pool else { return };
        for lanes in [1, 100, BLOCK, 3 * BLOCK + 7, 5 * BLOCK] {
            let [a, b] = [1, 2].map(|seed| numbers(seed, lanes));
            let growth = numbers(3, 4 * lanes);
            let times = [0.0, 1.0, 2.0, 5.0];
            let mut results = vec![vec![0.0; 4 * lanes]; 6];
            let [one, two, three, four, five, six] = &mut results[..] else {
                return;
            };
            assert_eq!(kernel::constant_growth_path(&a, &b, one), Ok(()));
            assert_eq!(pool.install(|| constant_growth_path(&a, &b, two)), Ok(()));
            assert_eq!(kernel::growth_path(&a, &growth, three), Ok(()));
            assert_eq!(pool.install(|| growth_path(&a, &growth, four)), Ok(()));
            assert_eq!(kernel::logistic_path(&a, &b, &times, five), Ok(()));
            assert_eq!(pool.install(|| logistic_path(&a, &b, &times, six)), Ok(()));
            for pair in results.chunks(2) {
                let bits = |x: &[f64]| x.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
                assert_eq!(bits(&pair[0]), bits(&pair[1]), "{lanes}");
            }
        }
    }

    #[test]
    fn what_is_refused_without_threads_is_refused_with_them() {
        let mut out = [7.0; 3];
        assert!(constant_growth_path(&[1.0; 2], &[0.1; 2], &mut out).is_err());
        assert!(growth_path(&[1.0; 2], &[0.1; 4], &mut out).is_err());
        assert!(logistic_path(&[1.0; 2], &[0.1], &[0.0], &mut out).is_err());
        assert!(out.iter().all(|x| x.to_bits() == 7f64.to_bits()));
        assert_eq!(logistic_path(&[], &[], &[1.0], &mut []), Ok(()));
    }
}
