//! The stable codes of findings, and the numbers that each carries.

use std::fmt;

/// The stable code of a finding: the mistake that a check looks for.
///
/// Codes keep their names across releases. [`id`](Self::id) is the name in files,
/// [`explain`](Self::explain) gives meaning, cause and remedy, and [`numbers`](Self::numbers) names
/// the numbers that a finding of the code carries, each with its meaning and unit.
///
/// # Examples
///
/// ```
/// use compute_impact::finding::Code;
///
/// let code = Code::ContributionExceedsGrowth;
/// assert_eq!(code.id(), "contribution-exceeds-growth");
/// assert_eq!(code.numbers()[0].0, "contribution");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Code {
    /// A growth ratio used at a growth so high that it diverges from an elasticity.
    GrowthRatioAtHighGrowth,
    /// A growth ratio between yearly rates, applied to shorter steps.
    GrowthRatioBySubannualStep,
    /// A ratio of growth rates used as an elasticity.
    GrowthRatioAsElasticity,
    /// A coefficient of nominal growth on money at constant prices.
    NominalCoefficientOnRealMoney,
    /// A coefficient measured on other machines than the base capacity counts.
    CoefficientOfOtherMachines,
    /// A coefficient many times the income share of ICT capital, in size.
    FarAboveLiterature,
    /// A coefficient many times the industry's sales over GDP, in size.
    AboveDomarWeight,
    /// A coefficient that claims more than all growth of GDP in a year on record.
    ExceedsRecordedGrowth,
    /// A semi-elasticity so large that per mille was likely read as per cent.
    ImplausibleSemiElasticity,
    /// A coefficient used outside the range in which it was observed.
    OutsideObservedRange,
    /// A coefficient or multiplier given as a point.
    PointWithoutRange,
    /// A semi-elasticity, which follows its index and not capacity.
    IndexDrivesOutcome,
    /// Tiers of an index, whose multiples have no published base.
    UndefinedIndexBase,
    /// A saturating response to a loss of compute.
    SaturationBelowCounterfactual,
    /// A forecast that contains compute already, with compute's effect added on top.
    BaselineIncludesCompute,
    /// A contribution of compute that exceeds growth itself, in size.
    ContributionExceedsGrowth,
    /// An addition of compute that exceeds growth from all else together, in size.
    AdditionExceedsGrowth,
    /// Real growth applied to money at current prices.
    RealGrowthOnCurrentPrices,
    /// Nominal growth applied to money at constant prices.
    NominalGrowthOnConstantPrices,
    /// Levels on two sides of a statistical revision.
    LevelBreak,
    /// Figures of the digital economy by two definitions.
    TwoDefinitions,
    /// An effect on the digital economy, which is part of the effect on GDP.
    DigitalInsideGdp,
    /// A digital economy that outgrows the whole it is part of.
    DigitalExceedsGdp,
    /// A digital share of GDP outside all published definitions.
    ImplausibleDigitalShare,
    /// A pair of coefficients that makes the rest of the economy lose.
    IncoherentPair,
    /// A digital economy that gains or loses more than the whole it is part of.
    DigitalGainExceedsGdpGain,
    /// A capacity of unstated scope.
    UnstatedScope,
    /// A counterfactual in which compute stays at its base for years.
    FrozenCounterfactual,
    /// An outcome, which is a flow over a period, that responds to compute at one moment of it.
    FlowOnStock,
    /// A share extrapolated for much longer than it was observed.
    ShareExtrapolated,
    /// Shares that jump as if counted by two definitions.
    ShareJump,
    /// A trend of a share that is taken as certain while its observations are not.
    CertainTrend,
    /// A ceiling that the observations cannot identify.
    UnidentifiedCeiling,
    /// A share of other machines than the base capacity counts.
    ShareOfOtherMachines,
    /// Growth of other machines than the base capacity counts.
    GrowthOfOtherMachines,
    /// A figure counted in another precision than the base capacity.
    OtherPrecision,
    /// A capacity of one segment, or of a part of the country, that stands for the whole.
    PartAsWhole,
    /// Another measure of use, such as rack occupancy, used as utilisation of operations.
    OccupancyAsUtilisation,
    /// Purchases that do not replace retirements, so that a segment shrinks.
    PurchasesBelowRetirement,
    /// Utilisation raised to 100 %, where nothing raises it any further.
    SaturatedUse,
    /// Capacity that a power limit idles while money is still spent on it.
    IdledByPower,
    /// A price from cost that is far from the observed price.
    PricesApart,
    /// A price of compute that only falls, while published rents rose.
    PriceOnlyFalls,
    /// Power that is priced next to a cost of operation, which often contains it.
    PowerNextToOperation,
    /// Demand for compute that capacity cannot serve.
    UnservedDemand,
    /// A segment that is short while another idles.
    IdleWhileScarce,
    /// Vouchers for compute that is short, which raise its price.
    VouchersInScarcity,
    /// Savings of users that are paid by vouchers.
    SavingsByVouchers,
    /// Savings of users next to a response of GDP that contains them.
    SavingsInsideResponse,
    /// A coefficient of a nation in a scenario of a place.
    NationalCoefficientOnPlace,
    /// A total of capacity out of proportion with that of the world.
    OutOfProportionWithWorld,
    /// A unit cost that belongs to another precision or scope.
    UnitCostOfAnotherScope,
    /// An outlay out of proportion to the economy.
    ImplausibleOutlay,
    /// An outlay that cannot have bought the capacity next to it.
    OutlayAndCapacityApart,
    /// Money for an EFLOPS that differs from all published unit costs by a factor of two and more.
    CostFarFromPublished,
    /// A multiplier and a response, which overlap.
    OverlappingChannels,
    /// Gross or unstated output that may not be quoted as GDP.
    GrossOutputAsGdp,
    /// More value added than the final demand that causes it.
    ValueAddedAboveDemand,
    /// A flow over another window than a period of the scenario.
    FlowOfAnotherWindow,
    /// A base figure of another date than the base period.
    BaseDateMismatch,
    /// An observation or a target at another date than that of its figure.
    DateMismatch,
    /// A figure that measures another thing than the input means.
    FigureOfAnotherThing,
    /// A figure that another figure contradicts, or that is unusable.
    ContradictedSource,
    /// A fact that the result depends on and that a published figure does not state.
    UnstatedFact,
    /// A policy target used as if it were a projection.
    TargetAsProjection,
    /// Inputs that are the user's own assumptions.
    RestsOnAssumptions,
    /// Inputs from a weak source.
    RestsOnWeakSource,
    /// Uncertain inputs in a projection of central values.
    SpreadNotShown,
}

