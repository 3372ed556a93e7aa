//! Numbers kept for exact order statistics: those between two others.

use fearless_simd::{Simd, dispatch};

use super::histogram::{CHUNK, bin, ends};
use super::pages::Pages;
use super::{Room, Tally};
use crate::kernel::Level;

/// The numbers of a tally that lie in some ranges, both ends included, and the counts from which
/// their ranks among all numbers follow.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    /// Ascending and disjoint.
    pub(super) ranges: Vec<Range>,
    /// The bins that each range touches, first and last.
    bins: Vec<[i32; 2]>,
    pub(super) numbers: Pages,
}

/// A range of numbers to keep.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub(super) from: f64,
    pub(super) to: f64,
    /// The least number that is counted as below the range: the lower end of the bin of `from`.
    pub(super) floor: f64,
    /// The count of numbers from `floor` to `from`, the latter excluded.
    pub(super) below: u64,
    /// The count of numbers in the range.
    pub(super) count: u64,
}

impl Range {
    pub(super) fn new([from, to]: [f64; 2]) -> Self {
        Self {
            from,
            to,
            floor: ends(bin(from))[0].min(from),
            below: 0,
            count: 0,
        }
    }

    fn ends(&self) -> [f64; 2] {
        [self.from, self.to]
    }
}

impl Kept {
    /// Builds an empty store for the numbers in ranges, which must ascend and be disjoint.
    pub(crate) fn new(ranges: &[[f64; 2]]) -> Self {
        Self {
            ranges: ranges.iter().map(|ends| Range::new(*ends)).collect(),
            bins: ranges.iter().map(|ends| ends.map(bin)).collect(),
            numbers: Pages::default(),
        }
    }

    /// True if every number is kept.
    pub(super) fn keeps_all(&self) -> bool {
        matches!(&self.ranges[..], [all] if is_all(all.ends()))
    }

    /// The bins that the ranges touch, first and last of each range; none if every number is kept.
    pub(super) fn bins(&self) -> &[[i32; 2]] {
        if self.keeps_all() { &[] } else { &self.bins }
    }

    /// Keeps all of some numbers, in a store that keeps all.
    pub(super) fn add_all(&mut self, numbers: &[f64]) {
        if let Some(all) = self.ranges.first_mut() {
            all.count += numbers.len() as u64;
        }
        self.numbers.extend(numbers);
    }

    /// Keeps those of the first `count` near numbers of the room that lie in the ranges. Among them
    /// must be all numbers of the chunk whose bins the ranges touch.
    pub(super) fn add(&mut self, level: Level, count: usize, room: &mut Room) {
        let Room {
            near,
            inside,
            chosen,
            ..
        } = room;
        let count = sift(level, &near[..count], &mut self.ranges, inside, chosen);
        self.numbers.extend(&chosen[..count]);
    }

    /// Adds the numbers of another store for the same ranges.
    pub(crate) fn merge(&mut self, other: Self) {
        for (ours, theirs) in self.ranges.iter_mut().zip(&other.ranges) {
            ours.below += theirs.below;
            ours.count += theirs.count;
        }
        self.numbers.append(other.numbers);
    }

    /// True if both keep the numbers of the same ranges.
    pub(crate) fn has_ranges_of(&self, other: &Self) -> bool {
        let bits = |kept: &Self| -> Vec<[u64; 2]> {
            let ranges = kept.ranges.iter();
            ranges.map(|range| range.ends().map(f64::to_bits)).collect()
        };
        bits(self) == bits(other)
    }

    /// The numbers in narrower ranges, each of which lies in one of the ranges of this store.
    pub(crate) fn narrowed(self, level: Level, ends: &[[f64; 2]]) -> Self {
        let mut narrowed = Self::new(ends);
        // What is below an own range was not kept and is counted apart.
        let outer: Vec<Option<Range>> = ends
            .iter()
            .map(|[from, _]| {
                let mut ranges = self.ranges.iter();
                ranges
                    .find(|range| range.from <= *from && *from <= range.to)
                    .copied()
            })
            .collect();
        for (range, outer) in narrowed.ranges.iter_mut().zip(&outer) {
            if let Some(outer) = outer {
                range.floor = range.floor.max(outer.from);
            }
        }
        let (mut inside, mut chosen) = ([0; CHUNK], [0.0; CHUNK]);
        let (pages, repeated) = self.numbers.into_parts();
        for page in pages {
            let ranges = &mut narrowed.ranges;
            let count = sift(level, &page, ranges, &mut inside, &mut chosen);
            narrowed.numbers.extend(&chosen[..count]);
        }
        for (number, count) in repeated {
            if narrowed.count_repeated(number, count) {
                narrowed.numbers.repeat(number, count);
            }
        }
        for (range, outer) in narrowed.ranges.iter_mut().zip(outer) {
            let whole = Range::new(range.ends());
            if let Some(outer) = outer
                && bin(outer.from) == bin(range.from)
            {
                range.below += outer.below;
            }
            range.floor = whole.floor;
        }
        narrowed
    }

