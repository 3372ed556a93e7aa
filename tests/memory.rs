//! The memory of runs, measured by a counting allocator: a program of its own, as every test of it
//! must run alone.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use std::sync::{Mutex, MutexGuard, PoisonError};

use compute_impact::evidence::Estimate;
use compute_impact::scenario::Alternative;
use compute_impact::simulation::{Scheme, Simulation, Target};
use compute_impact::testing::scenario::full_scenario;
use compute_impact::{ErrorKind, Output, Reading, Scenario, Share};
use peak_alloc::PeakAlloc;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The bytes below which the estimate may be more than one and a half times the measured peak.
const SMALL: f64 = 4e6;
/// The bytes by which it may be more then.
const MARGIN: f64 = 2e6;

const UNCERTAIN: &str = include_str!("scenarios/uncertain.toml");
const IMPACT: Output = Output::Gdp(Reading::Impact);

/// Tests wait for each other, as the allocator counts the bytes of all.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The most bytes at a time that work takes beyond those before it.
fn peak_of<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let result = work();
    let bytes = ALLOCATOR.peak_usage().saturating_sub(before);
    (bytes_of(bytes as u64), result)
}

#[allow(clippy::cast_precision_loss)] // Less than 2^53.
fn bytes_of(bytes: u64) -> f64 {
    bytes as f64
}

fn uncertain() -> Scenario {
    Scenario::from_toml(UNCERTAIN).unwrap()
}

/// The scenario with an outlay of 400 bn yuan or, by an alternative, of 500 bn: half of all numbers
/// of the outlay are equal.
fn with_atom() -> Scenario {
    let other = Scenario::from_toml(&UNCERTAIN.replace("400 bn CNY", "500 bn CNY")).unwrap();
    let half = Estimate::assumed(Share::new(0.5).unwrap(), "test").unwrap();
    let alternative = Alternative::new("more", half)
        .unwrap()
        .with_investment(other.investment().unwrap().clone());
    uncertain().edit().alternative(alternative).build().unwrap()
}

/// Random scenarios, the same in every run.
fn random(count: usize) -> Vec<Scenario> {
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let strategy = full_scenario();
    (0..count)
        .map(|_| strategy.new_tree(&mut runner).unwrap().current())
        .collect()
}

fn settings(draws: u64, threads: usize) -> Simulation {
    Simulation::new(draws)
        .unwrap()
        .with_threads(threads)
        .unwrap()
        // Random scenarios may have many draws that fail.
        .with_failures_up_to(Share::new(1.0).unwrap())
}

/// Measures a run; the estimate must be an upper bound, and not far above. On a busy machine one of
/// two threads may draw everything, so that the run takes half as much.
#[track_caller]
fn check(name: &str, scenario: &Scenario, settings: &Simulation, threads: u32) {
    let needed = bytes_of(settings.memory_needed(scenario).unwrap());
    let (peak, fan) = peak_of(|| settings.run(scenario));
    fan.unwrap();
    let text = format!("{name}: {peak:.0} measured, {needed:.0} estimated");
    assert!(peak <= needed, "{text}");
    let margin = if peak < SMALL { MARGIN } else { 0.0 };
    let most = (1.5 * peak).max(peak + margin) * f64::from(threads);
    assert!(needed <= most, "{text}");
}

/// Every scheme that the scenario allows.
fn schemes(scenario: &Scenario) -> Vec<Scheme> {
    let mut schemes = vec![Scheme::Plain, Scheme::LatinHypercube, Scheme::Sobol];
    if scenario.alternatives().next().is_none() {
        schemes.push(Scheme::Antithetic);
    }
    schemes
}

#[test]
fn a_run_takes_at_most_its_estimate_and_not_much_less() {
    let _turn = alone();
    let stock = include_str!("scenarios/full-stock.toml");
    let mut scenarios = vec![
        Scenario::shipped("china-2030").unwrap(),
        Scenario::shipped("east-data-west-computing").unwrap(),
        uncertain(),
        with_atom(),
        Scenario::from_toml(stock).unwrap(),
    ];
    scenarios.extend(random(15));
    let quantiles: [&[f64]; 4] = [&[], &[0.5], &[0.05, 0.5, 0.95], &[0.0, 1.0]];
    let draws = [3_000, 20_000];
    for (number, scenario) in scenarios.iter().enumerate() {
        let schemes = schemes(scenario);
        // Two runs of each scenario; over all of them modes, threads, schemes and draws are crossed.
        for turn in [2 * number, 2 * number + 1] {
            let threads = if turn / 4 % 2 == 0 { 1 } else { 2 };
            let settings = settings(draws[turn / 8 % 2], threads as usize)
                .with_scheme(schemes[(turn / 2) % schemes.len()])
                .unwrap()
                .with_exact_quantiles(quantiles[turn % 4].iter().copied())
                .unwrap();
            let name = format!("scenario {number}, {settings:?}");
            check(&name, scenario, &settings, threads);
        }
    }
}

