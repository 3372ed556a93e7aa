use std::fmt;

use crate::limits::Limit;
use crate::quantity::decimal;
use crate::text::line;
use crate::{Error, ErrorKind, Interval, Period};

/// The kind of statement that a figure is.
///
/// The kind determines the reliability of a figure, and findings depend on it: a ratio of growth
/// rates is not an elasticity, and a target is not a forecast.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::{EvidenceKind, catalogue};
///
/// let ratio = catalogue::find("caict.growth-ratio.gdp")?;
/// assert_eq!(ratio.source().kind(), EvidenceKind::RatioOfGrowthRates);
/// assert_eq!(ratio.source().kind().to_string(), "ratio of growth rates");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum EvidenceKind {
    /// A measurement published by a statistical office or ministry.
    OfficialStatistic,
    /// An aim of policy, which does not predict the outcome.
    PolicyTarget,
    /// A statement of a newspaper or operator that is not traced to a statistic.
    PressReport,
    /// A count or estimate of a research institute or vendor.
    InstituteEstimate,
    /// A published forecast.
    Forecast,
    /// One average growth rate divided by another, which attributes all growth to one cause.
    RatioOfGrowthRates,
    /// An estimated regression.
    Regression {
        /// The number of observations.
        observations: u32,
        /// The standard error of the coefficient, in its own unit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_error: Option<f64>,
        /// True if other factors (capital, labour, country and year effects) are controlled for.
        controls: bool,
    },
    /// A pooled estimate of many studies.
    MetaAnalysis,
    /// A result derived from an input-output table.
    InputOutputStudy,
    /// Arithmetic on published figures.
    Derived,
    /// An assumption of the user, which nobody measured.
    Assumption,
}

impl fmt::Display for EvidenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OfficialStatistic => "official statistic",
            Self::PolicyTarget => "policy target",
            Self::PressReport => "press report",
            Self::InstituteEstimate => "institute's estimate",
            Self::Forecast => "forecast",
            Self::RatioOfGrowthRates => "ratio of growth rates",
            Self::Regression { .. } => "regression",
            Self::MetaAnalysis => "meta-analysis",
            Self::InputOutputStudy => "input-output study",
            Self::Derived => "arithmetic on published figures",
            Self::Assumption => "assumption",
        })?;
        match self {
            Self::Regression {
                observations,
                standard_error,
                controls,
            } => {
                write!(f, " (n {observations}")?;
                if let Some(standard_error) = standard_error {
                    write!(f, ", standard error {}", decimal::typed(*standard_error))?;
                }
                write!(f, ", {} controls)", if *controls { "with" } else { "no" })
            }
            _ => Ok(()),
        }
    }
}

/// The reliability of a figure, weakest first, so that the least of several figures grades a result
/// from all of them.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Confidence;
///
/// assert!(Confidence::Low < Confidence::Medium);
/// let grades = [Confidence::High, Confidence::Assumed, Confidence::Medium];
/// assert_eq!(grades.iter().min(), Some(&Confidence::Assumed));
/// ```
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The user's own assumption.
    Assumed,
    /// A single or weak second-hand source.
    Low,
    /// Arithmetic on published figures.
    Derived,
    /// A reputable second-hand source.
    Medium,
    /// Official text or the publisher's own words.
    High,
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Assumed => "assumed",
            Self::Low => "low",
            Self::Derived => "derived",
            Self::Medium => "medium",
            Self::High => "high",
        })
    }
}

/// The source of a figure: its publisher, title, date, place and kind of statement.
///
/// An assumption is a source too, with its reason as the title. A source prints as a citation, on
/// one line.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::{Confidence, EvidenceKind, Source};
///
/// let source = Source::new(
///     "CAICT",
///     "Blue Book on Computing Power Development",
///     EvidenceKind::InstituteEstimate,
///     Confidence::High,
/// )?
/// .with_date("2024-09".parse()?);
/// assert_eq!(
///     source.to_string(),
///     "CAICT, Blue Book on Computing Power Development, 2024-09 \
///      (institute's estimate, confidence high)"
/// );
/// assert!(Source::assumption(" ").is_err()); // an assumption gives its reason
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Source {
    fields: Fields,
}

/// The serde shape of a source; [`Source::try_from`] checks it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename = "Source",
    expecting = "a table with `publisher`, `title`, `kind` and `confidence`; for a reason of your own \
                 write `assumption = \"...\"` in place of `source`"
)]
struct Fields {
    publisher: String,
    title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<Period>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    locator: Option<String>,
    kind: EvidenceKind,
    confidence: Confidence,
}

