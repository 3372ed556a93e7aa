//! How long until the money is back.

use super::{CashFlow, Discount};
use crate::{Error, Frequency};

/// The time from the first flow until the money is back for good.
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
/// assert!(back.is_some_and(|back| (back.periods() - (1.0 + 40.0 / 60.0)).abs() < 1e-12));
/// assert!(back.is_some_and(|back| (back.years() - 5.0 / 12.0).abs() < 1e-12));
/// assert_eq!(flow(&[-100.0, 60.0, 30.0])?.payback(), None); // never
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Payback {
    years: f64,
    periods: f64,
}

impl Payback {
    /// Periods of the cash flow; part of one where the money is back within it.
    #[must_use]
    pub const fn periods(self) -> f64 {
        self.periods
    }

    /// Years.
    #[must_use]
    pub const fn years(self) -> f64 {
        self.years
    }
}

impl CashFlow {
    /// When the sum of all flows so far stops being negative, for good; `None` if it never does.
    ///
    /// Within the period of the crossing the flow is taken to arrive evenly. Money that is back
    /// and goes under again, as with a cost at the end, is back at the *last* crossing. A sum
    /// that is never negative is back at 0. A sum below zero by no more than rounding counts as
    /// zero.
    ///
    /// Payback leaves out all that comes after it, and the plain one the price of time as well:
    /// Brealey, Myers & Allen, *Principles of Corporate Finance*, chapter 5.
    #[must_use]
    pub fn payback(&self) -> Option<Payback> {
        self.crossing(&self.amounts)
    }

    /// As [`payback`](Self::payback), with the discounted flows.
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
                // The first flow arrives at 0, so that here one period at least has passed.
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
