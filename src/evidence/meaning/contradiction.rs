//! Reasons against the use of a figure.

use std::fmt;

use crate::evidence::catalogue::{self, Entry};
use crate::limits::Limit;
use crate::{Error, ErrorKind};

/// A reason against a figure: another figure that contradicts it, or a statement that makes it
/// unusable.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Contradiction;
///
/// let by = Contradiction::by("edwc.investment.direct-2024-06")?;
/// assert_eq!(by.entry().map(|entry| entry.figure().value()), Some("43.5 bn CNY".to_owned()));
/// let unusable = Contradiction::because("its denominator is defined nowhere")?;
/// assert_eq!(unusable.reason(), Some("its denominator is defined nowhere"));
/// assert!(Contradiction::by("edwc.no-such").is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction(Reason);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Reason {
    /// The name of an existing catalogue entry.
    Figure(&'static str),
    /// The statement that makes it unusable.
    Statement(String),
}

impl Contradiction {
    /// Builds the contradiction by the figure with this name in the catalogue.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) if the catalogue has no such entry.
    pub fn by(id: &str) -> Result<Self, Error> {
        catalogue::position(id).map(|(_, id)| Self(Reason::Figure(id)))
    }

    /// Builds the reason, in words, for which a figure is unusable.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if the reason is blank; [`TooMany`](ErrorKind::TooMany) past
    /// [`Limit::Text`].
    pub fn because(reason: impl Into<String>) -> Result<Self, Error> {
        let reason = reason.into();
        if reason.trim().is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "`because`",
                remedy: "state why the figure is unusable, or leave `contradicted` out",
            }));
        }
        Limit::Text.check_text(&reason)?;
        Ok(Self(Reason::Statement(reason)))
    }

    /// The figure that contradicts it, if one does.
    #[must_use]
    pub fn entry(&self) -> Option<&'static Entry> {
        match &self.0 {
            // The constructor checks that it exists.
            Reason::Figure(id) => catalogue::find(id).ok(),
            Reason::Statement(_) => None,
        }
    }

    /// The reason in words, if no figure contradicts it.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match &self.0 {
            Reason::Figure(_) => None,
            Reason::Statement(reason) => Some(reason),
        }
    }
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::Figure(_) => match self.entry() {
                Some(entry) => write!(f, "contradicted by {}", entry.id()),
                None => f.write_str("contradicted"),
            },
            Reason::Statement(reason) => write!(f, "unusable: {reason}"),
        }
    }
}

/// The serde shape of a contradiction.
#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Contradiction", extend("minProperties" = 1, "maxProperties" = 1)))]
#[serde(
    deny_unknown_fields,
    rename = "Contradiction",
    expecting = "a table such as `{ by = \"nbs.gdp.2023.revised\" }` or `{ because = \"why\" }`"
)]
struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
}

impl serde::Serialize for Contradiction {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Fields {
            by: self.entry().map(|entry| entry.id().to_owned()),
            because: self.reason().map(str::to_owned),
        }
        .serialize(to)
    }
}

impl<'de> serde::Deserialize<'de> for Contradiction {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let contradiction = match Fields::deserialize(from)? {
            Fields {
                by: Some(id),
                because: None,
            } => Self::by(&id),
            Fields {
                by: None,
                because: Some(reason),
            } => Self::because(reason),
            Fields {
                by: None,
                because: None,
            } => Err(Error::new(ErrorKind::Missing {
                what: "`contradicted`",
                remedy: "give `by` (the name of a catalogue entry) or `because` (a reason)",
            })),
            Fields {
                by: Some(_),
                because: Some(_),
            } => Err(Error::new(ErrorKind::Conflict {
                what: "`by`",
                with: "`because`",
                remedy: "give either the figure that contradicts it or the reason against it",
            })),
        };
        contradiction.map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
crate::quantity::schema_of!(Contradiction, Fields);
