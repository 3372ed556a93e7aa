use super::Compute;
use super::spec::{Outcome, Spec};
use crate::evidence::Estimate;
use crate::investment::Investment;
use crate::response::Coherence;
use crate::{Error, ErrorKind, Interval, Share};

/// Another reading of a part of the scenario, with its weight: which of two published figures,
/// which kind of response.
///
/// A simulation draws for every future which reading holds; the scenario as written keeps the
/// weight that is left. A projection is of the scenario as written. What an alternative does not
/// name stays as it is, and inputs of one name are drawn alike in all readings.
///
/// | key in a file | type |
/// |---|---|
/// | `name` | a few words |
/// | `weight` | estimate of a [`Share`] that is certain; all weights together stay below 1 |
/// | `compute`, `gdp`, `digital`, `investment`, `coherence` | what takes the place of the scenario's own, whole; one at least |
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::response::Response;
/// use compute_impact::scenario::Alternative;
/// use compute_impact::{Elasticity, Scenario};
///
/// // CAICT's 0.2 as worded, or, with a weight of 40 %, as an elasticity.
/// let scenario = Scenario::shipped("china-2030")?;
/// let elasticity = Estimate::assumed(Elasticity::new(0.2)?, "0.2 read as an elasticity")?;
/// let gdp = scenario.gdp().clone().with_response(Response::elasticity(elasticity));
/// let weight = Estimate::assumed("40 %".parse()?, "an even hand, tipped to the wording")?;
/// let reading = Alternative::new("an elasticity", weight)?.with_gdp(gdp);
/// let both = scenario.edit().alternative(reading).build()?;
/// assert_eq!(both.alternatives().count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `name`, `weight`, and what it replaces"
)]
pub struct Alternative {
    name: String,
    weight: Estimate<Share>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    compute: Option<Compute>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gdp: Option<Outcome>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digital: Option<Outcome>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    investment: Option<Investment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    coherence: Option<Coherence>,
}

impl Alternative {
    /// An alternative of this name and weight, which replaces nothing yet.
    ///
    /// # Errors
    ///
    /// As for a scenario's: the weight must be above 0 and below 1 and certain, the name not blank.
    pub fn new(name: impl Into<String>, weight: Estimate<Share>) -> Result<Self, Error> {
        let alternative = Self {
            name: name.into(),
            weight,
            compute: None,
            gdp: None,
            digital: None,
            investment: None,
            coherence: None,
        };
        alternative.check_weight()?;
        Ok(alternative)
    }

    /// With other compute.
    #[must_use]
    pub fn with_compute(self, compute: Compute) -> Self {
        let compute = Some(compute);
        Self { compute, ..self }
    }

    /// With another whole economy, or another response of it.
    #[must_use]
    pub fn with_gdp(self, gdp: Outcome) -> Self {
        let gdp = Some(gdp);
        Self { gdp, ..self }
    }

    /// With another digital economy.
    #[must_use]
    pub fn with_digital(self, digital: Outcome) -> Self {
        let digital = Some(digital);
        Self { digital, ..self }
    }

    /// With another multiplier channel.
    #[must_use]
    pub fn with_investment(self, investment: Investment) -> Self {
        let investment = Some(investment);
        Self { investment, ..self }
    }

    /// With the pair of responses held together otherwise.
    #[must_use]
    pub fn with_coherence(self, coherence: Coherence) -> Self {
        let coherence = Some(coherence);
        Self { coherence, ..self }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The probability that it holds.
    #[must_use]
    pub const fn weight(&self) -> &Estimate<Share> {
        &self.weight
    }

    fn check_weight(&self) -> Result<(), Error> {
        if self.name.trim().is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the name",
                remedy: "say what the alternative is called",
            })
            .at("name"));
        }
        Interval::open_const(0.0, 1.0)
            .check("weight of an alternative", self.weight.value().get())
            .map_err(|error| error.at("weight"))?;
        if !self.weight.is_certain() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "an uncertain weight",
                with: "a choice between alternatives",
                remedy: "only its mean would matter: give that",
            })
            .at("weight"));
        }
        Ok(())
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        self.check_weight()?;
        let replaces = self.compute.is_some()
            || self.gdp.is_some()
            || self.digital.is_some()
            || self.investment.is_some()
            || self.coherence.is_some();
        if replaces {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Missing {
            what: "a part that the alternative replaces",
            remedy: "give one of `compute`, `gdp`, `digital`, `investment` and `coherence`",
        }))
    }

    /// The scenario in this reading.
    pub(super) fn applied_to(&self, spec: &Spec) -> Spec {
        let mut spec = spec.clone();
        spec.alternative.clear();
        spec.name = format!("{}: {}", spec.name, self.name);
        if let Some(compute) = &self.compute {
            spec.compute = compute.clone();
        }
        if let Some(gdp) = &self.gdp {
            spec.gdp = gdp.clone();
        }
        if let Some(digital) = &self.digital {
            spec.digital = Some(digital.clone());
        }
        if let Some(investment) = &self.investment {
            spec.investment = Some(investment.clone());
        }
        if let Some(coherence) = self.coherence {
            spec.coherence = coherence;
        }
        spec
    }
}
