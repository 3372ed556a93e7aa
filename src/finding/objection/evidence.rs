//! Objections to figures by their meaning, and to the evidence that a result rests on.

use super::{Number, length};
use crate::evidence::{Contradiction, Measured, Timing};
use crate::finding::Code;
use crate::scenario::Place;
use crate::{Frequency, Period};

/// An objection to a figure, or to the evidence as a whole.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::finding) enum OnEvidence {
    ContradictedSource {
        value: f64,
        by: Contradiction,
    },
    FigureOfAnotherThing {
        value: f64,
        measured: Measured,
        used_as: Measured,
    },
    FlowOfAnotherWindow {
        timing: Timing,
        window_years: f64,
        frequency: Frequency,
    },
    BaseDateMismatch {
        of: Period,
        base: Period,
        years_apart: f64,
    },
    DateMismatch {
        of: Period,
        basis: Period,
        years_apart: f64,
    },
    UnstatedFact {
        fact: Fact,
        places: Vec<Place>,
    },
    TargetAsProjection {
        value: f64,
        publisher: String,
    },
    RestsOnAssumptions {
        places: Vec<Place>,
    },
    RestsOnWeakSource {
        places: Vec<Place>,
    },
    SpreadNotShown {
        places: Vec<Place>,
    },
}

/// A fact about a figure on which a result depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::finding) enum Fact {
    /// Nominal or real, of a growth rate.
    Prices,
    /// The statistical basis of a level of GDP.
    Revision,
    /// The definition of the digital economy.
    Definition,
    /// The machines of a share or a growth rate.
    Machines,
    /// The use that a utilisation measures.
    Measures,
    /// The window of a flow.
    Timing,
}

impl Fact {
    /// Every fact, in the order of the findings.
    pub(in crate::finding) const ALL: [Self; 6] = [
        Self::Prices,
        Self::Revision,
        Self::Definition,
        Self::Machines,
        Self::Measures,
        Self::Timing,
    ];
}

impl OnEvidence {
    pub(super) const fn code(&self) -> Code {
        match self {
            Self::ContradictedSource { .. } => Code::ContradictedSource,
            Self::FigureOfAnotherThing { .. } => Code::FigureOfAnotherThing,
            Self::FlowOfAnotherWindow { .. } => Code::FlowOfAnotherWindow,
            Self::BaseDateMismatch { .. } => Code::BaseDateMismatch,
            Self::DateMismatch { .. } => Code::DateMismatch,
            Self::UnstatedFact { .. } => Code::UnstatedFact,
            Self::TargetAsProjection { .. } => Code::TargetAsProjection,
            Self::RestsOnAssumptions { .. } => Code::RestsOnAssumptions,
            Self::RestsOnWeakSource { .. } => Code::RestsOnWeakSource,
            Self::SpreadNotShown { .. } => Code::SpreadNotShown,
        }
    }

    pub(super) fn numbers(&self) -> Vec<Number> {
        match self {
            Self::ContradictedSource { value, .. }
            | Self::FigureOfAnotherThing { value, .. }
            | Self::TargetAsProjection { value, .. } => vec![("value", *value)],
            Self::FlowOfAnotherWindow {
                window_years,
                frequency,
                ..
            } => vec![
                ("window-years", *window_years),
                ("period-years", frequency.years()),
                ("times", window_years / frequency.years()),
            ],
            Self::BaseDateMismatch { years_apart, .. } | Self::DateMismatch { years_apart, .. } => {
                vec![("years-apart", *years_apart)]
            }
            Self::UnstatedFact { places, .. }
            | Self::RestsOnAssumptions { places }
            | Self::RestsOnWeakSource { places }
            | Self::SpreadNotShown { places } => vec![("inputs", length(places))],
        }
    }
}
