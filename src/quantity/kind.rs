use std::fmt;

use super::{
    Capacity, ComputePrice, Elasticity, EnergyPrice, Factor, GrowthRate, GrowthRatio, IndexScore,
    LogOdds, Money, Multiplier, Power, PowerIntensity, Quantity, SemiElasticity, Share, UnitCost,
    Years,
};

/// The kind of a quantity. It prints as the name of the type, such as `growth rate`.
///
/// # Examples
///
/// ```
/// use compute_impact::{GrowthRate, Quantity, QuantityKind};
///
/// assert_eq!(GrowthRate::KIND, QuantityKind::GrowthRate);
/// assert_eq!(GrowthRate::KIND.to_string(), GrowthRate::NAME);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QuantityKind {
    /// [`Elasticity`].
    Elasticity,
    /// [`GrowthRatio`].
    GrowthRatio,
    /// [`SemiElasticity`].
    SemiElasticity,
    /// [`Multiplier`].
    Multiplier,
    /// [`GrowthRate`].
    GrowthRate,
    /// [`Share`].
    Share,
    /// [`Capacity`].
    Capacity,
    /// [`Money`].
    Money,
    /// [`IndexScore`].
    IndexScore,
    /// [`LogOdds`].
    LogOdds,
    /// [`Factor`].
    Factor,
    /// [`UnitCost`].
    UnitCost,
    /// [`Years`].
    Years,
    /// [`Power`].
    Power,
    /// [`PowerIntensity`].
    PowerIntensity,
    /// [`ComputePrice`].
    ComputePrice,
    /// [`EnergyPrice`].
    EnergyPrice,
}

impl QuantityKind {
    /// The name used in messages, such as `growth rate`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Elasticity => Elasticity::NAME,
            Self::GrowthRatio => GrowthRatio::NAME,
            Self::SemiElasticity => SemiElasticity::NAME,
            Self::Multiplier => Multiplier::NAME,
            Self::GrowthRate => GrowthRate::NAME,
            Self::Share => Share::NAME,
            Self::Capacity => Capacity::NAME,
            Self::Money => Money::NAME,
            Self::IndexScore => IndexScore::NAME,
            Self::LogOdds => LogOdds::NAME,
            Self::Factor => Factor::NAME,
            Self::UnitCost => UnitCost::NAME,
            Self::Years => Years::NAME,
            Self::Power => Power::NAME,
            Self::PowerIntensity => PowerIntensity::NAME,
            Self::ComputePrice => ComputePrice::NAME,
            Self::EnergyPrice => EnergyPrice::NAME,
        }
    }
}

impl fmt::Display for QuantityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
