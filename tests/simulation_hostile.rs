//! What careless and malicious callers ask of a simulation: each gives a clear error.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

use super::common::resealed;
use super::watching::stopping_at;
use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::{Fan, Manifest, Scheme, Simulation, Summary, Target};
use compute_impact::watch::Stage;
use compute_impact::{Error, ErrorKind, Scenario, Share};

const UNCERTAIN: &str = include_str!("scenarios/uncertain.toml");
const IMPACT: Output = Output::Gdp(Reading::Impact);

fn read(text: &str) -> Result<Scenario, Error> {
    Scenario::from_toml(text)
}

fn uncertain() -> Scenario {
    read(UNCERTAIN).unwrap()
}

/// The error of reading the file with one thing changed.
#[track_caller]
fn refused(from: &str, to: &str) -> Error {
    assert!(UNCERTAIN.contains(from), "no `{from}`");
    match read(&UNCERTAIN.replacen(from, to, 1)) {
        Ok(_) => panic!("`{to}` was read"),
        Err(error) => error,
    }
}

/// Reading refuses it at this place, with these words.
#[track_caller]
fn says(from: &str, to: &str, path: &str, words: &str) {
    let error = refused(from, to);
    let message = error.to_string();
    assert!(message.contains(words), "`{words}` is not in: {message}");
    assert_eq!(error.path(), path, "{message}");
}

fn settings(draws: u64) -> Simulation {
    Simulation::new(draws)
        .unwrap()
        .with_outputs([IMPACT])
        .unwrap()
}

#[test]
fn numbers_of_draws() {
    for draws in [0, (1 << 48) + 1, u64::MAX] {
        let error = Simulation::new(draws).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("number of draws must lie in [1, "),
            "{error}"
        );
    }
    assert!(Simulation::new(1 << 48).is_ok());
    let error = Simulation::new(3)
        .unwrap()
        .with_scheme(Scheme::Antithetic)
        .unwrap_err();
    assert!(
        error.to_string().contains("ask for one draw more"),
        "{error}"
    );
    let error = settings(10).draw(&uncertain(), 10).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("number of the draw must lie in [0, 9], got 10"),
        "{error}"
    );
    for threads in [0, 5_000, usize::MAX] {
        let error = settings(1).with_threads(threads).unwrap_err();
        assert!(error.to_string().contains("[1, 4096]"), "{error}");
    }
}

#[test]
fn one_draw_has_a_mean_and_no_spread() {
    let scenario = uncertain();
    let fan = scenario.simulate(&settings(1)).unwrap();
    let last = fan.series(IMPACT).unwrap().last();
    let draw = settings(1).draw(&scenario, 0).unwrap();
    let drawn = *draw.path(IMPACT).unwrap().last().unwrap();
    assert_eq!(last.minimum().to_bits(), drawn.to_bits());
    assert_eq!(last.maximum().to_bits(), drawn.to_bits());
    assert_eq!((last.standard_deviation(), last.mean_error()), (None, None));
}

#[test]
fn a_memory_bound_that_is_too_small_says_what_is_needed() {
    let scenario = uncertain();
    let exact = settings(20_000)
        .with_exact_quantiles([0.5])
        .unwrap()
        .with_threads(2)
        .unwrap();
    for settings in [exact, settings(20_000).with_threads(1).unwrap()] {
        let error = settings
            .clone()
            .with_memory_bound(1_000)
            .run(&scenario)
            .unwrap_err();
        let ErrorKind::Memory {
            needed,
            allowed: 1_000,
            draws_done: 0,
        } = *error.kind()
        else {
            panic!("{error}");
        };
        let less = settings.clone().with_memory_bound(needed - 1);
        assert!(matches!(
            less.run(&scenario).unwrap_err().kind(),
            ErrorKind::Memory { .. }
        ));
        settings.with_memory_bound(needed).run(&scenario).unwrap();
    }
}

