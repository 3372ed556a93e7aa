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
/// See [`Channels`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Channel {
    pub(crate) kind: ChannelKind,
    pub(crate) money: Money,
    pub(crate) fraction: f64,
    pub(crate) is_value_added: bool,
}

impl Channel {
    /// The channel.
    #[must_use]
    pub const fn kind(&self) -> ChannelKind {
        self.kind
    }

    /// The result as money of the year.
    #[must_use]
    pub const fn money(&self) -> Money {
        self.money
    }

    /// The result as a fraction of the year's GDP without the year's growth of compute over
    /// the counterfactual. For the capital channel it is GDP with the year's purchases over GDP without them, minus one; its money is
    /// that fraction of GDP without the step, so that all channels refer to the same GDP.
    #[must_use]
    pub const fn fraction(&self) -> f64 {
        self.fraction
    }

    /// Returns whether the money is value added, which GDP counts; GDP does not count gross output.
    #[must_use]
    pub const fn is_value_added(&self) -> bool {
        self.is_value_added
    }
}

/// The break-even outlay of two channels.
///
/// # Examples
///
/// See [`Channels`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Agreement {
    pub(crate) between: [ChannelKind; 2],
    pub(crate) outlay: BreakEven<Money>,
}

impl Agreement {
    /// The two channels.
    #[must_use]
    pub const fn between(&self) -> [ChannelKind; 2] {
        self.between
    }

    /// The outlay of the year at which the two channels agree: a root of the scenario's equations.
    /// With the capital channel as one of them, the range is a fifth to five times the scenario's
    /// own outlay, as values further away say little about this programme.
    #[must_use]
    pub const fn outlay(&self) -> BreakEven<Money> {
        self.outlay
    }
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
/// assert_eq!(multiplier.kind(), ChannelKind::Multiplier);
/// assert!(multiplier.money().amount() > 0.0);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Channels {
    pub(crate) reconciliation: Reconciliation,
    #[serde(rename = "channels")]
    pub(crate) all: Vec<Channel>,
    pub(crate) agreements: Vec<Agreement>,
}

impl Channels {
    /// The period at the end of which the year ends.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.reconciliation.period()
    }

    /// The response and the multiplier in full, with their break-even growth and coefficients.
    #[must_use]
    pub const fn reconciliation(&self) -> &Reconciliation {
        &self.reconciliation
    }

    /// The channels that the scenario allows.
    #[must_use]
    pub fn channels(&self) -> &[Channel] {
        &self.all
    }

    /// Returns one channel, if the scenario has it.
    #[must_use]
    pub fn channel(&self, kind: ChannelKind) -> Option<&Channel> {
        self.all.iter().find(|channel| channel.kind == kind)
    }

    /// The break-even outlays of a supply channel with a demand channel.
    #[must_use]
    pub fn agreements(&self) -> &[Agreement] {
        &self.agreements
    }
}
