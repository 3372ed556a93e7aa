//! From a checked scenario to a flat program: the one place where the economics is written.
//!
//! All paths are kept as logs of a level over its base, so that rescaling a unit changes nothing
//! and a difference of zero stays exactly zero. Row 0 of every block is the base period.

mod chain;
mod compute;
mod joint;
mod outcome;
mod restriction;
mod shock;
mod stock;

use std::collections::HashMap;

use super::joint::Noise;
use super::output::Output;
use super::plan::{Input, Plan, stream};
use super::spec::Spec;
use crate::capacity::{Growth, SharePath, Shock, parts_before};
use crate::evidence::Estimate;
use crate::kernel::{Builder, Register};
use crate::response::Response;
use crate::{Capacity, Error, GrowthRate, Period, Quantity};

/// What noise and correlation on inputs that are not there mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joint {
    /// A mistake.
    Strict,
    /// Nothing: an alternative may do without an input of the scenario.
    WhereItFits,
}

impl Plan {
    /// Compiles a checked specification.
    ///
    /// # Errors
    ///
    /// What only the compiled inputs show: noise and correlation on what is not there or certain.
    pub(crate) fn compile(spec: &Spec, periods: u32, joint: Joint) -> Result<Self, Error> {
        let mut compiler = Compiler::new(spec.base, periods);
        let outputs = compiler.scenario(spec);
        if joint == Joint::Strict {
            compiler.check_noise()?;
        }
        let mut plan = compiler.finish(outputs);
        plan.join(&spec.correlation, joint)?;
        Ok(plan)
    }

    /// Compiles what a specification has over another of the same periods: each output of both,
    /// less that of the other. What both have in common is one input, so that nothing but their
    /// difference differs in any draw.
    pub(crate) fn difference(spec: &Spec, other: &Spec, periods: u32) -> Result<Self, Error> {
        let mut compiler = Compiler::new(spec.base, periods);
        let without = compiler.scenario(other);
        let with = compiler.scenario(spec);
        let mut outputs = Vec::with_capacity(with.len());
        for (output, register) in with {
            if let Some((_, before)) = without.iter().find(|(held, _)| *held == output) {
                outputs.push((output, compiler.builder.subtract(register, *before)));
            }
        }
        let mut plan = compiler.finish(outputs);
        plan.join(&spec.correlation, Joint::WhereItFits)?;
        Ok(plan)
    }
}

/// What a response to one step of compute growth does to the log of the outcome, after one period
/// and without other growth: the scenario's own economics on a scenario of one step.
pub(crate) fn one_step(base: Period, growth: &Estimate<GrowthRate>, response: &Response) -> Plan {
    let mut compiler = Compiler::new(base, 1);
    let growth = compiler.growth(
        "growth",
        &Growth::<Capacity>::Constant(growth.clone()),
        None,
    );
    let still = compiler.still();
    let driver = Driver {
        log: growth.log,
        growth: growth.simple,
        log_0: still,
        growth_0: still,
    };
    let coefficient = compiler.coefficient("response", response.coefficient());
    let stimulus = compiler.stimulus("response", response, &driver);
    let effect = compiler.effect(response, coefficient, stimulus);
    let one = compiler.builder.constant(1.0);
    let given = Path {
        log: still,
        simple: still,
    };
    let levels = compiler.levels(one, given, effect, false);
    let mut outputs = Vec::new();
    compiler.read_out(&levels, Output::Gdp, &mut outputs);
    compiler.finish(outputs)
}

/// The share of a path at one date.
pub(crate) fn share_at(path: &SharePath, at: Period) -> Plan {
    let mut compiler = Compiler::new(at, 0);
    let (share, _) = compiler.share("share", path);
    compiler.finish(vec![(Output::SmartShare, share)])
}

/// A path from the base: the log of its level over the base, and its simple growth by period.
#[derive(Clone, Copy)]
struct Path {
    log: Register,
    simple: Register,
}

/// Effective compute and its counterfactual: logs over the base, and simple growth.
#[derive(Clone, Copy)]
struct Driver {
    log: Register,
    growth: Register,
    log_0: Register,
    growth_0: Register,
}

