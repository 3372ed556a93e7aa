//! The distribution of an output over the draws of a run, period by period.

use super::Scheme;
use super::ensemble::Ensemble;
use super::part::SeriesPart;
use crate::kernel::Tally;
use crate::{Error, Interval, Output, Period, Unit};

/// One output over many draws: a distribution for every period.
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Scenario, Simulation};
///
/// let fan = Scenario::shipped("china-2030")?.simulate(&Simulation::new(1_000)?)?;
/// let share = fan.series(Output::SmartShare).unwrap();
/// assert_eq!(share.iter().count(), 7); // the base period and six more
/// assert!(share.at("2040".parse()?)?.is_none());
/// assert!(share.last().maximum() <= 1.0);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct FanSeries<'a> {
    pub(super) ensemble: &'a Ensemble,
    /// The tallies, of which that of the last period has numbers.
    pub(super) part: &'a SeriesPart,
    pub(super) number: usize,
    pub(super) output: Output,
    pub(super) unit: Unit,
}

impl<'a> FanSeries<'a> {
    /// The output.
    #[must_use]
    pub const fn output(&self) -> Output {
        self.output
    }

    /// The unit of its numbers.
    #[must_use]
    pub const fn unit(&self) -> Unit {
        self.unit
    }

    fn row(&self, row: usize) -> Option<Distribution<'a>> {
        let cell = self.part.cells.get(row);
        let has_numbers = cell.is_some_and(|cell| cell.count() > 0);
        has_numbers.then(|| self.distribution(row))
    }

    /// The distribution of a row, which must exist and have numbers.
    fn distribution(&self, row: usize) -> Distribution<'a> {
        Distribution {
            tally: &self.part.cells[row],
            probabilities: &self.ensemble.settings.exact,
            exact: self
                .ensemble
                .exact
                .get(self.number)
                .and_then(|periods| periods.get(row))
                .map_or(&[], Vec::as_slice),
            scheme: self.ensemble.settings.scheme,
        }
    }

    /// The distribution in the last period.
    #[must_use]
    pub fn last(&self) -> Distribution<'a> {
        let last = self.ensemble.periods as usize;
        self.distribution(last)
    }

    /// The distribution in a period; `None` outside the scenario, and in the base period for an
    /// output over a period.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](crate::ErrorKind::FrequencyMismatch) if the period is of another
    /// frequency than the scenario's.
    pub fn at(&self, period: Period) -> Result<Option<Distribution<'a>>, Error> {
        let row = period.since(self.ensemble.base)?;
        Ok(usize::try_from(row).ok().and_then(|row| self.row(row)))
    }

    /// The periods with their distributions.
    pub fn iter(&self) -> impl Iterator<Item = (Period, Distribution<'a>)> + use<'a> {
        let series = *self;
        (0..=self.ensemble.periods).filter_map(move |row| {
            let period = series.ensemble.base.plus(row).ok()?;
            Some((period, series.row(row as usize)?))
        })
    }
}

/// The distribution of one output in one period over the draws, in the output's unit.
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Scenario, Simulation};
///
/// let settings = Simulation::new(2_000)?.with_exact_quantiles([0.05, 0.95])?;
/// let fan = Scenario::shipped("china-2030")?.simulate(&settings)?;
/// let returns = fan.series(Output::MultiplierOutput).unwrap().last();
/// assert_eq!(returns.draws(), 2_000);
/// let (low, high) = (returns.quantile(0.05)?, returns.quantile(0.95)?);
/// assert!(low.is_exact() && low.value < high.value);
/// let mean = returns.mean().unwrap();
/// assert!(low.value < mean && mean < high.value);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Distribution<'a> {
    tally: &'a Tally,
    probabilities: &'a [f64],
    exact: &'a [Option<f64>],
    scheme: Scheme,
}

/// A quantile of the draws, with a bound of its error.
///
/// # Examples
///
/// ```
/// use compute_impact::{Scenario, Simulation};
///
/// let scenario = Scenario::shipped("china-2030")?;
/// let settings = Simulation::new(2_000)?;
/// let median = |settings: &Simulation| -> Result<_, Box<dyn std::error::Error>> {
///     let fan = scenario.simulate(settings)?;
///     Ok(fan.gdp().impact().ok_or("no impact")?.last().quantile(0.5)?)
/// };
/// let near = median(&settings)?;
/// let exact = median(&settings.with_exact_quantiles([0.5])?)?;
/// assert!(!near.is_exact() && exact.is_exact());
/// assert!((near.value - exact.value).abs() <= near.error);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Quantile {
    /// The value of the quantile.
    pub value: f64,
    /// The greatest distance from the order statistic of the draws; zero for an exact quantile. The
    /// Monte Carlo error of the draws is not part of it.
    pub error: f64,
}

