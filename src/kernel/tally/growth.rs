//! The memory of a tally, and how it grows with the count of numbers.

use super::Tally;

impl Tally {
    /// The least count of numbers in memory from which the order statistics of ranks are found: all
    /// in their bins, without repeated ones.
    pub(crate) fn numbers_at(&self, ranks: &[u64]) -> u64 {
        let counted = self.histogram.counted();
        let bins = ranks
            .iter()
            .filter_map(|rank| self.histogram.bin_of_rank(*rank));
        let mut bins: Vec<i32> = bins.map(|(bin, _)| bin).collect();
        bins.sort_unstable();
        bins.dedup();
        let is_one = |bin: &i32| bins.binary_search(bin).is_ok();
        let counts = counted.iter().filter(|(bin, _)| is_one(bin));
        counts.map(|(_, count)| count).sum()
    }

    /// The approximate bytes of the tally.
    pub(crate) fn bytes(&self) -> u64 {
        size_of::<Self>() as u64 + self.moments.bytes() + self.histogram.bytes()
    }

    /// The approximate bytes of the tally after `times` as many numbers of the same distribution.
    pub(crate) fn bytes_after(&self, times: f64) -> u64 {
        let (histogram, [least, greatest]) = self.histogram.bytes_after(times);
        size_of::<Self>() as u64 + self.moments.bytes_of_range(least, greatest) + histogram
    }
}
