//! Objections to figures by what they are, and to what a result rests on.

use std::fmt;

use super::{Number, Text, length};
use crate::evidence::{Contradiction, Measured, Timing};
use crate::finding::Code;
use crate::finding::prose::{every, list, times, years};
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

    /// The field of a meaning that states it, with the values to choose from.
    const fn field(self) -> &'static str {
        match self {
            Self::Prices => "`meaning.prices`, `nominal` or `real`",
            Self::Revision => "`meaning.revision`",
            Self::Definition => "`meaning.definition`",
            Self::Machines => "`meaning.machines`, `in use`, `installed` or `in AI clusters`",
            Self::Measures => "`meaning.measures`, such as `flop-utilisation` or `rack-occupancy`",
            Self::Timing => "`meaning.timing`, such as `{ flow = \"2024-Q4\" }`",
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Prices => "whether the growth is nominal or real",
            Self::Revision => "on which statistical revision the level stands",
            Self::Definition => "by which definition it counts the digital economy",
            Self::Machines => "on which machines it was measured",
            Self::Measures => "whether it measures operations, racks or energy",
            Self::Timing => "over which window the flow runs",
        })
    }
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

    pub(super) fn text(&self) -> Text {
        match self {
            Self::ContradictedSource { by, .. } => match by.entry() {
                Some(entry) => Text::new(
                    format!(
                        "another figure contradicts it: {} ({})",
                        entry.figure(),
                        entry.id()
                    ),
                    format!("use `{}`", entry.id()),
                ),
                None => Text::new(
                    format!("the figure is {by}"),
                    "use another figure: this one measures nothing that a model has",
                ),
            },
            Self::FigureOfAnotherThing {
                measured, used_as, ..
            } => Text::new(
                format!("the figure measures {measured}, and is used as {used_as}"),
                "use a figure of what the input means",
            ),
            Self::FlowOfAnotherWindow {
                timing,
                window_years,
                frequency,
            } => Text::new(
                format!(
                    "the figure is a sum {timing}, {}, and stands for one {frequency}: {} as much",
                    years(*window_years),
                    times(window_years / frequency.years())
                ),
                format!(
                    "give the amount of a {frequency}: in a {} scenario money flows {}",
                    every(*frequency),
                    every(*frequency)
                ),
            ),
            Self::BaseDateMismatch {
                of,
                base,
                years_apart,
            } => Text::new(
                format!(
                    "the figure is for {of}, and the base period is {base}, {} apart",
                    years(years_apart.abs())
                ),
                "use the figure of the base period, or start from the period of the figure",
            ),
            Self::DateMismatch {
                of,
                basis,
                years_apart,
            } => Text::new(
                format!(
                    "the figure is for {of}, and stands at {basis}, {} apart",
                    years(years_apart.abs())
                ),
                "use the figure's own date",
            ),
            Self::UnstatedFact { fact, places } => Text::new(
                format!("it is not stated {fact}: {}", list(places)),
                format!("state {}", fact.field()),
            ),
            Self::TargetAsProjection { publisher, .. } => Text::new(
                format!("the input is a policy target ({publisher})"),
                "call the result conditional on the target, and show the trend next to it",
            ),
            Self::RestsOnAssumptions { places } => Text::new(
                format!(
                    "the result rests on assumptions, not on published figures: {}",
                    list(places)
                ),
                "say so with the result",
            ),
            Self::RestsOnWeakSource { places } => Text::new(
                format!(
                    "the result rests on a single or weak source: {}",
                    list(places)
                ),
                "look for a better source before quoting the result",
            ),
            Self::SpreadNotShown { places } => Text::new(
                format!(
                    "these inputs are uncertain, and are shown at their central values: {}",
                    list(places)
                ),
                "say that the projection is one path of many, or simulate it",
            ),
        }
    }
}
