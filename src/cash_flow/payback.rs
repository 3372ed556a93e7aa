//! The payback period of a cash flow.

use super::{CashFlow, Discount};
use crate::{Error, Frequency};

/// The payback period: the time from the first flow until the cumulative flow stays non-negative.
///
/// # Examples
///
/// ```
/// use compute_impact::Frequency;
/// use compute_impact::cash_flow::{CashFlow, DiscountRate};
///
/// let flow = |amounts: &[f64]| {
///     CashFlow::from_amounts(Frequency::Quarter, "0 CNY".parse()?, amounts)
/// };
/// let back = flow(&[-100.0, 60.0, 60.0])?.payback();
/// assert!(back.is_some_and(|back| (back.periods - (1.0 + 40.0 / 60.0)).abs() < 1e-12));
/// assert!(back.is_some_and(|back| (back.years - 5.0 / 12.0).abs() < 1e-12));
/// assert_eq!(flow(&[-100.0, 60.0, 30.0])?.payback(), None); // the balance ends at -10
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Payback {
    /// The time in years.
    pub years: f64,
    /// The time in periods of the cash flow, which need not be a whole number.
    pub periods: f64,
}

impl CashFlow {
    /// Returns the time from which the cumulative flow stays non-negative; `None` if it ends
    /// negative.
    ///
    /// Within the period of the crossing the flow is assumed to arrive evenly: with the balance `b`
    /// before a flow `c`, the crossing comes after the part `-b / c` of the period. If the balance
    /// becomes negative again, as with a cost at the end, the *last* crossing counts. The payback
    /// of a balance that is never negative is 0. A balance below zero by no more than rounding
    /// counts as zero.
    ///
    /// Payback ignores all flows after it, and without discounting it ignores the time value of
    /// money: Brealey, Myers & Allen, *Principles of Corporate Finance*, chapter 5.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Frequency;
    /// use compute_impact::cash_flow::{CashFlow, DiscountRate};
    ///
    /// let flows = [-100.0, 50.0, 50.0];
    /// let flow = CashFlow::from_amounts(Frequency::Year, "0 CNY".parse()?, &flows)?;
    /// assert_eq!(flow.payback().map(|payback| payback.years), Some(2.0));
    /// let rate = DiscountRate::nominal("5 % per year".parse()?);
    /// assert_eq!(flow.discounted_payback(&rate)?, None);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn payback(&self) -> Option<Payback> {
        self.crossing(&self.amounts)
    }

    /// Returns the [`payback`](Self::payback) of the discounted flows.
    ///
    /// # Errors
    ///
    /// As [`net_present_value`](Self::net_present_value).
    pub fn discounted_payback(&self, discount: &impl Discount) -> Result<Option<Payback>, Error> {
        self.net_present_value(discount)?;
        Ok(self.crossing(&self.discounted(discount)?))
    }

    fn crossing(&self, flows: &[f64]) -> Option<Payback> {
        let (mut balance, mut size, mut rounding) = (0.0_f64, 0.0_f64, 0.0_f64);
        let mut back = Some(0.0);
        let mut time = 0.0;
        for flow in flows {
            let before = balance;
            balance += flow;
            size += flow.abs();
            rounding += f64::EPSILON * size;
            if balance < -rounding {
                back = None;
            } else if back.is_none() {
                // The first flow arrives at 0, so that at least one period has passed here.
                back = Some(time - 1.0 + (-before / flow).clamp(0.0, 1.0));
            }
            time += 1.0;
        }
        back.map(|periods| Payback::new(periods, self.frequency()))
    }
}

impl Payback {
    fn new(periods: f64, frequency: Frequency) -> Self {
        let years = periods / f64::from(frequency.per_year());
        Self { years, periods }
    }
}
