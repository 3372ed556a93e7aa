//! Counter-based random numbers: a uniform number is a function of its place.
//!
//! Philox 4x32 with ten rounds (Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as
//! 1, 2, 3", *SC '11*, 2011): the key is the seed, the counter is draw, period and input. One
//! evaluation gives two numbers, for the draws `2 k` and `2 k + 1`.

#![expect(
    clippy::inline_always,
    reason = "a core is vector code only inside its caller's loop"
)]

use fearless_simd::{Simd, dispatch};

use super::Level;
use super::exp_log::select;

const LOW: u64 = 0xffff_ffff;

/// Runs ten rounds. Each word is a 32-bit number in the low half of 64 bits, the form in which
/// vector units multiply.
#[inline(always)]
fn philox(mut counter: [u64; 4], mut key: [u64; 2]) -> [u64; 4] {
    for _ in 0..10 {
        let [a, b, c, d] = counter;
        let first = a.wrapping_mul(0xd251_1f53);
        let second = c.wrapping_mul(0xcd9e_8d57);
        counter = [
            (second >> 32) ^ b ^ key[0],
            second & LOW,
            (first >> 32) ^ d ^ key[1],
            first & LOW,
        ];
        key = [
            key[0].wrapping_add(0x9e37_79b9) & LOW,
            key[1].wrapping_add(0xbb67_ae85) & LOW,
        ];
    }
    counter
}

/// Returns an odd multiple of 2^-53 from 52 random bits, which is never 0 or 1 and whose complement
/// to one is exact.
#[inline(always)]
fn unit(high: u64, low: u64) -> f64 {
    let bits = (high << 20) | (low >> 12);
    f64::from_bits(0x3ff0_0000_0000_0000 | bits) - (1.0 - f64::EPSILON / 2.0)
}

/// Returns the uniform numbers of the draws `2 pair` and `2 pair + 1`; `pair` has 48 bits.
#[inline(always)]
fn pair_at(seed: u64, input: u64, period: u16, pair: u64) -> [f64; 2] {
    let period = u64::from(period) << 16;
    let words = [pair & LOW, (pair >> 32) | period, input & LOW, input >> 32];
    let [a, b, c, d] = philox(words, [seed & LOW, seed >> 32]);
    [unit(a, b), unit(c, d)]
}

/// The place of random numbers, but for their draw.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) seed: u64,
    pub(super) input: u64,
    pub(super) period: u16,
}

/// The pairs that go through one half of the work before the other.
const PAIRS: usize = 128;

/// Fills `out` with what `f` makes of the pairs of uniform numbers; part of a vector loop.
#[inline(always)]
fn fill(place: Place, first_draw: u64, out: &mut [f64], f: impl Fn([f64; 2]) -> [f64; 2]) {
    let Place {
        seed,
        input,
        period,
    } = place;
    let pair_at = |pair: u64| pair_at(seed, input, period, pair);
    // An odd first draw is the second of its pair.
    let odd = usize::from(first_draw % 2 == 1).min(out.len());
    let (head, out) = out.split_at_mut(odd);
    for slot in head {
        [_, *slot] = f(pair_at(first_draw / 2));
    }
    let mut pair = first_draw / 2 + first_draw % 2;
    let (pairs, last) = out.as_chunks_mut::<2>();
    for block in pairs.chunks_mut(PAIRS) {
        for (slot, at) in block.iter_mut().zip(0_u64..) {
            *slot = pair_at(pair.wrapping_add(at));
        }
        for slot in &mut *block {
            *slot = f(*slot);
        }
        pair = pair.wrapping_add(block.len() as u64);
    }
    if let [last] = last {
        [*last, _] = f(pair_at(pair));
    }
}

/// Fills `out` with the numbers of single draws, from what `f` makes of their pairs; part of a vector
/// loop.
#[inline(always)]
fn fill_each(place: Place, draws: &[u64], out: &mut [f64], f: impl Fn([f64; 2]) -> [f64; 2]) {
    let Place {
        seed,
        input,
        period,
    } = place;
    for (slot, draw) in out.iter_mut().zip(draws) {
        let [even, odd] = f(pair_at(seed, input, period, draw / 2));
        *slot = select(draw % 2 == 1, odd, even);
    }
}

