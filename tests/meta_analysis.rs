//! Studies pooled, against statsmodels, mpmath and sums by hand.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use approx::assert_relative_eq;
use compute_impact::evidence::{BiasRegression, Estimate, Heterogeneity, MetaAnalysis, Study};
use compute_impact::{Elasticity, ErrorKind, Share};
use proptest::prelude::*;

fn expected(case: &str) -> Vec<[f64; 2]> {
    let text = include_str!("data/meta_analysis.csv");
    let rows = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let rows: Vec<[f64; 2]> = rows
        .filter(|row| row[0] == case)
        .map(|row| [row[1].parse().unwrap(), row[2].parse().unwrap()])
        .collect();
    assert!(!rows.is_empty(), "{case}");
    rows
}

/// The thirteen trials of BCG vaccine of Colditz et al. (1994), as log risk ratios.
fn trials() -> Vec<Study> {
    let rows = expected("study").into_iter().enumerate();
    rows.map(|(number, [value, error])| {
        Study::new(format!("trial {number}"), value, error).unwrap()
    })
    .collect()
}

fn pooled(heterogeneity: Heterogeneity) -> MetaAnalysis {
    MetaAnalysis::new(trials(), heterogeneity).unwrap()
}

#[test]
fn the_trials_of_bcg_vaccine() {
    for (case, heterogeneity) in [
        ("fixed", Heterogeneity::None),
        ("moments", Heterogeneity::DerSimonianLaird),
        ("likelihood", Heterogeneity::RestrictedMaximumLikelihood),
    ] {
        let pooled = pooled(heterogeneity);
        let [mean, error] = expected(case)[0];
        assert_relative_eq!(pooled.mean(), mean, max_relative = 1e-10);
        assert_relative_eq!(pooled.standard_error(), error, max_relative = 1e-10);
    }
    let moments = pooled(Heterogeneity::DerSimonianLaird);
    let [tau_squared, q] = expected("moments.tau")[0];
    assert_relative_eq!(moments.tau_squared(), tau_squared, max_relative = 1e-11);
    assert_relative_eq!(moments.q(), q, max_relative = 1e-12);
    let likelihood = pooled(Heterogeneity::RestrictedMaximumLikelihood);
    let [tau_squared, _] = expected("likelihood.tau")[0];
    assert_relative_eq!(likelihood.tau_squared(), tau_squared, max_relative = 1e-9);
    let knapp = moments.with_hartung_knapp();
    assert_relative_eq!(
        knapp.standard_error(),
        expected("moments.knapp")[0][1],
        max_relative = 1e-10
    );
    // 2.17881 is the 97.5 % quantile of t(12), 2.20099 that of t(11).
    let [low, high] = knapp.interval(0.95).unwrap();
    assert_relative_eq!(
        high - low,
        2.0 * 2.178_812_8 * knapp.standard_error(),
        max_relative = 1e-7
    );
    let [low, high] = likelihood.prediction_interval(0.95).unwrap();
    let variance = likelihood.tau_squared() + likelihood.standard_error().powi(2);
    assert_relative_eq!(
        high - low,
        2.0 * 2.200_985_2 * variance.sqrt(),
        max_relative = 1e-7
    );
    // 92.12 % is what metafor prints for the moments.
    assert_relative_eq!(
        pooled(Heterogeneity::DerSimonianLaird).i_squared(),
        0.9212,
        max_relative = 1e-4
    );
}

#[test]
fn bias_regressions() {
    let pooled = pooled(Heterogeneity::None);
    for (case, regression) in [
        ("pet", pooled.precision_effect()),
        ("peese", pooled.precision_effect_with_squares()),
    ] {
        let BiasRegression {
            corrected,
            corrected_error,
            corrected_p,
            slope,
            slope_error,
            slope_p,
            ..
        } = regression.unwrap();
        for (name, value, error, p) in [
            ("corrected", corrected, corrected_error, corrected_p),
            ("slope", slope, slope_error, slope_p),
        ] {
            let [expected_value, expected_error] = expected(&format!("{case}.{name}"))[0];
            assert_relative_eq!(value, expected_value, max_relative = 1e-10);
            assert_relative_eq!(error, expected_error, max_relative = 1e-10);
            let [expected_p, _] = expected(&format!("{case}.{name}.p"))[0];
            assert_relative_eq!(p, expected_p, max_relative = 1e-9);
        }
    }
}

