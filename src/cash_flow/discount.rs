//! The present value of money of a later period: one rate, or a curve.

use std::fmt;

use super::CashFlow;
use crate::{Error, ErrorKind, Frequency, GrowthRate, Interval, PriceBasis};

mod sealed {
    pub trait Weights {
        /// Returns the present value of one unit at each time of the flow.
        fn weights(&self, flow: &super::CashFlow) -> Result<Vec<f64>, crate::Error>;
    }
}
pub(super) use sealed::Weights;

/// A method of discounting: a [`DiscountRate`] or a [`DiscountCurve`].
///
/// Only types of this crate implement it.
///
/// # Examples
///
/// ```
/// use compute_impact::cash_flow::{CashFlow, Discount, DiscountCurve, DiscountRate};
/// use compute_impact::{Error, Frequency};
///
/// fn value_of_100_in_a_year(discount: &impl Discount) -> Result<f64, Error> {
///     let flow = CashFlow::from_amounts(Frequency::Year, "0 CNY".parse()?, &[0.0, 100.0])?;
///     Ok(flow.net_present_value(discount)?.amount())
/// }
/// let rate = DiscountRate::nominal("25 % per year".parse()?);
/// assert_eq!(value_of_100_in_a_year(&rate)?, 80.0);
/// let curve = DiscountCurve::from_nominal_factors(Frequency::Year, &[0.8])?;
/// assert_eq!(value_of_100_in_a_year(&curve)?, 80.0);
/// # Ok::<(), Error>(())
/// ```
pub trait Discount: Weights {}

impl Discount for DiscountRate {}
impl Discount for DiscountCurve {}

/// The price basis that a rate applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RateOf {
    Nominal,
    Real,
}

impl RateOf {
    fn expect(self, basis: PriceBasis) -> Result<(), Error> {
        let (what, with, remedy) = match (self, basis) {
            (Self::Nominal, PriceBasis::Nominal) | (Self::Real, PriceBasis::Constant { .. }) => {
                return Ok(());
            }
            (Self::Nominal, PriceBasis::Constant { .. }) => (
                "a nominal discount rate",
                "money at constant prices",
                "remove inflation from the rate with `less_inflation`",
            ),
            (Self::Real, PriceBasis::Nominal) => (
                "a real discount rate",
                "money at current prices",
                "add inflation to the rate with `plus_inflation`, or deflate the flows",
            ),
        };
        Err(Error::new(ErrorKind::Conflict { what, with, remedy }))
    }

    const fn of(basis: PriceBasis) -> Self {
        match basis {
            PriceBasis::Nominal => Self::Nominal,
            PriceBasis::Constant { .. } => Self::Real,
        }
    }
}

/// A discount rate: the return per period that compensates for waiting.
///
/// Unit: fraction per period of its [`Frequency`], discrete. Range: above -1 and finite, as for the
/// [`GrowthRate`] that it is built from. It is nominal, for money at current prices, or real, for
/// money at constant prices.
///
/// # Examples
///
/// ```
/// use compute_impact::cash_flow::DiscountRate;
///
/// let nominal = DiscountRate::nominal("8 % per year".parse()?);
/// let real = nominal.less_inflation("2 % per year".parse()?)?;
/// assert!((real.get() - (1.08 / 1.02 - 1.0)).abs() < 1e-15);
/// assert!(real.is_real());
/// // At -100 % nothing would be left.
/// assert!("-100 % per year".parse::<compute_impact::GrowthRate>().is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DiscountRate {
    rate: GrowthRate,
    of: RateOf,
}

impl DiscountRate {
    /// Builds a rate for money at current prices.
    #[must_use]
    pub const fn nominal(rate: GrowthRate) -> Self {
        let of = RateOf::Nominal;
        Self { rate, of }
    }

    /// Builds a rate for money at constant prices, of any year.
    #[must_use]
    pub const fn real(rate: GrowthRate) -> Self {
        let of = RateOf::Real;
        Self { rate, of }
    }

    pub(super) const fn of_basis(rate: GrowthRate, basis: PriceBasis) -> Self {
        let of = RateOf::of(basis);
        Self { rate, of }
    }

