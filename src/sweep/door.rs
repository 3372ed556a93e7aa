//! The checks of the values that go into a sweep.
//!
//! A variant is what [`Scenario::with_values`] gives, and the checks are those of reading that
//! scenario. They are not written a second time here: the door reads a few scenarios at the ends of
//! the values, and knows of all between them.
//!
//! Every condition of a scenario on a number, all other numbers given, holds for an interval of it
//! (a range, an order, a sum, an equality), and so do all conditions together. If a scenario accepts
//! all corners of a box of values, it therefore accepts the lines between them, then the planes
//! between these, and so the box. Numbers of the kinds in [`stands_alone`] share no condition with
//! another, so that one corner at the low ends of all of these and one at the high ends are enough.
//! Likewise a number of the program that is computed when a scenario is compiled shows at a corner.

use super::column::Column;
use crate::kernel::{Level, is_within_at};
use crate::scenario::{Edits, Scenario, closed};
use crate::watch::Count;
use crate::{Error, QuantityKind};

/// The most inputs with conditions in common whose corners are read: 256 of them.
const MOST_JOINT: usize = 8;

/// How the variants are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By the plan of the scenario, block by block.
    Together,
    /// Each by a plan of its own, read and checked for it.
    OneByOne,
}

/// What the corners of a box of values say of it.
enum Verdict {
    /// The scenario accepts all values between, by the same program.
    Accepted,
    /// The corners do not settle it: each value is to be read.
    Unsettled,
    Refused(Error),
}

/// The checks of the values of some inputs of a scenario.
#[derive(Clone, Debug)]
pub(super) struct Door {
    scenario: Scenario,
    edits: Edits,
    /// The numbers of the inputs.
    moved: Vec<usize>,
    /// The range of each input's kind of quantity, both ends included.
    ranges: Vec<[f64; 2]>,
    /// True for each input that may share a condition with another.
    is_joint: Vec<bool>,
    /// The least and the greatest value of each input between which all are accepted.
    accepted: Option<Vec<[f64; 2]>>,
}

/// True for kinds of quantities of which no condition joins one with another number.
const fn stands_alone(kind: QuantityKind) -> bool {
    matches!(
        kind,
        QuantityKind::Elasticity
            | QuantityKind::GrowthRatio
            | QuantityKind::SemiElasticity
            | QuantityKind::Multiplier
            | QuantityKind::GrowthRate
    )
}

impl Door {
    pub(super) fn of(scenario: &Scenario, moved: &[usize]) -> Result<Self, Error> {
        let inputs = moved.iter().map(|number| &scenario.inputs()[*number]);
        Ok(Self {
            scenario: scenario.clone(),
            edits: Edits::of(scenario)?,
            moved: moved.to_vec(),
            ranges: inputs
                .clone()
                .map(|input| closed(input.allowed()))
                .collect(),
            is_joint: inputs.map(|input| !stands_alone(input.kind())).collect(),
            accepted: None,
        })
    }

