//! A sweep answers each variant as the scenario that is edited and projected, to the bit, however it
//! runs, and refuses what that scenario refuses.

#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use compute_impact::kernel::Level;
use compute_impact::limits::Limit;
use compute_impact::sweep::{Columns, OnFailure, Status, Sweep};
use compute_impact::testing::hostile::hostile_number;
use compute_impact::testing::scenario::{full_scenario, scenario};
use compute_impact::watch::{Progress, Stage};
use compute_impact::{
    Capacity, Error, ErrorKind, GrowthRate, Money, Output, Reading, Scenario, Share, Watch,
};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;

const IMPACT: Output = Output::Gdp(Reading::Impact);
const GROWTH: &str = "compute.path.total.growth.constant";
const COEFFICIENT: &str = "gdp.response.coefficient";

fn china() -> Scenario {
    Scenario::shipped("china-2030").unwrap()
}

/// A sweep over two inputs of many variants, one of which leaves a range if `has_failure`.
fn two_inputs(variants: u32, has_failure: bool) -> Sweep<'static> {
    let part = |n: u32| f64::from(n) / f64::from(variants);
    let mut growths: Vec<f64> = (0..variants).map(|n| 0.05 + 0.3 * part(n)).collect();
    let coefficients: Vec<f64> = (0..variants).map(|n| 0.4 * part(variants - n)).collect();
    if has_failure {
        growths[17] = 1e6; // 280 EFLOPS times 1e36 after six years
    }
    let sweep = china().sweep().with_values(GROWTH, growths).unwrap();
    sweep.with_values(COEFFICIENT, coefficients).unwrap()
}

/// The bits of all numbers with their statuses.
fn bits(columns: &Columns) -> Vec<(u64, Status)> {
    let bits = columns.iter().flat_map(|output| {
        output.iter().flat_map(move |(_, values)| {
            let values = values.iter().enumerate();
            values.map(move |(n, value)| (value.to_bits(), output.status(n).unwrap()))
        })
    });
    bits.collect()
}

/// The numbers of one variant are those of the projection of its scenario.
fn assert_projected(
    columns: &Columns,
    slot: usize,
    edited: &Scenario,
) -> Result<(), TestCaseError> {
    let failures = columns
        .iter()
        .filter(|output| output.status(slot).unwrap().is_failure());
    let failures = failures.count();
    let projection = match edited.project() {
        Ok(projection) => projection,
        Err(error) => {
            prop_assert!(failures > 0, "{}", error);
            return Ok(());
        }
    };
    prop_assert_eq!(failures, 0);
    for output in columns.iter() {
        let of = output.output();
        let Some(series) = projection.series(of) else {
            prop_assert_eq!(output.status(slot), Some(Status::Undefined), "{}", of);
            prop_assert!(output.last()[slot].is_nan() && output.last_of(slot).is_none());
            continue;
        };
        prop_assert_eq!(output.status(slot), Some(Status::Valid), "{}", of);
        prop_assert_eq!(output.unit(), series.unit());
        for ((period, values), (own, value)) in output.iter().zip(series.iter()) {
            prop_assert_eq!(period, own);
            prop_assert_eq!(values[slot].to_bits(), value.to_bits(), "{} {}", of, period);
        }
    }
    Ok(())
}

/// A scenario, the places of some of its inputs, and values for each variant.
type Case = (Scenario, Vec<String>, Vec<Vec<f64>>);

/// Values near the central one, which may break a condition, and now and then hostile ones.
fn case(of: BoxedStrategy<Scenario>) -> impl Strategy<Value = Case> {
    let value = prop_oneof![
        8 => (0.7..1.4_f64).prop_map(|factor| (factor, None)),
        1 => (-1.0..3.0_f64).prop_map(|factor| (factor, None)),
        1 => hostile_number().prop_map(|number| (1.0, Some(number))),
    ];
    let moved = prop::collection::vec((any::<Index>(), prop::collection::vec(value, 4)), 1..5);
    (of, moved, any::<bool>()).prop_map(|(scenario, moved, is_tame)| {
        let inputs = scenario.inputs();
        let mut places: Vec<String> = Vec::new();
        let mut columns = Vec::new();
        for (index, values) in moved {
            let input = index.get(inputs);
            if places.iter().any(|place| input.place() == place.as_str()) {
                continue;
            }
            let value = |(factor, number): (f64, Option<f64>)| {
                let number = number.filter(|_| !is_tame);
                let factor = if is_tame { 0.9 + 0.1 * factor } else { factor };
                number.unwrap_or(factor * input.central())
            };
            places.push(input.place().to_string());
            columns.push(values.into_iter().map(value).collect());
        }
        (scenario, places, columns)
    })
}

