//! Growth trends through dated figures.

use crate::limits::Limit;
use crate::straight_line::StraightLine;
use crate::uncertainty::student_t::student_t_half_width;
use crate::{Error, ErrorKind, GrowthRate, Interval};

/// Constant growth fitted to dated levels by ordinary least squares on their logarithms,
/// `ln y = a + b t`, so that a level at twice the trend and one at half of it have equal weight.
///
/// With `n` points at the times `t`, the slope is `b = Σ (t - mean t) (ln y - mean ln y) / S` and
/// its standard error `s = sqrt(Σ (ln y - a - b t)² / ((n - 2) S))`, where `S = Σ (t - mean t)²`.
/// The rate is `exp(b) - 1`.
///
/// It suits prices of hardware, capacity, or any series that is published as points and not as a
/// rate.
///
/// # Examples
///
/// Performance per dollar that doubles in about two years:
///
/// ```
/// use compute_impact::estimation::Trend;
///
/// let points = [(2018.0, 1.0), (2020.0, 2.1), (2022.0, 3.9), (2024.0, 8.0)];
/// let trend = Trend::through(points)?;
/// assert!((trend.doubling_years().unwrap() - 2.0).abs() < 0.05);
/// let [low, high] = trend.interval(0.95)?;
/// let rates = [low, trend.rate, high].map(compute_impact::GrowthRate::get);
/// assert!(rates.is_sorted());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Trend {
    /// The number of points.
    pub count: u32,
    /// The slope of the logarithm, per year.
    slope: f64,
    /// The standard error of the slope of the logarithm, per year: 0.04 is about 4 points of
    /// growth.
    pub standard_error: f64,
    /// The growth per year.
    pub rate: GrowthRate,
}

/// The least number of points: fewer leave no degree of freedom for the scatter.
const LEAST: usize = 3;

impl Trend {
    /// Fits the trend to points, each a time in years, such as 2024.5, and a level.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for fewer than 3 points, a time beyond 10,000 years, a
    /// level that is not positive and finite, and a rate outside the range of [`GrowthRate`];
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::TrendPoints`]; [`Conflict`](ErrorKind::Conflict) if all points have the same time.
    pub fn through(points: impl IntoIterator<Item = (f64, f64)>) -> Result<Self, Error> {
        let mut logs = Vec::new();
        let points = Limit::TrendPoints.collect(points)?;
        for (number, (year, level)) in points.into_iter().enumerate() {
            let at = |error: Error| error.at(&format!("points[{number}]"));
            Interval::closed_const(-1e4, 1e4)
                .check("time of a point, in years,", year)
                .map_err(at)?;
            Interval::POSITIVE
                .check("level of a point", level)
                .map_err(at)?;
            logs.push((year, libm::log(level)));
        }
        Limit::TrendPoints.check_from(LEAST, "number of points of a trend", logs.len())?;
        let count = u32::try_from(logs.len()).unwrap_or(u32::MAX);
        let line = StraightLine::through(&logs);
        // Times this close cannot be distinguished from rounding errors.
        if line.squares <= 1e-15 {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a trend",
                with: "points that all have the same time",
                remedy: "give points of at least two times",
            }));
        }
        Ok(Self {
            count,
            slope: line.slope,
            standard_error: line.error_of_slope(),
            rate: GrowthRate::per_year(libm::expm1(line.slope))?,
        })
    }

    /// Returns the years in which the level doubles, `ln 2 / b`; `None` unless it grows.
    #[must_use]
    pub fn doubling_years(&self) -> Option<f64> {
        let years = std::f64::consts::LN_2 / self.slope;
        (years > 0.0 && years.is_finite()).then_some(years)
    }

    /// Returns the confidence interval of the rate, by Student's t: `exp(b ± t s) - 1`.
    ///
    /// It assumes that the points scatter independently about one constant growth; where that
    /// growth changed, or the items are of different kinds, it is too narrow.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the confidence is between 0 and 1, both
    /// excluded, or if a bound is outside the range of growth rates.
    pub fn interval(&self, confidence: f64) -> Result<[GrowthRate; 2], Error> {
        Interval::open_const(0.0, 1.0).check("confidence of an interval", confidence)?;
        let freedom = f64::from(self.count) - 2.0;
        let reach = student_t_half_width(confidence, freedom) * self.standard_error;
        let rate = |slope: f64| GrowthRate::per_year(libm::expm1(slope));
        Ok([rate(self.slope - reach)?, rate(self.slope + reach)?])
    }
}
