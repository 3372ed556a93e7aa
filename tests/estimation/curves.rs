//! Curves, against certified values of NIST, Martino's data and SciPy.

use approx::assert_relative_eq;
use compute_impact::ErrorKind;
use compute_impact::estimation::{
    Curve, CurveFit, Data, Regression, SmallSample, StandardErrors, Term, fit_curve,
};

use super::{expected, fit};

fn check(fit: &CurveFit, name: &str, value: f64, error: f64) {
    let coefficient = fit.coefficient(name).unwrap();
    assert_relative_eq!(coefficient.value(), value, max_relative = 1e-8);
    assert_relative_eq!(coefficient.standard_error(), error, max_relative = 1e-7);
}

pub(super) const DAN_WOOD: [(f64, f64); 6] = [
    (1.309, 2.138),
    (1.471, 3.421),
    (1.490, 3.597),
    (1.565, 4.340),
    (1.611, 4.882),
    (1.680, 5.660),
];

/// `DanWood` of NIST, a constant elasticity, from both of its starts and from none. The straight line
/// through the logarithms is another estimator, with another answer.
#[test]
fn a_constant_elasticity() {
    for start in [None, Some(&[1.0, 5.0][..]), Some(&[0.7, 4.0])] {
        let curve = fit_curve(Curve::ConstantElasticity, DAN_WOOD, start).unwrap();
        check(&curve, "factor", 7.6886226176e-1, 1.8281973860e-2);
        check(&curve, "elasticity", 3.8604055871, 5.1726610913e-2);
        assert_relative_eq!(
            curve.residual_sum_of_squares(),
            4.3173084083e-3,
            max_relative = 1e-9
        );
    }
    let data = Data::new()
        .with_numbers("x", DAN_WOOD.map(|point| point.0))
        .and_then(|data| data.with_numbers("y", DAN_WOOD.map(|point| point.1)))
        .unwrap();
    let line = Regression::of(Term::column("y").log()).on(Term::column("x").log());
    let line = fit(&line, &data, &StandardErrors::Classical, SmallSample::STATA);
    let elasticity = line.coefficient("ln(x)").unwrap();
    assert_relative_eq!(
        elasticity.value(),
        3.917_205_636_481_518_6,
        max_relative = 1e-12
    );
    assert_relative_eq!(
        elasticity.standard_error(),
        0.042_198_765_548,
        max_relative = 1e-9
    );
}

pub(super) const RAT_42: [(f64, f64); 9] = [
    (9.0, 8.93),
    (14.0, 10.80),
    (21.0, 18.59),
    (28.0, 22.33),
    (42.0, 39.35),
    (57.0, 56.11),
    (63.0, 61.73),
    (70.0, 64.62),
    (79.0, 67.08),
];

/// `Rat42` of NIST, `b1 / (1 + e^(b2 - b3 x))`, from both of its starts and from none: the midpoint is
/// `b2 / b3`.
#[test]
fn a_logistic_curve_with_a_ceiling() {
    let starts = [[100.0, 0.1, 10.0], [75.0, 0.07, 2.5 / 0.07]];
    for start in [None, Some(&starts[0][..]), Some(&starts[1])] {
        let curve = fit_curve(Curve::LogisticWithCeiling, RAT_42, start).unwrap();
        check(&curve, "ceiling", 7.2462237576e1, 1.7340283401);
        check(&curve, "rate", 6.7359200066e-2, 3.4465663377e-3);
        let midpoint = curve.coefficient("midpoint").unwrap().value();
        assert_relative_eq!(
            midpoint,
            2.6180768402 / 6.7359200066e-2,
            max_relative = 1e-8
        );
        assert_relative_eq!(
            curve.residual_sum_of_squares(),
            8.0565229338,
            max_relative = 1e-9
        );
    }
    let curve = fit_curve(Curve::LogisticWithCeiling, RAT_42, None).unwrap();
    let profile = curve.profile_interval("ceiling", 0.95).unwrap();
    let ends = &expected("profile")[0];
    assert_relative_eq!(profile.low.unwrap(), ends.value, max_relative = 1e-7);
    assert_relative_eq!(profile.high.unwrap(), ends.error, max_relative = 1e-7);
    assert!(curve.has_ceiling(0.95).unwrap());
}

