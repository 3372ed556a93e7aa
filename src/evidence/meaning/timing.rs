//! Timing of a figure: a stock at a date, or a flow over a window.

use std::fmt;
use std::str::FromStr;

use crate::quantity::text_serde;
use crate::{Error, ErrorKind, Frequency, Period};

/// A span of time from the start of one period to the end of another of the same frequency.
///
/// Reads and prints as `2022-03 to 2024-06`; a single period reads and prints as that period:
/// `2024`.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Window;
///
/// let window: Window = "2022-03 to 2024-06".parse()?;
/// assert_eq!(window.periods(), 28);
/// assert!((window.years() - 28.0 / 12.0).abs() < 1e-12);
/// assert_eq!("2024".parse::<Window>()?.years(), 1.0);
/// assert!("2024 to 2021".parse::<Window>().is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    first: Period,
    last: Period,
}

impl Window {
    const WHAT: &'static str = "window";
    const EXPECTED: &'static str = "`2024` or `2022-03 to 2024-06`";

    /// Builds the window from the start of `first` to the end of `last`.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) if the two differ in frequency;
    /// [`Descending`](ErrorKind::Descending) if `last` lies before `first`.
    pub fn new(first: Period, last: Period) -> Result<Self, Error> {
        if last.since(first)? < 0 {
            let given = format!("{first} to {last}");
            return Err(Error::new(ErrorKind::Descending { given }));
        }
        Ok(Self { first, last })
    }

    /// The first period.
    #[must_use]
    pub const fn first(self) -> Period {
        self.first
    }

    /// The last period, which may be the first.
    #[must_use]
    pub const fn last(self) -> Period {
        self.last
    }

    /// The number of periods, both ends included: at least 1.
    #[must_use]
    pub fn periods(self) -> u32 {
        // The constructor checks that both ends have one frequency and ascend.
        let steps = self.last.since(self.first).unwrap_or(0);
        u32::try_from(steps).unwrap_or(0) + 1
    }

    /// The length in years, from the start of the first period to the end of the last.
    #[must_use]
    pub fn years(self) -> f64 {
        f64::from(self.periods()) / f64::from(self.first.frequency().per_year())
    }
}

impl From<Period> for Window {
    fn from(period: Period) -> Self {
        Self {
            first: period,
            last: period,
        }
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            return write!(f, "{}", self.first);
        }
        write!(f, "{} to {}", self.first, self.last)
    }
}

impl FromStr for Window {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let parsed = |period: &str| {
            period
                .parse::<Period>()
                .map_err(|_| Error::parse(Self::WHAT, text, Self::EXPECTED))
        };
        match text.split_once(" to ") {
            Some((first, last)) => Self::new(parsed(first)?, parsed(last)?),
            None => Ok(parsed(text)?.into()),
        }
    }
}

text_serde!(Window, Window::EXPECTED);

/// The date or the time span that a figure is about.
///
/// | in a file | meaning | example |
/// |---|---|---|
/// | `{ stock = "2024-12" }` | the level at the end of the period | 280 EFLOPS in use at the end of 2024 |
/// | `{ flow = "2024" }` | the sum over the window | GDP of 2024; an outlay over 2022-03 to 2024-06 |
/// | `{ every = "year" }` | the sum over each period, of no period in particular | 400 bn yuan a year |
/// | `{ between = "2016 to 2021" }` | observed from the first period to the last | growth from 2016 to 2021; the data of a regression |
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Timing;
///
/// let gdp = Timing::Flow("2024".parse()?);
/// assert_eq!(gdp.to_string(), "over 2024");
/// assert_eq!(gdp.end(), Some("2024".parse()?));
/// let direct = Timing::Flow("2022-03 to 2024-06".parse()?);
/// assert!((direct.window().unwrap().years() - 2.333).abs() < 1e-3);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timing {
    /// A level at the end of a period.
    Stock(Period),
    /// A sum over a window, or a ratio of such sums.
    Flow(Window),
    /// A sum over each period of a length.
    Every(Frequency),
    /// A change from the first period of a window to the last, or the data behind a coefficient.
    Between(Window),
}