#[test]
fn correlations() {
    for rank in ["1.2", "1.0", "-1.0", "-7.0", "nan", "inf"] {
        let error = refused("rank = 0.6", &format!("rank = {rank}"));
        let message = error.to_string();
        assert!(message.contains("rank"), "{message}");
        assert!(message.contains("(-1, 1)"), "{message}");
        assert!(
            error.path().starts_with("correlation[0]"),
            "{message} at {}",
            error.path()
        );
    }
    says(
        "between = [\"gdp.response.coefficient\", \"digital.response.coefficient\"]",
        "between = [\"gdp.base\", \"digital.response.coefficient\"]",
        "correlation[0].between.gdp.base",
        "an input that is certain",
    );
    says(
        "between = [\"gdp.response.coefficient\", \"digital.response.coefficient\"]",
        "between = [\"gdp.response.coeficient\", \"digital.response.coefficient\"]",
        "correlation[0].between",
        "did you mean `gdp.response.coefficient`?",
    );
    let error = refused(
        "between = [\"gdp.response.coefficient\", \"digital.response.coefficient\"]",
        "between = [\"gdp.response.coefficient\", \"gdp.response.coefficient\"]",
    );
    assert!(error.to_string().contains("given twice"), "{error}");
    says(
        "between = [\"gdp.response.coefficient\", \"investment.multiplier\"]",
        "between = [\"digital.response.coefficient\", \"gdp.response.coefficient\"]",
        "correlation[1]",
        "given twice",
    );
    let error = refused("rank = 0.6, assumption = \"test\"", "rank = 0.6");
    assert!(error.to_string().contains("`assumption`"), "{error}");
}

#[test]
fn correlations_that_cannot_hold_together_come_with_the_nearest_that_can() {
    let third = "    { between = [\"digital.response.coefficient\", \"investment.multiplier\"], rank = 0.9, assumption = \"test\" },\n]\n\n[compute]";
    let text = UNCERTAIN
        .replace("rank = 0.6", "rank = 0.9")
        .replace("rank = -0.3", "rank = -0.9")
        .replace("]\n\n[compute]", third);
    let error = read(&text).unwrap_err();
    let ErrorKind::Incompatible { nearest } = error.kind() else {
        panic!("{error}");
    };
    assert_eq!(nearest.len(), 3);
    // What is offered is accepted as it stands.
    let mut offered = uncertain().edit().plain();
    let noise = uncertain();
    for item in noise.noise() {
        offered = offered.noise(item.clone());
    }
    for (between, rank) in nearest {
        let source = compute_impact::evidence::Source::assumption("nearest").unwrap();
        let correlation =
            compute_impact::scenario::RankCorrelation::new(between.clone(), *rank, source).unwrap();
        offered = offered.correlation(correlation);
    }
    offered.build().unwrap();
}

#[test]
fn noise() {
    says(
        "on = \"compute.path.total.growth\"",
        "on = \"compute.path.growth\"",
        "noise[0].on",
        "there is no growth path `compute.path.growth`; did you mean `compute.path.total.growth`?",
    );
    says(
        "on = \"gdp.baseline.excludes\"",
        "on = \"compute.path.total.growth\"",
        "noise[1].on",
        "given twice",
    );
    says(
        "value = \"5 % per year\", assumption = \"test\" }",
        "value = \"5 % per quarter\", assumption = \"test\" }",
        "noise[0].standard-deviation",
        "must be a year, got a quarter",
    );
    for (from, to, words) in [
        (
            "value = \"60 %\"",
            "value = \"100 %\"",
            "persistence of noise must lie in [0, 1)",
        ),
        (
            "value = \"60 %\"",
            "value = \"-1 %\"",
            "share must lie in [0, 1]",
        ),
        (
            "\"1.5 % per year\"",
            "\"-1.5 % per year\"",
            "standard deviation of noise must lie in [0, ",
        ),
        (
            "persistence = { value = \"60 %\"",
            "persistance = { value = \"60 %\"",
            "persistance",
        ),
    ] {
        let error = refused(from, to);
        assert!(error.to_string().contains(words), "{words}: {error}");
    }
}

#[test]
fn unknown_outputs_and_targets_are_refused() {
    let scenario = uncertain();
    let alone = {
        let text = UNCERTAIN.split("[investment]").next().unwrap();
        let text = text.replace(
            "    { between = [\"gdp.response.coefficient\", \"investment.multiplier\"], rank = -0.3, assumption = \"test\" },\n",
            "",
        );
        read(&text).unwrap()
    };
    let error = alone
        .simulate(
            &Simulation::new(10)
                .unwrap()
                .with_outputs([Output::Outlay])
                .unwrap(),
        )
        .unwrap_err();
    assert!(matches!(
        error.kind(),
        ErrorKind::NoOutput {
            output: Output::Outlay
        }
    ));
    let target = Target::at_least(Output::SmartShare, 0.35).unwrap();
    let without = settings(10).with_targets([target]).unwrap();
    assert!(matches!(
        scenario.simulate(&without).unwrap_err().kind(),
        ErrorKind::NoOutput {
            output: Output::SmartShare
        }
    ));
    // A share of 35, which is meant as per cent, can never be reached.
    for number in [35.0, f64::NAN, f64::INFINITY, -0.5] {
        let error = Target::at_least(Output::SmartShare, number).unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::OutOfRange { .. }),
            "{error}"
        );
    }
    for p in [-0.1, 1.1, f64::NAN] {
        let error = settings(10).with_exact_quantiles([p]).unwrap_err();
        assert!(
            error.to_string().contains("probability of a quantile"),
            "{error}"
        );
        let fan = scenario.simulate(&settings(10)).unwrap();
        let last = fan.series(IMPACT).unwrap().last();
        assert!(last.quantile(p).is_err());
    }
}

