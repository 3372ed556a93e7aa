//! The parts of a run, cut at multiples of their length.

use std::ops::Range;

use crate::Error;
use crate::limits::Limit;

/// The parts into which some draws are cut, at multiples of their length.
#[derive(Clone, Debug)]
pub(super) struct Cuts {
    draws: Range<u64>,
    per_part: u64,
}

impl Cuts {
    pub(super) fn new(draws: &Range<u64>, per_part: u64) -> Result<Self, Error> {
        const MOST: u64 = crate::kernel::MAX_DRAWS;
        #[expect(
            clippy::cast_precision_loss,
            reason = "2^48 is a float, more is refused"
        )]
        crate::Interval::closed_const(1.0, MOST as f64)
            .check("number of draws of a part", per_part as f64)?;
        let count = draws.end.div_ceil(per_part) - draws.start / per_part;
        Limit::RunParts.check(usize::try_from(count).unwrap_or(usize::MAX))?;
        Ok(Self {
            draws: draws.clone(),
            per_part,
        })
    }

    pub(super) const fn draws(&self) -> &Range<u64> {
        &self.draws
    }

    pub(super) fn longest(&self) -> u64 {
        self.per_part.min(self.draws.end - self.draws.start)
    }

    /// The parts without the draws done, which ascend and are disjoint.
    pub(super) fn missing(&self, done: impl Iterator<Item = Range<u64>>) -> Vec<Range<u64>> {
        let mut missing = Vec::new();
        let mut start = self.draws.start;
        let end = self.draws.end;
        for done in done.chain(std::iter::once(end..end)) {
            while start < done.start.min(end) {
                let cut = (start / self.per_part + 1) * self.per_part;
                let stop = cut.min(done.start).min(end);
                missing.push(start..stop);
                start = stop;
            }
            start = start.max(done.end);
        }
        missing
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
#[allow(clippy::single_range_in_vec_init)] // Lists of one range of draws.
mod tests {
    use super::*;
    use crate::ErrorKind;

    fn missing(draws: Range<u64>, per_part: u64, done: &[Range<u64>]) -> Vec<Range<u64>> {
        let cuts = Cuts::new(&draws, per_part).unwrap();
        cuts.missing(done.iter().cloned())
    }

    #[test]
    fn what_is_missing_is_cut_at_multiples_of_a_part() {
        assert_eq!(missing(0..25, 10, &[]), [0..10, 10..20, 20..25]);
        assert_eq!(missing(5..25, 10, &[]), [5..10, 10..20, 20..25]);
        assert_eq!(missing(0..25, 10, &[0..7, 12..20]), [7..10, 10..12, 20..25]);
        assert_eq!(missing(0..25, 10, &[0..25]), []);
        assert_eq!(missing(5..9, 10, &[0..3, 6..7, 20..25]), [5..6, 7..9]);
        assert_eq!(missing(0..3, 1 << 48, &[1..2]), [0..1, 2..3]);
    }

    #[test]
    fn parts_of_no_draws_and_too_many_parts_are_refused() {
        assert!(Cuts::new(&(0..10), 0).is_err());
        assert!(Cuts::new(&(0..10), u64::MAX).is_err());
        let most = Limit::RunParts.most() as u64;
        assert!(Cuts::new(&(0..most), 1).is_ok());
        let error = Cuts::new(&(0..most + 1), 1).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::TooMany { .. }), "{error}");
    }
}
