//! One output over the draws of a run, period by period.

use super::Scheme;
use super::ensemble::Ensemble;
use super::part::SeriesPart;
use crate::kernel::Tally;
use crate::{Error, Interval, Output, Period, Unit};

/// One output of many draws: a distribution for every period.
#[derive(Clone, Copy, Debug)]
pub struct FanSeries<'a> {
    pub(super) ensemble: &'a Ensemble,
    /// Its last period has numbers.
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

    /// Of a row that there is and that holds numbers.
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

    /// The distribution in a period; `None` outside the scenario, and in the base period for what
    /// is of a period.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](crate::ErrorKind::FrequencyMismatch) if the period is of another frequency
    /// than the scenario's.
    pub fn at(&self, period: Period) -> Result<Option<Distribution<'a>>, Error> {
        let row = period.since(self.ensemble.base)?;
        Ok(usize::try_from(row).ok().and_then(|row| self.row(row)))
    }

    /// Periods with their distributions.
    pub fn iter(&self) -> impl Iterator<Item = (Period, Distribution<'a>)> + use<'a> {
        let series = *self;
        (0..=self.ensemble.periods).filter_map(move |row| {
            let period = series.ensemble.base.plus(row).ok()?;
            Some((period, series.row(row as usize)?))
        })
    }
}

/// The distribution of one output in one period over the draws, in the output's unit.
#[derive(Clone, Copy, Debug)]
pub struct Distribution<'a> {
    tally: &'a Tally,
    probabilities: &'a [f64],
    exact: &'a [f64],
    scheme: Scheme,
}

/// A quantile with its error as an estimate of the same quantile of all draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantile {
    value: f64,
    error: f64,
}

impl Quantile {
    /// The quantile.
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// How far it is at most from the order statistic of the draws; zero if it is that. The Monte
    /// Carlo error of the draws comes on top.
    #[must_use]
    pub const fn error(&self) -> f64 {
        self.error
    }

    /// Whether it is an order statistic of the draws.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.error <= 0.0
    }
}

/// Antithetic draws of which the pairs have a scatter.
const FEW_PAIRED: u64 = 16;

impl Distribution<'_> {
    /// How many draws it is of: all that did not fail.
    #[must_use]
    pub fn draws(&self) -> u64 {
        self.tally.count()
    }

    /// The mean; `None` if a draw was so far out that the sum overflowed.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        self.tally.mean()
    }

    /// The Monte Carlo standard error of the mean; `None` of one draw, of fewer than 16 antithetic
    /// ones, or where the standard deviation is.
    ///
    /// Of antithetic draws it takes the correlation within pairs into account; of a Latin hypercube
    /// it is that of as many plain draws, which the error does not exceed (Owen 1997, "Monte Carlo
    /// variance of scrambled net quadrature", *SIAM Journal on Numerical Analysis* 34(5), but for
    /// a factor n / (n - 1)). Of a Sobol' sequence it is that of as many plain draws too, which is
    /// many times the error as a rule; repeat the run with other seeds to see it.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "at most 2^48 draws")]
    pub fn mean_error(&self) -> Option<f64> {
        let plain = self.standard_deviation()? / (self.draws() as f64).sqrt();
        if self.scheme != Scheme::Antithetic || plain <= 0.0 {
            return Some(plain);
        }
        // A few pairs tell nothing of how pairs scatter.
        if self.draws() < FEW_PAIRED {
            return None;
        }
        let correlation = self.tally.pair_correlation()?;
        Some(plain * (1.0 + correlation).max(0.0).sqrt())
    }

    /// The standard deviation; `None` of one draw, or if a square overflowed.
    #[must_use]
    pub fn standard_deviation(&self) -> Option<f64> {
        self.tally.standard_deviation()
    }

    /// The skewness; `None` of like numbers, or if a cube overflowed.
    #[must_use]
    pub fn skewness(&self) -> Option<f64> {
        self.tally.skewness()
    }

    /// The least number of all draws.
    #[must_use]
    pub fn minimum(&self) -> f64 {
        // A distribution is of one draw at least.
        self.tally.minimum().unwrap_or(f64::NAN)
    }

    /// The greatest number of all draws.
    #[must_use]
    pub fn maximum(&self) -> f64 {
        // A distribution is of one draw at least.
        self.tally.maximum().unwrap_or(f64::NAN)
    }

    /// The number with a part `p` of all draws at or below it.
    ///
    /// Exact if `p` is among the exact quantiles of the settings, or where all draws are alike;
    /// else within [`Tally::RELATIVE_ERROR`] of itself.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if `p` is outside `[0, 1]` or NaN.
    pub fn quantile(&self, p: f64) -> Result<Quantile, Error> {
        Interval::UNIT.check("probability", p)?;
        let same = |other: &&f64| other.to_bits() == p.to_bits();
        let place = self.probabilities.iter().position(|other| same(&other));
        if let Some(value) = place.and_then(|place| self.exact.get(place)) {
            return Ok(Quantile {
                value: *value,
                error: 0.0,
            });
        }
        let (least, greatest) = (self.minimum(), self.maximum());
        // There is a draw, and so a quantile.
        let value = self.tally.quantile(p).unwrap_or(least);
        let rank = self.tally.rank(p);
        let known = rank == 1 || rank == self.draws() || least.to_bits() == greatest.to_bits();
        let error = if known {
            0.0
        } else {
            // The bound is of the order statistic, which is at most so much greater.
            value.abs() * (Tally::RELATIVE_ERROR / (1.0 - Tally::RELATIVE_ERROR))
        };
        Ok(Quantile { value, error })
    }
}
