//! From a checked scenario to a flat program: the one place where the economics is written.
//!
//! All paths are kept as logs of a level over its base, so that rescaling a unit changes nothing
//! and a difference of zero stays exactly zero. Row 0 of every block is the base period.

use super::output::{Output, Reading};
use super::spec::{Compute, Outcome, Spec};
use crate::capacity::{
    ComputePath, Counterfactual, Curve, Growth, Segment, SharePath, parts_before,
};
use crate::evidence::catalogue::Entry;
use crate::evidence::{Estimate, Source};
use crate::investment::Outlay;
use crate::kernel::{Builder, Program, Register};
use crate::response::{Coefficient, Coherence, IndexPath, Lag, Response};
use crate::uncertainty::Uncertainty;
use crate::{GrowthRate, Period, Quantity};

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
    place: String,
    central: f64,
    unit: String,
    uncertainty: Option<Uncertainty>,
    source: Source,
    entry: Option<&'static Entry>,
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

impl Plan {
    /// Compiles a checked specification.
    pub(crate) fn compile(spec: &Spec, periods: u32) -> Self {
        let mut compiler = Compiler::new(spec.base, periods);
        let mut outputs = Vec::with_capacity(32);
        let driver = compiler.compute(&spec.compute, &mut outputs);
        let (gdp, digital) = compiler.outcomes(spec, &driver);
        compiler.read_out(&gdp, Output::Gdp, &mut outputs);
        if let Some(digital) = &digital {
            compiler.read_out(digital, Output::Digital, &mut outputs);
            let share = compiler.builder.divide(digital.with, gdp.with);
            outputs.push((Output::DigitalShare, share));
        }
        if let Some(investment) = &spec.investment {
            let outlay = compiler.outlay(investment.outlay());
            let multiplier = compiler.estimate("investment.multiplier", investment.multiplier());
            outputs.push((Output::Outlay, outlay));
            let returned = compiler.builder.multiply(outlay, multiplier);
            outputs.push((Output::MultiplierOutput, returned));
        }
        compiler.finish(outputs)
    }
}

