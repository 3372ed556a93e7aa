//! Findings on the growth of an economy and on the digital economy next to GDP.

use compute_impact::finding::{Code, Severity};

use super::{DIGITAL, GDP_GROWTH, INVESTMENT, changed, close, number, of, raised_alone};

#[test]
fn baseline_holds_compute() {
    let excludes = ("baseline.includes", "baseline.excludes");
    let assumed = (
        r#"value = "4 % per year", source = { publisher = "NBS", title = "communiqué", kind = "official-statistic", confidence = "high" }, meaning = { prices = "nominal" }"#,
        r#"value = "4 % per year", assumption = "growth without compute""#,
    );
    let raised = changed(&[], &[excludes]);
    let not = changed(&[], &[excludes, assumed]);
    let finding = raised_alone(
        Code::BaselineIncludesCompute,
        Severity::Warning,
        &raised,
        &not,
    );
    assert_eq!(finding.place(), "gdp.baseline.excludes");
    assert!(of(&changed(&[], &[]), Code::BaselineIncludesCompute).is_empty());
    // A published level to reach holds compute as well as a published rate.
    let level = GDP_GROWTH.trim_start_matches("baseline.");
    let to = r#"excludes.to-target = { at = "2026", level = { value = "140 tn CNY", source = { publisher = "IMF", title = "outlook", kind = "forecast", confidence = "high" } } }"#;
    let raised = changed(&[], &[(level, to)]);
    raised_alone(
        Code::BaselineIncludesCompute,
        Severity::Warning,
        &raised,
        &not,
    );
}

#[test]
fn contribution_exceeds_growth() {
    let ratio = ("coefficient.elasticity", "coefficient.growth-ratio");
    let raised = changed(&[], &[ratio, ("0.02", "0.45")]);
    let not = changed(&[], &[ratio, ("0.02", "0.39")]);
    let finding = raised_alone(
        Code::ContributionExceedsGrowth,
        Severity::Severe,
        &raised,
        &not,
    );
    assert!(close(number(&finding, "contribution"), 0.045));
    assert!(close(number(&finding, "rest"), -0.005));
    // Where all else hardly shrinks it is a warning.
    let slight = changed(&[], &[ratio, ("0.02", "0.41")]);
    assert_eq!(
        of(&slight, Code::ContributionExceedsGrowth)[0].severity(),
        Severity::Warning
    );
    // 0.19 points are less than a fall of 4 %.
    let slump = changed(&[], &[("4 % per year", "-4 % per year")]);
    assert!(of(&slump, Code::ContributionExceedsGrowth).is_empty());
    assert!(close(number(&finding, "growth"), 0.04));
    assert_eq!(number(&finding, "periods"), 3.0);
    assert_eq!(finding.place(), "gdp");
    assert_eq!(
        raised[0].code(),
        Code::ContributionExceedsGrowth,
        "the most severe comes first"
    );
}

#[test]
fn digital_inside_gdp() {
    let finding = raised_alone(
        Code::DigitalInsideGdp,
        Severity::Note,
        &changed(&[DIGITAL], &[]),
        &changed(&[], &[]),
    );
    assert_eq!(finding.period(), None);
}

#[test]
fn incoherent_pair() {
    let pair = |digital| {
        changed(
            &[DIGITAL],
            &[("0.02", "0.2"), ("0.03", digital), ("53.9 tn", "50 tn")],
        )
    };
    // The share is 39.7 % and a little more each year: 0.2 / 0.4 is half, 0.2 / 0.504 is 39.7 %.
    let finding = raised_alone(
        Code::IncoherentPair,
        Severity::Warning,
        &pair("0.51"),
        &pair("0.4"),
    );
    assert_eq!(finding.period().unwrap().to_string(), "2023");
    assert!(close(number(&finding, "breach-share"), 0.2 / 0.51));
    let share: f64 = 50.0 / 126.06;
    assert!(close(number(&finding, "digital-share"), share));
    assert!(close(
        number(&finding, "rest-coefficient"),
        (0.2 - 0.51 * share) / (1.0 - share)
    ));
    let later = pair("0.496"); // breach at 40.3 %
    let later = of(&later, Code::IncoherentPair);
    assert_eq!(later[0].period().unwrap().to_string(), "2025");
    // A coherent pair is none, unless the rest loses from the start.
    let changes = [
        ("0.03", "0.45"),
        ("0.02", "0.2"),
        ("53.9 tn", "55.5 tn"),
        ("[compute]", "coherence = \"coherent\"\n[compute]"),
    ];
    assert_eq!(
        of(&changed(&[DIGITAL], &changes[..3]), Code::IncoherentPair).len(),
        1
    );
    assert!(of(&changed(&[DIGITAL], &changes), Code::IncoherentPair).is_empty());
}