#[test]
fn each_study_is_left_out_once() {
    let pooled = pooled(Heterogeneity::DerSimonianLaird);
    let without = pooled.leave_one_out();
    assert_eq!(without.len(), 13);
    for (number, one) in without.iter().enumerate() {
        let others = trials()
            .into_iter()
            .enumerate()
            .filter(|(other, _)| *other != number);
        let others = others.map(|(_, study)| study);
        let other = MetaAnalysis::new(others, Heterogeneity::DerSimonianLaird).unwrap();
        assert_eq!(*one, other);
    }
    let two = MetaAnalysis::new(trials().into_iter().take(2), Heterogeneity::None).unwrap();
    assert!(two.leave_one_out().is_empty());
}

#[test]
fn what_cannot_be_pooled_is_refused() {
    let study = |name: &str, value, error| Study::new(name, value, error);
    for (value, error) in [
        (f64::NAN, 1.0),
        (f64::INFINITY, 1.0),
        (1.0, 0.0),
        (1.0, -1.0),
        (1.0, f64::NAN),
        (1.0, f64::INFINITY),
    ] {
        let refused = study("A", value, error).unwrap_err();
        assert_eq!(refused.path(), "A");
        assert!(
            matches!(refused.kind(), ErrorKind::OutOfRange { .. }),
            "{refused}"
        );
    }
    let one = study("A", 1.0, 1.0).unwrap();
    let pool = |studies: &[Study]| MetaAnalysis::new(studies.to_vec(), Heterogeneity::None);
    let too_few = pool(std::slice::from_ref(&one)).unwrap_err();
    assert!(
        matches!(too_few.kind(), ErrorKind::OutOfRange { .. }),
        "{too_few}"
    );
    let twice = pool(&[one.clone(), one.clone()]).unwrap_err();
    assert!(
        matches!(twice.kind(), ErrorKind::Duplicate { .. }),
        "{twice}"
    );
    let endless =
        MetaAnalysis::new(std::iter::repeat(one.clone()), Heterogeneity::None).unwrap_err();
    assert!(
        matches!(endless.kind(), ErrorKind::TooMany { .. }),
        "{endless}"
    );
    let two = pool(&[one.clone(), study("B", 2.0, 1.0).unwrap()]).unwrap();
    assert!(two.prediction_interval(0.95).is_err());
    assert!(two.precision_effect().is_err());
    assert!(two.interval(1.0).is_err());
    let equal = pool(&[
        one,
        study("B", 2.0, 1.0).unwrap(),
        study("C", 2.5, 1.0).unwrap(),
    ])
    .unwrap();
    let error = equal.precision_effect().unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Conflict { .. }),
        "{error}"
    );
    // Far from all values that a share has.
    let far = pool(&[
        study("A", 500.0, 1.0).unwrap(),
        study("B", 2.0, 1.0).unwrap(),
    ])
    .unwrap();
    assert!(far.estimate(Share::new(0.5).unwrap()).is_err());
}

/// With two studies, of which one is exact and the other has the error 1, five apart: `Q` is 25 and the
/// moments give `(25 - 1) / 2 = 12`, as likelihood does.
#[test]
fn one_study_far_more_precise_than_the_other_cancels_nothing() {
    let studies = |error: f64| {
        [
            Study::new("exact", 0.0, error).unwrap(),
            Study::new("other", 5.0, 1.0).unwrap(),
        ]
    };
    for error in [1e-5, 1e-7, 1e-10, 1e-40] {
        for heterogeneity in [
            Heterogeneity::DerSimonianLaird,
            Heterogeneity::RestrictedMaximumLikelihood,
        ] {
            let pooled = MetaAnalysis::new(studies(error), heterogeneity).unwrap();
            assert_relative_eq!(pooled.tau_squared(), 12.0, max_relative = 1e-4);
        }
    }
    let tiny = [
        Study::new("A", 0.0, 1e-100).unwrap(),
        Study::new("B", 1.0, 1e-100).unwrap(),
    ];
    let pooled = MetaAnalysis::new(tiny, Heterogeneity::DerSimonianLaird).unwrap();
    assert_relative_eq!(pooled.tau_squared(), 0.5, max_relative = 1e-12);
    let far = [
        Study::new("A", 0.0, 1e-100).unwrap(),
        Study::new("B", 1e100, 1e-100).unwrap(),
    ];
    assert!(MetaAnalysis::new(far, Heterogeneity::DerSimonianLaird).is_err());
}

