//! Scenarios from text, and paths that must be what was worked out by hand.
#![allow(dead_code, unreachable_pub, clippy::panic, clippy::unwrap_used)] // No test uses all of it.

use compute_impact::Scenario;
use compute_impact::scenario::Output;
use proptest::test_runner::Config;

/// The folder of the library, above that of the tests.
pub const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// So many cases of a law, or more where the variable `PROPTEST_CASES` asks for more.
pub fn cases(least: u32) -> Config {
    let asked = Config::default();
    let is_asked = std::env::var_os("PROPTEST_CASES").is_some();
    Config {
        cases: if is_asked {
            asked.cases.max(least)
        } else {
            least
        },
        failure_persistence: None,
        ..asked
    }
}

/// The scenario of a TOML text, which must be valid.
#[track_caller]
pub fn read(text: &str) -> Scenario {
    match Scenario::from_toml(text) {
        Ok(scenario) => scenario,
        Err(error) => panic!("{error}\n{text}"),
    }
}

/// A table of a value and a reason, as files write an estimate.
pub fn assumed(value: &str) -> String {
    format!("{{ value = \"{value}\", assumption = \"for a test\" }}")
}

/// A list of estimates.
pub fn listed(values: &[&str]) -> String {
    let values: Vec<String> = values.iter().map(|value| assumed(value)).collect();
    format!("[{}]", values.join(", "))
}

/// A list of amounts in billions of yuan.
pub fn money(billions: &[f64]) -> String {
    let amounts: Vec<String> = billions.iter().map(|bn| format!("{bn} bn CNY")).collect();
    listed(&amounts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// One output of the projection, from the base period on.
#[track_caller]
pub fn path(scenario: &Scenario, output: Output) -> Vec<f64> {
    let projection = match scenario.project() {
        Ok(projection) => projection,
        Err(error) => panic!("{error}"),
    };
    match projection.series(output) {
        Some(series) => series.values().to_vec(),
        None => panic!("the scenario has no {output}"),
    }
}

/// The same output with these active policies, and no others.
#[track_caller]
pub fn path_under(scenario: &Scenario, policies: &[&str], output: Output) -> Vec<f64> {
    path(&scenario.under(policies.iter().copied()).unwrap(), output)
}

/// Some dozen roundings of sums of positive numbers.
const CLOSE: f64 = 1e-12;

/// Equal paths of equal length, row by row, but for rounding relative to each number.
#[track_caller]
pub fn assert_path(found: &[f64], expected: &[f64]) {
    assert_path_within(found, expected, CLOSE);
}

/// Equal paths of equal length, row by row, within a part of each number.
#[track_caller]
pub fn assert_path_within(found: &[f64], expected: &[f64], part: f64) {
    assert_eq!(found.len(), expected.len(), "{found:?}\n{expected:?}");
    for (row, (found, expected)) in found.iter().zip(expected).enumerate() {
        let gap = (found - expected).abs();
        assert!(
            gap <= part * expected.abs(),
            "row {row}: {found:?}, expected {expected:?}"
        );
    }
}

/// The JSON text of a summary or a manifest with the checksum of its contents, as somebody writes
/// who wants a changed file to be read.
pub fn resealed(text: &str) -> String {
    let at = text.rfind(",\"checksum\":\"").unwrap();
    let body = format!("{}}}", &text[..at]);
    // FNV-1a with 128 bits.
    let hash = body.bytes().fold(
        0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128,
        |hash, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        },
    );
    format!("{},\"checksum\":\"{hash:032x}\"}}", &text[..at])
}
