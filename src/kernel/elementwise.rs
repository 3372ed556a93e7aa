//! Elementary functions over slices, at the widest vector level of the machine.

use fearless_simd::{Simd, dispatch};

use super::{Level, normal, real};

/// Slices that should be of one length and are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} must have {expected} elements, it has {found}")]
pub struct LengthMismatch {
    /// The slice that does not fit.
    what: &'static str,
    expected: usize,
    found: usize,
}

impl LengthMismatch {
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

    /// The slice that does not fit.
    #[must_use]
    pub const fn what(&self) -> &'static str {
        self.what
    }

    /// How many elements it should have.
    #[must_use]
    pub const fn expected(&self) -> usize {
        self.expected
    }

    /// How many it has.
    #[must_use]
    pub const fn found(&self) -> usize {
        self.found
    }
}

/// A public function over slices and its unchecked twin at a given level.
macro_rules! elementwise {
    ($(#[$doc:meta])* $name:ident, $at:ident, $function:path) => {
        $(#[$doc])*
        ///
        /// # Errors
        ///
        /// [`LengthMismatch`] unless `out` is as long as `x`; nothing is written then.
        pub fn $name(x: &[f64], out: &mut [f64]) -> Result<(), LengthMismatch> {
            LengthMismatch::check("out", x.len(), out.len())?;
            $at(Level::detect(), x, out);
            Ok(())
        }

        /// The same at a level; what is longer of the two is left alone.
        pub(crate) fn $at(level: Level, x: &[f64], out: &mut [f64]) {
            #[inline(always)]
            fn over<S: Simd>(simd: S, x: &[f64], out: &mut [f64]) {
                simd.vectorize(
                    #[inline(always)]
                    || {
                        for (out, x) in out.iter_mut().zip(x) {
                            *out = $function(*x);
                        }
                    },
                );
            }
            dispatch!(level.token(), simd => over(simd, x, out));
        }
    };
}

elementwise!(
    /// Sets `out[i] = exp(x[i])`.
    ///
    /// Within 1 unit in the last place, results below the normal range included; infinity past
    /// 709.78, zero below -745.13, NaN for NaN.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::kernel;
    ///
    /// let mut out = [0.0; 2];
    /// kernel::exp(&[0.0, 1.0], &mut out)?;
    /// assert_eq!(out, [1.0, std::f64::consts::E]);
    /// # Ok::<(), kernel::LengthMismatch>(())
    /// ```
    exp, exp_at, real::exp
);
elementwise!(
    /// Sets `out[i] = exp(x[i]) - 1` without losing digits near zero.
    ///
    /// Within 2 units in the last place; keeps the sign of zero.
    exp_m1, exp_m1_at, real::exp_m1
);
elementwise!(
    /// Sets `out[i] = ln(x[i])`.
    ///
    /// Within 1 unit in the last place, arguments below the normal range included; minus infinity
    /// at zero, NaN below it.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::kernel;
    ///
    /// let mut out = [0.0; 2];
    /// assert!(kernel::ln(&[1.0, 2.0, 3.0], &mut out).is_err()); // three into two
    /// kernel::ln(&[1.0, 0.0], &mut out)?;
    /// assert_eq!(out, [0.0, f64::NEG_INFINITY]);
    /// # Ok::<(), kernel::LengthMismatch>(())
    /// ```
    ln, ln_at, real::ln
);
elementwise!(
    /// Sets `out[i] = ln(1 + x[i])` without losing digits near zero.
    ///
    /// Within 2 units in the last place; minus infinity at -1, NaN below it; keeps the sign of
    /// zero.
    ln_1p, ln_1p_at, real::ln_1p
);
elementwise!(
    /// Sets `out[i] = 1 / (1 + exp(-x[i]))`.
    ///
    /// Within 3 units in the last place at both ends; zero and one at the infinities.
    logistic, logistic_at, real::logistic
);
elementwise!(
    /// Sets `out[i] = ln(x[i] / (1 - x[i]))`.
    ///
    /// Within 3 units in the last place; minus and plus infinity at 0 and 1, NaN outside.
    logit, logit_at, real::logit
);
elementwise!(
    /// Sets `out[i] = (1 - exp(-x[i])) / x[i]`, one at zero: how much of a change a saturating
    /// response still feels.
    ///
    /// Within 3 units in the last place, for finite arguments.
    damping, damping_at, real::damping
);
elementwise!(
    /// Sets `out[i]` to the number below which a standard normal lies with probability `x[i]`.
    ///
    /// Within 8 units in the last place (Wichura 1988, AS 241); infinite at 0 and 1, NaN outside.
    normal_quantile, normal_quantile_at, normal::quantile
);

#[cfg(test)]
mod tests {
    use super::*;

    type AtLevel = fn(Level, &[f64], &mut [f64]);

    const ALL: [AtLevel; 8] = [
        exp_at,
        exp_m1_at,
        ln_at,
        ln_1p_at,
        logistic_at,
        logit_at,
        damping_at,
        normal_quantile_at,
    ];

    /// Numbers of all sizes and both signs, and the special ones, from a fixed sequence.
    fn numbers(count: usize) -> Vec<f64> {
        let special = [
            0.0,
            -0.0,
            1.0,
            -1.0,
            0.5,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::MAX,
            f64::MIN_POSITIVE,
            5e-324,
            -5e-324,
            709.78,
            709.79,
            -745.13,
            -745.14,
            1.0 - 1e-16,
        ];
        // Weyl's sequence through a mixer: any bit pattern may come.
        let mut state = 0_u64;
        let random = std::iter::repeat_with(|| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            f64::from_bits(mixed ^ (mixed >> 27))
        });
        let near_one = (0..count).map(|i| {
            #[allow(clippy::cast_precision_loss)]
            let part = i as f64 / count as f64;
            part * 4.0 - 2.0
        });
        special
            .into_iter()
            .chain(random.take(count))
            .chain(near_one)
            .collect()
    }

    #[test]
    fn every_level_gives_the_same_bits() {
        let x = numbers(50_000);
        for function in ALL {
            let mut first = vec![0.0; x.len()];
            function(Level::Baseline, &x, &mut first);
            for level in Level::available() {
                let mut other = vec![0.0; x.len()];
                function(level, &x, &mut other);
                for (i, (a, b)) in first.iter().zip(&other).enumerate() {
                    // The sign and payload of a NaN are not promised.
                    let same = a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
                    assert!(same, "{level}: f({}) is {a} and {b}", x[i]);
                }
            }
        }
    }

    #[test]
    fn special_values_are_as_documented() {
        let (inf, nan) = (f64::INFINITY, f64::NAN);
        let cases: [(AtLevel, &[(f64, f64)]); 8] = [
            (
                exp_at,
                &[
                    (0.0, 1.0),
                    (inf, inf),
                    (-inf, 0.0),
                    (nan, nan),
                    (710.0, inf),
                    (-746.0, 0.0),
                ],
            ),
            (
                exp_m1_at,
                &[
                    (-0.0, -0.0),
                    (inf, inf),
                    (-inf, -1.0),
                    (nan, nan),
                    (5e-324, 5e-324),
                ],
            ),
            (
                ln_at,
                &[
                    (0.0, -inf),
                    (-0.0, -inf),
                    (-1.0, nan),
                    (inf, inf),
                    (1.0, 0.0),
                    (nan, nan),
                ],
            ),
            (
                ln_1p_at,
                &[
                    (-0.0, -0.0),
                    (-1.0, -inf),
                    (-1.1, nan),
                    (inf, inf),
                    (nan, nan),
                ],
            ),
            (
                logistic_at,
                &[(0.0, 0.5), (inf, 1.0), (-inf, 0.0), (nan, nan)],
            ),
            (
                logit_at,
                &[
                    (0.0, -inf),
                    (1.0, inf),
                    (0.5, 0.0),
                    (-0.1, nan),
                    (1.1, nan),
                    (nan, nan),
                ],
            ),
            (damping_at, &[(0.0, 1.0), (-0.0, 1.0), (nan, nan)]),
            (
                normal_quantile_at,
                &[(0.0, -inf), (1.0, inf), (0.5, 0.0), (-0.1, nan), (nan, nan)],
            ),
        ];
        for (number, (function, values)) in cases.into_iter().enumerate() {
            for (x, expected) in values {
                let mut out = [0.0];
                function(Level::detect(), &[*x], &mut out);
                let same = out[0].to_bits() == expected.to_bits()
                    || (out[0].is_nan() && expected.is_nan());
                assert!(same, "function {number} at {x}: {} for {expected}", out[0]);
            }
        }
    }
}
