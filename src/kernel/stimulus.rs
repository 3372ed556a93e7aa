//! The stimulus that a coefficient multiplies: a gap that saturates, or is distributed over time.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use fearless_simd::{Simd, dispatch};

use super::block::{Block, lagged, paired, recur};
use super::exp_log::unless_nan;
use super::formula::{koyck, saturated};
use super::shape::check_rows;
use super::{LengthMismatch, Level};

/// Sets `out = (1 - exp(-kappa log_gap)) / kappa`, a saturating gap: it counts in full near zero,
/// and `1 / kappa` at most. It is computed as `log_gap` times [`damping`](super::damping) of
/// `kappa log_gap`, which is also defined for a `kappa` of zero.
///
/// | slice | shape | unit |
/// |---|---|---|
/// | `kappa` | `(lanes)` | per log point; zero for no saturation |
/// | `log_gap` | `(periods, lanes)`, row-major | log points |
/// | `out` | as `log_gap` | log points |
///
/// Within 3 units in the last place of the value at the product `kappa log_gap`, which itself
/// rounds once. NaN where a factor is NaN, and where the gap is infinite and `kappa` is not
/// negative.
///
/// # Errors
///
/// [`LengthMismatch`] unless `log_gap` is whole rows and `out` is as long; nothing is written then.
///
/// # Examples
///
/// ```
/// use compute_impact::kernel;
///
/// let mut out = [0.0; 4];
/// kernel::saturate(&[0.0, 0.5], &[1.0, 1.0, 9.0, 9.0], &mut out)?;
/// assert_eq!(out[0], 1.0);
/// assert!((out[1] - 0.786_938_680_574_733_2).abs() < 1e-15);
/// assert_eq!(out[2], 9.0);
/// assert!(out[3] < 2.0);
/// # Ok::<(), kernel::LengthMismatch>(())
/// ```
pub fn saturate(kappa: &[f64], log_gap: &[f64], out: &mut [f64]) -> Result<(), LengthMismatch> {
    check_rows("log_gap", kappa.len(), log_gap.len())?;
    LengthMismatch::check("out", log_gap.len(), out.len())?;
    saturate_at(Level::detect(), kappa, log_gap, out);
    Ok(())
}

/// The caller has checked the lengths.
fn saturate_at(level: Level, kappa: &[f64], log_gap: &[f64], out: &mut [f64]) {
    let lanes = kappa.len();
    let [kappa, gap] = [kappa, log_gap].map(|block| Block::varying(block, lanes));
    paired(
        level,
        lanes,
        kappa,
        gap,
        out,
        #[inline(always)]
        |kappa, gap| {
            let effective_gap = saturated(kappa, gap);
            unless_nan(effective_gap, effective_gap)
        },
    );
}

/// Sets `out[t] = keep out[t - 1] + (1 - keep) x[t]` from zero before row 0, geometric decay
/// (Koyck, *Distributed Lags and Investment Analysis*, 1954): weights `(1 - keep) keep^k`, which
/// sum to one.
///
/// | slice | shape | unit |
/// |---|---|---|
/// | `keep` | `(lanes)` | fraction per period, `[0, 1)` for weights that sum to one |
/// | `x` | `(periods, lanes)`, row-major | any; zero before row 0 |
/// | `out` | as `x` | of `x` |
///
/// A lane is NaN from the first row on in which it has a NaN.
///
/// # Errors
///
/// [`LengthMismatch`] unless `x` is whole rows and `out` is as long; nothing is written then.
///
/// # Examples
///
/// ```
/// use compute_impact::kernel;
///
/// // One impulse in the first period, and its effect over time.
/// let mut out = [0.0; 3];
/// kernel::koyck_lag(&[0.6], &[0.2, 0.0, 0.0], &mut out)?;
/// assert!((out[0] - 0.08).abs() < 1e-16);
/// assert!((out[1] - 0.048).abs() < 1e-16);
/// assert!((out[2] - 0.0288).abs() < 1e-16);
/// # Ok::<(), kernel::LengthMismatch>(())
/// ```
pub fn koyck_lag(keep: &[f64], x: &[f64], out: &mut [f64]) -> Result<(), LengthMismatch> {
    check_rows("x", keep.len(), x.len())?;
    LengthMismatch::check("out", x.len(), out.len())?;
    koyck_lag_at(Level::detect(), keep, x, out);
    Ok(())
}

/// The caller has checked the lengths.
fn koyck_lag_at(level: Level, keep: &[f64], x: &[f64], out: &mut [f64]) {
    if out.is_empty() {
        return;
    }
    let lanes = keep.len();
    let [keep, x] = [keep, x].map(|block| Block::varying(block, lanes));
    recur(
        level,
        lanes,
        x,
        keep,
        out,
        #[inline(always)]
        |now, past, keep| {
            let effect = koyck(now, past, keep);
            unless_nan(effect, effect)
        },
    );
}

