//! Cash flows: published figures, laws, and what careless callers pass.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.
use compute_impact::cash_flow::{
    CashFlow, Date, DatedCashFlow, DiscountCurve, DiscountRate, InternalRate, RateEnd,
};
use compute_impact::{ErrorKind, Frequency, GrowthRate, Money, PriceBasis};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;

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

// numpy-financial, tests of its issues 39 and 44, where solvers of one rate had failed. Each flow changes
// its sign twice and has a second rate. Digits of mpmath's `polyroots`: `tests/data/stated_numbers.py`.
#[test]
fn flows_that_defeated_solvers_have_two_rates() {
    let falling = [
        -217_500.0,
        -217_500.0,
        108_466.804_624_505_92,
        101_129.964_393_280_62,
        93_793.124_162_055_35,
        86_456.283_930_830_03,
        79_119.443_699_604_76,
        71_782.603_468_379_44,
        64_445.763_237_154_14,
        57_108.923_005_928_84,
        49_772.082_774_703_55,
        42_435.242_543_478_26,
        35_098.402_312_252_96,
        27_761.562_081_027_66,
        20_424.721_849_802_358,
        13_087.881_618_577_07,
        5_751.041_387_351_768,
        -1_585.798_843_873_519_2,
        -8_922.639_075_098_821,
        -16_259.479_306_324_123,
        -23_596.319_537_549_41,
        -30_933.159_768_774_713,
        -38_270.0,
        -45_606.840_231_225_3,
        -52_943.680_462_450_604,
        -60_280.520_693_675_906,
        -67_617.360_924_901_21,
    ];
    all_near(&rates(&falling), &[-0.018_096_786_473_963_786, 0.12], 1e-12);
    let flow = [
        -1_678.87, 771.96, 1_814.05, 3_520.30, 3_552.95, 3_584.99, 4_789.91, -1.0,
    ];
    let expected = [-0.999_791_260_428_328_4, 1.004_269_848_720_558];
    all_near(&rates(&flow), &expected, 1e-12);
    // The published 1.004 26 is that of a spreadsheet.
    assert!((rates(&flow)[1] - 1.004_26).abs() < 1e-5);
}

// numpy-financial, the test of its issue 15: flows over three hundred powers of ten, of which two hundred
// are in reach. The root of mpmath is v = 1063385066.378483, to which the flows after the first 20 add
// less than a part in 10^16.
#[test]
fn a_rate_may_leave_a_billionth_of_each_flow() {
    let flow = [
        -3_000.0,
        2.392_693_226_701_566_7e-7,
        4.167_208_710_334_550_5e-16,
        5.396_511_003_637_871e-25,
        5.196_255_107_180_617e-34,
        3.720_295_564_543_64e-43,
        1.980_496_171_163_247e-52,
        7.839_351_765_181_418e-62,
        2.307_256_511_391_144e-71,
        5.049_183_923_330_891e-81,
        8.215_917_766_849_926e-91,
        9.940_324_436_696_353e-101,
        8.942_410_813_633_967e-111,
        5.981_612_264_648_119e-121,
        2.975_030_903_184_424e-131,
        1.100_206_704_349_795_4e-141,
        3.025_287_656_351_802e-152,
        6.185_412_194_820_791e-163,
        9.403_298_001_535_33e-174,
        1.062_921_852_001_772_8e-184,
        8.933_714_184_717_185e-196,
        5.583_060_769_846_793_5e-207,
        2.594_312_203_662_265e-218,
        8.963_584_246_650_7e-230,
        2.302_771_009_433_235_8e-241,
        4.398_751_059_674_556e-253,
        6.247_663_037_257_521e-265,
        6.598_046_841_695_288e-277,
        5.181_109_526_684_202e-289,
        3.025_099_992_583_064_4e-301,
        1.313_307_059_96e-313,
    ];
    all_near(&rates(&flow[..20]), &[-0.999_999_999_059_606_9], 1e-15);
    let error = yearly(&flow).internal_rates().unwrap_err();
    assert!(
        error.to_string().contains("must lie in [1, 1e200]"),
        "{error}"
    );
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
    // What comes back as it went out, so late that its present value is no number.
    let mut late = vec![0.0; 7_801];
    (late[0], late[7_800]) = (-1.0, 1.0);
    assert!(modified(&late, 0.1).abs() < 1e-15);
}

