//! The same bits, however a simulation is run: threads, blocks, parts, vector width.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::kernel::Level;
use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::{Fan, Scheme, Simulation, Summary, Target};
use compute_impact::testing::scenario as scenarios;
use compute_impact::*;
use proptest::prelude::*;

const DRAWS: u64 = 20_000;
const QUANTILES: [f64; 3] = [0.05, 0.5, 0.95];

fn uncertain() -> Scenario {
    let file = include_str!("scenarios/uncertain.toml");
    Scenario::from_toml(file).unwrap()
}

fn settings(scheme: Scheme) -> Simulation {
    let target = Target::at_least(Output::SmartShare, 0.35).unwrap();
    Simulation::new(DRAWS)
        .unwrap()
        .with_seed(20_261_123)
        .with_scheme(scheme)
        .unwrap()
        .with_targets([target])
        .unwrap()
        // Of each channel one, to save time: what is summarised does not matter to how it is.
        .with_outputs([
            Output::SmartShare,
            Output::MultiplierOutput,
            Output::ComputeGrowth,
            Output::Gdp(Reading::Impact),
            Output::Digital(Reading::With),
        ])
        .unwrap()
}

const SCHEMES: [Scheme; 4] = [
    Scheme::Plain,
    Scheme::Antithetic,
    Scheme::LatinHypercube,
    Scheme::Sobol,
];

#[test]
fn threads_blocks_and_vector_width_change_nothing() {
    let scenario = uncertain();
    for scheme in SCHEMES {
        let settings = settings(scheme).with_exact_quantiles(QUANTILES).unwrap();
        let first = settings
            .clone()
            .with_threads(1)
            .unwrap()
            .run(&scenario)
            .unwrap();
        for threads in [2, 3, 8] {
            let fan = settings.clone().with_threads(threads).unwrap();
            assert!(
                fan.run(&scenario).unwrap() == first,
                "{scheme:?}, {threads} threads"
            );
        }
        for level in Level::available() {
            for block in [62, 64, 4_096] {
                let fan = settings.clone().with_execution(level, block);
                let fan = fan.run(&scenario).unwrap();
                assert!(fan == first, "{scheme:?}, {level}, blocks of {block}");
            }
        }
    }
}

#[test]
fn exact_quantiles_are_those_of_the_sorted_draws() {
    let scenario = uncertain();
    let output = Output::Gdp(Reading::Impact);
    let settings = settings(Scheme::Plain)
        .with_outputs([output])
        .unwrap()
        .with_targets([])
        .unwrap()
        .with_exact_quantiles([0.0, 0.001, 0.25, 0.5, 0.999, 1.0])
        .unwrap();
    let fan = scenario.simulate(&settings).unwrap();
    let last = fan.series(output).unwrap().last();
    let mut values: Vec<f64> = (0..DRAWS)
        .map(|number| {
            let draw = settings.draw(&scenario, number).unwrap();
            *draw.path(output).unwrap().last().unwrap()
        })
        .collect();
    values.sort_by(f64::total_cmp);
    // Type 1: the ceiling of n p, counted from one.
    for (p, place) in [
        (0.0, 0),
        (0.001, 19),
        (0.25, 4_999),
        (0.5, 9_999),
        (0.999, 19_979),
        (1.0, 19_999),
    ] {
        let quantile = last.quantile(p).unwrap();
        assert_eq!(quantile.value.to_bits(), values[place].to_bits(), "{p}");
        assert!(quantile.is_exact());
    }
    // The other quantiles of the same fan are within their bound.
    for place in (0..20_000).step_by(997) {
        #[allow(clippy::cast_precision_loss)]
        let quantile = last.quantile((place + 1) as f64 / DRAWS as f64).unwrap();
        assert!(
            (quantile.value - values[place]).abs() <= quantile.error,
            "{place}"
        );
    }
    let sum: f64 = values.iter().sum();
    #[allow(clippy::cast_precision_loss)]
    let mean = sum / DRAWS as f64;
    // A plain sum of 20,000 numbers is off by 20,000 roundings at most.
    assert!((last.mean().unwrap() - mean).abs() < 1e-11 * mean.abs());
}

