//! Vouchers for compute.

use super::shock::in_order;
use crate::capacity::Segment;
use crate::evidence::Estimate;
use crate::{Error, Interval, Money, Period, Share};

/// Who pays a voucher. A rebate of the operators is a lower price, and no voucher.
///
/// # Examples
///
/// ```
/// use compute_impact::policy::Payer;
///
/// assert_eq!(Payer::City.to_string(), "city");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Payer {
    /// The budget of a city or a district.
    City,
    /// The budget of a province.
    Province,
    /// The budget of the state.
    State,
}

impl std::fmt::Display for Payer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::City => "city",
            Self::Province => "province",
            Self::State => "state",
        })
    }
}

/// A voucher (算力券): a payer takes over a part of the price of a segment's compute, up to a budget.
///
/// Where capacity is spare the voucher lowers the price that users pay and they use more; where
/// capacity is short it raises what suppliers get, and users pay as much as before. The segment
/// needs a [`Demand`](crate::market::Demand). The part of vouchers that displaces other support of
/// the same users, by the payer or by others, changes no price and is paid all the same.
///
/// The voucher counts by what is in force at the end of a period. Published budgets are ceilings;
/// what was paid out is rarely published.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Segment;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::policy::{Payer, Policy, Shock, Voucher};
///
/// let rate = Estimate::assumed("30 %".parse()?, "Shanghai, 28 July 2025, at most")?;
/// let budget = Estimate::assumed("0.6 bn CNY".parse()?, "the same, in one year")?;
/// let voucher = Voucher::new(Segment::Smart, rate, Payer::City, "2026".parse()?)
///     .with_budget(budget)
///     .until("2027".parse()?);
/// let policy = Policy::new("vouchers", [Shock::Voucher(voucher)])?;
/// assert_eq!(policy.shocks().len(), 1);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `segment`, `rate`, `payer` and `from`, and optionally `budget`"
)]
pub struct Voucher {
    pub(crate) segment: Segment,
    pub(crate) rate: Estimate<Share>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) budget: Option<Estimate<Money>>,
    pub(crate) payer: Payer,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) displaced: Option<Estimate<Share>>,
    pub(crate) from: Period,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<Period>,
}

impl Voucher {
    /// Builds a voucher for a part of the price, without a budget, from the start of a period to the
    /// end of the scenario.
    #[must_use]
    pub const fn new(segment: Segment, rate: Estimate<Share>, payer: Payer, from: Period) -> Self {
        Self {
            segment,
            rate,
            budget: None,
            payer,
            displaced: None,
            from,
            until: None,
        }
    }

    /// Sets the money that is paid at most in each period.
    #[must_use]
    pub fn with_budget(self, money: Estimate<Money>) -> Self {
        let budget = Some(money);
        Self { budget, ..self }
    }

    /// Sets the part that displaces other support of the same users.
    #[must_use]
    pub fn with_displaced(self, share: Estimate<Share>) -> Self {
        let displaced = Some(share);
        Self { displaced, ..self }
    }

    /// Sets the last period.
    #[must_use]
    pub fn until(self, until: Period) -> Self {
        let until = Some(until);
        Self { until, ..self }
    }

    /// The segment.
    #[must_use]
    pub const fn segment(&self) -> Segment {
        self.segment
    }

    /// Who pays.
    #[must_use]
    pub const fn payer(&self) -> Payer {
        self.payer
    }

    pub(super) fn check(&self, money: Money) -> Result<(), Error> {
        in_order(self.from, self.until)?;
        // Free compute would be wanted without end, and a rate of zero needs no voucher.
        let rates = Interval::closed_const(0.001, 0.95);
        let (least, most) = self.rate.reach();
        rates
            .check("rate of a voucher", least)
            .and_then(|_| rates.check("rate of a voucher", most))
            .map_err(|error| error.at("rate"))?;
        if let Some(budget) = &self.budget {
            budget
                .value()
                .expect_like(money)
                .and_then(|_| Interval::NON_NEGATIVE.check("budget of a voucher", budget.reach().0))
                .map_err(|error| error.at("budget"))?;
        }
        if let Some(displaced) = &self.displaced {
            Interval::closed_const(0.0, 0.99)
                .check("part that displaces other support", displaced.reach().1)
                .map_err(|error| error.at("displaced"))?;
        }
        Ok(())
    }

    /// True if the vouchers are paid at the end of a period that both pay.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let ends_before =
            |one: &Self, two: &Self| one.until.is_some_and(|until| until.is_before(two.from));
        self.segment == other.segment && !ends_before(self, other) && !ends_before(other, self)
    }
}
