//! The kernel's functions, over numbers that fit the nearest cache and over a block from memory, and
//! the standard library's beside them.
//!
//! `cargo bench --bench kernel`: a thousand million items a second is one nanosecond for each.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark of slices that do not fit has nothing to say"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "the standard library's functions are what is compared with"
)]

use compute_impact::kernel;
use divan::{Bencher, black_box, counter::ItemsCount};

fn main() {
    divan::main();
}

/// Numbers that fit the nearest cache, and as many as 30 periods of a million lanes.
const COUNTS: [usize; 2] = [1_000, 30_000_000];
const PERIODS: usize = 30;
const LANES: [usize; 3] = [1, 1_000, 1_000_000];

/// Numbers from `low` to `high` in a fixed order without a pattern.
fn numbers(count: usize, low: f64, high: f64) -> Vec<f64> {
    let mut state = 1u32;
    (0..count)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            low + (high - low) * (f64::from(state) + 0.5) / 4_294_967_296.0
        })
        .collect()
}

/// One function over so many numbers, into a block that is there already.
fn elementwise(bencher: Bencher<'_, '_>, x: &[f64], function: impl Fn(&[f64], &mut [f64]) + Sync) {
    let mut out = vec![0.0; x.len()];
    bencher
        .counter(ItemsCount::new(x.len()))
        .bench_local(|| function(black_box(x), black_box(&mut out)));
}

/// The same with the function of one number that the standard library has.
fn plain(bencher: Bencher<'_, '_>, x: &[f64], function: impl Fn(f64) -> f64 + Sync) {
    elementwise(bencher, x, |x, out| {
        for (out, x) in out.iter_mut().zip(x) {
            *out = function(*x);
        }
    });
}

#[divan::bench(args = COUNTS)]
fn exp(bencher: Bencher<'_, '_>, count: usize) {
    let x = numbers(count, -20.0, 20.0);
    elementwise(bencher, &x, |x, out| kernel::exp(x, out).unwrap());
}

#[divan::bench(args = COUNTS)]
fn exp_of_std(bencher: Bencher<'_, '_>, count: usize) {
    plain(bencher, &numbers(count, -20.0, 20.0), f64::exp);
}

#[divan::bench(args = COUNTS)]
fn ln(bencher: Bencher<'_, '_>, count: usize) {
    let x = numbers(count, 0.0, 100.0);
    elementwise(bencher, &x, |x, out| kernel::ln(x, out).unwrap());
}

#[divan::bench(args = COUNTS)]
fn ln_of_std(bencher: Bencher<'_, '_>, count: usize) {
    plain(bencher, &numbers(count, 0.0, 100.0), f64::ln);
}

#[divan::bench(args = COUNTS)]
fn logistic(bencher: Bencher<'_, '_>, count: usize) {
    let x = numbers(count, -20.0, 20.0);
    elementwise(bencher, &x, |x, out| kernel::logistic(x, out).unwrap());
}

#[divan::bench(args = COUNTS)]
fn logistic_of_std(bencher: Bencher<'_, '_>, count: usize) {
    let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
    plain(bencher, &numbers(count, -20.0, 20.0), logistic);
}

#[divan::bench(args = COUNTS)]
fn pow(bencher: Bencher<'_, '_>, count: usize) {
    let x = numbers(count, 0.5, 4.0);
    let y = numbers(count, 0.0, 0.5);
    elementwise(bencher, &x, |x, out| kernel::pow(x, &y, out).unwrap());
}

#[divan::bench(args = COUNTS)]
fn pow_of_std(bencher: Bencher<'_, '_>, count: usize) {
    let x = numbers(count, 0.5, 4.0);
    let y = numbers(count, 0.0, 0.5);
    elementwise(bencher, &x, |x, out| {
        for ((out, x), y) in out.iter_mut().zip(x).zip(&y) {
            *out = x.powf(*y);
        }
    });
}

#[divan::bench(args = COUNTS)]
fn normal_quantile(bencher: Bencher<'_, '_>, count: usize) {
    let x = numbers(count, 0.0, 1.0);
    elementwise(bencher, &x, |x, out| {
        kernel::normal_quantile(x, out).unwrap();
    });
}

