//! The published figures, as typed estimates with their wording and citation.

use std::{fmt, sync::LazyLock};

use super::{Figure, Source};
use crate::{Error, ErrorKind, Period};

/// One published figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    id: &'static str,
    figure: Figure,
    at: Option<Period>,
    window: Option<(Period, Period)>,
    wording: &'static str,
    note: &'static str,
}

impl Entry {
    /// The name to look it up by, such as `caict.growth-ratio.gdp`.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// The typed estimate.
    #[must_use]
    pub fn figure(&self) -> &Figure {
        &self.figure
    }

    /// The date the figure is for, such as the end of 2023; not the date of publication.
    #[must_use]
    pub fn at(&self) -> Option<Period> {
        self.at
    }

    /// First and last period of the data behind a coefficient or growth rate.
    #[must_use]
    pub fn window(&self) -> Option<(Period, Period)> {
        self.window
    }

    /// What the source says, in its own words where they were seen, else in ours.
    #[must_use]
    pub fn wording(&self) -> &'static str {
        self.wording
    }

    /// What a careful reader should know: definition, derivation, contradictions.
    #[must_use]
    pub fn note(&self) -> &'static str {
        self.note
    }

    /// Where it comes from.
    #[must_use]
    pub fn source(&self) -> &Source {
        self.figure.source()
    }
}

impl fmt::Display for Entry {
    /// The value and its citation on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.id, self.figure)?;
        if let Some(at) = self.at {
            write!(f, " at {at}")?;
        }
        if let Some((first, last)) = self.window {
            write!(f, " over {first} to {last}")?;
        }
        write!(f, ". {}", self.source())
    }
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(Vec::new);

/// All entries, grouped by publisher, in order of date.
#[must_use]
pub fn entries() -> &'static [Entry] {
    &ENTRIES
}

/// The entry of that name.
///
/// # Errors
///
/// [`Unknown`](ErrorKind::Unknown), with the nearest name that exists.
pub fn find(id: &str) -> Result<&'static Entry, Error> {
    ENTRIES.iter().find(|entry| entry.id == id).ok_or_else(|| {
        Error::new(ErrorKind::Unknown {
            what: "catalogue entry",
            given: id.chars().take(80).collect(),
            nearest: None,
        })
    })
}