/// `Rat43` of NIST, `b1 / (1 + e^(b2 - b3 x))^(1 / b4)`: the shape is `1 / b4`.
#[test]
fn a_richards_curve() {
    let values = [
        16.08, 33.83, 65.80, 97.20, 191.55, 326.20, 386.87, 520.53, 590.03, 651.92, 724.93, 699.56,
        689.96, 637.56, 717.41,
    ];
    let points: Vec<(f64, f64)> = (1..).map(f64::from).zip(values).collect();
    let starts = [
        [100.0, 1.0, 10.0, 1.0],
        [700.0, 0.75, 5.0 / 0.75, 1.0 / 1.3],
    ];
    for start in [None, Some(&starts[0][..]), Some(&starts[1])] {
        let curve = fit_curve(Curve::Richards, points.iter().copied(), start).unwrap();
        check(&curve, "ceiling", 6.9964151270e2, 1.6302297817e1);
        check(&curve, "rate", 7.5962938329e-1, 1.9566123451e-1);
        let shape = curve.coefficient("shape").unwrap();
        assert_relative_eq!(shape.value(), 1.0 / 1.2792483859, max_relative = 1e-7);
        // The delta method is exact for a change of parameters: d(1/b4) = -db4 / b4^2.
        let error = 6.8761936385e-1 / (1.2792483859 * 1.2792483859);
        assert_relative_eq!(shape.standard_error(), error, max_relative = 1e-6);
        assert_relative_eq!(
            curve.residual_sum_of_squares(),
            8.7864049080e3,
            max_relative = 1e-9
        );
    }
}

/// Metal ships in the US merchant marine: Martino (1993). The zeros of the
/// derivatives were found by mpmath in 40 digits.
pub(super) const MARINE: [(f64, f64); 17] = [
    (1885.0, 0.1007),
    (1890.0, 0.1416),
    (1895.0, 0.2092),
    (1900.0, 0.3084),
    (1905.0, 0.4413),
    (1910.0, 0.5483),
    (1915.0, 0.6323),
    (1920.0, 0.7625),
    (1925.0, 0.8329),
    (1930.0, 0.8410),
    (1935.0, 0.8508),
    (1939.0, 0.8309),
    (1945.0, 0.9416),
    (1950.0, 0.9374),
    (1955.0, 0.9458),
    (1960.0, 0.9511),
    (1965.0, 0.9548),
];

#[test]
fn the_merchant_marine_by_three_estimators() {
    let logistic = fit_curve(Curve::Logistic, MARINE, None).unwrap();
    let value = |fit: &CurveFit, name: &str| fit.coefficient(name).unwrap().value();
    assert_relative_eq!(
        value(&logistic, "rate"),
        0.082_722_439_319_379_11,
        max_relative = 1e-11
    );
    assert_relative_eq!(
        value(&logistic, "midpoint"),
        1_908.918_914_850_013,
        max_relative = 1e-13
    );
    let limited = fit_curve(Curve::LogisticWithCeiling, MARINE, None).unwrap();
    assert_relative_eq!(
        value(&limited, "rate"),
        0.098_836_251_516_778_22,
        max_relative = 1e-11
    );
    assert_relative_eq!(
        value(&limited, "midpoint"),
        1_906.909_270_788_072,
        max_relative = 1e-13
    );
    assert_relative_eq!(
        value(&limited, "ceiling"),
        0.940_577_897_946_514_5,
        max_relative = 1e-12
    );
    // A straight line through the logits.
    let logit = |share: f64| (share / (1.0 - share)).ln();
    let data = Data::new()
        .with_numbers("year", MARINE.map(|point| point.0))
        .and_then(|data| data.with_numbers("logit", MARINE.map(|point| logit(point.1))))
        .unwrap();
    let line = Regression::of(Term::column("logit")).on(Term::column("year"));
    let line = fit(&line, &data, &StandardErrors::Classical, SmallSample::STATA);
    let slope = line.coefficient("year").unwrap();
    assert_relative_eq!(
        slope.value(),
        0.067_370_674_305_501_44,
        max_relative = 1e-11
    );
    assert_relative_eq!(
        slope.standard_error(),
        0.003_866_535_758_378_2,
        max_relative = 1e-10
    );
    assert_relative_eq!(
        line.r_squared(),
        0.952_918_603_284_092_8,
        max_relative = 1e-12
    );
}

