//! Objections to an outlay, its multiplier and what it buys.

use super::{Number, Text};
use crate::finding::Code;
use crate::finding::benchmark::Benchmark;
use crate::finding::prose::{money, number, percent};
use crate::{Currency, MultiplierOf, Precision};

/// An objection to money spent and what it is said to return.
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

    pub(super) fn text(&self) -> Text {
        match *self {
            Self::ImplausibleOutlay { outlay_share } => {
                let [recent, peak] = [Benchmark::IctInvestmentRecent, Benchmark::IctInvestmentPeak];
                Text::new(
                    format!(
                        "the outlay is {} of GDP; China's investment in all ICT equipment is \
                         about {} of recent GDP ({}) and peaked at {} ({})",
                        percent(outlay_share),
                        percent(recent.number()),
                        recent.entry().id(),
                        percent(peak.number()),
                        peak.entry().id()
                    ),
                    "check the unit (亿 is 10^8, 万亿 10^12), and whether a total of several \
                     years stands for one",
                )
            }
            Self::OutlayAndCapacityApart {
                cost_per_eflops,
                published,
                precision,
                currency,
            } => Text::new(
                format!(
                    "the outlay comes to {} for each EFLOPS of capacity added by the end, outside \
                     {}: the money and the capacity are not of one programme",
                    money(cost_per_eflops, currency),
                    scopes(published, precision, currency)
                ),
                "give `compute.stock` with unit costs, and the outlay as `of-compute`",
            ),
            Self::UnitCostOfAnotherScope {
                cost_per_eflops,
                published,
                precision,
                currency,
            } => Text::new(
                format!(
                    "{} for an EFLOPS lies outside {}: precision and scope alone move a unit cost \
                     by a factor of 7 to 28",
                    money(cost_per_eflops, currency),
                    scopes(published, precision, currency)
                ),
                "check that cost and capacity count the same operations and the same machines",
            ),
            Self::OverlappingChannels {
                of,
                multiplier,
                response,
            } => Text::new(
                format!(
                    "the multiplier {} {} of GDP and the response adds {}; they overlap",
                    match of {
                        MultiplierOf::ValueAdded => "adds",
                        MultiplierOf::GrossOutput | MultiplierOf::Unstated =>
                            "gives output as large as",
                    },
                    percent(multiplier),
                    percent(response)
                ),
                "quote one or the other, never their sum",
            ),
            Self::GrossOutputAsGdp { multiplier, of } => Text::new(
                format!(
                    "{} for one unit of outlay is {of} and may not be quoted as GDP",
                    number(multiplier)
                ),
                "state a multiplier of value added, or quote it as output",
            ),
            Self::ValueAddedAboveDemand { per_unit } => Text::new(
                format!(
                    "one unit of outlay is said to give {} of value added; in an open \
                     input-output table value added, imports and product taxes sum to one for a \
                     unit of final demand",
                    number(per_unit)
                ),
                "say what makes up the rest: spending of the incomes earned (a type II \
                 multiplier), or money that is displaced elsewhere",
            ),
            Self::MultiplierWithoutRange { multiplier } => {
                let [low, high] = Benchmark::Multiplier.range();
                Text::new(
                    format!("the multiplier {} is given as a point", number(multiplier)),
                    format!(
                        "give it an uncertainty: the published figure is a range, {} to {} ({})",
                        number(low),
                        number(high),
                        Benchmark::Multiplier.entry().id()
                    ),
                )
            }
        }
    }
}

/// The range of published unit costs, widened to either side.
fn scopes([low, high]: [f64; 2], precision: Precision, currency: Currency) -> String {
    format!(
        "{} to {} in {precision}, the published unit costs and a factor of 7 to either side",
        money(low, currency),
        money(high, currency)
    )
}
