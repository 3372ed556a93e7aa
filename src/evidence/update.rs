//! A prior estimate updated by data, after Bayes.

use super::{Confidence, Estimate, EvidenceKind, Source};
use crate::uncertainty::{Empirical, Normal, Uncertainty};
use crate::{Error, ErrorKind, Interval, Quantity};

/// The points of a prior that is not normal, at the middles of cells of equal probability.
const POINTS: u16 = 4_000;
/// The fewest points that must carry the posterior, or the data contradict the prior.
const FEWEST: f64 = 20.0;

impl<Q: Quantity> Estimate<Q> {
    /// The posterior after data whose estimate of the same quantity is `value`, with a normal error.
    ///
    /// A normal prior with mean `m` and deviation `s` has a normal posterior, whose precision is the
    /// sum of both and whose mean is theirs weighted by precision:
    /// `1/s'^2 = 1/s^2 + 1/e^2`, `m' = s'^2 (m / s^2 + x / e^2)`; Gelman et al. (2013), *Bayesian Data
    /// Analysis*, 2.5. Any other prior is a grid of 4,000 points of equal probability, weighted by the
    /// likelihood of the data at each; the value is then the posterior mean.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for a prior without an uncertainty, which no data change;
    /// [`Conflict`](ErrorKind::Conflict) for a value in another unit, and for data so far from the
    /// prior that almost none of its points is left; [`OutOfRange`](ErrorKind::OutOfRange) for an
    /// error that is not positive and finite, and a posterior outside the range of the quantity.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Elasticity;
    /// use compute_impact::evidence::Estimate;
    /// use compute_impact::uncertainty::Normal;
    ///
    /// let prior = Estimate::assumed(Elasticity::new(0.1)?, "between the studies")?
    ///     .with_uncertainty(Normal::new(0.1, 0.04)?.into())?;
    /// // A regression finds 0.02, as sure of it as the prior is.
    /// let posterior = prior.updated_by(Elasticity::new(0.02)?, 0.04)?;
    /// assert!((posterior.value().get() - 0.06).abs() < 1e-15);
    /// let deviation = posterior.uncertainty().unwrap().standard_deviation();
    /// assert!((deviation - 0.04 / 2.0_f64.sqrt()).abs() < 1e-15);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn updated_by(&self, value: Q, standard_error: f64) -> Result<Self, Error> {
        let prior = self.uncertainty().ok_or_else(certain)?;
        Interval::closed_const(1e-100, 1e100)
            .check("standard error of the data", standard_error)?;
        if value.unit() != self.value().unit() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "data in one unit",
                with: "a prior in another",
                remedy: "state both in one unit, frequency, currency and price basis",
            }));
        }
        let x = value.number();
        let posterior = if matches!(prior, Uncertainty::Normal(_)) {
            let (prior_precision, precision) = (
                prior.variance().recip(),
                (standard_error * standard_error).recip(),
            );
            let sum = prior_precision + precision;
            let mean = (prior_precision * prior.mean() + precision * x) / sum;
            Uncertainty::from(Normal::new(mean, sum.sqrt().recip())?)
        } else {
            on_grid(prior, x, standard_error)?
        };
        self.posterior(posterior)
    }

    /// The posterior after data whose likelihood is a function of the quantity, for a prior of any
    /// shape: a grid over the probability of the prior, weighted by the likelihood.
    ///
    /// `log_likelihood` is the natural logarithm of the likelihood of the data up to a constant, for a
    /// value of the quantity in its own unit; minus infinity where the data are impossible. The grid
    /// has 4,000 cells of equal probability, and is narrowed up to twelve times to the cells whose
    /// likelihood is not negligible, so that data far more certain than the prior are no trouble. A
    /// likelihood with a peak that lies within one four-thousandth of the prior's probability, far from
    /// all others, may be missed. The value is the posterior mean.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for a prior without an uncertainty;
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a logarithm that is NaN or plus infinity, and a
    /// posterior outside the range of the quantity; [`Conflict`](ErrorKind::Conflict) for data that
    /// are impossible wherever the prior is looked at, or that leave less than 10^-8 of its
    /// probability.
    ///
    /// # Examples
    ///
    /// Seven of twenty firms use AI computing. A prior share that is even between 0 and 1 has the
    /// posterior `Beta(8, 14)`, with the mean 8 / 22:
    ///
    /// ```
    /// use compute_impact::Share;
    /// use compute_impact::evidence::Estimate;
    /// use compute_impact::uncertainty::Uniform;
    ///
    /// let prior = Estimate::assumed(Share::new(0.5)?, "nothing is known")?
    ///     .with_uncertainty(Uniform::new(0.0, 1.0)?.into())?;
    /// let posterior = prior.updated_by_likelihood(|share| 7.0 * share.ln() + 13.0 * (1.0 - share).ln())?;
    /// assert!((posterior.value().get() - 8.0 / 22.0).abs() < 1e-6);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn updated_by_likelihood(
        &self,
        log_likelihood: impl Fn(f64) -> f64,
    ) -> Result<Self, Error> {
        let prior = self.uncertainty().ok_or_else(certain)?;
        self.posterior(by_likelihood(prior, log_likelihood)?)
    }

    /// The estimate after an update.
    fn posterior(&self, posterior: Uncertainty) -> Result<Self, Error> {
        // What rests on an assumption is no better than a weak source.
        let confidence = match self.source().confidence() {
            Confidence::Assumed | Confidence::Low => Confidence::Low,
            Confidence::Derived | Confidence::Medium | Confidence::High => Confidence::Derived,
        };
        let source = Source::new(
            "own calculation",
            format!("update of a prior: {}", self.source().title()),
            EvidenceKind::Derived,
            confidence,
        )?;
        Self::new(self.value().with_number(posterior.mean())?, source).with_uncertainty(posterior)
    }
}

