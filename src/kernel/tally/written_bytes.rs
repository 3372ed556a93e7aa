//! The binary form of a tally and of kept numbers: the same integers and bits of floats as in their
//! other serialised forms, and the same checks when they are read.
//!
//! Bins come in runs with few empty ones: the count of empty bins before the run, that of its bins,
//! and each bin's count less the mean of the two before it, as neighbours have nearly equal counts. Kept
//! numbers ascend, and each is written as the count of floats between it and the one before it.

use super::exact::ExactSum;
use super::written::{Bits, Wide, Written};
use super::written_kept::{Written as WrittenKept, WrittenRange};
use super::{Kept, Tally};
use crate::kernel::{Reader, Writer};

/// The bit of the flags that says that some numbers are out of reach; the lower four are those of
/// the powers that overflowed.
const FAR: u8 = 1 << 4;

impl Tally {
    /// Appends the tally to bytes.
    pub(crate) fn write(&self, to: &mut Writer) {
        let moments = &self.moments;
        to.float(moments.center);
        to.float(moments.reach);
        to.unsigned(moments.count);
        to.unsigned(moments.pairs);
        to.float(moments.least);
        to.float(moments.greatest);
        for sum in moments.sums {
            to.wide(sum);
        }
        let mut flags = 0;
        for (power, has_overflowed) in moments.overflowed.into_iter().enumerate() {
            flags |= u8::from(has_overflowed) << power;
        }
        if let Some(far) = &moments.far {
            to.bytes(&[flags | FAR]);
            for digit in far.iter().flat_map(ExactSum::carried) {
                to.wide(digit);
            }
        } else {
            to.bytes(&[flags]);
        }
        write_bins(&self.histogram.counted(), to);
    }

    /// Reads a tally; refuses one that no run could have written.
    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Self, &'static str> {
        let (center, reach) = (Bits(from.float()?), Bits(from.float()?));
        let (count, pairs) = (from.unsigned()?, from.unsigned()?);
        let (least, greatest) = (Bits(from.float()?), Bits(from.float()?));
        let mut sums = [0; 4];
        for sum in &mut sums {
            *sum = from.wide()?;
        }
        let flags = from.byte()?;
        if flags >= FAR << 1 {
            return Err("a tally has no flags besides those of overflow and of reach");
        }
        let far = (flags & FAR != 0).then(|| far(from)).transpose()?;
        Written {
            center,
            reach,
            count,
            pairs,
            least,
            greatest,
            sums: sums.map(Wide),
            far,
            overflowed: std::array::from_fn(|power| flags & (1 << power) != 0),
            bins: bins(from)?,
        }
        .check()
    }
}