/// Rates worked out apart from this library: a k-fold return spread evenly over H years.
#[test]
fn a_multiplier_spread_over_years_as_a_rate() {
    for (fold, years, expected) in [
        (3.0, 5_u8, 0.5280),
        (3.0, 10, 0.2732),
        (3.0, 20, 0.1389),
        (4.0, 5, 0.7515),
        (4.0, 10, 0.3845),
        (4.0, 20, 0.1943),
    ] {
        let mut flows = vec![fold / f64::from(years); usize::from(years) + 1];
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
    let at_the_rate = flow.net_present_value(found.rate).unwrap().amount();
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

/// The flows of a product of factors `1 - v / root`.
fn with_roots(roots: impl Iterator<Item = f64>) -> Vec<f64> {
    roots.fold(vec![1.0], |flows, root| {
        let moved = std::iter::once(0.0).chain(flows.iter().map(|c| c / root));
        let flows = flows.iter().copied().chain([0.0]);
        flows.zip(moved).map(|(c, moved)| c - moved).collect()
    })
}

#[test]
fn hard_polynomials() {
    // (1 - v)^n, an n-fold rate of zero.
    for power in [2, 10, 30, 50] {
        let found = yearly(&with_roots(std::iter::repeat_n(1.0, power)));
        let found = found.internal_rates().unwrap().one().unwrap();
        assert!(found.get().abs() < 1e-12 && !found.crosses(), "{found:?}");
    }
    // Wilkinson's, J. H. (1959): roots at v = 1, 2, ..., 15, of which rounding the flows moves some
    // by 1e-6.
    let found = rates(&with_roots((1..=15).map(f64::from)));
    let places: Vec<f64> = found.iter().rev().map(|rate| 1.0 / (1.0 + rate)).collect();
    let expected: Vec<f64> = (1..=15).map(f64::from).collect();
    all_near(&places, &expected, 1e-5);
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
}

/// Numbers in [-0.5, 0.5) from the generator of D. E. Knuth's MMIX.
fn scattered(count: usize) -> Vec<f64> {
    let mut state = 1_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 33).unwrap()) / f64::from(1_u32 << 31) - 0.5
    };
    (0..count).map(|_| next()).collect()
}

#[test]
fn hundreds_of_changes_of_sign() {
    // mpmath's `polyroots` at 80 digits: `tests/data/stated_numbers.py`.
    let expected = [
        -0.831_320_726_160_279_9,
        -0.066_413_284_156_534_22,
        0.019_517_183_374_719_45,
        0.574_138_329_172_427_1,
    ];
    all_near(&rates(&scattered(100)), &expected, 1e-11);
    for count in [360, 1_000] {
        let flows = scattered(count);
        let found = rates(&flows);
        let opposite = flows[0] * flows[count - 1] < 0.0;
        assert_eq!(found.len() % 2 == 1, opposite, "{found:?}");
        assert!(
            found
                .iter()
                .all(|r| relative_value(&flows, *r).abs() < 1e-12)
        );
    }
}

#[test]
fn thousands_of_changes_of_sign() {
    let flows = scattered(10_000);
    let found = rates(&flows);
    let opposite = flows[0] * flows[9_999] < 0.0;
    assert_eq!(found.len() % 2 == 1, opposite, "{found:?}");
    assert!(
        found
            .iter()
            .all(|r| relative_value(&flows, *r).abs() < 1e-11)
    );
    // The sum is (1 - v^n) / (1 + v).
    let found = rates(&[1.0, -1.0].repeat(5_000));
    assert!(found.len() == 1 && found[0].abs() < 1e-15, "{found:?}");
    // Its square touches zero, which thousands of changes of sign leave undecided.
    let mut square: Vec<f64> = (1..=5_000_u16).map(f64::from).collect();
    square.extend((1..5_000_u16).rev().map(f64::from));
    square.iter_mut().skip(1).step_by(2).for_each(|c| *c = -*c);
    square.insert(0, 0.0);
    let turned: Vec<f64> = square
        .windows(2)
        .map(|pair| pair[1] - 1e-3 * pair[0])
        .collect();
    for flows in [square, turned] {
        let error = yearly(&flows).internal_rates().unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::TooManyChanges { .. }),
            "{error}"
        );
    }
}

// Sturm (1829) for the count, in exact fractions; see `tests/data/README.md`.
#[test]
fn as_many_rates_as_sturm_counts() {
    let table = include_str!("data/internal_rates.csv");
    for line in table.lines().skip(1) {
        let (flows, expected) = line.split_once(';').unwrap();
        let read = |list: &str| -> Vec<f64> {
            list.split_whitespace()
                .map(|x| x.parse().unwrap())
                .collect()
        };
        let (found, expected) = (rates(&read(flows)), read(expected));
        assert_eq!(found.len(), expected.len(), "{line}: {found:?}");
        for (found, expected) in found.iter().zip(expected) {
            let error = (found - expected).abs() / (1.0 + expected);
            assert!(error < 1e-6, "{line}: {found}");
        }
    }
}