impl Code {
    /// Every code.
    pub const ALL: [Self; 68] = [
        Self::GrowthRatioAtHighGrowth,
        Self::GrowthRatioBySubannualStep,
        Self::GrowthRatioAsElasticity,
        Self::NominalCoefficientOnRealMoney,
        Self::CoefficientOfOtherMachines,
        Self::FarAboveLiterature,
        Self::AboveDomarWeight,
        Self::ExceedsRecordedGrowth,
        Self::ImplausibleSemiElasticity,
        Self::OutsideObservedRange,
        Self::PointWithoutRange,
        Self::IndexDrivesOutcome,
        Self::UndefinedIndexBase,
        Self::SaturationBelowCounterfactual,
        Self::BaselineIncludesCompute,
        Self::ContributionExceedsGrowth,
        Self::AdditionExceedsGrowth,
        Self::RealGrowthOnCurrentPrices,
        Self::NominalGrowthOnConstantPrices,
        Self::LevelBreak,
        Self::TwoDefinitions,
        Self::DigitalInsideGdp,
        Self::DigitalExceedsGdp,
        Self::ImplausibleDigitalShare,
        Self::IncoherentPair,
        Self::DigitalGainExceedsGdpGain,
        Self::UnstatedScope,
        Self::FrozenCounterfactual,
        Self::FlowOnStock,
        Self::ShareExtrapolated,
        Self::ShareJump,
        Self::CertainTrend,
        Self::UnidentifiedCeiling,
        Self::ShareOfOtherMachines,
        Self::GrowthOfOtherMachines,
        Self::OtherPrecision,
        Self::PartAsWhole,
        Self::OccupancyAsUtilisation,
        Self::PurchasesBelowRetirement,
        Self::SaturatedUse,
        Self::IdledByPower,
        Self::PricesApart,
        Self::PriceOnlyFalls,
        Self::PowerNextToOperation,
        Self::UnservedDemand,
        Self::IdleWhileScarce,
        Self::VouchersInScarcity,
        Self::SavingsByVouchers,
        Self::SavingsInsideResponse,
        Self::NationalCoefficientOnPlace,
        Self::OutOfProportionWithWorld,
        Self::UnitCostOfAnotherScope,
        Self::ImplausibleOutlay,
        Self::OutlayAndCapacityApart,
        Self::CostFarFromPublished,
        Self::OverlappingChannels,
        Self::GrossOutputAsGdp,
        Self::ValueAddedAboveDemand,
        Self::FlowOfAnotherWindow,
        Self::BaseDateMismatch,
        Self::DateMismatch,
        Self::FigureOfAnotherThing,
        Self::ContradictedSource,
        Self::UnstatedFact,
        Self::TargetAsProjection,
        Self::RestsOnAssumptions,
        Self::RestsOnWeakSource,
        Self::SpreadNotShown,
    ];