/// The draws whose random numbers are asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Draws<'a> {
    /// As many as there is room for, from this one on.
    From(u64),
    /// These, as many as there is room for.
    Each(&'a [u64]),
}

impl Draws<'_> {
    /// The numbers of the draws.
    pub(crate) fn numbers(self) -> impl Iterator<Item = u64> {
        let (first, each) = match self {
            Self::From(first) => (first, None),
            Self::Each(each) => (0, Some(each)),
        };
        (0_usize..).map_while(move |place| match each {
            Some(each) => each.get(place).copied(),
            None => Some(first + place as u64),
        })
    }
}

/// Fills `out` with what `f` makes of the pairs of uniform numbers of some draws.
pub(super) fn fill_at(
    level: Level,
    place: Place,
    draws: Draws<'_>,
    out: &mut [f64],
    f: impl Fn([f64; 2]) -> [f64; 2] + Copy,
) {
    #[inline(always)]
    fn over<S: Simd>(
        simd: S,
        place: Place,
        draws: Draws<'_>,
        out: &mut [f64],
        f: impl Fn([f64; 2]) -> [f64; 2] + Copy,
    ) {
        simd.vectorize(
            #[inline(always)]
            || match draws {
                Draws::From(first) => fill(place, first, out, f),
                Draws::Each(draws) => fill_each(place, draws, out, f),
            },
        );
    }
    dispatch!(level.token(), simd => over(simd, place, draws, out, f));
}

/// The number of draws with numbers of their own: the draws 0 to 2^48 - 1.
pub(crate) const MAX_DRAWS: u64 = 1 << 48;

/// Fills `out` with uniform numbers of the open interval from 0 to 1, those of some draws, all below
/// [`MAX_DRAWS`].
///
/// A number depends only on seed, draw, input and period, and has the same bits at every level, so
/// it is independent of blocks, threads and machines. It is an odd multiple of 2^-53: its
/// complement to one is exact, and it is the middle of one of 2^52 cells of equal width, which the
/// generator fills evenly.
pub(crate) fn uniform_at(
    level: Level,
    seed: u64,
    input: u64,
    period: u16,
    draws: Draws<'_>,
    out: &mut [f64],
) {
    let place = Place {
        seed,
        input,
        period,
    };
    fill_at(level, place, draws, out, |pair| pair);
}

#[cfg(test)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "words are cut from wider ones, and counts are small"
)]
mod tests {
    use super::*;

    /// The algorithm of the paper, on 32-bit words.
    fn plain(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
        let multiply = |a: u32, b: u32| {
            let product = u64::from(a) * u64::from(b);
            ((product >> 32) as u32, product as u32)
        };
        for round in 0..10 {
            if round > 0 {
                key[0] = key[0].wrapping_add(0x9E37_79B9);
                key[1] = key[1].wrapping_add(0xBB67_AE85);
            }
            let (high_0, low_0) = multiply(0xD251_1F53, counter[0]);
            let (high_1, low_1) = multiply(0xCD9E_8D57, counter[2]);
            counter = [
                high_1 ^ counter[1] ^ key[0],
                low_1,
                high_0 ^ counter[3] ^ key[1],
                low_0,
            ];
        }
        counter
    }

    const INPUT: u64 = 0xfeed_beef_dead_cafe;

    fn uniform(level: Level, seed: u64, first_draw: u64, count: usize) -> Vec<f64> {
        let mut out = vec![0.0; count];
        uniform_at(level, seed, INPUT, 9, Draws::From(first_draw), &mut out);
        out
    }

    fn bits(values: &[f64]) -> Vec<u64> {
        values.iter().map(|x| x.to_bits()).collect()
    }

