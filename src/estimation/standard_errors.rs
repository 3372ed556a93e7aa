//! The assumptions about errors, from classical to clustered and autocorrelated.

use std::fmt;

use serde::Serialize;

/// The assumption about the errors of a regression, from which standard errors follow.
///
/// # Examples
///
/// ```
/// use compute_impact::estimation::{Bandwidth, StandardErrors};
///
/// let by_country = StandardErrors::clustered_by("country");
/// assert_eq!(by_country.to_string(), "clustered by country");
/// let over_time = StandardErrors::NeweyWest(Bandwidth::Lags(4));
/// assert_eq!(over_time.to_string(), "Newey-West, 4 lags");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum StandardErrors {
    /// Independent errors of one variance: `s^2 (X'X)^-1`.
    Classical,
    /// Independent errors of any variance: White (1980), *Econometrica* 48(4), 817-838.
    Hc0,
    /// As [`Hc0`](Self::Hc0), times `n / (n - K)`.
    Hc1,
    /// As [`Hc0`](Self::Hc0), with each squared residual divided by `1 - h`, where `h` is the
    /// leverage of its row: MacKinnon and White (1985), *Journal of Econometrics* 29(3), 305-325.
    Hc2,
    /// As [`Hc2`](Self::Hc2), divided by `(1 - h)^2`.
    Hc3,
    /// Errors that depend on each other within the groups of a column.
    Clustered {
        /// The name of the column of labels or periods.
        by: String,
    },
    /// Errors that depend on each other within the groups of either of two columns: Cameron, Gelbach
    /// and Miller (2011), *Journal of Business & Economic Statistics* 29(2), 238-249. A variance that
    /// their difference of matrices makes negative is zero, and reported.
    ClusteredTwoWay {
        /// The names of the columns.
        by: [String; 2],
    },
    /// Errors that depend on those of neighbouring periods, with Bartlett's weights: Newey and West
    /// (1987), *Econometrica* 55(3), 703-708. For a time series.
    NeweyWest(Bandwidth),
    /// Errors that depend on those of all entities and of neighbouring periods: Driscoll and Kraay
    /// (1998), *Review of Economics and Statistics* 80(4), 549-560. For a panel of many periods.
    DriscollKraay(Bandwidth),
}

/// The number of lags over which errors depend on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Bandwidth {
    /// This number of lags, each with the weight `1 - lag / (lags + 1)`.
    Lags(u16),
    /// The whole part of `4 (T / 100)^(2/9)` lags for `T` periods: the default of statsmodels
    /// and of Stata's `xtscc`. It does not look at the data.
    RuleOfThumb,
    /// The lags that the autocovariances of the data ask for: Newey and West (1994), *Review of
    /// Economic Studies* 61(4), 631-653, for Bartlett's weights, without prewhitening.
    ///
    /// With the scores `h_t`, summed over all regressors but the constant, their autocovariances
    /// `c_j` and `n` the whole part of `4 (T / 100)^(2/9)`, it is the whole part of
    /// `1.1447 ((s_1 / s_0)^2 T)^(1/3)` with `s_0 = c_0 + 2 (c_1 + ... + c_n)` and
    /// `s_1 = 2 (c_1 + 2 c_2 + ... + n c_n)`, at most `T - 1`: `NeweyWest(prewhite = FALSE)` of the R
    /// package sandwich. It depends on the units of several regressors, of whose scores it takes
    /// the sum.
    NeweyWest1994,
}

impl Bandwidth {
    /// The number of lags for a number of periods; none if it depends on the data, where
    /// [`Fit::lags`](super::Fit::lags) has it.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::estimation::Bandwidth;
    ///
    /// assert_eq!(Bandwidth::RuleOfThumb.lags(40), Some(3));
    /// assert_eq!(Bandwidth::NeweyWest1994.lags(40), None);
    /// ```
    #[must_use]
    pub fn lags(self, periods: usize) -> Option<usize> {
        match self {
            Self::Lags(lags) => Some(usize::from(lags)),
            Self::RuleOfThumb => Some(rule_of_thumb(periods)),
            Self::NeweyWest1994 => None,
        }
    }
}

/// The whole part of `4 (T / 100)^(2/9)`.
pub(super) fn rule_of_thumb(periods: usize) -> usize {
    #[expect(clippy::cast_precision_loss, reason = "a number of rows")]
    let periods = periods as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive, and at most a few hundred"
    )]
    let lags = (4.0 * libm::pow(periods / 100.0, 2.0 / 9.0)) as usize;
    lags
}

impl StandardErrors {
    /// Errors clustered by a column of labels or periods.
    #[must_use]
    pub fn clustered_by(column: impl Into<String>) -> Self {
        Self::Clustered { by: column.into() }
    }

    /// Errors clustered by two columns.
    #[must_use]
    pub fn clustered_by_two(first: impl Into<String>, second: impl Into<String>) -> Self {
        Self::ClusteredTwoWay {
            by: [first.into(), second.into()],
        }
    }
}

impl fmt::Display for StandardErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lags = |f: &mut fmt::Formatter<'_>, name: &str, bandwidth: &Bandwidth| match bandwidth {
            Bandwidth::Lags(1) => write!(f, "{name}, 1 lag"),
            Bandwidth::Lags(lags) => write!(f, "{name}, {lags} lags"),
            Bandwidth::RuleOfThumb => write!(f, "{name}, lags by rule of thumb"),
            Bandwidth::NeweyWest1994 => write!(f, "{name}, lags after Newey and West (1994)"),
        };
        match self {
            Self::Classical => f.write_str("classical"),
            Self::Hc0 => f.write_str("HC0"),
            Self::Hc1 => f.write_str("HC1"),
            Self::Hc2 => f.write_str("HC2"),
            Self::Hc3 => f.write_str("HC3"),
            Self::Clustered { by } => write!(f, "clustered by {by}"),
            Self::ClusteredTwoWay {
                by: [first, second],
            } => {
                write!(f, "clustered by {first} and {second}")
            }
            Self::NeweyWest(bandwidth) => lags(f, "Newey-West", bandwidth),
            Self::DriscollKraay(bandwidth) => lags(f, "Driscoll-Kraay", bandwidth),
        }
    }
}
