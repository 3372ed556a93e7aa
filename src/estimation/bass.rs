//! The diffusion model of Bass, by four estimators.

use serde::Serialize;

use super::coefficient::Coefficient;
use super::curve::Curve;
use super::curve_fit::{CurveFit, fit_curve};
use super::data::Data;
use super::fit::Fit;
use super::regression::Regression;
use super::small_sample::SmallSample;
use super::standard_errors::StandardErrors;
use super::term::Term;
use crate::limits::Limit;
use crate::{Error, ErrorKind, Interval};

/// The estimator of a Bass model. Estimators differ in the errors that they assume, and in their
/// numbers.
///
/// `S_t` are the sales of the periods `t = 1, 2, ...`, `m` the ceiling, `p` the innovation and `q` the
/// imitation per period, and `F(t) = (1 - e^(-(p + q) t)) / (1 + q / p e^(-(p + q) t))` is the adopted
/// share.
///
/// # Examples
///
/// See [`fit_bass`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BassMethod {
    /// Nonlinear least squares on cumulative sales, `S_1 + ... + S_t = m F(t)`. Cumulative sales carry
    /// the errors of all periods, so that its standard errors are too small.
    CumulativeSales,
    /// Nonlinear least squares on sales, `S_t = m (F(t) - F(t - 1))`: Srinivasan and Mason (1986),
    /// *Marketing Science* 5(2), 169-178.
    Increments,
    /// Nonlinear least squares on sales as a rate, `S_t = m F'(t)`. It takes the rate at the end of a
    /// period for its sales.
    Densities,
    /// Least squares of sales on earlier cumulative sales `Y`, `S_t = a + b Y + c Y^2` from the second
    /// period on: the estimator of Bass (1969), *Management Science* 15(5), 215-227. Then
    /// `m = (-b - sqrt(b^2 - 4 a c)) / (2 c)`, `p = a / m` and `q = -c m`.
    ///
    /// It takes the rate of a period for that at its start, which biases it where periods are long:
    /// Schmittlein and Mahajan (1982), *Marketing Science* 1(1), 57-78.
    SalesRegression,
}

/// A Bass model estimated from the sales of periods.
///
/// # Examples
///
/// See [`fit_bass`].
#[derive(Clone, Debug)]
pub struct BassFit {
    method: BassMethod,
    coefficients: Vec<Coefficient>,
    fitted: Fitted,
}

#[derive(Clone, Debug)]
enum Fitted {
    Curve(Box<CurveFit>),
    Regression(Box<Fit>),
}

/// Estimates a Bass model from the sales of periods, from the launch on, by an estimator.
///
/// # Errors
///
/// [`OutOfRange`](ErrorKind::OutOfRange) for sales that are infinite, NaN or beyond 10^100 with their
/// period, and for fewer than four periods (five for [`BassMethod::SalesRegression`]);
/// [`TooMany`](ErrorKind::TooMany) past [`Limit::Observations`]; [`Conflict`](ErrorKind::Conflict) for
/// sales that do not determine the parameters, and for a regression whose ceiling, innovation or
/// imitation is not positive, so that it is no Bass model;
/// [`NotConverged`](ErrorKind::NotConverged); [`Collinear`](ErrorKind::Collinear).
///
/// # Examples
///
/// Sales of video recorders in the United States from 1979 on, in thousands, by two estimators:
///
/// ```
/// use compute_impact::estimation::{BassMethod, fit_bass};
///
/// let sales = [840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890].map(f64::from);
/// let densities = fit_bass(sales, BassMethod::Densities)?;
/// assert_eq!(format!("{:.3}", densities.coefficient("imitation")?.value()), "0.638");
/// let regression = fit_bass(sales, BassMethod::SalesRegression)?;
/// assert_eq!(regression.method(), BassMethod::SalesRegression);
/// assert_eq!(format!("{:.3}", regression.coefficient("imitation")?.value()), "0.666");
/// // The regression takes the sales of a year for those at its start, and sees the peak earlier.
/// let [one, other] = [&densities, &regression].map(|fit| fit.peak_time().unwrap());
/// assert_eq!(format!("{one:.1} {other:.1}"), "7.1 4.7");
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn fit_bass(
    sales: impl IntoIterator<Item = f64>,
    method: BassMethod,
) -> Result<BassFit, Error> {
    let sales = Limit::Observations.collect(sales)?;
    let least = match method {
        BassMethod::CumulativeSales | BassMethod::Increments | BassMethod::Densities => 4,
        BassMethod::SalesRegression => 5,
    };
    Limit::Observations.check_from(least, "number of periods", sales.len())?;
    for (number, sales) in sales.iter().enumerate() {
        Interval::closed_const(-1e100, 1e100)
            .check("sales of a period", *sales)
            .map_err(|error| error.at(&format!("sales[{number}]")))?;
    }
    let times = (1..=1_000_u16).map(f64::from);
    let cumulative = sales.iter().scan(0.0, |sum, sales| {
        *sum += sales;
        Some(*sum)
    });
    let cumulative: Vec<f64> = cumulative.collect();
    let curve = match method {
        BassMethod::CumulativeSales => fit_curve(Curve::Bass, times.zip(cumulative), None),
        BassMethod::Increments => fit_curve(Curve::BassIncrement, times.zip(sales), None),
        BassMethod::Densities => fit_curve(Curve::BassDensity, times.zip(sales), None),
        BassMethod::SalesRegression => return regressed(&sales, &cumulative),
    }?;
    Ok(BassFit {
        method,
        coefficients: curve.coefficients().to_vec(),
        fitted: Fitted::Curve(Box::new(curve)),
    })
}

