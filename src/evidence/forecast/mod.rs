//! Dated forecasts and targets of publishers, replayed against what came.
//!
//! [`published`] lists what institutes and ministries expected of China's computing power, its
//! digital economy and its GDP, each with its date and the address at which it was read, and with
//! the outturn where one is published by the same definition. [`Replay::published`] computes the
//! errors of all of them in one call, by forecaster, statement, thing measured and horizon. What
//! has no outturn yet is listed, not dropped.
//!
//! A target is not a forecast: it states what policy aims at, and often a lower bound ("above 200
//! EFLOPS"). The two are different [statements](Statement), which are never pooled.
//!
//! | quantity | the error is | percentage error |
//! |---|---|---|
//! | growth rate | outturn less forecast, in points (`0.01` is one percentage point) | none: zero is no floor of growth |
//! | share | outturn less forecast, in points | over the outturn |
//! | a level (capacity, money, power, a price, ...) | outturn less forecast, over the outturn | the same |
//!
//! A positive error is an outturn above the forecast. The horizon is the calendar year of the end
//! of the target less that of the publication: 0 for a forecast of the current year.
//!
//! Growth of GDP is compared with the first figure that the National Bureau of Statistics
//! published, in January of the next year, and not with later revisions: forecasters aimed at the
//! accounts that they knew. (For 2022 the catalogue has the final figure, which was also the first.)
//!
//! Nothing here needs a feature. [`BackTest`](crate::estimation), behind the feature `estimation`,
//! tests a method that is run again on a series; this module judges forecasts that others made.
//!
//! # Examples
//!
//! ```
//! use compute_impact::evidence::forecast::{Replay, Statement};
//!
//! let replay = Replay::published();
//! let next_year = replay
//!     .errors()
//!     .iter()
//!     .find(|errors| errors.forecaster == "IMF" && errors.horizon == 1)
//!     .ok_or("no forecasts of the IMF")?;
//! assert_eq!(next_year.statement, Statement::Forecast);
//! assert_eq!(next_year.count, 24);
//! assert_eq!(format!("{:.2} points", 100.0 * next_year.mean_absolute_error), "1.12 points");
//! // The target of 35 % for 2025 has no outturn by its own definition.
//! let pending = replay.pending();
//! assert!(pending.iter().any(|forecast| forecast.id() == "miit.2023-10.smart-share.2025"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod mean_errors;
mod replay;
mod written;

use std::sync::LazyLock;

pub(crate) use mean_errors::MeanErrors;
pub use replay::{ErrorUnit, ForecastErrors, Replay};

use super::{EvidenceKind, Figure};
use crate::limits::Limit;
use crate::{Error, ErrorKind, Interval, Period, QuantityKind};

/// The kind of statement about the future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Statement {
    /// What the forecaster expected to come: [`EvidenceKind::Forecast`].
    Forecast,
    /// What policy aims at: [`EvidenceKind::PolicyTarget`].
    Target,
}

/// A figure of the future with its date, and what came if that is known.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::forecast::{DatedForecast, Replay, Statement};
/// use compute_impact::evidence::{
///     Confidence, Estimate, EvidenceKind, Measured, Meaning, Source, Timing,
/// };
/// use compute_impact::GrowthRate;
///
/// let source = Source::new("a bank", "Outlook", EvidenceKind::Forecast, Confidence::Medium)?
///     .with_date("2022-10".parse()?);
/// let next_year = Meaning::of(Measured::Gdp).with(Timing::Between("2022 to 2023".parse()?))?;
/// let expected: GrowthRate = "4.4 % per year".parse()?;
/// let forecast = Estimate::new(expected, source).with_meaning(next_year)?;
/// let came = Estimate::<GrowthRate>::from_catalogue("nbs.gdp-growth.real.2023.preliminary")?;
///
/// let forecast = DatedForecast::new("bank.2022-10", "a bank", forecast)?
///     .with_outturn(came, "2024-01".parse()?)?;
/// assert_eq!((forecast.statement(), forecast.horizon()), (Statement::Forecast, 1));
/// assert_eq!(forecast.error().map(|error| format!("{error:.3}")), Some("0.008".to_owned()));
/// assert_eq!(Replay::of(&[forecast]).errors()[0].count, 1);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct DatedForecast {
    id: String,
    forecaster: String,
    figure: Figure,
    statement: Statement,
    made: Period,
    target: Period,
    outturn: Option<Outturn>,
}

