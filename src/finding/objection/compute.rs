//! Objections to computing power: its machines, its shares, its use and its size.

use super::{Number, Text};
use crate::evidence::{Geography, Measured, Part};
use crate::finding::Code;
use crate::finding::benchmark::Benchmark;
use crate::finding::prose::{eflops, percent, times, years};
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

    #[expect(clippy::too_many_lines, reason = "one arm for each objection")]
    pub(super) fn text(&self) -> Text {
        match *self {
            Self::UnstatedScope { base } => Text::new(
                format!(
                    "{} of capacity does not say which machines are counted",
                    eflops(base.as_flop_per_s())
                ),
                "say `in use`, `installed` or `in AI clusters`: they differ by a factor of two and \
                 more",
            ),
            Self::FrozenCounterfactual { years: span, until } => Text::new(
                format!(
                    "by {until} the impact compares with {} in which compute stays at its base, \
                     and what retires is replaced at no cost",
                    years(span)
                ),
                "say so when quoting it, or compare with a trend",
            ),
            Self::FlowOnStock {
                impact,
                other_impact,
                is_average: false,
            } => Text::new(
                format!(
                    "outcomes of a period respond to compute at its end; to its average over the \
                     period GDP would gain {} in the first one, and not {}",
                    percent(other_impact),
                    percent(impact)
                ),
                "say which is meant; `timing = { average = .. }` under `compute` takes the average",
            ),
            Self::FlowOnStock {
                impact,
                other_impact,
                is_average: true,
            } => Text::new(
                format!(
                    "outcomes of a period respond to average compute over it; to compute at its \
                     end GDP would gain {} in the first one, and not {}",
                    percent(other_impact),
                    percent(impact)
                ),
                "say which is meant; without `timing` compute at the end of each period counts",
            ),
            Self::ShareExtrapolated {
                observed_years,
                years_beyond,
                last_share,
            } => Text::new(
                format!(
                    "shares observed over {} are carried on for {}, to {}",
                    years(observed_years),
                    years(years_beyond),
                    percent(last_share)
                ),
                "show it as one of several paths: a ceiling bends it, and none is identified yet",
            ),
            Self::ShareJump {
                shares: [from, to],
                dates: [before, after],
                ..
            } => Text::new(
                format!(
                    "the share goes from {} at {before} to {} at {after}",
                    percent(from),
                    percent(to)
                ),
                format!(
                    "check that both count the same machines: at the end of 2023 {} of installed \
                     devices were smart ({}), and of capacity in use {} half a year before ({}) \
                     and {} half a year after ({})",
                    percent(Benchmark::InstalledSmartShare.number()),
                    Benchmark::InstalledSmartShare.entry().id(),
                    percent(Benchmark::InUseSmartShareBefore.number()),
                    Benchmark::InUseSmartShareBefore.entry().id(),
                    percent(Benchmark::InUseSmartShareAfter.number()),
                    Benchmark::InUseSmartShareAfter.entry().id()
                ),
            ),
            Self::UnidentifiedCeiling { ceiling } => Text::new(
                format!(
                    "two observations fit any ceiling as well as {}",
                    percent(ceiling)
                ),
                "show the path for several ceilings",
            ),
            Self::ShareOfOtherMachines {
                share,
                measured,
                base,
            } => Text::new(
                format!(
                    "{} is a share of capacity {measured}, and the base is capacity {base}",
                    percent(share)
                ),
                "use shares of the machines in the base: at one date the two differ by a factor \
                 of two",
            ),
            Self::GrowthOfOtherMachines {
                growth,
                measured,
                base,
            } => Text::new(
                format!(
                    "growth of {} is that of capacity {measured}, and the base is capacity {base}",
                    percent(growth)
                ),
                "use the growth of the machines in the base: the two series differ in level and \
                 in growth",
            ),
            Self::OtherPrecision { counted, base, .. } => Text::new(
                format!("the figure counts operations in {counted}, and the base in {base}"),
                "use figures of one precision: one chip has 3 to 16 times more operations a \
                 second in FP16 than in FP32",
            ),
            Self::PartAsWhole {
                part, stands_for, ..
            } => Text::new(
                format!(
                    "the figure is of {}, and stands for {}",
                    extent(part),
                    extent(stands_for)
                ),
                "use a figure of the same part, or give each segment its own path",
            ),
            Self::RegionAsWhole {
                geography, whole, ..
            } => Text::new(
                format!("the figure covers one area ({geography}), and GDP another ({whole})"),
                "use compute and GDP of one area",
            ),
            Self::OccupancyAsUtilisation {
                utilisation,
                measured,
            } => Text::new(
                format!(
                    "{} measures {measured}, and is used as the share of operations that do \
                     useful work",
                    percent(utilisation)
                ),
                "multiply occupancy by the load of what is occupied: a let rack may stand idle",
            ),
            Self::OutOfProportionWithWorld {
                total_flop_per_s,
                world_flop_per_s,
                carried_on_flop_per_s,
            } => Text::new(
                format!(
                    "the total is {}, {} the latest published total of the world, {} ({}), and {} \
                     that total carried on in a straight line, {}",
                    eflops(total_flop_per_s),
                    times(total_flop_per_s / world_flop_per_s),
                    eflops(world_flop_per_s),
                    Benchmark::LatestWorld.entry().id(),
                    times(total_flop_per_s / carried_on_flop_per_s),
                    eflops(carried_on_flop_per_s)
                ),
                "let growth slow down: no source carries such growth so far",
            ),
        }
    }
}

/// A part of computing power, in words.
fn extent(part: Part) -> String {
    part.segment().map_or_else(
        || "all computing power".to_owned(),
        |segment| format!("{segment} computing alone"),
    )
}
