use std::{fmt, str::FromStr};

use super::{Interval, text_serde};
use crate::cash_flow::Date;
use crate::{Error, ErrorKind};

/// The length of one period.
///
/// Reads and prints as `year`, `quarter`, `month`.
///
/// # Examples
///
/// ```
/// use compute_impact::{Frequency, Period};
///
/// let quarter: Period = "2024-Q2".parse()?;
/// assert_eq!(quarter.frequency(), Frequency::Quarter);
/// assert_eq!(Frequency::Quarter.per_year(), 4);
/// assert!("week".parse::<Frequency>().is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Frequency {
    /// Twelve months.
    Year,
    /// Three months.
    Quarter,
    /// One month.
    Month,
}

impl Frequency {
    const WHAT: &'static str = "frequency";
    const EXPECTED: &'static str = "`year`, `quarter` or `month`";

    /// The number of periods in a year: 1, 4 or 12.
    #[must_use]
    pub const fn per_year(self) -> u16 {
        match self {
            Self::Year => 1,
            Self::Quarter => 4,
            Self::Month => 12,
        }
    }

    /// The length of one period in years: 1, 0.25 or 1/12.
    #[must_use]
    pub fn years(self) -> f64 {
        1.0 / f64::from(self.per_year())
    }

    const fn months(self) -> i32 {
        match self {
            Self::Year => 12,
            Self::Quarter => 3,
            Self::Month => 1,
        }
    }
}

impl fmt::Display for Frequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Year => "year",
            Self::Quarter => "quarter",
            Self::Month => "month",
        })
    }
}

impl FromStr for Frequency {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        match text.trim() {
            "year" => Ok(Self::Year),
            "quarter" => Ok(Self::Quarter),
            "month" => Ok(Self::Month),
            _ => Err(Error::parse(Self::WHAT, text, Self::EXPECTED)),
        }
    }
}

text_serde!(Frequency, Frequency::EXPECTED);

/// A year, quarter or month. A level dated with a period is the level at the period's *end*.
///
/// Range: years 1 to 9999. Reads and prints as `2024`, `2024-Q2`, `2024-06`; `2024Q2`, `2024年` and
/// `2024年6月` are read too. `2024-6` and `2024-25` are refused, because they could be spans of
/// years.
///
/// # Examples
///
/// ```
/// use compute_impact::Period;
///
/// let june: Period = "2024-06".parse()?;
/// let target: Period = "2025".parse()?;
/// assert_eq!(june.years_until(target), 1.5); // end of June 2024 to end of 2025
/// assert!("2024-13".parse::<Period>().is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    frequency: Frequency,
    /// Periods of this frequency since the start of year 0.
    ordinal: i32,
}

impl Period {
    /// The year 1, for formulas in which the date does not matter.
    pub(crate) const FIRST: Self = Self {
        frequency: Frequency::Year,
        ordinal: 1,
    };

    pub(crate) const WHAT: &'static str = "period";
    const EXPECTED: &'static str = "`2024`, `2024-Q2` or `2024-06`";

    fn new(year: i32, frequency: Frequency, part: i32) -> Result<Self, Error> {
        Interval::closed_const(1.0, 9999.0).check("year", f64::from(year))?;
        let parts = i32::from(frequency.per_year());
        Interval::closed_const(1.0, f64::from(parts)).check(
            if frequency == Frequency::Month {
                "month"
            } else {
                "quarter"
            },
            f64::from(part),
        )?;
        Ok(Self {
            frequency,
            ordinal: year * parts + part - 1,
        })
    }

    /// Builds a calendar year.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) outside years 1 to 9999.
    pub fn year(year: i32) -> Result<Self, Error> {
        Self::new(year, Frequency::Year, 1)
    }

    /// Builds a quarter, 1 to 4, of a year.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a year or quarter that does not exist.
    pub fn quarter(year: i32, quarter: i32) -> Result<Self, Error> {
        Self::new(year, Frequency::Quarter, quarter)
    }

    /// Builds a month, 1 to 12, of a year.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a year or month that does not exist.
    pub fn month(year: i32, month: i32) -> Result<Self, Error> {
        Self::new(year, Frequency::Month, month)
    }

    /// The length of this period: a year, a quarter or a month.
    #[must_use]
    pub const fn frequency(self) -> Frequency {
        self.frequency
    }

    /// The calendar year that contains this period.
    #[must_use]
    pub fn calendar_year(self) -> i32 {
        self.ordinal
            .div_euclid(i32::from(self.frequency.per_year()))
    }

