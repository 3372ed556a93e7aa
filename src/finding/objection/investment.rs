//! Objections to an outlay, its multiplier and the capacity it buys.

use super::Number;
use crate::finding::Code;
use crate::finding::benchmark::Benchmark;
use crate::{Currency, MultiplierOf, Precision};

/// An objection to money spent, or to the return attributed to it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::finding) enum OnInvestment {
    ImplausibleOutlay {
        outlay_share: f64,
    },
    OutlayAndCapacityApart {
        cost_per_eflops: f64,
        published: [f64; 2],
        precision: Precision,
        currency: Currency,
    },
    CostFarFromPublished {
        cost_per_eflops: f64,
        nearest: Benchmark,
        /// The nearest number of the published range.
        published: f64,
        /// Money spent and EFLOPS added, if the cost is not stated but follows from them.
        bought: Option<[f64; 2]>,
        precision: Precision,
        currency: Currency,
    },
    UnitCostOfAnotherScope {
        cost_per_eflops: f64,
        published: [f64; 2],
        precision: Precision,
        currency: Currency,
    },
    OverlappingChannels {
        of: MultiplierOf,
        multiplier: f64,
        response: f64,
    },
    GrossOutputAsGdp {
        multiplier: f64,
        of: MultiplierOf,
    },
    ValueAddedAboveDemand {
        per_unit: f64,
    },
    MultiplierWithoutRange {
        multiplier: f64,
    },
}

impl OnInvestment {
    pub(super) const fn code(&self) -> Code {
        match self {
            Self::ImplausibleOutlay { .. } => Code::ImplausibleOutlay,
            Self::OutlayAndCapacityApart { .. } => Code::OutlayAndCapacityApart,
            Self::CostFarFromPublished { .. } => Code::CostFarFromPublished,
            Self::UnitCostOfAnotherScope { .. } => Code::UnitCostOfAnotherScope,
            Self::OverlappingChannels { .. } => Code::OverlappingChannels,
            Self::GrossOutputAsGdp { .. } => Code::GrossOutputAsGdp,
            Self::ValueAddedAboveDemand { .. } => Code::ValueAddedAboveDemand,
            Self::MultiplierWithoutRange { .. } => Code::PointWithoutRange,
        }
    }

    pub(super) fn numbers(&self) -> Vec<Number> {
        match *self {
            Self::ImplausibleOutlay { outlay_share } => vec![
                ("outlay-share", outlay_share),
                ("recent-share", Benchmark::IctInvestmentRecent.number()),
                ("peak-share", Benchmark::IctInvestmentPeak.number()),
            ],
            Self::OutlayAndCapacityApart {
                cost_per_eflops,
                published: [low, high],
                ..
            }
            | Self::UnitCostOfAnotherScope {
                cost_per_eflops,
                published: [low, high],
                ..
            } => vec![
                ("cost-per-eflops", cost_per_eflops),
                ("published-low", low),
                ("published-high", high),
            ],
            Self::CostFarFromPublished {
                cost_per_eflops,
                published,
                ..
            } => vec![
                ("cost-per-eflops", cost_per_eflops),
                ("published", published),
                ("times", times(cost_per_eflops, published)),
            ],
            Self::OverlappingChannels {
                multiplier,
                response,
                ..
            } => vec![("multiplier", multiplier), ("response", response)],
            Self::GrossOutputAsGdp { multiplier, .. } => vec![("multiplier", multiplier)],
            Self::ValueAddedAboveDemand { per_unit } => vec![("value-added-per-unit", per_unit)],
            Self::MultiplierWithoutRange { multiplier } => vec![("coefficient", multiplier)],
        }
    }
}

/// The larger of two positive numbers over the smaller.
pub(in crate::finding) fn times(one: f64, other: f64) -> f64 {
    (one / other).max(other / one)
}
