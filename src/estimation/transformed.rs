//! Straight lines through transformed points: estimators of curves that need no search.

use libm::{exp, log};
use serde::Serialize;

use super::coefficient::Coefficient;
use super::curve::Curve;
use super::distribution::Reference;
use crate::limits::Limit;
use crate::straight_line::StraightLine;
use crate::{Error, ErrorKind, Interval};

/// The transformation that makes a curve a straight line.
///
/// # Examples
///
/// ```
/// use compute_impact::estimation::{Curve, Transformation};
///
/// assert_eq!(Transformation::FisherPry.curve(), Curve::Logistic);
/// assert_eq!(Transformation::FisherPry.to_string(), "ln(y / (1 - y)) on x");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Transformation {
    /// `ln y` on `ln x`: a constant elasticity. Errors are taken to be shares of the value.
    LogLog,
    /// `ln(y / (1 - y))` on `x`: the estimator of Fisher and Pry (1971), *Technological Forecasting
    /// and Social Change* 3, 75-88, for a share that ends at one.
    FisherPry,
    /// `ln(y / (ceiling - y))` on `x`: a logistic curve with a ceiling that is given.
    Logit {
        /// The ceiling, positive.
        ceiling: f64,
    },
    /// `-ln(-ln(y / ceiling))` on `x`: a Gompertz curve with a ceiling that is given.
    LogLogOfShare {
        /// The ceiling, positive.
        ceiling: f64,
    },
}

impl Transformation {
    /// The curve whose parameters the straight line estimates.
    #[must_use]
    pub const fn curve(self) -> Curve {
        match self {
            Self::LogLog => Curve::ConstantElasticity,
            Self::FisherPry => Curve::Logistic,
            Self::Logit { .. } => Curve::LogisticWithCeiling,
            Self::LogLogOfShare { .. } => Curve::Gompertz,
        }
    }

    fn ceiling(self) -> Option<f64> {
        match self {
            Self::LogLog => None,
            Self::FisherPry => Some(1.0),
            Self::Logit { ceiling } | Self::LogLogOfShare { ceiling } => Some(ceiling),
        }
    }

    /// The abscissa of the line.
    fn of_x(self, x: f64) -> f64 {
        match self {
            Self::LogLog => log(x),
            Self::FisherPry | Self::Logit { .. } | Self::LogLogOfShare { .. } => x,
        }
    }

    /// The ordinate of the line.
    fn of_y(self, y: f64) -> f64 {
        match self {
            Self::LogLog => log(y),
            Self::FisherPry => log(y / (1.0 - y)),
            Self::Logit { ceiling } => log(y / (ceiling - y)),
            Self::LogLogOfShare { ceiling } => -log(-log(y / ceiling)),
        }
    }

    /// The value of the curve at an ordinate of the line.
    fn back(self, z: f64) -> f64 {
        match self {
            Self::LogLog => exp(z),
            Self::FisherPry => 1.0 / (1.0 + exp(-z)),
            Self::Logit { ceiling } => ceiling / (1.0 + exp(-z)),
            Self::LogLogOfShare { ceiling } => ceiling * exp(-exp(-z)),
        }
    }
}

impl std::fmt::Display for Transformation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::LogLog => f.write_str("ln(y) on ln(x)"),
            Self::FisherPry => f.write_str("ln(y / (1 - y)) on x"),
            Self::Logit { ceiling } => write!(f, "ln(y / ({ceiling} - y)) on x"),
            Self::LogLogOfShare { ceiling } => write!(f, "-ln(-ln(y / {ceiling})) on x"),
        }
    }
}

/// A curve estimated by a straight line through transformed points.
///
/// # Examples
///
/// See [`fit_transformed`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TransformedFit {
    transformation: Transformation,
    coefficients: Vec<Coefficient>,
    line: StraightLine,
    /// The least and the greatest `x`.
    ends: [f64; 2],
}

/// The fewest points: two determine a line, and leave nothing to judge it by.
const LEAST: usize = 3;

