//! Laws of the economics: what holds for every scenario, whatever its numbers.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.
#![allow(clippy::float_cmp)] // The laws compared with `==` are exact.

use compute_impact::{
    Capacity, Currency, Elasticity, Error, Factor, Frequency, GrowthRate, GrowthRatio, IndexScore,
    LogOdds, Measure, Money, Multiplier, OutcomeSeries, Period, Precision, PriceBasis, Projection,
    Quantity, Scenario, Scope, SemiElasticity, Share, capacity, evidence, impact_of, investment,
    response, scenario,
};
use std::cell::Cell;

use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{TestCaseError, TestRunner},
};

use capacity::{
    Composition, ComputePath, Counterfactual, Curve, DeviationByDate, Growth, Segment, SegmentUse,
    ShareObservation, SharePath,
};
use evidence::{Estimate, Source};
use investment::{Investment, Outlay};
use response::{Coefficient, Coherence, IndexPath, Lag, Response};
use scenario::{Baseline, Compute, Outcome, Output, Reading, ScenarioBuilder, Unit};

use compute_impact::testing::{
    quantity::{Values, typical},
    scenario as scenarios,
};
use scenarios::{response as any_response, scenario as any_scenario, share_path, with_coefficient};

type Law = Result<(), TestCaseError>;

/// A few thousand roundings of numbers near one, in a path of a dozen periods.
const CLOSE: f64 = 1e-12;

fn cases() -> ProptestConfig {
    crate::common::cases(128)
}

fn assumed<Q: Quantity>(value: Q) -> Estimate<Q> {
    Estimate::new(value, Source::assumption("for a test").unwrap())
}

/// A builder that holds all of a scenario's parts.
fn again(scenario: &Scenario) -> ScenarioBuilder {
    let mut builder = Scenario::builder(scenario.name(), scenario.base(), scenario.until())
        .compute(scenario.compute().clone())
        .gdp(scenario.gdp().clone())
        .coherence(scenario.coherence());
    if let Some(digital) = scenario.digital() {
        builder = builder.digital(digital.clone());
    }
    if let Some(investment) = scenario.investment() {
        builder = builder.investment(investment.clone());
    }
    builder
}

/// The same scenario with each response changed.
fn with_responses(
    scenario: &Scenario,
    change: impl Fn(&Response) -> Result<Response, Error>,
) -> Result<Scenario, Error> {
    with_outcomes(scenario, |outcome| {
        let response = change(outcome.response())?;
        Ok(Outcome::new(
            outcome.base().clone(),
            outcome.baseline().clone(),
            response,
        ))
    })
}

fn with_outcomes(
    scenario: &Scenario,
    change: impl Fn(&Outcome) -> Result<Outcome, Error>,
) -> Result<Scenario, Error> {
    let mut builder = again(scenario).gdp(change(scenario.gdp())?);
    if let Some(digital) = scenario.digital() {
        builder = builder.digital(change(digital)?);
    }
    builder.build()
}

/// The same scenario with other compute, used as before.
fn with_compute(
    scenario: &Scenario,
    base: Estimate<Capacity>,
    path: ComputePath,
    counterfactual: Counterfactual,
) -> Result<Scenario, Error> {
    let mut compute = Compute::new(base, path, counterfactual);
    for segment in Segment::ALL {
        let uses: SegmentUse = scenario.compute().segment_use(segment).clone();
        compute = compute.with_use(segment, uses);
    }
    again(scenario).compute(compute).build()
}

fn outcomes(projection: &Projection) -> Vec<OutcomeSeries<'_>> {
    std::iter::once(projection.gdp())
        .chain(projection.digital())
        .collect()
}

/// All numbers of a projection, to the bit.
fn bits(projection: &Projection) -> Vec<(Output, Vec<u64>)> {
    let outputs = projection.outputs().iter();
    outputs
        .map(|output| {
            let values = projection
                .series(*output)
                .map_or(&[][..], |series| series.values());
            (
                *output,
                values.iter().map(|value| value.to_bits()).collect(),
            )
        })
        .collect()
}

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1.0)
}

/// Equal paths, relative to their size and to one.
fn same(a: &[f64], b: &[f64]) -> Law {
    prop_assert_eq!(a.len(), b.len());
    for (row, (a, b)) in a.iter().zip(b).enumerate() {
        prop_assert!(close(*a, *b, CLOSE), "row {}: {} and {}", row, a, b);
    }
    Ok(())
}

fn same_impacts(a: &Projection, b: &Projection) -> Law {
    for (a, b) in outcomes(a).iter().zip(outcomes(b)) {
        same(a.impact().values(), b.impact().values())?;
        same(a.growth_impact().values(), b.growth_impact().values())?;
    }
    Ok(())
}

fn no_impact(projection: &Projection) -> Law {
    for outcome in outcomes(projection) {
        for reading in [Reading::Impact, Reading::ImpactMoney, Reading::GrowthImpact] {
            for value in outcome.reading(reading).values() {
                prop_assert_eq!(value.to_bits(), 0, "{:?} is {}", reading, value);
            }
        }
        prop_assert_eq!(outcome.with().values(), outcome.without().values());
    }
    Ok(())
}

fn scaled_growth<Q: Quantity>(growth: &Growth<Q>, factor: f64) -> Result<Growth<Q>, Error> {
    Ok(match growth {
        Growth::ToTarget { level, at, then } => {
            let value = level.value();
            Growth::ToTarget {
                level: assumed(value.with_number(value.number() * factor)?),
                at: *at,
                then: then.clone(),
            }
        }
        other => other.clone(),
    })
}

