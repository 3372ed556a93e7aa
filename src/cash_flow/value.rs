//! The value of a cash flow at a discount rate, in total and per unit of outlay.

use super::{CashFlow, Discount, DiscountRate};
use crate::{Error, ErrorKind, GrowthRate, Interval, Money, Quantity};

impl CashFlow {
    /// Returns the net present value: `sum_t c_t * d_t`, with the flow `c_t` and the discount
    /// factor `d_t`, which is `(1 + r)^-t` for a constant rate `r`.
    ///
    /// Source: Brealey, Myers & Allen, *Principles of Corporate Finance*, chapter 2.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) for a nominal rate on constant prices, or a real one on
    /// current prices; [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) for a rate of another
    /// frequency; [`ShapeMismatch`](ErrorKind::ShapeMismatch) for a curve that ends before the
    /// flow; [`OutOfRange`](ErrorKind::OutOfRange) if the value overflows, as at rates close to
    /// -1.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::cash_flow::{CashFlow, DiscountRate};
    /// use compute_impact::{Frequency, Money};
    ///
    /// let like: Money = "0 CNY at 2020 prices".parse()?;
    /// let flow = CashFlow::from_amounts(Frequency::Quarter, like, &[-100.0, 60.0, 60.0])?;
    /// let yearly = DiscountRate::real("8 % per year".parse()?);
    /// assert!(flow.net_present_value(&yearly).is_err()); // the flows are quarterly
    /// let value = flow.net_present_value(&yearly.at(Frequency::Quarter)?)?;
    /// assert!((value.amount() - 16.592).abs() < 1e-3);
    /// let nominal = DiscountRate::nominal("2 % per quarter".parse()?);
    /// assert!(flow.net_present_value(&nominal).is_err()); // the flows are real
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn net_present_value(&self, discount: &impl Discount) -> Result<Money, Error> {
        let discounted = self.discounted(discount)?;
        // Adding zero turns -0 into 0.
        let value = discounted.iter().sum::<f64>() + 0.0;
        Money::ALLOWED.check("net present value", value)?;
        self.like.with_number(value)
    }

    /// Returns the net present value at each of a list of rates, in their order: the profile that
    /// shows its zeros.
    ///
    /// # Errors
    ///
    /// As [`net_present_value`](Self::net_present_value), naming the rate by its place.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Frequency;
    /// use compute_impact::cash_flow::{CashFlow, DiscountRate};
    ///
    /// let flow = CashFlow::from_amounts(Frequency::Year, "0 CNY".parse()?, &[-100.0, 110.0])?;
    /// let low = DiscountRate::nominal("0 % per year".parse()?);
    /// let high = DiscountRate::nominal("20 % per year".parse()?);
    /// let values = flow.profile(&[low, high])?;
    /// assert!((values[0].amount() - 10.0).abs() < 1e-9);
    /// assert!(values[1].amount() < 0.0); // the internal rate of 10 % lies between
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn profile(&self, rates: &[DiscountRate]) -> Result<Vec<Money>, Error> {
        let value = |(i, rate)| {
            self.net_present_value(rate)
                .map_err(|error| error.at(&format!("rates[{i}]")))
        };
        rates.iter().enumerate().map(value).collect()
    }

    /// Returns the present value of all inflows: `sum_t max(c_t, 0) * d_t`.
    ///
    /// # Errors
    ///
    /// As [`net_present_value`](Self::net_present_value).
    pub fn present_value_of_inflows(&self, discount: &impl Discount) -> Result<Money, Error> {
        let discounted = self.discounted(discount)?;
        let sum: f64 = discounted.iter().filter(|c| **c > 0.0).sum();
        self.like.with_number(sum + 0.0)
    }

    /// Returns the present value of all outflows, as a positive amount: `sum_t max(-c_t, 0) * d_t`.
    ///
    /// # Errors
    ///
    /// As [`net_present_value`](Self::net_present_value).
    pub fn present_value_of_outflows(&self, discount: &impl Discount) -> Result<Money, Error> {
        let discounted = self.discounted(discount)?;
        let sum: f64 = discounted.iter().filter(|c| **c < 0.0).sum();
        self.like.with_number(0.0 - sum)
    }

