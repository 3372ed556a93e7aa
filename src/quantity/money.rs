use std::{fmt, str::FromStr};

use super::{
    Currency, Deflator, ExchangeRate, Interval, PriceBasis, Quantity, QuantityKind, decimal,
    sealed, text_serde,
};
use crate::{Error, ErrorKind};

/// An amount of money with its [`Currency`] and [`PriceBasis`].
///
/// Unit: units of the currency. Range: -1e30 to 1e30. Reads `126.06 tn CNY`, `43.5 bn CNY at 2020
/// prices`, `126.06万亿元`, `780亿元`; prices are current unless stated. Prints the first form,
/// and the Chinese one with `{:#}`.
///
/// Amounts of different currency or price basis never mix: the error names both.
///
/// ```compile_fail
/// use compute_impact::Money;
/// let yuan: Money = "400 bn CNY".parse()?;
/// let dollars: Money = "136 bn USD".parse()?;
/// let sum = yuan + dollars; // no `+`: `yuan.plus(dollars)` checks the currencies
/// # Ok::<(), compute_impact::Error>(())
/// ```
///
/// # Examples
///
/// ```
/// use compute_impact::Money;
///
/// let gdp: Money = "126.06万亿元".parse()?;
/// assert_eq!(gdp.to_string(), "126.06 tn CNY");
/// assert_eq!(format!("{gdp:#}"), "126.06万亿元");
/// let real: Money = "100 tn CNY at 2020 prices".parse()?;
/// assert!(gdp.plus(real).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Money {
    amount: f64,
    currency: Currency,
    basis: PriceBasis,
}

/// English scales, largest first.
const SCALES: [(&str, i32); 3] = [("tn", 12), ("bn", 9), ("m", 6)];
/// Chinese scales: 万亿 is 10^12, 亿 is 10^8, 万 is 10^4. The longest name comes first, because reading
/// takes the first that matches.
const CHINESE_SCALES: [(&str, i32); 3] = [("万亿", 12), ("亿", 8), ("万", 4)];
/// Chinese names of currencies. The name that prints comes last among those of its currency, and a
/// longer name comes before its own ending.
const CHINESE_CURRENCIES: [(&str, Currency); 5] = [
    ("元人民币", Currency::CNY),
    ("人民币", Currency::CNY),
    ("美元", Currency::USD),
    ("欧元", Currency::EUR),
    ("元", Currency::CNY),
];

impl Money {
    pub(crate) const WHAT: &'static str = "money";
    const EXPECTED: &'static str =
        "`126.06 tn CNY`, `43.5 bn CNY at 2020 prices`, `126.06万亿元` or `780亿元`";
    pub(crate) const ALLOWED: Interval = Interval::closed_const(-1e30, 1e30);

    /// Builds an amount of money in units of the currency.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) outside `[-1e30, 1e30]`, or for NaN.
    pub fn new(amount: f64, currency: Currency, basis: PriceBasis) -> Result<Self, Error> {
        Self::ALLOWED
            .check("amount of money", amount)
            .map(|amount| Self {
                amount,
                currency,
                basis,
            })
    }

