//! Tests for unit roots and for cointegration.

use serde::Serialize;

use super::data::Data;
use super::regression::Regression;
use super::small_sample::SmallSample;
use super::standard_errors::StandardErrors;
use super::term::Term;
use crate::{Error, ErrorKind};

/// The deterministic part of a series in a test for a unit root.
///
/// # Examples
///
/// A series that grows by chance around a line has no unit root if the line is part of the test, and
/// seems to have one if it is not:
///
/// ```
/// use compute_impact::Period;
/// use compute_impact::estimation::{Data, Deterministic, Term, unit_root};
///
/// let scatter = [0.3, -0.5, 0.2, 0.6, -0.4, -0.1, 0.5, -0.6, 0.1, 0.4, -0.3, 0.2, -0.5, 0.6, -0.2];
/// let levels = scatter.iter().zip(0..).map(|(scatter, year)| 2.0 * f64::from(year) + scatter);
/// let years: Result<Vec<Period>, _> = (2010..2025).map(Period::year).collect();
/// let data = Data::new()
///     .with_periods("year", years?)?
///     .with_numbers("level", levels)?
///     .with_time("year")?;
/// let level = Term::column("level");
/// assert!(unit_root(&data, &level, Deterministic::Trend, 0)?.rejects());
/// assert!(!unit_root(&data, &level, Deterministic::Constant, 0)?.rejects());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Deterministic {
    /// None: the series wanders around zero.
    Nothing,
    /// A constant.
    Constant,
    /// A constant and a linear trend.
    Trend,
}

/// The result of a test whose null hypothesis is a unit root, or no cointegration.
///
/// A statistic below a critical value rejects the null at its level. Where it does not, a regression
/// of levels on levels may show a relation between series that have none: Granger and Newbold
/// (1974), *Journal of Econometrics* 2(2), 111-120.
///
/// # Examples
///
/// See [`unit_root`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct UnitRoot {
    /// The t statistic of the lagged level.
    pub statistic: f64,
    /// The number of lagged changes in the regression.
    pub lags: u16,
    /// The number of observations.
    pub observations: f64,
    /// The critical values at 1, 5 and 10 %: MacKinnon (2010), "Critical values for cointegration
    /// tests", Queen's Economics Department working paper 1227, tables 2 and 3.
    pub critical_values: [f64; 3],
}

impl UnitRoot {
    /// True if the null hypothesis is rejected at 5 %.
    #[must_use]
    pub fn rejects(&self) -> bool {
        self.statistic < self.critical_values[1]
    }
}

/// Tests whether a series has a unit root, so that its changes are stationary and its level is not:
/// the augmented test of Dickey and Fuller (1979), *Journal of the American Statistical Association*
/// 74, 427-431. It is the t statistic of `y` in
/// `diff(y) = [a + b t] + c lag(y) + d_1 lag(diff(y)) + ... + d_p lag_p(diff(y))`.
///
/// # Errors
///
/// As [`Regression::fit`]; [`Missing`](ErrorKind::Missing) for data without [`Data::with_time`];
/// [`OutOfRange`](ErrorKind::OutOfRange) for fewer than ten observations after lags.
///
/// # Examples
///
/// Growth that never returns to a trend has a unit root:
///
/// ```
/// use compute_impact::Period;
/// use compute_impact::estimation::{Data, Deterministic, Term, unit_root};
///
/// let growth = [9.1, 9.5, 9.0, 11.2, 12.7, 14.2, 9.7, 9.4, 10.6, 9.6, 7.9, 7.8, 7.4, 7.0];
/// let mut level = 100.0;
/// let gdp: Vec<f64> = growth.iter().map(|rate| { level *= 1.0 + rate / 100.0; level }).collect();
/// let years: Result<Vec<Period>, _> = (2002..2016).map(Period::year).collect();
/// let data = Data::new()
///     .with_periods("year", years?)?
///     .with_numbers("GDP", gdp)?
///     .with_time("year")?;
/// let test = unit_root(&data, &Term::column("GDP").log(), Deterministic::Trend, 1)?;
/// assert!(!test.rejects());
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn unit_root(
    data: &Data,
    series: &Term,
    deterministic: Deterministic,
    lags: u16,
) -> Result<UnitRoot, Error> {
    check_series(data)?;
    let mut regression = Regression::of(series.clone().difference()).on(series.clone().lag(1));
    for lag in 1..=lags {
        regression = regression.on(series.clone().difference().lag(lag));
    }
    regression = match deterministic {
        Deterministic::Nothing => regression.without_constant(),
        Deterministic::Constant => regression,
        Deterministic::Trend => regression.on(Term::trend()),
    };
    let fit = regression.fit(data, &StandardErrors::Classical, SmallSample::STATA)?;
    let observations = fit.observations();
    crate::Interval::closed_const(LEAST, f64::MAX).check(
        "number of observations of a test for a unit root",
        observations,
    )?;
    Ok(UnitRoot {
        statistic: fit.coefficients()[0].statistic(),
        lags,
        observations,
        critical_values: critical_values(1, deterministic, observations),
    })
}

