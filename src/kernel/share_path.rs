//! Shares of a whole over time.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use fearless_simd::{Simd, dispatch};

use super::columns::{BLOCK, Columns};
use super::elementwise::exp_in_place_at;
use super::exp_log::unless_nan;
use super::logistic::of_odds;
use super::streaming::Copies;
use super::{LengthMismatch, Level};

/// The number of steps after which the odds are computed in full, in a plan as well.
pub(super) const RESTART: usize = 8;

/// Sets `out[t] = 1 / (1 + exp(-(intercept + slope times[t])))`, a share that grows along the
/// logistic curve.
///
/// | slice | shape | unit |
/// |---|---|---|
/// | `intercept` | `(lanes)` | log odds at time zero |
/// | `slope` | `(lanes)` | log odds per unit of time |
/// | `times` | `(periods)` | any, in any order |
/// | `out` | `(periods, lanes)`, row-major | fraction, `[0, 1]` |
///
/// For times in equal steps the odds are multiplied by one factor per step, which is faster than an
/// exponential for each, and they are computed in full at every eighth time. The error of the odds
/// is the rounding of the straight line and about ten units in the last place, and that of the
/// share is no greater. Below 1e-308 a share is zero. NaN where the line is NaN.
///
/// # Errors
///
/// [`LengthMismatch`] unless `slope` is as long as `intercept` and `out` has a row for each time;
/// nothing is written then.
///
/// # Examples
///
/// Smart computing at 25 % of all, and 30 % a year later; the next value on that curve:
///
/// ```
/// use compute_impact::kernel;
///
/// let mut line = [0.0; 2];
/// kernel::logit(&[0.25, 0.3], &mut line)?;
/// let slope = line[1] - line[0];
/// assert!((slope - 0.251_314_428_280_906).abs() < 1e-14);
///
/// let mut out = [0.0; 3];
/// kernel::logistic_path(&[line[0]], &[slope], &[0.0, 1.0, 2.5], &mut out)?;
/// assert!((out[1] - 0.3).abs() < 1e-15);
/// assert!((out[2] - 0.384_539_035_098_122).abs() < 1e-14);
///
/// assert!(kernel::logistic_path(&[0.0; 2], &[0.1; 2], &[0.0], &mut out).is_err()); // 2, not 3
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
    logistic_path_at(Level::detect(), intercept, slope, times, out);
    Ok(())
}

/// The caller has checked the lengths.
fn logistic_path_at(
    level: Level,
    intercept: &[f64],
    slope: &[f64],
    times: &[f64],
    out: &mut [f64],
) {
    let size = out.len();
    if let Some(columns) = Columns::of(intercept.len(), out) {
        logistic_columns(level, [intercept, slope], times, columns, size);
    }
}

/// Writes some columns of a result of `size` numbers, which are those of the lanes of intercept and
/// slope.
pub(super) fn logistic_columns(
    level: Level,
    [intercept, slope]: [&[f64]; 2],
    times: &[f64],
    columns: Columns<'_>,
    size: usize,
) {
    let mut block = Odds {
        level,
        against: [0.0; BLOCK],
        factor: [0.0; BLOCK],
        shares: [0.0; BLOCK],
    };
    let mut copies = Copies::of(size);
    for (start, columns) in columns.blocks() {
        let lanes = start..start + columns.width();
        let (intercept, slope) = (&intercept[lanes.clone()], &slope[lanes]);
        let mut step = f64::NAN;
        for (number, row) in columns.rows().enumerate() {
            let time = times[number];
            let since = number.checked_sub(1).map_or(f64::NAN, |n| time - times[n]);
            let is_equal_step = since.to_bits() == step.to_bits();
            if is_equal_step && number % RESTART != 0 {
                block.advance(slope.len());
            } else {
                block.restart(intercept, slope, time);
            }
            let next = times.get(number + 1).map(|next| (next - time).to_bits());
            if !is_equal_step && next == Some(since.to_bits()) {
                step = since;
                block.set_factor(slope, step);
            }
            copies.copy(block.shares(slope.len()), row);
        }
    }
}

