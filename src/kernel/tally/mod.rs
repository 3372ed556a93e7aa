//! A running summary of numbers: its state is integers, so that parts merge to the bit.

mod exact;
mod histogram;
mod kept;
mod moments;
mod written;

use fearless_simd::{Simd, dispatch};

use super::Level;
use super::order::rank;
use histogram::{Histogram, bin, bin_of_rank, is_in, middle};
pub(crate) use kept::Kept;
use moments::Moments;

/// Mantissa bits that tell bins apart: 512 bins a power of two.
const MANTISSA_BITS: u32 = 9;
/// So many numbers keep every sum within its integer.
const MAX_COUNT: u64 = 1 << 56;
/// Numbers whose bins are found at once.
const CHUNK: usize = 64;

/// A running summary of numbers: count, mean, standard deviation, skewness, extremes, quantiles.
///
/// Its memory does not grow with the numbers: counts by leading bits (4 KB for each power of two
/// that occurs) and sums in fixed point. Both are integers, so that neither the order of numbers
/// nor the way in which parts are merged changes a bit of any result.
///
/// | result | error |
/// |---|---|
/// | count, minimum, maximum | none |
/// | mean, standard deviation, skewness | rounding: a number within reach of the centre counts to 2^-50 of the reach, all others in full |
/// | quantile | at most [`RELATIVE_ERROR`](Self::RELATIVE_ERROR) of the order statistic it stands for |
///
/// # Examples
///
/// ```
/// use compute_impact::kernel::Tally;
///
/// let (mut odd, mut even) = (Tally::new(50.0, 100.0), Tally::new(50.0, 100.0));
/// odd.add(&(1..100).step_by(2).map(f64::from).collect::<Vec<_>>())?;
/// even.add(&(2..=100).step_by(2).map(f64::from).collect::<Vec<_>>())?;
/// odd.merge(&even)?;
/// assert_eq!(odd.count(), 100);
/// assert_eq!(odd.mean(), Some(50.5));
/// let median = odd.quantile(0.5).unwrap();
/// assert!((median - 50.0).abs() <= 50.0 * Tally::RELATIVE_ERROR);
/// # Ok::<(), compute_impact::kernel::TallyError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    moments: Moments,
    histogram: Histogram,
}

/// What a [`Tally`] refuses.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TallyError {
    /// A number to add is infinite or none.
    #[error("number {at} to add must be finite, got {given}")]
    NotFinite {
        /// Which of the slice.
        at: usize,
        /// The number.
        given: f64,
    },
    /// No tally holds so many numbers: 2^56.
    #[error("a tally holds at most 2^56 numbers")]
    TooMany,
    /// Sums about another centre or with another reach cannot be added.
    #[error("only tallies of one centre and reach merge")]
    OtherScale,
}

impl Tally {
    /// The largest error of a quantile, in parts of the number it stands for: 2^-10. Numbers
    /// below 5e-311 in size count as zero.
    pub const RELATIVE_ERROR: f64 = 1.0 / 1024.0;

    /// An empty tally for numbers around `center`, most of them no farther from it than `reach`.
    ///
    /// Both are hints that cost nothing but digits and time when wrong: numbers much nearer than
    /// the reach lose digits of their deviation, numbers out of reach are added slowly.
    #[must_use]
    pub fn new(center: f64, reach: f64) -> Self {
        Self {
            moments: Moments::new(center, reach),
            histogram: Histogram::default(),
        }
    }

    /// Adds numbers.
    ///
    /// # Errors
    ///
    /// [`NotFinite`](TallyError::NotFinite) if a number is infinite or NaN; none is added then.
    pub fn add(&mut self, values: &[f64]) -> Result<(), TallyError> {
        if let Some(at) = values.iter().position(|value| !value.is_finite()) {
            let given = values[at];
            return Err(TallyError::NotFinite { at, given });
        }
        self.add_at(Level::detect(), values, &[], &mut Kept::default());
        Ok(())
    }

