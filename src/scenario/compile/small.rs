//! Small plans: single formulas of the model, by the same terms as in a scenario.

use std::cell::RefCell;

use super::outcome::{Levels, rest_coefficient};
use super::{Compiler, Driver, Key, Place, Term};
use crate::Output;
use crate::capacity::{Growth, SharePath};
use crate::evidence::Estimate;
use crate::investment::Chain;
use crate::kernel::Builder;
use crate::response::Response;
use crate::scenario::plan::{Input, Plan};
use crate::{Capacity, GrowthRate, MultiplierOf, Period};

/// Evaluates a plan of a few terms at central values. Returns the rows of each term, the base
/// first.
fn evaluate(
    base: Period,
    periods: u32,
    terms: impl for<'p> FnOnce(&mut Compiler<'p>) -> Vec<Term<'p>>,
) -> Vec<Vec<f64>> {
    let builder = RefCell::new(Builder::new(periods as usize + 1));
    let mut compiler = Compiler::new(&builder, base, periods);
    let registers: Vec<_> = terms(&mut compiler)
        .into_iter()
        .map(Term::register)
        .collect();
    let central: Vec<f64> = compiler.inputs.iter().map(Input::central).collect();
    drop(compiler);
    let program = builder.into_inner().finish(&registers);
    let varying = vec![false; central.len()];
    let all: Vec<usize> = (0..registers.len()).collect();
    let routine = program.routine(&central, &varying, 0, &all);
    // All outputs of a routine without varying inputs are constants.
    let mut rows = vec![Vec::new(); registers.len()];
    for (number, values) in routine.constants() {
        rows[number] = values.to_vec();
    }
    rows
}

/// The plan of one period of compute growth by the formulas of a scenario: its outputs are all
/// series of a GDP of one that does not grow otherwise.
pub(crate) fn one_step(base: Period, growth: &Estimate<GrowthRate>, response: &Response) -> Plan {
    let builder = RefCell::new(Builder::new(2));
    let mut compiler = Compiler::new(&builder, base, 1);
    let growth = Growth::<Capacity>::Constant(growth.clone());
    let path = compiler.growth(Key::Growth.into(), &growth, None);
    let still = compiler.still();
    let driver = Driver {
        path,
        counterfactual: still,
        index_stands: None,
    };
    let place = Place::from(Key::Response);
    let coefficient = compiler.coefficient(&place, response.coefficient());
    let stimulus = compiler.stimulus(&place, response, driver);
    let effect = Compiler::effect(response, coefficient, stimulus);
    let one = compiler.constant(1.0);
    let mut outputs = Vec::new();
    Levels::of(one, still, effect, false).report(Output::Gdp, &mut outputs);
    let parts = compiler.finish(outputs);
    parts.plan(builder.into_inner())
}

/// The share of a path at one date.
pub(crate) fn share_at(path: &SharePath, at: Period) -> f64 {
    let rows = evaluate(at, 0, |compiler| {
        let (share, _) = compiler.share(&Key::SmartShare.into(), path);
        vec![share]
    });
    rows.first()
        .and_then(|row| row.first())
        .copied()
        .unwrap_or(f64::NAN)
}

/// The net value added of one unit of gross output at the end of a chain, at central values.
pub(crate) fn net_of_gross_output(chain: &Chain) -> f64 {
    let rows = evaluate(Period::FIRST, 0, |compiler| {
        let unit = compiler.constant(1.0);
        let of = MultiplierOf::GrossOutput;
        vec![compiler.chain(&Key::Chain.into(), chain, of, unit).net]
    });
    rows.first()
        .and_then(|row| row.first())
        .copied()
        .unwrap_or(f64::NAN)
}

/// The coefficients of the rest and of the whole, for each share `d` of a part in the whole: the
/// coefficient of the rest that the pair implies, `(c - d c_p) / (1 - d)`, and the coefficient of
/// the whole, `d c_p + (1 - d) c_r`, with the coefficient `c_r` of the rest at the first share.
pub(crate) fn coefficients_of_pair(
    base: Period,
    shares: &[f64],
    of_whole: f64,
    of_part: f64,
) -> (Vec<f64>, Vec<f64>) {
    let Some(periods) = shares
        .len()
        .checked_sub(1)
        .and_then(|n| u32::try_from(n).ok())
    else {
        return (Vec::new(), Vec::new());
    };
    let mut rows = evaluate(base, periods, |compiler| {
        let share = compiler.series(|row| shares[row]);
        let [one, of_whole, of_part] =
            [1.0, of_whole, of_part].map(|number| compiler.constant(number));
        let rest = rest_coefficient([one, share], [of_whole, of_part]);
        let whole = share * of_part + (1.0 - share) * rest.first();
        vec![rest, whole]
    })
    .into_iter();
    (
        rows.next().unwrap_or_default(),
        rows.next().unwrap_or_default(),
    )
}
