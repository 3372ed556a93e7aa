//! Coefficients side by side, against formulas worked out by hand.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers fail a test by panicking.

use approx::assert_relative_eq;
use compute_impact::evidence::Estimate;
use compute_impact::report::chart::{Chart, ForestChart, Row, Style, Theme};
use compute_impact::report::coefficients::{Candidate, CandidateKind, SideBySide};
use compute_impact::report::published::{PooledResult, with_coefficient};
use compute_impact::response::Coefficient;
use compute_impact::uncertainty::{Normal, Uncertainty};
use compute_impact::{Elasticity, ErrorKind, Language, Output, Reading, Scenario, Simulation};

const IMPACT: Output = Output::Gdp(Reading::Impact);
const BLOG: &str = "caict.elasticity.gdp-2025";
const META: &str = "literature.ict.corrected";

fn china() -> Scenario {
    Scenario::shipped("china-2030").unwrap()
}

fn own(name: &str, value: f64, error: f64) -> Candidate {
    let estimate = Estimate::assumed(Elasticity::new(value).unwrap(), "a regression").unwrap();
    let spread = Uncertainty::from(Normal::new(value, error).unwrap());
    let estimate = estimate.with_uncertainty(spread).unwrap();
    Candidate::own(name, Coefficient::Elasticity(estimate)).unwrap()
}

/// GDP with an elasticity, when compute grows by 24.7 % in each of six years and stays otherwise.
fn by_hand(elasticity: f64) -> f64 {
    1.247_f64.powf(6.0 * elasticity) - 1.0
}

#[test]
fn each_coefficient_gives_its_own_result() {
    let candidates = [
        Candidate::published(META).unwrap(),
        Candidate::published(BLOG).unwrap(),
        Candidate::published("derived.elasticity.neoclassical").unwrap(),
        Candidate::pooled(&[(META, 1.0), (BLOG, 3.0)]).unwrap(),
        own("panel", 0.02, 0.005),
    ];
    let compared = SideBySide::new(&china(), IMPACT, candidates).unwrap();
    let kinds = compared.results().iter().map(|one| one.candidate.kind());
    let expected = [
        CandidateKind::Published,
        CandidateKind::Published,
        CandidateKind::Own,
        CandidateKind::Pooled,
        CandidateKind::Own,
    ];
    assert!(kinds.eq(expected));
    let pooled = (0.003 + 3.0 * 0.0426) / 4.0;
    for (result, elasticity) in compared
        .results()
        .iter()
        .zip([0.003, 0.0426, 0.014, pooled, 0.02])
    {
        assert_relative_eq!(result.central, by_hand(elasticity), max_relative = 1e-12);
    }
    // The catalogue's elasticity of the income share has a range, the blog's has none.
    assert_eq!(compared.results()[1].at_ends, None);
    // The central 90 % of a normal distribution reach 1.6448536269514722 standard errors.
    let reach = 1.644_853_626_951_472_2 * 0.005;
    let [low, high] = compared.results()[4].at_ends.unwrap();
    assert_relative_eq!(low, by_hand(0.02 - reach), max_relative = 1e-9);
    assert_relative_eq!(high, by_hand(0.02 + reach), max_relative = 1e-9);
    let [low, high] = compared.results()[3].at_ends.unwrap();
    assert_relative_eq!(low, by_hand(0.003), max_relative = 1e-12);
    assert_relative_eq!(high, by_hand(0.0426), max_relative = 1e-12);
    let [least, most] = compared.range();
    assert_relative_eq!(least, by_hand(0.003), max_relative = 1e-12);
    assert_relative_eq!(most, by_hand(0.0426), max_relative = 1e-12);
}

/// A growth ratio adds 0.2 points of growth per point, which an elasticity of that size does not:
/// GDP with over GDP without is no power of compute.
#[test]
fn kinds_are_compared_by_their_results_alone() {
    let scenario = china();
    let rule = Candidate::published("caict.growth-ratio.gdp").unwrap();
    let candidates = [rule, Candidate::published(META).unwrap()];
    let compared = SideBySide::new(&scenario, IMPACT, candidates).unwrap();
    let own = scenario.project().unwrap().gdp().impact().last();
    assert_eq!(compared.results()[0].central.to_bits(), own.to_bits());
    let error = ForestChart::of_coefficients(&compared).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::WrongQuantity { .. }),
        "{error}"
    );
    assert_eq!(error.path(), META);
    // The results lie a factor of 80 apart.
    let chart = ForestChart::of_results(&compared).unwrap();
    assert_eq!(chart.table().cell(0, "value"), Some(own));
    let svg = chart.svg(Style::new(Theme::Dark, Language::Chinese));
    assert!(svg.contains("data-scale=\"logarithmic\""));
    assert!(
        svg.contains("2030年GDP") && svg.contains("按系数"),
        "{}",
        &svg[..400]
    );
}

