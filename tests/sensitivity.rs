//! Sensitivity against functions with known answers.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use crate::common::read;
use std::f64::consts::PI;

use approx::assert_relative_eq;
use compute_impact::ErrorKind;
use compute_impact::explanation::sensitivity::{Estimated, Grid, Model, Samples};
use compute_impact::kernel;
use compute_impact::scenario::{Output, Reading};

fn samples(count: u32) -> Samples {
    Samples::new(count).unwrap()
}

#[track_caller]
fn near(found: &Estimated, expected: f64, tolerance: f64) {
    let value = found.value;
    assert!(
        (value - expected).abs() <= tolerance,
        "{value} for {expected}"
    );
    let [low, high] = found.interval();
    // Twice the interval: a false alarm in some ten thousand.
    let half = (high - low).max(1e-12);
    assert!(
        (value - expected).abs() <= half,
        "{expected} far outside [{low}, {high}]"
    );
}

fn normal(u: f64) -> f64 {
    let mut out = [0.0];
    kernel::normal_quantile(&[u], &mut out).unwrap();
    out[0]
}

fn ishigami() -> Model<'static> {
    Model::of_function(["x1", "x2", "x3"], |u| {
        let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
        x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
    })
    .unwrap()
}

/// Saltelli et al. 2008, Global Sensitivity Analysis: The Primer; a = 7, b = 0.1.
#[test]
fn ishigamis_function() {
    let indices = ishigami().sobol(samples(16_384)).unwrap();
    assert_relative_eq!(
        indices.variance,
        13.844_587_940_719_254,
        max_relative = 2e-3
    );
    assert_relative_eq!(indices.mean, 3.5, max_relative = 1e-3);
    for (name, first, total) in [
        ("x1", 0.313_905_191_147_811_46, 0.557_588_855_209_959_2),
        ("x2", 0.442_411_144_790_040_9, 0.442_411_144_790_040_9),
        ("x3", 0.0, 0.243_683_664_062_147_7),
    ] {
        let index = indices.factor(name).unwrap();
        near(&index.first, first, 0.01);
        near(&index.total, total, 0.01);
    }
    assert!(indices.factor("x3").unwrap().first.may_be_zero());
    assert_eq!(indices.runs, 5 * 16_384);
    // Shapley effects of independent factors share interactions evenly (Owen 2014).
    let shapley = ishigami().shapley(samples(20_000)).unwrap();
    for (name, part) in [("x1", 0.4357), ("x2", 0.4424), ("x3", 0.1218)] {
        near(&shapley.factor(name).unwrap().part, part, 0.02);
    }
    let sum: f64 = shapley.factors.iter().map(|e| e.part.value).sum();
    assert_relative_eq!(sum, 1.0, max_relative = 1e-12);
    // The variance of 60,000 runs in threes has a relative standard error of about one per cent.
    assert_relative_eq!(
        shapley.variance,
        13.844_587_940_719_254,
        max_relative = 0.05
    );
}

/// y = x1 + 2 x2 + 3 x3 with standard deviations 1, 1, 0.5: 1, 4 and 2.25 of 7.25.
#[test]
fn a_linear_function() {
    let model = Model::of_function(["x1", "x2", "x3"], |u| {
        normal(u[0]) + 2.0 * normal(u[1]) + 1.5 * normal(u[2])
    })
    .unwrap();
    let indices = model.sobol(samples(16_384)).unwrap();
    for (name, part) in [
        ("x1", 0.137_931_034_5),
        ("x2", 0.551_724_137_9),
        ("x3", 0.310_344_827_6),
    ] {
        let index = indices.factor(name).unwrap();
        near(&index.first, part, 0.01);
        near(&index.total, part, 0.01);
    }
    // On the grid of four levels every effect of a factor of its own spans two thirds.
    let morris = model.morris(samples(64)).unwrap();
    let sizes: Vec<&str> = morris
        .factors
        .iter()
        .map(|factor| factor.name.as_str())
        .collect();
    assert_eq!(sizes, ["x2", "x3", "x1"]);
    // The upper half of the grid mirrors the lower one, so that a factor has one effect wherever it
    // starts: its weight times that of a standard normal number.
    let effect = |name| morris.factor(name).unwrap().mean;
    assert_relative_eq!(effect("x2"), 2.0 * effect("x1"), max_relative = 1e-12);
    assert_relative_eq!(effect("x3"), 1.5 * effect("x1"), max_relative = 1e-12);
    for factor in &morris.factors {
        assert!(
            factor.standard_deviation < 1e-12 * factor.mean,
            "{factor:?}"
        );
    }
}

