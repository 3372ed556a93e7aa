//! Estimated coefficients as estimates for a scenario, with their source and uncertainty.

use super::coefficient::Coefficient;
use super::curve::Curve;
use super::curve_fit::CurveFit;
use super::fit::Fit;
use super::log_odds::LogOddsErrors;
use super::transformed::{Transformation, TransformedFit};
use crate::capacity::{DeviationByDate, ShareObservation, SharePath};
use crate::evidence::{Confidence, Estimate, EvidenceKind, Source};
use crate::uncertainty::special::normal_half_width;
use crate::uncertainty::{Normal, StudentT, Uncertainty};
use crate::{
    Elasticity, Error, ErrorKind, Interval, LogOdds, Period, Quantity, SemiElasticity, Share, Years,
};

/// The probability of the interval that the normal uncertainty shares with the reference
/// distribution.
const PROBABILITY: f64 = 0.95;

impl Fit {
    /// The coefficient of a logarithm in a regression of a logarithm, as an elasticity for a
    /// scenario. `publisher` and `title` are those of the data.
    ///
    /// Its uncertainty is normal, with the 95 % interval of the reference distribution, which is wider
    /// than the standard error says where there are few degrees of freedom. It covers the sampling
    /// error alone, not whether the regression measures what compute causes.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that no regressor has;
    /// [`WrongQuantity`](ErrorKind::WrongQuantity) unless both sides are logarithms;
    /// [`TooMany`](ErrorKind::TooMany) for a publisher or a title past its limit.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::EvidenceKind;
    /// # use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
    /// let data = Data::new()
    ///     .with_numbers("GDP", [10.0, 10.3, 10.9, 11.1, 11.8])?
    ///     .with_numbers("compute", [1.0, 1.2, 1.5, 1.7, 2.2])?;
    /// let fit = Regression::of(Term::column("GDP").log())
    ///     .on(Term::column("compute").log())
    ///     .fit(&data, &StandardErrors::Classical, SmallSample::STATA)?;
    /// let estimate = fit.elasticity("ln(compute)", "city statistics", "five years of one city")?;
    /// assert_eq!(format!("{:.3}", estimate.value().get()), "0.212");
    /// let kind = estimate.source().kind();
    /// assert!(matches!(kind, EvidenceKind::Regression { observations: 5, controls: false, .. }));
    /// // 3 degrees of freedom: the interval is 3.18 standard errors wide on each side, not 1.96.
    /// let error = fit.coefficient("ln(compute)")?.standard_error();
    /// assert!(estimate.uncertainty().unwrap().standard_deviation() > 1.6 * error);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn elasticity(
        &self,
        name: &str,
        publisher: &str,
        title: &str,
    ) -> Result<Estimate<Elasticity>, Error> {
        if !self.design.response_is_log || !self.design.are_logs[self.place(name)?] {
            return Err(wrong("the coefficient of a logarithm in a regression of one").at(name));
        }
        self.handed_on(self.coefficient(name)?, publisher, title, Elasticity::new)
    }

    /// The coefficient of a level in a regression of a logarithm, as a semi-elasticity for a
    /// scenario.
    ///
    /// # Errors
    ///
    /// As [`elasticity`](Self::elasticity), with the regressor as it is.
    pub fn semi_elasticity(
        &self,
        name: &str,
        publisher: &str,
        title: &str,
    ) -> Result<Estimate<SemiElasticity>, Error> {
        if !self.design.response_is_log || self.design.are_logs[self.place(name)?] {
            return Err(
                wrong("the coefficient of a level in a regression of a logarithm").at(name),
            );
        }
        self.handed_on(
            self.coefficient(name)?,
            publisher,
            title,
            SemiElasticity::new,
        )
    }

    fn handed_on<Q: Quantity>(
        &self,
        coefficient: &Coefficient,
        publisher: &str,
        title: &str,
        quantity: fn(f64) -> Result<Q, Error>,
    ) -> Result<Estimate<Q>, Error> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count, cut at the greatest that a source states"
        )]
        let observations = self.observations().min(f64::from(u32::MAX)) as u32;
        let regressors = self.coefficients().len() - usize::from(self.design.has_constant);
        let kind = EvidenceKind::Regression {
            observations,
            standard_error: Some(coefficient.standard_error()),
            controls: regressors > 1 || !self.design.absorbed.is_empty(),
        };
        let source = Source::new(publisher, title, kind, Confidence::Derived)?;
        let estimate = Estimate::new(quantity(coefficient.value())?, source);
        let [low, high] = coefficient.interval(PROBABILITY)?;
        let deviation = 0.5 * (high - low) / normal_half_width(PROBABILITY);
        if deviation == 0.0 {
            return Ok(estimate);
        }
        estimate.with_uncertainty(Uncertainty::from(Normal::new(
            coefficient.value(),
            deviation,
        )?))
    }
}

