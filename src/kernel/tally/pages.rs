//! Numbers stored in pages.

use std::collections::BTreeMap;

/// Numbers stored in pages, so that growth copies nothing and wastes little memory.
///
/// Numbers that occur again and again, as those of an alternative without uncertainty do, are
/// stored once with their count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pages {
    lists: Vec<Vec<f64>>,
    /// The bits of each repeated number, with its count. A number may be in a page as well.
    repeated: BTreeMap<u64, u64>,
    /// True once numbers were found to repeat: all pages are searched from then on.
    repeats: bool,
}

/// The numbers of a page.
const PAGE: usize = 256;
/// The numbers at the end of a full page that are searched for equal ones.
const SEARCHED: usize = 32;
/// The bytes of a repeated number, with its share of the map.
const REPEATED_BYTES: usize = 40;

impl Pages {
    /// The bytes of a page, with its share of the list of pages.
    pub(crate) const BYTES: u64 = 8 * PAGE as u64 + 32;
    /// The count of numbers in a full page.
    pub(crate) const NUMBERS: u64 = PAGE as u64;
    /// The least count of numbers in a page that is followed by another, if some are repeated.
    pub(crate) const FEWEST: u64 = PAGE as u64 / 4 * 3;

    /// Stores some numbers.
    pub(super) fn extend(&mut self, mut numbers: &[f64]) {
        while !numbers.is_empty() {
            if self.lists.last().is_none_or(|page| page.len() >= PAGE) {
                self.turn_page();
            }
            if let Some(page) = self.lists.last_mut() {
                let (now, rest) = numbers.split_at(numbers.len().min(PAGE - page.len()));
                page.extend_from_slice(now);
                numbers = rest;
            }
        }
    }

    /// Makes room for more numbers: in the last page, if repeated numbers are moved out of it, or
    /// in a new one.
    #[cold]
    fn turn_page(&mut self) {
        if let Some(page) = self.lists.last_mut() {
            self.repeats |= ends_with_equals(page);
            if self.repeats {
                move_repeated(page, &mut self.repeated);
                // A page that is sorted often must gain much by it.
                if page.len() <= PAGE / 4 * 3 {
                    return;
                }
            }
        }
        self.lists.push(Vec::with_capacity(PAGE));
    }

    /// Adds the numbers of another store.
    pub(super) fn append(&mut self, mut other: Self) {
        self.lists.append(&mut other.lists);
        for (bits, count) in other.repeated {
            *self.repeated.entry(bits).or_default() += count;
        }
        self.repeats |= other.repeats;
    }

    /// Adds a number `times` times.
    pub(super) fn repeat(&mut self, number: f64, times: u64) {
        *self.repeated.entry(number.to_bits()).or_default() += times;
        self.repeats = true;
    }

    /// The pages, and the repeated numbers with their counts.
    pub(super) fn into_parts(self) -> (Vec<Vec<f64>>, Vec<(f64, u64)>) {
        let repeated = self.repeated().collect();
        (self.lists, repeated)
    }

    /// True if some numbers are stored with a count.
    pub(super) fn has_repeated(&self) -> bool {
        !self.repeated.is_empty()
    }

    /// The count of numbers in pages.
    pub(super) fn count(&self) -> u64 {
        self.lists.iter().map(|page| page.len() as u64).sum()
    }

    pub(super) fn pages(&self) -> impl Iterator<Item = &[f64]> {
        self.lists.iter().map(Vec::as_slice)
    }

    /// The numbers stored with a count, and their counts.
    pub(super) fn repeated(&self) -> impl Iterator<Item = (f64, u64)> {
        let repeated = self.repeated.iter();
        repeated.map(|(bits, count)| (f64::from_bits(*bits), *count))
    }

    /// The count of numbers in pages, after repeated ones are moved out of the last page.
    pub(crate) fn singles(&mut self) -> u64 {
        if let Some(page) = self.lists.last_mut() {
            self.repeats |= ends_with_equals(page);
            if self.repeats {
                move_repeated(page, &mut self.repeated);
            }
        }
        self.count()
    }

