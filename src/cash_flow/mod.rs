//! Cash flows and their valuation: present values, internal rates, payback.
//!
//! The flow at time `t`, counted from 0, is `c_t`; an outflow is negative. The first flow is at
//! present and is not discounted; each later one falls at the *end* of its period. At the rate `r`
//! per period the net present value is `NPV(r) = sum_t c_t / (1 + r)^t`.
//!
//! Flows have a currency and a price basis, and a rate is nominal or real. A real rate on flows at
//! current prices (or a nominal one on constant prices) is refused, and so is a yearly rate on
//! quarterly flows: convert it first with [`DiscountRate::at`].
//!
//! An internal rate is a rate at which the net present value is zero. There may be none, one or
//! several, and [`InternalRates`] lists all of them.
//!
//! References: R. A. Brealey, S. C. Myers, F. Allen, *Principles of Corporate Finance*, chapters 2
//! (present values), 5 (internal rate, payback, profitability index) and 6 (equivalent annual
//! cash flow).
//!
//! # Examples
//!
//! ```
//! use compute_impact::cash_flow::{CashFlow, DiscountRate};
//! use compute_impact::{Frequency, Money};
//!
//! let like: Money = "0 CNY".parse()?;
//! let flows = [-15_000.0, 1_500.0, 2_500.0, 3_500.0, 4_500.0, 6_000.0];
//! let project = CashFlow::from_amounts(Frequency::Year, like, &flows)?;
//! let rate = DiscountRate::nominal("5 % per year".parse()?);
//! let value = project.net_present_value(&rate)?;
//! assert!((value.amount() - 122.894_854_950_939_59).abs() < 1e-9);
//! let internal = project.internal_rates()?;
//! assert!(internal.one().is_some_and(|rate| rate.get() > 0.05));
//! # Ok::<(), compute_impact::Error>(())
//! ```

mod bisection;
mod date;
mod dated;
mod discount;
mod internal_rate;
mod payback;
mod roots;
mod sum;
mod value;

pub use date::Date;
pub use dated::DatedCashFlow;
pub use discount::{Discount, DiscountCurve, DiscountRate};
pub use internal_rate::{InternalRate, InternalRates, RateEnd, RateOutOfReach};
pub use payback::Payback;

use crate::limits::Limit;
use crate::{Error, ErrorKind, Frequency, Money, PriceBasis, Quantity};

/// One amount of money for each period, in one currency and price basis.
///
/// Unit: units of the currency; an outflow is negative. Shape: one amount for each period from
/// period 0, at least one. Each amount lies in the range of [`Money`].
///
/// # Examples
///
/// ```
/// use compute_impact::cash_flow::CashFlow;
/// use compute_impact::{Frequency, Money};
///
/// let outlay: Money = "-400 bn CNY".parse()?;
/// let income: Money = "130 bn CNY".parse()?;
/// let project = CashFlow::new(Frequency::Year, &[outlay, income, income, income, income])?;
/// assert_eq!(project.amounts().len(), 5);
///
/// let dollars: Money = "20 bn USD".parse()?;
/// assert!(CashFlow::new(Frequency::Year, &[outlay, dollars]).is_err());
/// assert!(CashFlow::new(Frequency::Year, &[]).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CashFlow {
    frequency: Frequency,
    like: Money,
    amounts: Vec<f64>,
}

impl CashFlow {
    /// Builds a cash flow from money at the times 0, 1, 2 and so on, in periods of the frequency.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for an empty list;
    /// [`CurrencyMismatch`](ErrorKind::CurrencyMismatch) or
    /// [`PriceBasisMismatch`](ErrorKind::PriceBasisMismatch) naming the first flow and the one
    /// that differs; [`TooMany`](ErrorKind::TooMany) past [`Limit::CashFlows`].
    pub fn new(frequency: Frequency, flows: &[Money]) -> Result<Self, Error> {
        Limit::CashFlows.check(flows.len())?;
        let like = flows.first().copied().ok_or_else(no_flows)?;
        Ok(Self {
            frequency,
            like: like.with_number(0.0)?,
            amounts: like_amounts(like, flows)?,
        })
    }

    /// Builds a cash flow from amounts in the currency and price basis of `like`, whose own amount
    /// is not used.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for an empty list; [`OutOfRange`](ErrorKind::OutOfRange)
    /// for an amount outside `[-1e30, 1e30]` or NaN; [`TooMany`](ErrorKind::TooMany) past
    /// [`Limit::CashFlows`].
    pub fn from_amounts(frequency: Frequency, like: Money, amounts: &[f64]) -> Result<Self, Error> {
        Limit::CashFlows.check(amounts.len())?;
        let flows = numbered(like, amounts.iter().copied())?;
        Self::new(frequency, &flows)
    }

    /// The amounts, from period 0, in units of the currency.
    #[must_use]
    pub fn amounts(&self) -> &[f64] {
        &self.amounts
    }

    /// The length of one period.
    #[must_use]
    pub const fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// The price basis of all flows.
    #[must_use]
    pub const fn basis(&self) -> PriceBasis {
        self.like.basis()
    }

    /// Zero of the currency and price basis of all flows.
    #[must_use]
    pub const fn like(&self) -> Money {
        self.like
    }
}

fn no_flows() -> Error {
    Error::new(ErrorKind::Missing {
        what: "the cash flow",
        remedy: "give at least one flow",
    })
}

fn like_amounts(like: Money, flows: &[Money]) -> Result<Vec<f64>, Error> {
    let amount = |(i, flow): (usize, &Money)| match like.expect_like(*flow) {
        Ok(_) => Ok(flow.amount()),
        Err(error) => Err(error.at(&format!("flows[{i}]"))),
    };
    flows.iter().enumerate().map(amount).collect()
}

fn numbered(like: Money, amounts: impl Iterator<Item = f64>) -> Result<Vec<Money>, Error> {
    let flow = |(i, amount)| {
        like.with_number(amount)
            .map_err(|error| error.at(&format!("flows[{i}]")))
    };
    amounts.enumerate().map(flow).collect()
}
