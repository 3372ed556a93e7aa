//! The memory of a tally, and how it grows with the count of numbers.

use super::Tally;

impl Tally {
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