#[test]
fn a_draw_is_the_same_in_a_run_of_another_length() {
    let scenario = uncertain();
    for number in [0, 1, 2, 777] {
        let short = Simulation::new(1_000)
            .unwrap()
            .draw(&scenario, number)
            .unwrap();
        let long = Simulation::new(1 << 48)
            .unwrap()
            .draw(&scenario, number)
            .unwrap();
        let bits = |draw: &simulation::Draw| -> Vec<u64> {
            let outputs = scenario.project().unwrap().outputs().to_vec();
            let paths = outputs
                .iter()
                .flat_map(|output| draw.path(*output).unwrap());
            paths.map(|x| x.to_bits()).collect()
        };
        assert_eq!(bits(&short), bits(&long), "{number}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    /// Parts of any size, merged in any order and through any format, are the whole.
    #[test]
    fn parts_make_up_the_whole(
        scheme in prop::sample::select(SCHEMES.to_vec()),
        cuts in prop::collection::btree_set(1..DRAWS / 2, 0..5),
        order in any::<u64>(),
    ) {
        let scenario = uncertain();
        let settings = settings(scheme);
        let whole = scenario.simulate(&settings)?;
        // Even cuts, so that no antithetic pair is torn.
        let mut ends: Vec<u64> = cuts.into_iter().map(|cut| 2 * cut).collect();
        ends.push(DRAWS);
        let mut start = 0;
        let mut parts = Vec::new();
        for end in ends {
            parts.push(settings.part(&scenario, start..end)?);
            start = end;
        }
        let count = parts.len();
        parts.rotate_left(usize::try_from(order % 97).unwrap() % count);
        if order % 2 == 0 {
            parts.reverse();
        }
        // In twos first, then those: another grouping than one after another.
        let mut grouped: Vec<Summary> = Vec::new();
        for pair in parts.chunks(2) {
            let mut part = pair[0].clone();
            if let Some(other) = pair.get(1) {
                let text = serde_json::to_string(other).unwrap();
                part.merge(&serde_json::from_str(&text).unwrap())?;
            }
            grouped.push(part);
        }
        let mut merged = grouped.remove(0);
        for part in &grouped {
            merged.merge(part)?;
        }
        prop_assert!(merged.is_complete());
        prop_assert_eq!(merged.digest(), whole.summary().digest());
        prop_assert!(Fan::from_summary(&scenario, merged)? == whole);
    }

    /// Without uncertainty every draw is the projection, to the bit.
    #[test]
    fn certain_inputs_give_the_projection(scenario in scenarios::scenario(), draws in 1_u64..600) {
        every_draw_is_the_projection(&scenario, draws)?;
    }

    /// The same with stocks, active policies, chains and payouts.
    #[test]
    fn certain_stocks_and_policies_give_the_projection(
        scenario in scenarios::full_scenario(),
        draws in 1_u64..200,
    ) {
        let scenario = without_spread(&scenario);
        // A figure of the catalogue brings a spread of its own.
        prop_assume!(scenario.inputs().iter().all(|input| !input.is_uncertain()));
        every_draw_is_the_projection(&scenario, draws)?;
    }

    /// Threads, blocks and vector width change no scenario, whatever its parts, nor the effect of its
    /// policies.
    #[test]
    fn full_scenarios_run_alike_in_any_way(
        scenario in scenarios::full_scenario(),
        scheme in prop::sample::select(SCHEMES.to_vec()),
    ) {
        let settings = Simulation::new(300)?.with_scheme(scheme)?;
        runs_alike(&settings, |settings| scenario.simulate(settings))?;
        let apart = scenario.edit().plain().build()?;
        if let Some(policy) = apart.policies().first() {
            let effect = apart.effect_of(policy.name())?;
            runs_alike(&settings, |settings| effect.simulate(settings))?;
        }
    }
}

/// However it is run, it is the same fan, or refused for the same reason.
fn runs_alike<F: PartialEq>(
    settings: &Simulation,
    run: impl Fn(&Simulation) -> Result<F, Error>,
) -> Result<(), TestCaseError> {
    let first = run(&settings.clone().with_threads(1)?);
    let mut others = vec![settings.clone().with_threads(3)?];
    for level in Level::available() {
        others.push(settings.clone().with_execution(level, 62));
    }
    for other in others {
        match (&first, &run(&other)) {
            (Ok(first), Ok(fan)) => prop_assert!(fan == first, "{:?}", other),
            (Err(first), Err(error)) => prop_assert_eq!(first.to_string(), error.to_string()),
            (Ok(_), Err(error)) | (Err(error), Ok(_)) => {
                return Err(TestCaseError::fail(format!(
                    "refused one way alone: {error}"
                )));
            }
        }
    }
    Ok(())
}

/// The same scenario with every spread, noise, correlation and alternative taken out.
fn without_spread(scenario: &Scenario) -> Scenario {
    fn strip(value: &mut serde_json::Value) {
        if let Some(fields) = value.as_object_mut() {
            fields.remove("uncertainty");
            fields.values_mut().for_each(strip);
        } else if let Some(entries) = value.as_array_mut() {
            entries.iter_mut().for_each(strip);
        }
    }
    let plain = scenario.edit().plain().build().unwrap();
    let mut written = serde_json::to_value(&plain).unwrap();
    strip(&mut written);
    Scenario::read(written).unwrap()
}

fn every_draw_is_the_projection(scenario: &Scenario, draws: u64) -> Result<(), TestCaseError> {
    let projection = scenario.project()?;
    let settings = Simulation::new(draws)?.with_exact_quantiles(QUANTILES)?;
    for settings in [settings, Simulation::new(draws)?] {
        let fan = scenario.simulate(&settings)?;
        is_the_projection(&fan, &projection)?;
    }
    Ok(())
}

/// Every part of a stock, with the named policies active.
fn full_stock(policies: &[&str]) -> Scenario {
    let file = include_str!("scenarios/full-stock.toml");
    let scenario = Scenario::from_toml(file).unwrap();
    scenario.under(policies.iter().copied()).unwrap()
}

#[test]
fn stocks_and_policies_run_alike_in_any_way() {
    let free = full_stock(&[]);
    let all: Vec<String> = free
        .policies()
        .iter()
        .map(|policy| policy.name().to_owned())
        .collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let under = full_stock(&all);
    for scheme in SCHEMES {
        let settings = Simulation::new(1_000).unwrap().with_scheme(scheme).unwrap();
        let settings = settings.with_exact_quantiles(QUANTILES).unwrap();
        for scenario in [&free, &under] {
            runs_alike(&settings, |settings| scenario.simulate(settings)).unwrap();
        }
        for policy in &all {
            let effect = free.effect_of(policy).unwrap();
            runs_alike(&settings, |settings| effect.simulate(settings)).unwrap();
        }
    }
}

/// The scenarios of the library run alike in any way, each under all its policies at once and
/// against none of them.
#[test]
fn shipped_scenarios_run_alike_in_any_way() {
    for name in Scenario::shipped_names() {
        let scenario = Scenario::shipped(name).unwrap();
        let policies = scenario.policies().iter().map(policy::Policy::name);
        let policies: Vec<&str> = policies.collect();
        let under = scenario.under(policies.iter().copied()).unwrap();
        for scheme in SCHEMES {
            let settings = Simulation::new(600).unwrap().with_scheme(scheme).unwrap();
            let settings = settings.with_exact_quantiles(QUANTILES).unwrap();
            runs_alike(&settings, |settings| scenario.simulate(settings)).unwrap();
            runs_alike(&settings, |settings| under.simulate(settings)).unwrap();
            for policy in &policies {
                let effect = scenario.effect_of(policy).unwrap();
                runs_alike(&settings, |settings| effect.simulate(settings)).unwrap();
            }
        }
    }
}

/// The scenarios with stocks and policies, without their spread.
#[test]
fn certain_build_outs_give_the_projection() {
    let vintages = Scenario::from_toml(include_str!("scenarios/vintages.toml")).unwrap();
    // A figure of the catalogue brings a spread of its own, so another stands in its place.
    let cited = "{ catalogue = \"caict.multiplier.gross-output\" }";
    let file = include_str!("scenarios/full-stock.toml");
    assert!(file.contains(cited));
    let text = file.replace(
        cited,
        "{ value = \"3.5 of gross output\", assumption = \"x\" }",
    );
    let stock = Scenario::from_toml(&text).unwrap();
    let stock = stock.under(["half", "better"]).unwrap();
    for scenario in [vintages, stock] {
        let certain = without_spread(&scenario);
        assert!(certain.inputs().iter().all(|input| !input.is_uncertain()));
        every_draw_is_the_projection(&certain, 70).unwrap();
    }
}

/// The levels that the tests compare are all that the machine has, not the narrowest alone.
#[cfg(target_arch = "x86_64")]
#[test]
fn a_machine_with_wide_vectors_runs_them() {
    use std::arch::is_x86_feature_detected as has;
    // The third level of x86-64, which every machine with AVX2 that is in use has.
    let has_third = has!("avx2") && has!("fma") && has!("bmi2") && has!("f16c") && has!("movbe");
    let levels: Vec<Level> = Level::available().collect();
    assert_eq!(levels[0], Level::Baseline);
    assert_eq!(levels.contains(&Level::Avx2), has_third, "{levels:?}");
    assert!(
        has!("avx512f") || !levels.contains(&Level::Avx512),
        "{levels:?}"
    );
}

/// Each draw run alone gives the numbers that the fan counts, with stocks and policies too.
#[test]
fn exact_quantiles_of_a_stock_are_those_of_the_sorted_draws() {
    let scenario = full_stock(&["half", "better"]);
    let output = Output::Compute(capacity::Segment::Smart);
    let settings = Simulation::new(500)
        .unwrap()
        .with_exact_quantiles([0.1, 0.5, 0.9])
        .unwrap();
    let fan = scenario.simulate(&settings).unwrap();
    let mut values: Vec<f64> = (0..500)
        .map(|number| {
            let draw = settings.draw(&scenario, number).unwrap();
            *draw.path(output).unwrap().last().unwrap()
        })
        .collect();
    values.sort_by(f64::total_cmp);
    for (p, place) in [(0.1, 49), (0.5, 249), (0.9, 449)] {
        let quantile = fan.series(output).unwrap().last().quantile(p).unwrap();
        assert!(quantile.is_exact());
        assert_eq!(quantile.value.to_bits(), values[place].to_bits(), "{p}");
    }
}

fn is_the_projection(fan: &Fan, projection: &Projection) -> Result<(), TestCaseError> {
    for output in projection.outputs() {
        let (series, path) = (fan.series(*output), projection.series(*output));
        prop_assert_eq!(series.is_some(), path.is_some(), "{}", output.id());
        let (Some(series), Some(path)) = (series, path) else {
            continue;
        };
        prop_assert_eq!(series.unit(), path.unit());
        for (period, distribution) in series.iter() {
            // Minus zero and zero are one number, and a summary has one of them.
            let expected = path.at(period)?.unwrap() + 0.0;
            let bits = expected.to_bits();
            for p in [0.0, 0.05, 0.31, 0.5, 0.95, 1.0] {
                let quantile = distribution.quantile(p)?;
                prop_assert_eq!(
                    quantile.value.to_bits(),
                    bits,
                    "{} in {}",
                    output.id(),
                    period
                );
                prop_assert!(quantile.is_exact());
            }
            prop_assert_eq!(distribution.mean().unwrap().to_bits(), bits);
            prop_assert_eq!(distribution.minimum().to_bits(), bits);
            prop_assert_eq!(distribution.maximum().to_bits(), bits);
            if let Some(deviation) = distribution.standard_deviation() {
                prop_assert!(deviation == 0.0);
            }
        }
    }
    Ok(())
}