fn assert_like_edits((scenario, places, values): &Case) -> Result<(), TestCaseError> {
    let edited = |variant: usize| {
        let values = places.iter().zip(values);
        scenario.with_values(values.map(|(place, of)| (place.as_str(), of[variant])))
    };
    let edits: Vec<Result<Scenario, Error>> = (0..4).map(edited).collect();
    let mut sweep = scenario.sweep().with_failures(OnFailure::Mark);
    for (place, values) in places.iter().zip(values) {
        sweep = sweep.with_values(place, values)?;
    }
    match sweep.columns() {
        Ok(columns) => {
            prop_assert!(columns.is_complete());
            for (slot, edited) in edits.iter().enumerate() {
                prop_assert!(edited.is_ok(), "{:?} {:?}", edited, values);
                assert_projected(&columns, slot, edited.as_ref().unwrap())?;
            }
        }
        Err(error) => {
            let refused = edits
                .iter()
                .enumerate()
                .filter_map(|(n, edit)| Some((n, edit.as_ref().err()?)));
            let messages: Vec<String> = refused
                .map(|(variant, error)| {
                    let dot = if error.path().is_empty() { ": " } else { "." };
                    format!("variant[{variant}]{dot}{error}")
                })
                .collect();
            prop_assert!(
                messages.contains(&error.to_string()),
                "{} {:?}",
                error,
                messages
            );
        }
    }
    // Where no failure is marked, the sweep ends with the first of them.
    if edits.iter().all(Result::is_ok) {
        let projected = edits
            .iter()
            .map(|edited| edited.as_ref().unwrap().project());
        let first = projected
            .enumerate()
            .find_map(|(n, of)| Some((n, of.err()?)));
        let found = sweep.with_failures(OnFailure::Refuse).columns().err();
        let expected = first.map(|(variant, error)| format!("variant[{variant}]: {error}"));
        prop_assert_eq!(found.map(|error| error.to_string()), expected);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_variant_is_the_scenario_edited_and_projected(case in case(scenario())) {
        assert_like_edits(&case)?;
    }

    #[test]
    fn a_variant_of_a_full_scenario_is_it_edited_and_projected(case in case(full_scenario())) {
        assert_like_edits(&case)?;
    }
}

/// Each pair of values is accepted or refused as it is by an edit, though both columns are accepted
/// alone: a digital economy of 57.9 tn has to stay below GDP.
#[test]
fn conditions_between_inputs_are_checked() {
    let text = include_str!("scenarios/uncertain.toml");
    let scenario = super::common::read(text);
    let (gdp, digital) = ("gdp.base", "digital.base");
    let sweep = |gdps: Vec<f64>, digitals: Vec<f64>| {
        let sweep = scenario.sweep().with_outputs([IMPACT]).unwrap();
        let sweep = sweep.with_values(gdp, gdps).unwrap();
        sweep.with_values(digital, digitals).unwrap().columns()
    };
    // All corners are accepted.
    assert!(sweep(vec![130e12, 140e12], vec![57e12, 58e12]).is_ok());
    // The corner of the small GDP and the large digital economy is not, but no variant is there.
    let columns = sweep(vec![50e12, 140e12], vec![20e12, 58e12]).unwrap();
    let edited = scenario
        .with_values([(gdp, 140e12), (digital, 58e12)])
        .unwrap();
    let impact = edited.project().unwrap().gdp().impact().last();
    let found = columns.output(IMPACT).unwrap().last()[1];
    assert_eq!(found.to_bits(), impact.to_bits());
    let error = sweep(vec![50e12, 140e12, 56e12], vec![20e12, 58e12, 57e12]).unwrap_err();
    assert!(error.path().starts_with("variant[2]"), "{error}");
    assert!(
        error
            .to_string()
            .contains("digital economy as a share of GDP"),
        "{error}"
    );
    // One after the other, the edits of the second variant would not do.
    assert!(scenario.with_value(gdp, 50e12).is_err());
    assert!(
        scenario
            .with_values([(gdp, 50e12), (digital, 20e12)])
            .is_ok()
    );
}

#[test]
fn values_out_of_range_are_refused_with_place_and_variant() {
    let values = vec![0.2, 0.1, -1.0, f64::NAN];
    let sweep = china().sweep().with_values(GROWTH, values).unwrap();
    for error in [
        sweep.columns().unwrap_err(),
        sweep.blocks().map(|_| ()).unwrap_err(),
    ] {
        assert!(matches!(error.kind(), ErrorKind::OutOfRange { given, .. } if *given <= -1.0));
        assert_eq!(error.path(), format!("variant[2].{GROWTH}"));
        assert!(
            error.to_string().contains("must lie in (-1, inf), got -1"),
            "{error}"
        );
    }
    // The first of the values in a grid that is refused, in the first variant that has it.
    let axes = [
        (COEFFICIENT, vec![0.1, 0.2, 0.3]),
        (GROWTH, vec![0.2, 0.1, -2.0]),
    ];
    let error = china()
        .sweep()
        .with_grid(axes)
        .unwrap()
        .columns()
        .unwrap_err();
    assert_eq!(error.path(), format!("variant[2].{GROWTH}"));
}

#[test]
fn places_and_columns_that_do_not_fit_are_refused() {
    let scenario = china();
    let two = [0.1, 0.2];
    let sweep = || scenario.sweep().with_values(COEFFICIENT, &two).unwrap();
    let error = sweep()
        .with_values("compute.path.total.growth.constnat", &two)
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains(&format!("did you mean `{GROWTH}`?")),
        "{error}"
    );
    let longer = format!("{COEFFICIENT}.growth-ratio");
    let error = sweep().with_values(&longer, &two).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Duplicate { .. }),
        "{error}"
    );
    let error = sweep().with_values(GROWTH, &[0.1, 0.2, 0.3]).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{GROWTH}: the column of an input must have 2 entries, got 3")
    );
    let error = sweep().with_values(GROWTH, Vec::new()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Missing { .. }), "{error}");
    assert!(sweep().with_values(GROWTH, &[0.1]).is_ok());
    let error = scenario.sweep().columns().unwrap_err();
    assert!(error.to_string().contains("with_values"), "{error}");
    let absent = Output::Utilisation(compute_impact::capacity::Segment::Smart);
    let error = scenario.sweep().with_outputs([absent]).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::NoOutput { .. }),
        "{error}"
    );
}

