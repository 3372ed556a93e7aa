//! Levels of a quantity that grows from a base, period by period.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use fearless_simd::{Simd, dispatch};

use super::columns::Columns;
use super::exp_log::{select, unless_nan};
use super::shape::check_rows;
use super::streaming::Copies;
use super::{LengthMismatch, Level};

/// Returns a level after one period's growth, `past (1 + growth)`; NaN below -1.
#[inline(always)]
fn grown(past: f64, growth: f64) -> f64 {
    // Below -1/2 the sum 1 + growth is exact; above, its rounding error would be the same in every
    // period of constant growth.
    let shrunk = past * (1.0 + growth);
    let level = select(growth < -0.5, shrunk, past + past * growth);
    unless_nan(level, select(growth < -1.0, f64::NAN, level))
}

/// The most lanes of a block of rows: more than stay in the fastest memory, because memory is read
/// ahead, and written past the caches at its speed, only within a row.
const GROWTH_BLOCK: usize = 16 * 1024;

/// Replaces each level by that of the next period.
fn grow_at(level: Level, levels: &mut [f64], growth: &[f64]) {
    #[inline(always)]
    fn over<S: Simd>(simd: S, levels: &mut [f64], growth: &[f64]) {
        simd.vectorize(
            #[inline(always)]
            || {
                for (level, growth) in levels.iter_mut().zip(growth) {
                    *level = grown(*level, *growth);
                }
            },
        );
    }
    dispatch!(level.token(), simd => over(simd, levels, growth));
}

/// Replaces each level by that of the next period, with growth of -50 % and more: the bits of
/// [`grow_at`], which has another form for less.
fn rise_at(level: Level, levels: &mut [f64], growth: &[f64]) {
    #[inline(always)]
    fn over<S: Simd>(simd: S, levels: &mut [f64], growth: &[f64]) {
        simd.vectorize(
            #[inline(always)]
            || {
                for (level, growth) in levels.iter_mut().zip(growth) {
                    *level += *level * growth;
                }
            },
        );
    }
    dispatch!(level.token(), simd => over(simd, levels, growth));
}

/// Sets `out[t]` to the level `t + 1` periods after the base at constant growth:
/// `base (1 + growth)^(t + 1)`, by recurrence.
///
/// | slice | shape | unit |
/// |---|---|---|
/// | `base` | `(lanes)` | any |
/// | `growth` | `(lanes)` | fraction per period: 0.05 is 5 % |
/// | `out` | `(periods, lanes)`, row-major | of `base` |
///
/// Each period rounds twice, so that row `t` is at most `2 (t + 1)` units in the last place off
/// while levels stay in the normal range; of 20,000 paths at -90 % to 110 % the largest error is 11
/// such units after 30 periods and 23 after 100. NaN below -1, and where the base or the growth is
/// NaN.
///
/// # Errors
///
/// [`LengthMismatch`] unless `growth` is as long as `base` and `out` is whole rows; nothing is
/// written then.
///
/// # Examples
///
/// Two lanes over three periods:
///
/// ```
/// use compute_impact::kernel;
///
/// let mut out = [0.0; 6];
/// kernel::constant_growth_path(&[100.0, 8.0], &[0.5, -0.25], &mut out)?;
/// assert_eq!(out, [150.0, 6.0, 225.0, 4.5, 337.5, 3.375]);
///
/// assert!(kernel::constant_growth_path(&[100.0, 8.0], &[0.5, -0.25], &mut out[1..]).is_err());
/// # Ok::<(), kernel::LengthMismatch>(())
/// ```
pub fn constant_growth_path(
    base: &[f64],
    growth: &[f64],
    out: &mut [f64],
) -> Result<(), LengthMismatch> {
    LengthMismatch::check("growth", base.len(), growth.len())?;
    check_rows("out", base.len(), out.len())?;
    constant_growth_path_at(Level::detect(), base, growth, out);
    Ok(())
}

/// The caller has checked the lengths.
fn constant_growth_path_at(level: Level, base: &[f64], growth: &[f64], out: &mut [f64]) {
    let size = out.len();
    if let Some(columns) = Columns::of(base.len(), out) {
        constant_growth_columns(level, base, growth, columns, size);
    }
}