/// What came, and since when it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Outturn {
    figure: Figure,
    known: Period,
}

impl Outturn {
    /// The figure that was measured.
    #[must_use]
    pub const fn figure(&self) -> &Figure {
        &self.figure
    }

    /// The period by whose end the figure was published.
    #[must_use]
    pub const fn known(&self) -> Period {
        self.known
    }
}

impl DatedForecast {
    /// Builds a forecast or a target from its figure. Its source states the date and the kind of
    /// statement, its meaning the time that it is about.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for a blank identifier or forecaster, a source without a date
    /// and a meaning without a timing that ends; [`TooMany`](ErrorKind::TooMany) for a name past
    /// [`Limit::Name`]; [`Conflict`](ErrorKind::Conflict) unless the source is a forecast or a
    /// policy target, for a coefficient, which has no outturn, and for a date after the end of the
    /// period that the figure is about.
    pub fn new(
        id: impl Into<String>,
        forecaster: impl Into<String>,
        figure: impl Into<Figure>,
    ) -> Result<Self, Error> {
        let (id, forecaster, figure) = (id.into(), forecaster.into(), figure.into());
        let missing = |what, remedy| Error::new(ErrorKind::Missing { what, remedy });
        for (text, what) in [
            (&id, "identifier of the forecast"),
            (&forecaster, "name of the forecaster"),
        ] {
            Limit::Name.check_text(text)?;
            if text.trim().is_empty() {
                return Err(missing(what, "give a name"));
            }
        }
        let at = |error: Error| error.at(&id);
        let conflict = |with, remedy| {
            at(Error::new(ErrorKind::Conflict {
                what: "a dated forecast",
                with,
                remedy,
            }))
        };
        let statement = match figure.source().kind() {
            EvidenceKind::Forecast => Statement::Forecast,
            EvidenceKind::PolicyTarget => Statement::Target,
            EvidenceKind::OfficialStatistic
            | EvidenceKind::PressReport
            | EvidenceKind::InstituteEstimate
            | EvidenceKind::RatioOfGrowthRates
            | EvidenceKind::Regression { .. }
            | EvidenceKind::MetaAnalysis
            | EvidenceKind::InputOutputStudy
            | EvidenceKind::Derived
            | EvidenceKind::Assumption => {
                return Err(conflict(
                    "a source of another kind",
                    "state a source of the kind `forecast` or `policy-target`",
                ));
            }
        };
        if ErrorUnit::of(figure.kind()).is_none() {
            return Err(conflict(
                "a coefficient",
                "forecast a quantity that is measured later: growth, a share or a level",
            ));
        }
        let made = figure.source().date().ok_or_else(|| {
            at(missing(
                "date of the source",
                "state when the forecast was published",
            ))
        })?;
        let target = figure.meaning().timing().and_then(super::Timing::end);
        let target = target.ok_or_else(|| {
            at(missing(
                "timing of the figure",
                "state the period that the forecast is about: `stock`, `flow` or `between`",
            ))
        })?;
        if made.ends_after(target) {
            return Err(conflict(
                "a date after the period that it is about",
                "leave out what was published after the fact",
            ));
        }
        Ok(Self {
            id,
            forecaster,
            figure,
            statement,
            made,
            target,
            outturn: None,
        })
    }