/// A straight line has one slope everywhere: effects 3 and -2, without spread.
#[test]
fn elementary_effects_of_a_straight_line_are_its_slopes() {
    let model = Model::of_function(["u0", "u1"], |u| 3.0 * u[0] - 2.0 * u[1]).unwrap();
    for grid in [
        Grid::default(),
        Grid::new(2, 1).unwrap(),
        Grid::new(10, 5).unwrap(),
    ] {
        let morris = model.morris_on(grid, samples(64)).unwrap();
        assert_eq!(morris.grid, grid);
        for (name, slope) in [("u0", 3.0), ("u1", -2.0)] {
            let factor = morris.factor(name).unwrap();
            assert_relative_eq!(factor.mean, slope, max_relative = 1e-13);
            assert_relative_eq!(factor.mean_size.value, slope.abs(), max_relative = 1e-13);
            assert!(factor.standard_deviation < 1e-12);
        }
    }
    assert_eq!(model.morris(samples(64)).unwrap().grid.levels(), 4);
}

/// Ishigami's function on a grid of four levels: mu* by full enumeration (`tests/data/stated_numbers.py`:
/// all starts and all places of the other factors). For the first factor it is (sqrt(3) / 2) (1 + (pi^4 + pi^4 / 81) / 20)
/// * 3 / 2 = 7.704, for the second 7 sin^2(pi / 3) * 3 / 2 = 7.875.
#[test]
fn elementary_effects_of_ishigami_are_those_of_the_grid() {
    let rows = [
        (
            Grid::default(),
            [
                [7.704_054, 6.248_796],
                [7.875, 7.875],
                [6.248_796, 8.837_132],
            ],
        ),
        (
            Grid::new(8, 4).unwrap(),
            [
                [7.959_193, 10.020_505],
                [3.230_809, 3.360_531],
                [5.723_541, 8.171_655],
            ],
        ),
    ];
    for (grid, expected) in rows {
        let count = 4_000;
        let morris = ishigami().morris_on(grid, samples(count)).unwrap();
        assert_eq!(morris.runs, 4 * u64::from(count));
        for (name, [size, spread]) in ["x1", "x2", "x3"].into_iter().zip(expected) {
            let factor = morris.factor(name).unwrap();
            // Six standard errors of a mean over the trajectories.
            let error = 6.0 * spread / f64::from(count).sqrt();
            let found = factor.mean_size.value;
            assert!((found - size).abs() < error, "{name}: {found} for {size}");
            assert_relative_eq!(factor.standard_deviation, spread, max_relative = 0.05);
        }
        let x2 = morris.factor("x2").unwrap();
        assert!(
            x2.mean.abs() < 0.1 * x2.mean_size.value,
            "up as often as down"
        );
    }
    // On four levels the second factor's effects are all of one size.
    let [low, high] = {
        let morris = ishigami().morris(samples(100)).unwrap();
        morris.factor("x2").unwrap().mean_size.interval()
    };
    assert_relative_eq!(low, 7.875, max_relative = 1e-12);
    assert_relative_eq!(high, 7.875, max_relative = 1e-12);
}

/// The return is 3.5 times an outlay that is uniform from 300 to 500 bn yuan: between the quantiles at
/// 0.5 and 99.5 % it rises by 99 % of 3.5 times 200 bn, wherever the step begins.
#[test]
fn an_elementary_effect_of_a_scenario_is_its_change_over_the_central_range() {
    let certain = PRODUCT.replace(
        ", uncertainty = { shape = \"log-normal\", mean-of-log = 1.25, standard-deviation-of-log = 0.3 }",
        "",
    );
    let model = read(&certain)
        .model(Output::MultiplierOutput, None)
        .unwrap();
    for grid in [Grid::default(), Grid::new(8, 4).unwrap()] {
        let morris = model.morris_on(grid, samples(64)).unwrap();
        let outlay = morris.factor("investment.outlay.per-period").unwrap();
        let expected = 0.99 * 3.5 * 2e11;
        assert_relative_eq!(outlay.mean, expected, max_relative = 1e-9);
        assert_relative_eq!(outlay.mean_size.value, expected, max_relative = 1e-9);
        assert!(outlay.standard_deviation < 1e-6 * expected);
    }
}

