//! Counts of floats by their leading bits: quantiles within a known error, merged without one.

use std::collections::BTreeMap;

use super::{CHUNK, Kept, MANTISSA_BITS};

/// How many bins a power of two holds.
const OCTAVE: i32 = 1 << MANTISSA_BITS;
/// The widest run of bins kept as a plain array, 64 powers of two; what lies beyond is kept sparsely.
const WINDOW: i32 = 64 * OCTAVE;

/// The bin of a number: its sign, exponent and leading mantissa bits, in the order of numbers.
#[inline(always)]
#[expect(clippy::inline_always, reason = "part of a vector loop")]
#[expect(clippy::cast_possible_truncation, reason = "21 bits are left")]
pub(crate) fn bin(x: f64) -> i32 {
    // The two zeros are one number.
    let bits = (x + 0.0).to_bits().cast_signed();
    // Negative numbers descend as their bits ascend.
    let ordered = bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed();
    (ordered >> (52 - MANTISSA_BITS)) as i32
}

/// The number that stands for a bin: its middle, or zero for the bins next to zero.
pub(crate) fn middle(bin: i32) -> f64 {
    let edge = |bin: i32| {
        let ordered = i64::from(bin) << (52 - MANTISSA_BITS);
        let bits = ordered ^ ((ordered >> 63).cast_unsigned() >> 1).cast_signed();
        f64::from_bits(bits.cast_unsigned())
    };
    if bin == 0 || bin == -1 {
        return 0.0;
    }
    let (low, high) = (edge(bin), edge(bin + 1));
    // The outermost bins reach to the largest float.
    let (low, high) = (low.max(-f64::MAX), high.min(f64::MAX));
    low + (high - low) / 2.0
}

/// How many numbers fell into each bin.
#[derive(Clone, Debug, Default)]
pub(crate) struct Histogram {
    /// The bin of the first count.
    first: i32,
    counts: Vec<u64>,
    beyond: BTreeMap<i32, u64>,
    /// Which bins of the array are to be kept; empty until any are.
    marks: Vec<u8>,
}

/// Whether a bin lies in one of the ranges, both ends in.
pub(crate) fn is_in(bin: i32, ranges: &[[i32; 2]]) -> bool {
    ranges.iter().any(|[from, to]| (*from..=*to).contains(&bin))
}

impl Histogram {
    /// Counts numbers by their bins.
    #[inline]
    pub(crate) fn add(&mut self, bins: &[i32]) {
        for bin in bins {
            let at = bin.wrapping_sub(self.first).cast_unsigned() as usize;
            match self.counts.get_mut(at) {
                Some(count) => *count += 1,
                None => self.add_outside(*bin, 1),
            }
        }
    }

    /// Counts numbers by their bins, and keeps those whose bins lie in the ranges.
    pub(crate) fn add_keeping(
        &mut self,
        bins: &[i32],
        values: &[f64],
        ranges: &[[i32; 2]],
        kept: &mut Kept,
    ) {
        self.mark(ranges);
        let mut chosen = [0.0; CHUNK];
        let mut end = 0;
        for (bin, value) in bins.iter().zip(values) {
            let at = bin.wrapping_sub(self.first).cast_unsigned() as usize;
            // Every number is written, and only a mark moves the end: no branch to guess.
            chosen[end % CHUNK] = *value;
            if let (Some(count), Some(mark)) = (self.counts.get_mut(at), self.marks.get(at)) {
                *count += 1;
                end += usize::from(*mark);
            } else {
                self.add_outside(*bin, 1);
                self.mark(ranges);
                end += usize::from(is_in(*bin, ranges));
            }
        }
        if end > 0 {
            kept.extend(&chosen[..end]);
        }
    }

    /// Marks the bins of the array that lie in the ranges, if it has grown since.
    fn mark(&mut self, ranges: &[[i32; 2]]) {
        if self.marks.len() != self.counts.len() {
            let bins = (self.first..).take(self.counts.len());
            self.marks = bins.map(|bin| u8::from(is_in(bin, ranges))).collect();
        }
    }

    /// Counts one bin so many times.
    pub(crate) fn add_repeated(&mut self, bin: i32, times: u64) {
        if times > 0 {
            self.merge_counted(&[(bin, times)]);
        }
    }