#[test]
fn coefficients_of_one_kind_are_drawn_on_a_logarithmic_axis() {
    let candidates = [
        Candidate::published(META).unwrap(),
        Candidate::published("panel.elasticity.cross-section").unwrap(),
        Candidate::pooled(&[(META, 1.0), (BLOG, 1.0)]).unwrap(),
        own("own panel", 0.02, 0.005)
            .in_chinese("自有面板")
            .unwrap(),
    ];
    let compared = SideBySide::new(&china(), IMPACT, candidates).unwrap();
    let chart = ForestChart::of_coefficients(&compared).unwrap();
    let kinds: Vec<&str> = chart.table().rows().iter().map(Row::kind).collect();
    assert_eq!(kinds, ["meta-analysis", "own", "pooled", "own"]);
    assert_eq!(chart.table().cell(2, "low"), Some(0.003));
    assert_eq!(
        chart.table().rows()[3].label_in(Language::Chinese),
        "自有面板"
    );
    let svg = chart.svg(Style::default());
    assert!(svg.contains("data-scale=\"logarithmic\"") && svg.contains("own panel"));
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let error = SideBySide::new(&china(), IMPACT, []).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Missing { .. }), "{error}");
    let endless = std::iter::repeat_with(|| Candidate::published(META).unwrap());
    let error = SideBySide::new(&china(), IMPACT, endless).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooMany { .. }), "{error}");
    let error = SideBySide::new(
        &china(),
        Output::LocalValueAdded,
        [Candidate::published(META).unwrap()],
    );
    assert!(matches!(
        error.unwrap_err().kind(),
        ErrorKind::NoOutput { .. }
    ));
    // A semi-elasticity responds to an index, which this scenario does not have.
    let semi = Candidate::published("idc.semi-elasticity.2022.gdp").unwrap();
    let error = SideBySide::new(&china(), IMPACT, [semi]).unwrap_err();
    assert!(error.to_string().contains("`index` is missing"), "{error}");
    assert_eq!(error.path(), "idc.semi-elasticity.2022.gdp");
    let certain = Estimate::assumed(Elasticity::new(0.1).unwrap(), "a guess").unwrap();
    let error = Candidate::own(" ", Coefficient::Elasticity(certain)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Missing { .. }));
    assert!(Candidate::pooled(&[(META, 1.0)]).is_err());
    assert!(Candidate::published("no.such.entry").is_err());
}

/// The pool of the two publications, 0.003 and 0.0426, in draws: at 5 and 95 % one of the two, with
/// the noise of compute around it.
#[test]
fn the_pooled_result_spreads_over_the_publications() {
    let settings = Simulation::new(2_000).unwrap().with_seed(3);
    let pooled = PooledResult::of_publications(&china(), IMPACT, &settings).unwrap();
    assert_relative_eq!(pooled.estimate.value().get(), 0.0228, max_relative = 1e-12);
    assert_relative_eq!(pooled.central, by_hand(0.0228), max_relative = 1e-12);
    let other = with_coefficient(&china(), Coefficient::Elasticity(pooled.estimate.clone()));
    let fan = other.unwrap().simulate(&settings).unwrap();
    let last = fan.series(IMPACT).unwrap().last();
    for (quantile, p) in pooled.quantiles.into_iter().zip([0.05, 0.5, 0.95]) {
        assert_eq!(
            quantile.to_bits(),
            last.quantile(p).unwrap().value.to_bits()
        );
    }
    let [low, _, high] = pooled.quantiles;
    assert!((low - by_hand(0.003)).abs() < 0.0005, "{low}");
    assert!((high - by_hand(0.0426)).abs() < 0.01, "{high}");
}