/// Sets `out[t] = weights[0] x[t] + weights[1] x[t - 1] + ...`, with zeros before row 0.
///
/// | slice | shape | unit |
/// |---|---|---|
/// | `weights` | `(lags)`, from lag zero on | sum to one where the coefficient is the long-run one |
/// | `x` | `(periods, lanes)`, row-major | any; zero before row 0 |
/// | `out` | as `x` | of `x` |
///
/// `lanes` is the length of a row. Each lag is one pass over the block, in order; blocks that fit
/// the cache are faster. NaN where a weight or the number that it multiplies is NaN, and where zero
/// multiplies infinity.
///
/// # Errors
///
/// [`LengthMismatch`] unless `x` is whole rows and `out` is as long; nothing is written then.
///
/// # Examples
///
/// Half in the same period and the rest over two more periods, in two lanes:
///
/// ```
/// use compute_impact::kernel;
///
/// let x = [1.0, 8.0, 0.0, 8.0, 0.0, 8.0];
/// let mut out = [0.0; 6];
/// kernel::distributed_lag(&[0.5, 0.25, 0.25], 2, &x, &mut out)?;
/// assert_eq!(out, [0.5, 4.0, 0.25, 6.0, 0.25, 8.0]);
///
/// assert!(kernel::distributed_lag(&[1.0], 4, &x, &mut out).is_err()); // not whole rows
/// # Ok::<(), kernel::LengthMismatch>(())
/// ```
pub fn distributed_lag(
    weights: &[f64],
    lanes: usize,
    x: &[f64],
    out: &mut [f64],
) -> Result<(), LengthMismatch> {
    check_rows("x", lanes, x.len())?;
    LengthMismatch::check("out", x.len(), out.len())?;
    distributed_lag_at(Level::detect(), weights, lanes, x, out);
    Ok(())
}

/// The caller has checked the lengths.
fn distributed_lag_at(level: Level, weights: &[f64], lanes: usize, x: &[f64], out: &mut [f64]) {
    #[inline(always)]
    fn canonical_nan<S: Simd>(simd: S, out: &mut [f64]) {
        simd.vectorize(
            #[inline(always)]
            || {
                for out in out {
                    *out = unless_nan(*out, *out);
                }
            },
        );
    }
    if out.is_empty() {
        return;
    }
    lagged(level, lanes, Block::varying(x, lanes), weights, out);
    dispatch!(level.token(), simd => canonical_nan(simd, out));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::shape::tests::{assert_same_bits_at_every_level, numbers};

    #[test]
    fn every_level_gives_the_same_bits() {
        for lanes in [1, 7, 64, 131] {
            let own = numbers(1, lanes);
            let x = numbers(2, 4 * lanes);
            let weights = [0.5, 0.25, -0.75, 1.0, 3.0, 4.0];
            assert_same_bits_at_every_level(4 * lanes, |level, out| {
                saturate_at(level, &own, &x, out);
            });
            assert_same_bits_at_every_level(4 * lanes, |level, out| {
                koyck_lag_at(level, &own, &x, out);
            });
            assert_same_bits_at_every_level(4 * lanes, |level, out| {
                distributed_lag_at(level, &weights, lanes, &x, out);
            });
        }
    }

    #[test]
    fn empty_slices_are_accepted() {
        for function in [saturate, koyck_lag] {
            assert_eq!(function(&[], &[], &mut []), Ok(()));
            assert_eq!(function(&[0.5; 2], &[], &mut []), Ok(()));
        }
        for lanes in [0, 1, usize::MAX] {
            assert_eq!(
                distributed_lag(&[1.0, 2.0, 3.0], lanes, &[], &mut []),
                Ok(())
            );
        }
        let mut out = [7.0];
        assert_eq!(distributed_lag(&[], 1, &[1.0], &mut out), Ok(()));
        assert_eq!(out[0].to_bits(), 0);
    }

    #[test]
    fn lengths_that_do_not_fit_are_refused_and_nothing_is_written() {
        let mut out = [7.0; 4];
        let refused = [
            (
                saturate(&[0.2; 2], &[0.1; 3], &mut out[..3]),
                "log_gap must have 4 elements, it has 3",
            ),
            (
                saturate(&[], &[], &mut out),
                "out must have 0 elements, it has 4",
            ),
            (
                koyck_lag(&[0.2; 3], &[0.1; 4], &mut out),
                "x must have 6 elements, it has 4",
            ),
            (
                koyck_lag(&[0.2; 3], &[0.1; 3], &mut out),
                "out must have 3 elements, it has 4",
            ),
            (
                distributed_lag(&[1.0], 0, &[0.1; 4], &mut out),
                "x must have 0 elements, it has 4",
            ),
            (
                distributed_lag(&[1.0], 2, &[0.1; 2], &mut out),
                "out must have 2 elements, it has 4",
            ),
        ];
        for (refused, message) in refused {
            assert_eq!(
                refused.map_err(|refused| refused.to_string()),
                Err(message.to_owned())
            );
        }
        assert!(out.iter().all(|x| x.to_bits() == 7f64.to_bits()));
    }
}
