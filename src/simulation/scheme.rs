use crate::kernel::{self, Draws, Level};

/// The sampling scheme: the layout of the uniform numbers of the draws.
///
/// All schemes transform uniform numbers by the same inversion; they differ in these numbers.
///
/// # Examples
///
/// ```
/// use compute_impact::simulation::{Scheme, Simulation};
///
/// let settings = Simulation::new(4_096)?.with_scheme(Scheme::Sobol)?;
/// assert_eq!(settings.scheme().name(), "sobol");
/// assert!(Simulation::new(5)?.with_scheme(Scheme::Antithetic).is_err()); // draws come in pairs
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Scheme {
    /// Independent draws.
    #[default]
    Plain,
    /// Draws in pairs, of which the second has `1 - u` for every uniform number `u` of the first.
    /// This reduces the error of the mean of an output that is monotone in each input, and hardly
    /// that of quantiles.
    Antithetic,
    /// A Latin hypercube of n draws (`McKay`, Beckman and Conover 1979): each input takes one value
    /// in each of n equally probable intervals. Only all n draws together have this property.
    LatinHypercube,
    /// A scrambled Sobol' sequence (Sobol' 1967; Owen 1998) of at most 2^32 draws, which fill the
    /// cube of all inputs evenly, best with a power of two. The first 128 inputs and noises, in the
    /// order of the plan, have dimensions of the sequence; further ones are plain. On
    /// `tests/scenarios/uncertain.toml` the error of the mean of 4,096 draws is 38 to 156 times
    /// smaller than that of plain draws.
    Sobol,
}

impl Scheme {
    /// All schemes.
    pub(super) const ALL: [Self; 4] = [
        Self::Plain,
        Self::Antithetic,
        Self::LatinHypercube,
        Self::Sobol,
    ];

    /// The name in messages and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Antithetic => "antithetic",
            Self::LatinHypercube => "latin-hypercube",
            Self::Sobol => "sobol",
        }
    }
}

/// The smallest uniform number that is drawn.
pub(super) const FIRST: f64 = f64::EPSILON / 2.0;
/// The greatest uniform number that is drawn.
pub(super) const LAST: f64 = 1.0 - f64::EPSILON / 2.0;

/// The uniform numbers of a run. Each depends only on the scheme, the seed, the draw, the stream
/// and the period, and for a Latin hypercube on the number of draws.
#[derive(Clone, Copy, Debug)]
pub(super) struct Uniforms {
    pub(super) level: Level,
    pub(super) scheme: Scheme,
    pub(super) seed: u64,
    pub(super) draws: u64,
}

impl Uniforms {
    /// Fills `out` with standard normal numbers of some draws. Independent draws take
    /// theirs in pairs, which is faster than the inverse of the distribution, in which all others rise
    /// with a uniform number.
    pub(super) fn fill_normal(
        &self,
        (stream, dimension): (u64, usize),
        period: u16,
        at: Draws<'_>,
        out: &mut [f64],
    ) {
        let is_independent = match self.scheme {
            Scheme::Plain => true,
            Scheme::Sobol => dimension >= kernel::DIMENSIONS,
            Scheme::Antithetic | Scheme::LatinHypercube => false,
        };
        if is_independent {
            kernel::normal_at(self.level, self.seed, stream, period, at, out);
        } else {
            self.fill((stream, dimension), period, at, out);
            kernel::normal_quantile_in_place_at(self.level, out);
        }
    }

    /// Fills `out` with the numbers of antithetic draws from `first` on: each pair has one number.
    fn fill_pairs(&self, stream: u64, period: u16, first: u64, out: &mut [f64]) {
        let mut numbers = [0.0; 256];
        let (head, rest) = out.split_at_mut(out.len().min((first % 2) as usize));
        let mut pair = first.div_ceil(2);
        let draw = |pair: u64, numbers: &mut [f64]| {
            let at = Draws::From(pair);
            kernel::uniform_at(self.level, self.seed, stream, period, at, numbers);
        };
        if let [odd] = head {
            draw(first / 2, std::slice::from_mut(odd));
            *odd = 1.0 - *odd;
        }
        for block in rest.chunks_mut(2 * numbers.len()) {
            let numbers = &mut numbers[..block.len().div_ceil(2)];
            draw(pair, numbers);
            for (mirrored, number) in block.chunks_mut(2).zip(&*numbers) {
                mirrored[0] = *number;
                if let [_, odd] = mirrored {
                    *odd = 1.0 - number;
                }
            }
            pair += numbers.len() as u64;
        }
    }

