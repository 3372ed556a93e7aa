//! Deviations of the smart share from its trend, against Student's t by SciPy.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use approx::assert_relative_eq;
use compute_impact::capacity::{Curve, Deviation, Segment, ShareObservation, SharePath};
use compute_impact::estimation::{Curve as Fitted, Transformation, fit_curve, fit_transformed};
use compute_impact::evidence::Estimate;
use compute_impact::simulation::{Scheme, Target};
use compute_impact::uncertainty::Uncertainty;
use compute_impact::{ErrorKind, Output, Period, Scenario, Share, Simulation};

/// Four half-years, of which the deviation from the line is the only thing uncertain.
const FOUR: &str = r#"
version = 1
name = "four half-years"
base = "2024"
until = "2027"
[compute]
base = { value = "280 EFLOPS FP32 in use", assumption = "x" }
counterfactual = "frozen"
path.total.growth.constant = { value = "20 % per year", assumption = "x" }
[compute.path.total.smart-share]
observations = [
    { at = "2022-12", share = { value = "22 %", assumption = "x" } },
    { at = "2023-06", share = { value = "25 %", assumption = "x" } },
    { at = "2023-12", share = { value = "30 %", assumption = "x" } },
    { at = "2024-06", share = { value = "30 %", assumption = "x" } },
]
deviation = "scatter"
[gdp]
base = { value = "100 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "4 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.02, assumption = "x" }
"#;

const STATED: &str = r#"deviation.stated.line-error = { log-odds = { value = 0, uncertainty = { shape = "normal", mean = 0, standard-deviation = 0.1 }, assumption = "x" }, centre = 2024.5, reach = "2 years" }"#;