    /// Counts a number `times` times; true if it lies in a range.
    pub(super) fn count_repeated(&mut self, number: f64, times: u64) -> bool {
        let mut is_inside = false;
        for range in &mut self.ranges {
            if number < range.from {
                range.below += if number >= range.floor { times } else { 0 };
            } else if number <= range.to {
                range.count += times;
                is_inside = true;
            }
        }
        is_inside
    }

    /// The count of all numbers of the tally below each range.
    pub(crate) fn counts_below(&self, tally: &Tally) -> Vec<u64> {
        let ranges = self.ranges.iter().zip(&self.bins);
        ranges
            .map(|(range, [first, _])| tally.count_below(*first) + range.below)
            .collect()
    }

    /// The place of a rank among the kept numbers in order, both counted from one, if it is kept;
    /// `below` contains the count of all numbers below each range.
    pub(super) fn place(&self, rank: u64, below: &[u64]) -> Option<u64> {
        place(
            rank,
            self.ranges
                .iter()
                .zip(below)
                .map(|(range, below)| (*below, range.count)),
        )
    }

    /// The range that keeps the number of a rank; `None` if none does. `below` contains the count of
    /// all numbers below each range.
    pub(crate) fn range_of(&self, below: &[u64], rank: u64) -> Option<[f64; 2]> {
        let is_in =
            |(range, below): &(&Range, &u64)| **below < rank && rank <= **below + range.count;
        let range = self.ranges.iter().zip(below).find(is_in);
        range.map(|(range, _)| range.ends())
    }

    /// A range with the number of a rank: the one that keeps it, or its bin as far as no range does.
    pub(crate) fn range_around(&self, tally: &Tally, below: &[u64], rank: u64) -> [f64; 2] {
        if let Some(range) = self.range_of(below, rank) {
            return range;
        }
        let all = [f64::NEG_INFINITY, f64::INFINITY];
        let mut around = tally.bin_of_rank(rank).map_or(all, ends);
        for (range, below) in self.ranges.iter().zip(below) {
            if rank <= *below {
                around[1] = around[1].min(range.from);
            } else {
                around[0] = around[0].max(range.to);
            }
        }
        around
    }

    /// Sets the numbers, whose counts the ranges have.
    pub(super) fn set_numbers(&mut self, numbers: Pages) {
        self.numbers = numbers;
    }

    /// The kept numbers in order, each with its count.
    pub(super) fn counted(&self) -> Vec<(f64, u64)> {
        let singles = self.numbers.pages().flatten().map(|number| (*number, 1));
        let mut counted: Vec<(f64, u64)> = singles.chain(self.numbers.repeated()).collect();
        counted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        counted.dedup_by(|next, own| {
            let is_same = next.0.to_bits() == own.0.to_bits();
            own.1 += if is_same { next.1 } else { 0 };
            is_same
        });
        counted
    }

    /// True if the kept numbers can be among those of a tally.
    pub(crate) fn fits(&self, tally: &Tally) -> bool {
        // Equal numbers are known without being kept, and constants are counted without being drawn.
        let is_empty = |range: &Range| (range.below, range.count) == (0, 0);
        if tally.is_constant() && self.ranges.iter().all(is_empty) {
            return self.counted().is_empty();
        }
        let below = self.counts_below(tally);
        let mut before = 0;
        let ascends = self.ranges.iter().zip(below).all(|(range, below)| {
            let is_after = before <= below;
            before = below.saturating_add(range.count);
            is_after
        });
        if !ascends || before > tally.count() {
            return false;
        }
        let mut in_bins = std::collections::BTreeMap::new();
        let mut in_first = vec![0; self.ranges.len()];
        for (number, count) in self.counted() {
            *in_bins.entry(bin(number)).or_insert(0) += count;
            let of = self.ranges.partition_point(|range| range.to < number);
            if self.bins[of][0] == bin(number) {
                in_first[of] += count;
            }
        }
        // All numbers of the first bin are below the range or in it, unless the range ends in the bin.
        let mut firsts = self.bins.iter().zip(in_first).zip(&self.ranges);
        let are_complete = firsts.all(|(([first, last], within), range)| {
            let count = tally.count_below(first + 1) - tally.count_below(*first);
            let accounted = range.below.saturating_add(within);
            accounted == count || (accounted < count && first == last)
        });
        if !are_complete {
            return false;
        }
        let is_inner = |of: i32| {
            self.bins
                .iter()
                .any(|[first, last]| *first < of && of < *last)
        };
        let counted = tally.counted();
        let of_bins: u64 = in_bins.values().sum();
        let mut found = 0;
        let agrees = counted.into_iter().all(|(bin, count)| {
            let kept = in_bins.get(&bin).copied().unwrap_or(0);
            found += kept;
            kept == count || (kept < count && !is_inner(bin))
        });
        agrees && found == of_bins
    }