#[test]
fn bass_and_gompertz() {
    for (case, curve) in [("bass", Curve::Bass), ("gompertz", Curve::Gompertz)] {
        let points = expected(&format!("{case}.point"));
        let points = points
            .iter()
            .map(|row| (row.name.parse().unwrap(), row.value));
        let fit = fit_curve(curve, points, None).unwrap();
        for (coefficient, row) in fit.coefficients().iter().zip(expected(case)) {
            assert_relative_eq!(coefficient.value(), row.value, max_relative = 1e-7);
            // SciPy's derivatives are numerical.
            assert_relative_eq!(coefficient.standard_error(), row.error, max_relative = 1e-5);
        }
    }
}

/// The derivatives of every curve, against differences of its values.
#[test]
fn gradients_are_those_of_the_values() {
    // One step of Newton's method from the exact parameters stays there, whatever the residuals: so a
    // fit of exact points returns their parameters only if values and derivatives belong together.
    for (curve, parameters) in [
        (Curve::ConstantElasticity, &[2.0, 0.2][..]),
        (Curve::Logistic, &[0.3, 6.0]),
        (Curve::LogisticWithCeiling, &[0.7, 0.5, 5.0]),
        (Curve::Gompertz, &[0.7, 0.4, 4.0]),
        (Curve::Richards, &[0.7, 0.6, 5.0, 2.0]),
        (Curve::Bass, &[0.9, 0.03, 0.4]),
        (Curve::BassIncrement, &[0.9, 0.03, 0.4]),
        (Curve::BassDensity, &[0.9, 0.03, 0.4]),
    ] {
        let points = (1..=14).map(|x| (f64::from(x), curve.value(parameters, f64::from(x))));
        let fit = fit_curve(curve, points, None).unwrap();
        for (coefficient, parameter) in fit.coefficients().iter().zip(parameters) {
            assert_relative_eq!(coefficient.value(), *parameter, max_relative = 1e-7);
        }
    }
}

#[test]
fn points_that_determine_nothing_are_refused() {
    let refused =
        |curve, points: &[(f64, f64)]| fit_curve(curve, points.iter().copied(), None).unwrap_err();
    // Two observations determine a logistic curve, and leave nothing to judge it by.
    let error = refused(Curve::Logistic, &[(2023.5, 0.25), (2024.5, 0.30)]);
    assert!(
        matches!(error.kind(), ErrorKind::OutOfRange { .. }),
        "{error}"
    );
    let error = refused(
        Curve::Bass,
        &[(-1.0, 0.1), (1.0, 0.2), (2.0, 0.3), (3.0, 0.4)],
    );
    assert_eq!(error.path(), "points[0]");
    let error = refused(Curve::Logistic, &[(1.0, 0.1), (2.0, f64::NAN), (3.0, 0.4)]);
    assert_eq!(error.path(), "points[1]");
    let same = [(1.0, 0.5); 5];
    for curve in [
        Curve::Logistic,
        Curve::LogisticWithCeiling,
        Curve::Gompertz,
        Curve::Richards,
    ] {
        let error = refused(curve, &same);
        let is_named = matches!(
            error.kind(),
            ErrorKind::Conflict { .. } | ErrorKind::NotConverged { .. }
        );
        assert!(is_named, "{curve:?}: {error}");
    }
}
