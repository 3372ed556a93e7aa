//! Findings on coefficients and responses.

use compute_impact::Language;
use compute_impact::finding::{Code, Severity};

use super::{
    COEFFICIENT, COMPUTE_GROWTH, DIGITAL, INDEX, INVESTMENT, changed, close, number, of,
    raised_alone,
};

#[test]
fn point_without_range() {
    let ranged = COEFFICIENT.replace(
        "value = 0.02",
        "interval = \"0.01 to 0.03\", shape = \"uniform\"",
    );
    let finding = raised_alone(
        Code::PointWithoutRange,
        Severity::Note,
        &changed(&[], &[]),
        &changed(&[], &[(COEFFICIENT, &ranged)]),
    );
    assert_eq!(finding.place(), "gdp.response.coefficient");
    assert!(finding.message().contains("elasticity"));
    assert!(finding.message_in(Language::Chinese).contains("弹性系数"));
    // A multiplier is a coefficient too.
    let both = changed(&[INVESTMENT], &[(COEFFICIENT, &ranged)]);
    assert_eq!(
        of(&both, Code::PointWithoutRange)[0].place(),
        "investment.multiplier"
    );
}

#[test]
fn growth_ratio_at_high_growth() {
    let ratio = ("coefficient.elasticity", "coefficient.growth-ratio");
    let raised = changed(
        &[],
        &[ratio, ("10 % per year", "30 % per year"), ("0.02", "0.2")],
    );
    let not = changed(&[], &[ratio]);
    let finding = raised_alone(
        Code::GrowthRatioAtHighGrowth,
        Severity::Warning,
        &raised,
        &not,
    );
    assert_eq!(finding.period().unwrap().to_string(), "2024");
    assert!(close(number(&finding, "compute-growth"), 0.3));
    assert!(close(number(&finding, "as-growth-ratio"), 0.06));
    assert!(close(
        number(&finding, "as-elasticity"),
        0.05387395206178347
    ));
    // One fast year among slow ones is enough, and so is one fall: 0.7 to the power of 0.2 is 0.931.
    for (rate, as_elasticity) in [(0.3, 0.05387395206178347), (-0.3, 0.7_f64.powf(0.2) - 1.0)] {
        let rates = [
            "10 %".to_owned(),
            format!("{} %", 100.0 * rate),
            "10 %".to_owned(),
        ]
        .map(|rate| format!("{{ value = \"{rate} per year\", assumption = \"a\" }}"));
        let rates = format!("growth.by-period.rates = [{}]", rates.join(", "));
        let raised = changed(&[], &[ratio, (COMPUTE_GROWTH, &rates), ("0.02", "0.2")]);
        let slow = changed(&[], &[ratio, ("0.02", "0.2")]);
        let finding = raised_alone(
            Code::GrowthRatioAtHighGrowth,
            Severity::Warning,
            &raised,
            &slow,
        );
        assert_eq!(finding.period().unwrap().to_string(), "2025");
        assert!(close(number(&finding, "compute-growth"), rate));
        assert!(close(number(&finding, "as-growth-ratio"), 0.2 * rate));
        assert!(close(number(&finding, "as-elasticity"), as_elasticity));
    }
    // Of a rise and a fall that both diverge, the one that diverges more is named: 0.2 times 30 %
    // is 11 % above the effect of the elasticity, and 13 % below it for a fall of 30 %; 0.2 times
    // 100 % is 34 % above.
    for (rises, named) in [("30 %", -0.3), ("100 %", 1.0)] {
        let rates = [rises, "-30 %", "10 %"]
            .map(|rate| format!("{{ value = \"{rate} per year\", assumption = \"a\" }}"));
        let rates = format!("growth.by-period.rates = [{}]", rates.join(", "));
        let both = changed(&[], &[ratio, (COMPUTE_GROWTH, &rates), ("0.02", "0.2")]);
        let both = of(&both, Code::GrowthRatioAtHighGrowth);
        assert!(close(number(both[0], "compute-growth"), named));
    }
    // An elasticity of the same number raises no objection.
    let not = changed(&[], &[("10 % per year", "30 % per year")]);
    assert!(of(&not, Code::GrowthRatioAtHighGrowth).is_empty());
}

