//! The names of the files with the parts of a run.

use std::path::{Path, PathBuf};

use crate::simulation::Summary;
use crate::{Error, ErrorKind};

/// The draws of a part, from which its file is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    start: u64,
    end: u64,
}

/// The end of the name of every part.
pub(super) const SUFFIX: &str = ".summary";
/// The beginning of the name.
const PREFIX: &str = "draws-";
/// The digits of a number of draws, at least: 10^12 draws sort by name.
const DIGITS: usize = 12;

impl Name {
    /// The name of a part.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) unless its draws are one range.
    pub(super) fn of(part: &Summary) -> Result<Self, Error> {
        let mut ranges = part.ranges();
        match (ranges.next(), ranges.next()) {
            (Some(range), None) => Ok(Self {
                start: range.start,
                end: range.end,
            }),
            _ => Err(Error::new(ErrorKind::Conflict {
                what: "a summary whose draws are not one range",
                with: "a file of a directory of parts",
                remedy: "write its parts one by one, before they are merged",
            })),
        }
    }

    /// Reads the name of a file; `None` unless it is one that [`to_string`](Self::to_string) writes.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let draws = text.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
        let (start, end) = draws.split_once('-')?;
        let name = Self {
            start: start.parse().ok()?,
            end: end.parse().ok()?,
        };
        (name.start < name.end && name.to_string() == text).then_some(name)
    }

    pub(super) const fn draws(self) -> std::ops::Range<u64> {
        self.start..self.end
    }

    pub(super) fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub(super) fn in_directory(self, path: &Path) -> PathBuf {
        path.join(self.to_string())
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { start, end } = self;
        write!(f, "{PREFIX}{start:0DIGITS$}-{end:0DIGITS$}{SUFFIX}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_their_draws_and_are_read_in_one_form_only() {
        let name = Name {
            start: 0,
            end: 1_000_000,
        };
        assert_eq!(name.to_string(), "draws-000000000000-000001000000.summary");
        let long = Name {
            start: 1,
            end: 1 << 48,
        };
        assert_eq!(
            long.to_string(),
            "draws-000000000001-281474976710656.summary"
        );
        for name in [name, long] {
            assert_eq!(Name::parse(&name.to_string()), Some(name));
        }
        for text in [
            "draws-0-1000000.summary",
            "draws-000000000000-000001000000.summary.partial",
            "draws-000000000000-000000000000.summary",
            "draws-000000000001-000000000000.summary",
            "draws-+00000000000-000000000001.summary",
            "draws-000000000000.summary",
            "copy of draws-000000000000-000001000000.summary",
            "",
        ] {
            assert_eq!(Name::parse(text), None, "{text}");
        }
    }
}
