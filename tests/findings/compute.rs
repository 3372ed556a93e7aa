//! Findings on the path of compute: its shares, its counterfactual, its size.

use compute_impact::Scenario;
use compute_impact::capacity::Segment;
use compute_impact::finding::{Code, Severity};
use compute_impact::scenario::Output;

use super::{CALM, COEFFICIENT, INDEX, changed, close, number, of, raised_alone};

#[test]
fn a_segment_from_nothing_has_no_growth() {
    let text = CALM
        .replacen(
            "smart-share.observations",
            "smart-share.curve = \"linear\"\nsmart-share.observations",
            1,
        )
        .replacen(
            "at = \"2022\", share = { value = \"24 %\"",
            "at = \"2023\", share = { value = \"0 %\"",
            1,
        )
        .replacen(
            "at = \"2023\", share = { value = \"28 %\"",
            "at = \"2026\", share = { value = \"30 %\"",
            1,
        );
    let scenario = Scenario::from_toml(&text).unwrap();
    let projection = scenario.project().unwrap();
    let growth = |segment| projection.series(Output::SegmentGrowth(segment));
    assert!(growth(Segment::Smart).is_none());
    assert!(growth(Segment::General).is_some());
    let json = serde_json::to_value(&projection).unwrap();
    let series = json["series"].as_array().unwrap();
    let smart = series
        .iter()
        .find(|one| one["output"] == "smart-growth")
        .unwrap();
    assert!(smart["values"][1].is_null() && smart["values"][2].is_number());
}

#[test]
fn share_jump() {
    // 24 % to 45 % in a year: log odds rise by 0.95; to 47 %: by 1.03.
    let raised = changed(&[], &[("28 %", "47 %")]);
    let finding = raised_alone(
        Code::ShareJump,
        Severity::Warning,
        &raised,
        &changed(&[], &[("28 %", "45 %")]),
    );
    assert_eq!(finding.period().unwrap().to_string(), "2023");
    assert_eq!(
        (number(&finding, "from"), number(&finding, "to")),
        (0.24, 0.47)
    );
    let speed = (0.47_f64 / 0.53).ln() - (0.24_f64 / 0.76).ln();
    assert!(close(number(&finding, "log-odds-per-year"), speed));
    // The order of the list does not matter, the dates do.
    let swapped = [("at = \"2022\"", "at = \"2024\""), ("28 %", "47 %")];
    let backwards = changed(&[], &swapped);
    assert!(number(of(&backwards, Code::ShareJump)[0], "log-odds-per-year") < -1.0);
}

#[test]
fn a_straight_share_may_start_at_nothing() {
    let straight = (
        "smart-share.observations",
        "smart-share.curve = \"linear\"\nsmart-share.observations",
    );
    for (from, to) in [("0 %", "20 %"), ("80 %", "100 %")] {
        let until = ("until = \"2026\"", "until = \"2024\"");
        let dates = ("at = \"2022\"", "at = \"2020\"");
        let findings = changed(
            &[],
            &[
                straight,
                until,
                dates,
                ("24 %", from),
                ("28 %", to),
                ("at = \"2023\"", "at = \"2024\""),
            ],
        );
        assert!(of(&findings, Code::ShareJump).is_empty(), "{from} {to}");
    }
    let raised = changed(
        &[],
        &[
            straight,
            ("until = \"2026\"", "until = \"2024\""),
            ("24 %", "0 %"),
            ("28 %", "30 %"),
        ],
    );
    assert!(close(
        number(of(&raised, Code::ShareJump)[0], "log-odds-per-year"),
        1.2
    ));
}

#[test]
fn unstated_scope() {
    let raised = changed(&[], &[("FP32 in use", "FP32")]);
    let finding = raised_alone(
        Code::UnstatedScope,
        Severity::Note,
        &raised,
        &changed(&[], &[]),
    );
    assert_eq!(finding.place(), "compute.base");
}

#[test]
fn unidentified_ceiling() {
    let ceiling = (
        "smart-share.observations",
        "smart-share.ceiling = { value = \"60 %\", assumption = \"a guess\" }\nsmart-share.observations",
    );
    let third = (
        "smart-share.observations = [",
        "smart-share.observations = [\n{ at = \"2021\", share = { value = \"20 %\", assumption = \"a third\" } },",
    );
    let finding = raised_alone(
        Code::UnidentifiedCeiling,
        Severity::Warning,
        &changed(&[], &[ceiling]),
        &changed(&[], &[ceiling, third]),
    );
    assert_eq!(number(&finding, "ceiling"), 0.6);
}

#[test]
fn certain_trend() {
    let rounded = (
        "share = { value = \"28 %\"",
        "share = { uncertainty = { shape = \"uniform\", low = 0.275, high = 0.285 }, value = \"28 %\"",
    );
    let deviation = (
        "smart-share.observations",
        "smart-share.deviation.stated.line-error = { log-odds = { value = 0, uncertainty = { shape = \"normal\", mean = 0, standard-deviation = 0.1 }, assumption = \"past errors\" }, centre = 2023.5, reach = \"2 years\" }\nsmart-share.observations",
    );
    let finding = raised_alone(
        Code::CertainTrend,
        Severity::Note,
        &changed(&[], &[rounded]),
        &changed(&[], &[rounded, deviation]),
    );
    assert_eq!(finding.place(), "compute.path.total.smart-share");
    assert!(close(number(&finding, "years-beyond"), 3.0));
    // Log odds rise by the same step each year: ln(28/72) - ln(24/76).
    let step = (28.0_f64 / 72.0).ln() - (24.0_f64 / 76.0).ln();
    let odds = 28.0 / 72.0 * (3.0 * step).exp();
    assert!(close(number(&finding, "last-share"), odds / (1.0 + odds)));
    // Certain observations leave nothing to be spread.
    assert!(of(&changed(&[], &[]), Code::CertainTrend).is_empty());
}

