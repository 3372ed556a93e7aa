//! Objections to computing power: its machines, its shares, its use and its size.

use super::Number;
use crate::evidence::{Geography, Measured, Part};
use crate::finding::Code;
use crate::{Capacity, Period, Precision, Scope};

/// An objection to the path, the counterfactual, the use or the stock of compute.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::finding) enum OnCompute {
    UnstatedScope {
        base: Capacity,
    },
    FrozenCounterfactual {
        years: f64,
        until: Period,
    },
    FlowOnStock {
        impact: f64,
        other_impact: f64,
        is_average: bool,
    },
    ShareExtrapolated {
        observed_years: f64,
        years_beyond: f64,
        last_share: f64,
    },
    ShareJump {
        shares: [f64; 2],
        dates: [Period; 2],
        log_odds_per_year: f64,
    },
    CertainTrend {
        years_beyond: f64,
        last_share: f64,
    },
    UnidentifiedCeiling {
        ceiling: f64,
    },
    ShareOfOtherMachines {
        share: f64,
        measured: Scope,
        base: Scope,
    },
    GrowthOfOtherMachines {
        growth: f64,
        measured: Scope,
        base: Scope,
    },
    OtherPrecision {
        value: f64,
        counted: Precision,
        base: Precision,
    },
    PartAsWhole {
        value: f64,
        part: Part,
        stands_for: Part,
    },
    RegionAsWhole {
        value: f64,
        geography: Geography,
        whole: Geography,
    },
    OccupancyAsUtilisation {
        utilisation: f64,
        measured: Measured,
    },
    OutOfProportionWithWorld {
        total_flop_per_s: f64,
        world_flop_per_s: f64,
        carried_on_flop_per_s: f64,
    },
}

impl OnCompute {
    pub(super) const fn code(&self) -> Code {
        match self {
            Self::UnstatedScope { .. } => Code::UnstatedScope,
            Self::FrozenCounterfactual { .. } => Code::FrozenCounterfactual,
            Self::FlowOnStock { .. } => Code::FlowOnStock,
            Self::ShareExtrapolated { .. } => Code::ShareExtrapolated,
            Self::ShareJump { .. } => Code::ShareJump,
            Self::CertainTrend { .. } => Code::CertainTrend,
            Self::UnidentifiedCeiling { .. } => Code::UnidentifiedCeiling,
            Self::ShareOfOtherMachines { .. } => Code::ShareOfOtherMachines,
            Self::GrowthOfOtherMachines { .. } => Code::GrowthOfOtherMachines,
            Self::OtherPrecision { .. } => Code::OtherPrecision,
            Self::PartAsWhole { .. } | Self::RegionAsWhole { .. } => Code::PartAsWhole,
            Self::OccupancyAsUtilisation { .. } => Code::OccupancyAsUtilisation,
            Self::OutOfProportionWithWorld { .. } => Code::OutOfProportionWithWorld,
        }
    }

    pub(super) fn numbers(&self) -> Vec<Number> {
        match *self {
            Self::UnstatedScope { .. } => Vec::new(),
            Self::FrozenCounterfactual { years, .. } => vec![("years", years)],
            Self::FlowOnStock {
                impact,
                other_impact,
                ..
            } => vec![("impact", impact), ("other-impact", other_impact)],
            Self::ShareExtrapolated {
                observed_years,
                years_beyond,
                ..
            } => vec![
                ("observed-years", observed_years),
                ("years-beyond", years_beyond),
            ],
            Self::ShareJump {
                shares: [from, to],
                log_odds_per_year,
                ..
            } => vec![
                ("from", from),
                ("to", to),
                ("log-odds-per-year", log_odds_per_year),
            ],
            Self::CertainTrend {
                years_beyond,
                last_share,
            } => vec![("years-beyond", years_beyond), ("last-share", last_share)],
            Self::UnidentifiedCeiling { ceiling } => vec![("ceiling", ceiling)],
            Self::ShareOfOtherMachines { share, .. } => vec![("share", share)],
            Self::GrowthOfOtherMachines { growth, .. } => vec![("growth", growth)],
            Self::OtherPrecision { value, .. }
            | Self::PartAsWhole { value, .. }
            | Self::RegionAsWhole { value, .. } => vec![("value", value)],
            Self::OccupancyAsUtilisation { utilisation, .. } => vec![("utilisation", utilisation)],
            Self::OutOfProportionWithWorld {
                total_flop_per_s,
                world_flop_per_s,
                carried_on_flop_per_s,
            } => vec![
                ("total-flop-per-s", total_flop_per_s),
                ("world-flop-per-s", world_flop_per_s),
                ("carried-on-flop-per-s", carried_on_flop_per_s),
                ("times", total_flop_per_s / world_flop_per_s),
            ],
        }
    }
}
