//! The shocks of a policy, what each acts on, gains in efficiency and surges of demand.

use super::{Platform, Restriction, Voucher};
use crate::capacity::Segment;
use crate::evidence::Estimate;
use crate::{Error, ErrorKind, Factor, Interval, Measure, Money, Period, Share, Years};

/// A change of compute from a date on, or between two dates, that is applied to a scenario.
///
/// In a file: `restriction = { ... }`, `efficiency = { ... }` or `demand = { ... }`.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Segment;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::policy::{DemandSurge, Instrument, Shock};
///
/// let factor = Estimate::assumed("1.2".parse()?, "a wave of new models")?;
/// let surge = Shock::Demand(DemandSurge::new(Segment::Smart, factor, "2026".parse()?));
/// assert_eq!(surge.instrument(), Instrument::Utilisation(Segment::Smart));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    expecting = "a table, `restriction`, `efficiency`, `demand`, `voucher` or `platform`"
)]
#[non_exhaustive]
#[expect(clippy::large_enum_variant, reason = "a policy has a few of them")]
pub enum Shock {
    /// A limit on purchases of a segment.
    Restriction(Restriction),
    /// A segment that does more work with the same capacity.
    Efficiency(Efficiency),
    /// A segment whose utilisation is higher between two dates.
    Demand(DemandSurge),
    /// A voucher for the compute of a segment.
    Voucher(Voucher),
    /// A platform that connects the sites of a segment.
    Platform(Platform),
}

impl Shock {
    /// Returns the instrument of the shock: the quantity that it acts on.
    #[must_use]
    pub const fn instrument(&self) -> Instrument {
        match self {
            Self::Restriction(shock) => Instrument::Additions(shock.segment),
            Self::Efficiency(shock) => match shock.of {
                UseOf::Utilisation => Instrument::Utilisation(shock.segment),
                UseOf::Productivity => Instrument::Productivity(shock.segment),
            },
            Self::Demand(shock) => Instrument::Utilisation(shock.segment),
            Self::Voucher(shock) => Instrument::Price(shock.segment),
            Self::Platform(shock) => Instrument::Access(shock.segment),
        }
    }

    pub(crate) fn check(&self, base: Period, measure: Measure, money: Money) -> Result<(), Error> {
        match self {
            Self::Restriction(shock) => shock
                .check(base, measure)
                .map_err(|error| error.at("restriction")),
            Self::Efficiency(shock) => expect_start_in_scenario(base, shock.from)
                .and_then(|()| shock.check())
                .map_err(|error| error.at("efficiency")),
            Self::Demand(shock) => expect_start_in_scenario(base, shock.from)
                .and_then(|()| shock.check())
                .map_err(|error| error.at("demand")),
            Self::Voucher(shock) => expect_start_in_scenario(base, shock.from)
                .and_then(|()| shock.check(money))
                .map_err(|error| error.at("voucher")),
            Self::Platform(shock) => {
                expect_start_in_scenario(base, shock.from).map_err(|error| error.at("platform"))
            }
        }
    }
}

/// A policy instrument: the quantity of a segment that a shock acts on.
///
/// It prints as a place in the scenario, such as `compute.use.smart.utilisation`.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Segment;
/// use compute_impact::policy::Instrument;
///
/// let instrument = Instrument::Utilisation(Segment::Smart);
/// assert_eq!(instrument.to_string(), "compute.use.smart.utilisation");
/// assert_eq!(instrument.segment(), Segment::Smart);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Instrument {
    /// The capacity of a segment that is bought in each period.
    Additions(Segment),
    /// The share of a segment's operations that are used.
    Utilisation(Segment),
    /// The productivity of a segment's operations relative to the other segments.
    Productivity(Segment),
    /// The price that users of a segment pay.
    Price(Segment),
    /// The access of users of a segment to its sites.
    Access(Segment),
}

impl Instrument {
    /// The segment.
    #[must_use]
    pub const fn segment(self) -> Segment {
        match self {
            Self::Additions(segment)
            | Self::Utilisation(segment)
            | Self::Productivity(segment)
            | Self::Price(segment)
            | Self::Access(segment) => segment,
        }
    }
}

impl std::fmt::Display for Instrument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Additions(segment) => write!(f, "compute.stock.{segment}: additions"),
            Self::Utilisation(segment) => write!(f, "compute.use.{segment}.utilisation"),
            Self::Productivity(segment) => write!(f, "compute.use.{segment}.productivity"),
            Self::Price(segment) => write!(f, "compute.market.{segment}: price"),
            Self::Access(segment) => write!(f, "compute.market.{segment}: access"),
        }
    }
}

/// The part of a segment's use that an efficiency gain raises.
///
/// # Examples
///
/// See [`Efficiency`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum UseOf {
    /// The share of operations used, never above 100 %.
    Utilisation,
    /// The productivity of an operation.
    Productivity,
}

/// The size of an efficiency gain: a level that is reached, or a factor.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "a table, `to` a share or `by` a factor"
)]
pub(crate) enum Gain {
    To(Estimate<Share>),
    By(Estimate<Factor>),
}

