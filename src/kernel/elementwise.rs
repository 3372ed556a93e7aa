//! Elementary functions over slices, at the widest vector level of the machine.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use fearless_simd::{Simd, dispatch};

use super::{Level, exp_log, logistic as share, normal, power};

/// The error for slices of different lengths that must be of one length.
///
/// # Examples
///
/// ```
/// use compute_impact::kernel;
///
/// let error = kernel::ln(&[1.0, 2.0, 3.0], &mut [0.0; 2]).unwrap_err();
/// assert_eq!((error.expected, error.found), (3, 2));
/// assert_eq!(error.to_string(), "out must have 3 elements, it has 2");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{what} must have {expected} element{}, it has {found}",
    if *expected == 1 { "" } else { "s" }
)]
#[non_exhaustive]
pub struct LengthMismatch {
    /// The name of the slice with the wrong length.
    pub what: &'static str,
    /// The number of elements that it must have.
    pub expected: usize,
    /// The number of elements that it has.
    pub found: usize,
}

impl LengthMismatch {
    /// Refuses a slice of another length than `expected`.
    pub(crate) fn check(what: &'static str, expected: usize, found: usize) -> Result<(), Self> {
        if expected == found {
            Ok(())
        } else {
            Err(Self {
                what,
                expected,
                found,
            })
        }
    }
}

/// The length of a block that is worked on by one of several forms of a function.
const BLOCK: usize = 128;

/// Returns true if all numbers lie in a range, both ends included; NaN does not.
#[inline(always)]
pub(super) fn is_in([low, high]: [f64; 2], x: &[f64]) -> bool {
    let outside = |x: &f64| u64::from(!(*x >= low && *x <= high));
    // One number tells most blocks that lie elsewhere. Then a flag instead of an early return, which
    // would be a branch for each number.
    x.first().is_none_or(|x| outside(x) == 0) && x.iter().fold(0, |any, x| any | outside(x)) == 0
}

/// Defines each function of one number in five forms: public and checked; the same at a chosen
/// level; and, unchecked, within a vectorised loop, at a level from slice to slice, and in place.
///
/// `in` names a shorter form for blocks of numbers that all lie in a range. It gives the bits of the other,
/// so that a result does not depend on the block that its number is in.
macro_rules! elementwise {
    ($(
        $(#[$doc:meta])*
        $name:ident, $each:ident, $at:ident, $in_place_at:ident, $core:path
        $(, in $range:path => $near:path)*;
    )*) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            ///
            /// [`LengthMismatch`] unless `out` is as long as `x`; nothing is written then.
            pub fn $name(x: &[f64], out: &mut [f64]) -> Result<(), LengthMismatch> {
                at_level::$name(Level::detect(), x, out)
            }

            /// Runs inside a vectorised loop; the excess of the longer slice is not used.
            #[inline(always)]
            pub(super) fn $each(x: &[f64], out: &mut [f64]) {
                for (x, out) in x.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
                    $(
                        if is_in($range, x) {
                            for (out, x) in out.iter_mut().zip(x) {
                                *out = $near(*x);
                            }
                            continue;
                        }
                    )*
                    for (out, x) in out.iter_mut().zip(x) {
                        *out = $core(*x);
                    }
                }
            }

            /// Runs at a level without a check; the excess of the longer slice is not used.
            pub(crate) fn $at(level: Level, x: &[f64], out: &mut [f64]) {
                #[inline(always)]
                fn over<S: Simd>(simd: S, x: &[f64], out: &mut [f64]) {
                    simd.vectorize(
                        #[inline(always)]
                        || $each(x, out),
                    );
                }
                dispatch!(level.token(), simd => over(simd, x, out));
            }

            /// Runs at a level, and replaces each number by its result.
            #[allow(dead_code, reason = "not every function is needed in place")]
            pub(crate) fn $in_place_at(level: Level, values: &mut [f64]) {
                #[inline(always)]
                fn over<S: Simd>(simd: S, values: &mut [f64]) {
                    simd.vectorize(
                        #[inline(always)]
                        || {
                            for values in values.chunks_mut(BLOCK) {
                                $(
                                    if is_in($range, values) {
                                        for value in values {
                                            *value = $near(*value);
                                        }
                                        continue;
                                    }
                                )*
                                for value in values {
                                    *value = $core(*value);
                                }
                            }
                        },
                    );
                }
                dispatch!(level.token(), simd => over(simd, values));
            }
        )*

        /// The same functions at a chosen level, for tests and measurements.
        #[doc(hidden)]
        #[allow(clippy::missing_errors_doc, missing_docs)]
        pub mod at_level {
            use super::{Level, LengthMismatch};

            $(
                pub fn $name(level: Level, x: &[f64], out: &mut [f64]) -> Result<(), LengthMismatch> {
                    LengthMismatch::check("out", x.len(), out.len())?;
                    super::$at(level, x, out);
                    Ok(())
                }
            )*

            pub fn normal_quantile(
                level: Level,
                x: &[f64],
                out: &mut [f64],
            ) -> Result<(), LengthMismatch> {
                LengthMismatch::check("out", x.len(), out.len())?;
                super::normal_quantile_at(level, x, out);
                Ok(())
            }

            pub fn pow(
                level: Level,
                x: &[f64],
                y: &[f64],
                out: &mut [f64],
            ) -> Result<(), LengthMismatch> {
                LengthMismatch::check("y", x.len(), y.len())?;
                LengthMismatch::check("out", x.len(), out.len())?;
                super::pow_at(level, x, y, out);
                Ok(())
            }
        }
    };
}

