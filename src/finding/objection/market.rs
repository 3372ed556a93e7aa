//! Objections to the market of a segment (prices, scarcity, vouchers and savings) and to a scenario
//! of a place.

use super::Number;
use crate::Currency;
use crate::capacity::Segment;
use crate::finding::Code;
use crate::policy::Payer;

/// An objection to the market for the compute of a segment.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::finding) enum OnMarket {
    PricesApart {
        segment: Segment,
        from_cost: f64,
        observed: f64,
        currency: Currency,
    },
    PriceOnlyFalls {
        segment: Segment,
        yearly_change: f64,
    },
    PowerNextToOperation {
        operation: f64,
    },
    UnservedDemand {
        segment: Segment,
        unserved: f64,
        price_factor: f64,
    },
    IdleWhileScarce {
        scarce: Segment,
        unserved: f64,
        idle: Segment,
        idle_share: f64,
    },
    VouchersInScarcity {
        segment: Segment,
        payer: Payer,
        outlay: f64,
        price_rise: f64,
        currency: Currency,
    },
    SavingsByVouchers {
        segment: Segment,
        payer: Payer,
        outlay: f64,
        savings: f64,
        currency: Currency,
    },
    SavingsInsideResponse {
        segment: Segment,
        savings: f64,
        impact: f64,
        currency: Currency,
    },
    NationalCoefficientOnPlace {
        impact: f64,
        used_here: f64,
    },
}

impl OnMarket {
    pub(super) const fn code(&self) -> Code {
        match self {
            Self::PricesApart { .. } => Code::PricesApart,
            Self::PriceOnlyFalls { .. } => Code::PriceOnlyFalls,
            Self::PowerNextToOperation { .. } => Code::PowerNextToOperation,
            Self::UnservedDemand { .. } => Code::UnservedDemand,
            Self::IdleWhileScarce { .. } => Code::IdleWhileScarce,
            Self::VouchersInScarcity { .. } => Code::VouchersInScarcity,
            Self::SavingsByVouchers { .. } => Code::SavingsByVouchers,
            Self::SavingsInsideResponse { .. } => Code::SavingsInsideResponse,
            Self::NationalCoefficientOnPlace { .. } => Code::NationalCoefficientOnPlace,
        }
    }

    pub(super) fn numbers(&self) -> Vec<Number> {
        match *self {
            Self::PricesApart {
                from_cost,
                observed,
                ..
            } => vec![("from-cost", from_cost), ("observed", observed)],
            Self::PriceOnlyFalls { yearly_change, .. } => {
                vec![("yearly-change", yearly_change)]
            }
            Self::PowerNextToOperation { operation } => vec![("operation", operation)],
            Self::UnservedDemand {
                unserved,
                price_factor,
                ..
            } => vec![("unserved", unserved), ("price-factor", price_factor)],
            Self::IdleWhileScarce {
                unserved,
                idle_share,
                ..
            } => vec![("unserved", unserved), ("idle-share", idle_share)],
            Self::VouchersInScarcity {
                outlay, price_rise, ..
            } => vec![("outlay", outlay), ("price-rise", price_rise)],
            Self::SavingsByVouchers {
                outlay, savings, ..
            } => vec![("outlay", outlay), ("savings", savings)],
            Self::SavingsInsideResponse {
                savings, impact, ..
            } => vec![("savings", savings), ("impact", impact)],
            Self::NationalCoefficientOnPlace { impact, used_here } => {
                vec![("impact", impact), ("used-here", used_here)]
            }
        }
    }
}
