//! Objections to an economy's levels and growth, and to the digital economy next to the whole.

use super::{Economy, Number, Text};
use crate::evidence::{Definition, EvidenceKind, Revision};
use crate::finding::Code;
use crate::finding::benchmark::Benchmark;
use crate::finding::prose::{count, money, number, percent, points};
use crate::response::Coherence;
use crate::{Currency, PriceBasis};

/// An objection to the path of an outcome.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::finding) enum OnOutcome {
    BaselineIncludesCompute {
        kind: EvidenceKind,
        /// Whether the counterfactual is compute that stays at its base.
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

    pub(super) fn text(&self) -> Text {
        match *self {
            Self::BaselineIncludesCompute { kind, is_frozen } => Text::new(
                format!(
                    "the growth comes from a source ({kind}) that saw the economy with its \
                     compute, and compute's effect is added on top"
                ),
                if is_frozen {
                    "use `baseline.includes`, which attributes a part of that growth"
                } else {
                    "keep it only if the source assumed compute on the counterfactual path"
                },
            ),
            Self::ContributionExceedsGrowth {
                contribution,
                growth,
                exceeding,
                periods,
            } => Text::new(
                format!(
                    "compute is said to contribute {} to growth of {}, which leaves {} for \
                     capital, labour and everything else (so in {exceeding} of {})",
                    points(contribution),
                    percent(growth),
                    percent(growth - contribution),
                    count(periods, "period", "periods")
                ),
                if contribution > 0.0 {
                    "check the coefficient: this holds only if all else shrinks"
                } else {
                    "check the coefficient and its sign: all else would have to grow by more"
                },
            ),
            Self::AdditionExceedsGrowth {
                addition,
                growth_without,
            } => Text::new(
                format!(
                    "compute adds {} to growth of {} from everything else",
                    points(addition),
                    percent(growth_without)
                ),
                "check the coefficient: this is more than all else together",
            ),
            Self::RealGrowthOnCurrentPrices { growth } => Text::new(
                format!(
                    "the growth of {} is real, and the money is at current prices",
                    percent(growth)
                ),
                "use nominal growth, or money at constant prices",
            ),
            Self::NominalGrowthOnConstantPrices { growth, basis } => Text::new(
                format!(
                    "the growth of {} is nominal, and the money is at {basis}",
                    percent(growth)
                ),
                "use real growth, or money at current prices",
            ),
            Self::LevelBreak {
                from,
                to,
                currency,
                revisions: [before, after],
            } => Text::new(
                format!(
                    "{} (revision {before}) and {} (revision {after}) stand on two sides of a \
                     statistical revision",
                    money(from, currency),
                    money(to, currency)
                ),
                "use levels of one revision: the change between these is not growth",
            ),
            Self::TwoDefinitions {
                definitions: [base, other],
                ..
            } => Text::new(
                format!(
                    "the base counts the digital economy by the definition {base}, and this \
                     figure by {other}; for one year definitions differ by a factor of two and \
                     more"
                ),
                "use figures of one definition: the change between two is not growth",
            ),
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

    pub(super) fn text(&self) -> Text {
        match *self {
            Self::DigitalInsideGdp => Text::new(
                "the effect on the digital economy is part of the effect on GDP",
                "quote one or the other, never their sum",
            ),
            Self::DigitalExceedsGdp { digital_share } => Text::new(
                format!("{} is {} of GDP", Economy::Digital, percent(digital_share)),
                "use `coherence = \"coherent\"`, or lower the growth of the digital economy",
            ),
            Self::ImplausibleDigitalShare { digital_share } => {
                let [least, greatest] = [
                    Benchmark::LeastDigitalShare,
                    Benchmark::GreatestDigitalShare,
                ];
                Text::new(
                    format!(
                        "{} is {} of GDP; published shares run from {} ({}) to {} ({})",
                        Economy::Digital,
                        percent(digital_share),
                        percent(least.number()),
                        least.entry().id(),
                        percent(greatest.number()),
                        greatest.entry().id()
                    ),
                    "check the unit (亿 is 10^8, 万亿 10^12) and the definition",
                )
            }
            Self::IncoherentPair {
                coefficients: [gdp, digital],
                digital_share,
                breach_share,
                rest_coefficient,
                mode,
            } => Text::new(
                format!(
                    "with the digital economy at {} of GDP, coefficients of {} for GDP and {} for \
                     the digital economy leave {} for the rest, which loses from a share of {} on",
                    percent(digital_share),
                    number(gdp),
                    number(digital),
                    number(rest_coefficient),
                    percent(breach_share)
                ),
                match mode {
                    Coherence::AsPublished => "use `coherence = \"coherent\"`",
                    Coherence::Coherent => {
                        "lower the digital coefficient: the pair is impossible from the start"
                    }
                },
            ),
            Self::DigitalGainExceedsGdpGain {
                digital,
                gdp,
                currency,
            } => Text::new(
                format!(
                    "the effect on the digital economy is {}, and on GDP, which contains it, {}: \
                     the rest would have to move by {}",
                    money(digital, currency),
                    money(gdp, currency),
                    money(gdp - digital, currency)
                ),
                "give both coefficients of one source, kind and lag, or use \
                 `coherence = \"coherent\"`",
            ),
        }
    }
}
