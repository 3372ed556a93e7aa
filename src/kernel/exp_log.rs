//! Exponential and logarithm of one number, written so that a loop over a slice becomes vector
//! code: selections in place of branches, plain additions, multiplications and divisions in a fixed
//! order, never a fused multiply-add. The bits are therefore those of any machine and vector width.
//!
//! Reductions and error-free sums are the textbook ones (Muller and others, *Handbook of
//! Floating-Point Arithmetic*, 2nd edition, 2018, chapters 4 and 10; Cody and Waite, *Software
//! Manual for the Elementary Functions*, 1980; Tang, "Table-Driven Implementation of the
//! Exponential Function in IEEE Floating-Point Arithmetic", *ACM Transactions on Mathematical
//! Software* 15(2), 1989, here without the table, since a look-up is slow in vector code). The
//! polynomials are the best in the maximum norm, by the exchange algorithm of Remez.

#![expect(
    clippy::inline_always,
    reason = "a core is vector code only inside its caller's loop"
)]

use std::f64::consts::LOG2_E;

/// The addend that rounds to an integer: a number of 2^52 and more has no fraction, so adding and
/// subtracting this one rounds, and in between the integer is in the low bits of the sum.
pub(super) const ROUNDER: f64 = 6_755_399_441_055_744.0; // 1.5 * 2^52
/// ln 2 to 33 bits, so that its product with an integer below 2^20 is exact.
pub(super) const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
/// The remainder of ln 2.
pub(super) const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
pub(super) const TWO_POW_54: f64 = 18_014_398_509_481_984.0;

/// Returns `a` if the condition is true, and otherwise `b`: a blend in vector code.
#[inline(always)]
pub(super) fn select(condition: bool, a: f64, b: f64) -> f64 {
    std::hint::select_unpredictable(condition, a, b)
}

/// Returns `y`, or the canonical NaN if `x` is NaN. Without this, the sign and payload of a NaN
/// would depend on the order in which the compiler puts operands.
#[inline(always)]
pub(super) fn unless_nan(x: f64, y: f64) -> f64 {
    select(x.is_nan(), f64::NAN, y)
}

/// Returns two to the integer `n`, from 2^-1022 to 2^1023.
#[inline(always)]
pub(super) fn power_of_two(n: f64) -> f64 {
    f64::from_bits((n + ROUNDER).to_bits().wrapping_add(1023) << 52)
}

/// Returns `y 2^n` for an `n` beyond the range of one factor, in two steps of which only the second
/// may round.
#[inline(always)]
fn scale(y: f64, n: f64) -> f64 {
    let (first, second) = halves(n);
    y * first * second
}

/// Returns `2^n` as a product of two numbers, for `n` between -2044 and 2046.
#[inline(always)]
fn halves(n: f64) -> (f64, f64) {
    let half = (n * 0.5 + ROUNDER) - ROUNDER;
    (power_of_two(half), power_of_two(n - half))
}

/// Returns `n`, `high` and `low` with `x + rest = n ln 2 + high + low` and `|high|` at most
/// slightly above `ln(2)/2`, for `|x| < 800`.
#[inline(always)]
fn reduce(x: f64, rest: f64) -> (f64, f64, f64) {
    let n = (x * LOG2_E + ROUNDER) - ROUNDER;
    let rough = x - n * LN_2_HIGH;
    let tail = n * LN_2_LOW - rest;
    let high = rough - tail;
    (n, high, (rough - high) - tail)
}

/// Returns `exp(high + low) - 1 - high` for the two words of [`reduce`]. The error of the
/// polynomial is less than 2^-63 of `exp(high)`.
#[inline(always)]
fn exp_rest(high: f64, low: f64) -> f64 {
    let r = high;
    let r2 = r * r;
    let r4 = r2 * r2;
    let a = (0.5 + r * 0.166_666_666_666_666_82)
        + r2 * (0.041_666_666_666_666_72 + r * 0.008_333_333_333_317_053);
    let b = (0.001_388_888_888_885_918_9 + r * 1.984_126_989_643_669_3e-4)
        + r2 * (2.480_158_737_267_49e-5 + r * 2.755_723_474_947_177e-6);
    let c = (2.755_723_406_826_862_6e-7 + r * 2.511_208_930_067_412_6e-8)
        + r2 * 2.092_676_496_793_390_5e-9;
    r2 * (a + r4 * (b + r4 * c)) + (low + low * high)
}