#[test]
fn nominal_coefficient_on_real_money() {
    let kind = ("meta-analysis", "ratio-of-growth-rates");
    let raised = changed(
        &[],
        &[kind, ("126.06 tn CNY", "126.06 tn CNY at 2020 prices")],
    );
    raised_alone(
        Code::NominalCoefficientOnRealMoney,
        Severity::Warning,
        &raised,
        &changed(&[], &[kind]),
    );
    let not = changed(&[], &[("126.06 tn CNY", "126.06 tn CNY at 2020 prices")]);
    assert!(of(&not, Code::NominalCoefficientOnRealMoney).is_empty());
}

#[test]
fn growth_ratio_as_elasticity() {
    let kind = ("meta-analysis", "ratio-of-growth-rates");
    let ratio = ("coefficient.elasticity", "coefficient.growth-ratio");
    raised_alone(
        Code::GrowthRatioAsElasticity,
        Severity::Warning,
        &changed(&[], &[kind]),
        &changed(&[], &[kind, ratio]),
    );
}

#[test]
fn far_above_literature() {
    // Four times the income share of 0.014, the catalogue's benchmark.
    let raised = changed(&[], &[("0.02", "0.057")]);
    let not = changed(&[], &[("0.02", "0.055")]);
    let finding = raised_alone(Code::FarAboveLiterature, Severity::Warning, &raised, &not);
    assert_eq!(number(&finding, "income-share"), 0.014);
    assert_eq!(number(&finding, "benchmark"), 0.014);
    assert!(close(number(&finding, "times"), 0.057 / 0.014));
    // A loss of the same size is as far from the literature.
    let loss = raised_alone(
        Code::FarAboveLiterature,
        Severity::Warning,
        &changed(&[], &[("0.02", "-0.057")]),
        &changed(&[], &[("0.02", "-0.055")]),
    );
    assert_eq!(number(&loss, "coefficient"), -0.057);
    assert!(close(number(&loss, "times"), 0.057 / 0.014));
    // Per point of an index it is not comparable with a share of income.
    let index = changed(&[], &[(COEFFICIENT, INDEX), ("20 points", "40 points")]);
    assert!(of(&index, Code::FarAboveLiterature).is_empty());
    // In a part of GDP the same income would be a larger share: 0.014 / 0.4276 is 0.0327.
    let digital = |number| changed(&[DIGITAL], &[("0.03", number)]);
    let finding = raised_alone(
        Code::FarAboveLiterature,
        Severity::Warning,
        &digital("0.132"),
        &digital("0.130"),
    );
    assert_eq!(number(&finding, "income-share"), 0.014);
    assert!(close(number(&finding, "benchmark"), 0.014 * 126.06 / 53.9));
    assert_eq!(finding.place(), "digital.response.coefficient");
}

/// Compute in use grew from 180 to 230 EFLOPS in 2023 and nominal GDP by 4.63 %, real GDP by 5.2 %:
/// an elasticity of `ln 1.0463 / ln (230 / 180)`, 0.18464, claims all of it, and 0.2068 of real
/// growth; on installed machines, from 302 to 435, 0.124 does.
#[test]
fn exceeds_recorded_growth() {
    let at = |number| changed(&[], &[("0.02", number)]);
    let code = Code::ExceedsRecordedGrowth;
    let finding = raised_alone(code, Severity::Warning, &at("0.185"), &at("0.184"));
    assert_eq!(finding.place(), "gdp.response.coefficient");
    let contribution = (230.0_f64 / 180.0).powf(0.185) - 1.0;
    assert!(close(number(&finding, "compute-growth"), 5.0 / 18.0));
    assert!(close(number(&finding, "contribution"), contribution));
    assert!(close(number(&finding, "growth"), 0.0463));
    assert!(close(number(&finding, "times"), contribution / 0.0463));
    let ratio = ("coefficient.elasticity", "coefficient.growth-ratio");
    let rule = changed(&[], &[ratio, ("0.02", "0.2")]);
    let finding = raised_alone(code, Severity::Warning, &rule, &at("0.02"));
    assert!(close(number(&finding, "contribution"), 1.0 / 18.0));
    let message = finding.message();
    for words in [
        "27.78 %",
        "miit.compute.in-use.2023-12",
        "120 %",
        "nominal growth of 4.63 %",
    ] {
        assert!(message.contains(words), "{words}: {message}");
    }
    let real = ("126.06 tn CNY", "126.06 tn CNY at 2020 prices");
    let of_real = |number| changed(&[], &[real, ("0.02", number)]);
    let finding = raised_alone(
        code,
        Severity::Warning,
        &of_real("0.207"),
        &of_real("0.206"),
    );
    assert!(close(number(&finding, "growth"), 0.052));
    assert!(finding.message().contains("real growth of 5.2 %"));
    let installed = ("FP32 in use", "FP32 installed");
    let of_installed = |number| changed(&[], &[installed, ("0.02", number)]);
    let raised = of_installed("0.125");
    let finding = raised_alone(code, Severity::Warning, &raised, &of_installed("0.123"));
    assert!(close(
        number(&finding, "compute-growth"),
        435.0 / 302.0 - 1.0
    ));
    // Of other machines, other money and an index nothing is on record.
    let clusters = ("FP32 in use", "FP32 in AI clusters");
    assert!(of(&changed(&[], &[clusters, ("0.02", "0.3")]), code).is_empty());
    let dollars = ("126.06 tn CNY", "17 tn USD");
    assert!(of(&changed(&[], &[dollars, ("0.02", "0.3")]), code).is_empty());
    assert!(of(&changed(&[], &[(COEFFICIENT, INDEX)]), code).is_empty());
}

