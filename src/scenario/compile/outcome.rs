//! The response of the economy to compute: effects, levels, and the coherent pair.

use super::{Compiler, Driver, Key, Outputs, Path, Place, Term, running};
use crate::capacity::parts_before;
use crate::response::{Coefficient, Coherence, IndexPath, Lag, Response};
use crate::scenario::spec::{Baseline, Outcome, Spec};
use crate::{Output, Reading};

/// An effect of compute on an outcome: a coefficient times its stimulus.
#[derive(Clone, Copy)]
pub(super) enum Effect<'p> {
    /// An effect on the growth of each period, in points.
    OnGrowth(Term<'p>),
    /// An effect on the log of the level.
    OnLog(Term<'p>),
}

/// An outcome's money with and without the difference in compute.
pub(super) struct Levels<'p> {
    pub(super) with: Term<'p>,
    pub(super) without: Term<'p>,
    /// `ln(Y / Y0)` of the levels with and without, where it is more accurate than their ratio.
    log_impact: Option<Term<'p>>,
}

/// The compute that a baseline path of an outcome includes.
#[derive(Clone, Copy)]
enum Included<'p> {
    /// None: the effect is added to the path.
    Nothing,
    /// The compute of the scenario: a part of the path is attributed to it.
    Compute,
    /// The compute of the scenario without policies and without a question: the outcome departs
    /// from the path by the effect of the difference.
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
    /// The levels of an outcome with the effect, `Y`, and without it, `Y0`, from a baseline path,
    /// which has the effect in it if `includes`.
    ///
    /// An effect `x` on the log gives `ln Y = ln Y0 + x`; an effect `p` on growth gives
    /// `ln Y_t = ln base + sum over s <= t of ln(1 + g0_s + p_s)` with the growth `g0` of `Y0`.
    pub(super) fn of(
        base: Term<'p>,
        baseline: Path<'p>,
        effect: Effect<'p>,
        includes: bool,
    ) -> Self {
        let (with, without, log_impact) = match effect {
            Effect::OnGrowth(points) => {
                let other = if includes {
                    baseline.simple - points
                } else {
                    baseline.simple + points
                };
                // Both sides are computed by the same steps, so that an effect of zero is exactly
                // zero.
                let [baseline, other] =
                    [baseline.simple, other].map(|growth| growth.ln_1p().cumulate());
                let (with, without) = if includes {
                    (baseline, other)
                } else {
                    (other, baseline)
                };
                (with, without, with - without)
            }
            Effect::OnLog(effect) if includes => (baseline.log, baseline.log - effect, effect),
            Effect::OnLog(effect) => (baseline.log + effect, baseline.log, effect),
        };
        Self {
            with: base * with.exp(),
            without: base * without.exp(),
            log_impact: Some(log_impact),
        }
    }

    /// Reports all series of an outcome: the levels `Y` and `Y0`, the impact `Y / Y0 - 1` and in
    /// money `Y - Y0`, the growth `g` and `g0` of both, and the growth impact `g - g0`.
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

/// A baseline path without the effect that it includes: `ln Y0 = ln Y - x`, or `g0 = g - p`.
///
/// Only the form of the path on which the effect acts is stripped: an effect of the same kind,
/// which is applied next, does not read the other.
fn stripped<'p>(baseline: Path<'p>, included: Effect<'p>) -> Path<'p> {
    match included {
        Effect::OnLog(effect) => Path {
            log: baseline.log - effect,
            ..baseline
        },
        Effect::OnGrowth(points) => Path {
            simple: baseline.simple - points,
            ..baseline
        },
    }
}

