//! The table in which a file states an uncertainty: the name of a shape, and the keys of that
//! shape.

use serde::de::{self, Deserialize, Deserializer};

use super::given::{Ends, Stated};
use super::{
    Uncertainty, beta, certain, empirical, log_normal, normal, student_t, triangular,
    truncated_normal, uniform, unknown_shape,
};
use crate::limits::{self, Limit};
use crate::{Error, ErrorKind};

/// The name of a shape in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Certain,
    Uniform,
    Triangular,
    Pert,
    Normal,
    StudentT,
    LogNormal,
    TruncatedNormal,
    Beta,
    Empirical,
}

impl Name {
    const ALL: [Self; 10] = [
        Self::Certain,
        Self::Uniform,
        Self::Triangular,
        Self::Pert,
        Self::Normal,
        Self::StudentT,
        Self::LogNormal,
        Self::TruncatedNormal,
        Self::Beta,
        Self::Empirical,
    ];

    const fn id(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Uniform => "uniform",
            Self::Triangular => "triangular",
            Self::Pert => "pert",
            Self::Normal => "normal",
            Self::StudentT => "student-t",
            Self::LogNormal => "log-normal",
            Self::TruncatedNormal => "truncated-normal",
            Self::Beta => "beta",
            Self::Empirical => "empirical",
        }
    }

    /// The keys that the shape has.
    const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Certain => &["value"],
            Self::Uniform => &["low", "high", "interval", "probability"],
            Self::Triangular | Self::Pert => &["low", "mode", "high", "interval", "probability"],
            Self::Normal => &["mean", "standard-deviation", "interval", "probability"],
            Self::StudentT => &[
                "location",
                "scale",
                "degrees-of-freedom",
                "interval",
                "probability",
            ],
            Self::LogNormal => &[
                "mean-of-log",
                "standard-deviation-of-log",
                "interval",
                "probability",
            ],
            Self::TruncatedNormal => &[
                "mean",
                "standard-deviation",
                "low",
                "high",
                "interval",
                "probability",
            ],
            Self::Beta => &["alpha", "beta", "low", "high", "interval", "probability"],
            Self::Empirical => &["values", "weights"],
        }
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        // Underscores are read too.
        let id = text.replace('_', "-");
        let name = Self::ALL.into_iter().find(|name| name.id() == id);
        name.ok_or_else(|| {
            let listed = "shape (it is one of certain, uniform, triangular, pert, normal, student-t, log-normal, truncated-normal, beta, empirical)";
            de::Error::custom(unknown_shape(&text, &Self::ALL.map(Self::id), "shape", listed))
        })
    }
}

/// All keys of all shapes; a later check refuses those of other shapes than the one named.
#[derive(Debug, serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table such as `{ shape = \"uniform\", low = 3, high = 4 }`"
)]
pub(crate) struct Form {
    shape: Name,
    value: Option<f64>,
    low: Option<f64>,
    mode: Option<f64>,
    high: Option<f64>,
    mean: Option<f64>,
    #[serde(alias = "standard_deviation")]
    standard_deviation: Option<f64>,
    location: Option<f64>,
    scale: Option<f64>,
    #[serde(alias = "degrees_of_freedom")]
    degrees_of_freedom: Option<f64>,
    #[serde(alias = "mean_of_log")]
    mean_of_log: Option<f64>,
    #[serde(alias = "standard_deviation_of_log")]
    standard_deviation_of_log: Option<f64>,
    alpha: Option<f64>,
    beta: Option<f64>,
    #[serde(
        default,
        deserialize_with = "limits::list_if_any::<{ Limit::SampleValues as usize }, _, _>"
    )]
    values: Option<Vec<f64>>,
    #[serde(
        default,
        deserialize_with = "limits::list_if_any::<{ Limit::SampleValues as usize }, _, _>"
    )]
    weights: Option<Vec<f64>>,
    interval: Option<Stated>,
    probability: Option<f64>,
}

