//! Objections: what a check found, as typed numbers, and the one place where each is put in words.
//!
//! An objection holds numbers, dates and kinds, never a sentence. Its text is made from these in
//! [`Objection::text`], one arm for each objection, so that another language is another column.

mod compute;
mod evidence;
mod index;
mod investment;
mod outcome;
mod response;
mod stock;

pub(super) use compute::OnCompute;
pub(super) use evidence::{Fact, OnEvidence};
pub(super) use index::OnIndex;
pub(super) use investment::OnInvestment;
pub(super) use outcome::{OnOutcome, OnPair};
pub(super) use response::{Driver, OnResponse};
pub(super) use stock::OnStock;

use std::fmt;

use super::Code;
use crate::scenario::Key;

/// A number of a finding with its name, as [`Code::numbers`] documents it.
pub(super) type Number = (&'static str, f64);

/// What a check found, by its subject.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Objection {
    Response(OnResponse),
    Index(OnIndex),
    Outcome(OnOutcome),
    Pair(OnPair),
    Compute(OnCompute),
    Stock(OnStock),
    Investment(OnInvestment),
    Evidence(OnEvidence),
}

/// The sentence of a finding, and what to do about it.
pub(super) struct Text {
    pub(super) message: String,
    pub(super) remedy: String,
}

impl Text {
    fn new(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            remedy: remedy.into(),
        }
    }
}

impl Objection {
    /// The stable code.
    pub(super) const fn code(&self) -> Code {
        match self {
            Self::Response(objection) => objection.code(),
            Self::Index(objection) => objection.code(),
            Self::Outcome(objection) => objection.code(),
            Self::Pair(objection) => objection.code(),
            Self::Compute(objection) => objection.code(),
            Self::Stock(objection) => objection.code(),
            Self::Investment(objection) => objection.code(),
            Self::Evidence(objection) => objection.code(),
        }
    }

    /// The numbers behind it by name.
    pub(super) fn numbers(&self) -> Vec<Number> {
        match self {
            Self::Response(objection) => objection.numbers(),
            Self::Index(objection) => objection.numbers(),
            Self::Outcome(objection) => objection.numbers(),
            Self::Pair(objection) => objection.numbers(),
            Self::Compute(objection) => objection.numbers(),
            Self::Stock(objection) => objection.numbers(),
            Self::Investment(objection) => objection.numbers(),
            Self::Evidence(objection) => objection.numbers(),
        }
    }

    /// Its words.
    pub(super) fn text(&self) -> Text {
        match self {
            Self::Response(objection) => objection.text(),
            Self::Index(objection) => objection.text(),
            Self::Outcome(objection) => objection.text(),
            Self::Pair(objection) => objection.text(),
            Self::Compute(objection) => objection.text(),
            Self::Stock(objection) => objection.text(),
            Self::Investment(objection) => objection.text(),
            Self::Evidence(objection) => objection.text(),
        }
    }
}

impl From<OnResponse> for Objection {
    fn from(objection: OnResponse) -> Self {
        Self::Response(objection)
    }
}

impl From<OnOutcome> for Objection {
    fn from(objection: OnOutcome) -> Self {
        Self::Outcome(objection)
    }
}

impl From<OnPair> for Objection {
    fn from(objection: OnPair) -> Self {
        Self::Pair(objection)
    }
}

impl From<OnCompute> for Objection {
    fn from(objection: OnCompute) -> Self {
        Self::Compute(objection)
    }
}

impl From<OnInvestment> for Objection {
    fn from(objection: OnInvestment) -> Self {
        Self::Investment(objection)
    }
}

impl From<OnEvidence> for Objection {
    fn from(objection: OnEvidence) -> Self {
        Self::Evidence(objection)
    }
}

impl From<OnIndex> for Objection {
    fn from(objection: OnIndex) -> Self {
        Self::Index(objection)
    }
}

impl From<OnStock> for Objection {
    fn from(objection: OnStock) -> Self {
        Self::Stock(objection)
    }
}

/// The economy that an objection is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Economy {
    /// The whole economy.
    Gdp,
    /// The digital economy, a part of it.
    Digital,
}

impl Economy {
    /// Its key in a scenario.
    pub(super) const fn key(self) -> Key {
        match self {
            Self::Gdp => Key::Gdp,
            Self::Digital => Key::Digital,
        }
    }
}

impl fmt::Display for Economy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gdp => "GDP",
            Self::Digital => "the digital economy",
        })
    }
}

/// The length of a list as a number of a finding.
#[allow(clippy::cast_precision_loss)] // A scenario has a few thousand inputs at most.
const fn length<T>(list: &[T]) -> f64 {
    list.len() as f64
}
