//! Cash flows: published figures, laws, and what careless callers pass.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.
use compute_impact::investment::{
    CashFlow, Date, DatedCashFlow, DiscountCurve, DiscountRate, InternalRates,
};
use compute_impact::{ErrorKind, Frequency, GrowthRate, Money, PriceBasis};
use proptest::prelude::*;

fn yuan() -> Money {
    "0 CNY".parse().unwrap()
}

fn yearly(amounts: &[f64]) -> CashFlow {
    CashFlow::from_amounts(Frequency::Year, yuan(), amounts).unwrap()
}

fn nominal(rate: f64) -> DiscountRate {
    DiscountRate::nominal(GrowthRate::per_year(rate).unwrap())
}

fn rates(amounts: &[f64]) -> Vec<f64> {
    let found = yearly(amounts).internal_rates().unwrap();
    found.all().iter().map(|rate| rate.get()).collect()
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    let error = (found - expected).abs() / expected.abs().max(f64::MIN_POSITIVE);
    assert!(error <= tolerance, "{found} instead of {expected}");
}

#[track_caller]
fn all_near(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len(), "{found:?} for {expected:?}");
    for (found, expected) in found.iter().zip(expected) {
        near(*found, *expected, tolerance);
    }
}

/// The net present value relative to the sum of the absolute discounted flows.
fn relative_value(amounts: &[f64], rate: f64) -> f64 {
    let (mut value, mut size) = (0.0, 0.0_f64);
    // From whichever end keeps the factors at or below one.
    if rate >= 0.0 {
        for c in amounts.iter().rev() {
            value = value / (1.0 + rate) + c;
            size = size / (1.0 + rate) + c.abs();
        }
    } else {
        for c in amounts {
            value = value * (1.0 + rate) + c;
            size = size * (1.0 + rate) + c.abs();
        }
    }
    value / size
}

// numpy-financial 1.0.0, documentation and tests of `npv`, `irr` and `mirr`.
#[test]
fn published_values_and_rates() {
    let flow = yearly(&[-15_000.0, 1_500.0, 2_500.0, 3_500.0, 4_500.0, 6_000.0]);
    let value = flow.net_present_value(&nominal(0.05)).unwrap();
    near(value.amount(), 122.894_854_950_939_59, 1e-13);

    let flow = [-150_000.0, 15_000.0, 25_000.0, 35_000.0, 45_000.0, 60_000.0];
    all_near(&rates(&flow), &[0.052_432_888_859_414_33], 1e-13);
    let flow = [-100.0, 39.0, 59.0, 55.0, 20.0];
    all_near(&rates(&flow), &[0.280_948_421_159_960_66], 1e-13);
    let flow = [-100.0, 0.0, 0.0, 74.0];
    all_near(&rates(&flow), &[-0.095_495_830_348_972_8], 1e-13);
    all_near(&rates(&[-100.0, 230.0, -132.0]), &[0.1, 0.2], 1e-12);
    assert!(yearly(&[1.0, 2.0, 3.0]).internal_rates().is_err());
}

// Microsoft, documentation of MIRR: five years, after three years, and at 14 % reinvestment.
#[test]
fn modified_rates_of_the_spreadsheet() {
    let flows = [-120_000.0, 39_000.0, 30_000.0, 21_000.0, 37_000.0, 46_000.0];
    let modified = |flows: &[f64], reinvest| {
        yearly(flows)
            .modified_internal_rate(nominal(0.10), nominal(reinvest))
            .unwrap()
            .get()
    };
    assert!((modified(&flows, 0.12) - 0.126_094).abs() < 5e-7);
    assert!((modified(&flows[..4], 0.12) + 0.048_044).abs() < 1e-6);
    assert!((modified(&flows, 0.14) - 0.134_759).abs() < 5e-7);
}

/// REFERENCES H: a k-fold return spread evenly over H years.
#[test]
fn a_multiplier_spread_over_years_as_a_rate() {
    for (fold, years, expected) in [
        (3.0, 5, 0.5280),
        (3.0, 10, 0.2732),
        (3.0, 20, 0.1389),
        (4.0, 5, 0.7515),
        (4.0, 10, 0.3845),
        (4.0, 20, 0.1943),
    ] {
        let mut flows = vec![fold / f64::from(years); years as usize + 1];
        flows[0] = -1.0;
        let found = rates(&flows);
        assert_eq!(found.len(), 1);
        assert!((found[0] - expected).abs() < 5e-5, "{found:?}");
    }
}