// mpmath at 40 digits, `tests/data/internal_rates.py`.
#[test]
fn dated_flows_with_several_rates() {
    let start = Date::new(2024, 1, 1).unwrap();
    let dates = ["2024-01-01", "2024-07-19", "2025-05-15", "2026-06-19"];
    let dates = dates.map(|date| date.parse::<Date>().unwrap());
    assert_eq!(dates.map(|date| date.days_since(start)), [0, 200, 500, 900]);
    let amounts = [-1_000.0, 3_600.0, -4_310.0, 1_715.0];
    let flows: Vec<_> = dates.into_iter().zip(amounts).collect();
    let found = DatedCashFlow::from_amounts(yuan(), &flows).unwrap();
    let found = found.internal_rates().unwrap();
    let found: Vec<f64> = found.all().iter().map(|rate| rate.get()).collect();
    let expected = [
        0.018_974_835_712_076_06,
        0.249_449_786_209_565_73,
        4.981_338_022_041_429,
    ];
    all_near(&found, &expected, 1e-11);
}

#[test]
fn days_of_the_calendar() {
    let date = |text: &str| text.parse::<Date>().unwrap();
    // Spreadsheets number 1970-01-01 as 25569 and 2008-01-01 as 39448.
    assert_eq!(
        date("2008-01-01").days_since(date("1970-01-01")),
        39_448 - 25_569
    );
    assert_eq!(date("2000-03-01").days_since(date("2000-02-28")), 2);
    assert_eq!(date("1900-03-01").days_since(date("1900-02-28")), 1);
    assert_eq!(date("9999-12-31").days_since(date("0001-01-01")), 3_652_058);
    let mut before = date("1895-12-31");
    for year in 1896..=2104 {
        for month in 1..=12 {
            for day in 1..=31 {
                let Ok(next) = Date::new(year, month, day) else {
                    assert!(day > 28);
                    continue;
                };
                assert_eq!(next.days_since(before), 1, "{next}");
                assert_eq!(date(&next.to_string()), next);
                before = next;
            }
        }
    }
    for wrong in [
        "",
        "2008",
        "2008-02",
        "2008-2-01",
        "2008-02-30",
        "2008-13-01",
        "2008-00-01",
        "0000-01-01",
        "2008-01-00",
        "+008-01-01",
        "2008-01-01-01",
        "２００８-01-01",
    ] {
        assert!(wrong.parse::<Date>().is_err(), "{wrong}");
    }
}

#[test]
fn curves_and_ratios() {
    let flow = yearly(&[-100.0, 60.0, 60.0]);
    let (low, high) = (nominal(0.02), nominal(0.04));
    let curve = DiscountCurve::from_rates(&[low, high]).unwrap();
    let expected = -100.0 + 60.0 / 1.02 + 60.0 / (1.02 * 1.04);
    near(
        flow.net_present_value(&curve).unwrap().amount(),
        expected,
        1e-13,
    );
    let flat = DiscountCurve::from_rates(&[low, low]).unwrap();
    let flat = flow.net_present_value(&flat).unwrap();
    assert_eq!(flat, flow.net_present_value(&low).unwrap());
    let factors = [1.0 / 1.02, 1.0 / (1.02 * 1.04)];
    let given = DiscountCurve::from_nominal_factors(Frequency::Year, &factors).unwrap();
    near(
        flow.net_present_value(&given).unwrap().amount(),
        expected,
        1e-13,
    );
    let real = DiscountCurve::from_real_factors(Frequency::Year, &factors).unwrap();
    assert!(flow.net_present_value(&real).is_err());
    near(
        flow.benefit_cost_ratio(&curve).unwrap(),
        1.0 + expected / 100.0,
        1e-13,
    );
    near(
        flow.profitability_index(&curve).unwrap(),
        expected / 100.0,
        1e-13,
    );
    let profile = flow.profile(&[low, high]).unwrap();
    assert_eq!(profile[0], flow.net_present_value(&low).unwrap());
    assert!(profile[1].amount() < profile[0].amount());
    // The equal amounts of its life are worth the same; at rate 0 they are the average.
    let annual = flow.equivalent_annual_value(low).unwrap().amount();
    let again = yearly(&[0.0, annual, annual])
        .net_present_value(&low)
        .unwrap();
    near(
        again.amount(),
        flow.net_present_value(&low).unwrap().amount(),
        1e-13,
    );
    near(
        flow.equivalent_annual_value(nominal(0.0)).unwrap().amount(),
        10.0,
        1e-13,
    );
}

