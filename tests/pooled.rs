//! Published values pooled into one estimate, against sums worked out by hand.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use approx::assert_relative_eq;
use compute_impact::evidence::Estimate;
use compute_impact::{Elasticity, ErrorKind, Money};

const BLOG: &str = "caict.elasticity.gdp-2025";
const INCOME: &str = "derived.elasticity.neoclassical";
const META: &str = "literature.ict.corrected";

/// 0.0426, 0.014 and 0.003 with weights 1, 1 and 2: the mean is 0.0626 / 4 = 0.01565; the squared
/// deviations are 0.0269500^2, 0.00165^2 and twice 0.01265^2, whose weighted mean is
/// (0.0007263025 + 0.0000027225 + 0.000320045) / 4 = 0.0002622675.
#[test]
fn mean_and_variance_are_the_weighted_sums() {
    let pooled =
        Estimate::<Elasticity>::pooled(&[(BLOG, 1.0), (INCOME, 1.0), (META, 2.0)]).unwrap();
    // A few roundings of 1e-16 each.
    assert_relative_eq!(pooled.value().get(), 0.015_65, max_relative = 1e-14);
    let spread = pooled.uncertainty().unwrap();
    let deviation = 0.000_262_267_5_f64.sqrt();
    assert_relative_eq!(spread.standard_deviation(), deviation, max_relative = 1e-13);
    assert_eq!(spread.support(), (0.003, 0.0426));
    assert!(pooled.source().to_string().contains(META));
}

#[test]
fn the_order_and_the_scale_of_weights_do_not_matter() {
    let one = Estimate::<Elasticity>::pooled(&[(BLOG, 1.0), (META, 2.0)]).unwrap();
    let other = Estimate::<Elasticity>::pooled(&[(META, 8.0), (BLOG, 4.0)]).unwrap();
    assert_eq!(one.value().get().to_bits(), other.value().get().to_bits());
}

#[test]
fn what_cannot_be_pooled_is_refused() {
    let error = |entries: &[(&str, f64)]| Estimate::<Elasticity>::pooled(entries).unwrap_err();
    assert!(matches!(
        error(&[(BLOG, 1.0)]).kind(),
        ErrorKind::OutOfRange { .. }
    ));
    assert!(matches!(error(&[]).kind(), ErrorKind::OutOfRange { .. }));
    let twice = error(&[(BLOG, 1.0), (BLOG, 1.0)]);
    assert!(
        matches!(twice.kind(), ErrorKind::Duplicate { .. }),
        "{twice}"
    );
    for weight in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let refused = error(&[(BLOG, weight), (META, 1.0)]);
        assert!(
            matches!(refused.kind(), ErrorKind::OutOfRange { .. }),
            "{refused}"
        );
    }
    let unknown = error(&[(BLOG, 1.0), ("literature.ict.corected", 1.0)]);
    assert!(unknown.to_string().contains("did you mean"), "{unknown}");
    let other = error(&[(BLOG, 1.0), ("nbs.gdp.2024.preliminary", 1.0)]);
    assert!(
        matches!(other.kind(), ErrorKind::WrongQuantity { .. }),
        "{other}"
    );
    assert!(Estimate::<Money>::pooled(&[(BLOG, 1.0), (META, 1.0)]).is_err());
}