/// What a response to one step of compute growth does to the log of the outcome, after one period
/// and without other growth: the scenario's own economics on a scenario of one step.
pub(crate) fn one_step(base: Period, growth: &Estimate<GrowthRate>, response: &Response) -> Plan {
    let mut compiler = Compiler::new(base, 1);
    let growth = compiler.growth(
        "growth",
        &Growth::<crate::Capacity>::Constant(growth.clone()),
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

struct Compiler {
    builder: Builder,
    inputs: Vec<Input>,
    base: Period,
    periods: u32,
    /// Utilisation times productivity of each segment met so far: one number for the path and
    /// its counterfactual, so that where it is uncertain they share each draw.
    worth: [Option<Register>; 3],
}

impl Compiler {
    fn new(base: Period, periods: u32) -> Self {
        let builder = Builder::new(periods as usize + 1);
        Self {
            builder,
            inputs: Vec::new(),
            base,
            periods,
            worth: [None; 3],
        }
    }

    fn finish(self, outputs: Vec<(Output, Register)>) -> Plan {
        let (names, registers): (Vec<_>, Vec<_>) = outputs.into_iter().unzip();
        Plan {
            program: self.builder.finish(&registers),
            inputs: self.inputs,
            outputs: names,
        }
    }

    /// Enters an estimate as an input, and says which.
    fn enter<Q: Quantity>(&mut self, place: impl Into<String>, estimate: &Estimate<Q>) -> usize {
        self.inputs.push(Input {
            place: place.into(),
            central: estimate.value().number(),
            unit: estimate.value().unit(),
            uncertainty: estimate.uncertainty().cloned(),
            source: estimate.source().clone(),
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
                let steps = (0..rows).map(|row| (row > 0).then_some(index)).collect();
                let simple = self.builder.input_rows(steps);
                let rate = self.builder.input(index);
                let step = self.builder.ln_1p(rate);
                let time = self.time();
                Path {
                    log: self.builder.multiply(step, time),
                    simple,
                }
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
                let steps = (0..rows)
                    .map(|row| {
                        (row > 0)
                            .then(|| listed.get(row - 1).copied().or(then))
                            .flatten()
                    })
                    .collect();
                let simple = self.builder.input_rows(steps);
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
                let steps = self.builder.difference(log);
                Path {
                    log,
                    simple: self.builder.exp_m1(steps),
                }
            }
        };
        // A negative rate times no time is -0, which would make an impact of nothing -0.
        let still = self.still();
        Path {
            log: self.builder.add(path.log, still),
            simple: path.simple,
        }
    }

    /// The smart share through dated observations, and what is not smart.
    fn share(&mut self, place: &str, path: &SharePath) -> (Register, Register) {
        let one = self.builder.constant(1.0);
        let logistic = path.curve() == Curve::Logistic;
        let ceiling = path
            .ceiling()
            .map(|ceiling| self.estimate(format!("{place}.ceiling"), ceiling));
        let weights: Vec<Vec<f64>> = (0..=self.periods)
            .map(|t| path.line_weights(self.base, f64::from(t)))
            .collect();
        let mut line = None;
        for (number, observation) in path.observations().iter().enumerate() {
            let place = format!("{place}.observations[{number}].share");
            let mut height = self.estimate(place, observation.share());
            if logistic {
                if let Some(ceiling) = ceiling {
                    height = self.builder.divide(height, ceiling);
                }
                height = self.builder.logit(height);
            }
            let weights = self
                .builder
                .series(weights.iter().map(|row| row[number]).collect());
            let part = self.builder.multiply(height, weights);
            line = Some(line.map_or(part, |line| self.builder.add(line, part)));
        }
        // A share path holds two observations at least, so there is a line.
        let line = line.unwrap_or_else(|| self.still());
        if !logistic {
            return (line, self.builder.subtract(one, line));
        }
        let share = self.builder.logistic(line);
        if let Some(ceiling) = ceiling {
            let share = self.builder.multiply(share, ceiling);
            return (share, self.builder.subtract(one, share));
        }
        // Mirrored, not subtracted: near one the difference would lose its digits, and then be 0.
        let zero = self.builder.constant(0.0);
        let mirrored = self.builder.subtract(zero, line);
        (share, self.builder.logistic(mirrored))
    }

    /// Total and segments along a path, and how much of the total is of use.
    fn mix(
        &mut self,
        place: &str,
        compute: &Compute,
        path: &ComputePath,
        base: Register,
    ) -> (Path, Mix) {
        let one = self.builder.constant(1.0);
        let (path, total, shares, segments) = match path {
            ComputePath::Total {
                growth,
                smart_share,
                supercomputing_part,
            } => {
                let path = self.growth(&format!("{place}.total.growth"), growth, Some(base));
                let level = self.builder.exp(path.log);
                let total = self.builder.multiply(base, level);
                let (smart, rest) = self.share(&format!("{place}.total.smart-share"), smart_share);
                let (general, supercomputing) = match supercomputing_part {
                    Some(part) => {
                        let place = format!("{place}.total.supercomputing-part");
                        let part = self.estimate(place, part);
                        let other = self.builder.subtract(one, part);
                        (
                            self.builder.multiply(rest, other),
                            Some(self.builder.multiply(rest, part)),
                        )
                    }
                    None => (rest, None),
                };
                let shares = [Some(general), Some(smart), supercomputing];
                let segments =
                    shares.map(|share| share.map(|share| self.builder.multiply(total, share)));
                (path, total, shares, segments)
            }
            ComputePath::Segments {
                mix,
                general,
                smart,
                supercomputing,
                ..
            } => {
                let growths = [Some(general), Some(smart), supercomputing.as_ref()];
                let mut relative: [Option<Register>; 3] = [None; 3];
                let mut sum = None;
                for segment in Segment::ALL {
                    let Some(growth) = growths[segment as usize] else {
                        continue;
                    };
                    let share = self.builder.constant(mix.share(segment).get());
                    let own_base = self.builder.multiply(base, share);
                    let place = format!("{place}.segments.{segment}");
                    let path = self.growth(&place, growth, Some(own_base));
                    let level = self.builder.exp(path.log);
                    let part = self.builder.multiply(share, level);
                    sum = Some(sum.map_or(part, |sum| self.builder.add(sum, part)));
                    relative[segment as usize] = Some(part);
                }
                // General and smart always grow, so there is a sum.
                let sum = sum.unwrap_or(one);
                let start = self.builder.first(sum);
                let relative_to_base = self.builder.divide(sum, start);
                let log = self.builder.ln(relative_to_base);
                let path = Path {
                    log,
                    simple: self.builder.growth(sum),
                };
                let shares = relative.map(|part| part.map(|part| self.builder.divide(part, sum)));
                let total = self.builder.multiply(base, relative_to_base);
                let segments =
                    shares.map(|share| share.map(|share| self.builder.multiply(total, share)));
                (path, total, shares, segments)
            }
        };
        let use_per_total = self.use_per_total(compute, shares);
        let smart_share = shares[Segment::Smart as usize].unwrap_or(one);
        (
            path,
            Mix {
                total,
                segments,
                smart_share,
                use_per_total,
            },
        )
    }

    /// `sum_segment share * utilisation * productivity`, or `None` if all are one.
    fn use_per_total(
        &mut self,
        compute: &Compute,
        shares: [Option<Register>; 3],
    ) -> Option<Register> {
        let plain = Segment::ALL.into_iter().all(|segment| {
            let segment_use = compute.segment_use(segment);
            segment_use.utilisation().is_none() && segment_use.productivity().is_none()
        });
        if plain {
            return None;
        }
        let mut sum = None;
        for segment in Segment::ALL {
            let Some(mut part) = shares[segment as usize] else {
                continue;
            };
            if let Some(worth) = self.worth(compute, segment) {
                part = self.builder.multiply(part, worth);
            }
            sum = Some(sum.map_or(part, |sum| self.builder.add(sum, part)));
        }
        sum
    }

    /// Utilisation times productivity of a segment; `None` is one.
    fn worth(&mut self, compute: &Compute, segment: Segment) -> Option<Register> {
        if self.worth[segment as usize].is_some() {
            return self.worth[segment as usize];
        }
        let segment_use = compute.segment_use(segment);
        let place = format!("compute.use.{segment}");
        let utilisation = segment_use
            .utilisation()
            .map(|share| self.estimate(format!("{place}.utilisation"), share));
        let productivity = segment_use
            .productivity()
            .map(|factor| self.estimate(format!("{place}.productivity"), factor));
        let worth = match (utilisation, productivity) {
            (Some(utilisation), Some(productivity)) => {
                Some(self.builder.multiply(utilisation, productivity))
            }
            (one, other) => one.or(other),
        };
        self.worth[segment as usize] = worth;
        worth
    }

    /// The log path and growth of a total corrected for how much of it is of use.
    fn effective(&mut self, path: Path, mix: &Mix) -> Path {
        let Some(in_use) = mix.use_per_total else {
            return path;
        };
        let start = self.builder.first(in_use);
        let change = self.builder.divide(in_use, start);
        let change = self.builder.ln(change);
        let log = self.builder.add(path.log, change);
        let steps = self.builder.difference(log);
        Path {
            log,
            simple: self.builder.exp_m1(steps),
        }
    }

    fn compute(&mut self, compute: &Compute, outputs: &mut Vec<(Output, Register)>) -> Driver {
        let base = self.estimate("compute.base", compute.base());
        let (path, mix) = self.mix("compute.path", compute, compute.path(), base);
        let effective = self.effective(path, &mix);
        let level = mix
            .use_per_total
            .map_or(mix.total, |u| self.builder.multiply(mix.total, u));
        let still = self.still();
        let counterfactual = match compute.counterfactual() {
            Counterfactual::Frozen => Path {
                log: still,
                simple: still,
            },
            Counterfactual::Trend(rate) => {
                let growth = Growth::<crate::Capacity>::Constant(rate.clone());
                self.growth("compute.counterfactual.trend", &growth, None)
            }
            Counterfactual::Path(path) => {
                let (path, mix) = self.mix("compute.counterfactual.path", compute, path, base);
                self.effective(path, &mix)
            }
        };
        let start = self.builder.first(level);
        let other = self.builder.exp(counterfactual.log);
        let other = self.builder.multiply(start, other);
        // A straight share past 100 % is named before the segment that it makes negative.
        outputs.push((Output::TotalCompute, mix.total));
        outputs.push((Output::SmartShare, mix.smart_share));
        for segment in Segment::ALL {
            if let Some(register) = mix.segments[segment as usize] {
                outputs.push((Output::Compute(segment), register));
                let growth = self.builder.growth(register);
                outputs.push((Output::SegmentGrowth(segment), growth));
            }
        }
        outputs.extend([
            (Output::EffectiveCompute, level),
            (Output::CounterfactualCompute, other),
            (Output::ComputeGrowth, effective.simple),
        ]);
        Driver {
            log: effective.log,
            growth: effective.simple,
            log_0: counterfactual.log,
            growth_0: counterfactual.simple,
        }
    }

    fn coefficient(&mut self, place: &str, coefficient: &Coefficient) -> Register {
        let place = format!("{place}.coefficient");
        match coefficient {
            Coefficient::Elasticity(estimate) => self.estimate(place, estimate),
            Coefficient::GrowthRatio(estimate) => self.estimate(place, estimate),
            Coefficient::SemiElasticity(estimate) => self.estimate(place, estimate),
        }
    }

    fn lagged(&mut self, place: &str, lag: &Lag, driver: Register) -> Register {
        match lag {
            Lag::None => driver,
            Lag::Koyck(decay) => {
                let decay = self.estimate(format!("{place}.lag.koyck"), decay);
                self.builder.koyck(driver, decay)
            }
            Lag::Almon(_) | Lag::Explicit(_) => {
                let weights = lag.weights(self.builder.rows());
                self.builder.lag(driver, weights)
            }
        }
    }

    /// Index points above the base score, each counted as often as its tier says.
    fn index(&mut self, place: &str, path: &IndexPath) -> Register {
        let base = self.estimate(format!("{place}.index.base"), path.base());
        let target = self.estimate(format!("{place}.index.target"), path.target());
        let span = self.base.years_until(path.at()) * f64::from(self.base.frequency().per_year());
        let parts = parts_before(self.base, self.periods, path.at());
        let reached = self.builder.series(running(&parts, |part| part / span));
        let way = self.builder.subtract(target, base);
        let way = self.builder.multiply(way, reached);
        if path.tiers().is_empty() {
            return way;
        }
        let score = self.builder.add(base, way);
        let mut knots = vec![(0.0, 1.0)];
        knots.extend(
            path.tiers()
                .iter()
                .map(|tier| (tier.above().get(), tier.factor().get())),
        );
        let counted = self.builder.piecewise(score, knots);
        let start = self.builder.first(counted);
        self.builder.subtract(counted, start)
    }

    /// What the coefficient multiplies: the lagged, perhaps bent, difference in compute.
    fn stimulus(&mut self, place: &str, response: &Response, driver: &Driver) -> Register {
        match response.coefficient() {
            Coefficient::GrowthRatio(_) => {
                let gap = self.builder.subtract(driver.growth, driver.growth_0);
                self.lagged(place, response.lag(), gap)
            }
            Coefficient::Elasticity(_) => {
                let gap = self.builder.subtract(driver.log, driver.log_0);
                let gap = self.lagged(place, response.lag(), gap);
                let Some(kappa) = response.saturation() else {
                    return gap;
                };
                let kappa = self.estimate(format!("{place}.saturation"), kappa);
                let bend = self.builder.multiply(kappa, gap);
                let bend = self.builder.damping(bend);
                self.builder.multiply(gap, bend)
            }
            Coefficient::SemiElasticity(_) => {
                // A response of this kind holds an index path, or it could not have been made.
                let points = match response.index() {
                    Some(index) => self.index(place, index),
                    None => self.still(),
                };
                self.lagged(place, response.lag(), points)
            }
        }
    }

    /// The levels of an outcome with and without the effect, from the path that is given.
    fn levels(&mut self, base: Register, given: Path, effect: Effect, includes: bool) -> Levels {
        let (with, without) = match effect {
            Effect::OnGrowth(points) => {
                let other = if includes {
                    self.builder.subtract(given.simple, points)
                } else {
                    self.builder.add(given.simple, points)
                };
                // Both sides go through the same steps, so that no effect is exactly none.
                let [given, other] = [given.simple, other].map(|growth| {
                    let steps = self.builder.ln_1p(growth);
                    self.builder.cumulate(steps)
                });
                if includes {
                    (given, other)
                } else {
                    (other, given)
                }
            }
            Effect::OnLog(effect) if includes => {
                (given.log, self.builder.subtract(given.log, effect))
            }
            Effect::OnLog(effect) => (self.builder.add(given.log, effect), given.log),
        };
        let log_impact = Some(self.builder.subtract(with, without));
        let [with, without] = [with, without].map(|log| {
            let level = self.builder.exp(log);
            self.builder.multiply(base, level)
        });
        Levels {
            with,
            without,
            log_impact,
        }
    }

    fn effect(&mut self, response: &Response, coefficient: Register, stimulus: Register) -> Effect {
        let effect = self.builder.multiply(coefficient, stimulus);
        match response.coefficient() {
            Coefficient::GrowthRatio(_) => Effect::OnGrowth(effect),
            Coefficient::Elasticity(_) | Coefficient::SemiElasticity(_) => Effect::OnLog(effect),
        }
    }

    /// The levels of an outcome on its own.
    fn outcome(&mut self, place: &str, outcome: &Outcome, driver: &Driver) -> Levels {
        let base = self.estimate(format!("{place}.base"), outcome.base());
        let given = self.baseline(place, outcome, base);
        let place = format!("{place}.response");
        let coefficient = self.coefficient(&place, outcome.response().coefficient());
        let stimulus = self.stimulus(&place, outcome.response(), driver);
        let effect = self.effect(outcome.response(), coefficient, stimulus);
        self.levels(base, given, effect, outcome.baseline().includes())
    }

    fn baseline(&mut self, place: &str, outcome: &Outcome, base: Register) -> Path {
        let name = if outcome.baseline().includes() {
            "includes"
        } else {
            "excludes"
        };
        self.growth(
            &format!("{place}.baseline.{name}"),
            outcome.baseline().growth(),
            Some(base),
        )
    }

    /// GDP and the digital economy, apart or as a coherent pair.
    fn outcomes(&mut self, spec: &Spec, driver: &Driver) -> (Levels, Option<Levels>) {
        match (&spec.digital, spec.coherence) {
            (Some(digital), Coherence::Coherent) => {
                let (gdp, digital) = self.coherent(&spec.gdp, digital, driver);
                (gdp, Some(digital))
            }
            (digital, _) => {
                let gdp = self.outcome("gdp", &spec.gdp, driver);
                let digital = digital.as_ref().map(|d| self.outcome("digital", d, driver));
                (gdp, digital)
            }
        }
    }

    /// The digital economy and the rest each respond; GDP is their sum.
    fn coherent(&mut self, gdp: &Outcome, digital: &Outcome, driver: &Driver) -> (Levels, Levels) {
        let includes = gdp.baseline().includes();
        let gdp_base = self.estimate("gdp.base", gdp.base());
        let digital_base = self.estimate("digital.base", digital.base());
        let rest_base = self.builder.subtract(gdp_base, digital_base);
        let gdp_path = self.baseline("gdp", gdp, gdp_base);
        let digital_path = self.baseline("digital", digital, digital_base);

        // The rest's coefficient is what the identity leaves at the base.
        let gdp_coefficient = self.coefficient("gdp.response", gdp.response().coefficient());
        let coefficient = self.coefficient("digital.response", digital.response().coefficient());
        let whole = self.builder.multiply(gdp_base, gdp_coefficient);
        let part = self.builder.multiply(digital_base, coefficient);
        let left = self.builder.subtract(whole, part);
        let rest_coefficient = self.builder.divide(left, rest_base);

        // The rest's given path is what the two given paths leave.
        let [gdp_level, digital_level] =
            [(gdp_base, gdp_path), (digital_base, digital_path)].map(|(base, path)| {
                let level = self.builder.exp(path.log);
                self.builder.multiply(base, level)
            });
        let rest_level = self.builder.subtract(gdp_level, digital_level);
        let relative = self.builder.divide(rest_level, rest_base);
        let rest_path = Path {
            log: self.builder.ln(relative),
            simple: self.builder.growth(rest_level),
        };

        let stimulus = self.stimulus("digital.response", digital.response(), driver);
        let effect = self.effect(digital.response(), rest_coefficient, stimulus);
        let rest = self.levels(rest_base, rest_path, effect, includes);
        let effect = self.effect(digital.response(), coefficient, stimulus);
        let digital = self.levels(digital_base, digital_path, effect, includes);
        let gdp = Levels {
            with: self.builder.add(digital.with, rest.with),
            without: self.builder.add(digital.without, rest.without),
            log_impact: None,
        };
        (gdp, digital)
    }

    /// All readings of an outcome.
    fn read_out(
        &mut self,
        levels: &Levels,
        output: fn(Reading) -> Output,
        outputs: &mut Vec<(Output, Register)>,
    ) {
        let Levels {
            with,
            without,
            log_impact,
        } = *levels;
        let (impact, money) = if let Some(log) = log_impact {
            let impact = self.builder.exp_m1(log);
            (impact, self.builder.multiply(without, impact))
        } else {
            let money = self.builder.subtract(with, without);
            (self.builder.divide(money, without), money)
        };
        let growth = self.builder.growth(with);
        let growth_without = self.builder.growth(without);
        let gap = self.builder.subtract(growth, growth_without);
        outputs.extend([
            (output(Reading::With), with),
            (output(Reading::Without), without),
            (output(Reading::Impact), impact),
            (output(Reading::ImpactMoney), money),
            (output(Reading::Growth), growth),
            (output(Reading::GrowthWithout), growth_without),
            (output(Reading::GrowthImpact), gap),
        ]);
    }

    /// Money spent in each period; none in the base period.
    fn outlay(&mut self, outlay: &Outlay) -> Register {
        let rows = self.builder.rows();
        let amounts: Vec<usize> = outlay
            .amounts()
            .iter()
            .enumerate()
            .map(|(t, amount)| self.enter(format!("investment.outlay[{t}]"), amount))
            .collect();
        let steps = (0..rows)
            .map(|row| {
                let last = amounts.last().copied();
                (row > 0)
                    .then(|| amounts.get(row - 1).copied().or(last))
                    .flatten()
            })
            .collect();
        self.builder.input_rows(steps)
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
