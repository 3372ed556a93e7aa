//! Every shape against frozen values of 60 digits; `tests/data/uncertainty.md` says how they are made.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

use compute_impact::Interval;
use compute_impact::uncertainty::{
    Beta, Empirical, LogNormal, Normal, Pert, Shape, Triangular, TruncatedNormal, Uncertainty,
    Uniform,
};

/// The relative error allowed, about twice the worst one measured.
///
/// What is left comes from rounding a logarithm of a probability near 1e-300 (690 ulp), the square of
/// 37 standard deviations, and the division by a shape of 0.001 in the quantile of a beta.
fn tolerance(shape: &str, function: &str) -> f64 {
    match (shape, function) {
        ("uniform" | "triangular", _) => 4e-15,
        (_, "mean" | "variance") => 6e-14,
        ("normal", "quantile") => 2e-15,
        ("truncated-normal" | "pert", _) => 2e-13,
        (_, "quantile") => 5e-13,
        _ => 6e-13,
    }
}

fn build(shape: &str, parameters: &[f64]) -> Uncertainty {
    match (shape, parameters) {
        ("uniform", [low, high]) => Uniform::new(*low, *high).unwrap().into(),
        ("triangular", [low, mode, high]) => Triangular::new(*low, *mode, *high).unwrap().into(),
        ("pert", [low, mode, high]) => Pert::new(*low, *mode, *high).unwrap().into(),
        ("normal", [mean, sd]) => Normal::new(*mean, *sd).unwrap().into(),
        ("log-normal", [mean, sd]) => LogNormal::new(*mean, *sd).unwrap().into(),
        ("truncated-normal", [mean, sd, low, high]) => {
            let bounds = Interval::closed(*low, *high).unwrap();
            TruncatedNormal::new(*mean, *sd, bounds).unwrap().into()
        }
        ("beta", [alpha, beta, low, high]) => Beta::new(*alpha, *beta)
            .unwrap()
            .within(Interval::closed(*low, *high).unwrap())
            .unwrap()
            .into(),
        _ => panic!("no such shape: {shape}"),
    }
}

#[test]
fn every_function_matches_sixty_digits() {
    let mut checked = 0;
    for line in include_str!("data/uncertainty.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [shape, parameters, function, argument, value] = cells[..] else {
            panic!("five cells: {line}");
        };
        let numbers: Vec<f64> = parameters.split(' ').map(|x| x.parse().unwrap()).collect();
        let built = build(shape, &numbers);
        let at = argument.parse().unwrap_or(f64::NAN);
        let got = match function {
            "mean" => built.mean(),
            "variance" => built.variance(),
            "density" => built.density(at),
            "cumulative" => built.cumulative(at),
            "survival" => built.survival(at),
            "quantile" => built.quantile(at).unwrap(),
            _ => panic!("no such function: {function}"),
        };
        let expected: f64 = value.parse().unwrap();
        // The middle of a shape around zero is as exact as the shape is wide, no more.
        let around_zero =
            shape.ends_with("normal") && shape != "log-normal" && expected.abs() < 1e-60;
        let scale = if around_zero && (function == "mean" || argument == "0.5") {
            built.standard_deviation()
        } else {
            expected.abs()
        };
        let error = (got - expected).abs() / scale;
        assert!(
            error <= tolerance(shape, function),
            "{line}: got {got:e}, error {error:e}"
        );
        checked += 1;
    }
    assert!(checked > 1500, "{checked} values");
}

fn near(got: f64, expected: f64, tolerance: f64) {
    let error = ((got - expected) / expected).abs();
    assert!(
        error <= tolerance,
        "got {got:e}, expected {expected:e}, error {error:e}"
    );
}

#[test]
fn log_normal_of_an_interval() {
    // Closed form: mu is the mean of the logarithms of the ends.
    let shape = LogNormal::from_interval(0.1, 0.3, 0.90).unwrap();
    let written = serde_json::to_value(shape).unwrap();
    near(
        written["mean-of-log"].as_f64().unwrap(),
        -1.753_278_948_659_991,
        1e-15,
    );
    near(
        written["standard-deviation-of-log"].as_f64().unwrap(),
        0.333_954_423_259_000_9,
        1e-15,
    );
    near(shape.mean(), 0.183_137_842_815_744_22, 1e-15);
    near(shape.median(), 0.03_f64.sqrt(), 1e-15);
}

#[test]
fn pert_is_the_beta_of_malcolm_and_others() {
    let shape = Pert::new(2.0, 3.0, 5.0).unwrap();
    near(shape.mean(), (2.0 + 4.0 * 3.0 + 5.0) / 6.0, 1e-15);
    let (mean, low, high) = (shape.mean(), 2.0, 5.0);
    near(shape.variance(), (mean - low) * (high - mean) / 7.0, 1e-14); // Vose (2008), appendix III
}

#[test]
fn empirical_is_type_seven() {
    // numpy.quantile([3.1, 3.4, 3.9, 4.2, 4.2 + 0.8], p), method "linear" (SciPy 1.17.1, NumPy 2).
    let shape = Empirical::new(&[4.2, 3.1, 5.0, 3.9, 3.4]).unwrap();
    for (p, x) in [
        (0.05, 3.16),
        (0.25, 3.4),
        (0.5, 3.9),
        (0.8, 4.36),
        (0.95, 4.84),
    ] {
        near(shape.quantile(p).unwrap(), x, 1e-15);
        near(shape.cumulative(x), p, 1e-14);
    }
    near(shape.density(4.5), 0.25 / 0.8, 1e-15);
    near(shape.density(5.0), 0.25 / 0.8, 1e-15);
    // Four uniform pieces of equal mass.
    near(shape.mean(), (3.25 + 3.65 + 4.05 + 4.6) / 4.0, 1e-15);
    let second = [(3.1, 3.4), (3.4, 3.9), (3.9, 4.2), (4.2, 5.0)]
        .map(|(a, b): (f64, f64)| (a * a + a * b + b * b) / 3.0);
    let variance = second.iter().sum::<f64>() / 4.0 - shape.mean() * shape.mean();
    near(shape.variance(), variance, 1e-13);
}

#[test]
fn equal_values_are_one_value_with_their_weight() {
    let twice = Empirical::new(&[1.0, 2.0, 2.0, 3.0]).unwrap();
    let weighted = Empirical::weighted(&[1.0, 2.0, 3.0], &[1.0, 2.0, 1.0]).unwrap();
    assert_eq!(twice, weighted);
    near(twice.cumulative(2.0), 0.5, 1e-15);
    near(twice.quantile(0.25).unwrap(), 1.5, 1e-15);
}
