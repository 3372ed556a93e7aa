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
        let prior = self.uncertainty().ok_or_else(|| {
            Error::new(ErrorKind::Missing {
                what: "the uncertainty of the prior",
                remedy: "give one: no data change what is certain",
            })
        })?;
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
    // The number of equal weights that would scatter as much: Kish (1965), *Survey Sampling*, 8.2.
    if sum.is_nan() || sum * sum < FEWEST * squares {
        return Err(Error::new(ErrorKind::Conflict {
            what: "data",
            with: "a prior that hardly allows them, or is far less certain than they are",
            remedy: "use the data alone, or a normal prior",
        }));
    }
    let (points, weights): (Vec<f64>, Vec<f64>) = points
        .into_iter()
        .zip(weights)
        .filter(|(_, weight)| *weight > 0.0)
        .unzip();
    Ok(Uncertainty::from(Empirical::weighted(&points, &weights)?))
}
