//! Published and independently computed figures, reproduced through the public API.
//!
//! A closed form was worked out apart from this library, from the formula that its test
//! states; published figures name their source. Closed forms are compared at a relative 1e-12: a
//! handful of roundings of 1e-16 each, and logarithms between.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.
#![allow(clippy::float_cmp, clippy::unreadable_literal)] // Zero is exact; digits as published.

use compute_impact::{
    Elasticity, Error, GrowthRate, GrowthRatio, IndexScore, Money, Multiplier, Period, Projection,
    Scenario, SemiElasticity, Share,
    capacity::{ComputePath, Counterfactual, Growth, ShareObservation, SharePath, segment_growth},
    evidence::{Confidence, Estimate, EvidenceKind, Source},
    finding::{Code, Severity},
    impact_of,
    investment::{Investment, Outlay},
    response::{
        Coherence, Lag, Response,
        coherence::{breach_share, rest_coefficient, years_to_share},
    },
    scenario::{Baseline, Compute, Outcome, Output},
    smart_share_answers,
};

const CLOSED_FORM: f64 = 1e-12;

#[track_caller]
fn assert_close(found: f64, expected: f64, relative: f64) {
    let scale = if expected == 0.0 { 1.0 } else { expected.abs() };
    assert!(
        (found - expected).abs() <= relative * scale,
        "found {found}, expected {expected}"
    );
}

fn assumed<Q: compute_impact::Quantity>(value: Q) -> Estimate<Q> {
    Estimate::assumed(value, "reference case").unwrap()
}

fn read<T: std::str::FromStr<Err = Error>>(text: &str) -> T {
    text.parse().unwrap()
}

fn elasticity(number: f64) -> Response {
    Response::elasticity(assumed(Elasticity::new(number).unwrap()))
}

fn ratio(number: f64) -> Response {
    Response::growth_ratio(assumed(GrowthRatio::new(number).unwrap()))
}

fn per_year(fraction: f64) -> GrowthRate {
    GrowthRate::per_year(fraction).unwrap()
}

/// CAICT's smart shares, 25 % in June 2023 and 30 % a year later (MIIT and CAICT, press conference of 2024).
fn observed() -> Vec<ShareObservation> {
    [("2023-06", "25 %"), ("2024-06", "30 %")]
        .map(|(at, share)| ShareObservation::new(read(at), assumed(read(share))))
        .to_vec()
}

fn total(growth: Growth<compute_impact::Capacity>) -> ComputePath {
    ComputePath::Total {
        growth,
        smart_share: Some(SharePath::through(observed()).unwrap()),
        supercomputing_part: None,
    }
}

fn steady(rate: f64) -> Growth<compute_impact::Capacity> {
    Growth::Constant(assumed(per_year(rate)))
}

fn economy(base: &str, baseline: Baseline, response: Response) -> Outcome {
    Outcome::new(assumed(read(base)), baseline, response)
}

fn includes(rate: f64) -> Baseline {
    Baseline::Includes(Growth::Constant(assumed(per_year(rate))))
}

fn excludes(rate: f64) -> Baseline {
    Baseline::Excludes(Growth::Constant(assumed(per_year(rate))))
}

fn compute(base: &str, growth: Growth<compute_impact::Capacity>) -> Compute {
    Compute::new(assumed(read(base)), total(growth), Counterfactual::Frozen)
}

/// Closed forms: growth of compute, then 0.2 read as a growth ratio and as an elasticity.
#[test]
fn two_readings_of_two_tenths() {
    let table = [
        (0.01, 0.002, 0.001992047666533381),
        (0.10, 0.02, 0.019244876491456564),
        (0.30, 0.06, 0.05387395206178347),
        (0.46, 0.092, 0.07862522143926998),
        (1.00, 0.2, 0.1486983549970351),
        (3.00, 0.6, 0.3195079107728942),
    ];
    for (growth, as_ratio, as_elasticity) in table {
        let growth = per_year(growth);
        assert_close(
            impact_of(growth, &ratio(0.2)).unwrap(),
            as_ratio,
            CLOSED_FORM,
        );
        let found = impact_of(growth, &elasticity(0.2)).unwrap();
        assert_close(found, as_elasticity, CLOSED_FORM);
        // And the whole engine says what the short question says.
        for (response, expected) in [(ratio(0.2), as_ratio), (elasticity(0.2), as_elasticity)] {
            let projection = Scenario::builder("one step", read("2024"), read("2025"))
                .compute(compute("230 EFLOPS FP32 in use", steady(growth.get())))
                .gdp(economy("126.06 tn CNY", excludes(0.0), response))
                .build()
                .unwrap()
                .project()
                .unwrap();
            assert_close(projection.gdp().impact().last(), expected, CLOSED_FORM);
        }
    }
}