#[test]
fn parts_that_do_not_belong_together() {
    let scenario = uncertain();
    let run = settings(1_000);
    let part =
        |settings: &Simulation, scenario: &Scenario, draws| settings.part(scenario, draws).unwrap();
    let first = part(&run, &scenario, 0..500);
    let other = scenario.edit().name("another").build().unwrap();
    let antithetic = run.clone().with_scheme(Scheme::Antithetic).unwrap();
    for (stranger, words) in [
        (part(&run, &other, 500..1_000), "scenario"),
        (
            part(&run.clone().with_seed(1), &scenario, 500..1_000),
            "seed",
        ),
        (part(&antithetic, &scenario, 500..1_000), "scheme"),
        (part(&settings(2_000), &scenario, 500..1_000), "length"),
        (
            part(
                &run.clone().with_outputs([Output::SmartShare]).unwrap(),
                &scenario,
                500..1_000,
            ),
            "outputs",
        ),
        (part(&run, &scenario, 499..1_000), "same draws"),
        (part(&run, &scenario, 0..1), "same draws"),
    ] {
        let mut merged = first.clone();
        let error = merged.merge(&stranger).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::PartMismatch { .. }));
        assert!(error.to_string().contains(words), "{words}: {error}");
        assert_eq!(merged, first, "nothing was added");
    }
    assert!(Fan::from_summary(&other, first.clone()).is_err());
    assert!(!first.is_complete());
    let written = serde_json::to_string(&first).unwrap();
    let later = written.replacen("\"version\":2", "\"version\":3", 1);
    assert_ne!(later, written);
    let error = serde_json::from_str::<Summary>(&later).unwrap_err();
    assert!(error.to_string().contains("must be 2, got 3"), "{error}");
}

/// Parts that touch share no draw, whichever of them is added to the other.
#[test]
fn parts_that_touch_are_merged_from_either_side() {
    let scenario = uncertain();
    let run = settings(100);
    let [first, second] = [0..40, 40..100].map(|draws| run.part(&scenario, draws).unwrap());
    let mut forth = first.clone();
    forth.merge(&second).unwrap();
    let mut back = second;
    back.merge(&first).unwrap();
    assert_eq!(forth, back);
    assert!(back.is_complete() && back.ranges().eq(std::iter::once(0..100)));
}

#[test]
#[expect(
    clippy::reversed_empty_ranges,
    reason = "what a careless caller passes"
)]
fn ranges_of_draws() {
    let scenario = uncertain();
    let run = settings(1_000);
    for range in [0..0, 10..10, 20..10, 0..1_001, 1_000..1_001, 5..u64::MAX] {
        let error = run.part(&scenario, range).unwrap_err();
        assert!(
            error.to_string().contains("empty or goes past the last"),
            "{error}"
        );
    }
    let pairs = run.with_scheme(Scheme::Antithetic).unwrap();
    for range in [1..10, 0..9] {
        let error = pairs.part(&scenario, range).unwrap_err();
        assert!(error.to_string().contains("even number"), "{error}");
    }
}

#[test]
fn manifests_that_were_changed() {
    let scenario = uncertain();
    let fan = scenario.simulate(&settings(500)).unwrap();
    let written = serde_json::to_string(&fan.manifest()).unwrap();
    let zeros = "0".repeat(32);
    for (from, to, words) in [
        ("\"seed\":0", "\"seed\":1", "the result is another"),
        ("\"draws\":500", "\"draws\":501", "stopped early"),
        ("philox4x32-10 v2", "philox4x32-10 v1", "another version"),
        (fan.manifest().digest(), &zeros, "the result is another"),
        (fan.manifest().scenario(), &zeros, "the scenario is another"),
        (env!("CARGO_PKG_VERSION"), "99.0.0", "another version"),
        ("\"schema\":1", "\"schema\":9", "was changed"),
    ] {
        assert!(written.contains(from), "{from} in {written}");
        let changed = resealed(&written.replacen(from, to, 1));
        let changed: Manifest = serde_json::from_str(&changed).unwrap();
        let error = changed.verify(&scenario).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::NotRepeated { .. }));
        assert!(error.to_string().contains(words), "{words}: {error}");
    }
    let unknown = written.replacen("\"schema\"", "\"shema\"", 1);
    assert!(serde_json::from_str::<Manifest>(&unknown).is_err());
}