fn scaled_path(path: &ComputePath, factor: f64) -> Result<ComputePath, Error> {
    let mut path = path.clone();
    match &mut path {
        ComputePath::Total { growth, .. } => *growth = scaled_growth(growth, factor)?,
        ComputePath::Segments {
            general,
            smart,
            supercomputing,
            ..
        } => {
            for growth in [Some(general), Some(smart), supercomputing.as_mut()]
                .into_iter()
                .flatten()
            {
                *growth = scaled_growth(growth, factor)?;
            }
        }
        // The strategy makes none; money is not rescaled with the unit of capacity.
        ComputePath::BuildOut { .. } => {}
    }
    Ok(path)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_scenario_that_occurs_projects(scenario in any_scenario()) {
        let projection = scenario.project()?;
        for output in projection.outputs() {
            let series = projection.series(*output).unwrap();
            prop_assert_eq!(series.values().len(), scenario.periods() as usize + 1);
            prop_assert!(series.values().iter().all(|value| value.is_finite()));
        }
        for outcome in outcomes(&projection) {
            // Nothing has happened yet in the base period.
            prop_assert_eq!(outcome.with().values()[0], outcome.without().values()[0]);
            for reading in [Reading::Impact, Reading::ImpactMoney, Reading::Growth, Reading::GrowthImpact] {
                prop_assert_eq!(outcome.reading(reading).values()[0].to_bits(), 0);
            }
        }
        for finding in projection.findings() {
            prop_assert!(finding.numbers().iter().all(|(_, number)| number.is_finite()), "{}", finding);
        }
    }

    #[test]
    fn no_coefficient_is_no_impact(scenario in any_scenario()) {
        no_impact(&with_responses(&scenario, |response| with_coefficient(response, 0.0))?.project()?)?;
    }

    #[test]
    fn no_difference_is_no_impact(scenario in any_scenario()) {
        let compute = scenario.compute();
        let path = compute.path().clone();
        let other = Counterfactual::Path(path.clone().into());
        let same = with_compute(&scenario, compute.base().clone(), path, other)?;
        // What a semi-elasticity is measured against is the base score of its index.
        let same = with_responses(&same, |response| match response.index() {
            Some(index) => {
                let Coefficient::SemiElasticity(semi) = response.coefficient().clone() else {
                    return Ok(response.clone());
                };
                let still = IndexPath::new(index.base().clone(), index.base().clone(), index.at())
                    .with_tiers(index.tiers().to_vec())?;
                Ok(Response::semi_elasticity(semi, still).with_lag(response.lag().clone()))
            }
            None => Ok(response.clone()),
        })?;
        no_impact(&same.project()?)?;
    }

    #[test]
    fn growth_at_the_trend_is_no_impact(scenario in any_scenario(), yearly in -0.3..1.0) {
        let rate = GrowthRate::per_year(yearly)?.at(scenario.base().frequency())?;
        if scenario.gdp().response().index().is_some()
            || scenario.digital().is_some_and(|d| d.response().index().is_some()) {
            return Ok(());
        }
        let path = ComputePath::Total {
            growth: Growth::Constant(assumed(rate)),
            smart_share: Some(steady_share()),
            supercomputing_part: None,
        };
        let compute = Compute::new(
            scenario.compute().base().clone(), path, Counterfactual::Trend(assumed(rate)),
        );
        no_impact(&again(&scenario).compute(compute).build()?.project()?)?;
    }

    #[test]
    fn the_unit_of_capacity_changes_nothing(scenario in any_scenario(), factor in 0.001..1000.0) {
        let compute = scenario.compute();
        let base = compute.base().value();
        let other = match compute.counterfactual() {
            Counterfactual::Path(path) => Counterfactual::Path(scaled_path(path, factor)?.into()),
            other => other.clone(),
        };
        let scaled = with_compute(
            &scenario,
            assumed(base.with_number(base.number() * factor)?),
            scaled_path(compute.path(), factor)?,
            other,
        )?;
        let (one, two) = (scenario.project()?, scaled.project()?);
        same_impacts(&one, &two)?;
        same(one.smart_share().unwrap().values(), two.smart_share().unwrap().values())?;
        same(one.compute_growth().values(), two.compute_growth().values())?;
        let expected: Vec<f64> = one.total_compute().values().iter().map(|c| c * factor).collect();
        same(&expected, two.total_compute().values())?;
    }

    #[test]
    fn the_unit_of_money_changes_nothing(scenario in any_scenario(), factor in 0.001..1000.0) {
        let scaled = with_outcomes(&scenario, |outcome| {
            let growth = scaled_growth(outcome.baseline().growth(), factor)?;
            let baseline = match outcome.baseline() {
                Baseline::Includes(_) => Baseline::Includes(growth),
                Baseline::Excludes(_) => Baseline::Excludes(growth),
            };
            let base = outcome.base().value().times(factor)?;
            Ok(Outcome::new(assumed(base), baseline, outcome.response().clone()))
        })?;
        same_impacts(&scenario.project()?, &scaled.project()?)?;
    }

    #[test]
    fn segments_sum_to_the_total(scenario in any_scenario()) {
        let projection = scenario.project()?;
        let total = projection.total_compute().values();
        let mut sum = vec![0.0; total.len()];
        for segment in Segment::ALL {
            if let Some(series) = projection.series(Output::Compute(segment)) {
                for (row, value) in series.values().iter().enumerate() {
                    sum[row] += value;
                    prop_assert!((0.0..=total[row] * (1.0 + CLOSE)).contains(value));
                }
            }
        }
        let smart = projection.series(Output::Compute(Segment::Smart)).unwrap().values();
        for (row, share) in projection.smart_share().unwrap().values().iter().enumerate() {
            prop_assert!((sum[row] / total[row] - 1.0).abs() < CLOSE);
            prop_assert!((0.0..=1.0).contains(share));
            prop_assert!(close(smart[row] / total[row], *share, CLOSE));
        }
    }

    #[test]
    fn readings_fit_together(scenario in any_scenario()) {
        let projection = scenario.project()?;
        for outcome in outcomes(&projection) {
            let [with, without, impact, money, growth, growth_without, gap] =
                Reading::ALL.map(|reading| outcome.reading(reading).values());
            for row in 0..with.len() {
                prop_assert!(close(with[row] / without[row] - 1.0, impact[row], CLOSE));
                let most = with[row].max(without[row]);
                prop_assert!((with[row] - without[row] - money[row]).abs() < CLOSE * most);
                prop_assert!(close(growth[row] - growth_without[row], gap[row], CLOSE));
                if row > 0 {
                    prop_assert!(close(with[row] / with[row - 1] - 1.0, growth[row], CLOSE));
                }
            }
        }
        // The side that is given does not depend on compute.
        if scenario.coherence() == Coherence::AsPublished {
            let none = with_responses(&scenario, |response| with_coefficient(response, 0.0))?.project()?;
            let parts = std::iter::once(scenario.gdp()).chain(scenario.digital());
            for ((part, paths), none) in parts.zip(outcomes(&projection)).zip(outcomes(&none)) {
                let side = if part.baseline().includes() { Reading::With } else { Reading::Without };
                for (a, b) in paths.reading(side).values().iter().zip(none.with().values()) {
                    prop_assert!((a / b - 1.0).abs() < CLOSE, "{} {}", a, b);
                }
            }
        }
    }

    #[test]
    fn files_change_nothing(scenario in any_scenario()) {
        let before = scenario.project()?;
        let json = serde_json::to_string(&scenario)?;
        let toml = toml::to_string(&scenario)?;
        let mut source = serde_json::Deserializer::from_str(&json);
        for read in [
            Scenario::read(&mut source)?,
            serde_json::from_str(&json)?,
            Scenario::from_toml(&toml)?,
            toml::from_str(&toml)?,
        ] {
            prop_assert_eq!(&read, &scenario);
            prop_assert_eq!(serde_json::to_string(&read)?, json.as_str());
            prop_assert_eq!(bits(&read.project()?), bits(&before));
        }
    }

    #[test]
    fn every_input_says_where_it_comes_from(scenario in any_scenario()) {
        let mut places: Vec<&str> = scenario.inputs().iter().map(|input| input.place().as_str()).collect();
        prop_assert!(scenario.inputs().iter().all(|input| !input.source().to_string().is_empty()));
        prop_assert!(scenario.inputs().iter().all(|input| input.central().is_finite()));
        let count = places.len();
        places.sort_unstable();
        places.dedup();
        prop_assert_eq!(places.len(), count);
    }
}

/// A smart share that hardly matters: 25 % in 2023, 30 % a year later.
fn steady_share() -> SharePath {
    let seen = |at: &str, share| {
        ShareObservation::new(at.parse().unwrap(), assumed(Share::new(share).unwrap()))
    };
    SharePath::through(vec![seen("2023", 0.25), seen("2024", 0.30)]).unwrap()
}

fn total(growth: Growth<Capacity>) -> ComputePath {
    ComputePath::Total {
        growth,
        smart_share: Some(steady_share()),
        supercomputing_part: None,
    }
}

fn eflops(number: f64) -> Capacity {
    Capacity::from_eflops(number, Measure::new(Precision::Fp32, Scope::InUse)).unwrap()
}

fn yuan(amount: f64) -> Money {
    Money::new(amount, Currency::CNY, PriceBasis::Nominal).unwrap()
}

