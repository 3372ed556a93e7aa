//! The inputs of a block of draws.

use super::scheme::{FIRST, LAST, Uniforms};
use crate::kernel::{self, Level};
use crate::scenario::Plan;
use crate::uncertainty::{Copula, Sampler};

/// A source of random numbers, and which kinds of them are wanted.
#[derive(Clone, Debug)]
struct Stream {
    id: u64,
    scores: bool,
}

/// Draws the inputs of a plan that are uncertain, and its noise.
#[derive(Clone, Debug)]
pub(super) struct Lanes {
    uniforms: Uniforms,
    streams: Vec<Stream>,
    /// For each uncertain input, in order: its stream, and how it is drawn from it.
    inputs: Vec<(usize, Sampler)>,
    /// The streams that move together, in the order of the copula.
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

impl Lanes {
    pub(super) fn new(plan: &Plan, uniforms: Uniforms, rows: usize) -> Self {
        let mut streams: Vec<Stream> = Vec::new();
        let mut inputs = Vec::new();
        let mut stream_of = |id: u64| {
            let found = streams.iter().position(|stream| stream.id == id);
            found.unwrap_or_else(|| {
                streams.push(Stream { id, scores: false });
                streams.len() - 1
            })
        };
        for input in &plan.inputs {
            if let Some(sampler) = input.uncertainty().and_then(Sampler::new) {
                inputs.push((stream_of(input.stream()), sampler));
            }
        }
        let joined = plan.joined.as_ref().map(|joined| {
            let members = joined.members.iter();
            let members = members.map(|input| stream_of(plan.inputs[*input].stream()));
            (members.collect::<Vec<_>>(), joined.copula.clone())
        });
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

    /// The rows that [`fill`](Self::fill) writes.
    pub(super) fn rows(&self) -> usize {
        self.inputs.len() + self.noises.len() * self.rows
    }

    /// Rows of random numbers held beside.
    pub(super) fn scratch_rows(&self) -> usize {
        2 * self.streams.len()
    }

    /// Writes the inputs of the draws from `first` on: one row an uncertain input, then a block
    /// of all periods for each noise, each row a number a lane.
    pub(super) fn fill(&self, first: u64, lanes: usize, numbers: &mut Numbers, given: &mut [f64]) {
        let level = self.uniforms.level;
        let (inputs, noises) = given.split_at_mut(self.inputs.len() * lanes);
        self.draw_streams(first, lanes, numbers);
        for ((stream, sampler), row) in self.inputs.iter().zip(inputs.chunks_exact_mut(lanes)) {
            let from = if sampler.wants_scores() {
                &numbers.scores
            } else {
                &numbers.uniforms
            };
            row.copy_from_slice(&from[stream * lanes..(stream + 1) * lanes]);
            sampler.transform(level, row);
        }
        let mut dimension = self.streams.len();
        for (id, block) in self
            .noises
            .iter()
            .zip(noises.chunks_exact_mut(self.rows * lanes))
        {
            let (base, periods) = block.split_at_mut(lanes);
            base.fill(0.0);
            for (period, row) in (1..).zip(periods.chunks_exact_mut(lanes)) {
                self.uniforms.fill((*id, dimension), period, first, row);
                dimension += 1;
            }
            kernel::normal_quantile_in_place_at(level, periods);
        }
    }

    fn draw_streams(&self, first: u64, lanes: usize, numbers: &mut Numbers) {
        let level = self.uniforms.level;
        let size = self.streams.len() * lanes;
        numbers.uniforms.resize(size, 0.0);
        numbers.scores.resize(size, 0.0);
        let rows = numbers
            .uniforms
            .chunks_exact_mut(lanes)
            .zip(numbers.scores.chunks_exact_mut(lanes));
        for (dimension, (stream, (uniforms, scores))) in self.streams.iter().zip(rows).enumerate() {
            self.uniforms
                .fill((stream.id, dimension), 0, first, uniforms);
            if stream.scores {
                scores.copy_from_slice(uniforms);
                kernel::normal_quantile_in_place_at(level, scores);
            }
        }
        if let Some((members, copula)) = &self.joined {
            join(level, members, copula, lanes, numbers);
        }
    }
}

/// Correlates the scores of streams, and makes their uniform numbers those of the new scores.
fn join(level: Level, members: &[usize], copula: &Copula, lanes: usize, numbers: &mut Numbers) {
    // From the last on, as each needs the independent scores of those before it.
    for (i, member) in members.iter().enumerate().rev() {
        let mut row = numbers.scores[member * lanes..(member + 1) * lanes].to_vec();
        let weights = copula.weights(i);
        for score in &mut row {
            *score *= weights[i];
        }
        for (other, weight) in members.iter().zip(&weights[..i]) {
            let others = &numbers.scores[other * lanes..(other + 1) * lanes];
            for (score, other) in row.iter_mut().zip(others) {
                *score += weight * other;
            }
        }
        let uniforms = &mut numbers.uniforms[member * lanes..(member + 1) * lanes];
        kernel::normal_cumulative_at(level, &row, uniforms);
        for uniform in uniforms {
            *uniform = uniform.clamp(FIRST, LAST);
        }
        numbers.scores[member * lanes..(member + 1) * lanes].copy_from_slice(&row);
    }
}
