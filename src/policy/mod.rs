//! What someone may decide or suffer: policies, and the shocks that they consist of.

mod shock;

pub use shock::{Demand, Efficiency, Lever, Limit, Restriction, Shock, UseOf};
pub(crate) use shock::{Gain, starts_after};

use crate::{Error, ErrorKind};

/// What someone may decide or suffer: shocks laid over a scenario, under a name.
///
/// A forecast that [includes](crate::scenario::Baseline::Includes) compute holds the compute of the scenario
/// without its policies: with a policy in force GDP moves away from the forecast by the
/// difference in compute, and what it would be without compute stays.
///
/// A scenario holds any number of policies; those listed in `active` are in force, in the order of
/// the list. What two runs have in common is drawn alike, so that the difference between a
/// scenario with and without a policy is the policy's alone: see
/// [`Scenario::effect_of`](crate::Scenario::effect_of).
///
/// | key in a file | type |
/// |---|---|
/// | `name` | a few words |
/// | `shock` | list of [`Shock`]; none changes nothing |
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Segment;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::policy::{Efficiency, Policy, Shock};
///
/// let level = Estimate::assumed("50 %".parse()?, "an aim of our own for all centres")?;
/// let gain = Efficiency::to(Segment::Smart, level, "2026".parse()?);
/// let policy = Policy::new("interconnection", [Shock::Efficiency(gain)])?;
/// assert_eq!(policy.shocks()[0].lever().to_string(), "compute.use.smart.utilisation");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with `name` and `shock`")]
pub struct Policy {
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty", rename = "shock")]
    shocks: Vec<Shock>,
}

impl Policy {
    /// A policy of these shocks.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for a blank name.
    pub fn new(
        name: impl Into<String>,
        shocks: impl IntoIterator<Item = Shock>,
    ) -> Result<Self, Error> {
        let policy = Self {
            name: name.into(),
            shocks: shocks.into_iter().collect(),
        };
        policy.check_name()?;
        Ok(policy)
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it changes.
    #[must_use]
    pub fn shocks(&self) -> &[Shock] {
        &self.shocks
    }

    pub(crate) fn check_name(&self) -> Result<(), Error> {
        if self.name.trim().is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the name",
                remedy: "say what the policy is called",
            })
            .at("name"));
        }
        Ok(())
    }
}
