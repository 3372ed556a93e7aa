use super::Compute;
use super::spec::{Outcome, Spec};
use crate::evidence::Estimate;
use crate::investment::Investment;
use crate::limits::Limit;
use crate::response::Coherence;
use crate::{Error, ErrorKind, Interval, Share};

/// An alternative to a part of the scenario, with its weight: the other of two published figures,
/// or another kind of response.
///
/// A simulation chooses in every draw, by the weights, between the alternatives and the scenario as
/// written, which has the remaining weight. A projection is of the scenario as written. Parts that
/// an alternative does not name stay as they are, and inputs at the same place are drawn alike in
/// all alternatives.
///
/// | key in a file | type |
/// |---|---|
/// | `name` | a few words |
/// | `weight` | certain estimate of a [`Share`]; the weights sum to less than 1 |
/// | `compute`, `gdp`, `digital`, `investment`, `coherence` | the part that replaces the scenario's own as a whole; at least one |
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::response::Response;
/// use compute_impact::scenario::Alternative;
/// use compute_impact::{Elasticity, Scenario};
///
/// // CAICT's 0.2 as worded, or, with a weight of 40 %, understood as an elasticity.
/// let scenario = Scenario::shipped("china-2030")?;
/// let elasticity = Estimate::assumed(Elasticity::new(0.2)?, "0.2 read as an elasticity")?;
/// let gdp = scenario.gdp().clone().with_response(Response::elasticity(elasticity));
/// let weight = Estimate::assumed("40 %".parse()?, "the wording is somewhat more likely")?;
/// let alternative = Alternative::new("an elasticity", weight)?.with_gdp(gdp);
/// let both = scenario.edit().alternative(alternative).build()?;
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
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the weight is above 0 and below 1;
    /// [`Conflict`](ErrorKind::Conflict) if the weight is uncertain;
    /// [`Missing`](ErrorKind::Missing) for a blank name; [`TooMany`](ErrorKind::TooMany) for one
    /// past [`Limit::Name`].
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

    /// The same alternative with other compute.
    #[must_use]
    pub fn with_compute(self, compute: Compute) -> Self {
        let compute = Some(compute);
        Self { compute, ..self }
    }

    /// The same alternative with another outcome of GDP, such as one with another response.
    #[must_use]
    pub fn with_gdp(self, gdp: Outcome) -> Self {
        let gdp = Some(gdp);
        Self { gdp, ..self }
    }

    /// The same alternative with another outcome of the digital economy.
    #[must_use]
    pub fn with_digital(self, digital: Outcome) -> Self {
        let digital = Some(digital);
        Self { digital, ..self }
    }

    /// The same alternative with another multiplier channel.
    #[must_use]
    pub fn with_investment(self, investment: Investment) -> Self {
        let investment = Some(investment);
        Self { investment, ..self }
    }

    /// The same alternative with another coherence between the responses.
    #[must_use]
    pub fn with_coherence(self, coherence: Coherence) -> Self {
        let coherence = Some(coherence);
        Self { coherence, ..self }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The probability with which a draw takes the alternative.
    #[must_use]
    pub const fn weight(&self) -> &Estimate<Share> {
        &self.weight
    }

    fn check_weight(&self) -> Result<(), Error> {
        if self.name.trim().is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the name",
                remedy: "give the alternative a name",
            })
            .at("name"));
        }
        Limit::Name
            .check_text(&self.name)
            .map_err(|error| error.at("name"))?;
        Interval::open_const(0.0, 1.0)
            .check("weight of an alternative", self.weight.value().get())
            .map_err(|error| error.at("weight"))?;
        if !self.weight.is_certain() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "an uncertain weight",
                with: "a choice between alternatives",
                remedy: "give the mean of the weight, on which alone the result depends",
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

    /// A specification without alternatives, with the parts that this one replaces.
    pub(super) fn applied_to(&self, spec: &Spec) -> Spec {
        let mut spec = spec.clone();
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