elementwise! {
    /// Sets `out[i] = exp(x[i])`.
    ///
    /// Within 0.8 units in the last place, results below the normal range included. Infinity for
    /// infinity and above 709.78, zero for minus infinity and below -745.13, NaN for NaN.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::kernel;
    ///
    /// let mut out = [0.0; 3];
    /// kernel::exp(&[0.0, 1.0, -800.0], &mut out)?;
    /// assert_eq!(out, [1.0, std::f64::consts::E, 0.0]);
    ///
    /// assert!(kernel::exp(&[0.0, 1.0], &mut out).is_err()); // two numbers, three results
    /// # Ok::<(), kernel::LengthMismatch>(())
    /// ```
    exp, exp_each, exp_at, exp_in_place_at, exp_log::exp, in exp_log::EXP_FAR => exp_log::exp_far;
    /// Sets `out[i] = exp(x[i]) - 1`, without losing digits near zero.
    ///
    /// Within 1.25 units in the last place. A zero keeps its sign; infinity for infinity and above
    /// 709.78, -1 for minus infinity, NaN for NaN.
    exp_m1, exp_m1_each, exp_m1_at, exp_m1_in_place_at, exp_log::exp_m1,
        in exp_log::EXP_M1_NEAR => exp_log::exp_m1_near,
        in exp_log::EXP_M1_FAR => exp_log::exp_m1_far;
    /// Sets `out[i] = ln(x[i])`.
    ///
    /// Within 0.9 units in the last place, arguments below the normal range included. Minus
    /// infinity at either zero, infinity at infinity, NaN for NaN and below zero.
    ln, ln_each, ln_at, ln_in_place_at, exp_log::ln;
    /// Sets `out[i] = ln(1 + x[i])`, without losing digits near zero.
    ///
    /// Within 0.9 units in the last place. A zero keeps its sign; minus infinity at -1, infinity at
    /// infinity, NaN for NaN and below -1.
    ln_1p, ln_1p_each, ln_1p_at, ln_1p_in_place_at, exp_log::ln_1p,
        in exp_log::LN_1P_NEAR => exp_log::ln_1p_near;
    /// Sets `out[i] = 1 / (1 + exp(-x[i]))`, the logistic curve.
    ///
    /// Within 2.5 units in the last place at either end, results below the normal range included.
    /// Zero at minus infinity, one at infinity, NaN for NaN.
    logistic, logistic_each, logistic_at, logistic_in_place_at, share::logistic;
    /// Sets `out[i] = ln(x[i] / (1 - x[i]))`, the inverse of the logistic curve.
    ///
    /// Within 2 units in the last place, also near 1/2, where the result is small. Minus infinity
    /// at zero, infinity at one, NaN for NaN and outside `[0, 1]`.
    logit, logit_each, logit_at, logit_in_place_at, share::logit;
    /// Sets `out[i] = (1 - exp(-x[i])) / x[i]`, the average slope of a saturating response over a
    /// path of length `x[i]`.
    ///
    /// Within 2 units in the last place. One at zero, zero at infinity, infinity at minus infinity
    /// and below -716.36, NaN for NaN.
    damping, damping_each, damping_at, damping_in_place_at, exp_log::damping;
    /// Sets `out[i]` to the probability that a standard normal variable lies at or below `x[i]`.
    ///
    /// Within 8 units in the last place, also in the lower tail. Zero below -38.6, zero and one at
    /// the infinities, NaN for NaN.
    normal_cumulative, normal_cumulative_each, normal_cumulative_at, normal_cumulative_in_place_at, normal::cumulative;
}

