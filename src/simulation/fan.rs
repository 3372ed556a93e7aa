use super::part::SeriesPart;
use super::{Manifest, Scheme, Simulation, Summary, Target};
use crate::finding::{self, Finding};
use crate::kernel::Tally;
use crate::scenario::{Output, Reading, Scenario, Unit};
use crate::{Error, ErrorKind, Interval, Period};

/// What many draws of a scenario come to, period by period.
///
/// It has the accessors of a [`Projection`](crate::Projection), with a [`Distribution`] in place of
/// a number; what the settings leave out is `None`.
///
/// # Examples
///
/// See [`Scenario::simulate`].
#[derive(Clone, Debug)]
pub struct Fan {
    scenario: Scenario,
    settings: Simulation,
    summary: Summary,
    /// `(series, periods, quantiles)`; empty if none is exact.
    exact: Vec<Vec<Vec<f64>>>,
}

impl PartialEq for Fan {
    /// Whether the scenario and all that is known of it are the same, however it was run.
    fn eq(&self, other: &Self) -> bool {
        let bits = |fan: &Self| -> Vec<u64> {
            let numbers = fan.exact.iter().flatten().flatten();
            numbers.map(|x| x.to_bits()).collect()
        };
        self.scenario == other.scenario
            && self.summary == other.summary
            && self.settings.exact == other.settings.exact
            && bits(self) == bits(other)
    }
}

/// Draws that were left out of an output's summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    output: Output,
    draws: u64,
    first: u64,
}

impl Failure {
    /// The output that left its range, or is computed from one that did.
    #[must_use]
    pub const fn output(&self) -> Output {
        self.output
    }

    /// How many draws.
    #[must_use]
    pub const fn draws(&self) -> u64 {
        self.draws
    }

    /// The number of the first of them; [`Simulation::draw`] shows it.
    #[must_use]
    pub const fn first(&self) -> u64 {
        self.first
    }
}

impl Fan {
    pub(super) fn new(
        scenario: &Scenario,
        settings: Simulation,
        summary: Summary,
        exact: Vec<Vec<Vec<f64>>>,
    ) -> Self {
        let scenario = scenario.clone();
        Self {
            scenario,
            settings,
            summary,
            exact,
        }
    }

    /// Reads out a summary, perhaps merged from parts. Its quantiles are within their error bound,
    /// none is exact.
    ///
    /// # Errors
    ///
    /// [`PartMismatch`](ErrorKind::PartMismatch) if the summary is of another scenario or version,
    /// or holds no draws.
    pub fn from_summary(scenario: &Scenario, summary: Summary) -> Result<Self, Error> {
        let design = summary.design();
        let settings = Simulation::new(design.draws)?
            .with_seed(design.seed)
            .with_scheme(design.scheme)?
            .with_outputs(design.outputs.iter().copied())
            .with_targets(design.targets.iter().copied())?;
        let expected = settings.design(scenario);
        let mismatch = |reason| Err(Error::new(ErrorKind::PartMismatch { reason }));
        if let Some(reason) = expected.difference(design) {
            return mismatch(reason);
        }
        if summary.draws_done() == 0 {
            return mismatch("the summary holds no draws");
        }
        Ok(Self::new(scenario, settings, summary, Vec::new()))
    }

    /// The scenario it is of.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Counts and sums behind it.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// What the run can be repeated from.
    #[must_use]
    pub fn manifest(&self) -> Manifest {
        Manifest::new(&self.settings, &self.summary)
    }

