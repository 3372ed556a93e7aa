//! Checks that the facts stated about one figure can be true together.

use super::{Meaning, Measured, Timing};
use crate::{Error, ErrorKind, Quantity, QuantityKind, Scope};

/// A fact that only some figures have.
#[derive(Clone, Copy)]
enum Fact {
    Machines,
    Precision,
    Part,
    Prices,
    Revision,
    Definition,
}

impl Fact {
    const ALL: [Self; 6] = [
        Self::Machines,
        Self::Precision,
        Self::Part,
        Self::Prices,
        Self::Revision,
        Self::Definition,
    ];

    /// The key in a file.
    const fn field(self) -> &'static str {
        match self {
            Self::Machines => "machines",
            Self::Precision => "precision",
            Self::Part => "part",
            Self::Prices => "prices",
            Self::Revision => "revision",
            Self::Definition => "definition",
        }
    }

    /// The value stated, as a file writes it.
    fn stated(self, meaning: &Meaning) -> Option<String> {
        match self {
            Self::Machines => meaning.machines.map(|fact| fact.to_string()),
            Self::Precision => meaning.precision.map(|fact| fact.to_string()),
            Self::Part => meaning.part.map(|fact| fact.to_string()),
            Self::Prices => meaning.prices.map(|fact| fact.to_string()),
            Self::Revision => meaning.revision.map(|fact| fact.to_string()),
            Self::Definition => meaning.definition.map(|fact| fact.to_string()),
        }
    }

    const fn remedy(self) -> &'static str {
        match self {
            Self::Machines => {
                "state machines of computing power, of its growth, share, use or cost, or of a \
                 coefficient measured on them; leave it out here"
            }
            Self::Precision => {
                "state a precision of computing power, of its growth, share, use or cost, or of a \
                 coefficient measured on it; leave it out here"
            }
            Self::Part => {
                "state a part of computing power, of its growth, use or cost, or of money spent \
                 on it; leave it out here"
            }
            Self::Prices => {
                "state prices of money, of its growth, or of a coefficient fitted to it; leave \
                 them out here"
            }
            Self::Revision => {
                "state a revision of GDP, of its growth or deflator, or of a share of it; leave \
                 it out here"
            }
            Self::Definition => {
                "state a definition where `measures = digital-economy`; leave it out here"
            }
        }
    }

    /// Returns true if figures on this thing can have the fact, as a quantity of some kind.
    ///
    /// A coefficient measures the outcome that responds, on the machines that drive it.
    const fn is_of(self, measured: Measured) -> bool {
        match measured {
            Measured::ComputingPower
            | Measured::RackOccupancy
            | Measured::FlopUtilisation
            | Measured::EnergyLoad
            | Measured::TrainingEfficiency
            | Measured::IdleCapacity
            | Measured::Productivity => self.is_of_computing(),
            Measured::SmartShare => matches!(self, Self::Machines | Self::Precision),
            Measured::RackShare
            | Measured::GreenPower
            | Measured::PowerUsageEffectiveness
            | Measured::Depreciation => matches!(self, Self::Machines | Self::Part),
            Measured::ComputingIndex => false,
            Measured::Gdp => !matches!(self, Self::Definition),
            Measured::DigitalEconomy => true,
            Measured::Outlay | Measured::DrivenInvestment | Measured::IndustryScale => {
                matches!(self, Self::Part | Self::Prices)
            }
            Measured::Price | Measured::PricePerformance => {
                self.is_of_computing() || matches!(self, Self::Prices)
            }
            Measured::PriceLevel => matches!(self, Self::Revision),
            Measured::IctCapital => matches!(self, Self::Prices),
        }
    }

    /// Returns true if a quantity of this kind can have the fact.
    const fn is_of_kind(self, kind: QuantityKind) -> bool {
        match kind {
            QuantityKind::Elasticity | QuantityKind::GrowthRatio | QuantityKind::GrowthRate => true,
            QuantityKind::SemiElasticity => {
                matches!(self, Self::Prices | Self::Revision | Self::Definition)
            }
            QuantityKind::Multiplier => matches!(self, Self::Part),
            QuantityKind::Share => !matches!(self, Self::Prices),
            QuantityKind::Capacity | QuantityKind::PowerIntensity => self.is_of_computing(),
            QuantityKind::Money => !matches!(self, Self::Machines | Self::Precision),
            QuantityKind::IndexScore | QuantityKind::LogOdds => false,
            QuantityKind::Factor => !matches!(self, Self::Definition),
            QuantityKind::UnitCost | QuantityKind::ComputePrice => {
                self.is_of_computing() || matches!(self, Self::Prices)
            }
            QuantityKind::EnergyPrice => matches!(self, Self::Prices),
            QuantityKind::Years | QuantityKind::Power => {
                matches!(self, Self::Machines | Self::Part)
            }
        }
    }

    /// Returns true if the fact is about machines.
    const fn is_of_computing(self) -> bool {
        match self {
            Self::Machines | Self::Precision | Self::Part => true,
            Self::Prices | Self::Revision | Self::Definition => false,
        }
    }
}