/// Sets `out[i]` to the number below which a standard normal variable lies with probability
/// `x[i]` (after Wichura 1988, AS 241).
///
/// Within 4 units in the last place. Minus infinity at zero, infinity at one, NaN for NaN and
/// outside `[0, 1]`.
///
/// # Errors
///
/// [`LengthMismatch`] unless `out` is as long as `x`; nothing is written then.
///
/// # Examples
///
/// ```
/// use compute_impact::kernel;
///
/// let mut out = [0.0; 2];
/// kernel::normal_quantile(&[0.5, 0.975], &mut out)?;
/// assert_eq!(out[0], 0.0);
/// assert!((out[1] - 1.959_963_984_540_054).abs() < 1e-14);
/// # Ok::<(), kernel::LengthMismatch>(())
/// ```
pub fn normal_quantile(x: &[f64], out: &mut [f64]) -> Result<(), LengthMismatch> {
    at_level::normal_quantile(Level::detect(), x, out)
}

/// Runs at a level without a check; the excess of the longer slice is not used.
pub(crate) fn normal_quantile_at(level: Level, x: &[f64], out: &mut [f64]) {
    #[inline(always)]
    fn over<S: Simd>(simd: S, x: &[f64], out: &mut [f64]) {
        simd.vectorize(
            #[inline(always)]
            || normal::quantiles(x, out),
        );
    }
    dispatch!(level.token(), simd => over(simd, x, out));
}

/// Runs at a level, and replaces each number by its result.
#[allow(dead_code, reason = "not every function is needed in place")]
pub(crate) fn normal_quantile_in_place_at(level: Level, values: &mut [f64]) {
    #[inline(always)]
    fn over<S: Simd>(simd: S, values: &mut [f64]) {
        simd.vectorize(
            #[inline(always)]
            || normal::quantiles_in_place(values),
        );
    }
    dispatch!(level.token(), simd => over(simd, values));
}

/// Sets `out[i]` to `x[i]` to the power `y[i]`, for bases that are not negative.
///
/// Within 0.8 units in the last place over the whole range, results below the normal range
/// included. The special values are those of [`f64::powf`], with two exceptions: a base below zero
/// gives NaN for every exponent, and a zero counts as positive. The result is one where `y` is zero
/// or `x` is one, even if the other is NaN.
///
/// # Errors
///
/// [`LengthMismatch`] unless `y` and `out` are as long as `x`; nothing is written then.
///
/// # Examples
///
/// ```
/// use compute_impact::kernel;
///
/// let mut out = [0.0; 3];
/// kernel::pow(&[2.0, 9.0, -8.0], &[10.0, 0.5, 2.0], &mut out)?;
/// assert_eq!(out[..2], [1024.0, 3.0]);
/// assert!(out[2].is_nan());
/// # Ok::<(), kernel::LengthMismatch>(())
/// ```
pub fn pow(x: &[f64], y: &[f64], out: &mut [f64]) -> Result<(), LengthMismatch> {
    at_level::pow(Level::detect(), x, y, out)
}

/// Runs at a level without a check; the excess over the shortest of the three slices is not used.
pub(crate) fn pow_at(level: Level, x: &[f64], y: &[f64], out: &mut [f64]) {
    #[inline(always)]
    fn over<S: Simd>(simd: S, x: &[f64], y: &[f64], out: &mut [f64]) {
        simd.vectorize(
            #[inline(always)]
            || power::powers(x, y, out),
        );
    }
    dispatch!(level.token(), simd => over(simd, x, y, out));
}