    /// The rate over one period, as a fraction.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.rate.get()
    }

    /// The rate with its frequency.
    #[must_use]
    pub const fn rate(self) -> GrowthRate {
        self.rate
    }

    /// Returns whether the rate applies to money at constant prices.
    #[must_use]
    pub const fn is_real(self) -> bool {
        matches!(self.of, RateOf::Real)
    }

    /// Converts the rate to another period by compounding: 8 % per year is 1.94 % per quarter.
    ///
    /// # Errors
    ///
    /// As [`GrowthRate::at`].
    pub fn at(self, frequency: Frequency) -> Result<Self, Error> {
        let rate = self.rate.at(frequency)?;
        Ok(Self { rate, ..self })
    }

    /// Converts a nominal rate to a real one: `(1 + nominal) / (1 + inflation) - 1`.
    ///
    /// Source: I. Fisher (1930), *The Theory of Interest*, chapter II.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) if the rate is real already;
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) if the two differ in frequency;
    /// [`OutOfRange`](ErrorKind::OutOfRange) if the result is not a valid rate.
    pub fn less_inflation(self, inflation: GrowthRate) -> Result<Self, Error> {
        RateOf::expect(self.of, PriceBasis::Nominal)?;
        let inflation = inflation.expect_frequency("the inflation", self.rate.frequency())?;
        // The difference first, so that small rates keep their digits.
        let rate = (self.get() - inflation.get()) / (1.0 + inflation.get());
        GrowthRate::new(rate, self.rate.frequency()).map(Self::real)
    }

    /// Converts a real rate to a nominal one: `(1 + real) * (1 + inflation) - 1`.
    ///
    /// Source: as for [`less_inflation`](Self::less_inflation).
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) if the rate is nominal already; otherwise as
    /// [`less_inflation`](Self::less_inflation).
    pub fn plus_inflation(self, inflation: GrowthRate) -> Result<Self, Error> {
        if !self.is_real() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "inflation",
                with: "a rate that is nominal already",
                remedy: "leave it out",
            }));
        }
        let inflation = inflation.expect_frequency("the inflation", self.rate.frequency())?;
        let (real, inflation) = (self.get(), inflation.get());
        let rate = real + inflation + real * inflation;
        GrowthRate::new(rate, self.rate.frequency()).map(Self::nominal)
    }

    /// Returns the rate as a fraction, if it applies to money of this basis and periods of this
    /// frequency.
    pub(super) fn expect(self, frequency: Frequency, basis: PriceBasis) -> Result<f64, Error> {
        self.of.expect(basis)?;
        let rate = self.rate.expect_frequency("the discount rate", frequency)?;
        Ok(rate.get())
    }
}

impl fmt::Display for DiscountRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = if self.is_real() { "real" } else { "nominal" };
        write!(f, "{}, {of}", self.rate)
    }
}

impl Weights for DiscountRate {
    fn weights(&self, flow: &CashFlow) -> Result<Vec<f64>, Error> {
        let growth = 1.0 + self.expect(flow.frequency, flow.basis())?;
        let weights = std::iter::successors(Some(1.0), |weight| Some(weight / growth));
        Ok(weights.take(flow.amounts.len()).collect())
    }
}

/// A term structure: one discount factor for each period.
///
/// Shape: one factor for each period from period 1; the factor of period 0 is 1. A curve may be
/// longer than the flow, which then uses its first factors, but not shorter.
///
/// # Examples
///
/// ```
/// use compute_impact::cash_flow::{CashFlow, DiscountCurve, DiscountRate};
/// use compute_impact::{Frequency, Money};
///
/// let first = DiscountRate::nominal("2 % per year".parse()?);
/// let second = DiscountRate::nominal("4 % per year".parse()?);
/// let curve = DiscountCurve::from_rates(&[first, second])?;
/// let flow = CashFlow::from_amounts(Frequency::Year, "0 CNY".parse()?, &[0.0, 0.0, 100.0])?;
/// let value = flow.net_present_value(&curve)?;
/// assert!((value.amount() - 100.0 / (1.02 * 1.04)).abs() < 1e-12);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct DiscountCurve {
    frequency: Frequency,
    of: RateOf,
    factors: Vec<f64>,
}

