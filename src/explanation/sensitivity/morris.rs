use super::model::{Factor, Model, unknown};
use super::{Estimated, GROUPS, Grid, REPETITIONS, Samples, check_square, resampled};
use crate::kernel::{Draws, Level, uniform_at};
use crate::{Error, Interval};

/// A screening by elementary effects, which separates factors that matter from those that do not.
///
/// An elementary effect is `(f(x + d e_i) - f(x)) / d`, the change of the number when one factor
/// `i` alone moves by a step of probability `d` along the [`Grid`] (Morris 1991, *Technometrics*
/// 33(2), 161-174). Over trajectories with random starts, the mean size of the effects (mu*) ranks
/// factors, and their standard deviation (sigma, with one less than their number as divisor) shows
/// interaction and curvature: Campolongo, Cariboni and Saltelli (2007), *Environmental Modelling &
/// Software* 22(10), 1509-1518.
///
/// # Examples
///
/// ```
/// use compute_impact::explanation::sensitivity::{Model, Samples};
///
/// let model = Model::of_function(["a", "b", "c"], |u| 3.0 * u[0] - 2.0 * u[1])?;
/// let screening = model.morris(Samples::new(32)?)?;
/// assert_eq!(screening.runs, 32 * 4); // one more than factors, for each trajectory
/// let without_effect = screening.factors.iter().filter(|factor| factor.mean_size.value == 0.0);
/// assert_eq!(without_effect.map(|factor| &factor.name).collect::<Vec<_>>(), ["c"]);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Morris {
    /// All factors, the greatest mean size first.
    pub factors: Vec<Screened>,
    /// The number of runs of the model.
    pub runs: u64,
    /// The grid on which factors moved.
    pub grid: Grid,
}

/// The elementary effects of one factor, summarised.
///
/// # Examples
///
/// See [`Model::morris`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Screened {
    /// The name of the factor.
    pub name: String,
    /// The mean effect over the whole range of the factor, with its sign.
    pub mean: f64,
    /// The mean absolute value of the effects.
    pub mean_size: Estimated,
    /// The standard deviation of the effects; it is zero where the number is linear in the factor
    /// and the factor interacts with no other.
    pub standard_deviation: f64,
}

impl Morris {
    /// One factor.
    ///
    /// # Errors
    ///
    /// [`Unknown`](crate::ErrorKind::Unknown) with the nearest name.
    pub fn factor(&self, name: &str) -> Result<&Screened, Error> {
        let factor = self.factors.iter().find(|factor| factor.name == name);
        let names = self.factors.iter().map(|factor| factor.name.as_str());
        factor.ok_or_else(|| unknown(name, names))
    }
}

/// The greatest number of floats that a screening may take: one gigabyte.
const MAX_NUMBERS: f64 = 134_217_728.0;

/// A path through the grid that moves every factor once.
struct Trajectory {
    /// The lower level of every column.
    start: Vec<f64>,
    /// True for a factor that moves from its lower level to its upper one.
    is_up: Vec<bool>,
    /// The factors, in the order in which they move.
    order: Vec<usize>,
}

impl Trajectory {
    fn new(samples: Samples, grid: Grid, number: usize, columns: usize, factors: usize) -> Self {
        let level = Level::detect();
        let draw = |stream: u64, size: usize| {
            let mut out = vec![0.0; size];
            let place = number as u64 * size.next_multiple_of(2) as u64;
            uniform_at(
                level,
                samples.seed(),
                stream,
                5,
                Draws::From(place),
                &mut out,
            );
            out
        };
        let keys = draw(3, factors);
        let mut order: Vec<usize> = (0..factors).collect();
        order.sort_by(|a, b| keys[*a].total_cmp(&keys[*b]));
        Self {
            start: draw(1, columns)
                .into_iter()
                .map(|u| grid.start(u))
                .collect(),
            is_up: draw(2, factors).into_iter().map(|u| u < 0.5).collect(),
            order,
        }
    }

    /// Sets the point after a number of moves, one coordinate per column.
    fn point(&self, moves: usize, grid: Grid, factors: &[Factor], mut set: impl FnMut(usize, f64)) {
        for (turn, factor) in self.order.iter().enumerate() {
            // A factor that has moved is at the upper level if it moves up, else at the lower one.
            let is_high = (turn < moves) == self.is_up[*factor];
            for column in &factors[*factor].columns {
                let jumps = f64::from(u8::from(is_high));
                set(*column, grid.point(self.start[*column], jumps));
            }
        }
    }
}

