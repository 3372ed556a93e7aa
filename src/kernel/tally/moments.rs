//! Sums of powers in fixed point, which do not depend on order.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use fearless_simd::{Simd, SimdBase, f64x8};

use super::exact::ExactSum;

/// The resolution: a deviation within reach is rounded to a multiple of `reach / UNIT`.
const UNIT: f64 = 1_125_899_906_842_624.0; // 2^50
/// The addend that rounds a number of at most one to a multiple of `1 / UNIT`: the last place of
/// the sum, of which the low bits count those multiples.
const ROUNDER: f64 = 6.0;
const SIGN: u64 = 1 << 63;
/// The most numbers in a pass: as many terms of at most 2^50 fit a 64-bit sum.
pub(super) const CHUNK: usize = 1024;

/// Sums of the first three powers of deviations from a centre, in units of a reach.
///
/// A number farther than the reach from the centre is summed exactly instead, which depends on that
/// number alone.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Moments {
    pub(super) center: f64,
    /// The reach, a power of two.
    pub(super) reach: f64,
    pub(super) count: u64,
    /// The sums of `t`, `t^2`, `t^3` and, for neighbours, `t t'`, times 2^50.
    pub(super) sums: [i128; 4],
    /// The same sums of numbers out of reach, exactly; `None` if there are none so far.
    pub(super) far: Option<Box<[ExactSum; 4]>>,
    /// True for a power that overflowed for a number out of reach.
    pub(super) overflowed: [bool; 4],
    pub(super) pairs: u64,
    pub(super) least: f64,
    pub(super) greatest: f64,
}

/// The results of one pass over a chunk.
#[derive(Clone, Copy)]
pub(super) struct Pass {
    sums: [i64; 3],
    /// True if a number is not within reach.
    is_far: bool,
    least: f64,
    greatest: f64,
}

/// Returns a number of at most one in size as a multiple of `1 / UNIT`, to the nearest, and the bits
/// of the rounder.
#[inline(always)]
fn rounded(t: f64) -> i64 {
    (t + ROUNDER).to_bits().cast_signed()
}

/// The length of a vector of running extremes.
const ROW: usize = 8;

/// Returns the least and the greatest number.
///
/// The running extremes are vectors by name: of a loop over floats the compiler makes slow code, as
/// the result of a comparison depends on order where there is a NaN.
#[inline(always)]
fn extremes<S: Simd>(simd: S, values: &[f64]) -> [f64; 2] {
    let mut least = [f64x8::splat(simd, f64::INFINITY); 2];
    let mut greatest = [f64x8::splat(simd, f64::NEG_INFINITY); 2];
    let (pairs, rest) = values.as_chunks::<{ 2 * ROW }>();
    for pair in pairs {
        let (rows, _) = pair.as_chunks::<ROW>();
        for (at, row) in rows.iter().enumerate() {
            let row = f64x8::from_slice(simd, row);
            least[at] = least[at].min(row);
            greatest[at] = greatest[at].max(row);
        }
    }
    let (mut lows, mut highs) = ([f64::INFINITY; ROW], [f64::NEG_INFINITY; ROW]);
    least[0].min(least[1]).store_slice(&mut lows);
    greatest[0].max(greatest[1]).store_slice(&mut highs);
    let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
    for (low, high) in lows.iter().zip(&highs).chain(rest.iter().zip(rest)) {
        least = least.min(*low);
        greatest = greatest.max(*high);
    }
    // The two zeros are one number.
    [least + 0.0, greatest + 0.0]
}

/// Passes over numbers. If one is out of reach, or is not a number, the sums count for nothing.
#[inline(always)]
fn pass<S: Simd>(simd: S, values: &[f64], center: f64, inverse: f64) -> Pass {
    let (mut first, mut second, mut third) = (0_i64, 0_i64, 0_i64);
    let mut exponents = 0;
    let [least, greatest] = extremes(simd, values);
    for x in values {
        let t = (x - center) * inverse;
        let square = t * t;
        first = first.wrapping_add(rounded(t));
        second = second.wrapping_add(rounded(square));
        third = third.wrapping_add(rounded(square * t));
        // Of twice the size, one of the two leading bits is set from two on.
        exponents |= (t.to_bits() & !SIGN).wrapping_add(1 << 52);
    }
    // Every term includes the bits of the rounder; the sum without them fits.
    let extra = ROUNDER
        .to_bits()
        .cast_signed()
        .wrapping_mul(i64::try_from(values.len()).unwrap_or(0));
    Pass {
        sums: [first, second, third].map(|sum| sum.wrapping_sub(extra)),
        is_far: exponents >> 62 != 0,
        least,
        greatest,
    }
}

impl Moments {
    /// Builds empty sums. Deviations are expected to stay within `reach` of `center`; others are
    /// added exactly but slowly.
    pub(super) fn new(center: f64, reach: f64) -> Self {
        let center = if center.is_finite() { center } else { 0.0 };
        let reach = if reach > 0.0 && reach < f64::INFINITY {
            // The next power of two above, limited so that its inverse is a power of two as well.
            let exponent = libm::ilogb(reach).clamp(-900, 900) + 1;
            libm::scalbn(1.0, exponent)
        } else {
            1.0
        };
        Self {
            center: center + 0.0,
            reach,
            count: 0,
            sums: [0; 4],
            far: None,
            overflowed: [false; 4],
            pairs: 0,
            least: f64::INFINITY,
            greatest: f64::NEG_INFINITY,
        }
    }

