//! Limits of lists, texts and sizes that a file or a call can bring.
//!
//! No list is collected and no text is read past its limit: an endless iterator and a file of
//! millions of entries are refused with [`TooMany`](ErrorKind::TooMany), which states the limit and
//! the remedy. The page `docs/limits.md` of the repository lists all limits.
//!
//! # Examples
//!
//! ```
//! use compute_impact::ErrorKind;
//! use compute_impact::evidence::{Heterogeneity, MetaAnalysis, Study};
//! use compute_impact::limits::Limit;
//!
//! let studies = std::iter::repeat(Study::new("again", 0.1, 0.05)?);
//! let error = MetaAnalysis::new(studies, Heterogeneity::None).unwrap_err();
//! let most = Limit::PooledEntries.most();
//! assert!(matches!(error.kind(), ErrorKind::TooMany { most: limit, given: None, .. } if *limit == most));
//! assert_eq!(
//!     error.to_string(),
//!     "at most 100 entries to pool are allowed, more were given: \
//!      pool the entries of one kind first",
//! );
//! # Ok::<(), compute_impact::Error>(())
//! ```

mod read;
mod rows;

use crate::{Error, ErrorKind, Interval};

pub(crate) use read::{list, list_if_any};
use rows::{ROWS, Row};

/// A limit of a list, a text or a size.
///
/// # Examples
///
/// ```
/// use compute_impact::limits::Limit;
///
/// let limit = Limit::Alternatives;
/// assert_eq!(limit.most(), 64);
/// assert_eq!(limit.what(), "alternatives of a scenario");
/// assert!(Limit::all().any(|other| other == limit));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// The text of a scenario file, in bytes.
    FileBytes,
    /// A name, in characters.
    Name,
    /// A longer text, such as a reason or the title of a source, in characters.
    Text,
    /// The written form of a quantity, in characters.
    QuantityText,
    /// The text of a search, in characters.
    SearchText,
    /// The alternatives of a scenario.
    Alternatives,
    /// The inputs of a scenario and of its alternatives, all together.
    Inputs,
    /// The policies of a scenario.
    Policies,
    /// The names of active policies.
    ActivePolicies,
    /// The shocks of a policy, and of all policies of a scenario together.
    Shocks,
    /// The noises of a scenario.
    Noises,
    /// The rank correlations of a scenario.
    Correlations,
    /// The values of a list by period.
    PeriodValues,
    /// The dated shares of a path, or the dated prices of a market.
    Observations,
    /// The weights or the coefficients of a lag.
    LagWeights,
    /// The tiers of an index.
    Tiers,
    /// The values of an empirical distribution.
    SampleValues,
    /// The outputs that a call names.
    Outputs,
    /// The targets of a simulation.
    Targets,
    /// The exact quantiles of a simulation.
    Quantiles,
    /// The parts of a run in a directory.
    RunParts,
    /// The files with parts in a directory.
    PartFiles,
    /// The factors of a model, and its groups.
    Factors,
    /// The parts of a sum that is decomposed.
    Parts,
    /// The points of a trend.
    TrendPoints,
    /// The rows of data to estimate from.
    DataRows,
    /// The columns of data to estimate from.
    DataColumns,
    /// The regressors of a regression, with dummies and the constant.
    Regressors,
    /// The rows of a regression times its regressors.
    RegressionNumbers,
    /// The flows of a cash flow.
    CashFlows,
    /// The labels of an input-output table, and the rows and the columns of a matrix.
    Labels,
    /// The hubs of a network.
    Hubs,
    /// The regions of a network.
    Regions,
    /// The links of a network.
    Links,
    /// The spillovers of a network.
    Spillovers,
    /// The demand classes of a region.
    DemandClasses,
    /// The clusters of a hub.
    Clusters,
    /// The centres of a pool.
    Centres,
    /// The latency classes of a pool.
    LatencyClasses,
    /// The rows of a chart.
    ChartRows,
    /// The places of a flow chart.
    FlowPlaces,
    /// The entries of the catalogue that are pooled.
    PooledEntries,
    /// The variants of a sweep.
    Variants,
    /// The numbers of a sweep that are collected in one piece.
    SweptNumbers,
}

