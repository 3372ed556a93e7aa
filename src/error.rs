//! The errors of the crate. Every message is written here, from numbers and names.

mod nearest;
mod text;

use std::fmt;

use crate::quantity::decimal::{excluded, short, short_percent, typed, unlike};
use crate::quantity::{Currency, Frequency, Interval, Measure, Period, PriceBasis};

use text::{central, counted, grouped, list_of_keys, listed, memory, needs, pairs, unlike_one};

pub(crate) use nearest::nearest;
use nearest::nearest_places;
pub(crate) use text::{enumerated, quoted};

/// An error of this crate: its kind, its place in the scenario, and a message with the remedy.
///
/// It is one opaque type for the whole crate. Match on [`kind`](Self::kind) to react to a
/// particular error, and print the error for a person.
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
    /// The known names to choose from.
    choices: Vec<String>,
}

impl Error {
    /// Builds an error without a place.
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            path: String::new(),
            choices: Vec::new(),
        }))
    }

    /// Builds the error for a text that does not read as `what`.
    pub(crate) fn parse(what: &'static str, given: &str, expected: &'static str) -> Self {
        let given = quoted(given);
        Self::new(ErrorKind::Parse {
            what,
            given,
            expected,
        })
    }

    /// Builds the error for an unknown name, with the nearest known one.
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

    /// Builds the error for an unknown name of a short list, with the whole list.
    pub(crate) fn unknown_of<'a>(
        what: &'static str,
        given: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        Self::new(ErrorKind::Unknown {
            what,
            given: quoted(given),
            nearest: nearest(given, known.iter().copied()).map(str::to_owned),
        })
        .among(&known)
    }

    /// Builds the error for an unknown place of a scenario: with the nearest known one or, for a
    /// place above several or in a table of several, with all of them.
    pub(crate) fn unknown_place<'a>(
        what: &'static str,
        given: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let (nearest, others) = nearest_places(given, &known);
        Self::new(ErrorKind::Unknown {
            what,
            given: quoted(given),
            nearest: nearest.map(str::to_owned),
        })
        .among(&others)
    }

    /// Builds the error for a name or thing that is given twice.
    pub(crate) fn duplicate(what: &'static str, given: &str) -> Self {
        let given = quoted(given);
        Self::new(ErrorKind::Duplicate { what, given })
    }

    /// Adds the known names to choose from.
    fn among(mut self, choices: &[&str]) -> Self {
        self.0.choices = choices.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    /// Prepends `step` to the place of the error.
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

    /// The kind of error, with its numbers.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The place in the scenario, such as `compute.growth`, or the file; empty outside both.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The known names to choose from: all names after an unknown one of a short list, and the
    /// places beneath an unknown place of a scenario; otherwise empty.
    #[must_use]
    pub fn choices(&self) -> &[String] {
        &self.0.choices
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut message = self.0.kind.to_string();
        if !self.0.path.is_empty() {
            message = format!("{}: {message}", self.0.path);
        }
        if !self.0.choices.is_empty() {
            let quoted = self.0.choices.iter().map(|name| format!("`{name}`"));
            message = format!("{message} (choose from {})", enumerated(quoted));
        }
        // Names and lines of a file may hold anything.
        f.write_str(&crate::text::lines(&message))
    }
}

/// The same text as [`Display`](fmt::Display), as `main` prints an error that it returns by `Debug`.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

