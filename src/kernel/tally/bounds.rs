//! What the sums of a tally can be, given its bins and extremes: the check of a tally from elsewhere.

use super::Tally;
use super::histogram::{bin, ends};
use super::moments::Moments;

/// The part of a sum that rounding may change: far more than the bins of a tally can lose.
const ROUNDING: f64 = 1e-9;

impl Tally {
    /// True if products of neighbours were added.
    pub(crate) fn has_pairs(&self) -> bool {
        self.moments.pairs > 0
    }

    /// The least and the greatest count of numbers that can be at least another, or at most it:
    /// its own bin may lie on either side.
    pub(crate) fn counts_beyond(&self, number: f64, is_at_least: bool) -> [u64; 2] {
        let own = bin(number);
        let mut counts = [0; 2];
        for (bin, count) in self.histogram.counted() {
            let is_beyond = if is_at_least { bin > own } else { bin < own };
            counts[0] += if is_beyond { count } else { 0 };
            counts[1] += if is_beyond || bin == own { count } else { 0 };
        }
        counts
    }
}

/// True if numbers are marked as out of reach, and their powers as overflowed, where the extremes
/// say that they are.
pub(super) fn has_possible_reach(moments: &Moments) -> bool {
    let has_far = moments.far.is_some();
    if moments.count == 0 {
        return !has_far && moments.overflowed == [false; 4];
    }
    // Every step of the powers is monotone, also with rounding.
    let extremes = [moments.least, moments.greatest].map(|x| moments.deviation(x).abs());
    let most = extremes[0].max(extremes[1]);
    let [first, second, third, product] = moments.overflowed;
    let has_overflowed = |power: f64| !power.is_finite();
    let is_told = if most < 1.0 {
        !has_far
    } else {
        has_far || has_overflowed(most)
    };
    is_told
        && first == has_overflowed(most)
        && second == has_overflowed(most * most)
        && third == has_overflowed(most * most * most)
        && (!product || (moments.pairs > 0 && second))
}

/// True if each sum lies between those of the least and of the greatest numbers in the bins.
#[expect(
    clippy::cast_precision_loss,
    reason = "the bounds leave more room than rounding takes"
)]
pub(super) fn has_possible_sums(moments: &Moments, bins: &[(i32, u64)]) -> bool {
    // Least and greatest sum, and that of the sizes, of each power.
    let mut sums = [[0.0; 3]; 3];
    for (bin, count) in bins {
        let [low, high] = ends(*bin);
        let low = moments.deviation(low.max(moments.least));
        let high = moments.deviation(high.min(moments.greatest));
        for (sum, [least, greatest]) in sums.iter_mut().zip(powers(low, high)) {
            let size = least.abs().max(greatest.abs());
            for (sum, term) in sum.iter_mut().zip([least, greatest, size]) {
                *sum += term * *count as f64;
            }
        }
    }
    // Each number within reach is rounded by less than 2^-50.
    let rounded = moments.count as f64 * libm::scalbn(1.0, -50);
    sums.into_iter()
        .enumerate()
        .all(|(power, [least, greatest, size])| {
            let room = size * ROUNDING + rounded;
            let sum = moments.sum(power);
            // Bounds that overflow are no numbers and refuse nothing.
            let is_outside = sum < least - room || sum > greatest + room;
            !is_outside || moments.overflowed[power]
        })
}

/// The ranges of the first three powers of numbers between two.
fn powers(low: f64, high: f64) -> [[f64; 2]; 3] {
    let squares = [low * low, high * high];
    let most = squares[0].max(squares[1]);
    let least = if low <= 0.0 && high >= 0.0 {
        0.0
    } else {
        squares[0].min(squares[1])
    };
    [
        [low, high],
        [least, most],
        [squares[0] * low, squares[1] * high],
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 1, 2, 2, 4, 5 and 6, three are certainly above 2 and one below it; the two in its bin may
    /// be either.
    #[test]
    fn numbers_in_the_own_bin_may_lie_on_either_side() -> Result<(), crate::kernel::TallyError> {
        let mut tally = Tally::new(0.0, 1.0);
        tally.add(&[1.0, 2.0, 2.0, 4.0, 5.0, 6.0])?;
        assert_eq!(tally.counts_beyond(2.0, true), [3, 5]);
        assert_eq!(tally.counts_beyond(2.0, false), [1, 3]);
        Ok(())
    }
}