    /// The amount in units of the currency.
    #[must_use]
    pub const fn amount(self) -> f64 {
        self.amount
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The price basis.
    #[must_use]
    pub const fn basis(self) -> PriceBasis {
        self.basis
    }

    /// Returns the sum of this and another amount of the same currency and price basis.
    ///
    /// # Errors
    ///
    /// [`CurrencyMismatch`](ErrorKind::CurrencyMismatch) or
    /// [`PriceBasisMismatch`](ErrorKind::PriceBasisMismatch) naming both, or
    /// [`OutOfRange`](ErrorKind::OutOfRange).
    pub fn plus(self, other: Self) -> Result<Self, Error> {
        self.expect_like(other)?;
        self.with_number(self.amount + other.amount)
    }

    /// Returns this amount less another of the same currency and price basis.
    ///
    /// # Errors
    ///
    /// As [`plus`](Self::plus).
    pub fn minus(self, other: Self) -> Result<Self, Error> {
        self.expect_like(other)?;
        self.with_number(self.amount - other.amount)
    }

    /// Returns this amount times `factor`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) if the product is not a valid amount.
    pub fn times(self, factor: f64) -> Result<Self, Error> {
        self.with_number(self.amount * factor)
    }

    /// Returns this amount divided by another of the same currency and price basis.
    ///
    /// # Errors
    ///
    /// As [`plus`](Self::plus); [`OutOfRange`](ErrorKind::OutOfRange) too if the other is zero
    /// or so small that the ratio overflows.
    pub fn ratio_to(self, other: Self) -> Result<f64, Error> {
        self.expect_like(other)?;
        Interval::FINITE.check("ratio of two amounts of money", self.amount / other.amount)
    }

    /// Returns the same money in another currency, at a stated rate.
    ///
    /// # Errors
    ///
    /// [`CurrencyMismatch`](ErrorKind::CurrencyMismatch) if the rate is from another currency.
    pub fn exchanged(self, rate: ExchangeRate) -> Result<Self, Error> {
        if self.currency != rate.from() {
            let (left, right) = (self.currency, rate.from());
            return Err(Error::new(ErrorKind::CurrencyMismatch { left, right }));
        }
        Self::new(self.amount * rate.rate(), rate.to(), self.basis)
    }

    /// Returns the same money at another price basis, by a stated deflator.
    ///
    /// # Errors
    ///
    /// [`PriceBasisMismatch`](ErrorKind::PriceBasisMismatch) if the deflator is from another
    /// price basis.
    pub fn deflated(self, deflator: Deflator) -> Result<Self, Error> {
        if self.basis != deflator.from() {
            let (left, right) = (self.basis, deflator.from());
            return Err(Error::new(ErrorKind::PriceBasisMismatch { left, right }));
        }
        Self::new(
            self.amount * deflator.factor(),
            self.currency,
            deflator.to(),
        )
    }

    /// Returns this amount if it has the currency and the price basis of `other`.
    pub(crate) fn expect_like(self, other: Self) -> Result<Self, Error> {
        if self.currency != other.currency {
            let (left, right) = (self.currency, other.currency);
            return Err(Error::new(ErrorKind::CurrencyMismatch { left, right }));
        }
        if self.basis != other.basis {
            let (left, right) = (self.basis, other.basis);
            return Err(Error::new(ErrorKind::PriceBasisMismatch { left, right }));
        }
        Ok(self)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = decimal::printed(f, self.amount);
        let scale = |scales: [(&'static str, i32); 3], least: i32| {
            scales
                .into_iter()
                .find(|(_, exponent)| amount.abs() >= libm::exp10(f64::from(*exponent)))
                .filter(|(_, exponent)| *exponent >= least)
                .unwrap_or(("", 0))
        };
        let chinese = CHINESE_CURRENCIES
            .into_iter()
            .rfind(|(_, currency)| *currency == self.currency)
            .filter(|_| f.alternate());
        if let Some((name, _)) = chinese {
            let (scale, exponent) = scale(CHINESE_SCALES, 4);
            write!(f, "{}{scale}{name}", decimal::print(f, amount, exponent))?;
        } else {
            let (scale, exponent) = scale(SCALES, 6);
            let space = if scale.is_empty() { "" } else { " " };
            let amount = decimal::print(f, amount, exponent);
            write!(f, "{amount} {scale}{space}{}", self.currency)?;
        }
        if self.basis == PriceBasis::Nominal {
            return Ok(());
        }
        write!(f, " at {}", self.basis)
    }
}

impl FromStr for Money {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let (amount, basis) = match text.split_once(" at ") {
            Some((amount, basis)) => (amount, basis.parse().map_err(|_| wrong())?),
            None => (text, PriceBasis::Nominal),
        };
        let (number, unit) = decimal::split(amount).ok_or_else(wrong)?;
        let unit = unit.trim();
        let (exponent, currency) = match unit.rsplit_once(char::is_whitespace) {
            Some((scale, currency)) => {
                let exponent = match scale.trim() {
                    "tn" | "trillion" => 12,
                    "bn" | "billion" => 9,
                    "m" | "mn" | "million" => 6,
                    "k" | "thousand" => 3,
                    _ => return Err(wrong()),
                };
                (exponent, currency.parse().map_err(|_| wrong())?)
            }
            None => match unit.parse() {
                Ok(currency) => (0, currency),
                Err(_) => chinese_unit(unit).ok_or_else(wrong)?,
            },
        };
        Self::new(
            decimal::scaled(&number, exponent).ok_or_else(wrong)?,
            currency,
            basis,
        )
    }
}

/// Reads `万亿元` as ten to the twelfth yuan.
fn chinese_unit(unit: &str) -> Option<(i32, Currency)> {
    let (scale, currency) = CHINESE_CURRENCIES
        .into_iter()
        .find_map(|(name, currency)| Some((unit.strip_suffix(name)?, currency)))?;
    let exponent = match scale {
        "" => 0,
        scale => {
            CHINESE_SCALES
                .into_iter()
                .find(|(name, _)| *name == scale)?
                .1
        }
    };
    Some((exponent, currency))
}

text_serde!(Money, Money::EXPECTED);

impl sealed::Sealed for Money {}

impl Quantity for Money {
    const NAME: &'static str = Self::WHAT;
    const KIND: QuantityKind = QuantityKind::Money;

    fn number(&self) -> f64 {
        self.amount
    }

    fn with_number(&self, number: f64) -> Result<Self, Error> {
        Self::new(number, self.currency, self.basis)
    }

    fn allowed(&self) -> Interval {
        Self::ALLOWED
    }

    fn unit(&self) -> String {
        format!("{} at {}", self.currency, self.basis)
    }

    fn priced_at(&self) -> Option<PriceBasis> {
        Some(self.basis)
    }
}