/// Reads the digits of the exact sums of four powers.
fn far(from: &mut Reader<'_>) -> Result<[Vec<Wide>; 4], &'static str> {
    let mut powers: [Vec<Wide>; 4] = Default::default();
    for digits in &mut powers {
        for _ in 0..ExactSum::DIGITS {
            digits.push(Wide(from.wide()?));
        }
    }
    Ok(powers)
}

/// The count that is expected of a bin: the mean of the two before it.
#[derive(Clone, Copy, Debug, Default)]
struct Expected([u64; 2]);

impl Expected {
    /// Returns how far a count lies above the one expected.
    fn excess(&mut self, count: u64) -> i64 {
        let excess = count.wrapping_sub(self.mean()).cast_signed();
        self.0 = [self.0[1], count];
        excess
    }

    /// Returns the count that lies as far above the one expected.
    fn count(&mut self, excess: i64) -> u64 {
        let count = self.mean().wrapping_add(excess.cast_unsigned());
        self.0 = [self.0[1], count];
        count
    }

    fn mean(self) -> u64 {
        self.0[0].wrapping_add(self.0[1]) / 2
    }
}

/// The least count of empty bins that ends a run: fewer cost less as counts of zero.
const GAP: i32 = 3;

/// Appends bins with counts, ascending.
fn write_bins(bins: &[(i32, u64)], to: &mut Writer) {
    let runs = || bins.chunk_by(|(bin, _), (next, _)| next - bin <= GAP);
    to.unsigned(runs().count() as u64);
    let mut end: Option<i64> = None;
    let mut expected = Expected::default();
    for run in runs() {
        let ([(first, _), ..], [.., (last, _)]) = (run, run) else {
            continue;
        };
        match end {
            None => to.signed(i64::from(*first)),
            Some(end) => to.unsigned((i64::from(*first) - end - i64::from(GAP)).cast_unsigned()),
        }
        to.unsigned((i64::from(*last) - i64::from(*first)).cast_unsigned());
        let mut next = *first;
        for (bin, count) in run {
            for _ in next..*bin {
                to.signed(expected.excess(0));
            }
            to.signed(expected.excess(*count));
            next = bin + 1;
        }
        end = Some(i64::from(next));
    }
}

/// Reads bins with counts.
fn bins(from: &mut Reader<'_>) -> Result<Vec<(i32, u64)>, &'static str> {
    const BEYOND: &str = "the bins must be those of floats";
    let runs = from.unsigned()?;
    let mut bins = Vec::new();
    let mut end: i32 = 0;
    let mut expected = Expected::default();
    for run in 0..runs {
        let first = if run == 0 {
            from.signed()?
        } else {
            let empty = i32::try_from(from.unsigned()?).map_err(|_| BEYOND)?;
            i64::from(end) + i64::from(GAP) + i64::from(empty)
        };
        let first = i32::try_from(first).map_err(|_| BEYOND)?;
        let more = i32::try_from(from.unsigned()?).map_err(|_| BEYOND)?;
        let last = first.checked_add(more).ok_or(BEYOND)?;
        end = last.checked_add(1).ok_or(BEYOND)?;
        // A run begins and ends with a count, and has no longer gap.
        let mut empty = GAP - 1;
        for bin in first..end {
            let count = expected.count(from.signed()?);
            empty = if count > 0 { 0 } else { empty + 1 };
            if empty >= GAP {
                return Err("a run of bins must not begin or end with empty ones, nor have many");
            }
            if count > 0 {
                bins.push((bin, count));
            }
        }
        if empty > 0 {
            return Err("a run of bins must not begin or end with empty ones, nor have many");
        }
    }
    Ok(bins)
}

/// The place of a float among all floats in ascending order.
fn place(number: f64) -> u64 {
    let bits = number.to_bits().cast_signed();
    // Negative numbers descend as their bits ascend.
    let ordered = bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed();
    ordered.cast_unsigned() ^ (1 << 63)
}

/// The float at a place.
fn at_place(place: u64) -> f64 {
    let ordered = (place ^ (1 << 63)).cast_signed();
    let bits = ordered ^ ((ordered >> 63).cast_unsigned() >> 1).cast_signed();
    f64::from_bits(bits.cast_unsigned())
}

impl Kept {
    /// Appends the kept numbers to bytes.
    pub(crate) fn write(&self, to: &mut Writer) {
        to.unsigned(self.ranges.len() as u64);
        for range in &self.ranges {
            to.float(range.from);
            to.float(range.to);
            to.unsigned(range.below);
            to.unsigned(range.count);
        }
        let counted = self.counted();
        to.unsigned(counted.len() as u64);
        let mut before = 0;
        for (number, _) in &counted {
            let place = place(*number);
            to.unsigned(place - before);
            before = place;
        }
        let repeated = || (0_u64..).zip(&counted).filter(|(_, (_, count))| *count > 1);
        to.unsigned(repeated().count() as u64);
        let mut next = 0;
        for (at, (_, count)) in repeated() {
            to.unsigned(at - next);
            to.unsigned(*count);
            next = at + 1;
        }
    }

    /// Reads kept numbers; refuses those that no run could have written.
    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Self, &'static str> {
        const BEYOND: &str = "the kept numbers must be floats, and repeated ones among them";
        let ranges = from.list(|from| {
            Ok::<_, &str>(WrittenRange {
                from: Bits(from.float()?),
                to: Bits(from.float()?),
                below: from.unsigned()?,
                count: from.unsigned()?,
            })
        })?;
        let mut before = 0_u64;
        let numbers = from.list(|from| {
            before = before.checked_add(from.unsigned()?).ok_or(BEYOND)?;
            Ok::<_, &str>(Bits(at_place(before)))
        })?;
        let mut next = 0_u64;
        let repeated = from.list(|from| {
            let at = next.checked_add(from.unsigned()?).ok_or(BEYOND)?;
            next = at.checked_add(1).ok_or(BEYOND)?;
            Ok::<_, &str>((at, from.unsigned()?))
        })?;
        WrittenKept {
            ranges,
            numbers,
            repeated,
        }
        .check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(tally: &Tally) -> Vec<u8> {
        let mut writer = Writer::default();
        tally.write(&mut writer);
        let bytes = writer.into_bytes();
        let mut reader = Reader::new(&bytes);
        assert_eq!(Tally::read(&mut reader).as_ref(), Ok(tally));
        assert!(reader.is_empty());
        bytes
    }

    #[test]
    fn tallies_of_all_kinds_are_read_as_written() -> Result<(), crate::kernel::TallyError> {
        let mut tally = Tally::new(0.0, 1.0);
        // An empty one: four floats, and eight integers and flags that are zero.
        assert_eq!(round_trip(&tally).len(), 4 * 8 + 8);
        tally.add(&[0.5, -0.25, 0.75, 0.0, -0.0])?;
        tally.add_repeated(0.125, 1 << 40);
        round_trip(&tally);
        tally.add(&[40.0, -1e200, 1e-320, f64::MAX])?;
        tally.add_pairs(&[0.5, -0.25, 1e300, 1e300]);
        round_trip(&tally);
        Ok(())
    }

    #[test]
    fn places_ascend_with_floats_one_by_one() {
        let ascending = [f64::MIN, -1.0, -0.0, 0.0, f64::from_bits(1), 1.0, f64::MAX];
        assert!(
            ascending
                .windows(2)
                .all(|pair| place(pair[0]) < place(pair[1]))
        );
        for number in ascending {
            assert_eq!(at_place(place(number)).to_bits(), number.to_bits());
        }
        assert_eq!(place(0.0) - place(-0.0), 1);
        assert_eq!(place(1.0f64.next_up()) - place(1.0), 1);
    }

    /// A run that reaches past all integers, and a count of runs that the bytes do not have.
    #[test]
    fn bins_beyond_all_floats_are_refused() {
        for numbers in [
            &[1, (1 << 32) - 2, 5][..],
            &[1, 0, 1 << 40],
            &[1 << 60, 0],
            &[2, 0, 0, 2, u64::MAX, 0, 2],
            &[1, 0, 0, 0],                // a run that is empty
            &[1, 0, 1, 2, 0],             // that ends with an empty bin
            &[1, 0, 4, 2, 0, 0, 0, 0, 2], // that has three
        ] {
            let mut writer = Writer::default();
            for number in numbers {
                writer.unsigned(*number);
            }
            assert!(bins(&mut Reader::new(&writer.into_bytes())).is_err());
        }
    }
}