    /// The stable name, such as `contribution-exceeds-growth`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::GrowthRatioAtHighGrowth => "growth-ratio-at-high-growth",
            Self::GrowthRatioBySubannualStep => "growth-ratio-by-subannual-step",
            Self::GrowthRatioAsElasticity => "growth-ratio-as-elasticity",
            Self::NominalCoefficientOnRealMoney => "nominal-coefficient-on-real-money",
            Self::CoefficientOfOtherMachines => "coefficient-of-other-machines",
            Self::FarAboveLiterature => "far-above-literature",
            Self::AboveDomarWeight => "above-domar-weight",
            Self::ExceedsRecordedGrowth => "exceeds-recorded-growth",
            Self::ImplausibleSemiElasticity => "implausible-semi-elasticity",
            Self::OutsideObservedRange => "outside-observed-range",
            Self::PointWithoutRange => "point-without-range",
            Self::IndexDrivesOutcome => "index-drives-outcome",
            Self::UndefinedIndexBase => "undefined-index-base",
            Self::SaturationBelowCounterfactual => "saturation-below-counterfactual",
            Self::BaselineIncludesCompute => "baseline-includes-compute",
            Self::ContributionExceedsGrowth => "contribution-exceeds-growth",
            Self::AdditionExceedsGrowth => "addition-exceeds-growth",
            Self::RealGrowthOnCurrentPrices => "real-growth-on-current-prices",
            Self::NominalGrowthOnConstantPrices => "nominal-growth-on-constant-prices",
            Self::LevelBreak => "level-break",
            Self::TwoDefinitions => "two-definitions",
            Self::DigitalInsideGdp => "digital-inside-gdp",
            Self::DigitalExceedsGdp => "digital-exceeds-gdp",
            Self::ImplausibleDigitalShare => "implausible-digital-share",
            Self::IncoherentPair => "incoherent-pair",
            Self::DigitalGainExceedsGdpGain => "digital-gain-exceeds-gdp-gain",
            Self::UnstatedScope => "unstated-scope",
            Self::FrozenCounterfactual => "frozen-counterfactual",
            Self::FlowOnStock => "flow-on-stock",
            Self::ShareExtrapolated => "share-extrapolated",
            Self::ShareJump => "share-jump",
            Self::CertainTrend => "certain-trend",
            Self::UnidentifiedCeiling => "unidentified-ceiling",
            Self::ShareOfOtherMachines => "share-of-other-machines",
            Self::GrowthOfOtherMachines => "growth-of-other-machines",
            Self::OtherPrecision => "other-precision",
            Self::PartAsWhole => "part-as-whole",
            Self::OccupancyAsUtilisation => "occupancy-as-utilisation",
            Self::PurchasesBelowRetirement => "purchases-below-retirement",
            Self::SaturatedUse => "saturated-use",
            Self::IdledByPower => "idled-by-power",
            Self::PricesApart => "prices-apart",
            Self::PriceOnlyFalls => "price-only-falls",
            Self::PowerNextToOperation => "power-next-to-operation",
            Self::UnservedDemand => "unserved-demand",
            Self::IdleWhileScarce => "idle-while-scarce",
            Self::VouchersInScarcity => "vouchers-in-scarcity",
            Self::SavingsByVouchers => "savings-by-vouchers",
            Self::SavingsInsideResponse => "savings-inside-response",
            Self::NationalCoefficientOnPlace => "national-coefficient-on-place",
            Self::OutOfProportionWithWorld => "out-of-proportion-with-world",
            Self::UnitCostOfAnotherScope => "unit-cost-of-another-scope",
            Self::ImplausibleOutlay => "implausible-outlay",
            Self::OutlayAndCapacityApart => "outlay-and-capacity-apart",
            Self::CostFarFromPublished => "cost-far-from-published",
            Self::OverlappingChannels => "overlapping-channels",
            Self::GrossOutputAsGdp => "gross-output-as-gdp",
            Self::ValueAddedAboveDemand => "value-added-above-demand",
            Self::FlowOfAnotherWindow => "flow-of-another-window",
            Self::BaseDateMismatch => "base-date-mismatch",
            Self::DateMismatch => "date-mismatch",
            Self::FigureOfAnotherThing => "figure-of-another-thing",
            Self::ContradictedSource => "contradicted-source",
            Self::UnstatedFact => "unstated-fact",
            Self::TargetAsProjection => "target-as-projection",
            Self::RestsOnAssumptions => "rests-on-assumptions",
            Self::RestsOnWeakSource => "rests-on-weak-source",
            Self::SpreadNotShown => "spread-not-shown",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_one_name_everywhere() {
        for code in Code::ALL {
            let json = serde_json::to_value(code).unwrap();
            assert_eq!(json, code.id());
            assert_eq!(serde_json::from_value::<Code>(json).unwrap(), code);
        }
    }

    #[test]
    fn names_of_numbers_are_kebab_case_and_their_own() {
        for code in Code::ALL {
            let mut names: Vec<&str> = code.numbers().iter().map(|(name, _)| *name).collect();
            let count = names.len();
            for name in &names {
                let is_kebab = |letter: char| letter.is_ascii_lowercase() || letter == '-';
                assert!(name.chars().all(is_kebab), "{name} of {code}");
            }
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{code}");
        }
    }
}
