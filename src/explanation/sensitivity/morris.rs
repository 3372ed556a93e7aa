use super::model::{Model, unknown};
use super::{Estimated, REPETITIONS, Samples, resampled};
use crate::kernel::{Level, uniform_at};
use crate::{Error, Interval};

/// Levels of the grid on which trajectories move; a step is two of them.
const LEVELS: f64 = 8.0;
const STEP: f64 = 2.0;

/// A screening by elementary effects: which factors matter at all.
///
/// An elementary effect is the change of the number over the step in probability when one factor
/// alone moves (Morris 1991, *Technometrics* 33(2)); the mean of their sizes ranks factors, and
/// their standard deviation tells interaction and bends (Campolongo, Cariboni and Saltelli 2007).
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Morris {
    factors: Vec<Screened>,
    runs: u64,
}

/// One factor's elementary effects.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Screened {
    name: String,
    mean: f64,
    mean_size: Estimated,
    standard_deviation: f64,
}

impl Screened {
    /// The factor.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The mean effect over the whole range of the factor, with its sign.
    #[must_use]
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// The mean size of the effects, whatever their sign.
    #[must_use]
    pub const fn mean_size(&self) -> &Estimated {
        &self.mean_size
    }

    /// How far effects differ from place to place.
    #[must_use]
    pub const fn standard_deviation(&self) -> f64 {
        self.standard_deviation
    }
}

impl Morris {
    /// All factors, the greatest mean size first.
    #[must_use]
    pub fn factors(&self) -> &[Screened] {
        &self.factors
    }

    /// One factor.
    ///
    /// # Errors
    ///
    /// [`Unknown`](crate::ErrorKind::Unknown) with the nearest name.
    pub fn factor(&self, name: &str) -> Result<&Screened, Error> {
        let found = self.factors.iter().find(|held| held.name == name);
        let known = self.factors.iter().map(|held| held.name.as_str());
        found.ok_or_else(|| unknown(name, known))
    }

    /// How often the model was run.
    #[must_use]
    pub const fn runs(&self) -> u64 {
        self.runs
    }
}

/// A screening holds its paths: a gigabyte of them is far more than any needs.
const MAX_HELD: f64 = 134_217_728.0;

impl Model<'_> {
    /// Morris screening over so many trajectories, each of `factors + 1` runs.
    ///
    /// # Errors
    ///
    /// As [`sobol`](Self::sobol), but for an output that does not vary, whose effects are zero;
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for more than 2^27 trajectories times inputs.
    pub fn morris(&self, trajectories: Samples) -> Result<Morris, Error> {
        self.check_independent()?;
        let (count, parts) = (trajectories.count() as usize, self.parts());
        let steps = parts.len() + 1;
        #[expect(clippy::cast_precision_loss, reason = "an order of size")]
        let held = count as f64 * (self.columns() + 2 * steps) as f64;
        Interval::closed_const(1.0, MAX_HELD)
            .check("numbers of a screening, trajectories times inputs", held)?;
        let level = Level::detect();
        // Base, direction and order of every trajectory.
        let mut paths = Vec::with_capacity(count);
        for trajectory in 0..count {
            let draw = |stream: u64, size: usize| {
                let mut out = vec![0.0; size];
                let period = 5;
                let place = trajectory as u64 * size.next_multiple_of(2) as u64;
                uniform_at(level, trajectories.seed(), stream, period, place, &mut out);
                out
            };
            let base: Vec<f64> = draw(1, self.columns())
                .iter()
                .map(|u| (u * (LEVELS - STEP)).floor())
                .collect();
            let up: Vec<bool> = draw(2, parts.len()).iter().map(|u| *u < 0.5).collect();
            let keys = draw(3, parts.len());
            let mut order: Vec<usize> = (0..parts.len()).collect();
            order.sort_by(|a, b| keys[*a].total_cmp(&keys[*b]));
            paths.push((base, up, order));
        }
        let values = self.evaluate(count * steps, |first, lanes, points| {
            for lane in 0..lanes {
                let (trajectory, step) = ((first + lane) / steps, (first + lane) % steps);
                let (base, up, order) = &paths[trajectory];
                for (at, factor) in order.iter().enumerate() {
                    // Moved once its turn has come: up from the base, or down to it.
                    let is_high = (at < step) == up[*factor];
                    for column in &parts[*factor].columns {
                        let place = base[*column] + if is_high { STEP } else { 0.0 };
                        points[column * lanes + lane] = (place + 0.5) / LEVELS;
                    }
                }
            }
        })?;
        let mut effects = vec![vec![0.0; count]; parts.len()];
        for (trajectory, (_, up, order)) in paths.iter().enumerate() {
            for (at, factor) in order.iter().enumerate() {
                let change = values[trajectory * steps + at + 1] - values[trajectory * steps + at];
                let sign = if up[*factor] { 1.0 } else { -1.0 };
                effects[*factor][trajectory] = sign * change / (STEP / LEVELS);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "2^24 rows at most")]
        let all = count as f64;
        let mut again = vec![Vec::with_capacity(REPETITIONS); parts.len()];
        for repetition in 0..REPETITIONS {
            let rows = resampled(trajectories.seed(), repetition, count);
            for (again, effects) in again.iter_mut().zip(&effects) {
                let sizes = rows.iter().map(|row| effects[*row as usize].abs());
                again.push(sizes.sum::<f64>() / all);
            }
        }
        let mut factors: Vec<Screened> = parts
            .iter()
            .zip(&effects)
            .zip(again)
            .map(|((factor, effects), again)| {
                let mean = effects.iter().sum::<f64>() / all;
                let size = effects.iter().map(|e| e.abs()).sum::<f64>() / all;
                let squares = effects.iter().map(|e| (e - mean) * (e - mean)).sum::<f64>();
                Screened {
                    name: factor.name.clone(),
                    mean,
                    mean_size: Estimated::from_repetitions(size, again),
                    standard_deviation: (squares / (all - 1.0)).sqrt(),
                }
            })
            .collect();
        factors.sort_by(|x, y| y.mean_size.value().total_cmp(&x.mean_size.value()));
        Ok(Morris {
            factors,
            runs: (count * steps) as u64,
        })
    }
}
