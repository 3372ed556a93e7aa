//! The compiler from a checked scenario to a flat program: the only module that states the
//! economics.
//!
//! All paths are logs of a level over its base, so that rescaling a unit changes nothing and a
//! difference of zero stays exactly zero. Row 0 of every block is the base period. Each formula has
//! its equation, symbols and source in a comment; a formula without a source is an identity, or a
//! definition of this library. [`Term`] provides the operators.

mod chain;
mod compute;
mod growth;
mod joint;
mod locality;
mod market;
mod moved;
mod outcome;
mod question;
mod restriction;
mod shock;
mod small;
mod stock;
mod term;

use std::cell::RefCell;
use std::collections::HashMap;

use super::joint::Noise;
use super::key::Key;
use super::place::{Place, Stream, figure_stream};
use super::plan::{Form, Input, NoiseBlock, Plan};
use super::spec::Spec;
use crate::evidence::Estimate;
use crate::kernel::Builder;
use crate::policy::{Instrument, Shock};
use crate::{Error, Output, Period, Quantity};

use question::Question;
pub(crate) use question::{Answer, Open, QuestionPlan};
pub(crate) use small::{coefficients_of_pair, net_of_gross_output, one_step, share_at};
use term::Term;

/// The treatment of noise and correlation on inputs that do not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joint {
    /// They are refused.
    Strict,
    /// They are ignored: an alternative may lack an input of the scenario.
    WhereItFits,
}

impl Plan {
    /// Compiles a checked specification.
    ///
    /// # Errors
    ///
    /// Errors detectable only after compilation: noise and correlation on inputs that do not exist
    /// or are certain.
    pub(crate) fn compile(spec: &Spec, periods: u32, joint: Joint) -> Result<Self, Error> {
        let builder = RefCell::new(Builder::new(periods as usize + 1));
        let mut compiler = Compiler::new(&builder, spec.base, periods);
        let outputs = compiler.scenario(spec, None);
        if joint == Joint::Strict {
            compiler.check_noise()?;
        }
        let parts = compiler.finish(outputs);
        let mut plan = parts.plan(builder.into_inner());
        plan.join(&spec.correlation, joint)?;
        Ok(plan)
    }

    /// Compiles the difference between a specification and another of the same periods: each output
    /// that both have, less that of the other. An input that both state alike is one input, and one
    /// that they state differently is two inputs, drawn from one stream unless they cite different
    /// figures: a draw differs only where the specifications differ.
    ///
    /// # Errors
    ///
    /// [`Conflict`](crate::ErrorKind::Conflict) for a correlation that the two contradict.
    pub(crate) fn difference(spec: &Spec, other: &Spec, periods: u32) -> Result<Self, Error> {
        let builder = RefCell::new(Builder::new(periods as usize + 1));
        let mut compiler = Compiler::new(&builder, spec.base, periods);
        let without = compiler.scenario(other, None);
        compiler.others = std::mem::take(&mut compiler.places);
        let with = compiler.scenario(spec, None);
        let outputs = with
            .into_iter()
            .filter_map(|(output, term)| {
                let (_, before) = without.iter().find(|(other, _)| *other == output)?;
                Some((output, term - *before))
            })
            .collect();
        let parts = compiler.finish(outputs);
        let mut plan = parts.plan(builder.into_inner());
        let correlations = plan.correlations_of_both(&spec.correlation, &other.correlation)?;
        plan.join(&correlations, Joint::WhereItFits)?;
        Ok(plan)
    }
}

/// A path from the base: `ln(L_t / L_0)`, and the simple growth `L_t / L_{t-1} - 1`.
#[derive(Clone, Copy)]
struct Path<'p> {
    log: Term<'p>,
    simple: Term<'p>,
}

/// The paths of effective compute and of its counterfactual.
#[derive(Clone, Copy)]
struct Driver<'p> {
    path: Path<'p>,
    counterfactual: Path<'p>,
    /// One in the periods in which a question holds the index constant, else zero.
    index_stands: Option<Term<'p>>,
}

