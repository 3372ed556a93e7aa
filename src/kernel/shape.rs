//! The check that a slice is a block of whole rows.

use super::LengthMismatch;

/// Refuses a length that is not a multiple of `lanes`; without lanes the length must be zero. The
/// expected length is that up to the next whole row.
pub(super) fn check_rows(
    what: &'static str,
    lanes: usize,
    found: usize,
) -> Result<(), LengthMismatch> {
    // Zero has no multiple except zero; where the next multiple overflows, the first one is
    // reported.
    let expected = found.checked_next_multiple_of(lanes).unwrap_or(lanes);
    LengthMismatch::check(what, expected, found)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::kernel::Level;

    #[test]
    fn whole_rows_pass_and_others_name_the_next() {
        for (lanes, found) in [(3, 0), (3, 3), (3, 6), (1, 5), (0, 0), (usize::MAX, 0)] {
            assert_eq!(check_rows("x", lanes, found), Ok(()));
        }
        for (lanes, found, expected) in [
            (3, 1, 3),
            (3, 4, 6),
            (0, 1, 0),
            (usize::MAX, 2, usize::MAX),
            (usize::MAX - 1, usize::MAX, usize::MAX - 1),
        ] {
            let refused = check_rows("x", lanes, found);
            assert_eq!(refused.map_err(|refused| refused.expected), Err(expected));
        }
    }

    /// Returns numbers from -0.3 to 0.7 in a fixed order, with some special values of every kind
    /// among them.
    pub(in crate::kernel) fn numbers(seed: u64, count: usize) -> Vec<f64> {
        let special = [
            f64::NAN,
            -f64::NAN,
            f64::from_bits(0x7ff0_0000_0000_0001),
            f64::INFINITY,
            f64::NEG_INFINITY,
            -1.0,
            -0.0,
            1e-310,
            900.0,
            -900.0,
        ];
        let mut state = seed;
        (0..count)
            .map(|i| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                match (state >> 58, i) {
                    // Never the first, so that a single lane has an ordinary number.
                    (0, 1..) => special[(state >> 32) as usize % special.len()],
                    _ => f64::from((state >> 32) as u32) / f64::from(u32::MAX) - 0.3,
                }
            })
            .collect()
    }

    /// Checks that results are the same at every level, and that every NaN is the canonical one.
    pub(in crate::kernel) fn assert_same_bits_at_every_level(
        count: usize,
        run: impl Fn(Level, &mut [f64]),
    ) {
        let mut expected = vec![0.0; count];
        run(Level::Baseline, &mut expected);
        for level in Level::available() {
            let mut out = vec![0.0; count];
            run(level, &mut out);
            for (result, expected) in out.iter().zip(&expected) {
                assert_eq!(result.to_bits(), expected.to_bits(), "{level}");
                assert!(!result.is_nan() || result.to_bits() == f64::NAN.to_bits());
            }
        }
    }
}
