use std::{fmt, str::FromStr};

use super::{Interval, Money, PriceBasis, Quantity, QuantityKind, decimal, sealed, text_serde};
use crate::Error;

/// Price of electric energy: money per kilowatt-hour.
///
/// Unit: units of the currency per kWh. Range: 0 and above, as far as [`Money`] reaches, because a
/// site may have free power.
/// Reads and prints `0.4 CNY per kWh`; reads `400 CNY per MWh` as well.
///
/// # Examples
///
/// ```
/// use compute_impact::EnergyPrice;
///
/// let price: EnergyPrice = "400 CNY per MWh".parse()?;
/// assert_eq!(price.to_string(), "0.4 CNY per kWh");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EnergyPrice {
    per_kilowatt_hour: Money,
}

impl EnergyPrice {
    pub(crate) const WHAT: &'static str = "price of energy";
    const EXPECTED: &'static str = "`0.4 CNY per kWh` or `400 CNY per MWh`";
    const ALLOWED: Interval = Interval::NON_NEGATIVE;

    /// Builds a price from the money that a kilowatt-hour costs.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a negative amount.
    pub fn new(per_kilowatt_hour: Money) -> Result<Self, Error> {
        Self::ALLOWED.check(Self::WHAT, per_kilowatt_hour.amount())?;
        Ok(Self { per_kilowatt_hour })
    }

    /// The money that a kilowatt-hour costs.
    #[must_use]
    pub const fn per_kilowatt_hour(self) -> Money {
        self.per_kilowatt_hour
    }
}

impl fmt::Display for EnergyPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.per_kilowatt_hour, f)?;
        f.write_str(" per kWh")
    }
}

impl FromStr for EnergyPrice {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let (money, unit) = text.split_once(" per ").ok_or_else(wrong)?;
        let money: Money = money.parse().map_err(|_| wrong())?;
        match unit.trim() {
            "kWh" => Self::new(money),
            "MWh" => Self::new(money.with_number(decimal::shifted(money.amount(), -3))?),
            _ => Err(wrong()),
        }
    }
}

text_serde!(EnergyPrice, EnergyPrice::EXPECTED);

impl sealed::Sealed for EnergyPrice {}

impl Quantity for EnergyPrice {
    const NAME: &'static str = Self::WHAT;
    const KIND: QuantityKind = QuantityKind::EnergyPrice;

    fn number(&self) -> f64 {
        self.per_kilowatt_hour.amount()
    }

    fn with_number(&self, number: f64) -> Result<Self, Error> {
        Self::new(self.per_kilowatt_hour.with_number(number)?)
    }

    fn allowed(&self) -> Interval {
        Self::ALLOWED
    }

    fn unit(&self) -> String {
        format!("{} per kWh", Quantity::unit(&self.per_kilowatt_hour))
    }

    fn priced_at(&self) -> Option<PriceBasis> {
        Some(self.per_kilowatt_hour.basis())
    }
}
