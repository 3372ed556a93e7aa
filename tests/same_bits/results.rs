//! Results that are pinned nowhere, as another machine must only agree on them.

use compute_impact::evidence::{Heterogeneity, MetaAnalysis, Study};
use compute_impact::explanation::sensitivity::Samples;
use compute_impact::policy::Policy;
use compute_impact::simulation::Scheme;
use compute_impact::{Output, Reading, Scenario, Simulation, kernel};

/// All results: name and value.
pub(crate) fn all() -> Vec<(String, String)> {
    let mut results = functions();
    for (name, scenario) in scenarios() {
        results.extend(points(name, &scenario));
        results.extend(simulations(name, &scenario));
    }
    results.extend(inference());
    results
}

/// The shipped scenarios, and those of the tests with the parts that they lack.
fn scenarios() -> Vec<(&'static str, Scenario)> {
    let shipped = Scenario::shipped_names().map(|name| (name, Scenario::shipped(name).unwrap()));
    let of_tests = [
        ("uncertain", include_str!("../scenarios/uncertain.toml")),
        ("full stock", include_str!("../scenarios/full-stock.toml")),
        ("vintages", include_str!("../scenarios/vintages.toml")),
        ("market", include_str!("../scenarios/market.toml")),
    ];
    let of_tests = of_tests.map(|(name, text)| (name, Scenario::from_toml(text).unwrap()));
    shipped.chain(of_tests).collect()
}

/// FNV-1a with 64 bits, over numbers by their bits.
fn hashed(numbers: impl IntoIterator<Item = u64>) -> String {
    let bytes = numbers.into_iter().flat_map(u64::to_le_bytes);
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

fn text_hashed(text: &str) -> String {
    hashed(text.bytes().map(u64::from))
}

/// Numbers from a fixed sequence (`SplitMix64`): any bit pattern, and numbers from 0 to `size`.
fn numbers(seed: u64, size: f64, count: usize) -> Vec<f64> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let mut numbers: Vec<f64> = (0..count).map(|_| f64::from_bits(next())).collect();
    // 53 bits fit a float.
    let unit = |bits: u64| (bits >> 11) as f64 / 9_007_199_254_740_992.0;
    numbers.extend((0..count).map(|_| size * unit(next())));
    numbers
}

/// Every elementary function of the kernel, over 20,000 bit patterns and as many ordinary numbers.
fn functions() -> Vec<(String, String)> {
    type Function = fn(&[f64], &mut [f64]) -> Result<(), kernel::LengthMismatch>;
    let functions: [(&str, Function, f64); 9] = [
        ("exp", kernel::exp, 700.0),
        ("exp_m1", kernel::exp_m1, 5.0),
        ("ln", kernel::ln, 1e6),
        ("ln_1p", kernel::ln_1p, 2.0),
        ("logistic", kernel::logistic, 40.0),
        ("logit", kernel::logit, 1.0),
        ("damping", kernel::damping, 50.0),
        ("normal_cumulative", kernel::normal_cumulative, 8.0),
        ("normal_quantile", kernel::normal_quantile, 1.0),
    ];
    let count = 20_000;
    let mut out = vec![0.0; 2 * count];
    let mut results = Vec::new();
    for (name, function, size) in functions {
        function(&numbers(1, size, count), &mut out).expect("slices are of one length");
        let value = hashed(out.iter().map(|x| x.to_bits()));
        results.push((format!("function {name}"), value));
    }
    let (x, y) = (numbers(2, 100.0, count), numbers(3, 20.0, count));
    kernel::pow(&x, &y, &mut out).expect("slices are of one length");
    let value = hashed(out.iter().map(|x| x.to_bits()));
    results.push(("function pow".to_owned(), value));
    results
}

/// The point forecast of a scenario, and what is said about it.
fn points(name: &str, scenario: &Scenario) -> Vec<(String, String)> {
    let projection = scenario.project().unwrap();
    let outputs = projection.outputs().iter();
    let values = outputs.flat_map(|output| projection.series(*output).unwrap().values().to_vec());
    let findings = projection.findings();
    let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
    vec![
        (
            format!("{name}, projection"),
            hashed(values.map(f64::to_bits)),
        ),
        (
            format!("{name}, {} findings", findings.len()),
            text_hashed(&said.join("\n")),
        ),
    ]
}

/// The digests of simulations of a scenario: by every scheme, under all policies, and of each.
fn simulations(name: &str, scenario: &Scenario) -> Vec<(String, String)> {
    let plain = Simulation::new(2_000).unwrap().with_seed(42);
    let mut results = Vec::new();
    for scheme in [
        Scheme::Plain,
        Scheme::Antithetic,
        Scheme::LatinHypercube,
        Scheme::Sobol,
    ] {
        let fan = scenario.simulate(&plain.clone().with_scheme(scheme).unwrap());
        let digest = fan.unwrap().manifest().digest().to_owned();
        results.push((format!("{name}, {scheme:?}"), digest));
    }
    let policies: Vec<&str> = scenario.policies().iter().map(Policy::name).collect();
    if !policies.is_empty() {
        let under = scenario.under(policies.iter().copied()).unwrap();
        let fan = under.simulate(&plain).unwrap();
        let digest = fan.manifest().digest().to_owned();
        results.push((format!("{name}, all policies"), digest));
    }
    for policy in policies {
        let effect = scenario.effect_of(policy).unwrap();
        let fan = effect.simulate(&plain).unwrap();
        let digest = fan.manifest().digest().to_owned();
        results.push((format!("{name}, effect of {policy}"), digest));
    }
    results
}

/// What is inferred from runs and data.
fn inference() -> Vec<(String, String)> {
    let scenario = Scenario::shipped("china-2030").unwrap();
    let model = scenario.model(Output::Gdp(Reading::Impact), None).unwrap();
    let indices = model.sobol(Samples::new(256).unwrap()).unwrap();
    let studies = [("A", 0.06, 0.02), ("B", 0.01, 0.01), ("C", 0.12, 0.05)];
    let studies = studies.map(|(name, value, error)| Study::new(name, value, error).unwrap());
    let pooled = MetaAnalysis::new(studies, Heterogeneity::RestrictedMaximumLikelihood);
    let pooled = pooled.unwrap().with_hartung_knapp();
    let interval = pooled.interval(0.95).unwrap();
    // Numbers print with as many digits as their bits need.
    vec![
        (
            "Sobol' indices".to_owned(),
            text_hashed(&format!("{indices:?}")),
        ),
        (
            "meta-analysis".to_owned(),
            text_hashed(&format!("{pooled:?} {interval:?}")),
        ),
    ]
}