#[test]
fn quarters_are_not_years() {
    let flow = CashFlow::from_amounts(Frequency::Quarter, yuan(), &[-100.0; 9]).unwrap();
    let rate = nominal(0.08);
    let kind = flow.net_present_value(&rate).unwrap_err();
    assert!(matches!(kind.kind(), ErrorKind::FrequencyMismatch { .. }));
    let annual = flow.equivalent_annual_value(rate.at(Frequency::Quarter).unwrap());
    let value = flow
        .net_present_value(&rate.at(Frequency::Quarter).unwrap())
        .unwrap();
    // Two years, at 8 %.
    let expected = value.amount() / (1.0 / 1.08 + 1.0 / (1.08 * 1.08));
    near(annual.unwrap().amount(), expected, 1e-12);
    let curve = DiscountCurve::from_rates(&[rate; 8]).unwrap();
    assert!(flow.net_present_value(&curve).is_err());
}

#[test]
fn payback_and_its_edges() {
    let back = |flows: &[f64]| yearly(flows).payback().map(|back| back.periods);
    assert_eq!(back(&[-100.0, 50.0, 50.0, 50.0]), Some(2.0));
    assert_eq!(back(&[-100.0, 40.0, 40.0, 40.0]), Some(2.5));
    assert_eq!(back(&[-100.0, 99.0]), None);
    assert_eq!(back(&[5.0]), Some(0.0));
    assert_eq!(back(&[0.0, 0.0]), Some(0.0));
    assert_eq!(back(&[10.0, -5.0, -10.0, 10.0]), Some(2.5));
    // Back after a year, under again, and back for good in the fourth.
    assert_eq!(back(&[-100.0, 150.0, -100.0, 25.0, 50.0]), Some(3.5));
    assert_eq!(back(&[-100.0, 150.0, -100.0]), None);
    // Three tenths are not three times a tenth in binary, and count as paid back.
    assert_eq!(back(&[-0.3, 0.1, 0.1, 0.1]), Some(3.0));
    let flow = yearly(&[-100.0, 60.0, 60.0]);
    let back = flow.discounted_payback(&nominal(0.1)).unwrap().unwrap();
    near(
        back.years,
        1.0 + (100.0 - 60.0 / 1.1) / (60.0 / 1.21),
        1e-13,
    );
    assert_eq!(flow.discounted_payback(&nominal(0.2)).unwrap(), None);
}

fn kind(result: Result<impl std::fmt::Debug, compute_impact::Error>) -> ErrorKind {
    result.unwrap_err().kind().clone()
}

#[test]
fn refusals() {
    let make = |flows: &[f64]| CashFlow::from_amounts(Frequency::Year, yuan(), flows);
    assert!(matches!(kind(make(&[])), ErrorKind::Missing { .. }));
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e308, -1e308] {
        let error = make(&[1.0, bad]).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::OutOfRange { .. }));
        assert_eq!(error.path(), "flows[1]");
    }
    let dollars: Money = "1 USD".parse().unwrap();
    let real: Money = "1 CNY at 2020 prices".parse().unwrap();
    let mixed = CashFlow::new(Frequency::Year, &[yuan(), dollars]);
    assert!(matches!(kind(mixed), ErrorKind::CurrencyMismatch { .. }));
    let mixed = CashFlow::new(Frequency::Year, &[yuan(), real]);
    assert!(matches!(kind(mixed), ErrorKind::PriceBasisMismatch { .. }));

    for flows in [&[1.0, 2.0, 3.0][..], &[-1.0, 0.0, -3.0], &[7.0]] {
        assert!(matches!(
            kind(make(flows).unwrap().internal_rates()),
            ErrorKind::Missing { .. }
        ));
        let modified = yearly(flows).modified_internal_rate(nominal(0.1), nominal(0.1));
        assert!(matches!(kind(modified), ErrorKind::Missing { .. }));
    }
    let error = yearly(&[0.0, 0.0]).internal_rates().unwrap_err();
    assert_eq!(
        error.to_string(),
        "a flow other than zero is missing: give at least one, as every rate is an internal rate of zeros"
    );
    assert!(
        yearly(&[5.0])
            .equivalent_annual_value(nominal(0.1))
            .is_err()
    );
    assert!(
        yearly(&[5.0, 5.0])
            .benefit_cost_ratio(&nominal(0.1))
            .is_err()
    );

    for rate in [-1.0, -2.0, f64::NAN, f64::INFINITY] {
        assert!(GrowthRate::per_year(rate).is_err());
    }
    let close = nominal(-1.0 + f64::EPSILON);
    let far = yearly(&[1e30; 100]).net_present_value(&close);
    assert!(matches!(kind(far), ErrorKind::OutOfRange { .. }));
    let cancels = yearly(&[1e30, -1e30].repeat(50)).net_present_value(&close);
    assert!(matches!(kind(cancels), ErrorKind::OutOfRange { .. }));
    let zeros = yearly(
        &[1.0; 1]
            .iter()
            .copied()
            .chain([0.0; 99])
            .collect::<Vec<_>>(),
    );
    near(zeros.net_present_value(&close).unwrap().amount(), 1.0, 0.0);
}

