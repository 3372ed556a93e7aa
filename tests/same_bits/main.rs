//! Prints the results of this machine, a line each. Exits with 1 if a number is not the pinned one.

use std::process::ExitCode;

fn main() -> ExitCode {
    match same_bits::report() {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(text) => {
            print!("{text}");
            ExitCode::FAILURE
        }
    }
}
