//! Build-outs with stocks, policies and a multiplier chain, of which one or two numbers are absurd: each
//! is refused with its reason, or gives numbers, under its policies too.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use std::cell::Cell;

use compute_impact::policy::Policy;
use compute_impact::{Error, Scenario};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::common::cases;
use crate::laws::has_only_numbers;

/// The numbers of a scenario, each with its unit, between two ends that are ordinary.
const NUMBERS: [(&str, &str, f64, f64); 34] = [
    ("BASE", " EFLOPS FP32 in use", 50.0, 500.0),
    ("GENERAL", " bn CNY", 0.0, 100.0),
    ("SMART", " bn CNY", 0.0, 200.0),
    ("SUPER", " bn CNY", 0.0, 20.0),
    ("COST-GENERAL", " bn CNY per EFLOPS FP32 in use", 5.0, 20.0),
    ("COST-SMART", " bn CNY per EFLOPS FP32 in use", 2.0, 20.0),
    ("COST-SUPER", " bn CNY per EFLOPS FP32 in use", 1.0, 10.0),
    ("TREND", " % per PERIOD", -30.0, 10.0),
    ("LEARNING", " %", 0.0, 30.0),
    ("LIFE", " years", 1.5, 10.0),
    ("LOST", " %", 0.0, 40.0),
    ("SURVIVING-FIRST", " %", 50.0, 100.0),
    ("SURVIVING-THEN", " %", 0.0, 50.0),
    ("DRAWN", " MW per EFLOPS FP32 in use", 1.0, 50.0),
    ("PUE", "", 1.05, 1.8),
    ("POWER", " GW", 1.0, 20.0),
    ("PAST", " % per PERIOD", -20.0, 40.0),
    ("USED", " %", 20.0, 90.0),
    ("ALLOWED", " %", 0.0, 100.0),
    ("PREMIUM", "", 0.0, 1.0),
    ("REPLACED", " %", 0.0, 100.0),
    ("RAMP", " years", 1.0, 6.0),
    ("FORESEEN", " %", 0.0, 50.0),
    ("RAISED", " %", 20.0, 100.0),
    ("SURGE", "", 0.5, 2.5),
    ("GDP", " tn CNY", 50.0, 200.0),
    ("GROWTH", " % per PERIOD", -2.0, 8.0),
    ("ELASTICITY", "", -0.1, 0.3),
    ("DECAY", " %", 0.0, 90.0),
    ("RETURN", " of gross output", 0.5, 4.0),
    ("ADDED", " %", 20.0, 60.0),
    ("DOMESTIC", " %", 40.0, 90.0),
    ("CROWDED", " %", 0.0, 60.0),
    ("DISCOUNT", " % per PERIOD", 0.0, 10.0),
];

const TEXT: &str = r#"
version = 1
name = "wild"
base = "FIRST"
until = "LAST"
[compute]
base = <BASE>
counterfactual = "frozen"
[compute.path.build-out]
mix = { general = "60 %", smart = "30 %", supercomputing = "10 %" }
mix-source = { publisher = "x", title = "x", kind = "assumption", confidence = "assumed" }
general.per-period = <GENERAL>
smart.per-period = <SMART>
supercomputing.per-period = <SUPER>
[compute.stock.general]
unit-cost.start = <COST-GENERAL>
retirement.survival = [<SURVIVING-FIRST>, <SURVIVING-THEN>]
past-growth = <PAST>
[compute.stock.smart]
unit-cost = { start = <COST-SMART>, trend = <TREND>, learning = <LEARNING> }
retirement.life = <LIFE>
power = { intensity = <DRAWN>, pue = <PUE>, limit = <POWER> }
[compute.stock.supercomputing]
unit-cost.start = <COST-SUPER>
retirement.geometric = <LOST>
[compute.use]
smart.utilisation = <USED>
[gdp]
base = <GDP>
baseline.excludes.constant = <GROWTH>
response.coefficient.elasticity = <ELASTICITY>
response.lag.koyck = <DECAY>
[investment]
outlay = "of-compute"
multiplier = <RETURN>
discount = <DISCOUNT>
payout = ["50 %", "30 %", "20 %"]
chain = { value-added = <ADDED>, domestic = <DOMESTIC>, crowding-out = <CROWDED> }
[[policy]]
name = "restricted"
shock = [{ restriction = { segment = "smart", from = "2027", limit.share = <ALLOWED>, substitution = { up-to = <REPLACED>, over = <RAMP> }, anticipation = <FORESEEN> } }]
[[policy]]
name = "dearer"
shock = [{ restriction = { segment = "general", from = "2026", until = "2028", limit.premium = <PREMIUM> } }]
[[policy]]
name = "better"
shock = [{ efficiency = { segment = "smart", of = "utilisation", gain.to = <RAISED>, from = "2026", over = <RAMP> } }]
[[policy]]
name = "more"
shock = [{ demand = { segment = "smart", factor = <SURGE>, from = "2027", until = "2028" } }]
"#;

