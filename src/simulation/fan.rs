use super::ensemble::{Ensemble, Failure, Probability};
use super::{FanSeries, Manifest, Subject, Summary, Target, unit_in};
use crate::finding::{self, Finding};
use crate::{Error, Output, Period, Reading, Scenario};

/// A scenario's outputs in many draws, summarised period by period.
///
/// It has the accessors of a [`Projection`](crate::Projection), with a [`Distribution`](super::Distribution) in place of
/// a number; what the settings leave out is `None`.
///
/// # Examples
///
/// See [`Scenario::simulate`].
#[derive(Clone, Debug, PartialEq)]
pub struct Fan {
    scenario: Scenario,
    ensemble: Ensemble,
}

impl Fan {
    pub(super) fn new(scenario: &Scenario, ensemble: Ensemble) -> Self {
        let scenario = scenario.clone();
        Self { scenario, ensemble }
    }

    /// Reads out a summary, perhaps merged from parts. Its quantiles are within their error bound,
    /// none is exact.
    ///
    /// # Errors
    ///
    /// [`PartMismatch`](crate::ErrorKind::PartMismatch) if the summary is of another scenario or
    /// version, or has no draws.
    pub fn from_summary(scenario: &Scenario, summary: Summary) -> Result<Self, Error> {
        let subject = Subject::of(scenario);
        let ensemble = Ensemble::of_summary(&subject, scenario.fingerprint(), summary)?;
        Ok(Self::new(scenario, ensemble))
    }

    pub(crate) const fn ensemble(&self) -> &Ensemble {
        &self.ensemble
    }

    /// The scenario it is of.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Counts and sums behind it.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        self.ensemble.summary()
    }

    /// The record from which the run can be repeated.
    #[must_use]
    pub fn manifest(&self) -> Manifest {
        self.ensemble.manifest()
    }

    /// All outputs it holds.
    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        self.ensemble.outputs()
    }

    /// The targets whose probability it holds.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        self.ensemble.targets()
    }

    /// Draws that were left out, by output; none is drawn again.
    pub fn failures(&self) -> impl Iterator<Item = Failure> {
        self.ensemble.failures()
    }

    /// One output; `None` if the scenario does not have it, the settings leave it out, or no draw
    /// gives it a number.
    #[must_use]
    pub fn series(&self, output: Output) -> Option<FanSeries<'_>> {
        self.ensemble
            .series(output, unit_in(&self.scenario, output))
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

    /// The objections that a careful economist would raise, the most severe first: the findings of the
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
    /// [`FrequencyMismatch`](crate::ErrorKind::FrequencyMismatch) if the period is of another frequency than
    /// the scenario's.
    pub fn probability_at(
        &self,
        target: &Target,
        period: Period,
    ) -> Result<Option<Probability>, Error> {
        self.ensemble.probability_at(target, period)
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
        self.ensemble.probability_by(target, period)
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
