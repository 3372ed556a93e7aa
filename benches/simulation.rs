//! What each part of a model adds to the cost of a draw: 6 years, all inputs of the part uncertain,
//! one thread.
#![allow(missing_docs, clippy::unwrap_used)]

use compute_impact::scenario::{Output, Reading};
use compute_impact::{Scenario, Simulation};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

const DRAWS: u64 = 16_384;

const HEAD: &str = r#"
version = 1
name = "bench"
base = "2024"
until = "2030"
[gdp]
base = { value = "134.9 tn CNY", assumption = "x" }
baseline.includes.constant = { value = "4.5 % per year", assumption = "x" }
response.coefficient.elasticity = { interval = "0.003 to 0.0426", shape = "log-normal", assumption = "x" }
[compute]
base = { value = "280 EFLOPS FP32 in use", assumption = "x" }
counterfactual = "frozen"
"#;

const GROWTH: &str = r#"
[compute.path.segments]
mix = { general = "68 %", smart = "32 %", supercomputing = "0 %" }
mix-source = { publisher = "a", title = "x", kind = "assumption", confidence = "assumed" }
general.constant = { interval = "10 to 20 % per year", shape = "uniform", assumption = "x" }
smart.constant = { interval = "30 to 50 % per year", shape = "uniform", assumption = "x" }
"#;

const BUILD_OUT: &str = r#"
[compute.path.build-out]
mix = { general = "68 %", smart = "32 %", supercomputing = "0 %" }
mix-source = { publisher = "a", title = "x", kind = "assumption", confidence = "assumed" }
general.per-period = { value = "100 bn CNY", assumption = "x" }
smart.per-period = { value = "300 bn CNY", assumption = "x" }
"#;

const STOCK: &str = r#"
[compute.stock.general]
retirement.geometric = { interval = "10 to 20 %", shape = "uniform", assumption = "x" }
unit-cost.start = { value = "14 bn CNY per EFLOPS FP32 in use", assumption = "x", uncertainty = { shape = "uniform", low = 1e10, high = 2e10 } }
[compute.stock.smart]
retirement.life = { interval = "4 to 7 years", shape = "uniform", assumption = "x" }
unit-cost.start = { value = "9 bn CNY per EFLOPS FP32 in use", assumption = "x", uncertainty = { shape = "uniform", low = 6e9, high = 13e9 } }
"#;

const USE: &str = r#"
[compute.use.smart]
utilisation = { interval = "20 to 30 %", shape = "uniform", assumption = "x" }
"#;

const POLICIES: &str = r#"
[[policy]]
name = "restriction"
[[policy.shock]]
restriction = { segment = "smart", from = "2026", limit.premium = { value = 1.6, assumption = "x", uncertainty = { shape = "uniform", low = 0.8, high = 2.4 } }, substitution.up-to = { value = "80 %", assumption = "x", uncertainty = { shape = "uniform", low = 0.5, high = 1 } }, substitution.over = { interval = "3 to 8 years", shape = "uniform", assumption = "x" } }
[[policy]]
name = "efficiency"
[[policy.shock]]
efficiency = { segment = "smart", of = "utilisation", gain.by = { interval = "1.1 to 1.7", shape = "uniform", assumption = "x" }, from = "2026", over = { value = "3 years", assumption = "x" } }
"#;

const MARKET: &str = r#"
[compute.market.smart]
search = { interval = "1 to 10 %", shape = "uniform", assumption = "x" }
cost = { rate = { interval = "4 to 10 % per year", shape = "uniform", assumption = "x" }, life = { interval = "4 to 6 years", shape = "uniform", assumption = "x" }, sold = { interval = "50 to 70 %", shape = "uniform", assumption = "x" } }
[compute.market.smart.demand]
growth.constant = { interval = "30 to 60 % per year", shape = "uniform", assumption = "x" }
elasticity = { value = "-1", assumption = "x", uncertainty = { shape = "uniform", low = -1.7, high = -0.3 } }
ceiling = { interval = "60 to 80 %", shape = "uniform", assumption = "x" }
"#;

const ALL_OF_A_MARKET: &str = r#"
induced = { share = { interval = "20 to 60 %", shape = "uniform", assumption = "x" }, lag = 1 }
[compute.market.smart.sites]
count = 9
servers = 16
movable = { interval = "40 to 60 %", shape = "uniform", assumption = "x" }
[[policy]]
name = "vouchers"
[[policy.shock]]
voucher = { segment = "smart", rate = { interval = "20 to 40 %", shape = "uniform", assumption = "x" }, budget = { value = "1 bn CNY", assumption = "x" }, payer = "city", from = "2026" }
[[policy.shock]]
platform = { segment = "smart", registered = { interval = "40 to 80 %", shape = "uniform", assumption = "x" }, from = "2026", over = { value = "3 years", assumption = "x" } }
"#;