    /// The same forecast with what came, published by the end of `known`.
    ///
    /// # Errors
    ///
    /// [`WrongQuantity`](ErrorKind::WrongQuantity) for an outturn of another kind;
    /// [`Conflict`](ErrorKind::Conflict) for another unit, another thing measured, another period,
    /// and an outturn known before that period ends; [`OutOfRange`](ErrorKind::OutOfRange) for a
    /// level that is not positive, by which no error can be divided.
    pub fn with_outturn(self, outturn: impl Into<Figure>, known: Period) -> Result<Self, Error> {
        let figure = outturn.into();
        let at = |error: Error| error.at(&self.id);
        if figure.kind() != self.figure.kind() {
            return Err(at(Error::new(ErrorKind::WrongQuantity {
                expected: self.figure.quantity(),
                found: figure.quantity(),
            })));
        }
        let conflict = |with| {
            at(Error::new(ErrorKind::Conflict {
                what: "an outturn",
                with,
                remedy: "compare a forecast with the same thing, in the same unit, of the same period",
            }))
        };
        if figure.unit() != self.figure.unit() {
            return Err(conflict("a forecast in another unit"));
        }
        let (own, other) = (self.figure.meaning(), figure.meaning());
        if own.measures() != other.measures()
            || own.part() != other.part()
            || own.definition() != other.definition()
        {
            return Err(conflict("a forecast of another thing"));
        }
        let end = other.timing().and_then(super::Timing::end);
        if end.is_some_and(|end| end.ends_after(self.target) || end.is_before(self.target)) {
            return Err(conflict("a forecast of another period"));
        }
        if known.is_before(self.target) {
            return Err(conflict("a date before the period ends"));
        }
        if ErrorUnit::of(figure.kind()) == Some(ErrorUnit::Relative) {
            Interval::POSITIVE
                .check("outturn of a level", figure.number())
                .map_err(at)?;
        }
        Ok(Self {
            outturn: Some(Outturn { figure, known }),
            ..self
        })
    }

    /// The name of the forecast, such as `imf.2023-10.gdp-growth.2024`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The body that made the forecast, under one name for all its publications.
    #[must_use]
    pub fn forecaster(&self) -> &str {
        &self.forecaster
    }

    /// The figure with its source.
    #[must_use]
    pub const fn figure(&self) -> &Figure {
        &self.figure
    }

    /// A forecast or a target.
    #[must_use]
    pub const fn statement(&self) -> Statement {
        self.statement
    }

    /// The date of publication.
    #[must_use]
    pub const fn made(&self) -> Period {
        self.made
    }

    /// The period that the figure is about, or the last of them.
    #[must_use]
    pub const fn target(&self) -> Period {
        self.target
    }

    /// What came; `None` if nothing is published by the same definition.
    #[must_use]
    pub const fn outturn(&self) -> Option<&Outturn> {
        self.outturn.as_ref()
    }

    /// The calendar years from the publication to the end of the target: 0 for the current year.
    #[must_use]
    pub fn horizon(&self) -> i32 {
        self.target.calendar_year() - self.made.calendar_year()
    }

    /// The unit of the error.
    #[must_use]
    pub fn error_unit(&self) -> ErrorUnit {
        // The constructor refuses kinds without one.
        ErrorUnit::of(self.figure.kind()).unwrap_or(ErrorUnit::Relative)
    }

    /// The outturn less the forecast, in [`error_unit`](Self::error_unit); `None` without an
    /// outturn.
    #[must_use]
    pub fn error(&self) -> Option<f64> {
        let outturn = self.outturn()?.figure.number();
        let difference = outturn - self.figure.number();
        Some(match self.error_unit() {
            ErrorUnit::Points => difference,
            ErrorUnit::Relative => difference / outturn,
        })
    }

    /// What was known of the forecast by the end of a period: `None` if it was made later, and no
    /// outturn if that came later.
    #[must_use]
    pub fn as_of(&self, period: Period) -> Option<Self> {
        if self.made.ends_after(period) {
            return None;
        }
        let mut known = self.clone();
        known.outturn = known
            .outturn
            .filter(|outturn| !outturn.known.ends_after(period));
        Some(known)
    }
}

impl ErrorUnit {
    /// The unit of the error of a quantity; `None` for coefficients, which nobody measures later.
    const fn of(kind: QuantityKind) -> Option<Self> {
        match kind {
            QuantityKind::GrowthRate | QuantityKind::Share => Some(Self::Points),
            QuantityKind::Capacity
            | QuantityKind::Money
            | QuantityKind::IndexScore
            | QuantityKind::Factor
            | QuantityKind::UnitCost
            | QuantityKind::Years
            | QuantityKind::Power
            | QuantityKind::PowerIntensity
            | QuantityKind::ComputePrice
            | QuantityKind::EnergyPrice => Some(Self::Relative),
            QuantityKind::Elasticity
            | QuantityKind::GrowthRatio
            | QuantityKind::SemiElasticity
            | QuantityKind::LogOdds
            | QuantityKind::Multiplier => None,
        }
    }
}

