//! Laws of the shapes, for ordinary and for hostile parameters.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)] // Of small counts.

use compute_impact::uncertainty::{
    Beta, Certain, Empirical, LogNormal, Normal, Pert, StudentT, Triangular, TruncatedNormal,
    Uncertainty, Uniform,
};
use compute_impact::{Error, ErrorKind, Interval};
use proptest::prelude::*;

/// Any float: ordinary, huge, tiny, subnormal, infinite, NaN.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => any::<f64>(),
        3 => -10.0..10.0_f64,
        1 => Just(0.0),
        2 => (-320.0..308.0_f64, any::<bool>()).prop_map(|(e, negative)| {
            let size = 10.0_f64.powf(e);
            if negative { -size } else { size }
        }),
        1 => prop_oneof![
            Just(f64::NAN),
            Just(f64::INFINITY),
            Just(f64::MIN_POSITIVE),
            Just(5e-324),
            Just(f64::MAX),
            Just(1.0 + f64::EPSILON),
        ],
    ]
}

/// Every constructor from parameters, whatever the numbers.
fn built(kind: usize, n: &[f64]) -> Result<Uncertainty, Error> {
    let bounds = || Interval::closed(n[2], n[3]);
    Ok(match kind {
        0 => Certain::new(n[0])?.into(),
        1 => Uniform::new(n[0], n[1])?.into(),
        2 => Triangular::new(n[0], n[1], n[2])?.into(),
        3 => Pert::new(n[0], n[1], n[2])?.into(),
        4 => Normal::new(n[0], n[1])?.into(),
        5 => LogNormal::new(n[0], n[1])?.into(),
        6 => TruncatedNormal::new(n[0], n[1], bounds()?)?.into(),
        7 => Beta::new(n[0], n[1])?.into(),
        8 => Beta::new(n[0], n[1])?.within(bounds()?)?.into(),
        9 => Empirical::new(n)?.into(),
        10 => Empirical::weighted(&n[..2], &n[2..])?.into(),
        11 => TruncatedNormal::new(n[0], n[1], Interval::at_least(n[2])?)?.into(),
        12 => StudentT::new(n[0], n[1], n[2])?.into(),
        _ => TruncatedNormal::new(n[0], n[1], Interval::at_most(n[2])?)?.into(),
    })
}

/// Every constructor from an interval.
fn fitted(kind: usize, low: f64, high: f64, p: f64, n: &[f64]) -> Result<Uncertainty, Error> {
    let bounds = || Interval::closed(n[0], n[1]);
    Ok(match kind {
        0 => Uniform::from_interval(low, high, p)?.into(),
        1 => Triangular::from_interval(low, high, p)?.into(),
        2 => Triangular::from_interval_and_mode(low, n[0], high, p)?.into(),
        3 => Pert::from_interval(low, high, p)?.into(),
        4 => Pert::from_interval_and_mode(low, n[0], high, p)?.into(),
        5 => Normal::from_interval(low, high, p)?.into(),
        6 => LogNormal::from_interval(low, high, p)?.into(),
        7 => Beta::from_interval(low, high, p)?.into(),
        8 => Beta::from_interval_within(low, high, p, bounds()?)?.into(),
        9 => TruncatedNormal::from_interval(low, high, p, bounds()?)?.into(),
        10 => TruncatedNormal::from_interval(low, high, p, Interval::at_least(n[0])?)?.into(),
        11 => StudentT::from_interval(low, high, n[0], p)?.into(),
        _ => TruncatedNormal::from_interval(low, high, p, Interval::at_most(n[1])?)?.into(),
    })
}

/// Shapes as people use them.
fn ordinary() -> impl Strategy<Value = Uncertainty> {
    let ends = (-50.0..50.0_f64, 0.01..100.0_f64).prop_map(|(low, width)| (low, low + width));
    (
        0_usize..14,
        ends,
        0.0..1.0_f64,
        -3.0..3.0_f64,
        -2.0..3.0_f64,
    )
        .prop_map(|(kind, (low, high), part, location, ln)| {
            let (mode, spread) = (low + part * (high - low), ln.exp());
            let numbers = match kind {
                0 | 1 => [low, high, 0.0, 0.0],
                2 | 3 => [low, mode, high, 0.0],
                4 => [low, spread, 0.0, 0.0],
                5 => [location, 0.2 * spread, 0.0, 0.0],
                6 => [low + 3.0 * location, spread, low, high],
                7 | 8 => [spread, 0.1 + 3.0 * part, low, high],
                9 => [low, mode, high, location],
                10 => [low, high, spread, 1.0],
                11 => [low + 3.0 * location, spread, low, 0.0],
                12 => [low, spread, 2.1 + 20.0 * part, 0.0],
                _ => [high + 3.0 * location, spread, high, 0.0],
            };
            built(kind, &numbers).unwrap()
        })
}

