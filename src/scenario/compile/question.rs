//! Questions about one year of a scenario: its plan with the year's purchases, or the year's growth
//! of compute, left open.

use std::cell::RefCell;

use super::{Compiler, Driver, Key, Path, Place, Term, periods_at};
use crate::evidence::Meaning;
use crate::kernel::{Arena, Builder, Level, Routine};
use crate::scenario::plan::{Form, Input};
use crate::scenario::spec::Spec;
use crate::{Factor, Interval, Quantity};
use crate::{Output, Reading};

/// The quantity that a question leaves open in the year that ends with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Open {
    /// The factor on the money spent on compute in the year: one is the scenario, zero is a year
    /// without purchases.
    Purchases,
    /// The growth of effective compute in the year over that of its counterfactual, in log points:
    /// at zero both grow alike.
    Growth,
}

/// A question as terms of a plan.
pub(crate) struct Question<'p> {
    open: Open,
    /// One in the periods of the year, zero in all others.
    year: Term<'p>,
    /// The open quantity.
    unknown: Term<'p>,
    /// Periods in the year.
    periods: f64,
}

impl<'p> Question<'p> {
    /// A flow of money `I` that is scaled by the open factor `q` in the year: `I (1 + (q - 1) y)`,
    /// with `y` one in the year and zero in other periods.
    pub(super) fn scaled(&self, money: Term<'p>) -> Term<'p> {
        match self.open {
            Open::Purchases => money * (1.0 + (self.unknown - 1.0) * self.year),
            Open::Growth => money,
        }
    }

    /// Additions `a` of which the purchases are scaled by the open factor `q` in the year:
    /// `a + max(a, 0) (q - 1) y`. Scrapping stays as it is.
    pub(super) fn scaled_purchases(&self, additions: Term<'p>) -> Term<'p> {
        match self.open {
            Open::Purchases => {
                additions + additions.positive() * ((self.unknown - 1.0) * self.year)
            }
            Open::Growth => additions,
        }
    }

    /// Compute that in the year grows like its counterfactual and by the open growth on top, spread
    /// evenly over the year's periods: in a period of the year `d ln E = d ln E0 + q / n`, with the
    /// open log growth `q` and `n` periods in the year, and simple growth
    /// `(1 + g0) exp(q / n) - 1`.
    pub(super) fn driver(&self, driver: Driver<'p>) -> Driver<'p> {
        let Driver {
            path,
            counterfactual,
            ..
        } = driver;
        match self.open {
            Open::Purchases => driver,
            Open::Growth => {
                let step = self.unknown * (1.0 / self.periods);
                let others = 1.0 - self.year;
                let own = path.log.difference() * others;
                let open = (counterfactual.log.difference() + step) * self.year;
                let simple = counterfactual.simple + (1.0 + counterfactual.simple) * step.exp_m1();
                Driver {
                    path: Path {
                        log: (own + open).cumulate(),
                        simple: path.simple * others + simple * self.year,
                    },
                    counterfactual,
                    // An index does not respond to the growth of capacity, and the counterfactual
                    // has no index: in the open year it stays constant.
                    index_stands: Some(self.year),
                }
            }
        }
    }
}

/// The plan of a scenario with a question about the year that ends with a row.
#[derive(Clone, Debug)]
pub(crate) struct QuestionPlan {
    routine: Routine,
    outputs: Vec<Output>,
    rows: usize,
    row: usize,
    year: usize,
}

/// The results of a scenario in the year, at one value of the open quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Answer {
    /// GDP of the year's last period.
    pub(crate) gdp: f64,
    /// Money spent over the year.
    pub(crate) outlay: f64,
    /// The return of that money by its multiplier.
    pub(crate) returned: f64,
    /// Net value added of that return, whenever it is paid out; NaN without a chain.
    pub(crate) net: f64,
}

/// The outputs from which an answer is read.
const ANSWERS: [Output; 4] = [
    Output::Gdp(Reading::With),
    Output::Outlay,
    Output::MultiplierOutput,
    Output::NetValueAdded,
];

impl QuestionPlan {
    /// Compiles the question about the year, of `year` periods, that ends with `row`.
    pub(crate) fn compile(spec: &Spec, periods: u32, open: Open, row: usize, year: usize) -> Self {
        let builder = RefCell::new(Builder::new(periods as usize + 1));
        let mut compiler = Compiler::new(&builder, spec.base, periods);
        let unknown = compiler.unknown(spec);
        let question = Question {
            open,
            year: compiler.series(|at| f64::from(u8::from(at <= row && at + year > row))),
            unknown: compiler.term(|builder| builder.input(unknown)),
            periods: periods_at(year),
        };
        let mut outputs = compiler.scenario(spec, Some(&question));
        outputs.retain(|(output, _)| ANSWERS.contains(output));
        let parts = compiler.finish(outputs);
        let plan = parts.plan(builder.into_inner());
        let central: Vec<f64> = plan.inputs.iter().map(Input::central).collect();
        let varying: Vec<bool> = (0..central.len()).map(|input| input == unknown).collect();
        let all: Vec<usize> = (0..plan.outputs.len()).collect();
        // Noise is an argument of the routine, and is zero in a question.
        let noises = plan.noises.len();
        Self {
            routine: plan.program.routine(&central, &varying, noises, &all),
            outputs: plan.outputs,
            rows: periods as usize + 1,
            row,
            year,
        }
    }

    /// The answers at these values of the open quantity.
    pub(crate) fn at(&self, unknowns: &[f64]) -> Vec<Answer> {
        let count = unknowns.len();
        let nothing = Answer {
            gdp: f64::NAN,
            outlay: f64::NAN,
            returned: f64::NAN,
            net: f64::NAN,
        };
        let mut answers = vec![nothing; count];
        let read = |answers: &mut [Answer], number: usize, value: &dyn Fn(usize, usize) -> f64| {
            for (index, answer) in answers.iter_mut().enumerate() {
                let over_year = || -> f64 {
                    let within = self.row + 1 - self.year..=self.row;
                    within.map(|row| value(row, index)).sum()
                };
                match self.outputs[number] {
                    Output::Outlay => answer.outlay = over_year(),
                    Output::MultiplierOutput => answer.returned = over_year(),
                    Output::NetValueAdded => answer.net = over_year(),
                    _ => answer.gdp = value(self.row, index),
                }
            }
        };
        for (number, values) in self.routine.constants() {
            read(&mut answers, number, &|row, _| values[row]);
        }
        if count > 0 {
            let mut arguments = unknowns.to_vec();
            arguments.resize(self.routine.given_rows() * count, 0.0);
            let mut arena = Arena::default();
            self.routine.run(
                Level::detect(),
                &arguments,
                count,
                &mut arena,
                |number, values| {
                    debug_assert_eq!(values.len(), self.rows * count);
                    read(&mut answers, number, &|row, index| {
                        values[row * count + index]
                    });
                },
            );
        }
        answers
    }
}

impl Compiler<'_> {
    /// Enters the open quantity of a question and returns its number among the inputs.
    fn unknown(&mut self, spec: &Spec) -> usize {
        let place = Place::from(Key::Inputs);
        self.inputs.push(Input {
            stream: 0,
            place,
            central: 1.0,
            unit: String::new(),
            kind: Factor::KIND,
            measure: None,
            written: String::new(),
            form: Form::of(&Factor::ONE),
            allowed: Interval::FINITE,
            uncertainty: None,
            source: spec.gdp.base().source().clone(),
            entry: None,
            meaning: Meaning::default(),
        });
        self.inputs.len() - 1
    }
}
