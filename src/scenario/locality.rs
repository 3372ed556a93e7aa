//! A scenario of a place: a centre, a city or a cluster.

use crate::evidence::Estimate;
use crate::limits::Limit;
use crate::{Capacity, Error, ErrorKind, Frequency, GrowthRate, Interval, Money, Share};

/// The place that a scenario is about: how much of its compute its own users take, and how much of
/// what its spending sets off stays there.
///
/// `compute` is then the capacity of the place and `gdp` its product. Capacity that hosts the jobs
/// of others earns the place its sales alone; what users gain they gain where they are. With a
/// [`Nation`] the scenario also answers what the compute of the place adds to the response of the
/// whole.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::scenario::Locality;
///
/// let locality = Locality::new(
///     "Chengdu",
///     Estimate::assumed("60 %".parse()?, "the rest is rented by users elsewhere")?,
/// )?
/// .with_retained(Estimate::assumed("40 %".parse()?, "servers come from elsewhere")?);
/// assert_eq!(locality.name(), "Chengdu");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table with `name` and `used-here`, and optionally `retained` and `nation`"
)]
pub struct Locality {
    name: String,
    used_here: Estimate<Share>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retained: Option<Estimate<Share>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nation: Option<Nation>,
}

/// The nation that a place is a part of: its compute and its GDP in the base period.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::scenario::Nation;
///
/// let nation = Nation::new(
///     Estimate::from_catalogue("miit.compute.in-use.2024-12")?,
///     Estimate::from_catalogue("nbs.gdp.2024.preliminary")?,
/// );
/// assert_eq!(nation.compute().value().to_string(), "280 EFLOPS FP32 in use");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `compute` and `gdp`, and optionally `growth`"
)]
pub struct Nation {
    compute: Estimate<Capacity>,
    gdp: Estimate<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    growth: Option<Estimate<GrowthRate>>,
}

impl Nation {
    /// Builds a nation from its compute, in the measure of the place, and its GDP, in its money.
    #[must_use]
    pub const fn new(compute: Estimate<Capacity>, gdp: Estimate<Money>) -> Self {
        Self {
            compute,
            gdp,
            growth: None,
        }
    }

    /// Sets the growth of the nation's compute in a period: of a nation that grows, the place is
    /// a smaller part of it. Without it the nation stays at its base.
    #[must_use]
    pub fn with_growth(self, rate: Estimate<GrowthRate>) -> Self {
        let growth = Some(rate);
        Self { growth, ..self }
    }

    /// The growth of the nation's compute in a period.
    #[must_use]
    pub const fn growth(&self) -> Option<&Estimate<GrowthRate>> {
        self.growth.as_ref()
    }

    /// The compute of the nation in the base period.
    #[must_use]
    pub const fn compute(&self) -> &Estimate<Capacity> {
        &self.compute
    }

    /// The GDP of the nation in the base period.
    #[must_use]
    pub const fn gdp(&self) -> &Estimate<Money> {
        &self.gdp
    }
}

impl Locality {
    /// Builds a place from its name and the share of its compute that users of the place take.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for an empty name; [`TooMany`](ErrorKind::TooMany) for a name
    /// past [`Limit::Name`].
    pub fn new(name: impl Into<String>, used_here: Estimate<Share>) -> Result<Self, Error> {
        let locality = Self {
            name: name.into(),
            used_here,
            retained: None,
            nation: None,
        };
        locality.check_name()?;
        Ok(locality)
    }

    /// Sets the share of the net value added set off by spending that stays in the place; the rest
    /// leaks to suppliers elsewhere. It needs the multiplier chain.
    #[must_use]
    pub fn with_retained(self, share: Estimate<Share>) -> Self {
        let retained = Some(share);
        Self { retained, ..self }
    }

    /// Sets the nation, for the part of its response that the place contributes. It needs an
    /// elasticity.
    #[must_use]
    pub fn with_nation(self, nation: Nation) -> Self {
        let nation = Some(nation);
        Self { nation, ..self }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The share of the compute that users of the place take.
    #[must_use]
    pub const fn used_here(&self) -> &Estimate<Share> {
        &self.used_here
    }

    /// The share of the net value added that stays in the place.
    #[must_use]
    pub const fn retained(&self) -> Option<&Estimate<Share>> {
        self.retained.as_ref()
    }

    /// The nation.
    #[must_use]
    pub const fn nation(&self) -> Option<&Nation> {
        self.nation.as_ref()
    }

    fn check_name(&self) -> Result<(), Error> {
        if self.name.trim().is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the name",
                remedy: "give the place a name",
            })
            .at("name"));
        }
        Limit::Name
            .check_text(&self.name)
            .map_err(|error| error.at("name"))
    }

    /// Checks a place whose compute and money are of these kinds.
    pub(super) fn check(
        &self,
        compute: Capacity,
        money: Money,
        has_chain: bool,
        has_elasticity: bool,
        frequency: Frequency,
    ) -> Result<(), Error> {
        self.check_name()?;
        let missing = |what, remedy| Error::new(ErrorKind::Missing { what, remedy });
        if self.retained.is_some() && !has_chain {
            return Err(missing(
                "the multiplier chain",
                "give `investment` with `chain`: what stays in the place is a part of the value \
                 added that it ends with",
            )
            .at("retained"));
        }
        let Some(nation) = &self.nation else {
            return Ok(());
        };
        if !has_elasticity {
            return Err(missing(
                "an elasticity of GDP",
                "give `gdp.response.coefficient.elasticity`: the part of a place in the growth of \
                 a nation depends on how large it is, which a growth ratio ignores",
            )
            .at("nation"));
        }
        if let Some(growth) = &nation.growth {
            growth
                .value()
                .expect_frequency("period of a growth rate", frequency)
                .map_err(|error| error.at("nation.growth"))?;
        }
        nation
            .compute
            .value()
            .expect_measure(compute.measure())
            .and_then(|_| {
                Interval::closed_const(compute.as_flop_per_s(), Capacity::ALLOWED.high()).check(
                    "compute of the nation, in FLOP/s (not below that of the place)",
                    nation.compute.reach().0,
                )
            })
            .map_err(|error| error.at("nation.compute"))?;
        nation
            .gdp
            .value()
            .expect_like(money)
            .and_then(|amount| {
                Interval::closed_const(money.amount(), f64::MAX).check(
                    "GDP of the nation (not below that of the place)",
                    amount.amount(),
                )
            })
            .map(|_| ())
            .map_err(|error| error.at("nation.gdp"))
    }
}
