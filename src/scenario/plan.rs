//! The compiled form of a scenario and its inputs.

use std::fmt;

use super::key::Key;
use super::place::{Place, Step};
use crate::evidence::catalogue::Entry;
use crate::evidence::{Meaning, Source};
use crate::kernel::{Program, Routine};
use crate::uncertainty::{Copula, Uncertainty};
use crate::{Error, ErrorKind, Interval, Measure, Output, Quantity, QuantityKind};

/// A compiled scenario: the program, its inputs and its outputs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) program: Program,
    pub(crate) inputs: Vec<Input>,
    pub(crate) outputs: Vec<Output>,
    /// The blocks of noise.
    pub(crate) noises: Vec<NoiseBlock>,
    pub(crate) joined: Option<Joined>,
    /// The numbers of inputs that replace others of the same place in the counterfactual alone.
    pub(crate) copies: Vec<usize>,
}

/// A block of noise: one standard normal number per period.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NoiseBlock {
    /// The place of the growth path.
    pub(crate) on: Place,
    /// The random stream.
    pub(crate) stream: u64,
}

/// Inputs that are correlated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Joined {
    /// The numbers of the inputs, in the order of the copula.
    pub(crate) members: Vec<usize>,
    pub(crate) copula: Copula,
}

impl Plan {
    /// The central value of every input, in order.
    pub(crate) fn central_values(&self) -> Vec<f64> {
        self.inputs.iter().map(Input::central).collect()
    }

    /// The number of the input at a place, copies excluded.
    pub(crate) fn input_at(&self, place: &str) -> Option<usize> {
        let mut inputs = self.inputs.iter().enumerate();
        let moves = |(number, input): &(usize, &Input)| {
            *input.place() == *place && !self.copies.contains(number)
        };
        inputs.find(moves).map(|(number, _)| number)
    }

    /// The routine at central values and without noise, of which every output is constant.
    pub(crate) fn at_central_values(&self) -> Routine {
        self.program.constant_routine(&self.central_values())
    }
}

/// The text form of an input's quantity, in which other numbers of it can be written.
#[derive(Clone)]
pub(super) struct Form {
    /// The quantity as text.
    text: String,
    write: fn(&str, f64) -> Result<String, Error>,
}

impl Form {
    pub(super) fn of<Q: Quantity>(quantity: &Q) -> Self {
        Self {
            text: quantity.to_string(),
            // The text that a quantity prints is read as the same quantity.
            write: |text, number| Ok(text.parse::<Q>()?.with_number(number)?.to_string()),
        }
    }

    /// The quantity, as one of its type.
    pub(super) fn quantity<Q: Quantity>(&self) -> Result<Q, Error> {
        self.text.parse()
    }

    /// The text of the same kind of quantity with another magnitude, as in a file.
    pub(super) fn text_of(&self, number: f64) -> Result<String, Error> {
        (self.write)(&self.text, number)
    }
}

impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// An input of a scenario: a number with its place, its central value, its uncertainty and its
/// source.
///
/// # Examples
///
/// ```
/// use compute_impact::Scenario;
///
/// let scenario = Scenario::shipped("china-2030")?;
/// let base = scenario.input("compute.base")?;
/// assert_eq!(base.written(), "280 EFLOPS FP32 in use");
/// assert_eq!(base.entry().unwrap().id(), "miit.compute.in-use.2024-12");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    pub(super) place: Place,
    pub(super) central: f64,
    pub(super) unit: String,
    pub(super) kind: QuantityKind,
    pub(super) measure: Option<Measure>,
    /// The central value with its unit, as in a sentence.
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

    /// True if a text names the place: the place itself, or the longer path that a file has there.
    ///
    /// A file writes a coefficient under the name of its kind, and an estimate as a table with a
    /// `value`: `gdp.response.coefficient.elasticity` and `gdp.response.coefficient.elasticity.value`
    /// name the place `gdp.response.coefficient` of an elasticity.
    ///
    /// # Examples
    ///
    /// ```
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    /// let coefficient = scenario.input("gdp.response.coefficient")?;
    /// assert!(coefficient.is_at("gdp.response.coefficient"));
    /// assert!(coefficient.is_at("gdp.response.coefficient.growth-ratio"));
    /// assert!(!coefficient.is_at("gdp.response.coefficient.elasticity")); // another kind
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn is_at(&self, text: &str) -> bool {
        let Some(rest) = text.strip_prefix(self.place.as_str()) else {
            return false;
        };
        let rest = rest.strip_suffix(".value").unwrap_or(rest);
        if rest.is_empty() {
            return true;
        }
        let kind = match self.kind {
            QuantityKind::Elasticity => "elasticity",
            QuantityKind::GrowthRatio => "growth-ratio",
            QuantityKind::SemiElasticity => "semi-elasticity",
            _ => return false,
        };
        let is_coefficient = self.place.steps().last() == Some(&Step::Key(Key::Coefficient));
        is_coefficient && rest.strip_prefix('.') == Some(kind)
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

    /// The measure of a capacity, or of a cost or power per capacity.
    #[must_use]
    pub const fn measure(&self) -> Option<Measure> {
        self.measure
    }

    /// The values that a quantity of its kind may take.
    #[must_use]
    pub const fn allowed(&self) -> Interval {
        self.allowed
    }

    /// The uncertainty; `None` for a certain input.
    #[must_use]
    pub const fn uncertainty(&self) -> Option<&Uncertainty> {
        self.uncertainty.as_ref()
    }

    /// True if a simulation draws the input.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.uncertainty
            .as_ref()
            .is_some_and(|uncertainty| !uncertainty.is_certain())
    }

    /// The number of a quantity that could stand at the input's place: one of its kind, measure,
    /// price basis and unit.
    ///
    /// # Errors
    ///
    /// [`WrongQuantity`](ErrorKind::WrongQuantity), [`MeasureMismatch`](ErrorKind::MeasureMismatch),
    /// [`PriceBasisMismatch`](ErrorKind::PriceBasisMismatch) or
    /// [`OtherUnit`](ErrorKind::OtherUnit) for another.
    pub(crate) fn number_of<Q: Quantity>(&self, quantity: &Q) -> Result<f64, Error> {
        if Q::KIND != self.kind {
            let (expected, found) = (self.kind.name(), Q::NAME);
            return Err(Error::new(ErrorKind::WrongQuantity { expected, found }));
        }
        let own: Q = self.form.quantity()?;
        let number = quantity.number();
        if own.with_number(number).is_ok_and(|own| own == *quantity) {
            return Ok(number);
        }
        Err(Error::new(
            match (own.counted_in(), quantity.counted_in()) {
                (Some(right), Some(left)) if left != right => {
                    ErrorKind::MeasureMismatch { left, right }
                }
                _ => match (own.priced_at(), quantity.priced_at()) {
                    (Some(right), Some(left)) if left != right => {
                        ErrorKind::PriceBasisMismatch { left, right }
                    }
                    _ => ErrorKind::OtherUnit {
                        expected: own.unit(),
                        found: quantity.unit(),
                    },
                },
            },
        ))
    }

    /// The random stream from which it is drawn. Inputs that cite the same entry of the catalogue
    /// are one figure and share a stream.
    pub(crate) const fn stream(&self) -> u64 {
        self.stream
    }

    /// The source.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// The meaning: the facts known about the figure from the value itself, the catalogue and the
    /// user.
    #[must_use]
    pub const fn meaning(&self) -> &Meaning {
        &self.meaning
    }

    /// The catalogue entry that it cites; `None` if it cites none.
    #[must_use]
    pub const fn entry(&self) -> Option<&'static Entry> {
        self.entry
    }
}
