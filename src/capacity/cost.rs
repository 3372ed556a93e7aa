//! The unit cost of new capacity over time.

use crate::evidence::Estimate;
use crate::limits::{self, Limit};
use crate::{Error, ErrorKind, Frequency, GrowthRate, Interval, Measure, Money, Share, UnitCost};

/// The unit cost of new capacity over time: a cost that starts at the base and changes, or a list
/// with one cost for each period.
///
/// | key in a file | meaning |
/// |---|---|
/// | `start` | cost at the end of the base period |
/// | `trend` | growth of the cost that does not depend on purchases: at -20 % a year it falls by a fifth |
/// | `price-performance` | in place of `trend`: growth of operations per second per unit of money, as it is published; at 25 % a year the cost falls by a fifth |
/// | `learning` | learning rate: the share by which the cost falls with each doubling of cumulative purchases (Wright 1936), below 50 % |
/// | `by-period` | in place of the three above: one cost for each period, from the first after the base on |
///
/// Purchases of a period are made at the cost that the trend has reached at its end. Learning
/// continues within a period, so that an amount of money buys the same capacity in one purchase as
/// in many. Cumulative purchases start from the stock at the base.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::{CostPath, CostTrend, FallingCost};
/// use compute_impact::evidence::Estimate;
///
/// let start = Estimate::assumed("9 bn CNY per EFLOPS FP32".parse()?, "AI servers")?;
/// let rate = Estimate::assumed("-20 % per year".parse()?, "a fifth a year")?;
/// let falling = FallingCost::new(start.clone()).with_trend(CostTrend::Rate(rate));
/// assert!(matches!(CostPath::from(falling), CostPath::Falling(_)));
///
/// let listed = CostPath::listed(vec![start.clone(), start])?;
/// assert_eq!(listed.costs().len(), 2);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
#[expect(
    clippy::large_enum_variant,
    reason = "a scenario has at most three of them"
)]
pub enum CostPath {
    /// A cost that starts at the base and changes from there.
    Falling(FallingCost),
    /// One cost for each period, from the first after the base to the last.
    Listed(ListedCosts),
}

/// A unit cost at the base, with its trend and its learning rate.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::FallingCost;
/// use compute_impact::evidence::Estimate;
///
/// let start = Estimate::assumed("9 bn CNY per EFLOPS FP32".parse()?, "AI servers")?;
/// let learning = Estimate::assumed("15 %".parse()?, "as for other electronics")?;
/// let cost = FallingCost::new(start).with_learning(learning);
/// assert_eq!(cost.learning().map(|share| share.value().get()), Some(0.15));
/// assert_eq!(cost.trend(), None);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FallingCost {
    start: Estimate<UnitCost>,
    trend: Option<CostTrend>,
    learning: Option<Estimate<Share>>,
}

/// The change of a unit cost that does not depend on purchases, in one of two equivalent forms.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::{CostTrend, FallingCost};
/// use compute_impact::evidence::Estimate;
///
/// let start = Estimate::assumed("9 bn CNY per EFLOPS FP32".parse()?, "AI servers")?;
/// // Price-performance that grows by 25 % a year is a cost that falls by 20 % a year.
/// let rate = Estimate::assumed("25 % per year".parse()?, "as published for GPUs")?;
/// let cost = FallingCost::new(start).with_trend(CostTrend::PricePerformance(rate));
/// assert!(matches!(cost.trend(), Some(CostTrend::PricePerformance(_))));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum CostTrend {
    /// The growth rate of the cost itself: at -20 % a year it falls by a fifth.
    Rate(Estimate<GrowthRate>),
    /// The growth rate of price-performance, which is operations per second per unit of money: at
    /// 25 % a year the cost falls by a fifth.
    PricePerformance(Estimate<GrowthRate>),
}

