//! The errors of the crate: every message is made here, from numbers and names.

mod nearest;

use std::fmt;

use crate::quantity::decimal::{excluded, short, short_percent, typed, unlike};
use crate::quantity::{Currency, Frequency, Interval, Measure, Period, PriceBasis};

pub(crate) use nearest::nearest;

/// The start of a text that a message quotes: a hostile file may have megabytes in one field.
pub(crate) fn quoted(text: &str) -> String {
    text.chars().take(80).collect()
}

/// A number of things, with the noun in the singular or the plural.
fn counted(count: u64, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{count} {noun}")
}

/// What an interval is taken for, where the number came from one.
fn central(probability: Option<f64>) -> String {
    probability.map_or_else(String::new, |probability| {
        let percent = short_percent(probability);
        format!("; the interval is read as the central {percent}")
    })
}

/// The sum of shares, with as many digits as show that it is not one.
fn unlike_one(sum: f64, tolerance: f64) -> String {
    excluded(sum, |x| (x - 1.0).abs() <= tolerance)
}

/// Bytes in millions; less than one is some.
fn megabytes(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "four digits are shown")]
    let megabytes = bytes as f64 / 1e6;
    short(megabytes)
}

/// Keys in backticks, for a message.
fn keys(known: &[&str]) -> String {
    let quoted: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
    quoted.join(", ")
}

/// The first of many correlations, for a message.
fn pairs(nearest: &[([String; 2], f64)]) -> String {
    const SHOWN: usize = 10;
    let mut shown: Vec<String> = nearest
        .iter()
        .take(SHOWN)
        .map(|([a, b], rank)| format!("{} for {a} and {b}", short(*rank)))
        .collect();
    if nearest.len() > SHOWN {
        shown.push(format!("and {} more", nearest.len() - SHOWN));
    }
    shown.join(", ")
}

/// The first of many numbers with their labels, for a message.
fn listed(numbers: &[(String, f64)]) -> String {
    const SHOWN: usize = 10;
    let mut shown: Vec<String> = numbers
        .iter()
        .take(SHOWN)
        .map(|(label, number)| format!("{} in {label}", short(*number)))
        .collect();
    if numbers.len() > SHOWN {
        shown.push(format!("and {} more", numbers.len() - SHOWN));
    }
    shown.join(", ")
}

/// What went wrong, where, and what would have been right.
///
/// One opaque type for the whole crate. Match on [`kind`](Self::kind) to react to a certain
/// mistake; print the error to tell a person.
///
/// # Examples
///
/// ```
/// use compute_impact::{ErrorKind, Share};
///
/// let error = Share::new(1.2).unwrap_err();
/// assert_eq!(error.to_string(), "share must lie in [0, 1], got 1.2");
/// assert!(matches!(error.kind(), ErrorKind::OutOfRange { given, .. } if *given > 1.0));
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    path: String,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            path: String::new(),
        }))
    }

    pub(crate) fn parse(what: &'static str, given: &str, expected: &'static str) -> Self {
        let given = quoted(given);
        Self::new(ErrorKind::Parse {
            what,
            given,
            expected,
        })
    }

    /// A name that is none of those known, with the one that was probably meant.
    pub(crate) fn unknown<'a>(
        what: &'static str,
        given: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self::new(ErrorKind::Unknown {
            what,
            given: quoted(given),
            nearest: nearest(given, known.into_iter()).map(str::to_owned),
        })
    }

    /// A name or thing that is given twice.
    pub(crate) fn duplicate(what: &'static str, given: &str) -> Self {
        let given = quoted(given);
        Self::new(ErrorKind::Duplicate { what, given })
    }

    /// Puts `step` before the place the error already names.
    pub(crate) fn at(mut self, step: &str) -> Self {
        let path = &mut self.0.path;
        *path = if path.is_empty() {
            step.to_owned()
        } else if path.starts_with('[') {
            format!("{step}{path}")
        } else {
            format!("{step}.{path}")
        };
        self
    }

    /// The kind of mistake, with its numbers.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The place in the scenario, such as `compute.growth`; empty outside a scenario.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.path.is_empty() {
            write!(f, "{}: ", self.0.path)?;
        }
        write!(f, "{}", self.0.kind)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("path", &self.0.path)
            .finish()
    }
}