/// Tests whether series share a trend, so that a regression of their levels is not spurious: Engle
/// and Granger (1987), *Econometrica* 55(2), 251-276. The residuals of the regression of the first
/// series on the others are tested for a unit root, with critical values for their number.
///
/// # Errors
///
/// As [`unit_root`]; [`OutOfRange`](ErrorKind::OutOfRange) for no or more than five other series, for
/// which there are no critical values; [`Conflict`](ErrorKind::Conflict) for a test without a
/// constant.
///
/// # Examples
///
/// Compute wanders, and GDP stays near half of it: neither has a stable level, and their levels belong
/// together.
///
/// ```
/// use compute_impact::Period;
/// use compute_impact::estimation::{Data, Deterministic, Term, cointegration, unit_root};
///
/// let steps = [3, -1, 2, 4, 0, -2, 3, 5, -1, 2, 1, 4, -2, 3, 2, 0, 4, 1, -1, 3].map(f64::from);
/// let gaps = [1, -1, 2, -2, 1, 0, -1, 2, -1, 1, -2, 1, 0, 2, -1, -1, 1, -2, 2, 0].map(f64::from);
/// let mut level = 50.0;
/// let compute: Vec<f64> = steps.iter().map(|step| { level += step; level }).collect();
/// let gdp = compute.iter().zip(gaps).map(|(compute, gap)| 0.5 * compute + 0.2 * gap);
/// let years: Result<Vec<Period>, _> = (2005..2025).map(Period::year).collect();
/// let data = Data::new()
///     .with_periods("year", years?)?
///     .with_numbers("GDP", gdp)?
///     .with_numbers("compute", compute.clone())?
///     .with_time("year")?;
/// let (gdp, compute) = (Term::column("GDP"), Term::column("compute"));
/// assert!(!unit_root(&data, &gdp, Deterministic::Constant, 0)?.rejects());
/// let test = cointegration(&data, &gdp, &[compute], Deterministic::Constant, 0)?;
/// assert!(test.rejects() && test.statistic < -6.0);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn cointegration(
    data: &Data,
    series: &Term,
    others: &[Term],
    deterministic: Deterministic,
    lags: u16,
) -> Result<UnitRoot, Error> {
    check_series(data)?;
    #[expect(clippy::cast_precision_loss, reason = "a few series")]
    crate::Interval::closed_const(1.0, 5.0).check("number of other series", others.len() as f64)?;
    let mut regression = Regression::of(series.clone());
    for other in others {
        regression = regression.on(other.clone());
    }
    regression = match deterministic {
        Deterministic::Nothing => {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a test of cointegration",
                with: "no constant",
                remedy: "use `Deterministic::Constant` or `Deterministic::Trend`",
            }));
        }
        Deterministic::Constant => regression,
        Deterministic::Trend => regression.on(Term::trend()),
    };
    let fit = regression.fit(data, &StandardErrors::Classical, SmallSample::STATA)?;
    let panel = super::term::ordered(data)?;
    let periods = data.periods(&panel.time)?;
    let residuals = Data::new()
        .with_periods("period", fit.rows().iter().map(|row| periods[*row]))?
        .with_numbers("residual", fit.residuals())?
        .with_time("period")?;
    let residual = Term::column("residual");
    let test = unit_root(&residuals, &residual, Deterministic::Nothing, lags)?;
    Ok(UnitRoot {
        // The size of the sample is that of the levels, less the first one.
        critical_values: critical_values(others.len() + 1, deterministic, fit.observations() - 1.0),
        ..test
    })
}

