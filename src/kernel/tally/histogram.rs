//! Counts of floats by their leading bits, which give quantiles within a known error and merge
//! exactly.

mod growth;

use std::collections::BTreeMap;
use std::ops::Range;

/// The number of mantissa bits that distinguish bins: 512 bins per power of two.
const MANTISSA_BITS: u32 = 9;
/// The length of a chunk whose bins are computed together.
pub(super) use super::moments::CHUNK;
/// The number of bins per power of two.
const OCTAVE: i32 = 1 << MANTISSA_BITS;
/// The widest range of bins in a plain array, 64 powers of two; counts beyond it are stored
/// sparsely.
const WINDOW: i32 = 64 * OCTAVE;

/// The most bins per count that a histogram from elsewhere gets as a plain array.
const SPARSE: i64 = 64;

/// Returns the bin of a number: its sign, exponent and leading mantissa bits, in the order of
/// numbers.
#[inline(always)]
#[expect(clippy::inline_always, reason = "part of a vector loop")]
pub(crate) fn bin(x: f64) -> i32 {
    // The two zeros are one number. The leading half of a number has all bits that count.
    let leading = ((x + 0.0).to_bits() >> 32) as i32;
    let bits = leading >> (20 - MANTISSA_BITS);
    // Negative numbers descend as their bits ascend.
    bits ^ ((bits >> 31).cast_unsigned() >> (20 - MANTISSA_BITS + 1)).cast_signed()
}

/// Returns the number that represents a bin: its middle, or zero for the bins next to zero.
pub(crate) fn middle(bin: i32) -> f64 {
    if bin == 0 || bin == -1 {
        return 0.0;
    }
    let [low, high] = ends(bin);
    low + (high - low) / 2.0
}

/// Returns two numbers between which all numbers of a bin lie.
pub(super) fn ends(bin: i32) -> [f64; 2] {
    let edge = |bin: i32| {
        let ordered = i64::from(bin) << (52 - MANTISSA_BITS);
        let bits = ordered ^ ((ordered >> 63).cast_unsigned() >> 1).cast_signed();
        f64::from_bits(bits.cast_unsigned())
    };
    // The outermost bins reach to the largest float.
    [edge(bin).max(-f64::MAX), edge(bin + 1).min(f64::MAX)]
}

/// The count of numbers in each bin.
#[derive(Clone, Debug, Default)]
pub(crate) struct Histogram {
    /// The bin of the first count.
    first: i32,
    /// Small counts of a range of bins, 32 bits each so that many stay in a core's cache.
    counts: Vec<u32>,
    /// The count of numbers since the last check for large counts.
    since: u32,
    /// Large counts, and those of bins far from the range.
    beyond: BTreeMap<i32, u64>,
}

/// The greatest count of numbers added together.
#[expect(clippy::cast_possible_truncation, reason = "a chunk is small")]
const STEP: u32 = CHUNK as u32;
/// The size from which a count is moved out of the array.
const LARGE: u32 = 1 << 30;

impl Histogram {
    /// Counts at most [`CHUNK`] numbers by their bins.
    #[inline]
    pub(crate) fn add(&mut self, bins: &[i32]) {
        self.make_room();
        let (counts, first) = (&mut self.counts[..], self.first);
        let mut is_outside = false;
        for bin in bins {
            match counts.get_mut(place(*bin, first)) {
                Some(count) => *count += 1,
                None => is_outside = true,
            }
        }
        if is_outside {
            self.add_outside(bins);
        }
    }

    /// Moves large counts out of the array before any can overflow.
    fn make_room(&mut self) {
        self.since += STEP;
        if self.since < LARGE {
            return;
        }
        self.since = STEP;
        for (bin, count) in (self.first..).zip(&mut self.counts) {
            if *count >= LARGE {
                *self.beyond.entry(bin).or_default() += u64::from(*count);
                *count = 0;
            }
        }
    }

    /// Counts one bin `times` times.
    pub(crate) fn add_repeated(&mut self, bin: i32, times: u64) {
        if times > 0 {
            self.merge_counted(&[(bin, times)]);
        }
    }

    /// Counts those of some bins that are not in the array yet.
    #[cold]
    fn add_outside(&mut self, bins: &[i32]) {
        let (first, end) = (self.first, self.end());
        for bin in bins {
            if !(first..end).contains(bin) {
                self.add_one_outside(*bin);
            }
        }
    }

