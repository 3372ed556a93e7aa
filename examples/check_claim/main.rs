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
            // A reader that stopped reading (`| head`) is no error; a full disk is.
            if let Err(error) = writeln!(std::io::stdout(), "{text}")
                && error.kind() != std::io::ErrorKind::BrokenPipe
            {
                let _ = writeln!(std::io::stderr(), "error: standard output: {error}");
                return ExitCode::from(2);
            }
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
    let fails =
        |point: &&Point| matches!(point.verdict, Verdict::DoesNotHold | Verdict::NotSupported);
    let failed = points.iter().filter(fails).count();
    match failed {
        0 => write!(text, "No point fails.")?,
        _ => write!(
            text,
            "{failed} of {} points do not hold or are not supported.",
            points.len()
        )?,
    }
    Ok((text, failed == 0))
}
