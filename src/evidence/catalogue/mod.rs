//! Published figures as typed estimates, with their wording and citation.
//!
//! Every entry was read in a stored source. The name of an entry starts with the owner of the
//! series and mostly ends with its date: `miit.compute.in-use.2023-12`.
//!
//! | first part | figures |
//! |---|---|
//! | `caict` | the rules of thumb, the device side, the broad digital economy (China Academy of Information and Communications Technology) |
//! | `miit` | the infrastructure side (in use), targets, racks (Ministry of Industry and Information Technology) |
//! | `idc` | the IDC-Inspur-Tsinghua index and its semi-elasticities, smart computing by shipments, forecasts |
//! | `nbs`, `nda`, `cass` | GDP, and the digital economy by other definitions |
//! | `edwc` | East Data West Computing: investment, capacity, targets |
//! | `chengdu`, `utilisation`, `hardware`, `market`, `epoch` | one city's figures, utilisation, hardware costs, prices of compute, large clusters |
//! | `literature`, `panel`, `derived`, `pwc`, ... | estimates of the economic literature, for comparison |
//!
//! The facts about a figure, in addition to its number, are in [`Entry::meaning`]. Figures known to
//! be wrong or unusable are listed too, so that a search finds them: [`Meaning::contradicted`]
//! names the figure that contradicts them, or the reason.
//!
//! CAICT requires the mark "Source: CAICT" on its figures; [`Entry::citation`] and the printed
//! entry have it.
//!
//! # Examples
//!
//! ```
//! use compute_impact::GrowthRatio;
//! use compute_impact::evidence::{Estimate, EvidenceKind, catalogue};
//!
//! let entry = catalogue::find("caict.growth-ratio.gdp")?;
//! assert_eq!(entry.figure().value(), "0.2 points per point");
//! assert_eq!(entry.source().kind(), EvidenceKind::RatioOfGrowthRates);
//!
//! let ratio = Estimate::<GrowthRatio>::from_catalogue("caict.growth-ratio.gdp")?;
//! assert_eq!(ratio.value().get(), 0.2);
//! # Ok::<(), compute_impact::Error>(())
//! ```

mod caict;
mod chengdu;
mod clusters;
mod compute;
mod derived;
mod digital;
mod edwc;
mod facts;
mod gdp_growth;
mod hardware;
mod hub;
mod idc;
mod literature;
mod locality;
mod market;
mod nbs;
mod row;
#[cfg(test)]
mod scramble;
mod smart;
mod tier;
mod utilisation;
mod world;

use std::{fmt, sync::LazyLock};

pub use hub::{Cluster, Hub, hubs};
#[cfg(test)]
pub(crate) use scramble::hidden;
#[cfg(test)]
#[allow(unused_imports, reason = "a hook for the tests of other modules")]
pub(crate) use scramble::scrambled;
pub use tier::{PublishedTier, idc_tiers};

use super::{Figure, Meaning, Source};
use crate::limits::Limit;
use crate::{Error, Language, Period};

/// One published figure.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::{Timing, catalogue};
///
/// let entry = catalogue::find("caict.compute.installed.2023-12")?;
/// assert_eq!(entry.figure().value(), "435 EFLOPS FP32 installed");
/// assert_eq!(entry.meaning().timing(), Some(Timing::Stock("2023-12".parse()?)));
/// assert!(entry.to_string().contains("Source: CAICT"));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    key: u32,
    id: &'static str,
    figure: Figure,
    wording: &'static str,
    note: &'static str,
    chinese_title: &'static str,
    origin: Origin,
}

/// Who stands behind a figure: a publication, or own work that nobody published.
///
/// Own work is arithmetic on published figures and regressions on public data that the makers of
/// the catalogue computed. It gives the scale; a range over publications leaves it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The figure is in a publication.
    Publication,
    /// The figure was computed here.
    OwnWork,
}

