//! Curves fitted to points: parameters, prediction bands, and whether a ceiling is known at all.

use nalgebra::DVector;

use super::coefficient::Coefficient;
use super::covariance::quadratic;
use super::curve::{Curve, MOST};
use super::distribution::Reference;
use super::nonlinear::{Minimum, Problem};
use crate::limits::Limit;
use crate::straight_line::StraightLine;
use crate::{Error, ErrorKind, Interval};

/// A curve fitted to points by nonlinear least squares.
///
/// # Examples
///
/// See [`fit_curve`].
#[derive(Clone, Debug)]
pub struct CurveFit {
    pub(super) curve: Curve,
    pub(super) points: Vec<(f64, f64)>,
    pub(super) minimum: Minimum,
    coefficients: Vec<Coefficient>,
}

/// The ends of a profile interval. An end without a number is open: the data do not bound the
/// parameter on that side.
///
/// # Examples
///
/// See [`CurveFit::profile_interval`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct ProfileInterval {
    /// The lower end.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

/// The factor of each step of the search for a profile's end, and the number of steps: a parameter
/// a million standard errors away has no end.
const STRIDE: f64 = 1.6;
const STRIDES: i32 = 40;

/// Fits a curve to points `(x, y)` by nonlinear least squares, from starting values that are found
/// from the points, or from given ones.
///
/// Errors of `y` are taken to be independent, with one variance. A straight line through logarithms
/// or logits weights the points otherwise and is another estimator:
/// [`fit_transformed`](super::fit_transformed).
///
/// # Errors
///
/// [`OutOfRange`](ErrorKind::OutOfRange) for a point that is infinite or NaN, with its number, for an
/// `x` that is not positive with a constant elasticity, negative with Bass, and below 1 with
/// increments of Bass, for fewer points than parameters plus one, and for a start of another length; [`TooMany`](ErrorKind::TooMany) past
/// [`Limit::Observations`]; [`Conflict`](ErrorKind::Conflict) for points that do not determine the
/// parameters; [`NotConverged`](ErrorKind::NotConverged).
///
/// # Examples
///
/// The share of metal ships in the US merchant marine, of Martino (1993), *Technological Forecasting
/// for Decision Making*, and what its first nine points say of 1965:
///
/// ```
/// use compute_impact::estimation::{Curve, fit_curve};
///
/// let shares = [
///     (1885.0, 0.1007), (1890.0, 0.1416), (1895.0, 0.2092), (1900.0, 0.3084), (1905.0, 0.4413),
///     (1910.0, 0.5483), (1915.0, 0.6323), (1920.0, 0.7625), (1925.0, 0.8329),
/// ];
/// let fit = fit_curve(Curve::Logistic, shares, None)?;
/// let [low, high] = fit.prediction_interval(1965.0, 0.95)?;
/// // It was 95.48 %: the curve was too sure of itself.
/// assert!(fit.predict(1965.0) > 0.98 && low > 0.9548 && high > low);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn fit_curve(
    curve: Curve,
    points: impl IntoIterator<Item = (f64, f64)>,
    start: Option<&[f64]>,
) -> Result<CurveFit, Error> {
    let points = Limit::Observations.collect(points)?;
    for (number, (x, y)) in points.iter().enumerate() {
        let at = |error: Error| error.at(&format!("points[{number}]"));
        let allowed = match curve {
            Curve::ConstantElasticity => Interval::POSITIVE,
            Curve::Bass | Curve::BassDensity => Interval::closed_const(0.0, 1e300),
            Curve::BassIncrement => Interval::closed_const(1.0, 1e300),
            Curve::Logistic | Curve::LogisticWithCeiling | Curve::Gompertz | Curve::Richards => {
                Interval::FINITE
            }
        };
        allowed.check("x of a point", *x).map_err(at)?;
        Interval::FINITE.check("y of a point", *y).map_err(at)?;
    }
    let first = points.first().map_or(0.0, |point| point.1);
    if points.len() > 1
        && points
            .iter()
            .all(|point| point.1.to_bits() == first.to_bits())
    {
        return Err(not_determined());
    }
    let count = curve.parameters().len();
    Limit::Observations.check_from(count + 1, "number of points", points.len())?;
    let starts = match start {
        Some(start) if start.len() == count => vec![start.to_vec()],
        Some(start) => {
            return Err(Error::new(ErrorKind::ShapeMismatch {
                what: "a start",
                expected: count,
                found: start.len(),
            }));
        }
        None => starts(curve, &points),
    };
    let problem = Problem {
        curve,
        points: &points,
        fixed: None,
    };
    let minima = starts.iter().filter_map(|start| problem.minimise(start));
    let best = minima.min_by(|a, b| a.squares.total_cmp(&b.squares));
    let minimum = best
        .filter(|minimum| minimum.has_converged)
        .ok_or_else(|| {
            Error::new(ErrorKind::NotConverged {
                what: "the fit of a curve",
                steps: 500,
                remedy: "give a start near the solution, or a curve with fewer parameters",
            })
        })?;
    let Some(inverse) = &minimum.inverse else {
        return Err(not_determined());
    };
    #[expect(clippy::cast_precision_loss, reason = "a number of points")]
    let degrees_of_freedom = (points.len() - count) as f64;
    let variance = minimum.squares / degrees_of_freedom;
    let reference = Reference::StudentT { degrees_of_freedom };
    let named = curve
        .parameters()
        .iter()
        .zip(&minimum.parameters)
        .enumerate();
    let coefficients = named.map(|(place, (name, value))| {
        let error = (variance * inverse[(place, place)]).sqrt();
        Coefficient::new(name, *value, error, reference)
    });
    let coefficients: Vec<Coefficient> = coefficients.collect();
    let is_known = |one: &Coefficient| one.value().is_finite() && one.standard_error().is_finite();
    if !coefficients.iter().all(is_known) {
        return Err(not_determined());
    }
    Ok(CurveFit {
        curve,
        points,
        minimum,
        coefficients,
    })
}

