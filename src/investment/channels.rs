use std::fmt;

use super::{BreakEven, Reconciliation};
use crate::{Money, Period};

/// A way to say what a year's build-out is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ChannelKind {
    /// The scenario's response to the year's growth of compute over its counterfactual: supply.
    Response,
    /// GDP with the year's purchases over GDP without them: supply, from the money.
    Capital,
    /// The outlay times its multiplier, down the chain as far as it is given: demand.
    Multiplier,
    /// The outlay through an input-output table: demand, by industry.
    InputOutput,
}

impl ChannelKind {
    /// What it measures and where it overlaps with the others.
    #[must_use]
    pub const fn overlaps(self) -> &'static str {
        match self {
            Self::Response => {
                "all growth of compute net of what retired; overlaps with the capital channel, and with \
                 what of the demand channels the response was estimated with"
            }
            Self::Capital => {
                "what the year's outlay bought, gross of what retired, so that it may exceed the response"
            }
            Self::Multiplier => {
                "demand along the supply chain while money is spent; the same sales as in the \
                 input-output channel"
            }
            Self::InputOutput => {
                "demand along the supply chain, industry by industry; what a multiplier sums up"
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

/// What one channel gives for the year.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Channel {
    pub(crate) kind: ChannelKind,
    pub(crate) money: Money,
    pub(crate) fraction: f64,
    pub(crate) is_value_added: bool,
}

impl Channel {
    /// Which channel.
    #[must_use]
    pub const fn kind(&self) -> ChannelKind {
        self.kind
    }

    /// Money of the year.
    #[must_use]
    pub const fn money(&self) -> Money {
        self.money
    }

    /// The same over GDP of the year without the step. For the capital channel it is GDP with the
    /// year's purchases over GDP without them, less one, and the money is that part of GDP without
    /// the step, so that all channels are parts of one GDP.
    #[must_use]
    pub const fn fraction(&self) -> f64 {
        self.fraction
    }

    /// Whether the money is value added, which GDP counts; gross output is not.
    #[must_use]
    pub const fn is_value_added(&self) -> bool {
        self.is_value_added
    }
}

/// The outlay at which two channels give the same.
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

    /// The outlay of the year at which they agree: a root of the scenario's plan, between a fifth and
    /// five times its own outlay where the capital channel is one of them, since farther off the two say
    /// nothing of this programme.
    #[must_use]
    pub const fn outlay(&self) -> BreakEven<Money> {
        self.outlay
    }
}

/// All channels of a scenario side by side, for one year: they overlap, and nothing adds them.
///
/// Made by [`Projection::channels`](crate::Projection::channels).
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Channels {
    pub(crate) reconciliation: Reconciliation,
    #[serde(rename = "channels")]
    pub(crate) all: Vec<Channel>,
    pub(crate) agreements: Vec<Agreement>,
}

impl Channels {
    /// The period at whose end the year ends.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.reconciliation.period()
    }

    /// Response and multiplier in full, with the growth of compute and the coefficients at which
    /// they agree.
    #[must_use]
    pub const fn reconciliation(&self) -> &Reconciliation {
        &self.reconciliation
    }

    /// The channels that the scenario allows.
    #[must_use]
    pub fn channels(&self) -> &[Channel] {
        &self.all
    }

    /// One of them.
    #[must_use]
    pub fn channel(&self, kind: ChannelKind) -> Option<&Channel> {
        self.all.iter().find(|channel| channel.kind == kind)
    }

    /// The outlays at which a supply and a demand channel agree.
    #[must_use]
    pub fn agreements(&self) -> &[Agreement] {
        &self.agreements
    }
}