/// Returns `exp(x + low)`, where `low` is at most a few units in the last place of `x`.
#[inline(always)]
pub(super) fn exp_of_sum(x: f64, low: f64) -> f64 {
    // Beyond these ends the result is infinite or zero in any case.
    let x = select(x > 710.0, 710.0, x);
    let x = select(x < -746.0, -746.0, x);
    let (y, n) = exp_reduced(x, low);
    scale(y, n)
}

/// Returns `y` and `n` with `exp(x + low) = y 2^n`, for an `x` within the range of [`reduce`].
#[inline(always)]
fn exp_reduced(x: f64, low: f64) -> (f64, f64) {
    let (n, high, tail) = reduce(x, low);
    let rest = exp_rest(high, tail);
    let one = 1.0 + high;
    let lost = high - (one - 1.0);
    (one + (lost + rest), n)
}

/// Returns `exp(x)`.
#[inline(always)]
pub(crate) fn exp(x: f64) -> f64 {
    unless_nan(x, exp_of_sum(x, 0.0))
}

/// Returns `y` and `n` with `exp(x) - 1 = y 2^n`, for `|x| >= 1e-300`; an `x` above `most` is cut.
#[inline(always)]
fn exp_m1_parts(x: f64, most: f64) -> (f64, f64) {
    let x = select(x > most, most, x);
    // Below this the result is -1 to the last bit.
    let x = select(x < -50.0, -50.0, x);
    exp_m1_reduced(x, |n| power_of_two(select(n > 1000.0, -1000.0, -n)))
}

/// Returns `y` and `n` with `exp(x) - 1 = y 2^n`, for an `x` within the range of [`reduce`], by the
/// inverse of `2^n`.
#[inline(always)]
fn exp_m1_reduced(x: f64, inverse: impl Fn(f64) -> f64) -> (f64, f64) {
    let (n, high, low) = reduce(x, 0.0);
    let rest = exp_rest(high, low);
    // exp(r) - 1 in two words, to which 1 - 2^-n is added exactly.
    let em = high + rest;
    let em_low = rest - (em - high);
    let shift = 1.0 - inverse(n);
    let sum = shift + em;
    // What the sum of two numbers lost, whichever is greater (Knuth).
    let part = sum - shift;
    let lost = (shift - (sum - part)) + (em - part);
    (sum + (lost + em_low), n)
}

/// Returns `exp(x) - 1`, without losing digits near zero.
#[inline(always)]
pub(crate) fn exp_m1(x: f64) -> f64 {
    // The result is infinite from 709.79 on, and 2^1024 is not a float.
    let (y, n) = exp_m1_parts(x, 710.0);
    let scaled = 2.0 * y * power_of_two(n - 1.0);
    // Preserves the sign of zero, and numbers too small to square.
    unless_nan(x, select(x.abs() < 1e-300, x, scaled))
}

/// The range in which [`exp_m1`] is [`exp_m1_near`]: there the power of two is one.
pub(super) const EXP_M1_NEAR: [f64; 2] = [-0.346, 0.346];

/// Returns what [`exp_m1`] does for an `x` in [`EXP_M1_NEAR`], in fewer steps.
#[inline(always)]
pub(super) fn exp_m1_near(x: f64) -> f64 {
    select(x.abs() < 1e-300, x, x + exp_rest(x, 0.0))
}

/// The range in which [`exp_m1`] is [`exp_m1_far`]: the power of two and its inverse are numbers.
pub(super) const EXP_M1_FAR: [f64; 2] = [-50.0, 700.0];

/// Returns what [`exp_m1`] does for an `x` in [`EXP_M1_FAR`], in fewer steps.
#[inline(always)]
pub(super) fn exp_m1_far(x: f64) -> f64 {
    let (y, n) = exp_m1_reduced(x, |n| power_of_two(-n));
    select(x.abs() < 1e-300, x, y * power_of_two(n))
}

/// The range in which [`exp`] is [`exp_far`]: the result is a normal number, and its power of two is
/// a number as well.
pub(super) const EXP_FAR: [f64; 2] = [-700.0, 700.0];

/// Returns what [`exp`] does for an `x` in [`EXP_FAR`], in fewer steps.
#[inline(always)]
pub(super) fn exp_far(x: f64) -> f64 {
    let (y, n) = exp_reduced(x, 0.0);
    y * power_of_two(n)
}

/// Returns `(1 - exp(-x)) / x`, one at zero.
#[inline(always)]
pub(crate) fn damping(x: f64) -> f64 {
    let (y, n) = exp_m1_parts(-x, 720.0);
    let (first, second) = halves(n);
    // Divided before it is scaled, because the numerator overflows first.
    let y = select(x < -800.0, f64::INFINITY, y * first / -x * second);
    unless_nan(x, select(x.abs() < 1e-300, 1.0, y))
}