#[test]
fn digital_exceeds_gdp() {
    let grown = |rate| changed(&[DIGITAL], &[("53.9 tn", "100 tn"), ("5 % per year", rate)]);
    let finding = raised_alone(
        Code::DigitalExceedsGdp,
        Severity::Severe,
        &grown("13 % per year"),
        &grown("12 % per year"),
    );
    assert_eq!(finding.period().unwrap().to_string(), "2026");
    assert!(close(
        number(&finding, "digital-share"),
        100.0 * 1.13_f64.powi(3) / (126.06 * 1.04_f64.powi(3))
    ));
    // A half that doubles while the whole stands still is all of it: nothing else is left.
    let whole = changed(
        &[DIGITAL],
        &[
            ("53.9 tn", "63.03 tn"),
            ("5 % per year", "100 % per year"),
            ("4 % per year", "0 % per year"),
        ],
    );
    let whole = of(&whole, Code::DigitalExceedsGdp);
    assert_eq!(whole[0].period().unwrap().to_string(), "2024");
    assert_eq!(number(whole[0], "digital-share"), 1.0);
    // Past the whole in one step: no coefficient of a rest that is not there.
    let raised = changed(
        &[DIGITAL],
        &[
            ("5 % per year", "150 % per year"),
            ("0.02", "0.2"),
            ("0.03", "0.4"),
        ],
    );
    assert!(of(&raised, Code::IncoherentPair).is_empty());
    assert_eq!(of(&raised, Code::DigitalExceedsGdp).len(), 1);
}

#[test]
fn implausible_digital_share() {
    let at = |base| changed(&[DIGITAL], &[("53.9 tn", base)]);
    let raised = at("53.9 bn"); // 亿 for 万亿
    let finding = raised_alone(
        Code::ImplausibleDigitalShare,
        Severity::Warning,
        &raised,
        &at("9.9 tn"),
    );
    assert!(close(number(&finding, "digital-share"), 0.0539 / 126.06));
    assert!(!of(&at("89 tn"), Code::ImplausibleDigitalShare).is_empty());
}

#[test]
fn additions_beyond_all_else_are_named() {
    let excludes = ("baseline.includes", "baseline.excludes");
    let ratio = ("coefficient.elasticity", "coefficient.growth-ratio");
    let finding = raised_alone(
        Code::AdditionExceedsGrowth,
        Severity::Warning,
        &changed(&[], &[excludes, ratio, ("0.02", "0.41")]),
        &changed(&[], &[excludes, ratio, ("0.02", "0.39")]),
    );
    assert!(close(number(&finding, "addition"), 0.041));
    assert!(close(number(&finding, "growth-without"), 0.04));
}

#[test]
fn a_part_gains_no_more_than_the_whole() {
    let pair = |digital: &str| changed(&[DIGITAL], &[("0.03", digital)]);
    // 0.02 on 126.06 tn is 0.0468 on 53.9 tn.
    let finding = raised_alone(
        Code::DigitalGainExceedsGdpGain,
        Severity::Warning,
        &pair("0.048"),
        &pair("0.045"),
    );
    assert!(number(&finding, "digital-gain") > number(&finding, "gdp-gain"));
}

#[test]
fn a_contribution_is_compared_with_a_fall_by_its_size() {
    // Ten per cent more compute at 0.2 are two points, in an economy that shrinks by one per cent.
    let rule = [
        ("coefficient.elasticity", "coefficient.growth-ratio"),
        ("0.02", "0.2"),
    ];
    let at = |growth| {
        let growth = ("4 % per year", growth);
        changed(&[], &[rule[0], rule[1], growth])
    };
    let finding = raised_alone(
        Code::ContributionExceedsGrowth,
        Severity::Severe,
        &at("-1 % per year"),
        &at("-2.1 % per year"),
    );
    assert!(close(number(&finding, "contribution"), 0.02));
    assert!(close(number(&finding, "growth"), -0.01));
    assert!(close(number(&finding, "rest"), -0.03));
    // An economy that stands still has no growth to contribute to.
    assert_eq!(
        of(&at("0 % per year"), Code::ContributionExceedsGrowth).len(),
        1
    );
    // A loss beyond the growth is a contribution beyond it too, of the other sign.
    let loss = [rule[0], ("0.02", "-0.45")];
    let loss = changed(&[], &loss);
    let loss = of(&loss, Code::ContributionExceedsGrowth);
    assert_eq!(loss[0].severity(), Severity::Warning);
    assert!(close(number(loss[0], "contribution"), -0.045));
}

#[test]
fn a_loss_of_the_part_is_compared_with_that_of_the_whole_by_its_size() {
    let pair = |digital: &str| changed(&[DIGITAL], &[("0.02", "-0.02"), ("0.03", digital)]);
    // -0.02 on 126.06 tn is -0.0468 on 53.9 tn, and losses compound alike.
    raised_alone(
        Code::DigitalGainExceedsGdpGain,
        Severity::Warning,
        &pair("-0.048"),
        &pair("-0.045"),
    );
    // The part gains, the whole loses.
    let against = pair("0.01");
    assert_eq!(of(&against, Code::DigitalGainExceedsGdpGain).len(), 1);
}

/// Without growth of compute neither gains, no capacity is added that an outlay could have bought,
/// and compute at the end of a period is compute on its average: two zeros are no contradiction.
#[test]
fn compute_that_stands_still_contradicts_nothing() {
    let still = ("10 % per year", "0 % per year");
    let findings = changed(&[DIGITAL, INVESTMENT], &[still]);
    for code in [
        Code::DigitalGainExceedsGdpGain,
        Code::OutlayAndCapacityApart,
        Code::FlowOnStock,
    ] {
        assert!(of(&findings, code).is_empty(), "{code}: {findings:#?}");
    }
}
