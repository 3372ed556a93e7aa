use super::{Composition, Growth, Outlay, Segment, SharePath};
use crate::evidence::{Estimate, Source};
use crate::{Capacity, Error, ErrorKind, GrowthRate, Interval, Money, Period, Share};

/// A path of computing power from its base: a total with a mix, or segment by segment.
///
/// | form in a file | stated | derived |
/// |---|---|---|
/// | `total` | growth of the total; path of the smart share, if a segment is asked for | growth of each segment |
/// | `segments` | base mix, growth of each segment | total, smart share |
/// | `build-out` | base mix, money spent on each segment | capacity bought and retired, total, smart share |
///
/// Without `smart-share` a total is not divided: the scenario has no output by segment, and no use,
/// stock or policy of one.
///
/// The second form, under `[compute.path.segments]`:
///
/// ```toml
/// mix = { general = "70 %", smart = "30 %", supercomputing = "0 %" }
/// mix-source.publisher = "assumption"
/// mix-source.title = "as in 2024"
/// mix-source.kind = "assumption"
/// mix-source.confidence = "assumed"
/// general.constant = { value = "16 % per year", assumption = "as in 2023-24" }
/// smart.constant = { value = "40 % per year", assumption = "slower than in 2023-24" }
/// ```
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::{ComputePath, Growth, ShareObservation, SharePath};
/// use compute_impact::evidence::Estimate;
///
/// let observed = |at: &str, share: &str| -> Result<_, compute_impact::Error> {
///     let share = Estimate::assumed(share.parse()?, "CAICT, as reported")?;
///     Ok(ShareObservation::new(at.parse()?, share))
/// };
/// let rate = Estimate::assumed("20 % per year".parse()?, "as in 2022-24")?;
/// let path = ComputePath::Total {
///     growth: Growth::Constant(rate),
///     smart_share: Some(SharePath::through(vec![
///         observed("2023-06", "25 %")?,
///         observed("2024-06", "30 %")?,
///     ])?),
///     supercomputing_part: None,
/// };
/// assert!(matches!(path, ComputePath::Total { .. }));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "a table, `total` or `segments`"
)]
#[expect(
    clippy::large_enum_variant,
    reason = "a scenario has one or two of them"
)]
pub enum ComputePath {
    /// A total and its division.
    Total {
        /// Growth of the total.
        growth: Growth<Capacity>,
        /// The smart share of the total; without it the total is not divided.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            rename = "smart-share"
        )]
        smart_share: Option<SharePath>,
        /// Supercomputing's constant share of the non-AI remainder; zero by default. It requires
        /// the smart share.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            rename = "supercomputing-part"
        )]
        supercomputing_part: Option<Estimate<Share>>,
    },
    /// Three segments, each at its own growth.
    Segments {
        /// The mix at the base period.
        mix: Composition,
        /// Where the mix comes from.
        #[serde(rename = "mix-source")]
        mix_source: Source,
        /// Growth of general compute.
        general: Growth<Capacity>,
        /// Growth of smart compute.
        smart: Growth<Capacity>,
        /// Growth of supercomputing; required if its share is above zero.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        supercomputing: Option<Growth<Capacity>>,
    },
    /// Three segments, each with the money spent on it. The money buys capacity at the unit cost
    /// of the segment's stock. A segment without an outlay retires if it has a stock, and stays
    /// constant if it has none.
    #[serde(rename = "build-out")]
    BuildOut {
        /// The mix at the base period.
        mix: Composition,
        /// Where the mix comes from.
        #[serde(rename = "mix-source")]
        mix_source: Source,
        /// Money spent on general compute.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        general: Option<Outlay>,
        /// Money spent on smart compute.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        smart: Option<Outlay>,
        /// Money spent on supercomputing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        supercomputing: Option<Outlay>,
    },
}

impl ComputePath {
    /// The key of a file that divides a total among the segments.
    pub(crate) const SMART_SHARE: &'static str = "`smart-share`";

    /// Builds a path of the total, which is not divided among the segments.
    #[must_use]
    pub const fn total(growth: Growth<Capacity>) -> Self {
        Self::Total {
            growth,
            smart_share: None,
            supercomputing_part: None,
        }
    }

    /// Returns whether the path states segments.
    pub(crate) const fn is_divided(&self) -> bool {
        !matches!(
            self,
            Self::Total {
                smart_share: None,
                ..
            }
        )
    }

    pub(crate) fn check(
        &self,
        base: &Estimate<Capacity>,
        at: Period,
        periods: u32,
        money: Money,
    ) -> Result<(), Error> {
        let form = match self {
            Self::Total { .. } => "total",
            Self::Segments { .. } => "segments",
            Self::BuildOut { .. } => "build-out",
        };
        self.check_form(base, at, periods, money)
            .map_err(|error| error.at(form))
    }

    /// Returns the money spent on each segment of a build-out.
    pub(crate) fn outlays(&self) -> impl Iterator<Item = (Segment, &Outlay)> {
        let outlays = match self {
            Self::BuildOut {
                general,
                smart,
                supercomputing,
                ..
            } => [general.as_ref(), smart.as_ref(), supercomputing.as_ref()],
            Self::Total { .. } | Self::Segments { .. } => [None; 3],
        };
        Segment::ALL
            .into_iter()
            .zip(outlays)
            .filter_map(|(segment, outlay)| Some((segment, outlay?)))
    }

