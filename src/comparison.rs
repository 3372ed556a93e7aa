//! Comparisons: the difference of every output between two scenarios.

use std::ops::Range;
use std::sync::Arc;

use crate::projection::{self, WrittenSeries};
use crate::scenario::{Plan, Scenario, fingerprint};
use crate::simulation::{
    Ensemble, Failure, FanSeries, Manifest, Probability, QuantileRanges, Subject, Summary, Target,
    unit_in,
};
use crate::{Error, ErrorKind, Interval, Output, Period, Series, Simulation, Watch};

/// A comparison of two scenarios, of which one is subtracted from the other in every draw.
///
/// They may differ in the value of an input, in policies or in structure.
///
/// Both run in one program and share every input that they state alike, so that a difference stems
/// only from what differs. An input that they state differently is drawn at the same quantile in
/// both, unless each cites another figure of the catalogue: two figures are drawn independently.
/// Equal scenarios differ by exactly zero.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::{Segment, SegmentUse};
/// use compute_impact::policy::{Efficiency, Shock};
/// use compute_impact::evidence::Estimate;
/// use compute_impact::policy::Policy;
/// use compute_impact::{Output, Reading, Scenario, Simulation};
/// # let scenario = Scenario::shipped("china-2030")?;
///
/// let utilisation = Estimate::assumed("30 %".parse()?, "load of many western centres")?;
/// let segment_use = SegmentUse::default().with_utilisation(utilisation);
/// let compute = scenario.compute().clone().with_use(Segment::Smart, segment_use);
/// let level = Estimate::assumed("45 %".parse()?, "half as much again")?;
/// let gain = Efficiency::to(Segment::Smart, level, "2027".parse()?);
/// let policy = Policy::new("better use", [Shock::Efficiency(gain)])?;
/// let scenario = scenario.edit().compute(compute).policy(policy).build()?;
///
/// let effect = scenario.effect_of("better use")?;
/// let gdp = Output::Gdp(Reading::With);
/// assert!(effect.project()?.series(gdp).unwrap().last() > 0.0);
/// let fan = effect.simulate(&Simulation::new(1_000)?)?;
/// assert!(fan.series(gdp).unwrap().last().minimum() > 0.0); // more GDP in every draw
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    with: Scenario,
    without: Scenario,
    plan: Arc<Plan>,
}

impl Scenario {
    /// The effect of a policy: the scenario with it active less the scenario without it, all other
    /// policies staying as they are.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that no policy has, and as
    /// [`compared_with`](Self::compared_with).
    ///
    /// # Examples
    ///
    /// See [`Comparison`].
    pub fn effect_of(&self, policy: &str) -> Result<Comparison, Error> {
        let active = self.active_policies().iter().map(String::as_str);
        let others: Vec<&str> = active.filter(|name| *name != policy).collect();
        let without = self.under(others.iter().copied())?;
        let with = self.under(others.into_iter().chain([policy]))?;
        with.compared_with(&without)
    }

    /// The comparison of this scenario with another of the same periods, money and measure of
    /// capacity: this scenario less the other.
    ///
    /// Where a baseline includes compute ([`Baseline::Includes`](crate::scenario::Baseline)), GDP with
    /// compute is the stated forecast in both scenarios and does not differ; what differs is the
    /// impact, a part of that forecast. The effect of a policy ([`effect_of`](Self::effect_of)) does
    /// change GDP, because the forecast does not contain the policy.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) unless both span the same periods, for scenarios with
    /// alternatives, or for rank correlations that contradict each other;
    /// [`MeasureMismatch`](ErrorKind::MeasureMismatch),
    /// [`CurrencyMismatch`](ErrorKind::CurrencyMismatch) or
    /// [`PriceBasisMismatch`](ErrorKind::PriceBasisMismatch) if they differ in measure, currency or
    /// price basis.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Output, Reading, Scenario};
    ///
    /// let scenario = Scenario::shipped("east-data-west-computing")?;
    /// let comparison = scenario.compared_with(&scenario)?;
    /// let gdp = comparison.project()?.series(Output::Gdp(Reading::With)).unwrap().last();
    /// assert_eq!(gdp, 0.0); // a scenario does not differ from itself
    ///
    /// // Compute that grows by 15 % a year instead of 24.7 % has less of an impact on GDP. (GDP itself
    /// // is the stated forecast, which includes the impact of each.)
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let slower = scenario.with_value("compute.path.total.growth.constant", 0.15)?;
    /// let difference = slower.compared_with(&scenario)?.project()?;
    /// let impact = difference.series(Output::Gdp(Reading::Impact)).unwrap().last();
    /// assert_eq!(format!("{:.1} points", 100.0 * impact), "-14.6 points");
    /// assert_eq!(difference.series(Output::Gdp(Reading::With)).unwrap().last(), 0.0);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn compared_with(&self, other: &Self) -> Result<Comparison, Error> {
        self.expect_like(other)?;
        if self.alternatives().next().is_some() || other.alternatives().next().is_some() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a difference",
                with: "scenarios that have alternatives",
                remedy: "compare the alternatives one by one",
            }));
        }
        Ok(Comparison {
            with: self.clone(),
            without: other.clone(),
            plan: Arc::new(self.plan_less(other)?),
        })
    }
}