/// Effects of a function times s are s times its effects, however large or small, as long as their
/// squares are numbers.
#[test]
fn elementary_effects_scale_with_the_function() {
    let of = |scale: f64| {
        let model = Model::of_function(["a", "b"], move |u| scale * (u[0] * u[0] + u[1]));
        model.unwrap().morris(samples(64)).unwrap()
    };
    let plain = of(1.0);
    // Powers of two, about 1e-120 and 1e120, so that no digit changes.
    for scale in [2_f64.powi(-400), 2_f64.powi(400)] {
        let scaled = of(scale);
        for (plain, scaled) in plain.factors.iter().zip(&scaled.factors) {
            for (plain, scaled) in [
                (plain.mean, scaled.mean),
                (plain.mean_size.value, scaled.mean_size.value),
                (plain.standard_deviation, scaled.standard_deviation),
            ] {
                assert_eq!((scale * plain).to_bits(), scaled.to_bits());
            }
        }
    }
}

#[test]
fn a_grid_that_no_step_fits_is_refused() {
    for (levels, jump) in [(0, 1), (1, 1), (4, 0), (4, 4), (1_001, 2)] {
        assert!(Grid::new(levels, jump).is_err(), "{levels} {jump}");
    }
}

/// Whether a function varies is a matter of its numbers relative to their size, not of their digits
/// or their scale.
#[test]
fn what_does_not_vary_says_so_whatever_its_digits_and_its_scale() {
    for value in [0.0, 0.1, 1.0 / 3.0, -0.7, 1e-300, 1e300, 123.456] {
        let model = Model::of_function(["a", "b"], |_| value).unwrap();
        for error in [
            model.sobol(samples(64)).unwrap_err(),
            model.shapley(samples(64)).unwrap_err(),
        ] {
            let text = error.to_string();
            assert!(
                text.contains("an output that does not vary"),
                "{value}: {text}"
            );
        }
        // The effects of a constant are zero, which is no error.
        let morris = model.morris(samples(64)).unwrap();
        assert_eq!(morris.factor("a").unwrap().mean_size.value.to_bits(), 0);
    }
    // Rounding alone is no variation, wherever it happens.
    for scale in [1e-100, 1.0, 1e100] {
        let model = Model::of_function(["a", "b"], |u| scale * (0.1 + u[0] - u[0])).unwrap();
        assert!(model.sobol(samples(64)).is_err(), "{scale}");
        assert!(model.shapley(samples(64)).is_err(), "{scale}");
    }
    // Of y = s (u0 + 2 u1) a fifth is the first factor's and the rest the second's, at every scale.
    for scale in [1e-140, 1e-9, 1.0, 1e140] {
        let model = Model::of_function(["a", "b"], |u| scale * (u[0] + 2.0 * u[1])).unwrap();
        let shapley = model.shapley(samples(2_000)).unwrap();
        near(&shapley.factor("a").unwrap().part, 0.2, 0.02);
        let indices = model.sobol(samples(2_048)).unwrap();
        near(&indices.factor("a").unwrap().first, 0.2, 0.02);
        // A millionth of its mean is variation enough.
        let model = Model::of_function(["a"], |u| scale * (1.0 + 1e-6 * u[0])).unwrap();
        assert!(model.sobol(samples(64)).is_ok() && model.shapley(samples(64)).is_ok());
    }
}

#[test]
fn squares_that_overflow_or_vanish_are_named() {
    for size in [1e155, 1e200, 1e308] {
        let jump = move |u: &[f64]| if u[0] < 0.5 { -size } else { size * u[0] };
        let model = Model::of_function(["x", "y"], jump).unwrap();
        for error in [
            model.morris(samples(64)).unwrap_err(),
            model.sobol(samples(64)).unwrap_err(),
            model.shapley(samples(64)).unwrap_err(),
        ] {
            let text = error.to_string();
            assert!(text.contains("squares overflow"), "{size:e}: {text}");
        }
    }
    let tiny = Model::of_function(["x", "y"], |u| 1e-200 * u[0]).unwrap();
    for error in [
        tiny.sobol(samples(64)).unwrap_err(),
        tiny.shapley(samples(64)).unwrap_err(),
    ] {
        assert!(error.to_string().contains("squares vanish"), "{error}");
    }
}

/// The product of three log-normal factors, the shape of this library's own model.
#[test]
fn a_product_of_log_normals() {
    let model = Model::of_function(["a", "b", "c"], |u| {
        (0.2 * normal(u[0]) + 0.3 * normal(u[1]) + 0.4 * normal(u[2])).exp()
    })
    .unwrap();
    let indices = model.sobol(samples(32_768)).unwrap();
    for (name, first, total) in [
        ("a", 0.121_306_301_2, 0.155_760_373_9),
        ("b", 0.279_924_462_3, 0.341_900_510_4),
        ("c", 0.515_745_226_4, 0.587_345_302_4),
    ] {
        near(&indices.factor(name).unwrap().first, first, 0.02);
        near(&indices.factor(name).unwrap().total, total, 0.02);
    }
}