    /// Fills `out` with the numbers of some draws, for a stream and its dimension in
    /// a Sobol' sequence.
    pub(super) fn fill(
        &self,
        (stream, dimension): (u64, usize),
        period: u16,
        at: Draws<'_>,
        out: &mut [f64],
    ) {
        let Self {
            level,
            scheme,
            seed,
            draws,
        } = *self;
        match scheme {
            Scheme::Sobol if dimension < kernel::DIMENSIONS => {
                // Each period of a noise is a separate stream of the sequence.
                let stream = mixed(stream ^ (u64::from(period) << 48));
                kernel::sobol_at(level, seed, stream, dimension, at, out);
            }
            Scheme::Plain | Scheme::Sobol => {
                kernel::uniform_at(level, seed, stream, period, at, out);
            }
            Scheme::Antithetic => match at {
                Draws::From(first) => self.fill_pairs(stream, period, first, out),
                Draws::Each(each) => {
                    // An odd draw mirrors the even draw before it.
                    let pairs: Vec<u64> = each.iter().map(|draw| draw / 2).collect();
                    kernel::uniform_at(level, seed, stream, period, Draws::Each(&pairs), out);
                    for (draw, x) in each.iter().zip(out) {
                        *x = if draw % 2 == 1 { 1.0 - *x } else { *x };
                    }
                }
            },
            Scheme::LatinHypercube => {
                kernel::uniform_at(level, seed, stream, period, at, out);
                // `u = (cell + v) / n`, with the permuted cell of the draw and a uniform number
                // `v`.
                let cells = Permutation::new(seed, stream, period, draws);
                #[expect(clippy::cast_precision_loss, reason = "at most 2^48 draws")]
                for (draw, x) in at.numbers().zip(out) {
                    *x = ((cells.at(draw) as f64 + *x) / draws as f64).clamp(FIRST, LAST);
                }
            }
        }
    }
}

/// A random permutation of `0..count`, computed one element at a time.
///
/// It is an invertible mixing of as many bits as the count has, repeated while the result is
/// outside the count (cycle-walking: Black and Rogaway 2002, "Ciphers with arbitrary finite
/// domains").
#[derive(Clone, Copy, Debug)]
struct Permutation {
    count: u64,
    bits: u32,
    keys: [u64; 4],
}