#[test]
fn targets_and_few_outputs_are_estimated() {
    let _turn = alone();
    let targets = (1..=900).map(|n| Target::at_least(IMPACT, 1e-3 * f64::from(n)).unwrap());
    let many = settings(3_000, 1).with_targets(targets).unwrap();
    check("targets", &uncertain(), &many, 1);
    // Over three centuries the counts of the targets are most of what is taken.
    let until = UNCERTAIN.replacen("until = \"2036\"", "until = \"2324\"", 1);
    let long = Scenario::from_toml(&until).unwrap();
    check(
        "long targets",
        &long,
        &many.with_outputs([IMPACT]).unwrap(),
        1,
    );
    // So are a thousand quantiles of every output.
    let probabilities = (1..1_000).map(|n| f64::from(n) / 1_000.0);
    let quantiles = settings(1_000, 1).with_exact_quantiles(probabilities);
    check("quantiles", &uncertain(), &quantiles.unwrap(), 1);
    let exact = settings(100_000, 1)
        .with_outputs([IMPACT, Output::Outlay])
        .unwrap()
        .with_exact_quantiles([0.5])
        .unwrap();
    check("outputs", &with_atom(), &exact, 1);
}

/// A hundred times the draws reach into more bins of the tails, which take less than a megabyte; of exact
/// quantiles about ten times the numbers are kept.
#[test]
fn memory_hardly_grows_with_the_draws() {
    let _turn = alone();
    let scenario = uncertain();
    let peak = |draws: u64, quantiles: &[f64]| {
        let settings = settings(draws, 1).with_outputs([IMPACT]).unwrap();
        let settings = settings.with_exact_quantiles(quantiles.iter().copied());
        let (bytes, fan) = peak_of(|| settings.unwrap().run(&scenario).unwrap());
        assert!(fan.summary().is_complete());
        bytes
    };
    let (few, many) = (peak(20_000, &[]), peak(2_000_000, &[]));
    assert!(many < few + 1e6, "{few} {many}");
    let (few, many) = (peak(20_000, &[0.5]), peak(2_000_000, &[0.5]));
    assert!(many < 10.0 * few, "{few} {many}");
}

#[test]
fn equal_numbers_are_kept_once() {
    let _turn = alone();
    let (scenario, draws) = (with_atom(), 100_000);
    let settings = settings(draws, 1)
        .with_outputs([Output::Outlay])
        .unwrap()
        .with_exact_quantiles([0.25, 0.75])
        .unwrap();
    let (peak, fan) = peak_of(|| settings.run(&scenario).unwrap());
    let last = fan.series(Output::Outlay).unwrap().last();
    let quantile = |p: f64| last.quantile(p).unwrap();
    assert!(quantile(0.25).is_exact() && quantile(0.75).is_exact());
    let values = [quantile(0.25).value, quantile(0.75).value];
    assert_eq!(values.map(f64::to_bits), [4e11, 5e11].map(f64::to_bits));
    // All numbers of all periods would take ten megabytes.
    assert!(peak < 3e6, "{peak}");
}

#[test]
fn sensitivities_take_what_their_pages_say() {
    use compute_impact::explanation::sensitivity::{Model, Samples};
    let _turn = alone();
    let names: Vec<String> = (0..50).map(|factor| format!("x{factor}")).collect();
    let many = Model::of_function(names, |u| u.iter().sum()).unwrap();
    let two = Model::of_function(["a", "b"], |u| u[0] * u[1]).unwrap();
    // Intervals and buffers of threads, whatever the number of samples.
    let fixed = 6e6;
    let (morris, result) = peak_of(|| many.morris(Samples::new(8_192).unwrap()));
    result.unwrap();
    assert!(morris < 8_192.0 * (8.0 * 50.0 + 16.0) + fixed, "{morris}");
    let (sobol, result) = peak_of(|| two.sobol(Samples::new(1 << 17).unwrap()));
    result.unwrap();
    assert!(sobol < 131_072.0 * 24.0 + fixed, "{sobol}");
    let (shapley, result) = peak_of(|| two.shapley(Samples::new(1 << 17).unwrap()));
    result.unwrap();
    assert!(shapley < 131_072.0 * 2.4 + fixed, "{shapley}");
    // More than a gigabyte is refused.
    let error = many.morris(Samples::new(1 << 24).unwrap()).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::OutOfRange { .. }),
        "{error}"
    );
}

/// The blocks of a sweep are taken one by one, so that ten times the variants take no more memory.
#[test]
fn a_sweep_takes_the_memory_of_its_blocks() {
    let _alone = alone();
    let scenario = uncertain();
    let axis = |length: u32| {
        (0..length)
            .map(|n| 1e-5 * f64::from(n))
            .collect::<Vec<f64>>()
    };
    let peak = |lengths: [u32; 2], threads: usize| {
        let places = ["gdp.response.coefficient", "digital.response.coefficient"];
        let axes = places.into_iter().zip(lengths.map(axis));
        let sweep = scenario.sweep().with_grid(axes).unwrap();
        let sweep = sweep.with_threads(threads).unwrap();
        let (bytes, blocks) = peak_of(|| {
            let mut blocks = 0_usize;
            let swept = sweep.for_each_block(|block| {
                blocks += usize::from(!block.is_empty());
                Ok::<(), compute_impact::Error>(())
            });
            assert!(swept.unwrap().is_complete());
            blocks
        });
        assert!(blocks > 3);
        bytes
    };
    let (few, many) = (peak([100, 200], 1), peak([1_000, 200], 1));
    assert!(many < few + 1e5, "{few} {many}");
    assert!(many < 12e6, "{many}");
    let on_two = peak([1_000, 200], 2);
    assert!(on_two < 2.0 * many + 1e6, "{many} {on_two}");
}
