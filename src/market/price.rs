//! Prices of compute: from cost, and as they were observed.

use crate::evidence::Estimate;
use crate::{ComputePrice, EnergyPrice, Error, GrowthRate, Interval, Money, Period, Share, Years};

/// The price of compute that covers its cost, from the unit cost of its segment's stock.
///
/// With the unit cost `c` per EFLOPS, the interest rate `r` and the life `L`, a machine must earn
/// the annuity `c r / (1 - (1 + r)^(-L))` in each year. On top come the operation, a share `o` of
/// the unit cost in a year, and the power: the intensity `w` of the stock times its PUE times the
/// price `q` of energy. Only the share `s` of its hours is sold, and the operator keeps the margin
/// `m` of the price:
///
/// ```text
/// P = ((c r / (1 - (1 + r)^(-L)) + c o) / h + w q) / s / (1 - m)
/// ```
///
/// per EFLOPS-hour, with `h` = 8,765.82 hours in a year. The annuity is the standard formula of
/// finance; the sum is a definition of this library. It is the price of new machines, at the unit
/// cost of the period.
///
/// A flat annuity covers the cost of a machine that earns the same rent to the end of its life.
/// Where newer machines make rents fall, the first years must earn more: with the growth `g` of rents
/// in a year ([`with_rent_growth`](Self::with_rent_growth), negative) the first year earns
/// `c (r - g) / (1 - ((1 + g) / (1 + r))^L)`, a growing annuity. Without it the price is too low
/// where unit costs fall.
///
/// `s` is stated and not the utilisation of the scenario, as a price that rose
/// with idleness would drive users away in a circle.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::market::PriceFromCost;
///
/// let cost = PriceFromCost::new(
///     Estimate::assumed("8 % per year".parse()?, "cost of capital of operators")?,
///     Estimate::assumed("5 years".parse()?, "write-off of servers")?,
///     Estimate::assumed("60 %".parse()?, "racks let")?,
/// );
/// assert_eq!(cost.sold().value().get(), 0.6);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table with `rate`, `life` and `sold`"
)]
pub struct PriceFromCost {
    rate: Estimate<GrowthRate>,
    life: Estimate<Years>,
    sold: Estimate<Share>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    operation: Option<Estimate<Share>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    power_price: Option<Estimate<EnergyPrice>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    margin: Option<Estimate<Share>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rent_growth: Option<Estimate<GrowthRate>>,
}

impl PriceFromCost {
    /// Builds a price from the interest rate of a year, the life of machines and the share of their
    /// hours that is sold.
    #[must_use]
    pub const fn new(
        rate: Estimate<GrowthRate>,
        life: Estimate<Years>,
        sold: Estimate<Share>,
    ) -> Self {
        Self {
            rate,
            life,
            sold,
            operation: None,
            power_price: None,
            margin: None,
            rent_growth: None,
        }
    }

    /// Sets the cost of operation in a year, as a share of the unit cost, without power that
    /// [`with_power_price`](Self::with_power_price) states.
    #[must_use]
    pub fn with_operation(self, share: Estimate<Share>) -> Self {
        let operation = Some(share);
        Self { operation, ..self }
    }

    /// Sets the price of energy; the stock of the segment states the power.
    #[must_use]
    pub fn with_power_price(self, price: Estimate<EnergyPrice>) -> Self {
        let power_price = Some(price);
        Self {
            power_price,
            ..self
        }
    }

    /// Sets the part of the price that the operator keeps.
    #[must_use]
    pub fn with_margin(self, share: Estimate<Share>) -> Self {
        let margin = Some(share);
        Self { margin, ..self }
    }

    /// Sets the growth of rents in a year that operators expect over the life of a machine, negative
    /// where newer machines make them fall.
    #[must_use]
    pub fn with_rent_growth(self, rate: Estimate<GrowthRate>) -> Self {
        let rent_growth = Some(rate);
        Self {
            rent_growth,
            ..self
        }
    }

    /// The growth of rents in a year that operators expect.
    #[must_use]
    pub const fn rent_growth(&self) -> Option<&Estimate<GrowthRate>> {
        self.rent_growth.as_ref()
    }

