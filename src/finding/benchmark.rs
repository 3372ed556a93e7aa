//! Published figures that a check compares with, each by its entry of the catalogue.

use crate::Scope;
use crate::evidence::Prices;
use crate::evidence::catalogue::{self, Entry};

/// A figure of the catalogue that a check or a text quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Benchmark {
    /// Income share of ICT capital in China: its elasticity under constant returns.
    IncomeShare,
    /// Elasticity of ICT capital after correction for publication bias.
    CorrectedElasticity,
    /// Growth ratio of GDP as it can be divided out of nominal growth.
    NominalGrowthRatio,
    /// Growth ratio of GDP as it can be divided out of real growth.
    RealGrowthRatio,
    /// Growth ratio of GDP on the growth of capacity in use.
    InUseGrowthRatio,
    /// Growth ratio of the digital economy on the growth of capacity in use.
    DigitalInUseGrowthRatio,
    /// Cost of an EFLOPS in FP32 with buildings and power.
    AllInFp32,
    /// Cost of an EFLOPS in FP16 on H800, servers alone.
    ServersH800,
    /// Cost of an EFLOPS in FP16 on Ascend 910B, servers alone.
    ServersAscend,
    /// Sales of the core computing industry.
    CoreIndustry,
    /// GDP of the year of those sales.
    CoreIndustryGdp,
    /// Compute in use at the end of 2022.
    InUseBefore,
    /// Compute in use at the end of 2023.
    InUseAfter,
    /// Installed compute at the end of 2022.
    InstalledBefore,
    /// Installed compute at the end of 2023.
    InstalledAfter,
    /// Nominal growth of GDP in 2023.
    NominalGrowth,
    /// Real growth of GDP in 2023.
    RealGrowth,
    /// The highest share of GDP that China invested in ICT equipment.
    IctInvestmentPeak,
    /// The share of GDP that China invested in ICT equipment in recent years.
    IctInvestmentRecent,
    /// The smallest published share of the digital economy in GDP.
    LeastDigitalShare,
    /// The largest published share of the digital economy in GDP.
    GreatestDigitalShare,
    /// The smallest published effect of an index point.
    LeastSemiElasticity,
    /// The largest published effect of a point of the same index.
    GreatestSemiElasticity,
    /// World total of installed capacity, the earlier of two dates.
    EarlierWorld,
    /// World total of installed capacity, the latest.
    LatestWorld,
    /// Smart share of installed capacity at the end of 2023.
    InstalledSmartShare,
    /// Smart share of capacity in use in mid-2023.
    InUseSmartShareBefore,
    /// Smart share of capacity in use in mid-2024.
    InUseSmartShareAfter,
    /// The published multiplier, 3 to 4.
    Multiplier,
    /// The rise of list rents in early 2026.
    RentRise,
}

impl Benchmark {
    #[cfg(test)]
    const ALL: [Self; 30] = [
        Self::IncomeShare,
        Self::CorrectedElasticity,
        Self::NominalGrowthRatio,
        Self::RealGrowthRatio,
        Self::InUseGrowthRatio,
        Self::DigitalInUseGrowthRatio,
        Self::AllInFp32,
        Self::ServersH800,
        Self::ServersAscend,
        Self::CoreIndustry,
        Self::CoreIndustryGdp,
        Self::InUseBefore,
        Self::InUseAfter,
        Self::InstalledBefore,
        Self::InstalledAfter,
        Self::NominalGrowth,
        Self::RealGrowth,
        Self::IctInvestmentPeak,
        Self::IctInvestmentRecent,
        Self::LeastDigitalShare,
        Self::GreatestDigitalShare,
        Self::LeastSemiElasticity,
        Self::GreatestSemiElasticity,
        Self::EarlierWorld,
        Self::LatestWorld,
        Self::InstalledSmartShare,
        Self::InUseSmartShareBefore,
        Self::InUseSmartShareAfter,
        Self::Multiplier,
        Self::RentRise,
    ];

