use std::fmt;

use super::{BreakEven, Reconciliation};
use crate::{Money, Period};

/// A method to value a year's build-out.
///
/// # Examples
///
/// ```
/// use compute_impact::investment::ChannelKind;
///
/// assert_eq!(ChannelKind::Multiplier.to_string(), "multiplier chain");
/// assert!(ChannelKind::Capital.overlaps().contains("gross of what retired"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ChannelKind {
    /// The supply channel: the scenario's response to the year's growth of compute over its
    /// counterfactual.
    Response,
    /// The supply channel that starts from the money: GDP with the year's purchases over GDP
    /// without them.
    Capital,
    /// The demand channel: the outlay times its multiplier, down the chain as far as it is stated.
    Multiplier,
    /// The demand channel by industry: the outlay through an input-output table.
    InputOutput,
}

impl ChannelKind {
    /// Returns what the channel measures and its overlap with the other channels.
    #[must_use]
    pub const fn overlaps(self) -> &'static str {
        match self {
            Self::Response => {
                "all growth of compute net of what retired; overlaps with the capital channel, and with \
                the demand effects that were present when the response was estimated"
            }
            Self::Capital => {
                "the capacity bought with the year's outlay, gross of what retired, so that it may exceed \
                the response"
            }
            Self::Multiplier => {
                "demand along the supply chain while money is spent; the same sales as in the \
                 input-output channel"
            }
            Self::InputOutput => {
                "demand along the supply chain, industry by industry; a multiplier is its sum"
            }
        }
    }
}

impl fmt::Display for ChannelKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Response => "response to compute growth",
            Self::Capital => "response to the capacity bought",
            Self::Multiplier => "multiplier chain",
            Self::InputOutput => "input-output table",
        })
    }
}

/// The result of one channel for the year.
///
/// # Examples
///
/// ```
/// use compute_impact::Scenario;
/// use compute_impact::investment::ChannelKind;
///
/// let projection = Scenario::shipped("china-2030")?.project()?;
/// let channels = projection.channels("2025".parse()?, None)?.ok_or("no investment")?;
/// let response = channels.channel(ChannelKind::Response).ok_or("no response")?;
/// assert!(response.is_value_added);
/// let share = response.money.amount() / channels.reconciliation.gdp.amount();
/// assert!((response.fraction - share).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Channel {
    /// The channel.
    pub kind: ChannelKind,
    /// The result as money of the year.
    pub money: Money,
    /// The result as a fraction of the year's GDP without the year's growth of compute over the
    /// counterfactual. For the capital channel it is GDP with the year's purchases over GDP without
    /// them, minus one; its money is
    /// that fraction of GDP without the step, so that all channels refer to the same GDP.
    pub fraction: f64,
    /// Whether the money is value added, which GDP counts; GDP does not count gross output.
    pub is_value_added: bool,
}

/// The break-even outlay of two channels.
///
/// # Examples
///
/// See [`Channels`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Agreement {
    /// The two channels.
    pub between: [ChannelKind; 2],
    /// The outlay of the year at which the two channels agree: a root of the scenario's equations.
    /// With the capital channel as one of them, the range is a fifth to five times the scenario's
    /// own outlay, as values further away say little about this programme.
    pub outlay: BreakEven<Money>,
}

/// All channels of a scenario for one year, side by side. They overlap and are never added.
///
/// Returned by [`Projection::channels`](crate::Projection::channels).
///
/// # Examples
///
/// ```
/// use compute_impact::Scenario;
/// use compute_impact::investment::ChannelKind;
///
/// let projection = Scenario::shipped("china-2030")?.project()?;
/// let channels = projection.channels("2025".parse()?, None)?.unwrap();
/// let multiplier = channels.channel(ChannelKind::Multiplier).unwrap();
/// assert_eq!(multiplier.kind, ChannelKind::Multiplier);
/// assert!(multiplier.money.amount() > 0.0);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Channels {
    /// The response and the multiplier in full, with their break-even growth and coefficients.
    pub reconciliation: Reconciliation,
    /// The channels that the scenario allows.
    pub channels: Vec<Channel>,
    /// The break-even outlays of a supply channel with a demand channel.
    pub agreements: Vec<Agreement>,
}

impl Channels {
    /// The period at the end of which the year ends.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.reconciliation.period
    }

    /// Returns one channel, if the scenario has it.
    #[must_use]
    pub fn channel(&self, kind: ChannelKind) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.kind == kind)
    }
}