#[test]
fn typed_values_must_be_like_the_input() {
    let scenario = china();
    let base = scenario.gdp().base().value();
    let twice: Money = base.times(2.0).unwrap();
    let sweep = scenario
        .sweep()
        .with_quantities("gdp.base", &[base, twice])
        .unwrap();
    let with = Output::Gdp(Reading::With);
    let columns = sweep.with_outputs([with]).unwrap().columns().unwrap();
    let last = columns.output(with).unwrap().last();
    approx::assert_relative_eq!(last[1], 2.0 * last[0], max_relative = 1e-14);

    let fails = |error: Error| (error.path().to_owned(), error.kind().clone());
    let other: Money = "134 tn CNY at 2020 prices".parse().unwrap();
    let error = scenario
        .sweep()
        .with_quantities("gdp.base", &[base, other])
        .unwrap_err();
    let (path, kind) = fails(error);
    assert_eq!(path, "variant[1].gdp.base");
    assert!(
        matches!(kind, ErrorKind::PriceBasisMismatch { .. }),
        "{kind}"
    );
    let dollars: Money = "18 tn USD".parse().unwrap();
    let error = scenario
        .sweep()
        .with_quantities("gdp.base", &[dollars])
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::OtherUnit { .. }),
        "{error}"
    );
    let capacity: Capacity = "280 EFLOPS FP16 in use".parse().unwrap();
    let error = scenario
        .sweep()
        .with_quantities("compute.base", &[capacity])
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::MeasureMismatch { .. }),
        "{error}"
    );
    let monthly: GrowthRate = "2 % per month".parse().unwrap();
    let error = scenario
        .sweep()
        .with_quantities(GROWTH, &[monthly])
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::OtherUnit { .. }),
        "{error}"
    );
    let share: Share = "20 %".parse().unwrap();
    let error = scenario
        .sweep()
        .with_quantities(GROWTH, &[share])
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::WrongQuantity { .. }),
        "{error}"
    );
}

