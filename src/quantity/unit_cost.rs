use std::{fmt, str::FromStr};

use super::{
    Capacity, Interval, Measure, Money, PriceBasis, Quantity, QuantityKind, decimal, sealed,
    text_serde,
};
use crate::Error;

/// Cost of capacity: money per EFLOPS, with the [`Measure`] in which the capacity is counted.
///
/// Unit: units of the currency per EFLOPS (10^18 operations a second). Range: 0 and above, as far as
/// [`Money`] reaches. Zero is free, as a link may be; a stock that turns money into capacity checks
/// that the cost is positive.
/// Reads `14.1 bn CNY per EFLOPS FP32 in use`, `0.59 m CNY per P FP16`; prints the first form.
///
/// Published figures differ 7- to 28-fold by precision and scope (a whole programme with its
/// buildings, or servers alone), so neither may be omitted.
///
/// # Examples
///
/// ```
/// use compute_impact::UnitCost;
///
/// let cost: UnitCost = "590 m CNY per EFLOPS FP16".parse()?;
/// assert_eq!(cost, "590000 CNY per PFLOPS FP16".parse()?);
/// assert_eq!(cost.to_string(), "590 m CNY per EFLOPS FP16");
/// assert!("590 m CNY per EFLOPS".parse::<UnitCost>().is_err()); // in which precision?
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitCost {
    per_eflops: Money,
    measure: Measure,
}

impl UnitCost {
    pub(crate) const WHAT: &'static str = "unit cost";
    const EXPECTED: &'static str =
        "`14.1 bn CNY per EFLOPS FP32 in use` or `590 m CNY per EFLOPS FP16`";
    pub(crate) const ALLOWED: Interval = Interval::NON_NEGATIVE;

    /// Builds a unit cost from the money that one EFLOPS costs.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a negative amount.
    pub fn new(per_eflops: Money, measure: Measure) -> Result<Self, Error> {
        Self::ALLOWED.check(Self::WHAT, per_eflops.amount())?;
        Ok(Self {
            per_eflops,
            measure,
        })
    }

    /// The money that one EFLOPS costs.
    #[must_use]
    pub const fn per_eflops(self) -> Money {
        self.per_eflops
    }

    /// The measure in which the capacity is counted.
    #[must_use]
    pub const fn measure(self) -> Measure {
        self.measure
    }

    /// Returns the cost of a capacity.
    ///
    /// # Errors
    ///
    /// [`MeasureMismatch`](crate::ErrorKind::MeasureMismatch) if it is counted in another measure;
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if the money overflows.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::UnitCost;
    ///
    /// let cost: UnitCost = "590 m CNY per EFLOPS FP16".parse()?;
    /// assert_eq!(cost.of("2 EFLOPS FP16".parse()?)?.to_string(), "1.18 bn CNY");
    /// assert!(cost.of("2 EFLOPS FP32".parse()?).is_err());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn of(self, capacity: Capacity) -> Result<Money, Error> {
        let capacity = capacity.expect_measure(self.measure)?;
        self.per_eflops.times(capacity.as_eflops())
    }
}

impl fmt::Display for UnitCost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.per_eflops, f)?;
        write!(f, " per EFLOPS {}", self.measure)
    }
}

impl FromStr for UnitCost {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let (money, unit) = text.split_once(" per ").ok_or_else(wrong)?;
        let money: Money = money.parse().map_err(|_| wrong())?;
        let unit: Capacity = format!("1 {}", unit.trim()).parse().map_err(|_| wrong())?;
        // One of any prefix is a power of ten, and the digits are moved in the text.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number from 0 to 24"
        )]
        let exponent = libm::round(libm::log10(unit.as_flop_per_s())) as i32;
        let per_eflops = money.with_number(decimal::shifted(money.amount(), 18 - exponent))?;
        Self::new(per_eflops, unit.measure())
    }
}

text_serde!(UnitCost, UnitCost::EXPECTED);

impl sealed::Sealed for UnitCost {}

impl Quantity for UnitCost {
    const NAME: &'static str = Self::WHAT;
    const KIND: QuantityKind = QuantityKind::UnitCost;

    fn number(&self) -> f64 {
        self.per_eflops.amount()
    }

    fn with_number(&self, number: f64) -> Result<Self, Error> {
        Self::new(self.per_eflops.with_number(number)?, self.measure)
    }

    fn allowed(&self) -> Interval {
        Self::ALLOWED
    }

    fn unit(&self) -> String {
        format!(
            "{} per EFLOPS {}",
            Quantity::unit(&self.per_eflops),
            self.measure
        )
    }

    fn counted_in(&self) -> Option<Measure> {
        Some(self.measure)
    }

    fn priced_at(&self) -> Option<PriceBasis> {
        Some(self.per_eflops.basis())
    }
}