impl Comparison {
    /// The scenario from which the other is subtracted.
    #[must_use]
    pub const fn with(&self) -> &Scenario {
        &self.with
    }

    /// The scenario that is subtracted.
    #[must_use]
    pub const fn without(&self) -> &Scenario {
        &self.without
    }

    /// The fingerprint of both scenarios, as [`Scenario::fingerprint`] of one.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let (with, without) = (self.with.fingerprint(), self.without.fingerprint());
        fingerprint(format!("{with} less {without}").as_bytes())
    }

    /// The difference of every output at central values: each number is that of the scenario with
    /// less that of the scenario without.
    ///
    /// # Errors
    ///
    /// [`Overflow`](ErrorKind::Overflow) if either leaves its range.
    pub fn project(&self) -> Result<Difference, Error> {
        self.with.project()?;
        self.without.project()?;
        let values = projection::run(&self.plan, self.with.base(), |_| Interval::FINITE)?;
        Ok(Difference {
            comparison: self.clone(),
            values,
        })
    }

    /// The difference of every output in every draw.
    ///
    /// # Errors
    ///
    /// As [`Simulation::run`].
    pub fn simulate(&self, settings: &Simulation) -> Result<DifferenceFan, Error> {
        let ensemble = settings.ensemble(&self.subject(), self.fingerprint())?;
        Ok(DifferenceFan::new(self, ensemble))
    }

    /// The difference in every draw, for a result that part of the draws do not give.
    #[cfg(feature = "report")]
    pub(crate) fn run_whole(&self, settings: &Simulation) -> Result<DifferenceFan, Error> {
        let ensemble = settings.ensemble(&self.subject(), self.fingerprint())?;
        Ok(DifferenceFan::new(self, ensemble.completed()?))
    }

    /// The difference in some of the draws, as [`Simulation::part`];
    /// [`DifferenceFan::from_summary`] reads merged parts.
    ///
    /// # Errors
    ///
    /// As [`Simulation::part`].
    pub fn part(&self, settings: &Simulation, draws: Range<u64>) -> Result<Summary, Error> {
        settings.part_of(&self.subject(), self.fingerprint(), draws)
    }

    /// Builds the ensemble of differences from the merged summary of this comparison, as
    /// [`Simulation::fan`] does.
    ///
    /// # Errors
    ///
    /// As [`Simulation::fan`].
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Scenario, Simulation};
    ///
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let slower = scenario.with_value("compute.path.total.growth.constant", 0.15)?;
    /// let comparison = slower.compared_with(&scenario)?;
    /// let settings = Simulation::new(1_000)?;
    /// let mut summary = comparison.part(&settings, 0..400)?;
    /// summary.merge(&comparison.part(&settings, 400..1_000)?)?;
    /// assert_eq!(comparison.fan(&settings, summary)?, comparison.simulate(&settings)?);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn fan(&self, settings: &Simulation, summary: Summary) -> Result<DifferenceFan, Error> {
        let (subject, fingerprint) = (self.subject(), self.fingerprint());
        let ensemble = Ensemble::of_summary(&subject, fingerprint, summary, Some(settings))?;
        Ok(DifferenceFan::new(self, ensemble))
    }

    /// Locates the exact quantiles of a run in parts, as [`Simulation::locate_quantiles`].
    ///
    /// # Errors
    ///
    /// As [`Simulation::locate_quantiles`].
    pub fn locate_quantiles(&self, settings: &Simulation) -> Result<QuantileRanges, Error> {
        settings.located(&self.subject(), self.fingerprint())
    }

    /// Repeats a run of the comparison, and returns it if the result is the same to the bit.
    ///
    /// # Errors
    ///
    /// As [`Manifest::verify`].
    pub fn verify(&self, manifest: &Manifest) -> Result<DifferenceFan, Error> {
        self.verify_watched(manifest, &Watch::default())
    }

    /// [Verifies](Self::verify) a run under a watch.
    ///
    /// # Errors
    ///
    /// As [`Manifest::verify_watched`].
    pub fn verify_watched(
        &self,
        manifest: &Manifest,
        watch: &Watch,
    ) -> Result<DifferenceFan, Error> {
        let ensemble = manifest.repeated(&self.subject(), self.fingerprint(), watch)?;
        Ok(DifferenceFan::new(self, ensemble))
    }

    fn subject(&self) -> Subject<'_> {
        Subject {
            plan: &self.plan,
            base: self.with.base(),
            periods: self.with.periods(),
            alternatives: Vec::new(),
            allowed: |_| Interval::FINITE,
        }
    }
}