/// A coefficient times its stimulus, and what it moves.
#[derive(Clone, Copy)]
enum Effect {
    /// Growth of each period, in points.
    OnGrowth(Register),
    /// The log of the level.
    OnLog(Register),
}

/// A segment mix over time, and what it makes of a total.
struct Mix {
    total: Register,
    segments: [Option<Register>; 3],
    smart_share: Register,
    /// Effective over total; `None` is one.
    use_per_total: Option<Register>,
}

/// An outcome's money with and without the difference in compute.
struct Levels {
    with: Register,
    without: Register,
    /// Log of with over without, where it is known better than the levels give it.
    log_impact: Option<Register>,
}

/// Which compute a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// The scenario's own: shocks strike it, and its purchases are outputs.
    Path,
    Counterfactual,
}

struct Compiler {
    builder: Builder,
    inputs: Vec<Input>,
    /// The number of each input by its place.
    places: HashMap<String, usize>,
    base: Period,
    periods: u32,
    /// Shocks in force, with their places.
    shocks: Vec<(String, Shock)>,
    /// Compute without the shocks, if any is in force.
    unshocked: Option<Driver>,
    /// What was bought and retired, and what it cost.
    bought: Vec<(Output, Register)>,
    /// The money that each segment with a cost takes.
    spent: Vec<Register>,
    /// Noise, and whether its growth path was met.
    noise: Vec<(Noise, bool)>,
    noises: Vec<u64>,
    /// The growth paths met.
    growths: Vec<String>,
}

impl Compiler {
    fn new(base: Period, periods: u32) -> Self {
        let builder = Builder::new(periods as usize + 1);
        Self {
            builder,
            inputs: Vec::new(),
            places: HashMap::new(),
            base,
            periods,
            shocks: Vec::new(),
            unshocked: None,
            bought: Vec::new(),
            spent: Vec::new(),
            noise: Vec::new(),
            noises: Vec::new(),
            growths: Vec::new(),
        }
    }

    /// All outputs of a specification.
    fn scenario(&mut self, spec: &Spec) -> Vec<(Output, Register)> {
        self.shocks.clear();
        let noise = spec.noise.iter().map(|noise| (noise.clone(), false));
        self.noise = noise.collect();
        // A forecast that holds compute holds the compute of the scenario without its policies.
        let shocks = spec.shocks();
        self.unshocked = (!shocks.is_empty()).then(|| {
            let driver = self.compute(&spec.compute, &mut Vec::new());
            self.bought.clear();
            driver
        });
        self.shocks = shocks;
        let mut outputs = Vec::with_capacity(32);
        let driver = self.compute(&spec.compute, &mut outputs);
        let (gdp, digital) = self.outcomes(spec, &driver, &mut outputs);
        self.read_out(&gdp, Output::Gdp, &mut outputs);
        if let Some(digital) = &digital {
            self.read_out(digital, Output::Digital, &mut outputs);
            let share = self.builder.divide(digital.with, gdp.with);
            outputs.push((Output::DigitalShare, share));
        }
        if let Some(investment) = &spec.investment {
            self.investment(investment, &mut outputs);
        }
        outputs
    }

    fn finish(self, outputs: Vec<(Output, Register)>) -> Plan {
        let (names, registers): (Vec<_>, Vec<_>) = outputs.into_iter().unzip();
        Plan {
            program: self.builder.finish(&registers),
            inputs: self.inputs,
            outputs: names,
            noises: self.noises,
            joined: None,
        }
    }

    /// Enters an estimate as an input, and says which.
    fn enter<Q: Quantity>(&mut self, place: impl Into<String>, estimate: &Estimate<Q>) -> usize {
        let place = place.into();
        // Path and counterfactual, or two scenarios that are compared, meet the same input.
        if let Some(met) = self.places.get(&place) {
            return *met;
        }
        self.places.insert(place.clone(), self.inputs.len());
        let stream = estimate.entry().map_or_else(
            || stream(&place),
            |entry| stream(&format!("catalogue:{}", entry.id())),
        );
        self.inputs.push(Input {
            place,
            stream,
            central: estimate.value().number(),
            unit: estimate.value().unit(),
            allowed: estimate.value().allowed(),
            uncertainty: estimate.uncertainty().cloned(),
            source: estimate.source().clone(),
            meaning: estimate.meaning().clone(),
            entry: estimate.entry(),
        });
        self.inputs.len() - 1
    }

