//! Limits of lists and texts: what is past one is refused, and nothing past it is collected.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

mod calls;
mod files;
mod lists;
mod page;
mod sizes;
mod texts;

use compute_impact::evidence::Estimate;
use compute_impact::limits::Limit;
use compute_impact::{Error, ErrorKind, Scenario};

const UNCERTAIN: &str = include_str!("../scenarios/uncertain.toml");

fn uncertain() -> Scenario {
    crate::common::read(UNCERTAIN)
}

/// The error is that of this limit, and says what to do.
#[track_caller]
fn assert_refused(limit: Limit, call: &str, error: &Error) {
    let ErrorKind::TooMany {
        what, given, most, ..
    } = error.kind()
    else {
        panic!("{call}: {error}");
    };
    assert_eq!((*what, *most), (limit.what(), limit.most()), "{call}");
    assert!(
        given.is_none_or(|given| given > limit.most()),
        "{call}: {error}"
    );
    assert!(
        error.to_string().ends_with(limit.remedy()),
        "{call}: {error}"
    );
}

/// A text of one character more than the limit.
fn long(limit: Limit) -> String {
    "算".repeat(limit.most() + 1)
}

/// A limit, the call that exceeds it, and its error.
type Refused = (Limit, &'static str, Error);

fn assumed<Q>(text: &str) -> Estimate<Q>
where
    Q: compute_impact::Quantity + std::str::FromStr<Err = Error>,
{
    Estimate::assumed(text.parse().unwrap(), "for a test").unwrap()
}

/// The limit as a message writes it.
fn counted(limit: Limit) -> String {
    let most = limit.most();
    let most = match most {
        0..1_000 => most.to_string(),
        _ => format!("{},{:03}", most / 1_000, most % 1_000),
    };
    format!("{most} {}", limit.what())
}