/// Splits a positive normal number into `k` and a mantissa from sqrt(1/2) to sqrt(2), with
/// `x = 2^k mantissa`.
#[inline(always)]
pub(super) fn split(x: f64) -> (f64, f64) {
    const ONE: u64 = 0x3ff0_0000_0000_0000;
    const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    let shifted = x.to_bits().wrapping_add(ONE - ROOT_HALF);
    let mantissa = (shifted & 0x000f_ffff_ffff_ffff).wrapping_add(ROOT_HALF);
    // An integer below 2^52 becomes a float through the low bits of one.
    let k = f64::from_bits((shifted >> 52) | 0x4330_0000_0000_0000)
        - (4_503_599_627_370_496.0 + 1023.0);
    (k, f64::from_bits(mantissa))
}

/// Splits any positive number like [`split`]; those below the normal range are scaled up first.
#[inline(always)]
pub(super) fn split_any(x: f64) -> (f64, f64) {
    let subnormal = x < f64::MIN_POSITIVE;
    let (k, mantissa) = split(select(subnormal, x * TWO_POW_54, x));
    (select(subnormal, k - 54.0, k), mantissa)
}

/// Returns `2 artanh(s)/s^3 - 2/s^2` at `z = s^2`, for `z` up to 0.02945, with an error of less
/// than 2^-58/z.
#[inline(always)]
fn artanh_rest(z: f64) -> f64 {
    let z2 = z * z;
    let a = (0.666_666_666_666_673_1 + z * 0.399_999_999_994_354)
        + z2 * (0.285_714_287_385_343_9 + z * 0.222_221_989_162_129_46);
    let b =
        (0.181_835_484_976_107_24 + z * 0.153_144_158_049_128_98) + z2 * 0.147_926_162_543_081_05;
    a + (z2 * z2) * b
}

/// Returns `k ln 2 + ln(1 + f) + correction`, for `1 + f` between sqrt(1/2) and sqrt(2).
#[inline(always)]
fn ln_of_parts(k: f64, f: f64, correction: f64) -> f64 {
    // ln(1 + f) = 2 artanh(s); written as f - f^2/2 + ..., since f is exact and s is not.
    let s = f / (2.0 + f);
    let z = s * s;
    let half_square = 0.5 * f * f;
    let small = s * (half_square + z * artanh_rest(z)) + (k * LN_2_LOW + correction);
    k * LN_2_HIGH - ((half_square - small) - f)
}

/// Returns the logarithm of `x` for the special cases, and otherwise `y`.
#[inline(always)]
fn ln_ends(x: f64, y: f64) -> f64 {
    let y = select(x == 0.0, f64::NEG_INFINITY, y);
    let y = select(x == f64::INFINITY, x, y);
    select(x >= 0.0, y, f64::NAN)
}

/// Returns `ln(x)`.
#[inline(always)]
pub(crate) fn ln(x: f64) -> f64 {
    let (k, mantissa) = split_any(x);
    ln_ends(x, ln_of_parts(k, mantissa - 1.0, 0.0))
}

/// Returns `ln(x)` for a positive normal number.
#[inline(always)]
pub(super) fn ln_of_normal(x: f64) -> f64 {
    let (k, mantissa) = split(x);
    ln_of_parts(k, mantissa - 1.0, 0.0)
}

/// Returns `ln(1 + x)`, without losing digits near zero.
#[inline(always)]
pub(crate) fn ln_1p(x: f64) -> f64 {
    let u = 1.0 + x;
    let (k, mantissa) = split(u);
    // The rounding error of the sum, by subtracting the greater term first.
    let lost = select(x.abs() < 1.0, x - (u - 1.0), 1.0 - (u - x));
    let is_near_one = k == 0.0;
    let f = select(is_near_one, x, mantissa - 1.0);
    let correction = select(is_near_one, 0.0, lost / u);
    let y = ln_ends(u, ln_of_parts(k, f, correction));
    // Preserves the sign of zero, and numbers too small to square.
    select(x.abs() < 1e-300, x, y)
}

/// The range in which [`ln_1p`] is [`ln_1p_near`]: there 1 + x lies between the roots of one half and
/// of two.
pub(super) const LN_1P_NEAR: [f64; 2] = [-0.292, 0.414];

/// Returns what [`ln_1p`] does for an `x` in [`LN_1P_NEAR`], in fewer steps.
#[inline(always)]
pub(super) fn ln_1p_near(x: f64) -> f64 {
    select(x.abs() < 1e-300, x, ln_of_parts(0.0, x, 0.0))
}
