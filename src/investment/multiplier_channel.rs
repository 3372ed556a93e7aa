use serde::de::{Deserialize, Deserializer, Error as _};

use crate::capacity::Outlay;
use crate::evidence::Estimate;
use crate::limits::{self, Limit};
use crate::{
    Error, ErrorKind, GrowthRate, Interval, Money, Multiplier, MultiplierOf, Period, Share,
};

/// The multiplier channel: an outlay, its multiplier, and the chain to the retained value added.
///
/// It measures demand along the supply chain. The response to compute measures supply; the two
/// overlap, and are shown side by side and reconciled, never added.
///
/// | key in a file | type |
/// |---|---|
/// | `outlay` | [`Outlay`] |
/// | `multiplier` | estimate of a [`Multiplier`] |
/// | `chain` | [`Chain`]: from gross output to the net additional value added of the country; none if left out |
/// | `payout` | payout profile: shares of the return in the period of the outlay, the next, ...; they sum to 100 % |
/// | `discount` | estimate of a [`GrowthRate`] at which net returns are discounted to the base |
///
/// Without `payout` the return comes in the period of the outlay or, if the multiplier states its
/// years, evenly over these years from the first period after the outlay.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::investment::{Investment, Outlay};
/// use compute_impact::{Money, Multiplier};
///
/// let outlay = Estimate::assumed("400 bn CNY".parse::<Money>()?, "the forecast of 2022")?;
/// let investment = Investment::new(
///     Outlay::PerPeriod(outlay),
///     Estimate::assumed("3.5 of gross output".parse::<Multiplier>()?, "middle of 3 to 4")?,
/// );
/// assert_eq!(investment.multiplier().value().get(), 3.5);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table with `outlay` and `multiplier`"
)]
pub struct Investment {
    outlay: Outlay,
    multiplier: Estimate<Multiplier>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chain: Option<Chain>,
    #[serde(default, skip_serializing_if = "Option::is_none", alias = "pay-out")]
    payout: Option<PayoutProfile>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    discount: Option<Estimate<GrowthRate>>,
}

impl Investment {
    /// Builds a channel from an outlay and its multiplier.
    #[must_use]
    pub const fn new(outlay: Outlay, multiplier: Estimate<Multiplier>) -> Self {
        Self {
            outlay,
            multiplier,
            chain: None,
            payout: None,
            discount: None,
        }
    }

    /// Adds the chain from the multiplier's return to the net additional value added.
    #[must_use]
    pub fn with_chain(self, chain: Chain) -> Self {
        let chain = Some(chain);
        Self { chain, ..self }
    }

    /// Adds a payout profile, which spreads returns over time.
    #[must_use]
    pub fn with_payout(self, payout: PayoutProfile) -> Self {
        let payout = Some(payout);
        Self { payout, ..self }
    }

    /// Adds a rate per period at which net returns are discounted to the base.
    #[must_use]
    pub fn with_discount(self, rate: Estimate<GrowthRate>) -> Self {
        let discount = Some(rate);
        Self { discount, ..self }
    }

    /// The outlay.
    #[must_use]
    pub const fn outlay(&self) -> &Outlay {
        &self.outlay
    }

    /// The multiplier: return per unit of outlay.
    #[must_use]
    pub const fn multiplier(&self) -> &Estimate<Multiplier> {
        &self.multiplier
    }

    /// The chain to the net additional value added, if there is one.
    #[must_use]
    pub const fn chain(&self) -> Option<&Chain> {
        self.chain.as_ref()
    }

    /// Returns the value added for one unit of outlay, at central values at home and abroad: the
    /// multiplier itself if its basis is value added, otherwise the multiplier times the
    /// value-added share of gross output. `None` if the basis or that share is not stated.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::Estimate;
    /// use compute_impact::investment::{Chain, Investment, Outlay};
    /// use compute_impact::{Money, Multiplier};
    ///
    /// let investment = Investment::new(
    ///     Outlay::PerPeriod(Estimate::assumed("400 bn CNY".parse::<Money>()?, "a plan")?),
    ///     Estimate::assumed("3.5 of gross output".parse::<Multiplier>()?, "middle of 3 to 4")?,
    /// );
    /// assert_eq!(investment.value_added_per_outlay(), None);
    /// let chain = Chain::new(
    ///     Estimate::assumed("40 %".parse()?, "of gross output")?,
    ///     Estimate::assumed("60 %".parse()?, "at home")?,
    ///     Estimate::assumed("50 %".parse()?, "from other uses")?,
    /// );
    /// let per_outlay = investment.with_chain(chain).value_added_per_outlay();
    /// assert!((per_outlay.unwrap() - 1.4).abs() < 1e-12); // 3.5 times 40 %
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn value_added_per_outlay(&self) -> Option<f64> {
        let multiplier = self.multiplier.value();
        let of = match &self.chain {
            Some(chain) => chain.step(multiplier.of()).ok()?,
            None => multiplier.of(),
        };
        match of {
            MultiplierOf::ValueAdded => Some(multiplier.get()),
            MultiplierOf::GrossOutput => {
                let chain = self.chain.as_ref()?;
                Some(multiplier.get() * chain.value_added.value().get())
            }
            MultiplierOf::Unstated => None,
        }
    }