impl CurveFit {
    /// A logistic curve of a share as a path of the smart share for a scenario. `publisher` and
    /// `title` are those of the data.
    ///
    /// The points must be in years in which a period ends: 2024.5 for June 2024, and 2025 for the
    /// year 2024. The path goes through the curve at the months of the first and the last point.
    /// Its [`Deviation`](crate::capacity::Deviation) is that of another point, by Student's t with `n - 2` degrees of freedom:
    /// in log odds the variance of the curve at `x` is
    /// `V_rr (x - m)^2 - 2 r V_rm (x - m) + r^2 V_mm`, with the rate `r`, the midpoint `m` and their
    /// covariances `V`, and that of a point around it is the variance of residuals over the square
    /// of `s (1 - s)`, with the share `s` of the curve at the last point.
    ///
    /// How wrong the curve itself may be, no fit knows:
    /// [`LogOddsErrors::added_to`] adds what past curves say.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) for another curve than [`Curve::Logistic`], which alone is
    /// a straight line in log odds; [`OutOfRange`](ErrorKind::OutOfRange) for fewer than four
    /// points, for dates outside the years 1 to 9999, for points that lie on the curve to the last
    /// digit, and for a share that rounds to 0 or 1; [`Duplicate`](ErrorKind::Duplicate) for points
    /// within one month; [`TooMany`](ErrorKind::TooMany) for a publisher or a title past its limit.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::estimation::{Curve, fit_curve};
    ///
    /// let shares = [(2022.0, 0.19), (2023.0, 0.22), (2023.5, 0.25), (2024.0, 0.30), (2024.5, 0.30)];
    /// let fit = fit_curve(Curve::Logistic, shares, None)?;
    /// let path = fit.smart_share("statistics", "five half-years")?;
    /// let deviation = path.deviation_by_date().ok_or("a fitted path has one")?;
    /// let spread = deviation.line_error().and_then(|error| error.uncertainty());
    /// assert_eq!(spread.ok_or("it is uncertain")?.name(), "student-t");
    /// // Farther from the points the share is less sure.
    /// assert!(deviation.line_factor_at(2028.0) > 2.0 * deviation.line_factor_at(2024.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn smart_share(&self, publisher: &str, title: &str) -> Result<SharePath, Error> {
        let (Curve::Logistic, [rate, midpoint]) = (self.curve(), self.coefficients()) else {
            return Err(not_straight("fit `Curve::Logistic`"));
        };
        let (rate, midpoint) = (rate.value(), midpoint.value());
        let [of_rate, shared, of_midpoint] =
            [(0, 0), (0, 1), (1, 1)].map(|(one, other)| self.covariance(one, other));
        let times = self.points().iter().map(|point| point.0);
        let ends = [
            times.clone().fold(f64::INFINITY, f64::min),
            times.fold(f64::NEG_INFINITY, f64::max),
        ];
        let last_share = self.predict(ends[1]);
        let of_point = self.variance().sqrt() / (last_share * (1.0 - last_share));
        let of_curve = (of_midpoint - shared * shared / of_rate).max(0.0).sqrt() * rate.abs();
        let scale = libm::hypot(of_curve, of_point);
        let line = FittedLine {
            ends,
            share_at: &|time| self.predict(time),
            ceiling: None,
            scale,
            degrees_of_freedom: self.degrees_of_freedom(),
            centre: midpoint + rate * shared / of_rate,
            reach: scale / of_rate.sqrt(),
        };
        line.path(publisher, title)
    }
}

