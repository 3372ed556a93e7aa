//! Alternatives for a part of a scenario, with weights.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::evidence::Estimate;
use compute_impact::response::Response;
use compute_impact::scenario::{Alternative, Output, Reading};
use compute_impact::simulation::{Scheme, Simulation};
use compute_impact::{Elasticity, ErrorKind, Scenario, Share};

const IMPACT: Output = Output::Gdp(Reading::Impact);
const DRAWS: u64 = 20_000;

fn scenario() -> Scenario {
    let file = include_str!("scenarios/uncertain.toml");
    Scenario::from_toml(file).unwrap()
}

/// The scenario in which GDP responds with a certain elasticity.
fn with_elasticity(number: f64) -> compute_impact::scenario::Outcome {
    let elasticity = Estimate::assumed(Elasticity::new(number).unwrap(), "test").unwrap();
    scenario()
        .gdp()
        .clone()
        .with_response(Response::elasticity(elasticity))
}

fn weight(share: f64) -> Estimate<Share> {
    Estimate::assumed(Share::new(share).unwrap(), "test").unwrap()
}

fn alternative(number: f64, share: f64) -> Alternative {
    Alternative::new("another", weight(share))
        .unwrap()
        .with_gdp(with_elasticity(number))
}

fn mean(scenario: &Scenario) -> (f64, f64) {
    let settings = Simulation::new(DRAWS)
        .unwrap()
        .with_outputs([IMPACT])
        .unwrap();
    let fan = scenario.simulate(&settings).unwrap();
    let last = fan.series(IMPACT).unwrap().last();
    (last.mean().unwrap(), last.mean_error().unwrap())
}

#[test]
fn the_mean_is_the_weighted_mean_of_the_alternatives() {
    let own = scenario().edit().plain().build().unwrap();
    let other = own.edit().gdp(with_elasticity(0.01)).build().unwrap();
    let both = own
        .edit()
        .alternative(alternative(0.01, 0.3))
        .build()
        .unwrap();
    let (found, error) = mean(&both);
    let expected = 0.7 * mean(&own).0 + 0.3 * mean(&other).0;
    // Five standard errors: a false alarm in two million.
    assert!(
        (found - expected).abs() < 5.0 * error,
        "{found} for {expected} +- {error}"
    );
}

#[test]
fn each_draw_uses_the_alternative_that_it_reports() {
    let own = scenario();
    let other = own.edit().gdp(with_elasticity(0.01)).build();
    // The correlation names an input that is certain in the other alternative.
    assert!(matches!(
        other.unwrap_err().kind(),
        ErrorKind::Conflict { .. }
    ));
    let both = own
        .edit()
        .alternative(alternative(0.01, 0.3))
        .build()
        .unwrap();
    let settings = Simulation::new(DRAWS).unwrap();
    let mut held = 0;
    for number in 0..1_000 {
        let draw = settings.draw(&both, number).unwrap();
        let coefficient = draw
            .inputs()
            .find(|(input, _)| input.place() == "gdp.response.coefficient")
            .unwrap()
            .1;
        let (_, alternative) = both.alternatives().next().unwrap();
        if draw.scenario() == alternative {
            held += 1;
            assert!(coefficient.to_bits() == 0.01_f64.to_bits());
        } else {
            // The inputs are those of the scenario without alternatives.
            let alone = settings.draw(&own, number).unwrap();
            assert!(
                draw.inputs()
                    .map(|(_, x)| x.to_bits())
                    .eq(alone.inputs().map(|(_, x)| x.to_bits()))
            );
            assert_eq!(draw.path(IMPACT), alone.path(IMPACT));
        }
    }
    // 300 expected with a standard deviation of 14.5: five of them.
    assert!((228..372).contains(&held), "{held}");
}

