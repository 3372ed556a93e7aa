use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::limits::Limit;
use crate::{Error, ErrorKind};

/// A sector of a region, which labels a row and a column of a table.
///
/// It prints as `region / sector`.
///
/// # Examples
///
/// ```
/// use compute_impact::input_output::Label;
///
/// let label = Label::new("Guizhou", "computing services")?;
/// assert_eq!(label.to_string(), "Guizhou / computing services");
/// assert!(Label::new("Guizhou", "  ").is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label {
    region: String,
    sector: String,
}

impl Label {
    /// Builds a label; blanks around the names are removed.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if a name is empty; [`TooMany`](ErrorKind::TooMany) past
    /// [`Limit::Name`].
    pub fn new(region: &str, sector: &str) -> Result<Self, Error> {
        Ok(Self {
            region: named("the name of a region", region)?,
            sector: named("the name of a sector", sector)?,
        })
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The sector.
    #[must_use]
    pub fn sector(&self) -> &str {
        &self.sector
    }
}

/// Returns a name without blanks around it; refused if it is empty.
pub(super) fn named(what: &'static str, name: &str) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::new(ErrorKind::Missing {
            what,
            remedy: "give it at least one letter",
        }));
    }
    Limit::Name.check_text(name)?;
    Ok(name.to_owned())
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.region, self.sector)
    }
}

/// The labels of a table's rows, and of its columns in the same order.
///
/// # Examples
///
/// ```
/// use compute_impact::input_output::{Label, Labels};
///
/// let labels = Labels::single_region("China", ["chips", "power"])?;
/// assert_eq!(labels.len(), 2);
/// assert_eq!(labels.position(&Label::new("China", "power")?)?, 1);
/// assert!(labels.position(&Label::new("China", "steam")?).is_err());
/// assert!(Labels::single_region("China", ["chips", "chips"]).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    list: Arc<[Label]>,
    places: Arc<HashMap<Label, usize>>,
}

impl Labels {
    /// Builds the labels of a table.
    ///
    /// # Errors
    ///
    /// [`Duplicate`](ErrorKind::Duplicate) naming a repeated label;
    /// [`Missing`](ErrorKind::Missing) for an empty list; [`TooMany`](ErrorKind::TooMany) past
    /// [`Limit::Labels`].
    pub fn new(list: impl IntoIterator<Item = Label>) -> Result<Self, Error> {
        let list = Limit::Labels.collect(list)?;
        if list.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the list of labels",
                remedy: "give at least one sector",
            }));
        }
        let mut places = HashMap::with_capacity(list.len());
        for (place, label) in list.iter().enumerate() {
            if places.insert(label.clone(), place).is_some() {
                return Err(Error::new(ErrorKind::Duplicate {
                    what: "the label",
                    given: label.to_string().chars().take(160).collect(),
                }));
            }
        }
        Ok(Self {
            list: list.into(),
            places: Arc::new(places),
        })
    }

    /// Builds the labels of a table of one region.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new) and [`Label::new`].
    pub fn single_region<S: AsRef<str>>(
        region: &str,
        sectors: impl IntoIterator<Item = S>,
    ) -> Result<Self, Error> {
        let labels: Result<Vec<_>, _> = Limit::Labels
            .collect(sectors)?
            .into_iter()
            .map(|sector| Label::new(region, sector.as_ref()))
            .collect();
        Self::new(labels?)
    }

    /// The number of labels, which is the order of the table: at least one.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "never empty")]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The labels in the order of the rows.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Label> {
        self.list.iter()
    }

    pub(super) fn list(&self) -> &[Label] {
        &self.list
    }

    /// Returns the row of a label, counted from zero.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) if the table has no such label.
    pub fn position(&self, label: &Label) -> Result<usize, Error> {
        self.places.get(label).copied().ok_or_else(|| {
            let alike = |other: &&Label| other.sector == label.sector;
            Error::new(ErrorKind::Unknown {
                what: "label",
                given: label.to_string().chars().take(160).collect(),
                // Of several labels the first by name, independently of their order.
                nearest: self
                    .list
                    .iter()
                    .filter(alike)
                    .min()
                    .map(ToString::to_string),
            })
        })
    }

    /// Returns the regions, each once, in the order in which they first appear.
    #[must_use]
    pub fn regions(&self) -> Vec<&str> {
        let mut regions: Vec<&str> = Vec::new();
        for label in self.list.iter() {
            if !regions.contains(&label.region.as_str()) {
                regions.push(&label.region);
            }
        }
        regions
    }

    /// Returns the name of a row for a message.
    pub(super) fn name(&self, row: usize) -> String {
        self.list
            .get(row)
            .map_or_else(String::new, Label::to_string)
    }

    /// Refuses a list unless it has one number for each label.
    pub(super) fn expect_one_each(&self, what: &'static str, found: usize) -> Result<(), Error> {
        if found == self.len() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::ShapeMismatch {
            what,
            expected: self.len(),
            found,
        }))
    }
}
