//! Sensitivity and goal seek of small scenarios: parts of a variance sum to it, swings contain the
//! central value, and a goal in draws is reached in them.
#![no_main]

use arbitrary::{Result, Unstructured};
use compute_impact::explanation::goal_seek::Goal;
use compute_impact::explanation::sensitivity::{Model, Samples};
use compute_impact::{Output, Scenario, Simulation};
use compute_impact_fuzz::{is_small, mutate, number, read, share, text_and_choices};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|data: &[u8]| {
    let Some((text, choices)) = text_and_choices(data) else {
        return;
    };
    let Ok(scenario) = read(text) else {
        return;
    };
    if is_small(&scenario) {
        // The choices end when the bytes do.
        let _ = run(&scenario, &mut Unstructured::new(choices));
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

fn run(scenario: &Scenario, u: &mut Unstructured<'_>) -> Result<()> {
    let outputs: Vec<Output> = match scenario.project() {
        Ok(projection) => projection.outputs().to_vec(),
        Err(_) => return Ok(()),
    };
    let output = *u.choose(&outputs)?;
    let row = u.int_in_range(0..=scenario.periods())?;
    let period = scenario.base().plus(row).ok();
    let samples = Samples::new(u.int_in_range(16..=32)?).expect("a valid number of samples");
    let samples = samples.with_seed(u.arbitrary()?);
    // One question an input: all of them together take too long to try many inputs.
    match u.int_in_range(0..=3_u8)? {
        0 => tornado(scenario, output, period),
        1 => {
            if let Ok(model) = scenario.model(output, period)
                && model.factors().count() <= 12
            {
                indices(&model, samples);
            }
        }
        2 => {
            let inputs = scenario.inputs();
            let place = inputs[u.choose_index(inputs.len())?].place().as_str();
            goal(scenario, output, place, u)?;
        }
        _ => function(samples, u)?,
    }
    Ok(())
}

fn tornado(scenario: &Scenario, output: Output, period: Option<compute_impact::Period>) {
    let Ok(tornado) = scenario.tornado(output, period, [0.05, 0.95]) else {
        return;
    };
    assert!(tornado.base.is_finite());
    assert!(
        tornado
            .swings
            .is_sorted_by(|one, next| one.size() >= next.size()),
        "{tornado:?}"
    );
    for swing in &tornado.swings {
        assert!(swing.inputs[0] <= swing.inputs[1], "{swing:?}");
        let is_finite = swing
            .outputs
            .iter()
            .chain(&swing.inputs)
            .all(|x| x.is_finite());
        assert!(is_finite && swing.size().is_finite(), "{swing:?}");
    }
}

fn indices(model: &Model<'_>, samples: Samples) {
    if let Ok(found) = model.sobol(samples) {
        assert!(found.variance > 0.0 && found.variance.is_finite() && found.mean.is_finite());
        for factor in &found.factors {
            assert!(factor.first.value.is_finite(), "{factor:?}");
            assert!(
                factor.total.value >= 0.0 && factor.total.value.is_finite(),
                "{factor:?}"
            );
            for estimated in [factor.first, factor.total] {
                let [low, high] = estimated.interval();
                assert!(
                    low <= estimated.value && estimated.value <= high,
                    "{factor:?}"
                );
            }
        }
    }
    if let Ok(found) = model.morris(samples) {
        for factor in &found.factors {
            let size = factor.mean_size.value;
            assert!(
                size >= 0.0 && size.is_finite() && factor.mean.is_finite(),
                "{factor:?}"
            );
            assert!(factor.mean.abs() <= size * (1.0 + 1e-9), "{factor:?}");
            assert!(factor.standard_deviation >= 0.0, "{factor:?}");
        }
    }
    if model.factors().count() <= 5
        && let Ok(found) = model.shapley(samples)
    {
        let parts = || found.factors.iter().map(|factor| factor.part.value);
        // Too few samples of an extreme model leave parts that are large and cancel.
        let size = parts().map(f64::abs).sum::<f64>().max(1.0);
        assert!(
            (parts().sum::<f64>() - 1.0).abs() < 1e-6 * size,
            "{found:?}"
        );
    }
}

fn goal(scenario: &Scenario, output: Output, place: &str, u: &mut Unstructured<'_>) -> Result<()> {
    let Ok(goal) = Goal::new(output, number(u)?) else {
        return Ok(());
    };
    let Ok(goal) = goal.with_probability(share(u)?) else {
        return Ok(());
    };
    let settings = Simulation::new(u.int_in_range(1..=32)?).expect("a valid number of draws");
    if let Ok(solution) = scenario.solve_in_draws(&goal, place, &settings) {
        assert!(
            solution.value.is_finite() && solution.reached.is_finite(),
            "{solution:?}"
        );
        let set = scenario.with_value(place, solution.value);
        assert!(set.is_ok(), "{solution:?}: {set:?}");
    }
    Ok(())
}

/// A linear function, whose answers are known: each effect is its coefficient, and the parts of the
/// variance are the squares of these.
fn function(samples: Samples, u: &mut Unstructured<'_>) -> Result<()> {
    let coefficients = [share(u)?, share(u)?, share(u)?];
    let line = move |x: &[f64]| x.iter().zip(coefficients).map(|(x, c)| x * c).sum::<f64>();
    let model = Model::of_function(["a", "b", "c"], line).expect("three names");
    if let Ok(found) = model.morris(samples) {
        for (name, coefficient) in ["a", "b", "c"].into_iter().zip(coefficients) {
            let factor = found.factor(name).expect("a factor of the model");
            assert!(
                (factor.mean - coefficient).abs() < 1e-9,
                "{factor:?} of {coefficient}"
            );
        }
    }
    if coefficients.iter().any(|coefficient| *coefficient > 0.01) {
        let found = model.sobol(samples).expect("a line that varies");
        assert_eq!(found.factors.len(), 3);
    }
    indices(&model, samples);
    Ok(())
}
