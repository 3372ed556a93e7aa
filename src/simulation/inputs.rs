//! The drawn inputs of a block of draws.

use super::scheme::{FIRST, LAST, Uniforms};
use super::streams::Streams;
use crate::kernel::{self, Draws, Level};
use crate::scenario::Plan;
use crate::uncertainty::{Copula, Sampler};

/// A random stream.
#[derive(Clone, Debug)]
struct Stream {
    id: u64,
    /// True if normal scores are needed in addition to uniform numbers.
    scores: bool,
}

/// The sampler of a plan's uncertain inputs and noise.
#[derive(Clone, Debug)]
pub(super) struct InputSampler {
    uniforms: Uniforms,
    streams: Vec<Stream>,
    /// The stream and the sampler of each uncertain input, in order.
    inputs: Vec<(usize, Sampler)>,
    /// The correlated streams, in the order of the copula.
    joined: Option<(Vec<usize>, Copula)>,
    noises: Vec<u64>,
    rows: usize,
}

/// Random numbers of a block, kept from block to block.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    uniforms: Vec<f64>,
    scores: Vec<f64>,
}

impl InputSampler {
    pub(super) fn new(plan: &Plan, uniforms: Uniforms, rows: usize) -> Self {
        let Streams {
            ids,
            inputs,
            joined,
            ..
        } = Streams::of(plan);
        let ids = ids.into_iter();
        let mut streams: Vec<Stream> = ids.map(|id| Stream { id, scores: false }).collect();
        for (stream, sampler) in &inputs {
            streams[*stream].scores |= sampler.wants_scores();
        }
        for stream in joined.iter().flat_map(|(members, _)| members) {
            streams[*stream].scores = true;
        }
        Self {
            uniforms,
            streams,
            inputs,
            joined,
            noises: plan.noises.iter().map(|noise| noise.stream).collect(),
            rows,
        }
    }

    /// The number of rows that [`fill`](Self::fill) writes.
    pub(super) fn rows(&self) -> usize {
        self.inputs.len() + self.noises.len() * self.rows
    }

    /// The number of rows of random numbers that are kept in addition.
    pub(super) fn scratch_rows(&self) -> usize {
        2 * self.streams.len()
    }

    /// Writes the inputs of `draws` draws: one row per uncertain input, then a block of
    /// all periods for each noise. Each row has one number per draw.
    pub(super) fn fill(&self, at: Draws<'_>, draws: usize, numbers: &mut Numbers, out: &mut [f64]) {
        let level = self.uniforms.level;
        let (inputs, noises) = out.split_at_mut(self.inputs.len() * draws);
        self.draw_streams(at, draws, numbers);
        for ((stream, sampler), row) in self.inputs.iter().zip(inputs.chunks_exact_mut(draws)) {
            let from = if sampler.wants_scores() {
                &numbers.scores
            } else {
                &numbers.uniforms
            };
            row.copy_from_slice(&from[stream * draws..(stream + 1) * draws]);
            sampler.transform(level, row);
        }
        let mut dimension = self.streams.len();
        for (id, block) in self
            .noises
            .iter()
            .zip(noises.chunks_exact_mut(self.rows * draws))
        {
            let (base, periods) = block.split_at_mut(draws);
            base.fill(0.0);
            for (period, row) in (1..).zip(periods.chunks_exact_mut(draws)) {
                self.uniforms.fill_normal((*id, dimension), period, at, row);
                dimension += 1;
            }
        }
    }

    fn draw_streams(&self, at: Draws<'_>, draws: usize, numbers: &mut Numbers) {
        let level = self.uniforms.level;
        let size = self.streams.len() * draws;
        numbers.uniforms.resize(size, 0.0);
        numbers.scores.resize(size, 0.0);
        let rows = numbers
            .uniforms
            .chunks_exact_mut(draws)
            .zip(numbers.scores.chunks_exact_mut(draws));
        for (dimension, (stream, (uniforms, scores))) in self.streams.iter().zip(rows).enumerate() {
            self.uniforms.fill((stream.id, dimension), 0, at, uniforms);
            if stream.scores {
                scores.copy_from_slice(uniforms);
                kernel::normal_quantile_in_place_at(level, scores);
            }
        }
        if let Some((members, copula)) = &self.joined {
            join(level, members, copula, draws, numbers);
        }
    }
}

/// Correlates the scores `z` of the streams, `z'_i = sum over j <= i of L_ij z_j` with the lower
/// triangle `L` of the copula, and replaces their uniform numbers by the normal distribution of
/// `z'`.
fn join(level: Level, members: &[usize], copula: &Copula, draws: usize, numbers: &mut Numbers) {
    let mut row = vec![0.0; draws];
    // The order is from last to first, as each stream needs the independent scores of those before
    // it.
    for (i, member) in members.iter().enumerate().rev() {
        let weights = copula.weights(i);
        let scores = |of: usize| &numbers.scores[of * draws..(of + 1) * draws];
        let own = (weights[i], scores(*member));
        let others = members.iter().zip(&weights[..i]);
        let others = others.map(|(other, weight)| (*weight, scores(*other)));
        let terms: Vec<(f64, &[f64])> = std::iter::once(own).chain(others).collect();
        kernel::weighted_sum_at(level, &terms, &mut row);
        let uniforms = &mut numbers.uniforms[member * draws..(member + 1) * draws];
        kernel::normal_cumulative_at(level, &row, uniforms);
        let as_given = [0.0, 1.0];
        kernel::affine_in_place_at(level, uniforms, as_given, [FIRST, LAST]);
        numbers.scores[member * draws..(member + 1) * draws].copy_from_slice(&row);
    }
}
