//! Objections that a careful economist would raise against a scenario and its result.
//!
//! A finding never stops a projection; it travels with the result. Each finding has a stable
//! [`Code`], so that a program can act on it, and the numbers behind it, so that a person can check
//! it. It keeps typed numbers rather than a sentence; [`Finding::message_in`] and
//! [`Finding::remedy_in`] write the sentence in English or in Chinese on request.
//!
//! [`Code::explain`] gives the meaning, the cause and the remedy of each code. The page
//! `docs/findings.md` lists all of them.
//!
//! What an estimation objects to its own fit, such as few clusters or weak instruments, is no finding:
//! a `Caution` of the module `estimation` has no place in a scenario, no period and no severity. It
//! ends with the fit; the estimate that the fit hands to a scenario is judged by findings there.
//!
//! The checks read the nature of a figure from its [`Meaning`](crate::evidence::Meaning), and never
//! from the letters of a name, a title or a place. Where a check compares with a published figure,
//! that figure is an entry of the [catalogue](crate::evidence::catalogue), and the message names
//! the entry.

mod baseline;
mod benchmark;
mod capital;
mod code;
mod coefficient;
mod compute;
mod explain;
mod figure;
mod market;
mod meaning;
pub(crate) mod names;
mod number;
mod objection;
mod outcome;
mod pair;
mod path;
mod prose;
mod reliance;
#[cfg(test)]
mod scrambled;
mod text;
mod unstated;
mod usage;

use std::fmt;

pub use code::Code;
pub use explain::Explained;

use crate::scenario::Place;
use crate::{Language, Period, Projection};
use objection::Objection;

/// Severity of a finding, least severe first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know when quoting the number.
    Note,
    /// The number is likely to mislead if it is quoted without this.
    Warning,
    /// The number contradicts itself or the record.
    Severe,
}

impl Severity {
    /// The name of the severity in a language: `severe`, `严重`.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Language, finding::Severity};
    ///
    /// assert_eq!(Severity::Warning.name_in(Language::English), "warning");
    /// assert_eq!(Severity::Warning.name_in(Language::Chinese), "警告");
    /// ```
    #[must_use]
    pub const fn name_in(self, language: Language) -> &'static str {
        let (english, chinese) = match self {
            Self::Note => ("note", "提示"),
            Self::Warning => ("warning", "警告"),
            Self::Severe => ("severe", "严重"),
        };
        language.of(english, chinese)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name_in(Language::English))
    }
}

/// One objection: its code, its severity, the place where it applies, and the numbers behind it.
///
/// It prints on one line in English, such as `severe contribution-exceeds-growth at gdp in 2025:
/// ...`. It serialises with `code`, `severity`, `place`, `period` (left out where there is none),
/// `message`, `numbers` (a map by name) and `remedy`, the texts in English.
///
/// # Examples
///
/// ```
/// use compute_impact::{Language, finding::Code};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let findings = scenario.project()?.findings();
/// assert_eq!(findings[0].code(), Code::ContributionExceedsGrowth); // most severe first
/// assert_eq!(findings[0].place(), "gdp");
/// assert!(findings[0].number("contribution") > findings[0].number("growth"));
/// assert!(findings[0].message().contains("percentage points"));
/// assert!(findings[0].message_in(Language::Chinese).contains("个百分点"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    severity: Severity,
    place: Place,
    period: Option<Period>,
    objection: Objection,
}

impl Finding {
    /// A finding that does not depend on time.
    fn new(severity: Severity, place: impl Into<Place>, objection: impl Into<Objection>) -> Self {
        Self {
            severity,
            place: place.into(),
            period: None,
            objection: objection.into(),
        }
    }

    /// A note that does not depend on time.
    fn note(place: impl Into<Place>, objection: impl Into<Objection>) -> Self {
        Self::new(Severity::Note, place, objection)
    }

    /// A warning that does not depend on time.
    fn warning(place: impl Into<Place>, objection: impl Into<Objection>) -> Self {
        Self::new(Severity::Warning, place, objection)
    }

