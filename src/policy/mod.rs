//! Policies, and the shocks that they consist of.
//!
//! # Ramps
//!
//! One rule holds for all of them: what acts on a flow counts by its average over the period, and what
//! acts on a level counts at the period's end. A restriction acts on purchases, a flow. An efficiency
//! gain and a surge of demand act on the use of a segment, a level.

mod platform;
mod restriction;
mod shock;
mod voucher;

pub use platform::Platform;
pub use restriction::{Limit, Restriction};
pub use shock::{DemandSurge, Efficiency, Instrument, Shock, UseOf};
pub(crate) use shock::{Gain, periods_to_start};
pub use voucher::{Payer, Voucher};

use crate::limits;
use crate::{Error, ErrorKind};

/// A named list of shocks that is applied to a scenario: a decision, or an event from outside.
///
/// A forecast that [includes](crate::scenario::Baseline::Includes) compute contains the compute of
/// the scenario without its policies: an active policy moves GDP away from the forecast by the
/// effect of the difference in compute, and GDP without compute stays as it is.
///
/// A scenario may have any number of policies; those listed in `active` apply, in the order of the
/// list. Two runs use the same random numbers for the inputs that they share, so that the
/// difference between a scenario with and without a policy is due to the policy alone: see
/// [`Scenario::effect_of`](crate::Scenario::effect_of).
///
/// | key in a file | type |
/// |---|---|
/// | `name` | a few words |
/// | `shock` | list of [`Shock`]; an empty list changes nothing |
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
/// assert_eq!(policy.shocks()[0].instrument().to_string(), "compute.use.smart.utilisation");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with `name` and `shock`")]
pub struct Policy {
    name: String,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        rename = "shock",
        deserialize_with = "limits::list::<{ limits::Limit::Shocks as usize }, _, _>"
    )]
    shocks: Vec<Shock>,
}

impl Policy {
    /// Builds a policy of these shocks.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for a blank name; [`TooMany`](ErrorKind::TooMany) past
    /// [`Limit::Shocks`](limits::Limit::Shocks), and for a name past [`Limit::Name`](limits::Limit::Name).
    pub fn new(
        name: impl Into<String>,
        shocks: impl IntoIterator<Item = Shock>,
    ) -> Result<Self, Error> {
        let policy = Self {
            name: name.into(),
            shocks: limits::Limit::Shocks.collect(shocks)?,
        };
        policy.check_name()?;
        Ok(policy)
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The shocks.
    #[must_use]
    pub fn shocks(&self) -> &[Shock] {
        &self.shocks
    }

    pub(crate) fn check_name(&self) -> Result<(), Error> {
        if self.name.trim().is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the name",
                remedy: "give the policy a name",
            })
            .at("name"));
        }
        limits::Limit::Name
            .check_text(&self.name)
            .map_err(|error| error.at("name"))
    }
}
