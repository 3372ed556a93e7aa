//! Every finding: one scenario that raises it, a near one that does not, its code, severity and
//! numbers.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.
#![allow(clippy::float_cmp, clippy::unreadable_literal)] // Numbers that pass through unchanged.

use compute_impact::{
    Finding, Scenario,
    capacity::Segment,
    finding::{Code, Severity},
    scenario::Output,
};

/// A scenario to which a careful economist has nothing to say: every change below is to this.
const CALM: &str = r#"
version = 1
name = "calm"
base = "2023"
until = "2026"

[compute]
base = { value = "230 EFLOPS FP32 in use", source = { publisher = "MIIT", title = "statistics", kind = "official-statistic", confidence = "high" } }
counterfactual = "frozen"
[compute.path.total]
growth.constant = { value = "10 % per year", source = { publisher = "MIIT", title = "statistics", kind = "official-statistic", confidence = "high" } }
smart-share.observations = [
    { at = "2022", share = { value = "24 %", source = { publisher = "CAICT", title = "paper", kind = "institute-estimate", confidence = "high" } } },
    { at = "2023", share = { value = "28 %", source = { publisher = "CAICT", title = "paper", kind = "institute-estimate", confidence = "high" } } },
]

[gdp]
base = { value = "126.06 tn CNY", source = { publisher = "NBS", title = "communiqué", kind = "official-statistic", confidence = "high" } }
baseline.includes.constant = { value = "4 % per year", source = { publisher = "NBS", title = "communiqué", kind = "official-statistic", confidence = "high" } }
response.coefficient.elasticity = { value = 0.02, source = { publisher = "authors", title = "study", kind = "meta-analysis", confidence = "high" } }
"#;

const DIGITAL: &str = r#"
[digital]
base = { value = "53.9 tn CNY", source = { publisher = "CAICT", title = "paper", kind = "institute-estimate", confidence = "high" } }
baseline.includes.constant = { value = "5 % per year", source = { publisher = "CAICT", title = "paper", kind = "institute-estimate", confidence = "high" } }
response.coefficient.elasticity = { value = 0.03, source = { publisher = "authors", title = "study", kind = "meta-analysis", confidence = "high" } }
"#;

const INVESTMENT: &str = r#"
[investment]
outlay.per-period = { value = "400 bn CNY", source = { publisher = "NDA", title = "figures", kind = "official-statistic", confidence = "high" } }
multiplier = { value = "1.2 of value added", source = { publisher = "authors", title = "table", kind = "input-output-study", confidence = "high" } }
"#;

const INDEX: &str = r#"response.coefficient.semi-elasticity = { value = "1.8 ‰ per point", source = { publisher = "IDC", title = "index", kind = "institute-estimate", confidence = "high" }, observed = [0.0, 80.0] }
response.index.base = { value = "20 points", source = { publisher = "IDC", title = "index", kind = "institute-estimate", confidence = "high" } }
response.index.target = { value = "25 points", source = { publisher = "IDC", title = "index", kind = "institute-estimate", confidence = "high" } }
response.index.at = "2026""#;

/// The coefficient of GDP in [`CALM`], to be replaced.
const COEFFICIENT: &str = r#"response.coefficient.elasticity = { value = 0.02, source = { publisher = "authors", title = "study", kind = "meta-analysis", confidence = "high" } }"#;

/// The calm scenario with more parts and with each change made.
#[track_caller]
fn changed(parts: &[&str], changes: &[(&str, &str)]) -> Vec<Finding> {
    let mut text = CALM.to_owned() + &parts.concat();
    for (from, to) in changes {
        assert!(text.contains(from), "no `{from}`");
        text = text.replacen(from, to, 1);
    }
    let source = toml::Deserializer::parse(&text).unwrap();
    let scenario = Scenario::read(source).unwrap_or_else(|error| panic!("{error}\n{text}"));
    scenario.project().unwrap().findings()
}

fn of(findings: &[Finding], code: Code) -> Vec<&Finding> {
    findings
        .iter()
        .filter(|finding| finding.code() == code)
        .collect()
}

