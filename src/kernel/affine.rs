//! Straight lines over slices: the steps from random numbers to draws that need no elementary function.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use fearless_simd::{Simd, dispatch};

use super::Level;

/// The numbers of a part of a row that stays in the nearest cache while rows are added to it.
const PART: usize = 1024;

/// Replaces each number `x` by `offset + factor x`, no less than `low` and no more than `high`.
pub(crate) fn affine_in_place_at(
    level: Level,
    numbers: &mut [f64],
    [offset, factor]: [f64; 2],
    [low, high]: [f64; 2],
) {
    #[inline(always)]
    fn over<S: Simd>(simd: S, numbers: &mut [f64], line: [f64; 2], ends: [f64; 2]) {
        simd.vectorize(
            #[inline(always)]
            || {
                let ([offset, factor], [low, high]) = (line, ends);
                for x in numbers {
                    *x = between(offset + factor * *x, low, high);
                }
            },
        );
    }
    dispatch!(level.token(), simd => over(simd, numbers, [offset, factor], [low, high]));
}

/// Replaces each uniform number `u` by the quantile of the triangle with these ends and this mode:
/// `low + sqrt(u (high - low) (mode - low))` below the mode, and
/// `high - sqrt((1 - u) (high - low) (high - mode))` from it on.
pub(crate) fn triangle_in_place_at(
    level: Level,
    numbers: &mut [f64],
    mode: f64,
    [low, high]: [f64; 2],
) {
    #[inline(always)]
    fn over<S: Simd>(simd: S, numbers: &mut [f64], mode: f64, [low, high]: [f64; 2]) {
        simd.vectorize(
            #[inline(always)]
            || {
                let (width, rise, fall) = (high - low, mode - low, high - mode);
                let mode_probability = rise / width;
                for x in numbers {
                    let below = low + (*x * width * rise).sqrt();
                    let above = high - ((1.0 - *x) * width * fall).sqrt();
                    let draw = if *x < mode_probability { below } else { above };
                    *x = between(draw, low, high);
                }
            },
        );
    }
    dispatch!(level.token(), simd => over(simd, numbers, mode, [low, high]));
}

/// Sets `out` to the sum of rows, each times a weight, in the order of the rows.
pub(crate) fn weighted_sum_at(level: Level, rows: &[(f64, &[f64])], out: &mut [f64]) {
    #[inline(always)]
    fn over<S: Simd>(simd: S, rows: &[(f64, &[f64])], out: &mut [f64]) {
        simd.vectorize(
            #[inline(always)]
            || {
                for (number, part) in out.chunks_mut(PART).enumerate() {
                    let from = number * PART;
                    let of = |row: &'_ [f64]| -> std::ops::Range<usize> {
                        from..(from + PART).min(row.len())
                    };
                    let Some(((first_weight, first), others)) = rows.split_first() else {
                        part.fill(0.0);
                        continue;
                    };
                    for (out, x) in part.iter_mut().zip(&first[of(first)]) {
                        *out = first_weight * x;
                    }
                    for (weight, row) in others {
                        for (out, x) in part.iter_mut().zip(&row[of(row)]) {
                            *out += weight * x;
                        }
                    }
                }
            },
        );
    }
    dispatch!(level.token(), simd => over(simd, rows, out));
}

/// A number, no less than `low` and no more than `high`.
#[inline(always)]
fn between(x: f64, low: f64, high: f64) -> f64 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(numbers: &[f64]) -> Vec<u64> {
        numbers.iter().map(|x| x.to_bits()).collect()
    }

    #[test]
    fn a_line_is_computed_alike_at_every_level_and_kept_between_its_ends() {
        let given: Vec<f64> = (0..1_500).map(|i| f64::from(i) * 0.013 - 7.0).collect();
        let expected: Vec<f64> = given
            .iter()
            .map(|x| (0.3 + 1.7 * x).clamp(-2.0, 9.5))
            .collect();
        for level in Level::available() {
            let mut numbers = given.clone();
            affine_in_place_at(level, &mut numbers, [0.3, 1.7], [-2.0, 9.5]);
            assert_eq!(bits(&numbers), bits(&expected), "{level}");
        }
    }

    /// The cumulative probability of a quantile is its probability: `(x - low)^2 / (width rise)` below
    /// the mode, `1 - (high - x)^2 / (width fall)` above it.
    #[test]
    fn the_quantiles_of_a_triangle_have_their_probabilities() {
        let given: Vec<f64> = (1..1_000).map(|i| f64::from(i) / 1_000.0).collect();
        for mode in [2.0, 2.5, 6.0] {
            let mut first: Option<Vec<u64>> = None;
            for level in Level::available() {
                let mut numbers = given.clone();
                triangle_in_place_at(level, &mut numbers, mode, [2.0, 6.0]);
                for (x, p) in numbers.iter().zip(&given) {
                    let cumulative = if *x < mode {
                        (x - 2.0) * (x - 2.0) / (4.0 * (mode - 2.0))
                    } else {
                        1.0 - (6.0 - x) * (6.0 - x) / (4.0 * (6.0 - mode))
                    };
                    // Roots and squares of numbers near one lose a few units in the last place.
                    let cumulative = if mode < 6.0 || *x < mode {
                        cumulative
                    } else {
                        1.0
                    };
                    assert!((cumulative - p).abs() < 1e-14, "{x}: {cumulative} for {p}");
                }
                let found = bits(&numbers);
                assert_eq!(
                    first.get_or_insert_with(|| found.clone()),
                    &found,
                    "{level}"
                );
            }
        }
    }

    #[test]
    fn rows_are_added_in_their_order() {
        let rows: Vec<Vec<f64>> = (1..=3)
            .map(|row| (0..2_500).map(|i| f64::from(i * row) * 0.1).collect())
            .collect();
        let weights = [0.2, -1.3, 0.7];
        let expected: Vec<f64> = (0..2_500)
            .map(|i| weights[0] * rows[0][i] + weights[1] * rows[1][i] + weights[2] * rows[2][i])
            .collect();
        let given: Vec<(f64, &[f64])> = weights
            .into_iter()
            .zip(rows.iter().map(Vec::as_slice))
            .collect();
        for level in Level::available() {
            let mut out = vec![7.0; 2_500];
            weighted_sum_at(level, &given, &mut out);
            assert_eq!(bits(&out), bits(&expected), "{level}");
            weighted_sum_at(level, &[], &mut out);
            assert!(out.iter().all(|x| x.to_bits() == 0));
        }
    }
}
