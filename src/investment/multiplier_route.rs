use serde::de::{Deserialize, Deserializer, Error as _};

use crate::capacity::{Outlay, reach};
use crate::evidence::Estimate;
use crate::{
    Error, ErrorKind, GrowthRate, Interval, Money, Multiplier, MultiplierOf, Period, Share,
};

/// The multiplier route: an outlay, what each unit of it returns, and what is left of that.
///
/// It measures demand along the supply chain and overlaps with the response to compute, which
/// measures supply. The two are shown side by side and reconciled, never added.
///
/// | key in a file | type |
/// |---|---|
/// | `outlay` | [`Outlay`] |
/// | `multiplier` | estimate of a [`Multiplier`] |
/// | `chain` | [`Chain`]: from gross output to what a country keeps; none if left out |
/// | `pay-out` | list of shares of the return, in the period of the outlay, the next, ...; sums to 100 % |
/// | `discount` | estimate of a [`GrowthRate`] at which net returns are discounted to the base |
///
/// Without `pay-out` the chain pays out in the period of the outlay or, if the multiplier states
/// its years, evenly over these, from the first period after.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::investment::{Investment, Outlay};
/// use compute_impact::{Money, Multiplier};
///
/// let investment = Investment::new(
///     Outlay::PerPeriod(Estimate::assumed("400 bn CNY".parse::<Money>()?, "the forecast of 2022")?),
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pay_out: Option<PayOut>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    discount: Option<Estimate<GrowthRate>>,
}

impl Investment {
    /// An outlay and its multiplier.
    #[must_use]
    pub const fn new(outlay: Outlay, multiplier: Estimate<Multiplier>) -> Self {
        Self {
            outlay,
            multiplier,
            chain: None,
            pay_out: None,
            discount: None,
        }
    }

    /// The same with the steps from what the multiplier gives to what the economy keeps.
    #[must_use]
    pub fn with_chain(self, chain: Chain) -> Self {
        let chain = Some(chain);
        Self { chain, ..self }
    }

    /// The same with returns that come over time.
    #[must_use]
    pub fn with_pay_out(self, pay_out: PayOut) -> Self {
        let pay_out = Some(pay_out);
        Self { pay_out, ..self }
    }

    /// The same with net returns discounted to the base at a rate per period.
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

    /// Money out per money in.
    #[must_use]
    pub const fn multiplier(&self) -> &Estimate<Multiplier> {
        &self.multiplier
    }

    /// The steps to what the economy keeps.
    #[must_use]
    pub const fn chain(&self) -> Option<&Chain> {
        self.chain.as_ref()
    }

    /// When returns come.
    #[must_use]
    pub const fn pay_out(&self) -> Option<&PayOut> {
        self.pay_out.as_ref()
    }

    /// The rate at which net returns are discounted.
    #[must_use]
    pub const fn discount(&self) -> Option<&Estimate<GrowthRate>> {
        self.discount.as_ref()
    }

