//! What draws must be: shapes, correlation, noise and errors, against closed forms.
//!
//! Seeds are fixed, so that a test passes or fails for good; the bounds are chosen so that a right
//! sampler fails for one seed in a million or fewer.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.
#![allow(clippy::cast_precision_loss)] // Counts are small.

use approx::assert_abs_diff_eq;
use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::{Distribution, Scheme, Simulation};
use compute_impact::uncertainty::{Normal, Shape, Uncertainty};
use compute_impact::{Fan, Scenario};

const IMPACT: Output = Output::Gdp(Reading::Impact);
/// With that chance a standard normal number is farther out than five.
const STANDARD_ERRORS: f64 = 5.0;

/// One year of compute growth, an elasticity of GDP, and more of the file.
fn one_year(growth: &str, elasticity: &str, more: &str) -> Scenario {
    let text = format!(
        r#"
version = 1
name = "one year"
base = "2024"
until = "2025"
{more}
[compute]
base = {{ value = "280 EFLOPS FP32 in use", assumption = "test" }}
counterfactual = "frozen"
path.total.growth.constant = {{ value = "{growth} per year", assumption = "test" }}
path.total.smart-share.observations = [
    {{ at = "2023", share = {{ value = "25 %", assumption = "test" }} }},
    {{ at = "2024", share = {{ value = "30 %", assumption = "test" }} }},
]
[gdp]
base = {{ value = "100 tn CNY", assumption = "test" }}
baseline.excludes.constant = {{ value = "0 % per year", assumption = "test" }}
response.coefficient.elasticity = {{ value = {elasticity}, assumption = "test" }}
"#
    );
    Scenario::from_toml(&text).unwrap()
}

fn spread(value: f64, shape: &str) -> String {
    // The closing of the table is the caller's.
    format!("{value}, uncertainty = {{ {shape} }}")
}

fn run(scenario: &Scenario, settings: &Simulation) -> Fan {
    scenario
        .simulate(&settings.clone().with_outputs([IMPACT]).unwrap())
        .unwrap()
}

fn last(fan: &Fan) -> Distribution<'_> {
    fan.series(IMPACT).unwrap().last()
}

/// A closed form: `C^eps - 1` with eps normal of mean 0.2 and standard deviation 0.05.
#[test]
fn a_normal_elasticity_gives_the_closed_form() {
    const PROBABILITIES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
    let normal = spread(
        0.2,
        r#"shape = "normal", mean = 0.2, standard-deviation = 0.05"#,
    );
    let cases = [
        (
            "30 %",
            1.3_f64,
            [
                0.031_377_53,
                0.044_590_3,
                0.053_873_95,
                0.063_240_11,
                0.076_861_07,
            ],
            0.053_964_635_239_527_55,
        ),
        (
            "46 %",
            1.46,
            [
                0.045_571_54,
                0.064_946_66,
                0.078_625_22,
                0.092_479_48,
                0.112_723_83,
            ],
            0.078_818_331_697_612_99,
        ),
    ];
    let draws = 200_000_u32;
    let shape = Normal::new(0.2, 0.05).unwrap();
    for (growth, factor, quantiles, mean) in cases {
        let scenario = one_year(growth, &normal, "");
        for scheme in [
            Scheme::Plain,
            Scheme::Antithetic,
            Scheme::LatinHypercube,
            Scheme::Sobol,
        ] {
            let settings = Simulation::new(u64::from(draws)).unwrap().with_seed(5);
            let settings = settings.with_scheme(scheme).unwrap();
            let fan = run(
                &scenario,
                &settings.with_exact_quantiles(PROBABILITIES).unwrap(),
            );
            let found = last(&fan);
            for (p, expected) in PROBABILITIES.into_iter().zip(quantiles) {
                // The density of the impact at its quantile gives the error of a plain sample,
                // which neither scheme exceeds by much; the published digits end at 5e-9.
                let elasticity = shape.quantile(p).unwrap();
                let slope = factor.ln() * factor.powf(elasticity);
                let density = shape.density(elasticity) / slope;
                let error = (p * (1.0 - p) / f64::from(draws)).sqrt() / density;
                let quantile = found.quantile(p).unwrap().value;
                assert_abs_diff_eq!(quantile, expected, epsilon = STANDARD_ERRORS * error + 5e-9);
            }
            let error = found.mean_error().unwrap();
            assert_abs_diff_eq!(
                found.mean().unwrap(),
                mean,
                epsilon = STANDARD_ERRORS * error
            );
        }
    }
}