fn not_determined() -> Error {
    Error::new(ErrorKind::Conflict {
        what: "a curve",
        with: "points that do not determine its parameters",
        remedy: "use a curve with fewer parameters, or points from more of its course",
    })
}

impl CurveFit {
    /// The curve.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.curve
    }

    /// The parameters, in the order of [`Curve::parameters`], with asymptotic standard errors
    /// `s^2 (J'J)^-1`, where `J` has the derivatives of the curve at the points.
    #[must_use]
    pub fn coefficients(&self) -> &[Coefficient] {
        &self.coefficients
    }

    /// A parameter, by its name.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that the curve does not have.
    pub fn coefficient(&self, name: &str) -> Result<&Coefficient, Error> {
        Ok(&self.coefficients[self.place(name)?])
    }

    pub(super) fn place(&self, name: &str) -> Result<usize, Error> {
        let names = self.curve.parameters();
        let place = names.iter().position(|other| *other == name);
        place.ok_or_else(|| Error::unknown_of("parameter", name, names.iter().copied()))
    }

    /// The sum of squared residuals.
    #[must_use]
    pub const fn residual_sum_of_squares(&self) -> f64 {
        self.minimum.squares
    }

    /// The number of points less that of parameters.
    #[must_use]
    pub fn degrees_of_freedom(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a number of points")]
        let count = (self.points.len() - self.coefficients.len()) as f64;
        count
    }

    /// The covariance of two parameters, by their places.
    pub(super) fn covariance(&self, one: usize, other: usize) -> f64 {
        let inverse = self.minimum.inverse.as_ref();
        inverse.map_or(f64::NAN, |inverse| self.variance() * inverse[(one, other)])
    }

    /// The points, in the order in which they were given.
    pub(super) fn points(&self) -> &[(f64, f64)] {
        &self.points
    }

    /// The variance of a point around the curve.
    pub(super) fn variance(&self) -> f64 {
        self.minimum.squares / self.degrees_of_freedom()
    }

    /// The fitted value at `x`.
    #[must_use]
    pub fn predict(&self, x: f64) -> f64 {
        self.curve.value(&self.minimum.parameters, x)
    }

    /// The confidence interval of the curve at `x`, low end first, by the delta method and Student's
    /// t.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the confidence is between 0 and 1, both
    /// excluded, and for an `x` at which the curve is not defined.
    pub fn confidence_interval(&self, x: f64, confidence: f64) -> Result<[f64; 2], Error> {
        self.interval(x, confidence, 0.0)
    }

    /// The interval of a new point at `x`, low end first: that of the curve, widened by the scatter
    /// of points.
    ///
    /// It is right if the curve is. How wrong a curve may be, only back-tests of such curves say.
    ///
    /// # Errors
    ///
    /// As [`confidence_interval`](Self::confidence_interval).
    pub fn prediction_interval(&self, x: f64, confidence: f64) -> Result<[f64; 2], Error> {
        self.interval(x, confidence, self.variance())
    }

    fn interval(&self, x: f64, confidence: f64, further: f64) -> Result<[f64; 2], Error> {
        let mut gradient = [0.0; MOST];
        Interval::FINITE.check("x of a prediction", x)?;
        let value = self
            .curve
            .with_gradient(&self.minimum.parameters, x, &mut gradient);
        Interval::FINITE.check("value of the curve", value)?;
        let gradient = DVector::from_column_slice(&gradient[..self.coefficients.len()]);
        let inverse = self.minimum.inverse.as_ref().ok_or_else(not_determined)?;
        let spread = quadratic(inverse, &gradient);
        // Rounding errors make it negative where it is tiny.
        let spread = if spread < 0.0 { 0.0 } else { spread };
        let variance = self.variance() * spread + further;
        Interval::FINITE.check("variance of the curve", variance)?;
        let degrees_of_freedom = self.degrees_of_freedom();
        let reference = Reference::StudentT { degrees_of_freedom };
        Coefficient::new("", value, variance.sqrt(), reference).interval(confidence)
    }

    /// The values of a parameter at which the best fit of all others is not significantly worse than
    /// that of all: `S(v) <= S (1 + t^2 / (n - p))`, where `S` is the least sum of squares and `t` a
    /// quantile of Student's t; Bates and Watts (1988), *Nonlinear Regression Analysis*, 6.1.
    ///
    /// It is right where standard errors are not: a ceiling above all points has an open upper end.
    ///
    /// # Errors
    ///
    /// As [`coefficient`](Self::coefficient) and
    /// [`confidence_interval`](Self::confidence_interval).
    ///
    /// # Examples
    ///
    /// Points from the lower half of a course do not bound its ceiling:
    ///
    /// ```
    /// use compute_impact::estimation::{Curve, fit_curve};
    ///
    /// let early = [
    ///     (2016.0, 0.031), (2017.0, 0.042), (2018.0, 0.061), (2019.0, 0.079),
    ///     (2020.0, 0.110), (2021.0, 0.142), (2022.0, 0.185), (2023.0, 0.246),
    /// ];
    /// let fit = fit_curve(Curve::LogisticWithCeiling, early, None)?;
    /// let ceiling = fit.profile_interval("ceiling", 0.95)?;
    /// assert!(ceiling.low.is_some() && ceiling.high.is_none());
    /// assert!(!fit.has_ceiling(0.95)?);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn profile_interval(&self, name: &str, confidence: f64) -> Result<ProfileInterval, Error> {
        let place = self.place(name)?;
        Interval::open_const(0.0, 1.0).check("confidence of an interval", confidence)?;
        let degrees_of_freedom = self.degrees_of_freedom();
        let t = Reference::StudentT { degrees_of_freedom }.half_width(confidence);
        let most = self.minimum.squares * (1.0 + t * t / degrees_of_freedom);
        let unit = self.coefficients[place].standard_error();
        Ok(ProfileInterval {
            low: self.profile_end(place, -unit, most),
            high: self.profile_end(place, unit, most),
        })
    }

    /// The value of a parameter at which the least sum of squares rises to a number, in the
    /// direction of `unit`; none if it does not.
    fn profile_end(&self, place: usize, unit: f64, most: f64) -> Option<f64> {
        let centre = self.minimum.parameters[place];
        if unit == 0.0 {
            return Some(centre);
        }
        let problem = Problem {
            curve: self.curve,
            points: &self.points,
            fixed: Some(place),
        };
        let squares_at = |distance: f64, start: &[f64]| {
            let mut start = start.to_vec();
            start[place] = centre + distance;
            problem.minimise(&start)
        };
        let mut inner = (0.0, self.minimum.parameters.clone());
        let mut outer = None;
        let mut distance = unit;
        for _ in 0..STRIDES {
            match squares_at(distance, &inner.1) {
                Some(minimum) if minimum.squares <= most => {
                    inner = (distance, minimum.parameters);
                    distance *= STRIDE;
                }
                // A value at which there is no fit is beyond the end.
                _ => {
                    outer = Some(distance);
                    break;
                }
            }
        }
        let mut outer = outer?;
        for _ in 0..60 {
            let middle = 0.5 * (inner.0 + outer);
            match squares_at(middle, &inner.1) {
                Some(minimum) if minimum.squares <= most => inner = (middle, minimum.parameters),
                _ => outer = middle,
            }
        }
        Some(centre + inner.0)
    }

    /// True if the points bound the ceiling of the curve from above. Where they do not, the curve
    /// says nothing about where growth ends.
    ///
    /// # Errors
    ///
    /// As [`profile_interval`](Self::profile_interval); [`Missing`](ErrorKind::Missing) for a curve
    /// without a ceiling.
    pub fn has_ceiling(&self, confidence: f64) -> Result<bool, Error> {
        let place = self.curve.ceiling().ok_or_else(|| {
            Error::new(ErrorKind::Missing {
                what: "a ceiling",
                remedy: "fit a curve that has one",
            })
        })?;
        let name = self.curve.parameters()[place];
        Ok(self.profile_interval(name, confidence)?.high.is_some())
    }
}

