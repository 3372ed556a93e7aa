use super::growth::periods_until;
use crate::evidence::Estimate;
use crate::{Error, ErrorKind, Interval, Period, Share};

/// The shape of a share's path.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Curve {
    /// Straight in the log odds: what segments that grow at constant rates give.
    #[default]
    Logistic,
    /// Straight in the share itself; leaves `[0, 1]` sooner or later, which is an error.
    Linear,
}

/// A share at a date.
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
    /// A share at the end of a period, which may be a month or a quarter.
    #[must_use]
    pub const fn new(at: Period, share: Estimate<Share>) -> Self {
        Self { at, share }
    }

    /// The period at whose end it holds.
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

/// How the smart share moves when the total is given: a line through dated shares.
///
/// Two dates fix the line; with more it is the least-squares line (in log odds, for a logistic
/// curve), so it need not pass through any of them. A ceiling below one is allowed, but two
/// observations never identify it: `logit(share / ceiling)` is then the straight part.
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
/// let path = SharePath::through(vec![observed("2023-06", "25 %")?, observed("2024-06", "30 %")?])?;
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
    observations: Vec<ShareObservation>,
    #[serde(default)]
    curve: Curve,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ceiling: Option<Estimate<Share>>,
}

impl SharePath {
    /// The most observations a path may hold.
    pub const MAX_OBSERVATIONS: usize = 1_000;

    /// A logistic path through dated shares; the last may be a target.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for fewer than two observations or more than
    /// [`MAX_OBSERVATIONS`](Self::MAX_OBSERVATIONS), and for a share of exactly 0 or 1, where
    /// log odds are infinite; [`Duplicate`](ErrorKind::Duplicate) for two that end on the same
    /// day.
    pub fn through(observations: Vec<ShareObservation>) -> Result<Self, Error> {
        Fields {
            observations,
            curve: Curve::Logistic,
            ceiling: None,
        }
        .try_into()
    }

    /// A logistic path from a dated share to a target at a date.
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

    /// The same path in another shape.
    ///
    /// # Errors
    ///
    /// As [`through`](Self::through); [`Conflict`](ErrorKind::Conflict) for a linear path with a
    /// ceiling.
    pub fn with_curve(mut self, curve: Curve) -> Result<Self, Error> {
        self.fields.curve = curve;
        self.fields.try_into()
    }

    /// The same path bending towards a ceiling below one.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the ceiling lies above every observation.
    pub fn with_ceiling(mut self, ceiling: Estimate<Share>) -> Result<Self, Error> {
        self.fields.ceiling = Some(ceiling);
        self.fields.try_into()
    }

    /// The dated shares, in the order given.
    #[must_use]
    pub fn observations(&self) -> &[ShareObservation] {
        &self.fields.observations
    }

    /// The shape.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.fields.curve
    }

    /// The ceiling, if it is not one.
    #[must_use]
    pub const fn ceiling(&self) -> Option<&Estimate<Share>> {
        self.fields.ceiling.as_ref()
    }

    /// The weight of each observation in the straight line's height at period `t` after `base`:
    /// least squares, `1/n + (t - mean) (t_i - mean) / sum of squares`.
    pub(crate) fn line_weights(&self, base: Period, t: f64) -> Vec<f64> {
        let observations = &self.fields.observations;
        #[allow(clippy::cast_precision_loss)] // At most a thousand.
        let count = observations.len() as f64;
        let times: Vec<f64> = observations
            .iter()
            .map(|o| periods_until(base, o.at, base.frequency()))
            .collect();
        let mean = times.iter().sum::<f64>() / count;
        let squares: f64 = times.iter().map(|time| (time - mean) * (time - mean)).sum();
        times
            .iter()
            .map(|time| 1.0 / count + (t - mean) * (time - mean) / squares)
            .collect()
    }
}

impl TryFrom<Fields> for SharePath {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        #[allow(clippy::cast_precision_loss)] // Past 2^53 it is out of range in any case.
        Interval::closed_const(2.0, Self::MAX_OBSERVATIONS as f64)
            .check("number of dated shares", fields.observations.len() as f64)?;
        if fields.curve == Curve::Linear && fields.ceiling.is_some() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "`ceiling`",
                with: "a linear curve",
                remedy: "a straight line has no ceiling; use the logistic curve",
            }));
        }
        let ceiling = match &fields.ceiling {
            Some(ceiling) => ceiling
                .value()
                .interior("ceiling of the smart share")?
                .get(),
            None => 1.0,
        };
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
        Ok(Self { fields })
    }
}

impl From<SharePath> for Fields {
    fn from(path: SharePath) -> Self {
        path.fields
    }
}

/// What the smart share is at a date, three ways: the trends through the observations, and the
/// target that policy names. They answer different questions and none stands for another.
///
/// Made by [`smart_share_answers`](crate::smart_share_answers).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetAnswers {
    pub(crate) at: Period,
    pub(crate) logistic: Share,
    pub(crate) linear: Option<Share>,
    pub(crate) target: Share,
}

impl TargetAnswers {
    /// The date, at whose end the shares hold.
    #[must_use]
    pub const fn at(&self) -> Period {
        self.at
    }

    /// The logistic trend.
    #[must_use]
    pub const fn logistic(&self) -> Share {
        self.logistic
    }

    /// The linear trend; `None` where the line has left `[0, 1]`.
    #[must_use]
    pub const fn linear(&self) -> Option<Share> {
        self.linear
    }

    /// The policy target.
    #[must_use]
    pub const fn target(&self) -> Share {
        self.target
    }
}