/// A function that is one on an eighth of the range of its factor: of 16 rows, each base sample has
/// two ones. If no row has both, the total index of rows with a share `q` of ones is
/// `q / (q (1 - q))`: 8 / 7 of all rows, and above one of any resampling about its own mean.
#[test]
fn every_resampling_has_the_index_about_its_own_mean() {
    let model = Model::of_function(["x"], |u| f64::from(u8::from(u[0] > 0.875))).unwrap();
    let mut apart = 0;
    for seed in 0..40 {
        let indices = model.sobol(samples(16).with_seed(seed)).unwrap();
        let total = indices.factor("x").unwrap().total;
        if (total.value - 8.0 / 7.0).abs() < 1e-12 {
            apart += 1;
            assert!(total.interval()[0] > 1.0, "{seed}: {:?}", total.interval());
        }
    }
    assert!(apart > 10, "{apart}");
}

const PRODUCT: &str = r#"
version = 1
name = "returns of an outlay"
base = "2024"
until = "2026"
[compute]
base = { value = "280 EFLOPS FP32 in use", assumption = "x" }
counterfactual = "frozen"
path.total.growth.constant = { value = "20 % per year", assumption = "x", uncertainty = { shape = "uniform", low = 0.1, high = 0.3 } }
path.total.smart-share.observations = [
    { at = "2023", share = { value = "25 %", assumption = "x" } },
    { at = "2024", share = { value = "30 %", assumption = "x" } },
]
[gdp]
base = { value = "100 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "4 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.02, assumption = "x" }
[investment]
outlay.per-period = { value = "400 bn CNY", assumption = "x", uncertainty = { shape = "uniform", low = 3e11, high = 5e11 } }
multiplier = { value = "3.5", assumption = "x", uncertainty = { shape = "log-normal", mean-of-log = 1.25, standard-deviation-of-log = 0.3 } }
"#;

/// Of a product of independent X and Y the variance is E[X^2] E[Y^2] - (E[X] E[Y])^2, of which
/// Var(X) E[Y]^2 is X's alone and Var(X) E[Y^2] all that X has a part in.
#[test]
fn a_scenario_of_a_known_form() {
    let scenario = read(PRODUCT);
    let model = scenario.model(Output::MultiplierOutput, None).unwrap();
    let indices = model.sobol(samples(16_384)).unwrap();
    // In units of 4e11: uniform on 0.75 to 1.25, and log-normal.
    let (mean_x, var_x) = (1.0, 0.25 / 12.0);
    let mean_y = (1.25_f64 + 0.045).exp();
    let var_y = mean_y * mean_y * 0.09_f64.exp_m1();
    let square = |mean: f64, var: f64| mean * mean + var;
    let whole = square(mean_x, var_x) * square(mean_y, var_y) - (mean_x * mean_y).powi(2);
    for (name, var, [mean, other]) in [
        ("investment.outlay.per-period", var_x, [mean_y, var_y]),
        ("investment.multiplier", var_y, [mean_x, var_x]),
    ] {
        let index = indices.factor(name).unwrap();
        near(&index.first, var * mean * mean / whole, 0.02);
        near(&index.total, var * square(mean, other) / whole, 0.02);
    }
    // Growth of compute does nothing to it, exactly.
    let growth = indices
        .factor("compute.path.total.growth.constant")
        .unwrap();
    assert_eq!(growth.total.value.to_bits(), 0);
    assert!(growth.first.may_be_zero());
    let morris = model.morris(samples(32)).unwrap();
    let growth = morris.factor("compute.path.total.growth.constant").unwrap();
    assert_eq!(growth.mean_size.value.to_bits(), 0);

    let money = "investment.outlay.per-period";
    let grouped = scenario
        .model(Output::MultiplierOutput, None)
        .unwrap()
        .grouped([("money", vec![money, "investment.multiplier"])])
        .unwrap();
    let indices = grouped.sobol(samples(4_096)).unwrap();
    near(&indices.factor("money").unwrap().first, 1.0, 0.02);
    assert_eq!(indices.factors.len(), 2);
}

