use std::{fmt, str::FromStr};

use crate::quantity::text_serde;
use crate::{Error, Interval};

/// A day of the proleptic Gregorian calendar, which also applies before 1582.
///
/// Range: 0001-01-01 to 9999-12-31. It is read and printed as `2008-02-29`.
///
/// # Examples
///
/// ```
/// use compute_impact::cash_flow::Date;
///
/// let start = Date::new(2008, 1, 1)?;
/// let end: Date = "2009-04-01".parse()?;
/// assert_eq!(end.days_since(start), 456);
/// assert!(Date::new(2007, 2, 29).is_err());
/// assert!("2008-4-1".parse::<Date>().is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    const WHAT: &'static str = "date";
    const EXPECTED: &'static str = "`2008-02-29`";

    /// Builds a date from its year, month and day of the month, the latter two counted from 1.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) outside years 1 to 9999, months 1 to 12, or
    /// the days of that month.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, Error> {
        Interval::closed_const(1.0, 9999.0).check("year", f64::from(year))?;
        Interval::closed_const(1.0, 12.0).check("month", f64::from(month))?;
        let days = days_of(year, month);
        Interval::closed_const(1.0, f64::from(days)).check("day of the month", f64::from(day))?;
        Ok(Self { year, month, day })
    }

    /// The last day of a month, 1 to 12, of a year that a period has.
    pub(crate) fn last_of_month(year: i32, month: i32) -> Self {
        // A month has at most two digits.
        let month = u8::try_from(month).unwrap_or(12);
        let day = days_of(year, month);
        Self { year, month, day }
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Returns the days from `earlier` to this day; negative if this day is the earlier one.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i32 {
        self.number() - earlier.number()
    }

    /// Returns the days since 1970-01-01; negative before.
    #[cfg(feature = "arrow")]
    pub(crate) fn days_since_1970(self) -> i32 {
        const EPOCH: Date = Date {
            year: 1970,
            month: 1,
            day: 1,
        };
        self.days_since(EPOCH)
    }

    /// Returns the days since 0000-03-01.
    ///
    /// Years are counted from March, so that a leap day ends one: H. Hinnant (2013),
    /// "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`,
    /// <https://howardhinnant.github.io/date_algorithms.html>.
    fn number(self) -> i32 {
        let month = i32::from(self.month);
        let year = if month > 2 { self.year } else { self.year - 1 };
        let months = (month + 9) % 12; // since March
        let in_year = (153 * months + 2) / 5 + i32::from(self.day) - 1;
        365 * year + year / 4 - year / 100 + year / 400 + in_year
    }
}

/// The days of a month.
const fn days_of(year: i32, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let number = |digits: &str, length: usize| {
            let plain = digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit());
            let number = plain.then(|| digits.parse::<u16>().ok()).flatten();
            number.ok_or_else(wrong)
        };
        let mut parts = text.trim().splitn(3, '-');
        let mut part = |length| number(parts.next().unwrap_or_default(), length);
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        // Two digits fit into eight bits.
        let small = |x: u16| u8::try_from(x).map_err(|_| wrong());
        Self::new(i32::from(year), small(month)?, small(day)?)
    }
}

text_serde!(Date, Date::EXPECTED);