    /// All outputs it holds.
    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        &self.summary.design().outputs
    }

    /// The targets whose probability it holds.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        self.settings.targets()
    }

    /// Draws that were left out, by output; none is drawn again.
    pub fn failures(&self) -> impl Iterator<Item = Failure> {
        self.summary.parts().filter_map(|(output, part)| {
            Some(Failure {
                output,
                draws: part.failed,
                first: part.first_failed?,
            })
        })
    }

    /// One output; `None` if the scenario has none such, the settings leave it out, or no draw
    /// gives it a number.
    #[must_use]
    pub fn series(&self, output: Output) -> Option<FanSeries<'_>> {
        let number = self.outputs().iter().position(|held| *held == output)?;
        let (_, part) = self.summary.parts().nth(number)?;
        part.cells.last().filter(|cell| cell.count() > 0)?;
        let measure = self.scenario.compute().base().value().measure();
        let money = self.scenario.gdp().base().value();
        Some(FanSeries {
            fan: self,
            part,
            number,
            output,
            unit: output.unit(measure, money.currency(), money.basis()),
        })
    }

    /// All computing power.
    #[must_use]
    pub fn total_compute(&self) -> Option<FanSeries<'_>> {
        self.series(Output::TotalCompute)
    }

    /// The smart share of all computing power.
    #[must_use]
    pub fn smart_share(&self) -> Option<FanSeries<'_>> {
        self.series(Output::SmartShare)
    }

    /// Compute in use: capacity times utilisation and productivity, over the segments.
    #[must_use]
    pub fn effective_compute(&self) -> Option<FanSeries<'_>> {
        self.series(Output::EffectiveCompute)
    }

    /// Growth of effective compute.
    #[must_use]
    pub fn compute_growth(&self) -> Option<FanSeries<'_>> {
        self.series(Output::ComputeGrowth)
    }

    /// The whole economy.
    #[must_use]
    pub fn gdp(&self) -> OutcomeFan<'_> {
        OutcomeFan {
            fan: self,
            output: Output::Gdp,
        }
    }

    /// The digital economy, a part of the whole: its impact is inside that of GDP.
    #[must_use]
    pub fn digital(&self) -> Option<OutcomeFan<'_>> {
        self.scenario.digital()?;
        Some(OutcomeFan {
            fan: self,
            output: Output::Digital,
        })
    }

    /// What a careful economist would object to, most severe first: the findings of the
    /// projection at central values, less the one that its spread is not shown; none if that
    /// projection leaves its range.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let projection = self.scenario.project();
        projection.map_or_else(
            |_| Vec::new(),
            |projection| finding::of_simulated(&projection),
        )
    }

    /// The probability that a target is reached in a period; `None` if the settings do not count
    /// it, or the period is outside the scenario.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) if the period is of another frequency than
    /// the scenario's.
    pub fn probability_at(
        &self,
        target: &Target,
        period: Period,
    ) -> Result<Option<Probability>, Error> {
        self.probability(target, period, |reached| &reached.at)
    }

    /// The probability that a target is reached in a period or in one before it; `None` as in
    /// [`probability_at`](Self::probability_at).
    ///
    /// # Errors
    ///
    /// As [`probability_at`](Self::probability_at).
    pub fn probability_by(
        &self,
        target: &Target,
        period: Period,
    ) -> Result<Option<Probability>, Error> {
        self.probability(target, period, |reached| &reached.by)
    }

    fn probability(
        &self,
        target: &Target,
        period: Period,
        counts: impl Fn(&super::part::Reached) -> &Vec<u64>,
    ) -> Result<Option<Probability>, Error> {
        let row = usize::try_from(period.since(self.scenario.base())?).ok();
        let number = self.settings.targets.iter().position(|held| held == target);
        let found = number.zip(row).and_then(|(number, row)| {
            let reached = *counts(self.summary.reached().get(number)?).get(row)?;
            let parts = self.summary.parts();
            let (_, part) = parts
                .into_iter()
                .find(|(output, _)| *output == target.output())?;
            let draws = part.cells.get(row)?.count();
            (draws > 0).then_some(Probability { reached, draws })
        });
        Ok(found)
    }
}

/// A probability counted over draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probability {
    reached: u64,
    draws: u64,
}

#[expect(clippy::cast_precision_loss, reason = "at most 2^48 draws")]
impl Probability {
    /// The part of all sound draws.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.reached as f64 / self.draws as f64
    }

    /// The Monte Carlo standard error, with two draws added on either side (Agresti and Coull
    /// 1998): where no draw reaches a target, or all do, the error is not zero. With Latin
    /// hypercube or antithetic draws it is an upper bound, near enough.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        let draws = self.draws as f64 + 4.0;
        let share = (self.reached as f64 + 2.0) / draws;
        (share * (1.0 - share) / draws).sqrt()
    }

    /// Draws that reach the target.
    #[must_use]
    pub const fn reached(&self) -> u64 {
        self.reached
    }

    /// All sound draws.
    #[must_use]
    pub const fn draws(&self) -> u64 {
        self.draws
    }
}