/// The finaliser of `SplitMix64` (Steele, Lea and Flood 2014), which decorrelates keys.
fn mixed(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

impl Permutation {
    fn new(seed: u64, stream: u64, period: u16, count: u64) -> Self {
        let start = mixed(mixed(seed).wrapping_add(stream)).wrapping_add(u64::from(period) + 1);
        let key = |round: u64| mixed(start.wrapping_add(round.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        Self {
            count,
            bits: (64 - (count.max(2) - 1).leading_zeros()).max(2),
            keys: [key(1), key(2), key(3), key(4)],
        }
    }

    fn at(&self, place: u64) -> u64 {
        let mask = (1 << self.bits) - 1;
        let shift = self.bits.div_ceil(2);
        let mut x = place;
        loop {
            for key in self.keys {
                // Each line is invertible within the mask: a sum, an odd product, a shift to the
                // right.
                x = x.wrapping_add(key) & mask;
                x = x.wrapping_mul(key | 1) & mask;
                x ^= x >> shift;
                x = x.wrapping_mul(0x2545_f491_4f6c_dd1d) & mask;
                x ^= x >> (shift / 2 + 1);
            }
            if x < self.count {
                return x;
            }
        }
    }
}

#[cfg(test)]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts are small"
)]
mod tests {
    use super::*;

    fn uniforms(scheme: Scheme, draws: u64) -> Uniforms {
        Uniforms {
            level: Level::detect(),
            scheme,
            seed: 11,
            draws,
        }
    }

    /// The first outputs of `SplitMix64` for the seeds 0 and 1234567, whose state is the seed plus the
    /// golden ratio.
    #[test]
    fn keys_are_mixed_as_published() {
        for (seed, output) in [
            (0, 0xe220_a839_7b1d_cdaf),
            (1_234_567, 6_457_827_717_110_365_317),
        ] {
            let state = 0x9e37_79b9_7f4a_7c15_u64.wrapping_add(seed);
            assert_eq!(mixed(state), output);
        }
    }

    #[test]
    fn a_permutation_takes_every_place_once() {
        for count in [1, 2, 3, 7, 100, 1_000, 4_097] {
            let order = Permutation::new(5, 9, 2, count);
            let mut places: Vec<u64> = (0..count).map(|place| order.at(place)).collect();
            places.sort_unstable();
            assert!(places.into_iter().eq(0..count), "{count}");
        }
    }

    #[test]
    fn permutations_of_two_inputs_are_not_correlated() {
        let (a, b) = (
            Permutation::new(1, 2, 0, 10_000),
            Permutation::new(1, 3, 0, 10_000),
        );
        let mean = 4_999.5;
        let product: f64 = (0..10_000)
            .map(|place| (a.at(place) as f64 - mean) * (b.at(place) as f64 - mean))
            .sum();
        let correlation = product / (10_000.0 * 1e8 / 12.0);
        // Four standard errors: a false alarm in 16,000.
        assert!(correlation.abs() < 0.04, "{correlation}");
    }

    #[test]
    fn a_hypercube_has_one_number_in_every_cell() {
        let mut out = vec![0.0; 1_000];
        uniforms(Scheme::LatinHypercube, 1_000).fill((3, 0), 0, Draws::From(0), &mut out);
        let mut cells: Vec<u64> = out.iter().map(|u| (u * 1_000.0) as u64).collect();
        cells.sort_unstable();
        assert!(cells.into_iter().eq(0..1_000));
    }

    #[test]
    fn an_odd_draw_mirrors_the_even_one_before_it() {
        let whole = {
            let mut out = vec![0.0; 1_200];
            uniforms(Scheme::Antithetic, 1_200).fill((3, 0), 0, Draws::From(0), &mut out);
            out
        };
        for pair in whole.chunks(2) {
            assert_eq!(pair[1].to_bits(), (1.0 - pair[0]).to_bits());
        }
        for first in [1, 2, 5, 601] {
            let mut part = vec![0.0; 550];
            uniforms(Scheme::Antithetic, 1_200).fill(
                (3, 0),
                0,
                Draws::From(first as u64),
                &mut part,
            );
            assert_eq!(part, whole[first..first + 550]);
        }
    }

    #[test]
    fn single_draws_have_the_numbers_that_they_have_among_all() {
        let mut whole = vec![0.0; 64];
        let singles: Vec<u64> = (0..64).rev().filter(|draw| draw % 5 != 0).collect();
        let mut each = vec![0.0; singles.len()];
        for scheme in [
            Scheme::Plain,
            Scheme::Antithetic,
            Scheme::LatinHypercube,
            Scheme::Sobol,
        ] {
            let uniforms = uniforms(scheme, 64);
            uniforms.fill((3, 1), 2, Draws::From(0), &mut whole);
            uniforms.fill((3, 1), 2, Draws::Each(&singles), &mut each);
            for (draw, number) in singles.iter().zip(&each) {
                let among_all = whole[*draw as usize];
                assert_eq!(number.to_bits(), among_all.to_bits(), "{scheme:?} {draw}");
            }
        }
    }

    #[test]
    fn noise_past_the_dimensions_of_the_sequence_is_that_of_independent_draws() {
        let normal = |scheme, dimension| {
            let mut out = vec![0.0; 64];
            uniforms(scheme, 64).fill_normal((3, dimension), 0, Draws::From(0), &mut out);
            out
        };
        let plain = normal(Scheme::Plain, 0);
        assert_eq!(normal(Scheme::Sobol, kernel::DIMENSIONS), plain);
        assert_ne!(normal(Scheme::Sobol, kernel::DIMENSIONS - 1), plain);
    }
}