/// The fewest observations for which critical values are used.
const LEAST: f64 = 10.0;

fn check_series(data: &Data) -> Result<(), Error> {
    if super::term::ordered(data)?.entity.is_none() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Conflict {
        what: "a test of a time series",
        with: "a panel",
        remedy: "give the rows of one entity, with `Data::with_time`",
    }))
}

/// The coefficients of `1`, `1/T`, `1/T^2` and `1/T^3` in a critical value, at 1, 5 and 10 %.
type Surface = [[f64; 4]; 3];

/// Of one series without a constant.
const NOTHING: Surface = [
    [-2.56574, -2.2358, -3.627, 0.0],
    [-1.94100, -0.2686, -3.365, 31.223],
    [-1.61682, 0.2656, -2.714, 25.364],
];

/// Of one series and more with a constant.
const CONSTANT: [Surface; 6] = [
    [
        [-3.43035, -6.5393, -16.786, -79.433],
        [-2.86154, -2.8903, -4.234, -40.040],
        [-2.56677, -1.5384, -2.809, 0.0],
    ],
    [
        [-3.89644, -10.9519, -33.527, 0.0],
        [-3.33613, -6.1101, -6.823, 0.0],
        [-3.04445, -4.2412, -2.720, 0.0],
    ],
    [
        [-4.29374, -14.4354, -33.195, 47.433],
        [-3.74066, -8.5632, -10.852, 27.982],
        [-3.45218, -6.2143, -3.718, 0.0],
    ],
    [
        [-4.64332, -18.1031, -37.972, 0.0],
        [-4.09600, -11.2349, -11.175, 0.0],
        [-3.81020, -8.3931, -4.137, 0.0],
    ],
    [
        [-4.95756, -21.8883, -45.142, 0.0],
        [-4.41519, -14.0405, -12.575, 0.0],
        [-4.13157, -10.7417, -3.784, 0.0],
    ],
    [
        [-5.24568, -25.6688, -57.737, 88.639],
        [-4.70693, -16.9178, -17.492, 60.007],
        [-4.42501, -13.1875, -5.104, 27.877],
    ],
];

/// Of one series and more with a constant and a trend.
const TREND: [Surface; 6] = [
    [
        [-3.95877, -9.0531, -28.428, -134.155],
        [-3.41049, -4.3904, -9.036, -45.374],
        [-3.12705, -2.5856, -3.925, -22.380],
    ],
    [
        [-4.32762, -15.4387, -35.679, 0.0],
        [-3.78057, -9.5106, -12.074, 0.0],
        [-3.49631, -7.0815, -7.538, 21.892],
    ],
    [
        [-4.66305, -18.7688, -49.793, 104.244],
        [-4.11890, -11.8922, -19.031, 77.332],
        [-3.83511, -9.0723, -8.504, 35.403],
    ],
    [
        [-4.96940, -22.4694, -52.599, 51.314],
        [-4.42871, -14.5876, -18.228, 39.647],
        [-4.14633, -11.2500, -9.873, 54.109],
    ],
    [
        [-5.25276, -26.2183, -59.631, 50.646],
        [-4.71537, -17.3569, -22.660, 91.359],
        [-4.43422, -13.6078, -10.238, 76.781],
    ],
    [
        [-5.51727, -29.9760, -75.222, 202.253],
        [-4.98228, -20.3050, -25.224, 132.03],
        [-4.70233, -16.1253, -9.836, 94.272],
    ],
];

fn critical_values(series: usize, deterministic: Deterministic, observations: f64) -> [f64; 3] {
    // One to six series.
    let place = series.clamp(1, 6) - 1;
    let surface = match deterministic {
        Deterministic::Nothing => &NOTHING,
        Deterministic::Constant => &CONSTANT[place],
        Deterministic::Trend => &TREND[place],
    };
    let x = 1.0 / observations;
    surface.map(|[a, b, c, d]| a + x * (b + x * (c + x * d)))
}