/// A straight line through points: its slope and its value at zero, if it has a slope.
fn line(points: impl Iterator<Item = (f64, f64)>) -> Option<(f64, f64)> {
    let line = StraightLine::through(&points.collect::<Vec<_>>());
    let has_slope = line.slope.is_finite() && line.slope != 0.0;
    has_slope.then_some((line.slope, line.mean_y - line.slope * line.mean_x))
}

/// Starting values, from straight lines through transformed points, for several ceilings.
fn starts(curve: Curve, points: &[(f64, f64)]) -> Vec<Vec<f64>> {
    let greatest = points
        .iter()
        .map(|(_, y)| *y)
        .fold(f64::MIN_POSITIVE, f64::max);
    let ceilings = [1.001, 1.05, 1.2, 1.6, 2.5, 6.0, 20.0].map(|factor| factor * greatest);
    let inside = |ceiling: f64| {
        let points = points.iter().copied();
        points.filter(move |(_, y)| *y > 0.0 && *y < ceiling)
    };
    let logit = |ceiling: f64| inside(ceiling).map(move |(x, y)| (x, libm::log(y / (ceiling - y))));
    let rate_and_midpoint = |(slope, intercept): (f64, f64)| [slope, -intercept / slope];
    match curve {
        Curve::ConstantElasticity => {
            let logs = inside(f64::INFINITY).map(|(x, y)| (libm::log(x), libm::log(y)));
            let line = line(logs).unwrap_or((1.0, 0.0));
            vec![vec![libm::exp(line.1), line.0]]
        }
        Curve::Logistic => {
            let line = line(logit(1.0)).unwrap_or((1.0, 0.0));
            vec![rate_and_midpoint(line).to_vec()]
        }
        Curve::LogisticWithCeiling => {
            let from = |ceiling: f64| {
                let [rate, midpoint] = rate_and_midpoint(line(logit(ceiling))?);
                Some(vec![ceiling, rate, midpoint])
            };
            ceilings.into_iter().filter_map(from).collect()
        }
        Curve::Gompertz => {
            let from = |ceiling: f64| {
                let logs =
                    inside(ceiling).map(move |(x, y)| (x, -libm::log(-libm::log(y / ceiling))));
                let [rate, midpoint] = rate_and_midpoint(line(logs)?);
                Some(vec![ceiling, rate, midpoint])
            };
            ceilings.into_iter().filter_map(from).collect()
        }
        Curve::Richards => {
            let mut starts = Vec::new();
            for ceiling in ceilings {
                for shape in [0.3, 1.0, 3.0] {
                    // 1 + e^(-z) = (y / ceiling)^(-1 / shape)
                    let logs = inside(ceiling).map(move |(x, y)| {
                        (x, -libm::log(libm::pow(y / ceiling, -1.0 / shape) - 1.0))
                    });
                    if let Some(line) = line(logs) {
                        let [rate, midpoint] = rate_and_midpoint(line);
                        starts.push(vec![ceiling, rate, midpoint, shape]);
                    }
                }
            }
            starts
        }
        Curve::Bass => {
            let starts = [(0.3, 3.0), (0.05, 6.0), (1.0, 1.0)];
            bass_starts(points, &ceilings, &starts)
        }
        Curve::BassIncrement | Curve::BassDensity => {
            let all: f64 = points.iter().map(|(_, y)| y.max(0.0)).sum();
            let ceilings = ceilings.map(|ceiling| ceiling / greatest * all);
            let starts = [(0.3, 3.0), (0.05, 6.0), (1.0, 1.0), (0.01, 9.0)];
            bass_starts(points, &ceilings, &starts)
        }
    }
}

/// Starting values of Bass for several ceilings, from coefficients over the whole course.
fn bass_starts(points: &[(f64, f64)], ceilings: &[f64], starts: &[(f64, f64)]) -> Vec<Vec<f64>> {
    let times = points.iter().map(|(x, _)| *x);
    let furthest = times.fold(f64::MIN_POSITIVE, f64::max);
    let of_ceiling = |ceiling: f64| {
        let starts = starts.iter();
        starts.map(move |(p, q)| vec![ceiling, p / furthest, q / furthest])
    };
    ceilings.iter().copied().flat_map(of_ceiling).collect()
}