    fn estimate<Q: Quantity>(
        &mut self,
        place: impl Into<String>,
        estimate: &Estimate<Q>,
    ) -> Register {
        let index = self.enter(place, estimate);
        self.builder.input(index)
    }

    /// A path that does not move.
    fn still(&mut self) -> Register {
        let rows = self.builder.rows();
        self.builder.series(vec![0.0; rows])
    }

    /// Periods since the base: 0, 1, 2, ...
    fn time(&mut self) -> Register {
        self.builder
            .series((0..=self.periods).map(f64::from).collect())
    }

    /// The path of an input rate that stays the same.
    fn constant_growth(&mut self, rate: usize) -> Path {
        let rows = self.builder.rows();
        let steps: Vec<_> = (0..rows).map(|row| (row > 0).then_some(rate)).collect();
        let simple = self.builder.input_rows(&steps);
        let rate = self.builder.input(rate);
        let step = self.builder.ln_1p(rate);
        let time = self.time();
        let log = self.builder.multiply(step, time);
        Path {
            log: self.unsigned(log),
            simple,
        }
    }

    /// A growth path; `base` is the level's register, needed by a target.
    fn growth<Q: Quantity>(
        &mut self,
        place: &str,
        growth: &Growth<Q>,
        base: Option<Register>,
    ) -> Path {
        let rows = self.builder.rows();
        let path = match growth {
            Growth::Constant(rate) => {
                let index = self.enter(format!("{place}.constant"), rate);
                self.constant_growth(index)
            }
            Growth::ByPeriod { rates, then } => {
                let listed: Vec<usize> = rates
                    .iter()
                    .enumerate()
                    .map(|(t, rate)| self.enter(format!("{place}.by-period.rates[{t}]"), rate))
                    .collect();
                let then = then
                    .as_ref()
                    .map(|rate| self.enter(format!("{place}.by-period.then"), rate));
                let steps: Vec<_> = (0..rows)
                    .map(|row| {
                        (row > 0)
                            .then(|| listed.get(row - 1).copied().or(then))
                            .flatten()
                    })
                    .collect();
                let simple = self.builder.input_rows(&steps);
                let steps = self.builder.ln_1p(simple);
                Path {
                    log: self.builder.cumulate(steps),
                    simple,
                }
            }
            Growth::ToTarget { level, at, then } => {
                let parts = parts_before(self.base, self.periods, *at);
                let span = self.base.years_until(*at) * f64::from(self.base.frequency().per_year());
                let level = self.estimate(format!("{place}.to-target.level"), level);
                let log_level = self.builder.ln(level);
                let ratio = match base {
                    Some(base) => {
                        let log_base = self.builder.ln(base);
                        self.builder.subtract(log_level, log_base)
                    }
                    None => log_level,
                };
                let elapsed = running(&parts, |part| part / span);
                let elapsed = self.builder.series(elapsed);
                let mut log = self.builder.multiply(ratio, elapsed);
                if let Some(then) = then {
                    let then = self.estimate(format!("{place}.to-target.then"), then);
                    let then = self.builder.ln_1p(then);
                    let mut after = running(&parts, |part| 1.0 - part);
                    // The base period itself does not grow.
                    for after in &mut after {
                        *after -= 1.0;
                    }
                    let after = self.builder.series(after);
                    let after = self.builder.multiply(then, after);
                    log = self.builder.add(log, after);
                }
                let log = self.unsigned(log);
                let steps = self.builder.difference(log);
                Path {
                    log,
                    simple: self.builder.exp_m1(steps),
                }
            }
        };
        self.with_noise(place, path)
    }

    /// The same log path, with zero for minus zero.
    ///
    /// A negative rate times no time is -0, which would make an impact of nothing -0. Running sums
    /// start from zero and need no mending.
    fn unsigned(&mut self, log: Register) -> Register {
        let still = self.still();
        self.builder.add(log, still)
    }
}

/// The running sum of `f` over the parts.
fn running(parts: &[f64], f: impl Fn(f64) -> f64) -> Vec<f64> {
    parts
        .iter()
        .scan(0.0, |sum, part| {
            *sum += f(*part);
            Some(*sum)
        })
        .collect()
}
