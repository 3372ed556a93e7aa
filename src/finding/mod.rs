//! What a careful economist would object to.
//!
//! A finding never stops a projection; it travels with the result. Each has a stable code, so
//! that a tool can act on it, and the numbers, so that a person can check it. A finding is made of
//! typed numbers; its sentence is made from these in one place.
//!
//! Checks read what a figure is from its [`Meaning`](crate::evidence::Meaning), and never from the
//! letters of a name, a title or a place. What a check compares with is a figure of the catalogue,
//! which the message names.

mod baseline;
mod benchmark;
mod capital;
mod code;
mod coefficient;
mod compute;
mod figure;
mod meaning;
mod number;
mod objection;
mod outcome;
mod pair;
mod path;
mod prose;
mod reliance;
#[cfg(test)]
mod scrambled;
mod unstated;
mod usage;

use std::fmt;

pub use code::Code;

use crate::scenario::Place;
use crate::{Period, Projection};
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

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Severe => "severe",
        })
    }
}

/// One objection: its code, its severity, the place where it applies, and the numbers behind it.
///
/// Prints on one line, such as `severe contribution-exceeds-growth at gdp in 2025: ...`. It
/// serialises with `code`, `severity`, `place`, `period` (left out where there is none),
/// `message`, `numbers` (a map by name) and `remedy`.
///
/// # Examples
///
/// ```
/// use compute_impact::finding::Code;
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let findings = scenario.project()?.findings();
/// assert_eq!(findings[0].code(), Code::ContributionExceedsGrowth); // most severe first
/// assert_eq!(findings[0].place(), "gdp");
/// assert!(findings[0].number("contribution") > findings[0].number("growth"));
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

    fn note(place: impl Into<Place>, objection: impl Into<Objection>) -> Self {
        Self::new(Severity::Note, place, objection)
    }

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

    /// How severe it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// The place in the scenario, as in its file.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// The first period in which it applies, or that in which it is worst; `None` if it does not
    /// depend on time.
    #[must_use]
    pub const fn period(&self) -> Option<Period> {
        self.period
    }

    /// The sentence: what is wrong, with its numbers at four significant digits and their units.
    #[must_use]
    pub fn message(&self) -> String {
        self.objection.text().message
    }

    /// The numbers behind it by name, with all their digits; growth and shares are fractions.
    /// [`Code::numbers`] documents the names.
    #[must_use]
    pub fn numbers(&self) -> Vec<(&'static str, f64)> {
        self.objection.numbers()
    }

    /// The number of a name, if the finding carries it.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        let mut numbers = self.numbers().into_iter();
        numbers
            .find(|(own, _)| *own == name)
            .map(|(_, number)| number)
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        self.objection.text().remedy
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} at {}", self.severity, self.code(), self.place)?;
        if let Some(period) = self.period {
            write!(f, " in {period}")?;
        }
        let text = self.objection.text();
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
        let text = self.objection.text();
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

/// All findings where the spread of the inputs is shown, as a simulation does.
pub(crate) fn of_simulated(projection: &Projection) -> Vec<Finding> {
    let mut findings = Vec::new();
    check(projection, &mut findings);
    sorted(findings)
}

fn check(projection: &Projection, findings: &mut Vec<Finding>) {
    let scenario = projection.scenario();
    path::check(projection, findings);
    capital::check(projection, findings);
    usage::check(projection, findings);
    baseline::check(scenario, findings);
    coefficient::check(scenario, findings);
    compute::check(projection, findings);
    meaning::check(scenario, findings);
    reliance::check(scenario, findings);
}

fn sorted(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}