    /// The same finding, in a period.
    fn in_period(self, period: Period) -> Self {
        let period = Some(period);
        Self { period, ..self }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.objection.code()
    }

    /// The severity.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// The place in the scenario, by the keys of its file.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// The first period in which the finding applies, or the period in which it is worst; `None` if
    /// it does not depend on time.
    #[must_use]
    pub const fn period(&self) -> Option<Period> {
        self.period
    }

    /// The sentence in English: the fault, with its numbers at four significant digits at most and
    /// their units.
    #[must_use]
    pub fn message(&self) -> String {
        self.message_in(Language::English)
    }

    /// The sentence in a language, with the same numbers as [`message`](Self::message).
    ///
    /// It has no full stop. In Chinese, keys of the scenario and names of the catalogue stand
    /// between backticks, and words that the caller gave between quotation marks (“”).
    #[must_use]
    pub fn message_in(&self, language: Language) -> String {
        self.objection.text(language).message
    }

    /// The numbers behind the finding by name, with all their digits; growth and shares are
    /// fractions. [`Code::numbers`] documents the names.
    #[must_use]
    pub fn numbers(&self) -> Vec<(&'static str, f64)> {
        self.objection.numbers()
    }

    /// The number with a name; `None` if the finding does not carry it.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        let mut numbers = self.numbers().into_iter();
        numbers
            .find(|(other, _)| *other == name)
            .map(|(_, number)| number)
    }

    /// The remedy in English, as an imperative.
    #[must_use]
    pub fn remedy(&self) -> String {
        self.remedy_in(Language::English)
    }

    /// The remedy in a language, as an imperative without a full stop.
    #[must_use]
    pub fn remedy_in(&self, language: Language) -> String {
        self.objection.text(language).remedy
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} at {}", self.severity, self.code(), self.place)?;
        if let Some(period) = self.period {
            write!(f, " in {period}")?;
        }
        let text = self.objection.text(Language::English);
        write!(f, ": {}; {}", text.message, text.remedy)
    }
}

/// The serialised shape of a finding.
#[derive(serde::Serialize)]
struct Written<'a> {
    code: Code,
    severity: Severity,
    place: &'a Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<Period>,
    message: String,
    #[serde(serialize_with = "as_map")]
    numbers: Vec<(&'static str, f64)>,
    remedy: String,
}

/// Writes named numbers as a map.
fn as_map<S: serde::Serializer>(numbers: &[(&'static str, f64)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(numbers.iter().copied())
}

impl serde::Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let text = self.objection.text(Language::English);
        Written {
            code: self.code(),
            severity: self.severity,
            place: &self.place,
            period: self.period,
            message: text.message,
            numbers: self.numbers(),
            remedy: text.remedy,
        }
        .serialize(to)
    }
}

/// All findings of a projection, most severe first and otherwise in the order of the checks.
pub(crate) fn of(projection: &Projection) -> Vec<Finding> {
    let mut findings = Vec::new();
    check(projection, &mut findings);
    reliance::spread(projection.scenario(), &mut findings);
    sorted(findings)
}

/// All findings of a result that shows the spread of its inputs, as a simulation does.
pub(crate) fn of_simulated(projection: &Projection) -> Vec<Finding> {
    let mut findings = Vec::new();
    check(projection, &mut findings);
    sorted(findings)
}

/// Runs every check that does not depend on how the result is shown.
fn check(projection: &Projection, findings: &mut Vec<Finding>) {
    let scenario = projection.scenario();
    path::check(projection, findings);
    capital::check(projection, findings);
    usage::check(projection, findings);
    market::check(projection, findings);
    baseline::check(scenario, findings);
    coefficient::check(scenario, findings);
    compute::check(projection, findings);
    meaning::check(scenario, findings);
    reliance::check(scenario, findings);
}

/// Sorts findings by severity, most severe first, and keeps the order of the checks within one.
fn sorted(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}
