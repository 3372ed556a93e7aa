//! Stub until the shapes arrive.
#![allow(missing_docs)]
use std::fmt;

use crate::Error;

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Certain(f64);
impl Certain {
    pub fn new(v: f64) -> Result<Self, Error> {
        Ok(Self(v))
    }
}
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub enum Uncertainty {
    Certain(Certain),
}
impl Uncertainty {
    pub fn support(&self) -> (f64, f64) {
        let Self::Certain(c) = self;
        (c.0, c.0)
    }
    pub fn quantile(&self, _p: f64) -> Result<f64, Error> {
        let Self::Certain(c) = self;
        Ok(c.0)
    }
    pub fn is_certain(&self) -> bool {
        true
    }
    pub fn from_interval(
        _shape: &str,
        low: f64,
        _high: f64,
        _probability: f64,
    ) -> Result<Self, Error> {
        Ok(Self::Certain(Certain(low)))
    }
}
impl fmt::Display for Uncertainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("certain")
    }
}
