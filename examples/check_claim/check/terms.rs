//! The terms in which a claim states the meaning of its numbers.

use clap::ValueEnum;
use compute_impact::{Multiplier, MultiplierOf, Scope};

/// The machines of a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Machines {
    /// Data and computing centres in use.
    InUse,
    /// Servers shipped over some six years.
    Installed,
}

impl Machines {
    pub(crate) const ALL: [Self; 2] = [Self::InUse, Self::Installed];

    pub(crate) const fn scope(self) -> Scope {
        match self {
            Self::InUse => Scope::InUse,
            Self::Installed => Scope::Installed,
        }
    }

    /// In words.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::InUse => "machines in use",
            Self::Installed => "installed devices",
        }
    }
}

/// The kind of statement that a figure of the future is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outlook {
    /// An expectation.
    Projection,
    /// An aim.
    Target,
}

/// The body to which a figure of the future is attributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Body {
    /// The China Academy of Information and Communications Technology.
    Caict,
    /// The Ministry of Industry and Information Technology with five others.
    Ministries,
}

/// The claimed meaning of Chengdu's figure of efficiency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Efficiency {
    /// A gain by this share.
    RaisedBy,
    /// A level that is reached, in training a model.
    RaisedTo,
    /// The part of the centre that is at work.
    Utilisation,
}

/// The claimed meaning of the money of Chengdu's AI firms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Industry {
    /// Sales of a year.
    Revenue,
    /// The value of the firms.
    Valuation,
    /// The effect of the computing centre.
    Effect,
}

/// A multiplier as claimed: the least and the greatest, of one thing.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Returns {
    pub low: Multiplier,
    pub high: Multiplier,
}

impl std::str::FromStr for Returns {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = |text: &str| text.parse::<Multiplier>().map_err(|e| e.to_string());
        let (low, high) = text.split_once(" to ").unwrap_or((text, text));
        let (low, high) = (read(low)?, read(high)?);
        if low.get() > high.get() {
            return Err(format!("the range must ascend, got `{text}`"));
        }
        // `3 to 4 of value added` says it once.
        let of = match (low.of(), high.of()) {
            (MultiplierOf::Unstated, of) => of,
            (of, other) if of == other => of,
            (of, other) => {
                return Err(format!("both ends must be alike, got `{of}` and `{other}`"));
            }
        };
        let low = Multiplier::new(low.get(), of).map_err(|error| error.to_string())?;
        Ok(Self { low, high })
    }
}

impl TryFrom<String> for Returns {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}
