//! A running summary of numbers, whose state is integers, so that parts merge to the bit.

mod bounds;
mod exact;
mod growth;
mod histogram;
mod kept;
mod moments;
mod pages;
mod places;
mod written;
mod written_bytes;
mod written_kept;

use fearless_simd::{Simd, dispatch};

use super::Level;
use super::order::rank;
use histogram::{CHUNK, Histogram, bin, middle};
pub(crate) use kept::{Kept, join_ranges};
use moments::{Moments, Pass};
pub(crate) use pages::Pages;
pub(crate) use written::Bits;
pub(crate) use written_kept::are_ranges;

/// The count of numbers up to which every sum fits its integer.
const MAX_COUNT: u64 = 1 << 56;

/// A running summary of numbers: count, mean, standard deviation, skewness, extremes, quantiles.
///
/// Its memory does not grow with the count of numbers: it has counts by leading bits (4 KB for each
/// power of two that occurs) and sums in fixed point. Both are integers, so that no result depends
/// on the order of numbers or on how parts are merged.
///
/// | result | error |
/// |---|---|
/// | count, minimum, maximum | none |
/// | mean, standard deviation, skewness | rounding: a number within reach of the centre is rounded to 2^-50 of the reach, all others are exact |
/// | quantile | at most [`RELATIVE_ERROR`](Self::RELATIVE_ERROR) of the order statistic |
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

/// Memory in which chunks of numbers are passed on, reused from chunk to chunk.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    bins: Box<[i32; CHUNK]>,
    /// One for a number whose bin is near those to keep, else zero.
    marks: Box<[u32; CHUNK]>,
    /// Numbers whose bins are near those to keep.
    near: Box<[f64; CHUNK]>,
    /// One for a near number to keep, else zero.
    inside: Box<[u64; CHUNK]>,
    /// Numbers to keep.
    chosen: Box<[f64; CHUNK]>,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            bins: Box::new([0; CHUNK]),
            marks: Box::new([0; CHUNK]),
            near: Box::new([0.0; CHUNK]),
            inside: Box::new([0; CHUNK]),
            chosen: Box::new([0.0; CHUNK]),
        }
    }
}

/// The error of a [`Tally`].
///
/// # Examples
///
/// ```
/// use compute_impact::kernel::{Tally, TallyError};
///
/// let mut tally = Tally::new(0.0, 1.0);
/// let error = tally.add(&[0.5, f64::INFINITY]).unwrap_err();
/// assert!(matches!(error, TallyError::NotFinite { at: 1, .. }));
/// assert_eq!(tally.count(), 0);
/// assert_eq!(tally.merge(&Tally::new(5.0, 1.0)), Err(TallyError::OtherScale));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TallyError {
    /// A number to add is infinite or NaN.
    #[error("number {at} to add must be finite, got {given}")]
    NotFinite {
        /// The index of the number in the slice.
        at: usize,
        /// The number.
        given: f64,
    },
    /// More than 2^56 numbers.
    #[error("a tally takes at most 2^56 numbers")]
    TooMany,
    /// Two tallies with different centres or reaches, whose sums cannot be added.
    #[error("tallies to merge must have the same centre and reach")]
    OtherScale,
}

impl Tally {
    /// The largest relative error of a quantile: 2^-10. Numbers below 5e-311 in size count as zero.
    pub const RELATIVE_ERROR: f64 = 1.0 / 1024.0;

