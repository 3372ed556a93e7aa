//! Objections to a semi-elasticity and the index that it follows.

use super::Number;
use crate::finding::Code;
use crate::finding::benchmark::Benchmark;

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
}