#[test]
fn real_and_nominal_do_not_mix() {
    let basis = PriceBasis::constant(2020).unwrap();
    let like = Money::new(0.0, yuan().currency(), basis).unwrap();
    let flow = CashFlow::from_amounts(Frequency::Year, like, &[-100.0, 110.0]).unwrap();
    let error = flow.net_present_value(&nominal(0.05)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a nominal discount rate does not go with money at constant prices: remove inflation \
         from the rate with `less_inflation`"
    );
    let real = nominal(0.05)
        .less_inflation(GrowthRate::per_year(0.02).unwrap())
        .unwrap();
    flow.net_present_value(&real).unwrap();
    let back = real
        .plus_inflation(GrowthRate::per_year(0.02).unwrap())
        .unwrap();
    near(back.get(), 0.05, 1e-14);
    assert!(matches!(
        kind(yearly(&[-100.0, 110.0]).net_present_value(&real)),
        ErrorKind::Conflict { .. }
    ));
    assert!(DiscountCurve::from_rates(&[real, nominal(0.1)]).is_err());
    let internal = flow.internal_rates().unwrap().one().unwrap();
    assert!(internal.rate.is_real());
    let dated = DatedCashFlow::from_amounts(like, &microsoft()).unwrap();
    assert!(dated.net_present_value(nominal(0.05)).is_err());
    dated.net_present_value(real).unwrap();
}

#[test]
fn dates_may_come_in_any_order() {
    let mut flows = microsoft();
    let sorted = DatedCashFlow::from_amounts(yuan(), &flows).unwrap();
    flows.reverse();
    flows.swap(1, 3);
    let mixed = DatedCashFlow::from_amounts(yuan(), &flows).unwrap();
    assert_eq!(mixed, sorted);
    assert_eq!(mixed.dates()[0], Date::new(2008, 1, 1).unwrap());
    near(mixed.amounts()[0], -10_000.0, 0.0);
    let found = mixed.internal_rates().unwrap().one().unwrap();
    assert!((found.get() - 0.373_362_535).abs() < 2e-9);
    assert!(DatedCashFlow::from_amounts(yuan(), &[]).is_err());
    let day = flows[0].0;
    // One day twice: its flows add, and here nothing is left.
    let dated = DatedCashFlow::from_amounts(yuan(), &[(day, -1.0), (day, 1.0)]).unwrap();
    assert!(matches!(
        kind(dated.internal_rates()),
        ErrorKind::Missing { .. }
    ));
    let dated = DatedCashFlow::from_amounts(yuan(), &[(day, -1.0), (day, 2.0)]).unwrap();
    assert!(matches!(
        kind(dated.internal_rates()),
        ErrorKind::Missing { .. }
    ));
}

fn dated(flows: &[(&str, f64)]) -> DatedCashFlow {
    let flows: Vec<(Date, f64)> = flows
        .iter()
        .map(|(date, amount)| (date.parse().unwrap(), *amount))
        .collect();
    DatedCashFlow::from_amounts(yuan(), &flows).unwrap()
}

/// With v = (1 + r)^(-1/365) this is -100 (1 - 0.9 v) (1 - 1.1 v^365): 10 %, and 0.9^365 - 1, which
/// rounds to -1.
#[test]
fn a_rate_is_given_where_another_rounds_to_minus_one() {
    let rates = dated(&[
        ("2021-01-01", -100.0),
        ("2021-01-02", 90.0),
        ("2022-01-01", 110.0),
        ("2022-01-02", -99.0),
    ]);
    let rates = rates.internal_rates().unwrap();
    assert_eq!(rates.all().len(), 1);
    near(rates.all()[0].get(), 0.1, 1e-12);
    assert_eq!(rates.one(), None);
    let [beyond] = rates.out_of_reach() else {
        panic!("{rates:?}");
    };
    assert_eq!((beyond.end, beyond.multiplicity), (RateEnd::MinusOne, 1));
}

