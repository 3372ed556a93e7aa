//! What a policy changes: restrictions, gains in efficiency, surges of demand.

use crate::capacity::{Segment, reach};
use crate::evidence::Estimate;
use crate::{Capacity, Error, ErrorKind, Factor, Interval, Measure, Period, Share, Years};

/// Something that happens to compute between two dates, laid over a scenario.
///
/// In a file: `restriction = { ... }`, `efficiency = { ... }` or `demand = { ... }`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    expecting = "a table, `restriction`, `efficiency` or `demand`"
)]
#[non_exhaustive]
#[expect(clippy::large_enum_variant, reason = "a policy holds a few of them")]
pub enum Shock {
    /// Less of a segment can be bought.
    Restriction(Restriction),
    /// A segment does more work with what it has.
    Efficiency(Efficiency),
    /// A segment is used more for a while.
    Demand(Demand),
}

impl Shock {
    /// What it acts on.
    #[must_use]
    pub const fn lever(&self) -> Lever {
        match self {
            Self::Restriction(shock) => Lever::Additions(shock.segment),
            Self::Efficiency(shock) => match shock.of {
                UseOf::Utilisation => Lever::Utilisation(shock.segment),
                UseOf::Productivity => Lever::Productivity(shock.segment),
            },
            Self::Demand(shock) => Lever::Utilisation(shock.segment),
        }
    }

    pub(crate) fn check(&self, base: Period, measure: Measure) -> Result<(), Error> {
        match self {
            Self::Restriction(shock) => shock
                .check(base, measure)
                .map_err(|error| error.at("restriction")),
            Self::Efficiency(shock) => begins_after(base, shock.from)
                .and_then(|()| shock.check())
                .map_err(|error| error.at("efficiency")),
            Self::Demand(shock) => begins_after(base, shock.from)
                .and_then(|()| shock.check())
                .map_err(|error| error.at("demand")),
        }
    }
}

/// What a policy acts on.
///
/// Prints as the place in the scenario, such as `compute.use.smart.utilisation`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lever {
    /// The capacity of a segment that is bought in each period.
    Additions(Segment),
    /// The share of a segment's operations that is used.
    Utilisation(Segment),
    /// The worth of a segment's operations against those of the others.
    Productivity(Segment),
}

impl Lever {
    /// The segment.
    #[must_use]
    pub const fn segment(self) -> Segment {
        match self {
            Self::Additions(segment) | Self::Utilisation(segment) | Self::Productivity(segment) => {
                segment
            }
        }
    }
}

impl std::fmt::Display for Lever {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Additions(segment) => write!(f, "compute.stock.{segment}: additions"),
            Self::Utilisation(segment) => write!(f, "compute.use.{segment}.utilisation"),
            Self::Productivity(segment) => write!(f, "compute.use.{segment}.productivity"),
        }
    }
}

/// How a restriction works on what is bought in a period.
///
/// | form in a file | what can still be bought |
/// |---|---|
/// | `share = ESTIMATE` | this share of what would be bought |
/// | `capacity = ESTIMATE` | at most this capacity a period |
/// | `premium = ESTIMATE` | what the same money buys at a price so much higher: 0.5 is half as much again |
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "a table, `share`, `capacity` or `premium`"
)]
#[non_exhaustive]
pub enum Limit {
    /// A share of what would be bought.
    Share(Estimate<Share>),
    /// Capacity in each period.
    Capacity(Estimate<Capacity>),
    /// A price so much higher, as a part of the price without it.
    Premium(Estimate<Factor>),
}

/// A trade restriction: between two dates less of a segment can be bought, until what is lost is
/// substituted at home.
///
/// | key in a file | meaning |
/// |---|---|
/// | `segment` | `general`, `smart` or `supercomputing` |
/// | `from`, `until` | its first and last period; to the end if `until` is left out |
/// | `limit` | [`Limit`] |
/// | `substitution` | `up-to` (share of the loss that home production comes to make good) `over` (years of the ramp, straight from the start) |
/// | `anticipation` | share of the purchases of the period before that buyers bring forward on top, out of those of the first restricted period |
///
/// From the end of its first period on, capacity is never above that without the restriction.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::{Segment};
/// use compute_impact::policy::{Limit, Restriction};
/// use compute_impact::evidence::Estimate;
///
/// let half = Limit::Share(Estimate::assumed("50 %".parse()?, "half of the chips are barred")?);
/// let restriction = Restriction::new(Segment::Smart, "2025".parse()?, half).with_substitution(
///     Estimate::assumed("80 %".parse()?, "home chips in the end")?,
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

impl Restriction {
    /// A restriction from the start of a period on, to the end of the scenario, that nothing
    /// makes good.
    #[must_use]
    pub const fn new(segment: Segment, from: Period, limit: Limit) -> Self {
        Self {
            segment,
            from,
            until: None,
            limit,
            substitution: None,
            anticipation: None,
        }
    }

    /// The same to the end of a period.
    #[must_use]
    pub fn until(self, until: Period) -> Self {
        let until = Some(until);
        Self { until, ..self }
    }