static PUBLISHED: LazyLock<Vec<DatedForecast>> = LazyLock::new(|| {
    // The file is a constant, and a unit test reads it.
    #[expect(clippy::expect_used, reason = "a unit test reads the file")]
    from_json(include_str!("published.json")).expect("the shipped forecasts read")
});

/// The forecasts and targets that the library ships, by forecaster and date.
///
/// Every figure was read at the address in its source's
/// [`locator`](crate::evidence::Source::locator), mostly in a press report of the publication, or is
/// an entry of the [catalogue](crate::evidence::catalogue).
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::forecast;
///
/// let all = forecast::published();
/// let one = all.iter().find(|one| one.id() == "imf.2023-10.gdp-growth.2024").ok_or("none")?;
/// assert_eq!(one.figure().value(), "4.2 % per year");
/// assert_eq!(one.outturn().map(|came| came.figure().value()), Some("5 % per year".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn published() -> &'static [DatedForecast] {
    &PUBLISHED
}

/// The shipped forecasts that were published by the end of a period, each with its outturn only if
/// that was published by then too: what a reader of that time could judge. The rule for dates is
/// that of [`catalogue::as_of`](crate::evidence::catalogue::as_of).
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::forecast;
///
/// let known: Vec<_> = forecast::as_of("2023-12".parse()?).collect();
/// let of_2023 = known.iter().find(|one| one.id() == "imf.2022-10.gdp-growth.2023").ok_or("none")?;
/// assert!(of_2023.outturn().is_none()); // growth of 2023 was published in January 2024
/// assert!(known.iter().all(|one| one.id() != "imf.2024-04.gdp-growth.2024"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn as_of(period: Period) -> impl Iterator<Item = DatedForecast> {
    published().iter().filter_map(move |one| one.as_of(period))
}

/// Reads forecasts from JSON: a list of tables with `id`, `by` (the forecaster), `figure` and, if
/// known, `outturn`, which has a `figure` and the period `known`. A figure is a table of one of the
/// keys `growth-rate`, `share`, `capacity` and `money` with an estimate as in a scenario file.
///
/// # Errors
///
/// [`Document`](ErrorKind::Document) for text of another form, with the number of the item;
/// [`Duplicate`](ErrorKind::Duplicate) for two forecasts of one name; the errors of
/// [`DatedForecast::new`] and [`DatedForecast::with_outturn`]; [`TooMany`](ErrorKind::TooMany) past
/// [`Limit::FileBytes`].
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::forecast;
///
/// let own = forecast::from_json(
///     r#"[{
///         "id": "ours.2024.smart-share", "by": "ours",
///         "figure": { "share": {
///             "value": "33 %",
///             "source": {
///                 "publisher": "ours", "title": "Outlook", "date": "2024-03",
///                 "kind": "forecast", "confidence": "medium"
///             },
///             "meaning": {
///                 "measures": "smart-share", "machines": "in use", "timing": { "stock": "2024-12" }
///             }
///         } },
///         "outturn": { "known": "2025-05", "figure": { "share": {
///             "catalogue": "miit.smart-share.in-use.2024-12"
///         } } }
///     }]"#,
/// )?;
/// assert!((own[0].error().unwrap() + 0.01).abs() < 1e-12); // 32 % came
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn from_json(text: &str) -> Result<Vec<DatedForecast>, Error> {
    written::read(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_forecasts_read_and_cite_an_address_or_the_catalogue() {
        let all = from_json(include_str!("published.json")).expect("the file reads");
        for one in &all {
            let source = one.figure().source();
            let address = source
                .locator()
                .is_some_and(|place| place.starts_with("http"));
            let cited = one.figure().entry().is_some();
            assert!(address != cited, "{}", one.id());
        }
        assert_eq!(all.len(), published().len());
    }
}