/// Raised once by the one, not at all by the other; a place, a message and a remedy each.
#[track_caller]
fn told_apart(code: Code, severity: Severity, raised: &[Finding], not: &[Finding]) -> Finding {
    let found = of(raised, code);
    assert_eq!(found.len(), 1, "{code}: {raised:#?}");
    assert_eq!(found[0].severity(), severity);
    assert!(!found[0].place().is_empty() && !found[0].message().is_empty());
    assert!(!found[0].remedy().is_empty());
    assert!(
        found[0]
            .numbers()
            .iter()
            .all(|(_, number)| number.is_finite())
    );
    assert!(of(not, code).is_empty(), "{code}: {not:#?}");
    found[0].clone()
}

fn number(finding: &Finding, name: &str) -> f64 {
    let found = finding.numbers().iter().find(|(held, _)| *held == name);
    found
        .unwrap_or_else(|| panic!("no `{name}` in {finding:?}"))
        .1
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}

#[test]
fn a_calm_scenario_only_lacks_a_range() {
    let findings = changed(&[], &[]);
    let codes: Vec<String> = findings.iter().map(|f| f.code().to_string()).collect();
    assert_eq!(codes, ["frozen-counterfactual", "point-without-range"]);
    assert!(
        findings
            .iter()
            .all(|finding| finding.severity() == Severity::Note)
    );
    assert_eq!(findings[1].place(), "gdp.response.coefficient");
    assert_eq!(number(&findings[1], "coefficient"), 0.02);
}

#[test]
fn point_without_range() {
    let ranged = COEFFICIENT.replace(
        "value = 0.02",
        "interval = \"0.01 to 0.03\", shape = \"uniform\"",
    );
    let found = told_apart(
        Code::PointWithoutRange,
        Severity::Note,
        &changed(&[], &[]),
        &changed(&[], &[(COEFFICIENT, &ranged)]),
    );
    assert_eq!(found.place(), "gdp.response.coefficient");
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
    let found = told_apart(
        Code::GrowthRatioAtHighGrowth,
        Severity::Warning,
        &raised,
        &not,
    );
    assert_eq!(found.period().unwrap().to_string(), "2024");
    assert!(close(number(&found, "compute growth"), 0.3));
    assert!(close(number(&found, "as growth ratio"), 0.06));
    assert!(close(number(&found, "as elasticity"), 0.05387395206178347));
    // An elasticity of the same number is what it says.
    let not = changed(&[], &[("10 % per year", "30 % per year")]);
    assert!(of(&not, Code::GrowthRatioAtHighGrowth).is_empty());
}

#[test]
fn baseline_holds_compute() {
    let excludes = ("baseline.includes", "baseline.excludes");
    let assumed = (
        r#"value = "4 % per year", source = { publisher = "NBS", title = "communiqué", kind = "official-statistic", confidence = "high" }"#,
        r#"value = "4 % per year", assumption = "growth without compute""#,
    );
    let raised = changed(&[], &[excludes]);
    let not = changed(&[], &[excludes, assumed]);
    let found = told_apart(Code::BaselineHoldsCompute, Severity::Warning, &raised, &not);
    assert_eq!(found.place(), "gdp.baseline.excludes");
    assert!(of(&changed(&[], &[]), Code::BaselineHoldsCompute).is_empty());
    // A published level to reach holds compute as well as a published rate.
    let target = (
        r#"includes.constant = { value = "4 % per year","#,
        r#"excludes.to-target = { at = "2026", level.value = "140 tn CNY", level."#,
    );
    let text = CALM.replacen(target.0, "", 1);
    assert_ne!(text, CALM);
    let level = r#"includes.constant = { value = "4 % per year", source = { publisher = "NBS", title = "communiqué", kind = "official-statistic", confidence = "high" } }"#;
    let to = r#"excludes.to-target = { at = "2026", level = { value = "140 tn CNY", source = { publisher = "IMF", title = "outlook", kind = "forecast", confidence = "high" } } }"#;
    let raised = changed(&[], &[(level, to)]);
    told_apart(Code::BaselineHoldsCompute, Severity::Warning, &raised, &not);
}