fn settings_of(draws: u32, scheme: Scheme) -> Simulation {
    let settings = Simulation::new(u64::from(draws)).unwrap().with_seed(3);
    settings.with_scheme(scheme).unwrap()
}

/// The distribution function of Kolmogorov's statistic bounds the distance of a thousand exact
/// quantiles: `sqrt(ln(2 / alpha) / (2 n))`, with alpha of one in a million.
#[test]
fn draws_of_every_shape_follow_it() {
    let shapes = [
        r#"shape = "uniform", low = 0.1, high = 0.4"#,
        r#"shape = "triangular", low = 0.1, mode = 0.15, high = 0.4"#,
        r#"shape = "pert", low = 0.1, mode = 0.3, high = 0.4"#,
        r#"shape = "normal", mean = 0.2, standard-deviation = 0.05"#,
        r#"shape = "log-normal", mean-of-log = -1.75, standard-deviation-of-log = 0.33"#,
        r#"shape = "truncated-normal", mean = 0.2, standard-deviation = 0.05, low = 0.1, high = 0.25"#,
        r#"shape = "truncated-normal", mean = 0, standard-deviation = 0.02, low = 0.19, high = 0.5"#,
        r#"shape = "truncated-normal", mean = 0.05, standard-deviation = 0.1, low = 0.01"#,
        r#"shape = "truncated-normal", mean = 0.05, standard-deviation = 0.3, high = 0.2"#,
        r#"shape = "beta", alpha = 2, beta = 5"#,
        r#"shape = "beta", alpha = 0.5, beta = 0.4"#,
        r#"shape = "empirical", values = [0.1, 0.2, 0.22, 0.5], weights = [1, 3, 1, 2]"#,
    ];
    let draws = 50_000_u32;
    let bound = ((2.0e6_f64).ln() / (2.0 * f64::from(draws))).sqrt();
    let probabilities: Vec<f64> = (1..1_000).map(|i| f64::from(i) / 1_000.0).collect();
    for text in shapes {
        let scenario = one_year("171.8281828459045 %", &spread(0.2, text), "");
        let inputs = scenario.inputs();
        let input = inputs
            .iter()
            .find(|input| input.place() == "gdp.response.coefficient");
        let shape: Uncertainty = input.unwrap().uncertainty().unwrap().clone();
        for scheme in [
            Scheme::Plain,
            Scheme::Antithetic,
            Scheme::LatinHypercube,
            Scheme::Sobol,
        ] {
            let settings = settings_of(draws, scheme);
            let settings = settings.with_exact_quantiles(probabilities.iter().copied());
            let fan = run(&scenario, &settings.unwrap());
            for p in &probabilities {
                // Compute grows by a factor of e, so the log of the impact is the elasticity.
                let elasticity = last(&fan).quantile(*p).unwrap().value.ln_1p();
                // A step of a sample reaches from the probability below it to that at it; the
                // elasticity is the value of the sample but for the rounding of the model.
                let [below, at] = if shape.name() == "empirical" {
                    [1.0 - 1e-9, 1.0 + 1e-9].map(|side| shape.cumulative(elasticity * side))
                } else {
                    [shape.cumulative(elasticity); 2]
                };
                let off = (below - p).max(p - at).max(0.0);
                assert!(
                    off < bound + 1.0 / f64::from(draws),
                    "{shape}, {scheme:?}: {off} at {p}"
                );
            }
            let (mean, variance) = (shape.mean(), shape.variance());
            // Over equally spaced probabilities, without the outer thousandth: five standard errors
            // of 50,000 draws of a mean, and a tenth of a variance, whose tails are cut.
            let drawn: Vec<f64> = probabilities
                .iter()
                .map(|p| last(&fan).quantile(*p).unwrap().value.ln_1p())
                .collect();
            let found = drawn.iter().sum::<f64>() / 999.0;
            let squares = drawn.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 999.0;
            let off = (found - mean).abs() / variance.sqrt();
            assert!(off < 0.025, "{shape}, {scheme:?}: {off} of the mean");
            let off = (squares / variance - 1.0).abs();
            assert!(off < 0.1, "{shape}, {scheme:?}: {off} of the variance");
            // All weight of a sample counts, that of its ends too: the mean over equally spaced
            // probabilities is that of the shape but for the outer thousandth of its range.
            if shape.name() == "empirical" {
                let drawn = |p: &f64| last(&fan).quantile(*p).unwrap().value.ln_1p();
                let sum: f64 = probabilities.iter().map(drawn).sum();
                assert!((sum / 999.0 - mean).abs() < 3e-3, "{scheme:?}: {sum}");
            }
        }
    }
}

