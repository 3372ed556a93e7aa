//! Settings of simulations as data: what is read is what was written, and nothing wrong is read.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::{Fan, Scheme, Target};
use compute_impact::{ErrorKind, Scenario, Share, Simulation};
use proptest::prelude::*;

const IMPACT: Output = Output::Gdp(Reading::Impact);

fn scenario() -> Scenario {
    Scenario::from_toml(include_str!("scenarios/uncertain.toml")).unwrap()
}

fn read(text: &str) -> Result<Simulation, String> {
    serde_json::from_str(text).map_err(|error: serde_json::Error| error.to_string())
}

proptest! {
    #![proptest_config(crate::common::cases(256))]

    #[test]
    fn settings_come_back_as_they_were(
        draws in prop_oneof![1_u64..1_000, Just(1_u64 << 32), Just((1_u64 << 48) - 2)],
        seed in any::<u64>(),
        scheme in prop::sample::select(vec![
            Scheme::Plain, Scheme::Antithetic, Scheme::LatinHypercube, Scheme::Sobol,
        ]),
        outputs in prop::option::of(prop::sample::subsequence(
            vec![IMPACT, Output::ComputeGrowth, Output::SmartShare], 0..=3,
        )),
        targets in prop::collection::vec((any::<bool>(), -1.0..1.0), 0..3),
        exact in prop::collection::vec(0.0..=1.0, 0..4),
        failures in 0.0..=1.0,
    ) {
        let settings = Simulation::new(draws).unwrap().with_seed(seed);
        let Ok(settings) = settings.with_scheme(scheme) else {
            // An odd number of antithetic draws, and too many points.
            let text = format!(r#"{{"draws": {draws}, "scheme": {}}}"#, serde_json::to_string(&scheme)?);
            prop_assert!(read(&text).is_err());
            return Ok(());
        };
        let targets = targets.into_iter().map(|(at_least, number)| {
            let of = if at_least { Target::at_least } else { Target::at_most };
            of(IMPACT, number).unwrap()
        });
        let mut settings = settings
            .with_targets(targets).unwrap()
            .with_exact_quantiles(exact).unwrap()
            .with_failures_up_to(Share::new(failures).unwrap());
        if let Some(outputs) = outputs {
            settings = settings.with_outputs(outputs).unwrap();
        }
        let text = serde_json::to_string(&settings)?;
        prop_assert_eq!(read(&text), Ok(settings));
    }
}

#[test]
fn settings_that_were_sent_draw_the_same() {
    let settings = Simulation::new(3_000).unwrap().with_seed(u64::MAX);
    let settings = settings.with_exact_quantiles([0.05, 0.5]).unwrap();
    let ranges = settings.locate_quantiles(&scenario()).unwrap();
    let settings = settings.with_quantile_ranges(ranges);
    let text = serde_json::to_string(&settings).unwrap();
    let sent = read(&text).unwrap();
    assert_eq!(sent, settings);
    let fan = scenario().simulate(&settings).unwrap();
    let summary = sent.part(&scenario(), 0..3_000).unwrap();
    assert_eq!(sent.fan(&scenario(), summary).unwrap(), fan);
}

#[test]
fn what_runs_them_is_not_written() {
    let settings = Simulation::new(10).unwrap();
    let here = settings.clone().with_threads(3).unwrap();
    let here = here.with_memory_bound(1 << 20);
    let text = serde_json::to_string(&here).unwrap();
    assert_eq!(read(&text), Ok(settings));
}

#[test]
fn wrong_settings_are_refused_by_name() {
    for (text, words) in [
        (r#"{"draws": 0}"#, "number of draws must lie in [1, "),
        (r#"{"draws": 10, "seeds": 1}"#, "unknown field `seeds`"),
        (r#"{"seed": 1}"#, "missing field `draws`"),
        (
            r#"{"draws": 11, "scheme": "antithetic"}"#,
            "an odd number of draws",
        ),
        (
            r#"{"draws": 10, "scheme": "random"}"#,
            "unknown variant `random`",
        ),
        (r#"{"draws": 10, "outputs": ["gdp-impakt"]}"#, "gdp-impakt"),
        (
            r#"{"draws": 10, "exact-quantiles": [1.5]}"#,
            "probability of a quantile",
        ),
        (r#"{"draws": 10, "failures-up-to": 2}"#, "2"),
    ] {
        let error = read(text).unwrap_err();
        assert!(error.contains(words), "{text}: {error}");
    }
    let settings = Simulation::new(2_000).unwrap();
    let settings = settings.with_exact_quantiles([0.5]).unwrap();
    let ranges = settings.locate_quantiles(&scenario()).unwrap();
    let both = serde_json::json!({
        "draws": 2_000, "exact-quantiles": [0.5], "quantile-ranges": ranges,
    });
    let error = read(&both.to_string()).unwrap_err();
    assert!(error.contains("mutually exclusive"), "{error}");
}

/// The parts of a run know how many draws failed, and the rule for them holds when they are merged.
#[test]
fn parts_with_too_many_failures_give_no_fan() {
    let text = include_str!("scenarios/uncertain.toml");
    let text = text.replacen("value = \"5 % per year\"", "value = \"60 % per year\"", 1);
    let failing = Scenario::from_toml(&text).unwrap();
    let settings = Simulation::new(2_000).unwrap();
    let mut summary = settings.part(&failing, 0..900).unwrap();
    summary
        .merge(&settings.part(&failing, 900..2_000).unwrap())
        .unwrap();
    let alone = failing.simulate(&settings).unwrap_err();
    assert!(
        matches!(alone.kind(), ErrorKind::TooManyFailed { .. }),
        "{alone}"
    );
    for merged in [
        settings.fan(&failing, summary.clone()),
        Fan::from_summary(&failing, summary.clone()),
    ] {
        assert_eq!(merged.unwrap_err().to_string(), alone.to_string());
    }
    let all = settings.with_failures_up_to(Share::new(1.0).unwrap());
    let fan = all.fan(&failing, summary).unwrap();
    assert_eq!(fan, failing.simulate(&all).unwrap());
}

#[test]
fn a_fan_is_of_its_own_settings() {
    let settings = Simulation::new(100).unwrap();
    let summary = settings.part(&scenario(), 0..100).unwrap();
    for other in [
        settings.clone().with_seed(1),
        Simulation::new(101).unwrap(),
        settings.clone().with_outputs([IMPACT]).unwrap(),
        settings.clone().with_scheme(Scheme::Sobol).unwrap(),
    ] {
        let error = other.fan(&scenario(), summary.clone()).unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::PartMismatch { .. }),
            "{error}"
        );
    }
    assert!(settings.fan(&scenario(), summary).is_ok());
}
