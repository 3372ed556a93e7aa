//! Numbers of several columns at a time, next to each other.

use super::in_parallel::in_parallel;

/// The number of columns from which effects are taken out at a time: one pass over the groups then
/// serves all of them, and the numbers of a group are next to each other in memory.
pub(super) const LANES: usize = 4;

/// A number of each column.
pub(super) type Lanes = [f64; LANES];

/// The groups of a part whose sums are added up on their own, so that rounding errors do not depend
/// on the number of threads.
pub(super) const PART: usize = 4096;

/// The lanes of a function of each.
pub(super) fn lanes(f: impl FnMut(usize) -> f64) -> Lanes {
    std::array::from_fn(f)
}

/// The sum over groups of the products of two numbers, in each lane.
pub(super) fn dot(a: &[Lanes], b: &[Lanes]) -> Lanes {
    let parts = a.chunks(PART).zip(b.chunks(PART)).collect();
    total(in_parallel(parts, |(a, b): (&[Lanes], &[Lanes])| {
        let mut sum = [0.0; LANES];
        for (a, b) in a.iter().zip(b) {
            for lane in 0..LANES {
                sum[lane] += a[lane] * b[lane];
            }
        }
        sum
    }))
}

/// The sum of parts, in order.
pub(super) fn total(parts: Vec<Lanes>) -> Lanes {
    let add = |sum: Lanes, part: Lanes| lanes(|lane| sum[lane] + part[lane]);
    parts.into_iter().fold([0.0; LANES], add)
}
