//! Findings on a coefficient: its kind, its size and its uncertainty.

use super::Finding;
use super::benchmark::Benchmark;
use super::objection::{Driver, Economy, OnIndex, OnResponse};
use crate::evidence::{EvidenceKind, Prices};
use crate::response::Coefficient;
use crate::scenario::{Key, Outcome, Place, Scenario};
use crate::{Currency, GrowthRate, PriceBasis, QuantityKind, Scope, implied_contribution};

/// Multiple of the income share of ICT capital up to which a coefficient raises no objection.
pub(super) const FAR_ABOVE_INCOME: f64 = 4.0;
/// Multiple of the Domar weight up to which a coefficient raises no objection.
pub(super) const FAR_ABOVE_SALES: f64 = 5.0;
/// The effect of an index point, as a fraction, from which on per mille was likely read as per
/// cent: close to three times the largest published effect.
pub(super) const PER_CENT_FOR_PER_MILLE: f64 = 0.01;

pub(super) fn check(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let scope = scenario.compute().base().value().measure().scope();
    let gdp = scenario.gdp();
    outcome(Economy::Gdp, gdp, scope, 1.0, findings);
    if let Some(digital) = scenario.digital() {
        let part = digital.base().value().amount() / gdp.base().value().amount();
        outcome(Economy::Digital, digital, scope, part, findings);
    }
    sales(gdp, findings);
    if scenario.locality().is_none() {
        record(gdp, scope, findings);
    }
}

/// Checks the coefficient of one economy, of which `part` is the share in GDP.
fn outcome(
    economy: Economy,
    outcome: &Outcome,
    scope: Scope,
    part: f64,
    findings: &mut Vec<Finding>,
) {
    let place = economy.key() / Key::Response / Key::Coefficient;
    kind(economy, &place, outcome, scope, findings);
    income(economy, &place, outcome, part, findings);
    size(&place, outcome, findings);
    tiers(economy, outcome, findings);
}

/// Objects to a coefficient used as another kind, on other prices or on other machines.
fn kind(
    economy: Economy,
    place: &Place,
    outcome: &Outcome,
    scope: Scope,
    findings: &mut Vec<Finding>,
) {
    let kind = outcome.response().coefficient();
    let coefficient = kind.number();
    let is_ratio = kind.source().kind() == EvidenceKind::RatioOfGrowthRates;
    if matches!(kind, Coefficient::Elasticity(_)) && is_ratio {
        findings.push(Finding::warning(
            place.clone(),
            OnResponse::GrowthRatioAsElasticity { coefficient },
        ));
    }
    // Published ratios are of nominal growth rates unless the figure says otherwise.
    let is_nominal = match kind.meaning().prices() {
        Some(Prices::Nominal) => true,
        Some(Prices::Real) => false,
        None => is_ratio,
    };
    let basis = outcome.base().value().basis();
    if is_nominal && basis != PriceBasis::Nominal {
        findings.push(Finding::warning(
            place.clone(),
            OnResponse::NominalCoefficientOnRealMoney {
                economy,
                coefficient,
                basis,
            },
        ));
    }
    let measured = kind.meaning().machines().filter(|own| *own != scope);
    if let Some(measured) = measured {
        findings.push(Finding::warning(
            place.clone(),
            OnResponse::CoefficientOfOtherMachines {
                economy,
                coefficient,
                measured,
                base: scope,
            },
        ));
    }
}

/// Objects to a coefficient far above the income share of ICT capital.
///
/// Under constant returns and competition the elasticity of a factor is its share of income:
/// `|coefficient| > 4 s / d`, with `s` the income share of ICT capital in GDP and `d` the outcome
/// as a part of GDP.
fn income(
    economy: Economy,
    place: &Place,
    outcome: &Outcome,
    part: f64,
    findings: &mut Vec<Finding>,
) {
    let kind = outcome.response().coefficient();
    // A coefficient for an index point is not comparable with one for capital.
    if matches!(kind, Coefficient::SemiElasticity(_)) {
        return;
    }
    let coefficient = kind.number();
    let income_share = Benchmark::IncomeShare.number();
    // Were all of that income earned in a part of GDP, it would be a larger share of the part.
    let benchmark = income_share / part;
    if coefficient.abs() > FAR_ABOVE_INCOME * benchmark {
        findings.push(Finding::warning(
            place.clone(),
            OnResponse::FarAboveLiterature {
                economy,
                coefficient,
                income_share,
                benchmark,
            },
        ));
    }
}

