//! A platform that connects the sites of a segment.

use crate::capacity::Segment;
use crate::evidence::Estimate;
use crate::{Period, Share, Years};

/// An interconnection platform (算力互联互通平台): resources of a segment are registered, tested and
/// found in one place, so that jobs that wait at one site can run at another.
///
/// The part of the capacity that is registered rises in a straight line over the years of
/// [`over`](Self::over) up to the stated share. Of the jobs only those that tolerate the latency
/// move: the product of both parts is pooled. The platform
///
/// - raises the ceiling of utilisation to the one at which the pool has the wait that one site had
///   (see [`Sites`](crate::market::Sites)), where the market states its sites;
/// - saves users what finding and testing resources costs them, where the market states it, as far as
///   resources are registered.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Segment;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::policy::{Platform, Policy, Shock};
///
/// let registered = Estimate::assumed("60 %".parse()?, "registered volumes are not published")?;
/// let platform = Platform::new(Segment::Smart, registered, "2026".parse()?)
///     .over(Estimate::assumed("3 years".parse()?, "a guess")?);
/// let policy = Policy::new("interconnection", [Shock::Platform(platform)])?;
/// assert_eq!(policy.shocks().len(), 1);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `segment`, `registered` and `from`, and optionally `over`"
)]
pub struct Platform {
    pub(crate) segment: Segment,
    pub(crate) registered: Estimate<Share>,
    pub(crate) from: Period,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) over: Option<Estimate<Years>>,
}

impl Platform {
    /// Builds a platform on which a share of the capacity is registered from the start of a period
    /// on.
    #[must_use]
    pub const fn new(segment: Segment, registered: Estimate<Share>, from: Period) -> Self {
        Self {
            segment,
            registered,
            from,
            over: None,
        }
    }

    /// Sets the years over which registration reaches its share.
    #[must_use]
    pub fn over(self, years: Estimate<Years>) -> Self {
        let over = Some(years);
        Self { over, ..self }
    }

    /// The segment.
    #[must_use]
    pub const fn segment(&self) -> Segment {
        self.segment
    }
}