fn inputs_of(scenario: &Scenario, draws: u64, places: [&str; 2]) -> Vec<[f64; 2]> {
    let settings = Simulation::new(draws).unwrap().with_seed(8);
    (0..draws)
        .map(|number| {
            let draw = settings.draw(scenario, number).unwrap();
            places.map(|place| {
                draw.inputs()
                    .find(|(input, _)| input.place() == place)
                    .unwrap()
                    .1
            })
        })
        .collect()
}

/// Spearman's correlation: Pearson's of the ranks.
fn rank_correlation(pairs: &[[f64; 2]]) -> f64 {
    let ranks = |side: usize| -> Vec<f64> {
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by(|a, b| pairs[*a][side].total_cmp(&pairs[*b][side]));
        let mut ranks = vec![0.0; pairs.len()];
        for (rank, place) in order.into_iter().enumerate() {
            ranks[place] = rank as f64;
        }
        ranks
    };
    let middle = (pairs.len() as f64 - 1.0) / 2.0;
    let (a, b) = (ranks(0), ranks(1));
    let product: f64 = a
        .iter()
        .zip(&b)
        .map(|(a, b)| (a - middle) * (b - middle))
        .sum();
    let square: f64 = a.iter().map(|a| (a - middle).powi(2)).sum();
    product / square
}

const GDP: &str = "gdp.response.coefficient";
const DIGITAL: &str = "digital.response.coefficient";

fn pair(correlation: &str) -> Scenario {
    let gdp = spread(
        0.2,
        r#"shape = "log-normal", mean-of-log = -1.75, standard-deviation-of-log = 0.33"#,
    );
    let digital = r#"
[digital]
base = { value = "40 tn CNY", assumption = "test" }
baseline.excludes.constant = { value = "0 % per year", assumption = "test" }
response.coefficient.elasticity = { value = 0.4, assumption = "test", uncertainty = { shape = "uniform", low = 0.2, high = 0.6 } }
"#;
    one_year("30 %", &gdp, &format!("{correlation}\n{digital}"))
}

#[test]
fn the_rank_correlation_asked_for_is_found() {
    let draws = 20_000;
    for rank in [0.6, -0.8, 0.0] {
        let correlation = format!(
            r#"correlation = [{{ between = ["{GDP}", "{DIGITAL}"], rank = {rank}, assumption = "test" }}]"#
        );
        let found = rank_correlation(&inputs_of(&pair(&correlation), draws, [GDP, DIGITAL]));
        // At most one over the root of the number of pairs.
        assert_abs_diff_eq!(
            found,
            rank,
            epsilon = STANDARD_ERRORS / (draws as f64).sqrt()
        );
    }
    let found = rank_correlation(&inputs_of(&pair(""), draws, [GDP, DIGITAL]));
    assert_abs_diff_eq!(
        found,
        0.0,
        epsilon = STANDARD_ERRORS / (draws as f64).sqrt()
    );
}

#[test]
fn inputs_that_cite_one_entry_are_drawn_once() {
    let cited = |uncertainty: &str| {
        format!(
            r#"{{ catalogue = "literature.ict.corrected", uncertainty = {{ {uncertainty} }} }}"#
        )
    };
    let shape = r#"shape = "uniform", low = 0, high = 0.006"#;
    let text = toml::to_string(&pair("")).unwrap();
    let mut file: toml::Table = text.parse().unwrap();
    for outcome in ["gdp", "digital"] {
        let estimate: toml::Table = format!("elasticity = {}", cited(shape)).parse().unwrap();
        file[outcome]["response"]["coefficient"] = estimate.into();
    }
    let text = toml::to_string(&file).unwrap();
    let scenario = Scenario::from_toml(&text).unwrap();
    for [a, b] in inputs_of(&scenario, 50, [GDP, DIGITAL]) {
        assert_eq!(a.to_bits(), b.to_bits());
    }
}

