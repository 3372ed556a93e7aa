//! The table of limits in `docs/limits.md` is made from the limits.

#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use std::fmt::Write;
use std::path::Path;

use compute_impact::limits::Limit;

const START: &str = "| at most | of what | where |\n|---:|---|---|\n";

/// A number with commas between thousands.
fn grouped(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", grouped(number / 1_000), number % 1_000),
    }
}

fn table() -> String {
    let mut table = START.to_owned();
    for limit in Limit::all() {
        let most = grouped(limit.most());
        let _ = writeln!(table, "| {most} | {} | {} |", limit.what(), limit.place());
    }
    table
}

/// With the environment variable `WRITE_PAGES` set the table is made anew.
#[test]
fn the_table_of_limits_is_made_from_the_limits() {
    let file = Path::new(crate::common::ROOT).join("docs/limits.md");
    let page = std::fs::read_to_string(&file).unwrap();
    let (before, rest) = page.split_once(START).unwrap();
    let after = rest.split_once("\n\n").unwrap().1;
    let page_made = format!("{before}{}\n{after}", table());
    if std::env::var_os("WRITE_PAGES").is_some() {
        std::fs::write(&file, &page_made).unwrap();
        return;
    }
    assert!(
        page == page_made,
        "renew docs/limits.md: WRITE_PAGES=1 cargo test --workspace limits"
    );
}