    /// Builds an empty tally for numbers around `center`, most of them no farther from it than
    /// `reach`.
    ///
    /// Both are hints; wrong ones cost only precision and time. Numbers much nearer than the reach
    /// lose digits of their deviation, and numbers out of reach are added slowly.
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
        self.add_at(
            Level::detect(),
            values,
            &mut Kept::default(),
            &mut Room::default(),
        );
        Ok(())
    }

    /// Adds finite numbers, and keeps those that fall into the ranges of a store.
    pub(crate) fn add_at(
        &mut self,
        level: Level,
        values: &[f64],
        kept: &mut Kept,
        room: &mut Room,
    ) {
        #[inline(always)]
        #[expect(
            clippy::inline_always,
            reason = "a loop is vector code only inside the dispatch"
        )]
        fn over<S: Simd>(
            simd: S,
            moments: &Moments,
            values: &[f64],
            bins: &mut [i32],
            (ranges, marks): (&[[i32; 2]], &mut [u32]),
        ) -> Pass {
            simd.vectorize(
                #[inline(always)]
                || {
                    bins_of(values, bins);
                    if !ranges.is_empty() {
                        mark_near(bins, ranges, marks);
                    }
                    moments.pass(simd, values)
                },
            )
        }
        for chunk in values.chunks(CHUNK) {
            let bins = &mut room.bins[..chunk.len()];
            let marks = &mut room.marks[..chunk.len()];
            let ranges = kept.bins();
            let is_part = !ranges.is_empty();
            let pass = dispatch!(level.token(), simd => {
                over(simd, &self.moments, chunk, bins, (ranges, &mut *marks))
            });
            self.moments.add(chunk, &pass);
            self.histogram.add(bins);
            if kept.keeps_all() {
                kept.add_all(chunk);
            } else if is_part {
                let count = move_to_front(chunk, &*room.marks, &mut room.near);
                kept.add(level, count, room);
            }
        }
    }

    /// Adds one finite number `times` times.
    pub(crate) fn add_repeated(&mut self, value: f64, times: u64) {
        self.moments.add_repeated(value, times);
        self.histogram.add_repeated(bin(value), times);
    }

    /// Adds the products of the deviations of neighbours, for the error of antithetic draws.
    pub(crate) fn add_pairs(&mut self, values: &[f64]) {
        self.moments.add_pairs(values);
    }

    /// Adds all numbers of another tally.
    ///
    /// # Errors
    ///
    /// [`OtherScale`](TallyError::OtherScale) unless both have one centre and reach, and
    /// [`TooMany`](TallyError::TooMany) for more than 2^56 numbers; nothing is added then.
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        self.check_merge(other)?;
        self.moments.merge(&other.moments);
        self.histogram.merge(&other.histogram);
        Ok(())
    }

    /// Checks that another tally can be merged.
    pub(crate) fn check_merge(&self, other: &Self) -> Result<(), TallyError> {
        if self.count() + other.count() > MAX_COUNT {
            return Err(TallyError::TooMany);
        }
        if !self.moments.has_scale_of(&other.moments) {
            return Err(TallyError::OtherScale);
        }
        Ok(())
    }

    /// The count of numbers added.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.moments.count
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a count enters a mean as a float"
    )]
    fn per_count(&self, sum: f64) -> f64 {
        sum / self.moments.count as f64
    }

    /// The mean deviation from the centre, in units of the reach.
    fn drift(&self) -> f64 {
        self.per_count(self.moments.sum(0))
    }

    /// The mean; `None` if there are no numbers, or if a number was so far out that its sum
    /// overflowed.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let mean = self.moments.center + self.drift() * self.moments.reach;
        // Rounding must not move the mean of equal numbers beyond them.
        (self.count() > 0 && mean.is_finite())
            .then(|| mean.max(self.moments.least).min(self.moments.greatest))
    }

    /// The variance in squares of the reach, with n as the divisor.
    fn scaled_variance(&self) -> Option<f64> {
        let drift = self.drift();
        let variance = self.per_count(self.moments.sum(1)) - drift * drift;
        let is_finite = self.count() > 0 && variance.is_finite();
        // Equal numbers leave a rounding error, which may be negative.
        is_finite.then_some(if self.is_constant() {
            0.0
        } else {
            variance.max(0.0)
        })
    }

    /// True if all numbers are equal.
    pub(crate) fn is_constant(&self) -> bool {
        self.moments.least.to_bits() == self.moments.greatest.to_bits()
    }

    /// The standard deviation of the sample, with n - 1 as the divisor; `None` for fewer than two
    /// numbers, or if one was so far out that its square overflowed.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "a count enters a mean as a float"
    )]
    pub fn standard_deviation(&self) -> Option<f64> {
        let count = self.count() as f64;
        let variance = self.scaled_variance().filter(|_| count > 1.0)?;
        Some((variance * (count / (count - 1.0))).sqrt() * self.moments.reach)
    }

    /// The skewness, the third central moment divided by the cube of the standard deviation; `None`
    /// if all numbers are equal, or if one was so far out that its cube overflowed.
    #[must_use]
    pub fn skewness(&self) -> Option<f64> {
        let (drift, variance) = (self.drift(), self.scaled_variance()?);
        let square = self.per_count(self.moments.sum(1));
        let third = self.per_count(self.moments.sum(2)) - 3.0 * drift * square
            + 2.0 * drift * drift * drift;
        let skewness = third / (variance * variance.sqrt());
        skewness.is_finite().then_some(skewness)
    }

    /// The correlation within antithetic pairs: the mean of the products of neighbours' deviations
    /// from the mean, divided by the variance.
    pub(crate) fn pair_correlation(&self) -> Option<f64> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a count enters a mean as a float"
        )]
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

    /// Returns the rank of a quantile, counted from 1; the first for a `p` of 0.
    pub(crate) fn rank(&self, p: f64) -> u64 {
        rank(p, self.count())
    }

    /// Returns the smallest number with at least the fraction `p` of all numbers at or below it,
    /// within [`RELATIVE_ERROR`](Self::RELATIVE_ERROR): the inverse of the empirical distribution
    /// function (type 1 of Hyndman and Fan 1996, *The American Statistician* 50(4)). Equal numbers
    /// and the extremes are exact. `None` if there are no numbers, or if `p` is outside `[0, 1]`.
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
        let (bin, _) = self.histogram.bin_of_rank(rank)?;
        Some(
            middle(bin)
                .max(self.moments.least)
                .min(self.moments.greatest),
        )
    }

    /// Returns the bin of a rank; `None` if there are no numbers.
    fn bin_of_rank(&self, rank: u64) -> Option<i32> {
        let rank = rank.clamp(1, self.count().max(1));
        self.histogram.bin_of_rank(rank).map(|(bin, _)| bin)
    }

    /// Returns the bins with their counts, ascending.
    fn counted(&self) -> Vec<(i32, u64)> {
        self.histogram.counted()
    }

    /// Returns the count of numbers in the bins below one.
    fn count_below(&self, bin: i32) -> u64 {
        self.histogram.below(bin)
    }

    /// Returns the order statistics of ranks, from the numbers that [`add_at`](Self::add_at) kept;
    /// `None` where one was not kept. The extremes are known without being kept.
    pub(crate) fn order_statistics(
        &self,
        level: Level,
        ranks: &[u64],
        kept: &Kept,
    ) -> Vec<Option<f64>> {
        let below = kept.counts_below(self);
        let is_extreme = |rank: u64| rank == 1 || rank == self.count() || self.is_constant();
        let place = |rank: &u64| {
            let place = kept.place(*rank, &below);
            place.filter(|_| !is_extreme(*rank))
        };
        let places: Vec<Option<u64>> = ranks.iter().map(place).collect();
        let found: Vec<u64> = places.iter().flatten().copied().collect();
        let mut found = kept.at_places(level, &found).into_iter();
        let of_rank = |(rank, place): (&u64, Option<u64>)| match place {
            Some(_) => found.next().flatten(),
            None if *rank == self.count() => self.maximum(),
            None if is_extreme(*rank) => self.minimum(),
            None => None,
        };
        ranks.iter().zip(places).map(of_rank).collect()
    }
}

