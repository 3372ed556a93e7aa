//! The seeds of the fuzz targets are valid: a fuzzer that starts from refused texts finds little.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use std::path::{Path, PathBuf};

use compute_impact::hubs::network::HubNetwork;
use compute_impact::simulation::{Fan, Manifest, Summary, Target};
use compute_impact::{Output, Reading, Scenario, Simulation};

fn seeds(target: &str) -> PathBuf {
    Path::new(crate::common::ROOT)
        .join("fuzz/seeds")
        .join(target)
}

/// The text of each seed of a target, without the bytes after a NUL that choose what is done with it.
fn texts(target: &str) -> Vec<(PathBuf, String)> {
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).unwrap();
        let text = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
        let text = String::from_utf8(text.to_vec()).unwrap();
        (path, text)
    };
    let files = std::fs::read_dir(seeds(target)).unwrap();
    files.map(|file| read(file.unwrap().path())).collect()
}

#[test]
fn seeds_of_scenarios_read_and_project() {
    for target in ["scenario", "models"] {
        let texts = texts(target);
        assert!(texts.len() >= 3, "{target}");
        for (path, text) in texts {
            let scenario = if text.starts_with('{') {
                Scenario::from_json(&text)
            } else {
                Scenario::from_toml(&text)
            };
            let projection = scenario.and_then(|scenario| scenario.project());
            assert!(projection.is_ok(), "{}: {projection:?}", path.display());
        }
    }
}

#[test]
fn the_seed_of_a_network_reads_and_is_served() {
    let text = std::fs::read_to_string(seeds("network").join("east-and-west.json")).unwrap();
    let network: HubNetwork = serde_json::from_str(&text).unwrap();
    assert!(network.serve().unwrap().eflops() > 0.0);
}

/// The summaries and the manifest of the fuzz seeds. With the environment variable `WRITE_SHIPPED` set
/// they are made anew.
#[test]
fn seeds_of_summaries_are_of_the_small_scenario() {
    let text = std::fs::read_to_string(seeds("models").join("one-year.toml")).unwrap();
    let scenario = Scenario::from_toml(&text).unwrap();
    let impact = Output::Gdp(Reading::Impact);
    let settings = Simulation::new(64)
        .unwrap()
        .with_outputs([impact])
        .unwrap()
        .with_targets([Target::at_least(impact, 0.05).unwrap()])
        .unwrap();
    let part = |draws| settings.part(&scenario, draws).unwrap();
    let json = |summary: &Summary| serde_json::to_string(summary).unwrap();
    let whole = scenario.simulate(&settings).unwrap();
    let exact = settings.clone().with_exact_quantiles([0.1, 0.5]).unwrap();
    let ranges = exact.locate_quantiles(&scenario).unwrap();
    let exact = exact.with_quantile_ranges(ranges);
    let made = [
        ("whole.json", json(whole.summary())),
        ("exact.json", json(&exact.part(&scenario, 0..64).unwrap())),
        (
            "two-parts",
            json(&part(0..40)) + "\0" + &json(&part(40..64)),
        ),
        (
            "manifest.json",
            serde_json::to_string(&whole.manifest()).unwrap(),
        ),
    ];
    for (name, text) in made {
        let file = seeds("summaries").join(name);
        if std::env::var_os("WRITE_SHIPPED").is_some() {
            std::fs::write(&file, &text).unwrap();
        }
        assert!(
            std::fs::read_to_string(&file).is_ok_and(|written| written == text),
            "renew {name}: WRITE_SHIPPED=1 cargo test --workspace fuzz_seeds"
        );
    }
    let exact = exact.part(&scenario, 0..64).unwrap();
    for (name, bytes) in [
        ("whole.summary", whole.summary().to_bytes()),
        ("exact.summary", exact.to_bytes()),
    ] {
        let file = seeds("summaries").join(name);
        if std::env::var_os("WRITE_SHIPPED").is_some() {
            std::fs::write(&file, &bytes).unwrap();
        }
        assert!(
            std::fs::read(&file).is_ok_and(|written| written == bytes),
            "renew {name}: WRITE_SHIPPED=1 cargo test --workspace fuzz_seeds"
        );
    }
    let whole = std::fs::read_to_string(seeds("summaries").join("whole.json")).unwrap();
    let summary: Summary = serde_json::from_str(&whole).unwrap();
    assert!(Fan::from_summary(&scenario, summary).is_ok());
    let manifest = std::fs::read_to_string(seeds("summaries").join("manifest.json")).unwrap();
    let manifest: Manifest = serde_json::from_str(&manifest).unwrap();
    assert!(manifest.verify(&scenario).is_ok());
}
