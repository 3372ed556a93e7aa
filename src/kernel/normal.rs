//! The quantile and the distribution function of the standard normal, of one number;
//! [`exp_log`](super::exp_log) explains the form of such functions.
//!
//! The quantile: the ratios of polynomials are those of Wichura, "Algorithm AS 241: The Percentage
//! Points of the Normal Distribution", *Applied Statistics* 37(3), 1988, routine PPND16: one for
//! the centre, two for the tails. They are rearranged here, without any further approximation, as a
//! leading term and a smaller ratio that corrects it, so that the rounding errors of the
//! polynomials count less: with `q = p - 1/2` the centre is `q (5/2 + ratio)`; with `t` the smaller
//! of `p` and `1 - p` a tail is `sqrt(-2 ln t) - ratio`, up to its sign.
//!
//! The distribution function: with `z >= 0` the tail is `exp(-z^2/2) P(t) / (1 + 2 z)`, where
//! `t = (z - 4)/(z + 4)` maps the half line to an interval (the method of Shepherd and Laframboise,
//! *Mathematics of Computation* 36(153), 1981) and `P` interpolates at the Chebyshev points.

#![expect(
    clippy::inline_always,
    reason = "a core is vector code only inside its caller's loop"
)]

use super::exp_log::{exp_of_sum, ln, select, unless_nan};
use super::power::leading;

/// Numerator and denominator, the constant term first.
type Ratio = [[f64; 9]; 2];

/// `N - 5/2 D` and `D` of the published `N/D`, in `0.180625 - q^2`, for `|q| <= 0.425`.
#[rustfmt::skip]
const CENTRE: Ratio = [
    [
        0.887_132_872_796_366_7, 27.358_341_137_782_098, 253.623_431_576_406_66,
        246.203_711_947_583_34, -7_112.531_822_416_618_5, -31_003.968_573_223_076,
        -38_392.138_755_716_725, -10_557.157_268_402_014, 0.0,
    ],
    [
        1.0, 42.313_330_701_600_91, 687.187_007_492_057_9,
        5_394.196_021_424_751, 21_213.794_301_586_597, 39_307.895_800_092_71,
        28_729.085_735_721_943, 5_226.495_278_852_854, 0.0,
    ],
];

/// `sqrt(2) r D - N` and `D` of the published `N/D`, in `r - 1.6`, for `r = sqrt(-ln t) <= 5`.
#[rustfmt::skip]
const MIDDLE: Ratio = [
    [
        0.839_304_589_047_268_5, 1.429_718_027_483_741, 0.927_380_083_245_228_4,
        0.283_683_149_867_847_5, 0.040_141_110_933_709_874, 0.002_060_583_542_481_482_4,
        9.378_740_026_215_541e-6, -1.280_460_507_611_415_3e-7, 1.485_985_001_984_035_5e-9,
    ],
    [
        1.0, 2.053_191_626_637_759, 1.676_384_830_183_803_8,
        0.689_767_334_985_1, 0.148_103_976_427_480_08, 0.015_198_666_563_616_457,
        0.000_547_593_808_499_534_5, 1.050_750_071_644_416_9e-9, 0.0,
    ],
];

/// The same in `r - 5`, for `r` above 5.
#[rustfmt::skip]
const TAIL: Ratio = [
    [
        0.413_163_168_364_371_45, 0.191_882_859_506_562_97, 0.031_704_775_217_554_67,
        0.002_272_211_280_164_467_7, 6.875_314_153_886_582e-5, 6.944_699_448_110_874e-7,
        4.889_672_130_320_011e-10, -1.304_705_711_477_672_2e-12, 2.891_024_605_872_965_5e-15,
    ],
    [
        1.0, 0.599_832_206_555_888, 0.136_929_880_922_735_8,
        0.014_875_361_290_850_615, 0.000_786_869_131_145_613_3, 1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7, 2.044_263_103_389_939_7e-15, 0.0,
    ],
];

/// The length of a block, in which the few numbers in the tails are worked on together.
const BLOCK: usize = 256;

/// Sets `out[i]` to the quantile at `x[i]`.
#[inline(always)]
pub(super) fn quantiles(x: &[f64], out: &mut [f64]) {
    let length = x.len().min(out.len());
    out[..length].copy_from_slice(&x[..length]);
    quantiles_in_place(&mut out[..length]);
}

/// Replaces each number by its quantile: by the ratio of the centre in every lane, and then by that
/// of the tails in the lanes that lie there, which are 15 in 100.
#[inline(always)]
pub(super) fn quantiles_in_place(values: &mut [f64]) {
    let (mut tails, mut places) = ([0.0; BLOCK], [0_u16; BLOCK]);
    for block in values.chunks_mut(BLOCK) {
        let mut count = 0;
        for (p, place) in block.iter().zip(0_u16..) {
            // Every number is written, and only a tail moves the end, which avoids a branch.
            tails[count % BLOCK] = *p;
            places[count % BLOCK] = place;
            count += usize::from(!is_central(*p));
        }
        for value in &mut *block {
            *value = central(*value);
        }
        let tails = &mut tails[..count];
        if tails.iter().fold(false, |any, p| any | is_far(*p)) {
            for value in &mut *tails {
                *value = either_tail(*value);
            }
        } else {
            for value in &mut *tails {
                *value = tail(*value, &MIDDLE, 1.6);
            }
        }
        for (place, value) in places.iter().zip(&*tails) {
            block[usize::from(*place)] = *value;
        }
    }
}