#[test]
fn long_freezes_and_extrapolations_are_named() {
    let short = ("until = \"2026\"", "until = \"2025\"");
    raised_alone(
        Code::FrozenCounterfactual,
        Severity::Note,
        &changed(&[], &[]),
        &changed(&[], &[short]),
    );
    let long = ("until = \"2026\"", "until = \"2027\"");
    let finding = raised_alone(
        Code::ShareExtrapolated,
        Severity::Warning,
        &changed(&[], &[long]),
        &changed(&[], &[]),
    );
    assert!(close(number(&finding, "observed-years"), 1.0));
    assert!(close(number(&finding, "years-beyond"), 4.0));
    // Two observed years allow for six years beyond them.
    let over_two_years = |until| changed(&[], &[("at = \"2022\"", "at = \"2021\""), until]);
    let finding = raised_alone(
        Code::ShareExtrapolated,
        Severity::Warning,
        &over_two_years(("until = \"2026\"", "until = \"2030\"")),
        &over_two_years(("until = \"2026\"", "until = \"2028\"")),
    );
    assert!(close(number(&finding, "observed-years"), 2.0));
    assert!(close(number(&finding, "years-beyond"), 7.0));
}

#[test]
fn a_total_out_of_proportion_with_the_world_is_named() {
    // 230 EFLOPS at 30 % a year are 230 * 1.3^t. The world's 4,495 EFLOPS of mid-2025 go on by
    // (4,495 - 906) / 2.5 = 1,435.6 a year, to 28,182 in 2041 and 29,618 in 2042. The total is
    // 25,860 in 2041 and 33,620 in 2042.
    let to = |until: &str| {
        let until = format!("until = \"{until}\"");
        changed(
            &[],
            &[
                ("10 % per year", "30 % per year"),
                ("until = \"2026\"", &until),
            ],
        )
    };
    let finding = raised_alone(
        Code::OutOfProportionWithWorld,
        Severity::Warning,
        &to("2042"),
        &to("2041"),
    );
    assert_eq!(finding.place(), "compute.path");
    assert_eq!(finding.period().unwrap().to_string(), "2042");
    let total = 230e18 * 1.3_f64.powi(19);
    assert!((number(&finding, "total-flop-per-s") / total - 1.0).abs() < 1e-12);
    assert!((number(&finding, "times") / (total / 4495e18) - 1.0).abs() < 1e-12);
    let carried_on = 4495e18 + 17.5 * (4495e18 - 906e18) / 2.5;
    assert!((number(&finding, "carried-on-flop-per-s") / carried_on - 1.0).abs() < 1e-12);
    // The world itself is in proportion with the world.
    let base = (
        "confidence = \"high\" } }",
        "confidence = \"high\" }, meaning = { geography = \"world\" } }",
    );
    let world = changed(
        &[],
        &[
            base,
            ("10 % per year", "30 % per year"),
            ("until = \"2026\"", "until = \"2042\""),
        ],
    );
    assert!(of(&world, Code::OutOfProportionWithWorld).is_empty());
    // 10,000 EFLOPS at 10 % a year are 2.45 times the world's 4,495 in 2024, and 2.32 times its
    // 5,213 in 2025: the worst year is named.
    let ahead = changed(&[], &[("230 EFLOPS", "10000 EFLOPS")]);
    let ahead = of(&ahead, Code::OutOfProportionWithWorld);
    assert_eq!(ahead[0].period().unwrap().to_string(), "2024");
    // A total as large as that of the world is not beyond it.
    let as_large = |total| {
        let still = ("10 % per year", "0 % per year");
        changed(&[], &[("230 EFLOPS", total), still])
    };
    raised_alone(
        Code::OutOfProportionWithWorld,
        Severity::Warning,
        &as_large("4496 EFLOPS"),
        &as_large("4495 EFLOPS"),
    );
}

/// An elasticity of 0.02 under growth of 10 %: at the end of the first year compute is 1.1 times what
/// it was, on its average `0.1 / ln 1.1` times.
#[test]
fn the_other_timing_is_that_of_the_first_period() {
    let findings = changed(&[], &[]);
    let noted = of(&findings, Code::FlowOnStock);
    assert_eq!(noted.len(), 1);
    assert_eq!(noted[0].period().unwrap().to_string(), "2024");
    let impact = 1.1_f64.powf(0.02) - 1.0;
    assert!(close(number(noted[0], "impact"), impact));
    let average = (0.1 / 1.1_f64.ln()).powf(0.02) - 1.0;
    assert!(close(number(noted[0], "other-impact"), average));
    // An index has its points in both timings of compute.
    let by_index = changed(&[], &[(COEFFICIENT, INDEX)]);
    assert!(of(&by_index, Code::FlowOnStock).is_empty());
}