    /// The approximate bytes of the repeated numbers.
    pub(crate) fn repeated_bytes(&self) -> u64 {
        (REPEATED_BYTES * self.repeated.len()) as u64
    }

    /// The approximate bytes of all numbers.
    pub(crate) fn bytes(&self) -> u64 {
        self.lists.len() as u64 * Self::BYTES + self.repeated_bytes()
    }
}

/// True if two of the last numbers of a page are equal, which continuous numbers never are.
fn ends_with_equals(page: &[f64]) -> bool {
    let mut last = [0_u64; SEARCHED];
    let from = &page[page.len().saturating_sub(SEARCHED)..];
    let last = &mut last[..from.len()];
    for (bits, number) in last.iter_mut().zip(from) {
        *bits = number.to_bits();
    }
    last.sort_unstable();
    last.windows(2).any(|pair| pair[0] == pair[1])
}

/// Moves the numbers of a page that occur twice, or that are repeated already, to the counts.
fn move_repeated(page: &mut Vec<f64>, repeated: &mut BTreeMap<u64, u64>) {
    page.sort_unstable_by(f64::total_cmp);
    let mut singles = 0;
    let mut start = 0;
    while start < page.len() {
        let bits = page[start].to_bits();
        let equals = page[start..].iter().take_while(|x| x.to_bits() == bits);
        let count = equals.count();
        if let Some(sum) = repeated.get_mut(&bits) {
            *sum += count as u64;
        } else if count > 1 {
            repeated.insert(bits, count as u64);
        } else {
            // Singles only move to the front, over numbers that were read.
            page[singles] = page[start];
            singles += 1;
        }
        start += count;
    }
    page.truncate(singles);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All numbers of a store, sorted.
    fn numbers(kept: &Pages) -> Vec<u64> {
        let mut numbers: Vec<f64> = kept.pages().flatten().copied().collect();
        for (number, count) in kept.repeated() {
            numbers.extend((0..count).map(|_| number));
        }
        numbers.sort_unstable_by(f64::total_cmp);
        numbers.into_iter().map(f64::to_bits).collect()
    }

    fn stored(given: &[f64]) -> Pages {
        let mut kept = Pages::default();
        for chunk in given.chunks(61) {
            kept.extend(chunk);
        }
        kept
    }

    #[test]
    fn every_number_is_stored_and_repeated_ones_take_no_pages() {
        let count = 50_000;
        let single = |i: u32| 1.0 + f64::from(i) * 1e-6;
        // Half of the numbers are one, and a quarter are one of two hundred, among them both
        // zeros.
        let atoms = |i: u32| match i % 4 {
            0 | 2 => 1.5,
            1 => {
                f64::from((i.wrapping_mul(2_654_435_761) >> 16) % 100)
                    * if i % 8 == 1 { -1.0 } else { 1.0 }
            }
            _ => single(i),
        };
        let given: Vec<f64> = (0..count).map(atoms).collect();
        let mut expected: Vec<f64> = given.clone();
        expected.sort_unstable_by(f64::total_cmp);
        let mut kept = stored(&given);
        let expected: Vec<u64> = expected.into_iter().map(f64::to_bits).collect();
        assert_eq!(numbers(&kept), expected);
        let (singles, of_all) = (kept.singles(), u64::from(count));
        assert!(singles < of_all * 3 / 10, "{singles}");
        assert!(kept.bytes() < 8 * of_all * 4 / 10, "{}", kept.bytes());
    }

    #[test]
    fn different_numbers_stay_in_pages() {
        let given: Vec<f64> = (0..10_000).map(|i| f64::from(i).sqrt()).collect();
        let mut kept = stored(&given);
        assert_eq!(kept.singles(), 10_000);
        assert!(kept.repeated.is_empty() && !kept.repeats);
        // As they were given, unsorted or not.
        assert!(kept.pages().flatten().eq(&given));
    }
}