/// Writes some columns of a result of `size` numbers, which are those of the lanes of the inputs.
pub(super) fn constant_growth_columns(
    level: Level,
    base: &[f64],
    growth: &[f64],
    columns: Columns<'_>,
    size: usize,
) {
    let (mut past, mut copies) = (
        vec![0.0; columns.width().min(GROWTH_BLOCK)],
        Copies::of(size),
    );
    for (start, block) in columns.parts(GROWTH_BLOCK) {
        let lanes = start..start + block.width();
        let (past, growth) = (&mut past[..lanes.len()], &growth[lanes.clone()]);
        past.copy_from_slice(&base[lanes]);
        // NaN is not.
        let has_plain_form = growth.iter().all(|growth| *growth >= -0.5);
        let grow_at = if has_plain_form { rise_at } else { grow_at };
        for row in block.rows() {
            grow_at(level, past, growth);
            copies.copy(past, row);
        }
    }
}

/// Sets `out[t]` to the level after the growth of rows 0 to `t`:
/// `base (1 + growth[0]) ... (1 + growth[t])`.
///
/// | slice | shape | unit |
/// |---|---|---|
/// | `base` | `(lanes)` | any |
/// | `growth` | `(periods, lanes)`, row-major | fraction per period, from the base to the first row on |
/// | `out` | `(periods, lanes)`, row-major | of `base` |
///
/// Each period rounds twice, so that row `t` is at most `2 (t + 1)` units in the last place off
/// while levels stay in the normal range. A scenario sums logarithms instead, which its noise and
/// lags require, and agrees within this error. Growth of -1 gives zero; lower growth gives NaN, as
/// does a NaN in the base or in the growth so far.
///
/// # Errors
///
/// [`LengthMismatch`] unless `growth` is whole rows and `out` is as long as `growth`; nothing is
/// written then.
///
/// # Examples
///
/// ```
/// use compute_impact::kernel;
///
/// // CAICT: 180 EFLOPS at the end of 2022; the two rates are examples.
/// let mut out = [0.0; 2];
/// kernel::growth_path(&[180.0], &[0.25, 0.2], &mut out)?;
/// assert!((out[0] - 225.0).abs() < 1e-12);
/// assert!((out[1] - 270.0).abs() < 1e-12);
///
/// assert!(kernel::growth_path(&[180.0], &[0.25], &mut out).is_err()); // one row into two
/// # Ok::<(), kernel::LengthMismatch>(())
/// ```
pub fn growth_path(base: &[f64], growth: &[f64], out: &mut [f64]) -> Result<(), LengthMismatch> {
    check_rows("growth", base.len(), growth.len())?;
    LengthMismatch::check("out", growth.len(), out.len())?;
    growth_path_at(Level::detect(), base, growth, out);
    Ok(())
}

/// The caller has checked the lengths.
fn growth_path_at(level: Level, base: &[f64], growth: &[f64], out: &mut [f64]) {
    let size = out.len();
    if let Some(columns) = Columns::of(base.len(), out) {
        growth_columns(level, base, (growth, base.len(), 0), columns, size);
    }
}

