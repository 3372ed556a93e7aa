//! What is refused, and what the message says.

use compute_impact::{Scenario, Share, Simulation};
use compute_impact_datafusion::{Runs, register};
use datafusion::prelude::SessionContext;

use crate::common::{numbers, refusal, rows, session};

async fn assert_refused(sql: &str, texts: &[&str]) {
    let session = session(2);
    let message = refusal(&session, sql).await;
    for text in texts {
        assert!(message.contains(text), "{message:?} lacks {text:?}");
    }
}

/// A query that merges parts, each given as the arguments of `simulate`.
fn merging(parts: &[(&str, u64, u64)]) -> String {
    let parts = parts
        .iter()
        .map(|(run, start, end)| format!("('{run}', {start}, {end})"));
    let parts = parts.collect::<Vec<_>>().join(", ");
    format!(
        "SELECT merge_summaries(simulate(run, start, stop)) AS summary
         FROM (VALUES {parts}) AS parts (run, start, stop)"
    )
}

fn median(summary: &str) -> String {
    format!("SELECT fan_quantile(summary, 'gdp-impact', '2030', 0.5) AS median FROM ({summary})")
}

#[tokio::test(flavor = "multi_thread")]
async fn overlapping_draws_are_said_by_number() {
    let sql = merging(&[("china", 0, 2_000), ("china", 1_500, 5_000)]);
    assert_refused(&sql, &["draws 1500 to 1999 are in more than one part"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_draws_are_said_by_number() {
    let sql = merging(&[
        ("china", 0, 1_000),
        ("china", 1_500, 2_000),
        ("china", 2_500, 5_000),
    ]);
    let texts = ["draws 1000 to 1499 and 2000 to 2499 of 5000 are missing"];
    assert_refused(&median(&sql), &texts).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_different_runs_are_refused_with_what_differs() {
    let of = |other| merging(&[("china", 0, 2_000), (other, 2_000, 5_000)]);
    assert_refused(&of("other seed"), &["different seeds", "seed 7 and 8"]).await;
    assert_refused(&of("longer"), &["different length", "draws 5000 and 6000"]).await;
    assert_refused(
        &of("other scenario"),
        &["different scenarios", "scenario \""],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrupt_part_and_one_of_another_version_are_refused() {
    let session = session(1);
    let part = rows(&session, "SELECT simulate('china', 0, 1000) AS part").await;
    let bytes = datafusion::arrow::array::AsArray::as_binary::<i32>(part[0].column(0)).value(0);
    let changed = |at: usize, to: u8| {
        let mut changed = bytes.to_vec();
        assert_ne!(changed[at], to);
        changed[at] = to;
        changed
    };
    // The version of the form is the ninth byte, after the mark.
    for (bytes, expected) in [
        (changed(8, 9), "got 9"),
        (
            changed(bytes.len() / 2, !bytes[bytes.len() / 2]),
            "checksum",
        ),
        (bytes[..bytes.len() / 2].to_vec(), "cut off"),
        (Vec::new(), "does not read"),
    ] {
        use std::fmt::Write;
        let mut hex = String::new();
        for byte in bytes {
            write!(hex, "{byte:02x}").unwrap();
        }
        let message = refusal(&session, &format!("SELECT merge_summaries(x'{hex}')")).await;
        assert!(
            message.contains("merge_summaries") && message.contains(expected),
            "{message}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn null_arguments_give_null_and_no_parts_give_null() {
    let session = session(2);
    let sql =
        "SELECT fan_mean(merge_summaries(simulate('china', start, \"end\")), 'gdp-impact', '2030')
               AS mean FROM draw_ranges('china', 2) WHERE start < 0";
    assert_eq!(numbers(&rows(&session, sql).await, "mean"), [None]);
    let sql = "SELECT elasticity_impact(CAST(NULL AS DOUBLE), 0.2) AS impact";
    assert_eq!(numbers(&rows(&session, sql).await, "impact"), [None]);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_cannot_be_answered_say_what_to_do() {
    let whole = merging(&[("china", 0, 5_000)]);
    let of = |call: &str| format!("SELECT {call} FROM ({whole})");
    for (sql, texts) in [
        (
            "SELECT simulate('chin', 0, 10)".to_owned(),
            &["\"chin\"", "\"china\""][..],
        ),
        (
            "SELECT simulate('china', -2, 10)".to_owned(),
            &["`start`", "got -2"],
        ),
        ("SELECT simulate('china', 10, 10)".to_owned(), &["empty"]),
        (
            "SELECT simulate('china', 0, 5001)".to_owned(),
            &["goes past the last"],
        ),
        (
            "SELECT simulate('china', 0)".to_owned(),
            &["simulate(run, start, end)"],
        ),
        (
            "SELECT * FROM draw_ranges(0, 1)".to_owned(),
            &["number of draws"],
        ),
        (
            "SELECT * FROM draw_ranges(10, 11)".to_owned(),
            &["must lie in [1, 10]", "got 11"],
        ),
        (
            "SELECT * FROM draw_ranges(-10, 2)".to_owned(),
            &["`draws`", "whole number"],
        ),
        (
            "SELECT * FROM draw_ranges(10.7, 2)".to_owned(),
            &["`draws`", "whole number"],
        ),
        (
            "SELECT * FROM draw_ranges(10, true)".to_owned(),
            &["`parts`", "whole number"],
        ),
        (
            "SELECT * FROM draw_ranges(10)".to_owned(),
            &["draw_ranges(draws, parts)"],
        ),
        (
            of("fan_mean(summary, 'gdp-impacts', '2030')"),
            &["`output`", "`gdp-impact`"],
        ),
        (
            of("fan_mean(summary, 'gdp-impact', '2040')"),
            &["from 2024 to 2030", "none in 2040"],
        ),
        (
            of("fan_mean(summary, 'gdp-impact', '2030-Q1')"),
            &["`period`"],
        ),
        (
            of("fan_quantile(summary, 'gdp-impact', '2030', 50.0)"),
            &["[0, 1]", "50"],
        ),
        (
            of("target_probability(summary, 'gdp-impact', 'at-least', 0.3, '2030')"),
            &["`Simulation::with_targets`", "0.25"],
        ),
        (
            of("target_probability(summary, 'gdp-impact', 'above', 0.25, '2030')"),
            &["'at-least' or 'at-most'", "above"],
        ),
    ] {
        assert_refused(&sql, texts).await;
    }
}

/// Draws that fail are left out of a summary, which then is not that of the scenario if many do.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_of_which_too_many_draws_failed_has_no_numbers() {
    let text = include_str!("../../../tests/scenarios/uncertain.toml");
    let text = text.replacen("value = \"5 % per year\"", "value = \"60 % per year\"", 1);
    let failing = Scenario::from_toml(&text).unwrap();
    let all = Share::new(1.0).unwrap();
    let strict = Simulation::new(2_000).unwrap();
    let last = (failing.base().plus(failing.periods())).unwrap();
    let sql = format!(
        "SELECT fan_quantile(summary, 'gdp-impact', '{last}', 0.5) AS median FROM (
             SELECT merge_summaries(simulate('run', start, \"end\")) AS summary FROM draw_ranges('run', 3))"
    );
    let lax = strict.clone().with_failures_up_to(all);
    // A summary fits both runs, and says nothing of how many draws may fail.
    let session = SessionContext::new();
    let runs = Runs::new().with_run("run", failing.clone(), strict.clone());
    let runs = runs.and_then(|runs| runs.with_run("lax", failing.clone(), lax.clone()));
    register(&session, &runs.unwrap());
    let message = refusal(&session, &sql).await;
    let is_named = |name: &&str| message.contains(name);
    assert!(
        ["\"run\"", "\"lax\"", "failed draws"].iter().all(is_named),
        "{message}"
    );
    for (settings, is_refused) in [(strict, true), (lax, false)] {
        let session = SessionContext::new();
        let runs = Runs::new().with_run("run", failing.clone(), settings);
        register(&session, &runs.unwrap());
        if is_refused {
            let message = refusal(&session, &sql).await;
            assert!(
                message.contains("of 2000 draws, more than 1 % of them"),
                "{message}"
            );
        } else {
            assert!(numbers(&rows(&session, &sql).await, "median")[0].is_some());
        }
    }
}
