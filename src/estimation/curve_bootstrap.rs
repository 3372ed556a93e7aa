//! The bootstrap of residuals, for intervals of a curve that is far from a straight line.

use super::curve::Curve;
use super::curve_fit::CurveFit;
use super::nonlinear::Problem;
use crate::kernel::{Draws, Level, uniform_at};
use crate::{Error, ErrorKind, Interval};

/// The parameters of a curve fitted again to resampled points.
///
/// # Examples
///
/// See [`CurveFit::bootstrap`].
#[derive(Clone, Debug, PartialEq)]
pub struct CurveBootstrap {
    curve: Curve,
    draws: u64,
    /// The parameters of each draw whose fit converged, and the error of a new point.
    converged: Vec<(Vec<f64>, f64)>,
}

/// The fewest draws, and the most.
const DRAWS: [f64; 2] = [99.0, 1e5];
/// The most draws times points, which bounds the time.
const WORK: f64 = 5e6;

impl CurveFit {
    /// Fits the curve again to points on it with resampled errors: the bootstrap of residuals of
    /// Efron (1979), *Annals of Statistics* 7(1), 1-26, section 7.
    ///
    /// The errors are the residuals less their mean, times `sqrt(n / (n - k))` for `n` points and `k`
    /// parameters, drawn with replacement. Each fit starts from the fitted parameters. It needs no
    /// straight line in place of the curve, as standard errors do, but errors that are independent
    /// and of one variance, as they do. Draws whose fit does not converge are left out and counted.
    ///
    /// The result depends on the seed and not on the number of threads.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless there are 99 to 100,000 draws, and at most
    /// 5 million draws times points; [`NotConverged`](ErrorKind::NotConverged) if fewer than half of
    /// the fits converge.
    ///
    /// # Examples
    ///
    /// Nine points of `Rat42` of NIST, which determine the ceiling:
    ///
    /// ```
    /// use compute_impact::estimation::{Curve, fit_curve};
    ///
    /// let points = [
    ///     (9.0, 8.93), (14.0, 10.80), (21.0, 18.59), (28.0, 22.33), (42.0, 39.35),
    ///     (57.0, 56.11), (63.0, 61.73), (70.0, 64.62), (79.0, 67.08),
    /// ];
    /// let fit = fit_curve(Curve::LogisticWithCeiling, points, None)?;
    /// let bootstrap = fit.bootstrap(999, 1)?;
    /// assert_eq!((bootstrap.draws(), bootstrap.not_converged()), (999, 0));
    /// let [low, high] = bootstrap.interval("ceiling", 0.95)?;
    /// assert!(low < 72.46 && 72.46 < high);
    /// let [low_of_point, high_of_point] = bootstrap.prediction_interval(100.0, 0.95)?;
    /// let [low, high] = bootstrap.confidence_interval(100.0, 0.95)?;
    /// assert!(low_of_point < low && high < high_of_point);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn bootstrap(&self, draws: u64, seed: u64) -> Result<CurveBootstrap, Error> {
        #[expect(clippy::cast_precision_loss, reason = "to be checked")]
        let (given, count) = (draws as f64, self.points.len() as f64);
        let [fewest, most] = DRAWS;
        Interval::closed_const(fewest, (WORK / count).min(most)).check("number of draws", given)?;
        let fitted: Vec<f64> = self.points.iter().map(|(x, _)| self.predict(*x)).collect();
        let residuals = self.points.iter().zip(&fitted);
        let residuals: Vec<f64> = residuals.map(|((_, y), fitted)| y - fitted).collect();
        let mean = residuals.iter().sum::<f64>() / count;
        let scale = (count / self.degrees_of_freedom()).sqrt();
        let errors = residuals.iter().map(|residual| (residual - mean) * scale);
        let resampling = Resampling {
            fit: self,
            fitted,
            errors: errors.collect(),
            level: Level::detect(),
            seed,
        };
        let converged: Vec<(Vec<f64>, f64)> = resampling.all(draws);
        if converged.len() as u64 * 2 < draws {
            return Err(Error::new(ErrorKind::NotConverged {
                what: "most fits of a bootstrap",
                steps: 500,
                remedy: "use `CurveFit::profile_interval`: the points hardly determine the curve",
            }));
        }
        Ok(CurveBootstrap {
            curve: self.curve,
            draws,
            converged,
        })
    }
}

struct Resampling<'a> {
    fit: &'a CurveFit,
    fitted: Vec<f64>,
    errors: Vec<f64>,
    level: Level,
    seed: u64,
}