/// Writes some columns of a result of `size` numbers, which are those of the lanes of `base`. With
/// `growth` come the length of its rows, and the place in each row of the first of these lanes.
pub(super) fn growth_columns(
    level: Level,
    base: &[f64],
    (growth, row_length, first): (&[f64], usize, usize),
    columns: Columns<'_>,
    size: usize,
) {
    let mut copies = Copies::of(size);
    let mut past = vec![0.0; columns.width().min(GROWTH_BLOCK)];
    for (start, block) in columns.parts(GROWTH_BLOCK) {
        let lanes = start..start + block.width();
        let past = &mut past[..lanes.len()];
        past.copy_from_slice(&base[lanes]);
        for (row, growth) in block.rows().zip(growth.chunks_exact(row_length)) {
            let growth = &growth[first + start..];
            grow_at(level, past, growth);
            copies.copy(past, row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::shape::tests::{assert_same_bits_at_every_level, numbers};

    #[test]
    fn every_level_gives_the_same_bits_in_any_number_of_lanes() {
        for lanes in [1, 7, 128, 129, 300] {
            let base = numbers(1, lanes);
            let constant = numbers(2, lanes);
            let growth = numbers(3, 5 * lanes);
            assert_same_bits_at_every_level(5 * lanes, |level, out| {
                constant_growth_path_at(level, &base, &constant, out);
            });
            assert_same_bits_at_every_level(5 * lanes, |level, out| {
                growth_path_at(level, &base, &growth, out);
            });
        }
    }

    /// Growth below -50 % has another form, which changes the bits of no other lane of its block.
    #[test]
    fn one_steep_fall_in_a_block_changes_no_other_lane() {
        let (lanes, periods) = (300, 5);
        let base = numbers(1, lanes);
        let growth: Vec<f64> = numbers(2, lanes)
            .iter()
            .map(|x| (x % 1.0).abs() - 0.5)
            .collect();
        let path = |growth: &[f64]| {
            let mut out = vec![0.0; periods * lanes];
            assert_eq!(constant_growth_path(&base, growth, &mut out), Ok(()));
            out
        };
        let plain = path(&growth);
        for (lane, steep) in [(0, -0.75), (131, f64::NAN), (299, -2.0)] {
            let mut changed = growth.clone();
            changed[lane] = steep;
            let both = path(&changed).into_iter().zip(&plain).enumerate();
            for (place, (own, plain)) in both.filter(|(place, _)| place % lanes != lane) {
                assert_eq!(own.to_bits(), plain.to_bits(), "{place} next to {steep}");
            }
        }
    }

    #[test]
    fn a_lane_does_not_depend_on_its_neighbours() {
        let (lanes, periods) = (131, 4);
        let (base, growth) = (numbers(1, lanes), numbers(2, periods * lanes));
        let mut all = vec![0.0; periods * lanes];
        assert_eq!(growth_path(&base, &growth, &mut all), Ok(()));
        for lane in [0, 1, 127, 128, 130] {
            let own: Vec<f64> = growth[lane..].iter().step_by(lanes).copied().collect();
            let mut out = vec![0.0; periods];
            assert_eq!(growth_path(&base[lane..=lane], &own, &mut out), Ok(()));
            for (t, level) in out.iter().enumerate() {
                assert_eq!(level.to_bits(), all[t * lanes + lane].to_bits());
            }
        }
    }

    #[test]
    fn no_lanes_and_no_periods_are_accepted() {
        assert_eq!(constant_growth_path(&[], &[], &mut []), Ok(()));
        assert_eq!(constant_growth_path(&[1.0], &[0.1], &mut []), Ok(()));
        assert_eq!(growth_path(&[], &[], &mut []), Ok(()));
        assert_eq!(growth_path(&[1.0], &[], &mut []), Ok(()));
    }

    #[test]
    fn lengths_that_do_not_fit_are_refused_and_nothing_is_written() {
        let mut out = [7.0; 5];
        let refused = [
            (
                constant_growth_path(&[1.0; 2], &[0.1; 3], &mut out[..4]),
                "growth must have 2 elements, it has 3",
            ),
            (
                constant_growth_path(&[1.0; 2], &[0.1; 2], &mut out),
                "out must have 6 elements, it has 5",
            ),
            (
                constant_growth_path(&[], &[], &mut out),
                "out must have 0 elements, it has 5",
            ),
            (
                growth_path(&[1.0; 2], &[0.1; 5], &mut out),
                "growth must have 6 elements, it has 5",
            ),
            (
                growth_path(&[1.0; 2], &[0.1; 4], &mut out),
                "out must have 4 elements, it has 5",
            ),
            (
                growth_path(&[], &[0.1], &mut out),
                "growth must have 0 elements, it has 1",
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

    #[test]
    fn zero_stays_zero_and_nan_stays_in_its_lane() {
        let mut out = [0.0; 6];
        let growth = [-1.0, f64::NAN, -1.5, 0.5, 0.5, 0.5];
        assert_eq!(growth_path(&[2.0; 3], &growth, &mut out), Ok(()));
        assert_eq!([out[0], out[3]].map(f64::to_bits), [0, 0]);
        assert!([out[1], out[2], out[4], out[5]].iter().all(|x| x.is_nan()));
        assert_eq!(
            constant_growth_path(&[2.0; 3], &growth[..3], &mut out),
            Ok(())
        );
        assert_eq!(out[3].to_bits(), 0);
        assert!(out[4].is_nan() && out[5].is_nan());
    }
}