    /// Returns whether a segment is part of the path; a segment whose share is zero is not.
    pub(crate) fn holds(&self, segment: Segment) -> bool {
        match self {
            Self::Total {
                smart_share,
                supercomputing_part,
                ..
            } => match segment {
                Segment::General | Segment::Smart => smart_share.is_some(),
                Segment::Supercomputing => supercomputing_part.is_some(),
            },
            Self::Segments { mix, .. } | Self::BuildOut { mix, .. } => {
                mix.share(segment).get() > 0.0
            }
        }
    }

    fn check_form(
        &self,
        base: &Estimate<Capacity>,
        at: Period,
        periods: u32,
        money: Money,
    ) -> Result<(), Error> {
        let growth = |growth: &Growth<Capacity>, name: &str| {
            check_growth(growth, base, at, periods).map_err(|error| error.at(name))
        };
        match self {
            Self::Total {
                growth: total,
                smart_share,
                supercomputing_part,
            } => {
                growth(total, "growth")?;
                let Some(part) = supercomputing_part else {
                    return Ok(());
                };
                if smart_share.is_none() {
                    return Err(Error::new(ErrorKind::Missing {
                        what: Self::SMART_SHARE,
                        remedy: "give the path of the smart share: `supercomputing-part` divides \
                                 what it leaves",
                    }));
                }
                check_part(part)
            }
            Self::Segments {
                mix,
                general,
                smart,
                supercomputing,
                ..
            } => {
                growth(general, "general")?;
                growth(smart, "smart")?;
                check_supercomputing(mix, supercomputing.is_some())?;
                let path = supercomputing.as_ref();
                path.map_or(Ok(()), |path| growth(path, "supercomputing"))
            }
            Self::BuildOut { mix, .. } => {
                let mut outlays = self.outlays();
                outlays.try_for_each(|(segment, outlay)| {
                    expect_part_of(mix, segment, "share of a segment that money is spent on")?;
                    check_outlay(outlay, money, periods)
                        .map_err(|error| error.at(&segment.to_string()))
                })
            }
        }
    }
}

/// Checks the growth of the whole or of a segment; a target must be counted like the base.
pub(crate) fn check_growth(
    growth: &Growth<Capacity>,
    base: &Estimate<Capacity>,
    at: Period,
    periods: u32,
) -> Result<(), Error> {
    growth.check(at, periods)?;
    if let Growth::ToTarget { level, .. } = growth {
        let like = level.value().expect_measure(base.value().measure());
        like.and_then(|_| expect_compute("computing power to reach, in FLOP/s", level))
            .map_err(|error| error.at("to-target.level"))?;
    }
    Ok(())
}

/// Checks the share of supercomputing in the non-AI remainder of a total.
fn check_part(part: &Estimate<Share>) -> Result<(), Error> {
    Interval::below_one()
        .check(
            "share of supercomputing in the non-AI remainder",
            part.value().get(),
        )
        .map(|_| ())
        .map_err(|error| error.at("supercomputing-part"))
}

/// Refuses a mix without supercomputing that is to grow, and one with supercomputing that has no
/// growth.
fn check_supercomputing(mix: &Composition, grows: bool) -> Result<(), Error> {
    if grows {
        let what = "share of a segment that grows";
        return expect_part_of(mix, Segment::Supercomputing, what);
    }
    if mix.share(Segment::Supercomputing).get() > 0.0 {
        return Err(Error::new(ErrorKind::Missing {
            what: "`supercomputing`",
            remedy: "give its growth, as the mix has a share of it",
        }));
    }
    Ok(())
}

/// Refuses a mix without a segment that needs a share of it.
fn expect_part_of(mix: &Composition, segment: Segment, what: &'static str) -> Result<(), Error> {
    Interval::POSITIVE
        .check(what, mix.share(segment).get())
        .map(|_| ())
        .map_err(|error| error.at("mix"))
}

/// Checks the money spent on a segment of a build-out.
fn check_outlay(outlay: &Outlay, money: Money, periods: u32) -> Result<(), Error> {
    if *outlay == Outlay::OfCompute {
        return Err(Error::new(ErrorKind::Conflict {
            what: "`of-compute`",
            with: "a path that the outlay itself builds",
            remedy: "give the money that is spent, `per-period` or `by-period`",
        }));
    }
    outlay.check(money, periods)
}

/// Refuses computing power that may be zero: nothing grows from zero, and no growth rate ends
/// there.
pub(crate) fn expect_compute(what: &'static str, level: &Estimate<Capacity>) -> Result<(), Error> {
    let least = level.reach().0;
    let allowed = Interval::closed_const(1.0, Capacity::ALLOWED.high());
    allowed.check(what, least).map(|_| ())
}

/// The compute that the scenario is compared with: impacts are differences from it.
///
/// In a file: `"frozen"`, `trend = ESTIMATE` of a growth rate, or `path = PATH`, a [`ComputePath`].
///
/// The mix of segments stays that of the base period, except in a [`Path`](Self::Path).
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Counterfactual;
/// use compute_impact::evidence::Estimate;
///
/// assert_eq!(Counterfactual::default(), Counterfactual::Frozen);
/// let trend = Estimate::assumed("10 % per year".parse()?, "growth before AI")?;
/// assert_ne!(Counterfactual::Trend(trend), Counterfactual::Frozen);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    expecting = "`\"frozen\"` or a table, `trend` or `path`"
)]
#[non_exhaustive]
pub enum Counterfactual {
    /// Compute stays at the base.
    #[default]
    Frozen,
    /// Compute grows at another rate.
    Trend(Estimate<GrowthRate>),
    /// Compute takes another path from the same base.
    Path(Box<ComputePath>),
}
