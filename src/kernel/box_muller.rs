//! Normal numbers in pairs, from pairs of uniform numbers, without inverting the distribution.
//!
//! With uniform `u` and `v`, the numbers `sqrt(-2 ln u) cos(2 pi v)` and `sqrt(-2 ln u) sin(2 pi v)`
//! are independent standard normal (Box and Muller, "A Note on the Generation of Random Normal
//! Deviates", *Annals of Mathematical Statistics* 29(2), 1958). Neither rises with one uniform
//! number alone, so that draws that are mirrored, stratified or ranked are inverted instead; see
//! [`normal`](super::normal).

#![expect(
    clippy::inline_always,
    reason = "a core is vector code only inside its caller's loop"
)]

use super::Level;
use super::exp_log::{ROUNDER, ln_of_normal, select};
use super::philox::{Draws, Place, fill_at};

/// Coefficients of `sin(pi r / 2) / r` in `r^2`, the constant term first, interpolated at the
/// Chebyshev points of `|r| <= 1/2`; the error is less than 4e-17 of it.
const SINE: [f64; 7] = [
    std::f64::consts::FRAC_PI_2,
    -0.645_964_097_506_244_3,
    0.079_692_626_246_043_01,
    -0.004_681_754_132_340_971,
    0.000_160_441_150_742_150_14,
    -3.598_643_352_822_915e-6,
    5.633_933_758_354_325e-8,
];
/// The same of `(cos(pi r / 2) - 1) / r^2`; the error of the cosine is less than 3e-17 of it.
const COSINE: [f64; 7] = [
    -1.233_700_550_136_169_7,
    0.253_669_507_901_047_8,
    -0.020_863_480_763_340_773,
    0.000_919_260_274_546_844_1,
    -2.520_203_902_802_517e-5,
    4.710_678_405_348_575e-7,
    -6.329_396_322_182_636e-9,
];

#[inline(always)]
fn polynomial(coefficients: &[f64; 7], x: f64) -> f64 {
    let mut sum = coefficients[6];
    for coefficient in coefficients[..6].iter().rev() {
        sum = sum * x + coefficient;
    }
    sum
}

/// Returns `cos(2 pi v)` and `sin(2 pi v)` for `v` from 0 to 1.
#[inline(always)]
fn cosine_and_sine(v: f64) -> [f64; 2] {
    const SIGN: u64 = 1 << 63;
    // A quarter turn, counted from the nearest axis; both differences are exact.
    let quarters = 4.0 * v + ROUNDER;
    let r = 4.0 * v - (quarters - ROUNDER);
    // The axis is in the low bits.
    let axis = quarters.to_bits();
    let square = r * r;
    let sine = r * polynomial(&SINE, square);
    let cosine = 1.0 + square * polynomial(&COSINE, square);
    let is_upright = axis & 1 == 1;
    let across = select(is_upright, sine, cosine);
    let along = select(is_upright, cosine, sine);
    let flipped = |x: f64, sign: u64| f64::from_bits(x.to_bits() ^ (sign << 62 & SIGN));
    [flipped(across, axis.wrapping_add(1)), flipped(along, axis)]
}

/// Returns two independent normal numbers from two uniform ones between 0 and 1.
#[inline(always)]
fn normals([u, v]: [f64; 2]) -> [f64; 2] {
    let radius = (-2.0 * ln_of_normal(u)).sqrt();
    cosine_and_sine(v).map(|part| radius * part)
}

/// Fills `out` with standard normal numbers, those of some draws, from the uniform numbers of the same
/// places; see [`uniform_at`](super::uniform_at).
///
/// A number depends on the uniform numbers of its pair of draws, `2 k` and `2 k + 1`, and on nothing
/// else. It is within 4 units in the last place of the formula, and at most 8.6 in size.
pub(crate) fn normal_at(
    level: Level,
    seed: u64,
    input: u64,
    period: u16,
    draws: Draws<'_>,
    out: &mut [f64],
) {
    let place = Place {
        seed,
        input,
        period,
    };
    fill_at(level, place, draws, out, normals);
}

#[cfg(test)]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts are small and axes are 0 to 4"
)]
mod tests {
    use super::*;
    use crate::kernel::uniform_at;

    const PLACE: (u64, u64, u16) = (0x0123_4567_89ab_cdef, 0xfeed, 3);

    fn drawn(level: Level, first: u64, count: usize) -> Vec<f64> {
        let (seed, input, period) = PLACE;
        let mut out = vec![0.0; count];
        normal_at(level, seed, input, period, Draws::From(first), &mut out);
        out
    }