impl Limit {
    /// All limits, in the order of `docs/limits.md`.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::limits::Limit;
    ///
    /// assert!(Limit::all().all(|limit| limit.most() > 1));
    /// ```
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.limit)
    }

    const fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The greatest number allowed.
    #[must_use]
    pub const fn most(self) -> usize {
        self.row().most
    }

    /// The things counted, in words.
    #[must_use]
    pub const fn what(self) -> &'static str {
        self.row().what
    }

    /// The keys of a file and the functions to which the limit applies.
    #[must_use]
    pub const fn place(self) -> &'static str {
        self.row().place
    }

    /// The way to stay within the limit.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        self.row().remedy
    }

    /// The error for a count past the limit; `None` if nobody counted how many there are.
    fn error(self, given: Option<usize>) -> Error {
        Error::new(ErrorKind::TooMany {
            what: self.what(),
            given,
            most: self.most(),
            remedy: self.remedy(),
        })
    }

    /// Refuses a count past the limit.
    ///
    /// # Errors
    ///
    /// [`TooMany`](ErrorKind::TooMany) with the count.
    pub(crate) fn check(self, count: usize) -> Result<(), Error> {
        if count <= self.most() {
            return Ok(());
        }
        Err(self.error(Some(count)))
    }

    /// Refuses a count past the limit, and one below `least`.
    ///
    /// # Errors
    ///
    /// [`TooMany`](ErrorKind::TooMany) past the limit, [`OutOfRange`](ErrorKind::OutOfRange) below
    /// `least`, with `number` as the name of the count.
    pub(crate) fn check_from(
        self,
        least: usize,
        number: &'static str,
        count: usize,
    ) -> Result<(), Error> {
        self.check(count)?;
        #[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
        let [least, most, count] = [least, self.most(), count].map(|count| count as f64);
        Interval::closed_const(least, most)
            .check(number, count)
            .map(|_| ())
    }

    /// Refuses a text of more characters than the limit.
    ///
    /// # Errors
    ///
    /// [`TooMany`](ErrorKind::TooMany) with the number of characters.
    pub(crate) fn check_text(self, text: &str) -> Result<(), Error> {
        // No text has more characters than bytes.
        if text.len() <= self.most() {
            return Ok(());
        }
        self.check(text.chars().count())
    }

    /// Collects at most as many items as the limit allows, and asks for one more.
    ///
    /// # Errors
    ///
    /// [`TooMany`](ErrorKind::TooMany) if there are more, however many.
    pub(crate) fn collect<T>(self, items: impl IntoIterator<Item = T>) -> Result<Vec<T>, Error> {
        let items = self.take(items);
        if items.len() > self.most() {
            return Err(self.error(None));
        }
        Ok(items)
    }

    /// Collects at most one item more than the limit allows, for a check that comes later.
    pub(crate) fn take<T>(self, items: impl IntoIterator<Item = T>) -> Vec<T> {
        items.into_iter().take(self.most() + 1).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_limits() {
        for (number, row) in ROWS.iter().enumerate() {
            assert_eq!(row.limit as usize, number, "{:?}", row.limit);
        }
        // The last limit has a row.
        assert_eq!(ROWS.len(), Limit::SweptNumbers as usize + 1);
    }

    #[test]
    fn a_list_at_its_limit_is_collected_and_one_more_is_refused() {
        let most = Limit::Hubs.most();
        assert_eq!(Limit::Hubs.collect(0..most).unwrap().len(), most);
        let error = Limit::Hubs.collect(0..=most).unwrap_err();
        assert!(error.to_string().contains("more were given"), "{error}");
        let error = Limit::Hubs.check(most + 1).unwrap_err();
        assert!(error.to_string().contains("1,001 were given"), "{error}");
        assert!(Limit::Hubs.check(most).is_ok());
    }

    #[test]
    fn texts_are_counted_in_characters() {
        let most = Limit::Name.most();
        assert!(Limit::Name.check_text(&"算".repeat(most)).is_ok());
        let error = Limit::Name.check_text(&"算".repeat(most + 1)).unwrap_err();
        assert!(error.to_string().contains("1,001 were given"), "{error}");
    }
}
