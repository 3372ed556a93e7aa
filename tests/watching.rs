//! Work that may run long shows its progress, stops soon, and says what it did not finish.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use compute_impact::explanation::goal_seek::Goal;
use compute_impact::explanation::sensitivity::{Model, Samples};
use compute_impact::report::published::Published;
use compute_impact::simulation::{Manifest, Scheme, Simulation};
use compute_impact::watch::{Progress, Stage};
use compute_impact::{Error, ErrorKind, Output, Reading, Scenario, Watch};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

const IMPACT: Output = Output::Gdp(Reading::Impact);

/// A watch that stops the work once this stage has come so far.
pub(crate) fn stopping_at(stage: Stage, done: u64) -> Watch {
    Watch::new(move |progress| {
        if progress.stage == stage && progress.done >= done {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })
}

fn uncertain() -> Scenario {
    super::common::read(include_str!("scenarios/uncertain.toml"))
}

/// A scenario of a century by month, whose blocks take the longest.
fn century() -> Scenario {
    let text = include_str!("../examples/scenarios/china-2030.toml");
    let by_month = text
        .replacen("base = \"2024\"", "base = \"2024-12\"", 1)
        .replacen("until = \"2030\"", "until = \"2124-12\"", 1)
        .replacen("24.7 % per year", "0.2 % per month", 1);
    let before = by_month
        .split("# The growth is that of the whole economy")
        .next();
    let before = before.unwrap_or(&by_month);
    super::common::read(&format!(
        "{before}baseline.excludes.constant = {{ value = \"0.3 % per month\", assumption = \"for a test\" }}"
    ))
}

fn is_stopped(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Stopped { .. })
}

/// Runs work that would take hours and stops it after a while. Returns the time from the stop to
/// the end.
fn time_to_stop(work: impl FnOnce(Watch) + Send) -> Duration {
    let watch = Watch::default();
    std::thread::scope(|scope| {
        let given = watch.clone();
        let run = scope.spawn(|| work(given));
        std::thread::sleep(Duration::from_millis(300));
        let start = Instant::now();
        watch.stop();
        assert!(run.join().is_ok(), "the work ends without a panic");
        start.elapsed()
    })
}

/// Far above the tenth of a second that the documentation states, as tests share the machine and
/// are not optimised. What does not look at the flag takes hours.
const SOON: Duration = Duration::from_secs(20);

#[test]
fn everything_long_stops_soon() {
    let long = Simulation::new(1 << 40).unwrap();
    let exact = long.clone().with_exact_quantiles([0.5]).unwrap();
    let sobol = Simulation::new(1 << 32).unwrap();
    let sobol = sobol.with_scheme(Scheme::Sobol).unwrap();
    let hypercube = long.clone().with_scheme(Scheme::LatinHypercube).unwrap();
    let bound = long.clone().with_memory_bound(1 << 40);
    for settings in [long.clone(), exact, sobol, hypercube, bound] {
        let time = time_to_stop(|watch| {
            match uncertain().simulate(&settings.with_watch(watch)) {
                Ok(fan) => assert!(!fan.summary().is_complete()),
                // Where the machine is busy, no block is done yet.
                Err(error) => assert!(is_stopped(&error), "{error}"),
            }
        });
        assert!(time < SOON, "{time:?}");
    }
    let samples = Samples::new(1 << 24).unwrap();
    let names: Vec<String> = (0..300).map(|number| format!("x{number}")).collect();
    let model = |watch| {
        let sum = |u: &[f64]| u.iter().sum();
        Model::of_function(names.iter().cloned(), sum)
            .unwrap()
            .with_watch(watch)
    };
    for shapley in [false, true] {
        let time = time_to_stop(|watch| {
            let model = model(watch);
            let error = if shapley {
                model.shapley(samples).unwrap_err()
            } else {
                model.sobol(samples).unwrap_err()
            };
            assert!(is_stopped(&error), "{error}");
        });
        assert!(time < SOON, "{time:?}");
    }
    let time = time_to_stop(|watch| {
        let goal = Goal::new(IMPACT, 0.01).unwrap();
        let place = "compute.path.total.growth.constant";
        let settings = long.clone().with_watch(watch);
        let scenario = Scenario::shipped("china-2030").unwrap();
        let error = scenario
            .solve_in_draws(&goal, place, &settings)
            .unwrap_err();
        assert!(is_stopped(&error), "{error}");
    });
    assert!(time < SOON, "goal: {time:?}");
    let time = time_to_stop(|watch| {
        let settings = long.clone().with_watch(watch);
        let scenario = Scenario::shipped("china-2030").unwrap();
        let error = Published::new(&scenario, IMPACT, &settings).unwrap_err();
        assert!(is_stopped(&error), "{error}");
    });
    assert!(time < SOON, "published: {time:?}");
}

