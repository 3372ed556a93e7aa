use super::deviation::{Deviation, DeviationByDate};
use super::growth::periods_until;
use crate::evidence::Estimate;
use crate::limits::{self, Limit};
use crate::{Error, ErrorKind, Interval, Period, Share};

/// The shape of a share's path.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::{Curve, ShareObservation, SharePath};
/// use compute_impact::evidence::Estimate;
///
/// let observed = |at: &str, share: &str| -> Result<_, compute_impact::Error> {
///     let share = Estimate::assumed(share.parse()?, "CAICT, as reported")?;
///     Ok(ShareObservation::new(at.parse()?, share))
/// };
/// let observations = vec![observed("2023-06", "25 %")?, observed("2024-06", "30 %")?];
/// let path = SharePath::through(observations)?;
/// assert_eq!(path.curve(), Curve::Logistic);
/// assert_eq!(path.with_curve(Curve::Linear)?.curve(), Curve::Linear);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Curve {
    /// A straight line in the log odds, which results from segments that grow at constant rates.
    #[default]
    Logistic,
    /// A straight line in the share itself. It leaves `[0, 1]` sooner or later, which is an error.
    Linear,
}

/// A share at a date.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::ShareObservation;
/// use compute_impact::evidence::Estimate;
///
/// let share = Estimate::assumed("30 %".parse()?, "CAICT, as reported")?;
/// let observed = ShareObservation::new("2024-06".parse()?, share);
/// assert_eq!(observed.at().to_string(), "2024-06");
/// assert_eq!(observed.share().value().get(), 0.3);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as `{ at = \"2024-06\", share = { value = \"30 %\", assumption = \"why\" } }`"
)]
pub struct ShareObservation {
    at: Period,
    share: Estimate<Share>,
}

impl ShareObservation {
    /// Builds a share at the end of a period, which may be a month or a quarter.
    #[must_use]
    pub const fn new(at: Period, share: Estimate<Share>) -> Self {
        Self { at, share }
    }

    /// The period at whose end the share is observed.
    #[must_use]
    pub const fn at(&self) -> Period {
        self.at
    }

    /// The share.
    #[must_use]
    pub const fn share(&self) -> &Estimate<Share> {
        &self.share
    }
}

/// The path of the smart share for a stated total: a line through dated shares.
///
/// Two dates determine the line. With more it is the least-squares line (in log odds, for a
/// logistic curve) and need not pass through any of them. With a ceiling below one the straight
/// line is `logit(share / ceiling)`; two observations never identify the ceiling itself.
///
/// A [`Deviation`] says how far the share may lie from the line; without one the line is certain.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::{ShareObservation, SharePath};
/// use compute_impact::evidence::Estimate;
///
/// let observed = |at: &str, share: &str| -> Result<_, compute_impact::Error> {
///     let share = Estimate::assumed(share.parse()?, "CAICT, as reported")?;
///     Ok(ShareObservation::new(at.parse()?, share))
/// };
/// let observations = vec![observed("2023-06", "25 %")?, observed("2024-06", "30 %")?];
/// let path = SharePath::through(observations)?;
/// assert_eq!(path.observations().len(), 2);
/// // A line needs two dates.
/// assert!(SharePath::through(vec![observed("2023-06", "25 %")?]).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct SharePath {
    fields: Fields,
}

/// The serde shape of a share path; [`SharePath::try_from`] checks it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename = "SharePath",
    expecting = "a table with `observations`, a list of dated shares"
)]
struct Fields {
    #[serde(deserialize_with = "limits::list::<{ Limit::Observations as usize }, _, _>")]
    observations: Vec<ShareObservation>,
    #[serde(default)]
    curve: Curve,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ceiling: Option<Estimate<Share>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deviation: Option<Deviation>,
}

impl SharePath {
    /// Builds a logistic path through dated shares, of which the last may be a target.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for fewer than two observations, and for a share of
    /// exactly 0 or 1, where log odds are infinite; [`TooMany`](ErrorKind::TooMany) past
    /// [`Limit::Observations`]; [`Duplicate`](ErrorKind::Duplicate) for two that end on the same
    /// day.
    pub fn through(observations: Vec<ShareObservation>) -> Result<Self, Error> {
        Fields {
            observations,
            curve: Curve::Logistic,
            ceiling: None,
            deviation: None,
        }
        .try_into()
    }

    /// Builds a logistic path from a dated share to a target at a date.
    ///
    /// # Errors
    ///
    /// As [`through`](Self::through); [`DateOrder`](ErrorKind::DateOrder) unless the target is
    /// dated after the start.
    pub fn to_target(from: ShareObservation, target: ShareObservation) -> Result<Self, Error> {
        if target.at.ends_after(from.at) {
            return Self::through(vec![from, target]);
        }
        Err(Error::new(ErrorKind::DateOrder {
            what: "the date of the target share",
            given: target.at,
            after: from.at,
        }))
    }

    /// Sets the shape of the path.
    ///
    /// # Errors
    ///
    /// As [`through`](Self::through); [`Conflict`](ErrorKind::Conflict) for a linear path with a
    /// ceiling.
    pub fn with_curve(mut self, curve: Curve) -> Result<Self, Error> {
        self.fields.curve = curve;
        self.fields.try_into()
    }