/// One economy that responds to a total of compute against a frozen counterfactual.
fn simple(
    base: Period,
    periods: u32,
    growth: Growth<Capacity>,
    response: Response,
    includes: bool,
) -> Result<Projection, Error> {
    let rate = assumed(GrowthRate::per_year(0.05)?.at(base.frequency())?);
    let growth_of_gdp = Growth::Constant(rate);
    let baseline = if includes {
        Baseline::Includes(growth_of_gdp)
    } else {
        Baseline::Excludes(growth_of_gdp)
    };
    Scenario::builder("simple", base, base.plus(periods)?)
        .compute(Compute::new(
            assumed(eflops(200.0)),
            total(growth),
            Counterfactual::Frozen,
        ))
        .gdp(Outcome::new(assumed(yuan(1e14)), baseline, response))
        .build()?
        .project()
}

fn by_period(rates: &[f64], frequency: Frequency) -> Growth<Capacity> {
    let rate = |rate: &f64| assumed(GrowthRate::new(*rate, frequency).unwrap());
    Growth::ByPeriod {
        rates: rates.iter().map(rate).collect(),
        then: None,
    }
}

fn elastic(number: f64) -> Response {
    Response::elasticity(assumed(Elasticity::new(number).unwrap()))
}

fn ratio(number: f64) -> Response {
    Response::growth_ratio(assumed(GrowthRatio::new(number).unwrap()))
}

fn rates() -> impl Strategy<Value = Vec<f64>> {
    vec(-0.3..1.0_f64, 1..=8)
}

fn year(year: i32) -> Period {
    Period::year(year).unwrap()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn an_isoelastic_response_does_not_depend_on_steps(
        rates in rates(),
        number in -0.1..0.4,
        kappa in prop::option::of(0.0..2.0),
        includes in any::<bool>(),
    ) {
        let response = || match kappa {
            Some(kappa) => elastic(number).with_saturation(assumed(Factor::new(kappa)?)),
            None => Ok(elastic(number)),
        };
        let periods = u32::try_from(rates.len())?;
        let base = year(2024);
        let level: f64 = rates.iter().map(|rate| 1.0 + rate).product();
        let steady = GrowthRate::from_levels(1.0, level, f64::from(periods))?;
        let yearly = simple(base, periods, by_period(&rates, Frequency::Year), response()?, includes)?;
        let expected = yearly.gdp().impact().last();
        let x = level.ln();
        let bent = kappa.filter(|kappa| *kappa > 1e-3).map_or(x, |kappa| (1.0 - (-kappa * x).exp()) / kappa);
        if kappa.is_none_or(|kappa| kappa > 1e-3) {
            prop_assert!(close(expected, (number * bent).exp() - 1.0, CLOSE));
        }

        let to_target = |at| Growth::ToTarget { level: assumed(eflops(200.0 * level)), at, then: None };
        let mut once = vec![0.0; rates.len()];
        once[rates.len() / 2] = level - 1.0;
        let mut others = vec![
            (base, 1, Growth::Constant(assumed(steady))),
            (base, 1, to_target(base.plus(periods)?)),
            (base, 1, by_period(&once, Frequency::Year)),
        ];
        for (base, frequency) in [
            (Period::quarter(2024, 4)?, Frequency::Quarter),
            (Period::month(2024, 12)?, Frequency::Month),
        ] {
            let parts = u32::from(frequency.per_year());
            let each: Vec<f64> = rates
                .iter()
                .flat_map(|rate| std::iter::repeat_n(
                    (1.0 + rate).powf(1.0 / f64::from(parts)) - 1.0, parts as usize,
                ))
                .collect();
            others.push((base, parts, by_period(&each, frequency)));
            others.push((base, parts, Growth::Constant(assumed(steady.at(frequency)?))));
            others.push((base, parts, to_target(year(2024).plus(periods)?)));
        }
        for (base, parts, growth) in others {
            let other = simple(base, periods * parts, growth, response()?, includes)?;
            prop_assert!(close(other.gdp().impact().last(), expected, CLOSE));
            prop_assert!((other.total_compute().last() / (2e20 * level) - 1.0).abs() < CLOSE);
        }
    }

    #[test]
    fn a_growth_ratio_adds_points_step_by_step(rates in rates(), number in -0.1..0.3) {
        let base = year(2024);
        let periods = u32::try_from(rates.len())?;
        let added = simple(base, periods, by_period(&rates, Frequency::Year), ratio(number), false)?;
        let mut level = 1.0;
        for (row, rate) in rates.iter().enumerate() {
            level *= (1.05 + number * rate) / 1.05;
            prop_assert!(close(added.gdp().growth_impact().values()[row + 1], number * rate, CLOSE));
            prop_assert!(close(added.gdp().impact().values()[row + 1], level - 1.0, CLOSE));
        }
        let held = simple(base, periods, by_period(&rates, Frequency::Year), ratio(number), true)?;
        for (row, rate) in rates.iter().enumerate() {
            prop_assert!(close(held.gdp().growth_impact().values()[row + 1], number * rate, CLOSE));
            prop_assert!(close(held.gdp().growth().values()[row + 1], 0.05, CLOSE));
        }
    }

    /// `d ln Y / d ln E` in the last period is `ε w_0 exp(-κ x)`, `x` the lagged log change.
    #[test]
    fn the_elasticity_is_the_slope_of_the_projection(
        rates in rates(),
        number in -0.1..0.4,
        kappa in 0.0..1.0,
        lag in scenarios::lag(),
        includes in any::<bool>(),
    ) {
        let step: f64 = 1e-4;
        let response = elastic(number).with_lag(lag.clone())
            .with_saturation(assumed(Factor::new(kappa)?))?;
        let last = |nudge: f64| {
            let mut rates = rates.clone();
            let end = rates.len() - 1;
            rates[end] = (1.0 + rates[end]) * nudge.exp() - 1.0;
            let growth = by_period(&rates, Frequency::Year);
            let periods = u32::try_from(rates.len()).unwrap();
            simple(year(2024), periods, growth, response.clone(), includes)
                .map(|projection| projection.gdp().impact().last().ln_1p())
        };
        let slope = (last(step)? - last(-step)?) / (2.0 * step);
        let weights = lag.weights().take(rates.len()).collect::<Vec<_>>();
        let mut log = 0.0;
        let logs: Vec<f64> = rates.iter().map(|rate| { log += rate.ln_1p(); log }).collect();
        let x: f64 = weights.iter().zip(logs.iter().rev()).map(|(w, log)| w * log).sum();
        let analytic = number * weights[0] * (-kappa * x).exp();
        // The difference is of second order in the step; 1e-16 / 1e-4 is lost to rounding.
        prop_assert!((slope - analytic).abs() < 1e-8, "{} {}", slope, analytic);
    }

    /// `d growth / d G` in the last period is `ρ w_0`, and earlier growth weighs `ρ w_k`.
    #[test]
    fn a_growth_ratio_is_the_slope_of_growth(
        rates in rates(),
        number in -0.1..0.3,
        lag in scenarios::lag(),
    ) {
        let periods = u32::try_from(rates.len())?;
        let response = ratio(number).with_lag(lag.clone());
        let growth = by_period(&rates, Frequency::Year);
        let projection = simple(year(2024), periods, growth, response, false)?;
        let weights = lag.weights().take(rates.len()).collect::<Vec<_>>();
        for row in 1..=rates.len() {
            let points: f64 = (0..row).map(|k| weights[k] * rates[row - 1 - k]).sum();
            let found = projection.gdp().growth_impact().values()[row];
            prop_assert!(close(found, number * points, CLOSE), "{} {}", found, number * points);
        }
    }

    #[test]
    fn impact_of_one_step_is_a_scenario_of_one_step(
        yearly in -0.3..1.0,
        response in any_response(year(2024)),
    ) {
        let growth = GrowthRate::per_year(yearly)?;
        if response.index().is_some() {
            prop_assert!(impact_of(growth, &response).is_err());
            return Ok(());
        }
        let quick = impact_of(growth, &response)?;
        let path = total(Growth::Constant(assumed(growth)));
        let still = Growth::Constant(assumed(GrowthRate::per_year(0.0)?));
        let projection = Scenario::builder("one step", year(2024), year(2025))
            .compute(Compute::new(assumed(eflops(1.0)), path, Counterfactual::Frozen))
            .gdp(Outcome::new(assumed(yuan(1.0)), Baseline::Excludes(still), response.clone()))
            .build()?
            .project()?;
        prop_assert_eq!(quick.to_bits(), projection.gdp().impact().last().to_bits());
        let x = lagged_step(&response, growth);
        let number = response.coefficient().number();
        let expected = match response.coefficient() {
            Coefficient::GrowthRatio(_) => number * response.lag().weights().next().unwrap() * yearly,
            _ => (number * x).exp() - 1.0,
        };
        prop_assert!(close(quick, expected, 1e-9), "{} {}", quick, expected);
    }

    #[test]
    fn no_saturation_is_the_limit_of_little(
        scenario in any_scenario(),
        number in -0.1..0.3,
        lag in scenarios::lag(),
    ) {
        let project = |kappa: Option<f64>| {
            let response = with_responses(&scenario, |_| {
                let plain = elastic(number).with_lag(lag.clone());
                match kappa {
                    Some(kappa) => plain.with_saturation(assumed(Factor::new(kappa)?)),
                    None => Ok(plain),
                }
            })?;
            response.project()
        };
        let plain = project(None)?;
        prop_assert_eq!(bits(&project(Some(0.0))?), bits(&plain));
        same_impacts(&project(Some(1e-15))?, &plain)?;
        same_impacts(&project(Some(f64::MIN_POSITIVE))?, &plain)?;
    }

    #[test]
    fn koyck_is_its_long_list(scenario in any_scenario(), decay in 0.0..0.9) {
        let koyck = Lag::Koyck(assumed(Share::new(decay)?));
        let list: Vec<f64> = (0..600).map(|k| (1.0 - decay) * decay.powi(k)).collect();
        let list = Lag::explicit(list)?;
        let lagged = |lag: &Lag| {
            with_responses(&scenario, |response| {
                Ok(with_coefficient(response, response.coefficient().number())?.with_lag(lag.clone()))
            })?
            .project()
        };
        same_impacts(&lagged(&koyck)?, &lagged(&list)?)?;
        prop_assert!(close(koyck.mean(), list.mean(), 1e-9));
    }

    #[test]
    fn a_lag_in_front_moves_the_impact(rates in rates(), number in -0.1..0.4, by in 1_usize..4) {
        let mut weights = vec![0.0; by + 1];
        weights[by] = 1.0;
        let periods = u32::try_from(rates.len())?;
        let project = |lag: Lag| {
            let growth = by_period(&rates, Frequency::Year);
            simple(year(2024), periods, growth, elastic(number).with_lag(lag), false)
        };
        let (now, later) = (project(Lag::None)?, project(Lag::explicit(weights)?)?);
        for (row, impact) in later.gdp().impact().values().iter().enumerate() {
            let before = row.checked_sub(by).map_or(0.0, |row| now.gdp().impact().values()[row]);
            prop_assert!(close(*impact, before, CLOSE));
        }
    }
}

