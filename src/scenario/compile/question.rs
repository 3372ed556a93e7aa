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

/// What a question leaves open in the year that ends with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Open {
    /// How many times what the scenario spends is spent on compute in the year: one is the
    /// scenario, zero is a year without purchases.
    Purchases,
    /// By how much effective compute grows in the year over its counterfactual, in log points: zero
    /// is a year in which it grows like it.
    Growth,
}

/// A question as terms of a plan.
pub(crate) struct Question<'p> {
    open: Open,
    /// One in the periods of the year, zero in all others.
    year: Term<'p>,
    /// The number that is left open.
    lever: Term<'p>,
    /// Periods in the year.
    periods: f64,
}

impl<'p> Question<'p> {
    /// A flow of money that is scaled in the year.
    pub(super) fn scaled(&self, money: Term<'p>) -> Term<'p> {
        match self.open {
            Open::Purchases => money * (1.0 + (self.lever - 1.0) * self.year),
            Open::Growth => money,
        }
    }

    /// Additions of which the purchases are scaled in the year; what is scrapped stays.
    pub(super) fn scaled_purchases(&self, additions: Term<'p>) -> Term<'p> {
        match self.open {
            Open::Purchases => additions + additions.positive() * ((self.lever - 1.0) * self.year),
            Open::Growth => additions,
        }
    }

    /// Compute that in the year grows like its counterfactual and by the open growth on top, spread
    /// evenly over the year's periods.
    pub(super) fn driver(&self, driver: Driver<'p>) -> Driver<'p> {
        let Driver {
            path,
            counterfactual,
            ..
        } = driver;
        match self.open {
            Open::Purchases => driver,
            Open::Growth => {
                let step = self.lever * (1.0 / self.periods);
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
                    // An index of computing power moves with no growth of capacity, and its own
                    // growth of the year is no counterfactual's.
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

/// What a scenario comes to in the year, at one value of what is left open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Answer {
    /// GDP of the year's last period.
    pub(crate) gdp: f64,
    /// Money spent over the year.
    pub(crate) outlay: f64,
    /// What that money returns by its multiplier.
    pub(crate) returned: f64,
    /// Net value added of that return, whenever it is paid out; NaN without a chain.
    pub(crate) net: f64,
}

/// The outputs that an answer is read from.
const WANTED: [Output; 4] = [
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
        let lever = compiler.lever(spec);
        let question = Question {
            open,
            year: compiler.series(|at| f64::from(u8::from(at <= row && at + year > row))),
            lever: compiler.term(|builder| builder.input(lever)),
            periods: periods_at(year),
        };
        let mut outputs = compiler.scenario(spec, Some(&question));
        outputs.retain(|(output, _)| WANTED.contains(output));
        let parts = compiler.finish(outputs);
        let plan = parts.plan(builder.into_inner());
        let central: Vec<f64> = plan.inputs.iter().map(Input::central).collect();
        let varying: Vec<bool> = (0..central.len()).map(|input| input == lever).collect();
        let wanted: Vec<usize> = (0..plan.outputs.len()).collect();
        // Noise varies by lane, and is handed in as zeros.
        let noises = plan.noises.len();
        Self {
            routine: plan.program.routine(&central, &varying, noises, &wanted),
            outputs: plan.outputs,
            rows: periods as usize + 1,
            row,
            year,
        }
    }

    /// The answers at these values of what is left open.
    pub(crate) fn at(&self, levers: &[f64]) -> Vec<Answer> {
        let lanes = levers.len();
        let nothing = Answer {
            gdp: f64::NAN,
            outlay: f64::NAN,
            returned: f64::NAN,
            net: f64::NAN,
        };
        let mut answers = vec![nothing; lanes];
        let read = |answers: &mut [Answer], number: usize, value: &dyn Fn(usize, usize) -> f64| {
            for (lane, answer) in answers.iter_mut().enumerate() {
                let over_year = || -> f64 {
                    let within = self.row + 1 - self.year..=self.row;
                    within.map(|row| value(row, lane)).sum()
                };
                match self.outputs[number] {
                    Output::Outlay => answer.outlay = over_year(),
                    Output::MultiplierOutput => answer.returned = over_year(),
                    Output::NetValueAdded => answer.net = over_year(),
                    _ => answer.gdp = value(self.row, lane),
                }
            }
        };
        for (number, values) in self.routine.constants() {
            read(&mut answers, number, &|row, _| values[row]);
        }
        if lanes > 0 {
            let mut given = levers.to_vec();
            given.resize(self.routine.given_rows() * lanes, 0.0);
            let mut arena = Arena::default();
            self.routine.run(
                Level::detect(),
                &given,
                lanes,
                &mut arena,
                |number, values| {
                    debug_assert_eq!(values.len(), self.rows * lanes);
                    read(&mut answers, number, &|row, lane| {
                        values[row * lanes + lane]
                    });
                },
            );
        }
        answers
    }
}

impl Compiler<'_> {
    /// Enters the number that a question leaves open, and returns its number among the inputs.
    fn lever(&mut self, spec: &Spec) -> usize {
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
