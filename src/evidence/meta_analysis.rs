//! Meta-analysis: one estimate from those of several studies, each with its standard error.

use serde::Serialize;

use super::{Confidence, Estimate, EvidenceKind, Source};
use crate::limits::Limit;
use crate::uncertainty::special::normal_half_width;
use crate::uncertainty::student_t::student_t_half_width;
use crate::uncertainty::{Normal, Uncertainty};
use crate::{Error, Interval, Quantity};

/// The estimate of one study.
///
/// # Examples
///
/// See [`MetaAnalysis`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Study {
    name: String,
    pub(super) value: f64,
    pub(super) standard_error: f64,
}

impl Study {
    /// Builds a study from its name, its estimate and the standard error of that.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for an estimate that is infinite or NaN, and
    /// unless the standard error lies between 1e-100 and 1e100;
    /// [`TooMany`](crate::ErrorKind::TooMany) for a name past [`Limit::Name`].
    pub fn new(name: impl Into<String>, value: f64, standard_error: f64) -> Result<Self, Error> {
        let name = name.into();
        Limit::Name.check_text(&name)?;
        Interval::closed_const(-1e100, 1e100)
            .check("estimate of a study", value)
            .map_err(|error| error.at(&name))?;
        Interval::closed_const(1e-100, 1e100)
            .check("standard error of a study", standard_error)
            .map_err(|error| error.at(&name))?;
        Ok(Self {
            name,
            value,
            standard_error,
        })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The estimate.
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// The standard error of the estimate.
    #[must_use]
    pub const fn standard_error(&self) -> f64 {
        self.standard_error
    }
}

/// The model of what studies have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Heterogeneity {
    /// All studies estimate one number; they differ by their sampling errors alone.
    None,
    /// Studies estimate numbers of their own, which scatter around a mean; their variance by the
    /// moments of DerSimonian and Laird (1986), *Controlled Clinical Trials* 7(3), 177-188.
    DerSimonianLaird,
    /// As above; their variance by restricted maximum likelihood: Viechtbauer (2005), *Journal of
    /// Educational and Behavioral Statistics* 30(3), 261-293.
    RestrictedMaximumLikelihood,
}

/// Several studies of one number, pooled.
///
/// With weights `w_i = 1 / (s_i^2 + tau^2)`, where `s_i` is the standard error of a study and `tau^2`
/// the variance between studies, the mean is `sum w_i x_i / sum w_i` and its variance `1 / sum w_i`.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::{Heterogeneity, MetaAnalysis, Study};
///
/// let studies = [("A", 0.06, 0.02), ("B", 0.01, 0.01), ("C", 0.12, 0.05), ("D", 0.03, 0.01)];
/// let studies: Result<Vec<Study>, _> =
///     studies.into_iter().map(|(name, x, error)| Study::new(name, x, error)).collect();
/// let pooled = MetaAnalysis::new(studies?, Heterogeneity::DerSimonianLaird)?;
/// // The studies disagree by more than their errors, so that the mean says little of the next one.
/// let [low, high] = pooled.interval(0.95)?;
/// let [least, most] = pooled.prediction_interval(0.95)?;
/// assert!(0.0 < low && high < 0.08);
/// assert!(least < 0.0 && most > 0.1);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MetaAnalysis {
    pub(super) studies: Vec<Study>,
    heterogeneity: Heterogeneity,
    mean: f64,
    standard_error: f64,
    tau_squared: f64,
    q: f64,
    is_hartung_knapp: bool,
}

impl MetaAnalysis {
    /// Pools studies.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for fewer than two studies;
    /// [`TooMany`](crate::ErrorKind::TooMany) past [`Limit::PooledEntries`];
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for two of one name.
    pub fn new(
        studies: impl IntoIterator<Item = Study>,
        heterogeneity: Heterogeneity,
    ) -> Result<Self, Error> {
        let studies = Limit::PooledEntries.collect(studies)?;
        Limit::PooledEntries.check_from(2, "number of studies", studies.len())?;
        for (number, study) in studies.iter().enumerate() {
            if studies[..number]
                .iter()
                .any(|other| other.name == study.name)
            {
                return Err(Error::duplicate("a study", &study.name));
            }
        }
        let pooled = Self::pooled(studies, heterogeneity, false);
        for number in [
            pooled.mean,
            pooled.standard_error,
            pooled.tau_squared,
            pooled.q,
        ] {
            Interval::FINITE.check("result of the studies", number)?;
        }
        Ok(pooled)
    }