impl Model<'_> {
    /// Morris screening over `trajectories` paths on the default [`Grid`] of four levels, each of
    /// `factors + 1` runs.
    ///
    /// # Errors
    ///
    /// As [`morris_on`](Self::morris_on).
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::explanation::sensitivity::{Model, Samples};
    ///
    /// let model = Model::of_function(["a", "b"], |u| 3.0 * u[0] - 2.0 * u[1])?;
    /// let screening = model.morris(Samples::new(32)?)?;
    /// let b = screening.factor("b")?;
    /// assert!((b.mean + 2.0).abs() < 1e-12);
    /// assert!((b.mean_size.value - 2.0).abs() < 1e-12);
    /// assert!(b.standard_deviation < 1e-12); // a straight line has one slope
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn morris(&self, trajectories: Samples) -> Result<Morris, Error> {
        self.morris_on(Grid::default(), trajectories)
    }

    /// Morris screening on a chosen grid, to compare with a published study.
    ///
    /// It takes 8 bytes of memory for each trajectory and factor, and 16 more for each trajectory.
    ///
    /// # Errors
    ///
    /// [`Conflict`](crate::ErrorKind::Conflict) if inputs are correlated, or if squares of the
    /// effects overflow; [`TooManyFailed`](crate::ErrorKind::TooManyFailed) if a number is not
    /// finite; [`OutOfRange`](crate::ErrorKind::OutOfRange) if the trajectories times two more than
    /// the factors exceed 2^27, which take a gigabyte. The effects of an output that does not vary are zero.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::explanation::sensitivity::{Grid, Model, Samples};
    ///
    /// let model = Model::of_function(["a", "b"], |u| 3.0 * u[0] - 2.0 * u[1])?;
    /// let screening = model.morris_on(Grid::new(8, 4)?, Samples::new(32)?)?;
    /// assert_eq!(screening.factors[0].name, "a"); // the greatest mean size first
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn morris_on(&self, grid: Grid, trajectories: Samples) -> Result<Morris, Error> {
        self.check_independent()?;
        let (count, parts) = (trajectories.count() as usize, self.parts());
        let steps = parts.len() + 1;
        #[expect(clippy::cast_precision_loss, reason = "an order of size")]
        let numbers = count as f64 * (steps + 1) as f64;
        Interval::closed_const(1.0, MAX_NUMBERS).check(
            "numbers of a screening, trajectories times factors and two",
            numbers,
        )?;
        // A path is computed again wherever it is needed, so that none is stored.
        let path =
            |number| Trajectory::new(trajectories, grid, number, self.columns(), parts.len());
        let progress = self.count((count * steps) as u64);
        let mut values = self.evaluate(&progress, count * steps, |first, width, points| {
            for number in first / steps..=(first + width - 1) / steps {
                let path = path(number);
                let of_path = number * steps..(number + 1) * steps;
                for run in first.max(of_path.start)..(first + width).min(of_path.end) {
                    path.point(run - of_path.start, grid, parts, |column, probability| {
                        points[column * width + run - first] = self.on_grid(probability);
                    });
                }
            }
        })?;
        // The effects of a path take the place of its values, in the order of the factors.
        let mut effects = vec![0.0; parts.len()];
        for (number, values) in values.chunks_exact_mut(steps).enumerate() {
            let path = path(number);
            for (factor, pair) in path.order.iter().zip(values.windows(2)) {
                let sign = if path.is_up[*factor] { 1.0 } else { -1.0 };
                effects[*factor] = sign * (pair[1] - pair[0]) / grid.step();
            }
            values[..parts.len()].copy_from_slice(&effects);
        }
        let mut factors = Vec::with_capacity(parts.len());
        let groups = trajectories.count().min(GROUPS) as usize;
        let draws: Vec<Vec<u32>> = (0..REPETITIONS)
            .map(|repetition| resampled(trajectories.seed(), repetition, groups))
            .collect();
        for (number, factor) in parts.iter().enumerate() {
            let of_factor = values.iter().skip(number).step_by(steps).copied();
            effects.clear();
            effects.extend(of_factor);
            factors.push(screened(factor.name.clone(), &effects, &draws, groups)?);
        }
        factors.sort_by(|x, y| y.mean_size.value.total_cmp(&x.mean_size.value));
        Ok(Morris {
            factors,
            runs: (count * steps) as u64,
            grid,
        })
    }
}

/// Mean, mean size and standard deviation of the effects of one factor:
/// `mu = sum d_r / n`, `mu* = sum |d_r| / n`, `sigma = sqrt(sum (d_r - mu)^2 / (n - 1))`.
fn screened(
    name: String,
    effects: &[f64],
    draws: &[Vec<u32>],
    groups: usize,
) -> Result<Screened, Error> {
    #[expect(clippy::cast_precision_loss, reason = "2^24 rows at most")]
    let all = effects.len() as f64;
    let mean = effects.iter().sum::<f64>() / all;
    let size = effects.iter().map(|e| e.abs()).sum::<f64>() / all;
    let squares = effects.iter().map(|e| (e - mean) * (e - mean)).sum::<f64>();
    check_square(squares + size)?;
    // The sum of the sizes and the number of trajectories in each group.
    let mut sums = vec![[0.0; 2]; groups];
    for (sum, effects) in sums
        .iter_mut()
        .zip(effects.chunks(effects.len().div_ceil(groups)))
    {
        #[expect(clippy::cast_precision_loss, reason = "2^24 rows at most")]
        let rows = effects.len() as f64;
        *sum = [effects.iter().map(|e| e.abs()).sum(), rows];
    }
    let resampled_mean = |drawn: &Vec<u32>| {
        let [size, rows] = drawn.iter().fold([0.0; 2], |[size, rows], group| {
            let [more, of_rows] = sums[*group as usize];
            [size + more, rows + of_rows]
        });
        size / rows
    };
    let again = draws.iter().map(resampled_mean).collect();
    Ok(Screened {
        name,
        mean,
        mean_size: Estimated::from_repetitions(size, again),
        standard_deviation: (squares / (all - 1.0)).sqrt(),
    })
}
