//! Objections to a coefficient and to how an outcome responds.

use super::{Economy, Number, Text};
use crate::finding::Code;
use crate::finding::benchmark::Benchmark;
use crate::finding::prose::{every, number, percent, times};
use crate::{Frequency, Interval, PriceBasis, Scope};

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
    OutsideObservedRange {
        driver: Driver,
        value: f64,
        observed: Interval,
    },
    PointWithoutRange {
        kind: &'static str,
        coefficient: f64,
    },
    SaturationBelowCounterfactual {
        compute_flop_per_s: f64,
        counterfactual_flop_per_s: f64,
    },
}

/// What a coefficient was observed along.
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

    #[expect(clippy::too_many_lines, reason = "one arm for each objection")]
    pub(super) fn text(&self) -> Text {
        match *self {
            Self::GrowthRatioAtHighGrowth {
                frequency,
                ratio,
                compute_growth,
                as_growth_ratio,
                as_elasticity,
            } => Text::new(
                format!(
                    "at compute growth of {} a {frequency} the growth ratio {} gives {}, and an \
                     elasticity of the same number {}",
                    percent(compute_growth),
                    number(ratio),
                    percent(as_growth_ratio),
                    percent(as_elasticity)
                ),
                "say which was meant, and show both",
            ),
            Self::GrowthRatioBySubannualStep { frequency } => Text::new(
                format!(
                    "published growth ratios are between yearly rates; applied in {} steps the \
                     same number gives another yearly effect",
                    every(frequency)
                ),
                "use a yearly scenario, or convert to an elasticity, which is the same in any step",
            ),
            Self::GrowthRatioAsElasticity { coefficient } => Text::new(
                format!(
                    "{} is a ratio of growth rates, used here as an elasticity",
                    number(coefficient)
                ),
                "use it as a growth ratio, or convert it at an operating point",
            ),
            Self::NominalCoefficientOnRealMoney {
                economy,
                coefficient,
                basis,
            } => Text::new(
                format!(
                    "{} is a ratio of nominal growth rates, and the money is at {basis}",
                    number(coefficient)
                ),
                match economy {
                    Economy::Gdp => format!(
                        "use money at current prices, or the ratio of real growth: {} in place of {}",
                        quoted(Benchmark::RealGrowthRatio),
                        quoted(Benchmark::NominalGrowthRatio)
                    ),
                    Economy::Digital => "use money at current prices: no ratio of the digital \
                                         economy's real growth is published"
                        .to_owned(),
                },
            ),
            Self::CoefficientOfOtherMachines {
                economy,
                coefficient,
                measured,
                base,
            } => Text::new(
                format!(
                    "{} was measured on capacity {measured}, and the base is capacity {base}",
                    number(coefficient)
                ),
                format!(
                    "use a coefficient of the machines in the base: on capacity in use the same \
                     division gives {} for {economy}",
                    quoted(match economy {
                        Economy::Gdp => Benchmark::InUseGrowthRatio,
                        Economy::Digital => Benchmark::DigitalInUseGrowthRatio,
                    })
                ),
            ),
            Self::FarAboveLiterature {
                economy,
                coefficient,
                income_share,
                benchmark,
            } => Text::new(
                format!(
                    "the size of {} is {} {}; studies of ICT capital find {} after correction for \
                     publication bias",
                    number(coefficient),
                    times(coefficient.abs() / benchmark),
                    match economy {
                        Economy::Gdp => format!(
                            "the income share of ICT capital in China, {} ({})",
                            number(income_share),
                            Benchmark::IncomeShare.entry().id()
                        ),
                        Economy::Digital => format!(
                            "what the income of ICT capital in China, {} of GDP ({}), would be of \
                             the digital economy if all of it were earned there, {}",
                            number(income_share),
                            Benchmark::IncomeShare.entry().id(),
                            number(benchmark)
                        ),
                    },
                    quoted(Benchmark::CorrectedElasticity)
                ),
                "read it as what results if all growth is attributed to compute, and show other \
                 coefficients",
            ),
            Self::AboveDomarWeight {
                coefficient,
                weight,
            } => Text::new(
                format!(
                    "the size of {} is {} the sales of the core computing industry over GDP, {} \
                     ({} over {}): to first order, what a gain in its productivity gives",
                    number(coefficient),
                    times(coefficient.abs() / weight),
                    number(weight),
                    Benchmark::CoreIndustry.entry().id(),
                    Benchmark::CoreIndustryGdp.entry().id()
                ),
                "say what beyond the industry itself makes up the rest: complements, spillovers, \
                 or growth that compute only accompanies",
            ),
            Self::OutsideObservedRange {
                driver,
                value,
                observed,
            } => {
                let [low, high] = [observed.low(), observed.high()];
                Text::new(
                    match driver {
                        Driver::ComputeGrowth => format!(
                            "compute grows {} a year, and the coefficient was observed at {} to {}",
                            percent(value),
                            percent(low),
                            percent(high)
                        ),
                        Driver::Index => format!(
                            "the index is at {} points, and the coefficient was observed at {} to {}",
                            number(value),
                            number(low),
                            number(high)
                        ),
                    },
                    "treat the result as extrapolation",
                )
            }
            Self::PointWithoutRange { kind, coefficient } => Text::new(
                format!("the {kind} {} is given as a point", number(coefficient)),
                "give it an uncertainty: published coefficients differ by a factor of five and more",
            ),
            Self::SaturationBelowCounterfactual {
                compute_flop_per_s,
                counterfactual_flop_per_s,
            } => Text::new(
                format!(
                    "compute is {} below its counterfactual, where a saturating response steepens \
                     without end",
                    percent(1.0 - compute_flop_per_s / counterfactual_flop_per_s)
                ),
                "leave saturation out for losses of compute",
            ),
        }
    }
}

/// A published figure with the entry it stands in.
fn quoted(benchmark: Benchmark) -> String {
    format!(
        "{} ({})",
        number(benchmark.number()),
        benchmark.entry().id()
    )
}
