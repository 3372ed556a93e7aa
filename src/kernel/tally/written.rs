//! The serialised form of a tally: integers and the bits of floats, so that no format rounds it.

use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};

use super::bounds::{has_possible_reach, has_possible_sums};
use super::exact::ExactSum;
use super::histogram::{Histogram, bin};
use super::moments::Moments;
use super::{MAX_COUNT, Tally};

/// A number written as the sixteen hexadecimal digits of its bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bits(pub(crate) f64);

impl Serialize for Bits {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{:016x}", self.0.to_bits()))
    }
}

impl<'de> Deserialize<'de> for Bits {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let bits = (text.len() == 16 && text.bytes().all(is_digit))
            .then(|| u64::from_str_radix(&text, 16).ok())
            .flatten();
        bits.map(|bits| Self(f64::from_bits(bits)))
            .ok_or_else(|| D::Error::custom("a number must be 16 hexadecimal digits"))
    }
}

/// An integer too wide for most formats, written in decimal digits.
pub(super) struct Wide(pub(super) i128);

impl Serialize for Wide {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Wide {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        text.parse()
            .map(Self)
            .map_err(|_| D::Error::custom("a sum must be a whole number"))
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub(super) center: Bits,
    pub(super) reach: Bits,
    pub(super) count: u64,
    pub(super) pairs: u64,
    pub(super) least: Bits,
    pub(super) greatest: Bits,
    pub(super) sums: [Wide; 4],
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) far: Option<[Vec<Wide>; 4]>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) overflowed: [bool; 4],
    /// Bins with their counts, ascending.
    pub(super) bins: Vec<(i32, u64)>,
}

/// Returns true if no flag is set; serde passes a reference.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_false(flags: &[bool; 4]) -> bool {
    flags.iter().all(|flag| !flag)
}

impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let moments = &self.moments;
        let digits = |sum: &ExactSum| sum.carried().into_iter().map(Wide).collect::<Vec<_>>();
        Written {
            center: Bits(moments.center),
            reach: Bits(moments.reach),
            count: moments.count,
            pairs: moments.pairs,
            least: Bits(moments.least),
            greatest: Bits(moments.greatest),
            sums: moments.sums.map(Wide),
            far: moments
                .far
                .as_ref()
                .map(|far| std::array::from_fn(|power| digits(&far[power]))),
            overflowed: moments.overflowed,
            bins: self.histogram.counted(),
        }
        .serialize(to)
    }
}

impl Written {
    /// Builds the tally; refuses fields that no tally could have written.
    pub(super) fn check(self) -> Result<Tally, &'static str> {
        let (center, reach) = (self.center.0, self.reach.0);
        let empty = Moments::new(center, reach / 2.0);
        if empty.center.to_bits() != center.to_bits() || empty.reach.to_bits() != reach.to_bits() {
            return Err("the centre must be finite and the reach a power of two");
        }
        if !self.bins_match() {
            return Err("the bins must ascend and their counts make up the count");
        }
        if self.count > MAX_COUNT || self.pairs > self.count / 2 {
            return Err("a tally takes at most 2^56 numbers, and half as many pairs as numbers");
        }
        if !self.extremes_match() {
            return Err("the extremes must lie in the first and the last bin");
        }
        let [counts, pairs] = [self.count, self.pairs].map(|count| i128::from(count) << 50);
        let limits = [
            (-counts, counts),
            (0, counts),
            (-counts, counts),
            (-pairs, pairs),
        ];
        let sums = self.sums.map(|sum| sum.0);
        if !sums
            .iter()
            .zip(limits)
            .all(|(sum, (low, high))| (low..=high).contains(sum))
        {
            return Err(
                "a sum must not exceed the count times 2^50, nor a sum of squares be negative",
            );
        }
        let far = self
            .far
            .map(|far| exact_sums(far, self.count))
            .transpose()?;
        let moments = Moments {
            count: self.count,
            pairs: self.pairs,
            sums,
            far,
            overflowed: self.overflowed,
            least: self.least.0,
            greatest: self.greatest.0,
            ..empty
        };
        if !has_possible_reach(&moments) {
            return Err("the numbers out of reach must be those that the extremes allow");
        }
        if !has_possible_sums(&moments, &self.bins) {
            return Err("the sums must be those of numbers in the bins");
        }
        Ok(Tally {
            moments,
            histogram: Histogram::from_counted(&self.bins),
        })
    }

    /// True if the bins ascend and their counts sum to the count.
    fn bins_match(&self) -> bool {
        let mut bins = self.bins.iter();
        let ascending = self.bins.windows(2).all(|pair| pair[0].0 < pair[1].0);
        let are_valid = bins
            .clone()
            .all(|(bin, count)| (-(1 << 20)..1 << 20).contains(bin) && *count > 0);
        let sum = bins.try_fold(0_u64, |sum, (_, count)| sum.checked_add(*count));
        ascending && are_valid && sum == Some(self.count)
    }

    /// True if the extremes lie in the first and the last bin, or are those of no numbers.
    fn extremes_match(&self) -> bool {
        let (least, greatest) = (self.least.0, self.greatest.0);
        match (self.bins.first(), self.bins.last()) {
            (Some(first), Some(last)) => {
                let is_written = |x: f64| x.is_finite() && (x + 0.0).to_bits() == x.to_bits();
                is_written(least)
                    && is_written(greatest)
                    && least <= greatest
                    && bin(least) == first.0
                    && bin(greatest) == last.0
            }
            _ => {
                least.to_bits() == f64::INFINITY.to_bits()
                    && greatest.to_bits() == f64::NEG_INFINITY.to_bits()
            }
        }
    }
}

/// The sums of the four powers of `count` numbers from their digits.
fn exact_sums(powers: [Vec<Wide>; 4], count: u64) -> Result<Box<[ExactSum; 4]>, &'static str> {
    let exact_sum = |digits: Vec<Wide>| {
        ExactSum::from_digits(digits.into_iter().map(|digit| digit.0).collect(), count)
    };
    let [a, b, c, d] = powers.map(exact_sum);
    let (Some(a), Some(b), Some(c), Some(d)) = (a, b, c, d) else {
        return Err(
            "an exact sum must have 136 digits from 0 to 65535, as far as the count reaches",
        );
    };
    Ok(Box::new([a, b, c, d]))
}

impl<'de> Deserialize<'de> for Tally {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Written::deserialize(from)?
            .check()
            .map_err(D::Error::custom)
    }
}