impl Entry {
    /// The title of the source in a language: in Chinese the original title of a Chinese
    /// publication where it is known, otherwise a translation.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Language, evidence::catalogue};
    ///
    /// let entry = catalogue::find("caict.digital-share.2023")?;
    /// assert_eq!(entry.title_in(Language::Chinese), "中国数字经济发展研究报告（2024年）");
    /// assert_eq!(entry.title_in(Language::English), entry.source().title());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn title_in(&self, language: Language) -> &str {
        match language {
            Language::English => self.source().title(),
            Language::Chinese => {
                #[cfg(test)]
                if let Some(letters) = hidden(self.chinese_title) {
                    return letters;
                }
                self.chinese_title
            }
        }
    }

    /// Who stands behind the figure.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::catalogue::{self, Origin};
    ///
    /// let regression = catalogue::find("panel.elasticity.capital")?;
    /// assert_eq!(regression.origin(), Origin::OwnWork);
    /// let study = catalogue::find("literature.ict.corrected")?;
    /// assert_eq!(study.origin(), Origin::Publication);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub const fn origin(&self) -> Origin {
        self.origin
    }

    /// The name by which [`find`] looks it up, such as `caict.growth-ratio.gdp`.
    #[must_use]
    pub fn id(&self) -> &'static str {
        #[cfg(test)]
        if let Some(letters) = hidden(self.id) {
            return letters;
        }
        self.id
    }

    /// The typed estimate.
    #[must_use]
    pub fn figure(&self) -> &Figure {
        &self.figure
    }

    /// The frozen number of the figure, which keys its random stream. It stays the same when the
    /// entry is renamed, and no other figure ever has it.
    pub(crate) const fn key(&self) -> u32 {
        self.key
    }

    /// The statement of the source, in its own words (in quotation marks) where they were read, and
    /// otherwise in ours.
    #[must_use]
    pub fn wording(&self) -> &'static str {
        #[cfg(test)]
        if let Some(letters) = hidden(self.wording) {
            return letters;
        }
        self.wording
    }

    /// Remarks on the figure: its definition, derivation and contradictions.
    #[must_use]
    pub fn note(&self) -> &'static str {
        #[cfg(test)]
        if let Some(letters) = hidden(self.note) {
            return letters;
        }
        self.note
    }

    /// The facts stated about the figure: the thing measured, the machines, the timing, the prices
    /// and the definition.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::{Measured, catalogue};
    ///
    /// let let_racks = catalogue::find("miit.rack-occupancy.2021-12")?;
    /// assert_eq!(let_racks.meaning().measures(), Some(Measured::RackOccupancy));
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn meaning(&self) -> &Meaning {
        self.figure.meaning()
    }

    /// The source.
    #[must_use]
    pub fn source(&self) -> &Source {
        self.figure.source()
    }

    /// Returns the citation to print next to the figure, which starts with `Source: `.
    ///
    /// # Examples
    ///
    /// ```
    /// let entry = compute_impact::evidence::catalogue::find("caict.digital-share.2023")?;
    /// assert_eq!(
    ///     entry.citation(),
    ///     "Source: CAICT, China Digital Economy Development Research Report (2024), 2024 \
    ///      (institute's estimate, confidence high)"
    /// );
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn citation(&self) -> String {
        format!("Source: {}", self.source())
    }

    /// Returns true if the word, in lower case, occurs anywhere in the entry.
    fn contains(&self, word: &str) -> bool {
        let source = self.source();
        let value = self.figure.value();
        let kind = source.kind().to_string();
        let confidence = format!("confidence {}", source.confidence());
        [
            self.id,
            self.wording,
            self.note,
            source.publisher(),
            source.title(),
            self.chinese_title,
            &value,
            &kind,
            &confidence,
        ]
        .into_iter()
        .any(|text| text.to_lowercase().contains(word))
    }
}

/// The serde shape of an entry: its value as text, with all stated facts.
#[derive(serde::Serialize)]
struct Written<'a> {
    id: &'a str,
    quantity: &'a str,
    value: String,
    #[serde(skip_serializing_if = "Meaning::is_empty")]
    meaning: &'a Meaning,
    wording: &'a str,
    note: &'a str,
    source: &'a Source,
    citation: String,
}

impl serde::Serialize for Entry {
    /// Serialises as a map: `id`, `quantity`, `value`, `meaning`, `wording`, `note`, `source` and
    /// `citation`.
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Written {
            id: self.id,
            quantity: self.figure.quantity(),
            value: self.figure.value(),
            meaning: self.meaning(),
            wording: self.wording,
            note: self.note,
            source: self.source(),
            citation: self.citation(),
        }
        .serialize(to)
    }
}

impl fmt::Display for Entry {
    /// Writes the value, its meaning and its citation on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.id, self.figure)?;
        if !self.meaning().is_empty() {
            write!(f, " ({})", self.meaning())?;
        }
        write!(f, ". {}", self.citation())
    }
}

/// Every table, in the order of [`entries`].
const TABLES: [&[row::Row]; 17] = [
    caict::ROWS,
    compute::ROWS,
    world::ROWS,
    smart::ROWS,
    idc::ROWS,
    nbs::ROWS,
    gdp_growth::ROWS,
    digital::ROWS,
    edwc::ROWS,
    locality::ROWS,
    chengdu::ROWS,
    utilisation::ROWS,
    hardware::ROWS,
    market::ROWS,
    clusters::ROWS,
    literature::ROWS,
    derived::ROWS,
];

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let entries: Result<_, Error> = TABLES
        .iter()
        .flat_map(|table| table.iter())
        .map(row::Row::entry)
        .collect();
    // The tables are constants, and `every_row_reads` in `row` reads every one of them.
    #[expect(clippy::expect_used, reason = "a unit test reads every row")]
    entries.expect("every row of the catalogue reads")
});