#[test]
fn contribution_exceeds_growth() {
    let ratio = ("coefficient.elasticity", "coefficient.growth-ratio");
    let raised = changed(&[], &[ratio, ("0.02", "0.45")]);
    let not = changed(&[], &[ratio, ("0.02", "0.39")]);
    let found = told_apart(
        Code::ContributionExceedsGrowth,
        Severity::Severe,
        &raised,
        &not,
    );
    assert!(close(number(&found, "contribution"), 0.045));
    assert!(close(number(&found, "left for the rest"), -0.005));
    // Where all else hardly shrinks it is a warning, and where nothing grows there is no part.
    let slight = changed(&[], &[ratio, ("0.02", "0.41")]);
    assert_eq!(
        of(&slight, Code::ContributionExceedsGrowth)[0].severity(),
        Severity::Warning
    );
    let slump = changed(&[], &[("4 % per year", "-4 % per year")]);
    assert!(of(&slump, Code::ContributionExceedsGrowth).is_empty());
    assert!(close(number(&found, "growth"), 0.04));
    assert_eq!(number(&found, "periods"), 3.0);
    assert_eq!(found.place(), "gdp");
    assert_eq!(
        raised[0].code(),
        Code::ContributionExceedsGrowth,
        "the gravest comes first"
    );
}

#[test]
fn digital_inside_gdp() {
    let found = told_apart(
        Code::DigitalInsideGdp,
        Severity::Note,
        &changed(&[DIGITAL], &[]),
        &changed(&[], &[]),
    );
    assert_eq!(found.period(), None);
}

#[test]
fn overlapping_routes() {
    let raised = changed(&[INVESTMENT], &[]);
    let found = told_apart(
        Code::OverlappingRoutes,
        Severity::Note,
        &raised,
        &changed(&[], &[]),
    );
    // 0.4 tn times 1.2 over GDP of 2024 without the year's compute.
    let effect = 1.1_f64.powf(0.02);
    let without = 126.06 * 1.04 / effect;
    assert!(close(number(&found, "multiplier"), 0.48 / without));
    assert!(close(number(&found, "response"), effect - 1.0));
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
    let found = told_apart(
        Code::IncoherentPair,
        Severity::Warning,
        &pair("0.51"),
        &pair("0.4"),
    );
    assert_eq!(found.period().unwrap().to_string(), "2023");
    assert!(close(number(&found, "breach share"), 0.2 / 0.51));
    let share: f64 = 50.0 / 126.06;
    assert!(close(number(&found, "digital share"), share));
    assert!(close(
        number(&found, "coefficient of the rest"),
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
    let found = told_apart(
        Code::DigitalExceedsGdp,
        Severity::Severe,
        &grown("13 % per year"),
        &grown("12 % per year"),
    );
    assert_eq!(found.period().unwrap().to_string(), "2026");
    assert!(close(
        number(&found, "digital share"),
        100.0 * 1.13_f64.powi(3) / (126.06 * 1.04_f64.powi(3))
    ));
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
    let scenario = Scenario::read(toml::Deserializer::parse(&text).unwrap()).unwrap();
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
    let found = told_apart(
        Code::ShareJump,
        Severity::Warning,
        &raised,
        &changed(&[], &[("28 %", "45 %")]),
    );
    assert_eq!(found.period().unwrap().to_string(), "2023");
    assert_eq!((number(&found, "from"), number(&found, "to")), (0.24, 0.47));
    let speed = (0.47_f64 / 0.53).ln() - (0.24_f64 / 0.76).ln();
    assert!(close(number(&found, "log odds per year"), speed));
    // The order of the list does not matter, the dates do.
    let swapped = [("at = \"2022\"", "at = \"2024\""), ("28 %", "47 %")];
    let backwards = changed(&[], &swapped);
    assert!(number(of(&backwards, Code::ShareJump)[0], "log odds per year") < -1.0);
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
        number(of(&raised, Code::ShareJump)[0], "log odds per year"),
        1.2
    ));
}

#[test]
fn unstated_scope() {
    let raised = changed(&[], &[("FP32 in use", "FP32")]);
    let found = told_apart(
        Code::UnstatedScope,
        Severity::Note,
        &raised,
        &changed(&[], &[]),
    );
    assert_eq!(found.place(), "compute.base");
}

#[test]
fn nominal_coefficient_on_real_money() {
    let kind = ("meta-analysis", "ratio-of-growth-rates");
    let raised = changed(
        &[],
        &[kind, ("126.06 tn CNY", "126.06 tn CNY at 2020 prices")],
    );
    told_apart(
        Code::NominalCoefficientOnRealMoney,
        Severity::Warning,
        &raised,
        &changed(&[], &[kind]),
    );
    let not = changed(&[], &[("126.06 tn CNY", "126.06 tn CNY at 2020 prices")]);
    assert!(of(&not, Code::NominalCoefficientOnRealMoney).is_empty());
}

