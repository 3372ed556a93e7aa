//! Checks a claim about computing power point by point: what holds, what does not, and why.
//!
//! `cargo run --example check_claim` checks the claims of a newspaper article; give your own with
//! flags or `-- --file claim.toml`.

mod claim;
mod points;

use std::{error::Error, fmt::Write as _, io::Write, process::ExitCode};

use clap::Parser;

use claim::{Claim, Flags};
use points::{Point, Verdict};

fn main() -> ExitCode {
    match run(Flags::parse()) {
        Ok((text, all_hold)) => {
            // A reader that stopped reading (`| head`) is no error.
            let _ = writeln!(std::io::stdout(), "{text}");
            ExitCode::from(u8::from(!all_hold))
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(flags: Flags) -> Result<(String, bool), Box<dyn Error>> {
    let claim = Claim::read(flags)?;
    let points = points::check(&claim)?;
    if points.is_empty() {
        return Err(
            "nothing to check: give at least --compute-growth with --gdp-coefficient, \
                    --outlay-per-year with --multiplier, or the smart share with its target"
                .into(),
        );
    }
    let mut text = String::new();
    for (
        number,
        Point {
            claim,
            verdict,
            reasons,
        },
    ) in (1..).zip(&points)
    {
        writeln!(text, "{number}. {claim}\n   {verdict}")?;
        for reason in reasons {
            writeln!(text, "   - {reason}")?;
        }
        text.push('\n');
    }
    let failed = points
        .iter()
        .filter(|point| point.verdict == Verdict::DoesNotHold)
        .count();
    write!(text, "{failed} of {} points do not hold.", points.len())?;
    Ok((text, failed == 0))
}