/// The odds against the shares of a block of lanes, and their factor over the last step.
struct Odds {
    level: Level,
    against: [f64; BLOCK],
    factor: [f64; BLOCK],
    shares: [f64; BLOCK],
}

impl Odds {
    /// Multiplies the odds by their factor.
    fn advance(&mut self, lanes: usize) {
        #[inline(always)]
        fn over<S: Simd>(simd: S, odds: &mut [f64], factor: &[f64]) {
            simd.vectorize(
                #[inline(always)]
                || {
                    for (odds, factor) in odds.iter_mut().zip(factor) {
                        *odds *= factor;
                    }
                },
            );
        }
        let (odds, factor) = (&mut self.against[..lanes], &self.factor[..lanes]);
        dispatch!(self.level.token(), simd => over(simd, odds, factor));
    }

    /// Computes the odds in full.
    fn restart(&mut self, intercept: &[f64], slope: &[f64], time: f64) {
        for ((odds, intercept), slope) in self.against.iter_mut().zip(intercept).zip(slope) {
            *odds = -(intercept + slope * time);
        }
        exp_in_place_at(self.level, &mut self.against[..slope.len()]);
    }

    fn set_factor(&mut self, slope: &[f64], step: f64) {
        for (factor, slope) in self.factor.iter_mut().zip(slope) {
            *factor = -(slope * step);
        }
        exp_in_place_at(self.level, &mut self.factor[..slope.len()]);
    }

    /// The shares with these odds against them.
    fn shares(&mut self, lanes: usize) -> &[f64] {
        #[inline(always)]
        fn over<S: Simd>(simd: S, odds: &[f64], shares: &mut [f64]) {
            simd.vectorize(
                #[inline(always)]
                || {
                    for (share, odds) in shares.iter_mut().zip(odds) {
                        *share = of_odds(*odds);
                    }
                },
            );
        }
        let (odds, shares) = (&self.against[..lanes], &mut self.shares[..lanes]);
        dispatch!(self.level.token(), simd => over(simd, odds, shares));
        shares
    }
}

/// Sets `out[part][i]` to the share of `levels[part][i]` in the sum over all parts.
///
/// | slice | shape | unit |
/// |---|---|---|
/// | `levels` | `(parts)` slices of one length | any, one for all parts |
/// | `out` | as `levels` | fraction |
///
/// The parts are added in order. For levels that are not negative the shares, added without
/// rounding, sum to one within half a unit in the last place per part. Where the sum is zero or
/// NaN, every share is NaN. Where the sum is infinite, the share of a finite level is zero and that
/// of an infinite one NaN.
///
/// # Errors
///
/// [`LengthMismatch`] unless `out` has as many parts as `levels` and all are of one length; nothing
/// is written then.
///
/// # Examples
///
/// ```
/// use compute_impact::kernel;
///
/// // General, smart and supercomputing capacity at two dates.
/// let (mut general, mut smart, mut supercomputing) = ([0.0; 2], [0.0; 2], [0.0; 2]);
/// kernel::composition(
///     &[&[6.0, 7.0], &[1.5, 5.0], &[0.5, 0.5]],
///     &mut [&mut general, &mut smart, &mut supercomputing],
/// )?;
/// assert_eq!(smart, [0.1875, 0.4]);
/// assert_eq!(general[0] + smart[0] + supercomputing[0], 1.0);
///
/// assert!(kernel::composition(&[&[6.0, 7.0], &[1.5]], &mut [&mut general, &mut smart]).is_err());
/// # Ok::<(), kernel::LengthMismatch>(())
/// ```
pub fn composition(levels: &[&[f64]], out: &mut [&mut [f64]]) -> Result<(), LengthMismatch> {
    LengthMismatch::check("out", levels.len(), out.len())?;
    let length = levels.first().map_or(0, |part| part.len());
    for part in levels {
        LengthMismatch::check("each part of levels", length, part.len())?;
    }
    for part in out.iter() {
        LengthMismatch::check("each part of out", length, part.len())?;
    }
    composition_at(Level::detect(), length, levels, out);
    Ok(())
}