#[test]
fn rates_of_periods_are_given_next_to_those_out_of_reach() {
    // -100 (1 - 1.1 v) (1 - 1e-20 v)^2: a double rate of 1e-20 - 1, which rounds to -1.
    let rates = yearly(&[-100.0, 110.0 + 2e-18, -2.2e-18 - 1e-38, 1.1e-38]);
    let rates = rates.internal_rates().unwrap();
    near(rates.all()[0].get(), 0.1, 1e-12);
    let beyond: u32 = rates
        .out_of_reach()
        .iter()
        .map(|rate| rate.multiplicity)
        .sum();
    assert_eq!(beyond, 2);
    assert!(
        rates
            .out_of_reach()
            .iter()
            .all(|rate| rate.end == RateEnd::MinusOne)
    );
    // With u a day and v a year of discount 1e-150 - u + 1.1 u v: 10 %, and u = 1e-150, a rate of 1e54750.
    let small = dated(&[
        ("2021-01-01", 1e-150),
        ("2021-01-02", -1.0),
        ("2022-01-02", 1.1),
    ]);
    let rates = small.internal_rates().unwrap();
    near(rates.all()[0].get(), 0.1, 1e-12);
    assert_eq!(rates.out_of_reach()[0].end, RateEnd::Infinity);
    // Of 1e-300 next to 1, discounting would leave no digits.
    let error = dated(&[("2021-01-01", 1e-300), ("2021-01-02", -1.0)]).internal_rates();
    assert!(matches!(
        error.unwrap_err().kind(),
        ErrorKind::OutOfRange { .. }
    ));
}

#[test]
fn a_rate_counts_how_many_it_stands_for() {
    // (1 - v)^n, and (11 v - 10)^3.
    for power in [1, 2, 3, 4, 5, 10] {
        let found = yearly(&with_roots(std::iter::repeat_n(1.0, power)));
        let found = found.internal_rates().unwrap().one().unwrap();
        assert_eq!(usize::try_from(found.multiplicity).unwrap(), power);
    }
    let triple = yearly(&[-1_000.0, 3_300.0, -3_630.0, 1_331.0]).internal_rates();
    assert_eq!(triple.unwrap().one().unwrap().multiplicity, 3);
    for rate in yearly(&[-100.0, 230.0, -132.0])
        .internal_rates()
        .unwrap()
        .all()
    {
        assert_eq!(rate.multiplicity, 1);
    }
}

#[test]
fn what_a_day_nets_to_by_rounding_alone_is_nothing() {
    for tenths in [[0.1, 0.2, -0.3], [0.2, -0.3, 0.1], [-0.3, 0.1, 0.2]] {
        let day = tenths.map(|amount| ("2024-01-01", amount));
        let one_sided = dated(&[day[0], day[1], day[2], ("2025-01-01", -5.0)]);
        let error = one_sided.internal_rates().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Missing { .. }), "{error}");
        // Next to other flows it changes nothing.
        let flows = [
            ("2023-01-01", -100.0),
            ("2025-01-01", 121.0),
            day[0],
            day[1],
            day[2],
        ];
        // 731 days, as 2024 is a leap year.
        let expected = 1.21_f64.powf(365.0 / 731.0) - 1.0;
        let rates = dated(&flows).internal_rates().unwrap();
        near(rates.one().unwrap().get(), expected, 1e-12);
    }
    // A cent on a trillion is no rounding.
    let rates = dated(&[
        ("2024-01-01", 1e12),
        ("2024-01-01", -1e12 - 0.01),
        ("2025-01-01", 0.02),
    ]);
    assert!(rates.internal_rates().unwrap().one().is_some());
}

#[test]
fn a_curve_may_be_longer_than_the_flow() {
    let curve = DiscountCurve::from_rates(&[nominal(0.02), nominal(0.04), nominal(0.06)]).unwrap();
    let flow = yearly(&[-100.0, 60.0, 60.0]);
    let value = flow.net_present_value(&curve).unwrap().amount();
    near(value, -100.0 + 60.0 / 1.02 + 60.0 / (1.02 * 1.04), 1e-13);
    flow.discounted_payback(&curve).unwrap();
    near(
        yearly(&[7.0]).net_present_value(&curve).unwrap().amount(),
        7.0,
        0.0,
    );
    let error = yearly(&[1.0; 5]).net_present_value(&curve).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a discount curve with a factor for each period from period 1 to the end of the flow, or \
         longer, must have 4 entries, got 3"
    );
}

fn amount() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -1e3..1e3,
        1 => Just(0.0),
        1 => (-30.0..30.0, any::<bool>())
            .prop_map(|(e, up)| if up { power_of_ten(e) } else { -power_of_ten(e) }),
    ]
}