    /// Returns the present value of the inflows per unit of present value of the outflows.
    ///
    /// It equals one plus the [`profitability_index`](Self::profitability_index).
    ///
    /// Source: Brealey, Myers & Allen, chapter 5.
    ///
    /// # Errors
    ///
    /// As [`net_present_value`](Self::net_present_value);
    /// [`OutOfRange`](ErrorKind::OutOfRange) also without an outflow.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Frequency;
    /// use compute_impact::cash_flow::{CashFlow, DiscountRate};
    ///
    /// let flow = CashFlow::from_amounts(Frequency::Year, "0 CNY".parse()?, &[-100.0, 126.0])?;
    /// let rate = DiscountRate::nominal("5 % per year".parse()?);
    /// assert!((flow.benefit_cost_ratio(&rate)? - 1.2).abs() < 1e-12);
    /// assert!((flow.profitability_index(&rate)? - 0.2).abs() < 1e-12);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn benefit_cost_ratio(&self, discount: &impl Discount) -> Result<f64, Error> {
        self.present_value_of_inflows(discount)?
            .ratio_to(self.outlay(discount)?)
    }

    /// Returns the net present value per unit of present value of the outflows.
    ///
    /// Source: Brealey, Myers & Allen, chapter 5. Some authors give this name to the benefit-cost
    /// ratio.
    ///
    /// # Errors
    ///
    /// As [`benefit_cost_ratio`](Self::benefit_cost_ratio).
    pub fn profitability_index(&self, discount: &impl Discount) -> Result<f64, Error> {
        self.net_present_value(discount)?
            .ratio_to(self.outlay(discount)?)
    }

    /// Returns the equivalent annual value: the equal amount at the end of each year of the flow's
    /// life that has the same present value. It is `NPV * r / (1 - (1 + r)^-T)`, or `NPV / T` at
    /// `r = 0`, with the yearly rate `r` and the life of `T` years from the first flow to the last.
    ///
    /// Source: Brealey, Myers & Allen, chapter 6. The rate is per period of the flow and is
    /// compounded to a year for `r`. The life need not be a whole number of years.
    ///
    /// # Errors
    ///
    /// As [`net_present_value`](Self::net_present_value); [`Missing`](ErrorKind::Missing) for a
    /// flow of one period, which has no life.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::cash_flow::{CashFlow, DiscountRate};
    /// use compute_impact::Frequency;
    ///
    /// let costs = [-15.0, -5.0, -5.0, -5.0];
    /// let machine = CashFlow::from_amounts(Frequency::Year, "0 USD".parse()?, &costs)?;
    /// let rate = DiscountRate::nominal("6 % per year".parse()?);
    /// let yearly = machine.equivalent_annual_value(rate)?;
    /// assert!((yearly.amount() + 10.61).abs() < 0.005);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn equivalent_annual_value(&self, rate: DiscountRate) -> Result<Money, Error> {
        let value = self.net_present_value(&rate)?;
        let periods = self.periods();
        if periods < 1.0 {
            return Err(Error::new(ErrorKind::Missing {
                what: "the life of the cash flow",
                remedy: "an equivalent annual value needs a flow after period 0",
            }));
        }
        let per_year = f64::from(self.frequency.per_year());
        let log = libm::log1p(rate.get());
        let factor = if log == 0.0 {
            per_year / periods
        } else {
            libm::expm1(log * per_year) / -libm::expm1(-log * periods)
        };
        self.like.with_number(value.amount() * factor)
    }

    /// Returns the modified internal rate: `(F / P)^(1/n) - 1` per period, where `P` is the present
    /// value of the outflows at the finance rate and `F` the value at the end (period `n`) of the
    /// inflows at the reinvestment rate.
    ///
    /// It exists and is unique for every cash flow with inflows and outflows. Spreadsheets call it
    /// `MIRR`.
    ///
    /// Source: S. A. Y. Lin (1976), "The modified internal rate of return and investment
    /// criterion", *The Engineering Economist* 21(4), 237-247.
    ///
    /// # Errors
    ///
    /// As [`net_present_value`](Self::net_present_value); [`Missing`](ErrorKind::Missing) without
    /// an inflow or without an outflow.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::cash_flow::{CashFlow, DiscountRate};
    /// use compute_impact::Frequency;
    ///
    /// let flows = [-120_000.0, 39_000.0, 30_000.0, 21_000.0, 37_000.0, 46_000.0];
    /// let flow = CashFlow::from_amounts(Frequency::Year, "0 USD".parse()?, &flows)?;
    /// let finance = DiscountRate::nominal("10 % per year".parse()?);
    /// let reinvest = DiscountRate::nominal("12 % per year".parse()?);
    /// let rate = flow.modified_internal_rate(finance, reinvest)?;
    /// assert!((rate.get() - 0.126_094).abs() < 5e-7);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn modified_internal_rate(
        &self,
        finance: DiscountRate,
        reinvest: DiscountRate,
    ) -> Result<DiscountRate, Error> {
        // These calls refuse rates of another frequency or basis.
        self.discounted(&finance)?;
        self.discounted(&reinvest)?;
        let (Some(outflows), Some(inflows)) = (
            self.log_present_value(-1.0, finance),
            self.log_present_value(1.0, reinvest),
        ) else {
            return Err(super::internal_rate::one_sided());
        };
        // Equals ln((F / P)^(1/n)), without F and P, which may overflow or vanish.
        let log = (inflows - outflows) / self.periods() + libm::log1p(reinvest.get());
        let rate = GrowthRate::new(libm::expm1(log), self.frequency)?;
        Ok(DiscountRate::of_basis(rate, self.basis()))
    }

    /// Returns the logarithm of the present value of the flows of one sign; `None` without any.
    fn log_present_value(&self, sign: f64, rate: DiscountRate) -> Option<f64> {
        let step = libm::log1p(rate.get());
        #[expect(clippy::cast_precision_loss, reason = "no memory holds 2^53 flows")]
        let log = |(t, c): (usize, &f64)| libm::log(sign * c) - t as f64 * step;
        let flows = self.amounts.iter().enumerate();
        let logs: Vec<f64> = flows.filter(|(_, c)| sign * **c > 0.0).map(log).collect();
        let most = logs.iter().copied().reduce(f64::max)?;
        Some(most + libm::log(logs.iter().map(|log| libm::exp(log - most)).sum()))
    }

    /// Returns the discounted flows; a flow of zero stays zero even if its factor is infinite.
    pub(super) fn discounted(&self, discount: &impl Discount) -> Result<Vec<f64>, Error> {
        let weights = discount.weights(self)?;
        let flows = self.amounts.iter().zip(weights);
        Ok(flows
            .map(|(c, weight)| if *c == 0.0 { 0.0 } else { c * weight })
            .collect())
    }

    /// Returns the number of periods from the first flow to the last.
    #[allow(clippy::cast_precision_loss)] // No memory holds 2^53 flows.
    fn periods(&self) -> f64 {
        (self.amounts.len() - 1) as f64
    }

    fn outlay(&self, discount: &impl Discount) -> Result<Money, Error> {
        let outlay = self.present_value_of_outflows(discount)?;
        Interval::POSITIVE.check("present value of the outflows", outlay.amount())?;
        Ok(outlay)
    }
}
