//! Currency and price basis of money, and the only conversions between them.

use std::{fmt, str::FromStr};

use super::{Interval, text_serde};
use crate::Error;

/// A currency by its three-letter ISO 4217 code.
///
/// The everyday words `RMB`, `yuan`, `元` and `人民币` read as `CNY`, because they are the same money. It
/// prints the code.
///
/// # Examples
///
/// ```
/// use compute_impact::Currency;
///
/// assert_eq!("CNY".parse::<Currency>()?, Currency::CNY);
/// assert_eq!("RMB".parse::<Currency>()?, Currency::CNY);
/// assert_eq!("yuan".parse::<Currency>()?, Currency::CNY);
/// assert!("dollars".parse::<Currency>().is_err()); // of the United States, of Hong Kong, ...
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Chinese yuan (人民币).
    pub const CNY: Self = Self(*b"CNY");
    /// United States dollar.
    pub const USD: Self = Self(*b"USD");
    /// Euro.
    pub const EUR: Self = Self(*b"EUR");

    const WHAT: &'static str = "currency";
    const EXPECTED: &'static str = "three capital letters such as `CNY`";

    /// The code, such as `CNY`.
    #[must_use]
    pub fn code(&self) -> &str {
        // The only way in checks that all three bytes are ASCII capitals.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Currency({})", self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let text = text.trim();
        let words = ["RMB", "yuan", "元", "人民币"];
        if words.iter().any(|word| word.eq_ignore_ascii_case(text)) {
            return Ok(Self::CNY);
        }
        match <[u8; 3]>::try_from(text.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Self(code)),
            _ => Err(Error::parse(Self::WHAT, text, Self::EXPECTED)),
        }
    }
}

text_serde!(Currency, Currency::EXPECTED);

/// The prices at which money is counted.
///
/// Reads and prints as `current prices` and `2020 prices`.
///
/// Constant prices are built by [`constant`](Self::constant), which checks the year.
///
/// ```compile_fail
/// use compute_impact::PriceBasis;
/// let basis = PriceBasis::Constant { year: 0 }; // there is no year 0
/// ```
///
/// # Examples
///
/// ```
/// use compute_impact::PriceBasis;
///
/// let basis = PriceBasis::constant(2020)?;
/// assert_eq!(basis, "2020 prices".parse()?);
/// assert!(matches!(basis, PriceBasis::Constant { year: 2020, .. }));
/// assert!(PriceBasis::constant(0).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PriceBasis {
    /// The prices of the day (nominal).
    Nominal,
    /// The prices of one year (real), 1 to 9999.
    #[non_exhaustive]
    Constant {
        /// The year whose prices are used.
        year: u16,
    },
}

impl PriceBasis {
    const WHAT: &'static str = "price basis";
    const EXPECTED: &'static str = "`current prices` or `2020 prices`";
    const YEARS: Interval = Interval::closed_const(1.0, 9999.0);

    /// Builds the prices of one year.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) outside years 1 to 9999.
    pub fn constant(year: u16) -> Result<Self, Error> {
        Self::YEARS.check("year of constant prices", f64::from(year))?;
        Ok(Self::Constant { year })
    }
}

impl fmt::Display for PriceBasis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nominal => f.write_str("current prices"),
            Self::Constant { year } => write!(f, "{year:04} prices"),
        }
    }
}

impl FromStr for PriceBasis {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        match text.trim().strip_suffix("prices").ok_or_else(wrong)?.trim() {
            "current" => Ok(Self::Nominal),
            year if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => {
                Self::constant(year.parse().map_err(|_| wrong())?)
            }
            _ => Err(wrong()),
        }
    }
}

text_serde!(PriceBasis, PriceBasis::EXPECTED);

/// A stated exchange rate between two currencies.
///
/// # Examples
///
/// ```
/// use compute_impact::{Currency, ExchangeRate, Money};
///
/// let rate = ExchangeRate::new(Currency::USD, Currency::CNY, 7.1)?;
/// let chip: Money = "12000 USD".parse()?;
/// assert_eq!(chip.exchanged(rate)?.to_string(), "85200 CNY");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExchangeRate {
    from: Currency,
    to: Currency,
    rate: f64,
}

impl ExchangeRate {
    /// Builds the rate at which one unit of `from` is worth `rate` units of `to`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless the rate is positive and finite.
    pub fn new(from: Currency, to: Currency, rate: f64) -> Result<Self, Error> {
        Interval::POSITIVE
            .check("exchange rate", rate)
            .map(|rate| Self { from, to, rate })
    }

    /// The currency converted from.
    #[must_use]
    pub const fn from(&self) -> Currency {
        self.from
    }

    /// The currency converted to.
    #[must_use]
    pub const fn to(&self) -> Currency {
        self.to
    }

    /// Units of [`to`](Self::to) per unit of [`from`](Self::from).
    #[must_use]
    pub const fn rate(&self) -> f64 {
        self.rate
    }
}

/// A stated ratio of price levels between two price bases: `factor = level_to / level_from`.
///
/// The nominal side of a deflator is money of one year, so each year needs its own deflator.
///
/// # Examples
///
/// ```
/// use compute_impact::{Deflator, Money, PriceBasis};
///
/// // Prices of 2021 were 4.6 % above those of 2020.
/// let deflator = Deflator::new(PriceBasis::Nominal, PriceBasis::constant(2020)?, 104.6, 100.0)?;
/// let gdp: Money = "114.9237 tn CNY".parse()?;
/// assert!((gdp.deflated(deflator)?.amount() / 1e12 - 109.87).abs() < 0.01);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deflator {
    from: PriceBasis,
    to: PriceBasis,
    factor: f64,
}

impl Deflator {
    /// Builds a deflator from the price levels of the basis converted from and of the one converted
    /// to.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless both levels are positive and finite,
    /// and their ratio too.
    pub fn new(
        from: PriceBasis,
        to: PriceBasis,
        level_from: f64,
        level_to: f64,
    ) -> Result<Self, Error> {
        Interval::POSITIVE.check("price level converted from", level_from)?;
        Interval::POSITIVE.check("price level converted to", level_to)?;
        let factor = Interval::POSITIVE.check("ratio of price levels", level_to / level_from)?;
        Ok(Self { from, to, factor })
    }

    /// The price basis converted from.
    #[must_use]
    pub const fn from(&self) -> PriceBasis {
        self.from
    }

    /// The price basis converted to.
    #[must_use]
    pub const fn to(&self) -> PriceBasis {
        self.to
    }

    /// The money of the new basis per money of the old.
    #[must_use]
    pub const fn factor(&self) -> f64 {
        self.factor
    }
}
