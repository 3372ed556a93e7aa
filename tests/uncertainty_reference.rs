//! Every shape against frozen values of 60 digits; `tests/data/uncertainty.py` makes them.
#![allow(clippy::float_cmp)] // What is exactly zero, or without end, is exactly that.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

use compute_impact::Interval;
use compute_impact::uncertainty::{
    Beta, Empirical, LogNormal, Normal, Pert, Shape, StudentT, Triangular, TruncatedNormal,
    Uncertainty, Uniform,
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
        ("student-t", [location, scale, freedom]) => {
            StudentT::new(*location, *scale, *freedom).unwrap().into()
        }
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
            // Zero is exactly that.
            expected.abs().max(f64::MIN_POSITIVE)
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

/// `numpy.quantile(sample, p)`, whose method "linear" is type 7, and `numpy.mean` and `numpy.var` of the
/// same samples (`NumPy` 2.4.6).
#[test]
fn a_sample_has_the_quantiles_and_moments_of_numpy() {
    type Row<'a> = (&'a [f64], f64, f64, [f64; 9]);
    let levels = [0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1.0];
    let rows: [Row; 4] = [
        (
            &[4.2, 3.1, 5.0, 3.9, 3.4],
            3.92,
            0.4376,
            [3.1, 3.16, 3.22, 3.4, 3.9, 4.2, 4.68, 4.84, 5.0],
        ),
        (
            &[3.0, 3.0, 3.0, 4.0],
            3.25,
            0.1875,
            [3.0, 3.0, 3.0, 3.0, 3.0, 3.25, 3.7, 3.85, 4.0],
        ),
        (
            &[5.0, 2.0, 9.0, 5.0, 2.0, 5.0],
            14.0 / 3.0,
            50.0 / 9.0,
            [2.0, 2.0, 2.0, 2.75, 5.0, 5.0, 7.0, 8.0, 9.0],
        ),
        (
            &[0.1, 0.2, 0.2, 0.2, 0.22, 0.5, 0.5],
            1.92 / 7.0,
            0.021_681_632_653_061_222,
            [0.1, 0.13, 0.16, 0.2, 0.2, 0.36, 0.5, 0.5, 0.5],
        ),
    ];
    for (sample, mean, variance, quantiles) in rows {
        // Of whatever size, equal weights are no weights.
        let weighted = Empirical::weighted(sample, &vec![0.3; sample.len()]).unwrap();
        for shape in [Empirical::new(sample).unwrap(), weighted] {
            near(shape.mean(), mean, 1e-14);
            near(shape.variance(), variance, 1e-13);
            for (p, x) in levels.into_iter().zip(quantiles) {
                near(shape.quantile(p).unwrap(), x, 1e-14);
            }
        }
    }
}

/// Nine of one and one of ten: the mean is (9 + 10) / 10, the variance 0.9 * 0.1 * 9^2, and the tenth
/// observation begins to count where (10 - 1) p exceeds 8.
#[test]
fn weights_of_two_values_count() {
    let shape = Empirical::weighted(&[1.0, 10.0], &[9.0, 1.0]).unwrap();
    near(shape.mean(), 1.9, 1e-15);
    near(shape.variance(), 7.29, 1e-15);
    for (p, x) in [
        (0.0, 1.0),
        (0.5, 1.0),
        (8.0 / 9.0, 1.0),
        (0.95, 5.95),
        (1.0, 10.0),
    ] {
        near(shape.quantile(p).unwrap(), x, 1e-14);
    }
    near(shape.cumulative(1.0), 0.9, 1e-15);
    near(shape.survival(1.0), 0.1, 1e-15);
    // In steps: the function of the weighted sample itself.
    for (x, below) in [(0.999, 0.0), (1.0, 0.9), (9.999, 0.9), (10.0, 1.0)] {
        assert!((shape.cumulative(x) - below).abs() < 1e-15);
        assert!((shape.survival(x) - (1.0 - below)).abs() < 1e-15);
    }
    // Only the scale of the weights is without meaning.
    let scaled = Empirical::weighted(&[10.0, 1.0], &[1e-9, 9e-9]).unwrap();
    near(scaled.quantile(0.95).unwrap(), 5.95, 1e-14);
    near(scaled.mean(), 1.9, 1e-15);
}

