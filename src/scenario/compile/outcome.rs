//! What the economy does with compute: response, levels, and the coherent pair.

use super::{Compiler, Driver, Key, Outputs, Path, Place, Term, running};
use crate::capacity::parts_before;
use crate::response::{Coefficient, Coherence, IndexPath, Lag, Response};
use crate::scenario::spec::{Baseline, Outcome, Spec};
use crate::{Output, Reading};

/// A coefficient times its stimulus, and what it moves.
#[derive(Clone, Copy)]
pub(super) enum Effect<'p> {
    /// Growth of each period, in points.
    OnGrowth(Term<'p>),
    /// The log of the level.
    OnLog(Term<'p>),
}

/// An outcome's money with and without the difference in compute.
pub(super) struct Levels<'p> {
    pub(super) with: Term<'p>,
    pub(super) without: Term<'p>,
    /// Log of with over without, where it is known better than the levels give it.
    log_impact: Option<Term<'p>>,
}

/// The compute that a given path of an outcome includes.
#[derive(Clone, Copy)]
enum Included<'p> {
    /// None: the effect is added to the path.
    Nothing,
    /// That of the scenario: a part of the path is attributed to it.
    Compute,
    /// That of the scenario without its policies or as it stands without a question: the path is
    /// left by the difference.
    Unshocked(Driver<'p>),
}

impl<'p> Included<'p> {
    fn new(baseline: &Baseline, unshocked: Option<Driver<'p>>) -> Self {
        match (baseline, unshocked) {
            (Baseline::Excludes(_), _) => Self::Nothing,
            (Baseline::Includes(_), None) => Self::Compute,
            (Baseline::Includes(_), Some(unshocked)) => Self::Unshocked(unshocked),
        }
    }
}

impl<'p> Levels<'p> {
    /// The levels of an outcome with and without the effect, from the path that is given: `includes`
    /// says that the path has the effect in it.
    pub(super) fn of(base: Term<'p>, given: Path<'p>, effect: Effect<'p>, includes: bool) -> Self {
        let (with, without) = match effect {
            Effect::OnGrowth(points) => {
                let other = if includes {
                    given.simple - points
                } else {
                    given.simple + points
                };
                // Both sides go through the same steps, so that no effect is exactly none.
                let [given, other] = [given.simple, other].map(|growth| growth.ln_1p().cumulate());
                if includes {
                    (given, other)
                } else {
                    (other, given)
                }
            }
            Effect::OnLog(effect) if includes => (given.log, given.log - effect),
            Effect::OnLog(effect) => (given.log + effect, given.log),
        };
        Self {
            with: base * with.exp(),
            without: base * without.exp(),
            log_impact: Some(with - without),
        }
    }

    /// Reports all readings of an outcome: `impact = Y / Y0 - 1`, in money `Y - Y0`, growth of both.
    pub(super) fn report(&self, output: fn(Reading) -> Output, outputs: &mut Outputs<'p>) {
        let (impact, money) = if let Some(log) = self.log_impact {
            let impact = log.exp_m1();
            (impact, self.without * impact)
        } else {
            let money = self.with - self.without;
            (money / self.without, money)
        };
        let [growth, growth_without] = [self.with.growth(), self.without.growth()];
        outputs.extend([
            (output(Reading::With), self.with),
            (output(Reading::Without), self.without),
            (output(Reading::Impact), impact),
            (output(Reading::ImpactMoney), money),
            (output(Reading::Growth), growth),
            (output(Reading::GrowthWithout), growth_without),
            (output(Reading::GrowthImpact), growth - growth_without),
        ]);
    }
}

/// A given path without the effect that it includes.
fn stripped<'p>(given: Path<'p>, included: Effect<'p>) -> Path<'p> {
    match included {
        Effect::OnLog(effect) => {
            let log = given.log - effect;
            Path {
                log,
                simple: log.difference().exp_m1(),
            }
        }
        Effect::OnGrowth(points) => {
            let simple = given.simple - points;
            Path {
                log: simple.ln_1p().cumulate(),
                simple,
            }
        }
    }
}

/// The coefficient of the rest of an economy of size `whole` in which a part of size `part` has
/// another than the whole: `(whole c_whole - part c_part) / (whole - part)`, since the response of
/// the whole is the mean of those of its parts, weighted by size.
pub(super) fn rest_coefficient<'p>(
    [whole, part]: [Term<'p>; 2],
    [of_whole, of_part]: [Term<'p>; 2],
) -> Term<'p> {
    (whole * of_whole - part * of_part) / (whole - part)
}