#[test]
fn the_verification_of_a_manifest_stops() {
    let scenario = uncertain();
    let settings = Simulation::new(100_000).unwrap();
    let manifest: Manifest = scenario.simulate(&settings).unwrap().manifest();
    let watch = stopping_at(Stage::Draws, 1);
    let error = manifest.verify_watched(&scenario, &watch).unwrap_err();
    assert!(is_stopped(&error), "{error}");
    assert!(manifest.verify(&scenario).is_ok());
}

#[test]
fn a_part_that_was_stopped_has_its_first_draws() {
    let scenario = uncertain();
    let settings = Simulation::new(1 << 40).unwrap();
    let stopped = settings
        .clone()
        .with_watch(stopping_at(Stage::Draws, 20_000));
    let part = stopped.part(&scenario, 5_000..1 << 40).unwrap();
    let range = part.ranges().next().unwrap();
    assert_eq!(range.start, 5_000);
    assert_eq!(part, settings.part(&scenario, range).unwrap());
}

/// A run whose exact quantiles are not located yet has its first draws when it is stopped, and no exact
/// quantile; locating them for parts gives nothing then.
#[test]
fn a_stop_before_the_quantiles_are_located_ends_the_run() {
    let scenario = uncertain();
    let settings = Simulation::new(4_000_000).unwrap();
    let exact = settings.clone().with_exact_quantiles([0.05, 0.5]).unwrap();
    let stopped = exact.clone().with_watch(stopping_at(Stage::Draws, 1));
    let fan = scenario.simulate(&stopped).unwrap();
    let done = fan.summary().draws_done();
    assert!(done < 250_000, "{done} draws");
    assert_eq!(fan.summary(), &settings.part(&scenario, 0..done).unwrap());
    let last = fan.series(IMPACT).unwrap().last();
    assert!(!last.quantile(0.5).unwrap().is_exact());
    let stopped = exact.with_watch(stopping_at(Stage::Pilot, 1));
    let error = stopped.locate_quantiles(&scenario).unwrap_err();
    assert!(
        error.to_string().contains("draws of the pilot run"),
        "{error}"
    );
}

#[test]
fn a_run_that_never_started_has_no_fan() {
    let watch = Watch::default();
    watch.stop();
    let settings = Simulation::new(1_000).unwrap().with_watch(watch);
    let error = uncertain().simulate(&settings).unwrap_err();
    assert!(is_stopped(&error), "{error}");
    let error = settings.memory_needed(&uncertain()).unwrap_err();
    assert!(is_stopped(&error), "{error}");
    let error = settings.part(&uncertain(), 0..10).unwrap_err();
    assert!(error.to_string().contains("0 of 1000 draws"), "{error}");
}

/// A hook sees every stage, its counts end with the total, and none is missing.
#[test]
fn the_progress_of_every_stage_ends_with_its_total() {
    let seen: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let log = seen.clone();
    let watch = Watch::new(move |progress| {
        log.lock().unwrap().push(progress);
        ControlFlow::Continue(())
    });
    let settings = Simulation::new(300_000).unwrap().with_watch(watch.clone());
    let settings = settings.with_exact_quantiles([0.5]).unwrap();
    uncertain().simulate(&settings).unwrap();
    settings.locate_quantiles(&uncertain()).unwrap();
    let scenario = Scenario::shipped("east-data-west-computing").unwrap();
    let model = scenario
        .model(IMPACT, None)
        .unwrap()
        .with_watch(watch.clone());
    model.sobol(Samples::new(64).unwrap()).unwrap();
    let both = ["chip restriction", "interconnection"];
    scenario
        .split_by_policies_watched(&both, IMPACT, None, &watch)
        .unwrap();
    let seen = seen.lock().unwrap();
    for (stage, total) in [
        (Stage::Pilot, 300_000 / 16),
        (Stage::Draws, 300_000),
        (Stage::Subsets, 4),
    ] {
        let of_stage = seen.iter().filter(|progress| progress.stage == stage);
        let greatest = of_stage.map(|progress| progress.done).max();
        assert_eq!(greatest, Some(total), "{}", stage.name());
    }
    let runs = seen
        .iter()
        .filter(|progress| progress.stage == Stage::ModelRuns);
    let last = runs.max_by_key(|progress| progress.done).unwrap();
    assert_eq!(last.done, last.total);
}