/// The lagged, perhaps bent, log change of one step.
fn lagged_step(response: &Response, growth: GrowthRate) -> f64 {
    let x = response.lag().weights().next().unwrap() * growth.get().ln_1p();
    match response.saturation().map(|kappa| kappa.value().get()) {
        Some(kappa) if kappa > 1e-6 => (1.0 - (-kappa * x).exp()) / kappa,
        _ => x,
    }
}

/// General and smart compute at constant rates, whose shares are one another's complement.
fn segments(smart: f64, rates: [f64; 2]) -> Result<ComputePath, Error> {
    let rate = |rate| GrowthRate::per_year(rate).map(|rate| Growth::Constant(assumed(rate)));
    let smart = Share::new(smart)?;
    Ok(ComputePath::Segments {
        mix: Composition::new(smart.complement(), smart, Share::new(0.0)?)?,
        mix_source: Source::assumption("for a test")?,
        general: rate(rates[0])?,
        smart: rate(rates[1])?,
        supercomputing: None,
    })
}

fn projected(path: ComputePath, periods: u32) -> Result<Projection, Error> {
    let still = Growth::Constant(assumed(GrowthRate::per_year(0.0)?));
    Scenario::builder("shares", year(2024), year(2024).plus(periods)?)
        .compute(Compute::new(
            assumed(eflops(200.0)),
            path,
            Counterfactual::Frozen,
        ))
        .gdp(Outcome::new(
            assumed(yuan(1e14)),
            Baseline::Includes(still),
            elastic(0.0),
        ))
        .build()?
        .project()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn constant_segment_growth_is_a_logistic_share(
        smart in 0.01..0.99,
        rates in [-0.3..1.0, -0.3..1.0],
        periods in 1_u32..30,
    ) {
        let projection = projected(segments(smart, rates)?, periods)?;
        let slope = ((1.0 + rates[1]) / (1.0 + rates[0])).ln();
        let start = (smart / (1.0 - smart)).ln();
        for (t, share) in (0_i32..).zip(projection.smart_share().unwrap().values()) {
            let expected = 1.0 / (1.0 + (-start - slope * f64::from(t)).exp());
            prop_assert!(close(*share, expected, CLOSE));
            let grown = smart * (1.0 + rates[1]).powi(t);
            let of = projection.series(Output::Compute(Segment::Smart)).unwrap().values();
            prop_assert!((of[usize::try_from(t)?] / (2e20 * grown) - 1.0).abs() < CLOSE);
        }
    }

    #[test]
    fn swapping_smart_and_general_mirrors_the_share(
        smart in 0.01..0.99,
        rates in [-0.3..1.0, -0.3..1.0],
        periods in 1_u32..30,
    ) {
        let one = projected(segments(smart, rates)?, periods)?;
        let two = projected(segments(1.0 - smart, [rates[1], rates[0]])?, periods)?;
        same(one.total_compute().values(), two.total_compute().values())?;
        for (one, two) in one.smart_share().unwrap().values().iter().zip(two.smart_share().unwrap().values()) {
            prop_assert!(close(*one, 1.0 - two, CLOSE));
        }
    }

    #[test]
    fn complementary_observations_mirror_the_share(path in share_path((year(2024), 10))) {
        if path.ceiling().is_some() {
            return Ok(()); // A ceiling of the one is a floor of the other.
        }
        let other = path.observations().iter().map(|seen| {
            ShareObservation::new(seen.at(), assumed(seen.share().value().complement()))
        });
        let mut other = SharePath::through(other.collect())?.with_curve(path.curve())?;
        if let Some(deviation) = path.deviation_by_date() {
            // A share above its trend is a complement below its own.
            let log_odds = deviation.line_error().unwrap().value().get();
            let mirrored = DeviationByDate::of_line(
                assumed(LogOdds::new(-log_odds)?),
                deviation.centre().unwrap(),
                deviation.reach().unwrap(),
            )?;
            other = other.with_deviation(mirrored.into())?;
        }
        let rate = assumed(GrowthRate::per_year(0.3)?);
        let project = |smart_share| projected(
            ComputePath::Total {
                growth: Growth::Constant(rate.clone()), smart_share: Some(smart_share), supercomputing_part: None,
            },
            10,
        );
        let (one, two) = (project(path)?, project(other)?);
        for (one, two) in one.smart_share().unwrap().values().iter().zip(two.smart_share().unwrap().values()) {
            prop_assert!(close(*one, 1.0 - two, CLOSE));
        }
    }

    #[test]
    fn a_path_through_two_shares_meets_them(
        shares in [0.05..0.95, 0.05..0.95],
        gap in 1_u32..10,
        curve in prop::sample::select(vec![Curve::Logistic, Curve::Linear]),
    ) {
        let dates = [year(2024), year(2024).plus(gap)?];
        let seen = dates.iter().zip(shares).map(|(at, share)| {
            Ok(ShareObservation::new(*at, assumed(Share::new(share)?)))
        });
        let path = SharePath::through(seen.collect::<Result<_, Error>>()?)?.with_curve(curve)?;
        let rate = Growth::Constant(assumed(GrowthRate::per_year(0.2)?));
        let path = ComputePath::Total { growth: rate, smart_share: Some(path), supercomputing_part: None };
        let projection = projected(path, gap)?;
        let share = projection.smart_share().unwrap();
        prop_assert!(close(share.values()[0], shares[0], CLOSE));
        prop_assert!(close(share.last(), shares[1], CLOSE));
    }

    /// `logit(share / ceiling)` is straight in time through the two shares.
    #[test]
    fn a_ceiling_bends_the_share(
        shares in [0.05..0.6, 0.05..0.6],
        ceiling in 0.61..0.99,
        periods in 1_u32..20,
    ) {
        let seen = |at, share| Ok::<_, Error>(ShareObservation::new(year(at), assumed(Share::new(share)?)));
        let path = SharePath::through(vec![seen(2024, shares[0])?, seen(2026, shares[1])?])?
            .with_ceiling(assumed(Share::new(ceiling)?))?;
        let rate = Growth::Constant(assumed(GrowthRate::per_year(0.2)?));
        let path = ComputePath::Total { growth: rate, smart_share: Some(path), supercomputing_part: None };
        let [from, to] = shares.map(|share| (share / (ceiling - share)).ln());
        for (t, share) in (0_i32..).zip(projected(path, periods)?.smart_share().unwrap().values()) {
            let line = from + (to - from) * f64::from(t) / 2.0;
            prop_assert!(close(*share, ceiling / (1.0 + (-line).exp()), CLOSE));
        }
    }

    /// Points of the index count once below 40, and as their tier says above it and above 60.
    #[test]
    fn an_index_moves_in_equal_steps(
        scores in [10.0..90.0, 10.0..90.0],
        tiers in [0.5..3.0, 0.5..3.0],
        per_mille in -3.0..5.0,
        months in 1_u32..40,
        includes in any::<bool>(),
    ) {
        let tier = |above, factor| {
            Ok::<_, Error>(response::IndexTier::new(IndexScore::new(above)?, Factor::new(factor)?))
        };
        let score = |score| IndexScore::new(score).map(assumed);
        let at = Period::month(2024, 12)?.plus(months)?;
        let index = IndexPath::new(score(scores[0])?, score(scores[1])?, at)
            .with_tiers(vec![tier(40.0, tiers[0])?, tier(60.0, tiers[1])?])?;
        let semi = assumed(SemiElasticity::from_per_mille(per_mille)?);
        let still = Growth::Constant(assumed(GrowthRate::new(0.02, Frequency::Quarter)?));
        let base = Period::quarter(2024, 4)?;
        let projection = simple(base, 12, still, Response::semi_elasticity(semi, index), includes)?;
        let counted = |score: f64| {
            score.min(40.0) + tiers[0] * (score.min(60.0) - 40.0).max(0.0) + tiers[1] * (score - 60.0).max(0.0)
        };
        for (t, impact) in (0_u32..).zip(projection.gdp().impact().values()) {
            let way = (f64::from(3 * t) / f64::from(months)).min(1.0);
            let score = scores[0] + (scores[1] - scores[0]) * way;
            let expected = (per_mille / 1000.0 * (counted(score) - counted(scores[0]))).exp() - 1.0;
            prop_assert!(close(*impact, expected, CLOSE), "{} {}", impact, expected);
        }
    }

    #[test]
    fn only_the_difference_from_the_counterfactual_counts(
        rate in -0.3..1.0,
        other in -0.2..0.5,
        number in -0.1..0.3,
        as_ratio in any::<bool>(),
    ) {
        let [path, trend] = [GrowthRate::per_year(rate)?, GrowthRate::per_year(other)?].map(assumed);
        let still = Baseline::Excludes(Growth::Constant(assumed(GrowthRate::per_year(0.0)?)));
        let response = if as_ratio { ratio(number) } else { elastic(number) };
        let along = |counterfactual| {
            Scenario::builder("gap", year(2024), year(2027))
                .compute(Compute::new(
                    assumed(eflops(200.0)), total(Growth::Constant(path.clone())), counterfactual,
                ))
                .gdp(Outcome::new(assumed(yuan(1e14)), still.clone(), response.clone()))
                .build()?
                .project()
        };
        let step = if as_ratio {
            1.0 + number * (rate - other)
        } else {
            ((1.0 + rate) / (1.0 + other)).powf(number)
        };
        let as_path = Counterfactual::Path(total(Growth::Constant(trend.clone())).into());
        for projection in [along(Counterfactual::Trend(trend))?, along(as_path)?] {
            for (t, impact) in (0_i32..).zip(projection.gdp().impact().values()) {
                prop_assert!(close(*impact, step.powi(t) - 1.0, CLOSE));
            }
            let other_compute = projection.series(Output::CounterfactualCompute).unwrap().last();
            prop_assert!((other_compute / (2e20 * (1.0 + other).powi(3)) - 1.0).abs() < CLOSE);
        }
    }

    /// A share that comes within 1e-40 of one still leaves a rest that grows at its own rate.
    #[test]
    fn a_steep_share_leaves_a_rest(to in 0.7..0.95, rate in 0.0..0.5) {
        let from = 1.0 - to;
        let seen = |at, share| Ok::<_, Error>(ShareObservation::new(year(at), assumed(Share::new(share)?)));
        let path = ComputePath::Total {
            growth: Growth::Constant(assumed(GrowthRate::per_year(rate)?)),
            smart_share: Some(SharePath::through(vec![seen(2023, from)?, seen(2024, to)?])?),
            supercomputing_part: None,
        };
        let projection = projected(path, 60)?;
        let general = projection.series(Output::Compute(Segment::General)).unwrap().values();
        let steady = (1.0 + rate) * (from / to) * (from / to);
        let last = general[60] / general[59];
        prop_assert!((last / steady - 1.0).abs() < CLOSE, "{} {}", last, steady);
    }

    #[test]
    fn three_segments_stay_one_composition(
        smart in 0.1..0.6,
        supercomputing in 0.01..0.3,
        rates in [-0.3..1.0, -0.3..1.0, -0.3..1.0],
        periods in 1_u32..20,
    ) {
        let mut mix = Composition::new(
            Share::new(1.0 - smart - supercomputing)?, Share::new(smart)?, Share::new(supercomputing)?,
        )?;
        let [general, smart, supercomputing] = rates.map(|rate| GrowthRate::per_year(rate).unwrap());
        let constant = |rate| Growth::Constant(assumed(rate));
        let path = ComputePath::Segments {
            mix,
            mix_source: Source::assumption("for a test")?,
            general: constant(general),
            smart: constant(smart),
            supercomputing: Some(constant(supercomputing)),
        };
        let projection = projected(path, periods)?;
        let total = projection.total_compute().values();
        for (row, total) in total.iter().enumerate() {
            for segment in Segment::ALL {
                let own = projection.series(Output::Compute(segment)).unwrap().values()[row];
                prop_assert!(close(own / total, mix.share(segment).get(), 1e-11));
            }
            mix = mix.grown(general, smart, supercomputing)?;
        }
    }

    #[test]
    fn targets_are_reached(
        level in 20.0..2000.0,
        after in 1_u32..60,
        then in -0.2..0.5,
        base in prop::sample::select(vec!["2024", "2024-Q4", "2024-12"]),
    ) {
        let base: Period = base.parse()?;
        let at = Period::month(2024, 12)?.plus(after)?;
        let then = GrowthRate::per_year(then)?;
        let growth = Growth::ToTarget {
            level: assumed(eflops(level)), at, then: Some(assumed(then.at(base.frequency())?)),
        };
        let periods = 6 * u32::from(base.frequency().per_year());
        let projection = simple(base, periods, growth, elastic(0.2), false)?;
        for (period, found) in projection.total_compute().iter() {
            // Exponential to the target, then at the later rate, wherever the period ends.
            let years = year(2024).years_until(period);
            let reach = f64::from(after) / 12.0;
            let expected = if years <= reach {
                200.0 * (level / 200.0).powf(years / reach)
            } else {
                level * (1.0 + then.get()).powf(years - reach)
            };
            prop_assert!((found / 1e18 / expected - 1.0).abs() < 1e-11, "{} {}", period, expected);
        }
        let growths = projection.compute_growth().values();
        for (row, pair) in projection.total_compute().values().windows(2).enumerate() {
            prop_assert!(close(pair[1] / pair[0] - 1.0, growths[row + 1], CLOSE));
        }
    }

    #[test]
    fn effective_compute_is_the_sum_of_what_is_used(scenario in any_scenario()) {
        let projection = scenario.project()?;
        let effective = projection.effective_compute().values();
        for (row, effective) in effective.iter().enumerate() {
            let mut sum = 0.0;
            for segment in Segment::ALL {
                let of = scenario.compute().segment_use(segment);
                let used = of.utilisation().map_or(1.0, |share| share.value().get());
                let worth = of.productivity().map_or(1.0, |factor| factor.value().get());
                let own = projection.series(Output::Compute(segment));
                sum += own.map_or(0.0, |own| own.values()[row]) * used * worth;
            }
            prop_assert!((effective / sum - 1.0).abs() < CLOSE, "{} {}", effective, sum);
        }
        for (row, pair) in effective.windows(2).enumerate() {
            prop_assert!(close(pair[1] / pair[0] - 1.0, projection.compute_growth().values()[row + 1], 1e-11));
        }
    }
}