fn read(text: &str) -> Scenario {
    Scenario::from_toml(text).unwrap()
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn path(scenario: &Scenario) -> SharePath {
    let compute_impact::capacity::ComputePath::Total { smart_share, .. } =
        scenario.compute().path()
    else {
        unreachable!("a total")
    };
    smart_share.clone().unwrap()
}

/// `scipy.stats.t` with two degrees of freedom around the least-squares line of the log odds:
/// at the end of 2025 it is -0.336 829 610 492 543, and its prediction has the scale
/// `0.088 766 858 178 473 sqrt(1 + ((2026 - 2023.75) / 1.25)^2)`.
#[test]
fn the_scatter_of_four_shares_is_predicted_by_students_t() {
    let scenario = read(FOUR);
    let deviation = path(&scenario).deviation_by_date().unwrap();
    assert_relative_eq!(deviation.centre().unwrap(), 2023.75, max_relative = 1e-15);
    assert_relative_eq!(deviation.reach().unwrap().get(), 1.25, max_relative = 1e-14);
    let Some(Uncertainty::StudentT(shape)) = deviation.line_error().unwrap().uncertainty() else {
        unreachable!("Student's t")
    };
    assert_relative_eq!(
        shape.scale(),
        0.088_766_858_178_473_24,
        max_relative = 1e-12
    );
    assert_relative_eq!(shape.degrees_of_freedom(), 2.0);

    // The trend itself is that without a deviation.
    let projection = scenario.project().unwrap();
    let share = projection.smart_share().unwrap();
    let central = share.at(period("2025")).unwrap().unwrap();
    assert_relative_eq!(central, 0.416_579_807_549_519_5, max_relative = 1e-13);

    let targets = [0.35, 0.4].map(|share| Target::at_least(Output::SmartShare, share).unwrap());
    let draws = 20_000;
    let settings = Simulation::new(draws)
        .unwrap()
        .with_scheme(Scheme::LatinHypercube)
        .unwrap()
        .with_targets(targets)
        .unwrap();
    let fan = scenario.simulate(&settings).unwrap();
    // Of a hypercube each share of draws is that of the distribution but for one draw.
    let within = 1.5e-4;
    for (target, year, expected) in [
        (targets[0], "2025", 0.868_706_639_306_840_8),
        (targets[1], "2025", 0.628_314_672_922_966_2),
        (targets[0], "2027", 0.946_705_664_357_951_7),
        (targets[1], "2027", 0.916_760_401_462_715_2),
    ] {
        let found = fan
            .probability_at(&target, period(year))
            .unwrap()
            .unwrap()
            .value();
        assert!(
            (found - expected).abs() < within,
            "{target} {year}: {found}"
        );
    }
    let distribution = fan
        .smart_share()
        .unwrap()
        .at(period("2027"))
        .unwrap()
        .unwrap();
    for (p, expected) in [
        (0.1, 0.418_858_955_455_759_6),
        (0.5, 0.566_046_384_930_971_6),
        (0.9, 0.702_438_306_402_723_6),
    ] {
        // A quantile moves by its slope, less than one, times a draw's probability.
        let found = distribution.quantile(p).unwrap();
        let distance = (found.value - expected).abs();
        assert!(distance < within + found.error, "{p}: {found:?}");
    }
}

/// The shares of all segments stay parts of one whole, whatever the deviation.
#[test]
fn shares_of_a_deviating_path_sum_to_one() {
    for ceiling in ["", "ceiling = { value = \"80 %\", assumption = \"x\" }\n"] {
        let text = FOUR.replace("deviation =", &format!("{ceiling}deviation ="));
        let fan = read(&text)
            .simulate(&Simulation::new(2_000).unwrap())
            .unwrap();
        let at = |output| {
            fan.series(output)
                .unwrap()
                .at(period("2027"))
                .unwrap()
                .unwrap()
                .mean()
                .unwrap()
        };
        let parts = at(Output::Compute(Segment::General)) + at(Output::Compute(Segment::Smart));
        assert_relative_eq!(parts, at(Output::TotalCompute), max_relative = 1e-12);
    }
}

/// `scipy.optimize.curve_fit`, polished by Gauss-Newton steps, with its covariance.
#[test]
fn a_fitted_curve_is_handed_on_with_its_error() {
    let shares = [
        (2022.0, 0.19),
        (2023.0, 0.22),
        (2023.5, 0.25),
        (2024.0, 0.3),
        (2024.5, 0.3),
    ];
    let fit = fit_curve(Fitted::Logistic, shares, None).unwrap();
    let path = fit.smart_share("statistics", "five dates").unwrap();
    let deviation = path.deviation_by_date().unwrap();
    let Some(Uncertainty::StudentT(shape)) = deviation.line_error().unwrap().uncertainty() else {
        unreachable!("Student's t")
    };
    assert_relative_eq!(shape.degrees_of_freedom(), 3.0);
    for (at, scale) in [
        (2024.5, 0.082_111_082_671_913_21),
        (2026.0, 0.123_312_138_229_853_96),
        (2030.0, 0.274_171_604_517_443_66),
    ] {
        // The fit stops at a gradient of zero to about half of the digits.
        let found = shape.scale() * deviation.line_factor_at(at);
        assert_relative_eq!(found, scale, max_relative = 1e-6);
    }
    // The path is the curve: at the end of 2029 the log odds are 0.670 916 641 186 027.
    let text = FOUR.replace("until = \"2027\"", "until = \"2030\"");
    let scenario = read(&text);
    let compute = scenario.compute();
    let compute_impact::capacity::ComputePath::Total { growth, .. } = compute.path() else {
        unreachable!("a total")
    };
    let total = compute_impact::capacity::ComputePath::Total {
        growth: growth.clone(),
        smart_share: Some(path),
        supercomputing_part: None,
    };
    let compute = compute_impact::scenario::Compute::new(
        compute.base().clone(),
        total,
        compute.counterfactual().clone(),
    );
    let scenario = scenario.edit().plain().compute(compute).build().unwrap();
    let projection = scenario.project().unwrap();
    let share = projection
        .smart_share()
        .unwrap()
        .at(period("2029"))
        .unwrap()
        .unwrap();
    let expected = 1.0 / (1.0 + (-0.670_916_641_186_027_f64).exp());
    assert_relative_eq!(share, expected, max_relative = 1e-7);

    let gompertz = fit_curve(Fitted::Gompertz, shares, None);
    let refused = gompertz.and_then(|fit| fit.smart_share("statistics", "five dates"));
    assert!(refused.is_err());
}

/// With normal errors about a straight line, nine of ten further observations lie within the nine
/// tenths of the deviation in the middle: in 2,000 repetitions 1,800, with a standard deviation of 13.
#[test]
fn the_deviation_covers_another_observation() {
    let mut state = 20_261_130_u64;
    let mut uniform = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (f64::from((state >> 33) as u32) + 0.5) / f64::from(1_u32 << 31)
    };
    let mut normal = || (-2.0 * uniform().ln()).sqrt() * (std::f64::consts::TAU * uniform()).cos();
    let line = |year: f64, error: f64| -1.2 + 0.22 * (year - 2020.0) + 0.08 * error;
    let share = |log_odds: f64| Share::new(1.0 / (1.0 + (-log_odds).exp())).unwrap();
    let mut covered = 0;
    for _ in 0..2_000 {
        let observed: Vec<ShareObservation> = (2018..2024)
            .map(|year| {
                let at = Period::year(year).unwrap();
                let share = share(line(f64::from(year) + 1.0, normal()));
                ShareObservation::new(at, Estimate::assumed(share, "x").unwrap())
            })
            .collect();
        let path = SharePath::through(observed).unwrap();
        let path = path.with_deviation(Deviation::Scatter).unwrap();
        let deviation = path.deviation_by_date().unwrap();
        let half = deviation
            .line_error()
            .unwrap()
            .uncertainty()
            .unwrap()
            .quantile(0.95)
            .unwrap();
        let at = Period::year(2026).unwrap();
        // The line through six shares is that of the deviation's own observations.
        let heights: Vec<(f64, f64)> = path
            .observations()
            .iter()
            .map(|one| {
                let share = one.share().value().get();
                (
                    f64::from(one.at().calendar_year()) + 1.0,
                    (share / (1.0 - share)).ln(),
                )
            })
            .collect();
        let mean = heights.iter().map(|point| point.1).sum::<f64>() / 6.0;
        let slope = heights.iter().map(|(t, h)| (t - 2021.5) * h).sum::<f64>() / 17.5;
        let predicted = mean + slope * (2027.0 - 2021.5);
        let another = line(f64::from(at.calendar_year()) + 1.0, normal());
        let reach = half * deviation.line_factor_at(2027.0);
        covered += usize::from((another - predicted).abs() <= reach);
    }
    // Four standard deviations: a false alarm in 16,000 seeds.
    assert!((1_747..=1_853).contains(&covered), "{covered} of 2,000");
}