    /// Pools studies in a unit near the least standard error, so that weights cannot overflow: a power
    /// of two, which does not round.
    fn pooled(studies: Vec<Study>, heterogeneity: Heterogeneity, is_hartung_knapp: bool) -> Self {
        let errors = studies.iter().map(|study| study.standard_error);
        let unit = libm::scalbn(1.0, libm::ilogb(errors.fold(f64::INFINITY, f64::min)));
        let own = studies;
        let studies: Vec<Study> = own
            .iter()
            .map(|study| Study {
                name: String::new(),
                value: study.value / unit,
                standard_error: study.standard_error / unit,
            })
            .collect();
        let fixed = Sums::new(&studies, 0.0);
        let q = fixed.squares(&studies);
        let tau_squared = match heterogeneity {
            Heterogeneity::None => 0.0,
            Heterogeneity::DerSimonianLaird => moments(&studies, q),
            Heterogeneity::RestrictedMaximumLikelihood => {
                restricted_likelihood(&studies, moments(&studies, q))
            }
        };
        let sums = Sums::new(&studies, tau_squared);
        let variance = 1.0 / sums.weights;
        let factor = if is_hartung_knapp {
            sums.squares(&studies) / degrees(&studies)
        } else {
            1.0
        };
        Self {
            mean: sums.mean * unit,
            standard_error: (factor * variance).sqrt() * unit,
            tau_squared: tau_squared * unit * unit,
            q,
            studies: own,
            heterogeneity,
            is_hartung_knapp,
        }
    }

    /// Corrects the standard error for the few studies that the variance between them is estimated
    /// from, and takes intervals from Student's t: Hartung and Knapp (2001), *Statistics in Medicine*
    /// 20(24), 3875-3889.
    #[must_use]
    pub fn with_hartung_knapp(self) -> Self {
        Self::pooled(self.studies, self.heterogeneity, true)
    }

    /// The studies.
    #[must_use]
    pub fn studies(&self) -> &[Study] {
        &self.studies
    }

    /// The model of what they have in common.
    #[must_use]
    pub const fn heterogeneity(&self) -> Heterogeneity {
        self.heterogeneity
    }

    /// The mean.
    #[must_use]
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// The standard error of the mean.
    #[must_use]
    pub const fn standard_error(&self) -> f64 {
        self.standard_error
    }

    /// The variance between studies: `tau^2`.
    #[must_use]
    pub const fn tau_squared(&self) -> f64 {
        self.tau_squared
    }

    /// Cochran's Q: the squared distances of the studies from their fixed-effect mean, in standard
    /// errors. If they differ by sampling errors alone it is about the number of studies less one.
    #[must_use]
    pub const fn q(&self) -> f64 {
        self.q
    }

    /// The share of the scatter of the studies that is not sampling error,
    /// `I^2 = (Q - (k - 1)) / Q`, at least zero: Higgins and Thompson (2002), *Statistics in
    /// Medicine* 21(11), 1539-1558.
    #[must_use]
    pub fn i_squared(&self) -> f64 {
        if self.q > 0.0 {
            ((self.q - degrees(&self.studies)) / self.q).max(0.0)
        } else {
            0.0
        }
    }

    /// The confidence interval of the mean, low end first: normal, or Student's t after
    /// [`with_hartung_knapp`](Self::with_hartung_knapp).
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless the confidence is between 0 and 1, both
    /// excluded.
    pub fn interval(&self, confidence: f64) -> Result<[f64; 2], Error> {
        Interval::open_const(0.0, 1.0).check("confidence of an interval", confidence)?;
        let width = if self.is_hartung_knapp {
            student_t_half_width(confidence, degrees(&self.studies))
        } else {
            normal_half_width(confidence)
        };
        let reach = width * self.standard_error;
        Ok([self.mean - reach, self.mean + reach])
    }

    /// The interval of what the next study may estimate but for its sampling error, low end first:
    /// `m +- t sqrt(tau^2 + s^2)` with `k - 2` degrees of freedom; Higgins, Thompson and Spiegelhalter
    /// (2009), *Journal of the Royal Statistical Society A* 172(1), 137-159.
    ///
    /// # Errors
    ///
    /// As [`interval`](Self::interval), and for fewer than three studies.
    pub fn prediction_interval(&self, confidence: f64) -> Result<[f64; 2], Error> {
        Interval::open_const(0.0, 1.0).check("confidence of an interval", confidence)?;
        Limit::PooledEntries.check_from(3, "number of studies", self.studies.len())?;
        let width = student_t_half_width(confidence, degrees(&self.studies) - 1.0);
        let variance = self.tau_squared + self.standard_error * self.standard_error;
        let reach = width * variance.sqrt();
        Ok([self.mean - reach, self.mean + reach])
    }

    /// The pooled estimates that each leave out one study, in order: the mean should not rest on one
    /// of them. Empty for fewer than three studies.
    #[must_use]
    pub fn leave_one_out(&self) -> Vec<Self> {
        if self.studies.len() < 3 {
            return Vec::new();
        }
        let without = |number: usize| {
            let mut others = self.studies.clone();
            others.remove(number);
            Self::pooled(others, self.heterogeneity, self.is_hartung_knapp)
        };
        (0..self.studies.len()).map(without).collect()
    }