    /// The count of numbers in memory, after repeated ones are moved out of the last page.
    pub(crate) fn singles(&mut self) -> u64 {
        self.numbers.singles()
    }

    /// The approximate bytes of the repeated numbers.
    pub(crate) fn repeated_bytes(&self) -> u64 {
        self.numbers.repeated_bytes()
    }

    /// The approximate bytes of all numbers.
    pub(crate) fn bytes(&self) -> u64 {
        (self.ranges.len() * size_of::<Range>()) as u64 + self.numbers.bytes()
    }
}

/// The place of a rank among the numbers in ranges, of each of which are given the count of numbers
/// below it and of those in it.
pub(super) fn place(rank: u64, ranges: impl Iterator<Item = (u64, u64)>) -> Option<u64> {
    let mut before = 0;
    for (below, count) in ranges {
        let within = rank.checked_sub(below).filter(|within| *within > 0)?;
        if within <= count {
            return Some(before + within);
        }
        before += count;
    }
    None
}

/// True for the range of all numbers.
fn is_all([from, to]: [f64; 2]) -> bool {
    from <= -f64::MAX && to >= f64::MAX
}

/// Puts ranges in ascending order, and joins those that touch each other.
pub(crate) fn join_ranges(ranges: &mut Vec<[f64; 2]>) {
    ranges.sort_unstable_by(|a, b| a[0].total_cmp(&b[0]));
    ranges.dedup_by(|next, range| {
        let touches = next[0] <= range[1];
        if touches {
            range[1] = range[1].max(next[1]);
        }
        touches
    });
}