#[test]
fn deviations_are_read_written_and_refused() {
    for text in [
        FOUR.to_owned(),
        FOUR.replace("deviation = \"scatter\"", STATED),
    ] {
        let scenario = read(&text);
        let json = serde_json::to_string(&scenario).unwrap();
        let again: Scenario = serde_json::from_str(&json).unwrap();
        assert_eq!(again, scenario);
    }
    for (change, message) in [
        ("deviation = \"scater\"", "scater"),
        (
            "curve = \"linear\"\ndeviation = \"scatter\"",
            "logistic curve",
        ),
        (
            "deviation.stated.line-error = { log-odds = { value = 0, assumption = \"x\" }, centre = 20245, reach = \"2 years\" }",
            "centre",
        ),
        (
            "deviation.stated.line-error = { log-odds = { value = 0, assumption = \"x\" }, centre = 2024.5, reach = \"0 years\" }",
            "reach",
        ),
        (
            "deviation.stated = { curve-error = { log-odds = { value = 0, assumption = \"x\" }, since = 0 } }",
            "since",
        ),
        ("deviation.stated = {}", "line-error"),
        (
            "deviation.stated.line-error = { log-odds = { value = 0, assumption = \"x\" }, middle = 2024.5, reach = \"1 year\" }",
            "middle",
        ),
    ] {
        let text = FOUR.replace("deviation = \"scatter\"", change);
        let error = Scenario::from_toml(&text).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
        assert!(error.contains("smart-share"), "{error}");
    }
    let four = path(&read(FOUR)).observations().to_vec();
    let three = SharePath::through(four[..3].to_vec()).unwrap();
    let refused = three.with_deviation(Deviation::Scatter).unwrap_err();
    assert!(matches!(refused.kind(), ErrorKind::Conflict { .. }));
    let line = SharePath::through(four)
        .unwrap()
        .with_curve(Curve::Linear)
        .unwrap();
    assert!(line.with_deviation(Deviation::Scatter).is_err());
}