/// A uniform prior from 0 to 0.4 and data of 0.1 with the error 0.05: the posterior is a normal
/// truncated to the prior's range, whose mean and variance have a closed form in the density `p` and
/// the probability `P` of the normal: with `a = -2` and `b = 6`, `m = x + e (p(a) - p(b)) / (P(b) - P(a))`.
/// Cells of equal probability are 1e-4 wide.
#[test]
fn a_uniform_prior_gives_a_truncated_normal() {
    let prior = Estimate::assumed(Elasticity::new(0.2).unwrap(), "anything up to 0.4").unwrap();
    let uniform = compute_impact::uncertainty::Uniform::new(0.0, 0.4).unwrap();
    let prior = prior.with_uncertainty(uniform.into()).unwrap();
    let posterior = prior
        .updated_by(Elasticity::new(0.1).unwrap(), 0.05)
        .unwrap();
    // p(2) = 0.0539909665, P(-2) = 0.0227501319; p(6) and P(-6) are below 1e-8.
    let ratio = 0.053_990_966_5 / (1.0 - 0.022_750_131_9);
    let mean = 0.1 + 0.05 * ratio;
    assert_relative_eq!(posterior.value().get(), mean, max_relative = 1e-6);
    // 1 + (a p(a) - b p(b)) / Z - ratio^2
    let variance = 0.05 * 0.05 * (1.0 - 2.0 * ratio - ratio * ratio);
    let uncertainty = posterior.uncertainty().unwrap();
    assert_relative_eq!(uncertainty.variance(), variance, max_relative = 1e-5);
    // Far data leave almost nothing of the prior, and a certain prior is not moved.
    let far = prior
        .updated_by(Elasticity::new(3.0).unwrap(), 0.001)
        .unwrap_err();
    assert!(matches!(far.kind(), ErrorKind::Conflict { .. }), "{far}");
    let certain = Estimate::assumed(Elasticity::new(0.2).unwrap(), "sure").unwrap();
    let error = certain
        .updated_by(Elasticity::new(0.1).unwrap(), 0.1)
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Missing { .. }), "{error}");
}

proptest! {
    /// A pool without heterogeneity is the mean weighted by inverse variances, whatever the order of
    /// the studies; a scale of all numbers scales it and leaves I squared as it is.
    #[test]
    fn a_pool_is_the_mean_by_precision(
        studies in proptest::collection::vec((-1.0..1.0_f64, 0.01..1.0_f64), 3..12),
        scale in 0.001..1000.0_f64,
    ) {
        let built = |scale: f64, is_turned: bool| {
            let mut built: Vec<Study> = studies
                .iter()
                .enumerate()
                .map(|(number, (x, s))| Study::new(number.to_string(), scale * x, scale * s).unwrap())
                .collect();
            if is_turned {
                built.reverse();
            }
            built
        };
        let weights: f64 = studies.iter().map(|(_, s)| 1.0 / (s * s)).sum();
        let mean = studies.iter().map(|(x, s)| x / (s * s)).sum::<f64>() / weights;
        let fixed = MetaAnalysis::new(built(1.0, true), Heterogeneity::None).unwrap();
        assert_relative_eq!(fixed.mean(), mean, max_relative = 1e-10, epsilon = 1e-13);
        assert_relative_eq!(fixed.standard_error(), weights.powf(-0.5), max_relative = 1e-12);
        for heterogeneity in [
            Heterogeneity::DerSimonianLaird,
            Heterogeneity::RestrictedMaximumLikelihood,
        ] {
            let one = MetaAnalysis::new(built(1.0, false), heterogeneity).unwrap();
            let other = MetaAnalysis::new(built(scale, true), heterogeneity).unwrap();
            assert_relative_eq!(one.mean() * scale, other.mean(), max_relative = 1e-7, epsilon = 1e-10 * scale);
            assert_relative_eq!(one.i_squared(), other.i_squared(), epsilon = 1e-9);
            // Studies that may differ say less of the mean.
            prop_assert!(one.standard_error() >= fixed.standard_error() * (1.0 - 1e-12));
        }
    }
}
