//! Objections to an economy's levels and growth, and to the digital economy next to the whole.

use super::Number;
use crate::evidence::{Definition, EvidenceKind, Revision};
use crate::finding::Code;
use crate::finding::benchmark::Benchmark;
use crate::response::Coherence;
use crate::{Currency, PriceBasis};

/// An objection to the path of an outcome.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::finding) enum OnOutcome {
    BaselineIncludesCompute {
        kind: EvidenceKind,
        /// True if the counterfactual is compute that stays at its base.
        is_frozen: bool,
    },
    ContributionExceedsGrowth {
        contribution: f64,
        growth: f64,
        exceeding: usize,
        periods: usize,
    },
    AdditionExceedsGrowth {
        addition: f64,
        growth_without: f64,
    },
    RealGrowthOnCurrentPrices {
        growth: f64,
    },
    NominalGrowthOnConstantPrices {
        growth: f64,
        basis: PriceBasis,
    },
    LevelBreak {
        from: f64,
        to: f64,
        currency: Currency,
        revisions: [Revision; 2],
    },
    TwoDefinitions {
        value: f64,
        definitions: [Definition; 2],
    },
}

impl OnOutcome {
    pub(super) const fn code(&self) -> Code {
        match self {
            Self::BaselineIncludesCompute { .. } => Code::BaselineIncludesCompute,
            Self::ContributionExceedsGrowth { .. } => Code::ContributionExceedsGrowth,
            Self::AdditionExceedsGrowth { .. } => Code::AdditionExceedsGrowth,
            Self::RealGrowthOnCurrentPrices { .. } => Code::RealGrowthOnCurrentPrices,
            Self::NominalGrowthOnConstantPrices { .. } => Code::NominalGrowthOnConstantPrices,
            Self::LevelBreak { .. } => Code::LevelBreak,
            Self::TwoDefinitions { .. } => Code::TwoDefinitions,
        }
    }

    pub(super) fn numbers(&self) -> Vec<Number> {
        match *self {
            Self::BaselineIncludesCompute { .. } => Vec::new(),
            Self::ContributionExceedsGrowth {
                contribution,
                growth,
                exceeding,
                ..
            } => {
                #[allow(clippy::cast_precision_loss)] // At most 1,200 periods.
                let exceeding = exceeding as f64;
                vec![
                    ("contribution", contribution),
                    ("growth", growth),
                    ("rest", growth - contribution),
                    ("periods", exceeding),
                ]
            }
            Self::AdditionExceedsGrowth {
                addition,
                growth_without,
            } => vec![("addition", addition), ("growth-without", growth_without)],
            Self::RealGrowthOnCurrentPrices { growth }
            | Self::NominalGrowthOnConstantPrices { growth, .. } => vec![("growth", growth)],
            Self::LevelBreak { from, to, .. } => vec![("from", from), ("to", to)],
            Self::TwoDefinitions { value, .. } => vec![("value", value)],
        }
    }
}

/// An objection to the digital economy next to the whole it is part of.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::finding) enum OnPair {
    DigitalInsideGdp,
    DigitalExceedsGdp {
        digital_share: f64,
    },
    ImplausibleDigitalShare {
        digital_share: f64,
    },
    IncoherentPair {
        coefficients: [f64; 2],
        digital_share: f64,
        breach_share: f64,
        rest_coefficient: f64,
        mode: Coherence,
    },
    DigitalGainExceedsGdpGain {
        digital: f64,
        gdp: f64,
        currency: Currency,
    },
}

impl OnPair {
    pub(super) const fn code(&self) -> Code {
        match self {
            Self::DigitalInsideGdp => Code::DigitalInsideGdp,
            Self::DigitalExceedsGdp { .. } => Code::DigitalExceedsGdp,
            Self::ImplausibleDigitalShare { .. } => Code::ImplausibleDigitalShare,
            Self::IncoherentPair { .. } => Code::IncoherentPair,
            Self::DigitalGainExceedsGdpGain { .. } => Code::DigitalGainExceedsGdpGain,
        }
    }

    pub(super) fn numbers(&self) -> Vec<Number> {
        match *self {
            Self::DigitalInsideGdp => Vec::new(),
            Self::DigitalExceedsGdp { digital_share } => vec![("digital-share", digital_share)],
            Self::ImplausibleDigitalShare { digital_share } => vec![
                ("digital-share", digital_share),
                ("published-low", Benchmark::LeastDigitalShare.number()),
                ("published-high", Benchmark::GreatestDigitalShare.number()),
            ],
            Self::IncoherentPair {
                digital_share,
                breach_share,
                rest_coefficient,
                ..
            } => vec![
                ("digital-share", digital_share),
                ("breach-share", breach_share),
                ("rest-coefficient", rest_coefficient),
            ],
            Self::DigitalGainExceedsGdpGain { digital, gdp, .. } => {
                vec![("digital-gain", digital), ("gdp-gain", gdp)]
            }
        }
    }
}
