//! A compiled scenario and the numbers that enter it.

use super::output::Output;
use crate::evidence::Source;
use crate::evidence::catalogue::Entry;
use crate::kernel::Program;
use crate::uncertainty::Uncertainty;

/// A compiled scenario: the program, its inputs, and what its outputs are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) program: Program,
    pub(crate) inputs: Vec<Input>,
    pub(crate) outputs: Vec<Output>,
}

/// A number that enters a scenario: its place, its central value, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    pub(super) place: String,
    pub(super) central: f64,
    pub(super) unit: String,
    pub(super) uncertainty: Option<Uncertainty>,
    pub(super) source: Source,
    pub(super) entry: Option<&'static Entry>,
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

    /// What is known of its spread; `None` is certain.
    #[must_use]
    pub const fn uncertainty(&self) -> Option<&Uncertainty> {
        self.uncertainty.as_ref()
    }

    /// Where it comes from.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// The catalogue entry it was taken from, if it was.
    #[must_use]
    pub const fn entry(&self) -> Option<&'static Entry> {
        self.entry
    }
}