fn on_grid(prior: &Uncertainty, x: f64, standard_error: f64) -> Result<Uncertainty, Error> {
    let points: Result<Vec<f64>, Error> = (0..POINTS)
        .map(|point| prior.quantile((f64::from(point) + 0.5) / f64::from(POINTS)))
        .collect();
    let points = points?;
    let distance = |point: &f64| {
        let z = (point - x) / standard_error;
        0.5 * z * z
    };
    let least = points.iter().map(distance).fold(f64::INFINITY, f64::min);
    let weights = points
        .iter()
        .map(|point| libm::exp(least - distance(point)));
    let weights: Vec<f64> = weights.collect();
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    if too_few(sum, squares) {
        return Err(contradiction());
    }
    let (points, weights): (Vec<f64>, Vec<f64>) = points
        .into_iter()
        .zip(weights)
        .filter(|(_, weight)| *weight > SMALLEST)
        .unzip();
    Ok(Uncertainty::from(Empirical::weighted(&points, &weights)?))
}

/// The weight of a point, relative to the greatest, below which it is left out.
const SMALLEST: f64 = 1e-100;
/// The least prior probability of the cells that carry a posterior.
const LEAST: f64 = 1e-8;
/// The most narrowings of a grid.
const NARROWINGS: u8 = 12;
/// The logarithm of a likelihood, relative to the greatest, that is negligible: 1e-17.
const NEGLIGIBLE: f64 = -39.0;

/// The posterior on a grid over the probability of the prior.
fn by_likelihood(
    prior: &Uncertainty,
    log_likelihood: impl Fn(f64) -> f64,
) -> Result<Uncertainty, Error> {
    let (mut low, mut high) = (0.0, 1.0);
    let mut narrowings = 0;
    loop {
        let width = (high - low) / f64::from(POINTS);
        let places = (0..POINTS).map(|cell| low + (f64::from(cell) + 0.5) * width);
        let points = places.map(|place| prior.quantile(place));
        let points: Vec<f64> = points.collect::<Result<_, Error>>()?;
        let mut logs = Vec::with_capacity(points.len());
        for point in &points {
            let log = log_likelihood(*point);
            if log != f64::NEG_INFINITY {
                Interval::FINITE.check("logarithm of a likelihood", log)?;
            }
            logs.push(log);
        }
        let greatest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if greatest == f64::NEG_INFINITY {
            return Err(contradiction());
        }
        let is_large = |log: &f64| *log - greatest > NEGLIGIBLE;
        let first = logs.iter().position(is_large).unwrap_or(0);
        let last = logs.iter().rposition(is_large).unwrap_or(logs.len() - 1);
        // The cells with a likelihood, and one more on either side.
        let (first, last) = (first.saturating_sub(1), (last + 1).min(logs.len() - 1));
        let is_wide = (last - first + 1) * 2 >= logs.len();
        if !is_wide && narrowings < NARROWINGS {
            narrowings += 1;
            #[expect(clippy::cast_precision_loss, reason = "at most 4,000")]
            let ends = [first as f64, (last + 1) as f64].map(|cell| low + cell * width);
            if ends[1] - ends[0] < LEAST {
                return Err(contradiction());
            }
            [low, high] = ends;
            continue;
        }
        let weights: Vec<f64> = logs.iter().map(|log| libm::exp(log - greatest)).collect();
        let sum: f64 = weights.iter().sum();
        let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
        if too_few(sum, squares) {
            return Err(contradiction());
        }
        let (points, weights): (Vec<f64>, Vec<f64>) = points
            .into_iter()
            .zip(weights)
            .filter(|(_, weight)| *weight > SMALLEST)
            .unzip();
        return Ok(Uncertainty::from(Empirical::weighted(&points, &weights)?));
    }
}

/// True if fewer equal weights than are needed would scatter as much: Kish (1965), *Survey Sampling*,
/// 8.2.
fn too_few(sum: f64, squares: f64) -> bool {
    sum.is_nan() || sum * sum < FEWEST * squares
}

fn contradiction() -> Error {
    Error::new(ErrorKind::Conflict {
        what: "data",
        with: "a prior that hardly allows them, or is far less certain than they are",
        remedy: "use the data alone, or a normal prior",
    })
}

fn certain() -> Error {
    Error::new(ErrorKind::Missing {
        what: "the uncertainty of the prior",
        remedy: "give one: no data change what is certain",
    })
}
