//! Sobol's G function: a product of factors `(|4 u - 2| + a) / (1 + a)`, whose indices and elementary
//! effects have closed forms (Saltelli et al., *Global Sensitivity Analysis: The Primer*, Wiley 2008).
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::explanation::sensitivity::{Estimated, Model, Samples};

/// The factors, from one that matters most to one that hardly matters.
const FACTORS: [(&str, f64); 4] = [
    ("first", 0.0),
    ("second", 1.0),
    ("third", 4.5),
    ("last", 9.0),
];

fn model() -> Model<'static> {
    let names = FACTORS.map(|(name, _)| name);
    Model::of_function(names, |u| {
        let factors = u.iter().zip(FACTORS);
        factors
            .map(|(u, (_, a))| ((4.0 * u - 2.0).abs() + a) / (1.0 + a))
            .product()
    })
    .unwrap()
}

/// The product of a number for each factor but one.
fn others(factor: usize, of: impl Fn(f64) -> f64) -> f64 {
    let rest = FACTORS
        .iter()
        .enumerate()
        .filter(|(number, _)| *number != factor);
    rest.map(|(_, (_, a))| of(*a)).product()
}

/// Within a part, and within twice the interval: a false alarm in some ten thousand.
#[track_caller]
fn near(found: &Estimated, expected: f64, tolerance: f64) {
    let [low, high] = found.interval();
    let off = (found.value - expected).abs();
    assert!(
        off <= tolerance && off <= high - low,
        "{found:?} for {expected}"
    );
}

/// Alone a factor has the variance `v = 1 / (3 (1 + a)^2)`, and all of them `prod (1 + v) - 1`.
#[test]
fn its_indices_are_closed_forms() {
    let alone = |a: f64| 1.0 / (3.0 * (1.0 + a) * (1.0 + a));
    let whole: f64 = FACTORS
        .iter()
        .map(|(_, a)| 1.0 + alone(*a))
        .product::<f64>()
        - 1.0;
    let indices = model().sobol(Samples::new(32_768).unwrap()).unwrap();
    assert!((indices.mean - 1.0).abs() < 2e-3, "{}", indices.mean);
    assert!(
        (indices.variance / whole - 1.0).abs() < 1e-2,
        "{}",
        indices.variance
    );
    for (number, (name, a)) in FACTORS.into_iter().enumerate() {
        let index = indices.factor(name).unwrap();
        near(&index.first, alone(a) / whole, 0.01);
        let total = alone(a) * others(number, |a| 1.0 + alone(a)) / whole;
        near(&index.total, total, 0.01);
    }
}

/// On a grid of four levels `|4 u - 2|` is 2, 2/3, 2/3 and 2, and a step of two thirds changes it by
/// 4/3: the size of an effect is `2 / (1 + a)` times the other factors, and each sign is as frequent.
#[test]
fn its_elementary_effects_are_closed_forms() {
    let count = 4_000;
    let morris = model().morris(Samples::new(count).unwrap()).unwrap();
    for (number, (name, a)) in FACTORS.into_iter().enumerate() {
        let factor = morris.factor(name).unwrap();
        let step = 2.0 / (1.0 + a);
        let size = step * others(number, |a| (4.0 / 3.0 + a) / (1.0 + a));
        let square = |a: f64| f64::midpoint((2.0 + a).powi(2), (2.0 / 3.0 + a).powi(2));
        let squares = step * step * others(number, |a| square(a) / (1.0 + a).powi(2));
        // Six standard errors of a mean over the trajectories.
        let error = 6.0 * ((squares - size * size) / f64::from(count)).sqrt();
        let found = factor.mean_size.value;
        assert!((found - size).abs() < error, "{name}: {found} for {size}");
        let error = 6.0 * (squares / f64::from(count)).sqrt();
        assert!(factor.mean.abs() < error, "{name}: {}", factor.mean);
        let found = factor.standard_deviation / squares.sqrt();
        assert!((found - 1.0).abs() < 0.05, "{name}: {found}");
    }
}