/// A gain in efficiency *to* a level or *by* a factor, which may differ widely.
///
/// The figure of 80 % from Chengdu is neither: it measures the efficiency of training one model,
/// and a scenario refuses it here by its [`Meaning`](crate::evidence::Meaning).
///
/// | key in a file | meaning |
/// |---|---|
/// | `segment` | `general`, `smart` or `supercomputing` |
/// | `of` | `utilisation` or `productivity` |
/// | `gain` | `{ to = ESTIMATE }` of a share, for utilisation only and never downwards, or `{ by = ESTIMATE }` of a factor: 1.8 is 80 % more |
/// | `from` | first period, which must come after the base |
/// | `over` | years of a linear ramp; immediate if left out |
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Segment;
/// use compute_impact::policy::{Efficiency, UseOf};
/// use compute_impact::evidence::Estimate;
///
/// let from = "2025".parse()?;
/// let to = Estimate::assumed("80 %".parse()?, "a target")?;
/// let raised_to = Efficiency::to(Segment::Smart, to, from);
/// let by = Estimate::assumed("1.8".parse()?, "the same target, misread as a rise by 80 %")?;
/// let raised_by = Efficiency::by(Segment::Smart, UseOf::Utilisation, by, from);
/// assert_ne!(raised_to, raised_by);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `segment`, `of`, `gain` and `from`"
)]
pub struct Efficiency {
    pub(crate) segment: Segment,
    pub(crate) of: UseOf,
    pub(crate) gain: Gain,
    pub(crate) from: Period,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) over: Option<Estimate<Years>>,
}

impl Efficiency {
    /// Builds a gain that raises utilisation to a level.
    #[must_use]
    pub const fn to(segment: Segment, level: Estimate<Share>, from: Period) -> Self {
        Self {
            segment,
            of: UseOf::Utilisation,
            gain: Gain::To(level),
            from,
            over: None,
        }
    }

    /// Builds a gain that multiplies utilisation or productivity by a factor.
    #[must_use]
    pub const fn by(segment: Segment, of: UseOf, factor: Estimate<Factor>, from: Period) -> Self {
        Self {
            segment,
            of,
            gain: Gain::By(factor),
            from,
            over: None,
        }
    }

    /// Spreads the gain linearly over years.
    #[must_use]
    pub fn over(self, years: Estimate<Years>) -> Self {
        let over = Some(years);
        Self { over, ..self }
    }

    /// True for a gain in the utilisation of a segment.
    pub(crate) fn is_of_utilisation(&self, segment: Segment) -> bool {
        self.segment == segment && self.of == UseOf::Utilisation
    }

    fn check(&self) -> Result<(), Error> {
        match (&self.gain, self.of) {
            (Gain::To(_), UseOf::Productivity) => Err(Error::new(ErrorKind::Conflict {
                what: "a gain to a share",
                with: "productivity, which is a factor without an upper bound",
                remedy: "give `by` with a factor",
            })
            .at("gain")),
            (Gain::To(level), UseOf::Utilisation) => Interval::above_zero_to_one()
                .check("utilisation", level.value().get())
                .map(|_| ())
                .map_err(|error| error.at("gain.to")),
            (Gain::By(factor), _) => Interval::POSITIVE
                .check("factor of an efficiency gain", factor.reach().0)
                .map(|_| ())
                .map_err(|error| error.at("gain.by")),
        }
    }
}

/// A surge of demand: between two dates a segment's utilisation is multiplied by a factor, up to
/// 100 %. A factor below one is a slump.
///
/// Where the segment has a [`Demand`](crate::market::Demand) of its own, the factor multiplies that
/// demand, and utilisation, price and unserved demand follow.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Segment;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::policy::{DemandSurge, Policy, Shock};
///
/// let factor = Estimate::assumed("1.3".parse()?, "a wave of new models")?;
/// let surge = DemandSurge::new(Segment::Smart, factor, "2026".parse()?).until("2027".parse()?);
/// let policy = Policy::new("demand boom", [Shock::Demand(surge)])?;
/// assert_eq!(policy.shocks().len(), 1);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `segment`, `factor` and `from`"
)]
pub struct DemandSurge {
    pub(crate) segment: Segment,
    pub(crate) factor: Estimate<Factor>,
    pub(crate) from: Period,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<Period>,
}

impl DemandSurge {
    /// Builds a surge from the start of a period to the end of the scenario.
    #[must_use]
    pub const fn new(segment: Segment, factor: Estimate<Factor>, from: Period) -> Self {
        Self {
            segment,
            factor,
            from,
            until: None,
        }
    }

    /// Sets the last period.
    #[must_use]
    pub fn until(self, until: Period) -> Self {
        let until = Some(until);
        Self { until, ..self }
    }

    fn check(&self) -> Result<(), Error> {
        in_order(self.from, self.until)?;
        Interval::POSITIVE
            .check("factor of a surge", self.factor.reach().0)
            .map(|_| ())
            .map_err(|error| error.at("factor"))
    }
}

pub(super) fn in_order(from: Period, until: Option<Period>) -> Result<(), Error> {
    match until {
        Some(until) if until.is_before(from) => Err(Error::new(ErrorKind::DateOrder {
            what: "the last period",
            given: until,
            after: from,
        })
        .at("until")),
        _ => Ok(()),
    }
}

/// Refuses a gain or a surge that begins at the base or before, where the use is an input.
fn expect_start_in_scenario(base: Period, from: Period) -> Result<(), Error> {
    if periods_to_start(base, from) >= 0.0 {
        return Ok(());
    }
    let what = "the first period of a gain, a surge, a voucher or a platform";
    let (given, after) = (from, base);
    Err(Error::new(ErrorKind::DateOrder { what, given, after }).at("from"))
}

/// The number of scenario periods from the end of the base to the start of a period: zero for the
/// first period, below zero for one that starts before the end of the base.
pub(crate) fn periods_to_start(base: Period, from: Period) -> f64 {
    let years = base.years_until(from) - from.frequency().years();
    // Dates are whole months: a start that falls on the end of a period lies there to the last bit.
    libm::round(years * 12.0) / 12.0 * f64::from(base.frequency().per_year())
}
