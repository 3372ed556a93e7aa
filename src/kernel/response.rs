//! Responses of an outcome to a driver, such as compute, that deviates from its counterfactual: the
//! functions of [`response`](crate::response), lane by lane and period by period.
//!
//! In a block `(periods, lanes)`, row-major, row 0 is the first period that may have a gap; earlier
//! periods have none. A gap in logs is `ln(driver) - ln(counterfactual)`.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use fearless_simd::{Simd, dispatch};

use super::block::{Block, paired};
use super::exp_log::{exp_m1, ln_1p};
use super::formula::effect;
use super::shape::check_rows;
use super::{LengthMismatch, Level};

/// Sets `out = exp(coefficient log_gap) - 1`, the impact of an elasticity for a gap in the
/// logarithm of the driver: the outcome divided by the outcome without the gap, less one.
///
/// | slice | shape | unit |
/// |---|---|---|
/// | `coefficient` | `(lanes)` | per cent per per cent |
/// | `log_gap` | `(periods, lanes)`, row-major | log points: `ln 1.3` for 30 % |
/// | `out` | as `log_gap` | fraction: 0.05 is 5 % |
///
/// Within 1.25 units in the last place of the value at the product, which itself is rounded once.
/// NaN where a factor is NaN.
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
/// let mut out = [0.0];
/// kernel::elasticity_impact(&[0.2], &[1.3f64.ln()], &mut out)?; // 1.3^0.2 - 1
/// assert!((out[0] - 0.053_873_952_061_783_47).abs() < 1e-15);
///
/// assert!(kernel::elasticity_impact(&[0.2, 0.4], &[0.1, 0.1, 0.1], &mut [0.0; 3]).is_err());
/// # Ok::<(), kernel::LengthMismatch>(())
/// ```
pub fn elasticity_impact(
    coefficient: &[f64],
    log_gap: &[f64],
    out: &mut [f64],
) -> Result<(), LengthMismatch> {
    check_rows("log_gap", coefficient.len(), log_gap.len())?;
    LengthMismatch::check("out", log_gap.len(), out.len())?;
    exponential_impact_at(Level::detect(), coefficient, log_gap, out);
    Ok(())
}

/// Sets `out = exp(coefficient points) - 1`, the impact of a semi-elasticity for index points above
/// the counterfactual: the outcome divided by the outcome without them, less one.
///
/// | slice | shape | unit |
/// |---|---|---|
/// | `coefficient` | `(lanes)` | log points per index point: 0.0018 for 1.8 ‰ |
/// | `points` | `(periods, lanes)`, row-major | index points |
/// | `out` | as `points` | fraction: 0.05 is 5 % |
///
/// It is as exact as [`elasticity_impact`], from which it differs only in the unit.
///
/// # Errors
///
/// [`LengthMismatch`] unless `points` is whole rows and `out` is as long; nothing is written then.
///
/// # Examples
///
/// ```
/// use compute_impact::kernel;
///
/// let mut out = [0.0; 2];
/// kernel::semi_elasticity_impact(&[0.0018], &[0.0, 5.0], &mut out)?;
/// assert_eq!(out[0], 0.0);
/// assert!((out[1] - 0.009_040_621_773_867_81).abs() < 1e-15);
/// # Ok::<(), kernel::LengthMismatch>(())
/// ```
pub fn semi_elasticity_impact(
    coefficient: &[f64],
    points: &[f64],
    out: &mut [f64],
) -> Result<(), LengthMismatch> {
    check_rows("points", coefficient.len(), points.len())?;
    LengthMismatch::check("out", points.len(), out.len())?;
    exponential_impact_at(Level::detect(), coefficient, points, out);
    Ok(())
}

/// The caller has checked the lengths.
fn exponential_impact_at(level: Level, coefficient: &[f64], gap: &[f64], out: &mut [f64]) {
    let lanes = coefficient.len();
    let [coefficient, gap] = [coefficient, gap].map(|block| Block::varying(block, lanes));
    paired(
        level,
        lanes,
        coefficient,
        gap,
        out,
        #[inline(always)]
        |coefficient, gap| exp_m1(effect(coefficient, gap)),
    );
}

