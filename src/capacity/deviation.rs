use super::ShareObservation;
use crate::evidence::{Confidence, Estimate, EvidenceKind, Source};
use crate::uncertainty::{StudentT, Uncertainty};
use crate::{Error, ErrorKind, Interval, LogOdds, Years};

/// How far a share may lie from the trend through its observations.
///
/// Without it only the observations are uncertain, and the trend goes on for certain.
///
/// | form in a file | meaning |
/// |---|---|
/// | `"scatter"` | the observations' own scatter about their line, by Student's t |
/// | `{ stated = { log-odds = ESTIMATE, centre = 2023.75, reach = "2 years" } }` | as stated |
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
    expecting = "`\"scatter\"` or a table such as `{ stated = { log-odds = { value = 0, uncertainty = { shape = \"student-t\", location = 0, scale = 0.05, degrees-of-freedom = 4 }, assumption = \"why\" }, centre = 2023.5, reach = \"2 years\" } }`"
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
    Stated(DeviationByDate),
}

/// A deviation in log odds that grows with the distance from a date: at the time `t` it is the
/// `log_odds` times `sqrt(1 + ((t - centre) / reach)^2)`.
///
/// Every straight line that was fitted to log odds has a deviation of this form. One number is
/// drawn for all dates, so that the share of every date has the stated distribution, and a path
/// above the trend stays above it.
///
/// # Examples
///
/// Long published series of substitution missed by 0.3 log odds and more within five years:
///
/// ```
/// use compute_impact::LogOdds;
/// use compute_impact::capacity::DeviationByDate;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::uncertainty::StudentT;
///
/// let error = Estimate::assumed(LogOdds::new(0.0)?, "past errors of such curves")?
///     .with_uncertainty(StudentT::new(0.0, 0.06, 8.0)?.into())?;
/// let deviation = DeviationByDate::new(error, 2024.5, "1 year".parse()?)?;
/// assert!((deviation.factor_at(2029.5) - 26_f64.sqrt()).abs() < 1e-15);
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
    expecting = "a table with `log-odds`, `centre` and `reach`"
)]
struct Fields {
    #[serde(alias = "log_odds")]
    log_odds: Estimate<LogOdds>,
    centre: f64,
    reach: Years,
}

impl TryFrom<Fields> for DeviationByDate {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        Interval::closed_const(1.0, 10_000.0)
            .check("date of the centre, in years,", fields.centre)
            .map_err(|error| error.at("centre"))?;
        Ok(Self { fields })
    }
}

impl From<DeviationByDate> for Fields {
    fn from(deviation: DeviationByDate) -> Self {
        deviation.fields
    }
}

impl DeviationByDate {
    /// Builds a deviation from its size at the date at which the trend is known best, in years such
    /// as 2024.5 for the end of June 2024 and 2025 for that of December, and from the years after
    /// which it is 1.41 times as great.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a date outside the years 1 to 9999.
    pub fn new(log_odds: Estimate<LogOdds>, centre: f64, reach: Years) -> Result<Self, Error> {
        Fields {
            log_odds,
            centre,
            reach,
        }
        .try_into()
    }

    /// The deviation at the centre.
    #[must_use]
    pub const fn log_odds(&self) -> &Estimate<LogOdds> {
        &self.fields.log_odds
    }

    /// The date at which the trend is known best, in years such as 2024.5.
    #[must_use]
    pub const fn centre(&self) -> f64 {
        self.fields.centre
    }

    /// The years after which the deviation is 1.41 times as great as at the centre.
    #[must_use]
    pub const fn reach(&self) -> Years {
        self.fields.reach
    }

    /// The deviation at a time in years, such as 2024.5, as a multiple of that at the centre.
    #[must_use]
    pub fn factor_at(&self, time: f64) -> f64 {
        libm::hypot(1.0, (time - self.fields.centre) / self.fields.reach.get())
    }