impl Timing {
    /// The date of a stock, or the last period of a window; `None` for a sum over each period.
    #[must_use]
    pub const fn end(self) -> Option<Period> {
        match self {
            Self::Stock(at) => Some(at),
            Self::Flow(window) | Self::Between(window) => Some(window.last()),
            Self::Every(_) => None,
        }
    }

    /// The window of a flow or of an observation.
    #[must_use]
    pub const fn window(self) -> Option<Window> {
        match self {
            Self::Flow(window) | Self::Between(window) => Some(window),
            Self::Stock(_) | Self::Every(_) => None,
        }
    }

    /// The length in years. For a flow it runs from the start of the first period to the end of the
    /// last; for an observation, between the ends of its two periods. `None` for a stock.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::Timing;
    ///
    /// assert_eq!(Timing::Flow("2021 to 2025".parse()?).years(), Some(5.0));
    /// assert_eq!(Timing::Between("2016 to 2021".parse()?).years(), Some(5.0));
    /// assert_eq!(Timing::Every("quarter".parse()?).years(), Some(0.25));
    /// assert_eq!(Timing::Stock("2024".parse()?).years(), None);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn years(self) -> Option<f64> {
        match self {
            Self::Stock(_) => None,
            Self::Flow(window) => Some(window.years()),
            Self::Every(frequency) => Some(frequency.years()),
            Self::Between(window) => Some(window.first().years_until(window.last())),
        }
    }

    /// The key of the timing in a file.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Stock(_) => "stock",
            Self::Flow(_) => "flow",
            Self::Every(_) => "every",
            Self::Between(_) => "between",
        }
    }
}

impl fmt::Display for Timing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stock(at) => write!(f, "at the end of {at}"),
            Self::Flow(window) => write!(f, "over {window}"),
            Self::Every(frequency) => write!(f, "every {frequency}"),
            Self::Between(window) if window.first() == window.last() => write!(f, "in {window}"),
            Self::Between(window) => write!(f, "from {window}"),
        }
    }
}

/// The serde shape of a timing.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Timing", extend("minProperties" = 1, "maxProperties" = 1)))]
#[serde(
    deny_unknown_fields,
    rename = "Timing",
    expecting = "a table such as `{ stock = \"2024-12\" }`, `{ flow = \"2024\" }`, `{ every = \"year\" }` or `{ between = \"2016 to 2021\" }`"
)]
struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    stock: Option<Period>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow: Option<Window>,
    #[serde(skip_serializing_if = "Option::is_none")]
    every: Option<Frequency>,
    #[serde(skip_serializing_if = "Option::is_none")]
    between: Option<Window>,
}

impl Fields {
    fn check(self) -> Result<Timing, Error> {
        let mut stated = [
            self.stock.map(Timing::Stock),
            self.flow.map(Timing::Flow),
            self.every.map(Timing::Every),
            self.between.map(Timing::Between),
        ]
        .into_iter()
        .flatten();
        match (stated.next(), stated.next()) {
            (Some(timing), None) => Ok(timing),
            (Some(timing), Some(second)) => Err(Error::new(ErrorKind::Meaning {
                field: "timing",
                given: second.word().to_owned(),
                against: format!("`{}`", timing.word()),
                remedy: "give only one: a stock at a date, a flow over a window, a flow every \\
                                         period, or an observation between two dates",
            })),
            (None, _) => Err(Error::new(ErrorKind::Missing {
                what: "`timing`",
                remedy: "give `stock`, `flow`, `every` or `between`",
            })),
        }
    }
}

impl serde::Serialize for Timing {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut fields = Fields::default();
        match *self {
            Self::Stock(at) => fields.stock = Some(at),
            Self::Flow(window) => fields.flow = Some(window),
            Self::Every(frequency) => fields.every = Some(frequency),
            Self::Between(window) => fields.between = Some(window),
        }
        fields.serialize(to)
    }
}

impl<'de> serde::Deserialize<'de> for Timing {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Fields::deserialize(from)?
            .check()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
crate::quantity::schema_of!(Timing, Fields);