impl Source {
    /// Builds a source.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if the publisher or the title is blank,
    /// [`TooMany`](ErrorKind::TooMany) if one is past [`Limit::Text`], [`Conflict`](ErrorKind::Conflict) unless an assumption, and only an assumption, has
    /// [`Confidence::Assumed`], and [`OutOfRange`](ErrorKind::OutOfRange) if a standard error is
    /// negative or not finite.
    pub fn new(
        publisher: impl Into<String>,
        title: impl Into<String>,
        kind: EvidenceKind,
        confidence: Confidence,
    ) -> Result<Self, Error> {
        let (publisher, title) = (publisher.into(), title.into());
        Fields {
            publisher,
            title,
            date: None,
            locator: None,
            kind,
            confidence,
        }
        .try_into()
    }

    /// Builds an assumption of the user, with its reason.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if the reason is blank; [`TooMany`](ErrorKind::TooMany) past
    /// [`Limit::Text`].
    pub fn assumption(reason: impl Into<String>) -> Result<Self, Error> {
        Self::new(
            "assumption",
            reason,
            EvidenceKind::Assumption,
            Confidence::Assumed,
        )
    }

    /// Returns the same source with the date of publication.
    #[must_use]
    pub fn with_date(mut self, date: Period) -> Self {
        self.fields.date = Some(date);
        self
    }

    /// Returns the same source with the place of the figure in it: a page, a table, an address.
    ///
    /// # Errors
    ///
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::Text`].
    pub fn with_locator(mut self, locator: impl Into<String>) -> Result<Self, Error> {
        self.fields.locator = Some(locator.into());
        self.fields.try_into()
    }

    /// The publisher.
    #[must_use]
    pub fn publisher(&self) -> &str {
        &self.fields.publisher
    }

    /// The title; for an assumption, the reason.
    #[must_use]
    pub fn title(&self) -> &str {
        #[cfg(test)]
        if let Some(letters) = super::catalogue::hidden(&self.fields.title) {
            return letters;
        }
        &self.fields.title
    }

    /// The date of publication, if known.
    #[must_use]
    pub fn date(&self) -> Option<Period> {
        self.fields.date
    }

    /// The place of the figure in the source, if known.
    #[must_use]
    pub fn locator(&self) -> Option<&str> {
        self.fields.locator.as_deref()
    }

    /// The kind of statement.
    #[must_use]
    pub fn kind(&self) -> EvidenceKind {
        self.fields.kind
    }

    /// The reliability.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        self.fields.confidence
    }
}

impl TryFrom<Fields> for Source {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        let missing = |what, remedy| Err(Error::new(ErrorKind::Missing { what, remedy }));
        if fields.kind == EvidenceKind::Assumption && fields.title.trim().is_empty() {
            return missing(
                "the reason of the assumption",
                "state the reason for the figure",
            );
        }
        if fields.publisher.trim().is_empty() {
            return missing("publisher of the source", "name who published the figure");
        }
        if fields.title.trim().is_empty() {
            return missing("title of the source", "name the publication");
        }
        let locator = fields.locator.iter();
        for text in [&fields.publisher, &fields.title]
            .into_iter()
            .chain(locator)
        {
            Limit::Text.check_text(text)?;
        }
        if let EvidenceKind::Regression {
            standard_error: Some(standard_error),
            ..
        } = fields.kind
        {
            Interval::NON_NEGATIVE.check("standard error of the regression", standard_error)?;
        }
        let assumed = fields.kind == EvidenceKind::Assumption;
        if assumed != (fields.confidence == Confidence::Assumed) {
            return Err(Error::new(ErrorKind::Conflict {
                what: "confidence of the source",
                with: "its kind",
                remedy: "give confidence `assumed` to an assumption, and only to an assumption",
            }));
        }
        Ok(Self { fields })
    }
}

impl From<Source> for Fields {
    fn from(source: Source) -> Self {
        source.fields
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fields {
            publisher,
            title,
            date,
            locator,
            kind,
            confidence,
        } = &self.fields;
        let title = line(title);
        if *kind == EvidenceKind::Assumption {
            return write!(f, "assumption: {title}");
        }
        write!(f, "{}, {title}", line(publisher))?;
        if let Some(date) = date {
            write!(f, ", {date}")?;
        }
        if let Some(locator) = locator {
            write!(f, ", {}", line(locator))?;
        }
        write!(f, " ({kind}, confidence {confidence})")
    }
}
