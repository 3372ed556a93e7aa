//! The stored numbers of one bin, and their order.

use super::histogram::{CHUNK, bin};
use super::kept::Kept;

/// The numbers of one bin, of which repeated ones have a count.
pub(super) struct Members {
    pub(super) bin: i32,
    numbers: Vec<f64>,
    /// Ascending.
    repeated: Vec<(f64, u64)>,
    is_sorted: bool,
}

impl Members {
    /// Collects the repeated numbers of a bin with `count` numbers.
    pub(super) fn new(of: i32, count: u64, kept: &Kept) -> Self {
        let mut repeated: Vec<(f64, u64)> = kept
            .repeated()
            .filter(|(number, _)| bin(*number) == of)
            .collect();
        repeated.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let singles = count.saturating_sub(repeated.iter().map(|(_, count)| count).sum());
        // No capacity is reserved for numbers that a stopped run did not keep.
        let stored = kept.pages().map(|page| page.len() as u64).sum();
        let capacity = usize::try_from(singles.min(stored)).unwrap_or(0);
        Self {
            bin: of,
            numbers: Vec::with_capacity(capacity),
            repeated,
            is_sorted: false,
        }
    }

    /// Adds those of at most [`CHUNK`] numbers that lie in the bin.
    pub(super) fn add(&mut self, bins: &[i32], chunk: &[f64]) {
        // Few numbers are in this bin, but most chunks have some, so a branch would be mispredicted.
        let mut chosen = [0.0; CHUNK];
        let mut end = 0;
        for (bin, value) in bins.iter().zip(chunk) {
            chosen[end % CHUNK] = *value;
            end += usize::from(*bin == self.bin);
        }
        self.numbers.extend_from_slice(&chosen[..end]);
    }

    /// Sorts the numbers if more than a few ranks are asked for.
    pub(super) fn prepare(&mut self, ranks: usize) {
        if ranks > 3 || !self.repeated.is_empty() {
            self.numbers.sort_unstable_by(f64::total_cmp);
            self.is_sorted = true;
        }
    }

    /// The number at a place, counted from 1; `None` if there are fewer.
    pub(super) fn at(&mut self, place: u64) -> Option<f64> {
        let mut before = 0;
        for (number, count) in &self.repeated {
            let below = self
                .numbers
                .partition_point(|x| x.total_cmp(number).is_lt()) as u64;
            if place <= below + before {
                break;
            }
            // A repeated number may be among the single ones as well.
            if place <= below + before + count {
                return Some(*number);
            }
            before += count;
        }
        let at = usize::try_from(place.checked_sub(before)?)
            .ok()?
            .checked_sub(1)?;
        if at >= self.numbers.len() {
            return None;
        }
        if self.is_sorted {
            return Some(self.numbers[at]);
        }
        Some(*self.numbers.select_nth_unstable_by(at, f64::total_cmp).1)
    }
}
