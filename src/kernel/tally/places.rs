//! The kept numbers at places in order: order statistics without sorting.

use super::histogram::CHUNK;
use super::kept::{Kept, Range, join_ranges, place, sift};
use super::pages::Pages;
use crate::kernel::Level;
use crate::kernel::order::put_in_place;

/// With at most this many numbers in memory, they are put in order without a search for their places.
const FEW: u64 = 4 * 1024;

impl Kept {
    /// The kept numbers at places in order, counted from one; `None` for a place beyond them.
    pub(super) fn at_places(&self, level: Level, places: &[u64]) -> Vec<Option<f64>> {
        if self.numbers.has_repeated() || self.numbers.count() <= FEW {
            return in_order(&self.numbers, places);
        }
        // Around the number that a line through the ends of the range has at the place.
        let windows: Vec<Option<[f64; 2]>> =
            places.iter().map(|place| self.window(*place)).collect();
        let mut ranges: Vec<[f64; 2]> = windows.iter().flatten().copied().collect();
        join_ranges(&mut ranges);
        let mut ranges: Vec<Range> = ranges
            .into_iter()
            .map(|ends| Range {
                floor: f64::NEG_INFINITY,
                ..Range::new(ends)
            })
            .collect();
        let (mut inside, mut chosen) = ([0; CHUNK], [0.0; CHUNK]);
        let mut near = Vec::new();
        for page in self.numbers.pages() {
            let count = sift(level, page, &mut ranges, &mut inside, &mut chosen);
            near.extend_from_slice(&chosen[..count]);
        }
        // Every count below a window is of all kept numbers, so that places in order follow.
        let counts = || ranges.iter().map(|range| (range.below, range.count));
        let place_near = |rank: &u64| place(*rank, counts());
        let places_near: Vec<Option<u64>> = places.iter().map(place_near).collect();
        let found: Vec<u64> = places_near.iter().flatten().copied().collect();
        let mut found = select(&mut near, &found).into_iter();
        let mut numbers: Vec<Option<f64>> = places_near
            .iter()
            .map(|place| place.and_then(|_| found.next().flatten()))
            .collect();
        // A place that its window missed is searched among all numbers.
        if numbers.iter().any(Option::is_none) {
            numbers = in_order(&self.numbers, places);
        }
        numbers
    }

    /// A range of numbers around the one at a place, if its range has finite ends.
    fn window(&self, place: u64) -> Option<[f64; 2]> {
        /// The half-width of a window in parts of its range, in which the density of numbers may change.
        const MARGIN: f64 = 0.03;
        let mut before = 0;
        for range in &self.ranges {
            let within = place - before;
            if within <= range.count {
                #[expect(clippy::cast_precision_loss, reason = "where to look")]
                let (within, count) = (within as f64, range.count as f64);
                let width = range.to - range.from;
                let middle = range.from + width * (within / count);
                // 4.5 standard deviations of the place of a number among evenly spread ones.
                let half = width * (MARGIN + 2.25 / count.sqrt());
                let window = [
                    (middle - half).max(range.from),
                    (middle + half).min(range.to),
                ];
                return width.is_finite().then_some(window);
            }
            before += range.count;
        }
        None
    }

    /// The most numbers that are put in order at a time, of some in memory.
    pub(crate) fn ordered(count: u64, are_repeated: bool) -> u64 {
        // Windows of at most ten quantiles, each of a tenth of its range, or all.
        if are_repeated {
            count
        } else {
            count.min(FEW.max(count / 5))
        }
    }
}

/// The numbers at places in order among all of a store.
fn in_order(pages: &Pages, places: &[u64]) -> Vec<Option<f64>> {
    let mut singles: Vec<f64> = pages.pages().flatten().copied().collect();
    let mut repeated: Vec<(f64, u64)> = pages.repeated().collect();
    if repeated.is_empty() {
        return select(&mut singles, places);
    }
    singles.sort_unstable_by(f64::total_cmp);
    repeated.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let at = |place: u64| {
        let mut before = 0;
        for (number, count) in &repeated {
            // A repeated number may be among the single ones as well.
            let below = singles.partition_point(|x| x.total_cmp(number).is_lt()) as u64;
            if place <= below + before {
                break;
            }
            if place <= below + before + count {
                return Some(*number);
            }
            before += count;
        }
        let at = usize::try_from(place.checked_sub(before + 1)?).ok()?;
        singles.get(at).copied()
    };
    places.iter().map(|place| at(*place)).collect()
}

/// The numbers at places in order, counted from one. The numbers are reordered.
fn select(numbers: &mut [f64], places: &[u64]) -> Vec<Option<f64>> {
    let index = |place: u64| usize::try_from(place.checked_sub(1)?).ok();
    let indices: Vec<Option<usize>> = places
        .iter()
        .map(|place| index(*place).filter(|at| *at < numbers.len()))
        .collect();
    let mut wanted: Vec<usize> = indices.iter().flatten().copied().collect();
    wanted.sort_unstable();
    put_in_place(numbers, 0, &wanted);
    let at = |at: Option<usize>| at.map(|at| numbers[at]);
    indices.into_iter().map(at).collect()
}