/// Estimates a curve by a straight line through transformed points `(x, y)`.
///
/// It is another estimator than [`fit_curve`](super::fit_curve), with other numbers for the same
/// points: errors are taken to have one variance after the transformation and not before it, so that
/// points near zero and near the ceiling count more. It has one solution, which needs no search.
///
/// # Errors
///
/// [`OutOfRange`](ErrorKind::OutOfRange) for a point that is infinite or NaN, with its number, for an
/// `x` or a `y` that is not positive under a logarithm, a `y` that is not between 0 and the ceiling,
/// both excluded, a ceiling that is not positive and finite, and fewer than three points;
/// [`TooMany`](ErrorKind::TooMany) past [`Limit::Observations`]; [`Conflict`](ErrorKind::Conflict)
/// for points of one `x`, and of one `y`, which have no midpoint.
///
/// # Examples
///
/// The share of metal ships in the US merchant marine, of Martino (1993), *Technological Forecasting
/// for Decision Making*. Two estimators of one curve give two rates:
///
/// ```
/// use compute_impact::estimation::{Curve, Transformation, fit_curve, fit_transformed};
///
/// let shares = [
///     (1885.0, 0.1007), (1890.0, 0.1416), (1895.0, 0.2092), (1900.0, 0.3084), (1905.0, 0.4413),
///     (1910.0, 0.5483), (1915.0, 0.6323), (1920.0, 0.7625), (1925.0, 0.8329),
/// ];
/// let line = fit_transformed(Transformation::FisherPry, shares)?;
/// let curve = fit_curve(Curve::Logistic, shares, None)?;
/// assert_eq!(format!("{:.4}", line.coefficient("rate")?.value()), "0.0961");
/// assert_eq!(format!("{:.4}", curve.coefficient("rate")?.value()), "0.0960");
///
/// // With a ceiling of 95 %, shares come nearer to it.
/// let limited = fit_transformed(Transformation::Logit { ceiling: 0.95 }, shares)?;
/// assert!(limited.predict(1965.0) < 0.95 && line.predict(1965.0) > 0.99);
/// assert!(fit_transformed(Transformation::Logit { ceiling: 0.8 }, shares).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn fit_transformed(
    transformation: Transformation,
    points: impl IntoIterator<Item = (f64, f64)>,
) -> Result<TransformedFit, Error> {
    let points = Limit::Observations.collect(points)?;
    Limit::Observations.check_from(LEAST, "number of points", points.len())?;
    let ceiling = transformation.ceiling();
    if let Some(ceiling) = ceiling {
        Interval::POSITIVE.check("ceiling of a curve", ceiling)?;
    }
    let allowed = ceiling.map_or(Interval::POSITIVE, |end| Interval::open_const(0.0, end));
    let mut transformed = Vec::with_capacity(points.len());
    let (mut first, mut last) = (f64::INFINITY, f64::NEG_INFINITY);
    for (number, (x, y)) in points.into_iter().enumerate() {
        let at = |error: Error| error.at(&format!("points[{number}]"));
        let of_x = match transformation {
            Transformation::LogLog => Interval::POSITIVE,
            Transformation::FisherPry
            | Transformation::Logit { .. }
            | Transformation::LogLogOfShare { .. } => Interval::closed_const(-1e150, 1e150),
        };
        of_x.check("x of a point", x).map_err(at)?;
        allowed.check("y of a point", y).map_err(at)?;
        let z = transformation.of_y(y);
        // A share this near to its end is one or zero after rounding.
        Interval::FINITE
            .check("transformed y of a point", z)
            .map_err(at)?;
        first = first.min(x);
        last = last.max(x);
        transformed.push((transformation.of_x(x), z));
    }
    let line = line_through(&transformed)?;
    let coefficients = parameters(&line, transformation)?;
    Ok(TransformedFit {
        transformation,
        coefficients,
        line,
        ends: [first, last],
    })
}

/// The line through transformed points.
fn line_through(points: &[(f64, f64)]) -> Result<StraightLine, Error> {
    let line = StraightLine::through(points);
    let distances = points.iter().map(|point| (point.0 - line.mean_x).abs());
    let widest = distances.fold(0.0, f64::max);
    // A distance below the rounding errors of the mean is none.
    if widest <= 1e-13 * line.mean_x.abs() || line.squares <= 0.0 {
        return Err(Error::new(ErrorKind::Conflict {
            what: "a straight line",
            with: "points of one x",
            remedy: "give points of several x",
        }));
    }
    if line.slope == 0.0 || !line.slope.is_finite() || !line.left.is_finite() {
        return Err(Error::new(ErrorKind::Conflict {
            what: "a straight line",
            with: "points without a slope",
            remedy: "give points that rise or fall",
        }));
    }
    Ok(line)
}

const fn reference(line: &StraightLine) -> Reference {
    Reference::StudentT {
        degrees_of_freedom: line.count - 2.0,
    }
}

/// The free parameters of the curve, with standard errors by the delta method: the mean height
/// and the slope are independent.
fn parameters(
    line: &StraightLine,
    transformation: Transformation,
) -> Result<Vec<Coefficient>, Error> {
    let of_slope = line.error_of_slope();
    let of_mean = (line.variance() / line.count).sqrt();
    let coefficient =
        |name: &str, value, error| Coefficient::new(name, value, error, reference(line));
    if transformation == Transformation::LogLog {
        let (intercept, variance) = line.at(0.0);
        let factor = Interval::FINITE.check("factor of the curve", exp(intercept))?;
        return Ok(vec![
            coefficient("factor", factor, factor * variance.sqrt()),
            coefficient("elasticity", line.slope, of_slope),
        ]);
    }
    let back = line.mean_y / line.slope;
    let error = libm::hypot(of_mean, back * of_slope) / line.slope.abs();
    Interval::FINITE.check("midpoint of the curve", line.mean_x - back)?;
    Interval::FINITE.check("standard error of the midpoint", error)?;
    Ok(vec![
        coefficient("rate", line.slope, of_slope),
        coefficient("midpoint", line.mean_x - back, error),
    ])
}