/// Returns true if all numbers lie from `low` to `high`, both included; NaN does not.
pub(crate) fn is_within_at(level: Level, x: &[f64], low: f64, high: f64) -> bool {
    #[inline(always)]
    fn over<S: Simd>(simd: S, x: &[f64], low: f64, high: f64) -> bool {
        simd.vectorize(
            #[inline(always)]
            || is_in([low, high], x),
        )
    }
    dispatch!(level.token(), simd => over(simd, x, low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_of_another_length_is_refused_and_unchanged() {
        let mut out = [7.0; 2];
        let refused = exp(&[1.0; 3], &mut out);
        let expected = LengthMismatch {
            what: "out",
            expected: 3,
            found: 2,
        };
        assert_eq!(refused, Err(expected));
        assert_eq!(expected.to_string(), "out must have 3 elements, it has 2");
        let refused = pow(&[1.0; 2], &[1.0; 4], &mut out);
        assert_eq!(
            refused,
            Err(LengthMismatch {
                what: "y",
                expected: 2,
                found: 4
            })
        );
        assert!(out.iter().all(|x| x.to_bits() == 7f64.to_bits()));
        assert_eq!(ln(&[], &mut []), Ok(()));
    }

    #[test]
    fn in_place_is_the_same_as_from_slice_to_slice() {
        type InPlace = fn(Level, &mut [f64]);
        type Across = fn(Level, &[f64], &mut [f64]);
        let pairs: [(InPlace, Across); 9] = [
            (exp_in_place_at, exp_at),
            (exp_m1_in_place_at, exp_m1_at),
            (ln_in_place_at, ln_at),
            (ln_1p_in_place_at, ln_1p_at),
            (logistic_in_place_at, logistic_at),
            (logit_in_place_at, logit_at),
            (damping_in_place_at, damping_at),
            (normal_cumulative_in_place_at, normal_cumulative_at),
            (normal_quantile_in_place_at, normal_quantile_at),
        ];
        let x: Vec<f64> = (0..100).map(|i| f64::from(i) / 80.0 - 0.1).collect();
        for level in Level::available() {
            for (in_place, across) in pairs {
                let mut out = vec![0.0; x.len()];
                across(level, &x, &mut out);
                let mut values = x.clone();
                in_place(level, &mut values);
                let bits = |values: &[f64]| values.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
                assert_eq!(bits(&values), bits(&out));
            }
        }
    }

    /// A block of numbers in a short range takes a shorter form; one number elsewhere makes it take
    /// the general one.
    #[test]
    fn the_form_of_a_block_changes_no_bit() {
        type Pair = (fn(Level, &[f64], &mut [f64]), fn(f64) -> f64, [f64; 2]);
        let pairs: [Pair; 5] = [
            (exp_m1_at, exp_log::exp_m1, exp_log::EXP_M1_NEAR),
            (exp_m1_at, exp_log::exp_m1, exp_log::EXP_M1_FAR),
            (exp_at, exp_log::exp, exp_log::EXP_FAR),
            (ln_1p_at, exp_log::ln_1p, exp_log::LN_1P_NEAR),
            (ln_1p_at, exp_log::ln_1p, [-1.0, 1e9]),
        ];
        let extremes = [
            -0.0,
            0.0,
            1e-310,
            -1e-310,
            1e-17,
            709.0,
            -745.0,
            f64::NAN,
            f64::INFINITY,
        ];
        for (slice, core, [low, high]) in pairs {
            let mut x: Vec<f64> = (0..1_000)
                .map(|i| low + (high - low) * f64::from(i) / 999.0)
                .collect();
            x[500..509].copy_from_slice(&extremes);
            for place in [0, 127, 128, 999] {
                let was = std::mem::replace(&mut x[place], f64::from(1_u16 << 9));
                for level in Level::available() {
                    let mut out = vec![0.0; x.len()];
                    slice(level, &x, &mut out);
                    for (x, y) in x.iter().zip(&out) {
                        assert_eq!(y.to_bits(), core(*x).to_bits(), "{level}: {x}");
                    }
                }
                x[place] = was;
            }
        }
    }

    #[test]
    fn one_number_and_a_slice_give_the_same() {
        let x: Vec<f64> = (0..300).map(|i| f64::from(i) / 250.0 - 0.1).collect();
        let y: Vec<f64> = x.iter().rev().map(|y| 9.0 * y).collect();
        let mut out = vec![0.0; x.len()];
        normal_quantile_at(Level::detect(), &x, &mut out);
        for (p, quantile) in x.iter().zip(&out) {
            assert_eq!(quantile.to_bits(), normal::quantile(*p).to_bits());
        }
        pow_at(Level::detect(), &x, &y, &mut out);
        for ((x, y), power) in x.iter().zip(&y).zip(&out) {
            assert_eq!(power.to_bits(), power::pow(*x, *y).to_bits());
        }
    }
}
