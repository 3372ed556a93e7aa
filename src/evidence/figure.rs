use std::fmt;

use super::{Estimate, Meaning, Source};
use crate::{
    Capacity, Elasticity, Error, ErrorKind, Factor, GrowthRate, GrowthRatio, IndexScore, Money,
    Multiplier, Power, PowerIntensity, Quantity, QuantityKind, SemiElasticity, Share, UnitCost,
    Years,
};

/// A published figure of any kind of quantity, as the catalogue holds it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Figure {
    /// Per cent per per cent.
    Elasticity(Estimate<Elasticity>),
    /// Points per point.
    GrowthRatio(Estimate<GrowthRatio>),
    /// Per index point.
    SemiElasticity(Estimate<SemiElasticity>),
    /// Money out per money in.
    Multiplier(Estimate<Multiplier>),
    /// Growth over a period.
    GrowthRate(Estimate<GrowthRate>),
    /// Part of a whole.
    Share(Estimate<Share>),
    /// Computing power.
    Capacity(Estimate<Capacity>),
    /// Money.
    Money(Estimate<Money>),
    /// Points of a composite index.
    IndexScore(Estimate<IndexScore>),
    /// A pure number.
    Factor(Estimate<Factor>),
    /// Money for capacity.
    UnitCost(Estimate<UnitCost>),
    /// A length of time.
    Years(Estimate<Years>),
    /// Electric power.
    Power(Estimate<Power>),
    /// Power for capacity.
    PowerIntensity(Estimate<PowerIntensity>),
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
            Self::Factor(_) => QuantityKind::Factor,
            Self::UnitCost(_) => QuantityKind::UnitCost,
            Self::Years(_) => QuantityKind::Years,
            Self::Power(_) => QuantityKind::Power,
            Self::PowerIntensity(_) => QuantityKind::PowerIntensity,
        }
    }

    /// The name of the kind of quantity, such as `growth ratio`.
    #[must_use]
    pub const fn quantity(&self) -> &'static str {
        self.kind().name()
    }

    /// Where it comes from.
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
            Self::Factor(estimate) => estimate.source(),
            Self::UnitCost(estimate) => estimate.source(),
            Self::Years(estimate) => estimate.source(),
            Self::Power(estimate) => estimate.source(),
            Self::PowerIntensity(estimate) => estimate.source(),
        }
    }

    /// The facts known about what it is.
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
            Self::Factor(estimate) => estimate.meaning(),
            Self::UnitCost(estimate) => estimate.meaning(),
            Self::Years(estimate) => estimate.meaning(),
            Self::Power(estimate) => estimate.meaning(),
            Self::PowerIntensity(estimate) => estimate.meaning(),
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
            Self::Factor(estimate) => estimate.value().to_string(),
            Self::UnitCost(estimate) => estimate.value().to_string(),
            Self::Years(estimate) => estimate.value().to_string(),
            Self::Power(estimate) => estimate.value().to_string(),
            Self::PowerIntensity(estimate) => estimate.value().to_string(),
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
    Factor,
    UnitCost,
    Years,
    Power,
    PowerIntensity
);