/// An ordinary number, and now and then any other.
fn number(low: f64, high: f64) -> BoxedStrategy<f64> {
    let absurd = vec![
        0.0, -0.0, 1.0, -1.0, 100.0, -100.0, 1e12, 1e-12, 1e300, -1e300, 5e-324,
    ];
    prop_oneof![
        60 => low..=high,
        1 => prop::sample::select(absurd),
        1 => proptest::num::f64::ANY,
    ]
    .boxed()
}

fn wild() -> impl Strategy<Value = Result<Scenario, Error>> {
    let numbers: Vec<_> = NUMBERS
        .iter()
        .map(|(_, _, low, high)| number(*low, *high))
        .collect();
    (numbers, any::<bool>()).prop_map(|(numbers, by_quarter)| {
        let [first, last, period] = if by_quarter {
            ["2024-Q4", "2031-Q4", "quarter"]
        } else {
            ["2024", "2034", "year"]
        };
        let named = NUMBERS.iter().zip(numbers);
        let text = named.fold(TEXT.to_owned(), |text, ((name, unit, ..), number)| {
            let value = format!("{{ value = \"{number:e}{unit}\", assumption = \"x\" }}");
            text.replace(&format!("<{name}>"), &value)
        });
        let text = text.replace("FIRST", first).replace("LAST", last);
        Scenario::from_toml(&text.replace("PERIOD", period))
    })
}

#[test]
fn wild_build_outs_give_an_error_or_numbers() {
    let counts = [Cell::new(0), Cell::new(0)];
    let under_all = Cell::new(0);
    let law = |scenario: Result<Scenario, Error>| {
        let projection = scenario.and_then(|scenario| scenario.project());
        let count = &counts[usize::from(projection.is_err())];
        count.set(count.get() + 1);
        let projection = match projection {
            Ok(projection) => projection,
            Err(error) => {
                let text = error.to_string();
                prop_assert!(text.len() > 20 && !text.contains("NaN,"), "{text}");
                return Ok(());
            }
        };
        has_only_numbers(&projection)?;
        let scenario = projection.scenario();
        let policies: Vec<&str> = scenario.policies().iter().map(Policy::name).collect();
        let under = scenario.under(policies).and_then(|under| under.project());
        if let Ok(under) = under {
            has_only_numbers(&under)?;
            under_all.set(under_all.get() + 1);
        }
        Ok(())
    };
    TestRunner::new(cases(512)).run(&wild(), law).unwrap();
    let [numbers, errors] = counts.map(Cell::into_inner);
    assert!(numbers >= 150 && errors >= 100, "{numbers} {errors}");
    // Whatever projects without its policies nearly always projects with them.
    assert!(
        10 * under_all.get() >= 9 * numbers,
        "{under_all:?} of {numbers}"
    );
}
