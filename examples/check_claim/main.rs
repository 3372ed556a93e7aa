//! Checks a claim about computing power point by point: what holds, for which window and machines,
//! what does not, and which source says otherwise.
//!
//! `cargo run --example check_claim` checks the claims of a newspaper article; give your own with
//! flags or `-- --file claim.toml`.

#[path = "../shown/mod.rs"]
mod shown;

mod check;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let (answer, all_hold) = match check::run(&check::Flags::parse()) {
        Ok(report) => (Ok(report.to_string()), report.all_hold()),
        Err(error) => (Err(error), false),
    };
    shown::finish(&answer, u8::from(!all_hold).into(), ExitCode::from(2))
}