/// The side of a path of compute, and what acts on it.
#[derive(Clone, Copy)]
enum Side<'s, 'p> {
    /// The scenario's own path, under the active shocks and an optional question.
    Path {
        shocks: &'s [(Place, Shock)],
        question: Option<&'s Question<'p>>,
    },
    Counterfactual,
}

impl<'s, 'p> Side<'s, 'p> {
    /// The shocks that act on the side, with their places.
    fn shocks(self) -> &'s [(Place, Shock)] {
        match self {
            Self::Path { shocks, .. } => shocks,
            Self::Counterfactual => &[],
        }
    }

    /// True if a shock on this side acts on the instrument.
    fn moves(self, instrument: Instrument) -> bool {
        let mut shocks = self.shocks().iter();
        shocks.any(|(_, shock)| shock.instrument() == instrument)
    }

    /// The question about the side.
    fn question(self) -> Option<&'s Question<'p>> {
        match self {
            Self::Path { question, .. } => question,
            Self::Counterfactual => None,
        }
    }
}

/// Outputs with their terms, in the order in which they are reported.
type Outputs<'p> = Vec<(Output, Term<'p>)>;

struct Compiler<'p> {
    builder: &'p RefCell<Builder>,
    inputs: Vec<Input>,
    /// The number of each input by its place.
    places: HashMap<Place, usize>,
    /// The number of each input of the other scenario of a comparison, by its place.
    others: HashMap<Place, usize>,
    base: Period,
    periods: u32,
    /// Noise, each with a flag that is true once its growth path is compiled.
    noise: Vec<(Noise, bool)>,
    /// The blocks of noise.
    noises: Vec<NoiseBlock>,
    /// The growth paths compiled.
    growths: Vec<Place>,
    /// The inputs that move on the path alone.
    moved: Option<moved::Moved>,
}

/// A finished compilation, which no longer borrows the builder.
struct Parts {
    inputs: Vec<Input>,
    noises: Vec<NoiseBlock>,
    outputs: Vec<Output>,
    registers: Vec<crate::kernel::Register>,
}

impl Parts {
    fn plan(self, builder: Builder) -> Plan {
        Plan {
            program: builder.finish(&self.registers),
            inputs: self.inputs,
            outputs: self.outputs,
            noises: self.noises,
            joined: None,
            copies: Vec::new(),
        }
    }
}

impl<'p> Compiler<'p> {
    fn new(builder: &'p RefCell<Builder>, base: Period, periods: u32) -> Self {
        Self {
            builder,
            inputs: Vec::new(),
            places: HashMap::new(),
            others: HashMap::new(),
            base,
            periods,
            noise: Vec::new(),
            noises: Vec::new(),
            growths: Vec::new(),
            moved: None,
        }
    }