    /// The interest rate of a year.
    #[must_use]
    pub const fn rate(&self) -> &Estimate<GrowthRate> {
        &self.rate
    }

    /// The life of machines.
    #[must_use]
    pub const fn life(&self) -> &Estimate<Years> {
        &self.life
    }

    /// The share of hours that is sold.
    #[must_use]
    pub const fn sold(&self) -> &Estimate<Share> {
        &self.sold
    }

    /// The cost of operation in a year, as a share of the unit cost.
    #[must_use]
    pub const fn operation(&self) -> Option<&Estimate<Share>> {
        self.operation.as_ref()
    }

    /// The price of energy.
    #[must_use]
    pub const fn power_price(&self) -> Option<&Estimate<EnergyPrice>> {
        self.power_price.as_ref()
    }

    /// The part of the price that the operator keeps.
    #[must_use]
    pub const fn margin(&self) -> Option<&Estimate<Share>> {
        self.margin.as_ref()
    }

    pub(super) fn check(&self, money: Money) -> Result<(), Error> {
        let within = |allowed: Interval, what, reach: (f64, f64), place: &str| {
            allowed
                .check(what, reach.0)
                .and_then(|_| allowed.check(what, reach.1))
                .map(|_| ())
                .map_err(|error| error.at(place))
        };
        self.rate
            .value()
            .expect_frequency("period of an interest rate", crate::Frequency::Year)
            .map_err(|error| error.at("rate"))?;
        // A year's interest beyond 1,000 % is a typing error; at zero the annuity is its limit.
        let rates = Interval::closed_const(0.0, 10.0);
        within(rates, "interest rate of a year", self.rate.reach(), "rate")?;
        let lives = Interval::closed_const(0.1, 100.0);
        within(lives, "life in years", self.life.reach(), "life")?;
        let sold = Interval::closed_const(0.01, 1.0);
        within(sold, "share of hours sold", self.sold.reach(), "sold")?;
        if let Some(price) = &self.power_price {
            price
                .value()
                .per_kilowatt_hour()
                .expect_like(money)
                .map_err(|error| error.at("power-price"))?;
        }
        if let Some(growth) = &self.rent_growth {
            growth
                .value()
                .expect_frequency("period of the growth of rents", crate::Frequency::Year)
                .map_err(|error| error.at("rent-growth"))?;
            let rates = Interval::closed_const(-0.9, 1.0);
            let what = "growth of rents in a year";
            within(rates, what, growth.reach(), "rent-growth")?;
        }
        if let Some(margin) = &self.margin {
            let margins = Interval::closed_const(0.0, 0.99);
            within(margins, "margin", margin.reach(), "margin")?;
        }
        Ok(())
    }
}

/// A price of compute that was observed at a date.
///
/// Between two dates the price moves at a constant rate; before the first and after the last it
/// stays.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::market::Rental;
///
/// let price = Estimate::assumed("12.8 CNY per card-hour".parse()?, "the press")?;
/// let rental = Rental::new("2025-03".parse()?, price);
/// assert_eq!(rental.at().to_string(), "2025-03");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as `{ at = \"2025-03\", price = { value = \"12.8 CNY per card-hour\", assumption = \"why\" } }`"
)]
pub struct Rental {
    at: Period,
    price: Estimate<ComputePrice>,
}

impl Rental {
    /// Builds a price observed at the end of a period, which may be a month or a quarter.
    #[must_use]
    pub const fn new(at: Period, price: Estimate<ComputePrice>) -> Self {
        Self { at, price }
    }

    /// The period at whose end the price was observed.
    #[must_use]
    pub const fn at(&self) -> Period {
        self.at
    }

    /// The price.
    #[must_use]
    pub const fn price(&self) -> &Estimate<ComputePrice> {
        &self.price
    }

    /// True if the price was observed on the last day of this period.
    pub(super) fn is_at_end_of(&self, period: Period) -> bool {
        !self.at.ends_after(period) && !period.ends_after(self.at)
    }
}
