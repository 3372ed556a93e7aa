//! Order statistics.

use super::LengthMismatch;

/// The error of [`quantiles`].
///
/// # Examples
///
/// ```
/// use compute_impact::kernel::{self, OrderError};
///
/// let mut median = [0.0];
/// assert_eq!(kernel::quantiles(&mut [], &[0.5], &mut median), Err(OrderError::Empty));
/// let error = kernel::quantiles(&mut [1.0], &[1.5], &mut median).unwrap_err();
/// assert_eq!(error.to_string(), "probabilities[0] must lie in [0, 1], got 1.5");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OrderError {
    /// There are no values.
    #[error("quantiles need at least one value, got none")]
    Empty,
    /// A value is NaN, which has no rank.
    #[error("values[{at}] must be a number to have a rank, got NaN")]
    NotANumber {
        /// The index of the first such value.
        at: usize,
    },
    /// A probability lies outside `[0, 1]`, or is NaN.
    #[error("probabilities[{at}] must lie in [0, 1], got {given}")]
    Probability {
        /// The index of the first such probability.
        at: usize,
        /// The probability given.
        given: f64,
    },
    /// The slices for probabilities and results differ in length.
    #[error(transparent)]
    Length(#[from] LengthMismatch),
}

/// Sets `out[i]` to the quantile of `values` at `probabilities[i]`: the smallest value with at
/// least this fraction of all values at or below it, which is the ceil(n p)-th smallest of n, or
/// the smallest for `p = 0`. This is the inverse of the empirical distribution function, type 1 of
/// Hyndman and Fan, "Sample Quantiles in Statistical Packages", *The American Statistician* 50(4),
/// 1996, pages 361 to 365 (<https://doi.org/10.1080/00031305.1996.10473566>). Every result is one
/// of the values.
///
/// | slice | shape | unit and range |
/// |---|---|---|
/// | `values` | `(n)`, in any order, **reordered** | any; infinities are ordered, NaN is refused |
/// | `probabilities` | `(quantiles)`, in any order | fraction, `[0, 1]` |
/// | `out` | as `probabilities` | of `values` |
///
/// A product `n p` that exceeds a whole number only by rounding counts as that number: 0.07 of 100
/// values are seven, although 0.07 times 100 is 7.000000000000001 in binary. Minus zero comes
/// before zero. The time is that of a few passes over the values, not of a sort.
///
/// # Errors
///
/// [`OrderError`] if there are no values, a value is NaN, a probability lies outside `[0, 1]`, or
/// `out` is not as long as `probabilities`. Then neither `values` nor `out` has changed.
///
/// # Examples
///
/// ```
/// use compute_impact::kernel::{self, OrderError};
///
/// let mut impacts = [0.07, 0.03, 0.05, 0.04, 0.06];
/// let mut band = [0.0; 3];
/// kernel::quantiles(&mut impacts, &[0.05, 0.5, 0.95], &mut band)?;
/// assert_eq!(band, [0.03, 0.05, 0.07]);
///
/// let refused = kernel::quantiles(&mut [1.0, f64::NAN], &[0.5], &mut [0.0]);
/// assert_eq!(refused, Err(OrderError::NotANumber { at: 1 }));
/// # Ok::<(), OrderError>(())
/// ```
pub fn quantiles(
    values: &mut [f64],
    probabilities: &[f64],
    out: &mut [f64],
) -> Result<(), OrderError> {
    LengthMismatch::check("out", probabilities.len(), out.len())?;
    if values.is_empty() {
        return Err(OrderError::Empty);
    }
    if let Some(at) = values.iter().position(|value| value.is_nan()) {
        return Err(OrderError::NotANumber { at });
    }
    for (at, given) in probabilities.iter().copied().enumerate() {
        if !(0.0..=1.0).contains(&given) {
            return Err(OrderError::Probability { at, given });
        }
    }
    let count = values.len();
    let positions = probabilities.iter().map(|p| position(*p, count));
    let mut positions: Vec<usize> = positions.collect();
    positions.sort_unstable();
    put_in_place(values, 0, &positions);
    for (out, probability) in out.iter_mut().zip(probabilities) {
        *out = values[position(*probability, count)];
    }
    Ok(())
}

