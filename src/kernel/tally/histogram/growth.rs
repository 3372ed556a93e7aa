//! The memory of a histogram, and how it grows with the count of numbers.

use std::collections::BTreeMap;

use super::{Histogram, OCTAVE, WINDOW, bin_of_rank, middle};

/// The bytes of a count that is stored sparsely, with its share of the map.
const SPARSE_BYTES: u64 = 26;

impl Histogram {
    /// The approximate bytes of the counts.
    pub(in crate::kernel::tally) fn bytes(&self) -> u64 {
        4 * self.counts.len() as u64 + SPARSE_BYTES * self.beyond.len() as u64
    }

    /// The approximate bytes of the counts after `times` as many numbers of the same distribution,
    /// and the extremes expected then.
    pub(in crate::kernel::tally) fn bytes_after(&self, times: f64) -> (u64, [f64; 2]) {
        let counted = self.counted();
        let (Some(first), Some(last)) = (counted.first(), counted.last()) else {
            return (0, [0.0; 2]);
        };
        let ends = [first.0, last.0];
        let inside = (self.first..self.end()).zip(&self.counts);
        let inside = inside.map(|(bin, count)| (bin, u64::from(*count)));
        let inside: Vec<_> = inside.filter(|(_, count)| *count > 0).collect();
        let [low, high] = widened(&inside, times);
        let octaves = high.div_euclid(OCTAVE) - low.div_euclid(OCTAVE) + 1;
        let window = (OCTAVE * octaves).clamp(0, WINDOW).unsigned_abs();
        let window = u64::from(window).max(self.counts.len() as u64);
        let sparse = SPARSE_BYTES * self.sparse_after(times);
        let ends = if self.beyond.is_empty() {
            [low, high]
        } else {
            widened(&counted, times.min(16.0)).map(|bin| bin.clamp(ends[0], ends[1]))
        };
        (4 * window + sparse, ends.map(middle))
    }

    /// The sparse counts expected after `times` as many numbers: of each octave as many of its
    /// bins as its numbers reach, and of those not yet reached half as many numbers each.
    fn sparse_after(&self, times: f64) -> u64 {
        if self.beyond.is_empty() {
            return 0;
        }
        let bins = f64::from(OCTAVE);
        let reached = |count: f64| bins * (1.0 - libm::exp(-count * times / bins));
        let mut octaves: BTreeMap<i32, u64> = BTreeMap::new();
        for (bin, count) in &self.beyond {
            *octaves.entry(bin.div_euclid(OCTAVE)).or_default() += count;
        }
        #[expect(clippy::cast_precision_loss, reason = "an estimate")]
        let seen: f64 = octaves.values().map(|count| reached(*count as f64)).sum();
        let unseen = (0..64).map(|octave| reached(libm::exp2(-f64::from(octave))));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an estimate"
        )]
        let all = (seen + unseen.sum::<f64>()).ceil() as u64;
        all
    }
}

/// The bins between which `times` as many numbers are expected to lie, if both tails continue as
/// their last hundredth does, exponentially in the bins.
fn widened(counted: &[(i32, u64)], times: f64) -> [i32; 2] {
    let (Some((low, _)), Some((high, _))) = (counted.first(), counted.last()) else {
        return [0, -1];
    };
    let count: u64 = counted.iter().map(|(_, count)| count).sum();
    let tail = (count / 100).max(2);
    let at = |rank| bin_of_rank(counted.iter().copied(), rank).map_or(0, |(bin, _)| bin);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "an estimate"
    )]
    let by = |width: i32| {
        let steps = libm::log(times.max(1.0)) / libm::log(tail as f64);
        (f64::from(width) * steps).ceil().min(f64::from(WINDOW)) as i32
    };
    [
        low - by(at(tail) - low),
        high + by(high - at(count - count.min(tail) + 1)),
    ]
}
