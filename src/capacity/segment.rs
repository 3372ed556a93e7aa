use std::fmt;

use crate::evidence::Estimate;
use crate::{Capacity, Error, Factor, GrowthRate, Interval, Share};

/// A segment of national computing power. China's total consists of general, intelligent (smart)
/// and supercomputing capacity.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Segment;
///
/// let names: Vec<String> = Segment::ALL.iter().map(ToString::to_string).collect();
/// assert_eq!(names, ["general", "smart", "supercomputing"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Segment {
    /// General-purpose servers (通用算力).
    General = 0,
    /// AI servers (智能算力).
    Smart = 1,
    /// Supercomputers (超算算力).
    Supercomputing = 2,
}

impl Segment {
    /// The three segments in their order: general, smart, supercomputing.
    pub const ALL: [Self; 3] = [Self::General, Self::Smart, Self::Supercomputing];
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::General => "general",
            Self::Smart => "smart",
            Self::Supercomputing => "supercomputing",
        })
    }
}

/// The use of a segment's capacity: utilisation and productivity.
///
/// | field | unit | range | default |
/// |---|---|---|---|
/// | `utilisation` | share of operations used | above 0, to 1 | 100 % |
/// | `productivity` | productivity of an operation relative to the other segments | above 0 | 1 |
///
/// Rack occupancy is not utilisation: an occupied rack may stand idle, and a finding reports it. A
/// figure whose [`Meaning`](crate::evidence::Meaning) is not a use of capacity, such as the
/// efficiency of training one model or the idle share, is refused as a utilisation.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::SegmentUse;
/// use compute_impact::evidence::Estimate;
///
/// let utilisation = Estimate::assumed("40 %".parse()?, "a survey of smart centres")?;
/// let smart = SegmentUse::default().with_utilisation(utilisation);
/// assert_eq!(smart.utilisation().map(|share| share.value().get()), Some(0.4));
/// assert_eq!(smart.productivity(), None);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `utilisation`, `productivity` or both"
)]
pub struct SegmentUse {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    utilisation: Option<Estimate<Share>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    productivity: Option<Estimate<Factor>>,
}

impl SegmentUse {
    /// Full use at a productivity of one, which is the default.
    pub(crate) const FULL: Self = Self {
        utilisation: None,
        productivity: None,
    };

    /// Sets the utilisation.
    #[must_use]
    pub fn with_utilisation(mut self, utilisation: Estimate<Share>) -> Self {
        self.utilisation = Some(utilisation);
        self
    }

    /// Sets the productivity weight.
    #[must_use]
    pub fn with_productivity(mut self, productivity: Estimate<Factor>) -> Self {
        self.productivity = Some(productivity);
        self
    }

    /// The share of operations used; `None` stands for all of them.
    #[must_use]
    pub const fn utilisation(&self) -> Option<&Estimate<Share>> {
        self.utilisation.as_ref()
    }

    /// The productivity of an operation relative to the other segments; `None` stands for one.
    #[must_use]
    pub const fn productivity(&self) -> Option<&Estimate<Factor>> {
        self.productivity.as_ref()
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        if let Some(utilisation) = &self.utilisation {
            Interval::above_zero_to_one()
                .check("utilisation", utilisation.value().get())
                .map_err(|error| error.at("utilisation"))?;
        }
        if let Some(productivity) = &self.productivity {
            Interval::POSITIVE
                .check("productivity weight", productivity.value().get())
                .map_err(|error| error.at("productivity"))?;
        }
        Ok(())
    }
}

/// The growth of smart compute and of all other compute that a change of total and share implies.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::segment_growth;
///
/// let earlier = ("230 EFLOPS FP32 in use".parse()?, "25 %".parse()?);
/// let later = ("280 EFLOPS FP32 in use".parse()?, "32 %".parse()?);
/// let growth = segment_growth(earlier, later, 1.0)?;
/// assert!(growth.smart.get() > growth.other.get()); // the share of smart computing rose
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct SegmentGrowth {
    /// Growth of smart compute.
    pub smart: GrowthRate,
    /// Growth of all other compute.
    pub other: GrowthRate,
}

/// Returns the yearly growth of each segment between two observations of total and smart share:
/// `(E1 s1 / (E0 s0))^(1 / years) - 1` for smart compute, and the same with `1 - s` for the rest.
///
/// # Errors
///
/// [`MeasureMismatch`](crate::ErrorKind::MeasureMismatch) if the totals are counted differently;
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a share of exactly 0 or 1, or unless `years`
/// is positive.
///
/// # Examples
///
/// 197 EFLOPS at 25 % smart became 246 EFLOPS at 30 % within a year (CAICT, June 2023 and 2024).
///
/// ```
/// use compute_impact::capacity::segment_growth;
///
/// let growth = segment_growth(
///     ("197 EFLOPS FP32 in use".parse()?, "25 %".parse()?),
///     ("246 EFLOPS FP32 in use".parse()?, "30 %".parse()?),
///     1.0,
/// )?;
/// assert!((growth.smart.get() - 0.498).abs() < 1e-3);
/// assert!((growth.other.get() - 0.165).abs() < 1e-3);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn segment_growth(
    (from, from_share): (Capacity, Share),
    (to, to_share): (Capacity, Share),
    years: f64,
) -> Result<SegmentGrowth, Error> {
    to.expect_measure(from.measure())?;
    let (from_share, to_share) = (
        from_share.interior("smart share")?,
        to_share.interior("smart share")?,
    );
    let growth = |before: Share, after: Share| {
        GrowthRate::from_levels(
            from.as_flop_per_s() * before.get(),
            to.as_flop_per_s() * after.get(),
            years,
        )
    };
    Ok(SegmentGrowth {
        smart: growth(from_share, to_share)?,
        other: growth(from_share.complement(), to_share.complement())?,
    })
}