fn power_of_ten(x: f64) -> f64 {
    10.0_f64.powf(x).min(1e30)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_rate_makes_the_value_zero(flows in prop::collection::vec(amount(), 1..60)) {
        if let Ok(found) = yearly(&flows).internal_rates() {
            let signs: Vec<bool> = flows.iter().filter(|c| **c != 0.0).map(|c| *c > 0.0).collect();
            let changes = signs.windows(2).filter(|pair| pair[0] != pair[1]).count();
            let multiplicities = found.all().iter().map(|rate| rate.multiplicity);
            let beyond = found.out_of_reach().iter().map(|rate| rate.multiplicity);
            let all = multiplicities.chain(beyond).sum::<u32>() as usize;
            // Descartes: as many as changes of sign, or fewer by an even number.
            prop_assert!(all <= changes);
            prop_assert_eq!(all % 2, changes % 2);
            prop_assert!(found.all().windows(2).all(|pair| pair[0].get() <= pair[1].get()));
            for rate in found.all() {
                // A rate close to -1 is itself rounded, and the value moves with it.
                let slope = 4e-16 * 60.0 / (1.0 + rate.get()).min(1.0);
                prop_assert!(relative_value(&flows, rate.get()).abs() < 1e-12 + slope);
            }
        }
    }

    #[test]
    fn planted_rates_are_found(
        planted in prop::collection::btree_set(1_i32..20, 1..6), complex in any::<bool>(),
    ) {
        // Factors (10 v - a), so that r = 10 / a - 1, and perhaps (v^2 - v + 1), without a root.
        let mut flows = vec![1.0];
        let mut times = |factor: &[f64]| {
            let mut product = vec![0.0; flows.len() + factor.len() - 1];
            for (i, a) in flows.iter().enumerate() {
                for (j, b) in factor.iter().enumerate() {
                    product[i + j] += a * b;
                }
            }
            flows = product;
        };
        for a in &planted {
            times(&[f64::from(-a), 10.0]);
        }
        if complex {
            times(&[1.0, -1.0, 1.0]);
        }
        let expected: Vec<f64> = planted.iter().rev().map(|a| 10.0 / f64::from(*a) - 1.0).collect();
        let found = rates(&flows);
        prop_assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            prop_assert!((found - expected).abs() < 1e-8 * (1.0 + expected), "{} {}", found, expected);
        }
    }

    #[test]
    fn dated_flows_in_any_order_have_the_same_rates(
        flows in prop::collection::vec((0..12_u8, -1e3..1e3_f64), 2..20).prop_flat_map(|flows| {
            (Just(flows.clone()), Just(flows).prop_shuffle())
        }),
    ) {
        let of = |flows: &[(u8, f64)]| {
            let flows: Vec<(Date, f64)> = flows
                .iter()
                .map(|(month, amount)| (Date::new(2024, month + 1, 1).unwrap(), *amount))
                .collect();
            DatedCashFlow::from_amounts(yuan(), &flows).unwrap().internal_rates()
        };
        match (of(&flows.0), of(&flows.1)) {
            (Ok(one), Ok(other)) => prop_assert_eq!(one, other),
            (one, other) => prop_assert_eq!(one.is_err(), other.is_err()),
        }
    }

    #[test]
    fn the_value_is_linear_in_the_flows(
        pairs in prop::collection::vec((-1e6..1e6, -1e6..1e6), 1..40), k in -10.0..10.0_f64, r in -0.3..1.0,
    ) {
        let (a, b): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let value = |flows: &[f64]| yearly(flows).net_present_value(&nominal(r)).unwrap().amount();
        let both: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + k * b).collect();
        let sizes: Vec<f64> = a.iter().zip(&b).map(|(a, b): (&f64, &f64)| a.abs() + (k * b).abs()).collect();
        prop_assert!((value(&both) - value(&a) - k * value(&b)).abs() <= 1e-13 * value(&sizes) + 1e-300);
    }

    #[test]
    fn the_value_of_a_conventional_flow_falls_with_the_rate(
        income in prop::collection::vec(1.0..1e6, 1..40), r in -0.5..2.0, more in 1e-6..1.0,
    ) {
        let mut flows = vec![-1e6];
        flows.extend(income);
        let value = |r| yearly(&flows).net_present_value(&nominal(r)).unwrap().amount();
        prop_assert!(value(r + more) < value(r));
        let found = yearly(&flows).internal_rates().unwrap();
        prop_assert!(found.one().is_some_and(InternalRate::crosses));
    }

    #[test]
    fn years_as_dates_of_365_days_give_the_same_rates(
        income in prop::collection::vec(-1e3..1e3, 1..20),
    ) {
        let mut flows = vec![-1e3];
        flows.extend(income);
        let first = Date::new(1999, 3, 1).unwrap();
        let mut dates = Vec::new();
        let (mut year, mut month, mut day) = (1999, 3_u8, 1_u8);
        while dates.len() < flows.len() {
            match Date::new(year, month, day) {
                Ok(date) => {
                    if date.days_since(first) % 365 == 0 {
                        dates.push(date);
                    }
                    day += 1;
                }
                Err(_) if month == 12 => (year, month, day) = (year + 1, 1, 1),
                Err(_) => (month, day) = (month + 1, 1),
            }
        }
        let dated: Vec<_> = dates.into_iter().zip(flows.iter().copied()).collect();
        let dated = DatedCashFlow::from_amounts(yuan(), &dated).unwrap().internal_rates();
        let whole = yearly(&flows).internal_rates();
        prop_assert_eq!(dated.is_ok(), whole.is_ok());
        if let (Ok(dated), Ok(whole)) = (dated, whole) {
            prop_assert_eq!(dated.all().len(), whole.all().len());
            for (dated, whole) in dated.all().iter().zip(whole.all()) {
                prop_assert!((dated.get() - whole.get()).abs() <= 1e-6 * (1.0 + whole.get()));
            }
        }
    }
}