#[test]
fn a_rare_value_keeps_its_tiny_probability() {
    let shape = Empirical::weighted(&[0.0, 1.0], &[1e30, 1.0]).unwrap();
    near(shape.survival(0.0), 1e-30, 1e-15);
    near(shape.mean(), 1e-30, 1e-15);
    near(shape.quantile(1.0).unwrap(), 1.0, 1e-15);
}

/// A normal with one bound, from closed forms at 60 digits (mpmath): with the standardised bound a and
/// the inverse Mills ratio h = phi(a) / Q(a) the mean is mu + sd h, the variance sd^2 (1 + a h - h^2),
/// the survival Q((x - mu) / sd) / Q(a): Johnson, Kotz and Balakrishnan (1994), section 10.1.
#[test]
#[allow(clippy::too_many_lines)] // One table of numbers.
fn a_normal_with_one_bound_matches_sixty_digits() {
    type Row<'a> = ([f64; 3], [f64; 2], [(f64, f64); 4], [(f64, [f64; 3]); 2]);
    let rows: [Row; 3] = [
        (
            [0.2, 0.1, 0.0],
            [0.205_524_786_267_899, 0.008_864_519_483_114_236],
            [
                (1e-12, 1.810_024_771_079_853_4e-12),
                (0.05, 0.053_611_455_428_606_874),
                (0.5, 0.202_851_692_659_091_75),
                (0.95, 0.365_598_435_671_382_82),
            ],
            [
                (
                    0.03,
                    [
                        0.022_323_186_242_893_437,
                        0.977_676_813_757_106_6,
                        0.962_385_163_217_026_6,
                    ],
                ),
                (
                    0.8,
                    [
                        0.999_999_998_990_444_8,
                        1.009_555_158_093_285_3e-9,
                        6.217_327_879_445_77e-8,
                    ],
                ),
            ],
        ),
        (
            [0.0, 1.0, 0.5],
            [1.141_077_770_368_064_5, 0.268_480_407_155_878_95],
            [
                (1e-12, 0.500_000_000_000_876_4),
                (0.05, 0.544_319_945_990_708_7),
                (0.5, 1.018_295_515_960_279_1),
                (0.95, 2.158_953_767_595_306_6),
            ],
            [
                (
                    0.8,
                    [
                        0.313_356_165_806_631_1,
                        0.686_643_834_193_368_9,
                        0.938_918_336_996_130_4,
                    ],
                ),
                (
                    8.5,
                    [1.0, 3.072_408_907_307_101e-17, 2.646_755_939_452_154_7e-16],
                ),
            ],
        ),
        (
            [0.0, 1.0, 40.0],
            [40.024_968_847_207_26, 0.000_622_668_378_591_388_8],
            [
                (1e-12, 40.000_000_000_000_03),
                (0.05, 40.001_281_511_897_19),
                (0.5, 40.017_314_126_764_65),
                (0.95, 40.074_776_778_474_636),
            ],
            [
                (
                    40.3,
                    [
                        0.999_994_169_820_522_3,
                        5.830_179_477_650_169e-6,
                        0.000_235_100_724_806_744_95,
                    ],
                ),
                (
                    48.0,
                    [
                        1.0,
                        1.120_066_591_120_837_7e-153,
                        5.378_651_088_243_204e-152,
                    ],
                ),
            ],
        ),
    ];
    for ([mu, sd, low], [mean, variance], quantiles, places) in rows {
        let above = TruncatedNormal::new(mu, sd, Interval::at_least(low).unwrap()).unwrap();
        // The mirror image, cut from above.
        let below = TruncatedNormal::new(-mu, sd, Interval::at_most(-low).unwrap()).unwrap();
        near(above.mean(), mean, 1e-14);
        near(below.mean(), -mean, 1e-14);
        near(above.variance(), variance, 1e-12);
        near(below.variance(), variance, 1e-12);
        for (p, x) in quantiles {
            near(above.quantile(p).unwrap(), x, 2e-13);
            // Next to one a probability has lost the digits that it had next to zero.
            if p > 1e-3 {
                near(below.quantile(1.0 - p).unwrap(), -x, 2e-13);
            }
        }
        for (x, [cumulative, survival, density]) in places {
            // As a tail of exp(-x^2 / 2) is as exact as x: 40 standard deviations out, 0.3 of one
            // from the bound loses digits to the subtraction of 40.
            near(above.cumulative(x), cumulative, 3e-12);
            near(above.survival(x), survival, 3e-12);
            near(above.density(x), density, 3e-12);
            near(below.survival(-x), cumulative, 3e-12);
            near(below.cumulative(-x), survival, 3e-12);
            near(below.density(-x), density, 3e-12);
        }
        assert_eq!(above.support(), (low, f64::INFINITY));
        assert_eq!(below.support(), (f64::NEG_INFINITY, -low));
        assert_eq!(above.quantile(1.0).unwrap(), f64::INFINITY);
        assert_eq!(below.quantile(0.0).unwrap(), f64::NEG_INFINITY);
    }
}

