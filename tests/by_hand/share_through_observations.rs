//! The smart share through three dated observations and more: a least-squares line, which need
//! not pass through the first, the last or any other.
//!
//! Expected numbers are solutions of the normal equations at 40 digits and more (mpmath, in
//! `tests/data/stated_numbers.py`), unless a source is named.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use crate::common::{assert_path, assumed, path, read};
use compute_impact::capacity::Segment;
use compute_impact::scenario::Output;

/// The smart share of a total that grows, from `base` to `until`; `more` adds keys to the path.
fn smart_share(base: &str, until: &str, observed: &[(&str, &str)], more: &str) -> Vec<f64> {
    let observations: Vec<String> = observed
        .iter()
        .map(|(at, share)| format!("{{ at = \"{at}\", share = {} }}", assumed(share)))
        .collect();
    let per = if base.contains('Q') {
        "quarter"
    } else {
        "year"
    };
    let text = format!(
        r#"
version = 1
name = "a share through observations"
base = "{base}"
until = "{until}"

[compute]
base = {capacity}
counterfactual = "frozen"
path.total.growth.constant = {growth}

[compute.path.total.smart-share]
observations = [{observations}]
{more}

[gdp]
base = {gdp}
baseline.excludes.constant = {growth}
response.coefficient.elasticity = {elasticity}
"#,
        capacity = assumed("280 EFLOPS FP32 in use"),
        growth = assumed(&format!("4 % per {per}")),
        observations = observations.join(", "),
        gdp = assumed("134.9 tn CNY"),
        elasticity = assumed("0.05"),
    );
    path(&read(&text), Output::SmartShare)
}

/// The three shares that China's ministry of industry published for 2023 and 2024.
const CHINA: [(&str, &str); 3] = [
    ("2023-06", "25 %"),
    ("2024-07", "30 %"),
    ("2024-12", "32 %"),
];

/// The log odds of the three at -18, -5 and 0 months have the slope 0.230313 a year. A line through
/// the first and the last would have the slope 0.229904 and pass through 32 % at the base.
#[test]
fn three_shares_determine_a_least_squares_line_in_log_odds() {
    let expected = [
        0.320_222_486_104_959_7,
        0.372_282_678_263_600_8,
        0.427_484_093_923_101_1,
        0.484_552_320_574_664_4,
        0.542_026_273_773_165_9,
        0.598_403_088_154_264,
        0.652_291_884_367_494_7,
    ];
    assert_path(&smart_share("2024", "2030", &CHINA, ""), &expected);
}

#[test]
fn the_line_is_the_same_in_quarters() {
    let expected = [
        0.320_222_486_104_959_7,
        0.332_883_686_704_604_4,
        0.345_790_844_929_998_7,
        0.358_929_199_876_044_4,
        0.372_282_678_263_600_8,
        0.385_833_952_603_933_7,
        0.399_564_514_088_580_5,
        0.413_454_759_846_241,
        0.427_484_093_923_101_1,
    ];
    assert_path(&smart_share("2024-Q4", "2026-Q4", &CHINA, ""), &expected);
}

/// With a ceiling of 80 % the log odds of `share / 0.8` are on a straight line.
#[test]
fn a_ceiling_bends_the_line_through_three_shares() {
    let expected = [
        0.320_089_011_963_998,
        0.370_158_912_500_298_9,
        0.421_187_189_496_607,
        0.471_533_160_537_947_2,
        0.519_641_843_900_430_6,
        0.564_227_511_935_528_7,
        0.604_391_744_646_744,
    ];
    let ceiling = format!("ceiling = {}", assumed("80 %"));
    assert_path(&smart_share("2024", "2030", &CHINA, &ceiling), &expected);
}

/// In shares the slope is 4.65637 points a year and the value at the base 31.97490 %.
#[test]
fn a_straight_path_is_the_least_squares_line_in_shares() {
    let expected: Vec<f64> = (0..=6)
        .map(|year| 0.319_749_034_749_034_7 + 0.046_563_706_563_706_56 * f64::from(year))
        .collect();
    assert_path(
        &smart_share("2024", "2030", &CHINA, "curve = \"linear\""),
        &expected,
    );
}