/// Two correlated normal terms of one weight share their covariance evenly; with weights b and c,
/// variances 1 and correlation r the effects are (b^2 + b c r - (b^2 - c^2) r^2 / 2 ...): Owen and
/// Prieur 2017, SIAM/ASA Journal on Uncertainty Quantification 5(1), section 4.1.
#[test]
fn correlated_inputs_have_shapley_effects_alone() {
    let text = PRODUCT.replace(
        "[compute]\n",
        "correlation = [{ between = [\"investment.outlay.per-period\", \"investment.multiplier\"], rank = 0.6, assumption = \"x\" }]\n[compute]\n",
    );
    // Small spreads, so that the product is all but linear: 0.2 and 0.3 % of the mean.
    let text = text
        .replace(
            "shape = \"uniform\", low = 3e11, high = 5e11",
            "shape = \"truncated-normal\", mean = 4e11, standard-deviation = 8e8, low = 3.9e11, high = 4.1e11",
        )
        .replace("standard-deviation-of-log = 0.3", "standard-deviation-of-log = 0.003")
        .replace("mean-of-log = 1.25", "mean-of-log = 1.252763");
    let scenario = read(&text);
    let model = scenario.model(Output::MultiplierOutput, None).unwrap();
    let error = model.sobol(samples(64)).unwrap_err();
    assert!(
        error.to_string().contains("ask for Shapley effects"),
        "{error}"
    );
    assert!(model.morris(samples(64)).is_err());
    let shapley = model.shapley(samples(20_000)).unwrap();
    let (b, c) = (2.0_f64, 3.0_f64);
    // The normal scores' correlation for a rank correlation of 0.6.
    let r = 2.0 * (PI * 0.6 / 6.0).sin();
    let whole = b * b + c * c + 2.0 * b * c * r;
    // Half of what is explained alone, half of what is left when the other is known.
    let effect = |own: f64, other: f64| {
        let alone = (own + r * other).powi(2);
        let left = own * own * (1.0 - r * r);
        0.5 * (alone + left) / whole
    };
    near(
        &shapley.factor("investment.outlay.per-period").unwrap().part,
        effect(b, c),
        0.02,
    );
    near(
        &shapley.factor("investment.multiplier").unwrap().part,
        effect(c, b),
        0.02,
    );
}

#[test]
fn noise_is_a_factor() {
    let file = include_str!("scenarios/uncertain.toml");
    let text: String = {
        let (before, after) = file.split_once("correlation = [").unwrap();
        let (_, after) = after.split_once("\n]\n").unwrap();
        format!("{before}{after}")
    };
    let scenario = read(&text);
    let model = scenario.model(Output::TotalCompute, None).unwrap();
    let indices = model.sobol(samples(1_024)).unwrap();
    let other = indices.factor("noise on gdp.baseline.excludes").unwrap();
    assert_eq!(other.total.value.to_bits(), 0);
}

/// After one year compute is its base times 1 + g + n. With g uniform on 10 to 30 %, whose variance is
/// 0.2^2 / 12, and noise n of variance 0.05^2, noise has three sevenths of the whole variance.
#[test]
fn noise_has_its_part_of_the_variance() {
    let noise = r#"until = "2025"
noise = [{ on = "compute.path.total.growth", persistence = { value = "60 %", assumption = "x" }, standard-deviation = { value = "5 % per year", assumption = "x" } }]
"#;
    let scenario = read(&PRODUCT.replacen("until = \"2026\"\n", noise, 1));
    let model = scenario.model(Output::TotalCompute, None).unwrap();
    let indices = model.sobol(samples(16_384)).unwrap();
    for (name, part) in [
        ("noise on compute.path.total.growth", 3.0 / 7.0),
        ("compute.path.total.growth.constant", 4.0 / 7.0),
    ] {
        let index = indices.factor(name).unwrap();
        near(&index.first, part, 0.01);
        near(&index.total, part, 0.01);
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let scenario = read(PRODUCT);
    let run = || {
        let output = Output::MultiplierOutput;
        let model = scenario.model(output, None).unwrap();
        (
            model.sobol(samples(2_048)).unwrap(),
            model.shapley(samples(500)).unwrap(),
        )
    };
    let first = run();
    #[cfg(feature = "parallel")]
    for threads in [1, 2, 3] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        assert_eq!(pool.install(run), first);
    }
    assert_eq!(run(), first);
}

