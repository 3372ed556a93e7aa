//! A compiled scenario and the numbers that enter it.

use super::output::Output;
use crate::Interval;
use crate::evidence::catalogue::Entry;
use crate::evidence::{Meaning, Source};
use crate::kernel::Program;
use crate::uncertainty::{Copula, Uncertainty};

/// A compiled scenario: the program, its inputs, and what its outputs are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) program: Program,
    pub(crate) inputs: Vec<Input>,
    pub(crate) outputs: Vec<Output>,
    /// The random stream of each block of noise.
    pub(crate) noises: Vec<u64>,
    pub(crate) joined: Option<Joined>,
}

/// Inputs that move together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Joined {
    /// Their numbers, in the order of the copula.
    pub(crate) members: Vec<usize>,
    pub(crate) copula: Copula,
}

/// The random stream that goes by a name (the hash FNV-1a, 64 bits).
///
/// A name and not a number in order, so that what two scenarios have in common is drawn alike.
pub(crate) fn stream(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

impl Plan {
    /// The same with an input that is certain, and has another value.
    pub(crate) fn with_input(&self, number: usize, value: f64) -> Self {
        let mut plan = self.clone();
        plan.inputs[number].central = value;
        plan.inputs[number].uncertainty = None;
        plan
    }
}

/// A number that enters a scenario: its place, its central value, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    pub(super) place: String,
    pub(super) central: f64,
    pub(super) unit: String,
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
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The central value, in [`unit`](Self::unit).
    #[must_use]
    pub const fn central(&self) -> f64 {
        self.central
    }

    /// The unit of the value, in words.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The values that a quantity of its kind may take.
    #[must_use]
    pub const fn allowed(&self) -> Interval {
        self.allowed
    }

    /// What is known of its spread; `None` is certain.
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