/// The same at 0.4; 4^0.2 = 2^0.4.
#[test]
fn two_readings_of_four_tenths() {
    let at = |growth, response: Response| impact_of(per_year(growth), &response).unwrap();
    assert_close(at(0.30, elasticity(0.4)), 0.11065030683432209, CLOSED_FORM);
    assert_close(at(1.00, elasticity(0.4)), 0.3195079107728942, CLOSED_FORM);
    assert_close(
        at(1.00, elasticity(0.4)),
        at(3.00, elasticity(0.2)),
        CLOSED_FORM,
    );
    assert_close(at(0.30, ratio(0.4)), 0.12, CLOSED_FORM);
}

/// Closed forms: five years at 46 %, CAICT's average of 2016-21, in five steps and in one.
#[test]
fn composition_over_five_years() {
    let project = |response, years: u32, rate: f64| {
        let base: Period = read("2016");
        Scenario::builder("composition", base, base.plus(years).unwrap())
            .compute(compute("100 EFLOPS FP32 in use", steady(rate)))
            .gdp(economy("74.41 tn CNY", excludes(0.0), response))
            .build()
            .unwrap()
            .project()
            .unwrap()
            .gdp()
            .impact()
            .last()
    };
    let once = 1.46_f64.powi(5) - 1.0;
    assert_close(
        project(ratio(0.2), 5, 0.46),
        0.5527916672952327,
        CLOSED_FORM,
    );
    assert_close(
        project(ratio(0.2), 1, once),
        1.1267658195199999,
        CLOSED_FORM,
    );
    assert_close(project(elasticity(0.2), 5, 0.46), 0.46, CLOSED_FORM);
    assert_close(project(elasticity(0.2), 1, once), 0.46, CLOSED_FORM);
}

/// Closed forms: what 0.2 and 0.4 leave for the rest of the economy.
#[test]
fn the_coefficient_of_the_rest() {
    let table = [
        (0.398, 0.06777408637873755),
        (0.428, 0.05034965034965033),
        (0.5, 0.0),
        (0.55, -0.04444444444444449),
    ];
    for (share, expected) in table {
        let rest = rest_coefficient(0.2, 0.4, Share::new(share).unwrap()).unwrap();
        // Near zero: the difference of two numbers near 0.2.
        assert!((rest - expected).abs() < 1e-15, "{rest} {expected}");
    }
    // (0.2 - 0.6 * 0.4) / 0.4, exactly.
    let rest = rest_coefficient(0.2, 0.4, Share::new(0.6).unwrap()).unwrap();
    assert_close(rest, -0.100, CLOSED_FORM);
    assert_eq!(breach_share(0.2, 0.4), Some(Share::new(0.5).unwrap()));
}

/// Closed forms: how long the pair lasts at 30 % a year from 42.8 %.
#[test]
fn the_drift_of_the_digital_share() {
    let years = |to| {
        let [from, to] = [0.428, to].map(|share| Share::new(share).unwrap());
        years_to_share(from, to, 0.2, 0.4, per_year(0.3))
            .unwrap()
            .unwrap()
    };
    assert_close(years(0.5), 2.963149405197687, CLOSED_FORM);
    assert_close(years(1.0), 16.17278338425339, CLOSED_FORM);

    // The projection breaches in the same year: the third after 2023.
    let projection = pair(42.8, 20, Coherence::AsPublished);
    let found = finding(&projection, Code::IncoherentPair);
    assert_eq!(found.period(), Some(read("2026")));
    let past = finding(&projection, Code::DigitalExceedsGdp);
    assert_eq!(past.period(), Some(read("2040"))); // the 17th
    let coherent = pair(42.8, 20, Coherence::Coherent);
    assert!(
        codes(&coherent)
            .iter()
            .all(|code| *code != Code::IncoherentPair)
    );
}

