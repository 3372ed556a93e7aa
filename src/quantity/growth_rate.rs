use std::{fmt, str::FromStr};

use super::{Frequency, Interval, Quantity, QuantityKind, decimal, sealed, text_serde};
use crate::{Error, ErrorKind};

/// Relative change of a level over one period, `level[t] / level[t - 1] - 1`.
///
/// Unit: fraction per period of its [`Frequency`]; discrete, not continuous. Range: above -1 and
/// finite. Reads and prints as `25 % per year`, `1.5 % per quarter`; `46 %/yr`, `25 % p.a.` and
/// `25 per cent a year` are read too, and a text without a frequency means per year. A number
/// without a per-cent sign is refused, because writing 25 for 25 % is too easy a mistake.
///
/// # Examples
///
/// ```
/// use compute_impact::{Frequency, GrowthRate};
///
/// let yearly: GrowthRate = "46 %".parse()?;
/// assert_eq!(yearly, GrowthRate::per_year(0.46)?);
/// let quarterly = yearly.at(Frequency::Quarter)?;
/// assert!((quarterly.get() - 0.0992).abs() < 1e-4); // 1.46^(1/4) - 1
/// assert!(GrowthRate::per_year(-1.0).is_err()); // the level would fall to zero
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GrowthRate {
    fraction: f64,
    frequency: Frequency,
}

impl GrowthRate {
    pub(crate) const WHAT: &'static str = "growth rate";
    const EXPECTED: &'static str = "`25 % per year` or `1.5 % per quarter`";
    pub(crate) const ALLOWED: Interval = Interval::open_const(-1.0, f64::INFINITY);

    /// Builds a growth rate from a fraction per period: 25 % is `0.25`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless above -1 and finite.
    pub fn new(fraction: f64, frequency: Frequency) -> Result<Self, Error> {
        Self::ALLOWED
            .check(Self::WHAT, fraction)
            .map(|fraction| Self {
                fraction,
                frequency,
            })
    }

    /// Builds a yearly growth rate from a fraction: 25 % is `0.25`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn per_year(fraction: f64) -> Result<Self, Error> {
        Self::new(fraction, Frequency::Year)
    }

    /// Builds a yearly growth rate from per cent: 25 % is `25.0`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn from_percent(percent_per_year: f64) -> Result<Self, Error> {
        Self::per_year(decimal::shifted(percent_per_year, -2))
    }

    /// Returns the constant yearly rate that leads from one positive level to another in `years`:
    /// `(to / from)^(1 / years) - 1`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the levels and the time are positive and
    /// finite, and the rate is finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::GrowthRate;
    ///
    /// // MIIT: 180 EFLOPS at the end of 2022, 280 EFLOPS at the end of 2024.
    /// let growth = GrowthRate::from_levels(180.0, 280.0, 2.0)?;
    /// assert!((growth.get() - 0.2472).abs() < 1e-4);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn from_levels(from: f64, to: f64, years: f64) -> Result<Self, Error> {
        Interval::POSITIVE.check("level at the start", from)?;
        Interval::POSITIVE.check("level at the end", to)?;
        Interval::POSITIVE.check("time between the levels, in years,", years)?;
        let change = (to - from) / from;
        // The difference of two logarithms of large levels loses the digits that the levels share.
        let log_change = if change > -1.0 && change < f64::INFINITY {
            libm::log1p(change)
        } else {
            libm::log(to) - libm::log(from)
        };
        Self::per_year(libm::expm1(log_change / years))
    }

    /// Returns the yearly rate at which a level doubles in the given time: `2^(1 / years) - 1`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the time is positive and finite, and the rate
    /// finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::GrowthRate;
    ///
    /// let moore = GrowthRate::from_doubling_time_years(2.0)?;
    /// assert!((moore.get() - 0.4142).abs() < 1e-4);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn from_doubling_time_years(years: f64) -> Result<Self, Error> {
        Self::from_levels(1.0, 2.0, years)
    }

    /// The change over one period, as a fraction.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.fraction
    }

    /// The length of the period that the change is over.
    #[must_use]
    pub const fn frequency(self) -> Frequency {
        self.frequency
    }

    /// Returns the same growth over another period, `(1 + g)^(n / m) - 1` with `n` and `m` periods
    /// of the old and the new frequency in a year: 46 % per year is 9.9 % per quarter.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) where the compounded rate overflows, or is so near
    /// -1 that it rounds to it.
    pub fn at(self, frequency: Frequency) -> Result<Self, Error> {
        if frequency == self.frequency {
            return Ok(self);
        }
        let periods = f64::from(self.frequency.per_year()) / f64::from(frequency.per_year());
        Self::new(libm::expm1(libm::log1p(self.fraction) * periods), frequency)
    }

    /// Returns this rate if it is stated per `expected` period.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) otherwise; convert with
    /// [`at`](Self::at) first.
    pub(crate) fn expect_frequency(
        self,
        what: &'static str,
        expected: Frequency,
    ) -> Result<Self, Error> {
        if self.frequency == expected {
            return Ok(self);
        }
        Err(Error::new(ErrorKind::FrequencyMismatch {
            what,
            expected,
            found: self.frequency,
        }))
    }
}

impl fmt::Display for GrowthRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} % per {}",
            decimal::print(f, self.fraction, -2),
            self.frequency
        )
    }
}

impl FromStr for GrowthRate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let (number, unit) = decimal::split(text).ok_or_else(wrong)?;
        let (part, frequency) = split_period(unit);
        let exponent = decimal::part_exponent(part.trim_end()).ok_or_else(wrong)?;
        Self::new(
            decimal::scaled(&number, exponent).ok_or_else(wrong)?,
            frequency,
        )
    }
}

/// Splits `% per quarter` into the part sign and the period; no period means a year.
fn split_period(unit: &str) -> (&str, Frequency) {
    if let Some(part) = unit.strip_suffix("p.a.") {
        return (part, Frequency::Year);
    }
    ["per ", "/", " a "]
        .into_iter()
        .find_map(|per| {
            let (part, period) = unit.rsplit_once(per)?;
            let frequency = match period.trim() {
                "year" | "yr" | "a" | "annum" | "年" => Frequency::Year,
                "quarter" | "qtr" | "季" => Frequency::Quarter,
                "month" | "mo" | "月" => Frequency::Month,
                _ => return None, // the `per ` of `per cent`
            };
            Some((part, frequency))
        })
        .unwrap_or((unit, Frequency::Year))
}

text_serde!(GrowthRate, GrowthRate::EXPECTED);

impl sealed::Sealed for GrowthRate {}

impl Quantity for GrowthRate {
    const NAME: &'static str = Self::WHAT;
    const KIND: QuantityKind = QuantityKind::GrowthRate;

    fn number(&self) -> f64 {
        self.fraction
    }

    fn with_number(&self, number: f64) -> Result<Self, Error> {
        Self::new(number, self.frequency)
    }

    fn allowed(&self) -> Interval {
        Self::ALLOWED
    }

    fn unit(&self) -> String {
        format!("fraction per {}", self.frequency)
    }
}
