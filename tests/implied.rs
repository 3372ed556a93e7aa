//! The part of an economy's growth that a coefficient claims, worked out by hand.
#![allow(clippy::unwrap_used)] // Helpers fail a test by panicking.

use approx::assert_relative_eq;
use compute_impact::evidence::Estimate;
use compute_impact::response::Coefficient;
use compute_impact::{
    Elasticity, ErrorKind, GrowthRate, GrowthRatio, SemiElasticity, implied_contribution,
};
use proptest::prelude::*;

fn ratio(number: f64) -> Coefficient {
    let estimate = Estimate::assumed(GrowthRatio::new(number).unwrap(), "as worded");
    Coefficient::GrowthRatio(estimate.unwrap())
}

fn elasticity(number: f64) -> Coefficient {
    let estimate = Estimate::assumed(Elasticity::new(number).unwrap(), "a study");
    Coefficient::Elasticity(estimate.unwrap())
}

fn rate(text: &str) -> GrowthRate {
    text.parse().unwrap()
}

/// 0.2 points of GDP per point of compute claim 5.6 points of 28 %, more than growth of 5.2 %.
#[test]
fn the_rule_of_thumb_claims_more_than_all_growth() {
    let (compute, gdp) = (rate("28 % per year"), rate("5.2 % per year"));
    let implied = implied_contribution(&ratio(0.2), compute, gdp).unwrap();
    assert_relative_eq!(implied.contribution(), 0.056, max_relative = 1e-12);
    assert_relative_eq!(implied.growth(), 0.052, max_relative = 1e-12);
    assert_relative_eq!(implied.share(), 56.0 / 52.0, max_relative = 1e-12);
    let study = implied_contribution(&elasticity(0.0426), compute, gdp).unwrap();
    let by_hand = (0.0426 * 1.28_f64.ln()).exp_m1() / 0.052;
    assert_relative_eq!(study.share(), by_hand, max_relative = 1e-12);
    assert!(by_hand < 0.21);
    // In a year of decline the share is negative.
    let fallen = implied_contribution(&ratio(0.2), compute, rate("-1 % per year")).unwrap();
    assert_relative_eq!(fallen.share(), -5.6, max_relative = 1e-12);
}

#[test]
fn what_has_no_share_is_refused() {
    let (compute, gdp) = (rate("28 % per year"), rate("5.2 % per year"));
    let semi = Estimate::assumed(SemiElasticity::new(0.0017).unwrap(), "an index").unwrap();
    let semi = Coefficient::SemiElasticity(semi);
    for error in [
        implied_contribution(&semi, compute, gdp),
        implied_contribution(&ratio(0.2), compute, rate("0 % per year")),
        implied_contribution(&ratio(0.2), compute, rate("1.3 % per quarter")),
    ] {
        assert!(matches!(
            error.unwrap_err().kind(),
            ErrorKind::Conflict { .. }
        ));
    }
    // A loss of more than all GDP.
    assert!(implied_contribution(&ratio(2.0), rate("-60 % per year"), gdp).is_err());
}

proptest! {
    /// Twice the growth ratio claims twice as much, and a growth of compute of the size of GDP's over
    /// the ratio claims all of it.
    #[test]
    fn claims_of_a_growth_ratio_are_proportional(number in 0.01_f64..0.4, growth in 0.01_f64..0.2) {
        let gdp = GrowthRate::per_year(growth).unwrap();
        let all = GrowthRate::per_year(growth / number).unwrap();
        let once = implied_contribution(&ratio(number), all, gdp).unwrap();
        prop_assert!((once.share() - 1.0).abs() < 1e-9);
        let twice = implied_contribution(&ratio(2.0 * number), all, gdp).unwrap();
        prop_assert!((twice.share() - 2.0).abs() < 1e-9);
    }
}
