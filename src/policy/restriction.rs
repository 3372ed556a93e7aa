//! Trade restrictions.

use super::shock::{in_order, periods_to_start};
use crate::capacity::Segment;
use crate::evidence::Estimate;
use crate::{Capacity, Error, ErrorKind, Factor, Interval, Measure, Period, Share, Years};

/// The form in which a restriction limits the purchases of a period.
///
/// | form in a file | purchases with the restriction |
/// |---|---|
/// | `share = ESTIMATE` | this share of the purchases without it |
/// | `capacity = ESTIMATE` | at most this capacity per period |
/// | `premium = ESTIMATE` | as much as the same money buys at `1 + premium` times the price: at 0.5 the price is one and a half times as high |
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Segment;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::policy::{Limit, Restriction};
///
/// let premium = Estimate::assumed("0.5".parse()?, "prices on the grey market")?;
/// let dearer = Restriction::new(Segment::Smart, "2026".parse()?, Limit::Premium(premium));
/// assert_eq!(dearer.segment(), Segment::Smart);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "a table, `share`, `capacity` or `premium`"
)]
#[non_exhaustive]
pub enum Limit {
    /// A share of the purchases without the restriction.
    Share(Estimate<Share>),
    /// The capacity that can be bought in each period.
    Capacity(Estimate<Capacity>),
    /// The price increase, as a fraction of the price without the restriction.
    Premium(Estimate<Factor>),
}

/// A trade restriction: between two dates less of a segment can be bought, until domestic
/// production substitutes for the loss.
///
/// | key in a file | meaning |
/// |---|---|
/// | `segment` | `general`, `smart` or `supercomputing` |
/// | `from`, `until` | first and last period; it lasts to the end of the scenario if `until` is left out |
/// | `limit` | [`Limit`] |
/// | `substitution` | `up-to` (share of the loss that domestic production finally replaces) and `over` (years of the linear ramp from the start) |
/// | `quality` | the productivity of the machines that are bought while it is active, relative to others |
/// | `secondary` | `share` (of what is lost, bought on a secondary market) and `premium` (by which it is dearer there) |
/// | `anticipation` | additional purchases in the period before, as a share of that period's own, brought forward from the first restricted period |
///
/// A retaliation is a restriction of its own, from its date on, in the same policy: what one side
/// still sells the other no longer buys. A premium also raises the price that covers the cost of
/// new machines, where the segment has a [`Market`](crate::market::Market).
///
/// From the end of its first period on, capacity never exceeds the capacity without the
/// restriction.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Segment;
/// use compute_impact::policy::{Limit, Restriction};
/// use compute_impact::evidence::Estimate;
///
/// let half = Limit::Share(Estimate::assumed("50 %".parse()?, "half of the chips are banned")?);
/// let restriction = Restriction::new(Segment::Smart, "2025".parse()?, half).with_substitution(
///     Estimate::assumed("80 %".parse()?, "domestic chips in the long run")?,
///     Estimate::assumed("5 years".parse()?, "as fast as planned")?,
/// );
/// assert_eq!(restriction.segment(), Segment::Smart);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `segment`, `from` and `limit`"
)]
pub struct Restriction {
    pub(crate) segment: Segment,
    pub(crate) from: Period,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<Period>,
    pub(crate) limit: Limit,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) substitution: Option<Substitution>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) quality: Option<Estimate<Factor>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) secondary: Option<SecondaryMarket>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) anticipation: Option<Estimate<Share>>,
}

/// A ramp of domestic substitution.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table with `up-to` and `over`"
)]
pub(crate) struct Substitution {
    pub(crate) up_to: Estimate<Share>,
    pub(crate) over: Estimate<Years>,
}

/// Purchases on a secondary market in place of those that a restriction takes away.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with `share` and `premium`")]
pub(crate) struct SecondaryMarket {
    pub(crate) share: Estimate<Share>,
    pub(crate) premium: Estimate<Factor>,
}

impl Restriction {
    /// Builds a restriction from the start of a period to the end of the scenario, without
    /// substitution or anticipation.
    #[must_use]
    pub const fn new(segment: Segment, from: Period, limit: Limit) -> Self {
        Self {
            segment,
            from,
            until: None,
            limit,
            substitution: None,
            quality: None,
            secondary: None,
            anticipation: None,
        }
    }

    /// Sets the last period.
    #[must_use]
    pub fn until(self, until: Period) -> Self {
        let until = Some(until);
        Self { until, ..self }
    }

    /// Adds domestic production that replaces a share of the loss, reached linearly over years.
    #[must_use]
    pub fn with_substitution(self, up_to: Estimate<Share>, over: Estimate<Years>) -> Self {
        let substitution = Some(Substitution { up_to, over });
        Self {
            substitution,
            ..self
        }
    }

    /// Sets the productivity of the machines that are bought while the restriction is active,
    /// relative to the others of the segment; below one for poorer machines.
    #[must_use]
    pub fn with_quality(self, factor: Estimate<Factor>) -> Self {
        let quality = Some(factor);
        Self { quality, ..self }
    }

    /// Sets the share of the lost purchases that is made on a secondary market, and the premium by
    /// which they are dearer there, as a fraction of the price.
    #[must_use]
    pub fn with_secondary_market(self, share: Estimate<Share>, premium: Estimate<Factor>) -> Self {
        let secondary = Some(SecondaryMarket { share, premium });
        Self { secondary, ..self }
    }

    /// Adds buyers who bring purchases forward to the period before the restriction.
    #[must_use]
    pub fn with_anticipation(self, share: Estimate<Share>) -> Self {
        let anticipation = Some(share);
        Self {
            anticipation,
            ..self
        }
    }

    /// The segment.
    #[must_use]
    pub const fn segment(&self) -> Segment {
        self.segment
    }

    pub(super) fn check(&self, base: Period, measure: Measure) -> Result<(), Error> {
        in_order(self.from, self.until)?;
        if let Limit::Capacity(capacity) = &self.limit {
            capacity
                .value()
                .expect_measure(measure)
                .map_err(|error| error.at("limit.capacity"))?;
        }
        if let Some(quality) = &self.quality {
            Interval::POSITIVE
                .check("productivity of what is bought", quality.reach().0)
                .map_err(|error| error.at("quality"))?;
        }
        if self.secondary.is_some() && matches!(self.limit, Limit::Premium(_)) {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a secondary market",
                with: "a price premium, under which everything can be bought",
                remedy: "give `limit.share` or `limit.capacity`",
            })
            .at("secondary"));
        }
        if self.anticipation.is_some() && periods_to_start(base, self.from) < 1.0 {
            return Err(Error::new(ErrorKind::Conflict {
                what: "anticipation",
                with: "a restriction in the first period of the scenario",
                remedy: "begin the scenario two periods before the restriction",
            })
            .at("anticipation"));
        }
        Ok(())
    }
}