/// The regression of sales on cumulative sales of earlier periods.
fn regressed(sales: &[f64], cumulative: &[f64]) -> Result<BassFit, Error> {
    let earlier = &cumulative[..cumulative.len() - 1];
    let data = Data::new()
        .with_numbers("sales", sales[1..].iter().copied())?
        .with_numbers("cumulative sales", earlier.iter().copied())?;
    let so_far = Term::column("cumulative sales");
    let fit = Regression::of(Term::column("sales"))
        .on(so_far.clone())
        .on(so_far.clone().power(2))
        .fit(&data, &StandardErrors::Classical, SmallSample::STATA)?;
    let names = [
        "constant".to_owned(),
        so_far.to_string(),
        so_far.power(2).to_string(),
    ];
    let mut values = [0.0; 3];
    for (value, name) in values.iter_mut().zip(&names) {
        *value = fit.coefficient(name)?.value();
    }
    let [a, b, c] = values;
    let root = (b * b - 4.0 * a * c).sqrt();
    let ceiling = (-b - root) / (2.0 * c);
    let (innovation, imitation) = (a / ceiling, -c * ceiling);
    let are_positive = [ceiling, innovation, imitation]
        .iter()
        .all(|value| *value > 0.0 && value.is_finite());
    if !are_positive {
        return Err(Error::new(ErrorKind::Conflict {
            what: "a regression of sales on cumulative sales",
            with: "coefficients of no Bass model: a ceiling, an innovation or an imitation that is not positive",
            remedy: "use `BassMethod::Increments`, or more periods",
        }));
    }
    // From a + b m + c m^2 = 0: dm = (da + m db + m^2 dc) / root, as b + 2 c m = -root.
    let of_ceiling = [1.0, ceiling, ceiling * ceiling].map(|weight| weight / root);
    let of_innovation = [
        (1.0 - innovation * of_ceiling[0]) / ceiling,
        -innovation * of_ceiling[1] / ceiling,
        -innovation * of_ceiling[2] / ceiling,
    ];
    let of_imitation = [
        -c * of_ceiling[0],
        -c * of_ceiling[1],
        -ceiling - c * of_ceiling[2],
    ];
    let parameters = [
        ("ceiling", ceiling, of_ceiling),
        ("innovation", innovation, of_innovation),
        ("imitation", imitation, of_imitation),
    ];
    let coefficients = parameters.into_iter().map(|(name, value, gradient)| {
        let weights = names.iter().map(String::as_str).zip(gradient);
        let weights = fit.weights(&weights.collect::<Vec<_>>())?;
        fit.derived(name, value, &weights)
    });
    Ok(BassFit {
        method: BassMethod::SalesRegression,
        coefficients: coefficients.collect::<Result<_, Error>>()?,
        fitted: Fitted::Regression(Box::new(fit)),
    })
}

impl BassFit {
    /// The estimator.
    #[must_use]
    pub const fn method(&self) -> BassMethod {
        self.method
    }

    /// The ceiling in units of sales, the innovation and the imitation, both per period, with
    /// asymptotic standard errors, by the delta method for a regression.
    #[must_use]
    pub fn coefficients(&self) -> &[Coefficient] {
        &self.coefficients
    }

    /// A parameter: `ceiling`, `innovation` or `imitation`.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for any other name.
    pub fn coefficient(&self, name: &str) -> Result<&Coefficient, Error> {
        let mut coefficients = self.coefficients.iter();
        coefficients.find(|one| one.name() == name).ok_or_else(|| {
            let names = self.coefficients.iter().map(Coefficient::name);
            Error::unknown_of("parameter", name, names)
        })
    }

    /// The fitted curve, with its prediction intervals and its bootstrap; none for a regression.
    #[must_use]
    pub fn curve_fit(&self) -> Option<&CurveFit> {
        match &self.fitted {
            Fitted::Curve(fit) => Some(fit),
            Fitted::Regression(_) => None,
        }
    }

    /// The regression of sales on cumulative sales; none for the other estimators.
    #[must_use]
    pub fn regression(&self) -> Option<&Fit> {
        match &self.fitted {
            Fitted::Curve(_) => None,
            Fitted::Regression(fit) => Some(fit),
        }
    }

    fn parameters(&self) -> Vec<f64> {
        self.coefficients.iter().map(Coefficient::value).collect()
    }

    /// The cumulative sales at a time in periods since the launch; NaN for a negative time.
    #[must_use]
    pub fn cumulative_sales(&self, time: f64) -> f64 {
        Curve::Bass.value(&self.parameters(), time)
    }

    /// The sales of the period that ends at a time; NaN for a time below one.
    #[must_use]
    pub fn sales(&self, time: f64) -> f64 {
        Curve::BassIncrement.value(&self.parameters(), time)
    }

    /// The time at which the rate of sales is greatest, in periods since the launch:
    /// `ln(q / p) / (p + q)`; none if it falls from the launch on.
    #[must_use]
    pub fn peak_time(&self) -> Option<f64> {
        let parameters = self.parameters();
        let (p, q) = (parameters[1], parameters[2]);
        (q > p).then(|| libm::log(q / p) / (p + q))
    }
}
