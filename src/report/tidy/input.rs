use std::borrow::Cow;

use super::as_text;
use crate::cash_flow::Date;
use crate::evidence::catalogue::Entry;
use crate::evidence::{Confidence, Source};
use crate::finding::{Code, Finding, Severity};
use crate::scenario::Input;
use crate::text::name;
use crate::uncertainty::Uncertainty;
use crate::{Period, Scenario};

/// One objection to a result.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FindingRow<'a> {
    scenario: Cow<'a, str>,
    code: Code,
    severity: Severity,
    place: &'a str,
    period: Option<Period>,
    date: Option<Date>,
    message: String,
    remedy: String,
}

/// Findings as rows, in their own order, most severe first. A finding that does not depend on
/// time has an empty period and date.
///
/// # Examples
///
/// ```
/// use compute_impact::report::tidy;
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let findings = scenario.project()?.findings();
/// let mut lines = Vec::new();
/// tidy::write_json_lines(tidy::findings(scenario.name(), &findings), &mut lines)?;
/// assert!(String::from_utf8(lines)?.contains(r#""code":"contribution-exceeds-growth""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn findings<'a>(
    scenario: &'a str,
    findings: &'a [Finding],
) -> impl Iterator<Item = FindingRow<'a>> {
    let scenario = name(scenario);
    findings.iter().map(move |finding| FindingRow {
        scenario: scenario.clone(),
        code: finding.code(),
        severity: finding.severity(),
        place: finding.place().as_str(),
        period: finding.period(),
        date: finding.period().map(Period::last_day),
        message: finding.message(),
        remedy: finding.remedy(),
    })
}

/// One number that enters a scenario, with its unit, spread and source.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct InputRow<'a> {
    scenario: Cow<'a, str>,
    place: &'a str,
    central: f64,
    unit: &'a str,
    uncertainty: Option<Words<'a>>,
    #[serde(serialize_with = "as_text")]
    source: &'a Source,
    #[serde(serialize_with = "as_text")]
    confidence: Confidence,
    catalogue: Option<&'static str>,
}

/// A spread in words.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Words<'a>(&'a Uncertainty);

impl serde::Serialize for Words<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self.0)
    }
}

/// All numbers that enter a scenario as rows, in the order of use: each with its unit, its spread
/// in words, its source as a citation, and the identifier of its entry in the catalogue, if any.
///
/// # Examples
///
/// ```
/// use compute_impact::report::tidy;
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let mut lines = Vec::new();
/// tidy::write_json_lines(tidy::inputs(&scenario), &mut lines)?;
/// assert_eq!(String::from_utf8(lines)?.lines().count(), scenario.inputs().len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn inputs(scenario: &Scenario) -> impl Iterator<Item = InputRow<'_>> {
    let name = name(scenario.name());
    scenario.inputs().iter().map(move |input: &Input| InputRow {
        scenario: name.clone(),
        place: input.place().as_str(),
        central: input.central(),
        unit: input.unit(),
        uncertainty: input.uncertainty().map(Words),
        source: input.source(),
        confidence: input.source().confidence(),
        catalogue: input.entry().map(Entry::id),
    })
}