#[test]
fn implausible_semi_elasticity() {
    let raised = changed(&[], &[(COEFFICIENT, INDEX), ("1.8 ‰", "1.8 %")]);
    let not = changed(&[], &[(COEFFICIENT, INDEX)]);
    let finding = raised_alone(
        Code::ImplausibleSemiElasticity,
        Severity::Warning,
        &raised,
        &not,
    );
    assert_eq!(number(&finding, "fraction-per-point"), 0.018);
}

#[test]
fn outside_observed_range() {
    let at = |range: &str| {
        let observed = COEFFICIENT.replace(" } }", &format!(" }}, observed = {range} }}"));
        changed(&[], &[(COEFFICIENT, &observed)])
    };
    let finding = raised_alone(
        Code::OutsideObservedRange,
        Severity::Warning,
        &at("[0.42, 0.48]"),
        &at("[0.05, 0.48]"),
    );
    assert!(close(number(&finding, "compute-growth-per-year"), 0.1));
    assert_eq!(
        (
            number(&finding, "observed-low"),
            number(&finding, "observed-high")
        ),
        (0.42, 0.48)
    );
    // Stated per quarter it is still the yearly growth that was observed.
    let observed = COEFFICIENT.replace(" } }", " }, observed = [0.09, 0.11] }");
    let quarterly = [
        (COEFFICIENT, observed.as_str()),
        ("base = \"2023\"", "base = \"2023-Q4\""),
        ("until = \"2026\"", "until = \"2024-Q4\""),
        ("10 % per year", "2.4113689084445 % per quarter"),
        ("4 % per year", "1 % per quarter"),
    ];
    assert!(of(&changed(&[], &quarterly), Code::OutsideObservedRange).is_empty());
    // A semi-elasticity was observed between scores of its index.
    let raised = changed(&[], &[(COEFFICIENT, INDEX), ("25 points", "81 points")]);
    let not = changed(&[], &[(COEFFICIENT, INDEX)]);
    let finding = raised_alone(Code::OutsideObservedRange, Severity::Warning, &raised, &not);
    assert_eq!(number(&finding, "index-points"), 81.0);
}

#[test]
fn shorter_steps_change_a_growth_ratio() {
    let quarters = [
        ("base = \"2023\"", "base = \"2023-Q4\""),
        ("until = \"2026\"", "until = \"2026-Q4\""),
        ("10 % per year", "2 % per quarter"),
        ("4 % per year", "1 % per quarter"),
        ("coefficient.elasticity", "coefficient.growth-ratio"),
    ];
    raised_alone(
        Code::GrowthRatioBySubannualStep,
        Severity::Warning,
        &changed(&[], &quarters),
        &changed(&[], &quarters[..4]),
    );
}

