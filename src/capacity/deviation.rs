use super::ShareObservation;
use crate::evidence::{Confidence, Estimate, EvidenceKind, Source};
use crate::straight_line::StraightLine;
use crate::uncertainty::StudentT;
use crate::{Error, ErrorKind, Interval, LogOdds, Years};

/// How far a share may lie from the trend through its observations.
///
/// Without it only the observations are uncertain, and the trend goes on for certain.
///
/// | form in a file | meaning |
/// |---|---|
/// | `"scatter"` | the observations' own scatter about their line, by Student's t |
/// | `{ stated = { line-error = { log-odds = ESTIMATE, centre = 2023.75, reach = "2 years" } } }` | the error of a fitted line |
/// | `{ stated = { curve-error = { log-odds = ESTIMATE, since = 2024.5 } } }` | the error of the curve itself after its last point |
///
/// # Examples
///
/// Four halves of a year in China, each rounded to a point:
///
/// ```
/// use compute_impact::capacity::{Deviation, ShareObservation, SharePath};
/// use compute_impact::evidence::Estimate;
///
/// let observed = |at: &str, share: &str| -> Result<_, compute_impact::Error> {
///     let share = Estimate::assumed(share.parse()?, "CAICT, as reported")?;
///     Ok(ShareObservation::new(at.parse()?, share))
/// };
/// let path = SharePath::through(vec![
///     observed("2022-12", "22 %")?,
///     observed("2023-06", "25 %")?,
///     observed("2023-12", "30 %")?,
///     observed("2024-06", "30 %")?,
/// ])?;
/// let path = path.with_deviation(Deviation::Scatter)?;
/// assert_eq!(path.deviation(), Some(&Deviation::Scatter));
/// // A line through two points has no scatter.
/// let two = path.observations()[..2].to_vec();
/// assert!(SharePath::through(two)?.with_deviation(Deviation::Scatter).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    expecting = "`\"scatter\"` or a table such as `{ stated = { curve-error = { log-odds = { value = 0, uncertainty = { shape = \"normal\", mean = 0, standard-deviation = 0.3 }, assumption = \"why\" }, since = 2024.5 } } }`"
)]
pub enum Deviation {
    /// The scatter of four observations or more about their line. With `n` observations at the
    /// times `t_i`, residuals `r_i` in log odds, `s^2 = Σ r_i^2 / (n - 2)` and
    /// `S = Σ (t_i - mean)^2`, the deviation at `t` is `s sqrt(1 + 1/n + (t - mean)^2 / S)` times a
    /// number of Student's t with `n - 2` degrees of freedom: the prediction of another observation
    /// by the line.
    ///
    /// The rounding of the observations is part of their scatter too, so that it counts twice where
    /// it is stated as well. That the trend may bend, no scatter says.
    Scatter,
    /// A stated deviation.
    Stated(Box<DeviationByDate>),
}

impl From<DeviationByDate> for Deviation {
    fn from(stated: DeviationByDate) -> Self {
        Self::Stated(Box::new(stated))
    }
}