impl Quantile {
    /// True if the value is an order statistic of the draws.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.error <= 0.0
    }
}

/// The fewest antithetic draws from which the correlation within pairs is estimated.
const FEW_PAIRED: u64 = 16;

impl Distribution<'_> {
    /// The number of valid draws: all that did not fail.
    #[must_use]
    pub fn draws(&self) -> u64 {
        self.tally.count()
    }

    /// The mean; `None` if the sum overflowed.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        self.tally.mean()
    }

    /// The Monte Carlo standard error of the mean, `s / sqrt(n)` with the standard deviation `s` of
    /// `n` draws; `None` for a single draw, for fewer than 16 antithetic draws, or where the
    /// standard deviation is `None`.
    ///
    /// For antithetic draws it is multiplied by `sqrt(1 + r)`, with the correlation `r` within
    /// pairs. For a Latin hypercube it is that of as many plain draws, which the error does not
    /// exceed but for a factor n / (n - 1) (Owen 1997, "Monte Carlo variance of scrambled net
    /// quadrature", *SIAM Journal on Numerical Analysis* 34(5)). For a Sobol' sequence it is that
    /// of as many plain draws too, which is usually many times the error: repeat the run with other
    /// seeds to estimate the error.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "at most 2^48 draws")]
    pub fn mean_error(&self) -> Option<f64> {
        let plain = self.standard_deviation()? / (self.draws() as f64).sqrt();
        if self.scheme != Scheme::Antithetic || plain <= 0.0 {
            return Some(plain);
        }
        // A few pairs do not determine the correlation within pairs.
        if self.draws() < FEW_PAIRED {
            return None;
        }
        let correlation = self.tally.pair_correlation()?;
        Some(plain * (1.0 + correlation).max(0.0).sqrt())
    }

    /// The sample standard deviation; `None` for a single draw, or if a square overflowed.
    #[must_use]
    pub fn standard_deviation(&self) -> Option<f64> {
        self.tally.standard_deviation()
    }

    /// The skewness; `None` if all numbers are equal, or if a cube overflowed.
    #[must_use]
    pub fn skewness(&self) -> Option<f64> {
        self.tally.skewness()
    }

    /// The least number of all draws.
    #[must_use]
    pub fn minimum(&self) -> f64 {
        // A distribution has at least one draw.
        self.tally.minimum().unwrap_or(f64::NAN)
    }

    /// The greatest number of all draws.
    #[must_use]
    pub fn maximum(&self) -> f64 {
        // A distribution has at least one draw.
        self.tally.maximum().unwrap_or(f64::NAN)
    }

    /// The quantile at the probability `p`: the number with the share `p` of all draws at or below
    /// it.
    ///
    /// It is exact if `p` is among the exact quantiles of the settings, or if all draws are equal;
    /// otherwise its relative error is at most [`Tally::RELATIVE_ERROR`].
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if `p` is outside `[0, 1]` or NaN.
    pub fn quantile(&self, p: f64) -> Result<Quantile, Error> {
        Interval::UNIT.check("probability", p)?;
        let same = |other: &&f64| other.to_bits() == p.to_bits();
        let place = self.probabilities.iter().position(|other| same(&other));
        if let Some(value) = place.and_then(|place| *self.exact.get(place)?) {
            return Ok(Quantile { value, error: 0.0 });
        }
        let (least, greatest) = (self.minimum(), self.maximum());
        // A distribution has at least one draw, and so a quantile.
        let value = self.tally.quantile(p).unwrap_or(least);
        let rank = self.tally.rank(p);
        let is_exact = rank == 1 || rank == self.draws() || least.to_bits() == greatest.to_bits();
        let error = if is_exact {
            0.0
        } else {
            // The bound is relative to the order statistic x, with |x - value| <= e |x|, so that
            // |x| <= |value| / (1 - e).
            value.abs() * (Tally::RELATIVE_ERROR / (1.0 - Tally::RELATIVE_ERROR))
        };
        Ok(Quantile { value, error })
    }
}