/// An outcome with and without the difference in compute, and what lies between.
#[derive(Clone, Copy, Debug)]
pub struct OutcomeFan<'a> {
    fan: &'a Fan,
    output: fn(Reading) -> Output,
}

impl<'a> OutcomeFan<'a> {
    fn reading(&self, reading: Reading) -> Option<FanSeries<'a>> {
        self.fan.series((self.output)(reading))
    }

    /// Money, with compute as in the scenario.
    #[must_use]
    pub fn with(&self) -> Option<FanSeries<'a>> {
        self.reading(Reading::With)
    }

    /// Money, with compute as in the counterfactual.
    #[must_use]
    pub fn without(&self) -> Option<FanSeries<'a>> {
        self.reading(Reading::Without)
    }

    /// With over without, less one.
    #[must_use]
    pub fn impact(&self) -> Option<FanSeries<'a>> {
        self.reading(Reading::Impact)
    }

    /// With less without, in money.
    #[must_use]
    pub fn impact_money(&self) -> Option<FanSeries<'a>> {
        self.reading(Reading::ImpactMoney)
    }

    /// Growth, with compute.
    #[must_use]
    pub fn growth(&self) -> Option<FanSeries<'a>> {
        self.reading(Reading::Growth)
    }

    /// Growth without the difference in compute.
    #[must_use]
    pub fn growth_without(&self) -> Option<FanSeries<'a>> {
        self.reading(Reading::GrowthWithout)
    }

    /// Growth with less growth without: percentage points, as a fraction.
    #[must_use]
    pub fn growth_impact(&self) -> Option<FanSeries<'a>> {
        self.reading(Reading::GrowthImpact)
    }
}

/// One output of a fan: a distribution for every period.
#[derive(Clone, Copy, Debug)]
pub struct FanSeries<'a> {
    fan: &'a Fan,
    /// Its last period holds numbers.
    part: &'a SeriesPart,
    number: usize,
    output: Output,
    unit: Unit,
}

impl<'a> FanSeries<'a> {
    /// What it is of.
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
        let held = self
            .part
            .cells
            .get(row)
            .is_some_and(|cell| cell.count() > 0);
        held.then(|| self.distribution(row))
    }

    /// Of a row that there is and that holds numbers.
    fn distribution(&self, row: usize) -> Distribution<'a> {
        Distribution {
            tally: &self.part.cells[row],
            probabilities: &self.fan.settings.exact,
            exact: self
                .fan
                .exact
                .get(self.number)
                .and_then(|periods| periods.get(row))
                .map_or(&[], Vec::as_slice),
            scheme: self.fan.settings.scheme,
        }
    }

    /// The distribution in the last period.
    #[must_use]
    pub fn last(&self) -> Distribution<'a> {
        let last = self.fan.scenario.periods() as usize;
        self.distribution(last)
    }

    /// The distribution in a period; `None` outside the scenario, and in the base period for what
    /// is of a period.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) if the period is of another frequency
    /// than the scenario's.
    pub fn at(&self, period: Period) -> Result<Option<Distribution<'a>>, Error> {
        let row = period.since(self.fan.scenario.base())?;
        Ok(usize::try_from(row).ok().and_then(|row| self.row(row)))
    }

    /// Periods with their distributions.
    pub fn iter(&self) -> impl Iterator<Item = (Period, Distribution<'a>)> + use<'a> {
        let series = *self;
        (0..=self.fan.scenario.periods()).filter_map(move |row| {
            let period = series.fan.scenario.base().plus(row).ok()?;
            Some((period, series.row(row as usize)?))
        })
    }
}

/// What is known of one output in one period, in the output's unit.
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
    /// [`OutOfRange`](ErrorKind::OutOfRange) if `p` is outside `[0, 1]` or NaN.
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
