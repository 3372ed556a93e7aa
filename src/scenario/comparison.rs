use std::sync::Arc;

use super::{Inner, Plan, Scenario};
use crate::{Error, ErrorKind, Fan, Projection, Simulation};

/// A scenario, another, and what one has over the other in every draw.
///
/// Both run in one program and share every input that they have in common, so that a difference
/// holds nothing but what differs. Scenarios that are the same differ by exactly zero.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::{Efficiency, Segment, SegmentUse, Shock};
/// use compute_impact::evidence::Estimate;
/// use compute_impact::scenario::{Output, Policy, Reading};
/// use compute_impact::{Scenario, Simulation};
/// # let file = std::fs::read_to_string("examples/scenarios/china-2030.toml")?;
/// # let scenario = Scenario::read(toml::Deserializer::parse(&file)?)?;
///
/// let used = SegmentUse::default()
///     .utilised(Estimate::assumed("30 %".parse()?, "load of many western centres")?);
/// let compute = scenario.compute().clone().with_use(Segment::Smart, used);
/// let level = Estimate::assumed("45 %".parse()?, "half of what Chengdu claims")?;
/// let gain = Efficiency::to(Segment::Smart, level, "2027".parse()?);
/// let policy = Policy::new("better use", [Shock::Efficiency(gain)])?;
/// let scenario = scenario.edit().compute(compute).policy(policy).build()?;
///
/// let effect = scenario.effect_of("better use")?;
/// let more = Output::Gdp(Reading::With);
/// let effect_now = effect.project()?.series(more).unwrap().last();
/// assert!(effect_now > 0.0);
/// let fan = effect.simulate(&Simulation::new(1_000)?)?;
/// assert!(fan.series(more).unwrap().last().minimum() > 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    with: Scenario,
    without: Scenario,
    difference: Scenario,
}

impl Scenario {
    /// The scenario with these of its policies in force, and no others.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that no policy has.
    pub fn under(
        &self,
        policies: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Self, Error> {
        self.edit().under(policies).build()
    }

    /// What a policy does: the scenario with it in force over the scenario without it, with all
    /// others as they are.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that no policy has, and as
    /// [`compared_with`](Self::compared_with).
    pub fn effect_of(&self, policy: &str) -> Result<Comparison, Error> {
        let others = self.inner.spec.active.iter();
        let others: Vec<String> = others.filter(|name| *name != policy).cloned().collect();
        let without = self.under(others.iter().map(String::as_str))?;
        let with = self.under(others.iter().map(String::as_str).chain([policy]))?;
        with.compared_with(&without)
    }

    /// Refuses another scenario of other periods, other money or another measure of capacity.
    pub(crate) fn expect_like(&self, other: &Self) -> Result<(), Error> {
        if (self.base(), self.until()) != (other.base(), other.until()) {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a scenario",
                with: "one of other periods",
                remedy: "compare scenarios of the same base and end",
            }));
        }
        self.gdp()
            .base()
            .value()
            .expect_like(other.gdp().base().value())?;
        let measure = other.compute().base().value().measure();
        self.compute().base().value().expect_measure(measure)?;
        Ok(())
    }

    /// What this scenario has over another of the same periods, money and measure of capacity.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) unless both span the same periods, for scenarios with
    /// alternatives, or if an input of both by place is not the same;
    /// [`MeasureMismatch`](ErrorKind::MeasureMismatch),
    /// [`CurrencyMismatch`](ErrorKind::CurrencyMismatch) or
    /// [`PriceBasisMismatch`](ErrorKind::PriceBasisMismatch) unless they count alike.
    pub fn compared_with(&self, other: &Self) -> Result<Comparison, Error> {
        let conflict =
            |what, with, remedy| Err(Error::new(ErrorKind::Conflict { what, with, remedy }));
        self.expect_like(other)?;
        if self.alternatives().next().is_some() || other.alternatives().next().is_some() {
            return conflict(
                "a difference",
                "scenarios that hold alternatives",
                "compare the alternatives one by one",
            );
        }
        for input in other.inputs() {
            let ours = self
                .inputs()
                .iter()
                .find(|ours| ours.place() == input.place());
            if ours.is_some_and(|ours| ours != input) {
                return Err(Error::new(ErrorKind::Conflict {
                    what: "an input",
                    with: "one of the same place and another value in the other scenario",
                    remedy: "lay the change over one scenario as a policy or an alternative, or \
                             compare two simulations of the same seed",
                })
                .at(input.place().as_str()));
            }
        }
        let plan = Plan::difference(&self.inner.spec, &other.inner.spec, self.periods())?;
        let difference = Self {
            inner: Arc::new(Inner {
                spec: self.inner.spec.clone(),
                periods: self.periods(),
                plan,
                alternatives: Vec::new(),
                less: Some(other.clone()),
            }),
        };
        Ok(Comparison {
            with: self.clone(),
            without: other.clone(),
            difference,
        })
    }
}

impl Comparison {
    /// The scenario with what is looked at.
    #[must_use]
    pub const fn with(&self) -> &Scenario {
        &self.with
    }

    /// The other.
    #[must_use]
    pub const fn without(&self) -> &Scenario {
        &self.without
    }

    /// The difference of every output at central values: every number of the projection is one of
    /// the scenario with less that of the other. It has no findings; those of both scenarios hold.
    ///
    /// # Errors
    ///
    /// [`Overflow`](ErrorKind::Overflow) if either leaves its range.
    pub fn project(&self) -> Result<Projection, Error> {
        self.with.project()?;
        self.without.project()?;
        self.difference.project()
    }

    /// The difference of every output in every draw.
    ///
    /// # Errors
    ///
    /// As [`Simulation::run`].
    pub fn simulate(&self, settings: &Simulation) -> Result<Fan, Error> {
        self.difference.simulate(settings)
    }
}