#[test]
fn a_variant_that_fails_is_marked_in_all_that_is_computed_from_it() {
    let sweep = two_inputs(40, true);
    let error = sweep.columns().unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Overflow { .. }),
        "{error}"
    );
    // The forecast of GDP includes the effect of compute, of which too little is left without it.
    let words =
        "variant[17]: GDP without the difference in compute leaves its range (0, 1e30) in 2025";
    assert_eq!(error.to_string(), words);

    let columns = sweep.with_failures(OnFailure::Mark).columns().unwrap();
    assert_eq!(columns.failed(), 1);
    let status = |output| columns.output(output).unwrap().status(17).unwrap();
    assert_eq!(status(Output::TotalCompute), Status::OutOfRange);
    assert_eq!(status(Output::ComputeGrowth), Status::Valid);
    // Without the multiplier channel, nothing but what compute reaches fails.
    assert_eq!(status(Output::MultiplierOutput), Status::Valid);
    assert!(status(IMPACT).is_failure());
    for output in columns.iter() {
        for (_, values) in output.iter() {
            for (variant, value) in values.iter().enumerate() {
                let is_valid = output.status(variant).unwrap().is_valid();
                assert_eq!(value.is_finite(), is_valid, "{} {variant}", output.output());
            }
        }
    }
}

#[test]
fn threads_blocks_and_vector_width_change_nothing() {
    let sweep = two_inputs(5_000, true).with_failures(OnFailure::Mark);
    let first = sweep.clone().with_threads(1).unwrap().columns().unwrap();
    let expected = bits(&first);
    for (threads, block) in [(1, 1_000), (2, 64), (3, 777), (8, 1)] {
        for level in Level::available() {
            let sweep = sweep.clone().with_threads(threads).unwrap();
            let sweep = sweep.with_execution(level, block);
            assert!(
                bits(&sweep.columns().unwrap()) == expected,
                "{threads} {block} {level}"
            );
            // The blocks are the columns, piece by piece.
            let (mut next, mut failed) = (0, 0);
            let swept = sweep.for_each_block(|block| {
                assert_eq!(block.first(), next);
                for (own, all) in block.iter().zip(first.iter()) {
                    for ((_, own), (_, all)) in own.iter().zip(all.iter()) {
                        let all = &all[next..next + own.len()];
                        assert!(own.iter().zip(all).all(|(a, b)| a.to_bits() == b.to_bits()));
                    }
                }
                (next, failed) = (next + block.len(), failed + block.failed());
                Ok::<(), Error>(())
            });
            let swept = swept.unwrap();
            assert_eq!((next, failed), (5_000, 1));
            assert_eq!(
                (swept.done(), swept.failed(), swept.is_complete()),
                (5_000, 1, true)
            );
        }
    }
}

#[test]
fn the_first_variant_that_fails_is_named_on_any_number_of_threads() {
    let mut growths = vec![0.2; 4_000];
    for variant in [3_999, 2_500, 1_234] {
        growths[variant] = 1e6;
    }
    for threads in [1, 2, 4] {
        let sweep = china().sweep().with_values(GROWTH, &growths).unwrap();
        let sweep = sweep
            .with_threads(threads)
            .unwrap()
            .with_execution(Level::detect(), 64);
        assert_eq!(sweep.columns().unwrap_err().path(), "variant[1234]");
        let mut done = 0;
        let error = sweep.for_each_block(|block| {
            done += block.len();
            Ok::<(), Error>(())
        });
        assert_eq!(error.unwrap_err().path(), "variant[1234]");
        assert_eq!(done, 1_234 / 64 * 64);
    }
}

#[test]
fn batches_are_the_columns_of_a_sweep() {
    let scenario = china();
    let mut batches = scenario.sweep().batches([GROWTH, COEFFICIENT]).unwrap();
    for growths in [
        vec![0.1, 0.3],
        vec![0.2; 3_000],
        vec![0.15],
        vec![-0.5, 2.0, 0.0],
    ] {
        let sweep = scenario.sweep().with_values(GROWTH, &growths).unwrap();
        let columns = sweep
            .with_values(COEFFICIENT, &[0.1])
            .unwrap()
            .columns()
            .unwrap();
        let batch = batches.run(&[&growths, &[0.1]]).unwrap();
        assert!(bits(batch) == bits(&columns));
    }
    let error = batches.run(&[&[0.1], &[0.1, f64::NAN]]).unwrap_err();
    assert_eq!(error.path(), format!("variant[1].{COEFFICIENT}"));
    let error = batches.run(&[&[0.1]]).unwrap_err();
    assert!(matches!(
        error.kind(),
        ErrorKind::ShapeMismatch {
            expected: 2,
            found: 1,
            ..
        }
    ));
    assert!(batches.clone().run(&[&[0.1], &[0.1]]).is_ok());
}

