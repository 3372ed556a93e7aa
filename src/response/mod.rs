//! Response of the economy to compute: coefficient, lags, saturation, coherence.
//!
//! Three kinds of coefficient are published, and they are three different quantities. With
//! effective compute `E` and its counterfactual `E0`, and the outcome `Y` and its counterfactual
//! `Y0`:
//!
//! | kind | equation |
//! |---|---|
//! | [`Elasticity`] | `ln(Y/Y0) = ε Σ w_k (ln E_{t-k} - ln E0_{t-k})` |
//! | [`GrowthRatio`] | `growth(Y)_t = growth(Y0)_t + ρ Σ w_k (G_{t-k} - G0_{t-k})` |
//! | [`SemiElasticity`] | `ln(Y/Y0) = σ Σ w_k (F(I_{t-k}) - F(I0_{t-k}))`, `F` piecewise linear in the index `I` |
//!
//! where `G` and `G0` are the simple growth rates of `E` and `E0`. The lag weights `w` sum to one,
//! so a coefficient is always the long-run one.

pub mod coherence;
mod conversion;
mod index;
mod lag;

pub use coherence::{Coherence, PairCoherence};
pub use index::{IndexPath, IndexTier};
pub use lag::{AlmonWeights, Lag, LagWeights};

use crate::evidence::{Estimate, Meaning, Source};
use crate::{Elasticity, Error, ErrorKind, Factor, GrowthRatio, Interval, SemiElasticity};

/// One of the three kinds of coefficient, with its evidence.
///
/// In a file: `elasticity = ESTIMATE`, `growth-ratio = ESTIMATE` or `semi-elasticity = ESTIMATE`.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::response::Coefficient;
/// use compute_impact::GrowthRatio;
///
/// let ratio = Estimate::assumed(GrowthRatio::new(0.2)?, "as in the white paper of 2020")?;
/// let coefficient = Coefficient::GrowthRatio(ratio);
/// assert_eq!(coefficient.kind(), "growth ratio");
/// assert_eq!(coefficient.number(), 0.2);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    expecting = "a table such as `{ elasticity = { value = 0.2, assumption = \"why\" } }`"
)]
pub enum Coefficient {
    /// The percentage change of the outcome per 1 % of compute.
    Elasticity(Estimate<Elasticity>),
    /// Points of outcome growth per point of compute growth.
    GrowthRatio(Estimate<GrowthRatio>),
    /// Fraction of outcome per index point.
    SemiElasticity(Estimate<SemiElasticity>),
}

impl Coefficient {
    /// The name of its kind, such as `growth ratio`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Elasticity(_) => Elasticity::WHAT,
            Self::GrowthRatio(_) => GrowthRatio::WHAT,
            Self::SemiElasticity(_) => SemiElasticity::WHAT,
        }
    }

    /// The central value, in the unit of its kind.
    #[must_use]
    pub fn number(&self) -> f64 {
        match self {
            Self::Elasticity(estimate) => estimate.value().get(),
            Self::GrowthRatio(estimate) => estimate.value().get(),
            Self::SemiElasticity(estimate) => estimate.value().get(),
        }
    }

    /// The source of the coefficient.
    #[must_use]
    pub fn source(&self) -> &Source {
        match self {
            Self::Elasticity(estimate) => estimate.source(),
            Self::GrowthRatio(estimate) => estimate.source(),
            Self::SemiElasticity(estimate) => estimate.source(),
        }
    }

    /// The stated facts about the coefficient.
    #[must_use]
    pub fn meaning(&self) -> &Meaning {
        match self {
            Self::Elasticity(estimate) => estimate.meaning(),
            Self::GrowthRatio(estimate) => estimate.meaning(),
            Self::SemiElasticity(estimate) => estimate.meaning(),
        }
    }

    /// The range of yearly compute growth (or of index points) in which it was observed.
    #[must_use]
    pub fn observed(&self) -> Option<Interval> {
        match self {
            Self::Elasticity(estimate) => estimate.observed(),
            Self::GrowthRatio(estimate) => estimate.observed(),
            Self::SemiElasticity(estimate) => estimate.observed(),
        }
    }
}

/// The response of an outcome to a change of compute.
///
/// | part | symbol | unit | default |
/// |---|---|---|---|
/// | coefficient | ε, ρ or σ | see [`Coefficient`] | none |
/// | lag profile | w | weights that sum to one | [`Lag::None`] |
/// | saturation | κ | per unit of log change | none (isoelastic) |
/// | index path | I | index points | needed by a semi-elasticity only |
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::response::{Lag, Response};
/// use compute_impact::{Elasticity, Share};
///
/// let elasticity = Estimate::assumed(Elasticity::new(0.2)?, "upper bound")?;
/// let lag = Lag::Koyck(Estimate::assumed(Share::new(0.6)?, "slow adoption")?);
/// let response = Response::elasticity(elasticity).with_lag(lag);
/// assert_eq!(response.coefficient().number(), 0.2);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Response {
    fields: Fields,
}