    /// The formula, by the functions of the standard library, which are right to a unit in the last
    /// place.
    #[test]
    fn numbers_are_those_of_the_formula() {
        let (seed, input, period) = PLACE;
        let mut uniforms = vec![0.0; 20_000];
        uniform_at(
            Level::Baseline,
            seed,
            input,
            period,
            Draws::From(0),
            &mut uniforms,
        );
        let numbers = drawn(Level::Baseline, 0, 20_000);
        for (pair, numbers) in uniforms.chunks_exact(2).zip(numbers.chunks_exact(2)) {
            let radius = (-2.0 * pair[0].ln()).sqrt();
            // The angle from the nearest axis, so that the formula loses no digits near one.
            let axis = (4.0 * pair[1]).round();
            let angle = (4.0 * pair[1] - axis) * std::f64::consts::FRAC_PI_2;
            let (sine, cosine) = angle.sin_cos();
            let (x, y) = match axis as u32 % 4 {
                0 => (cosine, sine),
                1 => (-sine, cosine),
                2 => (-cosine, -sine),
                _ => (sine, -cosine),
            };
            for (number, expected) in numbers.iter().zip([radius * x, radius * y]) {
                let error = (number - expected).abs();
                assert!(
                    error <= 6.0 * f64::EPSILON * expected.abs(),
                    "{pair:?}: {number}"
                );
            }
        }
    }

    #[test]
    fn the_ends_of_both_numbers_are_finite() {
        let ends = [
            f64::EPSILON / 2.0,
            0.25,
            0.5,
            0.75,
            1.0 - f64::EPSILON / 2.0,
        ];
        for u in ends {
            for v in ends {
                let [x, y] = normals([u, v]);
                assert!(x.hypot(y) <= 8.6, "{u} {v}: {x} {y}");
                assert!((x * x + y * y + 2.0 * u.ln()).abs() <= 1e-14 * (1.0 - u.ln()));
            }
        }
    }

    #[test]
    fn a_number_depends_on_neither_block_nor_level() {
        let whole = drawn(Level::Baseline, 0, 700);
        let bits = |numbers: &[f64]| numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        for level in Level::available() {
            for (first, count) in [
                (0, 700),
                (1, 1),
                (1, 699),
                (2, 3),
                (255, 130),
                (513, 187),
                (699, 1),
            ] {
                let part = drawn(level, first as u64, count);
                let (seed, input, period) = PLACE;
                let draws: Vec<u64> = (first..first + count).map(|draw| draw as u64).collect();
                let mut each = vec![0.0; count];
                normal_at(level, seed, input, period, Draws::Each(&draws), &mut each);
                assert_eq!(bits(&each), bits(&part));
                assert_eq!(
                    bits(&part),
                    bits(&whole[first..first + count]),
                    "{level} {first}"
                );
            }
        }
    }

    #[test]
    fn moments_and_tails_are_those_of_a_normal() {
        let numbers = drawn(Level::detect(), 0, 1 << 20);
        let count = numbers.len() as f64;
        let mean = |f: &dyn Fn(f64) -> f64| numbers.iter().map(|x| f(*x)).sum::<f64>() / count;
        // Within five standard errors of 0, 1, 0 and 3, whose variances are 1, 2, 15 and 96.
        for (power, expected, variance) in [
            (1, 0.0, 1.0),
            (2, 1.0, 2.0),
            (3, 0.0, 15.0),
            (4, 3.0, 96.0_f64),
        ] {
            let moment = mean(&|x| x.powi(power));
            assert!(
                (moment - expected).abs() < 5.0 * (variance / count).sqrt(),
                "{power}: {moment}"
            );
        }
        // The probability of more than three in size.
        let beyond = mean(&|x| f64::from(u8::from(x.abs() > 3.0)));
        let share = 0.002_699_796_063_260_2;
        assert!(
            (beyond - share).abs() < 5.0 * (share / count).sqrt(),
            "{beyond}"
        );
        // Neighbours, which share a radius, are not correlated, nor are their squares.
        let pairs = numbers.chunks_exact(2);
        let product = pairs.clone().map(|pair| pair[0] * pair[1]).sum::<f64>() / (count / 2.0);
        let squares = pairs.map(|pair| (pair[0].powi(2) - 1.0) * (pair[1].powi(2) - 1.0));
        let squares = squares.sum::<f64>() / (count / 2.0);
        assert!(product.abs() < 5.0 / (count / 2.0).sqrt(), "{product}");
        assert!(
            squares.abs() < 5.0 * 2.0 / (count / 2.0).sqrt(),
            "{squares}"
        );
    }
}
