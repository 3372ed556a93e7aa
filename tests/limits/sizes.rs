//! Files that are too large, too deep, or have too many alternatives.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

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

/// A total that grows by rates of its own in as many years, which are correlated pair by pair.
fn correlated(count: usize, rank: impl Fn(usize, usize) -> f64) -> String {
    let rate = "{ interval = \"2 to 4 % per year\", shape = \"uniform\", assumption = \"x\" }, ";
    let mut text = format!(
        r#"
version = 1
name = "correlated"
base = "2024"
until = "{}"

[compute]
base = {{ value = "280 EFLOPS FP32 in use", assumption = "x" }}
counterfactual = "frozen"
path.total.growth.by-period.rates = [{}]

[gdp]
base = {{ value = "11 tn CNY", assumption = "x" }}
baseline.excludes.constant = {{ value = "3 % per year", assumption = "x" }}
response.coefficient.elasticity = {{ value = 0.2, assumption = "x" }}
"#,
        2024 + count,
        rate.repeat(count),
    );
    for (later, earlier) in (0..count).flat_map(|later| (0..later).map(move |e| (later, e))) {
        let place =
            |number: usize| format!("\"compute.path.total.growth.by-period.rates[{number}]\"");
        let [from, to, rank] = [
            place(earlier),
            place(later),
            rank(earlier, later).to_string(),
        ];
        let between = [
            "[[correlation]]\nbetween = [",
            &from,
            ", ",
            &to,
            "]\nrank = ",
            &rank,
        ];
        text.extend(between);
        text += "\nassumption = \"x\"\n";
    }
    text
}

/// Each year follows the one before it: ranks that fall with the years between two are those of a
/// first-order autoregression, which is always possible.
fn fading(earlier: usize, later: usize) -> f64 {
    let years = u32::try_from(later - earlier).unwrap();
    (0.9_f64.powf(years.into())).max(1e-9)
}

#[test]
fn all_pairs_of_200_inputs_may_be_correlated_and_no_more() {
    let scenario = Scenario::from_toml(&correlated(200, fading)).unwrap();
    assert_eq!(scenario.correlations().len(), Limit::Correlations.most());
    let error = Scenario::from_toml(&correlated(201, fading)).unwrap_err();
    assert!(error.path().starts_with("correlation"), "{}", error.path());
    // Fewer pairs of more inputs are refused by the number of inputs.
    let text = correlated(201, fading);
    let (head, rest) = text.split_once("[[correlation]]").unwrap();
    let pairs = rest.split("[[correlation]]").filter(|pair| {
        (1..=200).any(|later| {
            let place = |number: usize| format!("rates[{number}]\"");
            pair.contains(&place(later)) && pair.contains(&place(later - 1))
        })
    });
    let pairs: String = pairs.flat_map(|pair| ["[[correlation]]", pair]).collect();
    let error = Scenario::from_toml(&format!("{head}{pairs}")).unwrap_err();
    assert_eq!(error.path(), "correlation");
    assert!(
        error
            .to_string()
            .contains("number of correlated inputs must lie in [0, 200]"),
        "{error}"
    );
}

/// Three groups that contradict one another, among 200 inputs: the error names each pair and what it
/// may be, and what it offers is accepted.
#[test]
fn contradictions_among_200_inputs_name_all_pairs() {
    let rank = |a: usize, b: usize| if (a + b).is_multiple_of(3) { -0.6 } else { 0.6 };
    let error = Scenario::from_toml(&correlated(200, rank)).unwrap_err();
    let ErrorKind::Incompatible { nearest } = error.kind() else {
        panic!("{error}");
    };
    assert_eq!(nearest.len(), Limit::Correlations.most());
    let mut offered = vec![[0.0; 200]; 200];
    let number = |place: &str| -> usize {
        let (_, number) = place.rsplit_once('[').unwrap();
        number.trim_end_matches(']').parse().unwrap()
    };
    for ([a, b], rank) in nearest {
        let (a, b) = (number(a), number(b));
        (offered[a][b], offered[b][a]) = (*rank, *rank);
    }
    Scenario::from_toml(&correlated(200, |a, b| offered[a][b])).unwrap();
}