/// Returns the rank of a quantile among `count` values, counted from 1: `ceil(count probability)`,
/// and 1 for a probability of 0.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts stay below 2^53, and a probability is in [0, 1]"
)]
pub(crate) fn rank(probability: f64, count: u64) -> u64 {
    // The rounding errors of the probability and of the product are together less than this.
    let product = (count as f64 * probability) * (1.0 - f64::EPSILON);
    (product.ceil() as u64).clamp(1, count.max(1))
}

/// Returns the index of a quantile among `count` sorted values.
fn position(probability: f64, count: usize) -> usize {
    // No rank exceeds the count, which is a length in memory.
    usize::try_from(rank(probability, count as u64) - 1).unwrap_or(usize::MAX)
}

/// Moves the values that come at `positions` in order to these positions. `values` are those from
/// position `start` on; the positions ascend and lie among theirs.
pub(super) fn put_in_place(values: &mut [f64], start: usize, positions: &[usize]) {
    // The middle one comes first, which bounds the depth of the recursion by the logarithm.
    let Some(middle) = positions.get(positions.len() / 2).copied() else {
        return;
    };
    let (below, _, above) = values.select_nth_unstable_by(middle - start, f64::total_cmp);
    let fewer = positions.partition_point(|position| *position < middle);
    let more = positions.partition_point(|position| *position <= middle);
    put_in_place(below, start, &positions[..fewer]);
    put_in_place(above, middle + 1, &positions[more..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_those_of_the_inverse_distribution_function() {
        for (probability, count, expected) in [
            (0.0, 5, 1),
            (1e-300, 5, 1),
            (0.2, 5, 1),
            (0.200_001, 5, 2),
            (0.5, 4, 2),
            (0.5, 5, 3),
            (0.07, 100, 7),  // 7.000000000000001 as a product
            (0.29, 100, 29), // 28.999999999999996
            (0.55, 100, 55),
            (1.0, 5, 5),
            (1.0, 1_000_000_007, 1_000_000_007),
            (1.0 - f64::EPSILON, 5, 5),
        ] {
            assert_eq!(
                position(probability, count) + 1,
                expected,
                "{probability} of {count}"
            );
        }
        for count in 1..2000u32 {
            for k in 1..=count {
                let probability = f64::from(k) / f64::from(count);
                assert_eq!(position(probability, count as usize) + 1, k as usize);
            }
        }
    }

    #[test]
    fn unordered_values_are_refused_and_unchanged() {
        let (mut values, mut out) = ([3.0, 1.0, 2.0], [7.0; 2]);
        assert_eq!(
            quantiles(&mut [], &[0.5; 2], &mut out),
            Err(OrderError::Empty)
        );
        let refused = [
            (
                quantiles(&mut [1.0, -f64::NAN, f64::NAN], &[0.5; 2], &mut out),
                "values[1] must be a number to have a rank, got NaN",
            ),
            (
                quantiles(&mut values, &[0.5, 1.000_001], &mut out),
                "probabilities[1] must lie in [0, 1], got 1.000001",
            ),
            (
                quantiles(&mut values, &[f64::NAN, -1.0], &mut out),
                "probabilities[0] must lie in [0, 1], got NaN",
            ),
            (
                quantiles(&mut values, &[0.5; 3], &mut out),
                "out must have 3 elements, it has 2",
            ),
        ];
        for (refused, message) in refused {
            assert_eq!(
                refused.map_err(|refused| refused.to_string()),
                Err(message.to_owned())
            );
        }
        assert_eq!(
            values.map(f64::to_bits),
            [3.0f64, 1.0, 2.0].map(f64::to_bits)
        );
        assert_eq!(out.map(f64::to_bits), [7.0f64; 2].map(f64::to_bits));
        assert_eq!(quantiles(&mut values, &[], &mut []), Ok(()));
    }

    #[test]
    fn infinities_and_zeros_are_in_order() {
        let mut values = [0.0, f64::INFINITY, -0.0, f64::NEG_INFINITY];
        let mut out = [7.0; 6];
        let probabilities = [1.0, 0.75, 0.5, 0.25, 0.0, -0.0];
        assert_eq!(quantiles(&mut values, &probabilities, &mut out), Ok(()));
        let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
        assert_eq!(
            out.map(f64::to_bits),
            [high, 0.0, -0.0, low, low, low].map(f64::to_bits)
        );
    }
}