    /// All outputs of a specification, under an optional question.
    fn scenario(&mut self, spec: &Spec, question: Option<&Question<'p>>) -> Outputs<'p> {
        self.noise = spec.noise.iter().map(|n| (n.clone(), false)).collect();
        let shocks = spec.shocks();
        // A forecast that includes compute includes the compute of the scenario without policies
        // and with all purchases.
        let unshocked = (!shocks.is_empty() || question.is_some()).then(|| {
            let side = Side::Path {
                shocks: &[],
                question: None,
            };
            self.driven(&spec.compute, side).driver
        });
        let side = Side::Path {
            shocks: &shocks,
            question,
        };
        let compute = self.driven(&spec.compute, side);
        let mut outputs = compute.outputs;
        let (gdp, digital) = self.outcomes(spec, compute.driver, unshocked, &mut outputs);
        gdp.report(Output::Gdp, &mut outputs);
        if let Some(digital) = &digital {
            digital.report(Output::Digital, &mut outputs);
            outputs.push((Output::DigitalShare, digital.with / gdp.with));
        }
        if let Some(investment) = &spec.investment {
            self.investment(investment, &compute.bought, question, &mut outputs);
        }
        if let Some(locality) = &spec.locality {
            self.locality(spec, locality, compute.driver, &mut outputs);
        }
        outputs
    }

    fn finish(self, outputs: Outputs<'p>) -> Parts {
        let (outputs, terms): (Vec<_>, Vec<_>) = outputs.into_iter().unzip();
        Parts {
            inputs: self.inputs,
            noises: self.noises,
            outputs,
            registers: terms.into_iter().map(Term::register).collect(),
        }
    }

    /// Enters an estimate as an input and returns its number.
    fn enter<Q: Quantity>(&mut self, place: Place, estimate: &Estimate<Q>) -> usize {
        if let Some(copy) = self.stated_copy(&place) {
            return copy;
        }
        // Path and counterfactual share their inputs.
        if let Some(number) = self.places.get(&place) {
            return *number;
        }
        let stream = match estimate.entry() {
            Some(entry) => figure_stream(entry.key()),
            None => place.stream(Stream::Input),
        };
        let input = Input {
            place: place.clone(),
            stream,
            central: estimate.value().number(),
            written: format!("{:.4}", estimate.value()),
            unit: estimate.value().unit(),
            kind: Q::KIND,
            measure: estimate.value().counted_in(),
            form: Form::of(&estimate.value()),
            allowed: estimate.value().allowed(),
            uncertainty: estimate.uncertainty().cloned(),
            source: estimate.source().clone(),
            meaning: estimate.meaning().clone(),
            entry: estimate.entry(),
        };
        // Two compared scenarios share the inputs that they state alike.
        let others = self.others.get(&place).copied();
        let number = others.filter(|number| self.inputs[*number] == input);
        let number = number.unwrap_or_else(|| {
            self.inputs.push(input);
            self.inputs.len() - 1
        });
        self.places.insert(place, number);
        number
    }

    /// An estimate as a term.
    fn input<Q: Quantity>(&mut self, place: Place, estimate: &Estimate<Q>) -> Term<'p> {
        let number = self.enter(place, estimate);
        self.term(|builder| builder.input(number))
    }

    fn term(&self, step: impl FnOnce(&mut Builder) -> crate::kernel::Register) -> Term<'p> {
        Term::new(self.builder, step(&mut self.builder.borrow_mut()))
    }

    fn constant(&self, value: f64) -> Term<'p> {
        self.term(|builder| builder.constant(value))
    }

    /// The number of rows: the base period and the periods after it.
    fn rows(&self) -> usize {
        self.periods as usize + 1
    }

    /// The term of a series: one number per row.
    fn series(&self, value: impl FnMut(usize) -> f64) -> Term<'p> {
        let values = (0..self.rows()).map(value).collect();
        self.term(|builder| builder.series(values))
    }

    /// The term whose row is the input of the given number, or zero.
    fn input_rows(&self, number: impl FnMut(usize) -> Option<usize>) -> Term<'p> {
        let numbers: Vec<Option<usize>> = (0..self.rows()).map(number).collect();
        self.term(|builder| builder.input_rows(&numbers))
    }

    /// A constant path.
    fn still(&self) -> Path<'p> {
        let zero = self.series(|_| 0.0);
        Path {
            log: zero,
            simple: zero,
        }
    }

    /// Periods since the base: 0, 1, 2, ...
    fn time(&self) -> Term<'p> {
        let times = (0..=self.periods).map(f64::from).collect();
        self.term(|builder| builder.series(times))
    }

    /// Periods of the scenario in a year.
    fn per_year(&self) -> f64 {
        f64::from(self.base.frequency().per_year())
    }
}

/// The number of a row as a number of periods.
#[expect(clippy::cast_precision_loss, reason = "at most 1,200 periods")]
const fn periods_at(row: usize) -> f64 {
    row as f64
}

/// The running sums of `f` over the parts.
fn running(parts: &[f64], f: impl Fn(f64) -> f64) -> Vec<f64> {
    parts
        .iter()
        .scan(0.0, |sum, part| {
            *sum += f(*part);
            Some(*sum)
        })
        .collect()
}