#[test]
fn scenarios_share_the_numbers_of_what_they_share() {
    let one = pair("");
    let other = one.edit().plain().name("another name").build().unwrap();
    let growth = one_year(
        "60 %",
        &spread(
            0.2,
            r#"shape = "log-normal", mean-of-log = -1.75, standard-deviation-of-log = 0.33"#,
        ),
        "",
    );
    let drawn = inputs_of(&one, 50, [GDP, DIGITAL]);
    assert_eq!(drawn, inputs_of(&other, 50, [GDP, DIGITAL]));
    // Another scenario in all but this input, and without the other.
    let alone = inputs_of(&growth, 50, [GDP, GDP]);
    assert!(
        drawn
            .iter()
            .zip(alone)
            .all(|(pair, alone)| pair[0].to_bits() == alone[0].to_bits())
    );
}

/// Noise has one spread in all periods, and decays by its persistence.
#[test]
fn noise_is_a_stationary_autoregression() {
    let noise = r#"
noise = [{ on = "compute.path.total.growth", persistence = { value = "60 %", assumption = "test" }, standard-deviation = { value = "5 % per year", assumption = "test" } }]
"#;
    let text = toml::to_string(&one_year("20 %", "0.2", noise)).unwrap();
    let text = text.replace("until = \"2025\"", "until = \"2032\"");
    let scenario = Scenario::from_toml(&text).unwrap();
    let draws = 20_000;
    let settings = Simulation::new(draws).unwrap().with_seed(2);
    let paths: Vec<Vec<f64>> = (0..draws)
        .map(|number| {
            let draw = settings.draw(&scenario, number).unwrap();
            draw.path(Output::ComputeGrowth).unwrap()[1..]
                .iter()
                .map(|g| g - 0.2)
                .collect()
        })
        .collect();
    let mean =
        |f: &dyn Fn(&[f64]) -> f64| paths.iter().map(|path| f(path)).sum::<f64>() / draws as f64;
    let root = (draws as f64).sqrt();
    for t in 0..8 {
        assert_abs_diff_eq!(
            mean(&|path| path[t]),
            0.0,
            epsilon = STANDARD_ERRORS * 0.05 / root
        );
        // The square of a normal number has a standard deviation of sqrt(2) times its mean.
        let variance = mean(&|path| path[t] * path[t]);
        let error = 2f64.sqrt() * 0.0025 / root;
        assert_abs_diff_eq!(variance, 0.0025, epsilon = STANDARD_ERRORS * error);
        for lag in 1..4.min(8 - t) {
            let expected = 0.0025 * 0.6_f64.powi(i32::try_from(lag).unwrap());
            let covariance = mean(&|path| path[t] * path[t + lag]);
            assert_abs_diff_eq!(covariance, expected, epsilon = STANDARD_ERRORS * error);
        }
    }
}

/// The error that is told is the scatter that is seen, over seeds; a hypercube scatters far less.
#[test]
fn the_error_of_a_mean_is_honest() {
    let normal = spread(
        0.2,
        r#"shape = "normal", mean = 0.2, standard-deviation = 0.05"#,
    );
    let scenario = one_year("46 %", &normal, "");
    let seeds = 400_u32;
    let scatter = |scheme: Scheme| {
        let (mut sum, mut squares, mut told) = (0.0, 0.0, 0.0);
        for seed in 0..seeds {
            let settings = Simulation::new(400).unwrap().with_seed(u64::from(seed));
            let fan = run(&scenario, &settings.with_scheme(scheme).unwrap());
            let off = last(&fan).mean().unwrap() - 0.078_818_331_697_612_99;
            sum += off;
            squares += off * off;
            told += last(&fan).mean_error().unwrap();
        }
        let seeds = f64::from(seeds);
        (
            (squares / seeds - (sum / seeds).powi(2)).sqrt(),
            told / seeds,
        )
    };
    // A standard deviation of 400 means is known to 3.5 %; five of those.
    let (plain, told) = scatter(Scheme::Plain);
    assert!(
        (told / plain - 1.0).abs() < 0.18,
        "plain: {told} told, {plain} seen"
    );
    let (antithetic, told) = scatter(Scheme::Antithetic);
    assert!(
        (told / antithetic - 1.0).abs() < 0.25,
        "antithetic: {told} told, {antithetic} seen"
    );
    assert!(antithetic < 0.2 * plain);
    let (hypercube, told) = scatter(Scheme::LatinHypercube);
    assert!(hypercube < 0.1 * plain && hypercube < told);
}
