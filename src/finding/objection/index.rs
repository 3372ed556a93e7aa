//! Objections to a semi-elasticity and the index that it follows.

use super::{Number, Text};
use crate::finding::Code;
use crate::finding::benchmark::Benchmark;
use crate::finding::prose::{number, per_mille, percent, times};

/// An objection to the response of an outcome to an index.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::finding) enum OnIndex {
    ImplausibleSemiElasticity { per_point: f64 },
    IndexDrivesOutcome,
    UndefinedIndexBase { above_points: f64, factor: f64 },
}

impl OnIndex {
    pub(super) const fn code(&self) -> Code {
        match self {
            Self::ImplausibleSemiElasticity { .. } => Code::ImplausibleSemiElasticity,
            Self::IndexDrivesOutcome => Code::IndexDrivesOutcome,
            Self::UndefinedIndexBase { .. } => Code::UndefinedIndexBase,
        }
    }

    pub(super) fn numbers(&self) -> Vec<Number> {
        match *self {
            Self::ImplausibleSemiElasticity { per_point } => vec![
                ("fraction-per-point", per_point),
                ("published-low", Benchmark::LeastSemiElasticity.number()),
                ("published-high", Benchmark::GreatestSemiElasticity.number()),
            ],
            Self::IndexDrivesOutcome => Vec::new(),
            Self::UndefinedIndexBase {
                above_points,
                factor,
            } => vec![("above-points", above_points), ("factor", factor)],
        }
    }

    pub(super) fn text(&self) -> Text {
        match *self {
            Self::ImplausibleSemiElasticity { per_point } => Text::new(
                format!(
                    "{} of the outcome for an index point is several times what was published, {} \
                     ({}) to {} ({})",
                    percent(per_point),
                    per_mille(Benchmark::LeastSemiElasticity.number()),
                    Benchmark::LeastSemiElasticity.entry().id(),
                    per_mille(Benchmark::GreatestSemiElasticity.number()),
                    Benchmark::GreatestSemiElasticity.entry().id()
                ),
                "check per mille against per cent",
            ),
            Self::IndexDrivesOutcome => Text::new(
                "the path of the index drives this outcome, measured against its base score; \
                 neither capacity nor its counterfactual does",
                "move the index in step with capacity, or convert to an elasticity at a score",
            ),
            Self::UndefinedIndexBase {
                above_points,
                factor,
            } => Text::new(
                format!(
                    "a point above {} counts {}, and the effect of which points that multiplies \
                     was never published; here it is the average over all scores",
                    number(above_points),
                    times(factor)
                ),
                "show the result without tiers next to it",
            ),
        }
    }
}
