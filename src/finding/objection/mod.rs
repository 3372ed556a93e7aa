//! Objections: the result of a check as typed numbers, dates and kinds, never as a sentence.
//!
//! The module `text` writes each in words, in English and in Chinese.

mod compute;
mod evidence;
mod index;
mod investment;
mod market;
mod outcome;
mod response;
mod stock;

pub(super) use compute::OnCompute;
pub(super) use evidence::{Fact, OnEvidence};
pub(super) use index::OnIndex;
pub(super) use investment::{OnInvestment, times};
pub(super) use market::OnMarket;
pub(super) use outcome::{OnOutcome, OnPair};
pub(super) use response::{Driver, OnResponse};
pub(super) use stock::OnStock;

use super::Code;
use crate::scenario::Key;

/// A number of a finding with its name, as [`Code::numbers`] documents it.
pub(super) type Number = (&'static str, f64);

/// The result of a check, by its subject.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Objection {
    Response(OnResponse),
    Index(OnIndex),
    Outcome(OnOutcome),
    Pair(OnPair),
    Compute(OnCompute),
    Stock(OnStock),
    Market(OnMarket),
    Investment(OnInvestment),
    Evidence(OnEvidence),
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
            Self::Market(objection) => objection.code(),
            Self::Investment(objection) => objection.code(),
            Self::Evidence(objection) => objection.code(),
        }
    }

    /// The numbers behind the objection by name.
    pub(super) fn numbers(&self) -> Vec<Number> {
        match self {
            Self::Response(objection) => objection.numbers(),
            Self::Index(objection) => objection.numbers(),
            Self::Outcome(objection) => objection.numbers(),
            Self::Pair(objection) => objection.numbers(),
            Self::Compute(objection) => objection.numbers(),
            Self::Stock(objection) => objection.numbers(),
            Self::Market(objection) => objection.numbers(),
            Self::Investment(objection) => objection.numbers(),
            Self::Evidence(objection) => objection.numbers(),
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

impl From<OnMarket> for Objection {
    fn from(objection: OnMarket) -> Self {
        Self::Market(objection)
    }
}

impl From<OnStock> for Objection {
    fn from(objection: OnStock) -> Self {
        Self::Stock(objection)
    }
}

/// The economy to which an objection applies.
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

/// The length of a list as a number of a finding.
#[allow(clippy::cast_precision_loss)] // A scenario has a few thousand inputs at most.
const fn length<T>(list: &[T]) -> f64 {
    list.len() as f64
}