impl<'p> Compiler<'p> {
    pub(super) fn coefficient(&mut self, place: &Place, coefficient: &Coefficient) -> Term<'p> {
        let place = place / Key::Coefficient;
        match coefficient {
            Coefficient::Elasticity(estimate) => self.input(place, estimate),
            Coefficient::GrowthRatio(estimate) => self.input(place, estimate),
            Coefficient::SemiElasticity(estimate) => self.input(place, estimate),
        }
    }

    /// `sum over k of w_k x[t - k]`, with weights that sum to one; for the geometric lag of Koyck
    /// (*Distributed Lags and Investment Analysis*, 1954) `w_k = (1 - decay) decay^k`.
    fn lagged(&mut self, place: &Place, lag: &Lag, driver: Term<'p>) -> Term<'p> {
        match lag {
            Lag::None => driver,
            Lag::Koyck(decay) => {
                let decay = self.input(place / Key::Lag / Key::Koyck, decay);
                driver.koyck(decay)
            }
            Lag::Almon(_) | Lag::Explicit(_) => driver.lag(lag.weights(self.rows())),
        }
    }

    /// Index points above the base score, each counted as often as its tier says.
    fn index(&mut self, place: &Place, path: &IndexPath) -> Term<'p> {
        let place = place / Key::Index;
        let base = self.input(&place / Key::Base, path.base());
        let target = self.input(place / Key::Target, path.target());
        let span = self.base.years_until(path.at()) * self.per_year();
        let parts = parts_before(self.base, self.periods, path.at());
        let reached = base.series(running(&parts, |part| part / span));
        let gained = (target - base) * reached;
        if path.tiers().is_empty() {
            return gained;
        }
        let mut knots = vec![(0.0, 1.0)];
        let tiers = path.tiers().iter();
        knots.extend(tiers.map(|tier| (tier.above().get(), tier.factor().get())));
        let counted = (base + gained).piecewise(knots);
        counted - counted.first()
    }

    /// What the coefficient multiplies: the lagged, perhaps saturating, difference in compute.
    ///
    /// A saturating response to the log change `x` is `(1 - exp(-kappa x)) / kappa`, which is `x`
    /// for small changes and `1 / kappa` at most.
    pub(super) fn stimulus(
        &mut self,
        place: &Place,
        response: &Response,
        driver: Driver<'p>,
    ) -> Term<'p> {
        let Driver {
            path,
            counterfactual,
            index_stands,
        } = driver;
        match response.coefficient() {
            Coefficient::GrowthRatio(_) => {
                self.lagged(place, response.lag(), path.simple - counterfactual.simple)
            }
            Coefficient::Elasticity(_) => {
                let gap = self.lagged(place, response.lag(), path.log - counterfactual.log);
                let Some(kappa) = response.saturation() else {
                    return gap;
                };
                let kappa = self.input(place / Key::Saturation, kappa);
                kappa.saturate(gap)
            }
            Coefficient::SemiElasticity(_) => {
                // A response of this kind has an index path, or it could not have been made.
                let points = match response.index() {
                    Some(index) => self.index(place, index),
                    None => self.still().log,
                };
                let points = match index_stands {
                    Some(stands) => (points.difference() * (1.0 - stands)).cumulate(),
                    None => points,
                };
                self.lagged(place, response.lag(), points)
            }
        }
    }

    pub(super) fn effect(
        response: &Response,
        coefficient: Term<'p>,
        stimulus: Term<'p>,
    ) -> Effect<'p> {
        let effect = coefficient.effect(stimulus);
        match response.coefficient() {
            Coefficient::GrowthRatio(_) => Effect::OnGrowth(effect),
            Coefficient::Elasticity(_) | Coefficient::SemiElasticity(_) => Effect::OnLog(effect),
        }
    }

    /// Levels under an effect. Where policies act on compute and the given path includes compute, it
    /// includes that of `unshocked`, the scenario without its policies.
    #[expect(clippy::too_many_arguments, reason = "a response and what it acts on")]
    fn responded(
        &mut self,
        place: &Place,
        response: &Response,
        base: Term<'p>,
        given: Path<'p>,
        coefficient: Term<'p>,
        stimulus: Term<'p>,
        included: Included<'p>,
    ) -> Levels<'p> {
        let effect = Self::effect(response, coefficient, stimulus);
        match included {
            Included::Nothing => Levels::of(base, given, effect, false),
            Included::Compute => Levels::of(base, given, effect, true),
            Included::Unshocked(unshocked) => {
                let before = self.stimulus(place, response, unshocked);
                let before = Self::effect(response, coefficient, before);
                Levels::of(base, stripped(given, before), effect, false)
            }
        }
    }

    /// The levels of an outcome on its own.
    fn outcome(
        &mut self,
        place: &Place,
        outcome: &Outcome,
        driver: Driver<'p>,
        unshocked: Option<Driver<'p>>,
    ) -> Levels<'p> {
        let base = self.input(place / Key::Base, outcome.base());
        let given = self.baseline(place, outcome, base);
        let place = place / Key::Response;
        let response = outcome.response();
        let coefficient = self.coefficient(&place, response.coefficient());
        let stimulus = self.stimulus(&place, response, driver);
        let included = Included::new(outcome.baseline(), unshocked);
        self.responded(
            &place,
            response,
            base,
            given,
            coefficient,
            stimulus,
            included,
        )
    }

    fn baseline(&mut self, place: &Place, outcome: &Outcome, base: Term<'p>) -> Path<'p> {
        let kind = if outcome.baseline().includes() {
            Key::Includes
        } else {
            Key::Excludes
        };
        let place = place / Key::Baseline / kind;
        self.growth(place, outcome.baseline().growth(), Some(base))
    }

    /// GDP and the digital economy, apart or as a coherent pair.
    pub(super) fn outcomes(
        &mut self,
        spec: &Spec,
        driver: Driver<'p>,
        unshocked: Option<Driver<'p>>,
        outputs: &mut Outputs<'p>,
    ) -> (Levels<'p>, Option<Levels<'p>>) {
        match (&spec.digital, spec.coherence) {
            (Some(digital), Coherence::Coherent) => {
                let (gdp, digital, rest) = self.coherent(&spec.gdp, digital, driver, unshocked);
                outputs.push((Output::RestOfEconomy, rest.with));
                (gdp, Some(digital))
            }
            (digital, Coherence::AsPublished | Coherence::Coherent) => {
                let gdp = self.outcome(&Key::Gdp.into(), &spec.gdp, driver, unshocked);
                let digital = digital
                    .as_ref()
                    .map(|digital| self.outcome(&Key::Digital.into(), digital, driver, unshocked));
                (gdp, digital)
            }
        }
    }

    /// The digital economy and the rest each respond; GDP is their sum.
    fn coherent(
        &mut self,
        gdp: &Outcome,
        digital: &Outcome,
        driver: Driver<'p>,
        unshocked: Option<Driver<'p>>,
    ) -> (Levels<'p>, Levels<'p>, Levels<'p>) {
        let (of_gdp, of_digital) = (Place::from(Key::Gdp), Place::from(Key::Digital));
        let gdp_base = self.input(&of_gdp / Key::Base, gdp.base());
        let digital_base = self.input(&of_digital / Key::Base, digital.base());
        let rest_base = gdp_base - digital_base;
        let gdp_path = self.baseline(&of_gdp, gdp, gdp_base);
        let digital_path = self.baseline(&of_digital, digital, digital_base);

        // The rest's coefficient is what the identity leaves at the base.
        let place = &of_digital / Key::Response;
        let response = digital.response();
        let of_whole = self.coefficient(&(of_gdp / Key::Response), gdp.response().coefficient());
        let coefficient = self.coefficient(&place, response.coefficient());
        let rest_coefficient = rest_coefficient([gdp_base, digital_base], [of_whole, coefficient]);

        // The rest's given path is what the two given paths leave.
        let gdp_level = gdp_base * gdp_path.log.exp();
        let digital_level = digital_base * digital_path.log.exp();
        let rest_level = gdp_level - digital_level;
        let rest_path = Path {
            log: (rest_level / rest_base).ln(),
            simple: rest_level.growth(),
        };

        let stimulus = self.stimulus(&place, response, driver);
        let included = Included::new(gdp.baseline(), unshocked);
        let mut part = |base, given, coefficient| {
            self.responded(
                &place,
                response,
                base,
                given,
                coefficient,
                stimulus,
                included,
            )
        };
        let rest = part(rest_base, rest_path, rest_coefficient);
        let digital = part(digital_base, digital_path, coefficient);
        let gdp = Levels {
            with: digital.with + rest.with,
            without: digital.without + rest.without,
            log_impact: None,
        };
        (gdp, digital, rest)
    }
}
