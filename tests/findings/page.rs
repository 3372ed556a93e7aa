//! The page of all codes, `docs/findings.md`, is made from their explanations.

use std::fmt::Write as _;
use std::path::Path;

use compute_impact::estimation::Caution;
use compute_impact::finding::{Code, Severity};

const INTRODUCTION: &str = "\
# Findings

A finding is an objection that a careful economist would raise against a scenario or its result. It
never stops a projection: it travels with the result, with a stable code, a severity, the place and
the period where it applies, a sentence, the numbers behind it and a remedy. The sentence and the
remedy can be had in English and in Chinese.

Severities, most severe first:

| severity | 中文 | meaning |
|---|---|---|
";

const RENEWAL: &str = "
Published figures with which a check compares are entries of the catalogue; the sentence of the
finding names them. In code, `Code::explain` gives the text below, and `Code::numbers` the numbers.

This page is made from the code. To renew it: `WRITE_PAGES=1 cargo test --workspace findings`.
";

/// The page, with one entry for each code in the order of the checks.
fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for (severity, meaning) in [
        (
            Severity::Severe,
            "The number contradicts itself or the record.",
        ),
        (
            Severity::Warning,
            "The number is likely to mislead if it is quoted without this.",
        ),
        (Severity::Note, "Good to know when quoting the number."),
    ] {
        let chinese = severity.name_in(compute_impact::Language::Chinese);
        let _ = writeln!(page, "| {severity} | {chinese} | {meaning} |");
    }
    page.push_str(RENEWAL);
    for code in Code::ALL {
        let explained = code.explain();
        let _ = write!(
            page,
            "\n## {code}\n\n{}\n\n**Raised.** {}\n\n**Remedy.** {}\n",
            explained.meaning, explained.cause, explained.remedy
        );
        if !code.numbers().is_empty() {
            page.push_str("\n| number | meaning |\n|---|---|\n");
        }
        for (name, meaning) in code.numbers() {
            let _ = writeln!(page, "| `{name}` | {meaning} |");
        }
    }
    page
}

/// The page as it stands. With the environment variable `WRITE_PAGES` set it is made anew.
#[test]
fn the_page_of_findings_is_made_from_the_codes() {
    let file = Path::new(crate::common::ROOT).join("docs/findings.md");
    let page = page();
    if std::env::var_os("WRITE_PAGES").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &page).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == page,
        "renew docs/findings.md: WRITE_PAGES=1 cargo test --workspace findings"
    );
}

#[test]
fn every_code_is_explained_in_sentences() {
    for code in Code::ALL {
        let explained = code.explain();
        for text in [explained.meaning, explained.cause, explained.remedy] {
            assert!(
                text.ends_with('.') && !text.contains("  "),
                "{code}: {text}"
            );
            assert!(
                text.starts_with(|first: char| first.is_ascii_uppercase()),
                "{code}: {text}"
            );
        }
        let severities = ["note", "warning", "Severe", "severe", "Warning"];
        assert!(
            severities
                .iter()
                .any(|severity| explained.cause.contains(severity)),
            "{code} does not state its severity"
        );
    }
    let mut meanings = Code::ALL.map(|code| code.explain().meaning);
    meanings.sort_unstable();
    assert!(meanings.windows(2).all(|pair| pair[0] != pair[1]));
}

/// A program that reads cautions and findings by name cannot take one for the other.
#[test]
fn no_caution_has_the_name_of_a_finding() {
    let cautions = [
        Caution::FewClusters { clusters: 2 },
        Caution::NegativeVariance { coefficients: 1 },
        Caution::NearlyCollinear {
            condition_number: 1e5,
        },
        Caution::WeakInstruments { statistic: 2.0 },
        Caution::NoCeiling,
    ];
    for caution in cautions {
        let written = serde_json::to_value(caution).unwrap();
        let name = match &written {
            serde_json::Value::Object(fields) => fields.keys().next().unwrap().clone(),
            other => other.as_str().unwrap().to_owned(),
        };
        assert!(name.contains('-'), "{name}");
        assert!(!Code::ALL.iter().any(|code| code.id() == name), "{name}");
    }
}
