//! Objections to stocks and their use.

use super::{Number, Text};
use crate::Currency;
use crate::capacity::Segment;
use crate::finding::Code;
use crate::finding::prose::{count, eflops, money, number, percent};

/// An objection to what retires, what idles, and what cannot be used more.
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
        /// Money spent on the segment in the period, where it has a cost.
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

    pub(super) fn text(&self) -> Text {
        match *self {
            Self::PurchasesBelowRetirement {
                segment,
                base_flop_per_s,
                last_flop_per_s,
                additions_flop_per_s,
                retirements_flop_per_s,
            } => Text::new(
                format!(
                    "{segment} compute goes from {} to {}: {} are bought and {} retire",
                    eflops(base_flop_per_s),
                    eflops(last_flop_per_s),
                    eflops(additions_flop_per_s),
                    eflops(retirements_flop_per_s)
                ),
                "give the outlay that keeps the segment, or say that it is meant to shrink",
            ),
            Self::SaturatedUse {
                segment,
                stated_utilisation,
                saturated,
                periods,
            } => Text::new(
                format!(
                    "policies raise the utilisation of {segment} compute from {} to 100 %, in \
                     {saturated} of {}, where nothing raises it any further",
                    percent(stated_utilisation),
                    count(periods, "period", "periods")
                ),
                "look at the policies one by one: what they add together is cut off, and no \
                 machine works at 100 %",
            ),
            Self::IdledByPower {
                segment,
                idle_share,
                limit_megawatts,
                outlay,
                currency,
            } => {
                let spent = outlay.map_or_else(
                    || "capacity is still added".to_owned(),
                    |outlay| format!("{} is still spent on more", money(outlay, currency)),
                );
                Text::new(
                    format!(
                        "the power limit of {} MW idles {} of {segment} compute, while {spent}",
                        number(limit_megawatts),
                        percent(idle_share)
                    ),
                    "raise the limit, or spend the money where there is power",
                )
            }
        }
    }
}