/// 0.2 and 0.4 as elasticities, compute at 30 % a year, nothing else growing.
fn pair(share: f64, years: u32, coherence: Coherence) -> Projection {
    let base: Period = read("2023");
    Scenario::builder("pair", base, base.plus(years).unwrap())
        .compute(compute("230 EFLOPS FP32 in use", steady(0.3)))
        .gdp(economy("100 tn CNY", excludes(0.0), elasticity(0.2)))
        .digital(economy(
            &format!("{share} tn CNY"),
            excludes(0.0),
            elasticity(0.4),
        ))
        .coherence(coherence)
        .build()
        .unwrap()
        .project()
        .unwrap()
}

/// Coherent mode by hand: GDP is `d 1.3^(0.4 t) + (1 - d) 1.3^(ε_rest t)`, with `d` and `ε_rest` of
/// 2023.
#[test]
fn a_coherent_pair_by_hand() {
    let projection = pair(42.8, 6, Coherence::Coherent);
    for t in 0..=6 {
        let growth = |number: f64| 1.3_f64.powf(number * f64::from(t));
        let digital = 0.428 * growth(0.4);
        let gdp = digital + 0.572 * growth(0.05034965034965033);
        let row = usize::try_from(t).unwrap();
        assert_close(
            projection.gdp().with().values()[row],
            gdp * 1e14,
            CLOSED_FORM,
        );
        let share = projection.series(Output::DigitalShare).unwrap().values()[row];
        assert_close(share, digital / gdp, CLOSED_FORM);
    }
}

fn finding(projection: &Projection, code: Code) -> compute_impact::Finding {
    let found = projection
        .findings()
        .into_iter()
        .find(|finding| finding.code() == code);
    found.unwrap_or_else(|| panic!("no {code}: {:?}", codes(projection)))
}

fn codes(projection: &Projection) -> Vec<Code> {
    projection
        .findings()
        .iter()
        .map(compute_impact::Finding::code)
        .collect()
}

/// CAICT's own accounting for 2023 (report on the digital economy, 2024): a part of 41.5 % that grows 7.39 % contributes
/// 66.2 % of nominal growth of 4.63 %. It needs no elasticity: the digital economy's growth is
/// attributed to it whole, so it is the pair with a rest that does not respond.
#[test]
fn the_accounting_of_caict() {
    // Points of GDP growth from the digital economy: 0.415 * 7.39 %. With compute doubled and a
    // growth ratio of 0.0739 for the digital economy, and none for the rest, that is the effect.
    let projection = Scenario::builder("accounting", read("2022"), read("2023"))
        .compute(compute("180 EFLOPS FP32 in use", steady(1.0)))
        .gdp(economy(
            "100 tn CNY",
            includes(0.0463),
            ratio(0.415 * 0.0739),
        ))
        .digital(economy("41.5 tn CNY", includes(0.0739), ratio(0.0739)))
        .coherence(Coherence::Coherent)
        .build()
        .unwrap()
        .project()
        .unwrap();
    let (_, contribution) = projection.gdp().contribution_to_growth().last().unwrap();
    // Three digits are published with it (66.45 % by CAICT, from unrounded inputs).
    assert_close(contribution.unwrap(), 0.662, 1e-3);
    assert_close(contribution.unwrap(), 0.415 * 0.0739 / 0.0463, CLOSED_FORM);
}

