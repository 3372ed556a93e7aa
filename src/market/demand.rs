//! Demand for compute, and the investment that a shortage of it induces.

use crate::capacity::{Growth, check_growth};
use crate::evidence::Estimate;
use crate::{Capacity, Elasticity, Error, ErrorKind, Interval, Period, Share};

/// The demand for the compute of a segment; see the [module](super).
///
/// In the base period demand is what is used: the capacity times the utilisation that
/// `compute.use` states.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Growth;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::market::Demand;
///
/// let demand = Demand::new(
///     Growth::Constant(Estimate::assumed("60 % per year".parse()?, "a surge of AI demand")?),
///     Estimate::assumed("-1".parse()?, "no causal estimate exists; -1.7 to -0.3 is usual")?,
///     Estimate::assumed("70 %".parse()?, "beyond it queues are too long")?,
/// );
/// assert_eq!(demand.elasticity().value().get(), -1.0);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `growth`, `elasticity` and `ceiling`"
)]
pub struct Demand {
    growth: Growth<Capacity>,
    elasticity: Estimate<Elasticity>,
    ceiling: Estimate<Share>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    induced: Option<InducedInvestment>,
}

/// Investment that answers a shortage after a lag.
///
/// Each rise of the shortage, the capacity that would be needed to serve all demand at the ceiling
/// less the capacity that is planned, induces additions of the stated share of it after the lag: an
/// accelerator (Chenery, *Econometrica* 20(1), 1952), in which investment follows the growth of
/// demand. The additions are bought like the others: they cost money, retire, and fall under
/// restrictions and a limit of power. A shortage that vanishes takes nothing back.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::market::InducedInvestment;
///
/// let share = Estimate::assumed("50 %".parse()?, "half of each shortage is built")?;
/// let induced = InducedInvestment::new(share, 1)?;
/// assert_eq!(induced.lag(), 1);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with `share` and `lag`")]
pub struct InducedInvestment {
    share: Estimate<Share>,
    lag: u32,
}

impl InducedInvestment {
    /// Builds an answer of a share of each rise of the shortage, after a lag in periods.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a lag of zero, as investment within the period
    /// would change the shortage that it answers, or of more than 1,200 periods.
    pub fn new(share: Estimate<Share>, lag: u32) -> Result<Self, Error> {
        let induced = Self { share, lag };
        induced.check()?;
        Ok(induced)
    }

    /// The share of each rise of the shortage that is built.
    #[must_use]
    pub const fn share(&self) -> &Estimate<Share> {
        &self.share
    }

    /// The lag in periods.
    #[must_use]
    pub const fn lag(&self) -> u32 {
        self.lag
    }

    fn check(&self) -> Result<(), Error> {
        Interval::closed_const(1.0, 1_200.0)
            .check("lag of investment in periods", f64::from(self.lag))
            .map(|_| ())
            .map_err(|error| error.at("lag"))
    }
}

impl Demand {
    /// Builds a demand from its growth at an unchanged price, its price elasticity, which is
    /// negative, and the utilisation that capacity cannot exceed.
    #[must_use]
    pub const fn new(
        growth: Growth<Capacity>,
        elasticity: Estimate<Elasticity>,
        ceiling: Estimate<Share>,
    ) -> Self {
        Self {
            growth,
            elasticity,
            ceiling,
            induced: None,
        }
    }

    /// Sets the investment that a shortage induces.
    #[must_use]
    pub fn with_induced(self, induced: InducedInvestment) -> Self {
        let induced = Some(induced);
        Self { induced, ..self }
    }

    /// The growth of demand at an unchanged price.
    #[must_use]
    pub const fn growth(&self) -> &Growth<Capacity> {
        &self.growth
    }

    /// The price elasticity of demand.
    #[must_use]
    pub const fn elasticity(&self) -> &Estimate<Elasticity> {
        &self.elasticity
    }

    /// The ceiling of utilisation.
    #[must_use]
    pub const fn ceiling(&self) -> &Estimate<Share> {
        &self.ceiling
    }

    /// The investment that a shortage induces.
    #[must_use]
    pub const fn induced(&self) -> Option<&InducedInvestment> {
        self.induced.as_ref()
    }

    pub(super) fn check(
        &self,
        base: &Estimate<Capacity>,
        at: Period,
        periods: u32,
    ) -> Result<(), Error> {
        check_growth(&self.growth, base, at, periods).map_err(|error| error.at("growth"))?;
        // The scarcity price is a power of 1 / elasticity: at zero no price would clear a market at
        // its ceiling.
        let (least, most) = self.elasticity.reach();
        for end in [least, most] {
            Interval::closed_const(-20.0, -0.05)
                .check("price elasticity of demand (negative)", end)
                .map_err(|error| error.at("elasticity"))?;
        }
        Interval::closed_const(0.01, 1.0)
            .check("ceiling of utilisation", self.ceiling.reach().0)
            .map_err(|error| error.at("ceiling"))?;
        self.induced.as_ref().map_or(Ok(()), |induced| {
            induced.check().map_err(|error| error.at("induced"))
        })
    }

    /// Checks the ceiling against the utilisation of the base period, `None` if there is none.
    pub(crate) fn check_use(&self, utilisation: Option<&Estimate<Share>>) -> Result<(), Error> {
        let Some(utilisation) = utilisation else {
            return Err(Error::new(ErrorKind::Missing {
                what: "the utilisation of the base period",
                remedy: "give `compute.use` of the segment, with `utilisation`: demand starts from \
                         what is used",
            }));
        };
        let used = utilisation.value().get();
        Interval::closed_const(used, 1.0)
            .check(
                "ceiling of utilisation (not below the utilisation of the base)",
                self.ceiling.value().get(),
            )
            .map(|_| ())
            .map_err(|error| error.at("ceiling"))
    }
}
