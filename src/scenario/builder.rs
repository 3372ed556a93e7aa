use super::spec::{Outcome, Spec, Version};
use super::{Alternative, Compute, Locality, Noise, RankCorrelation, Scenario};
use crate::investment::Investment;
use crate::limits::Limit;
use crate::policy::Policy;
use crate::response::Coherence;
use crate::{Error, ErrorKind, Period};

/// A builder of a scenario.
///
/// [`Scenario::builder`] starts a new scenario, and [`Scenario::edit`] one from another.
///
/// # Examples
///
/// ```
/// use compute_impact::Scenario;
/// use compute_impact::response::Coherence;
///
/// let scenario = Scenario::shipped("china-2030")?;
/// let coherent = scenario.edit().coherence(Coherence::Coherent).build()?;
/// assert_eq!(coherent.coherence(), Coherence::Coherent);
/// let error = Scenario::builder("empty", "2024".parse()?, "2030".parse()?).build().unwrap_err();
/// assert!(error.to_string().contains("`compute` is missing"));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct ScenarioBuilder {
    name: String,
    base: Period,
    until: Period,
    coherence: Coherence,
    compute: Option<Compute>,
    gdp: Option<Outcome>,
    digital: Option<Outcome>,
    investment: Option<Investment>,
    locality: Option<Locality>,
    noise: Vec<Noise>,
    correlation: Vec<RankCorrelation>,
    alternative: Vec<Alternative>,
    policy: Vec<Policy>,
    active: Vec<String>,
}

impl ScenarioBuilder {
    pub(crate) const fn new(name: String, base: Period, until: Period) -> Self {
        Self {
            name,
            base,
            until,
            coherence: Coherence::AsPublished,
            compute: None,
            gdp: None,
            digital: None,
            investment: None,
            locality: None,
            noise: Vec::new(),
            correlation: Vec::new(),
            alternative: Vec::new(),
            policy: Vec::new(),
            active: Vec::new(),
        }
    }

    /// A builder with all parts of a scenario.
    pub(crate) fn of(spec: &Spec) -> Self {
        Self {
            name: spec.name.clone(),
            base: spec.base,
            until: spec.until,
            coherence: spec.coherence,
            compute: Some(spec.compute.clone()),
            gdp: Some(spec.gdp.clone()),
            digital: spec.digital.clone(),
            investment: spec.investment.clone(),
            locality: spec.locality.clone(),
            noise: spec.noise.clone(),
            correlation: spec.correlation.clone(),
            alternative: spec.alternative.clone(),
            policy: spec.policy.clone(),
            active: spec.active.clone(),
        }
    }

    /// Sets the name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets compute; required.
    #[must_use]
    pub fn compute(mut self, compute: Compute) -> Self {
        self.compute = Some(compute);
        self
    }

    /// Sets the whole economy; required.
    #[must_use]
    pub fn gdp(mut self, gdp: Outcome) -> Self {
        self.gdp = Some(gdp);
        self
    }

    /// Sets the digital economy, a part of the whole.
    #[must_use]
    pub fn digital(mut self, digital: Outcome) -> Self {
        self.digital = Some(digital);
        self
    }

    /// Sets the coherence between the responses; as published by default.
    #[must_use]
    pub const fn coherence(mut self, coherence: Coherence) -> Self {
        self.coherence = coherence;
        self
    }

    /// Sets the multiplier channel.
    #[must_use]
    pub fn investment(mut self, investment: Investment) -> Self {
        self.investment = Some(investment);
        self
    }

    /// Sets the place that the scenario is about.
    #[must_use]
    pub fn locality(mut self, locality: Locality) -> Self {
        self.locality = Some(locality);
        self
    }

    /// Adds noise around a growth path.
    #[must_use]
    pub fn noise(mut self, noise: Noise) -> Self {
        self.noise.push(noise);
        self
    }

    /// Adds a rank correlation of two uncertain inputs.
    #[must_use]
    pub fn correlation(mut self, correlation: RankCorrelation) -> Self {
        self.correlation.push(correlation);
        self
    }

    /// Adds an alternative to a part.
    #[must_use]
    pub fn alternative(mut self, alternative: Alternative) -> Self {
        self.alternative.push(alternative);
        self
    }

    /// Adds a policy, which [`under`](Self::under) activates.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy.push(policy);
        self
    }

    /// Activates these policies, by name, and no others; [`build`](Self::build) refuses more than
    /// [`Limit::ActivePolicies`] names.
    #[must_use]
    pub fn under(mut self, policies: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let policies = policies.into_iter().map(Into::into);
        self.active = Limit::ActivePolicies.take(policies);
        self
    }

    /// Removes all noise, all correlations and all alternatives.
    #[must_use]
    pub fn plain(mut self) -> Self {
        self.noise.clear();
        self.correlation.clear();
        self.alternative.clear();
        self
    }

    /// Checks the parts against one another and compiles the scenario.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) without compute or GDP. Otherwise the path of the error
    /// names the part: frequencies, dates, lengths, measures, currencies or price bases that do not
    /// fit together; a number of periods outside 1 to [`Scenario::MAX_PERIODS`]; a pair of outcomes
    /// that cannot be coherent; noise or correlation on an input that does not exist or is certain;
    /// or rank correlations that contradict one another ([`Incompatible`](ErrorKind::Incompatible),
    /// with the nearest that do not). [`TooMany`](ErrorKind::TooMany) past the limits of
    /// alternatives, inputs, policies, shocks, noises and correlations in [`Limit`].
    pub fn build(self) -> Result<Scenario, Error> {
        let missing = |what, remedy| Error::new(ErrorKind::Missing { what, remedy });
        Spec {
            version: Version(Scenario::SCHEMA_VERSION),
            name: self.name,
            base: self.base,
            until: self.until,
            coherence: self.coherence,
            compute: self
                .compute
                .ok_or_else(|| missing("`compute`", "give the base and path of computing power"))?,
            gdp: self
                .gdp
                .ok_or_else(|| missing("`gdp`", "give the economy that responds"))?,
            digital: self.digital,
            investment: self.investment,
            locality: self.locality,
            noise: self.noise,
            correlation: self.correlation,
            alternative: self.alternative,
            policy: self.policy,
            active: self.active,
        }
        .try_into()
    }
}