    /// Counts a bin that the array does not hold yet.
    #[cold]
    fn add_outside(&mut self, bin: i32, count: u64) {
        let page = bin.div_euclid(OCTAVE) * OCTAVE;
        let end = self.end();
        let (from, to) = if self.counts.is_empty() {
            (page, page + OCTAVE)
        } else {
            (page.min(self.first), end.max(page + OCTAVE))
        };
        if to - from > WINDOW {
            *self.beyond.entry(bin).or_default() += count;
            return;
        }
        let bins = |from: i32, to: i32| (to - from).unsigned_abs() as usize;
        let mut counts = vec![0; bins(from, to)];
        if !self.counts.is_empty() {
            let start = bins(from, self.first);
            counts[start..start + self.counts.len()].copy_from_slice(&self.counts);
        }
        (self.first, self.counts) = (from, counts);
        self.counts[bins(from, bin)] += count;
    }

    /// The bin after the last of the array.
    fn end(&self) -> i32 {
        // The array holds at most WINDOW counts.
        self.first + i32::try_from(self.counts.len()).unwrap_or(WINDOW)
    }

    /// Bins that were hit, ascending, with their counts: the one form of the same counts.
    pub(crate) fn counted(&self) -> Vec<(i32, u64)> {
        let held = (self.first..)
            .zip(&self.counts)
            .filter(|(_, count)| **count > 0);
        let held = held.map(|(bin, count)| (bin, *count));
        if self.beyond.is_empty() {
            return held.collect();
        }
        // The array may have grown over bins that were beyond it.
        let mut all = self.beyond.clone();
        for (bin, count) in held {
            *all.entry(bin).or_default() += count;
        }
        all.into_iter().collect()
    }

    pub(crate) fn from_counted(counted: &[(i32, u64)]) -> Self {
        let mut histogram = Self::default();
        histogram.merge_counted(counted);
        histogram
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.merge_counted(&other.counted());
    }

    fn merge_counted(&mut self, counted: &[(i32, u64)]) {
        for (bin, count) in counted {
            let at = bin.wrapping_sub(self.first).cast_unsigned() as usize;
            match self.counts.get_mut(at) {
                Some(held) => *held += count,
                None => self.add_outside(*bin, *count),
            }
        }
    }
}

/// The bin of the `rank`-th smallest number, counted from 1, and how many numbers lie in the bins
/// below it. `None` if there are not so many numbers.
pub(crate) fn bin_of_rank(counted: &[(i32, u64)], rank: u64) -> Option<(i32, u64)> {
    let mut below = 0;
    for (bin, count) in counted {
        if below + count >= rank {
            return Some((*bin, below));
        }
        below += count;
    }
    None
}

impl PartialEq for Histogram {
    fn eq(&self, other: &Self) -> bool {
        self.counted() == other.counted()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_ascend_with_numbers_and_their_middles_lie_inside() {
        let mut numbers = vec![
            f64::MIN,
            -1e300,
            -2.0,
            -1.0,
            -1e-300,
            0.0,
            1e-300,
            1e-5,
            1.0,
            1.001,
            1.01,
            1e9,
            f64::MAX,
        ];
        numbers.sort_by(f64::total_cmp);
        for pair in numbers.windows(2) {
            assert!(bin(pair[0]) <= bin(pair[1]), "{pair:?}");
        }
        for x in numbers {
            let off = (middle(bin(x)) - x).abs();
            assert!(off <= x.abs() * 2f64.powi(-10), "{x}: {}", middle(bin(x)));
        }
        assert_eq!(bin(-0.0), bin(0.0));
        assert_eq!(bin(1.0) - bin(0.5), OCTAVE);
    }

    #[test]
    fn counts_do_not_depend_on_the_order_in_which_bins_come() {
        let bins: Vec<i32> = (0..2_000)
            .map(|i| (i * 7919) % 1_000_000 - 500_000)
            .collect();
        let mut forth = Histogram::default();
        forth.add(&bins);
        let mut back = Histogram::default();
        bins.iter().rev().for_each(|bin| back.add(&[*bin]));
        assert_eq!(forth, back);
        let (mut left, mut right) = (Histogram::default(), Histogram::default());
        left.add(&bins[..700]);
        right.add(&bins[700..]);
        right.merge(&left);
        assert_eq!(right, forth);
        assert_eq!(Histogram::from_counted(&forth.counted()), forth);
        assert_eq!(
            forth.counted().iter().map(|(_, count)| count).sum::<u64>(),
            2_000
        );
    }
}
