use super::ensemble::{Ensemble, Failure, Probability};
use super::{FanSeries, Manifest, Subject, Summary, Target, unit_in};
use crate::finding::{self, Finding};
use crate::{Error, Output, Period, Reading, Scenario};

/// An ensemble of a scenario's paths: its outputs over many draws, summarised period by period.
///
/// It has the accessors of a [`Projection`](crate::Projection), with a
/// [`Distribution`](super::Distribution) in place of a number; outputs that the settings omit are
/// `None`.
///
/// # Examples
///
/// ```
/// use compute_impact::{Scenario, Simulation};
///
/// let scenario = Scenario::shipped("china-2030")?;
/// let fan = scenario.simulate(&Simulation::new(2_000)?.with_seed(7))?;
/// let impact = fan.gdp().impact().ok_or("the settings omit it")?;
/// let [low, high] = [0.05, 0.95].map(|p| impact.last().quantile(p));
/// let central = scenario.project()?.gdp().impact().last();
/// assert!(low?.value < central && central < high?.value);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

    /// Builds an ensemble from a summary, which may be merged from parts. Quantiles are exact if the
    /// parts [kept numbers](super::Simulation::locate_quantiles) for it, and within their error bound
    /// otherwise.
    ///
    /// # Errors
    ///
    /// [`PartMismatch`](crate::ErrorKind::PartMismatch) if the summary is of another scenario or
    /// version, or has no draws; [`TooManyFailed`](crate::ErrorKind::TooManyFailed) if more than 1 % of
    /// its draws failed: [`Simulation::fan`](super::Simulation::fan) allows other shares.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::simulation::{Fan, Simulation};
    /// use compute_impact::Scenario;
    ///
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let settings = Simulation::new(1_000)?;
    /// let mut summary = settings.part(&scenario, 0..400)?;
    /// summary.merge(&settings.part(&scenario, 400..1_000)?)?;
    /// let fan = Fan::from_summary(&scenario, summary)?;
    /// assert_eq!(fan, scenario.simulate(&settings)?);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn from_summary(scenario: &Scenario, summary: Summary) -> Result<Self, Error> {
        let subject = Subject::of(scenario);
        let ensemble = Ensemble::of_summary(&subject, scenario.fingerprint(), summary, None)?;
        Ok(Self::new(scenario, ensemble))
    }

    pub(crate) const fn ensemble(&self) -> &Ensemble {
        &self.ensemble
    }

    /// The simulated scenario.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The summary: counts and sums of the draws.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        self.ensemble.summary()
    }

    /// The record from which the run can be repeated.
    #[must_use]
    pub fn manifest(&self) -> Manifest {
        self.ensemble.manifest()
    }

    /// The outputs that were summarised.
    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        self.ensemble.outputs()
    }

    /// The targets whose probability was counted.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        self.ensemble.targets()
    }

    /// The draws left out, by output; none is drawn again.
    pub fn failures(&self) -> impl Iterator<Item = Failure> {
        self.ensemble.failures()
    }

    /// The distributions of one output; `None` if the scenario does not have it, the settings omit
    /// it, or no draw is valid.
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

    /// Effective compute: the sum over segments of capacity times utilisation times productivity.
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

    /// The objections that a careful economist would raise, the most severe first: the findings of
    /// the projection at central values, except the one about an omitted spread. The list is empty
    /// if that projection leaves its range.
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
    /// [`FrequencyMismatch`](crate::ErrorKind::FrequencyMismatch) if the period is of another
    /// frequency than the scenario's.
    ///
    /// # Examples
    ///
    /// See [`Probability`].
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

/// All series of an outcome over the draws: with and without the difference in compute, their
/// growth, and the impact.
///
/// # Examples
///
/// ```
/// use compute_impact::{Scenario, Simulation};
///
/// let fan = Scenario::shipped("china-2030")?.simulate(&Simulation::new(1_000)?)?;
/// let impact = fan.gdp().impact().unwrap().last();
/// assert!(impact.minimum() < impact.maximum());
/// # Ok::<(), compute_impact::Error>(())
/// ```
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

    /// The impact, `with / without - 1`.
    #[must_use]
    pub fn impact(&self) -> Option<FanSeries<'a>> {
        self.reading(Reading::Impact)
    }

    /// The impact in money, `with - without`.
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

    /// The growth impact, growth with less growth without: percentage points, as a fraction.
    #[must_use]
    pub fn growth_impact(&self) -> Option<FanSeries<'a>> {
        self.reading(Reading::GrowthImpact)
    }
}
