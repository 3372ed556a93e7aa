//! Flows on calendar days, as in the spreadsheet functions `XNPV` and `XIRR`.

use super::{Date, DiscountRate, InternalRates, internal_rate, like_amounts, no_flows, numbered};
use crate::limits::Limit;
use crate::{Error, Frequency, Money, Quantity};

/// Days in a year, which spreadsheets also use for leap years.
const DAYS: f64 = 365.0;

/// Money on calendar days, in one currency and price basis.
///
/// Unit: units of the currency; money out is negative. Shape: one amount a date, at least one. They
/// may be given in any order and are sorted by date; flows of one date keep their order and add.
/// Time is days since the first date over 365, and rates are per year.
///
/// # Examples
///
/// The example of Microsoft's documentation of `XIRR` and `XNPV`:
///
/// ```
/// use compute_impact::cash_flow::{Date, DatedCashFlow, DiscountRate};
///
/// let flow = DatedCashFlow::from_amounts("0 USD".parse()?, &[
///     (Date::new(2008, 1, 1)?, -10_000.0),
///     (Date::new(2008, 3, 1)?, 2_750.0),
///     (Date::new(2008, 10, 30)?, 4_250.0),
///     (Date::new(2009, 2, 15)?, 3_250.0),
///     (Date::new(2009, 4, 1)?, 2_750.0),
/// ])?;
/// let rate = flow.internal_rates()?.one().map(|rate| rate.get());
/// assert!(rate.is_some_and(|rate| (rate - 0.373_362_535).abs() < 2e-9));
/// let value = flow.net_present_value(DiscountRate::nominal("9 % per year".parse()?))?;
/// assert!((value.amount() - 2_086.647_602).abs() < 1e-6);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct DatedCashFlow {
    like: Money,
    dates: Vec<Date>,
    amounts: Vec<f64>,
}

impl DatedCashFlow {
    /// Builds a cash flow from money on dates.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for an empty list;
    /// [`CurrencyMismatch`](crate::ErrorKind::CurrencyMismatch) or
    /// [`PriceBasisMismatch`](crate::ErrorKind::PriceBasisMismatch) naming the first flow and the
    /// one that differs; [`TooMany`](crate::ErrorKind::TooMany) past [`Limit::CashFlows`].
    pub fn new(flows: &[(Date, Money)]) -> Result<Self, Error> {
        Limit::CashFlows.check(flows.len())?;
        let like = flows.first().map(|(_, money)| *money);
        let like = like.ok_or_else(no_flows)?;
        let (dates, money): (Vec<Date>, Vec<Money>) = flows.iter().copied().unzip();
        let amounts = like_amounts(like, &money)?;
        let mut sorted: Vec<(Date, f64)> = dates.into_iter().zip(amounts).collect();
        sorted.sort_by_key(|(date, _)| *date);
        let (dates, amounts) = sorted.into_iter().unzip();
        Ok(Self {
            like: like.with_number(0.0)?,
            dates,
            amounts,
        })
    }

    /// Builds a cash flow from amounts on dates in the currency and price basis of `like`, whose
    /// own amount is not used.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new); [`OutOfRange`](crate::ErrorKind::OutOfRange) too for an amount
    /// outside `[-1e30, 1e30]` or NaN.
    pub fn from_amounts(like: Money, flows: &[(Date, f64)]) -> Result<Self, Error> {
        Limit::CashFlows.check(flows.len())?;
        let money = numbered(like, flows.iter().map(|(_, amount)| *amount))?;
        let dates = flows.iter().map(|(date, _)| *date);
        Self::new(&dates.zip(money).collect::<Vec<_>>())
    }

    /// Returns the dates, ascending.
    #[must_use]
    pub fn dates(&self) -> &[Date] {
        &self.dates
    }

    /// Returns the amounts in the order of their dates, in units of the currency.
    #[must_use]
    pub fn amounts(&self) -> &[f64] {
        &self.amounts
    }

    /// Returns the value on the first date: `sum_i c_i / (1 + r)^(days_i / 365)`.
    ///
    /// Source: Microsoft, "XNPV function", in the documentation of Excel.
    ///
    /// # Errors
    ///
    /// [`Conflict`](crate::ErrorKind::Conflict) for a nominal rate on constant prices, or a real
    /// one on current prices; [`FrequencyMismatch`](crate::ErrorKind::FrequencyMismatch) for a rate
    /// that is not yearly; [`OutOfRange`](crate::ErrorKind::OutOfRange) where the value overflows.
    pub fn net_present_value(&self, rate: DiscountRate) -> Result<Money, Error> {
        let rate = rate.expect(Frequency::Year, self.like.basis())?;
        let log = libm::log1p(rate);
        let discounted = self.flows().map(|(days, amount)| {
            if amount == 0.0 {
                0.0
            } else {
                amount * libm::exp(-log * (days / DAYS))
            }
        });
        self.like.with_number(discounted.sum::<f64>() + 0.0)
    }

    /// Returns every yearly rate above -1 at which the value is zero.
    ///
    /// Found as those of [`CashFlow::internal_rates`](super::CashFlow::internal_rates), with days
    /// for periods; no first guess is needed, and none is missed. Flows of one date are added
    /// first, and a sum that is no more than their rounding is zero: 0.1, 0.2 and -0.3 on one day
    /// are nothing.
    ///
    /// # Errors
    ///
    /// As [`CashFlow::internal_rates`](super::CashFlow::internal_rates), for the sums of the dates.
    pub fn internal_rates(&self) -> Result<InternalRates, Error> {
        let flows: Vec<(f64, f64)> = self.flows().collect();
        let days = flows.chunk_by(|a, b| a.0 >= b.0);
        let sums = days.map(|day| (day[0].0, net(day.iter().map(|(_, amount)| *amount)))); // Never empty.
        internal_rate::internal_rates(sums, Frequency::Year, DAYS, self.like.basis())
    }

    /// Returns the days since the first date, with the amounts.
    fn flows(&self) -> impl Iterator<Item = (f64, f64)> {
        let days = |date: &Date| f64::from(date.days_since(self.dates[0])); // Never empty.
        self.dates
            .iter()
            .map(days)
            .zip(self.amounts.iter().copied())
    }
}

/// Returns the sum of the amounts of one day, independently of their order; zero if it does not
/// exceed the rounding of the amounts and of their sum.
///
/// An amount is rounded by half of `EPSILON` of its size and each addition by half of `EPSILON` of
/// all amounts so far (Higham 2002, *Accuracy and Stability of Numerical Algorithms*, section 4.2).
fn net(amounts: impl Iterator<Item = f64>) -> f64 {
    let mut amounts: Vec<f64> = amounts.collect();
    if let [one] = amounts.as_slice() {
        return *one;
    }
    amounts.sort_by(f64::total_cmp);
    let (mut sum, mut rounding) = (0.0_f64, 0.0_f64);
    for amount in amounts {
        sum += amount;
        rounding += 0.5 * f64::EPSILON * (amount.abs() + sum.abs());
    }
    if sum.abs() <= rounding { 0.0 } else { sum }
}
