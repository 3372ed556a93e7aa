//! The test of Anderson and Rubin for errors of any kind, from regressions on the instruments.

use nalgebra::{DMatrix, DVector};

use super::design::Design;
use super::distribution::Reference;
use super::fit::{Fit, Test};
use super::instruments::ConfidenceSet;
use super::standard_errors::{Bandwidth, StandardErrors};
use crate::{Error, ErrorKind};

/// The number of angles between which the ends of a set are sought.
const ANGLES: u16 = 4_000;
/// The halvings of the distance between two angles.
const HALVINGS: u8 = 60;

/// The effects of the instruments on the residual `e` of the fit and on the regressor `x` in units of
/// the standard error `s` of its coefficient.
///
/// The residual at another coefficient is `e - d s x`, where `d` is the distance in standard errors.
/// Coefficients are linear in it, and covariance matrices quadratic: those of `e`, of `s x` and of
/// their sum determine that of every distance.
#[derive(Clone, Debug)]
pub(super) struct ReducedForm {
    estimate: f64,
    unit: f64,
    of_residual: DVector<f64>,
    of_regressor: DVector<f64>,
    /// The covariance matrix of the effects on the residual, of those on the regressor, and twice the
    /// covariances between both.
    covariances: [DMatrix<f64>; 3],
    reference: Reference,
}

/// Errors whose lags are those of the fit: lags that depend on the data would differ from value to
/// value.
pub(super) fn fixed_lags(errors: &StandardErrors, fit: &Fit) -> StandardErrors {
    let lags = fit.lags().and_then(|lags| u16::try_from(lags).ok());
    let Some(lags) = lags.map(Bandwidth::Lags) else {
        return errors.clone();
    };
    match errors {
        StandardErrors::NeweyWest(_) => StandardErrors::NeweyWest(lags),
        StandardErrors::DriscollKraay(_) => StandardErrors::DriscollKraay(lags),
        StandardErrors::Classical
        | StandardErrors::Hc0
        | StandardErrors::Hc1
        | StandardErrors::Hc2
        | StandardErrors::Hc3
        | StandardErrors::Clustered { .. }
        | StandardErrors::ClusteredTwoWay { .. } => errors.clone(),
    }
}

impl ReducedForm {
    /// The reduced form of a fit with one endogenous regressor, the first column of the design; none
    /// if a regression on the instruments has no standard errors.
    pub(super) fn new(
        design: &Design,
        fit: &Fit,
        instruments: usize,
        stage: impl Fn(DVector<f64>) -> Result<Fit, Error>,
    ) -> Option<Self> {
        let first = fit.coefficients().first()?;
        let (estimate, unit) = (first.value(), first.standard_error());
        let regressor = design.columns.column(0) * unit;
        let mut residual = design.response.clone();
        // The regressors of the fit are the endogenous one and those behind the instruments.
        let exogenous = 1 + instruments..design.columns.ncols();
        let places = std::iter::once(0).chain(exogenous);
        for (coefficient, place) in fit.coefficients().iter().zip(places) {
            residual.axpy(-coefficient.value(), &design.columns.column(place), 1.0);
        }
        let sum = &residual + &regressor;
        let stages = [residual, regressor, sum].map(|response| stage(response).ok());
        let [Some(residual), Some(regressor), Some(sum)] = stages else {
            return None;
        };
        let fits = [&residual, &regressor, &sum];
        if fits
            .iter()
            .any(|fit| fit.negative_variances().next().is_some())
        {
            return None;
        }
        let [of_residual, of_regressor, of_sum] =
            fits.map(|fit| fit.covariance_of_first(instruments));
        let between = of_sum - &of_residual - &of_regressor;
        let effects = |fit: &Fit| fit.solution.coefficients.rows(0, instruments).into_owned();
        Some(Self {
            estimate,
            unit,
            of_residual: effects(&residual),
            of_regressor: effects(&regressor),
            covariances: [of_residual, of_regressor, between],
            reference: residual.reference(),
        })
    }

    /// Wald's statistic of the effects on `cos a e - sin a s x`; none if its variance is not
    /// positive.
    fn squares(&self, cosine: f64, sine: f64) -> Option<f64> {
        let effects = &self.of_residual * cosine - &self.of_regressor * sine;
        let [of_residual, of_regressor, between] = &self.covariances;
        let matrix = of_residual * (cosine * cosine) + of_regressor * (sine * sine)
            - between * (cosine * sine);
        let units = matrix.diagonal().map(f64::sqrt);
        if units.iter().any(|unit| !(*unit > 0.0 && unit.is_finite())) {
            return None;
        }
        let scaled = DMatrix::from_fn(units.len(), units.len(), |row, column| {
            matrix[(row, column)] / (units[row] * units[column])
        });
        let effects = effects.component_div(&units);
        Some(effects.dot(&scaled.cholesky()?.solve(&effects)))
    }