/// The serde shape of a response; [`Response::try_from`] checks it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename = "Response",
    rename_all = "kebab-case",
    expecting = "a table with `coefficient`, such as `{ coefficient.elasticity = { value = 0.2, assumption = \"why\" } }`"
)]
struct Fields {
    coefficient: Coefficient,
    #[serde(default, skip_serializing_if = "Lag::is_none")]
    lag: Lag,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    saturation: Option<Estimate<Factor>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    index: Option<IndexPath>,
}

impl Response {
    const fn of(coefficient: Coefficient, index: Option<IndexPath>) -> Self {
        Self {
            fields: Fields {
                coefficient,
                lag: Lag::None,
                saturation: None,
                index,
            },
        }
    }

    /// Builds the response of a constant elasticity, without a lag.
    #[must_use]
    pub const fn elasticity(elasticity: Estimate<Elasticity>) -> Self {
        Self::of(Coefficient::Elasticity(elasticity), None)
    }

    /// Builds the response of a growth ratio, without a lag.
    #[must_use]
    pub const fn growth_ratio(ratio: Estimate<GrowthRatio>) -> Self {
        Self::of(Coefficient::GrowthRatio(ratio), None)
    }

    /// Builds the response of a semi-elasticity along a path of the index on which it was measured,
    /// without a lag.
    #[must_use]
    pub const fn semi_elasticity(
        semi_elasticity: Estimate<SemiElasticity>,
        index: IndexPath,
    ) -> Self {
        Self::of(Coefficient::SemiElasticity(semi_elasticity), Some(index))
    }

    /// Returns the same response distributed over time.
    #[must_use]
    pub fn with_lag(mut self, lag: Lag) -> Self {
        self.fields.lag = lag;
        self
    }

    /// Returns the same response with saturation: `ε (1 - exp(-κ x)) / κ` for the log change `x`
    /// instead of `ε x`. A κ of zero is no saturation.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) for a growth ratio or a semi-elasticity.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::Estimate;
    /// use compute_impact::response::Response;
    /// use compute_impact::{Elasticity, Factor, GrowthRatio};
    ///
    /// let kappa = Estimate::assumed(Factor::new(0.5)?, "diminishing returns")?;
    /// let elasticity = Estimate::assumed(Elasticity::new(0.2)?, "upper bound")?;
    /// let response = Response::elasticity(elasticity).with_saturation(kappa.clone())?;
    /// assert!(response.saturation().is_some());
    ///
    /// let ratio = Estimate::assumed(GrowthRatio::new(0.2)?, "rule of thumb")?;
    /// assert!(Response::growth_ratio(ratio).with_saturation(kappa).is_err());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn with_saturation(mut self, kappa: Estimate<Factor>) -> Result<Self, Error> {
        self.fields.saturation = Some(kappa);
        self.fields.try_into()
    }

    /// Returns the same response with another coefficient, for a comparison.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) or [`Conflict`](ErrorKind::Conflict) if its kind is
    /// incompatible with the index path or the saturation.
    pub fn with_coefficient(mut self, coefficient: Coefficient) -> Result<Self, Error> {
        self.fields.coefficient = coefficient;
        self.fields.try_into()
    }

    /// The coefficient.
    #[must_use]
    pub const fn coefficient(&self) -> &Coefficient {
        &self.fields.coefficient
    }

    /// The distributed lag of the response.
    #[must_use]
    pub const fn lag(&self) -> &Lag {
        &self.fields.lag
    }

    /// The curvature κ, if the response saturates.
    #[must_use]
    pub const fn saturation(&self) -> Option<&Estimate<Factor>> {
        self.fields.saturation.as_ref()
    }

    /// The path of the index, for a semi-elasticity.
    #[must_use]
    pub const fn index(&self) -> Option<&IndexPath> {
        self.fields.index.as_ref()
    }
}

impl TryFrom<Fields> for Response {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        let semi = matches!(fields.coefficient, Coefficient::SemiElasticity(_));
        if semi && fields.index.is_none() {
            return Err(Error::new(ErrorKind::Missing {
                what: "`index`",
                remedy: "give the path of the index, because a semi-elasticity is per index point",
            }));
        }
        if !semi && fields.index.is_some() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "`index`",
                with: "this kind of coefficient",
                remedy: "leave it out, because only a semi-elasticity is per index point",
            }));
        }
        let isoelastic = matches!(fields.coefficient, Coefficient::Elasticity(_));
        if !isoelastic && fields.saturation.is_some() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "`saturation`",
                with: "this kind of coefficient",
                remedy: "convert the coefficient to an elasticity first, because no other kind \
                         saturates",
            }));
        }
        Ok(Self { fields })
    }
}

impl From<Response> for Fields {
    fn from(response: Response) -> Self {
        response.fields
    }
}