/// A GDP and a digital economy that respond alike but for their coefficients.
fn pair(
    coefficients: [Response; 2],
    digital_share: f64,
    growth: Growth<Capacity>,
    includes: bool,
    coherence: Coherence,
) -> Result<Projection, Error> {
    let baseline = |yearly| {
        let growth = Growth::Constant(assumed(GrowthRate::per_year(yearly)?));
        Ok::<_, Error>(if includes {
            Baseline::Includes(growth)
        } else {
            Baseline::Excludes(growth)
        })
    };
    let [gdp, digital] = coefficients;
    Scenario::builder("pair", year(2024), year(2030))
        .compute(Compute::new(
            assumed(eflops(200.0)),
            total(growth),
            Counterfactual::Frozen,
        ))
        .gdp(Outcome::new(assumed(yuan(1e14)), baseline(0.04)?, gdp))
        .digital(Outcome::new(
            assumed(yuan(1e14 * digital_share)),
            baseline(0.07)?,
            digital,
        ))
        .coherence(coherence)
        .build()?
        .project()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_coherent_pair_balances(
        numbers in [0.0..0.3, 0.0..0.3],
        digital_share in 0.05..0.6,
        growth in -0.2..0.6,
        lag in scenarios::lag(),
        as_ratio in any::<bool>(),
        includes in any::<bool>(),
    ) {
        let response = |number| if as_ratio { ratio(number) } else { elastic(number) }.with_lag(lag.clone());
        let path = || Growth::Constant(assumed(GrowthRate::per_year(growth).unwrap()));
        let numbers_of = |coherence| {
            pair(numbers.map(response), digital_share, path(), includes, coherence)
        };
        let coherent = numbers_of(Coherence::Coherent)?;
        let [gdp, digital] = [coherent.gdp(), coherent.digital().unwrap()];
        let rest_number = (numbers[0] - digital_share * numbers[1]) / (1.0 - digital_share);
        let rest = |reading: Reading, row: usize| {
            gdp.reading(reading).values()[row] - digital.reading(reading).values()[row]
        };
        for row in 1..=6 {
            // GDP less the digital economy is an economy with the coefficient of the rest.
            if as_ratio {
                let points = (rest(Reading::With, row) / rest(Reading::With, row - 1)
                    - rest(Reading::Without, row) / rest(Reading::Without, row - 1)) / rest_number;
                let digital = digital.growth_impact().values()[row] / numbers[1];
                prop_assert!((points - digital).abs() * rest_number.abs().min(numbers[1]) < 1e-11);
            } else {
                let log = (rest(Reading::With, row) / rest(Reading::Without, row)).ln();
                let digital = digital.impact().values()[row].ln_1p();
                prop_assert!((log * numbers[1] - digital * rest_number).abs() < 1e-12);
            }
            let money = rest(Reading::With, row) - rest(Reading::Without, row);
            prop_assert!((rest(Reading::ImpactMoney, row) - money).abs() < 1e-12 * 1e14);
        }
        // The side that is given is the forecast's, and the digital economy is as published.
        let published = numbers_of(Coherence::AsPublished)?;
        let side = if includes { Reading::With } else { Reading::Without };
        for (a, b) in gdp.reading(side).values().iter().zip(published.gdp().reading(side).values()) {
            prop_assert!((a / b - 1.0).abs() < CLOSE);
        }
        let as_published = published.digital().unwrap();
        same(as_published.impact().values(), digital.impact().values())?;
    }

    /// At the base both modes agree: `d ε_DE + (1 - d) ε_rest = ε_GDP`.
    #[test]
    fn a_coherent_pair_starts_at_the_published_coefficient(
        numbers in [-0.1..0.3, -0.1..0.3],
        digital_share in 0.05..0.6,
        as_ratio in any::<bool>(),
    ) {
        let step = 1e-5;
        let response = |number| if as_ratio { ratio(number) } else { elastic(number) };
        let growth = Growth::Constant(assumed(GrowthRate::per_year(step)?));
        // Growth without compute is none, so that shares hold.
        let still = || Baseline::Excludes(Growth::Constant(assumed(GrowthRate::per_year(0.0).unwrap())));
        let projection = Scenario::builder("margin", year(2024), year(2025))
            .compute(Compute::new(assumed(eflops(200.0)), total(growth), Counterfactual::Frozen))
            .gdp(Outcome::new(assumed(yuan(1e14)), still(), response(numbers[0])))
            .digital(Outcome::new(assumed(yuan(1e14 * digital_share)), still(), response(numbers[1])))
            .coherence(Coherence::Coherent)
            .build()?
            .project()?;
        let slope = projection.gdp().impact().last() / step;
        // Off by the order of the step; 1e-16 / 1e-5 is lost to rounding.
        prop_assert!((slope - numbers[0]).abs() < 1e-5, "{} {}", slope, numbers[0]);
    }

    #[test]
    fn what_is_attributed_can_be_added_back(scenario in any_scenario()) {
        if scenario.coherence() == Coherence::Coherent {
            return Ok(());
        }
        let held = with_outcomes(&scenario, |outcome| {
            let growth = outcome.baseline().growth().clone();
            Ok(Outcome::new(outcome.base().clone(), Baseline::Includes(growth), outcome.response().clone()))
        })?;
        let held = held.project()?;
        let frequency = scenario.base().frequency();
        let without = |paths: &OutcomeSeries<'_>| {
            let rate = |growth: &f64| Ok(assumed(GrowthRate::new(*growth, frequency)?));
            let rates = paths.growth_without().values()[1..].iter().map(rate);
            Ok::<_, Error>(Growth::ByPeriod { rates: rates.collect::<Result<_, Error>>()?, then: None })
        };
        let added = |outcome: &Outcome, paths: &OutcomeSeries<'_>| {
            let baseline = Baseline::Excludes(without(paths)?);
            Ok::<_, Error>(Outcome::new(outcome.base().clone(), baseline, outcome.response().clone()))
        };
        let mut builder = again(&scenario).gdp(added(scenario.gdp(), &held.gdp())?);
        if let (Some(digital), Some(paths)) = (scenario.digital(), held.digital()) {
            builder = builder.digital(added(digital, &paths)?);
        }
        let added = builder.build()?.project()?;
        same_impacts(&held, &added)?;
        for (held, added) in outcomes(&held).iter().zip(outcomes(&added)) {
            same(held.growth().values(), added.growth().values())?;
            same(held.growth_without().values(), added.growth_without().values())?;
        }
    }

    #[test]
    fn the_routes_agree_where_they_say_so(scenario in any_scenario()) {
        let projection = scenario.project()?;
        let year = i32::from(scenario.base().frequency().per_year());
        for (period, _) in projection.gdp().with().iter() {
            let first = period.since(scenario.base())? < year;
            let Some(both) = projection.reconciliation(period)? else {
                prop_assert!(scenario.investment().is_none() || first);
                continue;
            };
            prop_assert!(!first);
            let gdp = projection.gdp();
            let row = usize::try_from(period.since(scenario.base())?)?;
            let length = usize::try_from(year)?;
            // GDP of a year at this period's level, had compute grown in it like its counterfactual.
            let stepless = both.gdp.amount();
            // Felt at once by an economy of one part, the step is all that growth owes to compute.
            let growth: f64 =
                gdp.growth_without().values()[row + 1 - length..=row].iter().map(|g| 1.0 + g).product();
            let response = scenario.gdp().response();
            let plain = scenario.coherence() == Coherence::AsPublished
                && *response.lag() == Lag::None
                && response.saturation().is_none();
            if plain {
                let by_growth = gdp.with().values()[row - length] * growth * f64::from(year);
                prop_assert!(close(stepless / by_growth, 1.0, CLOSE));
            }
            let ratio = scenario.investment().unwrap().multiplier().value().get();
            prop_assert!(close(both.multiplier_money.amount() / stepless, both.multiplier_fraction, CLOSE));
            prop_assert!((both.multiplier_money.amount() - both.outlay.amount() * ratio).abs() <= CLOSE * stepless);
            prop_assert!(close(both.response_money.amount() / stepless, both.response_fraction, CLOSE));
            let with = gdp.with().values()[row] * f64::from(year);
            prop_assert!((with - stepless - both.response_money.amount()).abs() <= CLOSE * with);
            if let Some(outlay) = both.break_even_outlay.unique() {
                prop_assert!(close(outlay.amount() * ratio / stepless, both.response_fraction, CLOSE));
            }
            if let Some(elasticity) = both.implied_elasticity {
                let impact = (elasticity.get() * both.compute_growth.ln_1p()).exp() - 1.0;
                prop_assert!(close(impact, both.multiplier_fraction, 1e-9));
            }
            // At the break-even growth the response alone gives what the multiplier gives.
            let number = response.coefficient().number();
            let other = projection.series(Output::CounterfactualCompute).unwrap().values();
            let other = other[row] / other[row - length];
            // Near -100 % a growth rate has lost the digits of what is left.
            if let (Some(agreeing), true) =
                (both.break_even_growth.unique(), plain && number.abs() > 1e-3)
                && agreeing.get() > -0.99
            {
                let expected = both.multiplier_fraction;
                // Over the steps of a part of a year a ratio of growth rates compounds.
                prop_assume!(year == 1 || matches!(response.coefficient(), Coefficient::Elasticity(_)));
                let impact = match response.coefficient() {
                    Coefficient::Elasticity(_) => {
                        let step = GrowthRate::per_year((1.0 + agreeing.get()) / other - 1.0)?;
                        impact_of(step, response)?
                    }
                    _ => number * (agreeing.get() - (other - 1.0)) / growth,
                };
                prop_assert!(close(impact, expected, 1e-9), "{} {}", impact, expected);
            }
        }
    }
}