#[test]
fn target_as_projection() {
    let raised = changed(
        &[],
        &[(
            r#""28 %", source = { publisher = "CAICT", title = "paper", kind = "institute-estimate""#,
            r#""28 %", source = { publisher = "MIIT", title = "plan", kind = "policy-target""#,
        )],
    );
    let found = told_apart(
        Code::TargetAsProjection,
        Severity::Warning,
        &raised,
        &changed(&[], &[]),
    );
    assert_eq!(
        found.place(),
        "compute.path.total.smart-share.observations[1].share"
    );
    assert_eq!(number(&found, "value"), 0.28);
}

#[test]
fn growth_ratio_as_elasticity() {
    let kind = ("meta-analysis", "ratio-of-growth-rates");
    let ratio = ("coefficient.elasticity", "coefficient.growth-ratio");
    told_apart(
        Code::GrowthRatioAsElasticity,
        Severity::Warning,
        &changed(&[], &[kind]),
        &changed(&[], &[kind, ratio]),
    );
}

#[test]
fn far_above_literature() {
    // Four times the income share of 0.015.
    let raised = changed(&[], &[("0.02", "0.061")]);
    let not = changed(&[], &[("0.02", "0.059")]);
    let found = told_apart(Code::FarAboveLiterature, Severity::Warning, &raised, &not);
    assert_eq!(number(&found, "benchmark"), 0.015);
    assert!(close(number(&found, "times"), 0.061 / 0.015));
    // Per point of an index it is not comparable with a share of income.
    let index = changed(&[], &[(COEFFICIENT, INDEX), ("20 points", "40 points")]);
    assert!(of(&index, Code::FarAboveLiterature).is_empty());
    // In a part of GDP the same income would be a larger share: 0.015 / 0.4276 is 0.035.
    let digital = |number| changed(&[DIGITAL], &[("0.03", number)]);
    let found = told_apart(
        Code::FarAboveLiterature,
        Severity::Warning,
        &digital("0.141"),
        &digital("0.140"),
    );
    assert_eq!(found.place(), "digital.response.coefficient");
}

#[test]
fn implausible_semi_elasticity() {
    let raised = changed(&[], &[(COEFFICIENT, INDEX), ("1.8 ‰", "1.8 %")]);
    let not = changed(&[], &[(COEFFICIENT, INDEX)]);
    let found = told_apart(
        Code::ImplausibleSemiElasticity,
        Severity::Warning,
        &raised,
        &not,
    );
    assert_eq!(number(&found, "fraction per point"), 0.018);
}

#[test]
fn implausible_digital_share() {
    let at = |base| changed(&[DIGITAL], &[("53.9 tn", base)]);
    let raised = at("53.9 bn"); // 亿 for 万亿
    let found = told_apart(
        Code::ImplausibleDigitalShare,
        Severity::Warning,
        &raised,
        &at("9.9 tn"),
    );
    assert!(close(number(&found, "digital share"), 0.0539 / 126.06));
    assert!(!of(&at("89 tn"), Code::ImplausibleDigitalShare).is_empty());
}

#[test]
fn implausible_outlay() {
    let at = |amount| changed(&[INVESTMENT], &[("400 bn", amount)]);
    // All of China's ICT equipment investment peaked at 2.7 % of GDP.
    let found = told_apart(
        Code::ImplausibleOutlay,
        Severity::Warning,
        &at("3.6 tn"),
        &at("3.5 tn"),
    );
    assert!(close(
        number(&found, "outlay as a share of GDP"),
        3.6 / (126.06 * 1.04)
    ));
}

