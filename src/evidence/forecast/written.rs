//! Forecasts as a file states them.

use std::collections::HashSet;

use serde::Deserialize;

use super::DatedForecast;
use crate::evidence::{Estimate, Figure};
use crate::limits::Limit;
use crate::{Capacity, Error, ErrorKind, GrowthRate, Money, Period, Share};

/// The serde shape of a figure: one key for its kind of quantity.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WrittenFigure {
    GrowthRate(Estimate<GrowthRate>),
    Share(Estimate<Share>),
    Capacity(Estimate<Capacity>),
    Money(Estimate<Money>),
}

impl From<WrittenFigure> for Figure {
    fn from(written: WrittenFigure) -> Self {
        match written {
            WrittenFigure::GrowthRate(estimate) => estimate.into(),
            WrittenFigure::Share(estimate) => estimate.into(),
            WrittenFigure::Capacity(estimate) => estimate.into(),
            WrittenFigure::Money(estimate) => estimate.into(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenOutturn {
    known: Period,
    figure: WrittenFigure,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    by: String,
    figure: WrittenFigure,
    outturn: Option<WrittenOutturn>,
}

impl TryFrom<Written> for DatedForecast {
    type Error = Error;

    fn try_from(written: Written) -> Result<Self, Error> {
        let forecast = Self::new(written.id, written.by, written.figure)?;
        match written.outturn {
            Some(came) => forecast.with_outturn(came.figure, came.known),
            None => Ok(forecast),
        }
    }
}

/// Reads forecasts from JSON.
pub(super) fn read(text: &str) -> Result<Vec<DatedForecast>, Error> {
    Limit::FileBytes.check(text.len())?;
    let document = |error: serde_json::Error| {
        let message = error.to_string();
        Error::new(ErrorKind::Document { message })
    };
    let items: Vec<serde_json::Value> = serde_json::from_str(text).map_err(document)?;
    let mut names = HashSet::with_capacity(items.len());
    let mut forecasts = Vec::with_capacity(items.len());
    for (number, item) in items.into_iter().enumerate() {
        let at = |error: Error| error.at(&format!("[{number}]"));
        let one: Written = serde_json::from_value(item).map_err(|error| at(document(error)))?;
        if !names.insert(one.id.clone()) {
            return Err(at(Error::duplicate("the forecast", &one.id)));
        }
        forecasts.push(one.try_into()?);
    }
    Ok(forecasts)
}
