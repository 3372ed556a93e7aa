use super::model::{Model, unknown};
use super::{Estimated, REPETITIONS, Samples, check_variance, resampled};
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
    /// [`Conflict`](crate::ErrorKind::Conflict) if inputs are correlated, or the output does not
    /// vary; [`TooManyFailed`](crate::ErrorKind::TooManyFailed) if a number is not finite.
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
        let mean = (a.iter().sum::<f64>() + b.iter().sum::<f64>()) / (2.0 * count);
        for x in a.iter_mut().chain(&mut b) {
            *x -= mean;
        }
        let variance = (square(&a) + square(&b)) / (2.0 * count);
        check_variance(mean, variance)?;
        let mixed: Vec<Vec<f64>> = self
            .parts()
            .iter()
            .map(|factor| {
                let mut values = self.evaluate(rows, |first, lanes, points| {
                    for (column, out) in points.chunks_exact_mut(lanes).enumerate() {
                        base(factor.columns.contains(&column), column, first, out);
                    }
                })?;
                for x in &mut values {
                    *x -= mean;
                }
                Ok(values)
            })
            .collect::<Result<_, Error>>()?;
        let all: Vec<u32> = (0..samples.count()).collect();
        let draws: Vec<Vec<u32>> = (0..REPETITIONS)
            .map(|repetition| resampled(samples.seed(), repetition, rows))
            .collect();
        let mut factors: Vec<Index> = self
            .parts()
            .iter()
            .zip(&mixed)
            .map(|(factor, ab)| {
                let [first, total] = estimate(&a, &b, ab, &all);
                let again: Vec<[f64; 2]> = draws
                    .iter()
                    .map(|rows| estimate(&a, &b, ab, rows))
                    .collect();
                let each = |n: usize| again.iter().map(|pair| pair[n]).collect();
                Index {
                    name: factor.name.clone(),
                    first: Estimated::from_repetitions(first, each(0)),
                    total: Estimated::from_repetitions(total, each(1)),
                }
            })
            .collect();
        factors.sort_by(|x, y| y.total.value().total_cmp(&x.total.value()));
        Ok(Indices {
            mean,
            variance,
            runs: rows as u64 * (2 + mixed.len() as u64),
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

/// First-order and total index over some rows of centred numbers.
fn estimate(a: &[f64], b: &[f64], ab: &[f64], rows: &[u32]) -> [f64; 2] {
    let (mut first, mut total, mut squares, mut sum) = (0.0, 0.0, 0.0, 0.0);
    for row in rows {
        let row = *row as usize;
        let (a, b, ab) = (a[row], b[row], ab[row]);
        first += b * (ab - a);
        total += (a - ab) * (a - ab);
        squares += a * a + b * b;
        sum += a + b;
    }
    #[expect(clippy::cast_precision_loss, reason = "2^24 rows at most")]
    let count = rows.len() as f64;
    let variance = squares / (2.0 * count) - (sum / (2.0 * count)).powi(2);
    [first / count / variance, total / (2.0 * count) / variance]
}