    const fn id(self) -> &'static str {
        match self {
            Self::IncomeShare => "derived.elasticity.neoclassical",
            Self::CorrectedElasticity => "literature.ict.corrected",
            Self::NominalGrowthRatio => "derived.growth-ratio.gdp-nominal.2016-2021",
            Self::RealGrowthRatio => "derived.growth-ratio.gdp-real.2016-2021",
            Self::InUseGrowthRatio => "derived.growth-ratio.gdp-in-use.2018-2023",
            Self::DigitalInUseGrowthRatio => "derived.growth-ratio.digital-in-use.2018-2023",
            Self::AllInFp32 => "hardware.unit-cost.all-in-2022-q1",
            Self::ServersH800 => "hardware.unit-cost.cluster-h800",
            Self::ServersAscend => "hardware.unit-cost.cluster-ascend-910b",
            Self::CoreIndustry => "caict.core-industry.2022",
            Self::CoreIndustryGdp => "nbs.gdp.2022.final",
            Self::InUseBefore => "miit.compute.in-use.2022-12",
            Self::InUseAfter => "miit.compute.in-use.2023-12",
            Self::InstalledBefore => "caict.compute.installed.2022-12",
            Self::InstalledAfter => "caict.compute.installed.2023-12",
            Self::NominalGrowth => "nbs.gdp-growth.nominal.2023",
            Self::RealGrowth => "nbs.gdp-growth.real.2023.preliminary",
            Self::IctInvestmentPeak => "literature.ict-investment-share.2002",
            Self::IctInvestmentRecent => "literature.ict-investment-share.recent",
            Self::LeastDigitalShare => "nbs.digital-core-share.2020",
            Self::GreatestDigitalShare => "caict.digital-share.2023",
            Self::LeastSemiElasticity => "idc.semi-elasticity.2022.gdp",
            Self::GreatestSemiElasticity => "idc.semi-elasticity.2022.digital",
            Self::EarlierWorld => "caict.world-compute.installed.2022-12",
            Self::LatestWorld => "caict.world-compute.installed.2025-06",
            Self::InstalledSmartShare => "caict.smart-share.installed.2023-12",
            Self::InUseSmartShareBefore => "miit.smart-share.in-use.2023-06",
            Self::InUseSmartShareAfter => "miit.smart-share.in-use.2024-07",
            Self::Multiplier => "caict.multiplier.unstated",
            Self::RentRise => "market.rent-rise.2026-02",
        }
    }

    /// Compute at the end of 2022 and of 2023, of the machines that a scenario counts; `None` of
    /// machines without a record.
    pub(super) const fn recorded_compute(scope: Scope) -> Option<[Self; 2]> {
        match scope {
            Scope::InUse => Some([Self::InUseBefore, Self::InUseAfter]),
            Scope::Installed => Some([Self::InstalledBefore, Self::InstalledAfter]),
            Scope::AiClusters | Scope::Unstated => None,
        }
    }

    /// Growth of GDP in 2023.
    pub(super) const fn recorded_growth(prices: Prices) -> Self {
        match prices {
            Prices::Nominal => Self::NominalGrowth,
            Prices::Real => Self::RealGrowth,
        }
    }

    /// The entry of the catalogue.
    #[expect(clippy::expect_used, reason = "a unit test finds every one of them")]
    pub(super) fn entry(self) -> &'static Entry {
        catalogue::find(self.id()).expect("the figure is in the catalogue")
    }

    /// The central value in the unit of its quantity.
    pub(super) fn number(self) -> f64 {
        self.entry().figure().number()
    }

    /// The least and greatest value: the central interval of 90 % where one is published.
    pub(super) fn range(self) -> [f64; 2] {
        let figure = self.entry().figure();
        let middle = figure.number();
        figure.uncertainty().map_or([middle; 2], |spread| {
            [0.05, 0.95].map(|part| spread.quantile(part).unwrap_or(middle))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_benchmark_is_in_the_catalogue() {
        for benchmark in Benchmark::ALL {
            let [low, high] = benchmark.range();
            let middle = benchmark.number();
            assert!(low <= middle && middle <= high, "{benchmark:?}");
        }
    }

    #[test]
    fn a_published_range_is_that_of_its_entry() {
        // CAICT prints three to four; the quantile functions are accurate to rounding.
        let [low, high] = Benchmark::Multiplier.range();
        assert!((low - 3.0).abs() < 1e-12 && (high - 4.0).abs() < 1e-12);
    }
}