impl TransformedFit {
    /// The transformation, which names the estimator.
    #[must_use]
    pub const fn transformation(&self) -> Transformation {
        self.transformation
    }

    /// The curve.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.transformation.curve()
    }

    /// The parameters of the curve without a given ceiling, in the order of [`Curve::parameters`],
    /// with standard errors of the line, and by the delta method for a factor and a midpoint.
    #[must_use]
    pub fn coefficients(&self) -> &[Coefficient] {
        &self.coefficients
    }

    /// A parameter, by its name.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that the curve does not have, and for a ceiling,
    /// which is given and not estimated.
    pub fn coefficient(&self, name: &str) -> Result<&Coefficient, Error> {
        let mut coefficients = self.coefficients.iter();
        coefficients.find(|one| one.name() == name).ok_or_else(|| {
            let names = self.coefficients.iter().map(Coefficient::name);
            Error::unknown_of("parameter", name, names)
        })
    }

    /// The number of points less two.
    #[must_use]
    pub fn degrees_of_freedom(&self) -> f64 {
        self.line.degrees_of_freedom()
    }

    /// The standard deviation of transformed points around the line: of logarithms or log odds.
    #[must_use]
    pub fn residual_standard_error(&self) -> f64 {
        self.line.variance().sqrt()
    }

    /// The share of the variance of the transformed points that the line explains.
    #[must_use]
    pub fn r_squared(&self) -> f64 {
        1.0 - self.line.left / self.line.total
    }

    /// The value of the curve at `x`: the median of a point there, as a transformed mean is none. NaN
    /// where the curve is not defined.
    #[must_use]
    pub fn predict(&self, x: f64) -> f64 {
        let (z, _) = self.line.at(self.transformation.of_x(x));
        self.transformation.back(z)
    }

    /// The confidence interval of the curve at `x`, low end first: that of the line, transformed
    /// back.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the confidence is between 0 and 1, both
    /// excluded, and for an `x` at which the curve is not defined.
    pub fn confidence_interval(&self, x: f64, confidence: f64) -> Result<[f64; 2], Error> {
        let (z, variance) = self.transformed_at(x)?;
        self.interval(z, variance, confidence)
    }

    /// The interval of a new point at `x`, low end first: that of the line, widened by the scatter
    /// of points and transformed back, so that it never leaves the range of the curve.
    ///
    /// # Errors
    ///
    /// As [`confidence_interval`](Self::confidence_interval).
    pub fn prediction_interval(&self, x: f64, confidence: f64) -> Result<[f64; 2], Error> {
        self.prediction_interval_with(x, confidence, 0.0)
    }

    /// The interval of a new point at `x`, widened by a standard deviation of transformed points that
    /// back-tests of such curves have shown: see [`LogOddsErrors`](super::LogOddsErrors).
    ///
    /// # Errors
    ///
    /// As [`confidence_interval`](Self::confidence_interval);
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the deviation is finite and not negative.
    pub fn prediction_interval_with(
        &self,
        x: f64,
        confidence: f64,
        further_deviation: f64,
    ) -> Result<[f64; 2], Error> {
        Interval::closed_const(0.0, 1e150).check("further deviation", further_deviation)?;
        let (z, variance) = self.transformed_at(x)?;
        let further = self.line.variance() + further_deviation * further_deviation;
        self.interval(z, variance + further, confidence)
    }

    /// The height of the line at `x`, and the variance of that.
    pub(super) fn transformed_at(&self, x: f64) -> Result<(f64, f64), Error> {
        let allowed = match self.transformation {
            Transformation::LogLog => Interval::POSITIVE,
            Transformation::FisherPry
            | Transformation::Logit { .. }
            | Transformation::LogLogOfShare { .. } => Interval::FINITE,
        };
        allowed.check("x of a prediction", x)?;
        let (z, variance) = self.line.at(self.transformation.of_x(x));
        Interval::FINITE.check("value of the line", z)?;
        Interval::FINITE.check("variance of the line", variance)?;
        Ok((z, variance))
    }

    /// The least and the greatest `x` of the points.
    pub(super) const fn ends(&self) -> [f64; 2] {
        self.ends
    }

    /// The line through the transformed points.
    pub(super) const fn line(&self) -> &StraightLine {
        &self.line
    }

    /// The greatest `x` of the points.
    pub(super) const fn last_x(&self) -> f64 {
        self.ends[1]
    }

    /// The variance of a transformed point around the line.
    pub(super) fn scatter(&self) -> f64 {
        self.line.variance()
    }

    fn interval(&self, z: f64, variance: f64, confidence: f64) -> Result<[f64; 2], Error> {
        let line = Coefficient::new("", z, variance.sqrt(), reference(&self.line));
        let ends = line.interval(confidence)?;
        let ends = ends.map(|end| self.transformation.back(end));
        for end in ends {
            Interval::FINITE.check("end of an interval", end)?;
        }
        Ok(ends)
    }
}
