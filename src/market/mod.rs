//! The market for the compute of a segment: its price, the demand of its users, and what they save.
//!
//! A market is optional. Without one a segment has the utilisation that its scenario states. With
//! one, utilisation follows from demand and capacity:
//!
//! | what | formula |
//! |---|---|
//! | demand at the price without scarcity | `D = v_0 K_0 A (P / P_0)^e` |
//! | served | `S = min(D, c K)`, and utilisation `S / K` |
//! | market price | `P (D / S)^(-1 / e)`, above `P` where capacity at its ceiling is short |
//! | unserved | `D - S` |
//! | paid by users | the price times `1 + q (1 - r)`, with the cost of search `q` and the part `r` registered on a platform |
//! | wait at a [site](Sites) | `C(s, s v) / (s (1 - v))` mean lengths of a job, with Erlang's C |
//!
//! with the capacity `K`, the utilisation `v_0` of the base period, the growth `A` of demand at an
//! unchanged price, the price elasticity `e < 0`, the ceiling `c` of utilisation, and the price `P`
//! without scarcity. That price is the one that covers [cost](PriceFromCost) where it is given, and
//! otherwise the price that was [observed](Rental).
//!
//! No causal estimate of the elasticity of Chinese demand for compute has been published. State it
//! as an assumption, as from -1.7 to -0.3 around -1.

mod demand;
mod price;
mod sites;

pub use demand::{Demand, InducedInvestment};
pub use price::{PriceFromCost, Rental};
pub use sites::Sites;

use crate::evidence::Estimate;
use crate::limits::{self, Limit};
use crate::{Capacity, Error, ErrorKind, Interval, Measure, Money, Period, PricedHour, Share};

/// The market for the compute of a segment; see the [module](self).
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::market::{Market, Rental};
///
/// let price = Estimate::assumed("12.8 CNY per card-hour".parse()?, "the press")?;
/// let card = Estimate::assumed("67 TFLOPS FP32 in use".parse()?, "one H100")?;
/// let market = Market::of_rentals([Rental::new("2025-03".parse()?, price)])?.with_card(card);
/// assert_eq!(market.rentals().len(), 1);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `cost` or `rentals`, and optionally `demand`"
)]
pub struct Market {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cost: Option<PriceFromCost>,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "limits::list::<{ Limit::Observations as usize }, _, _>"
    )]
    rentals: Vec<Rental>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    card: Option<Estimate<Capacity>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    demand: Option<Demand>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sites: Option<Sites>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    search: Option<Estimate<Share>>,
}

impl Market {
    /// Builds a market whose price covers cost.
    #[must_use]
    pub const fn at_cost(cost: PriceFromCost) -> Self {
        Self {
            cost: Some(cost),
            rentals: Vec::new(),
            card: None,
            demand: None,
            sites: None,
            search: None,
        }
    }