#[test]
fn an_index_drives_its_outcome() {
    let finding = raised_alone(
        Code::IndexDrivesOutcome,
        Severity::Note,
        &changed(&[], &[(COEFFICIENT, INDEX)]),
        &changed(&[], &[]),
    );
    assert_eq!(finding.place(), "gdp.response.index");
    let trend = (
        "counterfactual = \"frozen\"",
        "counterfactual.trend = { value = \"10 % per year\", assumption = \"as compute\" }",
    );
    let raised = changed(&[], &[(COEFFICIENT, INDEX), trend]);
    assert_eq!(
        of(&raised, Code::IndexDrivesOutcome)[0].severity(),
        Severity::Warning
    );
}

#[test]
fn saturation_is_for_gains() {
    let bent =
        COEFFICIENT.to_owned() + "\nresponse.saturation = { value = 0.5, assumption = \"bend\" }";
    let trend = |rate: &str| {
        let to = format!("counterfactual.trend = {{ value = \"{rate}\", assumption = \"a\" }}");
        changed(
            &[],
            &[(COEFFICIENT, &bent), ("counterfactual = \"frozen\"", &to)],
        )
    };
    let finding = raised_alone(
        Code::SaturationBelowCounterfactual,
        Severity::Warning,
        &trend("11 % per year"),
        &trend("9 % per year"),
    );
    // 1 - 1.1 / 1.11 is 0.9009 %.
    let message = finding.message();
    assert!(message.contains("0.9009 % below"), "{message}");
}

#[test]
fn an_elasticity_is_compared_with_the_size_of_its_industry() {
    let raised = changed(&[], &[("0.02", "0.2")]);
    let not = changed(&[], &[("0.02", "0.07")]);
    let finding = raised_alone(Code::AboveDomarWeight, Severity::Note, &raised, &not);
    // Sales of 1.8 tn over GDP of 120.4724 tn: 0.2 is some 13 times as much.
    assert!((number(&finding, "times") - 0.2 * 120.4724 / 1.8).abs() < 1e-9);
    let loss = changed(&[], &[("0.02", "-0.2")]);
    assert_eq!(of(&loss, Code::AboveDomarWeight).len(), 1);
    // The sales are those of China in yuan of their year.
    for other in ["126.06 tn USD", "126.06 tn CNY at 2020 prices"] {
        let other = changed(&[], &[("0.02", "0.2"), ("126.06 tn CNY", other)]);
        assert!(of(&other, Code::AboveDomarWeight).is_empty());
    }
}

#[test]
fn tiers_of_an_index_have_no_published_base() {
    let tiers = |list: &str| {
        let index = format!("{INDEX}\nresponse.index.tiers = {list}");
        changed(&[], &[(COEFFICIENT, &index)])
    };
    // The path runs from 20 to 25 points.
    let finding = raised_alone(
        Code::UndefinedIndexBase,
        Severity::Warning,
        &tiers("[{ above = 15, factor = 1.5 }, { above = 22, factor = 3 }]"),
        &tiers("[{ above = 40, factor = 1.5 }]"),
    );
    assert_eq!(finding.place(), "gdp.response.index");
    assert_eq!(number(&finding, "above-points"), 22.0);
    assert_eq!(number(&finding, "factor"), 3.0);
    let plain = changed(&[], &[(COEFFICIENT, INDEX)]);
    assert!(of(&plain, Code::UndefinedIndexBase).is_empty());
}

#[test]
fn figures_in_remedies_are_those_of_the_economy() {
    let coefficient = |economy: &str, id: &str| {
        let (parts, from): (&[&str], &str) = match economy {
            "gdp" => (&[], COEFFICIENT),
            _ => (
                &[DIGITAL],
                r#"response.coefficient.elasticity = { value = 0.03, source = { publisher = "authors", title = "study", kind = "meta-analysis", confidence = "high" } }"#,
            ),
        };
        let to = format!("response.coefficient.growth-ratio = {{ catalogue = \"{id}\" }}");
        let findings = changed(parts, &[(from, &to)]);
        of(&findings, Code::CoefficientOfOtherMachines)[0].remedy()
    };
    // On capacity in use the quotients are 6.5 / 30 for GDP and 11.5 / 30 for the digital economy.
    let gdp = coefficient("gdp", "caict.growth-ratio.gdp");
    assert!(gdp.contains("0.22") && !gdp.contains("0.38"), "{gdp}");
    let digital = coefficient("digital", "caict.growth-ratio.digital");
    assert!(
        digital.contains("0.38") && !digital.contains("0.22"),
        "{digital}"
    );
}