/// A back-test on 2023 (CAICT and NBS): 180 EFLOPS at the end of 2022, 230 a year later, against nominal
/// GDP growth of 4.63 % and growth of the digital economy of 7.39 %.
#[test]
fn the_back_test_of_2023() {
    let target = || Growth::ToTarget {
        level: assumed(read("230 EFLOPS FP32 in use")),
        at: read("2023"),
        then: None,
    };
    let project = |gdp: Response, digital: Response, growth: f64| {
        Scenario::builder("back-test", read("2022"), read("2023"))
            .compute(compute("180 EFLOPS FP32 in use", target()))
            .gdp(economy("120.5 tn CNY", includes(growth), gdp))
            .digital(economy("50.2 tn CNY", includes(0.0739), digital))
            .build()
            .unwrap()
            .project()
            .unwrap()
    };
    let nominal = 0.0463;
    let as_ratio = project(ratio(0.2), ratio(0.4), nominal);
    let step = 230.0 / 180.0_f64;
    assert_close(as_ratio.compute_growth().last(), step - 1.0, CLOSED_FORM);
    // Points of growth: exact, and to the digits published.
    assert_close(
        as_ratio.gdp().growth_impact().last(),
        0.2 * (step - 1.0),
        CLOSED_FORM,
    );
    assert_close(as_ratio.gdp().growth_impact().last(), 0.055556, 1e-5);
    assert_close(
        as_ratio.digital().unwrap().growth_impact().last(),
        0.1111,
        1e-3,
    );

    let as_elasticity = project(elasticity(0.2), elasticity(0.4), nominal);
    assert_close(
        as_elasticity.gdp().impact().last(),
        step.powf(0.2) - 1.0,
        CLOSED_FORM,
    );
    assert_close(as_elasticity.gdp().impact().last(), 0.05025, 1e-4);
    assert_close(
        as_elasticity.digital().unwrap().impact().last(),
        0.1030,
        1e-3,
    );

    // Reproduced, and flagged: each contributes more than the growth it is a part of.
    for projection in [&as_ratio, &as_elasticity] {
        let exceeding: Vec<String> = projection
            .findings()
            .iter()
            .filter(|finding| finding.code() == Code::ContributionExceedsGrowth)
            .map(|finding| {
                assert_eq!(finding.severity(), Severity::Severe);
                assert_eq!(finding.period(), Some(read("2023")));
                finding.place().to_string()
            })
            .collect();
        assert_eq!(exceeding, ["gdp", "digital"]);
    }
    let found = finding(&as_ratio, Code::ContributionExceedsGrowth);
    assert_eq!(found.numbers()[0].0, "contribution");
    assert_close(found.numbers()[0].1, 0.2 * (step - 1.0), CLOSED_FORM);
    assert_close(found.numbers()[1].1, nominal, CLOSED_FORM);

    // Against real growth of 5.2 % the ratio still exceeds it, the elasticity no longer does.
    let at = |projection: Projection| {
        projection.findings().iter().any(|finding| {
            finding.code() == Code::ContributionExceedsGrowth && finding.place() == "gdp"
        })
    };
    assert!(at(project(ratio(0.2), ratio(0.4), 0.052)));
    assert!(!at(project(elasticity(0.2), elasticity(0.4), 0.052)));
}

/// Closed forms: one article, three answers for the end of 2025.
#[test]
fn the_smart_share_at_the_end_of_2025() {
    let target = Share::new(0.35).unwrap();
    let answers = smart_share_answers(observed(), target, read("2025")).unwrap();
    assert_close(answers.logistic.get(), 0.38453903509812226, CLOSED_FORM);
    assert_close(answers.linear.unwrap().get(), 0.375, CLOSED_FORM);
    assert_eq!(answers.target, target);
    // The same through a scenario, and the slope of its log odds.
    let projection = Scenario::builder("share", read("2024"), read("2026"))
        .compute(compute("280 EFLOPS FP32 in use", steady(0.25)))
        .gdp(economy("134.9 tn CNY", includes(0.04), ratio(0.2)))
        .build()
        .unwrap()
        .project()
        .unwrap();
    let share = projection.smart_share().unwrap();
    let end_2025 = share.at(read("2025")).unwrap().unwrap();
    assert_close(end_2025, 0.38453903509812226, CLOSED_FORM);
    let odds: Vec<f64> = share
        .values()
        .iter()
        .map(|s| (s / (1.0 - s)).ln())
        .collect();
    // Two logs near -0.7 and -0.5 are subtracted.
    assert_close(odds[1] - odds[0], 0.2513144282809062, 1e-14 / 0.25);
    assert_close(odds[2] - odds[1], 0.2513144282809062, 1e-14 / 0.25);
}

/// MIIT and CAICT: 197 EFLOPS at 25 % to 246 at 30 % in a year. Published to three digits.
#[test]
fn the_growth_of_each_segment() {
    let from = (read("197 EFLOPS FP32 in use"), read("25 %"));
    let to = (read("246 EFLOPS FP32 in use"), read("30 %"));
    let growth = segment_growth(from, to, 1.0).unwrap();
    assert_close(growth.smart.get(), 0.498, 2e-3);
    assert_close(growth.other.get(), 0.165, 4e-3);
    // 49.25 to 73.8 EFLOPS of smart compute.
    assert_close(growth.smart.get(), 73.8 / 49.25 - 1.0, CLOSED_FORM);
    assert_close(
        growth.other.get(),
        (246.0 * 0.7) / (197.0 * 0.75) - 1.0,
        CLOSED_FORM,
    );
    // The slope of the log odds is the log of the ratio of the two.
    let slope = ((1.0 + growth.smart.get()) / (1.0 + growth.other.get())).ln();
    assert_close(slope, 0.2513144282809062, CLOSED_FORM);
}

