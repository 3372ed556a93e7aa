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

/// Measures a run; the estimate must be an upper bound, and not far above.
#[track_caller]
fn check(name: &str, scenario: &Scenario, settings: &Simulation) -> [f64; 2] {
    let needed = bytes_of(settings.memory_needed(scenario).unwrap());
    let (peak, fan) = peak_of(|| settings.run(scenario));
    fan.unwrap();
    let text = format!("{name}: {peak:.0} measured, {needed:.0} estimated");
    assert!(peak <= needed, "{text}");
    assert!(
        needed <= (1.5 * peak).max(if peak < SMALL { peak + MARGIN } else { 0.0 }),
        "{text}"
    );
    [peak, needed]
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
fn explore() {
    let _turn = alone();
    let file = include_str!("scenarios/full-stock.toml");
    let mut scenarios = vec![
        (
            "shipped".to_owned(),
            Scenario::shipped("china-2030").unwrap(),
        ),
        (
            "programme".to_owned(),
            Scenario::shipped("east-data-west-computing").unwrap(),
        ),
        ("uncertain".to_owned(), uncertain()),
        ("atom".to_owned(), with_atom()),
        ("stock".to_owned(), Scenario::from_toml(file).unwrap()),
    ];
    let random = random(15).into_iter().enumerate();
    scenarios.extend(random.map(|(number, scenario)| (format!("random {number}"), scenario)));
    let quantiles: [&[f64]; 3] = [&[], &[0.5], &[0.05, 0.5, 0.95]];
    let draws: Vec<u64> = std::env::var("DRAWS")
        .unwrap_or("10000,40000".into())
        .split(',')
        .map(|x| x.parse().unwrap())
        .collect();
    for (number, (name, scenario)) in scenarios.iter().enumerate() {
        let (small, fixed) = peak_of(|| scenario.clone());
        drop(fixed);
        for threads in [1, 2] {
            for exact in quantiles {
                for draws in &draws {
                    let schemes = schemes(scenario);
                    let scheme = schemes[(number + threads + exact.len()) % schemes.len()];
                    let settings = settings(*draws, threads)
                        .with_scheme(scheme)
                        .unwrap()
                        .with_exact_quantiles(exact.iter().copied())
                        .unwrap();
                    let needed = match settings.memory_needed(scenario) {
                        Ok(x) => bytes_of(x),
                        Err(e) => {
                            println!("{name} {e}");
                            continue;
                        }
                    };
                    let (peak, fan) = peak_of(|| settings.run(scenario));
                    let cells = match fan {
                        Ok(fan) => fan.outputs().len() * (scenario.periods() as usize + 1),
                        Err(e) => {
                            println!("{name} run {e}");
                            continue;
                        }
                    };
                    println!(
                        "{name:12} cells {cells:5} T{threads} q{} {draws:8} {scheme:?}: clone {:.0}k peak {:.0}k needed {:.0}k ratio {:.2} {}",
                        exact.len(),
                        small / 1e3,
                        peak / 1e3,
                        needed / 1e3,
                        needed / peak,
                        if needed < peak
                            || (needed > 1.5 * peak && (peak > SMALL || needed > peak + MARGIN))
                        {
                            "BAD"
                        } else {
                            ""
                        }
                    );
                }
            }
        }
    }
}