impl Resampling<'_> {
    #[cfg(feature = "parallel")]
    fn all(&self, draws: u64) -> Vec<(Vec<f64>, f64)> {
        use rayon::iter::{IntoParallelIterator, ParallelIterator};
        let draws = (0..draws).into_par_iter();
        draws.filter_map(|draw| self.draw(draw)).collect()
    }

    #[cfg(not(feature = "parallel"))]
    fn all(&self, draws: u64) -> Vec<(Vec<f64>, f64)> {
        (0..draws).filter_map(|draw| self.draw(draw)).collect()
    }

    /// The parameters of a draw, and the error of a new point; none if the fit does not converge.
    fn draw(&self, draw: u64) -> Option<(Vec<f64>, f64)> {
        let count = self.errors.len();
        let mut uniform = vec![0.0; count + 1];
        uniform_at(self.level, self.seed, draw, 0, Draws::From(0), &mut uniform);
        let error = |uniform: &f64| {
            #[expect(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "below the number of points"
            )]
            let place = (uniform * count as f64) as usize;
            self.errors[place.min(count - 1)]
        };
        let resampled = self.fit.points.iter().zip(&self.fitted).zip(&uniform);
        let points: Vec<(f64, f64)> = resampled
            .map(|(((x, _), fitted), uniform)| (*x, fitted + error(uniform)))
            .collect();
        let problem = Problem {
            curve: self.fit.curve,
            points: &points,
            fixed: None,
        };
        let minimum = problem.minimise(&self.fit.minimum.parameters)?;
        minimum
            .has_converged
            .then(|| (minimum.parameters, error(&uniform[count])))
    }
}

impl CurveBootstrap {
    /// The number of draws.
    #[must_use]
    pub const fn draws(&self) -> u64 {
        self.draws
    }

    /// The number of draws whose fit did not converge, which are in no interval. More than a few say
    /// that the points hardly determine the curve, and that the intervals are too narrow.
    #[must_use]
    pub const fn not_converged(&self) -> u64 {
        self.draws - self.converged.len() as u64
    }

    /// The values of a parameter in the draws that converged, in their order.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that the curve does not have.
    pub fn values(&self, name: &str) -> Result<impl Iterator<Item = f64>, Error> {
        let names = self.curve.parameters();
        let place = names.iter().position(|other| *other == name);
        let place =
            place.ok_or_else(|| Error::unknown_of("parameter", name, names.iter().copied()))?;
        Ok(self.converged.iter().map(move |(values, _)| values[place]))
    }

    /// The percentile interval of a parameter, low end first: the quantiles of its values in the
    /// draws.
    ///
    /// # Errors
    ///
    /// As [`values`](Self::values); [`OutOfRange`](ErrorKind::OutOfRange) unless the confidence is
    /// between 0 and 1, both excluded.
    pub fn interval(&self, name: &str, confidence: f64) -> Result<[f64; 2], Error> {
        percentiles(self.values(name)?.collect(), confidence)
    }

    /// The percentile interval of the curve at `x`, low end first.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the confidence is between 0 and 1, both
    /// excluded, and for an `x` at which a curve is not defined.
    pub fn confidence_interval(&self, x: f64, confidence: f64) -> Result<[f64; 2], Error> {
        let draws = self.converged.iter();
        let values = draws.map(|(parameters, _)| self.curve.value(parameters, x));
        percentiles(values.collect(), confidence)
    }

    /// The percentile interval of a new point at `x`, low end first: each draw's curve there, with a
    /// resampled error.
    ///
    /// # Errors
    ///
    /// As [`confidence_interval`](Self::confidence_interval).
    pub fn prediction_interval(&self, x: f64, confidence: f64) -> Result<[f64; 2], Error> {
        let draws = self.converged.iter();
        let values = draws.map(|(parameters, error)| self.curve.value(parameters, x) + error);
        percentiles(values.collect(), confidence)
    }
}

/// The quantiles of values at both ends of a central interval, on straight lines between ranks.
fn percentiles(mut values: Vec<f64>, confidence: f64) -> Result<[f64; 2], Error> {
    Interval::open_const(0.0, 1.0).check("confidence of an interval", confidence)?;
    for value in &values {
        Interval::FINITE.check("value of a resampled curve", *value)?;
    }
    values.sort_unstable_by(f64::total_cmp);
    let last = values.len() - 1;
    let tail = 0.5 * (1.0 - confidence);
    Ok([tail, 1.0 - tail].map(|probability| {
        #[expect(clippy::cast_precision_loss, reason = "at most a hundred thousand")]
        let rank = probability * last as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most the last place"
        )]
        let place = (rank.floor() as usize).min(last);
        let above = values[(place + 1).min(last)];
        values[place] + rank.fract() * (above - values[place])
    }))
}