/// Returns all entries, grouped by subject, each series in order of date.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::{EvidenceKind, catalogue};
///
/// let targets = catalogue::entries()
///     .iter()
///     .filter(|entry| entry.source().kind() == EvidenceKind::PolicyTarget);
/// assert!(targets.count() >= 2);
/// ```
#[must_use]
pub fn entries() -> &'static [Entry] {
    &ENTRIES
}

/// The entries that were published by the end of a period, in order: what a forecast made then could
/// know, so that a back-test does not see the future. Entries whose publication has no date are left
/// out.
///
/// # Examples
///
/// The smart share of mid-2024 was not known at the end of 2023:
///
/// ```
/// use compute_impact::evidence::catalogue;
///
/// let known = |year: &str| -> Result<Vec<&str>, compute_impact::Error> {
///     Ok(catalogue::as_of(year.parse()?).map(|entry| entry.id()).collect())
/// };
/// let (then, now) = (known("2023-12")?, known("2024-12")?);
/// assert!(!then.contains(&"miit.smart-share.in-use.2024-07"));
/// assert!(now.contains(&"miit.smart-share.in-use.2024-07"));
/// assert!(now.len() > then.len() && then.iter().all(|id| now.contains(id)));
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn as_of(period: Period) -> impl Iterator<Item = &'static Entry> {
    let is_known = move |entry: &&Entry| {
        let date = entry.source().date();
        date.is_some_and(|date| !date.ends_after(period))
    };
    entries().iter().filter(is_known)
}

/// Returns the entry with this name.
///
/// # Errors
///
/// [`Unknown`](crate::ErrorKind::Unknown), with the nearest name that exists if one is near.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::catalogue;
///
/// assert_eq!(catalogue::find("nbs.gdp.2023.revised")?.figure().value(), "129.4 tn CNY");
/// assert_eq!(
///     catalogue::find("nbs.gdp.2023.revized").unwrap_err().to_string(),
///     "there is no catalogue entry `nbs.gdp.2023.revized`; did you mean `nbs.gdp.2023.revised`?"
/// );
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn find(id: &str) -> Result<&'static Entry, Error> {
    position(id).map(|(at, _)| &ENTRIES[at])
}

/// Returns the position among [`entries`] of the entry with this name, and its name.
///
/// It reads the tables and not the entries, so that a row may name another while entries are built.
pub(super) fn position(id: &str) -> Result<(usize, &'static str), Error> {
    let names = || {
        TABLES
            .iter()
            .flat_map(|table| table.iter())
            .map(row::Row::id)
    };
    let mut numbered = names().enumerate();
    let position = numbered.find(|(_, name)| *name == id);
    position.ok_or_else(|| Error::unknown("catalogue entry", id, names()))
}

/// Returns the entries in which every word of `text` occurs: in the name, value, wording, note,
/// publisher, title, kind or confidence (`confidence low`), in upper or lower case. A word is also
/// found inside longer words: `share` in `shares`, 算力 in 智能算力. An empty text finds all entries.
///
/// # Errors
///
/// [`TooMany`](crate::ErrorKind::TooMany) for a text past [`Limit::SearchText`].
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::catalogue;
///
/// assert!(catalogue::search("智能算力 target")?.any(|e| e.id() == "miit.target.smart-share.2025"));
///
/// let mut entries = catalogue::search("chengdu mistranslation")?;
/// assert_eq!(entries.next().map(|entry| entry.id()), Some("chengdu.ai-industry.valuation-claim"));
/// assert_eq!(catalogue::search("price of tea")?.count(), 0);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn search(text: &str) -> Result<impl Iterator<Item = &'static Entry> + use<>, Error> {
    Limit::SearchText.check_text(text)?;
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let has_all = move |entry: &&Entry| words.iter().all(|word| entry.contains(word));
    Ok(ENTRIES.iter().filter(has_all))
}

/// Returns the series whose names start with `prefix`, in whole parts between dots.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::catalogue;
///
/// let levels: Vec<String> = catalogue::series("miit.compute.in-use")
///     .map(|entry| entry.figure().value())
///     .collect();
/// assert_eq!(levels.first().map(String::as_str), Some("140 EFLOPS FP32 in use"));
/// assert_eq!(levels.last().map(String::as_str), Some("280 EFLOPS FP32 in use"));
/// ```
pub fn series(prefix: &str) -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().filter(move |entry| {
        entry
            .id
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}