fn microsoft() -> Vec<(Date, f64)> {
    [
        ("2008-01-01", -10_000.0),
        ("2008-03-01", 2_750.0),
        ("2008-10-30", 4_250.0),
        ("2009-02-15", 3_250.0),
        ("2009-04-01", 2_750.0),
    ]
    .map(|(date, amount)| (date.parse().unwrap(), amount))
    .to_vec()
}

// Microsoft, documentation of XIRR (which stops at 1e-8) and XNPV.
#[test]
fn dated_flows_of_the_spreadsheet() {
    let flow = DatedCashFlow::from_amounts(yuan(), &microsoft()).unwrap();
    let found = flow.internal_rates().unwrap().one().unwrap();
    assert!(found.crosses());
    assert!((found.get() - 0.373_362_535).abs() < 2e-9);
    let value = flow.net_present_value(nominal(0.09)).unwrap().amount();
    assert!((value - 2_086.647_602).abs() < 1e-6);
    let at_the_rate = flow.net_present_value(found.rate()).unwrap().amount();
    assert!(at_the_rate.abs() < 1e-10);
}

#[test]
fn rates_that_touch() {
    // (11 v - 10)^2, (11 v - 10)^3 and (v - 2)^4 in v = 1 / (1 + r).
    let double = yearly(&[100.0, -220.0, 121.0]).internal_rates().unwrap();
    let double = double.one().unwrap();
    near(double.get(), 0.1, 1e-12);
    assert!(!double.crosses());
    let triple = yearly(&[-1_000.0, 3_300.0, -3_630.0, 1_331.0]).internal_rates();
    let triple = triple.unwrap().one().unwrap();
    near(triple.get(), 0.1, 1e-9);
    assert!(triple.crosses());
    let fourfold = yearly(&[16.0, -32.0, 24.0, -8.0, 1.0]).internal_rates();
    let fourfold = fourfold.unwrap().one().unwrap();
    near(fourfold.get(), -0.5, 1e-9);
    assert!(!fourfold.crosses());
}

#[test]
fn zero_flows_at_the_ends_change_nothing() {
    let found = rates(&[0.0, 0.0, -100.0, 230.0, -132.0, 0.0]);
    all_near(&found, &[0.1, 0.2], 1e-12);
    assert_eq!(rates(&[0.0, -1.0, 0.0, 1.0]), [0.0]);
}

#[test]
fn flows_of_very_different_size() {
    all_near(&rates(&[-1e-30, 1e30]), &[1e60], 1e-12);
    all_near(&rates(&[-1e8, 1e-3]), &[-1.0 + 1e-11], 1e-12);
    // Roots near 1e10 and 1e-10: (v - 1e-10)(v - 1).
    let found = rates(&[1e-10, -1.0 - 1e-10, 1.0]);
    assert_eq!(found.len(), 2);
    assert!(found[0].abs() < 1e-15);
    near(found[1], 1e10, 1e-9);
    // The rate exists, but rounds to -1 or beyond the largest number.
    for flows in [[-1e30, 1e-30], [-5e-324, 1e30]] {
        let error = yearly(&flows).internal_rates().unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::OutOfRange { .. }),
            "{error}"
        );
    }
}

#[test]
fn many_flows_take_no_time() {
    let mut loan = vec![1.0; 10_000];
    loan[0] = -100.0;
    all_near(&rates(&loan), &[0.01], 1e-12);
    loan[9_999] = -1e6;
    let found = rates(&loan);
    assert!(
        found
            .iter()
            .all(|r| relative_value(&loan, *r).abs() < 1e-12)
    );
    // Thousands of changes of sign are refused at once.
    let alternating: Vec<f64> = (0..10_000)
        .map(|t| if t % 2 == 0 { 1.0 } else { -1.0 })
        .collect();
    match yearly(&alternating).internal_rates() {
        Ok(found) => assert_eq!(found, InternalRates::None),
        Err(error) => assert!(matches!(error.kind(), ErrorKind::TooManyChanges { .. })),
    }
}