#[test]
fn numbers_in_one_piece_are_those_of_the_columns() {
    let scenario = china();
    let sweep = scenario.sweep();
    let mut batches = sweep.batches([GROWTH]).unwrap();
    // Memory of another length with other numbers.
    let mut memory = vec![f64::INFINITY; 7];
    for growths in [vec![0.1, 0.3, 0.2], vec![0.25; 3_000], vec![0.15, 0.05]] {
        let columns = batches.run_in(&[&growths], memory).unwrap();
        let of_sweep = sweep.clone().with_values(GROWTH, &growths).unwrap();
        let of_sweep = of_sweep.columns().unwrap();
        assert!(bits(&columns) == bits(&of_sweep));
        let mut defined = Vec::new();
        for output in columns.iter() {
            let skipped = usize::from(output.output().is_of_period());
            for (_, values) in output.iter().skip(skipped) {
                defined.extend_from_slice(values);
            }
        }
        let all = columns.iter().flat_map(|output| output.iter());
        let all: Vec<f64> = all.flat_map(|(_, values)| values.to_vec()).collect();
        assert!(columns.clone().into_values() == all);
        assert!(of_sweep.clone().into_values() == all);
        assert!(of_sweep.into_defined_values() == defined && defined.len() < all.len());
        memory = columns.into_defined_values();
        assert!(memory == defined);
    }
}

#[test]
fn a_sweep_shows_its_progress_and_stops() {
    let seen: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let kept = Arc::clone(&seen);
    let watch = Watch::new(move |progress| {
        kept.lock().unwrap().push(progress);
        if progress.done >= 192 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    let sweep = two_inputs(5_000, false).with_threads(1).unwrap();
    let sweep = sweep.with_execution(Level::detect(), 64);
    let whole = sweep.columns().unwrap();
    let stopped = sweep.clone().with_watch(watch).columns().unwrap();
    assert_eq!((stopped.len(), stopped.variants()), (192, 5_000));
    assert!(!stopped.is_complete() && whole.is_complete());
    let (all, some) = (
        whole.output(IMPACT).unwrap(),
        stopped.output(IMPACT).unwrap(),
    );
    assert_eq!(some.last(), &all.last()[..192]);
    let moved = stopped.clone().into_values();
    assert_eq!(
        moved[..192],
        *stopped.iter().next().unwrap().iter().next().unwrap().1
    );
    let first = sweep.outputs()[0];
    let one = stopped
        .output(first)
        .unwrap()
        .iter()
        .skip(1)
        .last()
        .unwrap();
    let place = 192 * (china().periods() as usize - usize::from(first.is_of_period()));
    assert_eq!(
        stopped.clone().into_defined_values()[place..place + 192],
        *one.1
    );
    let seen = seen.lock().unwrap();
    let done: Vec<u64> = seen.iter().map(|progress| progress.done).collect();
    assert_eq!(done, [64, 128, 192]);
    assert!(
        seen.iter()
            .all(|p| (p.stage, p.total) == (Stage::Variants, 5_000))
    );

    let watch = Watch::default();
    watch.stop();
    let sweep = sweep.with_watch(watch);
    for error in [
        sweep.columns().unwrap_err(),
        sweep.for_each_block(|_| Ok(())).unwrap_err(),
    ] {
        assert!(
            matches!(error.kind(), ErrorKind::Stopped { done: 0, .. }),
            "{error}"
        );
    }
}

#[test]
fn a_stopped_table_says_how_far_it_came() {
    let watch = Watch::default();
    let stopper = watch.clone();
    let sweep = two_inputs(5_000, false)
        .with_watch(watch)
        .with_threads(2)
        .unwrap();
    let sweep = sweep.with_execution(Level::detect(), 64);
    let swept = sweep.for_each_block(|_| {
        stopper.stop();
        Ok::<(), Error>(())
    });
    let swept = swept.unwrap();
    assert!((64..=128).contains(&swept.done()) && !swept.is_complete());
}

#[test]
fn sweeps_are_limited() {
    let most = Limit::SweptNumbers.most() / 7;
    let axis = |length: usize| vec![0.1; length];
    let sweep = china().sweep().with_outputs([IMPACT]).unwrap();
    let grid = |lengths: [usize; 2]| {
        let [one, other] = lengths.map(axis);
        sweep
            .clone()
            .with_grid([(GROWTH, one), (COEFFICIENT, other)])
    };
    let wide = grid([10_000, most / 10_000 + 1]).unwrap();
    let error = wide.columns().unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::TooMany { what, .. } if *what == Limit::SweptNumbers.what())
    );
    // Block by block it is done.
    assert!(wide.blocks().unwrap().next().unwrap().is_ok());
    let error = grid([100_000, 1_001]).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::TooMany { what, .. } if *what == Limit::Variants.what())
    );
    assert_eq!(
        grid([100_000, 1_000]).unwrap().variants(),
        Limit::Variants.most()
    );
}
