use serde::de::{Deserialize, Deserializer, Error as _};

use crate::evidence::Estimate;
use crate::limits::{self, Limit};
use crate::{Error, ErrorKind, Interval, Share};

/// The distributed lag of a response: weights that sum to one, so that the coefficient is the
/// long-run response.
///
/// In a file: `"none"`, `koyck = ESTIMATE` of a share, `explicit = [0.5, 0.3, 0.2]`, or
/// `almon = { coefficients = [1, -0.2], length = 5 }`.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::response::Lag;
/// use compute_impact::Share;
///
/// // Koyck (1954): a short-run effect of 0.08 that decays by 0.6 a period sums to 0.2.
/// let lag = Lag::Koyck(Estimate::assumed(Share::new(0.6)?, "textbook")?);
/// assert!((0.2 * lag.weights().nth(2).unwrap() - 0.0288).abs() < 1e-12);
/// assert!((lag.mean() - 1.5).abs() < 1e-12);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    expecting = "`\"none\"` or a table such as `{ koyck = { value = \"60 %\", assumption = \"why\" } }`"
)]
#[non_exhaustive]
pub enum Lag {
    /// No lag: the whole response in the same period.
    #[default]
    None,
    /// Infinite geometric decay, `w_k = (1 - λ) λ^k` (Koyck, *Distributed Lags and Investment
    /// Analysis*, 1954). λ lies in `[0, 1)`.
    Koyck(Estimate<Share>),
    /// Weights that lie on a polynomial (Almon, "The Distributed Lag between Capital
    /// Appropriations and Expenditures", *Econometrica* 33(1), 1965).
    Almon(AlmonWeights),
    /// Weights stated one by one.
    Explicit(LagWeights),
}

impl Lag {
    pub(crate) const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Returns true if the two lags have the same numbers, whatever their sources.
    pub(crate) fn same_numbers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Koyck(ours), Self::Koyck(theirs)) => ours.same_numbers(theirs),
            _ => self == other,
        }
    }

    /// Builds weights on a polynomial in the lag, scaled to sum to one.
    ///
    /// `coefficients` are of k⁰, k¹, ... and `length` is the number of weights, from lag 0.
    /// The polynomial gives the shape only: the long-run response is the coefficient's.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) if a coefficient is not finite, or without a
    /// coefficient or a length; [`TooMany`](ErrorKind::TooMany) for a length or a number of
    /// coefficients past [`Limit::LagWeights`]; [`ZeroSum`](ErrorKind::ZeroSum) if the polynomial's
    /// values sum to zero.
    pub fn almon(coefficients: &[f64], length: usize) -> Result<Self, Error> {
        AlmonWeights::new(coefficients.to_vec(), length).map(Self::Almon)
    }

    /// Builds weights from lag 0 on, which must sum to one.
    ///
    /// # Errors
    ///
    /// [`SharesDoNotSum`](ErrorKind::SharesDoNotSum) unless they sum to 1 within 1e-9;
    /// [`OutOfRange`](ErrorKind::OutOfRange) if one is not finite, or without a weight;
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::LagWeights`].
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::response::Lag;
    ///
    /// let lag = Lag::explicit(vec![0.5, 0.3, 0.2])?;
    /// assert!((lag.mean() - 0.7).abs() < 1e-15);
    /// assert!(Lag::explicit(vec![0.5, 0.3]).is_err()); // the sum must be one
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn explicit(weights: Vec<f64>) -> Result<Self, Error> {
        LagWeights::new(weights).map(Self::Explicit)
    }

    /// Returns the weights, from lag 0 on, without end: zeros follow the last one of a finite lag.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::response::Lag;
    ///
    /// let lag = Lag::explicit(vec![0.75, 0.25])?;
    /// assert_eq!(lag.weights().take(3).collect::<Vec<_>>(), [0.75, 0.25, 0.0]);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn weights(&self) -> impl Iterator<Item = f64> {
        let (listed, first, decay): (&[f64], _, _) = match self {
            Self::None => (&[1.0], 0.0, 0.0),
            Self::Koyck(decay) => {
                let decay = decay.value().get();
                (&[], 1.0 - decay, decay)
            }
            Self::Almon(almon) => (&almon.weights, 0.0, 0.0),
            Self::Explicit(explicit) => (&explicit.0, 0.0, 0.0),
        };
        let rest = std::iter::successors(Some(first), move |weight| Some(weight * decay));
        listed.iter().copied().chain(rest)
    }

    /// Returns the mean lag `Σ k w_k`, in periods.
    #[must_use]
    pub fn mean(&self) -> f64 {
        #[allow(clippy::cast_precision_loss)] // At most 600.
        let mean = |weights: &[f64]| weights.iter().enumerate().map(|(k, w)| k as f64 * w).sum();
        match self {
            Self::None => 0.0,
            Self::Koyck(decay) => decay.value().get() / decay.value().complement().get(),
            Self::Almon(almon) => mean(&almon.weights),
            Self::Explicit(explicit) => mean(&explicit.0),
        }
    }

    /// Refuses a Koyck decay of one, which has no effect in any period.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if let Self::Koyck(decay) = self {
            let allowed = Interval::below_one();
            allowed.check("Koyck decay", decay.value().get())?;
            if let Some(uncertainty) = decay.uncertainty() {
                let (_, high) = uncertainty.support();
                allowed.check("upper end of the Koyck decay", high)?;
            }
        }
        Ok(())
    }
}

fn check_length(length: usize) -> Result<(), Error> {
    Limit::LagWeights.check_from(1, "number of lag weights", length)
}

/// Lag weights stated one by one; see [`Lag::explicit`].
///
/// # Examples
///
/// ```
/// use compute_impact::response::{Lag, LagWeights};
///
/// let weights = LagWeights::try_from(vec![0.5, 0.3, 0.2])?;
/// assert!((Lag::Explicit(weights).mean() - 0.7).abs() < 1e-15);
/// assert!(LagWeights::try_from(vec![0.5, 0.3]).is_err()); // the sum must be one
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct LagWeights(Vec<f64>);

