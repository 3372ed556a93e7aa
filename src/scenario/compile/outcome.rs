//! What the economy does with compute: response, levels, and the coherent pair.

use super::{Compiler, Driver, Effect, Levels, Path, running};
use crate::capacity::parts_before;
use crate::kernel::Register;
use crate::response::{Coefficient, Coherence, IndexPath, Lag, Response};
use crate::scenario::output::{Output, Reading};
use crate::scenario::spec::{Outcome, Spec};

impl Compiler {
    pub(super) fn coefficient(&mut self, place: &str, coefficient: &Coefficient) -> Register {
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
    pub(super) fn stimulus(
        &mut self,
        place: &str,
        response: &Response,
        driver: &Driver,
    ) -> Register {
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
    pub(super) fn levels(
        &mut self,
        base: Register,
        given: Path,
        effect: Effect,
        includes: bool,
    ) -> Levels {
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

    pub(super) fn effect(
        &mut self,
        response: &Response,
        coefficient: Register,
        stimulus: Register,
    ) -> Effect {
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
        let includes = outcome.baseline().includes();
        let before = self.effect_before_shocks(&place, outcome.response(), coefficient, includes);
        let Some(before) = before else {
            return self.levels(base, given, effect, includes);
        };
        let without = self.stripped(given, before);
        self.levels(base, without, effect, false)
    }

    /// What compute without the shocks in force does, where the given path holds it.
    fn effect_before_shocks(
        &mut self,
        place: &str,
        response: &Response,
        coefficient: Register,
        includes: bool,
    ) -> Option<Effect> {
        let driver = self.unshocked.filter(|_| includes)?;
        let stimulus = self.stimulus(place, response, &driver);
        Some(self.effect(response, coefficient, stimulus))
    }

    /// A given path without the effect that it holds.
    fn stripped(&mut self, given: Path, held: Effect) -> Path {
        match held {
            Effect::OnLog(effect) => {
                let log = self.builder.subtract(given.log, effect);
                let steps = self.builder.difference(log);
                Path {
                    log,
                    simple: self.builder.exp_m1(steps),
                }
            }
            Effect::OnGrowth(points) => {
                let simple = self.builder.subtract(given.simple, points);
                let steps = self.builder.ln_1p(simple);
                Path {
                    log: self.builder.cumulate(steps),
                    simple,
                }
            }
        }
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
    pub(super) fn outcomes(
        &mut self,
        spec: &Spec,
        driver: &Driver,
        outputs: &mut Vec<(Output, Register)>,
    ) -> (Levels, Option<Levels>) {
        match (&spec.digital, spec.coherence) {
            (Some(digital), Coherence::Coherent) => {
                let (gdp, digital, rest) = self.coherent(&spec.gdp, digital, driver);
                outputs.push((Output::RestOfEconomy, rest.with));
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
    fn coherent(
        &mut self,
        gdp: &Outcome,
        digital: &Outcome,
        driver: &Driver,
    ) -> (Levels, Levels, Levels) {
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

        let response = digital.response();
        let place = "digital.response";
        let stimulus = self.stimulus(place, response, driver);
        let mut part = |base, given, coefficient| {
            let effect = self.effect(response, coefficient, stimulus);
            match self.effect_before_shocks(place, response, coefficient, includes) {
                Some(before) => {
                    let without = self.stripped(given, before);
                    self.levels(base, without, effect, false)
                }
                None => self.levels(base, given, effect, includes),
            }
        };
        let rest = part(rest_base, rest_path, rest_coefficient);
        let digital = part(digital_base, digital_path, coefficient);
        let gdp = Levels {
            with: self.builder.add(digital.with, rest.with),
            without: self.builder.add(digital.without, rest.without),
            log_impact: None,
        };
        (gdp, digital, rest)
    }

    /// All readings of an outcome.
    pub(super) fn read_out(
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
}