impl DiscountCurve {
    /// Builds a curve from one rate for each period, from period 1. Each is the forward rate of its
    /// own period, so that the factor of period `t` is the product of `1 / (1 + rate)` up to `t`.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for an empty list; [`Conflict`](ErrorKind::Conflict) for
    /// nominal and real rates together; [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) for
    /// rates of two frequencies; [`OutOfRange`](ErrorKind::OutOfRange) if a factor rounds to zero
    /// or overflows.
    pub fn from_rates(rates: &[DiscountRate]) -> Result<Self, Error> {
        let first = rates.first().ok_or_else(no_factors)?;
        let (frequency, of) = (first.rate.frequency(), first.of);
        let mut factor = 1.0;
        let mut factors = Vec::with_capacity(rates.len());
        for (i, rate) in rates.iter().enumerate() {
            let at = |error: Error| error.at(&format!("rates[{i}]"));
            if rate.of != of {
                return Err(at(Error::new(ErrorKind::Conflict {
                    what: "a nominal rate",
                    with: "a real rate in one curve",
                    remedy: "convert one with `less_inflation` or `plus_inflation`",
                })));
            }
            let rate = rate.rate.expect_frequency("the discount rate", frequency);
            factor /= 1.0 + rate.map_err(at)?.get();
            Interval::POSITIVE
                .check("discount factor up to this rate", factor)
                .map_err(at)?;
            factors.push(factor);
        }
        Self::new(frequency, of, &factors)
    }

    /// Builds a curve from discount factors for money at current prices, from period 1.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for an empty list; [`OutOfRange`](ErrorKind::OutOfRange)
    /// unless every factor is positive and finite.
    pub fn from_nominal_factors(frequency: Frequency, factors: &[f64]) -> Result<Self, Error> {
        Self::new(frequency, RateOf::Nominal, factors)
    }

    /// Builds a curve from discount factors for money at constant prices, from period 1.
    ///
    /// # Errors
    ///
    /// As [`from_nominal_factors`](Self::from_nominal_factors).
    pub fn from_real_factors(frequency: Frequency, factors: &[f64]) -> Result<Self, Error> {
        Self::new(frequency, RateOf::Real, factors)
    }

    fn new(frequency: Frequency, of: RateOf, factors: &[f64]) -> Result<Self, Error> {
        if factors.is_empty() {
            return Err(no_factors());
        }
        let check = |(i, factor): (usize, &f64)| {
            Interval::POSITIVE
                .check("discount factor", *factor)
                .map_err(|error| error.at(&format!("factors[{i}]")))
        };
        let factors: Result<_, _> = factors.iter().enumerate().map(check).collect();
        Ok(Self {
            frequency,
            of,
            factors: factors?,
        })
    }

    /// The factors, from period 1.
    #[must_use]
    pub fn factors(&self) -> &[f64] {
        &self.factors
    }
}

fn no_factors() -> Error {
    Error::new(ErrorKind::Missing {
        what: "the discount curve",
        remedy: "give a rate or factor for each period from period 1",
    })
}

impl Weights for DiscountCurve {
    fn weights(&self, flow: &CashFlow) -> Result<Vec<f64>, Error> {
        self.of.expect(flow.basis())?;
        if self.frequency != flow.frequency {
            return Err(Error::new(ErrorKind::FrequencyMismatch {
                what: "the discount curve",
                expected: flow.frequency,
                found: self.frequency,
            }));
        }
        let later = flow.amounts.len() - 1; // A cash flow has at least one amount.
        if self.factors.len() < later {
            return Err(Error::new(ErrorKind::ShapeMismatch {
                what: "a discount curve with a factor for each period from period 1 to the end of \
                       the flow, or longer,",
                expected: later,
                found: self.factors.len(),
            }));
        }
        let factors = self.factors[..later].iter().copied();
        Ok(std::iter::once(1.0).chain(factors).collect())
    }
}