    /// The payout profile, if there is one.
    #[must_use]
    pub const fn payout(&self) -> Option<&PayoutProfile> {
        self.payout.as_ref()
    }

    /// The rate at which net returns are discounted.
    #[must_use]
    pub const fn discount(&self) -> Option<&Estimate<GrowthRate>> {
        self.discount.as_ref()
    }

    /// Returns the share of a return in each period from that of the outlay on.
    pub(crate) fn weights(&self, base: Period) -> Vec<f64> {
        if let Some(payout) = &self.payout {
            return payout.0.iter().map(|share| share.get()).collect();
        }
        let Some(years) = self.multiplier.value().horizon_years() else {
            return vec![1.0];
        };
        let periods = usize::from(years) * usize::from(base.frequency().per_year());
        #[expect(clippy::cast_precision_loss, reason = "fewer than a million periods")]
        let each = 1.0 / periods as f64;
        let mut weights = vec![each; periods + 1];
        weights[0] = 0.0;
        weights
    }

    pub(crate) fn check(&self, like: Money, base: Period, periods: u32) -> Result<(), Error> {
        self.outlay
            .check(like, periods)
            .map_err(|error| error.at("outlay"))?;
        let (chain, discount) = (self.chain.as_ref(), self.discount.as_ref());
        if let Some(chain) = chain {
            chain
                .step(self.multiplier.value().of())
                .map_err(|error| error.at("chain"))?;
        }
        let alone = match (chain, discount, &self.payout) {
            (None, Some(_), _) => Some("discount"),
            (None, _, Some(_)) => Some("payout"),
            _ => None,
        };
        if let Some(place) = alone {
            return Err(Error::new(ErrorKind::Missing {
                what: "`chain`",
                remedy: "state the shares of the return that are value added, domestic and crowded out, \
                as gross output is not a return",
            })
            .at(place));
        }
        if let Some(discount) = discount {
            discount
                .value()
                .expect_frequency("period of the discount rate", base.frequency())
                .map_err(|error| error.at("discount"))?;
        }
        Ok(())
    }
}

/// The chain from a multiplier's return to the net additional value added of a country: gross
/// output, its value added, the domestic part (net of imported equipment), and what is left after
/// crowding out.
///
/// ```text
/// retained of gross output = value added share * domestic share * (1 - crowding out)
/// ```
///
/// | key in a file | meaning |
/// |---|---|
/// | `basis` | `gross-output` or `value-added`: basis of the multiplier, required if the multiplier does not state it |
/// | `value-added` | value added as a share of gross output |
/// | `domestic` | share of value added that arises in the country |
/// | `crowding-out` | share of domestic value added that would have arisen anyway, from workers and capital drawn from other uses |
///
/// The published three- to fourfold return is quoted both for output and for GDP. Both versions
/// are in the catalogue, and they differ by the value-added share.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::investment::Chain;
///
/// let chain = Chain::new(
///     Estimate::assumed("35 %".parse()?, "electronics and construction")?,
///     Estimate::assumed("60 %".parse()?, "accelerators are imported")?,
///     Estimate::assumed("50 %".parse()?, "an economy near capacity")?,
/// );
/// assert!((chain.kept_of_gross_output() - 0.105).abs() < 1e-15);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table with `value-added`, `domestic` and `crowding-out`"
)]
pub struct Chain {
    #[serde(default, skip_serializing_if = "Option::is_none", alias = "stands-at")]
    basis: Option<MultiplierOf>,
    value_added: Estimate<Share>,
    domestic: Estimate<Share>,
    #[serde(alias = "displacement")]
    crowding_out: Estimate<Share>,
}