impl LagWeights {
    const TOLERANCE: f64 = 1e-9;

    fn new(weights: Vec<f64>) -> Result<Self, Error> {
        check_length(weights.len())?;
        for weight in &weights {
            Interval::FINITE.check("lag weight", *weight)?;
        }
        let sum: f64 = weights.iter().sum();
        if (sum - 1.0).abs() <= Self::TOLERANCE {
            return Ok(Self(weights));
        }
        Err(Error::new(ErrorKind::SharesDoNotSum {
            sum,
            tolerance: Self::TOLERANCE,
        }))
    }
}

impl<'de> Deserialize<'de> for LagWeights {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let weights = limits::list::<{ Limit::LagWeights as usize }, _, _>(from)?;
        Self::new(weights).map_err(D::Error::custom)
    }
}

impl TryFrom<Vec<f64>> for LagWeights {
    type Error = Error;

    fn try_from(weights: Vec<f64>) -> Result<Self, Error> {
        Self::new(weights)
    }
}

impl From<LagWeights> for Vec<f64> {
    fn from(weights: LagWeights) -> Self {
        weights.0
    }
}

/// Lag weights on a polynomial; see [`Lag::almon`].
///
/// # Examples
///
/// ```
/// use compute_impact::response::Lag;
///
/// // The polynomial 4 - k has the values 4, 3, 2 and 1.
/// let lag = Lag::almon(&[4.0, -1.0], 4)?;
/// assert!((lag.weights().next().unwrap() - 0.4).abs() < 1e-15);
/// assert!((lag.mean() - 1.0).abs() < 1e-15);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "AlmonFields", into = "AlmonFields")]
pub struct AlmonWeights {
    coefficients: Vec<f64>,
    weights: Vec<f64>,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename = "Almon",
    expecting = "a table such as `{ coefficients = [1, -0.2], length = 5 }`"
)]
struct AlmonFields {
    #[serde(deserialize_with = "limits::list::<{ Limit::LagWeights as usize }, _, _>")]
    coefficients: Vec<f64>,
    length: usize,
}

impl AlmonWeights {
    fn new(coefficients: Vec<f64>, length: usize) -> Result<Self, Error> {
        check_length(length)?;
        check_length(coefficients.len())?;
        let mut weights = Vec::with_capacity(length);
        for k in 0..length {
            #[allow(clippy::cast_precision_loss)] // At most 600.
            let k = k as f64;
            let value = coefficients.iter().rev().fold(0.0, |sum, c| sum * k + c);
            weights.push(Interval::FINITE.check("value of the Almon polynomial", value)?);
        }
        let sum: f64 = weights.iter().sum();
        if sum == 0.0 {
            let what = "values of the Almon polynomial";
            return Err(Error::new(ErrorKind::ZeroSum { what }));
        }
        for weight in &mut weights {
            *weight = Interval::FINITE.check("Almon weight", *weight / sum)?;
        }
        Ok(Self {
            coefficients,
            weights,
        })
    }
}

impl TryFrom<AlmonFields> for AlmonWeights {
    type Error = Error;

    fn try_from(fields: AlmonFields) -> Result<Self, Error> {
        Self::new(fields.coefficients, fields.length)
    }
}

impl From<AlmonWeights> for AlmonFields {
    fn from(almon: AlmonWeights) -> Self {
        Self {
            length: almon.weights.len(),
            coefficients: almon.coefficients,
        }
    }
}