/// Flows of ordinary and of wild amounts, at rates near -100 %, ordinary ones and absurd ones.
#[test]
fn no_flow_gives_a_value_that_is_not_finite() {
    let flows = prop::collection::vec(amount(), 1..80);
    let wild = prop::option::weighted(0.2, (any::<prop::sample::Index>(), any::<f64>()));
    let rate = prop_oneof![-1.0 + 1e-12..-0.9, -0.9..1.0, 1.0..1e6];
    let counts = [0; 4].map(Cell::new);
    let [flows_read, values, solved, near_the_end] = &counts;
    let add = |count: &Cell<usize>, more: usize| count.set(count.get() + more);
    let law = |(mut flows, wild, rate, frequency): (Vec<f64>, Option<_>, f64, Frequency)| {
        if let Some((at, amount)) = wild {
            let at: prop::sample::Index = at;
            *at.get_mut(&mut flows) = amount;
        }
        let Ok(flow) = CashFlow::from_amounts(frequency, yuan(), &flows) else {
            return Ok(());
        };
        add(flows_read, 1);
        add(near_the_end, usize::from(rate < -0.9));
        let rate = DiscountRate::nominal(GrowthRate::new(rate, frequency)?);
        for value in [
            flow.net_present_value(&rate).map(Money::amount),
            flow.present_value_of_inflows(&rate).map(Money::amount),
            flow.present_value_of_outflows(&rate).map(Money::amount),
            flow.benefit_cost_ratio(&rate),
            flow.profitability_index(&rate),
            flow.equivalent_annual_value(rate).map(Money::amount),
            flow.modified_internal_rate(rate, rate)
                .map(DiscountRate::get),
            flow.discounted_payback(&rate)
                .map(|back| back.map_or(0.0, |back| back.years)),
        ]
        .into_iter()
        .flatten()
        {
            prop_assert!(value.is_finite());
            add(values, 1);
        }
        if let Ok(found) = flow.internal_rates() {
            prop_assert!(found.all().iter().all(|rate| rate.get() > -1.0));
            add(solved, 1);
        }
        Ok(())
    };
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let all = (flows, wild, rate, any::<Frequency>());
    TestRunner::new(config).run(&all, law).unwrap();
    let counts = counts.map(Cell::into_inner);
    // Of 256 cases.
    assert!(counts[0] > 200 && counts[1] > 600, "{counts:?}");
    assert!(counts[2] > 150 && counts[3] > 40, "{counts:?}");
}

/// The parts of a net present value: at 10 %, inflows of 110 after a year and 121 after two are worth
/// 200 today, and outflows of 150 at once and 133.1 after three years are worth 250.
#[test]
fn inflows_and_outflows_have_values_of_their_own() {
    let flow = yearly(&[-150.0, 110.0, 121.0, -133.1]);
    let rate = nominal(0.1);
    let inflows = flow.present_value_of_inflows(&rate).unwrap().amount();
    let outflows = flow.present_value_of_outflows(&rate).unwrap().amount();
    near(inflows, 200.0, 1e-12);
    near(outflows, 250.0, 1e-12);
    near(flow.benefit_cost_ratio(&rate).unwrap(), 0.8, 1e-12);
    near(flow.profitability_index(&rate).unwrap(), -0.2, 1e-12);
}