    /// The test of Wald's statistic.
    fn test_of(&self, squares: f64) -> Test {
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
        let count = self.of_residual.len() as f64;
        match self.reference {
            Reference::StudentT { degrees_of_freedom } => {
                let reference = Reference::F {
                    numerator: count,
                    denominator: degrees_of_freedom,
                };
                Test::new(squares / count, reference)
            }
            Reference::Normal | Reference::F { .. } | Reference::ChiSquared { .. } => {
                let reference = Reference::ChiSquared {
                    degrees_of_freedom: count,
                };
                Test::new(squares, reference)
            }
        }
    }

    pub(super) fn test(&self, value: f64) -> Result<Test, Error> {
        let distance = (value - self.estimate) / self.unit;
        let length = libm::hypot(1.0, distance);
        let squares = self.squares(1.0 / length, distance / length);
        let squares = squares.filter(|squares| squares.is_finite());
        let squares = squares.ok_or_else(|| {
            Error::new(ErrorKind::Conflict {
                what: "an Anderson-Rubin test",
                with: "effects of the instruments whose variances are not positive",
                remedy: "use fewer instruments than clusters, or `StandardErrors::Hc1`",
            })
        })?;
        Ok(self.test_of(squares))
    }

    /// The angle of the least statistic: the least of all angles, and golden sections around it.
    fn least_angle(&self, angle: impl Fn(u16) -> f64, step: f64) -> f64 {
        let squares = |angle: f64| {
            let squares = self.squares(libm::cos(angle), libm::sin(angle));
            squares.unwrap_or(f64::INFINITY)
        };
        let angles = (0..ANGLES).map(angle);
        let least = angles.min_by(|a, b| squares(*a).total_cmp(&squares(*b)));
        let least = least.unwrap_or(0.0);
        let (mut low, mut high) = (least - step, least + step);
        let section = 0.5 * (5.0_f64.sqrt() - 1.0);
        for _ in 0..HALVINGS {
            let [left, right] = [high - section * (high - low), low + section * (high - low)];
            if squares(left) <= squares(right) {
                high = right;
            } else {
                low = left;
            }
        }
        0.5 * (low + high)
    }

    /// The values that the test does not reject.
    pub(super) fn set(&self, confidence: f64) -> ConfidenceSet {
        let level = 1.0 - confidence;
        // A value without a statistic is not rejected.
        let is_in = |angle: f64| {
            let squares = self.squares(libm::cos(angle), libm::sin(angle));
            squares.is_none_or(|squares| !self.test_of(squares).rejects(level))
        };
        let step = std::f64::consts::PI / f64::from(ANGLES);
        let start = -std::f64::consts::FRAC_PI_2;
        let angle = |number: u16| start + (f64::from(number) + 0.5) * step;
        let inside: Vec<bool> = (0..ANGLES).map(|number| is_in(angle(number))).collect();
        if inside.iter().all(|inside| *inside) {
            return ConfidenceSet::Everything;
        }
        let Some((from, count)) = longest_gap(&inside) else {
            return ConfidenceSet::Everything;
        };
        // The ends of the gap, from an angle outside of it to one inside.
        let end = |outer: f64, inner: f64| {
            let (mut outer, mut inner) = (outer, inner);
            for _ in 0..HALVINGS {
                let middle = 0.5 * (outer + inner);
                if is_in(middle) {
                    outer = middle;
                } else {
                    inner = middle;
                }
            }
            outer
        };
        #[expect(
            clippy::cast_precision_loss,
            reason = "at most twice the number of angles"
        )]
        let place = |number: usize| start + (number as f64 + 0.5) * step;
        let ends = if count == usize::from(ANGLES) {
            // The set, if there is one, lies between two angles: where the statistic is least.
            let least = self.least_angle(angle, step);
            if !is_in(least) {
                return ConfidenceSet::Nothing;
            }
            let gap = [end(least, least + step), end(least, least - step)];
            [gap[0], gap[1] + std::f64::consts::PI]
        } else {
            let (first, last) = (place(from), place(from + count - 1));
            [end(first - step, first), end(last + step, last)]
        };
        let [before, after] = ends.map(|angle| self.estimate + self.unit * libm::tan(angle));
        // At a right angle values pass from plus to minus infinity.
        let half = std::f64::consts::FRAC_PI_2;
        if ends[0] < half && half < ends[1] {
            ConfidenceSet::Between {
                low: after,
                high: before,
            }
        } else {
            ConfidenceSet::Outside {
                low: before,
                high: after,
            }
        }
    }
}

/// The start and the length of the longest run of false, in a circle.
fn longest_gap(inside: &[bool]) -> Option<(usize, usize)> {
    let count = inside.len();
    if inside.iter().all(|inside| !inside) {
        return Some((0, count));
    }
    let first = inside.iter().position(|inside| *inside)?;
    let mut longest = None;
    let mut run: Option<(usize, usize)> = None;
    for number in first..=first + count {
        if inside[number % count] {
            if let Some(ended) = run.take()
                && longest.is_none_or(|(_, length)| ended.1 > length)
            {
                longest = Some(ended);
            }
        } else {
            let (from, length) = run.unwrap_or((number, 0));
            run = Some((from, length + 1));
        }
    }
    longest
}