#[test]
fn a_tornado_is_the_projection_at_quantiles() {
    let scenario = read(PRODUCT);
    let found = scenario
        .tornado(Output::MultiplierOutput, None, [0.05, 0.95])
        .unwrap();
    assert_relative_eq!(found.base, 1.4e12, max_relative = 1e-12);
    let names: Vec<&str> = found
        .swings
        .iter()
        .map(|swing| swing.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "investment.multiplier",
            "investment.outlay.per-period",
            "compute.path.total.growth.constant"
        ]
    );
    let z = 1.644_853_626_951_472_2_f64;
    let multiplier = &found.swings[0];
    let ends = [-z, z].map(|z| (1.25 + 0.3 * z).exp());
    for ((input, output), end) in multiplier
        .inputs
        .into_iter()
        .zip(multiplier.outputs)
        .zip(ends)
    {
        assert_relative_eq!(input, end, max_relative = 1e-12);
        assert_relative_eq!(output, 4e11 * end, max_relative = 1e-12);
    }
    assert_eq!(found.swings[2].size().to_bits(), 0);
}

#[test]
fn invalid_settings_are_refused() {
    let scenario = read(PRODUCT);
    for count in [0, 15, 1 << 25] {
        let error = Samples::new(count).unwrap_err();
        assert!(error.to_string().contains("[16, 16777216]"), "{error}");
    }
    let of =
        |output, period: Option<&str>| scenario.model(output, period.map(|p| p.parse().unwrap()));
    let error = of(Output::DigitalShare, None).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NoOutput { .. }));
    let error = of(Output::SmartShare, Some("2040")).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("periods after the base must lie in [0, 2], got 16"),
        "{error}"
    );
    assert!(
        of(Output::ComputeGrowth, Some("2024")).is_err(),
        "no growth in the base period"
    );
    // The smart share is certain here.
    let constant = of(Output::SmartShare, None).unwrap();
    for error in [
        constant.sobol(samples(64)).unwrap_err(),
        constant.shapley(samples(64)).unwrap_err(),
    ] {
        assert!(
            error.to_string().contains("an output that does not vary"),
            "{error}"
        );
    }
    let indices = of(Output::MultiplierOutput, None)
        .unwrap()
        .sobol(samples(64))
        .unwrap();
    let error = indices.factor("investment.multiplyer").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("did you mean `investment.multiplier`?"),
        "{error}"
    );
    let model = of(Output::MultiplierOutput, None).unwrap();
    let error = model
        .grouped([("g", vec!["investment.multiplyer"])])
        .unwrap_err();
    assert!(error.to_string().contains("did you mean"), "{error}");
    let model = of(Output::MultiplierOutput, None).unwrap();
    let twice = ["investment.multiplier", "investment.multiplier"];
    assert!(model.grouped([("g", twice.to_vec())]).is_err());
    let model = of(Output::MultiplierOutput, None).unwrap();
    let error = model.grouped([("g", vec![])]).unwrap_err();
    assert!(error.to_string().starts_with("g: "), "{error}");
    let wide = Model::of_function((0..100).map(|n| n.to_string()), |u| u[0]).unwrap();
    let error = wide.morris(samples(1 << 24)).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::OutOfRange { .. }),
        "{error}"
    );
    let impact = Output::Gdp(Reading::Impact);
    for p in [[0.0, 0.5], [0.5, 1.0], [f64::NAN, 0.5]] {
        assert!(scenario.tornado(impact, None, p).is_err());
    }
    let certain = scenario.edit().plain().build().unwrap();
    assert!(
        certain
            .tornado(Output::DigitalShare, None, [0.1, 0.9])
            .is_err()
    );
    assert!(Model::of_function(Vec::<String>::new(), |_| 0.0).is_err());
    assert!(Model::of_function(["a", "a"], |_| 0.0).is_err());
    let broken = Model::of_function(["a"], |u| 1.0 / (u[0] - u[0])).unwrap();
    assert!(matches!(
        broken.sobol(samples(64)).unwrap_err().kind(),
        ErrorKind::TooManyFailed { .. }
    ));
}

/// One run in a hundred fails, and the first run is not one of them.
#[test]
fn the_first_run_that_fails_is_named() {
    let model = Model::of_function(["a"], |u| if u[0] > 0.99 { f64::NAN } else { u[0] }).unwrap();
    let error = model.sobol(samples(1_024)).unwrap_err();
    let ErrorKind::TooManyFailed {
        failed,
        first,
        draws,
        ..
    } = *error.kind()
    else {
        unreachable!("{error}")
    };
    assert!((1..=draws / 20).contains(&failed), "{error}");
    assert!(first > 0 && first < draws, "{error}");
}