    /// The share of a return in each period from that of the outlay on.
    pub(crate) fn weights(&self, base: Period) -> Vec<f64> {
        if let Some(pay_out) = &self.pay_out {
            return pay_out.0.iter().map(|share| share.get()).collect();
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
        let alone = match (chain, discount, &self.pay_out) {
            (None, Some(_), _) => Some("discount"),
            (None, _, Some(_)) => Some("pay-out"),
            _ => None,
        };
        if let Some(place) = alone {
            return Err(Error::new(ErrorKind::Missing {
                what: "`chain`",
                remedy: "say what of the return is value added, domestic and not displaced: \
                         gross output is not a return",
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

/// From what a multiplier gives to what the economy keeps: gross output, value added of it, the
/// domestic part of that (net of imported equipment), and what is not displaced elsewhere.
///
/// | key in a file | meaning |
/// |---|---|
/// | `stands-at` | `gross-output` or `value-added`: what the multiplier is of, needed if it does not say |
/// | `value-added` | value added as a share of gross output |
/// | `domestic` | share of value added that arises at home |
/// | `displacement` | share of that which would have arisen anyway, from workers and capital drawn from other uses |
///
/// The published three- to fourfold return is quoted of output and of GDP; both readings are in
/// the catalogue, and which one holds moves the result by the share of value added.
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
    expecting = "a table with `value-added`, `domestic` and `displacement`"
)]
pub struct Chain {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stands_at: Option<MultiplierOf>,
    value_added: Estimate<Share>,
    domestic: Estimate<Share>,
    displacement: Estimate<Share>,
}

impl Chain {
    /// The three steps, each with its source.
    #[must_use]
    pub const fn new(
        value_added: Estimate<Share>,
        domestic: Estimate<Share>,
        displacement: Estimate<Share>,
    ) -> Self {
        Self {
            stands_at: None,
            value_added,
            domestic,
            displacement,
        }
    }

    /// The same, saying what a multiplier is of that does not say so itself.
    #[must_use]
    pub fn standing_at(self, of: MultiplierOf) -> Self {
        let stands_at = Some(of);
        Self { stands_at, ..self }
    }

    /// Value added as a share of gross output.
    #[must_use]
    pub const fn value_added(&self) -> &Estimate<Share> {
        &self.value_added
    }

    /// The part of value added that arises at home.
    #[must_use]
    pub const fn domestic(&self) -> &Estimate<Share> {
        &self.domestic
    }

    /// The part of that which would have arisen anyway.
    #[must_use]
    pub const fn displacement(&self) -> &Estimate<Share> {
        &self.displacement
    }

    /// What is left of one unit of gross output, at central values.
    #[must_use]
    pub fn kept_of_gross_output(&self) -> f64 {
        let kept = 1.0 - self.displacement.value().get();
        self.value_added.value().get() * self.domestic.value().get() * kept
    }

    /// The step at which a multiplier stands.
    pub(crate) fn step(&self, of: MultiplierOf) -> Result<MultiplierOf, Error> {
        let conflict = |what, with, remedy| {
            let error = Error::new(ErrorKind::Conflict { what, with, remedy });
            Err(error.at("stands-at"))
        };
        let step = match (of, self.stands_at) {
            (MultiplierOf::Unstated, None | Some(MultiplierOf::Unstated)) => {
                return Err(Error::new(ErrorKind::Missing {
                    what: "`stands-at`",
                    remedy: "the multiplier does not say of what: `gross-output` or `value-added`",
                }));
            }
            (MultiplierOf::Unstated, Some(step)) | (step, None) => step,
            (step, Some(said)) if step == said => step,
            _ => {
                return conflict(
                    "a step",
                    "a multiplier that says another",
                    "leave `stands-at` out, or correct the multiplier",
                );
            }
        };
        Interval::above_zero_to_one()
            .check(
                "value added as a share of gross output",
                reach(&self.value_added).0,
            )
            .map_err(|error| error.at("value-added"))?;
        Ok(step)
    }
}

/// The shares of a return that come in the period of the outlay, in the next, and so on.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PayOut(Vec<Share>);

impl PayOut {
    /// Shares that sum to one.
    ///
    /// # Errors
    ///
    /// [`SharesDoNotSum`](ErrorKind::SharesDoNotSum) unless they do within 1e-9;
    /// [`OutOfRange`](ErrorKind::OutOfRange) for more than 1,200.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::investment::PayOut;
    ///
    /// let late = PayOut::new(vec!["0 %".parse()?, "40 %".parse()?, "60 %".parse()?])?;
    /// assert_eq!(late.shares().len(), 3);
    /// assert!(PayOut::new(vec!["40 %".parse()?]).is_err());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn new(shares: Vec<Share>) -> Result<Self, Error> {
        const TOLERANCE: f64 = 1e-9;
        let count = u32::try_from(shares.len()).unwrap_or(u32::MAX);
        Interval::closed_const(1.0, 1_200.0).check("number of periods", f64::from(count))?;
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

impl<'de> Deserialize<'de> for PayOut {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(from)?).map_err(D::Error::custom)
    }
}