/// Objects to a coefficient that claims more than all growth of GDP in the last year of which both
/// are on record, 2023.
fn record(gdp: &Outcome, scope: Scope, findings: &mut Vec<Finding>) {
    let (money, kind) = (gdp.base().value(), gdp.response().coefficient());
    let Some([before, after]) = Benchmark::recorded_compute(scope) else {
        return;
    };
    if money.currency() != Currency::CNY {
        return;
    }
    let prices = match money.basis() {
        PriceBasis::Nominal => Prices::Nominal,
        PriceBasis::Constant { .. } => Prices::Real,
    };
    let compute_growth = after.number() / before.number() - 1.0;
    let growth = Benchmark::recorded_growth(prices).number();
    // A semi-elasticity says nothing of the growth of compute, and no rate here overflows.
    let claimed = GrowthRate::per_year(compute_growth)
        .and_then(|rate| implied_contribution(kind, rate, GrowthRate::per_year(growth)?));
    if let Ok(implied) = claimed
        && implied.share() > 1.0
    {
        findings.push(Finding::warning(
            Key::Gdp / Key::Response / Key::Coefficient,
            OnResponse::ExceedsRecordedGrowth {
                coefficient: kind.number(),
                compute_growth,
                contribution: implied.contribution(),
                growth,
                scope,
                prices,
            },
        ));
    }
}

/// Objects to a coefficient far above the Domar weight of the computing industry.
///
/// By Hulten's theorem a gain in an industry's productivity raises output, to first order, by its
/// sales over GDP: `d ln Y = (sales / GDP) d ln A`. An elasticity many times that needs another
/// reason (Hulten 1978, Review of Economic Studies 45).
fn sales(gdp: &Outcome, findings: &mut Vec<Finding>) {
    let money = gdp.base().value();
    let kind = gdp.response().coefficient();
    let weight = Benchmark::CoreIndustry.number() / Benchmark::CoreIndustryGdp.number();
    // The weight is China's, at current prices.
    let is_comparable = money.currency() == Currency::CNY && money.basis() == PriceBasis::Nominal;
    let coefficient = kind.number();
    if is_comparable
        && !matches!(kind, Coefficient::SemiElasticity(_))
        && coefficient.abs() > FAR_ABOVE_SALES * weight
    {
        findings.push(Finding::note(
            Key::Gdp / Key::Response / Key::Coefficient,
            OnResponse::AboveDomarWeight {
                coefficient,
                weight,
            },
        ));
    }
}

/// Objects to a coefficient outside its observed range, of implausible size or without a spread.
fn size(place: &Place, outcome: &Outcome, findings: &mut Vec<Finding>) {
    let response = outcome.response();
    let kind = response.coefficient();
    let coefficient = kind.number();
    if let (Some(index), Some(observed)) = (response.index(), kind.observed()) {
        let scores = [index.base().value().get(), index.target().value().get()];
        if let Some(value) = scores.into_iter().find(|score| !observed.contains(*score)) {
            findings.push(Finding::warning(
                place.clone(),
                OnResponse::OutsideObservedRange {
                    driver: Driver::Index,
                    value,
                    observed,
                },
            ));
        }
    }
    let (quantity, is_certain) = match kind {
        Coefficient::Elasticity(estimate) => (QuantityKind::Elasticity, estimate.is_certain()),
        Coefficient::GrowthRatio(estimate) => (QuantityKind::GrowthRatio, estimate.is_certain()),
        Coefficient::SemiElasticity(estimate) => {
            if coefficient.abs() >= PER_CENT_FOR_PER_MILLE {
                let per_point = coefficient;
                findings.push(Finding::warning(
                    place.clone(),
                    OnIndex::ImplausibleSemiElasticity { per_point },
                ));
            }
            (QuantityKind::SemiElasticity, estimate.is_certain())
        }
    };
    if is_certain {
        let kind = quantity;
        findings.push(Finding::note(
            place.clone(),
            OnResponse::PointWithoutRange { kind, coefficient },
        ));
    }
}

/// Objects to tiers that the path of the index passes: they multiply an effect whose base was never
/// published.
fn tiers(economy: Economy, outcome: &Outcome, findings: &mut Vec<Finding>) {
    let Some(index) = outcome.response().index() else {
        return;
    };
    let top = index.base().value().get().max(index.target().value().get());
    let passed = index
        .tiers()
        .iter()
        .rev()
        .find(|tier| tier.above().get() < top);
    if let Some(tier) = passed {
        findings.push(Finding::warning(
            economy.key() / Key::Response / Key::Index,
            OnIndex::UndefinedIndexBase {
                above_points: tier.above().get(),
                factor: tier.factor().get(),
            },
        ));
    }
}
