use std::fmt;

use super::catalogue::Entry;
use super::{Estimate, Meaning, Source};
use crate::uncertainty::Uncertainty;
use crate::{
    Capacity, ComputePrice, Elasticity, EnergyPrice, Error, ErrorKind, Factor, GrowthRate,
    GrowthRatio, IndexScore, LogOdds, Money, Multiplier, Power, PowerIntensity, Quantity,
    QuantityKind, SemiElasticity, Share, UnitCost, Years,
};

/// A published figure of any kind of quantity, as the catalogue contains it.
///
/// # Examples
///
/// ```
/// use compute_impact::QuantityKind;
/// use compute_impact::evidence::{Figure, catalogue};
///
/// let figure = catalogue::find("miit.compute.in-use.2023-12")?.figure();
/// assert_eq!(figure.kind(), QuantityKind::Capacity);
/// assert_eq!(figure.value(), "230 EFLOPS FP32 in use");
/// assert!(matches!(figure, Figure::Capacity(estimate) if estimate.is_certain()));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Figure {
    /// A percentage change per 1 % of compute.
    Elasticity(Estimate<Elasticity>),
    /// Points of growth per point of growth.
    GrowthRatio(Estimate<GrowthRatio>),
    /// A fraction per index point.
    SemiElasticity(Estimate<SemiElasticity>),
    /// Money out per money in.
    Multiplier(Estimate<Multiplier>),
    /// Growth over a period.
    GrowthRate(Estimate<GrowthRate>),
    /// A part of a whole.
    Share(Estimate<Share>),
    /// Computing power.
    Capacity(Estimate<Capacity>),
    /// Money.
    Money(Estimate<Money>),
    /// Points of a composite index.
    IndexScore(Estimate<IndexScore>),
    /// A distance between shares.
    LogOdds(Estimate<LogOdds>),
    /// A pure number.
    Factor(Estimate<Factor>),
    /// Money per capacity.
    UnitCost(Estimate<UnitCost>),
    /// A length of time.
    Years(Estimate<Years>),
    /// Electric power.
    Power(Estimate<Power>),
    /// Power per capacity.
    PowerIntensity(Estimate<PowerIntensity>),
    /// Price of an hour of compute.
    ComputePrice(Estimate<ComputePrice>),
    /// Price of electric energy.
    EnergyPrice(Estimate<EnergyPrice>),
}

impl Figure {
    /// The kind of quantity.
    #[must_use]
    pub const fn kind(&self) -> QuantityKind {
        match self {
            Self::Elasticity(_) => QuantityKind::Elasticity,
            Self::GrowthRatio(_) => QuantityKind::GrowthRatio,
            Self::SemiElasticity(_) => QuantityKind::SemiElasticity,
            Self::Multiplier(_) => QuantityKind::Multiplier,
            Self::GrowthRate(_) => QuantityKind::GrowthRate,
            Self::Share(_) => QuantityKind::Share,
            Self::Capacity(_) => QuantityKind::Capacity,
            Self::Money(_) => QuantityKind::Money,
            Self::IndexScore(_) => QuantityKind::IndexScore,
            Self::LogOdds(_) => QuantityKind::LogOdds,
            Self::Factor(_) => QuantityKind::Factor,
            Self::UnitCost(_) => QuantityKind::UnitCost,
            Self::Years(_) => QuantityKind::Years,
            Self::Power(_) => QuantityKind::Power,
            Self::PowerIntensity(_) => QuantityKind::PowerIntensity,
            Self::ComputePrice(_) => QuantityKind::ComputePrice,
            Self::EnergyPrice(_) => QuantityKind::EnergyPrice,
        }
    }

