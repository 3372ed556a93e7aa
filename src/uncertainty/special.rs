//! Special functions of the normal and the gamma distribution, from `libm` and arithmetic alone, so
//! that every platform gives the same bits.

use libm::{erfc, exp, fma, lgamma, log};

/// ln(sqrt(2 pi)).
pub(crate) const LN_SQRT_2_PI: f64 = 0.918_938_533_204_672_8;
/// 1 / sqrt(2 pi).
pub(crate) const INV_SQRT_2_PI: f64 = 0.398_942_280_401_432_7;
/// sqrt(pi / 2).
pub(crate) const SQRT_HALF_PI: f64 = 1.253_314_137_315_500_3;
/// The difference between 1 / sqrt(2) and the nearest double.
const FRAC_1_SQRT_2_REST: f64 = -4.833_646_656_726_457e-17;

/// The standard normal density.
pub(crate) fn normal_density(z: f64) -> f64 {
    INV_SQRT_2_PI * exp(-0.5 * z * z)
}

/// The standard normal probability above `z`, `erfc(z / sqrt(2)) / 2`.
///
/// The rounding error of `z / sqrt(2)` is corrected to first order: far out it would cost `z^2`
/// ulp.
pub(crate) fn normal_upper(z: f64) -> f64 {
    let s = z * std::f64::consts::FRAC_1_SQRT_2;
    let tail = 0.5 * erfc(s);
    if s > 1.0 && s < 30.0 {
        let rest = fma(z, std::f64::consts::FRAC_1_SQRT_2, -s) + z * FRAC_1_SQRT_2_REST;
        tail * (1.0 - 2.0 * s * rest)
    } else {
        tail
    }
}

/// The Mills ratio of the normal, (1 - Phi(z)) / phi(z), for `z >= 0`.
///
/// Above 5 it is Laplace's continued fraction 1/(z + 1/(z + 2/(z + ...))); Abramowitz and Stegun
/// (1964), *Handbook of Mathematical Functions*, 26.2.14.
pub(crate) fn mills(z: f64) -> f64 {
    if z < 5.0 {
        return SQRT_HALF_PI * 2.0 * normal_upper(z) * exp(0.5 * z * z);
    }
    let mut rest = z;
    for k in (1..60).rev() {
        rest = z + f64::from(k) / rest;
    }
    rest.recip()
}

/// The standard normal quantile.
///
/// Wichura (1988), "Algorithm AS 241", *Applied Statistics* 37(3), 477-484, routine PPND16: about
/// 1 part in 10^16. `0 < p < 1`.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    let from_half = p - 0.5;
    if from_half.abs() <= 0.425 {
        return normal_quantile_central(from_half);
    }
    if from_half < 0.0 {
        -normal_quantile_upper(p)
    } else {
        normal_quantile_upper(1.0 - p)
    }
}

/// The half width, in standard deviations, of the central normal interval of a probability.
pub(crate) fn normal_half_width(probability: f64) -> f64 {
    if probability <= 0.85 {
        normal_quantile_central(0.5 * probability)
    } else {
        normal_quantile_upper(0.5 * (1.0 - probability))
    }
}

/// The normal quantile of 1/2 + `q`, for `q` within 0.425.
fn normal_quantile_central(q: f64) -> f64 {
    let r = 0.180_625 - q * q;
    let top = [
        2.509_080_928_730_122_6e3,
        3.343_057_558_358_813e4,
        6.726_577_092_700_87e4,
        4.592_195_393_154_987e4,
        1.373_169_376_550_946e4,
        1.971_590_950_306_551_3e3,
        1.331_416_678_917_843_8e2,
        3.387_132_872_796_366_5,
    ];
    let bottom = [
        5.226_495_278_852_854e3,
        2.872_908_573_572_194_3e4,
        3.930_789_580_009_271e4,
        2.121_379_430_158_659_7e4,
        5.394_196_021_424_751e3,
        6.871_870_074_920_579e2,
        4.231_333_070_160_091e1,
        1.0,
    ];
    q * polynomial(&top, r) / polynomial(&bottom, r)
}

