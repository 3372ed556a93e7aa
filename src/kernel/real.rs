//! Elementary functions of one number, written so that a loop over a slice becomes vector code.
//!
//! Every function is branch-free (selections, no jumps), uses plain additions, multiplications
//! and divisions only, and never a fused multiply-add: the same bits on every machine and at every
//! vector width. Reductions follow Cody and Waite (*Software Manual for the Elementary
//! Functions*, 1980) and Tang ("Table-Driven Implementation of the Exponential Function",
//! *ACM TOMS* 15(2), 1989; "... of the Logarithm Function", 16(4), 1990); error-free sums are
//! Dekker's ("A floating-point technique for extending the available precision", *Numerische
//! Mathematik* 18, 1971).

#![expect(
    clippy::inline_always,
    reason = "a core is vector code only inside its caller's loop"
)]

/// Adding and subtracting this rounds a number below 2^51 to an integer, whose value then stands
/// in the low bits of the sum.
const ROUNDER: f64 = 6_755_399_441_055_744.0; // 1.5 * 2^52
/// ln 2 to 33 bits: times an integer below 2^20 it is exact.
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1; // 0x3fe62e42fee00000
/// What is left of ln 2.
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10; // 0x3dea39ef35793c76
const LOG2_E: f64 = std::f64::consts::LOG2_E;

/// Two to the integer whose [`ROUNDER`] sum is given; from 2^-1022 to 2^1023.
#[inline(always)]
fn power_of_two(rounded: f64) -> f64 {
    f64::from_bits(rounded.to_bits().wrapping_add(1023) << 52)
}

/// `a` where the condition holds, else `b`; compiles to a blend.
#[inline(always)]
fn select(condition: bool, a: f64, b: f64) -> f64 {
    if condition { a } else { b }
}

/// `x = n ln 2 + high + low` with `|high| <= ln(2)/2`, for `|x| < 800`.
#[inline(always)]
fn reduce(x: f64) -> (f64, f64, f64) {
    let n = x * LOG2_E + ROUNDER - ROUNDER;
    let rough = x - n * LN_2_HIGH;
    let tail = n * LN_2_LOW;
    let high = rough - tail;
    (n, high, (rough - high) - tail)
}

/// `(exp(r) - 1 - r) / r^2` for `|r| <= 0.3466`: the series, whose first term left out is below
/// 1e-17 of the whole.
#[inline(always)]
fn exp_remainder(r: f64) -> f64 {
    let r2 = r * r;
    let r4 = r2 * r2;
    let a = (1.0 / 2.0 + r * (1.0 / 6.0)) + r2 * (1.0 / 24.0 + r * (1.0 / 120.0));
    let b = (1.0 / 720.0 + r * (1.0 / 5040.0)) + r2 * (1.0 / 40_320.0 + r * (1.0 / 362_880.0));
    let c = (1.0 / 3_628_800.0 + r * (1.0 / 39_916_800.0))
        + r2 * (1.0 / 479_001_600.0 + r * (1.0 / 6_227_020_800.0));
    a + r4 * (b + r4 * c)
}

/// `exp(x + low)`, where `low` is at most a few units in the last place of `x`.
#[inline(always)]
fn exp_of_sum(x: f64, low: f64) -> f64 {
    // Beyond these ends the result is zero or infinite in any case; NaN passes through.
    let x = select(x > 710.0, 710.0, x);
    let x = select(x < -746.0, -746.0, x);
    let (n, high, tail) = reduce(x);
    let low = low + tail;
    let one = 1.0 + high;
    let lost = high - (one - 1.0);
    let y = one + (lost + (high * high * exp_remainder(high) + (low + low * high)));
    // In two steps, so that neither factor leaves the exponent range and a result below the
    // normal range is rounded once.
    let half = n * 0.5 + ROUNDER;
    let rest = (n - (half - ROUNDER)) + ROUNDER;
    y * power_of_two(half) * power_of_two(rest)
}

/// `exp(x)`.
#[inline(always)]
pub(crate) fn exp(x: f64) -> f64 {
    exp_of_sum(x, 0.0)
}

/// `exp(x) - 1`, exact in relative terms near zero.
#[inline(always)]
pub(crate) fn exp_m1(x: f64) -> f64 {
    let bounded = select(x > 710.0, 710.0, x);
    // Below this the result is -1 to the last bit.
    let bounded = select(bounded < -50.0, -50.0, bounded);
    let (n, high, low) = reduce(bounded);
    let series = high * high * exp_remainder(high) + (low + low * high);
    // exp(r) - 1 as a sum of two numbers.
    let em = high + series;
    let em_low = series - (em - high);
    let half = n * 0.5 + ROUNDER;
    let rest = (n - (half - ROUNDER)) + ROUNDER;
    // 2^-n of at most 2^72 at the one end, and nothing to speak of at the other.
    let floor = select(n > 1000.0, -1000.0, -n) + ROUNDER;
    let shift = 1.0 - power_of_two(floor);
    let big = select(shift.abs() > em.abs(), shift, em);
    let small = select(shift.abs() > em.abs(), em, shift);
    let sum = big + small;
    let lost = small - (sum - big);
    let y = (sum + (lost + em_low)) * power_of_two(half) * power_of_two(rest);
    // Keeps the sign of zero, and numbers too small to square.
    select(x.abs() < 1e-300, x, y)
}