/// `scipy.stats.norm` with the standard deviation `0.2 sqrt(t - 2024.5)` around the line.
#[test]
fn the_error_of_the_curve_grows_with_the_root_of_the_years() {
    let stated = r#"deviation.stated = { curve-error = { log-odds = { value = 0, uncertainty = { shape = "normal", mean = 0, standard-deviation = 0.2 }, assumption = "x" }, since = 2024.5 } }"#;
    let scenario = read(&FOUR.replace("deviation = \"scatter\"", stated));
    let half = Target::at_least(Output::SmartShare, 0.5).unwrap();
    let settings = Simulation::new(20_000)
        .unwrap()
        .with_scheme(Scheme::LatinHypercube)
        .unwrap()
        .with_targets([half])
        .unwrap();
    let fan = scenario.simulate(&settings).unwrap();
    for (year, expected) in [
        ("2025", 0.084_550_047_575_961_63),
        ("2027", 0.761_214_802_103_993_7),
    ] {
        let found = fan.probability_at(&half, period(year)).unwrap();
        let found = found.unwrap().value();
        assert!((found - expected).abs() < 1.5e-4, "{year}: {found}");
    }
    // Before its last point the curve has no error.
    let base = fan.smart_share().unwrap().at(period("2024")).unwrap();
    let early = SharePath::clone(&path(&scenario))
        .deviation_by_date()
        .unwrap();
    assert_relative_eq!(early.curve_factor_at(2024.5), 0.0);
    assert!(base.unwrap().standard_deviation().unwrap() > 0.0);
}

/// The prediction of a least-squares line, by SciPy.
#[test]
fn a_line_through_log_odds_is_handed_on_with_its_error() {
    let shares = [
        (2022.0, 0.19),
        (2023.0, 0.22),
        (2023.5, 0.25),
        (2024.0, 0.3),
        (2024.5, 0.3),
    ];
    let fit = fit_transformed(Transformation::FisherPry, shares).unwrap();
    let path = fit.smart_share("statistics", "five dates").unwrap();
    let deviation = path.deviation_by_date().unwrap();
    let Some(Uncertainty::StudentT(shape)) = deviation.line_error().unwrap().uncertainty() else {
        unreachable!("Student's t")
    };
    for (at, scale) in [
        (2024.5, 0.087_065_993_940_199_41),
        (2026.0, 0.122_583_876_120_643_84),
        (2030.0, 0.253_772_733_124_64),
    ] {
        let found = shape.scale() * deviation.line_factor_at(at);
        assert_relative_eq!(found, scale, max_relative = 1e-10);
    }
    let limited = fit_transformed(Transformation::Logit { ceiling: 0.6 }, shares).unwrap();
    let path = limited.smart_share("statistics", "five dates").unwrap();
    assert_relative_eq!(path.ceiling().unwrap().value().get(), 0.6);
    let above = fit_transformed(Transformation::Logit { ceiling: 1.5 }, shares).unwrap();
    assert!(above.smart_share("statistics", "five dates").is_err());
    let elasticity = fit_transformed(Transformation::LogLog, shares).unwrap();
    assert!(elasticity.smart_share("statistics", "five dates").is_err());
    // Three points leave one degree of freedom, with which Student's t has no mean.
    let three = fit_transformed(Transformation::FisherPry, shares[..3].to_vec()).unwrap();
    assert!(three.smart_share("statistics", "three dates").is_err());
}