const CHAIN: &str = r#"
[investment]
outlay = "of-compute"
multiplier = { interval = "3 to 4 of gross output", shape = "uniform", assumption = "x" }
payout = ["50 %", "30 %", "20 %"]
discount = { interval = "4 to 6 % per year", shape = "uniform", assumption = "x" }
chain = { value-added = { interval = "25 to 45 %", shape = "uniform", assumption = "x" }, domestic = { interval = "40 to 80 %", shape = "uniform", assumption = "x" }, crowding-out = { interval = "20 to 80 %", shape = "uniform", assumption = "x" } }
"#;

const LEARNING: (&str, &str) = (
    "unit-cost.start = { value = \"9 bn",
    "unit-cost.learning = { interval = \"10 to 25 %\", shape = \"uniform\", assumption = \"x\" }\nunit-cost.start = { value = \"9 bn",
);

fn run(bencher: Bencher<'_, '_>, parts: &[&str], policies: &[&str], output: Output) {
    let text = parts.concat();
    let scenario = Scenario::from_toml(&text).unwrap();
    let scenario = scenario.under(policies.iter().copied()).unwrap();
    let settings = Simulation::new(DRAWS)
        .unwrap()
        .with_threads(1)
        .unwrap()
        .with_outputs([output])
        .unwrap();
    bencher
        .counter(ItemsCount::new(DRAWS))
        .bench_local(|| black_box(&scenario).simulate(&settings).unwrap());
}

/// Not the impact: numbers about zero spread over many powers of two, and cost more to count.
const WITHOUT: Output = Output::Gdp(Reading::Without);

#[divan::bench]
fn a_growth_of_segments(bencher: Bencher<'_, '_>) {
    run(bencher, &[HEAD, GROWTH], &[], WITHOUT);
}

#[divan::bench]
fn b_build_out_and_vintages(bencher: Bencher<'_, '_>) {
    run(bencher, &[HEAD, BUILD_OUT, STOCK], &[], WITHOUT);
}

#[divan::bench]
fn c_with_learning(bencher: Bencher<'_, '_>) {
    let stock = STOCK.replace(LEARNING.0, LEARNING.1);
    run(bencher, &[HEAD, BUILD_OUT, &stock], &[], WITHOUT);
}

#[divan::bench]
fn d_with_utilisation(bencher: Bencher<'_, '_>) {
    run(bencher, &[HEAD, BUILD_OUT, STOCK, USE], &[], WITHOUT);
}

#[divan::bench]
fn e_with_utilisation_and_efficiency(bencher: Bencher<'_, '_>) {
    let parts = [HEAD, BUILD_OUT, STOCK, USE, POLICIES];
    run(bencher, &parts, &["efficiency"], WITHOUT);
}

#[divan::bench]
fn f_with_utilisation_and_restriction(bencher: Bencher<'_, '_>) {
    let parts = [HEAD, BUILD_OUT, STOCK, USE, POLICIES];
    run(bencher, &parts, &["restriction"], WITHOUT);
}

#[divan::bench]
fn i_with_a_demand(bencher: Bencher<'_, '_>) {
    let parts = [HEAD, BUILD_OUT, STOCK, USE, MARKET];
    run(bencher, &parts, &[], WITHOUT);
}

#[divan::bench]
fn j_with_all_of_a_market(bencher: Bencher<'_, '_>) {
    let parts = [HEAD, BUILD_OUT, STOCK, USE, MARKET, ALL_OF_A_MARKET];
    run(bencher, &parts, &["vouchers"], WITHOUT);
}

#[divan::bench]
fn k_all_of_a_market_with_its_outputs(bencher: Bencher<'_, '_>) {
    use compute_impact::capacity::Segment::Smart;
    let parts = [HEAD, BUILD_OUT, STOCK, USE, MARKET, ALL_OF_A_MARKET];
    let scenario = Scenario::from_toml(&parts.concat()).unwrap();
    let scenario = scenario.under(["vouchers"]).unwrap();
    let outputs = [
        WITHOUT,
        Output::PricePaid(Smart),
        Output::UserSavings(Smart),
        Output::Waiting(Smart),
    ];
    let settings = Simulation::new(DRAWS).unwrap().with_threads(1).unwrap();
    let settings = settings.with_outputs(outputs).unwrap();
    bencher
        .counter(ItemsCount::new(DRAWS))
        .bench_local(|| black_box(&scenario).simulate(&settings).unwrap());
}

#[divan::bench]
fn g_growth_with_outlay_needed(bencher: Bencher<'_, '_>) {
    let output = Output::CapacityOutlay(compute_impact::capacity::Segment::Smart);
    run(bencher, &[HEAD, GROWTH, STOCK], &[], output);
}

#[divan::bench]
fn h_chain_to_net_present_value(bencher: Bencher<'_, '_>) {
    let parts = [HEAD, BUILD_OUT, STOCK, CHAIN];
    run(bencher, &parts, &[], Output::DiscountedBalance);
}

fn main() {
    divan::main();
}
