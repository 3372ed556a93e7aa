//! Objections to a coefficient and to the response of an outcome.

use super::{Economy, Number};
use crate::evidence::Prices;
use crate::finding::Code;
use crate::{Frequency, Interval, PriceBasis, QuantityKind, Scope};

/// An objection to the response of an outcome.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::finding) enum OnResponse {
    GrowthRatioAtHighGrowth {
        frequency: Frequency,
        ratio: f64,
        compute_growth: f64,
        as_growth_ratio: f64,
        as_elasticity: f64,
    },
    GrowthRatioBySubannualStep {
        frequency: Frequency,
    },
    GrowthRatioAsElasticity {
        coefficient: f64,
    },
    NominalCoefficientOnRealMoney {
        economy: Economy,
        coefficient: f64,
        basis: PriceBasis,
    },
    CoefficientOfOtherMachines {
        economy: Economy,
        coefficient: f64,
        measured: Scope,
        base: Scope,
    },
    FarAboveLiterature {
        economy: Economy,
        coefficient: f64,
        income_share: f64,
        benchmark: f64,
    },
    AboveDomarWeight {
        coefficient: f64,
        weight: f64,
    },
    ExceedsRecordedGrowth {
        coefficient: f64,
        compute_growth: f64,
        contribution: f64,
        growth: f64,
        scope: Scope,
        prices: Prices,
    },
    OutsideObservedRange {
        driver: Driver,
        value: f64,
        observed: Interval,
    },
    PointWithoutRange {
        kind: QuantityKind,
        coefficient: f64,
    },
    SaturationBelowCounterfactual {
        compute_flop_per_s: f64,
        counterfactual_flop_per_s: f64,
    },
}

/// The variable along which a coefficient was observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::finding) enum Driver {
    /// Yearly growth of compute, a fraction.
    ComputeGrowth,
    /// The score of an index, in points.
    Index,
}

impl OnResponse {
    pub(super) const fn code(&self) -> Code {
        match self {
            Self::GrowthRatioAtHighGrowth { .. } => Code::GrowthRatioAtHighGrowth,
            Self::GrowthRatioBySubannualStep { .. } => Code::GrowthRatioBySubannualStep,
            Self::GrowthRatioAsElasticity { .. } => Code::GrowthRatioAsElasticity,
            Self::NominalCoefficientOnRealMoney { .. } => Code::NominalCoefficientOnRealMoney,
            Self::CoefficientOfOtherMachines { .. } => Code::CoefficientOfOtherMachines,
            Self::FarAboveLiterature { .. } => Code::FarAboveLiterature,
            Self::AboveDomarWeight { .. } => Code::AboveDomarWeight,
            Self::ExceedsRecordedGrowth { .. } => Code::ExceedsRecordedGrowth,
            Self::OutsideObservedRange { .. } => Code::OutsideObservedRange,
            Self::PointWithoutRange { .. } => Code::PointWithoutRange,
            Self::SaturationBelowCounterfactual { .. } => Code::SaturationBelowCounterfactual,
        }
    }

    pub(super) fn numbers(&self) -> Vec<Number> {
        match *self {
            Self::GrowthRatioAtHighGrowth {
                compute_growth,
                as_growth_ratio,
                as_elasticity,
                ..
            } => vec![
                ("compute-growth", compute_growth),
                ("as-growth-ratio", as_growth_ratio),
                ("as-elasticity", as_elasticity),
            ],
            Self::GrowthRatioBySubannualStep { frequency } => {
                vec![("periods-per-year", f64::from(frequency.per_year()))]
            }
            Self::GrowthRatioAsElasticity { coefficient }
            | Self::NominalCoefficientOnRealMoney { coefficient, .. }
            | Self::CoefficientOfOtherMachines { coefficient, .. }
            | Self::PointWithoutRange { coefficient, .. } => vec![("coefficient", coefficient)],
            Self::FarAboveLiterature {
                coefficient,
                income_share,
                benchmark,
                ..
            } => vec![
                ("coefficient", coefficient),
                ("income-share", income_share),
                ("benchmark", benchmark),
                ("times", coefficient.abs() / benchmark),
            ],
            Self::AboveDomarWeight {
                coefficient,
                weight,
            } => vec![
                ("coefficient", coefficient),
                ("domar-weight", weight),
                ("times", coefficient.abs() / weight),
            ],
            Self::ExceedsRecordedGrowth {
                coefficient,
                compute_growth,
                contribution,
                growth,
                ..
            } => vec![
                ("coefficient", coefficient),
                ("compute-growth", compute_growth),
                ("contribution", contribution),
                ("growth", growth),
                ("times", contribution / growth),
            ],
            Self::OutsideObservedRange {
                driver,
                value,
                observed,
            } => {
                let name = match driver {
                    Driver::ComputeGrowth => "compute-growth-per-year",
                    Driver::Index => "index-points",
                };
                vec![
                    (name, value),
                    ("observed-low", observed.low()),
                    ("observed-high", observed.high()),
                ]
            }
            Self::SaturationBelowCounterfactual {
                compute_flop_per_s,
                counterfactual_flop_per_s,
            } => vec![
                ("compute-flop-per-s", compute_flop_per_s),
                ("counterfactual-flop-per-s", counterfactual_flop_per_s),
            ],
        }
    }
}