    /// The same with home production that makes good a share of the loss, reached over years.
    #[must_use]
    pub fn with_substitution(self, up_to: Estimate<Share>, over: Estimate<Years>) -> Self {
        let substitution = Some(Substitution { up_to, over });
        Self {
            substitution,
            ..self
        }
    }

    /// The same with buyers who stock up in the period before.
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

    fn check(&self, base: Period, measure: Measure) -> Result<(), Error> {
        in_order(self.from, self.until)?;
        if let Limit::Capacity(capacity) = &self.limit {
            capacity
                .value()
                .expect_measure(measure)
                .map_err(|error| error.at("limit.capacity"))?;
        }
        if self.anticipation.is_some() && starts_after(base, self.from) < 1.0 {
            return Err(Error::new(ErrorKind::Conflict {
                what: "anticipation",
                with: "a restriction in the first period of the scenario",
                remedy: "let the scenario begin two periods before the restriction",
            })
            .at("anticipation"));
        }
        Ok(())
    }
}

/// What of a segment's use an efficiency gain raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum UseOf {
    /// The share of operations used, never above 100 %.
    Utilisation,
    /// The worth of an operation.
    Productivity,
}

/// To what level, or by what factor.
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

/// A gain in efficiency, raised *to* a level or *by* a factor: two readings that may lie far
/// apart.
///
/// The figure of 80 % from Chengdu is neither: it measures the efficiency of training one model, and
/// a scenario refuses it here by its [`Meaning`](crate::evidence::Meaning).
///
/// | key in a file | meaning |
/// |---|---|
/// | `segment` | `general`, `smart` or `supercomputing` |
/// | `of` | `utilisation` or `productivity` |
/// | `gain` | `{ to = ESTIMATE }` of a share, for utilisation alone and never downwards, or `{ by = ESTIMATE }` of a factor: 1.8 is 80 % more |
/// | `from` | its first period, after the base |
/// | `over` | years of a straight ramp; at once if left out |
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::{Segment};
/// use compute_impact::policy::{Efficiency, UseOf};
/// use compute_impact::evidence::Estimate;
///
/// let from = "2025".parse()?;
/// let to = Estimate::assumed("80 %".parse()?, "an aim")?;
/// let raised_to = Efficiency::to(Segment::Smart, to, from);
/// let by = Estimate::assumed("1.8".parse()?, "the same aim, misread as a rise by 80 %")?;
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
    /// Utilisation raised to a level.
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

    /// Utilisation or productivity raised by a factor.
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

    /// The same reached over years, at an even pace.
    #[must_use]
    pub fn over(self, years: Estimate<Years>) -> Self {
        let over = Some(years);
        Self { over, ..self }
    }

    fn check(&self) -> Result<(), Error> {
        match (&self.gain, self.of) {
            (Gain::To(_), UseOf::Productivity) => Err(Error::new(ErrorKind::Conflict {
                what: "a gain to a share",
                with: "productivity, which is a factor without a top",
                remedy: "raise it by a factor",
            })
            .at("gain")),
            (Gain::To(level), UseOf::Utilisation) => Interval::above_zero_to_one()
                .check("utilisation", level.value().get())
                .map(|_| ())
                .map_err(|error| error.at("gain.to")),
            (Gain::By(factor), _) => Interval::POSITIVE
                .check("factor of an efficiency gain", reach(factor).0)
                .map(|_| ())
                .map_err(|error| error.at("gain.by")),
        }
    }
}

/// A surge of demand: between two dates a segment's utilisation is so many times higher, up to
/// 100 %.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `segment`, `factor` and `from`"
)]
pub struct Demand {
    pub(crate) segment: Segment,
    pub(crate) factor: Estimate<Factor>,
    pub(crate) from: Period,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<Period>,
}

impl Demand {
    /// A surge from a period on.
    #[must_use]
    pub const fn new(segment: Segment, factor: Estimate<Factor>, from: Period) -> Self {
        Self {
            segment,
            factor,
            from,
            until: None,
        }
    }

    /// The same to the end of a period.
    #[must_use]
    pub fn until(self, until: Period) -> Self {
        let until = Some(until);
        Self { until, ..self }
    }

    fn check(&self) -> Result<(), Error> {
        in_order(self.from, self.until)?;
        Interval::POSITIVE
            .check("factor of a surge", reach(&self.factor).0)
            .map(|_| ())
            .map_err(|error| error.at("factor"))
    }
}

fn in_order(from: Period, until: Option<Period>) -> Result<(), Error> {
    match until {
        Some(until) if until.is_before(from) => Err(Error::new(ErrorKind::DateOrder {
            what: "the end",
            given: until,
            after: from,
        })
        .at("until")),
        _ => Ok(()),
    }
}

/// What is used at the base is known: a gain or a surge comes after it.
fn begins_after(base: Period, from: Period) -> Result<(), Error> {
    if starts_after(base, from) >= 0.0 {
        return Ok(());
    }
    let what = "the first period of a gain or a surge";
    let (given, after) = (from, base);
    Err(Error::new(ErrorKind::DateOrder { what, given, after }).at("from"))
}

/// Periods of the scenario from the end of its base to the start of a period.
pub(crate) fn starts_after(base: Period, from: Period) -> f64 {
    (base.years_until(from) - from.frequency().years()) * f64::from(base.frequency().per_year())
}
