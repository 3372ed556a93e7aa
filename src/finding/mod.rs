//! What a careful economist would object to.
//!
//! A finding never stops a projection; it travels with the result. Each has a stable code, so
//! that a tool can act on it, and the numbers, so that a person can check it.

mod capital;
mod coefficient;
mod entry;
mod evidence;
mod outcome;
mod pair;
mod path;

use std::fmt;

use crate::{Period, Projection};

/// How grave a finding is, the least first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know when quoting the number.
    Note,
    /// The number is likely to mislead if it is quoted without this.
    Warning,
    /// The number contradicts itself or the record.
    Severe,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Severe => "severe",
        })
    }
}

/// The mistakes that are looked for. Codes are stable across releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Code {
    /// A growth ratio used at a growth so high that it parts from an elasticity.
    GrowthRatioAtHighGrowth,
    /// A forecast that holds compute already, with compute's effect added on top.
    BaselineHoldsCompute,
    /// Compute is said to contribute more growth than there is.
    ContributionExceedsGrowth,
    /// Compute is said to add more growth than all else together.
    AdditionExceedsGrowth,
    /// A growth ratio between yearly rates, applied to shorter steps.
    GrowthRatioBySubannualStep,
    /// A semi-elasticity, which follows its index and not capacity.
    IndexDrivesOutcome,
    /// A saturating response to a loss of compute.
    SaturationBelowCounterfactual,
    /// The digital economy gains more than the whole it is part of.
    DigitalGainExceedsGdps,
    /// A comparison with years in which compute stays at its base.
    FrozenCounterfactual,
    /// A share carried on for longer than it was seen.
    ShareExtrapolated,
    /// A claim that the catalogue holds only to name what contradicts it.
    ContradictedSource,
    /// A base figure of another date than the base period.
    BaseDateMismatch,
    /// A share of other machines than the base capacity counts.
    ShareOfOtherMachines,
    /// A coefficient measured on other machines than the base capacity counts.
    CoefficientOfOtherMachines,
    /// Real growth applied to money at current prices.
    RealGrowthOnCurrentPrices,
    /// Levels on two sides of a statistical revision.
    LevelBreak,
    /// Uncertain inputs in a projection of central values.
    SpreadNotShown,
    /// The digital economy's effect is part of GDP's.
    DigitalInsideGdp,
    /// The multiplier and the response overlap.
    OverlappingRoutes,
    /// The pair of coefficients makes the rest of the economy lose.
    IncoherentPair,
    /// The digital economy outgrows the whole it is part of.
    DigitalExceedsGdp,
    /// Shares that jump as if counted by two definitions.
    ShareJump,
    /// A capacity whose scope nobody stated.
    UnstatedScope,
    /// A coefficient of nominal growth on money at constant prices.
    NominalCoefficientOnRealMoney,
    /// A policy target used as if it were a projection.
    TargetAsProjection,
    /// A ratio of growth rates used as an elasticity.
    GrowthRatioAsElasticity,
    /// A coefficient or multiplier given as a point.
    PointWithoutRange,
    /// A coefficient many times what the literature finds.
    FarAboveLiterature,
    /// A semi-elasticity so large that per mille was likely read as per cent.
    ImplausibleSemiElasticity,
    /// A digital share of GDP outside all published definitions.
    ImplausibleDigitalShare,
    /// An outlay out of proportion to the economy.
    ImplausibleOutlay,
    /// A coefficient used outside the range in which it was observed.
    OutsideObservedRange,
    /// Rack occupancy used as utilisation of operations.
    OccupancyAsUtilisation,
    /// A ceiling that the observations cannot identify.
    UnidentifiedCeiling,
    /// Gross or unstated output that may not be quoted as GDP.
    GrossOutputAsGdp,
    /// Inputs that are the user's own assumptions.
    RestsOnAssumptions,
    /// Inputs from a weak source.
    RestsOnWeakSource,
    /// A unit cost that belongs to another precision or scope.
    UnitCostOfAnotherScope,
    /// An outlay that cannot have bought the capacity beside it.
    OutlayAndCapacityApart,
    /// A coefficient many times the industry's sales over GDP.
    AboveDomarWeight,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The serde name is the stable code; kebab-case of the variant.
        for (number, letter) in format!("{self:?}").chars().enumerate() {
            if letter.is_ascii_uppercase() && number > 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", letter.to_ascii_lowercase())?;
        }
        Ok(())
    }
}

/// One objection: its code, how grave it is, where it applies, and the numbers behind it.
///
/// Prints on one line, such as `severe contribution-exceeds-growth at gdp in 2025: ...`.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Finding {
    code: Code,
    severity: Severity,
    place: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<Period>,
    message: String,
    #[serde(serialize_with = "as_map")]
    numbers: Vec<(&'static str, f64)>,
    remedy: &'static str,
}

/// Writes named numbers as a map.
fn as_map<S: serde::Serializer>(numbers: &[(&'static str, f64)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(numbers.iter().copied())
}

impl Finding {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// How grave it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// The place in the scenario, as in its file.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The first period in which it applies, or that in which it is worst; `None` if it does not
    /// depend on time.
    #[must_use]
    pub const fn period(&self) -> Option<Period> {
        self.period
    }

    /// What is the matter, in words and numbers.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The numbers behind it by name; growth and shares are fractions.
    #[must_use]
    pub fn numbers(&self) -> &[(&'static str, f64)] {
        &self.numbers
    }

    /// What to do about it.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        self.remedy
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} at {}", self.severity, self.code, self.place)?;
        if let Some(period) = self.period {
            write!(f, " in {period}")?;
        }
        write!(f, ": {}; {}", self.message, self.remedy)
    }
}

/// All findings of a projection, the gravest first and otherwise in the order of the checks.
pub(crate) fn of(projection: &Projection) -> Vec<Finding> {
    let mut findings = Vec::new();
    path::check(projection, &mut findings);
    capital::check(projection, &mut findings);
    evidence::check(projection.scenario(), &mut findings);
    entry::check(projection.scenario(), &mut findings);
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

/// A fraction in per cent with two decimals, for messages.
fn percent(fraction: f64) -> String {
    format!("{:.2} %", fraction * 100.0)
}