/// A deviation from a trend in log odds by date: an error of the line and an error of the curve, of
/// which each may be missing.
///
/// The error of the line at the time `t` is its `log_odds` times `sqrt(1 + ((t - centre) / reach)^2)`:
/// every straight line that was fitted to log odds has one of this form. The error of the curve is
/// its `log_odds` times the root of the years since its last point, zero before: a curve through few
/// points cannot know how wrong it is, and the errors of such curves on long published series grow
/// with the root of the time, as adoption speeds up and slows down.
///
/// One number of each is drawn for all dates, so that the share of every date has the stated
/// distribution, and a path above the trend stays above it.
///
/// # Examples
///
/// ```
/// use compute_impact::LogOdds;
/// use compute_impact::capacity::DeviationByDate;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::uncertainty::{Normal, StudentT};
///
/// let zero = LogOdds::new(0.0)?;
/// let scatter = Estimate::assumed(zero, "scatter of eight shares")?
///     .with_uncertainty(StudentT::new(0.0, 0.05, 6.0)?.into())?;
/// let deviation = DeviationByDate::of_line(scatter, 2024.5, "1 year".parse()?)?;
/// assert!((deviation.line_factor_at(2029.5) - 26_f64.sqrt()).abs() < 1e-15);
///
/// let of_curve = Estimate::assumed(zero, "past errors of such curves")?
///     .with_uncertainty(Normal::new(0.0, 0.3)?.into())?;
/// let deviation = deviation.with_curve_error(of_curve, 2024.5)?;
/// // Four years later the error of the curve is twice that of the first.
/// assert_eq!(deviation.curve_factor_at(2028.5), 2.0);
/// assert_eq!(deviation.curve_factor_at(2023.0), 0.0);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct DeviationByDate {
    fields: Fields,
}

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename = "DeviationByDate",
    rename_all = "kebab-case",
    expecting = "a table with `line-error`, `curve-error` or both"
)]
struct Fields {
    #[serde(default, alias = "line_error", skip_serializing_if = "Option::is_none")]
    line_error: Option<LineError>,
    #[serde(
        default,
        alias = "curve_error",
        skip_serializing_if = "Option::is_none"
    )]
    curve_error: Option<CurveError>,
}

/// The error of a line, as a file states it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table with `log-odds`, `centre` and `reach`"
)]
struct LineError {
    #[serde(alias = "log_odds")]
    log_odds: Estimate<LogOdds>,
    centre: f64,
    reach: Years,
}

/// The error of a curve after its last point, as a file states it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table with `log-odds` and `since`"
)]
struct CurveError {
    #[serde(alias = "log_odds")]
    log_odds: Estimate<LogOdds>,
    since: f64,
}

/// The times of a deviation, in years.
const DATES: Interval = Interval::closed_const(1.0, 10_000.0);

impl TryFrom<Fields> for DeviationByDate {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        if let Some(error) = &fields.line_error {
            DATES
                .check("date of the centre, in years,", error.centre)
                .map_err(|error| error.at("line-error.centre"))?;
        }
        if let Some(error) = &fields.curve_error {
            DATES
                .check("date of the last point, in years,", error.since)
                .map_err(|error| error.at("curve-error.since"))?;
        }
        if fields.line_error.is_none() && fields.curve_error.is_none() {
            return Err(Error::new(ErrorKind::Missing {
                what: "an error of a stated deviation",
                remedy: "give `line-error`, `curve-error` or both",
            }));
        }
        Ok(Self { fields })
    }
}

impl From<DeviationByDate> for Fields {
    fn from(deviation: DeviationByDate) -> Self {
        deviation.fields
    }
}

impl DeviationByDate {
    /// Builds the error of a line from its size at the date at which the line is known best, in years
    /// such as 2024.5 for the end of June 2024 and 2025 for that of December, and from the years
    /// after which it is 1.41 times as great.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a date outside the years 1 to 9999.
    pub fn of_line(log_odds: Estimate<LogOdds>, centre: f64, reach: Years) -> Result<Self, Error> {
        let line_error = Some(LineError {
            log_odds,
            centre,
            reach,
        });
        Fields {
            line_error,
            curve_error: None,
        }
        .try_into()
    }

    /// Builds the error of a curve from its size one year after its last point, which is dated in
    /// years such as 2024.5.
    ///
    /// # Errors
    ///
    /// As [`of_line`](Self::of_line).
    pub fn of_curve(log_odds: Estimate<LogOdds>, since: f64) -> Result<Self, Error> {
        Fields {
            line_error: None,
            curve_error: Some(CurveError { log_odds, since }),
        }
        .try_into()
    }

    /// Adds an error of the curve, or replaces the one it has.
    ///
    /// # Errors
    ///
    /// As [`of_line`](Self::of_line).
    pub fn with_curve_error(
        mut self,
        log_odds: Estimate<LogOdds>,
        since: f64,
    ) -> Result<Self, Error> {
        self.fields.curve_error = Some(CurveError { log_odds, since });
        self.fields.try_into()
    }

