//! Objections to stocks and their use.

use super::Number;
use crate::Currency;
use crate::capacity::Segment;
use crate::finding::Code;

/// An objection to retirement, idle capacity or saturated use of a segment.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::finding) enum OnStock {
    PurchasesBelowRetirement {
        segment: Segment,
        base_flop_per_s: f64,
        last_flop_per_s: f64,
        additions_flop_per_s: f64,
        retirements_flop_per_s: f64,
    },
    SaturatedUse {
        segment: Segment,
        stated_utilisation: f64,
        saturated: usize,
        periods: usize,
    },
    IdledByPower {
        segment: Segment,
        idle_share: f64,
        limit_megawatts: f64,
        /// Money spent on the segment in the period, if the segment has a unit cost.
        outlay: Option<f64>,
        currency: Currency,
    },
}

impl OnStock {
    pub(super) const fn code(&self) -> Code {
        match self {
            Self::PurchasesBelowRetirement { .. } => Code::PurchasesBelowRetirement,
            Self::SaturatedUse { .. } => Code::SaturatedUse,
            Self::IdledByPower { .. } => Code::IdledByPower,
        }
    }

    pub(super) fn numbers(&self) -> Vec<Number> {
        match *self {
            Self::PurchasesBelowRetirement {
                base_flop_per_s,
                last_flop_per_s,
                additions_flop_per_s,
                retirements_flop_per_s,
                ..
            } => vec![
                ("base-flop-per-s", base_flop_per_s),
                ("last-flop-per-s", last_flop_per_s),
                ("additions-flop-per-s", additions_flop_per_s),
                ("retirements-flop-per-s", retirements_flop_per_s),
            ],
            Self::SaturatedUse {
                stated_utilisation,
                saturated,
                ..
            } => {
                #[allow(clippy::cast_precision_loss)] // At most 1,200 periods.
                let saturated = saturated as f64;
                vec![
                    ("stated-utilisation", stated_utilisation),
                    ("periods", saturated),
                ]
            }
            Self::IdledByPower {
                idle_share,
                limit_megawatts,
                outlay,
                ..
            } => {
                let mut numbers = vec![
                    ("idle-share", idle_share),
                    ("limit-megawatts", limit_megawatts),
                ];
                numbers.extend(outlay.map(|outlay| ("outlay", outlay)));
                numbers
            }
        }
    }
}