/// A list of unit costs, one for each period; never empty.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::CostPath;
/// use compute_impact::evidence::Estimate;
///
/// let cost = Estimate::assumed("9 bn CNY per EFLOPS FP32".parse()?, "a contract")?;
/// let path = CostPath::listed(vec![cost.clone(), cost])?;
/// assert!(matches!(&path, CostPath::Listed(list) if list.costs().len() == 2));
/// assert!(CostPath::listed(Vec::new()).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ListedCosts(Vec<Estimate<UnitCost>>);

impl FallingCost {
    /// Builds a cost that stays at its level of the base period.
    #[must_use]
    pub const fn new(start: Estimate<UnitCost>) -> Self {
        Self {
            start,
            trend: None,
            learning: None,
        }
    }

    /// Adds a trend, which does not depend on purchases.
    #[must_use]
    pub fn with_trend(self, trend: CostTrend) -> Self {
        let trend = Some(trend);
        Self { trend, ..self }
    }

    /// Adds learning: the cost falls by this share with each doubling of cumulative purchases.
    #[must_use]
    pub fn with_learning(self, part: Estimate<Share>) -> Self {
        let learning = Some(part);
        Self { learning, ..self }
    }

    /// The cost at the end of the base period.
    #[must_use]
    pub const fn start(&self) -> &Estimate<UnitCost> {
        &self.start
    }

    /// The trend, if there is one.
    #[must_use]
    pub const fn trend(&self) -> Option<&CostTrend> {
        self.trend.as_ref()
    }

    /// The learning rate, if there is one: the share by which the cost falls with each doubling.
    #[must_use]
    pub const fn learning(&self) -> Option<&Estimate<Share>> {
        self.learning.as_ref()
    }

    fn check(&self, frequency: Frequency) -> Result<(), Error> {
        let rate = match &self.trend {
            Some(CostTrend::Rate(rate)) => Some((rate, "trend")),
            Some(CostTrend::PricePerformance(rate)) => Some((rate, "price-performance")),
            None => None,
        };
        if let Some((rate, place)) = rate {
            rate.value()
                .expect_frequency("period of a growth rate", frequency)
                .map_err(|error| error.at(place))?;
        }
        if let Some(learning) = &self.learning {
            let (least, most) = learning.reach();
            // At one half the cost falls as fast as cumulative purchases grow, and a finite amount
            // of money would buy infinite capacity.
            for part in [least, most] {
                Interval::closed_const(0.0, 0.49)
                    .check("learning rate", part)
                    .map_err(|error| error.at("learning"))?;
            }
        }
        Ok(())
    }
}

impl ListedCosts {
    /// The costs, from the first period after the base on.
    #[must_use]
    pub fn costs(&self) -> &[Estimate<UnitCost>] {
        &self.0
    }
}

impl From<FallingCost> for CostPath {
    fn from(cost: FallingCost) -> Self {
        Self::Falling(cost)
    }
}

impl From<Estimate<UnitCost>> for CostPath {
    /// Builds a cost that stays at its level of the base period.
    fn from(start: Estimate<UnitCost>) -> Self {
        FallingCost::new(start).into()
    }
}