impl TransformedFit {
    /// A straight line through the log odds of a share as a path of the smart share for a scenario.
    /// `publisher` and `title` are those of the data.
    ///
    /// The points must be in years in which a period ends: 2024.5 for June 2024, and 2025 for the
    /// year 2024. The path goes through the line at the months of the first and the last point, and
    /// its [`Deviation`](crate::capacity::Deviation) is that of another point: that of [`prediction_interval`], by Student's t
    /// with `n - 2` degrees of freedom.
    ///
    /// [`prediction_interval`]: Self::prediction_interval
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) for a transformation other than
    /// [`FisherPry`](Transformation::FisherPry) and [`Logit`](Transformation::Logit), whose ceiling
    /// must be below one; otherwise as [`CurveFit::smart_share`].
    ///
    /// # Examples
    ///
    /// A share, and its error by the adoption of household refrigerators in the United States:
    ///
    /// ```
    /// use compute_impact::estimation::{LogOddsErrors, Transformation, fit_transformed};
    ///
    /// let shares = [(2022.0, 0.19), (2023.0, 0.22), (2023.5, 0.25), (2024.0, 0.30), (2024.5, 0.30)];
    /// let fit = fit_transformed(Transformation::FisherPry, shares)?;
    /// let path = fit.smart_share("statistics", "five half-years")?;
    ///
    /// let refrigerators = [
    ///     0.10, 0.14, 0.17, 0.20, 0.24, 0.27, 0.33, 0.38, 0.43, 0.44, 0.47, 0.50, 0.52, 0.55, 0.56,
    ///     0.62, 0.67, 0.71, 0.76, 0.80, 0.83, 0.86, 0.88, 0.91, 0.93, 0.95, 0.96, 0.97,
    /// ];
    /// let dated: Vec<(f64, f64)> = (1931..).map(f64::from).zip(refrigerators).collect();
    /// let errors = LogOddsErrors::of(&[dated], 5)?;
    /// let path = errors.added_to(path, "Dupont", "US household refrigerators, 1931 to 1958")?;
    /// let deviation = path.deviation_by_date().ok_or("a fitted path has one")?;
    /// assert!(deviation.curve_error().is_some());
    /// assert_eq!(deviation.curve_factor_at(2028.5), 2.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn smart_share(&self, publisher: &str, title: &str) -> Result<SharePath, Error> {
        let ceiling = match self.transformation() {
            Transformation::FisherPry => None,
            Transformation::Logit { ceiling } => Some(ceiling),
            Transformation::LogLog | Transformation::LogLogOfShare { .. } => {
                return Err(not_straight("use `Transformation::FisherPry` or `Logit`"));
            }
        };
        let [scale, reach] = self.line().error_of_another();
        let line = FittedLine {
            ends: self.ends(),
            share_at: &|time| self.predict(time),
            ceiling,
            scale,
            degrees_of_freedom: self.degrees_of_freedom(),
            centre: self.line().mean_x,
            reach,
        };
        line.path(publisher, title)
    }
}