#[test]
fn outside_observed_range() {
    let at = |range: &str| {
        let observed = COEFFICIENT.replace(" } }", &format!(" }}, observed = {range} }}"));
        changed(&[], &[(COEFFICIENT, &observed)])
    };
    let found = told_apart(
        Code::OutsideObservedRange,
        Severity::Warning,
        &at("[0.42, 0.48]"),
        &at("[0.05, 0.48]"),
    );
    assert!(close(number(&found, "compute growth per year"), 0.1));
    assert_eq!(
        (
            number(&found, "observed from"),
            number(&found, "observed to")
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
    let found = told_apart(Code::OutsideObservedRange, Severity::Warning, &raised, &not);
    assert_eq!(number(&found, "index points"), 81.0);
}

#[test]
fn occupancy_as_utilisation() {
    let used = |title: &str| {
        let text = format!(
            "counterfactual = \"frozen\"\nuse.smart.utilisation = {{ value = \"62.72 %\", source = {{ \
             publisher = \"NDA\", title = \"{title}\", kind = \"official-statistic\", confidence = \"high\" }} }}"
        );
        changed(&[], &[("counterfactual = \"frozen\"", &text)])
    };
    let found = told_apart(
        Code::OccupancyAsUtilisation,
        Severity::Warning,
        &used("Racks let, March 2024"),
        &used("Operations used"),
    );
    assert_eq!(found.place(), "compute.use.smart.utilisation");
    assert_eq!(
        of(&used("平均上架率"), Code::OccupancyAsUtilisation).len(),
        1
    );
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
    let found = told_apart(
        Code::UnidentifiedCeiling,
        Severity::Warning,
        &changed(&[], &[ceiling]),
        &changed(&[], &[ceiling, third]),
    );
    assert_eq!(number(&found, "ceiling"), 0.6);
}

#[test]
fn gross_output_as_gdp() {
    let raised = changed(&[INVESTMENT], &[("1.2 of value added", "3.5")]);
    let found = told_apart(
        Code::GrossOutputAsGdp,
        Severity::Warning,
        &raised,
        &changed(&[INVESTMENT], &[]),
    );
    assert_eq!(number(&found, "multiplier"), 3.5);
    let gross = changed(
        &[INVESTMENT],
        &[("1.2 of value added", "3.5 of gross output")],
    );
    assert_eq!(of(&gross, Code::GrossOutputAsGdp).len(), 1);
}

#[test]
fn rests_on_assumptions() {
    let assumed = (
        r#"value = "10 % per year", source = { publisher = "MIIT", title = "statistics", kind = "official-statistic", confidence = "high" }"#,
        r#"value = "10 % per year", assumption = "a guess""#,
    );
    let found = told_apart(
        Code::RestsOnAssumptions,
        Severity::Note,
        &changed(&[], &[assumed]),
        &changed(&[], &[]),
    );
    assert_eq!(number(&found, "inputs"), 1.0);
    assert!(
        found
            .message()
            .ends_with("compute.path.total.growth.constant")
    );
    // A mix is an input too.
    let segments = r#"segments = { mix = { general = "75 %", smart = "25 %", supercomputing = "0 %" }, mix-source = { publisher = "assumption", title = "a guess", kind = "assumption", confidence = "assumed" }, general.constant = { value = "5 % per year", assumption = "a guess" }, smart.constant = { value = "30 % per year", assumption = "a guess" } }"#;
    let start = CALM.find("[compute.path.total]").unwrap();
    let end = CALM.find("[gdp]").unwrap();
    let raised = changed(&[], &[(&CALM[start..end], &format!("path.{segments}\n"))]);
    let found = told_apart(Code::RestsOnAssumptions, Severity::Note, &raised, &[]);
    assert_eq!(number(&found, "inputs"), 3.0);
    assert!(found.message().contains("compute.path.segments.mix"));
}

#[test]
fn rests_on_weak_source() {
    let weak = (
        r#"kind = "meta-analysis", confidence = "high""#,
        r#"kind = "press-report", confidence = "low""#,
    );
    let found = told_apart(
        Code::RestsOnWeakSource,
        Severity::Warning,
        &changed(&[], &[weak]),
        &changed(&[], &[]),
    );
    assert!(found.message().ends_with("gdp.response.coefficient"));
}

#[test]
fn figures_of_another_date_are_named() {
    let compute = r#"base = { value = "230 EFLOPS FP32 in use", source = { publisher = "MIIT", title = "statistics", kind = "official-statistic", confidence = "high" } }"#;
    let from = |id: &str| {
        changed(
            &[],
            &[(compute, &format!("base = {{ catalogue = \"{id}\" }}"))],
        )
    };
    let found = told_apart(
        Code::BaseDateMismatch,
        Severity::Warning,
        &from("miit.compute.in-use.2022-12"),
        &from("miit.compute.in-use.2023-12"),
    );
    assert_eq!(found.place(), "compute.base");
    assert!(close(number(&found, "years apart"), 1.0));
}

#[test]
fn shares_and_coefficients_of_other_machines_are_named() {
    let share = r#"share = { value = "28 %", source = { publisher = "CAICT", title = "paper", kind = "institute-estimate", confidence = "high" } }"#;
    let from = |id: &str| {
        changed(
            &[],
            &[(share, &format!("share = {{ catalogue = \"{id}\" }}"))],
        )
    };
    let found = told_apart(
        Code::ShareOfOtherMachines,
        Severity::Warning,
        &from("caict.smart-share.installed.2023-12"),
        &from("miit.smart-share.in-use.2024-07"),
    );
    assert_eq!(
        found.place(),
        "compute.path.total.smart-share.observations[1].share"
    );
    let rule = r#"response.coefficient.growth-ratio = { catalogue = "caict.growth-ratio.gdp" }"#;
    let raised = changed(&[], &[(COEFFICIENT, rule)]);
    let installed = changed(
        &[],
        &[(COEFFICIENT, rule), ("FP32 in use", "FP32 installed")],
    );
    told_apart(
        Code::CoefficientOfOtherMachines,
        Severity::Warning,
        &raised,
        &installed,
    );
}

#[test]
fn claims_that_are_contradicted_carry_the_note() {
    let outlay = r#"outlay.per-period = { value = "400 bn CNY", source = { publisher = "NDA", title = "figures", kind = "official-statistic", confidence = "high" } }"#;
    let claim = r#"outlay.per-period = { catalogue = "edwc.forecast.annual" }"#;
    let raised = changed(&[INVESTMENT], &[(outlay, claim)]);
    let not = changed(&[INVESTMENT], &[]);
    told_apart(Code::ContradictedSource, Severity::Warning, &raised, &not);
}

#[test]
fn real_growth_and_revised_levels_are_kept_apart() {
    let growth = r#"baseline.includes.constant = { value = "4 % per year", source = { publisher = "NBS", title = "communiqué", kind = "official-statistic", confidence = "high" } }"#;
    let real =
        r#"baseline.includes.constant = { catalogue = "nbs.gdp-growth.real.2024.preliminary" }"#;
    let raised = changed(&[], &[(growth, real)]);
    let not = changed(
        &[],
        &[
            (growth, real),
            ("126.06 tn CNY", "126.06 tn CNY at 2023 prices"),
        ],
    );
    told_apart(
        Code::RealGrowthOnCurrentPrices,
        Severity::Warning,
        &raised,
        &not,
    );

    let base = r#"base = { value = "126.06 tn CNY", source = { publisher = "NBS", title = "communiqué", kind = "official-statistic", confidence = "high" } }"#;
    let until = ("until = \"2026\"", "until = \"2024\"");
    let to = r#"baseline.includes.to-target = { at = "2024", level = { catalogue = "nbs.gdp.2023.revised" } }"#;
    let from = |id: &str| {
        let base_entry = format!("base = {{ catalogue = \"{id}\" }}");
        changed(&[], &[until, (base, &base_entry), (growth, to)])
    };
    let found = told_apart(
        Code::LevelBreak,
        Severity::Warning,
        &from("nbs.gdp.2022.final"),
        &from("nbs.gdp.2023.revised"),
    );
    assert_eq!(found.place(), "gdp.base");
}

#[test]
fn additions_beyond_all_else_are_named() {
    let excludes = ("baseline.includes", "baseline.excludes");
    let ratio = ("coefficient.elasticity", "coefficient.growth-ratio");
    let found = told_apart(
        Code::AdditionExceedsGrowth,
        Severity::Warning,
        &changed(&[], &[excludes, ratio, ("0.02", "0.41")]),
        &changed(&[], &[excludes, ratio, ("0.02", "0.39")]),
    );
    assert!(close(number(&found, "addition"), 0.041));
    assert!(close(number(&found, "growth without"), 0.04));
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
    told_apart(
        Code::GrowthRatioBySubannualStep,
        Severity::Warning,
        &changed(&[], &quarters),
        &changed(&[], &quarters[..4]),
    );
}

#[test]
fn an_index_drives_its_outcome() {
    let found = told_apart(
        Code::IndexDrivesOutcome,
        Severity::Note,
        &changed(&[], &[(COEFFICIENT, INDEX)]),
        &changed(&[], &[]),
    );
    assert_eq!(found.place(), "gdp.response.index");
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
    told_apart(
        Code::SaturationBelowCounterfactual,
        Severity::Warning,
        &trend("11 % per year"),
        &trend("9 % per year"),
    );
}

#[test]
fn a_part_gains_no_more_than_the_whole() {
    let pair = |digital: &str| changed(&[DIGITAL], &[("0.03", digital)]);
    // 0.02 on 126.06 tn is 0.0468 on 53.9 tn.
    let found = told_apart(
        Code::DigitalGainExceedsGdps,
        Severity::Warning,
        &pair("0.048"),
        &pair("0.045"),
    );
    assert!(number(&found, "digital gain") > number(&found, "GDP gain"));
}

#[test]
fn long_freezes_and_extrapolations_are_named() {
    let short = ("until = \"2026\"", "until = \"2025\"");
    told_apart(
        Code::FrozenCounterfactual,
        Severity::Note,
        &changed(&[], &[]),
        &changed(&[], &[short]),
    );
    let long = ("until = \"2026\"", "until = \"2027\"");
    let found = told_apart(
        Code::ShareExtrapolated,
        Severity::Warning,
        &changed(&[], &[long]),
        &changed(&[], &[]),
    );
    assert!(close(number(&found, "observed years"), 1.0));
    assert!(close(number(&found, "years beyond"), 4.0));
}

#[test]
fn a_spread_that_is_not_shown_is_named() {
    let ranged = COEFFICIENT.replace(
        "value = 0.02",
        "interval = \"0.01 to 0.03\", shape = \"uniform\"",
    );
    let found = told_apart(
        Code::SpreadNotShown,
        Severity::Note,
        &changed(&[], &[(COEFFICIENT, &ranged)]),
        &changed(&[], &[]),
    );
    assert!(found.message().ends_with("gdp.response.coefficient"));
}

const STOCK: &str = r#"
[compute.stock.general]
unit-cost.start = { value = "14.1 bn CNY per EFLOPS FP32 in use", source = { publisher = "NDRC", title = "press conference", kind = "official-statistic", confidence = "high" } }
retirement.geometric = { value = "15 %", source = { publisher = "authors", title = "study", kind = "meta-analysis", confidence = "high" } }
"#;

#[test]
fn unit_costs_of_another_scope_are_named() {
    // What servers alone cost in FP16, put on capacity in FP32.
    let at = |cost| changed(&[STOCK], &[("14.1 bn", cost)]);
    let found = told_apart(
        Code::UnitCostOfAnotherScope,
        Severity::Warning,
        &at("0.63 bn"),
        &at("14.1 bn"),
    );
    assert_eq!(found.place(), "compute.stock.general.unit-cost");
    assert_eq!(number(&found, "money per EFLOPS"), 0.63e9);
}

#[test]
fn an_outlay_that_cannot_have_bought_the_capacity_is_named() {
    // 230 EFLOPS at 10 % for three years are 76.13 more.
    let at = |amount| changed(&[INVESTMENT], &[("400 bn", amount)]);
    let found = told_apart(
        Code::OutlayAndCapacityApart,
        Severity::Warning,
        &at("43.5 bn"),
        &at("400 bn"),
    );
    let expected = 3.0 * 43.5e9 / (230.0 * 0.331);
    assert!((number(&found, "money per EFLOPS") / expected - 1.0).abs() < 1e-9);
    // A stock says what capacity costs.
    let stock = changed(&[INVESTMENT, STOCK], &[("400 bn", "43.5 bn")]);
    assert!(of(&stock, Code::OutlayAndCapacityApart).is_empty());
}

#[test]
fn an_elasticity_is_held_against_the_size_of_its_industry() {
    let raised = changed(&[], &[("0.02", "0.2")]);
    let not = changed(&[], &[("0.02", "0.07")]);
    let found = told_apart(Code::AboveDomarWeight, Severity::Note, &raised, &not);
    // Sales of 1.8 tn over GDP of 120.47 tn: 0.2 is some 13 times as much.
    assert!((number(&found, "times") - 0.2 * 120.47 / 1.8).abs() < 1e-9);
}

#[test]
fn codes_are_stable() {
    let codes = [
        (Code::GrowthRatioAtHighGrowth, "growth-ratio-at-high-growth"),
        (Code::BaselineHoldsCompute, "baseline-holds-compute"),
        (
            Code::ContributionExceedsGrowth,
            "contribution-exceeds-growth",
        ),
        (Code::AdditionExceedsGrowth, "addition-exceeds-growth"),
        (
            Code::GrowthRatioBySubannualStep,
            "growth-ratio-by-subannual-step",
        ),
        (Code::IndexDrivesOutcome, "index-drives-outcome"),
        (
            Code::SaturationBelowCounterfactual,
            "saturation-below-counterfactual",
        ),
        (Code::DigitalGainExceedsGdps, "digital-gain-exceeds-gdps"),
        (Code::FrozenCounterfactual, "frozen-counterfactual"),
        (Code::ShareExtrapolated, "share-extrapolated"),
        (Code::SpreadNotShown, "spread-not-shown"),
        (Code::ContradictedSource, "contradicted-source"),
        (Code::BaseDateMismatch, "base-date-mismatch"),
        (Code::ShareOfOtherMachines, "share-of-other-machines"),
        (
            Code::CoefficientOfOtherMachines,
            "coefficient-of-other-machines",
        ),
        (
            Code::RealGrowthOnCurrentPrices,
            "real-growth-on-current-prices",
        ),
        (Code::LevelBreak, "level-break"),
        (Code::DigitalInsideGdp, "digital-inside-gdp"),
        (Code::OverlappingRoutes, "overlapping-routes"),
        (Code::IncoherentPair, "incoherent-pair"),
        (Code::DigitalExceedsGdp, "digital-exceeds-gdp"),
        (Code::ShareJump, "share-jump"),
        (Code::UnstatedScope, "unstated-scope"),
        (
            Code::NominalCoefficientOnRealMoney,
            "nominal-coefficient-on-real-money",
        ),
        (Code::TargetAsProjection, "target-as-projection"),
        (Code::GrowthRatioAsElasticity, "growth-ratio-as-elasticity"),
        (Code::PointWithoutRange, "point-without-range"),
        (Code::FarAboveLiterature, "far-above-literature"),
        (
            Code::ImplausibleSemiElasticity,
            "implausible-semi-elasticity",
        ),
        (Code::ImplausibleDigitalShare, "implausible-digital-share"),
        (Code::ImplausibleOutlay, "implausible-outlay"),
        (Code::OutsideObservedRange, "outside-observed-range"),
        (Code::OccupancyAsUtilisation, "occupancy-as-utilisation"),
        (Code::UnidentifiedCeiling, "unidentified-ceiling"),
        (Code::GrossOutputAsGdp, "gross-output-as-gdp"),
        (Code::RestsOnAssumptions, "rests-on-assumptions"),
        (Code::RestsOnWeakSource, "rests-on-weak-source"),
        (Code::UnitCostOfAnotherScope, "unit-cost-of-another-scope"),
        (Code::OutlayAndCapacityApart, "outlay-and-capacity-apart"),
        (Code::AboveDomarWeight, "above-domar-weight"),
    ];
    for (code, text) in codes {
        assert_eq!(code.to_string(), text);
        assert_eq!(serde_json::to_value(code).unwrap(), text);
        assert_eq!(serde_json::from_value::<Code>(text.into()).unwrap(), code);
    }
    assert!(Severity::Severe > Severity::Warning && Severity::Warning > Severity::Note);
    assert_eq!(serde_json::to_value(Severity::Severe).unwrap(), "severe");
}

#[test]
fn a_finding_prints_on_one_line() {
    let ratio = ("coefficient.elasticity", "coefficient.growth-ratio");
    let findings = changed(&[], &[ratio, ("0.02", "0.45")]);
    assert_eq!(
        findings[0].to_string(),
        "severe contribution-exceeds-growth at gdp in 2024: compute is said to contribute 4.50 \
         percentage points to growth of 4.00 %, which leaves -0.50 % for capital, labour and \
         everything else (so in 3 of 3 periods); this holds only if all else shrinks: check the \
         coefficient"
    );
    let json = serde_json::to_value(&findings[0]).unwrap();
    assert_eq!(json["code"], "contribution-exceeds-growth");
    assert_eq!(json["severity"], "severe");
    assert_eq!(json["period"], "2024");
    assert_eq!(json["numbers"]["periods"], 3.0);
}
