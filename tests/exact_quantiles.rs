//! Exact quantiles: order statistics of all draws, of one run and of parts.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::simulation::{Fan, QuantileRanges, Scheme, Simulation, Summary};
use compute_impact::{ErrorKind, Output, Reading, Scenario};
use proptest::prelude::*;
use serde_json::Value;

use crate::common::resealed;

const IMPACT: Output = Output::Gdp(Reading::Impact);
const QUANTILES: [f64; 4] = [0.01, 0.25, 0.5, 0.999];

fn uncertain() -> Scenario {
    Scenario::from_toml(include_str!("scenarios/uncertain.toml")).unwrap()
}

fn exact(draws: u64, scheme: Scheme) -> Simulation {
    let settings = Simulation::new(draws).unwrap().with_seed(3);
    let settings = settings.with_scheme(scheme).unwrap();
    let settings = settings.with_outputs([IMPACT, Output::Outlay]).unwrap();
    settings.with_exact_quantiles(QUANTILES).unwrap()
}

/// The quantiles of every period of an output, with a flag for an exact one.
fn quantiles(fan: &Fan, output: Output) -> Vec<(u64, bool)> {
    let series = fan.series(output).unwrap();
    let periods = series.iter().flat_map(|(_, of)| {
        QUANTILES.map(|p| {
            let quantile = of.quantile(p).unwrap();
            (quantile.value.to_bits(), quantile.is_exact())
        })
    });
    periods.collect()
}

/// Parts that were sent as text, with the ranges that were sent as text, have the quantiles of one run
/// of all draws.
#[test]
fn parts_have_the_exact_quantiles_of_one_run() {
    let scenario = uncertain();
    for scheme in [
        Scheme::Plain,
        Scheme::LatinHypercube,
        Scheme::Antithetic,
        Scheme::Sobol,
    ] {
        let settings = exact(40_000, scheme);
        let run = scenario.simulate(&settings).unwrap();
        let text = serde_json::to_string(&settings.locate_quantiles(&scenario).unwrap()).unwrap();
        let ranges: QuantileRanges = serde_json::from_str(&text).unwrap();
        assert_eq!(ranges.probabilities(), QUANTILES);
        let settings = settings.with_quantile_ranges(ranges);
        let mut merged: Option<Summary> = None;
        for draws in [30_000..40_000, 0..1_234, 1_234..30_000] {
            let part = settings.part(&scenario, draws).unwrap();
            let part: Summary =
                serde_json::from_str(&serde_json::to_string(&part).unwrap()).unwrap();
            match &mut merged {
                Some(merged) => merged.merge(&part).unwrap(),
                None => merged = Some(part),
            }
        }
        let fan = Fan::from_summary(&scenario, merged.unwrap()).unwrap();
        for output in [IMPACT, Output::Outlay] {
            assert_eq!(
                quantiles(&fan, output),
                quantiles(&run, output),
                "{scheme:?}"
            );
            assert!(
                quantiles(&fan, output)
                    .iter()
                    .all(|(_, is_exact)| *is_exact)
            );
        }
        // One run with the ranges is the merged parts, and can be repeated from its manifest.
        let whole = scenario.simulate(&settings).unwrap();
        assert_eq!(whole, fan);
        assert_eq!(whole.manifest().verify(&scenario).unwrap(), fan);
    }
}

/// Of a hypercube or a sequence of 2^19 draws one lies in each of as many equal parts of the range of an
/// input: the k-th number of an output that rises with it lies in the k-th part. Compute grows by a factor
/// of e, so that the log of the impact is the elasticity.
#[test]
fn half_a_million_draws_have_their_numbers_in_their_parts() {
    const DRAWS: u32 = 1 << 19;
    let scenario = crate::common::read(
        r#"
version = 1
name = "one input"
base = "2024"
until = "2025"
[compute]
base = { value = "280 EFLOPS FP32 in use", assumption = "x" }
counterfactual = "frozen"
path.total.growth.constant = { value = "171.8281828459045 % per year", assumption = "x" }
[gdp]
base = { value = "100 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "0 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.25, assumption = "x", uncertainty = { shape = "uniform", low = 0.1, high = 0.4 } }
"#,
    );
    let check = |fan: &Fan, what: &str| {
        for p in QUANTILES {
            let quantile = fan.series(IMPACT).unwrap().last().quantile(p).unwrap();
            assert!(quantile.is_exact(), "{what} at {p}");
            let rank = (p * f64::from(DRAWS)).ceil();
            let part = |rank: f64| 0.1 + 0.3 * rank / f64::from(DRAWS);
            let found = quantile.value.ln_1p();
            let is_in_part = part(rank - 1.0) - 1e-14 <= found && found <= part(rank) + 1e-14;
            assert!(is_in_part, "{what} at {p}: {found} of rank {rank}");
        }
    };
    for scheme in [Scheme::LatinHypercube, Scheme::Sobol] {
        let settings = Simulation::new(u64::from(DRAWS)).unwrap();
        let settings = settings.with_scheme(scheme).unwrap();
        let settings = settings.with_outputs([IMPACT]).unwrap();
        let settings = settings.with_exact_quantiles(QUANTILES).unwrap();
        check(
            &scenario.simulate(&settings).unwrap(),
            &format!("{scheme:?}"),
        );
        // The same of two parts, whose ranges a sixteenth of the draws locates.
        let ranges = settings.locate_quantiles(&scenario).unwrap();
        let settings = settings.with_quantile_ranges(ranges);
        let mut merged = settings.part(&scenario, 0..200_000).unwrap();
        let rest = settings.part(&scenario, 200_000..u64::from(DRAWS)).unwrap();
        merged.merge(&rest).unwrap();
        let fan = Fan::from_summary(&scenario, merged).unwrap();
        check(&fan, &format!("{scheme:?} in parts"));
    }
}

