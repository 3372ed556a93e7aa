use super::model::{Model, unknown};
use super::{
    Estimated, Extremes, GROUPS, REPETITIONS, Samples, check_square, check_variance, resampled,
};
use crate::Error;
use crate::kernel::{DIMENSIONS, Draws, Level, sobol_at, uniform_at};

/// Sobol' indices: the parts of the variance of a model's number that each factor makes, alone and
/// with all others.
///
/// With the values `f_A` and `f_B` of two base samples, less their mean, the values `f_AB` of the
/// first sample with the factor's columns of the second, and the variance `V`, the first-order
/// index is `mean(f_B (f_AB - f_A)) / V` (Saltelli et al. 2010, *Computer Physics Communications*
/// 181(2)) and the total index is `mean((f_A - f_AB)^2) / (2 V)` (Jansen 1999, *Computer Physics
/// Communications* 117). Intervals are by bootstrap over rows. An estimate of a first-order index
/// may be negative: it is then not distinguishable from zero, and is reported as it is.
///
/// # Examples
///
/// ```
/// use compute_impact::explanation::sensitivity::{Model, Samples};
///
/// let model = Model::of_function(["a", "b"], |u| u[0] * u[1])?;
/// let indices = model.sobol(Samples::new(4_096)?)?;
/// let a = indices.factor("a")?;
/// // 3 of 7 parts of the variance are of each factor alone, and one is of both together.
/// assert!((a.first.value - 3.0 / 7.0).abs() < 0.02);
/// assert!((a.total.value - 4.0 / 7.0).abs() < 0.02);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Indices {
    /// The mean of the number.
    pub mean: f64,
    /// Its variance, of which the indices are parts.
    pub variance: f64,
    /// The number of runs of the model.
    pub runs: u64,
    /// All factors, the greatest total first.
    pub factors: Vec<Index>,
}

/// The indices of one factor.
///
/// # Examples
///
/// See [`Model::sobol`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Index {
    /// The name of the factor.
    pub name: String,
    /// The first-order index: the part of the variance that vanishes if this factor alone is known.
    pub first: Estimated,
    /// The total-order index: the part of the variance that remains if all but this factor are
    /// known.
    pub total: Estimated,
}

impl Indices {
    /// One factor.
    ///
    /// # Errors
    ///
    /// [`Unknown`](crate::ErrorKind::Unknown) with the nearest name.
    pub fn factor(&self, name: &str) -> Result<&Index, Error> {
        let index = self.factors.iter().find(|index| index.name == name);
        let names = self.factors.iter().map(|index| index.name.as_str());
        index.ok_or_else(|| unknown(name, names))
    }
}

impl Model<'_> {
    /// Sobol' indices from `n` base samples, which take `n (factors + 2)` runs.
    ///
    /// A power of two fills the cube best: the columns of both base samples come from one scrambled
    /// Sobol' sequence, as far as it has dimensions. It takes 24 bytes of memory for each base
    /// sample, with any number of factors: 400 MB for the most samples that are allowed, 2^24.
    ///
    /// # Errors
    ///
    /// [`Conflict`](crate::ErrorKind::Conflict) if inputs are correlated, or if the output does not
    /// vary or its squares overflow or vanish; [`TooManyFailed`](crate::ErrorKind::TooManyFailed)
    /// if a number is not finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::explanation::sensitivity::{Model, Samples};
    ///
    /// let model = Model::of_function(["a", "b"], |u| 3.0 * u[0] + u[1])?;
    /// let indices = model.sobol(Samples::new(1_024)?)?;
    /// // The variances of the two terms are as 9 to 1.
    /// assert!((indices.factor("a")?.first.value - 0.9).abs() < 0.02);
    /// assert!((indices.factor("b")?.total.value - 0.1).abs() < 0.02);
    /// assert_eq!(indices.runs, 4 * 1_024);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn sobol(&self, samples: Samples) -> Result<Indices, Error> {
        self.check_independent()?;
        let rows = samples.count() as usize;
        let columns = self.columns();
        let runs = rows as u64 * (2 + self.parts().len() as u64);
        let progress = self.count(runs);
        let base = |second: bool, column: usize, first: usize, out: &mut [f64]| {
            column_of(samples.seed(), columns, second, column, first, out);
        };
        let whole = |second: bool| {
            self.evaluate(&progress, rows, |first, width, points| {
                for (column, out) in points.chunks_exact_mut(width).enumerate() {
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
        // One factor at a time, so that memory does not grow with their number.
        for factor in self.parts() {
            let mut mixed = self.evaluate(&progress, rows, |first, width, points| {
                for (column, out) in points.chunks_exact_mut(width).enumerate() {
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
        factors.sort_by(|x, y| y.total.value.total_cmp(&x.total.value));
        Ok(Indices {
            mean,
            variance,
            runs,
            factors,
        })
    }
}

/// A column of a base sample; both samples together have twice the columns of the cube.
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
        sobol_at(
            level,
            seed,
            stream,
            dimension,
            Draws::From(first as u64),
            out,
        );
    } else {
        uniform_at(level, seed, stream, 3, Draws::From(first as u64), out);
    }
}

fn square(values: &[f64]) -> f64 {
    values.iter().map(|x| x * x).sum()
}

/// The sums over a group of rows: `f_B (f_AB - f_A)`, `(f_A - f_AB)^2`, squares, values, and rows.
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

/// The first-order and the total index over some groups of rows, by the formulas of [`Indices`].
fn estimate(sums: &[Sums], groups: &[u32]) -> [f64; 2] {
    let mut all = [0.0; 5];
    for group in groups {
        for (sum, part) in all.iter_mut().zip(sums[*group as usize]) {
            *sum += part;
        }
    }
    let [first, total, squares, sum, rows] = all;
    let mean = sum / (2.0 * rows);
    let variance = squares / (2.0 * rows) - mean * mean;
    [first / rows / variance, total / (2.0 * rows) / variance]
}