/// The coefficient of the rest of an economy, from those of the whole and of a part.
///
/// The response of the whole is the mean of the responses of its parts, weighted by size:
/// `Y c = Y_p c_p + (Y - Y_p) c_r`, with the sizes `Y` and `Y_p` of whole and part. Hence
/// `c_r = (Y c - Y_p c_p) / (Y - Y_p)`.
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

    /// A stimulus `x` under its lag: `sum over k of w_k x[t - k]`, with weights that sum to one.
    /// For the geometric lag of Koyck (*Distributed Lags and Investment Analysis*, 1954)
    /// `w_k = (1 - decay) decay^k`; for that of Almon (*Econometrica* 33(1), 1965) the weights lie
    /// on a polynomial.
    fn lagged(&mut self, place: &Place, lag: &Lag, driver: Term<'p>) -> Term<'p> {
        match lag {
            Lag::None => driver,
            Lag::Koyck(decay) => {
                let decay = self.input(place / Key::Lag / Key::Koyck, decay);
                driver.koyck(decay)
            }
            Lag::Almon(_) | Lag::Explicit(_) => {
                driver.lag(lag.weights().take(self.rows()).collect())
            }
        }
    }

    /// Index points above the base score, each weighted by the factor of its tier.
    ///
    /// The score rises in a straight line from the base score `I_0` to the target `I_T`, `n`
    /// periods after the base: `I_t = I_0 + (I_T - I_0) min(t, n) / n`. With the piecewise linear
    /// function `f` whose slope above the threshold of each tier is its factor, the points are
    /// `f(I_t) - f(I_0)`.
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

    /// The stimulus that the coefficient multiplies: the lagged difference in compute.
    ///
    /// For a growth ratio it is `G - G0`, the growth of effective compute less that of the
    /// counterfactual; for an elasticity `ln E - ln E0`; for a semi-elasticity the index points
    /// gained. A saturating elasticity has `(1 - exp(-kappa x)) / kappa` in place of the log
    /// difference `x`, which is near `x` for small `x` and at most `1 / kappa` (a definition of
    /// this library).
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
                // The constructor of a response of this kind requires an index path.
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

    /// The effect `c x` of a stimulus `x` under a coefficient `c`.
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

    /// The levels of an outcome under its response. A baseline path that includes compute includes,
    /// where policies or a question act on compute, the compute without them.
    #[expect(clippy::too_many_arguments, reason = "a response and what it acts on")]
    fn responded(
        &mut self,
        place: &Place,
        response: &Response,
        base: Term<'p>,
        baseline: Path<'p>,
        coefficient: Term<'p>,
        stimulus: Term<'p>,
        included: Included<'p>,
    ) -> Levels<'p> {
        let effect = Self::effect(response, coefficient, stimulus);
        match included {
            Included::Nothing => Levels::of(base, baseline, effect, false),
            Included::Compute => Levels::of(base, baseline, effect, true),
            Included::Unshocked(unshocked) => {
                let before = self.stimulus(place, response, unshocked);
                let before = Self::effect(response, coefficient, before);
                Levels::of(base, stripped(baseline, before), effect, false)
            }
        }
    }

    /// The levels of an outcome that responds by itself.
    fn outcome(
        &mut self,
        place: &Place,
        outcome: &Outcome,
        driver: Driver<'p>,
        unshocked: Option<Driver<'p>>,
    ) -> Levels<'p> {
        let base = self.input(place / Key::Base, outcome.base());
        let baseline = self.baseline(place, outcome, base);
        let place = place / Key::Response;
        let response = outcome.response();
        let coefficient = self.coefficient(&place, response.coefficient());
        let stimulus = self.stimulus(&place, response, driver);
        let included = Included::new(outcome.baseline(), unshocked);
        self.responded(
            &place,
            response,
            base,
            baseline,
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

    /// GDP and the digital economy, as published or as a coherent pair.
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

    /// A coherent pair: the digital economy and the rest each respond, and GDP is their sum,
    /// `Y = Y_digital + Y_rest`.
    ///
    /// At the base the rest is `Y_rest = Y - Y_digital`; its baseline path is the difference of the
    /// two baseline paths, and its coefficient is that of [`rest_coefficient`].
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

        // The coefficient of the rest, from the identity at the base.
        let place = &of_digital / Key::Response;
        let response = digital.response();
        let of_whole = self.coefficient(&(of_gdp / Key::Response), gdp.response().coefficient());
        let coefficient = self.coefficient(&place, response.coefficient());
        let rest_coefficient = rest_coefficient([gdp_base, digital_base], [of_whole, coefficient]);

        // The baseline path of the rest: the difference of the two baseline paths.
        let gdp_level = gdp_base * gdp_path.log.exp();
        let digital_level = digital_base * digital_path.log.exp();
        let rest_level = gdp_level - digital_level;
        let rest_path = Path {
            log: (rest_level / rest_base).ln(),
            simple: rest_level.growth(),
        };

        let stimulus = self.stimulus(&place, response, driver);
        let included = Included::new(gdp.baseline(), unshocked);
        let mut part = |base, baseline, coefficient| {
            self.responded(
                &place,
                response,
                base,
                baseline,
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