    /// Counter, key and result from the file `kat_vectors` of Random123.
    #[test]
    fn known_answers() {
        let answers = [
            (
                [0; 4],
                [0; 2],
                [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8],
            ),
            (
                [0xffff_ffff; 4],
                [0xffff_ffff; 2],
                [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd],
            ),
            (
                [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
                [0xa409_3822, 0x299f_31d0],
                [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
            ),
        ];
        for (counter, key, expected) in answers {
            assert_eq!(plain(counter, key), expected);
            let wide = philox(counter.map(u64::from), key.map(u64::from));
            assert_eq!(wide, expected.map(u64::from));
        }
    }

    #[test]
    fn numbers_are_those_of_the_plain_algorithm_at_every_level() {
        let seed = 0x0123_4567_89ab_cdef;
        let first = 0x1_0000_0000 - 50; // draw numbers overflow their first word in this range
        for level in Level::available() {
            for (draw, number) in (2 * first..).zip(uniform(level, seed, 2 * first, 200)) {
                let pair = draw / 2;
                let words = plain(
                    [
                        pair as u32,
                        (pair >> 32) as u32 | (9 << 16),
                        INPUT as u32,
                        (INPUT >> 32) as u32,
                    ],
                    [seed as u32, (seed >> 32) as u32],
                );
                let at = 2 * (draw % 2) as usize;
                let cell = (u64::from(words[at]) << 32 | u64::from(words[at + 1])) >> 12;
                let expected = (2 * cell + 1) as f64 / 2f64.powi(53);
                assert_eq!(number.to_bits(), expected.to_bits(), "{level}, draw {draw}");
            }
        }
    }

    #[test]
    fn a_draw_does_not_depend_on_the_block_it_is_in() {
        for level in Level::available() {
            let whole = uniform(Level::Baseline, 1, 0, 100);
            for start in 0..40 {
                for count in 0..40 {
                    let part = uniform(level, 1, start as u64, count);
                    assert_eq!(bits(&part), bits(&whole[start..start + count]));
                }
            }
        }
        let last = uniform(Level::detect(), 1, MAX_DRAWS - 1, 1);
        assert_eq!(
            bits(&last),
            bits(&uniform(Level::detect(), 1, MAX_DRAWS - 2, 2)[1..])
        );
    }

    #[test]
    fn single_draws_have_the_numbers_that_they_have_among_all() {
        let whole = uniform(Level::Baseline, 1, 0, 100);
        let draws: Vec<u64> = (0..100).rev().filter(|draw| draw % 3 != 0).collect();
        for level in Level::available() {
            let mut out = vec![0.0; draws.len()];
            uniform_at(level, 1, INPUT, 9, Draws::Each(&draws), &mut out);
            for (draw, number) in draws.iter().zip(&out) {
                assert_eq!(number.to_bits(), whole[*draw as usize].to_bits());
            }
        }
        let few: Vec<u64> = Draws::Each(&[5, 3]).numbers().collect();
        assert_eq!(few, [5, 3]);
        assert!(Draws::From(7).numbers().take(3).eq(7..10));
    }

    #[test]
    fn the_ends_are_open_and_symmetric() {
        let cells = [unit(0, 0), unit(0xffff_ffff, 0xffff_ffff)];
        assert_eq!(bits(&cells), bits(&[2f64.powi(-53), 1.0 - 2f64.powi(-53)]));
    }

    #[test]
    fn numbers_are_uniform_and_inputs_are_independent() {
        let count = 200_000;
        let (mut a, mut b) = (vec![0.0; count], vec![0.0; count]);
        uniform_at(Level::detect(), 3, 0, 0, Draws::From(0), &mut a);
        uniform_at(Level::detect(), 3, 1, 0, Draws::From(0), &mut b);
        let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / count as f64;
        let first = mean(&mut a.iter().copied());
        let square = mean(&mut a.iter().map(|x| x * x));
        let product = mean(&mut a.iter().zip(&b).map(|(a, b)| (a - 0.5) * (b - 0.5)));
        let next = mean(&mut a.windows(2).map(|pair| (pair[0] - 0.5) * (pair[1] - 0.5)));
        // Four standard errors each.
        let error = 4.0 / (count as f64).sqrt();
        assert!(
            (first - 0.5).abs() < error * (1.0 / 12.0_f64).sqrt(),
            "{first}"
        );
        assert!(
            (square - 1.0 / 3.0).abs() < error * (4.0 / 45.0_f64).sqrt(),
            "{square}"
        );
        assert!(product.abs() < error / 12.0, "{product}");
        assert!(next.abs() < error / 12.0, "{next}");
    }
}
