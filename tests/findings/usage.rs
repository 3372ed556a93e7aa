//! Findings on stocks, power and use: retirement, idle capacity and saturated use.

use compute_impact::Finding;
use compute_impact::finding::{Code, Severity};

use super::{close, number, of, raised_alone, read};

/// 10 EFLOPS of smart compute are bought a year, and a tenth of it retires.
pub(super) const BUILD_OUT: &str = r#"
version = 1
name = "a build-out"
base = "2024"
until = "2026"

[compute]
base = { value = "100 EFLOPS FP32 in use", assumption = "a" }
counterfactual = "frozen"
[compute.path.build-out]
mix = { general = "50 %", smart = "50 %", supercomputing = "0 %" }
mix-source = { publisher = "assumption", title = "halves", kind = "assumption", confidence = "assumed" }
smart.per-period = { value = "100 bn CNY", assumption = "a" }
[compute.stock.smart]
retirement.geometric = { value = "10 %", assumption = "a" }
unit-cost.start = { value = "10 bn CNY per EFLOPS FP32 in use", assumption = "a" }
[compute.use]
general.utilisation = { value = "40 %", assumption = "a" }
smart.utilisation = { value = "25 %", assumption = "a" }

[gdp]
base = { value = "100 tn CNY", assumption = "a" }
baseline.includes.constant = { value = "4 % per year", assumption = "a" }
response.coefficient.elasticity = { value = 0.02, assumption = "a" }
"#;

#[track_caller]
fn built(part: &str, changes: &[(&str, &str)]) -> Vec<Finding> {
    let mut text = BUILD_OUT.to_owned() + part;
    for (from, to) in changes {
        assert!(text.contains(from), "no `{from}`");
        text = text.replacen(from, to, 1);
    }
    super::findings(&read(&text))
}

/// A stock that is just replaced does not shrink, whatever the last digit of its numbers is.
#[test]
fn purchases_that_replace_what_retires_are_not_named() {
    // Half of the compute, at 10 bn CNY each, of which each year loses its percentage. In thirty years
    // the sums of purchases and of retirements differ by their rounding.
    let until = ("until = \"2026\"", "until = \"2054\"");
    for (compute, halves) in [60, 100, 140, 180]
        .into_iter()
        .flat_map(|compute| (1..=19).map(move |halves| (compute, halves)))
    {
        let percent = f64::from(halves) / 2.0;
        let (base, share, money) = (
            format!("{compute} EFLOPS"),
            format!("\"{percent} %\""),
            format!("{} bn CNY", f64::from(compute * halves) / 40.0),
        );
        let findings = built(
            "",
            &[
                ("100 EFLOPS", &base),
                ("\"10 %\"", &share),
                ("100 bn CNY", &money),
                until,
            ],
        );
        let named = of(&findings, Code::PurchasesBelowRetirement);
        assert!(named.is_empty(), "{compute}, {percent} %: {named:#?}");
    }
}

#[test]
fn purchases_that_do_not_replace_what_retires_are_named() {
    let finding = raised_alone(
        Code::PurchasesBelowRetirement,
        Severity::Warning,
        &built("", &[("100 bn CNY", "20 bn CNY")]),
        &built("", &[]),
    );
    assert_eq!(finding.place(), "compute.stock.smart");
    assert_eq!(finding.period().unwrap().to_string(), "2025");
    // 50 EFLOPS lose 5, gain 2, lose 4.5 and 0.2, and gain 2.
    let eflops = |name: &str| number(&finding, name) / 1e18;
    assert!(close(eflops("base-flop-per-s"), 50.0));
    assert!((eflops("last-flop-per-s") - 44.3).abs() < 1e-9);
    assert!((eflops("additions-flop-per-s") - 4.0).abs() < 1e-9);
    assert!((eflops("retirements-flop-per-s") - 9.7).abs() < 1e-9);
}

#[test]
fn machines_that_power_idles_while_more_are_bought_are_named() {
    let limit = |limit: &str| {
        let power = format!(
            "[compute.stock.smart.power]\nintensity = {{ value = \"20 MW per EFLOPS FP32 in use\", \
             assumption = \"a\" }}\npue = {{ value = 1.25, assumption = \"a\" }}\nlimit = {{ value \
             = \"{limit}\", assumption = \"a\" }}\n"
        );
        built(&power, &[])
    };
    // 25 MW each: 1.3 GW are 52 EFLOPS, and there are 55 in 2025 and 59.5 in 2026.
    let finding = raised_alone(
        Code::IdledByPower,
        Severity::Warning,
        &limit("1.3 GW"),
        &limit("1.5 GW"),
    );
    assert_eq!(finding.place(), "compute.stock.smart.power.limit");
    assert_eq!(finding.period().unwrap().to_string(), "2026");
    assert!((number(&finding, "idle-share") - (1.0 - 52.0 / 59.5)).abs() < 1e-9);
    assert_eq!(number(&finding, "limit-megawatts"), 1300.0);
    assert_eq!(number(&finding, "outlay"), 100e9);
}

const POLICIES: &str = r#"
[[policy]]
name = "to"
[[policy.shock]]
efficiency = { segment = "smart", of = "utilisation", gain.to = { value = "80 %", assumption = "a" }, from = "2025" }
[[policy]]
name = "by"
[[policy.shock]]
efficiency = { segment = "smart", of = "utilisation", gain.by = { value = 1.8, assumption = "a" }, from = "2025" }
[[policy]]
name = "surge"
[[policy.shock]]
demand = { segment = "smart", factor = { value = 10, assumption = "a" }, from = "2026" }
[[policy]]
name = "used more"
shock = []
"#;

#[test]
fn utilisation_that_policies_raise_to_the_full_is_named() {
    let under = |names: &str| {
        let active = format!("until = \"2026\"\nactive = [{names}]");
        built(POLICIES, &[("until = \"2026\"", &active)])
    };
    // To 80 %, and 1.8 times that: no more than 100 %.
    let finding = raised_alone(
        Code::SaturatedUse,
        Severity::Warning,
        &under("\"to\", \"by\""),
        &under("\"to\""),
    );
    assert_eq!(finding.place(), "compute.use.smart.utilisation");
    assert_eq!(finding.period().unwrap().to_string(), "2025");
    assert_eq!(number(&finding, "stated-utilisation"), 0.25);
    assert_eq!(number(&finding, "periods"), 2.0);
    // By 1.8 alone it is 45 %; ten times that is cut off, in the last year alone.
    assert!(of(&under("\"by\", \"used more\""), Code::SaturatedUse).is_empty());
    let surge = under("\"by\", \"surge\"");
    let surge = of(&surge, Code::SaturatedUse);
    assert_eq!(surge[0].period().unwrap().to_string(), "2026");
    assert_eq!(number(surge[0], "periods"), 1.0);
    // The same surge in a scenario that has no other policy.
    let (_, surge) = POLICIES.split_once("name = \"surge\"").unwrap();
    let (surge, _) = surge.split_once("[[policy]]").unwrap();
    let only = format!("[[policy]]\nname = \"surge\"{surge}");
    let active = ("until = \"2026\"", "until = \"2026\"\nactive = [\"surge\"]");
    let alone = built(&only, &[active]);
    let alone = of(&alone, Code::SaturatedUse);
    assert_eq!(alone[0].period().unwrap().to_string(), "2026");
    // Use that is stated at 100 % is stated.
    let full = built("", &[("value = \"25 %\"", "value = \"100 %\"")]);
    assert!(of(&full, Code::SaturatedUse).is_empty());
}