    /// An estimate with a normal uncertainty. With heterogeneity it is that of the next study,
    /// `tau^2 + s^2`, as a scenario asks for the coefficient of its own case and not for the mean of
    /// all; without, that of the mean.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a mean outside the range of the quantity,
    /// and [`Reach`](crate::ErrorKind::Reach) for an uncertainty that reaches outside it.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Elasticity;
    /// use compute_impact::evidence::{Heterogeneity, MetaAnalysis, Study};
    ///
    /// let studies = [Study::new("A", 0.06, 0.02)?, Study::new("B", 0.03, 0.01)?];
    /// let pooled = MetaAnalysis::new(studies, Heterogeneity::None)?;
    /// let estimate = pooled.estimate(Elasticity::new(0.0)?)?;
    /// // Weights 2500 and 10000: 0.2 of the first study and 0.8 of the second.
    /// assert!((estimate.value().get() - 0.036).abs() < 1e-15);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn estimate<Q: Quantity>(&self, unit: Q) -> Result<Estimate<Q>, Error> {
        let names: Vec<&str> = self.studies.iter().map(Study::name).collect();
        let source = Source::new(
            "own calculation",
            format!("meta-analysis of {}", names.join(", ")),
            EvidenceKind::Derived,
            Confidence::Derived,
        )?;
        let variance = self.tau_squared + self.standard_error * self.standard_error;
        let uncertainty = Uncertainty::from(Normal::new(self.mean, variance.sqrt())?);
        Estimate::new(unit.with_number(self.mean)?, source).with_uncertainty(uncertainty)
    }
}

/// The sums of weighted studies.
struct Sums {
    tau_squared: f64,
    weights: f64,
    mean: f64,
}

impl Sums {
    fn new(studies: &[Study], tau_squared: f64) -> Self {
        let weights: f64 = studies.iter().map(|study| weight(study, tau_squared)).sum();
        let values = studies
            .iter()
            .map(|study| weight(study, tau_squared) * study.value);
        Self {
            tau_squared,
            weights,
            mean: values.sum::<f64>() / weights,
        }
    }

    /// `sum w_i (x_i - m)^2`.
    fn squares(&self, studies: &[Study]) -> f64 {
        let squares = studies.iter().map(|study| {
            let distance = study.value - self.mean;
            weight(study, self.tau_squared) * distance * distance
        });
        squares.sum()
    }
}

fn weight(study: &Study, tau_squared: f64) -> f64 {
    (study.standard_error * study.standard_error + tau_squared).recip()
}

/// The number of studies less one.
pub(super) fn degrees(studies: &[Study]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most a hundred")]
    let count = studies.len() as f64;
    count - 1.0
}

/// `sum w - sum w^2 / sum w`, as `sum w_i (sum of the others) / sum w`, which does not cancel where one
/// study has almost all the weight.
fn spread_of_weights(studies: &[Study], tau_squared: f64) -> f64 {
    let weights: Vec<f64> = studies
        .iter()
        .map(|study| weight(study, tau_squared))
        .collect();
    let products = weights.iter().enumerate().map(|(number, own)| {
        let others = weights.iter().enumerate();
        let others = others.filter(|(other, _)| *other != number);
        own * others.map(|(_, other)| other).sum::<f64>()
    });
    products.sum::<f64>() / weights.iter().sum::<f64>()
}

/// `(Q - (k - 1)) / (sum w - sum w^2 / sum w)`, at least zero.
fn moments(studies: &[Study], q: f64) -> f64 {
    ((q - degrees(studies)) / spread_of_weights(studies, 0.0)).max(0.0)
}

/// The variance between studies of the greatest restricted likelihood, whose derivative is
/// `(sum w^2 (x - m)^2 - sum w + sum w^2 / sum w) / 2`: its root, or zero if it falls from zero on.
fn restricted_likelihood(studies: &[Study], start: f64) -> f64 {
    let slope = |tau_squared: f64| {
        let sums = Sums::new(studies, tau_squared);
        let scatter = studies.iter().map(|study| {
            let distance = weight(study, tau_squared) * (study.value - sums.mean);
            distance * distance
        });
        scatter.sum::<f64>() - spread_of_weights(studies, tau_squared)
    };
    if slope(0.0) <= 0.0 {
        return 0.0;
    }
    let largest = studies
        .iter()
        .map(|study| study.standard_error)
        .fold(0.0, f64::max);
    let mut high = start.max(largest * largest);
    // The slope is negative for a variance far above the scatter.
    for _ in 0..2_000 {
        if slope(high) < 0.0 {
            break;
        }
        high *= 2.0;
    }
    let rising = |tau_squared: f64| -slope(tau_squared);
    crate::uncertainty::solve::rising_root(0.0, high, rising).unwrap_or(start)
}