/// Koyck (1954): 0.08 now, decaying by 0.6, sums to 0.2 with a mean lag of 1.5.
#[test]
fn koyck_weights() {
    let lag = Lag::Koyck(assumed(Share::new(0.6).unwrap()));
    let expected = [0.08, 0.048, 0.0288, 0.01728, 0.010368];
    for (weight, expected) in lag.weights().zip(expected) {
        assert_close(0.2 * weight, expected, CLOSED_FORM);
    }
    assert_close(lag.mean(), 1.5, CLOSED_FORM);
    // Fifty periods leave 0.6^50 = 8e-12 of the long run.
    assert_close(lag.weights().take(50).sum(), 1.0, 1e-11);

    // One step of compute in 2025 and none after: the effect builds up by these weights.
    let rates = [0.5, 0.0, 0.0, 0.0, 0.0].map(|rate| assumed(per_year(rate)));
    let growth = Growth::ByPeriod {
        rates: rates.to_vec(),
        then: None,
    };
    let projection = Scenario::builder("Koyck", read("2024"), read("2029"))
        .compute(compute("230 EFLOPS FP32 in use", growth))
        .gdp(economy(
            "126.06 tn CNY",
            excludes(0.0),
            elasticity(0.2).with_lag(lag),
        ))
        .build()
        .unwrap()
        .project()
        .unwrap();
    let mut sum = 0.0;
    for (impact, weight) in projection.gdp().impact().values()[1..].iter().zip(expected) {
        sum += weight;
        assert_close(*impact, 1.5_f64.powf(sum) - 1.0, CLOSED_FORM);
    }
}

/// Global computing index of IDC, Inspur and Tsinghua, 2021-22: 1.8 ‰ of GDP and 3.5 ‰ of the digital
/// economy per point. At China's 70 points that is 0.126 and 0.245 % per 1 % of the index, and 0.081 % of
/// GDP at 45 points.
#[test]
fn the_semi_elasticity_as_an_elasticity() {
    let at = |per_mille, score| {
        let semi = SemiElasticity::from_per_mille(per_mille).unwrap();
        semi.elasticity_at(IndexScore::new(score).unwrap())
            .unwrap()
            .get()
    };
    assert_close(at(1.8, 70.0), 0.126, CLOSED_FORM);
    assert_close(at(3.5, 70.0), 0.245, CLOSED_FORM);
    assert_close(at(1.8, 45.0), 0.081, CLOSED_FORM);
}

/// Conversions agree with the responses they convert, at their operating point.
#[test]
fn converted_coefficients_agree_at_their_point() {
    for growth in [0.01, 0.3, 0.46, 1.0, 3.0].map(per_year) {
        let published = GrowthRatio::new(0.2).unwrap();
        let converted = published.elasticity_at(growth).unwrap();
        let [a, b] =
            [ratio(0.2), elasticity(converted.get())].map(|r| impact_of(growth, &r).unwrap());
        assert_close(a, b, CLOSED_FORM);
        let back = converted.growth_ratio_at(growth).unwrap();
        assert_close(back.get(), 0.2, CLOSED_FORM);
    }
}