impl Chain {
    /// Builds the chain from its three shares, each with its source.
    #[must_use]
    pub const fn new(
        value_added: Estimate<Share>,
        domestic: Estimate<Share>,
        crowding_out: Estimate<Share>,
    ) -> Self {
        Self {
            basis: None,
            value_added,
            domestic,
            crowding_out,
        }
    }

    /// Sets the basis of a multiplier that does not state its own.
    #[must_use]
    pub fn with_basis(self, of: MultiplierOf) -> Self {
        let basis = Some(of);
        Self { basis, ..self }
    }

    /// Value added as a share of gross output.
    #[must_use]
    pub const fn value_added(&self) -> &Estimate<Share> {
        &self.value_added
    }

    /// The share of value added that arises in the country.
    #[must_use]
    pub const fn domestic(&self) -> &Estimate<Share> {
        &self.domestic
    }

    /// The share of domestic value added that would have arisen anyway.
    #[must_use]
    pub const fn crowding_out(&self) -> &Estimate<Share> {
        &self.crowding_out
    }

    /// Returns the retained part of one unit of gross output, at central values.
    #[must_use]
    pub fn kept_of_gross_output(&self) -> f64 {
        crate::scenario::net_of_gross_output(self)
    }

    /// Returns the basis of a multiplier, from the multiplier itself or from this chain.
    pub(crate) fn step(&self, of: MultiplierOf) -> Result<MultiplierOf, Error> {
        let conflict = |what, with, remedy| {
            let error = Error::new(ErrorKind::Conflict { what, with, remedy });
            Err(error.at("basis"))
        };
        let step = match (of, self.basis) {
            (MultiplierOf::Unstated, None | Some(MultiplierOf::Unstated)) => {
                return Err(Error::new(ErrorKind::Missing {
                    what: "`basis`",
                    remedy: "give `gross-output` or `value-added`, as the multiplier does not state it",
                }));
            }
            (MultiplierOf::Unstated, Some(step)) | (step, None) => step,
            (step, Some(said)) if step == said => step,
            _ => {
                return conflict(
                    "`basis`",
                    "a multiplier that states another basis",
                    "leave `basis` out, or correct the multiplier",
                );
            }
        };
        Interval::above_zero_to_one()
            .check(
                "value added as a share of gross output",
                self.value_added.reach().0,
            )
            .map_err(|error| error.at("value-added"))?;
        Ok(step)
    }
}

/// A payout profile: the shares of a return that come in the period of the outlay, in the next, and
/// so on.
///
/// # Examples
///
/// ```
/// use compute_impact::investment::PayoutProfile;
///
/// let even = PayoutProfile::new(vec!["50 %".parse()?, "50 %".parse()?])?;
/// assert_eq!(even.shares()[1].get(), 0.5);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PayoutProfile(Vec<Share>);

impl PayoutProfile {
    /// Builds a profile from shares that sum to one.
    ///
    /// # Errors
    ///
    /// [`SharesDoNotSum`](ErrorKind::SharesDoNotSum) unless the shares sum to one within 1e-9;
    /// [`OutOfRange`](ErrorKind::OutOfRange) for no share; [`TooMany`](ErrorKind::TooMany) past
    /// [`Limit::PeriodValues`].
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::investment::PayoutProfile;
    ///
    /// let late = PayoutProfile::new(vec!["0 %".parse()?, "40 %".parse()?, "60 %".parse()?])?;
    /// assert_eq!(late.shares().len(), 3);
    /// assert!(PayoutProfile::new(vec!["40 %".parse()?]).is_err());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn new(shares: Vec<Share>) -> Result<Self, Error> {
        const TOLERANCE: f64 = 1e-9;
        Limit::PeriodValues.check_from(1, "number of periods", shares.len())?;
        let sum: f64 = shares.iter().map(|share| share.get()).sum();
        if (sum - 1.0).abs() > TOLERANCE {
            let tolerance = TOLERANCE;
            return Err(Error::new(ErrorKind::SharesDoNotSum { sum, tolerance }));
        }
        Ok(Self(shares))
    }

    /// The shares, from the period of the outlay on.
    #[must_use]
    pub fn shares(&self) -> &[Share] {
        &self.0
    }
}

impl<'de> Deserialize<'de> for PayoutProfile {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let shares = limits::list::<{ Limit::PeriodValues as usize }, _, _>(from)?;
        Self::new(shares).map_err(D::Error::custom)
    }
}