#[divan::bench(args = LANES)]
fn constant_growth_path(bencher: Bencher<'_, '_>, lanes: usize) {
    let base = numbers(lanes, 50.0, 300.0);
    let growth = numbers(lanes, -0.05, 0.35);
    let mut out = vec![0.0; PERIODS * lanes];
    bencher
        .counter(ItemsCount::new(out.len()))
        .bench_local(|| kernel::constant_growth_path(black_box(&base), &growth, &mut out));
}

#[divan::bench(args = LANES)]
fn growth_path(bencher: Bencher<'_, '_>, lanes: usize) {
    let base = numbers(lanes, 50.0, 300.0);
    let growth = numbers(PERIODS * lanes, -0.05, 0.35);
    let mut out = vec![0.0; PERIODS * lanes];
    bencher
        .counter(ItemsCount::new(out.len()))
        .bench_local(|| kernel::growth_path(black_box(&base), &growth, &mut out));
}

#[divan::bench(args = LANES)]
fn growth_path_of_std(bencher: Bencher<'_, '_>, lanes: usize) {
    let base = numbers(lanes, 50.0, 300.0);
    let growth = numbers(PERIODS * lanes, -0.05, 0.35);
    let mut sums = vec![0.0; lanes];
    let mut out = vec![0.0; PERIODS * lanes];
    bencher.counter(ItemsCount::new(out.len())).bench_local(|| {
        sums.fill(0.0);
        let rows = out.chunks_exact_mut(lanes).zip(growth.chunks_exact(lanes));
        for (out, growth) in rows {
            for (((out, sum), growth), base) in out.iter_mut().zip(&mut sums).zip(growth).zip(&base)
            {
                *sum += growth.ln_1p();
                *out = base * sum.exp();
            }
        }
        black_box(&mut out);
    });
}

#[divan::bench(args = LANES)]
fn logistic_path(bencher: Bencher<'_, '_>, lanes: usize) {
    let intercept = numbers(lanes, -3.0, 1.0);
    let slope = numbers(lanes, 0.0, 0.5);
    let times: Vec<f64> = (0..30).map(f64::from).collect();
    let mut out = vec![0.0; PERIODS * lanes];
    bencher
        .counter(ItemsCount::new(out.len()))
        .bench_local(|| kernel::logistic_path(black_box(&intercept), &slope, &times, &mut out));
}

#[divan::bench(args = LANES)]
fn elasticity_impact(bencher: Bencher<'_, '_>, lanes: usize) {
    let coefficient = numbers(lanes, 0.0, 0.5);
    let gap = numbers(PERIODS * lanes, 0.0, 2.0);
    let mut out = vec![0.0; PERIODS * lanes];
    bencher
        .counter(ItemsCount::new(out.len()))
        .bench_local(|| kernel::elasticity_impact(black_box(&coefficient), &gap, &mut out));
}

#[divan::bench(args = LANES)]
fn growth_ratio_impact(bencher: Bencher<'_, '_>, lanes: usize) {
    let coefficient = numbers(lanes, 0.0, 0.5);
    let gap = numbers(PERIODS * lanes, -0.05, 0.35);
    let growth = numbers(PERIODS * lanes, -0.02, 0.08);
    let mut out = vec![0.0; PERIODS * lanes];
    bencher.counter(ItemsCount::new(out.len())).bench_local(|| {
        kernel::growth_ratio_impact(black_box(&coefficient), &gap, &growth, &mut out)
    });
}

/// Five quantiles of so many values.
#[divan::bench(args = [1_000, 1_000_000])]
fn quantiles(bencher: Bencher<'_, '_>, count: usize) {
    let values = numbers(count, 0.0, 1.0);
    let probabilities = [0.05, 0.25, 0.5, 0.75, 0.95];
    let mut out = [0.0; 5];
    bencher
        .counter(ItemsCount::new(count))
        .with_inputs(|| values.clone())
        .bench_local_values(|mut values| kernel::quantiles(&mut values, &probabilities, &mut out));
}