/// The number of lanes in a block that goes through all periods before the next, so that its
/// running sums stay in the nearest cache.
const BLOCK: usize = 128;

/// Sets `out[t]` to the outcome divided by the outcome without the gap, less one, where each point
/// of the gap in growth adds `coefficient` points to growth: the product over rows 0 to `t` of
/// `(1 + baseline_growth + coefficient growth_gap) / (1 + baseline_growth)`, less one.
///
/// | slice | shape | unit |
/// |---|---|---|
/// | `coefficient` | `(lanes)` | points per point |
/// | `growth_gap` | `(periods, lanes)`, row-major | fraction per period: 0.25 is 25 points |
/// | `baseline_growth` | `(periods, lanes)`, row-major | growth without the gap, fraction per period |
/// | `out` | as `growth_gap` | fraction: 0.05 is 5 % |
///
/// Both products are computed as sums of logarithms, as in a scenario whose baseline excludes
/// compute, which gives the same bits. The error of row `t` is a few units in the last place of one
/// per period, so that an impact of that size has no exact digits; no gap gives an impact of
/// exactly zero. NaN where growth is below -1, or -1 on both sides, or NaN.
///
/// # Errors
///
/// [`LengthMismatch`] unless `growth_gap` is whole rows and `baseline_growth` and `out` are as
/// long; nothing is written then.
///
/// # Examples
///
/// ```
/// use compute_impact::kernel;
///
/// // The rule of thumb: 0.2 points for each of 46 points, in two successive years.
/// let mut out = [0.0; 2];
/// kernel::growth_ratio_impact(&[0.2], &[0.46, 0.46], &[0.0, 0.0], &mut out)?;
/// assert!((out[0] - 0.092).abs() < 1e-15);
/// assert!((out[1] - (1.092 * 1.092 - 1.0)).abs() < 1e-15);
///
/// // Relative to an economy that itself grows, the same points are a smaller part.
/// kernel::growth_ratio_impact(&[0.2], &[0.46], &[0.04], &mut out[..1])?;
/// assert!((out[0] - 0.092 / 1.04).abs() < 1e-15);
/// # Ok::<(), kernel::LengthMismatch>(())
/// ```
pub fn growth_ratio_impact(
    coefficient: &[f64],
    growth_gap: &[f64],
    baseline_growth: &[f64],
    out: &mut [f64],
) -> Result<(), LengthMismatch> {
    check_rows("growth_gap", coefficient.len(), growth_gap.len())?;
    LengthMismatch::check("baseline_growth", growth_gap.len(), baseline_growth.len())?;
    LengthMismatch::check("out", growth_gap.len(), out.len())?;
    growth_ratio_impact_at(
        Level::detect(),
        coefficient,
        growth_gap,
        baseline_growth,
        out,
    );
    Ok(())
}