/// Returns true if the kind of quantity is a response of one thing to another.
const fn is_coefficient(kind: QuantityKind) -> bool {
    match kind {
        QuantityKind::Elasticity
        | QuantityKind::GrowthRatio
        | QuantityKind::SemiElasticity
        | QuantityKind::Multiplier => true,
        QuantityKind::GrowthRate
        | QuantityKind::Share
        | QuantityKind::Capacity
        | QuantityKind::Money
        | QuantityKind::IndexScore
        | QuantityKind::LogOdds
        | QuantityKind::Factor
        | QuantityKind::UnitCost
        | QuantityKind::Years
        | QuantityKind::Power
        | QuantityKind::PowerIntensity
        | QuantityKind::ComputePrice
        | QuantityKind::EnergyPrice => false,
    }
}

/// Returns true if a quantity of this kind can measure the thing.
const fn measures(kind: QuantityKind, measured: Measured) -> bool {
    use QuantityKind as Kind;
    match measured {
        Measured::ComputingPower => matches!(
            kind,
            Kind::Capacity | Kind::GrowthRate | Kind::Share | Kind::Factor
        ),
        Measured::SmartShare
        | Measured::RackOccupancy
        | Measured::EnergyLoad
        | Measured::IdleCapacity
        | Measured::RackShare
        | Measured::GreenPower => matches!(kind, Kind::Share | Kind::Factor),
        Measured::FlopUtilisation | Measured::TrainingEfficiency => {
            matches!(kind, Kind::Share | Kind::Factor)
        }
        Measured::ComputingIndex => matches!(kind, Kind::IndexScore | Kind::Factor),
        Measured::Gdp | Measured::DigitalEconomy => {
            is_coefficient(kind)
                || matches!(
                    kind,
                    Kind::Money | Kind::GrowthRate | Kind::Share | Kind::Factor
                )
        }
        Measured::Outlay | Measured::DrivenInvestment | Measured::IndustryScale => {
            is_coefficient(kind) || matches!(kind, Kind::Money | Kind::GrowthRate | Kind::Share)
        }
        Measured::Price => matches!(
            kind,
            Kind::Money | Kind::UnitCost | Kind::ComputePrice | Kind::GrowthRate | Kind::Factor
        ),
        Measured::PricePerformance => matches!(kind, Kind::GrowthRate | Kind::Factor),
        Measured::PriceLevel => matches!(kind, Kind::GrowthRate | Kind::Factor),
        Measured::PowerUsageEffectiveness => matches!(kind, Kind::Factor | Kind::GrowthRate),
        Measured::Depreciation => matches!(kind, Kind::Share | Kind::Years | Kind::GrowthRate),
        Measured::IctCapital => {
            matches!(kind, Kind::Share | Kind::Money | Kind::GrowthRate)
        }
        Measured::Productivity => {
            is_coefficient(kind) || matches!(kind, Kind::GrowthRate | Kind::Factor)
        }
    }
}

/// Checks that a quantity of this kind can have this timing; the error is the remedy.
const fn timed(kind: QuantityKind, timing: Timing) -> Result<(), &'static str> {
    match kind {
        QuantityKind::Elasticity
        | QuantityKind::GrowthRatio
        | QuantityKind::SemiElasticity
        | QuantityKind::Multiplier
        | QuantityKind::GrowthRate => match timing {
            Timing::Between(_) => Ok(()),
            Timing::Stock(_) | Timing::Flow(_) | Timing::Every(_) => Err(
                "write `between`, because a rate or a coefficient is observed between two periods",
            ),
        },
        QuantityKind::Money | QuantityKind::Capacity => match timing {
            Timing::Stock(_) | Timing::Flow(_) | Timing::Every(_) => Ok(()),
            Timing::Between(_) => {
                Err("write `stock` for a level at a date, or `flow` for a sum over a window")
            }
        },
        QuantityKind::Share | QuantityKind::Factor => match timing {
            Timing::Stock(_) | Timing::Flow(_) | Timing::Between(_) => Ok(()),
            Timing::Every(_) => {
                Err("write `stock`, `flow` or `between`, because it is not a sum over a period")
            }
        },
        QuantityKind::IndexScore
        | QuantityKind::LogOdds
        | QuantityKind::UnitCost
        | QuantityKind::Years
        | QuantityKind::Power
        | QuantityKind::PowerIntensity
        | QuantityKind::ComputePrice
        | QuantityKind::EnergyPrice => match timing {
            Timing::Stock(_) => Ok(()),
            Timing::Flow(_) | Timing::Every(_) | Timing::Between(_) => {
                Err("write `stock`, because it is observed at one date")
            }
        },
    }
}

