//! The scenarios that the library ships are the files of the examples.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use std::path::{Path, PathBuf};

use compute_impact::Scenario;

/// The shipped text of a scenario. With the environment variable `WRITE_SHIPPED` set it is made anew.
#[test]
fn shipped_scenarios_are_the_files_of_the_examples() {
    for name in Scenario::shipped_names() {
        let file =
            PathBuf::from(crate::common::ROOT).join(format!("examples/scenarios/{name}.toml"));
        let scenario = Scenario::from_toml(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let json = serde_json::to_string_pretty(&scenario).unwrap() + "\n";
        let shipped =
            Path::new(crate::common::ROOT).join(format!("src/scenario/shipped/{name}.json"));
        if std::env::var_os("WRITE_SHIPPED").is_some() {
            std::fs::write(&shipped, &json).unwrap();
        }
        let written = std::fs::read_to_string(&shipped).unwrap();
        assert!(
            written == json,
            "renew {name}: WRITE_SHIPPED=1 cargo test --workspace shipped"
        );
        assert_eq!(Scenario::from_json(&written).unwrap(), scenario);
        assert_eq!(
            Scenario::from_json(&written).unwrap().fingerprint(),
            scenario.fingerprint()
        );
    }
}

#[test]
fn every_scenario_of_the_examples_is_shipped() {
    let folder = PathBuf::from(crate::common::ROOT).join("examples/scenarios");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    files.sort_unstable();
    assert_eq!(files, Scenario::shipped_names().collect::<Vec<_>>());
    let error = Scenario::shipped("china-2031").unwrap_err().to_string();
    assert!(error.contains("did you mean `china-2030`?"), "{error}");
}
