//! Files that are too large, too deep, or have too many alternatives.

#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::limits::Limit;
use compute_impact::{Error, ErrorKind, Scenario};
use serde_json::{Value, json};

use super::files::assumed;
use super::{assert_refused, counted};

/// A file of 600 alternatives took gigabytes, as each of them had a copy of all.
#[test]
fn many_alternatives_of_a_toml_file_are_refused() {
    let alternatives = "\n[[alternative]]\nname = \"another\"\n\
        weight = { value = \"0.1 %\", assumption = \"x\" }\ncoherence = \"as-published\"\n"
        .repeat(600);
    let error = Scenario::from_toml(&format!("{}{alternatives}", super::UNCERTAIN)).unwrap_err();
    assert_eq!(error.path(), "alternative");
    let words = format!("at most {} are allowed", counted(Limit::Alternatives));
    assert!(error.to_string().contains(&words), "{error}");
}

#[test]
fn a_text_past_the_limit_is_not_parsed() {
    // A text that no format reads: a syntax error would be another message.
    let text = "]".repeat(Limit::FileBytes.most() + 1);
    assert_refused(
        Limit::FileBytes,
        "toml",
        &Scenario::from_toml(&text).unwrap_err(),
    );
    assert_refused(
        Limit::FileBytes,
        "json",
        &Scenario::from_json(&text).unwrap_err(),
    );
    let error = Scenario::from_json(&text[1..]).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Document { .. }),
        "{error}"
    );
}

#[test]
fn inputs_of_all_alternatives_together_are_limited() {
    // A century of months, each with a rate of its own, in 64 alternatives.
    let rates = vec![assumed("0.3 % per month"); 1_200];
    let gdp = json!({
        "base": assumed("134.9084 tn CNY"),
        "baseline": { "excludes": { "by-period": { "rates": rates } } },
        "response": { "coefficient": { "elasticity": assumed(0.2) } },
    });
    let compute = json!({
        "base": assumed("280 EFLOPS FP32 in use"),
        "counterfactual": "frozen",
        "path": { "total": { "growth": { "by-period": { "rates": rates } } } },
    });
    let alternative = |number: usize| {
        let name = number.to_string();
        json!({ "name": name, "weight": assumed("1 %"), "coherence": "as-published" })
    };
    let file = |alternatives: usize| {
        let alternatives: Vec<Value> = (0..alternatives).map(alternative).collect();
        json!({
            "version": 1, "name": "a century", "base": "2024-12", "until": "2124-12",
            "compute": compute, "gdp": gdp, "alternative": alternatives,
        })
    };
    let one = Scenario::read(file(0)).unwrap().inputs().len();
    assert!(one > 2_400, "{one}");
    let error: Error = Scenario::read(file(Limit::Inputs.most() / one)).unwrap_err();
    assert_refused(Limit::Inputs, "a century", &error);
    assert!(error.path().starts_with("alternative["), "{error}");
    assert!(Scenario::read(file(1)).is_ok());
}

#[test]
fn deep_nesting_is_refused() {
    let depth = 500_000;
    for text in ["[".repeat(depth), "{\"compute\":".repeat(depth)] {
        let error = Scenario::from_json(&text).unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Document { .. }),
            "{error}"
        );
    }
    for text in [
        format!("version = {}", "[".repeat(depth)),
        format!("version = {}", "{a = ".repeat(depth)),
        format!("{}a = 1", "a.".repeat(depth)),
        format!("[{}a]\nb = 1", "a.".repeat(depth)),
    ] {
        let error = Scenario::from_toml(&text).unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Document { .. }),
            "{error}"
        );
    }
}
