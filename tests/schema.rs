//! The JSON Schema takes what the reader takes, by the word of an independent validator.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

use compute_impact::Scenario;
use jsonschema::Validator;
use serde_json::{Value, json};

fn validator() -> Validator {
    let schema = serde_json::from_str(&Scenario::json_schema()).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{error}"));
    jsonschema::draft202012::new(&schema).unwrap()
}

fn read(text: &str) -> Value {
    toml::from_str(text).unwrap()
}

fn is_read(file: &Value) -> bool {
    Scenario::read(file).is_ok()
}

/// Every scenario of a folder, by its name.
fn scenarios(folder: &str) -> Vec<(String, String)> {
    let folder = format!("{}/{folder}", crate::common::ROOT);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_toml = path.extension().is_some_and(|ending| ending == "toml");
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if is_toml {
            found.push((name, std::fs::read_to_string(path).unwrap()));
        }
    }
    assert!(!found.is_empty());
    found
}

#[track_caller]
fn assert_valid(validator: &Validator, name: &str, file: &Value) {
    let errors: Vec<String> = validator
        .iter_errors(file)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

#[test]
fn every_scenario_is_valid_as_written_and_as_serialised() {
    let validator = validator();
    for folder in ["examples/scenarios", "tests/scenarios"] {
        for (name, text) in scenarios(folder) {
            let file = read(&text);
            assert_valid(&validator, &name, &file);
            let scenario = Scenario::read(&file).unwrap();
            assert_valid(&validator, &name, &serde_json::to_value(&scenario).unwrap());
        }
    }
}

const RICH: &str = r#"
version = 1
name = "every form that the files of the examples leave out"
base = 2024
until = "2026"
coherence = "as-published"
active = ["more"]

[compute]
base = { value = "280 EFLOPS FP32 in use", assumption = "x" }
counterfactual.trend = { interval = "2 % to 4 % per year", shape = "uniform", probability = 0.9, assumption = "x" }

[compute.path.segments]
mix = { general = "67 %", smart = "32 %", supercomputing = 0.01 }
mix-source = { publisher = "x", title = "x", date = "2024-12", kind = { regression = { observations = 30, standard_error = 0.1, controls = true } }, confidence = "low" }
general.constant = { value = "16 % per year", assumption = "x", uncertainty = { shape = "uniform", interval = [0.1, 0.2], probability = 0.5 } }
smart.to-target = { level = { value = "300 EFLOPS FP32 in use", assumption = "x" }, at = "2025", then = { value = "10 % per year", assumption = "x" } }
supercomputing.by-period = { rates = [{ value = "16 % per year", assumption = "x" }], then = { value = "10 % per year", assumption = "x" } }

[compute.use.smart]
utilisation = { value = 0.3, assumption = "x" }
productivity = { value = "2", assumption = "x" }

[compute.stock.smart]
retirement.survival = [{ value = 1, assumption = "x" }, { value = 0.5, assumption = "x" }]
unit-cost.by-period = [{ value = "9 bn CNY per EFLOPS FP32 in use", assumption = "x" }, { value = "8 bn CNY per EFLOPS FP32 in use", assumption = "x" }]

[gdp]
base = { value = "134.9 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "4 % per year", assumption = "x" }
response.coefficient.semi-elasticity = { value = "1.8 ‰ per point", assumption = "x" }
response.lag.koyck = { value = "60 %", assumption = "x" }
response.index = { base = { value = 50, assumption = "x" }, target = { value = 60, assumption = "x" }, at = "2030", tiers = [{ above = 40, factor = 1.5 }] }

[digital]
base = { value = "57.9 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "7 % per year", assumption = "x" }
response.coefficient.elasticity = { value = "0.4", assumption = "x", observed = [0.0, 1.0] }
response.lag.almon = { coefficients = [1, -0.2], length = 3 }
response.saturation = { value = 2, assumption = "x" }

[[policy]]
name = "more"
[[policy.shock]]
demand = { segment = "smart", factor = { value = 1.5, assumption = "x" }, from = "2026" }

[[alternative]]
name = "other"
weight = { value = "30 %", assumption = "x" }
coherence = "as-published"
"#;

#[test]
fn rare_forms_are_valid() {
    let file = read(RICH);
    if let Err(error) = Scenario::read(&file) {
        panic!("{error}");
    }
    assert_valid(&validator(), "rich", &file);
}

/// Puts a value at a place, or takes the place away.
fn changed(file: &Value, place: &str, value: Option<Value>) -> Value {
    let mut file = file.clone();
    let (table, key) = place.rsplit_once('/').unwrap();
    let table = file.pointer_mut(table).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => table.insert(key.to_owned(), value),
        None => table.remove(key),
    };
    file
}

#[test]
fn invalid_files_are_refused_by_schema_and_reader() {
    let validator = validator();
    let china = read(include_str!("../examples/scenarios/china-2030.toml"));
    let broken = [
        // Needed keys that are missing.
        ("/version", None),
        ("/name", None),
        ("/base", None),
        ("/until", None),
        ("/compute", None),
        ("/compute/base", None),
        ("/compute/path", None),
        ("/compute/counterfactual", None),
        ("/gdp", None),
        ("/gdp/base", None),
        ("/gdp/baseline", None),
        ("/gdp/response", None),
        ("/gdp/response/coefficient", None),
        ("/digital/base/assumption", None),
        ("/investment/multiplier", None),
        ("/noise/0/persistence", None),
        // Unknown keys.
        ("/extra", Some(json!(1))),
        ("/gdp/extra", Some(json!(1))),
        ("/gdp/base/extra", Some(json!("x"))),
        ("/compute/use", Some(json!({ "clever": {} }))),
        ("/compute/path/total/extra", Some(json!(1))),
        ("/noise/0/extra", Some(json!(1))),
        (
            "/digital/base/uncertainty",
            Some(json!({ "shape": "uniform", "low": 1, "high": 2, "mean": 1 })),
        ),
        // Wrong types and unknown names.
        ("/version", Some(json!(2))),
        ("/version", Some(json!("1"))),
        ("/name", Some(json!(7))),
        ("/base", Some(json!(["2024"]))),
        ("/coherence", Some(json!("maybe"))),
        ("/compute/counterfactual", Some(json!("melted"))),
        ("/compute/base", Some(json!("280 EFLOPS FP32 in use"))),
        (
            "/compute/base",
            Some(json!({ "assumption": 3, "value": "1 EFLOPS" })),
        ),
        (
            "/gdp/base",
            Some(json!({ "assumption": "x", "value": 134 })),
        ),
        (
            "/gdp/base",
            Some(json!({ "catalogue": "x", "assumption": "x" })),
        ),
        ("/gdp/baseline", Some(json!({}))),
        ("/gdp/response/coefficient", Some(json!({ "elastic": {} }))),
        ("/gdp/response/coefficient", Some(json!(0.2))),
        (
            "/digital/base/uncertainty",
            Some(json!({ "shape": "gamma", "low": 1 })),
        ),
        ("/digital/base/uncertainty", Some(json!({ "low": 1 }))),
        ("/noise", Some(json!({}))),
        ("/active", Some(json!("all"))),
        (
            "/compute/path",
            Some(json!({ "total": {}, "segments": {} })),
        ),
    ];
    assert!(is_read(&china));
    for (place, value) in broken {
        let file = changed(&china, place, value.clone());
        assert!(!is_read(&file), "the reader takes {place} {value:?}");
        assert!(
            !validator.is_valid(&file),
            "the schema takes {place} {value:?}"
        );
    }
}

/// What an editor shows: every quantity says how it is written.
#[test]
fn quantities_say_how_they_are_written() {
    let schema: Value = serde_json::from_str(&Scenario::json_schema()).unwrap();
    for name in [
        "Capacity",
        "Money",
        "Share",
        "GrowthRate",
        "Period",
        "Years",
    ] {
        let quantity = &schema["$defs"][name];
        let examples = quantity["examples"].as_array().unwrap();
        assert!(!examples.is_empty(), "{name}");
        assert!(quantity["description"].is_string(), "{name}");
    }
    assert_eq!(schema["$defs"]["Money"]["type"], json!("string"));
    assert_eq!(
        schema["$defs"]["Share"]["type"],
        json!(["string", "number"])
    );
}
