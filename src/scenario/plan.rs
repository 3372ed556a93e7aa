//! A compiled scenario and the numbers that enter it.

use std::fmt;

use super::place::Place;
use crate::evidence::catalogue::Entry;
use crate::evidence::{Meaning, Source};
use crate::kernel::{Program, Routine};
use crate::uncertainty::{Copula, Uncertainty};
use crate::{Error, Interval, Measure, Output, Quantity, QuantityKind};

/// A compiled scenario: the program, its inputs, and what its outputs are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) program: Program,
    pub(crate) inputs: Vec<Input>,
    pub(crate) outputs: Vec<Output>,
    /// Each block of noise.
    pub(crate) noises: Vec<NoiseBlock>,
    pub(crate) joined: Option<Joined>,
    /// Inputs that stand for others of the same place on the counterfactual's side alone.
    pub(crate) copies: Vec<usize>,
}

/// A block of noise: one standard normal number a period.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NoiseBlock {
    /// The growth path that it is around.
    pub(crate) on: Place,
    /// The random stream that it is drawn from.
    pub(crate) stream: u64,
}

/// Inputs that move together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Joined {
    /// Their numbers, in the order of the copula.
    pub(crate) members: Vec<usize>,
    pub(crate) copula: Copula,
}

impl Plan {
    /// The central value of every input, in order.
    pub(crate) fn central_values(&self) -> Vec<f64> {
        self.inputs.iter().map(Input::central).collect()
    }

    /// The number of the input at a place that moves: not of a copy.
    pub(crate) fn input_at(&self, place: &str) -> Option<usize> {
        let mut inputs = self.inputs.iter().enumerate();
        let moves = |(number, input): &(usize, &Input)| {
            *input.place() == *place && !self.copies.contains(number)
        };
        inputs.find(moves).map(|(number, _)| number)
    }

    /// The plan at central values and without noise, where every output is constant.
    pub(crate) fn at_central_values(&self) -> Routine {
        self.program.constant_routine(&self.central_values())
    }
}

/// How a number is written as the quantity of an input.
#[derive(Clone)]
pub(super) struct Form {
    /// The quantity as it is given.
    given: String,
    write: fn(&str, f64) -> Result<String, Error>,
}

impl Form {
    pub(super) fn of<Q: Quantity>(given: &Q) -> Self {
        Self {
            given: given.to_string(),
            // What a quantity prints reads back as the same quantity.
            write: |given, number| Ok(given.parse::<Q>()?.with_number(number)?.to_string()),
        }
    }

    /// The same kind of quantity with another magnitude, as a file has it.
    pub(super) fn text_of(&self, number: f64) -> Result<String, Error> {
        (self.write)(&self.given, number)
    }
}

impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.given == other.given
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.given)
    }
}

/// A number that enters a scenario: its place, its central value, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    pub(super) place: Place,
    pub(super) central: f64,
    pub(super) unit: String,
    pub(super) kind: QuantityKind,
    pub(super) measure: Option<Measure>,
    /// The central value with its unit, as a sentence shows it.
    pub(super) written: String,
    pub(super) form: Form,
    pub(super) allowed: Interval,
    pub(super) uncertainty: Option<Uncertainty>,
    pub(super) source: Source,
    pub(super) meaning: Meaning,
    pub(super) entry: Option<&'static Entry>,
    pub(super) stream: u64,
}

impl Input {
    /// The place in the scenario, as in its file.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// The central value, in [`unit`](Self::unit).
    #[must_use]
    pub const fn central(&self) -> f64 {
        self.central
    }

    /// The central value with its unit in at most four significant digits, such as
    /// `280 EFLOPS FP32 in use`.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The unit of the value, in words.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The kind of quantity.
    #[must_use]
    pub const fn kind(&self) -> QuantityKind {
        self.kind
    }

    /// The measure in which a capacity, or a cost or power of one, is counted.
    #[must_use]
    pub const fn measure(&self) -> Option<Measure> {
        self.measure
    }

    /// The values that a quantity of its kind may take.
    #[must_use]
    pub const fn allowed(&self) -> Interval {
        self.allowed
    }

    /// Its spread; `None` is certain.
    #[must_use]
    pub const fn uncertainty(&self) -> Option<&Uncertainty> {
        self.uncertainty.as_ref()
    }

    /// Whether a simulation draws it: it has a spread.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.uncertainty
            .as_ref()
            .is_some_and(|uncertainty| !uncertainty.is_certain())
    }

    /// The random stream it is drawn from. Inputs that cite one entry of the catalogue are one
    /// figure, and share it.
    pub(crate) const fn stream(&self) -> u64 {
        self.stream
    }

    /// Where it comes from.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// The facts known about what it is: of the value itself, of the catalogue, and of the user.
    #[must_use]
    pub const fn meaning(&self) -> &Meaning {
        &self.meaning
    }

    /// The catalogue entry it was taken from, if it was.
    #[must_use]
    pub const fn entry(&self) -> Option<&'static Entry> {
        self.entry
    }
}