    /// Counts a bin that was not in the array.
    fn add_one_outside(&mut self, bin: i32) {
        self.grow_to(bin);
        match self.counts.get_mut(place(bin, self.first)) {
            Some(count) => *count += 1,
            None => *self.beyond.entry(bin).or_default() += 1,
        }
    }

    /// Extends the array to a bin, unless the bin is too far away.
    fn grow_to(&mut self, bin: i32) {
        let page = bin.div_euclid(OCTAVE) * OCTAVE;
        let end = self.end();
        let (from, to) = if self.counts.is_empty() {
            (page, page + OCTAVE)
        } else {
            (page.min(self.first), end.max(page + OCTAVE))
        };
        if to - from > WINDOW || (from == self.first && to == end) {
            return;
        }
        let mut counts = vec![0; place(to, from)];
        if !self.counts.is_empty() {
            let start = place(self.first, from);
            counts[start..start + self.counts.len()].copy_from_slice(&self.counts);
        }
        (self.first, self.counts) = (from, counts);
    }

    /// Returns the bin after the last of the array.
    fn end(&self) -> i32 {
        // The array has at most WINDOW counts.
        self.first + i32::try_from(self.counts.len()).unwrap_or(WINDOW)
    }

    /// Returns the bins with counts, ascending: the canonical form of the histogram.
    pub(crate) fn counted(&self) -> Vec<(i32, u64)> {
        let small = (self.first..).zip(&self.counts);
        let small = small.map(|(bin, count)| (bin, u64::from(*count)));
        let mut small = small.filter(|(_, count)| *count > 0).peekable();
        let size = self.counts.iter().filter(|count| **count > 0);
        let mut counted = Vec::with_capacity(size.count() + self.beyond.len());
        for (bin, count) in &self.beyond {
            while let Some(before) = small.next_if(|(other, _)| other < bin) {
                counted.push(before);
            }
            // A bin may have counts in both places.
            let same = small.next_if(|(other, _)| other == bin);
            counted.push((*bin, count + same.map_or(0, |(_, count)| count)));
        }
        counted.extend(small);
        counted
    }

    /// Returns the bin of the `rank`-th smallest number, counted from 1, and the count of numbers in
    /// the bins below it; `None` if there are fewer numbers.
    pub(crate) fn bin_of_rank(&self, rank: u64) -> Option<(i32, u64)> {
        /// The counts that are added up before one is looked at.
        const PAGE: usize = 64;
        if !self.beyond.is_empty() {
            return bin_of_rank(self.counted(), rank);
        }
        let mut below = 0;
        let own = |count: &u32| u64::from(*count);
        for (first, page) in (self.first..).step_by(PAGE).zip(self.counts.chunks(PAGE)) {
            let sum: u64 = page.iter().map(own).sum();
            if sum > 0 && below + sum >= rank {
                let counted = (first..).zip(page.iter().map(own));
                let counted = counted.filter(|(_, count)| *count > 0);
                return bin_of_rank(counted, rank.saturating_sub(below))
                    .map(|(bin, within)| (bin, below + within));
            }
            below += sum;
        }
        None
    }

    /// Returns the count of numbers in the bins below one.
    pub(crate) fn below(&self, bin: i32) -> u64 {
        let end = usize::try_from(i64::from(bin) - i64::from(self.first)).unwrap_or(0);
        let array = &self.counts[..end.min(self.counts.len())];
        let array: u64 = array.iter().map(|count| u64::from(*count)).sum();
        array
            + self
                .beyond
                .range(..bin)
                .map(|(_, count)| count)
                .sum::<u64>()
    }

    /// Builds a histogram from its canonical form, in memory of the order of that form.
    pub(crate) fn from_counted(counted: &[(i32, u64)]) -> Self {
        let page = |bin: i32| bin.div_euclid(OCTAVE) * OCTAVE;
        let mut histogram = Self::default();
        let [from, to] = densest(counted);
        let ends = counted[from..to].first().zip(counted[from..to].last());
        let dense = ends.map(|((first, _), (last, _))| [*first, *last]);
        let dense = dense.filter(|[first, last]| {
            let span = i64::from(*last) - i64::from(*first);
            let is_alone = to - from == 1 && counted.len() > 1;
            span <= SPARSE * i64::try_from(to - from).unwrap_or(i64::MAX) && !is_alone
        });
        if let Some([first, last]) = dense {
            histogram.first = page(first);
            histogram.counts = vec![0; place(page(last) + OCTAVE, page(first))];
            histogram.merge_counted(counted);
        } else {
            histogram.beyond = counted.iter().copied().collect();
        }
        histogram
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        let array = |range: Range<usize>| -> Vec<(i32, u64)> {
            let counts = (other.first..).zip(&other.counts);
            let counts = counts.skip(range.start).take(range.len());
            let counts = counts.filter(|(_, count)| **count > 0);
            counts
                .map(|(bin, count)| (bin, u64::from(*count)))
                .collect()
        };
        let merged = self.merge_arrays(other);
        self.merge_counted(&array(0..merged.start));
        self.merge_counted(&array(merged.end..other.counts.len()));
        let beyond: Vec<(i32, u64)> = other.beyond.iter().map(|(bin, n)| (*bin, *n)).collect();
        self.merge_counted(&beyond);
    }

