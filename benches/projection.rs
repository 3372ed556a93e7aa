//! One scenario on one lane: what a caller waits for who projects in a loop.
//!
//! `cargo bench --bench projection`

use compute_impact::Scenario;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// Two outcomes and a smart share over so many years, from a base of 2024.
fn text(years: u32, coefficient: &str) -> String {
    let until = 2024 + years;
    format!(
        r#"
version = 1
name = "benchmark"
base = "2024"
until = "{until}"

[compute]
base = {{ value = "280 EFLOPS FP32 in use", assumption = "benchmark" }}
counterfactual = "frozen"
path.total.growth.constant = {{ value = "20 % per year", assumption = "benchmark" }}
path.total.smart-share.observations = [
    {{ at = "2023-06", share = {{ value = "25 %", assumption = "benchmark" }} }},
    {{ at = "2024-06", share = {{ value = "30 %", assumption = "benchmark" }} }},
]

[gdp]
base = {{ value = "134.9084 tn CNY", assumption = "benchmark" }}
baseline.excludes.constant = {{ value = "4 % per year", assumption = "benchmark" }}
response.coefficient.{coefficient} = {{ value = 0.02, assumption = "benchmark" }}

[digital]
base = {{ value = "57.9 tn CNY", assumption = "benchmark" }}
baseline.excludes.constant = {{ value = "4 % per year", assumption = "benchmark" }}
response.coefficient.{coefficient} = {{ value = 0.04, assumption = "benchmark" }}
"#
    )
}

#[expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot read its input has nothing to say"
)]
fn scenario(years: u32, coefficient: &str) -> Scenario {
    Scenario::from_toml(&text(years, coefficient)).unwrap()
}

#[divan::bench(args = [1, 6, 30, 100])]
fn project_elasticity(bencher: Bencher<'_, '_>, years: u32) {
    let scenario = scenario(years, "elasticity");
    bencher.bench(|| black_box(&scenario).project());
}

#[divan::bench(args = [1, 6, 30, 100])]
fn project_growth_ratio(bencher: Bencher<'_, '_>, years: u32) {
    let scenario = scenario(years, "growth-ratio");
    bencher.bench(|| black_box(&scenario).project());
}

#[divan::bench]
fn findings(bencher: Bencher<'_, '_>) {
    let projection = scenario(30, "elasticity").project();
    bencher.bench(|| {
        black_box(&projection)
            .as_ref()
            .map(compute_impact::Projection::findings)
    });
}

#[divan::bench]
fn read_check_and_compile(bencher: Bencher<'_, '_>) {
    let text = text(30, "elasticity");
    bencher.bench(|| Scenario::from_toml(black_box(&text)));
}
