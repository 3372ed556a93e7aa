//! Time and peak memory of the largest inputs that the library accepts, for docs/limits-runs.md:
//! `cargo bench --bench largest_inputs`. Inputs that only memory limits, such as tables of 20,000
//! sectors, stand here at a size that a small machine holds.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that fails to start should say so"
)]

use std::fmt::Write;

use compute_impact::cash_flow::CashFlow;
use compute_impact::evidence::Estimate;
use compute_impact::hubs::network::{DemandClass, Hub, HubNetwork, Link, Region};
use compute_impact::hubs::pooling::{Centre, LatencyClass, Pool, Service, Sharing};
use compute_impact::input_output::{Coefficients, Labels, Leontief, Matrix, PriceType, Valuation};
use compute_impact::limits::Limit;
use compute_impact::{Capacity, Currency, Frequency, Money, Scenario, Simulation};
use divan::{AllocProfiler, Bencher, black_box};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// A century of months in which each period has rates of its own, with alternatives, filled up with
/// a comment to the largest file.
fn century(alternatives: usize) -> String {
    let rate = "{ value = \"0.3 % per month\", assumption = \"x\" },";
    let rates = rate.repeat(1_200);
    let mut text = format!(
        r#"
version = 1
name = "a century"
base = "2024-12"
until = "2124-12"

[compute]
base = {{ value = "280 EFLOPS FP32 in use", assumption = "x" }}
counterfactual = "frozen"
path.total.growth.by-period.rates = [{rates}]

[gdp]
base = {{ value = "11 tn CNY", assumption = "x" }}
baseline.excludes.by-period.rates = [{rates}]
response.coefficient.elasticity = {{ value = 0.2, assumption = "x", uncertainty = {{ shape = "uniform", low = 0.1, high = 0.3 }} }}
"#
    );
    for number in 0..alternatives {
        write!(
            text,
            "\n[[alternative]]\nname = \"{number}\"\ncoherence = \"as-published\"\n\
             weight = {{ value = \"1 %\", assumption = \"x\" }}\n"
        )
        .unwrap();
    }
    let rest = Limit::FileBytes.most() - text.len() - 1;
    write!(text, "#{}", "x".repeat(rest)).unwrap();
    text
}

#[divan::bench(sample_count = 3)]
fn reading_ten_megabytes_with_94_000_inputs(bencher: Bencher) {
    let text = century(38);
    bencher.bench(|| Scenario::from_toml(black_box(&text)).unwrap());
}

#[divan::bench(sample_count = 3)]
fn projecting_1_200_periods_of_2_400_inputs(bencher: Bencher) {
    let scenario = Scenario::from_toml(&century(0)).unwrap();
    bencher.bench(|| scenario.project());
}

#[divan::bench(sample_count = 3)]
fn simulating_them_10_000_times(bencher: Bencher) {
    let scenario = Scenario::from_toml(&century(0)).unwrap();
    let settings = Simulation::new(10_000).unwrap();
    bencher.bench(|| scenario.simulate(&settings).unwrap());
}

#[divan::bench(sample_count = 3)]
fn internal_rate_of_a_million_flows(bencher: Bencher) {
    let like: Money = "0 CNY".parse().unwrap();
    let mut amounts = vec![1.0; Limit::CashFlows.most()];
    amounts[0] = -1e5;
    bencher.bench(|| {
        let flow = CashFlow::from_amounts(Frequency::Month, like, &amounts).unwrap();
        flow.internal_rates().unwrap()
    });
}

#[divan::bench(sample_count = 1, args = [1_000, 4_000])]
#[expect(clippy::cast_precision_loss, reason = "a small count")]
fn factoring_a_table_of(bencher: Bencher, sectors: usize) {
    let labels = Labels::single_region("economy", (0..sectors).map(|k| k.to_string())).unwrap();
    let prices = Valuation::new(PriceType::Basic, Currency::CNY, 2020, 1e8).unwrap();
    let part = |place: usize| 0.9 * (1.0 + (place % 7) as f64 / 7.0) / (2.0 * sectors as f64);
    let values = (0..sectors * sectors).map(part).collect();
    let inputs = Matrix::new(sectors, sectors, values).unwrap();
    let coefficients = Coefficients::new(labels, prices, inputs).unwrap();
    bencher.bench(|| Leontief::new(&coefficients).unwrap());
}

#[divan::bench(sample_count = 3, args = [Sharing::Divided, Sharing::Lent])]
fn pooling_100_centres_of_90_000_servers(bencher: Bencher, sharing: Sharing) {
    let centres = (0..100).map(|number| {
        let centre = Centre::new(number.to_string(), 90_000, 7e4 + 80.0 * f64::from(number));
        centre.unwrap().with_link(f64::from(number)).unwrap()
    });
    let classes = (0..100).map(|number| LatencyClass::new(2.0 * f64::from(number), 0.01).unwrap());
    let service = Service::new(0.05, 0.1).unwrap();
    let pool = Pool::new(centres, classes, service).unwrap();
    bencher.bench(|| pool.gain(sharing));
}

/// As many hubs as regions, all linked.
#[divan::bench(sample_count = 1, args = [10, 30, 100])]
#[expect(clippy::cast_precision_loss, reason = "a small count")]
fn serving_a_network_of(bencher: Bencher, count: usize) {
    let capacity = |number: usize| {
        let text = format!("{} EFLOPS FP16", 10 + number * 7 % 13);
        Estimate::<Capacity>::assumed(text.parse().unwrap(), "x").unwrap()
    };
    let hubs =
        (0..count).map(|n| Hub::new(n.to_string(), n.to_string()).with_capacity(capacity(n)));
    let regions = (0..count).map(|n| {
        let demand = [DemandClass::new(20.0, capacity(n + 3))];
        Region::new(n.to_string(), demand)
    });
    let links = (0..count * count).map(|n| {
        let latency = 1.0 + (n % 17) as f64;
        Link::new((n / count).to_string(), (n % count).to_string(), latency)
    });
    let network = HubNetwork::new(hubs, regions, links, []).unwrap();
    bencher.bench(|| network.serve().unwrap());
}