    /// Builds a market of observed prices.
    ///
    /// # Errors
    ///
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::Observations`].
    pub fn of_rentals(rentals: impl IntoIterator<Item = Rental>) -> Result<Self, Error> {
        Ok(Self {
            cost: None,
            rentals: Limit::Observations.collect(rentals)?,
            card: None,
            demand: None,
            sites: None,
            search: None,
        })
    }

    /// Adds observed prices, which are reported next to the price that covers cost.
    ///
    /// # Errors
    ///
    /// As [`of_rentals`](Self::of_rentals).
    pub fn with_rentals(self, rentals: impl IntoIterator<Item = Rental>) -> Result<Self, Error> {
        let rentals = Limit::Observations.collect(rentals)?;
        Ok(Self { rentals, ..self })
    }

    /// Sets the capacity of one card, through which a price per card-hour is one per EFLOPS-hour.
    #[must_use]
    pub fn with_card(self, card: Estimate<Capacity>) -> Self {
        let card = Some(card);
        Self { card, ..self }
    }

    /// Sets the demand, from which utilisation follows.
    #[must_use]
    pub fn with_demand(self, demand: Demand) -> Self {
        let demand = Some(demand);
        Self { demand, ..self }
    }

    /// Sets the sites over which the capacity is spread, from which waiting follows.
    #[must_use]
    pub fn with_sites(self, sites: Sites) -> Self {
        let sites = Some(sites);
        Self { sites, ..self }
    }

    /// Sets what finding and testing resources costs users, as a part of the price on top of it. A
    /// [`Platform`](crate::policy::Platform) saves it as far as resources are registered.
    #[must_use]
    pub fn with_search(self, part: Estimate<Share>) -> Self {
        let search = Some(part);
        Self { search, ..self }
    }

    /// The parts of a price that covers cost.
    #[must_use]
    pub const fn cost(&self) -> Option<&PriceFromCost> {
        self.cost.as_ref()
    }

    /// The observed prices, in the order in which they were listed.
    #[must_use]
    pub fn rentals(&self) -> &[Rental] {
        &self.rentals
    }

    /// The capacity of one card.
    #[must_use]
    pub const fn card(&self) -> Option<&Estimate<Capacity>> {
        self.card.as_ref()
    }

    /// The demand.
    #[must_use]
    pub const fn demand(&self) -> Option<&Demand> {
        self.demand.as_ref()
    }

    /// The sites over which the capacity is spread.
    #[must_use]
    pub const fn sites(&self) -> Option<&Sites> {
        self.sites.as_ref()
    }

    /// What finding and testing resources costs users, as a part of the price.
    #[must_use]
    pub const fn search(&self) -> Option<&Estimate<Share>> {
        self.search.as_ref()
    }

    /// Checks a market in a scenario in this money, with this capacity in its base period.
    pub(crate) fn check(
        &self,
        base: &Estimate<Capacity>,
        at: Period,
        periods: u32,
        money: Money,
    ) -> Result<(), Error> {
        if self.cost.is_none() && self.rentals.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "a price of compute",
                remedy: "give `cost`, from which a price follows, or `rentals`, prices that were \
                         observed",
            }));
        }
        if let Some(cost) = &self.cost {
            cost.check(money).map_err(|error| error.at("cost"))?;
        }
        self.check_rentals(base.value().measure(), money)?;
        if let Some(demand) = &self.demand {
            demand
                .check(base, at, periods)
                .map_err(|error| error.at("demand"))?;
        }
        if let Some(sites) = &self.sites {
            sites.check().map_err(|error| error.at("sites"))?;
            let Some(demand) = &self.demand else {
                return Err(Error::new(ErrorKind::Missing {
                    what: "the demand of the segment",
                    remedy: "give `demand`: how long jobs wait depends on it",
                })
                .at("sites"));
            };
            // At a ceiling of one jobs would wait without end.
            let most = demand.ceiling().reach().1;
            Interval::closed_const(0.01, sites::MOST_USED)
                .check("ceiling of utilisation of sites where jobs wait", most)
                .map_err(|error| error.at("demand.ceiling"))?;
        }
        Ok(())
    }

    fn check_rentals(&self, measure: Measure, money: Money) -> Result<(), Error> {
        Limit::Observations
            .check(self.rentals.len())
            .map_err(|error| error.at("rentals"))?;
        if let Some(card) = &self.card {
            let least = card.reach().0;
            card.value()
                .expect_measure(measure)
                .and_then(|_| Interval::POSITIVE.check("capacity of a card, in FLOP/s", least))
                .map_err(|error| error.at("card"))?;
        }
        for (number, rental) in self.rentals.iter().enumerate() {
            let place = format!("rentals[{number}]");
            let price = rental.price().value();
            price
                .per_hour()
                .expect_like(money)
                .map_err(|error| error.at("price").at(&place))?;
            match (price.of(), &self.card) {
                (PricedHour::Eflops(own), _) if own != measure => {
                    let (left, right) = (own, measure);
                    return Err(Error::new(ErrorKind::MeasureMismatch { left, right })
                        .at("price")
                        .at(&place));
                }
                (PricedHour::Card, None) => {
                    return Err(Error::new(ErrorKind::Missing {
                        what: "the capacity of a card",
                        remedy: "give `card`, the capacity of one card in the measure of \
                                 `compute.base`: a price per card-hour says nothing about an \
                                 EFLOPS-hour without it",
                    })
                    .at("card"));
                }
                (PricedHour::Eflops(_) | PricedHour::Card, _) => {}
            }
            let earlier = &self.rentals[..number];
            if earlier.iter().any(|other| other.is_at_end_of(rental.at())) {
                let date = rental.at().to_string();
                return Err(Error::duplicate("the date of an observed price", &date)
                    .at("at")
                    .at(&place));
            }
        }
        Ok(())
    }
}