    /// Adds the counts of the other's array that lie within this one's, count by count, and returns
    /// their places there; none if a sum is large.
    fn merge_arrays(&mut self, other: &Self) -> Range<usize> {
        if other.counts.is_empty() {
            return 0..0;
        }
        self.grow_to(other.first);
        self.grow_to(other.end() - 1);
        let first = self.first.max(other.first);
        let end = self.end().min(other.end());
        if first >= end {
            return 0..0;
        }
        let size = place(end, first);
        let own = place(first, self.first);
        let own = &mut self.counts[own..own + size];
        let start = place(first, other.first);
        let counts = &other.counts[start..start + size];
        // No count reaches 2^31, so no sum overflows.
        let sums = own.iter().zip(counts).map(|(own, count)| own + count);
        if sums.fold(0, |all, sum| all | sum) >= LARGE {
            return 0..0;
        }
        for (own, count) in own.iter_mut().zip(counts) {
            *own += count;
        }
        start..start + size
    }

    /// Adds counts of bins, ascending.
    fn merge_counted(&mut self, counted: &[(i32, u64)]) {
        let mut beyond = Vec::new();
        for (bin, count) in counted {
            if self.counts.get(place(*bin, self.first)).is_none() {
                self.grow_to(*bin);
            }
            let own = self.counts.get_mut(place(*bin, self.first));
            let small = own.and_then(|own| {
                let sum = u64::from(*own) + count;
                *own = u32::try_from(sum).ok().filter(|sum| *sum < LARGE)?;
                Some(())
            });
            if small.is_none() {
                beyond.push((*bin, *count));
            }
        }
        self.add_beyond(&beyond);
    }

    /// Adds counts of bins, ascending, to those outside the array.
    fn add_beyond(&mut self, counted: &[(i32, u64)]) {
        if counted.len() < self.beyond.len() / 8 {
            for (bin, count) in counted {
                *self.beyond.entry(*bin).or_default() += count;
            }
            return;
        }
        if counted.is_empty() {
            return;
        }
        // A map is built from ascending keys in a fraction of the time that insertions take.
        let mut own = std::mem::take(&mut self.beyond).into_iter().peekable();
        let mut all = Vec::with_capacity(own.len() + counted.len());
        for (bin, count) in counted {
            while let Some(before) = own.next_if(|(other, _)| other < bin) {
                all.push(before);
            }
            let same = own.next_if(|(other, _)| other == bin);
            all.push((*bin, count + same.map_or(0, |(_, count)| count)));
        }
        all.extend(own);
        self.beyond = all.into_iter().collect();
    }
}

/// The first and the end of the entries that lie in one array, for the array with most of them.
fn densest(counted: &[(i32, u64)]) -> [usize; 2] {
    let mut most = [0, 0];
    let mut end = 0;
    for (from, (bin, _)) in counted.iter().enumerate() {
        let limit = i64::from(bin.div_euclid(OCTAVE)) * i64::from(OCTAVE) + i64::from(WINDOW);
        while counted
            .get(end)
            .is_some_and(|(bin, _)| i64::from(*bin) < limit)
        {
            end += 1;
        }
        if end - from > most[1] - most[0] {
            most = [from, end];
        }
    }
    most
}

/// Returns the index of a bin relative to a first one; beyond any array if it lies before.
#[inline(always)]
#[expect(clippy::inline_always, reason = "part of the innermost loop")]
fn place(bin: i32, first: i32) -> usize {
    bin.wrapping_sub(first).cast_unsigned() as usize
}