#[test]
fn more_compute_never_lowers_an_outcome() {
    let compared = Cell::new(0);
    let law = |(scenario, yearly, more): (Scenario, f64, f64)| {
        let frequency = scenario.base().frequency();
        let paths = [yearly, yearly + more].map(|yearly| {
            let rate = GrowthRate::per_year(yearly)?.at(frequency)?;
            let compute = scenario.compute();
            let positive = with_responses(&scenario, |response| {
                with_coefficient(response, response.coefficient().number().abs())
            })?;
            let (base, other) = (compute.base().clone(), compute.counterfactual().clone());
            with_compute(
                &positive,
                base,
                total(Growth::Constant(assumed(rate))),
                other,
            )?
            .project()
        });
        // A growth ratio may claim more than there is, which is an error of its own.
        let [Ok(less), Ok(more)] = paths else {
            return Ok(());
        };
        compared.set(compared.get() + 1);
        // Where the pair is coherent the rest of the economy may lose, and GDP with it.
        let all = outcomes(&less).into_iter().zip(outcomes(&more));
        let skip = usize::from(scenario.coherence() == Coherence::Coherent);
        for (less, more) in all.skip(skip) {
            for (less, more) in less.impact().values().iter().zip(more.impact().values()) {
                prop_assert!(more - less >= -CLOSE, "{} {}", less, more);
            }
        }
        Ok(())
    };
    let all = (any_scenario(), -0.3..0.8, 0.0..0.5);
    TestRunner::new(cases()).run(&all, law).unwrap();
    // Of 128 cases.
    assert!(compared.get() > 90, "{}", compared.get());
}