/// The differences of two scenarios at central values, period by period.
///
/// A difference has series only: findings, channels and formulas belong to the projections of the
/// two scenarios.
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Reading, Scenario};
///
/// let scenario = Scenario::shipped("east-data-west-computing")?;
/// let effect = scenario.effect_of("chip restriction")?.project()?;
/// let money = effect.series(Output::Gdp(Reading::With)).ok_or("no GDP")?;
/// assert!(money.last() < 0.0); // yuan of 2030 that the restriction costs
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    comparison: Comparison,
    /// `(outputs, rows)`, row-major, in the order of the plan's outputs.
    values: Vec<f64>,
}

impl Difference {
    /// The two scenarios.
    #[must_use]
    pub const fn comparison(&self) -> &Comparison {
        &self.comparison
    }

    /// The outputs that both scenarios have.
    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        &self.comparison.plan.outputs
    }

    /// The difference of one output, in its unit; `None` unless both scenarios have it, or for
    /// growth of a segment that starts from zero.
    #[must_use]
    pub fn series(&self, output: Output) -> Option<Series<'_>> {
        let number = self.outputs().iter().position(|other| *other == output)?;
        let scenario = &self.comparison.with;
        let rows = scenario.periods() as usize + 1;
        let values = &self.values[number * rows..(number + 1) * rows];
        let is_finite = values.iter().all(|value| value.is_finite());
        let unit = unit_in(scenario, output);
        is_finite.then(|| Series::new(output, unit, scenario.base(), values))
    }
}

impl serde::Serialize for Difference {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        /// The serialised shape: one entry per output, with its unit and one number per period.
        #[derive(serde::Serialize)]
        struct Written<'a> {
            with: &'a str,
            without: &'a str,
            series: Vec<WrittenSeries>,
        }
        let outputs = self.outputs().iter();
        let series = outputs.filter_map(|output| self.series(*output));
        Written {
            with: self.comparison.with.name(),
            without: self.comparison.without.name(),
            series: series.map(WrittenSeries::of).collect(),
        }
        .serialize(to)
    }
}

/// The differences of two scenarios in many draws, in each of which both have the same inputs.
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Reading, Scenario, Simulation};
///
/// let scenario = Scenario::shipped("east-data-west-computing")?;
/// let effect = scenario.effect_of("chip restriction")?.simulate(&Simulation::new(1_000)?)?;
/// let money = effect.series(Output::Gdp(Reading::With)).ok_or("no GDP")?;
/// assert!(money.last().quantile(0.5)?.value < 0.0); // the restriction costs GDP at the median
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct DifferenceFan {
    comparison: Comparison,
    ensemble: Ensemble,
}

impl DifferenceFan {
    fn new(comparison: &Comparison, ensemble: Ensemble) -> Self {
        let comparison = comparison.clone();
        Self {
            comparison,
            ensemble,
        }
    }

    /// Builds the differences from a summary, which may be merged from parts. Quantiles are exact if
    /// the parts [kept numbers](Comparison::locate_quantiles) for it, and within their error bound
    /// otherwise.
    ///
    /// # Errors
    ///
    /// [`PartMismatch`](ErrorKind::PartMismatch) if the summary is of other scenarios or another
    /// version, or has no draws; [`TooManyFailed`](ErrorKind::TooManyFailed) if more than 1 % of its
    /// draws failed: [`Comparison::fan`] allows other shares.
    pub fn from_summary(comparison: &Comparison, summary: Summary) -> Result<Self, Error> {
        let fingerprint = comparison.fingerprint();
        let ensemble = Ensemble::of_summary(&comparison.subject(), fingerprint, summary, None)?;
        Ok(Self::new(comparison, ensemble))
    }

    /// The two scenarios.
    #[must_use]
    pub const fn comparison(&self) -> &Comparison {
        &self.comparison
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

    /// The difference of one output, in its unit; `None` if a scenario does not have it, the
    /// settings omit it, or no draw is valid.
    #[must_use]
    pub fn series(&self, output: Output) -> Option<FanSeries<'_>> {
        let unit = unit_in(&self.comparison.with, output);
        self.ensemble.series(output, unit)
    }

    /// The probability that the difference reaches a target in a period; `None` if the settings do
    /// not count it, or the period is outside the scenarios.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) if the period is of another frequency
    /// than the scenarios'.
    pub fn probability_at(
        &self,
        target: &Target,
        period: Period,
    ) -> Result<Option<Probability>, Error> {
        self.ensemble.probability_at(target, period)
    }

    /// The probability that the difference reaches a target in a period or in one before it; `None`
    /// as in [`probability_at`](Self::probability_at).
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

    /// The draws left out, by output; none is drawn again.
    pub fn failures(&self) -> impl Iterator<Item = Failure> {
        self.ensemble.failures()
    }

    /// The summary of the draws: counts and sums.
    #[must_use]
    pub const fn summary(&self) -> &Summary {
        self.ensemble.summary()
    }

    /// The record from which the run can be repeated, by [`Comparison::verify`].
    #[must_use]
    pub fn manifest(&self) -> Manifest {
        self.ensemble.manifest()
    }

    pub(crate) const fn ensemble(&self) -> &Ensemble {
        &self.ensemble
    }
}