/// The forecast of the NDRC times CAICT's multiplier: 400 bn a year times 3 to 4 is 1.2 to 1.6 tn, about 1.1 % of GDP
/// (126.06 tn, 2023), and 0.2 x 25 % is 5.0 % of it. Two channels, never summed.
#[test]
fn two_channels() {
    let project = |multiplier: &str, response: Response| {
        let multiplier: Multiplier = read(multiplier);
        let outlay = Outlay::PerPeriod(assumed(read("400 bn CNY")));
        Scenario::builder("channels", read("2023"), read("2024"))
            .compute(compute("230 EFLOPS FP32 in use", steady(0.25)))
            .gdp(economy("126.06 tn CNY", excludes(0.0), response))
            .investment(Investment::new(outlay, assumed(multiplier)))
            .build()
            .unwrap()
            .project()
            .unwrap()
    };
    let at = |projection: &Projection| projection.reconciliation(read("2024")).unwrap().unwrap();
    let tn = |money: Money| money.amount() / 1e12;

    let [three, four] = ["3", "4"].map(|times| at(&project(times, ratio(0.2))));
    assert_close(tn(three.multiplier_money), 1.2, CLOSED_FORM);
    assert_close(tn(four.multiplier_money), 1.6, CLOSED_FORM);

    let both = at(&project("3.5", ratio(0.2)));
    assert_close(both.multiplier_fraction, 1.4 / 126.06, CLOSED_FORM);
    assert_close(both.multiplier_fraction, 0.011, 1e-2); // "about 1.1 %"
    assert_close(both.response_fraction, 0.05, CLOSED_FORM);
    assert_close(tn(both.response_money), 6.303, CLOSED_FORM); // "6.3 tn"
    assert_close(both.compute_growth, 0.25, CLOSED_FORM);
    // 0.2 says of 5.55 % compute growth what the multiplier says of the outlay.
    assert_close(
        both.break_even_growth.unique().unwrap().get(),
        1.4 / 126.06 / 0.2,
        CLOSED_FORM,
    );
    assert_close(
        both.implied_growth_ratio.unwrap().get(),
        1.4 / 126.06 / 0.25,
        CLOSED_FORM,
    );
    // "mutually inconsistent unless investment is 1.6-2.1 tn yuan a year".
    assert_close(
        tn(at(&project("4", ratio(0.2)))
            .break_even_outlay
            .unique()
            .unwrap()),
        6.303 / 4.0,
        CLOSED_FORM,
    );
    assert_close(
        tn(at(&project("3", ratio(0.2)))
            .break_even_outlay
            .unique()
            .unwrap()),
        2.101,
        CLOSED_FORM,
    );

    // The coefficient of 2025, 0.0426, does agree: 1.07 % of GDP, 1.34 tn, within 1.2 to 1.6.
    let later = at(&project("3.5", ratio(0.0426)));
    assert_close(later.response_fraction, 0.0426 * 0.25, CLOSED_FORM);
    assert_close(tn(later.response_money), 1.34, 5e-3);
    assert!((1.2..1.6).contains(&tn(later.response_money)));

    // As an elasticity: 1.25^e - 1 = 1.11 % for e = 0.0495, and 0.2 needs growth of 5.68 %.
    let isoelastic = at(&project("3.5", elasticity(0.2)));
    let implied = isoelastic.implied_elasticity.unwrap().get();
    assert_close(
        implied,
        (1.0 + 1.4 / 126.06_f64).ln() / 1.25_f64.ln(),
        CLOSED_FORM,
    );
    let agreeing = isoelastic.break_even_growth.unique().unwrap().get();
    assert_close(
        agreeing,
        (1.0 + 1.4 / 126.06_f64).powi(5) - 1.0,
        CLOSED_FORM,
    );
    assert_close(
        isoelastic.response_fraction,
        1.25_f64.powf(0.2) - 1.0,
        CLOSED_FORM,
    );
}

/// With the 73 % growth of the device-side count 0.2 would mean 14.6 % of GDP as a
/// ratio of growth rates and 11.6 % as an elasticity, and the finding says so.
#[test]
fn the_wrong_series_gives_absurd_growth() {
    let device_side = per_year(0.73);
    assert_close(
        impact_of(device_side, &ratio(0.2)).unwrap(),
        0.146,
        CLOSED_FORM,
    );
    assert_close(
        impact_of(device_side, &elasticity(0.2)).unwrap(),
        0.116,
        5e-3,
    );

    let kind = EvidenceKind::RatioOfGrowthRates;
    let source = Source::new("CAICT", "White Paper", kind, Confidence::High).unwrap();
    let published = Estimate::new(GrowthRatio::new(0.2).unwrap(), source);
    let projection = Scenario::builder("device side", read("2024"), read("2025"))
        .compute(compute("556 EFLOPS FP32 installed", steady(0.73)))
        .gdp(economy(
            "134.9 tn CNY",
            includes(0.042),
            Response::growth_ratio(published),
        ))
        .build()
        .unwrap()
        .project()
        .unwrap();
    let found = finding(&projection, Code::GrowthRatioAtHighGrowth);
    assert_close(found.numbers()[1].1, 0.146, CLOSED_FORM);
    assert_close(found.numbers()[2].1, 0.116, 5e-3);
}
