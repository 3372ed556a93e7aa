//! Flows on days of the calendar, as the spreadsheets' `XNPV` and `XIRR` have them.

use super::{Date, DiscountRate, InternalRates, internal_rate, like_amounts, no_flows, numbered};
use crate::{Error, Frequency, Interval, Money, Quantity};

/// Days in a year, as spreadsheets count, leap year or not.
const DAYS: f64 = 365.0;

/// Money on days of the calendar, of one currency and price basis.
///
/// Unit: units of the currency; money out is negative. Shape: one amount a date, at least one.
/// Dates ascend; the same date may come again, and its flows add. Time is days since the first
/// date over 365, and rates are per year.
///
/// # Examples
///
/// The example of Microsoft's documentation of `XIRR` and `XNPV`:
///
/// ```
/// use compute_impact::investment::{Date, DatedCashFlow, DiscountRate};
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
    /// Money on dates.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for an empty list;
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a date before the one above it;
    /// [`CurrencyMismatch`](crate::ErrorKind::CurrencyMismatch) or
    /// [`PriceBasisMismatch`](crate::ErrorKind::PriceBasisMismatch) naming the first flow and the one
    /// that differs.
    pub fn new(flows: &[(Date, Money)]) -> Result<Self, Error> {
        let (dates, money): (Vec<Date>, Vec<Money>) = flows.iter().copied().unzip();
        let like = money.first().copied().ok_or_else(no_flows)?;
        for (i, pair) in dates.windows(2).enumerate() {
            let days = f64::from(pair[1].days_since(pair[0]));
            Interval::NON_NEGATIVE
                .check("days since the flow before", days)
                .map_err(|error| error.at(&format!("flows[{}]", i + 1)))?;
        }
        Ok(Self {
            like: like.with_number(0.0)?,
            amounts: like_amounts(like, &money)?,
            dates,
        })
    }

    /// Bare amounts on dates, of the currency and price basis of `like`, whose own amount is not
    /// used.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new); [`OutOfRange`](crate::ErrorKind::OutOfRange) too for an amount outside
    /// `[-1e30, 1e30]` or NaN.
    pub fn from_amounts(like: Money, flows: &[(Date, f64)]) -> Result<Self, Error> {
        let money = numbered(like, flows.iter().map(|(_, amount)| *amount))?;
        let dates = flows.iter().map(|(date, _)| *date);
        Self::new(&dates.zip(money).collect::<Vec<_>>())
    }

    /// The dates, ascending.
    #[must_use]
    pub fn dates(&self) -> &[Date] {
        &self.dates
    }

    /// The amounts, one a date, in units of the currency.
    #[must_use]
    pub fn amounts(&self) -> &[f64] {
        &self.amounts
    }

    /// The value on the first date: `sum_i c_i / (1 + r)^(days_i / 365)`.
    ///
    /// Source: Microsoft, "XNPV function", in the documentation of Excel.
    ///
    /// # Errors
    ///
    /// [`Conflict`](crate::ErrorKind::Conflict) for a nominal rate on constant prices, or a real one on
    /// current prices; [`FrequencyMismatch`](crate::ErrorKind::FrequencyMismatch) for a rate that is not
    /// yearly; [`OutOfRange`](crate::ErrorKind::OutOfRange) where the value overflows.
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

    /// Every yearly rate above -1 at which the value is zero.
    ///
    /// Found as those of [`CashFlow::internal_rates`](super::CashFlow::internal_rates), with days
    /// for periods; no first guess is needed, and none is missed. Flows of one date are added
    /// first.
    ///
    /// # Errors
    ///
    /// As [`CashFlow::internal_rates`](super::CashFlow::internal_rates), for the sums of the dates.
    pub fn internal_rates(&self) -> Result<InternalRates, Error> {
        let mut flows: Vec<(f64, f64)> = Vec::with_capacity(self.amounts.len());
        for (days, amount) in self.flows() {
            match flows.last_mut() {
                Some((last, sum)) if *last >= days => *sum += amount,
                _ => flows.push((days, amount)),
            }
        }
        internal_rate::internal_rates(flows.into_iter(), Frequency::Year, DAYS, self.like.basis())
    }

    /// Days since the first date, and amounts.
    fn flows(&self) -> impl Iterator<Item = (f64, f64)> {
        let days = |date: &Date| f64::from(date.days_since(self.dates[0])); // Never empty.
        self.dates
            .iter()
            .map(days)
            .zip(self.amounts.iter().copied())
    }
}
