//! From random numbers to the summaries of four outputs in every year, a year at a time.

use crate::Size;
use crate::measure::{Measured, least};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use rand_distr::StandardNormal;
use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, Normal};
use std::f64::consts::PI;

/// Lanes that share a generator.
const CHUNK: usize = 16_384;
const QUANTILES: [f64; 5] = [0.05, 0.25, 0.50, 0.75, 0.95];
const FIRST_SHARE: f64 = 0.25;
const MEAN_GROWTH: f64 = 0.20;
const NOISE_SD: f64 = 0.05;
const PERSISTENCE: f64 = 0.6;

pub fn run(size: Size, repeat: usize) -> (Measured, Vec<f64>) {
    let mut outputs: [Vec<f64>; 4] = std::array::from_fn(|_| vec![0.0; size.lanes]);
    let mut answers = Vec::new();
    let measured = least(repeat, || answers = simulate(size, &mut outputs));
    (measured, answers)
}

fn simulate(size: Size, outputs: &mut [Vec<f64>; 4]) -> Vec<f64> {
    let laws = Laws::new();
    let mut chunks: Vec<Chunk> = (0..size.lanes)
        .step_by(CHUNK)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|start| Chunk::draw(start as u64, CHUNK.min(size.lanes - start), &laws))
        .collect();
    let mut answers = Vec::new();
    for year in 0..size.years {
        fill(&mut chunks, year, outputs);
        let summaries: Vec<_> = outputs.par_iter_mut().map(|row| summary(row)).collect();
        answers.extend(summaries.into_iter().flatten());
    }
    answers
}

fn fill(chunks: &mut [Chunk], year: usize, [gdp, digital, returns, share]: &mut [Vec<f64>; 4]) {
    chunks
        .par_iter_mut()
        .zip(gdp.par_chunks_mut(CHUNK))
        .zip(digital.par_chunks_mut(CHUNK))
        .zip(returns.par_chunks_mut(CHUNK))
        .zip(share.par_chunks_mut(CHUNK))
        .for_each(|((((chunk, gdp), digital), returns), share)| {
            chunk.next_year(year, [gdp, digital, returns, share]);
        });
}

/// A normal distribution within bounds, by its inverse distribution function.
struct TruncatedNormal {
    normal: Normal,
    low: f64,
    high: f64,
}

impl TruncatedNormal {
    fn new(mean: f64, sd: f64, low: f64, high: f64) -> Self {
        let normal = Normal::new(mean, sd).expect("a positive standard deviation");
        Self {
            low: normal.cdf(low),
            high: normal.cdf(high),
            normal,
        }
    }

    fn at(&self, uniform: f64) -> f64 {
        let probability = self.low + uniform * (self.high - self.low);
        self.normal.inverse_cdf(probability)
    }
}

struct Laws {
    gdp: TruncatedNormal,
    digital: TruncatedNormal,
    next_share: TruncatedNormal,
    standard: Normal,
    /// The correlation of the normal scores that gives the coefficients a rank correlation of 0.6.
    correlation: f64,
}

impl Laws {
    fn new() -> Self {
        Self {
            gdp: TruncatedNormal::new(0.20, 0.05, 0.0, 0.5),
            digital: TruncatedNormal::new(0.40, 0.08, 0.0, 1.0),
            next_share: TruncatedNormal::new(0.30, 0.01, 0.2, 0.4),
            standard: Normal::standard(),
            correlation: 2.0 * (PI * 0.6 / 6.0).sin(),
        }
    }
}

/// What is drawn once for a lane, and what a year hands to the next.
struct Lane {
    gdp: f64,
    digital: f64,
    multiplier: f64,
    slope: f64,
    noise: f64,
    log_level: f64,
}

impl Lane {
    fn draw(rng: &mut SmallRng, laws: &Laws) -> Self {
        let score: f64 = rng.sample(StandardNormal);
        let independent: f64 = rng.sample(StandardNormal);
        let other =
            laws.correlation * score + (1.0 - laws.correlation.powi(2)).sqrt() * independent;
        Self {
            gdp: laws.gdp.at(laws.standard.cdf(score)),
            digital: laws.digital.at(laws.standard.cdf(other)),
            multiplier: rng.random_range(3.0..4.0),
            slope: logit(laws.next_share.at(rng.random())) - logit(FIRST_SHARE),
            noise: 0.0,
            log_level: 0.0,
        }
    }
}

struct Chunk {
    rng: SmallRng,
    lanes: Vec<Lane>,
}

impl Chunk {
    fn draw(seed: u64, count: usize, laws: &Laws) -> Self {
        let mut rng = SmallRng::seed_from_u64(seed);
        let lanes = (0..count).map(|_| Lane::draw(&mut rng, laws)).collect();
        Self { rng, lanes }
    }

    fn next_year(&mut self, year: usize, [gdp, digital, returns, share]: [&mut [f64]; 4]) {
        // The first year's noise has the stationary spread, as there is none before it.
        let innovation_sd = if year == 0 {
            NOISE_SD
        } else {
            NOISE_SD * (1.0 - PERSISTENCE.powi(2)).sqrt()
        };
        let outlay = 4e11 * 1.05_f64.powf(year as f64);
        let first_logit = logit(FIRST_SHARE);
        for (place, lane) in self.lanes.iter_mut().enumerate() {
            let normal: f64 = self.rng.sample(StandardNormal);
            lane.noise = PERSISTENCE * lane.noise + innovation_sd * normal;
            lane.log_level += (1.0 + MEAN_GROWTH + lane.noise).ln();
            gdp[place] = (lane.gdp * lane.log_level).exp() - 1.0;
            digital[place] = (lane.digital * lane.log_level).exp() - 1.0;
            returns[place] = lane.multiplier * outlay;
            share[place] = logistic(first_logit + lane.slope * (year + 1) as f64);
        }
    }
}

fn logit(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}

fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// The mean, the standard deviation and the quantiles of a row, which it reorders.
fn summary(row: &mut [f64]) -> [f64; 7] {
    let count = row.len() as f64;
    let mean = row.iter().sum::<f64>() / count;
    let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count;
    let mut quantiles = [0.0; 5];
    let places = QUANTILES.map(|quantile| quantile * (row.len() - 1) as f64);
    select(row, 0, &places, &mut quantiles);
    let [q05, q25, q50, q75, q95] = quantiles;
    [mean, variance.sqrt(), q05, q25, q50, q75, q95]
}

/// Linear quantiles: the middle one first, then the others within its sides. `places` are those
/// of a row of which `side` begins at `start`.
fn select(side: &mut [f64], start: usize, places: &[f64], quantiles: &mut [f64]) {
    if places.is_empty() {
        return;
    }
    let middle = places.len() / 2;
    let below = places[middle] as usize;
    let (left, value, right) = side.select_nth_unstable_by(below - start, f64::total_cmp);
    // Sides of a few lanes can end here, where the weight of the next value is not 0.
    let above = right.iter().copied().min_by(f64::total_cmp);
    quantiles[middle] = *value + places[middle].fract() * (above.unwrap_or(*value) - *value);
    let (low, high) = quantiles.split_at_mut(middle);
    select(left, start, &places[..middle], low);
    select(right, below + 1, &places[middle + 1..], &mut high[1..]);
}