impl std::error::Error for Error {}

/// The kinds of mistake that this crate reports.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A number outside its allowed range; NaN is outside of every range.
    #[error("{what} must lie in {allowed}, got {}", excluded(*given, |x| allowed.contains(x)))]
    OutOfRange {
        /// What the number stands for.
        what: &'static str,
        /// The number given.
        given: f64,
        /// The range it must lie in.
        allowed: Interval,
    },
    /// A text that does not read as the quantity it should be.
    #[error("{what} must read like {expected}, got `{given}`")]
    Parse {
        /// The quantity expected.
        what: &'static str,
        /// The text given, cut after 80 characters.
        given: String,
        /// Forms that would have been right.
        expected: &'static str,
    },
    /// An interval whose first end is not below its second.
    #[error("the interval must ascend, got `{given}`")]
    Descending {
        /// The interval given, cut after 80 characters.
        given: String,
    },
    /// A central value that its uncertainty gives no chance, often for a wrong unit.
    #[error(
        "the uncertainty runs from {} to {} and does not hold the value {}; it must be in {unit}{}",
        short(*low), short(*high), short(*value), central(*probability)
    )]
    ValueOutside {
        /// The least value the uncertainty allows.
        low: f64,
        /// The greatest.
        high: f64,
        /// The central value.
        value: f64,
        /// The unit of all three.
        unit: String,
        /// The probability of the interval the uncertainty was read from, if it was.
        probability: Option<f64>,
    },
    /// An uncertainty that reaches values the quantity cannot take.
    #[error(
        "the uncertainty runs from {} to {}, but {what} lies in {allowed}: use `truncated-normal` or `beta` within that range{}",
        short(*low), short(*high), central(*probability)
    )]
    Reach {
        /// The quantity.
        what: &'static str,
        /// The least value the uncertainty allows.
        low: f64,
        /// The greatest.
        high: f64,
        /// The range of the quantity.
        allowed: Interval,
        /// The probability of the interval the uncertainty was read from, if it was.
        probability: Option<f64>,
    },
    /// Weights without a sum cannot be scaled to one.
    #[error("{what} sum to zero")]
    ZeroSum {
        /// What was summed.
        what: &'static str,
    },
    /// Capacities counted in different ways were combined.
    #[error(
        "capacity in {left} cannot be combined with capacity in {right}: state a conversion first"
    )]
    MeasureMismatch {
        /// The measure of the one.
        left: Measure,
        /// The measure of the other.
        right: Measure,
    },
    /// Money of different currencies was combined.
    #[error("money in {left} cannot be combined with money in {right}: convert at a stated rate")]
    CurrencyMismatch {
        /// The currency of the one.
        left: Currency,
        /// The currency of the other.
        right: Currency,
    },
    /// Money of different price bases was combined.
    #[error("money in {left} cannot be combined with money in {right}: state a deflator first")]
    PriceBasisMismatch {
        /// The price basis of the one.
        left: PriceBasis,
        /// The price basis of the other.
        right: PriceBasis,
    },
    /// A rate or period of one frequency was given where another is needed.
    #[error("{what} must be a {expected}, got a {found}")]
    FrequencyMismatch {
        /// What has the frequency.
        what: &'static str,
        /// The frequency needed.
        expected: Frequency,
        /// The frequency given.
        found: Frequency,
    },
    /// A list of the wrong length.
    #[error("{what} must have {}, got {found}", counted(*expected as u64, "entry", "entries"))]
    ShapeMismatch {
        /// What is listed.
        what: &'static str,
        /// How many entries are needed.
        expected: usize,
        /// How many were given.
        found: usize,
    },
    /// Parts of a whole that do not make it up.
    #[error("the shares must sum to 1 within {tolerance:e}, they sum to {}", unlike_one(*sum, *tolerance))]
    SharesDoNotSum {
        /// What they sum to.
        sum: f64,
        /// How far from one the sum may lie.
        tolerance: f64,
    },
    /// Dates in the wrong order.
    #[error("{what} must lie after {after}, got {given}")]
    DateOrder {
        /// What is dated.
        what: &'static str,
        /// The date given.
        given: Period,
        /// The date it must come after.
        after: Period,
    },
    /// The same thing given twice.
    #[error("{what} is given twice: {given}")]
    Duplicate {
        /// What is doubled.
        what: &'static str,
        /// The one that is.
        given: String,
    },
    /// Something needed was left out.
    #[error("{what} is missing: {remedy}")]
    Missing {
        /// What is missing.
        what: &'static str,
        /// How to give it.
        remedy: &'static str,
    },
    /// Two settings that exclude each other.
    #[error("{what} does not go with {with}: {remedy}")]
    Conflict {
        /// The one setting.
        what: &'static str,
        /// The other.
        with: &'static str,
        /// What to do about it.
        remedy: &'static str,
    },
    /// A fact stated about a figure that contradicts another fact, or the kind of quantity.
    #[error("`{field} = {given}` contradicts {against}: {remedy}")]
    Meaning {
        /// The field of the meaning.
        field: &'static str,
        /// The value given, as a file writes it.
        given: String,
        /// The fact that it contradicts.
        against: String,
        /// How to say it right.
        remedy: &'static str,
    },
    /// Rank correlations that no numbers can have together.
    #[error(
        "these rank correlations cannot hold together; the nearest that can: {}",
        pairs(nearest)
    )]
    Incompatible {
        /// Every pair of correlated inputs, with the rank correlation of the nearest matrix that
        /// is positive definite.
        nearest: Vec<([String; 2], f64)>,
    },
    /// An output that the scenario does not have, or that the simulation leaves out.
    #[error("the scenario has no output `{}`, or the simulation leaves it out", output.id())]
    NoOutput {
        /// The output asked for.
        output: crate::Output,
    },
    /// More draws than are allowed to left the range of an output.
    #[error(
        "{what} leaves its range in {failed} of {}, more than {} of them, first in draw {first}: narrow the uncertainty of its inputs, or allow more failures",
        counted(*draws, "draw", "draws"), short_percent(*allowed)
    )]
    TooManyFailed {
        /// The output.
        what: &'static str,
        /// Draws that fail.
        failed: u64,
        /// All draws.
        draws: u64,
        /// The number of the first that fails.
        first: u64,
        /// The part of all draws that may fail.
        allowed: f64,
    },
    /// A run that would take more memory than it may.
    #[error("the run needs about {} MB of memory and may take {} MB", megabytes(*needed), megabytes(*allowed))]
    Memory {
        /// Bytes needed, about.
        needed: u64,
        /// Bytes allowed.
        allowed: u64,
    },
    /// Parts of different runs, or the same draws twice.
    #[error("the two parts do not belong together: {reason}")]
    PartMismatch {
        /// In what they differ.
        reason: &'static str,
    },
    /// A run that was repeated and came out otherwise.
    #[error("the run cannot be repeated: {reason}")]
    NotRepeated {
        /// What differs.
        reason: &'static str,
    },
    /// An unknown name.
    #[error("there is no {what} `{given}`{}", nearest.as_ref().map(|n| format!("; did you mean `{n}`?")).unwrap_or_default())]
    Unknown {
        /// What was looked up.
        what: &'static str,
        /// The name given.
        given: String,
        /// The nearest name that exists, if any is near.
        nearest: Option<String>,
    },
    /// A key of another shape of uncertainty.
    #[error("`{key}` is no key of the shape `{of}`, which has {}", keys(known))]
    StrayKey {
        /// The key given.
        key: &'static str,
        /// The shape that is named.
        of: &'static str,
        /// The keys that the shape has.
        known: &'static [&'static str],
    },
    /// A figure of one kind where another is needed.
    #[error("needs {expected}, but this is {found}")]
    WrongQuantity {
        /// The kind of quantity needed.
        expected: &'static str,
        /// The kind given.
        found: &'static str,
    },
    /// A path that leaves the range of numbers a computer holds, or of what the quantity may be.
    #[error("{what} leaves its range {allowed} in {period}")]
    Overflow {
        /// The path that does.
        what: &'static str,
        /// The first period in which it does.
        period: Period,
        /// The range it must stay in.
        allowed: Interval,
    },
    /// A part of an economy that outgrows the whole it is part of, so that nothing is left for the
    /// rest.
    #[error(
        "{part} outgrows {whole} in {period}, so that nothing is left for the rest: end the scenario earlier, or give both growth that can go on side by side"
    )]
    Outgrown {
        /// The part.
        part: &'static str,
        /// The whole.
        whole: &'static str,
        /// The first period in which it does.
        period: Period,
    },
    /// Internal rates that cannot all be found: too many changes of sign, or sizes too unlike.
    #[error(
        "the internal rates of {flows} flows that change sign {} cannot all be found: merge periods, or use the modified internal rate",
        counted(*changes as u64, "time", "times")
    )]
    TooManyChanges {
        /// Flows other than zero.
        flows: usize,
        /// How often their sign changes.
        changes: usize,
    },
    /// Demand that no hub in reach can serve.
    #[error(
        "{} EFLOPS of demand in {region} that tolerate {} ms cannot be served: widen a link, host more within reach, or allow more latency",
        short(*eflops), typed(*limit_ms)
    )]
    Unservable {
        /// The region that lacks most.
        region: String,
        /// The latency that its demand tolerates, in ms.
        limit_ms: f64,
        /// How much is lacking.
        eflops: f64,
    },
    /// A linear programme that the solver gave up on.
    #[error("the linear programme was not solved: {reason}")]
    Unsolved {
        /// The solver's words.
        reason: String,
    },
    /// Rows or columns of an input-output table whose flows do not add up to output.
    #[error(
        "the {what} of the table do not balance within {tolerance:e} of their flows; gaps: {}",
        listed(gaps)
    )]
    Unbalanced {
        /// `columns` (inputs against output) or `rows` (deliveries against output).
        what: &'static str,
        /// Every label that fails, with its flows less its output, in the unit of the table.
        gaps: Vec<(String, f64)>,
        /// The gap allowed, relative to the flows.
        tolerance: f64,
    },
    /// An input-output table that uses up as much as it makes, or more.
    #[error(
        "the table is not productive: it needs as much as it makes, or more; inputs per unit of output: {}",
        listed(inputs)
    )]
    NotProductive {
        /// The labels whose inputs reach their output, with inputs per unit of output; the
        /// greatest first.
        inputs: Vec<(String, f64)>,
    },
    /// Parts that do not make up their whole.
    #[error(
        "{what} come to {}, the whole is {}",
        unlike(*parts, *whole)[0], unlike(*parts, *whole)[1]
    )]
    PartsDoNotSum {
        /// What was added up.
        what: &'static str,
        /// What the parts come to.
        parts: f64,
        /// What they should come to.
        whole: f64,
    },
    /// A goal that no value of the input reaches.
    #[error(
        "{goal} is not reachable by {input} between {} and {}: the output runs from {} to {} there",
        short(between[0]), short(between[1]), short(reached[0]), short(reached[1])
    )]
    NotReachable {
        /// The goal, in words.
        goal: String,
        /// The place of the input.
        input: String,
        /// The values of the input that were tried.
        between: [f64; 2],
        /// The least and the most that the output comes to.
        reached: [f64; 2],
    },
    /// A document that its format or the schema refuses.
    #[error("{message}")]
    Document {
        /// The reader's words: what it found, what it expected, and the line where known.
        message: String,
    },
}