#[test]
fn the_summary_counts_the_draws_it_shows() {
    let both = scenario()
        .edit()
        .alternative(alternative(0.01, 0.3))
        .build()
        .unwrap();
    let outputs = [IMPACT, Output::MultiplierOutput, Output::Outlay];
    let settings = Simulation::new(500)
        .unwrap()
        .with_outputs(outputs)
        .unwrap()
        .with_exact_quantiles([0.25])
        .unwrap();
    let fan = both.simulate(&settings).unwrap();
    for output in outputs {
        let mut ends: Vec<f64> = (0..500)
            .map(|number| {
                *settings
                    .draw(&both, number)
                    .unwrap()
                    .path(output)
                    .unwrap()
                    .last()
                    .unwrap()
            })
            .collect();
        ends.sort_by(f64::total_cmp);
        let last = fan.series(output).unwrap().last();
        assert_eq!(last.draws(), 500);
        assert_eq!(
            last.quantile(0.25).unwrap().value.to_bits(),
            ends[124].to_bits()
        );
    }
    // Parts without exact quantiles have the same counts.
    let settings = settings.with_exact_quantiles([]).unwrap();
    let parts = [
        settings.part(&both, 0..123).unwrap(),
        settings.part(&both, 123..500).unwrap(),
    ];
    let mut merged = parts[1].clone();
    merged.merge(&parts[0]).unwrap();
    assert_eq!(&merged, fan.summary());
}

#[test]
fn files_hold_alternatives() {
    let both = scenario()
        .edit()
        .alternative(alternative(0.01, 0.3))
        .build()
        .unwrap();
    let text = toml::to_string(&both).unwrap();
    let again = Scenario::from_toml(&text).unwrap();
    assert_eq!(again, both);
    assert_eq!(again.fingerprint(), both.fingerprint());
    assert_ne!(again.fingerprint(), scenario().fingerprint());
}

#[test]
fn weights_and_parts_are_checked() {
    let refused = |builder: compute_impact::scenario::ScenarioBuilder| builder.build().unwrap_err();
    let two = scenario()
        .edit()
        .alternative(alternative(0.1, 0.6))
        .alternative(alternative(0.2, 0.4));
    let error = refused(two);
    assert!(matches!(error.kind(), ErrorKind::OutOfRange { .. }));
    assert!(
        error
            .to_string()
            .contains("sum of the alternatives' weights"),
        "{error}"
    );

    let nothing = Alternative::new("empty", weight(0.5)).unwrap();
    let error = refused(scenario().edit().alternative(nothing));
    assert_eq!(error.path(), "alternative[0]");
    assert!(matches!(error.kind(), ErrorKind::Missing { .. }));

    for share in [0.0, 1.0] {
        assert!(Alternative::new("all or nothing", weight(share)).is_err());
    }
    assert!(Alternative::new(" ", weight(0.5)).is_err());
    let spread = compute_impact::uncertainty::Uniform::new(0.2, 0.4).unwrap();
    let uncertain = weight(0.3).with_uncertainty(spread.into()).unwrap();
    let error = Alternative::new("vague", uncertain).unwrap_err();
    assert_eq!(error.path(), "weight");

    let both = scenario()
        .edit()
        .alternative(alternative(0.01, 0.3))
        .build()
        .unwrap();
    let settings = Simulation::new(10)
        .unwrap()
        .with_scheme(Scheme::Antithetic)
        .unwrap();
    assert!(matches!(
        both.simulate(&settings).unwrap_err().kind(),
        ErrorKind::Conflict { .. }
    ));
}

/// An outlay of 400 bn yuan or, by an alternative of half the weight, of 500 bn: whichever thread draws
/// it, the quantiles are these two numbers, exactly.
#[test]
fn equal_numbers_of_several_threads_have_exact_quantiles() {
    let file = include_str!("scenarios/uncertain.toml").replace("400 bn CNY", "500 bn CNY");
    let greater = Scenario::from_toml(&file).unwrap();
    let more = Alternative::new("more", weight(0.5))
        .unwrap()
        .with_investment(greater.investment().unwrap().clone());
    let either = scenario().edit().alternative(more).build().unwrap();
    let settings = Simulation::new(100_000).unwrap();
    let settings = settings.with_outputs([Output::Outlay]).unwrap();
    let settings = settings.with_exact_quantiles([0.25, 0.75]).unwrap();
    for threads in [1, 2, 4] {
        let settings = settings.clone().with_threads(threads).unwrap();
        let fan = either.simulate(&settings).unwrap();
        let last = fan.series(Output::Outlay).unwrap().last();
        for (p, outlay) in [(0.25, 4e11_f64), (0.75, 5e11)] {
            let quantile = last.quantile(p).unwrap();
            assert!(quantile.is_exact());
            assert_eq!(quantile.value.to_bits(), outlay.to_bits(), "{threads}");
        }
    }
}