impl LogOddsErrors {
    /// Adds these errors of past curves to the deviation of a path, from its last observation on.
    /// `publisher` and `title` are those of the series.
    ///
    /// The error is normal, with [`extra_deviation`](Self::extra_deviation) of one year as its
    /// standard deviation, and grows with the root of the years. The series must be dated in years.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for a path without a deviation;
    /// [`TooMany`](ErrorKind::TooMany) for a publisher or a title past its limit.
    ///
    /// # Examples
    ///
    /// See [`TransformedFit::smart_share`].
    pub fn added_to(
        &self,
        path: SharePath,
        publisher: &str,
        title: &str,
    ) -> Result<SharePath, Error> {
        let deviation = path.deviation_by_date().ok_or_else(|| {
            Error::new(ErrorKind::Missing {
                what: "the deviation of a path",
                remedy: "use a path of a fit, or `SharePath::with_deviation` first",
            })
        })?;
        let dates = path
            .observations()
            .iter()
            .map(|one| one.at().end_in_years());
        let since = dates.fold(f64::NEG_INFINITY, f64::max);
        let count = u32::try_from(self.forecasts()).unwrap_or(u32::MAX);
        let source = regression(publisher, title, count)?;
        let log_odds = Estimate::new(LogOdds::new(0.0)?, source);
        let one_year = self.extra_deviation(1.0)?;
        // Series that their curves forecast better than they state add no error.
        let log_odds = if one_year > 0.0 {
            log_odds.with_uncertainty(Normal::new(0.0, one_year)?.into())?
        } else {
            log_odds
        };
        path.with_deviation(deviation.with_curve_error(log_odds, since)?.into())
    }
}

/// A straight line in the log odds of a share, with the deviation of another point.
struct FittedLine<'a> {
    /// The first and the last time, in years.
    ends: [f64; 2],
    share_at: &'a dyn Fn(f64) -> f64,
    ceiling: Option<f64>,
    scale: f64,
    degrees_of_freedom: f64,
    centre: f64,
    reach: f64,
}

impl FittedLine<'_> {
    fn path(&self, publisher: &str, title: &str) -> Result<SharePath, Error> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number of points"
        )]
        let count = self.degrees_of_freedom as u32 + 2;
        let source = regression(publisher, title, count)?;
        let spread = StudentT::new(0.0, self.scale, self.degrees_of_freedom)?;
        let log_odds = Estimate::new(LogOdds::new(0.0)?, source.clone());
        let log_odds = log_odds.with_uncertainty(spread.into())?;
        let deviation = DeviationByDate::of_line(log_odds, self.centre, Years::new(self.reach)?)?;
        let observed = |time| {
            let at = month_at(time)?;
            let share = Share::new((self.share_at)(at.end_in_years()))?;
            Ok(ShareObservation::new(
                at,
                Estimate::new(share, source.clone()),
            ))
        };
        let [first, last] = self.ends;
        let path = SharePath::through(vec![observed(first)?, observed(last)?])?;
        let path = match self.ceiling {
            Some(ceiling) if ceiling < 1.0 => {
                path.with_ceiling(Estimate::new(Share::new(ceiling)?, source))?
            }
            Some(_) => return Err(not_straight("give a ceiling below one, or none")),
            None => path,
        };
        path.with_deviation(deviation.into())
    }
}

fn regression(publisher: &str, title: &str, observations: u32) -> Result<Source, Error> {
    let kind = EvidenceKind::Regression {
        observations,
        standard_error: None,
        controls: false,
    };
    Source::new(publisher, title, kind, Confidence::Derived)
}

fn not_straight(remedy: &'static str) -> Error {
    Error::new(ErrorKind::Conflict {
        what: "a path of the smart share",
        with: "a curve whose log odds are no straight line",
        remedy,
    })
}

/// The month that contains a time in years, or that ends there.
fn month_at(time: f64) -> Result<Period, Error> {
    let months = libm::ceil(
        12.0 * Interval::closed_const(1.0, 9999.0).check("date of a point, in years,", time)?,
    );
    #[expect(clippy::cast_possible_truncation, reason = "at most 120,000")]
    let last = months as i32 - 1;
    Period::month(last.div_euclid(12), last.rem_euclid(12) + 1)
}

fn wrong(expected: &'static str) -> Error {
    Error::new(ErrorKind::WrongQuantity {
        expected,
        found: "another form: use `Term::log` on both sides for an elasticity",
    })
}