    /// The name of the kind of quantity, such as `growth ratio`.
    #[must_use]
    pub const fn quantity(&self) -> &'static str {
        self.kind().name()
    }

    /// The source.
    #[must_use]
    pub fn source(&self) -> &Source {
        match self {
            Self::Elasticity(estimate) => estimate.source(),
            Self::GrowthRatio(estimate) => estimate.source(),
            Self::SemiElasticity(estimate) => estimate.source(),
            Self::Multiplier(estimate) => estimate.source(),
            Self::GrowthRate(estimate) => estimate.source(),
            Self::Share(estimate) => estimate.source(),
            Self::Capacity(estimate) => estimate.source(),
            Self::Money(estimate) => estimate.source(),
            Self::IndexScore(estimate) => estimate.source(),
            Self::LogOdds(estimate) => estimate.source(),
            Self::Factor(estimate) => estimate.source(),
            Self::UnitCost(estimate) => estimate.source(),
            Self::Years(estimate) => estimate.source(),
            Self::Power(estimate) => estimate.source(),
            Self::PowerIntensity(estimate) => estimate.source(),
            Self::ComputePrice(estimate) => estimate.source(),
            Self::EnergyPrice(estimate) => estimate.source(),
        }
    }

    /// The facts stated about it, in addition to its number and unit.
    #[must_use]
    pub fn meaning(&self) -> &Meaning {
        match self {
            Self::Elasticity(estimate) => estimate.meaning(),
            Self::GrowthRatio(estimate) => estimate.meaning(),
            Self::SemiElasticity(estimate) => estimate.meaning(),
            Self::Multiplier(estimate) => estimate.meaning(),
            Self::GrowthRate(estimate) => estimate.meaning(),
            Self::Share(estimate) => estimate.meaning(),
            Self::Capacity(estimate) => estimate.meaning(),
            Self::Money(estimate) => estimate.meaning(),
            Self::IndexScore(estimate) => estimate.meaning(),
            Self::LogOdds(estimate) => estimate.meaning(),
            Self::Factor(estimate) => estimate.meaning(),
            Self::UnitCost(estimate) => estimate.meaning(),
            Self::Years(estimate) => estimate.meaning(),
            Self::Power(estimate) => estimate.meaning(),
            Self::PowerIntensity(estimate) => estimate.meaning(),
            Self::ComputePrice(estimate) => estimate.meaning(),
            Self::EnergyPrice(estimate) => estimate.meaning(),
        }
    }

    /// The central value in the unit of its quantity, such as FLOP/s or units of a currency.
    #[must_use]
    pub fn number(&self) -> f64 {
        match self {
            Self::Elasticity(estimate) => estimate.value().number(),
            Self::GrowthRatio(estimate) => estimate.value().number(),
            Self::SemiElasticity(estimate) => estimate.value().number(),
            Self::Multiplier(estimate) => estimate.value().number(),
            Self::GrowthRate(estimate) => estimate.value().number(),
            Self::Share(estimate) => estimate.value().number(),
            Self::Capacity(estimate) => estimate.value().number(),
            Self::Money(estimate) => estimate.value().number(),
            Self::IndexScore(estimate) => estimate.value().number(),
            Self::LogOdds(estimate) => estimate.value().number(),
            Self::Factor(estimate) => estimate.value().number(),
            Self::UnitCost(estimate) => estimate.value().number(),
            Self::Years(estimate) => estimate.value().number(),
            Self::Power(estimate) => estimate.value().number(),
            Self::PowerIntensity(estimate) => estimate.value().number(),
            Self::ComputePrice(estimate) => estimate.value().number(),
            Self::EnergyPrice(estimate) => estimate.value().number(),
        }
    }

    /// The uncertainty of the value; `None` for a certain value.
    #[must_use]
    pub fn uncertainty(&self) -> Option<&Uncertainty> {
        match self {
            Self::Elasticity(estimate) => estimate.uncertainty(),
            Self::GrowthRatio(estimate) => estimate.uncertainty(),
            Self::SemiElasticity(estimate) => estimate.uncertainty(),
            Self::Multiplier(estimate) => estimate.uncertainty(),
            Self::GrowthRate(estimate) => estimate.uncertainty(),
            Self::Share(estimate) => estimate.uncertainty(),
            Self::Capacity(estimate) => estimate.uncertainty(),
            Self::Money(estimate) => estimate.uncertainty(),
            Self::IndexScore(estimate) => estimate.uncertainty(),
            Self::LogOdds(estimate) => estimate.uncertainty(),
            Self::Factor(estimate) => estimate.uncertainty(),
            Self::UnitCost(estimate) => estimate.uncertainty(),
            Self::Years(estimate) => estimate.uncertainty(),
            Self::Power(estimate) => estimate.uncertainty(),
            Self::PowerIntensity(estimate) => estimate.uncertainty(),
            Self::ComputePrice(estimate) => estimate.uncertainty(),
            Self::EnergyPrice(estimate) => estimate.uncertainty(),
        }
    }

    /// The entry of the catalogue that the figure cites; `None` for a figure of the caller, and for
    /// the figure of an entry itself.
    #[must_use]
    pub fn entry(&self) -> Option<&'static Entry> {
        match self {
            Self::Elasticity(estimate) => estimate.entry(),
            Self::GrowthRatio(estimate) => estimate.entry(),
            Self::SemiElasticity(estimate) => estimate.entry(),
            Self::Multiplier(estimate) => estimate.entry(),
            Self::GrowthRate(estimate) => estimate.entry(),
            Self::Share(estimate) => estimate.entry(),
            Self::Capacity(estimate) => estimate.entry(),
            Self::Money(estimate) => estimate.entry(),
            Self::IndexScore(estimate) => estimate.entry(),
            Self::LogOdds(estimate) => estimate.entry(),
            Self::Factor(estimate) => estimate.entry(),
            Self::UnitCost(estimate) => estimate.entry(),
            Self::Years(estimate) => estimate.entry(),
            Self::Power(estimate) => estimate.entry(),
            Self::PowerIntensity(estimate) => estimate.entry(),
            Self::ComputePrice(estimate) => estimate.entry(),
            Self::EnergyPrice(estimate) => estimate.entry(),
        }
    }

    /// The unit of [`number`](Self::number) in words, such as `FLOP/s FP32 in use`.
    #[must_use]
    pub fn unit(&self) -> String {
        match self {
            Self::Elasticity(estimate) => estimate.value().unit(),
            Self::GrowthRatio(estimate) => estimate.value().unit(),
            Self::SemiElasticity(estimate) => estimate.value().unit(),
            Self::Multiplier(estimate) => estimate.value().unit(),
            Self::GrowthRate(estimate) => estimate.value().unit(),
            Self::Share(estimate) => estimate.value().unit(),
            Self::Capacity(estimate) => estimate.value().unit(),
            Self::Money(estimate) => estimate.value().unit(),
            Self::IndexScore(estimate) => estimate.value().unit(),
            Self::LogOdds(estimate) => estimate.value().unit(),
            Self::Factor(estimate) => estimate.value().unit(),
            Self::UnitCost(estimate) => estimate.value().unit(),
            Self::Years(estimate) => estimate.value().unit(),
            Self::Power(estimate) => estimate.value().unit(),
            Self::PowerIntensity(estimate) => estimate.value().unit(),
            Self::ComputePrice(estimate) => estimate.value().unit(),
            Self::EnergyPrice(estimate) => estimate.value().unit(),
        }
    }

    /// The value as text with its unit, such as `230 EFLOPS FP32 in use`.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::Elasticity(estimate) => estimate.value().to_string(),
            Self::GrowthRatio(estimate) => estimate.value().to_string(),
            Self::SemiElasticity(estimate) => estimate.value().to_string(),
            Self::Multiplier(estimate) => estimate.value().to_string(),
            Self::GrowthRate(estimate) => estimate.value().to_string(),
            Self::Share(estimate) => estimate.value().to_string(),
            Self::Capacity(estimate) => estimate.value().to_string(),
            Self::Money(estimate) => estimate.value().to_string(),
            Self::IndexScore(estimate) => estimate.value().to_string(),
            Self::LogOdds(estimate) => estimate.value().to_string(),
            Self::Factor(estimate) => estimate.value().to_string(),
            Self::UnitCost(estimate) => estimate.value().to_string(),
            Self::Years(estimate) => estimate.value().to_string(),
            Self::Power(estimate) => estimate.value().to_string(),
            Self::PowerIntensity(estimate) => estimate.value().to_string(),
            Self::ComputePrice(estimate) => estimate.value().to_string(),
            Self::EnergyPrice(estimate) => estimate.value().to_string(),
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.value())
    }
}

macro_rules! figure_of {
    ($($quantity:ident),*) => {$(
        impl From<Estimate<$quantity>> for Figure {
            fn from(estimate: Estimate<$quantity>) -> Self {
                Self::$quantity(estimate)
            }
        }

        impl TryFrom<Figure> for Estimate<$quantity> {
            type Error = Error;

            fn try_from(figure: Figure) -> Result<Self, Error> {
                match figure {
                    Figure::$quantity(estimate) => Ok(estimate),
                    other => Err(Error::new(ErrorKind::WrongQuantity {
                        expected: $quantity::NAME,
                        found: other.quantity(),
                    })),
                }
            }
        }
    )*};
}

figure_of!(
    Elasticity,
    GrowthRatio,
    SemiElasticity,
    Multiplier,
    GrowthRate,
    Share,
    Capacity,
    Money,
    IndexScore,
    LogOdds,
    Factor,
    UnitCost,
    Years,
    Power,
    PowerIntensity,
    ComputePrice,
    EnergyPrice
);