/// Moves those of at most [`CHUNK`] numbers that lie in ranges to the front of `chosen`, and counts
/// them. Returns their count.
pub(super) fn sift(
    level: Level,
    numbers: &[f64],
    ranges: &mut [Range],
    inside: &mut [u64; CHUNK],
    chosen: &mut [f64; CHUNK],
) -> usize {
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "a loop is vector code only inside the dispatch"
    )]
    fn over<S: Simd>(simd: S, numbers: &[f64], ranges: &mut [Range], inside: &mut [u64]) {
        simd.vectorize(
            #[inline(always)]
            || {
                for range in ranges {
                    let Range {
                        from, to, floor, ..
                    } = *range;
                    let (mut below, mut count) = (0, 0);
                    for (inside, x) in inside.iter_mut().zip(numbers) {
                        let is_below = *x < from;
                        let is_inside = u64::from(!is_below) & u64::from(*x <= to);
                        below += u64::from(is_below) & u64::from(*x >= floor);
                        count += is_inside;
                        *inside |= is_inside;
                    }
                    range.below += below;
                    range.count += count;
                }
            },
        );
    }
    let inside = &mut inside[..numbers.len()];
    inside.fill(0);
    dispatch!(level.token(), simd => over(simd, numbers, ranges, inside));
    let mut count = 0;
    for (x, inside) in numbers.iter().zip(inside) {
        // Every number is written, and only one in a range moves the end, which avoids a branch.
        chosen[count % CHUNK] = *x;
        count += usize::from(*inside != 0);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [f64; 2] = [f64::NEG_INFINITY, f64::INFINITY];

    /// Numbers without order, of which one in five is one of a few.
    fn mixed(count: u32) -> Vec<f64> {
        let number = |i: u32| {
            let scattered = f64::from(i.wrapping_mul(2_654_435_761) >> 8) / f64::from(1 << 24);
            if i.is_multiple_of(5) {
                (scattered * 7.0).floor() - 3.0
            } else {
                (scattered - 0.3) * 10.0
            }
        };
        (0..count).map(number).collect()
    }

    /// Numbers of which no two are equal.
    fn distinct(count: u32) -> Vec<f64> {
        let number = |i: u32| 100.0 + f64::from(i.wrapping_mul(2_654_435_761)) * 1e-11;
        (0..count).map(number).collect()
    }

    fn tallied(numbers: &[f64], ranges: &[[f64; 2]]) -> (Tally, Kept) {
        let (mut tally, mut kept) = (Tally::new(0.0, 1.0), Kept::new(ranges));
        for some in numbers.chunks(700) {
            tally.add_at(Level::detect(), some, &mut kept, &mut Room::default());
        }
        (tally, kept)
    }

    fn in_order_of(numbers: &[f64]) -> Vec<f64> {
        let mut sorted = numbers.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted
    }

    /// Checks every order statistic: that of sorting where it lies in a range, none elsewhere.
    fn check(numbers: &[f64], tally: &Tally, kept: &Kept, ranges: &[[f64; 2]]) {
        let sorted = in_order_of(numbers);
        let ranks: Vec<u64> = (1..=sorted.len() as u64).step_by(37).collect();
        let found = tally.order_statistics(Level::detect(), &ranks, kept);
        for (rank, found) in ranks.iter().zip(found) {
            let expected = sorted[usize::try_from(*rank).unwrap_or(0) - 1];
            let is_kept = ranges
                .iter()
                .any(|[from, to]| *from <= expected && expected <= *to);
            let is_extreme = *rank == 1 || *rank == sorted.len() as u64;
            let expected = (is_kept || is_extreme).then_some(expected.to_bits());
            assert_eq!(
                found.map(f64::to_bits),
                expected,
                "rank {rank} in {ranges:?}"
            );
        }
    }

    #[test]
    fn ranges_keep_the_order_statistics_in_them_and_no_others() {
        for numbers in [mixed(9_000), distinct(30_000)] {
            let sorted = in_order_of(&numbers);
            let at = |share: usize| sorted[sorted.len() * share / 100];
            // All, some, two in one bin, ends that are numbers, and none.
            for ranges in [
                &[ALL][..],
                &[[at(10), at(12)], [at(50), at(70)]],
                &[[at(40), at(41)], [at(42), at(43)], [at(98), f64::INFINITY]],
                &[[at(33), at(33)]],
                &[],
            ] {
                let (tally, kept) = tallied(&numbers, ranges);
                check(&numbers, &tally, &kept, ranges);
                assert!(kept.fits(&tally));
            }
        }
    }

    #[test]
    fn narrowing_equals_keeping_the_narrower_ranges_from_the_start() {
        for numbers in [mixed(9_000), distinct(30_000)] {
            let sorted = in_order_of(&numbers);
            let at = |share: usize| sorted[sorted.len() * share / 100];
            let wide = [[at(5), at(45)], [at(48), at(90)]];
            let narrow = [[at(20), at(21)], [at(22), at(45)], [at(60), at(61)]];
            let (tally, kept) = tallied(&numbers, &wide);
            let narrowed = kept.narrowed(Level::detect(), &narrow);
            check(&numbers, &tally, &narrowed, &narrow);
            assert_eq!(narrowed, tallied(&numbers, &narrow).1);
        }
    }

    #[test]
    fn parts_merge_to_the_whole_in_any_order() {
        let numbers = mixed(5_000);
        let ranges = [[-2.0, 0.5], [1.0, 1.5]];
        let (_, whole) = tallied(&numbers, &ranges);
        let (_, mut second) = tallied(&numbers[1_234..], &ranges);
        let (_, first) = tallied(&numbers[..1_234], &ranges);
        second.merge(first);
        assert_eq!(second, whole);
    }

    /// A change of what is written is refused, or no longer fits the counts.
    #[test]
    fn only_what_was_kept_is_read() -> Result<(), serde_json::Error> {
        let numbers = mixed(3_000);
        let (tally, kept) = tallied(&numbers, &[[-2.0, 0.5], [1.001, 1.5]]);
        let written = serde_json::to_value(&kept)?;
        let read = |value: &serde_json::Value| serde_json::from_value::<Kept>(value.clone());
        assert_eq!(read(&written)?, kept);
        let mut changes = Vec::new();
        for (place, value) in [
            ("/ranges/0/count", 3.into()),
            ("/ranges/0/below", u64::MAX.into()),
            ("/ranges/1/below", 0.into()),
            ("/ranges/0/to", "7ff8000000000000".into()),
            ("/ranges/0/from", "4000000000000000".into()),
            ("/numbers/0", "7ff0000000000000".into()),
            ("/numbers/1", written["numbers"][0].clone()),
            ("/repeated/0/1", 1.into()),
            ("/repeated/0/1", u64::MAX.into()),
            ("/repeated/0/0", 100_000.into()),
        ] {
            let mut changed = written.clone();
            if let Some(slot) = changed.pointer_mut(place) {
                *slot = value;
                changes.push((place, changed));
            }
        }
        assert_eq!(changes.len(), 10);
        for (place, changed) in changes {
            let is_refused = read(&changed).map_or(true, |kept| !kept.fits(&tally));
            assert!(is_refused, "{place}");
        }
        Ok(())
    }
}