impl Meaning {
    /// Returns this meaning if its facts can be true of one figure.
    pub(super) fn coherent(self) -> Result<Self, Error> {
        if self.machines == Some(Scope::Unstated) {
            return Err(refused(
                "machines",
                Scope::Unstated.to_string(),
                "a statement".to_owned(),
                "give `in use`, `installed` or `in AI clusters`, or leave `machines` out",
            ));
        }
        let Some(measured) = self.measures else {
            return Ok(self);
        };
        for fact in Fact::ALL {
            if let Some(given) = fact.stated(&self)
                && !fact.is_of(measured)
            {
                let against = format!("`measures = {measured}`");
                return Err(refused(fact.field(), given, against, fact.remedy()));
            }
        }
        Ok(self)
    }

    /// Refuses facts that no quantity of the kind of `Q` has.
    pub(in crate::evidence) fn check_of<Q: Quantity>(&self) -> Result<(), Error> {
        let kind = Q::KIND;
        if let Some(measured) = self.measures
            && !measures(kind, measured)
        {
            return Err(refused(
                "measures",
                measured.word(),
                format!("the kind of quantity ({kind})"),
                "state the thing that a figure of this kind measures, or give the other quantity",
            ));
        }
        for fact in Fact::ALL {
            let Some(given) = fact.stated(self) else {
                continue;
            };
            if !fact.is_of_kind(kind) {
                let against = format!("the kind of quantity ({kind})");
                return Err(refused(fact.field(), given, against, fact.remedy()));
            }
            // Among the figures on the economy, only a coefficient is measured on machines.
            if let Some(measured @ (Measured::Gdp | Measured::DigitalEconomy)) = self.measures
                && fact.is_of_computing()
                && !is_coefficient(kind)
            {
                let against = format!("`measures = {measured}`");
                return Err(refused(fact.field(), given, against, fact.remedy()));
            }
        }
        let Some(timing) = self.timing else {
            return Ok(());
        };
        if let Err(remedy) = timed(kind, timing) {
            let against = format!("the kind of quantity ({kind})");
            return Err(refused("timing", timing.word(), against, remedy));
        }
        // National accounts count production over a period, which has no stock.
        if let (QuantityKind::Money, Timing::Stock(_)) = (kind, timing)
            && let Some(measured @ (Measured::Gdp | Measured::DigitalEconomy)) = self.measures
        {
            return Err(refused(
                "timing",
                timing.word(),
                format!("`measures = {measured}`"),
                "write `flow`, such as `flow = \"2024\"`, because it is produced over a period",
            ));
        }
        Ok(())
    }

    /// Returns the facts of both, and refuses a fact of `stated` that contradicts one of this
    /// meaning.
    pub(in crate::evidence) fn joined(
        self,
        stated: Self,
        owner: &'static str,
        remedy: &'static str,
    ) -> Result<Self, Error> {
        fn one<T: PartialEq>(
            field: &'static str,
            own: Option<T>,
            stated: Option<T>,
            write: impl Fn(&T) -> String,
            (owner, remedy): (&'static str, &'static str),
        ) -> Result<Option<T>, Error> {
            match (own, stated) {
                (Some(own), Some(stated)) if own != stated => {
                    let against = format!("{owner}, which says `{}`", write(&own));
                    Err(refused(field, write(&stated), against, remedy))
                }
                (Some(own), _) => Ok(Some(own)),
                (None, stated) => Ok(stated),
            }
        }
        let words = (owner, remedy);
        Self {
            measures: one("measures", self.measures, stated.measures, text, words)?,
            machines: one("machines", self.machines, stated.machines, text, words)?,
            precision: one("precision", self.precision, stated.precision, text, words)?,
            part: one("part", self.part, stated.part, text, words)?,
            timing: one("timing", self.timing, stated.timing, text, words)?,
            prices: one("prices", self.prices, stated.prices, text, words)?,
            revision: one("revision", self.revision, stated.revision, text, words)?,
            definition: one(
                "definition",
                self.definition,
                stated.definition,
                text,
                words,
            )?,
            geography: one("geography", self.geography, stated.geography, text, words)?,
            contradicted: one(
                "contradicted",
                self.contradicted,
                stated.contradicted,
                text,
                words,
            )?,
        }
        .coherent()
    }
}

fn text(fact: &impl ToString) -> String {
    fact.to_string()
}

fn refused(
    field: &'static str,
    given: impl Into<String>,
    against: String,
    remedy: &'static str,
) -> Error {
    Error::new(ErrorKind::Meaning {
        field,
        given: given.into(),
        against,
        remedy,
    })
}