/// Five shares on both sides of the base, neither rising throughout nor listed in order.
#[test]
fn scattered_shares_have_weights_by_date_and_not_by_order() {
    let expected = [
        0.319_439_739_667_691_5,
        0.383_244_059_458_046_3,
        0.451_340_740_205_969_7,
        0.521_309_917_187_320_1,
        0.590_452_835_907_738_5,
    ];
    let observed = [
        ("2025", "40 %"),
        ("2022", "20 %"),
        ("2024", "35 %"),
        ("2025-Q2", "30 %"),
        ("2023", "28 %"),
    ];
    assert_path(&smart_share("2024", "2028", &observed, ""), &expected);
    let mut sorted = observed;
    sorted.sort_by_key(|(_, share)| *share);
    assert_path(&smart_share("2024", "2028", &sorted, ""), &expected);
}

/// Metal ships in the merchant marine of the United States, 1885 to 1965 (Martino, *Technological
/// Forecasting for Decision Making*, 1993): the line through the log odds of 17 shares has the
/// slope 0.0673707 and crosses one half in 1910.53; through the first nine alone it forecasts 99.57
/// % for 1965, when 95.48 % were observed.
#[test]
fn the_merchant_marine_changes_from_wood_to_metal() {
    let years = [
        1885, 1890, 1895, 1900, 1905, 1910, 1915, 1920, 1925, 1930, 1935, 1939, 1945, 1950, 1955,
        1960, 1965,
    ];
    let shares = [
        "0.1007", "0.1416", "0.2092", "0.3084", "0.4413", "0.5483", "0.6323", "0.7625", "0.8329",
        "0.8410", "0.8508", "0.8309", "0.9416", "0.9374", "0.9458", "0.9511", "0.9548",
    ];
    let years = years.map(|year: u32| year.to_string());
    let observed: Vec<(&str, &str)> = years.iter().map(String::as_str).zip(shares).collect();
    let fitted = smart_share("1885", "1965", &observed, "");
    let line: Vec<f64> = (1885..=1965)
        .map(|year| {
            let from_middle = f64::from(year) - 1_910.528_663_483_721_8;
            1.0 / (1.0 + (-0.067_370_674_305_501_05 * from_middle).exp())
        })
        .collect();
    assert_path(&fitted, &line);
    assert_path(&fitted[80..], &[0.975_150_899_460_928_3]);
    let early = smart_share("1885", "1965", &observed[..9], "");
    assert_path(&early[80..], &[0.995_719_553_995_165_2]);
}

/// Supercomputing is a share of the non-AI remainder: of 280 EFLOPS at the base 32.02 % are smart
/// and a fifth of the rest is supercomputing.
#[test]
fn the_non_ai_remainder_divides_into_general_and_supercomputing() {
    let observations: Vec<String> = CHINA
        .iter()
        .map(|(at, share)| format!("{{ at = \"{at}\", share = {} }}", assumed(share)))
        .collect();
    let scenario = read(&format!(
        r#"
version = 1
name = "three segments of a total"
base = "2024"
until = "2025"

[compute]
base = {}
counterfactual = "frozen"
path.total.growth.constant = {}
path.total.smart-share.observations = [{}]
path.total.supercomputing-part = {}

[gdp]
base = {}
baseline.excludes.constant = {}
response.coefficient.elasticity = {}
"#,
        assumed("280 EFLOPS FP32 in use"),
        assumed("25 % per year"),
        observations.join(", "),
        assumed("20 %"),
        assumed("134.9 tn CNY"),
        assumed("4 % per year"),
        assumed("0.05"),
    ));
    let smart = [0.320_222_486_104_959_7, 0.372_282_678_263_600_8];
    let total = [280e18, 350e18];
    let of_total = |part: fn(f64) -> f64| [total[0] * part(smart[0]), total[1] * part(smart[1])];
    for (segment, part) in [
        (
            Segment::General,
            (|smart| 0.8 * (1.0 - smart)) as fn(f64) -> f64,
        ),
        (Segment::Smart, |smart| smart),
        (Segment::Supercomputing, |smart| 0.2 * (1.0 - smart)),
    ] {
        assert_path(&path(&scenario, Output::Compute(segment)), &of_total(part));
    }
}