#[test]
fn a_part_that_keeps_other_numbers_is_refused() {
    let scenario = uncertain();
    let settings = exact(40_000, Scheme::Plain);
    let error = settings.part(&scenario, 0..1_000).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Conflict { .. }),
        "{error}"
    );
    assert!(error.to_string().contains("locate_quantiles"), "{error}");

    let ranges = settings.locate_quantiles(&scenario).unwrap();
    let located = settings.clone().with_quantile_ranges(ranges.clone());
    let mut part = located.part(&scenario, 0..1_000).unwrap();
    let without = Simulation::new(40_000).unwrap().with_seed(3);
    let without = without.with_outputs([IMPACT, Output::Outlay]).unwrap();
    let elsewhere = settings.clone().with_seed(4).locate_quantiles(&scenario);
    let elsewhere = settings.clone().with_quantile_ranges(elsewhere.unwrap());
    for other in [without, elsewhere] {
        let other = other.part(&scenario, 1_000..2_000).unwrap();
        let error = part.merge(&other).unwrap_err();
        assert!(error.to_string().contains("different numbers"), "{error}");
    }
    // Ranges of another scenario, or of other outputs.
    let other = Scenario::shipped("china-2030").unwrap();
    let error = located.part(&other, 0..1_000).unwrap_err();
    assert!(error.to_string().contains("another scenario"), "{error}");
    let fewer = located.with_outputs([IMPACT]).unwrap();
    let error = fewer.part(&scenario, 0..1_000).unwrap_err();
    assert!(error.to_string().contains("other outputs"), "{error}");

    // Nothing to locate, and nothing to keep.
    let none = Simulation::new(40_000).unwrap();
    let error = none.locate_quantiles(&scenario).unwrap_err();
    assert!(
        error.to_string().contains("with_exact_quantiles"),
        "{error}"
    );

    let text = serde_json::to_string(&ranges).unwrap();
    let changed = text.replacen("3f", "3e", 1);
    assert_ne!(changed, text);
    let error = serde_json::from_str::<QuantileRanges>(&changed).unwrap_err();
    assert!(error.to_string().contains("checksum"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Wherever the ranges were located, a quantile of the parts is the order statistic, or says that
    /// it is not exact and is within its error of it.
    #[test]
    fn a_quantile_outside_its_range_says_so(turn in 0_usize..5, cut in 1_u64..19_999) {
        let scenario = uncertain();
        let settings = exact(20_000, Scheme::Plain);
        let run = scenario.simulate(&settings).unwrap();
        let located = settings.locate_quantiles(&scenario).unwrap();
        // The ranges of another period, in which some quantiles do not lie.
        let text = serde_json::to_string(&located).unwrap();
        let ranges = serde_json::from_str::<Value>(&text).unwrap()["ranges"].take();
        let mut turned = ranges.clone();
        for periods in turned.as_array_mut().unwrap() {
            periods.as_array_mut().unwrap().rotate_left(turn);
        }
        let text = resealed(&text.replacen(&ranges.to_string(), &turned.to_string(), 1));
        let ranges: QuantileRanges = serde_json::from_str(&text).unwrap();
        prop_assert!((turn == 0) == (ranges == located));
        let settings = settings.with_quantile_ranges(ranges);
        let mut merged = settings.part(&scenario, 0..cut).unwrap();
        merged.merge(&settings.part(&scenario, cut..20_000).unwrap()).unwrap();
        let fan = Fan::from_summary(&scenario, merged).unwrap();
        for output in [IMPACT, Output::Outlay] {
            let (series, expected) = (fan.series(output).unwrap(), run.series(output).unwrap());
            for ((_, of), (_, expected)) in series.iter().zip(expected.iter()) {
                for p in QUANTILES {
                    let (found, expected) = (of.quantile(p).unwrap(), expected.quantile(p).unwrap());
                    prop_assert!(expected.is_exact());
                    if found.is_exact() {
                        prop_assert_eq!(found.value.to_bits(), expected.value.to_bits());
                    } else {
                        prop_assert!((found.value - expected.value).abs() <= found.error);
                    }
                }
            }
        }
    }
}