/// The caller has checked the lengths.
fn composition_at(level: Level, length: usize, levels: &[&[f64]], out: &mut [&mut [f64]]) {
    #[inline(always)]
    fn over<S: Simd>(simd: S, length: usize, levels: &[&[f64]], out: &mut [&mut [f64]]) {
        simd.vectorize(
            #[inline(always)]
            || {
                for start in (0..length).step_by(BLOCK) {
                    let block = start..length.min(start + BLOCK);
                    let mut sums = [0.0; BLOCK];
                    for part in levels {
                        for (sum, part) in sums.iter_mut().zip(&part[block.clone()]) {
                            *sum += part;
                        }
                    }
                    for (out, part) in out.iter_mut().zip(levels) {
                        let (out, part) = (&mut out[block.clone()], &part[block.clone()]);
                        for ((out, part), sum) in out.iter_mut().zip(part).zip(&sums) {
                            let share = part / sum;
                            *out = unless_nan(share, share);
                        }
                    }
                }
            },
        );
    }
    dispatch!(level.token(), simd => over(simd, length, levels, out));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::shape::tests::{assert_same_bits_at_every_level, numbers};

    #[test]
    fn every_level_gives_the_same_bits() {
        for lanes in [1, 7, 256, 259] {
            let [intercept, slope, third] = [1, 2, 3].map(|seed| numbers(seed, lanes));
            let times = [0.0, 1.0, -2.5, 1e3];
            assert_same_bits_at_every_level(4 * lanes, |level, out| {
                logistic_path_at(level, &intercept, &slope, &times, out);
            });
            assert_same_bits_at_every_level(3 * lanes, |level, out| {
                let mut parts: Vec<&mut [f64]> = out.chunks_exact_mut(lanes).collect();
                composition_at(level, lanes, &[&intercept, &slope, &third], &mut parts);
            });
        }
    }

    #[test]
    fn empty_slices_are_accepted() {
        assert_eq!(logistic_path(&[], &[], &[1.0, 2.0], &mut []), Ok(()));
        assert_eq!(logistic_path(&[0.0], &[1.0], &[], &mut []), Ok(()));
        assert_eq!(composition(&[], &mut []), Ok(()));
        assert_eq!(composition(&[&[]], &mut [&mut []]), Ok(()));
    }

    #[test]
    fn lengths_that_do_not_fit_are_refused_and_nothing_is_written() {
        let mut out = [7.0; 5];
        let mut other = [7.0; 1];
        let refused = [
            (
                logistic_path(&[0.0; 2], &[0.1; 3], &[0.0], &mut out),
                "slope must have 2 elements, it has 3",
            ),
            (
                logistic_path(&[0.0; 2], &[0.1; 2], &[0.0; 2], &mut out),
                "out must have 4 elements, it has 5",
            ),
            (
                logistic_path(&[], &[], &[0.0; 2], &mut out),
                "out must have 0 elements, it has 5",
            ),
            (
                composition(&[&[1.0]], &mut []),
                "out must have 1 element, it has 0",
            ),
            (
                composition(&[&[1.0], &[1.0; 2]], &mut [&mut out[..1], &mut other]),
                "each part of levels must have 1 element, it has 2",
            ),
            (
                composition(&[&[1.0], &[1.0]], &mut [&mut out[..2], &mut other]),
                "each part of out must have 1 element, it has 2",
            ),
        ];
        for (refused, message) in refused {
            assert_eq!(
                refused.map_err(|refused| refused.to_string()),
                Err(message.to_owned())
            );
        }
        let is_unchanged = |x: &f64| x.to_bits() == 7f64.to_bits();
        assert!(out.iter().all(is_unchanged) && other.iter().all(is_unchanged));
    }

    #[test]
    fn a_sum_of_zero_has_no_shares() {
        let (mut a, mut b) = ([0.0; 3], [0.0; 3]);
        let levels: [&[f64]; 2] = [&[0.0, f64::INFINITY, 1e308], &[0.0, 1.0, 1e308]];
        assert_eq!(composition(&levels, &mut [&mut a, &mut b]), Ok(()));
        assert!(a[0].is_nan() && b[0].is_nan());
        assert!(a[1].is_nan());
        assert_eq!([b[1], a[2], b[2]].map(f64::to_bits), [0; 3]);
    }
}
