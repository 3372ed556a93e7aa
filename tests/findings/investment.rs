//! Findings on outlays, multipliers and unit costs.

use compute_impact::finding::{Code, Severity};

use super::{INVESTMENT, changed, close, number, of, raised_alone};

#[test]
fn overlapping_channels() {
    let raised = changed(&[INVESTMENT], &[]);
    let finding = raised_alone(
        Code::OverlappingChannels,
        Severity::Note,
        &raised,
        &changed(&[], &[]),
    );
    // 0.4 tn times 0.9 over GDP of 2024 without the year's compute.
    let effect = 1.1_f64.powf(0.02);
    let without = 126.06 * 1.04 / effect;
    assert!(close(number(&finding, "multiplier"), 0.36 / without));
    assert!(close(number(&finding, "response"), effect - 1.0));
}

#[test]
fn implausible_outlay() {
    let at = |amount| changed(&[INVESTMENT], &[("400 bn", amount)]);
    // All of China's recent ICT equipment investment is about 1 % of GDP: here 1.311 tn.
    let finding = raised_alone(
        Code::ImplausibleOutlay,
        Severity::Warning,
        &at("1.32 tn"),
        &at("1.3 tn"),
    );
    assert!(close(
        number(&finding, "outlay-share"),
        1.32 / (126.06 * 1.04)
    ));
}

#[test]
fn gross_output_as_gdp() {
    let raised = changed(&[INVESTMENT], &[("0.9 of value added", "3.5")]);
    let finding = raised_alone(
        Code::GrossOutputAsGdp,
        Severity::Warning,
        &raised,
        &changed(&[INVESTMENT], &[]),
    );
    assert_eq!(number(&finding, "multiplier"), 3.5);
    let gross = changed(
        &[INVESTMENT],
        &[("0.9 of value added", "3.5 of gross output")],
    );
    let gross = of(&gross, Code::GrossOutputAsGdp);
    assert_eq!(gross.len(), 1);
    assert!(gross[0].message().contains("of gross output"));
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
    let finding = raised_alone(
        Code::UnitCostOfAnotherScope,
        Severity::Warning,
        &at("0.63 bn"),
        &at("14.1 bn"),
    );
    assert_eq!(finding.place(), "compute.stock.general.unit-cost");
    assert_eq!(number(&finding, "cost-per-eflops"), 0.63e9);
}

/// Servers in FP16 are published from 0.51 bn (H800) to 1.99 bn (Ascend 910B) an EFLOPS: a cost of
/// another scope is below a seventh of the first, or above half of seven times the second.
#[test]
fn unit_costs_in_fp16_have_a_range_of_their_own() {
    let at = |cost| {
        let changes = [
            ("FP32 in use", "FP16 in use"),
            ("14.1 bn CNY per EFLOPS FP32", cost),
        ];
        changed(&[STOCK], &changes)
    };
    for (outside, inside, cost) in [
        (
            "0.072 bn CNY per EFLOPS FP16",
            "0.074 bn CNY per EFLOPS FP16",
            0.072e9,
        ),
        (
            "7 bn CNY per EFLOPS FP16",
            "6.9 bn CNY per EFLOPS FP16",
            7e9,
        ),
    ] {
        let finding = raised_alone(
            Code::UnitCostOfAnotherScope,
            Severity::Warning,
            &at(outside),
            &at(inside),
        );
        assert_eq!(number(&finding, "cost-per-eflops"), cost);
        for (name, expected) in [
            ("published-low", 0.51e9 / 7.0),
            ("published-high", 1.99e9 * 3.5),
        ] {
            let found = number(&finding, name);
            assert!((found / expected - 1.0).abs() < 1e-9, "{name}: {found}");
        }
    }
}

#[test]
fn an_outlay_that_cannot_have_bought_the_capacity_is_named() {
    // 230 EFLOPS at 10 % for three years are 76.13 more.
    let at = |amount| changed(&[INVESTMENT], &[("400 bn", amount)]);
    let finding = raised_alone(
        Code::OutlayAndCapacityApart,
        Severity::Warning,
        &at("43.5 bn"),
        &at("400 bn"),
    );
    let expected = 3.0 * 43.5e9 / (230.0 * 0.331);
    assert!((number(&finding, "cost-per-eflops") / expected - 1.0).abs() < 1e-9);
    // A stock states the unit cost of capacity.
    let stock = changed(&[INVESTMENT, STOCK], &[("400 bn", "43.5 bn")]);
    assert!(of(&stock, Code::OutlayAndCapacityApart).is_empty());
}

