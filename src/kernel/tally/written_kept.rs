//! The serialised form of kept numbers, in order and with the bits of floats.

use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};

use super::kept::Kept;
use super::pages::Pages;
use super::written::Bits;

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, rename = "Kept")]
pub(super) struct Written {
    pub(super) ranges: Vec<WrittenRange>,
    /// Each number once, in order.
    pub(super) numbers: Vec<Bits>,
    /// The places of numbers that occur more than once, and how often.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) repeated: Vec<(u64, u64)>,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, rename = "Range")]
pub(super) struct WrittenRange {
    pub(super) from: Bits,
    pub(super) to: Bits,
    pub(super) below: u64,
    pub(super) count: u64,
}

impl Serialize for Kept {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (mut numbers, mut repeated) = (Vec::new(), Vec::new());
        for (number, count) in self.counted() {
            if count > 1 {
                repeated.push((numbers.len() as u64, count));
            }
            numbers.push(Bits(number));
        }
        let ranges = self.ranges.iter().map(|range| WrittenRange {
            from: Bits(range.from),
            to: Bits(range.to),
            below: range.below,
            count: range.count,
        });
        let ranges = ranges.collect();
        Written {
            ranges,
            numbers,
            repeated,
        }
        .serialize(to)
    }
}

impl Written {
    /// Builds the store; refuses fields that no run could have written.
    pub(super) fn check(self) -> Result<Kept, &'static str> {
        let ends: Vec<[f64; 2]> = self
            .ranges
            .iter()
            .map(|range| [range.from.0, range.to.0])
            .collect();
        if !are_ranges(&ends) {
            return Err("the ranges of kept numbers must ascend and be disjoint");
        }
        // No sum of these counts overflows.
        let counts = self.repeated.iter().map(|(_, count)| count);
        let below = self.ranges.iter().map(|range| &range.below);
        let all = counts
            .chain(below)
            .try_fold(0_u64, |sum, count| sum.checked_add(*count));
        if all.is_none_or(|all| all > super::MAX_COUNT) {
            return Err("the counts of kept numbers must be at most 2^56");
        }
        let mut kept = Kept::new(&ends);
        let mut numbers = Pages::default();
        let mut repeated = self.repeated.iter().peekable();
        let mut before = f64::NEG_INFINITY;
        for (at, Bits(number)) in (0_u64..).zip(&self.numbers) {
            if !number.is_finite() || (at > 0 && before.total_cmp(number).is_ge()) {
                return Err("the kept numbers must be finite and ascend");
            }
            before = *number;
            let count = repeated.next_if(|(of, _)| *of == at).map_or(1, |of| of.1);
            if !kept.count_repeated(*number, count) {
                return Err("the kept numbers must lie in their ranges");
            }
            if count > 1 {
                numbers.repeat(*number, count);
            } else {
                numbers.extend(&[*number]);
            }
        }
        if repeated.next().is_some() || self.repeated.iter().any(|(_, count)| *count < 2) {
            return Err("the repeated numbers must be kept ones, in order and at least two each");
        }
        for (range, written) in kept.ranges.iter_mut().zip(&self.ranges) {
            if range.count != written.count || range.below > written.below {
                return Err("the counts of a range must be those of its numbers");
            }
            range.below = written.below;
        }
        kept.set_numbers(numbers);
        Ok(kept)
    }
}

/// True if ranges ascend and are disjoint.
pub(crate) fn are_ranges(ranges: &[[f64; 2]]) -> bool {
    ranges.iter().all(|[from, to]| from <= to)
        && ranges.windows(2).all(|pair| pair[0][1] < pair[1][0])
}

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Written::deserialize(from)?
            .check()
            .map_err(D::Error::custom)
    }
}

impl PartialEq for Kept {
    /// Compares the numbers, whatever the pages and the order in which they came.
    fn eq(&self, other: &Self) -> bool {
        let counts = |kept: &Self| -> Vec<[u64; 2]> {
            let ranges = kept.ranges.iter();
            ranges.map(|range| [range.below, range.count]).collect()
        };
        let bits = |kept: &Self| -> Vec<(u64, u64)> {
            let counted = kept.counted().into_iter();
            counted
                .map(|(number, count)| (number.to_bits(), count))
                .collect()
        };
        self.has_ranges_of(other) && counts(self) == counts(other) && bits(self) == bits(other)
    }
}