/// The values that a shape may give: in the support, probabilities in range, no NaN.
fn sane(shape: &Uncertainty, x: f64, p: f64) -> Result<(), TestCaseError> {
    let (low, high) = shape.support();
    prop_assert!(low <= high);
    prop_assert!(shape.mean().is_finite() && low <= shape.mean() && shape.mean() <= high);
    // With two degrees of freedom or fewer, Student's t has no finite variance.
    let may_be_infinite = shape.name() == "student-t";
    prop_assert!(shape.variance().is_finite() || may_be_infinite && shape.variance() > 0.0);
    prop_assert!(shape.variance() >= 0.0);
    prop_assert!(
        shape.density(x) >= 0.0,
        "density {} at {x:e}",
        shape.density(x)
    );
    let (below, above) = (shape.cumulative(x), shape.survival(x));
    prop_assert!((0.0..=1.0).contains(&below) && (0.0..=1.0).contains(&above));
    let all = if x.is_nan() { 0.0 } else { 1.0 };
    prop_assert!(
        (below + above - all).abs() < 1e-9,
        "{below} and {above} at {x:e}"
    );
    match shape.quantile(p) {
        Ok(x) => prop_assert!(low <= x && x <= high, "{x:e} at {p:e}"),
        Err(error) => {
            prop_assert!(!(0.0..=1.0).contains(&p));
            let out_of_range = matches!(error.kind(), ErrorKind::OutOfRange { .. });
            prop_assert!(out_of_range);
        }
    }
    prop_assert!(!shape.to_string().contains("NaN"));
    Ok(())
}

/// Arguments at, near and far from the places where a shape changes its formula.
fn places(shape: &Uncertainty) -> Vec<f64> {
    let (low, high) = shape.support();
    let middle = shape.mean();
    let sd = shape.standard_deviation();
    let mut all = vec![
        low,
        high,
        middle,
        middle - sd,
        middle + sd,
        middle + 40.0 * sd,
        0.0,
        -0.0,
    ];
    all.extend([
        low.next_up(),
        high.next_down(),
        f64::MAX,
        f64::MIN,
        5e-324,
        f64::NAN,
    ]);
    all
}

const LEVELS: [f64; 10] = [
    0.0,
    5e-324,
    1e-300,
    1e-16,
    0.05,
    0.5,
    0.95,
    1.0 - f64::EPSILON / 2.0,
    1.0,
    f64::NAN,
];