/// The `z` with probability `tail` above it, for `tail` below 0.075.
fn normal_quantile_upper(tail: f64) -> f64 {
    let r = (-log(tail)).sqrt();
    if r <= 5.0 {
        let top = [
            7.745_450_142_783_414e-4,
            2.272_384_498_926_918_4e-2,
            2.417_807_251_774_506e-1,
            1.270_458_252_452_368_4,
            3.647_848_324_763_204_5,
            5.769_497_221_460_691,
            4.630_337_846_156_546,
            1.423_437_110_749_683_5,
        ];
        let bottom = [
            1.050_750_071_644_416_9e-9,
            5.475_938_084_995_345e-4,
            1.519_866_656_361_645_7e-2,
            1.481_039_764_274_800_8e-1,
            6.897_673_349_851e-1,
            1.676_384_830_183_803_8,
            2.053_191_626_637_759,
            1.0,
        ];
        polynomial(&top, r - 1.6) / polynomial(&bottom, r - 1.6)
    } else {
        let top = [
            2.010_334_399_292_288e-7,
            2.711_555_568_743_487_6e-5,
            1.242_660_947_388_078_4e-3,
            2.653_218_952_657_612_4e-2,
            2.965_605_718_285_048_7e-1,
            1.784_826_539_917_291_3,
            5.463_784_911_164_114,
            6.657_904_643_501_103,
        ];
        let bottom = [
            2.044_263_103_389_939_8e-15,
            1.421_511_758_316_446e-7,
            1.846_318_317_510_054_8e-5,
            7.868_691_311_456_133e-4,
            1.487_536_129_085_061_5e-2,
            1.369_298_809_227_358e-1,
            5.998_322_065_558_88e-1,
            1.0,
        ];
        polynomial(&top, r - 5.0) / polynomial(&bottom, r - 5.0)
    }
}

/// Evaluates a polynomial, its highest coefficient first, by Horner's rule.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, c| sum * x + c)
}

/// ln Gamma(a) less Stirling's (a - 1/2) ln a - a + ln(sqrt(2 pi)), for `a > 0`.
///
/// Above 10 by Abramowitz and Stegun (1964), 6.1.41. Loader (2000), "Fast and accurate computation
/// of binomial probabilities", calls it the Stirling error.
pub(crate) fn stirling_error(a: f64) -> f64 {
    if a < 10.0 {
        return lgamma(a + 1.0) - (a + 0.5) * log(a) + a - LN_SQRT_2_PI;
    }
    let terms = [
        1.0 / 156.0,
        -691.0 / 360_360.0,
        1.0 / 1188.0,
        -1.0 / 1680.0,
        1.0 / 1260.0,
        -1.0 / 360.0,
        1.0 / 12.0,
    ];
    polynomial(&terms, 1.0 / (a * a)) / a
}

/// ln(1 + e) - e, without cancellation near zero; `one_plus_e` is 1 + e, rounded once.
pub(crate) fn ln_less_linear(e: f64, one_plus_e: f64) -> f64 {
    if e.abs() >= 0.5 {
        return log(one_plus_e) - e;
    }
    // With r = e / (2 + e): ln(1 + e) = 2 artanh r, and 2 r - e = -r e.
    let r = e / (2.0 + e);
    let (square, mut sum) = (r * r, 0.0);
    for k in (1..20).rev() {
        sum = sum * square + 1.0 / f64::from(2 * k + 1);
    }
    r * (2.0 * square * sum - e)
}

/// ln(1 - exp(`ln_p`)), minus infinity for `ln_p` of zero or above.
pub(crate) fn ln_complement(ln_p: f64) -> f64 {
    if ln_p >= 0.0 {
        f64::NEG_INFINITY
    } else if ln_p > -0.5 {
        log(-libm::expm1(ln_p))
    } else {
        libm::log1p(-exp(ln_p))
    }
}

/// Nodes and weights of the ten-point Gauss-Legendre rule on `[-1, 1]`, positive half;
/// Abramowitz and Stegun (1964), table 25.4.
pub(crate) const GAUSS: [(f64, f64); 5] = [
    (0.148_874_338_981_631_22, 0.295_524_224_714_752_87),
    (0.433_395_394_129_247_2, 0.269_266_719_309_996_35),
    (0.679_409_568_299_024_4, 0.219_086_362_515_982_05),
    (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
    (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
];

/// The integral of exp(-alpha u - u^2 / 2) over `u` from 0 to `delta`: the normal mass of a window
/// that starts at `alpha`, divided by the density there. `alpha >= 0`, `delta >= 0`.
pub(crate) fn scaled_mass(alpha: f64, delta: f64) -> f64 {
    // A short window is integrated: the difference of two tails would cancel.
    if delta * (alpha + delta) <= 2.0 {
        let half = 0.5 * delta;
        let at = |u: f64| exp(-u * (alpha + 0.5 * u));
        return half
            * GAUSS
                .iter()
                .map(|(node, weight)| weight * (at(half - half * node) + at(half + half * node)))
                .sum::<f64>();
    }
    let left = exp(-delta * (alpha + 0.5 * delta));
    if left > 0.0 {
        mills(alpha) - left * mills(alpha + delta)
    } else {
        mills(alpha)
    }
}
