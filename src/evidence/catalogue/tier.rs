//! The tiers of the IDC, Inspur and Tsinghua index, as published.

use std::sync::LazyLock;

use super::{Entry, find};
use crate::evidence::Estimate;
use crate::response::IndexTier;
use crate::{Error, Factor, IndexScore};

/// A published tier of the index: a threshold above which a point is said to count more.
///
/// The publication does *not define* the base of the factor: it may be the average slope of all
/// countries, or the slope below 40 points. Whoever applies the factor must choose one and state
/// it.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::catalogue::idc_tiers;
///
/// let [middle, top] = idc_tiers() else { unreachable!() };
/// assert_eq!(middle.above_points.get(), 40.0);
/// assert_eq!(middle.factor.get(), 1.5);
/// assert_eq!(top.above_points.get(), 60.0);
/// assert_eq!(top.factor.get(), 3.0);
/// assert!(top.entry.wording().contains("greater than 60"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct PublishedTier {
    /// The score above which the factor applies, in index points.
    pub above_points: IndexScore,
    /// The multiple of the undefined base that a point counts.
    pub factor: Factor,
    /// The published statement.
    pub entry: &'static Entry,
}

impl PublishedTier {
    /// Returns the tier as an index response takes it, which applies the factor to the published
    /// average coefficient, one of the two readings.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::catalogue::{PublishedTier, idc_tiers};
    /// use compute_impact::response::IndexTier;
    ///
    /// let tiers: Vec<IndexTier> = idc_tiers().iter().map(PublishedTier::tier).collect();
    /// assert_eq!(tiers[0].above().get(), 40.0);
    /// assert_eq!(tiers[1].factor().get(), 3.0);
    /// ```
    #[must_use]
    pub fn tier(&self) -> IndexTier {
        IndexTier::new(self.above_points, self.factor)
    }
}

static TIERS: LazyLock<Vec<PublishedTier>> = LazyLock::new(|| {
    let tier = |points, id| {
        let entry = find(id)?;
        Ok(PublishedTier {
            above_points: IndexScore::new(points)?,
            factor: Estimate::<Factor>::try_from(entry.figure().clone())?.value(),
            entry,
        })
    };
    let tiers: Result<_, Error> = [(40.0, "idc.index-tier.40"), (60.0, "idc.index-tier.60")]
        .into_iter()
        .map(|(points, id)| tier(points, id))
        .collect();
    // Both rows are in the table of the index.
    #[expect(clippy::expect_used, reason = "a unit test reads the tiers")]
    tiers.expect("the tiers are in the catalogue")
});

/// Returns the tiers of the index, lowest first (IDC, Inspur and Tsinghua University, edition
/// 2021-22).
///
/// See [`PublishedTier`] for an example, and [`PublishedTier::tier`] for the form that an
/// [`IndexPath`](crate::response::IndexPath) takes.
#[must_use]
pub fn idc_tiers() -> &'static [PublishedTier] {
    &TIERS
}