    /// Adds finite numbers, and keeps those of them that fall into ranges of bins, both ends in.
    pub(crate) fn add_at(
        &mut self,
        level: Level,
        values: &[f64],
        kept_bins: &[[i32; 2]],
        kept: &mut Kept,
    ) {
        self.moments.add(level, values);
        let mut bins = [0; CHUNK];
        for chunk in values.chunks(CHUNK) {
            let bins = &mut bins[..chunk.len()];
            bins_at(level, chunk, bins);
            if kept_bins.is_empty() {
                self.histogram.add(bins);
            } else {
                self.histogram.add_keeping(bins, chunk, kept_bins, kept);
            }
        }
    }

    /// Adds one finite number so many times.
    pub(crate) fn add_repeated(&mut self, value: f64, times: u64) {
        self.moments.add_repeated(value, times);
        self.histogram.add_repeated(bin(value), times);
    }

    /// Adds the products of deviations of neighbours, for the error of antithetic draws.
    pub(crate) fn add_pairs(&mut self, values: &[f64]) {
        self.moments.add_pairs(values);
    }

    /// Adds all that the other holds.
    ///
    /// # Errors
    ///
    /// [`OtherScale`](TallyError::OtherScale) unless both have one centre and reach, and
    /// [`TooMany`](TallyError::TooMany) past 2^56 numbers; nothing is added then.
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        if self.count() + other.count() > MAX_COUNT {
            return Err(TallyError::TooMany);
        }
        if !self.moments.merge(&other.moments) {
            return Err(TallyError::OtherScale);
        }
        self.histogram.merge(&other.histogram);
        Ok(())
    }

    /// How many numbers were added.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.moments.count
    }

    #[expect(clippy::cast_precision_loss, reason = "a count weighs as a float")]
    fn per_count(&self, sum: f64) -> f64 {
        sum / self.moments.count as f64
    }

    /// Mean deviation from the centre, in reaches.
    fn drift(&self) -> f64 {
        self.per_count(self.moments.sum(0))
    }

    /// The mean; `None` of nothing, or if a number was so far out that it overflowed.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let mean = self.moments.center + self.drift() * self.moments.reach;
        // Rounding must not carry the mean of like numbers past them.
        (self.count() > 0 && mean.is_finite())
            .then(|| mean.max(self.moments.least).min(self.moments.greatest))
    }

    /// The variance in squares of the reach, with n in the divisor.
    fn scaled_variance(&self) -> Option<f64> {
        let drift = self.drift();
        let variance = self.per_count(self.moments.sum(1)) - drift * drift;
        let finite = self.count() > 0 && variance.is_finite();
        // Like numbers leave a rounding error, and that may be negative.
        let alike = self.moments.least.to_bits() == self.moments.greatest.to_bits();
        finite.then_some(if alike { 0.0 } else { variance.max(0.0) })
    }

    /// The standard deviation of the sample, with n - 1 in the divisor; `None` of fewer than two
    /// numbers, or if one was so far out that its square overflowed.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a count weighs as a float")]
    pub fn standard_deviation(&self) -> Option<f64> {
        let count = self.count() as f64;
        let variance = self.scaled_variance().filter(|_| count > 1.0)?;
        Some((variance * (count / (count - 1.0))).sqrt() * self.moments.reach)
    }

    /// The skewness, the third central moment over the cube of the standard deviation; `None` of
    /// like numbers, or if one was so far out that its cube overflowed.
    #[must_use]
    pub fn skewness(&self) -> Option<f64> {
        let (drift, variance) = (self.drift(), self.scaled_variance()?);
        let square = self.per_count(self.moments.sum(1));
        let third = self.per_count(self.moments.sum(2)) - 3.0 * drift * square
            + 2.0 * drift * drift * drift;
        let skewness = third / (variance * variance.sqrt());
        skewness.is_finite().then_some(skewness)
    }

    /// The mean of the products of neighbours' deviations from the mean, in squares of the
    /// standard deviation: the correlation within antithetic pairs.
    pub(crate) fn pair_correlation(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "a count weighs as a float")]
        let pairs = self.moments.pairs as f64;
        let drift = self.drift();
        let covariance = self.moments.sum(3) / pairs - drift * drift;
        let correlation = covariance / self.scaled_variance()?;
        correlation
            .is_finite()
            .then_some(correlation.clamp(-1.0, 1.0))
    }

    /// The least number.
    #[must_use]
    pub fn minimum(&self) -> Option<f64> {
        (self.count() > 0).then_some(self.moments.least)
    }

    /// The greatest number.
    #[must_use]
    pub fn maximum(&self) -> Option<f64> {
        (self.count() > 0).then_some(self.moments.greatest)
    }

    /// The rank of a quantile, counted from 1; the first where `p` is 0.
    pub(crate) fn rank(&self, p: f64) -> u64 {
        rank(p, self.count())
    }

    /// The number with a part `p` of all at or below it, within
    /// [`RELATIVE_ERROR`](Self::RELATIVE_ERROR): the inverse of the empirical distribution
    /// function (type 1 of Hyndman and Fan 1996, *The American Statistician* 50(4)). Like numbers
    /// and the extremes are exact. `None` of nothing, or if `p` is outside `[0, 1]`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<f64> {
        if !(0.0..=1.0).contains(&p) {
            return None;
        }
        let rank = self.rank(p);
        if rank == 1 {
            return self.minimum();
        }
        if rank == self.count() {
            return self.maximum();
        }
        let (found, _) = bin_of_rank(&self.histogram.counted(), rank)?;
        Some(
            middle(found)
                .max(self.moments.least)
                .min(self.moments.greatest),
        )
    }

    /// The bins from rank to rank; `None` of nothing.
    pub(crate) fn bins_between(&self, ranks: [u64; 2]) -> Option<[i32; 2]> {
        let count = self.count().max(1);
        let counted = self.histogram.counted();
        let [from, to] = ranks.map(|rank| bin_of_rank(&counted, rank.clamp(1, count)));
        Some([from?.0, to?.0])
    }

    /// The order statistics of ranks, from numbers kept in ranges of bins by
    /// [`add_at`](Self::add_at); `None` where a bin was not kept.
    pub(crate) fn order_statistics(
        &self,
        level: Level,
        ranks: &[u64],
        kept_bins: &[[i32; 2]],
        kept: &Kept,
    ) -> Vec<Option<f64>> {
        let counted = self.histogram.counted();
        // Of each rank its bin, its place in there, and the numbers found in there.
        let mut wanted: Vec<(i32, u64, Vec<f64>)> = Vec::with_capacity(ranks.len());
        let mut unknown = Vec::with_capacity(ranks.len());
        for rank in ranks {
            let found = bin_of_rank(&counted, *rank);
            unknown.push(!found.is_some_and(|(bin, _)| is_in(bin, kept_bins)));
            let (bin, below) = found.unwrap_or_default();
            wanted.push((bin, rank - below, Vec::new()));
        }
        let mut bins = [0; CHUNK];
        for chunk in kept.pages().flat_map(|page| page.chunks(CHUNK)) {
            let bins = &mut bins[..chunk.len()];
            bins_at(level, chunk, bins);
            for (wanted, _, numbers) in &mut wanted {
                // Few are in the very bin, and most chunks have some: no branch to guess.
                let mut chosen = [0.0; CHUNK];
                let mut end = 0;
                for (bin, value) in bins.iter().zip(chunk) {
                    chosen[end % CHUNK] = *value;
                    end += usize::from(bin == wanted);
                }
                numbers.extend_from_slice(&chosen[..end]);
            }
        }
        let statistics = wanted.into_iter().zip(unknown);
        let statistics = statistics.map(|((_, place, mut numbers), unknown)| {
            let place = usize::try_from(place).ok()?.checked_sub(1)?;
            let sound = !unknown && place < numbers.len();
            sound.then(|| *numbers.select_nth_unstable_by(place, f64::total_cmp).1)
        });
        statistics.collect()
    }
}

/// The bins of numbers.
fn bins_at(level: Level, values: &[f64], bins: &mut [i32]) {
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "a loop is vector code only inside the dispatch"
    )]
    fn over<S: Simd>(simd: S, values: &[f64], bins: &mut [i32]) {
        simd.vectorize(
            #[inline(always)]
            || {
                for (found, value) in bins.iter_mut().zip(values) {
                    *found = bin(*value);
                }
            },
        );
    }
    dispatch!(level.token(), simd => over(simd, values, bins));
}