    /// Refuses values that the scenario refuses, and says how the others are computed.
    ///
    /// # Errors
    ///
    /// That of [`Scenario::with_values`] for the first variant found that is refused;
    /// [`Stopped`](crate::ErrorKind::Stopped).
    pub(super) fn admit(
        &mut self,
        level: Level,
        columns: &[Column<'_>],
        variants: usize,
        count: &Count<'_>,
    ) -> Result<Way, Error> {
        if let Some(variant) = self.first_out_of_range(level, columns) {
            self.read(columns, variant)?;
        }
        let bounds = bounds(columns, 0, variants);
        let is_inside =
            |[low, high]: &[f64; 2], [least, most]: &[f64; 2]| low >= least && high <= most;
        if let Some(accepted) = &self.accepted {
            if bounds
                .iter()
                .zip(accepted)
                .all(|(own, of)| is_inside(own, of))
            {
                return Ok(Way::Together);
            }
            let pairs = bounds.iter().zip(accepted);
            let hull: Vec<[f64; 2]> = pairs
                .map(|([low, high], [least, most])| [low.min(*least), high.max(*most)])
                .collect();
            if let Verdict::Accepted = self.verdict(&hull, &mut 0, count)? {
                self.accepted = Some(hull);
                return Ok(Way::Together);
            }
        }
        let mut reads = 0;
        match self.verdict(&bounds, &mut reads, count)? {
            Verdict::Accepted => {
                self.accepted = Some(bounds);
                Ok(Way::Together)
            }
            Verdict::Unsettled => Ok(Way::OneByOne),
            Verdict::Refused(_) => self.admit_range(columns, 0, variants, &mut reads, count),
        }
    }

    fn first_out_of_range(&self, level: Level, columns: &[Column<'_>]) -> Option<usize> {
        let columns = columns.iter().zip(&self.ranges);
        let outside = columns.filter_map(|(column, [low, high])| {
            let values = column.values();
            if is_within_at(level, values, *low, *high) {
                return None;
            }
            let number = values.iter().position(|x| !(low..=high).contains(&x))?;
            Some(column.first_with(number))
        });
        outside.min()
    }

    /// Settles the variants from `first` to before `end` by their corners, or in halves.
    fn admit_range(
        &self,
        columns: &[Column<'_>],
        first: usize,
        end: usize,
        reads: &mut usize,
        count: &Count<'_>,
    ) -> Result<Way, Error> {
        match self.verdict(&bounds(columns, first, end), reads, count)? {
            Verdict::Accepted => Ok(Way::Together),
            Verdict::Unsettled => Ok(Way::OneByOne),
            Verdict::Refused(error) if end - first == 1 => Err(at_variant(error, first)),
            // Reading each variant costs no more.
            Verdict::Refused(_) if *reads > columns_len(columns) => Ok(Way::OneByOne),
            Verdict::Refused(_) => {
                let middle = first + (end - first) / 2;
                let left = self.admit_range(columns, first, middle, reads, count)?;
                if left == Way::OneByOne {
                    return Ok(left);
                }
                self.admit_range(columns, middle, end, reads, count)
            }
        }
    }

    /// Reads the scenario at the corners of a box of values.
    fn verdict(
        &self,
        bounds: &[[f64; 2]],
        reads: &mut usize,
        count: &Count<'_>,
    ) -> Result<Verdict, Error> {
        let spreads = |[low, high]: &[f64; 2]| low < high;
        let inputs = bounds.iter().zip(&self.is_joint).enumerate();
        let joint: Vec<usize> = inputs
            .filter(|(_, (bounds, is_joint))| **is_joint && spreads(bounds))
            .map(|(place, _)| place)
            .collect();
        if joint.len() > MOST_JOINT {
            return Ok(Verdict::Unsettled);
        }
        let least = if bounds.iter().any(spreads) { 2 } else { 1 };
        let corners = least.max(1_usize << joint.len());
        for corner in 0..corners {
            count.check()?;
            *reads += 1;
            let is_high = |place: usize| match joint.iter().position(|other| *other == place) {
                Some(bit) => corner >> bit & 1 == 1,
                None => corner + 1 == corners && corners > 1,
            };
            let ends = bounds.iter().enumerate();
            let values = ends.map(|(place, [low, high])| if is_high(place) { *high } else { *low });
            match self.read_values(values) {
                Err(error) => return Ok(Verdict::Refused(error)),
                Ok(read) if !self.is_alike(&read) => return Ok(Verdict::Unsettled),
                Ok(_) => {}
            }
        }
        Ok(Verdict::Accepted)
    }

    /// True if a scenario has the program of this one, and the same inputs and outputs in it.
    fn is_alike(&self, read: &Scenario) -> bool {
        let (own, other) = (self.scenario.plan(), read.plan());
        let mut places = own.inputs.iter().zip(&other.inputs);
        own.program == other.program
            && own.outputs == other.outputs
            && own.inputs.len() == other.inputs.len()
            && places.all(|(input, other)| input.place() == other.place())
    }

    /// Reads the scenario of a variant.
    ///
    /// # Errors
    ///
    /// That of [`Scenario::with_values`], with the number of the variant in its path.
    pub(super) fn read(&self, columns: &[Column<'_>], variant: usize) -> Result<Scenario, Error> {
        let values = columns.iter().map(|column| column.at(variant));
        self.read_values(values)
            .map_err(|error| at_variant(error, variant))
    }

    fn read_values(&self, values: impl Iterator<Item = f64>) -> Result<Scenario, Error> {
        let inputs = self.scenario.inputs();
        let moved = self.moved.iter().map(|number| &inputs[*number]);
        self.edits.read(moved.zip(values))
    }
}

/// The least and the greatest value of each column among some variants.
fn bounds(columns: &[Column<'_>], first: usize, end: usize) -> Vec<[f64; 2]> {
    let columns = columns.iter();
    columns.map(|column| column.bounds(first, end)).collect()
}

/// The number of values in the longest column.
fn columns_len(columns: &[Column<'_>]) -> usize {
    let lengths = columns.iter().map(|column| column.values().len());
    lengths.max().unwrap_or(1)
}

/// The error of a variant, with its number in the path.
pub(super) fn at_variant(error: Error, variant: usize) -> Error {
    error.at(&format!("variant[{variant}]"))
}