/// Splits a positive normal number into `2^k` and a mantissa from sqrt(1/2) to sqrt(2).
#[inline(always)]
fn split(x: f64) -> (f64, f64) {
    const ONE: u64 = 0x3ff0_0000_0000_0000;
    const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    let shifted = x.to_bits().wrapping_add(ONE - ROOT_HALF);
    let biased = shifted >> 52;
    let mantissa = (shifted & 0x000f_ffff_ffff_ffff).wrapping_add(ROOT_HALF);
    // An integer below 2^52 becomes a float by standing in its low bits.
    let k = f64::from_bits(biased | 0x4330_0000_0000_0000) - (4_503_599_627_370_496.0 + 1023.0);
    (k, f64::from_bits(mantissa))
}

/// `(ln(1 + f) - f + f^2/2) - s f^2/2` over `s`, where `s = f / (2 + f)`: twice the series of the
/// inverse hyperbolic tangent from its third power on, over `s`.
#[inline(always)]
fn ln_remainder(z: f64) -> f64 {
    let z2 = z * z;
    let z4 = z2 * z2;
    let a = (2.0 / 3.0 + z * (2.0 / 5.0)) + z2 * (2.0 / 7.0 + z * (2.0 / 9.0));
    let b = (2.0 / 11.0 + z * (2.0 / 13.0)) + z2 * (2.0 / 15.0 + z * (2.0 / 17.0));
    let c = 2.0 / 19.0 + z * (2.0 / 21.0);
    z * (a + z4 * (b + z4 * c))
}

/// `k ln 2 + ln(1 + f) + correction`.
#[inline(always)]
fn ln_of_parts(k: f64, f: f64, correction: f64) -> f64 {
    let s = f / (2.0 + f);
    let r = ln_remainder(s * s);
    let half_square = 0.5 * f * f;
    let small = s * (half_square + r) + (k * LN_2_LOW + correction);
    k * LN_2_HIGH - ((half_square - small) - f)
}

/// The value at the ends of the logarithm's range, or `y` inside it.
#[inline(always)]
fn ln_ends(x: f64, y: f64) -> f64 {
    let y = select(x == 0.0, f64::NEG_INFINITY, y);
    let y = select(x < 0.0, f64::NAN, y);
    // Infinity and NaN are their own logarithms.
    select(x < f64::INFINITY, y, x)
}

/// `ln(x)`.
#[inline(always)]
pub(crate) fn ln(x: f64) -> f64 {
    let subnormal = x < f64::MIN_POSITIVE;
    let scaled = select(subnormal, x * 18_014_398_509_481_984.0, x); // 2^54
    let (k, mantissa) = split(scaled);
    let k = select(subnormal, k - 54.0, k);
    ln_ends(x, ln_of_parts(k, mantissa - 1.0, 0.0))
}

/// `ln(1 + x)`, exact in relative terms near zero.
#[inline(always)]
pub(crate) fn ln_1p(x: f64) -> f64 {
    let u = 1.0 + x;
    let (k, mantissa) = split(u);
    // What rounding 1 + x lost, over 1 + x. Where x is the greater part the roles change.
    let lost = select(x.abs() < 1.0, x - (u - 1.0), 1.0 - (u - x));
    let near = k == 0.0;
    let f = select(near, x, mantissa - 1.0);
    let correction = select(near, 0.0, lost / u);
    let y = ln_ends(u, ln_of_parts(k, f, correction));
    select(x.abs() < 1e-300, x, y)
}

/// `1 / (1 + exp(-x))`, exact in relative terms at both ends.
#[inline(always)]
pub(crate) fn logistic(x: f64) -> f64 {
    let e = exp(-x.abs());
    // `!(x < 0)` would send NaN the other way to no effect: e is NaN then.
    select(x < 0.0, e, 1.0) / (1.0 + e)
}

/// `ln(p / (1 - p))`; minus and plus infinity at 0 and 1, NaN outside.
#[inline(always)]
pub(crate) fn logit(p: f64) -> f64 {
    // From a quarter on as ln(1 + (2p - 1)/(1 - p)), whose argument has no rounding but the
    // division's near one half, where the result is small.
    let low = p < 0.25;
    let complement = 1.0 - p;
    let ratio = select(low, p, 2.0 * p - 1.0) / complement;
    let u = select(low, ratio, 1.0 + ratio);
    let subnormal = u < f64::MIN_POSITIVE;
    let (k, mantissa) = split(select(subnormal, u * 18_014_398_509_481_984.0, u));
    let k = select(subnormal, k - 54.0, k);
    let near = k == 0.0 && !low;
    let f = select(near, ratio, mantissa - 1.0);
    let lost = select(ratio.abs() < 1.0, ratio - (u - 1.0), 1.0 - (u - ratio));
    let correction = select(near || low, 0.0, lost / u);
    let y = ln_of_parts(k, f, correction);
    let y = select(p == 0.0, f64::NEG_INFINITY, y);
    let y = select(p >= 1.0, f64::INFINITY, y);
    select((0.0..=1.0).contains(&p), y, f64::NAN)
}

/// `(1 - exp(-x)) / x`, one at zero.
#[inline(always)]
pub(crate) fn damping(x: f64) -> f64 {
    let y = exp_m1(-x) / -x;
    select(x == 0.0, 1.0, y)
}