/// Ranges that are compared in one pass, from registers.
const TOGETHER: usize = 6;

/// Marks the bins that lie in ranges, both ends included, by one, and others by zero; part of a vector
/// loop.
#[inline(always)]
#[expect(clippy::inline_always, reason = "part of a vector loop")]
fn mark_near(bins: &[i32], ranges: &[[i32; 2]], marks: &mut [u32]) {
    for (number, ranges) in ranges.chunks(TOGETHER).enumerate() {
        // No number has the least bin of all.
        let mut starts = [i32::MIN; TOGETHER];
        let mut widths = [0; TOGETHER];
        for ((start, width), [first, last]) in starts.iter_mut().zip(&mut widths).zip(ranges) {
            (*start, *width) = (*first, last.wrapping_sub(*first).cast_unsigned());
        }
        let before = u32::from(number > 0);
        for (mark, bin) in marks.iter_mut().zip(bins) {
            let mut is_near = *mark & before;
            for at in 0..TOGETHER {
                let distance = bin.wrapping_sub(starts[at]).cast_unsigned();
                is_near |= u32::from(distance <= widths[at]);
            }
            *mark = is_near;
        }
    }
}

/// Moves the marked ones of some numbers to the front of others, and returns their count.
fn move_to_front(numbers: &[f64], marks: &[u32], chosen: &mut [f64; CHUNK]) -> usize {
    let mut count = 0;
    for (x, mark) in numbers.iter().zip(marks) {
        // Every number is written, and only a mark moves the end, which avoids a branch.
        chosen[count % CHUNK] = *x;
        count += *mark as usize;
    }
    count
}

/// Computes the bins of numbers; part of a vector loop.
#[inline(always)]
#[expect(clippy::inline_always, reason = "part of a vector loop")]
fn bins_of(values: &[f64], bins: &mut [i32]) {
    for (slot, value) in bins.iter_mut().zip(values) {
        *slot = bin(*value);
    }
}