#[test]
fn a_few_antithetic_pairs_have_no_error() {
    let error = |draws| {
        let run = settings(draws).with_scheme(Scheme::Antithetic).unwrap();
        let fan = run.run(&uncertain()).unwrap();
        fan.series(IMPACT).unwrap().last().mean_error()
    };
    assert_eq!(error(2), None);
    assert!(error(64).unwrap() > 0.0);
}

/// The outlay is certain: its mean is known without an error, whatever the scheme.
#[test]
fn the_mean_of_equal_draws_has_no_error() {
    for scheme in [
        Scheme::Plain,
        Scheme::Antithetic,
        Scheme::LatinHypercube,
        Scheme::Sobol,
    ] {
        let run = Simulation::new(64).unwrap().with_scheme(scheme).unwrap();
        let fan = run.run(&uncertain()).unwrap();
        let outlay = fan.series(Output::Outlay).unwrap().last();
        assert_eq!(outlay.mean_error(), Some(0.0), "{scheme:?}");
    }
}

/// Sixteen times the greatest distance of some hundred draws from the central path covers the shapes
/// of this scenario: no sum needs the exact form, which is slow and takes kilobytes.
#[test]
fn no_draw_of_common_shapes_is_out_of_reach_of_the_sums() {
    let settings = Simulation::new(4_000).unwrap();
    let summary = settings.part(&uncertain(), 0..4_000).unwrap();
    let text = serde_json::to_string(&summary).unwrap();
    assert!(text.contains("\"reach\"") && !text.contains("\"far\""));
}

#[test]
fn a_cancelled_run_is_a_run_of_the_first_draws() {
    let scenario = uncertain();
    let long = settings(1 << 40).with_threads(3).unwrap();
    let fan = long
        .clone()
        .with_watch(stopping_at(Stage::Draws, 30_000))
        .run(&scenario)
        .unwrap();
    let done = fan.summary().draws_done();
    assert!((30_000..1_000_000).contains(&done), "{done}");
    assert!(!fan.summary().is_complete());
    assert_eq!(fan.summary(), &long.part(&scenario, 0..done).unwrap());
    let error = fan.manifest().verify(&scenario).unwrap_err();
    assert!(error.to_string().contains("stopped early"), "{error}");
}

/// Antithetic draws end with a whole pair, and a hypercube or a sequence is one of all its draws.
#[test]
fn a_cancelled_run_of_every_scheme_has_its_first_draws() {
    let scenario = uncertain();
    for scheme in [Scheme::Antithetic, Scheme::LatinHypercube, Scheme::Sobol] {
        let long = settings(1 << 32).with_threads(2).unwrap();
        let long = long.with_scheme(scheme).unwrap();
        let watch = stopping_at(Stage::Draws, 20_000);
        let fan = long.clone().with_watch(watch).run(&scenario).unwrap();
        let done = fan.summary().draws_done();
        assert!((20_000..1_000_000).contains(&done), "{scheme:?}: {done}");
        assert_eq!(done % 2, 0, "{scheme:?}");
        let part = long.part(&scenario, 0..done).unwrap();
        assert!(fan.summary() == &part, "{scheme:?}");
    }
}

#[test]
fn draws_that_fail_are_counted_and_bounded() {
    // Compute that shrinks by more than all there is, in some draws.
    let text = UNCERTAIN.replacen("value = \"5 % per year\"", "value = \"60 % per year\"", 1);
    let scenario = read(&text).unwrap();
    let run = settings(10_000);
    let error = scenario.simulate(&run).unwrap_err();
    let ErrorKind::TooManyFailed {
        failed,
        draws: 10_000,
        first,
        ..
    } = *error.kind()
    else {
        panic!("{error}");
    };
    assert!((101..10_000).contains(&failed), "{failed}");
    let all = Share::new(1.0).unwrap();
    let fan = scenario
        .simulate(&run.clone().with_failures_up_to(all))
        .unwrap();
    let failure = fan.failures().next().unwrap();
    assert_eq!((failure.draws, failure.first), (failed, first));
    assert_eq!(fan.series(IMPACT).unwrap().last().draws(), 10_000 - failed);
    let broken = |number| {
        let draw = run.draw(&scenario, number).unwrap();
        draw.path(IMPACT)
            .is_none_or(|path| path.iter().any(|value| !value.is_finite()))
    };
    assert!(broken(first));
    assert!(!(0..first).any(broken));
    let count = (0..10_000).filter(|number| broken(*number)).count();
    assert_eq!(count as u64, failed);
}
