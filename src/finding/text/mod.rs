//! The sentences of findings, in English and in Chinese.
//!
//! Each objection has one arm, which makes its message and its remedy from its numbers, with both
//! languages next to each other: a sentence that lacks one of them does not compile. A message
//! begins in lower case and has no full stop, so that it can follow a place; a remedy is an
//! imperative. In Chinese, keys and names of the catalogue stand between backticks, and words that
//! the caller gave between quotation marks (“”).

mod compute;
mod evidence;
mod index;
mod investment;
mod market;
mod outcome;
mod pair;
mod response;
mod stock;

use super::objection::Objection;
use crate::Language;
use crate::text::line;

/// The sentence of a finding and its remedy, in one language.
pub(super) struct Text {
    pub(super) message: String,
    pub(super) remedy: String,
}

impl Text {
    fn new(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            message: line(&message.into()).into_owned(),
            remedy: line(&remedy.into()).into_owned(),
        }
    }
}

impl Objection {
    /// Writes the objection in a language.
    pub(super) fn text(&self, language: Language) -> Text {
        match self {
            Self::Response(objection) => objection.text(language),
            Self::Index(objection) => objection.text(language),
            Self::Outcome(objection) => objection.text(language),
            Self::Pair(objection) => objection.text(language),
            Self::Compute(objection) => objection.text(language),
            Self::Stock(objection) => objection.text(language),
            Self::Market(objection) => objection.text(language),
            Self::Investment(objection) => objection.text(language),
            Self::Evidence(objection) => objection.text(language),
        }
    }
}