impl Form {
    /// Builds the shape; `read` reads an interval that is a text.
    pub(crate) fn shaped(
        self,
        read: impl FnOnce(&str) -> Result<Ends, Error>,
    ) -> Result<Uncertainty, Error> {
        self.check_keys()?;
        let interval = match &self.interval {
            None => None,
            Some(Stated::Numbers(ends)) => Some(*ends),
            Some(Stated::Text(text)) => Some(read(text)?),
        };
        let probability = self.probability;
        Ok(match self.shape {
            Name::Certain => {
                let value = self
                    .value
                    .ok_or_else(|| missing("`value`", "give the value that is certain"))?;
                certain::Certain::new(value)?.into()
            }
            Name::Uniform => {
                let (low, high) = (self.low, self.high);
                let fields = uniform::Fields {
                    low,
                    high,
                    interval,
                    probability,
                };
                uniform::Uniform::try_from(fields)?.into()
            }
            Name::Triangular => super::Triangular::try_from(self.with_mode(interval))?.into(),
            Name::Pert => super::Pert::try_from(self.with_mode(interval))?.into(),
            Name::Normal => {
                let (mean, standard_deviation) = (self.mean, self.standard_deviation);
                let fields = normal::Fields {
                    mean,
                    standard_deviation,
                    interval,
                    probability,
                };
                normal::Normal::try_from(fields)?.into()
            }
            Name::StudentT => student_t::StudentT::try_from(student_t::Fields {
                location: self.location,
                scale: self.scale,
                degrees_of_freedom: self.degrees_of_freedom,
                interval,
                probability,
            })?
            .into(),
            Name::LogNormal => log_normal::LogNormal::try_from(log_normal::Fields {
                mean_of_log: self.mean_of_log,
                standard_deviation_of_log: self.standard_deviation_of_log,
                interval,
                probability,
            })?
            .into(),
            Name::TruncatedNormal => {
                truncated_normal::TruncatedNormal::try_from(truncated_normal::Fields {
                    mean: self.mean,
                    standard_deviation: self.standard_deviation,
                    low: self.low,
                    high: self.high,
                    interval,
                    probability,
                })?
                .into()
            }
            Name::Beta => beta::Beta::try_from(beta::Fields {
                alpha: self.alpha,
                beta: self.beta,
                low: self.low,
                high: self.high,
                interval,
                probability,
            })?
            .into(),
            Name::Empirical => {
                let no_values = || missing("`values`", "list the values of the sample");
                let values = self.values.ok_or_else(no_values)?;
                let fields = empirical::Fields {
                    values,
                    weights: self.weights,
                };
                empirical::Empirical::try_from(fields)?.into()
            }
        })
    }

    fn with_mode(&self, interval: Option<Ends>) -> triangular::Fields {
        triangular::Fields {
            low: self.low,
            mode: self.mode,
            high: self.high,
            interval,
            probability: self.probability,
        }
    }

    /// Refuses a key that belongs to another shape.
    fn check_keys(&self) -> Result<(), Error> {
        let Self {
            shape,
            value,
            low,
            mode,
            high,
            mean,
            standard_deviation,
            location,
            scale,
            degrees_of_freedom,
            mean_of_log,
            standard_deviation_of_log,
            alpha,
            beta,
            values,
            weights,
            interval,
            probability,
        } = self;
        let keys = [
            ("value", value.is_some()),
            ("low", low.is_some()),
            ("mode", mode.is_some()),
            ("high", high.is_some()),
            ("mean", mean.is_some()),
            ("standard-deviation", standard_deviation.is_some()),
            ("location", location.is_some()),
            ("scale", scale.is_some()),
            ("degrees-of-freedom", degrees_of_freedom.is_some()),
            ("mean-of-log", mean_of_log.is_some()),
            (
                "standard-deviation-of-log",
                standard_deviation_of_log.is_some(),
            ),
            ("alpha", alpha.is_some()),
            ("beta", beta.is_some()),
            ("values", values.is_some()),
            ("weights", weights.is_some()),
            ("interval", interval.is_some()),
            ("probability", probability.is_some()),
        ];
        let allowed = shape.keys();
        let stray = keys
            .iter()
            .find(|(key, is_given)| *is_given && !allowed.contains(key));
        stray.map_or(Ok(()), |(key, _)| {
            Err(Error::new(ErrorKind::StrayKey {
                key,
                of: shape.id(),
                known: allowed,
            }))
        })
    }
}

fn missing(what: &'static str, remedy: &'static str) -> Error {
    Error::new(ErrorKind::Missing { what, remedy })
}

impl<'de> Deserialize<'de> for Uncertainty {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Form::deserialize(from)?
            .shaped(Ends::read)
            .map_err(de::Error::custom)
    }
}
