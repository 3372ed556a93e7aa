//! The logistic curve and its inverse, of one number; [`exp_log`](super::exp_log) explains the form
//! of such functions.

#![expect(
    clippy::inline_always,
    reason = "a core is vector code only inside its caller's loop"
)]

use super::exp_log::{
    LN_2_HIGH, LN_2_LOW, TWO_POW_54, exp_of_sum, power_of_two, select, unless_nan,
};

/// Returns `1 / (1 + exp(-x))`, without losing digits at either end.
#[inline(always)]
pub(crate) fn logistic(x: f64) -> f64 {
    let e = exp_of_sum(-x.abs(), 0.0);
    unless_nan(x, select(x < 0.0, e, 1.0) / (1.0 + e))
}

/// Returns the share with the given odds against it, `1 / (1 + odds)`.
#[inline(always)]
pub(super) fn of_odds(odds: f64) -> f64 {
    let share = 1.0 / (1.0 + odds);
    unless_nan(share, share)
}

/// Returns `2 artanh(s)/s^3 - 2/s^2` at `z = s^2`, for `z` up to 0.041, with an error of less than
/// 2^-61/z.
#[inline(always)]
fn artanh_rest(z: f64) -> f64 {
    let z2 = z * z;
    let a = (0.666_666_666_666_665_9 + z * 0.400_000_000_000_643_34)
        + z2 * (0.285_714_285_539_093_3 + z * 0.222_222_245_164_401_26);
    let b = (0.181_816_526_638_502_65 + z * 0.153_915_421_358_296_8)
        + z2 * (0.131_664_114_812_945_93 + z * 0.138_913_122_740_029_34);
    a + (z2 * z2) * b
}

/// Returns `ln(p / (1 - p))`; minus and plus infinity at 0 and 1, NaN outside.
#[inline(always)]
pub(crate) fn logit(p: f64) -> f64 {
    const ONE: f64 = 4_503_599_627_370_496.0; // 2^52, a unit of the exponent in a float's bits
    // The curve is odd about one half; below it the rounding error of 1 - p is `lost`.
    let complement = 1.0 - p;
    let upper = p > 0.5;
    let small = select(upper, complement, p);
    let large = select(upper, p, complement);
    let lost = (1.0 - large) - small;
    // Numbers below 1e-270 are scaled up, so that 2^k is a normal number too.
    let tiny = small < 1e-270;
    let small = select(tiny, small * (TWO_POW_54 * TWO_POW_54), small);
    // small = 2^k large (1 + s)/(1 - s) with |s| <= 0.2: the bits of floats are rough logarithms.
    // As small <= large, their distance is not negative; it becomes a float through the low bits of
    // one.
    let distance = large.to_bits().wrapping_sub(small.to_bits());
    let k = -f64::from_bits((distance.wrapping_add(1 << 51) >> 52) | ONE.to_bits()) + ONE;
    let scale = power_of_two(k);
    let scaled = scale * large;
    let s = ((small - scaled) - scale * lost) / (small + scaled);
    let z = s * s;
    let k = select(tiny, k - 108.0, k);
    let y = k * LN_2_HIGH + (2.0 * s + (s * z * artanh_rest(z) + k * LN_2_LOW));
    let y = select(p == 0.0, f64::NEG_INFINITY, select(upper, -y, y));
    let y = select(p >= 1.0, f64::INFINITY, y);
    select((0.0..=1.0).contains(&p), y, f64::NAN)
}
