use std::{fmt, str::FromStr};

use super::{
    Capacity, Interval, Measure, Money, PriceBasis, Quantity, QuantityKind, decimal, sealed,
    text_serde,
};
use crate::{Error, ErrorKind};

/// Price of an hour of compute: money per EFLOPS-hour, with the [`Measure`] in which the capacity
/// is counted, or money per card-hour.
///
/// Unit: units of the currency per hour. Range: above 0, as far as [`Money`] reaches, because a
/// response to a price compares logs. Reads and prints `620 CNY per EFLOPS-hour FP32 in use` and `12.8 CNY per card-hour`; reads
/// `0.62 CNY per PFLOPS-hour FP32 in use` as well. Rents that are published per month are divided
/// by 730.5 hours first.
///
/// A card-hour becomes an EFLOPS-hour through the capacity of the card alone:
/// [`per_eflops_hour`](Self::per_eflops_hour).
///
/// # Examples
///
/// ```
/// use compute_impact::ComputePrice;
///
/// let rent: ComputePrice = "12.8 CNY per card-hour".parse()?;
/// let card = "67 TFLOPS FP32".parse()?;
/// let price = rent.per_eflops_hour(card)?;
/// assert_eq!(format!("{price:.4}"), "191000 CNY per EFLOPS-hour FP32");
/// assert!("12.8 CNY per card".parse::<ComputePrice>().is_err()); // an hour, or for good?
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ComputePrice {
    per_hour: Money,
    of: PricedHour,
}

/// What an hour of compute is an hour of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PricedHour {
    /// One EFLOPS, counted in this measure.
    Eflops(Measure),
    /// One accelerator card.
    Card,
}

impl ComputePrice {
    pub(crate) const WHAT: &'static str = "price of compute";
    const EXPECTED: &'static str =
        "`620 CNY per EFLOPS-hour FP32 in use` or `12.8 CNY per card-hour`";
    const ALLOWED: Interval = Interval::POSITIVE;

    /// Builds a price from the money that one hour costs.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a price that is not above zero.
    pub fn new(per_hour: Money, of: PricedHour) -> Result<Self, Error> {
        Self::ALLOWED.check(Self::WHAT, per_hour.amount())?;
        Ok(Self { per_hour, of })
    }

    /// The money that one hour costs.
    #[must_use]
    pub const fn per_hour(self) -> Money {
        self.per_hour
    }

    /// What the hour is an hour of.
    #[must_use]
    pub const fn of(self) -> PricedHour {
        self.of
    }

    /// The price per EFLOPS-hour: a price per card-hour over the capacity of the card. A price that
    /// is per EFLOPS-hour already must be in the measure of the card.
    ///
    /// # Errors
    ///
    /// [`MeasureMismatch`](crate::ErrorKind::MeasureMismatch) for a price in another measure;
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a card without capacity, or if the price
    /// overflows.
    pub fn per_eflops_hour(self, card: Capacity) -> Result<Self, Error> {
        let measure = card.measure();
        match self.of {
            PricedHour::Eflops(own) if own == measure => Ok(self),
            PricedHour::Eflops(left) => Err(Error::new(ErrorKind::MeasureMismatch {
                left,
                right: measure,
            })),
            PricedHour::Card => {
                Interval::POSITIVE.check("capacity of a card", card.as_flop_per_s())?;
                let amount = self.per_hour.amount() / card.as_eflops();
                Self::new(
                    self.per_hour.with_number(amount)?,
                    PricedHour::Eflops(measure),
                )
            }
        }
    }
}

impl fmt::Display for PricedHour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Eflops(measure) => write!(f, "EFLOPS-hour {measure}"),
            Self::Card => f.write_str("card-hour"),
        }
    }
}

impl fmt::Display for ComputePrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.per_hour, f)?;
        write!(f, " per {}", self.of)
    }
}

impl FromStr for ComputePrice {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let (money, hour) = text.split_once(" per ").ok_or_else(wrong)?;
        let money: Money = money.parse().map_err(|_| wrong())?;
        let hour = hour.trim();
        if hour == "card-hour" {
            return Self::new(money, PricedHour::Card);
        }
        let (unit, measure) = hour.split_once("-hour ").ok_or_else(wrong)?;
        let unit: Capacity = format!("1 {unit} {measure}").parse().map_err(|_| wrong())?;
        // One of any prefix is a power of ten, and the digits are moved in the text.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number from 0 to 24"
        )]
        let exponent = libm::round(libm::log10(unit.as_flop_per_s())) as i32;
        let per_hour = money.with_number(decimal::shifted(money.amount(), 18 - exponent))?;
        Self::new(per_hour, PricedHour::Eflops(unit.measure()))
    }
}

text_serde!(ComputePrice, ComputePrice::EXPECTED);

impl sealed::Sealed for ComputePrice {}

impl Quantity for ComputePrice {
    const NAME: &'static str = Self::WHAT;
    const KIND: QuantityKind = QuantityKind::ComputePrice;

    fn number(&self) -> f64 {
        self.per_hour.amount()
    }

    fn with_number(&self, number: f64) -> Result<Self, Error> {
        Self::new(self.per_hour.with_number(number)?, self.of)
    }

    fn allowed(&self) -> Interval {
        Self::ALLOWED
    }

    fn unit(&self) -> String {
        format!("{} per {}", Quantity::unit(&self.per_hour), self.of)
    }

    fn counted_in(&self) -> Option<Measure> {
        match self.of {
            PricedHour::Eflops(measure) => Some(measure),
            PricedHour::Card => None,
        }
    }

    fn priced_at(&self) -> Option<PriceBasis> {
        Some(self.per_hour.basis())
    }
}