    /// The bytes of the exact sums.
    pub(super) fn bytes(&self) -> u64 {
        self.far.as_ref().map_or(0, |_| ExactSum::BYTES * 4)
    }

    /// The bytes of the exact sums if the numbers lie between two ends.
    pub(super) fn bytes_of_range(&self, least: f64, greatest: f64) -> u64 {
        let distance = (least - self.center)
            .abs()
            .max((greatest - self.center).abs());
        if distance >= self.reach {
            ExactSum::BYTES * 4
        } else {
            self.bytes()
        }
    }

    /// Passes over at most [`CHUNK`] numbers without adding them; part of a vector loop.
    #[inline(always)]
    pub(super) fn pass<S: Simd>(&self, simd: S, values: &[f64]) -> Pass {
        pass(simd, values, self.center, 1.0 / self.reach)
    }

    /// Adds at most [`CHUNK`] finite numbers, from the pass over them.
    pub(super) fn add(&mut self, values: &[f64], pass: &Pass) {
        self.least = self.least.min(pass.least);
        self.greatest = self.greatest.max(pass.greatest);
        self.count += values.len() as u64;
        if pass.is_far {
            let inverse = 1.0 / self.reach;
            for x in values {
                self.add_one(*x, inverse);
            }
            return;
        }
        for (sum, part) in self.sums.iter_mut().zip(pass.sums) {
            *sum += i128::from(part);
        }
    }

    /// Adds one finite number `times` times.
    pub(super) fn add_repeated(&mut self, x: f64, times: u64) {
        if times == 0 {
            return;
        }
        // A number within reach adds the same integers every time; one out of reach is rare.
        let mut once = Self::new(self.center, self.reach / 2.0);
        once.add_one(x, 1.0 / once.reach);
        for (sum, term) in self.sums.iter_mut().zip(once.sums) {
            *sum += term * i128::from(times);
        }
        if let Some(far) = &once.far {
            let ours = self
                .far
                .get_or_insert_with(|| Box::new(std::array::from_fn(|_| ExactSum::new())));
            for (ours, term) in ours.iter_mut().zip(far.iter()) {
                ours.merge_repeated(term, times);
            }
        }
        for (flag, other) in self.overflowed.iter_mut().zip(once.overflowed) {
            *flag |= other;
        }
        self.count += times;
        self.least = self.least.min(x + 0.0);
        self.greatest = self.greatest.max(x + 0.0);
    }

    /// Adds a number to the sums, exactly if it is out of reach.
    #[cold]
    fn add_one(&mut self, x: f64, inverse: f64) {
        let t = (x - self.center) * inverse;
        for (power, term) in [t, t * t, t * t * t].into_iter().enumerate() {
            if t.abs() < 1.0 {
                self.sums[power] += i128::from(rounded(term) - rounded(0.0));
            } else {
                self.add_exactly(power, term);
            }
        }
    }

    fn add_exactly(&mut self, power: usize, term: f64) {
        if term.is_finite() {
            let far = self
                .far
                .get_or_insert_with(|| Box::new(std::array::from_fn(|_| ExactSum::new())));
            far[power].add(term);
        } else {
            self.overflowed[power] = true;
        }
    }

    /// Adds the products of deviations of neighbours: values 0 and 1, 2 and 3, ...
    pub(super) fn add_pairs(&mut self, values: &[f64]) {
        let inverse = 1.0 / self.reach;
        for [a, b] in values.as_chunks::<2>().0 {
            let [a, b] = [a, b].map(|x| (x - self.center) * inverse);
            let product = a * b;
            if product.abs() < 1.0 {
                self.sums[3] += i128::from(rounded(product) - rounded(0.0));
            } else {
                self.add_exactly(3, product);
            }
            self.pairs += 1;
        }
    }

    /// True if both have one centre and one reach, so that their sums can be added.
    pub(super) fn has_scale_of(&self, other: &Self) -> bool {
        let same = |a: f64, b: f64| a.to_bits() == b.to_bits();
        same(self.center, other.center) && same(self.reach, other.reach)
    }

    /// Adds the numbers of another of the same centre and reach.
    pub(super) fn merge(&mut self, other: &Self) {
        for power in 0..4 {
            self.sums[power] += other.sums[power];
            self.overflowed[power] |= other.overflowed[power];
        }
        match (&mut self.far, &other.far) {
            (Some(ours), Some(theirs)) => {
                for (ours, theirs) in ours.iter_mut().zip(theirs.iter()) {
                    ours.merge(theirs);
                }
            }
            (None, Some(theirs)) => self.far = Some(theirs.clone()),
            (_, None) => {}
        }
        self.count += other.count;
        self.pairs += other.pairs;
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
    }

    /// Returns the deviation of a number from the centre, in units of the reach.
    pub(super) fn deviation(&self, x: f64) -> f64 {
        (x - self.center) * (1.0 / self.reach)
    }

    /// Returns the sum of a power of `t`; infinite if it overflowed.
    pub(super) fn sum(&self, power: usize) -> f64 {
        if self.overflowed[power] {
            return f64::INFINITY;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "this is where the sum is rounded"
        )]
        let near = self.sums[power] as f64 / UNIT;
        near + self.far.as_ref().map_or(0.0, |far| far[power].value())
    }
}