#[test]
fn an_outlay_that_buys_twice_what_published_costs_allow_is_named() {
    // 230 EFLOPS at 10 % for three years are 76.13 more; three outlays of 178.9 bn are 7.05 bn for
    // each, half of the published 14.1 bn.
    let at = |amount| changed(&[INVESTMENT], &[("400 bn", amount)]);
    let finding = raised_alone(
        Code::CostFarFromPublished,
        Severity::Note,
        &at("178 bn"),
        &at("180 bn"),
    );
    assert_eq!(finding.place(), "investment.outlay");
    let expected = 3.0 * 178e9 / (230.0 * 0.331);
    assert!((number(&finding, "cost-per-eflops") / expected - 1.0).abs() < 1e-9);
    assert_eq!(number(&finding, "published"), 14.1e9);
    assert!((number(&finding, "times") * expected / 14.1e9 - 1.0).abs() < 1e-9);
    // At the published cost 534 bn buy 37.87 EFLOPS.
    let message = finding.message();
    for capacity in ["buys 76.13 EFLOPS", "it buys 37.87 EFLOPS"] {
        assert!(message.contains(capacity), "{message}");
    }
    // Twice as much as is published is as far away as half of it.
    let dear = at("716 bn");
    let dear = of(&dear, Code::CostFarFromPublished);
    assert!((number(dear[0], "times") - 2.0).abs() < 0.01, "{dear:?}");
    // Of a stated unit cost, the cost itself is compared.
    let stated = |cost| changed(&[STOCK], &[("14.1 bn", cost)]);
    let finding = raised_alone(
        Code::CostFarFromPublished,
        Severity::Note,
        &stated("7 bn"),
        &stated("7.1 bn"),
    );
    assert_eq!(finding.place(), "compute.stock.general.unit-cost");
    // Exactly a half or exactly twice as much is not far.
    for cost in ["7.05 bn", "28.2 bn"] {
        assert!(of(&stated(cost), Code::CostFarFromPublished).is_empty());
    }
    // The two shipped scenarios spend the same and end far apart: the one without unit costs says so.
    let note = |name: &str| {
        let projection = compute_impact::Scenario::shipped(name)
            .unwrap()
            .project()
            .unwrap();
        let findings = projection.findings().into_iter();
        findings
            .filter(|finding| finding.code() == Code::CostFarFromPublished)
            .count()
    };
    assert_eq!(note("china-2030"), 1);
    assert_eq!(note("east-data-west-computing"), 0);
}

#[test]
fn more_value_added_than_demand_is_named() {
    let multiplier = |of: &str| changed(&[INVESTMENT], &[("0.9 of value added", of)]);
    let finding = raised_alone(
        Code::ValueAddedAboveDemand,
        Severity::Warning,
        &multiplier("3.5 of value added"),
        &multiplier("1 of value added"),
    );
    assert_eq!(finding.place(), "investment.multiplier");
    assert_eq!(number(&finding, "value-added-per-unit"), 3.5);
    // Of gross output it is the part that is value added: 3.5 times 35 % is 1.225, times 28 % 0.98.
    let chain = |value_added: &str| {
        let chain = format!(
            "{INVESTMENT}\n[investment.chain]\nvalue-added = {{ value = \"{value_added}\", \
             assumption = \"a\" }}\ndomestic = {{ value = \"60 %\", assumption = \"a\" }}\n\
             crowding-out = {{ value = \"30 %\", assumption = \"a\" }}\n"
        );
        changed(&[&chain], &[("0.9 of value added", "3.5 of gross output")])
    };
    let finding = raised_alone(
        Code::ValueAddedAboveDemand,
        Severity::Warning,
        &chain("35 %"),
        &chain("28 %"),
    );
    assert!(close(number(&finding, "value-added-per-unit"), 1.225));
    // Gross output of unknown composition is no value added.
    let gross = multiplier("3.5 of gross output");
    assert!(of(&gross, Code::ValueAddedAboveDemand).is_empty());
}

#[test]
fn a_build_out_without_a_multiplier_is_an_outlay_too() {
    let built = |amount: &str| {
        let text = super::usage::BUILD_OUT.replace("100 bn CNY", amount);
        super::findings(&super::read(&text))
    };
    // One per cent of GDP of 104 tn.
    let finding = raised_alone(
        Code::ImplausibleOutlay,
        Severity::Warning,
        &built("1.1 tn CNY"),
        &built("0.9 tn CNY"),
    );
    assert_eq!(finding.place(), "compute.stock");
    assert!(close(number(&finding, "outlay-share"), 1.1 / 104.0));
}