    /// Returns the period of the same frequency that lies `count` periods later.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) after the year 9999.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Period;
    ///
    /// let quarter: Period = "2024-Q3".parse()?;
    /// assert_eq!(quarter.plus(2)?, "2025-Q1".parse()?);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn plus(self, count: u32) -> Result<Self, Error> {
        let parts = i64::from(self.frequency.per_year());
        let ordinal = i64::from(self.ordinal) + i64::from(count);
        let years = Interval::closed_const(1.0, 9999.0);
        // At most 2^33 / 1, far below where an f64 loses integers.
        #[allow(clippy::cast_precision_loss)]
        years.check("year", ordinal.div_euclid(parts) as f64)?;
        let ordinal = i32::try_from(ordinal).unwrap_or(i32::MAX);
        Ok(Self {
            frequency: self.frequency,
            ordinal,
        })
    }

    /// Returns the number of periods from `base` to this one; negative if this one is earlier.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) if the two differ in frequency.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Period;
    ///
    /// let base = Period::year(2024)?;
    /// assert_eq!(Period::year(2030)?.since(base)?, 6);
    /// assert!(Period::month(2030, 1)?.since(base).is_err());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn since(self, base: Self) -> Result<i32, Error> {
        if self.frequency == base.frequency {
            return Ok(self.ordinal - base.ordinal);
        }
        Err(Error::new(ErrorKind::FrequencyMismatch {
            what: Self::WHAT,
            expected: base.frequency,
            found: self.frequency,
        }))
    }

    /// The end of this period as a time in years: 2024.5 for June 2024, and 2025 for December.
    pub(crate) fn end_in_years(self) -> f64 {
        f64::from(self.end_month()) / 12.0
    }

    /// Returns the years from the end of this period to the end of `later`; negative if that is
    /// earlier.
    ///
    /// Works across frequencies, in whole months.
    #[must_use]
    pub fn years_until(self, later: Self) -> f64 {
        f64::from(later.end_month() - self.end_month()) / 12.0
    }

    /// Returns this period if it has the frequency `expected`.
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

    /// Returns true if this period ends after `other` ends.
    #[must_use]
    pub fn ends_after(self, other: Self) -> bool {
        self.end_month() > other.end_month()
    }

    /// Returns true if this period ends before `other` ends.
    #[must_use]
    pub fn is_before(self, other: Self) -> bool {
        other.ends_after(self)
    }

    /// The last day of this period, on which a level dated with it holds.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Period;
    ///
    /// let quarter: Period = "2024-Q1".parse()?;
    /// assert_eq!(quarter.last_day(), "2024-03-31".parse()?);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn last_day(self) -> Date {
        let month = self.end_month() - 1;
        Date::last_of_month(month.div_euclid(12), month.rem_euclid(12) + 1)
    }

    /// Months from the start of year 0 to this period's end.
    const fn end_month(self) -> i32 {
        (self.ordinal + 1) * self.frequency.months()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.calendar_year();
        let part = self
            .ordinal
            .rem_euclid(i32::from(self.frequency.per_year()))
            + 1;
        match self.frequency {
            Frequency::Year => write!(f, "{year:04}"),
            Frequency::Quarter => write!(f, "{year:04}-Q{part}"),
            Frequency::Month => write!(f, "{year:04}-{part:02}"),
        }
    }
}

impl FromStr for Period {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let number = |digits: &str, length: usize| {
            let plain = digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit());
            if plain {
                digits.parse::<i32>().map_err(|_| wrong())
            } else {
                Err(wrong())
            }
        };
        let (year, part) = match text.trim().split_at_checked(4) {
            Some((year, part)) => (number(year, 4)?, part),
            None => return Err(wrong()),
        };
        if let Some(month) = part.strip_prefix('年') {
            return match month.strip_suffix('月') {
                Some(month) => Self::month(year, number(month, month.len().clamp(1, 2))?),
                None if month.is_empty() => Self::year(year),
                None => Err(wrong()),
            };
        }
        let dashed = part.strip_prefix('-');
        match (dashed.unwrap_or(part).strip_prefix(['Q', 'q']), dashed) {
            (Some(quarter), _) => Self::quarter(year, number(quarter, 1)?),
            (None, Some(month)) => Self::month(year, number(month, 2)?),
            (None, None) if part.is_empty() => Self::year(year),
            (None, None) => Err(wrong()),
        }
    }
}

text_serde!(Period, Period::EXPECTED, |year: f64| {
    // The cast saturates, and the range of years lies far inside `i32`.
    #[allow(clippy::cast_possible_truncation)]
    if year.fract() == 0.0 {
        Period::year(year as i32)
    } else {
        Err(Error::parse(
            Period::WHAT,
            &year.to_string(),
            Period::EXPECTED,
        ))
    }
});
