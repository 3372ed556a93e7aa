use super::spec::{Outcome, Spec, Version};
use super::{Alternative, Compute, Noise, RankCorrelation, Scenario};
use crate::investment::Investment;
use crate::policy::Policy;
use crate::response::Coherence;
use crate::{Error, ErrorKind, Period};

/// Puts a scenario together; see [`Scenario::builder`].
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
            noise: Vec::new(),
            correlation: Vec::new(),
            alternative: Vec::new(),
            policy: Vec::new(),
            active: Vec::new(),
        }
    }

    /// A builder that holds all of a scenario.
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
            noise: spec.noise.clone(),
            correlation: spec.correlation.clone(),
            alternative: spec.alternative.clone(),
            policy: spec.policy.clone(),
            active: spec.active.clone(),
        }
    }

    /// Another name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// How compute evolves; needed.
    #[must_use]
    pub fn compute(mut self, compute: Compute) -> Self {
        self.compute = Some(compute);
        self
    }

    /// The whole economy; needed.
    #[must_use]
    pub fn gdp(mut self, gdp: Outcome) -> Self {
        self.gdp = Some(gdp);
        self
    }

    /// The digital economy, a part of the whole.
    #[must_use]
    pub fn digital(mut self, digital: Outcome) -> Self {
        self.digital = Some(digital);
        self
    }

    /// How the pair of responses is held together; as published unless said.
    #[must_use]
    pub const fn coherence(mut self, coherence: Coherence) -> Self {
        self.coherence = coherence;
        self
    }

    /// The multiplier channel.
    #[must_use]
    pub fn investment(mut self, investment: Investment) -> Self {
        self.investment = Some(investment);
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

    /// Adds another reading of a part.
    #[must_use]
    pub fn alternative(mut self, alternative: Alternative) -> Self {
        self.alternative.push(alternative);
        self
    }

    /// Adds a policy that may be put in force.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy.push(policy);
        self
    }

    /// Puts these policies in force, by name, and no others.
    #[must_use]
    pub fn under(mut self, policies: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.active = policies.into_iter().map(Into::into).collect();
        self
    }

    /// Leaves out all noise, all correlation and all alternatives.
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
    /// [`Missing`](ErrorKind::Missing) without compute or GDP; else an error whose path names
    /// the part: frequencies, dates, lengths, measures, currencies or price bases that do not
    /// fit, a horizon outside 1 to [`Scenario::MAX_PERIODS`] periods, a coherent pair that cannot be
    /// one, noise or correlation on what is not there or is certain, or correlations that cannot
    /// hold together ([`Incompatible`](ErrorKind::Incompatible), with the nearest that can).
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
                .ok_or_else(|| missing("`compute`", "say how computing power evolves"))?,
            gdp: self
                .gdp
                .ok_or_else(|| missing("`gdp`", "give the economy that responds"))?,
            digital: self.digital,
            investment: self.investment,
            noise: self.noise,
            correlation: self.correlation,
            alternative: self.alternative,
            policy: self.policy,
            active: self.active,
        }
        .try_into()
    }
}