/// The caller has checked the lengths.
fn growth_ratio_impact_at(
    level: Level,
    coefficient: &[f64],
    growth_gap: &[f64],
    baseline_growth: &[f64],
    out: &mut [f64],
) {
    #[inline(always)]
    fn over<S: Simd>(simd: S, coefficient: &[f64], gap: &[f64], growth: &[f64], out: &mut [f64]) {
        simd.vectorize(
            #[inline(always)]
            || {
                let lanes = coefficient.len();
                for start in (0..lanes).step_by(BLOCK) {
                    let block = start..lanes.min(start + BLOCK);
                    let coefficient = &coefficient[block.clone()];
                    let (mut without, mut with) = ([0.0; BLOCK], [0.0; BLOCK]);
                    let rows = gap.chunks_exact(lanes).zip(growth.chunks_exact(lanes));
                    for (out, (gap, growth)) in out.chunks_exact_mut(lanes).zip(rows) {
                        let (gap, growth) = (&gap[block.clone()], &growth[block.clone()]);
                        for (without, growth) in without.iter_mut().zip(growth) {
                            *without += ln_1p(*growth);
                        }
                        let terms = growth.iter().zip(coefficient).zip(gap);
                        for (with, ((growth, coefficient), gap)) in with.iter_mut().zip(terms) {
                            *with += ln_1p(growth + effect(*coefficient, *gap));
                        }
                        let sums = with.iter().zip(&without);
                        for (out, (with, without)) in out[block.clone()].iter_mut().zip(sums) {
                            *out = exp_m1(with - without);
                        }
                    }
                }
            },
        );
    }
    if coefficient.is_empty() {
        return;
    }
    dispatch!(
        level.token(),
        simd => over(simd, coefficient, growth_gap, baseline_growth, out)
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::shape::tests::{assert_same_bits_at_every_level, numbers};

    #[test]
    fn an_output_of_another_length_is_named_and_left_alone() {
        let mut out = [7.0; 3];
        let named = |error: LengthMismatch| error.to_string();
        let error = elasticity_impact(&[0.2], &[0.1, 0.2], &mut out).map_err(named);
        assert!(
            error.as_ref().is_err_and(|text| text.contains("out")),
            "{error:?}"
        );
        let error = semi_elasticity_impact(&[0.2], &[0.1, 0.2], &mut out).map_err(named);
        assert!(
            error.as_ref().is_err_and(|text| text.contains("out")),
            "{error:?}"
        );
        let error = elasticity_impact(&[0.2, 0.3], &[0.1, 0.2, 0.3], &mut out).map_err(named);
        assert!(
            error.as_ref().is_err_and(|text| text.contains("log_gap")),
            "{error:?}"
        );
        assert_eq!(out.map(f64::to_bits), [7.0_f64.to_bits(); 3]);
    }

    #[test]
    fn every_level_gives_the_same_bits() {
        for lanes in [1, 7, 128, 131] {
            let coefficient = numbers(1, lanes);
            let [gap, growth] = [2, 3].map(|seed| numbers(seed, 4 * lanes));
            assert_same_bits_at_every_level(4 * lanes, |level, out| {
                exponential_impact_at(level, &coefficient, &gap, out);
            });
            assert_same_bits_at_every_level(4 * lanes, |level, out| {
                growth_ratio_impact_at(level, &coefficient, &gap, &growth, out);
            });
        }
    }

    #[test]
    fn empty_slices_are_accepted() {
        for impact in [elasticity_impact, semi_elasticity_impact] {
            assert_eq!(impact(&[], &[], &mut []), Ok(()));
            assert_eq!(impact(&[0.2; 2], &[], &mut []), Ok(()));
        }
        assert_eq!(growth_ratio_impact(&[], &[], &[], &mut []), Ok(()));
        assert_eq!(growth_ratio_impact(&[0.2; 2], &[], &[], &mut []), Ok(()));
    }

    #[test]
    fn lengths_that_do_not_fit_are_refused_and_nothing_is_written() {
        let mut out = [7.0; 4];
        let two = [0.2; 2];
        let refused = [
            (
                elasticity_impact(&two, &[0.1; 3], &mut out[..3]),
                "log_gap must have 4 elements, it has 3",
            ),
            (
                elasticity_impact(&[], &[0.1; 3], &mut out[..3]),
                "log_gap must have 0 elements, it has 3",
            ),
            (
                semi_elasticity_impact(&two, &[0.1; 2], &mut out),
                "out must have 2 elements, it has 4",
            ),
            (
                semi_elasticity_impact(&two, &[0.1], &mut out),
                "points must have 2 elements, it has 1",
            ),
            (
                growth_ratio_impact(&two, &[0.1; 5], &[0.1; 5], &mut out),
                "growth_gap must have 6 elements, it has 5",
            ),
            (
                growth_ratio_impact(&two, &[0.1; 4], &[0.1; 2], &mut out),
                "baseline_growth must have 4 elements, it has 2",
            ),
            (
                growth_ratio_impact(&two, &[0.1; 2], &[0.1; 2], &mut out),
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

    #[test]
    fn no_gap_is_exactly_no_impact() {
        let mut out = [7.0; 6];
        let growth = [0.03, -0.2, 0.07, 0.1, 1e-9, 5.0];
        let result = growth_ratio_impact(&[0.2, 0.4, 1.0], &[0.0; 6], &growth, &mut out);
        assert_eq!(result, Ok(()));
        assert!(out.iter().all(|x| x.to_bits() == 0));
    }
}