    /// The error of the line at its centre; `None` for a line that is taken as exact.
    #[must_use]
    pub fn line_error(&self) -> Option<&Estimate<LogOdds>> {
        self.fields.line_error.as_ref().map(|error| &error.log_odds)
    }

    /// The date at which the line is known best, in years such as 2024.5.
    #[must_use]
    pub fn centre(&self) -> Option<f64> {
        self.fields.line_error.as_ref().map(|error| error.centre)
    }

    /// The years after which the error of the line is 1.41 times as great as at its centre.
    #[must_use]
    pub fn reach(&self) -> Option<Years> {
        self.fields.line_error.as_ref().map(|error| error.reach)
    }

    /// The error of the line at a time in years, such as 2024.5, as a multiple of that at the
    /// centre; zero without one.
    #[must_use]
    pub fn line_factor_at(&self, time: f64) -> f64 {
        self.fields.line_error.as_ref().map_or(0.0, |error| {
            libm::hypot(1.0, (time - error.centre) / error.reach.get())
        })
    }

    /// The error of the curve one year after its last point; `None` for a curve that is taken as
    /// right.
    #[must_use]
    pub fn curve_error(&self) -> Option<&Estimate<LogOdds>> {
        self.fields
            .curve_error
            .as_ref()
            .map(|error| &error.log_odds)
    }

    /// The error of the curve at a time in years, such as 2024.5, as a multiple of that one year
    /// after its last point: the root of the years since, zero before and without one.
    #[must_use]
    pub fn curve_factor_at(&self, time: f64) -> f64 {
        let since = self.fields.curve_error.as_ref().map(|error| error.since);
        since.map_or(0.0, |since| (time - since).max(0.0).sqrt())
    }
}

impl Deviation {
    /// The deviation by date, that of scatter from the observations and their ceiling.
    pub(super) fn by_date(
        &self,
        observations: &[ShareObservation],
        ceiling: f64,
    ) -> Result<DeviationByDate, Error> {
        match self {
            Self::Stated(stated) => Ok((**stated).clone()),
            Self::Scatter => scatter(observations, ceiling),
        }
    }
}

/// The least number of observations: two determine the line, and with one more Student's t has no
/// mean.
const LEAST: usize = 4;

fn scatter(observations: &[ShareObservation], ceiling: f64) -> Result<DeviationByDate, Error> {
    if observations.len() < LEAST {
        return Err(Error::new(ErrorKind::Conflict {
            what: "the deviation `scatter`",
            with: "fewer than four dated shares, whose scatter about their line is unknown",
            remedy: "give four observations or more, or a `stated` deviation",
        }));
    }
    let points: Vec<(f64, f64)> = observations
        .iter()
        .map(|observation| {
            let share = observation.share().value().get();
            let log_odds = libm::log(share / (ceiling - share));
            (observation.at().end_in_years(), log_odds)
        })
        .collect();
    let line = StraightLine::through(&points);
    let [scale, reach] = line.error_of_another();
    // Rounding errors are no scatter.
    if scale <= 1e-12 {
        return Err(Error::new(ErrorKind::Conflict {
            what: "the deviation `scatter`",
            with: "dated shares that lie on one line",
            remedy: "give observed shares, or a `stated` deviation",
        }));
    }
    let title = format!("scatter of {} dated shares about their line", points.len());
    let kind = EvidenceKind::Regression {
        observations: u32::try_from(observations.len()).unwrap_or(u32::MAX),
        standard_error: None,
        controls: false,
    };
    let source = Source::new("scenario", title, kind, Confidence::Derived)?;
    let log_odds = Estimate::new(LogOdds::new(0.0)?, source)
        .with_uncertainty(StudentT::new(0.0, scale, line.degrees_of_freedom())?.into())?;
    DeviationByDate::of_line(log_odds, line.mean_x, Years::new(reach)?)
}