/// A screening of two factors takes three runs a trajectory; Sobol' indices four a sample; Shapley
/// effects, of ten batches of ten conditions with three runs each, those for each of the three sets
/// of unknown factors: 900.
#[test]
fn the_progress_of_a_sensitivity_counts_its_runs_up_to_their_number() {
    let seen: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let log = seen.clone();
    let watch = Watch::new(move |progress| {
        log.lock().unwrap().push(progress);
        ControlFlow::Continue(())
    });
    let last = || {
        let seen = std::mem::take(&mut *seen.lock().unwrap());
        let last = seen.into_iter().max_by_key(|progress| progress.done);
        last.map(|progress| (progress.done, progress.total))
            .unwrap()
    };
    let model = Model::of_function(["a", "b"], |u| u[0] + u[1]).unwrap();
    let model = model.with_watch(watch.clone());
    let samples = Samples::new(100).unwrap();
    assert_eq!(model.morris(samples).unwrap().runs, 300);
    assert_eq!(last(), (300, 300));
    assert_eq!(model.sobol(samples).unwrap().runs, 400);
    assert_eq!(last(), (400, 400));
    assert_eq!(model.shapley(samples).unwrap().runs, 900);
    assert_eq!(last(), (900, 900));
    // With nine factors the orders are random and share some sets: the total is an upper bound, of
    // 200 orders of nine sets each.
    let names: Vec<String> = (0..9).map(|number| format!("x{number}")).collect();
    let many = Model::of_function(names, |u| u.iter().sum()).unwrap();
    let many = many.with_watch(watch);
    let runs = many.shapley(Samples::new(20).unwrap()).unwrap().runs;
    let bound = 10 * 2 * 3 * 200 * 9;
    assert_eq!(last(), (runs, bound));
    assert!(runs < bound);
}

#[test]
fn a_split_by_policies_stops() {
    let scenario = Scenario::shipped("east-data-west-computing").unwrap();
    let both = ["chip restriction", "interconnection"];
    let watch = stopping_at(Stage::Subsets, 2);
    let error = scenario
        .split_by_policies_watched(&both, IMPACT, None, &watch)
        .unwrap_err();
    assert!(
        error.to_string().contains("2 of 4 subsets of drivers"),
        "{error}"
    );
}

/// A run inside a worker of a pool neither builds a pool of its own nor waits on top of other runs,
/// which once overflowed the stack.
#[test]
fn many_runs_inside_a_pool_do_not_nest() {
    let scenario = uncertain();
    let settings = Simulation::new(3_000)
        .unwrap()
        .with_outputs([IMPACT])
        .unwrap();
    let alone = scenario.simulate(&settings).unwrap();
    let nested = settings.with_threads(2).unwrap();
    // A pool of its own, as tests that stop runs of the common pool wait for its workers.
    let pool = rayon::ThreadPoolBuilder::new().build().unwrap();
    let same = pool.install(|| {
        (0..2_000_u32)
            .into_par_iter()
            .all(|_| scenario.simulate(&nested).unwrap() == alone)
    });
    assert!(same);
}

#[test]
fn a_hook_that_panics_ends_the_run_with_its_panic() {
    let watch = Watch::new(|_| std::panic::panic_any("from the hook"));
    let settings = Simulation::new(1 << 20).unwrap().with_watch(watch);
    let settings = settings.with_threads(2).unwrap();
    let scenario = uncertain();
    let run = std::panic::AssertUnwindSafe(|| scenario.simulate(&settings));
    let panic = std::panic::catch_unwind(run).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"from the hook"));
}

#[test]
fn what_runs_and_what_it_returns_can_go_to_another_thread() {
    fn sendable<T: Send + Sync>() {}
    sendable::<Watch>();
    sendable::<Model<'static>>();
    sendable::<Scenario>();
    sendable::<Simulation>();
    sendable::<compute_impact::Projection>();
    sendable::<compute_impact::Fan>();
    sendable::<compute_impact::Comparison>();
    sendable::<compute_impact::DifferenceFan>();
    sendable::<compute_impact::simulation::Summary>();
    sendable::<Manifest>();
    sendable::<Error>();
}

/// Blocks of the longest scenarios are small enough for a stop within a tenth of a second, which a
/// shared machine cannot measure: the draws between two looks at the flag are counted instead.
#[test]
fn the_longest_scenarios_look_at_the_flag_often() {
    let settings = Simulation::new(1 << 40).unwrap().with_threads(1).unwrap();
    let settings = settings.with_watch(stopping_at(Stage::Draws, 1));
    let fan = century().simulate(&settings).unwrap();
    let done = fan.summary().draws_done();
    // Shorter scenarios take 8,192 draws at a time.
    assert!(
        done <= 1_024,
        "{done} draws of 1,200 periods before the first look"
    );
}