    /// The same deviation with a further error of the curve itself, that many log odds for each year
    /// from the centre, in proportion to the deviation: with the factor `k` of the years, the square
    /// of the reach becomes `1 / (1 / reach^2 + (k / scale)^2)`, where the scale is that of the
    /// deviation's distribution at the centre.
    ///
    /// The error is that of back-tests of long published series:
    /// a curve through few points cannot know how wrong it is.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for an error that is negative or not finite;
    /// [`Conflict`](ErrorKind::Conflict) for a deviation that is certain, whose scale is zero.
    ///
    /// # Examples
    ///
    /// ```
    /// # use compute_impact::LogOdds;
    /// # use compute_impact::capacity::DeviationByDate;
    /// # use compute_impact::evidence::Estimate;
    /// # use compute_impact::uncertainty::StudentT;
    /// let scatter = Estimate::assumed(LogOdds::new(0.0)?, "scatter of eight shares")?
    ///     .with_uncertainty(StudentT::new(0.0, 0.05, 6.0)?.into())?;
    /// let deviation = DeviationByDate::new(scatter, 2020.0, "4 years".parse()?)?;
    /// let wider = deviation.with_error_per_year(LogOdds::new(0.05)?)?;
    /// // Four years on: sqrt(1 + 1) times 0.05 before, and sqrt(1 + 1 + 16) times 0.05 now.
    /// assert!((deviation.factor_at(2024.0) - 2_f64.sqrt()).abs() < 1e-15);
    /// assert!((wider.factor_at(2024.0) - 18_f64.sqrt()).abs() < 1e-14);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn with_error_per_year(&self, error: LogOdds) -> Result<Self, Error> {
        let error = Interval::NON_NEGATIVE.check("error per year", error.get())?;
        // Student's t may have no standard deviation.
        let scale = match self.fields.log_odds.uncertainty() {
            Some(Uncertainty::StudentT(shape)) => shape.scale(),
            Some(other) => other.standard_deviation(),
            None => 0.0,
        };
        if scale <= 0.0 {
            return Err(Error::new(ErrorKind::Conflict {
                what: "an error per year",
                with: "a deviation that is certain",
                remedy: "give the deviation an uncertainty first, such as Student's t",
            }));
        }
        let reach = libm::hypot(self.fields.reach.get().recip(), error / scale).recip();
        Self::new(
            self.fields.log_odds.clone(),
            self.fields.centre,
            Years::new(reach)?,
        )
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
            Self::Stated(stated) => Ok(stated.clone()),
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
    #[allow(clippy::cast_precision_loss)] // At most a thousand.
    let count = observations.len() as f64;
    let points: Vec<(f64, f64)> = observations
        .iter()
        .map(|observation| {
            let share = observation.share().value().get();
            let log_odds = libm::log(share / (ceiling - share));
            (observation.at().end_in_years(), log_odds)
        })
        .collect();
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (time, height) = (mean(|point| point.0), mean(|point| point.1));
    let squares: f64 = points.iter().map(|(t, _)| (t - time) * (t - time)).sum();
    let products: f64 = points.iter().map(|(t, h)| (t - time) * (h - height)).sum();
    let slope = products / squares;
    let residuals = points.iter().map(|(t, h)| h - height - slope * (t - time));
    let sum: f64 = residuals.map(|residual| residual * residual).sum();
    let freedom = count - 2.0;
    let of_another = 1.0 + 1.0 / count;
    let scale = (sum / freedom * of_another).sqrt();
    // Rounding errors are no scatter.
    if scale <= 1e-12 {
        return Err(Error::new(ErrorKind::Conflict {
            what: "the deviation `scatter`",
            with: "dated shares that lie on one line",
            remedy: "give observed shares, or a `stated` deviation",
        }));
    }
    let title = format!("scatter of {count} dated shares about their line");
    let kind = EvidenceKind::Regression {
        observations: u32::try_from(observations.len()).unwrap_or(u32::MAX),
        standard_error: None,
        controls: false,
    };
    let source = Source::new("scenario", title, kind, Confidence::Derived)?;
    let log_odds = Estimate::new(LogOdds::new(0.0)?, source)
        .with_uncertainty(StudentT::new(0.0, scale, freedom)?.into())?;
    let reach = Years::new((squares * of_another).sqrt())?;
    DeviationByDate::new(log_odds, time, reach)
}