fn survives(shape: &Uncertainty) -> Result<(), TestCaseError> {
    for x in places(shape) {
        sane(shape, x, 0.5)?;
    }
    let mut last = f64::NEG_INFINITY;
    for p in LEVELS {
        sane(shape, 0.0, p)?;
        if let Ok(x) = shape.quantile(p) {
            let slack = 1e-12 * x.abs().min(1e300);
            prop_assert!(last <= x + slack, "{last:e} then {x:e} at {p:e}");
            last = x;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn hostile_parameters_are_refused_or_behave(
        kind in 0_usize..14,
        numbers in prop::collection::vec(number(), 4),
        x in number(),
        p in number(),
    ) {
        if let Ok(shape) = built(kind, &numbers) {
            sane(&shape, x, p)?;
            survives(&shape)?;
        }
    }

    #[test]
    fn extreme_shapes_behave(
        kind in prop_oneof![4_usize..9, 11_usize..13],
        a in -3.0..6.0_f64,
        b in -3.0..6.0_f64,
        low in prop_oneof![-1e9..1e9_f64, -50.0..50.0_f64],
        width in -12.0..12.0_f64,
    ) {
        let (a, b, width) = (10.0_f64.powf(a), 10.0_f64.powf(b), 10.0_f64.powf(width));
        let first = if matches!(kind, 6 | 11 | 12) { a - 1e3 } else { a };
        if let Ok(shape) = built(kind, &[first, b, low, low + width]) {
            survives(&shape)?;
        }
    }

    #[test]
    fn quantile_inverts_cumulative(shape in ordinary(), p in 0.0..=1.0_f64) {
        let x = shape.quantile(p).unwrap();
        // The cumulative function of a sample rises in steps, between which quantiles interpolate.
        if !shape.is_certain() && shape.name() != "empirical" {
            // As near as the spacing of floats around x allows.
            let ulp = x.next_up() - x;
            let slack = 1e-12 + 4.0 * ulp * shape.density(x).min(1e12);
            let steep = shape.density(x) > 1e9;
            prop_assert!(steep || (shape.cumulative(x) - p).abs() <= slack, "{shape}: {p}, {x}");
            prop_assert!(steep || (shape.survival(x) - (1.0 - p)).abs() <= slack);
        }
    }

    /// Written out as sorted observations, each as often as its weight says, type 7 of a sample is
    /// h = (n - 1) p, x(floor h) + (h - floor h) (x(floor h + 1) - x(floor h)).
    #[test]
    fn weights_that_are_counts_repeat_the_value(
        counts in prop::collection::vec(1_u32..6, 2..8),
        values in prop::collection::vec(-5_i32..5, 8),
        p in 0.0..=1.0_f64,
        x in -6.0..6.0_f64,
    ) {
        let values: Vec<f64> = values.iter().take(counts.len()).copied().map(f64::from).collect();
        let mut repeated: Vec<f64> = Vec::new();
        for (value, count) in values.iter().zip(&counts) {
            repeated.extend(std::iter::repeat_n(*value, *count as usize));
        }
        repeated.sort_by(f64::total_cmp);
        let weights: Vec<f64> = counts.iter().copied().map(f64::from).collect();
        let (Ok(weighted), Ok(plain)) = (Empirical::weighted(&values, &weights), Empirical::new(&repeated)) else {
            prop_assert!(values.iter().all(|value| (value - values[0]).abs() < 0.5));
            return Ok(());
        };
        let (weighted, plain) = (Uncertainty::from(weighted), Uncertainty::from(plain));
        prop_assert!((weighted.mean() - plain.mean()).abs() < 1e-12);
        prop_assert!((weighted.variance() - plain.variance()).abs() < 1e-12);
        for x in [x, x.round()] {
            prop_assert!((weighted.cumulative(x) - plain.cumulative(x)).abs() < 1e-12);
            prop_assert!((weighted.survival(x) - plain.survival(x)).abs() < 1e-12);
        }
        let h = (repeated.len() - 1) as f64 * p;
        let (below, above) = (repeated[h.floor() as usize], repeated[h.ceil() as usize]);
        let expected = below + (h - h.floor()) * (above - below);
        prop_assert!((plain.quantile(p).unwrap() - expected).abs() < 1e-12);
        // The repeated sample is no longer than the weights say if a value occurs once.
        if counts.contains(&1) {
            prop_assert!((weighted.quantile(p).unwrap() - expected).abs() < 1e-10);
        }
    }

    #[test]
    fn both_directions_rise(shape in ordinary(), p in 0.0..=1.0_f64, q in 0.0..=1.0_f64) {
        let (p, q) = (p.min(q), p.max(q));
        let (x, y) = (shape.quantile(p).unwrap(), shape.quantile(q).unwrap());
        prop_assert!(x <= y + 1e-13 * y.abs());
        prop_assert!(shape.cumulative(x) <= shape.cumulative(y) + 1e-12);
    }

    #[test]
    fn density_is_the_slope_of_cumulative(shape in ordinary(), p in 0.02..0.98_f64) {
        // The density of a sample jumps.
        if !shape.is_certain() && shape.name() != "empirical" {
            // Simpson's rule over a stretch short enough for it.
            let x = shape.quantile(p).unwrap();
            let to = shape.quantile(p + 0.001).unwrap();
            let step = to - x;
            prop_assume!(step > 1e-8 * x.abs());
            let mass = step / 6.0
                * (shape.density(x) + 4.0 * shape.density(x + 0.5 * step) + shape.density(to));
            let kinked = shape.name() == "triangular";
            let slack = if kinked { 0.1 } else { 1e-3 };
            prop_assert!((mass / 0.001 - 1.0).abs() < slack, "{shape}: {mass} from {x}");
        }
    }

    #[test]
    fn writing_and_reading_is_the_identity(kind in 0_usize..14, numbers in prop::collection::vec(number(), 4)) {
        if let Ok(shape) = built(kind, &numbers) {
            // TOML, whose reader rounds floats correctly without a feature.
            let text = toml::to_string(&shape).unwrap();
            let again: Uncertainty = toml::from_str(&text).unwrap();
            prop_assert_eq!(format!("{again:?}"), format!("{shape:?}"), "{}", text);
            let json = serde_json::to_string(&shape).unwrap();
            let again: Uncertainty = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(format!("{again:?}"), format!("{shape:?}"), "{}", json);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn intervals_are_reproduced(
        kind in 0_usize..13,
        low in 0.01..0.9_f64,
        width in 0.001..1.0_f64,
        part in 0.0..1.0_f64,
        p in 0.1..0.999_f64,
    ) {
        let high = low + width * (0.99 - low);
        let numbers = if kind < 8 { [low + part * (high - low), 0.0] } else { [-part, 1.0 + part] };
        match fitted(kind, low, high, p, &numbers) {
            Ok(shape) => {
                let tail = 0.5 * (1.0 - p);
                let (from, to) = (shape.quantile(tail).unwrap(), shape.quantile(1.0 - tail).unwrap());
                let slack = 1e-11 * (high - low) + 1e-12;
                prop_assert!((from - low).abs() <= slack && (to - high).abs() <= slack,
                    "{shape}: {from} to {to}, not {low} to {high}, of {p}");
            }
            // Only a truncated normal, and a beta outside its shapes, may have no solution.
            Err(error) => prop_assert!(kind >= 7, "{kind}: {error}"),
        }
    }

    #[test]
    fn hostile_intervals_are_refused_or_behave(
        kind in 0_usize..13,
        low in number(),
        high in number(),
        p in prop_oneof![number(), 0.0..=1.0_f64],
        numbers in prop::collection::vec(number(), 2),
    ) {
        if let Ok(shape) = fitted(kind, low, high, p, &numbers) {
            survives(&shape)?;
        }
    }
}

#[test]
fn no_spread_names_certain() {
    let bounds = Interval::closed(0.0, 1.0).unwrap();
    let errors = [
        Uniform::new(3.0, 3.0).unwrap_err(),
        Triangular::new(3.0, 3.0, 3.0).unwrap_err(),
        Pert::from_interval(3.0, 3.0, 0.9).unwrap_err(),
        Normal::new(3.0, 0.0).unwrap_err(),
        LogNormal::new(3.0, 0.0).unwrap_err(),
        TruncatedNormal::new(0.5, 0.0, bounds).unwrap_err(),
        Beta::from_interval(0.3, 0.3, 0.9).unwrap_err(),
        Empirical::new(&[3.0, 3.0]).unwrap_err(),
    ];
    for error in errors {
        assert!(error.to_string().contains("`Certain`"), "{error}");
    }
}

#[test]
#[allow(clippy::too_many_lines)] // One table of numbers.
fn files_say_what_they_mean() {
    let read = |text: &str| toml::from_str::<Uncertainty>(text);
    let stated = read("shape = 'normal'\ninterval = '3 to 4'").unwrap();
    assert_eq!(
        stated,
        Normal::from_interval(3.0, 4.0, 0.90).unwrap().into()
    );
    assert_eq!(
        stated,
        read("shape = 'normal'\ninterval = [3, 4]\nprobability = 0.9").unwrap()
    );
    let share =
        read("shape = 'truncated-normal'\nlow = 0\nhigh = 1\ninterval = [0.2, 0.3]").unwrap();
    assert_eq!(share.support(), (0.0, 1.0));
    assert_eq!(
        read("shape = 'log_normal'\ninterval = [1, 2]")
            .unwrap()
            .name(),
        "log-normal"
    );
    assert!(read("shape = 'pert'\ninterval = [1, 2]\nmode = 1.2").is_ok());
    assert!(read("shape = 'empirical'\nvalues = [1, 2]").is_ok());
    let thousands =
        read("shape = 'uniform'\ninterval = '1,000 to 2,000'\nprobability = 1").unwrap();
    assert_eq!(thousands, Uniform::new(1_000.0, 2_000.0).unwrap().into());
    let below_zero = read("shape = 'uniform'\ninterval = '−2 to +1'\nprobability = 1").unwrap();
    assert_eq!(below_zero, Uniform::new(-2.0, 1.0).unwrap().into());
    let one_bound = "shape = 'truncated-normal'\nmean = 0.2\nstandard-deviation = 0.1\n";
    let above = read(&format!("{one_bound}low = 0")).unwrap();
    assert_eq!(above.support(), (0.0, f64::INFINITY));
    assert_eq!(
        above,
        read(&format!("{one_bound}low = 0\nhigh = inf")).unwrap()
    );
    let below = read(&format!("{one_bound}high = 1")).unwrap();
    assert_eq!(below.support(), (f64::NEG_INFINITY, 1.0));
    assert_eq!(
        serde_json::to_string(&below).unwrap(),
        r#"{"shape":"truncated-normal","mean":0.2,"standard-deviation":0.1,"high":1.0}"#
    );
    for (wrong, word) in [
        ("shape = 'normal'\nmean = 1\nsd = 2", "unknown field `sd`"),
        (
            "shape = 'normal'\nmean = 1",
            "`standard-deviation` is missing",
        ),
        (
            "shape = 'normal'\nmean = 1\nstandard_deviation = -2",
            "standard deviation must lie in",
        ),
        (
            "shape = 'normal'\nmean = 1\ninterval = [1, 2]",
            "does not go with",
        ),
        (
            "shape = 'normal'\nmean = 1\nstandard_deviation = 2\nprobability = 0.9",
            "`probability`",
        ),
        ("shape = 'normal'\ninterval = '3 - 4'", "`3 to 4`"),
        ("shape = 'normal'\ninterval = 'nan to 4'", "`3 to 4`"),
        ("shape = 'normal'\ninterval = [3, 4, 5]", "`[3, 4]`"),
        (
            "shape = 'normal'\ninterval = [4, 3]",
            "upper end must lie in (4",
        ),
        (
            "shape = 'normal'\ninterval = [3, 4]\nprobability = 90",
            "probability of the interval",
        ),
        ("shape = 'gamma'", "one of certain, uniform, triangular"),
        (
            "shape = 'lognormal'\ninterval = [3, 4]",
            "there is no shape `lognormal`; did you mean `log-normal`?",
        ),
        (
            "shape = 'Truncated_Normal'",
            "did you mean `truncated-normal`?",
        ),
        (
            "shape = 'normal'\nmean = 1\nalpha = 2",
            "`alpha` is not a key of the shape `normal`: use `mean`, `standard-deviation`",
        ),
        ("mean = 1", "missing field `shape`"),
        (
            "shape = 'uniform'\ninterval = '20 to 30 %'",
            "interval must read like `3 to 4`",
        ),
        ("shape = 'beta'\nalpha = 1\nbeta = nan", "beta must lie in"),
        (
            "shape = 'truncated-normal'\ninterval = [3, 4]",
            "`low` or `high` is missing",
        ),
        (
            "shape = 'truncated-normal'\nmean = 1\nstandard-deviation = 1\nlow = -inf\nhigh = inf",
            "use `normal`",
        ),
        (
            "shape = 'truncated-normal'\nmean = 1\nstandard-deviation = 1\nlow = inf",
            "lower end must lie in",
        ),
    ] {
        let error = read(wrong).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
}

#[test]
fn intervals_by_name() {
    for name in [
        "uniform",
        "triangular",
        "pert",
        "normal",
        "log-normal",
        "beta",
    ] {
        let shape = Uncertainty::from_interval(name, 0.2, 0.4, 0.90).unwrap();
        assert_eq!(shape.name(), name);
        assert!((shape.quantile(0.05).unwrap() - 0.2).abs() < 1e-13);
    }
    let error = Uncertainty::from_interval("unifrom", 0.2, 0.4, 0.90).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no shape of an interval `unifrom`; did you mean `uniform`?"
    );
    let error = Uncertainty::from_interval("lognormal", 0.2, 0.4, 0.90).unwrap_err();
    assert!(
        error.to_string().ends_with("did you mean `log-normal`?"),
        "{error}"
    );
    assert!(Uncertainty::from_interval("truncated-normal", 0.2, 0.4, 0.90).is_err());
    assert!(Uncertainty::from_interval("certain", 0.2, 0.4, 0.90).is_err());
}
