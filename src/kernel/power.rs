//! Powers of one number; [`exp_log`](super::exp_log) explains the form of such functions.

#![expect(
    clippy::inline_always,
    reason = "a core is vector code only inside its caller's loop"
)]

use super::exp_log::{LN_2_HIGH, LN_2_LOW, exp_of_sum, select, split_any};

/// Two thirds to 26 bits.
const TWO_THIRDS_HIGH: f64 = 0.666_666_656_732_559_2;
/// The remainder of two thirds.
const TWO_THIRDS_LOW: f64 = 9.934_107_462_565_104e-9;

/// Returns the leading 26 bits of a number. The product of two such numbers is exact.
#[inline(always)]
pub(super) fn leading(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & 0xffff_ffff_f800_0000)
}

/// Returns `2 artanh(s)/s^5 - 2/s^4 - 2/(3 s^2)` at `z = s^2`, for `z` up to 0.02945, with an error
/// of less than 2^-64/z^2.
#[inline(always)]
fn artanh_rest(z: f64) -> f64 {
    let z2 = z * z;
    let a = (0.400_000_000_000_003_9 + z * 0.285_714_285_709_098_07)
        + z2 * (0.222_222_223_871_652 + z * 0.181_817_951_265_238_98);
    let b =
        (0.153_862_949_056_000_04 + z * 0.132_669_248_292_178_94) + z2 * 0.131_078_356_458_780_96;
    a + (z2 * z2) * b
}

/// Returns the logarithm of a positive finite number in two words, to about 64 bits.
///
/// The method is that of the pair of words of Muller's *Handbook*, section 4.4, but products are
/// exact because the factors are cut to 26 bits, which costs one masking where a splitting costs
/// three operations.
#[inline(always)]
fn ln_two_words(x: f64) -> (f64, f64) {
    let (k, mantissa) = split_any(x);
    let f = mantissa - 1.0;
    // s = f / (2 + f) = s_high + s_low
    let divisor = 2.0 + f;
    let inverse = 1.0 / divisor;
    let s = f * inverse;
    let s_high = leading(s);
    let divisor_high = leading(divisor);
    let divisor_low = f - (divisor_high - 2.0);
    let s_low = ((f - s_high * divisor_high) - s_high * divisor_low) * inverse;
    // z = s^2 = z_high + z_rest
    let square = s_high * s_high;
    let square_low = s_low * (s_high + s);
    let z = square + square_low;
    let z_high = leading(square);
    let z_rest = (square - z_high) + square_low;
    // t = 2 artanh(s)/s - 2 = 2/3 z + ... = t_high + t_low
    let t_big = TWO_THIRDS_HIGH * z_high;
    let t_rest = TWO_THIRDS_HIGH * z_rest + (TWO_THIRDS_LOW * z + z * z * artanh_rest(z));
    let t_high = leading(t_big + t_rest);
    let t_low = t_rest - (t_high - t_big);
    // k ln 2 + 2 s + s t, the greatest first
    let whole = k * LN_2_HIGH;
    let twice = 2.0 * s_high;
    let first = whole + twice;
    let first_lost = twice - (first - whole);
    let product = s_high * t_high;
    let product_low = s_high * t_low + s_low * (t_high + t_low);
    let second = first + product;
    let second_lost = product - (second - first);
    let small = (first_lost + second_lost) + ((2.0 * s_low + product_low) + k * LN_2_LOW);
    let high = second + small;
    (high, small - (high - second))
}

/// The length of a block that goes through one half of the work before the other; see
/// [`normal`](super::normal).
const BLOCK: usize = 64;

/// Sets `out[i]` to `x[i]` to the power `y[i]`.
#[inline(always)]
pub(super) fn powers(x: &[f64], y: &[f64], out: &mut [f64]) {
    let (mut highs, mut lows) = ([0.0; BLOCK], [0.0; BLOCK]);
    for ((x, y), out) in x
        .chunks(BLOCK)
        .zip(y.chunks(BLOCK))
        .zip(out.chunks_mut(BLOCK))
    {
        for ((high, low), x) in highs.iter_mut().zip(&mut lows).zip(x) {
            (*high, *low) = ln_two_words(*x);
        }
        for ((high, low), y) in highs.iter_mut().zip(&mut lows).zip(y) {
            (*high, *low) = times(*y, *high, *low);
        }
        let exponents = highs.iter().zip(&lows);
        for (((out, x), y), (high, low)) in out.iter_mut().zip(x).zip(y).zip(exponents) {
            *out = ends(*x, *y, exp_of_sum(*high, *low));
        }
    }
}

/// Returns `x` to the power `y` for `x >= 0`, NaN below; for loops that also do other work.
#[inline(always)]
#[allow(dead_code, reason = "the slice form is faster where it is sufficient")]
pub(crate) fn pow(x: f64, y: f64) -> f64 {
    let (high, low) = ln_two_words(x);
    let (high, low) = times(y, high, low);
    ends(x, y, exp_of_sum(high, low))
}

/// Returns `y (high + low)` in two words, of which the second is 0 where the first is beyond the
/// range of the exponential.
#[inline(always)]
fn times(y: f64, high: f64, low: f64) -> (f64, f64) {
    // An infinite exponent acts as a huge one does.
    let y = select(y > 1e300, 1e300, y);
    let y = select(y < -1e300, -1e300, y);
    let y_high = leading(y);
    let y_low = y - y_high;
    let factor = leading(high);
    let factor_low = (high - factor) + low;
    let product = y_high * factor;
    let product_low = y_high * factor_low + y_low * high;
    let sum = product + product_low;
    let lost = product_low - (sum - product);
    (sum, select(sum.abs() < 800.0, lost, 0.0))
}

/// Returns `x` to the power `y` for the special cases, and otherwise `value`.
#[inline(always)]
#[expect(clippy::float_cmp, reason = "one to any power is one, and only one is")]
fn ends(x: f64, y: f64, value: f64) -> f64 {
    // Where two cases apply, the later one counts.
    let is_infinite = (x == 0.0) == (y < 0.0);
    let end = select(is_infinite, f64::INFINITY, 0.0);
    let value = select(x == 0.0 || x == f64::INFINITY, end, value);
    let value = select(x.is_nan() || y.is_nan(), f64::NAN, value);
    let value = select(x == 1.0 || y == 0.0, 1.0, value);
    select(x < 0.0, f64::NAN, value)
}