/// Mostly typical values, and now and then any that the type lets through.
fn at_times_wild<Q>() -> impl Strategy<Value = Q>
where
    Q: Arbitrary<Parameters = Values> + Clone + 'static,
{
    prop_oneof![9 => typical::<Q>(), 1 => any::<Q>()]
}

/// Scenarios of which most parts are ordinary and one or two have any numbers that the types let
/// through, sane or not.
#[allow(clippy::too_many_lines)] // One scenario, part by part.
fn wild() -> impl Strategy<Value = Result<Scenario, Error>> {
    use compute_impact::testing::quantity::interior_share;
    let growth = || at_times_wild::<GrowthRate>();
    let share = || prop_oneof![9 => typical::<Share>(), 1 => interior_share()];
    let dates = |years: std::ops::RangeInclusive<i32>| {
        let year = years.prop_map(|year| Period::year(year).unwrap());
        prop_oneof![19 => year, 1 => any::<Period>()]
    };
    let numbers = (
        wild_number(),
        wild_number(),
        at_times_wild::<Factor>(),
        at_times_wild::<Share>(),
    );
    let compute = (
        at_times_wild::<Capacity>(),
        at_times_wild::<Capacity>(),
        growth(),
        growth(),
        at_times_wild::<Share>(),
    );
    let dated = (
        [share(), share()],
        dates(2018..=2022),
        dates(2025..=2030),
        dates(2015..=2024),
    );
    let money = (
        at_times_wild::<Money>(),
        0.01..0.4,
        at_times_wild::<Money>(),
        at_times_wild::<Multiplier>(),
    );
    let flags = (
        any::<[bool; 6]>(),
        prop_oneof![9 => 1_u32..20, 1 => 1_u32..1300],
        0_usize..3,
    );
    (numbers, compute, dated, money, flags).prop_map(
        |(numbers, (capacity, target, fast, slow, part), dated, money, (flags, periods, kind))| {
            let (seen, first, second, base) = dated;
            let (number, other, kappa, decay) = numbers;
            let (gdp, digital, outlay, multiplier) = money;
            let frequency = base.frequency();
            let (fast, slow) = (fast.at(frequency)?, slow.at(frequency)?);
            let until = base.plus(periods)?;
            let path = SharePath::through(vec![
                ShareObservation::new(first, assumed(seen[0])),
                ShareObservation::new(second, assumed(seen[1])),
            ])?
            .with_curve(if flags[0] {
                Curve::Linear
            } else {
                Curve::Logistic
            })?;
            let target = target.converted(capacity.measure(), 1.0)?;
            let growth = if flags[1] {
                Growth::ToTarget {
                    level: assumed(target),
                    at: first,
                    then: Some(assumed(slow)),
                }
            } else {
                Growth::Constant(assumed(fast))
            };
            let path = if flags[2] {
                ComputePath::Segments {
                    mix: Composition::new(seen[0].complement(), seen[0], Share::new(0.0)?)?,
                    mix_source: Source::assumption("wild")?,
                    general: growth,
                    smart: Growth::Constant(assumed(slow)),
                    supercomputing: None,
                }
            } else {
                ComputePath::Total {
                    growth,
                    smart_share: Some(path),
                    supercomputing_part: Some(assumed(part)),
                }
            };
            let uses = SegmentUse::default()
                .with_productivity(assumed(kappa))
                .with_utilisation(assumed(part));
            let compute = Compute::new(
                assumed(capacity),
                path,
                Counterfactual::Trend(assumed(slow)),
            )
            .with_use(Segment::Smart, uses);
            let response = |number: f64| -> Result<Response, Error> {
                let response = match kind {
                    0 => Response::elasticity(assumed(Elasticity::new(number)?))
                        .with_saturation(assumed(kappa))?,
                    1 => Response::growth_ratio(assumed(GrowthRatio::new(number)?)),
                    _ => {
                        let score = assumed(IndexScore::new(part.get() * 100.0)?);
                        let index = IndexPath::new(score, assumed(IndexScore::new(77.0)?), second);
                        Response::semi_elasticity(assumed(SemiElasticity::new(number)?), index)
                    }
                };
                Ok(response.with_lag(Lag::Koyck(assumed(decay))))
            };
            let baseline = |rate| {
                let growth = Growth::Constant(assumed(rate));
                if flags[3] {
                    Baseline::Includes(growth)
                } else {
                    Baseline::Excludes(growth)
                }
            };
            let mut builder =
                Scenario::builder("wild", base, until)
                    .compute(compute)
                    .gdp(Outcome::new(
                        assumed(gdp),
                        baseline(slow),
                        response(number)?,
                    ));
            if flags[4] {
                let part = gdp.times(digital)?;
                builder = builder.digital(Outcome::new(
                    assumed(part),
                    baseline(fast),
                    response(other)?,
                ));
            }
            if flags[4] && flags[5] {
                builder = builder.coherence(Coherence::Coherent);
            }
            if flags[5] {
                let outlay = Money::new(outlay.amount(), gdp.currency(), gdp.basis())?;
                let outlay = Outlay::PerPeriod(assumed(outlay));
                builder = builder.investment(Investment::new(outlay, assumed(multiplier)));
            }
            builder.build()
        },
    )
}

