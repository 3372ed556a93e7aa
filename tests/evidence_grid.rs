//! Priors of any shape updated by any likelihood, against closed forms and integrals by SciPy.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use approx::assert_relative_eq;
use compute_impact::evidence::Estimate;
use compute_impact::uncertainty::{Beta, LogNormal, Normal, Triangular, Uncertainty, Uniform};
use compute_impact::{Elasticity, ErrorKind, Share};

fn prior(uncertainty: Uncertainty) -> Estimate<Elasticity> {
    let value = Elasticity::new(uncertainty.mean()).unwrap();
    Estimate::assumed(value, "a prior")
        .unwrap()
        .with_uncertainty(uncertainty)
        .unwrap()
}

/// Mean, standard deviation and 90 % quantile of a posterior; a sample of some thousand points has the
/// last with an error of its distance.
fn check(posterior: &Estimate<Elasticity>, mean: f64, deviation: f64, quantile: f64) {
    let uncertainty = posterior.uncertainty().unwrap();
    // The mean of each cell is taken for its middle, which matters in the tails of the prior alone.
    let gap = (posterior.value().get() - mean).abs();
    assert!(gap < 1e-5 * deviation, "{gap:e}");
    let found = uncertainty.standard_deviation();
    assert_relative_eq!(found, deviation, max_relative = 3e-4);
    let found = uncertainty.quantile(0.9).unwrap();
    assert!(
        (found - quantile).abs() < 2e-3 * deviation,
        "{found} against {quantile}"
    );
}

/// `Beta(2, 3)` and seven successes of twenty give `Beta(9, 16)`.
#[test]
fn a_beta_prior_and_binomial_data() {
    let prior = Estimate::assumed(Share::new(0.4).unwrap(), "a prior")
        .and_then(|prior| prior.with_uncertainty(Beta::new(2.0, 3.0)?.into()))
        .unwrap();
    let posterior = prior
        .updated_by_likelihood(|share| 7.0 * share.ln() + 13.0 * (1.0 - share).ln())
        .unwrap();
    assert_relative_eq!(posterior.value().get(), 0.36, max_relative = 1e-6);
    let uncertainty = posterior.uncertainty().unwrap();
    let variance = 9.0 * 16.0 / (25.0 * 25.0 * 26.0);
    assert_relative_eq!(uncertainty.variance(), variance, max_relative = 1e-5);
}

/// A normal prior of the deviation 2 and data seven thousand times as certain: the grid is narrowed.
#[test]
fn a_normal_prior_and_normal_data() {
    for error in [0.0003_f64, 0.05, 4.0] {
        let posterior = prior(Normal::new(1.0, 2.0).unwrap().into())
            .updated_by_likelihood(|x| -0.5 * ((x - 1.5) / error).powi(2))
            .unwrap();
        let precision = 0.25 + error.powi(-2);
        let mean = (0.25 + 1.5 * error.powi(-2)) / precision;
        let deviation = precision.sqrt().recip();
        check(
            &posterior,
            mean,
            deviation,
            mean + 1.281_551_565_544_6 * deviation,
        );
        // The same by the normal update.
        let normal = prior(Normal::new(1.0, 2.0).unwrap().into())
            .updated_by(Elasticity::new(1.5).unwrap(), error)
            .unwrap();
        assert_relative_eq!(
            normal.value().get(),
            posterior.value().get(),
            max_relative = 1e-5
        );
    }
}

/// A triangle from 0 over 0.1 to 0.4, and three studies at 0.15, 0.22 and 0.02 with errors of Student's t
/// with 4 degrees of freedom and the scale 0.05; a log-normal prior and 9 events of a Poisson process
/// in 3 years. The integrals are those of SciPy 1.17.1.
#[test]
fn priors_without_a_closed_form() {
    let posterior = prior(Triangular::new(0.0, 0.1, 0.4).unwrap().into())
        .updated_by_likelihood(|x| {
            let of = |study: f64| -2.5 * (((study - x) / 0.05).powi(2) / 4.0).ln_1p();
            of(0.15) + of(0.22) + of(0.02)
        })
        .unwrap();
    check(
        &posterior,
        0.140_255_176_984_910_9,
        0.040_822_216_466_122_4,
        0.192_616_058_535,
    );
    let posterior = prior(LogNormal::new(2.0_f64.ln(), 0.5).unwrap().into())
        .updated_by_likelihood(|x| 9.0 * x.ln() - 3.0 * x)
        .unwrap();
    check(
        &posterior,
        2.670_172_674_364_418_5,
        0.772_219_285_173_114_3,
        3.695_953_011_055,
    );
}

#[test]
fn likelihoods_without_a_number_are_refused() {
    let prior = prior(Uniform::new(0.0, 0.4).unwrap().into());
    for log in [f64::NAN, f64::INFINITY] {
        let error = prior.updated_by_likelihood(|_| log).unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::OutOfRange { .. }),
            "{error}"
        );
    }
    // Impossible data, and data that leave one point.
    for likelihood in [(|_| f64::NEG_INFINITY) as fn(f64) -> f64, |x| {
        -1e30 * (x - 0.2) * (x - 0.2)
    }] {
        let error = prior.updated_by_likelihood(likelihood).unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Conflict { .. }),
            "{error}"
        );
    }
    let certain = Estimate::assumed(Elasticity::new(0.1).unwrap(), "sure").unwrap();
    let error = certain.updated_by_likelihood(|_| 0.0).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Missing { .. }), "{error}");
    // A likelihood that says nothing leaves the prior.
    let same = prior.updated_by_likelihood(|_| -3.0).unwrap();
    assert_relative_eq!(same.value().get(), 0.2, max_relative = 1e-12);
    // Tight data on a wide prior of another shape have weights far below the greatest.
    assert!(
        prior
            .updated_by(Elasticity::new(0.1).unwrap(), 0.005)
            .is_ok()
    );
}