impl CostPath {
    /// Builds a list with one cost for each period, from the first after the base to the last.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for an empty list; [`TooMany`](ErrorKind::TooMany) past
    /// [`Limit::PeriodValues`].
    pub fn listed(costs: Vec<Estimate<UnitCost>>) -> Result<Self, Error> {
        if costs.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "a unit cost",
                remedy: "list one cost for each period",
            }));
        }
        Limit::PeriodValues.check(costs.len())?;
        Ok(Self::Listed(ListedCosts(costs)))
    }

    /// Returns the stated costs: the one at the base, or all of the list.
    #[must_use]
    pub fn costs(&self) -> &[Estimate<UnitCost>] {
        match self {
            Self::Falling(cost) => std::slice::from_ref(&cost.start),
            Self::Listed(listed) => listed.costs(),
        }
    }

    pub(crate) fn check(
        &self,
        measure: Measure,
        money: Money,
        frequency: Frequency,
        periods: u32,
    ) -> Result<(), Error> {
        let place = match self {
            Self::Falling(_) => "start",
            Self::Listed(_) => "by-period",
        };
        for cost in self.costs() {
            let cost = cost.value();
            let like = cost.per_eflops().expect_like(money).and_then(|amount| {
                // Money divided by a cost of zero would buy infinite capacity.
                Interval::POSITIVE.check("unit cost", amount.amount())?;
                if cost.measure() == measure {
                    return Ok(());
                }
                let (left, right) = (cost.measure(), measure);
                Err(Error::new(ErrorKind::MeasureMismatch { left, right }))
            });
            like.map_err(|error| error.at(place))?;
        }
        match self {
            Self::Falling(cost) => cost.check(frequency),
            Self::Listed(listed) if listed.0.len() != periods as usize => {
                Err(Error::new(ErrorKind::ShapeMismatch {
                    what: "the list of unit costs, one a period,",
                    expected: periods as usize,
                    found: listed.0.len(),
                })
                .at(place))
            }
            Self::Listed(_) => Ok(()),
        }
    }
}

/// The serde shape of a cost path.
#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("oneOf" = [{ "required": ["start"] }, { "required": ["by-period"] }])))]
#[serde(
    deny_unknown_fields,
    rename = "CostPath",
    rename_all = "kebab-case",
    expecting = "a table with `start` (and `trend`, `learning`), or with `by-period`"
)]
struct Fields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<Estimate<UnitCost>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trend: Option<Estimate<GrowthRate>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    price_performance: Option<Estimate<GrowthRate>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    learning: Option<Estimate<Share>>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "limits::list_if_any::<{ Limit::PeriodValues as usize }, _, _>"
    )]
    by_period: Option<Vec<Estimate<UnitCost>>>,
}

#[cfg(feature = "schema")]
crate::quantity::schema_of!(CostPath, Fields);

impl TryFrom<Fields> for CostPath {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        let conflict = |what, with, remedy| Error::new(ErrorKind::Conflict { what, with, remedy });
        let trend = match (fields.trend, fields.price_performance) {
            (Some(_), Some(_)) => {
                return Err(conflict(
                    "`trend`",
                    "`price-performance`",
                    "give one of them, as they are two forms of the same rate",
                ));
            }
            (Some(rate), None) => Some(CostTrend::Rate(rate)),
            (None, Some(rate)) => Some(CostTrend::PricePerformance(rate)),
            (None, None) => None,
        };
        match (fields.start, fields.by_period) {
            (Some(start), None) => Ok(Self::Falling(FallingCost {
                start,
                trend,
                learning: fields.learning,
            })),
            (None, Some(listed)) if trend.is_none() && fields.learning.is_none() => {
                Self::listed(listed)
            }
            (None, Some(_)) => Err(conflict(
                "`by-period`",
                "`trend`, `price-performance` or `learning`",
                "list the final cost of each period, or give `start` with these",
            )),
            (Some(_), Some(_)) => Err(conflict(
                "`start`",
                "`by-period`",
                "give the cost at the base and its change, or one cost for each period",
            )),
            (None, None) => Err(Error::new(ErrorKind::Missing {
                what: "a unit cost",
                remedy: "give `start`, optionally with `trend` and `learning`, or `by-period`",
            })),
        }
    }
}

impl From<CostPath> for Fields {
    fn from(path: CostPath) -> Self {
        let mut fields = Self {
            start: None,
            trend: None,
            price_performance: None,
            learning: None,
            by_period: None,
        };
        match path {
            CostPath::Listed(ListedCosts(costs)) => fields.by_period = Some(costs),
            CostPath::Falling(cost) => {
                fields.start = Some(cost.start);
                fields.learning = cost.learning;
                match cost.trend {
                    Some(CostTrend::Rate(rate)) => fields.trend = Some(rate),
                    Some(CostTrend::PricePerformance(rate)) => {
                        fields.price_performance = Some(rate);
                    }
                    None => {}
                }
            }
        }
        fields
    }
}