fn wild_number() -> impl Strategy<Value = f64> {
    prop_oneof![8 => -0.2..0.4, 1 => -2.0..2.0, 1 => proptest::num::f64::ANY]
}

#[test]
fn wild_numbers_give_an_error_or_numbers() {
    let counts = [Cell::new(0), Cell::new(0)];
    let law = |scenario: Result<Scenario, Error>| {
        let projection = scenario.and_then(|scenario| scenario.project());
        let count = &counts[usize::from(projection.is_err())];
        count.set(count.get() + 1);
        match projection {
            Ok(projection) => has_only_numbers(&projection),
            Err(error) => {
                let text = error.to_string();
                prop_assert!(text.len() > 20 && !text.contains("NaN,"), "{text}");
                Ok(())
            }
        }
    };
    let mut runner = TestRunner::new(crate::common::cases(512));
    runner.run(&wild(), law).unwrap();
    let [numbers, errors] = counts.map(Cell::into_inner);
    assert!(numbers >= 100 && errors >= 100, "{numbers} {errors}");
}

/// Every output of a projection is finite, and what is asked of it further has an answer.
pub(crate) fn has_only_numbers(projection: &Projection) -> Law {
    for output in projection.outputs() {
        let Some(series) = projection.series(*output) else {
            // A segment that starts from nothing, or falls to it, grows without a rate.
            prop_assert!(matches!(output, Output::SegmentGrowth(_)), "{}", output);
            continue;
        };
        let mut values = series.values().iter();
        prop_assert!(values.all(|value| value.is_finite()), "{}", output);
        if let Unit::FlopPerS(measure) = series.unit() {
            let base = projection.scenario().compute().base();
            prop_assert_eq!(measure, base.value().measure());
        }
    }
    for finding in projection.findings() {
        let numbers = finding.numbers();
        let mut numbers = numbers.iter().map(|(_, number)| number);
        prop_assert!(numbers.all(|number| !number.is_nan()), "{}", finding);
    }
    for (period, _) in projection.gdp().with().iter() {
        let _ = projection.reconciliation(period);
    }
    let mut parts = projection.gdp().contribution_to_growth();
    prop_assert!(parts.all(|(_, part)| part.is_none_or(f64::is_finite)));
    Ok(())
}
