use super::model::{Model, unknown};
use super::{Estimated, Extremes, REPETITIONS, Samples, check_square, check_variance, resampled};
use crate::Error;
use crate::kernel::{DIMENSIONS, Level, sobol_at, uniform_at};

/// Parts of the variance of a model's number: of each factor by itself, and with all others.
///
/// First order, centred: `mean(f_B (f_AB - f_A)) / V` (Saltelli et al. 2010, *Computer Physics
/// Communications* 181(2)); total: `mean((f_A - f_AB)^2) / 2 V` (Jansen 1999). Intervals by bootstrap
/// over rows. A first-order index may come out below zero: then it is not told from zero, and is
/// left as it is.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Indices {
    mean: f64,
    variance: f64,
    runs: u64,
    factors: Vec<Index>,
}

/// The indices of one factor.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Index {
    name: String,
    first: Estimated,
    total: Estimated,
}

impl Index {
    /// The factor.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The part of the variance that goes if this factor alone is known.
    #[must_use]
    pub const fn first(&self) -> &Estimated {
        &self.first
    }

    /// The part that stays if all but this factor are known.
    #[must_use]
    pub const fn total(&self) -> &Estimated {
        &self.total
    }
}

impl Indices {
    /// All factors, the greatest total first.
    #[must_use]
    pub fn factors(&self) -> &[Index] {
        &self.factors
    }

    /// One factor.
    ///
    /// # Errors
    ///
    /// [`Unknown`](crate::ErrorKind::Unknown) with the nearest name.
    pub fn factor(&self, name: &str) -> Result<&Index, Error> {
        let found = self.factors.iter().find(|index| index.name == name);
        let known = self.factors.iter().map(|index| index.name.as_str());
        found.ok_or_else(|| unknown(name, known))
    }

    /// The mean of the number.
    #[must_use]
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// Its variance, of which the indices are parts.
    #[must_use]
    pub const fn variance(&self) -> f64 {
        self.variance
    }

    /// How often the model was run.
    #[must_use]
    pub const fn runs(&self) -> u64 {
        self.runs
    }
}

impl Model<'_> {
    /// Sobol' indices from `n` base samples, which take `n (factors + 2)` runs. A power of two
    /// fills the cube best: columns of both base samples come from one scrambled Sobol' sequence,
    /// as far as it has dimensions.
    ///
    /// # Errors
    ///
    /// [`Conflict`](crate::ErrorKind::Conflict) if inputs are correlated, or if the output does not
    /// vary or its squares overflow or vanish; [`TooManyFailed`](crate::ErrorKind::TooManyFailed) if a number is not finite.
    pub fn sobol(&self, samples: Samples) -> Result<Indices, Error> {
        self.check_independent()?;
        let rows = samples.count() as usize;
        let columns = self.columns();
        let base = |second: bool, column: usize, first: usize, out: &mut [f64]| {
            column_of(samples.seed(), columns, second, column, first, out);
        };
        let whole = |second: bool| {
            self.evaluate(rows, |first, lanes, points| {
                for (column, out) in points.chunks_exact_mut(lanes).enumerate() {
                    base(second, column, first, out);
                }
            })
        };
        let (mut a, mut b) = (whole(false)?, whole(true)?);
        #[expect(clippy::cast_precision_loss, reason = "2^24 rows at most")]
        let count = rows as f64;
        let extremes = Extremes::of(a.iter().chain(&b));
        let mean = (a.iter().sum::<f64>() + b.iter().sum::<f64>()) / (2.0 * count);
        for x in a.iter_mut().chain(&mut b) {
            *x -= mean;
        }
        let variance = (square(&a) + square(&b)) / (2.0 * count);
        check_variance(extremes, variance)?;
        let groups = samples.count().min(GROUPS);
        let all: Vec<u32> = (0..groups).collect();
        let groups = groups as usize;
        let draws: Vec<Vec<u32>> = (0..REPETITIONS)
            .map(|repetition| resampled(samples.seed(), repetition, groups))
            .collect();
        let mut factors = Vec::with_capacity(self.parts().len());
        // One factor at a time: what is kept does not grow with their number.
        for factor in self.parts() {
            let mut mixed = self.evaluate(rows, |first, lanes, points| {
                for (column, out) in points.chunks_exact_mut(lanes).enumerate() {
                    base(factor.columns.contains(&column), column, first, out);
                }
            })?;
            for x in &mut mixed {
                *x -= mean;
            }
            let sums = sums(&a, &b, &mixed, groups);
            let [first, total] = estimate(&sums, &all);
            check_square(first + total)?;
            let again: Vec<[f64; 2]> = draws.iter().map(|drawn| estimate(&sums, drawn)).collect();
            let each = |n: usize| again.iter().map(|pair| pair[n]).collect();
            factors.push(Index {
                name: factor.name.clone(),
                first: Estimated::from_repetitions(first, each(0)),
                total: Estimated::from_repetitions(total, each(1)),
            });
        }
        factors.sort_by(|x, y| y.total.value().total_cmp(&x.total.value()));
        Ok(Indices {
            mean,
            variance,
            runs: rows as u64 * (2 + self.parts().len() as u64),
            factors,
        })
    }
}

/// A column of a base sample: both together have twice the columns of the cube.
pub(super) fn column_of(
    seed: u64,
    columns: usize,
    second: bool,
    column: usize,
    first: usize,
    out: &mut [f64],
) {
    let dimension = column + if second { columns } else { 0 };
    let level = Level::detect();
    let stream = dimension as u64;
    if dimension < DIMENSIONS {
        sobol_at(level, seed, stream, dimension, first as u64, out);
    } else {
        uniform_at(level, seed, stream, 3, first as u64, out);
    }
}

fn square(values: &[f64]) -> f64 {
    values.iter().map(|x| x * x).sum()
}

/// The bootstrap draws whole groups of neighbouring rows: no more than these.
const GROUPS: u32 = 4_096;

/// Of a group of rows: what the first-order and the total index sum up, squares, values, rows.
type Sums = [f64; 5];

fn sums(a: &[f64], b: &[f64], mixed: &[f64], groups: usize) -> Vec<Sums> {
    let size = a.len().div_ceil(groups);
    let mut all = vec![[0.0; 5]; groups];
    for (row, ((a, b), mixed)) in a.iter().zip(b).zip(mixed).enumerate() {
        let [first, total, squares, sum, rows] = &mut all[row / size];
        *first += b * (mixed - a);
        *total += (a - mixed) * (a - mixed);
        *squares += a * a + b * b;
        *sum += a + b;
        *rows += 1.0;
    }
    all
}

/// First-order and total index over some groups of centred numbers.
fn estimate(sums: &[Sums], groups: &[u32]) -> [f64; 2] {
    let mut all = [0.0; 5];
    for group in groups {
        for (sum, part) in all.iter_mut().zip(sums[*group as usize]) {
            *sum += part;
        }
    }
    let [first, total, squares, sum, rows] = all;
    let variance = squares / (2.0 * rows) - (sum / (2.0 * rows)).powi(2);
    [first / rows / variance, total / (2.0 * rows) / variance]
}