/// The same among bins with counts, ascending.
fn bin_of_rank(counted: impl IntoIterator<Item = (i32, u64)>, rank: u64) -> Option<(i32, u64)> {
    let mut below = 0;
    for (bin, count) in counted {
        if below + count >= rank {
            return Some((bin, below));
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
            let [low, high] = ends(bin(x));
            assert!(low <= x && x <= high, "{x}: {low} to {high}");
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

    /// Arrays that overlap, lie apart or touch, too far apart for one array, and with large counts.
    #[test]
    fn merging_arrays_is_merging_their_bins() {
        let counted = [
            vec![(0, 3), (1, 2), (700, 1)],
            vec![(-5, 1), (1, 9)],
            vec![(20_000, 4)],
            vec![(-60_000, 4), (-59_990, 1)],
            vec![(1, u64::from(LARGE) - 1), (2, 1)],
            vec![(1, 1 << 40), (3, 1)],
            vec![],
        ];
        for one in &counted {
            for other in &counted {
                let mut merged = Histogram::from_counted(one);
                merged.merge(&Histogram::from_counted(other));
                let mut sums = BTreeMap::new();
                for (bin, count) in one.iter().chain(other) {
                    *sums.entry(*bin).or_insert(0) += count;
                }
                let sums: Vec<(i32, u64)> = sums.into_iter().collect();
                assert_eq!(merged.counted(), sums, "{one:?} and {other:?}");
                merged.merge(&Histogram::from_counted(one));
                let all: u64 = sums.iter().chain(one).map(|(_, count)| count).sum();
                let counts = merged.counted();
                assert_eq!(counts.iter().map(|(_, count)| count).sum::<u64>(), all);
            }
        }
    }

    /// Both ways through the counts, by pages and with counts beyond the array, find the bin that a
    /// walk over all numbers finds.
    #[test]
    fn ranks_are_found_in_their_bins() {
        let spread: Vec<i32> = (0..1_500).map(|i| (i * i) % 911 - 300).collect();
        let far = [-900_000, 900_000, 900_000];
        for bins in [spread.clone(), spread.iter().chain(&far).copied().collect()] {
            let mut histogram = Histogram::default();
            bins.chunks(100).for_each(|bins| histogram.add(bins));
            let mut sorted = bins;
            sorted.sort_unstable();
            for (bin, rank) in sorted.iter().zip(1..) {
                let below = sorted.partition_point(|other| other < bin) as u64;
                assert_eq!(histogram.bin_of_rank(rank), Some((*bin, below)));
            }
            assert_eq!(histogram.bin_of_rank(sorted.len() as u64 + 1), None);
        }
        assert_eq!(Histogram::default().bin_of_rank(1), None);
    }

    #[test]
    fn a_few_bins_from_elsewhere_take_little_memory() {
        let far = [(-500_000, 3), (0, 1), (500_000, 2)];
        let mut sparse = Histogram::from_counted(&far);
        assert!(sparse.counts.is_empty());
        assert_eq!(sparse.counted(), far);
        sparse.add(&[0, 7]);
        assert_eq!(sparse.counted(), [far[0], (0, 2), (7, 1), far[2]]);
        assert!(!Histogram::from_counted(&[(5, 3), (6, 1)]).counts.is_empty());
    }

    /// Bins on both sides of zero, of which the side with more gets the array.
    #[test]
    fn the_array_covers_most_of_the_bins_from_elsewhere() {
        let few = (0..40).map(|bin| (bin - 500_000, 1));
        let many = (0..4_000).map(|bin| (3 * bin + 500_000, 2));
        let counted: Vec<(i32, u64)> = few.chain(many).collect();
        let histogram = Histogram::from_counted(&counted);
        assert_eq!(histogram.beyond.len(), 40);
        assert_eq!(histogram.counted(), counted);
        assert!(histogram.counts.len() < 3 * 4_000 + 2 * 512);
    }

    #[test]
    fn a_number_that_occurs_zero_times_leaves_no_bin() {
        let mut histogram = Histogram::default();
        for bin in [0, 500_000] {
            histogram.add_repeated(bin, 0);
            assert!(histogram.counted().is_empty());
        }
    }

    /// 64 powers of two of 512 bins with four bytes each, and two counts far from them: numbers that
    /// lie farther apart do not stretch the array.
    #[test]
    fn bins_far_apart_take_no_array_between_them() {
        let mut histogram = Histogram::default();
        histogram.add(&[-900_000, 0, 900_000]);
        assert_eq!(histogram.counted().len(), 3);
        assert!(histogram.bytes() < 64 * 512 * 4 + 100);
    }
}