/// The kinds of error of this crate.
///
/// # Examples
///
/// ```
/// use compute_impact::{Capacity, ErrorKind};
///
/// let total: Capacity = "280 EFLOPS FP32 in use".parse()?;
/// let smart: Capacity = "748 EFLOPS FP16 in use".parse()?;
/// match total.plus(smart).unwrap_err().kind() {
///     ErrorKind::MeasureMismatch { left, right } => {
///         assert_eq!(left.to_string(), "FP32 in use");
///         assert_eq!(right.to_string(), "FP16 in use");
///     }
///     other => panic!("{other}"),
/// }
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A number outside its allowed range; NaN is outside every range.
    #[error("{what} must lie in {allowed}, got {}", excluded(*given, |x| allowed.contains(x)))]
    OutOfRange {
        /// The quantity that the number is.
        what: &'static str,
        /// The number given.
        given: f64,
        /// The range it must lie in.
        allowed: Interval,
    },
    /// A text that does not read as the quantity expected.
    #[error("{what} must read like {expected}, got `{given}`")]
    Parse {
        /// The quantity expected.
        what: &'static str,
        /// The text given, cut after 80 characters.
        given: String,
        /// Valid forms.
        expected: &'static str,
    },
    /// An interval whose first end is not below its second.
    #[error("the interval must ascend, got `{given}`")]
    Descending {
        /// The interval given, cut after 80 characters.
        given: String,
    },
    /// A central value outside the range of its uncertainty, often because of a wrong unit.
    #[error(
        "the uncertainty must contain the value {}, it runs from {} to {}: give both in {unit}{}",
        short(*value), short(*low), short(*high), central(*probability)
    )]
    ValueOutside {
        /// The least value that the uncertainty allows.
        low: f64,
        /// The greatest value that the uncertainty allows.
        high: f64,
        /// The central value.
        value: f64,
        /// The unit of the three numbers.
        unit: String,
        /// The probability of the interval that the uncertainty was read from, if it was.
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
        /// The least value that the uncertainty allows.
        low: f64,
        /// The greatest value that the uncertainty allows.
        high: f64,
        /// The range of the quantity.
        allowed: Interval,
        /// The probability of the interval that the uncertainty was read from, if it was.
        probability: Option<f64>,
    },
    /// Weights that sum to zero, which cannot be scaled to one.
    #[error("{what} must not sum to zero: give others, so that they can be scaled to a sum of one")]
    ZeroSum {
        /// The numbers that were summed.
        what: &'static str,
    },
    /// Capacities of different measures that were combined.
    #[error(
        "capacity in {left} cannot be combined with capacity in {right}: state a conversion first"
    )]
    MeasureMismatch {
        /// The measure of the first.
        left: Measure,
        /// The measure of the second.
        right: Measure,
    },
    /// Amounts of different currencies that were combined.
    #[error("money in {left} cannot be combined with money in {right}: convert at a stated rate")]
    CurrencyMismatch {
        /// The currency of the first.
        left: Currency,
        /// The currency of the second.
        right: Currency,
    },
    /// Amounts of different price bases that were combined.
    #[error("money in {left} cannot be combined with money in {right}: state a deflator first")]
    PriceBasisMismatch {
        /// The price basis of the first.
        left: PriceBasis,
        /// The price basis of the second.
        right: PriceBasis,
    },
    /// A rate or period of another frequency than the one needed.
    #[error("{what} must be a {expected}, got a {found}")]
    FrequencyMismatch {
        /// The rate or period.
        what: &'static str,
        /// The frequency needed.
        expected: Frequency,
        /// The frequency given.
        found: Frequency,
    },
    /// A list of the wrong length.
    #[error("{what} must have {}, got {found}", counted(*expected as u64, "entry", "entries"))]
    ShapeMismatch {
        /// The list.
        what: &'static str,
        /// The number of entries needed.
        expected: usize,
        /// The number of entries given.
        found: usize,
    },
    /// Shares that do not sum to one.
    #[error("the shares must sum to 1 within {tolerance:e}, they sum to {}", unlike_one(*sum, *tolerance))]
    SharesDoNotSum {
        /// The sum.
        sum: f64,
        /// The deviation from one that is allowed.
        tolerance: f64,
    },
    /// Dates in the wrong order.
    #[error("{what} must lie after {after}, got {given}")]
    DateOrder {
        /// The thing dated.
        what: &'static str,
        /// The date given.
        given: Period,
        /// The date it must come after.
        after: Period,
    },
    /// More of a thing than its [`Limit`](crate::limits::Limit) allows.
    #[error(
        "at most {} {what} are allowed, {} given: {remedy}",
        grouped(*most), given.map_or_else(|| "more were".to_owned(), |given| format!("{} were", grouped(given)))
    )]
    TooMany {
        /// The things counted.
        what: &'static str,
        /// The number given; `None` if the list was not read to its end.
        given: Option<usize>,
        /// The greatest number allowed.
        most: usize,
        /// The way to stay within the limit.
        remedy: &'static str,
    },
    /// A thing given twice.
    #[error("{what} is given twice: {given}")]
    Duplicate {
        /// The kind of thing.
        what: &'static str,
        /// The thing given twice.
        given: String,
    },
    /// A required input that is missing.
    #[error("{what} is missing: {remedy}")]
    Missing {
        /// The missing input.
        what: &'static str,
        /// The way to give it.
        remedy: &'static str,
    },
    /// Two settings that exclude each other.
    #[error("{what} does not go with {with}: {remedy}")]
    Conflict {
        /// The first setting.
        what: &'static str,
        /// The second setting.
        with: &'static str,
        /// The way to resolve the conflict.
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
        /// The way to state it correctly.
        remedy: &'static str,
    },
    /// Rank correlations that contradict each other: their matrix is not positive definite.
    #[error(
        "the rank correlations must form a positive definite matrix: use others, the nearest that do are {}",
        pairs(nearest)
    )]
    Incompatible {
        /// Every pair of correlated inputs, with the rank correlation of the nearest matrix that
        /// is positive definite.
        nearest: Vec<([String; 2], f64)>,
    },
    /// An output that the scenario does not have, or that the simulation omits.
    #[error("the scenario has no output `{}`, or the simulation omits it{}", output.id(), needs(*output))]
    NoOutput {
        /// The output asked for.
        output: crate::Output,
    },
    /// More draws outside the range of an output than allowed.
    #[error(
        "{what} leaves its range in {failed} of {}, more than {} of them, first in draw {first}: narrow the uncertainty of its inputs, or allow more failures",
        counted(*draws, "draw", "draws"), short_percent(*allowed)
    )]
    TooManyFailed {
        /// The output.
        what: &'static str,
        /// The number of failed draws.
        failed: u64,
        /// The number of all draws.
        draws: u64,
        /// The number of the first failed draw.
        first: u64,
        /// The share of draws that may fail.
        allowed: f64,
    },
    /// A run that would need more memory than allowed, or that was ended because it took more.
    #[error("{}", memory(*needed, *allowed, *draws_done))]
    Memory {
        /// The approximate number of bytes needed; for a run that was ended, taken so far.
        needed: u64,
        /// The number of bytes allowed.
        allowed: u64,
        /// The number of draws after which the run was ended; 0 if it was refused before the first.
        draws_done: u64,
    },
    /// Parts of different runs, or parts with the same draws.
    #[error("the two parts do not belong together: {reason}")]
    PartMismatch {
        /// The difference between the parts.
        reason: &'static str,
    },
    /// Bytes that are of something else, were cut off, changed or damaged, or that no run writes.
    #[error("the {what} does not read: {reason}")]
    Damaged {
        /// The thing that the bytes should be.
        what: &'static str,
        /// The condition that the bytes must fulfil, and the remedy.
        reason: String,
    },
    /// A summary that another version of the library wrote, or another generator drew.
    #[error(
        "the {what} must be {expected}, got {found}: use the release of the library that wrote the \
         summary, or run its draws again"
    )]
    OtherVersion {
        /// The thing that has another version.
        what: &'static str,
        /// The version or the name that this release reads.
        expected: String,
        /// The version or the name given.
        found: String,
    },
    /// A file or a directory that cannot be made, listed, read, written or removed.
    #[error("cannot {action} `{path}`: {message}{}", text::of_file(*cause))]
    File {
        /// What was to be done with it: `make`, `lock`, `list`, `read`, `write`, `write to` or
        /// `remove`.
        action: &'static str,
        /// The file or the directory.
        path: String,
        /// The cause.
        cause: std::io::ErrorKind,
        /// The message of the system.
        message: String,
    },
    /// A directory of parts that another process has open.
    #[error("`{path}` is in use by another run: wait until it ends, or use another directory")]
    InUse {
        /// The directory.
        path: String,
    },
    /// A part of a run in a file whose name is not that of its draws.
    #[error(
        "`{path}` must be named by the draws that it has, `{expected}`: rename it, or remove it if \
         there is a file of that name"
    )]
    Misnamed {
        /// The file.
        path: String,
        /// The name that its draws have.
        expected: String,
    },
    /// Two files that have some of the same draws of a run.
    #[error("`{first}` and `{second}` have some of the same draws: remove one of them")]
    Overlap {
        /// The file whose draws begin first, or that is in the directory already.
        first: String,
        /// The other file.
        second: String,
    },
    /// Work that its [`Watch`](crate::Watch) stopped before it had a result.
    #[error(
        "stopped after {done} of {total} {counted}, which give no result yet: run again with a watch that is not stopped"
    )]
    Stopped {
        /// What was counted.
        counted: &'static str,
        /// The number done.
        done: u64,
        /// The number of all.
        total: u64,
    },
    /// A repeated run with another result.
    #[error("the run cannot be repeated: {reason}")]
    NotRepeated {
        /// The difference.
        reason: &'static str,
    },
    /// An unknown name.
    #[error("there is no {what} `{given}`{}", nearest.as_ref().map(|n| format!("; did you mean `{n}`?")).unwrap_or_default())]
    Unknown {
        /// The kind of thing that was looked up.
        what: &'static str,
        /// The name given.
        given: String,
        /// The nearest known name, if any is near.
        nearest: Option<String>,
    },
    /// A key of another shape of uncertainty.
    #[error(
        "`{key}` is not a key of the shape `{of}`: use {}",
        list_of_keys(known)
    )]
    StrayKey {
        /// The key given.
        key: &'static str,
        /// The shape.
        of: &'static str,
        /// The keys of the shape.
        known: &'static [&'static str],
    },
    /// A figure of another kind of quantity than the one needed.
    #[error("the kind of quantity must be {expected}, got {found}")]
    WrongQuantity {
        /// The kind of quantity needed.
        expected: &'static str,
        /// The kind given.
        found: &'static str,
    },
    /// A figure of the right kind, counted in another unit than the one needed.
    #[error(
        "the unit must be {expected}, got {found}; compare figures of one unit, or convert them \
         first"
    )]
    OtherUnit {
        /// The unit needed.
        expected: String,
        /// The unit given.
        found: String,
    },
    /// A path that leaves the range of floating-point numbers or of its quantity.
    #[error("{what} leaves its range {allowed} in {period}")]
    Overflow {
        /// The path.
        what: &'static str,
        /// The first period outside the range.
        period: Period,
        /// The range that the path must stay in.
        allowed: Interval,
    },
    /// A part of an economy that outgrows the whole, so that nothing is left for the rest.
    #[error(
        "{part} outgrows {whole} in {period}, so that nothing is left for the rest: end the scenario earlier, or give both growth that can go on side by side"
    )]
    Outgrown {
        /// The part.
        part: &'static str,
        /// The whole.
        whole: &'static str,
        /// The first period in which the part exceeds the whole.
        period: Period,
    },
    /// Internal rates that cannot all be found, because the flows change sign too often or differ
    /// too much in size.
    #[error(
        "the internal rates of {flows} flows that change sign {} cannot all be found: merge periods, or use the modified internal rate",
        counted(*changes as u64, "time", "times")
    )]
    TooManyChanges {
        /// The number of flows other than zero.
        flows: usize,
        /// The number of sign changes.
        changes: usize,
    },
    /// Demand that no hub within reach can serve.
    #[error(
        "{} EFLOPS of demand in {region} that tolerate {} ms cannot be served: widen a link, host more within reach, or allow more latency",
        short(*eflops), typed(*limit_ms)
    )]
    Unservable {
        /// The region with the largest shortage.
        region: String,
        /// The latency that its demand tolerates, in ms.
        limit_ms: f64,
        /// The shortage in EFLOPS.
        eflops: f64,
    },
    /// A linear programme that the solver did not solve.
    #[error("the linear programme was not solved: {reason}")]
    Unsolved {
        /// The message of the solver.
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
        /// Every label that does not balance, with its flows less its output, in the unit of the
        /// table.
        gaps: Vec<(String, f64)>,
        /// The gap allowed, relative to the flows.
        tolerance: f64,
    },
    /// An input-output table whose inputs are as great as its output, or greater.
    #[error(
        "the table is not productive: inputs must be less than output, inputs per unit of output are {}",
        listed(inputs)
    )]
    NotProductive {
        /// The labels whose inputs reach their output, with inputs per unit of output, the greatest
        /// first.
        inputs: Vec<(String, f64)>,
    },
    /// Parts that do not sum to their whole.
    #[error(
        "{what} sum to {}, the whole is {}",
        unlike(*parts, *whole)[0], unlike(*parts, *whole)[1]
    )]
    PartsDoNotSum {
        /// The parts that were summed.
        what: &'static str,
        /// The sum of the parts.
        parts: f64,
        /// The sum expected.
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
        /// The least and the greatest value of the output.
        reached: [f64; 2],
    },
    /// Numbers that are missing in a column of data.
    #[error(
        "{} missing, the first in row {first}: give them, or leave such rows out with \
         `Regression::dropping_missing`",
        match count { 1 => "a number is".to_owned(), count => format!("{count} numbers are") }
    )]
    MissingNumbers {
        /// The count of missing numbers.
        count: usize,
        /// The first row without one, counted from zero.
        first: usize,
    },
    /// More coefficients than the rows of a regression determine.
    #[error(
        "{} cannot determine {}: give more rows or fewer regressors",
        counted(*rows as u64, "row", "rows"), counted(*coefficients as u64, "coefficient", "coefficients")
    )]
    TooFewRows {
        /// The number of rows, or of observations.
        rows: usize,
        /// The number of coefficients, with absorbed effects.
        coefficients: usize,
    },
    /// Regressors that are combinations of others.
    #[error(
        "{} of the columns before, of the constant or of absorbed effects (rank {rank} of {of}): leave {} out",
        match &columns[..] {
            [one] => format!("`{one}` is a combination"),
            several => format!("{} are combinations", enumerated(several.iter().map(|name| format!("`{name}`")))),
        },
        if columns.len() == 1 { "it" } else { "them" }
    )]
    Collinear {
        /// The names of the columns.
        columns: Vec<String>,
        /// The number of columns that are no combination of others.
        rank: usize,
        /// The number of all columns.
        of: usize,
    },
    /// Errors clustered in one group, from which no variance can be computed.
    #[error(
        "errors must be clustered in at least 2 groups, got {clusters}: cluster by another column"
    )]
    TooFewClusters {
        /// The number of groups.
        clusters: usize,
    },
    /// A row that a coefficient of its own fits exactly, so that its error is unknown.
    #[error("row {row} is fitted exactly, whatever it is: leave it out, or use HC0 or HC1 errors")]
    FittedExactly {
        /// The row of the data, counted from zero.
        row: usize,
    },
    /// A search that did not reach its result.
    #[error("{what} did not converge in {steps} steps: {remedy}")]
    NotConverged {
        /// The computation.
        what: &'static str,
        /// The number of steps done.
        steps: usize,
        /// The way to make it converge.
        remedy: &'static str,
    },
    /// A document that its format or its schema refuses.
    #[error("{message}")]
    Document {
        /// The message of the reader: what it read, what it expected, and the line where known.
        message: String,
    },
}