/// Returns the number below which a standard normal variable lies with probability `p`; for loops
/// that also do other work.
#[inline(always)]
#[allow(dead_code, reason = "the slice form is faster where it is sufficient")]
pub(crate) fn quantile(p: f64) -> f64 {
    select(is_central(p), central(p), either_tail(p))
}

/// True for a probability to which the ratio of the centre applies.
#[inline(always)]
fn is_central(p: f64) -> bool {
    (p - 0.5).abs() <= 0.425
}

/// True where `sqrt(-ln t)` is above 5, or close to it.
#[inline(always)]
fn is_far(p: f64) -> bool {
    // exp(-25) is 1.39e-11.
    !(1.4e-11..=1.0 - 1.4e-11).contains(&p)
}

/// Returns the quantile at a `p` of the centre.
#[inline(always)]
fn central(p: f64) -> f64 {
    let q = p - 0.5;
    q * (2.5 + ratio(&CENTRE, 0.180_625 - q * q))
}

/// Returns the value of a ratio of polynomials.
#[inline(always)]
fn ratio([top, bottom]: &Ratio, x: f64) -> f64 {
    let (mut numerator, mut denominator) = (top[8], bottom[7]);
    for i in (0..8).rev() {
        numerator = numerator * x + top[i];
    }
    for i in (0..7).rev() {
        denominator = denominator * x + bottom[i];
    }
    numerator / denominator
}

/// Returns the quantile at a `p` outside the centre.
#[inline(always)]
fn either_tail(p: f64) -> f64 {
    let is_near = smaller(p) >= 1.388_794_386_496_402e-11;
    select(is_near, tail(p, &MIDDLE, 1.6), tail(p, &TAIL, 5.0))
}

/// Returns the smaller of `p` and `1 - p`, a difference that is exact.
#[inline(always)]
fn smaller(p: f64) -> f64 {
    select(p < 0.5, p, 1.0 - p)
}

/// Returns the quantile at a `p` of a tail, by the ratio of that tail, which is one in `r - shift`.
#[inline(always)]
fn tail(p: f64, of_tail: &Ratio, shift: f64) -> f64 {
    const ROOT_HALF: f64 = std::f64::consts::FRAC_1_SQRT_2;
    let root = (-2.0 * ln(smaller(p))).sqrt();
    let size = root - ratio(of_tail, root * ROOT_HALF - shift);
    let y = select(p < 0.5, -size, size);
    let y = select(p == 0.0, f64::NEG_INFINITY, y);
    let y = select(p >= 1.0, f64::INFINITY, y);
    select((0.0..=1.0).contains(&p), y, f64::NAN)
}

/// Coefficients of `P`, the constant term first. The error is less than 6.2e-17 of the tail for `z`
/// up to 38.6, where the tail underflows to zero.
#[rustfmt::skip]
const TAIL_FACTOR: [f64; 23] = [
    0.849_695_771_717_720_4, -0.023_009_233_104_595_298, -0.096_379_985_890_404_65,
    0.128_908_135_444_744_25, -0.095_260_478_962_939_02, 0.044_364_290_444_358_176,
    -0.010_512_319_247_047_007, -0.001_210_060_087_955_807_3, 0.001_576_978_360_586_677_4,
    -0.000_143_305_311_129_245_32, -0.000_204_353_893_914_398_8, 3.786_721_546_402_146e-5,
    3.155_372_186_472_462_6e-5, -6.031_545_956_852_149e-6, -5.877_224_589_048_804e-6,
    5.980_185_397_902_035e-7, 1.179_783_780_820_333_6e-6, 5.834_835_646_214_769e-8,
    -2.105_327_696_570_410_5e-7, -4.920_843_411_932_850_5e-8, 2.177_327_846_321_703_2e-8,
    1.021_382_922_634_667_2e-8, 8.216_532_886_423_481e-10,
];

/// Returns the probability that a standard normal variable lies at or below `z`.
#[inline(always)]
pub(crate) fn cumulative(z: f64) -> f64 {
    let size = select(z.abs() > 38.6, 38.6, z.abs());
    // z^2 in two words, because the exponential amplifies its rounding error.
    let high = leading(size);
    let low = size - high;
    let square = size * size;
    let lost = (high * high - square) + (2.0 * high * low + low * low);
    let t = (size - 4.0) / (size + 4.0);
    let mut factor = TAIL_FACTOR[22];
    for i in (0..22).rev() {
        factor = factor * t + TAIL_FACTOR[i];
    }
    let tail = exp_of_sum(-0.5 * square, -0.5 * lost) * (factor / (1.0 + 2.0 * size));
    let tail = select(z.abs() > 38.6, 0.0, tail);
    unless_nan(z, select(z > 0.0, 1.0 - tail, tail))
}