    /// Sets a ceiling below one, which the path approaches.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the ceiling lies above every observation.
    pub fn with_ceiling(mut self, ceiling: Estimate<Share>) -> Result<Self, Error> {
        self.fields.ceiling = Some(ceiling);
        self.fields.try_into()
    }

    /// Sets how far the share may lie from the trend; without it the trend is certain.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) for a linear path, whose line has no log odds, and for the
    /// scatter of fewer than four observations or of ones that lie on one line.
    pub fn with_deviation(mut self, deviation: Deviation) -> Result<Self, Error> {
        self.fields.deviation = Some(deviation);
        self.fields.try_into()
    }

    /// The dated shares, in the order in which they were listed.
    #[must_use]
    pub fn observations(&self) -> &[ShareObservation] {
        &self.fields.observations
    }

    /// The shape of the path.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.fields.curve
    }

    /// The ceiling; `None` stands for one.
    #[must_use]
    pub const fn ceiling(&self) -> Option<&Estimate<Share>> {
        self.fields.ceiling.as_ref()
    }

    /// How far the share may lie from the trend; `None` for a trend that is taken as certain.
    #[must_use]
    pub const fn deviation(&self) -> Option<&Deviation> {
        self.fields.deviation.as_ref()
    }

    /// The deviation from the trend by date, from scatter or as stated.
    #[must_use]
    pub fn deviation_by_date(&self) -> Option<DeviationByDate> {
        let deviation = self.fields.deviation.as_ref()?;
        // A path that exists has a deviation that was computed once.
        deviation
            .by_date(&self.fields.observations, self.fields.ceiling())
            .ok()
    }

    /// The weight of each observation in the straight line's height at `base`, and in its slope for
    /// each period: least squares, with the height `1/n + (t - mean) (t_i - mean) / sum of squares`
    /// at `t`.
    pub(crate) fn line_weights(&self, base: Period) -> [Vec<f64>; 2] {
        let observations = &self.fields.observations;
        #[allow(clippy::cast_precision_loss)] // At most a thousand.
        let count = observations.len() as f64;
        let times: Vec<f64> = observations
            .iter()
            .map(|o| periods_until(base, o.at, base.frequency()))
            .collect();
        let mean = times.iter().sum::<f64>() / count;
        let squares: f64 = times.iter().map(|time| (time - mean) * (time - mean)).sum();
        let slopes = times.iter().map(|time| (time - mean) / squares);
        [
            slopes
                .clone()
                .map(|slope| 1.0 / count - mean * slope)
                .collect(),
            slopes.collect(),
        ]
    }
}

impl TryFrom<Fields> for SharePath {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        Limit::Observations.check_from(2, "number of dated shares", fields.observations.len())?;
        if fields.curve == Curve::Linear && fields.ceiling.is_some() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "`ceiling`",
                with: "a linear curve",
                remedy: "use the logistic curve, as a straight line has no ceiling",
            }));
        }
        if fields.curve == Curve::Linear && fields.deviation.is_some() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "`deviation`",
                with: "a linear curve",
                remedy: "use the logistic curve, as a deviation is one of log odds",
            }));
        }
        if let Some(ceiling) = &fields.ceiling {
            ceiling.value().interior("ceiling of the smart share")?;
        }
        let ceiling = fields.ceiling();
        for (number, observation) in fields.observations.iter().enumerate() {
            let share = observation.share.value();
            let logistic = fields.curve == Curve::Logistic;
            if logistic {
                Interval::open_const(0.0, ceiling)
                    .check("share on a logistic path", share.get())
                    .map_err(|error| error.at(&format!("observations[{number}].share")))?;
            }
            let earlier = &fields.observations[..number];
            if earlier
                .iter()
                .any(|o| o.at.years_until(observation.at).abs() < 1e-9)
            {
                let given = observation.at.to_string();
                return Err(Error::new(ErrorKind::Duplicate {
                    what: "the date of a share",
                    given,
                }));
            }
        }
        if let Some(deviation) = &fields.deviation {
            deviation
                .by_date(&fields.observations, ceiling)
                .map_err(|error| error.at("deviation"))?;
        }
        Ok(Self { fields })
    }
}

impl Fields {
    fn ceiling(&self) -> f64 {
        let ceiling = self.ceiling.as_ref();
        ceiling.map_or(1.0, |ceiling| ceiling.value().get())
    }
}

impl From<SharePath> for Fields {
    fn from(path: SharePath) -> Self {
        path.fields
    }
}

/// Three values of the smart share at a date: two trends through the observations, and the policy
/// target. They answer different questions, and none is a substitute for another.
///
/// Returned by [`smart_share_answers`](crate::smart_share_answers).
///
/// # Examples
///
/// See [`smart_share_answers`](crate::smart_share_answers).
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct TargetAnswers {
    /// The period at whose end the shares apply.
    pub at: Period,
    /// The logistic trend.
    pub logistic: Share,
    /// The linear trend; `None` if the line has left `[0, 1]`.
    pub linear: Option<Share>,
    /// The policy target.
    pub target: Share,
}