/// A bound that cuts off nothing that a float could show leaves the normal.
#[test]
fn a_far_bound_leaves_the_normal() {
    let normal = Normal::new(3.0, 0.5).unwrap();
    for bounds in [Interval::at_least(-20.0), Interval::at_most(40.0)] {
        let cut = TruncatedNormal::new(3.0, 0.5, bounds.unwrap()).unwrap();
        near(cut.mean(), 3.0, 1e-14);
        near(cut.standard_deviation(), 0.5, 1e-13);
        for p in [1e-9, 0.05, 0.5, 0.95, 1.0 - 1e-9] {
            near(cut.quantile(p).unwrap(), normal.quantile(p).unwrap(), 1e-13);
        }
    }
}

/// However far the bound, the middle of the normal stays in its place.
#[test]
fn a_bound_beyond_all_digits_leaves_half_below_the_mean() {
    for far in [1e3, 1e10, 1e45, 1e149] {
        for bounds in [Interval::at_least(-far), Interval::at_most(far)] {
            let cut = TruncatedNormal::new(-6.0, 1e-3, bounds.unwrap()).unwrap();
            near(cut.mean(), -6.0, 1e-14);
            near(cut.standard_deviation(), 1e-3, 1e-12);
            near(cut.cumulative(-6.0), 0.5, 1e-14);
            near(cut.survival(-6.0), 0.5, 1e-14);
            near(cut.quantile(0.5).unwrap(), -6.0, 1e-14);
            // Phi(-1) (Abramowitz and Stegun 1964, table 26.1), to the digits of -6.001 - -6.
            near(cut.cumulative(-6.001), 0.158_655_253_931_457_05, 1e-11);
            near(cut.survival(-5.999), 0.158_655_253_931_457_05, 1e-11);
        }
    }
}

/// An interval whose ends lie 0.0513 and 2.996 mean excesses from the bound is nearly that of an
/// exponential shape, the flattest that one bound leaves; a wider one has no solution.
#[test]
fn intervals_with_one_bound_are_reproduced() {
    let positive = Interval::at_least(0.0).unwrap();
    for (low, high) in [(0.1, 0.3), (3.0, 4.0), (0.01, 0.5), (1e6, 3e6)] {
        let shape = TruncatedNormal::from_interval(low, high, 0.9, positive).unwrap();
        near(shape.quantile(0.05).unwrap(), low, 1e-11);
        near(shape.quantile(0.95).unwrap(), high, 1e-11);
        let negative = Interval::at_most(0.0).unwrap();
        let mirror = TruncatedNormal::from_interval(-high, -low, 0.9, negative).unwrap();
        near(mirror.quantile(0.95).unwrap(), -low, 1e-11);
    }
    // ln 20 / ln (20 / 19) = 58.4 is the ratio of the ends for an exponential shape.
    assert!(TruncatedNormal::from_interval(0.01, 0.6, 0.9, positive).is_err());
}
